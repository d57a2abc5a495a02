//! Rows → tables with headings: where one ends and the next begins, and what each row is.

use super::lines::{Row, is_value};
use super::time;
use super::value::{self, Content};
use super::words;
use crate::document::Span;
use crate::lexicon::{Says, lexicon};
use crate::text::shadow::starts_with;

/// A table with its rows sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// Lines above the heading that stand in the table: its title, its unit.
    pub(super) titles: Vec<Span>,
    /// The rows of the heading; none where the table has none.
    pub(super) head: Vec<Vec<Span>>,
    pub(super) body: Vec<Line>,
}

/// A row below the heading.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) span: Span,
    pub(super) cells: Vec<Span>,
    pub(super) kind: Kind,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Data,
    /// The name of the rows below it: 小学.
    Section,
    /// A note, or a line that says nothing.
    Note,
    /// It has more or fewer cells than the heading, so that nobody can tell which is which.
    Unfit,
}

/// The tables that stand in a run of rows.
pub(super) fn grids(chars: &[char], rows: &[Row]) -> Vec<Grid> {
    let mut tables: Vec<Vec<&Row>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let begins = match tables.last() {
            None => true,
            Some(table) => {
                let ruled = rows.get(at + 1).is_some_and(|next| next.rule);
                let filled = table.iter().any(|row| has_value(chars, row));
                filled && !row.rule && (ruled || heads_again(chars, row, table))
            }
        };
        if begins {
            tables.push(Vec::new());
        }
        tables.iter_mut().last().into_iter().for_each(|table| table.push(row));
    }
    tables.iter().map(|table| grid(chars, table)).collect()
}

fn has_value(chars: &[char], row: &Row) -> bool {
    row.cells.iter().skip(1).any(|cell| is_value(chars, *cell))
}

fn plain(chars: &[char], cell: Span) -> Vec<char> {
    words::plain(&chars[cell.start..cell.end])
}

/// What the whole of a cell says, where it is a word of headings.
fn says(chars: &[char], cell: Span) -> Option<Says> {
    let word: Vec<char> = plain(chars, cell).iter().map(char::to_ascii_lowercase).collect();
    lexicon().tables.whole.exact(&word).copied()
}

/// True for a row of words, below rows of numbers, that heads another table.
fn heads_again(chars: &[char], row: &Row, table: &[&Row]) -> bool {
    let Some(first) = row.cells.first().copied() else { return false };
    let kinds: Vec<Content> = row.cells.iter().map(|cell| value::read(chars, *cell)).collect();
    let worded = |at: &usize| kinds[*at] == Content::Words || time::is_time(&plain(chars, row.cells[*at]));
    let words = (1..kinds.len()).filter(worded).count();
    let values = row.cells.iter().any(|cell| is_value(chars, *cell));
    if values || words == 0 || kinds.contains(&Content::Missing) {
        return false;
    }
    let head =
        table.iter().find(|row| !row.rule && row.cells.len() > 1).map(|head| plain(chars, head.cells[0]));
    let named = matches!(says(chars, first), Some(Says::Label | Says::Place | Says::Time | Says::Serial));
    let again = !first.is_empty() && head == Some(plain(chars, first));
    let rest = (1..kinds.len()).all(|at| kinds[at] == Content::Blank || worded(&at));
    named || again || words > 1 && rest && words + 1 >= kinds.len()
}

fn grid(chars: &[char], rows: &[&Row]) -> Grid {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut grid = Grid::default();
    let mut at = 0;
    // A title or a unit may stand in a row of its own.
    while let Some(row) = rows.get(at).filter(|row| !row.rule && filled(row) < 2 && !has_value(chars, row)) {
        grid.titles.extend(row.cells.iter().copied().filter(|cell| !cell.is_empty()));
        at += 1;
    }
    let rule = rows.iter().skip(at).position(|row| row.rule).map(|rule| at + rule);
    while let Some(row) = rows.get(at).filter(|_| grid.head.len() < 3) {
        let above = rule.is_some_and(|rule| at < rule && rule < 4);
        if row.rule || row.cells.is_empty() {
            at += 1;
            continue;
        }
        let heads = match grid.head.first() {
            None => !has_value(chars, row) && filled(row) > 1 || above,
            Some(_) => above && !has_value(chars, row) || heads_below(chars, row, &grid.head),
        };
        if !heads {
            break;
        }
        grid.head.push(row.cells.clone());
        at += 1;
    }
    let width = grid.head.iter().map(Vec::len).max().unwrap_or(0);
    for row in rows[at..].iter().filter(|row| !row.rule && !row.cells.is_empty()) {
        let kind = kind(chars, row, width);
        let mut cells = row.cells.clone();
        if kind == Kind::Data {
            cells.resize(width, Span::new(row.line.end, row.line.end));
        }
        grid.body.push(Line { span: row.line, cells, kind });
    }
    grid
}

/// True for a second row of the heading: words alone, below cells that are merged, or beside the same first cell.
fn heads_below(chars: &[char], row: &Row, head: &[Vec<Span>]) -> bool {
    let contents: Vec<Content> = row.cells.iter().map(|cell| value::read(chars, *cell)).collect();
    let words = row.cells.iter().skip(1).any(|cell| !cell.is_empty());
    if !words || has_value(chars, row) || contents.contains(&Content::Missing) {
        return false;
    }
    let above = &head[head.len() - 1];
    if above.len() != row.cells.len() {
        return false;
    }
    let first = plain(chars, row.cells[0]);
    let same = first.is_empty() || first == plain(chars, above[0]);
    let merged = above.windows(2).any(|pair| {
        let [left, right] = [plain(chars, pair[0]), plain(chars, pair[1])];
        right.is_empty() || left == right
    });
    // A name with words beside it is a row, unless all that stands there are words of headings.
    let words = row.cells.iter().skip(1).filter(|cell| !cell.is_empty()).count();
    same || merged && words > 1 && matches!(says(chars, row.cells[0]), Some(Says::Label | Says::Place))
}

fn kind(chars: &[char], row: &Row, width: usize) -> Kind {
    let filled: Vec<Span> = row.cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let note = filled.first().is_some_and(|first| {
        let words = plain(chars, *first);
        starts_with(&words, &["注:", "注1", "注①", "备注", "说明:", "资料来源", "数据来源", "来源:"])
    });
    match &filled[..] {
        [] => Kind::Note,
        _ if note => Kind::Note,
        [only] if width > 1 && !is_value(chars, *only) => Kind::Section,
        // 45 | 主要污染物减排 | | |: a number of the list and a name.
        [number, name]
            if width > 3
                && row.cells[0] == *number
                && row.cells[1] == *name
                && number.len() < 4
                && value::read(chars, *name) == Content::Words =>
        {
            Kind::Section
        }
        _ if row.cells.len() == width => Kind::Data,
        // A bar that closes the row, or a blank cell before it.
        _ if row.cells.len() == width + 1 && row.cells.last().is_some_and(|cell| cell.is_empty()) => {
            Kind::Data
        }
        _ => Kind::Unfit,
    }
}

impl Grid {
    /// How many columns the table has.
    pub(super) fn width(&self) -> usize {
        self.head.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The headings of a column, the group first. What is blank beside a group belongs to it.
    pub(super) fn headings(&self, chars: &[char], column: usize) -> Vec<Vec<char>> {
        let mut found: Vec<Vec<char>> = Vec::new();
        for (level, row) in self.head.iter().enumerate() {
            let mut words = row.get(column).map_or(Vec::new(), |cell| plain(chars, *cell));
            if words.is_empty() && self.has_below(chars, level, column) {
                let group = (0..column).rev().find(|at| row.get(*at).is_some_and(|cell| !cell.is_empty()));
                // 指标 over two rows is no group of what stands beside it.
                let group = group.filter(|at| self.has_below(chars, level, *at));
                words = group.map_or(Vec::new(), |at| plain(chars, row[at]));
            }
            if !words.is_empty() && found.last() != Some(&words) {
                found.push(words);
            }
        }
        found
    }

    fn has_below(&self, chars: &[char], level: usize, column: usize) -> bool {
        let own = self.head[level].get(column).map_or(Vec::new(), |cell| plain(chars, *cell));
        self.head[level + 1..].iter().any(|row| {
            row.get(column).is_some_and(|cell| {
                let words = plain(chars, *cell);
                !words.is_empty() && words != own
            })
        })
    }
}
