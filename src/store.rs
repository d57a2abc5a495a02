//! `SQLite`: open, migrate, write, read. All SQL lives here and nowhere else.

mod brief;
mod check;
mod claim;
mod conference;
mod decision;
mod describe;
mod document;
mod edition;
mod error;
mod finding;
mod indicator;
mod keep;
mod kinship;
mod open;
mod removal;
mod report;
mod tally;

pub use brief::{BriefingVersion, Saved, StoredBriefing};
pub use decision::NewDecision;
pub use describe::{Folder, UnknownFilter};
pub use document::{Changed, ReadAgain};
pub use error::StoreError;
pub use finding::Found;
pub use keep::ExportedClaim;
pub use open::{COMPANIONS, REPLACED, replaced};
pub use removal::Removed;
pub use report::{CheckRow, NewCheck};

use crate::claim::{Basis, Claim, Kind, Status, ToWords};
use crate::document::{DocumentKind, Given, Metadata, file_name, full_name, serialize_source};
use crate::query::Query;
use crate::series::{Evidence, Finding, FindingKind, FindingState, Link, Severity};
use crate::text::Block;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::sqlite::SqlitePool;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// A database that is open. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
    /// A single connection, as `SQLite` lets one write at a time; `None` where opened for reading only.
    writer: Option<SqlitePool>,
    readers: SqlitePool,
    /// A single connection that only watches for writes.
    watcher: SqlitePool,
    /// What forms offer, as of a revision.
    menus: Arc<Mutex<KeptMenus>>,
}

/// The menus and the revision that they are of.
type KeptMenus = Option<(i64, Arc<Menus>)>;

/// What forms offer to choose from, most used first.
#[derive(Debug, Default)]
pub struct Menus {
    /// The scopes of claims.
    pub scopes: Vec<String>,
    /// The scopes of documents.
    pub document_scopes: Vec<String>,
    /// The units of claims.
    pub units: Vec<String>,
    /// The places and bodies of claims and documents.
    pub places: Vec<String>,
    /// Who speaks, sorted.
    pub speakers: Vec<String>,
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
    /// What the caller said of it, beneath which it is read again by [`Store::put_again`]; `None` where that is not
    /// known.
    pub given: Option<&'a Given>,
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
    /// Documents that a person took out; no other count holds them.
    pub removed: i64,
    /// Claims.
    pub claims: i64,
    /// Indicators with a claim.
    pub indicators: i64,
}

/// A document in a list.
#[derive(Debug, Clone, serde::Serialize, JsonSchema)]
pub struct DocumentRow {
    /// Its number.
    pub id: i64,
    /// What it says of itself.
    pub metadata: Metadata,
    /// The path or URL as ingested; written out as [`crate::document::shown_source`].
    #[serde(serialize_with = "serialize_source")]
    pub source: String,
    /// How many claims it holds.
    pub claims: i64,
    /// The document whose claims count in the place of its own; `None` where its own do.
    pub counted_as: Option<i64>,
    /// When it was stored.
    pub ingested_at: DateTime<Utc>,
}

impl DocumentRow {
    /// Its title, else [`file_name`].
    pub fn title(&self) -> &str {
        self.metadata.title.as_deref().unwrap_or_else(|| file_name(&self.source))
    }

    /// What it is called among others: see [`full_name`].
    pub fn name(&self) -> String {
        full_name(self.title(), self.metadata.scope.as_deref(), self.metadata.day())
    }
}

/// Another document that is one with a document.
#[derive(Debug, Clone, serde::Serialize, JsonSchema)]
#[schemars(rename = "OtherDocument")]
pub struct Other {
    /// What it is to it.
    pub related: Related,
    /// The other one.
    #[serde(flatten)]
    pub row: DocumentRow,
}

/// What another document is to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, JsonSchema)]
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

/// What was concluded of an indicator's name and another one at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Kinship {
    /// The place.
    pub scope: String,
    /// The other's key.
    pub key: String,
    /// What to show for it.
    pub name: String,
    /// They go as one there; else a person may decide.
    pub linked: bool,
    /// Why.
    pub evidence: Vec<Evidence>,
}

impl Kinship {
    /// What was concluded, in Chinese.
    pub fn zh(&self) -> String {
        let verdict = if self.linked { "视为同一指标" } else { "可能是同一指标，未合并" };
        format!("{}：与“{}”{verdict}。{}", self.scope, self.name, self.told(Evidence::zh, "；"))
    }

    /// What was concluded, in English.
    pub fn en(&self) -> String {
        let verdict =
            if self.linked { "taken for one with" } else { "may be one with, but is not joined to," };
        format!("{}: {verdict} {}. {}", self.scope, self.name, self.told(Evidence::en, "; "))
    }

    /// What speaks for it, marked +, and against it, marked −.
    fn told(&self, words: impl Fn(&Evidence) -> String, between: &str) -> String {
        let sign = |one: &Evidence| if one.speaks_for() { '+' } else { '−' };
        let told: Vec<String> =
            self.evidence.iter().map(|one| format!("{} {}", sign(one), words(one))).collect();
        told.join(between)
    }
}

/// A claim with its numbers.
#[derive(Debug, Clone, serde::Serialize, JsonSchema)]
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
    /// Where its words stand.
    #[schemars(with = "String")]
    pub link: ToWords,
}

/// A claim's words with what stands around them in their sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence up to the quote.
    pub before: String,
    /// The quote as the text has it.
    pub quote: String,
    /// The sentence after it.
    pub after: String,
}

/// An indicator in a list.
#[derive(Debug, Clone, serde::Serialize, JsonSchema)]
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
    /// How many of its claims are targets.
    pub targets: i64,
}

/// Which indicators to list, and which part of them.
#[derive(Debug, Clone, Default)]
pub struct IndicatorFilter {
    /// What is asked for: words that the name or an alias must hold (any length, also one Chinese character; ASCII
    /// letters in either case), places with a value, years; or what claims that measure it must fit.
    pub query: Query,
    /// Only those with a value for this scope.
    pub scope: Option<String>,
    /// Only those with a value in this unit, as claimed.
    pub unit: Option<String>,
    /// Only those with a value for this year or a later one.
    pub from: Option<i32>,
    /// Only those with a value for this year or an earlier one.
    pub to: Option<i32>,
    /// Only those with at least so many claims.
    pub points: i64,
    /// Only those with a target.
    pub target: bool,
    /// What comes first.
    pub order: IndicatorOrder,
    /// How many rows to skip.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

impl IndicatorFilter {
    /// Whether it leaves nothing out, and keeps the usual order.
    fn asks_for_all(&self) -> bool {
        let Self { query, scope, unit, from, to, points, target, order, .. } = self;
        query.terms.is_empty()
            && scope.is_none()
            && unit.is_none()
            && from.or(*to).is_none()
            && *points <= 1
            && !target
            && *order == IndicatorOrder::Documents
    }
}

/// In which order indicators are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum IndicatorOrder {
    /// Those reported in most documents first.
    #[default]
    Documents,
    /// By name, in the order of code points.
    Name,
    /// Those with most claims first.
    Points,
    /// Those whose last value is of the newest year first.
    Latest,
}

/// How values are measured: those of one measure can be held against each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// The kind of value.
    pub kind: Kind,
    /// For a change: against what.
    pub basis: Option<Basis>,
    /// The unit as claimed.
    pub unit: String,
}

/// Which findings to list, and which part of them.
#[derive(Debug, Clone, Default)]
pub struct FindingFilter {
    /// Only of these kinds; of all where there is none.
    pub kinds: Vec<FindingKind>,
    /// Only those of this place or body.
    pub scope: Option<String>,
    /// Only those of this indicator.
    pub indicator: Option<i64>,
    /// Words that the indicator's name or an alias must hold.
    pub query: Query,
    /// Only those about a period that ends in this year.
    pub year: Option<i32>,
    /// Only those that are at least so severe.
    pub severity: Option<Severity>,
    /// Only those of which people make this; all where there is none.
    pub states: Vec<FindingState>,
    /// The newest first, whatever its severity.
    pub newest_first: bool,
    /// How many rows to skip.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// A finding with its number, which stays as long as its claims show it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StoredFinding {
    /// Its number.
    pub id: i64,
    /// The indicator's number.
    pub indicator: i64,
    /// The indicator's name.
    pub name: String,
    /// The place or body.
    pub scope: String,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// What people make of it.
    pub state: FindingState,
    /// Who says so, when and why; `None` where nobody has said anything.
    pub judged: Option<Judged>,
}

/// The decision by which a finding has its state.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Judged {
    /// The decision's number.
    pub decision: i64,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: String,
}

/// Which documents to list, and which part of them.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    /// What the title, the text, the publisher, the day or the place must fit.
    pub query: Query,
    /// Words that the publisher, or whom it was reposted from, must hold.
    pub publisher: String,
    /// Only those about this place or body.
    pub scope: Option<String>,
    /// Only those of this kind.
    pub kind: Option<DocumentKind>,
    /// Only those of this year.
    pub year: Option<i32>,
    /// The oldest instead of the newest first.
    pub oldest_first: bool,
    /// How many rows to skip.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// Which claims to list, and which part of them.
#[derive(Debug, Clone, Default)]
pub struct ClaimFilter {
    /// What the indicator, the quote, the value, the period, the place or the speaker must fit.
    pub query: Query,
    /// Words that the indicator's name, another of its names or its wording must hold.
    pub indicator: Query,
    /// Only those for this scope.
    pub scope: Option<String>,
    /// Only those of this kind.
    pub kind: Option<Kind>,
    /// Only those of this status.
    pub status: Option<Status>,
    /// Only those whose period ends (or, without an end, begins) in this year.
    pub year: Option<i32>,
    /// Only those of this document.
    pub document: Option<i64>,
    /// Those of the oldest instead of the newest document first.
    pub oldest_first: bool,
    /// How many rows to skip.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// A part of a list, and how long the whole is.
#[derive(Debug, Clone, Default, serde::Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub struct Page<T> {
    /// The rows of this part.
    pub rows: Vec<T>,
    /// How many rows there are in all.
    pub total: i64,
}

/// The numbers of a JSON array.
fn numbers(ids: &str) -> Result<Vec<i64>, StoreError> {
    serde_json::from_str(ids).map_err(error::corrupt("lists", 0))
}

/// The words of a search as a JSON array, in lower case as `SQLite`'s `lower` makes it: ASCII only.
fn words_of(query: &str) -> String {
    let words: serde_json::Value = query.split_whitespace().map(str::to_ascii_lowercase).collect();
    words.to_string()
}

#[cfg(test)]
mod tests;
