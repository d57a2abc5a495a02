//! Indicators worth a look: revised, short of a target, no longer mentioned, steadily reported.
//!
//! The store finds candidates; whether the reason holds is decided here, by `series`, on all their values.

use super::error::WebError;
use super::summary::{by_indicator, headline, main_series, spark, worded};
use super::templates::Page;
use super::text::fill;
use crate::document::DocumentKind;
use crate::series::{self, Again, Point, Series, Verdict};
use crate::store::{IndicatorRow, Mention, Reason, Store};
use crate::words;
use crate::words::number;
use crate::words::period::day;
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many indicators of each reason are shown, and so many looked at for it.
const SHOWN: usize = 4;
const LOOKED_AT: i64 = 24;

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
    Ok(groups)
}

/// The candidates for a reason, each with all its series.
async fn candidates(store: &Store, reason: Reason) -> Result<Vec<(IndicatorRow, Vec<Series>)>, WebError> {
    let rows = store.candidates(reason, LOOKED_AT).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut series = by_indicator(store.series(&ids).await?);
    let rows = rows.into_iter().map(|row| {
        let of_row = series.remove(&row.id).unwrap_or_default();
        (row, of_row)
    });
    Ok(rows.collect())
}

async fn restated(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let mut found = Vec::new();
    for (row, all) in candidates(store, Reason::Restated).await? {
        let newest = all
            .iter()
            .flat_map(|one| series::restatements(one).into_iter().map(move |again| (one, again)))
            .filter(|(_, again)| matches!(again.what, Again::Revision | Again::Conflict))
            .filter_map(|(one, again)| Some((one, point(one, again.earlier)?, point(one, again.later)?)))
            .filter(|(_, earlier, later)| is_close(earlier, later))
            .max_by_key(|(_, earlier, later)| (later.document.date, later.id, Reverse(earlier.id)));
        if let Some((one, earlier, later)) = newest {
            let reason = fill(page.w.restated_reason, &[&period(later, page)]);
            let proofs = [earlier, later].map(|point| Proof::of(&said_on(point, page), point, page));
            found.push((later.document.date, card(&row, one, reason, proofs.into(), page)));
        }
    }
    found.sort_by_key(|(date, _)| Reverse(*date));
    Ok(first(found.into_iter().map(|(_, card)| card)))
}

async fn missed(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let mut found = Vec::new();
    for (row, all) in candidates(store, Reason::Aimed).await? {
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
            let proofs = vec![Proof::of(page.w.target, target, page), Proof::of(page.w.result, result, page)];
            found.push((result.day(), card(&row, results, reason, proofs, page)));
        }
    }
    found.sort_by_key(|(day, _)| Reverse(*day));
    Ok(first(found.into_iter().map(|(_, card)| card)))
}

async fn reported(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let rows = store.candidates(Reason::Reported, SHOWN as i64).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let series = by_indicator(store.main_series(&ids, None).await?);
    let cards = rows.iter().filter_map(|row| {
        let all = series.get(&row.id)?;
        let main = main_series(all)?;
        let counts = [row.documents.to_string(), main.points.len().to_string()];
        let reason = fill(page.w.reported_reason, &[&counts[0], &counts[1]]);
        let latest = headline(all)?;
        let proof = Proof::of(&period(latest, page), latest, page);
        Some(card(row, main, reason, vec![proof], page))
    });
    Ok(cards.collect())
}

async fn vanished(store: &Store, page: &Page) -> Result<Vec<Card>, WebError> {
    let mut cards = Vec::new();
    for (row, scope) in store.silent_indicators(LOOKED_AT).await? {
        if cards.len() == SHOWN {
            break;
        }
        let mentions = store.mentions(row.id, &scope).await?;
        let Some(gone) = gone(&mentions) else { continue };
        let all = store.series_of_scope(&[row.id], &scope).await?;
        let points: HashMap<i64, (&Series, &Point)> =
            all.iter().flat_map(|one| one.points.iter().map(move |point| (point.id, (one, point)))).collect();
        let Some((one, last)) = points.get(&gone.claim) else { continue };
        let numbers = [gone.years.to_string(), gone.last.to_string(), gone.silent.to_string()];
        let reason = fill(page.w.vanished_reason, &[&numbers[0], &numbers[1], &numbers[2]]);
        let newest = Proof {
            label: format!("{} {}", page.w.newest_silent, day(gone.newest.date, page.visit.language)),
            value: gone.newest.title.clone(),
            exact: String::new(),
            address: page.to("documents", gone.newest.document),
        };
        let proofs = vec![Proof::of(page.w.last_said, last, page), newest];
        cards.push(card(&row, one, reason, proofs, page));
    }
    Ok(cards)
}

/// An indicator that documents of one kind gave year after year and then no more.
#[derive(Debug)]
struct Gone<'a> {
    years: usize,
    last: i32,
    /// How many documents of the kind came after that year.
    silent: usize,
    /// A claim of the last document that gave it.
    claim: i64,
    newest: &'a Mention,
}

/// Only documents that can be compared count: reports with reports, and else those of the same title but
/// for its figures. Where any other document has spoken of the indicator since, it is not gone.
fn gone(mentions: &[Mention]) -> Option<Gone<'_>> {
    let last_year = mentions.iter().rfind(|one| one.claim.is_some())?.date.year();
    let mut families: BTreeMap<String, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        families.entry(family(&mention.title)).or_default().push(mention);
    }
    let days = |those: &[&Mention]| those.iter().map(|one| one.date).collect::<Vec<NaiveDate>>();
    let found = families.values().filter_map(|held| {
        let reported: Vec<&Mention> = held.iter().copied().filter(|one| one.claim.is_some()).collect();
        let gone = series::vanished(&days(&reported), &days(held))?;
        let since = held.iter().filter(|one| one.date.year() > gone.last).count();
        (gone.last == last_year).then_some(Gone {
            years: gone.years,
            last: gone.last,
            silent: since,
            claim: reported.last()?.claim?,
            newest: held.last()?,
        })
    });
    found.max_by_key(|gone| gone.years)
}

/// What documents have in common that can be compared.
fn family(title: &str) -> String {
    match DocumentKind::of(Some(title)) {
        kind @ (DocumentKind::Report | DocumentKind::Bulletin) => <&'static str>::from(kind).to_owned(),
        DocumentKind::Conference | DocumentKind::Other => {
            title.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
        }
    }
}

impl Proof {
    fn of(label: &str, point: &Point, page: &Page) -> Self {
        let language = page.visit.language;
        Self {
            label: label.to_owned(),
            value: worded(point, language),
            exact: number::exactly(&point.claim, language),
            address: page.to_words(point.document.id, point.id),
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

/// Two values in one document, and values that lie far apart, are two definitions more often than one
/// figure and its revision.
fn is_close(earlier: &Point, later: &Point) -> bool {
    let apart = (earlier.signed() - later.signed()).abs();
    earlier.document.id != later.document.id && apart * Decimal::TEN <= later.signed().abs()
}

fn point(series: &Series, id: i64) -> Option<&Point> {
    series.points.iter().find(|point| point.id == id)
}

fn period(point: &Point, page: &Page) -> String {
    words::period(point.claim.period.as_ref(), page.visit.language)
}

fn said_on(point: &Point, page: &Page) -> String {
    point.document.date.map_or_else(|| page.w.unknown.to_owned(), |date| day(date, page.visit.language))
}

/// The first of them, no indicator twice.
fn first(cards: impl Iterator<Item = Card>) -> Vec<Card> {
    let mut seen = HashSet::new();
    cards.filter(|card| seen.insert(card.name.clone())).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Documents of these years: r a report that gives it, R one that does not; c and C the same of a
    /// conference on something else each year.
    fn mentions(years: &[(i32, char)]) -> Vec<Mention> {
        let of = |(at, &(year, kind)): (usize, &(i32, char))| Mention {
            document: at as i64 + 1,
            title: if kind.eq_ignore_ascii_case(&'r') {
                format!("{year}年政府工作报告")
            } else {
                format!("云州市第{at}场发布会：{}", ["养老", "供水", "托育"][at % 3])
            },
            date: NaiveDate::from_ymd_opt(year, 1, 10).expect("a day"),
            claim: kind.is_lowercase().then_some(at as i64 + 1),
        };
        years.iter().enumerate().map(of).collect()
    }

    #[rstest]
    #[case::three_reports_and_silence(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'R'), (2024, 'R')], Some((3, 2022, 2)))]
    #[case::still_there(&[(2020, 'r'), (2021, 'r'), (2022, 'r')], None)]
    #[case::only_another_kind_came_since(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'C')], None)]
    #[case::another_kind_spoke_of_it(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'R'), (2023, 'c')], None)]
    #[case::no_habit(&[(2020, 'r'), (2022, 'r'), (2023, 'R')], None)]
    fn gone_is_what_comparable_documents_gave_and_then_did_not(
        #[case] years: &[(i32, char)],
        #[case] expected: Option<(usize, i32, usize)>,
    ) {
        let mentions = mentions(years);
        assert_eq!(gone(&mentions).map(|gone| (gone.years, gone.last, gone.silent)), expected);
    }
}
