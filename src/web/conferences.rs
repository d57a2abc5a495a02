//! `/conferences`: indicators × conferences of one scope, each value with its change and its words.

use super::documents;
use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::summary::{hedge, main_series};
use super::templates::{Nav, PAGE_SIZE, Page, Pager, html};
use super::text::fill;
use crate::claim::Status;
use crate::series::{Point, Series};
use crate::store::{DocumentRow, IndicatorRow};
use crate::words;
use crate::words::number;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use std::cmp::Ordering;
use std::collections::HashMap;

/// How many conferences stand side by side.
const COLUMNS: i64 = 12;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/conferences", get(matrix))
}

#[derive(Template)]
#[template(path = "conferences.html", config = "assets/askama.toml")]
struct ConferencesPage {
    page: Page,
    scope: String,
    scopes: Vec<String>,
    topic: String,
    found: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    older: Option<String>,
    newer: Option<String>,
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
    measure: String,
    cells: Vec<Option<Cell>>,
}

#[derive(Debug)]
struct Cell {
    claim: i64,
    document: i64,
    value: String,
    exact: String,
    hedge: Option<&'static str>,
    period: String,
    target: bool,
    /// The sign of the change and what it says, where the value before is comparable.
    change: Option<(&'static str, &'static str)>,
    /// How many more values the document gives.
    more: usize,
}

async fn matrix(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let store = &state.store;
    let number = visit.page()?;
    let back = visit.one_of::<i64>("back")?.unwrap_or(0);
    if !(0..=1_000_000).contains(&back) {
        return Err(WebError::BadParameter { name: "back", value: back.to_string() });
    }
    let scopes = store.scopes_of_conferences().await?;
    let scope = visit.text("scope")?.map(str::to_owned).or_else(|| scopes.first().cloned());
    let scope = scope.unwrap_or_default();
    let topic = visit.text("topic")?.unwrap_or_default().to_owned();
    let mut documents = store.documents_of_scope(&scope, back, COLUMNS).await?;
    documents.rows.reverse();
    let indicators = store.repeated_indicators(&scope, &topic, (number - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let ids: Vec<i64> = indicators.rows.iter().map(|row| row.id).collect();
    let mut series: HashMap<i64, Vec<Series>> = HashMap::new();
    for one in store.series_of_scope(&ids, &scope).await? {
        if let Some(first) = one.points.first().filter(|_| one.scope.as_deref() == Some(scope.as_str())) {
            series.entry(first.indicator).or_default().push(one);
        }
    }
    let page = Page::new(visit, Nav::Conferences);
    let rows = indicators.rows.into_iter().map(|row| {
        let of_row = series.remove(&row.id).unwrap_or_default();
        row_of(row, &of_row, &documents.rows, &page)
    });
    let rows = rows.collect();
    let moved = |to: i64| page.visit.with(&[("back", (to > 0).then(|| to.to_string()).as_deref())]);
    html(&ConferencesPage {
        found: fill(page.w.matrix_found, &[&indicators.total.to_string(), &documents.total.to_string()]),
        columns: documents.rows.iter().map(|row| column(row, &page)).collect(),
        older: (back + COLUMNS < documents.total).then(|| moved(back + COLUMNS)),
        newer: (back > 0).then(|| moved((back - COLUMNS).max(0))),
        pager: Pager::of(&page, number, indicators.total),
        page: page.clone().titled(page.w.conferences),
        scope,
        scopes,
        topic,
        rows,
    })
}

fn column(row: &DocumentRow, page: &Page) -> Column {
    let date = row.metadata.date().map_or_else(|| page.w.unknown.to_owned(), |date| date.to_string());
    Column { document: row.id, date, title: documents::title(row) }
}

/// One row: the main series first; where a document lacks it, another of the same measure, so that a
/// change never stands in a row of levels.
fn row_of(row: IndicatorRow, series: &[Series], documents: &[DocumentRow], page: &Page) -> Row {
    let language = page.visit.language;
    let main = main_series(series.iter());
    let measure = main.map_or_else(String::new, |main| words::measure(main.kind, main.basis, language));
    let cells = documents.iter().map(|document| {
        let of_document =
            |one: &Series| one.points.iter().rposition(|point| point.document.id == document.id);
        let actual = || series.iter().filter(|one| one.status == Status::Actual);
        let alike = |one: &&Series| main.is_none_or(|main| (one.kind, one.basis) == (main.kind, main.basis));
        let mut own = main.into_iter().chain(actual()).chain(series).filter(alike);
        let (holder, at) = own.find_map(|one| Some((one, of_document(one)?)))?;
        let said = series.iter().flat_map(|one| &one.points);
        let count = said.filter(|point| point.document.id == document.id).count();
        Some(cell(holder, at, count - 1, page))
    });
    Row { indicator: row.id, name: row.name, measure, cells: cells.collect() }
}

fn cell(series: &Series, at: usize, more: usize, page: &Page) -> Cell {
    let language = page.visit.language;
    let point = &series.points[at];
    Cell {
        claim: point.id,
        document: point.document.id,
        value: number::of_claim(&point.claim, language),
        exact: number::exactly(&point.claim, language),
        hedge: hedge(point.claim.bound, language),
        period: words::period(point.claim.period.as_ref(), language),
        target: point.claim.status == Status::Target,
        change: before(series, at).map(|before| match point.signed().cmp(&before.signed()) {
            Ordering::Greater => ("▲", page.w.rose),
            Ordering::Less => ("▼", page.w.fell),
            Ordering::Equal => ("＝", page.w.same),
        }),
        more,
    }
}

/// The point before on the same line; `None` where nothing comparable stands there.
fn before(series: &Series, at: usize) -> Option<&Point> {
    let run = series.runs.iter().find(|run| run.contains(&at))?;
    let place = run.iter().position(|position| *position == at)?;
    Some(&series.points[run[place.checked_sub(1)?]])
}
