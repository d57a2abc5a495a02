//! Names that mean one indicator at one place: held against each other within each transaction, and read again.

use super::claim::{POINTS_WITHIN, points_of};
use super::decision::decisions_of;
use super::error::{StoreError, corrupt};
use super::{Kinship, Store};
use crate::series::{self, Conclusion, Decisions, Line, Pair, Point};
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Every indicator of a place with its key.
const NAMES_OF_PLACE: &str = "select reach.indicator, indicators.key
     from reach join indicators on indicators.id = reach.indicator
     where reach.scope = $1";

/// What claims were found to measure, and whether a person decided otherwise.
const ORIGINS: &str = "select links.claim, indicators.key as origin, links.decided is not null as decided
     from json_each($1) as wanted
     join all_links as links on links.claim = wanted.value
     join indicators on indicators.id = links.origin";

/// A claim goes under the name that leads at its place; where no name does any more, under its own.
const MOVE: &str = "update all_links as links set indicator = leads.id
     from json_each($1) as moved
     join indicators as leads on leads.key = moved.value->>1
     where links.claim = moved.value->>0 and links.decided is null and links.indicator <> leads.id
     returning claim, indicator";

/// Names that an indicator has by its claims alone.
macro_rules! wordings_of {
    () => {
        "select links.indicator, claims.indicator as name
         from json_each($1) as wanted
         join links on links.indicator = wanted.value
         join claims on claims.id = links.claim
         union
         select links.indicator, upper(indicators.key)
         from json_each($1) as wanted
         join links on links.indicator = wanted.value
         join indicators on indicators.id = links.indicator"
    };
}

impl Store {
    /// What was concluded of this indicator's name and others, at each place; the surest first.
    pub async fn kinships(&self, key: &str, scope: Option<&str>) -> Result<Vec<Kinship>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "select scope, one, other, conclusion, evidence from kinships
             where (one = $1 or other = $1) and ($2 is null or scope = $2)
             order by conclusion desc, weight desc, scope, one, other",
        )
        .bind(key)
        .bind(scope)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|row| {
                let other = if row.one == key { row.other } else { row.one };
                Ok(Kinship {
                    scope: row.scope,
                    name: series::shown(&other),
                    key: other,
                    linked: row.conclusion == "linked",
                    evidence: serde_json::from_str(&row.evidence).map_err(corrupt("kinships", 0))?,
                })
            })
            .collect()
    }
}

/// A row of `kinships`.
#[derive(FromRow)]
struct Row {
    scope: String,
    one: String,
    other: String,
    conclusion: String,
    evidence: String,
}

/// A row of [`ORIGINS`].
#[derive(FromRow)]
struct Found {
    claim: i64,
    origin: String,
    decided: bool,
}

/// A row to write of `kinships`.
#[derive(Serialize)]
struct NewRow<'a> {
    one: &'a str,
    other: &'a str,
    conclusion: Conclusion,
    weight: f64,
    evidence: &'a [series::Evidence],
}

/// Holds against each other what names of one place say, where something came or went, and has claims go under the name
/// that leads. Gives the claims that moved. What is counted of places must be in step.
pub(super) async fn weigh(connection: &mut SqliteConnection) -> Result<Vec<i64>, sqlx::Error> {
    let changed: Vec<(String, String)> = sqlx::query_as(
        "delete from unweighed returning scope, (select key from indicators where id = unweighed.origin)",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut heads: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for (scope, key) in changed {
        if let Some(head) = series::head(&key) {
            heads.entry(scope).or_default().insert(head);
        }
    }
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let all = decisions_of(&mut *connection).await.map_err(|error| sqlx::Error::Decode(error.into()))?;
    let decisions = Decisions::in_force(all);
    let mut moved = Vec::new();
    for (scope, heads) in heads {
        moved.extend(weigh_place(connection, &scope, &heads, &decisions).await?);
    }
    Ok(moved)
}

/// Has these names held against others again at every place, as something was decided about them.
pub(super) async fn mark(
    connection: &mut SqliteConnection,
    keys: &BTreeSet<String>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into unweighed (scope, origin)
         select distinct claims.scope, links.origin
         from json_each($1) as wanted
         join indicators as origins on origins.key = wanted.value
         join all_links as links on links.origin = origins.id
         join claims on claims.id = links.claim
         where claims.scope is not null
         on conflict do nothing",
    )
    .bind(json!(keys).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// The names of one place that end in one of these heads.
async fn weigh_place(
    connection: &mut SqliteConnection,
    scope: &str,
    heads: &BTreeSet<&'static str>,
    decisions: &Decisions,
) -> Result<Vec<i64>, sqlx::Error> {
    let names: Vec<(i64, String)> =
        sqlx::query_as(NAMES_OF_PLACE).bind(scope).fetch_all(&mut *connection).await?;
    let among = |key: &str| series::head(key).is_some_and(|head| heads.contains(head));
    let wanted: serde_json::Value =
        names.iter().filter(|(_, key)| among(key)).map(|(id, _)| json!([id, scope])).collect();
    let points: String =
        sqlx::query_scalar(POINTS_WITHIN).bind(wanted.to_string()).fetch_one(&mut *connection).await?;
    let points = points_of(&points).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let claims: Vec<i64> = points.iter().map(|point| point.id).collect();
    let origins: Vec<Found> =
        sqlx::query_as(ORIGINS).bind(json!(claims).to_string()).fetch_all(&mut *connection).await?;
    let origins: HashMap<i64, String> = origins
        .into_iter()
        .filter(|origin| !origin.decided && among(&origin.origin))
        .map(|origin| (origin.claim, origin.origin))
        .collect();
    let mut by_name: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
    for point in &points {
        if let Some(origin) = origins.get(&point.id) {
            by_name.entry(origin).or_default().push(point);
        }
    }
    let documents: i64 = sqlx::query_scalar("select count(*) from documents where scope = $1")
        .bind(scope)
        .fetch_one(&mut *connection)
        .await?;
    let lines: Vec<Line<'_>> =
        by_name.iter().map(|(key, points)| Line::of(key, points.iter().copied())).collect();
    let mut pairs = series::weigh(&lines, documents as usize);
    for pair in &mut pairs {
        if decisions.dismissed(&pair.keys.0, &pair.keys.1) {
            pair.conclusion = Conclusion::Apart;
        }
    }
    let fixed = decisions.settled_keys();
    let said = |key: &str| {
        by_name
            .get(key)
            .map_or(0, |points| points.iter().map(|point| point.document.id).collect::<BTreeSet<_>>().len())
    };
    let first = |key: &str| (!series::is_known(key), Reverse(said(key)));
    let leads = series::gather(by_name.keys().copied(), &pairs, &fixed, first);
    write(connection, scope, heads, &pairs).await?;
    // A name that is led to itself brings back what went under another before.
    let targets: serde_json::Value =
        origins.iter().filter_map(|(claim, origin)| Some(json!([claim, leads.get(origin)?]))).collect();
    move_claims(connection, &points, targets).await
}

/// Writes down what was concluded in the place of what was before.
async fn write(
    connection: &mut SqliteConnection,
    scope: &str,
    heads: &BTreeSet<&'static str>,
    pairs: &[Pair],
) -> Result<(), sqlx::Error> {
    let before: Vec<(String, String)> = sqlx::query_as("select one, other from kinships where scope = $1")
        .bind(scope)
        .fetch_all(&mut *connection)
        .await?;
    let stale: Vec<&(String, String)> =
        before.iter().filter(|(one, _)| series::head(one).is_none_or(|head| heads.contains(head))).collect();
    sqlx::query(
        "delete from kinships where scope = $1 and (one, other) in (
             select value->>0, value->>1 from json_each($2)
         )",
    )
    .bind(scope)
    .bind(json!(stale).to_string())
    .execute(&mut *connection)
    .await?;
    let rows: Vec<NewRow<'_>> = pairs
        .iter()
        .filter(|pair| pair.conclusion != Conclusion::Apart)
        .map(|pair| NewRow {
            one: &pair.keys.0,
            other: &pair.keys.1,
            conclusion: pair.conclusion,
            weight: pair.weight,
            evidence: &pair.evidence,
        })
        .collect();
    sqlx::query(
        "insert into kinships (scope, one, other, conclusion, weight, evidence)
         select $1, value->>'$.one', value->>'$.other', value->>'$.conclusion', value->>'$.weight',
             value->'$.evidence'
         from json_each($2)",
    )
    .bind(scope)
    .bind(json!(rows).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives the claims that go under another indicator than before.
async fn move_claims(
    connection: &mut SqliteConnection,
    points: &[Point],
    targets: serde_json::Value,
) -> Result<Vec<i64>, sqlx::Error> {
    let targets = targets.to_string();
    let moved: Vec<(i64, i64)> = sqlx::query_as(MOVE).bind(&targets).fetch_all(&mut *connection).await?;
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    let before: HashMap<i64, i64> = points.iter().map(|point| (point.id, point.indicator)).collect();
    let touched: BTreeSet<i64> = moved
        .iter()
        .flat_map(|(claim, indicator)| [Some(*indicator), before.get(claim).copied()])
        .flatten()
        .collect();
    let touched = json!(touched).to_string();
    for changed in [
        concat!(
            "delete from aliases where indicator in (select value from json_each($1))
                 and name <> (select name from indicators where id = aliases.indicator)
                 and (indicator, name) not in (",
            wordings_of!(),
            ")"
        ),
        concat!(
            "insert into aliases (indicator, name) select * from (",
            wordings_of!(),
            ") where true on conflict do nothing"
        ),
    ] {
        sqlx::query(changed).bind(&touched).execute(&mut *connection).await?;
    }
    Ok(moved.into_iter().map(|(claim, _)| claim).collect())
}
