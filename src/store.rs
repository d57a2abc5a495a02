//! `SQLite`: open, migrate, write, read. All SQL lives here and nowhere else.

mod claim;
mod conference;
mod decision;
mod document;
mod edition;
mod error;
mod indicator;
mod keep;
mod open;
mod tally;

pub use decision::NewDecision;
pub use document::Changed;
pub use error::StoreError;
pub use keep::ExportedClaim;

use crate::claim::Claim;
use crate::document::Metadata;
use crate::series::Link;
use crate::text::Block;
use chrono::{DateTime, Utc};
use sqlx::sqlite::SqlitePool;
use std::path::PathBuf;

/// A database that is open. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
    /// A single connection, as `SQLite` lets one write at a time; `None` where opened for reading only.
    writer: Option<SqlitePool>,
    readers: SqlitePool,
}

/// What is written for one document, in one transaction.
#[derive(Debug, Clone, Copy)]
pub struct NewDocument<'a> {
    /// The document.
    pub document: &'a crate::document::Document,
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Its claims.
    pub claims: &'a [Claim],
    /// One link a claim, in the same order.
    pub links: &'a [Link],
}

/// What became of a document that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is new and was stored under this number.
    New(i64),
    /// It is new and was stored under the first number, but is one with that of the second, which counts
    /// in its place.
    Aside(i64, i64),
    /// It is new and was stored under the first number, and counts from now on in the place of the second.
    Instead(i64, i64),
    /// The same bytes are stored already, under this number; nothing was written.
    Known(i64),
}

/// Counts for the overview and `doctor`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Documents that count.
    pub documents: i64,
    /// Documents in whose place another counts: the same words again, and older versions.
    pub aside: i64,
    /// Claims.
    pub claims: i64,
    /// Indicators with a claim.
    pub indicators: i64,
}

/// A document in a list.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DocumentRow {
    /// Its number.
    pub id: i64,
    /// What it says of itself.
    pub metadata: Metadata,
    /// The path or URL as ingested.
    pub source: String,
    /// How many claims it holds.
    pub claims: i64,
    /// The document whose claims count in the place of its own; `None` where its own do.
    pub counted_as: Option<i64>,
    /// When it was stored.
    pub ingested_at: DateTime<Utc>,
}

/// Another document that is one with a document.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Other {
    /// What it is to it.
    pub related: Related,
    /// The other one.
    #[serde(flatten)]
    pub row: DocumentRow,
}

/// What another document is to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Related {
    /// It states the same figures in the same words.
    Same,
    /// It is a later version.
    Newer,
    /// It is an earlier version.
    Older,
}

/// A document with all that was read from it.
#[derive(Debug, Clone)]
pub struct StoredDocument {
    /// The row.
    pub row: DocumentRow,
    /// The canonical text.
    pub text: String,
    /// SHA-256 of the bytes as received, lowercase hexadecimal.
    pub sha256: String,
    /// Size of the bytes as received.
    pub bytes: i64,
    /// The encoding that was detected.
    pub encoding: String,
    /// The version of the extractor that made the claims.
    pub extractor: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its claims in order of their start, each with its number and its indicator's number.
    pub claims: Vec<StoredClaim>,
}

/// A claim with its numbers.
#[derive(Debug, Clone, serde::Serialize)]
pub struct StoredClaim {
    /// The claim's number.
    pub id: i64,
    /// The indicator that it measures.
    pub indicator: i64,
    /// That indicator's name.
    pub indicator_name: String,
    /// Why it was linked: 同名.
    pub link_reason: String,
    /// How sure that is, from 0 to 100.
    pub link_score: u8,
    /// What was claimed.
    pub claim: Claim,
}

/// An indicator in a list.
#[derive(Debug, Clone, serde::Serialize)]
pub struct IndicatorRow {
    /// Its number, never reused.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How many claims measure it.
    pub points: i64,
    /// In how many documents.
    pub documents: i64,
    /// The scopes with a value, comma-free names, sorted.
    pub scopes: Vec<String>,
    /// The first and last year in which a period with a value ends.
    pub years: Option<(i32, i32)>,
}

/// What to list, and which part of it.
#[derive(Debug, Clone, Default)]
pub struct IndicatorFilter {
    /// Words that the name or an alias must hold, separated by blanks (any length, also one Chinese
    /// character; ASCII letters in either case).
    pub query: String,
    /// Only those with a value for this scope.
    pub scope: Option<String>,
    /// How many rows to skip.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// A part of a list, and how long the whole is.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Page<T> {
    /// The rows of this part.
    pub rows: Vec<T>,
    /// How many rows there are in all.
    pub total: i64,
}

/// The words of a search as a JSON array, in lower case as `SQLite`'s `lower` makes it: ASCII only.
fn words_of(query: &str) -> String {
    let words: serde_json::Value = query.split_whitespace().map(str::to_ascii_lowercase).collect();
    words.to_string()
}

#[cfg(test)]
mod tests;
