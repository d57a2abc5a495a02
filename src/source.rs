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
    #[error(
        "文件是空的，请检查文件是否完整 / the file is empty; check that it was saved completely"
    )]
    Empty,
    /// An HTML page without any text of its own.
    #[error(
        "网页里没有正文，请在浏览器中打开后另存为完整网页或 .txt / the page holds no text; open it in a browser and save it as a complete page or as .txt"
    )]
    NoText,
    /// More than [`MAX_BYTES`].
    #[error(
        "文件有 {size} 字节，超过 {MAX_BYTES} 字节的上限，请拆分后再试 / the file has {size} bytes, more than the limit of {MAX_BYTES}; split it and try again"
    )]
    TooLarge {
        /// Its size in bytes.
        size: usize,
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
        return Err(SourceError::TooLarge { size: bytes.len() });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SourceError::Empty);
    }
    kind::refuse_binary(&bytes)?;
    let is_url = source.starts_with("http://") || source.starts_with("https://");
    let url = given
        .url
        .clone()
        .or_else(|| is_url.then(|| source.to_owned()));
    let decoded = decode::decode(&bytes, given.encoding.as_deref(), url.as_deref())?;
    let page = html::is_html(source, &decoded.text)
        .then(|| html::read(&decoded.text))
        .transpose()?;
    let text = match &page {
        Some(page) => page.text.clone(),
        None => decoded.text,
    };
    if text.trim().is_empty() {
        return Err(if page.is_some() {
            SourceError::NoText
        } else {
            SourceError::Empty
        });
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
