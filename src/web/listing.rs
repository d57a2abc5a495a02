//! What all lists share: their filters, the part that is asked for, and files of it or of the whole.

use super::api;
use super::caching::Streamed;
use super::error::WebError;
use super::params::{MOST_ROWS, Visit, place_of};
use super::table;
use super::templates::{PAGE_SIZE, Page};
use super::text::fill;
use crate::store::Page as Rows;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use std::future::Future;
use std::io;

/// Rows of JSON where the address gives no number.
const USUAL: i64 = 100;

/// So many bytes of JSON hold no further row.
const MOST_BYTES: usize = 900_000;

/// Rows that are read and sent at a time.
const AT_ONCE: usize = 500;

/// Which part of a list is asked for, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) format: Format,
    /// The number of the page, from 1, where it is one.
    pub(super) page: i64,
    pub(super) offset: i64,
    /// How many rows at most; a CSV file whose address gives no number holds them all.
    pub(super) limit: i64,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Html,
    Json,
    Csv,
}

/// What a number of a list stands for in a file.
pub(super) trait Record: Serialize + Send + 'static {
    /// Whether its JSON is an array, of which each element is a row.
    const SEVERAL: bool = false;

    /// Its lines in a table.
    fn records(&self) -> Vec<Vec<String>>;
}

/// What a file is called, the columns of its table, and what its JSON calls the rows and says beside them.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) columns: &'a [&'a str],
    pub(super) rows: &'static str,
    pub(super) beside: serde_json::Value,
    /// So many of the list are read at a time.
    pub(super) at_once: usize,
}

impl<'a> File<'a> {
    pub(super) fn new(name: &'a str, columns: &'a [&'a str]) -> Self {
        Self { name, columns, rows: "rows", beside: serde_json::json!({}), at_once: AT_ONCE }
    }
}

impl Part {
    pub(super) fn of(visit: &Visit) -> Result<Self, WebError> {
        let format = match visit.path.rsplit_once('.') {
            Some((_, "json")) => Format::Json,
            Some((_, "csv")) => Format::Csv,
            _ if visit.path.starts_with(api::ROOT) => Format::Json,
            _ => Format::Html,
        };
        if format == Format::Html {
            let page = visit.page()?;
            return Ok(Self { format, page, offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE });
        }
        let usual = if format == Format::Csv { i64::MAX } else { USUAL };
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

    /// The rows with the numbers `found`, as JSON or CSV. `rows` reads some of them, one for each number.
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
            Format::Csv => self.csv(visit, &file, found, rows).await,
            Format::Html | Format::Json => self.json(visit, file, found, rows).await,
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
    async fn csv<T, F, R>(
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
        let mut batches: Vec<Vec<i64>> = numbers.chunks(file.at_once).map(<[i64]>::to_vec).collect();
        batches.reverse();
        // The first rows are read before anything is sent: what fails at once is told.
        let mut begun = table::opening(file.columns, visit)?;
        if let Some(first) = batches.pop() {
            begun.extend(lines_of(&rows(first).await?)?);
        }
        if batches.is_empty() {
            return Ok((headers, begun).into_response());
        }
        let state = (Some(begun), batches, rows);
        let parts = stream::try_unfold(state, move |(begun, mut batches, rows)| async move {
            if let Some(begun) = begun {
                return Ok(Some((Bytes::from(begun), (None, batches, rows))));
            }
            let Some(batch) = batches.pop() else { return Ok(None) };
            let read = rows(batch).await.and_then(|rows| lines_of(&rows));
            // Logged where it happened; the file breaks off, so that nobody takes it for whole.
            let part = read.map_err(|_| io::Error::other("the list could not be read"))?;
            Ok::<_, io::Error>(Some((Bytes::from(part), (None, batches, rows))))
        });
        Ok((Extension(Streamed), headers, Body::from_stream(parts)).into_response())
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
        let last = self.offset + shown as i64;
        if last < total || self.offset > 0 {
            return table::headers(&format!("{name}-{}-{last}-of-{total}", self.offset + 1));
        }
        table::headers(name)
    }
}

fn lines_of<T: Record>(rows: &[T]) -> Result<Vec<u8>, WebError> {
    table::lines(rows.iter().flat_map(Record::records))
}

/// The whole list of a page as files: CSV and JSON.
pub(super) fn files(page: &Page) -> (String, String) {
    let file = |suffix, mark| {
        let changes = [("page", None), ("limit", None), ("next", None), ("bom", mark)];
        page.visit.suffixed(suffix, &changes)
    };
    (file("csv", Some("1")), file("json", None))
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
    pub(super) csv: String,
    pub(super) json: String,
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
        let (csv, json) = files(page);
        Self { fields, conditions, csv, json, download: fill(page.w.download_all, &[&page.count(total)]) }
    }
}
