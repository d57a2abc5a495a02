//! What can go wrong with the database, in words that say what to do next.

use crate::series::Unfit;
use std::path::{Path, PathBuf};

/// What went wrong with the database, in words a user can act on.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such row.
    #[error("没有这条记录；请从列表重新打开 / no such record; open it again from its list")]
    NotFound,
    /// There is no document of this number, and never was.
    #[error(
        "没有编号为 {0} 的文件；编号见 ingest 的输出和看板的文件列表 / there is no document {0}; ingest prints the numbers, and the dashboard lists them"
    )]
    NoDocument(i64),
    /// There is no finding of this number, or no longer.
    #[error(
        "没有编号为 {0} 的线索，也可能已不成立；编号见 findings 的输出 / there is no finding {0}, or it holds no more; findings prints the numbers"
    )]
    NoFinding(i64),
    /// The document was taken out.
    #[error(
        "文件 #{document} 已按决定 {decision} 移除；要恢复请用 policy-metrics document undo {decision} / document #{document} was removed by decision {decision}; policy-metrics document undo {decision} brings it back"
    )]
    Removed {
        /// Its number.
        document: i64,
        /// The decision that took it out.
        decision: i64,
    },
    /// There is no database yet.
    #[error(
        "数据库 {} 不存在或没有内容；请先运行 policy-metrics ingest，或用 --db 另选一个 / the database {} does not exist or is empty; run policy-metrics ingest first, or choose another with --db",
        path.display(), path.display()
    )]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A folder where a database was looked for.
    #[error(
        "{} 是文件夹，不是数据库；请写明其中的数据库文件 / {} is a folder, not a database; name the database file in it",
        path.display(), path.display()
    )]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// A newer policy-metrics wrote the database.
    #[error(
        "数据库 {} 由更新版本的 policy-metrics 写成（结构版本 {found}，本程序支持到 {known}）；请升级程序，或用 --db 另选一个 / the database {} was written by a newer policy-metrics (schema {found}, this program knows up to {known}); upgrade the program, or choose another with --db",
        path.display(), path.display()
    )]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// The version of its schema.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// An older policy-metrics wrote the database, which is opened for reading only.
    #[error(
        "数据库 {} 的结构版本 {found} 较旧（需要 {known}）；请用 policy-metrics ingest 或 serve 打开一次以升级 / the database {} has the older schema {found} ({known} is needed); open it once with policy-metrics ingest or serve to upgrade it",
        path.display(), path.display()
    )]
    OlderSchema {
        /// The database.
        path: PathBuf,
        /// The version of its schema.
        found: i64,
        /// The version that is needed.
        known: i64,
    },
    /// The file belongs to another program, or is no database.
    #[error(
        "{} 不是 policy-metrics 的数据库，未作任何改动；请用 --db 另选一个。若它本应是，则文件开头已损坏，请用 restore 恢复备份 / {} is not a policy-metrics database and was left as it is; choose another with --db. If it should be one, its beginning is damaged: put a backup back with restore",
        path.display(), path.display()
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What the database engine says, where it says something.
        #[source]
        source: Option<sqlx::Error>,
    },
    /// A part of the database cannot be read.
    #[error(
        "数据库{}已损坏，有一部分读不出来；请停止写入，用 doctor 查看，再用 restore 恢复备份；没有备份时，把原始文件重新 ingest 到新的数据库 / the database{}is damaged and a part of it cannot be read; stop writing to it, see what is wrong with doctor, and put a backup back with restore; without one, ingest the original files into a new database",
        named(path.as_deref()), named(path.as_deref())
    )]
    Damaged {
        /// The database, where it is not the one in use.
        path: Option<PathBuf>,
        /// What the database engine says.
        #[source]
        source: sqlx::Error,
    },
    /// The database is gone, but one that it was to replace is there: a restore was cut off.
    #[error(
        "数据库 {} 不见了，但旁边有恢复备份前保留的 {}，可能是恢复中断；没有新建空库。请把它改回原名，或用 restore 恢复备份，要新建请用 --db 另取一名 / the database {} is gone, but {} is there, kept when a backup was to be restored; no empty one was created. Rename it back, put a backup back with restore, or choose another name with --db for a new one",
        path.display(), kept.display(), path.display(), kept.display()
    )]
    LoneReplaced {
        /// Where the database was looked for.
        path: PathBuf,
        /// What was kept.
        kept: PathBuf,
    },
    /// The database is gone, but what `SQLite` put beside it is there.
    #[error(
        "数据库 {} 不见了，它未写完的内容还在 {}；请把数据库放回原处，不要删除这个文件，或用 restore 恢复备份 / the database {} is gone, but {} still holds writes to it; put the database back and do not delete that file, or put a backup back with restore",
        path.display(), log.display(), path.display(), log.display()
    )]
    LoneLog {
        /// Where the database was looked for.
        path: PathBuf,
        /// What holds its last writes.
        log: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error(
        "无法写入数据库 {}；请确认文件夹存在且可写，或用 --db 另选一个 / the database {} cannot be written; check that its folder exists and can be written to, or choose another with --db",
        path.display(), path.display()
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the database engine says, where it says something.
        #[source]
        source: Option<sqlx::Error>,
    },
    /// The file cannot be read.
    #[error(
        "无法读取数据库 {}；请检查其权限，或用 --db 另选一个 / the database {} cannot be read; check its permissions, or choose another with --db",
        path.display(), path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the database engine says.
        #[source]
        source: sqlx::Error,
    },
    /// No room is left.
    #[error(
        "磁盘已满，未写入任何内容；请腾出空间后重试 / the disk is full and nothing was written; free some space and try again"
    )]
    Full(#[source] sqlx::Error),
    /// The disk does not take or give what it should.
    #[error(
        "读写数据库文件时磁盘出错，已写入的内容不受影响；请检查磁盘空间、配额和连接后重试 / the disk failed under the database; what was written before is safe; check its room, your quota and its connection, then try again"
    )]
    Disk(#[source] sqlx::Error),
    /// Another program holds the database for longer than we wait.
    #[error(
        "另一个程序正在写入数据库；请稍后重试 / another program is writing to the database; try again in a moment"
    )]
    Busy(#[source] sqlx::Error),
    /// A row holds what this program never writes.
    #[error(
        "数据库的 {table} 表第 {row} 行已损坏；请运行 policy-metrics doctor，或恢复备份 / row {row} of {table} in the database is damaged; run policy-metrics doctor, or restore a backup"
    )]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The number of the row, or of the document that it belongs to.
        row: i64,
        /// What could not be read.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A decision that means nothing, or nothing any more.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// A document came with another number of links than of claims.
    #[error(
        "{claims} 条主张却有 {links} 条关联，未写入任何内容；这是程序错误，请报告 / {claims} claims came with {links} links and nothing was written; this is a bug, please report it"
    )]
    Unlinked {
        /// Number of claims.
        claims: usize,
        /// Number of links.
        links: usize,
    },
    /// The program was built with an `SQLite` that can damage databases.
    #[error(
        "程序所带的 SQLite {found} 过旧，可能损坏数据；请用 {needed} 或更新版本重新构建 / this program was built with SQLite {found}, which can damage data; build it again with {needed} or newer"
    )]
    OldSqlite {
        /// The version found.
        found: String,
        /// The oldest that is safe.
        needed: &'static str,
    },
    /// Anything else.
    #[error(
        "数据库出错；请重试，若再次出现请运行 policy-metrics doctor / the database failed; try again, and run policy-metrics doctor if it happens again"
    )]
    Unexpected(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match (&error, sqlite_code(&error)) {
            (sqlx::Error::RowNotFound, _) => Self::NotFound,
            (sqlx::Error::PoolTimedOut, _) | (_, Some(BUSY | LOCKED)) => Self::Busy(error),
            (_, Some(FULL)) => Self::Full(error),
            (_, Some(CORRUPT)) => Self::Damaged { path: None, source: error },
            (_, Some(IOERR)) => Self::Disk(error),
            _ => Self::Unexpected(error),
        }
    }
}

/// What `error` means for someone who wants to write to the file at `path`.
pub(super) fn while_writing(path: &Path, error: sqlx::Error) -> StoreError {
    match sqlite_code(&error) {
        Some(PERM | READONLY | CANTOPEN) => StoreError::ReadOnly { path: path.into(), source: Some(error) },
        _ => while_reading(path, error),
    }
}

/// What `error` means for someone who wants to read the file at `path`.
pub(super) fn while_reading(path: &Path, error: sqlx::Error) -> StoreError {
    match sqlite_code(&error) {
        Some(CORRUPT) => StoreError::Damaged { path: Some(path.into()), source: error },
        Some(NOTADB) => StoreError::NotOurs { path: path.into(), source: Some(error) },
        Some(PERM | READONLY | CANTOPEN) => StoreError::Unreadable { path: path.into(), source: error },
        _ => error.into(),
    }
}

/// A path between blanks, where there is one.
fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| " ".into(), |path| format!(" {} ", path.display()))
}

/// True where `SQLite` could not open the file, or one that it needs to put beside it.
pub(super) fn cannot_open(error: &sqlx::Error) -> bool {
    matches!(sqlite_code(error), Some(CANTOPEN | READONLY))
}

/// Wraps what could not be read from a row.
pub(super) fn corrupt<E>(table: &'static str, row: i64) -> impl FnOnce(E) -> StoreError
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |source| StoreError::Corrupt { table, row, source: source.into() }
}

// https://www.sqlite.org/rescode.html
const PERM: u32 = 3;
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READONLY: u32 = 8;
const IOERR: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANTOPEN: u32 = 14;
const NOTADB: u32 = 26;

/// The primary result code of the database engine, where the error comes from it.
fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let database = match error {
        sqlx::Error::Database(database) => database,
        sqlx::Error::Migrate(migrate) => match migrate.as_ref() {
            sqlx::migrate::MigrateError::Execute(error)
            | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => {
                return sqlite_code(error);
            }
            _ => return None,
        },
        _ => return None,
    };
    let extended: u32 = database.code()?.parse().ok()?;
    Some(extended & 0xff)
}
