//! `check`: a text against the record, sentence by sentence.

use super::{CliError, Reading, extract, output, reading};
use crate::check::Candidate;
use crate::config::Config;
use crate::document::shown_source;
use crate::language::Language;
use crate::pipeline::{Checked, Checking, InputError, Report, check};
use crate::store::Sentence;
use crate::words::{self, in_brackets, number};
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// How much of the record's sentence is shown on each side of a value, in code points.
const AROUND: usize = 60;

/// So many others that may be meant are listed.
const OTHERS: usize = 3;

/// 核对一句话或一篇文章。Checks a sentence or an article against the record.
///
/// 每句话里的每个数字，都与已读入的文件比对：结论、理由、记录的原话和出处。
/// 没有找到不等于不实。文字只用来核对，不存入数据库。
/// Each figure of each sentence is held against the documents in the database: the verdict, why, and the record's words
/// with their source. What is not found is not false for that. Nothing of the text is stored.
///
/// 例 / Examples:
///   policy-metrics check --scope 云州市 --date 2024-12-01 报道.txt
///   echo 2023年云州市行政复议决定履行率99%。 | policy-metrics check -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 文件，或 - 表示标准输入。
    /// A file, or - for standard input.
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// 输出格式：text（给人看）或 json。
    /// How to print: text (for people) or json.
    #[arg(long, value_enum, hide_possible_values = true, value_name = "text|json", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) async fn run(options: &Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    let document = extract::read(&options.file, &options.reading, "check")?;
    let name = document.source.clone();
    let (checking, sentences) = reading(config, async |store| {
        let checking = check(store, document).await?;
        let told: Vec<i64> = all(&checking).flat_map(Checked::told).map(|one| one.point.id).collect();
        Ok((checking, store.in_sentences(&told, AROUND).await?))
    })
    .await?;
    if !checking.has_figures {
        return Err(CliError::Input { name, error: InputError::NoFigures });
    }
    match options.format {
        Format::Text => Ok(print(&checking, &sentences, language)?),
        Format::Json => output::json(&Report::new(&checking, &sentences, language)),
    }
}

fn all(checking: &Checking) -> impl Iterator<Item = &Checked> {
    checking.sentences.iter().flat_map(|said| &said.claims)
}

fn print(checking: &Checking, sentences: &HashMap<i64, Sentence>, language: Language) -> io::Result<()> {
    let mut out = output::standard();
    let text: Vec<char> = checking.document.text.chars().collect();
    for said in &checking.sentences {
        writeln!(out, "{}", said.words(&text))?;
        for checked in &said.claims {
            print_claim(&mut out, checked, sentences, language)?;
        }
        writeln!(out)?;
    }
    let count = all(checking).count().to_string();
    let aside = checking.rejects.to_string();
    writeln!(
        out,
        "{}",
        language.pick(
            format!("核对数据 {count} 条；另有 {aside} 个数字不构成数据（日期、名称等）。"),
            format!(
                "{count} figures checked; {aside} other numerals state no value (dates, names and the like)."
            ),
        )
    )?;
    out.flush()
}

fn print_claim(
    out: &mut impl Write,
    checked: &Checked,
    sentences: &HashMap<i64, Sentence>,
    language: Language,
) -> io::Result<()> {
    let Checked { claim, judgement, candidates } = checked;
    let verdict = words::check::verdict(judgement.verdict, language);
    let reason = words::check::reason(claim, judgement, candidates, language);
    writeln!(out, "  【{verdict}】{} {}", claim.indicator, claim.quote)?;
    writeln!(out, "      {reason}")?;
    let told = [judgement.record, judgement.earlier, judgement.like];
    for record in told.into_iter().flatten().filter_map(|at| candidates.get(at)) {
        print_record(out, record, sentences, language)?;
    }
    let others = judgement.others.iter().take(OTHERS).filter_map(|at| candidates.get(*at));
    let others: Vec<String> = others.map(|other| briefly(other, language)).collect();
    if !others.is_empty() {
        writeln!(
            out,
            "      {}{}",
            language.pick("另有：", "others: "),
            others.join(language.pick("；", "; "))
        )?;
    }
    Ok(())
}

fn print_record(
    out: &mut impl Write,
    record: &Candidate,
    sentences: &HashMap<i64, Sentence>,
    language: Language,
) -> io::Result<()> {
    let point = &record.point;
    if let Some(Sentence { before, quote, after }) = sentences.get(&point.id) {
        let line = format!("{before}【{quote}】{after}");
        writeln!(out, "      > {}", line.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    let day = point.document.day().map(|day| words::document::date(day, language)).unwrap_or_default();
    let from = [point.claim.speaker.as_deref().unwrap_or_default(), &point.document.title, &day];
    let from: Vec<&str> = from.into_iter().filter(|part| !part.is_empty()).collect();
    writeln!(
        out,
        "        {}  /documents/{}#c{}  {}",
        from.join(language.pick("，", ", ")),
        point.document.id,
        point.id,
        shown_source(&point.document.source)
    )
}

/// 城镇新增就业 9.4万人（云州市，2024年1—10月）
fn briefly(other: &Candidate, language: Language) -> String {
    let claim = &other.point.claim;
    let when = words::period(claim.period.as_ref(), language);
    let place = claim.scope.as_deref().map(|scope| format!("{scope}{}", language.pick("，", ", ")));
    in_brackets(
        &format!("{} {}", other.name, number::of_claim(claim, language)),
        &format!("{}{when}", place.unwrap_or_default()),
        language,
    )
}
