//! Both ends of a change, and the parts of a ratio: 从16%提升到52%, 12.9:44.6:42.5.

use super::tail::Tail;
use super::{Draft, Head, Reader};
use crate::claim::name;
use crate::claim::rule::Rule;
use crate::claim::{End, Kind};
use crate::lexicon::VerbRole;
use crate::quantity::Shape;
use crate::text::shadow::ends_with;
use crate::text::token::Token;

/// What makes fewer of several.
const MERGES: [&str; 10] = ["整合", "合并", "重组", "精简", "压减", "压缩", "缩减", "归并", "撤并", "优化"];

impl Reader<'_, '_> {
    /// 从16%提升到52%, 由26.6万亿元增加到51.9万亿元, 将65户整合成32户.
    pub(super) fn both_ends(&mut self, at: usize, words: &[Token]) -> Option<usize> {
        let item = self.items[at];
        let next = *self.items.get(at + 1)?;
        if next.clause != item.clause || next.listed {
            return None;
        }
        let to_words = self.s.words_in(next.before).to_vec();
        let to_tail = self.tail(&to_words, &self.quantities[next.quantity]);
        let verb = to_tail.verb?;
        let reaches =
            verb.role == VerbRole::Reach || self.s.chars[next.before.start..next.before.end].contains(&'到');
        if !reaches {
            return None;
        }
        let marker = words.iter().rposition(|t| self.s.is(*t, &["从", "由", "将", "把", "自"]));
        let Some(marker) = marker else { return self.merged(at, words, &to_words) };
        let takes = self.s.is(words[marker], &["将", "把"]);
        let gap = words.len() - marker - 1;
        let far = words[marker + 1..].iter().map(|t| t.span.len()).sum::<usize>();
        // 将建筑业等行业现行10%的税率降至9%: whose it is may be long.
        let in_force =
            words.last().filter(|t| takes && self.s.is(**t, &["现行", "原来", "原有", "目前", "现有"]));
        if (gap > 4 || far > 6) && in_force.is_none() {
            return None;
        }
        let mut between = to_tail.rest.to_vec();
        if in_force.is_some() {
            between.splice(..0, words[marker + 1..words.len() - 1].iter().copied());
            between.retain(|t| !self.s.is(*t, &["的"]));
        }
        let named = name::trim_front(self.s, &words[..marker]);
        let mut name_words = named.words;
        if takes {
            name_words = std::mem::take(&mut between);
        } else {
            // 由人均4006元: what stands between belongs to the name.
            name_words = name::trim_back(self.s, &name_words).to_vec();
            name_words.extend(
                words[marker + 1..].iter().filter(|t| self.s.is(**t, &["人均", "户均", "亩均", "每人"])),
            );
        }
        if takes && name_words.is_empty() {
            return None;
        }
        let name = self.named(&name_words);
        let headless = name.is_empty();
        let name = if headless { self.fallback(item) } else { name };
        for (index, role) in [(item, End::From), (next, End::To)] {
            let plain = Self::plain(index, name.clone(), Kind::Level, Rule::FromTo, named.place.clone());
            self.push(Draft { role: Some(role), headless, ..plain });
        }
        Some(2)
    }

    /// 28家企业重组整合为10家: so many became so few.
    fn merged(&mut self, at: usize, words: &[Token], between: &[Token]) -> Option<usize> {
        let (item, next) = (self.items[at], self.items[at + 1]);
        let (from, to) = (&self.quantities[item.quantity], &self.quantities[next.quantity]);
        let alike = from.shape == Shape::Amount && to.shape == Shape::Amount && from.unit == to.unit;
        let alone = name::trim_front(self.s, words).words.is_empty();
        let deed = between.iter().position(|t| {
            let word = self.word(*t);
            MERGES.iter().any(|verb| word.starts_with(&verb.chars().collect::<Vec<_>>()))
        })?;
        let said = &self.s.chars[between[deed].span.start..to.start];
        let noun = name::trim_front(self.s, &between[..deed]).words;
        if !alike || !alone || noun.is_empty() || !ends_with(said, &["为", "到", "至", "成"]) {
            return None;
        }
        let name = self.named(&noun);
        for (index, role) in [(item, End::From), (next, End::To)] {
            let plain = Self::plain(index, name.clone(), Kind::Level, Rule::FromTo, None);
            self.push(Draft { role: Some(role), ..plain });
        }
        Some(2)
    }

    /// 分别由14358元、5371元增加到27061元和11190元: the second ends, in the order of the first.
    pub(super) fn other_ends(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let count = self.list_length(at);
        let reaches = tail.verb.is_some_and(|v| v.role == VerbRole::Reach);
        if count < 2 || !reaches || !name::trim_front(self.s, tail.rest).words.is_empty() {
            return None;
        }
        let from = &self.drafts[self.drafts.len().checked_sub(count)?..];
        let first = self.items[at];
        let leave = from.iter().all(|d| d.role == Some(End::From) && d.rule == Rule::Distributed)
            && from.last().is_some_and(|d| d.quantity + 1 == first.quantity);
        if !leave {
            return None;
        }
        let ends: Vec<Draft> = from
            .iter()
            .zip(&self.items[at..at + count])
            .map(|(from, item)| Draft {
                quantity: item.quantity,
                role: Some(End::To),
                before: first.before,
                dated: None,
                ..from.clone()
            })
            .collect();
        for draft in ends {
            self.push(draft);
        }
        Some(count)
    }

    /// 三次产业比重为12.9:44.6:42.5.
    pub(super) fn ratio(&mut self, at: usize, words: &[Token]) -> usize {
        let mut count = 1;
        while self.items.get(at + count).is_some_and(|next| {
            let (last, q) =
                (&self.quantities[self.items[at + count - 1].quantity], &self.quantities[next.quantity]);
            q.shape == Shape::Ratio && q.start == last.end + 1
        }) {
            count += 1;
        }
        let tail = self.tail(words, &self.quantities[self.items[at].quantity]);
        let marker = tail.rest.iter().rposition(|t| self.s.is(*t, &["从", "由"]));
        let named = name::trim_front(self.s, &tail.rest[..marker.unwrap_or(tail.rest.len())]);
        let mut name = self.named(&named.words);
        let second_end = marker.is_none()
            && name.is_empty()
            && self.drafts.last().is_some_and(|d| d.role == Some(End::From));
        if name.is_empty() {
            name = self.head.as_ref().map(|h| h.name.clone()).unwrap_or_default();
        }
        let role = if marker.is_some() {
            Some(End::From)
        } else if second_end {
            Some(End::To)
        } else {
            None
        };
        let industries = count == 3
            && (name.contains("三次产业")
                || name.contains("三产")
                || name.contains("产业结构")
                || name.contains("一二三产"));
        for (part, item) in self.items[at..at + count].iter().enumerate() {
            let own = if industries {
                format!("第{}产业比重", ["一", "二", "三"][part])
            } else {
                name.clone()
            };
            let plain = Self::plain(*item, own, Kind::Level, Rule::Ratio, named.place.clone());
            self.drafts.push(Draft {
                role,
                unit: Some(String::new()),
                headless: name.is_empty(),
                before: self.items[at].before,
                ..plain
            });
        }
        self.head = Some(Head { name, kind: Some(Kind::Level), place: named.place, ..Head::default() });
        count
    }
}
