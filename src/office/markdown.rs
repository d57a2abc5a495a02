//! A document as Markdown with footnotes. Pictures are no part of a text file: their captions stand, and say so.

use super::{Block, Document, Inline, Picture, Table};
use std::fmt::Write;

/// The document as it stands in a `.md` file.
pub fn write(document: &Document) -> String {
    let mut out = format!("# {}\n\n", plain(&document.title));
    for line in &document.subtitles {
        let _ = writeln!(out, "{}  ", plain(line));
    }
    let mut in_list = false;
    for block in &document.blocks {
        let item = matches!(block, Block::Item(_));
        if !(item && in_list) {
            out.push('\n');
        }
        in_list = item;
        match block {
            Block::Heading(level, words) => {
                let _ = writeln!(out, "{} {}", "#".repeat(usize::from(*level) + 1), plain(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(out, "{}", line(words));
            }
            Block::Item(words) => {
                let _ = writeln!(out, "- {}", line(words));
            }
            Block::Table(one) => table(&mut out, one),
            Block::Picture(one) => picture(&mut out, one, document),
        }
    }
    out.push('\n');
    for (at, note) in document.notes.iter().enumerate() {
        let _ = writeln!(out, "[^{}]: {}", at + 1, plain(note));
    }
    out
}

fn line(words: &[Inline]) -> String {
    let part = |one: &Inline| match one {
        Inline::Text(words) => plain(words),
        Inline::Strong(words) => format!("**{}**", plain(words)),
        Inline::Note(at) => format!("[^{}]", at + 1),
    };
    let text: String = words.iter().map(part).collect();
    // What begins a line must not turn it into a list or a heading.
    match text.chars().next() {
        Some('#' | '-' | '+' | '>') => format!("\\{text}"),
        _ => text,
    }
}

fn table(out: &mut String, Table { caption, header, rows }: &Table) {
    let cell = |words: &[Inline]| line(words).replace('|', "\\|");
    let _ = writeln!(out, "{}\n", plain(caption));
    let heads: Vec<String> = header.iter().map(|head| plain(head).replace('|', "\\|")).collect();
    let _ = writeln!(out, "| {} |\n|{}", heads.join(" | "), " --- |".repeat(header.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|words| cell(words)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn picture(out: &mut String, picture: &Picture, document: &Document) {
    let elsewhere =
        document.language.pick("（图见 Word 或 HTML 版）", " (drawn in the Word and HTML versions)");
    let _ = writeln!(out, "*{}{elsewhere}*", plain(&picture.caption));
    for remark in &picture.remarks {
        let _ = writeln!(out, "\n{}", plain(remark));
    }
}

/// Words on one line in which nothing is markup.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn nothing_in_the_words_is_markup() {
        let text = |words: &str| vec![Inline::Text(words.to_owned())];
        let document = Document {
            title: "甲*乙".to_owned(),
            subtitles: Vec::new(),
            language: Language::Chinese,
            day: "2025-01-12".parse().unwrap(),
            blocks: vec![
                Block::Paragraph(text("# 不是标题 <b> [^9]")),
                Block::Item(text("一")),
                Block::Item(text("二")),
                Block::Table(Table {
                    caption: "表".to_owned(),
                    header: vec!["a|b".to_owned()],
                    rows: vec![vec![vec![Inline::Strong("7|8".to_owned()), Inline::Note(0)]]],
                }),
            ],
            notes: vec!["“原话”\n次行".to_owned()],
        };
        let expected = "# 甲\\*乙\n\n\n\\# 不是标题 \\<b> \\[^9\\]\n\n- 一\n- 二\n\n表\n\n| a\\|b |\n| --- |\n| **7\\|8**[^1] |\n\n[^1]: “原话” 次行\n";
        assert_eq!(write(&document), expected);
    }
}
