//! A document as a Word file: Word's own styles for title, headings, captions and footnotes, a table with a header row,
//! pictures with their descriptions; in the layout of an official document, or in that of a template.

mod template;

use super::{Block, Document, Inline, Picture, Table};
use crate::chart::{self, Typeface};
use quick_xml::escape::escape;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

pub use template::{Template, TemplateError};

/// Names of XML that parts of a Word file use.
const NAMESPACES: [(&str, &str); 5] = [
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
];

/// What begins the kinds of relations between parts.
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What begins the types of parts.
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The layout of an official document: A4; margins of 37, 35, 28 and 26 mm above, below, left and right, in twentieths
/// of a point; 28 lines on the 225 mm between.
const SECTION: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="455"/></w:sectPr>"#;

/// The width of a picture: that of the text, 156 mm, in English Metric Units.
const WIDTH: u64 = 5_616_000;

/// What every text begins with: 仿宋 of size 三号, Chinese.
const DEFAULTS: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#;

/// A style that the document uses.
struct Style {
    /// The name by which Word knows it.
    name: &'static str,
    /// The identifier that it has here.
    id: &'static str,
    /// Of what it is a style: paragraph, character, table.
    kind: &'static str,
    /// Its look, as XML.
    look: &'static str,
}

const STYLES: [Style; 12] = [
    Style {
        name: "Normal",
        id: "Normal",
        kind: "paragraph",
        look: r#"<w:qFormat/><w:pPr><w:jc w:val="both"/></w:pPr>"#,
    },
    Style {
        name: "Title",
        id: "Title",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:before="240" w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr>"#,
    },
    Style {
        name: "Subtitle",
        id: "Subtitle",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="455" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>"#,
    },
    Style {
        name: "heading 1",
        id: "Heading1",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:snapToGrid w:val="0"/><w:spacing w:before="120" w:line="455" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr>"#,
    },
    Style {
        name: "heading 2",
        id: "Heading2",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:snapToGrid w:val="0"/><w:spacing w:line="455" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr>"#,
    },
    Style {
        name: "heading 3",
        id: "Heading3",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:snapToGrid w:val="0"/><w:spacing w:line="455" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr>"#,
    },
    Style {
        name: "Body Text",
        id: "BodyText",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="455" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>"#,
    },
    Style {
        name: "caption",
        id: "Caption",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>"#,
    },
    Style {
        name: "footnote text",
        id: "FootnoteText",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>"#,
    },
    Style {
        name: "footnote reference",
        id: "FootnoteReference",
        kind: "character",
        look: r#"<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>"#,
    },
    Style {
        name: "Table Text",
        id: "TableText",
        kind: "paragraph",
        look: r#"<w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>"#,
    },
    Style {
        name: "Table Grid",
        id: "TableGrid",
        kind: "table",
        look: r#"<w:pPr/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>"#,
    },
];

/// What stands for a font on a machine without it.
const FONTS: &str = r#"<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font><w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font><w:font w:name="楷体"><w:altName w:val="楷体_GB2312"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>"#;

/// A part of the file: its name, its bytes.
type Part = (String, Vec<u8>);

/// The document as a `.docx` file, in the styles, heads and page of `template` where one is given. Pictures are drawn
/// with `typeface`; where no font holds Chinese, their captions say that they are left out.
pub fn write(
    document: &Document,
    template: Option<&Template>,
    typeface: &Typeface,
) -> zip::result::ZipResult<Vec<u8>> {
    let ids = template.map_or_else(own_ids, Template::ids);
    let mut body =
        Body { ids: &ids, document, typeface, xml: String::new(), seen: Vec::new(), drawn: Vec::new() };
    body.fill();
    let Body { xml, drawn, .. } = body;
    let notes = footnotes(document, &ids);
    let media: Vec<Part> = drawn
        .into_iter()
        .enumerate()
        .map(|(at, png)| (format!("word/media/brief{}.png", at + 1), png))
        .collect();
    let mut parts = match template {
        Some(template) => template.parts(&xml, &notes, media.len()),
        None => own_parts(&xml, &notes, media.len()),
    };
    parts.extend(media);
    parts.push(("docProps/core.xml".into(), properties(document).into_bytes()));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The identifiers of [`STYLES`], by the names that Word knows.
fn own_ids() -> HashMap<&'static str, String> {
    STYLES.iter().map(|style| (style.name, style.id.to_owned())).collect()
}

impl Style {
    /// It as XML, under an identifier; `links` says by which others go.
    fn xml(&self, id: &str, links: impl Fn(&str) -> String) -> String {
        let Self { name, kind, look, .. } = self;
        let mut look = (*look).to_owned();
        for other in &STYLES {
            for link in ["basedOn", "next"] {
                let from = format!(r#"<w:{link} w:val="{}"/>"#, other.id);
                look = look.replace(&from, &format!(r#"<w:{link} w:val="{}"/>"#, links(other.name)));
            }
        }
        format!(r#"<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{look}</w:style>"#)
    }
}

/// The attributes of a root element that declare [`NAMESPACES`], without those that are declared already.
fn namespaces(declared: &str) -> String {
    let missing = NAMESPACES.iter().filter(|(prefix, _)| !declared.contains(&format!("xmlns:{prefix}=")));
    missing.fold(String::new(), |mut out, (prefix, address)| {
        let _ = write!(out, r#" xmlns:{prefix}="{address}""#);
        out
    })
}

/// The parts of a file without a template, but for pictures and properties.
fn own_parts(body: &str, notes: &str, pictures: usize) -> Vec<Part> {
    let names = namespaces("");
    let ids = own_ids();
    let styles: String = STYLES.iter().map(|style| style.xml(style.id, |name| ids[name].clone())).collect();
    let styles = styles.replacen("<w:style ", "<w:style w:default=\"1\" ", 1);
    let page_number = r#"<w:r><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r>"#;
    let relation = |id: &str, kind: &str| {
        format!(r#"<Relationship Id="rId{id}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>"#)
    };
    let relations = [
        relation("Styles", "styles"),
        relation("Settings", "settings"),
        relation("Fonts", "fontTable"),
        relation("Footer", "footer"),
        template::relations(pictures, true),
    ];
    let overrides = ["styles", "settings", "fontTable", "footer", "footnotes"]
        .map(|part| format!(r#"<Override PartName="/word/{part}.xml" ContentType="{TYPE}.{part}+xml"/>"#))
        .concat();
    let types = format!(
        r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>{overrides}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#
    );
    let package = format!(
        r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    );
    let part = |name: &str, xml: String| (name.to_owned(), xml.into_bytes());
    vec![
        part("[Content_Types].xml", types),
        part("_rels/.rels", package),
        part(
            "word/document.xml",
            format!("{HEAD}<w:document{names}><w:body>{body}{SECTION}</w:body></w:document>"),
        ),
        part("word/_rels/document.xml.rels", template::relationships(&relations.concat())),
        part("word/styles.xml", format!("{HEAD}<w:styles{names}>{DEFAULTS}{styles}</w:styles>")),
        part("word/footnotes.xml", notes.to_owned()),
        part(
            "word/settings.xml",
            format!(
                r#"{HEAD}<w:settings{names}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
            ),
        ),
        part("word/fontTable.xml", format!("{HEAD}<w:fonts{names}>{FONTS}</w:fonts>")),
        part(
            "word/footer.xml",
            format!(
                r#"{HEAD}<w:ftr{names}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{page_number}</w:p></w:ftr>"#
            ),
        ),
    ]
}

/// Title and day; a file of the same document is the same.
fn properties(document: &Document) -> String {
    let day = document.day;
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:language>{}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"#,
        plain(&document.title),
        document.language.pick("zh-CN", "en"),
    )
}

fn footnotes(document: &Document, ids: &HashMap<&'static str, String>) -> String {
    let (text, mark) = (&ids["footnote text"], &ids["footnote reference"]);
    let mut lines = String::new();
    for (at, note) in document.notes.iter().enumerate() {
        let _ = write!(
            lines,
            r#"<w:footnote w:id="{}"><w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr><w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p></w:footnote>"#,
            at + 1,
            plain(note)
        );
    }
    let names = namespaces("");
    format!(
        r#"{HEAD}<w:footnotes{names}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>{lines}</w:footnotes>"#
    )
}

/// The body while it is written.
struct Body<'a> {
    ids: &'a HashMap<&'static str, String>,
    document: &'a Document,
    typeface: &'a Typeface,
    xml: String,
    /// The footnotes that were named.
    seen: Vec<usize>,
    /// The pictures that were drawn.
    drawn: Vec<Vec<u8>>,
}

impl Body<'_> {
    fn fill(&mut self) {
        let document = self.document;
        self.paragraph("Title", "", &[Inline::Text(document.title.clone())]);
        for line in &document.subtitles {
            self.paragraph("Subtitle", "", &[Inline::Text(line.clone())]);
        }
        for block in &document.blocks {
            match block {
                Block::Heading(level, words) => {
                    let style = ["heading 1", "heading 2", "heading 3"][usize::from(*level).clamp(1, 3) - 1];
                    self.paragraph(style, "", &[Inline::Text(words.clone())]);
                }
                Block::Paragraph(words) => self.paragraph("Body Text", "", words),
                Block::Item(words) => {
                    let item: Vec<Inline> =
                        std::iter::once(Inline::Text("• ".to_owned())).chain(words.iter().cloned()).collect();
                    self.paragraph("Body Text", "", &item);
                }
                Block::Table(table) => self.table(table),
                Block::Picture(picture) => self.picture(picture),
            }
        }
    }

    fn paragraph(&mut self, style: &str, properties: &str, words: &[Inline]) {
        let _ =
            write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{properties}</w:pPr>"#, self.ids[style]);
        for one in words {
            match one {
                Inline::Text(words) | Inline::Strong(words) => {
                    let _ =
                        write!(self.xml, r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, plain(words));
                }
                Inline::Note(at) => self.mark(*at),
            }
        }
        self.xml.push_str("</w:p>");
    }

    /// The mark of a footnote; where the footnote has one already, a field that follows it.
    fn mark(&mut self, note: usize) {
        let style = &self.ids["footnote reference"];
        let look = format!(r#"<w:rPr><w:rStyle w:val="{style}"/><w:vertAlign w:val="superscript"/></w:rPr>"#);
        let (number, again) = Document::number(note, &mut self.seen);
        let field = |kind: &str| format!(r#"<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>"#);
        let _ = if again {
            write!(
                self.xml,
                r#"{}<w:r>{look}<w:instrText xml:space="preserve"> NOTEREF _Note{number} \f \h </w:instrText></w:r>{}<w:r>{look}<w:t>{number}</w:t></w:r>{}"#,
                field("begin"),
                field("separate"),
                field("end")
            )
        } else {
            write!(
                self.xml,
                r#"<w:bookmarkStart w:id="{number}" w:name="_Note{number}"/><w:r>{look}<w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{number}"/>"#
            )
        };
    }

    fn table(&mut self, Table { caption, header, rows }: &Table) {
        self.paragraph("caption", "<w:keepNext/>", &[Inline::Text(caption.clone())]);
        let grid = self.ids["Table Grid"].clone();
        let widths = widths(header, rows);
        let columns: Vec<String> =
            widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="{grid}"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>{}</w:tblGrid>"#,
            plain(caption),
            columns.concat(),
        );
        let head: Vec<Vec<Inline>> = header.iter().map(|head| vec![Inline::Text(head.clone())]).collect();
        self.row("<w:tblHeader/>", &head, &widths);
        for row in rows {
            self.row("", row, &widths);
        }
        self.xml.push_str("</w:tbl>");
        // Two tables would else be one, and none may end a document.
        self.paragraph("Table Text", "", &[]);
    }

    fn row(&mut self, properties: &str, cells: &[Vec<Inline>], widths: &[usize]) {
        let _ = write!(self.xml, "<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>");
        for (cell, width) in cells.iter().zip(widths) {
            let _ = write!(self.xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#);
            self.paragraph("Table Text", "", cell);
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
    }

    fn picture(&mut self, picture: &Picture) {
        let mut caption = picture.caption.clone();
        match chart::png(&picture.svg, self.typeface) {
            Ok(png) => {
                self.drawn.push(png);
                self.drawing(picture);
            }
            Err(error) => {
                tracing::warn!(%error, "a picture is left out");
                let left_out = ("（图未绘出：没有含中文的字体）", " (not drawn: no font holds Chinese)");
                caption.push_str(self.document.language.pick(left_out.0, left_out.1));
            }
        }
        let next = if picture.remarks.is_empty() { "" } else { "<w:keepNext/>" };
        self.paragraph("caption", next, &[Inline::Text(caption)]);
        for remark in &picture.remarks {
            self.paragraph("Table Text", "", &[Inline::Text(remark.clone())]);
        }
    }

    fn drawing(&mut self, picture: &Picture) {
        let number = self.drawn.len();
        let (width, height) = (u64::from(picture.size.0.max(1)), u64::from(picture.size.1));
        let height = WIDTH * height / width;
        let [description, caption] = [&picture.description, &picture.caption].map(|words| plain(words));
        let normal = &self.ids["Normal"];
        let _ = write!(
            self.xml,
            r#"<w:p><w:pPr><w:pStyle w:val="{normal}"/><w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="120"/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{WIDTH}" cy="{height}"/><wp:docPr id="{number}" name="{caption}" descr="{description}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="brief{number}.png" descr="{description}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{WIDTH}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
        );
    }
}

/// How wide each column is, in twentieths of a point: by its longest cell, so that none is crowded.
fn widths(header: &[String], rows: &[Vec<Vec<Inline>>]) -> Vec<usize> {
    const WHOLE: usize = 8844;
    let length = |cell: &[Inline]| -> usize {
        let words = cell.iter().map(|one| match one {
            Inline::Text(words) | Inline::Strong(words) => words.chars().count(),
            Inline::Note(_) => 1,
        });
        words.sum()
    };
    let longest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| length(cell));
        cells.max().unwrap_or_default().max(header[at].chars().count()).clamp(6, 14)
    };
    let lengths: Vec<usize> = (0..header.len()).map(longest).collect();
    let sum = lengths.iter().sum::<usize>().max(1);
    lengths.iter().map(|length| WHOLE * length / sum).collect()
}

/// Words that XML can hold.
fn plain(words: &str) -> String {
    let kept: String = words
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') { ' ' } else { c })
        .collect();
    escape(kept).into_owned()
}
