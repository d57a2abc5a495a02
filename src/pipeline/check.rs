//! A text against the record: its claims are read as `ingest` reads them, and all are looked up at once.

use super::{analyse, has_figures};
use crate::check::{self, Candidate, Fit, Judgement, Named, Names};
use crate::claim::{Claim, Kind, ToWords};
use crate::document::{Document, Span, file_name};
use crate::series::{self, Decisions, Point, PointDocument};
use crate::store::{Store, StoreError};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An indicator of a name that more places share is looked up by its number alone where the text names no place.
const MOST_PLACES: i64 = 12;

/// So many claims of other places with the same number are looked at.
const MOST_OF_NUMBER: i64 = 40;

/// What a reader says that a claim of a text means. One that no claim of it fits is passed over, as the text has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The indicator's number.
    pub indicator: i64,
    /// The first code point of the claim's quote.
    pub start: usize,
    /// What the claim calls it.
    pub wording: String,
}

/// A text with what the record says to each of its claims.
#[derive(Debug)]
pub struct Checking {
    /// The text.
    pub document: Document,
    /// Its sentences that make a claim, in order.
    pub sentences: Vec<Said>,
    /// How many of its figures are no claims: dates, names, numbers of documents.
    pub rejects: usize,
    /// True where it holds a figure at all.
    pub has_figures: bool,
}

/// A sentence of the text.
#[derive(Debug)]
pub struct Said {
    /// Where it stands.
    pub span: Span,
    /// Its claims, in order.
    pub claims: Vec<Checked>,
}

impl Said {
    /// Its words on one line. `text` is that of the document.
    #[must_use]
    pub fn words(&self, text: &[char]) -> String {
        let words: String = text.get(self.span.start..self.span.end).unwrap_or_default().iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A claim of the text with what the record says to it.
#[derive(Debug)]
pub struct Checked {
    /// The claim.
    pub claim: Claim,
    /// What the record says.
    pub judgement: Judgement,
    /// What it may speak of; the judgement names these by position.
    pub candidates: Vec<Candidate>,
}

impl Checked {
    /// What the judgement rests on.
    pub fn record(&self) -> Option<&Candidate> {
        self.candidates.get(self.judgement.record?)
    }

    /// Every candidate that is told of.
    pub fn told(&self) -> impl Iterator<Item = &Candidate> {
        let told = self.judgement.rests_on().chain(self.judgement.others.iter().copied());
        told.filter_map(|at| self.candidates.get(at))
    }
}

/// A claim of the text and what it may be called in the record.
struct Asked {
    point: Point,
    key: String,
    named: Vec<Named>,
}

impl Asked {
    /// Whether a reader said what it means.
    fn is_chosen(&self) -> bool {
        self.named.iter().any(|named| named.fit == Fit::Chosen)
    }
}

/// What the record says to every claim of a text, as its reader understands it. Nothing of the text is stored.
pub async fn check(store: &Store, document: Document, choices: &[Choice]) -> Result<Checking, StoreError> {
    let analysis = tokio::task::spawn_blocking(move || analyse(document))
        .await
        .unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()));
    let decisions = Decisions::in_force(store.decisions().await?);
    let text: Vec<char> = analysis.document.text.chars().collect();
    let mut asked: Vec<Asked> = analysis
        .extraction
        .claims
        .iter()
        .zip(&analysis.links)
        .map(|(claim, link)| Asked {
            point: point(&analysis.document, claim, link.comparable, &text),
            key: decisions.lead(&link.key),
            named: Vec::new(),
        })
        .collect();
    name(store, &mut asked).await?;
    choose(&mut asked, choices);
    let record = Record::of(store, &asked).await?;
    let mut sentences: Vec<Said> = Vec::new();
    for one in asked {
        let candidates = record.candidates(&one);
        let (judgement, candidates) = if one.is_chosen() {
            check::judge_chosen(&one.point, candidates)
        } else {
            (check::judge(&one.point, &candidates), candidates)
        };
        let claim = one.point.claim;
        let span = claim.sentence;
        let checked = Checked { claim, judgement, candidates };
        match sentences.last_mut().filter(|last| last.span == span) {
            Some(last) => last.claims.push(checked),
            None => sentences.push(Said { span, claims: vec![checked] }),
        }
    }
    Ok(Checking {
        has_figures: has_figures(&analysis.extraction),
        rejects: analysis.extraction.rejects.len(),
        document: analysis.document,
        sentences,
    })
}

/// A claim of the text as a point that no record holds.
fn point(document: &Document, claim: &Claim, comparable: bool, text: &[char]) -> Point {
    let metadata = &document.metadata;
    let before = text.get(claim.sentence.start..claim.start).unwrap_or_default();
    let rank = claim.kind == Kind::Rank;
    Point {
        id: 0,
        indicator: 0,
        claim: claim.clone(),
        document: PointDocument {
            id: 0,
            title: metadata.title.clone().unwrap_or_else(|| file_name(&document.source).to_owned()),
            scope: metadata.scope.clone(),
            date: metadata.date(),
            precision: metadata.precision,
            source: document.source.clone(),
        },
        link: ToWords { document: 0, claim: 0 },
        comparable,
        among: rank.then(|| series::among(&before.iter().collect::<String>())).flatten(),
        scale: Decimal::ONE,
    }
}

/// Finds the indicators that the claims may speak of.
async fn name(store: &Store, asked: &mut [Asked]) -> Result<(), StoreError> {
    let wanted: Vec<(String, Vec<String>)> = asked
        .iter()
        .map(|one| {
            let plain = plain(&one.key).to_owned();
            let names = [one.point.claim.indicator.clone(), plain.to_uppercase()];
            (plain, BTreeSet::from(names).into_iter().collect())
        })
        .collect();
    for (at, indicator, alias) in store.indicators_meant(&wanted).await? {
        let fit = if alias { Fit::Alias } else { Fit::Same };
        let named = &mut asked[at].named;
        match named.iter_mut().find(|named| named.indicator == indicator) {
            Some(known) => known.fit = known.fit.min(fit),
            None => named.push(Named { indicator, fit }),
        }
    }
    let places: BTreeSet<String> = asked.iter().filter_map(|one| one.point.claim.scope.clone()).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let mut of_place: HashMap<String, Vec<(i64, String)>> = HashMap::new();
    for (place, indicator, key) in store.names_of_places(&places).await? {
        of_place.entry(place).or_default().push((indicator, key));
    }
    let names: HashMap<String, (BTreeSet<i64>, Names)> = of_place
        .into_iter()
        .map(|(place, all)| (place, (all.iter().map(|(id, _)| *id).collect(), Names::of(all))))
        .collect();
    for one in asked {
        let Some(place) = &one.point.claim.scope else { continue };
        let Some((known, names)) = names.get(place) else { continue };
        // What is called so is meant, where the place has it.
        if !one.named.iter().any(|named| known.contains(&named.indicator)) {
            one.named.extend(names.like(plain(&one.key)));
        }
    }
    Ok(())
}

/// Marks what a reader said that claims mean.
fn choose(asked: &mut [Asked], choices: &[Choice]) {
    for Choice { indicator, start, wording } in choices {
        let meant =
            |one: &&mut Asked| one.point.claim.start == *start && one.point.claim.indicator == *wording;
        if let Some(one) = asked.iter_mut().find(meant) {
            one.named.retain(|named| named.indicator != *indicator);
            one.named.push(Named { indicator: *indicator, fit: Fit::Chosen });
        }
    }
}

/// A key without what tells claims in an odd unit apart.
fn plain(key: &str) -> &str {
    key.split('/').next().unwrap_or(key)
}

/// What the record holds that claims may speak of.
struct Record {
    /// By indicator and place.
    points: HashMap<(i64, Option<String>), Vec<Point>>,
    /// By number, those with one that the text names: of what it may be called at any place, or of its place.
    with_number: BTreeMap<Decimal, Vec<Point>>,
    /// By indicator, where it has few.
    places: HashMap<i64, Vec<String>>,
    /// What indicators are called.
    names: HashMap<i64, String>,
}

impl Record {
    async fn of(store: &Store, asked: &[Asked]) -> Result<Self, StoreError> {
        let unplaced = asked.iter().filter(|one| one.point.claim.scope.is_none());
        let unplaced: BTreeSet<i64> =
            unplaced.flat_map(|one| &one.named).map(|named| named.indicator).collect();
        let unplaced: Vec<i64> = unplaced.into_iter().collect();
        let mut places: HashMap<i64, Vec<String>> = HashMap::new();
        for (indicator, place) in store.places_of(&unplaced, MOST_PLACES).await? {
            places.entry(indicator).or_default().push(place);
        }
        let mut wanted: BTreeSet<(i64, Option<&str>)> = BTreeSet::new();
        for one in asked {
            for Named { indicator, .. } in &one.named {
                if let Some(place) = &one.point.claim.scope {
                    wanted.insert((*indicator, Some(place)));
                } else {
                    let known = places.get(indicator).into_iter().flatten();
                    wanted.extend(known.map(|place| (*indicator, Some(place.as_str()))));
                    wanted.insert((*indicator, None));
                }
            }
        }
        let wanted: Vec<(i64, Option<&str>)> = wanted.into_iter().collect();
        let mut points: HashMap<(i64, Option<String>), Vec<Point>> = HashMap::new();
        for point in store.points_of_places(&wanted).await? {
            points.entry((point.indicator, point.claim.scope.clone())).or_default().push(point);
        }
        let mut numbers: BTreeMap<String, (BTreeSet<i64>, BTreeSet<&str>)> = BTreeMap::new();
        for one in asked.iter().filter(|one| is_rare(one.point.claim.value)) {
            let claim = &one.point.claim;
            let named = one.named.iter().filter(|named| named.fit <= Fit::Alias);
            let (indicators, places) = numbers.entry(claim.value.normalize().to_string()).or_default();
            indicators.extend(named.map(|named| named.indicator));
            places.extend(claim.scope.as_deref().filter(|_| is_long(claim.value)));
        }
        let numbers: Vec<_> =
            numbers.into_iter().map(|(number, (named, places))| (number, named, places)).collect();
        let mut with_number: BTreeMap<Decimal, Vec<Point>> = BTreeMap::new();
        for point in store.points_with_number(&numbers, MOST_OF_NUMBER).await? {
            with_number.entry(point.claim.value.normalize()).or_default().push(point);
        }
        let meant = asked.iter().flat_map(|one| &one.named).map(|named| named.indicator);
        let known: BTreeSet<i64> =
            meant.chain(with_number.values().flatten().map(|point| point.indicator)).collect();
        let known: Vec<i64> = known.into_iter().collect();
        let names =
            store.indicators_numbered(&known).await?.into_iter().map(|row| (row.id, row.name)).collect();
        Ok(Self { points, with_number, places, names })
    }

    /// What a claim may speak of, each once; then what has its very number at its place.
    fn candidates(&self, asked: &Asked) -> Vec<Candidate> {
        let claim = &asked.point.claim;
        let mut found: Vec<Candidate> = Vec::new();
        let mut seen: HashSet<i64> = HashSet::new();
        let mut add = |point: &Point, fit: Fit| {
            if seen.insert(point.id) {
                let name = self.names.get(&point.indicator).cloned().unwrap_or_default();
                found.push(Candidate { point: point.clone(), fit, name });
            }
        };
        let equal = self.with_number.get(&claim.value.normalize()).map_or(&[][..], Vec::as_slice);
        for Named { indicator, fit } in &asked.named {
            let places: Vec<Option<String>> = if let Some(place) = &claim.scope {
                vec![Some(place.clone())]
            } else {
                let places = self.places.get(indicator).into_iter().flatten().cloned().map(Some);
                places.chain([None]).collect()
            };
            let of_places =
                places.into_iter().filter_map(|place| self.points.get(&(*indicator, place))).flatten();
            let elsewhere = equal.iter().filter(|point| point.indicator == *indicator);
            for point in of_places.chain(elsewhere) {
                add(point, *fit);
            }
        }
        let here = |point: &&Point| {
            let Claim { scope, unit, kind, .. } = &point.claim;
            scope.is_some() && (scope, unit, kind) == (&claim.scope, &claim.unit, &claim.kind)
        };
        for point in equal.iter().filter(here).filter(|_| is_long(claim.value)) {
            add(point, Fit::Number);
        }
        found
    }
}

/// Three digits or more before the zeros at its end: what shares it is told of, whatever it is called.
fn is_long(value: Decimal) -> bool {
    digits(value) >= 3
}

/// A number that few claims share, so that all of them can be looked at: 423.6, 740万.
fn is_rare(value: Decimal) -> bool {
    is_long(value) || digits(value) == 2 && value.abs() >= Decimal::from(100_000)
}

/// How many digits stand before the zeros at its end.
fn digits(value: Decimal) -> usize {
    value.normalize().mantissa().to_string().trim_matches(['0', '-']).len()
}
