//! How exactly a figure is given, read from its last digit that is not zero.

use crate::claim::{Bound, Claim};
use rust_decimal::Decimal;

/// What a value may be in truth: both ends count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) low: Option<Decimal>,
    pub(super) high: Option<Decimal>,
}

impl Interval {
    /// The values that a claim allows, in its own unit and without its sign: 134.9万亿 is anything that
    /// rounds to it, 近7万 at most that, 200多 at least that, 左右 a few per cent to both sides.
    pub(super) fn of(claim: &Claim) -> Self {
        let value = claim.value;
        let half = half_step(value);
        let (low, high) = (value.checked_sub(half), value.checked_add(half));
        let wide = value.abs() * Decimal::new(5, 2) + half;
        match claim.bound {
            Bound::Exact => Self { low, high },
            Bound::MoreThan | Bound::AtLeast => Self { low: Some(value), high: None },
            Bound::LessThan | Bound::AtMost => Self { low: None, high: Some(value) },
            Bound::Nearly => Self { low: value.checked_sub(wide), high: Some(value) },
            Bound::About => Self { low: value.checked_sub(wide), high: value.checked_add(wide) },
            Bound::Range => {
                let end = claim.value_high.unwrap_or(value);
                Self { low, high: end.checked_add(half_step(end)) }
            }
        }
    }

    /// The same in a unit of which `factor` are one of this.
    pub(super) fn scaled(self, factor: Decimal) -> Self {
        let scale = |end: Option<Decimal>| end.and_then(|end| end.checked_mul(factor));
        Self { low: scale(self.low), high: scale(self.high) }
    }

    /// Whether some value lies in both.
    pub(super) fn meets(self, other: Self) -> bool {
        let below =
            |high: Option<Decimal>, low: Option<Decimal>| high.zip(low).is_some_and(|(high, low)| high < low);
        !below(self.high, other.low) && !below(other.high, self.low)
    }
}

/// Half of what the last digit that is not zero stands for: 0.05 for 5.2, 500 for 7000.
pub(super) fn half_step(value: Decimal) -> Decimal {
    let value = value.normalize();
    if value.is_zero() {
        return Decimal::new(5, 1);
    }
    let mut step = Decimal::new(1, value.scale());
    let mut digits = value.mantissa();
    while digits % 10 == 0 {
        digits /= 10;
        step *= Decimal::TEN;
    }
    step / Decimal::TWO
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("5.2", "0.05")]
    #[case("7000", "500")]
    #[case("7400000", "50000")]
    #[case("-3", "0.5")]
    #[case("0", "0.5")]
    fn the_last_digit_says_how_exact_a_figure_is(#[case] value: &str, #[case] half: &str) {
        let read = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(half_step(read(value)).normalize(), read(half));
    }
}
