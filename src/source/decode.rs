//! Bytes → Unicode: the encoding is taken from a mark, the bytes themselves, or a label, and checked.

use super::{SourceError, kind};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// A decoded text and the encoding it came in.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Newlines are `\n`; no mark, no zero characters.
    pub(super) text: String,
    /// `UTF-8`, `UTF-8 BOM`, `UTF-16LE`, `UTF-16BE`, `GB18030`, or another name as the WHATWG has it.
    pub(super) encoding: String,
}

/// The encoding that a page says it is in: `<meta charset=gb2312>`.
static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).expect("a constant pattern compiles")
});

/// The UTF-8 byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Decodes by `label` where one is given, else by what the bytes show. Where and as what they were
/// received helps to tell encodings of neighbouring regions apart.
pub(super) fn decode(
    bytes: &[u8],
    label: Option<&str>,
    received: Option<Received>,
) -> Result<Decoded, SourceError> {
    if let Some(label) = label {
        return decode_as(bytes, label);
    }
    if let Some(encoding) = kind::utf16(bytes) {
        return strictly(bytes, encoding).ok_or(SourceError::Undecodable { offset: 0 });
    }
    let offset = match std::str::from_utf8(bytes) {
        Ok(_) => return strictly(bytes, UTF_8).ok_or(SourceError::Undecodable { offset: 0 }),
        Err(error) => error.valid_up_to(),
    };
    if mostly_utf8(bytes) {
        return Err(SourceError::Undecodable { offset });
    }
    let head = &bytes[..bytes.len().min(4096)];
    let Received { url, content_type } = received.unwrap_or_default();
    let served = content_type.and_then(|served| declared(served.as_bytes()));
    [served, declared(head), guess(bytes, url), Some(GB18030)]
        .into_iter()
        .flatten()
        .find_map(|encoding| strictly(bytes, encoding).filter(reads_well))
        .ok_or(SourceError::Undecodable { offset })
}

/// How bytes were received.
#[derive(Clone, Copy, Default)]
pub(super) struct Received<'a> {
    /// From where.
    pub(super) url: Option<&'a str>,
    /// What the server said they are.
    pub(super) content_type: Option<&'a str>,
}

/// The Chinese encoding that a page or a server names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let named = CHARSET.captures(head).and_then(|found| Encoding::for_label(&found[1]));
    named.filter(|&encoding| is_chinese(encoding))
}

/// The encoding of a text of which only the beginning is known. Where a single row is damaged it is that row
/// which fails, so UTF-8 stands in for none.
pub(super) fn encoding_of(head: &[u8], label: Option<&str>) -> Result<&'static Encoding, SourceError> {
    if let Some(encoding) = kind::utf16(head) {
        return Ok(encoding);
    }
    // The last row may be cut in the middle of a character.
    let rows = head.iter().rposition(|&byte| byte == b'\n').map_or(head, |end| &head[..end]);
    match decode(rows, label, None) {
        Ok(decoded) => Ok(Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8)),
        Err(SourceError::Undecodable { .. }) => Ok(UTF_8),
        Err(error) => Err(error),
    }
}

/// Decodes by a label that a person gave, and refuses where the bytes say otherwise.
fn decode_as(bytes: &[u8], label: &str) -> Result<Decoded, SourceError> {
    let Some(encoding) = Encoding::for_label(label.trim().as_bytes()) else {
        return Err(SourceError::UnknownEncoding { label: label.to_owned() });
    };
    let wrong = || SourceError::WrongEncoding { label: label.to_owned() };
    // Without its mark, UTF-16 text is told by its zero bytes; "utf-16" may then mean either order.
    let shown = match kind::utf16(bytes) {
        Some(shown) => Some(shown),
        None if is_clearly_utf8(bytes) => Some(UTF_8),
        None => None,
    };
    let is_utf16 = |encoding: &'static Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let encoding = match shown {
        Some(shown) if label.trim().eq_ignore_ascii_case("utf-16") && is_utf16(shown) => shown,
        Some(shown) if shown != encoding => return Err(wrong()),
        _ => encoding,
    };
    if is_utf16(encoding) && shown.is_none() && bytes.is_ascii() {
        return Err(wrong());
    }
    strictly(bytes, encoding).ok_or_else(wrong)
}

/// True for valid UTF-8 with a mark or with characters that take three bytes, which text in other
/// encodings does not form by chance.
fn is_clearly_utf8(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
        || std::str::from_utf8(bytes).is_ok_and(|text| text.chars().any(|c| c >= '\u{2000}'))
}

/// The text in this encoding, or `None` where a single byte does not fit.
fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded> {
    // GBK and GB2312 are subsets of GB18030, and pages labelled so often use the rest of it.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    if damaged {
        return None;
    }
    let marked = encoding == UTF_8 && bytes.starts_with(MARK);
    let name = match encoding.name() {
        "UTF-8" if marked => "UTF-8 BOM",
        "gb18030" => "GB18030",
        name => name,
    };
    Some(Decoded { text: canonical(text.into_owned()), encoding: name.to_owned() })
}

/// Newlines as `\n`, no zero characters; untouched where there are neither.
fn canonical(text: String) -> String {
    if !text.contains(['\r', '\0']) {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

/// True where at least nine in ten bytes beyond ASCII belong to valid UTF-8: a damaged UTF-8
/// file would else be read as GB18030 without an error, and every word would be wrong.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let beyond_ascii = |part: &[u8]| part.iter().filter(|byte| !byte.is_ascii()).count();
    let (valid, invalid) = bytes.utf8_chunks().fold((0, 0), |(valid, invalid), chunk| {
        (valid + beyond_ascii(chunk.valid().as_bytes()), invalid + beyond_ascii(chunk.invalid()))
    });
    valid >= invalid * 9
}

/// What the frequencies of characters point to. The hint is the domain of the address, never
/// plain `cn`, which would have Big5 read as GBK.
fn guess(bytes: &[u8], url: Option<&str>) -> Option<&'static Encoding> {
    let domain = url.and_then(top_level_domain);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A megabyte shows the frequencies as well as the whole.
    let head = &bytes[..bytes.len().min(1 << 20)];
    detector.feed(head, head.len() == bytes.len());
    let encoding = detector.guess(domain.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    is_chinese(encoding).then_some(encoding)
}

/// `cn` of `http://www.jinan.gov.cn/a.html`.
fn top_level_domain(url: &str) -> Option<String> {
    let host = url.split("://").nth(1)?.split(['/', ':', '?', '#']).next()?;
    let last = host.rsplit('.').next()?;
    (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .then(|| last.to_ascii_lowercase())
}

/// True for the encodings of Chinese: only these are believed when a page declares them, for a page
/// in Latin-1 has no transcript in it, and Latin-1 decodes any bytes.
fn is_chinese(encoding: &'static Encoding) -> bool {
    encoding == GBK || encoding == GB18030 || encoding == BIG5
}

/// True where most of the text beyond ASCII is Chinese characters and punctuation.
fn reads_well(decoded: &Decoded) -> bool {
    let (mut common, mut all) = (0_usize, 0_usize);
    for c in decoded.text.chars().filter(|c| !c.is_ascii()).take(1 << 16) {
        all += 1;
        let is_common = matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '\u{2010}'..='\u{2027}' | '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' | '·');
        common += usize::from(is_common);
    }
    common * 10 >= all * 8
}
