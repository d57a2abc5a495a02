//! A Word file → its text: one paragraph a line with the number that Word gives it, table rows with ` | `
//! between cells. What a cell that is merged with others goes on over are blank cells.

mod numbering;

use super::{SourceError, archive};
use chrono::{DateTime, FixedOffset, NaiveDateTime};
use numbering::{Numbering, Place, value};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;

/// What a Word file gives.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// The text of the body, without what tracked changes delete.
    pub(super) text: String,
    /// The title in the file's properties. Templates hand theirs on, so the text's own stands above it.
    pub(super) title: Option<String>,
    /// When it was made, in Chinese local time.
    pub(super) created: Option<NaiveDateTime>,
}

/// The most that one part of a Word file may hold when decompressed, in bytes.
const MAX_PART: u64 = 64 * 1024 * 1024;

/// Elements open at once beyond which a file is refused: no word processor writes them.
const MAX_DEPTH: usize = 1000;

/// Columns of a table beyond which nothing is merged.
const MAX_COLUMNS: usize = 500;

/// Parts of the body that are no text of their own: text moved away, pictures of text boxes for old
/// programs, what properties were before a tracked change, where a paragraph's tabs stop, and how a word
/// is pronounced.
const UNREAD: [&str; 6] = ["moveFrom", "Fallback", "pPrChange", "rPrChange", "tabs", "rt"];

/// Reads the text and the properties of a Word file.
pub(super) fn read(bytes: &[u8]) -> Result<Word, SourceError> {
    let mut zip = archive::open(Cursor::new(bytes))?;
    // Which of two bodies is read would be chance.
    if zip.has_duplicate_names() {
        return Err(SourceError::Damaged);
    }
    let name = related(&mut zip, "", "officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let body = archive::part(&mut zip, &name, MAX_PART)?.ok_or(SourceError::Damaged)?;
    let mut other = |kind, usual: &str| {
        let name = related(&mut zip, &name, kind).unwrap_or_else(|| usual.to_owned());
        archive::part(&mut zip, &name, MAX_PART).ok().flatten().unwrap_or_default()
    };
    let (lists, styles) = (other("numbering", "word/numbering.xml"), other("styles", "word/styles.xml"));
    let numbering = Numbering::read(utf8(&lists)?, utf8(&styles)?);
    let mut word = Word { text: text(utf8(&body)?, numbering)?, ..Word::default() };
    if let Ok(Some(properties)) = archive::part(&mut zip, "docProps/core.xml", 1 << 20) {
        let (title, created) = properties_of(utf8(&properties)?);
        word.title = title;
        word.created = created;
    }
    Ok(word)
}

/// The name of the part that stands in this relation to another, or to the whole file: some office programs write
/// the body to `word/document2.xml` and its styles to `word/styles2.xml`.
fn related(zip: &mut ZipArchive<impl Read + Seek>, part: &str, relation: &str) -> Option<String> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let within = |name: &str| format!("{folder}/{name}").trim_start_matches('/').to_owned();
    let relations = archive::part(zip, &within(&format!("_rels/{name}.rels")), MAX_PART).ok()??;
    let mut reader = Reader::from_str(utf8(&relations).ok()?);
    loop {
        match reader.read_event().ok()? {
            Event::Eof | Event::DocType(_) => return None,
            Event::Start(tag) | Event::Empty(tag) => {
                let kind = value(&tag, "Type");
                if kind.rsplit_once('/').is_some_and(|(_, last)| last == relation) {
                    let target = value(&tag, "Target");
                    return Some(target.strip_prefix('/').map_or_else(|| within(&target), str::to_owned));
                }
            }
            _ => {}
        }
    }
}

/// The parts of a Word file are UTF-8; the mark at their start is no part of the XML.
fn utf8(part: &[u8]) -> Result<&str, SourceError> {
    let text = std::str::from_utf8(part).map_err(|_| SourceError::Damaged)?;
    Ok(text.trim_start_matches('\u{FEFF}'))
}

/// The text of the body.
fn text(xml: &str, mut numbering: Numbering) -> Result<String, SourceError> {
    let mut reader = Reader::from_str(xml);
    let mut page = Page::default();
    let mut place = Place::default();
    let mut depth = 0_usize;
    // The depth at which a part begins that is not read.
    let mut unread: Option<usize> = None;
    loop {
        match reader.read_event().map_err(|_| SourceError::Damaged)? {
            Event::Eof if depth == 0 => return Ok(page.end()),
            // A DOCTYPE declares entities, and only an attack declares them in a Word file.
            Event::Eof | Event::DocType(_) => return Err(SourceError::Damaged),
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(SourceError::TooDeep);
                }
                let name = tag.local_name();
                if unread.is_none() && UNREAD.contains(&name.as_ref()) {
                    unread = Some(depth);
                }
                if unread.is_none() {
                    page.enter(name.as_ref());
                    page.format(name.as_ref(), &tag);
                    if name.as_ref() == "pPr" {
                        place = Place::default();
                    }
                    place.read(name.as_ref(), &tag);
                }
            }
            Event::End(tag) => {
                if unread.is_none() {
                    page.leave(tag.local_name().as_ref());
                    if tag.local_name().as_ref() == "pPr" {
                        page.push(&numbering.label(&place).unwrap_or_default());
                    }
                }
                unread = unread.filter(|&start| start != depth);
                depth = depth.saturating_sub(1);
            }
            Event::Empty(tag) if unread.is_none() => {
                place.read(tag.local_name().as_ref(), &tag);
                page.enter(tag.local_name().as_ref());
                page.format(tag.local_name().as_ref(), &tag);
                page.leave(tag.local_name().as_ref());
            }
            Event::Text(text) if unread.is_none() && page.is_text => {
                page.write(&text);
            }
            Event::CData(text) if unread.is_none() && page.is_text => {
                page.write(&text);
            }
            Event::GeneralRef(reference) if unread.is_none() && page.is_text => {
                page.write(&referred(&reference).ok_or(SourceError::Damaged)?);
            }
            _ => {}
        }
    }
}

/// What `&amp;` or `&#x4E00;` stands for; other entities are not known in a Word file.
fn referred(name: &str) -> Option<String> {
    if let Some(named) = quick_xml::escape::resolve_xml_entity(name) {
        return Some(named.to_owned());
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|&c| c != '\0').map(String::from)
}

/// How the characters of a run are set.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Setting {
    #[default]
    Plain,
    /// Nobody sees it, or it is struck out.
    Gone,
    Raised,
}

/// Collects text into lines.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that was met or not")]
struct Page {
    text: String,
    /// True within `w:t`, the only element whose characters are text.
    is_text: bool,
    /// True where a paragraph or a row has ended and the next one begins a line.
    ended: bool,
    /// Within a cell: how many columns it takes.
    across: usize,
    /// The cells of the row that is being read, with the columns that each takes.
    row: Vec<(String, usize)>,
    /// True where a cell of the row that is being read holds a table of its own.
    nests: bool,
    /// True where the table that is being read has had a row of several cells.
    has_columns: bool,
    /// True where a table stands in the text.
    has_table: bool,
    /// How the run that is being read is set.
    setting: Setting,
    /// What is around the text box or the cell that is being read.
    around: Option<Box<Page>>,
    /// The texts of boxes that stand beside the paragraph or row that is being read.
    boxes: Vec<String>,
}

impl Page {
    /// Takes note of how a run is set, and of a character that is named by its number in a font.
    fn format(&mut self, name: &str, tag: &BytesStart) {
        match name {
            "vanish" | "strike" | "dstrike" if is_on(tag) => self.setting = Setting::Gone,
            "vertAlign" if value(tag, "val") == "superscript" && self.setting == Setting::Plain => {
                self.setting = Setting::Raised;
            }
            "sym" => self.write(&symbol(tag).to_string()),
            "gridSpan" => self.across = value(tag, "val").parse().unwrap_or(1).clamp(1, MAX_COLUMNS),
            _ => {}
        }
    }

    /// Characters of the run that is being read.
    fn write(&mut self, text: &str) {
        match self.setting {
            Setting::Plain => self.push(text),
            Setting::Gone => {}
            Setting::Raised => self.push(&super::raised(&self.text, text)),
        }
    }

    /// The text, when all is read.
    fn end(mut self) -> String {
        for boxed in self.boxes {
            self.text.push('\n');
            self.text.push_str(&boxed);
        }
        self.text
    }

    fn enter(&mut self, name: &str) {
        match name {
            "r" => self.setting = Setting::Plain,
            "txbxContent" | "tc" => {
                *self = Self { around: Some(Box::new(std::mem::take(self))), ..Self::default() };
            }
            "t" => self.is_text = true,
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "p" => self.begin_line(),
            "tbl" => (self.has_columns, self.has_table) = (false, true),
            "tr" => {
                self.begin_line();
                self.row.clear();
                self.nests = false;
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "txbxContent" => {
                if let Some(around) = self.around.take() {
                    let boxed = std::mem::replace(self, *around).end();
                    self.boxes.extend((!boxed.trim().is_empty()).then_some(boxed));
                }
            }
            "tc" => {
                if let Some(around) = self.around.take() {
                    let cell = std::mem::replace(self, *around);
                    self.boxes.extend(cell.boxes);
                    self.nests |= cell.has_table;
                    self.row.push((cell.text, cell.across.max(1)));
                }
            }
            "p" => self.ended = true,
            "tr" => {
                self.end_row();
                self.ended = true;
            }
            _ => {}
        }
    }

    /// Writes a row as a line. What stands in its only cell, or in one around another table, is text; the heading of
    /// the rows below it is a row.
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.row);
        let heads = |(text, across): &(String, usize)| {
            self.has_columns && *across > 1 && super::heads_rows(text.trim())
        };
        let layout = self.nests || matches!(&cells[..], [only] if !heads(only));
        if layout {
            let texts: Vec<&str> =
                cells.iter().map(|(text, _)| text.as_str()).filter(|text| !text.trim().is_empty()).collect();
            return self.text.push_str(&texts.join("\n"));
        }
        self.has_columns |= cells.len() > 1;
        let mut row: Vec<String> = Vec::new();
        for (text, across) in cells {
            let words: Vec<&str> = text.split_whitespace().collect();
            let first = row.len();
            row.push(if text.contains(['\n', '\t']) { words.join(" ") } else { text.trim().to_owned() });
            row.resize((first + across).min(MAX_COLUMNS.max(first + 1)), String::new());
        }
        self.text.push_str(&super::row(&row));
    }

    fn begin_line(&mut self) {
        if self.ended {
            for boxed in self.boxes.drain(..) {
                self.text.push('\n');
                self.text.push_str(&boxed);
            }
            self.text.push('\n');
        }
        self.ended = false;
    }

    fn push(&mut self, text: &str) {
        self.text.extend(text.chars().filter(|&c| c != '\0' && c != '\r'));
    }
}

/// True for a property that is set: it is, unless its value says no.
fn is_on(tag: &BytesStart) -> bool {
    !matches!(value(tag, "val").as_str(), "0" | "false" | "off")
}

/// The character that `w:sym` stands for. Where only its font knows, a mark says that something stands there.
fn symbol(tag: &BytesStart) -> char {
    let code = u32::from_str_radix(&value(tag, "char"), 16).ok();
    match code {
        // The font Symbol has figures and most marks where Latin letters have them, and Greek in their place.
        Some(code @ 0xF020..=0xF07E) if value(tag, "font") == "Symbol" => {
            char::from_u32(code - 0xF000).filter(|c| c.is_ascii_digit() || "%+,./<=>:;()".contains(*c))
        }
        Some(0xE000..=0xF8FF) | None => None,
        Some(code) => char::from_u32(code).filter(|c| !c.is_control()),
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Title and time of making in `docProps/core.xml`; what cannot be read is not known.
fn properties_of(xml: &str) -> (Option<String>, Option<NaiveDateTime>) {
    let mut reader = Reader::from_str(xml);
    let (mut title, mut created, mut open) = (String::new(), String::new(), String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof | Event::DocType(_) => break,
            Event::Start(tag) => tag.local_name().as_ref().clone_into(&mut open),
            Event::End(_) => open.clear(),
            Event::Text(text) => match open.as_str() {
                "title" => title.push_str(&text),
                "created" => created.push_str(&text),
                _ => {}
            },
            Event::GeneralRef(reference) if open == "title" => {
                title.push_str(&referred(&reference).unwrap_or_default());
            }
            _ => {}
        }
    }
    let title = title.trim().to_owned();
    let china = FixedOffset::east_opt(8 * 3600);
    let created = DateTime::parse_from_rfc3339(created.trim())
        .ok()
        .zip(china)
        .map(|(at, china)| at.with_timezone(&china).naive_local());
    ((!title.is_empty()).then_some(title), created)
}
