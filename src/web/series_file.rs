//! Series as files, place by place, so that no more is read at a time than goes out.

use super::error::WebError;
use super::listing::{File, Part, Record};
use super::params::Visit;
use crate::export::row;
use crate::series::Series;
use crate::store::{IndicatorRow, Store};
use axum::response::Response;
use serde::Serialize;

/// So many places are read at a time.
const AT_ONCE: usize = 10;

/// The series of an indicator and a place.
#[derive(Serialize)]
#[serde(transparent)]
struct OfPlace {
    series: Vec<Series>,
    #[serde(skip)]
    name: String,
}

impl Record for OfPlace {
    const SEVERAL: bool = true;

    fn records(&self) -> Vec<Vec<String>> {
        let points = self.series.iter().flat_map(|series| &series.points);
        points.map(|point| row::point(point, &self.name)).collect()
    }

    fn drawn(&self) -> (&[Series], &str) {
        (&self.series, &self.name)
    }
}

/// The series of these indicators and places, one after another, which `fits` lets pass.
pub(super) async fn series_file(
    (store, visit): (&Store, &Visit),
    (name, beside): (&str, serde_json::Value),
    rows: &[IndicatorRow],
    places: Vec<(i64, Option<String>)>,
    fits: impl Fn(&Series) -> bool + Clone + Send + 'static,
) -> Result<Response, WebError> {
    let part = Part::of(visit)?;
    let columns = row::point_columns();
    let file = File { rows: "series", beside, at_once: AT_ONCE, ..File::new(name, &columns, store) };
    let found = part.of_all(places.len());
    let names: Vec<(i64, String)> = rows.iter().map(|row| (row.id, row.name.clone())).collect();
    let store = store.clone();
    let read = move |numbers: Vec<i64>| {
        let wanted: Vec<_> = numbers.iter().filter_map(|at| places.get(*at as usize).cloned()).collect();
        let (store, names, fits) = (store.clone(), names.clone(), fits.clone());
        async move {
            let pairs: Vec<_> = wanted.iter().map(|(id, scope)| (*id, scope.as_deref())).collect();
            let mut all = store.series_of_places(&pairs).await?;
            all.retain(fits);
            let of_place = |(id, scope): (i64, Option<String>)| {
                let is_here = |one: &mut Series| {
                    one.scope == scope && one.points.first().is_some_and(|point| point.indicator == id)
                };
                let series = all.extract_if(.., is_here).collect();
                let name = names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
                OfPlace { series, name: name.unwrap_or_default() }
            };
            Ok(wanted.into_iter().map(of_place).collect())
        }
    };
    part.file(visit, file, found, read).await
}
