//! `reextract`: reads the stored texts again with this version, and says what changed.

use super::{CliError, output, writing};
use crate::claim::Claim;
use crate::config::Config;
use crate::pipeline;
use crate::store::{Changed, Store};
use std::io::Write;

/// 用本版程序重新提取已存的文件，并列出变化。Reads the stored texts again with this version, and says what changed.
///
/// 标题、日期、范围、发布机构也重新识别，入库时给出的不变。人工的决定全部保留；位置未变的数据编号不变。
/// Title, day, place and publisher are read again too, beneath what was said at ingest. Everything that a person
/// decided stays; a claim that is found where it was keeps its number.
///
/// 例 / Example:
///   policy-metrics reextract --db metrics.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 只重新提取这些编号的文件（默认全部）。
    /// Only the documents with these numbers (default: all).
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<i64>,
    /// 只说变化的条数，不逐条列出。
    /// Only says how many changed.
    #[arg(long)]
    summary: bool,
}

/// How many claims changed, and how.
#[derive(Default)]
struct Counts {
    documents: usize,
    found: usize,
    lost: usize,
    read: usize,
}

pub(super) async fn run(options: &Options, config: &Config) -> Result<(), CliError> {
    let Counts { documents, found, lost, read } =
        writing(config, async |store| all(store, options).await).await?;
    let (zh, en) = (
        format!("文件 {documents} 个；新增数据 {found} 条，消失 {lost} 条，读法改变 {read} 条"),
        format!(
            "{documents} documents; {found} claims are new, {lost} are gone, {read} are read in another way"
        ),
    );
    let mut out = output::standard();
    writeln!(out, "{}", config.interface.messages().pick(zh, en))?;
    Ok(out.flush()?)
}

async fn all(store: &Store, options: &Options) -> Result<Counts, CliError> {
    let known = store.document_ids().await?;
    if let Some(missing) = options.documents.iter().find(|id| !known.contains(id)) {
        return Err(store.why_absent(*missing).await.into());
    }
    let ids = if options.documents.is_empty() { known } else { options.documents.clone() };
    let mut counts = Counts::default();
    for id in ids {
        let (source, changed) = pipeline::reread(store, id).await?;
        counts.documents += 1;
        tell_changes(id, &source, &changed, options.summary, &mut counts)?;
    }
    store.refresh_wordings().await?;
    Ok(counts)
}

fn tell_changes(
    id: i64,
    source: &str,
    changed: &[Changed],
    summary: bool,
    counts: &mut Counts,
) -> Result<(), CliError> {
    let mut out = output::standard();
    if !summary && !changed.is_empty() {
        writeln!(out, "#{id} {source}")?;
    }
    for change in changed {
        let line = match change {
            Changed::Found(claim) => {
                counts.found += 1;
                format!("  + {}", in_short(claim))
            }
            Changed::Lost(claim) => {
                counts.lost += 1;
                format!("  - {}", in_short(claim))
            }
            Changed::Read(both) => {
                counts.read += 1;
                format!("  ~ {} → {}", in_short(&both.0), in_short(&both.1))
            }
        };
        if !summary {
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}

fn in_short(claim: &Claim) -> String {
    let period = claim.period.as_ref().map(output::dates).unwrap_or_default();
    let kind: &str = claim.kind.into();
    let status: &str = claim.status.into();
    format!("{} {}（{kind}, {status}, {period}）", claim.indicator, claim.quote)
}
