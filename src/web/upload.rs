//! `/upload`: files from the browser into the database, read as `ingest` reads them.

use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::templates::{Nav, Page, html};
use super::text::fill;
use crate::pipeline::{self, Ingested, Input, InputError};
use crate::source::{self, Given, SourceError};
use crate::store::Store;
use askama::Template;
use axum::Router;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::Response;
use axum::routing::get;
use std::path::Path;
use tempfile::TempDir;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// Bytes of all files of one upload together.
const MOST_BYTES: usize = 512 << 20;

/// Files of one upload.
const MOST_FILES: usize = 1_000;

/// Stands outside the layer that ends a request after seconds: sending files may take longer.
pub(super) fn router() -> Router<AppState> {
    let limit = DefaultBodyLimit::max(MOST_BYTES);
    Router::new().route("/upload", get(form).post(take).layer(limit))
}

#[derive(Template)]
#[template(path = "upload.html", config = "assets/askama.toml")]
struct UploadPage {
    page: Page,
    choose: String,
    /// The types of file that a browser offers: `.txt,.md`.
    accept: String,
    limits: String,
    /// `None` before anything was sent.
    outcome: Option<Outcome>,
}

/// What became of an upload.
#[derive(Debug, Default)]
struct Outcome {
    lines: Vec<Line>,
    summary: String,
    /// Why the rest was not read.
    ended: Option<String>,
}

/// What became of one file, or of one document of it.
#[derive(Debug)]
struct Line {
    name: String,
    result: &'static str,
    failed: bool,
    /// The document, where there is one.
    document: Option<i64>,
    remark: String,
}

async fn form(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    if !state.store.is_writable() {
        return Err(WebError::ReadOnly);
    }
    show(visit, None)
}

async fn take(State(state): State<AppState>, visit: Visit, files: Multipart) -> Result<Response, WebError> {
    if !state.store.is_writable() {
        return Err(WebError::ReadOnly);
    }
    let folder = TempDir::new().map_err(|error| not_kept(&error))?;
    let received = receive(files, folder.path()).await?;
    let page = Page::new(visit.clone(), Nav::Upload);
    // In a task of its own: what has arrived is read to its end, also where the browser leaves.
    let task = tokio::spawn(async move {
        let outcome = read(&state.store, received, &page).await;
        drop(folder);
        outcome
    });
    let outcome = task.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()));
    show(visit, Some(outcome))
}

fn show(visit: Visit, outcome: Option<Outcome>) -> Result<Response, WebError> {
    let page = Page::new(visit, Nav::Upload);
    let megabytes = |bytes: usize| (bytes >> 20).to_string();
    let limits = [megabytes(source::MAX_BYTES), megabytes(MOST_BYTES), MOST_FILES.to_string()];
    let types = source::ENDINGS.map(|ending| format!(".{ending}"));
    html(&UploadPage {
        choose: fill(page.w.upload_choose, &[&types.join(" ")]),
        accept: types.join(","),
        limits: fill(page.w.upload_limits, &[&limits[0], &limits[1], &limits[2]]),
        outcome,
        page: page.clone().titled(page.w.upload),
    })
}

/// A file as it arrived: its name, and where it is kept or why it is not.
type Received = (String, Result<Input, SourceError>);

/// Keeps each file on the disk while it arrives.
async fn receive(mut files: Multipart, folder: &Path) -> Result<Vec<Received>, WebError> {
    let mut received = Vec::new();
    while let Some(field) = files.next_field().await.map_err(|error| broken_off(&error))? {
        // A form that is sent without a choice has one file without a name.
        let Some(name) = field.file_name().map(tidy).filter(|name| !name.is_empty()) else { continue };
        if received.len() == MOST_FILES {
            return Err(WebError::UploadTooLarge);
        }
        let path = folder.join(received.len().to_string());
        let size = keep(field, &path).await?;
        let kept = if size > source::MAX_BYTES {
            Err(SourceError::TooLarge { limit: source::MAX_BYTES })
        } else {
            Ok(Input::Named(name.clone(), path))
        };
        received.push((name, kept));
    }
    Ok(received)
}

/// Writes a file down as far as it may be read. Gives its whole size.
pub(super) async fn keep(mut field: Field<'_>, path: &Path) -> Result<usize, WebError> {
    let mut file = File::create(path).await.map_err(|error| not_kept(&error))?;
    let mut size = 0;
    while let Some(bytes) = field.chunk().await.map_err(|error| broken_off(&error))? {
        size += bytes.len();
        if size <= source::MAX_BYTES {
            file.write_all(&bytes).await.map_err(|error| not_kept(&error))?;
        }
    }
    file.flush().await.map_err(|error| not_kept(&error))?;
    Ok(size)
}

pub(super) fn not_kept(error: &std::io::Error) -> WebError {
    tracing::error!(%error, "an upload could not be kept in the temporary folder");
    WebError::NoRoom
}

pub(super) fn broken_off(error: &MultipartError) -> WebError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return WebError::UploadTooLarge;
    }
    tracing::info!(%error, "an upload broke off");
    WebError::BrokenUpload
}

/// A name without what would not show: browsers of old send whole paths.
pub(super) fn tidy(name: &str) -> String {
    let name = name.rsplit('\\').next().unwrap_or(name);
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

async fn read(store: &Store, received: Vec<Received>, page: &Page) -> Outcome {
    let w = page.w;
    let mut outcome = Outcome::default();
    let mut inputs = Vec::new();
    for (name, kept) in received {
        match kept {
            Ok(input) => inputs.push(input),
            Err(error) => outcome.lines.push(line(&name, Err(error.into()), page)),
        }
    }
    let ended = pipeline::ingest(store, inputs, &Given::default(), |name, read| {
        outcome.lines.push(line(name, read, page));
    })
    .await;
    outcome.ended = ended.err().map(|error| page.visit.language.half(&error.to_string()).to_owned());
    let count = |fits: fn(&Line) -> bool| outcome.lines.iter().filter(|line| fits(line)).count().to_string();
    let failed = count(|line| line.failed);
    outcome.summary = fill(w.upload_summary, &[&count(|line| line.document.is_some()), &failed]);
    outcome
}

/// What fields of a document are called for the reader.
fn field_names(fields: &[&str], page: &Page) -> String {
    let w = page.w;
    let name = |field: &&str| match *field {
        "date" => w.date,
        "title" => w.title,
        "scope" => w.scope,
        "publisher" => w.publisher,
        _ => w.address,
    };
    fields.iter().map(name).collect::<Vec<_>>().join(page.visit.language.pick("、", ", "))
}

fn line(name: &str, read: Result<Ingested, InputError>, page: &Page) -> Line {
    let w = page.w;
    let (result, document, remark) = match read {
        Ok(Ingested::New { id, claims, counted_as, instead_of }) => {
            let other = counted_as.map(|other| (w.upload_aside, other));
            let beside = other.or(instead_of.map(|other| (w.upload_instead, other)));
            let claims = fill(w.upload_claims, &[&claims.to_string()]);
            let beside = beside.map(|(words, other)| fill(words, &[&other.to_string()]));
            (
                w.upload_new,
                Some(id),
                [Some(claims), beside].into_iter().flatten().collect::<Vec<_>>().join(" "),
            )
        }
        Ok(Ingested::Known(id)) => (w.upload_known, Some(id), String::new()),
        Ok(Ingested::Removed { id, decision }) => {
            (w.upload_removed, Some(id), fill(w.upload_removed_by, &[&decision.to_string()]))
        }
        Ok(Ingested::Described { id, filled, left }) => {
            let remark = [(w.upload_filled, filled), (w.upload_left, left)].into_iter();
            let told = remark.filter(|(_, fields)| !fields.is_empty());
            let told = told.map(|(words, fields)| fill(words, &[&field_names(&fields, page)]));
            (w.upload_known, Some(id), told.collect::<Vec<_>>().join(" "))
        }
        Err(error) => (w.upload_failed, None, page.visit.language.half(&error.to_string()).to_owned()),
    };
    Line { name: name.to_owned(), result, failed: document.is_none(), document, remark }
}
