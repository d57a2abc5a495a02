//! `/compare`: several indicators or scopes side by side; values in different units, of different measures or
//! of periods of different length never share an axis.

use super::chosen::Choice;
use super::drawing::{self, fitting};
use super::error::WebError;
use super::listing::called;
use super::params::Visit;
use super::picker::Picker;
use super::remarks::Said;
use super::series_file::series_file;
use super::snippet::Sentences;
use super::state::AppState;
use super::summary::{LONG, SHORT};
use super::templates::{Nav, Page, Pager, html};
use super::text::fill;
use super::understood;
use crate::chart::{self, ChartOptions};
use crate::claim::{Basis, Kind, Status};
use crate::period::PeriodType;
use crate::series::{Count, Point, Series};
use crate::store::{IndicatorFilter, IndicatorRow};
use crate::words;
use crate::words::number;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// More indicators than this cannot be told apart.
const MOST: usize = 8;

/// More lines than this on one chart cannot be told apart: there are as many colours.
const MOST_LINES: usize = 4;

/// Levels so many times apart do not share an axis.
const APART: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// How many indicators a search offers.
const OFFERED: i64 = 12;

/// How many scopes are drawn where none is chosen: those with most values.
const MOST_SCOPES: usize = 8;

/// A page holds charts of so many values, and each chart takes as much room besides.
const AT_ONCE: usize = 120;
const EMPTY_CHART: usize = 10;

/// A chart of more values leaves their sentences to the table beside it.
const MOST_TIPS: usize = 120;

const WIDE: (u32, u32) = (920, 380);
const NARROW: (u32, u32) = (360, 300);

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/compare", get(page))
        .route("/compare.csv", get(file))
        .route("/compare.xlsx", get(file))
        .route("/compare.jsonl", get(file))
        .route("/compare.json", get(file))
        .route("/compare.svg", get(async |state, visit| image(state, visit, "svg").await))
        .route("/compare.png", get(async |state, visit| image(state, visit, "png").await))
}

#[derive(Template)]
#[template(path = "compare.html", config = "assets/askama.toml")]
struct ComparePage {
    page: Page,
    ids: Vec<i64>,
    chosen: Vec<Chosen>,
    query: String,
    offered: Vec<Choice>,
    /// The scopes that are chosen.
    scopes: Vec<String>,
    picker: Picker,
    /// Which scopes are drawn, where none is chosen and there are more.
    first: Option<String>,
    kind: &'static str,
    measures: Vec<Choice>,
    panels: Vec<Drawn>,
    pager: Option<Pager>,
    downloads: Vec<Choice>,
}

/// An indicator that is compared, and the address without it.
#[derive(Debug)]
struct Chosen {
    id: i64,
    name: String,
    without: String,
}

/// A chart with its table.
#[derive(Debug)]
struct Drawn {
    /// The indicators and scopes.
    title: String,
    /// The measure and the unit.
    caption: String,
    source: String,
    wide: String,
    narrow: String,
    apart: bool,
    columns: Vec<String>,
    rows: Vec<TableRow>,
    images: Vec<Choice>,
}

/// A period, and the value of each series in it.
#[derive(Debug)]
struct TableRow {
    period: String,
    cells: Vec<Option<Said>>,
}

/// What the address asks for.
struct Asked {
    rows: Vec<IndicatorRow>,
    scopes: Vec<String>,
    kind: Option<Kind>,
    /// How many values there are of each scope and measure.
    counts: Vec<Count>,
    /// The series of the scopes that are drawn; none before they are asked for.
    all: Vec<Series>,
}

impl Asked {
    async fn of(state: &AppState, visit: &Visit) -> Result<Self, WebError> {
        let mut ids: Vec<i64> = visit.every("i")?;
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        if ids.len() > MOST {
            return Err(WebError::BadParameter { name: "i", value: ids.len().to_string() });
        }
        let named: Vec<String> = visit.every("scope")?;
        let scopes = named.iter().flat_map(|names| names.split('~')).filter(|name| !name.is_empty());
        let mut rows = Vec::new();
        for &id in &ids {
            rows.push(state.store.indicator(id).await?);
        }
        let asked = Self {
            rows,
            scopes: scopes.map(str::to_owned).collect(),
            kind: visit.one_of("kind")?,
            counts: state.store.counts(&ids, None).await?,
            all: Vec::new(),
        };
        let known: BTreeSet<&str> = asked.counts.iter().filter_map(|one| one.scope.as_deref()).collect();
        match asked.scopes.iter().find(|scope| !known.contains(scope.as_str())) {
            Some(unknown) if !known.is_empty() => {
                Err(WebError::unknown_scope(unknown, known.into_iter().map(str::to_owned).collect()))
            }
            _ => Ok(asked),
        }
    }

    /// As [`Self::of`], for a drawing.
    async fn to_draw(state: &AppState, visit: &Visit) -> Result<Self, WebError> {
        let mut asked = Self::of(state, visit).await?;
        let drawn = asked.drawn();
        let places = asked.rows.iter().flat_map(|row| drawn.iter().map(|scope| (row.id, *scope)));
        let all = state.store.series_of_places(&places.collect::<Vec<_>>()).await?;
        asked.all = all;
        Ok(asked)
    }

    /// How many values there are for each scope, those that name none among them.
    fn values(&self) -> BTreeMap<Option<&str>, usize> {
        let mut values = BTreeMap::new();
        for one in &self.counts {
            *values.entry(one.scope.as_deref()).or_default() += one.points;
        }
        values
    }

    /// The scopes that are drawn: those that are asked for, else those with most values.
    fn drawn(&self) -> BTreeSet<Option<&str>> {
        if !self.scopes.is_empty() {
            return self.scopes.iter().map(|scope| Some(scope.as_str())).collect();
        }
        let mut values: Vec<(Option<&str>, usize)> = self.values().into_iter().collect();
        values.sort_by_key(|(scope, values)| (Reverse(*values), *scope));
        values.into_iter().map(|(scope, _)| scope).take(MOST_SCOPES).collect()
    }

    /// The indicators and scopes that are asked for, every scope where none is, which have values of the kind.
    fn places(&self) -> Vec<(i64, Option<String>)> {
        let kind = self.kind();
        let asked = |one: &&Count| {
            let scope = one.scope.as_deref();
            let named = || self.scopes.iter().any(|name| Some(name.as_str()) == scope);
            one.kind == kind && (self.scopes.is_empty() || named())
        };
        let places: BTreeSet<_> =
            self.counts.iter().filter(asked).map(|one| (one.indicator, one.scope.clone())).collect();
        places.into_iter().collect()
    }

    /// The address without one of the indicators; of the scopes those stay that another has a value for.
    fn without(&self, indicator: i64, visit: &Visit) -> String {
        let of_others = self.counts.iter().filter(|one| one.indicator != indicator);
        let known: BTreeSet<&str> = of_others.filter_map(|one| one.scope.as_deref()).collect();
        let ids: Vec<String> = self
            .rows
            .iter()
            .map(|row| row.id)
            .filter(|id| *id != indicator)
            .map(|id| id.to_string())
            .collect();
        let dropped = ["i", "scope", "q", "kind", "place", "page"].map(|name| (name, None));
        let ids = ids.iter().map(|id| ("i", Some(id.as_str())));
        let scopes = self.scopes.iter().map(String::as_str).filter(|scope| known.contains(scope));
        let changes: Vec<_> =
            dropped.into_iter().chain(ids).chain(scopes.map(|scope| ("scope", Some(scope)))).collect();
        visit.with(&changes)
    }

    /// The kind that is asked for, else that of most values.
    fn kind(&self) -> Kind {
        let of_kind = self.of_kind();
        let most = of_kind.iter().max_by_key(|(kind, count)| (**count, Reverse(**kind)));
        self.kind.or(most.map(|(kind, _)| *kind)).unwrap_or(Kind::Level)
    }

    /// How many values there are of each kind.
    fn of_kind(&self) -> BTreeMap<Kind, usize> {
        let drawn = self.drawn();
        let mut of_kind = BTreeMap::new();
        for one in self.counts.iter().filter(|one| drawn.contains(&one.scope.as_deref())) {
            *of_kind.entry(one.kind).or_default() += one.points;
        }
        of_kind
    }

    fn shown(&self) -> Vec<&Series> {
        let kind = self.kind();
        self.all.iter().filter(|one| one.kind == kind).collect()
    }

    /// One chart for each measure, unit, length of period and order of size.
    fn panels(&self) -> Vec<Panel<'_>> {
        let mut measures: BTreeMap<(Kind, Option<Basis>, &str), Vec<&Series>> = BTreeMap::new();
        for one in self.shown() {
            measures.entry((one.kind, one.basis, &one.unit)).or_default().push(one);
        }
        let mut of_measures: Vec<Vec<Panel>> = measures
            .into_iter()
            .flat_map(|(measure, series)| {
                [&SHORT[..], &LONG[..]].map(|periods| Panel::of(measure, periods, &series))
            })
            .collect();
        of_measures.sort_by_key(|panels| Reverse(panels.iter().flat_map(Panel::points).count()));
        of_measures.into_iter().flatten().collect()
    }
}

/// The series of one chart.
struct Panel<'a> {
    kind: Kind,
    basis: Option<Basis>,
    unit: &'a str,
    periods: &'static [PeriodType],
    series: Vec<&'a Series>,
    /// Others of the same measure and unit are drawn apart, for they are far larger or smaller.
    apart: bool,
}

/// A result and its target: the series of one indicator and scope.
type Line<'a> = Vec<&'a Series>;

impl<'a> Panel<'a> {
    /// The charts of series of one measure and unit.
    fn of(
        (kind, basis, unit): (Kind, Option<Basis>, &'a str),
        periods: &'static [PeriodType],
        series: &[&'a Series],
    ) -> Vec<Self> {
        let empty = || Self { kind, basis, unit, periods, series: Vec::new(), apart: false };
        let count = |one: &Series| one.points.iter().filter(|point| empty().holds(point)).count();
        let mut lines: BTreeMap<_, Line<'a>> = BTreeMap::new();
        for &one in series.iter().filter(|one| count(one) > 0) {
            let indicator = one.points.first().map(|point| point.indicator);
            lines.entry((indicator, one.scope.as_deref())).or_default().push(one);
        }
        let groups = if kind == Kind::Level && !matches!(unit, "%" | "‰") {
            by_size(lines.into_values().collect(), |point| empty().holds(point))
        } else {
            vec![lines.into_values().collect()]
        };
        let apart = groups.len() > 1;
        let size = |line: &Line| line.iter().map(|one| count(one)).sum::<usize>();
        let charts = groups.into_iter().flat_map(|lines| of_few(lines, size));
        charts.map(|lines| Self { series: lines.into_iter().flatten().collect(), apart, ..empty() }).collect()
    }

    /// Whether a point has a place on the chart.
    fn holds(&self, point: &Point) -> bool {
        let period = point.claim.period.as_ref();
        period.is_some_and(|period| period.end.is_some() && self.periods.contains(&period.kind))
    }

    fn fitting(&self, size: (u32, u32)) -> (u32, u32) {
        fitting(size, self.points().count())
    }

    fn points(&self) -> impl Iterator<Item = &'a Point> {
        self.series.iter().flat_map(|one| &one.points).filter(|point| self.holds(point))
    }

    /// What is drawn: the indicators and the scopes.
    fn title(&self, rows: &[IndicatorRow], page: &Page) -> String {
        let drawn: BTreeSet<i64> = self.points().map(|point| point.indicator).collect();
        let names = rows.iter().filter(|row| drawn.contains(&row.id)).map(|row| page.named(&row.name));
        let names = names.collect::<Vec<_>>().join(page.w.joint);
        let scopes: BTreeSet<&str> =
            self.series.iter().map(|one| one.scope.as_deref().unwrap_or(page.w.no_scope)).collect();
        format!("{names} · {}", named(scopes, page))
    }

    /// How it is measured: the kind of value, the unit.
    fn caption(&self, page: &Page) -> String {
        let language = page.visit.language;
        let unit = match self.unit {
            "" => page.w.no_unit.to_owned(),
            unit => number::unit_alone(unit, language),
        };
        let long = if self.periods == LONG { format!(" · {}", page.w.long_periods) } else { String::new() };
        let measure = words::measure(self.kind, self.basis, language);
        format!("{measure} · {}{long}", fill(page.w.unit_of, &[&unit]))
    }

    fn svg(
        &self,
        rows: &[IndicatorRow],
        sentences: &HashMap<i64, String>,
        page: &Page,
        size: (u32, u32),
    ) -> String {
        let (width, height) = self.fitting(size);
        let options = ChartOptions {
            title: format!("{}{}{}", page.w.compare, page.w.colon, self.title(rows, page)),
            description: self.caption(page),
            width,
            height,
            language: page.visit.language,
            link_query: page.href(""),
            periods: self.periods.to_vec(),
            sentences: sentences.clone(),
            names: rows.iter().map(|row| (row.id, page.named(&row.name))).collect(),
            ..ChartOptions::default()
        };
        chart::svg(&self.series, &options)
    }

    /// The table beside the chart: one row for each period, one column for each series.
    fn table(&self, sentences: &Sentences, page: &Page) -> Vec<TableRow> {
        let language = page.visit.language;
        let mut lines: BTreeMap<_, TableRow> = BTreeMap::new();
        for (column, one) in self.series.iter().enumerate() {
            let current = one.points.iter().enumerate().filter(|(at, _)| !one.is_ghost(*at));
            for (_, point) in current.filter(|(_, point)| self.holds(point)) {
                let period = words::period(point.claim.period.as_ref(), language);
                let line = lines.entry((Reverse(point.day()), period.clone()));
                let line = line.or_insert_with(|| TableRow {
                    period,
                    cells: self.series.iter().map(|_| None).collect(),
                });
                line.cells[column] = Some(Said::of(point, sentences, page));
            }
        }
        lines.into_values().collect()
    }
}

/// The first few of these scopes, and how many there are where that is not all.
fn named(scopes: BTreeSet<&str>, page: &Page) -> String {
    let (all, first) = (scopes.len(), scopes.into_iter().take(3).collect::<Vec<_>>().join(page.w.joint));
    if all > 3 { fill(page.w.and_more, &[&first, &all.to_string()]) } else { first }
}

/// Lines of which the largest values lie within a twentieth of each other: on one axis, what is smaller
/// would lie on the ground.
fn by_size(lines: Vec<Line<'_>>, holds: impl Fn(&Point) -> bool) -> Vec<Vec<Line<'_>>> {
    let largest = |line: &Line| {
        let points = line.iter().flat_map(|one| &one.points).filter(|point| holds(point));
        points.map(|point| point.signed().abs()).max().unwrap_or_default()
    };
    let mut sized: Vec<_> = lines.into_iter().map(|line| (largest(&line), line)).collect();
    sized.sort_by_key(|(size, _)| Reverse(*size));
    let mut groups: Vec<(Decimal, Vec<Line>)> = Vec::new();
    for (size, line) in sized {
        match groups.last_mut() {
            Some((first, group)) if size * APART >= *first => group.push(line),
            _ => groups.push((size, vec![line])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Lines in charts of at most [`MOST_LINES`], the longest first; those of one indicator stand together where they
/// fit.
fn of_few(mut lines: Vec<Line<'_>>, size: impl Fn(&Line) -> usize) -> Vec<Vec<Line<'_>>> {
    let indicator = |line: &Line| line.first()?.points.first().map(|point| point.indicator);
    lines.sort_by_key(|line| Reverse(size(line)));
    let mut indicators: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match indicators.iter_mut().find(|those| indicator(&those[0]) == indicator(&line)) {
            Some(those) => those.push(line),
            None => indicators.push(vec![line]),
        }
    }
    let mut charts: Vec<Vec<Line>> = Vec::new();
    for few in indicators.iter().flat_map(|those| those.chunks(MOST_LINES)) {
        match charts.iter_mut().find(|chart| chart.len() + few.len() <= MOST_LINES) {
            Some(chart) => chart.extend_from_slice(few),
            None => charts.push(few.to_vec()),
        }
    }
    charts
}

/// Indicator, scope and, for a target, that it is one.
fn column_name(one: &Series, rows: &[IndicatorRow], page: &Page) -> String {
    let indicator = one.points.first().map_or(0, |point| point.indicator);
    let row = rows.iter().find(|row| row.id == indicator);
    let scope = one.scope.as_deref().unwrap_or(page.w.no_scope);
    let target =
        if one.status == Status::Target { format!(" ◇{}", page.w.target_mark) } else { String::new() };
    let among = one.among.as_ref().map_or_else(String::new, |among| format!(" · {among}"));
    format!("{} · {scope}{among}{target}", row.map(|row| page.named(&row.name)).unwrap_or_default())
}

async fn page(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let asked = Asked::to_draw(&state, &visit).await?;
    let query = visit.text("q")?.unwrap_or_default().to_owned();
    let page = Page::new(visit, Nav::None);
    let page = page.clone().titled(page.w.compare);
    let offered = offered(&state, &query, &asked, &page).await?;
    let ids: Vec<i64> = asked.rows.iter().map(|row| row.id).collect();
    let panels = asked.panels();
    let parts = parts(&panels);
    let number = page.visit.page()?;
    let part = parts.get(number as usize - 1).cloned().unwrap_or_default();
    let points = panels[part.clone()].iter().flat_map(Panel::points).map(|point| point.id);
    let sentences = Sentences::of(&state.store, points).await?;
    let in_full = sentences.in_full();
    let drawn_panels =
        part.map(|at| drawn((&panels[at], at), &asked.rows, (&sentences, &in_full), &page)).collect();
    let chosen = asked.rows.iter().map(|row| Chosen {
        id: row.id,
        name: row.name.clone(),
        without: asked.without(row.id, &page.visit),
    });
    html(&ComparePage {
        chosen: chosen.collect(),
        query,
        offered,
        picker: Picker::of(&asked.values(), &asked.scopes, &page)?,
        first: (asked.drawn().len() < asked.values().len() && asked.scopes.is_empty()).then(|| {
            let counts = [asked.drawn().len(), asked.values().len()].map(|count| count.to_string());
            fill(page.w.first_scopes, &[&counts[0], &counts[1]])
        }),
        scopes: asked.scopes.clone(),
        kind: asked.kind.map_or("", Into::into),
        measures: measures(&asked, &page),
        pager: Pager::over(&page, page.w.charts_of, number, parts.len() as i64),
        panels: drawn_panels,
        downloads: ["csv", "xlsx", "json", "jsonl"]
            .map(|suffix| {
                let bom = (suffix == "csv").then_some("1");
                let changes = [("q", None), ("place", None), ("page", None), ("bom", bom)];
                Choice::link(called(suffix), page.visit.suffixed(suffix, &changes))
            })
            .into(),
        ids,
        page,
    })
}

/// The panels of each page: as many as fit with their values, at least one.
fn parts(panels: &[Panel]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    for (at, panel) in panels.iter().enumerate() {
        // An empty chart has its frame and its axes.
        let size = panel.points().count() + EMPTY_CHART;
        match parts.last_mut() {
            Some(part) if size <= room => part.end = at + 1,
            _ => {
                parts.push(at..at + 1);
                room = AT_ONCE;
            }
        }
        room = room.saturating_sub(size);
    }
    parts
}

/// Indicators to add: those that a search finds, or a few to begin with.
async fn offered(state: &AppState, query: &str, asked: &Asked, page: &Page) -> Result<Vec<Choice>, WebError> {
    if asked.rows.len() == MOST || query.is_empty() && !asked.rows.is_empty() {
        return Ok(Vec::new());
    }
    let rows = if query.is_empty() {
        state.store.leading_indicators(OFFERED).await?
    } else {
        let menus = state.store.menus().await?;
        let filter = IndicatorFilter {
            query: understood::read(Some(query), &menus),
            limit: OFFERED,
            ..IndicatorFilter::default()
        };
        state.store.indicators(&filter).await?.rows
    };
    let ids = || asked.rows.iter().map(|row| row.id);
    let new = rows.into_iter().filter(|row| ids().all(|id| id != row.id));
    let choice = |row: IndicatorRow| {
        let with: Vec<i64> = ids().chain([row.id]).collect();
        let documents = fill(page.w.in_documents, &[&row.documents.to_string()]);
        Choice::link(
            format!("{} · {documents}", page.named(&row.name)),
            page.visit.with_every("i", with.iter(), &["q"]),
        )
    };
    Ok(new.map(choice).collect())
}

fn measures(asked: &Asked, page: &Page) -> Vec<Choice> {
    let (of_kind, shown) = (asked.of_kind(), asked.kind());
    let choice = |(kind, count): (Kind, usize)| {
        let name = format!("{} ({count})", words::kind(kind, page.visit.language));
        let address = page.visit.with(&[("kind", Some(kind.into())), ("page", None)]);
        Choice { chosen: kind == shown, ..Choice::link(name, address) }
    };
    of_kind.into_iter().map(choice).collect()
}

fn drawn(
    (panel, at): (&Panel, usize),
    rows: &[IndicatorRow],
    (sentences, in_full): (&Sentences, &HashMap<i64, String>),
    page: &Page,
) -> Drawn {
    let number = (at + 1).to_string();
    let image = |suffix: &str| {
        let address = page.visit.suffixed(suffix, &[("q", None), ("page", None), ("panel", Some(&number))]);
        Choice::link(suffix.to_uppercase(), address)
    };
    let none = HashMap::new();
    let tips = if panel.points().count() > MOST_TIPS { &none } else { in_full };
    Drawn {
        title: panel.title(rows, page),
        caption: panel.caption(page),
        source: drawing::source_of(panel.points(), page),
        wide: panel.svg(rows, tips, page, WIDE),
        // Nothing hovers on a phone; the table has the words.
        narrow: panel.svg(rows, &none, page, NARROW),
        apart: panel.apart,
        columns: panel.series.iter().map(|one| column_name(one, rows, page)).collect(),
        rows: panel.table(sentences, page),
        images: ["svg", "png"].map(image).into(),
    }
}

pub(super) async fn file(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let asked = Asked::of(&state, &visit).await?;
    let (kind, beside) = (asked.kind(), serde_json::json!({ "indicators": asked.rows }));
    let fits = move |series: &Series| series.kind == kind;
    series_file((&state.store, &visit), ("compare", beside), &asked.rows, asked.places(), fits).await
}

async fn image(State(state): State<AppState>, visit: Visit, format: &str) -> Result<Response, WebError> {
    let asked = Asked::to_draw(&state, &visit).await?;
    let number = visit.one_of::<usize>("panel")?.unwrap_or(1);
    let page = Page::new(visit, Nav::None);
    let panels = asked.panels();
    let panel = number.checked_sub(1).and_then(|at| panels.get(at));
    let panel = panel.ok_or(WebError::BadParameter { name: "panel", value: number.to_string() })?;
    let (title, caption) = (panel.title(&asked.rows, &page), panel.caption(&page));
    let source = drawing::source_of(panel.points(), &page);
    let sentences = Sentences::of(&state.store, panel.points().map(|point| point.id)).await?.in_full();
    let drawing = panel.svg(&asked.rows, &sentences, &page, WIDE);
    let drawing = chart::framed(&drawing, panel.fitting(WIDE), [&title, &caption, &source]);
    drawing::image(drawing, format, state.typeface).await
}
