//! Tables: rows between bars, tabs or blanks → what each of their cells asserts, or why it asserts nothing.
//!
//! Lines become rows with cells (`lines`), rows become tables with headings (`grid`), headings say what their columns
//! are (`heading`, `column`), and with the names of the rows (`row`) each cell says what it is (`cell`).

mod caption;
mod cell;
mod column;
mod grid;
mod heading;
mod lines;
mod row;
mod time;
mod unit;
mod value;
mod words;

pub(super) use cell::{Cell, Where};

use super::rule::Reason;
use crate::document::Span;
use crate::period::{Expression, Period};
use crate::place::Place;
use crate::text::Block;
use std::ops::Range;

/// Reads a time in some words, as that of a plan or not.
type ReadTime<'a> = dyn Fn(&Expression, &[char], bool) -> Option<Period> + 'a;

/// What a table is read against.
pub(super) struct Around<'a> {
    pub(super) chars: &'a [char],
    /// The lines above it, the nearest last.
    pub(super) captions: &'a [Span],
    /// The place that the document is about.
    pub(super) own: Option<&'static Place>,
    /// Reads a time in some words, as that of a plan or not.
    pub(super) said: &'a ReadTime<'a>,
    /// The time that governs what names none, of a plan or not.
    pub(super) inherited: &'a dyn Fn(bool) -> Option<Period>,
}

/// Tables that follow one another without a line between them.
pub(super) struct Tables {
    /// Which of the text's lines they are.
    lines: Range<usize>,
    rows: Vec<lines::Row>,
}

/// What is found in tables.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) cells: Vec<Cell>,
    pub(super) rejects: Vec<(Span, Reason)>,
}

impl Tables {
    /// All tables of a text, in order.
    pub(super) fn all(chars: &[char], blocks: &[Block]) -> Vec<Self> {
        let lines: Vec<Span> = blocks.iter().map(|block| block.span).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let rows = lines::run(chars, &lines[at..]);
            let end = at + rows.len();
            if rows.is_empty() {
                at += 1;
            } else {
                found.push(Self { lines: at..end, rows });
                at = end;
            }
        }
        found
    }

    /// Which of the text's lines they are.
    pub(super) fn lines(&self) -> Range<usize> {
        self.lines.clone()
    }

    /// Reads them. Nothing of one table holds for the next.
    pub(super) fn read(&self, around: &Around<'_>) -> Found {
        let mut found = Found::default();
        for (at, grid) in grid::grids(around.chars, &self.rows).iter().enumerate() {
            let above = if at == 0 { around.captions } else { &[] };
            let captions: Vec<Span> = above.iter().chain(&grid.titles).copied().collect();
            let caption = caption::Caption::read(around.chars, &captions);
            let table = cell::Table::new(around, grid, caption);
            table.read(&mut found);
        }
        found
    }
}
