//! Documents for Word, as they are sent.

use super::error::WebError;
use crate::chart::Typeface;
use crate::office::{Document, docx};
use tokio::task::spawn_blocking;

/// Their type.
pub(super) const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Writes one, away from the threads that answer requests.
pub(super) async fn bytes(document: Document, typeface: &Typeface) -> Result<Vec<u8>, WebError> {
    let typeface = typeface.clone();
    let written = spawn_blocking(move || docx::write(&document, None, &typeface)).await;
    let written = written.map_err(|error| error.to_string());
    written.and_then(|written| written.map_err(|error| error.to_string())).map_err(|error| {
        tracing::error!(error, "a document for Word could not be written");
        WebError::Internal
    })
}
