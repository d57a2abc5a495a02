//! Writing a document with all that was read from it, and reading it again.

use super::error::{StoreError, corrupt, while_writing};
use super::{Added, DocumentRow, NewDocument, Page, Store, StoredDocument, Totals};
use crate::claim::Claim;
use crate::document::{Document, Metadata, Span};
use crate::series::Link;
use crate::text::{Block, Speaker};
use chrono::{NaiveDate, SubsecRound, Utc};
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use serde::Serialize;
use serde_json::json;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{FromRow, Row};
use std::io::Read;

/// How many rows go into one statement: row by row is a hundred times slower.
const ROWS_AT_ONCE: usize = 2_000;

impl Store {
    /// Stores a document, its blocks, claims and links: all of it or nothing.
    pub async fn add(&self, new: NewDocument<'_>) -> Result<Added, StoreError> {
        let Some(writer) = self.writer.clone() else {
            return Err(StoreError::ReadOnly { path: self.path.clone(), source: None });
        };
        if new.claims.len() != new.links.len() {
            return Err(StoreError::Unlinked { claims: new.claims.len(), links: new.links.len() });
        }
        let rows = Rows::of(new);
        let path = self.path.clone();
        // In a task of its own, so that a caller who gives up cannot stop it half way.
        let task = tokio::spawn(async move {
            let failed = |error| while_writing(&path, error);
            let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
            let added = rows.insert(&mut transaction).await.map_err(failed)?;
            transaction.commit().await.map_err(failed)?;
            Ok(added)
        });
        task.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
    }

    /// The document with these bytes, if it is stored.
    pub async fn find_by_sha256(&self, sha256: &str) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar("select id from documents where sha256 = $1")
            .bind(sha256)
            .fetch_optional(&self.readers)
            .await?)
    }

    /// Counts of everything.
    pub async fn totals(&self) -> Result<Totals, StoreError> {
        let (documents, claims, indicators) = sqlx::query_as(
            "select
                 (select count(*) from documents),
                 (select count(*) from claims),
                 (select count(distinct indicator) from links)",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(Totals { documents, claims, indicators })
    }

    /// Documents, newest first by their date; those without a date last.
    pub async fn documents(&self, offset: i64, limit: i64) -> Result<Page<DocumentRow>, StoreError> {
        let (total, ids): (i64, String) = sqlx::query_as(
            "select
                 (select count(*) from documents),
                 (select json_group_array(id) from
                     (select id from documents order by date desc, id desc limit $1 offset $2))",
        )
        .bind(limit)
        .bind(offset)
        .fetch_one(&self.readers)
        .await?;
        Ok(Page { rows: self.document_rows(&ids).await?, total })
    }

    /// One document with its text, blocks and claims.
    pub async fn document(&self, id: i64) -> Result<StoredDocument, StoreError> {
        let row = self.document_rows(&format!("[{id}]")).await?.pop().ok_or(StoreError::NotFound)?;
        let (text, sha256, bytes, encoding, extractor) =
            sqlx::query_as("select text, sha256, size, encoding, extractor from documents where id = $1")
                .bind(id)
                .fetch_one(&self.readers)
                .await?;
        Ok(StoredDocument {
            row,
            text,
            sha256,
            bytes,
            encoding,
            extractor,
            blocks: self.blocks(id).await?,
            claims: self.claims_of(id).await?,
        })
    }

    /// The bytes of a document as they were received.
    pub async fn raw(&self, id: i64) -> Result<Vec<u8>, StoreError> {
        let packed: Vec<u8> = sqlx::query_scalar("select raw from documents where id = $1")
            .bind(id)
            .fetch_one(&self.readers)
            .await?;
        let mut raw = Vec::new();
        ZlibDecoder::new(packed.as_slice()).read_to_end(&mut raw).map_err(corrupt("documents", id))?;
        Ok(raw)
    }

    /// How many documents of this scope whose date lies in the span say nothing of the indicator.
    /// Without a scope, documents of every scope count.
    pub async fn silent_documents(
        &self,
        indicator: i64,
        scope: Option<&str>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select count(*) from documents
             where date between $1 and $2
                 and ($3 is null or scope = $3)
                 and not exists (
                     select 1 from claims join links on links.claim = claims.id
                     where claims.document = documents.id and links.indicator = $4
                 )",
        )
        .bind(from)
        .bind(to)
        .bind(scope)
        .bind(indicator)
        .fetch_one(&self.readers)
        .await?)
    }

    /// The documents with these numbers, a JSON array, in its order.
    pub(super) async fn document_rows(&self, ids: &str) -> Result<Vec<DocumentRow>, StoreError> {
        let rows = sqlx::query(
            "select documents.id, source, title, publisher, reposted_from, published_at, event_date, scope, url,
                 ingested_at, (select count(*) from claims where document = documents.id) as claims
             from json_each($1) as wanted join documents on documents.id = wanted.value
             order by wanted.key",
        )
        .bind(ids)
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                let id = row.try_get("id")?;
                document_row(id, row).map_err(corrupt("documents", id))
            })
            .collect()
    }

    /// The blocks of a document, in order.
    async fn blocks(&self, document: i64) -> Result<Vec<Block>, StoreError> {
        let rows: Vec<BlockRow> = sqlx::query_as(
            "select start_char, end_char, role, level, speaker, speaker_post, speaker_organisation
             from blocks where document = $1 order by start_char",
        )
        .bind(document)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Block {
                    span: Span::new(row.start_char as usize, row.end_char as usize),
                    role: row.role.parse().map_err(corrupt::<strum::ParseError>("blocks", document))?,
                    level: row.level,
                    speaker: row.speaker.map(|name| Speaker {
                        name,
                        post: row.speaker_post,
                        organisation: row.speaker_organisation,
                    }),
                })
            })
            .collect()
    }
}

/// A row of `blocks`.
#[derive(FromRow)]
struct BlockRow {
    start_char: i64,
    end_char: i64,
    role: String,
    level: Option<u8>,
    speaker: Option<String>,
    speaker_post: Option<String>,
    speaker_organisation: Option<String>,
}

fn document_row(id: i64, row: &SqliteRow) -> Result<DocumentRow, sqlx::Error> {
    Ok(DocumentRow {
        id,
        metadata: Metadata {
            title: row.try_get("title")?,
            publisher: row.try_get("publisher")?,
            reposted_from: row.try_get("reposted_from")?,
            published_at: row.try_get("published_at")?,
            event_date: row.try_get("event_date")?,
            scope: row.try_get("scope")?,
            url: row.try_get("url")?,
        },
        source: row.try_get("source")?,
        claims: row.try_get("claims")?,
        ingested_at: row.try_get("ingested_at")?,
    })
}

/// A new document in the form in which it goes to `SQLite`, made before the transaction begins.
struct Rows {
    /// Its bytes are compressed.
    document: Document,
    /// The number of bytes before.
    size: i64,
    blocks: Vec<String>,
    claims: Vec<String>,
    links: Vec<String>,
}

impl Rows {
    fn of(new: NewDocument<'_>) -> Self {
        let mut packed = Vec::new();
        ZlibEncoder::new(new.document.raw.as_slice(), Compression::default())
            .read_to_end(&mut packed)
            .expect("reading from memory into memory cannot fail");
        let links: Vec<_> = new.claims.iter().zip(new.links).map(link_row).collect();
        Self {
            size: new.document.raw.len() as i64,
            document: Document { raw: packed, ..new.document.clone() },
            blocks: batches(new.blocks),
            claims: batches(new.claims),
            links: batches(&links),
        }
    }

    async fn insert(self, connection: &mut SqliteConnection) -> Result<Added, sqlx::Error> {
        let known = sqlx::query_scalar("select id from documents where sha256 = $1")
            .bind(&self.document.sha256)
            .fetch_optional(&mut *connection)
            .await?;
        if let Some(id) = known {
            return Ok(Added::Known(id));
        }
        let id = insert_document(connection, self.document, self.size).await?;
        for blocks in self.blocks {
            insert_blocks(connection, id, blocks).await?;
        }
        for (batch, claims) in self.claims.into_iter().enumerate() {
            insert_claims(connection, id, batch * ROWS_AT_ONCE, claims).await?;
        }
        for (batch, links) in self.links.into_iter().enumerate() {
            insert_links(connection, id, batch * ROWS_AT_ONCE, &links).await?;
        }
        Ok(Added::New(id))
    }
}

/// What is written of a link, with the name by which this claim calls the indicator.
fn link_row((claim, link): (&Claim, &Link)) -> serde_json::Value {
    json!({ "key": link.key, "name": link.name, "alias": claim.indicator, "reason": link.reason })
}

/// JSON arrays of at most [`ROWS_AT_ONCE`] elements.
fn batches<T: Serialize>(rows: &[T]) -> Vec<String> {
    rows.chunks(ROWS_AT_ONCE)
        .map(|rows| serde_json::to_string(rows).expect("plain data has a JSON form"))
        .collect()
}

async fn insert_document(
    connection: &mut SqliteConnection,
    document: Document,
    size: i64,
) -> Result<i64, sqlx::Error> {
    let Document { source, raw, text, encoding, sha256, metadata } = document;
    sqlx::query_scalar(
        "insert into documents (
             source, sha256, size, encoding, title, publisher, reposted_from, published_at, event_date, scope, url,
             extractor, ingested_at, text, raw
         ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id",
    )
    .bind(source)
    .bind(sha256)
    .bind(size)
    .bind(encoding)
    .bind(metadata.title)
    .bind(metadata.publisher)
    .bind(metadata.reposted_from)
    .bind(metadata.published_at)
    .bind(metadata.event_date)
    .bind(metadata.scope)
    .bind(metadata.url)
    .bind(crate::EXTRACTOR_VERSION)
    .bind(Utc::now().trunc_subsecs(0))
    .bind(text)
    .bind(raw)
    .fetch_one(connection)
    .await
}

async fn insert_blocks(
    connection: &mut SqliteConnection,
    document: i64,
    blocks: String,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into blocks (
             document, start_char, end_char, role, level, speaker, speaker_post, speaker_organisation
         )
         select $1, value->>'$.span.start', value->>'$.span.end', value->>'$.role', value->>'$.level',
             value->>'$.speaker.name', value->>'$.speaker.post', value->>'$.speaker.organisation'
         from json_each($2)",
    )
    .bind(document)
    .bind(blocks)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the fields from the JSON of the claim contract, which the view `stored_claims` puts together again.
async fn insert_claims(
    connection: &mut SqliteConnection,
    document: i64,
    first: usize,
    claims: String,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into claims (
             document, position, start_char, end_char, quote, value, value_high, unit, kind, direction, basis, role,
             bound, status, indicator, subject, scope, period_start, period_end, period_type, period_text,
             period_inherited, speaker, sentence_start, sentence_end, rule, confidence, warnings
         )
         select $1, $2 + key, value->>'$.start', value->>'$.end', value->>'$.quote', value->>'$.value',
             value->>'$.value_high', value->>'$.unit', value->>'$.kind', value->>'$.direction', value->>'$.basis',
             value->>'$.role', value->>'$.bound', value->>'$.status', value->>'$.indicator', value->>'$.subject',
             value->>'$.scope', value->>'$.period.start', value->>'$.period.end', value->>'$.period.type',
             value->>'$.period.text', value->>'$.period.inherited', value->>'$.speaker',
             value->>'$.sentence.start', value->>'$.sentence.end', value->>'$.rule', value->>'$.confidence',
             value->'$.warnings'
         from json_each($3)
         order by key",
    )
    .bind(document)
    .bind(first as i64)
    .bind(claims)
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_links(
    connection: &mut SqliteConnection,
    document: i64,
    first: usize,
    links: &str,
) -> Result<(), sqlx::Error> {
    // A conflict clause instead of `not exists` would use up a number for every known indicator.
    sqlx::query(
        "insert into indicators (key, name)
         select link.value->>'$.key', link.value->>'$.name'
         from json_each($1) as link
         where not exists (select 1 from indicators where indicators.key = link.value->>'$.key')
         group by link.value->>'$.key'
         order by min(link.key)",
    )
    .bind(links)
    .execute(&mut *connection)
    .await?;
    // SQLite needs `where true` to tell the conflict clause from a join.
    sqlx::query(
        "insert into aliases (indicator, name)
         select indicators.id, alias.value
         from json_each($1) as link
         join indicators on indicators.key = link.value->>'$.key'
         join json_each(json_array(link.value->>'$.name', link.value->>'$.alias')) as alias
         where true
         on conflict do nothing",
    )
    .bind(links)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into links (claim, indicator, reason)
         select claims.id, indicators.id, link.value->>'$.reason'
         from json_each($3) as link
         join claims on claims.document = $1 and claims.position = $2 + link.key
         join indicators on indicators.key = link.value->>'$.key'",
    )
    .bind(document)
    .bind(first as i64)
    .bind(links)
    .execute(connection)
    .await?;
    Ok(())
}
