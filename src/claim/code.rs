//! Stretches of letters and digits that name something: C919, PM2.5, web addresses, file numbers.

use super::rule::Reason;
use crate::document::Span;
use crate::lexicon::lexicon;
use crate::numeral;
use crate::text::shadow::{ends_with, starts_with};

/// Finds the codes of a sentence, from left to right. Nothing within them is a time or a quantity.
pub(super) fn scan(chars: &[char], within: Span) -> Vec<(Span, Reason)> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let rest = &chars[at..within.end];
        let serial =
            ends_with(&chars[within.start..at], &["编号为", "编号", "代码为", "代码", "案号为", "案号"]);
        let filed = file_number(rest);
        let len = filed.unwrap_or_else(|| word(rest));
        let numbered = filed.is_some() || serial && rest[..len].iter().any(char::is_ascii_digit);
        let reason =
            if numbered { Some(Reason::DocumentNumber) } else { is_code(rest, len).then_some(Reason::Code) };
        if let Some(reason) = reason {
            found.push((Span::new(at, at + len), reason));
        }
        at += len.max(1);
    }
    found
}

/// 〔2023〕1号, (2023)云01行初45号: from the bracket to 号.
fn file_number(rest: &[char]) -> Option<usize> {
    let opens = matches!(rest.first(), Some('(' | '〔' | '['));
    let year = rest.get(1..5).is_some_and(|y| y.iter().all(char::is_ascii_digit));
    if !opens || !year || !matches!(rest.get(5), Some(')' | '〕' | ']')) {
        return None;
    }
    let tail = &rest[6..rest.len().min(20)];
    let end = tail.iter().position(|c| *c == '号')?;
    let plain = tail[..end].iter().all(|c| c.is_alphanumeric());
    let counted = tail[..end].iter().any(char::is_ascii_digit);
    (plain && counted).then_some(6 + end + 1)
}

/// How long the run of letters, digits and joints is.
fn word(rest: &[char]) -> usize {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_');
    if starts_with(rest, &["http://", "https://", "www."]) {
        return rest
            .iter()
            .take_while(|c| part(**c) || matches!(c, ':' | '?' | '=' | '&' | '%' | '#' | '~'))
            .count();
    }
    let len = rest.iter().take_while(|c| part(**c)).count();
    // GB/T 31906-2015: a standard's number goes on after a blank.
    let standard = rest[..len].contains(&'/') && rest[..len].iter().any(char::is_ascii_alphabetic);
    if standard && rest.get(len) == Some(&' ') && rest.get(len + 1).is_some_and(char::is_ascii_digit) {
        return len + 1 + rest[len + 1..].iter().take_while(|c| part(**c)).count();
    }
    len
}

/// Letters with digits, unless they are a value with its unit (220kV) or right before one (GDP4.13%).
fn is_code(rest: &[char], len: usize) -> bool {
    let word = &rest[..len];
    let letters = word.iter().any(char::is_ascii_alphabetic);
    let digits = word.iter().any(char::is_ascii_digit);
    // 2023年Q3 is a quarter.
    let quarter = matches!(word, ['Q' | 'q', '1'..='4']);
    if !letters || !digits || quarter {
        return false;
    }
    let measured = word.iter().position(char::is_ascii_alphabetic).is_some_and(|at| {
        at > 0 && !matches!(word[at], 'A' | 'K' | 'G' | 'T') && lexicon().units.exact(&word[at..]).is_some()
    });
    let abbreviation = word.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let valued = abbreviation >= 2
        && numeral::read(&rest[abbreviation..]).is_some_and(|n| {
            abbreviation + n.len >= len
                && (n.form == numeral::Form::Mixed
                    || matches!(rest.get(abbreviation + n.len), Some('%' | '‰')))
        });
    !measured && !valued
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn codes(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        scan(&chars, Span::new(0, chars.len()))
            .iter()
            .map(|(s, _)| chars[s.start..s.end].iter().collect())
            .collect()
    }

    #[rstest]
    #[case("国产C919首飞", &["C919"])]
    #[case("PM2.5浓度", &["PM2.5"])]
    #[case("超高清4K频道", &["4K"])]
    #[case("(国办发〔2023〕1号)", &["〔2023〕1号"])]
    #[case("编号为2024-G-011。", &["2024-G-011"])]
    #[case("执行GB/T 31906-2015标准", &["GB/T 31906-2015"])]
    #[case("2023年Q3新增", &[])]
    #[case("奥迪Q5上市", &["Q5"])]
    #[case("占GDP4.13%", &[])]
    #[case("建成220kV变电站", &[])]
    #[case("增长5.2%", &[])]
    fn tells_codes_from_values(#[case] text: &str, #[case] want: &[&str]) {
        assert_eq!(codes(text), want);
    }
}
