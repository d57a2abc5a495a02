//! Opening, migrating, checking and closing the database.

use super::Store;
use super::error::{StoreError, cannot_open, while_reading, while_writing};
use super::{edition, tally};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

static MIGRATOR: Migrator = sqlx::migrate!();

/// Marks the file as ours; `migrations/0001` sets it.
const APPLICATION_ID: i64 = 1_347_245_138;

/// What stands between the name of a database that was replaced and the moment when.
pub const REPLACED: &str = ".replaced-";

/// What `SQLite` puts beside a database.
pub const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Before this version, `SQLite` could damage a database in WAL mode that several connections use.
const OLDEST_SQLITE: &str = "3.51.3";

impl Store {
    /// Opens the database for reading and writing, creates and migrates it.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let path = absolute(path);
        refuse_folder(&path)?;
        refuse_lone_remains(&path)?;
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

    /// The same where there is a database already.
    pub async fn open_existing(path: &Path) -> Result<Self, StoreError> {
        let path = absolute(path);
        refuse_lone_remains(&path)?;
        if path.exists() { Self::open(&path).await } else { Err(StoreError::Missing { path }) }
    }

    /// Opens an existing database for reading only.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let path = absolute(path);
        refuse_folder(&path)?;
        refuse_lone_remains(&path)?;
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
            Some(_) => {
                let store = Self::over(path, None, readers);
                if store.is_uncounted().await? {
                    // A run that was cut off before it had counted; where nothing can be written, or another
                    // run is about to count, older counts are all there is.
                    match Self::open(&store.path).await {
                        Ok(counted) => counted.close().await,
                        Err(error) => tracing::info!(%error, "what was added last is not counted yet"),
                    }
                }
                Ok(store)
            }
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

    /// Whether claims were added that counts and searches do not show yet: a run was cut off, and there was no
    /// room to count since.
    pub async fn is_uncounted(&self) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar("select exists (select 1 from stale) or exists (select 1 from unread)")
            .fetch_one(&self.readers)
            .await?)
    }

    /// Whether it was opened for writing too.
    pub fn is_writable(&self) -> bool {
        self.writer.is_some()
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
        match &self.writer {
            Some(writer) => writer.close().await,
            None => clear_empty_log(&self.path).await,
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
        } else if findings.is_empty() {
            findings.extend(self.check_schema().await?);
            findings.extend(self.check_originals().await?);
            findings.extend(self.check_derived().await?);
        }
        Ok(findings)
    }

    /// Tables, indexes and triggers that are not what this program makes.
    async fn check_schema(&self) -> Result<Vec<String>, StoreError> {
        const OBJECTS: &str = "select type || ' ' || name || ': ' || coalesce(sql, '') from sqlite_schema
             where name not like 'sqlite_stat%' order by 1";
        let fresh = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
        MIGRATOR.run(&fresh).await.map_err(|error| while_writing(&self.path, error.into()))?;
        let expected: Vec<String> = sqlx::query_scalar(OBJECTS).fetch_all(&fresh).await?;
        fresh.close().await;
        let found: Vec<String> = sqlx::query_scalar(OBJECTS).fetch_all(&self.readers).await?;
        let missing = expected.iter().filter(|object| !found.contains(object));
        let foreign = found.iter().filter(|object| !expected.contains(object));
        let name = |object: &String| object.split(':').next().unwrap_or_default().to_owned();
        let mut names: Vec<String> = missing.chain(foreign).map(name).collect();
        names.dedup();
        Ok(names
            .into_iter()
            .map(|name| {
                format!("{name}：与本程序建的不同，可能被其他程序改过 / {name} is not as this program makes it; another program may have changed it")
            })
            .collect())
    }

    /// Originals that are not the bytes that came in, and claims whose words do not stand in their text.
    async fn check_originals(&self) -> Result<Vec<String>, StoreError> {
        let mut findings = Vec::new();
        let documents: Vec<(i64, String)> =
            sqlx::query_as("select id, sha256 from all_documents order by id")
                .fetch_all(&self.readers)
                .await?;
        for (id, sha256) in documents {
            let is_sound =
                self.raw(id).await.is_ok_and(|raw| format!("{:x}", Sha256::digest(&raw)) == sha256);
            if !is_sound {
                findings.push(format!(
                    "文件 #{id} 的原件与存入时不同 / the original of document #{id} is not what was stored"
                ));
            }
        }
        let torn: Vec<(i64, i64)> = sqlx::query_as(
            "select document, count(*) from claims join all_documents on all_documents.id = claims.document
             where substr(text, start_char + 1, end_char - start_char) <> quote
             group by document",
        )
        .fetch_all(&self.readers)
        .await?;
        findings.extend(torn.into_iter().map(|(id, count)| {
            format!("文件 #{id} 有 {count} 条数据与原文不符 / {count} claims of document #{id} are not what its text says")
        }));
        Ok(findings)
    }

    /// What does not follow from the documents and claims as it should; reading them again mends it.
    async fn check_derived(&self) -> Result<Vec<String>, StoreError> {
        let counts: [(&str, &str, &'static str); 4] = [
            (
                "条数据没有归入指标",
                "claims are linked to no indicator",
                "select count(*) from claims where id not in (select claim from all_links)",
            ),
            (
                "条数据与检索索引不符",
                "claims differ from what the search index holds",
                "select abs((select count(*) from links) - (select count(*) from claim_words))
                 where not exists (select 1 from unread)",
            ),
            (
                "条数据与各指标的计数不符",
                "claims differ from what the indicators count",
                "select abs((select count(*) from links) - (select coalesce(sum(points), 0) from tallies))
                 where not exists (select 1 from stale)",
            ),
            (
                "份文件未与其他文件比对",
                "documents were not compared with others",
                "select count(*) from all_documents where id not in (select document from editions)",
            ),
        ];
        let mut findings = Vec::new();
        for (chinese, english, query) in counts {
            let count: Option<i64> = sqlx::query_scalar(query).fetch_optional(&self.readers).await?;
            if let Some(count @ 1..) = count {
                findings.push(format!(
                    "{count} {chinese}，请运行 reextract 修复 / {count} {english}; run reextract, which mends it"
                ));
            }
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
                "{table} {row}：所指的 {parent} 记录不存在 / {table} {row} refers to a row of {parent} that does not exist"
            )
        }));
        Ok(findings)
    }
}

/// The newest version of the schema that this program knows.
fn newest_schema() -> i64 {
    MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// An absolute path is never read as a `file:` address, which `SQLite` would do with a relative one. Links are
/// followed, as `SQLite` does before it puts anything beside a database.
fn absolute(path: &Path) -> std::path::PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// Readers cannot clear the log of pending writes away, and leave one without content behind. `SQLite` alone knows
/// whether somebody else needs it.
async fn clear_empty_log(path: &Path) {
    if !std::fs::metadata(log_of(path)).is_ok_and(|log| log.len() == 0) {
        return;
    }
    // Where that fails, the log stays, and harms nobody.
    if let Ok(mut last) = options(path).connect().await {
        let _ = sqlx::query("select count(*) from sqlite_schema").execute(&mut last).await;
        let _ = last.close().await;
    }
}

/// Where `SQLite` keeps writes that are not in the file yet.
fn log_of(path: &Path) -> std::path::PathBuf {
    beside(path, "-wal")
}

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn refuse_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() { Err(StoreError::Folder { path: path.into() }) } else { Ok(()) }
}

/// A new database in the place of one that is gone would wipe out what was written to that one last.
fn refuse_lone_remains(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Ok(());
    }
    let holds = |log: &std::path::PathBuf| std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let log = ["-wal", "-journal"].map(|ending| beside(path, ending)).into_iter().find(holds);
    if let Some(log) = log {
        return Err(StoreError::LoneLog { path: path.into(), log });
    }
    match replaced(path).pop() {
        Some(kept) => Err(StoreError::LoneReplaced { path: path.into(), kept }),
        None => Ok(()),
    }
}

/// The databases that were replaced by a backup at this path, the latest last.
pub fn replaced(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let name = format!("{}{REPLACED}", path.file_name().unwrap_or_default().to_string_lossy());
    let is_one = |entry: &std::fs::DirEntry| {
        let found = entry.file_name();
        let found = found.to_string_lossy();
        found.starts_with(&name) && !COMPANIONS.iter().any(|ending| found.ends_with(ending))
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).filter(is_one);
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.sort();
    found
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
    edition::complete(&mut transaction).await.map_err(failed)?;
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
        return Err(StoreError::NotOurs { path: path.into(), source: None });
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
