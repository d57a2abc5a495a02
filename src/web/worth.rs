//! Indicators worth a look: revised, short of a target, no longer mentioned, steadily reported.
//!
//! The store finds candidates; whether the reason holds is decided here, by `series`, on all their values.

use super::error::WebError;
use super::remarks;
use super::snippet::{Sentences, Snippet};
use super::summary::{by_indicator, headline, main_series, spark, worded};
use super::templates::Page;
use super::text::fill;
use crate::claim::Status;
use crate::document::full_name;
use crate::series::{self, Again, Point, Series, Verdict};
use crate::store::{IndicatorRow, Reason, Store};
use crate::words;
use crate::words::number;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// So many indicators of each reason are shown, and so many looked at for it at most, a few at a time.
const SHOWN: usize = 4;
const LOOKED_AT: i64 = 32;
const AT_A_TIME: usize = 6;

/// The indicators of one reason.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) cards: Vec<Card>,
}

/// One indicator with the reason to look at it.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) scope: String,
    pub(super) spark: String,
    pub(super) reason: String,
    pub(super) proofs: Vec<Proof>,
}

/// What the reason rests on, with the way to its words.
#[derive(Debug)]
pub(super) struct Proof {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) exact: String,
    pub(super) address: String,
    /// The document that says it; for what is not said any more, that which does not.
    pub(super) document: String,
    /// The claim, if it rests on one.
    claim: Option<i64>,
    /// Its words in their sentence.
    pub(super) words: Option<Snippet>,
}

/// All reasons for which there is an indicator.
pub(super) async fn groups(store: &Store, page: &Page) -> Result<Vec<Group>, WebError> {
    let w = page.w;
    let (restated, missed, vanished, reported) = tokio::try_join!(
        restated(store, page),
        missed(store, page),
        vanished(store, page),
        reported(store, page),
    )?;
    let mut groups = vec![
        Group { id: "restated", title: w.worth_restated, cards: restated },
        Group { id: "missed", title: w.worth_missed, cards: missed },
        Group { id: "vanished", title: w.worth_vanished, cards: vanished },
        Group { id: "reported", title: w.worth_reported, cards: reported },
    ];
    groups.retain(|group| !group.cards.is_empty());
    let mut proofs: Vec<&mut Proof> =
        groups.iter_mut().flat_map(|group| &mut group.cards).flat_map(|card| &mut card.proofs).collect();
    let sentences = Sentences::of(store, proofs.iter().filter_map(|proof| proof.claim)).await?;
    for proof in &mut proofs {
        proof.words = proof.claim.map(|claim| sentences.on_card(claim));
    }
    Ok(groups)
}

/// Candidates, each with its series of the place.
async fn with_series<'a>(
    store: &Store,
    rows: &'a [(IndicatorRow, String)],
) -> Result<Vec<(&'a IndicatorRow, Vec<Series>)>, WebError> {
    let places: Vec<_> = rows.iter().map(|(row, scope)| (row.id, Some(scope.as_str()))).collect();
    let mut series: HashMap<(i64, Option<String>), Vec<Series>> = HashMap::new();
    for one in store.series_of_places(&places).await? {
        if let Some(first) = one.points.first() {
            series.entry((first.indicator, one.scope.clone())).or_default().push(one);
        }
    }
    let rows = rows.iter().map(|(row, scope)| {
        let of_row = series.remove(&(row.id, Some(scope.clone()))).unwrap_or_default();
        (row, of_row)
    });
    Ok(rows.collect())
}

async fn restated(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let mut found = Vec::new();
    for few in store.candidates(Reason::Restated, LOOKED_AT).await?.chunks(AT_A_TIME) {
        if found.len() >= SHOWN {
            break;
        }
        for (row, all) in with_series(store, few).await? {
            let newest = all
                .iter()
                .flat_map(|one| series::restatements(one).into_iter().map(move |again| (one, again)))
                .filter(|(_, again)| matches!(again.what, Again::Revision | Again::Conflict))
                .filter_map(|(one, again)| Some((one, point(one, again.earlier)?, point(one, again.later)?)))
                .filter(|(_, earlier, later)| {
                    earlier.document.id != later.document.id && is_close(earlier, later)
                })
                .max_by_key(|(_, earlier, later)| (later.document.date, later.id, Reverse(earlier.id)));
            if let Some((one, earlier, later)) = newest {
                let reason = fill(page.w.restated_reason, &[&period(later, page)]);
                let proofs =
                    [earlier, later].map(|point| Proof::of(&page.day(point.document.day()), point, page));
                found.push((later.document.date, card(row, one, reason, proofs.into(), page)));
            }
        }
    }
    found.sort_by_key(|(date, _)| Reverse(*date));
    Ok(first(found.into_iter().map(|(_, card)| card)))
}

async fn missed(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let mut found = Vec::new();
    for few in store.candidates(Reason::Aimed, LOOKED_AT).await?.chunks(AT_A_TIME) {
        if found.len() >= SHOWN {
            break;
        }
        for (row, all) in with_series(store, few).await? {
            let pairs = all.iter().flat_map(|targets| all.iter().map(move |results| (targets, results)));
            let newest = pairs
                .flat_map(|(targets, results)| {
                    let outcomes = series::outcomes(targets, results).into_iter();
                    outcomes.map(move |outcome| (targets, results, outcome))
                })
                .filter(|(.., outcome)| outcome.verdict == Verdict::Missed)
                .filter_map(|(targets, results, outcome)| {
                    Some((results, point(targets, outcome.target)?, point(results, outcome.result?)?))
                })
                .max_by_key(|(_, target, result)| (result.day(), result.id, target.id));
            if let Some((results, target, result)) = newest {
                let reason = fill(page.w.missed_reason, &[&period(result, page)]);
                let proofs =
                    vec![Proof::of(page.w.target, target, page), Proof::of(page.w.result, result, page)];
                found.push((result.day(), card(row, results, reason, proofs, page)));
            }
        }
    }
    found.sort_by_key(|(day, _)| Reverse(*day));
    Ok(first(found.into_iter().map(|(_, card)| card)))
}

async fn reported(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let rows = store.leading_indicators(SHOWN as i64).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let series = by_indicator(store.main_series(&ids, None).await?);
    let cards = rows.iter().filter_map(|row| {
        let all = series.get(&row.id)?;
        let main = main_series(all)?;
        let counts = [row.documents.to_string(), main.points.len().to_string()];
        let reason = fill(page.w.reported_reason, &[&counts[0], &counts[1]]);
        let latest = headline(all)?;
        let mut label = period(latest, page);
        if latest.claim.status == Status::Target {
            let language = page.visit.language;
            label = words::in_brackets(&label, words::status(Status::Target, language), language);
        }
        let proof = Proof::of(&label, latest, page);
        Some(card(row, main, reason, vec![proof], page))
    });
    Ok(cards.collect())
}

async fn vanished(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let mut cards = Vec::new();
    for (row, scope) in store.candidates(Reason::Silent, LOOKED_AT).await? {
        if cards.len() == SHOWN {
            break;
        }
        let mentions = store.mentions(row.id, &scope).await?;
        let Some(gone) = series::vanished(&mentions) else { continue };
        let all = store.series_of_scope(&[row.id], &scope).await?;
        let last = all.iter().find_map(|one| Some((one, point(one, gone.claim)?)));
        let newest = mentions.iter().find(|one| one.document == gone.newest);
        let (Some((one, last)), Some(newest)) = (last, newest) else { continue };
        let newest = Proof {
            label: page.w.newest_silent.to_owned(),
            value: String::new(),
            exact: String::new(),
            address: page.to("documents", newest.document),
            document: full_name(&newest.title, Some(&scope), Some(newest.day)),
            claim: None,
            words: None,
        };
        let proofs = vec![Proof::of(page.w.last_said, last, page), newest];
        cards.push(card(&row, one, remarks::gone(&gone, page), proofs, page));
    }
    Ok(first(cards.into_iter()))
}

impl Proof {
    fn of(label: &str, point: &Point, page: &Page) -> Self {
        let language = page.visit.language;
        Self {
            label: label.to_owned(),
            value: worded(point, language),
            exact: number::exactly(&point.claim, language),
            address: page.to_words(point.document.id, point.id),
            document: point.document.name(),
            claim: Some(point.id),
            words: None,
        }
    }
}

fn card(row: &IndicatorRow, one: &Series, reason: String, proofs: Vec<Proof>, page: &Page) -> Card {
    let scope = one.scope.clone().unwrap_or_default();
    Card {
        name: series::called(&row.name, &one.points),
        address: page.indicator_in(row.id, &scope),
        spark: spark(one),
        scope,
        reason,
        proofs,
    }
}

/// Values that lie far apart are of two definitions more often than one figure and its revision.
fn is_close(earlier: &Point, later: &Point) -> bool {
    let apart = (earlier.signed() - later.signed()).abs();
    apart * Decimal::TEN <= later.signed().abs()
}

fn point(series: &Series, id: i64) -> Option<&Point> {
    series.points.iter().find(|point| point.id == id)
}

fn period(point: &Point, page: &Page) -> String {
    words::period(point.claim.period.as_ref(), page.visit.language)
}

/// The first of them, no indicator twice.
fn first(cards: impl Iterator<Item = Card>) -> Vec<Card> {
    let mut seen = HashSet::new();
    cards.filter(|card| seen.insert(card.name.clone())).take(SHOWN).collect()
}
