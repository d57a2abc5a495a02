//! What can go wrong with a request; `error_page` says so to whoever asked.

use crate::chart::PngError;
use crate::export::xlsx::XlsxError;
use crate::store::StoreError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::any::Any;

/// Why a request has no answer of its own.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum WebError {
    /// There is no such page, or no such row.
    NotFound,
    /// A parameter has a value that means nothing.
    BadParameter { name: &'static str, value: String },
    /// A parameter has a value that is none of those it can have.
    NotAmong { name: &'static str, value: String, allowed: Vec<String> },
    /// The address does not read such a parameter.
    UnknownParameter { name: String, allowed: Vec<&'static str> },
    /// Something other than reading was asked for.
    OnlyGet,
    /// The address takes a text and is not read.
    OnlyPost,
    /// The request came under a name that is not this computer's.
    ForeignHost,
    /// A page of another site asked for something other than reading.
    CrossSite,
    /// The database is open for reading only.
    ReadOnly,
    /// The briefing is frozen, and cannot be changed.
    Frozen,
    /// More was sent than is taken at once.
    UploadTooLarge,
    /// What was sent did not arrive whole.
    BrokenUpload,
    /// What was sent cannot be kept while it is read.
    NoRoom,
    /// The document was taken out, and what is asked for with it.
    Removed { document: i64 },
    /// It took too long.
    Busy,
    /// A chart was asked for as PNG, and no font holds Chinese.
    NoFont,
    /// Logged where it happened; nothing of it is shown.
    Internal,
}

impl WebError {
    /// A scope that is none of `known`.
    pub(super) fn unknown_scope(value: &str, known: Vec<String>) -> Self {
        Self::NotAmong { name: "scope", value: value.to_owned(), allowed: known }
    }

    /// The methods that the address answers, where it was asked by another.
    pub(super) fn allowed_methods(&self) -> Option<&'static str> {
        match self {
            Self::OnlyGet => Some("GET, HEAD"),
            Self::OnlyPost => Some("POST"),
            _ => None,
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Removed { .. } => StatusCode::GONE,
            Self::BadParameter { .. }
            | Self::NotAmong { .. }
            | Self::UnknownParameter { .. }
            | Self::BrokenUpload => StatusCode::BAD_REQUEST,
            Self::CrossSite | Self::ReadOnly => StatusCode::FORBIDDEN,
            Self::Frozen => StatusCode::CONFLICT,
            Self::UploadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            Self::OnlyGet | Self::OnlyPost => StatusCode::METHOD_NOT_ALLOWED,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::Busy | Self::NoFont => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound | StoreError::NoDocument(_) | StoreError::NoFinding(_) => Self::NotFound,
            StoreError::Removed { document, .. } => Self::Removed { document },
            StoreError::Busy(_) => Self::Busy,
            error => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, cause, "the database could not answer");
                Self::Internal
            }
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be rendered");
        Self::Internal
    }
}

impl From<PngError> for WebError {
    fn from(error: PngError) -> Self {
        match error {
            PngError::NoFont => Self::NoFont,
            error @ PngError::Drawing(_) => {
                tracing::error!(%error, "a chart could not be drawn");
                Self::Internal
            }
        }
    }
}

impl From<XlsxError> for WebError {
    fn from(error: XlsxError) -> Self {
        tracing::error!(%error, "a workbook could not be written");
        Self::Internal
    }
}

impl From<csv::Error> for WebError {
    fn from(error: csv::Error) -> Self {
        tracing::error!(%error, "a table could not be written");
        Self::Internal
    }
}

impl From<serde_json::Error> for WebError {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "a list could not be written");
        Self::Internal
    }
}

/// The bare answer in both languages; [`pages`](super::error_page::pages) turns it into a page in the reader's own.
impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = self.status();
        let words =
            "只接受本机地址(127.0.0.1 或 localhost)的访问 / only 127.0.0.1 and localhost are answered\n";
        let body = if self == Self::ForeignHost { words } else { "" };
        let mut response = (status, body).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Any address that no router knows.
pub(super) async fn no_such_page() -> WebError {
    WebError::NotFound
}

/// Any method but GET and HEAD.
pub(super) async fn only_get() -> WebError {
    WebError::OnlyGet
}

/// Any method but that which sends something.
pub(super) async fn only_post() -> WebError {
    WebError::OnlyPost
}

/// A handler panicked: the request fails, the server lives on.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(super) fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let words =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = words.unwrap_or("without words"), "a handler panicked");
    WebError::Internal.into_response()
}
