//! Reading indicators and scopes: lists, one, and those worth a small chart.

use super::claim::MEASURED_BY_FOUND;
use super::error::{StoreError, corrupt};
use super::tally;
use super::{ClaimFilter, IndicatorFilter, IndicatorRow, KeptMenus, Menus, Page, Store, numbers};
use crate::query::Meaning;
use crate::series::{self, Known};
use serde_json::json;
use sqlx::FromRow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Arc, MutexGuard, PoisonError};

pub(super) const LEADING_INDICATORS: &str = "select json_group_array(indicator) from (
         select indicator from tallies where longest > 1 order by longest desc, indicator limit $1
     )";

/// Every condition that is not given holds. Places and numbers of indicators are arrays.
pub(super) const LIST: &str = "with found as materialized (
         select tallies.*, indicators.name
         from tallies join indicators on indicators.id = tallies.indicator
         where ($2 = '[]' or tallies.indicator in (
                 select reach.indicator from json_each($2) as place cross join reach on reach.scope = place.value
                 group by reach.indicator having count(*) = json_array_length($2)
             ))
             and ($11 is null or tallies.indicator in (select value from json_each($11)))
             and ($3 is null or tallies.indicator in (select indicator from measures where unit = $3))
             and ($4 is null or last_year >= $4)
             and ($5 is null or first_year <= $5)
             and points >= $6
             and (not $7 or targets > 0)
             and ($1 is null or tallies.indicator in (select rowid from name_words where name_words match $1))
     )
     select
         (select count(*) from found),
         (select json_group_array(indicator) from (
             select indicator from found
             order by
                 iif($8 = 'name', name, null),
                 iif($8 = 'points', points, null) desc,
                 iif($8 = 'latest', last_year, null) desc,
                 documents desc, points desc, indicator
             limit $9 offset $10
         ))";

/// Indicators with all that they are called.
macro_rules! known {
    ($which:literal) => {
        concat!(
            "select indicators.id, indicators.key, indicators.name, tallies.documents,
                 (select json_group_array(distinct unit order by unit) from measures
                     where measures.indicator = indicators.id and kind = 'level') as units,
                 (select json_group_array(aliases.name order by aliases.name) from aliases
                     where aliases.indicator = indicators.id) as aliases
             from tallies join indicators on indicators.id = tallies.indicator ",
            $which,
            " order by indicators.id"
        )
    };
}

const KNOWN: &str = known!("");
pub(super) const KNOWN_CALLED: &str = known!(
    "where indicators.id in (
         select rowid from name_words where name_words match $1 and $1 is not null
         union
         select indicators.id from json_each($2) as wanted join indicators on indicators.key = wanted.value
     )"
);

/// Those whose names share the rarest pairs of characters.
pub(super) const ALIKE: &str = "select json_group_array(rowid) from (
         select name_words.rowid from name_words
         cross join tallies on tallies.indicator = name_words.rowid
         where name_words match $1 order by rank limit 60
     )";

/// In per cent of the pairs of characters; names that share less are not alike.
const ALIKE_FROM: usize = 33;

/// Who says what counts: from each name to the next, without looking at what lies between.
pub(super) const SPEAKERS: &str = "with recursive names (name) as (
         select min(speaker) from claims where speaker is not null
         union all
         select (select min(speaker) from claims where speaker > name) from names where name is not null
     )
     select name from names
     where exists (select 1 from claims join links on links.claim = claims.id where claims.speaker = name)";

/// All of them, those of most documents first.
pub(super) const ALL: &str = "select
         (select count(*) from tallies),
         (select json_group_array(indicator) from (
             select indicator from tallies order by documents desc, points desc, indicator limit $1 offset $2
         ))";

/// What a query asks of indicators.
struct Asked {
    /// What the names must hold, as the index is asked.
    words: Option<String>,
    /// All of these, each once.
    places: BTreeSet<String>,
    from: Option<i32>,
    to: Option<i32>,
    /// What claims must fit, where only claims can tell.
    by_claims: Option<ClaimFilter>,
}

impl Asked {
    fn of(filter: &IndicatorFilter) -> Self {
        let mut asked = Self {
            words: tally::named(&filter.query),
            places: filter.scope.clone().into_iter().collect(),
            from: filter.from,
            to: filter.to,
            by_claims: None,
        };
        for term in &filter.query.terms {
            match &term.means {
                Meaning::Words { .. } | Meaning::Exact => {}
                Meaning::Place(name) => _ = asked.places.insert(name.clone()),
                Meaning::Time(time) if time.year().is_some() => {
                    asked.from = asked.from.max(time.year());
                    asked.to = asked.to.into_iter().chain(time.year()).min();
                }
                Meaning::Time(_) | Meaning::Number(_) | Meaning::Speaker(_) | Meaning::Change(_) => {
                    asked.by_claims =
                        Some(ClaimFilter { query: filter.query.clone(), ..ClaimFilter::default() });
                }
            }
        }
        if asked.by_claims.is_some() {
            asked.words = None;
        }
        asked
    }
}

impl Store {
    /// Indicators that fit, in the order that is asked for.
    pub async fn indicators(&self, filter: &IndicatorFilter) -> Result<Page<IndicatorRow>, StoreError> {
        let Page { rows, total } = self.indicators_found(filter).await?;
        Ok(Page { rows: self.indicators_numbered(&rows).await?, total })
    }

    /// The indicators with these numbers, in this order.
    pub async fn indicators_numbered(&self, ids: &[i64]) -> Result<Vec<IndicatorRow>, StoreError> {
        self.indicator_rows(&json!(ids).to_string()).await
    }

    /// The numbers of the indicators that fit.
    pub async fn indicators_found(&self, filter: &IndicatorFilter) -> Result<Page<i64>, StoreError> {
        if filter.asks_for_all() {
            let all = sqlx::query_as(ALL).bind(filter.limit).bind(filter.offset);
            let (total, ids): (i64, String) = all.fetch_one(&self.readers).await?;
            return Ok(Page { rows: numbers(&ids)?, total });
        }
        let order: &'static str = filter.order.into();
        let asked = Asked::of(filter);
        let measured = match &asked.by_claims {
            Some(claims) => Some(self.measured_by(claims).await?),
            None => None,
        };
        let (total, ids): (i64, String) = sqlx::query_as(LIST)
            .bind(asked.words)
            .bind(json!(asked.places).to_string())
            .bind(&filter.unit)
            .bind(asked.from)
            .bind(asked.to)
            .bind(filter.points)
            .bind(filter.target)
            .bind(order)
            .bind(filter.limit)
            .bind(filter.offset)
            .bind(measured)
            .fetch_one(&self.readers)
            .await?;
        Ok(Page { rows: numbers(&ids)?, total })
    }

    /// The indicators that claims of a filter measure, a JSON array.
    async fn measured_by(&self, claims: &ClaimFilter) -> Result<String, StoreError> {
        let Some(wanted) = self.claims_wanted(claims).await? else { return Ok("[]".to_owned()) };
        Ok(sqlx::query_scalar(MEASURED_BY_FOUND).bind(wanted).fetch_one(&self.readers).await?)
    }

    /// Indicators that are called like `name`, the likest first.
    pub async fn indicators_like(&self, name: &str, limit: usize) -> Result<Vec<IndicatorRow>, StoreError> {
        let Some(alike) = tally::alike(name) else { return Ok(Vec::new()) };
        let ids: String = sqlx::query_scalar(ALIKE).bind(alike).fetch_one(&self.readers).await?;
        let mut rows: Vec<(usize, IndicatorRow)> = self
            .indicator_rows(&ids)
            .await?
            .into_iter()
            .map(|row| (series::likeness(name, &row.name), row))
            .filter(|(likeness, _)| *likeness >= ALIKE_FROM)
            .collect();
        rows.sort_by_key(|(likeness, row)| Reverse((*likeness, row.documents, Reverse(row.id))));
        Ok(rows.into_iter().map(|(_, row)| row).take(limit).collect())
    }

    /// One indicator.
    pub async fn indicator(&self, id: i64) -> Result<IndicatorRow, StoreError> {
        self.indicator_rows(&format!("[{id}]")).await?.pop().ok_or(StoreError::NotFound)
    }

    /// Indicators of which several documents continue one series over several periods, that of the longest first.
    pub async fn leading_indicators(&self, limit: i64) -> Result<Vec<IndicatorRow>, StoreError> {
        let ids: String = sqlx::query_scalar(LEADING_INDICATORS).bind(limit).fetch_one(&self.readers).await?;
        self.indicator_rows(&ids).await
    }

    /// Every indicator with a claim, with all that it is called.
    pub async fn known_indicators(&self) -> Result<Vec<Known>, StoreError> {
        known(sqlx::query_as(KNOWN).fetch_all(&self.readers).await?)
    }

    /// Those whose key is one of `keys`, or one of whose names holds the first of them: all that [`series::rank`] takes
    /// for called so, without a look at the others.
    pub async fn indicators_called(&self, keys: &[String]) -> Result<Vec<Known>, StoreError> {
        let rows = sqlx::query_as(KNOWN_CALLED)
            .bind(keys.first().and_then(|key| tally::holding(key)))
            .bind(json!(keys).to_string());
        known(rows.fetch_all(&self.readers).await?)
    }

    /// What forms offer. Read again only after a write.
    pub async fn menus(&self) -> Result<Arc<Menus>, StoreError> {
        let now = self.revision().await?;
        if let Some((_, menus)) = self.kept_menus().as_ref().filter(|(revision, _)| *revision == now) {
            return Ok(Arc::clone(menus));
        }
        let list = async |query: &'static str| sqlx::query_scalar(query).fetch_all(&self.readers).await;
        let scopes = list("select scope from reach group by scope order by sum(points) desc, scope").await?;
        let document_scopes = list(
            "select scope from documents where scope is not null group by scope order by count(*) desc, scope",
        )
        .await?;
        let places: BTreeSet<&String> = scopes.iter().chain(&document_scopes).collect();
        let menus = Arc::new(Menus {
            places: places.into_iter().cloned().collect(),
            speakers: list(SPEAKERS).await?,
            scopes,
            document_scopes,
            units: list(
                "select unit from measures where unit <> '' group by unit
                 order by count(distinct indicator) desc, unit",
            )
            .await?,
        });
        *self.kept_menus() = Some((now, Arc::clone(&menus)));
        Ok(menus)
    }

    fn kept_menus(&self) -> MutexGuard<'_, KeptMenus> {
        self.menus.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The indicators with these numbers, a JSON array, in its order.
    pub(super) async fn indicator_rows(&self, ids: &str) -> Result<Vec<IndicatorRow>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "select indicators.id, indicators.name, points, documents, scopes, first_year, last_year, targets
             from json_each($1) as wanted
             join indicators on indicators.id = wanted.value
             join tallies on tallies.indicator = indicators.id
             order by wanted.key",
        )
        .bind(ids)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(IndicatorRow {
                    id: row.id,
                    name: row.name,
                    points: row.points,
                    documents: row.documents,
                    scopes: serde_json::from_str(&row.scopes).map_err(corrupt("indicators", row.id))?,
                    years: row.first_year.zip(row.last_year),
                    targets: row.targets,
                })
            })
            .collect()
    }
}

fn known(rows: Vec<KnownRow>) -> Result<Vec<Known>, StoreError> {
    rows.into_iter()
        .map(|KnownRow { id, key, name, documents, units, aliases }| {
            let list = |json: &str| serde_json::from_str(json).map_err(corrupt("indicators", id));
            Ok(Known { id, key, name, documents, units: list(&units)?, aliases: list(&aliases)? })
        })
        .collect()
}

/// A row of the list of all names.
#[derive(FromRow)]
struct KnownRow {
    id: i64,
    key: String,
    name: String,
    documents: i64,
    /// A JSON array of units.
    units: String,
    /// A JSON array of names.
    aliases: String,
}

/// A row of a list of indicators.
#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    points: i64,
    documents: i64,
    /// A JSON array of names.
    scopes: String,
    first_year: Option<i32>,
    last_year: Option<i32>,
    targets: i64,
}
