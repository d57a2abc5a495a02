//! Blocks → sentences.

use crate::document::Span;

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
    fn a_mistaken_decimal_point_ends_no_sentence() {
        let chars: Vec<char> = "增长7。2个百分点。好!".chars().collect();
        let texts: Vec<String> = sentences(&chars, Span::new(0, chars.len()))
            .iter()
            .map(|s| chars[s.start..s.end].iter().collect())
            .collect();
        assert_eq!(texts, ["增长7。2个百分点。", "好!"]);
    }
}
