//! `/search`: indicators, claims and documents that hold the same words, each in a group of its own, as page and JSON.

use super::claims;
use super::documents::{self, DocumentLine};
use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::summary::{self, Summaries, Summary};
use super::templates::{Nav, Page, html, with_parameter};
use super::text::fill_one;
use crate::store::{
    ClaimFilter, DocumentFilter, DocumentRow, IndicatorFilter, IndicatorRow, Page as Rows, Store, StoredClaim,
};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use serde_json::{Value, json};

/// Rows of each group.
const SHOWN: i64 = 8;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/search", get(search)).route("/search.json", get(json))
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

/// What holds the words: the first of each group, and how many there are.
struct Found {
    indicators: Rows<IndicatorRow>,
    claims: Rows<(StoredClaim, DocumentRow)>,
    documents: Rows<DocumentRow>,
}

impl Found {
    async fn of(store: &Store, query: &str) -> Result<Self, WebError> {
        let query = query.to_owned();
        let indicators = IndicatorFilter { query: query.clone(), limit: SHOWN, ..IndicatorFilter::default() };
        let claims = ClaimFilter { query: query.clone(), limit: SHOWN, ..ClaimFilter::default() };
        let documents = DocumentFilter { query, limit: SHOWN, ..DocumentFilter::default() };
        Ok(Self {
            indicators: store.indicators(&indicators).await?,
            claims: store.claims(&claims).await?,
            documents: store.documents(&documents).await?,
        })
    }
}

async fn search(
    State(state): State<AppState>,
    Extension(known): Extension<Summaries>,
    visit: Visit,
) -> Result<Response, WebError> {
    let query = visit.text("q")?.unwrap_or_default().to_owned();
    let page = Page::new(visit, Nav::None);
    let titled =
        if query.is_empty() { page.w.search.to_owned() } else { fill_one(page.w.results_for, &query) };
    let mut shown = SearchPage {
        page: page.clone().titled(titled),
        query: query.clone(),
        indicators: Vec::new(),
        claims: Vec::new(),
        documents: Vec::new(),
        totals: [0; 3],
        counts: [const { String::new() }; 3],
    };
    if query.is_empty() {
        return html(&shown);
    }
    let Found { indicators, claims, documents } = Found::of(&state.store, &query).await?;
    shown.totals = [indicators.total, claims.total, documents.total];
    shown.counts = shown.totals.map(|total| page.count(total));
    shown.indicators =
        summary::of_rows(&state.store, &known, indicators.rows, None, page.visit.language).await?;
    shown.claims = claims::lines(&state.store, claims.rows, &page).await?;
    shown.documents =
        documents::with_snippets(&state, documents::lines(documents.rows, &page), &query).await?;
    html(&shown)
}

/// The same for programs; each group says where all of it is.
async fn json(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let query = visit.text("q")?.ok_or(WebError::BadParameter { name: "q", value: String::new() })?;
    let Found { indicators, claims, documents } = Found::of(&state.store, query).await?;
    let group = |list: &str, total: i64, rows: Value| {
        let all = with_parameter(&format!("/{list}.json"), "q", query);
        json!({ "total": total, "all": all, "rows": rows })
    };
    let claims_listed: Vec<_> =
        claims.rows.into_iter().map(|(stored, document)| claims::Listed::new(stored, &document)).collect();
    let documents_listed: Vec<_> = documents.rows.into_iter().map(documents::Listed::of).collect();
    let body = json!({
        "query": query,
        "indicators": group("indicators", indicators.total, json!(indicators.rows)),
        "claims": group("claims", claims.total, json!(claims_listed)),
        "documents": group("documents", documents.total, json!(documents_listed)),
    });
    Ok(Json(body).into_response())
}
