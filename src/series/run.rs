//! Points in order → the stretches a line may join, and the ghosts of figures stated again.

use super::Point;
use crate::claim::{End, Kind, Status};
use crate::period::{Period, PeriodType};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many years before and after a value say of what size it may be, ...
const NEAR: i32 = 3;

/// ... where so many of them, and two thirds of those that are told, agree.
const AGREE: usize = 3;

/// Values that are so many times apart are hardly those of one thing in neighbouring years.
const THREE: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Runs and ghosts of points that stand in the order of [`super::Series::points`]. No run crosses a
/// position of `breaks`; what is `doubtful` is always a ghost.
pub(super) fn split(points: &[Point], breaks: &[usize], doubtful: &[usize]) -> (Vec<Vec<usize>>, Vec<usize>) {
    // Of several values for one time the newest is drawn, but none that only serves as the base of another, nor one that
    // another place tells, in the place of one that is told for its own sake.
    let standing = |at: usize| {
        let Point { claim, document, .. } = &points[at];
        (!doubtful.contains(&at), claim.role != Some(End::From), claim.scope == document.scope, at)
    };
    let surpassed = |at: usize| {
        let day = points[at].day();
        let first = points[..at].iter().rposition(|other| other.day() != day).map_or(0, |before| before + 1);
        let same = (first..points.len()).take_while(|&other| points[other].day() == day);
        let mut others = same.filter(|&other| other != at && restates(&points[other], &points[at]));
        others.any(|other| standing(other) > standing(at))
    };
    let ghosts: Vec<usize> =
        (0..points.len()).filter(|&at| doubtful.contains(&at) || surpassed(at)).collect();
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

/// Yearly values that are three times as much as all of the years around them, or a third, and those that are so
/// against another value of their own year which fits these: most often of a part of the place, of several years, or
/// of another place.
pub(super) fn doubtful(points: &[Point]) -> Vec<usize> {
    let mut years: BTreeMap<i32, Told> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        let (Some(period), Some(day)) = (&point.claim.period, point.day()) else { continue };
        let whole = period.kind == PeriodType::Year || period.kind == PeriodType::AsOf && day.month() == 12;
        if whole && point.claim.kind == Kind::Level && point.claim.status == Status::Actual {
            years.entry(day.year()).or_default().push((at, point.signed()));
        }
    }
    let mut found: Vec<usize> = years
        .iter()
        .filter_map(|(year, told)| Some((usual_around(&years, *year)?, told)))
        .flat_map(|((low, high), told)| {
            let fits: Vec<Decimal> =
                told.iter().map(|(_, value)| *value).filter(|value| (low..=high).contains(value)).collect();
            let off = move |value: Decimal| {
                is_far(value, low) && value < low
                    || is_far(value, high) && value > high
                    || fits.iter().any(|other| is_far(value, *other))
            };
            told.iter().filter(move |(_, value)| off(*value)).map(|(at, _)| *at)
        })
        .collect();
    found.sort_unstable();
    found
}

/// What is told of one year: positions with their values, in order.
type Told = Vec<(usize, Decimal)>;

/// Between what the values of the years around lie, where most of these years have some that agree. A year may have
/// others besides: that of its whole is mostly told first, and those of parts after it.
fn usual_around(years: &BTreeMap<i32, Told>, year: i32) -> Option<(Decimal, Decimal)> {
    let positive = |told: &Told| -> Vec<Decimal> {
        told.iter().map(|(_, value)| *value).filter(|value| *value > Decimal::ZERO).collect()
    };
    let near = years.range(year - NEAR..=year + NEAR).filter(|(other, _)| **other != year);
    let near: Vec<Vec<Decimal>> =
        near.map(|(_, told)| positive(told)).filter(|values| !values.is_empty()).collect();
    let sorted: Vec<BTreeSet<Decimal>> = near.iter().map(|values| values.iter().copied().collect()).collect();
    let agreeing = |anchor: Decimal| sorted.iter().filter_map(move |values| nearest(values, anchor));
    let firsts = |anchor: Decimal| {
        near.iter().filter(move |values| values.first().is_some_and(|one| !is_far(*one, anchor)))
    };
    let support = |anchor: &Decimal| Reverse((agreeing(*anchor).count(), firsts(*anchor).count()));
    let anchor = near.iter().flatten().copied().min_by_key(support)?;
    let count = agreeing(anchor).count();
    let agree = count >= AGREE && count * 3 >= near.len() * 2;
    agree.then_some(())?;
    Some((agreeing(anchor).min()?, agreeing(anchor).max()?))
}

/// The value that is nearest to this one, where any is not far off.
fn nearest(values: &BTreeSet<Decimal>, to: Decimal) -> Option<Decimal> {
    let below = values.range(..=to).next_back().copied().filter(|value| !is_far(*value, to));
    let above = values.range(to..).next().copied().filter(|value| !is_far(*value, to));
    match (below, above) {
        // As multiples: 20 is as near to 10 as to 40.
        (Some(below), Some(above)) => {
            let low = to.checked_mul(to).zip(below.checked_mul(above)).is_none_or(|(own, both)| own <= both);
            Some(if low { below } else { above })
        }
        (one, other) => one.or(other),
    }
}

/// Whether one of two values is more than three times the other.
fn is_far(one: Decimal, other: Decimal) -> bool {
    one > other.saturating_mul(THREE) || other > one.saturating_mul(THREE)
}

/// Whether a break lies between the end of the run and the point at `at`.
fn crosses(run: &[usize], at: usize, breaks: &[usize]) -> bool {
    run.last().is_some_and(|&last| breaks.iter().any(|&broken| last < broken && broken <= at))
}

/// Whether the later point is about the same stretch of time as the earlier one.
pub fn restates(later: &Point, earlier: &Point) -> bool {
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
