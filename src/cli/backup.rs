//! `backup`: a checked copy of the database, also while it is in use.

use super::{CliError, output};
use crate::config::Config;
use crate::store::Store;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// 备份数据库，看板和读入可以照常运行。Copies the database, while it may be in use.
///
/// 备份是一个完整的数据库文件，写好并检查过才放到指定的位置。
/// The copy is a complete database file, which is checked before it is put in its place.
///
/// 例 / Example:
///   policy-metrics backup metrics-2024-11-20.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 备份文件。
    /// The file to write.
    file: PathBuf,
    /// 覆盖已有的文件。
    /// Overwrite the file if it exists.
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let path = options.file;
    if path.is_dir() || (path.exists() && !options.force) {
        return Err(CliError::Exists(path));
    }
    if same_file(&path, &config.database.path) {
        return Err(CliError::SameFile(path));
    }
    let failed = |error| CliError::Write { path: path.clone(), error };
    let store = Store::open_read_only(&config.database.path).await?;
    let folder = output::beside(&path).map_err(failed)?;
    let copy = folder.path().join("copy.db");
    let findings = store.copy_to(&copy).await;
    store.close().await;
    let findings = findings?.len();
    if findings > 0 {
        return Err(CliError::Unsound { path: config.database.path.display().to_string(), findings });
    }
    // The copy holds the same secrets as the database, so the same people may read it.
    let permissions = fs::metadata(&config.database.path).map_err(failed)?.permissions();
    fs::set_permissions(&copy, permissions).map_err(failed)?;
    let size = fs::metadata(&copy).map_err(failed)?.len();
    output::put_in_place(&copy, &path).map_err(failed)?;
    let mut out = output::standard();
    writeln!(
        out,
        "已备份到 {}，{size} 字节，检查通过 / backed up to {}, {size} bytes, checked",
        path.display(),
        path.display()
    )?;
    Ok(out.flush()?)
}

/// True where both are one file, however it is called.
pub(super) fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
