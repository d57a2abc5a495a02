//! A claim as an assistant is told it: the value only with its hedge, and never without its words and where they stand.

use super::error::WebError;
use super::params::Visit;
use super::text::doubt;
use crate::language::Language;
use crate::store::{DocumentRow, Store, StoredClaim};
use crate::words::{self, number};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// A claim with all that citing it takes. There is no bare number in it: the value is always text with its hedge.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Cited {
    /// The claim's number.
    claim: i64,
    /// The indicator's number.
    indicator: i64,
    /// What is measured.
    name: String,
    /// The value with its hedge, as it is to be repeated: 近7万件, at least 5.2%.
    value: String,
    /// The same with every digit.
    exact_value: String,
    /// How exactly the text means it; a value that is nearly, about or more than something must be told so.
    hedge: &'static str,
    /// Level, change (against what), rank or streak.
    measure: String,
    /// Result or target.
    status: &'static str,
    /// Whether the text calls it an estimate or preliminary.
    provisional: bool,
    /// The period that it refers to.
    period: String,
    /// The place or body that it is about.
    place: Option<String>,
    speaker: Option<String>,
    /// The verbatim words of the value.
    quote: String,
    /// The sentence that holds them.
    sentence: String,
    /// Doubts about the reading; empty where there is none.
    doubts: Vec<String>,
    document: Source,
    /// The words in their document, on the dashboard.
    link: String,
}

/// A document as it is cited.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Source {
    /// The document's number.
    id: i64,
    title: String,
    /// The title with place and day, where it alone would not tell it from others.
    name: String,
    publisher: Option<String>,
    /// Its day, as exactly as it is known: 2024-11-20, 2024-11 or 2024.
    day: Option<String>,
    /// Where it stands on the web.
    url: Option<String>,
    /// The document on the dashboard.
    link: String,
}

impl Source {
    pub(super) fn of(row: &DocumentRow, visit: &Visit) -> Self {
        Self {
            id: row.id,
            title: row.title().to_owned(),
            name: row.name(),
            publisher: row.metadata.publisher.clone(),
            day: row.metadata.day().map(|day| day.to_string()),
            url: row.metadata.url.clone(),
            link: visit.absolute(&format!("/documents/{}", row.id)),
        }
    }

    /// 《title》, publisher, day
    pub(super) fn line(&self) -> String {
        let title = format!("《{}》", self.name);
        let parts = [Some(title), self.publisher.clone(), self.day.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("，")
    }

    /// The same with its link.
    pub(super) fn entry(&self) -> String {
        format!("{}\n  {}", self.line(), self.link)
    }
}

impl Cited {
    /// The claims with these numbers, by their numbers. Those that are gone are left out.
    pub(super) async fn all(
        store: &Store,
        claims: &[i64],
        visit: &Visit,
    ) -> Result<HashMap<i64, Self>, WebError> {
        let rows = store.claims_numbered(claims).await?;
        let mut sentences = store.sentences(claims).await?;
        let cited = rows.into_iter().map(|(stored, document)| {
            let sentence = sentences.remove(&stored.id).unwrap_or_default();
            (stored.id, Self::of(stored, &sentence, &document, visit))
        });
        Ok(cited.collect())
    }

    fn of(stored: StoredClaim, sentence: &str, document: &DocumentRow, visit: &Visit) -> Self {
        let language = visit.language;
        let claim = &stored.claim;
        Self {
            claim: stored.id,
            indicator: stored.indicator,
            name: stored.indicator_name,
            value: number::as_said(claim, language),
            exact_value: number::exactly(claim, language),
            hedge: words::bound(claim.bound, language),
            measure: words::measure(claim.kind, claim.basis, language),
            status: words::status(claim.status, language),
            provisional: claim.provisional,
            period: words::period(claim.period.as_ref(), language),
            place: claim.scope.clone(),
            speaker: claim.speaker.clone(),
            quote: claim.quote.clone(),
            sentence: sentence.split_whitespace().collect::<Vec<_>>().join(" "),
            doubts: claim.warnings.iter().map(|one| doubt(one, language).to_owned()).collect(),
            document: Source::of(document, visit),
            link: visit.absolute(&stored.link.to_string()),
        }
    }

    /// The claim in words, with its quote, document and link.
    pub(super) fn entry(&self, language: Language) -> String {
        let Self { name, value, hedge, measure, status, period, sentence, link, claim, .. } = self;
        let place = self.place.as_deref().unwrap_or(language.pick("地区未注明", "place not stated"));
        let estimate = if self.provisional { language.pick("，初步数", ", preliminary") } else { "" };
        let said = self.speaker.as_ref().map(|speaker| format!("{speaker}，")).unwrap_or_default();
        let doubts: Vec<String> = self.doubts.iter().map(|doubt| format!("\n  ⚠ {doubt}")).collect();
        let doubts = doubts.concat();
        let comma = language.pick("，", ", ");
        format!(
            "{place} {name}{} {value} [{hedge}{comma}{measure}{comma}{status}{estimate}{comma}{period}]\n  “{sentence}”\n  {said}{}\n  {link} ({} {claim}){doubts}",
            language.pick("：", ":"),
            self.document.line(),
            language.pick("数据", "claim"),
        )
    }
}
