//! The text of a briefing: lines, the marks in them, and the document that they make.

use super::{Briefing, Contents};
use crate::language::Language;
use crate::office::{Block, Document, Inline, Picture, Table};

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// `# 主要数据`: a heading of this level, and its words.
    Heading(u8, String),
    /// `- 城镇新增就业{{1}}`: an item of a list.
    Item(Vec<Part>),
    /// Any other words.
    Paragraph(Vec<Part>),
    /// `{{图1}}`, `{{chart 1}}`: a chart, by its position.
    Chart(usize),
    /// `{{表}}`, `{{table}}`: the table of all figures.
    Table,
    /// `{{未列入}}`, `{{left out}}`: what was left out and why.
    LeftOut,
}

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// `{{3}}`: a figure, by its position.
    Figure(usize),
    /// `{{3-1}}`: the change from one figure to another, by their positions.
    Change {
        /// The later one.
        to: usize,
        /// The earlier one.
        from: usize,
    },
}

/// The mark of a figure at a position.
pub(super) fn mark(at: usize) -> String {
    format!("{{{{{}}}}}", at + 1)
}

/// The mark of a change between the figures at two positions.
pub(super) fn mark_of_change(to: usize, from: usize) -> String {
    format!("{{{{{}-{}}}}}", to + 1, from + 1)
}

/// The mark of a chart at a position.
pub(super) fn mark_of_chart(at: usize, language: Language) -> String {
    let number = at + 1;
    language.pick(format!("{{{{图{number}}}}}"), format!("{{{{chart {number}}}}}"))
}

/// The mark of the table.
pub(super) fn mark_of_table(language: Language) -> &'static str {
    language.pick("{{表}}", "{{table}}")
}

/// The mark of what was left out.
pub(super) fn mark_of_left_out(language: Language) -> &'static str {
    language.pick("{{未列入}}", "{{left out}}")
}

/// The lines of a text that say something.
pub(super) fn lines(text: &str) -> Vec<Line> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(line).collect()
}

fn line(line: &str) -> Line {
    let level = line.chars().take_while(|&c| c == '#').count();
    if (1..=3).contains(&level) {
        return Line::Heading(level as u8, line[level..].trim().to_owned());
    }
    match alone(line) {
        Some("表" | "table") => return Line::Table,
        Some("未列入" | "left out") => return Line::LeftOut,
        inside => {
            if let Some(at) = inside.and_then(chart) {
                return Line::Chart(at);
            }
        }
    }
    match line.strip_prefix("- ") {
        Some(item) => Line::Item(parts(item)),
        None => Line::Paragraph(parts(line)),
    }
}

/// What stands between the braces of a line that is one mark.
fn alone(line: &str) -> Option<&str> {
    line.strip_prefix("{{")?.strip_suffix("}}").map(str::trim).filter(|inside| !inside.contains("{{"))
}

fn chart(inside: &str) -> Option<usize> {
    position(inside.strip_prefix('图').or_else(|| inside.strip_prefix("chart"))?)
}

/// The position of a number that counts from 1.
fn position(number: &str) -> Option<usize> {
    number.trim().parse::<usize>().ok()?.checked_sub(1)
}

/// The parts of a line or a cell. Braces that hold no number are words.
pub(super) fn parts(line: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = line;
    while let Some((before, part, after)) = next(rest) {
        if !before.is_empty() {
            parts.push(Part::Words(before.to_owned()));
        }
        parts.push(part);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    parts
}

/// The first mark of a line, with what stands before and after it.
fn next(line: &str) -> Option<(&str, Part, &str)> {
    line.match_indices("{{").find_map(|(start, _)| {
        let (inside, after) = line[start + 2..].split_once("}}")?;
        let part = match inside.split_once('-') {
            Some((to, from)) => Part::Change { to: position(to)?, from: position(from)? },
            None => Part::Figure(position(inside)?),
        };
        Some((&line[..start], part, after))
    })
}

/// Marks that stand for nothing, as they were written.
pub(super) fn unknown(text: &str, contents: &Contents) -> Vec<String> {
    let of_part = |part: Part| match part {
        Part::Figure(at) => (at >= contents.figures.len()).then(|| mark(at)),
        Part::Change { to, from } => contents.change(to, from).is_none().then(|| mark_of_change(to, from)),
        Part::Words(words) => words.find("{{").map(|start| words[start..].chars().take(12).collect()),
    };
    let of_line = |line: Line| match line {
        Line::Paragraph(parts) | Line::Item(parts) => parts.into_iter().filter_map(of_part).collect(),
        Line::Chart(at) if at >= contents.charts.len() => vec![mark_of_chart(at, contents.language)],
        _ => Vec::new(),
    };
    lines(text).into_iter().flat_map(of_line).collect()
}

/// The document while it is put together.
struct Making<'a> {
    contents: &'a Contents,
    /// The positions of the figures, in the order in which they are first named.
    named: Vec<usize>,
}

/// The whole as a document to hand out.
pub(super) fn document(briefing: &Briefing, frozen: Option<&str>) -> Document {
    let Briefing { title, text, contents } = briefing;
    let language = contents.language;
    let mut making = Making { contents, named: Vec::new() };
    let mut blocks = Vec::new();
    for line in lines(text) {
        match line {
            Line::Heading(level, words) => blocks.push(Block::Heading(level, words)),
            Line::Paragraph(parts) => blocks.push(Block::Paragraph(making.inlines(&parts))),
            Line::Item(parts) => blocks.push(Block::Item(making.inlines(&parts))),
            Line::Chart(at) => blocks.extend(making.picture(at)),
            Line::Table => blocks.extend(making.table()),
            Line::LeftOut if contents.left_out.is_empty() => {
                let none = language.pick("没有。", "Nothing.").to_owned();
                blocks.push(Block::Paragraph(vec![Inline::Text(none)]));
            }
            Line::LeftOut => {
                blocks.extend(contents.left_out.iter().map(|line| Block::Item(making.inlines(&parts(line)))));
            }
        }
    }
    let mut subtitles = contents.subtitles.clone();
    subtitles.extend(frozen.map(str::to_owned));
    let notes = making.named.iter().map(|at| contents.figures[*at].note.clone()).collect();
    Document { title: title.clone(), subtitles, language, day: contents.day, blocks, notes }
}

impl Making<'_> {
    fn inlines(&mut self, parts: &[Part]) -> Vec<Inline> {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Words(words) => out.push(Inline::Text(words.clone())),
                Part::Figure(at) => match self.contents.figures.get(*at) {
                    Some(figure) => {
                        out.push(Inline::Strong(figure.words.clone()));
                        out.push(Inline::Note(self.note(*at)));
                    }
                    // What stands for nothing is shown as it is, where whoever wrote it sees it.
                    None => out.push(Inline::Text(mark(*at))),
                },
                Part::Change { to, from } => out.push(match self.contents.change(*to, *from) {
                    Some(change) => Inline::Strong(change.words.clone()),
                    None => Inline::Text(mark_of_change(*to, *from)),
                }),
            }
        }
        out
    }

    /// The number of a figure's footnote.
    fn note(&mut self, at: usize) -> usize {
        self.named.iter().position(|known| *known == at).unwrap_or_else(|| {
            self.named.push(at);
            self.named.len() - 1
        })
    }

    fn picture(&self, at: usize) -> Option<Block> {
        let chart = self.contents.charts.get(at)?;
        let number = at + 1;
        let label = self.contents.language.pick(format!("图{number}　"), format!("Figure {number}. "));
        Some(Block::Picture(Picture {
            caption: format!("{label}{}", chart.caption),
            description: chart.description.clone(),
            svg: chart.svg.clone(),
            size: chart.size,
            remarks: chart.remarks.clone(),
        }))
    }

    fn table(&mut self) -> Option<Block> {
        let table = &self.contents.table;
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        for row in &table.rows {
            let mut cells = Vec::new();
            for cell in row {
                cells.push(self.inlines(&parts(cell)));
            }
            rows.push(cells);
        }
        let whole = Table { caption: table.caption.clone(), header: table.header.clone(), rows };
        (!whole.rows.is_empty()).then_some(Block::Table(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn words(text: &str) -> Part {
        Part::Words(text.to_owned())
    }

    #[test]
    fn a_line_is_what_it_begins_with() {
        let text = "# 一、要点\n\n## （一）就业\n- 甲{{1}}\n2025年为{{2}}，{{2-1}}。\n{{图1}}\n{{chart 2}}\n{{表}}\n{{left out}}\n####四级";
        let expected = [
            Line::Heading(1, "一、要点".to_owned()),
            Line::Heading(2, "（一）就业".to_owned()),
            Line::Item(vec![words("甲"), Part::Figure(0)]),
            Line::Paragraph(vec![
                words("2025年为"),
                Part::Figure(1),
                words("，"),
                Part::Change { to: 1, from: 0 },
                words("。"),
            ]),
            Line::Chart(0),
            Line::Chart(1),
            Line::Table,
            Line::LeftOut,
            Line::Paragraph(vec![words("####四级")]),
        ];
        assert_eq!(lines(text), expected);
    }

    #[rstest]
    #[case::nothing("{{}}")]
    #[case::words("{{甲}}")]
    #[case::open("甲{{1")]
    #[case::none("{{0}}")]
    #[case::huge("{{99999999999999999999}}")]
    #[case::one_end("{{1-}}")]
    #[case::single("{1}")]
    fn braces_that_name_nothing_are_words(#[case] text: &str) {
        assert_eq!(parts(text), [words(text)]);
    }

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        for language in [Language::Chinese, Language::English] {
            assert_eq!(lines(&mark_of_chart(4, language)), [Line::Chart(4)]);
            assert_eq!(lines(mark_of_table(language)), [Line::Table]);
            assert_eq!(lines(mark_of_left_out(language)), [Line::LeftOut]);
        }
        assert_eq!(parts(&mark(7)), [Part::Figure(7)]);
        assert_eq!(parts(&mark_of_change(3, 1)), [Part::Change { to: 3, from: 1 }]);
    }
}
