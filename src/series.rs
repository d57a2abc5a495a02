//! Claims → indicators, scopes, series, points, breaks.

mod among;
mod decision;
mod comparable;
mod derive;
mod edition;
mod evidence;
mod facts;
mod finding;
mod headline;
mod likeness;
mod link;
mod name;
mod note;
mod outcome;
mod restate;
mod rounding;
mod run;
mod silence;
mod unit;
mod weight;

use crate::claim::{Basis, Claim, Direction, Kind, Status, ToWords};
use crate::document::{Day, Precision, full_name, serialize_source};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

pub use among::among;
pub use comparable::{comparable, is_placed};
pub use decision::{
    Act, Decision, Decisions, MarkedBreak, Place, Settled, Sides, Unfit, check, documents_of, keys_of, kin,
    root, subject_of, undo_command,
};
pub use derive::{Derived, Gap, derived, gaps};
pub use edition::{Difference, Edition, Member, differences, sentences, standings};
pub use evidence::{Cited, Conclusion, Evidence, Line, Pair, gather, weigh};
pub use facts::{Fact, Facts, Said};
pub use finding::{Finding, FindingKind, FindingState, Severity, findings};
pub use headline::{headline, headline_of};
pub use likeness::{Candidate, Known, PROPOSED, Proposal, differ_in_qualifier, likeness, proposals, rank};
pub use link::{Link, complete, keys_of_query, link, shown};
pub use name::{called, head, is_known, normalise, one_by_one, other_names, tidy};
pub use note::{Note, What};
pub use outcome::{Outcome, Verdict, outcomes};
pub use restate::{Again, ONE_TIME, Restatement, restatements};
pub use rounding::{Interval, compare};
pub use run::restates;
pub use silence::{Mention, Names, Spoken, Vanished, vanished};
pub use unit::{counted, factor, of as unit_of, of_difference};
pub use weight::{Count, RECENT, main, places_of_main};

/// The document that a point comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PointDocument {
    /// Its number.
    pub id: i64,
    /// Its title; [`crate::document::file_name`] where it has none.
    pub title: String,
    /// The place or body that it is about.
    pub scope: Option<String>,
    /// The day of the event, else of publication.
    pub date: Option<NaiveDate>,
    /// How exactly it is known.
    pub precision: Precision,
    /// The path or URL as ingested; written out as [`crate::document::shown_source`].
    #[serde(serialize_with = "serialize_source")]
    pub source: String,
}

impl PointDocument {
    /// Its date, as exactly as it is known.
    pub fn day(&self) -> Option<Day> {
        Some(Day { date: self.date?, precision: self.precision })
    }

    /// What it is called among others: see [`full_name`].
    pub fn name(&self) -> String {
        full_name(&self.title, self.scope.as_deref(), self.day())
    }
}

/// A claim of one indicator, ready to be charted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// The claim's number.
    pub id: i64,
    /// The indicator's number.
    pub indicator: i64,
    /// What was claimed.
    pub claim: Claim,
    /// Where.
    pub document: PointDocument,
    /// Where in it.
    #[schemars(with = "String")]
    pub link: ToWords,
    /// Said to be counted as its base was: 可比口径, 同口径.
    pub comparable: bool,
    /// For a rank: among whom, by the words before it ([`among()`]).
    pub among: Option<String>,
    /// How many of the series' unit one of the claim's unit is; 1 until the point is in a series.
    pub scale: Decimal,
}

/// Points that measure the same thing in the same way: one indicator × scope × measure × status; ranks also among the
/// same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Series {
    /// The place or body.
    pub scope: Option<String>,
    /// The kind of value.
    pub kind: Kind,
    /// For a change: against what.
    pub basis: Option<Basis>,
    /// For ranks: among whom.
    pub among: Option<String>,
    /// The unit that it is drawn in: that of the newest point. Points in units that convert to it keep
    /// their own.
    pub unit: String,
    /// Reported or planned.
    pub status: Status,
    /// In order of the period's end, then of the document's date; those without a period last.
    pub points: Vec<Point>,
    /// Stretches of `points` (by position) that a line may join; a stretch of one is a lone mark.
    /// Together they hold every dated point that is no ghost, each once.
    pub runs: Vec<Vec<usize>>,
    /// Points (by position, in order) in whose place another one of their period is drawn, and those that are doubtful.
    /// They stay visible, faintly, and no line passes through them.
    pub ghosts: Vec<usize>,
    /// What to know of single points, in order of position: changes of unit, definition and name.
    pub notes: Vec<Note>,
}

impl Point {
    /// The last day that the value refers to; `None` where it cannot be placed in time.
    pub fn day(&self) -> Option<NaiveDate> {
        self.claim.period.as_ref().and_then(|period| period.end)
    }

    /// The value with its sign: a change downwards is negative. In the unit of its series.
    pub fn signed(&self) -> Decimal {
        self.scaled(sign(&self.claim, self.claim.value))
    }

    /// The other end of a range, with its sign. In the unit of its series.
    pub fn signed_high(&self) -> Option<Decimal> {
        self.claim.value_high.map(|high| self.scaled(sign(&self.claim, high)))
    }

    /// Values too large to convert stay as they are; no real figure comes near.
    fn scaled(&self, value: Decimal) -> Decimal {
        value.checked_mul(self.scale).map_or(value, |scaled| scaled.normalize())
    }
}

fn sign(claim: &Claim, value: Decimal) -> Decimal {
    if claim.direction == Some(Direction::Down) { -value } else { value }
}

impl Series {
    /// The point that holds now: the last in time that no later document restates,
    /// else the last of those without a period.
    pub fn latest(&self) -> Option<&Point> {
        let current = || self.points.iter().enumerate().filter(|(at, _)| !self.is_ghost(*at));
        let dated = current().rfind(|(_, point)| point.day().is_some());
        dated.or_else(|| current().next_back()).map(|(_, point)| point)
    }

    /// True where another point of the same period is drawn in its place, or where it is doubtful.
    pub fn is_ghost(&self, position: usize) -> bool {
        self.ghosts.binary_search(&position).is_ok()
    }

    /// How many points have no period, and so no place on a time axis.
    pub fn undated(&self) -> usize {
        self.points.iter().filter(|point| point.day().is_none()).count()
    }

    /// The indicator's name in the words of the latest point.
    pub fn name(&self) -> &str {
        self.latest().map_or("", |point| point.claim.indicator.as_str())
    }
}

/// Sorts points into series, in a fixed order. Units that convert into each other share a series, those
/// that do not are different series: the break shows, and nothing is converted. `marked` are the breaks
/// that people marked. Values without a place are never joined from one document to another.
pub fn assemble(points: Vec<Point>, marked: &[MarkedBreak]) -> Vec<Series> {
    let mut groups: BTreeMap<_, Vec<Point>> = BTreeMap::new();
    for point in points {
        let claim = &point.claim;
        let unit = unit::base(unit::of(claim)).to_owned();
        // Values whose place nobody knows may be of two places: they share a line within their document alone.
        let apart = claim.scope.is_none().then_some(point.document.id);
        let among = point.among.clone();
        let measure = (claim.scope.clone(), claim.kind, claim.basis, among, unit, claim.status, apart);
        groups.entry((point.indicator, measure)).or_default().push(point);
    }
    let comparable: Vec<Point> =
        groups.values().flatten().filter(|point| point.comparable).cloned().collect();
    let mut series: Vec<Series> = groups
        .into_iter()
        .map(|((indicator, (scope, kind, basis, among, _, status, _)), points)| {
            let marked: Vec<MarkedBreak> = marked
                .iter()
                .filter(|mark| mark.indicator == indicator && (mark.scope.is_none() || mark.scope == scope))
                .cloned()
                .collect();
            let siblings: Vec<&Point> = comparable
                .iter()
                .filter(|point| {
                    let claim = &point.claim;
                    point.indicator == indicator && claim.scope == scope && claim.status == status
                })
                .collect();
            one(Series { scope, kind, basis, among, status, ..Series::of(points) }, &siblings, &marked)
        })
        .collect();
    note::of_units(&mut series);
    for one in &mut series {
        one.notes.extend(note::of_names(one));
        one.notes.sort_by_key(|note| note.at);
    }
    series
}

impl Series {
    /// Points in order, and nothing else.
    fn of(mut points: Vec<Point>) -> Self {
        points.sort_by_key(|point| (point.day().is_none(), point.day(), point.document.date, point.id));
        let newest = points.iter().max_by_key(|point| (point.document.date, point.id));
        let unit = newest.map(|point| unit::of(&point.claim).to_owned()).unwrap_or_default();
        for point in &mut points {
            point.scale = unit::factor(unit::of(&point.claim), &unit).unwrap_or(Decimal::ONE);
        }
        Self {
            scope: None,
            kind: Kind::Level,
            basis: None,
            among: None,
            unit,
            status: Status::Actual,
            points,
            runs: Vec::new(),
            ghosts: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// The series with its lines, broken where the definition changed.
fn one(series: Series, siblings: &[&Point], marked: &[MarkedBreak]) -> Series {
    let mut notes = note::of_definition(&series.points, siblings, marked);
    let breaks: Vec<usize> = notes.iter().filter(|note| note.what.breaks()).map(|note| note.at).collect();
    let doubtful = run::doubtful(&series.points);
    let (runs, ghosts) = run::split(&series.points, &breaks, &doubtful);
    notes.extend(doubtful.into_iter().map(|at| Note { at, day: None, what: What::Doubtful }));
    Series { runs, ghosts, notes, ..series }
}

#[cfg(test)]
mod tests;
