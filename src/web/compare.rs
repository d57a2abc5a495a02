//! `/compare`: several indicators or scopes side by side; values in different units never share an axis.

use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::summary::dated;
use super::templates::{Nav, Page, html};
use super::text::fill;
use crate::chart::{self, ChartOptions};
use crate::claim::{Basis, Kind};
use crate::series::Series;
use crate::words;
use crate::words::number;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use std::collections::{BTreeMap, BTreeSet};

/// More indicators than this cannot be told apart.
const MOST: usize = 8;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/compare", get(compare))
}

#[derive(Template)]
#[template(path = "compare.html", config = "assets/askama.toml")]
struct ComparePage {
    page: Page,
    chosen: Vec<(i64, String)>,
    scope: String,
    scopes: Vec<String>,
    charts: Vec<(String, String, String)>,
}

async fn compare(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let mut ids: Vec<i64> = visit.every("i")?;
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    if ids.len() > MOST {
        return Err(WebError::BadParameter { name: "i", value: ids.len().to_string() });
    }
    let scope = visit.text("scope")?.unwrap_or_default().to_owned();
    let wanted: Vec<&str> = scope.split('~').filter(|name| !name.is_empty()).collect();
    let mut chosen = Vec::new();
    for &id in &ids {
        chosen.push((id, state.store.indicator(id).await?.name));
    }
    let all = state.store.series(&ids).await?;
    let scopes: BTreeSet<&str> = all.iter().filter_map(|one| one.scope.as_deref()).collect();
    let scopes = scopes.into_iter().map(str::to_owned).collect();
    let mut panels: BTreeMap<(Kind, Option<Basis>, &str), Vec<&Series>> = BTreeMap::new();
    let fits = |one: &&Series| {
        dated(one) > 0
            && (wanted.is_empty() || one.scope.as_deref().is_some_and(|name| wanted.contains(&name)))
    };
    for one in all.iter().filter(fits) {
        panels.entry((one.kind, one.basis, &one.unit)).or_default().push(one);
    }
    let page = Page::new(visit, Nav::None);
    let language = page.visit.language;
    let charts = panels.into_iter().map(|((kind, basis, unit), series)| {
        let unit = if unit.is_empty() { page.w.no_unit } else { number::unit_name(unit, language) };
        let caption =
            format!("{} · {}", words::measure(kind, basis, language), fill(page.w.unit_of, &[unit]));
        let draw = |(width, height)| {
            let names: Vec<&str> = chosen.iter().map(|(_, name)| name.as_str()).collect();
            let title = format!("{}：{}", page.w.compare, names.join("、"));
            let link_query = page.href("");
            let description = caption.clone();
            chart::svg(
                &series,
                &ChartOptions {
                    title,
                    description,
                    width,
                    height,
                    language,
                    link_query,
                    ..ChartOptions::default()
                },
            )
        };
        let (wide, narrow) = (draw((920, 380)), draw((360, 300)));
        (caption, wide, narrow)
    });
    let charts = charts.collect();
    html(&ComparePage { page: page.clone().titled(page.w.compare), chosen, scope, scopes, charts })
}
