//! The charts of a briefing: those that the product draws, with title, subtitle and source in them.

use super::Chart;
use crate::chart::{self, ChartOptions, Rule};
use crate::language::Language;
use crate::period::PeriodType;
use crate::series::{Point, Series, What};
use crate::words::{self, number};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// More lines than this on one chart cannot be told apart: there are as many colours.
const MOST_LINES: usize = 4;

/// A chart of fewer values says less than a sentence.
const FEWEST: usize = 3;

/// Width and height on paper, in CSS pixels.
const SIZE: (u32, u32) = (920, 400);

/// Totals of several years would press single years flat.
const LONG: [PeriodType; 2] = [PeriodType::MultiYear, PeriodType::CumulativeSince];

/// The charts of an indicator in the measure of one of its values; `places` are all its series, place by place. Values
/// of one place are drawn with their targets, those of several places side by side.
pub(super) fn charts(
    name: &str,
    value: &Point,
    places: &[&[Series]],
    span: (Option<NaiveDate>, Option<NaiveDate>),
    language: Language,
) -> Vec<Chart> {
    let holds = |one: &&Series| one.points.iter().any(|point| point.id == value.id);
    let Some(home) = places.iter().flat_map(|all| all.iter()).find(holds) else { return Vec::new() };
    let several = places.len() > 1;
    let alike = |one: &&Series| {
        (one.kind, one.basis, &one.among, &one.unit) == (home.kind, home.basis, &home.among, &home.unit)
            && (!several || one.status == home.status)
    };
    let of_places: Vec<Vec<&Series>> = places
        .iter()
        .map(|all| all.iter().filter(alike).collect::<Vec<_>>())
        .filter(|of| !of.is_empty())
        .collect();
    // Five lines are three and two, not four and one.
    let charts = of_places.len().div_ceil(MOST_LINES).max(1);
    let chunks = of_places.chunks(of_places.len().div_ceil(charts).max(1));
    chunks.filter_map(|chunk| one(name, &chunk.concat(), span, language)).collect()
}

fn one(
    name: &str,
    series: &[&Series],
    span: (Option<NaiveDate>, Option<NaiveDate>),
    language: Language,
) -> Option<Chart> {
    let first = series.first()?;
    let kind = |point: &Point| point.claim.period.as_ref().map(|period| period.kind);
    let is_long = |point: &Point| kind(point).is_some_and(|kind| LONG.contains(&kind));
    let within = |point: &&Point| {
        point
            .day()
            .is_some_and(|day| span.0.is_none_or(|from| day >= from) && span.1.is_none_or(|to| day <= to))
    };
    let points: Vec<&Point> =
        series.iter().flat_map(|one| &one.points).filter(within).filter(|point| !is_long(point)).collect();
    let days: BTreeSet<NaiveDate> = points.iter().filter_map(|point| point.day()).collect();
    if points.len() < FEWEST || days.len() < 2 {
        return None;
    }
    let mut periods: Vec<PeriodType> = Vec::new();
    for kind in points.iter().filter_map(|point| kind(point)) {
        if !periods.contains(&kind) {
            periods.push(kind);
        }
    }
    let mut scopes: Vec<&str> = Vec::new();
    for scope in series.iter().filter_map(|one| one.scope.as_deref()) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    let scopes = scopes.join(language.pick("、", ", "));
    let unit = match first.unit.as_str() {
        "" => language.pick("无单位", "no unit").to_owned(),
        unit => number::unit_alone(unit, language),
    };
    let measure = words::measure(first.kind, first.basis, language);
    let documents: BTreeSet<i64> = points.iter().map(|point| point.document.id).collect();
    let (count, documents) = (points.len(), documents.len());
    let subtitle = language
        .pick(format!("{scopes} · {measure} · 单位：{unit}"), format!("{scopes} · {measure} · Unit: {unit}"));
    let source = language.pick(
        format!("数据出自 {documents} 份文件的原话 · 政策指标看板"),
        format!("From the words of {documents} documents · Policy metrics"),
    );
    let description = language.pick(
        format!("{name}的走势图：{subtitle}，{count} 个数值。"),
        format!("Chart of {name}: {subtitle}, {count} values."),
    );
    let (rules, remarks) = breaks(series, &points, language);
    let options = ChartOptions {
        title: name.to_owned(),
        description: description.clone(),
        width: SIZE.0,
        height: SIZE.1,
        language,
        span,
        periods,
        rules,
        ..ChartOptions::default()
    };
    let drawn = chart::svg(series, &options);
    Some(Chart {
        caption: words::in_brackets(name, &scopes, language),
        description,
        svg: chart::framed(&drawn, SIZE, [name, &subtitle, &source]),
        size: chart::framed_size(SIZE),
        remarks,
    })
}

/// The breaks among the points that are drawn, as lines and in words.
fn breaks(series: &[&Series], points: &[&Point], language: Language) -> (Vec<Rule>, Vec<String>) {
    let several = series.iter().any(|one| one.scope != series[0].scope);
    let drawn: BTreeSet<i64> = points.iter().map(|point| point.id).collect();
    let notes = series.iter().flat_map(|one| one.notes.iter().map(|note| (&one.points[note.at], note)));
    let mut found: Vec<_> =
        notes.filter(|(point, note)| note.what.breaks() && drawn.contains(&point.id)).collect();
    found.sort_by_key(|(point, _)| (point.day(), point.document.date, point.id));
    let rule = |(at, (point, note)): (usize, (&Point, &crate::series::Note))| {
        let label =
            u32::try_from(at).ok().and_then(|at| char::from_u32(0x2460 + at)).unwrap_or('*').to_string();
        let words = match (language, &note.what) {
            (Language::Chinese, what) => what.zh(),
            (Language::English, What::Unit { from, to }) => {
                let [from, to] = [from, to].map(|unit| number::unit_alone(unit, language));
                What::Unit { from, to }.en()
            }
            (Language::English, what) => what.en(),
        };
        let when = words::period(point.claim.period.as_ref(), language);
        let place = point.claim.scope.as_deref().filter(|_| several).unwrap_or_default();
        let told = language
            .pick(format!("{label} {place}{when}：{words}"), format!("{label} {place} {when}: {words}"));
        (Rule { claim: point.id, day: note.day, label, words }, told)
    };
    found.into_iter().take(20).enumerate().map(rule).unzip()
}
