//! `findings`: what does not fit in the record, and what became of targets.

use super::indicator::{self, Signed};
use super::{CliError, not_blank, output, reading, tell, tell_undo, writing};
use crate::config::Config;
use crate::language::{Language, in_both};
use crate::query::Query;
use crate::series::{FindingKind, FindingState, Point, Severity};
use crate::store::{FindingFilter, Store, StoredFinding};
use crate::words;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::HashMap;
use std::io::Write;
use strum::VariantArray;

/// So many are read at a time.
const AT_ONCE: usize = 500;

/// 列出核查线索：未达目标、前后说法不同、不再提及、数值不合。Lists what does not fit in the record: missed targets, values stated
/// differently later, what is no longer mentioned, figures at odds with each other.
///
/// 每条都带两边的原话和出处；只是线索，未必有误，需核实。核实之后可以说明或排除，都可撤销；重新提取后，只要两边的原话
/// 还在，仍然有效。
/// Each comes with the words of both sides and their documents. They are leads, to be checked, not errors found. Once
/// checked, one can be explained or dismissed, with undo; that holds after texts are read again, as long as the words of
/// both sides are there.
///
/// 例 / Examples:
///   policy-metrics findings --kind missed --scope 济南市 --year 2024
///   policy-metrics findings dismiss 12 --why 两个数的统计口径不同
///   policy-metrics findings undo 3
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub(super) struct Options {
    #[command(subcommand)]
    act: Option<Command>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 说明一条线索：确有其事，原因如下。Explains one: it is so, for this reason.
    Explain(Judgement),
    /// 排除一条线索：识别有误，或口径不可比。Dismisses one: misread, or not to be compared.
    Dismiss(Judgement),
    /// 重新列为待核。Opens one again.
    Reopen(Judgement),
    /// 撤销一个决定，与 indicator undo 相同。Takes a decision back, just as indicator undo does.
    Undo {
        /// 决定编号（见 indicator log）。Its number, as in indicator log.
        decision: i64,
        #[command(flatten)]
        signed: Signed,
    },
}

/// What is made of a finding.
#[derive(Debug, clap::Args)]
struct Judgement {
    /// 线索编号（见 findings 的输出）。The finding's number, as findings prints it.
    finding: i64,
    /// 谁作的决定（默认取环境变量 USER）。
    /// Who decides (default: that of USER).
    #[arg(long, env = "USER", default_value = "")]
    who: String,
    /// 为什么。
    /// Why.
    #[arg(long, value_parser = not_blank)]
    why: String,
}

#[derive(Debug, clap::Args)]
struct List {
    /// 只要这一种：missed（未达目标）、met（达到目标）、open（不能判断）、revision（前后不同）、conflict（同时两说）、shrunk（部分大于全年）、vanished（不再提及）、growth（增速不合）、arithmetic（一句话内数字不合）、impossible（超过100%）、spike（相差悬殊）。
    /// Only this kind: missed, met, open, revision, conflict, shrunk, vanished, growth, arithmetic, impossible or spike.
    #[arg(long, hide_possible_values = true, value_parser = PossibleValuesParser::new(names::<FindingKind>()).try_map(|kind| kind.parse::<FindingKind>()))]
    kind: Option<FindingKind>,
    /// 只要这个地区或机构的。
    /// Only those of this place or body.
    #[arg(long)]
    scope: Option<String>,
    /// 只要所指时期在这一年结束的。
    /// Only those about a period that ends in this year.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=9999))]
    year: Option<i32>,
    /// 只要名称里有这些字词的指标。
    /// Only indicators whose name holds these words.
    #[arg(long, value_name = "NAME")]
    indicator: Option<String>,
    /// 至少这样要紧：low、medium 或 high。
    /// Only those that are at least so severe: low, medium or high.
    #[arg(long, hide_possible_values = true, value_name = "low|medium|high", value_parser = PossibleValuesParser::new(names::<Severity>()).try_map(|severity| severity.parse::<Severity>()))]
    severity: Option<Severity>,
    /// 只要这种状态的：open（待核）、explained（已说明）、dismissed（已排除）或 all（全部）。默认不列已排除的。
    /// Only those in this state: open, explained, dismissed or all (default: all but those dismissed).
    #[arg(long, value_enum, hide_possible_values = true, value_name = "open|explained|dismissed|all")]
    state: Option<States>,
    #[command(flatten)]
    form: output::Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum States {
    Open,
    Explained,
    Dismissed,
    All,
}

impl States {
    fn listed(this: Option<Self>) -> Vec<FindingState> {
        match this {
            None => vec![FindingState::Open, FindingState::Explained],
            Some(Self::Open) => vec![FindingState::Open],
            Some(Self::Explained) => vec![FindingState::Explained],
            Some(Self::Dismissed) => vec![FindingState::Dismissed],
            Some(Self::All) => Vec::new(),
        }
    }
}

fn names<T: VariantArray + Into<&'static str> + Copy>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|one| (*one).into()).collect()
}

/// A finding in a line.
#[derive(Serialize)]
struct Line {
    finding: i64,
    kind: FindingKind,
    severity: Severity,
    indicator: String,
    scope: String,
    period_end: Option<NaiveDate>,
    difference: Option<Decimal>,
    difference_unit: String,
    reason: String,
    earlier_claim: i64,
    earlier_quote: String,
    earlier_document: String,
    later_claim: Option<i64>,
    later_quote: String,
    later_document: String,
    state: FindingState,
    state_reason: String,
    decided_by: String,
    decided_at: Option<DateTime<Utc>>,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    if let Some(command) = options.act {
        return writing(config, async |store| decide(store, command, language).await).await;
    }
    let options = options.list;
    options.form.makes_sense()?;
    let lines = reading(config, async |store| lines(store, &options, language).await).await?;
    options.form.print(&lines, || print(&lines, language))
}

async fn decide(store: &Store, command: Command, language: Language) -> Result<(), CliError> {
    let (Judgement { finding, who, why }, now) = match command {
        Command::Explain(judgement) => (judgement, FindingState::Explained),
        Command::Dismiss(judgement) => (judgement, FindingState::Dismissed),
        Command::Reopen(judgement) => (judgement, FindingState::Open),
        Command::Undo { decision, signed } => {
            return indicator::decide(store, indicator::Command::Undo { decision, signed }, language).await;
        }
    };
    let told = |found: &StoredFinding, now| {
        in_both(|language| words::finding::stands(&found.finding, &found.name, &found.scope, now, language))
    };
    let id = store.judge_finding(finding, now, (who, why), told).await?;
    let state = words::finding::state(now, language);
    tell(&language.pick(
        format!("决定 {id}：线索 #{finding} {state}"),
        format!("decision {id}: finding #{finding} is {state}"),
    ));
    tell_undo(&format!("policy-metrics findings undo {id}"), language);
    Ok(())
}

async fn lines(store: &Store, options: &List, language: Language) -> Result<Vec<Line>, CliError> {
    let filter = FindingFilter {
        kinds: options.kind.into_iter().collect(),
        scope: options.scope.clone(),
        query: Query::words(options.indicator.as_deref().unwrap_or_default()),
        year: options.year,
        severity: options.severity,
        states: States::listed(options.state),
        limit: i64::MAX,
        ..FindingFilter::default()
    };
    let found = store.findings_found(&filter).await?;
    let mut lines = Vec::with_capacity(found.rows.len());
    for some in found.rows.chunks(AT_ONCE) {
        let findings = store.findings_numbered(some).await?;
        let sides = findings.iter().flat_map(|one| one.finding.claims());
        let points = store.points_numbered(&sides.collect::<Vec<_>>()).await?;
        lines.extend(findings.into_iter().filter_map(|one| Line::of(one, &points, language)));
    }
    Ok(lines)
}

impl Line {
    fn of(found: StoredFinding, points: &HashMap<i64, Point>, language: Language) -> Option<Self> {
        let StoredFinding { id, name, scope, finding, state, judged, .. } = found;
        let earlier = points.get(&finding.earlier)?;
        let later = finding.later.and_then(|later| points.get(&later));
        let reason =
            words::finding::reason(&finding, Some(&earlier.claim), later.map(|later| &later.claim), language);
        Some(Self {
            finding: id,
            kind: finding.kind,
            severity: finding.severity,
            indicator: name,
            scope,
            period_end: finding.day,
            difference: finding.difference,
            difference_unit: finding.unit,
            reason,
            earlier_claim: earlier.id,
            earlier_quote: earlier.claim.quote.clone(),
            earlier_document: earlier.document.name(),
            later_claim: finding.later,
            later_quote: later.map(|later| later.claim.quote.clone()).unwrap_or_default(),
            later_document: later.map(|later| later.document.name()).unwrap_or_default(),
            state,
            decided_at: judged.as_ref().map(|judged| judged.at),
            decided_by: judged.as_ref().map(|judged| judged.who.clone()).unwrap_or_default(),
            state_reason: judged.map(|judged| judged.why).unwrap_or_default(),
        })
    }
}

fn print(lines: &[Line], language: Language) -> Result<(), CliError> {
    let mut out = output::standard();
    for line in lines {
        let kind = words::finding::kind(line.kind, language);
        writeln!(out, "#{} [{kind}] {} · {}", line.finding, line.indicator, line.scope)?;
        writeln!(out, "  {}", line.reason)?;
        if line.decided_at.is_some() {
            let state = words::finding::state(line.state, language);
            writeln!(out, "  {state}{}{}", language.pick("：", ": "), line.state_reason)?;
        }
        let sides =
            [(&line.earlier_quote, &line.earlier_document), (&line.later_quote, &line.later_document)];
        for (quote, document) in sides.into_iter().filter(|(quote, _)| !quote.is_empty()) {
            writeln!(out, "  “{quote}” {document}")?;
        }
        writeln!(out)?;
    }
    let count = lines.len();
    writeln!(out, "{}", language.pick(format!("共 {count} 条线索"), format!("findings: {count}")))?;
    Ok(out.flush()?)
}
