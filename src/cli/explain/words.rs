//! A claim's fields in words, in Chinese or English, for people at a terminal.

use crate::claim::{Basis, Bound, Claim, Direction, End, Kind, Reason, Status, confidence};
use crate::cli::output;
use crate::language::Language;
use crate::period::{Period, PeriodType};
use crate::text::Genre;
use crate::words;

/// 7400000 件; both ends of a range.
pub(super) fn value(claim: &Claim) -> String {
    let range = claim.value_high.map(|high| format!("–{}", high.normalize())).unwrap_or_default();
    format!("{}{range} {}", claim.value.normalize(), claim.unit).trim_end().to_owned()
}

/// 比这个数多
pub(super) fn bound(bound: Bound, language: Language) -> &'static str {
    let (zh, en) = match bound {
        Bound::Exact => ("原文就是这个数", "as stated"),
        Bound::Nearly => ("接近但不到这个数", "nearly, not quite"),
        Bound::MoreThan => ("比这个数多", "more than this"),
        Bound::AtLeast => ("不少于这个数", "at least this"),
        Bound::About => ("大约这个数", "about this"),
        Bound::LessThan => ("不到这个数", "less than this"),
        Bound::AtMost => ("不超过这个数", "at most this"),
        Bound::Range => ("在这两个数之间", "between the two"),
    };
    language.pick(zh, en)
}

/// 变化：上升，与上年同期相比
pub(super) fn measure(claim: &Claim, language: Language) -> String {
    let kind = match claim.kind {
        Kind::Level => language.pick("指标本身的数值", "a value of the indicator itself"),
        Kind::Change => language.pick("变化的幅度", "by how much it changed"),
        Kind::Rank => language.pick("名次", "a place in an order"),
        Kind::Streak => language.pick("连续多久", "how long in a row"),
    };
    let direction = claim.direction.map(|direction| match direction {
        Direction::Up => language.pick("上升", "up"),
        Direction::Down => language.pick("下降", "down"),
    });
    let basis = claim.basis.map(|basis| match basis {
        Basis::Yoy => language.pick("与上年同期相比", "against the same period of the year before"),
        Basis::Mom => language.pick("与上一期相比", "against the period before"),
        Basis::Other => language.pick("与其他时期相比", "against another period"),
    });
    let role = claim.role.map(|role| match role {
        End::From => language.pick("变化前的值", "the value before the change"),
        End::To => language.pick("变化后的值", "the value after the change"),
    });
    let parts: Vec<&str> = [Some(kind), direction, basis, role].into_iter().flatten().collect();
    parts.join(language.pick("，", ", "))
}

/// 实际
pub(super) fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Actual => language.pick("实际结果", "reported as fact"),
        Status::Target => language.pick("目标或计划", "a target or plan"),
    }
}

/// 2024-01-01…2024-11-20（年初至今），本句写明“今年”
pub(super) fn period(period: Option<&Period>, language: Language) -> String {
    let Some(period) = period else {
        return language
            .pick("文中没有说明，不作推测", "the text does not say, and nothing is guessed")
            .into();
    };
    let dates = match output::dates(period) {
        dates if dates.is_empty() => language.pick("起止不明", "dates unknown").into(),
        dates => dates,
    };
    let (zh, en) = match period.kind {
        PeriodType::Year => ("全年", "a year"),
        PeriodType::Half => ("半年", "half a year"),
        PeriodType::Quarter => ("季度", "a quarter"),
        PeriodType::Month => ("月", "a month"),
        PeriodType::Day => ("日", "days"),
        PeriodType::Ytd => ("年初至今", "year to date"),
        PeriodType::AsOf => ("截至这一天", "as of that day"),
        PeriodType::MultiYear => ("多年", "several years"),
        PeriodType::CumulativeSince => ("累计", "a running total"),
        PeriodType::Span => ("一段时间", "a stretch of time"),
    };
    let words = &period.text;
    if words.is_empty() {
        let basis = language.pick(
            "本句没写，依据文件的种类和日期",
            "not in the sentence but from the kind and date of the document",
        );
        return language.pick(format!("{dates}（{zh}），{basis}"), format!("{dates} ({en}), {basis}"));
    }
    match (language, period.inherited) {
        (Language::Chinese, false) => format!("{dates}（{zh}），本句写明“{words}”"),
        (Language::Chinese, true) => format!("{dates}（{zh}），本句没写，依据上文“{words}”"),
        (Language::English, false) => format!("{dates} ({en}), from “{words}” in the sentence"),
        (Language::English, true) => {
            format!("{dates} ({en}), not in the sentence but from “{words}” before it")
        }
    }
}

/// The rule's name, and how it reads the words. A rule of another version has only its name.
pub(super) fn rule(name: &str, language: Language) -> String {
    match words::rule(name, language) {
        Some(said) => words::in_brackets(said, name, language),
        None => name.into(),
    }
}

/// 0.93；名称为十个以上地区所用（+1.20）: what speaks for the reading and against it, the strongest first.
pub(super) fn confidence(claim: &Claim, language: Language) -> String {
    let mut signs: Vec<(f64, &str)> = confidence::signs(claim)
        .into_iter()
        .map(|sign| (confidence::weight(sign), sign))
        .filter(|(weight, _)| weight.abs() >= 0.05)
        .collect();
    signs.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(b.1)));
    let said = signs.into_iter().map(|(weight, sign)| {
        let words = confidence::words(sign).map(|(zh, en)| language.pick(zh, en).to_owned());
        let words = words.unwrap_or_else(|| language.pick(format!("规则 {sign}"), format!("rule {sign}")));
        language.pick(format!("{words}（{weight:+.2}）"), format!("{words} ({weight:+.2})"))
    });
    let said: Vec<String> = std::iter::once(format!("{:.2}", claim.confidence)).chain(said).collect();
    said.join(language.pick("；", "; "))
}

/// 为何不构成数据
pub(super) fn reason(reason: Reason, language: Language) -> &'static str {
    let (zh, en) = reason.words();
    language.pick(zh, en)
}

/// 新闻发布会实录
pub(super) fn genre(genre: Genre, language: Language) -> &'static str {
    match genre {
        Genre::WorkReport => language.pick(
            "政府工作报告（回顾上一年，部署当年）",
            "a government's work report, which reviews the year before and plans its own",
        ),
        Genre::PressConference => language.pick("新闻发布会实录", "a press conference, verbatim"),
        Genre::Article => language.pick("一般文字", "running text"),
    }
}
