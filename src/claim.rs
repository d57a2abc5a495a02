//! Text → claims: each asserted value of an indicator, and each numeral that is none, with the reason.

mod clause;
mod code;
mod context;
mod frame;
mod name;
mod reject;
mod rule;
mod table;

pub use crate::lexicon::{Bound, Direction};
pub use rule::{Reason, Rule};

use crate::document::Span;
use crate::lexicon::lexicon;
use crate::numeral;
use crate::period::{self, Expression, Period, PeriodType};
use crate::quantity::{self, Quantity, Shape};
use crate::text::sentence::sentences;
use crate::text::shadow::{Shadow, ends_with, starts_with};
use crate::text::{Block, Role, Transcript};
use chrono::Datelike;
use clause::Sentence;
use context::Context;
use frame::Draft;
use name::Whereabouts;
use reject::Surroundings;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use table::Table;

/// What kind of value is asserted.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// A value of the indicator itself: a count, an amount, a rate, a share.
    Level,
    /// By how much it rose or fell.
    Change,
    /// A place in an order: 全国第六.
    Rank,
    /// How long in a row: 连续6年.
    Streak,
}

/// What a change is measured against.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Basis {
    /// The same period of the year before (同比, 比上年).
    Yoy,
    /// The period before (环比, 比上月).
    Mom,
    /// Another year, or 年均, 累计.
    Other,
}

/// Which end of a from–to the value is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum End {
    /// 从16%
    From,
    /// 提升到52%
    To,
}

/// Whether the value is reported or planned.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// Reported as fact.
    Actual,
    /// A plan, an expected goal, a requirement.
    Target,
}

/// One asserted value of one indicator.
///
/// Its JSON is the claim contract: one object a line, decimals as strings, offsets in code points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// First code point of the quote in the canonical text.
    pub start: usize,
    /// The code point after the quote.
    pub end: usize,
    /// The verbatim quantity with its hedge: 近7万件.
    pub quote: String,
    /// In the base unit, scale words multiplied out; the lower end of a range.
    pub value: Decimal,
    /// The upper end of a range.
    pub value_high: Option<Decimal>,
    /// The unit after the scale is taken out: 件, 元, %, 个百分点; empty where the text has none.
    pub unit: String,
    /// What kind of value it is.
    pub kind: Kind,
    /// For a change: up or down.
    pub direction: Option<Direction>,
    /// For a change: against what.
    pub basis: Option<Basis>,
    /// Where the text gives both ends (从16%提升到52%): which one this is.
    pub role: Option<End>,
    /// How exactly it is meant.
    pub bound: Bound,
    /// Reported or planned.
    pub status: Status,
    /// What is measured: 受理群众诉求.
    pub indicator: String,
    /// The body or thing it is measured of, where that is no place: 12345热线.
    pub subject: Option<String>,
    /// The place or body that it is about: 济南市.
    pub scope: Option<String>,
    /// The time that the value refers to; `None` where a careful reader cannot know.
    pub period: Option<Period>,
    /// Who said it.
    pub speaker: Option<String>,
    /// The sentence that holds it.
    pub sentence: Span,
    /// The rule that made it.
    pub rule: String,
    /// Orders the review queue; never shown as a percentage of truth.
    pub confidence: f64,
    /// What makes the reading doubtful: a repaired separator, a missing head.
    pub warnings: Vec<String>,
}

/// A numeral that is no claim, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// First code point.
    pub start: usize,
    /// The code point after the last one.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// Why it is no claim.
    pub reason: Reason,
}

/// All that extraction finds in one text, in order of start.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Extraction {
    /// What is asserted.
    pub claims: Vec<Claim>,
    /// What is not.
    pub rejects: Vec<Reject>,
}

/// Finds every claim and every reject of a text. Total: any text gives an answer, the same each time.
pub fn extract(transcript: &Transcript) -> Extraction {
    let shadow = Shadow::new(&transcript.text);
    let mut walk = Walk {
        transcript,
        shadow: &shadow,
        context: Context::new(transcript.genre, transcript.date),
        carried: frame::Head::default(),
        table: None,
        captions: [Span::new(0, 0); 2],
        found: Extraction::default(),
    };
    for block in &transcript.blocks {
        walk.block(block);
    }
    let mut found = walk.found;
    found.claims.sort_by_key(|c| (c.start, c.end));
    found.rejects.sort_by_key(|r| (r.start, r.end));
    found
}

struct Walk<'a> {
    transcript: &'a Transcript,
    shadow: &'a Shadow<'a>,
    context: Context,
    carried: frame::Head,
    /// The table whose rows are being read, with what its caption says of time.
    table: Option<(Table, Option<Period>)>,
    /// The two lines before, the nearer one last: a table's caption and its unit.
    captions: [Span; 2],
    found: Extraction,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        let chars = &self.shadow.chars;
        if table::is_row(chars, block.span) {
            self.row(block.span);
            return;
        }
        self.table = None;
        self.captions = [self.captions[1], block.span];
        match block.role {
            Role::Boilerplate => return self.boilerplate(block.span),
            Role::Metadata => return,
            Role::Title | Role::Heading | Role::Speech | Role::Question => {}
        }
        self.context.enter(block, chars);
        let speaker = block.speaker.as_ref().map(|s| s.name.as_str());
        let (quoted, titles) = marks(chars, block.span);
        for span in sentences(chars, block.span) {
            self.sentence(span, speaker, &quoted, &titles);
        }
    }

    /// The numerals of repeated captions and navigation count nothing.
    fn boilerplate(&mut self, line: Span) {
        for q in quantity::scan(&self.shadow.chars, line, &[], lexicon()) {
            self.reject(q.span(), Reason::Boilerplate);
        }
    }

    /// A row of a table: its caption is the line before the first row.
    fn row(&mut self, line: Span) {
        let chars = &self.shadow.chars[..];
        let [further, nearer] = self.captions;
        let context = &self.context;
        let (table, time) = self.table.get_or_insert_with(|| {
            // A line of its own may give the unit between the caption and the table.
            let alone = starts_with(&chars[nearer.start..nearer.end], &["单位", "(单位"]);
            let caption = if alone { further } else { nearer };
            let named = period::scan(chars, caption).into_iter().find(|e| e.places() && !e.base);
            let table = Table::under(&chars[nearer.start..nearer.end]);
            (table, named.and_then(|e| context.resolve_as(&e, chars, false)))
        });
        let cells = table.row(chars, line);
        let time =
            time.clone().map(|p| Period { inherited: true, ..p }).or_else(|| self.context.inherited(false));
        for cell in cells {
            let year = time
                .as_ref()
                .and_then(|p| p.end)
                .and_then(|end| period::whole_year(end.year(), time.as_ref().map_or("", |p| &p.text)));
            let period = match &time {
                Some(p) if cell.change && p.kind == PeriodType::AsOf => year,
                Some(p) if cell.stock => Some(Period { start: None, kind: PeriodType::AsOf, ..p.clone() }),
                other => (*other).clone(),
            };
            let down = cell.value.is_sign_negative();
            self.found.claims.push(Claim {
                start: cell.span.start,
                end: cell.span.end,
                quote: self.shadow.quote(cell.span).to_owned(),
                value: if cell.change { cell.value.abs() } else { cell.value },
                value_high: None,
                unit: cell.unit,
                kind: if cell.change { Kind::Change } else { Kind::Level },
                direction: cell.change.then_some(if down { Direction::Down } else { Direction::Up }),
                basis: cell.change.then_some(Basis::Yoy),
                role: None,
                bound: Bound::Exact,
                status: Status::Actual,
                indicator: cell.name,
                subject: None,
                scope: self.transcript.scope.clone(),
                period,
                speaker: None,
                sentence: line,
                rule: Rule::TableCell.to_string(),
                confidence: Rule::TableCell.precision(),
                warnings: Vec::new(),
            });
        }
    }

    fn sentence(&mut self, span: Span, speaker: Option<&str>, quoted: &[Span], titles: &[Span]) {
        let chars = &self.shadow.chars[..];
        let slice = &chars[span.start..span.end];
        // Most sentences hold no numeral at all.
        if !slice
            .iter()
            .any(|c| numeral::can_start(*c) || matches!(c, '首' | '半' | '翻' | '年' | '目' | '今' | '去'))
        {
            return;
        }
        let within = |span: Span| {
            titles.iter().chain(quoted.iter().filter(|q| q.len() <= 14)).any(|q| q.contains(span))
        };
        let codes = code::scan(chars, span);
        for (code, reason) in &codes {
            self.reject(*code, *reason);
        }
        let in_code = |span: Span| codes.iter().any(|(code, _)| code.overlaps(span));
        let expressions: Vec<Expression> =
            period::scan(chars, span).into_iter().filter(|e| !in_code(e.span)).collect();
        let times: Vec<Span> = expressions.iter().map(|e| e.span).collect();
        let mut taken: Vec<Span> = codes.iter().map(|(code, _)| *code).chain(times.iter().copied()).collect();
        taken.sort_unstable();
        let all = quantity::scan(chars, span, &taken, lexicon());
        let surroundings = Surroundings { chars, sentence: span, quoted, titles };
        let mut quantities = Vec::new();
        for q in all {
            match surroundings.reason(&q) {
                Some(reason) => self.reject(q.span(), reason),
                None => quantities.push(q),
            }
        }
        for expression in &expressions {
            if self.shadow.chars[expression.span.start..expression.span.end]
                .iter()
                .any(|c| c.is_ascii_digit() || numeral::digit(*c).is_some())
            {
                self.reject(
                    expression.span,
                    if expression.is_clock() { Reason::Clock } else { Reason::Time },
                );
            }
        }
        // Times within names and titles place nothing.
        let expressions: Vec<Expression> = expressions
            .into_iter()
            .filter(|e| !within(e.span) || e.is_plan() && !titles.iter().any(|t| t.contains(e.span)))
            .collect();
        let sentence = Sentence::new(chars, span, &times, &quantities);
        let drafts = if quantities.is_empty() {
            Vec::new()
        } else {
            frame::drafts(&sentence, &quantities, &expressions, &mut self.carried)
        };
        let planned = self.plans(&sentence, &quantities, &drafts);
        for (draft, target) in drafts.iter().zip(planned) {
            let reason = draft.reject.or(draft.name.is_empty().then_some(Reason::Bare));
            if let Some(reason) = reason {
                self.reject(quantities[draft.quantity].span(), reason);
                continue;
            }
            let claim =
                self.claim(&sentence, draft, &quantities[draft.quantity], &expressions, target, speaker);
            self.found.claims.push(claim);
        }
        let target = self.context.status() == Status::Target;
        // 五年来,… opens a part of a report that reviews those years.
        let opening = expressions
            .first()
            .filter(|e| quantities.is_empty() && e.is_multi_year() && e.span.start <= span.start + 6);
        if let Some(period) = opening.and_then(|e| self.context.resolve_as(e, chars, target)) {
            self.context.opens_years(&period);
        }
        let resolved: Vec<(Expression, Option<Period>)> = expressions
            .into_iter()
            .map(|e| (e.clone(), self.context.resolve_as(&e, chars, target)))
            .collect();
        // Goals with their figures; a review may speak of a goal, too.
        let plans = goals_said(slice).is_some() && drafts.len() > 1;
        let foretells =
            drafts.iter().any(|d| frame::is_planned(&sentence, d.before, &quantities[d.quantity]));
        self.context.leave(&resolved, plans, foretells);
    }

    /// Which of the drafts are plans: by the section, and by 力争, 将, 预期目标 before them in the sentence.
    fn plans(&self, sentence: &Sentence<'_>, quantities: &[Quantity], drafts: &[Draft]) -> Vec<bool> {
        if self.context.status() == Status::Target {
            return drafts.iter().map(|d| d.role != Some(End::From)).collect();
        }
        let goals = goals_said(&self.shadow.chars[sentence.span.start..sentence.span.end])
            .map(|at| sentence.span.start + at);
        let mut last = false;
        drafts
            .iter()
            .map(|draft| {
                let start = quantities[draft.quantity].start;
                let own =
                    sentence.clauses.get(sentence.clause_at(start)).map_or(sentence.span.start, |c| c.start);
                // 预期目标是:… holds for the whole sentence; 将 for its clause and what it lists.
                // 其中公共泊位6000个 shares the lot of its whole.
                let part = starts_with(&self.shadow.chars[own..start], &["其中"]);
                last = goals.is_some_and(|at| at < start)
                    || part && last
                    || self.context.plans() && draft.role.is_none()
                    || frame::is_planned(sentence, Span::new(own, start), &quantities[draft.quantity]);
                last
            })
            .collect()
    }

    fn reject(&mut self, span: Span, reason: Reason) {
        self.found.rejects.push(Reject {
            start: span.start,
            end: span.end,
            quote: self.shadow.quote(span).to_owned(),
            reason,
        });
    }

    fn claim(
        &self,
        sentence: &Sentence<'_>,
        draft: &Draft,
        q: &Quantity,
        expressions: &[Expression],
        target: bool,
        speaker: Option<&str>,
    ) -> Claim {
        let mut warnings = Vec::new();
        if q.repaired {
            warnings.push("数字中的分隔符有误,按唯一合理的读法更正".to_owned());
        }
        if draft.headless {
            warnings.push("本句没有写明指标,取自上文".to_owned());
        }
        let (value, unit) = measure(q, draft);
        let period = self.period(draft, q, expressions, target);
        // What lies after the document's date can only be planned.
        let ahead = period.as_ref().zip(self.transcript.date).is_some_and(|(p, date)| {
            p.start.is_some_and(|start| start > date)
                || p.kind == PeriodType::AsOf && p.end.is_some_and(|end| end > date)
        });
        // 过去一年,… within a plan reports what came before it.
        let past = period
            .as_ref()
            .and_then(|p| p.end)
            .zip(self.transcript.date)
            .is_some_and(|(end, date)| end.year() < date.year());
        let target = target && !past || ahead && draft.role.is_none();
        let basis = self
            .against_last_year(draft, q, expressions, period.as_ref())
            .or(draft.basis)
            .or_else(|| self.bare_basis(draft, q, period.as_ref()));
        let bound = draft.bound.unwrap_or(q.bound);
        let mut confidence = draft.rule.precision();
        confidence -= 0.2 * f64::from(u8::from(draft.headless)) + 0.1 * f64::from(u8::from(q.repaired));
        if draft.name.chars().count() > 20 || draft.name.chars().count() < 2 {
            confidence -= 0.1;
        }
        Claim {
            start: q.start,
            end: q.end,
            quote: self.shadow.quote(q.span()).to_owned(),
            value,
            value_high: q.value_high,
            unit,
            kind: draft.kind,
            direction: draft.direction.filter(|_| draft.kind == Kind::Change),
            basis: basis.filter(|_| draft.kind == Kind::Change),
            role: draft.role,
            bound,
            status: if target { Status::Target } else { Status::Actual },
            indicator: draft.name.clone(),
            subject: None,
            scope: self.scope(draft.place.as_ref()),
            period,
            speaker: speaker.map(str::to_owned),
            sentence: sentence.span,
            rule: draft.rule.to_string(),
            confidence: (confidence * 100.0).round() / 100.0,
            warnings,
        }
    }

    fn scope(&self, place: Option<&Whereabouts>) -> Option<String> {
        let own = self.transcript.scope.clone();
        match place {
            Some(Whereabouts::Named(name)) => Some(name.clone()),
            Some(Whereabouts::Province) => own.map(|scope| province_of(&scope)),
            Some(Whereabouts::Own) | None => own,
        }
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
        let apart = expressions.iter().rev().find(|e| {
            e.base && e.span.end <= draft.before.start && starts_with(&chars[e.span.end..], &["相比"])
        });
        if let Some(base) = apart.filter(|_| draft.basis.is_none() && draft.kind == Kind::Change) {
            let base = self.context.resolve_as(base, chars, false)?.start?;
            let year = period.and_then(|p| p.end)?.year();
            return Some(if year == base.year() + 1 { Basis::Yoy } else { Basis::Other });
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
        let own = |e: &&Expression| e.places() && !e.base;
        // 由2002年的39.9%提高到: the year of the first end.
        if draft.role == Some(End::From) {
            let named = expressions
                .iter()
                .rev()
                .find(|e| e.span.end <= q.start && e.span.start >= draft.before.start && e.places());
            if let Some(named) = named.filter(|e| e.base || q.start - e.span.end <= 4) {
                return self.context.resolve_as(named, chars, target);
            }
            return self.before_inherited(draft, expressions, q);
        }
        let explicit = expressions.iter().rev().filter(own).find(|e| e.span.end <= q.start).or_else(|| {
            // 预计到2025年 may also follow within the clause: 完成投资100亿元(截至9月底).
            expressions.iter().filter(own).find(|e| {
                e.span.start >= q.end && chars[q.end..e.span.start].iter().all(|c| matches!(c, '(' | '的'))
            })
        });
        if draft.kind == Kind::Streak {
            return None;
        }
        if let Some(expression) = explicit
            && let Some(period) = self.context.resolve_after(expression, expressions, chars, target)
        {
            return Some(narrowed(draft, period));
        }
        let inherited = self.context.inherited(target)?;
        if inherited.kind == PeriodType::MultiYear && !draft.deed && !target {
            // In a review of several years a level is that of the last one; a change spans them all.
            let annual = draft.compared || draft.rule == Rule::NominalChange && draft.basis.is_none();
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

    /// The first end of a from–to without a year of its own: the time before what is reported.
    fn before_inherited(&self, draft: &Draft, expressions: &[Expression], q: &Quantity) -> Option<Period> {
        let chars = &self.shadow.chars[..];
        let stated =
            expressions.iter().rev().filter(|e| e.places() && !e.base).find(|e| e.span.end <= q.start);
        let period = match stated {
            Some(expression) => self.context.resolve_as(expression, chars, false)?,
            None => self.context.reviewed_years().or_else(|| self.context.inherited(false))?,
        };
        let start = period.start?;
        let year = start.year() - 1;
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

/// 主要预期目标是:…: where what follows is a plan.
fn goals_said(chars: &[char]) -> Option<usize> {
    if starts_with(chars, &["下一步", "接下来", "今后", "明年", "下一阶段"]) {
        return Some(0);
    }
    let goal = |at: usize| {
        starts_with(&chars[at..], &["目标是", "目标为", "目标:", "目标如下", "指标是", "目标初步确定为"])
    };
    let led = |at: usize| {
        ends_with(&chars[..at], &["预期", "主要", "奋斗", "发展", "总体", "工作", "调控", "预期性"])
    };
    (0..chars.len()).find(|at| chars[*at] == '目' && goal(*at) && led(*at))
}

/// The value and unit that a claim asserts: 三分之一 is 33.3333 %.
fn measure(q: &Quantity, draft: &Draft) -> (Decimal, String) {
    if q.shape == Shape::Fraction {
        let percent = q.value.saturating_mul(Decimal::ONE_HUNDRED);
        return (percent.round_dp(4).normalize(), "%".to_owned());
    }
    (q.value, draft.unit.clone().unwrap_or_else(|| q.unit.clone()))
}

/// The province that a place belongs to; the place itself where that is unknown.
fn province_of(scope: &str) -> String {
    let chars: Vec<char> = scope.chars().collect();
    let mut name = scope.to_owned();
    let mut place = lexicon().places.exact(&chars);
    while let Some(within) = place.and_then(|p| p.within.clone()) {
        if within == "全国" {
            break;
        }
        place = lexicon().places.exact(&within.chars().collect::<Vec<_>>());
        name = within;
    }
    name
}

/// What stands between quotation marks, and between 《 and 》, within a block.
fn marks(chars: &[char], block: Span) -> (Vec<Span>, Vec<Span>) {
    let mut quoted = Vec::new();
    let mut titles = Vec::new();
    let mut opens: Vec<(char, usize)> = Vec::new();
    for (at, c) in chars.iter().copied().enumerate().take(block.end).skip(block.start) {
        match c {
            '“' | '‘' | '《' | '「' | '【' => opens.push((c, at + 1)),
            '”' | '’' | '》' | '」' | '】' => {
                let open = match c {
                    '”' => '“',
                    '’' => '‘',
                    '》' => '《',
                    '」' => '「',
                    _ => '【',
                };
                if let Some(position) = opens.iter().rposition(|(o, _)| *o == open) {
                    let (_, start) = opens[position];
                    opens.truncate(position);
                    let list = if c == '》' { &mut titles } else { &mut quoted };
                    list.push(Span::new(start, at));
                }
            }
            _ => {}
        }
    }
    (quoted, titles)
}
