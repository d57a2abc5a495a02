//! The place that a claim is about: what its frame names, else the part of the place that its sentence begins with, else
//! the document's own.

use super::name::Whereabouts;
use super::walk::Walk;
use crate::document::Span;
use crate::place::{self, Level};
use crate::text::shadow::starts_with;

impl Walk<'_> {
    pub(super) fn scope(&self, place: Option<&Whereabouts>, sentence: Span, at: usize) -> Option<String> {
        let own = || self.transcript.scope.clone();
        match place {
            Some(Whereabouts::Named(place)) => Some(place.scope.clone()),
            Some(Whereabouts::Unclear) => None,
            Some(Whereabouts::Province) => {
                self.own.and_then(place::province).map(|province| province.scope.clone()).or_else(own)
            }
            Some(Whereabouts::Own) => own(),
            None => self.topic(sentence, at).or_else(own),
        }
    }

    /// 滨海新区战略地位进一步提升,实现生产总值1250亿元: a part of the document's place that the sentence begins with
    /// is what it is about, until it speaks of the whole again.
    fn topic(&self, sentence: Span, at: usize) -> Option<String> {
        let chars = &self.shadow.chars[sentence.start..at];
        let start = chars.iter().position(|c| c.is_alphabetic())?;
        let found = place::at(chars, start, self.own)?;
        let (own, place) = (self.own?, found.place()?);
        let part = own.level != Level::Country && place::within(place, own) && !std::ptr::eq(place, own);
        // 西安咸阳国际机场, 佛山一汽大众: a short name is part of another one more often than not.
        let full = matches!(chars[found.span.end - 1], '区' | '市' | '县' | '州' | '盟' | '旗');
        let rest = &chars[found.span.end..];
        let whole = ["全省", "全市", "全区", "全县", "全州", "我省", "我市", "全国"];
        let returns = (0..rest.len()).any(|at| starts_with(&rest[at..], &whole));
        let joined =
            starts_with(rest, &["、", "和", "与", "及", "等", "至", "到", "的", "委", "政府", "—", "-"]);
        (part && full && !joined && !returns && rest.contains(&',')).then(|| place.scope.clone())
    }
}
