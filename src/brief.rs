//! Briefings: what a record says of a topic at a place, drafted as text in which every figure stays bound to its claim.
//!
//! A figure stands in the text as `{{3}}` and a change between two of them as `{{3-1}}`: words can be edited around
//! them, and neither a digit nor a hedge of them can. What they stand for is kept beside the text, with the footnote that
//! says where each comes from, so that a briefing that is frozen stays what it was whatever becomes of the record.

mod draft;
mod plot;
mod stale;
mod text;

use crate::claim::{self, Claim};
use crate::language::Language;
use crate::office;
use crate::series::Place;
use crate::text::Transcript;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

pub use draft::{Material, Quoted, Source, Subject, draft};
pub use stale::{Now, Stale, stale};
pub use text::{Line, Part};

/// What a briefing is asked to be about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "BriefingAsked")]
pub struct Asked {
    /// Words that names of indicators must hold, as they are searched for; empty where all are named one by one.
    pub topic: String,
    /// Indicators that are named one by one.
    pub indicators: Vec<String>,
    /// Places or bodies; where there is none, each indicator's main one.
    pub scopes: Vec<String>,
    /// The first day that figures may refer to.
    pub from: Option<NaiveDate>,
    /// The last day that figures may refer to.
    pub to: Option<NaiveDate>,
}

/// A briefing: words, and what they are bound to.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
pub struct Briefing {
    /// What stands over it.
    pub title: String,
    /// A line for each heading, paragraph or item: see [`Line`].
    pub text: String,
    /// What the marks in the text stand for.
    pub contents: Contents,
}

/// What a briefing rests on. It is gathered once and never edited.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "BriefingContents")]
pub struct Contents {
    /// That of all words in it.
    pub language: Language,
    /// What was asked for.
    pub asked: Asked,
    /// When it was gathered.
    pub day: NaiveDate,
    /// Lines that stand below the title.
    pub subtitles: Vec<String>,
    /// The figures; the first goes by the number 1.
    pub figures: Vec<Figure>,
    /// Changes that may be computed.
    pub changes: Vec<Change>,
    /// The charts; the first goes by the number 1.
    pub charts: Vec<Chart>,
    /// The table of all figures.
    pub table: Table,
    /// What was left out and why, a line each.
    pub left_out: Vec<String>,
}

/// A figure and the claim that it is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "BriefingFigure")]
pub struct Figure {
    /// Where its words stand; outlives a new reading of the document.
    pub place: Place,
    /// The key of the indicator.
    pub key: String,
    /// The name of the indicator.
    pub name: String,
    /// What was claimed.
    pub claim: Claim,
    /// The value with its hedge, as it stands in the text.
    pub words: String,
    /// The period in words.
    pub period: String,
    /// What the document is called.
    pub document: String,
    /// The footnote: quote, speaker, document, day.
    pub note: String,
}

/// By how much a figure differs from another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "BriefingChange")]
pub struct Change {
    /// The position of the later figure.
    pub to: usize,
    /// The position of the earlier figure.
    pub from: usize,
    /// In words: 上升5.2%.
    pub words: String,
}

/// A chart as the product draws it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "BriefingChart")]
pub struct Chart {
    /// What it shows.
    pub caption: String,
    /// The same for those who cannot see it.
    pub description: String,
    /// An SVG document with title, subtitle and source in it.
    pub svg: String,
    /// Its width and height, in CSS pixels.
    pub size: (u32, u32),
    /// Breaks that it marks.
    pub remarks: Vec<String>,
}

/// A table of figures; its cells hold the same marks as the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "BriefingTable")]
pub struct Table {
    /// What stands above it.
    pub caption: String,
    /// The heads of its columns.
    pub header: Vec<String>,
    /// A cell for each head.
    pub rows: Vec<Vec<String>>,
}

/// How a text writes what a briefing rests on.
#[derive(Debug, Clone, Copy)]
pub struct Marks(Language);

impl Marks {
    /// The figure at a position.
    pub fn figure(self, at: usize) -> String {
        text::mark(at)
    }

    /// A change.
    pub fn change(self, change: &Change) -> String {
        text::mark_of_change(change.to, change.from)
    }

    /// The chart at a position.
    pub fn chart(self, at: usize) -> String {
        text::mark_of_chart(at, self.0)
    }

    /// The table of all figures.
    pub fn table(self) -> String {
        text::mark_of_table(self.0).to_owned()
    }

    /// What was left out and why.
    pub fn left_out(self) -> String {
        text::mark_of_left_out(self.0).to_owned()
    }
}

impl Contents {
    /// How the text writes all this.
    pub fn marks(&self) -> Marks {
        Marks(self.language)
    }

    /// A change that may be computed, by the positions of the figures.
    pub fn change(&self, to: usize, from: usize) -> Option<&Change> {
        self.changes.iter().find(|one| (one.to, one.from) == (to, from))
    }
}

impl Briefing {
    /// The positions of the figures that its words and its table use. What was left out is not used.
    pub fn used(&self) -> BTreeSet<usize> {
        let lines = text::lines(&self.text);
        let has_table = lines.contains(&Line::Table);
        let cells = self.contents.table.rows.iter().flatten().filter(|_| has_table);
        let mut used = BTreeSet::new();
        let parts = lines.iter().flat_map(|line| match line {
            Line::Paragraph(parts) | Line::Item(parts) => parts.clone(),
            _ => Vec::new(),
        });
        for part in parts.chain(cells.flat_map(|cell| text::parts(cell))) {
            match part {
                Part::Figure(at) => _ = used.insert(at),
                Part::Change { to, from } => used.extend([to, from]),
                Part::Words(_) => {}
            }
        }
        used.retain(|at| *at < self.contents.figures.len());
        used
    }

    /// SHA-256 of all that it is, in lowercase hexadecimal.
    pub fn hash(&self) -> String {
        // Plain data has a JSON form.
        let whole = serde_json::to_vec(self).unwrap_or_default();
        format!("{:x}", Sha256::digest(whole))
    }

    /// Marks in the text that stand for nothing, as they were written.
    pub fn unknown_marks(&self) -> Vec<String> {
        text::unknown(&self.text, &self.contents)
    }

    /// Figures that the text states in words of its own and that no claim bears out, as they are written.
    pub fn unbound(&self) -> Vec<String> {
        let words: String = text::lines(&self.text)
            .into_iter()
            .map(|line| match line {
                Line::Heading(_, words) => words + "\n",
                Line::Item(parts) | Line::Paragraph(parts) => {
                    let words = |part: Part| match part {
                        Part::Words(words) => words,
                        Part::Figure(_) | Part::Change { .. } => "若干".to_owned(),
                    };
                    parts.into_iter().map(words).collect::<String>() + "\n"
                }
                Line::Chart(_) | Line::Table | Line::LeftOut => String::new(),
            })
            .collect();
        let found = claim::extract(&Transcript::from_text(&words, None, None));
        found.claims.into_iter().map(|claim| claim.quote).collect()
    }

    /// The whole as a document to hand out; `frozen` says since when it has been, and its hash.
    pub fn document(&self, frozen: Option<&str>) -> office::Document {
        text::document(self, frozen)
    }
}

/// What a reader has put aside for a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    /// A figure.
    Figure {
        /// Where its words stand.
        place: Place,
        /// The key of its indicator, which tells it from others in the same words.
        key: String,
    },
    /// An indicator at a place, with its chart.
    Indicator {
        /// Its key.
        key: String,
        /// The place or body; its main one where there is none.
        scope: Option<String>,
    },
}
