//! What a reader of a check relies on: `check.txt` holds texts, documents of the record, and the verdict on each text.

use policy_metrics::check::Verdict;
use policy_metrics::document::{Document, Metadata};
use policy_metrics::language::Language;
use policy_metrics::pipeline::{self, Checked};
use policy_metrics::store::Store;
use policy_metrics::words;
use std::collections::BTreeMap;
use strum::IntoEnumIterator;

/// In per cent of the cases.
const FLOOR: usize = 97;

/// A text of the corpus.
struct Case {
    line: usize,
    day: String,
    /// `None` where the text has to say so itself.
    place: Option<String>,
    text: String,
    /// The words that are judged; the last claim where there are none.
    quote: Option<String>,
    verdict: Verdict,
}

fn document(name: &str, place: Option<&str>, day: &str, text: &str) -> Document {
    Document {
        source: name.to_owned(),
        raw: text.as_bytes().to_vec(),
        text: text.to_owned(),
        encoding: "UTF-8".into(),
        sha256: format!("{name:0>64}"),
        metadata: Metadata {
            event_date: day.parse().ok(),
            scope: place.map(str::to_owned),
            ..Metadata::default()
        },
    }
}

/// The documents of the record, and the texts.
fn corpus() -> (Vec<Document>, Vec<Case>) {
    let (mut documents, mut cases) = (Vec::new(), Vec::new());
    for (at, line) in include_str!("check.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(record) = line.strip_prefix("record ") {
            let (head, text) = record.split_once(": ").expect("record PLACE DAY: text");
            let (place, day) = head.split_once(' ').expect("PLACE DAY");
            documents.push(document(&format!("{at}.txt"), Some(place), day, text));
            continue;
        }
        let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [head, text, quote, verdict] = parts[..] else { panic!("check.txt:{}: four parts", at + 1) };
        let (day, place) = head.split_once(' ').expect("DAY PLACE");
        let some = |word: &str| (word != "-").then(|| word.to_owned());
        cases.push(Case {
            line: at + 1,
            day: day.into(),
            place: some(place),
            text: text.into(),
            quote: some(quote),
            verdict: verdict.parse().expect("a verdict"),
        });
    }
    (documents, cases)
}

async fn record(folder: &tempfile::TempDir, documents: Vec<Document>) -> Store {
    let store = Store::open(&folder.path().join("record.db")).await.expect("a new database");
    for document in documents {
        let analysis = pipeline::analyse(document);
        store.add(analysis.as_new()).await.expect("the document is stored");
    }
    store.count().await.expect("the claims are counted");
    store
}

async fn judged(store: &Store, case: &Case) -> Option<Checked> {
    let text = document("-", case.place.as_deref(), &case.day, &case.text);
    let checking = pipeline::check(store, text).await.expect("the text is checked");
    let said = checking.sentences.into_iter().flat_map(|said| said.claims);
    said.filter(|checked| case.quote.as_ref().is_none_or(|quote| checked.claim.quote == *quote)).last()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_judged_as_a_careful_reader_would() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, cases) = corpus();
    let store = record(&folder, documents).await;
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<Verdict, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let found = judged(&store, case).await;
        let verdict = found.as_ref().map(|checked| checked.judgement.verdict);
        let (right, all) = counts.entry(case.verdict).or_default();
        *all += 1;
        if verdict == Some(case.verdict) {
            *right += 1;
            continue;
        }
        let told = found.map_or_else(
            || "no claim".to_owned(),
            |Checked { claim, judgement, candidates }| {
                let reason = words::check::reason(&claim, &judgement, &candidates, Language::Chinese);
                format!("{} {}: {reason}", claim.indicator, judgement.verdict)
            },
        );
        wrong.push(format!("check.txt:{}: {} is no {}: {told}", case.line, case.text, case.verdict));
    }
    let right = cases.len() - wrong.len();
    println!("{right} of {} right; right and all of each: {counts:?}\n{}", cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 160, "{} cases", cases.len());
    for verdict in Verdict::iter() {
        assert!(counts.get(&verdict).is_some_and(|(_, all)| *all >= 15), "too few of {verdict}");
    }
    assert!(right * 100 >= cases.len() * FLOOR, "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_found_is_never_called_false_and_names_what_is_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let case = Case {
        line: 0,
        day: "2025-02-01".into(),
        place: Some("云州市".into()),
        text: "2019年，粮食产量221.9万吨。".into(),
        quote: None,
        verdict: Verdict::NotFound,
    };
    let Checked { claim, judgement, candidates } = judged(&store, &case).await.unwrap();
    let nearest = judgement.record.and_then(|at| candidates.get(at)).unwrap();
    assert_eq!((judgement.verdict, nearest.name.as_str()), (Verdict::NotFound, "粮食产量"));
    let [zh, en] = [Language::Chinese, Language::English]
        .map(|language| words::check::reason(&claim, &judgement, &candidates, language));
    assert!(zh.contains("未找到不等于不实") && en.contains("does not make it false"), "{zh} {en}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, cases) = corpus();
    let store = record(&folder, documents).await;
    let before = (store.totals().await.unwrap(), store.revision().await.unwrap());
    judged(&store, &cases[0]).await.unwrap();
    assert_eq!((store.totals().await.unwrap(), store.revision().await.unwrap()), before);
}
