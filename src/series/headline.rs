//! The value to put over an indicator.

use super::weight::{RECENT, main};
use super::{Point, Series};
use crate::period::PeriodType;

/// The value to put over an indicator: that of its main series, unless the same measure has been told in another
/// unit for more than [`RECENT`] since.
pub fn headline<'a>(all: impl IntoIterator<Item = &'a Series>) -> Option<&'a Point> {
    headline_of(all, |_| true)
}

/// The same among values that `holds` lets pass.
pub fn headline_of<'a>(
    all: impl IntoIterator<Item = &'a Series>,
    holds: impl Fn(&Point) -> bool,
) -> Option<&'a Point> {
    let all: Vec<&Series> = all.into_iter().filter(|one| newest(one, &holds).is_some()).collect();
    let main = main(all.iter().copied())?;
    let alike = |one: &&Series| {
        (&one.scope, one.kind, one.basis, &one.among, one.status)
            == (&main.scope, main.kind, main.basis, &main.among, main.status)
    };
    let shown = newest(main, &holds)?;
    let later = |point: &&Point| {
        point.day().zip(shown.day()).is_some_and(|(day, shown)| (day - shown).num_days() >= RECENT)
    };
    let others = all.into_iter().filter(alike).filter_map(|one| newest(one, &holds));
    Some(others.filter(later).max_by_key(|point| point.day()).unwrap_or(shown))
}

/// The value to put over a series: the newest of a full year, if that ended within thirteen months before
/// the newest of all, else the newest of the type of period that the series has most of, within the
/// same time; else the newest.
fn newest<'a>(series: &'a Series, holds: &impl Fn(&Point) -> bool) -> Option<&'a Point> {
    let points = series.points.iter().enumerate();
    let current: Vec<&Point> =
        points.filter(|(at, point)| !series.is_ghost(*at) && holds(point)).map(|(_, point)| point).collect();
    let Some(latest) = current.iter().rfind(|point| point.day().is_some()) else {
        return current.last().copied();
    };
    let last = latest.day()?;
    let kind_of = |point: &Point| point.claim.period.as_ref().map(|period| period.kind);
    let newest = |kind: PeriodType| {
        let mut of_kind = current.iter().filter(|point| kind_of(point) == Some(kind)).copied();
        of_kind.rfind(|point| point.day().is_some_and(|day| (last - day).num_days() < RECENT))
    };
    let count = |kind: PeriodType| current.iter().filter(|point| kind_of(point) == Some(kind)).count();
    let most = current.iter().filter_map(|point| kind_of(point)).max_by_key(|kind| count(*kind));
    newest(PeriodType::Year).or_else(|| most.and_then(newest)).or(Some(latest))
}
