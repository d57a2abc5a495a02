//! Points in order → the stretches a line may join, and the ghosts of figures stated again.

use super::Point;
use crate::period::{Period, PeriodType};
use chrono::{Datelike, NaiveDate};

/// Runs and ghosts of points that stand in the order of [`super::Series::points`]. No run crosses a
/// position of `breaks`.
pub(super) fn split(points: &[Point], breaks: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
    // What states a point again ends on its day, and so stands right behind it.
    let later = |at: usize| points[at + 1..].iter().take_while(move |later| later.day() == points[at].day());
    let ghosts: Vec<usize> =
        (0..points.len()).filter(|&at| later(at).any(|later| restates(later, &points[at]))).collect();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        if point.day().is_none() || ghosts.binary_search(&at).is_ok() {
            continue;
        }
        // The run that ended last is the nearest in time, so it is asked first.
        let home = runs
            .iter_mut()
            .filter(|run| continues(points, run, point) && !crosses(run, at, breaks))
            .max_by_key(|run| run.last().copied());
        match home {
            Some(run) => run.push(at),
            None => runs.push(vec![at]),
        }
    }
    (runs, ghosts)
}

/// Whether a break lies between the end of the run and the point at `at`.
fn crosses(run: &[usize], at: usize, breaks: &[usize]) -> bool {
    run.last().is_some_and(|&last| breaks.iter().any(|&broken| last < broken && broken <= at))
}

/// Whether the later point is about the same stretch of time as the earlier one.
pub(super) fn restates(later: &Point, earlier: &Point) -> bool {
    let (Some(a), Some(b)) = (&later.claim.period, &earlier.claim.period) else {
        return false;
    };
    let open = matches!(
        a.kind,
        PeriodType::MultiYear | PeriodType::CumulativeSince | PeriodType::Span | PeriodType::Day
    );
    a.kind == b.kind
        && a.end.is_some()
        && a.end == b.end
        && (!open || a.start == b.start)
        && same_subject(later, earlier)
}

/// Two bodies that are both named and differ are never taken for one.
fn same_subject(a: &Point, b: &Point) -> bool {
    match (&a.claim.subject, &b.claim.subject) {
        (Some(a), Some(b)) => super::normalise(a) == super::normalise(b),
        _ => true,
    }
}

/// Whether `point` goes on with `run` in the rhythm that the run already has.
fn continues(points: &[Point], run: &[usize], point: &Point) -> bool {
    let Some(last) = run.last().map(|&at| &points[at]) else {
        return false;
    };
    let Some(step) = step(last, point) else {
        return false;
    };
    let rhythm = run.windows(2).next_back().and_then(|pair| self::step(&points[pair[0]], &points[pair[1]]));
    rhythm.is_none_or(|rhythm| rhythm == step)
}

/// The months from one point to the next comparable one; `None` where a line must not join them.
fn step(from: &Point, to: &Point) -> Option<i32> {
    let (before, after) = (from.claim.period.as_ref()?, to.claim.period.as_ref()?);
    if before.kind != after.kind || !same_subject(from, to) {
        return None;
    }
    months_apart(before, after)
}

fn months_apart(before: &Period, after: &Period) -> Option<i32> {
    let (a, b) = (before.end?, after.end?);
    let months = (b.year() - a.year()) * 12 + b.month().cast_signed() - a.month().cast_signed();
    let comparable = match (before.kind, months) {
        (PeriodType::Year | PeriodType::Half | PeriodType::Quarter | PeriodType::Month, 12)
        | (PeriodType::Half, 6)
        | (PeriodType::Quarter, 3)
        | (PeriodType::Month, 1) => true,
        (PeriodType::Ytd | PeriodType::AsOf, 12) => a.day() == b.day() || ends_month(a) && ends_month(b),
        (PeriodType::AsOf, 1) => ends_month(a) && ends_month(b),
        _ => false,
    };
    comparable.then_some(months)
}

fn ends_month(day: NaiveDate) -> bool {
    day.succ_opt().is_none_or(|next| next.day() == 1)
}
