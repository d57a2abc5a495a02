//! `/search`: indicators, claims and documents that hold the same words, each in a group of its own.

use super::claims;
use super::documents::{self, DocumentLine};
use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::summary::{self, Summaries, Summary};
use super::templates::{Nav, Page, html};
use super::text::fill_one;
use crate::store::{ClaimFilter, DocumentFilter, IndicatorFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};

/// Rows of each group.
const SHOWN: i64 = 8;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/search", get(search))
}

#[derive(Template)]
#[template(path = "search.html", config = "assets/askama.toml")]
struct SearchPage {
    page: Page,
    query: String,
    indicators: Vec<Summary>,
    claims: Vec<claims::Line>,
    documents: Vec<DocumentLine>,
    /// How many there are of each.
    totals: [i64; 3],
    /// The same in words.
    counts: [String; 3],
}

async fn search(
    State(state): State<AppState>,
    Extension(known): Extension<Summaries>,
    visit: Visit,
) -> Result<Response, WebError> {
    let store = &state.store;
    let query = visit.text("q")?.unwrap_or_default().to_owned();
    let page = Page::new(visit, Nav::None);
    let titled =
        if query.is_empty() { page.w.search.to_owned() } else { fill_one(page.w.results_for, &query) };
    let mut found = SearchPage {
        page: page.clone().titled(titled),
        query: query.clone(),
        indicators: Vec::new(),
        claims: Vec::new(),
        documents: Vec::new(),
        totals: [0; 3],
        counts: [const { String::new() }; 3],
    };
    if query.is_empty() {
        return html(&found);
    }
    let wanted = IndicatorFilter { query: query.clone(), limit: SHOWN, ..IndicatorFilter::default() };
    let indicators = store.indicators(&wanted).await?;
    let wanted = ClaimFilter { query: query.clone(), limit: SHOWN, ..ClaimFilter::default() };
    let claims = store.claims(&wanted).await?;
    let wanted = DocumentFilter { query: query.clone(), limit: SHOWN, ..DocumentFilter::default() };
    let documents = store.documents(&wanted).await?;
    found.totals = [indicators.total, claims.total, documents.total];
    found.counts = found.totals.map(|total| page.count(total));
    found.indicators = summary::of_rows(store, &known, indicators.rows, None, page.visit.language).await?;
    found.claims = claims::lines(claims.rows, &page);
    found.documents =
        documents::with_snippets(&state, documents::lines(documents.rows, &page), &query).await?;
    html(&found)
}
