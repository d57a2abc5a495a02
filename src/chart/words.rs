//! Words on charts: periods, kinds of value, tips; and how wide and how safe they are.

use super::Language;
use super::mark::Mark;
use crate::claim::{Basis, Kind, Status};
use crate::period::{Period, PeriodType};
use crate::series::Series;
use askama::filters::{Escaper, Html};
use chrono::{Datelike, NaiveDate};

/// Text made safe for XML, in elements and attributes. Control characters, which XML forbids even
/// when escaped, become blanks.
pub(super) fn escape(text: &str) -> String {
    let clean = text.replace(|c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'), " ");
    let mut out = String::with_capacity(clean.len());
    // Writing to a `String` cannot fail.
    let _ = Html.write_escaped_str(&mut out, &clean);
    out
}

/// About how wide a text is in pixels: no font is read, so a CJK character counts as a square and
/// any other as two thirds of one.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if u32::from(c) >= 0x2E80 { size } else { size * 0.65 }).sum()
}

/// The text, cut with an ellipsis where it is longer than `most` characters.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// What a point says, in one line: 2023年 1015万件 — 2024-01-10 某市政府工作报告.
pub(super) fn tip(series: &Series, mark: &Mark, label: &str, language: Language) -> String {
    let point = mark.point;
    let mut said = String::new();
    if !label.is_empty() {
        said.push_str(label);
        said.push_str(match language {
            Language::Chinese => "，",
            Language::English => ", ",
        });
    }
    said.push_str(&period_words(point.claim.period.as_ref(), language));
    said.push(' ');
    said.push_str(&point.claim.quote);
    let (target, ghost) = match language {
        Language::Chinese => ("（目标）", "（后来有新说法）"),
        Language::English => (" (target)", " (restated later)"),
    };
    if series.status == Status::Target {
        said.push_str(target);
    }
    if mark.ghost {
        said.push_str(ghost);
    }
    let day = point.document.date.map_or_else(String::new, |day| format!("{day} "));
    format!("{said} — {day}{}", point.document.title)
}

/// What kind of value a series holds: 数值, 同比变化 …
pub fn kind_words(kind: Kind, basis: Option<Basis>, language: Language) -> &'static str {
    let (chinese, english) = match (kind, basis) {
        (Kind::Level, _) => ("数值", "value"),
        (Kind::Change, Some(Basis::Yoy)) => ("同比变化", "change on the year before"),
        (Kind::Change, Some(Basis::Mom)) => ("环比变化", "change on the period before"),
        (Kind::Change, _) => ("变化", "change"),
        (Kind::Rank, _) => ("位次", "rank"),
        (Kind::Streak, _) => ("连续时间", "time in a row"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// A period for readers: 2023年, 2024年1—9月, 截至2024年9月30日; without dates, in the text's own words.
pub fn period_words(period: Option<&Period>, language: Language) -> String {
    let unknown = match language {
        Language::Chinese => "时期不明",
        Language::English => "period unknown",
    };
    let Some(period) = period else {
        return unknown.to_owned();
    };
    let Some(end) = period.end else {
        return if period.text.is_empty() { unknown.to_owned() } else { period.text.clone() };
    };
    match language {
        Language::Chinese => chinese_period(period.kind, period.start, end),
        Language::English => english_period(period.kind, period.start, end),
    }
}

fn chinese_period(kind: PeriodType, start: Option<NaiveDate>, end: NaiveDate) -> String {
    let (year, month) = (end.year(), end.month());
    let last = end.format("%Y年%-m月%-d日");
    let stretch = || match start.filter(|start| *start != end) {
        Some(start) => format!("{}—{last}", start.format("%Y年%-m月%-d日")),
        None => last.to_string(),
    };
    match kind {
        PeriodType::Year => format!("{year}年"),
        PeriodType::Half => format!("{year}年{}半年", if month <= 6 { "上" } else { "下" }),
        PeriodType::Quarter => format!("{year}年第{}季度", quarter(month)),
        PeriodType::Month => format!("{year}年{month}月"),
        PeriodType::Ytd if ends_month(end) && month > 1 => format!("{year}年1—{month}月"),
        PeriodType::Ytd => format!("{year}年初至{month}月{}日", end.day()),
        PeriodType::AsOf if month == 12 && end.day() == 31 => format!("{year}年末"),
        PeriodType::AsOf => format!("截至{last}"),
        PeriodType::CumulativeSince => match start {
            Some(start) => format!("{}至{last}累计", start.format("%Y年%-m月%-d日")),
            None => format!("截至{last}累计"),
        },
        PeriodType::MultiYear => match start {
            Some(start) => format!("{}—{year}年", start.year()),
            None => format!("截至{year}年"),
        },
        PeriodType::Day | PeriodType::Span => stretch(),
    }
}

fn english_period(kind: PeriodType, start: Option<NaiveDate>, end: NaiveDate) -> String {
    let (year, month) = (end.year(), end.month());
    let last = end.format("%-d %b %Y");
    let stretch = || match start.filter(|start| *start != end) {
        Some(start) => format!("{} – {last}", start.format("%-d %b %Y")),
        None => last.to_string(),
    };
    match kind {
        PeriodType::Year => year.to_string(),
        PeriodType::Half => format!("{} half of {year}", if month <= 6 { "first" } else { "second" }),
        PeriodType::Quarter => format!("Q{} {year}", quarter(month)),
        PeriodType::Month => end.format("%B %Y").to_string(),
        PeriodType::Ytd if ends_month(end) && month > 1 => end.format("Jan – %b %Y").to_string(),
        PeriodType::Ytd => format!("1 Jan – {last}"),
        PeriodType::AsOf => format!("as of {last}"),
        PeriodType::CumulativeSince => match start {
            Some(start) => format!("total from {} to {last}", start.format("%-d %b %Y")),
            None => format!("total up to {last}"),
        },
        PeriodType::MultiYear => match start {
            Some(start) => format!("{}–{year}", start.year()),
            None => format!("up to {year}"),
        },
        PeriodType::Day | PeriodType::Span => stretch(),
    }
}

fn quarter(month: u32) -> u32 {
    month.div_ceil(3)
}

fn ends_month(day: NaiveDate) -> bool {
    day.succ_opt().is_none_or(|next| next.day() == 1)
}
