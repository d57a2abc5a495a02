//! The query string of a request, and links that carry it on.

use super::error::WebError;
use super::known;
use super::state::{AppState, Notice};
use crate::language::Language;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use chrono::{Datelike, NaiveDate};
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Longest search text in code points; longer ones are refused by name.
const LONGEST_QUERY: usize = 500;

/// Rows of a part of a list as JSON or CSV, at most.
pub(super) const MOST_ROWS: i64 = 500;

/// What is a whole number wherever it stands, and between which it lies.
const NUMBERS: [(&str, RangeInclusive<i64>); 10] = [
    ("page", 1..=1_000_000),
    ("limit", 1..=MOST_ROWS),
    ("panel", 1..=1_000),
    ("year", 1..=9999),
    ("points", 0..=1_000_000),
    ("back", 0..=1_000_000),
    ("document", 1..=i64::MAX),
    ("beside", 1..=i64::MAX),
    ("version", 1..=i64::MAX),
    ("c", 1..=i64::MAX),
];

/// What is one of a few words wherever it stands.
const WORDS: [(&str, &[&str]); 3] = [("lang", &["zh", "en"]), ("bom", &["0", "1"]), ("target", &["1"])];

/// Where a form says itself what is wrong with what was typed.
const TELLS_ITSELF: &str = "/briefings/new";

/// Who asks for what: the path, the parameters, the language.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) language: Language,
    /// That of pages whose address names none.
    usual: Language,
    pub(super) notice: Option<Notice>,
    /// Whether documents can be added.
    pub(super) writes: bool,
    pub(super) path: String,
    /// The key under which the reader's browser puts things aside, where it has one.
    pub(super) browser: Option<String>,
    /// How much that is.
    pub(super) put_aside: i64,
    /// The name under which the reader reached the dashboard, with its port.
    host: String,
    parameters: Vec<(String, String)>,
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let mut visit = Self::of(&parts.uri, &parts.headers, state).sound()?;
        if let Some(browser) = &visit.browser {
            // Where that cannot be told, the page is worth more than the number on it.
            visit.put_aside = state.store.count_put_aside(browser).await.unwrap_or_default();
        }
        Ok(visit)
    }
}

impl Visit {
    /// Reads host, path, parameters and language of a request.
    pub(super) fn of(uri: &Uri, headers: &HeaderMap, state: &AppState) -> Self {
        let parameters = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Self::asking(uri.path(), parameters.into_owned().collect(), headers, state)
    }

    /// The same of parameters that came by another way.
    pub(super) fn asking(
        path: &str,
        parameters: Vec<(String, String)>,
        headers: &HeaderMap,
        state: &AppState,
    ) -> Self {
        let named = parameters.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str());
        let language = match named {
            Some("en") => Language::English,
            Some("zh") => Language::Chinese,
            _ => state.language,
        };
        Self {
            language,
            usual: state.language,
            notice: state.notice,
            writes: state.store.is_writable(),
            path: path.to_owned(),
            browser: browser(headers),
            put_aside: 0,
            host: host(headers).to_owned(),
            parameters,
        }
    }

    /// The same with another parameter, where there is a value for it.
    pub(super) fn with_given(mut self, name: &str, value: Option<impl ToString>) -> Self {
        self.parameters.extend(value.map(|value| (name.to_owned(), value.to_string())));
        self
    }

    /// Refuses parameters that mean nothing, and those that the address does not read: who gives one takes the answer for
    /// filtered.
    pub(super) fn sound(self) -> Result<Self, WebError> {
        self.make_sense()?;
        let Some(allowed) = known::parameters_of(&self.path) else { return Ok(self) };
        match self.parameters.iter().find(|(name, _)| !allowed.contains(&name.as_str())) {
            None => Ok(self),
            Some((name, _)) => {
                Err(WebError::UnknownParameter { name: name.chars().take(40).collect(), allowed })
            }
        }
    }

    /// Refuses what means nothing, also where the page does not read it: who typed it would take it for obeyed.
    fn make_sense(&self) -> Result<(), WebError> {
        for (name, range) in NUMBERS {
            self.each(name, |value| value.parse().is_ok_and(|number| range.contains(&number)))?;
        }
        self.each("next", |cursor| place_of(cursor).is_some())?;
        for (name, allowed) in WORDS {
            if let Err(WebError::BadParameter { name, value }) =
                self.each(name, |value| allowed.contains(&value))
            {
                let allowed = allowed.iter().map(|&word| word.to_owned()).collect();
                return Err(WebError::NotAmong { name, value, allowed });
            }
        }
        if self.path == TELLS_ITSELF {
            return Ok(());
        }
        for name in ["from", "to"] {
            self.each(name, |value| day_of(value, false).is_some())?;
        }
        match (self.day("from", false)?, self.day("to", true)?) {
            (Some(from), Some(to)) if from > to => {
                Err(WebError::BadParameter { name: "to", value: self.field("to").trim().to_owned() })
            }
            _ => Ok(()),
        }
    }

    /// Refuses the first value of a parameter that `fits` does not let pass; an empty one says nothing.
    fn each(&self, name: &'static str, fits: impl Fn(&str) -> bool) -> Result<(), WebError> {
        let values = self.parameters.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim());
        let wrong = values.filter(|value| !value.is_empty()).find(|value| !fits(value));
        wrong.map_or(Ok(()), |value| {
            Err(WebError::BadParameter { name, value: value.chars().take(40).collect() })
        })
    }

    /// What was typed, name by name, to be mended.
    pub(super) fn typed(&self) -> Vec<(String, String)> {
        self.parameters.clone()
    }

    /// A field of a form as it came, however long; empty where it is absent.
    pub(super) fn field(&self, name: &str) -> &str {
        self.parameters.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// A parameter as it came, without blanks at its ends; `None` where it is absent or empty.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, WebError> {
        let Some((_, value)) = self.parameters.iter().find(|(n, _)| n == name) else { return Ok(None) };
        let value = value.trim();
        if value.chars().count() > LONGEST_QUERY {
            return Err(WebError::BadParameter {
                name,
                value: value.chars().take(20).chain(['…']).collect(),
            });
        }
        Ok((!value.is_empty()).then_some(value))
    }

    /// A parameter that is one of a few words.
    pub(super) fn one_of<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, WebError> {
        let Some(value) = self.text(name)? else { return Ok(None) };
        value.parse().map(Some).map_err(|_| WebError::BadParameter { name, value: value.to_owned() })
    }

    /// A parameter that is one of `allowed`; anything else is refused with these.
    pub(super) fn choice<T: FromStr>(
        &self,
        name: &'static str,
        allowed: &[&str],
    ) -> Result<Option<T>, WebError> {
        let Some(value) = self.text(name)? else { return Ok(None) };
        let known = allowed.contains(&value).then(|| value.parse().ok()).flatten();
        known.map(Some).ok_or_else(|| WebError::NotAmong {
            name,
            value: value.to_owned(),
            allowed: allowed.iter().map(|&word| word.to_owned()).collect(),
        })
    }

    /// A parameter that is one of those which the record holds.
    pub(super) fn among(&self, name: &'static str, known: &[String]) -> Result<Option<String>, WebError> {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.choice(name, &known)
    }

    /// A whole number.
    pub(super) fn whole(
        &self,
        name: &'static str,
        range: RangeInclusive<i64>,
    ) -> Result<Option<i64>, WebError> {
        let number: Option<i64> = self.one_of(name)?;
        match number {
            Some(number) if !range.contains(&number) => {
                Err(WebError::BadParameter { name, value: number.to_string() })
            }
            number => Ok(number),
        }
    }

    /// Which part of a list is asked for, counted from 1.
    pub(super) fn page(&self) -> Result<i64, WebError> {
        let page: Option<i64> = self.one_of("page")?;
        match page {
            None => Ok(1),
            Some(page @ 1..=1_000_000) => Ok(page),
            Some(page) => Err(WebError::BadParameter { name: "page", value: page.to_string() }),
        }
    }

    /// A link to `path` in the reader's language. `path` may hold parameters and a fragment.
    pub(super) fn href(&self, path: &str) -> String {
        let Some(code) = self.code() else { return path.to_owned() };
        let (before, fragment) = path.find('#').map_or((path, ""), |at| path.split_at(at));
        let joint = if before.contains('?') { '&' } else { '?' };
        format!("{before}{joint}lang={code}{fragment}")
    }

    /// An address of this dashboard as it is written elsewhere; as it is where nobody reached the dashboard by a name.
    pub(super) fn absolute(&self, address: &str) -> String {
        if self.host.is_empty() { address.to_owned() } else { format!("http://{}{address}", self.host) }
    }

    /// This page with some parameters set (`Some`) or dropped (`None`), the others kept.
    pub(super) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        self.address(&self.path, changes)
    }

    /// This page with all values of one parameter put anew, and without some others.
    pub(super) fn with_every<'a>(
        &self,
        name: &'a str,
        values: impl Iterator<Item = &'a i64>,
        without: &[&'a str],
    ) -> String {
        let values: Vec<String> = values.map(i64::to_string).collect();
        let mut changes: Vec<(&str, Option<&str>)> = vec![(name, None)];
        changes.extend(without.iter().map(|name| (*name, None)));
        changes.extend(values.iter().map(|value| (name, Some(value.as_str()))));
        self.with(&changes)
    }

    /// How addresses name the reader's language; `None` where they need not.
    pub(super) fn code(&self) -> Option<&'static str> {
        (self.language != self.usual).then(|| code_of(self.language))
    }

    /// A day, `2024-11-20`, or a year: `2024` is its first day, or its last where `end` is true.
    pub(super) fn day(&self, name: &'static str, end: bool) -> Result<Option<NaiveDate>, WebError> {
        let Some(value) = self.text(name)? else { return Ok(None) };
        day_of(value, end).map(Some).ok_or_else(|| WebError::BadParameter { name, value: value.to_owned() })
    }

    /// Every value of a parameter that may stand several times.
    pub(super) fn every<T: FromStr>(&self, name: &'static str) -> Result<Vec<T>, WebError> {
        let values = self.parameters.iter().filter(|(n, value)| n == name && !value.is_empty());
        values
            .map(|(_, value)| {
                value
                    .parse()
                    .map_err(|_| WebError::BadParameter { name, value: value.chars().take(20).collect() })
            })
            .collect()
    }

    /// This page in the other language.
    pub(super) fn other_language(&self) -> String {
        let other = match self.language {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        self.with(&[("lang", (other != self.usual).then(|| code_of(other)))])
    }

    /// The same resource in another format, with the same parameters.
    pub(super) fn suffixed(&self, suffix: &str, changes: &[(&str, Option<&str>)]) -> String {
        self.address(&format!("{}.{suffix}", self.path), changes)
    }

    fn address(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let kept =
            self.parameters.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let set = changes.iter().filter_map(|&(name, value)| value.map(|value| (name, value)));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept.map(|(name, value)| (name.as_str(), value.as_str())))
            .extend_pairs(set)
            .finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// A visit by a form that was sent, its fields being parameters; where nothing can be written, none is taken.
pub(super) struct Sent(pub(super) Visit);

impl FromRequest<AppState> for Sent {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, WebError> {
        let mut visit = Visit::of(request.uri(), request.headers(), state);
        if !visit.writes {
            return Err(WebError::ReadOnly);
        }
        let sent = Bytes::from_request(request, state).await.map_err(|_| WebError::BrokenUpload)?;
        visit.parameters.extend(form_urlencoded::parse(&sent).into_owned());
        Ok(Self(visit))
    }
}

/// The cookie that holds the key of a browser.
pub(super) const BROWSER: &str = "basket";

/// The key of the browser that asks, where it was given one.
pub(super) fn browser(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, key) = pairs.find(|(name, _)| *name == BROWSER)?;
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_key.then(|| key.to_owned())
}

/// The host that a request names; `guard` lets only names of this computer pass.
pub(super) fn host(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

/// A day, or the first or last day of a year.
fn day_of(value: &str, end: bool) -> Option<NaiveDate> {
    let (month, day) = if end { (12, 31) } else { (1, 1) };
    let year = || value.parse().ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    value.parse().ok().or_else(year).filter(|day| (1..=9999).contains(&day.year()))
}

/// The place in a list that the cursor of an answer names, counted from 0.
pub(super) fn place_of(cursor: &str) -> Option<i64> {
    let place = i64::from_str_radix(cursor.strip_prefix('r')?, 16).ok();
    place.filter(|place| (0..=1 << 40).contains(place))
}

fn code_of(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh",
        Language::English => "en",
    }
}

/// Reads `12`, `12.json`, `12.csv` of the last part of a path: the number, and the format.
pub(super) fn numbered(segment: &str) -> Result<(i64, Option<&str>), WebError> {
    let (number, format) =
        segment.split_once('.').map_or((segment, None), |(number, format)| (number, Some(format)));
    // A number that is none names nothing, just as an unknown one does.
    let number = number.parse().map_err(|_| WebError::NotFound)?;
    Ok((number, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(address: &str) -> Visit {
        let uri: Uri = address.parse().expect("an address");
        let (path, query) = (uri.path().to_owned(), uri.query().unwrap_or_default());
        let parameters: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let english = query.contains("lang=en");
        let language = if english { Language::English } else { Language::Chinese };
        let host = "127.0.0.1:8080".to_owned();
        Visit {
            language,
            usual: Language::Chinese,
            notice: None,
            writes: false,
            path,
            browser: None,
            put_aside: 0,
            host,
            parameters,
        }
    }

    #[test]
    fn links_carry_the_language_before_the_fragment() {
        assert_eq!(visit("/?lang=en").href("/documents/1?x=1#c5"), "/documents/1?x=1&lang=en#c5");
        assert_eq!(visit("/").href("/documents/1#c5"), "/documents/1#c5");
    }

    #[test]
    fn the_switch_keeps_the_page_and_its_query() {
        assert_eq!(
            visit("/indicators?q=%E7%83%AD&page=2").other_language(),
            "/indicators?q=%E7%83%AD&page=2&lang=en"
        );
        assert_eq!(visit("/indicators?q=%E7%83%AD&lang=en").other_language(), "/indicators?q=%E7%83%AD");
    }

    #[test]
    fn a_bad_page_is_named() {
        for page in ["0", "-1", "x", "99999999999999999999"] {
            let error = visit(&format!("/indicators?page={page}")).page().expect_err("no such page");
            assert!(matches!(error, WebError::BadParameter { name: "page", .. }), "{page}");
        }
    }

    #[test]
    fn a_suffix_names_the_format() {
        assert_eq!(numbered("12.csv").expect("a number"), (12, Some("csv")));
        assert_eq!(numbered("12").expect("a number"), (12, None));
        assert!(numbered("热线").is_err());
    }
}
