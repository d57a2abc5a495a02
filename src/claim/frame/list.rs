//! Enumerations: 分别, 均, heads that share a value, a verb or a predicate that holds for all.

use super::Dated;
use super::head::strip_deed;
use super::tail::Tail;
use super::{Draft, Reader};
use crate::claim::clause::{Item, holds_quantity};
use crate::claim::name;
use crate::claim::rule::{Reason, Rule};
use crate::claim::{End, Kind};
use crate::document::Span;
use crate::lexicon::{Bound, VerbRole};
use crate::period::Expression;
use crate::quantity::Shape;
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token};

impl Reader<'_, '_> {
    /// How many values stand in a row from here, with nothing between but 、 and 和.
    pub(super) fn list_length(&self, at: usize) -> usize {
        let mut count = 1;
        while let Some(next) = self.items.get(at + count) {
            let words = self.s.words_in(next.before);
            let last = self.items[at + count - 1];
            let joined = next.clause == last.clause
                && next.listed
                && name::trim_back(self.s, words).is_empty()
                && last.after.is_empty();
            if !joined {
                break;
            }
            count += 1;
        }
        count
    }

    /// 分别 with its list of values: how many it takes.
    pub(super) fn distribute(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let mut count = self.list_length(at);
        // 分别增长5.6%、下降3.2%: each has its own verb.
        while tail.said.respectively
            && self
                .items
                .get(at + count)
                .is_some_and(|next| next.listed && next.clause == self.items[at].clause)
            && self.turns(at + count)
        {
            count += self.list_length(at + count);
        }
        if count < 2 {
            return None;
        }
        // 排放量由上年分别增长5.6%和13.1%: what went before.
        let (rest, dated) = match tail.rest.split_last() {
            Some((last, rest)) if self.s.is(*last, &["由", "从"]) && self.before_this(last.span.end) => {
                (rest, Some(Dated::Before(1)))
            }
            _ => (tail.rest, None),
        };
        let mut trimmed = name::trim_front(self.s, rest);
        trimmed.words.retain(|t| !self.s.is(*t, &["同比", "环比"]));
        let names = if trimmed.words.is_empty()
            || trimmed.words.iter().all(|t| matches!(t.tag, Tag::Adverb | Tag::Mark))
        {
            let last = self.last_names(count);
            let spoken_of = || name::heads(self.s, self.subjects_before(self.items[at]), count);
            let pair = || self.of_one_name(count);
            if last.len() == count { last } else { spoken_of().or_else(pair).unwrap_or_default() }
        } else if let Some(owners) = self.owners(self.items[at], &trimmed.words) {
            count += usize::from(owners.len() == count + 1 && self.turns(at + count));
            owners
        } else {
            match name::heads(self.s, &trimmed.words, count) {
                Some(names) => names.into_iter().map(name::without_light_verb).collect(),
                None if trimmed.words.len() <= 3 && count > 1 => {
                    // 增速分别达到7.3%、8.3%: a noun that leans on the heads before it.
                    let own = self.named_words(&trimmed.words);
                    let last = self.last_names(count);
                    if name::is_dependent(&own) {
                        last.into_iter().map(|n| format!("{}{own}", name::base_of(&n))).collect()
                    } else if name::is_measure(&own) && own.chars().count() > 4 {
                        // 公共预算收入增速分别为12.5%、16%: its own values, not those of heads before it.
                        Vec::new()
                    } else if tail.verb.is_some_and(|v| v.role == VerbRole::Reach) && !own.is_empty() {
                        // 小学120所、初中56所,在校生分别为12万人、5.6万人: each has its own.
                        last.into_iter().map(|n| format!("{}{own}", strip_deed(&n))).collect()
                    } else {
                        last
                    }
                }
                None => Vec::new(),
            }
        };
        if names.len() != count {
            return None;
        }
        // 对东盟、欧盟分别进出口6.52万亿元: a noun after 分别 belongs to each head.
        let compares = tail.suffix.first().is_some_and(|t| self.s.is(*t, &["是", "为", "相当于"]));
        // 分别由1800元、3600元提高到: the first ends.
        let leaves = tail.suffix.first().is_some_and(|t| self.s.is(*t, &["由", "从"]));
        let suffix = match tail.suffix {
            _ if compares => String::new(),
            [_, rest @ ..] if leaves => name::join(self.s, rest),
            suffix => name::join(self.s, suffix),
        };
        // 分别取得13枚、42枚金牌: what was done, and of what, is said around the list.
        let last = &self.quantities[self.items[at + count - 1].quantity];
        let verb = tail.suffix.last().or(tail.rest.last());
        let done =
            verb.is_some_and(|t| matches!(t.tag, Tag::Verb | Tag::VerbNoun)) && last.shape == Shape::Amount;
        let object = self.after_name(&name::trim_front(self.s, &self.own_words_after(at + count - 1)).words);
        let suffix = if done { suffix + &object } else { suffix };
        let unit = last.unit.clone();
        let change = tail.verb.filter(|v| v.role == VerbRole::Change);
        let percentage = self.quantities[self.items[at + count - 1].quantity].shape == Shape::Percent;
        let deed = !percentage && name::is_deed(self.s, &trimmed.words);
        // 分别突破1300亿元、1100亿元: what is said before the first holds for all.
        let first = &self.quantities[self.items[at].quantity];
        let hedge = (first.numeral > first.start).then_some(first.bound);
        for (name, item) in names.into_iter().zip(&self.items[at..at + count]) {
            let q = &self.quantities[item.quantity];
            let own = self.s.words_in(item.before);
            let turned = self.verb_at_end(own).filter(|_| change.is_some()).and_then(|(_, v)| v.direction);
            let borrows = q.unit.is_empty() || q.unit == "个" && unit == "个百分点";
            let name = if name.ends_with(&suffix) { name } else { format!("{name}{suffix}") };
            self.push(Draft {
                quantity: item.quantity,
                headless: name.is_empty(),
                name,
                kind: if change.is_some() { Kind::Change } else { Kind::Level },
                direction: turned.or(change.and_then(|v| v.direction)),
                basis: tail.said.basis,
                role: leaves.then_some(End::From),
                bound: hedge.filter(|_| q.bound == Bound::Exact),
                unit: borrows.then(|| unit.clone()),
                rule: Rule::Distributed,
                place: trimmed.place.clone(),
                deed,
                before: self.items[at].before,
                lead: String::new(),
                compared: tail.compared,
                dated,
                reject: None,
            });
        }
        Some(count)
    }

    /// 欧盟、东盟发展较快,进出口分别增长8%、14.1%: the clause before says whose each is.
    fn owners(&self, item: Item, words: &[Token]) -> Option<Vec<String>> {
        let own = name::join(self.s, words);
        let split = name::heads(self.s, words, 2).is_some() && !name::is_sum(&own);
        let owners = name::parts(self.s, self.subjects_before(item));
        if split || owners.len() < 2 || name::parts(self.s, words).len() > 1 || name::is_dependent(&own) {
            return None;
        }
        Some(owners.iter().map(|part| format!("{}{own}", name::join(self.s, part))).collect())
    }

    /// 增长8%、14.1%,下降10.7%: the list goes on in the other direction.
    fn turns(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| {
            let words = self.s.words_in(item.before);
            self.verb_at_end(words).is_some_and(|(len, v)| len == words.len() && v.role == VerbRole::Change)
        })
    }

    /// The noun phrase that opens the clause right before an item's.
    fn subjects_before(&self, item: Item) -> &[Token] {
        let clause = item.clause.checked_sub(1).and_then(|before| self.s.clauses.get(before));
        let Some(clause) = clause else { return &[] };
        let words = self.s.words_in(*clause);
        let ends = |t: &Token| {
            matches!(t.tag, Tag::Verb | Tag::Adverb | Tag::Adjective) && !self.s.is(*t, &["实现", "完成"])
                || self.s.is(*t, &["较", "更", "为", "是"])
        };
        // 企业污染治理达标率: a verb within a measure.
        let measure = words.last().is_some_and(|t| name::is_measure(&name::join(self.s, &[*t])));
        let end = words.iter().position(ends).filter(|_| !measure);
        let words = &words[..end.unwrap_or(words.len())];
        let reach = words.last().map_or(clause.start, |t| t.span.end);
        if holds_quantity(self.quantities, Span::new(clause.start, reach)) { &[] } else { words }
    }

    /// 上年 stands there: the year before the one spoken of.
    fn before_this(&self, at: usize) -> bool {
        self.times.iter().any(|e| e.span.start == at) && self.s.chars.get(at) == Some(&'上')
    }

    /// 一季度、上半年,增速分别为7.5%、8.1%: one head, and a time for each value. Says how many it takes.
    pub(super) fn by_times(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let count = self.list_length(at);
        // 2021、2022、2023年: what parts the times is no word of the head.
        let marks =
            tail.rest.iter().take_while(|t| t.tag == Tag::Mark || self.s.is(**t, &["和", "及"])).count();
        let own = &tail.rest[marks..];
        // 2021、2022年分别新增企业300家、310家: what was done stands behind 分别.
        let own = if own.is_empty() { tail.suffix } else { own };
        let trimmed = name::trim_front(self.s, name::trim_back(self.s, own));
        if count < 2 || name::parts(self.s, &trimmed.words).len() != 1 {
            return None;
        }
        let dated = self.times_of(at, count)?;
        let name = self.named(&trimmed.words);
        let change = tail.verb.filter(|v| v.role == VerbRole::Change);
        for (item, dated) in self.items[at..at + count].iter().zip(dated) {
            let kind = if change.is_some() { Kind::Change } else { Kind::Level };
            let plain = Self::plain(*item, name.clone(), kind, Rule::Distributed, trimmed.place.clone());
            self.push(Draft {
                direction: change.and_then(|v| v.direction),
                basis: tail.said.basis,
                before: self.items[at].before,
                dated: Some(dated),
                ..plain
            });
        }
        Some(count)
    }

    /// The times that `count` values from here on have each: 一季度、上半年 at the head, or 前三年 right before 分别.
    fn times_of(&self, at: usize, count: usize) -> Option<Vec<Dated>> {
        let start = self.items[at].before.start;
        let reach = self.quantities[self.items[at].quantity].start;
        let years = u32::try_from(count).ok()?;
        let counted = |e: &&Expression| e.counts_years() == Some(years) && e.span.start >= start;
        if let Some(e) = self.times.iter().filter(|e| e.span.end <= reach).find(counted)
            && starts_with(&self.s.chars[e.span.end..], &["分别"])
        {
            return Some((1..=i32::try_from(count).ok()?).rev().map(Dated::Before).collect());
        }
        let joined = |pair: &[Expression]| {
            matches!(&self.s.chars[pair[0].span.end..pair[1].span.start], ['、' | '和'])
        };
        let runs = |first: &usize| {
            let run = &self.times[*first..*first + count];
            let bounded = |at: usize| self.times.get(at..at + 2).is_some_and(joined);
            let apart = first.checked_sub(1).is_none_or(|last| !bounded(last)) && !bounded(first + count - 1);
            apart && run.windows(2).all(joined) && run.last().is_some_and(|e| e.span.end <= reach)
        };
        let first = (0..(self.times.len() + 1).saturating_sub(count)).find(runs)?;
        Some((first..first + count).map(Dated::At).collect())
    }

    /// Several values with another number of heads: which goes to which is anybody's guess, and a value under
    /// the wrong name is worse than none. Says how many values it refuses.
    pub(super) fn refuse_unaligned(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let clause = self.items[at].clause;
        let listed = self.list_length(at);
        // A value that could not be read parts a list of 分别, so all of the clause belongs to it.
        let all = self.items[at..].iter().take_while(|item| item.clause == clause).count();
        let several = name::parts(self.s, &name::trim_front(self.s, tail.rest).words).len() > 1;
        let count = if tail.said.respectively && several { all } else { listed };
        if count < 2 {
            return None;
        }
        for item in &self.items[at..at + count] {
            let draft = Self::plain(*item, String::new(), Kind::Level, Rule::Distributed, None);
            self.drafts.push(Draft { reject: Some(Reason::Unaligned), ..draft });
        }
        Some(count)
    }

    /// The last `count` different names of this sentence, in order.
    pub(super) fn last_names(&self, count: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for draft in self.drafts.iter().rev() {
            if draft.kind == Kind::Streak {
                continue;
            }
            if !names.contains(&draft.name) {
                names.push(draft.name.clone());
            }
            if names.len() == count {
                break;
            }
        }
        names.reverse();
        names
    }

    /// 占全省比重30.4%、39.7%, after as many heads: says how many values it takes.
    pub(super) fn shares(&mut self, at: usize, count: usize, tail: &Tail<'_>) -> Option<usize> {
        let heads = self.last_names(count);
        if heads.len() != count {
            return None;
        }
        let whole = name::join(self.s, name::trim_back(self.s, tail.rest));
        for (head, item) in heads.into_iter().zip(self.items[at..at + count].to_vec()) {
            let name = format!("{head}{whole}");
            let plain = Self::plain(item, name, Kind::Level, Rule::Share, None);
            self.drafts.push(Draft { before: self.items[at].before, lead: head, ..plain });
        }
        Some(count)
    }

    /// The name that the last `count` values share, each counted in another way: 案件533件645人.
    fn of_one_name(&self, count: usize) -> Option<Vec<String>> {
        let from = self.drafts.len().checked_sub(count)?;
        let last = &self.drafts[from..];
        let touch = |pair: &[Draft]| {
            let (first, second) = (&self.quantities[pair[0].quantity], &self.quantities[pair[1].quantity]);
            first.end == second.start && first.unit != second.unit
        };
        last.windows(2).all(touch).then(|| last.iter().map(|draft| draft.name.clone()).collect())
    }

    /// A名率、B率 sharing one value: each head by itself.
    pub(super) fn several(&self, words: &[Token], each: bool) -> Option<Vec<String>> {
        let parts = name::parts(self.s, words);
        if parts.len() < 2 {
            // 存贷款余额均超过2000亿元
            return each.then(|| name::heads(self.s, words, 2)).flatten();
        }
        if each {
            return name::heads(self.s, words, parts.len());
        }
        let mut names: Vec<String> = parts.iter().map(|p| name::join(self.s, p)).collect();
        // 企业融资额、总市值: the second leans on the first.
        let base = name::base_of(&names[0]);
        for name in names.iter_mut().skip(1) {
            if name::is_dependent(name) && base != *name {
                name.insert_str(0, &base);
            }
        }
        let all = names.iter().all(|n| name::is_measure(n) && n.chars().count() >= 3);
        all.then_some(names)
    }

    /// 5个区县、8家企业入选试点: what the last of the enumeration did, the others did too.
    pub(super) fn shared_predicate(&self, at: usize) -> String {
        let mut last = at;
        while self.items.get(last + 1).is_some_and(|next| {
            next.clause == self.items[at].clause && next.listed && self.s.words_in(next.before).is_empty()
        }) {
            last += 1;
        }
        if last == at {
            return String::new();
        }
        let words = self.s.words_in(self.items[last].after);
        let verb = words.iter().skip(1).position(|t| matches!(t.tag, Tag::Verb | Tag::Preposition));
        let predicate =
            verb.map(|v| name::join(self.s, name::trim_back(self.s, &words[v + 1..]))).unwrap_or_default();
        // 14个水源地达标率均为100%: the rate has a value of its own.
        if predicate.chars().count() <= 14 && !name::is_measure(&predicate) {
            predicate
        } else {
            String::new()
        }
    }
}
