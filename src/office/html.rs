//! A document as one HTML file that loads nothing: pictures are in it.

use super::{Block, Document, Inline, Picture, Table};
use quick_xml::escape::escape;
use std::fmt::Write;

/// Sheet and type: on paper as on a screen.
const STYLE: &str = "body{max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c2530;background:#fff;\
    font:1.05rem/1.8 FangSong,仿宋,\"Noto Serif CJK SC\",serif}\
    h1{text-align:center;font-size:1.7rem;line-height:1.4}h1+.sub{margin-top:1.2rem}\
    .sub{text-align:center;margin:.1rem 0;color:#5b6672;font-size:.95rem}h2{font-size:1.25rem;margin-top:2rem}\
    h3{font-size:1.08rem}table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.5}\
    caption{font-weight:700;padding:.4rem}th,td{border:1px solid #999;padding:.35rem .5rem;text-align:left;\
    vertical-align:top}thead{display:table-header-group}figure{margin:1.5rem 0}figure img{width:100%;height:auto}\
    figcaption{text-align:center;font-size:.92rem}figure p{font-size:.85rem;color:#5b6672;margin:.2rem 0}\
    sup a{text-decoration:none}.notes{font-size:.88rem;line-height:1.6;border-top:1px solid #999;margin-top:2.5rem}\
    .notes li{margin:.3rem 0;overflow-wrap:anywhere}tr,figure{break-inside:avoid}.scroll{overflow-x:auto}";

/// The document as it stands in a `.html` file.
pub fn write(document: &Document) -> String {
    let tag = document.language.pick("zh-CN", "en");
    let title = escape(&document.title);
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{}</body>\n</html>\n",
        body(document)
    )
}

/// All below the title, for a page that has a frame of its own.
pub fn body(document: &Document) -> String {
    let mut out = String::new();
    let mut seen = Vec::new();
    for line in &document.subtitles {
        let _ = writeln!(out, "<p class=\"sub\">{}</p>", escape(line));
    }
    let mut in_list = false;
    for block in &document.blocks {
        let item = matches!(block, Block::Item(_));
        if item != in_list {
            out.push_str(if item { "<ul>\n" } else { "</ul>\n" });
        }
        in_list = item;
        match block {
            Block::Heading(level, words) => {
                let level = level + 1;
                let _ = writeln!(out, "<h{level}>{}</h{level}>", escape(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(out, "<p>{}</p>", line(words, &mut seen));
            }
            Block::Item(words) => {
                let _ = writeln!(out, "<li>{}</li>", line(words, &mut seen));
            }
            Block::Table(one) => table(&mut out, one, &mut seen),
            Block::Picture(one) => picture(&mut out, one),
        }
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    if !document.notes.is_empty() {
        out.push_str("<ol class=\"notes\">\n");
        for (at, note) in document.notes.iter().enumerate() {
            let number = at + 1;
            let _ = writeln!(
                out,
                "<li id=\"note{number}\">{} <a href=\"#mark{number}\" aria-label=\"↑\">↑</a></li>",
                escape(note)
            );
        }
        out.push_str("</ol>\n");
    }
    out
}

fn line(words: &[Inline], seen: &mut Vec<usize>) -> String {
    let part = |one: &Inline| match one {
        Inline::Text(words) => escape(words).into_owned(),
        Inline::Strong(words) => format!("<b>{}</b>", escape(words)),
        Inline::Note(at) => {
            let (number, again) = Document::number(*at, seen);
            let id = if again { String::new() } else { format!(" id=\"mark{number}\"") };
            format!("<sup{id}><a href=\"#note{number}\">[{number}]</a></sup>")
        }
    };
    words.iter().map(part).collect()
}

fn table(out: &mut String, Table { caption, header, rows }: &Table, seen: &mut Vec<usize>) {
    let caption = escape(caption);
    // A wide table scrolls by itself, also by keyboard.
    let _ = writeln!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption>\n<thead><tr>"
    );
    for head in header {
        let _ = writeln!(out, "<th scope=\"col\">{}</th>", escape(head));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", line(cell, seen));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// A picture as an address that holds it: its links lead nowhere outside the dashboard, and as an image it has none.
fn picture(out: &mut String, Picture { caption, description, svg, size, remarks }: &Picture) {
    let data: String = form_urlencoded::byte_serialize(svg.as_bytes()).collect();
    let _ = writeln!(
        out,
        "<figure><img src=\"data:image/svg+xml,{}\" width=\"{}\" height=\"{}\" alt=\"{}\">\n<figcaption>{}</figcaption>",
        data.replace('+', "%20"),
        size.0,
        size.1,
        escape(description),
        escape(caption)
    );
    for remark in remarks {
        let _ = writeln!(out, "<p>{}</p>", escape(remark));
    }
    out.push_str("</figure>\n");
}
