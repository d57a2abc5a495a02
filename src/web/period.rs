//! Periods in words: 2024年1月1日—11月20日（年初至今）.

use super::text;
use crate::chart::Language;
use crate::period::{Period, PeriodType};
use chrono::{Datelike, NaiveDate};

/// A day: `2024年11月20日`, `Nov 20, 2024`.
pub(super) fn day(date: NaiveDate, language: Language) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::English => date.format("%b %-d, %Y").to_string(),
    }
}

/// What a value refers to, in words.
pub(super) fn in_words(period: &Period, language: Language) -> String {
    let unknown = text::words(language).unknown;
    match (period.start, period.end) {
        (Some(start), Some(end)) => whole(start, end, period.kind, language),
        (None, Some(end)) => as_of(end, period.kind, language),
        (Some(start), None) => match language {
            Language::Chinese => format!("{}起", day(start, language)),
            Language::English => format!("since {}", day(start, language)),
        },
        (None, None) => unknown.to_owned(),
    }
}

fn whole(start: NaiveDate, end: NaiveDate, kind: PeriodType, language: Language) -> String {
    let (year, chinese) = (end.year(), language == Language::Chinese);
    match kind {
        PeriodType::Year if start.year() == year => {
            if chinese {
                format!("{year}年")
            } else {
                format!("{year}")
            }
        }
        PeriodType::Half if chinese => {
            format!("{year}年{}", if start.month() < 7 { "上半年" } else { "下半年" })
        }
        PeriodType::Half => format!("{} half of {year}", if start.month() < 7 { "first" } else { "second" }),
        PeriodType::Quarter if months_between(start, end) == 2 => {
            let quarter = start.month0() / 3;
            if chinese {
                let names = ["一", "二", "三", "四"];
                format!("{year}年第{}季度", names.get(quarter as usize).copied().unwrap_or_default())
            } else {
                format!("Q{} {year}", quarter + 1)
            }
        }
        PeriodType::Month if months_between(start, end) == 0 => {
            if chinese {
                format!("{year}年{}月", end.month())
            } else {
                end.format("%b %Y").to_string()
            }
        }
        PeriodType::MultiYear if is_new_year(start) && is_last_day(end) => {
            if chinese {
                format!("{}—{year}年", start.year())
            } else {
                format!("{}–{year}", start.year())
            }
        }
        _ if start == end => day(end, language),
        PeriodType::Ytd | PeriodType::CumulativeSince => {
            let stretch = stretch(start, end, language);
            let kind = text::period_type(kind, language);
            if chinese { format!("{stretch}（{kind}）") } else { format!("{stretch} ({kind})") }
        }
        _ => stretch(start, end, language),
    }
}

fn as_of(end: NaiveDate, kind: PeriodType, language: Language) -> String {
    let date = day(end, language);
    match (kind, language) {
        (PeriodType::CumulativeSince, Language::Chinese) => format!("累计至{date}"),
        (PeriodType::CumulativeSince, Language::English) => format!("cumulative to {date}"),
        (_, Language::Chinese) => format!("截至{date}"),
        (_, Language::English) => format!("as of {date}"),
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
    #[case("2024-07-01", "2024-09-30", PeriodType::Quarter, "2024年第三季度", "Q3 2024")]
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
    #[case(
        "*",
        "2024-11-20",
        PeriodType::CumulativeSince,
        "累计至2024年11月20日",
        "cumulative to Nov 20, 2024"
    )]
    #[case("2020-01-10", "2020-02-18", PeriodType::Span, "2020年1月10日—2月18日", "Jan 10 – Feb 18, 2020")]
    #[case("*", "*", PeriodType::Span, "未知", "unknown")]
    fn periods_read_as_people_say_them(
        #[case] start: &str,
        #[case] end: &str,
        #[case] kind: PeriodType,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        let period =
            Period { start: date(start), end: date(end), kind, text: String::new(), inherited: false };
        assert_eq!(in_words(&period, Language::Chinese), chinese);
        assert_eq!(in_words(&period, Language::English), english);
    }
}
