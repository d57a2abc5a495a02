//! `doctor`: is the database sound, and what to do where it is not.

use super::{CliError, output, reading, target, tell};
use crate::config::Config;
use crate::store::{Store, replaced};
use std::fs;
use std::io::Write;
use std::path::Path;

/// 检查数据库是否完好。Checks whether the database is sound.
///
/// 有问题时说明是什么问题、该怎么办；只读，不改动任何内容。
/// Where it is not, it says what is wrong and what to do; it only reads and changes nothing.
///
/// 例 / Example:
///   policy-metrics doctor --db metrics.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {}

pub(super) async fn run(_: &Options, config: &Config) -> Result<(), CliError> {
    let path = &config.database.path;
    let language = config.interface.messages();
    let (findings, facts, notes) = reading(config, async |store| examine(store, path).await).await?;
    let mut out = output::standard();
    for (zh, en, fact) in facts {
        writeln!(out, "{}{}{fact}", language.pick(zh, en), language.pick("：", ": "))?;
    }
    for note in notes.into_iter().chain(leftovers(path)) {
        writeln!(out, "{}{}", language.pick("提示：", "note: "), language.half(&note))?;
    }
    if findings.is_empty() {
        writeln!(out, "{}", language.pick("检查通过", "all is well"))?;
        return Ok(out.flush()?);
    }
    out.flush()?;
    for finding in &findings {
        tell(&format!("{}{}", language.pick("问题：", "problem: "), language.half(finding)));
    }
    Err(CliError::Unsound { path: path.display().to_string(), findings: findings.len() })
}

/// What it is called in Chinese and in English, and what it is.
type Fact = (&'static str, &'static str, String);

/// What is wrong, what is worth knowing, and what may be done, which is in both languages.
async fn examine(store: &Store, path: &Path) -> Result<(Vec<String>, Vec<Fact>, Vec<String>), CliError> {
    let findings = store.check().await?;
    let totals = store.totals().await?;
    let mut facts = vec![
        ("程序版本", "version", env!("CARGO_PKG_VERSION").to_owned()),
        ("SQLite", "SQLite", store.engine_version().await?),
        ("数据库", "database", path.display().to_string()),
        ("结构版本", "schema", store.schema_version().await?.to_string()),
        ("文件", "documents", totals.documents.to_string()),
        ("同文或旧版", "same words or older versions", totals.aside.to_string()),
        ("已移除", "removed", totals.removed.to_string()),
        ("数据", "claims", totals.claims.to_string()),
        ("指标", "indicators", totals.indicators.to_string()),
    ];
    let mut notes = Vec::new();
    if store.is_uncounted().await? {
        notes.push(
            "最近读入的尚未计数，有空间可写时会自动补计 / what was read last is not counted yet; it will be as soon as there is room to write".to_owned(),
        );
    }
    let outdated = store.outdated_documents().await?;
    if outdated > 0 {
        notes.push(format!(
            "{outdated} 份文件由其他版本的程序读出，可运行 reextract 重读 / {outdated} documents were read by another version of the program; reextract reads them again"
        ));
    }
    if let Ok(free) = fs4::available_space(target::folder_of(path)) {
        facts.push(("磁盘剩余", "free disk", format!("{} MB", free >> 20)));
        if scarce(path, free) {
            notes.push(
                "磁盘空间不多了，请先腾出空间再读入文件 / there is little room left; free some before reading more".to_owned(),
            );
        }
    }
    Ok((findings, facts, notes))
}

/// Less room than this is told, in bytes: a write may need as much as the database takes.
fn scarce(path: &Path, free: u64) -> bool {
    free < fs::metadata(path).map_or(0, |file| file.len()).max(100 << 20)
}

/// Files beside the database that nothing needs any more, each with what to do about it.
fn leftovers(path: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(target::folder_of(path)) else {
        return Vec::new();
    };
    let unfinished = entries.filter_map(|entry| {
        let entry = entry.ok()?.path();
        let shown = entry.display();
        entry.file_name()?.to_string_lossy().starts_with(target::UNFINISHED).then(|| {
            format!(
                "{shown} 是中断的备份或导出，若没有备份或导出正在进行，可以删除 / {shown} is of a backup or export that was cut off; delete it unless one is running"
            )
        })
    });
    let kept = replaced(path).into_iter().map(|kept| {
        let shown = kept.display();
        format!(
                "{shown} 是恢复备份前的数据库，确认不再需要后可以删除 / {shown} is the database before a backup was restored; delete it when you are sure not to need it"
        )
    });
    let mut notes: Vec<String> = unfinished.chain(kept).collect();
    notes.sort();
    notes
}
