//! `/check`: a sentence, an article or a file against the record; nothing of it is stored unless it is saved.

use super::error::WebError;
use super::params::Visit;
use super::snippet::{self, Snippet};
use super::state::AppState;
use super::templates::{Nav, Page, html};
use super::text::fill;
use super::upload::{broken_off, keep, not_kept, tidy};
use crate::check::Verdict;
use crate::document::{Document, Span};
use crate::pipeline::{self, Choice, Input, InputError};
use crate::report::{Held, Report, Sentence, Told};
use crate::source::{self, Given, SourceError};
use crate::store::{self, Menus, Store};
use crate::words::{self, number};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use std::borrow::Cow;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::spawn_blocking;

/// So many sentences of a text are shown; a longer one is for the command line.
const MOST_SENTENCES: usize = 400;

/// The evidence for so many claims is shown at once and in full; for more it opens by itself only where the text may be
/// wrong, and is cut.
const MOST_OPEN: usize = 12;

/// How much of the record's sentence is shown on each side of a value, in code points; and for many claims.
const AROUND: usize = 120;
const NARROW: usize = 12;

/// Stands outside the layer that ends a request after seconds: sending a file may take longer.
pub(super) fn router() -> Router<AppState> {
    let limit = DefaultBodyLimit::max(source::MAX_BYTES + (1 << 20));
    Router::new().route("/check", get(form).post(take)).route("/check/save", post(save)).layer(limit)
}

#[derive(Template)]
#[template(path = "check.html", config = "assets/askama.toml")]
struct CheckPage {
    page: Page,
    sent: Sent,
    menus: Arc<Menus>,
    /// The types of file that a browser offers: `.txt,.md`.
    accept: String,
    part: OutcomePart,
}

/// What the record says to a text, alone and as a part of the page.
#[derive(Template)]
#[template(path = "check_outcome.html", config = "assets/askama.toml")]
struct OutcomePart {
    page: Page,
    /// Why nothing could be checked.
    trouble: Option<String>,
    /// `None` before anything was sent.
    outcome: Option<Outcome>,
    /// What the reader said that claims mean, as the form sends it.
    chosen: Vec<String>,
}

/// What the form holds.
#[derive(Debug, Default)]
struct Sent {
    text: String,
    scope: String,
    date: String,
    /// The name of the file that was read in place of the text.
    file: Option<String>,
    /// What claims mean: `INDICATOR START WORDING`. Of one claim the last counts.
    choices: Vec<String>,
    /// The claim of which the reader takes that back: `START WORDING`.
    unchosen: Option<String>,
    /// Only what the record says is wanted, as the reader still writes.
    live: bool,
}

/// What the record says to a text.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) summary: String,
    /// By verdict: its name, its look, how many.
    pub(super) counts: Vec<(&'static str, &'static str, usize)>,
    /// Against which place and day the text was read.
    pub(super) read_as: String,
    pub(super) sentences: Vec<Checked>,
    pub(super) cut: Option<String>,
}

/// A sentence of the text and its claims.
#[derive(Debug)]
pub(super) struct Checked {
    /// Its words, those of claims apart, each with the number of the claim.
    pub(super) words: Vec<(String, Option<usize>)>,
    pub(super) claims: Vec<Line>,
}

/// A claim of the text.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) quote: String,
    pub(super) verdict: &'static str,
    pub(super) look: &'static str,
    pub(super) reason: String,
    /// Its evidence is shown at once.
    pub(super) open: bool,
    pub(super) proofs: Vec<Proof>,
    pub(super) others: Vec<Proof>,
    /// How the form takes back what the reader said that it means.
    pub(super) unchoose: Option<String>,
}

/// A claim of the record.
#[derive(Debug)]
pub(super) struct Proof {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) place: String,
    pub(super) period: String,
    pub(super) indicator: i64,
    pub(super) document: i64,
    pub(super) claim: i64,
    pub(super) title: String,
    pub(super) speaker: String,
    pub(super) words: Snippet,
    /// How the form says that this is what the text means.
    pub(super) choose: Option<String>,
}

async fn form(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    show(&state, visit, Sent::default(), Ok(None)).await
}

async fn take(State(state): State<AppState>, visit: Visit, fields: Multipart) -> Result<Response, WebError> {
    let (mut sent, checked) = checked(&state.store, &visit, fields).await?;
    let outcome = match checked {
        Ok(report) => {
            sent.fill(&report);
            let page = Page::new(visit.clone(), Nav::Check);
            Ok(Some(outcome(&report, &sent.chosen(), &page)))
        }
        Err(told) => Err(told),
    };
    show(&state, visit, sent, outcome).await
}

/// Keeps what the record says to a text, and leads to it.
async fn save(State(state): State<AppState>, visit: Visit, fields: Multipart) -> Result<Response, WebError> {
    if !visit.writes {
        return Err(WebError::ReadOnly);
    }
    let (sent, checked) = checked(&state.store, &visit, fields).await?;
    match checked {
        Ok(report) => {
            let id = report.keep(&state.store).await?;
            Ok(Redirect::to(&visit.href(&format!("/checks/{id}"))).into_response())
        }
        Err(told) => show(&state, visit, sent, Err(told)).await,
    }
}

/// The form as it was sent, and what the record says to its text or why that cannot be read.
async fn checked(
    store: &Store,
    visit: &Visit,
    fields: Multipart,
) -> Result<(Sent, Result<Report, String>), WebError> {
    let folder = TempDir::new().map_err(|error| not_kept(&error))?;
    let (sent, file) = receive(fields, &folder).await?;
    let page = Page::new(visit.clone(), Nav::Check);
    let read = match read(&sent, file, &page).await {
        Ok(document) => document,
        Err(told) => return Ok((sent, Err(told))),
    };
    let checking = pipeline::check(store, read, &sent.chosen()).await?;
    if !checking.has_figures {
        let told = InputError::NoFigures.to_string();
        return Ok((sent, Err(visit.language.half(&told).to_owned())));
    }
    let report = Report::of(store, &checking).await?;
    Ok((sent, Ok(report)))
}

async fn show(
    state: &AppState,
    visit: Visit,
    sent: Sent,
    outcome: Result<Option<Outcome>, String>,
) -> Result<Response, WebError> {
    let page = Page::new(visit, Nav::Check);
    let page = page.clone().titled(page.w.check);
    let (outcome, trouble) = match outcome {
        Ok(outcome) => (outcome, None),
        Err(told) => (None, Some(told)),
    };
    let chosen = sent.chosen().iter().map(as_sent).collect();
    let part = OutcomePart { page: page.clone(), trouble, outcome, chosen };
    if sent.live {
        return html(&part);
    }
    // A collection holds several texts, and one is checked.
    let types = source::ENDINGS.map(|ending| format!(".{ending}"));
    let types: Vec<String> = types.into_iter().filter(|ending| !source::is_collection(ending)).collect();
    html(&CheckPage { menus: state.store.menus().await?, accept: types.join(","), sent, part, page })
}

impl Sent {
    /// What of a file can be sent again with the form: its text, and how it was read.
    fn fill(&mut self, report: &Report) {
        if self.file.is_some() {
            self.text.clone_from(&report.text);
            self.scope = report.scope.clone().unwrap_or_default();
            self.date = report.date.clone().unwrap_or_default();
        }
    }

    fn chosen(&self) -> Vec<Choice> {
        let mut chosen: Vec<Choice> = Vec::new();
        for choice in self.choices.iter().filter_map(|sent| choice(sent)) {
            chosen.retain(|known| claim_of(known) != claim_of(&choice));
            chosen.push(choice);
        }
        chosen.retain(|known| Some(claim_of(known)) != self.unchosen);
        chosen
    }
}

/// `INDICATOR START WORDING`
fn choice(sent: &str) -> Option<Choice> {
    let mut parts = sent.splitn(3, ' ');
    let (indicator, start) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Choice { indicator, start, wording: parts.next()?.to_owned() })
}

fn as_sent(choice: &Choice) -> String {
    format!("{} {}", choice.indicator, claim_of(choice))
}

fn claim_of(choice: &Choice) -> String {
    format!("{} {}", choice.start, choice.wording)
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
            "choose" => sent.choices.push(value),
            "unchoose" => sent.unchosen = Some(value),
            "live" => sent.live = true,
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

/// A report as a page shows it.
pub(super) fn outcome(report: &Report, chosen: &[Choice], page: &Page) -> Outcome {
    let shown = &report.sentences[..report.sentences.len().min(MOST_SENTENCES)];
    let claims = report.claims().count();
    let kept = report.kept_at.is_some();
    let text: Vec<char> = report.text.chars().collect();
    let line = |told: &Told| line(told, chosen, (kept, claims), page);
    let unknown = || page.w.unknown.to_owned();
    let scope = report.scope.clone().unwrap_or_else(unknown);
    let date = report.date.clone().unwrap_or_else(unknown);
    let cut = report.sentences.len() > shown.len();
    let read_as = if kept { page.w.check_kept_as } else { page.w.check_read_as };
    Outcome {
        summary: fill(page.w.check_summary, &[&claims.to_string(), &report.rejects.to_string()]),
        counts: report
            .counts()
            .into_iter()
            .map(|(verdict, many)| (words::check::verdict(verdict, page.visit.language), look(verdict), many))
            .collect(),
        read_as: fill(read_as, &[&scope, &date]),
        sentences: shown
            .iter()
            .map(|sentence| Checked {
                words: marked(sentence, &text),
                claims: sentence.claims.iter().map(line).collect(),
            })
            .collect(),
        cut: cut.then(|| fill(page.w.check_cut, &[&MOST_SENTENCES.to_string()])),
    }
}

/// The words of a sentence, those of claims apart.
fn marked(sentence: &Sentence, text: &[char]) -> Vec<(String, Option<usize>)> {
    let part = |span: Span| -> String {
        let words: String = text.get(span.start..span.end).unwrap_or_default().iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut words = Vec::new();
    let mut at = sentence.start;
    for told in &sentence.claims {
        let quote = Span::new(told.claim.start, told.claim.end);
        // Two claims may share their words.
        if quote.start >= at {
            words.push((part(Span::new(at, quote.start)), None));
            words.push((part(quote), Some(told.number)));
            at = quote.end;
        }
    }
    words.push((part(Span::new(at.min(sentence.end), sentence.end)), None));
    words
}

fn line(told: &Told, chosen: &[Choice], (kept, claims): (bool, usize), page: &Page) -> Line {
    let language = page.visit.language;
    let claim = &told.claim;
    let choose = |held: &Held| Choice {
        indicator: held.indicator_id,
        start: claim.start,
        wording: claim.indicator.clone(),
    };
    let is_chosen = chosen.iter().any(|one| one.start == claim.start && one.wording == claim.indicator);
    let first = told.records.first().map(|held| held.indicator_id);
    let mut offered: Vec<i64> = first.into_iter().collect();
    let others = told.others.iter().map(|held| {
        let is_new = !offered.contains(&held.indicator_id);
        offered.push(held.indicator_id);
        Proof { choose: is_new.then(|| as_sent(&choose(held))), ..proof(held, 0, page) }
    });
    let others = others.collect();
    let around = if kept || claims <= MOST_OPEN { AROUND } else { NARROW };
    let mut proofs: Vec<Proof> = told.records.iter().map(|held| proof(held, around, page)).collect();
    // The nearest of what is not found may be what is meant.
    if let (Verdict::NotFound, false, Some(nearest)) = (told.verdict, is_chosen || kept, proofs.first_mut()) {
        nearest.choose = told.records.first().map(|held| as_sent(&choose(held)));
    }
    let settled = matches!(told.verdict, Verdict::Agrees | Verdict::NotFound);
    Line {
        number: told.number,
        name: claim.indicator.clone(),
        quote: claim.quote.clone(),
        verdict: words::check::verdict(told.verdict, language),
        look: look(told.verdict),
        reason: told.reason.of(language).to_owned(),
        open: kept || claims <= MOST_OPEN || !settled || is_chosen,
        proofs,
        others,
        unchoose: is_chosen.then(|| format!("{} {}", claim.start, claim.indicator)),
    }
}

fn proof(held: &Held, around: usize, page: &Page) -> Proof {
    let Held { claim, before, quote, after, .. } = held;
    let [before, quote, after] = [before, quote, after].map(Clone::clone);
    let language = page.visit.language;
    Proof {
        name: page.named(&held.indicator),
        value: number::of_claim(claim, language),
        place: claim.scope.clone().unwrap_or_else(|| page.w.no_scope.to_owned()),
        period: words::period(claim.period.as_ref(), language),
        indicator: held.indicator_id,
        document: held.document_id,
        claim: held.claim_id,
        title: held.document.clone(),
        speaker: claim.speaker.clone().unwrap_or_default(),
        words: snippet::within(&store::Sentence { before, quote, after }, around),
        choose: None,
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
