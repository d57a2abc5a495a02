//! What kind of file bytes are, judged by their first bytes: anything but text is refused by name.

use super::SourceError;

/// First bytes of common files that are no text, with their names.
const MAGIC: [(&[u8], &str, &str); 16] = [
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "旧版 Office 文件（.doc、.xls、.ppt、.wps）",
        "an old Office file (.doc, .xls, .ppt, .wps)",
    ),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"\x89PNG\r\n\x1A\n", "PNG 图片", "a PNG image"),
    (b"\xFF\xD8\xFF", "JPEG 图片", "a JPEG image"),
    (b"GIF87a", "GIF 图片", "a GIF image"),
    (b"GIF89a", "GIF 图片", "a GIF image"),
    (b"II*\0", "TIFF 图片", "a TIFF image"),
    (b"MM\0*", "TIFF 图片", "a TIFF image"),
    (b"\x1F\x8B", "gzip 压缩文件", "a gzip archive"),
    (b"Rar!\x1A\x07", "RAR 压缩文件", "a RAR archive"),
    (b"7z\xBC\xAF\x27\x1C", "7z 压缩文件", "a 7z archive"),
    (b"SQLite format 3\0", "SQLite 数据库", "an SQLite database"),
    (b"\x7FELF", "可执行程序", "a program"),
    (b"MZ\x90\0", "可执行程序", "a program"),
    (b"OggS", "音频文件", "an audio file"),
    (b"ID3", "音频文件", "an audio file"),
];

/// Refuses files that are no text, naming what they are.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), SourceError> {
    let unsupported = |chinese, english| Err(SourceError::Unsupported { chinese, english });
    if is_zip(bytes) {
        return match zip_content(bytes) {
            Some((chinese, english)) => unsupported(chinese, english),
            None => Err(SourceError::Collection),
        };
    }
    if bytes.get(..4) == Some(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return unsupported("WebP 图片", "a WebP image");
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return unsupported("视频文件", "a video file");
    }
    // What Office protects by a password goes into an old container, under this name.
    if bytes.starts_with(MAGIC[0].0) && holds(bytes, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0") {
        return Err(SourceError::Encrypted);
    }
    if is_mail(bytes) {
        return unsupported("网页存档或邮件（.mht、.eml）", "a web archive or a mail (.mht, .eml)");
    }
    if let Some((_, chinese, english)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return unsupported(chinese, english);
    }
    if utf16(bytes).is_none() && mostly_control(bytes) {
        return Err(SourceError::Binary);
    }
    Ok(())
}

/// True for a web archive or a mail, under whatever name: its letters stand in a code (=E4=BB=8A) that is no text.
fn is_mail(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let is_field = |line: &[u8]| line.starts_with(b"mime-version:");
    let head = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    // An empty line ends the fields of a mail.
    head.take_while(|line| !line.is_empty()).any(is_field)
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// True for a ZIP archive that is no file of another program.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    is_zip(bytes) && !is_word(bytes) && zip_content(bytes).is_none()
}

/// True for a Word file: a ZIP container whose list of entries, at its end, names the body, or the list of contents
/// and a folder for the body, which may go by another name. An archive of anybody's may hold a folder `word`.
pub(super) fn is_word(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(1 << 20)..];
    let has_body = || holds(tail, b"[Content_Types].xml") && holds(tail, b"word/");
    bytes.starts_with(b"PK\x03\x04") && (holds(tail, b"word/document.xml") || has_body())
}

/// True for a PDF, before whose mark mail programs may leave a few bytes.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(16)];
    holds(head, b"%PDF-")
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// What a ZIP container is known to be, from the names of its entries.
fn zip_content(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    // The names of entries stand uncompressed; the first megabyte holds enough of them.
    let head = &bytes[..bytes.len().min(1 << 20)];
    // An archive of anybody's may hold a folder xl.
    let office = holds(head, b"[Content_Types].xml");
    if office && holds(head, b"xl/") {
        return Some(("Excel 文件（.xlsx）", "an Excel file (.xlsx)"));
    }
    if office && holds(head, b"ppt/") {
        return Some(("PowerPoint 文件（.pptx）", "a PowerPoint file (.pptx)"));
    }
    if holds(head, b"mimetypeapplication/vnd.oasis.opendocument") {
        return Some(("OpenDocument 文件（.odt、.ods）", "an OpenDocument file (.odt, .ods)"));
    }
    holds(head, b"OFD.xml").then_some(("OFD 文件", "an OFD file"))
}

/// The byte order of a UTF-16 text: from its mark, or from where the zero bytes of its ASCII
/// characters and newlines stand.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if bytes.starts_with(b"\xFF\xFE") {
        return Some(encoding_rs::UTF_16LE);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Some(encoding_rs::UTF_16BE);
    }
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let clear = |many: usize, few: usize| many > 0 && few * 20 <= many;
    let encoding = match (clear(odd, even), clear(even, odd)) {
        (true, false) => encoding_rs::UTF_16LE,
        (false, true) => encoding_rs::UTF_16BE,
        _ => return None,
    };
    // Zero bytes of a binary file may fall on one side by chance: the text must also read well.
    let (text, damaged) = encoding.decode_without_bom_handling(&head[..head.len() / 2 * 2]);
    let odd_ones = text.chars().filter(|c| c.is_control() && !c.is_whitespace() || is_private(*c)).count();
    let cut_pair = head.len() < bytes.len();
    ((!damaged || cut_pair) && odd_ones * 100 <= text.chars().count()).then_some(encoding)
}

/// True for characters that no text of this kind uses: private use and unassigned planes.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFE}'..='\u{FFFF}' | '\u{F0000}'..)
}

/// True where more than one byte in a hundred is a control character that no text uses. A few
/// stray zero bytes are forgiven: they are dropped from the text.
fn mostly_control(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 20)];
    let controls =
        head.iter().filter(|byte| byte.is_ascii_control() && !matches!(byte, b'\t'..=b'\r' | 0x1B)).count();
    controls * 100 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn container(names: &[&str]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(b"<x/>").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_workbook_is_told_from_an_archive_with_a_folder_of_that_name() {
        let workbook = refuse_binary(&container(&["[Content_Types].xml", "xl/workbook.xml"]));
        assert!(
            matches!(workbook, Err(SourceError::Unsupported { english, .. }) if english.contains("Excel"))
        );
        assert!(matches!(refuse_binary(&container(&["xl/a.txt"])), Err(SourceError::Collection)));
    }

    #[test]
    fn a_password_is_named_before_the_age_of_the_container() {
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(refuse_binary(&[old.clone(), stream].concat()), Err(SourceError::Encrypted)));
        assert!(matches!(refuse_binary(&old), Err(SourceError::Unsupported { .. })));
    }
}
