//! Gaps to something else and shares of a whole: 高于全省5.5个百分点, 占生产总值19%.

use super::tail::Tail;
use super::{Draft, Reader};
use crate::claim::clause::Item;
use crate::claim::name::{self, Trimmed};
use crate::claim::rule::Rule;
use crate::claim::{Basis, Direction, Kind};
use crate::lexicon::Bound;
use crate::quantity::Shape;
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token};

impl Reader<'_, '_> {
    /// 高于全省5.5个百分点: the gap to something else.
    pub(super) fn gap(&self, item: Item, tail: &Tail<'_>) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        if !matches!(q.shape, Shape::Points | Shape::Percent | Shape::Amount) {
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
        let at = words[from..]
            .iter()
            .rposition(|t| self.s.is(*t, &["高于", "低于", "快于", "高出", "好于", "优于", "慢于", "领先"]))
            .map(|p| p + from)?;
        let after = name::join(self.s, &words[at..]);
        if after.chars().count() <= 2
            && !self.times.iter().any(|t| t.span.start >= words[at].span.end && t.span.end <= q.start)
        {
            return None;
        }
        let trimmed = name::trim_front(self.s, &words[..at]);
        let mut head = self.named(&trimmed.words);
        if head.is_empty() {
            head = self.head_name(item);
            if self.head.as_ref().is_some_and(|h| h.kind == Some(Kind::Change)) && !head.ends_with("增速") {
                head.push_str("增速");
            }
        }
        Some(Self::plain(item, format!("{head}{after}"), Kind::Level, Rule::Gap, trimmed.place))
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
