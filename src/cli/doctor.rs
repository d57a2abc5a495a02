//! `doctor`: is the database sound, and what to do where it is not.

use super::{CliError, output, tell};
use crate::config::Config;
use crate::store::Store;
use std::io::Write;

/// 检查数据库是否完好。Checks whether the database is sound.
///
/// 有问题时说明是什么问题、该怎么办。
/// Where it is not, it says what is wrong and what to do.
///
/// 例 / Example:
///   policy-metrics doctor --db metrics.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {}

pub(super) async fn run(_: &Options, config: &Config) -> Result<(), CliError> {
    let path = config.database.path.display();
    let store = Store::open_read_only(&config.database.path).await?;
    let findings = store.check().await?;
    let (schema, totals) = (store.schema_version().await?, store.totals().await?);
    store.close().await;
    let mut out = output::standard();
    writeln!(out, "程序版本 / version: {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "数据库 / database: {path}")?;
    writeln!(out, "结构版本 / schema: {schema}")?;
    writeln!(out, "文件 / documents: {}", totals.documents)?;
    writeln!(out, "数据 / claims: {}", totals.claims)?;
    writeln!(out, "指标 / indicators: {}", totals.indicators)?;
    if findings.is_empty() {
        writeln!(out, "检查通过 / all is well")?;
        return Ok(out.flush()?);
    }
    out.flush()?;
    for finding in &findings {
        tell(&format!("问题 / problem: {finding}"));
    }
    Err(CliError::Unsound { path: path.to_string(), findings: findings.len() })
}
