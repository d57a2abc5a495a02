//! Flattened tables: rows of cells between bars, with scale and unit in the heading or a column of units.

use crate::document::Span;
use crate::lexicon::lexicon;
use crate::numeral;
use crate::period::{self, Expression, Period};
use crate::text::shadow::{ends_with, starts_with};
use rust_decimal::Decimal;

/// A table while its rows are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    /// The column that holds each row's unit.
    unit_column: Option<usize>,
    /// The unit that the caption gives for all cells: 单位:亿元.
    unit: Option<String>,
    /// What the caption says that the table is of: 分行业固定资产投资.
    pub(super) subject: Option<String>,
}

/// What a heading says of the cells below it.
#[derive(Debug, Clone, Default)]
struct Column {
    /// What is measured, without unit and time.
    title: String,
    unit: Option<String>,
    time: Option<Time>,
}

/// The time of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Time {
    /// 2024年, 上半年.
    Said(Expression),
    /// 2024.
    Year(Period),
}

/// A number in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where the bare number stands.
    pub(super) span: Span,
    pub(super) value: Decimal,
    pub(super) unit: String,
    /// What it measures: the row's label with the column's heading.
    pub(super) name: String,
    /// True in a column of changes: 比上年增长(%).
    pub(super) change: bool,
    /// True in a column of stocks: 年末数.
    pub(super) stock: bool,
    /// The time that the heading gives.
    pub(super) time: Option<Time>,
}

/// True for a line that is a row of a table.
pub(super) fn is_row(chars: &[char], line: Span) -> bool {
    let slice = &chars[line.start..line.end];
    slice.first() == Some(&'|') || slice.iter().filter(|c| **c == '|').count() >= 2
}

/// True where a stretch of a row stands in a cell that is a number and nothing else.
pub(super) fn is_value(chars: &[char], line: Span, within: Span) -> bool {
    cells(chars, line)
        .iter()
        .any(|cell| cell.contains(within) && number(&chars[cell.start..cell.end]).is_some())
}

impl Table {
    /// A table under a caption.
    pub(super) fn under(caption: &[char]) -> Self {
        let text: String = caption.iter().collect();
        let unit = text.split_once("单位:").map(|(_, rest)| {
            rest.trim_start().chars().take_while(|c| !matches!(c, ')' | ' ' | ',' | ';' | '。')).collect()
        });
        Self { unit, subject: None, ..Self::default() }
    }

    /// 表6 2019年分行业固定资产投资(不含农户)增长速度: what the table is of.
    pub(super) fn titled(self, title: &[char]) -> Self {
        let text: String = title.iter().collect();
        let Some(text) = text.trim_start().strip_prefix('表') else { return self };
        let said = label(text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '));
        let said = said.strip_prefix('年').unwrap_or(&said);
        let end = ["及其", "情况", "增长速度", "比上年"].iter().filter_map(|word| said.find(word)).min();
        let subject = &said[..end.unwrap_or(said.len())];
        Self { subject: (!subject.is_empty()).then(|| subject.to_owned()), ..self }
    }

    /// Reads a row; the first one with words and years alone is the heading. Rows before it, and rows that have more
    /// or fewer cells than it, say nothing that can be told for sure.
    pub(super) fn row(&mut self, chars: &[char], line: Span) -> Vec<Cell> {
        let cells = cells(chars, line);
        let text = |span: &Span| chars[span.start..span.end].iter().collect::<String>();
        if cells.iter().all(|c| chars[c.start..c.end].iter().all(|c| matches!(c, '-' | ':' | ' '))) {
            return Vec::new();
        }
        if self.columns.is_empty() {
            let years = |c: &Span| number(&chars[c.start..c.end]).is_none() || year(chars, *c).is_some();
            if cells.iter().skip(1).all(years) {
                self.columns = cells.iter().map(|c| Column::read(chars, *c)).collect();
                self.unit_column = cells.iter().position(|c| matches!(&*text(c), "单位" | "计量单位"));
            }
            return Vec::new();
        }
        let Some(first) = cells.first().filter(|c| number(&chars[c.start..c.end]).is_none()) else {
            return Vec::new();
        };
        let (first, named_unit) = (label(&text(first)), unit_in_brackets(&text(first)));
        if first.is_empty() || cells.len() != self.columns.len() {
            return Vec::new();
        }
        let mut label = first;
        // The level that a column of changes beside it is of, and its time.
        let mut level: Option<(String, Option<Time>)> = None;
        let row_unit = self.unit_column.and_then(|at| cells.get(at)).map(text);
        let mut found = Vec::new();
        for (at, cell) in cells.iter().enumerate().skip(1) {
            let Some(value) = number(&chars[cell.start..cell.end]) else {
                // | 制造业 | 3.1 | 技术服务业 | 17.9 |: two tables side by side.
                let words = self::label(&text(cell));
                if self.unit_column != Some(at) && words.chars().any(char::is_alphabetic) {
                    (label, level) = (words, None);
                }
                continue;
            };
            let Column { title, unit, time } = &self.columns[at];
            let measure = unit.as_ref().or(row_unit.as_ref()).or(named_unit.as_ref()).or(self.unit.as_ref());
            let (factor, unit) = scaled_unit(measure.map_or("", String::as_str));
            let Some(value) = value.checked_mul(factor) else { continue };
            let change = title.contains("增长")
                || title.contains("增减")
                || title.contains("增速")
                || title.contains("涨跌");
            let stock = title.contains("年末") || title.contains("期末");
            let plain = change
                || stock
                || matches!(
                    title.as_str(),
                    "" | "绝对数" | "数量" | "指标值" | "总量" | "合计" | "累计" | "数值" | "实绩"
                );
            let label = label.strip_prefix("其中:").map_or_else(|| label.clone(), str::to_owned);
            let own = if plain || label.ends_with(title) { label.clone() } else { format!("{label}{title}") };
            let (name, time) = match level.clone().filter(|_| change) {
                Some((name, of_level)) => (name, time.clone().or(of_level)),
                None => (own, time.clone()),
            };
            if !change {
                level = Some((name.clone(), time.clone()));
            }
            found.push(Cell { span: *cell, value: value.normalize(), unit, name, change, stock, time });
        }
        found
    }
}

impl Column {
    fn read(chars: &[char], cell: Span) -> Self {
        if let Some(year) = year(chars, cell) {
            return Self { time: Some(Time::Year(year)), ..Self::default() };
        }
        // 年末数: of whichever year the caption names.
        let stock = |e: &Expression| starts_with(&chars[e.span.start..], &["年末", "期末", "年底"]);
        let said = period::scan(chars, cell).into_iter().find(|e| e.places() && !e.base && !stock(e));
        let text = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
        let heading = match &said {
            Some(said) => text(cell.start, said.span.start) + &text(said.span.end, cell.end),
            None => text(cell.start, cell.end),
        };
        let (title, unit) = heading_unit(&heading);
        Self { title: title.replace("<br>", ""), unit, time: said.map(Time::Said) }
    }
}

/// The cells of a row, without bars, blanks and line breaks.
fn cells(chars: &[char], line: Span) -> Vec<Span> {
    let first = line.start + usize::from(chars.get(line.start) == Some(&'|'));
    let mut found = Vec::new();
    let mut start = first;
    for at in first..=line.end {
        let ends = at == line.end;
        if !ends && chars[at] != '|' || ends && start >= line.end {
            continue;
        }
        found.push(trim(chars, Span::new(start, at)));
        start = at + 1;
    }
    found
}

fn trim(chars: &[char], cell: Span) -> Span {
    let (mut from, mut to) = (cell.start, cell.end);
    while from < to && chars[from].is_whitespace() {
        from += 1;
    }
    while to > from && chars[to - 1].is_whitespace() {
        to -= 1;
    }
    if starts_with(&chars[from..to], &["<br>"]) {
        from += 4;
    }
    if ends_with(&chars[from..to], &["<br>"]) {
        to -= 4;
    }
    Span::new(from, to)
}

/// A cell that is a number and nothing else.
fn number(cell: &[char]) -> Option<Decimal> {
    let minus = usize::from(matches!(cell.first(), Some('-' | '−' | '－')));
    let numeral = numeral::read(cell.get(minus..)?)?;
    if minus + numeral.len != cell.len() || !cell.get(minus)?.is_ascii_digit() {
        return None;
    }
    Some(if minus == 1 { -numeral.value } else { numeral.value })
}

/// 其中:火电[31] → 火电; 0-15岁(含不满16周岁) → 0-15岁.
fn label(text: &str) -> String {
    let text = text.trim_start_matches("其中").trim_start_matches(':');
    let mut label = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ' ' => {}
            c if depth == 0 => label.push(c),
            _ => {}
        }
    }
    label
}

/// 年末数(万人) → 年末数 and 万人.
fn heading_unit(heading: &str) -> (String, Option<String>) {
    match heading.split_once('(') {
        Some((title, rest)) => (title.trim().to_owned(), Some(rest.trim_end_matches(')').to_owned())),
        None => (heading.to_owned(), None),
    }
}

/// 2024 in a heading.
fn year(chars: &[char], cell: Span) -> Option<Period> {
    let text: String = chars[cell.start..cell.end].iter().collect();
    let year = text.parse().ok().filter(|year| text.len() == 4 && (1900..2100).contains(year))?;
    period::whole_year(year, &text).map(|p| Period { inherited: false, ..p })
}

/// 城镇新增就业(万人): the unit that a label gives for its row.
fn unit_in_brackets(text: &str) -> Option<String> {
    let (_, unit) = heading_unit(text);
    unit.filter(|unit| {
        let word: Vec<char> = unit.chars().skip_while(|c| numeral::scale(*c).is_some()).collect();
        unit == "%" || lexicon().units.exact(&word).is_some()
    })
}

/// 万人 → 10000 and 人; 万千瓦 → 10000 and 千瓦.
fn scaled_unit(text: &str) -> (Decimal, String) {
    let chars: Vec<char> = text.split('(').next().unwrap_or_default().chars().collect();
    let scale = chars.iter().take_while(|c| numeral::scale(**c).is_some()).count();
    let factor = chars[..scale]
        .iter()
        .filter_map(|c| numeral::scale(*c))
        .fold(Decimal::ONE, |factor, s| factor.saturating_mul(Decimal::from(s)));
    let word = &chars[scale..];
    let unit = match lexicon().units.exact(word) {
        Some(unit) if unit.dimension != "count" && unit.factor == Some(Decimal::ONE) => {
            unit.base.clone().unwrap_or_else(|| unit.word.clone())
        }
        _ => word.iter().collect(),
    };
    (factor, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the cells of a table say: name=value unit, and the time that the heading gives.
    fn read(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        let mut table = Table::default();
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=text.len() {
            if at == text.len() || text[at] == '\n' {
                found.extend(table.row(&text, Span::new(start, at)));
                start = at + 1;
            }
        }
        let time = |cell: &Cell| match &cell.time {
            Some(Time::Said(e)) => format!(" {}", text[e.span.start..e.span.end].iter().collect::<String>()),
            Some(Time::Year(year)) => format!(" {}", year.text),
            None => String::new(),
        };
        found.iter().map(|c| format!("{}={}{}{}", c.name, c.value, c.unit, time(c))).collect()
    }

    #[test]
    fn scale_and_unit_come_from_the_heading_or_the_unit_column() {
        let text = "| 指标 | 年末数(万人) | 比重(%) |\n| --- | --- | --- |\n| 其中:城镇 | 84.5 | 60.6 |";
        assert_eq!(read(text), ["城镇=845000人", "城镇比重=60.6%"]);
    }

    #[test]
    fn a_heading_gives_the_time_of_its_column_and_the_label_may_give_the_unit() {
        let text = "指标 | 2023 | 2024年 | 比上年增长(%)\n城镇新增就业(万人) | 5 | 6 | 20";
        assert_eq!(
            read(text),
            ["城镇新增就业=50000人 2023", "城镇新增就业=60000人 2024年", "城镇新增就业=20% 2024年"]
        );
    }

    #[test]
    fn rows_that_do_not_fit_under_a_heading_say_nothing() {
        assert_eq!(read("南区 | 80 | 7\n北区 | 70 | 8"), [""; 0], "no heading");
        assert_eq!(read("指标 | 就业(万人)\n2023年 | 2024年\n云州市 | 5 | 6"), [""; 0], "two headings");
        assert_eq!(read("地区 | 就业 | 收入\n19243 | -3.6 | 5"), [""; 0], "no label");
        assert_eq!(read("指标 | 单位 | 2024年\n% | 3.2"), [""; 0], "a cell is missing");
    }
}
