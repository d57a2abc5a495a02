//! Tables as files: what they begin with, and what they are saved as.

use super::error::WebError;
use super::params::Visit;
use crate::export::{csv_lines, xlsx};
use axum::http::{HeaderMap, HeaderValue, header};

/// A table as far as the line that names its columns; with `bom=1` marked as UTF-8.
pub(super) fn opening(columns: &[&str], visit: &Visit) -> Result<Vec<u8>, WebError> {
    let columns = columns.iter().map(|&column| column.to_owned()).collect();
    Ok([mark(visit)?.as_bytes(), &csv_lines([columns])?].concat())
}

/// What a table begins with. Excel takes a file without the mark for the system's own encoding and garbles Chinese.
pub(super) fn mark(visit: &Visit) -> Result<&'static str, WebError> {
    Ok(if visit.text("bom")? == Some("1") { "\u{feff}" } else { "" })
}

/// The type of a file, and what it is to be saved as; `name` is ASCII.
pub(super) fn headers(name: &str, suffix: &str) -> HeaderMap {
    let saved = format!("attachment; filename=\"{name}.{suffix}\"");
    let named = HeaderValue::from_str(&saved).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = match suffix {
        "xlsx" => xlsx::TYPE,
        "jsonl" => "application/x-ndjson",
        _ => "text/csv; charset=utf-8",
    };
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, named),
    ])
}
