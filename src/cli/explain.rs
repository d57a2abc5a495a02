//! `explain`: how a sentence or a text is read, in words.

mod evidence;
mod words;

use super::{CliError, Reading, extract, output};
use crate::claim::{self, Claim, Extraction, Part, Reject};
use crate::document::{Day, Span};
use crate::facts::{self, Facts};
use crate::language::Language;
use crate::pipeline::{InputError, has_figures};
use crate::source::{self, fetch};
use crate::text::{Genre, Transcript};
use crate::words::{document as in_words, in_brackets, shortened};
use chrono::NaiveDate;
use evidence::{Evidence, Naming, Sign, Whence};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// 说明每个数字是怎样读出来的。Says how each figure of a sentence or a text is read.
///
/// 逐句列出：构成数据的，说明怎样读数，指标、时间、范围从哪些词得来，为何算实际或计划；
/// 不构成数据的，说明原因。
/// Sentence by sentence: for each claim how the number is read, which words give the indicator, the time
/// and the place, and why it is a fact or a plan; for each figure that is no claim, the reason.
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
    let (transcript, facts) = transcript(options)?;
    let extraction = claim::extract(&transcript);
    if !has_figures(&extraction) {
        return Err(CliError::Input { name: options.what.clone(), error: InputError::NoFigures });
    }
    let evidence = Evidence::new(&transcript);
    if options.json {
        return output::json(&Explanation::new(&evidence, facts, &extraction, language));
    }
    let mut out = output::standard();
    if let Some(facts) = &facts {
        print_document(&evidence, facts, language, &mut out)?;
    }
    Ok(print(&evidence, &extraction, language, &mut out)?)
}

/// The text of a file or of standard input with what it says of itself, or the argument itself.
fn transcript(options: &Options) -> Result<(Transcript, Option<Facts>), CliError> {
    let path = Path::new(&options.what);
    if options.what == "-" || path.exists() || looks_like_a_path(&options.what) {
        let document = extract::read(path, &options.reading, "explain")?;
        let facts = facts::read(&document.text, None, &document.source);
        return Ok((Transcript::read(&document), Some(facts)));
    }
    Ok((Transcript::from_text(&options.what, options.reading.date, options.reading.scope.clone()), None))
}

/// A missing file or a URL should be told as such, not be read as a sentence.
fn looks_like_a_path(what: &str) -> bool {
    source::is_readable(what) || fetch::address(what).is_some()
}

/// Why a claim is read as it is, one sentence a field.
#[derive(Serialize)]
struct Why {
    reading: String,
    indicator: String,
    rule: String,
    kind: String,
    period: String,
    status: String,
    scope: String,
}

impl Why {
    fn new(evidence: &Evidence, claim: &Claim, language: Language) -> Self {
        Self {
            reading: reading(evidence, claim, language),
            indicator: indicator(evidence, claim, language),
            rule: words::rule(&claim.rule, language),
            kind: words::measure(claim, language),
            period: period(evidence, claim, language),
            status: status(evidence, claim, language),
            scope: scope(evidence, claim, language),
        }
    }
}

/// The JSON of an explanation: the claims and rejects of the contract, each with its reasons in words.
#[derive(Serialize)]
struct Explanation<'a> {
    date: Option<NaiveDate>,
    scope: Option<&'a str>,
    genre: Genre,
    /// What the text says of itself; absent for a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<Facts>,
    parts: &'a [Part],
    claims: Vec<ExplainedClaim<'a>>,
    rejects: Vec<ExplainedReject<'a>>,
}

#[derive(Serialize)]
struct ExplainedClaim<'a> {
    #[serde(flatten)]
    claim: &'a Claim,
    why: Why,
}

#[derive(Serialize)]
struct ExplainedReject<'a> {
    #[serde(flatten)]
    reject: &'a Reject,
    sentence: Span,
    why: &'static str,
}

impl<'a> Explanation<'a> {
    fn new(
        evidence: &'a Evidence,
        facts: Option<Facts>,
        extraction: &'a Extraction,
        language: Language,
    ) -> Self {
        let claims = extraction.claims.iter();
        let rejects = extraction.rejects.iter();
        Self {
            date: evidence.transcript.date,
            scope: evidence.transcript.scope.as_deref(),
            genre: evidence.transcript.genre,
            facts,
            parts: &evidence.parts,
            claims: claims
                .map(|claim| ExplainedClaim { claim, why: Why::new(evidence, claim, language) })
                .collect(),
            rejects: rejects
                .map(|reject| ExplainedReject {
                    reject,
                    sentence: evidence.sentence(reject.start),
                    why: words::reason(reject.reason, language),
                })
                .collect(),
        }
    }
}

/// What is found in one sentence.
#[derive(Default)]
struct Passage<'a> {
    claims: Vec<&'a Claim>,
    rejects: Vec<&'a Reject>,
}

fn print(
    evidence: &Evidence,
    extraction: &Extraction,
    language: Language,
    out: &mut impl Write,
) -> io::Result<()> {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let mut passages: BTreeMap<Span, Passage> = BTreeMap::new();
    for claim in &extraction.claims {
        passages.entry(claim.sentence).or_default().claims.push(claim);
    }
    for reject in &extraction.rejects {
        passages.entry(evidence.sentence(reject.start)).or_default().rejects.push(reject);
    }
    writeln!(out, "{}", introduction(evidence, extraction, language))?;
    for (span, Passage { claims, rejects }) in passages {
        let speaker = claims.iter().find_map(|claim| claim.speaker.as_deref());
        let said = speaker.map(|name| language.pick(format!("，{name}"), format!(", {name}")));
        writeln!(
            out,
            "\n{}{}\n  {}",
            language.pick(
                format!("第{}—{}字", span.start + 1, span.end),
                format!("characters {}–{}", span.start + 1, span.end)
            ),
            said.unwrap_or_default(),
            evidence.quote(span)
        )?;
        for claim in &claims {
            writeln!(out, "\n  “{}”", claim.quote)?;
            for (name, content) in fields(evidence, claim, language) {
                writeln!(out, "    {name}{}{content}", say("：", ": "))?;
            }
        }
        if !rejects.is_empty() {
            writeln!(out, "\n  {}", say("不构成数据的", "Figures that are no claim"))?;
        }
        for Reject { quote, reason, .. } in rejects {
            writeln!(out, "    “{quote}”{}{}", say("：", ": "), words::reason(*reason, language))?;
        }
    }
    out.flush()
}

/// The document before its sentences: its facts, each with where it was found, and its parts as an outline.
fn print_document(
    evidence: &Evidence,
    facts: &Facts,
    language: Language,
    out: &mut impl Write,
) -> io::Result<()> {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let colon = say("：", ": ");
    let kind = in_words::document_kind(facts.kind, language);
    writeln!(out, "{}{colon}{kind}", say("种类", "kind"))?;
    for told in in_words::facts(facts, language) {
        writeln!(out, "{}{colon}{}", told.name, in_brackets(&told.value, &told.remark, language))?;
    }
    if evidence.parts.len() > 1 {
        writeln!(out, "\n{}", say("各部分", "Its parts"))?;
    }
    for part in evidence.parts.iter().filter(|_| evidence.parts.len() > 1) {
        let opening = part.opening.map_or(say("文首", "the beginning"), |span| evidence.quote(span));
        writeln!(
            out,
            "  {}{}  → {}",
            "  ".repeat(part.depth),
            shortened(opening, 30),
            in_brackets(&in_words::outlook(part, language), in_words::sign(part.sign, language), language)
        )?;
    }
    writeln!(out)
}

/// What the whole text is read against.
fn introduction(evidence: &Evidence, extraction: &Extraction, language: Language) -> String {
    let (claims, rejects) = (extraction.claims.len(), extraction.rejects.len());
    let transcript = evidence.transcript;
    let genre = words::genre(transcript.genre, language);
    let date = match transcript.date {
        Some(date) => {
            let date = in_words::date(Day { date, precision: transcript.precision }, language);
            language
                .pick(format!("“今年”“去年”依据{date}推算"), format!("今年 and 去年 are read against {date}"))
        }
        None => language.pick(
            "不知道文件日期，“今年”“去年”无法推算，请用 --date 给出".into(),
            "the document's date is unknown, so 今年 and 去年 stay open; give it with --date".into(),
        ),
    };
    language.pick(
        format!("按{genre}来读；{date}。\n构成数据的有 {claims} 处，其余数字 {rejects} 处。"),
        format!("Read as {genre}; {date}.\n{claims} claims, {rejects} figures that are none."),
    )
}

/// What is known of a claim, in the order in which a reader asks.
fn fields(evidence: &Evidence, claim: &Claim, language: Language) -> Vec<(&'static str, String)> {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let why = Why::new(evidence, claim, language);
    let mut fields =
        vec![(say("数值", "value"), why.reading), (say("指标", "what is measured"), why.indicator)];
    if let Some(subject) = &claim.subject {
        fields.push((say("对象", "of"), subject.clone()));
    }
    fields.extend([
        (say("规则", "rule"), why.rule),
        (say("种类", "kind"), why.kind),
        (say("时间", "time"), why.period),
        (say("性质", "reported or planned"), why.status),
        (say("范围", "place or body"), why.scope),
    ]);
    fields.push((say("可信度", "confidence"), words::confidence(claim, language)));
    if !claim.warnings.is_empty() {
        fields.push((say("存疑", "doubts"), claim.warnings.join(say("；", "; "))));
    }
    fields
}

/// 7400000 件（“740万”就是 7400000；没有限定词，原文就是这个数）
fn reading(evidence: &Evidence, claim: &Claim, language: Language) -> String {
    let value = words::value(claim);
    let bound = words::bound(claim.bound, language);
    let Some(parts) = evidence.parts(claim) else {
        return language.pick(
            format!("{value}（由“{}”读出；{bound}）", claim.quote),
            format!("{value} (read from “{}”; {bound})", claim.quote),
        );
    };
    let hedge = match parts.hedge.as_str() {
        "" => String::new(),
        hedge => language.pick(format!("“{hedge}”："), format!("“{hedge}”: ")),
    };
    let (numeral, number) = (parts.numeral, claim.value.normalize());
    let plain = numeral == number.to_string();
    let is = language.pick(format!("“{numeral}”就是 {number}；"), format!("“{numeral}” is {number}; "));
    let is = if plain { String::new() } else { is };
    language.pick(format!("{value}（{is}{hedge}{bound}）"), format!("{value} ({is}{hedge}{bound})"))
}

/// 受理群众诉求（本句原词）
fn indicator(evidence: &Evidence, claim: &Claim, language: Language) -> String {
    let name = &claim.indicator;
    let (zh, en) = match evidence.naming(claim) {
        Naming::Verbatim => ("本句原词", "in these words in the sentence"),
        Naming::Joined => ("由本句的词连成", "put together from words of the sentence"),
        Naming::Before => ("本句没写全，取自上文", "not all in the sentence but taken from before it"),
    };
    language.pick(format!("{name}（{zh}）"), format!("{name} ({en})"))
}

/// 2024-01-01…2024-11-20（年初至今），本句没写，依据上文“今年”：今年以来，我们……
fn period(evidence: &Evidence, claim: &Claim, language: Language) -> String {
    if claim.period.is_none() && evidence.transcript.date.is_none() {
        return language.pick(
            "不知道文件日期，推算不出；可用 --date 给出".into(),
            "open, as the document's date is unknown; give it with --date".into(),
        );
    }
    let said = words::period(claim.period.as_ref(), language);
    let inherited = claim.period.as_ref().is_some_and(|period| period.inherited);
    match evidence.sentence_of_time(claim).filter(|_| inherited) {
        Some(sentence) => {
            let colon = language.pick("：", ": ");
            format!("{said}{colon}{}", shortened(sentence, 30))
        }
        None => said,
    }
}

/// 目标或计划（本句有“力争”）
fn status(evidence: &Evidence, claim: &Claim, language: Language) -> String {
    let status = words::status(claim.status, language);
    let (zh, en) = match evidence.sign(claim) {
        Sign::Word(word) => (format!("本句有“{word}”"), format!("the sentence says “{word}”")),
        Sign::Ahead => ("所说的时间在文件日期之后".into(), "its time lies after the document's date".into()),
        Sign::Part(opening) => {
            let opening = shortened(&opening, 24);
            (format!("在部署工作的部分：“{opening}”"), format!("in a part that plans: “{opening}”"))
        }
        Sign::Before => ("上文讲的是目标或计划".into(), "what goes before speaks of goals".into()),
        Sign::None => ("没有说是计划".into(), "nothing says that it is a plan".into()),
    };
    language.pick(format!("{status}（{zh}）"), format!("{status} ({en})"))
}

/// 山东省（本句“全省”）
fn scope(evidence: &Evidence, claim: &Claim, language: Language) -> String {
    let Some(scope) = &claim.scope else {
        return language
            .pick("文中没有说明，可用 --scope 给出".into(), "the text does not say; --scope can".into());
    };
    let (zh, en) = match evidence.whence(claim) {
        Whence::Word(word) => (format!("本句写明“{word}”"), format!("“{word}” in the sentence")),
        Whence::Document => {
            ("本句没写，依据整份文件".into(), "not in the sentence; that of the document".into())
        }
    };
    language.pick(format!("{scope}（{zh}）"), format!("{scope} ({en})"))
}
