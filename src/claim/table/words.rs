//! The words of a cell, without what only sets them: blanks, marks of lines and letters, footnotes.

use crate::claim::footnote;
use crate::document::Span;
use crate::numeral;
use crate::text::shadow::starts_with;

/// What stands for a blank or a new line where a page was turned into Markdown.
const BLANKS: [&str; 7] = ["<br>", "<br/>", "<br />", "&nbsp;", "&emsp;", "&ensp;", "**"];

/// How many characters of a blank `chars` begins with.
fn blank(chars: &[char]) -> usize {
    if chars.first().is_some_and(|c| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')) {
        return 1;
    }
    BLANKS.iter().find(|word| starts_with(chars, &[word])).map_or(0, |word| word.chars().count())
}

/// A stretch without the blanks around it.
pub(super) fn trim(chars: &[char], span: Span) -> Span {
    let Span { mut start, mut end } = span;
    while start < end {
        match blank(&chars[start..end]) {
            0 => break,
            length => start += length,
        }
    }
    while start < end {
        let reach = end - start;
        let Some(length) = (1..=reach.min(6)).find(|n| blank(&chars[end - n..end]) == *n) else { break };
        end -= length;
    }
    Span::new(start, end)
}

/// The words of a cell: no blanks within Chinese, no marks of footnotes.
pub(super) fn plain(chars: &[char]) -> Vec<char> {
    let mut kept: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    let mut gap = false;
    while at < chars.len() {
        let blank = blank(&chars[at..]);
        let skipped = if blank > 0 { blank } else { footnote::mark(&chars[at..]) };
        if skipped > 0 {
            gap |= blank > 0;
            at += skipped;
            continue;
        }
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
        if std::mem::take(&mut gap) && latin(kept.last()) && latin(chars.get(at)) {
            kept.push(' ');
        }
        kept.push(chars[at]);
        at += 1;
    }
    while kept.last().is_some_and(|c| matches!(c, '*' | '\\' | '#' | '△' | '★')) {
        kept.pop();
    }
    kept
}

/// A row's name without what opens it: 其中, dashes and numbers of lists. True where it is a part of what stands above.
pub(super) fn name(words: &[char]) -> (&[char], bool) {
    let mut words = words;
    let mut part = false;
    loop {
        let opens = words
            .iter()
            .take_while(|c| {
                matches!(c, '-' | '—' | '–' | '·' | '•' | '●' | '○' | '★' | '△' | '*' | ':' | '、' | '.')
            })
            .count();
        if opens > 0 && opens < words.len() {
            // -3.2 is a number, not a name.
            if words[opens].is_ascii_digit() && words[0] == '-' {
                break;
            }
            part |= !matches!(words[0], '、' | '.' | ':');
            words = &words[opens..];
            continue;
        }
        if starts_with(words, &["其中"]) && words.len() > 2 {
            (words, part) = (&words[2..], true);
            continue;
        }
        if words.first() == Some(&'#') && words.len() > 1 {
            (words, part) = (&words[1..], true);
            continue;
        }
        let numbered = number_of_list(words);
        if numbered == 0 || numbered >= words.len() {
            break;
        }
        words = &words[numbered..];
    }
    (words, part)
}

/// 一、 (一) 1. 1、 (1): how long the number of a list is; 0-14岁 and 1.5万人 begin with none.
fn number_of_list(words: &[char]) -> usize {
    let open = usize::from(words.first() == Some(&'('));
    let digits = words[open..].iter().take_while(|c| c.is_ascii_digit()).count();
    let numerals = words[open..].iter().take_while(|c| **c == '十' || numeral::digit(**c).is_some()).count();
    let count = digits.max(numerals);
    let closes = match words.get(open + count) {
        Some(')') => true,
        Some('、') => open == 0,
        Some('.') => open == 0 && digits > 0,
        _ => false,
    };
    let goes_on = words.get(open + count + 1).is_none_or(char::is_ascii_digit);
    if (1..=3).contains(&count) && digits <= 2 && closes && !goes_on { open + count + 1 } else { 0 }
}

/// Brackets and what stands before, between and behind them: the words outside, and what each holds.
pub(super) fn brackets(words: &[char]) -> (Vec<char>, Vec<Vec<char>>) {
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    let mut depth = 0_usize;
    let mut open = 0;
    for (at, c) in words.iter().enumerate() {
        match c {
            '(' | '[' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            ')' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    inside.push(words[open + 1..at].to_vec());
                    // 因公出国(境)费: without it the word is torn.
                    if at - open <= 3 && at + 1 < words.len() && open > 0 && words[at + 1].is_alphabetic() {
                        outside.push('（');
                        outside.extend_from_slice(&words[open + 1..at]);
                        outside.push('）');
                    }
                }
            }
            _ if depth == 0 => outside.push(*c),
            _ => {}
        }
    }
    // A bracket that is never closed.
    if depth > 0 {
        inside.push(words[open + 1..].to_vec());
    }
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[rstest]
    #[case("粮 食", "粮食")]
    #[case("其 中:火电[31]", "其中:火电")]
    #[case("<br>年末数<br>(万人)", "年末数(万人)")]
    #[case("钢材(注3)*", "钢材")]
    #[case("PM 2.5浓度", "PM2.5浓度")]
    #[case("&emsp;住户存款①", "住户存款")]
    fn words_of_a_cell(#[case] cell: &str, #[case] words: &str) {
        assert_eq!(plain(&chars(cell)), chars(words));
    }

    #[rstest]
    #[case("其中:住宅", "住宅", true)]
    #[case("-居民消费价格", "居民消费价格", true)]
    #[case("一、税收收入", "税收收入", false)]
    #[case("(二)非税收入", "非税收入", false)]
    #[case("1.增值税", "增值税", false)]
    #[case("#女性", "女性", true)]
    #[case("0-14岁", "0-14岁", false)]
    #[case("一般贸易", "一般贸易", false)]
    #[case("十种有色金属", "十种有色金属", false)]
    fn what_opens_a_name_is_no_part_of_it(#[case] label: &str, #[case] rest: &str, #[case] part: bool) {
        let label = chars(label);
        assert_eq!(name(&label), (&chars(rest)[..], part));
    }
}
