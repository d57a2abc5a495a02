//! What a sentence inherits: the section's period and status, the time last spoken of.

use super::Status;
use super::part::{self, Part};
use crate::document::Precision;
use crate::period::{self, Anchor, Expression, Period, PeriodType};
use crate::text::shadow::starts_with;
use crate::text::{Block, Genre, Transcript};
use chrono::{Datelike, NaiveDate};

/// The state that runs along a text.
#[derive(Debug, Clone)]
pub(super) struct Context {
    genre: Genre,
    date: Option<NaiveDate>,
    exact: bool,
    /// Which stretches look back and which plan.
    parts: Vec<Part>,
    /// The one that is being read.
    part: usize,
    /// The last time that a sentence named for what follows it.
    current: Option<Period>,
    /// 截至8月底: the day that the sentences of a paragraph go on counting at, until one names another time.
    stock: Option<Period>,
    /// True after a forecast, for the sentences that go on with it.
    foretold: bool,
    /// True in a paragraph of a review of several years that tells of the last of them alone.
    annual: bool,
    speaker: Option<String>,
}

impl Context {
    pub(super) fn new(transcript: &Transcript, parts: Vec<Part>) -> Self {
        Self {
            genre: transcript.genre,
            date: transcript.date,
            exact: transcript.precision == Precision::Day,
            parts,
            part: 0,
            current: None,
            stock: None,
            foretold: false,
            annual: false,
            speaker: None,
        }
    }

    fn part(&self) -> &Part {
        &self.parts[self.part]
    }

    fn reviewed_year(&self) -> Option<i32> {
        part::reviewed_year(self.genre, self.date)
    }

    /// Goes on to what stands at `at`: another part may begin there.
    pub(super) fn reach(&mut self, at: usize) {
        while self.parts.get(self.part + 1).is_some_and(|next| next.span.start <= at) {
            self.part += 1;
            self.current = None;
        }
    }

    /// Takes in what a block changes before its sentences are read.
    pub(super) fn enter(&mut self, block: &Block, chars: &[char]) {
        if self.genre == Genre::WorkReport {
            self.current = None;
        }
        let speaker = block.speaker.as_ref().map(|s| s.name.clone());
        if speaker != self.speaker && self.genre == Genre::PressConference {
            self.current = None;
        }
        self.speaker = speaker;
        self.foretold = false;
        self.stock = None;
        self.reach(block.span.start);
        self.annual = self.tells_last_year(&chars[block.span.start..block.span.end]);
    }

    /// 2017年,…增长8.1%。… in a review of the five years up to it, without a word of those years.
    fn tells_last_year(&self, paragraph: &[char]) -> bool {
        let Some(end) = self.reviewed_years_of_section().and_then(|p| p.end) else { return false };
        let text: String = paragraph.iter().collect();
        let year = format!("{}年,", end.year());
        // 特别需要指出的是,刚刚过去的2017年,…
        let (before, after) = text.split_once(&year).unwrap_or((&text, ""));
        let led = before.is_empty()
            || before.chars().count() <= 16
                && ["过去的", "特别是", "尤其是"].iter().any(|word| before.ends_with(word));
        let opens = led && !after.is_empty();
        opens
            && !["年均", "五年", "累计", "期间", "平均每年", "分别是", "翻"]
                .iter()
                .any(|word| text.contains(word))
            && !text.contains(&format!("比{}年", end.year() - 5))
    }

    pub(super) fn anchor(&self, target: bool) -> Anchor {
        let year =
            self.current.as_ref().or(self.part().period.as_ref()).and_then(|p| p.end).map(|end| end.year());
        Anchor { date: self.date, exact: self.exact, year, target, review: self.reviewed_year() }
    }

    /// Reads an expression against the document's date and the year last spoken of.
    pub(super) fn resolve_as(&self, expression: &Expression, chars: &[char], target: bool) -> Option<Period> {
        let text: String = chars[expression.span.start..expression.span.end].iter().collect();
        // 五年累计利用外资45亿美元 within a plan or review of five years: those.
        let count = expression
            .counts_years()
            .filter(|_| !starts_with(&chars[expression.span.start..], &["过去", "近", "前", "最近"]));
        let years = self.current.iter().chain(&self.part().period).find(|p| {
            let ends = p.start.zip(p.end).filter(|_| p.kind == PeriodType::MultiYear);
            count.is_some()
                && ends.map(|(start, end)| end.year() - start.year() + 1) == count.map(u32::cast_signed)
        });
        if let Some(period) = years {
            return Some(Period { text, inherited: false, ..period.clone() });
        }
        expression.resolve(self.anchor(target), &text)
    }

    /// Reads an expression that follows another one in its sentence: 去年,…,全年 is the whole of that year.
    pub(super) fn resolve_after(
        &self,
        expression: &Expression,
        before: &[Expression],
        chars: &[char],
        target: bool,
    ) -> Option<Period> {
        let said =
            before.iter().rev().find(|e| e.names_year() && !e.base && e.span.end <= expression.span.start);
        let year =
            said.and_then(|e| self.resolve_as(e, chars, target)).and_then(|p| p.end).map(|end| end.year());
        let text: String = chars[expression.span.start..expression.span.end].iter().collect();
        let anchor = self.anchor(target);
        expression.resolve(Anchor { year: year.or(anchor.year), ..anchor }, &text)
    }

    /// The period that the section plans, whatever was spoken of since.
    pub(super) fn planned(&self) -> Option<Period> {
        let planned = self.part().period.clone().filter(|_| self.part().status() == Status::Target);
        planned.map(|p| Period { inherited: true, ..p })
    }

    pub(super) fn status(&self) -> Status {
        self.part().status()
    }

    /// The period that a sentence without a time of its own refers to.
    pub(super) fn inherited(&self, target: bool) -> Option<Period> {
        let period = self.current.clone().or_else(|| self.part().period.clone());
        // 上半年,…。下一步将新增300个: what is to be done is not of a time that is over.
        let over = |p: &Period| {
            target
                && p.kind != PeriodType::MultiYear
                && self.genre != Genre::WorkReport
                && p.end.zip(self.date).is_some_and(|(end, date)| end <= date)
        };
        let period = match period {
            Some(period) if !over(&period) => Some(period),
            _ if target => self.date.and_then(|d| period::whole_year(d.year(), "")),
            _ => None,
        }?;
        // A plan within a review speaks of the year that has just begun.
        if target && self.part().status() == Status::Actual && self.genre == Genre::WorkReport {
            let own = period.end.zip(self.date).is_some_and(|(end, date)| end >= date);
            if !own {
                return self.date.and_then(|d| period::whole_year(d.year(), ""));
            }
        }
        // “十四五”期间,…预计将超过155万亿元: the whole of the five years.
        let runs = target && period.kind == PeriodType::MultiYear && period.end == self.date;
        let plan = period.start.filter(|start| runs && start.year() % 5 == 1);
        let end = plan.and_then(|start| period::last_day_of_year(start.year() + 4)).or(period.end);
        Some(Period { end, inherited: true, ..period })
    }

    /// The day that a level without a time of its own is counted at, where its paragraph names one.
    pub(super) fn counted_at(&self) -> Option<Period> {
        self.stock.clone().map(|p| Period { inherited: true, ..p })
    }

    /// True within a review of several years.
    pub(super) fn reviews_years(&self) -> bool {
        self.reviewed_years().is_some()
    }

    /// The several years that the section reviews.
    pub(super) fn reviewed_years(&self) -> Option<Period> {
        self.reviewed_years_of_section().filter(|_| !self.annual)
    }

    fn reviewed_years_of_section(&self) -> Option<Period> {
        self.part().period.clone().filter(|p| p.kind == PeriodType::MultiYear)
    }

    /// The several years, reviewed or planned, that end with `end`.
    pub(super) fn years_ending(&self, end: NaiveDate) -> Option<Period> {
        let years = self.current.iter().chain(&self.part().period);
        let years = years.filter(|p| p.kind == PeriodType::MultiYear).find(|p| p.end == Some(end));
        years.map(|p| Period { inherited: true, ..p.clone() })
    }

    /// True after a sentence of plans, for the sentences of its paragraph.
    pub(super) fn plans(&self) -> bool {
        self.foretold
    }

    /// Takes in what a sentence says for those that follow it: its times, its goals, its forecasts.
    pub(super) fn leave(&mut self, times: &[(Expression, Option<Period>)], goals: bool, foretells: bool) {
        // Once a work report has set the year's goals, the rest of it plans, whatever years the goals name.
        if goals && self.genre == Genre::WorkReport {
            self.current = None;
            return;
        }
        self.foretold = (goals || foretells) && self.genre == Genre::Article;
        for (expression, period) in times {
            if expression.base || !expression.places() {
                continue;
            }
            let Some(period) = period else { continue };
            let day =
                period.kind == PeriodType::AsOf && period.text.starts_with('截') && period.end < self.date;
            self.stock = Some(period.clone()).filter(|_| day && self.genre != Genre::WorkReport);
            let aside = self.genre == Genre::WorkReport && expression.is_since();
            let lasting = !aside
                && match period.kind {
                    PeriodType::AsOf | PeriodType::CumulativeSince => false,
                    // 相当于1950年到1997年的总和: years long past are only compared with.
                    PeriodType::MultiYear
                        if period.end.map(|end| end.year()) < self.reviewed_year()
                            && self.part().status() == Status::Actual =>
                    {
                        false
                    }
                    // A report speaks of years: the half of one that it mentions governs its own sentence only.
                    PeriodType::Half | PeriodType::Quarter | PeriodType::Month | PeriodType::Span
                        if self.genre == Genre::WorkReport =>
                    {
                        false
                    }
                    PeriodType::Ytd if self.genre == Genre::WorkReport && period.text.contains('月') => {
                        false
                    }
                    // A stretch of days goes on governing; a day ahead is only when something begins.
                    PeriodType::Day => {
                        self.genre == Genre::Article
                            && (period.end < self.date
                                || period.start != period.end && period.end != self.date)
                    }
                    // What lies ahead governs only the plan that names it.
                    _ => {
                        self.part().status() == Status::Target
                            || self.date.is_none_or(|date| period.start.is_none_or(|s| s <= date))
                    }
                };
            if lasting {
                self.current = Some(period.clone());
            }
        }
    }
}
