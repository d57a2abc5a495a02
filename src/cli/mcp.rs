//! `mcp`: the record for assistants, over standard input and output.

use super::{CliError, reading, serve, stop};
use crate::config::Config;
use crate::web::{self, AppState};

const SETTING: &str = r#"助手的设置 / An assistant's settings:
  {"mcpServers": {"policy-metrics": {"command": "policy-metrics", "args": ["--db", "policy-metrics.db", "mcp"]}}}"#;

/// 供 AI 助手查询（Model Context Protocol，标准输入输出）。Answers AI assistants over standard input and output.
///
/// 由助手软件启动，不必自己运行；只读。看板开着时，http://127.0.0.1:8080/mcp 提供同样的工具。
/// The assistant's program starts it; it only reads. A running dashboard offers the same tools under /mcp.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = SETTING)]
pub(super) struct Options {}

pub(super) async fn run(_: Options, config: &Config) -> Result<(), CliError> {
    let stop = stop::asked();
    reading(config, async |store| {
        let state = AppState {
            store: store.clone(),
            notice: None,
            language: config.interface.pages(),
            typeface: serve::typeface(config),
        };
        tokio::select! {
            ended = web::assist(state) => Ok(ended?),
            () = stop => Ok(()),
        }
    })
    .await
}
