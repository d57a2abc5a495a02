//! Gaps to something else and shares of a whole: 高于全省5.5个百分点, 占生产总值19%.

use super::tail::Tail;
use super::{Draft, Reader};
use crate::claim::clause::Item;
use crate::claim::name::{self, Trimmed};
use crate::claim::rule::{Reason, Rule};
use crate::claim::{Basis, Direction, Kind};
use crate::lexicon::Bound;
use crate::quantity::Shape;
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token};

/// Words between two values that are held against each other.
pub(super) const GAPS: [&str; 8] = ["高于", "低于", "快于", "高出", "好于", "优于", "慢于", "领先"];

impl Reader<'_, '_> {
    /// 高于全省5.5个百分点: the gap to something else.
    pub(super) fn gap(&self, item: Item, tail: &Tail<'_>) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        // 8.3和10.4个百分点: the unit at the end holds for both.
        let pointed = q.shape == Shape::Number && self.unit_of_list(item).is_some();
        if !matches!(q.shape, Shape::Points | Shape::Percent | Shape::Amount) && !pointed {
            return None;
        }
        let words = tail.rest;
        let from = words.len().saturating_sub(8);
        // 比各项贷款增速高20.2个百分点: 高于各项贷款增速.
        let lifted = words.last().filter(|t| self.s.is(**t, &["高", "低", "快", "慢"]));
        if let Some(lifted) = lifted
            && let Some(than) = words[from..].iter().rposition(|t| self.s.is(*t, &["比", "较"]))
        {
            let other = name::join(self.s, &words[from + than + 1..words.len() - 1]);
            if let Some(change) = self.against_time(item, &words[..from + than], *lifted, &other) {
                return Some(change);
            }
            let own = name::trim_front(self.s, &words[..from + than]);
            let head = self.named(&own.words);
            let head = if head.is_empty() { format!("{}增速", self.head_name(item)) } else { head };
            let more = self.word(*lifted)[0];
            return (!other.is_empty()).then(|| {
                Self::plain(item, format!("{head}{more}于{other}"), Kind::Level, Rule::Gap, own.place)
            });
        }
        let at = words[from..].iter().rposition(|t| self.s.is(*t, &GAPS)).map(|p| p + from)?;
        let after = name::join(self.s, &words[at..]);
        if after.chars().count() <= 2
            && !self.times.iter().any(|t| t.span.start >= words[at].span.end && t.span.end <= q.start)
        {
            return None;
        }
        let trimmed = name::trim_front(self.s, &words[..at]);
        let head = self.gap_head(item, &trimmed.words);
        let plain = Self::plain(item, format!("{head}{after}"), Kind::Level, Rule::Gap, trimmed.place);
        // 高于全国, of nothing that is said.
        let reject = (head.is_empty() && after.chars().count() <= 4).then_some(Reason::Unnamed);
        Some(Draft { reject, unit: self.unit_of_list(item), ..plain })
    }

    /// The unit that the last value of a list lends to those without one.
    fn unit_of_list(&self, item: Item) -> Option<String> {
        let at = self.items.iter().position(|other| other.quantity == item.quantity)?;
        let own = &self.quantities[item.quantity].unit;
        let last = &self.quantities[self.items[at + self.list_length(at) - 1].quantity].unit;
        (own.is_empty() && !last.is_empty()).then(|| last.clone())
    }

    /// 增速分别高于全国、全省1.9个和0.8个百分点: a gap to each. Says how many it takes.
    pub(super) fn gaps(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let count = self.list_length(at);
        let words = tail.rest;
        let lifts = |t: &Token| self.s.is(*t, &["高", "低", "快", "慢"]);
        let than = |words: &[Token]| words.iter().rposition(|t| self.s.is(*t, &["比", "较"]));
        let (own, more, others) = match (tail.suffix, words.split_last()) {
            ([lifted], _) if lifts(lifted) => {
                let than = than(words)?;
                (&words[..than], *lifted, &words[than + 1..])
            }
            ([more, others @ ..], _) if self.s.is(*more, &GAPS) => (words, *more, others),
            ([], Some((lifted, rest))) if lifts(lifted) => {
                let than = than(rest)?;
                (&rest[..than], *lifted, &rest[than + 1..])
            }
            ([], _) => {
                let at = words.iter().rposition(|t| self.s.is(*t, &GAPS))?;
                (&words[..at], words[at], &words[at + 1..])
            }
            _ => return None,
        };
        let others: Vec<String> =
            name::parts(self.s, others).iter().map(|part| name::join(self.s, part)).collect();
        if count < 2 || others.len() != count || others.iter().any(String::is_empty) {
            return None;
        }
        let more: String = self.word(more).iter().collect();
        let more = if more.chars().count() == 1 { format!("{more}于") } else { more };
        let own = own.iter().copied().filter(|t| !self.s.is(*t, &["分别", "均"])).collect::<Vec<_>>();
        let trimmed = name::trim_front(self.s, &own);
        let first = self.items[at];
        let head = self.gap_head(first, &trimmed.words);
        let unit = self.quantities[self.items[at + count - 1].quantity].unit.clone();
        for (other, item) in others.into_iter().zip(self.items[at..at + count].to_vec()) {
            let name = format!("{head}{more}{other}");
            let plain = Self::plain(item, name, Kind::Level, Rule::Gap, trimmed.place.clone());
            self.push(Draft { unit: Some(unit.clone()), before: first.before, ..plain });
        }
        Some(count)
    }

    /// What is held against something else: its own words, else the growth of the head.
    fn gap_head(&self, item: Item, words: &[Token]) -> String {
        let mut head = self.named(words);
        if head.is_empty() {
            head = self.head_name(item);
            if self.head.as_ref().is_some_and(|h| h.kind == Some(Kind::Change)) && !head.ends_with("增速") {
                head.push_str("增速");
            }
        }
        head
    }

    /// 比去年预算高0.2个百分点: higher than itself at another time is a change.
    pub(super) fn against_time(
        &self,
        item: Item,
        words: &[Token],
        lifted: Token,
        other: &str,
    ) -> Option<Draft> {
        if !matches!(other, "" | "预算" | "同期" | "水平" | "实际") {
            return None;
        }
        let q = &self.quantities[item.quantity];
        let base = self.times.iter().rev().find(|t| t.base && t.span.end <= q.start)?;
        if base.span.start < item.before.start {
            return None;
        }
        let own = name::trim_front(self.s, words);
        let name = self.named(&own.words);
        let name = if name.is_empty() { self.head_name(item) } else { name };
        let mut draft = Self::plain(item, name, Kind::Change, Rule::NounChangeQuantity, own.place);
        // 平均用时比上年快了2分钟: a faster time is a shorter one.
        let lasts = matches!(q.unit.as_str(), "分钟" | "小时" | "天" | "秒" | "个月" | "工作日");
        let up = if lasts { self.s.is(lifted, &["高", "慢"]) } else { self.s.is(lifted, &["高", "快"]) };
        draft.direction = Some(if up { Direction::Up } else { Direction::Down });
        let said = &self.s.chars[base.span.start..base.span.end];
        draft.basis = Some(if starts_with(said, &["上年", "去年"]) {
            Basis::Yoy
        } else if starts_with(said, &["上月", "上季"]) {
            Basis::Mom
        } else {
            Basis::Other
        });
        draft.compared = true;
        Some(draft)
    }

    /// 占地区生产总值比重19%.
    pub(super) fn share(&self, item: Item, tail: &Tail<'_>, trimmed: &Trimmed) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        if !matches!(q.shape, Shape::Percent | Shape::Fraction | Shape::Number) {
            return None;
        }
        let words = name::trim_back(self.s, tail.rest);
        let at =
            words.iter().rposition(|t| starts_with(self.word(*t), &["占", "约占"]) && t.tag != Tag::Noun)?;
        let whole = name::join(self.s, &words[at..]).trim_start_matches('约').to_owned();
        if whole.chars().count() < 2 {
            return None;
        }
        let front = name::trim_front(self.s, &words[..at]);
        let mut subject = self.named_words(&front.words);
        if subject.is_empty() || name::is_dependent(&subject) {
            let head = self.head_name(item);
            subject = format!("{}{subject}", if subject.is_empty() { head } else { name::base_of(&head) });
        }
        let mut draft =
            Self::plain(item, format!("{subject}{whole}"), Kind::Level, Rule::Share, trimmed.place.clone());
        let about = at > 0 && self.s.is(words[at - 1], &["约", "大约"]);
        if starts_with(self.word(words[at]), &["约占"]) || about {
            draft.bound = Some(Bound::About);
        }
        draft.lead = subject;
        Some(draft)
    }
}
