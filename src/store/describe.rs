//! What is known of documents and what is not, and what they state themselves where a person says otherwise.

use super::error::{StoreError, corrupt};
use super::{DocumentRow, Page, Store, StoredDocument};
use crate::document::Metadata;
use crate::series::{Fact, Facts};
use serde_json::json;
use sqlx::sqlite::SqliteConnection;
use sqlx::{FromRow, Row};
use std::collections::BTreeSet;

/// Of which documents something is unknown, and which part of their list.
#[derive(Debug, Clone, Default)]
pub struct UnknownFilter {
    /// Only those of which this is unknown.
    pub lacks: Option<Fact>,
    /// Only those in the folder of this document.
    pub beside: Option<i64>,
    /// How many rows to skip.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// A folder with documents of which something is unknown.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Folder {
    /// The number of one of them, which tells the folder from others.
    pub beside: i64,
    /// Its path as ingested, without an end; empty where there is none.
    pub path: String,
    /// How many documents something is unknown of.
    pub documents: i64,
    /// Of how many the place or body is unknown.
    pub scope: i64,
    /// Of how many the day.
    pub date: i64,
    /// Of how many the title.
    pub title: i64,
    /// Of how many the publisher.
    pub publisher: i64,
}

impl Folder {
    /// Of how many documents this is unknown.
    pub fn lacks(&self, fact: Fact) -> i64 {
        match fact {
            Fact::Scope => self.scope,
            Fact::Date => self.date,
            Fact::Title => self.title,
            Fact::Publisher => self.publisher,
        }
    }
}

/// The folder in which a document stood, with a separator at its end; a table is the folder of its rows.
macro_rules! folder {
    () => {
        r"case when rtrim(source, '0123456789') like '%#' then rtrim(source, '0123456789')
             else rtrim(source, replace(replace(source, '\', '/'), '/', '')) end"
    };
}

/// Documents of which something is unknown, one condition after the other.
macro_rules! unknown {
    () => {
        concat!(
            "from documents
             where (title is null or publisher is null or date is null or scope is null)
                 and ($1 is null or case $1
                     when 'scope' then scope when 'date' then date when 'title' then title else publisher
                 end is null)
                 and ($2 is null or ",
            folder!(),
            " = (select ",
            folder!(),
            " from all_documents where id = $2))"
        )
    };
}

pub(super) const UNKNOWN: &str = concat!(
    "select
         (select count(*) ",
    unknown!(),
    "),
         (select json_group_array(id) from (
             select id ",
    unknown!(),
    " order by source, id limit $3 offset $4
         ))"
);

pub(super) const UNKNOWN_FOLDERS: &str = concat!(
    r"select min(id) as beside, rtrim(folder, '/\#') as path, count(*) as documents,
         sum(scope is null) as scope, sum(date is null) as date, sum(title is null) as title,
         sum(publisher is null) as publisher
     from (select id, scope, date, title, publisher, ",
    folder!(),
    " as folder from documents
         where title is null or publisher is null or date is null or scope is null)
     group by folder
     order by sum(scope is null or date is null) desc, count(*) desc, folder"
);

const FOLDER_OF: &str = concat!(r"select rtrim(", folder!(), r", '/\#') from documents where id = $1");

impl Store {
    /// Documents of which something is unknown, folder by folder.
    pub async fn unknown(&self, filter: &UnknownFilter) -> Result<Page<DocumentRow>, StoreError> {
        let (total, ids): (i64, String) = sqlx::query_as(UNKNOWN)
            .bind(filter.lacks.map(<&'static str>::from))
            .bind(filter.beside)
            .bind(filter.limit)
            .bind(filter.offset)
            .fetch_one(&self.readers)
            .await?;
        Ok(Page { rows: self.document_rows(&ids).await?, total })
    }

    /// The folders with such documents; those where most have no place or no day first.
    pub async fn unknown_folders(&self) -> Result<Vec<Folder>, StoreError> {
        Ok(sqlx::query_as(UNKNOWN_FOLDERS).fetch_all(&self.readers).await?)
    }

    /// The path of the folder in which a document stood: see [`Folder::path`].
    pub async fn folder_of(&self, id: i64) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar(FOLDER_OF).bind(id).fetch_one(&self.readers).await?)
    }

    /// The numbers of all documents that were read from a file or folder of this name, or from below it. The name is
    /// a path as ingested, or its end.
    pub async fn documents_below(&self, path: &str) -> Result<Vec<i64>, StoreError> {
        Ok(sqlx::query_scalar(
            r"select id from documents
             where instr('/' || replace(replace(source, '\', '/'), '#', '/') || '/', '/' || $1 || '/') > 0
             order by source, id",
        )
        .bind(path)
        .fetch_all(&self.readers)
        .await?)
    }

    /// The documents with these numbers, each once and with the SHA-256 of its bytes; all must be there.
    pub async fn known(&self, ids: &[i64]) -> Result<Vec<(DocumentRow, String)>, StoreError> {
        let ids: Vec<i64> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let rows = self.documents_numbered(&ids).await?;
        if let Some(absent) = ids.iter().find(|id| rows.iter().all(|row| row.id != **id)) {
            return Err(self.why_absent(*absent).await);
        }
        let hashes: Vec<String> = sqlx::query_scalar(
            "select sha256 from json_each($1) as wanted join all_documents on all_documents.id = wanted.value order by wanted.key",
        )
        .bind(json!(ids).to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().zip(hashes).collect())
    }

    /// The document with these bytes, also one that was taken out, with what it states of itself where a person says
    /// `facts` of it.
    pub async fn stated(
        &self,
        sha256: &str,
        facts: &Facts,
    ) -> Result<Option<(StoredDocument, Metadata)>, StoreError> {
        let Some(id) = self.find_by_sha256(sha256).await? else { return Ok(None) };
        let document = self.stored(id).await?;
        let aside = sqlx::query(
            "select title, publisher, event_date, precision, scope from stated where document = $1",
        )
        .bind(id)
        .fetch_optional(&self.readers)
        .await?;
        let aside = match aside {
            Some(row) => Metadata {
                title: row.try_get("title")?,
                publisher: row.try_get("publisher")?,
                event_date: row.try_get("event_date").map_err(corrupt("stated", id))?,
                precision: row.try_get::<&str, _>("precision")?.parse().map_err(corrupt::<
                    strum::ParseError,
                >(
                    "stated", id
                ))?,
                scope: row.try_get("scope")?,
                ..Metadata::default()
            },
            None => Metadata::default(),
        };
        let stated = facts.beneath(document.row.metadata.clone(), aside);
        Ok(Some((document, stated)))
    }
}

/// Puts aside what a document states itself of what people say of it.
pub(super) async fn put_aside(
    connection: &mut SqliteConnection,
    document: i64,
    stated: Option<Metadata>,
) -> Result<(), sqlx::Error> {
    sqlx::query("delete from stated where document = $1").bind(document).execute(&mut *connection).await?;
    let Some(stated) = stated else { return Ok(()) };
    sqlx::query(
        "insert into stated (document, title, publisher, event_date, precision, scope)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(document)
    .bind(stated.title)
    .bind(stated.publisher)
    .bind(stated.event_date)
    .bind(<&'static str>::from(stated.precision))
    .bind(stated.scope)
    .execute(connection)
    .await?;
    Ok(())
}
