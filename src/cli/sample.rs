//! `sample`: claims drawn at random, each with its sentence, for judging by reading.

use super::{CliError, output, reading};
use crate::claim::Claim;
use crate::config::Config;
use crate::store::{Sentence, Store};
use sha2::{Digest, Sha256};
use std::io::Write;

/// How much of a sentence is shown on each side of a value, in code points.
const AROUND: usize = 160;

/// 随机抽取数据，连同原句列出，供人逐条核对。Draws claims at random, each with its sentence, to be judged by reading.
///
/// 同一种子在同样的文件里总抽到同样的位置，换一版程序也是如此，便于前后比较。
/// A seed draws the same places of the same texts each time, also with another version of this program, so that two
/// versions can be judged side by side.
///
/// 例 / Example:
///   policy-metrics sample 30 --seed 7
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 抽取多少条。
    /// How many claims to draw.
    #[arg(default_value_t = 30)]
    count: usize,
    /// 种子：换一个数，抽到另外一些。
    /// The seed: another number draws others.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 只抽可信度不低于此值的。
    /// Only claims of this confidence or more.
    #[arg(long, value_name = "0…1", default_value_t = 0.0)]
    confidence: f64,
}

pub(super) async fn run(options: &Options, config: &Config) -> Result<(), CliError> {
    reading(config, async |store| draw(store, options).await).await
}

async fn draw(store: &Store, options: &Options) -> Result<(), CliError> {
    let places = store.claim_places(options.confidence).await?;
    let mut drawn: Vec<([u8; 32], i64)> = places
        .into_iter()
        .map(|(id, document, start)| {
            (Sha256::digest(format!("{} {document} {start}", options.seed)).into(), id)
        })
        .collect();
    drawn.sort_unstable();
    let ids: Vec<i64> = drawn.into_iter().take(options.count).map(|(_, id)| id).collect();
    let sentences = store.in_sentences(&ids, AROUND).await?;
    let mut out = output::standard();
    for (stored, document) in store.claims_numbered(&ids).await? {
        let title = document.metadata.title.as_deref().unwrap_or(&document.source);
        let day = document.metadata.date().map(|day| format!("（{day}）")).unwrap_or_default();
        writeln!(out, "#{} {title}{day}", stored.id)?;
        if let Some(Sentence { before, quote, after }) = sentences.get(&stored.id) {
            writeln!(out, "  {before}【{quote}】{after}")?;
        }
        writeln!(out, "  {}\n", in_words(&stored.claim))?;
    }
    Ok(out.flush()?)
}

/// All of a claim that can be right or wrong, by its fields' names.
fn in_words(claim: &Claim) -> String {
    let kind: &str = claim.kind.into();
    let direction: &str = claim.direction.map_or("", Into::into);
    let status: &str = claim.status.into();
    let bound: &str = claim.bound.into();
    let high = claim.value_high.map(|high| format!("–{high}")).unwrap_or_default();
    let period = claim.period.as_ref().map_or_else(|| "?".to_owned(), output::dates);
    // What the table above a cell is of.
    let of = claim.subject.as_ref().map(|subject| format!("（{subject}）")).unwrap_or_default();
    let place = claim.scope.as_deref().unwrap_or("?");
    format!(
        "{}{of} | {}{high} {} | {} | {bound} | {status} | {period} | {place} | {:.2}",
        claim.indicator,
        claim.value,
        claim.unit,
        [kind, direction].join(" ").trim_end(),
        claim.confidence
    )
}
