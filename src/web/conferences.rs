//! `/conferences`: indicators × conferences of one scope, each value with its change and its words.

use super::error::WebError;
use super::listing::{self, File, Format, Part, Record};
use super::params::Visit;
use super::state::AppState;
use super::summary::{LONG, by_indicator, hedge, main_series};
use super::table;
use super::templates::{Nav, Page, Pager, html};
use super::text::{self, fill};
use crate::claim::Status;
use crate::document::DocumentKind;
use crate::period::PeriodType;
use crate::series::{self, Point, Series};
use crate::store::{DocumentRow, IndicatorRow, Page as Found, Store};
use crate::words;
use crate::words::number;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::HashMap;
use strum::{IntoEnumIterator, VariantNames};

/// How many conferences stand side by side.
const COLUMNS: i64 = 8;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/conferences", get(matrix))
        .route("/conferences.json", get(matrix))
        .route("/conferences.csv", get(matrix))
}

#[derive(Template)]
#[template(path = "conferences.html", config = "assets/askama.toml")]
struct ConferencesPage {
    page: Page,
    scope: String,
    scopes: Vec<String>,
    /// The kinds of documents to choose from, and that which is shown.
    kinds: Vec<(&'static str, &'static str)>,
    kind: &'static str,
    topic: String,
    found: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    older: Option<String>,
    newer: Option<String>,
    /// This table as files.
    csv: String,
    json: String,
    pager: Option<Pager>,
}

#[derive(Debug)]
struct Column {
    document: i64,
    date: String,
    title: String,
}

#[derive(Debug)]
struct Row {
    indicator: i64,
    name: String,
    /// Kind, basis and unit, which every value of the row shares.
    measure: String,
    cells: Vec<Cell>,
}

/// What a document says of an indicator.
#[derive(Debug)]
enum Cell {
    Value(Value),
    /// So many values, none of them in the row's measure.
    Otherwise(usize),
    Nothing,
}

#[derive(Debug)]
struct Value {
    claim: i64,
    document: i64,
    amount: String,
    exact: String,
    hedge: Option<&'static str>,
    period: String,
    target: bool,
    /// The sign of the change and what it says, where the value before is comparable.
    change: Option<(&'static str, String)>,
    /// How many more values the document gives.
    more: usize,
}

/// Which documents stand side by side. News speaks of this and that: beside reports its silence says nothing.
/// What is official is so by its title, or because somebody speaks in it.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::EnumIter,
    strum::VariantNames,
)]
#[strum(serialize_all = "snake_case")]
enum Kinds {
    #[default]
    Official,
    Conference,
    Report,
    Bulletin,
    Other,
    All,
}

impl Kinds {
    /// None for any.
    fn documents(self) -> &'static [DocumentKind] {
        use DocumentKind::{Bulletin, Conference, Other, Report};
        match self {
            Self::Official => &[Conference, Report, Bulletin],
            Self::Conference => &[Conference],
            Self::Report => &[Report],
            Self::Bulletin => &[Bulletin],
            Self::Other => &[Other],
            Self::All => &[],
        }
    }

    fn words(self, page: &Page) -> &'static str {
        match (self, self.documents()) {
            (Self::Official, _) => page.w.official,
            (_, [kind]) => text::document_kind(*kind, page.visit.language),
            _ => page.w.all_kinds,
        }
    }
}

/// What the matrix is made of.
#[derive(Clone)]
struct Matrix {
    scope: String,
    scopes: Vec<String>,
    kinds: Kinds,
    topic: String,
    back: i64,
    /// The oldest first.
    documents: Found<DocumentRow>,
    indicators: Found<IndicatorRow>,
    series: HashMap<i64, Vec<Series>>,
}

impl Matrix {
    async fn of(store: &Store, visit: &Visit, part: &Part) -> Result<Self, WebError> {
        let back = visit.whole("back", 0..=1_000_000)?.unwrap_or(0);
        let scopes = store.scopes_of_conferences().await?;
        let scope = match visit.text("scope")? {
            Some(scope) if scopes.iter().any(|known| known == scope) => scope.to_owned(),
            Some(scope) if !scopes.is_empty() => return Err(WebError::unknown_scope(scope, scopes)),
            Some(scope) => scope.to_owned(),
            None => store.scope_of_most_conferences().await?.unwrap_or_default(),
        };
        let topic = visit.text("topic")?.unwrap_or_default().to_owned();
        let asked: Option<Kinds> = visit.choice("kind", Kinds::VARIANTS)?;
        let mut kinds = asked.unwrap_or_default();
        let of = async |kinds: Kinds| {
            let spoken = kinds == Kinds::Official;
            store.documents_of_scope(&scope, kinds.documents(), spoken, back, COLUMNS).await
        };
        let mut documents = of(kinds).await?;
        if documents.total == 0 && asked.is_none() {
            kinds = Kinds::All;
            documents = of(kinds).await?;
        }
        documents.rows.reverse();
        let shown: Vec<i64> = documents.rows.iter().map(|row| row.id).collect();
        let indicators = store.repeated_indicators(&scope, &shown, &topic, part.offset, part.limit).await?;
        let series = HashMap::new();
        Ok(Self { scope, scopes, kinds, topic, back, documents, indicators, series })
    }

    /// With the values of these of its indicators.
    async fn filled(mut self, store: &Store, ids: &[i64]) -> Result<Self, WebError> {
        self.series = by_indicator(store.series_of_scope(ids, &self.scope).await?);
        for of_row in self.series.values_mut() {
            of_row.retain(|one| one.scope.as_deref() == Some(self.scope.as_str()));
        }
        Ok(self)
    }

    fn series_of(&self, row: &IndicatorRow) -> &[Series] {
        self.series.get(&row.id).map_or(&[], Vec::as_slice)
    }
}

async fn matrix(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let found = Matrix::of(&state.store, &visit, &part).await?;
    let ids: Vec<i64> = found.indicators.rows.iter().map(|row| row.id).collect();
    if part.format == Format::Html {
        let found = found.filled(&state.store, &ids).await?;
        return html(&page_of(found, &part, visit));
    }
    let kind: &'static str = found.kinds.into();
    let beside = serde_json::json!({
        "scope": found.scope, "kind": kind,
        "documents": found.documents.rows, "documents_total": found.documents.total,
    });
    let columns = [&COLUMNS_OF_FILE.0[..], &table::MEASURED, &COLUMNS_OF_FILE.1].concat();
    let file = File { beside, ..File::new("conferences", &columns) };
    let numbers = Found { rows: ids, total: found.indicators.total };
    let rows = move |numbers: Vec<i64>| {
        let (store, found) = (state.store.clone(), found.clone());
        async move {
            let found = found.filled(&store, &numbers).await?;
            let wanted = found.indicators.rows.iter().filter(|row| numbers.contains(&row.id));
            Ok(wanted.map(|row| Listed { json: listed(row, &found), records: records(row, &found) }).collect())
        }
    };
    part.file(&visit, file, numbers, rows).await
}

/// A row as a file holds it.
#[derive(Serialize)]
#[serde(transparent)]
struct Listed {
    json: serde_json::Value,
    #[serde(skip)]
    records: Vec<Vec<String>>,
}

impl Record for Listed {
    fn records(&self) -> Vec<Vec<String>> {
        self.records.clone()
    }
}

fn page_of(found: Matrix, part: &Part, visit: Visit) -> ConferencesPage {
    let page = Page::new(visit, Nav::Conferences);
    let moved = |to: i64| page.visit.with(&[("back", (to > 0).then(|| to.to_string()).as_deref())]);
    let (back, documents, indicators) = (found.back, &found.documents, &found.indicators);
    let (csv, json) = listing::files(&page);
    ConferencesPage {
        found: fill(page.w.matrix_found, &[&page.count(indicators.total), &page.count(documents.total)]),
        columns: documents.rows.iter().map(|row| column(row, &page)).collect(),
        older: (back + COLUMNS < documents.total).then(|| moved(back + COLUMNS)),
        newer: (back > 0).then(|| moved((back - COLUMNS).max(0))),
        csv,
        json,
        pager: Pager::of(&page, part.page, indicators.total),
        kinds: Kinds::iter().map(|kinds| (kinds.into(), kinds.words(&page))).collect(),
        kind: found.kinds.into(),
        rows: indicators.rows.iter().map(|row| row_of(row, &found, &page)).collect(),
        page: page.clone().titled(page.w.conferences),
        scope: found.scope,
        scopes: found.scopes,
        topic: found.topic,
    }
}

fn column(row: &DocumentRow, page: &Page) -> Column {
    let date = row.metadata.date().map_or_else(|| page.w.unknown.to_owned(), |date| date.to_string());
    Column { document: row.id, date, title: row.name().to_owned() }
}

/// What the documents say of one indicator: the values of one measure, so that a change never stands in a
/// row of levels, nor the sum of five years in one of single years.
struct Held<'a> {
    /// That measure.
    main: &'a Series,
    /// For each document the value that stands for it, as its series and place, and how many it gives.
    found: Vec<(Option<(&'a Series, usize)>, usize)>,
}

/// `None` where no document gives any value.
fn held<'a>(series: &'a [Series], documents: &[DocumentRow]) -> Option<Held<'a>> {
    let main = widest(series, documents)?;
    let alike: Vec<&Series> = series
        .iter()
        .filter(|one| (one.kind, one.basis, &one.unit) == (main.kind, main.basis, &main.unit))
        .collect();
    let usual = usual_period(main);
    let found = documents.iter().map(|document| {
        let said = series.iter().flat_map(|one| &one.points);
        let count = said.filter(|point| point.document.id == document.id).count();
        (value_in(document.id, main, &alike, usual), count)
    });
    Some(Held { main, found: found.collect() })
}

fn row_of(row: &IndicatorRow, matrix: &Matrix, page: &Page) -> Row {
    let language = page.visit.language;
    let points = matrix.series_of(row).iter().flat_map(|one| &one.points);
    let (indicator, name) = (row.id, series::called(&row.name, points));
    let Some(Held { main, found }) = held(matrix.series_of(row), &matrix.documents.rows) else {
        let cells = matrix.documents.rows.iter().map(|_| Cell::Nothing).collect();
        return Row { indicator, name, measure: String::new(), cells };
    };
    let mut measure = words::measure(main.kind, main.basis, language);
    if !main.unit.is_empty() {
        measure = format!("{measure} · {}", number::unit_name(&main.unit, language));
    }
    let cells = found.into_iter().map(|(value_of, count)| match value_of {
        Some((holder, at)) => Cell::Value(value(holder, at, count - 1, page)),
        None if count > 0 => Cell::Otherwise(count),
        None => Cell::Nothing,
    });
    Row { indicator, name, measure, cells: cells.collect() }
}

/// The columns before and after those that say what is measured.
const COLUMNS_OF_FILE: ([&str; 5], [&str; 4]) = (
    ["indicator_id", "indicator", "document_id", "document", "document_date"],
    ["change", "values_in_document", "claim_id", "quote"],
);

/// What each document says of one indicator: the value that stands for it, as its series and place, and how many
/// it gives.
fn cells<'a>(row: &IndicatorRow, matrix: &'a Matrix) -> Vec<(Option<(&'a Series, usize)>, usize)> {
    let documents = &matrix.documents.rows;
    held(matrix.series_of(row), documents).map_or_else(|| vec![(None, 0); documents.len()], |held| held.found)
}

/// How a value changed against the one before, for programs.
fn direction(series: &Series, at: usize) -> Option<&'static str> {
    let before = before_of(series, at)?;
    Some(match series.points[at].signed().cmp(&before.signed()) {
        Ordering::Greater => "up",
        Ordering::Less => "down",
        Ordering::Equal => "same",
    })
}

/// A row for programs; a document that does not give the value has no `point`.
fn listed(row: &IndicatorRow, matrix: &Matrix) -> serde_json::Value {
    let cells = matrix.documents.rows.iter().zip(cells(row, matrix)).map(|(document, (value, count))| {
        serde_json::json!({
            "document_id": document.id,
            "values_in_document": count,
            "change": value.and_then(|(series, at)| direction(series, at)),
            "point": value.map(|(series, at)| &series.points[at]),
        })
    });
    serde_json::json!({ "indicator_id": row.id, "indicator": row.name, "cells": cells.collect::<Vec<_>>() })
}

/// The cells of a row, one a line; those of documents that do not give the value have no measure.
fn records(row: &IndicatorRow, matrix: &Matrix) -> Vec<Vec<String>> {
    let cells = matrix.documents.rows.iter().zip(cells(row, matrix)).map(|(document, (value, count))| {
        let before = [
            row.id.to_string(),
            row.name.clone(),
            document.id.to_string(),
            document.name().to_owned(),
            table::day(document.metadata.date()),
        ];
        let mut after = [const { String::new() }; 4];
        after[1] = count.to_string();
        let Some((series, at)) = value else {
            return [&before[..], &[const { String::new() }; table::MEASURED.len()], &after].concat();
        };
        let point = &series.points[at];
        direction(series, at).unwrap_or_default().clone_into(&mut after[0]);
        after[2] = point.id.to_string();
        after[3].clone_from(&point.claim.quote);
        [&before[..], &table::measured(&point.claim), &after].concat()
    });
    cells.collect()
}

/// The series whose measure most of the documents give a value of; of several the main one.
fn widest<'a>(series: &'a [Series], documents: &[DocumentRow]) -> Option<&'a Series> {
    let measure = |one: &'a Series| (one.kind, one.basis, one.unit.as_str());
    let gives = |document: &DocumentRow, one: &'a Series| {
        let of_measure = series.iter().filter(|other| measure(other) == measure(one));
        of_measure.flat_map(|other| &other.points).any(|point| point.document.id == document.id)
    };
    let width = |one: &'a Series| documents.iter().filter(|document| gives(document, one)).count();
    let most = series.iter().map(width).max()?;
    main_series(series.iter().filter(|one| width(one) == most))
}

/// The type of period that most values of a series have, no sum of years where others are as many.
fn usual_period(series: &Series) -> Option<PeriodType> {
    let kinds = || series.points.iter().filter_map(|point| Some(point.claim.period.as_ref()?.kind));
    kinds().max_by_key(|kind| (kinds().filter(|other| other == kind).count(), !LONG.contains(kind)))
}

/// The value of a document that stands for it in a row: a result before a target, the row's usual type
/// of period before another, the newest first. What spans several years fits no row of shorter periods.
fn value_in<'a>(
    document: i64,
    main: &'a Series,
    alike: &[&'a Series],
    usual: Option<PeriodType>,
) -> Option<(&'a Series, usize)> {
    let kind = |point: &Point| point.claim.period.as_ref().map(|period| period.kind);
    let is_long = |kind: Option<PeriodType>| kind.is_some_and(|kind| LONG.contains(&kind));
    let results = alike.iter().copied().filter(|one| one.status == Status::Actual);
    let targets = alike.iter().copied().filter(|one| one.status == Status::Target);
    let mut tried = std::iter::once(main).chain(results).chain(targets);
    tried.find_map(|one| {
        let place = |fits: &dyn Fn(&Point) -> bool| {
            one.points.iter().rposition(|point| point.document.id == document && fits(point))
        };
        let at = place(&|point| kind(point) == usual)
            .or_else(|| place(&|point| is_long(kind(point)) == is_long(usual)))?;
        Some((one, at))
    })
}

fn value(series: &Series, at: usize, more: usize, page: &Page) -> Value {
    let language = page.visit.language;
    let point = &series.points[at];
    Value {
        claim: point.id,
        document: point.document.id,
        amount: number::brief(&point.claim, language),
        exact: number::exactly(&point.claim, language),
        hedge: hedge(point.claim.bound, language),
        period: words::period(point.claim.period.as_ref(), language),
        target: point.claim.status == Status::Target,
        change: before_of(series, at).map(|before| change(before, point, page)),
        more,
    }
}

/// The sign of a change, and between what it lies.
fn change(before: &Point, point: &Point, page: &Page) -> (&'static str, String) {
    let language = page.visit.language;
    let (sign, words) = match point.signed().cmp(&before.signed()) {
        Ordering::Greater => ("▲", page.w.rose),
        Ordering::Less => ("▼", page.w.fell),
        Ordering::Equal => ("＝", page.w.same),
    };
    let period = words::period(before.claim.period.as_ref(), language);
    (sign, fill(words, &[&period, &number::of_claim(&before.claim, language)]))
}

/// The point before on the same line; `None` where nothing comparable stands there.
fn before_of(series: &Series, at: usize) -> Option<&Point> {
    let run = series.runs.iter().find(|run| run.contains(&at))?;
    let place = run.iter().position(|position| *position == at)?;
    Some(&series.points[run[place.checked_sub(1)?]])
}
