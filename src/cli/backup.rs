//! `backup`: a checked copy of the database, also while it is in use.

use super::target::Target;
use super::{CliError, reading, tell};
use crate::config::Config;
use std::fs;
use std::path::PathBuf;

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
    /// 备份文件，或 - 表示标准输出。
    /// The file to write, or - for standard output.
    file: PathBuf,
    /// 覆盖已有的文件，如以前的备份；正在使用的数据库不会被覆盖。
    /// Overwrite the file if it exists, such as an older backup; a database in use is never overwritten.
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let database = &config.database.path;
    let target = Target::of_copy(&options.file, database, options.force).await?;
    let mut size = 0;
    reading(config, async |store| {
        target
            .fill(async |copy| {
                let findings = store.copy_to(copy).await?.len();
                if findings > 0 {
                    return Err(CliError::Unsound { path: database.display().to_string(), findings });
                }
                // The copy holds the same secrets as the database, so the same people may read it.
                fs::set_permissions(copy, fs::metadata(database)?.permissions())?;
                size = fs::metadata(copy)?.len();
                Ok(())
            })
            .await
    })
    .await?;
    let path = options.file.display();
    // Standard output may be where the copy went.
    tell(&config.interface.messages().pick(
        format!("已备份到 {path}，{size} 字节，检查通过"),
        format!("backed up to {path}, {size} bytes, checked"),
    ));
    Ok(())
}
