//! Time expressions and their inheritance → dates.

mod scan;

pub use scan::{plan_named, scan};

use crate::document::Span;
use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of stretch of time a value refers to.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PeriodType {
    /// A calendar year.
    Year,
    /// Half a year.
    Half,
    /// A quarter.
    Quarter,
    /// A calendar month.
    Month,
    /// A day or a few days in a row.
    Day,
    /// From the first of January to a date within the year.
    Ytd,
    /// A stock at a date: 年末, 截至9月末. The start is unknown.
    AsOf,
    /// Several years: 五年来, “十四五”期间.
    MultiYear,
    /// A total since some beginning: 实施以来, 累计.
    CumulativeSince,
    /// Some other stretch: 春运, 1—2月 of a quarter not begun.
    Span,
}

/// The time that a value refers to. An unknown end is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive.
    pub end: Option<NaiveDate>,
    /// What kind of period.
    #[serde(rename = "type")]
    pub kind: PeriodType,
    /// The words that say it: 今年, 2023年工作回顾.
    pub text: String,
    /// True where the claim's own sentence does not say it.
    pub inherited: bool,
}

/// Which year an expression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    /// 2024年
    Absolute(i32),
    /// 今年 is 0, 去年 is −1.
    Relative(i32),
    /// 9月, 年末: the year of the context.
    Unstated,
}

/// Which part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Half(u32),
    Quarter(u32),
    /// 前三季度, 1—10月, 前5个月: from one month to another.
    Months(u32, u32),
    Month(u32),
    /// 9月末, 三季度末: a stock at the end of that month.
    MonthEnd(u32),
    /// 8月中旬: the first, second or last third of a month, counted from 0.
    Third(u32, u32),
    Days((u32, u32), (u32, u32)),
    End,
    Start,
}

/// A stretch near the document's own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Near {
    Quarter,
    Month,
    Week,
    /// A day of the month.
    Day(u32),
}

/// What a time expression says, before it is resolved against a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Within {
        year: Year,
        part: Part,
    },
    Years(i32, i32),
    /// 五年来, 过去三年.
    LastYears(u32),
    /// “十四五”.
    Plan(i32),
    /// “十四五”末.
    PlanEnd(i32),
    /// 本世纪末.
    CenturyEnd,
    /// 国庆假期: days that are the same each year.
    Holiday {
        from: (u32, u32),
        to: (u32, u32),
    },
    /// 春节假期: days that another calendar sets.
    MovingHoliday,
    /// 目前, 截至目前: the document's own date.
    Now,
    /// 截至昨天: the day before the document's.
    Yesterday,
    /// 今后五年, 未来三年.
    NextYears(u32),
    /// 用三年时间, in a plan.
    Lasting(u32),
    /// 本月, 上一季度, 上月底: so many of the unit before the document's own; with `end` a stock.
    Near {
        unit: Near,
        offset: i32,
        end: bool,
    },
    /// 19:26:35, 上午9时30分.
    Clock,
    /// 今天, 日前: when somebody spoke, not what a value refers to.
    Speaking,
    /// 实施以来: since a beginning that the words do not date.
    Since,
    /// 近年来, 同期, 期间: no new time.
    Loose,
}

/// A time expression as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Where it stands, in code points of the shadow that was scanned.
    pub span: Span,
    when: When,
    /// 截至, 到: up to its end.
    up_to: bool,
    /// 以来: from its start on.
    since: bool,
    /// 比2007年, 较上年, 由2002年的: what something is compared with, not what the value refers to.
    pub base: bool,
}

/// What a bare time word is read against.
#[derive(Debug, Clone, Copy)]
pub struct Anchor {
    /// The document's date.
    pub date: Option<NaiveDate>,
    /// False where only its month or year is known, whose first day `date` then is: what ends on the day of the
    /// document has then no end that is known.
    pub exact: bool,
    /// The year that was last spoken of.
    pub year: Option<i32>,
    /// True where the words are a plan: 今年 is then the whole year.
    pub target: bool,
    /// In reports, the year under review: 以来 and 五年来 end with it, and it is whole even where the report
    /// is given in its last weeks.
    pub review: Option<i32>,
}

impl Expression {
    /// True where it places a value in time at all (not 今天, 近年来, 同期).
    pub fn places(&self) -> bool {
        !matches!(self.when, When::Speaking | When::Loose | When::Clock)
    }

    /// True where the words themselves say which year: 2023年, 去年.
    pub fn names_year(&self) -> bool {
        matches!(self.when, When::Within { year: Year::Absolute(_) | Year::Relative(_), .. })
    }

    /// True for 2013年以来: a stretch that its own sentence opens.
    pub fn is_since(&self) -> bool {
        self.since
    }

    /// True for 19:26, 上午9时.
    pub fn is_clock(&self) -> bool {
        self.when == When::Clock
    }

    /// True for “十四五”期间: quotation marks do not make a mere name of it.
    pub fn is_plan(&self) -> bool {
        matches!(self.when, When::Plan(_))
    }

    /// True for 五年来, “十四五”期间, 2015—2019年.
    pub fn is_multi_year(&self) -> bool {
        matches!(self.when, When::LastYears(2..) | When::Plan(_) | When::Years(..)) || self.looks_ahead()
    }

    /// True for 未来三年, 用三年时间: years to come.
    pub fn looks_ahead(&self) -> bool {
        matches!(self.when, When::NextYears(_) | When::Lasting(_))
    }

    /// True for 2015—2019年: both ends are said.
    pub fn is_range(&self) -> bool {
        matches!(self.when, When::Years(..))
    }

    /// True for 五年累计, 五年来: years that are counted but not said to be past or to come.
    pub fn counts_years(&self) -> Option<u32> {
        match self.when {
            When::LastYears(count @ 2..) => Some(count),
            _ => None,
        }
    }

    /// The dates that it means, read against `anchor`. Ends that cannot be known are `None`.
    pub fn resolve(&self, anchor: Anchor, text: &str) -> Option<Period> {
        let period = self.resolve_to_the_day(anchor, text)?;
        let end = period.end.filter(|end| anchor.exact || anchor.date != Some(*end));
        Some(Period { end, ..period })
    }

    fn resolve_to_the_day(&self, anchor: Anchor, text: &str) -> Option<Period> {
        if self.when == When::Since {
            return Some(Period {
                start: None,
                end: anchor.date,
                kind: PeriodType::CumulativeSince,
                text: text.to_owned(),
                inherited: false,
            });
        }
        if self.when == When::MovingHoliday {
            return Some(Period {
                start: None,
                end: None,
                kind: PeriodType::Span,
                text: text.to_owned(),
                inherited: false,
            });
        }
        let (start, end, kind) = self.dates(anchor)?;
        let period =
            |start, end, kind| Some(Period { start, end, kind, text: text.to_owned(), inherited: false });
        if self.since {
            let today = anchor.date?;
            let end = match anchor.review {
                Some(year) if start.year() <= year => last_day_of_year(year)?,
                _ => today,
            };
            let kind = if start == NaiveDate::from_ymd_opt(today.year(), 1, 1)? && end == today {
                PeriodType::Ytd
            } else if start.year() < end.year() {
                PeriodType::MultiYear
            } else {
                PeriodType::CumulativeSince
            };
            return period(Some(start), Some(end.max(start)), kind);
        }
        if self.up_to {
            let end = if kind == PeriodType::Year || kind == PeriodType::Ytd {
                clip(start, end, anchor).map_or(end, |(_, end, _)| end)
            } else {
                end
            };
            return period(None, Some(end), PeriodType::AsOf);
        }
        if kind == PeriodType::AsOf {
            return period(None, Some(end), kind);
        }
        if self.looks_ahead() {
            return period(Some(start), Some(end), kind);
        }
        // A year or half that is not over yet ends, in what is reported, on the document's date. Where that day is
        // not known, 2024年 is the year that it says.
        let said = matches!(self.when, When::Within { year: Year::Absolute(_), .. });
        if (anchor.exact || !said)
            && let Some((start, end, kind)) = clip(start, end, anchor)
        {
            return period(Some(start), Some(end), kind);
        }
        period(Some(start), Some(end), kind)
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of time")]
    fn dates(&self, anchor: Anchor) -> Option<(NaiveDate, NaiveDate, PeriodType)> {
        let ymd = NaiveDate::from_ymd_opt;
        match self.when {
            When::Within { year, part } => {
                let year = Self::year(year, part, anchor)?;
                let months = |from: u32, to: u32| Some((ymd(year, from, 1)?, last_day_of_month(year, to)?));
                Some(match part {
                    Part::Whole => (ymd(year, 1, 1)?, last_day_of_year(year)?, PeriodType::Year),
                    Part::Half(1) => (ymd(year, 1, 1)?, ymd(year, 6, 30)?, PeriodType::Half),
                    Part::Half(_) => (ymd(year, 7, 1)?, last_day_of_year(year)?, PeriodType::Half),
                    Part::Quarter(q) => {
                        let (start, end) = months(q * 3 - 2, q * 3)?;
                        (start, end, PeriodType::Quarter)
                    }
                    Part::Months(from, to) => {
                        let (start, end) = months(from, to)?;
                        let kind = match (from, to) {
                            (1, 12) => PeriodType::Year,
                            (1, _) => PeriodType::Ytd,
                            _ => PeriodType::Span,
                        };
                        (start, end, kind)
                    }
                    Part::Month(month) => {
                        let (start, end) = months(month, month)?;
                        (start, end, PeriodType::Month)
                    }
                    Part::Days(from, to) => {
                        (ymd(year, from.0, from.1)?, ymd(year, to.0, to.1)?, PeriodType::Day)
                    }
                    Part::MonthEnd(month) => {
                        let (start, end) = months(month, month)?;
                        (start, end, PeriodType::AsOf)
                    }
                    Part::Third(month, third) => {
                        let start = ymd(year, month, 1 + third * 10)?;
                        let end = if third == 2 {
                            last_day_of_month(year, month)?
                        } else {
                            ymd(year, month, 10 + third * 10)?
                        };
                        (start, end, PeriodType::Span)
                    }
                    Part::End => (ymd(year, 1, 1)?, last_day_of_year(year)?, PeriodType::AsOf),
                    Part::Start => (ymd(year, 1, 1)?, ymd(year, 1, 1)?, PeriodType::AsOf),
                })
            }
            When::Years(from, to) => Some((ymd(from, 1, 1)?, last_day_of_year(to)?, PeriodType::MultiYear)),
            When::LastYears(count) => {
                let today = anchor.date?;
                // In a review, and early in a year, the years are full ones.
                let last = match anchor.review {
                    Some(year) => year,
                    None if today.month() <= 4 => today.year() - 1,
                    None => today.year(),
                };
                let first = last - i32::try_from(count).ok()? + 1;
                let end = last_day_of_year(last)?;
                let end = if anchor.review.is_some() { end } else { end.min(today) };
                Some((
                    ymd(first, 1, 1)?,
                    end,
                    if count == 1 { PeriodType::Year } else { PeriodType::MultiYear },
                ))
            }
            When::Plan(start) => {
                let end = last_day_of_year(start + 4)?;
                let end = match anchor.date {
                    Some(today) if !anchor.target && today < end && today.year() >= start => today,
                    _ => end,
                };
                Some((ymd(start, 1, 1)?, end, PeriodType::MultiYear))
            }
            When::PlanEnd(start) => {
                let end = last_day_of_year(start + 4)?;
                Some((end, end, PeriodType::AsOf))
            }
            When::CenturyEnd => {
                // The year 2000 is the last of its century.
                let end = last_day_of_year((anchor.date?.year() + 99) / 100 * 100)?;
                Some((end, end, PeriodType::AsOf))
            }
            When::Holiday { from, to } => {
                let year = Self::year(Year::Unstated, Part::Days(from, to), anchor)?;
                Some((ymd(year, from.0, from.1)?, ymd(year, to.0, to.1)?, PeriodType::Day))
            }
            When::Now => {
                let today = anchor.date?;
                Some((today, today, PeriodType::AsOf))
            }
            When::Yesterday => {
                let day = anchor.date?.pred_opt()?;
                Some((day, day, PeriodType::AsOf))
            }
            When::NextYears(count) | When::Lasting(count) => {
                let today = anchor.date?;
                // 未来三年, said late in a year that is not planned for, begins with the next one.
                let late =
                    matches!(self.when, When::NextYears(_)) && anchor.review.is_none() && today.month() >= 10;
                let first = today.year() + i32::from(late);
                let last = first + i32::try_from(count).ok()? - 1;
                Some((ymd(first, 1, 1)?, last_day_of_year(last)?, PeriodType::MultiYear))
            }
            When::Near { unit, offset, end } => {
                let today = anchor.date.filter(|_| anchor.exact)?;
                let (start, last, kind) = near(today, unit, offset)?;
                Some((start, last, if end { PeriodType::AsOf } else { kind }))
            }
            When::Speaking | When::Since | When::Loose | When::Clock | When::MovingHoliday => None,
        }
    }

    fn year(year: Year, part: Part, anchor: Anchor) -> Option<i32> {
        let today = anchor.date;
        match year {
            Year::Absolute(year) => Some(year),
            Year::Relative(offset) => Some(today?.year() + offset),
            Year::Unstated => {
                let newest = today.map(|today| {
                    // The newest one that had begun: 12月份 said in February is last year's.
                    let first_month = match part {
                        Part::Whole | Part::End => {
                            return match anchor.review.filter(|_| !anchor.target) {
                                Some(year) => year,
                                None if today.month() <= 4 && !anchor.target => today.year() - 1,
                                None => today.year(),
                            };
                        }
                        Part::Start => 1,
                        Part::Half(h) => h * 6,
                        Part::Quarter(q) => q * 3,
                        Part::Months(_, to) => to,
                        Part::Month(m) | Part::MonthEnd(m) | Part::Third(m, _) | Part::Days((m, _), _) => m,
                    };
                    // “五一”假期 said in the last days of April is the coming one.
                    let soon = match part {
                        Part::Days((month, day), _) => NaiveDate::from_ymd_opt(today.year(), month, day)
                            .is_some_and(|start| (start - today).num_days() <= 31),
                        _ => false,
                    };
                    if first_month > today.month() && anchor.exact && !anchor.target && !soon {
                        today.year() - 1
                    } else {
                        today.year()
                    }
                });
                // 全年 and 年末 said early in a year are those of the year before.
                let over = matches!(part, Part::Whole | Part::End)
                    && anchor.review.is_none()
                    && !anchor.target
                    && anchor.year == today.map(|d| d.year());
                anchor.year.filter(|_| !over).or(newest)
            }
        }
    }
}

/// Cuts a stretch that has begun but is not over on the document's date, unless it is a plan.
fn clip(start: NaiveDate, end: NaiveDate, anchor: Anchor) -> Option<(NaiveDate, NaiveDate, PeriodType)> {
    let today = anchor.date?;
    if anchor.target || today < start || today >= end || anchor.review == Some(end.year()) {
        return None;
    }
    let kind = if start.month() == 1 && start.day() == 1 && start.year() == today.year() {
        PeriodType::Ytd
    } else {
        PeriodType::Span
    };
    Some((start, today, kind))
}

/// The days of a stretch that lies so many before that of `today`.
fn near(today: NaiveDate, unit: Near, offset: i32) -> Option<(NaiveDate, NaiveDate, PeriodType)> {
    let month = |months: i32| {
        let months = today.year() * 12 + today.month0().cast_signed() + months;
        NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12).cast_unsigned() + 1, 1)
    };
    let ends = |start: NaiveDate| last_day_of_month(start.year(), start.month());
    Some(match unit {
        Near::Month => (month(offset)?, ends(month(offset)?)?, PeriodType::Month),
        Near::Quarter => {
            let first = offset * 3 - (today.month0() % 3).cast_signed();
            (month(first)?, ends(month(first + 2)?)?, PeriodType::Quarter)
        }
        Near::Week => {
            let monday = today - Days::new(today.weekday().num_days_from_monday().into());
            let start = if offset == 0 { monday } else { monday - Days::new(7) };
            (start, start + Days::new(6), PeriodType::Span)
        }
        Near::Day(day) => {
            let day = month(offset)?.with_day(day)?;
            (day, day, PeriodType::Day)
        }
    })
}

/// 31 December.
pub fn last_day_of_year(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}

fn last_day_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
}

/// A full calendar year.
pub fn whole_year(year: i32, text: &str) -> Option<Period> {
    Some(Period {
        start: NaiveDate::from_ymd_opt(year, 1, 1),
        end: last_day_of_year(year),
        kind: PeriodType::Year,
        text: text.to_owned(),
        inherited: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn resolve(text: &str, target: bool, review: bool) -> String {
        let chars: Vec<char> = text.chars().collect();
        let date = NaiveDate::from_ymd_opt(2024, 11, 20);
        let anchor = Anchor { date, exact: true, year: None, target, review: review.then_some(2023) };
        let found = scan(&chars, Span::new(0, chars.len()));
        let Some(period) = found.iter().find(|e| e.places() && !e.base).and_then(|e| e.resolve(anchor, ""))
        else {
            return "none".into();
        };
        let day = |d: Option<NaiveDate>| d.map_or("?".into(), |d| d.to_string());
        format!("{}..{} {}", day(period.start), day(period.end), period.kind)
    }

    #[rstest]
    #[case("2023年完成投资", "2023-01-01..2023-12-31 year")]
    #[case("今年受理", "2024-01-01..2024-11-20 ytd")]
    #[case("今年以来", "2024-01-01..2024-11-20 ytd")]
    #[case("2024年全市", "2024-01-01..2024-11-20 ytd")]
    #[case("截至今年9月", "?..2024-09-30 as-of")]
    #[case("截至9月末", "?..2024-09-30 as-of")]
    #[case("前三季度", "2024-01-01..2024-09-30 ytd")]
    #[case("今年一季度", "2024-01-01..2024-03-31 quarter")]
    #[case("1—10月份", "2024-01-01..2024-10-31 ytd")]
    #[case("12月份", "2023-12-01..2023-12-31 month")]
    #[case("去年末", "?..2023-12-31 as-of")]
    #[case("“十四五”以来", "2021-01-01..2024-11-20 multi-year")]
    #[case("2013年下半年以来", "2013-07-01..2024-11-20 multi-year")]
    #[case("2015-2019年", "2015-01-01..2019-12-31 multi-year")]
    #[case("2023年Q3新增", "2023-07-01..2023-09-30 quarter")]
    #[case("2023年第三季新增", "2023-07-01..2023-09-30 quarter")]
    #[case("今年首季", "2024-01-01..2024-03-31 quarter")]
    #[case("首九个月", "2024-01-01..2024-09-30 ytd")]
    #[case("元至5月", "2024-01-01..2024-05-31 ytd")]
    #[case("元月份", "2024-01-01..2024-01-31 month")]
    #[case("今年8月中旬", "2024-08-11..2024-08-20 span")]
    #[case("2月下旬", "2024-02-21..2024-02-29 span")]
    #[case("上一季度", "2024-07-01..2024-09-30 quarter")]
    #[case("本月", "2024-11-01..2024-11-20 span")]
    #[case("本月5日", "2024-11-05..2024-11-05 day")]
    #[case("上个月", "2024-10-01..2024-10-31 month")]
    #[case("截至上月底", "?..2024-10-31 as-of")]
    #[case("上周", "2024-11-11..2024-11-17 span")]
    #[case("三季度末", "?..2024-09-30 as-of")]
    #[case("9月末", "?..2024-09-30 as-of")]
    #[case("2021至2023年三年累计", "2021-01-01..2023-12-31 multi-year")]
    #[case("2021、2022、2023年分别", "2021-01-01..2021-12-31 year")]
    #[case("2021、2022年共", "2021-01-01..2022-12-31 multi-year")]
    #[case("未来三年", "2025-01-01..2027-12-31 multi-year")]
    #[case("争取用三年时间", "2024-01-01..2026-12-31 multi-year")]
    #[case("历经三年时间", "none")]
    #[case("民国113年", "2024-01-01..2024-11-20 ytd")]
    #[case("112年7月", "2023-07-01..2023-07-31 month")]
    #[case("112年底", "?..2023-12-31 as-of")]
    #[case("建厂100年庆典", "none")]
    #[case("从1979年到1982年的四年间", "1979-01-01..1982-12-31 multi-year")]
    #[case("九十年代中期以来增长最快", "none")]
    #[case("有统计以来增长最快", "none")]
    #[case("开工以来完成投资", "?..2024-11-20 cumulative-since")]
    #[case("比上月增加", "none")]
    #[case("三季稻种植", "none")]
    #[case("每季节约", "none")]
    #[case("上周期投资", "none")]
    #[case("首套房", "none")]
    #[case("元素", "none")]
    #[case("5月1日—5日", "2024-05-01..2024-05-05 day")]
    #[case("到2025年", "?..2025-12-31 as-of")]
    #[case("二〇二三年", "2023-01-01..2023-12-31 year")]
    #[case("比2007年增长", "none")]
    #[case("今天(11月20日)举行", "none")]
    #[case("近年来", "none")]
    #[case("到本世纪末", "?..2100-12-31 as-of")]
    #[case("是十年前的3倍", "none")]
    #[case("全年来往船只", "2024-01-01..2024-11-20 ytd")]
    fn reads_what_is_reported(#[case] text: &str, #[case] want: &str) {
        assert_eq!(resolve(text, false, false), want, "{text}");
    }

    #[rstest]
    #[case("今年", true, "2024-01-01..2024-12-31 year")]
    #[case("“十四五”期间", true, "2021-01-01..2025-12-31 multi-year")]
    #[case("过去五年", false, "2019-01-01..2023-12-31 multi-year")]
    #[case("2020年以来", false, "2020-01-01..2023-12-31 multi-year")]
    fn reads_plans_and_reviews(#[case] text: &str, #[case] target: bool, #[case] want: &str) {
        assert_eq!(resolve(text, target, true), want, "{text}");
    }
}
