//! Checks that were kept: written once, never changed.

use super::error::{StoreError, corrupt, while_writing};
use super::{Page, Store};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

/// A kept check in a list.
#[derive(Debug, Clone, Serialize, FromRow)]
pub struct CheckRow {
    /// Its number.
    pub id: i64,
    /// When it was kept.
    pub at: DateTime<Utc>,
    /// What the text is called.
    pub title: String,
    /// The place that the text is about.
    pub scope: Option<String>,
    /// How many figures were checked.
    pub claims: i64,
    /// How many of them differ, were revised, or are of another period or measure.
    pub objections: i64,
    /// SHA-256 of what was kept, lowercase hexadecimal.
    pub sha256: String,
}

/// What is written of a check.
#[derive(Debug, Clone)]
pub struct NewCheck<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// What the text is called.
    pub title: &'a str,
    /// The place that the text is about.
    pub scope: Option<&'a str>,
    /// How many figures were checked.
    pub claims: usize,
    /// How many of them differ, were revised, or are of another period or measure.
    pub objections: usize,
    /// All that is kept, as JSON.
    pub content: &'a str,
    /// SHA-256 of the content, lowercase hexadecimal.
    pub sha256: &'a str,
}

/// Rows of a list of checks.
macro_rules! rows {
    ($rest:literal) => {
        concat!("select id, at, title, scope, claims, objections, sha256 from checks ", $rest)
    };
}

impl Store {
    /// Keeps a check. Gives its number.
    pub async fn keep_check(&self, new: NewCheck<'_>) -> Result<i64, StoreError> {
        sqlx::query_scalar(
            "insert into checks (at, title, scope, claims, objections, content, sha256)
             values ($1, $2, $3, $4, $5, $6, $7) returning id",
        )
        .bind(new.at)
        .bind(new.title)
        .bind(new.scope)
        .bind(new.claims as i64)
        .bind(new.objections as i64)
        .bind(new.content)
        .bind(new.sha256)
        .fetch_one(&self.writer()?)
        .await
        .map_err(|error| while_writing(&self.path, error))
    }

    /// The kept checks, the newest first.
    pub async fn kept_checks(&self, offset: i64, limit: i64) -> Result<Page<CheckRow>, StoreError> {
        let total = sqlx::query_scalar("select count(*) from checks").fetch_one(&self.readers).await?;
        let rows = sqlx::query_as(rows!("order by id desc limit $1 offset $2"))
            .bind(limit)
            .bind(offset)
            .fetch_all(&self.readers)
            .await?;
        Ok(Page { rows, total })
    }

    /// A kept check and all that was kept of it, as JSON and read.
    pub async fn kept_check<T: DeserializeOwned>(
        &self,
        id: i64,
    ) -> Result<(CheckRow, String, T), StoreError> {
        let row = sqlx::query_as(rows!("where id = $1")).bind(id).fetch_optional(&self.readers);
        let row = row.await?.ok_or(StoreError::NotFound)?;
        let content: String = sqlx::query_scalar("select content from checks where id = $1")
            .bind(id)
            .fetch_one(&self.readers)
            .await?;
        let read = serde_json::from_str(&content).map_err(corrupt("checks", id))?;
        Ok((row, content, read))
    }

    /// The day of the newest document.
    pub async fn newest_day(&self) -> Result<Option<NaiveDate>, StoreError> {
        Ok(sqlx::query_scalar("select max(date) from documents").fetch_one(&self.readers).await?)
    }
}
