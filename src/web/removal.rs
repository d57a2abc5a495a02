//! `/documents/{id}/remove`: taking a document out, and what is shown in its place since.

use super::decisions::undo_address;
use super::documents::beijing;
use super::error::WebError;
use super::params::{Sent, Visit, numbered};
use super::state::AppState;
use super::templates::{Nav, Page, html};
use super::text::fill;
use crate::store::Removed;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Json, Router};

/// Stands outside the layer that ends a request after seconds: of what counts many figures are counted anew.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/documents/{id}/remove", post(remove))
}

#[derive(Template)]
#[template(path = "removed.html", config = "assets/askama.toml")]
struct RemovedPage {
    page: Page,
    told: String,
    /// Who, when, why, and what there was.
    fields: [(&'static str, String); 4],
    /// Where the form that brings it back is sent.
    undo: Option<String>,
}

async fn remove(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Sent(visit): Sent,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let why = visit.text("why")?.ok_or(WebError::BadParameter { name: "why", value: String::new() })?;
    visit.one_of::<String>("sure")?.ok_or(WebError::BadParameter { name: "sure", value: String::new() })?;
    let who = visit.text("who")?.unwrap_or_default();
    state.store.remove_document(id, who.to_owned(), why.to_owned()).await?;
    Ok(Redirect::to(&visit.href(&format!("/documents/{id}"))).into_response())
}

/// What is answered where a document was, and who asks for it or for one of its claims.
pub(super) async fn gone(
    state: &AppState,
    document: i64,
    visit: Visit,
    json: bool,
) -> Result<Response, WebError> {
    let removed = state.store.removed(document).await?;
    let page = Page::new(visit, Nav::Documents);
    let told = fill(page.w.removed_explained, &[&document.to_string()]);
    if json {
        let body = serde_json::json!({ "error": page.w.removed, "message": told, "removed": removed });
        return Ok((StatusCode::GONE, Json(body)).into_response());
    }
    Ok((StatusCode::GONE, html(&page_of(removed, told, &page))?).into_response())
}

fn page_of(removed: Removed, told: String, page: &Page) -> RemovedPage {
    let (w, decision) = (page.w, removed.decision);
    let or_unknown = |text: String| if text.is_empty() { w.not_stated.to_owned() } else { text };
    RemovedPage {
        told,
        undo: undo_address(decision.id, page),
        fields: [
            (w.removed_at, beijing(decision.at)),
            (w.decided_by, or_unknown(decision.who)),
            (w.reason, or_unknown(decision.why)),
            (w.before_that, page.visit.language.half(&decision.before).to_owned()),
        ],
        page: page.clone().titled(removed.name),
    }
}
