//! The style sheet, the script and the icon, with an entity tag each.

use super::caching::{entity_tag, names};
use super::error::WebError;
use super::state::AppState;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

/// Read from disk in a debug build, part of the binary in a release.
#[derive(RustEmbed)]
#[folder = "assets/static"]
struct Files;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/static/{name}", get(file))
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, WebError> {
    let file = Files::get(&name).ok_or(WebError::NotFound)?;
    let tag = entity_tag(&file.metadata.sha256_hash());
    // The tag makes asking again cheap, so a page never runs with yesterday's style.
    let caching = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let kind = match file.metadata.mimetype() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    Ok((caching, [(header::CONTENT_TYPE, kind)], file.data).into_response())
}
