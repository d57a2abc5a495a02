//! The rows of tables: documents, indicators, claims and points, in the same columns wherever they are listed.

use crate::claim::Claim;
use crate::document::{Precision, shown_source};
use crate::series::{Point, PointDocument};
use crate::store::{DocumentRow, IndicatorRow, StoredClaim};
use std::fmt::Display;

/// A document.
pub const DOCUMENT: [&str; 12] = [
    "document_id",
    "title",
    "kind",
    "date",
    "publisher",
    "reposted_from",
    "scope",
    "url",
    "source",
    "claims",
    "ingested_at",
    "counted_as",
];

/// A document in the columns [`DOCUMENT`].
pub fn document(row: &DocumentRow) -> Vec<String> {
    let DocumentRow { id, metadata, source, claims, ingested_at, counted_as } = row;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        id.to_string(),
        text(&metadata.title),
        <&'static str>::from(metadata.kind()).to_owned(),
        day(metadata.date()),
        text(&metadata.publisher),
        text(&metadata.reposted_from),
        text(&metadata.scope),
        text(&metadata.url),
        shown_source(source).to_owned(),
        claims.to_string(),
        ingested_at.to_rfc3339(),
        counted_as.map(|other| other.to_string()).unwrap_or_default(),
    ]
}

/// A document as a source of what is handed out.
pub const SOURCE: [&str; 6] = ["document_id", "title", "publisher", "date", "url", "source"];

/// A document in the columns [`SOURCE`].
pub fn source(row: &DocumentRow) -> [String; SOURCE.len()] {
    [
        row.id.to_string(),
        row.title().to_owned(),
        row.metadata.publisher.clone().unwrap_or_default(),
        day(row.metadata.date()),
        row.metadata.url.clone().unwrap_or_default(),
        shown_source(&row.source).to_owned(),
    ]
}

/// An indicator.
pub const INDICATOR: [&str; 8] =
    ["indicator_id", "indicator", "claims", "documents", "targets", "scopes", "first_year", "last_year"];

/// An indicator in the columns [`INDICATOR`].
pub fn indicator(row: &IndicatorRow) -> [String; INDICATOR.len()] {
    [
        row.id.to_string(),
        row.name.clone(),
        row.points.to_string(),
        row.documents.to_string(),
        row.targets.to_string(),
        row.scopes.join(" "),
        row.years.map(|(first, _)| first.to_string()).unwrap_or_default(),
        row.years.map(|(_, last)| last.to_string()).unwrap_or_default(),
    ]
}

/// What a claim measures.
pub const MEASURED: [&str; 13] = [
    "scope",
    "kind",
    "basis",
    "unit",
    "status",
    "period_start",
    "period_end",
    "period_type",
    "value",
    "value_high",
    "bound",
    "direction",
    "provisional",
];

/// A claim in the columns [`MEASURED`].
pub fn measured(claim: &Claim) -> [String; MEASURED.len()] {
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    let period = claim.period.as_ref();
    [
        claim.scope.clone().unwrap_or_default(),
        claim.kind.to_string(),
        word(claim.basis.map(Into::into)),
        claim.unit.clone(),
        claim.status.to_string(),
        day(period.and_then(|period| period.start)),
        day(period.and_then(|period| period.end)),
        word(period.map(|period| period.kind.into())),
        claim.value.to_string(),
        claim.value_high.map(|high| high.to_string()).unwrap_or_default(),
        claim.bound.to_string(),
        word(claim.direction.map(Into::into)),
        claim.provisional.to_string(),
    ]
}

/// Where a claim is said. `document` is what it is called; a column `source` says whence it came, as [`shown_source`].
pub const SAID: [&str; 5] = ["document", "document_date", "quote", "start", "end"];

/// A claim in the columns [`SAID`].
pub fn said(claim: &Claim, document: &PointDocument) -> [String; SAID.len()] {
    [
        document.name(),
        day(document.day()),
        claim.quote.clone(),
        claim.start.to_string(),
        claim.end.to_string(),
    ]
}

/// The columns of a claim: its numbers, what it measures, where it is said.
pub fn claim_columns() -> Vec<&'static str> {
    let (before, between) = (["claim_id", "indicator_id", "indicator"], ["speaker", "document_id"]);
    [&before[..], &MEASURED, &between, &SAID, &["source"]].concat()
}

/// A claim in the columns [`claim_columns`].
pub fn claim(stored: &StoredClaim, document: &PointDocument) -> Vec<String> {
    let StoredClaim { id, indicator, indicator_name, claim, .. } = stored;
    let before = [id.to_string(), indicator.to_string(), indicator_name.clone()];
    let between = [claim.speaker.clone().unwrap_or_default(), document.id.to_string()];
    let source = [shown_source(&document.source).to_owned()];
    [&before[..], &measured(claim), &between, &said(claim, document), &source].concat()
}

/// The columns of a point of a series.
pub fn point_columns() -> Vec<&'static str> {
    let after = ["review", "source", "claim_id", "document_id"];
    [&["indicator_id", "indicator"][..], &MEASURED, &SAID, &after].concat()
}

/// A point of the indicator `name` in the columns [`point_columns`].
pub fn point(point: &Point, name: &str) -> Vec<String> {
    let Point { claim, document, .. } = point;
    let before = [point.indicator.to_string(), name.to_owned()];
    // Nobody can decide about a claim yet.
    let review = "none".to_owned();
    let after =
        [review, shown_source(&document.source).to_owned(), point.id.to_string(), document.id.to_string()];
    [&before[..], &measured(claim), &said(claim, document), &after].concat()
}

/// A document as its points name it.
pub fn of_point(document: &DocumentRow) -> PointDocument {
    PointDocument {
        id: document.id,
        title: document.title().to_owned(),
        scope: document.metadata.scope.clone(),
        date: document.metadata.date(),
        precision: document.metadata.day().map_or(Precision::default(), |day| day.precision),
        source: document.source.clone(),
    }
}

/// `2024-11-20`, or as much of it as is known; empty where no day is.
pub fn day(day: Option<impl Display>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
