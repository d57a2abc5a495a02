//! A Word file that lends its styles, its heads and feet, and its page to others.

use super::{HEAD, Part, RELATION, STYLES, TYPE, namespaces};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most that a template may hold when decompressed, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

const BODY: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const LOOKS: &str = "word/styles.xml";
const NOTES: &str = "word/footnotes.xml";
const TYPES: &str = "[Content_Types].xml";
const PROPERTIES: &str = "docProps/core.xml";

/// A template, read.
#[derive(Debug, Clone)]
pub struct Template {
    /// All that is handed on as it is.
    kept: Vec<Part>,
    /// What the root of its body declares.
    root: String,
    /// Its page, heads and feet.
    section: String,
    styles: String,
    /// Its styles: the name in lower case, the identifier.
    known: HashMap<String, String>,
    relations: String,
    types: String,
}

/// Why a file is no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is no Word file, or a damaged one.
    #[error("不是 Word 文件（.docx），或已损坏 / is no Word file (.docx), or is damaged")]
    NotWord,
    /// It holds more than any template does.
    #[error("太大，不能作模板 / is too large for a template")]
    TooLarge,
}

impl Template {
    /// Reads the bytes of a `.docx` or `.dotx` file. Its text is not taken over.
    pub fn read(bytes: &[u8]) -> Result<Self, TemplateError> {
        let damaged = |_| TemplateError::NotWord;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut parts: HashMap<String, Vec<u8>> = HashMap::new();
        let mut order = Vec::new();
        let mut room = MOST;
        for at in 0..zip.len() {
            let part = zip.by_index(at).map_err(damaged)?;
            if part.is_dir() {
                continue;
            }
            let name = part.name().map_err(damaged)?.into_owned();
            let mut bytes = Vec::new();
            part.take(room + 1).read_to_end(&mut bytes).map_err(|_| TemplateError::NotWord)?;
            room = room.checked_sub(bytes.len() as u64).ok_or(TemplateError::TooLarge)?;
            if parts.insert(name.clone(), bytes).is_none() {
                order.push(name);
            }
        }
        let mut text = |name: &str| {
            let bytes = parts.remove(name)?;
            Some(String::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}').to_owned())
        };
        let wanted = (text(BODY), text(RELATIONS), text(LOOKS), text(TYPES));
        let (Some(body), Some(relations), Some(styles), Some(types)) = wanted else {
            return Err(TemplateError::NotWord);
        };
        for name in [NOTES, PROPERTIES] {
            parts.remove(name);
        }
        let kept =
            order.into_iter().filter_map(|name| parts.remove(&name).map(|bytes| (name, bytes))).collect();
        let ends = |xml: &str, tag: &str| xml.contains(tag);
        if !ends(&styles, "</w:styles>") || !ends(&relations, "</Relationships>") || !ends(&types, "</Types>")
        {
            return Err(TemplateError::NotWord);
        }
        Ok(Self {
            kept,
            root: root(&body).ok_or(TemplateError::NotWord)?,
            section: section(&body),
            known: known(&styles).ok_or(TemplateError::NotWord)?,
            styles,
            relations,
            types,
        })
    }

    /// The identifier of each style that is needed, by the name that Word knows: the template's own, else that under
    /// which it is added.
    pub(super) fn ids(&self) -> HashMap<&'static str, String> {
        let id = |style: &super::Style| {
            let own = self.known.get(&style.name.to_lowercase()).cloned();
            (style.name, own.unwrap_or_else(|| format!("Brief{}", style.id)))
        };
        STYLES.iter().map(id).collect()
    }

    /// The parts of a file with this body and these footnotes, but for pictures and properties.
    pub(super) fn parts(&self, body: &str, notes: &str, pictures: usize) -> Vec<Part> {
        let ids = self.ids();
        let lacking = STYLES.iter().filter(|style| !self.known.contains_key(&style.name.to_lowercase()));
        let added: String =
            lacking.map(|style| style.xml(&ids[style.name], |name| ids[name].clone())).collect();
        let has_notes = self.relations.contains("/relationships/footnotes\"");
        let ours = relations(pictures, !has_notes);
        let mut types = self.types.replace(".template.main+xml", ".document.main+xml");
        let mut declare = |held: &str, line: &str| {
            if !types.contains(held) {
                types = types.replacen("</Types>", &format!("{line}</Types>"), 1);
            }
        };
        declare(r#"Extension="png""#, r#"<Default Extension="png" ContentType="image/png"/>"#);
        declare(
            "/word/footnotes.xml",
            &format!(r#"<Override PartName="/word/footnotes.xml" ContentType="{TYPE}.footnotes+xml"/>"#),
        );
        declare(
            "/docProps/core.xml",
            r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
        );
        let names = format!("{}{}", self.root, namespaces(&self.root));
        let part = |name: &str, xml: String| (name.to_owned(), xml.into_bytes());
        let mut parts = vec![
            part(TYPES, types),
            part(
                BODY,
                format!("{HEAD}<w:document{names}><w:body>{body}{}</w:body></w:document>", self.section),
            ),
            part(
                RELATIONS,
                self.relations.replacen("</Relationships>", &format!("{ours}</Relationships>"), 1),
            ),
            part(LOOKS, self.styles.replacen("</w:styles>", &format!("{added}</w:styles>"), 1)),
            part(NOTES, notes.to_owned()),
        ];
        parts.extend(self.kept.iter().cloned());
        parts
    }
}

/// The relations of a body with so many pictures.
pub(super) fn relations(pictures: usize, notes: bool) -> String {
    let mut out = String::new();
    if notes {
        let _ = write!(
            out,
            r#"<Relationship Id="rIdNotes" Type="{RELATION}/footnotes" Target="footnotes.xml"/>"#
        );
    }
    for at in 1..=pictures {
        let _ = write!(
            out,
            r#"<Relationship Id="rIdPicture{at}" Type="{RELATION}/image" Target="media/brief{at}.png"/>"#
        );
    }
    out
}

/// A part that holds these relations.
pub(super) fn relationships(relations: &str) -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
    )
}

/// The attributes of the root of a body.
fn root(body: &str) -> Option<String> {
    let mut reader = Reader::from_str(body);
    loop {
        match reader.read_event().ok()? {
            Event::Eof | Event::DocType(_) => return None,
            Event::Start(tag) => {
                let from_us = tag.name().as_ref() == "w:document";
                let whole: &str = &tag;
                return from_us.then(|| whole.trim_start_matches("w:document").trim_end().to_owned());
            }
            _ => {}
        }
    }
}

/// The last section of a body: that of the document as a whole.
fn section(body: &str) -> String {
    const END: &str = "</w:sectPr>";
    let found = body.rfind("<w:sectPr").and_then(|start| {
        let rest = &body[start..];
        Some(rest[..rest.find(END)? + END.len()].to_owned())
    });
    found.unwrap_or_else(|| "<w:sectPr/>".to_owned())
}

/// The styles of a part: name in lower case, and identifier. Word writes its own names in either case.
fn known(styles: &str) -> Option<HashMap<String, String>> {
    let value = |tag: &BytesStart, name: &str| {
        let attribute = tag.try_get_attribute(name).ok()??;
        Some(attribute.value.to_string())
    };
    let mut reader = Reader::from_str(styles);
    let mut known = HashMap::new();
    let mut id = None;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(known),
            Event::DocType(_) => return None,
            Event::Start(tag) if tag.name().as_ref() == "w:style" => id = value(&tag, "w:styleId"),
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "w:name" => {
                if let (Some(id), Some(name)) = (id.take(), value(&tag, "w:val")) {
                    known.insert(name.to_lowercase(), id);
                }
            }
            _ => {}
        }
    }
}
