//! `explain`: how a sentence or a text is read, in words.

use super::{CliError, Reading, extract, output, words};
use crate::claim::{self, Claim, Extraction, Reject};
use crate::config::Language;
use crate::pipeline::{InputError, has_figures};
use crate::text::Transcript;
use std::io::Write;
use std::path::Path;

/// 说明每个数字是怎样读出来的。Says how each figure of a sentence or a text is read.
///
/// 构成数据的，说明各项内容、所用规则和时间的来处；不构成数据的，说明原因。
/// For each claim it gives the fields in words, the rule, and where the time comes from; for each figure
/// that is no claim, the reason.
///
/// 例 / Examples:
///   policy-metrics explain --date 2024-11-20 "今年受理群众诉求740万件，同比增长5.2%。"
///   policy-metrics explain 实录.txt
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 一句话、一个文件，或 - 表示标准输入。
    /// A sentence, a file, or - for standard input.
    #[arg(value_name = "TEXT|FILE")]
    what: String,
    #[command(flatten)]
    reading: Reading,
    /// 以 JSON 输出。
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(options: &Options, language: Language) -> Result<(), CliError> {
    let transcript = transcript(options)?;
    let extraction = claim::extract(&transcript);
    if !has_figures(&extraction) {
        return Err(CliError::Input { name: options.what.clone(), error: InputError::NoFigures });
    }
    if options.json {
        return output::json(&extraction);
    }
    print(&extraction, language)
}

/// The text of a file, of standard input, or of the argument itself.
fn transcript(options: &Options) -> Result<Transcript, CliError> {
    let path = Path::new(&options.what);
    if options.what == "-" || path.exists() || looks_like_a_path(path) {
        return Ok(Transcript::read(&extract::read(path, &options.reading)?));
    }
    Ok(Transcript::from_text(&options.what, options.reading.date, options.reading.scope.clone()))
}

/// A missing file should be told as such, not be read as a sentence.
fn looks_like_a_path(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["txt", "md", "html", "htm"].iter().any(|known| ending == *known))
}

fn print(extraction: &Extraction, language: Language) -> Result<(), CliError> {
    let Extraction { claims, rejects } = extraction;
    let say = |zh: &'static str, en: &'static str| words::pick(language, zh, en);
    let mut out = output::standard();
    writeln!(out, "{}", say("构成数据的", "Claims"))?;
    for claim in claims {
        writeln!(out, "\n  “{}”", claim.quote)?;
        for (name, content) in fields(claim, language) {
            writeln!(out, "    {name}{}{content}", say("：", ": "))?;
        }
    }
    if claims.is_empty() {
        writeln!(out, "  {}", say("无", "none"))?;
    }
    writeln!(out, "\n{}", say("不构成数据的", "Figures that are no claim"))?;
    for Reject { quote, reason, .. } in rejects {
        let (zh, en) = reason.words();
        writeln!(out, "  “{quote}”{}{}", say("：", ": "), say(zh, en))?;
    }
    if rejects.is_empty() {
        writeln!(out, "  {}", say("无", "none"))?;
    }
    Ok(out.flush()?)
}

/// What is known of a claim, in the order in which a reader asks.
fn fields(claim: &Claim, language: Language) -> Vec<(&'static str, String)> {
    let say = |zh: &'static str, en: &'static str| words::pick(language, zh, en);
    let mut fields = vec![(say("指标", "what is measured"), claim.indicator.clone())];
    if let Some(subject) = &claim.subject {
        fields.push((say("对象", "of"), subject.clone()));
    }
    let unknown = || say("文中没有说明", "the text does not say").to_owned();
    fields.push((say("范围", "place or body"), claim.scope.clone().unwrap_or_else(unknown)));
    fields.push((say("数值", "value"), words::value(claim, language)));
    fields.push((say("种类", "kind"), words::measure(claim, language)));
    fields.push((say("性质", "reported or planned"), words::status(claim.status, language).into()));
    fields.push((say("时间", "time"), words::period(claim.period.as_ref(), language)));
    if let Some(speaker) = &claim.speaker {
        fields.push((say("发言人", "said by"), speaker.clone()));
    }
    fields.push((say("规则", "rule"), words::rule(&claim.rule, language)));
    if !claim.warnings.is_empty() {
        fields.push((say("存疑", "doubts"), claim.warnings.join(say("；", "; "))));
    }
    fields
}
