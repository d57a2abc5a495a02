//! How a search was understood, in words.

use super::params::Visit;
use super::templates::Page;
use super::text::fill;
use crate::claim::Direction;
use crate::period::{Period, PeriodType};
use crate::query::{self, Meaning, Number, Query, Term, Time, Vocabulary};
use crate::store::Menus;
use crate::words;
use crate::words::number;

/// Other names of a word that are told.
const OTHERS: usize = 2;

/// A search in words.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) parts: Vec<Part>,
    /// The same page with the text taken as it is, where it was not.
    pub(super) literal: Option<String>,
}

/// A term in words, and the page without it where it is not the only one.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) label: &'static str,
    pub(super) words: String,
    pub(super) without: Option<String>,
}

/// Understands a text by the names that the record holds.
pub(super) fn read(text: Option<&str>, menus: &Menus) -> Query {
    text.map(|text| query::read(text, &known(menus))).unwrap_or_default()
}

/// The names that the record holds.
pub(super) fn known(menus: &Menus) -> Vocabulary<'_> {
    Vocabulary { places: &menus.places, speakers: &menus.speakers }
}

impl Understood {
    /// `None` where nothing is asked for.
    pub(super) fn of(query: &Query, page: &Page) -> Option<Self> {
        let several = query.terms.len() > 1;
        let part = |(at, term): (usize, &Term)| Part {
            without: several.then(|| asked(&page.visit, &query.without(at).text())),
            ..in_words(term, page)
        };
        let parts: Vec<Part> = query.terms.iter().enumerate().map(part).collect();
        let given = page.given("q");
        let plain = query.terms.iter().all(Term::is_words);
        let literal = (!plain && !given.is_empty()).then(|| asked(&page.visit, &exactly(&given)));
        (!parts.is_empty()).then_some(Self { parts, literal })
    }
}

/// The text in quotation marks, which take it as it is.
pub(super) fn exactly(text: &str) -> String {
    format!("“{}”", text.trim_matches(['“', '”', '"']))
}

/// This page with another search.
fn asked(visit: &Visit, text: &str) -> String {
    visit.with(&[("q", Some(text)), ("topic", None), ("page", None)])
}

/// What a term is and what it says.
pub(super) fn in_words(term: &Term, page: &Page) -> Part {
    let (w, language) = (page.w, page.visit.language);
    let (label, words) = match &term.means {
        Meaning::Words { others } => {
            let named = others.iter().take(OTHERS).map(|name| name.to_uppercase()).collect::<Vec<_>>();
            let also = fill(w.also_called, &[&term.text, &named.join(w.joint)]);
            (w.term_words, if named.is_empty() { term.text.clone() } else { also })
        }
        Meaning::Exact => (w.term_exact, term.text.clone()),
        Meaning::Number(number) => (w.value, amount(number, page)),
        Meaning::Time(time) => {
            let days = words::period(Some(&period_of(time)), language);
            let number = time.number.map(number::grouped);
            (w.term_time, number.map_or(days.clone(), |number| fill(w.or_number, &[&days, &number])))
        }
        Meaning::Place(name) => (w.term_place, name.clone()),
        Meaning::Speaker(name) => (w.speaker, name.clone()),
        Meaning::Change(direction) => (w.direction, direction_in_words(*direction, page)),
    };
    Part { label, words, without: None }
}

fn direction_in_words(direction: Direction, page: &Page) -> String {
    words::direction(direction, page.visit.language).to_owned()
}

/// Every digit, so that nobody wonders what was read.
fn amount(asked: &Number, page: &Page) -> String {
    let low = number::grouped(asked.value);
    let digits = asked.high.map_or_else(|| low.clone(), |high| format!("{low}–{}", number::grouped(high)));
    number::with_unit(&digits, &asked.unit, page.visit.language)
}

fn period_of(time: &Time) -> Period {
    let kind = if time.year().is_some() {
        PeriodType::Year
    } else if time.is_month() {
        PeriodType::Month
    } else if time.from == time.to {
        PeriodType::Day
    } else {
        PeriodType::Span
    };
    Period { start: Some(time.from), end: Some(time.to), kind, text: String::new(), inherited: false }
}
