//! What lists and searches read instead of every claim: kept in step within each transaction.

use super::{finding, kinship};
use crate::document::Metadata;
use crate::query::{self, Meaning, Number, Query, Time};
use crate::series;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeSet;

/// The claims of a document or an indicator, with all under which they are found, as a JSON array.
macro_rules! claims_to_find {
    ($which:literal) => {
        concat!(
            "select json_group_array(json_array(
                 place, concat_ws(char(31), indicators.name, nullif(indicators.key, indicators.name),
                     nullif(claims.indicator, indicators.name)), quote,
                 links.indicator, claims.scope, kind, status, direction, speaker, value, value_high, unit,
                 period_start, period_end, period_type, documents.date
             ))
             from links
             join claims on claims.id = links.claim
             join claim_places on claim_places.id = claims.id
             join indicators on indicators.id = links.indicator
             join documents on documents.id = claims.document
             where ",
            $which
        )
    };
}

/// What a claim is found by.
#[derive(Deserialize)]
struct ClaimToFind {
    place: i64,
    /// The indicator's name and key, and the claim's own wording.
    names: String,
    quote: String,
    indicator: i64,
    scope: Option<String>,
    kind: String,
    status: String,
    direction: Option<String>,
    speaker: Option<String>,
    value: Decimal,
    value_high: Option<Decimal>,
    unit: String,
    period_start: Option<NaiveDate>,
    period_end: Option<NaiveDate>,
    period_type: Option<String>,
    /// The day of its document.
    date: Option<NaiveDate>,
}

/// Types of period that are of the year rather than of the day or month in which they end.
const OF_YEARS: [&str; 4] = ["year", "half", "quarter", "multi-year"];

impl ClaimToFind {
    fn facets(&self) -> Facets {
        let year = self.period_end.or(self.period_start).map(|day| day.format("%Y").to_string());
        let period = self.period_start.zip(self.period_end).map(|(from, to)| stretch(from, to));
        let mut facets = Facets(format!("{EVERY} "))
            .with("scope", self.scope.as_deref())
            .with("kind", Some(&self.kind))
            .with("status", Some(&self.status))
            .with("year", year.as_deref())
            .with("direction", self.direction.as_deref())
            .with("speaker", self.speaker.as_deref())
            .with("indicator", Some(&self.indicator.to_string()))
            .with("period", period.as_deref());
        let ends = self
            .period_end
            .filter(|_| self.period_type.as_deref().is_some_and(|kind| !OF_YEARS.contains(&kind)));
        facets = facets.of_days(ends.into_iter().chain(self.date));
        let values: Vec<Decimal> = [Some(self.value), self.value_high].into_iter().flatten().collect();
        let named = query::numbers(&self.names).into_iter().chain(query::numbers(&self.quote));
        facets.of_numbers(named.chain(values.iter().map(Decimal::normalize)).collect(), &values, &self.unit)
    }
}

/// Counts anew what the triggers marked, and puts down the words of what is new or has a new name.
pub(super) async fn refresh(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    count(connection).await?;
    let renamed: Vec<i64> =
        sqlx::query_scalar("select indicator from stale where renamed").fetch_all(&mut *connection).await?;
    sqlx::query("delete from stale").execute(&mut *connection).await?;
    let moved = kinship::weigh(connection).await?;
    if !moved.is_empty() {
        count(connection).await?;
        let claims = sqlx::query_scalar(claims_to_find!("links.claim in (select value from json_each($1))"));
        let claims = claims.bind(json!(moved).to_string()).fetch_one(&mut *connection).await?;
        index_claims(connection, claims).await?;
    }
    index_names(connection).await?;
    index_unread(connection).await?;
    for indicator in renamed {
        let claims = sqlx::query_scalar(claims_to_find!("links.indicator = $1"));
        let claims = claims.bind(indicator).fetch_one(&mut *connection).await?;
        index_claims(connection, claims).await?;
    }
    sqlx::query("delete from stale").execute(&mut *connection).await?;
    finding::refresh(connection).await
}

/// So many indicators' names go into one statement.
const NAMES_AT_ONCE: usize = 2_000;

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
             indicator, points, documents, longest, scopes, first_year, last_year, targets
         )
         with counted as materialized (
             select links.indicator, claims.document, claims.scope, kind, basis, unit, status,
                 period_start, period_end, period_type
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
             cast(substr(max(coalesce(period_end, period_start)), 1, 4) as integer),
             count(*) filter (where status = 'target')
         from counted
         join longest using (indicator)
         group by indicator",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into reach (scope, indicator, points, conferences, years, last_year)
         with said as materialized (
             select claims.scope, links.indicator, status,
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
        .map(|claim| json!([claim.place, pairs(&claim.names), pairs(&claim.quote), claim.facets().0]))
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

/// Makes indicators findable by each of their names, as it stands and as names are compared.
async fn index_names(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let named: Vec<(i64, String)> = sqlx::query_as(
        "select id, concat_ws(char(31), indicators.name,
             (select group_concat(aliases.name, char(31)) from aliases where aliases.indicator = indicators.id))
         from unnamed join indicators on indicators.id = unnamed.indicator",
    )
    .fetch_all(&mut *connection)
    .await?;
    for named in named.chunks(NAMES_AT_ONCE) {
        let row = |(id, names): &(i64, String)| {
            let compared = names.split('\u{1f}').filter_map(|name| {
                let tidy = series::tidy(name);
                (tidy != name && !tidy.is_empty()).then_some(tidy)
            });
            let all: Vec<String> = std::iter::once(names.clone()).chain(compared).collect();
            json!([id, pairs(&all.join("\u{1f}"))])
        };
        let rows: serde_json::Value = named.iter().map(row).collect();
        sqlx::query(
            "insert or replace into name_words (rowid, names)
             select value->>0, value->>1 from json_each($1)",
        )
        .bind(rows.to_string())
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("delete from unnamed").execute(&mut *connection).await?;
    Ok(())
}

async fn index_document(connection: &mut SqliteConnection, id: i64) -> Result<(), sqlx::Error> {
    type Row = (
        Option<String>,
        String,
        String,
        Option<String>,
        Option<String>,
        Option<NaiveDate>,
        Option<NaiveDate>,
        String,
    );
    let found: Option<Row> = sqlx::query_as(
        "select title, source, text, concat_ws(char(31), publisher, reposted_from), scope, date,
             substr(published_at, 1, 10),
             (select json_group_array(distinct json_array(value, value_high, unit)) from claims
                 where claims.document = documents.id)
         from documents where id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((title, source, text, publisher, scope, date, put_up, amounts)) = found else {
        // It was taken out.
        sqlx::query("delete from document_words where rowid = $1").bind(id).execute(connection).await?;
        return Ok(());
    };
    let amounts: Vec<(Decimal, Option<Decimal>, String)> =
        serde_json::from_str(&amounts).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let metadata = Metadata { title, publisher, ..Metadata::default() };
    let kind: &'static str = metadata.kind().into();
    let Metadata { title, publisher, .. } = metadata;
    let mut facets = Facets::default()
        .with("scope", scope.as_deref())
        .with("kind", Some(kind))
        .with("year", date.map(|day| day.format("%Y").to_string()).as_deref())
        .of_days(date.into_iter().chain(put_up));
    for (value, high, unit) in &amounts {
        let values: Vec<Decimal> = [Some(*value), *high].into_iter().flatten().collect();
        facets = facets.of_numbers(BTreeSet::new(), &values, unit);
    }
    let numbers = query::numbers(&text);
    facets = facets.of_numbers(numbers, &[], "");
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

    /// Days, and the months that they lie in.
    fn of_days(mut self, days: impl Iterator<Item = NaiveDate>) -> Self {
        for day in days.collect::<BTreeSet<_>>() {
            self = self
                .with("day", Some(&day.to_string()))
                .with("month", Some(&day.format("%Y-%m").to_string()));
        }
        self
    }

    /// Numbers, and values with their unit.
    fn of_numbers(mut self, numbers: BTreeSet<Decimal>, values: &[Decimal], unit: &str) -> Self {
        for number in numbers {
            self = self.with("number", Some(&number.normalize().to_string()));
        }
        for value in values {
            self = self.with("amount", Some(&amount(*value, unit)));
        }
        self
    }
}

/// A value with its unit, whatever the notation.
fn amount(value: Decimal, unit: &str) -> String {
    format!("{}{}", value.normalize(), unit.split_whitespace().collect::<String>())
}

/// A period by its first and last day.
fn stretch(from: NaiveDate, to: NaiveDate) -> String {
    format!("{from}/{to}")
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
        self.0.extend(
            query.split(|c: char| c.is_whitespace() || c == '\0').filter_map(|word| row(columns, word)),
        );
        self
    }

    /// Claims that fit every term of a query. `called` holds for each of its terms the indicators of that name.
    pub(super) fn claims(mut self, columns: &str, query: &Query, called: &[Vec<i64>]) -> Self {
        for (term, called) in query.terms.iter().zip(called) {
            let own = || row(columns, &term.text);
            let ways: Vec<Option<String>> = match &term.means {
                Meaning::Words { others } => {
                    let names = others.iter().map(|other| row("names", other));
                    let linked = called.iter().map(|id| has("indicator", &id.to_string()));
                    std::iter::once(own()).chain(names).chain(linked.map(Some)).collect()
                }
                Meaning::Exact => vec![own()],
                Meaning::Number(number) => counted(number, own()),
                Meaning::Time(time) => {
                    let said = match time.year() {
                        Some(year) => has("year", &format!("{year:04}")),
                        None if time.is_month() => has("month", &time.from.format("%Y-%m").to_string()),
                        None if time.from == time.to => has("day", &time.from.to_string()),
                        None => has("period", &stretch(time.from, time.to)),
                    };
                    vec![Some(said), time.number.map(|number| has("number", &number.to_string()))]
                }
                Meaning::Place(name) => vec![Some(has("scope", name))],
                Meaning::Speaker(name) => vec![Some(has("speaker", name))],
                Meaning::Change(direction) => vec![Some(has("direction", (*direction).into())), own()],
            };
            self.0.extend(any(ways));
        }
        self
    }

    /// Indicators one of whose names holds every word of a query.
    pub(super) fn names(mut self, query: &Query) -> Self {
        for term in &query.terms {
            let others = match &term.means {
                Meaning::Words { others } => others.as_slice(),
                Meaning::Exact => &[],
                _ => continue,
            };
            let named = std::iter::once(&term.text).chain(others).map(|name| row("names", name));
            self.0.extend(any(named.collect()));
        }
        self
    }

    /// Documents that fit every term of a query.
    pub(super) fn documents(mut self, query: &Query) -> Self {
        const COLUMNS: &str = "title text publisher";
        for term in &query.terms {
            let own = || row(COLUMNS, &term.text);
            let ways: Vec<Option<String>> = match &term.means {
                Meaning::Words { others } => {
                    let others = others.iter().take(OTHER_NAMES).map(|other| row(COLUMNS, other));
                    std::iter::once(own()).chain(others).collect()
                }
                Meaning::Number(number) => counted(number, own()),
                Meaning::Time(time) => said_or_dated(time),
                Meaning::Place(name) => vec![Some(has("scope", name)), row(COLUMNS, name), own()],
                Meaning::Exact | Meaning::Speaker(_) | Meaning::Change(_) => vec![own()],
            };
            self.0.extend(any(ways));
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

/// So many other names of a word are looked for in texts: each costs as much as the word itself.
const OTHER_NAMES: usize = 6;

/// One of `columns` holds `word`. Nothing is asked for where the word is blank.
fn row(columns: &str, word: &str) -> Option<String> {
    let word: Vec<char> = word.chars().filter(|c| !c.is_whitespace() && *c != '\0').collect();
    let pairs: Vec<String> = word.windows(2).map(String::from_iter).collect();
    let (row, end) = if pairs.is_empty() { (String::from_iter(&word), "*") } else { (pairs.join(" "), "") };
    (!row.is_empty()).then(|| format!("{{{columns}}} : {}{end}", quoted(&row)))
}

/// Rows that share a pair of characters with `word`; `None` where it has none.
pub(super) fn alike(word: &str) -> Option<String> {
    let word: Vec<char> = word.chars().filter(|c| !c.is_whitespace() && *c != '\0').collect();
    any(word.windows(2).map(|pair| row("names", &String::from_iter(pair))).collect())
}

/// Rows one of whose names holds `word`; `None` where it is blank.
pub(super) fn holding(word: &str) -> Option<String> {
    row("names", word)
}

/// Indicators called as a search asks; `None` where it asks for nothing.
pub(super) fn named(query: &Query) -> Option<String> {
    Match::default().names(query).query()
}

/// A row with this property.
fn has(name: &str, value: &str) -> String {
    format!("{{facets}} : {}", quoted(&facet(name, value)))
}

/// Any of these; `None` where there is none.
fn any(ways: Vec<Option<String>>) -> Option<String> {
    let ways: Vec<String> = ways.into_iter().flatten().collect();
    (!ways.is_empty()).then(|| format!("({})", ways.join(" OR ")))
}

fn all(ways: impl IntoIterator<Item = String>) -> String {
    format!("({})", ways.into_iter().collect::<Vec<_>>().join(" AND "))
}

/// A number as a whole. With a unit: a value in that unit, or the number in the very words, as in a name (65岁以上人口).
fn counted(asked: &Number, own: Option<String>) -> Vec<Option<String>> {
    let ends = || [Some(asked.value), asked.high].into_iter().flatten();
    let numbers = all(ends().map(|value| has("number", &value.normalize().to_string())));
    if asked.unit.is_empty() {
        return vec![Some(numbers)];
    }
    let values = all(ends().map(|value| has("amount", &amount(value, &asked.unit))));
    vec![Some(values), own.map(|own| all([numbers, own]))]
}

/// Documents of a time, and those that name it: a year in the title, a month or a day anywhere.
fn said_or_dated(time: &Time) -> Vec<Option<String>> {
    let words = query::in_chinese(time);
    let dated = match time.year() {
        Some(year) => Some(has("year", &format!("{year:04}"))),
        None if time.is_month() => Some(has("month", &time.from.format("%Y-%m").to_string())),
        None if time.from == time.to => Some(has("day", &time.from.to_string())),
        None => None,
    };
    let columns = if time.year().is_some() { "title" } else { "title text" };
    vec![dated, row(columns, &words), time.number.map(|number| has("number", &number.to_string()))]
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
