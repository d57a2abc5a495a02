//! Units in headings, captions and cells: which words are units, and what they come to.

use crate::lexicon::lexicon;
use crate::numeral;
use rust_decimal::Decimal;

/// 万人 → 10000 and 人; 万千瓦小时 → 10000 and 千瓦时.
pub(super) fn scaled(text: &str) -> (Decimal, String) {
    let chars: Vec<char> = text.split('(').next().unwrap_or_default().chars().collect();
    let scale = scale(&chars);
    let factor = chars[..scale]
        .iter()
        .filter_map(|c| numeral::scale(*c))
        .fold(Decimal::ONE, |factor, s| factor.saturating_mul(Decimal::from(s)));
    let word = &chars[scale..];
    let unit = match lexicon().units.exact(word) {
        Some(unit) if unit.dimension != "count" && unit.factor == Some(Decimal::ONE) => {
            unit.base.clone().unwrap_or_else(|| unit.word.clone())
        }
        _ => word.iter().collect(),
    };
    (factor, unit)
}

/// How many characters of 万亿 stand at the front.
fn scale(chars: &[char]) -> usize {
    chars.iter().take_while(|c| numeral::scale(**c).is_some()).count()
}

/// True for the words of a unit: 万人, 亿元, %, 元/吨, 万台(套).
pub(super) fn is_unit(text: &str) -> bool {
    let whole = text.split('(').next().unwrap_or_default();
    let chars: Vec<char> = whole.chars().collect();
    let word = &chars[scale(&chars)..];
    if word.is_empty() {
        return !chars.is_empty();
    }
    let known = |word: &[char]| lexicon().units.exact(word).is_some();
    let per = word.iter().position(|c| *c == '/').filter(|at| (1..word.len() - 1).contains(at));
    known(word) || per.is_some_and(|at| known(&word[..at]) && word.len() - at <= 8)
}

/// True where a unit is of ratios: %, ‰, 个百分点.
pub(super) fn is_ratio(text: &str) -> bool {
    lexicon().units.exact(&text.chars().collect::<Vec<_>>()).is_some_and(|unit| unit.dimension == "ratio")
}

/// What a unit measures: money, count; blank where the lexicon does not know it.
pub(super) fn dimension(text: &str) -> &'static str {
    let chars: Vec<char> = text.chars().collect();
    let word = &chars[scale(&chars).min(chars.len())..];
    lexicon().units.exact(word).map_or("", |unit| unit.dimension.as_str())
}

/// The units of a list, all of them units or none: 万元、% → 万元 and %.
pub(super) fn list(text: &str) -> Vec<String> {
    let text = text.trim_start_matches("单位").trim_start_matches([':', ' ']);
    if is_unit(text) {
        return vec![text.to_owned()];
    }
    let parts: Vec<String> = text
        .split(['、', ',', ';', ' ', '和', '及'])
        .flat_map(|part| match part.strip_suffix("/%") {
            Some(first) => vec![first, "%"],
            None => vec![part],
        })
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.iter().all(|part| is_unit(part)) { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("万元、%", &["万元", "%"])]
    #[case("亿元,‰", &["亿元", "‰"])]
    #[case("单位:人次", &["人次"])]
    #[case("元/吨", &["元/吨"])]
    #[case("万台(套)", &["万台(套)"])]
    #[case("按现价计算", &[])]
    #[case("含不满16周岁", &[])]
    #[case("", &[])]
    fn only_units_are_units(#[case] text: &str, #[case] units: &[&str]) {
        assert_eq!(list(text), units);
    }
}
