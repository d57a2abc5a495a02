//! Keeping what is stored: writing it all out, copying it while it is in use, and putting a copy back.

use super::Store;
use super::error::{StoreError, corrupt, while_reading, while_writing};
use super::open::{connect_readers, options, recognise};
use crate::claim::Claim;
use chrono::NaiveDate;
use serde::Serialize;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Acquire, ConnectOptions, FromRow};
use std::path::Path;

/// A claim with its document and its link, and without any number that another database would give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExportedClaim {
    /// The path or URL of the document, as ingested.
    pub source: String,
    /// The document's title.
    pub title: Option<String>,
    /// The day of the event, else of publication.
    pub date: Option<NaiveDate>,
    /// SHA-256 of the document's bytes, in lowercase hexadecimal.
    pub sha256: String,
    /// What all claims of the indicator share.
    pub indicator_key: String,
    /// The indicator's name.
    pub indicator_name: String,
    /// Why the claim was linked to it.
    pub link_reason: String,
    /// How sure that is, from 0 to 100.
    pub link_score: u8,
    /// What was claimed.
    #[serde(flatten)]
    pub claim: Claim,
}

impl Store {
    /// Hands every claim that counts to `take`, one document after another: by source, hash, place in the text and
    /// indicator, so that two databases of the same documents give the same. All of it is of one moment,
    /// and only one document is in memory at a time.
    pub async fn each_claim<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(ExportedClaim) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error| while_reading(&self.path, error);
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let mut moment = connection.begin().await.map_err(failed)?;
        let documents: Vec<i64> = sqlx::query_scalar(
            "select id from documents
             where id not in (select document from editions where counted_as is not null)
             order by source, sha256",
        )
        .fetch_all(&mut *moment)
        .await
        .map_err(failed)?;
        for document in documents {
            let rows: Vec<ExportRow> = sqlx::query_as(
                "select documents.source, documents.title, documents.date, documents.sha256,
                     stored_claims.id, indicators.key, indicator_name, link_reason, link_score, claim
                 from stored_claims
                 join documents on documents.id = stored_claims.document
                 join indicators on indicators.id = stored_claims.indicator
                 where stored_claims.document = $1
                 order by start_char, claim ->> '$.end', indicators.key, position",
            )
            .bind(document)
            .fetch_all(&mut *moment)
            .await
            .map_err(failed)?;
            for row in rows {
                take(row.read()?)?;
            }
        }
        Ok(moment.rollback().await.map_err(failed)?)
    }

    /// Writes a copy of the database as it is at this moment to `copy`, which must be empty or not exist yet,
    /// while others go on reading and writing; then checks the copy. Gives what is wrong with it.
    pub async fn copy_to(&self, copy: &Path) -> Result<Vec<String>, StoreError> {
        let name = copy.to_str().ok_or_else(|| StoreError::ReadOnly { path: copy.into(), source: None })?;
        sqlx::query("vacuum into $1").bind(name).execute(&self.readers).await.map_err(|error| {
            match while_writing(copy, error) {
                // What is damaged is what was to be copied.
                StoreError::Damaged { source, .. } => {
                    StoreError::Damaged { path: Some(self.path.clone()), source }
                }
                other => other,
            }
        })?;
        let copied = Self::open_copy(copy).await?;
        let findings = copied.check_content().await?;
        copied.close().await;
        Ok(findings)
    }

    /// Opens a database of ours for reading only, also one whose schema is older.
    pub async fn open_copy(path: &Path) -> Result<Self, StoreError> {
        match Self::open_read_only(path).await {
            Err(StoreError::OlderSchema { path, .. }) => {
                let failed = |error| while_reading(&path, error);
                let readers = connect_readers(options(&path).read_only(true)).await.map_err(failed)?;
                recognise(&path, &mut *readers.0.acquire().await?).await?;
                Ok(Self::over(path, None, readers))
            }
            opened => opened,
        }
    }

    /// Makes sure that nobody else has the database at `path` open, and puts all that was written to it
    /// into its one file. `Busy` where someone has.
    pub async fn settle(path: &Path) -> Result<(), StoreError> {
        let failed = |error| while_writing(path, error);
        let alone = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options(path).busy_timeout(std::time::Duration::ZERO).disable_statement_logging())
            .await
            .map_err(failed)?;
        // Leaving the mode in which several may read and write takes the file for oneself.
        let settled = sqlx::query("pragma journal_mode = delete").execute(&alone).await;
        alone.close().await;
        settled.map(drop).map_err(failed)
    }

    /// The version of the database engine.
    pub async fn engine_version(&self) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("select sqlite_version()").fetch_one(&self.readers).await?)
    }

    /// How many documents were read by another version of the extractor than this program's.
    pub async fn outdated_documents(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("select count(*) from documents where extractor <> $1")
            .bind(crate::EXTRACTOR_VERSION)
            .fetch_one(&self.readers)
            .await?)
    }
}

/// A claim as it is read for an export.
#[derive(FromRow)]
struct ExportRow {
    source: String,
    title: Option<String>,
    date: Option<NaiveDate>,
    sha256: String,
    id: i64,
    key: String,
    indicator_name: String,
    link_reason: String,
    link_score: u8,
    /// The claim as JSON.
    claim: String,
}

impl ExportRow {
    fn read(self) -> Result<ExportedClaim, StoreError> {
        Ok(ExportedClaim {
            source: self.source,
            title: self.title,
            date: self.date,
            sha256: self.sha256,
            indicator_key: self.key,
            indicator_name: self.indicator_name,
            link_reason: self.link_reason,
            link_score: self.link_score,
            claim: serde_json::from_str(&self.claim).map_err(corrupt("claims", self.id))?,
        })
    }
}
