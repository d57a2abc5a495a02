//! `ingest --watch`: takes files as they appear in folders, once each is complete.

use super::tell;
use crate::language::Language;
use crate::pipeline::{self, Ingested, Input, InputError};
use crate::source::{self, Given};
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// How often folders are looked through. Nothing tells of a file that another computer puts on a
/// network share, so looking is what works everywhere.
const PAUSE: Duration = Duration::from_secs(1);

/// How long nothing may have written to a file before it is taken for complete: copies over a slow line pause.
const QUIET: Duration = Duration::from_secs(3);

/// Files that are read again where another program held the database all the while.
const AT_ONCE: usize = 16;

/// Reads what is in `folders` and what comes, until `stop` ends. Gives how many files that were there were not read.
pub(super) async fn follow(
    stop: impl Future<Output = ()>,
    store: &Store,
    folders: &[PathBuf],
    given: &Given,
    language: Language,
    mut report: impl FnMut(&str, Result<Ingested, InputError>),
) -> Result<usize, StoreError> {
    let mut stop = pin!(stop);
    let mut seen = Seen::default();
    for folder in folders {
        let folder = folder.display();
        let (zh, en) =
            (format!("正在监看：{folder}（按 Ctrl-C 停止）"), format!("watching: {folder} (Ctrl-C to stop)"));
        tell(&language.pick(zh, en));
    }
    loop {
        let complete = seen.complete(look(folders), SystemTime::now());
        let mut done = 0;
        for batch in complete.chunks(AT_ONCE) {
            done += batch.len();
            let inputs = batch.iter().cloned().map(Input::File).collect();
            match pipeline::ingest_until(stop.as_mut(), store, inputs, given, &mut report).await {
                Err(error @ StoreError::Busy(_)) => {
                    tell(language.half(&error.to_string()));
                    seen.forget(batch);
                }
                Ok(0) => {}
                stopped => return stopped.map(|left| left + complete.len() - done),
            }
        }
        tokio::select! {
            () = stop.as_mut() => return Ok(0),
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Size and time of a file's last change.
type Stamp = (u64, SystemTime);

/// The files in `folders` that may be read, in order of their paths, each as it is now.
fn look(folders: &[PathBuf]) -> Vec<(PathBuf, Stamp)> {
    let entries = folders.iter().flat_map(|folder| WalkDir::new(folder).sort_by_file_name());
    entries
        // What vanishes or cannot be read now may be there the next time.
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && !is_temporary(entry.path()))
        .filter_map(|entry| {
            let file = entry.metadata().ok()?;
            Some((entry.into_path(), (file.len(), file.modified().ok()?)))
        })
        .collect()
}

/// What programs write while they work: `~$报告.docx`, `.报告.txt.swp`, `报告.txt.part`.
fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    source::is_clutter(&name) || !source::is_readable(&name)
}

/// Each file as it was when last looked at, and whether it was read so.
#[derive(Debug, Default)]
struct Seen(HashMap<PathBuf, (Stamp, bool)>);

impl Seen {
    /// Those that are as they were the last time, were not written to for a while, and were not read so.
    fn complete(&mut self, found: Vec<(PathBuf, Stamp)>, now: SystemTime) -> Vec<PathBuf> {
        let mut before = std::mem::take(&mut self.0);
        let mut complete = Vec::new();
        for (path, stamp) in found {
            // A time to come is of another computer's clock and tells nothing.
            let is_fresh = now.duration_since(stamp.1).is_ok_and(|age| age < QUIET);
            let read = match before.remove(&path) {
                Some((known, read)) if known == stamp => {
                    if !read && !is_fresh {
                        complete.push(path.clone());
                    }
                    read || !is_fresh
                }
                _ => false,
            };
            self.0.insert(path, (stamp, read));
        }
        complete
    }

    /// These are to be read again.
    fn forget(&mut self, paths: &[PathBuf]) {
        for path in paths {
            self.0.remove(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later() -> SystemTime {
        SystemTime::UNIX_EPOCH + QUIET
    }

    fn found(files: &[(&str, u64)]) -> Vec<(PathBuf, Stamp)> {
        files.iter().map(|(name, size)| (PathBuf::from(name), (*size, SystemTime::UNIX_EPOCH))).collect()
    }

    #[test]
    fn a_file_is_taken_once_when_it_has_stopped_growing_and_again_when_it_changes() {
        let mut seen = Seen::default();
        let mut looks = |size| seen.complete(found(&[("a.txt", size)]), later()).len();
        assert_eq!([1, 5, 5, 5, 9, 9, 9].map(&mut looks), [0, 0, 1, 0, 0, 1, 0]);
    }

    #[test]
    fn a_file_that_was_just_written_to_may_not_be_complete() {
        let mut seen = Seen::default();
        let mut looks = |age| seen.complete(found(&[("a.txt", 1)]), SystemTime::UNIX_EPOCH + age).len();
        let ages = [0, 1, 2, 4, 5].map(Duration::from_secs);
        assert_eq!(ages.map(&mut looks), [0, 0, 0, 1, 0]);
    }

    #[test]
    fn a_file_that_vanished_and_came_back_is_looked_at_anew() {
        let mut seen = Seen::default();
        let looks = [found(&[("a.txt", 1)]), found(&[]), found(&[("a.txt", 1)]), found(&[("a.txt", 1)])];
        assert_eq!(looks.map(|look| seen.complete(look, later()).len()), [0, 0, 0, 1]);
        seen.forget(&[PathBuf::from("a.txt")]);
        assert_eq!([(), ()].map(|()| seen.complete(found(&[("a.txt", 1)]), later()).len()), [0, 1]);
    }

    #[test]
    fn what_is_half_written_is_no_document() {
        for name in ["~$报告.docx", ".报告.txt", "报告.txt.part", "报告.html.crdownload", "报告.tmp"]
        {
            assert!(is_temporary(Path::new(name)), "{name}");
        }
        assert!(!is_temporary(Path::new("收件/报告.docx")));
    }
}
