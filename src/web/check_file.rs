//! A kept check as files: a table, and a document for Word.

use super::checks::fields;
use super::documents::day_in_beijing;
use super::error::WebError;
use super::params::Visit;
use super::table;
use super::templates::Page;
use super::text::fill;
use super::word;
use crate::chart::Typeface;
use crate::document::Span;
use crate::export::{cells, csv_lines};
use crate::office::{Block, Document, Inline};
use crate::report::{Held, Kept, Report, Told};
use crate::words;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// Its claims, each in a line.
pub(super) fn csv(name: &str, report: &Report, visit: &Visit) -> Result<Response, WebError> {
    let mut content = table::mark(visit)?.as_bytes().to_vec();
    for (at, line) in report.lines(visit.language).iter().enumerate() {
        let [names, cells] = cells(line)?;
        content.extend(csv_lines((at == 0).then_some(names).into_iter().chain([cells]))?);
    }
    Ok((table::headers(name, "csv"), content).into_response())
}

/// All of it as a document for Word.
pub(super) async fn docx(kept: &Kept, page: &Page, typeface: &Typeface) -> Result<Response, WebError> {
    let bytes = word::bytes(document(kept, page), typeface).await?;
    let saved = format!("attachment; filename=\"check-{}.docx\"", kept.row.id);
    let disposition = HeaderValue::from_str(&saved).map_err(|_| WebError::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(word::TYPE)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// What the record says stands in quotes, whence it is in footnotes.
fn document(kept: &Kept, page: &Page) -> Document {
    let (w, report, language) = (page.w, &kept.report, page.visit.language);
    let text = |words: &str| Inline::Text(words.to_owned());
    let pair =
        |name: &str, content: &str| vec![Inline::Strong(name.to_owned()), text(w.colon), text(content)];
    let unknown = || w.unknown.to_owned();
    let read_as = [report.scope.clone().unwrap_or_else(unknown), report.date.clone().unwrap_or_else(unknown)];
    let mut blocks: Vec<Block> =
        fields(kept, page).iter().map(|(name, content)| Block::Paragraph(pair(name, content))).collect();
    let counts = report.claims().count().to_string();
    blocks.push(Block::Heading(1, fill(w.check_summary, &[&counts, &report.rejects.to_string()])));
    blocks.extend(report.counts().into_iter().map(|(verdict, many)| {
        Block::Item(pair(words::check::verdict(verdict, language), &many.to_string()))
    }));
    blocks.push(Block::Heading(1, w.check_of.to_owned()));
    let mut notes = Vec::new();
    for sentence in &report.sentences {
        blocks.push(Block::Heading(2, report.words(Span::new(sentence.start, sentence.end))));
        for told in &sentence.claims {
            blocks.extend(claim(told, page, &mut notes));
        }
    }
    Document {
        title: report.title.clone(),
        subtitles: vec![fill(w.check_kept_as, &[&read_as[0], &read_as[1]])],
        language,
        day: day_in_beijing(kept.row.at),
        blocks,
        notes,
    }
}

fn claim(told: &Told, page: &Page, notes: &mut Vec<String>) -> Vec<Block> {
    let language = page.visit.language;
    let name = format!("{}. {} {}{}", told.number, told.claim.indicator, told.claim.quote, page.w.colon);
    let verdict = words::check::verdict(told.verdict, language).to_owned();
    let mut blocks = vec![
        Block::Paragraph(vec![Inline::Text(name), Inline::Strong(verdict)]),
        Block::Paragraph(vec![Inline::Text(told.reason.of(language).to_owned())]),
    ];
    for Held { before, quote, after, document, source, claim, .. } in &told.records {
        let [before, after] = [before, after].map(|words| Inline::Text(words.clone()));
        let whence = Inline::Note(notes.len());
        let speaker = claim.speaker.as_ref().map(|speaker| format!("{speaker} · ")).unwrap_or_default();
        notes.push(format!("{speaker}{document} · {source}"));
        blocks.push(Block::Item(vec![before, Inline::Strong(quote.clone()), after, whence]));
    }
    blocks
}
