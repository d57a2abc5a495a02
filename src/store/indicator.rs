//! Reading indicators and scopes: lists, one, and those worth a small chart.

use super::error::{StoreError, corrupt};
use super::{IndicatorFilter, IndicatorRow, KeptMenus, Menus, Page, Reason, Store, words_of};
use crate::series::Known;
use sqlx::FromRow;
use std::sync::{Arc, MutexGuard, PoisonError};

pub(super) const LEADING_INDICATORS: &str = "select json_group_array(indicator) from (
         select indicator from tallies where longest > 1 order by longest desc, indicator limit $1
     )";

pub(super) const RESTATED_INDICATORS: &str = "select indicator, scope from reach
     where restated is not null order by restated desc, scope, indicator limit $1";

pub(super) const AIMED_INDICATORS: &str = "select indicator, scope from reach
     where aimed is not null order by aimed desc, scope, indicator limit $1";

pub(super) const SILENT_INDICATORS: &str = "with newest as materialized (
         select scope, cast(substr(max(date), 1, 4) as integer) as year from documents
         where scope is not null group by scope
     )
     select indicator, scope from reach join newest using (scope)
     where years > 2 and last_year < newest.year
     order by last_year desc, years desc, scope, indicator limit $1";

/// Every condition that is not given holds.
pub(super) const LIST: &str = "with found as materialized (
         select tallies.*, indicators.name
         from tallies join indicators on indicators.id = tallies.indicator
         where ($2 is null or tallies.indicator in (select indicator from reach where scope = $2))
             and ($3 is null or tallies.indicator in (select indicator from measures where unit = $3))
             and ($4 is null or last_year >= $4)
             and ($5 is null or first_year <= $5)
             and points >= $6
             and (not $7 or targets > 0)
             and ($1 = '[]' or not exists (
                 select 1 from json_each($1) as word
                 where instr(lower(indicators.name), word.value) = 0 and not exists (
                     select 1 from aliases
                     where aliases.indicator = indicators.id and instr(lower(aliases.name), word.value) > 0
                 )
             ))
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

impl Store {
    /// Indicators that fit, in the order that is asked for.
    pub async fn indicators(&self, filter: &IndicatorFilter) -> Result<Page<IndicatorRow>, StoreError> {
        let order: &'static str = filter.order.into();
        let (total, ids): (i64, String) = sqlx::query_as(LIST)
            .bind(words_of(&filter.query))
            .bind(&filter.scope)
            .bind(&filter.unit)
            .bind(filter.from)
            .bind(filter.to)
            .bind(filter.points)
            .bind(filter.target)
            .bind(order)
            .bind(filter.limit)
            .bind(filter.offset)
            .fetch_one(&self.readers)
            .await?;
        Ok(Page { rows: self.indicator_rows(&ids).await?, total })
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

    /// Indicators that may be worth a look for this reason, each with the place for which it is so, the newest
    /// first. Whether they are is for `series` to say: this only finds them without reading every claim.
    pub async fn candidates(
        &self,
        reason: Reason,
        limit: i64,
    ) -> Result<Vec<(IndicatorRow, String)>, StoreError> {
        let query = match reason {
            Reason::Restated => RESTATED_INDICATORS,
            Reason::Aimed => AIMED_INDICATORS,
            Reason::Silent => SILENT_INDICATORS,
        };
        let found: Vec<(i64, String)> = sqlx::query_as(query).bind(limit).fetch_all(&self.readers).await?;
        let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
        let rows = self.indicator_rows(&serde_json::json!(ids).to_string()).await?;
        Ok(rows.into_iter().zip(found.into_iter().map(|(_, scope)| scope)).collect())
    }

    /// Every indicator with a claim, with all that it is called.
    pub async fn known_indicators(&self) -> Result<Vec<Known>, StoreError> {
        let rows: Vec<KnownRow> = sqlx::query_as(
            "select indicators.id, indicators.key, indicators.name, count(distinct claims.document) as documents,
                 json_group_array(distinct claims.unit order by claims.unit)
                     filter (where claims.kind = 'level') as units,
                 (select json_group_array(aliases.name order by aliases.name) from aliases
                     where aliases.indicator = indicators.id) as aliases
             from indicators
             join links on links.indicator = indicators.id
             join claims on claims.id = links.claim
             group by indicators.id
             order by indicators.id",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|KnownRow { id, key, name, documents, units, aliases }| {
                let list = |json: &str| serde_json::from_str(json).map_err(corrupt("indicators", id));
                Ok(Known { id, key, name, documents, units: list(&units)?, aliases: list(&aliases)? })
            })
            .collect()
    }

    /// What forms offer. Read again only after a write.
    pub async fn menus(&self) -> Result<Arc<Menus>, StoreError> {
        let now = self.revision().await?;
        if let Some((_, menus)) = self.kept_menus().as_ref().filter(|(revision, _)| *revision == now) {
            return Ok(Arc::clone(menus));
        }
        let list = async |query: &'static str| sqlx::query_scalar(query).fetch_all(&self.readers).await;
        let menus = Arc::new(Menus {
            scopes: list("select scope from reach group by scope order by sum(points) desc, scope").await?,
            document_scopes: list(
                "select scope from documents where scope is not null
                 group by scope order by count(*) desc, scope",
            )
            .await?,
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
