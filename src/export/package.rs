//! All of the record as a data package: a ZIP with documents, claims, indicators and points of series as CSV, and a
//! `datapackage.json` that says what each column holds and means, how the tables go together, and whence it all comes
//! (Frictionless Data Package, version 1).

use super::column::{self, Holds};
use super::csv_lines;
use super::row;
use crate::document::is_web_address;
use crate::language::Language;
use crate::series::Series;
use crate::store::{ClaimFilter, DocumentFilter, IndicatorFilter, IndicatorRow, Store, StoreError};
use serde_json::{Value, json};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// So many documents, claims or indicators are read at a time, and series of indicators with about so many points.
const AT_ONCE: usize = 500;
const POINTS: i64 = 5_000;

/// Why there is no package.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The record could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// Somebody wrote to the record meanwhile, so that the tables would not go together.
    #[error(
        "写出时记录有了变化，没有写文件；请再试一次 / the record changed while it was written out, and no file was written; try again"
    )]
    Changed,
}

impl From<csv::Error> for PackageError {
    fn from(error: csv::Error) -> Self {
        Self::Write(error.into())
    }
}

impl From<zip::result::ZipError> for PackageError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Write(error.into())
    }
}

/// A table of the package.
struct Resource {
    name: &'static str,
    title: [&'static str; 2],
    columns: Vec<&'static str>,
    key: &'static str,
    /// Columns that hold the key of another table; of this one where it is not named.
    foreign: &'static [(&'static str, &'static str, &'static str)],
}

/// A point of a series.
const POINT: [&str; 17] = [
    "claim_id",
    "series_id",
    "position",
    "run",
    "restated",
    "indicator_id",
    "scope",
    "kind",
    "basis",
    "among",
    "status",
    "period_start",
    "period_end",
    "period_type",
    "series_value",
    "series_unit",
    "bound",
];

fn resources() -> [Resource; 4] {
    [
        Resource {
            name: "documents",
            title: ["文件", "Documents"],
            columns: row::DOCUMENT.to_vec(),
            key: "document_id",
            foreign: &[("counted_as", "", "document_id")],
        },
        Resource {
            name: "indicators",
            title: ["指标", "Indicators"],
            columns: row::INDICATOR.to_vec(),
            key: "indicator_id",
            foreign: &[],
        },
        Resource {
            name: "claims",
            title: ["数据：每条有原话和出处", "Claims, each with its words and where it is said"],
            columns: row::claim_columns(),
            key: "claim_id",
            foreign: &[
                ("indicator_id", "indicators", "indicator_id"),
                ("document_id", "documents", "document_id"),
            ],
        },
        Resource {
            name: "points",
            title: ["各序列的点", "Points of series"],
            columns: POINT.to_vec(),
            key: "claim_id",
            foreign: &[("claim_id", "claims", "claim_id"), ("indicator_id", "indicators", "indicator_id")],
        },
    ]
}

/// Writes the package to `out`. `licence` is what its owner gives the data under, as an identifier or an address; nothing
/// is said where it is not given.
pub async fn write(
    store: &Store,
    out: impl Write + Seek,
    licence: Option<&str>,
    language: Language,
) -> Result<(), PackageError> {
    let revision = store.revision().await?;
    let mut package = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .large_file(true);
    let [documents, indicators, claims, points] = resources();

    package.start_file("documents.csv", options)?;
    package.write_all(&header(&documents)?)?;
    let all = DocumentFilter { limit: i64::MAX, oldest_first: true, ..DocumentFilter::default() };
    let mut sources = Vec::new();
    for some in store.documents_found(&all).await?.rows.chunks(AT_ONCE) {
        let rows = store.documents_numbered(some).await?;
        package.write_all(&csv_lines(rows.iter().map(row::document))?)?;
        sources.extend(rows.iter().map(|row| {
            let mut source = json!({ "title": row.name() });
            if let Some(url) = row.metadata.url.as_ref().filter(|url| is_web_address(url)) {
                source["path"] = url.as_str().into();
            }
            source
        }));
    }

    package.start_file("indicators.csv", options)?;
    package.write_all(&header(&indicators)?)?;
    let all = IndicatorFilter { limit: i64::MAX, ..IndicatorFilter::default() };
    let numbers = store.indicators_found(&all).await?.rows;
    for some in numbers.chunks(AT_ONCE) {
        let rows = store.indicators_numbered(some).await?;
        package.write_all(&csv_lines(rows.iter().map(|row| row::indicator(row).to_vec()))?)?;
    }

    package.start_file("claims.csv", options)?;
    package.write_all(&header(&claims)?)?;
    let all = ClaimFilter { limit: i64::MAX, ..ClaimFilter::default() };
    for some in store.claims_found(&all).await?.rows.chunks(AT_ONCE) {
        let rows = store.claims_numbered(some).await?;
        let lines = rows.iter().map(|(stored, document)| row::claim(stored, &row::of_point(document)));
        package.write_all(&csv_lines(lines)?)?;
    }

    package.start_file("points.csv", options)?;
    package.write_all(&header(&points)?)?;
    let mut series_id = 0;
    for some in numbers.chunks(AT_ONCE) {
        for batch in batches(&store.indicators_numbered(some).await?) {
            for series in store.series(&batch).await? {
                series_id += 1;
                package.write_all(&csv_lines(points_of(&series, series_id))?)?;
            }
        }
    }

    if store.revision().await? != revision {
        return Err(PackageError::Changed);
    }
    package.start_file("datapackage.json", options)?;
    serde_json::to_writer_pretty(&mut package, &descriptor(licence, &sources, language))
        .map_err(io::Error::from)?;
    package.finish()?;
    Ok(())
}

/// The numbers of indicators, as many together as have about [`POINTS`] points.
fn batches(rows: &[IndicatorRow]) -> Vec<Vec<i64>> {
    let mut batches: Vec<(i64, Vec<i64>)> = Vec::new();
    for row in rows {
        match batches.last_mut() {
            Some((points, batch)) if *points + row.points <= POINTS => {
                *points += row.points;
                batch.push(row.id);
            }
            _ => batches.push((row.points, vec![row.id])),
        }
    }
    batches.into_iter().map(|(_, batch)| batch).collect()
}

fn header(resource: &Resource) -> Result<Vec<u8>, csv::Error> {
    csv_lines([resource.columns.iter().map(|&name| name.to_owned()).collect()])
}

fn points_of(series: &Series, series_id: usize) -> Vec<Vec<String>> {
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    let cells = |(position, point): (usize, &crate::series::Point)| {
        let period = point.claim.period.as_ref();
        let run = series.runs.iter().position(|run| run.contains(&position));
        vec![
            point.id.to_string(),
            series_id.to_string(),
            position.to_string(),
            run.map(|run| run.to_string()).unwrap_or_default(),
            series.is_ghost(position).to_string(),
            point.indicator.to_string(),
            series.scope.clone().unwrap_or_default(),
            series.kind.to_string(),
            word(series.basis.map(Into::into)),
            series.among.clone().unwrap_or_default(),
            series.status.to_string(),
            row::day(period.and_then(|period| period.start)),
            row::day(period.and_then(|period| period.end)),
            word(period.map(|period| period.kind.into())),
            point.signed().to_string(),
            series.unit.clone(),
            point.claim.bound.to_string(),
        ]
    };
    series.points.iter().enumerate().map(cells).collect()
}

/// What `datapackage.json` holds.
fn descriptor(licence: Option<&str>, sources: &[Value], language: Language) -> Value {
    let resource = |resource: Resource| {
        let fields: Vec<Value> =
            resource.columns.iter().map(|name| field(name, &resource, language)).collect();
        let foreign: Vec<Value> = resource
            .foreign
            .iter()
            .map(|(own, of, key)| json!({ "fields": own, "reference": { "resource": of, "fields": key } }))
            .collect();
        json!({
            "name": resource.name,
            "path": format!("{}.csv", resource.name),
            "profile": "tabular-data-resource",
            "title": language.pick(resource.title[0], resource.title[1]),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": fields,
                "missingValues": [""],
                "primaryKey": resource.key,
                "foreignKeys": foreign,
            },
        })
    };
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": "policy-metrics",
        "title": language.pick("官方讲话和报告中的数据", "Figures that officials state"),
        "description": language.pick(
            "由规则从原文提取，可能有误；引用前请核对原话（quote）。以 = + - @ 开头的文字前加了 '，以免被表格软件当作公式。",
            "Extracted by rules, which make mistakes: read the words (quote) before a figure is cited. Words that begin with = + - @ have ' before them, lest a spreadsheet run them.",
        ),
        "resources": resources().map(resource),
        "sources": sources,
    });
    if let Some(licence) = licence {
        let said = if is_web_address(licence) { "path" } else { "name" };
        package["licenses"] = json!([{ (said): licence }]);
    }
    if sources.is_empty() {
        // The specification wants one at least, where any are named.
        package.as_object_mut().map(|fields| fields.remove("sources"));
    }
    package
}

fn field(name: &str, resource: &Resource, language: Language) -> Value {
    let column = column::named(name);
    let kind = match column.holds {
        Holds::Text | Holds::Roughly => "string",
        Holds::Whole | Holds::Document => "integer",
        Holds::Number => "number",
        Holds::Day => "date",
        Holds::Moment => "datetime",
        Holds::Flag => "boolean",
    };
    let [zh, en] = column.means;
    let mut field = json!({ "name": name, "type": kind, "description": language.pick(zh, en) });
    if column.holds == Holds::Moment {
        field["format"] = "any".into();
    }
    let unit = match name {
        "start" | "end" => Some("code point"),
        "value" | "value_high" => Some("{unit}"),
        "series_value" => Some("{series_unit}"),
        _ => None,
    };
    if let Some(unit) = unit {
        field["unit"] = unit.into();
    }
    if name == resource.key {
        field["constraints"] = json!({ "required": true, "unique": true });
    }
    field
}
