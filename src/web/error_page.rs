//! The page that says what went wrong with a request, and the same for programs.

use super::api;
use super::error::WebError;
use super::forms;
use super::params::Visit;
use super::removal;
use super::state::AppState;
use super::templates::{Nav, Page};
use super::text::{Words, fill};
use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// So many allowed values are named.
const LISTED: usize = 60;

#[derive(Template)]
#[template(path = "error.html", config = "assets/askama.toml")]
struct ErrorPage {
    page: Page,
    explanation: String,
    advice: String,
    /// What was typed, to be mended and sent again; empty where nothing of it is wrong.
    typed: Vec<(String, String)>,
    /// What of it is wrong.
    wrong: &'static str,
    list: Option<(&'static str, &'static str)>,
}

impl ErrorPage {
    fn for_programs(&self, error: &WebError) -> serde_json::Value {
        let mut body = serde_json::json!({
            "error": self.page.title, "message": self.explanation, "advice": self.advice,
        });
        if let WebError::BadParameter { name, value } | WebError::NotAmong { name, value, .. } = error {
            body["parameter"] = (*name).into();
            body["value"] = value.as_str().into();
        }
        if let WebError::NotAmong { allowed, .. } = error {
            body["allowed"] = allowed.as_slice().into();
        }
        if let WebError::UnknownParameter { name, allowed } = error {
            body["parameter"] = name.as_str().into();
            body["allowed"] = allowed.as_slice().into();
        }
        body
    }

    /// What is wrong and what to do about it, in one line.
    fn detail(&self) -> String {
        format!("{} {}", self.explanation, self.advice).trim().to_owned()
    }
}

/// What is wrong with what a visit asked for, in one line for whoever sees no page.
pub(super) fn in_one_line(error: &WebError, visit: Visit) -> String {
    page_of(error, visit).detail()
}

/// Renders the page of whatever error comes back from the layers below.
pub(super) async fn pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let visit = Visit::of(request.uri(), request.headers(), &state);
    let mut response = next.run(request).await;
    let told = response.extensions_mut().remove::<WebError>();
    // The timeout layer answers with a bare status.
    let late = (response.status() == StatusCode::SERVICE_UNAVAILABLE).then_some(WebError::Busy);
    let Some(error) = told.or(late) else { return response };
    let status = error.status();
    let json = visit.path.rsplit_once('.').is_some_and(|(_, suffix)| suffix == "json");
    let programs = visit.path.starts_with(api::ROOT);
    if let WebError::Removed { document } = error
        && !programs
    {
        let gone = removal::gone(&state, document, visit, json).await;
        return gone.unwrap_or_else(|error| error.status().into_response());
    }
    let page = page_of(&error, visit);
    let allowed = error.allowed_methods().map(|methods| [(header::ALLOW, methods)]);
    if programs {
        return (allowed, api::problem(&error, &page.page.title, &page.detail(), page.for_programs(&error)))
            .into_response();
    }
    if json {
        return (status, allowed, Json(page.for_programs(&error))).into_response();
    }
    match page.render() {
        Ok(page) => (status, allowed, Html(page)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page could not be rendered");
            status.into_response()
        }
    }
}

fn page_of(error: &WebError, visit: Visit) -> ErrorPage {
    let list = list_near(&visit.path);
    let lacking = forms::lacking(&visit.path).map(|(address, forms)| (address.to_owned(), forms));
    let (typed, wrong) = match error {
        WebError::BadParameter { name, .. } | WebError::NotAmong { name, .. } => (visit.typed(), *name),
        _ => (Vec::new(), ""),
    };
    let page = Page::new(visit, Nav::None);
    let w = page.w;
    let told = |title, explanation, advice| ErrorPage {
        list: list.map(|(address, words): (_, Named)| (address, words(w))),
        page: page.clone().titled(title),
        explanation,
        advice,
        typed: typed.clone(),
        wrong,
    };
    let (title, explanation, advice) = match error {
        WebError::NotFound if let Some((address, forms)) = lacking => {
            let named: Vec<String> = forms.iter().map(|suffix| format!("{address}.{suffix}")).collect();
            let advice = fill(w.no_such_form_advice, &[&[vec![address], named].concat().join(w.joint)]);
            return told(w.not_found, w.no_such_form.to_owned(), advice);
        }
        WebError::NotFound if list.is_some() => (w.not_found, w.no_such_row.to_owned(), w.no_such_row_advice),
        WebError::Removed { document } => {
            (w.removed, fill(w.removed_explained, &[&document.to_string()]), "")
        }
        WebError::UnknownParameter { name, allowed } => {
            let explanation = fill(w.unknown_parameter, &[name]);
            let advice = fill(w.known_parameters, &[&allowed.join(w.joint)]);
            return told(w.bad_parameter, explanation, advice);
        }
        WebError::NotFound => (w.not_found, w.no_such_page.to_owned(), w.no_such_page_advice),
        WebError::BadParameter { name, value } => {
            (w.bad_parameter, fill(w.bad_parameter_named, &[name, value]), expected(name, w))
        }
        WebError::NotAmong { name, value, allowed } => {
            let shown = value.chars().take(40).collect::<String>();
            let explanation = fill(w.bad_parameter_named, &[name, &shown]);
            let advice = fill(w.expected_among, &[name, &listed(allowed, w)]);
            return told(w.bad_parameter, explanation, advice);
        }
        WebError::OnlyPost => (w.only_post, w.only_post_explained.to_owned(), w.only_post_advice),
        WebError::OnlyGet | WebError::ForeignHost => {
            (w.only_get, w.only_get_explained.to_owned(), w.no_such_page_advice)
        }
        WebError::CrossSite => (w.cross_site, w.cross_site_explained.to_owned(), w.cross_site_advice),
        WebError::ReadOnly => (w.read_only, w.read_only_explained.to_owned(), w.read_only_advice),
        WebError::Frozen => {
            (w.frozen_briefing, w.frozen_briefing_explained.to_owned(), w.frozen_briefing_advice)
        }
        WebError::UploadTooLarge => (w.too_large, w.too_large_explained.to_owned(), w.too_large_advice),
        WebError::BrokenUpload => {
            (w.broken_upload, w.broken_upload_explained.to_owned(), w.broken_upload_advice)
        }
        WebError::NoRoom => (w.no_room, w.no_room_explained.to_owned(), w.no_room_advice),
        WebError::Busy => (w.busy, w.busy_explained.to_owned(), w.busy_advice),
        WebError::NoFont => (w.no_font, w.no_font_explained.to_owned(), w.no_font_advice),
        WebError::Internal => (w.internal, w.internal_explained.to_owned(), w.internal_advice),
    };
    told(title, explanation, advice.to_owned())
}

/// The first of the allowed values, and how many there are where that is not all.
fn listed(allowed: &[String], w: &Words) -> String {
    let first = allowed.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(w.joint);
    if allowed.len() > LISTED { fill(w.and_more, &[&first, &allowed.len().to_string()]) } else { first }
}

type Named = fn(&Words) -> &'static str;

/// The list that a reader who followed a wrong address was probably near.
fn list_near(path: &str) -> Option<(&'static str, Named)> {
    let lists: [(&str, Named); 9] = [
        ("/briefings", |w| w.briefings),
        ("/indicators", |w| w.indicators),
        ("/documents", |w| w.documents),
        ("/claims", |w| w.claims),
        ("/conferences", |w| w.conferences),
        ("/compare", |w| w.compare),
        ("/search", |w| w.search),
        ("/decisions", |w| w.decisions),
        ("/help", |w| w.help),
    ];
    lists.into_iter().find(|(list, _)| path.starts_with(list))
}

/// What a parameter may be.
fn expected(name: &str, w: &'static Words) -> &'static str {
    match name {
        "page" => w.expected_page,
        "kind" => w.expected_kind,
        "basis" => w.expected_basis,
        "scope" => w.expected_scope,
        "by" => w.expected_by,
        "panel" => w.expected_panel,
        "back" => w.expected_back,
        "i" => w.expected_i,
        "period" => w.expected_period,
        "from" | "to" => w.expected_day,
        "year" => w.expected_year,
        "document" | "beside" | "version" | "c" => w.expected_row,
        "points" => w.expected_number,
        "limit" => w.expected_limit,
        "next" => w.expected_next,
        "q" => w.expected_query,
        "id" => w.expected_ids,
        "date" => w.expected_date,
        "text" => w.expected_text_sent,
        "why" => w.expected_why,
        "who" => w.expected_who,
        "claim" => w.check_confirmable,
        "state" => w.expected_state,
        "sure" => w.expected_sure,
        _ => w.expected_text,
    }
}
