//! `ingest`: files, folders and pages of the web into the database.

use super::{CliError, Reading, closing, output, standard_input, stop, tell, watch};
use crate::config::Config;
use crate::language::Language;
use crate::pipeline::{self, Ingested, Input, InputError};
use crate::source::fetch::{self, Fetcher, is_url};
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
    /// Files, folders' files, pages and archives that were not read to their end when the run was stopped.
    left: usize,
    claims: usize,
    seconds: f64,
    #[serde(skip)]
    language: Language,
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
    let language = config.interface.messages();
    let mut summary = Summary { language, ..Summary::default() };
    if options.watch {
        if let Some(path) = options.paths.iter().find(|path| !path.is_dir()) {
            return Err(CliError::NotAFolder(path.clone()));
        }
        let stop = stop::asked();
        let progress = Progress { bar: None, language };
        let store = Store::open(&config.database.path).await?;
        summary.left = closing(store, async |store| {
            let report = |name: &str, outcome: Result<Ingested, InputError>| {
                progress.tell(name, &outcome);
                if let Err(error) = &outcome {
                    let error = error.to_string();
                    let error = language.half(&error);
                    tell(
                        &language.pick(format!("失败：{name}：{error}"), format!("failed: {name}: {error}")),
                    );
                }
                summary.note(name, outcome);
            };
            Ok(watch::follow(stop, store, &options.paths, &given, language, report).await?)
        })
        .await?;
        return summary.end(began, options.json);
    }
    let mut unused: BTreeSet<String> = given.by_path.keys().cloned().collect();
    let fetch = &config.fetch;
    let fetcher = Fetcher::new(Duration::from_secs(fetch.seconds), &fetch.private_hosts);
    let inputs = list(&options.paths, &fetcher, &mut summary)?;
    if !inputs.is_empty() {
        let stop = stop::asked();
        let progress = Progress::new(inputs.len(), language);
        let store = Store::open(&config.database.path).await?;
        let left = closing(store, async |store| {
            let report = |name: &str, outcome: Result<Ingested, InputError>| {
                // What is said of a table is said of its rows.
                let table = name.rsplit_once('#').map_or(name, |(table, _)| table);
                unused.retain(|path| {
                    [name, table].iter().all(|name| given.entry(name).is_none_or(|at| at.0 != path))
                });
                progress.tell(name, &outcome);
                summary.note(name, outcome);
            };
            Ok(pipeline::ingest_until(stop, store, inputs, &given, report).await?)
        })
        .await;
        progress.end();
        summary.left = left?;
    }
    summary.tell();
    // What was not read may be in the table.
    for path in unused.iter().filter(|_| summary.left == 0) {
        tell(&language.pick(
            format!("提示：--meta 表中的 {path} 没有对应的文件"),
            format!("note: {path} of the --meta table fits no file that was read"),
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
        } else if !path.exists()
            && let Some(url) = path.to_str().and_then(fetch::address)
        {
            summary.fail(
                path,
                &format!(
                    "没有这个文件；网址请写全：{url} / there is no such file; write a URL in full: {url}"
                ),
            );
        } else if path.extension().is_none() || is_readable_type(path) || !path.exists() {
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
            Err(error) => self.failed.push(self.remark(name.into(), &error.to_string())),
        }
    }

    fn skip(&mut self, path: &Path, reason: &str) {
        self.skipped.push(self.remark(pipeline::name_of(path), reason));
    }

    fn fail(&mut self, path: &Path, reason: &str) {
        self.failed.push(self.remark(pipeline::name_of(path), reason));
    }

    fn remark(&self, path: String, reason: &str) -> Remark {
        Remark { path, reason: self.language.half(reason).to_owned() }
    }

    /// Names each file that was skipped or failed, with the reason.
    fn tell(&self) {
        let labels = self.language.pick(["跳过：", "失败：", "："], ["skipped: ", "failed: ", ": "]);
        for (label, remarks) in [(labels[0], &self.skipped), (labels[1], &self.failed)] {
            for remark in remarks {
                tell(&format!("{label}{}{}{}", remark.path, labels[2], remark.reason));
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
        if self.failed.is_empty() && self.left == 0 { Ok(()) } else { Err(CliError::Told) }
    }

    fn print(&self) -> Result<(), CliError> {
        let Self { new, aside, known, removed, left, claims, seconds, language, .. } = self;
        let (skipped, failed) = (self.skipped.len(), self.failed.len());
        let mut lines = vec![language.pick(
            format!(
                "新增 {new}，已有 {known}，跳过 {skipped}，失败 {failed}；数据 {claims} 条；用时 {seconds:.1} 秒"
            ),
            format!(
                "{new} new, {known} known, {skipped} skipped, {failed} failed; {claims} claims; {seconds:.1} seconds"
            ),
        )];
        if *aside > 0 {
            lines.push(language.pick(
                format!("新增中 {aside} 份与已有文件同文或为其旧版，已保存，不重复计数"),
                format!(
                    "{aside} of the new ones have the same words as another or are an older version of it: kept, and counted once"
                ),
            ));
        }
        if *removed > 0 {
            lines.push(language.pick(
                format!("另有 {removed} 份曾被移除，未读入"),
                format!("{removed} more were removed before and were not read"),
            ));
        }
        if *left > 0 {
            lines.push(language.pick(
                format!("已中断：还有 {left} 个没有读入；以上已存的都有效，再运行一次同样的命令即可接着读"),
                format!(
                    "stopped: {left} were not read; what is counted above is stored, and the same command again goes on from there"
                ),
            ));
        }
        let mut out = output::standard();
        for line in lines {
            writeln!(out, "{line}")?;
        }
        Ok(out.flush()?)
    }
}

/// What became of what was said of a document that is stored already.
fn described(name: &str, id: i64, filled: &[&str], left: &[&str], language: Language) -> String {
    let (filled, left) = (filled.join(", "), left.join(", "));
    let mut remarks = Vec::new();
    if !filled.is_empty() {
        remarks.push(language.pick(
            format!("补上 {filled}，已重新提取"),
            format!("{filled} filled in, and claims read again"),
        ));
    }
    if !left.is_empty() {
        remarks.push(language.pick(
            format!("{left} 与已存的不同，保留已存的"),
            format!("{left} differ from what is stored, which was left as it is"),
        ));
    }
    language.pick(
        format!("已有：{name}（#{id}，{}）", remarks.join("，")),
        format!("known: {name} (#{id}, {})", remarks.join(", ")),
    )
}

/// How far a run has come: a bar on a terminal, else a line for each file that was stored or known.
struct Progress {
    bar: Option<ProgressBar>,
    language: Language,
}

impl Progress {
    fn new(files: usize, language: Language) -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: None, language };
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}")
            .expect("the template is fixed and well-formed");
        Self { bar: Some(ProgressBar::new(files as u64).with_style(style)), language }
    }

    fn tell(&self, name: &str, outcome: &Result<Ingested, InputError>) {
        if let Some(bar) = &self.bar {
            bar.set_message(name.to_owned());
            // A file may turn out to hold several documents.
            if bar.length() == Some(bar.position()) {
                bar.inc_length(1);
            }
            bar.inc(1);
        }
        let language = self.language;
        match outcome {
            Ok(Ingested::Described { id, filled, left }) => {
                self.say(&described(name, *id, filled, left, language));
            }
            Ok(Ingested::Removed { id, decision }) => {
                let undo = format!("policy-metrics document undo {decision}");
                self.say(&language.pick(
                    format!("曾被移除，未读入：{name}（#{id}，决定 {decision}；恢复：{undo}）"),
                    format!("removed before, not read: {name} (#{id}, decision {decision}; to bring it back: {undo})"),
                ));
            }
            _ if self.bar.is_some() => {}
            Ok(Ingested::New { id, claims, counted_as, instead_of }) => {
                let beside = match (counted_as, instead_of) {
                    (Some(other), _) => language.pick(
                        format!("，与 #{other} 同文或为其旧版，不重复计数"),
                        format!(", the same as #{other} or an older version; counted once"),
                    ),
                    (None, Some(other)) => {
                        language.pick(format!("，取代 #{other}"), format!(", in the place of #{other}"))
                    }
                    (None, None) => String::new(),
                };
                tell(&language.pick(
                    format!("新增：{name}（#{id}，{claims} 条{beside}）"),
                    format!("new: {name} (#{id}, {claims} claims{beside})"),
                ));
            }
            Ok(Ingested::Known(id)) => {
                tell(&language.pick(format!("已有：{name}（#{id}）"), format!("known: {name} (#{id})")));
            }
            // Failures come together at the end, where they are not overlooked.
            Err(_) => {}
        }
    }

    /// A line that must not be overlooked, above the bar if there is one.
    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(line)),
            None => tell(line),
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
