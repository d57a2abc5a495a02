//! Sentences → clauses → items: for each quantity the words before it and after it that may belong to it.

use super::footnote;
use crate::document::Span;
use crate::place::Place;
use crate::quantity::Quantity;
use crate::text::shadow::{ends_with, starts_with};
use crate::text::token::{Tag, Token, tokens};

/// A sentence, cut up once.
pub(super) struct Sentence<'a> {
    pub(super) chars: &'a [char],
    pub(super) span: Span,
    /// The words between times and quantities.
    pub(super) words: Vec<Token>,
    /// Stretches between commas, semicolons, colons and brackets that hold a quantity.
    pub(super) clauses: Vec<Span>,
    /// The place that the document is about.
    pub(super) own: Option<&'static Place>,
}

/// A quantity in its clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Which quantity of the sentence.
    pub(super) quantity: usize,
    /// Which clause of the sentence.
    pub(super) clause: usize,
    /// The words before it that are not another's.
    pub(super) before: Span,
    /// The words after it that are not another's.
    pub(super) after: Span,
    /// The quantity before it in one phrase, which belongs to its name: 与RCEP其他14个成员国进出口12.95万亿元.
    pub(super) lead: Option<Span>,
    /// True where it is a later member of an enumeration: …、政协提案549件.
    pub(super) listed: bool,
}

impl<'a> Sentence<'a> {
    /// Cuts up a sentence; `holes` are the times, `quantities` those that may be claims.
    pub(super) fn new(
        chars: &'a [char],
        span: Span,
        times: &[Span],
        quantities: &[Quantity],
        own: Option<&'static Place>,
    ) -> Self {
        let mut holes: Vec<Span> =
            times.iter().copied().chain(quantities.iter().map(Quantity::span)).collect();
        holes.sort_unstable();
        let mut words = Vec::new();
        let mut at = span.start;
        for hole in holes.iter().copied().chain([Span::new(span.end, span.end)]) {
            if hole.start > at {
                words.extend(tokens(chars, Span::new(at, hole.start)));
            }
            at = at.max(hole.end);
        }
        // 在2030年前将…: with the time goes the word before it.
        let said: Vec<Span> = times.iter().filter_map(|time| placing(chars, span, *time)).collect();
        words.retain(|token: &Token| !said.iter().any(|said| said.contains(token.span)));
        let clauses = clauses(chars, span, quantities);
        Self { chars, span, words, clauses, own }
    }

    /// Which clause holds the character before `end`.
    pub(super) fn clause_at(&self, end: usize) -> usize {
        self.clauses.partition_point(|c| c.end < end).min(self.clauses.len().saturating_sub(1))
    }

    /// The words that lie within `span`.
    pub(super) fn words_in(&self, span: Span) -> &[Token] {
        let from = self.words.partition_point(|t| t.span.start < span.start);
        let to = self.words.partition_point(|t| t.span.end <= span.end);
        self.words.get(from..to.max(from)).unwrap_or(&[])
    }

    /// The characters of a word.
    pub(super) fn word(&self, token: Token) -> &'a [char] {
        &self.chars[token.span.start..token.span.end]
    }

    /// True where the word is one of `list`.
    pub(super) fn is(&self, token: Token, list: &[&str]) -> bool {
        let word = self.word(token);
        list.iter().any(|w| word.len() == w.chars().count() && w.chars().zip(word).all(|(a, b)| a == *b))
    }

    /// Gives each quantity its surroundings.
    pub(super) fn items(&self, quantities: &[Quantity]) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(quantities.len());
        for (index, q) in quantities.iter().enumerate() {
            let clause = self.clause_at(q.end);
            let whole = self.clauses.get(clause).copied().unwrap_or(self.span);
            let previous =
                items.last().filter(|item| item.clause == clause).map(|item| quantities[item.quantity].end);
            let mut lead = None;
            let (before, listed) = match previous {
                None => (Span::new(whole.start, q.start), false),
                Some(end) => {
                    let between = Span::new(end, q.start);
                    let (after, before, listed) = self.split(between);
                    if let Some(last) = items.last_mut() {
                        last.after = after;
                        if !listed && !after.is_empty() && after == before {
                            lead = Some(last.before);
                        }
                    }
                    (before, listed)
                }
            };
            // 高于全国(5.0%)0.2个百分点: the words before the bracket lead to it.
            if previous.is_none() && whole.start == q.start {
                lead = self.before_bracket(whole.start).filter(|words| !holds_quantity(quantities, *words));
            }
            items.push(Item {
                quantity: index,
                clause,
                before,
                after: Span::new(q.end, whole.end),
                lead,
                listed,
            });
        }
        // 6组10家企业: what follows the second follows the first too.
        for index in (1..items.len()).rev() {
            let touching = quantities[index - 1].end == quantities[index].start;
            if touching && items[index - 1].clause == items[index].clause {
                items[index - 1].after = items[index].after;
                items[index].before = items[index - 1].before;
            }
        }
        items
    }

    /// The clause that a bracket stands in which closes right before `at`.
    fn before_bracket(&self, at: usize) -> Option<Span> {
        let close = at.checked_sub(1).filter(|close| self.chars[*close] == ')')?;
        let open = (self.span.start..close).rfind(|at| self.chars[*at] == '(')?;
        self.clauses.iter().copied().find(|clause| clause.end == open)
    }

    /// Splits the words between two quantities of one clause: what follows the first, what precedes the second.
    fn split(&self, between: Span) -> (Span, Span, bool) {
        let none = Span::new(between.start, between.start);
        if between.is_empty() {
            return (none, Span::new(between.end, between.end), true);
        }
        let slice = &self.chars[between.start..between.end];
        let words = self.words_in(between);
        let joint = |token: &&Token| self.is(**token, &["和", "及", "与", "以及", "或"]);
        let first = slice.iter().position(|c| *c == '、').map(|at| (between.start + at, 1));
        let last = slice.iter().rposition(|c| *c == '、').map(|at| (between.start + at, 1));
        let conjunction = words.iter().find(joint).map(|t| (t.span.start, t.span.len()));
        let cut = match (first, last, conjunction) {
            (Some(first), Some(last), _) => {
                // 28项具体措施、59个: the mark stands right before the second; 4件、政协提案: right after the first.
                Some(if last.0 + last.1 == between.end { last } else { first })
            }
            (None, None, Some(word)) => Some(word),
            _ => None,
        };
        if let Some((at, len)) = cut {
            return (Span::new(between.start, at), Span::new(at + len, between.end), true);
        }
        // 从16%提升到52%, 119项实事完成118项: the words lead to the second.
        let verb_first = words
            .first()
            .is_some_and(|t| matches!(t.tag, Tag::Verb | Tag::VerbNoun | Tag::Preposition | Tag::Adverb));
        (if verb_first { none } else { between }, between, false)
    }
}

/// 在 before 2030年前 and 自 before 4月以来, which place what follows and name nothing.
fn placing(chars: &[char], sentence: Span, time: Span) -> Option<Span> {
    let start = time.start.checked_sub(1).filter(|at| *at >= sentence.start)?;
    let pair =
        matches!((chars[start], chars[time.end - 1]), ('在', '前') | ('自' | '从', '来' | '起' | '后'));
    pair.then_some(Span::new(start, time.end))
}

/// True where a quantity lies within `span`; `quantities` stand in order.
pub(super) fn holds_quantity(quantities: &[Quantity], span: Span) -> bool {
    let first = quantities.partition_point(|q| q.start < span.start);
    quantities.get(first).is_some_and(|q| q.end <= span.end)
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii()
}

/// Stretches between separators, with brackets that hold a quantity as stretches of their own.
fn clauses(chars: &[char], span: Span, quantities: &[Quantity]) -> Vec<Span> {
    let mut found = Vec::new();
    let inside = |at: usize| {
        let next = quantities.partition_point(|q| q.end <= at);
        quantities.get(next).is_some_and(|q| q.start <= at)
    };
    let mut start = span.start;
    let mut bracket_end = None;
    let mut at = span.start;
    while at < span.end {
        let c = chars[at];
        if inside(at) {
            at += 1;
            continue;
        }
        // The comma of [5,6] separates nothing.
        let mark = footnote::mark(&chars[at..span.end]);
        if mark > 1 {
            at += mark;
            continue;
        }
        let separates = match c {
            ',' | ';' | '。' | '!' | '?' | '|' => true,
            // The colons of 1.42:33.56:65.02 separate nothing, nor do blanks beside a quantity.
            ':' => {
                !(at > 0
                    && chars[at - 1].is_ascii_digit()
                    && chars.get(at + 1).is_some_and(char::is_ascii_digit))
            }
            ' ' => {
                // 城 镇登记失业率: one character is no phrase.
                at > start + 1
                    && quantities
                        .get(quantities.partition_point(|q| q.start <= at))
                        .is_none_or(|q| q.start != at + 1)
                    && is_word(chars[at - 1])
                    && chars.get(at + 1).is_some_and(|c| is_word(*c))
                    // 新增 就业: a blank that got into a phrase.
                    && !ends_with(&chars[span.start..at], &["新增", "新建", "完成", "实现", "建成", "达到", "增长", "下降"])
            }
            '(' => {
                // A bracket closes within a phrase or not at all.
                let reach = span.end.min(at + 200);
                let close = chars[at..reach].iter().position(|c| *c == ')').map(|len| at + len);
                match close {
                    Some(close) if holds_quantity(quantities, Span::new(at, close)) => {
                        bracket_end = Some(close);
                        true
                    }
                    // A note says nothing of the phrase that it stands in.
                    Some(close) if starts_with(&chars[at + 1..], &["注:"]) => {
                        at = close;
                        false
                    }
                    _ => false,
                }
            }
            ')' => bracket_end == Some(at),
            _ => false,
        };
        if separates {
            found.push(Span::new(start, at));
            start = at + 1;
        }
        at += 1;
    }
    found.push(Span::new(start, span.end));
    found.retain(|c| !c.is_empty());
    found
}
