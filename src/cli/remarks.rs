//! What to know before comparing the values of an indicator, in words.

use crate::claim::Status;
use crate::language::Language;
use crate::series::{self, Again, Derived, Outcome, Point, Restatement, Series, Verdict, restatements};
use crate::store::{Store, StoreError};
use crate::words;
use crate::words::number;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};

/// A remark, on one claim or on the whole.
pub(super) struct Remark {
    /// The number of the claim that it is about.
    pub(super) claim: Option<i64>,
    pub(super) zh: String,
    pub(super) en: String,
}

/// All that is to be said of the series `shown`, which are some of `all` of an indicator.
pub(super) async fn of(store: &Store, all: &[Series], shown: &[Series]) -> Result<Vec<Remark>, StoreError> {
    let points: HashMap<i64, &Point> =
        all.iter().flat_map(|series| &series.points).map(|point| (point.id, point)).collect();
    let mut remarks = Vec::new();
    for series in shown {
        remarks.extend(series.notes.iter().map(|note| {
            let point = &series.points[note.at];
            let (zh, en) = (note.what.zh(), note.what.en());
            Remark { claim: Some(point.id), zh: format!("{}：{zh}", when(point)), en }
        }));
        remarks
            .extend(restatements(series).iter().filter_map(|again| of_restatement(again, series, &points)));
    }
    let ids: BTreeSet<i64> = shown.iter().flat_map(|series| &series.points).map(|point| point.id).collect();
    for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
        let outcomes = series::outcomes(one, other);
        let pairs = outcomes.iter().filter(|outcome| {
            outcome.result.is_some_and(|result| ids.contains(&outcome.target) || ids.contains(&result))
        });
        remarks.extend(pairs.filter_map(|outcome| of_outcome(outcome, one, &points)));
        let gaps = series::gaps(one, other);
        let gaps = gaps.iter().filter(|gap| ids.contains(&gap.said) || ids.contains(&gap.derived.to));
        remarks.extend(gaps.filter_map(|gap| of_gap(gap.quoted, &gap.derived, gap.beyond_rounding, &points)));
    }
    remarks.extend(of_silence(store, shown).await?);
    Ok(remarks)
}

fn of_restatement(again: &Restatement, series: &Series, points: &HashMap<i64, &Point>) -> Option<Remark> {
    let (earlier, later) = (points.get(&again.earlier)?, points.get(&again.later)?);
    let (a, b) = (&earlier.claim.quote, &later.claim.quote);
    let (said, again_said) = (day_of(earlier), day_of(later));
    let by = number::signed(again.difference, series::of_difference(&series.unit), Language::Chinese);
    let (zh, en) = match again.what {
        Again::Repeat => return None,
        Again::Revision => (
            format!("{}：{said} 的文件为 {a}，{again_said} 改为 {b}（相差 {by}），取新值", when(later)),
            format!("revised: {a} ({said}), then {b} ({again_said}); the newer one is drawn"),
        ),
        Again::Conflict => (
            format!(
                "{}：同一时期有两个数，{a}（{said}）与 {b}（{again_said}），相差 {by}，需核实",
                when(later)
            ),
            format!("conflict: {a} ({said}) and {b} ({again_said}) for one period; check the sources"),
        ),
        Again::Shrunk => (
            format!(
                "{}已有 {a}（{said}），{}却只有 {b}（{again_said}），相差 {by}，需核实",
                when(earlier),
                when(later)
            ),
            format!(
                "{a} up to a day of the year ({said}), but {b} for the whole year ({again_said}); check the sources"
            ),
        ),
    };
    Some(Remark { claim: Some(later.id), zh, en })
}

fn of_outcome(outcome: &Outcome, targets: &Series, points: &HashMap<i64, &Point>) -> Option<Remark> {
    let (target, result) = (points.get(&outcome.target)?, points.get(&outcome.result?)?);
    let (goal, value) = (&target.claim.quote, &result.claim.quote);
    let gap = |language| {
        let unit = series::of_difference(&targets.unit);
        outcome.gap.map(|gap| number::signed(gap, unit, language))
    };
    let gap_zh = gap(Language::Chinese).map_or_else(String::new, |gap| format!("（差 {gap}）"));
    let gap_en = gap(Language::English).map_or_else(String::new, |gap| format!(" ({gap})"));
    let (zh, en) = match outcome.verdict {
        Verdict::Met => ("达到目标", "target met"),
        Verdict::Missed => ("未达目标", "target missed"),
        Verdict::Open => ("说法不足以判断是否达到目标", "the words do not tell whether the target was met"),
        Verdict::Unknown => return None,
    };
    Some(Remark {
        claim: Some(result.id),
        zh: format!("{}：{zh}，目标 {goal}，结果 {value}{gap_zh}", when(result)),
        en: format!("{en}: {goal} planned, {value} reached{gap_en}"),
    })
}

/// Only what rounding cannot explain is worth a line.
fn of_gap(
    quoted: Decimal,
    derived: &Derived,
    beyond_rounding: bool,
    points: &HashMap<i64, &Point>,
) -> Option<Remark> {
    let to = points.get(&derived.to)?;
    beyond_rounding.then(|| Remark {
        claim: Some(derived.to),
        zh: format!(
            "{}：原文变化 {}{unit}，按两年数值计算为 {}{unit}；增速可能按不变价格或可比口径计算，需核实",
            when(to),
            signed(quoted),
            signed(derived.change),
            unit = derived.unit,
        ),
        en: format!(
            "said {}{unit}, the two values give {}{unit}; it may be at constant prices or by a comparable definition",
            signed(quoted),
            signed(derived.change),
            unit = if derived.unit == "%" { "%" } else { " points" },
        ),
    })
}

async fn of_silence(store: &Store, shown: &[Series]) -> Result<Vec<Remark>, StoreError> {
    let results = shown.iter().filter(|series| series.status == Status::Actual);
    let places: BTreeSet<(&str, i64)> = results
        .filter_map(|series| Some((series.scope.as_deref()?, series.points.first()?.indicator)))
        .collect();
    let mut remarks = Vec::new();
    for (place, indicator) in places {
        let gone = store.silence(indicator, place).await?;
        remarks.extend(gone.map(|gone| Remark {
            claim: None,
            zh: format!("{place}：{}", words::finding::silence(&gone, Language::Chinese)),
            en: words::finding::silence(&gone, Language::English),
        }));
    }
    Ok(remarks)
}

fn signed(value: Decimal) -> String {
    if value.is_sign_positive() && !value.is_zero() { format!("+{value}") } else { value.to_string() }
}

fn day_of(point: &Point) -> String {
    point.document.day().map_or_else(|| point.document.title.clone(), |day| day.to_string())
}

/// The time that a point is about: 2024年, or the day that it ends.
fn when(point: &Point) -> String {
    use crate::period::PeriodType;
    use chrono::Datelike;
    let Some(period) = &point.claim.period else { return "时间不明".to_owned() };
    match (period.kind, period.end) {
        (PeriodType::Year, Some(end)) => format!("{}年", end.year()),
        (_, Some(end)) => format!("截至{end}"),
        (_, None) => "时间不明".to_owned(),
    }
}
