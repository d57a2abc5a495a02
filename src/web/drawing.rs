//! Drawings on their way out: size, source and file format.

use super::error::WebError;
use super::templates::Page;
use super::text::fill;
use crate::chart::{self, Typeface};
use crate::series::Point;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeSet;

/// The size of a chart of so many values: a few need no high one.
pub(super) fn fitting((width, height): (u32, u32), values: usize) -> (u32, u32) {
    (width, if values > 3 { height } else { height * 3 / 5 })
}

/// From how many documents the values of a drawing come.
pub(super) fn source_of<'a>(points: impl Iterator<Item = &'a Point>, page: &Page) -> String {
    let documents: BTreeSet<i64> = points.map(|point| point.document.id).collect();
    fill(page.w.drawn_from, &[&documents.len().to_string(), page.w.site])
}

/// A drawing as `svg`, or as `png`.
pub(super) async fn image(svg: String, format: &str, typeface: Typeface) -> Result<Response, WebError> {
    if format != "png" {
        return Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response());
    }
    // Drawing takes a while, so it must not keep other requests waiting.
    let drawn = tokio::task::spawn_blocking(move || chart::png(&svg, &typeface)).await;
    let bytes = drawn.map_err(|error| {
        tracing::error!(%error, "a chart could not be drawn");
        WebError::Internal
    })??;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}
