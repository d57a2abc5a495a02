//! An indicator in one line: its name, its latest value, its small chart.

use super::error::WebError;
use super::kept::Kept;
use crate::chart;
use crate::claim::Status;
use crate::language::Language;
use crate::period::PeriodType;
use crate::series::{Point, Series};
pub(super) use crate::series::{headline, main as main_series};
use crate::store::{IndicatorRow, Store};
use crate::words;
use crate::words::number;
pub(super) use crate::words::number::{among as placed, of_point as worded};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Types of period that are longer than a year, and the others: apart where both are levels.
pub(super) const LONG: [PeriodType; 2] = [PeriodType::MultiYear, PeriodType::CumulativeSince];
pub(super) const SHORT: [PeriodType; 8] = [
    PeriodType::Year,
    PeriodType::Half,
    PeriodType::Quarter,
    PeriodType::Month,
    PeriodType::Day,
    PeriodType::Ytd,
    PeriodType::AsOf,
    PeriodType::Span,
];

const SPARK: (u32, u32) = (132, 34);

/// What a list shows of one indicator.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) row: IndicatorRow,
    pub(super) latest: Option<Latest>,
    /// SVG made by [`chart::sparkline`]; empty where there is no line to draw.
    pub(super) spark: String,
    pub(super) scopes: String,
    pub(super) years: String,
}

/// The newest value of an indicator's main series.
#[derive(Debug)]
pub(super) struct Latest {
    pub(super) value: String,
    pub(super) exact: String,
    pub(super) period: String,
    /// The place it is about; empty where the words name none.
    pub(super) scope: String,
    /// 全年, 年初至今 …; empty where the period is unknown.
    pub(super) period_type: &'static str,
    pub(super) target: Option<&'static str>,
    pub(super) document: i64,
    pub(super) claim: i64,
}

impl Latest {
    pub(super) fn of(point: &Point, language: Language) -> Self {
        let claim = &point.claim;
        Self {
            value: worded(point, language),
            exact: number::exactly(claim, language),
            period: words::period(claim.period.as_ref(), language),
            scope: claim.scope.clone().unwrap_or_default(),
            period_type: claim.period.as_ref().map_or("", |period| words::period_type(period.kind, language)),
            target: (claim.status == Status::Target).then(|| words::status(Status::Target, language)),
            document: point.document.id,
            claim: point.id,
        }
    }
}

/// What was found of an indicator, for one scope or for any: it costs the reading of a whole series.
pub(super) type Summaries = Kept<(i64, Option<String>), Arc<Main>>;

/// What a list shows of a main series.
#[derive(Debug, Default)]
pub(super) struct Main {
    pub(super) headline: Option<Point>,
    spark: String,
}

/// About what one of them takes, in bytes.
const SIZE_OF_MAIN: usize = 3_000;

/// The summaries of `rows`, of values for `scope` only where one is given.
pub(super) async fn of_rows(
    store: &Store,
    known: &Summaries,
    rows: Vec<IndicatorRow>,
    scope: Option<&str>,
    language: Language,
) -> Result<Vec<Summary>, WebError> {
    let mains = mains(store, known, &rows, scope).await?;
    Ok(rows.into_iter().zip(mains).map(|(row, main)| summary(row, &main, language)).collect())
}

/// The main series of each of `rows`, in their order.
pub(super) async fn mains(
    store: &Store,
    known: &Summaries,
    rows: &[IndicatorRow],
    scope: Option<&str>,
) -> Result<Vec<Arc<Main>>, WebError> {
    let revision = store.revision().await?;
    let key = |id: i64| (id, scope.map(str::to_owned));
    let mut mains: HashMap<i64, Arc<Main>> =
        rows.iter().filter_map(|row| Some((row.id, known.get(revision, &key(row.id))?))).collect();
    let missing: Vec<i64> = rows.iter().map(|row| row.id).filter(|id| !mains.contains_key(id)).collect();
    let mut series = by_indicator(store.main_series(&missing, scope).await?);
    for id in missing {
        let mut of_indicator = series.remove(&id).unwrap_or_default();
        of_indicator.retain(|one| scope.is_none() || one.scope.as_deref() == scope);
        let main = Arc::new(Main::of(&of_indicator));
        known.put(revision, key(id), Arc::clone(&main), SIZE_OF_MAIN);
        mains.insert(id, main);
    }
    Ok(rows.iter().map(|row| mains.get(&row.id).cloned().unwrap_or_default()).collect())
}

impl Main {
    fn of(series: &[Series]) -> Self {
        let spark = main_series(series).map(spark).unwrap_or_default();
        Self { headline: headline(series).cloned(), spark }
    }
}

/// Series with those of the same indicator.
pub(super) fn by_indicator(series: Vec<Series>) -> HashMap<i64, Vec<Series>> {
    let mut by_indicator: HashMap<i64, Vec<Series>> = HashMap::new();
    for one in series {
        if let Some(first) = one.points.first() {
            by_indicator.entry(first.indicator).or_default().push(one);
        }
    }
    by_indicator
}

fn summary(row: IndicatorRow, main: &Main, language: Language) -> Summary {
    let spark = main.spark.clone();
    let latest = main.headline.as_ref().map(|point| Latest::of(point, language));
    let (joint, more) = match language {
        Language::Chinese => ("、", " 等"),
        Language::English => (", ", " …"),
    };
    let mut scopes = row.scopes.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(joint);
    if row.scopes.len() > 3 {
        scopes.push_str(more);
    }
    let years = match row.years {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}–{last}"),
        None => String::new(),
    };
    Summary { row, latest, spark, scopes, years }
}

/// SVG of the type of period of which a series has most; empty where there is no line to draw.
pub(super) fn spark(series: &Series) -> String {
    spark_of(series, SPARK)
}

/// The same in another width and height.
pub(super) fn spark_of(series: &Series, (width, height): (u32, u32)) -> String {
    let days = |kind: PeriodType| {
        let of_kind = |point: &&Point| point.claim.period.as_ref().is_some_and(|period| period.kind == kind);
        let days: BTreeSet<_> = series.points.iter().filter(of_kind).filter_map(Point::day).collect();
        days.len()
    };
    // Of equals the full year, which stands first, is found last.
    let most =
        SHORT.into_iter().chain(LONG).map(|kind| (kind, days(kind))).rev().max_by_key(|(_, days)| *days);
    match most {
        Some((kind, 2..)) => chart::sparkline(series, kind, width, height),
        _ => String::new(),
    }
}
