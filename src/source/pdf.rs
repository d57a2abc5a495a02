//! A PDF → its text, taken by a process of its own: a hostile PDF can overflow a parser's stack, and
//! that ends the process it happens in.

mod layout;

use super::{MAX_BYTES, SourceError, kind};
use layout::{Fragment, Line};
use oxidize_pdf::parser::{ParseError, ParseOptions, ParseResult, PdfDocument, PdfReader};
use oxidize_pdf::text::{ExtractionOptions, TextExtractor};
use serde::{Deserialize, Serialize};
use std::io::{self, Cursor, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The command of this program that reads a PDF from standard input.
pub const READER: &str = "read-pdf";

/// How long a PDF may take.
const TIME: Duration = Duration::from_secs(10);

/// How much memory the reading process may use, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;

/// What the reading process has to say; one that was ended says nothing.
#[derive(Serialize, Deserialize)]
enum Answer {
    Text(String),
    /// There are pages, and pictures on them perhaps, but no characters.
    Scanned,
    Encrypted,
    Damaged,
}

/// The text of a PDF, one paragraph a line.
pub(super) fn read(bytes: &[u8]) -> Result<String, SourceError> {
    let no_reader = |error: io::Error| SourceError::NoReader { reason: error.to_string() };
    let mut child = std::env::current_exe()
        .and_then(|program| {
            Command::new(program)
                .arg(READER)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
        })
        .map_err(no_reader)?;
    let answer = ask(&mut child, bytes);
    // Where it has answered it has ended or is about to; where it has not, this ends it.
    let _ = child.kill();
    child.wait().map_err(no_reader)?;
    match serde_json::from_slice(&answer?) {
        Ok(Answer::Text(text)) if is_garbled(&text) => Err(SourceError::Garbled),
        Ok(Answer::Text(text)) => Ok(text),
        Ok(Answer::Scanned) => Err(SourceError::Scanned),
        Ok(Answer::Encrypted) => Err(SourceError::Encrypted),
        Ok(Answer::Damaged) => Err(SourceError::Damaged),
        Err(_) => Err(SourceError::Overwhelming),
    }
}

/// True where more than one character in twenty is none that a text holds.
fn is_garbled(text: &str) -> bool {
    let is_odd = |c: &char| *c == char::REPLACEMENT_CHARACTER || c.is_control() || kind::is_private(*c);
    let seen = text.chars().filter(|c| !c.is_whitespace());
    seen.clone().filter(is_odd).count() * 20 > seen.count()
}

/// Gives the bytes to the process and waits for all that it says, as long as it may take.
fn ask(child: &mut Child, bytes: &[u8]) -> Result<Vec<u8>, SourceError> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(SourceError::Overwhelming);
    };
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = output.take(MAX_BYTES as u64).read_to_end(&mut answer);
        // Nobody listens any more where the time is over.
        let _ = tell.send(read.map(|_| answer).unwrap_or_default());
    });
    let bytes = bytes.to_vec();
    thread::spawn(move || {
        // It may end before it has read everything, and then it is its answer that counts.
        let _ = input.write_all(&bytes);
    });
    told.recv_timeout(TIME).map_err(|_| SourceError::TooSlow { seconds: TIME.as_secs() })
}

/// What the reading process does: a PDF from `input`, an answer to `output`, within limits.
pub fn answer(input: impl Read, mut output: impl Write) -> io::Result<()> {
    limit_this_process()?;
    let mut bytes = Vec::new();
    input.take(MAX_BYTES as u64).read_to_end(&mut bytes)?;
    let answer = text(bytes).unwrap_or_else(|error| match error {
        ParseError::EncryptionNotSupported | ParseError::WrongPassword | ParseError::PdfLocked => {
            Answer::Encrypted
        }
        _ => Answer::Damaged,
    });
    output.write_all(&serde_json::to_vec(&answer)?)?;
    output.flush()
}

/// Memory for the parser, time should the process that waits be gone, and no image of it on the disk.
#[cfg(target_os = "linux")]
fn limit_this_process() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, TIME.as_secs()), (Resource::Core, 0)] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Elsewhere only the time is limited, by the process that waits.
#[cfg(not(target_os = "linux"))]
fn limit_this_process() -> io::Result<()> {
    Ok(())
}

/// A page that cannot be read spoils the whole: figures that are missing without a word mislead.
fn text(bytes: Vec<u8>) -> ParseResult<Answer> {
    let mut reader = PdfReader::new_with_options(Cursor::new(bytes), ParseOptions::tolerant())?;
    if reader.is_encrypted() && !reader.is_unlocked() && !reader.try_empty_password()? {
        return Ok(Answer::Encrypted);
    }
    let document = PdfDocument::new(reader);
    let options = ExtractionOptions {
        preserve_layout: true,
        sort_by_position: false,
        merge_hyphenated: false,
        ..ExtractionOptions::default()
    };
    // One for all pages: it keeps the fonts, which take longer to read than a page.
    let mut extractor = TextExtractor::with_options(options);
    let pages = (0..document.page_count()?)
        .map(|page| {
            let page = extractor.extract_from_page(&document, page)?;
            let fragments = page.fragments.into_iter().map(|fragment| Fragment {
                text: fragment.text,
                x: fragment.x,
                y: fragment.y,
                width: fragment.width,
                size: fragment.font_size,
                mark: fragment.mcid,
            });
            Ok(layout::lines(fragments))
        })
        .collect::<ParseResult<Vec<Vec<Line>>>>()?;
    let text = layout::paragraphs(pages);
    Ok(if text.trim().is_empty() { Answer::Scanned } else { Answer::Text(text) })
}

#[cfg(test)]
mod tests {
    use super::is_garbled;

    #[test]
    fn a_text_is_garbled_where_one_character_in_twenty_is_none() {
        assert!(is_garbled("新增\u{FFFD}\u{E001}万人"));
        assert!(!is_garbled(&format!("{}\u{FFFD}\n\t", "新增就业3万人。".repeat(5))));
    }
}
