//! Bytes of a text, HTML, Word or PDF file → document; tables and archives → their documents.

mod archive;
mod decode;
mod docx;
pub mod fetch;
mod html;
mod kind;
pub mod pdf;
mod rows;

pub use rows::{day, descriptions};

pub use crate::document::Given;

use crate::document::{Document, Metadata};
use crate::facts;
use crate::language::Language;
use sha2::{Digest, Sha256};
use std::io::{self, Cursor, Seek};

/// The largest file that is read, in bytes: well above the longest transcript, well below what
/// would make the machine swap.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The longest text that is read, in characters: a book of thousands of pages, from which claims are taken in
/// seconds.
pub const MAX_TEXT: usize = 4_000_000;

/// One document of a file that holds several, not yet read.
#[derive(Debug, Clone)]
pub struct Part {
    /// Where it stands: `a.zip/b.txt`, `a.csv#3`.
    pub name: String,
    /// Its bytes, or why they cannot be had.
    pub content: Result<Vec<u8>, SourceError>,
    /// What the caller and the file that holds it know of it.
    pub given: Given,
}

impl Part {
    fn failed(name: String, error: SourceError) -> Self {
        Self { name, content: Err(error), given: Given::default() }
    }
}

/// What the name of a file ends with where it can be read.
pub const ENDINGS: [&str; 9] = ["txt", "md", "html", "htm", "docx", "pdf", "csv", "jsonl", "zip"];

/// True where files of this name's type are read.
pub fn is_readable(name: &str) -> bool {
    ENDINGS.contains(&ending(name).as_str())
}

/// True for what systems and programs leave beside the files: `~$报告.docx`, `._a.txt`, `.a.txt.swp`, `Thumbs.db`;
/// and for what stands in a folder of theirs.
pub fn is_clutter(path: &str) -> bool {
    path.split(['/', '\\']).any(|step| {
        step.starts_with("~$")
            || step.starts_with('.') && !matches!(step, "." | "..")
            || matches!(step, "__MACOSX" | "Thumbs.db" | "desktop.ini")
    })
}

/// True where a file of this name holds several documents.
pub fn is_collection(name: &str) -> bool {
    rows::is_table(name) || ending(name) == "zip"
}

/// What a collection is read from, a piece at a time.
pub trait Content: io::Read + Seek + Send {}

impl<C: io::Read + Seek + Send> Content for C {}

/// The documents of a collection in their order there, each read when it is asked for.
pub type Parts = Box<dyn Iterator<Item = Part> + Send>;

/// The documents of a collection that its name tells to be one.
pub fn parts(name: &str, content: impl Content + 'static, given: &Given) -> Result<Parts, SourceError> {
    if rows::is_table(name) {
        rows::parts(name, content, given)
    } else {
        archive::parts(name, content, given)
    }
}

/// The documents of a collection, of which there must be at least one.
fn some(parts: impl Iterator<Item = Part> + Send + 'static) -> Result<Parts, SourceError> {
    let mut parts = parts.peekable();
    if parts.peek().is_none() { Err(SourceError::Empty) } else { Ok(Box::new(parts)) }
}

/// One document, or several.
pub enum Opened {
    /// One.
    Document(Box<Part>),
    /// Several.
    Collection(Parts),
}

/// Tells by name, by what the server says, and by the bytes themselves, whether they are one document.
pub fn open(name: String, bytes: Vec<u8>, given: &Given) -> Result<Opened, SourceError> {
    let served = given.content_type.as_deref().unwrap_or_default();
    let own = ending(&name);
    let ending = if is_collection(&name) {
        own.as_str()
    } else if served.starts_with("text/csv") {
        "csv"
    } else if ["ndjson", "jsonl", "json-lines"].iter().any(|kind| served.contains(kind)) {
        "jsonl"
    } else if kind::is_archive(&bytes) {
        "zip"
    } else if own.is_empty() {
        rows::looks_like_table(&bytes).unwrap_or_default()
    } else {
        ""
    };
    match ending {
        "" => Ok(Opened::Document(Box::new(Part { name, content: Ok(bytes), given: given.clone() }))),
        "zip" => archive::parts(&name, Cursor::new(bytes), given).map(Opened::Collection),
        table => rows::parts_of(table, &name, Cursor::new(bytes), given).map(Opened::Collection),
    }
}

/// What the last part of a path or URL ends with, in lower case and without the dot; empty where it has none.
fn ending(name: &str) -> String {
    let path = match name.split_once("://") {
        Some((_, rest)) if fetch::is_url(name) => {
            let path = rest.split(['?', '#']).next().unwrap_or(rest);
            path.split_once('/').map_or("", |(_, path)| path)
        }
        _ => name,
    };
    let last = path.rsplit(['/', '\\']).next().unwrap_or(path);
    last.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// Why bytes could not be read as a document, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Nothing in it, or nothing but blanks.
    #[error("文件是空的，请检查文件是否完整 / the file is empty; check that it was saved completely")]
    Empty,
    /// An HTML page without any text of its own.
    #[error(
        "网页里没有正文，请在浏览器中打开后另存为完整网页或 .txt / the page holds no text; open it in a browser and save it as a complete page or as .txt"
    )]
    NoText,
    /// More than [`MAX_BYTES`], or for a page more than a parser can take in a few seconds.
    #[error(
        "文件超过 {} MB 的上限，未读入，请拆分后再试 / the file exceeds the limit of {} MB and was not read; split it and try again",
        limit >> 20,
        limit >> 20
    )]
    TooLarge {
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// More than [`MAX_TEXT`].
    #[error(
        "正文超过 {} 万字的上限，未读入，请拆分后再试 / the text exceeds the limit of {limit} characters and was not read; split it and try again",
        limit / 10_000
    )]
    TooLong {
        /// The most that is read, in characters.
        limit: usize,
    },
    /// A known kind of file that is no text.
    #[error(
        "这是{chinese}，暂不支持，请另存为 .txt、.docx 或 .html 后再试 / this is {english}, which is not supported yet; save it as .txt, .docx or .html and try again"
    )]
    Unsupported {
        /// What it is, in Chinese.
        chinese: &'static str,
        /// What it is, in English.
        english: &'static str,
    },
    /// Some other binary file.
    #[error(
        "这是二进制文件，不是文本，请提供 .txt 或 .html 文件 / this is a binary file, not a text; give a .txt or .html file"
    )]
    Binary,
    /// `--encoding` names no encoding.
    #[error(
        "不认识编码“{label}”，请用 utf-8、gb18030、big5 或 utf-16le，或去掉 --encoding / unknown encoding \"{label}\"; use utf-8, gb18030, big5 or utf-16le, or leave --encoding out"
    )]
    UnknownEncoding {
        /// The label as given.
        label: String,
    },
    /// `--encoding` names an encoding that the bytes are not in.
    #[error(
        "内容不是“{label}”编码，请改用正确的编码，或去掉 --encoding 由程序识别 / the content is not in \"{label}\"; name the right encoding, or leave --encoding out to have it detected"
    )]
    WrongEncoding {
        /// The label as given.
        label: String,
    },
    /// Bytes that are no text in any encoding that is known here.
    #[error(
        "第 {offset} 字节起无法解码，文件可能已损坏，请重新下载，或用 --encoding 指明编码 / cannot decode from byte {offset}; the file may be damaged: fetch it again, or name its encoding with --encoding"
    )]
    Undecodable {
        /// The first byte that fits nowhere, counted from 0.
        offset: usize,
    },
    /// HTML nested so deeply that no reader would write it.
    #[error(
        "网页标签嵌套过深，无法读取，请另存为 .txt 后再试 / the page's tags are nested too deeply to be read; save it as .txt and try again"
    )]
    TooDeep,
    /// A container whose structure or checksums do not hold.
    #[error(
        "文件已损坏，无法读取，请重新下载，或用 Word、压缩软件打开后另存 / the file is damaged and cannot be read; fetch it again, or open it in its program and save it anew"
    )]
    Damaged,
    /// A type of file that is not read.
    #[error("{}", unread(ending))]
    UnreadType {
        /// What its name ends with.
        ending: String,
    },
    /// One address for many documents.
    #[error(
        "--url 只能说明一份文件，这里装有多份（ZIP、CSV 或 JSONL），未读入，请去掉 --url，改用 url 列或 --meta 分别说明 / --url is of one document, and this holds several (ZIP, CSV or JSONL), so it was not read; leave --url out, and describe each in a column url or with --meta"
    )]
    UrlOfMany,
    /// A collection of documents where one document is needed.
    #[error(
        "这里装有多份文件（ZIP、CSV 或 JSONL），请用 ingest 读入，或取出其中一份再试 / this holds several documents (ZIP, CSV or JSONL); read it with ingest, or take one of them out first"
    )]
    Collection,
    /// An archive with more entries than anyone packs by hand.
    #[error(
        "压缩包里的文件超过 {limit} 个，请拆分后再试 / the archive holds more than {limit} entries; split it and try again"
    )]
    TooManyEntries {
        /// The most that are read.
        limit: usize,
    },
    /// An entry that decompresses to hundreds of times its size.
    #[error(
        "解压后体积异常膨胀（疑似压缩炸弹），未读入，请核对来源 / it grows out of all proportion when unpacked (a zip bomb?) and was not read; check where it comes from"
    )]
    Bomb,
    /// More than a document may have when unpacked.
    #[error(
        "解压后超过 {} MB 的上限，未读入，请拆分后再试 / unpacked it exceeds the limit of {} MB and was not read; split it and try again",
        limit >> 20,
        limit >> 20
    )]
    Unpacked {
        /// In bytes.
        limit: u64,
    },
    /// More than an archive may have when unpacked.
    #[error(
        "压缩包解压后合计超过 {} MB 的上限，此项及其后各项未读入，请拆分后再试 / unpacked the archive exceeds the limit of {} MB; this entry and those after it were not read: split it and try again",
        limit >> 20,
        limit >> 20
    )]
    TooMuchUnpacked {
        /// In bytes.
        limit: u64,
    },
    /// An entry whose name leads out of the archive.
    #[error(
        "压缩包内的文件名不安全，未读入，请改名后重新打包 / the entry's name leads out of the archive, so it was not read; rename it and pack again"
    )]
    UnsafeName,
    /// Entries of the same name, of which one hides the other.
    #[error(
        "压缩包里有同名的文件，同名的只读入了一份，请改名后重新打包 / the archive holds files of the same name, of which only one each was read; rename them and pack again"
    )]
    SameNames,
    /// An archive within an archive.
    #[error(
        "压缩包内又有压缩包，未读入，请先解压内层 / an archive within the archive was not read; unpack the inner one first"
    )]
    NestedArchive,
    /// It needs a password.
    #[error("文件有密码，请解密后再试 / it is protected by a password; remove it and try again")]
    Encrypted,
    /// A PDF of pictures.
    #[error(
        "这份 PDF 是扫描件，没有文字层，未读入，请先用文字识别（OCR）软件转成 .docx 或 .txt，核对数字后再试 / this PDF is a scan without a text layer and was not read; turn it into .docx or .txt with OCR software, check the figures, and try again"
    )]
    Scanned,
    /// A PDF whose characters cannot be told, or that is cut off.
    #[error(
        "这份 PDF 的文字层无法识别（字体没有对照表，或文件不完整），未读入，请重新下载，或用文字识别（OCR）软件转成 .docx 或 .txt，核对数字后再试 / the text layer of this PDF cannot be read (its fonts do not tell their characters, or the file is incomplete), so it was not read; fetch it again, or turn it into .docx or .txt with OCR software, check the figures, and try again"
    )]
    Garbled,
    /// It takes longer than it may.
    #[error(
        "读了 {seconds} 秒仍未读完，已停止，请拆分，或用浏览器打开后另存为新的 PDF 再试 / it was not read within {seconds} seconds, so reading was stopped; split it, or open it in a browser, print it to a new PDF and try again"
    )]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// It takes more memory than it may, or breaks the parser.
    #[error(
        "读取它会耗尽内存或使读取程序崩溃，未读入，请核对来源，或用浏览器打开后另存为新的 PDF 再试 / reading it exhausts the memory or breaks the parser, so it was not read; check where it comes from, or open it in a browser, print it to a new PDF and try again"
    )]
    Overwhelming,
    /// The process that reads PDF cannot be started.
    #[error(
        "无法启动读取 PDF 的进程（{reason}），请稍后重试 / the process that reads PDF cannot be started ({reason}); try again later"
    )]
    NoReader {
        /// What the system says.
        reason: String,
    },
    /// A table without a column that it must have.
    #[error(
        "表中没有“{column}”列，请在首行写明列名 / the table has no column \"{column}\"; name its columns in the first line"
    )]
    NoColumn {
        /// Its name.
        column: &'static str,
    },
    /// A row that is no CSV or no JSON object.
    #[error(
        "这一行格式不对，请检查引号和逗号，或是否每行一个 JSON 对象 / this row is malformed; check its quotes and commas, or that each line is one JSON object"
    )]
    BadRow,
    /// A row without a text.
    #[error(
        "这一行没有正文，未读入，请检查 text（正文）一列 / this row holds no text and was not read; check its column text"
    )]
    NoTextInRow,
    /// A row with a quote that is never closed, which makes all that follows a part of it.
    #[error(
        "从这一行起引号不成对，这一行和其后各行都未读入，请补上引号，或重新导出 / a quote that is opened in this row is never closed, so it and the rows after it were not read; close it, or export the table again"
    )]
    OpenQuote,
    /// A row with bytes that are no text in the encoding of the others.
    #[error(
        "这一行有无法解码的字节，未读入，文件可能已损坏，请重新导出为 UTF-8，或用 --encoding 指明编码 / this row holds bytes that cannot be decoded and was not read; the file may be damaged: export it again as UTF-8, or name its encoding with --encoding"
    )]
    UndecodableRow,
    /// A row that no document fills.
    #[error(
        "这一行超过 {} MB 的上限，未读入，请检查引号是否成对，或拆分后再试 / this row exceeds the limit of {} MB and was not read; check that its quotes are closed, or split it",
        limit >> 20,
        limit >> 20
    )]
    RowTooLarge {
        /// In bytes.
        limit: usize,
    },
    /// A date that is none.
    #[error(
        "日期“{text}”不对，应如 2024-11-20，年份在 1900 至 2099 之间 / the date \"{text}\" is wrong; write it like 2024-11-20, with a year from 1900 to 2099"
    )]
    BadDate {
        /// As written.
        text: String,
    },
    /// What is wrong with one row of a table that must be right as a whole.
    #[error(
        "第 {row} 行：{} / row {row}: {}",
        Language::Chinese.half(&error.to_string()),
        Language::English.half(&error.to_string())
    )]
    Row {
        /// Counted from 1 below the header.
        row: usize,
        /// What is wrong with it.
        error: Box<SourceError>,
    },
}

/// That a file whose name ends so is not read, in Chinese and English.
fn unread(ending: &str) -> String {
    let (chinese, english) = match ending {
        "" => (
            "文件名没有扩展名，未读入；若是文本请改名为 .txt".to_owned(),
            "its name does not say what it is, so it was not read; if it is a text, name it .txt".to_owned(),
        ),
        "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" | "webp" => (
            format!("不读“.{ending}”图片，请先用文字识别（OCR）软件转成 .docx 或 .txt，核对数字后再试"),
            format!(
                "pictures (\".{ending}\") are not read; turn it into .docx or .txt with OCR software, check the figures, and try again"
            ),
        ),
        _ => (
            format!("不读“.{ending}”类型的文件，请另存为 .txt、.docx 或 .html"),
            format!("files of type \".{ending}\" are not read; save it as .txt, .docx or .html"),
        ),
    };
    format!("{chinese} / {english}")
}

impl SourceError {
    /// That files like `name` are not read.
    pub fn unread(name: &str) -> Self {
        Self::UnreadType { ending: ending(name) }
    }
}

/// Reads a document from `bytes`; `source` is the path or URL as given.
pub fn read(source: &str, bytes: Vec<u8>, given: &Given) -> Result<Document, SourceError> {
    if bytes.len() > MAX_BYTES {
        return Err(SourceError::TooLarge { limit: MAX_BYTES });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    let given = given.of(source);
    let url = given.url.clone().or_else(|| fetch::is_url(source).then(|| source.to_owned()));
    let Read { text, encoding, metadata } = if kind::is_word(&bytes) {
        read_word(source, &bytes)?
    } else if kind::is_pdf(&bytes) {
        read_pdf(source, &bytes)?
    } else {
        kind::refuse_binary(&bytes)?;
        read_text(source, &bytes, &given, url.as_deref())?
    };
    if text.chars().nth(MAX_TEXT).is_some() {
        return Err(SourceError::TooLong { limit: MAX_TEXT });
    }
    let metadata = Given { url, ..given }.over(metadata);
    Ok(Document {
        source: source.to_owned(),
        sha256: format!("{:x}", Sha256::digest(&bytes)),
        raw: bytes,
        text,
        encoding,
        metadata,
    })
}

/// What raised characters mean in plain text: 2 after 米 is 米², and the number of a note, which must not run into
/// the number that it stands behind, is `[2]`.
fn raised(before: &str, text: &str) -> String {
    let number = text.trim();
    let is_number = number.contains(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '，' | '、' | '-' | '–'));
    match number {
        "2" if before.ends_with(['m', 'M', '米']) => "²".to_owned(),
        "3" if before.ends_with(['m', 'M', '米']) => "³".to_owned(),
        _ if is_number => format!("[{number}]"),
        _ => text.to_owned(),
    }
}

/// A row of a table as a line: its cells with bars between them, and around them where the first or the last is
/// blank, so that none is lost.
fn row(cells: &[String]) -> String {
    let is_blank = |cell: Option<&String>| cell.is_some_and(|cell| cell.trim().is_empty());
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return String::new();
    }
    let bar = |cell: &String| if is_blank(Some(cell)) { " |".to_owned() } else { format!(" {cell} |") };
    let line: String = cells.iter().map(bar).collect();
    if is_blank(cells.first()) || is_blank(cells.last()) {
        return format!("|{line}");
    }
    line.trim_start_matches(' ').trim_end_matches(" |").to_owned()
}

/// True for words that, alone in a row of a table, may be a heading of the rows below it: no notes, no sentence.
fn heads_rows(words: &str) -> bool {
    const NOTES: [&str; 7] = ["注", "备注", "说明", "资料来源", "数据来源", "单位：", "单位:"];
    let ends = ['。', '；', '，', '！', '？'];
    words.chars().count() <= 30
        && !words.is_empty()
        && !words.contains(ends)
        && !NOTES.iter().any(|note| words.starts_with(note))
}

/// What a file says, before the caller is heard.
struct Read {
    text: String,
    encoding: String,
    metadata: Metadata,
}

fn read_text(source: &str, bytes: &[u8], given: &Given, url: Option<&str>) -> Result<Read, SourceError> {
    let received = decode::Received { url, content_type: given.content_type.as_deref() };
    let decoded = decode::decode(bytes, given.encoding.as_deref(), Some(received))?;
    let page = html::is_html(source, received.content_type, &decoded.text)
        .then(|| html::read(&decoded.text))
        .transpose()?;
    let text = match &page {
        Some(page) => page.text.clone(),
        None => decoded.text,
    };
    if text.trim().is_empty() {
        return Err(if page.is_some() { SourceError::NoText } else { SourceError::Empty });
    }
    let metadata = facts::read(&text, page.as_ref().map(|page| &page.shown), source).metadata();
    Ok(Read { text, encoding: decoded.encoding, metadata })
}

fn read_word(source: &str, bytes: &[u8]) -> Result<Read, SourceError> {
    let word = docx::read(bytes)?;
    if word.text.trim().is_empty() {
        return Err(SourceError::Empty);
    }
    let mut metadata = facts::read(&word.text, None, source).metadata();
    metadata.title = metadata.title.or(word.title);
    // When its template was made may be years before: it stands in only where the text names no day at all.
    if metadata.date().is_none() && !facts::names_a_day(&word.text) {
        metadata.published_at = word.created;
    }
    Ok(Read { text: word.text, encoding: "DOCX".to_owned(), metadata })
}

fn read_pdf(source: &str, bytes: &[u8]) -> Result<Read, SourceError> {
    let text = pdf::read(bytes)?;
    let metadata = facts::read(&text, None, source).metadata();
    Ok(Read { text, encoding: "PDF".to_owned(), metadata })
}

#[cfg(test)]
mod tests {
    use super::{Given, SourceError, read};
    use crate::document::Document;
    use chrono::NaiveDate;
    use rstest::rstest;

    const TEXT: &str = "云泽市就业工作新闻发布会\n2031-06-03 10:00:00 - 云泽市政府网站\n今年全市新增就业3万人，同比增长5%。\n";

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn read_plain(bytes: impl Into<Vec<u8>>) -> Result<Document, SourceError> {
        read("a.txt", bytes.into(), &Given::default())
    }

    fn labelled(bytes: &[u8], label: &str) -> Result<Document, SourceError> {
        let given = Given { encoding: Some(label.to_owned()), ..Given::default() };
        read("a.txt", bytes.to_vec(), &given)
    }

    fn in_encoding(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[rstest]
    #[case(TEXT.as_bytes().to_vec(), "UTF-8")]
    #[case([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8 BOM")]
    #[case(utf16(TEXT, false, true), "UTF-16LE")]
    #[case(utf16(TEXT, true, true), "UTF-16BE")]
    #[case(utf16(TEXT, false, false), "UTF-16LE")]
    #[case(utf16(TEXT, true, false), "UTF-16BE")]
    #[case(in_encoding(TEXT, encoding_rs::GB18030), "GB18030")]
    #[case(TEXT.replace('\n', "\r\n").into_bytes(), "UTF-8")]
    #[case(TEXT.replace('\n', "\r").into_bytes(), "UTF-8")]
    fn the_same_text_is_read_from_every_encoding(#[case] bytes: Vec<u8>, #[case] encoding: &str) {
        let document = read_plain(bytes).expect("the text is sound");
        assert_eq!((document.text.as_str(), document.encoding.as_str()), (TEXT, encoding));
    }

    #[test]
    fn a_plain_utf8_text_is_its_own_canonical_text() {
        let text = "  前有空格\u{3000}\n\n\n\t后有空行 \n\n";
        assert_eq!(read_plain(text).expect("the text is sound").text, text);
    }

    #[test]
    fn traditional_characters_in_big5_are_no_mojibake() {
        let text = "市政府今天舉行新聞發佈會，介紹今年經濟發展情況。全市實現地區生產總值三千億元，比上年增長百分之五。".repeat(5);
        let document = read_plain(in_encoding(&text, encoding_rs::BIG5)).expect("the text is sound");
        assert_eq!((document.text, document.encoding.as_str()), (text, "Big5"));
    }

    #[rstest]
    #[case("gb2312", encoding_rs::GB18030, "GB18030")]
    #[case("gb2312", encoding_rs::UTF_8, "UTF-8")]
    #[case("utf-8", encoding_rs::GB18030, "GB18030")]
    fn a_page_is_read_by_its_bytes_where_its_label_lies(
        #[case] label: &str,
        #[case] encoding: &'static encoding_rs::Encoding,
        #[case] name: &str,
    ) {
        let page = format!(
            "<html><head><meta charset=\"{label}\"></head><body><p>今年全市新增就业3万人，同比增长5%。</p></body></html>"
        );
        let document =
            read("a.html", in_encoding(&page, encoding), &Given::default()).expect("the page is sound");
        assert_eq!(document.text, "今年全市新增就业3万人，同比增长5%。");
        assert_eq!(document.encoding, name);
    }

    #[rstest]
    #[case(b"", SourceError::Empty)]
    #[case(b" \r\n\t ", SourceError::Empty)]
    #[case(b"\xEF\xBB\xBF\n", SourceError::Empty)]
    #[case(b"<html><body><script>1</script></body></html>", SourceError::NoText)]
    #[case(b"\x00\x01\x02\x03\x00\x00\x07\x08\x00", SourceError::Binary)]
    #[case(b"ab\0\0\0\0cd\0\0\0ef", SourceError::Binary)]
    #[case("今年新增就业".as_bytes().split_last().map_or(&b""[..], |(_, rest)| rest), SourceError::Undecodable { offset: 15 })]
    #[case(b"caf\xE9 na\xEFve", SourceError::Undecodable { offset: 3 })]
    fn what_is_no_text_is_refused(#[case] bytes: &[u8], #[case] expected: SourceError) {
        assert_eq!(read_plain(bytes).err(), Some(expected));
    }

    #[rstest]
    #[case(b"PK\x03\x04\x14\0\0\0[Content_Types].xml xl/workbook.xml", ".xlsx")]
    #[case(b"\x89PNG\r\n\x1A\n\0\0", "PNG")]
    #[case(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "JPEG")]
    #[case(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n--b\r\n\r\n<html>=E4=BB=8A", ".mht")]
    #[case(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", ".doc")]
    fn other_files_are_refused_by_name_in_one_line(#[case] bytes: &[u8], #[case] name: &str) {
        let message = read_plain(bytes).expect_err("it is no text").to_string();
        assert!(
            message.contains(name) && message.contains(" / ") && message.contains("not supported yet"),
            "{message}"
        );
        assert!(!message.contains('\n'));
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused() {
        let bytes = vec![b'a'; super::MAX_BYTES + 1];
        assert!(matches!(read_plain(bytes), Err(SourceError::TooLarge { .. })));
        let text = "3".repeat(super::MAX_TEXT + 1);
        assert!(matches!(read_plain(text), Err(SourceError::TooLong { .. })));
    }

    #[test]
    fn a_label_is_followed_where_the_bytes_fit_it() {
        let bytes = in_encoding("联通", encoding_rs::GB18030);
        assert_eq!(labelled(&bytes, "gbk").expect("the label is right").text, "联通");
        assert_eq!(labelled(&utf16(TEXT, true, true), "utf-16").expect("either order").encoding, "UTF-16BE");
        assert_eq!(labelled(TEXT.as_bytes(), "UTF-8").expect("the label is right").text, TEXT);
    }

    #[rstest]
    #[case(TEXT.as_bytes().to_vec(), "gb18030")]
    #[case(TEXT.as_bytes().to_vec(), "utf-16le")]
    #[case(in_encoding(TEXT, encoding_rs::GB18030), "utf-8")]
    #[case(utf16(TEXT, false, true), "utf-8")]
    #[case(b"plain ascii!".to_vec(), "utf-16le")]
    fn a_label_that_the_bytes_contradict_is_an_error(#[case] bytes: Vec<u8>, #[case] label: &str) {
        assert_eq!(
            labelled(&bytes, label).err(),
            Some(SourceError::WrongEncoding { label: label.to_owned() })
        );
    }

    #[test]
    fn a_label_that_names_no_encoding_is_an_error() {
        let message = labelled(b"a", "gbk-9").expect_err("there is no such encoding").to_string();
        assert!(message.contains("gbk-9") && message.contains("gb18030"), "{message}");
    }

    #[test]
    fn what_the_caller_knows_stands_above_the_text() {
        let given = Given {
            date: NaiveDate::from_ymd_opt(2032, 1, 2),
            scope: Some("青石县".to_owned()),
            publisher: Some("青石发布".to_owned()),
            url: Some("https://example.org/1".to_owned()),
            ..Given::default()
        };
        let metadata = read("a.txt", TEXT.into(), &given).expect("the text is sound").metadata;
        assert_eq!(metadata.date(), given.date);
        assert_eq!(
            (metadata.scope, metadata.publisher, metadata.url),
            (given.scope, given.publisher, given.url)
        );
    }
}
