//! Units that convert into each other: 斤 and 吨 are drawn on one axis, 件 and 件次 never.

use super::name;
use crate::claim::Claim;
use rust_decimal::Decimal;

/// Whether it counts things: 件, 人次, 家. Two such units may stand on one chart where one followed the other,
/// though no line joins them.
pub fn counted(unit: &str) -> bool {
    name::unit(unit).is_some_and(|unit| unit.dimension == "count")
}

/// What a claim is counted in; 1240万 of a population are people, though no word says so.
pub fn of(claim: &Claim) -> &str {
    let people = ["人口", "人数", "人员"].iter().any(|word| claim.indicator.ends_with(word));
    if claim.unit.is_empty() && people { "人" } else { &claim.unit }
}

/// The unit that `unit` converts to; itself where it converts to none.
pub(super) fn base(unit: &str) -> &str {
    name::unit(unit).and_then(|unit| unit.base.as_deref()).unwrap_or(unit)
}

/// How many `to` one `from` is; `None` where they do not convert exactly enough.
pub fn factor(from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(Decimal::ONE);
    }
    if base(from) != base(to) {
        return None;
    }
    let of = |unit: &str| name::unit(unit).and_then(|unit| unit.factor).unwrap_or(Decimal::ONE);
    of(from).checked_div(of(to))
}

/// What the difference of two values of this unit is counted in: per cents differ by percentage points.
pub fn of_difference(unit: &str) -> &str {
    match unit {
        "%" => "个百分点",
        "‰" => "个千分点",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("吨", "斤", Some("2000"))]
    #[case("公斤", "斤", Some("2"))]
    #[case("公顷", "亩", Some("15"))]
    #[case("名", "人", Some("1"))]
    #[case("件", "件", Some("1"))]
    #[case("件", "件次", None)]
    #[case("人", "人次", None)]
    #[case("户", "户次", None)]
    #[case("元", "美元", None)]
    #[case("%", "个百分点", None)]
    #[case("不明", "不明", Some("1"))]
    fn only_units_of_one_base_convert(#[case] from: &str, #[case] to: &str, #[case] expected: Option<&str>) {
        let expected = expected.map(|factor| factor.parse::<Decimal>().unwrap());
        assert_eq!(factor(from, to).map(|factor| factor.normalize()), expected);
    }
}
