//! Points as marks: their shape, colour, whiskers and link.

use super::label::{escape, text_width};
use super::{By, Rule};
use crate::claim::{Bound, Status};
use crate::period::PeriodType;
use crate::series::{Point, Series};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::HashSet;
use std::fmt::Write;
use std::mem::discriminant;

/// The colours of series, for the classes `s0` to `s3`.
pub(super) const COLOURS: [&str; 4] = ["#12436D", "#28A197", "#801650", "#F46A25"];
/// Dashes of lines: with the colours they tell sixteen series apart.
const DASHES: [&str; 4] = ["none", "7 4", "2 4", "10 4 2 4"];

/// The number of a day; only differences matter.
pub(super) fn day_number(day: NaiveDate) -> f64 {
    f64::from(day.num_days_from_ce())
}

/// The day of a number.
pub(super) fn day_of(number: f64) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number.round() as i32).unwrap_or_default()
}

/// A dated point, ready to be placed.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    /// Position of its series among those drawn.
    pub(super) series: usize,
    /// Position of the point in its series.
    pub(super) position: usize,
    pub(super) point: &'a Point,
    /// The last day of its period, or the day on which it was said.
    pub(super) x: f64,
    /// The value; of a range the first end.
    pub(super) y: f64,
    /// Of a range the second end, else the value again.
    pub(super) y_high: f64,
    pub(super) class: PeriodType,
    pub(super) ghost: bool,
}

/// Whether some result lies in the diamond of its target.
pub(super) fn any_fills_its_target(marks: &[Mark]) -> bool {
    let place = |mark: &Mark, value: Decimal| (mark.x as i64, discriminant(&mark.class), value);
    let (targets, results): (Vec<&Mark>, Vec<&Mark>) =
        marks.iter().partition(|mark| mark.point.claim.status == Status::Target);
    let diamonds: HashSet<_> = targets
        .into_iter()
        .flat_map(|mark| {
            let ends = [Some(mark.point.signed()), mark.point.signed_high()];
            ends.into_iter().flatten().map(|end| place(mark, end))
        })
        .collect();
    results.into_iter().any(|mark| diamonds.contains(&place(mark, mark.point.signed())))
}

/// The marks of all points with a place between the days `from` and `to`, series by series.
pub(super) fn collect<'a>(
    series: &[&'a Series],
    by: By,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    periods: &[PeriodType],
) -> Vec<Mark<'a>> {
    let mut marks = Vec::new();
    for (owner, series) in series.iter().enumerate() {
        for (position, point) in series.points.iter().enumerate() {
            let day = match by {
                By::Period => point.day(),
                By::Conference => point.document.date,
            };
            let Some((day, period)) = day.zip(point.claim.period.as_ref()) else {
                continue;
            };
            if !periods.is_empty() && !periods.contains(&period.kind) {
                continue;
            }
            if from.is_some_and(|from| day < from) || to.is_some_and(|to| day > to) {
                continue;
            }
            // The one place where an exact decimal becomes a float: from here on it is a pixel.
            let Some(y) = point.signed().to_f64() else {
                continue;
            };
            let y_high = point.signed_high().and_then(|high| high.to_f64()).unwrap_or(y);
            let ghost = series.is_ghost(position);
            marks.push(Mark {
                series: owner,
                position,
                point,
                x: day_number(day),
                y,
                y_high,
                class: period.kind,
                ghost,
            });
        }
    }
    marks
}

/// A form that says what kind of value a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Dot,
    Square,
    Triangle,
    TipDown,
    Pentagon,
    Diamond,
}

/// How the series of a chart are told apart.
#[derive(Debug)]
pub(super) struct Looks {
    /// For each series the number of its colour and dash; results and targets of one measure share it.
    pub(super) groups: Vec<usize>,
    /// True where every result is of a full year, so that shapes are free to tell series apart.
    pub(super) full_years: bool,
}

/// Gives each measure its look.
pub(super) fn looks(series: &[&Series]) -> Looks {
    let same = |a: &Series, b: &Series| {
        let indicator = |series: &Series| series.points.first().map(|point| point.indicator);
        indicator(a) == indicator(b)
            && a.scope == b.scope
            && a.kind == b.kind
            && a.basis == b.basis
            && a.among == b.among
            && a.unit == b.unit
    };
    let mut groups: Vec<usize> = Vec::with_capacity(series.len());
    let mut next = 0;
    for (at, one) in series.iter().enumerate() {
        if let Some(before) = series[..at].iter().position(|other| same(one, other)) {
            groups.push(groups[before]);
            continue;
        }
        groups.push(next);
        next += 1;
    }
    let results = series.iter().filter(|series| series.status == Status::Actual);
    let mut periods =
        results.flat_map(|series| &series.points).filter_map(|point| point.claim.period.as_ref());
    let full_years = periods.all(|period| period.kind == PeriodType::Year);
    Looks { groups, full_years }
}

impl Looks {
    /// The shape of a mark.
    pub(super) fn shape(&self, mark: &Mark) -> Shape {
        if mark.point.claim.status == Status::Target {
            return Shape::Diamond;
        }
        match mark.class {
            PeriodType::Year if self.full_years => self.free_shape(mark.series),
            PeriodType::Year => Shape::Dot,
            PeriodType::Ytd => Shape::Square,
            PeriodType::AsOf => Shape::Triangle,
            PeriodType::MultiYear | PeriodType::CumulativeSince => Shape::Pentagon,
            PeriodType::Half
            | PeriodType::Quarter
            | PeriodType::Month
            | PeriodType::Day
            | PeriodType::Span => Shape::TipDown,
        }
    }

    /// The shape of a series whose periods are all alike.
    pub(super) fn free_shape(&self, series: usize) -> Shape {
        [Shape::Dot, Shape::Triangle, Shape::Square, Shape::TipDown][self.groups[series] % 4]
    }

    /// Opening of a group in the colour of a series.
    pub(super) fn open(&self, series: usize) -> String {
        let colour = self.groups[series] % COLOURS.len();
        format!(r#"<g class="s{colour}" color="{}">"#, COLOURS[colour])
    }

    /// The dashes of a series, as of `stroke-dasharray`.
    pub(super) fn dash(&self, series: usize) -> &'static str {
        let group = self.groups[series];
        DASHES[(group + group / COLOURS.len()) % DASHES.len()]
    }
}

/// Draws a form around a pixel; filled, or hollow for a target and for what is provisional.
pub(super) fn draw_shape(out: &mut String, shape: Shape, hollow: bool, (x, y): (i32, i32)) {
    let paint = if hollow {
        r#"fill="none" stroke="currentColor" stroke-width="2""#
    } else {
        r#"fill="currentColor""#
    };
    let corners = match shape {
        Shape::Dot => {
            let _ = write!(out, r#"<circle cx="{x}" cy="{y}" r="4.5" {paint}/>"#);
            return;
        }
        Shape::Square => "m-4.2 -4.2h8.4v8.4h-8.4z",
        Shape::Triangle => "m0 -5.5l5.3 9.2h-10.6z",
        Shape::TipDown => "m0 5.5l5.3 -9.2h-10.6z",
        Shape::Pentagon => "m0 -5.5l5.2 3.8l-2 6.2h-6.4l-2 -6.2z",
        Shape::Diamond => {
            let _ = write!(
                out,
                r#"<path d="M{x} {y}m0 -5.8l5.8 5.8l-5.8 5.8l-5.8 -5.8z" fill="none" stroke="currentColor" stroke-width="2"/>"#
            );
            return;
        }
    };
    let _ = write!(out, r#"<path d="M{x} {y}{corners}" {paint}/>"#);
}

/// Draws the lines of the runs. Targets are wishes for single dates, so no line joins them.
pub(super) fn draw_lines(
    out: &mut String,
    series: &[&Series],
    marks: &[Mark],
    looks: &Looks,
    pixel: impl Fn(usize) -> (i32, i32),
) {
    for (owner, series) in series.iter().enumerate().filter(|(_, series)| series.status == Status::Actual) {
        // Marks stand in the order of series and points.
        let place = |position: usize| {
            let found =
                marks.binary_search_by_key(&(owner, position), |mark| (mark.series, mark.position)).ok();
            found.map(&pixel)
        };
        for run in series.runs.iter().filter(|run| run.len() > 1) {
            let mut places: Vec<(i32, i32)> = run.iter().filter_map(|&position| place(position)).collect();
            // In order of what was said, a figure of an earlier year may come later.
            places.sort_by_key(|&(x, _)| x);
            let corners: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
            let _ = write!(
                out,
                r#"{}<polyline class="run" points="{}" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-dasharray="{}"/></g>"#,
                looks.open(owner),
                corners.join(" "),
                looks.dash(owner)
            );
        }
    }
}

/// Where on the time axis each break lies, in order: on its day where the axis tells periods, else half way between
/// its point and the one said before. `None` for the break of a point that is not drawn.
pub(super) fn places_of_rules(rules: &[Rule], marks: &[Mark], by: By) -> Vec<Option<f64>> {
    let place = |rule: &Rule| {
        let x = marks.iter().find(|mark| mark.point.id == rule.claim)?.x;
        let before = marks.iter().map(|mark| mark.x).filter(|before| *before < x).reduce(f64::max);
        let half_way = before.map_or(x, |before| x.midpoint(before));
        Some(rule.day.filter(|_| by == By::Period).map_or(half_way, day_number))
    };
    rules.iter().map(place).collect()
}

/// Draws the breaks at these pixels: a dashed line each, with a label.
pub(super) fn draw_rules(out: &mut String, rules: &[(&Rule, i32)], (top, bottom): (i32, i32)) {
    let mut drawn: Vec<(i32, i32)> = Vec::new();
    for &(rule, x) in rules {
        // Labels of breaks at one place stand one below the other.
        let stacked = drawn.iter().filter(|(other, _)| (other - x).abs() < 16).count() as i32;
        drawn.push((x, stacked));
        let _ = write!(
            out,
            r#"<g class="rule"><title>{} {}</title><path d="M{x} {top}V{bottom}" fill="none" stroke="currentColor" stroke-width="1" stroke-dasharray="3 3" opacity="0.6"/><text x="{}" y="{}" font-size="12" fill="currentColor">{}</text></g>"#,
            escape(&rule.label),
            escape(&rule.words),
            x + 4,
            top + 10 + 15 * stacked,
            escape(&rule.label)
        );
    }
}

/// Writes the names of series beside these pixels, each in its colour; none lies on another.
pub(super) fn draw_names(
    out: &mut String,
    names: &[(usize, &str, (i32, i32))],
    looks: &Looks,
    (top, bottom): (i32, i32),
) {
    const APART: i32 = 15;
    let mut placed: Vec<(usize, &str, (i32, i32))> = names.to_vec();
    placed.sort_by_key(|(.., (_, y))| *y);
    // The height of another name that shares some of the width.
    let near = |placed: &[(usize, &str, (i32, i32))], at: usize, other: usize| {
        let [(from, to), (start, end)] = [at, other].map(|at| {
            let (_, name, (x, _)) = placed[at];
            (x, x + text_width(name, 12.0) as i32)
        });
        (from < end && start < to).then_some(placed[other].2.1)
    };
    for at in 0..placed.len() {
        let lowest = (0..at).filter_map(|above| near(&placed, at, above)).max();
        let (.., (_, y)) = &mut placed[at];
        *y = (*y).max(lowest.map_or(top, |above| above + APART));
    }
    // What was pushed below the plot moves up, and what is above it makes room.
    for at in (0..placed.len()).rev() {
        let highest = (at + 1..placed.len()).filter_map(|below| near(&placed, at, below)).min();
        let (.., (_, y)) = &mut placed[at];
        *y = (*y).min(highest.map_or(bottom, |below| below - APART)).max(top);
    }
    for (series, name, (x, y)) in placed {
        let _ = write!(
            out,
            r##"{}<text class="name" x="{}" y="{}" font-size="12" fill="currentColor" stroke="#fff" stroke-width="3" paint-order="stroke">{}</text></g>"##,
            looks.open(series),
            x + 10,
            y + 4,
            escape(name)
        );
    }
}

/// Draws a mark within the link to its words; `tip` is safe for XML.
pub(super) fn draw_link(
    out: &mut String,
    mark: &Mark,
    looks: &Looks,
    (low, high): ((i32, i32), (i32, i32)),
    (href, tip): (&str, &str),
    inverted: bool,
) {
    let href = escape(href);
    let ghost = if mark.ghost { r#" ghost" opacity="0.35"# } else { "" };
    let _ = write!(
        out,
        r#"<a href="{href}" class="point{ghost}"><title>{tip}</title>{}"#,
        looks.open(mark.series)
    );
    let (x, y) = low;
    let _ =
        write!(out, r#"<circle class="target" cx="{x}" cy="{y}" r="10" fill="none" pointer-events="all"/>"#);
    let (shape, hollow) = (looks.shape(mark), mark.point.claim.provisional);
    if high != low {
        let _ = write!(
            out,
            r#"<path d="M{x} {y}V{}" fill="none" stroke="currentColor" stroke-width="5" stroke-opacity="0.35"/>"#,
            high.1
        );
        draw_shape(out, shape, hollow, high);
    }
    // A fall by more than 3% lies further down, and a rank beyond the 5th too.
    let turned = (mark.y < 0.0) != inverted;
    let (greater, less) = match mark.point.claim.bound {
        Bound::MoreThan | Bound::AtLeast => (true, false),
        Bound::Nearly | Bound::LessThan | Bound::AtMost => (false, true),
        Bound::About => (true, true),
        Bound::Exact | Bound::Range => (false, false),
    };
    let (up, down) = if turned { (less, greater) } else { (greater, less) };
    if up {
        draw_whisker(out, low, -1);
    }
    if down {
        draw_whisker(out, low, 1);
    }
    draw_shape(out, shape, hollow, low);
    out.push_str("</g></a>");
}

/// A short arrow away from a mark: `-1` up, `1` down.
fn draw_whisker(out: &mut String, (x, y): (i32, i32), way: i32) {
    let (from, to, wing) = (y + 6 * way, y + 15 * way, -3 * way);
    let _ = write!(
        out,
        r#"<path class="whisker" d="M{x} {from}V{to}M{} {}L{x} {to}L{} {}" fill="none" stroke="currentColor" stroke-width="1.5"/>"#,
        x - 3,
        to + wing,
        x + 3,
        to + wing
    );
}
