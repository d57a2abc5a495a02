//! `/`: totals, search, indicators worth a look, the newest documents.

use super::documents::{self, DocumentLine};
use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::templates::{Nav, Page, html};
use super::worth::{self, Group};
use crate::store::{DocumentFilter, Totals};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

const NEWEST: i64 = 6;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/", get(overview))
}

#[derive(Template)]
#[template(path = "overview.html", config = "assets/askama.toml")]
struct OverviewPage {
    page: Page,
    totals: Totals,
    worth: Vec<Group>,
    newest: Vec<DocumentLine>,
}

async fn overview(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let store = &state.store;
    let totals = store.totals().await?;
    let page = Page::new(visit, Nav::Overview);
    let worth = worth::groups(store, &page).await?;
    let newest = DocumentFilter { limit: NEWEST, ..DocumentFilter::default() };
    let newest = documents::lines(store.documents(&newest).await?.rows, &page);
    html(&OverviewPage { page: page.clone().titled(page.w.overview), totals, worth, newest })
}
