//! How the time that a text speaks of stands to that of the record.

use super::Time;
use crate::period::{Period, PeriodType};
use crate::series::{Point, is_placed};
use PeriodType::{AsOf, CumulativeSince, Half, Month, MultiYear, Quarter, Year, Ytd};
use chrono::{Datelike, NaiveDate};

/// A report on a year may be given so many days before its end.
const WEEKS: i64 = 31;

/// How the two times stand to each other.
pub(super) fn of(asked: &Point, record: &Point) -> Time {
    let Some(own) = asked.claim.period.as_ref().map(spoken) else { return Time::Unstated };
    let Some(held) = &record.claim.period else { return Time::Unknown };
    let (Some(own_end), Some(held_end)) = (own.end, held.end) else {
        let unlike = is_part(own.kind) && is_part(held.kind) && own.kind != held.kind;
        return match (own.end, unlike) {
            (_, true) => Time::Other,
            (None, false) => Time::Unstated,
            (Some(_), false) => Time::Unknown,
        };
    };
    if is_stretch(&own, held) {
        return Time::Same;
    }
    let is_end_of = |end: NaiveDate, point: &Point| point.document.date == Some(end);
    let one_year = own_end.year() == held_end.year();
    // 2024年 in a text of that year may mean all of it, and does in its last weeks.
    let bare = own.kind == Ytd && own.text.ends_with('年') && !own.text.contains('今');
    if bare && is_end_of(own_end, asked) && held.kind == Year && one_year {
        return if own_end.month() == 12 { Time::Same } else { Time::Near };
    }
    let up_to_now = one_year && (is_end_of(own_end, asked) || is_end_of(held_end, record));
    let near = is_running(own.kind) && is_running(held.kind) && (own_end == held_end || up_to_now)
        || own_end == held_end && is_end_of_year(&own, held)
        || own_end == held_end && is_span(&own, held);
    if near { Time::Near } else { Time::Other }
}

/// One stretch from its first day to its last; what is told of several years of which only the last is known is no year.
fn is_stretch(one: &Period, other: &Period) -> bool {
    let several = |period: &Period| period.kind == MultiYear;
    one.start == other.start
        && one.end == other.end
        && (one.start.is_some() || one.kind == other.kind)
        && several(one) == several(other)
}

/// A stretch within a year that has a name.
fn is_part(kind: PeriodType) -> bool {
    matches!(kind, Year | Half | Quarter | Month | Ytd)
}

/// Up to a day that is most often that of the document.
fn is_running(kind: PeriodType) -> bool {
    matches!(kind, Ytd | AsOf | CumulativeSince)
}

/// 2024年 and 2024年末, of which one is said for the other.
fn is_end_of_year(one: &Period, other: &Period) -> bool {
    let last = one.end.is_some_and(|end| end.month() == 12 && end.day() == 31);
    last && matches!((one.kind, other.kind), (Year, AsOf | Ytd) | (AsOf | Ytd, Year))
}

/// Several years up to the same day, of which one side does not say the first.
fn is_span(one: &Period, other: &Period) -> bool {
    let several = |period: &Period| matches!(period.kind, MultiYear | CumulativeSince);
    several(one) && several(other) && (one.start.is_none() || other.start.is_none())
}

/// The time that the words give: 全年 is a whole year, also where it is not over.
fn spoken(period: &Period) -> Period {
    let whole = period.kind == Ytd && period.text.contains("全年");
    let end = period.end.and_then(|end| NaiveDate::from_ymd_opt(end.year(), 12, 31)).filter(|_| whole);
    match end {
        Some(end) => Period { kind: Year, end: Some(end), ..period.clone() },
        None => period.clone(),
    }
}

/// Whether it is sure enough of what time the record's figure is told: see [`is_placed`]. A report of the last weeks of a
/// year tells that year as a whole.
pub(super) fn is_settled(record: &Point) -> bool {
    let whole = record.claim.period.as_ref().is_some_and(|period| period.kind == Year);
    let days = record.day().zip(record.document.date).map(|(end, said)| (end - said).num_days());
    if !(whole && days.is_some_and(|days| (1..=WEEKS).contains(&days))) {
        return is_placed(record);
    }
    let mut settled = record.clone();
    settled.document.date = record.day();
    is_placed(&settled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Bound, Claim, Kind, Status, ToWords};
    use crate::document::{Precision, Span};
    use crate::series::PointDocument;
    use rstest::rstest;

    /// A claim of this time in a document of this day: `kind start end`, with - for an end that is unknown.
    fn said(time: &str, words: &str, day: &str) -> Point {
        let parts: Vec<&str> = time.split(' ').collect();
        let period = match parts[..] {
            [kind, start, end] => Some(Period {
                start: start.parse().ok(),
                end: end.parse().ok(),
                kind: kind.parse().unwrap(),
                text: words.into(),
                inherited: false,
            }),
            _ => None,
        };
        let claim = Claim {
            start: 0,
            end: 0,
            quote: String::new(),
            value: 1.into(),
            value_high: None,
            unit: String::new(),
            kind: Kind::Level,
            direction: None,
            basis: None,
            role: None,
            bound: Bound::Exact,
            status: Status::Actual,
            provisional: false,
            indicator: String::new(),
            subject: None,
            scope: None,
            period,
            speaker: None,
            sentence: Span::new(0, 0),
            rule: String::new(),
            confidence: 1.0,
            warnings: Vec::new(),
        };
        let document = PointDocument {
            id: 1,
            title: String::new(),
            scope: None,
            date: day.parse().ok(),
            precision: Precision::Day,
            source: String::new(),
        };
        let link = ToWords { document: 1, claim: 1 };
        Point { id: 1, indicator: 1, claim, document, link, comparable: false, among: None, scale: 1.into() }
    }

    const YEAR: &str = "year 2024-01-01 2024-12-31";
    const SO_FAR: &str = "ytd 2024-01-01 2024-12-02";
    const TEN_MONTHS: &str = "ytd 2024-01-01 2024-10-31";

    #[rstest]
    #[case::the_same(YEAR, "2024年", YEAR, Time::Same)]
    #[case::another_year(YEAR, "2024年", "year 2023-01-01 2023-12-31", Time::Other)]
    #[case::a_part_for_the_year(YEAR, "2024年", TEN_MONTHS, Time::Other)]
    #[case::half_by_two_names(
        "half 2024-01-01 2024-06-30",
        "上半年",
        "ytd 2024-01-01 2024-06-30",
        Time::Same
    )]
    #[case::no_time("", "", YEAR, Time::Unstated)]
    #[case::no_year_is_known("ytd - -", "今年", TEN_MONTHS, Time::Unstated)]
    #[case::this_year_is_no_whole_one("ytd - -", "今年", YEAR, Time::Other)]
    #[case::no_time_on_record(YEAR, "2024年", "", Time::Unknown)]
    #[case::up_to_today(SO_FAR, "今年以来", TEN_MONTHS, Time::Near)]
    #[case::whole_though_not_over(SO_FAR, "2024年全年", YEAR, Time::Same)]
    #[case::whole_is_no_part(SO_FAR, "2024年全年", TEN_MONTHS, Time::Other)]
    #[case::the_year_in_its_last_weeks(SO_FAR, "2024年", YEAR, Time::Same)]
    #[case::this_year_so_far(SO_FAR, "今年", YEAR, Time::Other)]
    #[case::year_and_year_end(YEAR, "2024年", "as-of - 2024-12-31", Time::Near)]
    #[case::several_years(
        "year 2024-01-01 2024-12-31",
        "2024年",
        "multi-year 2024-01-01 2024-12-31",
        Time::Other
    )]
    fn times_are_told_apart(
        #[case] asked: &str,
        #[case] words: &str,
        #[case] record: &str,
        #[case] expected: Time,
    ) {
        let asked = said(asked, words, "2024-12-02");
        assert_eq!(of(&asked, &said(record, "", "2025-01-15")), expected);
    }
}
