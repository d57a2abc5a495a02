//! What a reader of a series relies on over many documents: one indicator whatever its wording, the same
//! in whatever order documents come, and decisions that outlive a new reading.

use policy_metrics::document::{Document, Metadata};
use policy_metrics::pipeline;
use policy_metrics::series::{Act, Again, Series, normalise, restatements};
use policy_metrics::store::{NewDecision, Store, StoreError};
use rstest::rstest;
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
        store.add(analysis.as_new(None)).await.expect("the document is stored");
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
        let (_, changed) = pipeline::reread(store, id).await.expect("it is read again");
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

/// All that an export holds.
async fn export(store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    let all = store.each_claim(|claim| {
        lines.push(serde_json::to_string(&claim).expect("plain data"));
        Ok::<_, StoreError>(())
    });
    all.await.expect("the claims are read");
    lines
}

#[tokio::test]
async fn without_a_removed_document_all_is_as_if_it_had_never_come_and_undone_as_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let (whole, exported) = (dump(&store).await, export(&store).await);
    for number in 1..=6 {
        let others = documents().into_iter().filter(|one| one.source != format!("{number}.txt")).collect();
        let never = store_of(folder.path(), &format!("{number}.db"), others).await;
        let (dumped, listed) = (dump(&never).await, export(&never).await);
        let decision = store.remove_document(number, "甲".into(), "试".into()).await.expect("it is removed");
        assert_eq!((dump(&store).await, export(&store).await), (dumped.clone(), listed.clone()), "{number}");

        // Neither a new reading nor the same file again brings it back.
        read_again(&store).await;
        ingest(&store, documents()).await;
        assert_eq!((dump(&store).await, export(&store).await), (dumped, listed), "{number}");
        // A connection that searched before the last write would find fault with the index, so another one looks.
        let fresh = Store::open_read_only(&folder.path().join("t.db")).await.expect("it is there");
        let mut findings = fresh.check().await.expect("it is checked");
        fresh.close().await;
        // The bytes are none that could have come from a file.
        findings.retain(|finding| !finding.contains("original"));
        assert!(findings.is_empty(), "{number}: {findings:?}");

        decide(&store, Act::Undo { decision }).await;
        assert_eq!((dump(&store).await, export(&store).await), (whole.clone(), exported.clone()), "{number}");
    }
}

#[tokio::test]
async fn what_is_decided_while_a_document_is_removed_holds_when_it_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_of(folder.path(), "t.db", documents()).await;
    let removal = store.remove_document(3, String::new(), "试".into()).await.expect("it is removed");
    let merge =
        Act::Merge { from: "城镇新增就业".into(), into: "12345热线受理群众诉求".into() };
    decide(&store, merge).await;
    assert_eq!(values(&series_of(&store, "12345热线受理群众诉求").await).len(), 5);
    decide(&store, Act::Undo { decision: removal }).await;
    assert_eq!(values(&series_of(&store, "12345热线受理群众诉求").await).len(), 6);
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

/// What a document of this day says: each quote with its indicator, its status and its time.
fn told(day: &str, text: &str) -> Vec<String> {
    told_by(document(1, day, text))
}

fn told_by(document: Document) -> Vec<String> {
    let analysis = pipeline::analyse(document);
    let pairs = analysis.extraction.claims.iter().zip(&analysis.links);
    pairs
        .map(|(claim, link)| {
            let period = claim.period.as_ref();
            let kind = period.map_or_else(|| "?".to_owned(), |period| period.kind.to_string());
            let end = period.and_then(|p| p.end).map(|end| end.to_string()).unwrap_or_default();
            format!("{} {} {} {kind} {end}", claim.quote, link.key, claim.status)
        })
        .collect()
}

#[rstest]
#[case::ranks("2021-01-12", "2020年，全市进出口总额由上年居全省第六位上升到第四位。", &[
    "第六位 进出口总额 actual year 2019-12-31",
    "第四位 进出口总额 actual year 2020-12-31",
])]
#[case::parallel_ends(
    "2021-01-12",
    "进出口总额由2015年的30亿美元增加到2020年的52亿美元；出口总额由18亿美元增加到33亿美元。",
    &["18亿美元 出口总额 actual year 2015-12-31", "33亿美元 出口总额 actual year 2020-12-31"]
)]
#[case::range("2021-06-12", "2012—2020年，全市一般公共预算收入从11亿元增长到20亿元。", &[
    "11亿元 一般公共预算收入 actual year 2012-12-31",
    "20亿元 一般公共预算收入 actual year 2020-12-31",
])]
#[case::other_end_in_another_clause("2021-01-12", "2020年，积累率由2018年的36.5%，降为33.6%。", &[
    "36.5% 积累率 actual year 2018-12-31",
])]
#[case::a_time_each("2021-01-12", "2020年一季度、上半年，全市固定资产投资增速分别为5.1%、5.6%。", &[
    "5.1% 固定资产投资 actual quarter 2020-03-31",
    "5.6% 固定资产投资 actual half 2020-06-30",
])]
#[case::years_before(
    "2021-01-12",
    "2020年，单位生产总值能耗由前两年分别上升1.1%、0.7%，转为下降2.3%。",
    &[
        "1.1% 单位国内生产总值能耗 actual year 2018-12-31",
        "0.7% 单位国内生产总值能耗 actual year 2019-12-31",
        "2.3% 单位国内生产总值能耗 actual year 2020-12-31",
    ]
)]
#[case::as_long_as_a_plan("2021-01-12", "2020年，固定资产投资累计完成800亿元，是“十二五”时期的2.1倍。", &[
    "800亿元 固定资产投资 actual multi-year 2020-12-31",
])]
#[case::a_plan_just_begun("2021-02-20", "“十四五”时期，全市常住人口城镇化率提高到70%。", &[
    "70% 常住人口城镇化率 target multi-year 2025-12-31",
])]
#[case::constant_prices(
    "2021-02-20",
    "2020年，按每人每年3000元（2015年不变价）的标准计算，年末农村贫困人口1.2万人。",
    &["1.2万人 农村贫困人口 actual as-of 2020-12-31"]
)]
#[case::one_year("2021-01-12", "一年来，城镇新增就业3.1万人。", &[
    "3.1万人 城镇新增就业 actual year 2020-12-31",
])]
#[case::planned("2021-01-12", "今年计划国内生产总值增长8%。", &["8% 国内生产总值 target year 2021-12-31"])]
fn each_value_has_its_own_time(#[case] day: &str, #[case] text: &str, #[case] wanted: &[&str]) {
    let found = told(day, text);
    for wanted in wanted {
        assert!(found.iter().any(|one| one == wanted), "{wanted} is missing in {found:#?}");
    }
}

#[rstest]
#[case::zone("综合保税区运行平稳，进出口额达到46亿元，增长12.5%。", "进出口总额", false)]
#[case::enterprises("中央企业资产总额突破95亿元，完成固定资产投资5亿元。", "固定资产投资", false)]
#[case::listed("力争10个省级园区生产总值、固定资产投资、财政收入均增长20%以上。", "固定资产投资", false)]
#[case::partners("东盟、欧盟和美国为前三大伙伴，进出口分别增长8%、14.1%，下降10.7%。", "出口总额", false)]
#[case::part_of_trade("对沿线国家进出口总额90亿元。其中，出口52亿元；进口38亿元。", "出口总额", false)]
#[case::whole_trade("全年进出口总额90亿元。其中，出口52亿元。", "出口总额", true)]
#[case::one_of_many_parks("新材料产业园获批国家级基地，全年城镇新增就业3.1万人。", "城镇新增就业", true)]
#[case::object("支持民营企业开拓市场，进出口总额增长5%。", "进出口总额", true)]
#[case::of_a_year("年进出口总额由16亿美元增加到32亿美元。", "进出口总额", true)]
#[case::compared("今年赤字率拟按3.1%左右安排、比去年有所下调。", "财政赤字率", true)]
#[case::note("广义货币M2（注：M2的2为下标）预期增长12%左右。", "广义货币余额", true)]
#[case::in_full("实际利用外资4.5亿美元。", "实际使用外资", true)]
#[case::field("汽车领域，加快项目建设，力争产业规模达到180亿元。", "产业规模", false)]
fn a_part_is_kept_apart_from_the_whole(#[case] text: &str, #[case] key: &str, #[case] there: bool) {
    let found = told("2021-01-12", text);
    let keyed = found.iter().any(|one| one.split(' ').nth(1) == Some(key));
    assert_eq!(keyed, there, "{found:#?}");
}

const REPORT: &str = "政府工作报告\n\n## 一、过去五年工作回顾\n\n五年来，经济结构不断优化。\n\n\
    全市固定资产投资年均增长9.5%。\n\n2021年是本届政府的收官之年，各项工作都有新进展。\n\n\
    全市社会消费品零售总额增长6.4%。\n\n## 二、2022年主要任务\n\n（一）推动重点改革取得新突破。\n\n\
    新改建农村公路30公里。在连续两年增长9.1%的基础上，今年计划地区生产总值增长8%。\n";

#[test]
fn a_report_tells_the_last_of_the_years_that_it_reviews_by_itself_and_plans_to_its_end() {
    let mut report = Document { text: REPORT.into(), ..document(1, "2022-01-12", "") };
    report.metadata.title = Some("政府工作报告".into());
    let found = told_by(report);
    for wanted in [
        "8% 国内生产总值 target year 2022-12-31",
        "9.5% 固定资产投资 actual multi-year 2021-12-31",
        "6.4% 社会消费品零售总额 actual year 2021-12-31",
        "30公里 新建改建农村公路 target year 2022-12-31",
    ] {
        assert!(found.iter().any(|one| one == wanted), "{wanted} is missing in {found:#?}");
    }
    // What a plan builds on is neither planned nor of the year that it plans.
    assert!(found.iter().any(|one| one.starts_with("9.1%") && one.ends_with("actual ? ")), "{found:#?}");
}

#[test]
fn cells_of_a_table_are_told_apart_by_caption_and_column() {
    let table = "统计公报\n\n表1 2020年分行业投资增长速度\n\n| 行业 | 比上年增长（%） | 行业 | 比上年增长（%） |\n\
        | --- | --- | --- | --- |\n| 制造业 | 3.1 | 教育 | 17.7 |\n\n\
        表2 2020年主要商品出口数量、金额及其增长速度\n\n\
        | 商品 | 数量（万吨） | 比上年增长（%） | 金额（亿元） | 比上年增长（%） |\n\
        | --- | --- | --- | --- | --- |\n| 钢材 | 64 | 7.3 | 36 | 7.1 |\n";
    let found = told("2021-02-28", table);
    let keys: Vec<&str> = found.iter().filter_map(|one| one.split(' ').nth(1)).collect();
    assert_eq!(
        keys,
        [
            "分行业投资制造业",
            "分行业投资教育",
            "主要商品出口数量金额钢材",
            "主要商品出口数量金额钢材",
            "主要商品出口数量金额钢材出口",
            "主要商品出口数量金额钢材出口",
        ]
    );
}

#[tokio::test]
async fn people_are_on_one_line_whether_or_not_a_word_says_that_they_are_people() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = vec![
        document(1, "2020-01-12", "2019年，农村贫困人口减少1.3万人。"),
        document(2, "2021-01-12", "2020年，农村贫困人口减少1.1万。"),
    ];
    let store = store_of(folder.path(), "a.db", documents).await;
    let series = series_of(&store, "农村贫困人口").await;
    let lines: Vec<(&str, usize)> = series.iter().map(|one| (one.unit.as_str(), one.points.len())).collect();
    assert_eq!(lines, [("人", 2)]);
    store.close().await;
}
