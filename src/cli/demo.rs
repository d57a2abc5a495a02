//! `demo`: invented samples in a temporary database, and the dashboard over it.

use super::serve::{Address, dashboard, typeface};
use super::{CliError, closing, stop, tell};
use crate::config::Config;
use crate::pipeline::{self, Input};
use crate::source::Given;
use crate::store::Store;
use crate::web::{AppState, Notice};
use rust_embed::RustEmbed;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// 看样例：把虚构的实录读入临时数据库，打开看板。Shows invented samples in the dashboard.
///
/// 按 Ctrl-C 停止，临时数据随即删除。
/// It serves until Ctrl-C; then the temporary database is removed.
///
/// 例 / Example:
///   policy-metrics demo --bind 127.0.0.1:8081
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    #[command(flatten)]
    address: Address,
}

#[derive(RustEmbed)]
#[folder = "assets/samples/"]
#[allow_missing = true]
struct Samples;

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    let listener = options.address.listen(config).await?;
    let samples = samples();
    if samples.is_empty() {
        return Err(CliError::NoSamples);
    }
    // From before the folder is there, so that it never stays behind.
    let mut stop = Box::pin(stop::asked());
    let folder = TemporaryFolder::new()?;
    let store = Store::open(&folder.0.join("demo.db")).await?;
    closing(store, async |store| {
        let left = pipeline::ingest_until(&mut stop, store, samples, &Given::default(), |name, outcome| {
            if let Err(error) = outcome {
                let error = error.to_string();
                let error = language.half(&error);
                tell(&language.pick(format!("样例 {name}：{error}"), format!("sample {name}: {error}")));
            }
        })
        .await?;
        if left > 0 {
            return Ok(());
        }
        let state = AppState {
            store: store.clone(),
            notice: Some(Notice::Samples),
            language: config.interface.pages(),
            typeface: typeface(config),
        };
        dashboard(listener, state, language, stop).await
    })
    .await
}

/// The samples that are built in, in order of their names.
fn samples() -> Vec<Input> {
    let mut names: Vec<_> = Samples::iter().filter(|name| name.ends_with(".txt")).collect();
    names.sort();
    names
        .into_iter()
        .filter_map(|name| Samples::get(&name).map(|file| Input::Bytes(name.into_owned(), file.data)))
        .collect()
}

/// A folder of our own that is removed with all it holds when the demo ends.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> Result<Self, CliError> {
        let moment = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let path = std::env::temp_dir().join(format!("policy-metrics-demo-{}-{moment}", std::process::id()));
        create_private(&path).map_err(|error| CliError::TemporaryFolder { path: path.clone(), error })?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "the demo's folder stays behind");
        }
    }
}

/// Creates a folder that must not exist yet and that nobody else may enter.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
