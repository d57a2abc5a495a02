//! A ZIP archive → its entries. Sizes that an archive states are never believed.

use super::{Content, Given, MAX_BYTES, Part, Parts, SourceError, rows};
use encoding_rs::GB18030;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::iter;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most entries that an archive may hold.
const MAX_ENTRIES: usize = 10_000;

/// The most that all entries may hold together when decompressed, in bytes. They are read one after the
/// other, so this limits the time that entries which share their bytes can take.
const MAX_TOTAL: u64 = 1024 * 1024 * 1024;

/// How many times larger than its compressed form an entry may be. Chinese prose reaches 3, tables 30.
const MAX_RATIO: u64 = 200;

/// Up to this size, in bytes, any ratio is harmless.
const HARMLESS: u64 = 1024 * 1024;

/// The number of entries in an archive's last record stands this far behind the record's mark.
const COUNT: usize = 10;

/// Opens an archive, unless it holds too many entries: listing them would take the time that the limit
/// is to save, so their number is read from the last record first.
pub(super) fn open<C: Read + Seek>(mut content: C) -> Result<ZipArchive<C>, SourceError> {
    let too_many = SourceError::TooManyEntries { limit: MAX_ENTRIES };
    let tail = tail(&mut content).map_err(|_| SourceError::Damaged)?;
    let mark = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
    let stated = mark.and_then(|mark| tail.get(mark + COUNT..mark + COUNT + 2));
    if let Some(&[low, high]) = stated
        && usize::from(u16::from_le_bytes([low, high])) > MAX_ENTRIES
    {
        return Err(too_many);
    }
    let zip = ZipArchive::new(content).map_err(|_| SourceError::Damaged)?;
    if zip.len() > MAX_ENTRIES { Err(too_many) } else { Ok(zip) }
}

/// The last bytes, which hold the last record.
fn tail(content: &mut (impl Read + Seek)) -> std::io::Result<Vec<u8>> {
    let size = content.seek(SeekFrom::End(0))?;
    content.seek(SeekFrom::Start(size.saturating_sub(1 << 17)))?;
    let mut tail = Vec::new();
    content.read_to_end(&mut tail)?;
    Ok(tail)
}

/// The entry of this name, or `None` where there is none; at most `limit` bytes.
pub(super) fn part<C: Read + Seek>(
    zip: &mut ZipArchive<C>,
    name: &str,
    limit: u64,
) -> Result<Option<Vec<u8>>, SourceError> {
    let Some(index) = zip.index_for_name(name) else {
        return Ok(None);
    };
    entry(zip, index, limit).map(Some)
}

/// The bytes of an entry, counted while they are decompressed.
fn entry<C: Read + Seek>(zip: &mut ZipArchive<C>, index: usize, limit: u64) -> Result<Vec<u8>, SourceError> {
    let file = zip.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SourceError::Encrypted,
        _ => SourceError::Damaged,
    })?;
    let ratio = file.compressed_size().saturating_mul(MAX_RATIO).max(HARMLESS);
    let allowed = limit.min(ratio);
    let mut bytes = Vec::new();
    // The check of sum and size comes at the end, so an error may follow all the bytes.
    file.take(allowed + 1).read_to_end(&mut bytes).map_err(|_| SourceError::Damaged)?;
    if bytes.len() as u64 <= allowed {
        return Ok(bytes);
    }
    Err(if ratio < limit { SourceError::Bomb } else { SourceError::Unpacked { limit } })
}

/// Every document in an archive, named `a.zip/b.txt`; one that cannot be read stands for itself alone.
pub(super) fn parts(
    archive: &str,
    content: impl Content + 'static,
    given: &Given,
) -> Result<Parts, SourceError> {
    let mut zip = open(content)?;
    let (archive, given) = (archive.to_owned(), given.clone());
    let mut left = MAX_TOTAL;
    let hidden = zip.has_duplicate_names().then(|| Part::failed(archive.clone(), SourceError::SameNames));
    let parts = (0..zip.len()).flat_map(move |index| parts_of(&archive, &mut zip, index, &mut left, &given));
    super::some(parts.chain(hidden))
}

/// The documents of one entry: one, none, or those of a table. `left` is what may still be unpacked.
fn parts_of<C: Content>(
    archive: &str,
    zip: &mut ZipArchive<C>,
    index: usize,
    left: &mut u64,
    given: &Given,
) -> Parts {
    let one = |name, error| -> Parts { Box::new(iter::once(Part::failed(name, error))) };
    if *left == 0 {
        return Box::new(iter::empty());
    }
    let Some(inner) = zip.by_index_raw(index).ok().map(|file| name_of(file.name_raw())) else {
        return one(format!("{archive}/#{}", index + 1), SourceError::Damaged);
    };
    if inner.ends_with('/') || super::is_clutter(&inner) {
        return Box::new(iter::empty());
    }
    let name = format!("{archive}/{inner}");
    if let Err(error) = check_name(&inner) {
        return one(name, error);
    }
    match entry(zip, index, (MAX_BYTES as u64).min(*left)) {
        Ok(bytes) => {
            *left -= bytes.len() as u64;
            if rows::is_table(&inner) {
                return rows::parts(&name, Cursor::new(bytes), given)
                    .unwrap_or_else(|error| one(name, error));
            }
            Box::new(iter::once(Part { given: given.of(&name), name, content: Ok(bytes) }))
        }
        Err(SourceError::Unpacked { limit }) if limit == *left => {
            *left = 0;
            one(name, SourceError::TooMuchUnpacked { limit: MAX_TOTAL })
        }
        Err(error) => one(name, error),
    }
}

/// An entry's name; programs on Chinese Windows write it in GBK. Two GBK characters may happen to be
/// valid UTF-8 for letters between Latin and Chinese (实录 is ʵ¼), which no Chinese file name holds.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) if !name.contains(|c| matches!(c, '\u{80}'..='\u{7FF}')) => name.to_owned(),
        _ => GB18030.decode(raw).0.into_owned(),
    }
}

/// Refuses names that lead out of the archive, archives in the archive, and types that are not read.
fn check_name(name: &str) -> Result<(), SourceError> {
    let leads_out = name.starts_with(['/', '\\'])
        || name.contains([':', '\0'])
        || name.split(['/', '\\']).any(|step| step == "..");
    if leads_out || name.chars().any(char::is_control) {
        return Err(SourceError::UnsafeName);
    }
    if super::ending(name) == "zip" {
        return Err(SourceError::NestedArchive);
    }
    if super::is_readable(name) { Ok(()) } else { Err(SourceError::unread(name)) }
}
