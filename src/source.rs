//! Bytes of a text or HTML file → document.

mod decode;
mod html;
mod kind;
mod metadata;
mod place;

use crate::document::Document;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

/// The largest file that is read, in bytes: well above the longest transcript, well below what
/// would make the machine swap.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What the caller knows better than the text.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The day of the event.
    pub date: Option<NaiveDate>,
    /// The place or body.
    pub scope: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// The encoding, by its label (`gb18030`), instead of detection.
    pub encoding: Option<String>,
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
        "文件有 {size} 字节，超过 {limit} 字节的上限，请拆分后再试 / the file has {size} bytes, more than the limit of {limit}; split it and try again"
    )]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// A known kind of file that is no text.
    #[error(
        "这是{chinese}，暂不支持，请另存为 .txt 或 .html 后再试 / this is {english}, which is not supported yet; save it as .txt or .html and try again"
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
}

/// Reads a document from `bytes`; `source` is the path or URL as given.
pub fn read(source: &str, bytes: Vec<u8>, given: &Given) -> Result<Document, SourceError> {
    if bytes.len() > MAX_BYTES {
        return Err(SourceError::TooLarge { size: bytes.len(), limit: MAX_BYTES });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    kind::refuse_binary(&bytes)?;
    let is_url = source.starts_with("http://") || source.starts_with("https://");
    let url = given.url.clone().or_else(|| is_url.then(|| source.to_owned()));
    let decoded = decode::decode(&bytes, given.encoding.as_deref(), url.as_deref())?;
    let page = html::is_html(source, &decoded.text).then(|| html::read(&decoded.text)).transpose()?;
    let text = match &page {
        Some(page) => page.text.clone(),
        None => decoded.text,
    };
    if text.trim().is_empty() {
        return Err(if page.is_some() { SourceError::NoText } else { SourceError::Empty });
    }
    let mut metadata = metadata::read(&text, page.as_ref());
    metadata.event_date = given.date.or(metadata.event_date);
    metadata.scope = given.scope.clone().or(metadata.scope);
    metadata.publisher = given.publisher.clone().or(metadata.publisher);
    metadata.url = url;
    Ok(Document {
        source: source.to_owned(),
        sha256: format!("{:x}", Sha256::digest(&bytes)),
        raw: bytes,
        text,
        encoding: decoded.encoding,
        metadata,
    })
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
    #[case(b"%PDF-1.7\n", "PDF")]
    #[case(b"PK\x03\x04\x14\0\0\0word/document.xml", ".docx")]
    #[case(b"PK\x03\x04\x14\0\0\0xl/workbook.xml", ".xlsx")]
    #[case(b"PK\x03\x04\x14\0\0\0a.txt", "ZIP")]
    #[case(b"\x89PNG\r\n\x1A\n\0\0", "PNG")]
    #[case(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "JPEG")]
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
            encoding: None,
        };
        let metadata = read("a.txt", TEXT.into(), &given).expect("the text is sound").metadata;
        assert_eq!(metadata.date(), given.date);
        assert_eq!(
            (metadata.scope, metadata.publisher, metadata.url),
            (given.scope, given.publisher, given.url)
        );
    }
}
