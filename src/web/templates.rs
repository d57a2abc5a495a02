//! What every page is made of: the frame, the pager, the rendering.

use super::error::WebError;
use super::feed;
use super::params::Visit;
use super::state::Notice;
use super::text::{self, Words, fill};
use crate::document::Day;
use crate::document::Metadata;
use crate::series;
use crate::words::{self, number};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Display;

/// Rows on one page of a list.
pub(super) const PAGE_SIZE: i64 = 50;

/// The part of the menu that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nav {
    Overview,
    Indicators,
    Conferences,
    Documents,
    Claims,
    Findings,
    Briefings,
    Check,
    Upload,
    Help,
    None,
}

/// The frame of a page.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) visit: Visit,
    pub(super) w: &'static Words,
    pub(super) title: String,
    /// Where what is new on it can be followed: type, name, address.
    pub(super) feeds: Vec<(&'static str, &'static str, String)>,
    nav: Nav,
}

impl Page {
    pub(super) fn new(visit: Visit, nav: Nav) -> Self {
        let w = text::words(visit.language);
        Self { visit, w, title: String::new(), feeds: Vec::new(), nav }
    }

    pub(super) fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// With feeds of what is new on it, some parameters set or dropped.
    pub(super) fn fed(mut self, changes: &[(&str, Option<&str>)]) -> Self {
        let dropped = ["page", "sort", "limit", "next", "bom"].map(|name| (name, None));
        let changes = [&dropped[..], changes].concat();
        let feed = |(suffix, kind, name)| (kind, name, self.visit.suffixed(suffix, &changes));
        self.feeds = feed::FORMS.map(feed).into();
        self
    }

    /// A link in the reader's language.
    pub(super) fn href(&self, path: &str) -> String {
        self.visit.href(path)
    }

    /// A link to one row of a list: `/indicators/12`.
    pub(super) fn to(&self, list: &str, id: impl Display) -> String {
        self.visit.href(&format!("/{list}/{id}"))
    }

    /// A link to a claim's words in its document.
    pub(super) fn to_words(&self, document: impl Display, claim: impl Display) -> String {
        self.visit.href(&format!("/documents/{document}#c{claim}"))
    }

    /// The menu: address, name, whether the page belongs to it.
    pub(super) fn menu(&self) -> Vec<(String, &'static str, bool)> {
        let entries = [
            ("/", self.w.overview, Nav::Overview),
            ("/indicators", self.w.indicators, Nav::Indicators),
            ("/conferences", self.w.conferences, Nav::Conferences),
            ("/documents", self.w.documents, Nav::Documents),
            ("/claims", self.w.claims, Nav::Claims),
            ("/findings", self.w.findings_in_menu, Nav::Findings),
            ("/check", self.w.check, Nav::Check),
            ("/upload", self.w.upload, Nav::Upload),
            ("/help", self.w.help, Nav::Help),
        ];
        let offered = entries.into_iter().filter(|(_, _, nav)| *nav != Nav::Upload || self.visit.writes);
        offered.map(|(path, name, nav)| (self.href(path), name, nav == self.nav)).collect()
    }

    /// True on the pages of briefings, which a link of its own leads to from every page.
    pub(super) fn is_briefing(&self) -> bool {
        self.nav == Nav::Briefings
    }

    /// This page, for what leads back to it.
    pub(super) fn here(&self) -> String {
        self.visit.with(&[])
    }

    /// How many there are of something.
    pub(super) fn count(&self, number: i64) -> String {
        number::count(number, self.visit.language)
    }

    /// The day of the event or of publication, in words.
    pub(super) fn date(&self, metadata: &Metadata) -> String {
        self.day(metadata.day())
    }

    /// A date, as exactly as it is known; that it is unknown where it is.
    pub(super) fn day(&self, day: Option<Day>) -> String {
        day.map_or_else(|| self.w.unknown.to_owned(), |day| words::document::date(day, self.visit.language))
    }

    /// An indicator's name, on a page in English with a gloss where it has one.
    pub(super) fn named(&self, name: &str) -> String {
        words::indicator(name, &series::normalise(name), self.visit.language)
    }

    /// The banner above the page.
    pub(super) fn notice(&self) -> Option<&'static str> {
        self.visit.notice.map(|Notice::Samples| self.w.samples)
    }

    /// A link to an indicator, of one scope only where the reader has chosen one.
    pub(super) fn indicator_in(&self, id: impl Display, scope: &str) -> String {
        let path = format!("/indicators/{id}");
        self.href(&if scope.is_empty() { path } else { with_parameter(&path, "scope", scope) })
    }

    /// A link to the claims of a document.
    pub(super) fn claims_of(&self, document: impl Display) -> String {
        self.href(&format!("/claims?document={document}"))
    }

    /// This page as a file under a suffix.
    pub(super) fn file(&self, suffix: &str) -> String {
        self.visit.suffixed(suffix, &[("bom", (suffix == "csv").then_some("1"))])
    }

    /// What the address gives for a parameter; nothing where it gives nothing that can be read.
    pub(super) fn given(&self, name: &'static str) -> String {
        self.visit.text(name).ok().flatten().unwrap_or_default().to_owned()
    }

    /// A link to a list, searched for `query`.
    pub(super) fn search(&self, list: &str, query: &str) -> String {
        self.href(&with_parameter(list, "q", query))
    }

    /// The attribute that brings back the reader's language where an element around is in Chinese.
    pub(super) fn own_language(&self) -> &'static str {
        if self.english() { " lang=en" } else { "" }
    }

    /// True where links must carry the language on.
    pub(super) fn english(&self) -> bool {
        self.visit.language == crate::language::Language::English
    }
}

/// Where a reader is in a long list.
#[derive(Debug)]
pub(super) struct Pager {
    pub(super) place: String,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

impl Pager {
    /// `None` where the list fits one page.
    pub(super) fn of(page: &Page, number: i64, total: i64) -> Option<Self> {
        Self::over(page, page.w.page_of, number, (total + PAGE_SIZE - 1) / PAGE_SIZE)
    }

    /// The same where there are so many parts. `words` say which is shown, and how many there are.
    pub(super) fn over(page: &Page, words: &str, number: i64, last: i64) -> Option<Self> {
        if last <= 1 && number == 1 {
            return None;
        }
        let link = |to: i64| page.visit.with(&[("page", Some(&to.to_string()))]);
        Some(Self {
            place: fill(words, &[&number.to_string(), &last.to_string()]),
            previous: (number > 1).then(|| link((number - 1).min(last.max(1)))),
            next: (number < last).then(|| link(number + 1)),
        })
    }
}

/// An address with one parameter.
pub(super) fn with_parameter(path: &str, name: &str, value: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    format!("{path}?{query}")
}

/// An address that browsers scroll to the first place where the page holds these words.
pub(super) fn with_fragment(address: &str, words: &str) -> String {
    let words: String = form_urlencoded::byte_serialize(words.trim().as_bytes()).collect();
    // A blank is `+` in a query only, and a hyphen has a meaning of its own here.
    format!("{address}#:~:text={}", words.replace('+', "%20").replace('-', "%2D"))
}

/// Renders a page.
pub(super) fn html(template: &impl Template) -> Result<Response, WebError> {
    Ok(Html(template.render()?).into_response())
}
