//! Frames: what is measured by each quantity of a sentence.

mod compare;
mod ends;
mod head;
mod list;
mod rank;
mod single;
mod tail;

use super::clause::{Item, Sentence};
use super::name::{self, Whereabouts};
use super::rule::{Reason, Rule};
use super::{Basis, Direction, End, Kind};
use crate::document::Span;
use crate::lexicon::{Bound, VerbRole};
use crate::period::Expression;
use crate::quantity::{Quantity, Shape};
use crate::text::token::Token;

/// A claim before its time and status are known.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) quantity: usize,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) direction: Option<Direction>,
    pub(super) basis: Option<Basis>,
    pub(super) role: Option<End>,
    pub(super) bound: Option<Bound>,
    pub(super) unit: Option<String>,
    pub(super) rule: Rule,
    pub(super) place: Option<Whereabouts>,
    /// True where the name tells of something done, which adds up over a stretch of time.
    pub(super) deed: bool,
    /// True where no head was found in the sentence.
    pub(super) headless: bool,
    /// The words before the quantity that are its own.
    pub(super) before: Span,
    /// What an enumeration passes on to its next member: 推出 in 推出28项措施、59个事项.
    pub(super) lead: String,
    /// True where the change is against a named time: 比2007年.
    pub(super) compared: bool,
    /// Which of the times said before it is its own, where each value of a list has one.
    pub(super) dated: Option<Dated>,
    /// Why it is no claim after all: 注册资本1000万元以上的公司.
    pub(super) reject: Option<Reason>,
}

/// The time of one of several values under one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// 一季度、上半年,…分别增长7.5%、8.1%: which of the sentence's times.
    At(usize),
    /// 由前三年分别上升4.9%、5.5%、0.2%: so many years before the one spoken of.
    Before(i32),
}

/// What was last measured, for clauses that leave it out.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    name: String,
    kind: Option<Kind>,
    deed: bool,
    place: Option<Whereabouts>,
    /// Whose share it is, where it is one.
    part: Option<String>,
}

/// Reads all quantities of a sentence. `carried` is the head of the sentence before, for 其中.
pub(super) fn drafts(
    s: &Sentence<'_>,
    quantities: &[Quantity],
    times: &[Expression],
    carried: &mut Head,
) -> Vec<Draft> {
    let items = s.items(quantities);
    let mut reader = Reader {
        s,
        quantities,
        items: &items,
        times,
        head: None,
        drafts: Vec::new(),
        carried: carried.clone(),
        outside: None,
    };
    let mut at = 0;
    while at < items.len() {
        reader.enter_or_leave_bracket(items[at]);
        at += reader.read(at).max(1);
    }
    if let Some(head) = reader.head.take() {
        *carried = head;
    }
    reader.drafts
}

struct Reader<'a, 'b> {
    s: &'a Sentence<'b>,
    quantities: &'a [Quantity],
    items: &'a [Item],
    times: &'a [Expression],
    /// The head within this sentence.
    head: Option<Head>,
    carried: Head,
    /// Within a bracket: the head before it, which the words after it go on with.
    outside: Option<Head>,
    drafts: Vec<Draft>,
}

impl<'b> Reader<'_, 'b> {
    fn word(&self, token: Token) -> &'b [char] {
        self.s.word(token)
    }

    /// Reads the item and those that it governs; says how many.
    fn read(&mut self, at: usize) -> usize {
        let item = self.items[at];
        let q = &self.quantities[item.quantity];
        let mut words = item.lead.map_or_else(Vec::new, |lead| self.s.words_in(lead).to_vec());
        words.extend_from_slice(self.s.words_in(item.before));
        // 统筹抓好总投资8000亿元的29个重大项目: the size is no part of what is counted.
        if let Some(size) = at.checked_sub(1).and_then(|last| self.size_of_next(last)) {
            words.retain(|t| t.span != size.span);
        }
        if q.shape == Shape::Ratio {
            return self.ratio(at, &words);
        }
        if q.shape == Shape::Streak {
            self.streak(item, &words);
            return 1;
        }
        if q.shape == Shape::Ordinal {
            self.rank(item, &words);
            return 1;
        }
        if let Some(count) = self.both_ends(at, &words) {
            return count;
        }
        let tail = self.tail(&words, q);
        let count = self.list_length(at);
        let bare = tail.verb.is_some_and(|v| v.role == VerbRole::Change) && count > 1 && {
            let heads = name::trim_front(self.s, tail.rest).words;
            // 收入利润增长5.1%和7.6%: as many heads as values go without 分别.
            heads.is_empty() || name::heads(self.s, &heads, count).is_some()
        };
        if let Some(count) = self.other_ends(at, &tail) {
            return count;
        }
        if let Some(count) = self.gaps(at, &tail) {
            return count;
        }
        if tail.said.respectively
            && let Some(count) = self.by_times(at, &tail)
        {
            return count;
        }
        // 城镇和农村人均住房面积32.9平方米、37.1平方米
        let paired = count > 1 && tail.verb.is_none() && {
            let heads = name::trim_front(self.s, tail.rest).words;
            !name::is_deed(self.s, &heads) && name::heads(self.s, &heads, count).is_some()
        };
        // 存款余额、贷款余额…,占全省比重30.4%、39.7%: the shares of the two, in their order.
        let shares = count > 1 && tail.rest.first().is_some_and(|t| self.word(*t).first() == Some(&'占'));
        if shares && let Some(count) = self.shares(at, count, &tail) {
            return count;
        }
        if (tail.said.respectively || bare || paired)
            && let Some(count) = self.distribute(at, &tail)
        {
            return count;
        }
        if (tail.said.respectively || bare)
            && let Some(count) = self.refuse_unaligned(at, &tail)
        {
            return count;
        }
        self.single(at, &tail);
        1
    }

    fn plain(item: Item, name: String, kind: Kind, rule: Rule, place: Option<Whereabouts>) -> Draft {
        Draft {
            quantity: item.quantity,
            headless: name.is_empty(),
            name,
            kind,
            direction: None,
            basis: None,
            role: None,
            bound: None,
            unit: None,
            rule,
            place,
            deed: false,
            before: item.before,
            lead: String::new(),
            compared: false,
            dated: None,
            reject: None,
        }
    }
}
