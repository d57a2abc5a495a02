//! What to know before comparing the values of an indicator: breaks, targets and results, changes, restatements.

use super::snippet::{Sentences, Snippet};
use super::summary::worded;
use super::templates::Page;
use super::text;
use crate::chart::Rule;
use crate::claim::Status;
use crate::language::Language;
use crate::series::{self, Again, Outcome, Point, Series, Verdict, What};
use crate::words;
use crate::words::number;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// All that is to be said of the series on a page.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) notes: Vec<Note>,
    pub(super) targets: Vec<Target>,
    pub(super) changes: Vec<Change>,
    pub(super) restated: Vec<Restated>,
}

/// A value with the way to its words.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) value: String,
    pub(super) exact: String,
    pub(super) claim: i64,
    pub(super) document: i64,
    pub(super) title: String,
    pub(super) date: String,
    /// The quote in its sentence.
    pub(super) words: Snippet,
}

/// A break or a new name.
#[derive(Debug)]
pub(super) struct Note {
    /// The same as beside the line on the chart.
    pub(super) label: String,
    pub(super) period: String,
    pub(super) words: String,
    pub(super) said: Said,
    /// When it happened, as far as is known.
    day: Option<NaiveDate>,
    breaks: bool,
}

/// A target and what became of it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) period: String,
    pub(super) goal: Said,
    pub(super) result: Option<Said>,
    pub(super) verdict: &'static str,
    pub(super) class: &'static str,
    pub(super) gap: String,
}

/// A change worked out from two values, beside the one that was said.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) before: Said,
    pub(super) after: Said,
    pub(super) computed: String,
    pub(super) quoted: Option<Said>,
    pub(super) beyond_rounding: bool,
}

/// One period stated twice.
#[derive(Debug)]
pub(super) struct Restated {
    pub(super) what: &'static str,
    pub(super) class: &'static str,
    pub(super) period: String,
    pub(super) earlier: Said,
    pub(super) later: Said,
    pub(super) difference: String,
}

impl Said {
    pub(super) fn of(point: &Point, sentences: &Sentences, page: &Page) -> Self {
        let language = page.visit.language;
        Self {
            value: worded(point, language),
            exact: number::exactly(&point.claim, language),
            claim: point.id,
            document: point.document.id,
            title: point.document.name(),
            date: page.day(point.document.day()),
            words: sentences.in_cell(point.id),
        }
    }
}

fn period(point: &Point, language: Language) -> String {
    words::period(point.claim.period.as_ref(), language)
}

/// All that is to be said of the series `shown`, which are some of `all` of an indicator.
pub(super) fn of(all: &[Series], shown: &[&Series], sentences: &Sentences, page: &Page) -> Remarks {
    let points: HashMap<i64, &Point> =
        all.iter().flat_map(|series| &series.points).map(|point| (point.id, point)).collect();
    Remarks {
        notes: notes(shown, sentences, page),
        targets: targets(all, shown, &points, sentences, page),
        changes: changes(all, shown, &points, sentences, page),
        restated: restated(shown, &points, sentences, page),
    }
}

impl Remarks {
    /// The breaks as lines on a chart.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let breaks = self.notes.iter().filter(|note| note.breaks);
        breaks
            .map(|note| Rule {
                claim: note.said.claim,
                day: note.day,
                label: note.label.clone(),
                words: note.words.clone(),
            })
            .collect()
    }
}

fn notes(shown: &[&Series], sentences: &Sentences, page: &Page) -> Vec<Note> {
    let language = page.visit.language;
    let mut found: Vec<(&Point, &series::Note)> = shown
        .iter()
        .flat_map(|series| series.notes.iter().map(|note| (&series.points[note.at], note)))
        .collect();
    found.sort_by_key(|(point, _)| (point.day(), point.document.date, point.id));
    let numbered = found.into_iter().enumerate().map(|(at, (point, note))| Note {
        label: circled(at),
        period: period(point, language),
        words: match (language, &note.what) {
            (Language::Chinese, what) => what.zh(),
            (Language::English, What::Unit { from, to }) => {
                let [from, to] = [from, to].map(|unit| number::unit_alone(unit, language));
                What::Unit { from, to }.en()
            }
            (Language::English, what) => what.en(),
        },
        said: Said::of(point, sentences, page),
        day: note.day,
        breaks: note.what.breaks(),
    });
    numbered.collect()
}

/// ①, ② … up to twenty, then plain numbers.
fn circled(at: usize) -> String {
    let sign = u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32(0x2460 + at));
    sign.map_or_else(|| format!("({})", at + 1), String::from)
}

fn targets(
    all: &[Series],
    shown: &[&Series],
    points: &HashMap<i64, &Point>,
    sentences: &Sentences,
    page: &Page,
) -> Vec<Target> {
    let language = page.visit.language;
    let mut lines = Vec::new();
    for series in shown.iter().filter(|series| series.status == Status::Target) {
        let outcomes: Vec<Outcome> =
            all.iter().flat_map(|results| series::outcomes(series, results)).collect();
        let current = series.points.iter().enumerate().filter(|(at, _)| !series.is_ghost(*at));
        for (_, target) in current {
            let known = outcomes.iter().find(|one| one.target == target.id && one.result.is_some());
            let verdict = known.map_or(Verdict::Unknown, |one| one.verdict);
            let result = known.and_then(|one| points.get(&one.result?));
            let gap = known.and_then(|one| one.gap).map(|gap| apart(gap, &series.unit, language));
            lines.push((
                target.day(),
                Target {
                    period: period(target, language),
                    goal: Said::of(target, sentences, page),
                    result: result.map(|point| Said::of(point, sentences, page)),
                    verdict: text::verdict(verdict, language),
                    class: match verdict {
                        Verdict::Met => "met",
                        Verdict::Missed => "missed",
                        Verdict::Open => "open",
                        Verdict::Unknown => "unknown",
                    },
                    gap: gap.unwrap_or_default(),
                },
            ));
        }
    }
    lines.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn changes(
    all: &[Series],
    shown: &[&Series],
    points: &HashMap<i64, &Point>,
    sentences: &Sentences,
    page: &Page,
) -> Vec<Change> {
    let language = page.visit.language;
    let mut lines = Vec::new();
    for levels in shown.iter().filter(|series| series.status == Status::Actual) {
        let gaps: Vec<series::Gap> = all.iter().flat_map(|changes| series::gaps(levels, changes)).collect();
        for derived in series::derived(levels) {
            let (Some(before), Some(after)) = (points.get(&derived.from), points.get(&derived.to)) else {
                continue;
            };
            let gap = gaps.iter().find(|gap| gap.derived.to == derived.to);
            lines.push((
                after.day(),
                Change {
                    from: period(before, language),
                    to: period(after, language),
                    before: Said::of(before, sentences, page),
                    after: Said::of(after, sentences, page),
                    computed: number::signed(derived.change, derived.unit, language),
                    quoted: gap
                        .and_then(|gap| points.get(&gap.said))
                        .map(|point| Said::of(point, sentences, page)),
                    beyond_rounding: gap.is_some_and(|gap| gap.beyond_rounding),
                },
            ));
        }
    }
    lines.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn restated(
    shown: &[&Series],
    points: &HashMap<i64, &Point>,
    sentences: &Sentences,
    page: &Page,
) -> Vec<Restated> {
    let language = page.visit.language;
    let mut lines = Vec::new();
    for series in shown {
        for again in series::restatements(series) {
            let (Some(earlier), Some(later)) = (points.get(&again.earlier), points.get(&again.later)) else {
                continue;
            };
            lines.push((
                again.what != Again::Repeat,
                later.day(),
                Restated {
                    what: text::again(again.what, language),
                    class: match again.what {
                        Again::Repeat => "repeat",
                        Again::Revision => "revision",
                        Again::Conflict | Again::Shrunk => "conflict",
                    },
                    period: period(later, language),
                    earlier: Said::of(earlier, sentences, page),
                    later: Said::of(later, sentences, page),
                    difference: match again.what {
                        Again::Repeat => String::new(),
                        _ => apart(again.difference, &series.unit, language),
                    },
                },
            ));
        }
    }
    // What changed first, then the newest.
    lines.sort_by_key(|&(changed, day, _)| std::cmp::Reverse((changed, day)));
    lines.into_iter().map(|(.., line)| line).collect()
}

/// By how much two values of this unit differ: `+2.05个百分点`, `−140万件`.
fn apart(difference: Decimal, unit: &str, language: Language) -> String {
    number::signed(difference, series::of_difference(unit), language)
}
