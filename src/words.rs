//! What a claim's values are called, in Chinese and English: one wording for charts, pages and the terminal.

pub mod check;
mod citation;
pub mod document;
pub mod finding;
pub mod number;
pub mod period;

pub use citation::citations;
pub(crate) use citation::in_china;
pub use period::period;

use crate::claim::{Basis, Bound, Direction, End, Kind, Rule, Status};
use crate::language::Language;
use crate::lexicon::lexicon;
use crate::period::PeriodType;

/// What kind of value it is.
pub fn kind(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Level => language.pick("数值", "level"),
        Kind::Change => language.pick("变化", "change"),
        Kind::Rank => language.pick("排名", "rank"),
        Kind::Streak => language.pick("连续", "streak"),
    }
}

/// What a change is measured against.
pub fn basis(basis: Basis, language: Language) -> &'static str {
    match basis {
        Basis::Yoy => language.pick("同比", "year on year"),
        Basis::Mom => language.pick("环比", "on the period before"),
        Basis::Other => language.pick("其他基准", "other basis"),
    }
}

/// Kind and basis together: 变化（同比）.
pub fn measure(kind_of: Kind, basis_of: Option<Basis>, language: Language) -> String {
    let name = kind(kind_of, language);
    basis_of.map_or_else(|| name.to_owned(), |of| in_brackets(name, basis(of, language), language))
}

/// Among whom a place is ranked.
pub fn among(among: Option<&str>, language: Language) -> &str {
    among.unwrap_or(language.pick("未说明在何处的排名", "ranked among unnamed"))
}

/// Which way a change goes.
pub fn direction(direction: Direction, language: Language) -> &'static str {
    match direction {
        Direction::Up => language.pick("上升", "up"),
        Direction::Down => language.pick("下降", "down"),
    }
}

/// Which end of a change a value is.
pub fn end(end: End, language: Language) -> &'static str {
    match end {
        End::From => language.pick("变动前", "before"),
        End::To => language.pick("变动后", "after"),
    }
}

/// How exactly a value is meant.
pub fn bound(bound: Bound, language: Language) -> &'static str {
    match bound {
        Bound::Exact => language.pick("确数", "as stated"),
        Bound::Nearly => language.pick("接近", "nearly"),
        Bound::MoreThan => language.pick("超过", "more than"),
        Bound::AtLeast => language.pick("至少", "at least"),
        Bound::About => language.pick("大约", "about"),
        Bound::LessThan => language.pick("不足", "less than"),
        Bound::AtMost => language.pick("不超过", "at most"),
        Bound::Range => language.pick("区间", "range"),
    }
}

/// The hedge before a value, where there is one; a range shows itself.
pub fn hedge(bound_of: Bound, language: Language) -> Option<&'static str> {
    (!matches!(bound_of, Bound::Exact | Bound::Range)).then(|| bound(bound_of, language))
}

/// Whether a value is reported or planned.
pub fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Actual => language.pick("实际", "result"),
        Status::Target => language.pick("目标", "target"),
    }
}

/// What kind of stretch of time.
pub fn period_type(kind: PeriodType, language: Language) -> &'static str {
    match kind {
        PeriodType::Year => language.pick("全年", "full year"),
        PeriodType::Half => language.pick("半年", "half-year"),
        PeriodType::Quarter => language.pick("季度", "quarter"),
        PeriodType::Month => language.pick("月", "month"),
        PeriodType::Day => language.pick("日", "day"),
        PeriodType::Ytd => language.pick("年初至今", "year to date"),
        PeriodType::AsOf => language.pick("时点", "as of"),
        PeriodType::MultiYear => language.pick("多年", "several years"),
        PeriodType::CumulativeSince => language.pick("累计", "cumulative"),
        PeriodType::Span => language.pick("时段", "span"),
    }
}

/// An indicator's name, in English with a gloss where it is one of those that are stated most: 国内生产总值 (GDP).
/// `key` is its normalised name.
pub fn indicator(name: &str, key: &str, language: Language) -> String {
    let chars: Vec<char> = key.chars().collect();
    match lexicon().english.indicators.exact(&chars) {
        Some(gloss) if language == Language::English => format!("{name} ({gloss})"),
        _ => name.to_owned(),
    }
}

/// How a rule reads the words; `None` for the rule of another version.
pub fn rule(name: &str, language: Language) -> Option<&'static str> {
    let (chinese, english) = name.parse::<Rule>().ok()?.words();
    Some(language.pick(chinese, english))
}

/// 变化（同比）, change (year on year)
pub fn in_brackets(words: &str, remark: &str, language: Language) -> String {
    language.pick(format!("{words}（{remark}）"), format!("{words} ({remark})"))
}

/// The first `most` characters of a text, with an ellipsis where there are more.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::normalise;

    #[test]
    fn the_indicators_that_are_stated_most_are_glossed_in_english_alone() {
        let named = |name: &str, language| indicator(name, &normalise(name), language);
        assert_eq!(named("地区生产总值", Language::English), "地区生产总值 (GDP)");
        assert_eq!(named("地区生产总值", Language::Chinese), "地区生产总值");
        assert_eq!(named("生僻指标", Language::English), "生僻指标");
    }

    #[test]
    fn a_gloss_stands_under_the_key_of_its_indicator() {
        let glosses = include_str!("../assets/lexicon/english.toml");
        let names = glosses.lines().filter_map(|line| line.split_once("name = \"")?.1.split('"').next());
        let unreached: Vec<&str> = names.filter(|name| normalise(name) != *name).collect();
        assert!(unreached.is_empty(), "no claim leads to {unreached:?}");
    }
}
