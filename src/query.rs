//! What a reader asks for: the text of a search, understood as names, numbers, days, places and speakers.
//!
//! Pure: in view of the same places and speakers, the same text is always understood in the same way. A pasted
//! sentence is read as the sentence of a document is.

mod day;
pub mod place;

use crate::claim::{self, Claim, Direction, Kind};
use crate::document::Span;
use crate::lexicon::{VerbRole, lexicon};
use crate::numeral::{self, Form};
use crate::quantity;
use crate::series;
use crate::text::Transcript;
use crate::text::shadow::{Shadow, fold};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The names that a record holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Vocabulary<'a> {
    /// Its places and bodies.
    pub places: &'a [String],
    /// Who speaks in it, sorted.
    pub speakers: &'a [String],
}

/// What is asked for: what is found fits every term.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Query {
    /// The terms, in the order of the text.
    pub terms: Vec<Term>,
}

/// A stretch of the text and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Term {
    /// As it was written; read by itself it means the same.
    pub text: String,
    /// What it means.
    pub means: Meaning,
}

/// What a stretch of a search means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Words of a name, a quote or a text.
    Words {
        /// What else they are called: 新增城镇就业 is 城镇新增就业. None holds another, nor the words themselves.
        others: Vec<String>,
    },
    /// Words to be taken as they are.
    Exact,
    /// A number, in whatever notation.
    Number(Number),
    /// A time.
    Time(Time),
    /// A place or body, by its full name.
    Place(String),
    /// Who said it.
    Speaker(String),
    /// By how much something rose or fell.
    Change(Direction),
}

/// A number as a whole: 740万 is no part of 41740万.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SearchedNumber")]
pub struct Number {
    /// Scale words multiplied out; of a range the lower end.
    pub value: Decimal,
    /// The upper end of a range.
    pub high: Option<Decimal>,
    /// The unit without its scale; empty where none is given.
    pub unit: String,
}

/// A stretch of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SearchedTime")]
pub struct Time {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The number that the same characters may be: 2024, 20241120.
    pub number: Option<Decimal>,
}

impl Time {
    /// The year that it is, where it is a whole one.
    pub fn year(&self) -> Option<i32> {
        let whole = self.from.ordinal() == 1 && (self.to.month(), self.to.day()) == (12, 31);
        (whole && self.from.year() == self.to.year()).then(|| self.from.year())
    }

    /// True where it is one calendar month.
    pub fn is_month(&self) -> bool {
        let next = self.to.succ_opt();
        self.from.day() == 1
            && (self.from.year(), self.from.month()) == (self.to.year(), self.to.month())
            && next.is_none_or(|next| next.day() == 1)
    }
}

impl Term {
    fn new(text: impl Into<String>, means: Meaning) -> Self {
        Self { text: text.into(), means }
    }

    fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        let names = series::other_names(&text);
        // What holds another of the names is found with that.
        let holds = |name: &str| {
            names.iter().chain([&text]).any(|other| other != name && name.contains(other.as_str()))
        };
        let others = names.iter().filter(|name| !holds(name)).cloned().collect();
        Self { means: Meaning::Words { others }, text }
    }

    /// True where it is words and nothing more.
    pub fn is_words(&self) -> bool {
        matches!(self.means, Meaning::Words { .. } | Meaning::Exact)
    }
}

impl Query {
    /// Words separated by blanks, none of which means anything else.
    pub fn words(text: &str) -> Self {
        Self { terms: text.split(is_blank).filter(|word| !word.is_empty()).map(Term::words).collect() }
    }

    /// The text exactly as it is.
    pub fn literal(text: &str) -> Self {
        Self { terms: vec![Term::new(text, Meaning::Exact)] }
    }

    /// True where nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The place that is asked for, where that is one.
    pub fn place(&self) -> Option<&str> {
        let mut places = self.terms.iter().filter_map(|term| match &term.means {
            Meaning::Place(name) => Some(name.as_str()),
            _ => None,
        });
        places.next().filter(|place| places.all(|other| other == *place))
    }

    /// The same without one term.
    #[must_use]
    pub fn without(&self, at: usize) -> Self {
        let kept = self.terms.iter().enumerate().filter(|(place, _)| *place != at);
        Self { terms: kept.map(|(_, term)| term.clone()).collect() }
    }

    /// A text that is read as this query.
    pub fn text(&self) -> String {
        self.terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Understands a search: words separated by blanks or commas, each a number, a time, a place, a speaker, a direction
/// of change or part of a name; places and times may stand at either end of a word. A sentence that states one figure
/// is read as a sentence; what stands in quotation marks is taken as it is.
pub fn read(text: &str, known: &Vocabulary) -> Query {
    let text = text.trim_matches(is_blank);
    if let Some(inside) = quoted(text) {
        return Query::literal(inside);
    }
    let folded: String = text.chars().map(fold).collect();
    if let Some(means) = meaning(&folded, known) {
        return Query { terms: vec![Term::new(folded, means)] };
    }
    let words = split(&folded);
    if let [stated] = &sentence(text, known)[..] {
        return stated.query.clone();
    }
    if words.is_empty() && !folded.is_empty() {
        return Query::literal(text);
    }
    let mut query = Query::default();
    let mut at = 0;
    while at < words.len() {
        // Nov 20, 2024 and 2024年 11月 20日 are several words.
        let spread = [3, 2].into_iter().find_map(|count| {
            let words = words.get(at..at + count)?;
            let months = |word: &str| word.contains('年') || word.chars().all(|c| c.is_ascii_alphabetic());
            let (joined, said) = (words.join(" "), words.iter().any(|word| months(word)));
            let days = day::read(&joined).or_else(|| day::read(&words.concat()));
            days.filter(|_| said).map(|days| (count, Term::new(joined, time(days, None))))
        });
        let taken = spread.as_ref().map_or(1, |(count, _)| *count);
        match spread {
            Some((_, term)) => query.terms.push(term),
            None => word(&words[at], known, &mut query.terms),
        }
        at += taken;
    }
    query
}

/// A figure of a sentence: its words, and the search that looks it up.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The claim.
    pub claim: Claim,
    /// What it asks for.
    pub query: Query,
}

/// The figures that a pasted sentence states, in its order. Empty where it states none, and where the text is no
/// sentence but words with blanks between them.
pub fn sentence(text: &str, known: &Vocabulary) -> Vec<Stated> {
    let folded: String = text.trim_matches(is_blank).chars().map(fold).collect();
    let figures = folded.contains(|c: char| c.is_ascii_digit());
    let words = split(&folded).len() > 1 && !folded.contains(is_mark);
    if !figures || words || quoted(text).is_some() || meaning(&folded, known).is_some() {
        return Vec::new();
    }
    let transcript = Transcript::from_text(text, None, None);
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let claims = claim::extract(&transcript).claims.into_iter();
    claims
        .map(|claim| {
            let before = &text[starts[claim.sentence.start]..starts[claim.start]];
            let key = series::link(&claim, before).key;
            Stated { query: of_claim(&claim, &key, known), claim }
        })
        .collect()
}

/// The search for a claim whose indicator has this key.
fn of_claim(claim: &Claim, key: &str, known: &Vocabulary) -> Query {
    let mut terms = Vec::new();
    let chars: Vec<char> = claim.indicator.chars().collect();
    // The record may know a place that the word list does not.
    let named = place::at_start(&chars, known.places)
        .filter(|(len, _)| claim.scope.is_none() && chars.len() - len > 1);
    let name: String = chars[named.as_ref().map_or(0, |(len, _)| *len)..].iter().collect();
    let place = claim.scope.clone().or(named.map(|(_, place)| place));
    terms.extend(place.map(|place| Term::new(place.clone(), Meaning::Place(place))));
    if let Some(period) = &claim.period
        && let Some(to) = period.end
    {
        terms.push(Term::new(period.text.clone(), time((period.start.unwrap_or(to), to), None)));
    }
    let whole = name.len() == claim.indicator.len();
    let mut name = Term::words(name);
    if let Meaning::Words { others } = &mut name.means
        && whole
        && key != series::tidy(&claim.indicator)
        && !others.iter().any(|other| other == key)
    {
        others.push(key.to_owned());
    }
    terms.push(name);
    if let Some(direction) = claim.direction.filter(|_| claim.kind == Kind::Change) {
        let word = match direction {
            Direction::Up => "增长",
            Direction::Down => "下降",
        };
        terms.push(Term::new(word, Meaning::Change(direction)));
    }
    let number = Number { value: claim.value, high: claim.value_high, unit: claim.unit.clone() };
    terms.push(Term::new(claim.quote.clone(), Meaning::Number(number)));
    Query { terms }
}

/// The numbers that stand in a text, each once.
pub fn numbers(text: &str) -> BTreeSet<Decimal> {
    let chars: Vec<char> = text.chars().map(fold).collect();
    numerals(&chars).map(|(_, value)| value).collect()
}

/// The numerals of a text, each as a whole, with where it stands. Single Chinese ones (一项, 第三) count nothing.
fn numerals(chars: &[char]) -> impl Iterator<Item = (Span, Decimal)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < chars.len() {
            let start = at;
            let read = numeral::can_start(chars[at]).then(|| numeral::read(&chars[at..])).flatten();
            at += read.as_ref().map_or(1, |numeral| numeral.len.max(1));
            if let Some(numeral) = read.filter(is_number) {
                return Some((Span::new(start, at), numeral.value.normalize()));
            }
        }
        None
    })
}

/// 一 in 一体化 and 千 in 千方百计 are no numbers.
fn is_number(numeral: &numeral::Numeral) -> bool {
    match numeral.form {
        Form::Arabic | Form::Mixed => true,
        Form::Chinese | Form::Digits => numeral.len > 1,
        Form::Scale => false,
    }
}

/// Where a text says first what `query` asks for: a number as a whole, words in any of their names, a day.
pub fn place_in(text: &str, query: &Query) -> Option<Span> {
    let shadow = Shadow::new(text);
    // Blanks in the text count for nothing.
    let shown: Vec<usize> = (0..shadow.chars.len()).filter(|at| !shadow.chars[*at].is_whitespace()).collect();
    let words = |wanted: &str| {
        let wanted: Vec<char> = wanted.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
        let first = (!wanted.is_empty()).then(|| {
            shown.windows(wanted.len()).position(|window| {
                window.iter().zip(&wanted).all(|(at, wanted)| shadow.chars[*at].eq_ignore_ascii_case(wanted))
            })
        })??;
        Some(Span::new(shown[first], shown[first + wanted.len() - 1] + 1))
    };
    let number =
        |value: Decimal| numerals(&shadow.chars).find(|(_, found)| *found == value).map(|(span, _)| span);
    let found = |term: &Term| match &term.means {
        Meaning::Words { others } => {
            words(&term.text).or_else(|| others.iter().find_map(|other| words(other)))
        }
        Meaning::Number(asked) => number(asked.value.normalize()),
        Meaning::Time(time) => words(&in_chinese(time)).or_else(|| words(&term.text)),
        Meaning::Place(name) => words(name).or_else(|| words(&term.text)),
        Meaning::Exact | Meaning::Speaker(_) | Meaning::Change(_) => words(&term.text),
    };
    // What is rarest tells most.
    let rank = |term: &&Term| match term.means {
        Meaning::Number(_) => 0,
        Meaning::Words { .. } | Meaning::Exact => 1,
        Meaning::Time(_) | Meaning::Speaker(_) | Meaning::Change(_) => 2,
        Meaning::Place(_) => 3,
    };
    let mut terms: Vec<&Term> = query.terms.iter().collect();
    terms.sort_by_key(rank);
    terms.into_iter().find_map(found)
}

/// A time as texts write it: `2024年11月20日`, `2024年11月`, `2024年`.
pub fn in_chinese(time: &Time) -> String {
    let (year, month, day) = (time.from.year(), time.from.month(), time.from.day());
    if time.year().is_some() {
        format!("{year}年")
    } else if time.is_month() {
        format!("{year}年{month}月")
    } else if time.from == time.to {
        format!("{year}年{month}月{day}日")
    } else {
        let (to_year, to_month, to_day) = (time.to.year(), time.to.month(), time.to.day());
        format!("{year}年{month}月{day}日—{to_year}年{to_month}月{to_day}日")
    }
}

/// What a whole word means, where it is more than a word.
fn meaning(word: &str, known: &Vocabulary) -> Option<Meaning> {
    if let Some(days) = day::read(word) {
        return Some(time(days, word.parse().ok()));
    }
    if let Some(number) = number(word) {
        return Some(Meaning::Number(number));
    }
    if let Some(place) = place::read(word, known.places) {
        return Some(Meaning::Place(place));
    }
    if known.speakers.binary_search_by(|name| name.as_str().cmp(word)).is_ok() {
        return Some(Meaning::Speaker(word.to_owned()));
    }
    let verb = lexicon().verbs.exact(&word.chars().collect::<Vec<_>>())?;
    let direction = verb.direction.filter(|_| verb.role == VerbRole::Change);
    direction.map(Meaning::Change)
}

fn time((from, to): (NaiveDate, NaiveDate), number: Option<Decimal>) -> Meaning {
    Meaning::Time(Time { from, to, number: number.map(|number| number.normalize()) })
}

/// The number that a whole word is, with its unit and its hedge: `740万`, `7,400,000`, `近7万件`, `5.2%`.
fn number(word: &str) -> Option<Number> {
    let chars: Vec<char> = word.chars().collect();
    let found = quantity::scan(&chars, Span::new(0, chars.len()), &[], lexicon());
    let [one] = &found[..] else { return None };
    let whole = one.start == 0 && one.end == chars.len();
    let (length, counts) = (one.end - one.numeral, one.text.contains(|c: char| c.is_ascii_digit()));
    let counts =
        counts || length > 1 && !matches!(one.form, Form::Scale) && length > one.unit.chars().count() + 1;
    (whole && counts).then(|| Number { value: one.value, high: one.value_high, unit: one.unit.clone() })
}

/// The terms of one word: as a whole, else with a time, a place or a number taken off one of its ends.
fn word(text: &str, known: &Vocabulary, terms: &mut Vec<Term>) {
    if let Some(means) = meaning(text, known) {
        return terms.push(Term::new(text, means));
    }
    let chars: Vec<char> = text.chars().collect();
    let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let long = chars.len();
    if let Some((len, days)) = day::at_start(&chars).filter(|(len, _)| *len < long) {
        terms.push(Term::new(part(0, len), time(days, None)));
        return word(&part(len, long), known, terms);
    }
    if let Some((at, days)) = day::at_end(&chars).filter(|(at, _)| *at > 0) {
        word(&part(0, at), known, terms);
        return terms.push(Term::new(part(at, long), time(days, None)));
    }
    if let Some((len, place)) = place::at_start(&chars, known.places).filter(|(len, _)| long - len > 1) {
        terms.push(Term::new(part(0, len), Meaning::Place(place)));
        return word(&part(len, long), known, terms);
    }
    if let Some((at, place)) = place::at_end(&chars, known.places).filter(|(at, _)| *at > 1) {
        word(&part(0, at), known, terms);
        return terms.push(Term::new(part(at, long), Meaning::Place(place)));
    }
    // 就业21.59万人; 12345热线 is the name of one thing.
    let figure = chars.iter().position(char::is_ascii_digit);
    let figure = figure.filter(|at| *at > 1 && !chars[at - 1].is_ascii_alphanumeric());
    if let Some((at, number)) = figure.and_then(|at| Some((at, number(&part(at, long))?))) {
        word(&part(0, at), known, terms);
        return terms.push(Term::new(part(at, long), Meaning::Number(number)));
    }
    terms.push(Term::words(text));
}

/// The words of a search. A comma within a number parts nothing, nor does a full stop.
fn split(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let within = matches!(c, ',' | '。') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if is_blank(c) || is_mark(c) && !within {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// No text holds a NUL.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\0'
}

/// What parts the words and clauses of a text; folded.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | '。' | ';' | '、' | '?' | '!')
}

/// What stands in quotation marks, where nothing stands outside them.
fn quoted(text: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('“', '”'), ('「', '」')];
    let inside = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))?;
    (!inside.trim().is_empty()).then_some(inside)
}

#[cfg(test)]
mod tests;
