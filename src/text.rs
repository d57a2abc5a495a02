//! Canonical text → blocks, speakers, sentences, clauses, tokens.

mod block;
pub mod sentence;
pub mod shadow;
mod speaker;
pub mod token;

use crate::document::{Document, Metadata, Precision, Span};
use serde::Serialize;

/// What a block of text is for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// The title line.
    Title,
    /// Publisher, time, source lines.
    Metadata,
    /// A heading of the outline.
    Heading,
    /// Somebody speaking, or running text.
    Speech,
    /// A journalist's question.
    Question,
    /// Repeated photo captions, navigation, 今日热搜: it yields no claims.
    Boilerplate,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Speaker {
    /// 王茂祯; for a question the medium: 中新社.
    pub name: String,
    /// 市政府副市长,市公安局局长 as the text puts it.
    pub post: Option<String>,
    /// The organisation of the post: 市公安局. For a question the medium.
    pub organisation: Option<String>,
}

/// A stretch of the text with one role and one speaker: a line, without its newline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is for.
    pub role: Role,
    /// 1 for 一、 or `##`, 2 for （一）, 3 for 一是; only for [`Role::Heading`].
    pub level: Option<u8>,
    /// Who speaks, where somebody is named.
    pub speaker: Option<Speaker>,
}

/// What kind of document a text is: it decides how bare periods and plans are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Genre {
    /// A government's report to its congress: reviews the year before, plans this one.
    WorkReport,
    /// A press conference, verbatim: speakers in turns.
    PressConference,
    /// Anything else: news, communiqués, articles.
    Article,
}

/// A text ready for extraction: the canonical text, its blocks, and what it is read against.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// The canonical text.
    pub text: String,
    /// Its blocks, in order; together they cover all lines that are not blank.
    pub blocks: Vec<Block>,
    /// The date that 今年 and 去年 are read against.
    pub date: Option<chrono::NaiveDate>,
    /// How exactly it is known.
    pub precision: Precision,
    /// The place or body that the document is about.
    pub scope: Option<String>,
    /// What kind of document it is.
    pub genre: Genre,
}

impl Transcript {
    /// Reads blocks, speakers and genre of a document.
    pub fn read(document: &Document) -> Self {
        Self::of(&document.text, &document.metadata)
    }

    /// Reads a bare text, of which only the date and the scope are known: it has no title.
    pub fn from_text(text: &str, date: Option<chrono::NaiveDate>, scope: Option<String>) -> Self {
        Self::of(text, &Metadata { event_date: date, scope, ..Metadata::default() })
    }

    /// Reads a text of which so much is known.
    pub fn of(text: &str, metadata: &Metadata) -> Self {
        let outline = block::read(text, metadata);
        Self {
            text: text.to_owned(),
            blocks: outline.blocks,
            date: metadata.date(),
            precision: metadata.day().map_or(Precision::default(), |day| day.precision),
            scope: metadata.scope.clone(),
            genre: outline.genre,
        }
    }
}
