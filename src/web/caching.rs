//! Entity tags: what a browser has already is not sent again.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Tags each answer by its content, and leaves out the content where the browser names the same tag.
///
/// The content and not the state of the database is what is tagged: that is right whatever a page
/// depends on, and making a page costs less than sending it.
pub(super) async fn tagged(request: Request, next: Next) -> Response {
    let read = request.method() == Method::GET;
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !read || response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let content = match to_bytes(body, usize::MAX).await {
        Ok(content) => content,
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let tag = entity_tag(&Sha256::digest(&content));
    let same = known.as_ref().is_some_and(|known| names(known, &tag));
    parts.headers.insert(header::ETAG, HeaderValue::from_str(&tag).expect("a tag is ASCII"));
    // The tag makes asking again cheap, so nobody ever reads yesterday's figures.
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if !same {
        return Response::from_parts(parts, Body::from(content));
    }
    let kept = [header::ETAG, header::CACHE_CONTROL, header::VARY];
    let headers: HeaderMap =
        kept.into_iter().filter_map(|name| Some((name.clone(), parts.headers.get(name)?.clone()))).collect();
    (StatusCode::NOT_MODIFIED, headers).into_response()
}

/// Weak, since the same content goes out compressed and plain.
pub(super) fn entity_tag(hash: &[u8]) -> String {
    let mut tag = String::from("W/\"");
    for byte in hash.iter().take(12) {
        write!(tag, "{byte:02x}").expect("writing to a string cannot fail");
    }
    tag.push('"');
    tag
}

/// True where `If-None-Match` holds this tag, or any.
pub(super) fn names(known: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| bare(one) == bare(tag))
}
