//! A kept check as files: a table, and a document for Word.

use super::checks::fields;
use super::error::WebError;
use super::params::Visit;
use super::table;
use super::templates::Page;
use super::text::fill;
use crate::document::Span;
use crate::language::Language;
use crate::report::{Held, Kept, Report, Told};
use crate::words;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use quick_xml::escape::escape;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Its claims, each in a line.
pub(super) fn csv(name: &str, report: &Report, visit: &Visit) -> Result<Response, WebError> {
    let mark = table::mark(visit)?;
    let mut writer = csv::Writer::from_writer(mark.as_bytes().to_vec());
    for line in report.lines(visit.language) {
        writer.serialize(line)?;
    }
    let content = writer.into_inner().map_err(csv::IntoInnerError::into_error).map_err(csv::Error::from)?;
    Ok((table::headers(name), content).into_response())
}

/// The type of a document for Word.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// All of it as a document for Word, with its own styles.
pub(super) fn docx(kept: &Kept, page: &Page) -> Result<Response, WebError> {
    let saved = format!("attachment; filename=\"check-{}.docx\"", kept.row.id);
    let headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(WORD)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&saved).unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ]);
    let content = packed(&body(kept, page)).map_err(|error| {
        tracing::error!(%error, "a document could not be written");
        WebError::Internal
    })?;
    Ok((headers, content).into_response())
}

fn packed(body: &str) -> zip::result::ZipResult<Vec<u8>> {
    let document = format!(
        "{XML}<w:document {NAMESPACE}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\" \
         w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    let parts = [
        ("[Content_Types].xml", format!("{XML}{CONTENT_TYPES}")),
        ("_rels/.rels", format!("{XML}{PACKAGE}")),
        ("word/_rels/document.xml.rels", format!("{XML}{RELATIONS}")),
        ("word/styles.xml", format!("{XML}{}", styles())),
        ("word/document.xml", document),
    ];
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        file.start_file(name, SimpleFileOptions::default())?;
        file.write_all(content.as_bytes())?;
    }
    Ok(file.finish()?.into_inner())
}

fn body(kept: &Kept, page: &Page) -> String {
    let (w, report, language) = (page.w, &kept.report, page.visit.language);
    let mut out = String::new();
    paragraph(&mut out, "Title", &[(&report.title, false)]);
    let unknown = || w.unknown.to_owned();
    let read_as = [report.scope.clone().unwrap_or_else(unknown), report.date.clone().unwrap_or_else(unknown)];
    let read_as = fill(w.check_kept_as, &[&read_as[0], &read_as[1]]);
    paragraph(&mut out, "Subtitle", &[(&read_as, false)]);
    for (name, content) in fields(kept, page) {
        paragraph(&mut out, "Details", &[(name, true), (w.colon, false), (&content, false)]);
    }
    let counts = report.claims().count().to_string();
    let summary = fill(w.check_summary, &[&counts, &report.rejects.to_string()]);
    paragraph(&mut out, "Heading1", &[(&summary, false)]);
    for (verdict, many) in report.counts() {
        let verdict = words::check::verdict(verdict, language);
        paragraph(&mut out, "Details", &[(verdict, true), (w.colon, false), (&many.to_string(), false)]);
    }
    paragraph(&mut out, "Heading1", &[(w.check_of, false)]);
    for sentence in &report.sentences {
        let words = report.words(Span::new(sentence.start, sentence.end));
        paragraph(&mut out, "Heading2", &[(&words, false)]);
        for told in &sentence.claims {
            claim(&mut out, told, page, language);
        }
    }
    out
}

fn claim(out: &mut String, told: &Told, page: &Page, language: Language) {
    let verdict = words::check::verdict(told.verdict, language);
    let name = format!("{}. {} {}", told.number, told.claim.indicator, told.claim.quote);
    paragraph(out, "Verdict", &[(&name, false), (page.w.colon, false), (verdict, true)]);
    paragraph(out, "Normal", &[(told.reason.of(language), false)]);
    for Held { before, quote, after, document, source, claim, .. } in &told.records {
        paragraph(out, "Quote", &[(before, false), (quote, true), (after, false)]);
        let speaker = claim.speaker.as_ref().map(|speaker| format!("{speaker} · ")).unwrap_or_default();
        paragraph(out, "Source", &[(&speaker, false), (document, false), (" · ", false), (source, false)]);
    }
}

/// A paragraph in a style, of words that are bold or not.
fn paragraph(out: &mut String, style: &str, runs: &[(&str, bool)]) {
    write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>")
        .expect("writing to a string cannot fail");
    for (words, bold) in runs {
        // What XML cannot hold at all is left out.
        let words: String =
            words.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        let look = if *bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
        write!(out, "<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(&words))
            .expect("writing to a string cannot fail");
    }
    out.push_str("</w:p>");
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";

const PACKAGE: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" \
    Target=\"styles.xml\"/></Relationships>";

/// The styles: their name in Word, what their paragraphs look like, and their words. Sizes are half points.
const STYLES: [(&str, &str, &str, &str); 8] = [
    ("Title", "Title", "<w:spacing w:after=\"120\"/>", "<w:b/><w:sz w:val=\"36\"/>"),
    ("Subtitle", "Subtitle", "<w:spacing w:after=\"240\"/>", "<w:color w:val=\"5B6672\"/>"),
    (
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"28\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:spacing w:before=\"280\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"22\"/>",
    ),
    ("Verdict", "Verdict", "<w:keepNext/><w:spacing w:before=\"120\"/>", ""),
    ("Quote", "Quote", "<w:spacing w:before=\"60\"/><w:ind w:left=\"420\"/>", ""),
    ("Source", "Source", "<w:ind w:left=\"420\"/>", "<w:color w:val=\"5B6672\"/><w:sz w:val=\"18\"/>"),
    ("Details", "Details", "", "<w:sz w:val=\"20\"/>"),
];

fn styles() -> String {
    let mut out = format!(
        "<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"宋体\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"21\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:pPr><w:spacing w:line=\"312\" w:lineRule=\"auto\"/></w:pPr></w:style>"
    );
    for (id, name, paragraph, words) in STYLES {
        write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{words}</w:rPr></w:style>"
        )
        .expect("writing to a string cannot fail");
    }
    out.push_str("</w:styles>");
    out
}
