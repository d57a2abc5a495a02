//! Documents to hand out: one value of blocks, written as Word, Markdown or HTML.

pub mod docx;
pub mod html;
pub mod markdown;

use crate::language::Language;
use chrono::NaiveDate;

/// A document that is complete, whatever it is written as.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What stands over it.
    pub title: String,
    /// Lines below the title: place, period, day.
    pub subtitles: Vec<String>,
    /// That of its words.
    pub language: Language,
    /// When it was made; nothing in a file tells another time, so that the same document gives the same bytes.
    pub day: NaiveDate,
    /// Its body, in order.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order in which [`Inline::Note`] first names them: the first is number 1.
    pub notes: Vec<String>,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading of this level; 1 is the highest below the title.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An item of a list.
    Item(Vec<Inline>),
    /// A table.
    Table(Table),
    /// A drawing.
    Picture(Picture),
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Words that must be found at a glance: a figure.
    Strong(String),
    /// The mark of a footnote, by its position in [`Document::notes`].
    Note(usize),
}

/// Rows under a header.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What stands above it.
    pub caption: String,
    /// The heads of the columns.
    pub header: Vec<String>,
    /// The rows; each has a cell for each head.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A drawing with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What stands below it.
    pub caption: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// An SVG document.
    pub svg: String,
    /// Its width and height, in CSS pixels.
    pub size: (u32, u32),
    /// What to know before reading it, a line each.
    pub remarks: Vec<String>,
}

impl Document {
    /// The number of a footnote where it is first named, and whether it was named before: `seen` holds the numbers that
    /// were.
    fn number(note: usize, seen: &mut Vec<usize>) -> (usize, bool) {
        let again = seen.contains(&note);
        if !again {
            seen.push(note);
        }
        (note + 1, again)
    }
}
