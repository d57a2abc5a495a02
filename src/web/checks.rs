//! `/checks`: checks that were saved, each as it was, as files, and with the verdicts that somebody confirmed.

use super::check::{Outcome, outcome};
use super::check_file;
use super::documents::beijing;
use super::error::WebError;
use super::params::{Sent, Visit, numbered};
use super::state::AppState;
use super::templates::{Nav, PAGE_SIZE, Page, Pager, html};
use super::text::{fill, fill_one};
use crate::language::{Language, in_both};
use crate::report::{self, Kept, Report, Told};
use crate::series::{Act, Decision, Decisions};
use crate::store::{CheckRow, NewDecision};
use crate::words;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/checks", get(list))
        .route("/checks/{id}", get(view))
        .route("/checks/{id}/{claim}", get(review))
}

/// Stands outside the layer that ends a request after seconds: another may be writing.
pub(super) fn writes() -> Router<AppState> {
    Router::new().route("/checks/{id}/confirm", post(confirm))
}

#[derive(Template)]
#[template(path = "checks.html", config = "assets/askama.toml")]
struct ChecksPage {
    page: Page,
    found: String,
    rows: Vec<(CheckRow, String)>,
    pager: Option<Pager>,
}

#[derive(Template)]
#[template(path = "kept_check.html", config = "assets/askama.toml")]
struct KeptPage {
    page: Page,
    id: i64,
    /// It still has the SHA-256 with which it was kept.
    intact: bool,
    fields: Vec<(&'static str, String)>,
    outcome: Outcome,
    confirmed: Vec<Confirmed>,
    /// Where the form is sent that confirms a verdict.
    confirm: Option<String>,
}

/// A verdict that somebody confirmed.
struct Confirmed {
    number: usize,
    claim: String,
    verdict: &'static str,
    signed: String,
    decision: i64,
}

async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let number = visit.page()?;
    let page = Page::new(visit, Nav::Check);
    let found = state.store.kept_checks((number - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    html(&ChecksPage {
        found: fill_one(page.w.found_checks, page.count(found.total)),
        pager: Pager::of(&page, number, found.total),
        rows: found.rows.into_iter().map(|row| (row.clone(), beijing(row.at))).collect(),
        page: page.clone().titled(page.w.checks),
    })
}

async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, format) = numbered(&id)?;
    let kept = report::kept(&state.store, id).await?;
    match format {
        None => {
            let decisions = Decisions::in_force(state.store.decisions().await?);
            html(&page_of(&kept, &decisions, visit))
        }
        Some("json") => Ok(([(header::CONTENT_TYPE, "application/json")], kept.content).into_response()),
        Some("csv") => check_file::csv(&format!("check-{id}"), &kept.report, &visit),
        Some("docx") => check_file::docx(&kept, &Page::new(visit, Nav::Check), &state.typeface).await,
        Some(_) => Err(WebError::NotFound),
    }
}

/// What is said of a kept check before its claims.
pub(super) fn fields(kept: &Kept, page: &Page) -> Vec<(&'static str, String)> {
    let (w, report) = (page.w, &kept.report);
    let count = |number: i64| page.count(number);
    let newest = report.record.newest.map_or_else(|| w.unknown.to_owned(), |day| day.to_string());
    let held = [count(report.record.documents), count(report.record.claims), newest];
    let held: Vec<&str> = held.iter().map(String::as_str).collect();
    vec![
        (w.check_kept_at, beijing(kept.row.at)),
        (w.check_record, fill(w.check_record_held, &held)),
        (w.check_program, report.version.clone()),
        (w.check_hash, kept.row.sha256.clone()),
    ]
}

fn page_of(kept: &Kept, decisions: &Decisions, visit: Visit) -> KeptPage {
    let page = Page::new(visit, Nav::Check);
    let id = kept.row.id;
    let confirmed = decisions.confirmed(id, &kept.row.sha256);
    KeptPage {
        id,
        intact: kept.intact,
        fields: fields(kept, &page),
        outcome: outcome(&kept.report, &[], &page),
        confirmed: confirmations(&kept.report, &confirmed, page.visit.language),
        confirm: page.visit.writes.then(|| page.href(&format!("/checks/{id}/confirm"))),
        page: page.clone().titled(&kept.report.title),
    }
}

fn confirmations(
    report: &Report,
    confirmed: &BTreeMap<usize, &Decision>,
    language: Language,
) -> Vec<Confirmed> {
    let of = |told: &Told| {
        let decision = confirmed.get(&told.number)?;
        Some(Confirmed {
            number: told.number,
            claim: format!("{} {}", told.claim.indicator, told.claim.quote),
            verdict: words::check::verdict(told.verdict, language),
            signed: format!("{} {}", decision.who, beijing(decision.at)),
            decision: decision.id,
        })
    };
    report.claims().filter_map(of).collect()
}

/// Writes down that somebody confirms a verdict.
async fn confirm(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Sent(visit): Sent,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let kept = report::kept(&state.store, id).await?;
    let wrong = |name, value: &str| WebError::BadParameter { name, value: value.to_owned() };
    let who = visit.text("who")?.ok_or(wrong("who", ""))?.to_owned();
    let why = visit.text("why")?.unwrap_or_default().to_owned();
    let number: usize = visit.one_of("claim")?.ok_or(wrong("claim", ""))?;
    let told = kept.report.claims().find(|told| told.number == number);
    let told = told.ok_or_else(|| wrong("claim", &number.to_string()))?;
    let stands = |confirmed: bool| {
        in_both(|language| {
            let verdict = words::check::verdict(told.verdict, language);
            let claim = format!("{} {}", told.claim.indicator, told.claim.quote);
            match (language, confirmed) {
                (Language::Chinese, true) => format!("“{claim}”{verdict}：经人确认"),
                (Language::Chinese, false) => format!("“{claim}”{verdict}：未经确认"),
                (Language::English, true) => format!("“{claim}” {verdict}: confirmed"),
                (Language::English, false) => format!("“{claim}” {verdict}: not confirmed"),
            }
        })
    };
    let act = Act::Confirm { check: id, sha256: kept.row.sha256.clone(), claim: number };
    let new = NewDecision { who, act, before: stands(false), after: stands(true), why };
    state.store.decide(new).await?;
    Ok(Redirect::to(&visit.href(&format!("/checks/{id}#confirmed"))).into_response())
}

/// A verdict that somebody confirmed, as search engines read it.
async fn review(
    State(state): State<AppState>,
    visit: Visit,
    Path((id, claim)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let ((id, None), (number, Some("jsonld"))) = (numbered(&id)?, numbered(&claim)?) else {
        return Err(WebError::NotFound);
    };
    let kept = report::kept(&state.store, id).await?;
    let decisions = Decisions::in_force(state.store.decisions().await?);
    let confirmed = decisions.confirmed(id, &kept.row.sha256);
    let told = kept.report.claims().find(|told| told.number as i64 == number).ok_or(WebError::NotFound)?;
    let decision = confirmed.get(&told.number).ok_or(WebError::NotFound)?;
    let address = visit.absolute(&visit.href(&format!("/checks/{id}#v{number}")));
    let review = claim_review(&kept.report, told, decision, (&address, visit.language));
    let headers = [(header::CONTENT_TYPE, "application/ld+json")];
    Ok((headers, serde_json::to_vec_pretty(&review)?).into_response())
}

/// <https://schema.org/ClaimReview>. The rating is the verdict in words: a number from false to true would say more than
/// the record does.
fn claim_review(
    report: &Report,
    told: &Told,
    decision: &Decision,
    (address, language): (&str, Language),
) -> Value {
    let appearance =
        json!({ "@type": "CreativeWork", "headline": report.title, "datePublished": report.date });
    let citations: Vec<Value> = told
        .records
        .iter()
        .map(|held| {
            json!({
                "@type": "CreativeWork", "name": held.document, "datePublished": held.document_date,
                "text": held.sentence(),
            })
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": address,
        "inLanguage": language.pick("zh-CN", "en"),
        "datePublished": decision.at.date_naive(),
        "author": { "@type": "Person", "name": decision.who },
        "claimReviewed": report.sentence_of(told),
        "itemReviewed": { "@type": "Claim", "appearance": appearance },
        "reviewRating": {
            "@type": "Rating", "alternateName": words::check::verdict(told.verdict, language),
            "ratingExplanation": told.reason.of(language),
        },
        "citation": citations,
    })
}
