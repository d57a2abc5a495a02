//! What to know before comparing a point with the one before it: breaks of unit, definition and name.

use super::decision::MarkedBreak;
use super::{Point, Series, name, tidy};
use crate::claim::{Basis, Claim, Kind};
use crate::lexicon::lexicon;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something to know about a point of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SeriesNote")]
pub struct Note {
    /// The point's position.
    pub at: usize,
    /// The day on which it happened, as far as is known: half way between the two values that it parts, unless a
    /// person marked the day. `None` where nothing comparable lies before.
    pub day: Option<NaiveDate>,
    /// What it is.
    #[serde(flatten)]
    pub what: What,
}

/// What to know about a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
#[schemars(rename = "SeriesNoteWhat")]
pub enum What {
    /// The values before are counted in another unit, which does not convert.
    Unit {
        /// The unit before.
        from: String,
        /// The unit since.
        to: String,
    },
    /// Its change was said to be by a comparable definition, so the level before is by another one.
    Comparable,
    /// A person marked that the definition changed.
    Marked {
        /// What changed.
        note: String,
    },
    /// It is far off the years around it.
    Doubtful,
    /// It was renamed. The line goes on.
    Renamed {
        /// The name before.
        from: String,
        /// The name since.
        to: String,
    },
}

impl What {
    /// Whether no line may join the point with what lies before it.
    pub fn breaks(&self) -> bool {
        !matches!(self, Self::Renamed { .. } | Self::Doubtful)
    }

    /// In Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unit { from, to } => format!("计量单位由“{from}”改为“{to}”，前后不可比"),
            Self::Comparable => "增速按可比口径计算，与上一数值口径不同".to_owned(),
            Self::Marked { note } => format!("口径改变：{note}"),
            Self::Doubtful => "与前后年份的数值相差三倍以上，需核实".to_owned(),
            Self::Renamed { from, to } => format!("名称由“{from}”改为“{to}”"),
        }
    }

    /// In English.
    pub fn en(&self) -> String {
        match self {
            Self::Unit { from, to } => format!("counted in {to} instead of {from}, not comparable"),
            Self::Comparable => {
                "its growth is by a comparable definition; the value before is by another one".to_owned()
            }
            Self::Marked { note } => format!("definition changed: {note}"),
            Self::Doubtful => {
                "more than three times as far off as the years around it; to be checked".to_owned()
            }
            Self::Renamed { from, to } => format!("renamed from {from} to {to}"),
        }
    }
}

/// Where the definition changed within a series, from what was said of its growth and what people marked.
pub(super) fn of_definition(points: &[Point], siblings: &[&Point], marked: &[MarkedBreak]) -> Vec<Note> {
    let mut notes = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let level = point.claim.kind == Kind::Level && point.claim.period.is_some();
        let said = siblings.iter().any(|other| {
            other.comparable
                && other.claim.kind == Kind::Change
                && other.claim.basis == Some(Basis::Yoy)
                && other.claim.period.as_ref().map(|p| (p.kind, p.end))
                    == point.claim.period.as_ref().map(|p| (p.kind, p.end))
        });
        if level && said {
            let kind = |point: &Point| point.claim.period.as_ref().map(|period| period.kind);
            let before =
                points[..at].iter().rfind(|before| kind(before) == kind(point) && before.day() < point.day());
            notes.push(Note {
                at,
                day: before.and_then(|before| between(before.day(), point.day())),
                what: What::Comparable,
            });
        }
    }
    for mark in marked {
        let since = |point: &Point| point.day().is_some_and(|day| day >= mark.day);
        if let Some(at) = points.iter().position(since) {
            notes.push(Note { at, day: Some(mark.day), what: What::Marked { note: mark.note.clone() } });
        }
    }
    notes
}

/// Where a series was renamed: neighbours in time whose wordings are known to follow one another. Going back to a
/// name of before is no new name.
pub(super) fn of_names(series: &Series) -> Vec<Note> {
    let dated: Vec<usize> = (0..series.points.len())
        .filter(|&at| !series.is_ghost(at) && series.points[at].day().is_some())
        .collect();
    let mut notes = Vec::new();
    let mut known = BTreeSet::new();
    for pair in dated.windows(2) {
        let (from, to) = (wording(&series.points[pair[0]]), wording(&series.points[pair[1]]));
        known.insert(from.clone());
        if !known.contains(&to)
            && (renames(&from) || renames(&to) || joined(&series.points[pair[0]], &series.points[pair[1]]))
        {
            let day = between(series.points[pair[0]].day(), series.points[pair[1]].day());
            notes.push(Note { at: pair[1], day, what: What::Renamed { from, to } });
        }
    }
    notes
}

fn wording(point: &Point) -> String {
    let name = tidy(&point.claim.indicator);
    let light = ["完成", "实现"].iter().find_map(|verb| name.strip_prefix(verb));
    name::without_verb_behind(light.unwrap_or(&name)).to_owned()
}

/// Whether two wordings mean different indicators by themselves, so that evidence or a person joined them.
fn joined(from: &Point, to: &Point) -> bool {
    let key = |point: &Point| {
        let Claim { indicator, scope, kind, .. } = &point.claim;
        name::read(indicator, scope.as_deref(), Some(*kind)).key
    };
    let (from, to) = (key(from), key(to));
    from != to && name::head(&from).is_some() && name::head(&from) == name::head(&to)
}

fn renames(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    lexicon().synonyms.same.exact(&chars).is_some_and(|synonym| synonym.renamed)
}

/// Marks series where the values of an indicator go on in a unit that does not convert.
pub(super) fn of_units(series: &mut [Series]) {
    let mut siblings: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, one) in series.iter().enumerate().filter(|(_, one)| one.kind == Kind::Level) {
        let indicator = one.points.first().map(|point| point.indicator);
        siblings.entry((indicator, one.scope.clone(), one.basis, one.status)).or_default().push(at);
    }
    for siblings in siblings.into_values().filter(|siblings| siblings.len() > 1) {
        for (owner, note) in changes(series, &siblings) {
            series[owner].notes.push(note);
        }
    }
}

/// Where values of one kind of period change from one of the series to another.
fn changes(series: &[Series], siblings: &[usize]) -> Vec<(usize, Note)> {
    let mut dated: Vec<(_, NaiveDate, usize, usize)> = Vec::new();
    for &owner in siblings {
        for (at, point) in series[owner].points.iter().enumerate() {
            if let Some(period) = point.claim.period.as_ref().filter(|_| !series[owner].is_ghost(at))
                && let Some(day) = period.end
            {
                dated.push((<&str>::from(period.kind), day, owner, at));
            }
        }
    }
    dated.sort_unstable();
    let turns = dated.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].2 != pair[1].2);
    turns
        .map(|pair| {
            let (from, to) = (series[pair[0].2].unit.clone(), series[pair[1].2].unit.clone());
            let day = between(Some(pair[0].1), Some(pair[1].1));
            (pair[1].2, Note { at: pair[1].3, day, what: What::Unit { from, to } })
        })
        .collect()
}

/// The day half way between two.
fn between(before: Option<NaiveDate>, after: Option<NaiveDate>) -> Option<NaiveDate> {
    before.zip(after).map(|(before, after)| before + (after - before) / 2)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, point, year};
    use super::super::{Status, assemble};
    use super::*;

    #[test]
    fn a_hotline_that_counts_in_three_units_has_three_stretches() {
        let series = assemble(
            vec![
                point(1, "2018-01-10", 6_330_000, "人次", year(2017)),
                point(2, "2022-12-26", 12_000_000, "件次", year(2022)),
                point(3, "2024-01-10", 10_150_000, "件次", year(2023)),
                point(4, "2025-01-10", 9_176_000, "件", year(2024)),
                point(5, "2026-01-10", 9_385_000, "件", year(2025)),
            ],
            &[],
        );
        assert_eq!(series.len(), 3);
        let notes: Vec<(i64, String)> = series
            .iter()
            .flat_map(|one| one.notes.iter().map(|note| (one.points[note.at].id, note.what.zh())))
            .collect();
        assert_eq!(
            notes,
            [
                (4, "计量单位由“件次”改为“件”，前后不可比".to_owned()),
                (2, "计量单位由“人次”改为“件次”，前后不可比".to_owned())
            ]
        );
        let lengths: Vec<usize> = series.iter().map(|one| one.runs[0].len()).collect();
        assert_eq!(lengths, [1, 2, 2]);
    }

    #[test]
    fn growth_by_a_comparable_definition_breaks_the_line_of_the_level() {
        let mut growth = point(3, "2025-01-10", 8, "%", year(2024));
        growth.claim.kind = Kind::Change;
        growth.claim.basis = Some(Basis::Yoy);
        growth.comparable = true;
        let series = assemble(
            vec![
                point(1, "2024-01-10", 100, "元", year(2023)),
                point(2, "2025-01-10", 126, "元", year(2024)),
                growth,
            ],
            &[],
        );
        let level = series.iter().find(|one| one.kind == Kind::Level).expect("there is a level");
        assert_eq!(level.notes, [Note { at: 1, day: Some(day("2024-07-01")), what: What::Comparable }]);
        assert_eq!(level.runs, [vec![0], vec![1]]);
    }

    #[test]
    fn a_break_that_a_person_marked_holds_for_its_scope() {
        let points = || {
            vec![point(1, "2024-01-10", 100, "元", year(2023)), point(2, "2025-01-10", 126, "元", year(2024))]
        };
        let mark = |scope: Option<&str>| MarkedBreak {
            indicator: 1,
            scope: scope.map(str::to_owned),
            day: day("2024-01-01"),
            note: "并入莱县".into(),
        };
        assert_eq!(assemble(points(), &[mark(None)])[0].runs, [vec![0], vec![1]]);
        assert_eq!(assemble(points(), &[mark(Some("海州市"))])[0].runs, [vec![0], vec![1]]);
        assert_eq!(assemble(points(), &[mark(Some("东港市"))])[0].runs, [vec![0, 1]]);
    }

    #[test]
    fn a_new_name_is_told_and_the_line_goes_on() {
        let mut old = point(1, "2012-01-10", 100, "元", year(2011));
        old.claim.indicator = "地方财政一般预算收入".into();
        let mut new = point(2, "2013-01-10", 110, "元", year(2012));
        new.claim.indicator = "地方公共财政收入".into();
        let series = assemble(vec![old, new], &[]);
        assert_eq!(series[0].notes.len(), 1);
        assert_eq!(series[0].notes[0].what.zh(), "名称由“地方财政一般预算收入”改为“地方公共财政收入”");
        assert_eq!(series[0].runs, [vec![0, 1]]);
        assert_eq!(series[0].status, Status::Actual);
    }

    #[test]
    fn a_verb_behind_the_name_is_no_new_name() {
        let mut plain = point(1, "2012-01-10", 100, "元", year(2011));
        plain.claim.indicator = "地方一般预算收入".into();
        let mut with = point(2, "2013-01-10", 110, "元", year(2012));
        with.claim.indicator = "地方一般预算收入跨越".into();
        assert_eq!(assemble(vec![plain, with], &[])[0].notes, []);
    }

    #[test]
    fn units_that_convert_share_a_line_in_the_newest_unit() {
        let series = assemble(
            vec![
                point(1, "2024-01-10", 100, "吨", year(2023)),
                point(2, "2025-01-10", 210_000, "斤", year(2024)),
            ],
            &[],
        );
        assert_eq!(series.len(), 1);
        assert_eq!(series[0].unit, "斤");
        let values: Vec<String> = series[0].points.iter().map(|point| point.signed().to_string()).collect();
        assert_eq!(values, ["200000", "210000"]);
        assert_eq!(series[0].runs, [vec![0, 1]]);
    }
}
