//! `brief`: what the record says of a topic at a place, as a file to hand on.

use super::series::none_like;
use super::target::Target;
use super::{CliError, not_blank, reading};
use crate::brief::Asked;
use crate::chart::Typeface;
use crate::config::Config;
use crate::office::docx::{self, Template};
use crate::office::{Document, html, markdown};
use crate::pipeline::{self, BriefError};
use crate::source;
use chrono::{Local, NaiveDate};
use std::fs;
use std::path::{Path, PathBuf};

/// 就一个主题起草简报。Drafts a briefing on a topic.
///
/// 列出主要数据、上一可比数值、目标与结果、图和表，每个数字一条脚注；未列入的数据写明原因。
/// 格式按文件名的后缀：.docx（Word）、.md、.html；- 为输出到屏幕的 Markdown。
/// It holds headline figures with comparable values, targets and results, charts, a table, a footnote for every
/// figure, and what was left out and why. The ending of the file says what it is: .docx (Word), .md or .html; - is
/// Markdown on standard output.
///
/// 例 / Examples:
///   policy-metrics brief --topic 就业 --scope 济南市 --from 2023 --out 就业.docx
///   policy-metrics brief --indicator 一般公共预算收入 --scope 济南市 --scope 青岛市 --out -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 主题，即指标名称中的词；几个主题用顿号隔开。
    /// The topic: words of the names of indicators; several topics are separated by 、.
    #[arg(long, value_parser = not_blank, required_unless_present = "indicator")]
    topic: Option<String>,
    /// 按名称列入一个指标（可重复）。
    /// An indicator by its name (may be repeated).
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    indicator: Vec<String>,
    /// 地区或机构（可重复）。
    /// A place or body (may be repeated).
    #[arg(long, value_parser = not_blank)]
    scope: Vec<String>,
    /// 只要所指期间止于此日或以后的，如 2023 或 2023-07-01（默认：主题取最近三年，指标取全部）。
    /// Only values of periods that end on this day or later, such as 2023 or 2023-07-01 (default: of a topic the last
    /// three years, of indicators all).
    #[arg(long, value_name = "YEAR|DATE", value_parser = |text: &str| day(text, false))]
    from: Option<NaiveDate>,
    /// 只要所指期间止于此日或以前的。
    /// Only values of periods that end on this day or earlier.
    #[arg(long, value_name = "YEAR|DATE", value_parser = |text: &str| day(text, true))]
    to: Option<NaiveDate>,
    /// 写到这个文件（.docx、.md、.html），- 为屏幕。
    /// The file to write (.docx, .md, .html), or - for standard output.
    #[arg(long, value_name = "FILE", value_parser = out)]
    out: Out,
    /// 采用这个 Word 文件的样式、页眉页脚和版面（只用于 .docx）。
    /// Take styles, heads, feet and page from this Word file (for .docx only).
    #[arg(long, value_name = "FILE.docx")]
    template: Option<PathBuf>,
}

/// Where a briefing goes, and as what.
#[derive(Debug, Clone)]
struct Out {
    path: PathBuf,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Word,
    Markdown,
    Html,
}

fn out(text: &str) -> Result<Out, &'static str> {
    let path = PathBuf::from(text);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let form = match ending.as_deref() {
        Some("docx") => Form::Word,
        Some("md") => Form::Markdown,
        Some("html") => Form::Html,
        None if text == "-" => Form::Markdown,
        _ => {
            return Err(
                "文件名应以 .docx、.md 或 .html 结尾，或为 - / it must end with .docx, .md or .html, or be -",
            );
        }
    };
    Ok(Out { path, form })
}

/// A year, by its first or its last day, or a day.
fn day(text: &str, last: bool) -> Result<NaiveDate, String> {
    let year = text.trim_end_matches('年').parse::<i32>().ok().filter(|year| (1000..=9999).contains(year));
    let (month, first) = if last { (12, 31) } else { (1, 1) };
    match year.and_then(|year| NaiveDate::from_ymd_opt(year, month, first)) {
        Some(day) => Ok(day),
        None => source::day(text).map_err(|error| error.to_string()),
    }
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let Out { path, form } = &options.out;
    if options.template.is_some() && *form != Form::Word {
        return Err(CliError::TemplateWithoutWord);
    }
    let template = options.template.as_deref().map(template).transpose()?;
    let target = Target::of(path, &config.database.path)?;
    let language = config.interface.messages();
    let asked = Asked {
        topic: options.topic.unwrap_or_default(),
        indicators: options.indicator,
        scopes: options.scope,
        from: options.from,
        to: options.to,
    };
    let today = Local::now().date_naive();
    let briefing = reading(config, async |store| {
        pipeline::briefing(store, asked, &[], today, language).await.map_err(|error| match error {
            BriefError::Store(error) => error.into(),
            BriefError::NoIndicator(name, near) => none_like(&name, &near),
        })
    })
    .await?;
    if briefing.contents.figures.is_empty() {
        return Err(CliError::NothingToTell);
    }
    let typeface = super::serve::typeface(config);
    let bytes = written(&briefing.document(None), *form, template.as_ref(), &typeface)?;
    target.fill(async |unfinished| fs::write(unfinished, &bytes).map_err(CliError::Output)).await
}

fn written(
    document: &Document,
    form: Form,
    template: Option<&Template>,
    typeface: &Typeface,
) -> Result<Vec<u8>, CliError> {
    match form {
        Form::Word => {
            docx::write(document, template, typeface).map_err(|error| CliError::Output(error.into()))
        }
        Form::Markdown => Ok(markdown::write(document).into_bytes()),
        Form::Html => Ok(html::write(document).into_bytes()),
    }
}

fn template(path: &Path) -> Result<Template, CliError> {
    let failed =
        |error: &dyn ToString| CliError::BadTemplate { path: path.to_path_buf(), error: error.to_string() };
    let bytes = fs::read(path).map_err(|error| failed(&error))?;
    Template::read(&bytes).map_err(|error| failed(&error))
}
