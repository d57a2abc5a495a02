//! Parts: which stretches of a text look back on a time, which plan for one, and which do neither.

use super::Status;
use super::plan::goals_said;
use super::table::Tables;
use crate::document::{Precision, Span};
use crate::numeral;
use crate::period::{self, Anchor, Expression, Period, PeriodType};
use crate::text::sentence::sentences;
use crate::text::shadow::{Shadow, starts_with};
use crate::text::{Block, Genre, Role, Transcript};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// What a part of a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outlook {
    /// It reports on what is over, or goes on.
    Past,
    /// It plans.
    Plan,
    /// It does neither: an appendix, a glossary.
    Neither,
}

/// What tells the outlook of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sign {
    /// How a document of this kind begins.
    Kind,
    /// The words of its heading: 回顾, 目标, 2025年.
    Heading,
    /// It lies within a part whose heading tells it.
    Within,
    /// The words of the part itself: 今年要…, 将…; …了, 一年来….
    Words,
    /// A sentence that opens it: 今年的主要预期目标是:
    Opening,
}

/// A stretch of a text with one outlook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Where it stands, its heading included.
    pub span: Span,
    /// The heading or sentence that opens it; `None` for what stands before the first one.
    pub opening: Option<Span>,
    /// How deep it lies in the outline, from 0.
    pub depth: usize,
    /// What it is about.
    pub outlook: Outlook,
    /// Which time it looks back on or plans for, where that is known.
    pub period: Option<Period>,
    /// What tells so.
    pub sign: Sign,
}

impl Part {
    /// What its values are unless their own sentence says otherwise.
    pub(super) fn status(&self) -> Status {
        if self.outlook == Outlook::Plan { Status::Target } else { Status::Actual }
    }
}

/// Words of headings that look back, whatever stands around them.
const OVER: [&str; 9] =
    ["回顾", "总结", "过去", "以来的工作", "工作情况", "基本情况", "完成情况", "执行情况", "落实情况"];

/// Words of headings that look back, unless they stand within a part that plans.
const ACHIEVED: [&str; 4] = ["主要工作", "成效", "成就", "取得"];

/// Words of headings that look ahead.
const AHEAD: [&str; 18] = [
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

/// Words that make a heading one of plans even within a part that looks back.
const SURELY_AHEAD: [&str; 7] = ["下一步", "下一阶段", "今后", "明年", "新的一年", "打算", "未来"];

/// Words of a report that looks back.
const TOLD: [&str; 8] = ["了", "去年", "一年来", "五年来", "过去", "同比", "比上年", "已"];

/// Words of a report that plans.
const PLANNED: [&str; 8] = ["今年", "要", "力争", "确保", "争取", "将", "努力", "明年"];

/// Where headings end and running text begins, in characters.
const SHORT: usize = 40;

/// The parts of a text, in order; together they cover it. A text of no plans and no reviews is one part.
pub fn parts(transcript: &Transcript) -> Vec<Part> {
    let shadow = Shadow::new(&transcript.text);
    of(transcript, &shadow, &Tables::all(&shadow.chars, &transcript.blocks))
}

/// The same, where the shadow and the tables are at hand. No row of a table is a heading.
pub(super) fn of(transcript: &Transcript, shadow: &Shadow<'_>, tables: &[Tables]) -> Vec<Part> {
    let mut reading = Reading {
        genre: transcript.genre,
        date: transcript.date,
        precision: transcript.precision,
        chars: &shadow.chars,
        blocks: &transcript.blocks,
        open: Vec::new(),
        parts: Vec::new(),
        top: 0,
    };
    let start = reading.default_period(Outlook::Past);
    reading.begin(0, None, 0, Outlook::Past, start, Sign::Kind);
    let mut at = 0;
    for table in tables
        .iter()
        .map(Tables::lines)
        .chain(std::iter::once(transcript.blocks.len()..transcript.blocks.len()))
    {
        (at..table.start).for_each(|at| reading.block(at));
        at = table.end;
    }
    let end = shadow.chars.len();
    if let Some(last) = reading.parts.last_mut() {
        last.span.end = end;
    }
    reading.parts
}

/// The year that a work report reviews: the one before its session, or that which a session in its last weeks closes.
pub(super) fn reviewed_year(genre: Genre, date: Option<NaiveDate>) -> Option<i32> {
    let date = date.filter(|_| genre == Genre::WorkReport)?;
    Some(if date.month() >= 11 { date.year() } else { date.year() - 1 })
}

struct Reading<'a> {
    genre: Genre,
    date: Option<NaiveDate>,
    precision: Precision,
    chars: &'a [char],
    blocks: &'a [Block],
    /// The headings that the text at hand lies under, the outermost first: how deep, and what they say.
    open: Vec<(u8, Outlook)>,
    parts: Vec<Part>,
    /// How many headings of the outermost level have been read.
    top: usize,
}

impl Reading<'_> {
    fn text(&self, span: Span) -> String {
        self.chars[span.start..span.end].iter().collect()
    }

    fn current(&self) -> (Outlook, Option<&Period>) {
        self.parts.last().map_or((Outlook::Past, None), |part| (part.outlook, part.period.as_ref()))
    }

    /// A work report reviews one year and plans the next.
    fn default_period(&self, outlook: Outlook) -> Option<Period> {
        let reviewed = reviewed_year(self.genre, self.date)?;
        match outlook {
            Outlook::Past => period::whole_year(reviewed, ""),
            Outlook::Plan => period::whole_year(reviewed + 1, ""),
            Outlook::Neither => None,
        }
    }

    fn begin(
        &mut self,
        start: usize,
        opening: Option<Span>,
        depth: usize,
        outlook: Outlook,
        period: Option<Period>,
        sign: Sign,
    ) {
        if let Some(last) = self.parts.last_mut() {
            last.span.end = start;
        }
        self.parts.push(Part { span: Span::new(start, start), opening, depth, outlook, period, sign });
    }

    fn block(&mut self, at: usize) {
        let block = &self.blocks[at];
        match block.role {
            Role::Boilerplate | Role::Metadata => return,
            Role::Title => return self.title(block),
            Role::Heading | Role::Speech | Role::Question => {}
        }
        let slice = &self.chars[block.span.start..block.span.end];
        let heads = block.role == Role::Heading
            || slice.len() <= SHORT && !slice.contains(&'。') && block.role == Role::Speech;
        if heads {
            if self.genre == Genre::WorkReport {
                self.heading(at);
            } else {
                self.heading_of_article(block);
            }
        } else if self.genre == Genre::WorkReport {
            self.paragraph(block);
        }
    }

    /// What the title of an article says of time holds for all of it.
    fn title(&mut self, block: &Block) {
        if self.genre == Genre::Article {
            let named = self.named(block.span);
            let period = named.and_then(|time| self.resolved(&time, false));
            self.begin(block.span.start, Some(block.span), 0, Outlook::Past, period, Sign::Heading);
        }
    }

    /// The first time that a line names.
    fn named(&self, span: Span) -> Option<Expression> {
        period::scan(self.chars, span).into_iter().find(|time| time.places() && !time.base)
    }

    fn resolved(&self, time: &Expression, plans: bool) -> Option<Period> {
        let (_, period) = self.current();
        let year = period.and_then(|period| period.end).map(|end| end.year());
        // 到2027年底将…, and then the next story of the day: 10月…. It is no month of the year to come.
        let told =
            |year: &i32| self.genre == Genre::WorkReport || self.date.is_none_or(|date| *year <= date.year());
        let year = year.filter(told);
        let anchor = Anchor {
            date: self.date,
            exact: self.precision == Precision::Day,
            year,
            target: plans,
            review: reviewed_year(self.genre, self.date),
        };
        let found = time.resolve(anchor, &self.text(time.span))?;
        Some(Period { inherited: true, ..found })
    }

    /// Headings within articles and conferences: each begins a story with its own time, and reports.
    fn heading_of_article(&mut self, block: &Block) {
        let text = self.text(block.span);
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let named = self.named(block.span);
        let turns = says(&OVER) || says(&ACHIEVED) || says(&AHEAD);
        let level = block.level.unwrap_or(if block.role == Role::Heading { 1 } else { 3 });
        let titled =
            self.parts.iter().rev().find(|part| part.depth == 0).and_then(|part| part.period.clone());
        let before = if self.genre == Genre::Article { titled } else { self.current().1.cloned() };
        let own = named.filter(|_| level <= 2 || turns).and_then(|time| self.resolved(&time, false));
        let period = if turns { own } else { own.or(before) };
        self.begin(block.span.start, Some(block.span), 1, Outlook::Past, period, Sign::Heading);
    }

    /// How deep a heading of a report lies. One without a number stands above those numbered 一、 where they begin
    /// anew after it, else below the last of them.
    fn rank(&self, at: usize, turns: bool) -> u8 {
        let block = &self.blocks[at];
        let numbered = |block: &Block| {
            block.role == Role::Heading && is_numbered(&self.chars[block.span.start..block.span.end])
        };
        if numbered(block) {
            return block.level.unwrap_or(3) * 2;
        }
        if !turns {
            return 9;
        }
        let first = self.blocks[at + 1..].iter().find(|next| numbered(next) && next.level == Some(1));
        let anew = first.is_none_or(|next| matches!(self.chars[next.span.start], '一' | '#' | '1'));
        if anew { 1 } else { 3 }
    }

    /// What the words of a heading say: that it looks back, or ahead, or nothing.
    fn says(&self, block: &Block, within: Option<Outlook>) -> (Option<Outlook>, Option<Expression>) {
        let text = self.text(block.span);
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let reviewed = reviewed_year(self.genre, self.date);
        let named = self.named(block.span);
        let year = named.as_ref().filter(|time| time.names_year() || time.is_multi_year()).and_then(|time| {
            let period = self.resolved(time, true)?;
            Some(period.end?.year())
        });
        let over = says(&OVER);
        let achieved = says(&ACHIEVED) || text.contains("完成") && !text.contains("完成的");
        let ahead = says(&AHEAD);
        // “十五”经济社会发展目标全面实现, 创造“十一五”新的辉煌: the years of the plan, where the outline begins.
        let last = self.plan_of(block).filter(|_| within.is_none() && year.is_none()).map(|first| first + 4);
        let to_come = year.zip(reviewed).is_some_and(|(year, reviewed)| year > reviewed)
            || last.zip(reviewed).is_some_and(|(last, reviewed)| last - 4 > reviewed);
        let is_over = year.or(last).zip(reviewed).is_some_and(|(year, reviewed)| year <= reviewed);
        let outlook = if over && !(to_come && ahead && !says(&["以来"])) {
            Some(Outlook::Past)
        } else if is_over {
            // 2015年主要工作和“十二五”发展成就, 2003年各项预期目标
            Some(Outlook::Past)
        } else if to_come {
            Some(Outlook::Plan)
        } else if within == Some(Outlook::Past) {
            says(&SURELY_AHEAD).then_some(Outlook::Plan)
        } else if ahead && !(achieved && within.is_none() && self.top == 0) {
            Some(Outlook::Plan)
        } else if achieved && within.is_none() {
            Some(Outlook::Past)
        } else {
            None
        };
        (outlook, named)
    }

    fn heading(&mut self, at: usize) {
        let block = &self.blocks[at];
        let (alone, _) = self.says(block, None);
        let rank = self.rank(at, alone.is_some());
        while self.open.last().is_some_and(|(open, _)| *open >= rank) {
            self.open.pop();
        }
        let within = self.open.last().map(|(_, outlook)| *outlook);
        // A short line that is no heading of the outline turns the part only where it says so surely.
        let loose = block.role != Role::Heading;
        let (said, named) = self.says(block, within.or(loose.then(|| self.current().0)));
        let annex = is_annex(&self.text(block.span));
        let (outlook, sign) = match (said, within) {
            _ if annex => (Outlook::Neither, Sign::Heading),
            (Some(outlook), _) => (outlook, Sign::Heading),
            (None, Some(outlook)) => (outlook, Sign::Within),
            (None, None) if loose || rank > 2 => (self.current().0, Sign::Within),
            // 一、紧紧围绕中心工作: the first part of a report reviews, whatever its heading promises.
            (None, None) if self.top == 0 => (Outlook::Past, Sign::Kind),
            (None, None) => self.mood(at, rank),
        };
        let outlook = if self.top == 0
            && rank <= 2
            && said != Some(Outlook::Past)
            && !self.opens_with_plan(&block.span)
        {
            Outlook::Past
        } else {
            outlook
        };
        if rank <= 2 {
            self.top += 1;
        }
        if rank < 9 {
            self.open.push((rank, outlook));
        }
        let plans = outlook == Outlook::Plan;
        let turned = outlook != self.current().0;
        let of_plan = self.plan_of(block).filter(|_| rank <= 2).and_then(|first| {
            let whole = period::whole_year(first + 4, "")?;
            let start = period::whole_year(first, "")?.start;
            Some(Period { start, kind: PeriodType::MultiYear, inherited: true, ..whole })
        });
        let own = named
            .filter(|_| said.is_some() || rank <= 4)
            .and_then(|time| self.resolved(&time, plans))
            .or(of_plan)
            .filter(|period| plans == (period.end > self.over()));
        if own.is_none() && !turned && rank > 2 {
            return;
        }
        let kept = self.current().1.filter(|_| !turned && within.is_some()).cloned();
        let period = own.or(kept).or_else(|| self.default_period(outlook));
        self.begin(block.span.start, Some(block.span), usize::from(rank / 2), outlook, period, sign);
    }

    /// The first year of the plan that a heading names.
    fn plan_of(&self, heading: &Block) -> Option<i32> {
        period::plan_named(&self.chars[heading.span.start..heading.span.end])
    }

    /// True where the first heading of a report is one of its goals: 目标, 建议, 安排.
    fn opens_with_plan(&self, heading: &Span) -> bool {
        let text = self.text(*heading);
        ["目标", "建议", "安排"].iter().any(|word| text.contains(word)) && !text.contains("完成")
    }

    /// The last day of the year under review.
    fn over(&self) -> Option<NaiveDate> {
        reviewed_year(self.genre, self.date).and_then(period::last_day_of_year)
    }

    /// Whether the part under a heading that says nothing reports or plans, by the words of its text.
    fn mood(&self, at: usize, rank: u8) -> (Outlook, Sign) {
        let start = self.blocks[at].span.end;
        let ends = |block: &&Block| block.role == Role::Heading && block.level.is_some_and(|l| l * 2 <= rank);
        let end = self.blocks[at + 1..].iter().find(ends).map_or(self.chars.len(), |next| next.span.start);
        let text = self.text(Span::new(start, end));
        let count = |words: &[&str]| words.iter().map(|word| text.matches(word).count()).sum::<usize>();
        let (told, planned) = (count(&TOLD), count(&PLANNED));
        (if told > planned * 2 { Outlook::Past } else { Outlook::Plan }, Sign::Words)
    }

    /// A paragraph of a report may open a part of its own: 五年来,… looks back on those years, 主要预期目标是:… plans.
    fn paragraph(&mut self, block: &Block) {
        let may = |c: &char| matches!(c, '年' | '目' | '指' | '来' | '期' | '下' | '明' | '今');
        if !self.chars[block.span.start..block.span.end].iter().any(may) {
            return;
        }
        for span in sentences(self.chars, block.span) {
            self.sentence(block, span);
        }
    }

    fn sentence(&mut self, block: &Block, span: Span) {
        let slice = &self.chars[span.start..span.end];
        let (outlook, _) = self.current();
        let figures = slice.iter().filter(|c| numeral::can_start(**c)).count();
        // Goals with their figures; a review may speak of a goal, too.
        let announced = matches!(slice.last(), Some(':'));
        if goals_said(slice).is_some() && (figures >= 4 || announced) {
            let ahead = period::scan(self.chars, span)
                .iter()
                .filter(|time| time.is_multi_year() && !time.base)
                .filter_map(|time| self.resolved(time, true))
                .find(|period| period.end > self.date);
            let period = ahead.or_else(|| self.default_period(Outlook::Plan));
            // Once a report has set its goals, the rest of it plans.
            self.open.iter_mut().for_each(|(_, outlook)| *outlook = Outlook::Plan);
            self.begin(span.start, Some(span), 3, Outlook::Plan, period, Sign::Opening);
            return;
        }
        let opens = span.start <= block.span.start + 6;
        if outlook == Outlook::Past && opens && self.opens_plan(slice) {
            let period = self.default_period(Outlook::Plan);
            self.open.iter_mut().for_each(|(_, outlook)| *outlook = Outlook::Plan);
            self.begin(span.start, Some(span), 3, Outlook::Plan, period, Sign::Opening);
            return;
        }
        if outlook != Outlook::Past {
            return;
        }
        let times = period::scan(self.chars, span);
        let Some(first) = times.first() else { return };
        let heads = first.is_multi_year() || opens && first.names_year() && !first.base;
        // Only a sentence without a figure of its own speaks of what follows it.
        let in_time = |at: usize| times.iter().any(|time| time.span.contains(Span::new(at, at + 1)));
        // “7·5”事件 counts nothing.
        let day = |at: usize| {
            let beside = |c: Option<&char>| c == Some(&'·');
            let digit = |c: &&char| c.is_ascii_digit();
            beside(self.chars[..at].iter().rev().find(|c| !digit(c)))
                || beside(self.chars[at..].iter().find(|c| !digit(c)))
        };
        let counts = |at: usize| self.chars[at].is_ascii_digit() && !in_time(at) && !day(at);
        if !heads || first.span.start > span.start + 6 || (span.start..span.end).any(counts) {
            return;
        }
        let Some(period) = self.resolved(first, false) else { return };
        // “十二五”时期总体战略是, said in the first days of those years.
        if first.is_plan() && period.start > self.over() {
            let period = self.resolved(first, true);
            self.begin(span.start, Some(span), 3, Outlook::Plan, period, Sign::Opening);
            return;
        }
        let last = period.kind == PeriodType::Year
            && period.end.map(|end| end.year()) == reviewed_year(self.genre, self.date);
        if period.kind == PeriodType::MultiYear || last {
            self.begin(span.start, Some(span), 3, Outlook::Past, Some(period), Sign::Opening);
        }
    }

    /// 今年，我们要…; 2031年是…之年: where a report without a heading for it turns to what is to come. Said in the
    /// last weeks of a year, 今年 is the year under review.
    fn opens_plan(&self, sentence: &[char]) -> bool {
        if starts_with(sentence, &["明年,", "明年是", "新的一年", "下一步,"]) {
            return true;
        }
        // 二、今后五年的工作 “十二五”时期,…: a heading that runs on.
        let numbered =
            is_numbered(sentence).then(|| sentence.iter().take(5).position(|c| *c == '、')).flatten();
        if numbered.is_some_and(|mark| starts_with(&sentence[mark + 1..], &["今后", "未来"])) {
            return true;
        }
        let early = self.date.is_some_and(|date| date.month() < 11);
        early
            && starts_with(
                sentence,
                &["今年,我们要", "今年,我们将", "今年要", "今年我们要", "今年,要", "今年,政府"],
            )
    }
}

/// True for 一、…, （二）…, 第三部分…, 4. … and # …, but not for 2031年…, 一九九三年….
fn is_numbered(heading: &[char]) -> bool {
    let number = |c: &&char| numeral::digit(**c).is_some() || c.is_ascii_digit() || matches!(c, '十' | '第');
    match heading.first() {
        Some('#' | '(') => true,
        Some(_) => {
            let digits = heading.iter().take_while(number).count();
            digits > 0 && matches!(heading.get(digits), Some('、' | '.' | '是' | '部' | '章' | ',' | '．'))
        }
        None => false,
    }
}

/// Where the words of a report end and lists, glossaries and files begin.
fn is_annex(heading: &str) -> bool {
    ["附件", "附:", "注释", "名词解释", "词语注释", "《政府工作报告》名词"]
        .iter()
        .any(|word| heading.starts_with(word))
        || heading.contains("名词解释")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;
    use rstest::rstest;

    /// Each part as its outlook, the years of its period and the first words of what opens it.
    fn outline(body: &str) -> Vec<String> {
        let text = format!(
            "政府工作报告\n——2031年1月10日在云泽市第三届人民代表大会第二次会议上\n云泽市市长 张三\n各位代表：\n{body}"
        );
        let metadata = Metadata {
            title: Some("政府工作报告".into()),
            event_date: NaiveDate::from_ymd_opt(2031, 1, 10),
            ..Metadata::default()
        };
        let transcript = Transcript::of(&text, &metadata);
        let chars: Vec<char> = text.chars().collect();
        let year = |day: Option<NaiveDate>| day.map_or("?".to_owned(), |day| day.year().to_string());
        let show = |part: &Part| {
            let words: String = part.opening.map_or_else(String::new, |span| {
                chars[span.start..span.end.min(span.start + 8)].iter().collect()
            });
            let period = part
                .period
                .as_ref()
                .map_or_else(String::new, |period| format!("{}–{}", year(period.start), year(period.end)));
            format!("{} {period} {words}", <&'static str>::from(part.outlook))
        };
        parts(&transcript).iter().skip(1).map(show).collect()
    }

    const WORDS: &str =
        "全市坚持稳中求进，各项工作扎实推进，经济社会发展取得了新的进步，人民生活得到了改善。";

    #[rstest]
    #[case::numbered(
        &["一、2030年工作回顾", "二、2031年主要任务"],
        &["past 2030–2030 一、2030年工", "plan 2031–2031 二、2031年主"]
    )]
    #[case::a_year_above_numbers_that_begin_anew(
        &["2030年工作回顾", "一、紧扣目标稳增长", "二、狠抓重点任务落实", "2031年工作安排", "一、着力扩大内需", "二、着力改善民生"],
        &[
            "past 2030–2030 2030年工作回",
            "past 2030–2030 一、紧扣目标稳增",
            "past 2030–2030 二、狠抓重点任务",
            "plan 2031–2031 2031年工作安",
            "plan 2031–2031 一、着力扩大内需",
            "plan 2031–2031 二、着力改善民生",
        ]
    )]
    #[case::a_year_in_chinese_digits(
        &["二○三○年的工作", "一、国民经济较快发展", "二○三一年的任务"],
        &["past 2030–2030 二○三○年的工作", "past 2030–2030 一、国民经济较快", "plan 2031–2031 二○三一年的任务"]
    )]
    #[case::aims_within_a_review(
        &["一、过去一年的工作", "（一）坚持把稳增长作为首要任务", "（二）年度目标基本实现"],
        &["past 2030–2030 一、过去一年的工"]
    )]
    #[case::a_goal_that_was_reached(
        &["一、全面完成2030年各项预期目标", "二、全面加快2031年经济社会发展"],
        &["past 2030–2030 一、全面完成20", "plan 2031–2031 二、全面加快20"]
    )]
    #[case::how_tasks_were_carried_out(
        &["一、四次会议确定的目标任务执行情况", "二、今年的工作部署"],
        &["past 2030–2030 一、四次会议确定", "plan 2031–2031 二、今年的工作部"]
    )]
    #[case::a_plan_that_is_over(
        &["一、团结奋斗，“十五五”发展目标全面实现", "二、扎实做好2031年各项工作"],
        &["past 2026–2030 一、团结奋斗，“", "plan 2031–2031 二、扎实做好20"]
    )]
    #[case::an_appendix(
        &["一、2030年工作回顾", "二、2031年主要任务", "名词解释"],
        &["past 2030–2030 一、2030年工", "plan 2031–2031 二、2031年主", "neither  名词解释"]
    )]
    fn headings_tell_what_a_part_is_about(#[case] headings: &[&str], #[case] expected: &[&str]) {
        let body: Vec<String> = headings.iter().map(|heading| format!("{heading}\n{WORDS}")).collect();
        assert_eq!(outline(&body.join("\n")), expected);
    }

    #[rstest]
    #[case::goals(
        "今年的主要预期目标是：经济增长6%左右，新增就业3万人，物价涨幅2%左右。",
        "plan 2031–2031 今年的主要预期目"
    )]
    #[case::what_is_to_be_done("今年，我们要做好十个方面的工作。", "plan 2031–2031 今年，我们要做好")]
    #[case::years("五年来，全市综合实力明显增强。", "past 2026–2030 五年来，全市综合")]
    #[case::the_last_of_them("刚刚过去的2030年，全市经受住了考验。", "past 2030–2030 刚刚过去的203")]
    #[case::a_day_in_a_name(
        "刚刚过去的2030年，是经受住“8·16”洪灾考验的一年。",
        "past 2030–2030 刚刚过去的203"
    )]
    #[case::a_heading_that_runs_on(
        "二、今后五年的工作 今后五年，是关键的五年。",
        "plan 2031–2035 二、今后五年的工"
    )]
    fn a_sentence_may_open_a_part(#[case] sentence: &str, #[case] expected: &str) {
        assert_eq!(
            outline(&format!("一、过去的工作回顾\n{WORDS}\n{sentence}\n{WORDS}")).last().map(String::as_str),
            Some(expected)
        );
    }
}
