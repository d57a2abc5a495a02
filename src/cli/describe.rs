//! `describe`: what the user knows of documents that they do not state themselves.

use super::indicator::{Signed, tell_decided};
use super::{CliError, not_blank, tell, tell_undo, writing};
use crate::config::Config;
use crate::language::Language;
use crate::pipeline::{self, Effect, MOST_DESCRIBED};
use crate::series::{Act, Fact, Facts};
use crate::source;
use crate::store::{NewDecision, Store};
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeSet;

/// 补充文件没有写明的日期、范围、发布者、标题，并据此重新提取。Says what documents do not state, and reads them again.
///
/// 用编号指明的文件，已知而不同的也改过来；用文件夹（读入时的路径或其结尾）指明的，只补未知的。
/// 这是人工决定，单独记录：重新提取、再次读入都不会改掉，可用 document undo 撤销。
/// Of documents named by number it also corrects what is known otherwise; of those named by folder (a path as ingested,
/// or its end) it only fills what is not known. It is a decision, kept apart: no new reading changes it, and
/// document undo takes it back.
///
/// 例 / Examples:
///   policy-metrics describe 12 --date 2024-11-20 --scope 济南市 --why 封面写明
///   policy-metrics describe 实录/云州市/ --scope 云州市
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 文件编号，或文件夹（名称是数字的写成 2024/）。
    /// Numbers of documents, or folders (one whose name is a number is written 2024/).
    #[arg(required = true, value_name = "ID|FOLDER")]
    documents: Vec<String>,
    #[command(flatten)]
    said: Told,
    #[command(flatten)]
    signed: Signed,
}

/// What is said.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Told {
    /// 会议或文件的日期，如 2024-11-20；“今年”“去年”以它为准。
    /// The day of the event, such as 2024-11-20, which 今年 and 去年 refer to.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = source::day)]
    date: Option<NaiveDate>,
    /// 所讲的地区或机构，如 济南市。
    /// The place or body it is about, such as 济南市.
    #[arg(long, value_parser = not_blank)]
    scope: Option<String>,
    /// 发布者。
    /// Who published it.
    #[arg(long, value_parser = not_blank)]
    publisher: Option<String>,
    /// 标题。
    /// Its title.
    #[arg(long, value_parser = not_blank)]
    title: Option<String>,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    writing(config, async |store| describe(store, options, language).await).await
}

async fn describe(store: &Store, options: Options, language: Language) -> Result<(), CliError> {
    let Told { date, scope, publisher, title } = options.said;
    let facts = Facts { scope, date, title, publisher };
    let (mut numbers, mut below) = (BTreeSet::new(), BTreeSet::new());
    for named in &options.documents {
        match named.parse() {
            Ok(number) => _ = numbers.insert(number),
            Err(_) => below.extend(in_folder(store, named).await?),
        }
    }
    let below: Vec<i64> = below.difference(&numbers).copied().collect();
    let numbers: Vec<i64> = numbers.into_iter().collect();
    if numbers.len() + below.len() > MOST_DESCRIBED {
        return Err(CliError::TooManyDescribed(numbers.len() + below.len()));
    }
    let mut description = pipeline::description(store, &numbers, &facts, true).await?;
    description.extend(pipeline::description(store, &below, &facts, false).await?);
    for fact in Fact::ALL {
        let mut left = description.left.iter().filter(|known| known.fact == fact);
        if let Some(first) = left.next() {
            let (name, count) = (<&str>::from(fact), left.count() + 1);
            let known = format!("#{} {}", first.document, first.name);
            let value = &first.value;
            tell(&language.pick(
                format!("未改：{count} 份的 {name} 已知，如 {known}（{value}；要改请用编号指明）"),
                format!(
                    "left: {count} documents whose {name} is known, such as {known} ({value}; name it by number to correct it)"
                ),
            ));
        }
    }
    if description.said.is_empty() {
        tell(language.pick("没有要改的", "there is nothing to change"));
        return Ok(());
    }
    let (before, after) = pipeline::in_words(&description, &facts);
    let act = Act::Describe { said: description.said };
    let Signed { who, why } = options.signed;
    let new = NewDecision { who, act, before, after, why };
    let (id, effect) = pipeline::decide(store, new.clone()).await?;
    tell_decided(id, &new, language);
    tell(&in_short(&effect, language));
    tell_undo(&format!("policy-metrics document undo {id}"), language);
    Ok(())
}

/// The documents of a folder, of which there must be some.
async fn in_folder(store: &Store, folder: &str) -> Result<Vec<i64>, CliError> {
    let path = folder.trim().replace(['\\', '#'], "/");
    let path = path.trim_start_matches("./").trim_matches('/');
    let found = if path.is_empty() { Vec::new() } else { store.documents_below(path).await? };
    if found.is_empty() { Err(CliError::NoSuchFolder(folder.to_owned())) } else { Ok(found) }
}

fn in_short(effect: &Effect, language: Language) -> String {
    let Effect { documents, claims, placed, dated, otherwise, .. } = effect;
    language.pick(
        format!(
            "已重读 {documents} 份，数据 {claims} 条：新得地区 {placed} 条，新得期间 {dated} 条，另有变化 {otherwise} 条"
        ),
        format!(
            "{documents} read again, {claims} claims: {placed} got a place, {dated} a period, {otherwise} changed otherwise"
        ),
    )
}
