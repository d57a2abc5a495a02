//! Words on charts: periods, kinds of value, tips; and how wide and how safe they are.

use super::mark::Mark;
use crate::claim::{Claim, Status};
use crate::language::Language;
use crate::words;
use crate::words::number;
use askama::filters::{Escaper, Html};
use std::fmt::Write;

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

/// What a point says, in lines: 2023年：近1015万件; the sentence that holds it; its day and document. `ghost`: another value
/// is drawn in its place. Safe for XML.
pub(super) fn tip(mark: &Mark, label: &str, sentence: Option<&str>, language: Language) -> String {
    let point = mark.point;
    let claim = &point.claim;
    let (comma, colon) = (language.pick("，", ", "), language.pick("：", ": "));
    let mut said = words::period(claim.period.as_ref(), language);
    if !label.is_empty() {
        said = format!("{label}{comma}{said}");
    }
    let _ = write!(said, "{colon}{}", number::of_claim(claim, language));
    if claim.status == Status::Target {
        said = words::in_brackets(&said, words::status(Status::Target, language), language);
    }
    if mark.ghost {
        said.push_str(language.pick("（另有说法）", " (stated otherwise)"));
    }
    let words = sentence.map_or_else(|| claim.quote.clone(), |sentence| around(sentence, claim));
    let day = point.document.day().map_or_else(String::new, |day| format!("{day} "));
    let source = format!("{day}{}", point.document.title);
    // A line break within an attribute.
    [said, format!("“{words}”"), source].map(|line| escape(&line)).join("&#10;")
}

/// The sentence, cut before and after the quote where it is long.
fn around(sentence: &str, claim: &Claim) -> String {
    const BEFORE: usize = 60;
    const AFTER: usize = 40;
    let all: Vec<char> = sentence.chars().collect();
    let start = claim.start.saturating_sub(claim.sentence.start).min(all.len());
    let end = claim.end.saturating_sub(claim.sentence.start).clamp(start, all.len());
    let (from, to) = (start.saturating_sub(BEFORE), (end + AFTER).min(all.len()));
    let cut = |is_cut| if is_cut { "…" } else { "" };
    let words: String = all[from..to].iter().collect();
    format!("{}{}{}", cut(from > 0), words.trim(), cut(to < all.len()))
}
