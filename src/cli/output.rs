//! Results on standard output: lines, CSV, and tables that line up in Chinese.

use super::CliError;
use crate::export::xlsx::Workbook;
use crate::export::{cells, csv_lines, row};
use crate::language::Language;
use crate::period::Period;
use chrono::NaiveDate;
use serde::Serialize;
use std::io::{self, BufWriter, StdoutLock, Write};
use unicode_width::UnicodeWidthStr;

/// Standard output, buffered: a run may print a million claims.
pub(super) fn standard() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// One JSON object a line.
pub(super) fn json_lines<T: Serialize>(rows: &[T]) -> Result<(), CliError> {
    let mut out = standard();
    for row in rows {
        serde_json::to_writer(&mut out, row).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// One JSON value, indented for people.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<(), CliError> {
    let mut out = standard();
    serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// How CSV is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Mark {
    /// 在 CSV 开头加 UTF-8 标记（BOM），Excel 双击打开时中文不乱码。
    /// Begin CSV with the mark of UTF-8 (BOM), without which Excel garbles Chinese.
    #[arg(long)]
    bom: bool,
}

impl Mark {
    /// Refuses the mark where the output is no CSV.
    pub(super) fn only_for(self, is_csv: bool) -> Result<(), CliError> {
        if self.bom && !is_csv { Err(CliError::MarkWithoutCsv) } else { Ok(()) }
    }

    /// Writes the mark where it is asked for.
    pub(super) fn begin(self, out: &mut impl Write) -> io::Result<()> {
        if self.bom { out.write_all("\u{feff}".as_bytes()) } else { Ok(()) }
    }
}

/// In which form a list is printed: the same choice for every command that prints one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    #[value(alias = "table")]
    Text,
    Csv,
    Json,
    Jsonl,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Form {
    /// 输出格式：text（给人看）、csv、json 或 jsonl（一行一条）。
    /// How to print: text (for people), csv, json, or jsonl (a line for each).
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        value_name = "text|csv|json|jsonl",
        default_value = "text"
    )]
    pub(super) format: Format,
    #[command(flatten)]
    mark: Mark,
}

impl Form {
    /// Refuses the mark where the output is no CSV.
    pub(super) fn makes_sense(self) -> Result<(), CliError> {
        self.mark.only_for(self.format == Format::Csv)
    }

    /// Prints rows for programs, or with `text` for people.
    pub(super) fn print<T: Serialize>(
        self,
        rows: &[T],
        text: impl FnOnce() -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        match self.format {
            Format::Text => text(),
            Format::Csv => csv(rows, self.mark),
            Format::Json => json(rows),
            Format::Jsonl => json_lines(rows),
        }
    }
}

/// CSV with a header line.
pub(super) fn csv<T: Serialize>(rows: &[T], mark: Mark) -> Result<(), CliError> {
    let mut out = standard();
    mark.begin(&mut out)?;
    for (at, row) in rows.iter().enumerate() {
        let [names, cells] = cells(row).map_err(io::Error::from)?;
        let lines = (at == 0).then_some(names).into_iter().chain([cells]);
        out.write_all(&csv_lines(lines).map_err(io::Error::from)?)?;
    }
    Ok(out.flush()?)
}

/// An Excel workbook with its sources, and with what `draw` draws.
pub(super) fn xlsx<T: Serialize>(
    rows: &[T],
    sources: &[[String; row::SOURCE.len()]],
    language: Language,
    draw: impl FnOnce(&mut Workbook),
) -> Result<(), CliError> {
    let cells = rows.iter().map(cells).collect::<Result<Vec<_>, _>>().map_err(io::Error::from)?;
    let names = cells.first().map_or(&[][..], |[names, _]| names);
    let mut book = Workbook::new(names, language).map_err(io::Error::other)?;
    for [_, cells] in &cells {
        book.write(cells).map_err(io::Error::other)?;
    }
    draw(&mut book);
    let mut file = Vec::new();
    book.finish(sources, &mut file).map_err(io::Error::other)?;
    let mut out = standard();
    out.write_all(&file)?;
    Ok(out.flush()?)
}

/// Columns that line up, a Chinese character being as wide as two Latin letters.
pub(super) fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> Result<(), CliError> {
    let mut widths = header.map(UnicodeWidthStr::width);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = standard();
    for row in std::iter::once(&header.map(String::from)).chain(rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(out.flush()?)
}

/// A period as two days, an unknown one being left open: `2024-01-01…2024-11-20`, `…2024-09-30`.
pub(super) fn dates(period: &Period) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match (period.start, period.end) {
        (None, None) => String::new(),
        (start, end) if start == end => day(start),
        (start, end) => format!("{}…{}", day(start), day(end)),
    }
}
