//! Where in a text that which is searched for stands.

use super::templates::with_fragment;
use crate::query::{self, Query};

/// So many code points are shown before and after.
const AROUND: usize = 40;

/// The words in the text, with what stands around them.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// The first place where the text holds a term of `query`.
pub(super) fn of(text: &str, query: &Query) -> Option<Snippet> {
    let span = query::place_in(text, query)?;
    let all: Vec<char> = text.chars().collect();
    let (start, end) = (span.start, span.end);
    let from = start.saturating_sub(AROUND);
    let to = (end + AROUND).min(all.len());
    let line = |part: &[char]| part.iter().map(|c| if c.is_control() { ' ' } else { *c }).collect::<String>();
    Some(Snippet {
        before: format!("{}{}", if from > 0 { "…" } else { "" }, line(&all[from..start])),
        words: line(&all[start..end]),
        after: format!("{}{}", line(&all[end..to]), if to < all.len() { "…" } else { "" }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_found_over_blanks_and_in_either_case() {
        let of = |text: &str, words: &str| of(text, &Query::words(words));
        let found = of("第一段。\n新增 就\n业5万人，R&D投入。", "无此 就业").expect("a place");
        assert_eq!((found.before.as_str(), found.words.as_str()), ("第一段。 新增 ", "就 业"));
        assert_eq!(of("R&D投入", "r&d").expect("a place").words, "R&D");
        assert_eq!(of("短", "长长长"), None);
        assert_eq!(of("", "长"), None);
    }
}
