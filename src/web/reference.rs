//! `/api`: the addresses for programs and assistants as a page, from the same table as the `OpenAPI` document.

use super::error::WebError;
use super::openapi::{self, ROUTES, Route};
use super::params::Visit;
use super::state::AppState;
use super::templates::{Nav, Page, html};
use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use schemars::generate::SchemaGenerator;
use serde_json::Value;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api", get(reference))
}

#[derive(Template)]
#[template(path = "api.html", config = "assets/askama.toml")]
struct ReferencePage {
    page: Page,
    entries: Vec<Entry>,
    /// Where assistants ask.
    assistants: String,
}

/// An address.
struct Entry {
    method: String,
    path: &'static str,
    summary: &'static str,
    /// Name, meaning and values.
    parameters: Vec<(&'static str, &'static str, String)>,
    /// What its answer holds.
    fields: Vec<String>,
}

async fn reference(visit: Visit) -> Result<Response, WebError> {
    let assistants = visit.absolute("/mcp");
    let page = Page::new(visit, Nav::None);
    let mut schemas = openapi::schemas();
    let entries = ROUTES.iter().map(|route| Entry::of(route, &mut schemas, &page)).collect();
    html(&ReferencePage { entries, assistants, page: page.clone().titled(page.w.api) })
}

impl Entry {
    fn of(route: &Route, schemas: &mut SchemaGenerator, page: &Page) -> Self {
        let said = |(zh, en)| page.visit.language.pick(zh, en);
        let parameters = route.parameters.iter().map(|&name| {
            let takes = route.takes(name, schemas).to_value();
            (name, said(route.meaning(name)), values(&takes, schemas))
        });
        let parameters = parameters.collect();
        let answer = route.answer(schemas).to_value();
        Self {
            method: route.method.to_uppercase(),
            path: route.path,
            summary: said(route.summary),
            parameters,
            fields: fields(&answer, schemas),
        }
    }
}

/// The schema that is meant, where another place holds it.
fn resolved<'a>(schema: &'a Value, schemas: &'a SchemaGenerator) -> &'a Value {
    let named = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    named.and_then(|name| schemas.definitions().get(name)).unwrap_or(schema)
}

/// What a parameter can be: its words, or between which numbers it lies; empty where it is any text.
fn values(schema: &Value, schemas: &SchemaGenerator) -> String {
    let schema = resolved(schema, schemas);
    let listed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let described = schema["oneOf"].as_array().into_iter().flatten().filter_map(|one| one["const"].as_str());
    let words: Vec<&str> = listed.chain(described).collect();
    match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(from), Some(i64::MAX)) => format!("≥ {from}"),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        _ => words.join(" "),
    }
}

/// What stands first in an answer.
fn fields(schema: &Value, schemas: &SchemaGenerator) -> Vec<String> {
    let schema = resolved(schema, schemas);
    let own = schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned());
    let either = schema["anyOf"].as_array().into_iter().flatten().flat_map(|one| fields(one, schemas));
    let mut fields: Vec<String> = own.chain(either).collect();
    fields.sort();
    fields.dedup();
    fields
}
