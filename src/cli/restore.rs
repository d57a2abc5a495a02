//! `restore`: a backup in the place of the database, which is kept under another name.

use super::target::{self, with};
use super::{CliError, closing, output};
use crate::config::Config;
use crate::pipeline::InputError;
use crate::store::{COMPANIONS, REPLACED, Store, StoreError};
use chrono::Local;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// 用备份恢复数据库。Puts a backup in the place of the database.
///
/// 先检查备份；原有的数据库改名保留，从不删除。请先停止 serve。
/// The backup is checked first; the old database is kept under a name that says when it was replaced, and
/// never deleted. Stop serve before.
///
/// 例 / Example:
///   policy-metrics restore metrics-2024-11-20.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 备份文件。
    /// The backup.
    file: PathBuf,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let (backup, path) = (options.file, &target::file(&config.database.path)?);
    if !backup.exists() {
        return Err(CliError::NoBackup(backup));
    }
    if target::is_same(&backup, path) {
        return Err(CliError::SameFile(backup));
    }
    let failed = |error| CliError::Write { path: path.clone(), error };
    let store = Store::open_copy(&backup).await.map_err(|error| of_backup(error, &backup))?;
    let folder = target::beside(path).map_err(failed)?;
    let copy = folder.path().join("copy.db");
    let findings =
        closing(store, async |store| store.copy_to(&copy).await.map_err(|error| of_backup(error, &backup)))
            .await?
            .len();
    if findings > 0 {
        return Err(CliError::BadCopy { path: backup, findings });
    }
    // Opened once, it is of this program's version when it takes its place.
    let totals = closing(Store::open(&copy).await?, async |store| Ok(store.totals().await?)).await?;
    let permissions = fs::metadata(if path.exists() { path } else { &backup }).map_err(failed)?.permissions();
    fs::set_permissions(&copy, permissions).map_err(failed)?;

    if path.exists() {
        match Store::settle(path).await {
            Err(StoreError::Busy(_)) => return Err(CliError::InUse(path.clone())),
            // A database that cannot be used is what is to be replaced: it is kept as it is.
            Err(error) => tracing::info!(%error, "the old database cannot be opened"),
            Ok(()) => {}
        }
    }
    let kept = set_aside(path).map_err(failed)?;
    if let Err(error) = target::put_in_place(&copy, path) {
        if let Some(kept) = &kept {
            move_back(kept, path).map_err(failed)?;
        }
        return Err(failed(error));
    }
    let language = config.interface.messages();
    let (documents, claims, from) = (totals.documents, totals.claims, backup.display());
    let mut out = output::standard();
    let (zh, en) = (
        format!("已从 {from} 恢复：文件 {documents}，数据 {claims} 条"),
        format!("restored from {from}: {documents} documents, {claims} claims"),
    );
    writeln!(out, "{}", language.pick(zh, en))?;
    if let Some(kept) = kept {
        let kept = kept.display();
        let (zh, en) = (format!("原数据库保留在 {kept}"), format!("the old database is kept as {kept}"));
        writeln!(out, "{}", language.pick(zh, en))?;
    }
    Ok(out.flush()?)
}

/// What is wrong with the backup, which is not the database that other messages speak of.
fn of_backup(error: StoreError, backup: &Path) -> CliError {
    let path = backup.to_path_buf();
    match error {
        StoreError::Missing { .. } | StoreError::NotOurs { .. } | StoreError::Folder { .. } => {
            CliError::NotABackup(path)
        }
        StoreError::Damaged { .. } | StoreError::Corrupt { .. } => CliError::BadCopy { path, findings: 1 },
        StoreError::Unreadable { .. } => {
            CliError::Input { name: path.display().to_string(), error: InputError::Denied }
        }
        other => other.into(),
    }
}

/// Gives the database, and what `SQLite` put beside it, another name, which is told if anything was there. The
/// database keeps its own name too until the backup takes it, so that there is one at every moment.
fn set_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    if !path.exists() && !COMPANIONS.iter().any(|ending| with(path, ending).exists()) {
        return Ok(None);
    }
    let now = Local::now().format("%Y%m%d-%H%M%S%.3f");
    let kept = with(path, &format!("{REPLACED}{now}"));
    if kept.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    move_companions(path, &kept)?;
    // Some file systems have no second names.
    if path.exists() && fs::hard_link(path, &kept).is_err() {
        fs::rename(path, &kept)?;
    }
    Ok(Some(kept))
}

/// Undoes [`set_aside`].
fn move_back(kept: &Path, path: &Path) -> io::Result<()> {
    move_companions(kept, path)?;
    if path.exists() { fs::remove_file(kept) } else { fs::rename(kept, path) }
}

/// The log goes first: without it a database is of an earlier moment, but a log without its own
/// database might be taken for that of another.
fn move_companions(from: &Path, to: &Path) -> io::Result<()> {
    for ending in COMPANIONS {
        if with(from, ending).exists() {
            fs::rename(with(from, ending), with(to, ending))?;
        }
    }
    Ok(())
}
