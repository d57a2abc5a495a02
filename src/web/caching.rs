//! What was answered before: not made again while the database stays as it is, not sent again to a
//! browser that has it.

use super::kept::Kept;
use super::params;
use super::state::AppState;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Answers by their address. An answer is a function of the two and the revision of the database.
pub(super) type Answers = Kept<String, Answer>;

/// What goes out.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    headers: HeaderMap,
    content: Bytes,
}

/// Marks an answer that is sent while it is made, and never held as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Streamed;

/// Answers from what is kept where it can, tags each answer by its content, and leaves out the content
/// where the browser names the same tag.
pub(super) async fn tagged(
    State((state, answers)): State<(AppState, Answers)>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    // Pages tell their own address, so the name under which they are asked for belongs to it; and how much the browser
    // that asks has put aside.
    let browser = params::browser(request.headers()).unwrap_or_default();
    let address = format!("{}{} {browser}", params::host(request.headers()), request.uri());
    // Asked for before anything is read, so that an answer is never older than its revision.
    let revision = state.store.revision().await.ok();
    if let Some(kept) = revision.and_then(|revision| answers.get(revision, &address)) {
        return kept.to(known.as_ref());
    }
    let response = next.run(request).await;
    let streamed = response.extensions().get::<Streamed>().is_some();
    if response.status() != StatusCode::OK || streamed || response.headers().contains_key(header::ETAG) {
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
    parts.headers.insert(header::ETAG, HeaderValue::from_str(&tag).expect("a tag is ASCII"));
    // The tag makes asking again cheap, so nobody ever reads yesterday's figures.
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let answer = Answer { headers: parts.headers, content };
    if let Some(revision) = revision {
        let size = answer.content.len() + address.len();
        answers.put(revision, address, answer.clone(), size);
    }
    answer.to(known.as_ref())
}

impl Answer {
    /// The answer to someone who may know it already.
    fn to(self, known: Option<&HeaderValue>) -> Response {
        let tag = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        if !known.is_some_and(|known| names(known, tag)) {
            return (self.headers, Body::from(self.content)).into_response();
        }
        let kept = [header::ETAG, header::CACHE_CONTROL, header::VARY];
        let headers: HeaderMap = kept
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.headers.get(name)?.clone())))
            .collect();
        (StatusCode::NOT_MODIFIED, headers).into_response()
    }
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
