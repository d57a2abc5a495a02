//! `/findings`: what does not fit in the record, and what became of targets; each with both sides in their sentences.

use super::documents::beijing;
use super::error::WebError;
use super::feed;
use super::listing::{Field, File, Form, Format, Part, Record, with_feeds, with_files};
use super::params::{Sent, Visit, numbered};
use super::snippet::{Sentences, Snippet};
use super::state::AppState;
use super::summary::worded;
use super::templates::{Nav, Page, Pager, html};
use super::text::fill_one;
use crate::claim::Claim;
use crate::export::row;
use crate::language::in_both;
use crate::query::Query;
use crate::series::{self, Finding, FindingKind, FindingState, Point, Severity, Vanished};
use crate::store::{FindingFilter, Menus, Store, StoredFinding};
use crate::words;
use crate::words::number;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use strum::VariantArray;

pub(super) fn router() -> Router<AppState> {
    let list = get(list);
    with_feeds(with_files(Router::new(), "/findings", &list), "/findings", &list)
        .route("/findings/{id}", get(view))
}

/// Stands outside the layer that ends a request after seconds: another may be writing.
pub(super) fn writes() -> Router<AppState> {
    Router::new().route("/findings/{id}/judge", post(judge))
}

#[derive(Template)]
#[template(path = "findings.html", config = "assets/askama.toml")]
struct FindingsPage {
    page: Page,
    form: Form,
    found: String,
    cards: Vec<Card>,
    pager: Option<Pager>,
}

#[derive(Template)]
#[template(path = "finding.html", config = "assets/askama.toml")]
struct FindingPage {
    page: Page,
    card: Card,
    /// Why the two sides can be held against each other.
    comparable: &'static str,
    /// Where the form that says what to make of it is sent, and what it can be, value and words.
    judge: Option<(String, Vec<(&'static str, &'static str)>)>,
}

/// A finding, or another reason to look at an indicator.
#[derive(Debug)]
pub(super) struct Card {
    /// Of a finding, its number.
    pub(super) id: Option<i64>,
    /// What it is; empty where the heading above says so.
    pub(super) kind: &'static str,
    pub(super) severity: &'static str,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) scope: String,
    pub(super) spark: String,
    pub(super) reason: String,
    pub(super) proofs: Vec<Proof>,
    /// What a person makes of it.
    pub(super) judged: Option<Judged>,
}

/// What a person makes of a finding.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) state: &'static str,
    pub(super) why: String,
    /// By whom and when.
    pub(super) signed: String,
    pub(super) decision: i64,
}

/// What the reason rests on, with the way to its words.
#[derive(Debug)]
pub(super) struct Proof {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) exact: String,
    pub(super) address: String,
    /// The document that says it; for what is not said any more, that which does not.
    pub(super) document: String,
    /// The claim, if it rests on one.
    claim: Option<i64>,
    /// Its words in their sentence.
    pub(super) words: Option<Snippet>,
}

/// A finding as a list gives it to programs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedFinding")]
pub(super) struct Listed {
    #[serde(flatten)]
    pub(super) found: StoredFinding,
    pub(super) earlier_claim: Option<Point>,
    pub(super) later_claim: Option<Point>,
}

/// The columns of a finding, and after them those of each side.
const LIST_COLUMNS: [&str; 23] = [
    "finding_id",
    "kind",
    "severity",
    "indicator_id",
    "indicator",
    "scope",
    "period_end",
    "difference",
    "difference_unit",
    "earlier_claim_id",
    "earlier_document_id",
    "earlier_document",
    "earlier_document_date",
    "earlier_quote",
    "later_claim_id",
    "later_document_id",
    "later_document",
    "later_document_date",
    "later_quote",
    "state",
    "state_reason",
    "decided_by",
    "decided_at",
];

/// How an address asks for findings in every state; where it names none, those that were dismissed are left out.
const EVERY_STATE: &str = "all";

pub(super) async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let menus = state.store.menus().await?;
    let filter = asked(&visit, &menus, part)?;
    let found = state.store.findings_found(&filter).await?;
    if part.format == Format::Feed {
        return feed::findings(&state.store, &found.rows, &Page::new(visit, Nav::Findings)).await;
    }
    if part.format != Format::Html {
        let file = File::new("findings", &LIST_COLUMNS, &state.store);
        let listed = move |numbers: Vec<i64>| {
            let store = state.store.clone();
            async move { listed(&store, &numbers).await }
        };
        return part.file(&visit, file, found, listed).await;
    }
    let rows = state.store.findings_numbered(&found.rows).await?;
    let page = Page::new(visit, Nav::Findings).fed(&[]);
    html(&FindingsPage {
        pager: Pager::of(&page, part.page, found.total),
        found: fill_one(page.w.found_findings, page.count(found.total)),
        form: Form::new(&page, form_fields(&filter, &menus, &page), found.total),
        cards: cards(&state.store, &rows, &page).await?,
        page: page.clone().titled(page.w.findings),
    })
}

/// Which findings an address asks for.
pub(super) fn asked(visit: &Visit, menus: &Menus, part: Part) -> Result<FindingFilter, WebError> {
    let kinds: Vec<&'static str> = FindingKind::VARIANTS.iter().map(Into::into).collect();
    let severities: Vec<&'static str> = Severity::VARIANTS.iter().map(Into::into).collect();
    Ok(FindingFilter {
        kinds: visit.choice::<FindingKind>("kind", &kinds)?.into_iter().collect(),
        scope: visit.among("scope", &menus.scopes)?,
        indicator: visit.whole("indicator", 1..=i64::MAX)?,
        query: Query::words(visit.text("q")?.unwrap_or_default()),
        year: visit.whole("year", 1..=9999)?.map(|year| year as i32),
        severity: visit.choice("severity", &severities)?,
        states: states(visit)?,
        newest_first: visit.choice::<String>("sort", &["severity", "newest"])?.as_deref() == Some("newest"),
        offset: part.offset,
        limit: part.limit,
    })
}

async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let rows = state.store.findings_numbered(&[id]).await?;
    let page = Page::new(visit, Nav::Findings);
    let card = cards(&state.store, &rows, &page).await?.pop().ok_or(WebError::NotFound)?;
    let kind = rows.first().map_or("", |row| words::finding::kind(row.finding.kind, page.visit.language));
    let states = FindingState::VARIANTS.iter().filter(|state| rows.iter().all(|row| row.state != **state));
    let judge = page.visit.writes.then(|| {
        let address = page.href(&format!("/findings/{id}/judge"));
        (address, states.map(|state| (state.into(), in_full(*state, &page))).collect())
    });
    html(&FindingPage {
        judge,
        comparable: rows
            .first()
            .map_or("", |row| words::finding::comparable(row.finding.kind, page.visit.language)),
        page: page.clone().titled(format!("{kind}{}{}", page.w.colon, card.name)),
        card,
    })
}

/// Which states an address asks for.
fn states(visit: &Visit) -> Result<Vec<FindingState>, WebError> {
    let named: Vec<&'static str> = FindingState::VARIANTS.iter().map(Into::into).collect();
    let asked: Option<String> = visit.choice("state", &[&named[..], &[EVERY_STATE]].concat())?;
    Ok(match asked.as_deref() {
        None => vec![FindingState::Open, FindingState::Explained],
        Some(state) => state.parse().into_iter().collect(),
    })
}

/// What a state means, for whoever chooses it.
fn in_full(state: FindingState, page: &Page) -> &'static str {
    match state {
        FindingState::Open => page.w.state_open,
        FindingState::Explained => page.w.state_explained,
        FindingState::Dismissed => page.w.state_dismissed,
    }
}

/// Writes down what somebody makes of a finding.
async fn judge(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Sent(visit): Sent,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let missing = |name| WebError::BadParameter { name, value: String::new() };
    let now: FindingState = visit.one_of("state")?.ok_or(missing("state"))?;
    let why = visit.text("why")?.ok_or(missing("why"))?.to_owned();
    let who = visit.text("who")?.unwrap_or_default().to_owned();
    let told = |found: &StoredFinding, now| {
        in_both(|language| words::finding::stands(&found.finding, &found.name, &found.scope, now, language))
    };
    state.store.judge_finding(id, now, (who, why), told).await?;
    Ok(Redirect::to(&visit.href(&format!("/findings/{id}"))).into_response())
}

fn form_fields(filter: &FindingFilter, menus: &Menus, page: &Page) -> Vec<Field> {
    let (w, language) = (page.w, page.visit.language);
    let scopes = menus.scopes.iter().map(|scope| (scope.clone(), scope.clone()));
    let kinds = FindingKind::VARIANTS.iter().map(|&kind| {
        let value: &'static str = kind.into();
        (value.to_owned(), words::finding::kind(kind, language).to_owned())
    });
    let severities = Severity::VARIANTS.iter().rev().map(|&severity| {
        let value: &'static str = severity.into();
        (value.to_owned(), words::finding::severity(severity, language).to_owned())
    });
    let kind: &'static str = filter.kinds.first().map_or("", Into::into);
    let newest = [("newest".to_owned(), w.newest_first.to_owned())];
    let states = FindingState::VARIANTS.iter().map(|&state| {
        let value: &'static str = state.into();
        (value.to_owned(), words::finding::state(state, language).to_owned())
    });
    let states = states.chain([(EVERY_STATE.to_owned(), w.every_state.to_owned())]);
    vec![
        Field::choice("kind", w.finding_kind, kind, w.any, kinds),
        Field::text("q", w.indicator, page.given("q")).hint(w.name_or_topic),
        Field::choice("scope", w.scope, filter.scope.clone().unwrap_or_default(), w.any_scope, scopes),
        Field::text("year", w.year_meant, page.given("year")).hint("2024"),
        Field::choice(
            "severity",
            w.least_severity,
            filter.severity.map_or("", Into::into),
            w.any,
            severities,
        ),
        Field::choice("state", w.finding_state, page.given("state"), w.not_dismissed, states),
        Field::choice("sort", w.sort, if filter.newest_first { "newest" } else { "" }, w.by_severity, newest),
    ]
}

/// Findings as cards, each with both of its sides in their sentences.
pub(super) async fn cards(
    store: &Store,
    found: &[StoredFinding],
    page: &Page,
) -> Result<Vec<Card>, WebError> {
    let points = sides(store, found).await?;
    let newest: Vec<i64> =
        found.iter().filter_map(|one| Some(one.finding.silence.as_ref()?.newest)).collect();
    let newest: HashMap<i64, String> =
        store.documents_numbered(&newest).await?.into_iter().map(|row| (row.id, row.name())).collect();
    let mut cards: Vec<Card> = found
        .iter()
        .filter_map(|one| {
            let earlier = points.get(&one.finding.earlier)?;
            let later = one.finding.later.and_then(|later| points.get(&later));
            let mut proofs = vec![Proof::of(&label(one.finding.kind, false, earlier, page), earlier, page)];
            proofs.extend(
                later.map(|later| Proof::of(&label(one.finding.kind, true, later, page), later, page)),
            );
            if let Some(gone) = &one.finding.silence {
                proofs.extend(newest.get(&gone.newest).map(|name| Proof::silent(gone, name, page)));
            }
            Some(Card::of(one, earlier, later, proofs, page))
        })
        .collect();
    in_sentences(store, &mut cards).await?;
    Ok(cards)
}

/// Gives what cards rest on its sentences.
pub(super) async fn in_sentences(store: &Store, cards: &mut [Card]) -> Result<(), WebError> {
    let mut proofs: Vec<&mut Proof> = cards.iter_mut().flat_map(|card| &mut card.proofs).collect();
    let sentences = Sentences::of(store, proofs.iter().filter_map(|proof| proof.claim)).await?;
    for proof in &mut proofs {
        proof.words = proof.claim.map(|claim| sentences.on_card(claim));
    }
    Ok(())
}

/// The claims that show findings.
async fn sides(store: &Store, found: &[StoredFinding]) -> Result<HashMap<i64, Point>, WebError> {
    let sides = found.iter().flat_map(|one| one.finding.claims());
    Ok(store.points_numbered(&sides.collect::<Vec<_>>()).await?)
}

/// What a side of a finding is called.
fn label(kind: FindingKind, later: bool, point: &Point, page: &Page) -> String {
    match (kind, later) {
        (FindingKind::Missed | FindingKind::Met | FindingKind::Open, false) => page.w.target.to_owned(),
        (FindingKind::Missed | FindingKind::Met | FindingKind::Open, true) => page.w.result.to_owned(),
        (FindingKind::Vanished, _) => page.w.last_said.to_owned(),
        (FindingKind::Growth, true) => page.w.stated_growth.to_owned(),
        (FindingKind::Arithmetic, false) => page.w.end_of_change.to_owned(),
        (FindingKind::Arithmetic, true) => page.w.stated_change.to_owned(),
        (FindingKind::Spike, true) => page.w.neighbour.to_owned(),
        _ => page.day(point.document.day()),
    }
}

impl Card {
    fn of(
        one: &StoredFinding,
        earlier: &Point,
        later: Option<&Point>,
        proofs: Vec<Proof>,
        page: &Page,
    ) -> Self {
        let language = page.visit.language;
        let sides: [Option<&Claim>; 2] = [Some(&earlier.claim), later.map(|later| &later.claim)];
        Self {
            id: Some(one.id),
            kind: words::finding::kind(one.finding.kind, language),
            severity: one.finding.severity.into(),
            name: series::called(&one.name, later.into_iter().chain([earlier])),
            address: page.indicator_in(one.indicator, &one.scope),
            scope: one.scope.clone(),
            spark: String::new(),
            reason: words::finding::reason(&one.finding, sides[0], sides[1], language),
            proofs,
            judged: one.judged.as_ref().map(|judged| Judged {
                state: words::finding::state(one.state, language),
                why: judged.why.clone(),
                signed: format!("{} {}", judged.who, beijing(judged.at)).trim().to_owned(),
                decision: judged.decision,
            }),
        }
    }
}

impl Proof {
    pub(super) fn of(label: &str, point: &Point, page: &Page) -> Self {
        let language = page.visit.language;
        Self {
            label: label.to_owned(),
            value: worded(point, language),
            exact: number::exactly(&point.claim, language),
            address: page.to_words(point.document.id, point.id),
            document: point.document.name(),
            claim: Some(point.id),
            words: None,
        }
    }

    /// The newest document that says nothing of it.
    fn silent(gone: &Vanished, name: &str, page: &Page) -> Self {
        Self {
            label: page.w.newest_silent.to_owned(),
            value: String::new(),
            exact: String::new(),
            address: page.to("documents", gone.newest),
            document: name.to_owned(),
            claim: None,
            words: None,
        }
    }
}

pub(super) async fn listed(store: &Store, numbers: &[i64]) -> Result<Vec<Listed>, WebError> {
    let found = store.findings_numbered(numbers).await?;
    let points = sides(store, &found).await?;
    let listed = found.into_iter().map(|found| Listed {
        earlier_claim: points.get(&found.finding.earlier).cloned(),
        later_claim: found.finding.later.and_then(|later| points.get(&later).cloned()),
        found,
    });
    Ok(listed.collect())
}

impl Record for Listed {
    fn records(&self) -> Vec<Vec<String>> {
        let StoredFinding { id, indicator, name, scope, finding, state, judged } = &self.found;
        let Finding { kind, severity, day, difference, unit, .. } = finding;
        let (kind, severity): (&str, &str) = (kind.into(), severity.into());
        let own = [
            id.to_string(),
            kind.to_owned(),
            severity.to_owned(),
            indicator.to_string(),
            name.clone(),
            scope.clone(),
            row::day(*day),
            difference.map(|by| by.to_string()).unwrap_or_default(),
            unit.clone(),
        ];
        let side = |point: &Option<Point>| -> [String; 5] {
            point.as_ref().map_or_else(Default::default, |point| {
                [
                    point.id.to_string(),
                    point.document.id.to_string(),
                    point.document.name(),
                    row::day(point.document.day()),
                    point.claim.quote.clone(),
                ]
            })
        };
        let state: &str = state.into();
        let judged = judged.as_ref().map_or_else(Default::default, |judged| {
            [judged.why.clone(), judged.who.clone(), judged.at.to_rfc3339()]
        });
        let sides = [side(&self.earlier_claim), side(&self.later_claim)].concat();
        vec![[&own[..], &sides, &[state.to_owned()], &judged[..]].concat()]
    }
}
