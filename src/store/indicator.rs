//! Reading indicators and scopes: lists, one, and those worth a small chart.

use super::error::{StoreError, corrupt};
use super::{IndicatorFilter, IndicatorRow, Page, Store, words_of};
use crate::series::Known;
use sqlx::FromRow;

pub(super) const LEADING_INDICATORS: &str = "select json_group_array(indicator) from (
         select indicator from tallies where longest > 1 order by longest desc, indicator limit $1
     )";

impl Store {
    /// Indicators, those reported in most documents first.
    pub async fn indicators(&self, filter: &IndicatorFilter) -> Result<Page<IndicatorRow>, StoreError> {
        let (total, ids): (i64, String) = sqlx::query_as(
            "with found as materialized (
                 select tallies.indicator, tallies.documents, tallies.points
                 from tallies join indicators on indicators.id = tallies.indicator
                 where ($2 is null or exists (
                         select 1 from reach where reach.scope = $2 and reach.indicator = tallies.indicator
                     ))
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
                     select indicator from found order by documents desc, points desc, indicator limit $3 offset $4
                 ))",
        )
        .bind(words_of(&filter.query))
        .bind(&filter.scope)
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

    /// Indicators worth a small chart: those with a series that several documents continue over
    /// several periods, the longest such series first.
    pub async fn leading_indicators(&self, limit: i64) -> Result<Vec<IndicatorRow>, StoreError> {
        let ids: String = sqlx::query_scalar(LEADING_INDICATORS).bind(limit).fetch_one(&self.readers).await?;
        self.indicator_rows(&ids).await
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

    /// All scopes with a value, most used first.
    pub async fn scopes(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar("select scope from reach group by scope order by sum(points) desc, scope")
            .fetch_all(&self.readers)
            .await?)
    }

    /// The indicators with these numbers, a JSON array, in its order.
    pub(super) async fn indicator_rows(&self, ids: &str) -> Result<Vec<IndicatorRow>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "select indicators.id, indicators.name, points, documents, scopes, first_year, last_year
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
}
