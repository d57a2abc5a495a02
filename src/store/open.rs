//! Opening, migrating, checking and closing the database.

use super::Store;
use super::error::{StoreError, cannot_open, while_reading, while_writing};
use super::tally;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

static MIGRATOR: Migrator = sqlx::migrate!();

/// Marks the file as ours; `migrations/0001` sets it.
const APPLICATION_ID: i64 = 1_347_245_138;

/// Before this version, `SQLite` could damage a database in WAL mode that several connections use.
const OLDEST_SQLITE: &str = "3.51.3";

impl Store {
    /// Opens the database for reading and writing, creates and migrates it.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let path = absolute(path);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options(&path).create_if_missing(true).optimize_on_close(true, None))
            .await
            .map_err(|error| while_writing(&path, error))?;
        migrate(&path, &writer).await?;
        // Set only now, as it writes to the file, which might have been another program's.
        sqlx::query("pragma journal_mode = wal")
            .execute(&writer)
            .await
            .map_err(|error| while_writing(&path, error))?;
        let readers = connect_readers(options(&path).read_only(true)).await?;
        Ok(Self::over(path, Some(writer), readers))
    }

    /// Opens an existing database for reading only.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let path = absolute(path);
        if !path.exists() {
            return Err(StoreError::Missing { path });
        }
        let options = options(&path).read_only(true);
        let readers = match connect_readers(options.clone()).await {
            // In a folder that cannot be written SQLite fails to put its lock file beside the database.
            // Without a log of pending writes the file is complete and can be read as it is.
            Err(error) if cannot_open(&error) && !log_of(&path).exists() => {
                connect_readers(options.immutable(true)).await
            }
            connected => connected,
        }
        .map_err(|error| while_reading(&path, error))?;
        let version = recognise(&path, &mut *readers.0.acquire().await?).await?;
        match version {
            None => Err(StoreError::Missing { path }),
            Some(found) if found < newest_schema() => {
                Err(StoreError::OlderSchema { path, found, known: newest_schema() })
            }
            Some(_) => Ok(Self::over(path, None, readers)),
        }
    }

    /// A store over connections that are open.
    pub(super) fn over(
        path: PathBuf,
        writer: Option<SqlitePool>,
        (readers, watcher): (SqlitePool, SqlitePool),
    ) -> Self {
        Self { path, writer, readers, watcher, menus: Arc::default() }
    }

    /// Another number after every write to the database, by whichever program. What was read after it
    /// was asked for is not older than it.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("select data_version from pragma_data_version")
            .fetch_one(&self.watcher)
            .await?)
    }

    /// Waits for what is under way and closes the files.
    pub async fn close(&self) {
        self.watcher.close().await;
        self.readers.close().await;
        // The writer goes last: the last connection clears the log of pending writes away.
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    /// The version of the database's schema.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        let mut connection = self.readers.acquire().await?;
        Ok(schema_version(&mut connection).await?)
    }

    /// What is wrong with the database, one line each; empty where all is well.
    pub async fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut findings = self.check_content().await?;
        let (found, known) = (self.schema_version().await?, newest_schema());
        if found != known {
            findings.push(format!("结构版本是 {found}，应为 {known} / the schema is {found}, not {known}"));
        }
        Ok(findings)
    }

    /// The same, whatever the version of the schema.
    pub(super) async fn check_content(&self) -> Result<Vec<String>, StoreError> {
        let mut findings: Vec<String> =
            sqlx::query_scalar("select integrity_check from pragma_integrity_check")
                .fetch_all(&self.readers)
                .await
                .map_err(|error| while_reading(&self.path, error))?;
        findings.retain(|finding| finding != "ok");
        let dangling: Vec<(String, Option<i64>, String)> =
            sqlx::query_as(r#"select "table", rowid, parent from pragma_foreign_key_check"#)
                .fetch_all(&self.readers)
                .await?;
        findings.extend(dangling.into_iter().map(|(table, row, parent)| {
            let row = row.map(|row| row.to_string()).unwrap_or_default();
            format!(
                "{table} {row}：所指的 {parent} 记录不存在 / refers to a row of {parent} that does not exist"
            )
        }));
        Ok(findings)
    }
}

/// The newest version of the schema that this program knows.
fn newest_schema() -> i64 {
    MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// An absolute path is never read as a `file:` address, which `SQLite` would do with a relative one.
fn absolute(path: &Path) -> std::path::PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Where `SQLite` keeps writes that are not in the file yet.
fn log_of(path: &Path) -> std::path::PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// What every connection is opened with.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        // Functions with side effects must not run from the schema of a file that someone handed us.
        .pragma("trusted_schema", "off")
        // In KiB; the default of 2 MB reads the same pages again and again where lists are long.
        .pragma("cache_size", "-16384")
        .disable_statement_logging()
}

/// Opens the readers and the one that watches, and reads once, so that what is wrong with the file shows now.
pub(super) async fn connect_readers(
    options: SqliteConnectOptions,
) -> Result<(SqlitePool, SqlitePool), sqlx::Error> {
    let readers = SqlitePoolOptions::new().max_connections(4).connect_with(options.clone()).await?;
    sqlx::query("select count(*) from sqlite_schema").execute(&readers).await?;
    // Another connection would count from the beginning, so this one is never exchanged.
    let lasting = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    Ok((readers, lasting.test_before_acquire(false).connect_with(options).await?))
}

/// Brings the schema up to date in one transaction, so that two programs cannot do it at once
/// and a failure leaves the file as it was.
async fn migrate(path: &Path, writer: &SqlitePool) -> Result<(), StoreError> {
    let failed = |error| while_writing(path, error);
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    recognise(path, &mut transaction).await?;
    MIGRATOR.run(&mut *transaction).await.map_err(|error| failed(error.into()))?;
    // A migration marks what it leaves to be counted.
    tally::refresh(&mut transaction).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// The version of the schema, or `None` where the file is new. Refuses what is not ours or too new.
pub(super) async fn recognise(
    path: &Path,
    connection: &mut SqliteConnection,
) -> Result<Option<i64>, StoreError> {
    let (sqlite, application, tables): (String, i64, i64) = sqlx::query_as(
        "select sqlite_version(), (select application_id from pragma_application_id), (select count(*) from sqlite_schema)",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(|error| while_reading(path, error))?;
    if version_parts(&sqlite) < version_parts(OLDEST_SQLITE) {
        return Err(StoreError::OldSqlite { found: sqlite, needed: OLDEST_SQLITE });
    }
    if tables == 0 {
        return Ok(None);
    }
    if application != APPLICATION_ID {
        return Err(StoreError::NotADatabase { path: path.into(), source: None });
    }
    let found = schema_version(connection).await.map_err(|error| while_reading(path, error))?;
    if found > newest_schema() {
        return Err(StoreError::NewerSchema { path: path.into(), found, known: newest_schema() });
    }
    Ok(Some(found))
}

async fn schema_version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations").fetch_one(connection).await
}

/// `3.51.3` as numbers that compare as versions do.
fn version_parts(version: &str) -> Vec<u32> {
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}
