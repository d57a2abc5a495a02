//! What all lists share: their filters, the part that is asked for, and JSON and CSV of it.

use super::error::WebError;
use super::params::Visit;
use super::table;
use super::templates::{PAGE_SIZE, Page};
use super::text::fill;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Rows of JSON or CSV where the address asks for no number, and at most.
const USUAL: i64 = 100;
const MOST: i64 = 500;

/// Which part of a list is asked for, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) format: Format,
    /// The number of the page, from 1, where it is one.
    pub(super) page: i64,
    pub(super) offset: i64,
    pub(super) limit: i64,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Html,
    Json,
    Csv,
}

impl Part {
    pub(super) fn of(visit: &Visit) -> Result<Self, WebError> {
        let format = match visit.path.rsplit_once('.') {
            Some((_, "json")) => Format::Json,
            Some((_, "csv")) => Format::Csv,
            _ => Format::Html,
        };
        if format == Format::Html {
            let page = visit.page()?;
            return Ok(Self { format, page, offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE });
        }
        let limit = visit.whole("limit", 1..=MOST)?.unwrap_or(USUAL);
        let offset = match visit.text("next")? {
            None => 0,
            Some(cursor) => offset_of(cursor)
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

    /// The rows as JSON, with how many there are and where it goes on.
    pub(super) fn json(&self, visit: &Visit, rows: &[impl Serialize], total: i64) -> Response {
        self.json_with(visit, serde_json::json!({}), rows, total)
    }

    /// The same beside what an object says of them all.
    pub(super) fn json_with(
        &self,
        visit: &Visit,
        mut body: serde_json::Value,
        rows: &[impl Serialize],
        total: i64,
    ) -> Response {
        let next = self.next(rows.len(), total);
        body["total"] = total.into();
        body["from"] = (self.offset + 1).into();
        body["shown"] = rows.len().into();
        body["cut"] = next.is_some().into();
        body["next"] = next.into();
        body["rows"] = serde_json::json!(rows);
        (self.headers(visit, rows.len(), total), Json(body)).into_response()
    }

    /// Of a list of `total` the first `shown` from where this part begins, as CSV. The name of the file says
    /// which of how many they are.
    pub(super) fn csv(
        &self,
        visit: &Visit,
        (name, columns): (&str, &[&str]),
        rows: impl IntoIterator<Item = Vec<String>>,
        (shown, total): (usize, i64),
    ) -> Result<Response, WebError> {
        let last = self.offset + shown as i64;
        let name = if last < total || self.offset > 0 {
            format!("{name}-{}-{last}-of-{total}", self.offset + 1)
        } else {
            name.to_owned()
        };
        Ok((self.headers(visit, shown, total), table::csv(&name, columns, rows, visit)?).into_response())
    }
}

/// The list of a page as files, from its beginning: CSV, JSON, and which rows they hold where not all of `total`.
pub(super) fn files(page: &Page, total: i64) -> (String, String, Option<String>) {
    let most = MOST.to_string();
    let file =
        |suffix, mark| page.visit.suffixed(suffix, &[("page", None), ("limit", Some(&most)), ("bom", mark)]);
    let cut = (total > MOST).then(|| fill(page.w.files_are_cut, &[&most, &page.count(total)]));
    (file("csv", Some("1")), file("json", None), cut)
}

fn offset_of(cursor: &str) -> Option<i64> {
    i64::from_str_radix(cursor.strip_prefix('r')?, 16).ok().filter(|offset| *offset >= 0)
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
    /// Which rows the files hold, where they do not hold all.
    pub(super) cut: Option<String>,
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
        let (csv, json, cut) = files(page, total);
        Self { fields, conditions, csv, json, cut }
    }
}
