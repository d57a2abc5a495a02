//! `/api/v1`: what the pages show, for programs. `openapi` says what each address reads and answers.

use super::error::{WebError, only_post};
use super::listing::{File, Part, Record};
use super::openapi;
use super::params::Visit;
use super::state::AppState;
use super::{claims, compare, documents, findings, indicator, indicators, search};
use crate::brief::Stale;
use crate::pipeline::{self, Input};
use crate::report::Report;
use crate::source::{self, Given};
use crate::store::{Store, StoredBriefing};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use tokio::task::spawn_blocking;

/// Where the API begins.
pub(super) const ROOT: &str = "/api/v1/";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/documents", get(documents::list))
        .route("/api/v1/documents/{id}", get(document))
        .route("/api/v1/claims", get(claims::list))
        .route("/api/v1/claims/{id}", get(claim))
        .route("/api/v1/indicators", get(indicators::list))
        .route("/api/v1/indicators/{id}", get(of_indicator))
        .route("/api/v1/series", get(series))
        .route("/api/v1/findings", get(findings::list))
        .route("/api/v1/findings/{id}", get(finding))
        .route("/api/v1/search", get(search::json))
        .route("/api/v1/openapi.json", get(openapi::document))
}

/// Stands outside the layer that ends a request after seconds, as the pages of both do.
pub(super) fn slow() -> Router<AppState> {
    Router::new()
        .route("/api/v1/briefings", get(briefings))
        .route("/api/v1/briefings/{id}", get(briefing))
        .route("/api/v1/check", post(check).get(only_post).layer(DefaultBodyLimit::max(source::MAX_BYTES)))
}

/// The path as the page of the same row reads it for its JSON.
fn as_json(id: &str) -> Path<String> {
    Path(format!("{id}.json"))
}

async fn document(
    state: State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    documents::view(state, visit, as_json(&id)).await
}

async fn claim(state: State<AppState>, visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    claims::view(state, visit, as_json(&id)).await
}

async fn of_indicator(
    state: State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    indicator::view(state, visit, as_json(&id)).await
}

async fn series(state: State<AppState>, visit: Visit) -> Result<Response, WebError> {
    if visit.field("i").is_empty() {
        return Err(WebError::BadParameter { name: "i", value: String::new() });
    }
    compare::file(state, visit).await
}

async fn finding(
    State(state): State<AppState>,
    _: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let found = findings::listed(&state.store, &[numbered(&id)?]).await?;
    Ok(Json(found.into_iter().next().ok_or(WebError::NotFound)?).into_response())
}

/// A briefing in the list.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "ListedBriefing")]
pub(super) struct Kept {
    /// Its number.
    id: i64,
    title: String,
    /// When it was drafted.
    made_at: DateTime<Utc>,
    /// When its words were saved.
    saved_at: DateTime<Utc>,
    version: i64,
    /// Since when nothing of it changes, and the hash of what it is.
    frozen: Option<(DateTime<Utc>, String)>,
    /// The figures that the record bears out no more.
    stale: Vec<Stale>,
    /// Its page.
    link: String,
}

impl Record for Kept {
    fn records(&self) -> Vec<Vec<String>> {
        // There is no table of briefings.
        Vec::new()
    }
}

async fn briefings(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let found = state.store.briefings(part.offset, part.limit).await?;
    let mut rows = Vec::new();
    for kept in found.rows {
        let outdated = pipeline::stale(&state.store, &kept.briefing, visit.language).await?;
        rows.push(Kept {
            id: kept.id,
            title: kept.briefing.title,
            made_at: kept.made_at,
            saved_at: kept.saved_at,
            version: kept.version,
            frozen: kept.frozen,
            stale: outdated,
            link: format!("/briefings/{}", kept.id),
        });
    }
    let numbers = part.of_all(usize::try_from(found.total).unwrap_or_default());
    let read = move |places: Vec<i64>| {
        let row = |place: &i64| rows.get(usize::try_from(place - part.offset).ok()?).cloned();
        std::future::ready(Ok(places.iter().filter_map(row).collect()))
    };
    part.file(&visit, File::new("briefings", &[], &state.store), numbers, read).await
}

/// A briefing with what became of its figures.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BriefingAnswer")]
pub(super) struct Briefed {
    briefing: StoredBriefing,
    /// The figures that the record bears out no more.
    stale: Vec<Stale>,
    /// Its page.
    link: String,
}

async fn briefing(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id = numbered(&id)?;
    let kept = match visit.whole("version", 1..=i64::MAX)? {
        Some(version) => state.store.briefing_as_of(id, version).await?,
        None => state.store.briefing(id).await?,
    };
    let outdated = pipeline::stale(&state.store, &kept.briefing, visit.language).await?;
    Ok(Json(Briefed { briefing: kept, stale: outdated, link: format!("/briefings/{id}") }).into_response())
}

async fn check(State(state): State<AppState>, visit: Visit, sent: Bytes) -> Result<Response, WebError> {
    let text = std::str::from_utf8(&sent).map_err(|_| unreadable())?;
    Ok(Json(checked(&state.store, &visit, text).await?).into_response())
}

/// What the record says to a text, which is about the place and of the day that the address names.
pub(super) async fn checked(store: &Store, visit: &Visit, text: &str) -> Result<Report, WebError> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(unreadable());
    }
    let date =
        match visit.text("date")? {
            Some(date) => Some(source::day(date).map_err(|_| WebError::BadParameter {
                name: "date",
                value: date.chars().take(40).collect(),
            })?),
            None => None,
        };
    let given = Given { date, scope: visit.text("scope")?.map(str::to_owned), ..Given::default() };
    let input = Input::Bytes("-".into(), Cow::Owned(text.into_bytes()));
    let read = spawn_blocking(move || input.read(&given)).await.map_err(|error| {
        tracing::error!(%error, "a text could not be read");
        WebError::Internal
    })?;
    let checking = pipeline::check(store, read.map_err(|_| unreadable())?, &[]).await?;
    Ok(Report::of(store, &checking).await?)
}

fn unreadable() -> WebError {
    WebError::BadParameter { name: "text", value: String::new() }
}

fn numbered(id: &str) -> Result<i64, WebError> {
    // A number that is none names nothing, just as an unknown one does.
    id.parse().map_err(|_| WebError::NotFound)
}

/// What went wrong, as RFC 9457 has it.
pub(super) fn problem(error: &WebError, title: &str, detail: &str, mut beside: Value) -> Response {
    let kind: &'static str = error.into();
    let status = error.status();
    beside["type"] = format!("urn:policy-metrics:problem:{kind}").into();
    beside["title"] = title.into();
    beside["status"] = status.as_u16().into();
    beside["detail"] = detail.into();
    let told = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    (status, told, beside.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::openapi::ROUTES;

    #[test]
    fn every_address_of_the_router_is_in_the_table() {
        let code = include_str!("api.rs");
        let routed: Vec<&str> = code
            .split(".route(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|path| path.starts_with('/'))
            .collect();
        assert_eq!(routed.len(), ROUTES.len());
        for path in routed {
            assert!(ROUTES.iter().any(|route| route.path == path), "{path}");
        }
    }
}
