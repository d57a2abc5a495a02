//! What all lists share: their filters, the part that is asked for, and files of it or of the whole.

use super::api;
use super::caching::Streamed;
use super::error::WebError;
use super::feed;
use super::params::{MOST_ROWS, Visit, place_of};
use super::state::AppState;
use super::table;
use super::templates::{PAGE_SIZE, Page};
use super::text::fill;
use crate::export::xlsx::Workbook;
use crate::export::{csv_lines, json_line};
use crate::series::Series;
use crate::store::{Page as Rows, Store};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use axum::{Extension, Router};
use futures_util::{TryStreamExt, stream};
use serde::Serialize;
use std::future::Future;
use std::io::{self, Seek};
use tokio::io::AsyncReadExt;
use tokio::task::spawn_blocking;

/// Rows of JSON where the address gives no number.
const USUAL: i64 = 100;

/// So many bytes of JSON hold no further row.
const MOST_BYTES: usize = 900_000;

/// Rows that are read and sent at a time.
const AT_ONCE: usize = 500;

/// So many bytes of a finished file are sent at a time.
const PART: usize = 1 << 16;

/// Which part of a list is asked for, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) format: Format,
    /// The number of the page, from 1, where it is one.
    pub(super) page: i64,
    pub(super) offset: i64,
    /// How many rows at most; a table whose address gives no number holds them all.
    pub(super) limit: i64,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Html,
    Json,
    Csv,
    JsonLines,
    Excel,
    Feed,
}

/// What a list comes as, by the end of its address.
pub(super) const SUFFIXES: [(&str, Format); 4] =
    [("csv", Format::Csv), ("xlsx", Format::Excel), ("json", Format::Json), ("jsonl", Format::JsonLines)];

/// What a number of a list stands for in a file.
pub(super) trait Record: Serialize + Send + 'static {
    /// Whether its JSON is an array, of which each element is a row.
    const SEVERAL: bool = false;

    /// Its lines in a table.
    fn records(&self) -> Vec<Vec<String>>;

    /// What of it is drawn in a workbook, with the names of indicators.
    fn drawn(&self) -> (&[Series], &str) {
        (&[], "")
    }
}

/// What a file is called, the columns of its table, and what its JSON calls the rows and says beside them.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) columns: &'a [&'static str],
    pub(super) rows: &'static str,
    pub(super) beside: serde_json::Value,
    /// So many of the list are read at a time.
    pub(super) at_once: usize,
    /// Where its sources are.
    pub(super) store: Store,
}

impl<'a> File<'a> {
    pub(super) fn new(name: &'a str, columns: &'a [&'static str], store: &Store) -> Self {
        let (beside, store) = (serde_json::json!({}), store.clone());
        Self { name, columns, rows: "rows", beside, at_once: AT_ONCE, store }
    }
}

impl Part {
    pub(super) fn of(visit: &Visit) -> Result<Self, WebError> {
        let suffix = visit.path.rsplit_once('.').map(|(_, suffix)| suffix);
        let named = SUFFIXES.into_iter().find(|(known, _)| suffix == Some(known)).map(|(_, format)| format);
        let usual = if visit.path.starts_with(api::ROOT) { Format::Json } else { Format::Html };
        let format = if feed::is_asked(visit) { Format::Feed } else { named.unwrap_or(usual) };
        if format == Format::Html {
            let page = visit.page()?;
            return Ok(Self { format, page, offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE });
        }
        let usual = if format == Format::Json { USUAL } else { i64::MAX };
        let limit = visit.whole("limit", 1..=MOST_ROWS)?.unwrap_or(usual);
        let offset = match visit.text("next")? {
            None => 0,
            Some(cursor) => place_of(cursor)
                .ok_or_else(|| WebError::BadParameter { name: "next", value: cursor.to_owned() })?,
        };
        Ok(Self { format, page: 1, offset, limit })
    }

    /// Where the next part begins, as an address names it; `None` at the end.
    fn next(&self, shown: usize, total: i64) -> Option<String> {
        let next = self.offset + shown as i64;
        (shown > 0 && next < total).then(|| format!("r{next:x}"))
    }

    fn headers(&self, visit: &Visit, shown: usize, total: i64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-total-count", HeaderValue::from(total));
        if let Some(next) = self.next(shown, total) {
            let link = format!("<{}>; rel=\"next\"", visit.with(&[("next", Some(&next))]));
            headers.extend(HeaderValue::from_str(&link).ok().map(|link| (header::LINK, link)));
        }
        headers
    }

    /// Of a list that is in memory, what this part holds of it: their places.
    pub(super) fn of_all(&self, total: usize) -> Rows<i64> {
        let last = self.offset.saturating_add(self.limit).min(total as i64);
        Rows { rows: (self.offset..last).collect(), total: total as i64 }
    }

    /// The rows with the numbers `found`, as JSON or as a table. `rows` reads some of them, one for each number.
    pub(super) async fn file<T, F, R>(
        &self,
        visit: &Visit,
        file: File<'_>,
        found: Rows<i64>,
        rows: F,
    ) -> Result<Response, WebError>
    where
        T: Record,
        F: Fn(Vec<i64>) -> R + Send + 'static,
        R: Future<Output = Result<Vec<T>, WebError>> + Send,
    {
        match self.format {
            Format::Csv | Format::JsonLines => self.lines(visit, &file, found, rows).await,
            Format::Excel => self.excel(visit, file, found, rows).await,
            Format::Html | Format::Feed | Format::Json => self.json(visit, file, found, rows).await,
        }
    }

    /// As many rows as fit into one answer, and where the next ones are found.
    async fn json<T, F, R>(
        &self,
        visit: &Visit,
        file: File<'_>,
        found: Rows<i64>,
        rows: F,
    ) -> Result<Response, WebError>
    where
        T: Record,
        F: Fn(Vec<i64>) -> R + Send + 'static,
        R: Future<Output = Result<Vec<T>, WebError>> + Send,
    {
        let (mut written, mut shown) = (Vec::new(), 0);
        'fits: for batch in found.rows.chunks(file.at_once) {
            let before = shown;
            for row in rows(batch.to_vec()).await? {
                let row = serde_json::to_vec(&row)?;
                if shown > 0 && written.len() + row.len() > MOST_BYTES {
                    break 'fits;
                }
                let row = if T::SEVERAL { &row[1..row.len() - 1] } else { &row[..] };
                if !written.is_empty() && !row.is_empty() {
                    written.push(b',');
                }
                written.extend(row);
                shown += 1;
            }
            // Rows that have gone meanwhile are not asked for again.
            shown = before + batch.len();
        }
        let content = [&self.opening(&file, shown, found.total)[..], &written, b"]}"].concat();
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        Ok((self.headers(visit, shown, found.total), json, content).into_response())
    }

    /// All rows as a table: only so many are in memory at a time, and none is read after the reader has gone.
    async fn lines<T, F, R>(
        &self,
        visit: &Visit,
        file: &File<'_>,
        found: Rows<i64>,
        rows: F,
    ) -> Result<Response, WebError>
    where
        T: Record,
        F: Fn(Vec<i64>) -> R + Send + 'static,
        R: Future<Output = Result<Vec<T>, WebError>> + Send,
    {
        let Rows { rows: numbers, total } = found;
        let shown = numbers.len();
        let headers = (self.headers(visit, shown, total), self.named(file.name, shown, total));
        let (columns, format) = (file.columns.to_vec(), self.format);
        let mut batches: Vec<Vec<i64>> = numbers.chunks(file.at_once).map(<[i64]>::to_vec).collect();
        batches.reverse();
        // The first rows are read before anything is sent: what fails at once is told.
        let mut begun = if format == Format::Csv { table::opening(file.columns, visit)? } else { Vec::new() };
        if let Some(first) = batches.pop() {
            begun.extend(lines_of(&rows(first).await?, &columns, format)?);
        }
        if batches.is_empty() {
            return Ok((headers, begun).into_response());
        }
        let state = (Some(begun), batches, rows, columns);
        let parts = stream::try_unfold(state, move |(begun, mut batches, rows, columns)| async move {
            if let Some(begun) = begun {
                return Ok(Some((Bytes::from(begun), (None, batches, rows, columns))));
            }
            let Some(batch) = batches.pop() else { return Ok(None) };
            let read = rows(batch).await.and_then(|rows| lines_of(&rows, &columns, format));
            // Logged where it happened; the file breaks off, so that nobody takes it for whole.
            let part = read.map_err(|_| io::Error::other("the list could not be read"))?;
            Ok::<_, io::Error>(Some((Bytes::from(part), (None, batches, rows, columns))))
        });
        Ok((Extension(Streamed), headers, Body::from_stream(parts)).into_response())
    }

    /// All rows as a workbook: they pass through a temporary file, which goes with the answer or with its reader.
    async fn excel<T, F, R>(
        &self,
        visit: &Visit,
        file: File<'_>,
        found: Rows<i64>,
        rows: F,
    ) -> Result<Response, WebError>
    where
        T: Record,
        F: Fn(Vec<i64>) -> R + Send + 'static,
        R: Future<Output = Result<Vec<T>, WebError>> + Send,
    {
        let Rows { rows: numbers, total } = found;
        let shown = numbers.len();
        let headers = (self.headers(visit, shown, total), self.named(file.name, shown, total));
        let mut batches: Vec<Vec<i64>> = numbers.chunks(file.at_once).map(<[i64]>::to_vec).collect();
        batches.reverse();
        let mut book = Workbook::new(file.columns, visit.language)?;
        // The first rows are read before anything is sent: what fails at once is told.
        if let Some(first) = batches.pop() {
            add(&mut book, &rows(first).await?)?;
        }
        let store = file.store;
        let made = async move {
            while let Some(batch) = batches.pop() {
                add(&mut book, &rows(batch).await?)?;
            }
            let sources = book.sources(&store).await?;
            let finish = move || {
                let mut file = tempfile::tempfile()?;
                book.finish(&sources, io::BufWriter::new(&file)).map_err(io::Error::other)?;
                file.seek(io::SeekFrom::Start(0))?;
                Ok::<_, io::Error>(file)
            };
            let finished = spawn_blocking(finish).await.map_err(io::Error::other).flatten();
            finished.map_err(|error| {
                tracing::error!(%error, "a workbook could not be written");
                WebError::Internal
            })
        };
        // Logged where it happened; the file breaks off, so that nobody takes it for whole.
        let made = async move { made.await.map_err(|_| io::Error::other("the list could not be read")) };
        let parts = stream::once(made).map_ok(|file| {
            let file = tokio::fs::File::from_std(file);
            stream::try_unfold(file, |mut file| async move {
                let mut part = vec![0; PART];
                let read = file.read(&mut part).await?;
                part.truncate(read);
                Ok::<_, io::Error>((read > 0).then_some((Bytes::from(part), file)))
            })
        });
        Ok((Extension(Streamed), headers, Body::from_stream(parts.try_flatten())).into_response())
    }

    /// JSON up to the first of `shown` rows of a list of `total`, beside what the file says of them all.
    fn opening(&self, file: &File, shown: usize, total: i64) -> Vec<u8> {
        let next = self.next(shown, total);
        let mut beside = file.beside.clone();
        beside["total"] = total.into();
        beside["from"] = (self.offset + 1).into();
        beside["shown"] = shown.into();
        beside["cut"] = next.is_some().into();
        beside["next"] = next.into();
        let mut opening = beside.to_string().into_bytes();
        opening.pop();
        opening.extend(format!(",\"{}\":[", file.rows).bytes());
        opening
    }

    /// The type of a table and what it is to be saved as; a name that says which of how many rows where not all.
    fn named(&self, name: &str, shown: usize, total: i64) -> HeaderMap {
        let named = SUFFIXES.into_iter().find(|(_, format)| *format == self.format);
        let suffix = named.map_or("csv", |(suffix, _)| suffix);
        let last = self.offset + shown as i64;
        if last < total || self.offset > 0 {
            return table::headers(&format!("{name}-{}-{last}-of-{total}", self.offset + 1), suffix);
        }
        table::headers(name, suffix)
    }
}

fn lines_of<T: Record>(rows: &[T], columns: &[&str], format: Format) -> Result<Vec<u8>, WebError> {
    let rows = rows.iter().flat_map(Record::records);
    if format == Format::Csv {
        return Ok(csv_lines(rows)?);
    }
    let mut lines = Vec::new();
    for row in rows {
        lines.extend(json_line(columns, &row).map_err(serde_json::Error::io)?);
    }
    Ok(lines)
}

/// Adds rows to a workbook, and draws what of them is drawn.
fn add<T: Record>(book: &mut Workbook, rows: &[T]) -> Result<(), WebError> {
    for row in rows {
        for cells in row.records() {
            book.write(&cells)?;
        }
        let (series, name) = row.drawn();
        for one in series {
            book.draw(one, name);
        }
    }
    Ok(())
}

/// An address for each form of a list, beside `router`'s own.
pub(super) fn with_files(
    router: Router<AppState>,
    path: &str,
    handler: &MethodRouter<AppState>,
) -> Router<AppState> {
    let router = router.route(path, handler.clone());
    SUFFIXES
        .iter()
        .fold(router, |router, (suffix, _)| router.route(&format!("{path}.{suffix}"), handler.clone()))
}

/// An address for each form of the feed of a list.
pub(super) fn with_feeds(
    router: Router<AppState>,
    path: &str,
    handler: &MethodRouter<AppState>,
) -> Router<AppState> {
    feed::FORMS
        .iter()
        .fold(router, |router, (suffix, _, _)| router.route(&format!("{path}.{suffix}"), handler.clone()))
}

/// What a file is called on a page.
pub(super) fn called(suffix: &str) -> String {
    match suffix {
        "xlsx" => "Excel".to_owned(),
        "jsonl" => "JSON Lines".to_owned(),
        "jsonld" => "JSON-LD (Web Annotation)".to_owned(),
        other => other.to_uppercase(),
    }
}

/// The whole list of a page as files, each with its name.
pub(super) fn files(page: &Page) -> Vec<(String, String)> {
    let file = |(suffix, format)| {
        let mark = (format == Format::Csv).then_some("1");
        let changes = [("page", None), ("limit", None), ("next", None), ("bom", mark)];
        (called(suffix), page.visit.suffixed(suffix, &changes))
    };
    SUFFIXES.map(file).into()
}

/// One field of the form over a list.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) hint: &'static str,
    /// What there is to choose from, value and name; a field to write in where there is nothing.
    pub(super) options: Vec<(String, String)>,
}

/// A condition that is in force, and the page without it.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) words: String,
    pub(super) without: String,
}

/// The form over a list, and what it says of the rows below.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) fields: Vec<Field>,
    pub(super) conditions: Vec<Condition>,
    pub(super) files: Vec<(String, String)>,
    /// How many rows the table holds.
    pub(super) download: String,
}

impl Field {
    /// A field to write in.
    pub(super) fn text(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self { name, label, value: value.into(), hint: "", options: Vec::new() }
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// A field to choose from; the first choice, named `any`, asks for nothing.
    pub(super) fn choice(
        name: &'static str,
        label: &'static str,
        value: impl Into<String>,
        any: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let options = [(String::new(), any.to_owned())].into_iter().chain(options).collect();
        Self { name, label, value: value.into(), hint: "", options }
    }

    /// The choice between newest and oldest first.
    pub(super) fn order(oldest_first: bool, page: &Page) -> Self {
        let w = page.w;
        let oldest = [("oldest".to_owned(), w.oldest_first.to_owned())];
        Self::choice("sort", w.sort, if oldest_first { "oldest" } else { "" }, w.newest_first, oldest)
    }

    fn in_words(&self) -> &str {
        let chosen = self.options.iter().find(|(value, _)| *value == self.value);
        chosen.map_or(self.value.as_str(), |(_, name)| name)
    }
}

impl Form {
    pub(super) fn new(page: &Page, fields: Vec<Field>, total: i64) -> Self {
        let (visit, w) = (&page.visit, page.w);
        let in_force = fields.iter().filter(|field| !field.value.is_empty() && field.name != "sort");
        let conditions = in_force.map(|field| Condition {
            words: fill(w.condition, &[field.label, field.in_words()]),
            // The topic was taken into the words.
            without: visit.with(&[
                (field.name, None),
                (if field.name == "q" { "topic" } else { "page" }, None),
                ("page", None),
            ]),
        });
        let conditions = conditions.collect();
        Self {
            fields,
            conditions,
            files: files(page),
            download: fill(page.w.download_all, &[&page.count(total)]),
        }
    }
}
