//! The time that a claim refers to, whether that makes it a plan, and against what a change is: the one place where
//! these are decided, of the words of the claim and of what governs its sentence.

use super::frame::{Dated, Draft};
use super::rule::Rule;
use super::walk::Walk;
use super::{Basis, End, Kind};
use crate::document::Span;
use crate::lexicon::lexicon;
use crate::numeral;
use crate::period::{self, Expression, Period, PeriodType};
use crate::quantity::{Quantity, Shape};
use crate::text::shadow::{ends_with, starts_with};
use chrono::{Datelike, Months};
use rust_decimal::prelude::ToPrimitive;

/// When a claim holds, and how surely.
pub(super) struct When {
    pub(super) period: Option<Period>,
    /// True for what is planned.
    pub(super) target: bool,
    /// True for a result that is not the last one.
    pub(super) provisional: bool,
    /// Against what a change is.
    pub(super) basis: Option<Basis>,
}

impl Walk<'_> {
    /// Decides the period of a claim, whether it is planned, and against what it compares. What stands nearer to the
    /// value wins: the time that its frame names, then its clause and sentence, then its paragraph, then its part. `target`
    /// is what the words and the part say of it; the period has the last word on that: what begins after the document's
    /// day is planned, and what was over before its year is not.
    pub(super) fn when(
        &self,
        sentence: Span,
        draft: &Draft,
        q: &Quantity,
        expressions: &[Expression],
        target: bool,
    ) -> When {
        let period = self.period(draft, q, expressions, target);
        // 在连续两年增长13%的基础上: what came before the plan that builds on it.
        let based = starts_with(&self.shadow.chars[q.end..], &["的基础上"]);
        let target = target && !based;
        // “十四五”时期,… said in its first spring can only be planned.
        let begun = period.as_ref().filter(|_| !target).and_then(|p| self.just_begun(p));
        let target = target || begun.is_some();
        let period = begun.or(period).filter(|p| !(based && p.inherited));
        let said = &self.shadow.chars[sentence.start..q.start];
        let revised = is_revised(said);
        let period = period.map(|p| if revised { year_foreseen(p) } else { p });
        let date = self.transcript.date;
        let ahead = period.as_ref().zip(date).is_some_and(|(p, date)| {
            p.start.is_some_and(|start| start > date)
                || p.kind == PeriodType::AsOf && p.end.is_some_and(|end| end > date)
        });
        // 过去一年,… within a plan reports what came before it.
        let end = period.as_ref().and_then(|p| p.end);
        let past = end.zip(date).is_some_and(|(end, date)| end.year() < date.year());
        let target = target && !past || ahead && draft.role != Some(End::From);
        let basis = self
            .against_last_year(draft, q, expressions, period.as_ref())
            .or(draft.basis)
            .or_else(|| self.bare_basis(draft, q, period.as_ref()));
        When { period, target, provisional: !target && (revised || is_provisional(said)), basis }
    }

    /// The whole of a stretch of years of which, on the document's date, less than half a year has passed.
    fn just_begun(&self, period: &Period) -> Option<Period> {
        let (start, date) = period.start.zip(self.transcript.date)?;
        let begun = period.kind == PeriodType::MultiYear
            && period.end == Some(date)
            && (date - start).num_days() < 183;
        let last = begun.then(|| period::whole_year(start.year() + 4, "")).flatten()?;
        Some(Period { end: last.end, ..period.clone() })
    }

    /// 比2021年增长7.7% said of 2022 is against the year before.
    fn against_last_year(
        &self,
        draft: &Draft,
        q: &Quantity,
        expressions: &[Expression],
        period: Option<&Period>,
    ) -> Option<Basis> {
        // 2005年与2000年相比,…增长57.3%: an earlier clause says against what.
        let chars = &self.shadow.chars;
        let apart = expressions.iter().rev().find(|e| self.compares_apart(e, draft));
        if let Some(base) = apart.filter(|_| draft.basis.is_none() && draft.kind == Kind::Change) {
            let base = self.context.resolve_as(base, chars, false)?.start?;
            let year = period.and_then(|p| p.end)?.year();
            return Some(if year == base.year() + 1 { Basis::Yoy } else { Basis::Other });
        }
        // 一季度,…比上年全年加快0.7个百分点: a quarter against a whole year is against another span.
        if draft.compared && draft.basis == Some(Basis::Yoy) {
            let said: String = chars[draft.before.start..q.start].iter().collect();
            let apart = period.is_some_and(|p| {
                matches!(p.kind, PeriodType::Half | PeriodType::Quarter | PeriodType::Month | PeriodType::Ytd)
            });
            let whole = ["上年全年", "去年全年"].iter().any(|year| said.contains(year));
            return (apart && whole).then_some(Basis::Other);
        }
        if draft.basis != Some(Basis::Other) || !draft.compared {
            return None;
        }
        let base = expressions
            .iter()
            .rev()
            .find(|e| e.base && e.span.end <= q.start && e.span.start >= draft.before.start)?;
        let base = self.context.resolve_as(base, &self.shadow.chars, false)?.start?;
        let (start, end) = period.and_then(|p| p.start.zip(p.end))?;
        (start.year() == end.year() && start.year() == base.year() + 1).then_some(Basis::Yoy)
    }

    /// True for 2000年 in 与2000年相比, where that stands in a clause before the draft's own.
    fn compares_apart(&self, e: &Expression, draft: &Draft) -> bool {
        let after = &self.shadow.chars[e.span.end..];
        e.base && e.span.end <= draft.before.start && starts_with(after, &["相比", "比较"])
    }

    /// A bare 增长 in an annual report is against the year before; in a review of several years it is not.
    fn bare_basis(&self, draft: &Draft, q: &Quantity, period: Option<&Period>) -> Option<Basis> {
        if draft.kind != Kind::Change {
            return None;
        }
        if q.shape == Shape::Doubling || q.shape == Shape::Multiple && self.context.reviews_years() {
            return Some(Basis::Other);
        }
        match period.map(|p| p.kind) {
            Some(PeriodType::MultiYear | PeriodType::CumulativeSince) => Some(Basis::Other),
            _ if self.context.reviews_years()
                && period.is_some_and(|p| p.inherited)
                && draft.rule != Rule::NominalChange =>
            {
                Some(Basis::Other)
            }
            Some(_) => Some(Basis::Yoy),
            None => None,
        }
    }

    fn period(
        &self,
        draft: &Draft,
        q: &Quantity,
        expressions: &[Expression],
        target: bool,
    ) -> Option<Period> {
        let chars = &self.shadow.chars[..];
        if let Some(run) = self.run_since(expressions, q.end) {
            return Some(run);
        }
        match draft.dated {
            Some(Dated::At(own)) => {
                return self.context.resolve_after(&expressions[own], &expressions[..own], chars, target);
            }
            Some(Dated::Before(years)) => return self.years_before(draft, expressions, years),
            None => {}
        }
        // 由2002年的39.9%提高到: the year of the first end.
        if draft.role == Some(End::From) {
            let named = expressions
                .iter()
                .rev()
                .find(|e| e.span.end <= q.start && e.span.start >= draft.before.start && e.places());
            if let Some(named) = named.filter(|e| e.base || q.start - e.span.end <= 4) {
                // 由上年的1.2%: the year before the one spoken of, not before the document's.
                if chars.get(named.span.start) == Some(&'上') && named.names_year() {
                    let before = self.years_before(draft, expressions, 1);
                    return before.or_else(|| self.context.resolve_as(named, chars, target));
                }
                return self.context.resolve_as(named, chars, target);
            }
            return self.before_inherited(draft, expressions, q);
        }
        if draft.kind == Kind::Streak {
            return None;
        }
        let period = self.stated_or_inherited(draft, q, expressions, target)?;
        if let Some(years) = self.as_long_as_a_plan(draft, q, expressions, &period) {
            return Some(years);
        }
        // 2005年…,年均增长14.2% in a review of five years: it spans them all.
        let yearly = draft.kind == Kind::Change && draft.basis == Some(Basis::Other) && !draft.compared;
        let years = period.end.filter(|_| yearly && period.kind != PeriodType::MultiYear);
        Some(years.and_then(|end| self.context.years_ending(end)).unwrap_or(period))
    }

    /// 自2009年起连续13年, 2016年以来连续9个季度增速超过30%: from the beginning that is said, as long as it lasted.
    fn run_since(&self, expressions: &[Expression], to: usize) -> Option<Period> {
        let chars = &self.shadow.chars[..];
        let begins = |e: &&Expression| {
            e.names_year()
                && (e.is_since() || chars.get(e.span.end) == Some(&'起'))
                && e.span.end < to
                && !chars[e.span.end..to].contains(&',')
        };
        let since = expressions.iter().rev().find(begins)?;
        let run = (since.span.end..to).find(|at| starts_with(&chars[*at..to], &["连续"]))? + 2;
        let count = numeral::read(&chars[run..to])?;
        let unit = &chars[run + count.len..];
        let unit = if unit.first() == Some(&'个') { &unit[1..] } else { unit };
        let months = match unit.first()? {
            '年' => 12,
            '季' => 3,
            '月' => 1,
            _ => return None,
        };
        let start = self.context.resolve_as(since, chars, false)?.start?;
        let length = Months::new(count.value.to_u32()?.checked_mul(months)?);
        let text = chars[since.span.start..run + count.len].iter().collect();
        Some(Period {
            start: Some(start),
            end: start.checked_add_months(length)?.pred_opt(),
            kind: PeriodType::MultiYear,
            text,
            inherited: false,
        })
    }

    /// 2010年,…累计完成7226.6亿元,是“十五”时期的2.6倍: what is compared with the sum of five years is one, too.
    fn as_long_as_a_plan(
        &self,
        draft: &Draft,
        q: &Quantity,
        expressions: &[Expression],
        period: &Period,
    ) -> Option<Period> {
        let chars = &self.shadow.chars[..];
        let next = expressions.iter().find(|e| e.span.start >= q.end)?;
        let follows = next.span.start == q.end + 2 && matches!(chars[q.end + 1], '是' | '为' | '比');
        let level = draft.kind == Kind::Level && period.kind == PeriodType::Year;
        // “十五”末 is a year.
        let whole = chars[next.span.start..next.span.end].ends_with(&['时', '期'])
            || chars[next.span.start..next.span.end].ends_with(&['期', '间']);
        let first = period.end.filter(|_| level && follows && next.is_plan() && whole)?;
        let start = period::whole_year(first.year() - 4, "")?.start;
        Some(Period { start, kind: PeriodType::MultiYear, ..period.clone() })
    }

    /// What the words of the sentence say, else what governs it.
    fn stated_or_inherited(
        &self,
        draft: &Draft,
        q: &Quantity,
        expressions: &[Expression],
        target: bool,
    ) -> Option<Period> {
        let chars = &self.shadow.chars[..];
        // 由1978年的36.5%,降为33.6%: the first end, whose other end another clause tells.
        let of = expressions.iter().find(|e| e.span.end + 1 == q.start && chars[e.span.end] == '的');
        let leaves = |e: &&Expression| {
            let before = e.span.start.checked_sub(1).map(|at| chars[at]);
            e.base && e.names_year() && matches!(before, Some('由' | '从' | '自'))
        };
        if let Some(base) = of.filter(leaves) {
            return self.context.resolve_as(base, chars, target);
        }
        let own = |e: &&Expression| e.places() && !e.base;
        let explicit = expressions.iter().rev().filter(own).find(|e| e.span.end <= q.start).or_else(|| {
            // 预计到2025年 may also follow within the clause: 完成投资100亿元(截至9月底).
            expressions.iter().filter(own).find(|e| {
                e.span.start >= q.end && chars[q.end..e.span.start].iter().all(|c| matches!(c, '(' | '的'))
            })
        });
        // 今年 in a text of which no date is known is no time that anybody knows, and none that a neighbour may give.
        if let Some(expression) = explicit {
            let period = self.context.resolve_after(expression, expressions, chars, target)?;
            return Some(narrowed(draft, period));
        }
        if draft.kind == Kind::Level
            && !draft.deed
            && !target
            && let Some(stock) = self.context.counted_at()
        {
            return Some(stock);
        }
        // 去年涨幅回落到2.6%。…把涨幅控制在3.5%: what is to be done, amid plans, is not of the year before.
        let clause = draft.before.start;
        let intended = target && self.shadow.chars.get(clause) == Some(&'把');
        let inherited = match self.context.planned().filter(|_| intended) {
            Some(planned) => planned,
            None => self.context.inherited(target)?,
        };
        if inherited.kind == PeriodType::MultiYear && !draft.deed && !target {
            // In a review of several years a level is that of the last one; a change spans them all.
            let annual = draft.compared
                || expressions.iter().any(|e| self.compares_apart(e, draft))
                || draft.rule == Rule::NominalChange && draft.basis.is_none();
            if draft.kind == Kind::Level || draft.kind == Kind::Rank || annual {
                return inherited
                    .end
                    .and_then(|end| period::whole_year(end.year(), &inherited.text))
                    .filter(|p| p.end <= inherited.end)
                    .or(Some(inherited));
            }
        }
        if draft.kind == Kind::Change
            && self.context.reviews_years()
            && draft.basis.is_none()
            && draft.rule != Rule::NominalChange
            && !expressions.iter().any(|e| self.compares_apart(e, draft))
            && inherited.kind == PeriodType::Year
        {
            return self
                .context
                .reviewed_years()
                .map(|p| Period { inherited: true, ..p })
                .or(Some(inherited));
        }
        if draft.deed && self.context.reviews_years() && inherited.kind == PeriodType::Year {
            return self
                .context
                .reviewed_years()
                .map(|p| Period { inherited: true, ..p })
                .or(Some(inherited));
        }
        Some(inherited)
    }

    /// So many years before the one that the sentence speaks of.
    fn years_before(&self, draft: &Draft, expressions: &[Expression], years: i32) -> Option<Period> {
        let own =
            expressions.iter().rev().find(|e| e.names_year() && !e.base && e.span.end <= draft.before.end);
        let chars = &self.shadow.chars[..];
        let spoken_of = own
            .and_then(|e| self.context.resolve_as(e, chars, false))
            .or_else(|| self.context.inherited(false))?;
        let year = period::whole_year(spoken_of.end?.year() - years, &spoken_of.text)?;
        Some(Period { inherited: true, ..year })
    }

    /// The first end of a from–to without a year of its own: the time before what is reported.
    fn before_inherited(&self, draft: &Draft, expressions: &[Expression], q: &Quantity) -> Option<Period> {
        let chars = &self.shadow.chars[..];
        // 1986年同1978年相比,…由3480亿元增加到9380亿元: the year that is compared with.
        let apart = expressions.iter().rev().find(|e| self.compares_apart(e, draft));
        if let Some(base) = apart {
            return self.context.resolve_as(base, chars, false);
        }
        // 进出口由1997年的3252亿美元增加到2002年的6208亿美元;出口由1828亿美元增加到3256亿美元: the same ends.
        let parallel = expressions.iter().rev().find(|e| {
            let from = e.span.start.checked_sub(1).is_some_and(|at| matches!(chars[at], '由' | '从' | '自'));
            let named = e.names_year() && !matches!(chars[e.span.start], '上' | '去' | '前' | '今');
            let of = chars.get(e.span.end) == Some(&'的');
            e.base && from && of && named && e.span.end <= draft.before.start
        });
        if let Some(base) = parallel {
            return self.context.resolve_as(base, chars, false);
        }
        let stated =
            expressions.iter().rev().filter(|e| e.places() && !e.base).find(|e| e.span.end <= q.start);
        let period = match stated {
            Some(expression) => self.context.resolve_as(expression, chars, false)?,
            None => self.context.reviewed_years().or_else(|| self.context.inherited(false))?,
        };
        let start = period.start?;
        // 2012—2021年,…从11.73万亿元增长到20.25万亿元: from the first of them on.
        let year = start.year() - i32::from(!stated.is_some_and(Expression::is_range));
        if draft.rule == Rule::FromTo
            && self.shadow.chars[draft.before.start..draft.before.end]
                .iter()
                .any(|c| matches!(c, '将' | '把'))
        {
            return stated
                .and_then(|e| self.context.resolve_as(e, chars, false))
                .or_else(|| self.context.inherited(false));
        }
        let mut before = period::whole_year(year, &period.text)?;
        before.inherited = true;
        Some(before)
    }
}

/// A change over a year said with 年末 is that of the year; what something came to over years is that of the last one.
fn narrowed(draft: &Draft, period: Period) -> Period {
    let Some(end) = period.end else { return period };
    let full = end.month() == 12 && end.day() == 31;
    let year = || {
        period::whole_year(end.year(), &period.text)
            .map(|year| Period { inherited: period.inherited, ..year })
    };
    if draft.kind == Kind::Change && period.kind == PeriodType::AsOf && full {
        return year().unwrap_or(period);
    }
    if draft.role == Some(End::To) && period.kind == PeriodType::MultiYear {
        return if full {
            year().unwrap_or(period)
        } else {
            Period { start: None, kind: PeriodType::AsOf, ..period }
        };
    }
    period
}

/// True for 今年成长率上修0.13个百分点: what was foretold is revised.
fn is_revised(said: &[char]) -> bool {
    said.windows(2).any(|pair| matches!(pair, ['上' | '下', '修']))
}

/// 今年成长率上修至2.42%: what is revised is how the whole year is thought to end.
fn year_foreseen(period: Period) -> Period {
    let end = period.end.filter(|_| period.kind == PeriodType::Ytd);
    end.and_then(|end| period::whole_year(end.year(), &period.text)).unwrap_or(period)
}

/// True after words that say of a result that it is not the last one: 预计, 初步核算; until one of fact follows.
fn is_provisional(said: &[char]) -> bool {
    let last = (0..said.len()).rfind(|at| lexicon().provisional.longest(&said[*at..]).is_some());
    let settled =
        |from: usize| said[from..].windows(2).any(|pair| matches!(pair, ['已', '经'] | ['实', '际']));
    // 好于预计, 超出预计: what was foretold is only compared with.
    last.is_some_and(|at| !settled(at) && !ends_with(&said[..at], &["于", "出", "过", "比", "较", "与"]))
}
