//! What does not fit in the record of an indicator at one place, and what became of its targets.

use super::comparable::is_close;
use super::derive::{possible, risen};
use super::rounding::Interval;
use super::{Again, Point, Series, Vanished, Verdict, What, gaps, normalise, outcomes, restatements};
use crate::claim::{Basis, End, Kind, Status};
use crate::lexicon::lexicon;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Something to look at, with the claims that show it. It is a question to the record, never a reproach: what it says
/// may have a reason that no document gives, and may be a misreading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The number of the claim said first: the target, the older value, the last one before the silence; for what is
    /// odd by itself, that claim.
    pub earlier: i64,
    /// The number of the claim beside it: the result, the newer value, the stated growth, a neighbour.
    pub later: Option<i64>,
    /// The last day of the period that it is about.
    pub day: Option<NaiveDate>,
    /// How much there is to look at.
    pub severity: Severity,
    /// By how much the two differ, in `unit`: the later less the earlier; for growth, what was said less what the two
    /// levels give. `None` where the words leave that open.
    pub difference: Option<Decimal>,
    /// The unit of the difference, as [`super::of_difference`] gives it.
    pub unit: String,
    /// For how long it had been said, and how long it has not been.
    pub silence: Option<Vanished>,
}

/// What there is to look at.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    JsonSchema,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FindingKind {
    /// A target was missed, whatever the words allow.
    Missed,
    /// Two statements of one time give two values for one period.
    Conflict,
    /// A newer document gives another value for a period.
    Revision,
    /// A part of a year counts more than the whole year.
    Shrunk,
    /// Comparable documents gave it for years and then no more.
    Vanished,
    /// The stated growth is not that from one year's level to the next one's.
    Growth,
    /// A sentence says from where to where it went and by how much, and the two do not fit.
    Arithmetic,
    /// More than the whole: a share or rate over 100 %.
    Impossible,
    /// Far off all years around it; most often a misreading.
    Spike,
    /// The words do not tell whether a target was met.
    Open,
    /// A target was met.
    Met,
}

/// What people make of a finding.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    JsonSchema,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FindingState {
    /// Nobody has said anything of it, or it is to be looked at again.
    Open,
    /// It is so, for a reason that somebody gave.
    Explained,
    /// It is none: misread, or not to be compared.
    Dismissed,
}

/// How much there is to look at.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    JsonSchema,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    /// For the record.
    Low,
    /// Worth a look.
    Medium,
    /// Look here first.
    High,
}

/// All that is found in the series of one indicator at one place, each pair of claims once for each kind. A value that is
/// far off its neighbours is most likely misread, so that nothing else is concluded from it.
pub fn findings(all: &[Series]) -> Vec<Finding> {
    let points: HashMap<i64, &Point> =
        all.iter().flat_map(|one| &one.points).map(|point| (point.id, point)).collect();
    let spikes: Vec<Finding> = all.iter().flat_map(spikes).collect();
    let doubtful: HashSet<i64> = spikes.iter().map(|spike| spike.earlier).collect();
    let targets = all.iter().filter(|one| one.status == Status::Target);
    let mut found: Vec<Finding> = targets
        .flat_map(|targets| all.iter().flat_map(move |results| judged(targets, results)))
        .chain(all.iter().flat_map(restated))
        .chain(all.iter().flat_map(|levels| all.iter().flat_map(move |changes| grown(levels, changes))))
        .chain(stepped(all))
        .chain(all.iter().flat_map(impossible))
        .filter(|one| !doubtful.contains(&one.earlier) && one.later.is_none_or(|id| !doubtful.contains(&id)))
        .collect();
    found.extend(spikes);
    for one in &mut found {
        let last = one.later.and_then(|later| points.get(&later));
        one.day = last.and_then(|point| point.day()).or_else(|| points.get(&one.earlier)?.day());
    }
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert((one.kind, one.earlier, one.later)));
    found
}

impl Finding {
    fn new(kind: FindingKind, earlier: i64, later: Option<i64>) -> Self {
        let (severity, unit) = (Severity::Low, String::new());
        Self { kind, earlier, later, day: None, severity, difference: None, unit, silence: None }
    }

    /// That nothing more is said of an indicator.
    pub fn of_silence(gone: Vanished) -> Self {
        let severity = if gone.years >= LONG_HABIT { Severity::High } else { Severity::Medium };
        let day = NaiveDate::from_ymd_opt(gone.last, 12, 31);
        let silent = Self::new(FindingKind::Vanished, gone.claim, None);
        Self { severity, day, silence: Some(gone), ..silent }
    }

    /// The numbers of the claims that show it.
    pub fn claims(&self) -> impl Iterator<Item = i64> {
        std::iter::once(self.earlier).chain(self.later)
    }

    fn by(self, difference: Option<Decimal>, series: &Series) -> Self {
        Self { difference, unit: super::of_difference(&series.unit).to_owned(), ..self }
    }
}

/// Reported for so many years in a row, its absence is no chance.
const LONG_HABIT: usize = 5;

fn point(series: &Series, id: i64) -> Option<&Point> {
    series.points.iter().find(|point| point.id == id)
}

/// Whether a difference is more than this part of a value.
fn is_more_than(difference: Decimal, part: Decimal, value: Decimal) -> bool {
    value.checked_mul(part).is_none_or(|part| difference.abs() > part.abs())
}

fn judged(targets: &Series, results: &Series) -> Vec<Finding> {
    let found = outcomes(targets, results).into_iter().filter_map(|outcome| {
        let target = point(targets, outcome.target)?;
        let kind = match outcome.verdict {
            Verdict::Met => FindingKind::Met,
            Verdict::Missed => FindingKind::Missed,
            Verdict::Open => FindingKind::Open,
            Verdict::Unknown => return None,
        };
        let far = outcome.gap.is_some_and(|gap| is_more_than(gap, Decimal::new(1, 1), target.signed()));
        let severity = match (kind, far) {
            (FindingKind::Missed, true) => Severity::High,
            (FindingKind::Missed, false) => Severity::Medium,
            _ => Severity::Low,
        };
        let pair = Finding::new(kind, outcome.target, Some(outcome.result?));
        Some(Finding { severity, ..pair }.by(outcome.gap, targets))
    });
    found.collect()
}

fn restated(series: &Series) -> Vec<Finding> {
    let found = restatements(series).into_iter().filter_map(|again| {
        let (earlier, later) = (point(series, again.earlier)?, point(series, again.later)?);
        let (kind, severity) = match again.what {
            Again::Repeat => return None,
            Again::Revision if is_more_than(again.difference, Decimal::new(2, 2), later.signed()) => {
                (FindingKind::Revision, Severity::Medium)
            }
            Again::Revision => (FindingKind::Revision, Severity::Low),
            Again::Conflict => (FindingKind::Conflict, Severity::High),
            Again::Shrunk => (FindingKind::Shrunk, Severity::High),
        };
        if earlier.document.id == later.document.id || !is_close(earlier, later) {
            return None;
        }
        let pair = Finding::new(kind, again.earlier, Some(again.later));
        Some(Finding { severity, ..pair }.by(Some(again.difference), series))
    });
    found.collect()
}

/// What grows at constant prices is told so, and its levels at current ones: nothing follows from the two. Less than a
/// percentage point is the usual revision of the base.
fn grown(levels: &Series, changes: &Series) -> Vec<Finding> {
    if levels.status != Status::Actual || is_at_constant_prices(levels.name()) {
        return Vec::new();
    }
    let found = gaps(levels, changes).into_iter().filter(|gap| gap.beyond_rounding).filter_map(|gap| {
        let difference = gap.quoted.checked_sub(gap.derived.change)?;
        if difference.abs() < Decimal::ONE {
            return None;
        }
        // Both ends are to be of the place itself, in documents of the place.
        let own = |id| point(levels, id).is_some_and(|level| level.claim.scope == level.document.scope);
        let severity = if difference.abs() > Decimal::TEN { Severity::Medium } else { Severity::Low };
        let pair = Finding::new(FindingKind::Growth, gap.derived.to, Some(gap.said));
        let pair =
            Finding { severity, unit: "个百分点".to_owned(), difference: Some(difference), ..pair };
        (own(gap.derived.from) && own(gap.derived.to)).then_some(pair)
    });
    found.collect()
}

/// What is said to go from one value to another, against the change that the same sentence states.
fn stepped(all: &[Series]) -> Vec<Finding> {
    let mut sentences: BTreeMap<(i64, usize), Vec<&Point>> = BTreeMap::new();
    for point in all.iter().flat_map(|one| &one.points) {
        sentences.entry((point.document.id, point.claim.sentence.start)).or_default().push(point);
    }
    sentences.values().flat_map(|said| steps(said)).collect()
}

/// Of a sentence with one pair of ends. A change over a year before may be of other ends, and one that is an average of
/// years or at constant prices is not that of the two: of what is compared with anything, only times are taken.
fn steps(said: &[&Point]) -> Vec<Finding> {
    let ends = |end: End| {
        let mut of_role = said.iter().filter(move |point| point.claim.role == Some(end));
        of_role.next().filter(|_| of_role.next().is_none())
    };
    let (Some(from), Some(to)) = (ends(End::From), ends(End::To)) else { return Vec::new() };
    let unit = |point: &Point| (point.claim.kind, point.claim.unit.clone(), point.scale);
    if from.claim.kind != Kind::Level || unit(from) != unit(to) || is_at_constant_prices(&to.claim.indicator)
    {
        return Vec::new();
    }
    let level = to.claim.unit.as_str();
    // 翻番 is told of whatever has doubled, and of more.
    let doubled = |change: &Point| change.claim.quote.contains('番');
    let fits = |change: &Point| {
        !doubled(change)
            && match (change.claim.unit.as_str(), change.claim.basis) {
                ("倍", None | Some(Basis::Other)) | ("%", None) => true,
                ("个百分点", None) => level == "%",
                (unit, None) => unit == level,
                _ => false,
            }
    };
    let changes = said.iter().filter(|one| one.claim.kind == Kind::Change && one.claim.start > to.claim.end);
    changes
        .filter(|change| fits(change))
        .filter(|change| !possible(from, to, &change.claim.unit).meets(Interval::of(change)))
        .map(|change| {
            let unit = change.claim.unit.clone();
            let given = risen(from.signed(), to.signed(), &unit);
            let difference =
                given.and_then(|given| Some(change.signed().checked_sub(given)?.round_dp(2).normalize()));
            let unit = if unit == "%" { "个百分点".to_owned() } else { unit };
            let pair = Finding::new(FindingKind::Arithmetic, to.id, Some(change.id));
            Finding { severity: Severity::Medium, difference, unit, ..pair }
        })
        .collect()
}

/// Whether the growth of what is called so is told at constant prices, and its levels at current ones.
fn is_at_constant_prices(name: &str) -> bool {
    let name = normalise(name);
    lexicon().synonyms.constant_prices.iter().any(|word| name.contains(word.as_str()))
}

fn impossible(series: &Series) -> Vec<Finding> {
    if series.kind != Kind::Level || series.unit != "%" {
        return Vec::new();
    }
    let whole =
        Interval { low: std::ops::Bound::Unbounded, high: std::ops::Bound::Included(Decimal::ONE_HUNDRED) };
    let part_of_a_whole = |point: &&Point| {
        let name = normalise(&point.claim.indicator);
        lexicon().synonyms.shares.iter().any(|word| name.ends_with(word.as_str()))
    };
    let over = series.points.iter().filter(|point| !Interval::of(point).meets(whole)).filter(part_of_a_whole);
    over.map(|point| {
        let alone = Finding::new(FindingKind::Impossible, point.id, None);
        Finding { severity: Severity::High, ..alone }
    })
    .collect()
}

fn spikes(series: &Series) -> Vec<Finding> {
    let doubtful = series.notes.iter().filter(|note| matches!(note.what, What::Doubtful));
    doubtful
        .filter_map(|note| {
            let point = series.points.get(note.at)?;
            let distance = |other: &&Point| {
                let days = other.day().zip(point.day()).map(|(a, b)| (a - b).num_days().abs());
                (days, other.id)
            };
            let neighbours = series.points.iter().enumerate().filter(|(at, _)| !series.is_ghost(*at));
            let neighbour = neighbours.map(|(_, other)| other).filter(|other| other.day().is_some());
            let neighbour = neighbour.min_by_key(distance)?;
            let pair = Finding::new(FindingKind::Spike, point.id, Some(neighbour.id));
            Some(Finding { severity: Severity::Medium, ..pair })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::assemble;
    use super::super::tests::{point, year};
    use super::*;
    use crate::claim::{Basis, Bound, Direction};
    use rstest::rstest;

    /// Told on that day of a year, named so, in this unit.
    fn told(id: i64, said: &str, of: i32, name: &str, value: i64, unit: &str) -> Point {
        let mut point = point(id, said, value, unit, year(of));
        point.claim.indicator = name.into();
        point
    }

    fn kinds(points: Vec<Point>) -> Vec<(FindingKind, i64, Option<i64>)> {
        findings(&assemble(points, &[])).into_iter().map(|one| (one.kind, one.earlier, one.later)).collect()
    }

    fn target(mut point: Point) -> Point {
        point.claim.status = Status::Target;
        point
    }

    fn rise(mut point: Point) -> Point {
        point.claim.kind = Kind::Change;
        point.claim.direction = Some(Direction::Up);
        point.claim.basis = Some(Basis::Yoy);
        point
    }

    #[rstest]
    #[case::missed(88, FindingKind::Missed, Severity::Medium)]
    #[case::missed_by_far(60, FindingKind::Missed, Severity::High)]
    #[case::met(91, FindingKind::Met, Severity::Low)]
    fn a_target_and_its_result_are_a_finding(
        #[case] result: i64,
        #[case] kind: FindingKind,
        #[case] severity: Severity,
    ) {
        let points = vec![
            target(told(1, "2023-01-10", 2023, "热线接通率", 90, "%")),
            told(2, "2024-01-10", 2023, "热线接通率", result, "%"),
        ];
        let found = findings(&assemble(points, &[]));
        let found: Vec<_> =
            found.iter().map(|one| (one.kind, one.severity, one.earlier, one.later)).collect();
        assert_eq!(found, [(kind, severity, 1, Some(2))]);
    }

    #[rstest]
    #[case::revised("2025-01-10", 103, Some(FindingKind::Revision))]
    #[case::at_one_time("2024-01-20", 103, Some(FindingKind::Conflict))]
    #[case::the_same("2025-01-10", 101, None)]
    #[case::of_another_definition("2025-01-10", 180, None)]
    fn another_value_for_one_period_is_a_finding(
        #[case] again: &str,
        #[case] value: i64,
        #[case] kind: Option<FindingKind>,
    ) {
        let points = vec![
            told(1, "2024-01-10", 2023, "受理诉求", 101, "件"),
            told(2, again, 2023, "受理诉求", value, "件"),
        ];
        let expected: Vec<_> = kind.into_iter().map(|kind| (kind, 1, Some(2))).collect();
        assert_eq!(kinds(points), expected);
    }

    #[rstest]
    #[case::at_odds("出口额", 30, true)]
    #[case::fits("出口额", 10, false)]
    #[case::within_a_point("出口额", 9, false)]
    #[case::at_constant_prices("工业增加值", 30, false)]
    fn growth_that_is_not_that_of_the_levels_is_a_finding(
        #[case] name: &str,
        #[case] growth: i64,
        #[case] expected: bool,
    ) {
        let points = vec![
            told(1, "2023-01-10", 2022, name, 1000, "件"),
            told(2, "2024-01-10", 2023, name, 1100, "件"),
            rise(told(3, "2024-01-10", 2023, name, growth, "%")),
        ];
        let found = kinds(points).contains(&(FindingKind::Growth, 2, Some(3)));
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case::points(["16", "52"], "%", "36", "个百分点", None, false)]
    #[case::other_points(["16", "52"], "%", "30", "个百分点", None, true)]
    #[case::per_cent_for_points(["16", "52"], "%", "36", "%", None, true)]
    #[case::times(["16", "52"], "%", "2.25", "倍", Some(Basis::Other), false)]
    #[case::as_many_times(["16", "52"], "%", "3.25", "倍", Some(Basis::Other), true)]
    #[case::doubled(["120", "270"], "件", "翻番", "倍", Some(Basis::Other), false)]
    #[case::its_own_unit(["120", "150"], "件", "30", "件", None, false)]
    #[case::less_of_its_own_unit(["120", "150"], "件", "20", "件", None, true)]
    #[case::per_cent(["120", "150"], "件", "25", "%", None, false)]
    #[case::within_rounding(["1.2", "1.5"], "件", "22", "%", None, false)]
    #[case::over_a_year_before(["91.2", "95.5"], "%", "3", "个百分点", Some(Basis::Yoy), false)]
    #[case::on_average(["120", "150"], "件", "5", "%", Some(Basis::Other), false)]
    #[case::another_unit(["120", "150"], "件", "20", "人", None, false)]
    fn from_and_to_and_another_change_are_a_finding(
        #[case] ends: [&str; 2],
        #[case] unit: &str,
        #[case] change: &str,
        #[case] of: &str,
        #[case] basis: Option<Basis>,
        #[case] expected: bool,
    ) {
        let told = |id: i64, value: &str, unit: &str, role: Option<End>| {
            let mut point = told(id, "2024-01-10", 2023, "联合抽查比例", 0, unit);
            point.claim.value = value.parse().unwrap_or(Decimal::TWO);
            point.claim.quote = format!("{value}{unit}");
            point.claim.role = role;
            (point.claim.start, point.claim.end) = (id as usize * 10, id as usize * 10 + 5);
            point.document.id = 1;
            point
        };
        let mut said = told(3, change, of, None);
        said.claim.kind = Kind::Change;
        said.claim.direction = Some(Direction::Up);
        said.claim.basis = basis;
        let points =
            vec![told(1, ends[0], unit, Some(End::From)), told(2, ends[1], unit, Some(End::To)), said];
        let found = kinds(points).contains(&(FindingKind::Arithmetic, 2, Some(3)));
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case::a_share("群众满意率", 102, Bound::Exact, true)]
    #[case::all_of_it("群众满意率", 100, Bound::Exact, false)]
    #[case::not_more_than("群众满意率", 102, Bound::AtMost, false)]
    #[case::more_than_planned("计划完成率", 102, Bound::Exact, false)]
    fn more_than_the_whole_is_a_finding(
        #[case] name: &str,
        #[case] value: i64,
        #[case] bound: Bound,
        #[case] expected: bool,
    ) {
        let mut one = told(1, "2024-01-10", 2023, name, value, "%");
        one.claim.bound = bound;
        assert_eq!(kinds(vec![one]).contains(&(FindingKind::Impossible, 1, None)), expected);
    }

    #[test]
    fn nothing_is_concluded_from_what_is_far_off_its_neighbours() {
        let mut points: Vec<Point> = (0..5)
            .map(|at| told(at, &format!("{}-01-10", 2020 + at), 2019 + at as i32, "受理诉求", 100 + at, "件"))
            .collect();
        points.push(target(told(7, "2021-01-10", 2021, "受理诉求", 100, "件")));
        points[2].claim.value = Decimal::ONE;
        assert_eq!(kinds(points), [(FindingKind::Spike, 2, Some(1))]);
    }
}
