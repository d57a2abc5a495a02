//! How a document was read: its facts, each with where it was found, and its outline of headings and parts.

use super::documents::beijing;
use super::templates::Page;
use crate::claim::{self, Outlook, Part};
use crate::document::{Day, shown_source};
use crate::facts;
use crate::language::Language;
use crate::store::StoredDocument;
use crate::text::{Role, Transcript};
use crate::words::{self, document as in_words, number};

/// What is known of a document: what it is called, its value, and where that was found.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) remark: Option<String>,
}

/// A line of the outline.
#[derive(Debug)]
pub(super) struct Line {
    /// The block where it stands.
    pub(super) block: usize,
    /// How deep it lies, from 1.
    pub(super) level: u8,
    pub(super) words: String,
    /// Where a part begins: whether it looks back or plans, and what tells so.
    pub(super) part: Option<Begins>,
}

/// A part that begins at a line.
#[derive(Debug)]
pub(super) struct Begins {
    pub(super) plans: bool,
    pub(super) outlook: String,
    pub(super) sign: &'static str,
}

/// All that is known of a document beside its words.
pub(super) fn provenance(document: &StoredDocument, page: &Page) -> Vec<Known> {
    let (w, language) = (page.w, page.visit.language);
    let metadata = &document.row.metadata;
    let read = facts::read(&document.text, None, &document.row.source);
    let plain = |value: &String| value.clone();
    let known = |name, value: Option<String>, remark| Known {
        name,
        value: value.unwrap_or_else(|| w.unknown.to_owned()),
        remark,
    };
    let evidence = |candidates, taken: &Option<String>| {
        let taken = taken.as_ref()?;
        Some(
            in_words::evidence(candidates, taken, plain, language)
                .unwrap_or_else(|| w.not_in_text.to_owned()),
        )
    };
    let mut rows = vec![
        known(w.document_kind, Some(in_words::document_kind(read.kind, language).to_owned()), None),
        known(w.title, metadata.title.clone(), evidence(&read.title, &metadata.title)),
        known(w.scope, metadata.scope.clone(), evidence(&read.place, &metadata.scope)),
        known(w.publisher, metadata.publisher.clone(), evidence(&read.publisher, &metadata.publisher)),
    ];
    rows.extend(metadata.reposted_from.clone().map(|from| known(w.reposted_from, Some(from), None)));
    let published = metadata.published_at.as_ref().map(|at| {
        in_words::evidence(&read.published, at, in_words::time, language)
            .unwrap_or_else(|| w.not_in_text.to_owned())
    });
    rows.push(known(w.published_at, metadata.published_at.as_ref().map(in_words::time), published));
    if let Some(date) = metadata.event_date {
        let day = Day { date, precision: metadata.precision };
        let show = |day: &Day| in_words::date(*day, language);
        let remark = in_words::evidence(&read.day, &day, show, language);
        rows.push(known(w.event_date, Some(show(&day)), remark.or_else(|| Some(w.not_in_text.to_owned()))));
    }
    let plainly = [
        (w.address, metadata.url.clone()),
        (w.read_from, Some(shown_source(&document.row.source).to_owned())),
        (w.sha256, Some(document.sha256.clone())),
        (w.encoding, Some(document.encoding.clone())),
        (w.size, Some(format!("{} {}", number::grouped(document.bytes.into()), w.bytes))),
        (w.ingested_at, Some(beijing(document.row.ingested_at))),
        (w.extractor, Some(document.extractor.clone())),
    ];
    rows.extend(plainly.map(|(name, value)| known(name, value, None)));
    rows
}

/// The headings, and the sentences that open a part; where the whole text is one part, the headings alone.
pub(super) fn outline(document: &StoredDocument, text: &[char], language: Language) -> Vec<Line> {
    let parts = claim::parts(&Transcript::of(&document.text, &document.row.metadata));
    let parts = if parts.len() > 1 { parts } else { Vec::new() };
    let words = |from: usize, to: usize| -> String {
        let line: String = text.get(from..to).unwrap_or_default().iter().collect();
        words::shortened(line.split(['。', '\n']).next().unwrap_or_default().trim(), 40)
    };
    let begins = |part: &Part| Begins {
        plans: part.outlook == Outlook::Plan,
        outlook: in_words::outlook(part, language),
        sign: in_words::sign(part.sign, language),
    };
    let mut lines = Vec::new();
    for (number, block) in document.blocks.iter().enumerate() {
        let heading = block.role == Role::Heading;
        let level = block.level.unwrap_or(1).clamp(1, 4);
        let opened = parts.iter().filter_map(|part| part.opening.map(|opening| (opening, part)));
        let mut opened = opened.filter(|(opening, _)| block.span.contains(*opening)).peekable();
        if heading && opened.peek().is_none_or(|(opening, _)| opening.start > block.span.start) {
            lines.push(Line {
                block: number,
                level,
                words: words(block.span.start, block.span.end),
                part: None,
            });
        }
        for (opening, part) in opened {
            let level = if heading { level } else { u8::try_from(part.depth + 1).unwrap_or(4).clamp(1, 4) };
            let words = words(opening.start, opening.end);
            lines.push(Line { block: number, level, words, part: Some(begins(part)) });
        }
    }
    lines
}
