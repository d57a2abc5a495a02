//! Who may ask (only this computer), and what a browser may do with the answer.

use super::error::WebError;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the headers that keep a page from running or loading anything but its own files.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let image = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"image/"));
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        // A chart may stand in another page, which can show it and not read it.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            if image { "cross-origin" } else { "same-origin" },
        ),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Refuses a request that came under another name than this computer's: a page elsewhere could
/// otherwise point a name of its own at 127.0.0.1 and read the database through the browser.
pub(super) async fn host(request: Request, next: Next) -> Response {
    if is_local(request.headers()) { next.run(request).await } else { WebError::ForeignHost.into_response() }
}

fn is_local(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Ok(host) = host.to_str() else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("127.0.0.1:8080", true)]
    #[case("localhost", true)]
    #[case("LOCALHOST:80", true)]
    #[case("[::1]:8080", true)]
    #[case("[::1]", true)]
    #[case("evil.example", false)]
    #[case("127.0.0.1.evil.example", false)]
    #[case("localhost:80@evil.example", false)]
    #[case("", false)]
    fn only_names_of_this_computer_are_accepted(#[case] host: &str, #[case] accepted: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).expect("a header"));
        assert_eq!(is_local(&headers), accepted);
    }

    #[test]
    fn no_host_or_two_are_refused() {
        let mut headers = HeaderMap::new();
        assert!(!is_local(&headers));
        headers.append(header::HOST, HeaderValue::from_static("localhost"));
        headers.append(header::HOST, HeaderValue::from_static("localhost"));
        assert!(!is_local(&headers));
    }
}
