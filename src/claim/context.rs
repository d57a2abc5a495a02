//! What a sentence inherits: the section's period and status, the time last spoken of.

use crate::claim::Status;
use crate::period::{self, Anchor, Expression, Period, PeriodType};
use crate::text::shadow::starts_with;
use crate::text::{Block, Genre, Role};
use chrono::{Datelike, NaiveDate};

/// The state that runs along a text.
#[derive(Debug, Clone)]
pub(super) struct Context {
    genre: Genre,
    date: Option<NaiveDate>,
    /// Set by the headings of the outline.
    section: Section,
    /// The last time that a sentence named for what follows it.
    current: Option<Period>,
    /// 截至8月底: the day that the sentences of a paragraph go on counting at, until one names another time.
    stock: Option<Period>,
    /// True after a forecast, for the sentences that go on with it.
    foretold: bool,
    /// True in a paragraph of a review of several years that tells of the last of them alone.
    annual: bool,
    top_headings: usize,
    speaker: Option<String>,
    /// What the title of an article says of time; each of its stories begins with it again.
    titled: Option<Period>,
}

#[derive(Debug, Clone)]
struct Section {
    status: Status,
    period: Option<Period>,
}

/// Words of headings that review, whatever the heading above says.
const REVIEW: [&str; 6] = ["回顾", "总结", "过去", "以来的工作", "工作情况", "基本情况"];

/// Words of headings that review, unless they stand below one that plans.
const ACHIEVED: [&str; 4] = ["主要工作", "成效", "成就", "取得"];

const PLAN: [&str; 18] = [
    "目标",
    "任务",
    "安排",
    "打算",
    "展望",
    "今后",
    "建议",
    "部署",
    "总体要求",
    "指导思想",
    "下一步",
    "思路",
    "今年工作",
    "重点工作",
    "未来",
    "奋斗",
    "总体部署",
    "工作重点",
];

impl Context {
    pub(super) fn new(genre: Genre, date: Option<NaiveDate>) -> Self {
        let mut context = Self {
            genre,
            date,
            section: Section { status: Status::Actual, period: None },
            current: None,
            stock: None,
            foretold: false,
            annual: false,
            top_headings: 0,
            speaker: None,
            titled: None,
        };
        context.section.period = context.default_period(Status::Actual);
        context
    }

    /// The year that a work report reviews: the one before its session, or that which a session in its last
    /// weeks closes.
    fn reviewed_year(&self) -> Option<i32> {
        let date = self.date.filter(|_| self.genre == Genre::WorkReport)?;
        Some(if date.month() >= 11 { date.year() } else { date.year() - 1 })
    }

    /// A work report reviews one year and plans the next.
    fn default_period(&self, status: Status) -> Option<Period> {
        let reviewed = self.reviewed_year()?;
        period::whole_year(if status == Status::Target { reviewed + 1 } else { reviewed }, "")
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
        let slice = &chars[block.span.start..block.span.end];
        self.annual = self.tells_last_year(slice);
        // The year in the title of an article holds for all of it.
        if block.role == Role::Title && self.genre == Genre::Article {
            let times = period::scan(chars, block.span);
            let named = times.iter().find(|t| t.places() && !t.base);
            self.section.period =
                named.and_then(|t| self.resolve(t, chars)).map(|p| Period { inherited: true, ..p });
            self.titled.clone_from(&self.section.period);
        }
        let heading = block.role == Role::Heading
            || slice.len() <= 40 && !slice.contains(&'。') && block.role == Role::Speech;
        if heading {
            // A headline within an article opens another story.
            if self.genre == Genre::Article && block.role != Role::Title {
                self.current = None;
                self.section.period.clone_from(&self.titled);
            }
            self.heading(block, chars);
        }
    }

    /// 2017年,…增长8.1%。… in a review of the five years up to it, without a word of those years.
    fn tells_last_year(&self, paragraph: &[char]) -> bool {
        let Some(end) = self.reviewed_years_of_section().and_then(|p| p.end) else { return false };
        let text: String = paragraph.iter().collect();
        let opens = text.strip_prefix(&format!("{}年", end.year())).is_some_and(|rest| rest.starts_with(','));
        opens
            && !["年均", "五年", "累计", "期间", "平均每年", "分别是", "翻"]
                .iter()
                .any(|word| text.contains(word))
            && !text.contains(&format!("比{}年", end.year() - 5))
    }

    fn heading(&mut self, block: &Block, chars: &[char]) {
        let text: String = chars[block.span.start..block.span.end].iter().collect();
        let level = block.level.unwrap_or(if block.role == Role::Heading { 1 } else { 3 });
        // （一）推动改革取得新突破 within a plan is an aim.
        let aims = self.section.status == Status::Target && level > 1;
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        // 一、紧紧围绕中心任务: the first part of a report reviews, whatever its title promises.
        let first =
            self.genre == Genre::WorkReport && self.top_headings == 0 && block.level.is_none_or(|l| l == 1);
        let goal = text.contains("目标") || text.contains("建议") || text.contains("安排");
        let plans = PLAN.iter().any(|w| text.contains(w)) && !text.contains("完成情况") && (!first || goal);
        let times = period::scan(chars, block.span);
        let named = times.iter().find(|t| t.places() && !t.base);
        let year = self.reviewed_year().map(|reviewed| reviewed + 1).or(self.date.map(|d| d.year()));
        let numbered = matches!(text.chars().next(), Some('一' | '二' | '三' | '四' | '五' | '六' | '#'));
        let reviewing = says(&REVIEW) || !aims && says(&ACHIEVED);
        if level == 1 && (numbered || reviewing || plans) {
            self.top_headings += 1;
        }
        let this_year = named
            .and_then(|t| t.resolve(self.anchor(true), ""))
            .and_then(|p| p.start)
            .map(|d| d.year())
            .is_some_and(|y| Some(y) >= year);
        let report = self.genre == Genre::WorkReport;
        // 二、2007年主要工作 in a report of that year plans, whatever 主要工作 says elsewhere.
        let ahead = report && this_year && text.contains("年主要工作");
        let reviews = says(&REVIEW) || !aims && !ahead && says(&ACHIEVED);
        // A report reviews in its first part, and plans in the others unless they say that they review.
        let later = level == 1 && self.top_headings > 1 && numbered;
        let status = if reviews && !(plans && this_year && !text.contains("以来")) {
            Some(Status::Actual)
        } else if plans || report && (this_year && level <= 2 || later || ahead) {
            Some(Status::Target)
        } else {
            None
        };
        let Some(status) = status.filter(|_| self.genre == Genre::WorkReport || plans || reviews) else {
            if let Some(found) = named.filter(|_| level <= 2) {
                self.section.period = self.resolve(found, chars).map(|p| Period { inherited: true, ..p });
            }
            return;
        };
        self.section.status = if self.genre == Genre::WorkReport { status } else { Status::Actual };
        self.current = None;
        self.section.period = match named.and_then(|t| self.resolve_as(t, chars, status == Status::Target)) {
            Some(found) => Some(Period { inherited: true, ..found }),
            None => self.default_period(status),
        };
    }

    pub(super) fn anchor(&self, target: bool) -> Anchor {
        let year =
            self.current.as_ref().or(self.section.period.as_ref()).and_then(|p| p.end).map(|end| end.year());
        Anchor { date: self.date, year, target, review: self.reviewed_year() }
    }

    fn resolve(&self, expression: &Expression, chars: &[char]) -> Option<Period> {
        self.resolve_as(expression, chars, self.section.status == Status::Target)
    }

    /// Reads an expression against the document's date and the year last spoken of.
    pub(super) fn resolve_as(&self, expression: &Expression, chars: &[char], target: bool) -> Option<Period> {
        let text: String = chars[expression.span.start..expression.span.end].iter().collect();
        // 五年累计利用外资45亿美元 within a plan or review of five years: those.
        let count = expression
            .counts_years()
            .filter(|_| !starts_with(&chars[expression.span.start..], &["过去", "近", "前", "最近"]));
        let years = self.current.iter().chain(&self.section.period).find(|p| {
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
        let planned = self.section.period.clone().filter(|_| self.section.status == Status::Target);
        planned.map(|p| Period { inherited: true, ..p })
    }

    pub(super) fn status(&self) -> Status {
        self.section.status
    }

    /// The period that a sentence without a time of its own refers to.
    pub(super) fn inherited(&self, target: bool) -> Option<Period> {
        let period = self.current.clone().or_else(|| self.section.period.clone());
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
        if target && self.section.status == Status::Actual && self.genre == Genre::WorkReport {
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
        self.section.period.clone().filter(|p| p.kind == PeriodType::MultiYear)
    }

    /// The several years, reviewed or planned, that end with `end`.
    pub(super) fn years_ending(&self, end: NaiveDate) -> Option<Period> {
        let years = self.current.iter().chain(&self.section.period);
        let years = years.filter(|p| p.kind == PeriodType::MultiYear).find(|p| p.end == Some(end));
        years.map(|p| Period { inherited: true, ..p.clone() })
    }

    /// True after a sentence of plans, for the sentences of its paragraph.
    pub(super) fn plans(&self) -> bool {
        self.foretold
    }

    /// 五年来,… at the head of a part of a report: its paragraphs review those years. 2016年是收官之年,… after
    /// them: the last of them by itself.
    pub(super) fn opens_part(&mut self, period: &Period) {
        let last =
            period.kind == PeriodType::Year && period.end.map(|end| end.year()) == self.reviewed_year();
        if self.genre == Genre::WorkReport
            && self.section.status == Status::Actual
            && (period.kind == PeriodType::MultiYear || last)
        {
            self.section.period = Some(Period { inherited: true, ..period.clone() });
        }
    }

    /// Takes in what a sentence says for those that follow it: its times, its goals, its forecasts.
    pub(super) fn leave(&mut self, times: &[(Expression, Option<Period>)], goals: bool, foretells: bool) {
        // Once a work report has set the year's goals, the rest of it plans.
        if goals && self.genre == Genre::WorkReport {
            self.section.status = Status::Target;
            // 今后五年的奋斗目标是: the goals are those of the years that the sentence names.
            let ahead = times
                .iter()
                .filter_map(|(_, p)| p.clone())
                .find(|p| p.kind == PeriodType::MultiYear && p.end > self.date);
            self.section.period = ahead
                .map(|p| Period { inherited: true, ..p })
                .or_else(|| self.default_period(Status::Target));
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
                            && self.section.status == Status::Actual =>
                    {
                        false
                    }
                    // A report speaks of years: the half of one that it mentions governs its own sentence only.
                    PeriodType::Half | PeriodType::Quarter | PeriodType::Month | PeriodType::Span
                        if self.genre == Genre::WorkReport =>
                    {
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
                        self.section.status == Status::Target
                            || self.date.is_none_or(|date| period.start.is_none_or(|s| s <= date))
                    }
                };
            if lasting {
                self.current = Some(period.clone());
            }
        }
    }
}
