//! What a figure may be in truth, by its hedge and its last digit; and how two figures compare.

use super::{Point, sign};
use crate::claim;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

/// How `after` compares with `before`, both in the unit of their series; `None` where their hedges and rounding leave
/// that open: 740万 and 近750万 may be the same.
pub fn compare(before: &Point, after: &Point) -> Option<Ordering> {
    let (a, b) = (Interval::of(before), Interval::of(after));
    let exact = |point: &Point| point.claim.bound == claim::Bound::Exact;
    if a.is_below(b) {
        Some(Ordering::Greater)
    } else if b.is_below(a) {
        Some(Ordering::Less)
    } else {
        (exact(before) && exact(after) && before.signed() == after.signed()).then_some(Ordering::Equal)
    }
}

/// What a value may be in truth, with its sign, in the unit of its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub(super) low: Bound<Decimal>,
    pub(super) high: Bound<Decimal>,
}

impl Interval {
    /// The values that the words of a point allow: 134.9万亿 is anything that rounds to it, 近7万 less than that but
    /// not much, 200多 more than that, 左右 a few per cent to both sides.
    pub fn of(point: &Point) -> Self {
        let claim = &point.claim;
        let value = claim.value;
        let half = half_step(value, &claim.quote);
        let wide = value.abs() * Decimal::new(5, 2) + half;
        let less = |by: Decimal| value.checked_sub(by).map_or(Unbounded, Included);
        let more = |value: Decimal, by: Decimal| value.checked_add(by).map_or(Unbounded, Excluded);
        let (low, high) = match claim.bound {
            claim::Bound::Exact => (less(half), more(value, half)),
            claim::Bound::MoreThan => (Excluded(value), Unbounded),
            claim::Bound::AtLeast => (Included(value), Unbounded),
            claim::Bound::LessThan => (Unbounded, Excluded(value)),
            claim::Bound::AtMost => (Unbounded, Included(value)),
            claim::Bound::Nearly => (less(wide), Excluded(value)),
            claim::Bound::About => (less(wide), more(value, wide)),
            claim::Bound::Range => {
                let end = claim.value_high.unwrap_or(value);
                (less(half), more(end, half_step(end, &claim.quote)))
            }
        };
        let placed = |end: Bound<Decimal>| end.map(|end| point.scaled(sign(claim, end)));
        let (low, high) = (placed(low), placed(high));
        // A fall by at least 3 is a change of at most −3.
        if sign(claim, Decimal::ONE) < Decimal::ZERO {
            Self { low: high, high: low }
        } else {
            Self { low, high }
        }
    }

    /// The same, where a bound speaks for values of its own size alone: nobody says 超740万 of twice as much, nor
    /// 不足740万 of less than half. Bounds of nothing have no size.
    #[must_use]
    pub fn told(point: &Point) -> Self {
        let Self { low, high } = Self::of(point);
        let size = |end: Bound<Decimal>| value_of(end).filter(|value| !value.is_zero());
        let far = |value: Decimal, upwards: bool| {
            if value.is_sign_positive() == upwards {
                value.saturating_mul(Decimal::TWO)
            } else {
                value / Decimal::TWO
            }
        };
        match (size(low), size(high)) {
            (Some(value), None) => Self { low, high: Included(far(value, true)) },
            (None, Some(value)) => Self { low: Included(far(value, false)), high },
            _ => Self { low, high },
        }
    }

    /// The same in a unit of which `factor` are one of this.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Self {
        let times = |end: Bound<Decimal>| match value_of(end) {
            Some(value) if value.checked_mul(factor).is_none() => Unbounded,
            _ => end.map(|end| end * factor),
        };
        Self { low: times(self.low), high: times(self.high) }
    }

    /// Whether some value lies in both.
    pub fn meets(self, other: Self) -> bool {
        !self.is_below(other) && !other.is_below(self)
    }

    /// Whether every value of this is less than every one of the other.
    pub fn is_below(self, other: Self) -> bool {
        match (self.high, other.low) {
            (Unbounded, _) | (_, Unbounded) => false,
            (Included(high), Included(low)) => high < low,
            (Included(high) | Excluded(high), Included(low) | Excluded(low)) => high <= low,
        }
    }

    /// Whether every value of this lies in the other.
    pub fn is_within(self, other: Self) -> bool {
        let before = |one: Bound<Decimal>, limit: Bound<Decimal>, less: fn(Decimal, Decimal) -> bool| match (
            one, limit,
        ) {
            (_, Unbounded) => false,
            (Unbounded, _) => true,
            (Included(one), Excluded(limit)) => one == limit || less(one, limit),
            (Included(one) | Excluded(one), Included(limit) | Excluded(limit)) => less(one, limit),
        };
        !before(self.low, other.low, |one, limit| one < limit)
            && !before(self.high, other.high, |one, limit| one > limit)
    }
}

/// The end itself, where there is one.
pub(super) fn value_of(end: Bound<Decimal>) -> Option<Decimal> {
    match end {
        Included(value) | Excluded(value) => Some(value),
        Unbounded => None,
    }
}

/// Half of what the last digit that was said stands for: 0.05 for 5.2, 5000 for 5万, half a per cent for 100%. Zeros
/// at the end of a whole number from a thousand on are taken for rounded, but two digits always count: 50 for 7000.
pub(super) fn half_step(value: Decimal, quote: &str) -> Decimal {
    let scale = scale_of(quote);
    // 5.0 is more exact than 5, but what division leaves behind the point was not said.
    let said = if scale == Decimal::ONE { value } else { (value / scale).normalize() };
    let step =
        if said.scale() > 0 { Decimal::new(1, said.scale()) } else { step_of_whole(said.mantissa().abs()) };
    step * scale / Decimal::TWO
}

fn step_of_whole(said: i128) -> Decimal {
    let mut step = 1;
    while said >= 1000 && said % (step * 10) == 0 && step * 100 <= said {
        step *= 10;
    }
    Decimal::from(step)
}

/// What the scale word stands for that the last digits of a quote are counted in: 万 of 24亿9981.3万件.
fn scale_of(quote: &str) -> Decimal {
    let Some((at, word)) = quote.char_indices().rfind(|(_, c)| matches!(c, '万' | '亿')) else {
        return Decimal::ONE;
    };
    let (before, after) = (&quote[..at], &quote[at + word.len_utf8()..]);
    // 3万4000 is counted in ones.
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return Decimal::ONE;
    }
    Decimal::from(match word {
        '万' => 10_000_i64,
        _ if before.ends_with('万') => 1_000_000_000_000,
        _ => 100_000_000,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{point, year};
    use super::*;
    use crate::claim::{Direction, Kind};
    use rstest::rstest;

    fn read(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("5.2", "5.2%", "0.05")]
    #[case("5.0", "5.0%", "0.05")]
    #[case("100", "100%", "0.5")]
    #[case("90", "90家", "0.5")]
    #[case("7000", "7000人", "50")]
    #[case("1349000", "1349000元", "500")]
    #[case("50000", "5万人", "5000")]
    #[case("7400000", "740万件", "5000")]
    #[case("30000000", "3000万元", "500000")]
    #[case("10000000000", "100亿元", "50000000")]
    #[case("1260000000000", "1.26万亿元", "5000000000")]
    #[case("2499813000", "24亿9981.3万元", "500")]
    #[case("34000", "3万4000人", "500")]
    #[case("-3", "-3℃", "0.5")]
    #[case("0", "0", "0.5")]
    fn the_last_digit_says_how_exact_a_figure_is(
        #[case] value: &str,
        #[case] quote: &str,
        #[case] half: &str,
    ) {
        assert_eq!(half_step(read(value), quote).normalize(), read(half));
    }

    fn said(value: &str, bound: claim::Bound) -> Point {
        let mut point = point(1, "2024-01-10", 0, "%", year(2023));
        point.claim.value = read(value);
        point.claim.quote = format!("{value}%");
        point.claim.bound = bound;
        point
    }

    #[rstest]
    #[case::more("6.9", claim::Bound::Exact, "7.1", claim::Bound::Exact, Some(Ordering::Greater))]
    #[case::the_same("7", claim::Bound::Exact, "7", claim::Bound::Exact, Some(Ordering::Equal))]
    #[case::one_rounds_to_the_other("7", claim::Bound::Exact, "7.3", claim::Bound::Exact, None)]
    #[case::neighbours("18", claim::Bound::Exact, "19", claim::Bound::Exact, Some(Ordering::Greater))]
    #[case::floors("6", claim::Bound::AtLeast, "7", claim::Bound::AtLeast, None)]
    #[case::above_a_floor("6", claim::Bound::Exact, "7", claim::Bound::AtLeast, Some(Ordering::Greater))]
    #[case::not_quite("7", claim::Bound::AtLeast, "7", claim::Bound::LessThan, Some(Ordering::Less))]
    #[case::about("7", claim::Bound::About, "7.2", claim::Bound::Exact, None)]
    #[case::nearly("7.2", claim::Bound::Exact, "7.3", claim::Bound::Nearly, None)]
    fn figures_compare_as_far_as_their_words_allow(
        #[case] before: &str,
        #[case] before_bound: claim::Bound,
        #[case] after: &str,
        #[case] after_bound: claim::Bound,
        #[case] expected: Option<Ordering>,
    ) {
        assert_eq!(compare(&said(before, before_bound), &said(after, after_bound)), expected);
    }

    #[rstest]
    #[case::of_its_size("7", claim::Bound::MoreThan, "13", true)]
    #[case::of_another_size("7", claim::Bound::MoreThan, "70", false)]
    #[case::a_little_less("7", claim::Bound::LessThan, "4", true)]
    #[case::hardly_any("7", claim::Bound::LessThan, "0.7", false)]
    #[case::no_bound("7", claim::Bound::Exact, "7", true)]
    #[case::above_nothing("0", claim::Bound::MoreThan, "70", true)]
    fn a_bound_speaks_for_values_of_its_size(
        #[case] bound_at: &str,
        #[case] bound: claim::Bound,
        #[case] value: &str,
        #[case] meet: bool,
    ) {
        let value = Interval::told(&said(value, claim::Bound::Exact));
        assert_eq!(Interval::told(&said(bound_at, bound)).meets(value), meet);
    }

    #[test]
    fn a_steeper_fall_is_less() {
        let fall = |value: &str, bound| {
            let mut point = said(value, bound);
            (point.claim.kind, point.claim.direction) = (Kind::Change, Some(Direction::Down));
            point
        };
        let exact = claim::Bound::Exact;
        assert_eq!(compare(&fall("25", exact), &fall("21.2", exact)), Some(Ordering::Greater));
        assert_eq!(compare(&fall("21.2", exact), &fall("25", claim::Bound::AtLeast)), Some(Ordering::Less));
        assert_eq!(compare(&fall("21.2", claim::Bound::AtLeast), &fall("25", exact)), None);
    }
}
