//! Exact decimals → 740万件, 42.07万亿元, 3个百分点; never rounded.

use crate::claim::{Claim, Kind};
use crate::language::Language;
use crate::lexicon::lexicon;
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
    let most = if size < Decimal::from(100_000) { 2 } else { MOST_DECIMALS };
    let tried = if size >= Decimal::from(1_000_000_000_000_i64) { 2 } else { 1 };
    let mut fitting = scales.iter().filter(|(from, ..)| size >= Decimal::from(*from)).take(tried);
    // 1.14322万亿 has too many decimals, 11,432.2亿 has not.
    let exact = fitting.find_map(|(_, unit, word)| {
        let quotient = value.checked_div(Decimal::from(*unit))?.normalize();
        let exact = quotient.checked_mul(Decimal::from(*unit)).is_some_and(|product| product == value);
        let short = exact && quotient.scale() <= most && quotient.abs() < Decimal::from(100_000);
        short.then(|| format!("{}{word}", plain(quotient, language)))
    });
    exact.unwrap_or_else(|| plain(value, language))
}

/// How many there are of something: `9999`, `11,762`.
pub fn count(number: i64, language: Language) -> String {
    plain(Decimal::from(number), language)
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

/// As [`of_claim`] for a narrow cell: a number with more digits than one holds is rounded to two decimals,
/// and says so: `≈272.03亿元`.
pub fn brief(claim: &Claim, language: Language) -> String {
    const MOST: usize = 12;
    let full = of_claim(claim, language);
    if full.chars().count() <= MOST || claim.value.abs() < Decimal::from(1_000_000) {
        return full;
    }
    let step = match claim.value.abs() {
        size if size >= Decimal::from(1_000_000_000_000_i64) => 10_000_000_000_i64,
        size if language == Language::English && size >= Decimal::from(1_000_000_000_i64) => 10_000_000,
        size if size >= Decimal::from(100_000_000) && language == Language::Chinese => 1_000_000,
        _ if language == Language::Chinese => 100,
        _ => 10_000,
    };
    let rounded = |value: Decimal| {
        let steps = value.checked_div(Decimal::from(step))?.round();
        steps.checked_mul(Decimal::from(step))
    };
    let shorter = rounded(claim.value).map(|value| {
        let value_high = claim.value_high.and_then(rounded);
        of_claim(&Claim { value, value_high, ..claim.clone() }, language)
    });
    match shorter {
        Some(shorter) if shorter.chars().count() < full.chars().count() => format!("≈{shorter}"),
        _ => full,
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

/// A number and its unit, with a blank between where the language wants one: `740万件`, `7.4 million items`.
pub fn with_unit(number: &str, unit: &str, language: Language) -> String {
    match (unit, language) {
        ("", _) => number.to_owned(),
        ("%" | "‰" | "℃", _) | (_, Language::Chinese) => format!("{number}{unit}"),
        (_, Language::English) => format!("{number} {}", english_unit(unit, number == "1")),
    }
}

/// The unit in the reader's language, of several: `件`, `items`.
pub fn unit_name(unit: &str, language: Language) -> String {
    if language == Language::English { english_unit(unit, false) } else { unit.to_owned() }
}

/// The unit where it stands alone, under a title or beside an axis. English has few words for what Chinese counts
/// with many, so that theirs stands beside it: `items (件)`.
pub fn unit_alone(unit: &str, language: Language) -> String {
    let name = unit_name(unit, language);
    let chars: Vec<char> = unit.chars().collect();
    let counts = lexicon().units.exact(&chars).is_some_and(|unit| unit.dimension == "count");
    if counts && name != unit { format!("{name} ({unit})") } else { name }
}

/// `tonnes`, `yuan per person`; what the word list does not hold stays as it is.
fn english_unit(unit: &str, one: bool) -> String {
    let named = |word: &str, one: bool| -> Option<String> {
        let chars: Vec<char> = word.chars().collect();
        let known = lexicon().english.units.exact(&chars);
        let known = known.map(|unit| if one { unit.one.clone() } else { unit.many.clone() });
        known.or_else(|| word.is_ascii().then(|| word.to_owned()))
    };
    let compound = || {
        let (first, rest) = unit.split_once('/')?;
        let per = rest.split(['/', '·']).map(|word| named(word, true));
        let words: Option<Vec<String>> = std::iter::once(named(first, one)).chain(per).collect();
        Some(words?.join(" per ").trim_start().to_owned())
    };
    named(unit, one).or_else(compound).unwrap_or_else(|| unit.to_owned())
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
    #[case("1143220000000", "11,432.2亿", "1,143.22 billion")]
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
    #[case("7400000", "件", "740万件", "7.4 million items")]
    #[case("1", "件", "1件", "1 item")]
    #[case("100", "%", "100%", "100%")]
    #[case("35", "微克/立方米", "35微克/立方米", "35 µg per m³")]
    #[case("610", "元/人·月", "610元/人·月", "610 yuan per person per month")]
    #[case("8", "例/10万", "8例/10万", "8 cases per 100,000")]
    #[case("20", "Mbps", "20Mbps", "20 Mbps")]
    #[case("5", "生僻单位", "5生僻单位", "5 生僻单位")]
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

    #[rstest]
    #[case("件", "件", "items (件)")]
    #[case("吨", "吨", "tonnes")]
    #[case("元/吨", "元/吨", "yuan per tonne")]
    #[case("生僻单位", "生僻单位", "生僻单位")]
    fn a_unit_alone_tells_what_english_has_no_word_for(
        #[case] unit: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(unit_alone(unit, Language::Chinese), chinese);
        assert_eq!(unit_alone(unit, Language::English), english);
    }
}
