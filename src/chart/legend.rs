//! The lines above the plot: unit, notes, and what colours and shapes mean.

use super::axis::ValueAxis;
use super::label::{escape, shorten, text_width};
use super::mark::{Looks, Mark, Shape, any_fills_its_target, draw_shape};
use crate::claim::Status;
use crate::language::Language;
use crate::series::Series;
use crate::words;
use crate::words::number;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Height of a row, in pixels.
const ROW: i32 = 20;
/// Letters of the legend, in pixels.
const LETTERS: f64 = 12.0;
/// Pixels for the sample of a line or shape.
const SAMPLE: i32 = 26;
/// Free pixels above the plot, so that whiskers and shapes at its edge stay whole.
const ABOVE_PLOT: i32 = 16;

/// What is said of the chart as a whole: a cut axis, points without a period. The unit stands in the subtitle.
pub(super) fn notes(series: &[&Series], axis: &ValueAxis, language: Language) -> Vec<String> {
    let undated: usize = series.iter().map(|series| series.undated()).sum();
    let mut notes = Vec::new();
    if axis.is_cut() {
        notes.push(match language {
            Language::Chinese => "纵轴不从0开始".to_owned(),
            Language::English => "Axis does not start at 0".to_owned(),
        });
    }
    if undated > 0 {
        notes.push(match language {
            Language::Chinese => format!("另有{undated}个数值时期不明，未画出"),
            Language::English => format!("{undated} without a clear period, not drawn"),
        });
    }
    notes
}

/// For each series the words that tell it from the others; empty where all are of one measure.
pub(super) fn labels(series: &[&Series], names: &[(i64, String)], language: Language) -> Vec<String> {
    let differ =
        |part: &dyn Fn(&Series) -> String| series.windows(2).any(|pair| part(pair[0]) != part(pair[1]));
    let unknown = match language {
        Language::Chinese => "范围不明",
        Language::English => "scope unknown",
    };
    let number = |series: &Series| series.points.first().map_or(0, |point| point.indicator);
    let name = |series: &Series| {
        let known = names.iter().find(|(of, _)| *of == number(series)).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| series.name().to_owned())
    };
    let scope = |series: &Series| series.scope.clone().unwrap_or_else(|| unknown.to_owned());
    let kind = |series: &Series| words::measure(series.kind, series.basis, language);
    let unit = |series: &Series| number::unit_name(&series.unit, language);
    let among = |series: &Series| words::among(series.among.as_deref(), language).to_owned();
    let (by_name, by_scope, by_kind) =
        (differ(&|series| number(series).to_string()), differ(&scope), differ(&kind));
    let (by_unit, by_among) = (differ(&unit), differ(&among));
    let label = |series: &&Series| {
        let mut parts = Vec::new();
        if by_scope {
            parts.push(scope(series));
        }
        if by_name {
            parts.push(name(series));
        }
        if by_kind {
            parts.push(kind(series));
        }
        if by_among {
            parts.push(among(series));
        }
        if by_unit {
            parts.push(unit(series));
        }
        parts.join(" ")
    };
    series.iter().map(label).collect()
}

/// One item of the legend.
enum Item {
    /// A series: its position and words.
    Series(usize, String),
    /// A shape: what it stands for.
    Shape(Shape, &'static str),
    /// Faint marks.
    Ghost(&'static str),
    /// A result in the diamond of its target.
    Both(&'static str),
    /// Hollow marks of results.
    Hollow(&'static str),
    /// Plain words.
    Words(String),
}

impl Item {
    fn words(&self) -> &str {
        match self {
            Item::Series(_, words) | Item::Words(words) => words,
            Item::Shape(_, words) | Item::Ghost(words) | Item::Both(words) | Item::Hollow(words) => words,
        }
    }

    fn width(&self) -> i32 {
        let sample = if matches!(self, Item::Words(_)) { 0 } else { SAMPLE };
        sample + text_width(self.words(), LETTERS).ceil() as i32 + 14
    }
}

/// What colours and shapes mean, as far as a reader must be told.
pub(super) struct Legend<'a> {
    looks: &'a Looks,
    items: Vec<Item>,
    language: Language,
}

impl<'a> Legend<'a> {
    /// `labels` are those of the series; `named` says that they stand at the ends of the lines.
    pub(super) fn new(
        labels: &[String],
        marks: &[Mark],
        looks: &'a Looks,
        named: bool,
        language: Language,
    ) -> Self {
        let mut items = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, label) in labels.iter().enumerate() {
            if !label.is_empty() && seen.insert(looks.groups[at]) && !named {
                items.push(Item::Series(at, shorten(label, 24)));
            }
        }
        let varied = looks.full_years && seen.len() > 1;
        let shapes: BTreeSet<Shape> = marks
            .iter()
            .filter(|mark| !varied || mark.point.claim.status == Status::Target)
            .map(|mark| looks.shape(mark))
            .collect();
        if !(shapes.len() == 1 && shapes.contains(&Shape::Dot)) {
            items.extend(shapes.into_iter().map(|shape| Item::Shape(shape, shape_words(shape, language))));
        }
        if any_fills_its_target(marks) {
            items.push(Item::Both(match language {
                Language::Chinese => "结果等于目标",
                Language::English => "result equal to target",
            }));
        }
        if marks.iter().any(|mark| mark.point.claim.provisional) {
            items.push(Item::Hollow(match language {
                Language::Chinese => "初步数",
                Language::English => "provisional",
            }));
        }
        if marks.iter().any(|mark| mark.ghost) {
            items.push(Item::Ghost(match language {
                Language::Chinese => "另有说法",
                Language::English => "stated otherwise",
            }));
        }
        Self { looks, items, language }
    }

    /// Draws the notes and the legend from the top left on, and says how many pixels they and the
    /// room above the plot take. Series that would need more than a third of the height are counted.
    pub(super) fn draw(self, notes: &[String], (width, height): (u32, u32)) -> (String, u32) {
        let mut out = String::from(r#"<g class="legend" font-size="12">"#);
        let mut pen = Pen { x: 4, row: 0, width: width as i32 };
        for note in notes {
            let item = Item::Words(note.clone());
            let (x, y) = pen.place(item.width());
            draw_item(&mut out, &item, self.looks, (x, y));
        }
        pen.next_line();
        let most_rows = (height as i32 / 3 / ROW).max(2);
        let total = self.items.len();
        for (at, item) in self.items.iter().enumerate() {
            let room_for_rest = if at + 1 < total { 90 } else { 0 };
            if pen.would_be_row(item.width() + room_for_rest) >= most_rows {
                let left = total - at;
                let words = match self.language {
                    Language::Chinese => format!("另有{left}项"),
                    Language::English => format!("and {left} more"),
                };
                let rest = Item::Words(words);
                let (x, y) = pen.place(rest.width());
                draw_item(&mut out, &rest, self.looks, (x, y));
                break;
            }
            let (x, y) = pen.place(item.width());
            draw_item(&mut out, item, self.looks, (x, y));
        }
        pen.next_line();
        out.push_str("</g>");
        (out, (pen.row * ROW + ABOVE_PLOT) as u32)
    }
}

/// Where the next item goes.
struct Pen {
    x: i32,
    row: i32,
    width: i32,
}

impl Pen {
    fn would_be_row(&self, item: i32) -> i32 {
        if self.x > 4 && self.x + item > self.width { self.row + 1 } else { self.row }
    }

    /// The left end of the baseline for an item so wide.
    fn place(&mut self, item: i32) -> (i32, i32) {
        if self.would_be_row(item) > self.row {
            self.next_line();
        }
        let place = (self.x, self.row * ROW + 15);
        self.x += item;
        place
    }

    fn next_line(&mut self) {
        if self.x > 4 {
            self.row += 1;
            self.x = 4;
        }
    }
}

fn draw_item(out: &mut String, item: &Item, looks: &Looks, (x, y): (i32, i32)) {
    let middle = (x + SAMPLE / 2 - 2, y - 4);
    let words_at = if matches!(item, Item::Words(_)) { x } else { x + SAMPLE };
    match item {
        Item::Series(at, _) => {
            let _ = write!(
                out,
                r#"{}<path d="M{x} {}h22" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="{}"/>"#,
                looks.open(*at),
                middle.1,
                looks.dash(*at)
            );
            if looks.full_years {
                draw_shape(out, looks.free_shape(*at), false, middle);
            }
            out.push_str("</g>");
        }
        Item::Shape(shape, _) => draw_shape(out, *shape, false, middle),
        Item::Both(_) => {
            draw_shape(out, Shape::Diamond, false, middle);
            draw_shape(out, Shape::Dot, false, middle);
        }
        Item::Ghost(_) => {
            out.push_str(r#"<g opacity="0.35">"#);
            draw_shape(out, Shape::Dot, false, middle);
            out.push_str("</g>");
        }
        Item::Hollow(_) => draw_shape(out, Shape::Dot, true, middle),
        Item::Words(_) => {}
    }
    let _ =
        write!(out, r#"<text x="{words_at}" y="{y}" fill="currentColor">{}</text>"#, escape(item.words()));
}

fn shape_words(shape: Shape, language: Language) -> &'static str {
    let (chinese, english) = match shape {
        Shape::Dot => ("全年", "full year"),
        Shape::Square => ("年初至今", "year to date"),
        Shape::Triangle => ("时点数", "at a date"),
        Shape::TipDown => ("季、月等时段", "quarter, month or other stretch"),
        Shape::Pentagon => ("多年或累计", "several years or cumulative"),
        Shape::Diamond => ("目标", "target"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}
