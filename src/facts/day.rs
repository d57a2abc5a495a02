//! Days, months and years as texts write them: 2024-11-20, ２０２４年１ 月９日, 二○○八年一月四日, 2月22日.

use crate::document::{Day, Precision};
use crate::text::shadow::fold;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// The digits of a year in Chinese, with every sign that is put for its zero.
const ZERO: &str = "〇○◯零OoΟοОо0";

/// A year: 2024, 2 0 2 4, 二〇二四, 二0二四.
static YEAR: LazyLock<String> = LazyLock::new(|| {
    let digit = format!("[{ZERO}一二三四五六七八九]");
    format!(r"(?:(?P<y>(?:1\s?9|2\s?0)\s?\d\s?\d)|(?P<cy>[一二]\s?{digit}\s?{digit}\s?{digit}))")
});

/// A month and a day.
const MONTH_DAY: &str =
    r"(?P<m>\d{1,2}|[一二三四五六七八九十元]{1,2})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十廿]{1,3})\s*日";

/// A time of day after a date.
const TIME: &str = r"(?:[\sT]*(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?)?";

/// A day with its year, and the time of day where one follows.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"{y}\s*(?:年\s*{MONTH_DAY}|(?P<sep>[-/.])\s*(?P<nm>\d{{1,2}})\s*[-/.]\s*(?P<nd>\d{{1,2}})\s*日?){TIME}",
        y = *YEAR
    ))
});

/// A month with its year.
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"{}\s*年\s*(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月", *YEAR))
});

/// A year.
static WHOLE_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"{}\s*年", *YEAR)));

/// A day without its year.
static WITHOUT_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(MONTH_DAY));

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// A date that stands in a line: where, in bytes of the folded line, and the time of day where one follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) day: Day,
    pub(super) time: Option<NaiveTime>,
    pub(super) range: Range<usize>,
}

impl Found {
    /// The moment; midnight where only the day is known.
    pub(super) fn moment(&self) -> NaiveDateTime {
        self.day.date.and_time(self.time.unwrap_or_default())
    }
}

/// A line with its signs of full width made plain, one for one.
pub(super) fn folded(line: &str) -> String {
    line.chars().map(fold).collect()
}

/// The whole days of a folded line, from left to right.
pub(super) fn whole(line: &str) -> impl Iterator<Item = Found> {
    WHOLE.captures_iter(line).filter(|found| stands_alone(line, found)).filter_map(|found| {
        let part = |name| Some(found.name(name)?.as_str());
        let month = part("nm").or(part("m")).and_then(below_hundred)?;
        let day = part("nd").or(part("d")).and_then(below_hundred)?;
        let date = NaiveDate::from_ymd_opt(year(&found)?, month, day)?;
        let number = |name| part(name).and_then(|digits| digits.parse::<u32>().ok());
        let time = number("h")
            .zip(number("min"))
            .and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, number("s").unwrap_or(0)));
        let range = found.get(0)?.range();
        Some(Found { day: Day { date, precision: Precision::Day }, time, range })
    })
}

/// The first day, else the first month with its year, of a folded line.
pub(super) fn first(line: &str) -> Option<Found> {
    whole(line).next().or_else(|| month(line))
}

/// The first month with its year.
pub(super) fn month(line: &str) -> Option<Found> {
    MONTH.captures_iter(line).filter(|found| stands_alone(line, found)).find_map(|found| {
        let date = NaiveDate::from_ymd_opt(year(&found)?, below_hundred(&found["m"])?, 1)?;
        let range = found.get(0)?.range();
        Some(Found { day: Day { date, precision: Precision::Month }, time: None, range })
    })
}

/// The years that a folded line names, from left to right.
pub(super) fn years(line: &str) -> impl Iterator<Item = (i32, Range<usize>)> {
    WHOLE_YEAR
        .captures_iter(line)
        .filter(|found| stands_alone(line, found))
        .filter_map(|found| Some((year(&found)?, found.get(0)?.range())))
}

/// The first day without a year of a folded line, in a year that is known from elsewhere.
pub(super) fn in_year(line: &str, year: i32) -> Option<Found> {
    WITHOUT_YEAR.captures_iter(line).find_map(|found| {
        let date = NaiveDate::from_ymd_opt(year, below_hundred(&found["m"])?, below_hundred(&found["d"])?)?;
        let range = found.get(0)?.range();
        Some(Found { day: Day { date, precision: Precision::Day }, time: None, range })
    })
}

/// True unless the match begins within a longer number.
fn stands_alone(line: &str, found: &Captures) -> bool {
    let start = found.get(0).map_or(0, |whole| whole.start());
    !line[..start].ends_with(|c: char| c.is_ascii_digit())
}

fn year(found: &Captures) -> Option<i32> {
    if let Some(year) = found.name("y") {
        return year.as_str().split_whitespace().collect::<String>().parse().ok();
    }
    let digits = found.name("cy")?.as_str().chars().filter(|c| !c.is_whitespace());
    digits.map(digit).try_fold(0, |year, value| Some(year * 10 + value?.cast_signed()))
}

/// The value of a Chinese digit.
fn digit(c: char) -> Option<u32> {
    if ZERO.contains(c) {
        return Some(0);
    }
    "一二三四五六七八九".chars().zip(1..).find(|(known, _)| *known == c).map(|(_, value)| value)
}

/// 4 or 四 → 4, 十 → 10, 廿一 or 二十一 → 21, 元 → 1: what months and days need.
pub(super) fn below_hundred(text: &str) -> Option<u32> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text == "元" {
        return Some(1);
    }
    let text = text.replace('廿', "二十");
    let value = |part: &str, missing| part.chars().next().map_or(Some(missing), digit);
    match text.split_once('十') {
        Some((tens, ones)) => Some(value(tens, 1)? * 10 + value(ones, 0)?),
        None => digit(text.chars().next()?).filter(|_| text.chars().count() == 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2031-11-20 19:26:35 - 云泽市政府网站", "2031-11-20 19:26:35")]
    #[case("——２０３１年１月９日在云泽市", "2031-01-09 00:00:00")]
    #[case("2031 年 1 月 9 日", "2031-01-09 00:00:00")]
    #[case("二〇三一年一月二十一日", "2031-01-21 00:00:00")]
    #[case("二0三一年十月十日", "2031-10-10 00:00:00")]
    #[case("二○三一年十二月三十日", "2031-12-30 00:00:00")]
    #[case("二ΟΟ八年元月廿八日", "2008-01-28 00:00:00")]
    #[case("2031.1.9", "2031-01-09 00:00:00")]
    #[case("（2031/1/9）", "2031-01-09 00:00:00")]
    fn a_day_is_read_in_any_digits(#[case] line: &str, #[case] moment: &str) {
        let found = first(&folded(line)).map(|found| found.moment().to_string());
        assert_eq!(found.as_deref(), Some(moment));
    }

    #[rstest]
    #[case("2031-02-30")]
    #[case("12031年1月9日")]
    #[case("3031年1月9日")]
    #[case("1月9日")]
    #[case("第2031号")]
    fn what_is_no_day_is_none(#[case] line: &str) {
        assert_eq!(first(line), None);
    }

    #[test]
    fn a_month_and_a_year_keep_how_exactly_they_are_known() {
        let found = first("二〇三一年三月").map(|found| found.day);
        let march = NaiveDate::from_ymd_opt(2031, 3, 1).expect("a day");
        assert_eq!(found, Some(Day { date: march, precision: Precision::Month }));
        assert_eq!(
            years("2030年工作回顾和2031年目标").map(|(year, _)| year).collect::<Vec<_>>(),
            [2030, 2031]
        );
    }
}
