//! `check`: a text against the record, sentence by sentence.

use super::output::{self, Format};
use super::{CliError, Reading, extract, reading, tell, writing};
use crate::config::Config;
use crate::document::Span;
use crate::language::Language;
use crate::pipeline::{InputError, check};
use crate::report::{Held, Report, Told};
use crate::store::Store;
use crate::words::{self, in_brackets, number};
use std::io::{self, Write};
use std::path::PathBuf;

/// So many others that may be meant are listed.
const OTHERS: usize = 3;

/// 核对一句话或一篇文章。Checks a sentence or an article against the record.
///
/// 每句话里的每个数字，都与已读入的文件比对：结论、理由、记录的原话和出处。
/// 没有找到不等于不实。文字只用来核对，加 --save 才存入数据库。
/// Each figure of each sentence is held against the documents in the database: the verdict, why, and the record's words
/// with their source. What is not found is not false for that. Nothing of the text is stored without --save.
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
    /// 把文字、结论和记录的原话原样保存，网页上见 /checks。
    /// Saves text, verdicts and the record's words as they stand; pages show them under /checks.
    #[arg(long)]
    save: bool,
    #[command(flatten)]
    form: output::Form,
}

pub(super) async fn run(options: &Options, config: &Config) -> Result<(), CliError> {
    options.form.makes_sense()?;
    let language = config.interface.messages();
    let document = extract::read(&options.file, &options.reading, "check")?;
    let name = document.source.clone();
    let checked = async |store: &Store| {
        let checking = check(store, document, &[]).await?;
        if !checking.has_figures {
            return Err(CliError::Input { name, error: InputError::NoFigures });
        }
        Ok(Report::of(store, &checking).await?)
    };
    let report = if options.save {
        let keep = async |store: &Store| {
            let report = checked(store).await?;
            let id = report.clone().keep(store).await?;
            tell(&language.pick(format!("已保存：/checks/{id}"), format!("saved: /checks/{id}")));
            Ok(report)
        };
        writing(config, keep).await?
    } else {
        reading(config, checked).await?
    };
    if options.form.format == Format::Json {
        return output::json(&report);
    }
    options.form.print(&report.lines(language), || Ok(print(&report, language)?))
}

fn print(report: &Report, language: Language) -> io::Result<()> {
    let mut out = output::standard();
    for sentence in &report.sentences {
        writeln!(out, "{}", report.words(Span::new(sentence.start, sentence.end)))?;
        for told in &sentence.claims {
            print_claim(&mut out, told, language)?;
        }
        writeln!(out)?;
    }
    let (count, aside) = (report.claims().count(), report.rejects);
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

fn print_claim(out: &mut impl Write, told: &Told, language: Language) -> io::Result<()> {
    let verdict = words::check::verdict(told.verdict, language);
    writeln!(out, "  【{verdict}】{} {}", told.claim.indicator, told.claim.quote)?;
    writeln!(out, "      {}", told.reason.of(language))?;
    for record in &told.records {
        writeln!(out, "      > {}【{}】{}", record.before, record.quote, record.after)?;
        let from = [record.claim.speaker.as_deref().unwrap_or_default(), &record.document];
        let from: Vec<&str> = from.into_iter().filter(|part| !part.is_empty()).collect();
        let from = from.join(language.pick("，", ", "));
        writeln!(out, "        {from}  {}  {}", record.link, record.source)?;
    }
    let others: Vec<String> = told.others.iter().take(OTHERS).map(|other| briefly(other, language)).collect();
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

/// 城镇新增就业 9.4万人（云州市，2024年1—10月）
fn briefly(other: &Held, language: Language) -> String {
    let claim = &other.claim;
    let when = words::period(claim.period.as_ref(), language);
    let place = claim.scope.as_deref().map(|scope| format!("{scope}{}", language.pick("，", ", ")));
    in_brackets(
        &format!("{} {}", other.indicator, number::of_claim(claim, language)),
        &format!("{}{when}", place.unwrap_or_default()),
        language,
    )
}
