//! Writing a document with all that was read from it, and reading it again.

use super::decision::decisions_of;
use super::error::{StoreError, corrupt, while_writing};
use super::tally::{self, Match};
use super::{
    Added, DocumentFilter, DocumentRow, NewDocument, Page, Store, StoredClaim, StoredDocument, Totals,
    describe, edition, numbers, removal,
};
use crate::claim::Claim;
use crate::document::{Document, Given, Metadata, Span};
use crate::series::{self, Decisions, Edition, Facts, Link, Place};
use crate::text::{Block, Speaker};
use chrono::{NaiveDate, SubsecRound, Utc};
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use serde::Serialize;
use serde_json::json;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::types::Json;
use sqlx::{FromRow, Row};
use std::io::Read;

/// How many rows go into one statement: row by row is a hundred times slower.
const ROWS_AT_ONCE: usize = 2_000;

/// All documents in an order, and how many there are.
macro_rules! all_documents {
    ($order:literal) => {
        concat!(
            "select
                 (select count(*) from all_documents) - (select count(*) from removals),
                 (select json_group_array(id) from (
                     select id from documents order by ",
            $order,
            " limit $1 offset $2
                 ))"
        )
    };
}

/// Those that are found. An index is walked in its order instead of sorting them.
macro_rules! found_documents {
    ($order:literal) => {
        concat!(
            "with found as materialized (
                 select rowid as id from document_words where document_words match $3
             )
             select
                 (select count(*) from found),
                 (select json_group_array(id) from (
                     select id from all_documents indexed by documents_by_date
                     where id in (select id from found) order by ",
            $order,
            " limit $1 offset $2
                 ))"
        )
    };
}

/// The rows of documents with these numbers, in their order.
macro_rules! document_rows {
    ($from:literal) => {
        concat!(
            "select documents.id, source, title, publisher, reposted_from, published_at, event_date, precision, scope,
                 url, ingested_at, (select count(*) from claims where document = documents.id) as claims,
                 (select counted_as from editions where document = documents.id) as counted_as
             from json_each($1) as wanted join ",
            $from,
            " as documents on documents.id = wanted.value
             order by wanted.key"
        )
    };
}

const ROWS: &str = document_rows!("documents");
const ALL_ROWS: &str = document_rows!("all_documents");

pub(super) const NEWEST_DOCUMENTS: &str = all_documents!("date desc, id desc");
pub(super) const OLDEST_DOCUMENTS: &str = all_documents!("date asc nulls last, id");
pub(super) const FOUND_DOCUMENTS: &str = found_documents!("date desc, id desc");
pub(super) const OLDEST_FOUND_DOCUMENTS: &str = found_documents!("date asc nulls last, id");

/// The documents next to a day on either side, in order of time.
pub(super) const DOCUMENTS_NEAR: &str = "with before as materialized (
         select id, date from documents where date < $2 order by date desc, id desc limit $1
     ), after as materialized (
         select id, date from documents where date >= $2 order by date, id limit $1
     )
     select json_group_array(id order by date, id) from (select * from before union all select * from after)";

impl Store {
    /// Stores a document, its blocks, claims and links: all of it or nothing.
    pub async fn add(&self, new: NewDocument<'_>) -> Result<Added, StoreError> {
        // One document in, one answer out.
        self.add_all(&[new]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// Stores documents in one transaction, which is faster than one at a time. One answer a document.
    pub async fn add_all(&self, new: &[NewDocument<'_>]) -> Result<Vec<Added>, StoreError> {
        self.insert(new, true).await
    }

    /// The same as [`Self::add`], but lists and totals hold it only after [`Self::count`], or when the
    /// database is opened again. The more is stored, the longer counting takes.
    pub async fn add_uncounted(&self, new: NewDocument<'_>) -> Result<Added, StoreError> {
        self.insert(&[new], false).await?.pop().ok_or(StoreError::NotFound)
    }

    /// Counts what was added uncounted.
    pub async fn count(&self) -> Result<(), StoreError> {
        self.insert(&[], true).await.map(drop)
    }

    async fn insert(&self, new: &[NewDocument<'_>], count: bool) -> Result<Vec<Added>, StoreError> {
        let writer = self.writer()?;
        if let Some(new) = new.iter().find(|new| new.claims.len() != new.links.len()) {
            return Err(StoreError::Unlinked { claims: new.claims.len(), links: new.links.len() });
        }
        let rows: Vec<Rows> = new.iter().map(|&new| Rows::of(new)).collect();
        let path = self.path.clone();
        // In a task of its own, so that a caller who gives up cannot stop it half way.
        let task = tokio::spawn(async move {
            let failed = |error| while_writing(&path, error);
            let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
            let decisions = Decisions::in_force(decisions_of(&mut transaction).await?);
            let mut added = Vec::with_capacity(rows.len());
            for rows in rows {
                added.push(rows.insert(&mut transaction, &decisions).await.map_err(failed)?);
            }
            if count {
                tally::refresh(&mut transaction).await.map_err(failed)?;
            } else {
                tally::index_many(&mut transaction).await.map_err(failed)?;
            }
            transaction.commit().await.map_err(failed)?;
            Ok(added)
        });
        task.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
    }

    /// Puts what is read from a stored document now in the place of what was read before: all of it or
    /// nothing. A claim that is found again where it was keeps its number.
    pub async fn put_again(&self, read: ReadAgain) -> Result<(), StoreError> {
        let writer = self.writer()?;
        let path = self.path.clone();
        let task = tokio::spawn(async move {
            let failed = |error| while_writing(&path, error);
            let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
            let decisions = Decisions::in_force(decisions_of(&mut transaction).await?);
            read.put(&mut transaction, &decisions).await.map_err(failed)?;
            tally::refresh(&mut transaction).await.map_err(failed)?;
            transaction.commit().await.map_err(failed)
        });
        task.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
    }

    /// What the caller said of a document when it came; `None` where that was not kept.
    pub async fn given(&self, id: i64) -> Result<Option<Given>, StoreError> {
        let given: Option<Json<Given>> = sqlx::query_scalar("select given from all_documents where id = $1")
            .bind(id)
            .fetch_one(&self.readers)
            .await
            .map_err(corrupt("documents", id))?;
        Ok(given.map(|given| given.0))
    }

    /// The numbers of all documents, in order.
    pub async fn document_ids(&self) -> Result<Vec<i64>, StoreError> {
        Ok(sqlx::query_scalar("select id from documents order by id").fetch_all(&self.readers).await?)
    }

    /// The document with these bytes, if it is stored; also one that was taken out.
    pub async fn find_by_sha256(&self, sha256: &str) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar("select id from all_documents where sha256 = $1")
            .bind(sha256)
            .fetch_optional(&self.readers)
            .await?)
    }

    /// Counts of everything.
    pub async fn totals(&self) -> Result<Totals, StoreError> {
        let (stored, aside, removed, claims, indicators): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "select
                 (select count(*) from all_documents),
                 (select count(*) from editions where counted_as is not null),
                 (select count(*) from removals),
                 (select coalesce(sum(points), 0) from tallies),
                 (select count(*) from tallies)",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(Totals { documents: stored - aside - removed, aside, removed, claims, indicators })
    }

    /// Documents that fit, those without a date last.
    pub async fn documents(&self, filter: &DocumentFilter) -> Result<Page<DocumentRow>, StoreError> {
        let Page { rows, total } = self.documents_found(filter).await?;
        Ok(Page { rows: self.documents_numbered(&rows).await?, total })
    }

    /// The documents with these numbers, in this order; those that are not there are left out.
    pub async fn documents_numbered(&self, ids: &[i64]) -> Result<Vec<DocumentRow>, StoreError> {
        self.document_rows(&json!(ids).to_string()).await
    }

    /// The numbers of the documents that fit.
    pub async fn documents_found(&self, filter: &DocumentFilter) -> Result<Page<i64>, StoreError> {
        let wanted = Match::default()
            .documents(&filter.query)
            .words("publisher", &filter.publisher)
            .facet("scope", filter.scope.as_deref())
            .facet("kind", filter.kind.map(Into::into))
            .facet("year", filter.year.map(|year| format!("{year:04}")).as_deref());
        let wanted = wanted.query();
        let query = match (&wanted, filter.oldest_first) {
            (None, false) => NEWEST_DOCUMENTS,
            (None, true) => OLDEST_DOCUMENTS,
            (Some(_), false) => FOUND_DOCUMENTS,
            (Some(_), true) => OLDEST_FOUND_DOCUMENTS,
        };
        let query = sqlx::query_as(query).bind(filter.limit).bind(filter.offset);
        let (total, ids): (i64, String) = match wanted {
            Some(wanted) => query.bind(wanted),
            None => query,
        }
        .fetch_one(&self.readers)
        .await?;
        Ok(Page { rows: numbers(&ids)?, total })
    }

    /// The documents nearest in time to a day: the last ones before it and the first ones after it.
    pub async fn documents_near(&self, day: NaiveDate, limit: i64) -> Result<Vec<DocumentRow>, StoreError> {
        let ids: String =
            sqlx::query_scalar(DOCUMENTS_NEAR).bind(limit).bind(day).fetch_one(&self.readers).await?;
        self.document_rows(&ids).await
    }

    /// The text of a document.
    pub async fn text_of(&self, id: i64) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("select text from documents where id = $1")
            .bind(id)
            .fetch_one(&self.readers)
            .await?)
    }

    /// One document with its text, blocks and claims.
    pub async fn document(&self, id: i64) -> Result<StoredDocument, StoreError> {
        let document = self.document_alone(id).await?;
        Ok(StoredDocument { claims: self.claims_of(id).await?, ..document })
    }

    /// One document with its text and blocks.
    pub(super) async fn document_alone(&self, id: i64) -> Result<StoredDocument, StoreError> {
        match self.document_rows(&format!("[{id}]")).await?.pop() {
            Some(row) => self.of_row(row).await,
            None => Err(self.why_absent(id).await),
        }
    }

    /// One document with its text, blocks and claims, also one that was taken out.
    pub(super) async fn stored(&self, id: i64) -> Result<StoredDocument, StoreError> {
        let document = self.of_row(self.any_row(id).await?).await?;
        Ok(StoredDocument { claims: self.claims_of(id).await?, ..document })
    }

    /// The row of a document, also of one that was taken out.
    pub(super) async fn any_row(&self, id: i64) -> Result<DocumentRow, StoreError> {
        self.rows_by(ALL_ROWS, &format!("[{id}]")).await?.pop().ok_or(StoreError::NotFound)
    }

    async fn of_row(&self, row: DocumentRow) -> Result<StoredDocument, StoreError> {
        let id = row.id;
        let (text, sha256, bytes, encoding, extractor) =
            sqlx::query_as("select text, sha256, size, encoding, extractor from all_documents where id = $1")
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
            claims: Vec::new(),
        })
    }

    /// The bytes of a document as they were received.
    pub async fn raw(&self, id: i64) -> Result<Vec<u8>, StoreError> {
        let (packed, text): (Vec<u8>, Option<String>) =
            sqlx::query_as("select raw, iif(raw = x'', text, null) from all_documents where id = $1")
                .bind(id)
                .fetch_one(&self.readers)
                .await?;
        if let Some(text) = text {
            return Ok(text.into_bytes());
        }
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
            "with silent as (
                 select scope, date from documents where id not in (
                     select claims.document from links join claims on claims.id = links.claim
                     where links.indicator = $4
                     union all
                     select document from editions where counted_as is not null
                 )
             )
             select iif($3 is null,
                 (select count(*) from silent where date between $1 and $2),
                 (select count(*) from silent where scope = $3 and date between $1 and $2)
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
        self.rows_by(ROWS, ids).await
    }

    async fn rows_by(&self, query: &'static str, ids: &str) -> Result<Vec<DocumentRow>, StoreError> {
        let rows = sqlx::query(query).bind(ids).fetch_all(&self.readers).await?;
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
            precision: row
                .try_get::<&str, _>("precision")?
                .parse()
                .map_err(|error: strum::ParseError| sqlx::Error::Decode(error.into()))?,
            scope: row.try_get("scope")?,
            url: row.try_get("url")?,
        },
        source: row.try_get("source")?,
        claims: row.try_get("claims")?,
        counted_as: row.try_get("counted_as")?,
        ingested_at: row.try_get("ingested_at")?,
    })
}

/// A new document in the form in which it goes to `SQLite`, made before the transaction begins.
struct Rows {
    /// Its bytes are compressed.
    document: Document,
    /// The number of bytes before.
    size: i64,
    given: Option<Given>,
    edition: Edition,
    parts: Parts,
}

/// What was read from a document, in the form in which it goes to `SQLite`.
struct Parts {
    blocks: Vec<String>,
    claims: Vec<String>,
    links: Vec<LinkRow>,
}

impl Rows {
    fn of(new: NewDocument<'_>) -> Self {
        let mut packed = Vec::new();
        // Most texts are what came in, byte for byte: nothing is kept of those but the text.
        if new.document.raw != new.document.text.as_bytes() {
            ZlibEncoder::new(new.document.raw.as_slice(), Compression::default())
                .read_to_end(&mut packed)
                .expect("reading from memory into memory cannot fail");
        }
        Self {
            size: new.document.raw.len() as i64,
            edition: edition::edition_of(
                &new.document.source,
                &new.document.metadata,
                &new.document.text,
                new.claims,
            ),
            given: new.given.cloned(),
            document: Document { raw: packed, ..new.document.clone() },
            parts: Parts::of(&new.document.sha256, new.blocks, new.claims, new.links, &[]),
        }
    }

    async fn insert(
        self,
        connection: &mut SqliteConnection,
        decisions: &Decisions,
    ) -> Result<Added, sqlx::Error> {
        let known = sqlx::query_scalar("select id from all_documents where sha256 = $1")
            .bind(&self.document.sha256)
            .fetch_optional(&mut *connection)
            .await?;
        if let Some(id) = known {
            return Ok(Added::Known(id));
        }
        let id = insert_document(connection, self.document, self.size, self.given).await?;
        self.parts.insert(connection, id, decisions).await?;
        edition::note(connection, id, &self.edition).await?;
        edition::settle(connection, id).await
    }
}

impl Parts {
    /// `numbers` are those that the claims had before; empty where they are new.
    fn of(sha256: &str, blocks: &[Block], claims: &[Claim], links: &[Link], numbers: &[Option<i64>]) -> Self {
        let numbers = numbers.iter().copied().chain(std::iter::repeat(None));
        let numbered: Vec<_> =
            claims.iter().zip(numbers).map(|(claim, id)| NumberedClaim { id, claim }).collect();
        Self {
            blocks: batches(blocks),
            claims: batches(&numbered),
            links: claims.iter().zip(links).map(|(claim, link)| LinkRow::of(sha256, claim, link)).collect(),
        }
    }

    async fn insert(
        self,
        connection: &mut SqliteConnection,
        document: i64,
        decisions: &Decisions,
    ) -> Result<(), sqlx::Error> {
        for blocks in self.blocks {
            insert_blocks(connection, document, blocks).await?;
        }
        for (batch, claims) in self.claims.into_iter().enumerate() {
            insert_claims(connection, document, batch * ROWS_AT_ONCE, claims).await?;
        }
        let links: Vec<LinkRow> = self.links.into_iter().map(|link| link.settled(decisions)).collect();
        for (batch, links) in batches(&links).into_iter().enumerate() {
            insert_links(connection, document, batch * ROWS_AT_ONCE, &links).await?;
        }
        Ok(())
    }
}

/// A stored document that was read again, in the form in which it goes to `SQLite`.
pub struct ReadAgain {
    id: i64,
    /// What is known of it now.
    metadata: Metadata,
    /// What it states itself of what people say of it.
    aside: Option<Metadata>,
    /// What the caller said of it, where that is more than before.
    given: Option<Given>,
    edition: Edition,
    parts: Parts,
}

impl ReadAgain {
    /// With `stored`, which states this of itself and of which people say these `facts`. With it comes what becomes of
    /// each claim that is not read as it was.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unlinked`] where there is not one link a claim.
    pub fn of(
        stored: &StoredDocument,
        stated: Metadata,
        facts: &Facts,
        (blocks, claims, links): (&[Block], &[Claim], &[Link]),
    ) -> Result<(Self, Vec<Changed>), StoreError> {
        if claims.len() != links.len() {
            return Err(StoreError::Unlinked { claims: claims.len(), links: links.len() });
        }
        let metadata = facts.over(stated.clone());
        let (numbers, changed) = compare(stored.claims.clone(), claims);
        let read = Self {
            id: stored.row.id,
            aside: (!facts.is_empty()).then_some(stated),
            given: None,
            edition: edition::edition_of(&stored.row.source, &metadata, &stored.text, claims),
            parts: Parts::of(&stored.sha256, blocks, claims, links, &numbers),
            metadata,
        };
        Ok((read, changed))
    }

    /// The same, and the caller says this of it from now on.
    #[must_use]
    pub fn with(self, given: Option<Given>) -> Self {
        Self { given, ..self }
    }

    /// Puts it in the place of what was there.
    pub(super) async fn put(
        self,
        connection: &mut SqliteConnection,
        decisions: &Decisions,
    ) -> Result<(), sqlx::Error> {
        let id = self.id;
        describe::put_aside(connection, id, self.aside).await?;
        tally::forget(connection, id).await?;
        for emptied in [
            "delete from all_links where claim in (select id from claims where document = $1)",
            "delete from claims where document = $1",
            "delete from blocks where document = $1",
        ] {
            sqlx::query(emptied).bind(id).execute(&mut *connection).await?;
        }
        update_metadata(connection, id, self.metadata).await?;
        if let Some(given) = self.given {
            let given_now = "update all_documents set given = $1 where id = $2";
            sqlx::query(given_now).bind(Json(given)).bind(id).execute(&mut *connection).await?;
        }
        self.parts.insert(connection, id, decisions).await?;
        edition::note_again(connection, id, &self.edition).await?;
        removal::uphold(connection, id).await?;
        sqlx::query("update all_documents set extractor = $1 where id = $2")
            .bind(crate::EXTRACTOR_VERSION)
            .bind(id)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// A claim with the number that it had before, if it had one.
#[derive(Serialize)]
struct NumberedClaim<'a> {
    id: Option<i64>,
    #[serde(flatten)]
    claim: &'a Claim,
}

/// What is written of a link.
#[derive(Serialize)]
struct LinkRow {
    /// What was found.
    origin: String,
    /// What the claims call that.
    origin_name: String,
    /// Where it ends up.
    key: String,
    /// What to call that where it is new.
    name: String,
    /// How this claim calls it.
    alias: String,
    score: u8,
    reason: String,
    decided: Option<String>,
    comparable: bool,
    #[serde(skip)]
    place: Place,
}

impl LinkRow {
    fn of(sha256: &str, claim: &Claim, link: &Link) -> Self {
        Self {
            origin: link.key.clone(),
            origin_name: link.name.clone(),
            key: link.key.clone(),
            name: link.name.clone(),
            alias: claim.indicator.clone(),
            score: link.score,
            reason: link.reason.clone(),
            decided: None,
            comparable: link.comparable,
            place: Place { sha256: sha256.to_owned(), start: claim.start, end: claim.end },
        }
    }

    /// The same link with what people decided.
    fn settled(self, decisions: &Decisions) -> Self {
        if decisions.is_empty() {
            return self;
        }
        let settled = decisions.settle(&self.place, &self.alias, &self.origin);
        let moved = settled.key != self.origin;
        let name = if moved { series::shown(&settled.key) } else { self.name };
        Self { key: settled.key, name, decided: settled.reason, ..self }
    }
}

/// What became of one claim of a text that was read again.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    /// It was not found before.
    Found(Claim),
    /// It is not found any more.
    Lost(Claim),
    /// It is read in another way: before, after.
    Read(Box<(Claim, Claim)>),
}

/// The numbers that `new` claims had before, and what changed. A claim is the same where the quote and
/// the indicator are, else where the quotes overlap.
fn compare(old: Vec<StoredClaim>, new: &[Claim]) -> (Vec<Option<i64>>, Vec<Changed>) {
    let mut left: Vec<Option<StoredClaim>> = old.into_iter().map(Some).collect();
    let mut found: Vec<Option<StoredClaim>> = vec![None; new.len()];
    let same = |a: &Claim, b: &Claim| a.start == b.start && a.end == b.end && a.indicator == b.indicator;
    let quote = |a: &Claim, b: &Claim| a.start == b.start && a.end == b.end;
    let overlap = |a: &Claim, b: &Claim| a.start < b.end && b.start < a.end;
    for fits in [&same as &dyn Fn(&Claim, &Claim) -> bool, &quote, &overlap] {
        // Both lists stand in the order of the text, so the search begins where the last one ended.
        let mut from = 0;
        for (claim, found) in new.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            while from < left.len()
                && left[from]
                    .as_ref()
                    .is_none_or(|old| old.claim.end <= claim.start && old.claim.start < claim.start)
            {
                from += 1;
            }
            let candidates = left[from..].iter_mut();
            let mut near =
                candidates.take_while(|old| old.as_ref().is_none_or(|old| old.claim.start < claim.end));
            if let Some(old) = near.find(|old| old.as_ref().is_some_and(|old| fits(&old.claim, claim))) {
                *found = old.take();
            }
        }
    }
    let mut changed: Vec<Changed> = left.into_iter().flatten().map(|old| Changed::Lost(old.claim)).collect();
    for (claim, found) in new.iter().zip(&found) {
        match found {
            None => changed.push(Changed::Found(claim.clone())),
            Some(old) if old.claim != *claim => {
                changed.push(Changed::Read(Box::new((old.claim.clone(), claim.clone()))));
            }
            Some(_) => {}
        }
    }
    (found.into_iter().map(|old| old.map(|old| old.id)).collect(), changed)
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
    given: Option<Given>,
) -> Result<i64, sqlx::Error> {
    let Document { source, raw, text, encoding, sha256, metadata } = document;
    sqlx::query_scalar(
        "insert into all_documents (
             source, sha256, size, encoding, title, publisher, reposted_from, published_at, event_date,
             precision, scope, url, extractor, ingested_at, text, raw, given
         ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id",
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
    .bind(<&'static str>::from(metadata.precision))
    .bind(metadata.scope)
    .bind(metadata.url)
    .bind(crate::EXTRACTOR_VERSION)
    .bind(Utc::now().trunc_subsecs(0))
    .bind(text)
    .bind(raw)
    .bind(given.map(Json))
    .fetch_one(connection)
    .await
}

async fn update_metadata(
    connection: &mut SqliteConnection,
    document: i64,
    metadata: Metadata,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update all_documents set title = $2, publisher = $3, reposted_from = $4, published_at = $5,
             event_date = $6, precision = $7, scope = $8, url = $9
         where id = $1",
    )
    .bind(document)
    .bind(metadata.title)
    .bind(metadata.publisher)
    .bind(metadata.reposted_from)
    .bind(metadata.published_at)
    .bind(metadata.event_date)
    .bind(<&'static str>::from(metadata.precision))
    .bind(metadata.scope)
    .bind(metadata.url)
    .execute(connection)
    .await?;
    Ok(())
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
    // `jsonb` reads the text of a claim once instead of once for every column.
    sqlx::query(
        "with read as materialized (select key, jsonb(value) as claim from json_each($3))
         insert into claims (
             id, document, position, start_char, end_char, quote, value, value_high, unit, kind, direction, basis, role,
             bound, status, provisional, indicator, subject, scope, period_start, period_end, period_type, period_text,
             period_inherited, speaker, sentence_start, sentence_end, rule, confidence, warnings
         )
         select claim->>'$.id', $1, $2 + key, claim->>'$.start', claim->>'$.end', claim->>'$.quote', claim->>'$.value',
             claim->>'$.value_high', claim->>'$.unit', claim->>'$.kind', claim->>'$.direction', claim->>'$.basis',
             claim->>'$.role', claim->>'$.bound', claim->>'$.status', claim->>'$.provisional', claim->>'$.indicator', claim->>'$.subject',
             claim->>'$.scope', claim->>'$.period.start', claim->>'$.period.end', claim->>'$.period.type',
             claim->>'$.period.text', claim->>'$.period.inherited', claim->>'$.speaker',
             claim->>'$.sentence.start', claim->>'$.sentence.end', claim->>'$.rule', claim->>'$.confidence',
             claim->'$.warnings'
         from read
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
        "with named as (
             select link.key as place, each.value->>0 as key, each.value->>1 as name
             from json_each($1) as link,
                 json_each(json_array(
                     json_array(link.value->>'$.key', link.value->>'$.name'),
                     json_array(link.value->>'$.origin', link.value->>'$.origin_name')
                 )) as each
         )
         insert into indicators (key, name, own_name)
         select key, name, name from named
         where not exists (select 1 from indicators where indicators.key = named.key)
         group by key
         order by min(place)",
    )
    .bind(links)
    .execute(&mut *connection)
    .await?;
    // The shortest name that any claim gives holds, so that the order of documents does not matter.
    sqlx::query(
        "update indicators
         set own_name = given.name, name = iif(indicators.name = own_name, given.name, indicators.name)
         from (
             select key, name from (
                 select link.value->>'$.origin' as key, link.value->>'$.origin_name' as name,
                     row_number() over (
                         partition by link.value->>'$.origin'
                         order by length(link.value->>'$.origin_name'), link.value->>'$.origin_name'
                     ) as place
                 from json_each($1) as link
             ) where place = 1
         ) as given
         where indicators.key = given.key
             and (length(given.name), given.name) < (length(own_name), own_name)",
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
         join json_each(json_array(upper(indicators.key), link.value->>'$.alias')) as alias
         where true
         on conflict do nothing",
    )
    .bind(links)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into all_links (claim, indicator, origin, score, reason, decided, comparable)
         select claims.id, indicators.id, origins.id, link.value->>'$.score', link.value->>'$.reason',
             link.value->>'$.decided', link.value->>'$.comparable'
         from json_each($3) as link
         join claims on claims.document = $1 and claims.position = $2 + link.key
         join indicators on indicators.key = link.value->>'$.key'
         join indicators as origins on origins.key = link.value->>'$.origin'",
    )
    .bind(document)
    .bind(first as i64)
    .bind(links)
    .execute(connection)
    .await?;
    Ok(())
}
