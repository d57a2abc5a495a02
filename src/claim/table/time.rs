//! Times in headings, captions and names of rows: a year alone, 1—9月, 本月, 累计, 上年同期.

use crate::document::Span;
use crate::period::{self, Expression, Period, PeriodType};
use crate::text::shadow::starts_with;
use chrono::{Datelike, Months, NaiveDate};

/// A time that a heading names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// 2024年, 上半年: the expression and the words that it was found in.
    Said(Expression, Vec<char>),
    /// 2024
    Year(i32),
    /// What the table is of, or a time counted from it.
    Of(Relative),
}

/// A time that is counted from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relative {
    /// 本期
    Same,
    /// 本月
    Month,
    /// 累计
    ToDate,
    /// 全年
    WholeYear,
    /// 上年
    YearBefore,
    /// 上年同期
    SameYearBefore,
    /// 上月
    MonthBefore,
    /// 上期
    PeriodBefore,
    /// 上年末
    EndOfYearBefore,
}

use Relative::{
    EndOfYearBefore, Month, MonthBefore, PeriodBefore, Same, SameYearBefore, ToDate, WholeYear, YearBefore,
};

/// Words for times that are counted from that of the table, the longest first.
const RELATIVE: [(&str, &[Relative]); 45] = [
    ("年初至本月累计", &[ToDate]),
    ("上年同期累计", &[ToDate, SameYearBefore]),
    ("去年同期累计", &[ToDate, SameYearBefore]),
    ("上年同月累计", &[ToDate, SameYearBefore]),
    ("累计上年同期", &[ToDate, SameYearBefore]),
    ("累计去年同期", &[ToDate, SameYearBefore]),
    ("本年本月止累计", &[ToDate]),
    ("1-本月累计", &[ToDate]),
    ("1—本月累计", &[ToDate]),
    ("1-本月止", &[ToDate]),
    ("1-本月", &[ToDate]),
    ("1—本月", &[ToDate]),
    ("1至本月", &[ToDate]),
    ("自年初累计", &[ToDate]),
    ("年初累计", &[ToDate]),
    ("本年止累计", &[ToDate]),
    ("本年累计", &[ToDate]),
    ("本期累计", &[ToDate]),
    ("今年累计", &[ToDate]),
    ("本月止累计", &[ToDate]),
    ("上年累计", &[ToDate, SameYearBefore]),
    ("去年累计", &[ToDate, SameYearBefore]),
    ("本年同期", &[Same]),
    ("上年同期", &[SameYearBefore]),
    ("去年同期", &[SameYearBefore]),
    ("上年同月", &[Month, SameYearBefore]),
    ("去年同月", &[Month, SameYearBefore]),
    ("上年本月", &[Month, SameYearBefore]),
    ("本季度", &[Same]),
    ("年初数", &[EndOfYearBefore]),
    ("上年末", &[EndOfYearBefore]),
    ("上年底", &[EndOfYearBefore]),
    ("去年末", &[EndOfYearBefore]),
    ("去年底", &[EndOfYearBefore]),
    ("本年度", &[Same]),
    ("累计", &[ToDate]),
    ("本月", &[Month]),
    ("当月", &[Month]),
    ("上月", &[MonthBefore]),
    ("本期", &[Same]),
    ("上期", &[PeriodBefore]),
    ("上季度", &[PeriodBefore]),
    ("年度", &[WholeYear]),
    ("全年", &[WholeYear]),
    ("同期", &[SameYearBefore]),
];

/// Words for the year of the table and the one before.
const YEARS: [(&str, &[Relative]); 5] = [
    ("上年", &[YearBefore]),
    ("去年", &[YearBefore]),
    ("本年", &[Same]),
    ("今年", &[Same]),
    ("当年", &[Same]),
];

/// Words for the end of the time of the table: what is counted then is a stock.
const ENDS: [&str; 5] = ["年末", "期末", "月末", "季末", "年底"];

/// What a heading says of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) whens: Vec<When>,
    /// 年末数: counted at the end.
    pub(super) stock: bool,
    /// 比2019年: the year that it is compared with.
    pub(super) base: Option<i32>,
}

/// Takes the times from the words of a heading, and says them.
pub(super) fn take(words: &mut Vec<char>) -> Times {
    let mut times = Times::default();
    if let Some(year) = bare_year(words) {
        words.clear();
        times.whens.push(When::Year(year));
        return times;
    }
    let mut relative = Vec::new();
    let mut rest = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let before = at.checked_sub(1).map(|before| words[before]);
        let is_base = matches!(before, Some('比' | '较' | '与' | '同' | '为' | '占' | '于' | '按' | '是'));
        // 五年累计, 2023年末, 比上年末: times of their own.
        let follows = matches!(before, Some('年' | '月' | '上' | '去' | '度'))
            || before.is_some_and(|c| c.is_ascii_digit());
        let here = &words[at..];
        let known = RELATIVE.iter().chain(&YEARS).find(|(word, _)| starts_with(here, &[word]));
        let years_long = before == Some('年') && starts_with(here, &["累计"]);
        if let Some((word, meaning)) = known.filter(|_| !is_base && !years_long) {
            relative.extend(meaning.iter().map(|time| When::Of(*time)));
            at += word.chars().count();
            continue;
        }
        if let Some(end) = ENDS.iter().find(|end| !follows && !is_base && starts_with(here, &[end])) {
            times.stock = true;
            at += end.chars().count();
            continue;
        }
        rest.push(words[at]);
        at += 1;
    }
    let (bases, said): (Vec<Expression>, Vec<Expression>) = period::scan(&rest, Span::new(0, rest.len()))
        .into_iter()
        .filter(Expression::places)
        .partition(|e| e.base);
    let year = |e: &Expression| rest[e.span.start..e.span.end].get(..4).and_then(bare_year);
    let base =
        bases.iter().find_map(|e| Some((Span::new(e.span.start.saturating_sub(1), e.span.end), year(e)?)));
    times.base = base.map(|(_, year)| year);
    let mut cut: Vec<Span> = said.iter().map(|e| e.span).chain(base.map(|(span, _)| span)).collect();
    cut.sort_unstable();
    let mut kept: Vec<char> = Vec::with_capacity(rest.len());
    let mut from = 0;
    for span in cut.into_iter().filter(|span| !span.is_empty()) {
        kept.extend_from_slice(&rest[from..span.start.max(from)]);
        from = from.max(span.end);
    }
    kept.extend_from_slice(&rest[from..]);
    *words = kept;
    // 11月末, 2023年末: what is counted then is a stock.
    times.stock |= said.iter().any(|e| matches!(rest[e.span.end - 1], '末' | '底'));
    times.whens.extend(said.into_iter().map(|expression| When::Said(expression, rest.clone())));
    times.whens.extend(relative);
    times
}

/// 2024 by itself.
fn bare_year(words: &[char]) -> Option<i32> {
    let text: String = words.iter().collect();
    text.parse().ok().filter(|year| words.len() == 4 && (1900..2100).contains(year))
}

/// True where words are times and nothing else: 2024, 1—9月, 2021年.
pub(super) fn is_time(words: &[char]) -> bool {
    let mut rest = words.to_vec();
    let times = take(&mut rest);
    rest.iter().all(|c| matches!(c, '度' | '份' | '底' | '末' | '(' | ')')) && !times.whens.is_empty()
}

impl When {
    /// True where the time is one of its own, whatever the table is of: 2024年1—9月.
    pub(super) fn is_absolute(&self) -> bool {
        match self {
            Self::Said(expression, _) => expression.names_year() || expression.is_multi_year(),
            Self::Year(_) => true,
            Self::Of(_) => false,
        }
    }

    /// The year that it names.
    pub(super) fn year(&self) -> Option<i32> {
        match self {
            Self::Year(year) => Some(*year),
            Self::Said(expression, words) => {
                let said = &words[expression.span.start..expression.span.end];
                said.get(..4).and_then(bare_year)
            }
            Self::Of(_) => None,
        }
    }

    /// True where it is that of the table, or the whole year of it: 本年, 全年.
    pub(super) fn stays(&self) -> bool {
        matches!(self, Self::Of(Same | WholeYear))
    }

    /// True where it is counted from the time of a column beside it: 上年同期.
    pub(super) fn is_before(&self) -> bool {
        matches!(self, Self::Of(YearBefore | SameYearBefore | MonthBefore | PeriodBefore))
    }

    /// The dates that it means within a table of the time `base`. `said` reads an expression.
    pub(super) fn within(
        &self,
        base: Option<&Period>,
        said: &dyn Fn(&Expression, &[char]) -> Option<Period>,
    ) -> Option<Period> {
        match self {
            Self::Year(year) => {
                let text = year.to_string();
                period::whole_year(*year, &text).map(|p| Period { inherited: false, ..p })
            }
            Self::Said(expression, words) => {
                let period = said(expression, words)?;
                let own = expression.names_year() || expression.is_multi_year();
                let year = base.and_then(|base| base.end).map(|end| end.year()).filter(|_| !own);
                match year.zip(period.end) {
                    Some((year, end)) => shifted(&period, year - end.year()),
                    None => Some(period),
                }
            }
            Self::Of(relative) => counted(*relative, base?),
        }
    }
}

/// A time that is counted from `base`.
fn counted(relative: Relative, base: &Period) -> Option<Period> {
    let end = base.end?;
    let first = NaiveDate::from_ymd_opt(end.year(), 1, 1);
    let with = |start, end, kind| Some(Period { start, end, kind, ..base.clone() });
    match relative {
        Same => Some(base.clone()),
        WholeYear => {
            let year = period::whole_year(end.year(), &base.text)?;
            Some(Period { inherited: base.inherited, ..year })
        }
        ToDate => match base.kind {
            PeriodType::Year | PeriodType::AsOf | PeriodType::MultiYear => Some(base.clone()),
            _ => with(first, Some(end), if end.month() == 12 { PeriodType::Year } else { PeriodType::Ytd }),
        },
        Month => month_of(base).and_then(|(start, end)| with(Some(start), Some(end), PeriodType::Month)),
        MonthBefore => {
            let (start, _) = month_of(base)?;
            with(start.checked_sub_months(Months::new(1)), start.pred_opt(), PeriodType::Month)
        }
        PeriodBefore if base.kind == PeriodType::Month => counted(MonthBefore, base),
        PeriodBefore if base.kind == PeriodType::Quarter => {
            let start = base.start?;
            with(start.checked_sub_months(Months::new(3)), start.pred_opt(), PeriodType::Quarter)
        }
        PeriodBefore => None,
        YearBefore | SameYearBefore => shifted(base, -1),
        EndOfYearBefore => with(None, first?.pred_opt(), PeriodType::AsOf),
    }
}

/// The calendar month that a time ends with, where it ends with one.
fn month_of(base: &Period) -> Option<(NaiveDate, NaiveDate)> {
    let end = base.end?;
    let ends_month = end.succ_opt()?.day() == 1;
    let within = matches!(base.kind, PeriodType::Month | PeriodType::Ytd | PeriodType::AsOf);
    (ends_month && within).then_some((end.with_day(1)?, end))
}

/// The same time of another year.
fn shifted(period: &Period, years: i32) -> Option<Period> {
    let last = |day: NaiveDate| day.succ_opt().is_some_and(|next| next.day() == 1);
    let shift = |day: NaiveDate| {
        let moved = day.with_day(1)?.with_year(day.year() + years)?;
        if last(day) {
            moved.checked_add_months(Months::new(1))?.pred_opt()
        } else {
            moved.with_day(day.day())
        }
    };
    let (start, end) = (period.start.map(shift), period.end.map(shift));
    if start == Some(None) || end == Some(None) {
        return None;
    }
    Some(Period { start: start.flatten(), end: end.flatten(), ..period.clone() })
}

/// What is counted at the end of a time.
pub(super) fn at_end(period: &Period) -> Period {
    Period { start: None, kind: PeriodType::AsOf, ..period.clone() }
}

/// The year in which a time ends.
pub(super) fn year_of(period: &Period) -> Option<Period> {
    let year = period::whole_year(period.end?.year(), &period.text)?;
    Some(Period { inherited: period.inherited, ..year })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Anchor;
    use rstest::rstest;

    /// The words of a heading without times, and what those mean in a table of October 2024 from a text of November.
    fn read(heading: &str) -> String {
        let mut words: Vec<char> = heading.chars().collect();
        let times = take(&mut words);
        let date = NaiveDate::from_ymd_opt(2024, 11, 20);
        let anchor = Anchor { date, exact: true, year: None, target: false, review: None };
        let said = |e: &Expression, _: &[char]| e.resolve(anchor, "");
        let month = Period {
            start: NaiveDate::from_ymd_opt(2024, 10, 1),
            end: NaiveDate::from_ymd_opt(2024, 10, 31),
            kind: PeriodType::Month,
            text: String::new(),
            inherited: true,
        };
        let period = times.whens.iter().try_fold(month, |base, when| when.within(Some(&base), &said));
        let day = |day: Option<NaiveDate>| day.map_or("?".to_owned(), |day| day.to_string());
        let period = period.map_or("none".to_owned(), |p| format!("{}..{}", day(p.start), day(p.end)));
        format!("{} {period}", words.iter().collect::<String>())
    }

    #[rstest]
    #[case("2023", " 2023-01-01..2023-12-31")]
    #[case("2024年1—9月", " 2024-01-01..2024-09-30")]
    #[case("9月", " 2024-09-01..2024-09-30")]
    #[case("本月", " 2024-10-01..2024-10-31")]
    #[case("本年累计", " 2024-01-01..2024-10-31")]
    #[case("累计同比增长", "同比增长 2024-01-01..2024-10-31")]
    #[case("上年同期累计", " 2023-01-01..2023-10-31")]
    #[case("上月", " 2024-09-01..2024-09-30")]
    #[case("2024年目标", "目标 2024-01-01..2024-11-20")]
    #[case("全年目标", "目标 2024-01-01..2024-12-31")]
    #[case("上年末", " ?..2023-12-31")]
    #[case("比上年末增长", "比上年末增长 2024-10-01..2024-10-31")]
    #[case("比2019年增长", "增长 2024-10-01..2024-10-31")]
    #[case("为上年执行数", "为上年执行数 2024-10-01..2024-10-31")]
    fn times_are_read_within_the_time_of_the_table(#[case] heading: &str, #[case] want: &str) {
        assert_eq!(read(heading), want);
    }

    #[rstest]
    #[case("2021年", true)]
    #[case("1—2月", true)]
    #[case("一季度", true)]
    #[case("2024", true)]
    #[case("40712", false)]
    #[case("2024年高考报名", false)]
    #[case("粮食", false)]
    fn a_time_alone_is_told(#[case] words: &str, #[case] time: bool) {
        assert_eq!(is_time(&words.chars().collect::<Vec<_>>()), time);
    }
}
