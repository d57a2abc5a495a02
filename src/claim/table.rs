//! Flattened tables: rows of cells between bars, with scale and unit in the heading or a column of units.

use crate::document::Span;
use crate::lexicon::lexicon;
use crate::numeral;
use crate::text::shadow::{ends_with, starts_with};
use rust_decimal::Decimal;

/// A table while its rows are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    headings: Vec<String>,
    /// The column that holds each row's unit.
    unit_column: Option<usize>,
    /// The unit that the caption gives for all cells: 单位:亿元.
    unit: Option<String>,
    /// What the caption says that the table is of: 分行业固定资产投资.
    pub(super) subject: Option<String>,
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
}

/// True for a line that is a row of a table.
pub(super) fn is_row(chars: &[char], line: Span) -> bool {
    let slice = &chars[line.start..line.end];
    slice.first() == Some(&'|') || slice.iter().filter(|c| **c == '|').count() >= 2
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

    /// Reads a row; the first one with words alone is the heading.
    pub(super) fn row(&mut self, chars: &[char], line: Span) -> Vec<Cell> {
        let cells = cells(chars, line);
        let text = |span: &Span| chars[span.start..span.end].iter().collect::<String>();
        if cells.iter().all(|c| chars[c.start..c.end].iter().all(|c| matches!(c, '-' | ':' | ' '))) {
            return Vec::new();
        }
        if self.headings.is_empty() {
            self.headings = cells.iter().map(text).collect();
            self.unit_column = self.headings.iter().position(|h| h == "单位" || h == "计量单位");
            return Vec::new();
        }
        let Some(first) = cells.first().map(|c| label(&text(c))).filter(|l| !l.is_empty()) else {
            return Vec::new();
        };
        let mut label = first;
        // The level that a column of changes beside it is of.
        let mut level = None;
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
            let heading = self.headings.get(at).cloned().unwrap_or_default();
            let (title, own_unit) = heading_unit(&heading);
            let title = title.replace("<br>", "");
            let measure =
                own_unit.or_else(|| row_unit.clone()).or_else(|| self.unit.clone()).unwrap_or_default();
            let (factor, unit) = scaled_unit(&measure);
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
                    "" | "绝对数" | "数量" | "指标值" | "总量" | "合计" | "数值" | "实绩"
                );
            let label = label.strip_prefix("其中:").map_or_else(|| label.clone(), str::to_owned);
            let own =
                if plain || label.ends_with(&title) { label.clone() } else { format!("{label}{title}") };
            let name = level.clone().filter(|_| change).unwrap_or(own);
            if !change {
                level = Some(name.clone());
            }
            found.push(Cell { span: *cell, value: value.normalize(), unit, name, change, stock });
        }
        found
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

    #[test]
    fn scale_and_unit_come_from_the_heading_or_the_unit_column() {
        let text: Vec<char> =
            "| 指标 | 年末数(万人) | 比重(%) |\n| --- | --- | --- |\n| 其中:城镇 | 84.5 | 60.6 |"
                .chars()
                .collect();
        let mut table = Table::default();
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=text.len() {
            if at == text.len() || text[at] == '\n' {
                found.extend(table.row(&text, Span::new(start, at)));
                start = at + 1;
            }
        }
        let read: Vec<_> = found.iter().map(|c| format!("{}={}{}", c.name, c.value, c.unit)).collect();
        assert_eq!(read, ["城镇=845000人", "城镇比重=60.6%"]);
    }
}
