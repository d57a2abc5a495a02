//! Arabic and Chinese numerals → exact decimals.
//!
//! [`read`] takes the longest numeral that begins at a position: `740`, `27,203,319,000`, `1.99万`,
//! `24亿9981.3万`, `3万4000`, `二十万亿`, `一百二十三亿七千万`, `两千多`, `4万余`, `十几`, `一七二零`; vague ones too:
//! `几十`, `数百万`, `两三`, `一千五六百`.
//! Characters are expected width-folded (`２` → `2`), which the text's shadow does.

use rust_decimal::Decimal;

/// A numeral as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// Its value, scale words multiplied out.
    pub value: Decimal,
    /// The upper one of two guesses: 3 in 两三, 1600 in 一千五六百.
    pub high: Option<Decimal>,
    /// How many characters it takes.
    pub len: usize,
    /// True where 多, 余, 几 or 来 stands within or after it, or 几 or 数 before it: the true value is somewhat more.
    pub more: bool,
    /// True where a wrong separator was read in the only way that makes sense: `7。2`, `37 511`, `1O2`.
    pub repaired: bool,
    /// How it is written; readers of dates and names ask for it.
    pub form: Form,
}

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Only Arabic digits: `740`, `20.67`.
    Arabic,
    /// Arabic digits with Chinese scale words: `740万`.
    Mixed,
    /// Chinese digits with place words: `一百二十`, `十二`.
    Chinese,
    /// A row of Chinese digits: `二〇二四`, `三`.
    Digits,
    /// Scale words alone: `千亿`, `百万`.
    Scale,
}

/// The value of a Chinese digit, also in its banking and radio forms.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '洞' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '两' | '兩' | '贰' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' | '拐' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a place word below 万.
fn place(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// The value of a scale word from 万 up.
pub fn scale(c: char) -> Option<i64> {
    Some(match c {
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        '兆' => 1_000_000_000_000,
        _ => return None,
    })
}

/// True where `chars` begins with 千瓦, 千克, 兆伏安: a measure, not a thousand or a million million.
fn begins_measure(chars: &[char]) -> bool {
    match (chars.first(), chars.get(1)) {
        (Some('千'), Some(next)) => "瓦克米伏卡赫字帕焦比".contains(*next),
        (Some('兆'), Some(next)) => "瓦伏赫字帕焦比".contains(*next),
        (Some('百'), Some(next)) => *next == '分' && chars.get(2) == Some(&'点'),
        _ => false,
    }
}

fn is_more(c: char) -> bool {
    matches!(c, '多' | '余' | '几' | '来')
}

/// True for a character that a numeral can begin with.
pub fn can_start(c: char) -> bool {
    c.is_ascii_digit()
        || digit(c).is_some()
        || place(c).is_some()
        || scale(c).is_some()
        || matches!(c, '廿' | '卅' | '.' | '点' | '几' | '数')
        || ('\u{2160}'..='\u{216B}').contains(&c)
}

/// Reads the longest numeral at the beginning of `chars`.
///
/// Returns `None` where there is none, and where its value exceeds what a decimal holds (28 digits).
pub fn read(chars: &[char]) -> Option<Numeral> {
    let first = *chars.first()?;
    if ('\u{2160}'..='\u{216B}').contains(&first) {
        let value = Decimal::from(first as u32 - 0x2160 + 1);
        return Some(Numeral { value, high: None, len: 1, more: false, repaired: false, form: Form::Arabic });
    }
    if let Some(numeral) = several(chars).or_else(|| guessed(chars)) {
        return Some(numeral);
    }
    if let Some(row) = digit_row(chars) {
        return Some(row);
    }
    positional(chars)
}

/// 几十, 数百万: some tens, some millions.
fn several(chars: &[char]) -> Option<Numeral> {
    let rest = chars.strip_prefix(&['几']).or_else(|| chars.strip_prefix(&['数']))?;
    let begins = rest.first().is_some_and(|c| place(*c).is_some() || scale(*c).is_some());
    let scales =
        positional(rest).filter(|n| begins && !begins_measure(rest) && only_scale(&rest[..n.len]))?;
    Some(Numeral { len: scales.len + 1, more: true, form: Form::Chinese, ..scales })
}

/// Two guesses at one place: 两三, 三四十, 一千五六百, 三五百万.
fn guessed(chars: &[char]) -> Option<Numeral> {
    let chinese = |c: &char| digit(*c).is_some() || place(*c).is_some() || scale(*c).is_some();
    let reach = chars.iter().take_while(|c| chinese(c)).count();
    let follows = |low: char, high: char| {
        digit(low).zip(digit(high)).is_some_and(|(a, b)| a > 0 && (b == a + 1 || (a, b) == (3, 5)))
    };
    let at = (1..reach).find(|at| follows(chars[at - 1], chars[*at]))?;
    // A row of digits is read digit by digit: 一二三, 二三点五.
    let in_row =
        |c: Option<&char>| c.is_some_and(|c| digit(*c).is_some() || *c == '点' || c.is_ascii_digit());
    if in_row(chars.get(at + 1)) || at >= 2 && in_row(chars.get(at - 2)) {
        return None;
    }
    let without = |left_out: usize| {
        let rest: Vec<char> =
            chars[..reach].iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, c)| *c).collect();
        positional(&rest).filter(|n| n.len >= at)
    };
    let (low, high) = (without(at)?, without(at - 1)?);
    (low.len == high.len && low.value < high.value).then_some(())?;
    let len = low.len + 1;
    let more = chars.get(len).is_some_and(|c| matches!(c, '多' | '余'));
    Some(Numeral { high: Some(high.value), len: len + usize::from(more), form: Form::Chinese, ..low })
}

/// A row of two or more Chinese digits without place words, with an optional 点 and more digits.
fn digit_row(chars: &[char]) -> Option<Numeral> {
    let whole = chars.iter().take_while(|c| digit(**c).is_some()).count();
    if whole < 2 {
        return None;
    }
    let mut text: String =
        chars[..whole].iter().filter_map(|c| digit(*c).map(|d| char::from(b'0' + d as u8))).collect();
    let mut len = whole;
    match chars.get(whole) {
        Some('点') => {
            let decimals = chars[whole + 1..].iter().take_while(|c| digit(**c).is_some()).count();
            if decimals > 0 {
                text.push('.');
                text.extend(
                    chars[whole + 1..]
                        .iter()
                        .take(decimals)
                        .filter_map(|c| digit(*c).map(|d| char::from(b'0' + d as u8))),
                );
                len += 1 + decimals;
            }
        }
        // 零三百 is positional.
        Some(c) if place(*c).is_some() || (scale(*c).is_some() && whole == 2) => return None,
        _ => {}
    }
    let mut value: Decimal = text.parse().ok()?;
    let mut form = Form::Digits;
    while let Some(factor) = chars.get(len).copied().and_then(scale) {
        value = value.checked_mul(Decimal::from(factor))?;
        form = Form::Chinese;
        len += 1;
    }
    let more = chars.get(len).is_some_and(|c| matches!(c, '多' | '余'));
    let len = len + usize::from(more);
    Some(Numeral { value: value.normalize(), high: None, len, more, repaired: false, form })
}

/// A finished part of a numeral and the scale it was closed with: 24亿 in 24亿9981.3万.
struct Part {
    value: Decimal,
    scale: i64,
}

#[expect(clippy::too_many_lines, reason = "one pass over the characters with one arm for each kind")]
fn positional(chars: &[char]) -> Option<Numeral> {
    let mut parts: Vec<Part> = Vec::new();
    // The part below the next scale word: `section` holds its closed places, `digits` the open one.
    let mut section = Decimal::ZERO;
    let mut open: Option<Decimal> = None;
    let mut last_place: i64 = 0;
    let mut after_zero = false;
    let mut more = false;
    let mut repaired = false;
    let mut arabic = false;
    let mut chinese = false;
    let mut scaled = false;
    let mut started_bare = false;
    let mut at = 0;
    // The last position where the numeral could end.
    let mut end = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_ascii_digit()
            || (c == '.' && chars.get(at + 1).is_some_and(char::is_ascii_digit) && open.is_none() && at == 0)
        {
            if open.is_some() && !after_zero {
                break;
            }
            let literal = arabic_literal(&chars[at..])?;
            open = Some(literal.value);
            repaired |= literal.repaired;
            at += literal.len;
            arabic = true;
            after_zero = false;
            end = at;
        } else if let Some(d) = digit(c) {
            if d == 0 && (open.is_none() || open == Some(Decimal::ZERO)) {
                // 零 holds an empty place; alone it is the number 0.
                after_zero = true;
                if at == 0 || chars.get(at + 1).is_some_and(|n| *n == '点') {
                    open = Some(Decimal::ZERO);
                }
                at += 1;
                chinese = true;
                if at == 1 || open.is_some() {
                    end = at;
                }
                continue;
            }
            if d == 0 {
                break;
            }
            if open.is_some_and(|value| !value.is_zero()) {
                break;
            }
            // 两万两 of silver: 两 ends no numeral.
            let scaled_next = chars.get(at + 1).is_some_and(|n| place(*n).is_some() || scale(*n).is_some());
            if matches!(c, '两' | '兩') && last_place != 0 && !scaled_next {
                break;
            }
            open = Some(Decimal::from(d));
            chinese = true;
            at += 1;
            end = at;
            // 七百三, 三万五: the digit stands one place below the last one.
            let ends_here = chars.get(at).is_none_or(|n| {
                digit(*n).is_none() && place(*n).is_none() && scale(*n).is_none() && *n != '点'
            });
            if ends_here && !after_zero && !arabic && last_place >= 100 {
                open = Some(Decimal::from(d) * Decimal::from(last_place / 10));
            }
            after_zero = false;
        } else if matches!(c, '廿' | '卅') && open.is_none() {
            section += Decimal::from(if c == '廿' { 20 } else { 30 });
            last_place = 10;
            chinese = true;
            at += 1;
            end = at;
        } else if at > 0 && begins_measure(&chars[at..]) {
            break;
        } else if let Some(p) = place(c) {
            if last_place != 0 && last_place <= p && open.is_none() {
                break;
            }
            if open.is_none() && at == 0 {
                started_bare = true;
            }
            let factor = open.take().unwrap_or(Decimal::ONE);
            section = section.checked_add(factor.checked_mul(Decimal::from(p))?)?;
            last_place = p;
            after_zero = false;
            chinese = true;
            at += 1;
            end = at;
        } else if let Some(s) = scale(c) {
            let said = open.is_some() || !section.is_zero();
            let own = section.checked_add(open.take().unwrap_or_default())?;
            let mut value = own;
            let bare = !said && (at == 0 || parts.is_empty());
            if bare {
                value = Decimal::ONE;
                started_bare = at == 0;
            }
            // 四万万 is four times 万 times 万.
            let again = own.is_zero() && s == 10_000 && chars[at - at.min(1)] == c;
            if own.is_zero() && !bare && !again && parts.last().is_some_and(|p| p.scale >= s) {
                break;
            }
            if let Some(part) = parts.pop_if(|part| again && part.scale == s) {
                value = part.value;
            }
            while parts.last().is_some_and(|p| p.scale < s) {
                if let Some(part) = parts.pop() {
                    value = value.checked_add(part.value)?;
                }
            }
            parts.push(Part { value: value.checked_mul(Decimal::from(s))?, scale: s });
            section = Decimal::ZERO;
            last_place = s;
            after_zero = false;
            scaled = true;
            chinese = true;
            at += 1;
            end = at;
        } else if c == '点' {
            let decimals =
                chars[at + 1..].iter().take_while(|n| digit(**n).is_some() || n.is_ascii_digit()).count();
            // 网点300个: nobody writes 0.3 so.
            let figures = chars.get(at + 1).is_some_and(char::is_ascii_digit);
            if decimals == 0 || (at == 0 && !chinese && (decimals < 2 || figures)) {
                break;
            }
            let text: String = chars[at + 1..at + 1 + decimals]
                .iter()
                .filter_map(|n| n.to_digit(10).or_else(|| digit(*n)).and_then(|d| char::from_digit(d, 10)))
                .collect();
            let fraction: Decimal = format!("0.{text}").parse().ok()?;
            open = Some(open.unwrap_or_default().checked_add(fraction)?);
            at += 1 + decimals;
            chinese = true;
            end = at;
            // Only scale words may follow a decimal fraction; 百分之 begins another value.
            let rest = &chars[at..];
            let multiplied = rest.first().is_some_and(|n| place(*n).is_some() || scale(*n).is_some());
            if !multiplied || rest.get(1..3) == Some(&['分', '之']) {
                break;
            }
        } else if c == '几' && at > 0 && (end == at || after_zero) {
            // 一千几百, 一百零几万: the place is said, not how many of it.
            more = true;
            at += 1;
            at += usize::from(chars.get(at).is_some_and(|n| place(*n).is_some_and(|p| p < last_place)));
            end = at;
            after_zero = false;
            if chars.get(at).is_none_or(|n| scale(*n).is_none()) {
                break;
            }
        } else if is_more(c) && end == at && at > 0 {
            let goes_on = chars.get(at + 1).is_some_and(|n| scale(*n).is_some());
            more = true;
            at += 1;
            end = at;
            if !goes_on {
                break;
            }
        } else {
            break;
        }
    }
    if end == 0 {
        return None;
    }
    let mut value = section.checked_add(open.unwrap_or_default())?;
    for part in parts {
        value = value.checked_add(part.value)?;
    }
    let form = match (arabic, chinese) {
        (true, false) => Form::Arabic,
        (true, true) => Form::Mixed,
        _ if started_bare
            && (scaled || last_place >= 100)
            && value >= Decimal::ONE_HUNDRED
            && only_scale(&chars[..end]) =>
        {
            Form::Scale
        }
        _ if end == 1 && digit(chars[0]).is_some() => Form::Digits,
        _ => Form::Chinese,
    };
    Some(Numeral { value: value.normalize(), high: None, len: end, more, repaired, form })
}

fn only_scale(chars: &[char]) -> bool {
    chars.iter().all(|c| place(*c).is_some() || scale(*c).is_some())
}

struct Literal {
    value: Decimal,
    len: usize,
    repaired: bool,
}

/// Arabic digits with thousands separators and a decimal point, also where the separator is wrong.
fn arabic_literal(chars: &[char]) -> Option<Literal> {
    let run = |from: usize| chars[from.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut text = String::new();
    let mut repaired = false;
    let mut at = run(0);
    text.extend(&chars[..at]);
    // 1O2: a letter O between digits can only be a zero.
    while at > 0 && matches!(chars.get(at), Some('O' | 'o')) && run(at + 1) > 0 {
        text.push('0');
        let more = run(at + 1);
        text.extend(&chars[at + 1..at + 1 + more]);
        at += 1 + more;
        repaired = true;
    }
    // Thousands: 27,203,319 or 37 511.
    if (1..=3).contains(&at) && !text.starts_with('0') {
        let separator = chars.get(at).copied().filter(|c| matches!(c, ',' | ' '));
        if let Some(separator) = separator {
            let mut groups = String::new();
            let mut ahead = at;
            while chars.get(ahead).is_some_and(|c| *c == separator) && run(ahead + 1) == 3 {
                groups.extend(&chars[ahead + 1..ahead + 4]);
                ahead += 4;
            }
            if !groups.is_empty() {
                text.push_str(&groups);
                at = ahead;
                repaired |= separator == ' ';
            }
        }
    }
    let point = chars.get(at).copied();
    let decimals = run(at + 1);
    if let Some(len) = parted_decimals(chars, at) {
        text.push('.');
        text.extend(&chars[at + 2..at + 2 + len]);
        return Some(Literal { value: text.parse().ok()?, len: at + 2 + len, repaired: true });
    }
    let wrong_point = point == Some('。') && at <= 3 && (1..=2).contains(&decimals);
    if (point == Some('.') || wrong_point) && decimals > 0 {
        let is_version = chars.get(at + 1 + decimals) == Some(&'.') && run(at + 2 + decimals) > 0;
        if !is_version || wrong_point {
            text.push('.');
            text.extend(&chars[at + 1..at + 1 + decimals]);
            at += 1 + decimals;
            repaired |= wrong_point;
        }
    }
    if text.starts_with('.') {
        text.insert(0, '0');
    }
    Some(Literal { value: text.parse().ok()?, len: at, repaired })
}

/// How many decimals follow a point and a blank at `at`: 13. 5%, as PDF and scanned text part them. Only what can
/// follow a decimal fraction shows that it is one; `1. 5家` numbers a list.
fn parted_decimals(chars: &[char], at: usize) -> Option<usize> {
    let rest = chars.get(at..)?.strip_prefix(&['.', ' '])?;
    let len = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let closes = match rest.get(len)? {
        '%' | '、' | '和' | '万' | '亿' | '倍' | '千' => true,
        '个' => rest.get(len + 1) == Some(&'百'),
        _ => false,
    };
    (at > 0 && (1..=2).contains(&len) && closes).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn value(text: &str) -> Option<String> {
        let chars: Vec<char> = text.chars().collect();
        read(&chars).map(|n| format!("{}{}", n.value, &chars[n.len..].iter().collect::<String>()))
    }

    #[rstest]
    #[case("740", "740")]
    #[case("27,203,319,000", "27203319000")]
    #[case("1.99万", "19900")]
    #[case("24亿9981.3万", "2499813000")]
    #[case("3万4000", "34000")]
    #[case("二十万亿", "20000000000000")]
    #[case("一百二十三亿七千万", "12370000000")]
    #[case("两千多", "2000")]
    #[case("4万余", "40000")]
    #[case("4万多亿", "4000000000000")]
    #[case("1000多万", "10000000")]
    #[case("十几", "10")]
    #[case("七百三", "730")]
    #[case("三万五", "35000")]
    #[case("一百二十万三", "1203000")]
    #[case("十一亿零九千零三十二", "1100009032")]
    #[case("一万两千零3十四", "12034")]
    #[case("零零点零零二八五", "0.00285")]
    #[case("一七二零点一三四", "1720.134")]
    #[case("二〇二四", "2024")]
    #[case("1百01", "101")]
    #[case("200亿零四千230", "20000004230")]
    #[case("7。2", "7.2")]
    #[case("37 511", "37511")]
    #[case("1O2", "102")]
    #[case("百万", "1000000")]
    #[case("千亿", "100000000000")]
    #[case("四万万", "400000000")]
    #[case("两万两", "20000两")]
    #[case("三万两千", "32000")]
    #[case("一百零几万", "1000000")]
    #[case("一千几百", "1000")]
    #[case("几十个", "10个")]
    #[case("数百万", "1000000")]
    #[case("十", "10")]
    #[case("一十一", "11")]
    #[case("1.07万亿千瓦时", "1070000000000千瓦时")]
    #[case("500千伏", "500千伏")]
    #[case("12家", "12家")]
    #[case("2023,100", "2023,100")]
    #[case("13. 5%", "13.5%")]
    #[case("13. 5和4.8", "13.5和4.8")]
    #[case("1. 5家", "1. 5家")]
    fn reads(#[case] text: &str, #[case] want: &str) {
        assert_eq!(value(text).as_deref(), Some(want), "{text}");
    }

    #[rstest]
    #[case("两三", "2", "3")]
    #[case("七八十", "70", "80")]
    #[case("一两百", "100", "200")]
    #[case("三五百", "300", "500")]
    #[case("十五六", "15", "16")]
    #[case("一千五六百", "1500", "1600")]
    #[case("三四百万", "3000000", "4000000")]
    #[case("一百二三十亿", "12000000000", "13000000000")]
    fn two_guesses_are_a_range(#[case] text: &str, #[case] low: &str, #[case] high: &str) {
        let chars: Vec<char> = text.chars().collect();
        let read = read(&chars).expect("a numeral");
        let ends = (read.value.to_string(), read.high.map(|high| high.to_string()));
        assert_eq!((ends, read.len), ((low.to_owned(), Some(high.to_owned())), chars.len()), "{text}");
    }

    #[rstest]
    #[case("一二三")]
    #[case("二三点五")]
    #[case("二〇二三")]
    #[case("三二十")]
    #[case("十二")]
    fn a_row_of_digits_is_no_guess(#[case] text: &str) {
        assert_eq!(read(&text.chars().collect::<Vec<_>>()).expect("a numeral").high, None, "{text}");
    }

    #[rstest]
    #[case("家")]
    #[case("几家")]
    #[case("数字")]
    #[case("")]
    #[case("10000000000000000000000000000000000000000000")]
    fn reads_nothing(#[case] text: &str) {
        assert_eq!(value(text), None);
    }

    #[test]
    fn says_what_it_repaired_and_what_is_inexact() {
        let read = |text: &str| read(&text.chars().collect::<Vec<_>>()).expect("a numeral");
        assert!(read("7。2").repaired);
        assert!(!read("7.2").repaired);
        assert!(read("4万余").more);
        assert!(!read("4万").more);
    }
}
