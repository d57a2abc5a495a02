//! A table of many documents (.csv, .jsonl) → its rows, and a table that describes files.

use super::{Given, Part, SourceError, decode};
use chrono::NaiveDate;
use std::collections::HashMap;

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

/// Every document of a table, named `a.csv#3`, the first row being 1; a bad row fails alone.
pub(super) fn parts(name: &str, bytes: &[u8], given: &Given) -> Result<Vec<Part>, SourceError> {
    let given = given.of(name);
    let parts: Vec<Part> = rows(name, bytes, &given, Field::Text)?
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let name = format!("{name}#{}", index + 1);
            match row.and_then(|row| Ok((row.get(&Field::Text).cloned(), said(&row)?))) {
                Ok((Some(text), said)) => {
                    let given = Given { encoding: Some("utf-8".into()), ..said.or(&given) };
                    Part { name, content: Ok(text.into_bytes()), given }
                }
                Ok((None, _)) => Part::failed(name, SourceError::Empty),
                Err(error) => Part::failed(name, error),
            }
        })
        .collect();
    if parts.is_empty() { Err(SourceError::Empty) } else { Ok(parts) }
}

/// What a table says of each file: path → title, date, publisher, url, scope.
pub fn descriptions(name: &str, bytes: &[u8]) -> Result<HashMap<String, Given>, SourceError> {
    let mut table = HashMap::new();
    for (index, row) in rows(name, bytes, &Given::default(), Field::Path)?.into_iter().enumerate() {
        let described = row.and_then(|row| Ok((row.get(&Field::Path).cloned(), said(&row)?)));
        let in_row = |error| SourceError::Row { row: index + 1, error: Box::new(error) };
        if let (Some(path), given) = described.map_err(in_row)? {
            table.insert(path.trim_start_matches("./").to_owned(), given);
        }
    }
    Ok(table)
}

/// The rows of a table, which must have a column `needed`.
fn rows(
    name: &str,
    bytes: &[u8],
    given: &Given,
    needed: Field,
) -> Result<Vec<Result<Row, SourceError>>, SourceError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    let text = decode::decode(bytes, given.encoding.as_deref(), None)?.text;
    if super::ending(name) == "jsonl" {
        return Ok(text.lines().filter(|line| !line.trim().is_empty()).map(json_row).collect());
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| SourceError::BadRow)?.clone();
    let fields: Vec<Option<Field>> = header.iter().map(field).collect();
    if !fields.contains(&Some(needed)) {
        let column = if needed == Field::Path { "path" } else { "text" };
        return Err(SourceError::NoColumn { column });
    }
    let row = |record: csv::Result<csv::StringRecord>| {
        let record = record.map_err(|_| SourceError::BadRow)?;
        // A row with more cells than the header has was torn apart by a comma in its text.
        if record.len() > fields.len() {
            return Err(SourceError::BadRow);
        }
        Ok(filled(fields.iter().zip(&record).filter_map(|(field, cell)| Some(((*field)?, cell.to_owned())))))
    };
    Ok(reader.records().map(row).collect())
}

/// A JSON object as a row.
fn json_row(line: &str) -> Result<Row, SourceError> {
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(line).map_err(|_| SourceError::BadRow)?;
    let cells = object.into_iter().filter_map(|(name, value)| match value {
        serde_json::Value::String(text) => Some((field(&name)?, text)),
        _ => None,
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

/// What a row says of its document.
fn said(row: &Row) -> Result<Given, SourceError> {
    let cell = |field| row.get(&field).map(|cell| cell.trim().to_owned());
    let date = cell(Field::Date)
        .map(|text| {
            let day: String = text.chars().take(10).map(|c| if c == '/' { '-' } else { c }).collect();
            day.trim().parse::<NaiveDate>().map_err(|_| SourceError::BadDate { text })
        })
        .transpose()?;
    Ok(Given {
        title: cell(Field::Title),
        date,
        publisher: cell(Field::Publisher),
        url: cell(Field::Url),
        scope: cell(Field::Scope),
        ..Given::default()
    })
}
