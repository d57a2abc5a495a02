//! The same period stated again: repeats, revisions, conflicts, and sums that shrink.

use super::comparable::{comparable, is_placed};
use super::rounding::Interval;
use super::{Point, Series};
use crate::claim::Kind;
use crate::period::PeriodType;
use chrono::Datelike;
use rust_decimal::Decimal;
use serde::Serialize;

/// Two statements of one period, or of a part of it and the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restatement {
    /// What they are to each other.
    pub what: Again,
    /// The number of the claim that was said first.
    pub earlier: i64,
    /// The number of the claim that was said later.
    pub later: i64,
    /// The later value less the earlier one, in the unit of the series.
    pub difference: Decimal,
}

/// What a later statement is to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// The same value, within rounding.
    Repeat,
    /// A newer document gives another value.
    Revision,
    /// Two statements of one time, or one document, give different values.
    Conflict,
    /// A part of the year is more than the whole year: a count cannot shrink.
    Shrunk,
}

/// Documents that are no more than this many days apart speak of one time.
pub const ONE_TIME: i64 = 31;

/// Every pair of comparable statements of one period, told when it was over, that follow each other, and every count
/// of a part of a year that is more than that of the whole year. In the order of the series' points.
pub fn restatements(series: &Series) -> Vec<Restatement> {
    let mut found = Vec::new();
    for (at, point) in series.points.iter().enumerate().filter(|(_, point)| is_placed(point)) {
        let mut later =
            series.points[at + 1..].iter().filter(|later| is_placed(later) && comparable(point, later));
        if let Some(again) = later.find(|later| super::run::restates(later, point)) {
            found.push(compare(point, again));
        }
        found.extend(
            series.points.iter().filter(|whole| comparable(point, whole) && shrinks(point, whole)).map(
                |whole| {
                    let difference = whole.signed() - point.signed();
                    Restatement { what: Again::Shrunk, earlier: point.id, later: whole.id, difference }
                },
            ),
        );
    }
    found
}

fn compare(earlier: &Point, later: &Point) -> Restatement {
    let meet = Interval::of(earlier).meets(Interval::of(later));
    let agree = meet && earlier.claim.direction == later.claim.direction;
    let apart = earlier.document.date.zip(later.document.date).map(|(a, b)| (b - a).num_days().abs());
    let what = if agree {
        Again::Repeat
    } else if earlier.document.id == later.document.id || apart.is_none_or(|days| days <= ONE_TIME) {
        Again::Conflict
    } else {
        Again::Revision
    };
    let difference = later.signed() - earlier.signed();
    Restatement { what, earlier: earlier.id, later: later.id, difference }
}

/// Whether a count up to a day in the year is more than that of the whole year.
fn shrinks(part: &Point, whole: &Point) -> bool {
    let (Some(a), Some(b)) = (&part.claim.period, &whole.claim.period) else { return false };
    let counts = part.claim.kind == Kind::Level && !matches!(part.claim.unit.as_str(), "%" | "个百分点" | "");
    counts
        && a.kind == PeriodType::Ytd
        && b.kind == PeriodType::Year
        && a.end.zip(b.end).is_some_and(|(a, b)| a.year() == b.year())
        && Interval::of(whole).is_below(Interval::of(part))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{only, point, year, ytd};
    use super::*;
    use crate::claim::End;
    use crate::period::Period;
    use rstest::rstest;

    #[rstest]
    #[case::same("2024-01-10", 100, "2025-01-10", 100, Again::Repeat)]
    #[case::newer("2024-01-10", 101, "2025-01-10", 103, Again::Revision)]
    #[case::one_time("2024-01-10", 101, "2024-01-20", 103, Again::Conflict)]
    #[case::rounded("2024-01-10", 1_349_084, "2025-01-10", 1_349_000, Again::Repeat)]
    fn a_period_stated_again_is_told(
        #[case] said: &str,
        #[case] value: i64,
        #[case] said_again: &str,
        #[case] again: i64,
        #[case] what: Again,
    ) {
        let series = only(vec![
            point(1, said, value, "件", year(2023)),
            point(2, said_again, again, "件", year(2023)),
        ]);
        let found = restatements(&series);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].what, found[0].earlier, found[0].later), (what, 1, 2));
        assert_eq!(found[0].difference, Decimal::from(again - value));
    }

    #[test]
    fn a_year_that_counts_less_than_its_first_months_is_told() {
        let series = only(vec![
            point(1, "2024-11-20", 356, "件", ytd("2024-11-20")),
            point(2, "2025-01-15", 348, "件", year(2024)),
        ]);
        let found = restatements(&series);
        assert_eq!(
            found,
            [Restatement { what: Again::Shrunk, earlier: 1, later: 2, difference: Decimal::from(-8) }]
        );
    }

    #[test]
    fn a_year_that_counts_more_than_its_first_months_is_nothing_to_tell() {
        let series = only(vec![
            point(1, "2024-11-20", 740, "件", ytd("2024-11-20")),
            point(2, "2025-01-15", 918, "件", year(2024)),
        ]);
        assert!(restatements(&series).is_empty());
    }

    /// Told on this day, with the year taken over from words before it.
    fn inherit(later: &mut Point, said: &str) {
        later.document.date = said.parse().ok();
        later.claim.period.as_mut().unwrap().inherited = true;
    }

    #[rstest]
    #[case::alike(|_: &mut Point| (), true)]
    #[case::of_another_place(|later: &mut Point| later.document.scope = Some("云州市".into()), false)]
    #[case::of_a_part(|later: &mut Point| later.claim.subject = Some("市属国有企业".into()), false)]
    #[case::the_base_of_a_comparison(|later: &mut Point| later.claim.role = Some(End::From), false)]
    #[case::by_another_definition(|later: &mut Point| later.comparable = true, false)]
    #[case::of_an_uncertain_year(|later: &mut Point| inherit(later, "2026-01-10"), false)]
    #[case::of_the_year_before(|later: &mut Point| inherit(later, "2024-08-10"), true)]
    #[case::of_the_running_year_rather(|later: &mut Point| inherit(later, "2024-12-27"), false)]
    fn another_value_of_what_is_not_comparable_is_nothing_to_tell(
        #[case] change: impl Fn(&mut Point),
        #[case] told: bool,
    ) {
        let mut later = point(2, "2025-01-10", 103, "件", year(2023));
        change(&mut later);
        let series = only(vec![point(1, "2024-01-10", 101, "件", year(2023)), later]);
        assert_eq!(!restatements(&series).is_empty(), told);
    }

    #[test]
    fn a_result_after_a_forecast_is_no_revision() {
        let series = only(vec![
            point(1, "2023-12-10", 101, "件", year(2023)),
            point(2, "2025-01-10", 103, "件", year(2023)),
        ]);
        assert!(restatements(&series).is_empty());
    }

    #[rstest]
    #[case::named(false, 1)]
    #[case::five_years_that_may_have_moved(true, 0)]
    fn a_span_of_years_must_be_named(#[case] inherited: bool, #[case] told: usize) {
        let span = Period { kind: PeriodType::MultiYear, inherited, ..year(2023) };
        let series = only(vec![
            point(1, "2024-01-10", 101, "件", span.clone()),
            point(2, "2024-08-10", 103, "件", span),
        ]);
        assert_eq!(restatements(&series).len(), told);
    }

    #[rstest]
    #[case::a_level("件", Kind::Level, 1)]
    #[case::a_multiple("倍", Kind::Level, 0)]
    #[case::a_change_of_long_ago("%", Kind::Change, 0)]
    fn what_is_told_of_long_ago_may_be_told_since_then(
        #[case] unit: &str,
        #[case] kind: Kind,
        #[case] told: usize,
    ) {
        let of = |id, said, value| {
            let mut point = point(id, said, value, unit, year(2005));
            point.claim.kind = kind;
            point
        };
        let series = only(vec![of(1, "2006-01-10", 101), of(2, "2011-01-10", 103)]);
        assert_eq!(restatements(&series).len(), told);
    }
}
