//! Blocks → sentences.

use crate::document::Span;
use crate::numeral;

/// No sentence that anybody speaks is longer; what is gets cut at its next comma, so that time stays linear.
const LONGEST: usize = 2_000;

/// Splits a block into sentences. The closing 。！？ belongs to its sentence; blanks around do not.
pub fn sentences(chars: &[char], block: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = block.start;
    let mut at = block.start;
    while at < block.end {
        let c = chars[at];
        at += 1;
        // 7。2个百分点: a full stop between digits is a mistaken decimal point.
        let within_number = c == '。'
            && at >= 2
            && at < block.end
            && chars[at - 2].is_ascii_digit()
            && chars[at].is_ascii_digit();
        let too_long =
            at - start > LONGEST && matches!(c, ',' | ';' | '、' | ' ') || at - start > 2 * LONGEST;
        if (matches!(c, '。' | '!' | '?' | '\n') || too_long) && !within_number {
            while at < block.end && matches!(chars[at], '”' | '’' | '"' | ')' | '』' | '」') {
                at += 1;
            }
            push(chars, start, at, &mut spans);
            start = at;
        }
    }
    push(chars, start, block.end, &mut spans);
    spans
}

/// How long the mark of a list at the head of a block is, with the blanks after it: 1. (二) 3、 A. ⑤; 0 without
/// one. 1.5万人 and 一、二产业 begin with values.
pub fn list_mark(chars: &[char], block: Span) -> usize {
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

fn push(chars: &[char], mut start: usize, mut end: usize, spans: &mut Vec<Span>) {
    while start < end && chars[start].is_whitespace() {
        start += 1;
    }
    while end > start && chars[end - 1].is_whitespace() {
        end -= 1;
    }
    if start < end {
        spans.push(Span::new(start, end));
    }
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

    #[test]
    fn a_mistaken_decimal_point_ends_no_sentence() {
        let chars: Vec<char> = "增长7。2个百分点。好!".chars().collect();
        let texts: Vec<String> = sentences(&chars, Span::new(0, chars.len()))
            .iter()
            .map(|s| chars[s.start..s.end].iter().collect())
            .collect();
        assert_eq!(texts, ["增长7。2个百分点。", "好!"]);
    }
}
