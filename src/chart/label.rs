//! Words on charts: periods, kinds of value, tips; and how wide and how safe they are.

use crate::claim::Status;
use crate::language::Language;
use crate::series::Point;
use crate::words;
use askama::filters::{Escaper, Html};

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

/// What a point says, in one line: 2023年 1015万件 — 2024-01-10 某市政府工作报告. `ghost`: a later document says
/// otherwise.
pub(super) fn tip(point: &Point, ghost: bool, label: &str, language: Language) -> String {
    let mut said = String::new();
    if !label.is_empty() {
        said.push_str(label);
        said.push_str(match language {
            Language::Chinese => "，",
            Language::English => ", ",
        });
    }
    said.push_str(&words::period(point.claim.period.as_ref(), language));
    said.push(' ');
    said.push_str(&point.claim.quote);
    let (target, restated) = match language {
        Language::Chinese => ("（目标）", "（后来有新说法）"),
        Language::English => (" (target)", " (restated later)"),
    };
    if point.claim.status == Status::Target {
        said.push_str(target);
    }
    if ghost {
        said.push_str(restated);
    }
    let day = point.document.date.map_or_else(String::new, |day| format!("{day} "));
    format!("{said} — {day}{}", point.document.title)
}
