//! Change against the previous comparable point, worked out from the levels and compared with what was said.

use super::rounding::{Interval, value_of};
use super::{Point, Series};
use crate::claim::{Basis, Kind};
use rust_decimal::Decimal;
use serde::Serialize;
use std::ops::Bound::{self, Included, Unbounded};

/// A change that was worked out from two levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Derived {
    /// The number of the earlier claim.
    pub from: i64,
    /// The number of the later claim.
    pub to: i64,
    /// By how much it changed, with its sign, to two places.
    pub change: Decimal,
    /// `个百分点` where the levels are per cents, else `%`.
    pub unit: &'static str,
}

/// A change that was said, and what the levels give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The number of the claim that says by how much it changed.
    pub said: i64,
    /// What it says, with its sign.
    pub quoted: Decimal,
    /// What the levels give.
    pub derived: Derived,
    /// Whether no rounding explains the difference.
    pub beyond_rounding: bool,
}

/// The change to each point from the one before it on the same line. Levels alone have one, and a line
/// never crosses a break.
pub fn derived(series: &Series) -> Vec<Derived> {
    pairs(series).filter_map(|(from, to)| derive(from, to)).collect()
}

/// Where a change over the year before is both said and can be worked out: the two side by side.
pub fn gaps(levels: &Series, changes: &Series) -> Vec<Gap> {
    let fits = levels.scope == changes.scope
        && levels.status == changes.status
        && changes.kind == Kind::Change
        && changes.basis == Some(Basis::Yoy);
    if !fits {
        return Vec::new();
    }
    pairs(levels)
        .filter_map(|(from, to)| {
            let derived = derive(from, to)?;
            let said = changes.points.iter().enumerate().find(|(at, said)| {
                !changes.is_ghost(*at) && same_period(said, to) && said.claim.unit == derived.unit
            });
            let (_, said) = said?;
            let quoted = said.signed();
            let beyond_rounding = !possible(from, to, derived.unit).meets(Interval::of(said));
            Some(Gap { said: said.id, quoted, derived, beyond_rounding })
        })
        .collect()
}

/// Neighbours on a line that are a year apart.
fn pairs(series: &Series) -> impl Iterator<Item = (&Point, &Point)> {
    let neighbours = series.runs.iter().flat_map(|run| run.windows(2));
    neighbours.map(|pair| (&series.points[pair[0]], &series.points[pair[1]]))
}

fn same_period(a: &Point, b: &Point) -> bool {
    let span = |point: &Point| point.claim.period.as_ref().map(|period| (period.kind, period.end));
    span(a) == span(b)
}

fn derive(from: &Point, to: &Point) -> Option<Derived> {
    if to.claim.kind != Kind::Level {
        return None;
    }
    let (a, b) = (from.signed(), to.signed());
    let (change, unit) =
        if to.claim.unit == "%" { (b.checked_sub(a)?, "个百分点") } else { (growth(a, b)?, "%") };
    Some(Derived { from: from.id, to: to.id, change: change.round_dp(2).normalize(), unit })
}

/// By how many per cent `b` is more than `a`.
fn growth(a: Decimal, b: Decimal) -> Option<Decimal> {
    (a > Decimal::ZERO)
        .then(|| b.checked_div(a)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED))?
}

/// By how much `to` is more than `from`, in the unit of a change: `%` and `倍` of what it was, else in their own.
pub(super) fn risen(from: Decimal, to: Decimal, unit: &str) -> Option<Decimal> {
    match unit {
        "%" => growth(from, to),
        "倍" => growth(from, to)?.checked_div(Decimal::ONE_HUNDRED),
        _ => to.checked_sub(from),
    }
}

/// What the change may be, given how exactly the levels are.
pub(super) fn possible(from: &Point, to: &Point, unit: &str) -> Interval {
    let (a, b) = (Interval::of(from), Interval::of(to));
    let between = |one: Bound<Decimal>, other: Bound<Decimal>| {
        let ends = value_of(one).zip(value_of(other));
        let change = ends.and_then(|(one, other)| risen(other, one, unit));
        change.map_or(Unbounded, Included)
    };
    Interval { low: between(b.low, a.high), high: between(b.high, a.low) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{only, point, year};
    use super::*;
    use crate::claim::Direction;
    use rstest::rstest;

    fn levels(values: [i64; 2], unit: &str) -> Series {
        only(vec![
            point(1, "2023-01-10", values[0], unit, year(2022)),
            point(2, "2024-01-10", values[1], unit, year(2023)),
        ])
    }

    fn said(percent: &str, unit: &str) -> Series {
        let mut said = point(3, "2024-01-10", 0, unit, year(2023));
        said.claim.value = percent.parse().unwrap();
        said.claim.kind = Kind::Change;
        said.claim.basis = Some(Basis::Yoy);
        said.claim.direction = Some(Direction::Up);
        only(vec![said])
    }

    #[test]
    fn a_change_is_worked_out_between_neighbours() {
        let found = derived(&levels([10_076, 10_608], "元"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].change.to_string().as_str(), found[0].unit), ("5.28", "%"));
        let found = derived(&levels([52, 55], "%"));
        assert_eq!((found[0].change.to_string().as_str(), found[0].unit), ("3", "个百分点"));
    }

    #[test]
    fn nothing_is_worked_out_across_a_gap() {
        let series = only(vec![
            point(1, "2022-01-10", 100, "件", year(2021)),
            point(2, "2024-01-10", 110, "件", year(2023)),
        ]);
        assert!(derived(&series).is_empty());
    }

    #[rstest]
    #[case::agrees("5.3", false)]
    #[case::within_rounding("5", false)]
    #[case::beyond("13.9", true)]
    fn what_was_said_stands_beside_what_the_levels_give(#[case] percent: &str, #[case] beyond: bool) {
        let found = gaps(&levels([10_076, 10_608], "元"), &said(percent, "%"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].said, found[0].beyond_rounding), (3, beyond));
    }

    #[test]
    fn per_cents_are_compared_in_points() {
        let found = gaps(&levels([52, 55], "%"), &said("3", "个百分点"));
        assert!(!found[0].beyond_rounding);
        assert!(gaps(&levels([52, 55], "%"), &said("3", "%")).is_empty());
    }
}
