//! Bytes of a text or HTML file → document.

use crate::document::Document;
use chrono::NaiveDate;

/// What the caller knows better than the text.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The day of the event.
    pub date: Option<NaiveDate>,
    /// The place or body.
    pub scope: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// The encoding, by its label (`gb18030`), instead of detection.
    pub encoding: Option<String>,
}

/// Why bytes could not be read as a document, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Nothing in it.
    #[error("文件是空的 / the file is empty")]
    Empty,
}

/// Reads a document from `bytes`; `source` is the path or URL as given.
pub fn read(source: &str, bytes: Vec<u8>, given: &Given) -> Result<Document, SourceError> {
    let _ = (source, bytes, given);
    todo!()
}
