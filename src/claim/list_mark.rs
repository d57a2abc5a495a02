//! The mark of a list at the head of a paragraph, which is no part of what it says.

use crate::document::Span;
use crate::numeral;

/// How long the mark of a list at the head of a block is, with the blanks after it: 1. (二) 3、 A. ⑤; 0 without
/// one. 1.5万人 and 一、二产业 begin with values.
pub(super) fn list_mark(chars: &[char], block: Span) -> usize {
    let block = &chars[block.start..block.end];
    let blanks = |from: usize| block[from..].iter().take_while(|c| c.is_whitespace()).count();
    if matches!(block.first(), Some('①'..='⑳')) {
        return 1 + blanks(1);
    }
    let open = usize::from(block.first() == Some(&'('));
    let rest = &block[open..];
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let numerals =
        rest.iter().take_while(|c| matches!(numeral::digit(**c), Some(1..)) || **c == '十').count();
    let letters = rest.iter().take_while(|c| c.is_ascii_uppercase()).count();
    let count = digits.max(numerals).max(letters);
    let short = count > 0 && digits <= 2 && letters <= 1 && numerals.max(count) <= 3;
    let end = open + count;
    let closes = match block.get(end) {
        Some(')') => true,
        Some('.' | '、') => open == 0,
        _ => false,
    };
    if !short || !closes {
        return 0;
    }
    let body = end + 1 + blanks(end + 1);
    let after = &block[body..];
    let year = after.len() > 4 && after[..4].iter().all(char::is_ascii_digit) && after[4] == '年';
    let value = after.first().is_none_or(|c| numeral::can_start(*c));
    if value && !year { 0 } else { body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_list_is_told_from_a_value() {
        let marks = [
            ("1.今年", 2),
            ("10.2024年", 3),
            ("8. 全市", 3),
            ("(3)今年", 3),
            ("6)今年", 2),
            ("(二)推动", 3),
            ("⑤今年", 1),
            ("2、今年", 2),
            ("A.今年", 2),
            ("1.5万人", 0),
            ("13. 5万人", 0),
            ("3、4月份", 0),
            ("2024.今年", 0),
            ("A股今年", 0),
            ("(全市)", 0),
        ];
        for (text, length) in marks {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(list_mark(&chars, Span::new(0, chars.len())), length, "{text}");
        }
    }
}
