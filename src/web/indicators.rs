//! `/indicators`: the list with its search, and each indicator as chart, table, JSON, CSV, SVG and PNG.

use super::error::WebError;
use super::listing::{Field, Form, Format, Part};
use super::params::{Visit, numbered};
use super::remarks::{self, Remarks};
use super::state::AppState;
use super::summary::{self, Latest, Summaries, Summary, headline, hedge, main_series};
use super::table;
use super::templates::{Nav, Page, Pager, html};
use super::text::{self, fill};
use crate::chart::{self, By, ChartOptions, Typeface};
use crate::claim::{Basis, Claim, Kind, Status};
use crate::period::PeriodType;
use crate::series::{Point, Series, What, counted};
use crate::store::{IndicatorFilter, IndicatorRow, Menus};
use crate::words;
use crate::words::number;
use crate::words::period::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeSet;
use std::str::FromStr;

/// Width and height of a chart beside a table, and of one that fits a phone.
const WIDE: (u32, u32) = (920, 400);
const NARROW: (u32, u32) = (360, 300);

/// Types of period that are longer than a year, and the others: apart where both are levels.
pub(super) const LONG: [PeriodType; 2] = [PeriodType::MultiYear, PeriodType::CumulativeSince];
pub(super) const SHORT: [PeriodType; 8] = [
    PeriodType::Year,
    PeriodType::Half,
    PeriodType::Quarter,
    PeriodType::Month,
    PeriodType::Day,
    PeriodType::Ytd,
    PeriodType::AsOf,
    PeriodType::Span,
];

/// How an address writes the scope of claims that name none.
const NO_SCOPE: &str = "-";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/indicators", get(list))
        .route("/indicators.json", get(list))
        .route("/indicators.csv", get(list))
        .route("/indicators/{id}", get(view))
}

#[derive(Template)]
#[template(path = "indicators.html", config = "assets/askama.toml")]
struct IndicatorsPage {
    page: Page,
    form: Form,
    query: String,
    scope: String,
    found: String,
    rows: Vec<Summary>,
    pager: Option<Pager>,
}

#[derive(Template)]
#[template(path = "indicator.html", config = "assets/askama.toml")]
struct IndicatorPage {
    page: Page,
    row: IndicatorRow,
    scope: String,
    measure: String,
    units: String,
    latest: Option<Latest>,
    /// A value said more recently than the one over the page, of a shorter period.
    newer: Option<Latest>,
    choices: [(&'static str, Vec<Choice>); 4],
    from: String,
    to: String,
    hidden: Vec<(&'static str, String)>,
    charts: Vec<Chart>,
    remarks: Remarks,
    silent: Option<String>,
    gone: Option<String>,
    permalink: String,
    embed: Option<String>,
    /// Where the scopes stand together, if there are several.
    compare: Option<String>,
    lines: Vec<Line>,
    downloads: Vec<Choice>,
}

/// A link of a switch.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) chosen: bool,
}

impl Choice {
    /// One that is not chosen.
    pub(super) fn link(name: String, address: String) -> Self {
        Self { name, address, chosen: false }
    }
}

/// The drawing of all series in one unit.
#[derive(Debug)]
struct Chart {
    caption: String,
    source: String,
    wide: String,
    /// Width and height of the wide drawing.
    size: (u32, u32),
    narrow: String,
}

/// A row of the table.
#[derive(Debug)]
struct Line {
    claim: i64,
    document: i64,
    title: String,
    period: String,
    value: String,
    exact: String,
    bound: &'static str,
    status: &'static str,
    target: bool,
    restated: bool,
    speaker: String,
    date: String,
    quote: String,
    /// The label of its note, where it has one.
    note: String,
}

/// An indicator as a list gives it to programs.
#[derive(Debug, Serialize)]
struct Listed {
    #[serde(flatten)]
    row: IndicatorRow,
    /// The value that stands for its main series.
    latest: Option<Point>,
}

const LIST_COLUMNS: [&str; 18] = [
    "indicator_id",
    "indicator",
    "claims",
    "documents",
    "targets",
    "scopes",
    "first_year",
    "last_year",
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

async fn list(
    State(state): State<AppState>,
    Extension(known): Extension<Summaries>,
    visit: Visit,
) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let menus = state.store.menus().await?;
    let words = [visit.text("q")?, visit.text("topic")?];
    let query = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let scope = visit.among("scope", &menus.scopes)?;
    let year = |day: Option<NaiveDate>| day.map(|day| day.year());
    let filter = IndicatorFilter {
        query: query.clone(),
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
    let found = state.store.indicators(&filter).await?;
    let total = found.total;
    if part.format != Format::Html {
        let rows = summary::with_series(&state.store, found.rows, scope.as_deref()).await?;
        let rows = rows
            .into_iter()
            .map(|(row, series)| Listed { latest: main_series(&series).and_then(headline).cloned(), row });
        let rows: Vec<Listed> = rows.collect();
        if part.format == Format::Json {
            return Ok(part.json(&visit, &rows, total));
        }
        let rows = rows.iter().map(Listed::record).collect();
        return part.csv(&visit, ("indicators", &LIST_COLUMNS), rows, total);
    }
    let rows = summary::of_rows(&state.store, &known, found.rows, scope.as_deref(), visit.language).await?;
    let page = Page::new(visit, Nav::Indicators);
    html(&IndicatorsPage {
        pager: Pager::of(&page, part.page, total),
        found: fill(page.w.found_indicators, &[&page.count(total)]),
        form: Form::new(&page, form_fields(&filter, &menus, &page), total),
        page: page.clone().titled(page.w.indicators),
        query,
        scope: scope.unwrap_or_default(),
        rows,
    })
}

fn form_fields(filter: &IndicatorFilter, menus: &Menus, page: &Page) -> Vec<Field> {
    let w = page.w;
    let scopes = menus.scopes.iter().map(|scope| (scope.clone(), scope.clone()));
    let units = menus.units.iter().map(|unit| (unit.clone(), unit.clone()));
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let points = if filter.points > 0 { filter.points.to_string() } else { String::new() };
    let sort: &'static str = filter.order.into();
    let orders = [("name", w.by_name), ("points", w.by_points), ("latest", w.by_latest)];
    vec![
        Field::text("q", w.name_or_topic, filter.query.clone()).hint(w.search_placeholder),
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
        vec![
            row.id.to_string(),
            row.name.clone(),
            row.points.to_string(),
            row.documents.to_string(),
            row.targets.to_string(),
            row.scopes.join(" "),
            row.years.map(|(first, _)| first.to_string()).unwrap_or_default(),
            row.years.map(|(_, last)| last.to_string()).unwrap_or_default(),
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
        ]
    }
}

async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, format) = numbered(&id)?;
    let asked = Asked::of(&visit)?;
    let row = state.store.indicator(id).await?;
    let all = state.store.series(&[id]).await?;
    asked.known(&all)?;
    match format {
        None => {
            let chosen = Chosen::of(&asked, &all);
            let silent = silent(&state, id, &chosen, &visit).await?;
            let days = state.store.reported_days(id, chosen.scope.as_deref()).await?;
            html(&page_of(row, &all, &chosen, (silent, days), visit))
        }
        Some("json") => {
            let series: Vec<&Series> = all.iter().filter(|series| asked.fits(series)).collect();
            Ok(Json(serde_json::json!({ "indicator": row, "series": series })).into_response())
        }
        Some("csv") => {
            let series = all.iter().filter(|series| asked.fits(series));
            csv(&format!("indicator-{id}"), &[row], series, &visit)
        }
        Some(format @ ("svg" | "png")) => {
            let chosen = Chosen::of(&asked, &all);
            let page = Page::new(visit, Nav::Indicators);
            let remarks = remarks::of(&all, &chosen.series, &page);
            let number = page.visit.one_of::<usize>("panel")?.unwrap_or(1);
            let mut charts = charts(&row, &chosen, &remarks, &page);
            if charts.is_empty() {
                charts.push(nothing_to_draw(&row, &chosen, &page));
            }
            let chart = number.checked_sub(1).and_then(|at| charts.get(at));
            let chart = chart.ok_or(WebError::BadParameter { name: "panel", value: number.to_string() })?;
            let svg = chart::framed(&chart.wide, chart.size, [&row.name, &chart.caption, &chart.source]);
            image(svg, format, state.typeface).await
        }
        Some(_) => Err(WebError::NotFound),
    }
}

/// What stands in the place of a chart that has no value with a place on it.
fn nothing_to_draw(row: &IndicatorRow, chosen: &Chosen, page: &Page) -> Chart {
    let size = fitting(WIDE, 0);
    let options = ChartOptions {
        title: fill(page.w.chart_of, &[&row.name]),
        width: size.0,
        height: size.1,
        language: page.visit.language,
        ..ChartOptions::default()
    };
    let scope = scope_name(chosen.scope.as_deref(), page);
    Chart {
        caption: format!("{scope} · {}", words::measure(chosen.kind, chosen.basis, page.visit.language)),
        source: source_of(chosen.points(), page),
        wide: chart::svg(&[], &options),
        size,
        narrow: String::new(),
    }
}

/// The size of a chart of so many values: a few need no high one.
pub(super) fn fitting((width, height): (u32, u32), values: usize) -> (u32, u32) {
    (width, if values > 3 { height } else { height * 3 / 5 })
}

/// From how many documents the values of a drawing come.
pub(super) fn source_of<'a>(points: impl Iterator<Item = &'a Point>, page: &Page) -> String {
    let documents: BTreeSet<i64> = points.map(|point| point.document.id).collect();
    fill(page.w.drawn_from, &[&documents.len().to_string(), page.w.site])
}

/// A drawing as `svg`, or as `png`.
pub(super) async fn image(svg: String, format: &str, typeface: Typeface) -> Result<Response, WebError> {
    if format != "png" {
        return Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response());
    }
    // Drawing takes a while, so it must not keep other requests waiting.
    let drawn = tokio::task::spawn_blocking(move || chart::png(&svg, &typeface)).await;
    let bytes = drawn.map_err(|error| {
        tracing::error!(%error, "a chart could not be drawn");
        WebError::Internal
    })??;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}

/// Which series the address names; what it leaves out fits all.
#[derive(Debug, Default)]
struct Asked {
    scope: AskedScope,
    kind: Option<Kind>,
    basis: Option<Against>,
    view: View,
}

/// How the chart is drawn, and of which time.
#[derive(Debug, Default, Clone, Copy)]
struct View {
    by: By,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    period: Option<PeriodType>,
}

impl View {
    /// Whether a point lies in the time that is asked for; those without a day always do.
    fn holds(self, point: &Point) -> bool {
        let kind = point.claim.period.as_ref().map(|period| period.kind);
        if self.period.is_some_and(|wanted| kind != Some(wanted)) {
            return false;
        }
        let day = match self.by {
            By::Period => point.day(),
            By::Conference => point.document.date,
        };
        day.is_none_or(|day| self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to))
    }
}

/// Which scope the address names.
#[derive(Debug, Default)]
enum AskedScope {
    #[default]
    Any,
    /// That of claims which name none.
    Unnamed,
    Named(String),
}

/// A basis as an address writes it; `none` is the absence of one.
#[derive(Debug, Clone, Copy)]
struct Against(Option<Basis>);

impl FromStr for Against {
    type Err = strum::ParseError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "none" { Ok(Self(None)) } else { word.parse().map(|basis| Self(Some(basis))) }
    }
}

impl Asked {
    fn of(visit: &Visit) -> Result<Self, WebError> {
        let scope = match visit.text("scope")? {
            None => AskedScope::Any,
            Some(NO_SCOPE) => AskedScope::Unnamed,
            Some(name) => AskedScope::Named(name.to_owned()),
        };
        let view = View {
            by: visit.one_of("by")?.unwrap_or_default(),
            from: visit.day("from", false)?,
            to: visit.day("to", true)?,
            period: visit.one_of("period")?,
        };
        Ok(Self { scope, kind: visit.one_of("kind")?, basis: visit.one_of("basis")?, view })
    }

    /// Refuses a scope of which the indicator has no value.
    fn known(&self, all: &[Series]) -> Result<(), WebError> {
        let AskedScope::Named(name) = &self.scope else { return Ok(()) };
        let scopes: BTreeSet<&str> = all.iter().filter_map(|series| series.scope.as_deref()).collect();
        if scopes.is_empty() || scopes.contains(name.as_str()) {
            return Ok(());
        }
        Err(WebError::unknown_scope(name, scopes.into_iter().map(str::to_owned).collect()))
    }

    fn fits(&self, series: &Series) -> bool {
        let scope = match &self.scope {
            AskedScope::Any => true,
            AskedScope::Unnamed => series.scope.is_none(),
            AskedScope::Named(name) => series.scope.as_ref() == Some(name),
        };
        scope
            && self.kind.is_none_or(|kind| kind == series.kind)
            && self.basis.is_none_or(|Against(basis)| basis == series.basis)
    }
}

/// The series of one scope and one measure, which a page shows; units and status may differ.
struct Chosen<'a> {
    scope: Option<String>,
    kind: Kind,
    basis: Option<Basis>,
    series: Vec<&'a Series>,
    view: View,
}

impl<'a> Chosen<'a> {
    /// What is asked for, filled up from the series that says most.
    fn of(asked: &Asked, all: &'a [Series]) -> Self {
        let main = main_series(all.iter().filter(|series| asked.fits(series)));
        let scope = match (main, &asked.scope) {
            (Some(main), _) => main.scope.clone(),
            (None, AskedScope::Named(name)) => Some(name.clone()),
            (None, AskedScope::Any | AskedScope::Unnamed) => None,
        };
        let kind = main.map_or_else(|| asked.kind.unwrap_or(Kind::Level), |main| main.kind);
        let basis = main.map_or_else(|| asked.basis.and_then(|Against(basis)| basis), |main| main.basis);
        let series =
            all.iter().filter(|one| one.scope == scope && one.kind == kind && one.basis == basis).collect();
        Self { scope, kind, basis, series, view: asked.view }
    }

    /// The units of each chart. Different units never share one, but for units of counting where the
    /// values went on in another: there the reader must see the break.
    fn panels(&self) -> Vec<Vec<&'a str>> {
        let units = self.units();
        let turned: BTreeSet<&str> = self
            .series
            .iter()
            .flat_map(|series| &series.notes)
            .filter_map(|note| match &note.what {
                What::Unit { from, to } => Some([from.as_str(), to.as_str()]),
                _ => None,
            })
            .flatten()
            .filter(|unit| counted(unit))
            .collect();
        let largest = |unit: &str| {
            let of_unit = self.series.iter().filter(|series| series.unit == unit);
            of_unit.flat_map(|series| &series.points).map(|point| point.signed().abs()).max()
        };
        // A count that is a hundredth of another would lie on the axis.
        let (mut joined, mut apart) = (Vec::new(), Vec::new());
        let first = units.iter().find(|unit| turned.contains(**unit)).and_then(|unit| largest(unit));
        for unit in units {
            let close = first
                .zip(largest(unit))
                .is_some_and(|(one, other)| one.min(other) * Decimal::ONE_HUNDRED > one.max(other));
            if turned.contains(unit) && close { joined.push(unit) } else { apart.push(vec![unit]) }
        }
        let mut panels = apart;
        if !joined.is_empty() {
            panels.insert(0, joined);
        }
        panels
    }

    fn points(&self) -> impl Iterator<Item = &'a Point> {
        self.series.iter().flat_map(|series| &series.points)
    }

    /// The units, that with most points first.
    fn units(&self) -> Vec<&'a str> {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for series in &self.series {
            match counted.iter_mut().find(|(unit, _)| *unit == series.unit) {
                Some((_, count)) => *count += series.points.len(),
                None => counted.push((&series.unit, series.points.len())),
            }
        }
        counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        counted.into_iter().map(|(unit, _)| unit).collect()
    }
}

fn page_of(
    row: IndicatorRow,
    all: &[Series],
    chosen: &Chosen,
    (silent, (held, reported)): (Option<String>, (Vec<NaiveDate>, Vec<NaiveDate>)),
    visit: Visit,
) -> IndicatorPage {
    let language = visit.language;
    let page = Page::new(visit, Nav::Indicators).titled(row.name.clone());
    let main = main_series(chosen.series.iter().copied());
    let shown = main.and_then(headline);
    let newer = main.and_then(Series::latest).filter(|latest| {
        let long = latest.claim.period.as_ref().is_some_and(|period| LONG.contains(&period.kind));
        !long && shown.is_some_and(|shown| shown.id != latest.id)
    });
    let remarks = remarks::of(all, &chosen.series, &page);
    let this = selection(chosen.scope.as_deref(), chosen.kind, chosen.basis);
    let charts = charts(&row, chosen, &remarks, &page);
    let image = page.visit.suffixed("svg", &this);
    let embed = (!charts.is_empty()).then(|| {
        let (image, name) = (page.visit.absolute(&image), page.title.replace(['"', '<', '>', '&'], " "));
        format!("<img src=\"{image}\" alt=\"{name}\">")
    });
    let text_of = |name| page.visit.text(name).ok().flatten().unwrap_or_default().to_owned();
    let kept = this.iter().filter_map(|&(name, value)| Some((name, value?.to_owned())));
    let by: &'static str = chosen.view.by.into();
    let period: &'static str = chosen.view.period.map_or("", Into::into);
    let hidden = kept.chain([("by", by.to_owned()), ("period", period.to_owned())]).collect();
    let named = |unit: &&str| match *unit {
        "" => page.w.no_unit.to_owned(),
        unit => number::unit_alone(unit, language),
    };
    IndicatorPage {
        scope: scope_name(chosen.scope.as_deref(), &page),
        measure: words::measure(chosen.kind, chosen.basis, language),
        units: chosen.units().iter().map(named).collect::<Vec<_>>().join(" / "),
        latest: shown.map(|point| Latest::of(point, language)),
        newer: newer.map(|point| Latest::of(point, language)),
        from: text_of("from"),
        to: text_of("to"),
        hidden,
        choices: [
            (page.w.scope, scope_choices(all, chosen, &page)),
            (page.w.measure, measure_choices(all, chosen, &page)),
            (page.w.period, period_choices(chosen, &page)),
            (page.w.time_axis, axis_choices(chosen, &page)),
        ],
        silent,
        gone: remarks::gone(&reported, &held, &page),
        permalink: page.visit.absolute(&page.visit.with(&this)),
        embed,
        compare: (all.iter().map(|series| &series.scope).collect::<BTreeSet<_>>().len() > 1)
            .then(|| page.href(&format!("/compare?i={}", row.id))),
        lines: lines(chosen, &remarks, &page),
        downloads: downloads(chosen, charts.len(), &page),
        charts,
        remarks,
        row,
        page,
    }
}

fn scope_name(scope: Option<&str>, page: &Page) -> String {
    scope.unwrap_or(page.w.no_scope).to_owned()
}

fn scope_choices(all: &[Series], chosen: &Chosen, page: &Page) -> Vec<Choice> {
    let mut counted: Vec<(Option<&str>, usize)> = Vec::new();
    for series in all {
        let scope = series.scope.as_deref();
        match counted.iter_mut().find(|(known, _)| *known == scope) {
            Some((_, count)) => *count += series.points.len(),
            None => counted.push((scope, series.points.len())),
        }
    }
    counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let choices = counted.into_iter().map(|(scope, count)| Choice {
        name: format!("{} ({count})", scope_name(scope, page)),
        // Another scope may lack this measure, so that is chosen anew.
        address: page.visit.with(&[
            ("scope", Some(scope.unwrap_or(NO_SCOPE))),
            ("kind", None),
            ("basis", None),
        ]),
        chosen: scope == chosen.scope.as_deref(),
    });
    choices.collect()
}

fn measure_choices(all: &[Series], chosen: &Chosen, page: &Page) -> Vec<Choice> {
    let mut counted: Vec<((Kind, Option<Basis>), usize)> = Vec::new();
    for series in all.iter().filter(|series| series.scope == chosen.scope) {
        let measure = (series.kind, series.basis);
        match counted.iter_mut().find(|(known, _)| *known == measure) {
            Some((_, count)) => *count += series.points.len(),
            None => counted.push((measure, series.points.len())),
        }
    }
    counted.sort();
    let choices = counted.into_iter().map(|((kind, basis), count)| Choice {
        name: format!("{} ({count})", words::measure(kind, basis, page.visit.language)),
        address: page.visit.with(&selection(chosen.scope.as_deref(), kind, basis)),
        chosen: kind == chosen.kind && basis == chosen.basis,
    });
    choices.collect()
}

/// The parameters that name one scope and one measure.
fn selection(scope: Option<&str>, kind: Kind, basis: Option<Basis>) -> [(&'static str, Option<&str>); 3] {
    let basis: &'static str = basis.map_or("none", Into::into);
    let kind: &'static str = kind.into();
    [("scope", Some(scope.unwrap_or(NO_SCOPE))), ("kind", Some(kind)), ("basis", Some(basis))]
}

/// The series of a claim on the page of its indicator.
pub(super) fn address_of(indicator: i64, claim: &Claim, page: &Page) -> String {
    let this = selection(claim.scope.as_deref(), claim.kind, claim.basis);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(this.into_iter().filter_map(|(name, value)| Some((name, value?))))
        .finish();
    page.href(&format!("/indicators/{indicator}?{query}#table"))
}

fn downloads(chosen: &Chosen, charts: usize, page: &Page) -> Vec<Choice> {
    let this = selection(chosen.scope.as_deref(), chosen.kind, chosen.basis);
    let every = [("scope", None), ("kind", None), ("basis", None)];
    let link = |suffix: &str, of: &str, changes: &[(&str, Option<&str>)]| Choice {
        name: format!("{} · {of}", suffix.to_uppercase()),
        address: page.visit.suffixed(suffix, changes),
        chosen: false,
    };
    let csv = |of: &str, [scope, kind, basis]: [(&str, Option<&str>); 3]| {
        link("csv", of, &[scope, kind, basis, ("bom", Some("1"))])
    };
    let mut links = vec![csv(page.w.this_series, this), csv(page.w.every_series, every)];
    links.push(link("json", page.w.every_series, &every));
    for number in 1..=charts {
        let number = number.to_string();
        let panel = ("panel", (number != "1").then_some(number.as_str()));
        let [scope, kind, basis] = this;
        let of =
            if charts == 1 { page.w.this_series.to_owned() } else { fill(page.w.chart_number, &[&number]) };
        links.extend(["svg", "png"].map(|suffix| link(suffix, &of, &[scope, kind, basis, panel])));
    }
    links
}

fn period_choices(chosen: &Chosen, page: &Page) -> Vec<Choice> {
    let language = page.visit.language;
    let mut counted: Vec<(PeriodType, usize)> = Vec::new();
    for kind in chosen.points().filter_map(|point| Some(point.claim.period.as_ref()?.kind)) {
        match counted.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counted.push((kind, 1)),
        }
    }
    // One type alone leaves nothing to choose.
    if counted.len() < 2 && chosen.view.period.is_none() {
        return Vec::new();
    }
    counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let every = Choice {
        name: page.w.any_period.to_owned(),
        address: page.visit.with(&[("period", None)]),
        chosen: chosen.view.period.is_none(),
    };
    let of_kind = counted.into_iter().map(|(kind, count)| Choice {
        name: format!("{} ({count})", words::period_type(kind, language)),
        address: page.visit.with(&[("period", Some(kind.into()))]),
        chosen: chosen.view.period == Some(kind),
    });
    std::iter::once(every).chain(of_kind).collect()
}

fn axis_choices(chosen: &Chosen, page: &Page) -> Vec<Choice> {
    let choices =
        [(By::Period, page.w.by_period, None), (By::Conference, page.w.by_conference, Some("conference"))];
    let choice = |(by, name, value): (By, &str, Option<&str>)| Choice {
        name: name.to_owned(),
        address: page.visit.with(&[("by", value)]),
        chosen: by == chosen.view.by,
    };
    choices.into_iter().map(choice).collect()
}

fn charts(row: &IndicatorRow, chosen: &Chosen, remarks: &Remarks, page: &Page) -> Vec<Chart> {
    let language = page.visit.language;
    let scope = scope_name(chosen.scope.as_deref(), page);
    let measure = words::measure(chosen.kind, chosen.basis, language);
    let drawn_in = |point: &Point, periods: &[PeriodType]| {
        let kind = point.claim.period.as_ref().map(|period| period.kind);
        let placed =
            if chosen.view.by == By::Period { point.day().is_some() } else { point.document.date.is_some() };
        placed
            && chosen.view.holds(point)
            && kind.is_some_and(|kind| periods.is_empty() || periods.contains(&kind))
    };
    let draw = |units: Vec<&str>, periods: &[PeriodType]| {
        let series: Vec<&Series> = chosen
            .series
            .iter()
            .copied()
            .filter(|one| {
                units.contains(&one.unit.as_str()) && one.points.iter().any(|point| drawn_in(point, periods))
            })
            .collect();
        let newest = main_series(series.iter().copied()).and_then(Series::latest)?;
        let points = || series.iter().flat_map(|one| &one.points).filter(|point| drawn_in(point, periods));
        let count = points().count();
        let latest = number::of_claim(&newest.claim, language);
        let name = |unit: &str| match unit {
            "" => page.w.no_unit.to_owned(),
            unit => number::unit_alone(unit, language),
        };
        let unit = units.into_iter().map(name).collect::<Vec<_>>().join(" / ");
        let drawn = |size| {
            let (width, height) = fitting(size, count);
            let options = ChartOptions {
                title: fill(page.w.chart_of, &[&row.name]),
                description: fill(page.w.description, &[&scope, &measure, &count.to_string(), &latest]),
                width,
                height,
                language,
                link_query: page.href(""),
                by: chosen.view.by,
                periods: periods.to_vec(),
                span: (chosen.view.from, chosen.view.to),
                rules: remarks.rules(),
                names: Vec::new(),
            };
            chart::svg(&series, &options)
        };
        let kinds = if periods == LONG { format!(" · {}", page.w.long_periods) } else { String::new() };
        let caption = format!("{scope} · {measure} · {}{kinds}", fill(page.w.unit_of, &[&unit]));
        let source = source_of(points(), page);
        Some(Chart { caption, source, wide: drawn(WIDE), size: fitting(WIDE, count), narrow: drawn(NARROW) })
    };
    let mut charts = Vec::new();
    for units in chosen.panels() {
        // Totals of five years would press the single years flat.
        let of_unit = || chosen.points().filter(|point| units.contains(&point.claim.unit.as_str()));
        let long = |point: &Point| point.claim.period.as_ref().is_some_and(|p| LONG.contains(&p.kind));
        let mixed = chosen.view.period.is_none()
            && of_unit().any(long)
            && of_unit().any(|point| point.day().is_some() && !long(point));
        if mixed {
            charts.extend(draw(units.clone(), &SHORT));
            charts.extend(draw(units, &LONG));
        } else {
            charts.extend(draw(units, chosen.view.period.as_slice()));
        }
    }
    charts
}

fn lines(chosen: &Chosen, remarks: &Remarks, page: &Page) -> Vec<Line> {
    let of_series = |series: &&Series| -> Vec<_> {
        let points = series.points.iter().enumerate();
        points
            .filter(|(_, point)| chosen.view.holds(point))
            .map(|(position, point)| {
                let note = remarks.notes.iter().find(|note| note.said.claim == point.id);
                let note = note.map(|note| note.label.clone()).unwrap_or_default();
                let place = (point.day().is_none(), point.day(), point.document.date, point.id);
                (place, Line { note, ..line(point, series.is_ghost(position), page) })
            })
            .collect()
    };
    let mut lines: Vec<_> = chosen.series.iter().flat_map(of_series).collect();
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn line(point: &Point, restated: bool, page: &Page) -> Line {
    let (claim, w, language) = (&point.claim, page.w, page.visit.language);
    let value = number::of_claim(claim, language);
    Line {
        claim: point.id,
        document: point.document.id,
        title: point.document.name().to_owned(),
        period: claim
            .period
            .as_ref()
            .map_or_else(|| w.not_stated.to_owned(), |p| words::period(Some(p), language)),
        value,
        exact: number::exactly(claim, language),
        bound: hedge(claim.bound, language).unwrap_or_else(|| words::bound(claim.bound, language)),
        status: words::status(claim.status, language),
        target: claim.status == Status::Target,
        restated,
        speaker: claim.speaker.clone().unwrap_or_else(|| w.not_stated.to_owned()),
        date: point.document.date.map_or_else(|| w.unknown.to_owned(), |date| day(date, language)),
        quote: claim.quote.clone(),
        note: String::new(),
    }
}

/// How many documents of the same scope and span say nothing of it; `None` where no date is known.
async fn silent(
    state: &AppState,
    id: i64,
    chosen: &Chosen<'_>,
    visit: &Visit,
) -> Result<Option<String>, WebError> {
    let dates = || chosen.points().filter_map(|point| point.document.date);
    let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(None) };
    // A single day is no time in which anything could go unsaid.
    if from == to {
        return Ok(None);
    }
    let count = state.store.silent_documents(id, chosen.scope.as_deref(), from, to).await?;
    let w = text::words(visit.language);
    let sentence = if count == 0 { w.silent_none } else { w.silent };
    let (from, to) = (day(from, visit.language), day(to, visit.language));
    Ok(Some(fill(sentence, &[&from, &to, &count.to_string()])))
}

/// One row for each value of `series`, which are of the indicators `rows`, as CSV.
pub(super) fn csv<'a>(
    file: &str,
    rows: &[IndicatorRow],
    series: impl Iterator<Item = &'a Series>,
    visit: &Visit,
) -> Result<Response, WebError> {
    let columns = [&["indicator_id", "indicator"][..], &table::MEASURED, &table::SAID, &["review", "source"]];
    let name = |id| rows.iter().find(|row| row.id == id).map(|row| row.name.clone()).unwrap_or_default();
    let lines = series.flat_map(|series| &series.points).map(|point| {
        let Point { claim, document, .. } = point;
        let before = [point.indicator.to_string(), name(point.indicator)];
        // Nobody can decide about a claim yet.
        let after = ["none".to_owned(), document.source.clone()];
        [&before[..], &table::measured(claim), &table::said(claim, document), &after].concat()
    });
    table::csv(file, &columns.concat(), lines, visit)
}
