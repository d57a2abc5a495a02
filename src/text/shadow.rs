//! The shadow of a text: its characters, folded one to one, for parsing only.

use crate::document::Span;
use std::sync::LazyLock;

/// A text as characters with the same positions, in which `％` is `%`, `，` is `,`, `０` is `0` and 萬 is 万.
///
/// All positions are code points of the canonical text, so a span found here delimits the same words there.
#[derive(Debug, Clone)]
pub struct Shadow<'a> {
    text: &'a str,
    /// The folded characters.
    pub chars: Vec<char>,
    /// Byte offset of each character, and of the end.
    bytes: Vec<usize>,
    /// True where some characters are traditional.
    traditional: bool,
}

impl<'a> Shadow<'a> {
    /// Folds `text`.
    pub fn new(text: &'a str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 3 + 1);
        let mut bytes = Vec::with_capacity(text.len() / 3 + 2);
        let mut traditional = false;
        for (byte, c) in text.char_indices() {
            let folded = fold(c);
            traditional |= folded != c && c > '\u{3400}' && c < '\u{A000}';
            chars.push(folded);
            bytes.push(byte);
        }
        bytes.push(text.len());
        Self { text, chars, bytes, traditional }
    }

    /// Words that were put together from the folded characters at or before `within`, as the text writes them.
    pub fn as_written(&self, words: &str, within: Span) -> String {
        if !self.traditional {
            return words.to_owned();
        }
        let words: Vec<char> = words.chars().collect();
        let mut written = String::new();
        let mut at = 0;
        while at < words.len() {
            // The longest stretch that stands in the text in one piece; nearest words first.
            let far = Span::new(within.start.saturating_sub(2_000), within.end);
            let found = [within, far].into_iter().find_map(|place| {
                let chars = self.slice(place);
                let run =
                    |from: usize| chars[from..].iter().zip(&words[at..]).take_while(|(a, b)| a == b).count();
                let best = (0..chars.len()).rev().max_by_key(|from| run(*from))?;
                (run(best) > 0).then(|| Span::new(place.start + best, place.start + best + run(best)))
            });
            if let Some(span) = found {
                written.push_str(self.quote(span));
                at += span.len();
            } else {
                written.push(words[at]);
                at += 1;
            }
        }
        written
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

/// Traditional characters from U+3400 on, and what is read for each; itself where it is read as it stands.
static TRADITIONAL: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = ('\u{3400}'..'\u{A000}').collect();
    let pairs = include_str!("../../assets/lexicon/traditional.txt").lines();
    for line in pairs.filter(|line| !line.starts_with('#')) {
        let mut pair = line.chars();
        if let (Some(from), Some(to)) = (pair.next(), pair.next()) {
            table[from as usize - 0x3400] = to;
        }
    }
    table
});

/// Words with every character folded.
pub fn folded(words: &str) -> String {
    words.chars().map(fold).collect()
}

/// Full-width ASCII and the ideographic space become their narrow forms, traditional characters the simplified ones;
/// everything else stays.
///
/// NFKC would be wrong here: it turns 10² into 102 and changes lengths.
pub fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{00A0}' => ' ',
        '\u{3400}'..'\u{A000}' => TRADITIONAL[c as usize - 0x3400],
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

    #[test]
    fn traditional_characters_are_read_as_simplified_ones_and_quoted_as_written() {
        let text = "今年就業人數1,159萬2千人，失業率為3.48%";
        let shadow = Shadow::new(text);
        assert_eq!(shadow.folded(Span::new(0, 6)), "今年就业人数");
        assert_eq!(shadow.quote(Span::new(2, 6)), "就業人數");
        assert_eq!(shadow.as_written("失业人数", shadow.whole()), "失業人數");
        assert_eq!(folded("乾隆年间的著作"), "乾隆年间的著作");
    }
}
