//! `findings`: what does not fit in the record, and what became of targets.

use super::{CliError, output, reading};
use crate::config::Config;
use crate::language::Language;
use crate::query::Query;
use crate::series::{FindingKind, Point, Severity};
use crate::store::{FindingFilter, Store, StoredFinding};
use crate::words;
use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::HashMap;
use std::io::Write;
use strum::VariantArray;

/// So many are read at a time.
const AT_ONCE: usize = 500;

/// 列出核查线索：未达目标、前后说法不同、不再提及、数值不合。Lists what does not fit in the record: missed targets, values stated
/// differently later, what is no longer mentioned, figures at odds with each other.
///
/// 每条都带两边的原话和出处；只是线索，未必有误，需核实。
/// Each comes with the words of both sides and their documents. They are leads, to be checked, not errors found.
///
/// 例 / Example:
///   policy-metrics findings --kind missed --scope 济南市 --year 2024
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 只要这一种：missed（未达目标）、met（达到目标）、open（不能判断）、revision（前后不同）、conflict（同时两说）、shrunk（部分大于全年）、vanished（不再提及）、growth（增速不合）、impossible（超过100%）、spike（相差悬殊）。
    /// Only this kind: missed, met, open, revision, conflict, shrunk, vanished, growth, impossible or spike.
    #[arg(long, hide_possible_values = true, value_parser = PossibleValuesParser::new(names::<FindingKind>()).try_map(|kind| kind.parse::<FindingKind>()))]
    kind: Option<FindingKind>,
    /// 只要这个地区或机构的。
    /// Only those of this place or body.
    #[arg(long)]
    scope: Option<String>,
    /// 只要所指时期在这一年结束的。
    /// Only those about a period that ends in this year.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=9999))]
    year: Option<i32>,
    /// 只要名称里有这些字词的指标。
    /// Only indicators whose name holds these words.
    #[arg(long, value_name = "NAME")]
    indicator: Option<String>,
    /// 至少这样要紧：low、medium 或 high。
    /// Only those that are at least so severe: low, medium or high.
    #[arg(long, hide_possible_values = true, value_name = "low|medium|high", value_parser = PossibleValuesParser::new(names::<Severity>()).try_map(|severity| severity.parse::<Severity>()))]
    severity: Option<Severity>,
    /// 输出格式：csv、json 或 text（给人看）。
    /// How to print: csv, json, or text (for people).
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        value_name = "csv|json|text",
        default_value = "text"
    )]
    format: Format,
    #[command(flatten)]
    mark: output::Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Csv,
    Json,
    Text,
}

fn names<T: VariantArray + Into<&'static str> + Copy>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|one| (*one).into()).collect()
}

/// A finding in a line.
#[derive(Serialize)]
struct Line {
    finding: i64,
    kind: FindingKind,
    severity: Severity,
    indicator: String,
    scope: String,
    period_end: Option<NaiveDate>,
    difference: Option<Decimal>,
    difference_unit: String,
    reason: String,
    earlier_claim: i64,
    earlier_quote: String,
    earlier_document: String,
    later_claim: Option<i64>,
    later_quote: String,
    later_document: String,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    options.mark.only_for(options.format == Format::Csv)?;
    let language = config.interface.messages();
    let lines = reading(config, async |store| lines(store, &options, language).await).await?;
    match options.format {
        Format::Csv => output::csv(&lines, options.mark),
        Format::Json => output::json(&lines),
        Format::Text => print(&lines, language),
    }
}

async fn lines(store: &Store, options: &Options, language: Language) -> Result<Vec<Line>, CliError> {
    let filter = FindingFilter {
        kinds: options.kind.into_iter().collect(),
        scope: options.scope.clone(),
        query: Query::words(options.indicator.as_deref().unwrap_or_default()),
        year: options.year,
        severity: options.severity,
        limit: i64::MAX,
        ..FindingFilter::default()
    };
    let found = store.findings_found(&filter).await?;
    let mut lines = Vec::with_capacity(found.rows.len());
    for some in found.rows.chunks(AT_ONCE) {
        let findings = store.findings_numbered(some).await?;
        let sides = findings.iter().flat_map(|one| one.finding.claims());
        let points = store.points_numbered(&sides.collect::<Vec<_>>()).await?;
        lines.extend(findings.into_iter().filter_map(|one| Line::of(one, &points, language)));
    }
    Ok(lines)
}

impl Line {
    fn of(found: StoredFinding, points: &HashMap<i64, Point>, language: Language) -> Option<Self> {
        let StoredFinding { id, name, scope, finding, .. } = found;
        let earlier = points.get(&finding.earlier)?;
        let later = finding.later.and_then(|later| points.get(&later));
        let reason =
            words::finding::reason(&finding, Some(&earlier.claim), later.map(|later| &later.claim), language);
        Some(Self {
            finding: id,
            kind: finding.kind,
            severity: finding.severity,
            indicator: name,
            scope,
            period_end: finding.day,
            difference: finding.difference,
            difference_unit: finding.unit,
            reason,
            earlier_claim: earlier.id,
            earlier_quote: earlier.claim.quote.clone(),
            earlier_document: earlier.document.name(),
            later_claim: finding.later,
            later_quote: later.map(|later| later.claim.quote.clone()).unwrap_or_default(),
            later_document: later.map(|later| later.document.name()).unwrap_or_default(),
        })
    }
}

fn print(lines: &[Line], language: Language) -> Result<(), CliError> {
    let mut out = output::standard();
    for line in lines {
        let kind = words::finding::kind(line.kind, language);
        writeln!(out, "#{} [{kind}] {} · {}", line.finding, line.indicator, line.scope)?;
        writeln!(out, "  {}", line.reason)?;
        let sides =
            [(&line.earlier_quote, &line.earlier_document), (&line.later_quote, &line.later_document)];
        for (quote, document) in sides.into_iter().filter(|(quote, _)| !quote.is_empty()) {
            writeln!(out, "  “{quote}” {document}")?;
        }
        writeln!(out)?;
    }
    let count = lines.len();
    writeln!(out, "{}", language.pick(format!("共 {count} 条线索"), format!("findings: {count}")))?;
    Ok(out.flush()?)
}
