//! Years, months and days in the notations that people write them in.

use crate::document::Span;
use crate::period::{self, Anchor};
use chrono::{Datelike, NaiveDate};

/// What a day, a month or a year is written as; `%` letters are those of `chrono`. What a month or a year lacks of a
/// day is put behind the bar.
const NOTATIONS: [(&[&str], &str); 3] = [
    (
        &[
            "%Y年%m月%d日",
            "%Y年%m月%d号",
            "%Y-%m-%d",
            "%Y/%m/%d",
            "%Y.%m.%d",
            "%Y%m%d",
            "%B %d, %Y",
            "%B %d %Y",
            "%d %B %Y",
        ],
        "",
    ),
    (&["%Y年%m月|%d", "%Y年%m月份|%d", "%Y-%m|%d", "%Y/%m|%d", "%Y.%m|%d", "%Y%m|%d", "%B %Y|%d"], "|1"),
    (&["%Y|%m-%d", "%Y年|%m-%d", "%Y年度|%m-%d"], "|1-1"),
];

/// The first and the last day of the time that `text` is: `2024年11月20日`, `2024.11`, `2024年上半年`, `Nov 20, 2024`.
///
/// `None` where it is no time, or one that only a document's date could tell (今年).
pub(super) fn read(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let found = NOTATIONS.iter().zip([Reach::Day, Reach::Month, Reach::Year]).find_map(
        |((notations, rest), reach)| {
            let whole = format!("{text}{rest}");
            let days = notations.iter().filter_map(|form| NaiveDate::parse_from_str(&whole, form).ok());
            let day = days.into_iter().find(|day| is_plausible(*day))?;
            Some((day, reach.end(day)?))
        },
    );
    found.or_else(|| in_words(text))
}

/// How long the time is that a notation names.
#[derive(Clone, Copy)]
enum Reach {
    Day,
    Month,
    Year,
}

impl Reach {
    fn end(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => Some(day),
            Self::Month => {
                let (year, month) = (day.year() + (day.month() / 12) as i32, day.month() % 12 + 1);
                NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
            }
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 12, 31),
        }
    }
}

/// 123456 is no month of the year 1234.
fn is_plausible(day: NaiveDate) -> bool {
    (1900..2100).contains(&day.year())
}

/// 2024年前三季度, 二〇二四年: what a sentence would say.
fn in_words(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let chars: Vec<char> = text.chars().collect();
    let (span, found) = at_start(&chars)?;
    (span == chars.len()).then_some(found)
}

/// The time that `chars` begin with: how many of them it takes, and its days.
pub(super) fn at_start(chars: &[char]) -> Option<(usize, (NaiveDate, NaiveDate))> {
    let first = period::scan(chars, Span::new(0, chars.len())).into_iter().next()?;
    (first.span.start == 0).then_some(())?;
    Some((first.span.end, days(&first)?))
}

/// The time that `chars` end with: how many of them stand before it, and its days.
pub(super) fn at_end(chars: &[char]) -> Option<(usize, (NaiveDate, NaiveDate))> {
    let last = period::scan(chars, Span::new(0, chars.len())).pop()?;
    (last.span.end == chars.len()).then_some(())?;
    Some((last.span.start, days(&last)?))
}

/// The days of an expression that names its year.
fn days(expression: &period::Expression) -> Option<(NaiveDate, NaiveDate)> {
    let unknown = Anchor { date: None, exact: true, year: None, target: false, review: None };
    let found = expression.resolve(unknown, "")?;
    let to = found.end?;
    Some((found.start.unwrap_or(to), to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2024年11月20日", "2024-11-20", "2024-11-20")]
    #[case("2024年11月20号", "2024-11-20", "2024-11-20")]
    #[case("2024-11-20", "2024-11-20", "2024-11-20")]
    #[case("2024-1-2", "2024-01-02", "2024-01-02")]
    #[case("2024/11/20", "2024-11-20", "2024-11-20")]
    #[case("2024.11.20", "2024-11-20", "2024-11-20")]
    #[case("20241120", "2024-11-20", "2024-11-20")]
    #[case("Nov 20, 2024", "2024-11-20", "2024-11-20")]
    #[case("November 20 2024", "2024-11-20", "2024-11-20")]
    #[case("20 nov 2024", "2024-11-20", "2024-11-20")]
    #[case("二〇二四年十一月二十日", "2024-11-20", "2024-11-20")]
    #[case("2024年2月", "2024-02-01", "2024-02-29")]
    #[case("2024年12月份", "2024-12-01", "2024-12-31")]
    #[case("2024-02", "2024-02-01", "2024-02-29")]
    #[case("2024.2", "2024-02-01", "2024-02-29")]
    #[case("202402", "2024-02-01", "2024-02-29")]
    #[case("Sep 2024", "2024-09-01", "2024-09-30")]
    #[case("2024", "2024-01-01", "2024-12-31")]
    #[case("2024年", "2024-01-01", "2024-12-31")]
    #[case("2024年度", "2024-01-01", "2024-12-31")]
    #[case("二〇二四年", "2024-01-01", "2024-12-31")]
    #[case("2024年上半年", "2024-01-01", "2024-06-30")]
    #[case("2024年前三季度", "2024-01-01", "2024-09-30")]
    #[case("2024年三季度", "2024-07-01", "2024-09-30")]
    #[case("2018—2022年", "2018-01-01", "2022-12-31")]
    fn a_time_is_the_same_in_every_notation(#[case] text: &str, #[case] from: &str, #[case] to: &str) {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(read(text), Some((day(from), day(to))));
    }

    #[rstest]
    #[case::relative("今年")]
    #[case::no_month("202413")]
    #[case::no_day("20240230")]
    #[case::a_number("740")]
    #[case::an_amount("123456")]
    #[case::a_hotline("12345")]
    #[case::of_long_ago("1024")]
    #[case::a_word("就业")]
    #[case::empty("")]
    fn what_is_no_time_is_left_alone(#[case] text: &str) {
        assert_eq!(read(text), None);
    }
}
