//! A check as it goes out to programs.

use super::check::{Checked, Checking};
use crate::check::{Candidate, Judgement};
use crate::claim::Claim;
use crate::document::shown_source;
use crate::language::Language;
use crate::store::Sentence;
use crate::words;
use serde::Serialize;
use std::collections::HashMap;

/// A check for programs: each figure with the verdict and the records that it rests on.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    date: Option<chrono::NaiveDate>,
    scope: Option<&'a str>,
    sentences: Vec<ReportedSentence<'a>>,
    /// How many numerals of the text state no value.
    rejects: usize,
}

#[derive(Debug, Serialize)]
struct ReportedSentence<'a> {
    start: usize,
    end: usize,
    text: String,
    claims: Vec<ReportedClaim<'a>>,
}

#[derive(Debug, Serialize)]
struct ReportedClaim<'a> {
    claim: &'a Claim,
    verdict: &'static str,
    reason: String,
    /// Positions in `records`.
    judgement: &'a Judgement,
    records: Vec<ReportedRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct ReportedRecord<'a> {
    /// Where the judgement names it.
    position: usize,
    claim_id: i64,
    indicator_id: i64,
    indicator: &'a str,
    fit: crate::check::Fit,
    claim: &'a Claim,
    sentence: Option<String>,
    document_id: i64,
    document: &'a str,
    document_date: Option<chrono::NaiveDate>,
    source: String,
    link: String,
}

impl<'a> Report<'a> {
    /// `sentences` are those of the records, by claim.
    #[must_use]
    pub fn new(checking: &'a Checking, sentences: &HashMap<i64, Sentence>, language: Language) -> Self {
        let text: Vec<char> = checking.document.text.chars().collect();
        let metadata = &checking.document.metadata;
        let said = checking.sentences.iter().map(|said| ReportedSentence {
            start: said.span.start,
            end: said.span.end,
            text: said.words(&text),
            claims: said.claims.iter().map(|checked| reported(checked, sentences, language)).collect(),
        });
        Self {
            date: metadata.date(),
            scope: metadata.scope.as_deref(),
            sentences: said.collect(),
            rejects: checking.rejects,
        }
    }
}

fn reported<'a>(
    checked: &'a Checked,
    sentences: &HashMap<i64, Sentence>,
    language: Language,
) -> ReportedClaim<'a> {
    let Checked { claim, judgement, candidates } = checked;
    let Judgement { record, earlier, like, others, .. } = judgement;
    let positions = [record, earlier, like].into_iter().flatten().chain(others).copied();
    let records = positions.filter_map(|position| Some((position, candidates.get(position)?)));
    ReportedClaim {
        claim,
        verdict: judgement.verdict.into(),
        reason: words::check::reason(claim, judgement, candidates, language),
        judgement,
        records: records
            .map(|(position, Candidate { point, fit, name })| ReportedRecord {
                position,
                claim_id: point.id,
                indicator_id: point.indicator,
                indicator: name,
                fit: *fit,
                claim: &point.claim,
                sentence: sentences
                    .get(&point.id)
                    .map(|Sentence { before, quote, after }| format!("{before}{quote}{after}")),
                document_id: point.document.id,
                document: &point.document.title,
                document_date: point.document.date,
                source: shown_source(&point.document.source).to_owned(),
                link: format!("/documents/{}#c{}", point.document.id, point.id),
            })
            .collect(),
    }
}
