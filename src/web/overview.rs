//! `/`: totals, search, indicators worth a look, the newest documents.

use super::documents::{self, DocumentLine};
use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::summary::{self, Summary};
use super::templates::{Nav, Page, html};
use crate::store::Totals;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

const LEADING: i64 = 12;
const NEWEST: i64 = 8;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/", get(overview))
}

#[derive(Template)]
#[template(path = "overview.html", config = "assets/askama.toml")]
struct OverviewPage {
    page: Page,
    totals: Totals,
    leading: Vec<Summary>,
    newest: Vec<DocumentLine>,
}

async fn overview(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let store = &state.store;
    let totals = store.totals().await?;
    let leading =
        summary::of_rows(store, store.leading_indicators(LEADING).await?, None, visit.language).await?;
    let newest = store.documents(0, NEWEST).await?.rows;
    let page = Page::new(visit, Nav::Overview);
    let newest = documents::lines(newest, &page);
    html(&OverviewPage { page: page.clone().titled(page.w.overview), totals, leading, newest })
}
