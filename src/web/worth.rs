//! Indicators worth a look: revised, short of a target, no longer mentioned, steadily reported.

use super::error::WebError;
use super::findings::{self, Card, Proof};
use super::summary::{by_indicator, headline, main_series, spark};
use super::templates::Page;
use super::text::fill;
use crate::claim::Status;
use crate::series::{self, FindingKind};
use crate::store::{Store, StoredFinding};
use crate::words;
use std::cmp::Reverse;
use std::collections::HashSet;

/// So many indicators of each reason are shown, and so many findings looked at to have as many of different ones.
const SHOWN: usize = 4;
const LOOKED_AT: i64 = 32;

/// The indicators of one reason.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) cards: Vec<Card>,
    /// Where all of them are; empty where these are all.
    pub(super) all: String,
}

/// All reasons for which there is an indicator.
pub(super) async fn groups(store: &Store, page: &Page) -> Result<Vec<Group>, WebError> {
    let w = page.w;
    let (restated, missed, vanished, reported) = tokio::try_join!(
        found(store, &[FindingKind::Revision, FindingKind::Conflict], page),
        found(store, &[FindingKind::Missed], page),
        found(store, &[FindingKind::Vanished], page),
        reported(store, page),
    )?;
    let all = |kind: FindingKind| page.href(&format!("/findings?kind={}", <&'static str>::from(kind)));
    let mut groups = vec![
        Group { id: "restated", title: w.worth_restated, cards: restated, all: all(FindingKind::Revision) },
        Group { id: "missed", title: w.worth_missed, cards: missed, all: all(FindingKind::Missed) },
        Group { id: "vanished", title: w.worth_vanished, cards: vanished, all: all(FindingKind::Vanished) },
        Group { id: "reported", title: w.worth_reported, cards: reported, all: page.href("/indicators") },
    ];
    groups.retain(|group| !group.cards.is_empty());
    Ok(groups)
}

/// The newest findings of some kinds as cards, no indicator twice.
async fn found(store: &Store, kinds: &[FindingKind], page: &Page) -> Result<Vec<Card>, WebError> {
    let mut found: Vec<StoredFinding> = Vec::new();
    for kind in kinds {
        found.extend(store.newest_findings(*kind, LOOKED_AT).await?);
    }
    found.sort_by_key(|one| Reverse(one.finding.day));
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.indicator));
    found.truncate(SHOWN);
    let mut cards = findings::cards(store, &found, page).await?;
    let places: Vec<_> = found.iter().map(|one| (one.indicator, Some(one.scope.as_str()))).collect();
    let series = store.series_of_places(&places).await?;
    for card in &mut cards {
        let of_card = found.iter().find(|one| card.id == Some(one.id));
        let drawn = of_card.map(|one| one.finding.later.unwrap_or(one.finding.earlier));
        let holds = |one: &&series::Series| one.points.iter().any(|point| Some(point.id) == drawn);
        card.spark = series.iter().find(holds).map(spark).unwrap_or_default();
        // The heading says it.
        card.kind = "";
    }
    Ok(cards)
}

async fn reported(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let rows = store.leading_indicators(SHOWN as i64).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let series = by_indicator(store.main_series(&ids, None).await?);
    let language = page.visit.language;
    let cards = rows.iter().filter_map(|row| {
        let all = series.get(&row.id)?;
        let main = main_series(all)?;
        let counts = [row.documents.to_string(), main.points.len().to_string()];
        let latest = headline(all)?;
        let mut label = words::period(latest.claim.period.as_ref(), language);
        if latest.claim.status == Status::Target {
            label = words::in_brackets(&label, words::status(Status::Target, language), language);
        }
        let scope = main.scope.clone().unwrap_or_default();
        Some(Card {
            id: None,
            kind: "",
            severity: "",
            name: series::called(&row.name, &main.points),
            address: page.indicator_in(row.id, &scope),
            spark: spark(main),
            scope,
            reason: fill(page.w.reported_reason, &[&counts[0], &counts[1]]),
            proofs: vec![Proof::of(&label, latest, page)],
            judged: None,
        })
    });
    let mut cards: Vec<Card> = cards.collect();
    findings::in_sentences(store, &mut cards).await?;
    Ok(cards)
}
