//! `extract`: the claims of one text, without a database.

use super::output::{self, Format};
use super::{CliError, Reading, input};
use crate::claim::Claim;
use crate::document::Document;
use crate::language::Language;
use crate::pipeline::{InputError, analyse, has_figures};
use crate::words::number;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// 提取一份文字中的数据，不存库。Prints the claims of one text; no database is needed.
///
/// 默认一行一个 JSON，位置以字（码点）计。
/// By default it prints one JSON object a line; places are counted in characters (code points).
///
/// 例 / Examples:
///   policy-metrics extract --date 2024-11-20 实录.txt
///   cat 实录.txt | policy-metrics extract --format table -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, mut_arg("format", |format| format.default_value("jsonl")))]
pub(super) struct Options {
    /// 文件，或 - 表示标准输入。
    /// A file, or - for standard input.
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    form: output::Form,
}

pub(super) fn run(options: &Options, language: Language) -> Result<(), CliError> {
    options.form.makes_sense()?;
    let document = read(&options.file, &options.reading, "extract")?;
    let name = document.source.clone();
    let extraction = analyse(document).extraction;
    if !has_figures(&extraction) {
        return Err(CliError::Input { name, error: InputError::NoFigures });
    }
    let claims = extraction.claims;
    if options.form.format == Format::Csv {
        let rows: Vec<Row> = claims.iter().map(Row::from).collect();
        return options.form.print(&rows, || Ok(()));
    }
    options.form.print(&claims, || {
        output::table(
            language.pick(
                ["原文", "指标", "数值", "种类", "状态", "范围", "时间"],
                ["quote", "indicator", "value", "kind", "status", "scope", "period"],
            ),
            &claims.iter().map(|claim| cells(claim, language)).collect::<Vec<_>>(),
        )
    })
}

/// The document at `path`, or on standard input.
pub(super) fn read(path: &Path, reading: &Reading, command: &'static str) -> Result<Document, CliError> {
    let input = input(path, command)?;
    let name = input.name();
    input.read(&reading.given()).map_err(|error| CliError::Input { name, error })
}

/// A claim with its nested fields laid out side by side.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    start: usize,
    end: usize,
    quote: &'a str,
    value: String,
    value_high: Option<String>,
    unit: &'a str,
    kind: &'a str,
    direction: Option<&'a str>,
    basis: Option<&'a str>,
    role: Option<&'a str>,
    bound: &'a str,
    status: &'a str,
    provisional: bool,
    indicator: &'a str,
    subject: Option<&'a str>,
    scope: Option<&'a str>,
    period_start: Option<String>,
    period_end: Option<String>,
    period_type: Option<&'a str>,
    period_text: Option<&'a str>,
    period_inherited: Option<bool>,
    speaker: Option<&'a str>,
    rule: &'a str,
    confidence: f64,
    warnings: String,
}

impl<'a> From<&'a Claim> for Row<'a> {
    fn from(claim: &'a Claim) -> Self {
        let period = claim.period.as_ref();
        Self {
            start: claim.start,
            end: claim.end,
            quote: &claim.quote,
            value: claim.value.to_string(),
            value_high: claim.value_high.map(|value| value.to_string()),
            unit: &claim.unit,
            kind: claim.kind.into(),
            direction: claim.direction.map(Into::into),
            basis: claim.basis.map(Into::into),
            role: claim.role.map(Into::into),
            bound: claim.bound.into(),
            status: claim.status.into(),
            provisional: claim.provisional,
            indicator: &claim.indicator,
            subject: claim.subject.as_deref(),
            scope: claim.scope.as_deref(),
            period_start: period.and_then(|period| period.start).map(|day| day.to_string()),
            period_end: period.and_then(|period| period.end).map(|day| day.to_string()),
            period_type: period.map(|period| period.kind.into()),
            period_text: period.map(|period| period.text.as_str()),
            period_inherited: period.map(|period| period.inherited),
            speaker: claim.speaker.as_deref(),
            rule: &claim.rule,
            confidence: claim.confidence,
            warnings: claim.warnings.join("; "),
        }
    }
}

fn cells(claim: &Claim, language: Language) -> [String; 7] {
    [
        claim.quote.clone(),
        claim.indicator.clone(),
        number::exactly(claim, language),
        claim.kind.to_string(),
        claim.status.to_string(),
        claim.scope.clone().unwrap_or_default(),
        claim.period.as_ref().map(output::dates).unwrap_or_default(),
    ]
}
