//! Marks of footnotes, which are no part of the words that they stand behind.

use crate::text::shadow::starts_with;

/// How long the mark is that `chars` begins with: [5], [5,6], 〔3〕, (注3), ①, ²; 0 where there is none.
pub(super) fn mark(chars: &[char]) -> usize {
    match chars.first() {
        Some('①'..='⑳' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '※') => 1,
        Some('[' | '〔') => bracketed(chars, 1),
        Some('(') if starts_with(&chars[1..], &["注"]) => bracketed(chars, 2),
        _ => 0,
    }
}

/// The same up to the bracket that closes, with nothing but numbers from `inside` on.
fn bracketed(chars: &[char], inside: usize) -> usize {
    let plain = |c: &char| c.is_ascii_digit() || matches!(c, ',' | '、' | '-' | ' ' | '①'..='⑳');
    let numbers = chars[inside..].iter().take(12).take_while(|c| plain(c)).count();
    let end = inside + numbers;
    let closes = matches!(chars.get(end), Some(']' | '〕' | ')'));
    // 〔2023〕1号 is the number of a file.
    let year = chars[0] == '〔' && numbers == 4;
    if closes && !year && (numbers > 0 || chars[0] == '(') { end + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("[5]140967万人", 3)]
    #[case("[5,6]", 5)]
    #[case("(注3)产量", 4)]
    #[case("(注)", 3)]
    #[case("①", 1)]
    #[case("²", 1)]
    #[case("(含不满16周岁)", 0)]
    #[case("(注册地)", 0)]
    #[case("〔2023〕1号", 0)]
    #[case("[5", 0)]
    #[case("[]", 0)]
    #[case("", 0)]
    fn marks_are_told_from_other_brackets(#[case] text: &str, #[case] length: usize) {
        let chars: Vec<char> = text.chars().collect();
        assert_eq!(mark(&chars), length);
    }
}
