//! `document`: what a person decides about whole documents, with undo.

use super::indicator::{self, Signed};
use super::{CliError, not_blank, tell, tell_undo, writing};
use crate::config::Config;
use crate::language::Language;
use crate::store::Store;
use clap::{Args, Subcommand};

/// 人工移除不该收的文件，可撤销。Takes documents out by hand, with undo.
///
/// 移除的文件连同其数据不再出现在列表、图表、总数、检索和导出中。原件仍保存着；重新提取、再次读入同一文件都不会让它
/// 回来，只有撤销决定才会。
/// A removed document and its claims are in no list, chart, count, search or export any more. It is still kept;
/// neither reading texts again nor ingesting the same file brings it back, only taking the decision back does.
///
/// 例 / Examples:
///   policy-metrics document remove 12 --why 下载错了页面
///   policy-metrics document undo 3
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    #[command(subcommand)]
    act: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 移除一份文件及其数据。Takes a document out with its claims.
    Remove {
        /// 文件编号（见 /documents/编号）。The document's number, as in /documents/NUMBER.
        document: i64,
        /// 谁作的决定（默认取环境变量 USER）。
        /// Who decides (default: that of USER).
        #[arg(long, env = "USER", default_value = "")]
        who: String,
        /// 为什么。
        /// Why.
        #[arg(long, value_parser = not_blank)]
        why: String,
    },
    /// 撤销一个决定，与 indicator undo 相同。Takes a decision back, just as indicator undo does.
    Undo {
        /// 决定编号（见 indicator log）。Its number, as in indicator log.
        decision: i64,
        #[command(flatten)]
        signed: Signed,
    },
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    writing(config, async |store| decide(store, options.act, language).await).await
}

async fn decide(store: &Store, command: Command, language: Language) -> Result<(), CliError> {
    match command {
        Command::Remove { document, who, why } => {
            let id = store.remove_document(document, who, why).await?;
            tell(&language.pick(
                format!("决定 {id}：文件 #{document} 已移除"),
                format!("decision {id}: document #{document} is removed"),
            ));
            tell_undo(&format!("policy-metrics document undo {id}"), language);
            Ok(())
        }
        Command::Undo { decision, signed } => {
            indicator::decide(store, indicator::Command::Undo { decision, signed }, language).await
        }
    }
}
