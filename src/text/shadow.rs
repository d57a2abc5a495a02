//! The shadow of a text: its characters, width-folded one to one, for parsing only.

use crate::document::Span;

/// A text as characters with the same positions, in which `％` is `%`, `，` is `,` and `０` is `0`.
///
/// All positions are code points of the canonical text, so a span found here delimits the same words there.
#[derive(Debug, Clone)]
pub struct Shadow<'a> {
    text: &'a str,
    /// The folded characters.
    pub chars: Vec<char>,
    /// Byte offset of each character, and of the end.
    bytes: Vec<usize>,
}

impl<'a> Shadow<'a> {
    /// Folds `text`.
    pub fn new(text: &'a str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 3 + 1);
        let mut bytes = Vec::with_capacity(text.len() / 3 + 2);
        for (byte, c) in text.char_indices() {
            chars.push(fold(c));
            bytes.push(byte);
        }
        bytes.push(text.len());
        Self { text, chars, bytes }
    }

    /// The original words of a span.
    pub fn quote(&self, span: Span) -> &'a str {
        &self.text[self.bytes[span.start]..self.bytes[span.end]]
    }

    /// The folded characters of a span.
    pub fn slice(&self, span: Span) -> &[char] {
        &self.chars[span.start..span.end]
    }

    /// The folded words of a span.
    pub fn folded(&self, span: Span) -> String {
        self.slice(span).iter().collect()
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        Span::new(0, self.chars.len())
    }
}

/// Full-width ASCII and the ideographic space become their narrow forms; everything else stays.
///
/// NFKC would be wrong here: it turns 10² into 102 and changes lengths.
pub fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{00A0}' => ' ',
        _ => c,
    }
}

/// True where `chars` begins with one of `words`.
pub fn starts_with(chars: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut rest = chars.iter();
        word.chars().all(|c| rest.next() == Some(&c))
    })
}

/// True where `chars` ends with one of `words`.
pub fn ends_with(chars: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut rest = chars.iter().rev();
        word.chars().rev().all(|c| rest.next() == Some(&c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_positions_and_the_original_words() {
        let shadow = Shadow::new("增长２０％，其中𠀀");
        let at = shadow.chars.iter().position(|c| *c == '2').expect("folded");
        assert_eq!(shadow.quote(Span::new(at, at + 3)), "２０％");
        assert_eq!(shadow.folded(Span::new(at, at + 3)), "20%");
        assert_eq!(shadow.whole().len(), 9);
        assert_eq!(fold('²'), '²');
    }
}
