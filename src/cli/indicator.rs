//! `indicator`: what a person decides about indicators, with undo.

use super::output::{self, Format};
use super::{CliError, reading, tell, tell_undo, writing};
use crate::config::Config;
use crate::language::{Language, in_both};
use crate::pipeline;
use crate::series::{
    self, Act, Decisions, Known, Place, Unfit, keys_of_query, normalise, proposals, rank, shown, tidy,
};
use crate::store::{NewDecision, Store, StoreError};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;

/// 人工整理指标：合并、拆分、改名，都可撤销。Decides by hand which indicators are one, with undo.
///
/// 决定单独存放，重新提取、读入新文件之后仍然有效。
/// Decisions are kept apart from what was found, and hold after texts are read again and for new ones.
///
/// 指标可用编号或名称指明。An indicator is named by its number or its name.
///
/// 例 / Examples:
///   policy-metrics indicator merge 市民诉求办理量 受理群众诉求 --why 同一统计口径
///   policy-metrics indicator undo 3
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    #[command(subcommand)]
    act: Command,
}

/// Who decides, and why.
#[derive(Debug, Args)]
pub(super) struct Signed {
    /// 谁作的决定（默认取环境变量 USER）。
    /// Who decides (default: that of USER).
    #[arg(long, env = "USER", default_value = "")]
    pub(super) who: String,
    /// 为什么。
    /// Why.
    #[arg(long, default_value = "")]
    pub(super) why: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 把 FROM 并入 INTO。Takes FROM for INTO from now on.
    Merge {
        /// 不再单独列出的指标。The one that ends.
        from: String,
        /// 保留的指标。The one that goes on.
        into: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// 把某种写法拆出来，成为另一个指标。Takes claims with one wording for another indicator.
    Split {
        /// 现在的指标。The indicator as it is.
        indicator: String,
        /// 原文中的写法。The wording in the texts.
        wording: String,
        /// 新指标的名称（默认就是这种写法）。The name of the other one (default: the wording).
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// 改显示名称。Shows it under another name.
    Rename {
        /// 哪个指标。Which indicator.
        indicator: String,
        /// 新名称。The name.
        name: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// 加一个别名，以后出现也归入此指标。Adds a wording, which also holds for texts to come.
    Alias {
        /// 哪个指标。Which indicator.
        indicator: String,
        /// 别名。The wording.
        alias: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// 把一条数据移出所属指标。Takes one claim out of its indicator.
    Unlink {
        /// 数据编号（见 /claims/编号）。The claim's number, as in /claims/NUMBER.
        claim: i64,
        /// 移到哪个指标（默认自成一个）。The indicator that it measures (default: one of its own).
        #[arg(long)]
        into: Option<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// 标明口径从某日起改变，前后不连线。Marks that the definition changed, so that no line joins before and after.
    Break {
        /// 哪个指标。Which indicator.
        indicator: String,
        /// 新口径的第一天。The first day of the new definition.
        #[arg(value_name = "YYYY-MM-DD")]
        day: NaiveDate,
        /// 变了什么。What changed.
        note: String,
        /// 只对这个地区或机构。Only for this place or body.
        #[arg(long)]
        scope: Option<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// 认定两个相似的指标不是一个，不再提示。Says that two indicators that look alike are not one.
    Dismiss {
        /// 一个。The one.
        one: String,
        /// 另一个。The other.
        other: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// 撤销一个决定。Takes a decision back.
    Undo {
        /// 决定编号（见 log）。Its number, as in the log.
        decision: i64,
        #[command(flatten)]
        signed: Signed,
    },
    /// 列出所有决定。Lists every decision.
    Log {
        #[command(flatten)]
        form: output::Form,
    },
    /// 列出可能是同一指标、待人决定的几对。Lists pairs that may be one, for a person to decide.
    Proposals {
        /// 最多列出多少对。How many at most.
        #[arg(long, default_value_t = 50)]
        limit: usize,
        #[command(flatten)]
        form: output::Form,
    },
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    match options.act {
        Command::Log { form } => reading(config, async |store| log(store, form, language).await).await,
        Command::Proposals { limit, form } => {
            reading(config, async |store| propose(store, limit, form, language).await).await
        }
        command => writing(config, async |store| decide(store, command, language).await).await,
    }
}

/// An indicator that the user named.
struct Named {
    key: String,
    name: String,
    points: i64,
}

impl Named {
    fn told(&self, language: Language) -> String {
        let (name, points) = (&self.name, self.points);
        language.pick(format!("“{name}”{points} 条"), format!("“{name}”, {points} claims"))
    }
}

fn two_told(one: &Named, other: &Named) -> String {
    in_both(|language| [one, other].map(|named| named.told(language)).join(language.pick("，", "; ")))
}

pub(super) async fn decide(store: &Store, command: Command, language: Language) -> Result<(), CliError> {
    // What becomes of the decision that another one takes back.
    let mut then = None;
    let (signed, act, before, after) = match command {
        Command::Merge { from, into, signed } => {
            let (from, into) = (find(store, &from).await?, find(store, &into).await?);
            if from.key == into.key {
                return Err(CliError::SameIndicator(into.name));
            }
            let before = two_told(&from, &into);
            let whole = Named { key: String::new(), name: into.name, points: from.points + into.points };
            let after = in_both(|language| whole.told(language));
            (signed, Act::Merge { from: from.key, into: into.key }, before, after)
        }
        Command::Split { indicator, wording, name, signed } => {
            let from = find(store, &indicator).await?;
            let name = name.unwrap_or_else(|| wording.clone());
            // Not normalised: the wording may be a synonym, which is what the split is to undo.
            let into = tidy(&name);
            if into == from.key {
                return Err(CliError::SameIndicator(from.name));
            }
            let before = in_both(|language| from.told(language));
            let after = format!("“{wording}”自成“{name}” / “{wording}” is “{name}”");
            let act = Act::Split { from: from.key, wording: tidy(&wording), into };
            (signed, act, before, after)
        }
        Command::Rename { indicator, name, signed } => {
            let which = find(store, &indicator).await?;
            let name = name.trim().to_owned();
            let [before, after] = [&which.name, &name].map(|name| in_both(|_| name.clone()));
            (signed, Act::Rename { indicator: which.key, name }, before, after)
        }
        Command::Alias { indicator, alias, signed } => {
            let which = find(store, &indicator).await?;
            let other = match store.find_indicator(&normalise(&alias)).await? {
                Some(id) if normalise(&alias) != which.key => Some(named(store, id).await?),
                _ => None,
            };
            let before = in_both(|language| other.as_ref().unwrap_or(&which).told(language));
            let name = which.name;
            let after = format!("“{alias}”即“{name}” / “{alias}” is “{name}”");
            (signed, Act::Alias { indicator: which.key, alias }, before, after)
        }
        Command::Unlink { claim, into, signed } => {
            let (stored, document) = store.claim(claim).await.map_err(|error| match error {
                StoreError::NotFound => CliError::NoClaim(claim),
                other => other.into(),
            })?;
            let from = named(store, stored.indicator).await?;
            let (start, end) = (stored.claim.start, stored.claim.end);
            let (into, name) = if let Some(into) = into {
                let into = find(store, &into).await?;
                (into.key, into.name)
            } else {
                let key = format!("{}/{}@{start}", from.key, &document.sha256[..8]);
                let name = shown(&key);
                (key, name)
            };
            let place = Place { sha256: document.sha256, start, end };
            let quote = stored.claim.quote;
            let [before, after] = [from.name, name]
                .map(|name| format!("“{quote}”属于“{name}” / “{quote}” belongs to “{name}”"));
            (signed, Act::Unlink { claim: place, from: from.key, into }, before, after)
        }
        Command::Break { indicator, day, note, scope, signed } => {
            let which = find(store, &indicator).await?;
            let name = which.name;
            let before = format!("“{name}”前后连线 / “{name}” is one line");
            let after = format!("“{name}”自 {day} 断开：{note} / “{name}” breaks on {day}: {note}");
            (signed, Act::Break { indicator: which.key, scope, day, note }, before, after)
        }
        Command::Dismiss { one, other, signed } => {
            let (one, other) = (find(store, &one).await?, find(store, &other).await?);
            let before = two_told(&one, &other);
            let after = "不是同一指标 / not one indicator".to_owned();
            (signed, Act::Dismiss { one: one.key, other: other.key }, before, after)
        }
        Command::Undo { decision, signed } => {
            let all = store.decisions().await?;
            let undone = all.iter().find(|known| known.id == decision);
            let undone = undone.ok_or(StoreError::Unfit(Unfit::NoDecision(decision)))?;
            then = series::root(&all, decision).map(|(root, held)| (root.clone(), !held));
            (signed, Act::Undo { decision }, undone.after.clone(), undone.before.clone())
        }
        Command::Log { .. } | Command::Proposals { .. } => unreachable!("these decide nothing"),
    };
    let new = NewDecision { who: signed.who, act, before, after, why: signed.why };
    let (id, _) = pipeline::decide(store, new.clone()).await?;
    tell_decided(id, &new, language);
    if let Some((root, holds)) = &then {
        tell_root(root.id, *holds, language);
    }
    let subject = then.as_ref().map_or(&new.act, |(root, _)| &root.act);
    tell_undo(&series::undo_command(id, subject), language);
    Ok(())
}

/// Says what was decided under this number.
pub(super) fn tell_decided(id: i64, new: &NewDecision, language: Language) {
    let line = format!("{} → {}", language.half(&new.before), language.half(&new.after));
    tell(&language.pick(format!("决定 {id}：{line}"), format!("decision {id}: {line}")));
}

/// Says whether the decision that undoing came down to holds now.
fn tell_root(id: i64, holds: bool, language: Language) {
    let (zh, en) = if holds {
        (
            format!("这撤销了一次撤销：决定 {id} 重新生效"),
            format!("this takes an undoing back: decision {id} is in force again"),
        )
    } else {
        (format!("决定 {id} 不再有效"), format!("decision {id} is no longer in force"))
    };
    tell(&language.pick(zh, en));
}

/// The indicator with this number, else the one called so.
async fn find(store: &Store, wanted: &str) -> Result<Named, CliError> {
    if let Ok(id) = wanted.parse::<i64>() {
        return named(store, id).await.map_err(|error| match error {
            CliError::Store(StoreError::NotFound) => CliError::NoIndicatorNumber(id),
            other => other,
        });
    }
    if wanted.trim().is_empty() {
        return Err(StoreError::Unfit(Unfit::Blank).into());
    }
    let decisions = Decisions::in_force(store.decisions().await?);
    for key in keys_of_query(wanted, None, None) {
        if let Some(id) = store.find_indicator(&decisions.lead(&key)).await? {
            return named(store, id).await;
        }
    }
    let known = store.known_indicators().await?;
    if let Some(called) = known.iter().find(|one| one.name == wanted) {
        return named(store, called.id).await;
    }
    Err(super::series::none_like(wanted, &rank(&[normalise(wanted)], &known)))
}

async fn named(store: &Store, id: i64) -> Result<Named, CliError> {
    let key = store.key_of(id).await?;
    Ok(match store.indicator(id).await {
        Ok(row) => Named { key, name: row.name, points: row.points },
        // One whose claims were all taken elsewhere can still be named.
        Err(_) => Named { name: key.clone(), key, points: 0 },
    })
}

async fn log(store: &Store, form: output::Form, language: Language) -> Result<(), CliError> {
    form.makes_sense()?;
    let all = store.decisions().await?;
    if matches!(form.format, Format::Json | Format::Jsonl) {
        return form.print(&all, || Ok(()));
    }
    let in_force = Decisions::in_force(all.clone());
    let undone = language.pick("已撤销", "undone");
    let rows: Vec<Row> = all
        .into_iter()
        .map(|decision| {
            let undo = matches!(decision.act, Act::Undo { .. });
            let state = if in_force.holds(decision.id) || undo { "" } else { undone };
            Row {
                id: decision.id.to_string(),
                at: decision.at.format("%Y-%m-%d %H:%M").to_string(),
                who: decision.who,
                before: language.half(&decision.before).to_owned(),
                after: language.half(&decision.after).to_owned(),
                why: decision.why,
                state,
            }
        })
        .collect();
    let cells = |row: &Row| {
        let Row { id, at, who, before, after, why, state } = row;
        [id.as_str(), at, who, before, after, why, state].map(str::to_owned)
    };
    form.print(&rows, || {
        output::table(
            language.pick(
                ["编号", "时间", "谁", "之前", "之后", "理由", "状态"],
                ["id", "at", "who", "before", "after", "why", "state"],
            ),
            &rows.iter().map(cells).collect::<Vec<_>>(),
        )
    })
}

/// A decision in a line.
#[derive(Serialize)]
struct Row {
    id: String,
    at: String,
    who: String,
    before: String,
    after: String,
    why: String,
    state: &'static str,
}

/// A pair that may be one indicator.
#[derive(Serialize)]
struct Pair {
    score: u8,
    from: i64,
    from_name: String,
    into: i64,
    into_name: String,
    reason: String,
}

async fn propose(
    store: &Store,
    limit: usize,
    form: output::Form,
    language: Language,
) -> Result<(), CliError> {
    form.makes_sense()?;
    let known = store.known_indicators().await?;
    let decisions = Decisions::in_force(store.decisions().await?);
    let key = |id: i64| known.iter().find(|one: &&Known| one.id == id).map_or("", |one| one.key.as_str());
    let pairs: Vec<Pair> = proposals(&known)
        .into_iter()
        .filter(|pair| !decisions.dismissed(key(pair.into.id), key(pair.from.id)))
        .take(limit)
        .map(|pair| Pair {
            score: pair.score,
            from: pair.from.id,
            from_name: pair.from.name,
            into: pair.into.id,
            into_name: pair.into.name,
            reason: pair.reason,
        })
        .collect();
    let cells = |pair: &Pair| {
        [
            pair.score.to_string(),
            format!("{} {}", pair.from, pair.from_name),
            format!("{} {}", pair.into, pair.into_name),
            pair.reason.clone(),
        ]
    };
    form.print(&pairs, || {
        output::table(
            language.pick(["相似", "可并入", "指标", "理由"], ["score", "from", "into", "reason"]),
            &pairs.iter().map(cells).collect::<Vec<_>>(),
        )
    })
}
