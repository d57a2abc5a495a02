//! Which of an indicator's series says most.

use super::{Point, Series, unit};
use crate::claim::{Basis, Kind, Status};
use chrono::NaiveDate;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many claims of an indicator share scope, measure, unit and status.
#[derive(Debug, Clone, Deserialize)]
pub struct Count {
    /// The indicator's number.
    pub indicator: i64,
    /// The place or body.
    pub scope: Option<String>,
    /// The kind of value.
    pub kind: Kind,
    /// For a change: against what.
    pub basis: Option<Basis>,
    /// The unit as claimed.
    pub unit: String,
    /// Reported or planned.
    pub status: Status,
    /// How many there are.
    pub points: usize,
    /// How many of them have a known end of their period.
    pub dated: usize,
}

/// A series falls silent where another goes on for so long: thirteen months, in days, for results, ...
pub const RECENT: i64 = 396;

/// ... and five years where only targets go on.
const BY_TARGETS: i64 = 1_827;

/// The series that says most: results before targets, then the longest, where a level that can be compared
/// counts as four changes; of equals the first. Where it has fallen silent while other values or changes of
/// its scope go on, the one that says most of these.
pub fn main<'a>(series: impl IntoIterator<Item = &'a Series>) -> Option<&'a Series> {
    let series: Vec<&Series> = series.into_iter().collect();
    let longest = longest(series.iter().copied())?;
    let Some(end) = told(longest) else { return Some(longest) };
    let goes_on = |one: &&&Series| {
        let patience = if one.status == Status::Actual { RECENT } else { BY_TARGETS };
        one.scope == longest.scope
            && matches!(one.kind, Kind::Level | Kind::Change)
            && one.points.len() - one.undated() > 1
            && told(one).is_some_and(|day| (day - end).num_days() >= patience)
    };
    let later: Vec<&Series> = series.iter().filter(goes_on).copied().collect();
    let newest = later.iter().filter_map(|one| told(one)).max();
    let current =
        |one: &&Series| newest.zip(told(one)).is_some_and(|(newest, day)| (newest - day).num_days() < RECENT);
    self::longest(later.into_iter().filter(current)).or(Some(longest))
}

fn longest<'a>(series: impl Iterator<Item = &'a Series>) -> Option<&'a Series> {
    series.min_by_key(|one| {
        let points = one.points.len();
        Reverse(weight(one.kind, one.status, points - one.undated(), points))
    })
}

/// Up to when a series is told. What is planned for years to come is told on the day of its document.
fn told(series: &Series) -> Option<NaiveDate> {
    let day = |point: &Point| {
        let day = point.day()?;
        Some(point.document.date.map_or(day, |said| said.min(day)))
    };
    series.points.iter().filter_map(day).max()
}

/// Where the [`main`] series of each indicator is found: its scope.
pub fn places_of_main(counts: Vec<Count>) -> BTreeMap<i64, Option<String>> {
    let mut measures: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for count in counts {
        let unit = unit::base(&count.unit).to_owned();
        // In the order in which `assemble` puts series, so that of equals the same one is the first.
        let measure = (count.indicator, (count.scope, count.kind, count.basis, unit, count.status));
        let (points, dated) = measures.entry(measure).or_default();
        *points += count.points;
        *dated += count.dated;
    }
    let mut places = BTreeMap::new();
    for ((indicator, (scope, kind, _, _, status)), (points, dated)) in measures {
        let weight = weight(kind, status, dated, points);
        let best = places.entry(indicator).or_insert_with(|| (weight, scope.clone()));
        if weight > best.0 {
            *best = (weight, scope);
        }
    }
    places.into_iter().map(|(indicator, (_, scope))| (indicator, scope)).collect()
}

fn weight(kind: Kind, status: Status, dated: usize, points: usize) -> (bool, usize, bool, usize) {
    let level = kind == Kind::Level;
    // A few levels of long ago must not hide the changes that are told every year.
    let length = if level && dated > 1 { dated * 4 } else { dated };
    (status == Status::Actual, length, level, points)
}
