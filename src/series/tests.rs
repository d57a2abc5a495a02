//! What a reader of a chart relies on: unlike values never share a line.

use super::*;
use crate::claim::{Bound, ToWords};
use crate::document::Span;
use crate::period::{Period, PeriodType};
use rstest::rstest;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn period(kind: PeriodType, start: &str, end: &str) -> Period {
    let start = (!start.is_empty()).then(|| day(start));
    Period { start, end: Some(day(end)), kind, text: String::new(), inherited: false }
}

pub(super) fn year(year: i32) -> Period {
    period(PeriodType::Year, &format!("{year}-01-01"), &format!("{year}-12-31"))
}

pub(super) fn ytd(end: &str) -> Period {
    period(PeriodType::Ytd, &format!("{}-01-01", &end[..4]), end)
}

fn as_of(end: &str) -> Period {
    period(PeriodType::AsOf, "", end)
}

/// A level without value or period.
pub(super) fn claim(indicator: &str, unit: &str) -> Claim {
    let mut claim = point(1, "2024-01-10", 1, unit, None).claim;
    claim.indicator = indicator.into();
    claim
}

pub(super) fn point(id: i64, said: &str, value: i64, unit: &str, period: impl Into<Option<Period>>) -> Point {
    let claim = Claim {
        start: 0,
        end: 4,
        quote: format!("{value}{unit}"),
        value: value.into(),
        value_high: None,
        unit: unit.into(),
        kind: Kind::Level,
        direction: None,
        basis: None,
        role: None,
        bound: Bound::Exact,
        status: Status::Actual,
        indicator: "受理诉求".into(),
        subject: None,
        scope: Some("海州市".into()),
        period: period.into(),
        speaker: None,
        sentence: Span::new(0, 4),
        rule: "test".into(),
        confidence: 1.0,
        warnings: Vec::new(),
        provisional: false,
    };
    let document = PointDocument {
        id,
        title: "发布会".into(),
        scope: Some("海州市".into()),
        date: Some(day(said)),
        precision: Precision::Day,
        source: "a.txt".into(),
    };
    Point {
        id,
        indicator: 1,
        claim,
        link: ToWords { document: id, claim: id },
        document,
        comparable: false,
        among: None,
        scale: rust_decimal::Decimal::ONE,
    }
}

pub(super) fn only(points: Vec<Point>) -> Series {
    let mut series = assemble(points, &[]);
    assert_eq!(series.len(), 1);
    series.remove(0)
}

#[test]
fn a_part_year_is_never_joined_to_a_full_year() {
    let series = only(vec![
        point(1, "2024-01-10", 10_150_000, "件", year(2023)),
        point(2, "2024-11-20", 7_400_000, "件", ytd("2024-11-20")),
        point(3, "2025-01-15", 9_176_000, "件", year(2024)),
    ]);
    assert_eq!(series.runs, [vec![0, 2], vec![1]]);
    assert_eq!(series.latest().map(|point| point.id), Some(3));
}

#[rstest]
#[case::next_year(year(2022), year(2023), true)]
#[case::missing_year(year(2022), year(2024), false)]
#[case::equal_cut_off(ytd("2023-09-30"), ytd("2024-09-30"), true)]
#[case::other_cut_off(ytd("2023-09-30"), ytd("2024-11-20"), false)]
#[case::later_in_the_year(ytd("2024-06-30"), ytd("2024-09-30"), false)]
#[case::leap_day(ytd("2023-02-28"), ytd("2024-02-29"), true)]
#[case::year_ends(as_of("2023-12-31"), as_of("2024-12-31"), true)]
#[case::month_ends(as_of("2024-01-31"), as_of("2024-02-29"), true)]
#[case::stock_in_between(as_of("2024-01-31"), as_of("2024-04-30"), false)]
#[case::stock_and_flow(as_of("2023-12-31"), year(2024), false)]
#[case::quarters(
    period(PeriodType::Quarter, "2024-01-01", "2024-03-31"),
    period(PeriodType::Quarter, "2024-04-01", "2024-06-30"),
    true
)]
#[case::month_and_quarter(
    period(PeriodType::Month, "2024-05-01", "2024-05-31"),
    period(PeriodType::Quarter, "2024-04-01", "2024-06-30"),
    false
)]
#[case::plans(
    period(PeriodType::MultiYear, "2016-01-01", "2020-12-31"),
    period(PeriodType::MultiYear, "2021-01-01", "2025-12-31"),
    false
)]
fn only_neighbouring_comparable_periods_are_joined(
    #[case] before: Period,
    #[case] after: Period,
    #[case] joined: bool,
) {
    let series = only(vec![point(1, "2025-01-01", 5, "件", before), point(2, "2025-01-01", 6, "件", after)]);
    assert_eq!(series.runs.len(), if joined { 1 } else { 2 });
}

#[test]
fn a_run_keeps_its_rhythm_and_passes_by_what_stands_between() {
    let series = only(vec![
        point(1, "2025-01-01", 1, "家", as_of("2022-12-31")),
        point(2, "2025-01-01", 2, "家", as_of("2023-09-30")),
        point(3, "2025-01-01", 3, "家", as_of("2023-12-31")),
        point(4, "2025-01-01", 4, "家", as_of("2024-01-31")),
        point(5, "2025-01-01", 5, "家", as_of("2024-12-31")),
    ]);
    assert_eq!(series.runs, [vec![0, 2, 4], vec![1], vec![3]]);
}

#[test]
fn another_unit_is_another_series() {
    let points = vec![
        point(1, "2023-01-10", 6_330_000, "人次", year(2022)),
        point(2, "2024-01-10", 12_000_000, "件次", year(2023)),
        point(3, "2025-01-10", 9_176_000, "件", year(2024)),
    ];
    let series = assemble(points, &[]);
    let units: Vec<&str> = series.iter().map(|series| series.unit.as_str()).collect();
    assert_eq!(units.len(), 3);
    assert!(["人次", "件次", "件"].iter().all(|unit| units.contains(unit)));
    assert!(series.iter().all(|series| series.runs == [vec![0]]));
}

#[test]
fn the_newest_statement_of_a_period_counts_and_the_earlier_stays_a_ghost() {
    let series = only(vec![
        point(1, "2025-03-01", 90, "件", year(2023)),
        point(2, "2024-01-10", 100, "件", year(2023)),
        point(3, "2025-01-10", 110, "件", year(2024)),
    ]);
    let ids: Vec<i64> = series.points.iter().map(|point| point.id).collect();
    assert_eq!(ids, [2, 1, 3]);
    assert_eq!(series.ghosts, [0]);
    assert_eq!(series.runs, [vec![1, 2]]);
}

#[test]
fn bodies_that_are_both_named_and_differ_are_kept_apart() {
    let mut one = point(1, "2024-01-10", 100, "件", year(2023));
    one.claim.subject = Some("市法院".into());
    let mut other = point(2, "2024-01-10", 7, "件", year(2023));
    other.claim.subject = Some("市检察院".into());
    let series = only(vec![one, other]);
    assert!(series.ghosts.is_empty());
    assert_eq!(series.runs.len(), 2);
}

#[test]
fn points_without_a_period_stand_last_and_in_no_run() {
    let series = only(vec![
        point(1, "2024-01-10", 1, "件", None),
        point(2, "2024-01-10", 2, "件", year(2023)),
        point(3, "2024-01-09", 3, "件", None),
    ]);
    let ids: Vec<i64> = series.points.iter().map(|point| point.id).collect();
    assert_eq!(ids, [2, 3, 1]);
    assert_eq!(series.runs, [vec![0]]);
    assert_eq!(series.undated(), 2);
    assert_eq!(series.latest().map(|point| point.id), Some(2));
}

#[test]
fn a_fall_is_negative() {
    let mut fall = point(1, "2024-01-10", 3, "%", year(2023));
    fall.claim.kind = Kind::Change;
    fall.claim.direction = Some(Direction::Down);
    assert_eq!(fall.signed(), Decimal::from(-3));
}

#[test]
fn a_claim_is_linked_by_its_name_without_its_place() {
    let mut claim = claim("海州市受理的诉求", "件");
    claim.scope = Some("海州市".into());
    let link = link(&claim, "");
    assert_eq!((link.key.as_str(), link.name.as_str(), link.score), ("受理诉求", "受理诉求", 100));
    assert_eq!(link.reason, "同名");
}

/// Values of these years, told the January after.
fn told(kind: Kind, status: Status, years: std::ops::Range<i32>) -> Vec<Point> {
    let of = |told: i32| {
        let about = if status == Status::Target { told } else { told - 1 };
        let unit = if kind == Kind::Change { "%" } else { "亿元" };
        let id = i64::from(told) + if kind == Kind::Change { 10_000 } else { 0 };
        let mut point = point(id, &format!("{told}-01-10"), 7, unit, year(about));
        (point.claim.kind, point.claim.status) = (kind, status);
        point.claim.basis = (kind == Kind::Change).then_some(Basis::Yoy);
        point
    };
    years.map(of).collect()
}

#[rstest]
#[case::levels_before_changes((2010..2020, 2010..2020, 0..0), (Kind::Level, Status::Actual))]
#[case::changes_where_levels_fell_silent((2010..2015, 2012..2020, 0..0), (Kind::Change, Status::Actual))]
#[case::one_later_change_is_no_series((2010..2015, 2019..2020, 0..0), (Kind::Level, Status::Actual))]
#[case::results_before_targets_of_the_same_time((2010..2020, 0..0, 2010..2021), (Kind::Level, Status::Actual))]
#[case::targets_where_results_are_of_long_ago((1990..1993, 0..0, 2010..2020), (Kind::Level, Status::Target))]
fn the_main_series_is_one_that_is_still_told(
    #[case] (levels, changes, targets): (std::ops::Range<i32>, std::ops::Range<i32>, std::ops::Range<i32>),
    #[case] expected: (Kind, Status),
) {
    let points = [
        told(Kind::Level, Status::Actual, levels),
        told(Kind::Change, Status::Actual, changes),
        told(Kind::Level, Status::Target, targets),
    ];
    let series = assemble(points.concat(), &[]);
    assert_eq!(main(&series).map(|one| (one.kind, one.status)), Some(expected));
}

#[rstest]
#[case::as_the_place_says("国内生产总值", &["地区生产总值", "地区生产总值", "国内生产总值"], "地区生产总值")]
#[case::as_most_say("国内生产总值", &["地区生产总值", "国内生产总值", "国内生产总值"], "国内生产总值")]
#[case::no_short_form("国内生产总值", &["生产总值", "生产总值"], "国内生产总值")]
#[case::no_synonym("国内生产总值", &["经济总量", "中央提出经济"], "国内生产总值")]
#[case::a_name_that_a_person_gave_stays("本市经济规模", &["地区生产总值"], "本市经济规模")]
fn a_place_has_its_own_name_for_an_indicator(
    #[case] name: &str,
    #[case] wordings: &[&str],
    #[case] expected: &str,
) {
    let points: Vec<Point> = wordings
        .iter()
        .zip(1..)
        .map(|(wording, id)| {
            let mut point = point(id, "2024-01-10", 1, "亿元", year(2023));
            point.claim.indicator = (*wording).to_owned();
            point
        })
        .collect();
    assert_eq!(called(name, &points), expected);
}

#[test]
fn values_without_a_place_are_never_joined_across_documents() {
    let nowhere = |id, said, value, of| {
        let mut point = point(id, said, value, "件", year(of));
        point.claim.scope = None;
        point
    };
    let series = assemble(vec![nowhere(1, "2023-01-10", 5, 2022), nowhere(2, "2024-01-10", 9, 2023)], &[]);
    assert_eq!(series.len(), 2);
    assert!(series.iter().all(|one| one.points.len() == 1));
}

#[test]
fn the_base_of_another_value_never_takes_the_place_of_one_told_for_its_own_sake() {
    let mut base = point(2, "2025-01-10", 9_000, "件", year(2020));
    base.claim.role = Some(crate::claim::End::From);
    let series = only(vec![point(1, "2021-01-10", 9_132, "件", year(2020)), base]);
    assert_eq!(series.ghosts, [1]);
}

#[test]
fn what_another_place_tells_does_not_take_the_place_of_its_own_value() {
    let mut told = point(2, "2025-01-10", 9_000, "件", year(2020));
    told.document.scope = Some("云州市".into());
    let series = only(vec![point(1, "2021-01-10", 9_132, "件", year(2020)), told]);
    assert_eq!(series.ghosts, [1]);
}

#[rstest]
#[case::a_tenth(93, true)]
#[case::ten_times(9_310, true)]
#[case::twice(1_900, false)]
fn a_value_far_off_its_neighbours_is_doubtful_and_hides_none(#[case] value: i64, #[case] doubted: bool) {
    let series = only(vec![
        point(1, "2020-01-10", 900, "件", year(2019)),
        point(2, "2021-01-10", 950, "件", year(2020)),
        point(3, "2022-01-10", 980, "件", year(2021)),
        point(4, "2023-01-10", value, "件", year(2021)),
        point(5, "2023-01-10", 1_010, "件", year(2022)),
        point(6, "2024-01-10", 1_100, "件", year(2023)),
    ]);
    assert_eq!(series.is_ghost(3), doubted);
    assert_eq!(series.is_ghost(2), !doubted);
    let told = series.notes.iter().any(|note| note.at == 3 && note.what == What::Doubtful);
    assert_eq!(told, doubted);
}

/// The whole and, later in each document, a part of it under the same name.
#[test]
fn a_part_told_after_the_whole_year_by_year_does_not_take_its_place() {
    let whole = [900, 950, 1_000, 1_060, 1_120, 1_190];
    let part = [60, 65, 72, 80, 88, 97];
    let of_year = |(at, (whole, part)): (i64, (i64, i64))| {
        let (of, said) = (2015 + at as i32, format!("{}-01-10", 2016 + at));
        [point(at * 2, &said, whole, "件", year(of)), point(at * 2 + 1, &said, part, "件", year(of))]
    };
    let points = (0..).zip(whole.into_iter().zip(part)).flat_map(of_year).collect();
    let series = only(points);
    assert_eq!(series.ghosts, [1, 3, 5, 7, 9, 11]);
    assert_eq!(series.runs, [[0, 2, 4, 6, 8, 10]]);
}

#[test]
fn parts_told_alone_in_some_years_do_not_stand_for_the_whole() {
    let told =
        [(2015, 900), (2016, 950), (2017, 72), (2018, 80), (2019, 1_120), (2020, 1_190), (2021, 1_260)];
    let points = told
        .iter()
        .zip(1..)
        .map(|(&(of, value), id)| point(id, &format!("{}-01-10", of + 1), value, "件", year(of)));
    assert_eq!(only(points.collect()).ghosts, [2, 3]);
}

/// Over three times the years around it but for the last, beside a value that fits them.
#[test]
fn a_sum_of_years_does_not_hide_the_value_of_the_last_one() {
    let told =
        [(2016, 600), (2017, 650), (2018, 730), (2018, 2_900), (2019, 840), (2020, 980), (2021, 1_150)];
    let points = told
        .iter()
        .zip(1..)
        .map(|(&(of, value), id)| point(id, &format!("{}-01-10", of + 1), value, "件", year(of)));
    assert_eq!(only(points.collect()).ghosts, [3]);
}

#[test]
fn years_of_two_sizes_are_left_as_they_are() {
    let told = [(2014, 90), (2015, 95), (2016, 101), (2017, 930), (2018, 980), (2019, 1_020)];
    let points = told
        .iter()
        .zip(1..)
        .map(|(&(of, value), id)| point(id, &format!("{}-01-10", of + 1), value, "件", year(of)));
    assert!(only(points.collect()).ghosts.is_empty());
}

#[test]
fn what_grows_fast_year_by_year_is_not_doubtful() {
    let grows: Vec<Point> = [(2019, 10), (2020, 31), (2021, 98), (2022, 320), (2023, 1_010)]
        .into_iter()
        .zip(1..)
        .map(|((of, value), id)| point(id, &format!("{}-01-10", of + 1), value, "件", year(of)))
        .collect();
    let series = only(grows);
    assert!(series.notes.is_empty() && series.ghosts.is_empty());
}
