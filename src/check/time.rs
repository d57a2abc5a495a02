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
