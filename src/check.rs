//! A claim of a text against the record: a verdict, what it rests on, and why.
//!
//! Pure: what the record holds is handed in. The rules, in the order in which they apply:
//!
//! 1. **Values are intervals.** 13.2 is anything that rounds to it, 近7万 a little less than that, 左右 a few per cent to
//!    both sides; 超, 余 and 以上 speak for values of up to twice as much, 不足 and 以内 for those down to half
//!    ([`Interval::told`](crate::series::Interval::told)). Units that convert are converted.
//! 2. The same number in the same measure, at the same place and time: **agrees** where the hedge is the same too, or
//!    where one number rounds to the other by no more than a twentieth; else **another hedge**. Numbers that differ and
//!    may still be one, as one side is a bound or coarse, are **allowed** unless an exact figure of the same denies it, and so is the same number of three digits or
//!    more that the record gives without a time.
//! 3. What agrees but was given another value by a document more than a month later is **revised**.
//! 4. The very number of the record in another measure of the same time is **another measure**: another unit, 个百分点 for %,
//!    a change for a level, a target for a result, 环比 for 同比, a rank among others, another body, another place. One such
//!    thing may differ, not two; of another place only numbers of three digits or more count, as shorter ones meet by
//!    chance, and of four where the place has another value itself.
//! 5. The very number of the record for another time is **another period**; where the record has another value for the
//!    time itself, only if the number has three digits or more and the times are within three years, or if the time
//!    stands in words before the sentence alone and may not be meant.
//! 6. **Differs** is said of like and like alone: one place, measure, time and body, by
//!    [`comparable()`](crate::series::comparable()), under the same name or one that only one indicator of the place can
//!    complete, and in a document that was sure of the time. A text that names no time is held against all times, and
//!    differs where no value of any agrees; so does one whose time stands in words before the sentence.
//! 7. Else nothing was **found**, which does not make the text false.
//!
//! Names that are merely alike can agree, by a number of three digits or more, and never differ. What shares the number
//! alone is told of, and decides nothing.

mod name;
mod pair;
mod time;

pub use name::{Fit, Named, Names};

use crate::claim::End;
use crate::series::{ONE_TIME, Point};
use pair::{Pair, Value};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What the record says to a claim.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// The same within the rounding of both.
    Agrees,
    /// The same number, hedged in another way: 740万 against 超740万.
    OtherHedge,
    /// Another number, which a bound on one side allows.
    Allowed,
    /// The record's number is that of another time.
    OtherPeriod,
    /// The record's number is that of another measure: unit, kind, basis, status or place.
    OtherMeasure,
    /// Like held against like, it is another value.
    Differs,
    /// The record had this value, and a later document changed it.
    Revised,
    /// The record holds nothing to hold it against; it may be true all the same.
    NotFound,
}

/// In what a claim and one of the record are measured otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// About another place.
    Place,
    /// Of another body.
    Body,
    /// A level against a change.
    Kind,
    /// In a unit that does not convert.
    Unit,
    /// 同比 against 环比.
    Basis,
    /// A target against a result.
    Status,
    /// A rank among others.
    Among,
}

/// How the times of a claim and one of the record stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Time {
    /// The same stretch.
    Same,
    /// One may be the other: up to the day of either document, or the end of a year and the year.
    Near,
    /// The text names no time.
    Unstated,
    /// The record names no time, and the text does.
    Unknown,
    /// Another one.
    Other,
}

/// A claim of the record that may be what a text speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The claim, with its document.
    pub point: Point,
    /// How well its indicator's name fits.
    pub fit: Fit,
    /// What its indicator is called.
    pub name: String,
}

/// By how much a claim is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Difference {
    /// The text's value less the record's, with their signs.
    pub by: Decimal,
    /// In what it is counted.
    pub unit: String,
    /// In per cent of the record's value, to one decimal; `None` where that means nothing.
    pub per_cent: Option<Decimal>,
    /// Where it is ten to this power times the record's: 4 for 万, 8 for 亿.
    pub power: Option<i32>,
    /// It goes the other way: a rise against a fall.
    pub turned: bool,
}

/// A verdict and what it rests on. Candidates go by their position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The record that it rests on; for [`Verdict::NotFound`] the nearest, where there is any.
    pub record: Option<usize>,
    /// For [`Verdict::Revised`]: the record that holds the value as it was. For a level that the text takes for a change:
    /// where it started from (16% of 从16%提升到52%), if the record says so.
    pub earlier: Option<usize>,
    /// For another time or measure: what the record holds in the measure and at the time of the text.
    pub like: Option<usize>,
    /// In what the record is measured otherwise.
    pub aspects: Vec<Aspect>,
    /// How the times stand to each other.
    pub time: Option<Time>,
    /// By how much it is off.
    pub difference: Option<Difference>,
    /// The text names no place, so that of the record was taken.
    pub place_taken: bool,
    /// Others that may be meant, the nearest first.
    pub others: Vec<usize>,
}

impl Judgement {
    /// The positions of what the verdict rests on.
    pub fn rests_on(&self) -> impl Iterator<Item = usize> {
        [self.record, self.earlier, self.like].into_iter().flatten()
    }
}

/// So many others are told.
const OTHERS: usize = 5;

/// The verdict where a reader chose what is meant, which is marked [`Fit::Chosen`]: by that alone. The others stay what
/// they are without it.
pub fn judge_chosen(asked: &Point, record: Vec<Candidate>) -> (Judgement, Vec<Candidate>) {
    let (mut chosen, others): (Vec<_>, Vec<_>) =
        record.into_iter().partition(|candidate| candidate.fit == Fit::Chosen);
    let mut judgement = judge(asked, &chosen);
    let usual = judge(asked, &others);
    let after = chosen.len();
    judgement.others = usual.rests_on().chain(usual.others.iter().copied()).map(|at| after + at).collect();
    chosen.extend(others);
    (judgement, chosen)
}

/// The verdict on a claim of a text, given as a point without a number whose document is the text.
pub fn judge(asked: &Point, record: &[Candidate]) -> Judgement {
    let places: BTreeSet<Option<&str>> =
        record.iter().map(|candidate| candidate.point.claim.scope.as_deref()).collect();
    let pairs: Vec<Pair<'_>> = record
        .iter()
        .enumerate()
        .map(|(at, candidate)| Pair::new(at, asked, candidate, places.len()))
        .filter(|pair| !pair.is_of_chance())
        .collect();
    let found = agreeing(&pairs).or_else(|| otherwise(&pairs)).unwrap_or_else(|| nothing(&pairs));
    let told: Vec<usize> = found.rests_on().collect();
    // Where the value agrees, no other value of the same indicator is meant.
    let settled = found.record.filter(|_| found.verdict == Verdict::Agrees);
    let settled = settled.map(|at| record[at].point.indicator);
    let may_be =
        |pair: &&Pair<'_>| !told.contains(&pair.at) && Some(pair.candidate.point.indicator) != settled;
    let mut others: Vec<&Pair<'_>> = pairs.iter().filter(may_be).collect();
    others.sort_by_key(|pair| pair.nearness());
    Judgement {
        others: others.into_iter().take(OTHERS).map(|pair| pair.at).collect(),
        place_taken: asked.claim.scope.is_none() && found.record.is_some(),
        ..found
    }
}

/// What the record holds with the same value in the same measure, at the same time.
fn agreeing(pairs: &[Pair<'_>]) -> Option<Judgement> {
    let best = pairs.iter().filter(|pair| pair.agrees()).min_by_key(|pair| pair.agreement())?;
    if let Some((first, last)) = revision(best, pairs) {
        let difference = last.difference();
        return Some(Judgement { earlier: Some(first.at), difference, ..of(Verdict::Revised, last) });
    }
    // What an exact figure of the same denies, no bound allows.
    if best.value == Value::Within && pairs.iter().any(Pair::denies) {
        return None;
    }
    let verdict = match best.value {
        _ if best.time == Time::Unknown => Verdict::Allowed,
        Value::Same | Value::Rounded => Verdict::Agrees,
        Value::Hedged => Verdict::OtherHedge,
        Value::Within | Value::Off => Verdict::Allowed,
    };
    // A bound that allows the number tells less than the same number of another time or measure.
    if verdict == Verdict::Allowed && best.time != Time::Same {
        let other = otherwise(pairs)
            .filter(|other| matches!(other.verdict, Verdict::OtherMeasure | Verdict::OtherPeriod));
        return other.or_else(|| Some(of(verdict, best)));
    }
    Some(of(verdict, best))
}

/// What was said first with this value and what was said last of the same, where that is another value, given more than
/// a month later. Of one document the last words count: it may tell the old value before the new one.
fn revision<'p, 'a>(held: &'p Pair<'a>, pairs: &'p [Pair<'a>]) -> Option<(&'p Pair<'a>, &'p Pair<'a>)> {
    let same = || pairs.iter().filter(|pair| pair.at == held.at || pair.restates(held));
    let first = same().filter(|pair| pair.value != Value::Off).min_by_key(|pair| pair.said())?;
    let last = same().max_by_key(|pair| pair.said())?;
    let days = |pair: &Pair<'_>| pair.candidate.point.document.date;
    let apart = (days(last)? - days(first)?).num_days();
    (apart > ONE_TIME && last.value == Value::Off && last.is_apart_from(first)).then_some((first, last))
}

/// The same number of another measure or time, else another value of the same.
fn otherwise(pairs: &[Pair<'_>]) -> Option<Judgement> {
    let like = pairs.iter().filter(|pair| pair.is_like()).min_by_key(|pair| pair.closeness());
    let with_like = |judged: Judgement| Judgement { like: like.map(|pair| pair.at), ..judged };
    let mut measures: Vec<&Pair<'_>> = pairs.iter().filter(|pair| pair.is_other_measure()).collect();
    measures.sort_by_key(|pair| pair.agreement());
    let measure = |pair: &&Pair<'_>| Judgement {
        earlier: base(pair, pairs).map(|base| base.at),
        ..with_like(of(Verdict::OtherMeasure, pair))
    };
    let period = || {
        pairs
            .iter()
            .filter(|pair| pair.is_other_period() && (pair.is_telling() || like.is_none()))
            .min_by_key(|pair| pair.closeness())
            .map(|pair| with_like(of(Verdict::OtherPeriod, pair)))
    };
    let differs = || {
        let pair = like.filter(|_| !pairs.iter().any(Pair::may_be_meant))?;
        Some(Judgement { difference: pair.difference(), ..of(Verdict::Differs, pair) })
    };
    let here = measures.iter().find(|pair| !pair.aspects.contains(&Aspect::Place));
    here.map(measure)
        .or_else(period)
        .or_else(|| measures.iter().find(|pair| pair.is_very_long()).map(measure))
        .or_else(differs)
        .or_else(|| measures.first().map(measure))
}

/// The 16% of 从16%提升到52%, where `pair` is the 52%.
fn base<'p, 'a>(pair: &Pair<'a>, pairs: &'p [Pair<'a>]) -> Option<&'p Pair<'a>> {
    let end = &pair.candidate.point;
    (pair.aspects.contains(&Aspect::Kind) && end.claim.role == Some(End::To)).then_some(())?;
    pairs.iter().find(|other| {
        let start = &other.candidate.point;
        start.claim.role == Some(End::From)
            && start.indicator == end.indicator
            && start.document.id == end.document.id
            && start.claim.sentence == end.claim.sentence
    })
}

fn nothing(pairs: &[Pair<'_>]) -> Judgement {
    match pairs.iter().min_by_key(|pair| pair.nearness()) {
        Some(nearest) => of(Verdict::NotFound, nearest),
        None => Judgement {
            verdict: Verdict::NotFound,
            record: None,
            earlier: None,
            like: None,
            aspects: Vec::new(),
            time: None,
            difference: None,
            place_taken: false,
            others: Vec::new(),
        },
    }
}

fn of(verdict: Verdict, pair: &Pair<'_>) -> Judgement {
    Judgement {
        verdict,
        record: Some(pair.at),
        aspects: pair.aspects.clone(),
        time: Some(pair.time),
        ..nothing(&[])
    }
}

/// Newer first.
fn newest(candidate: &Candidate) -> Reverse<(Option<chrono::NaiveDate>, i64)> {
    Reverse((candidate.point.document.date, candidate.point.id))
}
