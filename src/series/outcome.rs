//! Targets of a year against its results.

use super::comparable::{comparable, is_over, is_placed};
use super::rounding::{Interval, half_step};
use super::{Point, Series, normalise};
use crate::claim::{Bound, Direction, Kind, Status};
use crate::lexicon::lexicon;
use crate::period::PeriodType;
use rust_decimal::Decimal;
use serde::Serialize;
use std::ops::Bound::{Excluded, Included, Unbounded};

/// A target and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The number of the claim that sets the target.
    pub target: i64,
    /// The number of the claim that gives the result, where one does.
    pub result: Option<i64>,
    /// What became of it.
    pub verdict: Verdict,
    /// The result less the target (its nearer end, where it is a range), in the unit of the target's series; `None`
    /// where the words of the result leave open how much that is.
    pub gap: Option<Decimal>,
}

/// What became of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The result is what was aimed at, or better, whatever its words allow.
    Met,
    /// It is not, whatever its words allow.
    Missed,
    /// The hedge or the rounding of the result leaves it open: 6%以上 against 7%以上.
    Open,
    /// No document gives a result.
    Unknown,
}

/// Pairs every target of a year in `targets`, set before the year was over, with the newest result of that year in
/// `results` that is comparable and was told when it was over.
///
/// 以上 is a floor and 以内 a ceiling. Any other target is a floor too, and a ceiling for a fall and for what
/// had better be low (失业率, 能耗); 左右 and 接近 allow a twentieth of the value, and leave open as much again as
/// rounds to it (3.3% against 3%左右); a range counts from the end that is easier to reach. The result is all that its
/// words allow, so that it may be neither met nor missed.
pub fn outcomes(targets: &Series, results: &Series) -> Vec<Outcome> {
    let alike = targets.status == Status::Target
        && results.status == Status::Actual
        && targets.scope == results.scope
        && targets.among == results.among
        && targets.kind == results.kind;
    let Some(factor) = super::unit::factor(&results.unit, &targets.unit).filter(|_| alike) else {
        return Vec::new();
    };
    let annual = |point: &Point| point.claim.period.as_ref().filter(|p| p.kind == PeriodType::Year)?.end;
    let current = |series: &'_ Series, at: usize| !series.is_ghost(at);
    targets
        .points
        .iter()
        .enumerate()
        .filter(|(at, target)| current(targets, *at) && !is_over(target))
        .filter_map(|(_, target)| {
            let year = annual(target)?;
            let result = results
                .points
                .iter()
                .enumerate()
                .filter(|(at, _)| current(results, *at))
                .map(|(_, result)| result)
                .rfind(|result| {
                    annual(result) == Some(year) && is_placed(result) && comparable(target, result)
                });
            Some(judge(target, result, factor))
        })
        .collect()
}

fn judge(target: &Point, result: Option<&Point>, factor: Decimal) -> Outcome {
    let Some(result) = result else {
        return Outcome { target: target.id, result: None, verdict: Verdict::Unknown, gap: None };
    };
    let aim = Aim::of(target);
    let (asked, said) = (target.claim.bound, result.claim.bound);
    let value = result.signed() * factor;
    let found = Interval::of(result).times(factor);
    // 7% meets 7%, though it may be 6.9% rounded, and 约8% is what 约8% asked for; it is not 超过7%.
    let may_equal = match said {
        Bound::Exact => !matches!(asked, Bound::MoreThan | Bound::LessThan),
        Bound::Range => false,
        _ => said == asked,
    };
    let just_met = may_equal && (value == aim.low || value == aim.high);
    let verdict = if found.is_within(aim.met_by) || just_met {
        Verdict::Met
    } else if found.meets(aim.open_to) {
        Verdict::Open
    } else {
        Verdict::Missed
    };
    let gap = (value - value.clamp(aim.low, aim.high)).normalize();
    let gap = (said == Bound::Exact && verdict != Verdict::Open).then_some(gap);
    Outcome { target: target.id, result: Some(result.id), verdict, gap }
}

/// What a target asks for, with its sign.
struct Aim {
    /// Its ends, as stated.
    low: Decimal,
    high: Decimal,
    /// All values that meet it.
    met_by: Interval,
    /// These, and all of which its words leave that open.
    open_to: Interval,
}

impl Aim {
    fn of(target: &Point) -> Self {
        let claim = &target.claim;
        let (one, other) = (target.signed(), target.signed_high().unwrap_or(target.signed()));
        let (low, high) = (one.min(other), one.max(other));
        let loose = matches!(claim.bound, Bound::About | Bound::Nearly);
        let (slack, rounded) = if loose {
            (low.abs() / Decimal::from(20), target.scaled(half_step(claim.value, &claim.quote)))
        } else {
            (Decimal::ZERO, Decimal::ZERO)
        };
        let fall = claim.direction == Some(Direction::Down);
        let low_is_good = match claim.bound {
            // 降低3%以上 asks for a lower value.
            Bound::AtLeast | Bound::MoreThan => fall,
            Bound::AtMost | Bound::LessThan => !fall,
            Bound::Exact | Bound::About | Bound::Nearly | Bound::Range => {
                let name = normalise(&claim.indicator);
                fall || claim.kind == Kind::Rank
                    || lexicon().synonyms.lower.iter().any(|word| name.contains(word.as_str()))
            }
        };
        let end = |value| match claim.bound {
            Bound::MoreThan | Bound::LessThan => Excluded(value),
            _ => Included(value),
        };
        let within = |slack: Decimal| {
            if low_is_good {
                Interval { low: Unbounded, high: end(high + slack) }
            } else {
                Interval { low: end(low - slack), high: Unbounded }
            }
        };
        Self { low, high, met_by: within(slack), open_to: within(slack + rounded) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{only, point, year};
    use super::*;
    use crate::claim::{Basis, End};
    use rstest::rstest;

    fn series(id: i64, name: &str, value: &str, status: Status, bound: Bound) -> Series {
        let said = if status == Status::Target { "2023-01-10" } else { "2024-01-10" };
        let mut point = point(id, said, 0, "%", year(2023));
        point.claim.quote = format!("{value}%");
        point.claim.value = value.parse().unwrap();
        point.claim.indicator = name.into();
        point.claim.status = status;
        point.claim.bound = bound;
        only(vec![point])
    }

    #[rstest]
    #[case::at_least("覆盖率", "90", Bound::AtLeast, "91", Verdict::Met, "1")]
    #[case::short("覆盖率", "90", Bound::AtLeast, "88", Verdict::Missed, "-2")]
    #[case::at_most("死亡率", "5", Bound::AtMost, "4.6", Verdict::Met, "-0.4")]
    #[case::range("覆盖率", "6.5", Bound::Range, "6.4", Verdict::Missed, "-0.1")]
    #[case::too_much("死亡率", "5.5", Bound::AtMost, "5.6", Verdict::Missed, "0.1")]
    #[case::about("覆盖率", "6.5", Bound::About, "6.3", Verdict::Met, "-0.2")]
    #[case::about_short("覆盖率", "6.5", Bound::About, "5.5", Verdict::Missed, "-1")]
    #[case::above_about("覆盖率", "6.5", Bound::About, "8", Verdict::Met, "1.5")]
    #[case::below_is_good("城镇调查失业率", "5.5", Bound::About, "5.1", Verdict::Met, "-0.4")]
    #[case::plain("覆盖率", "7.5", Bound::Exact, "7.7", Verdict::Met, "0.2")]
    fn a_target_is_judged_as_it_was_worded(
        #[case] name: &str,
        #[case] target: &str,
        #[case] bound: Bound,
        #[case] result: &str,
        #[case] verdict: Verdict,
        #[case] gap: &str,
    ) {
        let targets = series(1, name, target, Status::Target, bound);
        let results = series(2, name, result, Status::Actual, Bound::Exact);
        let gap = Some(gap.parse().unwrap());
        assert_eq!(outcomes(&targets, &results), [Outcome { target: 1, result: Some(2), verdict, gap }]);
    }

    #[rstest]
    #[case::floors("7", Bound::AtLeast, "6", Bound::AtLeast, Verdict::Open)]
    #[case::floor_above("7", Bound::AtLeast, "8", Bound::AtLeast, Verdict::Met)]
    #[case::equal_floors("7", Bound::AtLeast, "7", Bound::AtLeast, Verdict::Met)]
    #[case::more_than("7", Bound::Exact, "7", Bound::MoreThan, Verdict::Met)]
    #[case::not_quite("7", Bound::Exact, "7", Bound::LessThan, Verdict::Missed)]
    #[case::nearly("7", Bound::Exact, "7", Bound::Nearly, Verdict::Missed)]
    #[case::nearly_more("7", Bound::Exact, "7.2", Bound::Nearly, Verdict::Open)]
    #[case::about("7", Bound::Exact, "7", Bound::About, Verdict::Open)]
    #[case::in_the_same_words("7", Bound::About, "7", Bound::About, Verdict::Met)]
    #[case::rounds_to_about("7", Bound::About, "6.6", Bound::Exact, Verdict::Open)]
    #[case::short_of_about("7", Bound::About, "5.9", Bound::Exact, Verdict::Missed)]
    #[case::half_a_point_short_of_a_half("6.5", Bound::About, "6.0", Bound::Exact, Verdict::Missed)]
    #[case::the_very_figure("7", Bound::AtLeast, "7", Bound::Exact, Verdict::Met)]
    #[case::more_was_asked_for("7", Bound::MoreThan, "7", Bound::Exact, Verdict::Open)]
    #[case::coarser_than_the_target("7.2", Bound::Exact, "7", Bound::Exact, Verdict::Open)]
    #[case::far_above_a_coarse_target("7.2", Bound::Exact, "8", Bound::Exact, Verdict::Met)]
    #[case::ceiling("5.5", Bound::AtMost, "5.4", Bound::MoreThan, Verdict::Open)]
    #[case::over_a_ceiling("5.5", Bound::AtMost, "5.5", Bound::MoreThan, Verdict::Missed)]
    fn what_the_words_leave_open_is_neither_met_nor_missed(
        #[case] target: &str,
        #[case] asked: Bound,
        #[case] result: &str,
        #[case] said: Bound,
        #[case] verdict: Verdict,
    ) {
        let targets = series(1, "覆盖率", target, Status::Target, asked);
        let results = series(2, "覆盖率", result, Status::Actual, said);
        let found = &outcomes(&targets, &results)[0];
        assert_eq!(found.verdict, verdict);
        assert_eq!(found.gap.is_some(), said == Bound::Exact && verdict != Verdict::Open);
    }

    #[test]
    fn a_fall_that_goes_further_than_planned_is_met() {
        let fall = |id, value: &str, status, bound| {
            let mut one = series(id, "能耗", value, status, bound);
            let mut point = one.points.remove(0);
            point.claim.kind = Kind::Change;
            point.claim.direction = Some(Direction::Down);
            only(vec![point])
        };
        let found = outcomes(
            &fall(1, "3", Status::Target, Bound::AtLeast),
            &fall(2, "3.8", Status::Actual, Bound::Exact),
        );
        assert_eq!((found[0].verdict, found[0].gap), (Verdict::Met, Some(Decimal::new(-8, 1))));
    }

    #[test]
    fn a_place_further_up_is_better() {
        let place = |id, value: &str, status, among: &str| {
            let mut point = series(id, "经济总量", value, status, Bound::Exact).points.remove(0);
            (point.claim.kind, point.claim.unit) = (Kind::Rank, "位".into());
            point.among = Some(among.into());
            only(vec![point])
        };
        let target = place(1, "3", Status::Target, "全省");
        assert_eq!(outcomes(&target, &place(2, "2", Status::Actual, "全省"))[0].verdict, Verdict::Met);
        assert_eq!(outcomes(&target, &place(2, "5", Status::Actual, "全省"))[0].verdict, Verdict::Missed);
        assert!(outcomes(&target, &place(2, "2", Status::Actual, "全国")).is_empty());
    }

    #[test]
    fn without_a_result_nothing_is_known() {
        let targets = series(1, "覆盖率", "90", Status::Target, Bound::AtLeast);
        let mut results = series(2, "覆盖率", "91", Status::Actual, Bound::Exact);
        results.points[0].claim.period = Some(year(2022));
        assert_eq!(outcomes(&targets, &results)[0].verdict, Verdict::Unknown);
    }

    /// Told years after, with the year taken over from words before it or not.
    fn late(result: &mut Point, inherited: bool) {
        result.document.date = "2026-01-10".parse().ok();
        result.claim.period.as_mut().unwrap().inherited = inherited;
    }

    #[rstest]
    #[case::alike(|_: &mut Point| (), true)]
    #[case::of_another_place(|result: &mut Point| result.document.scope = Some("云州市".into()), false)]
    #[case::of_no_place(|result: &mut Point| result.document.scope = None, false)]
    #[case::of_a_part(|result: &mut Point| result.claim.subject = Some("市属国有企业".into()), false)]
    #[case::against_another_year(|result: &mut Point| result.claim.basis = Some(Basis::Other), false)]
    #[case::by_another_definition(|result: &mut Point| result.comparable = true, false)]
    #[case::a_base(|result: &mut Point| result.claim.role = Some(End::From), false)]
    #[case::of_an_uncertain_year(|result: &mut Point| late(result, true), false)]
    #[case::of_a_year_that_is_named(|result: &mut Point| late(result, false), true)]
    #[case::a_forecast(|result: &mut Point| result.document.date = "2023-12-05".parse().ok(), false)]
    fn a_target_is_held_against_what_is_comparable_alone(
        #[case] change: impl Fn(&mut Point),
        #[case] known: bool,
    ) {
        let targets = series(1, "覆盖率", "90", Status::Target, Bound::AtLeast);
        let mut results = series(2, "覆盖率", "88", Status::Actual, Bound::Exact);
        change(&mut results.points[0]);
        assert_eq!(outcomes(&targets, &results)[0].result.is_some(), known);
    }

    #[test]
    fn what_was_set_when_the_year_was_over_is_no_target_of_it() {
        let mut targets = series(1, "覆盖率", "90", Status::Target, Bound::AtLeast);
        targets.points[0].document.date = "2024-01-10".parse().ok();
        let results = series(2, "覆盖率", "88", Status::Actual, Bound::Exact);
        assert!(outcomes(&targets, &results).is_empty());
    }
}
