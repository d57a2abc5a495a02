//! The walk along a text: blocks, sentences, and what is found in each.

use super::clause::Sentence;
use super::context::Context;
use super::frame::{self, Draft};
use super::list_mark::list_mark;
use super::name::{self, Whereabouts};
use super::part;
use super::plan::{goals_said, is_planned};
use super::reject::Surroundings;
use super::table::{Around, Cell, Tables, Where};
use super::time::When;
use super::{Claim, Direction, Extraction, Kind, Reason, Reject, Rule, Status, code};
use crate::document::Span;
use crate::lexicon::{NameRole, lexicon};
use crate::numeral;
use crate::period::{self, Expression, Period};
use crate::place::{self, Place};
use crate::quantity::{self, Quantity, Shape};
use crate::text::sentence::sentences;
use crate::text::shadow::{Shadow, ends_with, starts_with};
use crate::text::{Block, Genre, Role, Transcript};
use rust_decimal::Decimal;

/// Finds every claim and every reject of a text. Total: any text gives an answer, the same each time.
pub fn extract(transcript: &Transcript) -> Extraction {
    let shadow = Shadow::new(&transcript.text);
    let tables = Tables::all(&shadow.chars, &transcript.blocks);
    let mut walk = Walk {
        transcript,
        own: transcript.scope.as_deref().and_then(place::named),
        shadow: &shadow,
        context: Context::new(transcript, part::of(transcript, &shadow, &tables)),
        carried: frame::Head::default(),
        captions: Vec::new(),
        rows: Vec::new(),
        found: Extraction::default(),
    };
    let mut at = 0;
    for tables in &tables {
        let lines = tables.lines();
        transcript.blocks[at..lines.start].iter().for_each(|block| walk.block(block));
        at = lines.end;
        walk.tables(tables, &transcript.blocks[lines]);
    }
    transcript.blocks[at..].iter().for_each(|block| walk.block(block));
    walk.settle();
    walk.account_for_the_rest();
    walk.found
}

/// How many lines above a table may belong to it.
const CAPTIONS: usize = 3;

/// What is said of a value of which a separator was read as another.
const REPAIRED: &str = "数字中的分隔符有误,按唯一合理的读法更正";

pub(super) struct Walk<'a> {
    pub(super) transcript: &'a Transcript,
    /// The place that the document is about, where it is known.
    pub(super) own: Option<&'static Place>,
    pub(super) shadow: &'a Shadow<'a>,
    pub(super) context: Context,
    carried: frame::Head,
    /// The lines since the last table, the nearest last: a table's caption and its unit.
    captions: Vec<Span>,
    /// The lines that are rows of tables.
    rows: Vec<Span>,
    found: Extraction,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        let chars = &self.shadow.chars;
        if self.captions.len() == CAPTIONS {
            self.captions.remove(0);
        }
        self.captions.push(block.span);
        match block.role {
            Role::Boilerplate => return self.boilerplate(block.span),
            Role::Metadata => return,
            Role::Title | Role::Heading | Role::Speech | Role::Question => {}
        }
        self.context.enter(block, chars);
        let speaker = block.speaker.as_ref().map(|s| s.name.as_str());
        let (quoted, titles) = marks(chars, block.span);
        let body = Span::new(block.span.start + list_mark(chars, block.span), block.span.end);
        self.mark_of_list(Span::new(block.span.start, body.start));
        for span in sentences(chars, body) {
            self.sentence(span, speaker, &quoted, &titles);
        }
    }

    fn mark_of_list(&mut self, mark: Span) {
        for q in quantity::scan(&self.shadow.chars, mark, &[], lexicon()) {
            self.reject(q.span(), Reason::ListMarker);
        }
    }

    /// The numerals of repeated captions and navigation count nothing.
    fn boilerplate(&mut self, line: Span) {
        for q in quantity::scan(&self.shadow.chars, line, &[], lexicon()) {
            self.reject(q.span(), Reason::Boilerplate);
        }
    }

    /// The cells of tables, and why others assert nothing.
    fn tables(&mut self, tables: &Tables, lines: &[Block]) {
        lines.iter().take(1).for_each(|first| self.context.reach(first.span.start));
        let context = &self.context;
        let around = Around {
            chars: &self.shadow.chars,
            captions: &self.captions,
            own: self.own,
            said: &|expression, words, target| context.resolve_as(expression, words, target),
            inherited: &|target| context.inherited(target),
        };
        let found = tables.read(&around);
        for (span, reason) in found.rejects {
            self.reject(span, reason);
        }
        for cell in found.cells {
            let claim = self.cell(cell);
            self.found.claims.push(claim);
        }
        self.captions.clear();
        self.rows.extend(lines.iter().map(|line| line.span));
    }

    fn cell(&self, cell: Cell) -> Claim {
        let scope = match &cell.place {
            None | Some(Where::Own) => self.transcript.scope.clone(),
            Some(Where::Province) => self.scope(Some(&Whereabouts::Province), cell.line, cell.span.start),
            Some(Where::Named(name)) => Some(name.clone()),
        };
        let mut warnings = Vec::new();
        if cell.repaired {
            warnings.push(REPAIRED.to_owned());
        }
        if cell.doubtful {
            warnings.push("表头没有写明是哪一列的位次,按紧邻的一列读".to_owned());
        }
        Claim {
            start: cell.span.start,
            end: cell.span.end,
            quote: self.shadow.quote(cell.span).to_owned(),
            value: cell.value,
            value_high: cell.high,
            unit: cell.unit,
            kind: cell.kind,
            direction: cell.direction,
            basis: cell.basis,
            role: None,
            bound: cell.bound,
            status: if cell.target { Status::Target } else { Status::Actual },
            provisional: false,
            indicator: self.shadow.as_written(&cell.name, cell.line),
            subject: cell.subject,
            scope,
            period: cell.period,
            speaker: None,
            sentence: cell.line,
            rule: Rule::TableCell.to_string(),
            confidence: 0.0,
            warnings,
        }
        .weighed()
    }

    /// Puts what was found in order.
    fn settle(&mut self) {
        let Extraction { claims, rejects } = &mut self.found;
        claims.sort_by_key(|c| (c.start, c.end));
        rejects.sort_by_key(|r| (r.start, r.end));
        // One of several heads of a quantity may name nothing while the others claim it.
        rejects.retain(|r| {
            let near = claims.get(claims.partition_point(|c| c.end <= r.start));
            near.is_none_or(|c| c.start >= r.end)
        });
        rejects.dedup();
    }

    /// Gives a reason for each numeral of which nothing was said: in a line about the document, in a table, in a code,
    /// or right before a time. None is lost in silence.
    fn account_for_the_rest(&mut self) {
        let chars = &self.shadow.chars[..];
        let Extraction { claims, rejects } = &self.found;
        let mut said: Vec<Span> = claims.iter().map(|c| Span::new(c.start, c.end)).collect();
        said.extend(rejects.iter().map(|r| Span::new(r.start, r.end)));
        said.sort_unstable();
        for block in &self.transcript.blocks {
            let line = block.span;
            let known = &said[said.partition_point(|s| s.start < line.start)..];
            let known = &known[..known.partition_point(|s| s.start < line.end)];
            let mut spans: Vec<(Span, Option<String>)> = quantity::scan(chars, line, known, lexicon())
                .into_iter()
                .map(|q| (q.span(), Some(q.unit)))
                .collect();
            let mut taken: Vec<Span> = known.iter().copied().chain(spans.iter().map(|(s, _)| *s)).collect();
            taken.sort_unstable();
            spans.extend(digits_outside(chars, line, &taken).into_iter().map(|span| (span, None)));
            for (span, unit) in spans {
                let reason = match (block.role, unit) {
                    _ if self.rows.binary_search(&line).is_ok() => Reason::Label,
                    (Role::Metadata, _) => Reason::Metadata,
                    (_, None) => Reason::Code,
                    (_, Some(unit)) if is_time(&unit) => Reason::Duration,
                    (_, Some(_)) => Reason::Bare,
                };
                self.reject(span, reason);
            }
        }
        self.found.rejects.sort_by_key(|r| (r.start, r.end));
    }

    fn sentence(&mut self, span: Span, speaker: Option<&str>, quoted: &[Span], titles: &[Span]) {
        let chars = &self.shadow.chars[..];
        let slice = &chars[span.start..span.end];
        self.context.reach(span.start);
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
        let sentence = Sentence::new(chars, span, &times, &quantities, self.own);
        let drafts = if quantities.is_empty() {
            Vec::new()
        } else {
            frame::drafts(&sentence, &quantities, &expressions, &mut self.carried)
        };
        let planned = self.plans(&sentence, &quantities, &drafts, &expressions);
        for (at, (draft, target)) in drafts.iter().zip(planned).enumerate() {
            // 72个县工业增加值占比达68%: of how many the share is said.
            let of = drafts.get(at + 1).filter(|next| {
                // 130个项目完成投资860亿元 is what they did.
                let rest: Vec<char> = next.name.chars().skip(draft.name.chars().count()).collect();
                let did = rest.is_empty() || lexicon().verbs.longest(&rest).is_some();
                let measure = name::is_measure(&next.name) && !did;
                let rate =
                    quantities[next.quantity].shape == Shape::Percent || next.kind == Kind::Change || measure;
                draft.rule == Rule::QuantityNoun && rate && next.name.starts_with(draft.name.as_str())
            });
            if let Some(next) = of.filter(|next| next.quantity == draft.quantity + 1) {
                let between = &chars[quantities[draft.quantity].end..quantities[next.quantity].start];
                if !between.iter().any(|c| matches!(c, ',' | ';' | '、')) {
                    self.reject(quantities[draft.quantity].span(), Reason::Unnamed);
                    continue;
                }
            }
            let unnamed = || (holds_value(&draft.name) || is_empty(&draft.name)).then_some(Reason::Unnamed);
            let reason = draft.reject.or(draft.name.is_empty().then_some(Reason::Bare)).or_else(unnamed);
            if let Some(reason) = reason {
                self.reject(quantities[draft.quantity].span(), reason);
                continue;
            }
            let claim =
                self.claim(&sentence, draft, &quantities[draft.quantity], &expressions, target, speaker);
            self.found.claims.push(claim);
        }
        let target = self.context.status() == Status::Target;
        let resolved: Vec<(Expression, Option<Period>)> = expressions
            .into_iter()
            .filter(|e| !in_brackets(chars, span, e.span.start))
            // 两年平均增长4.9%: an average over years, after which the report goes on with its own.
            .filter(|e| !starts_with(&chars[e.span.end..], &["平均", "年均"]))
            .filter(|e| self.transcript.genre != Genre::WorkReport || opens_clause(chars, span, e.span.start))
            .map(|e| (e.clone(), self.context.resolve_as(&e, chars, target)))
            .collect();
        // Goals with their figures; a review may speak of a goal, too.
        let announced = matches!(slice.last(), Some(':'));
        let plans = goals_said(slice).is_some() && (drafts.len() > 1 || announced);
        let foretells =
            drafts.iter().any(|d| is_planned(&sentence, d.before, &quantities[d.quantity], false));
        self.context.leave(&resolved, plans, foretells);
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
            warnings.push(REPAIRED.to_owned());
        }
        if draft.headless {
            warnings.push("本句没有写明指标,取自上文".to_owned());
        }
        let (value, unit) = measure(q, draft);
        // 增长-3.2% is a fall by 3.2%.
        let falls = draft.kind == Kind::Change && value.is_sign_negative();
        let value = if falls { value.abs() } else { value };
        let direction = if falls { Some(Direction::Down) } else { draft.direction };
        let When { period, target, provisional, basis } =
            self.when(sentence.span, draft, q, expressions, target);
        let bound = draft.bound.unwrap_or(q.bound);
        Claim {
            start: q.start,
            end: q.end,
            quote: self.shadow.quote(q.span()).to_owned(),
            value,
            value_high: q.value_high,
            unit,
            kind: draft.kind,
            direction: direction.filter(|_| draft.kind == Kind::Change),
            basis: basis.filter(|_| draft.kind == Kind::Change),
            // Of ranks, as of changes, the contract names no ends; theirs only say of which year each is.
            role: draft.role.filter(|_| draft.kind == Kind::Level),
            bound,
            status: if target { Status::Target } else { Status::Actual },
            provisional,
            indicator: self.shadow.as_written(&draft.name, sentence.span),
            subject: None,
            scope: self.scope(draft.place.as_ref(), sentence.span, q.start),
            period,
            speaker: speaker.map(str::to_owned),
            sentence: sentence.span,
            rule: draft.rule.to_string(),
            confidence: 0.0,
            warnings,
        }
        .weighed()
    }
}

/// The runs of digits of a line that stand in none of `taken`, which are in order.
fn digits_outside(chars: &[char], line: Span, taken: &[Span]) -> Vec<Span> {
    let mut taken = taken.iter().peekable();
    let mut reach = line.start;
    let outside = (line.start..line.end).filter(|&at| {
        while let Some(span) = taken.next_if(|span| span.start <= at) {
            reach = reach.max(span.end);
        }
        at >= reach && chars[at].is_ascii_digit()
    });
    let outside: Vec<usize> = outside.collect();
    outside.chunk_by(|a, b| a + 1 == *b).map(|run| Span::new(run[0], run[0] + run.len())).collect()
}

/// True for a unit of time: 年, 天.
fn is_time(unit: &str) -> bool {
    lexicon().units.exact(&unit.chars().collect::<Vec<_>>()).is_some_and(|unit| unit.dimension == "time")
}

/// True for a name that another value is left in, such as 由上年的2.45%: it is glued from what does not belong together.
/// PM2.5 is a word.
fn holds_value(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let decimal = |at: usize| {
        let before = chars[..at].iter().rev().find(|c| !c.is_ascii_digit());
        chars[at] == '.'
            && at > 0
            && chars[at - 1].is_ascii_digit()
            && before.is_none_or(|c| !c.is_ascii_alphabetic())
            && chars.get(at + 1).is_some_and(char::is_ascii_digit)
    };
    (0..chars.len()).any(|at| decimal(at) || chars[at] == '%')
}

/// True for a name that says that something was done and not what: 提出, 支持.
fn is_empty(name: &str) -> bool {
    lexicon().names.exact(&name.chars().collect::<Vec<_>>()) == Some(&NameRole::Empty)
}

/// The value and unit that a claim asserts: 三分之一 is 33.3333 %.
fn measure(q: &Quantity, draft: &Draft) -> (Decimal, String) {
    if q.shape == Shape::Fraction {
        let percent = q.value.saturating_mul(Decimal::ONE_HUNDRED);
        return (percent.round_dp(4).normalize(), "%".to_owned());
    }
    (q.value, draft.unit.clone().unwrap_or_else(|| q.unit.clone()))
}

/// True where a time opens its clause, and so may govern what follows: 2008年 in 比2008年增长, 2008年标准 or
/// “十一五”时期的良好开局 does not.
fn opens_clause(chars: &[char], sentence: Span, at: usize) -> bool {
    let before = &chars[sentence.start..at];
    before.last().is_none_or(|c| !c.is_alphanumeric())
        || ends_with(before, &["在", "特别是", "尤其是", "其中", "过去的", "预计"])
}

/// True where a sentence stands in brackets at `at`: what an aside speaks of does not govern what follows.
fn in_brackets(chars: &[char], sentence: Span, at: usize) -> bool {
    let opens = chars[sentence.start..at].iter().rposition(|c| matches!(c, '(' | ')' | '[' | ']'));
    opens.is_some_and(|open| matches!(chars[sentence.start + open], '(' | '['))
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
