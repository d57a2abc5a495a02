//! `/basket`: figures and indicators that a reader puts aside for a briefing, kept under a key of the browser.

use super::error::WebError;
use super::params::{BROWSER, Sent};
use super::state::AppState;
use crate::brief::Entry;
use crate::series::Place;
use crate::store::Store;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use std::hash::{BuildHasher, RandomState};

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/basket", post(put)).route("/basket/take-out", post(take_out))
}

/// Puts a claim or an indicator aside, and goes back to where it was seen.
async fn put(State(state): State<AppState>, Sent(visit): Sent) -> Result<Response, WebError> {
    let entry = match (visit.whole("claim", 1..=i64::MAX)?, visit.whole("indicator", 1..=i64::MAX)?) {
        (Some(claim), _) => figure(&state.store, claim).await?,
        (None, Some(indicator)) => {
            state.store.indicator(indicator).await?;
            let scope = visit.text("scope")?.map(str::to_owned);
            Entry::Indicator { key: state.store.key_of(indicator).await?, scope }
        }
        (None, None) => return Err(WebError::BadParameter { name: "claim", value: String::new() }),
    };
    let browser = visit.browser.clone().unwrap_or_else(new_key);
    state.store.put_aside(&browser, &entry).await?;
    let mut response = back(visit.field("back"));
    let cookie = format!("{BROWSER}={browser}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    let cookie = HeaderValue::from_str(&cookie).expect("a key is ASCII");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Takes one thing out again, or all.
async fn take_out(State(state): State<AppState>, Sent(visit): Sent) -> Result<Response, WebError> {
    if let Some(browser) = &visit.browser {
        state.store.take_out(browser, visit.whole("entry", 1..=i64::MAX)?).await?;
    }
    Ok(back(visit.field("back")))
}

/// A claim, in words that outlive its number.
async fn figure(store: &Store, claim: i64) -> Result<Entry, WebError> {
    let (stored, document) = store.claims_numbered(&[claim]).await?.pop().ok_or(WebError::NotFound)?;
    let mut hashes = store.hashes_of(&[document.id]).await?;
    let sha256 = hashes.remove(&document.id).ok_or(WebError::NotFound)?;
    let place = Place { sha256, start: stored.claim.start, end: stored.claim.end };
    Ok(Entry::Figure { place, key: store.key_of(stored.indicator).await? })
}

/// Back to a page of this site, whatever was sent.
fn back(address: &str) -> Response {
    let own = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    // What browsers send has no other letters, and a head can hold no others.
    let own = own && address.bytes().all(|byte| byte.is_ascii_graphic());
    Redirect::to(if own { address } else { "/briefings/new" }).into_response()
}

/// A key that nobody guesses by chance; it guards nothing.
fn new_key() -> String {
    let [one, other] = [(); 2].map(|()| RandomState::new().hash_one(()));
    format!("{one:016x}{other:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/claims?q=%E7%83%AD&lang=en", "/claims?q=%E7%83%AD&lang=en")]
    #[case("https://evil.example/", "/briefings/new")]
    #[case("//evil.example/", "/briefings/new")]
    #[case("/\\evil.example", "/briefings/new")]
    #[case("/claims\r\nset-cookie: x", "/briefings/new")]
    #[case("", "/briefings/new")]
    fn nobody_is_led_elsewhere(#[case] asked: &str, #[case] led: &str) {
        assert_eq!(back(asked).headers()[header::LOCATION], led);
    }

    #[test]
    fn no_two_browsers_share_a_key() {
        assert_ne!(new_key(), new_key());
        assert_eq!(new_key().len(), 32);
    }
}
