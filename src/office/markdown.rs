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
