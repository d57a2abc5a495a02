//! SQLite: open, migrate, write, read. All SQL lives here and nowhere else.

use crate::claim::Claim;
use crate::document::Metadata;
use crate::series::{Link, Point};
use crate::text::Block;
use chrono::{DateTime, NaiveDate, Utc};
use std::path::Path;

/// What went wrong with the database, in words a user can act on.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such row.
    #[error("没有这条记录 / no such record")]
    NotFound,
}

/// A database that is open.
#[derive(Debug, Clone)]
pub struct Store {}

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
    /// The same bytes are stored already, under this number; nothing was written.
    Known(i64),
}

/// Counts for the overview and `doctor`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Documents.
    pub documents: i64,
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
    /// When it was stored.
    pub ingested_at: DateTime<Utc>,
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
    /// The first and last year with a value.
    pub years: Option<(i32, i32)>,
}

/// What to list, and which part of it.
#[derive(Debug, Clone, Default)]
pub struct IndicatorFilter {
    /// Words that the name must hold, separated by blanks (any length, also one Chinese character).
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

impl Store {
    /// Opens the database for reading and writing, creates and migrates it.
    pub async fn open(_path: &Path) -> Result<Self, StoreError> { todo!() }
    /// Opens an existing database for reading only.
    pub async fn open_read_only(_path: &Path) -> Result<Self, StoreError> { todo!() }
    /// Waits for what is under way and closes the files.
    pub async fn close(&self) { todo!() }
    /// Stores a document, its blocks, claims and links: all of it or nothing.
    pub async fn add(&self, _new: NewDocument<'_>) -> Result<Added, StoreError> { todo!() }
    /// The document with these bytes, if it is stored.
    pub async fn find_by_sha256(&self, _sha256: &str) -> Result<Option<i64>, StoreError> { todo!() }
    /// Counts of everything.
    pub async fn totals(&self) -> Result<Totals, StoreError> { todo!() }
    /// Documents, newest first by their date.
    pub async fn documents(&self, _offset: i64, _limit: i64) -> Result<Page<DocumentRow>, StoreError> { todo!() }
    /// One document with its text, blocks and claims.
    pub async fn document(&self, _id: i64) -> Result<StoredDocument, StoreError> { todo!() }
    /// One claim, with the document that holds it.
    pub async fn claim(&self, _id: i64) -> Result<(StoredClaim, StoredDocument), StoreError> { todo!() }
    /// Indicators, those reported in most documents first.
    pub async fn indicators(&self, _filter: &IndicatorFilter) -> Result<Page<IndicatorRow>, StoreError> { todo!() }
    /// One indicator.
    pub async fn indicator(&self, _id: i64) -> Result<IndicatorRow, StoreError> { todo!() }
    /// All points of these indicators.
    pub async fn points(&self, _indicators: &[i64]) -> Result<Vec<Point>, StoreError> { todo!() }
    /// All scopes with a value, most used first.
    pub async fn scopes(&self) -> Result<Vec<String>, StoreError> { todo!() }
    /// How many documents of this scope whose date lies in the span say nothing of the indicator.
    pub async fn silent_documents(&self, _indicator: i64, _scope: Option<&str>, _from: NaiveDate, _to: NaiveDate) -> Result<i64, StoreError> { todo!() }
}
