//! `/check`: a sentence, an article or a file against the record; nothing of it is stored.

use super::error::WebError;
use super::params::Visit;
use super::snippet::{Sentences, Snippet};
use super::state::AppState;
use super::templates::{Nav, Page, html};
use super::text::fill;
use super::upload::{broken_off, keep, not_kept, tidy};
use crate::check::{Candidate, Verdict};
use crate::document::{Document, Span};
use crate::pipeline::{self, Checked, Checking, Input, InputError, Said};
use crate::source::{self, Given, SourceError};
use crate::store::Menus;
use crate::words::{self, number};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::Response;
use axum::routing::get;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::spawn_blocking;

/// So many sentences of a text are shown; a longer one is for the command line.
const MOST_SENTENCES: usize = 400;

/// Stands outside the layer that ends a request after seconds: sending a file may take longer.
pub(super) fn router() -> Router<AppState> {
    let limit = DefaultBodyLimit::max(source::MAX_BYTES + (1 << 20));
    Router::new().route("/check", get(form).post(take).layer(limit))
}

#[derive(Template)]
#[template(path = "check.html", config = "assets/askama.toml")]
struct CheckPage {
    page: Page,
    sent: Sent,
    menus: Arc<Menus>,
    /// The types of file that a browser offers: `.txt,.md`.
    accept: String,
    /// Why nothing could be checked.
    trouble: Option<String>,
    /// `None` before anything was sent.
    outcome: Option<Outcome>,
}

/// What the form holds.
#[derive(Debug, Default)]
struct Sent {
    text: String,
    scope: String,
    date: String,
    /// The name of the file that was read in place of the text.
    file: Option<String>,
}

/// What the record says to a text.
#[derive(Debug)]
struct Outcome {
    summary: String,
    /// By verdict: its name, its look, how many.
    counts: Vec<(&'static str, &'static str, String)>,
    /// Against which place and day the text was read.
    read_as: String,
    sentences: Vec<Sentence>,
    cut: Option<String>,
}

/// A sentence of the text and its claims.
#[derive(Debug)]
struct Sentence {
    /// Its words, those of claims apart, each with the number of the claim.
    words: Vec<(String, Option<usize>)>,
    claims: Vec<Line>,
}

/// A claim of the text.
#[derive(Debug)]
struct Line {
    number: usize,
    name: String,
    quote: String,
    verdict: &'static str,
    look: &'static str,
    reason: String,
    proofs: Vec<Proof>,
    others: Vec<Proof>,
}

/// A claim of the record.
#[derive(Debug)]
struct Proof {
    name: String,
    value: String,
    place: String,
    period: String,
    indicator: i64,
    document: i64,
    claim: i64,
    title: String,
    speaker: String,
    words: Snippet,
}

async fn form(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    show(&state, visit, Sent::default(), None, None).await
}

async fn take(State(state): State<AppState>, visit: Visit, fields: Multipart) -> Result<Response, WebError> {
    let folder = TempDir::new().map_err(|error| not_kept(&error))?;
    let (mut sent, file) = receive(fields, &folder).await?;
    let page = Page::new(visit.clone(), Nav::Check);
    let read = match read(&sent, file, &page).await {
        Ok(document) => document,
        Err(told) => return show(&state, visit, sent, Some(told), None).await,
    };
    if sent.text.trim().is_empty() {
        sent.text = read.text.chars().take(20_000).collect();
    }
    let checking = pipeline::check(&state.store, read).await?;
    if !checking.has_figures {
        let told = InputError::NoFigures.to_string();
        let told = visit.language.half(&told).to_owned();
        return show(&state, visit, sent, Some(told), None).await;
    }
    let outcome = outcome(&state, &checking, &page).await?;
    show(&state, visit, sent, None, Some(outcome)).await
}

async fn show(
    state: &AppState,
    visit: Visit,
    sent: Sent,
    trouble: Option<String>,
    outcome: Option<Outcome>,
) -> Result<Response, WebError> {
    let page = Page::new(visit, Nav::Check);
    // A collection holds several texts, and one is checked.
    let types = source::ENDINGS.map(|ending| format!(".{ending}"));
    let types: Vec<String> = types.into_iter().filter(|ending| !source::is_collection(ending)).collect();
    html(&CheckPage {
        menus: state.store.menus().await?,
        accept: types.join(","),
        sent,
        trouble,
        outcome,
        page: page.clone().titled(page.w.check),
    })
}

/// The fields of the form; a file is kept on the disk while it arrives.
async fn receive(
    mut fields: Multipart,
    folder: &TempDir,
) -> Result<(Sent, Option<Result<Input, SourceError>>), WebError> {
    let (mut sent, mut file) = (Sent::default(), None);
    while let Some(field) = fields.next_field().await.map_err(|error| broken_off(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let Some(name) = field.file_name().map(tidy).filter(|name| !name.is_empty()) else { continue };
            let path = folder.path().join("file");
            let size = keep(field, &path).await?;
            file = Some(if size > source::MAX_BYTES {
                Err(SourceError::TooLarge { limit: source::MAX_BYTES })
            } else {
                Ok(Input::Named(name.clone(), path))
            });
            sent.file = Some(name);
            continue;
        }
        let value = field.text().await.map_err(|error| broken_off(&error))?;
        match name.as_str() {
            "text" => sent.text = value,
            "scope" => value.trim().clone_into(&mut sent.scope),
            "date" => value.trim().clone_into(&mut sent.date),
            _ => {}
        }
    }
    Ok((sent, file))
}

/// The text as `ingest` would read it, or why it cannot be read.
async fn read(
    sent: &Sent,
    file: Option<Result<Input, SourceError>>,
    page: &Page,
) -> Result<Document, String> {
    let told = |error: &dyn ToString| page.visit.language.half(&error.to_string()).to_owned();
    let date = match sent.date.as_str() {
        "" => None,
        date => Some(source::day(date).map_err(|error| told(&error))?),
    };
    let given =
        Given { date, scope: Some(sent.scope.clone()).filter(|scope| !scope.is_empty()), ..Given::default() };
    let input = match file {
        Some(file) => file.map_err(|error| told(&error))?,
        None if sent.text.trim().is_empty() => return Err(page.w.check_nothing_sent.to_owned()),
        None => Input::Bytes("-".into(), Cow::Owned(sent.text.clone().into_bytes())),
    };
    let read = spawn_blocking(move || input.read(&given)).await.map_err(InputError::from);
    read.and_then(|read| read).map_err(|error| told(&error))
}

async fn outcome(state: &AppState, checking: &Checking, page: &Page) -> Result<Outcome, WebError> {
    let language = page.visit.language;
    let shown = &checking.sentences[..checking.sentences.len().min(MOST_SENTENCES)];
    let told = shown.iter().flat_map(|said| &said.claims).flat_map(Checked::told).map(|one| one.point.id);
    let proofs = Sentences::of(&state.store, told).await?;
    let text: Vec<char> = checking.document.text.chars().collect();
    let mut number = 0;
    let sentences = shown.iter().map(|said| sentence(said, &text, &mut number, &proofs, page)).collect();
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for checked in checking.sentences.iter().flat_map(|said| &said.claims) {
        *counts.entry(checked.judgement.verdict).or_default() += 1;
    }
    let claims: usize = counts.values().sum();
    let metadata = &checking.document.metadata;
    let scope = metadata.scope.clone().unwrap_or_else(|| page.w.unknown.to_owned());
    let cut = checking.sentences.len() > shown.len();
    Ok(Outcome {
        summary: fill(page.w.check_summary, &[&claims.to_string(), &checking.rejects.to_string()]),
        counts: counts
            .into_iter()
            .map(|(verdict, many)| {
                (words::check::verdict(verdict, language), look(verdict), many.to_string())
            })
            .collect(),
        read_as: fill(page.w.check_read_as, &[&scope, &page.date(metadata)]),
        sentences,
        cut: cut.then(|| fill(page.w.check_cut, &[&MOST_SENTENCES.to_string()])),
    })
}

fn sentence(said: &Said, text: &[char], number: &mut usize, proofs: &Sentences, page: &Page) -> Sentence {
    let part = |span: Span| -> String {
        let words: String = text.get(span.start..span.end).unwrap_or_default().iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut words = Vec::new();
    let mut at = said.span.start;
    let mut claims = Vec::new();
    for checked in &said.claims {
        *number += 1;
        let quote = Span::new(checked.claim.start, checked.claim.end);
        // Two claims may share their words.
        if quote.start >= at {
            words.push((part(Span::new(at, quote.start)), None));
            words.push((part(quote), Some(*number)));
            at = quote.end;
        }
        claims.push(line(checked, *number, proofs, page));
    }
    words.push((part(Span::new(at.min(said.span.end), said.span.end)), None));
    Sentence { words, claims }
}

fn line(checked: &Checked, number: usize, proofs: &Sentences, page: &Page) -> Line {
    let Checked { claim, judgement, candidates } = checked;
    let language = page.visit.language;
    let told = |at: &usize| candidates.get(*at).map(|candidate| proof(candidate, proofs, page));
    let first = [judgement.record, judgement.earlier, judgement.like];
    Line {
        number,
        name: claim.indicator.clone(),
        quote: claim.quote.clone(),
        verdict: words::check::verdict(judgement.verdict, language),
        look: look(judgement.verdict),
        reason: words::check::reason(claim, judgement, candidates, language),
        proofs: first.iter().flatten().filter_map(told).collect(),
        others: judgement.others.iter().filter_map(told).collect(),
    }
}

fn proof(candidate: &Candidate, proofs: &Sentences, page: &Page) -> Proof {
    let point = &candidate.point;
    let language = page.visit.language;
    Proof {
        name: page.named(&candidate.name),
        value: number::of_claim(&point.claim, language),
        place: point.claim.scope.clone().unwrap_or_else(|| page.w.no_scope.to_owned()),
        period: words::period(point.claim.period.as_ref(), language),
        indicator: point.indicator,
        document: point.document.id,
        claim: point.id,
        title: point.document.name(),
        speaker: point.claim.speaker.clone().unwrap_or_default(),
        words: proofs.on_card(point.id),
    }
}

/// How a verdict is set off.
fn look(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => "agrees",
        Verdict::Differs | Verdict::Revised => "differs",
        Verdict::OtherPeriod | Verdict::OtherMeasure => "other",
        Verdict::OtherHedge | Verdict::Allowed | Verdict::NotFound => "open",
    }
}
