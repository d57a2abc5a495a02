//! Which documents are one, and which of them counts: kept in step within each transaction.

use super::error::{StoreError, corrupt};
use super::tally;
use super::{Added, Other, Related, Store};
use crate::claim::Claim;
use crate::document::Metadata;
use crate::series::{self, Edition, Member};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};

/// All documents that share a wording or a page with one, directly or by way of others, itself included.
const KIN: &str = r#"with recursive kin (document) as (
         select $1
         union
         select other.document from kin
             join editions as one on one.document = kin.document
             join editions as other on other.wording = one.wording
         union
         select other.document from kin
             join editions as one on one.document = kin.document
             join editions as other on other.page = one.page
     )
     select documents.id, sha256, wording, page, event_date, published_at, reposted_from is not null as reposted,
         exists (select 1 from decisions where instr(act, '"sha256":"' || sha256) > 0) as decided, counted_as
     from kin
     join documents on documents.id = kin.document
     join editions on editions.document = documents.id
     order by documents.id"#;

impl Store {
    /// The other documents that are one with this one, in the order of their publication.
    pub async fn editions(&self, id: i64) -> Result<Vec<Other>, StoreError> {
        let kin: Vec<Kin> = sqlx::query_as(KIN).bind(id).fetch_all(&self.readers).await?;
        let Some(this) = kin.iter().find(|one| one.id == id) else { return Ok(Vec::new()) };
        let time = |one: &Kin| (one.published_at, one.id);
        let mut others: Vec<&Kin> =
            kin.iter().filter(|one| one.id != id && one.stands() == this.stands()).collect();
        others.sort_by_key(|one| time(one));
        let ids: Vec<i64> = others.iter().map(|one| one.id).collect();
        let rows = self.document_rows(&json!(ids).to_string()).await?;
        let related = others.iter().map(|one| {
            if one.wording == this.wording {
                Related::Same
            } else if one.counted_as.is_none() || (this.counted_as.is_some() && time(one) > time(this)) {
                Related::Newer
            } else {
                Related::Older
            }
        });
        Ok(related.zip(rows).map(|(related, row)| Other { related, row }).collect())
    }
}

/// A row of [`KIN`].
#[derive(FromRow)]
struct Kin {
    id: i64,
    sha256: String,
    wording: Option<String>,
    page: Option<String>,
    event_date: Option<NaiveDate>,
    published_at: Option<NaiveDateTime>,
    reposted: bool,
    decided: bool,
    counted_as: Option<i64>,
}

impl Kin {
    fn stands(&self) -> i64 {
        self.counted_as.unwrap_or(self.id)
    }
}

/// What a document may share with others. A file without an address is a page of its own at its path, so that one
/// which was changed where it stands does not count twice. The rows of a table move, and standard input has no path.
pub(super) fn edition_of(source: &str, metadata: &Metadata, text: &str, claims: &[Claim]) -> Edition {
    let has_path = source != "-" && !source.contains('#');
    let path = || has_path.then(|| format!("{source}\n{}", metadata.scope.as_deref().unwrap_or_default()));
    let placed = Metadata { url: metadata.url.clone().or_else(path), ..metadata.clone() };
    Edition::of(&placed, text, claims)
}

/// Writes down what a document may share with others, in the place of what was known.
pub(super) async fn note(
    connection: &mut SqliteConnection,
    document: i64,
    edition: &Edition,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into editions (document, wording, page) values ($1, $2, $3)
         on conflict (document) do update set wording = excluded.wording, page = excluded.page",
    )
    .bind(document)
    .bind(&edition.wording)
    .bind(&edition.page)
    .execute(connection)
    .await?;
    Ok(())
}

/// Works out anew which of the documents around this one count, after it came or was read again.
pub(super) async fn settle(connection: &mut SqliteConnection, document: i64) -> Result<Added, sqlx::Error> {
    let kin: Vec<Kin> = sqlx::query_as(KIN).bind(document).fetch_all(&mut *connection).await?;
    let members = members(&mut *connection, &kin).await?;
    let standings = series::standings(&members);
    for one in &kin {
        let counted_as = standings.get(&one.id).copied().unwrap_or(one.id);
        stand(connection, one, counted_as).await?;
    }
    let stands = |one: &Kin| standings.get(&one.id) == Some(&document);
    Ok(match standings.get(&document) {
        Some(&counted) if counted != document => Added::Aside(document, counted),
        _ => match kin.iter().find(|one| one.id != document && one.counted_as.is_none() && stands(one)) {
            Some(displaced) => Added::Instead(document, displaced.id),
            None => Added::New(document),
        },
    })
}

/// Writes down what a document shares now that it was read again, and settles it and those with which
/// it shared something before. Its links are new and count.
pub(super) async fn note_again(
    connection: &mut SqliteConnection,
    document: i64,
    edition: &Edition,
) -> Result<(), sqlx::Error> {
    let before: Vec<Kin> = sqlx::query_as(KIN).bind(document).fetch_all(&mut *connection).await?;
    sqlx::query("update editions set counted_as = null where document = $1")
        .bind(document)
        .execute(&mut *connection)
        .await?;
    note(connection, document, edition).await?;
    for one in before {
        settle(connection, one.id).await?;
    }
    Ok(())
}

async fn members(connection: &mut SqliteConnection, kin: &[Kin]) -> Result<Vec<Member>, sqlx::Error> {
    let mut wordings: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for one in kin {
        if let Some(page) = &one.page {
            wordings.entry(page).or_default().insert(one.wording.as_deref());
        }
    }
    let mut members = Vec::with_capacity(kin.len());
    for one in kin {
        let versions = one.page.as_deref().is_some_and(|page| wordings[page].len() > 1);
        members.push(Member {
            id: one.id,
            sha256: one.sha256.clone(),
            wording: one.wording.clone(),
            page: one.page.clone(),
            event_date: one.event_date,
            published_at: one.published_at,
            reposted: one.reposted,
            decided: one.decided,
            sentences: if versions { sentences(connection, one.id).await? } else { Vec::new() },
        });
    }
    Ok(members)
}

/// Lets a document count, or another in its place.
async fn stand(connection: &mut SqliteConnection, one: &Kin, counted_as: i64) -> Result<(), sqlx::Error> {
    let counts = counted_as == one.id;
    if one.counted_as == (!counts).then_some(counted_as) {
        return Ok(());
    }
    sqlx::query("update editions set counted_as = $2 where document = $1")
        .bind(one.id)
        .bind((!counts).then_some(counted_as))
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "update all_links set counts = $2
         where claim in (select id from claims where document = $1) and counts <> $2",
    )
    .bind(one.id)
    .bind(counts)
    .execute(&mut *connection)
    .await?;
    // Its claims are found again as soon as they count.
    tally::forget(connection, one.id).await
}

/// Text and claims of a stored document: its sentences with figures.
async fn sentences(connection: &mut SqliteConnection, document: i64) -> Result<Vec<String>, sqlx::Error> {
    let (_, _, text, claims) = stored(connection, document).await?;
    Ok(series::sentences(&text, &claims))
}

async fn stored(
    connection: &mut SqliteConnection,
    document: i64,
) -> Result<(String, Metadata, String, Vec<Claim>), sqlx::Error> {
    let (source, text, title, published_at, event_date, scope, url) = sqlx::query_as(
        "select source, text, title, published_at, event_date, scope, url from documents where id = $1",
    )
    .bind(document)
    .fetch_one(&mut *connection)
    .await?;
    let claims: Vec<String> = sqlx::query_scalar(
        "select claim from stored_claims where document = $1 order by start_char, position",
    )
    .bind(document)
    .fetch_all(connection)
    .await?;
    let claims = claims
        .iter()
        .map(|claim| serde_json::from_str(claim))
        .collect::<Result<_, _>>()
        .map_err(|error| sqlx::Error::Decode(Box::new(corrupt("claims", document)(error))))?;
    let metadata = Metadata { title, published_at, event_date, scope, url, ..Metadata::default() };
    Ok((source, metadata, text, claims))
}

/// Reads what documents may share that were stored by a program that did not ask.
pub(super) async fn complete(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let unknown: Vec<i64> = sqlx::query_scalar(
        "select id from all_documents where id not in (select document from editions) order by id",
    )
    .fetch_all(&mut *connection)
    .await?;
    for document in unknown {
        let (source, metadata, text, claims) = stored(connection, document).await?;
        note(connection, document, &edition_of(&source, &metadata, &text, &claims)).await?;
        settle(connection, document).await?;
    }
    Ok(())
}
