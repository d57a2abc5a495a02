//! What a cell says: a number with the words around it, nothing, or words.

use super::unit;
use super::words::trim;
use crate::document::Span;
use crate::lexicon::{Bound, Direction, VerbRole, lexicon};
use crate::numeral;
use crate::text::shadow::starts_with;
use rust_decimal::Decimal;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Blank,
    /// —, …, /: there is no value.
    Missing,
    Number(Number),
    Words,
    /// Digits that cannot be read as one value for sure: 12/15, ▲3.2.
    Unclear,
}

/// A number in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// It with its hedge, sign and unit.
    pub(super) span: Span,
    /// Scale words and the scale of its own unit multiplied out.
    pub(super) value: Decimal,
    /// The upper end of a range.
    pub(super) high: Option<Decimal>,
    /// The unit that the cell names.
    pub(super) unit: Option<String>,
    pub(super) bound: Bound,
    /// 增长6%, 3.2↓: which way it says that it went.
    pub(super) direction: Option<Direction>,
    /// 第3位
    pub(super) rank: bool,
    /// A wrong separator was read in the only way that makes sense.
    pub(super) repaired: bool,
}

/// Reads a cell.
pub(super) fn read(chars: &[char], cell: Span) -> Content {
    let cell = trim(chars, cell);
    let text = &chars[cell.start..cell.end];
    if text.is_empty() {
        return Content::Blank;
    }
    if !text.iter().any(char::is_ascii_digit) {
        let marks = text.iter().all(|c| "-—–―…·./\\*#×_^~".contains(*c) || c.is_whitespace());
        return if marks || matches!(text, ['无' | '空' | '略']) {
            Content::Missing
        } else {
            Content::Words
        };
    }
    let mut reader = Reader { chars, at: cell.start, end: cell.end };
    match reader.number() {
        Some(number) => Content::Number(number),
        // 0—14岁, 2023年: words with digits in them.
        None if text.iter().any(|c| c.is_alphabetic() && !c.is_ascii_alphabetic()) => Content::Words,
        None => Content::Unclear,
    }
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [char] {
        &self.chars[self.at..self.end.max(self.at)]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().iter().take_while(|c| c.is_whitespace()).count();
    }

    /// The number that the cell is, with nothing else beside it than words of what it means.
    fn number(&mut self) -> Option<Number> {
        let behind = self.without_remarks();
        let ahead = self.arrow();
        let mut direction = ahead.or(behind);
        if let Some((length, verb)) = lexicon().verbs.longest(self.rest())
            && verb.role == VerbRole::Change
        {
            self.at += length;
            direction = verb.direction;
            self.skip_blanks();
        }
        if let Some(rank) = self.rank() {
            return Some(rank);
        }
        let start = self.at;
        let before = self.hedge_before();
        let (value, repaired, more) = self.signed()?;
        let (scale, own) = self.unit();
        let mut value = value.checked_mul(scale)?;
        let mut unit = own;
        let mut high = None;
        if let Some((upper, scale, of_both)) = self.upper_end() {
            // 5—6万人: scale and unit hold for both.
            if unit.is_none() {
                value = value.checked_mul(scale)?;
            }
            high = Some(upper.checked_mul(scale)?);
            unit = of_both.or(unit);
        }
        let after = self.hedge_after();
        if unit.is_none() {
            let (scale, own) = self.unit();
            value = value.checked_mul(scale)?;
            unit = own;
        }
        let after = after.or_else(|| self.hedge_after());
        // 0—14岁 is a group of people.
        let group = unit.as_deref().is_none_or(|unit| matches!(unit, "岁" | "周岁" | "年" | "月" | "日"));
        if self.at < self.end || high.is_some_and(|high| high <= value || group) {
            return None;
        }
        let bound = match (high, after.or(before)) {
            (Some(_), _) => Bound::Range,
            (None, Some(bound)) => bound,
            (None, None) if more => Bound::MoreThan,
            (None, None) => Bound::Exact,
        };
        let span = Span::new(start, self.end);
        let number = Number { span, value, high, unit, bound, direction, rank: false, repaired };
        Some(number)
    }

    /// Goes before what stands behind a number: remarks in brackets, marks of footnotes, an arrow.
    fn without_remarks(&mut self) -> Option<Direction> {
        let mut direction = None;
        loop {
            let text = self.rest();
            match text.last()? {
                c if c.is_whitespace() || matches!(c, '*' | '\\' | '※' | '①'..='⑳' | '#') => {
                    self.end -= 1;
                }
                '↑' => (direction, self.end) = (Some(Direction::Up), self.end - 1),
                '↓' => (direction, self.end) = (Some(Direction::Down), self.end - 1),
                ')' | ']' => match text.iter().rposition(|c| matches!(c, '(' | '[')) {
                    Some(open) if open > 0 => self.end = self.at + open,
                    _ => return direction,
                },
                _ => return direction,
            }
        }
    }

    fn arrow(&mut self) -> Option<Direction> {
        let direction = match self.rest().first()? {
            '↑' => Direction::Up,
            '↓' => Direction::Down,
            _ => return None,
        };
        self.at += 1;
        self.skip_blanks();
        Some(direction)
    }

    /// 第3位, 并列第2
    fn rank(&mut self) -> Option<Number> {
        let ordinal = self.rest().iter().take(8).position(|c| *c == '第')?;
        let words = &self.rest()[..ordinal];
        if !words.iter().all(|c| c.is_alphabetic()) {
            return None;
        }
        let start = self.at + ordinal;
        let numeral = numeral::read(&self.chars[start + 1..self.end])?;
        let end = start + 1 + numeral.len;
        let rest = &self.chars[end..self.end];
        let closes = rest.is_empty() || matches!(rest, ['位' | '名']);
        (closes && !numeral.more).then(|| Number {
            span: Span::new(start, self.end),
            value: numeral.value,
            high: None,
            unit: None,
            bound: Bound::Exact,
            direction: None,
            rank: true,
            repaired: numeral.repaired,
        })
    }

    fn hedge_before(&mut self) -> Option<Bound> {
        let signs = [
            ("≥", Bound::AtLeast),
            ("≧", Bound::AtLeast),
            (">=", Bound::AtLeast),
            ("≤", Bound::AtMost),
            ("≦", Bound::AtMost),
            ("<=", Bound::AtMost),
            (">", Bound::MoreThan),
            ("&gt;", Bound::MoreThan),
            ("<", Bound::LessThan),
            ("&lt;", Bound::LessThan),
        ];
        let sign = signs.iter().find(|(sign, _)| starts_with(self.rest(), &[sign]));
        let found = match sign {
            Some((sign, bound)) => Some((sign.chars().count(), *bound)),
            None => lexicon().hedges_before.longest(self.rest()).map(|(length, bound)| (length, *bound)),
        };
        let (length, bound) = found?;
        self.at += length;
        self.skip_blanks();
        Some(bound)
    }

    fn hedge_after(&mut self) -> Option<Bound> {
        self.skip_blanks();
        let (length, bound) = lexicon().hedges_after.longest(self.rest())?;
        self.at += length;
        Some(*bound)
    }

    /// A numeral in digits with its sign: its value, whether a separator was repaired, and whether 余 follows.
    fn signed(&mut self) -> Option<(Decimal, bool, bool)> {
        let sign = self.rest().first().copied()?;
        let minus = matches!(sign, '-' | '−' | '–' | '—');
        if minus || sign == '+' {
            self.at += 1;
            self.skip_blanks();
        }
        let rest = self.rest();
        if !matches!(rest.first(), Some('0'..='9' | '.')) {
            return None;
        }
        let numeral = numeral::read(rest)?;
        self.at += numeral.len;
        let value = if minus { -numeral.value } else { numeral.value };
        Some((value, numeral.repaired, numeral.more))
    }

    /// The unit that follows, with its scale where that is no part of the numeral.
    fn unit(&mut self) -> (Decimal, Option<String>) {
        let start = self.at;
        self.skip_blanks();
        let scales = self.rest().iter().take_while(|c| numeral::scale(**c).is_some()).count();
        let Some((length, _)) = lexicon().units.longest(&self.rest()[scales..]) else {
            self.at = start;
            return (Decimal::ONE, None);
        };
        // 元/人, 人/平方公里
        let mut end = scales + length;
        if self.rest().get(end) == Some(&'/') {
            end += self.rest()[end..].iter().take_while(|c| !c.is_whitespace()).count();
        }
        let word: String = self.rest()[..end].iter().collect();
        self.at += end;
        let (scale, unit) = unit::scaled(&word);
        (scale, Some(unit))
    }

    /// 6% in 5.5%—6%, with its scale and unit.
    fn upper_end(&mut self) -> Option<(Decimal, Decimal, Option<String>)> {
        let dashes = self.rest().iter().take_while(|c| matches!(c, '-' | '—' | '–' | '~' | '至')).count();
        if !(1..=2).contains(&dashes) || !self.rest().get(dashes).is_some_and(char::is_ascii_digit) {
            return None;
        }
        self.at += dashes;
        let (upper, _, _) = self.signed()?;
        let (scale, unit) = self.unit();
        Some((upper, scale, unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn said(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        match read(&chars, Span::new(0, chars.len())) {
            Content::Number(n) => {
                let quote: String = chars[n.span.start..n.span.end].iter().collect();
                let high = n.high.map_or(String::new(), |high| format!("..{}", high.normalize()));
                let way = n.direction.map_or(String::new(), |way| format!(" {way:?}"));
                let rank = if n.rank { " rank" } else { "" };
                let unit = n.unit.unwrap_or_default();
                format!("{quote} = {}{high}{unit} {:?}{way}{rank}", n.value.normalize(), n.bound)
            }
            other => format!("{other:?}"),
        }
    }

    #[rstest]
    #[case("1,234.50", "1,234.50 = 1234.5 Exact")]
    #[case("-3.2", "-3.2 = -3.2 Exact")]
    #[case("−3.2%", "−3.2% = -3.2% Exact")]
    #[case("+5.7", "+5.7 = 5.7 Exact")]
    #[case("38,410人", "38,410人 = 38410人 Exact")]
    #[case("3.2万元", "3.2万元 = 32000元 Exact")]
    #[case("12.5 %", "12.5 % = 12.5% Exact")]
    #[case("1.2个百分点", "1.2个百分点 = 1.2个百分点 Exact")]
    #[case("上升2.3个百分点", "2.3个百分点 = 2.3个百分点 Exact Up")]
    #[case("下降3左右", "3左右 = 3 About Down")]
    #[case("增长6%左右", "6%左右 = 6% About Up")]
    #[case("3.2↓", "3.2 = 3.2 Exact Down")]
    #[case("5以上", "5以上 = 5 AtLeast")]
    #[case("5万人以上", "5万人以上 = 50000人 AtLeast")]
    #[case(">58", ">58 = 58 MoreThan")]
    #[case("≥95", "≥95 = 95 AtLeast")]
    #[case("约12", "约12 = 12 About")]
    #[case("5.5%—6%", "5.5%—6% = 5.5..6% Range")]
    #[case("第3位", "第3位 = 3 Exact rank")]
    #[case("并列第2", "第2 = 2 Exact rank")]
    #[case("8.4  (可比价)", "8.4 = 8.4 Exact")]
    #[case("2.82(\\*)", "2.82 = 2.82 Exact")]
    #[case("12.5[3]", "12.5 = 12.5 Exact")]
    #[case("3.4①", "3.4 = 3.4 Exact")]
    #[case("27.5元/吨", "27.5元/吨 = 27.5元/吨 Exact")]
    fn numbers_are_read_with_what_stands_around_them(#[case] cell: &str, #[case] want: &str) {
        assert_eq!(said(cell), want);
    }

    #[rstest]
    #[case("—", "Missing")]
    #[case("……", "Missing")]
    #[case("/", "Missing")]
    #[case("-", "Missing")]
    #[case("", "Blank")]
    #[case("<br>", "Blank")]
    #[case("市园林局", "Words")]
    #[case("12/15", "Unclear")]
    #[case("3-5", "Unclear")]
    #[case("▲3.2", "Unclear")]
    #[case("(12.5)", "Unclear")]
    #[case("0531-66601234", "Unclear")]
    #[case("0—14岁", "Words")]
    #[case("2024年10月", "Words")]
    #[case("市卫健委、12县区", "Words")]
    #[case("A01", "Unclear")]
    fn what_is_no_single_number_is_none(#[case] cell: &str, #[case] want: &str) {
        assert_eq!(said(cell), want);
    }
}
