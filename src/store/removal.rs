//! Documents that a person took out: kept in step within each transaction, and put back as they were.

use super::error::StoreError;
use super::{NewDecision, Store, edition, tally};
use crate::series::{Act, Decision, Decisions};
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

/// A document that a person took out with its claims.
#[derive(Debug, Clone, Serialize)]
pub struct Removed {
    /// Its number.
    pub id: i64,
    /// What it is called among others: see [`full_name`](crate::document::full_name).
    pub name: String,
    /// Who took it out, when and why.
    pub decision: Decision,
}

impl Store {
    /// Takes a document out with its claims. Gives the number of the decision, by which it is taken back.
    pub async fn remove_document(&self, id: i64, who: String, why: String) -> Result<i64, StoreError> {
        let document = self.document_alone(id).await?;
        let (name, claims) = (document.row.name(), document.row.claims);
        let before =
            format!("文件 #{id}“{name}”，{claims} 条数据 / document #{id} “{name}”, {claims} claims");
        let act = Act::Remove { document: document.sha256 };
        self.decide(NewDecision { who, act, before, after: "已移除 / removed".into(), why }).await
    }

    /// The decision that took out the document with this number; `None` where none did.
    pub async fn removed_by(&self, id: i64) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar("select decision from removals where document = $1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await?)
    }

    /// A document that was taken out.
    pub async fn removed(&self, id: i64) -> Result<Removed, StoreError> {
        let decision = self.removed_by(id).await?.ok_or(StoreError::NotFound)?;
        let row = self.any_row(id).await?;
        let all = self.decisions().await?;
        let decision = all.into_iter().find(|one| one.id == decision).ok_or(StoreError::NotFound)?;
        Ok(Removed { id, name: row.name(), decision })
    }

    /// Why there is no document of this number: it was taken out, or there never was one.
    pub async fn why_absent(&self, id: i64) -> StoreError {
        match self.removed_by(id).await {
            Ok(Some(decision)) => StoreError::Removed { document: id, decision },
            Ok(None) => StoreError::NoDocument(id),
            Err(error) => error,
        }
    }
}

/// Takes out the document with these bytes, or puts it back, as the decisions in force say.
pub(super) async fn settle(
    connection: &mut SqliteConnection,
    sha256: &str,
    decisions: &Decisions,
) -> Result<(), sqlx::Error> {
    let found: Option<(i64, Option<i64>)> = sqlx::query_as(
        "select id, decision from all_documents left join removals on removals.document = id where sha256 = $1",
    )
    .bind(sha256)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((document, before)) = found else { return Ok(()) };
    let now = decisions.removal_of(sha256);
    if before == now {
        return Ok(());
    }
    sqlx::query("delete from removals where document = $1").bind(document).execute(&mut *connection).await?;
    if let Some(decision) = now {
        sqlx::query("insert into removals (document, decision) values ($1, $2)")
            .bind(document)
            .bind(decision)
            .execute(&mut *connection)
            .await?;
        sqlx::query("update editions set counted_as = null where document = $1")
            .bind(document)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("update all_links set counts = 1 where claim in (select id from claims where document = $1)")
        .bind(document)
        .execute(&mut *connection)
        .await?;
    uphold(connection, document).await?;
    tally::forget(connection, document).await?;
    // What is one with it counts in its place, or no longer.
    edition::settle(connection, document).await?;
    Ok(())
}

/// Lets no claim of a document count that was taken out.
pub(super) async fn uphold(connection: &mut SqliteConnection, document: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update all_links set counts = 0
         where claim in (
             select claims.id from removals join claims on claims.document = removals.document
             where removals.document = $1
         )",
    )
    .bind(document)
    .execute(connection)
    .await?;
    Ok(())
}
