//! Whether a briefing still says what the record says.

use super::{Briefing, Figure};
use crate::claim::Claim;
use crate::language::Language;
use crate::series::Point;
use crate::words::{self, number};
use schemars::JsonSchema;
use serde::Serialize;

/// What the record has now of a figure.
#[derive(Debug, Clone, Default)]
pub struct Now {
    /// Its document was taken out.
    pub removed: bool,
    /// The claims that are read at its place, each with the key and the name of its indicator.
    pub claims: Vec<(String, String, Claim)>,
    /// The value that is drawn in its place.
    pub newer: Option<Point>,
}

/// A figure of a briefing that the record no longer bears out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stale {
    /// Its position.
    pub figure: usize,
    /// Its indicator, value and period, as the briefing has them.
    pub name: String,
    /// What became of it, in words.
    pub told: String,
}

/// The figures of a briefing that the record bears out no more, each with the difference. `now` says what the record
/// has of the figure at a position.
pub fn stale(briefing: &Briefing, now: impl Fn(usize) -> Option<Now>, language: Language) -> Vec<Stale> {
    let told = |at: usize| {
        let figure = &briefing.contents.figures[at];
        let told = told(figure, &now(at)?, language)?;
        let Figure { name, words, period, .. } = figure;
        let name = language.pick(format!("{name} {words}（{period}）"), format!("{name} {words} ({period})"));
        Some(Stale { figure: at, name, told })
    };
    briefing.used().into_iter().filter_map(told).collect()
}

fn told(figure: &Figure, now: &Now, language: Language) -> Option<String> {
    if now.removed {
        let told = language.pick("所在文件已被移除", "its document was taken out");
        return Some(told.to_owned());
    }
    // Several claims may share their words; the one that it was is still there, or the nearest to it has changed.
    let differences =
        now.claims.iter().map(|(key, name, claim)| differences(figure, (key, name, claim), language));
    let Some(least) = differences.min_by_key(Vec::len) else {
        let told = language.pick("原文此处不再读作数据", "its words are no longer read as a claim");
        return Some(told.to_owned());
    };
    if !least.is_empty() {
        return Some(least.join(language.pick("；", "; ")));
    }
    let newer = now.newer.as_ref()?;
    let value = number::among(number::as_said(&newer.claim, language), newer, language);
    let document = newer.document.name();
    Some(language.pick(
        format!("同一期间已有更新的数值：{} → {value}（{document}）", figure.words),
        format!("its period has a newer value: {} → {value} ({document})", figure.words),
    ))
}

/// What differs between a figure and a claim at its place, each with what it was and what it is.
fn differences(figure: &Figure, (key, name, claim): (&str, &str, &Claim), language: Language) -> Vec<String> {
    let period = |claim: &Claim| words::period(claim.period.as_ref(), language);
    let scope =
        |claim: &Claim| claim.scope.clone().unwrap_or_else(|| language.pick("不明", "unknown").to_owned());
    let value = |claim: &Claim| number::of_claim(claim, language);
    let status = |claim: &Claim| words::status(claim.status, language).to_owned();
    let was = &figure.claim;
    let indicator = if figure.key == key { name } else { figure.name.as_str() };
    let pairs = [
        (language.pick("指标", "indicator"), indicator.to_owned(), name.to_owned()),
        (language.pick("数值", "value"), value(was), value(claim)),
        (language.pick("期间", "period"), period(was), period(claim)),
        (language.pick("地区", "place"), scope(was), scope(claim)),
        (language.pick("性质", "status"), status(was), status(claim)),
    ];
    let differing = pairs.into_iter().filter(|(_, was, is)| was != is);
    differing
        .map(|(what, was, is)| {
            language.pick(format!("{what}由“{was}”变为“{is}”"), format!("{what} was “{was}”, is “{is}”"))
        })
        .collect()
}
