//! `/indicators/ID`: an indicator as chart and table, with what is to be said of it, and as JSON, CSV, SVG and PNG.

use super::chosen::{Asked, Choice, Chosen, NO_SCOPE, selection};
use super::drawing::{fitting, image, source_of};
use super::error::WebError;
use super::feed;
use super::listing::called;
use super::params::{Visit, numbered};
use super::places;
use super::remarks::{self, Remarks};
use super::series_file::series_file;
use super::snippet::{Sentences, Snippet};
use super::state::AppState;
use super::summary::{LONG, Latest, SHORT, headline, main_series, worded};
use super::templates::{Nav, Page, html};
use super::text::{self, fill, fill_one};
use crate::chart::{self, By, ChartOptions};
use crate::claim::{Basis, Kind, Status};
use crate::period::PeriodType;
use crate::series::{self, Count, Point, Series, Vanished};
use crate::store::IndicatorRow;
use crate::words;
use crate::words::number;
use crate::words::period::day;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use std::collections::{BTreeMap, HashMap};

/// More places than this have a page of their own to choose from.
const FEW_PLACES: usize = 12;

/// Width and height of a chart beside a table, and of one that fits a phone.
const WIDE: (u32, u32) = (920, 400);
const NARROW: (u32, u32) = (360, 300);

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/indicators/{id}", get(view))
}

#[derive(Template)]
#[template(path = "indicator.html", config = "assets/askama.toml")]
struct IndicatorPage {
    page: Page,
    /// What the scope's documents call it.
    name: String,
    row: IndicatorRow,
    scope: String,
    /// The same where it has a name; empty where it has none.
    aside_scope: String,
    measure: String,
    latest: Option<Latest>,
    /// A value said more recently than the one over the page, of a shorter period.
    newer: Option<Latest>,
    choices: [(&'static str, Vec<Choice>); 4],
    from: String,
    to: String,
    hidden: Vec<(&'static str, String)>,
    charts: Vec<Chart>,
    remarks: Remarks,
    /// Which other names go together with its own at this place, or may, and why.
    kinships: Vec<String>,
    silent: Option<String>,
    gone: Option<String>,
    permalink: String,
    embed: Option<String>,
    /// Where the scopes stand together, if there are several.
    compare: Option<String>,
    /// Where all places are, if they are many, and how many.
    places: Option<(String, String)>,
    lines: Vec<Line>,
    downloads: Vec<Choice>,
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
    status: &'static str,
    target: bool,
    restated: bool,
    speaker: String,
    date: String,
    /// The quote in its sentence.
    words: Snippet,
    /// The label of its note, where it has one.
    note: String,
}

pub(super) async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, format) = numbered(&id)?;
    let asked = Asked::of(&visit)?;
    let row = state.store.indicator(id).await?;
    let counts = state.store.counts(&[id], None).await?;
    asked.known(&counts)?;
    if let Some("json" | "csv" | "xlsx" | "jsonl") = format {
        let places = asked.places(&counts).into_iter().map(|scope| (id, scope.map(str::to_owned))).collect();
        let (name, beside) = (format!("indicator-{id}"), serde_json::json!({ "indicator": row }));
        let fits = move |series: &Series| asked.fits(series);
        return series_file((&state.store, &visit), (&name, beside), &[row], places, fits).await;
    }
    if feed::is_asked(&visit) {
        let places: Vec<_> = asked.places(&counts).into_iter().map(|scope| (id, scope)).collect();
        let mut series = state.store.series_of_places(&places).await?;
        series.retain(|one| asked.fits(one));
        let page = Page::new(visit, Nav::Indicators);
        return feed::points(&state.store, &page.named(&row.name), &series, &page).await;
    }
    let values = values_of(&counts);
    if format.is_none() && asked.any_scope() && values.len() > FEW_PLACES {
        return places::page(&state, row, &counts, &values, visit).await;
    }
    let place = asked.place(&counts);
    let all = state.store.series_of_places(&[(id, place.as_deref())]).await?;
    match format {
        None => {
            let chosen = Chosen::of(&asked, &all);
            let silent = silent(&state, id, &chosen, &visit).await?;
            let gone = match &chosen.scope {
                Some(scope) => state.store.silence(id, scope).await?,
                None => None,
            };
            let sentences = sentences_of(&state, &chosen, &all).await?;
            let kinships = kinships(&state, id, &chosen, &visit).await?;
            html(&page_of(row, &values, &all, &chosen, (silent, gone, kinships), &sentences, visit))
        }
        Some(format @ ("svg" | "png")) => {
            let chosen = Chosen::of(&asked, &all);
            let page = Page::new(visit, Nav::Indicators);
            let remarks = remarks::of(&all, &chosen.series, &Sentences::default(), &page);
            let number = page.visit.one_of::<usize>("panel")?.unwrap_or(1);
            let name = page.named(&name_in(&row, &chosen, &all));
            let sentences = sentences_of(&state, &chosen, &all).await?.in_full();
            let mut charts = charts(&name, &chosen, &remarks, &sentences, &page);
            if charts.is_empty() {
                charts.push(nothing_to_draw(&name, &chosen, &page));
            }
            let chart = number.checked_sub(1).and_then(|at| charts.get(at));
            let chart = chart.ok_or(WebError::BadParameter { name: "panel", value: number.to_string() })?;
            let svg = chart::framed(&chart.wide, chart.size, [&name, &chart.caption, &chart.source]);
            image(svg, format, state.typeface).await
        }
        Some(_) => Err(WebError::NotFound),
    }
}

/// How many values there are for each scope, those that name none among them.
fn values_of(counts: &[Count]) -> BTreeMap<Option<&str>, usize> {
    let mut values = BTreeMap::new();
    for one in counts {
        *values.entry(one.scope.as_deref()).or_default() += one.points;
    }
    values
}

/// The sentences that hold the values of the chosen scope.
async fn sentences_of(state: &AppState, chosen: &Chosen<'_>, all: &[Series]) -> Result<Sentences, WebError> {
    let of_scope = all.iter().filter(|one| one.scope == chosen.scope).flat_map(|one| &one.points);
    Sentences::of(&state.store, of_scope.map(|point| point.id)).await
}

/// What stands in the place of a chart that has no value with a place on it.
fn nothing_to_draw(name: &str, chosen: &Chosen, page: &Page) -> Chart {
    let size = fitting(WIDE, 0);
    let options = ChartOptions {
        title: fill(page.w.chart_of, &[name]),
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

fn page_of(
    row: IndicatorRow,
    values: &BTreeMap<Option<&str>, usize>,
    all: &[Series],
    chosen: &Chosen,
    (silent, gone, kinships): (Option<String>, Option<Vanished>, Vec<String>),
    sentences: &Sentences,
    visit: Visit,
) -> IndicatorPage {
    let language = visit.language;
    let name = name_in(&row, chosen, all);
    let of_feed = [("scope", Some(chosen.scope.as_deref().unwrap_or(NO_SCOPE))), ("panel", None)];
    let page = Page::new(visit, Nav::Indicators).titled(name.clone()).fed(&of_feed);
    let main = main_series(chosen.series.iter().copied());
    let shown = headline(chosen.series.iter().copied());
    let newer = main.and_then(Series::latest).filter(|latest| {
        let long = latest.claim.period.as_ref().is_some_and(|period| LONG.contains(&period.kind));
        !long && shown.is_some_and(|shown| shown.id != latest.id && shown.day() <= latest.day())
    });
    let remarks = remarks::of(all, &chosen.series, sentences, &page);
    let this = selection(chosen.scope.as_deref(), chosen.kind, chosen.basis);
    let charts = charts(&page.named(&name), chosen, &remarks, &sentences.in_full(), &page);
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
    IndicatorPage {
        scope: scope_name(chosen.scope.as_deref(), &page),
        aside_scope: chosen.scope.clone().unwrap_or_default(),
        measure: words::measure(chosen.kind, chosen.basis, language),
        latest: shown.map(|point| Latest::of(point, language)),
        newer: newer.map(|point| Latest::of(point, language)),
        from: text_of("from"),
        to: text_of("to"),
        hidden,
        choices: [
            (page.w.scope, scope_choices(values, chosen, &page)),
            (page.w.measure, measure_choices(all, chosen, &page)),
            (page.w.period, period_choices(chosen, &page)),
            (page.w.time_axis, axis_choices(chosen, &page)),
        ],
        kinships,
        silent,
        gone: gone.map(|gone| words::finding::silence(&gone, page.visit.language)),
        permalink: page.visit.absolute(&page.visit.with(&this)),
        embed,
        compare: (values.len() > 1).then(|| compared(row.id, chosen.scope.as_deref(), &page)),
        places: (values.len() > FEW_PLACES).then(|| {
            (fill_one(page.w.all_places, page.count(values.len() as i64)), page.to("indicators", row.id))
        }),
        lines: lines(chosen, &remarks, sentences, &page),
        downloads: downloads(chosen, charts.len(), &page),
        charts,
        remarks,
        name,
        row,
        page,
    }
}

/// Where the scope that is shown stands beside others.
fn compared(id: i64, scope: Option<&str>, page: &Page) -> String {
    let path = format!("/compare?i={id}");
    let scope: String =
        scope.map(|name| form_urlencoded::byte_serialize(name.as_bytes()).collect()).unwrap_or_default();
    page.href(&if scope.is_empty() { path } else { format!("{path}&scope={scope}") })
}

fn name_in(row: &IndicatorRow, chosen: &Chosen, all: &[Series]) -> String {
    let of_scope = all.iter().filter(|one| one.scope == chosen.scope);
    series::called(&row.name, of_scope.flat_map(|one| &one.points))
}

fn scope_name(scope: Option<&str>, page: &Page) -> String {
    scope.unwrap_or(page.w.no_scope).to_owned()
}

/// The places as links; none where they are more than can be looked over.
fn scope_choices(values: &BTreeMap<Option<&str>, usize>, chosen: &Chosen, page: &Page) -> Vec<Choice> {
    if values.len() > FEW_PLACES {
        return Vec::new();
    }
    let mut counted: Vec<(Option<&str>, usize)> =
        values.iter().map(|(scope, count)| (*scope, *count)).collect();
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

fn downloads(chosen: &Chosen, charts: usize, page: &Page) -> Vec<Choice> {
    let this = selection(chosen.scope.as_deref(), chosen.kind, chosen.basis);
    let every = [("scope", None), ("kind", None), ("basis", None)];
    let link = |suffix: &str, of: &str, changes: &[(&str, Option<&str>)]| Choice {
        name: format!("{} · {of}", called(suffix)),
        address: page.visit.suffixed(suffix, changes),
        chosen: false,
    };
    let table = |suffix, of: &str, [scope, kind, basis]: [(&str, Option<&str>); 3]| {
        link(suffix, of, &[scope, kind, basis, ("bom", (suffix == "csv").then_some("1"))])
    };
    let both = |suffix| [table(suffix, page.w.this_series, this), table(suffix, page.w.every_series, every)];
    let mut links: Vec<Choice> = ["csv", "xlsx"].into_iter().flat_map(both).collect();
    links.extend(["json", "jsonl"].map(|suffix| link(suffix, page.w.every_series, &every)));
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

fn charts(
    name: &str,
    chosen: &Chosen,
    remarks: &Remarks,
    sentences: &HashMap<i64, String>,
    page: &Page,
) -> Vec<Chart> {
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
        let latest = worded(newest, language);
        let unit_name = |unit: &str| match unit {
            "" => page.w.no_unit.to_owned(),
            unit => number::unit_alone(unit, language),
        };
        let unit = units.into_iter().map(unit_name).collect::<Vec<_>>().join(" / ");
        let drawn = |size| {
            let (width, height) = fitting(size, count);
            let options = ChartOptions {
                title: fill(page.w.chart_of, &[name]),
                description: fill(page.w.description, &[&scope, &measure, &count.to_string(), &latest]),
                width,
                height,
                language,
                link_query: page.href(""),
                by: chosen.view.by,
                periods: periods.to_vec(),
                span: (chosen.view.from, chosen.view.to),
                rules: remarks.rules(),
                sentences: sentences.clone(),
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

fn lines(chosen: &Chosen, remarks: &Remarks, sentences: &Sentences, page: &Page) -> Vec<Line> {
    let of_series = |series: &&Series| -> Vec<_> {
        let points = series.points.iter().enumerate();
        points
            .filter(|(_, point)| chosen.view.holds(point))
            .map(|(position, point)| {
                let note = remarks.notes.iter().find(|note| note.said.claim == point.id);
                let note = note.map(|note| note.label.clone()).unwrap_or_default();
                let place = (point.day().is_none(), point.day(), point.document.date, point.id);
                let words = sentences.in_list(point.id);
                (place, Line { words, note, ..line(point, series.is_ghost(position), page) })
            })
            .collect()
    };
    let mut lines: Vec<_> = chosen.series.iter().flat_map(of_series).collect();
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn line(point: &Point, restated: bool, page: &Page) -> Line {
    let (claim, w, language) = (&point.claim, page.w, page.visit.language);
    Line {
        claim: point.id,
        document: point.document.id,
        title: point.document.name(),
        period: claim
            .period
            .as_ref()
            .map_or_else(|| w.not_stated.to_owned(), |p| words::period(Some(p), language)),
        value: worded(point, language),
        exact: number::exactly(claim, language),
        status: words::status(claim.status, language),
        target: claim.status == Status::Target,
        restated,
        speaker: claim.speaker.clone().unwrap_or_else(|| w.not_stated.to_owned()),
        date: page.day(point.document.day()),
        words: Snippet::default(),
        note: String::new(),
    }
}

/// Which names go together with that of the indicator in the chosen scope, or may, in words.
async fn kinships(
    state: &AppState,
    id: i64,
    chosen: &Chosen<'_>,
    visit: &Visit,
) -> Result<Vec<String>, WebError> {
    let Some(scope) = &chosen.scope else { return Ok(Vec::new()) };
    let key = state.store.key_of(id).await?;
    let found = state.store.kinships(&key, Some(scope)).await?;
    Ok(found.iter().map(|one| visit.language.pick(one.zh(), one.en())).collect())
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
