//! Periods in words: 2024年1月1日—11月20日（年初至今）.

use super::{in_brackets, period_type};
use crate::language::Language;
use crate::period::{Period, PeriodType};
use chrono::{Datelike, NaiveDate};

/// A day: `2024年11月20日`, `Nov 20, 2024`.
pub fn day(date: NaiveDate, language: Language) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::English => date.format("%b %-d, %Y").to_string(),
    }
}

/// What a value refers to; without dates, in the text's own words.
pub fn period(period: Option<&Period>, language: Language) -> String {
    let unknown = || language.pick("时期不明", "period unknown").to_owned();
    let Some(period) = period else { return unknown() };
    match (period.start, period.end) {
        (Some(start), Some(end)) => whole(start, end, period.kind, language),
        (None, Some(end)) => up_to(end, period.kind, language),
        (Some(start), None) => {
            let start = day(start, language);
            language.pick(format!("{start}起"), format!("since {start}"))
        }
        (None, None) if period.text.is_empty() => unknown(),
        (None, None) => language.pick(period.text.clone(), format!("undated (“{}”)", period.text)),
    }
}

fn whole(start: NaiveDate, end: NaiveDate, kind: PeriodType, language: Language) -> String {
    let year = end.year();
    let months = months_between(start, end);
    match kind {
        PeriodType::Year if start.year() == year => language.pick(format!("{year}年"), year.to_string()),
        PeriodType::Half => {
            let (chinese, english) = if start.month() < 7 { ("上", "first") } else { ("下", "second") };
            language.pick(format!("{year}年{chinese}半年"), format!("{english} half of {year}"))
        }
        PeriodType::Quarter if months == 2 => {
            let quarter = end.month().div_ceil(3);
            language.pick(format!("{year}年第{quarter}季度"), format!("Q{quarter} {year}"))
        }
        PeriodType::Month if months == 0 => {
            language.pick(format!("{year}年{}月", end.month()), end.format("%b %Y").to_string())
        }
        PeriodType::Ytd if is_new_year(start) && ends_month(end) && months > 0 => {
            language.pick(format!("{year}年1—{}月", end.month()), end.format("Jan – %b %Y").to_string())
        }
        // What is said over several years of which only the last is known.
        PeriodType::MultiYear if is_new_year(start) && is_last_day(end) && start.year() == year => {
            in_brackets(
                &language.pick(format!("{year}年"), year.to_string()),
                period_type(kind, language),
                language,
            )
        }
        PeriodType::MultiYear if is_new_year(start) && is_last_day(end) => {
            language.pick(format!("{}—{year}年", start.year()), format!("{}–{year}", start.year()))
        }
        _ if start == end => day(end, language),
        PeriodType::Ytd | PeriodType::CumulativeSince => {
            in_brackets(&stretch(start, end, language), period_type(kind, language), language)
        }
        _ => stretch(start, end, language),
    }
}

fn up_to(end: NaiveDate, kind: PeriodType, language: Language) -> String {
    let date = day(end, language);
    match kind {
        PeriodType::CumulativeSince => {
            language.pick(format!("累计至{date}"), format!("cumulative to {date}"))
        }
        PeriodType::AsOf if is_last_day(end) => {
            language.pick(format!("{}年末", end.year()), format!("end of {}", end.year()))
        }
        _ => language.pick(format!("截至{date}"), format!("as of {date}")),
    }
}

/// Both days, the year of the first left to the second where they share it.
fn stretch(start: NaiveDate, end: NaiveDate, language: Language) -> String {
    let same_year = start.year() == end.year();
    match language {
        Language::Chinese if same_year => {
            format!("{}—{}月{}日", day(start, language), end.month(), end.day())
        }
        Language::Chinese => format!("{}—{}", day(start, language), day(end, language)),
        Language::English if same_year => format!("{} – {}", start.format("%b %-d"), day(end, language)),
        Language::English => format!("{} – {}", day(start, language), day(end, language)),
    }
}

fn months_between(start: NaiveDate, end: NaiveDate) -> i32 {
    (end.year() - start.year()) * 12 + end.month() as i32 - start.month() as i32
}

fn ends_month(date: NaiveDate) -> bool {
    date.succ_opt().is_none_or(|next| next.day() == 1)
}

fn is_new_year(date: NaiveDate) -> bool {
    date.ordinal() == 1
}

fn is_last_day(date: NaiveDate) -> bool {
    date.month() == 12 && date.day() == 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn date(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[rstest]
    #[case("2024-01-01", "2024-12-31", PeriodType::Year, "2024年", "2024")]
    #[case("2024-01-01", "2024-06-30", PeriodType::Half, "2024年上半年", "first half of 2024")]
    #[case("2024-07-01", "2024-09-30", PeriodType::Quarter, "2024年第3季度", "Q3 2024")]
    #[case("2024-09-01", "2024-09-30", PeriodType::Month, "2024年9月", "Sep 2024")]
    #[case("2024-11-20", "2024-11-20", PeriodType::Day, "2024年11月20日", "Nov 20, 2024")]
    #[case(
        "2024-01-01",
        "2024-11-20",
        PeriodType::Ytd,
        "2024年1月1日—11月20日（年初至今）",
        "Jan 1 – Nov 20, 2024 (year to date)"
    )]
    #[case("*", "2024-09-30", PeriodType::AsOf, "截至2024年9月30日", "as of Sep 30, 2024")]
    #[case("2018-01-01", "2022-12-31", PeriodType::MultiYear, "2018—2022年", "2018–2022")]
    #[case("2022-01-01", "2022-12-31", PeriodType::MultiYear, "2022年（多年）", "2022 (several years)")]
    #[case(
        "*",
        "2024-11-20",
        PeriodType::CumulativeSince,
        "累计至2024年11月20日",
        "cumulative to Nov 20, 2024"
    )]
    #[case("2020-01-10", "2020-02-18", PeriodType::Span, "2020年1月10日—2月18日", "Jan 10 – Feb 18, 2020")]
    #[case("2024-01-01", "2024-09-30", PeriodType::Ytd, "2024年1—9月", "Jan – Sep 2024")]
    #[case("*", "2024-12-31", PeriodType::AsOf, "2024年末", "end of 2024")]
    #[case("*", "*", PeriodType::Span, "时期不明", "period unknown")]
    fn periods_read_as_people_say_them(
        #[case] start: &str,
        #[case] end: &str,
        #[case] kind: PeriodType,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        let period =
            Period { start: date(start), end: date(end), kind, text: String::new(), inherited: false };
        assert_eq!(super::period(Some(&period), Language::Chinese), chinese);
        assert_eq!(super::period(Some(&period), Language::English), english);
    }
}
