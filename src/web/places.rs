//! An indicator in many places: which there are, how they stand to each other, and a few of them drawn.

use super::chosen::Choice;
use super::error::WebError;
use super::listing::called;
use super::params::Visit;
use super::picker::Picker;
use super::remarks::Said;
use super::snippet::Sentences;
use super::state::AppState;
use super::summary::{Latest, headline, main_series, spark_of};
use super::templates::{Nav, PAGE_SIZE, Page, Pager, html};
use super::text::{fill, fill_one};
use crate::claim::{Kind, Status};
use crate::period::{Period, PeriodType};
use crate::query::place::{self, Level};
use crate::series::{Count, Point, Series};
use crate::store::{IndicatorRow, Measure};
use crate::words;
use crate::words::number;
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many measures and times are offered to choose from.
const OFFERED: usize = 8;

/// So many places are drawn beside each other, in this size.
const DRAWN: usize = 8;
const SIZE: (u32, u32) = (240, 64);

#[derive(Template)]
#[template(path = "places.html", config = "assets/askama.toml")]
struct PlacesPage {
    page: Page,
    row: IndicatorRow,
    about: String,
    picker: Picker,
    choices: [(&'static str, Vec<Choice>); 3],
    ranking: Option<Ranking>,
    drawn: Vec<Drawn>,
    compare: String,
    downloads: Vec<Choice>,
}

/// Places in the order of their values for one time.
#[derive(Debug)]
struct Ranking {
    caption: String,
    /// The country's value, which stands apart.
    country: Option<Line>,
    lines: Vec<Line>,
    /// How many places have no such value.
    without: Option<String>,
    pager: Option<Pager>,
}

#[derive(Debug)]
struct Line {
    /// From 1; places with one value share one. None for what is not ranked.
    rank: Option<usize>,
    place: String,
    address: String,
    said: Said,
}

/// A place with its small chart.
#[derive(Debug)]
struct Drawn {
    place: String,
    address: String,
    spark: String,
    latest: Latest,
    evidence: String,
}

/// Places that are held against each other.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "snake_case")]
enum Tier {
    Country,
    Province,
    City,
    County,
    Other,
}

impl Tier {
    fn of(place: &str) -> Self {
        match place::level(place) {
            Some(Level::Country) => Self::Country,
            Some(Level::Province) => Self::Province,
            Some(Level::City) => Self::City,
            Some(Level::County | Level::Area) => Self::County,
            Some(Level::Region) | None => Self::Other,
        }
    }

    fn words(self, page: &Page) -> &'static str {
        match self {
            Self::Country => page.w.whole_country,
            Self::Province => page.w.provinces,
            Self::City => page.w.cities,
            Self::County => page.w.counties,
            Self::Other => page.w.other_scopes,
        }
    }
}

/// What the values that stand side by side have in common.
struct Comparable {
    measure: Measure,
    at: (PeriodType, NaiveDate),
    /// The newest of each place.
    points: Vec<Point>,
}

/// The page of an indicator with so many `values` for each scope.
pub(super) async fn page(
    state: &AppState,
    row: IndicatorRow,
    counts: &[Count],
    values: &BTreeMap<Option<&str>, usize>,
    visit: Visit,
) -> Result<Response, WebError> {
    let page =
        Page::new(visit, Nav::Indicators).titled(row.name.clone()).fed(&PLACES.map(|name| (name, None)));
    let measures = measures(counts);
    let measure = chosen_measure(&measures, &page)?;
    let times = match &measure {
        Some(measure) => of_many(state.store.times_of(row.id, measure).await?),
        None => Vec::new(),
    };
    let comparable = match measure.zip(chosen_time(&times, &page)?) {
        Some((measure, at)) => {
            let series = state.store.series_at(row.id, &measure, at).await?;
            Some(Comparable { measure, at, points: newest(series) })
        }
        None => None,
    };
    let points = || comparable.iter().flat_map(|all| &all.points);
    let mut tiers: BTreeMap<Tier, usize> = BTreeMap::new();
    for place in points().filter_map(|point| point.claim.scope.as_deref()) {
        *tiers.entry(Tier::of(place)).or_default() += 1;
    }
    tiers.remove(&Tier::Country);
    let asked: Option<Tier> = page.visit.choice("level", <Tier as strum::VariantNames>::VARIANTS)?;
    let largest = tiers.iter().max_by_key(|(tier, places)| (**places, Reverse(**tier)));
    let tier = asked.or(largest.map(|(tier, _)| *tier)).unwrap_or(Tier::Other);
    let tier_choices: Vec<Choice> = tiers
        .iter()
        .map(|(of, places)| Choice {
            name: format!("{} ({places})", of.words(&page)),
            address: page.visit.with(&[("level", Some((*of).into())), ("page", None)]),
            chosen: *of == tier,
        })
        .collect();
    let of_tier = |tier| values.keys().flatten().filter(move |place| Tier::of(place) == tier).count();
    let ranking = match &comparable {
        Some(all) => Some(ranking(state, &row, all, tier, of_tier(tier), &page).await?),
        None => None,
    };
    let places = values.keys().flatten().count();
    html(&PlacesPage {
        about: fill(page.w.in_places, &[&page.count(places as i64), &page.count(row.points)]),
        picker: Picker::of(values, &[], &page)?,
        choices: [
            (page.w.measure, measure_choices(&measures, comparable.as_ref(), &page)),
            (page.w.period, time_choices(&times, comparable.as_ref(), &page)),
            (page.w.level, tier_choices),
        ],
        drawn: drawn(state, &row, values, ranking.as_ref(), &page).await?,
        ranking,
        compare: page.href(&format!("/compare?i={}", row.id)),
        downloads: ["csv", "xlsx", "json", "jsonl"]
            .map(|suffix| Choice::link(called(suffix), file_of_all(suffix, &page)))
            .into(),
        row,
        page,
    })
}

/// What an address says of the page of all places, and of no file.
const PLACES: [&str; 7] = ["kind", "basis", "unit", "at", "level", "place", "page"];

/// All series of all places as a file.
fn file_of_all(suffix: &str, page: &Page) -> String {
    let bom = (suffix == "csv").then_some("1");
    let dropped = PLACES.map(|name| (name, None));
    page.visit.suffixed(suffix, &[&dropped[..], &[("bom", bom)]].concat())
}

/// In how many places each measure gives results with a time, that of most first.
fn measures(counts: &[Count]) -> Vec<(Measure, usize)> {
    let mut places: BTreeMap<Measure, BTreeSet<&str>> = BTreeMap::new();
    let results = counts.iter().filter(|one| one.status == Status::Actual && one.dated > 0);
    for one in results.filter(|one| matches!(one.kind, Kind::Level | Kind::Change)) {
        let measure = Measure { kind: one.kind, basis: one.basis, unit: one.unit.clone() };
        places.entry(measure).or_default().extend(one.scope.as_deref());
    }
    let mut measures: Vec<_> = places
        .into_iter()
        .map(|(measure, places)| (measure, places.len()))
        .filter(|(_, places)| *places > 1)
        .collect();
    measures.sort_by_key(|(_, places)| Reverse(*places));
    measures.truncate(OFFERED);
    measures
}

fn chosen_measure(measures: &[(Measure, usize)], page: &Page) -> Result<Option<Measure>, WebError> {
    let (kind, unit) = (page.visit.one_of::<Kind>("kind")?, page.visit.text("unit")?);
    let basis: Option<String> = page.visit.choice("basis", &["yoy", "mom", "other", "none"])?;
    let fits = |measure: &&Measure| {
        let of: &'static str = measure.basis.map_or("none", Into::into);
        kind.is_none_or(|kind| kind == measure.kind)
            && basis.as_deref().is_none_or(|basis| basis == of)
            && unit.is_none_or(|unit| unit == measure.unit)
    };
    let mut all = measures.iter().map(|(measure, _)| measure);
    Ok(all.clone().find(fits).or_else(|| all.next()).cloned())
}

fn measure_choices(measures: &[(Measure, usize)], shown: Option<&Comparable>, page: &Page) -> Vec<Choice> {
    let choice = |(measure, places): &(Measure, usize)| {
        let basis: &'static str = measure.basis.map_or("none", Into::into);
        Choice {
            name: format!("{} ({places})", measured(measure, page)),
            address: page.visit.with(&[
                ("kind", Some(measure.kind.into())),
                ("basis", Some(basis)),
                ("unit", Some(&measure.unit)),
                ("at", None),
                ("page", None),
            ]),
            chosen: shown.is_some_and(|shown| shown.measure == *measure),
        }
    };
    measures.iter().map(choice).collect()
}

/// The kind of value and the unit.
fn measured(measure: &Measure, page: &Page) -> String {
    let language = page.visit.language;
    let kind = words::measure(measure.kind, measure.basis, language);
    match measure.unit.as_str() {
        "" => kind,
        unit => format!("{kind} · {}", number::unit_alone(unit, language)),
    }
}

/// The times for which a good part of the places have a value.
fn of_many(times: Vec<((PeriodType, NaiveDate), i64)>) -> Vec<((PeriodType, NaiveDate), i64)> {
    let most = times.iter().map(|(_, places)| *places).max().unwrap_or_default();
    times.into_iter().filter(|(_, places)| *places > 1 && *places * 3 >= most).take(OFFERED).collect()
}

/// The time that is asked for, else the newest.
fn chosen_time(
    times: &[((PeriodType, NaiveDate), i64)],
    page: &Page,
) -> Result<Option<(PeriodType, NaiveDate)>, WebError> {
    let asked: Option<String> = page.visit.text("at")?.map(str::to_owned);
    let mut all = times.iter().map(|(time, _)| *time);
    let newest = all.clone().next();
    Ok(match asked {
        None => newest,
        Some(asked) => all.find(|time| address_of(*time) == asked).or(newest),
    })
}

fn address_of((period, end): (PeriodType, NaiveDate)) -> String {
    format!("{period}~{end}")
}

fn time_choices(
    times: &[((PeriodType, NaiveDate), i64)],
    shown: Option<&Comparable>,
    page: &Page,
) -> Vec<Choice> {
    let choice = |(time, places): &((PeriodType, NaiveDate), i64)| Choice {
        name: format!("{} ({places})", in_words(*time, page)),
        address: page.visit.with(&[("at", Some(&address_of(*time))), ("page", None)]),
        chosen: shown.is_some_and(|shown| shown.at == *time),
    };
    times.iter().map(choice).collect()
}

fn in_words((kind, end): (PeriodType, NaiveDate), page: &Page) -> String {
    let new_year = matches!(kind, PeriodType::Year | PeriodType::Ytd).then(|| end.with_ordinal(1));
    let period =
        Period { start: new_year.flatten(), end: Some(end), kind, text: String::new(), inherited: false };
    words::period(Some(&period), page.visit.language)
}

/// What each place says last of the time that all these series are of.
fn newest(series: Vec<Series>) -> Vec<Point> {
    let mut of_place: BTreeMap<Option<String>, Point> = BTreeMap::new();
    for one in series {
        let current = (0..one.points.len()).filter(|at| !one.is_ghost(*at));
        for point in current.map(|at| &one.points[at]) {
            let said = |point: &Point| (point.document.date, point.document.id, point.id);
            let known = of_place.entry(one.scope.clone()).or_insert_with(|| point.clone());
            if said(point) > said(known) {
                *known = point.clone();
            }
        }
    }
    of_place.into_values().collect()
}

/// The places of a tier, of which there are `all`, by their values.
async fn ranking(
    state: &AppState,
    row: &IndicatorRow,
    comparable: &Comparable,
    tier: Tier,
    all: usize,
    page: &Page,
) -> Result<Ranking, WebError> {
    let of = |tier| {
        let is_of = move |point: &&Point| Tier::of(point.claim.scope.as_deref().unwrap_or_default()) == tier;
        comparable.points.iter().filter(is_of)
    };
    let mut points: Vec<&Point> = of(tier).collect();
    points.sort_by_key(|point| (Reverse(point.signed()), point.claim.scope.clone()));
    let number = page.visit.page()?;
    let first = (number - 1).saturating_mul(PAGE_SIZE) as usize;
    let shown = points.iter().skip(first).take(PAGE_SIZE as usize);
    let country = of(Tier::Country).next();
    let sentences =
        Sentences::of(&state.store, shown.clone().copied().chain(country).map(|point| point.id)).await?;
    let line = |point: &Point, rank| {
        let place = point.claim.scope.clone().unwrap_or_default();
        Line {
            rank,
            address: page.indicator_in(row.id, &place),
            place,
            said: Said::of(point, &sentences, page),
        }
    };
    let rank = |point: &Point| points.iter().position(|one| one.signed() == point.signed()).map(|at| at + 1);
    let named = [in_words(comparable.at, page), measured(&comparable.measure, page)];
    Ok(Ranking {
        caption: format!("{} · {} · {}", tier.words(page), named[0], named[1]),
        country: country.map(|point| line(point, None)),
        lines: shown.map(|point| line(point, rank(point))).collect(),
        without: all
            .checked_sub(points.len())
            .filter(|without| *without > 0)
            .map(|without| fill_one(page.w.places_without, page.count(without as i64))),
        pager: Pager::of(page, number, points.len() as i64),
    })
}

/// A few places with their charts: the country, then those that lead the ranking, else those with most values.
async fn drawn(
    state: &AppState,
    row: &IndicatorRow,
    values: &BTreeMap<Option<&str>, usize>,
    ranking: Option<&Ranking>,
    page: &Page,
) -> Result<Vec<Drawn>, WebError> {
    let ranked = ranking.iter().flat_map(|ranking| ranking.country.iter().chain(&ranking.lines));
    let mut names: Vec<&str> = ranked.map(|line| line.place.as_str()).collect();
    let mut by_values: Vec<_> =
        values.iter().filter_map(|(place, count)| Some(((*place)?, *count))).collect();
    by_values.sort_by_key(|(_, count)| Reverse(*count));
    names.extend(by_values.into_iter().map(|(place, _)| place));
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(*name));
    names.truncate(DRAWN);
    let wanted: Vec<_> = names.iter().map(|name| (row.id, Some(*name))).collect();
    let mut all = state.store.series_of_places(&wanted).await?;
    let card = |name: &str| {
        let here: Vec<Series> = all.extract_if(.., |one| one.scope.as_deref() == Some(name)).collect();
        let point = headline(&here)?;
        Some(Drawn {
            place: name.to_owned(),
            address: page.indicator_in(row.id, name),
            spark: spark_of(main_series(&here)?, SIZE),
            latest: Latest::of(point, page.visit.language),
            evidence: page.to_words(point.document.id, point.id),
        })
    };
    Ok(names.into_iter().filter_map(card).collect())
}
