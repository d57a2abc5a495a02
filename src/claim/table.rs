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

/// What a table is read against.
pub(super) struct Around<'a> {
    pub(super) chars: &'a [char],
    /// The lines above it, the nearest last.
    pub(super) captions: &'a [Span],
    /// The place that the document is about.
    pub(super) own: Option<&'static Place>,
    /// Reads a time in some words, as that of a plan or not.
    pub(super) said: &'a dyn Fn(&Expression, &[char], bool) -> Option<Period>,
    /// The time that governs what names none, of a plan or not.
    pub(super) inherited: &'a dyn Fn(bool) -> Option<Period>,
}

/// The tables that begin with a line and go on without a break.
pub(super) struct Tables {
    rows: Vec<lines::Row>,
}

/// What is found in tables.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) cells: Vec<Cell>,
    pub(super) rejects: Vec<(Span, Reason)>,
}

impl Tables {
    /// The tables that begin with the first of `lines`, if any do.
    pub(super) fn begin(chars: &[char], lines: &[Span]) -> Option<Self> {
        let rows = lines::run(chars, lines);
        (!rows.is_empty()).then_some(Self { rows })
    }

    /// How many lines they take.
    pub(super) fn lines(&self) -> usize {
        self.rows.len()
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
