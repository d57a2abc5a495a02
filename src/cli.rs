//! The command line: one file per command, each short.

mod backup;
mod brief;
mod check;
mod completions;
mod demo;
mod describe;
mod doctor;
mod document;
mod explain;
mod export;
mod extract;
mod findings;
mod indicator;
mod ingest;
mod mcp;
mod output;
mod quantities;
mod reextract;
mod remarks;
mod restore;
mod sample;
mod series;
mod serve;
mod stop;
mod target;
mod watch;

use crate::config::{self, Config, ConfigError};
use crate::export::package::PackageError;
use crate::language::Language;
use crate::pipeline::{Input, InputError, MOST_DESCRIBED};
use crate::source::{self, Given, fetch, pdf};
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use std::borrow::Cow;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// 从新闻发布会实录和工作报告中提取每一个数字，逐一追溯到原文，并画出历年变化。
/// Finds every figure in transcripts of press conferences and reports, traces each to its exact words,
/// and charts how it moved.
#[derive(Debug, Parser)]
#[command(name = "policy-metrics", version, verbatim_doc_comment, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// 数据库文件（默认见 config.toml，再默认 ./policy-metrics.db）。
    /// The database file (default: that of config.toml, else ./policy-metrics.db).
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// 配置文件（默认 ./config.toml，可以没有）。
    /// The settings file (default: ./config.toml, which may be missing).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 界面和提示的语言（默认见 config.toml，再默认：网页用中文，提示随系统）。
    /// The language of pages and messages (default: that of config.toml, else Chinese for pages and the system's for
    /// messages).
    #[arg(long, global = true, value_enum, hide_possible_values = true, value_name = "zh|en")]
    lang: Option<Language>,
}

const EXAMPLES: &str = "\
例 / Examples:
  policy-metrics demo                                   看样例 / look at samples
  policy-metrics ingest 实录/                           读入一个文件夹 / read a folder
  policy-metrics serve                                  打开看板 / open the dashboard
  policy-metrics extract --date 2024-11-20 a.txt        只提取，不存库 / claims only, no database
  policy-metrics explain \"今年受理群众诉求740万件。\"      为什么这样读 / why it is read so
  policy-metrics check --scope 济南市 报道.txt            与记录核对 / check against the record
  policy-metrics series 受理群众诉求 --format csv         一个指标的历年数据 / one indicator over time

退出码 / Exit codes: 0 完成 / done · 1 有事没做成 / something could not be done · 2 用法不对 / wrong usage";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Options),
    Ingest(ingest::Options),
    Extract(extract::Options),
    Quantities(quantities::Options),
    Explain(explain::Options),
    Check(check::Options),
    Series(series::Options),
    Brief(brief::Options),
    Findings(findings::Options),
    Indicator(indicator::Options),
    Document(document::Options),
    Describe(describe::Options),
    Reextract(reextract::Options),
    Serve(serve::Options),
    Mcp(mcp::Options),
    Export(export::Options),
    Sample(sample::Options),
    Backup(backup::Options),
    Restore(restore::Options),
    Doctor(doctor::Options),
    Completions(completions::Completions),
    Man(completions::Man),
    /// Reads one PDF for `ingest`, within limits, from standard input.
    #[command(name = pdf::READER, hide = true)]
    ReadPdf,
}

/// Parses the arguments, runs the command, and turns its outcome into an exit code.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // Before there are threads, whose stacks would count against its limits.
    if matches!(arguments.command, Command::ReadPdf) {
        let answered = pdf::answer(io::stdin().lock(), io::stdout().lock());
        return if answered.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let mut language = arguments.lang.or_else(Language::of_system).unwrap_or_default();
    let outcome = settings(&arguments).and_then(|config| {
        language = config.interface.messages();
        start_log(&config)?;
        let runtime = tokio::runtime::Runtime::new().map_err(CliError::Runtime)?;
        let outcome = runtime.block_on(dispatch(arguments.command, &config));
        // A file or page that was still being read when the user had enough is not waited for.
        runtime.shutdown_background();
        outcome
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads our output has seen enough: `policy-metrics … | head`.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(CliError::Told) => ExitCode::FAILURE,
        Err(error) => {
            tracing::debug!(?error);
            let error_told = error.to_string();
            let told = language.half(&error_told);
            tell(&language.pick(format!("错误：{told}"), format!("error: {told}")));
            let is_usage = matches!(
                error,
                CliError::SeveralForUrl
                    | CliError::NotAFolder(_)
                    | CliError::MarkWithoutCsv
                    | CliError::TemplateWithoutWord
            );
            ExitCode::from(if is_usage { 2 } else { 1 })
        }
    }
}

async fn dispatch(command: Command, config: &Config) -> Result<(), CliError> {
    match command {
        Command::Demo(options) => demo::run(options, config).await,
        Command::Ingest(options) => ingest::run(options, config).await,
        Command::Extract(options) => extract::run(&options, config.interface.messages()),
        Command::Quantities(options) => quantities::run(&options),
        Command::Explain(options) => explain::run(&options, config.interface.messages()),
        Command::Check(options) => check::run(&options, config).await,
        Command::Series(options) => series::run(&options, config).await,
        Command::Brief(options) => brief::run(options, config).await,
        Command::Findings(options) => findings::run(options, config).await,
        Command::Indicator(options) => indicator::run(options, config).await,
        Command::Document(options) => document::run(options, config).await,
        Command::Describe(options) => describe::run(options, config).await,
        Command::Reextract(options) => reextract::run(&options, config).await,
        Command::Serve(options) => serve::run(options, config).await,
        Command::Mcp(options) => mcp::run(options, config).await,
        Command::Export(options) => export::run(options, config).await,
        Command::Sample(options) => sample::run(&options, config).await,
        Command::Backup(options) => backup::run(options, config).await,
        Command::Restore(options) => restore::run(options, config).await,
        Command::Doctor(options) => doctor::run(&options, config).await,
        Command::Completions(options) => completions::completions(&options),
        Command::Man(options) => completions::man(options),
        Command::ReadPdf => Ok(()),
    }
}

/// Why a command could not do what it was asked for. Every message is one line, in both languages until
/// [`Language::half`] takes the one that is read, and names the way out.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(
        "日志设置“{0}”不对，应为 warn、info、debug 之类 / the log filter \"{0}\" is wrong; it takes warn, info, debug and the like"
    )]
    LogFilter(String),
    #[error("系统资源不足，无法启动（{0}） / the system lacks the resources to start ({0})")]
    Runtime(io::Error),
    #[error("{name}：{} / {name}: {}", in_chinese(error), in_english(error))]
    Input { name: String, error: InputError },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("结果写不出去（{0}），请检查磁盘空间 / the result cannot be written ({0}); check the free space")]
    Output(#[from] io::Error),
    #[error(
        "--watch 监看的是文件夹，{path} 不是 / --watch follows folders, and {path} is none", path = .0.display()
    )]
    NotAFolder(PathBuf),
    #[error(
        "--url 只能说明一份文件（不能是文件夹、ZIP、CSV、JSONL），请一次给一份，或用 --meta 分别说明 / --url is of one document, not of a folder, ZIP, CSV or JSONL; give one at a time, or describe each with --meta"
    )]
    SeveralForUrl,
    #[error("--bom 只用于 --format csv / --bom goes with --format csv only")]
    MarkWithoutCsv,
    #[error("没有名称近似“{query}”的指标{near_zh} / no indicator is called \"{query}\"{near_en}")]
    NoIndicator { query: String, near_zh: String, near_en: String },
    #[error(
        "“{name}”在此范围内没有数据，请放宽 --scope、--kind 或 --status{each_zh} / \"{name}\" has no value in this selection; widen --scope, --kind or --status{each_en}"
    )]
    NoPoints { name: String, each_zh: String, each_en: String },
    #[error(
        "{bind} 已被占用，请换一个端口：--bind {next} / {bind} is in use; choose another port: --bind {next}"
    )]
    PortInUse { bind: String, next: String },
    #[error(
        "不能在 {bind} 上提供服务（{}），请用 --bind 127.0.0.1:8080 / cannot listen on {bind} ({}); use --bind 127.0.0.1:8080",
        in_chinese(reason),
        in_english(reason)
    )]
    Bind { bind: String, reason: String },
    #[error("临时文件夹 {path} 无法写入（{error}），请用环境变量 TMPDIR 另指一处 / the temporary folder {path} cannot be written ({error}); name another in TMPDIR", path = .path.display())]
    TemporaryFolder { path: PathBuf, error: io::Error },
    #[error(
        "本程序不带样例，请用 ingest 读入自己的文件 / this build holds no samples; read files of your own with ingest"
    )]
    NoSamples,
    #[error(
        "数据库 {path} 有 {findings} 处问题，请停用它，恢复备份，或重新 ingest 到新的数据库 / the database {path} has {findings} problems; stop using it, and restore a backup or ingest into a new one"
    )]
    Unsound { path: String, findings: usize },
    #[error("这两个名称已经是同一指标“{0}” / both names are the one indicator \"{0}\" already")]
    SameIndicator(String),
    #[error(
        "没有编号为 {0} 的数据；编号见看板中数据的网址 /claims/编号 / there is no claim {0}; its number is in its address in the dashboard, /claims/NUMBER"
    )]
    NoClaim(i64),
    #[error(
        "没有编号为 {0} 的指标；用 series 名称 --all 查编号 / there is no indicator {0}; series NAME --all lists numbers"
    )]
    NoIndicatorNumber(i64),
    #[error(
        "没有读自“{0}”的文件，请写明编号，或读入时的文件夹 / no document was read from \"{0}\"; name numbers, or a folder as it was ingested"
    )]
    NoSuchFolder(String),
    #[error(
        "一次最多说明 {MOST_DESCRIBED} 份文件，这里有 {0} 份，请按下级文件夹分几次 / at most {MOST_DESCRIBED} documents are described at once, and these are {0}; do it folder by folder"
    )]
    TooManyDescribed(usize),
    #[error(
        "{path} 写不进去（{error}），原有内容未动；请检查文件夹是否存在、可写、有空间，或另选一处 / {path} cannot be written ({error}) and is as it was; check that its folder exists, can be written to and has room, or choose another place", path = .path.display()
    )]
    Write { path: PathBuf, error: io::Error },
    #[error(
        "{path} 已存在，未改动；请换一个文件名，或加 --force 覆盖 / {path} exists and was left as it is; choose another name, or add --force to overwrite it", path = .0.display()
    )]
    Exists(PathBuf),
    #[error(
        "{path} 就是正在使用的数据库或它的一部分，没有改动；请另选一个文件 / {path} is the database in use or a part of it and was left as it is; choose another file", path = .0.display()
    )]
    SameFile(PathBuf),
    #[error(
        "{path} 是数据库，没有覆盖；请另选一个文件 / {path} is a database and was not overwritten; choose another file", path = .0.display()
    )]
    IsADatabase(PathBuf),
    #[error(
        "{path} 是文件夹或设备，不是文件，没有改动；请写明一个文件 / {path} is a folder or a device, not a file, and was left as it is; name a file", path = .0.display()
    )]
    NotAFile(PathBuf),
    #[error(
        "没有备份文件 {path}，请检查路径 / there is no backup {path}; check the path", path = .0.display()
    )]
    NoBackup(PathBuf),
    #[error(
        "{path} 不是 policy-metrics 的备份，没有采用；请换一个文件 / {path} is not a backup of policy-metrics and was not used; choose another file", path = .0.display()
    )]
    NotABackup(PathBuf),
    #[error(
        "这是网址，{command} 只读文件；请用 policy-metrics ingest {url} 读入网页，或先另存为文件 / this is a URL, and {command} reads files only; read the page with policy-metrics ingest {url}, or save it as a file first"
    )]
    UrlElsewhere { command: &'static str, url: String },
    #[error(
        "{path} 有 {findings} 处损坏，没有采用；请换一个备份，或用 doctor 查看问题 / {path} has {findings} problems and was not used; try another backup, or see what is wrong with doctor", path = .path.display()
    )]
    BadCopy { path: PathBuf, findings: usize },
    #[error(
        "另一个程序正在使用数据库 {path}，没有改动；请先停止 serve 或 ingest 再试 / another program is using the database {path}, which was left as it is; stop serve or ingest first, then try again", path = .0.display()
    )]
    InUse(PathBuf),
    #[error(transparent)]
    Package(#[from] PackageError),
    #[error("--template 只用于 .docx / --template goes with .docx only")]
    TemplateWithoutWord,
    #[error(
        "{path} 不能作模板：{}；请换一个 .docx 文件 / {path} cannot be a template: {}; name another .docx file",
        in_chinese(error),
        in_english(error),
        path = .path.display()
    )]
    BadTemplate { path: PathBuf, error: String },
    #[error(
        "没有可写入简报的数据，没有写文件；请换一个主题，或放宽 --scope、--from、--to / no value fits the briefing, and no file was written; try another topic, or widen --scope, --from and --to"
    )]
    NothingToTell,
    /// The reasons have been printed one by one.
    #[error("")]
    Told,
}

/// How a text is to be read where it does not say so itself.
#[derive(Debug, Args)]
struct Reading {
    /// 文中“今年”“去年”所依据的日期，如 2024-11-20（默认从文中读出）。
    /// The day that 今年 and 去年 refer to, such as 2024-11-20 (default: as the text says).
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = source::day)]
    date: Option<NaiveDate>,
    /// 文件所讲的地区或机构，如 济南市（默认从文中读出）。
    /// The place or body it is about, such as 济南市 (default: as the text says).
    #[arg(long)]
    scope: Option<String>,
    /// 文字编码，如 utf-8、gb18030（默认自动识别）。
    /// The encoding, such as utf-8 or gb18030 (default: detected).
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

impl Reading {
    fn given(&self) -> Given {
        Given {
            date: self.date,
            scope: self.scope.clone(),
            encoding: self.encoding.clone(),
            ..Given::default()
        }
    }
}

/// What is given as words, of which there must be some.
fn not_blank(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("不能为空 / it cannot be empty") } else { Ok(text.to_owned()) }
}

/// The settings with the flags laid over them.
fn settings(arguments: &Arguments) -> Result<Config, CliError> {
    let mut config = config::load(arguments.config.as_deref())?;
    if let Some(db) = &arguments.db {
        config.database.path.clone_from(db);
    }
    if let Some(language) = arguments.lang {
        config.interface.language = Some(language);
    }
    Ok(config)
}

/// Sends the log to standard error, filtered by `RUST_LOG`, else by the settings.
fn start_log(config: &Config) -> Result<(), CliError> {
    let filter = std::env::var("RUST_LOG").unwrap_or_else(|_| config.log.filter.clone());
    let Ok(parsed) = EnvFilter::try_new(&filter) else {
        return Err(CliError::LogFilter(filter));
    };
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(parsed).with_ansi(colours).with_writer(io::stderr).init();
    Ok(())
}

/// Standard input under the name `-`.
fn standard_input() -> Result<Input, CliError> {
    let mut bytes = Vec::new();
    let limit = crate::source::MAX_BYTES as u64 + 1;
    match io::stdin().lock().take(limit).read_to_end(&mut bytes) {
        Ok(_) => Ok(Input::Bytes("-".into(), Cow::Owned(bytes))),
        Err(error) => Err(CliError::Input { name: "-".into(), error: error.into() }),
    }
}

/// The file at `path`, or standard input for `-`, for a `command` that reads one text.
fn input(path: &Path, command: &'static str) -> Result<Input, CliError> {
    if path == Path::new("-") {
        return standard_input();
    }
    match path.to_str().filter(|_| !path.exists()).and_then(fetch::address) {
        Some(url) => Err(CliError::UrlElsewhere { command, url }),
        None => Ok(Input::File(path.to_path_buf())),
    }
}

/// The Chinese half of what is said within a message.
fn in_chinese(message: &impl ToString) -> String {
    Language::Chinese.half(&message.to_string()).to_owned()
}

/// The English half of what is said within a message.
fn in_english(message: &impl ToString) -> String {
    Language::English.half(&message.to_string()).to_owned()
}

/// Does `work` over the database, opened for reading, and closes it whatever comes of that.
async fn reading<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Store) -> Result<T, CliError>,
) -> Result<T, CliError> {
    closing(Store::open_read_only(&config.database.path).await?, work).await
}

/// The same over a database that is there already, opened for writing too.
async fn writing<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Store) -> Result<T, CliError>,
) -> Result<T, CliError> {
    closing(Store::open_existing(&config.database.path).await?, work).await
}

/// Does `work` over a database and closes it, so that nothing stays beside it.
async fn closing<T>(
    store: Store,
    work: impl AsyncFnOnce(&Store) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let done = work(&store).await;
    store.close().await;
    done
}

/// Says by which command a decision is taken back.
fn tell_undo(command: &str, language: Language) {
    tell(&language.pick(format!("撤销：{command}"), format!("to undo: {command}")));
}

/// A line on standard error. Where nobody can be told, nobody is. The name of a file may hold what a terminal obeys.
fn tell(line: &str) {
    let plain = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let _ = writeln!(io::stderr(), "{}", line.chars().map(plain).collect::<String>());
}
