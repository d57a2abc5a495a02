//! Briefings with their versions, and what readers put aside for one.

use super::Store;
use super::error::{StoreError, corrupt, while_writing};
use crate::brief::{Asked, Briefing, Contents, Entry};
use crate::series::Place;
use chrono::{DateTime, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;
use std::collections::HashMap;

/// A briefing as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StoredBriefing {
    /// Its number.
    pub id: i64,
    /// When it was drafted.
    pub made_at: DateTime<Utc>,
    /// Since when nothing of it changes, and the hash of what it is.
    pub frozen: Option<(DateTime<Utc>, String)>,
    /// The number of the version that this is.
    pub version: i64,
    /// When that version was saved.
    pub saved_at: DateTime<Utc>,
    /// Its words in that version, and what they are bound to.
    pub briefing: Briefing,
}

/// A version of the words of a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct BriefingVersion {
    /// Counts from 1.
    pub number: i64,
    /// When it was saved last.
    pub at: DateTime<Utc>,
    /// Its title.
    pub title: String,
}

/// What became of words that were to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// They are this version.
    As(i64),
    /// The briefing is frozen, and nothing was saved.
    Frozen,
}

/// A version of a briefing, as it is read.
#[derive(FromRow)]
struct Row {
    id: i64,
    made_at: DateTime<Utc>,
    contents: String,
    frozen_at: Option<DateTime<Utc>>,
    hash: Option<String>,
    number: i64,
    at: DateTime<Utc>,
    title: String,
    text: String,
}

impl Row {
    fn read(self) -> Result<StoredBriefing, StoreError> {
        let contents: Contents =
            serde_json::from_str(&self.contents).map_err(corrupt("briefings", self.id))?;
        Ok(StoredBriefing {
            id: self.id,
            made_at: self.made_at,
            frozen: self.frozen_at.zip(self.hash),
            version: self.number,
            saved_at: self.at,
            briefing: Briefing { title: self.title, text: self.text, contents },
        })
    }
}

/// The last version of a briefing.
macro_rules! newest {
    ($which:literal) => {
        concat!(
            "select id, made_at, contents, frozen_at, hash, number, at, title, text
             from briefings join briefing_versions on briefing = id
             where number = (select max(number) from briefing_versions where briefing = id) and ",
            $which
        )
    };
}

/// What makes two briefings of one subject: topic, indicators and places.
fn subject(asked: &Asked) -> String {
    json!([asked.topic, asked.indicators, asked.scopes]).to_string()
}

impl Store {
    /// Keeps a briefing. Gives its number.
    pub async fn add_briefing(&self, briefing: &Briefing) -> Result<i64, StoreError> {
        let failed = |error| while_writing(&self.path, error);
        let mut transaction = self.writer()?.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let id: i64 = sqlx::query_scalar(
            "insert into briefings (subject, made_at, contents) values ($1, $2, $3) returning id",
        )
        .bind(subject(&briefing.contents.asked))
        .bind(Utc::now().trunc_subsecs(0))
        .bind(json!(briefing.contents).to_string())
        .fetch_one(&mut *transaction)
        .await
        .map_err(failed)?;
        sqlx::query(
            "insert into briefing_versions (briefing, number, at, title, text, running) values ($1, 1, $2, $3, $4, 0)",
        )
        .bind(id)
        .bind(Utc::now().trunc_subsecs(0))
        .bind(&briefing.title)
        .bind(&briefing.text)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        Ok(id)
    }

    /// A briefing in its last version.
    pub async fn briefing(&self, id: i64) -> Result<StoredBriefing, StoreError> {
        let row: Option<Row> =
            sqlx::query_as(newest!("id = $1")).bind(id).fetch_optional(&self.readers).await?;
        row.ok_or(StoreError::NotFound)?.read()
    }

    /// A briefing in one of its versions.
    pub async fn briefing_as_of(&self, id: i64, version: i64) -> Result<StoredBriefing, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            "select id, made_at, contents, frozen_at, hash, number, at, title, text
             from briefings join briefing_versions on briefing = id where id = $1 and number = $2",
        )
        .bind(id)
        .bind(version)
        .fetch_optional(&self.readers)
        .await?;
        row.ok_or(StoreError::NotFound)?.read()
    }

    /// The versions of a briefing, the newest first.
    pub async fn briefing_versions(&self, id: i64) -> Result<Vec<BriefingVersion>, StoreError> {
        Ok(sqlx::query_as(
            "select number, at, title from briefing_versions where briefing = $1 order by number desc",
        )
        .bind(id)
        .fetch_all(&self.readers)
        .await?)
    }

    /// Briefings, the newest first, and how many there are.
    pub async fn briefings(
        &self,
        offset: i64,
        limit: i64,
    ) -> Result<super::Page<StoredBriefing>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(newest!("true order by id desc limit $1 offset $2"))
            .bind(limit)
            .bind(offset)
            .fetch_all(&self.readers)
            .await?;
        let total = sqlx::query_scalar("select count(*) from briefings").fetch_one(&self.readers).await?;
        Ok(super::Page { rows: rows.into_iter().map(Row::read).collect::<Result<_, _>>()?, total })
    }

    /// The last briefing of the same topic, indicators and places, of whatever time.
    pub async fn last_briefing(&self, asked: &Asked) -> Result<Option<StoredBriefing>, StoreError> {
        let row: Option<Row> = sqlx::query_as(newest!("subject = $1 order by id desc limit 1"))
            .bind(subject(asked))
            .fetch_optional(&self.readers)
            .await?;
        row.map(Row::read).transpose()
    }

    /// Saves words of a briefing that were edited from the version `base`. They are a version of their own, unless both
    /// they and that version, being the last, are `running`, saved while somebody types. What somebody else saved since
    /// stays as the version that it is.
    pub async fn save_briefing(
        &self,
        id: i64,
        base: i64,
        (title, text): (&str, &str),
        running: bool,
    ) -> Result<Saved, StoreError> {
        let failed = |error| while_writing(&self.path, error);
        let mut transaction = self.writer()?.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let last: Option<(i64, bool, String, String, bool)> = sqlx::query_as(
            "select number, running, title, text, frozen_at is not null
             from briefing_versions join briefings on briefings.id = briefing
             where briefing = $1 order by number desc limit 1",
        )
        .bind(id)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(failed)?;
        let (number, was_running, old_title, old_text, frozen) = last.ok_or(StoreError::NotFound)?;
        if frozen {
            return Ok(Saved::Frozen);
        }
        let same = (old_title.as_str(), old_text.as_str()) == (title, text);
        let goes_on = base == number && was_running;
        let query = match (same, goes_on) {
            (true, false) => return Ok(Saved::As(number)),
            // The last word on it is a version that stays.
            (_, true) => {
                "update briefing_versions set at = $3, title = $4, text = $5, running = $6
                 where briefing = $1 and number = $2"
            }
            (false, false) => {
                "insert into briefing_versions (briefing, number, at, title, text, running)
                 values ($1, $2, $3, $4, $5, $6)"
            }
        };
        let number = if goes_on { number } else { number + 1 };
        sqlx::query(query)
            .bind(id)
            .bind(number)
            .bind(Utc::now().trunc_subsecs(0))
            .bind(title)
            .bind(text)
            .bind(running)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        Ok(Saved::As(number))
    }

    /// Freezes a briefing in its last version; one that is frozen stays as it is.
    pub async fn freeze_briefing(&self, id: i64) -> Result<(), StoreError> {
        let failed = |error| while_writing(&self.path, error);
        let mut transaction = self.writer()?.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let row: Option<Row> = sqlx::query_as(newest!("id = $1"))
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let stored = row.ok_or(StoreError::NotFound)?.read()?;
        sqlx::query("update briefings set frozen_at = $2, hash = $3 where id = $1 and frozen_at is null")
            .bind(id)
            .bind(Utc::now().trunc_subsecs(0))
            .bind(stored.briefing.hash())
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    /// The numbers of the claims that are read at each of these places, nearest to it first, and whether the document was
    /// taken out.
    pub async fn claims_at(&self, places: &[Place]) -> Result<Vec<(Vec<i64>, bool)>, StoreError> {
        let rows: Vec<(i64, Option<i64>, bool)> = sqlx::query_as(
            "select wanted.key, claims.id, documents.id in (select document from removals)
             from json_each($1) as wanted
             join all_documents as documents on documents.sha256 = wanted.value->>'$.sha256'
             left join claims on claims.document = documents.id
                 and claims.start_char < wanted.value->>'$.end' and claims.end_char > wanted.value->>'$.start'
             order by wanted.key,
                 abs(claims.start_char - (wanted.value->>'$.start')) + abs(claims.end_char - (wanted.value->>'$.end')),
                 claims.id",
        )
        .bind(json!(places).to_string())
        .fetch_all(&self.readers)
        .await?;
        // A document that is not there at all was never in this database, which is as if it was taken out.
        let mut found = vec![(Vec::new(), true); places.len()];
        for (at, claim, removed) in rows {
            let Some(one) = usize::try_from(at).ok().and_then(|at| found.get_mut(at)) else { continue };
            one.0.extend(claim);
            one.1 = removed;
        }
        Ok(found)
    }

    /// The SHA-256 of the bytes of these documents, by their numbers.
    pub async fn hashes_of(&self, documents: &[i64]) -> Result<HashMap<i64, String>, StoreError> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "select documents.id, sha256 from json_each($1) as wanted
             join all_documents as documents on documents.id = wanted.value",
        )
        .bind(json!(documents).to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().collect())
    }

    /// Puts something aside under the key of a browser; what is there already stays where it is.
    pub async fn put_aside(&self, browser: &str, entry: &Entry) -> Result<(), StoreError> {
        sqlx::query("insert into baskets (browser, entry) values ($1, $2) on conflict do nothing")
            .bind(browser)
            .bind(json!(entry).to_string())
            .execute(&self.writer()?)
            .await
            .map_err(|error| while_writing(&self.path, error))?;
        Ok(())
    }

    /// What was put aside under the key of a browser, each with its number, in that order.
    pub async fn put_aside_by(&self, browser: &str) -> Result<Vec<(i64, Entry)>, StoreError> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("select id, entry from baskets where browser = $1 order by id")
                .bind(browser)
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter()
            .map(|(id, entry)| Ok((id, serde_json::from_str(&entry).map_err(corrupt("baskets", id))?)))
            .collect()
    }

    /// How much was put aside under the key of a browser.
    pub async fn count_put_aside(&self, browser: &str) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("select count(*) from baskets where browser = $1")
            .bind(browser)
            .fetch_one(&self.readers)
            .await?)
    }

    /// Takes something out that was put aside under the key of a browser; all of it where no number is given.
    pub async fn take_out(&self, browser: &str, entry: Option<i64>) -> Result<(), StoreError> {
        sqlx::query("delete from baskets where browser = $1 and ($2 is null or id = $2)")
            .bind(browser)
            .bind(entry)
            .execute(&self.writer()?)
            .await
            .map_err(|error| while_writing(&self.path, error))?;
        Ok(())
    }
}
