//! What the caller says of a document, which goes before what the text says of itself.

use super::{Metadata, Precision};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// What the caller knows better than the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Given {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The place or body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it stands on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The encoding, by its label (`gb18030`), instead of detection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What the server says that it is: `text/html; charset=gb2312`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// What is known of single files, by their path as given or its end: `2024/a.txt`.
    #[serde(skip)]
    pub by_path: Arc<HashMap<String, Given>>,
}

impl Given {
    /// What is known of the document at `path`: what is said of it alone, then what is said of all.
    #[must_use]
    pub fn of(&self, path: &str) -> Self {
        self.entry(path).map_or_else(|| self.clone(), |(_, said)| said.clone().or(self))
    }

    /// What is said of the document at `path` alone, with the path by which it is called there.
    #[must_use]
    pub fn entry(&self, path: &str) -> Option<(&String, &Self)> {
        if self.by_path.is_empty() {
            return None;
        }
        let path = plain_path(path);
        let ends = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
        std::iter::once(path.as_str()).chain(ends).find_map(|end| self.by_path.get_key_value(end))
    }

    /// Whether it tells anything of a document itself.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        let words = [&self.title, &self.scope, &self.publisher, &self.url];
        self.date.is_some() || words.into_iter().any(Option::is_some)
    }

    /// What is known of a document that states this of itself.
    #[must_use]
    pub fn over(self, stated: Metadata) -> Metadata {
        Metadata {
            title: self.title.or(stated.title),
            event_date: self.date.or(stated.event_date),
            // The caller names a day.
            precision: if self.date.is_some() { Precision::Day } else { stated.precision },
            scope: self.scope.or(stated.scope),
            publisher: self.publisher.or(stated.publisher),
            url: self.url.or(stated.url),
            ..stated
        }
    }

    /// Each field from here, else from `other`.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            title: self.title.or_else(|| other.title.clone()),
            date: self.date.or(other.date),
            scope: self.scope.or_else(|| other.scope.clone()),
            publisher: self.publisher.or_else(|| other.publisher.clone()),
            url: self.url.or_else(|| other.url.clone()),
            encoding: self.encoding.or_else(|| other.encoding.clone()),
            content_type: self.content_type.or_else(|| other.content_type.clone()),
            by_path: Arc::clone(&other.by_path),
        }
    }
}

/// A path as it is compared: `2024\a.txt` and `./2024/a.txt` are `2024/a.txt`.
pub(crate) fn plain_path(path: &str) -> String {
    path.trim().replace('\\', "/").trim_start_matches("./").to_owned()
}
