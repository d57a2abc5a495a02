//! `/documents/describe`: what the reader knows of documents, what it would change, and writing it down.

use super::error::WebError;
use super::params::{Sent, Visit};
use super::state::AppState;
use super::templates::{Nav, Page, html};
use super::text::{self, fill};
use super::unknown;
use crate::claim::Claim;
use crate::document::Precision;
use crate::pipeline::{self, Description, Effect, Example, Known, MOST_DESCRIBED};
use crate::series::{Act, Fact, Facts};
use crate::source;
use crate::store::{DocumentRow, Menus, NewDecision, Store, UnknownFilter};
use crate::words;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::sync::Arc;

/// So many documents of a kind are named.
const NAMED: usize = 8;

/// Stands outside the layer that ends a request after seconds: many texts may be read again.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/documents/describe", get(form).post(take))
}

#[derive(Template)]
#[template(path = "describe.html", config = "assets/askama.toml")]
struct DescribePage {
    page: Page,
    heading: String,
    /// The first of them: number and name.
    named: Vec<(i64, String)>,
    /// How many more there are.
    more: Option<String>,
    /// The numbers of all.
    ids: Vec<i64>,
    /// What is filled in.
    facts: Facts,
    date: String,
    replace: bool,
    menus: Arc<Menus>,
    preview: Option<Preview>,
}

/// What it would change.
#[derive(Debug)]
struct Preview {
    /// Whether there is anything to write down.
    is_something: bool,
    lines: Vec<PreviewLine>,
    effect: String,
    examples: Vec<ExampleLine>,
}

/// What becomes of one thing.
#[derive(Debug)]
struct PreviewLine {
    words: String,
    /// Some of the documents that are meant: number, name, what is known.
    documents: Vec<(i64, String, String)>,
}

/// A claim before and after.
#[derive(Debug)]
struct ExampleLine {
    quote: String,
    indicator: String,
    document: i64,
    name: String,
    before: String,
    after: String,
}

/// What was filled in on a form for these documents.
struct Filled {
    rows: Vec<DocumentRow>,
    facts: Facts,
    replace: bool,
}

impl Filled {
    async fn of(store: &Store, visit: &Visit) -> Result<Self, WebError> {
        let rows: Vec<DocumentRow> = if visit.text("which")? == Some("all") {
            let limit = MOST_DESCRIBED as i64 + 1;
            store.unknown(&UnknownFilter { limit, ..unknown::filter(visit)? }).await?.rows
        } else {
            let ids: Vec<i64> = visit.every("id")?;
            store.known(&ids).await?.into_iter().map(|(row, _)| row).collect()
        };
        if rows.is_empty() || rows.len() > MOST_DESCRIBED {
            return Err(WebError::BadParameter { name: "id", value: rows.len().to_string() });
        }
        let said = |name| visit.text(name).map(|text| text.map(String::from));
        let date = visit.text("date")?;
        let date = date.map(|text| {
            source::day(text).map_err(|_| WebError::BadParameter { name: "date", value: text.to_owned() })
        });
        let facts = Facts {
            scope: said("scope")?,
            date: date.transpose()?,
            title: said("title")?,
            publisher: said("publisher")?,
        };
        // Whoever looks at one document sees what is known of it, and corrects it.
        let replace = rows.len() == 1 || visit.text("replace")?.is_some();
        Ok(Self { rows, facts, replace })
    }

    fn ids(&self) -> Vec<i64> {
        self.rows.iter().map(|row| row.id).collect()
    }
}

async fn form(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    if !state.store.is_writable() {
        return Err(WebError::ReadOnly);
    }
    let mut filled = Filled::of(&state.store, &visit).await?;
    if let ([row], true) = (filled.rows.as_slice(), filled.facts.is_empty()) {
        let known = row.metadata.clone();
        // A year or a month is no day that could be confirmed.
        let day = known.day().filter(|day| day.precision == Precision::Day);
        let date = day.map(|day| day.date);
        let scope = known.scope.clone();
        filled.facts = Facts { scope, date, title: known.title, publisher: known.publisher };
    }
    show(&state, visit, filled, None).await
}

async fn take(State(state): State<AppState>, Sent(visit): Sent) -> Result<Response, WebError> {
    let filled = Filled::of(&state.store, &visit).await?;
    let description =
        pipeline::description(&state.store, &filled.ids(), &filled.facts, filled.replace).await?;
    if visit.text("step")? != Some("save") || description.said.is_empty() {
        let effect = pipeline::preview(&state.store, &description.said).await?;
        return show(&state, visit, filled, Some((description, effect))).await;
    }
    let (before, after) = pipeline::in_words(&description, &filled.facts);
    let said = |name| visit.text(name).map(|text| text.unwrap_or_default().to_owned());
    let act = Act::Describe { said: description.said };
    let new = NewDecision { who: said("who")?, act, before, after, why: said("why")? };
    // In a task of its own: what was sent is done, also where the browser leaves.
    let task = tokio::spawn(async move { pipeline::decide(&state.store, new).await });
    let (id, _) = task.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))?;
    Ok(Redirect::to(&visit.href(&format!("/decisions/{id}"))).into_response())
}

async fn show(
    state: &AppState,
    visit: Visit,
    filled: Filled,
    seen: Option<(Description, Effect)>,
) -> Result<Response, WebError> {
    let page = Page::new(visit, Nav::Documents);
    let w = page.w;
    let named = filled.rows.iter().take(NAMED).map(|row| (row.id, row.name()));
    let more = filled.rows.len().saturating_sub(NAMED);
    html(&DescribePage {
        heading: fill(w.describe_documents, &[&page.count(filled.rows.len() as i64)]),
        named: named.collect(),
        more: (more > 0).then(|| fill(w.more_documents, &[&more.to_string()])),
        ids: filled.ids(),
        date: filled.facts.date.map(|day| day.to_string()).unwrap_or_default(),
        preview: seen.map(|(description, effect)| preview(&description, &effect, &filled.facts, &page)),
        facts: filled.facts,
        replace: filled.replace,
        menus: state.store.menus().await?,
        page: page.clone().titled(w.describe),
    })
}

fn preview(description: &Description, effect: &Effect, facts: &Facts, page: &Page) -> Preview {
    let (w, language) = (page.w, page.visit.language);
    let mut lines = Vec::new();
    for fact in Fact::ALL {
        let Some(value) = facts.get(fact) else { continue };
        let name = text::fact(fact, language);
        if let Some(count) = description.filled.get(&fact) {
            let words = fill(w.preview_fills, &[name, &count.to_string(), &value]);
            lines.push(PreviewLine { words, documents: Vec::new() });
        }
        for (sentence, known) in
            [(w.preview_replaces, &description.replaced), (w.preview_leaves, &description.left)]
        {
            let known: Vec<&Known> = known.iter().filter(|one| one.fact == fact).collect();
            if !known.is_empty() {
                let words = fill(sentence, &[name, &known.len().to_string(), &value]);
                let documents = known.iter().take(NAMED).copied().cloned();
                let documents = documents.map(|one| (one.document, one.name, one.value)).collect();
                lines.push(PreviewLine { words, documents });
            }
        }
    }
    let Effect { documents, claims, placed, dated, otherwise, examples } = effect;
    let numbers = [*documents, *claims, *placed, *dated, *otherwise].map(|number| page.count(number as i64));
    Preview {
        is_something: !description.said.is_empty(),
        lines,
        effect: fill(w.preview_effect, &numbers.each_ref().map(String::as_str)),
        examples: examples.iter().map(|example| example_line(example, page)).collect(),
    }
}

fn example_line(example: &Example, page: &Page) -> ExampleLine {
    let stands = |claim: &Claim| {
        let period = words::period(claim.period.as_ref(), page.visit.language);
        let scope = claim.scope.clone().unwrap_or_else(|| page.w.no_scope.to_owned());
        format!("{period} · {scope}")
    };
    ExampleLine {
        quote: example.after.quote.clone(),
        indicator: example.after.indicator.clone(),
        document: example.document,
        name: example.name.clone(),
        before: stands(&example.before),
        after: stands(&example.after),
    }
}
