//! Sentences of official prose that assert no value: each yields no claim, and each of its figures says why.

use chrono::NaiveDate;
use policy_metrics::claim::{Extraction, Reason, extract};
use policy_metrics::text::Transcript;
use std::collections::BTreeSet;
use strum::VariantArray;

/// One line of the corpus.
struct Line {
    number: usize,
    reasons: Vec<&'static str>,
    text: String,
}

fn corpus() -> Vec<Line> {
    include_str!("negative.txt")
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(at, line)| {
            let (reasons, text) = line.split_once('\t').expect("reason TAB sentence");
            Line {
                number: at + 1,
                reasons: reasons.split(['|', '+']).filter(|reason| *reason != "-").collect(),
                text: text.replace("\\n", "\n"),
            }
        })
        .collect()
}

fn read(text: &str) -> Extraction {
    let date = NaiveDate::from_ymd_opt(2024, 11, 20);
    extract(&Transcript::from_text(text, date, Some("云州市".into())))
}

/// Lists what is wrong, one finding a line, so that one run shows all of it.
fn report(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn no_sentence_of_the_negative_corpus_yields_a_claim() {
    let mut findings = Vec::new();
    for line in corpus() {
        for claim in read(&line.text).claims {
            findings.push(format!(
                "negative.txt:{} “{}” is read as {} ({})\t{}",
                line.number, claim.quote, claim.indicator, claim.rule, line.text
            ));
        }
    }
    report(&findings);
}

#[test]
fn each_figure_of_the_negative_corpus_is_rejected_for_the_reason_of_its_class() {
    let mut findings = Vec::new();
    for line in corpus() {
        let rejects = read(&line.text).rejects;
        let mut unlike = BTreeSet::new();
        for (at, c) in line.text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
            let mut over = rejects.iter().filter(|reject| reject.start <= at && at < reject.end).peekable();
            if over.peek().is_none() {
                unlike.insert(format!("a {c} is not rejected"));
            } else if let Some(reject) =
                over.find(|reject| !line.reasons.contains(&reject.reason.to_string().as_str()))
            {
                unlike.insert(format!("“{}” is rejected as {}", reject.quote, reject.reason));
            }
        }
        for unlike in unlike {
            let Line { number, reasons, text } = &line;
            findings.push(format!("negative.txt:{number} {unlike}, not {reasons:?}\t{text}"));
        }
    }
    report(&findings);
}

#[test]
fn every_reason_has_sentences_of_its_own() {
    let used: BTreeSet<&str> = corpus().iter().flat_map(|line| line.reasons.clone()).collect();
    let known: BTreeSet<String> = Reason::VARIANTS.iter().map(ToString::to_string).collect();
    assert_eq!(used.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), known);
    assert!(corpus().len() >= 180);
}
