//! `/api/v1`: what the pages show, for programs, and the `OpenAPI` document that says so. One table holds every address.

use super::error::WebError;
use super::listing::{File, Part, Record};
use super::params::Visit;
use super::state::AppState;
use super::{claims, compare, documents, findings, indicator, indicators, search};
use crate::pipeline::{self, Input};
use crate::report::Report;
use crate::source::{self, Given};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use tokio::task::spawn_blocking;

/// Where the API begins.
pub(super) const ROOT: &str = "/api/v1/";

/// An address of the API: what it answers in both languages, and the parameters that it reads.
struct Route {
    path: &'static str,
    method: &'static str,
    summary: (&'static str, &'static str),
    parameters: &'static [&'static str],
}

impl Route {
    fn is_at(&self, path: &str) -> bool {
        self.path.split('/').zip(path.split('/')).all(|(own, asked)| own == "{id}" || own == asked)
            && self.path.matches('/').count() == path.matches('/').count()
    }
}

const fn read(
    path: &'static str,
    summary: (&'static str, &'static str),
    parameters: &'static [&str],
) -> Route {
    Route { path, method: "get", summary, parameters }
}

const ROUTES: [Route; 14] = [
    read(
        "/api/v1/documents",
        ("文件列表", "Documents"),
        &["q", "kind", "scope", "year", "publisher", "sort", "limit", "next"],
    ),
    read("/api/v1/documents/{id}", ("一份文件和它的数据", "A document and its claims"), &["limit", "next"]),
    read(
        "/api/v1/claims",
        ("数据列表", "Claims"),
        &["q", "indicator", "scope", "kind", "status", "year", "document", "sort", "limit", "next"],
    ),
    read("/api/v1/claims/{id}", ("一条数据和它的出处", "A claim and where it is said"), &[]),
    read(
        "/api/v1/indicators",
        ("指标列表", "Indicators"),
        &["q", "topic", "scope", "unit", "from", "to", "points", "target", "sort", "limit", "next"],
    ),
    read(
        "/api/v1/indicators/{id}",
        ("一个指标的各个序列", "An indicator with its series"),
        &["scope", "kind", "basis", "by", "period", "from", "to", "limit", "next"],
    ),
    read(
        "/api/v1/series",
        ("几个指标在各地的序列", "The series of several indicators at several places"),
        &["i", "scope", "kind", "limit", "next"],
    ),
    read(
        "/api/v1/findings",
        ("线索列表", "Findings"),
        &["kind", "q", "scope", "indicator", "year", "severity", "state", "sort", "limit", "next"],
    ),
    read("/api/v1/findings/{id}", ("一条线索和它两边的原话", "A finding with the words of both sides"), &[]),
    read("/api/v1/search", ("检索", "Search"), &["q"]),
    read("/api/v1/briefings", ("简报列表", "Briefings"), &["limit", "next"]),
    read("/api/v1/briefings/{id}", ("一份简报", "A briefing"), &["version"]),
    Route {
        path: "/api/v1/check",
        method: "post",
        summary: (
            "核对一段文字（UTF-8），不存入",
            "Checks a text (UTF-8) against the record; nothing is kept",
        ),
        parameters: &["scope", "date"],
    },
    read("/api/v1/openapi.json", ("本接口的 OpenAPI 文档", "The OpenAPI document of this interface"), &[]),
];

/// What a parameter means, in both languages; a name without a line here speaks for itself.
const fn meaning(name: &str) -> (&'static str, &'static str) {
    match name.as_bytes() {
        b"q" => ("要查的词，与页面的检索相同", "words to look for, read as on the pages"),
        b"limit" => ("最多几行，1 到 500", "rows at most, 1 to 500"),
        b"next" => ("上一次回答的 next，原样照抄", "the `next` of the answer before, copied as it is"),
        b"from" | b"to" => ("年份或日期", "a year or a day"),
        b"i" => ("指标编号，可写多个", "an indicator's number; may stand several times"),
        b"scope" => ("地区或单位", "a place or body"),
        b"date" => ("文字的日期", "the day of the text"),
        _ => ("与页面的筛选相同", "as the filter on the pages"),
    }
}

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
        .route("/api/v1/openapi.json", get(openapi))
        .route_layer(from_fn(answer))
}

/// Stands outside the layer that ends a request after seconds, as the pages of both do.
pub(super) fn slow() -> Router<AppState> {
    Router::new()
        .route("/api/v1/briefings", get(briefings))
        .route("/api/v1/briefings/{id}", get(briefing))
        .route("/api/v1/check", post(check).layer(DefaultBodyLimit::max(source::MAX_BYTES)))
        .route_layer(from_fn(answer))
}

/// Refuses parameters that the address does not read, since who gives one takes the answer for filtered; and gives
/// every claim of an answer the link to its words.
async fn answer(request: Request, next: Next) -> Result<Response, WebError> {
    let route = ROUTES.iter().find(|route| route.is_at(request.uri().path())).ok_or(WebError::NotFound)?;
    let query = request.uri().query().unwrap_or_default();
    for (name, _) in form_urlencoded::parse(query.as_bytes()) {
        if name != "lang" && !route.parameters.contains(&name.as_ref()) {
            let name = name.chars().take(40).collect();
            return Err(WebError::UnknownParameter { name, allowed: route.parameters });
        }
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let content = to_bytes(body, usize::MAX).await.map_err(|error| {
        tracing::error!(%error, "an answer broke off");
        WebError::Internal
    })?;
    let mut told: Value = serde_json::from_slice(&content)?;
    link(&mut told, None);
    parts.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, Body::from(serde_json::to_vec(&told)?)))
}

/// Gives each claim the address of its words. `document` is that of the claims which name none themselves.
fn link(told: &mut Value, document: Option<i64>) {
    match told {
        Value::Array(all) => all.iter_mut().for_each(|one| link(one, document)),
        Value::Object(fields) => {
            let document = fields.get("document").and_then(|named| named["id"].as_i64()).or(document);
            let claim = fields.get("id").and_then(Value::as_i64);
            let states = fields.get("claim").is_some_and(|claim| claim["quote"].is_string());
            if let (Some(document), Some(claim), true) = (document, claim, states) {
                fields.insert("link".to_owned(), format!("/documents/{document}#c{claim}").into());
            }
            fields.values_mut().for_each(|one| link(one, document));
        }
        _ => {}
    }
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
#[derive(Clone, Serialize)]
#[serde(transparent)]
struct Kept(Value);

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
        rows.push(Kept(json!({
            "id": kept.id,
            "title": kept.briefing.title,
            "made_at": kept.made_at,
            "saved_at": kept.saved_at,
            "version": kept.version,
            "frozen": kept.frozen,
            "stale": outdated,
            "link": format!("/briefings/{}", kept.id),
        })));
    }
    let numbers = part.of_all(usize::try_from(found.total).unwrap_or_default());
    let read = move |places: Vec<i64>| {
        let row = |place: &i64| rows.get(usize::try_from(place - part.offset).ok()?).cloned();
        std::future::ready(Ok(places.iter().filter_map(row).collect()))
    };
    part.file(&visit, File::new("briefings", &[], &state.store), numbers, read).await
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
    Ok(Json(json!({ "briefing": kept, "stale": outdated, "link": format!("/briefings/{id}") }))
        .into_response())
}

async fn check(State(state): State<AppState>, visit: Visit, sent: Bytes) -> Result<Response, WebError> {
    let unreadable = || WebError::BadParameter { name: "text", value: String::new() };
    let text = std::str::from_utf8(&sent).map_err(|_| unreadable())?.trim().to_owned();
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
    let checking = pipeline::check(&state.store, read.map_err(|_| unreadable())?, &[]).await?;
    Ok(Json(Report::of(&state.store, &checking).await?).into_response())
}

fn numbered(id: &str) -> Result<i64, WebError> {
    // A number that is none names nothing, just as an unknown one does.
    id.parse().map_err(|_| WebError::NotFound)
}

async fn openapi(visit: Visit) -> Json<Value> {
    let mut paths = serde_json::Map::new();
    for route in &ROUTES {
        let parameter = |name: &&str| {
            let (zh, en) = meaning(name);
            json!({
                "name": name,
                "in": "query",
                "description": visit.language.pick(zh, en),
                "schema": if *name == "i" { json!({ "type": "array", "items": { "type": "integer" } }) }
                    else if *name == "limit" { json!({ "type": "integer", "minimum": 1, "maximum": 500 }) }
                    else { json!({ "type": "string", "maxLength": 500 }) },
            })
        };
        let mut parameters: Vec<Value> = route.parameters.iter().map(parameter).collect();
        parameters.push(json!({ "name": "lang", "in": "query", "schema": { "enum": ["zh", "en"] } }));
        if route.path.contains("{id}") {
            let id = json!({ "type": "integer", "minimum": 1 });
            parameters.push(json!({ "name": "id", "in": "path", "required": true, "schema": id }));
        }
        let (zh, en) = route.summary;
        let mut operation = json!({
            "summary": visit.language.pick(zh, en),
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": visit.language.pick(zh, en),
                    "content": { "application/json": { "schema": { "type": "object" } } },
                },
                "default": {
                    "description": visit.language.pick("出错说明（RFC 9457）", "What is wrong (RFC 9457)"),
                    "content": {
                        "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
                    },
                },
            },
        });
        if route.method == "post" {
            let text = json!({ "text/plain": { "schema": { "type": "string", "minLength": 1 } } });
            operation["requestBody"] = json!({ "required": true, "content": text });
        }
        paths.insert(route.path.to_owned(), json!({ route.method: operation }));
    }
    let text = json!({ "type": "string" });
    Json(json!({
        "openapi": "3.1.0",
        "info": { "title": "policy-metrics", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": { "schemas": { "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": { "type": text, "title": text, "status": { "type": "integer" }, "detail": text },
        } } },
    }))
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
    use super::ROUTES;

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
