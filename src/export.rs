//! What is handed out for other programs: tables as CSV, JSON Lines and Excel workbooks, all of the record as a data
//! package, and the claims of a document as web annotations.

pub mod annotation;
pub mod column;
pub mod package;
pub mod row;
pub mod xlsx;

use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::io;

/// Bytes of a usual row with its header.
const ROW: usize = 2_048;

/// Lines of a table as CSV; a cell that a spreadsheet would run begins with `'` ([`guarded`]).
pub fn csv_lines(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()))?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

/// The names and the cells of a row, its fields being columns.
pub fn cells(row: &impl Serialize) -> Result<[Vec<String>; 2], csv::Error> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(ROW).from_writer(Vec::new());
    writer.serialize(row)?;
    let lines = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let mut reader =
        csv::ReaderBuilder::new().buffer_capacity(ROW).has_headers(false).from_reader(lines.as_slice());
    let mut read = [Vec::new(), Vec::new()];
    for (line, record) in read.iter_mut().zip(reader.records()) {
        *line = record?.iter().map(str::to_owned).collect();
    }
    Ok(read)
}

/// A cell of a CSV file. Spreadsheets run what begins with one of these signs, in their full width as well; after `'` they
/// take it for words. A number with its sign is none of that.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let Some(rest) = cell.strip_prefix(signs) else { return Cow::Borrowed(cell) };
    let is_number = cell.starts_with(['+', '-'])
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || ['.', ',', '%'].contains(&c));
    if is_number { Cow::Borrowed(cell) } else { Cow::Owned(format!("'{cell}")) }
}

/// A row of a table as an object of JSON on a line of its own, its columns in their order. Whole numbers and truth values
/// are such; a decimal number stays a string, as it is exact; what is empty is `null`.
pub fn json_line(columns: &[&str], cells: &[String]) -> io::Result<Vec<u8>> {
    let mut line = Vec::from(*b"{");
    for (at, (name, cell)) in columns.iter().zip(cells).enumerate() {
        if at > 0 {
            line.push(b',');
        }
        serde_json::to_writer(&mut line, name)?;
        line.push(b':');
        serde_json::to_writer(&mut line, &column::named(name).value(cell))?;
    }
    line.extend(b"}\n");
    Ok(line)
}

impl column::Column {
    fn value(&self, cell: &str) -> Value {
        match self.holds {
            _ if cell.is_empty() => Value::Null,
            column::Holds::Whole | column::Holds::Document => {
                cell.parse::<i64>().map_or_else(|_| cell.into(), Into::into)
            }
            column::Holds::Flag => cell.parse::<bool>().map_or_else(|_| cell.into(), Into::into),
            _ => cell.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("-2+3", "'-2+3")]
    #[case("+86 531", "'+86 531")]
    #[case("＝1", "'＝1")]
    #[case("\t=1", "'\t=1")]
    #[case("-", "'-")]
    #[case("-3.5", "-3.5")]
    #[case("-3.5%", "-3.5%")]
    #[case("+1,200", "+1,200")]
    #[case("增长=快", "增长=快")]
    #[case("'=1", "'=1")]
    #[case("", "")]
    fn no_cell_is_run_and_numbers_stay(#[case] cell: &str, #[case] written: &str) {
        assert_eq!(guarded(cell), written);
    }

    #[test]
    fn a_line_keeps_the_order_and_the_types_of_its_columns() {
        let cells = ["7", "740.50", "true", "", "热线“12345”"].map(str::to_owned);
        let line = json_line(&["claim_id", "value", "provisional", "scope", "indicator"], &cells).unwrap();
        let expected =
            r#"{"claim_id":7,"value":"740.50","provisional":true,"scope":null,"indicator":"热线“12345”"}"#;
        assert_eq!(String::from_utf8(line).unwrap(), format!("{expected}\n"));
    }

    #[test]
    fn the_fields_of_a_row_are_its_columns() {
        #[derive(Serialize)]
        struct Row {
            quote: &'static str,
            end: Option<usize>,
        }
        let [names, cells] = cells(&Row { quote: "甲,“乙”", end: None }).unwrap();
        assert_eq!(
            (names, cells),
            (vec!["quote".into(), "end".into()], vec!["甲,“乙”".into(), String::new()])
        );
    }
}
