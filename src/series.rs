//! Claims → indicators, scopes, series, points, breaks.

use crate::claim::{Basis, Claim, Kind, Status};
use chrono::NaiveDate;
use serde::Serialize;

/// Which indicator a claim measures, and why we think so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What two claims of one indicator share: the normalised name.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// Why: 同名.
    pub reason: String,
}

/// The document that a point comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointDocument {
    /// Its number.
    pub id: i64,
    /// Its title, or its path where it has none.
    pub title: String,
    /// The day of the event, else of publication.
    pub date: Option<NaiveDate>,
    /// The path or URL as ingested.
    pub source: String,
}

/// A claim of one indicator, ready to be charted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The claim's number.
    pub id: i64,
    /// The indicator's number.
    pub indicator: i64,
    /// What was claimed.
    pub claim: Claim,
    /// Where.
    pub document: PointDocument,
}

/// Points that measure the same thing in the same way: one indicator × scope × measure × status.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// The place or body.
    pub scope: Option<String>,
    /// The kind of value.
    pub kind: Kind,
    /// For a change: against what.
    pub basis: Option<Basis>,
    /// The unit.
    pub unit: String,
    /// Reported or planned.
    pub status: Status,
    /// In order of the period's end, then of the document's date; those without a period last.
    pub points: Vec<Point>,
    /// Stretches of `points` (by position) that a line may join; a stretch of one is a lone mark.
    pub runs: Vec<Vec<usize>>,
}

/// Which indicator `claim` measures.
pub fn link(claim: &Claim) -> Link {
    Link { key: claim.indicator.clone(), name: claim.indicator.clone(), reason: "同名".into() }
}

/// Sorts the points of one indicator into series.
pub fn assemble(points: Vec<Point>) -> Vec<Series> {
    let _ = points;
    Vec::new()
}
