//! `ingest`: files, folders and pages of the web into the database.

use super::{CliError, Reading, output, standard_input, tell, watch};
use crate::config::Config;
use crate::pipeline::{self, Ingested, Input, InputError};
use crate::source::fetch::{Fetcher, is_url};
use crate::source::{self, Given, SourceError};
use crate::store::Store;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use walkdir::{DirEntry, WalkDir};

/// 把文件、文件夹或网页读入数据库。Reads files, folders or pages of the web into the database.
///
/// 读 .txt、.md、.html、.docx、.pdf（须有文字层），每行一篇的 .csv、.jsonl（须有 text 或“正文”列），以及装有
/// 这些文件的 .zip；文件夹连同下级一并读入，其他类型的文件会列出并跳过。网址只读公网的（见 config.toml 的
/// [fetch]）。已读过的不重复存。
/// It reads .txt, .md, .html, .docx and .pdf (with a text layer), .csv and .jsonl with a document a row (column
/// text, and title, date, publisher, url, scope where known), .zip archives of these, and folders with all
/// below them; files of other types are named and skipped. URLs are read from the open internet only (see
/// [fetch] in config.toml). What is known is not stored twice.
///
/// 例 / Examples:
///   policy-metrics ingest 实录/ 报告.pdf
///   policy-metrics ingest https://example.org/a.html
///   policy-metrics ingest --date 2024-11-20 --scope 济南市 --publisher 济南发布 实录.html
///   policy-metrics ingest --watch 收件/                  陆续放进来的也读 / and what is put there later
///   policy-metrics ingest --meta 目录.csv 实录/          目录.csv：path,title,date,publisher,url,scope
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
#[expect(clippy::doc_markdown, reason = "the example is typed as it stands, and <> would be a redirection")]
pub(super) struct Options {
    /// 文件、文件夹、网址，或 - 表示标准输入。
    /// Files, folders, URLs, or - for standard input.
    #[arg(required = true, value_name = "PATH|URL")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// 发布者（默认从文中读出）。
    /// Who published it (default: as the text says).
    #[arg(long)]
    publisher: Option<String>,
    /// 网址（默认从文中读出）。
    /// Where it stands on the web (default: as the text says).
    #[arg(long)]
    url: Option<String>,
    /// 说明各文件的表：path 列，以及 title、date、publisher、url、scope 列中已知的。
    /// A table that describes files: a column path, and title, date, publisher, url, scope where known.
    #[arg(long, value_name = "FILE.csv")]
    meta: Option<PathBuf>,
    /// 先读文件夹里已有的文件，再读陆续放进来的，直到 Ctrl-C；写完的才读，临时文件不读。
    /// Reads what is in the folders and then whatever appears, until Ctrl-C; only files that are complete.
    #[arg(long, conflicts_with_all = ["meta"])]
    watch: bool,
    /// 以 JSON 输出小结。
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

/// What a run did. Its text is for people, its JSON for scripts.
#[derive(Debug, Default, Serialize)]
struct Summary {
    new: usize,
    /// Those of the new ones in whose place another counts.
    aside: usize,
    known: usize,
    /// Those of the known ones of which more is known now.
    described: usize,
    /// Those that a person took out before.
    removed: usize,
    skipped: Vec<Remark>,
    failed: Vec<Remark>,
    claims: usize,
    seconds: f64,
}

/// A path, and why it was not stored.
#[derive(Debug, Serialize)]
struct Remark {
    path: String,
    reason: String,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let began = Instant::now();
    let by_path = options.meta.as_deref().map(descriptions).transpose()?.unwrap_or_default();
    let given = Given {
        publisher: options.publisher,
        url: options.url,
        by_path: Arc::new(by_path),
        ..options.reading.given()
    };
    let holds_several = |path: &PathBuf| path.is_dir() || source::is_collection(&path.to_string_lossy());
    let several = || options.paths.len() > 1 || options.paths.iter().any(holds_several);
    if given.url.is_some() && several() {
        return Err(CliError::SeveralForUrl);
    }
    let mut summary = Summary::default();
    if options.watch {
        if let Some(path) = options.paths.iter().find(|path| !path.is_dir()) {
            return Err(CliError::NotAFolder(path.clone()));
        }
        let store = Store::open(&config.database.path).await?;
        let stored = watch::follow(&store, &options.paths, &given, |name, outcome| {
            Progress(None).tell(name, &outcome);
            if let Err(error) = &outcome {
                tell(&format!("失败 / failed: {name}：{error}"));
            }
            summary.note(name, outcome);
        })
        .await;
        store.close().await;
        stored?;
        return summary.end(began, options.json);
    }
    let mut unused: BTreeSet<String> = given.by_path.keys().cloned().collect();
    let fetch = &config.fetch;
    let fetcher = Fetcher::new(Duration::from_secs(fetch.seconds), &fetch.private_hosts);
    let inputs = list(&options.paths, &fetcher, &mut summary)?;
    if !inputs.is_empty() {
        let store = Store::open(&config.database.path).await?;
        let progress = Progress::new(inputs.len());
        let stored = pipeline::ingest(&store, inputs, &given, |name, outcome| {
            // What is said of a table is said of its rows.
            let table = name.rsplit_once('#').map_or(name, |(table, _)| table);
            unused.retain(|path| {
                [name, table].iter().all(|name| given.entry(name).is_none_or(|at| at.0 != path))
            });
            progress.tell(name, &outcome);
            summary.note(name, outcome);
        })
        .await;
        progress.end();
        store.close().await;
        stored?;
    }
    summary.tell();
    for path in &unused {
        tell(&format!(
            "提示 / note: --meta 表中的 {path} 没有对应的文件 / {path} of the --meta table fits no file that was read"
        ));
    }
    summary.end(began, options.json)
}

/// What the table given with `--meta` says, by path.
fn descriptions(path: &Path) -> Result<HashMap<String, Given>, CliError> {
    let name = path.display().to_string();
    let told = |error| CliError::Input { name: name.clone(), error };
    let bytes = std::fs::read(path).map_err(|error| told(error.into()))?;
    source::descriptions(&name, &bytes).map_err(|error| told(error.into()))
}

/// Every file to read, in order of its path, then pages as given, standard input last. What cannot be read
/// is noted.
fn list(paths: &[PathBuf], fetcher: &Fetcher, summary: &mut Summary) -> Result<Vec<Input>, CliError> {
    let (mut files, mut pages) = (Vec::new(), Vec::new());
    for path in paths.iter().filter(|path| *path != Path::new("-")) {
        if let Some(url) = path.to_str().filter(|path| is_url(path)) {
            pages.push(Input::Url(url.to_owned(), fetcher.clone()));
        } else if path.is_dir() {
            walk(path, &mut files, summary);
        } else if path.extension().is_none() || is_readable_type(path) {
            files.push(path.clone());
        } else {
            summary.fail(path, &unread_type(path));
        }
    }
    files.sort();
    files.dedup();
    let mut inputs: Vec<Input> = files.into_iter().map(Input::File).chain(pages).collect();
    if paths.iter().any(|path| path == Path::new("-")) {
        inputs.push(standard_input()?);
    }
    Ok(inputs)
}

/// It may lead back to the folder that it stands in.
const LINKED_FOLDER: &str = "这是指向另一文件夹的链接，未读入；需要时请直接写出那个文件夹 / this is a link to another folder and was not followed; name that folder itself where it is wanted";

/// Adds the files below a folder; those of other types are named and skipped.
fn walk(folder: &Path, files: &mut Vec<PathBuf>, summary: &mut Summary) {
    let before = files.len();
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let is_wanted =
        |entry: &DirEntry| entry.depth() == 0 || !source::is_clutter(&entry.file_name().to_string_lossy());
    for entry in entries.filter_entry(is_wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.path_is_symlink() && entry.path().is_dir() => {
                summary.skip(entry.path(), LINKED_FOLDER);
            }
            Ok(entry) if is_readable_type(entry.path()) => files.push(entry.into_path()),
            Ok(entry) => summary.skip(entry.path(), &unread_type(entry.path())),
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                let reason = InputError::from(io::Error::from(error)).to_string();
                summary.fail(&path, &reason);
            }
        }
    }
    if files.len() == before && summary.failed.is_empty() {
        let types = source::ENDINGS.map(|ending| format!(".{ending}")).join(" ");
        let reason = format!(
            "文件夹里没有可读的文件（{types}） / the folder holds no file that can be read ({types})"
        );
        summary.fail(folder, &reason);
    }
}

fn is_readable_type(path: &Path) -> bool {
    source::is_readable(&path.to_string_lossy())
}

fn unread_type(path: &Path) -> String {
    SourceError::unread(&path.to_string_lossy()).to_string()
}

impl Summary {
    fn note(&mut self, name: &str, outcome: Result<Ingested, InputError>) {
        match outcome {
            Ok(Ingested::New { claims, counted_as, .. }) => {
                self.new += 1;
                match counted_as {
                    None => self.claims += claims,
                    Some(_) => self.aside += 1,
                }
            }
            Ok(Ingested::Known(_)) => self.known += 1,
            Ok(Ingested::Removed { .. }) => self.removed += 1,
            Ok(Ingested::Described { filled, .. }) => {
                self.known += 1;
                self.described += usize::from(!filled.is_empty());
            }
            Err(InputError::Source(error @ SourceError::UnreadType { .. })) => {
                self.skip(Path::new(name), &error.to_string());
            }
            Err(error) => self.failed.push(Remark { path: name.into(), reason: error.to_string() }),
        }
    }

    fn skip(&mut self, path: &Path, reason: &str) {
        self.skipped.push(Remark { path: pipeline::name_of(path), reason: reason.into() });
    }

    fn fail(&mut self, path: &Path, reason: &str) {
        self.failed.push(Remark { path: pipeline::name_of(path), reason: reason.into() });
    }

    /// Names each file that was skipped or failed, with the reason.
    fn tell(&self) {
        for (label, remarks) in [("跳过 / skipped", &self.skipped), ("失败 / failed", &self.failed)] {
            for remark in remarks {
                tell(&format!("{label}: {}：{}", remark.path, remark.reason));
            }
        }
    }

    fn end(mut self, began: Instant, json: bool) -> Result<(), CliError> {
        self.seconds = began.elapsed().as_secs_f64();
        if json {
            output::json(&self)?;
        } else {
            self.print()?;
        }
        if self.failed.is_empty() { Ok(()) } else { Err(CliError::Told) }
    }

    fn print(&self) -> Result<(), CliError> {
        let Self { new, aside, known, removed, claims, seconds, .. } = self;
        let (skipped, failed) = (self.skipped.len(), self.failed.len());
        let mut out = output::standard();
        writeln!(
            out,
            "新增 {new}，已有 {known}，跳过 {skipped}，失败 {failed}；数据 {claims} 条；用时 {seconds:.1} 秒"
        )?;
        if *aside > 0 {
            writeln!(out, "新增中 {aside} 份与已有文件同文或为其旧版，已保存，不重复计数")?;
        }
        if *removed > 0 {
            writeln!(out, "另有 {removed} 份曾被移除，未读入")?;
        }
        writeln!(
            out,
            "{new} new, {known} known, {skipped} skipped, {failed} failed; {claims} claims; {seconds:.1} seconds"
        )?;
        if *aside > 0 {
            writeln!(
                out,
                "{aside} of the new ones have the same words as another or are an older version of it: kept, and counted once"
            )?;
        }
        if *removed > 0 {
            writeln!(out, "{removed} more were removed before and were not read")?;
        }
        Ok(out.flush()?)
    }
}

/// What became of what was said of a document that is stored already.
fn described(name: &str, id: i64, filled: &[&str], left: &[&str]) -> String {
    let (filled, left) = (filled.join(", "), left.join(", "));
    let mut remarks = vec![format!("已有 / known: {name}（#{id}")];
    if !filled.is_empty() {
        remarks.push(format!("补上 {filled}，已重新提取 / {filled} filled in, and claims read again"));
    }
    if !left.is_empty() {
        remarks.push(format!(
            "{left} 与已存的不同，保留已存的 / {left} differ from what is stored, which was left as it is"
        ));
    }
    remarks.join("，") + "）"
}

/// How far a run has come: a bar on a terminal, else a line for each file that was stored or known.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn new(files: usize) -> Self {
        if !io::stderr().is_terminal() {
            return Self(None);
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}")
            .expect("the template is fixed and well-formed");
        Self(Some(ProgressBar::new(files as u64).with_style(style)))
    }

    fn tell(&self, name: &str, outcome: &Result<Ingested, InputError>) {
        if let Some(bar) = &self.0 {
            bar.set_message(name.to_owned());
            // A file may turn out to hold several documents.
            if bar.length() == Some(bar.position()) {
                bar.inc_length(1);
            }
            bar.inc(1);
        }
        match outcome {
            Ok(Ingested::Described { id, filled, left }) => self.say(&described(name, *id, filled, left)),
            Ok(Ingested::Removed { id, decision }) => self.say(&format!(
                "已移除，未读入 / removed before, not read: {name}（#{id}，决定 / decision {decision}；恢复 / to bring it back: policy-metrics document undo {decision}）"
            )),
            _ if self.0.is_some() => {}
            Ok(Ingested::New { id, claims, counted_as, instead_of }) => {
                let beside = match (counted_as, instead_of) {
                    (Some(other), _) => format!(
                        "，与 #{other} 同文或为其旧版，不重复计数 / the same as #{other} or an older version; counted once"
                    ),
                    (None, Some(other)) => format!("，取代 #{other} / in the place of #{other}"),
                    (None, None) => String::new(),
                };
                tell(&format!("新增 / new: {name}（#{id}，{claims} 条 / claims{beside}）"));
            }
            Ok(Ingested::Known(id)) => tell(&format!("已有 / known: {name}（#{id}）")),
            // Failures come together at the end, where they are not overlooked.
            Err(_) => {}
        }
    }

    /// A line that must not be overlooked, above the bar if there is one.
    fn say(&self, line: &str) {
        match &self.0 {
            Some(bar) => bar.suspend(|| tell(line)),
            None => tell(line),
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
