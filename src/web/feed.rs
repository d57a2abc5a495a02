//! Feeds of what is new, as Atom and JSON Feed: documents, values of an indicator, findings, briefings out of date.

use super::error::WebError;
use super::params::Visit;
use super::templates::Page;
use super::text::fill;
use crate::language::Language;
use crate::pipeline;
use crate::series::{Point, Series};
use crate::store::Store;
use crate::words::{self, number};
use askama::Template;
use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What a feed comes as: the end of its address, its type, its name.
pub(super) const FORMS: [(&str, &str, &str); 2] =
    [("atom", "application/atom+xml", "Atom"), ("jsonfeed", "application/feed+json", "JSON Feed")];

/// So many entries, the newest first.
const NEWEST: usize = 50;

/// So many briefings are looked through.
const BRIEFINGS: i64 = 200;

/// Something new.
#[derive(Debug)]
struct Entry {
    /// The same for as long as the record says the same, in every language and under every name of this computer.
    id: String,
    title: String,
    link: String,
    summary: String,
    author: Option<String>,
    /// When the record came to hold it.
    at: DateTime<Utc>,
}

#[derive(Template)]
#[template(path = "feed.xml", config = "assets/askama.toml")]
struct Atom<'a> {
    id: String,
    title: &'a str,
    site: &'a str,
    tag: &'a str,
    page: &'a str,
    own: &'a str,
    updated: String,
    entries: &'a [Entry],
}

impl Entry {
    fn moment(&self) -> String {
        moment(self.at)
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Whether an address asks for a feed.
pub(super) fn is_asked(visit: &Visit) -> bool {
    FORMS.iter().any(|(suffix, _, _)| visit.path.rsplit_once('.').is_some_and(|(_, end)| end == *suffix))
}

/// The documents with these numbers that were stored last.
pub(super) async fn documents(store: &Store, numbers: &[i64], page: &Page) -> Result<Response, WebError> {
    let numbers = newest(numbers.iter().copied());
    let hashes = store.hashes_of(&numbers).await?;
    let rows = store.documents_numbered(&numbers).await?;
    let entries = rows.into_iter().filter_map(|row| {
        let facts = [row.metadata.publisher.clone().unwrap_or_default(), page.count(row.claims)];
        Some(Entry {
            id: lasting(&["document", hashes.get(&row.id)?]),
            title: row.name(),
            link: page.visit.absolute(&page.to("documents", row.id)),
            summary: fill(page.w.feed_document, &[&page.date(&row.metadata), &facts[1]]),
            author: Some(facts[0].clone()).filter(|author| !author.is_empty()),
            at: row.ingested_at,
        })
    });
    answer(page.w.feed_documents, entries.collect(), page)
}

/// The values of an indicator that were stored last.
pub(super) async fn points(
    store: &Store,
    name: &str,
    series: &[Series],
    page: &Page,
) -> Result<Response, WebError> {
    let language = page.visit.language;
    let mut points: Vec<&Point> = series.iter().flat_map(|one| &one.points).collect();
    points.sort_by_key(|point| std::cmp::Reverse((point.document.id, point.id)));
    points.truncate(NEWEST);
    let documents = newest(points.iter().map(|point| point.document.id));
    let hashes = store.hashes_of(&documents).await?;
    let rows = store.documents_numbered(&documents).await?;
    let claims: Vec<i64> = points.iter().map(|point| point.id).collect();
    let sentences = store.sentences(&claims).await?;
    let entries = points.into_iter().filter_map(|point| {
        let claim = &point.claim;
        let row = rows.iter().find(|row| row.id == point.document.id)?;
        let [start, end] = [claim.start, claim.end].map(|place| place.to_string());
        let kind: &'static str = claim.kind.into();
        let of = [claim.scope.clone().unwrap_or_default(), words::period(claim.period.as_ref(), language)];
        let of =
            of.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ");
        let status = if claim.status == crate::claim::Status::Target { page.w.target } else { "" };
        let value = format!("{name} {status} {}", number::of_claim(claim, language));
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = sentences.get(&point.id).unwrap_or(&claim.quote);
        Some(Entry {
            id: lasting(&["claim", hashes.get(&row.id)?, &start, &end, kind]),
            title: words::in_brackets(&value, &of, language),
            link: page.visit.absolute(&page.to_words(row.id, point.id)),
            summary: format!("{} —— {}", sentence.trim(), row.name()),
            author: claim.speaker.clone(),
            at: row.ingested_at,
        })
    });
    answer(&fill(page.w.feed_points, &[name]), entries.collect(), page)
}

/// The findings with these numbers that were found last.
pub(super) async fn findings(store: &Store, numbers: &[i64], page: &Page) -> Result<Response, WebError> {
    let language = page.visit.language;
    let rows = store.findings_numbered(&newest(numbers.iter().copied())).await?;
    let sides: Vec<i64> = rows.iter().flat_map(|one| one.finding.claims()).collect();
    let points = store.points_numbered(&sides).await?;
    let silent = rows.iter().filter_map(|one| Some(one.finding.silence.as_ref()?.newest));
    let documents = newest_all(points.values().map(|point| point.document.id).chain(silent));
    let hashes = store.hashes_of(&documents).await?;
    let stored = store.documents_numbered(&documents).await?;
    let at = |id: i64| stored.iter().find(|row| row.id == id).map(|row| row.ingested_at);
    let entries = rows.into_iter().filter_map(|one| {
        let earlier = points.get(&one.finding.earlier)?;
        let later = one.finding.later.and_then(|later| points.get(&later));
        let mut key = vec!["finding".to_owned(), <&'static str>::from(one.finding.kind).to_owned()];
        for point in [Some(earlier), later].into_iter().flatten() {
            key.push(hashes.get(&point.document.id)?.clone());
            key.extend([point.claim.start, point.claim.end].map(|place| place.to_string()));
        }
        let silent = one.finding.silence.as_ref().and_then(|gone| at(gone.newest));
        let judged = one.judged.as_ref().map(|judged| judged.at);
        let later_at = later.and_then(|later| at(later.document.id));
        let kind = words::finding::kind(one.finding.kind, language);
        let name = words::in_brackets(&one.name, &one.scope, language);
        let later_claim = later.map(|later| &later.claim);
        let sides = [Some(earlier), later].into_iter().flatten();
        let sides: Vec<String> = sides
            .map(|point| format!("{}{}{}", point.document.name(), page.w.colon, point.claim.quote))
            .collect();
        let reason = words::finding::reason(&one.finding, Some(&earlier.claim), later_claim, language);
        Some(Entry {
            id: lasting(&key.iter().map(String::as_str).collect::<Vec<_>>()),
            title: format!("{kind}{}{name}", page.w.colon),
            link: page.visit.absolute(&page.to("findings", one.id)),
            summary: [vec![reason], sides].concat().join("\n"),
            author: None,
            at: [at(earlier.document.id), later_at, silent, judged].into_iter().flatten().max()?,
        })
    });
    answer(page.w.findings, entries.collect(), page)
}

/// The briefings that the record bears out no more. One that goes out of date in another way is new again. When that came
/// about the record does not say: an entry has the time of the words that are out of date.
pub(super) async fn briefings(store: &Store, page: &Page) -> Result<Response, WebError> {
    let mut entries = Vec::new();
    for kept in store.briefings(0, BRIEFINGS).await?.rows {
        let stale = pipeline::stale(store, &kept.briefing, Language::Chinese).await?;
        if stale.is_empty() {
            continue;
        }
        let id = [kept.id.to_string(), kept.made_at.to_rfc3339()];
        let mut key: Vec<&str> = vec!["briefing", &id[0], &id[1]];
        key.extend(stale.iter().flat_map(|one| [one.name.as_str(), one.told.as_str()]));
        let id = lasting(&key);
        let told = pipeline::stale(store, &kept.briefing, page.visit.language).await?;
        let told: Vec<String> =
            told.iter().map(|one| format!("{}{}{}", one.name, page.w.colon, one.told)).collect();
        entries.push(Entry {
            id,
            title: words::in_brackets(&kept.briefing.title, page.w.stale, page.visit.language),
            link: page.visit.absolute(&page.to("briefings", kept.id)),
            summary: told.join("\n"),
            author: None,
            at: kept.frozen.map_or(kept.saved_at, |(at, _)| at.max(kept.saved_at)),
        });
        if entries.len() == NEWEST {
            break;
        }
    }
    answer(page.w.feed_briefings, entries, page)
}

/// The highest numbers: what is stored later has a higher one.
fn newest(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut numbers = newest_all(numbers);
    numbers.truncate(NEWEST);
    numbers
}

fn newest_all(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    numbers.collect::<BTreeSet<i64>>().into_iter().rev().collect()
}

/// A name made of what something is: a UUID of version 8 (RFC 9562), from its SHA-256.
fn lasting(key: &[&str]) -> String {
    let hash = Sha256::digest(key.join("\n").as_bytes());
    let mut bytes: [u8; 16] = std::array::from_fn(|at| hash[at]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn answer(title: &str, mut entries: Vec<Entry>, page: &Page) -> Result<Response, WebError> {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    for entry in &mut entries {
        for text in [&mut entry.title, &mut entry.summary] {
            // XML holds no other signs of control.
            text.retain(|c| !c.is_control() || c == '\n');
        }
    }
    let own = page.visit.with(&[]);
    let (suffix, kind) = match FORMS.iter().find(|(suffix, _, _)| page.visit.path.ends_with(suffix)) {
        Some((suffix, kind, _)) => (*suffix, *kind),
        None => return Err(WebError::NotFound),
    };
    let shown = page.visit.absolute(&own.replacen(&format!(".{suffix}"), "", 1));
    let title = format!("{title} · {}", page.w.site);
    let own = page.visit.absolute(&own);
    if suffix == "atom" {
        let updated = entries.iter().map(|entry| entry.at).max().unwrap_or_default();
        let atom = Atom {
            id: lasting(&["feed", &page.visit.with(&[])]),
            title: &title,
            site: page.w.site,
            tag: page.w.tag,
            page: &shown,
            own: &own,
            updated: moment(updated),
            entries: &entries,
        };
        let kind = format!("{kind}; charset=utf-8");
        return Ok(([(header::CONTENT_TYPE, kind)], atom.render()?).into_response());
    }
    let item = |entry: &Entry| {
        let mut item = json!({
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.moment(),
        });
        if let Some(author) = &entry.author {
            item["authors"] = json!([{ "name": author }]);
        }
        item
    };
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": shown,
        "feed_url": own,
        "language": page.w.tag,
        "items": entries.iter().map(item).collect::<Vec<_>>(),
    });
    Ok(([(header::CONTENT_TYPE, kind)], Json(feed)).into_response())
}
