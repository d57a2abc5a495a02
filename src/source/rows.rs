//! A table of many documents (.csv, .jsonl) → its rows, and a table that describes files.

use super::{Content, Given, Part, Parts, SourceError, decode, kind};
use chrono::{Datelike, NaiveDate};
use csv::{ByteRecord, StringRecord};
use encoding_rs::UTF_8;
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The largest row that is read, in bytes: a document, and well above the longest transcript.
const MAX_ROW: usize = 16 * 1024 * 1024;

/// Stands behind the last row of a CSV file: where it is not read as a row of its own, a quote is still open.
const END: &str = "\u{FFFE}end of table\u{FFFE}";

/// How many bytes are looked at to tell the encoding of a table.
const HEAD: u64 = 1024 * 1024;

/// What a column is called: each field with its names in English and Chinese.
const COLUMNS: [(Field, &[&str]); 7] = [
    (Field::Text, &["text", "content", "body", "正文", "内容", "全文"]),
    (Field::Title, &["title", "标题"]),
    (Field::Date, &["date", "日期", "发布日期"]),
    (Field::Publisher, &["publisher", "source", "发布者", "来源"]),
    (Field::Url, &["url", "网址", "链接"]),
    (Field::Scope, &["scope", "地区", "范围"]),
    (Field::Path, &["path", "file", "路径", "文件"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Field {
    Text,
    Title,
    Date,
    Publisher,
    Url,
    Scope,
    Path,
}

type Row = HashMap<Field, String>;

/// True for files that hold one document a row.
pub(super) fn is_table(name: &str) -> bool {
    matches!(super::ending(name).as_str(), "csv" | "jsonl")
}

/// True where a text of unknown type begins like a table of documents.
pub(super) fn looks_like_table(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(HEAD as usize)];
    let first = decode::decode(head.split(|&byte| byte == b'\n').next()?, None, None).ok()?.text;
    if json_row(first.as_bytes()).is_ok_and(|row| row.contains_key(&Field::Text)) {
        return Some("jsonl");
    }
    let names: Vec<_> = first.split(',').map(|name| field(name.trim_matches(['"', '\r']))).collect();
    (names.len() > 1 && names.contains(&Some(Field::Text))).then_some("csv")
}

/// Every document of a table, named `a.csv#3`, the first row being 1; a bad row fails alone.
pub(super) fn parts(
    name: &str,
    content: impl Content + 'static,
    given: &Given,
) -> Result<Parts, SourceError> {
    let ending = super::ending(name);
    parts_of(&ending, name, content, given)
}

/// The same for a table whose name does not say what it is: `ending` does.
pub(super) fn parts_of(
    ending: &str,
    name: &str,
    content: impl Content + 'static,
    given: &Given,
) -> Result<Parts, SourceError> {
    let given = given.of(name);
    let rows = rows(ending, content, given.encoding.as_deref(), Field::Text)?;
    let name = name.to_owned();
    super::some(rows.enumerate().map(move |(index, row)| {
        let name = format!("{name}#{}", index + 1);
        match row.and_then(|mut row| Ok((row.remove(&Field::Text), said(&row)?))) {
            Ok((Some(text), said)) => {
                let given = Given { encoding: Some("utf-8".into()), ..said.or(&given) };
                Part { name, content: Ok(text.into_bytes()), given }
            }
            Ok((None, _)) => Part::failed(name, SourceError::NoTextInRow),
            Err(error) => Part::failed(name, error),
        }
    }))
}

/// What a table says of each file: path → title, date, publisher, url, scope.
pub fn descriptions(name: &str, bytes: &[u8]) -> Result<HashMap<String, Given>, SourceError> {
    let mut table = HashMap::new();
    let content = Cursor::new(bytes.to_vec());
    for (index, row) in rows(&super::ending(name), content, None, Field::Path)?.enumerate() {
        let described = row.and_then(|row| Ok((row.get(&Field::Path).cloned(), said(&row)?)));
        let in_row = |error| SourceError::Row { row: index + 1, error: Box::new(error) };
        if let (Some(path), given) = described.map_err(in_row)? {
            table.insert(crate::document::plain_path(&path), given);
        }
    }
    Ok(table)
}

type Rows = Box<dyn Iterator<Item = Result<Row, SourceError>> + Send>;

/// The rows of a table, read one at a time; it must have a column `needed`.
fn rows(
    ending: &str,
    mut content: impl Content + 'static,
    label: Option<&str>,
    needed: Field,
) -> Result<Rows, SourceError> {
    let mut head = Vec::new();
    content.by_ref().take(HEAD).read_to_end(&mut head).map_err(|_| SourceError::Damaged)?;
    content.rewind().map_err(|_| SourceError::Damaged)?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    kind::refuse_binary(&head)?;
    let encoding = decode::encoding_of(&head, label)?;
    let text = DecodeReaderBytesBuilder::new()
        // UTF-8 is handed on as it is, so that a damaged row is seen to be damaged.
        .encoding((encoding != UTF_8).then_some(encoding))
        .utf8_passthru(true)
        .strip_bom(true)
        .build(content);
    let rows = if ending == "jsonl" {
        json_rows(text)
    } else {
        let (first, ..) = encoding.decode(&head);
        csv_rows(text, first.lines().next().unwrap_or_default(), needed)?
    };
    if encoding == UTF_8 {
        return Ok(rows);
    }
    // Other encodings are decoded on the way, with a mark where a byte does not fit.
    Ok(Box::new(rows.map(|row| {
        let damaged = |row: &Row| row.values().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER));
        row.and_then(|row| if damaged(&row) { Err(SourceError::UndecodableRow) } else { Ok(row) })
    })))
}

/// The rows of a CSV file. After a row that is too long the rest is not read: a quote that is never
/// closed makes all of it one row.
fn csv_rows(text: impl Read + Send + 'static, first: &str, needed: Field) -> Result<Rows, SourceError> {
    let left = Arc::new(AtomicUsize::new(MAX_ROW));
    let mut text = BufReader::new(text);
    let stated = first.trim_end().strip_prefix("sep=").and_then(|sign| sign.bytes().next());
    if first.starts_with("sep=") {
        text.skip_until(b'\n').map_err(|_| SourceError::Damaged)?;
    }
    let sign = stated.unwrap_or_else(|| delimiter(first, needed));
    let text = text.chain(Cursor::new(format!("\n{END}")));
    let limited = Limited { text, left: Arc::clone(&left) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(sign).from_reader(limited);
    let header = reader.byte_headers().map_err(|error| wrong(&error))?;
    let fields: Vec<Option<Field>> =
        header.iter().map(|name| std::str::from_utf8(name).ok().and_then(field)).collect();
    if !fields.contains(&Some(needed)) {
        let column = if needed == Field::Path { "path" } else { "text" };
        return Err(SourceError::NoColumn { column });
    }
    let row = move |record: ByteRecord| {
        left.store(MAX_ROW, Ordering::Relaxed);
        if record.iter().next_back().is_some_and(|cell| cell.ends_with(END.as_bytes())) {
            return Err(SourceError::OpenQuote);
        }
        let record = StringRecord::from_byte_record(record).map_err(|_| SourceError::UndecodableRow)?;
        // A row with more cells than the header has was torn apart by a comma in its text.
        if record.len() > fields.len() {
            return Err(SourceError::BadRow);
        }
        Ok(filled(fields.iter().zip(&record).filter_map(|(field, cell)| Some(((*field)?, cell.to_owned())))))
    };
    let mut is_lost = false;
    let rows = reader.into_byte_records().map_while(move |record| {
        let has_ended = is_lost || record.as_ref().is_ok_and(|record| record == [END].as_slice());
        is_lost = record.as_ref().is_err_and(csv::Error::is_io_error);
        (!has_ended).then(|| record.map_err(|error| wrong(&error)).and_then(&row))
    });
    Ok(Box::new(rows))
}

/// What stands between the names of columns: spreadsheets write a comma, a semicolon or a tab.
fn delimiter(header: &str, needed: Field) -> u8 {
    let names_column = |sign: &u8| {
        header.split(char::from(*sign)).any(|name| field(name.trim().trim_matches('"')) == Some(needed))
    };
    [b',', b';', b'\t'].into_iter().find(names_column).unwrap_or(b',')
}

fn wrong(error: &csv::Error) -> SourceError {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            SourceError::RowTooLarge { limit: MAX_ROW }
        }
        csv::ErrorKind::Io(_) => SourceError::Damaged,
        _ => SourceError::BadRow,
    }
}

/// Lets no row grow beyond what is left for it.
struct Limited<R> {
    text: R,
    left: Arc<AtomicUsize>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.text.read(buffer)?;
        let left = self.left.load(Ordering::Relaxed).checked_sub(read).ok_or(io::ErrorKind::FileTooLarge)?;
        self.left.store(left, Ordering::Relaxed);
        Ok(read)
    }
}

/// The rows of a JSON Lines file, blank lines left out.
fn json_rows(text: impl Read + Send + 'static) -> Rows {
    let mut reader = BufReader::new(text);
    let mut is_lost = false;
    let lines = std::iter::from_fn(move || {
        let line = if is_lost { None } else { line(&mut reader).transpose() };
        is_lost = matches!(line, Some(Err(SourceError::Damaged)));
        line
    });
    Box::new(
        lines
            .filter(|line| !line.as_ref().is_ok_and(|line| line.iter().all(u8::is_ascii_whitespace)))
            .map(|line| json_row(&line?)),
    )
}

/// The next line; of one that is too long only its size is taken.
fn line(reader: &mut impl BufRead) -> Result<Option<Vec<u8>>, SourceError> {
    let mut line = Vec::new();
    let damaged = |_| SourceError::Damaged;
    reader.by_ref().take(MAX_ROW as u64).read_until(b'\n', &mut line).map_err(damaged)?;
    if line.len() == MAX_ROW && !line.ends_with(b"\n") {
        reader.skip_until(b'\n').map_err(damaged)?;
        return Err(SourceError::RowTooLarge { limit: MAX_ROW });
    }
    Ok((!line.is_empty()).then_some(line))
}

/// A JSON object as a row. Values of unknown fields are passed over, however large or deep.
fn json_row(line: &[u8]) -> Result<Row, SourceError> {
    let line = std::str::from_utf8(line).map_err(|_| SourceError::UndecodableRow)?;
    let object: HashMap<String, &RawValue> = serde_json::from_str(line).map_err(|_| SourceError::BadRow)?;
    let cells = object.into_iter().filter_map(|(name, value)| {
        let field = field(&name)?;
        let words = serde_json::from_str::<String>(value.get()).ok();
        // 20241120 is a day as well as "20241120".
        let number = || (field == Field::Date && value.get() != "null").then(|| value.get().to_owned());
        Some((field, words.or_else(number)?))
    });
    Ok(filled(cells))
}

/// The cells that are not blank; the first of a name stands.
fn filled(cells: impl Iterator<Item = (Field, String)>) -> Row {
    let mut row = Row::new();
    for (field, cell) in cells.filter(|(_, cell)| !cell.trim().is_empty()) {
        row.entry(field).or_insert(cell);
    }
    row
}

fn field(name: &str) -> Option<Field> {
    let name = name.trim().to_lowercase();
    COLUMNS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// 2024-11-20, 2024/1/2 10:00, 2024.11.20, 2024年11月20日, 20241120. A year of two digits is none, and one before 1900
/// or after 2099 is a slip: 0000, 3024.
pub fn day(text: &str) -> Result<NaiveDate, SourceError> {
    let text = text.trim();
    let day = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        NaiveDate::parse_from_str(text, "%Y%m%d").ok()
    } else {
        let day = text.split([' ', 'T', '日']).next().unwrap_or_default();
        day.replace(['/', '.', '年', '月'], "-").parse::<NaiveDate>().ok()
    };
    day.filter(|day| (1900..2100).contains(&day.year()))
        .ok_or_else(|| SourceError::BadDate { text: text.to_owned() })
}

/// What a row says of its document.
fn said(row: &Row) -> Result<Given, SourceError> {
    let cell = |field| row.get(&field).map(|cell| cell.trim().to_owned());
    let date = cell(Field::Date).map(|text| day(&text)).transpose()?;
    Ok(Given {
        title: cell(Field::Title),
        date,
        publisher: cell(Field::Publisher),
        url: cell(Field::Url),
        scope: cell(Field::Scope),
        ..Given::default()
    })
}
