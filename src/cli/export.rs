//! `export`: all that is stored, in a form that other programs read.

use super::extract::Row;
use super::target::Target;
use super::{CliError, output, reading};
use crate::config::Config;
use crate::store::{ExportedClaim, Store};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// 导出全部数据。Writes out all claims.
///
/// 按来源、位置和指标排列，不含编号，所以同样的文件总是导出同样的内容，可用来比较两个数据库。
/// They come in order of source, place and indicator and without numbers: the same documents always give
/// the same export, so that two databases can be compared.
///
/// 例 / Example:
///   policy-metrics export claims --format csv --out claims.csv
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 导出什么：claims（数据）。
    /// What to export: claims.
    #[arg(value_enum, hide_possible_values = true)]
    what: What,
    /// 输出格式：jsonl 或 csv。
    /// How to write: jsonl or csv.
    #[arg(long, value_enum, hide_possible_values = true, value_name = "jsonl|csv", default_value = "jsonl")]
    format: Format,
    /// 写入这个文件，已有的会被替换，数据库除外；- 为标准输出（默认）。
    /// The file to write, replacing it if it exists and is no database; - is standard output (the default).
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    mark: output::Mark,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Claims,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Jsonl,
    Csv,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let What::Claims = options.what;
    options.mark.only_for(matches!(options.format, Format::Csv))?;
    let target = match &options.out {
        None => Target::Standard,
        Some(path) => Target::of(path, &config.database.path)?,
    };
    reading(config, async |store| match target {
        Target::Standard => write(store, &options, output::standard()).await,
        target => {
            target
                .fill(async |unfinished| {
                    let file = BufWriter::new(File::create(unfinished)?);
                    write(store, &options, file).await
                })
                .await
        }
    })
    .await
}

async fn write(store: &Store, options: &Options, mut out: impl Write) -> Result<(), CliError> {
    match options.format {
        Format::Jsonl => {
            store
                .each_claim(|claim| {
                    serde_json::to_writer(&mut out, &claim).map_err(io::Error::from)?;
                    Ok::<_, CliError>(out.write_all(b"\n")?)
                })
                .await?;
            Ok(out.flush()?)
        }
        Format::Csv => {
            options.mark.begin(&mut out)?;
            let mut rows = csv::Writer::from_writer(out);
            store
                .each_claim(|claim| {
                    let row = (Provenance::from(&claim), Row::from(&claim.claim));
                    rows.serialize(row).map_err(io::Error::from).map_err(CliError::from)
                })
                .await?;
            Ok(rows.flush()?)
        }
    }
}

/// The columns of a claim that say where it stands and what it measures.
#[derive(Serialize)]
struct Provenance<'a> {
    source: &'a str,
    title: Option<&'a str>,
    date: Option<String>,
    sha256: &'a str,
    indicator_key: &'a str,
    indicator_name: &'a str,
    link_reason: &'a str,
    link_score: u8,
}

impl<'a> From<&'a ExportedClaim> for Provenance<'a> {
    fn from(claim: &'a ExportedClaim) -> Self {
        Self {
            source: &claim.source,
            title: claim.title.as_deref(),
            date: claim.date.map(|day| day.to_string()),
            sha256: &claim.sha256,
            indicator_key: &claim.indicator_key,
            indicator_name: &claim.indicator_name,
            link_reason: &claim.link_reason,
            link_score: claim.link_score,
        }
    }
}
