//! What people decided: writing it down, and doing to links and documents what it says.

use super::Store;
use super::document::ReadAgain;
use super::error::{StoreError, corrupt, while_writing};
use super::{finding, kinship, removal, tally};
use crate::series::{self, Act, Decision, Decisions, Place};
use chrono::{DateTime, SubsecRound, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use std::collections::BTreeSet;

/// A decision that is to be made.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// Who decides.
    pub who: String,
    /// What.
    pub act: Act,
    /// How things stand, in words of both languages: see [`in_both`](crate::language::in_both).
    pub before: String,
    /// How they are to stand, in words.
    pub after: String,
    /// Why.
    pub why: String,
}

impl Store {
    /// The single connection that writes.
    pub(super) fn writer(&self) -> Result<SqlitePool, StoreError> {
        self.writer.clone().ok_or_else(|| StoreError::ReadOnly { path: self.path.clone(), source: None })
    }

    /// Every decision ever made, the oldest first.
    pub async fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        decisions_of(&mut *self.readers.acquire().await?).await
    }

    /// Writes a decision down and does to links and documents what it says: both or neither. Gives its number. One that
    /// means nothing is refused, as [`series::check`] has it.
    ///
    /// What is said of documents changes how their texts are read: see [`Self::decide_and_read`].
    pub async fn decide(&self, new: NewDecision) -> Result<i64, StoreError> {
        self.write_down(new, None, Vec::new()).await?.ok_or(StoreError::NotFound)
    }

    /// The same with documents that were read again by it; all of it or nothing. Gives `None`, and does nothing, where
    /// more decisions than the `known` number were made meanwhile, for these may say something else.
    pub async fn decide_and_read(
        &self,
        new: NewDecision,
        known: usize,
        read: Vec<ReadAgain>,
    ) -> Result<Option<i64>, StoreError> {
        self.write_down(new, Some(known), read).await
    }

    async fn write_down(
        &self,
        new: NewDecision,
        known: Option<usize>,
        read: Vec<ReadAgain>,
    ) -> Result<Option<i64>, StoreError> {
        let writer = self.writer()?;
        let path = self.path.clone();
        let task = tokio::spawn(async move {
            let failed = |error| while_writing(&path, error);
            let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
            let all = decisions_of(&mut transaction).await?;
            series::check(&new.act, &all)?;
            if known.is_some_and(|known| known != all.len()) {
                return Ok(None);
            }
            let id = insert(&mut transaction, &new).await.map_err(failed)?;
            let all = decisions_of(&mut transaction).await?;
            let subject = series::subject_of(&new.act, &all).clone();
            let kin = series::kin(&all, series::keys_of(&subject));
            let decisions = Decisions::in_force(all);
            for sha256 in series::documents_of(&subject) {
                removal::settle(&mut transaction, &sha256, &decisions).await.map_err(failed)?;
            }
            for one in read {
                one.put(&mut transaction, &decisions).await.map_err(failed)?;
            }
            settle(&mut transaction, &kin, &decisions).await.map_err(failed)?;
            if matches!(subject, Act::Judge { .. }) {
                finding::settle(&mut transaction, &decisions).await.map_err(failed)?;
            }
            let mut weighed = kin;
            if let Act::Dismiss { one, other } = subject {
                weighed.extend([one, other]);
            }
            kinship::mark(&mut transaction, &weighed).await.map_err(failed)?;
            finding::mark(&mut transaction, &weighed).await.map_err(failed)?;
            tally::refresh(&mut transaction).await.map_err(failed)?;
            transaction.commit().await.map_err(failed)?;
            Ok(Some(id))
        });
        task.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
    }

    /// Forgets wordings that no claim uses any more, after texts were read again.
    pub async fn refresh_wordings(&self) -> Result<(), StoreError> {
        let failed = |error| while_writing(&self.path, error);
        let mut transaction = self.writer()?.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let decisions = Decisions::in_force(decisions_of(&mut transaction).await?);
        refresh_aliases(&mut transaction, &decisions).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    /// The indicator with this key, if there is one.
    pub async fn find_indicator(&self, key: &str) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar("select id from indicators where key = $1")
            .bind(key)
            .fetch_optional(&self.readers)
            .await?)
    }

    /// The key of an indicator.
    pub async fn key_of(&self, id: i64) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("select key from indicators where id = $1")
            .bind(id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// The wordings of an indicator, in order.
    pub async fn aliases(&self, id: i64) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar("select name from aliases where indicator = $1 order by name")
            .bind(id)
            .fetch_all(&self.readers)
            .await?)
    }
}

/// A row of `decisions`.
#[derive(FromRow)]
struct Row {
    id: i64,
    at: DateTime<Utc>,
    who: String,
    act: String,
    before: String,
    after: String,
    why: String,
}

/// Every decision ever made, the oldest first.
pub(super) async fn decisions_of(connection: &mut SqliteConnection) -> Result<Vec<Decision>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as("select id, at, who, act, before, after, why from decisions order by id")
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|Row { id, at, who, act, before, after, why }| {
            let act = serde_json::from_str(&act).map_err(corrupt("decisions", id))?;
            Ok(Decision { id, at, who, act, before, after, why })
        })
        .collect()
}

async fn insert(connection: &mut SqliteConnection, new: &NewDecision) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "insert into decisions (at, who, act, before, after, why) values ($1, $2, $3, $4, $5, $6) returning id",
    )
    .bind(Utc::now().trunc_subsecs(0))
    .bind(&new.who)
    .bind(serde_json::to_string(&new.act).expect("plain data has a JSON form"))
    .bind(&new.before)
    .bind(&new.after)
    .bind(&new.why)
    .fetch_one(connection)
    .await
}

/// A link that may have to move.
#[derive(FromRow)]
struct Linked {
    claim: i64,
    sha256: String,
    start_char: i64,
    end_char: i64,
    wording: String,
    origin: String,
}

/// Where a link goes.
#[derive(Serialize)]
struct Target {
    claim: i64,
    key: String,
    name: String,
    decided: Option<String>,
}

/// Works out anew where the links of the indicators with these keys end up, and what those are called.
async fn settle(
    connection: &mut SqliteConnection,
    keys: &BTreeSet<String>,
    decisions: &Decisions,
) -> Result<(), sqlx::Error> {
    let linked: Vec<Linked> = sqlx::query_as(
        "select links.claim, documents.sha256, claims.start_char, claims.end_char,
             claims.indicator as wording, origins.key as origin
         from json_each($1) as wanted
         join indicators as origins on origins.key = wanted.value
         join all_links as links on links.origin = origins.id
         join claims on claims.id = links.claim
         join all_documents as documents on documents.id = claims.document",
    )
    .bind(json!(keys).to_string())
    .fetch_all(&mut *connection)
    .await?;
    let targets: Vec<Target> = linked
        .into_iter()
        .map(|link| {
            let (start, end) = (link.start_char as usize, link.end_char as usize);
            let place = Place { sha256: link.sha256, start, end };
            let settled = decisions.settle(&place, &link.wording, &link.origin);
            let name = series::shown(&settled.key);
            Target { claim: link.claim, key: settled.key, name, decided: settled.reason }
        })
        .collect();
    let targets = serde_json::to_string(&targets).expect("plain data has a JSON form");
    sqlx::query(
        "insert into indicators (key, name, own_name)
         select distinct link.value->>'$.key', link.value->>'$.name', link.value->>'$.name'
         from json_each($1) as link
         where not exists (select 1 from indicators where indicators.key = link.value->>'$.key')
         order by 1",
    )
    .bind(&targets)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "update all_links as links
         set indicator = indicators.id, decided = link.value->>'$.decided'
         from json_each($1) as link join indicators on indicators.key = link.value->>'$.key'
         where links.claim = link.value->>'$.claim'",
    )
    .bind(&targets)
    .execute(&mut *connection)
    .await?;
    for key in keys {
        sqlx::query("update indicators set name = coalesce($2, own_name) where key = $1")
            .bind(key)
            .bind(decisions.name_of(key))
            .execute(&mut *connection)
            .await?;
    }
    refresh_aliases(connection, decisions).await
}

/// Every wording of an indicator.
macro_rules! wordings {
    () => {
        "select indicator, name from (
             select links.indicator, claims.indicator as name
             from all_links as links join claims on claims.id = links.claim
             where claims.document not in (select document from removals)
             union
             select links.indicator, upper(indicators.key)
             from all_links as links join claims on claims.id = links.claim
             join indicators on indicators.id = links.indicator
             where claims.document not in (select document from removals)
             union
             select links.indicator, indicators.name
             from all_links as links join claims on claims.id = links.claim
             join indicators on indicators.id = links.indicator
             where claims.document not in (select document from removals)
         ) where true"
    };
}

/// Makes the list of wordings what the links and the decisions say.
async fn refresh_aliases(
    connection: &mut SqliteConnection,
    decisions: &Decisions,
) -> Result<(), sqlx::Error> {
    // What stays is not touched: each name that comes or goes has its indicator's names put down anew.
    for changed in [
        concat!("delete from aliases where (indicator, name) not in (", wordings!(), ")"),
        concat!("insert into aliases (indicator, name) ", wordings!(), " on conflict do nothing"),
    ] {
        sqlx::query(changed).execute(&mut *connection).await?;
    }
    for (key, alias) in decisions.aliases() {
        sqlx::query(
            "insert into aliases (indicator, name)
             select id, $2 from indicators where key = $1
             on conflict do nothing",
        )
        .bind(key)
        .bind(alias)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
