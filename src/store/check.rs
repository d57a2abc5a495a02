//! Finding what a text may speak of, for all its claims at once: indicators by name, names of a place, equal numbers.

use super::Store;
use super::claim::POINTS_NUMBERED;
use super::error::{StoreError, corrupt};
use crate::series::Point;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::BTreeSet;

/// The indicators of a key, also those that its claims in an odd unit go under, and those that claims call so.
pub(super) const MEANT: &str = "select json_group_array(json_array(asked, indicator, alias)) from (
         select wanted.key as asked, indicators.id as indicator, 0 as alias
         from json_each($1) as wanted cross join indicators on indicators.key = wanted.value->>0
         union
         select wanted.key, indicators.id, 0
         from json_each($1) as wanted cross join indicators
             on indicators.key > (wanted.value->>0) || '/' and indicators.key < (wanted.value->>0) || '0'
         union
         select wanted.key, aliases.indicator, 1
         from json_each($1) as wanted
         cross join json_each(wanted.value->1) as names
         cross join aliases on aliases.name = names.value
     )";

/// All that is measured of some places.
pub(super) const NAMES_OF_PLACES: &str =
    "select json_group_array(json_array(reach.scope, indicators.id, indicators.key))
     from json_each($1) as place
     cross join reach on reach.scope = place.value
     cross join indicators on indicators.id = reach.indicator";

/// The places of those of some indicators that have no more than so many.
pub(super) const PLACES_OF: &str = "select json_group_array(json_array(wanted.value, reach.scope))
     from json_each($1) as wanted
     cross join reach on reach.indicator = wanted.value
     where (select count(*) from reach as others where others.indicator = wanted.value) <= $2";

/// Claims with one of some numbers that measure one of the indicators that go with it, or are of one of the places, up to
/// so many of each.
pub(super) const WITH_NUMBER: &str = "select json_group_array(id) from (
         select claims.id, row_number() over (partition by wanted.key order by claims.id desc) as nth
         from json_each($1) as wanted
         cross join claims indexed by claims_by_size on cast(claims.value as real) = cast(wanted.value->>0 as real)
         cross join links on links.claim = claims.id
         where links.indicator in (select value from json_each(wanted.value->1))
             or claims.scope in (select value from json_each(wanted.value->2))
     ) where nth <= $2";

impl Store {
    /// For each of `asked`, a key and names, the indicators that are called so: its position, the indicator, and whether
    /// only claims call it that.
    pub async fn indicators_meant(
        &self,
        asked: &[(String, Vec<String>)],
    ) -> Result<Vec<(usize, i64, bool)>, StoreError> {
        let rows: String =
            sqlx::query_scalar(MEANT).bind(json!(asked).to_string()).fetch_one(&self.readers).await?;
        Ok(rows_of::<(usize, i64, u8)>(&rows)?
            .into_iter()
            .map(|(at, id, alias)| (at, id, alias != 0))
            .collect())
    }

    /// All that is measured of these places: place, indicator, key.
    pub async fn names_of_places(&self, places: &[&str]) -> Result<Vec<(String, i64, String)>, StoreError> {
        let rows: String = sqlx::query_scalar(NAMES_OF_PLACES)
            .bind(json!(places).to_string())
            .fetch_one(&self.readers)
            .await?;
        rows_of(&rows)
    }

    /// The places of these indicators, for those that have no more than `most`.
    pub async fn places_of(&self, indicators: &[i64], most: i64) -> Result<Vec<(i64, String)>, StoreError> {
        let rows: String = sqlx::query_scalar(PLACES_OF)
            .bind(json!(indicators).to_string())
            .bind(most)
            .fetch_one(&self.readers)
            .await?;
        rows_of(&rows)
    }

    /// The points with one of these numbers that measure one of the indicators beside it, at any place, or anything at one
    /// of the places beside it; the newest `most` of each.
    pub async fn points_with_number(
        &self,
        numbers: &[(String, BTreeSet<i64>, BTreeSet<&str>)],
        most: i64,
    ) -> Result<Vec<Point>, StoreError> {
        let ids: String = sqlx::query_scalar(WITH_NUMBER)
            .bind(json!(numbers).to_string())
            .bind(most)
            .fetch_one(&self.readers)
            .await?;
        let rows: String = sqlx::query_scalar(POINTS_NUMBERED).bind(ids).fetch_one(&self.readers).await?;
        self.read_points(&rows).await
    }
}

fn rows_of<T: DeserializeOwned>(rows: &str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(rows).map_err(corrupt("indicators", 0))
}
