//! A claim of a text beside one of the record: value, measure and time of the one against those of the other.

use super::time::{self, is_settled};
use super::{Aspect, Candidate, Difference, Fit, Time, newest};
use crate::claim::{Basis, Bound, Kind, Status};
use crate::series::{Interval, Point, comparable, factor, normalise, of_difference, restates, unit_of};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::cmp::Reverse;

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// One number and hedge.
    Same,
    /// One rounds to the other.
    Rounded,
    /// One number in other hedges.
    Hedged,
    /// Two numbers that may be one.
    Within,
    /// Two values.
    Off,
}

/// What is rounded by more than this part of it is rather allowed than the same: 4% for 3.6%.
const CLOSE: i64 = 20;

/// So many digits make a long number.
const LONG: usize = 3;

/// What is further apart in days meets by chance too often: growth rates return.
const NEAR: i64 = 3 * 366;

/// The two, and how they stand to each other.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    /// The candidate's position.
    pub(super) at: usize,
    pub(super) candidate: &'a Candidate,
    /// The claim in the record's unit, at the record's place and of its body where it names none.
    asked: Point,
    /// The text says which place.
    placed: bool,
    /// The time stands in words before the sentence.
    inherited: bool,
    /// It says so, or the record has one place alone.
    certain: bool,
    pub(super) value: Value,
    pub(super) aspects: Vec<Aspect>,
    pub(super) time: Time,
    /// How many digits the number has as it was said, if it is none of those that many say.
    digits: usize,
}

impl<'a> Pair<'a> {
    pub(super) fn new(at: usize, asked: &Point, candidate: &'a Candidate, bearers: usize) -> Self {
        let record = &candidate.point;
        let mut own = asked.clone();
        let claim = &mut own.claim;
        let placed = claim.scope.is_some();
        if claim.scope.is_none() {
            claim.scope.clone_from(&record.claim.scope);
        }
        if claim.subject.is_none() {
            claim.subject.clone_from(&record.claim.subject);
        }
        own.document.scope.clone_from(&own.claim.scope);
        let scale = converted(&own, record);
        own.scale = scale.unwrap_or(Decimal::ONE);
        Self {
            at,
            value: value(&own, record),
            aspects: aspects(&own, record, scale.is_none()),
            time: time::of(&own, record),
            digits: digits(&asked.claim.quote, asked.claim.value),
            candidate,
            asked: own,
            placed,
            inherited: asked.claim.period.as_ref().is_some_and(|period| period.inherited),
            certain: placed || bearers == 1,
        }
    }

    /// The same value, or one that a bound allows, in the same measure, of what may be the same time.
    pub(super) fn agrees(&self) -> bool {
        let sure = match self.candidate.fit {
            Fit::Chosen | Fit::Same | Fit::Alias | Fit::Only => true,
            Fit::Part => self.value < Value::Within && (self.is_long() || self.time == Time::Same),
            Fit::Alike => self.value < Value::Within && self.is_long(),
            Fit::Number => false,
        };
        // A bound says little where the place or the time is not said, and so does any short number.
        let said = match self.time {
            Time::Unknown => self.value < Value::Within && self.is_long(),
            _ => self.value < Value::Within || self.certain,
        };
        self.aspects.is_empty() && self.time != Time::Other && self.value != Value::Off && sure && said
    }

    /// The better the less.
    pub(super) fn agreement(&self) -> impl Ord + use<> {
        let firm = !self.candidate.fit.is_firm();
        let apart = self.candidate.point.claim.scope != self.candidate.point.document.scope;
        let unsure = (firm, self.value, self.time, self.candidate.fit, apart);
        (unsure, self.end(), newest(self.candidate))
    }

    /// It may be of the time that the text speaks of.
    fn is_timely(&self) -> bool {
        matches!(self.time, Time::Same | Time::Near | Time::Unstated)
    }

    /// The very number, hedged or not.
    fn is_number(&self) -> bool {
        matches!(self.value, Value::Same | Value::Hedged)
    }

    /// The very number in another measure.
    pub(super) fn is_other_measure(&self) -> bool {
        let named = self.is_number() && self.is_timely() && self.candidate.fit.is_firm();
        let percent = |point: &Point| matches!(point.claim.unit.as_str(), "%" | "个百分点");
        let kinds = [self.asked.claim.kind, self.candidate.point.claim.kind];
        let one = match self.aspects[..] {
            [Aspect::Kind] | [Aspect::Kind, Aspect::Unit] => {
                kinds.iter().all(|kind| matches!(kind, Kind::Level | Kind::Change))
                    && (self.aspects.len() == 1 || percent(&self.asked) && percent(&self.candidate.point))
            }
            [Aspect::Place] => {
                self.placed && self.is_long() && self.candidate.fit <= Fit::Alias && self.value == Value::Same
            }
            [_] => true,
            _ => false,
        };
        named && one
    }

    /// The very number of another time.
    pub(super) fn is_other_period(&self) -> bool {
        self.is_number()
            && self.aspects.is_empty()
            && self.time == Time::Other
            && (self.candidate.fit.is_firm() || self.candidate.fit < Fit::Number && self.is_long())
    }

    /// Another place has the number too, which is short.
    pub(super) fn is_of_chance(&self) -> bool {
        self.aspects.contains(&Aspect::Place) && !self.is_long()
    }

    /// It hardly meets another number of its kind by chance.
    fn is_long(&self) -> bool {
        self.digits >= LONG
    }

    /// It hardly meets any of all places by chance.
    pub(super) fn is_very_long(&self) -> bool {
        self.digits > LONG
    }

    /// The number hardly meets that of the other time by chance: it is long, and the times are near.
    pub(super) fn is_telling(&self) -> bool {
        self.inherited || self.is_long() && self.apart() <= NEAR
    }

    /// The time that is taken from words before the sentence may be the wrong one: for another, this fits.
    pub(super) fn may_be_meant(&self) -> bool {
        self.inherited
            && self.time == Time::Other
            && self.value != Value::Off
            && self.aspects.is_empty()
            && self.candidate.fit.is_firm()
    }

    /// Another value of the same: like against like.
    pub(super) fn is_like(&self) -> bool {
        let record = &self.candidate.point;
        let timely = match self.time {
            Time::Same => record.claim.status == Status::Target || is_settled(record),
            Time::Unstated => record.day().is_some() && is_settled(record),
            Time::Near | Time::Unknown | Time::Other => false,
        };
        self.value == Value::Off
            && self.certain
            && self.aspects.is_empty()
            && timely
            && self.candidate.fit.is_firm()
            && comparable(&self.asked, record)
    }

    /// An exact figure of the very same, which is another.
    pub(super) fn denies(&self) -> bool {
        self.time == Time::Same && self.candidate.point.claim.bound == Bound::Exact && self.is_like()
    }

    /// Whether the record says anew what `held` says.
    pub(super) fn restates(&self, held: &Self) -> bool {
        let (own, other) = (&self.candidate.point, &held.candidate.point);
        self.aspects.is_empty()
            && own.indicator == other.indicator
            && restates(own, other)
            && comparable(own, other)
            && is_settled(own)
            && is_settled(other)
    }

    /// When it was said: by day, then by place in the document.
    pub(super) fn said(&self) -> impl Ord + use<> {
        let Point { document, claim, id, .. } = &self.candidate.point;
        (document.date, document.id, claim.start, *id)
    }

    /// Whether no value is both.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let (own, others) = (&self.candidate.point, &other.candidate.point);
        let Some(scale) = factor(unit_of(&others.claim), unit_of(&own.claim)) else { return false };
        !Interval::of(own).meets(Interval::of(others).times(scale))
    }

    /// By how much the text is off.
    pub(super) fn difference(&self) -> Option<Difference> {
        let record = &self.candidate.point;
        let (asked, held) = (self.asked.signed(), record.signed());
        let by = asked.checked_sub(held)?.normalize();
        let turned = asked.is_sign_negative() != held.is_sign_negative() && asked == -held;
        let counted =
            matches!(record.claim.kind, Kind::Level) && !matches!(unit_of(&record.claim), "%" | "‰");
        let per_cent = (counted && !held.is_zero())
            .then(|| (by * Decimal::ONE_HUNDRED).checked_div(held.abs()))
            .flatten()
            .map(|share| share.round_dp(1).normalize());
        let unit = of_difference(unit_of(&record.claim)).to_owned();
        Some(Difference { by, unit, per_cent, power: power(&self.asked, record), turned })
    }

    /// Which value of the same is told first: that of a power of ten, then the nearest in time.
    pub(super) fn closeness(&self) -> impl Ord + use<> {
        let power = power(&self.asked, &self.candidate.point).is_none();
        let firm = (self.candidate.fit, self.time, power);
        (firm, self.apart(), self.end(), newest(self.candidate))
    }

    /// What is nearest to what was asked for, where nothing answers.
    pub(super) fn nearness(&self) -> impl Ord + use<> {
        let far = self.aspects.len();
        (self.candidate.fit, far, self.time, self.value, self.apart(), self.end(), newest(self.candidate))
    }

    /// How many days lie between the ends of their times.
    fn apart(&self) -> i64 {
        let days = self.asked.day().zip(self.candidate.point.day());
        days.map_or(0, |(asked, held)| (asked - held).num_days().abs())
    }

    /// The latest time first.
    fn end(&self) -> Reverse<Option<NaiveDate>> {
        Reverse(self.candidate.point.day())
    }
}

/// How many of the record's unit one of the text's is. A rise by 1倍 is one by 100%.
fn converted(asked: &Point, record: &Point) -> Option<Decimal> {
    let (from, to) = (unit_of(&asked.claim), unit_of(&record.claim));
    let changes = [asked, record].iter().all(|point| point.claim.kind == Kind::Change);
    match (from, to) {
        ("倍", "%") if changes => Some(Decimal::ONE_HUNDRED),
        ("%", "倍") if changes => Some(Decimal::new(1, 2)),
        _ => factor(from, to),
    }
}

fn value(asked: &Point, record: &Point) -> Value {
    let same = asked.signed() == record.signed() && asked.signed_high() == record.signed_high();
    let exact = [asked, record].iter().all(|point| point.claim.bound == Bound::Exact);
    if same {
        return if asked.claim.bound == record.claim.bound { Value::Same } else { Value::Hedged };
    }
    let meet = Interval::told(asked).meets(Interval::told(record));
    let apart = asked.signed().checked_sub(record.signed()).map(|apart| apart.abs());
    let close = record.signed().abs() / Decimal::from(CLOSE);
    // A place in an order is not rounded.
    match (meet, exact) {
        (true, true) if asked.claim.kind == Kind::Rank => Value::Off,
        (true, true) if apart.is_some_and(|apart| apart <= close) => Value::Rounded,
        (true, _) => Value::Within,
        (false, _) => Value::Off,
    }
}

fn aspects(asked: &Point, record: &Point, no_factor: bool) -> Vec<Aspect> {
    let (a, b) = (&asked.claim, &record.claim);
    let both = |one: Option<&String>, other: Option<&String>| {
        one.zip(other).is_some_and(|(one, other)| normalise(one) != normalise(other))
    };
    let basis = |basis: Option<Basis>| basis.unwrap_or(Basis::Yoy);
    let changes = a.kind == Kind::Change && b.kind == Kind::Change;
    [
        (Aspect::Place, a.scope != b.scope),
        (Aspect::Body, both(a.subject.as_ref(), b.subject.as_ref())),
        (Aspect::Kind, a.kind != b.kind),
        (Aspect::Unit, no_factor),
        (Aspect::Basis, changes && basis(a.basis) != basis(b.basis)),
        (Aspect::Status, a.status != b.status),
        (Aspect::Among, a.kind == Kind::Rank && both(asked.among.as_ref(), record.among.as_ref())),
    ]
    .into_iter()
    .filter_map(|(aspect, differs)| differs.then_some(aspect))
    .collect()
}

/// Which power of ten one value is of the other, within their rounding: the slip of 万 for 亿.
fn power(asked: &Point, record: &Point) -> Option<i32> {
    let (asked_in, held) = (Interval::told(asked), Interval::told(record));
    if asked.signed().is_zero() || record.signed().is_zero() || asked.claim.kind == Kind::Rank {
        return None;
    }
    let (mut up, mut down) = (Decimal::ONE, Decimal::ONE);
    (1..=12).find_map(|power| {
        up = up.checked_mul(Decimal::TEN)?;
        down = down.checked_div(Decimal::TEN)?;
        let same = |factor: Decimal| {
            let digits = record.signed().checked_mul(factor) == Some(asked.signed());
            digits || power > 1 && asked_in.meets(held.times(factor)) && is_near(asked, record, factor)
        };
        if same(up) {
            Some(power)
        } else if same(down) {
            Some(-power)
        } else {
            None
        }
    })
}

/// Whether the numbers themselves are within a hundredth.
fn is_near(asked: &Point, record: &Point, factor: Decimal) -> bool {
    let scaled = record.signed().checked_mul(factor);
    let apart = scaled.and_then(|scaled| (asked.signed() - scaled).abs().checked_mul(Decimal::ONE_HUNDRED));
    apart.is_some_and(|apart| apart <= asked.signed().abs())
}

/// How many digits were said, or stand before the zeros at its end; none of a single digit with zeros, as 100.
fn digits(quote: &str, value: Decimal) -> usize {
    let value = value.normalize().mantissa().to_string();
    let exact = value.trim_matches(['0', '-']).len();
    if exact > 1 { quote.chars().filter(char::is_ascii_digit).count().max(exact) } else { 0 }
}
