//! What lists and searches read instead of every claim: kept in step within each transaction.

use crate::document::DocumentKind;
use serde_json::json;
use sqlx::sqlite::SqliteConnection;

/// The claims of a document or an indicator, with all under which they are found, as a JSON array.
macro_rules! claims_to_find {
    ($which:literal) => {
        concat!(
            "select json_group_array(json_array(
                 place, concat_ws(char(31), indicators.name, claims.indicator), quote,
                 scope, kind, status, substr(coalesce(period_end, period_start), 1, 4)
             ))
             from links
             join claims on claims.id = links.claim
             join claim_places on claim_places.id = claims.id
             join indicators on indicators.id = links.indicator
             where ",
            $which
        )
    };
}

/// Place, names, quote, scope, kind, status, year.
type ClaimToFind = (i64, String, String, Option<String>, String, String, Option<String>);

/// Counts anew what the triggers marked, and puts down the words of what is new or has a new name.
pub(super) async fn refresh(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    count(connection).await?;
    index_unread(connection).await?;
    let renamed: Vec<i64> =
        sqlx::query_scalar("select indicator from stale where renamed").fetch_all(&mut *connection).await?;
    for indicator in renamed {
        let claims = sqlx::query_scalar(claims_to_find!("links.indicator = $1"));
        let claims = claims.bind(indicator).fetch_one(&mut *connection).await?;
        index_claims(connection, claims).await?;
    }
    sqlx::query("delete from stale").execute(&mut *connection).await?;
    Ok(())
}

/// Putting down the words of one document alone costs more, of many keeps others waiting.
const MANY: i64 = 100;

/// Puts down the words of new documents, once there are many.
pub(super) async fn index_many(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let unread: i64 = sqlx::query_scalar("select count(*) from unread").fetch_one(&mut *connection).await?;
    if unread < MANY {
        return Ok(());
    }
    index_unread(connection).await
}

async fn index_unread(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let unread: Vec<i64> =
        sqlx::query_scalar("select document from unread").fetch_all(&mut *connection).await?;
    for document in unread {
        index_document(connection, document).await?;
        let claims = sqlx::query_scalar(claims_to_find!("claims.document = $1"));
        let claims = claims.bind(document).fetch_one(&mut *connection).await?;
        index_claims(connection, claims).await?;
    }
    sqlx::query("delete from unread").execute(&mut *connection).await?;
    Ok(())
}

async fn count(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    for emptied in [
        "delete from tallies where indicator in (select indicator from stale)",
        "delete from reach where indicator in (select indicator from stale)",
        "delete from measures where indicator in (select indicator from stale)",
    ] {
        sqlx::query(emptied).execute(&mut *connection).await?;
    }
    sqlx::query(
        "insert into tallies (
             indicator, points, documents, longest, scopes, first_year, last_year, targets, restated, aimed
         )
         with counted as materialized (
             select links.indicator, claims.document, claims.scope, kind, basis, unit, status, value,
                 period_start, period_end, period_type, documents.date
             from stale
             join links on links.indicator = stale.indicator
             join claims on claims.id = links.claim
             join documents on documents.id = claims.document
         ), lengths as (
             select indicator, min(count(distinct document), count(distinct period_end)) as length
             from counted group by indicator, scope, kind, basis, unit, status, period_type
         ), longest as materialized (
             select indicator, max(length) as longest from lengths group by indicator
         ), again as (
             select indicator, max(date) as day from counted
             where status = 'actual' and period_end is not null
             group by indicator, scope, kind, basis, unit, period_type, period_start, period_end
             having count(distinct document) > 1 and count(distinct value) > 1
         ), restated as materialized (
             select indicator, max(day) as restated from again group by indicator
         ), goals as (
             select indicator, period_end as day from counted
             where period_type = 'year' and period_end is not null
             group by indicator, scope, kind, unit, period_end
             having count(distinct status) > 1 and count(distinct value) > 1
         ), aimed as materialized (
             select indicator, max(day) as aimed from goals group by indicator
         )
         select indicator, count(*), count(distinct document), longest.longest,
             json_group_array(distinct scope order by scope) filter (where scope is not null),
             cast(substr(min(coalesce(period_end, period_start)), 1, 4) as integer),
             cast(substr(max(coalesce(period_end, period_start)), 1, 4) as integer),
             count(*) filter (where status = 'target'), restated.restated, aimed.aimed
         from counted
         join longest using (indicator)
         left join restated using (indicator)
         left join aimed using (indicator)
         group by indicator",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into reach (scope, indicator, points, conferences, years, last_year)
         with said as materialized (
             select claims.scope, links.indicator, claims.status,
                 iif(documents.scope = claims.scope and documents.date is not null, documents.id, null) as own,
                 cast(substr(documents.date, 1, 4) as integer) as year
             from stale
             join links on links.indicator = stale.indicator
             join claims on claims.id = links.claim
             join documents on documents.id = claims.document
             where claims.scope is not null
         )
         select scope, indicator, count(*), count(distinct own),
             count(distinct year) filter (where own is not null and status = 'actual'),
             max(year) filter (where own is not null and status = 'actual')
         from said
         group by scope, indicator",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into measures (indicator, scope, kind, basis, unit, status, points, dated, claims)
         select links.indicator, scope, kind, basis, unit, status, count(*), count(period_end),
             json_group_array(claims.id)
         from stale
         join links on links.indicator = stale.indicator
         join claims on claims.id = links.claim
         group by links.indicator, scope, kind, basis, unit, status",
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// Makes claims findable: new ones, those read anew, and those that are called otherwise than before.
async fn index_claims(connection: &mut SqliteConnection, claims: String) -> Result<(), sqlx::Error> {
    let claims: Vec<ClaimToFind> =
        serde_json::from_str(&claims).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let rows: serde_json::Value = claims
        .into_iter()
        .map(|(place, names, quote, scope, kind, status, year)| {
            let facets = Facets(format!("{EVERY} "))
                .with("scope", scope.as_deref())
                .with("kind", Some(&kind))
                .with("status", Some(&status))
                .with("year", year.as_deref());
            json!([place, pairs(&names), pairs(&quote), facets.0])
        })
        .collect();
    sqlx::query(
        "insert or replace into claim_words (rowid, names, quote, facets)
         select value->>0, value->>1, value->>2, value->>3 from json_each($1)",
    )
    .bind(rows.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

async fn index_document(connection: &mut SqliteConnection, id: i64) -> Result<(), sqlx::Error> {
    type Row = (Option<String>, String, String, Option<String>, Option<String>, Option<String>);
    let found: Option<Row> = sqlx::query_as(
        "select title, source, text, concat_ws(char(31), publisher, reposted_from), scope, substr(date, 1, 4)
         from documents where id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((title, source, text, publisher, scope, year)) = found else {
        // It was taken out.
        sqlx::query("delete from document_words where rowid = $1").bind(id).execute(connection).await?;
        return Ok(());
    };
    let kind: &'static str = DocumentKind::of(title.as_deref()).into();
    let facets = Facets::default()
        .with("scope", scope.as_deref())
        .with("kind", Some(kind))
        .with("year", year.as_deref());
    sqlx::query(
        "insert or replace into document_words (rowid, title, text, publisher, facets) values ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(pairs(title.as_deref().unwrap_or(&source)))
    .bind(pairs(&text))
    .bind(pairs(publisher.as_deref().unwrap_or_default()))
    .bind(facets.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the words of a document's claims before those go, and marks it to be read again.
pub(super) async fn forget(connection: &mut SqliteConnection, document: i64) -> Result<(), sqlx::Error> {
    for query in [
        "delete from claim_words where rowid in (select place from claim_places where document = $1)",
        "insert into unread (document) values ($1) on conflict do nothing",
    ] {
        sqlx::query(query).bind(document).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Every two characters that stand together, and the last one alone. A blank would part the two, so
/// blanks go.
fn pairs(text: &str) -> String {
    let characters: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
    let mut pairs = String::with_capacity(text.len() * 3);
    for (at, character) in characters.iter().enumerate() {
        pairs.push(*character);
        pairs.extend(characters.get(at + 1));
        pairs.push(' ');
    }
    pairs
}

/// A word that stands beside every claim.
const EVERY: &str = "every;";

/// What a row is, as words that no text holds: `scope:澄江市; kind:level;`.
#[derive(Debug, Default)]
struct Facets(String);

impl Facets {
    fn with(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.0.push_str(&facet(name, value));
            self.0.push(' ');
        }
        self
    }
}

/// The end is marked, so that no value is the beginning of another.
fn facet(name: &str, value: &str) -> String {
    format!("{name}:{value};")
}

/// What `claim_words` and `document_words` are asked for.
#[derive(Debug, Default)]
pub(super) struct Match(Vec<String>);

impl Match {
    /// Rows that hold every word of `query` in one of the columns.
    ///
    /// A word of one character begins some pair; a longer one is a row of pairs. No text holds a NUL, and
    /// the index would take one for the end of the question.
    pub(super) fn words(mut self, columns: &str, query: &str) -> Self {
        for word in query.split(|c: char| c.is_whitespace() || c == '\0').filter(|word| !word.is_empty()) {
            let word: Vec<char> = word.chars().collect();
            let pairs: Vec<String> = word.windows(2).map(String::from_iter).collect();
            let (row, end) =
                if pairs.is_empty() { (String::from_iter(&word), "*") } else { (pairs.join(" "), "") };
            self.0.push(format!("{{{columns}}} : {}{end}", quoted(&row)));
        }
        self
    }

    /// Rows with this property, where one is asked for.
    pub(super) fn facet(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.0.push(format!("{{facets}} : {}", quoted(&facet(name, value))));
        }
        self
    }

    /// Rows with one of these properties, where any is named.
    pub(super) fn any_of<'a>(mut self, name: &str, values: impl Iterator<Item = &'a str>) -> Self {
        let values: Vec<String> = values.map(|value| quoted(&facet(name, value))).collect();
        if !values.is_empty() {
            self.0.push(format!("{{facets}} : ({})", values.join(" OR ")));
        }
        self
    }

    /// Asks for every claim.
    pub(super) fn everything() -> String {
        format!("{{facets}} : {}", quoted(EVERY))
    }

    /// `None` where nothing is asked for.
    pub(super) fn query(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(" AND "))
    }
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
