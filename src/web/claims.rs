//! `/claims`: the list with its search, and each claim with all that led to it.

use super::chosen;
use super::documents;
use super::error::WebError;
use super::highlight;
use super::listing::{Field, File, Form, Format, Part, Record, with_files};
use super::params::{Visit, numbered};
use super::remarks::Said;
use super::snippet::{Sentences, Snippet};
use super::state::AppState;
use super::templates::{Nav, Page, Pager, html};
use super::text::{self, fill};
use super::understood::{self, Understood};
use crate::claim::{Claim, Kind, Status};
use crate::document::Span;
use crate::export::row;
use crate::query::Query;
use crate::series::{Point, PointDocument, Series};
use crate::store::{ClaimFilter, DocumentRow, Menus, Store, StoredClaim, StoredDocument};
use crate::text::Role;
use crate::words;
use crate::words::number;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use schemars::JsonSchema;
use serde::Serialize;

/// How much of the paragraph is shown on each side of the sentence, in code points.
const CONTEXT: usize = 160;

/// How many values of the same series are shown before the claim, and how many after it.
const NEIGHBOURS: usize = 4;

pub(super) fn router() -> Router<AppState> {
    with_files(Router::new(), "/claims", &get(list)).route("/claims/{id}", get(view))
}

#[derive(Template)]
#[template(path = "claims.html", config = "assets/askama.toml")]
struct ClaimsPage {
    page: Page,
    form: Form,
    query: String,
    /// How the search was understood.
    understood: Option<Understood>,
    found: String,
    lines: Vec<Line>,
    pager: Option<Pager>,
}

/// A claim in a list.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: i64,
    /// The quote in its sentence.
    pub(super) words: Snippet,
    pub(super) value: String,
    pub(super) exact: String,
    pub(super) target: Option<&'static str>,
    pub(super) indicator: i64,
    pub(super) indicator_name: String,
    pub(super) period: String,
    pub(super) scope: Option<String>,
    pub(super) speaker: Option<String>,
    pub(super) document: i64,
    pub(super) title: String,
}

#[derive(Template)]
#[template(path = "claim.html", config = "assets/askama.toml")]
struct ClaimPage {
    page: Page,
    id: i64,
    stored: StoredClaim,
    document: i64,
    /// Its words in the document.
    words: String,
    document_title: String,
    value: String,
    context: Context,
    fields: Vec<(&'static str, String)>,
    period_origin: String,
    /// The rule in words, where it has any.
    rule: Option<&'static str>,
    /// The class of the mark.
    class: String,
    doubts: Vec<String>,
    link_reason: String,
    /// The claim among the values of its series, in order of time.
    neighbours: Vec<Neighbour>,
    /// The whole series on the page of its indicator.
    series: String,
    citations: [(&'static str, String); 2],
}

/// A value of the same series.
#[derive(Debug)]
struct Neighbour {
    said: Said,
    period: String,
    restated: bool,
    /// The claim itself.
    here: bool,
}

/// The sentence and what stands around it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Context {
    heading: Option<String>,
    before: String,
    sentence_start: String,
    quote: String,
    sentence_end: String,
    after: String,
}

/// A claim as a list gives it to programs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedClaim")]
pub(super) struct Listed {
    #[serde(flatten)]
    pub(super) stored: StoredClaim,
    document: PointDocument,
}

/// A claim with the document that states it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClaimOfDocument")]
pub(super) struct Whole {
    claim: StoredClaim,
    document: DocumentRow,
    /// Of the document's bytes as received.
    sha256: String,
}

pub(super) async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let menus = state.store.menus().await?;
    let filter = ClaimFilter {
        query: understood::read(visit.text("q")?, &menus),
        indicator: Query::words(visit.text("indicator")?.unwrap_or_default()),
        scope: visit.among("scope", &menus.scopes)?,
        kind: visit.choice("kind", &KINDS.map(Into::into))?,
        status: visit.choice("status", &STATUSES.map(Into::into))?,
        year: visit.whole("year", 1..=9999)?.map(|year| year as i32),
        document: visit.whole("document", 1..=i64::MAX)?,
        oldest_first: visit.choice::<String>("sort", &["newest", "oldest"])?.as_deref() == Some("oldest"),
        offset: part.offset,
        limit: part.limit,
    };
    if part.format != Format::Html {
        let columns = row::claim_columns();
        let file = File::new("claims", &columns, &state.store);
        let found = state.store.claims_found(&filter).await?;
        let listed = move |numbers: Vec<i64>| {
            let store = state.store.clone();
            async move {
                let rows = store.claims_numbered(&numbers).await?.into_iter();
                Ok(rows.map(|(stored, document)| Listed::new(stored, &document)).collect())
            }
        };
        return part.file(&visit, file, found, listed).await;
    }
    let found = state.store.claims(&filter).await?;
    let page = Page::new(visit, Nav::Claims);
    html(&ClaimsPage {
        pager: Pager::of(&page, part.page, found.total),
        found: fill(page.w.found_claims, &[&page.count(found.total)]),
        form: Form::new(&page, form_fields(&filter, &menus, &page), found.total),
        understood: Understood::of(&filter.query, &page),
        lines: lines(&state.store, found.rows, &page).await?,
        query: page.visit.text("q")?.unwrap_or_default().to_owned(),
        page: page.clone().titled(page.w.claims),
    })
}

/// Rows as a list shows them.
pub(super) async fn lines(
    store: &Store,
    rows: Vec<(StoredClaim, DocumentRow)>,
    page: &Page,
) -> Result<Vec<Line>, WebError> {
    let language = page.visit.language;
    let sentences = Sentences::of(store, rows.iter().map(|(stored, _)| stored.id)).await?;
    let lines = rows.into_iter().map(|(stored, document)| Line {
        id: stored.id,
        value: number::of_claim(&stored.claim, language),
        exact: number::exactly(&stored.claim, language),
        target: (stored.claim.status == Status::Target).then(|| words::status(Status::Target, language)),
        period: period_of(&stored.claim, page),
        indicator: stored.indicator,
        indicator_name: stored.indicator_name,
        words: sentences.in_list(stored.id),
        scope: stored.claim.scope,
        speaker: stored.claim.speaker,
        document: document.id,
        title: document.name(),
    });
    Ok(lines.collect())
}

const KINDS: [Kind; 4] = [Kind::Level, Kind::Change, Kind::Rank, Kind::Streak];
const STATUSES: [Status; 2] = [Status::Actual, Status::Target];

fn form_fields(filter: &ClaimFilter, menus: &Menus, page: &Page) -> Vec<Field> {
    let (w, language) = (page.w, page.visit.language);
    let scopes = menus.scopes.iter().map(|scope| (scope.clone(), scope.clone()));
    let kinds = KINDS.map(|kind| {
        let value: &'static str = kind.into();
        (value.to_owned(), words::kind(kind, language).to_owned())
    });
    let statuses = STATUSES.map(|status| {
        let value: &'static str = status.into();
        (value.to_owned(), words::status(status, language).to_owned())
    });
    let whole = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        Field::text("q", w.name_or_quote, page.given("q")).hint(w.search_placeholder),
        Field::text("indicator", w.indicator, page.given("indicator")),
        Field::choice("scope", w.scope, filter.scope.clone().unwrap_or_default(), w.any_scope, scopes),
        Field::choice("kind", w.kind, filter.kind.map_or("", Into::into), w.any, kinds),
        Field::choice("status", w.status, filter.status.map_or("", Into::into), w.any, statuses),
        Field::text("year", w.year_meant, whole(filter.year.map(i64::from))).hint("2024"),
        Field::text("document", w.document_number, whole(filter.document)),
        Field::order(filter.oldest_first, page),
    ]
}

impl Listed {
    pub(super) fn new(stored: StoredClaim, document: &DocumentRow) -> Self {
        Self { stored, document: row::of_point(document) }
    }
}

impl Record for Listed {
    fn records(&self) -> Vec<Vec<String>> {
        vec![row::claim(&self.stored, &self.document)]
    }
}

/// Claims of one document as a table, in the columns of the list.
pub(super) async fn file(
    name: &str,
    claims: Vec<StoredClaim>,
    document: DocumentRow,
    (store, visit): (&Store, &Visit),
) -> Result<Response, WebError> {
    let (part, columns) = (Part::of(visit)?, row::claim_columns());
    let found = part.of_all(claims.len());
    let listed = move |places: Vec<i64>| {
        let claims = places.iter().filter_map(|at| claims.get(*at as usize).cloned());
        std::future::ready(Ok(claims.map(|stored| Listed::new(stored, &document)).collect()))
    };
    part.file(visit, File::new(name, &columns, store), found, listed).await
}

pub(super) async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, format) = numbered(&id)?;
    let (stored, document) = state.store.claim(id).await?;
    match format {
        None => {
            let ids = [stored.indicator];
            let series = match &stored.claim.scope {
                Some(scope) => state.store.series_of_scope(&ids, scope).await?,
                None => state.store.series_of_places(&[(stored.indicator, None)]).await?,
            };
            let neighbours = around(stored.id, &series).map(|(_, point, _)| point.id);
            let sentences = Sentences::of(&state.store, neighbours).await?;
            html(&page_of(stored, &document, &series, &sentences, visit))
        }
        Some("json") => {
            let StoredDocument { row, sha256, .. } = document;
            Ok(Json(Whole { claim: stored, document: row, sha256 }).into_response())
        }
        Some("csv" | "xlsx" | "jsonl") => {
            file(&format!("claim-{id}"), vec![stored], document.row, (&state.store, &visit)).await
        }
        Some(_) => Err(WebError::NotFound),
    }
}

fn page_of(
    stored: StoredClaim,
    document: &StoredDocument,
    series: &[Series],
    sentences: &Sentences,
    visit: Visit,
) -> ClaimPage {
    let language = visit.language;
    let page = Page::new(visit, Nav::Claims);
    let claim = &stored.claim;
    let title = format!("{}{}{}", stored.indicator_name, page.w.colon, claim.quote);
    ClaimPage {
        id: stored.id,
        document: document.row.id,
        words: documents::address_of(document, stored.id, &page),
        document_title: document.row.name(),
        value: number::of_claim(claim, language),
        context: context(claim, document),
        fields: fields(claim, &page),
        period_origin: period_origin(claim, &page),
        rule: words::rule(&claim.rule, language),
        class: highlight::class(claim),
        doubts: claim.warnings.iter().map(|doubt| text::doubt(doubt, language).to_owned()).collect(),
        link_reason: text::link_reason(&stored.link_reason, language),
        neighbours: neighbours(stored.id, series, sentences, &page),
        series: chosen::address_of(stored.indicator, claim, &page),
        citations: words::citations(&document.row.metadata, &document.row.source, document.row.ingested_at),
        page: page.titled(title),
        stored,
    }
}

/// The claim `id` with the values next to it in time, each with its series and place there.
fn around(id: i64, series: &[Series]) -> impl Iterator<Item = (&Series, &Point, usize)> {
    let place = move |one: &Series| one.points.iter().position(|point| point.id == id);
    let found = series.iter().find_map(|one| Some((one, place(one)?)));
    found.into_iter().flat_map(|(one, at)| {
        let from = at.saturating_sub(NEIGHBOURS);
        let shown = one.points.iter().enumerate().skip(from).take(at - from + 1 + NEIGHBOURS);
        shown.map(move |(position, point)| (one, point, position))
    })
}

fn neighbours(id: i64, series: &[Series], sentences: &Sentences, page: &Page) -> Vec<Neighbour> {
    let neighbour = |(one, point, position): (&Series, &Point, usize)| Neighbour {
        said: Said::of(point, sentences, page),
        period: period_of(&point.claim, page),
        restated: one.is_ghost(position),
        here: point.id == id,
    };
    around(id, series).map(neighbour).collect()
}

fn period_of(claim: &Claim, page: &Page) -> String {
    match &claim.period {
        None => page.w.not_stated.to_owned(),
        period => words::period(period.as_ref(), page.visit.language),
    }
}

fn period_origin(claim: &Claim, page: &Page) -> String {
    match &claim.period {
        None => page.w.period_none.to_owned(),
        Some(period) if period.inherited => fill(page.w.period_inherited, &[&period.text]),
        Some(period) => fill(page.w.period_own, &[&period.text]),
    }
}

fn fields(claim: &Claim, page: &Page) -> Vec<(&'static str, String)> {
    let (w, language) = (page.w, page.visit.language);
    let stated = |text: &Option<String>| text.clone().unwrap_or_else(|| w.not_stated.to_owned());
    let mut fields = vec![
        (w.exact_value, number::exactly(claim, language)),
        (
            w.unit,
            if claim.unit.is_empty() {
                w.no_unit.to_owned()
            } else {
                number::unit_alone(&claim.unit, language)
            },
        ),
        (w.bound, words::bound(claim.bound, language).to_owned()),
        (w.kind, words::kind(claim.kind, language).to_owned()),
    ];
    fields.extend(
        claim.direction.map(|direction| (w.direction, words::direction(direction, language).to_owned())),
    );
    fields.extend(claim.basis.map(|basis| (w.basis, words::basis(basis, language).to_owned())));
    fields.extend(claim.role.map(|end| (w.role, words::end(end, language).to_owned())));
    fields.push((w.status, words::status(claim.status, language).to_owned()));
    fields.push((w.period, period_with_type(claim, page)));
    fields.push((w.scope, stated(&claim.scope)));
    fields.extend(claim.subject.clone().map(|subject| (w.subject, subject)));
    fields.push((w.speaker, stated(&claim.speaker)));
    fields.push((w.position, fill(w.position_of, &[&(claim.start + 1).to_string(), &claim.end.to_string()])));
    fields
}

/// 2024年1月1日—11月20日（年初至今）, the type of the period once.
fn period_with_type(claim: &Claim, page: &Page) -> String {
    let said = period_of(claim, page);
    let Some(period) = &claim.period else { return said };
    let kind = words::period_type(period.kind, page.visit.language);
    if said.contains(kind) { said } else { words::in_brackets(&said, kind, page.visit.language) }
}

fn context(claim: &Claim, document: &StoredDocument) -> Context {
    let text: Vec<char> = document.text.chars().collect();
    let quote = Span::new(claim.start, claim.end);
    let holding = document.blocks.iter().position(|block| block.span.contains(quote));
    let block = holding.map_or(claim.sentence, |index| document.blocks[index].span);
    let words = |start: usize, end: usize| -> String {
        text.get(start.min(text.len())..end.min(text.len())).unwrap_or_default().iter().collect()
    };
    // A sentence that does not hold its own claim would hide the words; the claim's span wins.
    let sentence = Span::new(claim.sentence.start.min(claim.start), claim.sentence.end.max(claim.end));
    let from = block.start.max(sentence.start.saturating_sub(CONTEXT)).min(sentence.start);
    let to = block.end.min(sentence.end + CONTEXT).max(sentence.end);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let heading = holding
        .and_then(|index| document.blocks[..index].iter().rev().find(|block| block.role == Role::Heading));
    Context {
        heading: heading.map(|block| {
            let heading = words(block.span.start, block.span.end);
            heading.trim_start_matches(['#', ' ']).to_owned()
        }),
        before: format!("{}{}", cut(from > block.start), words(from, sentence.start)),
        sentence_start: words(sentence.start, claim.start),
        quote: words(claim.start, claim.end),
        sentence_end: words(claim.end, sentence.end),
        after: format!("{}{}", words(sentence.end, to), cut(to < block.end)),
    }
}
