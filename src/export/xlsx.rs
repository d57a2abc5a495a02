//! A table as an Excel workbook: typed cells under a header that stays in sight, the sources, what the columns mean, and
//! of series a chart that Excel draws. Rows pass through it, however many.

use super::column::{self, Holds};
use super::guarded;
use super::row;
use crate::claim::{Bound, Status};
use crate::language::Language;
use crate::period::PeriodType;
use crate::series::Series;
use crate::store::{Store, StoreError};
use crate::words::{self, number};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType,
    Color, ExcelDateTime, Format, Worksheet,
};
use std::collections::BTreeSet;
use std::io::Write;

pub use rust_xlsxwriter::XlsxError;

/// The type of such a file.
pub const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rows of a sheet below its header; what is more goes on in another sheet.
const ROWS: u32 = 1_048_575;

/// Characters of a cell, in units of UTF-16. Longer words end in `…`.
const LONGEST: usize = 32_767;

/// Digits that Excel keeps of a number.
const DIGITS: usize = 15;

/// More lines than these are not drawn into one chart: nobody could tell them apart.
const LINES: usize = 24;

/// So many documents are read at a time.
const AT_ONCE: usize = 500;

/// The colours of the series of a chart, told apart by everybody (Okabe and Ito).
const COLOURS: [u32; 6] = [0x00_72_B2, 0xD5_5E_00, 0x00_9E_73, 0xCC_79_A7, 0xE6_9F_00, 0x56_B4_E9];

/// A workbook that is being written.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    columns: Vec<String>,
    holds: Vec<Holds>,
    days: Format,
    language: Language,
    /// The sheets of the table so far, and the rows of the last one below its header.
    sheets: usize,
    rows: u32,
    documents: BTreeSet<i64>,
    lines: Vec<Line>,
}

/// A series as it is drawn.
struct Line {
    /// Lines with one panel are drawn together: measure and unit.
    panel: String,
    name: String,
    target: bool,
    /// Stretches that may be joined.
    runs: Vec<Vec<Mark>>,
}

/// A point as it is drawn.
struct Mark {
    day: NaiveDate,
    value: Decimal,
    quote: String,
    /// Its words say more than the number: a hedge or a range, which stands beside it in the chart.
    is_hedged: bool,
}

impl Workbook {
    /// A table with these columns.
    pub fn new(columns: &[impl AsRef<str>], language: Language) -> Result<Self, XlsxError> {
        let book = rust_xlsxwriter::Workbook::new();
        let columns: Vec<String> = columns.iter().map(|name| name.as_ref().to_owned()).collect();
        let mut new = Self {
            book,
            holds: holds(&columns),
            columns,
            days: Format::new().set_num_format("yyyy-mm-dd"),
            language,
            sheets: 0,
            rows: 0,
            documents: BTreeSet::new(),
            lines: Vec::new(),
        };
        new.begin()?;
        Ok(new)
    }

    /// A sheet of the table, with its header.
    fn begin(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        self.rows = 0;
        let name = self.language.pick("数据", "Data");
        let name = if self.sheets == 1 { name.to_owned() } else { format!("{name} {}", self.sheets) };
        header(self.book.add_worksheet_with_constant_memory()?.set_name(name)?, &self.columns)
    }

    /// Adds a row, which has a cell for each column.
    pub fn write(&mut self, cells: &[String]) -> Result<(), XlsxError> {
        if self.rows == ROWS {
            self.end()?;
            self.begin()?;
        }
        self.rows += 1;
        put(self.book.worksheet_from_index(self.sheets - 1)?, self.rows, (&self.holds, &self.days), cells)?;
        for (holds, cell) in self.holds.iter().zip(cells) {
            if *holds == Holds::Document {
                self.documents.extend(cell.parse::<i64>());
            }
        }
        Ok(())
    }

    /// Names a document among the sources whose number no column holds.
    pub fn cite(&mut self, document: i64) {
        self.documents.insert(document);
    }

    /// Draws a series: a line joins what a line of the dashboard joins, and nothing else.
    pub fn draw(&mut self, series: &Series, name: &str) {
        let language = self.language;
        let at = |position: &usize| {
            let point = series.points.get(*position)?;
            let claim = &point.claim;
            Some(Mark {
                day: point.day()?,
                value: point.signed(),
                quote: claim.quote.clone(),
                is_hedged: claim.bound != Bound::Exact || claim.value_high.is_some() || claim.provisional,
            })
        };
        let long = |run: &&Vec<usize>| {
            let period = run.first().and_then(|at| series.points[*at].claim.period.as_ref());
            period.is_some_and(|period| {
                [PeriodType::MultiYear, PeriodType::CumulativeSince].contains(&period.kind)
            })
        };
        let measure = words::measure(series.kind, series.basis, language);
        let unit = number::unit_name(&series.unit, language);
        let scope = series.scope.as_deref().unwrap_or(language.pick("范围不明", "scope unknown"));
        let status = words::status(series.status, language);
        let kinds = [(false, ""), (true, language.pick(" · 多年合计", " · several years"))];
        for (wanted, words) in kinds {
            let runs: Vec<Vec<_>> = series
                .runs
                .iter()
                .filter(|run| long(run) == wanted)
                .map(|run| run.iter().filter_map(at).collect::<Vec<_>>())
                .filter(|run| !run.is_empty())
                .collect();
            if runs.is_empty() {
                continue;
            }
            self.lines.push(Line {
                panel: [&measure, unit.as_str()].join(" · ").trim_end_matches(" · ").to_owned() + words,
                name: format!("{scope} {name} {status}").trim().to_owned(),
                target: series.status == Status::Target,
                runs,
            });
        }
    }

    /// The numbers of the documents that the sheet of sources will name.
    pub async fn sources(&self, store: &Store) -> Result<Vec<[String; row::SOURCE.len()]>, StoreError> {
        let numbers: Vec<i64> = self.documents.iter().copied().collect();
        let mut sources = Vec::new();
        for some in numbers.chunks(AT_ONCE) {
            sources.extend(store.documents_numbered(some).await?.iter().map(row::source));
        }
        Ok(sources)
    }

    /// Ends a sheet of the table.
    fn end(&mut self) -> Result<(), XlsxError> {
        let (rows, columns) = (self.rows, self.columns.len());
        if columns > 0 {
            self.book.worksheet_from_index(self.sheets - 1)?.autofilter(0, 0, rows, columns as u16 - 1)?;
        }
        Ok(())
    }

    /// Writes all of it out.
    pub fn finish(
        mut self,
        sources: &[[String; row::SOURCE.len()]],
        out: impl Write + Send,
    ) -> Result<(), XlsxError> {
        self.end()?;
        if !self.lines.is_empty() {
            let sheet = self.book.add_worksheet().set_name(self.language.pick("图", "Chart"))?;
            draw(sheet, &self.lines, &self.days, self.language)?;
        }
        let sheet = self.book.add_worksheet().set_name(self.language.pick("来源", "Sources"))?;
        header(sheet, &row::SOURCE)?;
        for (at, cells) in sources.iter().enumerate().take(ROWS as usize) {
            put(sheet, at as u32 + 1, (&holds(&row::SOURCE), &self.days), cells)?;
        }
        sheet.autofilter(0, 0, sources.len().min(ROWS as usize) as u32, row::SOURCE.len() as u16 - 1)?;
        let sheet = self.book.add_worksheet().set_name(self.language.pick("列的含义", "Columns"))?;
        for (at, name) in self.columns.iter().enumerate() {
            let [zh, en] = column::named(name).means;
            sheet.write_string(at as u32, 0, name)?.write_string(at as u32, 1, self.language.pick(zh, en))?;
        }
        sheet.set_column_width(0, 22)?.set_column_width(1, 80)?;
        self.book.save_to_writer(out)
    }
}

fn holds(columns: &[impl AsRef<str>]) -> Vec<Holds> {
    columns.iter().map(|name| column::named(name.as_ref()).holds).collect()
}

fn header(sheet: &mut Worksheet, columns: &[impl AsRef<str>]) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (at, name) in columns.iter().enumerate() {
        let name = name.as_ref();
        let width = match (column::named(name).holds, name) {
            (_, "quote" | "title" | "document" | "earlier_quote" | "later_quote") => 40,
            (Holds::Text, _) => 16,
            _ => 12,
        };
        sheet.set_column_width(at as u16, width)?.write_string_with_format(0, at as u16, name, &bold)?;
    }
    Ok(())
}

/// Writes a row. Words stay words, whatever they begin with; a number is one where Excel keeps all of its digits.
fn put(
    sheet: &mut Worksheet,
    at: u32,
    (holds, days): (&[Holds], &Format),
    cells: &[String],
) -> Result<(), XlsxError> {
    for (column, (holds, cell)) in holds.iter().zip(cells).enumerate() {
        let column = column as u16;
        if cell.is_empty() {
            continue;
        }
        match holds {
            Holds::Whole | Holds::Document | Holds::Number if let Some(number) = exact(cell) => {
                sheet.write_number(at, column, number)?;
            }
            Holds::Day | Holds::Roughly if let Some(day) = day(cell) => {
                sheet.write_datetime_with_format(at, column, day, days)?;
            }
            Holds::Flag if let Ok(flag) = cell.parse::<bool>() => {
                sheet.write_boolean(at, column, flag)?;
            }
            _ => {
                sheet.write_string(at, column, fitting(cell))?;
            }
        }
    }
    Ok(())
}

/// The number of a cell, where it has no more digits than Excel keeps.
fn exact(cell: &str) -> Option<f64> {
    let digits = cell.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let plain = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    if plain && digits <= DIGITS { cell.parse().ok() } else { None }
}

/// A day of which Excel has a number; before March 1900 it counts a day too many.
fn day(cell: &str) -> Option<ExcelDateTime> {
    let day: NaiveDate = cell.parse().ok()?;
    if day < NaiveDate::from_ymd_opt(1900, 3, 1)? {
        return None;
    }
    ExcelDateTime::from_ymd(day.year().try_into().ok()?, day.month() as u8, day.day() as u8).ok()
}

/// Words as far as a cell holds them.
fn fitting(cell: &str) -> String {
    if cell.encode_utf16().count() <= LONGEST {
        return cell.to_owned();
    }
    let mut room = LONGEST - 1;
    let fits = |c: &char| {
        room = room.saturating_sub(c.len_utf16());
        room > 0
    };
    cell.chars().take_while(fits).chain(['…']).collect()
}

/// The points that are drawn, a run below the other, and beside them a chart of each panel.
fn draw(sheet: &mut Worksheet, lines: &[Line], days: &Format, language: Language) -> Result<(), XlsxError> {
    let name = sheet.name();
    header(sheet, &["series", "period_end", "value", "quote"])?;
    sheet.set_column_width(0, 40)?.set_column_width(3, 20)?;
    let mut panels: Vec<&str> = lines.iter().map(|line| line.panel.as_str()).collect();
    panels.sort_unstable();
    panels.dedup();
    let (mut at, mut top) = (1, 1);
    for panel in panels {
        let drawn = || lines.iter().filter(|line| line.panel == panel);
        if drawn().count() > LINES {
            let many = language.pick("序列太多，未画图：", "too many series for a chart: ");
            sheet.write_string(top, 5, format!("{many}{panel}"))?;
            top += 2;
            continue;
        }
        let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
        let (mut again, mut entries) = (Vec::new(), 0);
        for (line, colour) in drawn().zip(COLOURS.iter().cycle()) {
            let colour = Color::RGB(*colour);
            for (number, run) in line.runs.iter().enumerate() {
                let first = at;
                for mark in run {
                    sheet.write_string(at, 0, format!("{} · {panel}", line.name))?;
                    let cells =
                        [String::new(), mark.day.to_string(), mark.value.to_string(), mark.quote.clone()];
                    put(sheet, at, (&[Holds::Text, Holds::Day, Holds::Number, Holds::Text], days), &cells)?;
                    at += 1;
                }
                let mut stroke = ChartLine::new();
                stroke.set_color(colour).set_width(2);
                let mut marker = ChartMarker::new();
                let mut fill = ChartFormat::new();
                let hollow = if line.target { Color::White } else { colour };
                fill.set_solid_fill(ChartSolidFill::new().set_color(hollow));
                fill.set_border(ChartLine::new().set_color(colour));
                let shape = if line.target { ChartMarkerType::Diamond } else { ChartMarkerType::Circle };
                marker.set_type(shape).set_size(7).set_format(&mut fill);
                let mut format = ChartFormat::new();
                format.set_line(&stroke);
                chart
                    .add_series()
                    .set_name(guarded(&line.name).as_ref())
                    .set_categories((name.as_str(), first, 1, at - 1, 1))
                    .set_values((name.as_str(), first, 2, at - 1, 2))
                    .set_format(&mut format)
                    .set_marker(&marker)
                    .set_custom_data_labels(&run.iter().map(label).collect::<Vec<_>>());
                if number > 0 {
                    again.push(entries);
                }
                entries += 1;
            }
        }
        chart.title().set_name(panel);
        chart.legend().delete_entries(&again);
        chart.x_axis().set_num_format("yyyy");
        if let Some((first, last)) = years(drawn()) {
            let serial = |year: i32| f64::from(year - 1900) * 365.25 + 1.0;
            chart.x_axis().set_min(serial(first).floor()).set_max(serial(last + 1).ceil());
            chart.x_axis().set_major_unit(365.25 * f64::from((last + 1 - first) / 8 + 1));
        }
        chart.set_width(760).set_height(400);
        sheet.insert_chart(top, 5, &chart)?;
        top += 22;
    }
    Ok(())
}

/// What stands beside a mark: the words of a hedged value, and else nothing.
fn label(mark: &Mark) -> ChartDataLabel {
    let mut label = ChartDataLabel::new();
    if mark.is_hedged {
        label.set_value(guarded(&mark.quote).as_ref())
    } else {
        label.set_hidden()
    };
    label.to_custom()
}

/// The first and the last year that is drawn.
fn years<'a>(lines: impl Iterator<Item = &'a Line>) -> Option<(i32, i32)> {
    let years: BTreeSet<i32> =
        lines.flat_map(|line| line.runs.iter().flatten()).map(|mark| mark.day.year()).collect();
    Some((*years.first()?, *years.last()?))
}
