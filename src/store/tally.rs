//! What lists and searches read instead of every claim: kept in step within each transaction.

use sqlx::sqlite::SqliteConnection;

/// Claims with their place and every two characters that stand together, under which they are found.
/// A blank would part the two, so blanks go; the separator parts what belongs to different fields.
macro_rules! words {
    ($which:literal) => {
        concat!(
            "insert or replace into claim_words (rowid, words)
             with recursive said as materialized (
                 select place, replace(replace(replace(
                     concat_ws(char(31), indicators.name, wording, quote),
                     ' ', ''), char(9), ''), char(10), '') as text
                 from claim_places
                 join links on links.claim = claim_places.id
                 join indicators on indicators.id = links.indicator
                 where ",
            $which,
            "), pairs as (
                 select place, text, 1 as at from said
                 union all
                 select place, text, at + 1 from pairs where at < length(text)
             )
             select place, group_concat(substr(text, at, 2), ' ' order by at) from pairs group by place"
        )
    };
}

/// Counts anew what the triggers marked, and puts renamed claims under their new words.
pub(super) async fn refresh(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query(words!("links.indicator in (select indicator from stale where renamed)"))
        .execute(&mut *connection)
        .await?;
    for emptied in [
        "delete from tallies where indicator in (select indicator from stale)",
        "delete from reach where indicator in (select indicator from stale)",
        "delete from measures where indicator in (select indicator from stale)",
    ] {
        sqlx::query(emptied).execute(&mut *connection).await?;
    }
    sqlx::query(
        "insert into tallies (indicator, points, documents, longest, scopes, first_year, last_year)
         with counted as materialized (
             select links.indicator, document, scope, kind, basis, unit, status, period_start, period_end, period_type
             from stale
             join links on links.indicator = stale.indicator
             join claims on claims.id = links.claim
         ), lengths as (
             select indicator, min(count(distinct document), count(distinct period_end)) as length
             from counted group by indicator, scope, kind, basis, unit, status, period_type
         ), longest as materialized (
             select indicator, max(length) as longest from lengths group by indicator
         )
         select indicator, count(*), count(distinct document), longest.longest,
             json_group_array(distinct scope order by scope) filter (where scope is not null),
             cast(substr(min(coalesce(period_end, period_start)), 1, 4) as integer),
             cast(substr(max(coalesce(period_end, period_start)), 1, 4) as integer)
         from counted join longest using (indicator)
         group by indicator",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into reach (scope, indicator, points, conferences)
         select claims.scope, links.indicator, count(*),
             count(distinct iif(documents.scope = claims.scope and documents.date is not null, documents.id, null))
         from stale
         join links on links.indicator = stale.indicator
         join claims on claims.id = links.claim
         join documents on documents.id = claims.document
         where claims.scope is not null
         group by claims.scope, links.indicator",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into measures (indicator, scope, kind, basis, unit, status, points, dated)
         select links.indicator, scope, kind, basis, unit, status, count(*), count(period_end)
         from stale
         join links on links.indicator = stale.indicator
         join claims on claims.id = links.claim
         group by links.indicator, scope, kind, basis, unit, status",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query("delete from stale").execute(&mut *connection).await?;
    Ok(())
}

/// Makes the claims of a document findable; those of a new document, or read anew.
pub(super) async fn index(connection: &mut SqliteConnection, document: i64) -> Result<(), sqlx::Error> {
    sqlx::query(words!("claim_places.document = $1")).bind(document).execute(connection).await?;
    Ok(())
}

/// Forgets the words of a document's claims, before those go.
pub(super) async fn forget(connection: &mut SqliteConnection, document: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "delete from claim_words where rowid in (select place from claim_places where document = $1)",
    )
    .bind(document)
    .execute(connection)
    .await?;
    Ok(())
}

/// What `claim_words` is asked for: claims that hold every word of `query`; `None` where it has none.
///
/// A word of one character begins some pair; a longer one is a row of pairs.
pub(super) fn phrases(query: &str) -> Option<String> {
    let phrase = |word: &str| {
        let word: Vec<char> = word.chars().collect();
        let pairs: Vec<String> = word.windows(2).map(String::from_iter).collect();
        let (row, end) =
            if pairs.is_empty() { (String::from_iter(&word), "*") } else { (pairs.join(" "), "") };
        format!("\"{}\"{end}", row.replace('"', "\"\""))
    };
    let phrases: Vec<String> = query.split_whitespace().map(phrase).collect();
    (!phrases.is_empty()).then(|| phrases.join(" "))
}
