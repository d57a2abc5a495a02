//! Exact decimals → 740万件, 42.07万亿元, 3个百分点; never rounded.

use crate::claim::{Claim, Kind};
use crate::language::Language;
use rust_decimal::Decimal;

/// More decimals than this read worse than the plain digits.
const MOST_DECIMALS: u32 = 4;

/// A number with its scale word, exact: `740万`, `7.4 million`, `37,511`.
pub fn scaled(value: Decimal, language: Language) -> String {
    // From which size on, divided by 10 to which power, with which word.
    let scales: &[(i64, i64, &str)] = match language {
        Language::Chinese => &[
            (1_000_000_000_000, 1_000_000_000_000, "万亿"),
            (100_000_000, 100_000_000, "亿"),
            (10_000, 10_000, "万"),
        ],
        Language::English => &[
            (1_000_000_000_000, 1_000_000_000_000, " trillion"),
            (1_000_000_000, 1_000_000_000, " billion"),
            (1_000_000, 1_000_000, " million"),
        ],
    };
    let size = value.abs();
    let Some((_, unit, word)) = scales.iter().find(|(from, ..)| size >= Decimal::from(*from)) else {
        return plain(value, language);
    };
    let Some(quotient) = value.checked_div(Decimal::from(*unit)).map(|q| q.normalize()) else {
        return grouped(value);
    };
    let exact = quotient.checked_mul(Decimal::from(*unit)).is_some_and(|product| product == value);
    // 37,511 is easier to read than 3.7511万.
    let most = if size < Decimal::from(100_000) { 2 } else { MOST_DECIMALS };
    if exact && quotient.scale() <= most {
        format!("{}{word}", plain(quotient, language))
    } else {
        grouped(value)
    }
}

/// Digits as the language writes them: Chinese groups them from 10,000 on only.
fn plain(value: Decimal, language: Language) -> String {
    let text = grouped(value);
    let short = value.abs() < Decimal::from(10_000);
    if short && language == Language::Chinese { text.replace(',', "") } else { text }
}

/// All digits, in groups of three: `7,400,000`, `1,234.5`.
pub fn grouped(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("−", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The value of a claim as a reader says it: `740万件`, `上升 5.2%`, `第2位`, `5%—6%`.
pub fn of_claim(claim: &Claim, language: Language) -> String {
    let amount = match claim.value_high {
        Some(high) => between(claim.value, high, &claim.unit, language),
        None => with_unit(&scaled(claim.value, language), &claim.unit, language),
    };
    match (claim.kind, language) {
        (Kind::Level, _) => amount,
        (Kind::Change, _) => match claim.direction {
            Some(direction) => format!("{} {amount}", super::direction(direction, language)),
            None => amount,
        },
        (Kind::Rank, Language::Chinese) => format!("第{amount}"),
        (Kind::Rank, Language::English) => format!("No. {}", grouped(claim.value)),
        (Kind::Streak, Language::Chinese) => format!("连续{amount}"),
        (Kind::Streak, Language::English) => format!("{amount} in a row"),
    }
}

/// Every digit of the value and its unit, for the title of a shortened number.
pub fn exactly(claim: &Claim, language: Language) -> String {
    let low = grouped(claim.value);
    let digits = claim.value_high.map_or_else(|| low.clone(), |high| format!("{low}–{}", grouped(high)));
    with_unit(&digits, &claim.unit, language)
}

fn between(low: Decimal, high: Decimal, unit: &str, language: Language) -> String {
    let (low, high) = (scaled(low, language), scaled(high, language));
    if matches!(unit, "%" | "‰") {
        return format!("{low}{unit}–{high}{unit}");
    }
    with_unit(&format!("{low}–{high}"), unit, language)
}

/// A number and its unit, with a blank between where the language wants one: `740万件`, `7.4 million 件`.
pub fn with_unit(number: &str, unit: &str, language: Language) -> String {
    match (unit, language) {
        ("", _) => number.to_owned(),
        ("%" | "‰" | "℃", _) | (_, Language::Chinese) => format!("{number}{unit}"),
        (_, Language::English) => format!("{number} {}", unit_name(unit, language)),
    }
}

/// The unit in the reader's language. Classifiers (件, 项, 家) stay: English has no word for them.
pub fn unit_name(unit: &str, language: Language) -> &str {
    if language == Language::Chinese {
        return unit;
    }
    match unit {
        "元" => "yuan",
        "美元" => "US dollars",
        "个百分点" => "percentage points",
        "倍" => "times",
        "人" => "people",
        "户" => "households",
        "吨" => "tonnes",
        "公里" => "km",
        "平方公里" => "km²",
        "平方米" => "m²",
        "立方米" => "m³",
        "千瓦" => "kW",
        "千瓦时" => "kWh",
        "年" => "years",
        "天" => "days",
        "工作日" | "个工作日" => "working days",
        "小时" | "个小时" => "hours",
        "分钟" => "minutes",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[rstest]
    #[case("7400000", "740万", "7.4 million")]
    #[case("9176000", "917.6万", "9.176 million")]
    #[case("42070000000000", "42.07万亿", "42.07 trillion")]
    #[case("126000000000000", "126万亿", "126 trillion")]
    #[case("2499813000", "2,499,813,000", "2,499,813,000")]
    #[case("27203319000", "27,203,319,000", "27,203,319,000")]
    #[case("210000000", "2.1亿", "210 million")]
    #[case("37511", "37,511", "37,511")]
    #[case("396240000000", "3962.4亿", "396.24 billion")]
    #[case("2145", "2145", "2,145")]
    #[case("24600", "2.46万", "24,600")]
    #[case("100.00", "100", "100")]
    #[case("0.3", "0.3", "0.3")]
    #[case("-20000", "−2万", "−20,000")]
    #[case("33.3333", "33.3333", "33.3333")]
    fn numbers_are_short_where_that_is_exact(
        #[case] value: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(scaled(number(value), Language::Chinese), chinese);
        assert_eq!(scaled(number(value), Language::English), english);
    }

    #[rstest]
    #[case("7400000", "件", "740万件", "7.4 million 件")]
    #[case("100", "%", "100%", "100%")]
    #[case("3", "个百分点", "3个百分点", "3 percentage points")]
    #[case("12", "", "12", "12")]
    fn units_stand_as_the_language_wants(
        #[case] value: &str,
        #[case] unit: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(with_unit(&scaled(number(value), Language::Chinese), unit, Language::Chinese), chinese);
        assert_eq!(with_unit(&scaled(number(value), Language::English), unit, Language::English), english);
    }

    #[test]
    fn a_range_keeps_both_ends() {
        assert_eq!(between(number("5"), number("6"), "%", Language::Chinese), "5%–6%");
        assert_eq!(between(number("50000"), number("70000"), "人", Language::Chinese), "5万–7万人");
    }
}
