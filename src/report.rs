//! A checked text as it is told, filed and kept: each verdict with its reason and the record's words.

use crate::check::{Aspect, Candidate, Difference, Fit, Judgement, Time, Verdict};
use crate::claim::Claim;
use crate::document::{Span, shown_source};
use crate::language::Language;
use crate::pipeline::{Checked, Checking};
use crate::store::{self, CheckRow, NewCheck, Store, StoreError};
use crate::words;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// How much of the record's sentence is told on each side of a value, in code points.
const AROUND: usize = 200;

/// So much of a text without a title stands for one, in code points.
const LONGEST_TITLE: usize = 40;

/// A checked text. What is kept of it is this and nothing else, so that it can be told again when the record has changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "CheckReport")]
pub struct Report {
    /// What the text calls itself; else its first words.
    pub title: String,
    /// The place that it was read as being about.
    pub scope: Option<String>,
    /// The day as of which it was read, as exactly as it is known: `2024-11-20`, `2024`.
    pub date: Option<String>,
    /// The version of the program: see [`EXTRACTOR_VERSION`](crate::EXTRACTOR_VERSION).
    pub version: String,
    /// What the record held.
    pub record: RecordState,
    /// When it was kept; `None` where it was only told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at: Option<DateTime<Utc>>,
    /// The text. Offsets are code points of it.
    pub text: String,
    /// How many numerals of the text state no value.
    pub rejects: usize,
    /// Its sentences that state a value, in order.
    pub sentences: Vec<Sentence>,
}

/// What the record held when a text was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct RecordState {
    /// How many documents.
    pub documents: i64,
    /// How many claims.
    pub claims: i64,
    /// The day of the newest document.
    pub newest: Option<NaiveDate>,
}

/// A sentence of the text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "CheckedSentence")]
pub struct Sentence {
    /// First code point.
    pub start: usize,
    /// The code point after it.
    pub end: usize,
    /// What the record says to each of its claims.
    pub claims: Vec<Told>,
}

/// What the record says to a claim of the text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "CheckedClaim")]
pub struct Told {
    /// Which one of the text, from 1.
    pub number: usize,
    /// The claim.
    pub claim: Claim,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: Both,
    /// In what the record is measured otherwise.
    pub aspects: Vec<Aspect>,
    /// How the times stand to each other.
    pub time: Option<Time>,
    /// By how much it is off.
    pub difference: Option<Difference>,
    /// The claims of the record that the verdict rests on; for what is not found, the nearest.
    pub records: Vec<Held>,
    /// Others that may be meant, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Held>,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Both {
    zh: String,
    en: String,
}

impl Both {
    /// In one of them.
    pub fn of(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}

/// A claim of the record, with its words as they stood.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "RecordClaim")]
pub struct Held {
    /// The claim's number.
    pub claim_id: i64,
    /// The indicator's number.
    pub indicator_id: i64,
    /// What the indicator is called.
    pub indicator: String,
    /// How well its name fits.
    pub fit: Fit,
    /// The claim.
    pub claim: Claim,
    /// Its sentence up to the quote.
    pub before: String,
    /// The quote as the document has it.
    pub quote: String,
    /// The sentence after it.
    pub after: String,
    /// The document's number.
    pub document_id: i64,
    /// What the document is called among others.
    pub document: String,
    /// Its day, as exactly as it is known.
    pub document_date: Option<String>,
    /// Whence it came, as others may see it.
    pub source: String,
    /// Where the words stand, on the dashboard.
    pub link: String,
}

impl Report {
    /// All that the record says to a text.
    pub async fn of(store: &Store, checking: &Checking) -> Result<Self, StoreError> {
        let all = || checking.sentences.iter().flat_map(|said| &said.claims);
        let told: Vec<i64> = all().flat_map(Checked::told).map(|one| one.point.id).collect();
        // One more than is told shows whether anything is cut off.
        let words = store.in_sentences(&told, AROUND + 1).await?;
        let totals = store.totals().await?;
        let metadata = &checking.document.metadata;
        let mut number = 0;
        let sentences = checking.sentences.iter().map(|said| Sentence {
            start: said.span.start,
            end: said.span.end,
            claims: said
                .claims
                .iter()
                .map(|checked| {
                    number += 1;
                    Told::of(number, checked, &words)
                })
                .collect(),
        });
        Ok(Self {
            sentences: sentences.collect(),
            title: metadata.title.clone().unwrap_or_else(|| first_words(&checking.document.text)),
            scope: metadata.scope.clone(),
            date: metadata.day().map(|day| day.to_string()),
            version: crate::EXTRACTOR_VERSION.to_owned(),
            record: RecordState {
                documents: totals.documents,
                claims: totals.claims,
                newest: store.newest_day().await?,
            },
            kept_at: None,
            text: checking.document.text.clone(),
            rejects: checking.rejects,
        })
    }

    /// Every claim of the text, in order.
    pub fn claims(&self) -> impl Iterator<Item = &Told> {
        self.sentences.iter().flat_map(|sentence| &sentence.claims)
    }

    /// The words of the sentence that states a claim, on one line.
    pub fn sentence_of(&self, told: &Told) -> String {
        let holds = |sentence: &&Sentence| sentence.claims.iter().any(|one| one.number == told.number);
        let sentence = self.sentences.iter().find(holds);
        sentence.map(|one| self.words(Span::new(one.start, one.end))).unwrap_or_default()
    }

    /// How many claims have each verdict.
    pub fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut counts = BTreeMap::new();
        for told in self.claims() {
            *counts.entry(told.verdict).or_default() += 1;
        }
        counts
    }

    /// Keeps it as it is now, without what may be meant as well, as that is for whoever still chooses. Gives its number.
    pub async fn keep(mut self, store: &Store) -> Result<i64, StoreError> {
        let at = Utc::now().trunc_subsecs(0);
        for told in self.sentences.iter_mut().flat_map(|sentence| &mut sentence.claims) {
            told.others.clear();
        }
        self.kept_at = Some(at);
        let content = json!(self).to_string();
        let new = NewCheck {
            at,
            title: &self.title,
            scope: self.scope.as_deref(),
            claims: self.claims().count(),
            objections: self.claims().filter(|told| objects(told.verdict)).count(),
            sha256: &sha256(&content),
            content: &content,
        };
        store.keep_check(new).await
    }

    /// Words of the text on one line.
    pub fn words(&self, span: Span) -> String {
        on_one_line(self.text.chars().skip(span.start).take(span.end.saturating_sub(span.start)))
    }
}

/// A check that was kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The row.
    pub row: CheckRow,
    /// What was kept.
    pub report: Report,
    /// The same as it is stored, in JSON.
    pub content: String,
    /// Whether it still has the SHA-256 that it was kept with.
    pub intact: bool,
}

/// The check with this number.
pub async fn kept(store: &Store, id: i64) -> Result<Kept, StoreError> {
    let (row, content, report) = store.kept_check(id).await?;
    Ok(Kept { intact: sha256(&content) == row.sha256, row, report, content })
}

/// Whether a verdict asks for another look at the text.
fn objects(verdict: Verdict) -> bool {
    match verdict {
        Verdict::OtherPeriod | Verdict::OtherMeasure | Verdict::Differs | Verdict::Revised => true,
        Verdict::Agrees | Verdict::OtherHedge | Verdict::Allowed | Verdict::NotFound => false,
    }
}

fn sha256(content: &str) -> String {
    format!("{:x}", Sha256::digest(content))
}

/// A claim of a text in a line of a table, with the record that its verdict rests on.
#[derive(Debug, Serialize)]
pub struct Line {
    number: usize,
    sentence: String,
    indicator: String,
    quote: String,
    verdict: Verdict,
    verdict_name: &'static str,
    reason: String,
    record_claim_id: Option<i64>,
    record_indicator: String,
    record_quote: String,
    record_sentence: String,
    record_document: String,
    record_document_date: String,
    record_source: String,
    record_link: String,
}

impl Report {
    /// Its claims as a table.
    pub fn lines(&self, language: Language) -> Vec<Line> {
        let of_sentence = |sentence: &Sentence| {
            let words = self.words(Span::new(sentence.start, sentence.end));
            sentence.claims.iter().map(|told| Line::of(told, &words, language)).collect::<Vec<_>>()
        };
        self.sentences.iter().flat_map(of_sentence).collect()
    }
}

impl Line {
    fn of(told: &Told, sentence: &str, language: Language) -> Self {
        let record = told.records.first();
        let of = |part: fn(&Held) -> &String| record.map(part).cloned().unwrap_or_default();
        Self {
            number: told.number,
            sentence: sentence.to_owned(),
            indicator: told.claim.indicator.clone(),
            quote: told.claim.quote.clone(),
            verdict: told.verdict,
            verdict_name: words::check::verdict(told.verdict, language),
            reason: told.reason.of(language).to_owned(),
            record_claim_id: record.map(|record| record.claim_id),
            record_indicator: of(|record| &record.indicator),
            record_quote: of(|record| &record.quote),
            record_sentence: record.map(Held::sentence).unwrap_or_default(),
            record_document: of(|record| &record.document),
            record_document_date: record.and_then(|record| record.document_date.clone()).unwrap_or_default(),
            record_source: of(|record| &record.source),
            record_link: of(|record| &record.link),
        }
    }
}

impl Told {
    fn of(number: usize, checked: &Checked, words: &HashMap<i64, store::Sentence>) -> Self {
        let Checked { claim, judgement, candidates } = checked;
        let reason = |language| words::check::reason(claim, judgement, candidates, language);
        let Judgement { verdict, aspects, time, difference, .. } = judgement;
        let held = |at: usize| candidates.get(at).map(|candidate| Held::of(candidate, words));
        Self {
            number,
            claim: claim.clone(),
            verdict: *verdict,
            reason: Both { zh: reason(Language::Chinese), en: reason(Language::English) },
            aspects: aspects.clone(),
            time: *time,
            difference: difference.clone(),
            records: judgement.rests_on().filter_map(held).collect(),
            others: judgement.others.iter().copied().filter_map(held).collect(),
        }
    }
}

impl Held {
    /// Its words on one line.
    pub fn sentence(&self) -> String {
        format!("{}{}{}", self.before, self.quote, self.after)
    }

    fn of(candidate: &Candidate, words: &HashMap<i64, store::Sentence>) -> Self {
        let Candidate { point, fit, name } = candidate;
        let sentence = words.get(&point.id);
        let part = |of: fn(&store::Sentence) -> &String| {
            sentence.map(|sentence| on_one_line(of(sentence).chars())).unwrap_or_default()
        };
        let (before, after) = (part(|sentence| &sentence.before), part(|sentence| &sentence.after));
        let cut = before.chars().count().saturating_sub(AROUND);
        let before =
            if cut > 0 { format!("…{}", before.chars().skip(cut).collect::<String>()) } else { before };
        let shown: String = after.chars().take(AROUND).collect();
        let after = if shown.len() < after.len() { format!("{shown}…") } else { after };
        Self {
            claim_id: point.id,
            indicator_id: point.indicator,
            indicator: name.clone(),
            fit: *fit,
            claim: point.claim.clone(),
            before,
            quote: part(|sentence| &sentence.quote),
            after,
            document_id: point.document.id,
            document: point.document.name(),
            document_date: point.document.day().map(|day| day.to_string()),
            source: shown_source(&point.document.source).to_owned(),
            link: point.link.to_string(),
        }
    }
}

fn first_words(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut words: String = line.chars().take(LONGEST_TITLE).collect();
    if words.len() < line.len() {
        words.push('…');
    }
    words
}

fn on_one_line(words: impl Iterator<Item = char>) -> String {
    let words: String = words.collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
