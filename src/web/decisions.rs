//! `/decisions`: what people decided, the newest first; each with the form that takes it back.

use super::documents::beijing;
use super::error::WebError;
use super::params::{Sent, Visit, numbered};
use super::state::AppState;
use super::templates::{Nav, PAGE_SIZE, Page, Pager, html};
use super::text::{self, fill, fill_one};
use crate::pipeline;
use crate::series::{self, Act, Decision, Decisions, documents_of};
use crate::store::{Found, NewDecision, Store};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

/// So many documents of a decision are named.
const NAMED: usize = 50;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/decisions", get(list)).route("/decisions/{id}", get(view))
}

/// Stands outside the layer that ends a request after seconds: of what counts many figures are counted anew.
pub(super) fn writes() -> Router<AppState> {
    Router::new().route("/decisions/{id}/undo", post(undo))
}

#[derive(Template)]
#[template(path = "decisions.html", config = "assets/askama.toml")]
struct DecisionsPage {
    page: Page,
    found: String,
    lines: Vec<Line>,
    pager: Option<Pager>,
}

/// A decision in the list.
#[derive(Debug)]
struct Line {
    id: i64,
    what: String,
    at: String,
    who: String,
    before: String,
    after: String,
    why: String,
    undone: bool,
}

#[derive(Template)]
#[template(path = "decision.html", config = "assets/askama.toml")]
struct DecisionPage {
    page: Page,
    undone: bool,
    fields: Vec<(&'static str, String)>,
    /// The documents that it is about, which are there.
    documents: Vec<(i64, String)>,
    /// The finding or kept check that it is about: what it is, what became of it, and its address while it is there.
    about: Option<(&'static str, String, Option<String>)>,
    /// Where the form that takes it back is sent.
    undo: Option<String>,
}

async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let all = state.store.decisions().await?;
    let in_force = Decisions::in_force(all.clone());
    let number = visit.page()?;
    let page = Page::new(visit, Nav::Documents);
    let total = all.len() as i64;
    let newest = all.into_iter().rev().skip(((number - 1) * PAGE_SIZE) as usize).take(PAGE_SIZE as usize);
    html(&DecisionsPage {
        found: fill_one(page.w.found_decisions, page.count(total)),
        lines: newest.map(|decision| line(decision, &in_force, &page)).collect(),
        pager: Pager::of(&page, number, total),
        page: page.clone().titled(page.w.decisions),
    })
}

fn line(decision: Decision, in_force: &Decisions, page: &Page) -> Line {
    Line {
        id: decision.id,
        what: text::act(&decision.act, page.visit.language),
        at: beijing(decision.at),
        undone: is_undone(&decision, in_force),
        who: decision.who,
        before: page.visit.language.half(&decision.before).to_owned(),
        after: page.visit.language.half(&decision.after).to_owned(),
        why: decision.why,
    }
}

fn is_undone(decision: &Decision, in_force: &Decisions) -> bool {
    !in_force.holds(decision.id) && !matches!(decision.act, Act::Undo { .. })
}

async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let all = state.store.decisions().await?;
    let decision = all.iter().find(|one| one.id == id).ok_or(WebError::NotFound)?.clone();
    let subject = series::subject_of(&decision.act, &all).clone();
    let in_force = Decisions::in_force(all);
    let mut documents = Vec::new();
    for sha256 in documents_of(&decision.act).iter().take(NAMED) {
        if let Some(document) = state.store.find_by_sha256(sha256).await? {
            documents.push(document);
        }
    }
    let page = Page::new(visit, Nav::Documents);
    let w = page.w;
    let or_unknown = |text: &str| if text.is_empty() { w.not_stated } else { text }.to_owned();
    let fields = vec![
        (w.decided_at, beijing(decision.at)),
        (w.decided_by, or_unknown(&decision.who)),
        (w.reason, or_unknown(&decision.why)),
        (w.before_that, page.visit.language.half(&decision.before).to_owned()),
        (w.since_then, page.visit.language.half(&decision.after).to_owned()),
    ];
    let named = state.store.documents_numbered(&documents).await?;
    html(&DecisionPage {
        about: about(&state.store, &subject, &page).await?,
        undone: is_undone(&decision, &in_force),
        fields,
        documents: named.into_iter().map(|row| (row.id, row.name())).collect(),
        undo: in_force.holds(id).then(|| undo_address(id, &page)).flatten(),
        page: page.clone().titled(format!(
            "{} {id}{}{}",
            w.decision,
            w.colon,
            text::act(&decision.act, page.visit.language)
        )),
    })
}

/// The finding or kept check that a decision is about.
async fn about(
    store: &Store,
    subject: &Act,
    page: &Page,
) -> Result<Option<(&'static str, String, Option<String>)>, WebError> {
    let w = page.w;
    Ok(match subject {
        Act::Judge { sides, .. } => {
            let (words, address) = match store.found_by(sides).await? {
                Found::Here(id) => (fill_one(w.finding_here, id), Some(page.to("findings", id))),
                Found::NoMore => (w.finding_no_more.to_owned(), None),
                Found::WordsLost => (w.finding_lost.to_owned(), None),
            };
            Some((w.to_finding, words, address))
        }
        Act::Confirm { check, claim, .. } => {
            let words = fill(w.check_here, &[&check.to_string(), &claim.to_string()]);
            Some((w.to_check, words, Some(page.href(&format!("/checks/{check}#v{claim}")))))
        }
        _ => None,
    })
}

/// Where the form is sent that takes a decision back; `None` where nothing can be written.
pub(super) fn undo_address(decision: i64, page: &Page) -> Option<String> {
    page.visit.writes.then(|| page.href(&format!("/decisions/{decision}/undo")))
}

/// Takes a decision back that holds; one that holds no more is only shown.
async fn undo(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Sent(visit): Sent,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let all = state.store.decisions().await?;
    let undone = all.iter().find(|one| one.id == id).ok_or(WebError::NotFound)?.clone();
    if !Decisions::in_force(all).holds(id) {
        return Ok(Redirect::to(&visit.href(&format!("/decisions/{id}"))).into_response());
    }
    let said = |name| visit.text(name).map(|text| text.unwrap_or_default().to_owned());
    let new = NewDecision {
        who: said("who")?,
        act: Act::Undo { decision: id },
        before: undone.after,
        after: undone.before,
        why: said("why")?,
    };
    let (number, _) = pipeline::decide(&state.store, new).await?;
    let back = match undone.act {
        Act::Remove { document } => state.store.find_by_sha256(&document).await?,
        _ => None,
    };
    let shown = back.map_or_else(|| format!("/decisions/{number}"), |back| format!("/documents/{back}"));
    Ok(Redirect::to(&visit.href(&shown)).into_response())
}
