//! Where a command writes a file: whole or not at all, never over a database, and through pipes and links, never in
//! their place.

use super::{CliError, output};
use crate::store::{COMPANIONS, Store, StoreError};
use std::ffi::OsString;
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a path leads to.
#[derive(Debug)]
pub(super) enum Target {
    /// `-`, or standard output under another name.
    Standard,
    /// A pipe or a device: it takes what is written, and stays.
    Stream(PathBuf),
    /// A file, or the name of one to come. Links are followed, so that they stay.
    File(PathBuf),
}

impl Target {
    /// Where to write what is no database: no database is overwritten, whether it is that at `in_use` or another. It is
    /// asked before a database is opened, as it looks into files.
    pub(super) fn of(path: &Path, in_use: &Path) -> Result<Self, CliError> {
        let target = locate(path)?;
        if let Self::File(file) = &target {
            refuse_part_of(file, in_use)?;
            let base = COMPANIONS.iter().find_map(|ending| without(file, ending));
            if is_database(file) || base.is_some_and(|base| file.exists() || is_database(&base)) {
                return Err(CliError::IsADatabase(path.to_path_buf()));
            }
        }
        Ok(target)
    }

    /// Where to write a copy of the database at `in_use`. What stands there is overwritten with `force` only, and
    /// then also an older copy, unless somebody has it open; a database of another program never.
    pub(super) async fn of_copy(path: &Path, in_use: &Path, force: bool) -> Result<Self, CliError> {
        let target = locate(path)?;
        let Self::File(file) = &target else { return Ok(target) };
        refuse_part_of(file, in_use)?;
        if file.exists() && !force {
            return Err(CliError::Exists(path.to_path_buf()));
        }
        if !is_database(file) {
            return Self::of(path, in_use);
        }
        match Store::open_copy(file).await {
            Ok(store) => store.close().await,
            Err(StoreError::NotOurs { .. }) => return Err(CliError::IsADatabase(path.to_path_buf())),
            Err(error) => tracing::info!(%error, "the file that is overwritten cannot be opened"),
        }
        // What was not in its one file yet would else be taken for a part of the new copy.
        match Store::settle(file).await {
            Err(StoreError::Busy(_)) => Err(CliError::InUse(path.to_path_buf())),
            // One that is damaged is overwritten too.
            _ => Ok(target),
        }
    }

    /// Has `write` fill a file, which is empty before, and puts that in its place when it is complete: a run that
    /// fails leaves what was there.
    pub(super) async fn fill(
        &self,
        write: impl AsyncFnOnce(&Path) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let failed = |error| match self {
            Self::Standard => CliError::Output(error),
            Self::Stream(path) | Self::File(path) => CliError::Write { path: path.clone(), error },
        };
        let folder = match self {
            Self::File(path) => beside(path),
            Self::Standard | Self::Stream(_) => TempDir::new(),
        }
        .map_err(failed)?;
        let unfinished = folder.path().join("unfinished");
        File::create_new(&unfinished).map_err(failed)?;
        if let Self::File(path) = self
            && let Ok(before) = fs::metadata(path)
        {
            fs::set_permissions(&unfinished, before.permissions()).map_err(failed)?;
        }
        write(&unfinished).await.map_err(|error| match error {
            CliError::Output(error) => failed(error),
            other => other,
        })?;
        match self {
            Self::File(path) => put_in_place(&unfinished, path),
            Self::Stream(path) => OpenOptions::new()
                .append(true)
                .open(path)
                .and_then(|mut stream| send(&unfinished, &mut stream)),
            Self::Standard => send(&unfinished, &mut output::standard()),
        }
        .map_err(failed)
    }
}

/// What a path leads to, whatever may be done with it. Folders and disks are refused.
fn locate(path: &Path) -> Result<Target, CliError> {
    if ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name)) {
        return Ok(Target::Standard);
    }
    let failed = |error| CliError::Write { path: path.to_path_buf(), error };
    let kind = match fs::metadata(path) {
        Ok(found) => found.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link may lead to a file that is still to come.
            return match fs::read_link(path) {
                Ok(aim) => locate(&folder_of(path).join(aim)),
                Err(_) => Ok(Target::File(real(path))),
            };
        }
        Err(error) => return Err(failed(error)),
    };
    // What a shell opened for us goes on where it stands.
    let is_opened = ["/dev/fd", "/dev/stderr", "/proc"].iter().any(|place| path.starts_with(place));
    if is_stream(kind) || kind.is_file() && is_opened {
        Ok(Target::Stream(path.to_path_buf()))
    } else if kind.is_file() {
        Ok(Target::File(real(path)))
    } else {
        Err(CliError::NotAFile(path.to_path_buf()))
    }
}

/// The file at `path`, links followed, for a command that needs one; there may be none yet.
pub(super) fn file(path: &Path) -> Result<PathBuf, CliError> {
    match locate(path)? {
        Target::File(file) => Ok(file),
        Target::Standard | Target::Stream(_) => Err(CliError::NotAFile(path.to_path_buf())),
    }
}

#[cfg(unix)]
fn is_stream(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_fifo() || kind.is_char_device()
}

#[cfg(not(unix))]
fn is_stream(_: FileType) -> bool {
    false
}

/// Refuses the database at `in_use` and what belongs to it.
fn refuse_part_of(file: &Path, in_use: &Path) -> Result<(), CliError> {
    let in_use = real(in_use);
    let parts = COMPANIONS.iter().map(|ending| with(&in_use, ending)).chain([in_use.clone()]);
    if parts.into_iter().any(|part| is_same(file, &part)) {
        return Err(CliError::SameFile(file.to_path_buf()));
    }
    Ok(())
}

/// True where both are one file, however it is called.
pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    real(a) == real(b) || is_one(a, b)
}

/// Two names of one file. Nothing is opened: closing a file lets go of what `SQLite` holds of it in this process.
#[cfg(unix)]
fn is_one(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |path| fs::metadata(path).map(|file| (file.dev(), file.ino())).ok();
    place(a).is_some_and(|found| place(b) == Some(found))
}

#[cfg(not(unix))]
fn is_one(_: &Path, _: &Path) -> bool {
    false
}

/// True for a database, of this program or of another.
fn is_database(path: &Path) -> bool {
    let mut head = [0; 16];
    File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok()) && head == *b"SQLite format 3\0"
}

/// The path without links, also of a file that is still to come.
fn real(path: &Path) -> PathBuf {
    let found = path.canonicalize().ok();
    let to_come = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    found.or_else(to_come).unwrap_or_else(|| path.to_path_buf())
}

/// The path with something behind its last letter.
pub(super) fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// The path without what stands behind its name.
fn without(path: &Path, ending: &str) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_suffix(ending)?;
    Some(path.with_file_name(name))
}

/// What the folders of unfinished files begin with.
pub(super) const UNFINISHED: &str = ".policy-metrics-unfinished-";

/// A folder beside `path` in which it can be written before it is put in its place; it goes when dropped.
/// A run that is killed leaves it behind, and `doctor` tells.
pub(super) fn beside(path: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(folder_of(path))
}

/// Moves a finished file to `path`, replacing what is there, so that a power cut leaves the one or the other.
pub(super) fn put_in_place(finished: &Path, path: &Path) -> io::Result<()> {
    File::open(finished)?.sync_all()?;
    fs::rename(finished, path)?;
    // Not every system can do this with a folder, and where it cannot, it need not.
    if let Ok(folder) = File::open(folder_of(path)) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Sends a finished file on.
fn send(finished: &Path, stream: &mut impl Write) -> io::Result<()> {
    io::copy(&mut File::open(finished)?, stream)?;
    stream.flush()
}

/// The folder that holds `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}
