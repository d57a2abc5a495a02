//! Words in their surroundings: those of a claim in its sentence, and those of a search in a text.

use super::error::WebError;
use super::templates::with_fragment;
use crate::claim::Claim;
use crate::document::Span;
use crate::query::{self, Query};
use crate::store::{Sentence, Store};
use std::collections::HashMap;

/// So many code points are shown before and after: of a text and in a list, in a narrow cell, and on a card.
const AROUND: usize = 40;
const NARROW: usize = 12;
const WIDE: usize = 120;

/// Words, with what stands around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Snippet {
    pub(super) before: String,
    pub(super) words: String,
    pub(super) after: String,
}

impl Snippet {
    /// The address of `document`, scrolled to the words in browsers that can.
    pub(super) fn within(&self, document: &str) -> String {
        with_fragment(document, &self.words)
    }

    /// A claim's words in its sentence in `text`, for a narrow list.
    pub(super) fn of_claim(text: &[char], claim: &Claim) -> Self {
        let quote = Span::new(claim.start, claim.end);
        let sentence = Span::new(claim.sentence.start.min(claim.start), claim.sentence.end.max(claim.end));
        Self::cut(text, quote, sentence, NARROW)
    }

    /// The code points of `text` at `words`, with at most so many before and after them within `whole`.
    fn cut(text: &[char], words: Span, whole: Span, around: usize) -> Self {
        let from = words.start.saturating_sub(around).max(whole.start);
        let to = (words.end + around).min(whole.end);
        let line = |start: usize, end: usize| -> String {
            let part = text.get(start..end).unwrap_or_default();
            part.iter().map(|c| if c.is_control() { ' ' } else { *c }).collect()
        };
        let dots = |is_cut| if is_cut { "…" } else { "" };
        Self {
            before: format!("{}{}", dots(from > whole.start), line(from, words.start)),
            words: line(words.start, words.end),
            after: format!("{}{}", line(words.end, to), dots(to < whole.end)),
        }
    }
}

/// Claims in their sentences.
#[derive(Debug, Default)]
pub(super) struct Sentences(HashMap<i64, Sentence>);

impl Sentences {
    /// Those of the claims with these numbers.
    pub(super) async fn of(store: &Store, claims: impl IntoIterator<Item = i64>) -> Result<Self, WebError> {
        let claims: Vec<i64> = claims.into_iter().collect();
        // One more than is shown tells whether anything is cut off.
        Ok(Self(store.in_sentences(&claims, WIDE + 1).await?))
    }

    /// A claim's words for a list.
    pub(super) fn in_list(&self, claim: i64) -> Snippet {
        self.around(claim, AROUND)
    }

    /// A claim's words for a narrow cell.
    pub(super) fn in_cell(&self, claim: i64) -> Snippet {
        self.around(claim, NARROW)
    }

    /// A claim's words for a card: all of its sentence, unless that is very long.
    pub(super) fn on_card(&self, claim: i64) -> Snippet {
        self.around(claim, WIDE)
    }

    /// All of each sentence, by the claim in it.
    pub(super) fn in_full(&self) -> HashMap<i64, String> {
        let whole = |Sentence { before, quote, after }: &Sentence| format!("{before}{quote}{after}");
        self.0.iter().map(|(claim, sentence)| (*claim, whole(sentence))).collect()
    }

    fn around(&self, claim: i64, around: usize) -> Snippet {
        self.0.get(&claim).map(|sentence| within(sentence, around)).unwrap_or_default()
    }
}

/// A quote in its sentence, with at most so many code points before and after it.
pub(super) fn within(Sentence { before, quote, after }: &Sentence, around: usize) -> Snippet {
    let start = before.chars().count();
    let words = Span::new(start, start + quote.chars().count());
    let text: Vec<char> = before.chars().chain(quote.chars()).chain(after.chars()).collect();
    Snippet::cut(&text, words, Span::new(0, text.len()), around)
}

/// The first place where the text holds a term of `query`.
pub(super) fn of(text: &str, query: &Query) -> Option<Snippet> {
    let span = query::place_in(text, query)?;
    let all: Vec<char> = text.chars().collect();
    Some(Snippet::cut(&all, span, Span::new(0, all.len()), AROUND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn the_words_are_found_over_blanks_and_in_either_case() {
        let of = |text: &str, words: &str| of(text, &Query::words(words));
        let found = of("第一段。\n新增 就\n业5万人，R&D投入。", "无此 就业").expect("a place");
        assert_eq!((found.before.as_str(), found.words.as_str()), ("第一段。 新增 ", "就 业"));
        assert_eq!(of("R&D投入", "r&d").expect("a place").words, "R&D");
        assert_eq!(of("短", "长长长"), None);
        assert_eq!(of("", "长"), None);
    }

    #[rstest]
    #[case::whole(12, "今年受理诉求", "，同比增长5.2%。")]
    #[case::cut(3, "…理诉求", "，同比…")]
    #[case::none(0, "…", "…")]
    fn a_number_stands_in_its_sentence(#[case] around: usize, #[case] before: &str, #[case] after: &str) {
        let sentence = Sentence {
            before: "今年受理诉求".to_owned(),
            quote: "740万件".to_owned(),
            after: "，同比增长5.2%。".to_owned(),
        };
        let expected =
            Snippet { before: before.to_owned(), words: "740万件".to_owned(), after: after.to_owned() };
        assert_eq!(within(&sentence, around), expected);
    }
}
