//! What a reader of a series relies on over many documents: one indicator whatever its wording, the same
//! in whatever order documents come, and decisions that outlive a new reading.

use policy_metrics::document::{Document, Metadata};
use policy_metrics::pipeline;
use policy_metrics::series::{Act, Again, Series, normalise, restatements};
use policy_metrics::store::{NewDecision, Store};
use std::path::Path;

/// A document of 海州市 of this day.
fn document(number: u32, day: &str, text: &str) -> Document {
    let text = format!("海州市{number}号材料\n\n{text}\n");
    Document {
        source: format!("{number}.txt"),
        raw: text.clone().into_bytes(),
        text,
        encoding: "UTF-8".into(),
        sha256: format!("{number:064x}"),
        metadata: Metadata {
            event_date: day.parse().ok(),
            scope: Some("海州市".into()),
            ..Metadata::default()
        },
    }
}

/// Six documents that word the same things in different ways.
fn documents() -> Vec<Document> {
    vec![
        document(1, "2020-01-12", "2019年，全市地方财政一般预算收入50.2亿元，城镇新增就业3.1万人。"),
        document(2, "2021-01-15", "2020年，完成地方公共财政收入52.6亿元、增长4.8%，新增城镇就业3.2万人。"),
        document(3, "2022-01-14", "2021年，一般公共预算收入55亿元，城镇新增就业人数3.3万人。"),
        document(4, "2022-11-16", "12345热线进一步畅通，今年受理群众诉求41万件。今年办理人大代表建议90件。"),
        document(5, "2023-01-13", "2022年，12345市民服务热线受理群众诉求52万件，办理市人大代表建议84件。"),
        document(
            6,
            "2023-01-13",
            "2022年，12345市民热线为群众服务60万人次，承诺即办证明事项310项，承诺即办服务事项309项。",
        ),
    ]
}

async fn ingest(store: &Store, documents: Vec<Document>) {
    for document in documents {
        let analysis = pipeline::analyse(document);
        store.add(analysis.as_new()).await.expect("the document is stored");
    }
}

/// All indicators with all their claims, by what does not depend on numbers.
async fn dump(store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    for one in store.known_indicators().await.expect("the indicators are read") {
        lines.push(format!("{} {} {:?} {:?}", one.key, one.name, one.aliases, one.units));
        for point in store.points(&[one.id]).await.expect("the points are read") {
            lines.push(format!(
                "{} {} {} {:?}",
                one.key, point.document.source, point.claim.start, point.claim
            ));
        }
    }
    lines.sort();
    lines
}

async fn store_of(folder: &Path, name: &str, documents: Vec<Document>) -> Store {
    let store = Store::open(&folder.join(name)).await.expect("a new database");
    ingest(&store, documents).await;
    store
}

async fn series_of(store: &Store, name: &str) -> Vec<Series> {
    let id = store.find_indicator(&normalise(name)).await.expect("the database answers");
    store.series(&[id.expect("the indicator is known")]).await.expect("the series are read")
}

/// The values of all levels, oldest first.
fn values(series: &[Series]) -> Vec<String> {
    series.iter().flat_map(|one| &one.points).map(|point| point.claim.quote.clone()).collect()
}

async fn decide(store: &Store, act: Act) -> i64 {
    let new =
        NewDecision {
            who: "甲".into(), act, before: "之前".into(), after: "之后".into(), why: "试".into()
        };
    store.decide(new).await.expect("the decision is written")
}

/// Reads every stored text again.
async fn read_again(store: &Store) {
    for id in store.document_ids().await.expect("the documents are listed") {
        let stored = store.document(id).await.expect("the document is read");
        let document = Document {
            source: stored.row.source,
            raw: Vec::new(),
            text: stored.text,
            encoding: stored.encoding,
            sha256: stored.sha256,
            metadata: stored.row.metadata,
        };
        let analysis = pipeline::analyse(document);
        let (claims, links) = (&analysis.extraction.claims, &analysis.links);
        let changed = store.replace(id, &analysis.blocks, claims, links).await.expect("it is replaced");
        assert!(changed.is_empty(), "the same text gives the same claims: {changed:?}");
    }
    store.refresh_wordings().await.expect("the wordings are refreshed");
}

#[tokio::test]
async fn wordings_of_one_indicator_come_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let jobs = series_of(&store, "城镇新增就业").await;
    assert_eq!(values(&jobs), ["3.1万人", "3.2万人", "3.3万人"]);
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].runs, [vec![0, 1, 2]]);

    let revenue = series_of(&store, "地方财政一般预算收入").await;
    assert_eq!(values(&revenue), ["50.2亿元", "52.6亿元", "55亿元", "4.8%"]);
    let renamed: Vec<usize> = revenue[0].notes.iter().map(|note| note.at).collect();
    assert_eq!(renamed, [1, 2]);
}

#[tokio::test]
async fn what_counts_otherwise_is_never_joined() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let hotline = series_of(&store, "12345热线受理群众诉求").await;
    assert_eq!(values(&hotline), ["60万人次", "41万件", "52万件"]);
    assert!(hotline.iter().flat_map(|one| &one.runs).all(|run| run.len() == 1), "{hotline:?}");
    assert!(
        hotline.iter().flat_map(|one| &one.points).all(|p| p.claim.subject.as_deref() == Some("12345热线"))
    );

    let proofs = store.find_indicator(&normalise("承诺即办证明事项")).await.expect("an answer");
    let services = store.find_indicator(&normalise("承诺即办服务事项")).await.expect("an answer");
    assert_ne!(proofs, services);
}

#[tokio::test]
async fn a_year_that_counts_less_than_its_first_months_is_shown_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let suggestions = series_of(&store, "办理人大代表建议").await;
    assert_eq!(values(&suggestions), ["90件", "84件"]);
    let found = restatements(&suggestions[0]);
    assert_eq!(found.iter().map(|one| one.what).collect::<Vec<_>>(), [Again::Shrunk]);
}

#[tokio::test]
async fn the_order_of_documents_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let in_order = dump(&store_of(folder.path(), "0.db", documents()).await).await;
    assert!(in_order.len() >= 16, "{in_order:?}");
    // Steps that share no divisor with 7 visit every document once, each in another order.
    for step in [2_usize, 3, 4, 5, 6] {
        let mut shuffled: Vec<Option<Document>> = documents().into_iter().map(Some).collect();
        let order = (1..=6).map(|at| (at * step) % 7 - 1);
        let shuffled: Vec<Document> = order.filter_map(|at| shuffled[at].take()).collect();
        let store = store_of(folder.path(), &format!("{step}.db"), shuffled).await;
        assert_eq!(dump(&store).await, in_order, "step {step}");
        ingest(&store, documents()).await;
        assert_eq!(dump(&store).await, in_order, "again, step {step}");
    }
}

#[tokio::test]
async fn decisions_survive_a_new_reading_and_hold_for_documents_to_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut documents = documents();
    let last = documents.pop().expect("there are six");
    let store = store_of(folder.path(), "t.db", documents).await;
    let plain = dump(&store).await;
    let merge =
        decide(&store, Act::Merge { from: "城镇新增就业".into(), into: "12345热线受理群众诉求".into() })
            .await;
    let merged = dump(&store).await;
    assert_ne!(merged, plain);
    assert_eq!(values(&series_of(&store, "12345热线受理群众诉求").await).len(), 5);

    read_again(&store).await;
    assert_eq!(dump(&store).await, merged);
    ingest(&store, vec![last]).await;
    assert_eq!(values(&series_of(&store, "12345热线受理群众诉求").await).len(), 6);

    decide(&store, Act::Undo { decision: merge }).await;
    assert_eq!(values(&series_of(&store, "城镇新增就业").await).len(), 3);
    let log = store.decisions().await.expect("the log is read");
    assert_eq!(log.len(), 2, "nothing is ever taken out of the log");
}

#[tokio::test]
async fn every_decision_can_be_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let plain = dump(&store).await;
    let jobs = "城镇新增就业".to_owned();
    let id = store.find_indicator(&jobs).await.expect("an answer").expect("it is known");
    let point = store.points(&[id]).await.expect("the points are read").remove(0);
    let document = store.document(point.document.id).await.expect("the document is read");
    let place = policy_metrics::series::Place {
        sha256: document.sha256,
        start: point.claim.start,
        end: point.claim.end,
    };
    let acts = [
        Act::Split {
            from: jobs.clone(), wording: "新增城镇就业".into(), into: "新增城镇就业".into()
        },
        Act::Rename { indicator: jobs.clone(), name: "新增岗位".into() },
        Act::Alias { indicator: jobs.clone(), alias: "办理人大代表建议".into() },
        Act::Unlink { claim: place, from: jobs.clone(), into: "另一指标".into() },
    ];
    for act in acts {
        let id = decide(&store, act.clone()).await;
        let decided = dump(&store).await;
        assert_ne!(decided, plain, "{act:?}");
        read_again(&store).await;
        assert_eq!(dump(&store).await, decided, "{act:?}");
        let undo = decide(&store, Act::Undo { decision: id }).await;
        assert_eq!(dump(&store).await, plain, "{act:?}");
        decide(&store, Act::Undo { decision: undo }).await;
        assert_eq!(dump(&store).await, decided, "{act:?}");
        let decisions = store.decisions().await.expect("the log is read");
        let again = decisions.last().expect("there is one").id;
        decide(&store, Act::Undo { decision: again }).await;
        assert_eq!(dump(&store).await, plain, "{act:?}");
    }
}

#[tokio::test]
async fn a_break_that_a_person_marked_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let indicator = "城镇新增就业".to_owned();
    let day = "2021-01-01".parse().expect("a day");
    let marked = decide(&store, Act::Break { indicator, scope: None, day, note: "含灵活就业".into() }).await;
    assert_eq!(series_of(&store, "城镇新增就业").await[0].runs, [vec![0, 1], vec![2]]);
    decide(&store, Act::Undo { decision: marked }).await;
    assert_eq!(series_of(&store, "城镇新增就业").await[0].runs, [vec![0, 1, 2]]);
}
