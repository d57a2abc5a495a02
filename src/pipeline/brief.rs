//! What a briefing is drafted from, gathered from the record; and what became of it since.

use super::named::{ANSWER, named};
use crate::brief::{self, Asked, Briefing, Entry, Material, Now, Quoted, Source, Stale, Subject};
use crate::language::Language;
use crate::query::{self, Meaning, Query, Vocabulary, place};
use crate::series::{self, Candidate, Place, Point, Series};
use crate::store::{IndicatorFilter, Store, StoreError, StoredClaim};
use crate::words;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// So many indicators of a topic are looked at, those of most documents first.
const MOST: i64 = 60;

/// So many answers to a name are looked through for one that has a value at the place.
const LOOKED_AT: usize = 8;

/// So many characters of a sentence are read on each side of a figure: more than are shown.
const AROUND: usize = 80;

/// Why there is no briefing.
#[derive(Debug, thiserror::Error)]
pub enum BriefError {
    /// The database could not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An indicator that is named is none, and these come near.
    #[error("no indicator is called {0}")]
    NoIndicator(String, Vec<Candidate>),
}

/// An indicator at a place, before its series are read.
struct Wanted {
    indicator: i64,
    scope: Option<String>,
    picked: Option<i64>,
}

/// Drafts a briefing on what is asked for and on what was put aside, on a day.
///
/// The parts of a topic between 、 are each searched for as the dashboard searches names; places that it names count as
/// places that are asked for.
pub async fn briefing(
    store: &Store,
    mut asked: Asked,
    entries: &[Entry],
    day: NaiveDate,
    language: Language,
) -> Result<Briefing, BriefError> {
    let places = &store.menus().await?.places;
    for scope in &mut asked.scopes {
        // 济南 is 济南市.
        if let Some(known) = place::read(scope, places) {
            *scope = known;
        }
    }
    let mut wanted = picked(store, entries).await?;
    let queries = queries(store, &mut asked).await?;
    for query in queries {
        wanted.extend(of_topic(store, &query, &asked.scopes).await?);
    }
    for name in asked.indicators.clone() {
        wanted.extend(of_name(store, &name, &asked.scopes).await?);
    }
    // What was put aside, with no words: the briefing goes by the names of the indicators.
    if asked.topic.is_empty() && asked.indicators.is_empty() {
        for one in &wanted {
            let name = store.indicator(one.indicator).await?.name;
            if !asked.indicators.contains(&name) {
                asked.indicators.push(name);
            }
        }
    }
    let before = store.last_briefing(&asked).await?.map(|stored| stored.briefing);
    let subjects = subjects(store, wanted).await?;
    let points = || {
        let series = subjects.iter().flat_map(|one| &one.series).flat_map(|one| &one.points);
        series.chain(subjects.iter().flat_map(|one| &one.placeless))
    };
    let documents: BTreeSet<i64> = points().map(|point| point.document.id).collect();
    let sentences = sentences(store, &points().map(|point| point.id).collect::<Vec<_>>()).await?;
    let sources = sources(store, &documents.into_iter().collect::<Vec<_>>()).await?;
    Ok(brief::draft(&Material { asked, day, language, subjects, sources, sentences, before }))
}

/// The searches that a topic is; places in it become places that are asked for.
async fn queries(store: &Store, asked: &mut Asked) -> Result<Vec<Query>, StoreError> {
    let menus = store.menus().await?;
    let known = Vocabulary { places: &menus.places, speakers: &menus.speakers };
    let mut queries = Vec::new();
    for part in asked.topic.split(['、', '，', ',', ';', '；']).filter(|part| !part.trim().is_empty()) {
        let mut query = query::read(part, &known);
        query.terms.retain(|term| match &term.means {
            Meaning::Place(place) => {
                if !asked.scopes.contains(place) {
                    asked.scopes.push(place.clone());
                }
                false
            }
            _ => true,
        });
        queries.extend((!query.is_empty()).then_some(query));
    }
    Ok(queries)
}

/// The indicators whose names fit, at each of the places.
async fn of_topic(store: &Store, query: &Query, scopes: &[String]) -> Result<Vec<Wanted>, StoreError> {
    let of_place = async |scope: Option<&String>| {
        let filter = IndicatorFilter {
            query: query.clone(),
            scope: scope.cloned(),
            limit: MOST,
            ..IndicatorFilter::default()
        };
        store.indicators_found(&filter).await
    };
    let mut found: Vec<i64> = Vec::new();
    if scopes.is_empty() {
        found = of_place(None).await?.rows;
        return of_main_places(store, &found).await;
    }
    for scope in scopes {
        for id in of_place(Some(scope)).await?.rows {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    Ok(at_places(&found, scopes))
}

fn at_places(indicators: &[i64], scopes: &[String]) -> Vec<Wanted> {
    let at = |indicator: i64| {
        scopes.iter().map(move |scope| Wanted { indicator, scope: Some(scope.clone()), picked: None })
    };
    indicators.iter().flat_map(|indicator| at(*indicator)).collect()
}

/// Each indicator at the place of which most is told.
async fn of_main_places(store: &Store, indicators: &[i64]) -> Result<Vec<Wanted>, StoreError> {
    let mut places = series::places_of_main(store.counts(indicators, None).await?);
    let at = |indicator: &i64| {
        Some(Wanted { indicator: *indicator, scope: places.remove(indicator)?, picked: None })
    };
    Ok(indicators.iter().filter_map(at).collect())
}

/// The indicator that is called so and has a value at one of the places.
async fn of_name(store: &Store, name: &str, scopes: &[String]) -> Result<Vec<Wanted>, BriefError> {
    let scope = scopes.first().map(String::as_str);
    let found = named(store, name, scope, None, false).await?;
    let answers = found.iter().filter(|one| one.score >= ANSWER).take(LOOKED_AT);
    for candidate in answers {
        if scopes.is_empty() {
            return Ok(of_main_places(store, &[candidate.id]).await?);
        }
        let counts = store.counts(&[candidate.id], None).await?;
        let is_told = |scope: &&String| counts.iter().any(|one| one.scope.as_ref() == Some(scope));
        let here: Vec<String> = scopes.iter().filter(is_told).cloned().collect();
        if !here.is_empty() {
            return Ok(at_places(&[candidate.id], scopes));
        }
    }
    Err(BriefError::NoIndicator(name.to_owned(), found))
}

/// What was put aside, as far as the record still has it.
async fn picked(store: &Store, entries: &[Entry]) -> Result<Vec<Wanted>, StoreError> {
    let mut wanted = Vec::new();
    for entry in entries {
        match entry {
            Entry::Figure { place, key } => {
                let Some(stored) = figure_at(store, place, key).await? else { continue };
                wanted.push(Wanted {
                    indicator: stored.indicator,
                    scope: stored.claim.scope,
                    picked: Some(stored.id),
                });
            }
            Entry::Indicator { key, scope } => {
                let Some(indicator) = store.find_indicator(key).await? else { continue };
                match scope {
                    Some(scope) => {
                        wanted.push(Wanted { indicator, scope: Some(scope.clone()), picked: None });
                    }
                    None => wanted.extend(of_main_places(store, &[indicator]).await?),
                }
            }
        }
    }
    Ok(wanted)
}

/// The claim that is read at a place now: of several that share their words, the one of an indicator.
pub async fn figure_at(store: &Store, place: &Place, key: &str) -> Result<Option<StoredClaim>, StoreError> {
    let found = store.claims_at(std::slice::from_ref(place)).await?;
    let Some((claims, false)) = found.first() else { return Ok(None) };
    let mut stored = store.claims_numbered(claims).await?;
    if stored.len() == 1 {
        return Ok(stored.pop().map(|(claim, _)| claim));
    }
    for (claim, _) in stored {
        if store.key_of(claim.indicator).await? == key {
            return Ok(Some(claim));
        }
    }
    Ok(None)
}

/// What is wanted with its series; what was asked for twice stands once, and what has no value not at all.
async fn subjects(store: &Store, wanted: Vec<Wanted>) -> Result<Vec<Subject>, StoreError> {
    let pairs: Vec<_> = wanted.iter().map(|one| (one.indicator, one.scope.as_deref())).collect();
    let unique: BTreeSet<_> = pairs.iter().copied().collect();
    let unique: Vec<_> = unique.into_iter().collect();
    let mut series: HashMap<(i64, Option<String>), Vec<Series>> = HashMap::new();
    for one in store.series_of_places(&unique).await? {
        if let Some(point) = one.points.first() {
            series.entry((point.indicator, one.scope.clone())).or_default().push(one);
        }
    }
    let ids: BTreeSet<i64> = wanted.iter().map(|one| one.indicator).collect();
    let unplaced: Vec<_> = ids.iter().map(|id| (*id, None)).collect();
    let unplaced: Vec<Point> = store.points_of_places(&unplaced).await?;
    let mut subjects: Vec<Subject> = Vec::new();
    let mut taken: BTreeSet<(i64, Option<String>, Option<i64>)> = BTreeSet::new();
    let picked: BTreeSet<(i64, Option<String>)> = wanted
        .iter()
        .filter(|one| one.picked.is_some())
        .map(|one| (one.indicator, one.scope.clone()))
        .collect();
    for one in wanted {
        let place = (one.indicator, one.scope.clone());
        let again = !taken.insert((one.indicator, one.scope.clone(), one.picked));
        // A figure that was picked says what its indicator would.
        let said = one.picked.is_none() && picked.contains(&place);
        let Some(found) = series.get(&place).filter(|_| !again && !said) else { continue };
        let placeless = unplaced.iter().filter(|point| {
            point.indicator == one.indicator && one.scope.is_some() && point.document.scope == one.scope
        });
        subjects.push(Subject {
            key: store.key_of(one.indicator).await?,
            name: store.indicator(one.indicator).await?.name,
            placeless: placeless.cloned().collect(),
            series: found.clone(),
            scope: one.scope,
            picked: one.picked,
        });
    }
    Ok(subjects)
}

async fn sentences(store: &Store, claims: &[i64]) -> Result<HashMap<i64, Quoted>, StoreError> {
    let found = store.in_sentences(claims, AROUND).await?;
    let quoted = |sentence: crate::store::Sentence| Quoted {
        before: sentence.before,
        quote: sentence.quote,
        after: sentence.after,
    };
    Ok(found.into_iter().map(|(claim, sentence)| (claim, quoted(sentence))).collect())
}

async fn sources(store: &Store, documents: &[i64]) -> Result<HashMap<i64, Source>, StoreError> {
    let mut hashes = store.hashes_of(documents).await?;
    let rows = store.documents_numbered(documents).await?;
    let source = |row: crate::store::DocumentRow| {
        let [(_, citation), _] = words::citations(&row.metadata, &row.source, row.ingested_at);
        Some((row.id, Source { sha256: hashes.remove(&row.id)?, citation }))
    };
    Ok(rows.into_iter().filter_map(source).collect())
}

/// The figures of a briefing that the record bears out no more, in words.
pub async fn stale(store: &Store, briefing: &Briefing, language: Language) -> Result<Vec<Stale>, StoreError> {
    let used: Vec<usize> = briefing.used().into_iter().collect();
    let figures = &briefing.contents.figures;
    let places: Vec<_> = used.iter().map(|at| figures[*at].place.clone()).collect();
    let found = store.claims_at(&places).await?;
    let there = found.iter().filter(|(_, removed)| !removed);
    let claims: Vec<i64> = there.flat_map(|(claims, _)| claims.iter().copied()).collect();
    let stored = store.claims_numbered(&claims).await?;
    let mut keys: HashMap<i64, String> = HashMap::new();
    for indicator in stored.iter().map(|(one, _)| one.indicator).collect::<BTreeSet<_>>() {
        keys.insert(indicator, store.key_of(indicator).await?);
    }
    let pairs: BTreeSet<(i64, Option<&str>)> =
        stored.iter().map(|(one, _)| (one.indicator, one.claim.scope.as_deref())).collect();
    let series = store.series_of_places(&pairs.into_iter().collect::<Vec<_>>()).await?;
    let stored: HashMap<i64, _> = stored.iter().map(|(one, _)| (one.id, one)).collect();
    let now = |at: usize| {
        let (claims, removed) = &found[used.iter().position(|one| *one == at)?];
        let here = claims.iter().filter_map(|id| stored.get(id));
        let claims: Vec<_> = here
            .clone()
            .filter_map(|one| {
                Some((keys.get(&one.indicator)?.clone(), one.indicator_name.clone(), one.claim.clone()))
            })
            .collect();
        let mut same = here.filter(|one| keys.get(&one.indicator) == Some(&figures[at].key));
        let newer = same.find_map(|one| newer(&series, one.id));
        Some(Now { removed: *removed, claims, newer })
    };
    Ok(brief::stale(briefing, now, language))
}

/// The value that is drawn in the place of a claim's, where it is another.
fn newer(series: &[Series], claim: i64) -> Option<Point> {
    let (home, at) =
        series.iter().find_map(|one| Some((one, one.points.iter().position(|point| point.id == claim)?)))?;
    if !home.is_ghost(at) {
        return None;
    }
    let again = series::restatements(home).into_iter().find(|again| again.earlier == claim)?;
    let differs = again.what != series::Again::Repeat;
    home.points.iter().find(|point| differs && point.id == again.later).cloned()
}
