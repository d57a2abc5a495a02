//! What was found in the record, worded with care: a finding is a question, not a reproach.

use super::number;
use crate::claim::Claim;
use crate::language::Language;
use crate::series::{Finding, FindingKind, FindingState, Severity, Vanished};
use chrono::Datelike;

/// What there is to look at.
pub fn kind(kind: FindingKind, language: Language) -> &'static str {
    match kind {
        FindingKind::Missed => language.pick("未达目标", "target missed"),
        FindingKind::Met => language.pick("达到目标", "target met"),
        FindingKind::Open => language.pick("是否达标不能判断", "target left open"),
        FindingKind::Revision => language.pick("前后不同", "revised"),
        FindingKind::Conflict => language.pick("同时两说", "in conflict"),
        FindingKind::Shrunk => language.pick("部分大于全年", "part over whole"),
        FindingKind::Vanished => language.pick("不再提及", "no longer mentioned"),
        FindingKind::Growth => language.pick("增速与数值不合", "growth does not fit"),
        FindingKind::Arithmetic => language.pick("一句话内数字不合", "at odds in a sentence"),
        FindingKind::Impossible => language.pick("比例超过100%", "over 100 %"),
        FindingKind::Spike => language.pick("与前后年份相差悬殊", "far off its neighbours"),
    }
}

/// How much there is to look at.
pub fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Low => language.pick("备查", "for the record"),
        Severity::Medium => language.pick("值得一看", "worth a look"),
        Severity::High => language.pick("先看", "look first"),
    }
}

/// What people make of a finding.
pub fn state(state: FindingState, language: Language) -> &'static str {
    match state {
        FindingState::Open => language.pick("待核", "open"),
        FindingState::Explained => language.pick("已说明", "explained"),
        FindingState::Dismissed => language.pick("已排除", "dismissed"),
    }
}

/// 未达目标“热线接通率”（云州市，2024年）：已说明
pub fn stands(finding: &Finding, name: &str, scope: &str, now: FindingState, language: Language) -> String {
    let (kind, now) = (kind(finding.kind, language), state(now, language));
    let place = match finding.day {
        Some(day) => language.pick(format!("{scope}，{}年", day.year()), format!("{scope}, {}", day.year())),
        None => scope.to_owned(),
    };
    language.pick(format!("{kind}“{name}”（{place}）：{now}"), format!("{kind} “{name}” ({place}): {now}"))
}

/// What the claims show, in one sentence.
pub fn reason(
    finding: &Finding,
    earlier: Option<&Claim>,
    later: Option<&Claim>,
    language: Language,
) -> String {
    let period =
        |claim: Option<&Claim>| super::period(claim.and_then(|claim| claim.period.as_ref()), language);
    let when = period(later.or(earlier));
    let by = finding.difference.map(|by| number::signed(by, &finding.unit, language));
    let apart =
        by.as_ref().map_or_else(String::new, |by| language.pick(format!("，相差 {by}"), format!(" by {by}")));
    let text = |zh: &str, en: &str| language.pick(format!("{when}：{zh}"), format!("{when}: {en}"));
    match finding.kind {
        FindingKind::Missed => text(
            &format!("结果未达到目标{apart}；两者口径是否一致，需核实。"),
            &format!("the result misses the target{apart}; check that both count the same."),
        ),
        FindingKind::Met => {
            text(&format!("结果达到目标{apart}。"), &format!("the result meets the target{apart}."))
        }
        FindingKind::Open => {
            text("按原文的说法，不能判断是否达到目标。", "the words leave open whether the target was met.")
        }
        FindingKind::Revision => text(
            &format!("后来的文件给出了不同的数值{apart}，需核实。"),
            &format!("a later document gives another value, different{apart}; to be checked."),
        ),
        FindingKind::Conflict => text(
            &format!("时间相近的两份文件给出不同的数值{apart}，需核实。"),
            &format!("two documents of about one time give two values, different{apart}; to be checked."),
        ),
        FindingKind::Shrunk => language.pick(
            format!("{}的数已经大于{when}的数{apart}，需核实。", period(earlier)),
            format!("{} is already more than {when}{apart}; to be checked.", period(earlier)),
        ),
        FindingKind::Growth => text(
            &format!("原文的增速与按两年数值计算的不合{apart}；基数可能调整过，口径可能不同，需核实。"),
            &format!(
                "the stated growth is not that of the two levels, off{apart}; the base may have been restated, or counted otherwise; to be checked."
            ),
        ),
        FindingKind::Arithmetic => text(
            &format!("从起到止的变化与同一句话说的增减不合{apart}；口径可能不同，也可能识别有误，需核实。"),
            &format!(
                "from its start to its end it does not change by what the same sentence says, off{apart}; it may be counted otherwise, or misread; to be checked."
            ),
        ),
        FindingKind::Impossible => text(
            "比例超过 100%：可能分母不同，也可能识别有误，需核实。",
            "a share over 100 %: it may be of another whole, or misread; to be checked.",
        ),
        FindingKind::Spike => text(
            "与前后年份相差三倍以上：多半是识别有误或口径不同，需核实。",
            "over three times off the years around it: most often misread, or counted otherwise; to be checked.",
        ),
        FindingKind::Vanished => {
            finding.silence.as_ref().map_or_else(String::new, |gone| silence(gone, language))
        }
    }
}

/// That nothing more is said of an indicator.
pub fn silence(gone: &Vanished, language: Language) -> String {
    let Vanished { years, last, silent, .. } = gone;
    language.pick(
        format!("曾连续 {years} 年见于同类文件，最近一次是 {last} 年；此后 {silent} 份同类文件中没有找到，需核实。"),
        format!(
            "Found {years} years in a row in documents of one kind, last in {last}; number of such documents since, all without it: {silent}; to be checked."
        ),
    )
}

/// Why the two sides can be held against each other, or what the finding rests on.
pub fn comparable(kind: FindingKind, language: Language) -> &'static str {
    match kind {
        FindingKind::Missed | FindingKind::Met | FindingKind::Open => language.pick(
            "两者同一地方、同一主体、同一量度、同一年份：目标在年内提出，结果在年后公布；数值按原文的限定词和四舍五入的余地比较。",
            "Both are of one place, body, measure and year: the target was set before its end, the result told after it; values are compared with what hedge and rounding leave open.",
        ),
        FindingKind::Revision | FindingKind::Conflict | FindingKind::Shrunk => language.pick(
            "两者同一地方、同一主体、同一量度、同一时期，都在时期结束之后说出；相差在十分之一以内，超出四舍五入的余地。",
            "Both are of one place, body, measure and period, told when it was over; they differ by less than a tenth, and by more than rounding explains.",
        ),
        FindingKind::Vanished => language.pick(
            "只比较此地的同类文件，篇幅过短的不算；之后的文件中既没有读出数值，也没有出现其名称。",
            "Only documents of this place and kind are compared, none that is much shorter; since then neither a value nor any of its names was found.",
        ),
        FindingKind::Growth => language.pick(
            "按上年与本年数值的四舍五入余地计算增速的上下限，与原文增速没有交集；按不变价格计算的指标不比较。",
            "The growth that the two levels allow, as they are rounded, does not meet the stated one; what grows at constant prices is not compared.",
        ),
        FindingKind::Arithmetic => language.pick(
            "同一句话、同一指标的起点、终点和增减；按起点和终点的四舍五入余地计算增减的上下限，与原文所说的没有交集。同比、年均的增减不比较。",
            "Start, end and change of one indicator in one sentence; what start and end allow, as they are rounded, does not meet the change. Changes over the year before and averages of years are not compared.",
        ),
        FindingKind::Impossible => language.pick(
            "名称说的是整体的一部分，不应超过 100%。",
            "By its name it is a part of a whole and cannot be over 100 %.",
        ),
        FindingKind::Spike => language.pick(
            "前后三年内的数值彼此相近，只有这一个相差三倍以上。",
            "The values of three years before and after agree with each other; this one alone is three times more or less.",
        ),
    }
}
