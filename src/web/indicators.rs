//! `/indicators`: the list of indicators with its search, as page and as files.

use super::error::WebError;
use super::listing::{Field, File, Form, Format, Part, Record, with_files};
use super::params::Visit;
use super::state::AppState;
use super::summary::{self, Main, Summaries, Summary};
use super::templates::{Nav, Page, Pager, html};
use super::text::fill;
use super::understood::{self, Understood};
use crate::export::row;
use crate::series::Point;
use crate::store::{IndicatorFilter, IndicatorRow, Menus};
use crate::words::number;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

pub(super) fn router() -> Router<AppState> {
    with_files(Router::new(), "/indicators", &get(list))
}

#[derive(Template)]
#[template(path = "indicators.html", config = "assets/askama.toml")]
struct IndicatorsPage {
    page: Page,
    form: Form,
    query: String,
    scope: String,
    /// How the search was understood.
    understood: Option<Understood>,
    found: String,
    rows: Vec<Summary>,
    pager: Option<Pager>,
}

/// An indicator as a list gives it to programs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedIndicator")]
pub(super) struct Listed {
    #[serde(flatten)]
    row: IndicatorRow,
    /// The value that stands for its main series.
    latest: Option<Point>,
}

/// The columns of the value that stands for an indicator.
const LATEST: [&str; 10] = [
    "latest_value",
    "latest_value_high",
    "latest_bound",
    "latest_unit",
    "latest_scope",
    "latest_period_start",
    "latest_period_end",
    "latest_period_type",
    "latest_document_id",
    "latest_claim_id",
];

pub(super) async fn list(
    State(state): State<AppState>,
    Extension(known): Extension<Summaries>,
    visit: Visit,
) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let menus = state.store.menus().await?;
    let words = [visit.text("q")?, visit.text("topic")?];
    let text = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let scope = visit.among("scope", &menus.scopes)?;
    let year = |day: Option<NaiveDate>| day.map(|day| day.year());
    let filter = IndicatorFilter {
        query: understood::read(Some(&text), &menus),
        scope: scope.clone(),
        unit: visit.among("unit", &menus.units)?,
        from: year(visit.day("from", false)?),
        to: year(visit.day("to", true)?),
        points: visit.whole("points", 0..=1_000_000)?.unwrap_or_default(),
        target: visit.choice::<u8>("target", &["1"])?.is_some(),
        order: visit.choice("sort", &["documents", "name", "points", "latest"])?.unwrap_or_default(),
        offset: part.offset,
        limit: part.limit,
    };
    // The place whose values are shown.
    let scope = scope.or_else(|| filter.query.place().map(str::to_owned));
    if part.format != Format::Html {
        let columns = [&row::INDICATOR[..], &LATEST].concat();
        let file = File::new("indicators", &columns, &state.store);
        let found = state.store.indicators_found(&filter).await?;
        let listed = move |numbers: Vec<i64>| {
            let (store, known, scope) = (state.store.clone(), known.clone(), scope.clone());
            async move {
                let rows = store.indicators_numbered(&numbers).await?;
                let mains = summary::mains(&store, &known, &rows, scope.as_deref()).await?;
                let listed = |(row, main): (_, Arc<Main>)| Listed { row, latest: main.headline.clone() };
                Ok(rows.into_iter().zip(mains).map(listed).collect())
            }
        };
        return part.file(&visit, file, found, listed).await;
    }
    let found = state.store.indicators(&filter).await?;
    let total = found.total;
    let rows = summary::of_rows(&state.store, &known, found.rows, scope.as_deref(), visit.language).await?;
    let page = Page::new(visit, Nav::Indicators);
    html(&IndicatorsPage {
        pager: Pager::of(&page, part.page, total),
        found: fill(page.w.found_indicators, &[&page.count(total)]),
        form: Form::new(&page, form_fields(&filter, &text, &menus, &page), total),
        understood: Understood::of(&filter.query, &page),
        page: page.clone().titled(page.w.indicators),
        query: text,
        scope: scope.unwrap_or_default(),
        rows,
    })
}

fn form_fields(filter: &IndicatorFilter, text: &str, menus: &Menus, page: &Page) -> Vec<Field> {
    let w = page.w;
    let scopes = menus.scopes.iter().map(|scope| (scope.clone(), scope.clone()));
    let language = page.visit.language;
    let units = menus.units.iter().map(|unit| (unit.clone(), number::unit_alone(unit, language)));
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let points = if filter.points > 0 { filter.points.to_string() } else { String::new() };
    let sort: &'static str = filter.order.into();
    let orders = [("name", w.by_name), ("points", w.by_points), ("latest", w.by_latest)];
    vec![
        Field::text("q", w.name_or_topic, text).hint(w.search_placeholder),
        Field::choice("scope", w.scope, filter.scope.clone().unwrap_or_default(), w.any_scope, scopes),
        Field::choice("unit", w.unit, filter.unit.clone().unwrap_or_default(), w.any, units),
        Field::text("from", w.from_year, year(filter.from)).hint("2019"),
        Field::text("to", w.to_year, year(filter.to)).hint("2024"),
        Field::text("points", w.least_points, points).hint("3"),
        Field::choice(
            "target",
            w.target,
            if filter.target { "1" } else { "" },
            w.any,
            [("1".to_owned(), w.with_target.to_owned())],
        ),
        Field::choice(
            "sort",
            w.sort,
            if sort == "documents" { "" } else { sort },
            w.by_documents,
            orders.map(|(value, name)| (value.to_owned(), name.to_owned())),
        ),
    ]
}

impl Record for Listed {
    fn records(&self) -> Vec<Vec<String>> {
        vec![self.record()]
    }
}

impl Listed {
    fn record(&self) -> Vec<String> {
        let Self { row, latest } = self;
        let of_latest =
            |field: fn(&Point) -> Option<String>| latest.as_ref().and_then(field).unwrap_or_default();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let (start, end) = latest
            .as_ref()
            .and_then(|point| point.claim.period.as_ref())
            .map_or((None, None), |period| (day(period.start), day(period.end)));
        let latest = [
            of_latest(|point| Some(point.claim.value.to_string())),
            of_latest(|point| point.claim.value_high.map(|high| high.to_string())),
            of_latest(|point| Some(point.claim.bound.to_string())),
            of_latest(|point| Some(point.claim.unit.clone())),
            of_latest(|point| point.claim.scope.clone()),
            start.unwrap_or_default(),
            end.unwrap_or_default(),
            of_latest(|point| Some(point.claim.period.as_ref()?.kind.to_string())),
            of_latest(|point| Some(point.document.id.to_string())),
            of_latest(|point| Some(point.id.to_string())),
        ];
        [&row::indicator(row)[..], &latest].concat()
    }
}
