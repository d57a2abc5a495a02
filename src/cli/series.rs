//! `series`: the values of one indicator over time.

use super::remarks::{self, Remark};
use super::{CliError, output, reading};
use crate::claim::{Kind, Status};
use crate::config::Config;
use crate::export::row;
use crate::language::Language;
use crate::pipeline::{ANSWER, named};
use crate::series::{Candidate, Point, Series, one_by_one};
use crate::store::{IndicatorRow, Kinship, Store};
use crate::words::number;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;

/// So many answers are looked through for one that has a value in the selection.
const LOOKED_AT: usize = 8;

/// 输出一个指标的历年数据。Prints the values of one indicator over time.
///
/// 取名称最相符的一个指标，每条数据都带原文和出处。
/// It takes the indicator that matches QUERY best, and gives each value with its words and source.
///
/// 例 / Example:
///   policy-metrics series 城镇新增就业 --scope 济南市 --status actual --format csv
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 指标名称或其中几个字。
    /// The indicator's name, or a part of it.
    query: String,
    /// 只要这个地区或机构的。
    /// Only values of this place or body.
    #[arg(long)]
    scope: Option<String>,
    /// 只要这一种：level（数值）、change（变化）、rank（名次）、streak（连续）。
    /// Only this kind: level, change, rank or streak.
    #[arg(long, hide_possible_values = true, value_parser = PossibleValuesParser::new(["level", "change", "rank", "streak"]).try_map(|kind| kind.parse::<Kind>()))]
    kind: Option<Kind>,
    /// 只要 actual（实际）或 target（目标）。
    /// Only actual values, or only targets.
    #[arg(long, hide_possible_values = true, value_name = "actual|target", value_parser = PossibleValuesParser::new(["actual", "target"]).try_map(|status| status.parse::<Status>()))]
    status: Option<Status>,
    /// 列出所有可能的指标及其相符程度，不输出数据。
    /// List every indicator that may be meant, with its score, instead of values.
    #[arg(long)]
    all: bool,
    /// 输出格式：text（给人看的表格）、csv、json、jsonl 或 xlsx（Excel，附图）。
    /// How to print: text (a table for people), csv, json, jsonl, or xlsx (Excel, with a chart).
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        value_name = "text|csv|json|jsonl|xlsx",
        default_value = "text"
    )]
    format: Format,
    #[command(flatten)]
    mark: output::Mark,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Csv,
    Json,
    Jsonl,
    Xlsx,
    #[value(alias = "table")]
    Text,
}

pub(super) async fn run(options: &Options, config: &Config) -> Result<(), CliError> {
    options.mark.only_for(matches!(options.format, Format::Csv))?;
    let language = config.interface.messages();
    if options.all {
        let (found, kinships) = reading(config, async |store| meant(store, options).await).await?;
        return print_candidates(options, &found, &kinships, language);
    }
    let chosen = reading(config, async |store| chosen(store, options).await).await?;
    print(options, &chosen, language)
}

/// What is to be printed.
struct Chosen {
    indicator: IndicatorRow,
    series: Vec<Series>,
    remarks: Vec<Remark>,
    sources: Vec<[String; row::SOURCE.len()]>,
}

fn print(options: &Options, chosen: &Chosen, language: Language) -> Result<(), CliError> {
    let points = || chosen.series.iter().flat_map(|series| series.points.iter());
    let rows: Vec<Row> = points().map(|point| row_of(chosen, point)).collect();
    match options.format {
        Format::Csv => output::csv(&rows, options.mark),
        Format::Json => output::json(&rows),
        Format::Jsonl => output::json_lines(&rows),
        Format::Xlsx => output::xlsx(&rows, &chosen.sources, language, |book| {
            for one in &chosen.series {
                book.draw(one, &chosen.indicator.name);
            }
        }),
        Format::Text => {
            output::table(
                language.pick(
                    ["时间", "数值", "种类", "状态", "范围", "原文", "文件"],
                    ["period", "value", "kind", "status", "scope", "quote", "document"],
                ),
                &rows
                    .iter()
                    .zip(points())
                    .map(|(row, point)| cells(row, point, language))
                    .collect::<Vec<_>>(),
            )?;
            let mut out = output::standard();
            for remark in &chosen.remarks {
                writeln!(out, "· {}", language.pick(&remark.zh, &remark.en))?;
            }
            Ok(out.flush()?)
        }
    }
}

fn print_candidates(
    options: &Options,
    found: &[Candidate],
    kinships: &[Kinship],
    language: Language,
) -> Result<(), CliError> {
    match options.format {
        Format::Csv => output::csv(found, options.mark),
        Format::Json => output::json(found),
        Format::Jsonl => output::json_lines(found),
        Format::Xlsx => output::xlsx(found, &[], language, |_| ()),
        Format::Text => {
            output::table(
                language.pick(["编号", "相符", "指标", "理由"], ["id", "score", "indicator", "reason"]),
                &found
                    .iter()
                    .map(|one| {
                        [one.id.to_string(), one.score.to_string(), one.name.clone(), one.reason.clone()]
                    })
                    .collect::<Vec<_>>(),
            )?;
            let mut out = output::standard();
            for kinship in kinships {
                let (zh, en) = (kinship.zh(), kinship.en());
                writeln!(out, "· {}", language.pick(&zh, &en))?;
            }
            Ok(out.flush()?)
        }
    }
}

/// The indicators that answer the query, best first; and why the best one goes together with others at single places, or
/// may.
async fn meant(store: &Store, options: &Options) -> Result<(Vec<Candidate>, Vec<Kinship>), CliError> {
    let found = candidates(store, options).await?;
    let Some(best) = found.first() else { return Ok((found, Vec::new())) };
    let key = store.key_of(best.id).await?;
    let kinships = store.kinships(&key, options.scope.as_deref()).await?;
    Ok((found, kinships))
}

/// The indicators that answer the query, best first.
async fn candidates(store: &Store, options: &Options) -> Result<Vec<Candidate>, CliError> {
    let found = named(store, &options.query, options.scope.as_deref(), options.kind, options.all).await?;
    if found.first().is_none_or(|best| best.score < ANSWER) && !options.all || found.is_empty() {
        return Err(none_like(&options.query, &found));
    }
    Ok(found)
}

/// The best of them that has a value in the selection, with its series.
async fn chosen(store: &Store, options: &Options) -> Result<Chosen, CliError> {
    let found = candidates(store, options).await?;
    let answers = found.iter().filter(|one| one.score >= ANSWER).take(LOOKED_AT);
    for candidate in answers {
        let all = match &options.scope {
            Some(scope) => store.series_of_scope(&[candidate.id], scope).await?,
            None => store.series(&[candidate.id]).await?,
        };
        let series: Vec<Series> = all.iter().filter(|series| wanted(series, options)).cloned().collect();
        if !series.is_empty() {
            let remarks = remarks::of(store, &all, &series).await?;
            let documents: BTreeSet<i64> =
                series.iter().flat_map(|one| &one.points).map(|point| point.document.id).collect();
            let documents: Vec<i64> = documents.into_iter().collect();
            let sources = store.documents_numbered(&documents).await?.iter().map(row::source).collect();
            return Ok(Chosen { indicator: store.indicator(candidate.id).await?, series, remarks, sources });
        }
    }
    let name = found.into_iter().next().map_or_else(|| options.query.clone(), |best| best.name);
    Err(no_points(&options.query, name))
}

/// Says that there is nothing in the selection; and where the words of the query are those for two values told
/// together (城乡居民收入分别达到…), what each of them is called.
fn no_points(query: &str, name: String) -> CliError {
    let each = one_by_one(query);
    let (each_zh, each_en) = if each.is_empty() {
        Default::default()
    } else {
        (format!("，或分别查询{}", each.join("、")), format!("; or ask for each of {}", each.join(", ")))
    };
    CliError::NoPoints { name, each_zh, each_en }
}

fn wanted(series: &Series, options: &Options) -> bool {
    options.kind.is_none_or(|kind| kind == series.kind)
        && options.status.is_none_or(|status| status == series.status)
        && options.scope.as_ref().is_none_or(|scope| series.scope.as_ref() == Some(scope))
}

/// Says that nothing matches, and which names come near.
pub(super) fn none_like(query: &str, near: &[Candidate]) -> CliError {
    let near: Vec<&str> = near.iter().take(3).map(|one| one.name.as_str()).collect();
    let (near_zh, near_en) = match near.as_slice() {
        [] => (
            "，请换个说法，或先用 ingest 读入文件".into(),
            "; try another word, or read files with ingest first".into(),
        ),
        near => (format!("，是否要找：{}", near.join("、")), format!("; did you mean {}", near.join(", "))),
    };
    CliError::NoIndicator { query: query.into(), near_zh, near_en }
}

/// One value, with all that is needed to quote it and to find it again.
#[derive(Serialize)]
struct Row {
    indicator_id: i64,
    indicator: String,
    scope: Option<String>,
    kind: &'static str,
    basis: Option<&'static str>,
    unit: String,
    status: &'static str,
    period_start: Option<String>,
    period_end: Option<String>,
    period_type: Option<&'static str>,
    value: String,
    value_high: Option<String>,
    bound: &'static str,
    direction: Option<&'static str>,
    provisional: bool,
    document: String,
    document_date: Option<String>,
    quote: String,
    start: usize,
    end: usize,
    /// What a person decided about it; nobody can yet.
    review: &'static str,
    source: String,
    /// What to know before comparing it with others, in Chinese.
    note: String,
    claim_id: i64,
    document_id: i64,
}

fn row_of(chosen: &Chosen, point: &Point) -> Row {
    let Point { claim, document, .. } = point;
    let indicator = &chosen.indicator;
    let notes = chosen.remarks.iter().filter(|remark| remark.claim == Some(point.id));
    let notes: Vec<&str> = notes.map(|remark| remark.zh.as_str()).collect();
    let period = claim.period.as_ref();
    Row {
        indicator_id: indicator.id,
        indicator: indicator.name.clone(),
        scope: claim.scope.clone(),
        kind: claim.kind.into(),
        basis: claim.basis.map(Into::into),
        unit: claim.unit.clone(),
        status: claim.status.into(),
        period_start: period.and_then(|period| period.start).map(|day| day.to_string()),
        period_end: period.and_then(|period| period.end).map(|day| day.to_string()),
        period_type: period.map(|period| period.kind.into()),
        value: claim.value.to_string(),
        value_high: claim.value_high.map(|value| value.to_string()),
        bound: claim.bound.into(),
        provisional: claim.provisional,
        direction: claim.direction.map(Into::into),
        document: document.name(),
        document_date: document.day().map(|day| day.to_string()),
        quote: claim.quote.clone(),
        start: claim.start,
        end: claim.end,
        review: "none",
        source: document.source.clone(),
        note: notes.join("；"),
        claim_id: point.id,
        document_id: document.id,
    }
}

fn cells(row: &Row, point: &Point, language: Language) -> [String; 7] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let period = match (text(&row.period_start), text(&row.period_end)) {
        (start, end) if start == end => end,
        (start, end) => format!("{start}…{end}"),
    };
    let kind = row.basis.map_or_else(|| row.kind.into(), |basis| format!("{} {basis}", row.kind));
    [
        period,
        number::exactly(&point.claim, language),
        kind,
        row.status.into(),
        text(&row.scope),
        row.quote.clone(),
        row.document.clone(),
    ]
}
