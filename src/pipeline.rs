//! Document → blocks → claims → links → store, for one document and for many.

mod brief;
mod check;
mod describe;
mod named;
mod report;

pub use brief::{BriefError, briefing, figure_at, stale};
pub use check::{Checked, Checking, Said, check};
pub use describe::{
    Description, Effect, Example, Known, MOST_DESCRIBED, decide, description, in_words, preview, reread,
};
pub use named::{ANSWER, named};
pub use report::Report;

use crate::claim::{self, Claim, Extraction, Reason};
use crate::document::{Document, Metadata};
use crate::series::{self, Link};
use crate::source::fetch::{FetchError, Fetcher};
use crate::source::{self, Given, Opened, Part, Parts, SourceError};
use crate::store::{Added, NewDocument, Store, StoreError};
use crate::text::{Block, Transcript};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::future::{Future, pending};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

/// A document with all that was read from it, ready to be stored in one transaction.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The document itself.
    pub document: Document,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its claims and rejects.
    pub extraction: Extraction,
    /// One link a claim, in the same order.
    pub links: Vec<Link>,
}

impl Analysis {
    /// All of it, as the store takes it, with what the caller said of the document where that is known.
    pub fn as_new<'a>(&'a self, given: Option<&'a Given>) -> NewDocument<'a> {
        NewDocument {
            document: &self.document,
            blocks: &self.blocks,
            claims: &self.extraction.claims,
            links: &self.links,
            given,
        }
    }
}

/// Where the bytes of a document come from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file, by its path as given.
    File(PathBuf),
    /// Bytes that are at hand, under a name: standard input, a sample.
    Bytes(String, Cow<'static, [u8]>),
    /// A file that goes under another name than its path: an upload.
    Named(String, PathBuf),
    /// A page on the web, and how to get it.
    Url(String, Fetcher),
    /// One document with all that is known of it.
    Part(Box<Part>),
}

/// What became of an input that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ingested {
    /// It is new.
    New {
        /// Its number.
        id: i64,
        /// How many claims it holds.
        claims: usize,
        /// The document that counts in its place: one with the same words, or a newer version.
        counted_as: Option<i64>,
        /// The document in whose place it counts from now on.
        instead_of: Option<i64>,
    },
    /// The same bytes are stored already, under this number; nothing was written.
    Known(i64),
    /// The same bytes are stored already, and something is said of them now. Fields go by the names of the options.
    Described {
        /// Its number.
        id: i64,
        /// What was not known before and is now; claims were read again by it.
        filled: Vec<&'static str>,
        /// What is known otherwise, and was left as it is.
        left: Vec<&'static str>,
    },
    /// The same bytes are stored already, and a person took the document out; nothing was written.
    Removed {
        /// Its number.
        id: i64,
        /// The decision that took it out, by which it is brought back.
        decision: i64,
    },
}

/// Why an input could not be read or stored, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// There is nothing under this path.
    #[error("没有这个文件，请检查路径 / there is no such file; check the path")]
    Missing,
    /// A folder where a file is needed.
    #[error("这是文件夹，请给出其中的文件 / this is a folder; name a file in it")]
    Folder,
    /// A pipe or a device, which might never end.
    #[error(
        "这不是普通文件（是管道或设备），未读入，请给出普通文件，或用 - 从标准输入读 / this is no regular file but a pipe or a device, and was not read; name a regular file, or read standard input with -"
    )]
    NotAFile,
    /// The system refuses.
    #[error(
        "没有读取权限，请检查文件权限或换一个用户 / it may not be read; check its permissions or use another account"
    )]
    Denied,
    /// The system fails in another way.
    #[error("读取失败（{0}），请检查磁盘后重试 / reading failed ({0}); check the disk and try again")]
    Io(io::Error),
    /// There is nothing to get from this URL.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The bytes are no document.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No numeral at all stands in the text.
    #[error(
        "文中没有任何数字，无可提取，请检查是否选错了文件 / there is no figure in the text, so nothing to extract; check that it is the right file"
    )]
    NoFigures,
    /// More claims than a document holds.
    #[error(
        "文中的数据超过 {MAX_CLAIMS} 条的上限，未存，请拆分后再试 / the text states more than {MAX_CLAIMS} figures, so it was not stored; split it and try again"
    )]
    TooManyFigures,
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect of this program.
    #[error(
        "程序内部出错，请附上此文件报告问题；其余文件不受影响 / a defect of this program; please report it with this file; other files are not affected"
    )]
    Defect(#[from] JoinError),
}

impl From<io::Error> for InputError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Io(error),
        }
    }
}

impl Input {
    /// The path, or the name.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => name_of(path),
            Self::Bytes(name, _) | Self::Named(name, _) | Self::Url(name, _) => name.clone(),
            Self::Part(part) => part.name.clone(),
        }
    }

    /// Reads the one document that it is.
    pub fn read(self, given: &Given) -> Result<Document, InputError> {
        self.read_with(given).map(|(document, _)| document)
    }

    /// The same, with all that is said of it.
    fn read_with(self, given: &Given) -> Result<(Document, Given), InputError> {
        match self.open(given)? {
            Opened::Document(part) => {
                let said = part.given.of(&part.name);
                Ok((source::read(&part.name, part.content?, &part.given)?, said))
            }
            Opened::Collection(_) => Err(SourceError::Collection.into()),
        }
    }

    /// Gets the bytes, and tells one document from several.
    fn open(self, given: &Given) -> Result<Opened, InputError> {
        let name = self.name();
        Ok(match self {
            Self::Part(part) => Opened::Document(part),
            Self::File(path) | Self::Named(_, path) if source::is_collection(&name) => {
                Opened::Collection(source::parts(&name, open_file(&path)?, given)?)
            }
            Self::File(path) | Self::Named(_, path) => source::open(name, read_file(&path)?, given)?,
            Self::Bytes(_, bytes) => source::open(name, bytes.into_owned(), given)?,
            Self::Url(url, fetcher) => {
                let page = fetcher.fetch(&url)?;
                let given = Given {
                    url: given.url.clone().or(Some(page.url)),
                    content_type: page.content_type,
                    ..given.clone()
                };
                source::open(name, page.bytes, &given)?
            }
        })
    }

    /// True where it may turn out to hold several documents.
    fn may_be_several(&self) -> bool {
        match self {
            Self::File(_) | Self::Named(..) => {
                let name = self.name();
                Path::new(&name).extension().is_none() || source::is_collection(&name)
            }
            Self::Bytes(..) | Self::Url(..) => true,
            Self::Part(_) => false,
        }
    }
}

/// A path in words. Archives from Chinese Windows leave names in GBK; others that are no text are written with the
/// numbers of their bytes, for two files must never go under one name.
pub fn name_of(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let in_gbk = || encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    match path.to_str() {
        Some(name) => name.to_owned(),
        None => in_gbk().map_or_else(|| bytes.escape_ascii().to_string(), Cow::into_owned),
    }
}

/// Opens a regular file: opening a pipe would wait for whoever writes to it.
fn open_file(path: &Path) -> Result<File, InputError> {
    let kind = std::fs::metadata(path)?;
    if kind.is_dir() {
        return Err(InputError::Folder);
    }
    if !kind.is_file() {
        return Err(InputError::NotAFile);
    }
    Ok(File::open(path)?)
}

/// Reads a whole file, unless its size alone says that it will be refused.
fn read_file(path: &Path) -> Result<Vec<u8>, InputError> {
    let mut file = open_file(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if size > source::MAX_BYTES {
        return Err(SourceError::TooLarge { limit: source::MAX_BYTES }.into());
    }
    let mut bytes = Vec::with_capacity(size);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Finds everything that a document says. Pure: the same document gives the same analysis.
pub fn analyse(document: Document) -> Analysis {
    let transcript = Transcript::read(&document);
    let mut extraction = claim::extract(&transcript);
    let links = links_of(&mut extraction.claims, &transcript.text);
    Analysis { document, blocks: transcript.blocks, extraction, links }
}

/// One link a claim, in the same order; the claims get what only the view over documents needs.
fn links_of(claims: &mut [Claim], text: &str) -> Vec<Link> {
    // Code points have no fixed width, so their places in the text are looked up.
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    claims
        .iter_mut()
        .map(|claim| {
            let before = &text[starts[claim.sentence.start]..starts[claim.start]];
            let link = series::link(claim, before);
            series::complete(claim, &link, before);
            link
        })
        .collect()
}

/// True where a text holds a numeral at all, claim or not, besides those that tell of the document itself.
pub fn has_figures(extraction: &Extraction) -> bool {
    !extraction.claims.is_empty() || extraction.rejects.iter().any(|reject| reject.reason != Reason::Metadata)
}

/// Reads, analyses and stores `inputs`, and tells `report` what became of each.
///
/// Files are read and analysed on all cores, a few ahead of the one that is being stored, so memory
/// does not grow with their number. They are stored in the order given, one transaction each, so the
/// numbers they get do not depend on which was analysed first. A file that holds several documents is
/// taken apart when its turn comes, one document at a time, and each of them is treated as a file. Pages are
/// fetched one after the other, out of regard for the sites. A document that fails fails alone; only a
/// database that fails ends the run.
///
/// Lists and totals follow at intervals, and hold everything when this ends: see [`Store::count`].
pub async fn ingest(
    store: &Store,
    inputs: Vec<Input>,
    given: &Given,
    report: impl FnMut(&str, Result<Ingested, InputError>),
) -> Result<(), StoreError> {
    ingest_until(pending(), store, inputs, given, report).await.map(|_| ())
}

/// The same until `stop` ends: what is stored by then stays, and nothing is left half-written. Gives how many of the
/// inputs were not read to their end.
pub async fn ingest_until(
    stop: impl Future<Output = ()>,
    store: &Store,
    inputs: Vec<Input>,
    given: &Given,
    report: impl FnMut(&str, Result<Ingested, InputError>),
) -> Result<usize, StoreError> {
    let ended = store_all(pin!(stop), store, inputs, given, report).await;
    let counted = store.count().await;
    // What failed first tells more.
    ended.and_then(|left| counted.map(|()| left))
}

/// The most claims of one document: hundreds of times those of a long report, written down in seconds. While one is
/// written, all others wait.
const MAX_CLAIMS: usize = 100_000;

/// Counting may take this many times less time than all else.
const SHARE_OF_COUNTING: u32 = 19;

async fn store_all(
    mut stop: Pin<&mut impl Future<Output = ()>>,
    store: &Store,
    inputs: Vec<Input>,
    given: &Given,
    mut report: impl FnMut(&str, Result<Ingested, InputError>),
) -> Result<usize, StoreError> {
    let mut queue = Queue {
        all: inputs.len(),
        waiting: inputs.into(),
        collection: None,
        running: VecDeque::new(),
        ahead: available_parallelism().map_or(1, std::num::NonZero::get) + 1,
    };
    let (mut counted, mut counting) = (Instant::now(), Duration::ZERO);
    while !queue.is_empty() {
        let next = tokio::select! {
            biased;
            () = stop.as_mut() => return Ok(queue.left()),
            next = queue.prepared(store, given) => next,
        };
        let Some((name, prepared)) = next else { break };
        let outcome = match prepared {
            Ok(Prepared::New(new)) => write(store, &new.0, &new.1).await.map_err(InputError::from),
            Ok(Prepared::Known(id)) => Ok(Ingested::Known(id)),
            Ok(Prepared::Removed { id, decision }) => Ok(Ingested::Removed { id, decision }),
            Ok(Prepared::Described(said)) => write_described(store, *said).await.map_err(InputError::from),
            Err(error) => Err(error),
        };
        match outcome {
            Err(InputError::Store(error)) => return Err(error),
            outcome => report(&name, outcome),
        }
        if counted.elapsed() > counting * SHARE_OF_COUNTING {
            let began = Instant::now();
            store.count().await?;
            (counted, counting) = (Instant::now(), began.elapsed());
        }
    }
    Ok(0)
}

/// What is still to be read.
struct Queue {
    /// How many inputs there were.
    all: usize,
    waiting: VecDeque<Input>,
    /// The collection that is being taken apart, which stood before those that wait, and its name.
    collection: Option<(String, Parts)>,
    /// Documents that are being read, in order.
    running: VecDeque<Running>,
    /// The most of them.
    ahead: usize,
}

/// A document that is being read.
struct Running {
    /// How many inputs stood before the one that holds it.
    place: usize,
    name: String,
    task: JoinHandle<Result<Prepared, InputError>>,
}

impl Queue {
    fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.collection.is_none() && self.running.is_empty()
    }

    /// How many inputs were not read to their end: with the one of the next document all that come after it.
    fn left(&self) -> usize {
        self.running.front().map_or(self.waiting.len() + 1, |next| self.all - next.place)
    }

    /// The next document, ready to be written, or why it is none; `None` at the end.
    async fn prepared(
        &mut self,
        store: &Store,
        given: &Given,
    ) -> Option<(String, Result<Prepared, InputError>)> {
        while self.running.len() < self.ahead
            && let Some((name, input)) = self.next(given).await
        {
            let (store, given) = (store.clone(), given.clone());
            let task = tokio::spawn(async move { prepare(store, input?, given).await });
            let place = self.all - self.waiting.len() - 1;
            self.running.push_back(Running { place, name, task });
        }
        let prepared = (&mut self.running.front_mut()?.task).await.map_err(InputError::from).flatten();
        Some((self.running.pop_front()?.name, prepared))
    }

    /// The next document with its name, or why it is none; `None` at the end.
    async fn next(&mut self, given: &Given) -> Option<(String, Result<Input, InputError>)> {
        loop {
            if let Some((name, mut parts)) = self.collection.take() {
                match spawn_blocking(move || (parts.next(), parts)).await {
                    Ok((None, _)) => {}
                    Ok((Some(part), rest)) => {
                        self.collection = Some((name, rest));
                        return Some((part.name.clone(), Ok(Input::Part(Box::new(part)))));
                    }
                    Err(defect) => return Some((name, Err(defect.into()))),
                }
            }
            let input = self.waiting.pop_front()?;
            let name = input.name();
            if !input.may_be_several() {
                return Some((name, Ok(input)));
            }
            let is_told_url = given.url.is_some();
            let given = given.clone();
            match spawn_blocking(move || input.open(&given)).await.map_err(InputError::from).flatten() {
                Ok(Opened::Document(part)) => return Some((name, Ok(Input::Part(part)))),
                Ok(Opened::Collection(_)) if is_told_url => {
                    return Some((name, Err(SourceError::UrlOfMany.into())));
                }
                Ok(Opened::Collection(parts)) => self.collection = Some((name, parts)),
                Err(error) => return Some((name, Err(error))),
            }
        }
    }
}

/// An input that needs only to be written, or not even that.
enum Prepared {
    New(Box<(Analysis, Given)>),
    Known(i64),
    Removed { id: i64, decision: i64 },
    Described(Box<Described>),
}

/// A stored document of which something is said.
struct Described {
    id: i64,
    /// What of it is new.
    said: Given,
    filled: Vec<&'static str>,
    left: Vec<&'static str>,
}

/// Does all that needs no writer, away from the threads that answer requests.
async fn prepare(store: Store, input: Input, given: Given) -> Result<Prepared, InputError> {
    let (document, said) = spawn_blocking(move || input.read_with(&given)).await??;
    if let Some(id) = store.find_by_sha256(&document.sha256).await? {
        return again(&store, id, said).await;
    }
    let analysis = spawn_blocking(move || analyse(document)).await?;
    if !has_figures(&analysis.extraction) {
        return Err(InputError::NoFigures);
    }
    if analysis.extraction.claims.len() > MAX_CLAIMS {
        return Err(InputError::TooManyFigures);
    }
    Ok(Prepared::New(Box::new((analysis, said))))
}

/// What to do with a document that is stored already.
async fn again(store: &Store, id: i64, mut said: Given) -> Result<Prepared, InputError> {
    if let Some(decision) = store.removed_by(id).await? {
        return Ok(Prepared::Removed { id, decision });
    }
    if !said.is_telling() {
        return Ok(Prepared::Known(id));
    }
    let (filled, left) = keep_new(&mut said, &store.document(id).await?.row.metadata);
    Ok(if filled.is_empty() && left.is_empty() {
        Prepared::Known(id)
    } else {
        Prepared::Described(Box::new(Described { id, said, filled, left }))
    })
}

/// Keeps of what is said what was not known, and tells what that is and what is known otherwise.
fn keep_new(said: &mut Given, known: &Metadata) -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut filled, mut left) = (Vec::new(), Vec::new());
    match (known.date(), said.date) {
        (None, Some(_)) => filled.push("date"),
        (Some(known), Some(date)) if known != date => left.push("date"),
        _ => {}
    }
    said.date.take_if(|_| known.date().is_some());
    for (name, known, said) in [
        ("title", &known.title, &mut said.title),
        ("scope", &known.scope, &mut said.scope),
        ("publisher", &known.publisher, &mut said.publisher),
        ("url", &known.url, &mut said.url),
    ] {
        match (known, &*said) {
            (None, Some(_)) => filled.push(name),
            (Some(known), Some(said)) if known != said => left.push(name),
            _ => {}
        }
        said.take_if(|_| known.is_some());
    }
    (filled, left)
}

async fn write_described(store: &Store, described: Described) -> Result<Ingested, StoreError> {
    let Described { id, said, filled, left } = described;
    if !filled.is_empty() {
        describe::fill(store, id, said).await?;
    }
    Ok(Ingested::Described { id, filled, left })
}

/// Stores one document, whole or not at all.
async fn write(store: &Store, analysis: &Analysis, given: &Given) -> Result<Ingested, StoreError> {
    let claims = analysis.extraction.claims.len();
    Ok(match store.add_uncounted(analysis.as_new(Some(given))).await? {
        Added::New(id) => Ingested::New { id, claims, counted_as: None, instead_of: None },
        Added::Aside(id, other) => Ingested::New { id, claims, counted_as: Some(other), instead_of: None },
        Added::Instead(id, other) => Ingested::New { id, claims, counted_as: None, instead_of: Some(other) },
        Added::Known(id) => Ingested::Known(id),
    })
}
