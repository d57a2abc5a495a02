//! `/conferences`: indicators × conferences of one scope, each value with its change and its words.

use super::error::WebError;
use super::listing::{self, File, Format, Part, Record, with_files};
use super::params::Visit;
use super::snippet::{Sentences, Snippet};
use super::state::AppState;
use super::summary::{LONG, by_indicator, main_series, placed, worded};
use super::templates::{Nav, Page, Pager, html};
use super::text::fill;
use crate::claim::{Kind, Status};
use crate::document::DocumentKind;
use crate::export::row;
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
    with_files(Router::new(), "/conferences", &get(matrix))
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
    files: Vec<(String, String)>,
    pager: Option<Pager>,
}

#[derive(Debug)]
struct Column {
    document: i64,
    date: String,
    title: String,
    /// What tells it from others of its title.
    name: String,
}

#[derive(Debug)]
struct Row {
    indicator: i64,
    name: String,
    /// Kind, basis and unit, which every value of the row shares.
    measure: String,
    /// Targets; results else. The two never share a row.
    target: bool,
    cells: Vec<Cell>,
}

/// What a document says of an indicator.
#[derive(Debug)]
enum Cell {
    Value(Value),
    /// So many values of the row's status, none of them in its measure.
    Otherwise(usize),
    Nothing,
}

#[derive(Debug)]
struct Value {
    claim: i64,
    document: i64,
    amount: String,
    exact: String,
    /// The quote in its sentence.
    words: Snippet,
    period: String,
    /// The sign of the change and what it says, where the words tell how the value before compares.
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
        use DocumentKind::{Budget, Bulletin, Conference, Court, News, Other, Report};
        match self {
            Self::Official => &[Conference, Report, Court, Budget, Bulletin],
            Self::Conference => &[Conference],
            Self::Report => &[Report],
            Self::Bulletin => &[Bulletin],
            Self::Other => &[News, Other],
            Self::All => &[],
        }
    }

    fn words(self, page: &Page) -> &'static str {
        match (self, self.documents()) {
            (Self::Official, _) => page.w.official,
            (_, [kind]) => crate::words::document::document_kind(*kind, page.visit.language),
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

    /// The numbers of the claims that it shows.
    fn claims(&self) -> Vec<i64> {
        let rows =
            self.indicators.rows.iter().flat_map(|row| held(self.series_of(row), &self.documents.rows));
        let cells = rows.flat_map(|row| row.found);
        cells.filter_map(|(value, _)| value.map(|(series, at)| series.points[at].id)).collect()
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
        let sentences = Sentences::of(&state.store, found.claims()).await?;
        return html(&page_of(found, &part, &sentences, visit));
    }
    let kind: &'static str = found.kinds.into();
    let beside = serde_json::json!({
        "scope": found.scope, "kind": kind,
        "documents": found.documents.rows, "documents_total": found.documents.total,
    });
    let columns = [&COLUMNS_OF_FILE.0[..], &row::MEASURED, &COLUMNS_OF_FILE.1].concat();
    let file = File { beside, ..File::new("conferences", &columns, &state.store) };
    let numbers = Found { rows: ids, total: found.indicators.total };
    let rows = move |numbers: Vec<i64>| {
        let (store, found) = (state.store.clone(), found.clone());
        async move {
            let found = found.filled(&store, &numbers).await?;
            let wanted = found.indicators.rows.iter().filter(|row| numbers.contains(&row.id));
            Ok(wanted.map(|row| OfIndicator(listed(row, &found))).collect())
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

/// The rows of an indicator: its results and its targets.
#[derive(Serialize)]
#[serde(transparent)]
struct OfIndicator(Vec<Listed>);

impl Record for OfIndicator {
    const SEVERAL: bool = true;

    fn records(&self) -> Vec<Vec<String>> {
        self.0.iter().flat_map(|row| row.records.clone()).collect()
    }
}

fn page_of(found: Matrix, part: &Part, sentences: &Sentences, visit: Visit) -> ConferencesPage {
    let page = Page::new(visit, Nav::Conferences);
    let moved = |to: i64| page.visit.with(&[("back", (to > 0).then(|| to.to_string()).as_deref())]);
    let (back, documents, indicators) = (found.back, &found.documents, &found.indicators);
    ConferencesPage {
        found: fill(page.w.matrix_found, &[&page.count(indicators.total), &page.count(documents.total)]),
        columns: documents.rows.iter().map(|row| column(row, &page)).collect(),
        older: (back + COLUMNS < documents.total).then(|| moved(back + COLUMNS)),
        newer: (back > 0).then(|| moved((back - COLUMNS).max(0))),
        files: listing::files(&page),
        pager: Pager::of(&page, part.page, indicators.total),
        kinds: Kinds::iter().map(|kinds| (kinds.into(), kinds.words(&page))).collect(),
        kind: found.kinds.into(),
        rows: indicators.rows.iter().flat_map(|row| rows_of(row, &found, sentences, &page)).collect(),
        page: page.clone().titled(page.w.conferences),
        scope: found.scope,
        scopes: found.scopes,
        topic: found.topic,
    }
}

fn column(row: &DocumentRow, page: &Page) -> Column {
    let date = row.metadata.date().map_or_else(|| page.w.unknown.to_owned(), |date| date.to_string());
    Column { document: row.id, date, title: row.title().to_owned(), name: row.name() }
}

/// What the documents say of one indicator: the values of one measure and status, so that a change never stands in a
/// row of levels, a target in one of results, nor the sum of five years in one of single years.
struct Held<'a> {
    /// The series that is most of it.
    main: &'a Series,
    /// For each document the value that stands for it, as its series and place, and how many of this status it gives.
    found: Vec<(Option<(&'a Series, usize)>, usize)>,
}

/// The rows of an indicator: results in the measure that most documents give, and targets in theirs.
fn held<'a>(series: &'a [Series], documents: &[DocumentRow]) -> Vec<Held<'a>> {
    let of_status = |status: Status| {
        let those: Vec<&Series> = series.iter().filter(|one| one.status == status).collect();
        let main = widest(&those, documents)?;
        let measure = |one: &Series| (one.kind, one.basis, one.among.clone(), one.unit.clone());
        let alike: Vec<&Series> = those.iter().copied().filter(|one| measure(one) == measure(main)).collect();
        let usual = usual_period(main);
        let found = documents.iter().map(|document| {
            let said = those.iter().flat_map(|one| &one.points);
            let count = said.filter(|point| point.document.id == document.id).count();
            (value_in(document.id, main, &alike, usual), count)
        });
        Some(Held { main, found: found.collect() })
    };
    [Status::Actual, Status::Target].into_iter().filter_map(of_status).collect()
}

fn rows_of(row: &IndicatorRow, matrix: &Matrix, sentences: &Sentences, page: &Page) -> Vec<Row> {
    let language = page.visit.language;
    let points = matrix.series_of(row).iter().flat_map(|one| &one.points);
    let name = series::called(&row.name, points);
    let rows = held(matrix.series_of(row), &matrix.documents.rows).into_iter().map(|Held { main, found }| {
        let mut measure = words::measure(main.kind, main.basis, language);
        if !main.unit.is_empty() {
            measure = format!("{measure} · {}", number::unit_name(&main.unit, language));
        }
        let cells = found.into_iter().map(|(value_of, count)| match value_of {
            Some((holder, at)) => Cell::Value(value(holder, at, count - 1, sentences, page)),
            None if count > 0 => Cell::Otherwise(count),
            None => Cell::Nothing,
        });
        let target = main.status == Status::Target;
        Row { indicator: row.id, name: name.clone(), measure, target, cells: cells.collect() }
    });
    rows.collect()
}

/// The columns before and after those that say what is measured.
const COLUMNS_OF_FILE: ([&str; 5], [&str; 4]) = (
    ["indicator_id", "indicator", "document_id", "document", "document_date"],
    ["change", "values_in_document", "claim_id", "quote"],
);

/// How a value compares with the one before; `None` where nothing comparable stands there or the words leave it open.
/// A change says its direction itself.
fn compared(series: &Series, at: usize) -> Option<(&Point, Ordering)> {
    let before = before_of(series, at).filter(|_| series.kind != Kind::Change)?;
    let order = series::compare(before, &series.points[at])?;
    // From the third place to the second is a rise.
    Some((before, if series.kind == Kind::Rank { order.reverse() } else { order }))
}

/// How a value changed against the one before, for programs.
fn direction(series: &Series, at: usize) -> Option<&'static str> {
    Some(match compared(series, at)?.1 {
        Ordering::Greater => "up",
        Ordering::Less => "down",
        Ordering::Equal => "same",
    })
}

/// The rows of an indicator for programs; a document that does not give the value has no `point`.
fn listed(row: &IndicatorRow, matrix: &Matrix) -> Vec<Listed> {
    let rows = held(matrix.series_of(row), &matrix.documents.rows).into_iter().map(|held| {
        let cells = matrix.documents.rows.iter().zip(&held.found).map(|(document, (value, count))| {
            serde_json::json!({
                "document_id": document.id,
                "values_in_document": count,
                "change": value.and_then(|(series, at)| direction(series, at)),
                "point": value.map(|(series, at)| &series.points[at]),
            })
        });
        let cells: Vec<_> = cells.collect();
        let json = serde_json::json!({
            "indicator_id": row.id, "indicator": row.name, "status": held.main.status, "cells": cells,
        });
        Listed { json, records: records(row, &held, matrix) }
    });
    rows.collect()
}

/// The cells of a row, one a line; those of documents that do not give the value have of its measure the status alone.
fn records(row: &IndicatorRow, held: &Held, matrix: &Matrix) -> Vec<Vec<String>> {
    let cells = matrix.documents.rows.iter().zip(&held.found).map(|(document, (value, count))| {
        let before = [
            row.id.to_string(),
            row.name.clone(),
            document.id.to_string(),
            document.name(),
            row::day(document.metadata.day()),
        ];
        let mut measured = row::MEASURED.map(|column| match column {
            "status" => held.main.status.to_string(),
            _ => String::new(),
        });
        let mut after = [const { String::new() }; 4];
        after[1] = count.to_string();
        if let Some((series, at)) = value {
            let point = &series.points[*at];
            measured = row::measured(&point.claim);
            direction(series, *at).unwrap_or_default().clone_into(&mut after[0]);
            after[2] = point.id.to_string();
            after[3].clone_from(&point.claim.quote);
        }
        [&before[..], &measured, &after].concat()
    });
    cells.collect()
}

/// The series whose measure most of the documents give a value of; of several the main one.
fn widest<'a>(series: &[&'a Series], documents: &[DocumentRow]) -> Option<&'a Series> {
    let measure = |one: &'a Series| (one.kind, one.basis, one.among.as_deref(), one.unit.as_str());
    let gives = |document: &DocumentRow, one: &'a Series| {
        let of_measure = series.iter().filter(|other| measure(other) == measure(one));
        of_measure.flat_map(|other| &other.points).any(|point| point.document.id == document.id)
    };
    let width = |one: &'a Series| documents.iter().filter(|document| gives(document, one)).count();
    let most = series.iter().map(|one| width(one)).max().filter(|most| *most > 0)?;
    main_series(series.iter().copied().filter(|one| width(one) == most))
}

/// The type of period that most values of a series have, no sum of years where others are as many.
fn usual_period(series: &Series) -> Option<PeriodType> {
    let kinds = || series.points.iter().filter_map(|point| Some(point.claim.period.as_ref()?.kind));
    kinds().max_by_key(|kind| (kinds().filter(|other| other == kind).count(), !LONG.contains(kind)))
}

/// The value of a document that stands for it in a row: the row's usual type of period before another, the newest
/// first. What spans several years fits no row of shorter periods.
fn value_in<'a>(
    document: i64,
    main: &'a Series,
    alike: &[&'a Series],
    usual: Option<PeriodType>,
) -> Option<(&'a Series, usize)> {
    let kind = |point: &Point| point.claim.period.as_ref().map(|period| period.kind);
    let is_long = |kind: Option<PeriodType>| kind.is_some_and(|kind| LONG.contains(&kind));
    let mut tried = std::iter::once(main).chain(alike.iter().copied());
    tried.find_map(|one| {
        let place = |fits: &dyn Fn(&Point) -> bool| {
            one.points.iter().rposition(|point| point.document.id == document && fits(point))
        };
        let at = place(&|point| kind(point) == usual)
            .or_else(|| place(&|point| is_long(kind(point)) == is_long(usual)))?;
        Some((one, at))
    })
}

fn value(series: &Series, at: usize, more: usize, sentences: &Sentences, page: &Page) -> Value {
    let language = page.visit.language;
    let point = &series.points[at];
    Value {
        claim: point.id,
        document: point.document.id,
        amount: placed(number::brief(&point.claim, language), point, language),
        exact: number::exactly(&point.claim, language),
        words: sentences.in_cell(point.id),
        period: words::period(point.claim.period.as_ref(), language),
        change: change(series, at, page),
        more,
    }
}

/// The sign of a change, and between what it lies.
fn change(series: &Series, at: usize, page: &Page) -> Option<(&'static str, String)> {
    let language = page.visit.language;
    let (before, order) = compared(series, at)?;
    let (sign, words) = match order {
        Ordering::Greater => ("▲", page.w.rose),
        Ordering::Less => ("▼", page.w.fell),
        Ordering::Equal => ("＝", page.w.same),
    };
    let period = words::period(before.claim.period.as_ref(), language);
    Some((sign, fill(words, &[&period, &worded(before, language)])))
}

/// The point before on the same line; `None` where nothing comparable stands there.
fn before_of(series: &Series, at: usize) -> Option<&Point> {
    let run = series.runs.iter().find(|run| run.contains(&at))?;
    let place = run.iter().position(|position| *position == at)?;
    Some(&series.points[run[place.checked_sub(1)?]])
}
