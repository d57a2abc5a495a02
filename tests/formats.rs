//! Every type of file that offices have, made here, and pages of a server of our own.

use crate::attacks::Site;
use policy_metrics::document::Document;
use policy_metrics::pipeline::{Input, analyse};
use policy_metrics::source::fetch::Fetcher;
use policy_metrics::source::{self, Given, Part, SourceError};
use rstest::rstest;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TEXT: &str = "云泽市就业工作新闻发布会\n2031-06-03 10:00:00 - 云泽市政府网站\n张三：今年全市新增就业3万人，同比增长5%。\n\n受理群众诉求740万件 & 办结率<99%。";

pub(crate) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        // A byte is not worth a compressor.
        let method = if content.len() < 2 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word file with this in its body.
pub(crate) fn word(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// A text as a Word file, one paragraph a line.
pub(crate) fn as_word(text: &str) -> Vec<u8> {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraph = |line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>");
    word(&escaped.lines().map(paragraph).collect::<String>())
}

fn read(name: &str, bytes: Vec<u8>) -> Result<Document, SourceError> {
    source::read(name, bytes, &Given::default())
}

fn try_parts(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Vec<Part>, SourceError> {
    source::parts(name, Cursor::new(bytes.into()), &Given::default()).map(Iterator::collect)
}

fn parts(name: &str, bytes: &[u8]) -> Vec<Part> {
    try_parts(name, bytes).unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn claims(name: &str, bytes: Vec<u8>) -> String {
    serde_json::to_string(&analyse(read(name, bytes).unwrap()).extraction.claims).unwrap()
}

/// The seed where it is there, else a sample of our own.
fn transcript() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join("../shared/corpus/jinan-2024-11-20-rule-of-law.txt"))
        .or_else(|_| fs::read_to_string(root.join("assets/samples/yunzhou-2024-11-21-press-conference.txt")))
        .unwrap()
}

#[test]
fn a_transcript_gives_the_same_claims_from_word_gbk_and_utf16() {
    let text = transcript();
    let expected = claims("a.txt", text.clone().into_bytes());
    assert!(expected.len() > 1000, "{expected}");
    let gbk = encoding_rs::GB18030.encode(&text).0.into_owned();
    assert!(claims("a.docx", as_word(&text)) == expected, "DOCX");
    assert!(claims("a.txt", gbk) == expected, "GBK");
    assert!(claims("a.txt", utf16(&text)) == expected, "UTF-16");
}

#[test]
fn the_paragraphs_of_a_word_file_are_its_lines() {
    let document = read("a.docx", as_word(TEXT)).unwrap();
    assert_eq!(document.text, TEXT);
    assert_eq!(document.metadata.title.as_deref(), Some("云泽市就业工作新闻发布会"));
    assert_eq!(document.metadata.publisher.as_deref(), Some("云泽市政府网站"));
}

#[rstest]
#[case::table(
    "<w:p><w:r><w:t>前</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>数</w:t></w:r></w:p><w:p><w:r><w:t>值</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>就业</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3万人</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>后</w:t></w:r></w:p>",
    "前\n指标 | 数 值\n就业 | 3万人\n后"
)]
#[case::breaks("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "甲\t乙\n丙")]
#[case::stops(
    "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>文</w:t></w:r></w:p>",
    "文"
)]
#[case::changes(
    "<w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:t>8万人</w:t></w:r></w:ins></w:p>",
    "8万人"
)]
#[case::moved(
    "<w:p><w:moveFrom><w:r><w:t>3人</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>3人</w:t></w:r></w:moveTo></w:p>",
    "3人"
)]
#[case::field("<w:p><w:r><w:instrText>PAGE 7</w:instrText></w:r><w:r><w:t>文</w:t></w:r></w:p>", "文")]
#[case::unseen(
    "<w:p><w:r><w:t>3万人</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>9万人</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>。</w:t></w:r></w:p>",
    "3万人。"
)]
#[case::struck(
    "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>3</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>4</w:t></w:r><w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>5万人</w:t></w:r></w:p>",
    "5万人"
)]
#[case::notes(
    "<w:p><w:r><w:t>3</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>万人，4万米</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r></w:p>",
    "3[2]万人，4万米²"
)]
#[case::symbols(
    "<w:p><w:r><w:t>3</w:t></w:r><w:r><w:sym w:font=\"Symbol\" w:char=\"F02E\"/></w:r><w:r><w:t>5万人，3</w:t></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A7\"/></w:r><w:r><w:t>5万人</w:t></w:r></w:p>",
    "3.5万人，3\u{FFFD}5万人"
)]
#[case::text_box(
    "<w:p><w:r><w:t>新增</w:t></w:r><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>图1</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r><w:r><w:t>3万人。</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>",
    "新增3万人。\n图1\n后"
)]
#[case::pronounced(
    "<w:p><w:r><w:ruby><w:rt><w:r><w:t>san</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>3</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>万人</w:t></w:r></w:p>",
    "3万人"
)]
#[case::merged(
    "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>本月</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>总量</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>增长</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "| 指标 | 本月 | |\n| | 总量 | 增长 |"
)]
#[case::frame(
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>专栏</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>就业</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3万</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>完成。</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "专栏\n就业 | 3万\n完成。"
)]
#[case::entities("<w:p><w:r><w:t>A&amp;B &#x4E07;&#20154;</w:t></w:r></w:p>", "A&B 万人")]
fn a_word_file_reads_as_it_looks(#[case] body: &str, #[case] text: &str) {
    assert_eq!(read("a.docx", word(body)).unwrap().text, text);
}

#[test]
fn numbers_that_word_writes_itself_stand_in_the_text() {
    let level = |level: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let lists = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"4\">{}{}{}</w:abstractNum><w:abstractNum w:abstractNumId=\"5\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"4\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"5\"/></w:num></w:numbering>",
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(0, "bullet", "\u{F0B7}"),
    );
    let styles = "<w:styles><w:style w:styleId=\"a\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>";
    let paragraph = |properties: &str, text: &str| {
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let numbered = |list: u8, level: u8, text: &str| {
        paragraph(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"), text)
    };
    let body = [
        paragraph("<w:pStyle w:val=\"b\"/>", "工作回顾"),
        numbered(1, 1, "就业"),
        numbered(1, 2, "新增3万人。"),
        numbered(1, 2, "增长5%。"),
        numbered(1, 1, "教育"),
        numbered(1, 2, "新建12所。"),
        paragraph(
            "<w:pStyle w:val=\"b\"/><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr></w:pPrChange>",
            "工作安排",
        ),
        paragraph("<w:pStyle w:val=\"b\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "无号"),
        numbered(2, 0, "圆点"),
    ];
    let document = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
    let file = zipped(&[
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", lists.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ]);
    let expected = "一、工作回顾\n（一）就业\n1. 新增3万人。\n2. 增长5%。\n（二）教育\n1. 新建12所。\n二、工作安排\n无号\n圆点";
    assert_eq!(read("a.docx", file).unwrap().text, expected);
}

#[rstest]
#[case("/word/document2.xml", "numbering2.xml")]
#[case("word/document2.xml", "/word/numbering2.xml")]
fn a_word_file_may_call_its_parts_as_it_likes(#[case] body: &str, #[case] lists: &str) {
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let document = "<w:document><w:body><w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>就业3万人</w:t></w:r></w:p></w:body></w:document>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let file = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relation("officeDocument", body).as_bytes()),
        ("word/_rels/document2.xml.rels", relation("numbering", lists).as_bytes()),
        ("word/document2.xml", document.as_bytes()),
        ("word/numbering2.xml", numbering.as_bytes()),
    ]);
    assert_eq!(read("a.docx", file).unwrap().text, "1、就业3万人");
}

#[test]
fn title_and_date_of_a_word_file_stand_in_where_its_text_has_none() {
    let core = "<cp:coreProperties><dc:title>就业 &amp; 社保</dc:title><dcterms:created>2031-06-03T20:00:00Z</dcterms:created></cp:coreProperties>";
    let body = "<w:document><w:p><w:r><w:t>今年新增就业3万人。</w:t></w:r></w:p></w:document>";
    let file = zipped(&[("word/document.xml", body.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
    let metadata = read("a.docx", file).unwrap().metadata;
    assert_eq!(metadata.title.as_deref(), Some("就业 & 社保"));
    assert_eq!(metadata.date().map(|date| date.to_string()).as_deref(), Some("2031-06-04"));
}

#[test]
fn a_word_file_is_of_the_day_that_its_text_names_not_of_its_template() {
    let core =
        "<cp:coreProperties><dcterms:created>2019-05-05T08:00:00Z</dcterms:created></cp:coreProperties>";
    let dated = |end: &str| {
        let body =
            format!("<w:document><w:p><w:r><w:t>今年新增就业3万人。</w:t></w:r></w:p>{end}</w:document>");
        let file = zipped(&[("word/document.xml", body.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
        read("a.docx", file).unwrap().metadata.date().map(|date| date.to_string())
    };
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    assert_eq!(dated(&paragraph("2031年11月20日")).as_deref(), Some("2031-11-20"));
    assert_eq!(dated(&paragraph("自2031年11月20日起施行，请认真贯彻执行。")), None);
    assert_eq!(dated("").as_deref(), Some("2019-05-05"));
}

#[rstest]
#[case::laughs(zipped(&[("word/document.xml", b"<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:document><w:t>&b;</w:t></w:document>")]), SourceError::Damaged)]
#[case::unknown_entity(word("<w:t>&b;</w:t>"), SourceError::Damaged)]
#[case::torn(word("<w:p><w:t>文"), SourceError::Damaged)]
#[case::deep(word(&"<w:p>".repeat(5000)), SourceError::TooDeep)]
#[case::blank(word("<w:p/>"), SourceError::Empty)]
#[case::bomb(word(&format!("<w:t>{}</w:t>", "0".repeat(3_000_000))), SourceError::Bomb)]
#[case::cut(as_word(TEXT)[..200].to_vec(), SourceError::Damaged)]
fn a_hostile_word_file_is_refused(#[case] bytes: Vec<u8>, #[case] expected: SourceError) {
    assert_eq!(read("a.docx", bytes).err(), Some(expected));
}

#[test]
fn a_hundred_thousand_attributes_do_no_harm() {
    let attributes =
        (0..100_000).fold(String::new(), |all, index| all + " a" + &index.to_string() + "=\"1\"");
    let file = word(&format!("<w:p{attributes}><w:r><w:t>3万人</w:t></w:r></w:p>"));
    assert_eq!(read("a.docx", file).unwrap().text, "3万人");
}

#[rstest]
#[case::csv("a.csv", "title,正文,日期,publisher,url,scope\n甲会,\"今年新增就业3万人，\n增长5%。\",2031/6/3,云泽发布,https://example.org/1,云泽市\n,,,,,\n丙,增长5%。,昨天,,,\n".into())]
#[case::gbk("a.csv", encoding_rs::GB18030.encode("title,正文,日期,publisher,url,scope\n甲会,\"今年新增就业3万人，\n增长5%。\",2031/6/3,云泽发布,https://example.org/1,云泽市\n,,,,,\n丙,增长5%。,昨天,,,\n").0.into_owned())]
#[case::jsonl("a.jsonl", "{\"title\":\"甲会\",\"text\":\"今年新增就业3万人，\\n增长5%。\",\"date\":\"2031-06-03\",\"publisher\":\"云泽发布\",\"url\":\"https://example.org/1\",\"scope\":\"云泽市\"}\n{\"title\":\"乙\"}\n{\"text\":\"增长5%。\",\"date\":\"昨天\"}\n".into())]
fn each_row_of_a_table_is_a_document_and_a_bad_one_fails_alone(#[case] name: &str, #[case] bytes: Vec<u8>) {
    let rows = parts(name, &bytes);
    assert_eq!(rows.len(), 3);
    let first = &rows[0];
    assert_eq!(first.name, format!("{name}#1"));
    let document = source::read(&first.name, first.content.clone().unwrap(), &first.given).unwrap();
    assert_eq!(document.text, "今年新增就业3万人，\n增长5%。");
    let metadata = &document.metadata;
    assert_eq!(metadata.title.as_deref(), Some("甲会"));
    assert_eq!(metadata.date().map(|date| date.to_string()).as_deref(), Some("2031-06-03"));
    assert_eq!(metadata.publisher.as_deref(), Some("云泽发布"));
    assert_eq!(metadata.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(metadata.scope.as_deref(), Some("云泽市"));
    assert_eq!(rows[1].content, Err(SourceError::NoTextInRow));
    assert_eq!(rows[2].content, Err(SourceError::BadDate { text: "昨天".into() }));
}

#[rstest]
#[case::csv("a.csv", b"text\n\xE5\xA2\x9E\xE9\x95\xBF5\xFF3%\n3%\n".to_vec())]
#[case::jsonl("a.jsonl", b"{\"text\":\"5\xFF3%\"}\n{\"text\":\"3%\"}\n".to_vec())]
#[case::another_encoding(
    "a.csv",
    [b"text\n".to_vec(), encoding_rs::GB18030.encode("增长5%。").0.into_owned(), "\n3%\n全市受理群众诉求三件。\n".into()].concat()
)]
fn a_damaged_row_of_a_table_fails_alone_and_its_number_is_not_guessed(
    #[case] name: &str,
    #[case] bytes: Vec<u8>,
) {
    let rows = parts(name, &bytes);
    assert_eq!(rows[0].content, Err(SourceError::UndecodableRow));
    assert_eq!(rows[1].content, Ok(b"3%".to_vec()));
}

#[rstest]
#[case("2031年6月3日")]
#[case("2031.6.3")]
#[case("2031/6/3 10:00")]
#[case("20310603")]
#[case("2031-06-03T08:00:00Z")]
fn a_day_is_read_as_offices_write_it(#[case] day: &str) {
    let rows = parts("a.csv", format!("text,date\n3%,{day}\n3%,31/6/3\n").as_bytes());
    assert_eq!(rows[0].given.date.map(|day| day.to_string()).as_deref(), Some("2031-06-03"));
    assert_eq!(rows[1].content, Err(SourceError::BadDate { text: "31/6/3".into() }));
    for slip in ["0000-01-01", "3024-11-20"] {
        let rows = parts("a.csv", format!("text,date\n3%,{slip}\n").as_bytes());
        assert_eq!(rows[0].content, Err(SourceError::BadDate { text: slip.into() }));
    }
    let rows = parts("a.jsonl", b"{\"text\":\"3%\",\"date\":20310603}\n");
    assert_eq!(rows[0].given.date.map(|day| day.to_string()).as_deref(), Some("2031-06-03"));
}

#[rstest]
#[case("title;text\n甲;3,5%\n")]
#[case("title\ttext\n甲\t3,5%\n")]
#[case("sep=;\ntitle;text\n甲;3,5%\n")]
#[case("\u{FEFF}sep=,\ntitle,text\n甲,\"3,5%\"\n")]
fn a_table_is_read_whatever_parts_its_columns(#[case] table: &str) {
    let rows = parts("a.csv", table.as_bytes());
    assert_eq!(rows[0].content, Ok("3,5%".into()));
    assert_eq!(rows[0].given.title.as_deref(), Some("甲"));
}

#[test]
fn a_quote_that_is_never_closed_does_not_swallow_the_rows_after_it() {
    for end in ["", "\n", "\r\n"] {
        let rows = parts("a.csv", format!("title,text\n甲,3%\n乙,\"4%\n丙,5%\n丁,6%{end}").as_bytes());
        let found: Vec<_> = rows.into_iter().map(|part| part.content).collect();
        assert_eq!(found, [Ok("3%".into()), Err(SourceError::OpenQuote)]);
        let rows = parts("a.csv", format!("title,text\n甲,3%\n乙,\"4%\n丙\"{end}").as_bytes());
        assert_eq!(rows[1].content, Ok("4%\n丙".into()));
        assert_eq!(rows.len(), 2);
    }
    assert_eq!(try_parts("a.csv", "title,text\n").err(), Some(SourceError::Empty));
}

#[test]
fn a_table_without_a_text_column_is_refused() {
    let refused = try_parts("a.csv", "title,date\n甲,2031-06-03\n");
    assert_eq!(refused.err(), Some(SourceError::NoColumn { column: "text" }));
}

#[test]
fn an_archive_gives_its_documents_and_what_is_wrong_with_the_others() {
    let inner = zipped(&[("a.txt", b"1")]);
    let word = as_word(TEXT);
    let archive = zipped(&[
        ("2031/实录.txt", TEXT.as_bytes()),
        ("b.docx", &word),
        ("c.csv", "text\n增长5%。\n".as_bytes()),
        ("../d.txt", b"1"),
        ("/e.txt", b"1"),
        ("..\\f.txt", b"1"),
        ("g.zip", &inner),
        ("h.png", b"1"),
        ("i.txt", &vec![b'1'; 3_000_000]),
        ("__MACOSX/._a.txt", b"1"),
        ("j.txt", b"2"),
    ]);
    let parts = parts("a.zip", &archive);
    let found: Vec<(&str, Option<&SourceError>)> =
        parts.iter().map(|part| (part.name.as_str(), part.content.as_ref().err())).collect();
    let expected = [
        ("a.zip/2031/实录.txt", None),
        ("a.zip/b.docx", None),
        ("a.zip/c.csv#1", None),
        ("a.zip/../d.txt", Some(&SourceError::UnsafeName)),
        ("a.zip//e.txt", Some(&SourceError::UnsafeName)),
        ("a.zip/..\\f.txt", Some(&SourceError::UnsafeName)),
        ("a.zip/g.zip", Some(&SourceError::NestedArchive)),
        ("a.zip/h.png", Some(&SourceError::UnreadType { ending: "png".into() })),
        ("a.zip/i.txt", Some(&SourceError::Bomb)),
        ("a.zip/j.txt", None),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_file_of_an_archive_that_another_of_its_name_hides_is_told() {
    let twice = |archive: Vec<u8>, other: &[u8], name: &[u8]| {
        let mut archive = archive;
        for at in 0..archive.len() - name.len() {
            if archive[at..].starts_with(other) {
                archive[at..at + name.len()].copy_from_slice(name);
            }
        }
        archive
    };
    let archive = twice(zipped(&[("a.txt", b"1"), ("b.txt", b"2"), ("c.txt", b"3")]), b"b.txt", b"a.txt");
    let found: Vec<_> = parts("a.zip", &archive).into_iter().map(|part| (part.name, part.content)).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[2], ("a.zip".into(), Err(SourceError::SameNames)));
    let (body, other) = ("<w:t>3</w:t>".as_bytes(), "<w:t>4</w:t>".as_bytes());
    let word =
        zipped(&[("[Content_Types].xml", b"1"), ("word/document.xml", body), ("word/document.xmm", other)]);
    let word = twice(word, b"word/document.xmm", b"word/document.xml");
    assert_eq!(read("a.docx", word).err(), Some(SourceError::Damaged));
}

#[test]
fn sizes_that_an_archive_states_are_not_believed() {
    let mut archive = zipped(&[("a.txt", &vec![b'1'; 3_000_000]), ("b.txt", b"2")]);
    let size = 3_000_000_u32.to_le_bytes();
    for at in 0..archive.len() - 4 {
        if archive[at..at + 4] == size {
            archive[at..at + 4].copy_from_slice(&5_u32.to_le_bytes());
        }
    }
    let parts = parts("a.zip", &archive);
    let failed = parts[0].content.as_ref().err();
    assert!(matches!(failed, Some(SourceError::Bomb | SourceError::Damaged)), "{failed:?}");
    assert_eq!(parts[1].content.as_deref(), Ok(&b"2"[..]));
}

#[test]
fn an_archive_of_a_hundred_thousand_entries_is_refused() {
    let names: Vec<String> = (0..100_000).map(|index| format!("{index}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"1"[..])).collect();
    let refused = try_parts("a.zip", zipped(&entries));
    assert_eq!(refused.err(), Some(SourceError::TooManyEntries { limit: 10_000 }));
}

#[test]
fn chinese_names_from_windows_are_read() {
    let mut archive = zipped(&[("AABB.txt", b"1")]);
    let name = encoding_rs::GB18030.encode("实录").0.into_owned();
    for at in 0..archive.len() - 4 {
        if &archive[at..at + 4] == b"AABB" {
            archive[at..at + 4].copy_from_slice(&name);
        }
    }
    assert_eq!(parts("a.zip", &archive)[0].name, "a.zip/实录.txt");
}

#[test]
fn a_gbk_page_gives_its_text_and_what_its_head_says() {
    let page = "<html><head><meta charset=\"gb2312\"><meta name=\"PubDate\" content=\"2031-06-03 10:00\"><meta name=\"ContentSource\" content=\"云泽发布\"></head><body><nav>首页</nav><div id=\"zoom\"><p>今年全市新增就业3万人，同比增长5%。</p></div></body></html>";
    let document = read("a.html", encoding_rs::GBK.encode(page).0.into_owned()).unwrap();
    assert_eq!(document.text, "今年全市新增就业3万人，同比增长5%。");
    assert_eq!(document.metadata.publisher.as_deref(), Some("云泽发布"));
    let at = document.metadata.published_at.map(|at| at.to_string());
    assert_eq!(at.as_deref(), Some("2031-06-03 10:00:00"));
}

#[test]
fn a_folder_of_every_type_goes_in_and_each_failure_is_named() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("in");
    fs::create_dir(&folder).unwrap();
    let write = |name: &str, content: &[u8]| fs::write(folder.join(name), content).unwrap();
    write("a.docx", &as_word("今年全市新增就业1万人。"));
    write("b.csv", "text\n今年全市新增就业2万人。\n今年全市新增就业3万人。\n".as_bytes());
    let four = "今年全市新增就业4万人。".as_bytes();
    write("c.zip", &zipped(&[("四.txt", four), ("../x.txt", four), ("y.png", b"1")]));
    write("d.docx", b"PK\x03\x04 word/document.xml");
    write("e.txt", "# 会\n\n今年全市新增就业5万人。".as_bytes());
    fs::write(desk.path().join("meta.csv"), "path,date,scope\ne.txt,2031-06-03,云泽市\n四.txt,2030-01-02,\n")
        .unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_policy-metrics"))
        .env("LC_ALL", "en_US.UTF-8")
        .args(["ingest", "--meta", "meta.csv", "in"])
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    assert!(out.contains("5 new, 0 known, 1 skipped, 2 failed"), "{out}{err}");
    assert_eq!(ran.status.code(), Some(1));
    for (name, said) in
        [("in/c.zip/../x.txt", "leads out"), ("in/d.docx", "damaged"), ("in/c.zip/y.png", "png")]
    {
        assert!(err.lines().any(|line| line.contains(name) && line.contains(said)), "{name}: {err}");
    }
    assert!(err.contains("in/b.csv#2") && err.contains("in/c.zip/四.txt"), "{err}");
}

#[test]
fn what_a_table_says_of_a_file_stands_above_what_is_said_of_all() {
    let table =
        source::descriptions("m.csv", "path,title,scope\n2031/a.txt,甲会,\nb.txt,,青石县\n".as_bytes())
            .unwrap();
    let given = Given { scope: Some("云泽市".into()), by_path: table.into(), ..Given::default() };
    let metadata = |path: &str| source::read(path, TEXT.into(), &given).unwrap().metadata;
    let seen = |path: &str| {
        let metadata = metadata(path);
        (metadata.title.unwrap_or_default(), metadata.scope.unwrap_or_default())
    };
    assert_eq!(seen("in/2031/a.txt"), ("甲会".to_owned(), "云泽市".to_owned()));
    assert_eq!(seen("in/b.txt").1, "青石县");
    assert_eq!(seen("in/2030/a.txt").0, "云泽市就业工作新闻发布会");
    let refused = source::descriptions("m.csv", "path,date\na.txt,昨天\n".as_bytes()).err();
    assert!(refused.unwrap().to_string().contains("row 1"));
}

/// Runs the program with these bytes on its standard input.
pub(crate) fn fed(arguments: &[&str], folder: &Path, input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_policy-metrics"))
        .env("LC_ALL", "en_US.UTF-8")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// The claims of a file, as `extract` prints them.
fn extracted(name: &str, bytes: &[u8]) -> String {
    let desk = tempfile::tempdir().unwrap();
    fs::write(desk.path().join(name), bytes).unwrap();
    let from_file = fed(&["extract", name], desk.path(), b"");
    let from_input = fed(&["extract", "-"], desk.path(), bytes);
    let said = String::from_utf8_lossy(&from_file.stderr).into_owned();
    assert!(from_file.status.success(), "{name}: {said}");
    assert!(from_file.stdout == from_input.stdout, "{name}: what it is must not hang on its name");
    String::from_utf8(from_file.stdout).unwrap()
}

/// A page printed to PDF, or `None` where there is no Chromium.
fn printed(html: &str) -> Option<Vec<u8>> {
    let desk = tempfile::tempdir().unwrap();
    fs::write(desk.path().join("a.html"), html).unwrap();
    let ran = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=a.pdf", "a.html"])
        .current_dir(desk.path())
        .output();
    if ran.is_err() {
        assert!(std::env::var_os("CI").is_none(), "chromium must be installed for CI");
        eprintln!("skipped: install chromium to test PDF files");
        return None;
    }
    Some(fs::read(desk.path().join("a.pdf")).unwrap())
}

#[test]
fn extract_reads_every_type_of_file_by_its_name_and_from_standard_input() {
    let expected = extracted("a.txt", TEXT.as_bytes());
    assert!(expected.lines().count() >= 4, "{expected}");
    assert_eq!(extracted("a.docx", &as_word(TEXT)), expected);
    let paragraphs: String = TEXT.lines().flat_map(|line| ["<p>", line, "</p>"]).collect();
    let page = format!("<html><body><div id=\"zoom\">{paragraphs}</div></body></html>");
    assert_eq!(extracted("a.html", page.as_bytes()).lines().count(), expected.lines().count());
}

#[test]
fn a_transcript_printed_to_pdf_gives_the_claims_of_its_text() {
    let text = transcript();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let body: String = escaped.lines().flat_map(|line| ["<p>", line, "</p>"]).collect();
    let styles = ["", "p{margin:0;text-indent:2em;text-align:justify;font-size:21px}"];
    for style in styles {
        let page = format!("<!doctype html><meta charset=utf-8><style>{style}</style><body>{body}");
        let Some(pdf) = printed(&page) else { return };
        // Places differ by the blank lines that a page does not have.
        let without_places = |claims: &str| -> Vec<String> {
            let claim = |line: &str| {
                let mut claim: serde_json::Value = serde_json::from_str(line).unwrap();
                for place in ["start", "end", "sentence"] {
                    claim.as_object_mut().unwrap().remove(place);
                }
                claim.to_string()
            };
            claims.lines().map(claim).collect()
        };
        let expected = without_places(&extracted("a.txt", text.as_bytes()));
        assert_eq!(without_places(&extracted("a.pdf", &pdf)), expected, "{style}");
    }
}

#[test]
fn the_cells_of_a_table_in_a_pdf_stay_apart() {
    let page = "<!doctype html><meta charset=utf-8><p>云泽市2031年主要指标如下。</p><table border=1><tr><th>指标<th>单位<th>绝对数<th>比上年增长（%）<tr><td>肉类产量<td>万吨<td>30.1<td>-2.3</table>";
    let Some(pdf) = printed(page) else { return };
    let desk = tempfile::tempdir().unwrap();
    let answer = fed(&["read-pdf"], desk.path(), &pdf);
    let answer = String::from_utf8(answer.stdout).unwrap();
    assert!(answer.contains("肉类产量 | 万吨 | 30.1 | -2.3"), "{answer}");
}

/// What the pages of a PDF read as.
fn pdf_text(pdf: &[u8]) -> String {
    let desk = tempfile::tempdir().unwrap();
    String::from_utf8(fed(&["read-pdf"], desk.path(), pdf).stdout).unwrap()
}

#[test]
fn a_number_that_is_broken_at_the_end_of_a_line_of_a_pdf_is_one() {
    let figures =
        "云泽市实现社会消费品零售总额18234567.89万元，城镇新增就业123456人，完成固定资产投资2345678.9万元。";
    for width in [9, 11, 13, 16, 20] {
        let page = format!(
            "<!doctype html><meta charset=utf-8><p style='width:{width}em;word-break:break-all'>{figures}</p>"
        );
        let Some(pdf) = printed(&page) else { return };
        let text = pdf_text(&pdf);
        for number in ["18234567.89万元", "123456人", "2345678.9万元"] {
            assert!(text.contains(number), "{width}: {text}");
        }
    }
}

#[test]
fn what_a_pdf_prints_twice_for_weight_is_read_once() {
    let twice = |text: &str| {
        format!(
            "<p style='position:relative'>{text}<span style='position:absolute;left:0.4px;top:0'>{text}</span></p>"
        )
    };
    let lines = ["云泽市二〇三一年新增就业3456人。", "2031年全市接待游客7788万人次。"];
    let page = format!("<!doctype html><meta charset=utf-8>{}", lines.map(twice).concat());
    let Some(pdf) = printed(&page) else { return };
    let text = pdf_text(&pdf);
    for line in lines {
        assert_eq!(text.matches(line).count(), 1, "{text}");
    }
    assert!(!text.contains("33") && !text.contains("云云"), "{text}");
}

#[test]
fn the_columns_of_a_pdf_are_read_one_after_the_other() {
    let left: Vec<String> =
        (1..=14).map(|n| format!("左栏第{n}条说的是全市新增就业{n}万人，同比增长{n}%。")).collect();
    let right: Vec<String> =
        (1..=14).map(|n| format!("右栏第{n}条说的是全市减税降费{n}亿元，同比下降{n}%。")).collect();
    let (left, right) = (left.concat(), right.concat());
    let page = format!(
        "<!doctype html><meta charset=utf-8><div style='column-count:2;column-fill:auto;height:520px;column-gap:3em'>\
         <p style='break-after:column'>{left}</p><p>{right}</p></div>"
    );
    let Some(pdf) = printed(&page) else { return };
    let text = pdf_text(&pdf).replace(['\n', ' '], "");
    let (last_left, first_right) = (text.find("左栏第14条"), text.find("右栏第1条"));
    assert!(last_left.is_some() && last_left < first_right, "{text}");
    for n in 1..=14 {
        assert!(text.contains(&format!("全市新增就业{n}万人，同比增长{n}%。")), "{n}: {text}");
        assert!(text.contains(&format!("全市减税降费{n}亿元，同比下降{n}%。")), "{n}: {text}");
    }
}

#[rstest]
#[case::jsonl("{\"text\":\"今年全市新增就业3万人。\"}\n{\"text\":\"今年全市新增就业4万人。\"}\n".as_bytes().to_vec())]
#[case::csv("标题,正文\n甲,今年全市新增就业3万人。\n乙,今年全市新增就业4万人。\n".as_bytes().to_vec())]
#[case::zip(zipped(&[("a.txt", "今年全市新增就业3万人。".as_bytes()), ("b.txt", "今年全市新增就业4万人。".as_bytes())]))]
fn a_collection_is_known_as_such_on_standard_input(#[case] bytes: Vec<u8>) {
    let desk = tempfile::tempdir().unwrap();
    let ran = fed(&["ingest", "-"], desk.path(), &bytes);
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(out.contains("2 new, 0 known, 0 skipped, 0 failed"), "{out}");
    let refused = fed(&["extract", "-"], desk.path(), &bytes);
    assert!(String::from_utf8(refused.stderr).unwrap().contains("several documents"));
}

fn fetched(site: &Site, path: &str) -> Result<Document, String> {
    let fetcher = Fetcher::new(Duration::from_secs(10), &["127.0.0.1".to_owned()]);
    let input = Input::Url(site.url(path), fetcher);
    input.read(&Given::default()).map_err(|error| error.to_string())
}

#[test]
fn a_page_is_read_as_its_server_serves_it() {
    let page = "<p>今年全市新增就业3万人，同比增长5%。</p>".repeat(5);
    let gbk = encoding_rs::GBK.encode(&page).0.into_owned();
    let site = Site::open(move |path| match path {
        "/gbk" => Site::page("text/html; charset=gb2312", &gbk),
        "/word?id=1" => Site::page("application/octet-stream", &as_word(TEXT)),
        "/moved" => {
            b"HTTP/1.1 301 Moved\r\nLocation: /\xe4\xb8\xad.txt#top\r\nContent-Length: 0\r\n\r\n".to_vec()
        }
        "/%E4%B8%AD.txt" => Site::page("text/plain", TEXT.as_bytes()),
        "/loop" => b"HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n".to_vec(),
        _ => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
    });
    let gbk = fetched(&site, "/gbk").unwrap();
    assert!(gbk.text.starts_with("今年全市新增就业3万人"), "{}", gbk.text);
    assert_eq!(gbk.encoding, "GB18030");
    assert_eq!(fetched(&site, "/word?id=1").unwrap().text, TEXT);
    let moved = fetched(&site, "/moved").unwrap();
    assert_eq!((moved.text.as_str(), moved.source), (TEXT, site.url("/moved")));
    assert_eq!(moved.metadata.url, Some(site.url("/%E4%B8%AD.txt#top")));
    assert!(fetched(&site, "/none").unwrap_err().contains("404"));
    assert!(fetched(&site, "/loop").unwrap_err().contains("redirects more than 5 times"));
}

#[test]
fn pages_and_tables_on_the_web_go_in_like_files() {
    let desk = tempfile::tempdir().unwrap();
    let site = Site::open(|path| match path {
        "/table" => Site::page(
            "text/csv",
            "title,text\n甲,今年全市新增就业3万人。\n乙,今年全市新增就业4万人。\n".as_bytes(),
        ),
        _ => Site::page("text/plain", TEXT.as_bytes()),
    });
    let ran = Command::new(env!("CARGO_BIN_EXE_policy-metrics"))
        .env("LC_ALL", "en_US.UTF-8")
        .args(["ingest", &site.url("/table"), &site.url("/a"), "http://localhost:1/"])
        .env("POLICY_METRICS__FETCH__PRIVATE_HOSTS", "[\"127.0.0.1\"]")
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    assert!(out.contains("3 new, 0 known, 0 skipped, 1 failed"), "{out}{err}");
    assert!(err.contains("/table#2") && err.contains("fetch.private_hosts"), "{err}");
}
