//! Tables as offices make them, in every form that is read, and the claim of each of their cells.

use crate::formats::word;
use chrono::NaiveDate;
use policy_metrics::claim::{Claim, Extraction};
use policy_metrics::pipeline::analyse;
use policy_metrics::source::{self, Given};
use rust_decimal::Decimal;
use std::fmt::Write;

/// A document with a table, and what its cells assert.
struct Table {
    line: usize,
    form: String,
    date: NaiveDate,
    title: String,
    content: String,
    cells: Vec<Cell>,
}

/// What one cell asserts.
struct Cell {
    line: usize,
    quote: String,
    value: Decimal,
    unit: String,
    names: Vec<String>,
    words: Vec<String>,
    place: Option<String>,
    period: Option<String>,
}

/// Of so many cells that assert something, so many are read right in every respect.
const FLOOR: f64 = 0.97;

fn tables() -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut open = false;
    let mut standing: Option<String> = None;
    for (at, line) in include_str!("tables.txt").lines().enumerate() {
        if let Some(head) = line.strip_prefix("@ ") {
            let mut words = head.splitn(3, ' ').map(str::to_owned);
            let (form, date) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
            let title = words.next().unwrap();
            tables.push(Table { line: at + 1, form, date, title, content: String::new(), cells: Vec::new() });
            (open, standing) = (true, None);
        } else if line == "@@" {
            open = false;
        } else if open {
            let content = &mut tables.last_mut().unwrap().content;
            content.push_str(line);
            content.push('\n');
        } else if let Some(period) = line.strip_prefix("~ ") {
            standing = Some(period.to_owned());
        } else if !line.is_empty() && !line.starts_with('#') {
            let cells = &mut tables.last_mut().unwrap().cells;
            let cell = cell(line, at + 1, cells.last(), standing.as_ref());
            cells.push(cell);
        }
    }
    tables
}

fn cell(line: &str, number: usize, above: Option<&Cell>, standing: Option<&String>) -> Cell {
    let parts: Vec<&str> = line.split_whitespace().collect();
    assert!(parts.len() >= 4, "tables.txt:{number}: quote value unit name");
    let plain: String = parts[0].chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let said = if parts[1] == "=" { &plain } else { parts[1] };
    let scale = if said.ends_with('亿') {
        100_000_000
    } else if said.ends_with('万') {
        10_000
    } else {
        1
    };
    let value: Decimal = said.trim_end_matches(['万', '亿']).parse().unwrap();
    let is_period = |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '*' | '?'));
    let names = match (parts[3], above) {
        ("\"", Some(above)) => above.names.clone(),
        (names, _) => names.split('|').map(str::to_owned).collect(),
    };
    Cell {
        line: number,
        quote: parts[0].to_owned(),
        value: value * Decimal::from(scale),
        unit: parts[2].trim_start_matches('-').to_owned(),
        names,
        words: parts[4..].iter().map(|word| (*word).to_owned()).collect(),
        place: parts[4..].iter().find_map(|word| word.strip_prefix('@')).map(str::to_owned),
        period: parts[4..].iter().find(is_period).map(|word| (*word).to_owned()).or(standing.cloned()),
    }
}

impl Table {
    fn read(&self) -> Extraction {
        let given = Given { date: Some(self.date), scope: Some("云州市".to_owned()), ..Given::default() };
        let bytes = match self.form.as_str() {
            "docx" => word(&body(&self.content)),
            "txt" => self.content.replace("\\t", "\t").into_bytes(),
            _ => self.content.clone().into_bytes(),
        };
        let document = source::read(&format!("表.{}", self.form), bytes, &given).unwrap();
        let text: Vec<char> = document.text.chars().collect();
        let found = analyse(document).extraction;
        let said = |at: usize| {
            found.claims.iter().any(|c| c.start <= at && at < c.end)
                || found.rejects.iter().any(|r| r.start <= at && at < r.end)
        };
        let lost = (0..text.len()).find(|at| text[*at].is_ascii_digit() && !said(*at));
        assert!(lost.is_none(), "tables.txt:{}: {:?} is lost in silence", self.line, &text[lost.unwrap()..]);
        found
    }
}

/// Lines and rows between bars as the body of a Word file: < goes on with the cell on its left, ^ with the one above.
fn body(content: &str) -> String {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    let rows: Vec<Option<Vec<&str>>> = content
        .lines()
        .map(|line| Some(line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").map(str::trim).collect()))
        .collect();
    let mut body = String::new();
    for (at, line) in content.lines().enumerate() {
        let Some(cells) = &rows[at] else {
            body += &paragraph(line);
            continue;
        };
        if at == 0 || rows[at - 1].is_none() {
            body += "<w:tbl>";
        }
        body += "<w:tr>";
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != "<") {
            let span = 1 + cells[column + 1..].iter().take_while(|cell| **cell == "<").count();
            let below = rows.get(at + 1).and_then(Option::as_ref).and_then(|row| row.get(column));
            let merge = match (*cell, below) {
                ("^", _) => "<w:vMerge/>",
                (_, Some(&"^")) => "<w:vMerge w:val=\"restart\"/>",
                _ => "",
            };
            let text = if *cell == "^" { "" } else { cell };
            write!(body, "<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>").unwrap();
            body += &paragraph(text);
            body += "</w:tc>";
        }
        body += "</w:tr>";
        if rows.get(at + 1).is_none_or(Option::is_none) {
            body += "</w:tbl>";
        }
    }
    body
}

/// What of `claim` is not as wanted.
fn differences(claim: &Claim, wanted: &Cell) -> Vec<String> {
    let mut unlike = Vec::new();
    let mut compare = |field: &str, is: &str, wanted: &str| {
        if is != wanted {
            unlike.push(format!("{field} is {is}, not {wanted}"));
        }
    };
    let word = |among: &[&str], usual: &str| {
        wanted.words.iter().find(|w| among.contains(&w.as_str())).map_or(usual.to_owned(), String::clone)
    };
    compare("value", &claim.value.normalize().to_string(), &wanted.value.normalize().to_string());
    compare("unit", &claim.unit, &wanted.unit);
    compare("kind", &claim.kind.to_string(), &word(&["change", "rank"], "level"));
    compare("status", &claim.status.to_string(), &word(&["target"], "actual"));
    let bounds = ["about", "at_least", "at_most", "more_than", "less_than", "nearly"];
    compare("bound", &claim.bound.to_string(), &word(&bounds, "exact"));
    for among in [&["up", "down"][..], &["yoy", "mom", "other"]] {
        let wanted = word(among, "");
        let is = if among[0] == "up" {
            claim.direction.map(|d| d.to_string())
        } else {
            claim.basis.map(|b| b.to_string())
        };
        if !wanted.is_empty() {
            compare(among[0], &is.unwrap_or_default(), &wanted);
        }
    }
    if let Some(place) = &wanted.place {
        compare("place", claim.scope.as_deref().unwrap_or_default(), place);
    }
    if let Some(period) = &wanted.period {
        let day = |day: Option<NaiveDate>| day.map_or("*".to_owned(), |day| day.to_string());
        let is = claim.period.as_ref().map_or("?".into(), |p| format!("{}/{}", day(p.start), day(p.end)));
        compare("period", &is, &dates(period));
    }
    if !wanted.names.contains(&claim.indicator) {
        unlike.push(format!("the name is {}, not {}", claim.indicator, wanted.names.join(" / ")));
    }
    unlike
}

/// 2024 and 2024-01/2024-10 with their first and last day.
fn dates(period: &str) -> String {
    let (from, to) = period.split_once('/').unwrap_or((period, period));
    let month = |text: &str| -> Option<(i32, u32)> {
        let (year, month) = text.split_once('-')?;
        Some((year.parse().ok()?, month.parse().ok()?))
    };
    let first = |text: &str| match (text.len(), month(text)) {
        (4, _) => format!("{text}-01-01"),
        (7, Some(_)) => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let last = |text: &str| match (text.len(), month(text)) {
        (4, _) => format!("{text}-12-31"),
        (7, Some((year, month))) => {
            let next = NaiveDate::from_ymd_opt(year + i32::from(month == 12), month % 12 + 1, 1).unwrap();
            next.pred_opt().unwrap().to_string()
        }
        _ => text.to_owned(),
    };
    if period == "?" { period.to_owned() } else { format!("{}/{}", first(from), last(to)) }
}

/// Sets the claims that were found beside those that are wanted, so that as many as can be fit in their order.
fn aligned<'a>(found: &'a [Claim], wanted: &'a [Cell]) -> Vec<(Option<&'a Claim>, Option<&'a Cell>)> {
    let fit = |claim: &Claim, cell: &Cell| {
        let quotes = claim.quote.contains(&cell.quote) || cell.quote.contains(&claim.quote);
        if quotes { 1 + u32::from(differences(claim, cell).is_empty()) } else { 0 }
    };
    let mut best = vec![vec![0; wanted.len() + 1]; found.len() + 1];
    for at in (0..found.len()).rev() {
        for cell in (0..wanted.len()).rev() {
            let fits = fit(&found[at], &wanted[cell]);
            let both = if fits > 0 { fits + best[at + 1][cell + 1] } else { 0 };
            best[at][cell] = both.max(best[at + 1][cell]).max(best[at][cell + 1]);
        }
    }
    let (mut at, mut cell) = (0, 0);
    let mut pairs = Vec::new();
    while at < found.len() || cell < wanted.len() {
        let here = best[at][cell];
        let fits = at < found.len() && cell < wanted.len() && {
            let fits = fit(&found[at], &wanted[cell]);
            fits > 0 && here == fits + best[at + 1][cell + 1]
        };
        if fits {
            pairs.push((Some(&found[at]), Some(&wanted[cell])));
            (at, cell) = (at + 1, cell + 1);
        } else if at < found.len() && (cell == wanted.len() || here == best[at + 1][cell]) {
            pairs.push((Some(&found[at]), None));
            at += 1;
        } else {
            pairs.push((None, Some(&wanted[cell])));
            cell += 1;
        }
    }
    pairs
}

#[test]
fn each_cell_asserts_what_its_headings_and_labels_say() {
    let (mut right, mut all) = (0_u32, 0_u32);
    let mut findings = Vec::new();
    let only = std::env::var("TABLE").unwrap_or_default();
    for table in tables().iter().filter(|table| table.title.contains(&only)) {
        let Extraction { claims, .. } = table.read();
        for (claim, wanted) in aligned(&claims, &table.cells) {
            all += 1;
            let said = match (claim, wanted) {
                (Some(claim), Some(wanted)) => differences(claim, wanted).join("; "),
                (Some(claim), None) => format!("is read as {} {}", claim.indicator, claim.unit),
                (None, _) => "is not read".to_owned(),
            };
            if said.is_empty() {
                right += 1;
                continue;
            }
            let line = wanted.map_or(table.line, |wanted| wanted.line);
            let quote = claim.map_or_else(|| wanted.unwrap().quote.clone(), |claim| claim.quote.clone());
            findings.push(format!("tables.txt:{line} ({}) “{quote}” {said}", table.title));
        }
    }
    let share = f64::from(right) / f64::from(all.max(1));
    println!("{right} of {all} cells are right: {share:.3}\n{}", findings.join("\n"));
    assert!(share >= FLOOR, "{right} of {all} cells are right: {share:.3}\n{}", findings.join("\n"));
}

#[test]
fn the_tables_are_as_many_as_they_claim() {
    assert!(tables().len() >= 40, "{} tables", tables().len());
    for form in ["html", "md", "txt", "docx"] {
        assert!(tables().iter().filter(|table| table.form == form).count() >= 6, "{form}");
    }
}
