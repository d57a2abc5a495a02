//! Which of an indicator's series says most.

use super::{Series, unit};
use crate::claim::{Basis, Kind, Status};
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

/// The series that says most: results before targets, then the longest, where a level that can be compared
/// counts as four changes; of equals the first.
pub fn main<'a>(series: impl IntoIterator<Item = &'a Series>) -> Option<&'a Series> {
    let series: Vec<&Series> = series.into_iter().collect();
    series.into_iter().min_by_key(|one| {
        let points = one.points.len();
        Reverse(weight(one.kind, one.status, points - one.undated(), points))
    })
}

/// Where the [`main`] series of each indicator is found: its scope and status.
pub fn places_of_main(counts: Vec<Count>) -> BTreeMap<i64, (Option<String>, Status)> {
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
        let best = places.entry(indicator).or_insert_with(|| (weight, scope.clone(), status));
        if weight > best.0 {
            *best = (weight, scope, status);
        }
    }
    places.into_iter().map(|(indicator, (_, scope, status))| (indicator, (scope, status))).collect()
}

fn weight(kind: Kind, status: Status, dated: usize, points: usize) -> (bool, usize, bool, usize) {
    let level = kind == Kind::Level;
    // A few levels of long ago must not hide the changes that are told every year.
    let length = if level && dated > 1 { dated * 4 } else { dated };
    (status == Status::Actual, length, level, points)
}
