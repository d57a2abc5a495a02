//! Tables as CSV, and the columns that say what a claim measures.

use super::error::WebError;
use super::params::Visit;
use crate::claim::Claim;
use crate::series::PointDocument;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Display;

/// What a claim measures: the same columns wherever claims are listed.
pub(super) const MEASURED: [&str; 13] = [
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
pub(super) fn measured(claim: &Claim) -> [String; MEASURED.len()] {
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

/// Where a claim is said: the same columns wherever claims are listed, here and by the commands. `document` is what
/// it is called; a column `source` says whence it came, here as [`shown_source`].
pub(super) const SAID: [&str; 5] = ["document", "document_date", "quote", "start", "end"];

/// A claim in the columns [`SAID`].
pub(super) fn said(claim: &Claim, document: &PointDocument) -> [String; SAID.len()] {
    [
        document.name(),
        day(document.day()),
        claim.quote.clone(),
        claim.start.to_string(),
        claim.end.to_string(),
    ]
}

/// `2024-11-20`, or as much of it as is known; empty where no day is.
pub(super) fn day(day: Option<impl Display>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A table to be saved under a name; with `bom=1` marked as UTF-8.
pub(super) fn csv(
    name: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    visit: &Visit,
) -> Result<Response, WebError> {
    let mut table = opening(columns, visit)?;
    table.extend(lines(rows)?);
    Ok((headers(name), table).into_response())
}

/// A table as far as the line that names its columns; with `bom=1` marked as UTF-8.
pub(super) fn opening(columns: &[&str], visit: &Visit) -> Result<Vec<u8>, WebError> {
    let columns = columns.iter().map(|&column| column.to_owned()).collect();
    Ok([mark(visit)?.as_bytes(), &lines([columns])?].concat())
}

/// What a table begins with. Excel takes a file without the mark for the system's own encoding and garbles Chinese.
pub(super) fn mark(visit: &Visit) -> Result<&'static str, WebError> {
    Ok(if visit.text("bom")? == Some("1") { "\u{feff}" } else { "" })
}

/// Lines of a table.
pub(super) fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, WebError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error).map_err(csv::Error::from)?)
}

/// Its type, and what it is to be saved as; `name` is ASCII.
pub(super) fn headers(name: &str) -> HeaderMap {
    let saved = format!("attachment; filename=\"{name}.csv\"");
    let named = HeaderValue::from_str(&saved).unwrap_or(HeaderValue::from_static("attachment"));
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, named),
    ])
}
