//! What a user relies on when the same document comes again, or when disks, files and other programs fail:
//! nothing is lost, nothing counts twice, and one clear line says what to do.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use policy_metrics::chart::Typeface;
use policy_metrics::language::Language;
use policy_metrics::pipeline::{self, Input};
use policy_metrics::series::{Act, Difference, differences, normalise};
use policy_metrics::source::Given;
use policy_metrics::store::{NewDecision, Related, Store};
use policy_metrics::web::{self, AppState};
use std::path::Path;
use std::process::Command;
use tower::ServiceExt;

const BINARY: &str = env!("CARGO_BIN_EXE_policy-metrics");

const BODY: [&str; 4] = [
    "云州市人力资源和社会保障局局长周宁介绍，2023年，全市城镇新增就业3.1万人，同比增长4.2%。",
    "全年开展职业技能培训12.5万人次，发放创业担保贷款8.6亿元，带动就业2.4万人。",
    "全市养老机构新增床位1800张，普惠性养老床位占比达到76%，社区食堂建成215处。",
    "2024年，计划新增城镇就业3万人以上。",
];

/// A page of a site: its own chrome around the text.
fn page(site: &str, url: &str, day: &str, title: &str, body: &[String]) -> Vec<u8> {
    let paragraphs = body.join("</p>\n<p>");
    format!(
        "<html><head><meta charset=\"utf-8\"><title>{title}_{site}</title>\
         <meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" content=\"{day}\">\
         <meta name=\"ContentSource\" content=\"{site}\"><link rel=\"canonical\" href=\"{url}\"></head>\
         <body><nav><a href=\"/\">{site}首页</a><a href=\"/zw\">政务公开</a></nav>\
         <div class=\"article\"><h1>{title}</h1><p>{paragraphs}</p></div>\
         <footer>{site}版权所有 联系我们 打印本页 关闭窗口</footer></body></html>"
    )
    .into_bytes()
}

fn body() -> Vec<String> {
    BODY.map(String::from).to_vec()
}

const FIRST: &str = "http://yz.example/a/1.html";
const ELSEWHERE: &str = "http://news.example/b/77.html";

/// The first publication, a repost in plain GBK text, and a corrected version at the first address.
fn editions() -> Vec<(&'static str, Vec<u8>, Given)> {
    let given = |url: &str, day: &str| Given {
        url: Some(url.into()),
        date: day.parse().ok(),
        scope: Some("云州市".into()),
        ..Given::default()
    };
    let title = "云州市举行就业和民生保障新闻发布会";
    let first = page("云州市人民政府", FIRST, "2024-01-20 09:00", title, &body());
    let mut text = format!("云州市举行就业民生新闻发布会\n来源：云州新闻网\n\n{}\n", BODY.join("\n"));
    text = text.replace('，', "， ");
    let (repost, _, _) = encoding_rs::GB18030.encode(&text);
    let corrected: Vec<String> = body()
        .into_iter()
        .map(|text| text.replace("3.1万人", "3.3万人").replace("社区食堂建成215处", ""))
        .collect();
    let corrected = page("云州市人民政府", FIRST, "2024-01-22 16:00", title, &corrected);
    vec![
        ("first.html", first, given(FIRST, "2024-01-20")),
        ("repost.txt", repost.into_owned(), given(ELSEWHERE, "2024-01-20")),
        ("corrected.html", corrected, given(FIRST, "2024-01-20")),
    ]
}

async fn ingest(store: &Store, documents: &[&(&'static str, Vec<u8>, Given)]) {
    for (name, bytes, given) in documents {
        let input = Input::Bytes((*name).into(), bytes.clone().into());
        let mut failed = Vec::new();
        let stored = pipeline::ingest(store, vec![input], given, |name, outcome| {
            failed.extend(outcome.err().map(|error| format!("{name}: {error}")));
        });
        stored.await.expect("the database answers");
        assert!(failed.is_empty(), "{failed:?}");
    }
}

/// All that counts, by what does not depend on numbers.
async fn dump(store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    for one in store.known_indicators().await.expect("the indicators are read") {
        lines.push(format!("{} {} {:?} {} {:?}", one.key, one.name, one.aliases, one.documents, one.units));
        for point in store.points(&[one.id]).await.expect("the points are read") {
            lines.push(format!("{} {} {:?}", one.key, point.document.source, point.claim));
        }
    }
    lines.sort();
    let totals = store.totals().await.expect("the totals are read");
    lines.push(format!("{} {} {} {}", totals.documents, totals.aside, totals.claims, totals.indicators));
    lines
}

async fn quotes(store: &Store, name: &str) -> Vec<String> {
    let id = store.find_indicator(&normalise(name)).await.expect("an answer").expect("it is known");
    let points = store.points(&[id]).await.expect("the points are read");
    points.into_iter().map(|point| format!("{} {}", point.document.source, point.claim.quote)).collect()
}

async fn new_store(folder: &Path, name: &str) -> Store {
    Store::open(&folder.join(name)).await.expect("a new database")
}

#[tokio::test]
async fn the_same_words_on_another_site_count_once_and_stay_to_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let all = editions();
    ingest(&store, &[&all[0]]).await;
    let alone = dump(&store).await;
    ingest(&store, &[&all[1]]).await;
    let both = dump(&store).await;
    assert_eq!(both[..both.len() - 1], alone[..alone.len() - 1]);
    let totals = store.totals().await.expect("the totals are read");
    assert_eq!((totals.documents, totals.aside), (1, 1));

    let repost = store.document(2).await.expect("it is stored");
    assert_eq!(repost.row.counted_as, Some(1));
    assert!(repost.claims.len() > 5, "its claims stay: {:?}", repost.claims);
    let others = |id| {
        let store = store.clone();
        async move { store.editions(id).await.expect("an answer") }
    };
    assert_eq!(
        others(2).await.iter().map(|one| (one.related, one.row.id)).collect::<Vec<_>>(),
        [(Related::Same, 1)]
    );
    assert_eq!(
        others(1).await.iter().map(|one| (one.related, one.row.id)).collect::<Vec<_>>(),
        [(Related::Same, 2)]
    );
    assert_eq!(store.check().await.expect("it is checked"), Vec::<String>::new());
}

#[tokio::test]
async fn a_corrected_page_takes_the_place_of_the_one_before_which_stays_with_what_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let all = editions();
    ingest(&store, &[&all[0]]).await;
    assert_eq!(quotes(&store, "城镇新增就业").await[0], "first.html 3.1万人");
    ingest(&store, &[&all[2]]).await;
    assert_eq!(quotes(&store, "城镇新增就业").await[0], "corrected.html 3.3万人");
    let (old, new) = (store.document(1).await.expect("kept"), store.document(2).await.expect("stored"));
    assert_eq!((old.row.counted_as, new.row.counted_as), (Some(2), None));
    let claims = |of: &policy_metrics::store::StoredDocument| {
        of.claims.iter().map(|stored| stored.claim.clone()).collect::<Vec<_>>()
    };
    let (old, new) = (claims(&old), claims(&new));
    let told: Vec<String> = differences(&old, &new)
        .into_iter()
        .map(|difference| match difference {
            Difference::Added(at) => format!("+ {}", new[at].quote),
            Difference::Gone(at) => format!("- {}", old[at].quote),
            Difference::Changed(before, after) => format!("{} → {}", old[before].quote, new[after].quote),
        })
        .collect();
    assert_eq!(told, ["3.1万人 → 3.3万人", "- 215处"]);
}

#[tokio::test]
async fn each_edition_leads_to_the_others_and_says_what_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let all = editions();
    ingest(&store, &all.iter().collect::<Vec<_>>()).await;
    for (address, words) in [
        (
            "/documents/1",
            vec!["数据不另计数", "/documents/2\"", "/documents/3\"", "3.1万人", "3.3万人", "215处", "删去"],
        ),
        ("/documents/2", vec!["数据不另计数", "/documents/1\"", "/documents/3\"", "3.3万人"]),
        (
            "/documents/3",
            vec!["旧版本", "/documents/1\"", "/documents/2\"", "3.1万人", "3.3万人", "215处", "删去"],
        ),
        ("/documents", vec!["/documents/1\"", "/documents/2\"", "/documents/3\"", "不另计数"]),
    ] {
        let page = page_at(&store, address).await;
        assert!(words.iter().all(|word| page.contains(word)), "no {words:?} in {address}: {page}");
    }
    assert!(!page_at(&store, "/documents/3").await.contains("数据不另计数"));
}

#[tokio::test]
async fn a_run_that_was_cut_off_before_it_had_counted_is_counted_when_someone_looks() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let (name, bytes, given) = editions().remove(0);
    let document = Input::Bytes(name.into(), bytes.into()).read(&given).expect("it is read");
    let analysis = pipeline::analyse(document);
    store.add_uncounted(analysis.as_new(None)).await.expect("it is stored");
    assert_eq!(store.check().await.expect("it is checked"), Vec::<String>::new());
    store.close().await;
    let store = Store::open_read_only(&folder.path().join("t.db")).await.expect("it is there");
    let claims = store.totals().await.expect("the totals are read").claims;
    assert_eq!(claims as usize, analysis.extraction.claims.len());
    assert_eq!(quotes(&store, "城镇新增就业").await[0], "first.html 3.1万人");
}

#[tokio::test]
async fn whatever_the_order_of_arrival_the_same_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = editions();
    let mut dumps = Vec::new();
    for (number, order) in
        [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].iter().enumerate()
    {
        let store = new_store(folder.path(), &format!("{number}.db")).await;
        let documents: Vec<_> = order.iter().map(|at| &all[*at]).collect();
        ingest(&store, &documents).await;
        ingest(&store, &documents).await;
        dumps.push(dump(&store).await);
        assert_eq!(store.check().await.expect("it is checked"), Vec::<String>::new());
    }
    assert!(dumps[0].len() > 10, "{:?}", dumps[0]);
    for (number, one) in dumps.iter().enumerate() {
        assert_eq!(*one, dumps[0], "order {number}");
    }
}

/// Of a text, its repost and its correction: whichever is removed, what is left counts as if it had come alone.
#[tokio::test]
async fn where_the_one_that_counts_is_removed_the_next_one_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = editions();
    let all: Vec<_> = all.iter().collect();
    let store = new_store(folder.path(), "t.db").await;
    ingest(&store, &all).await;
    let whole = dump(&store).await;
    for (at, removed) in [(1, "first.html"), (2, "repost.txt"), (3, "corrected.html")] {
        let others: Vec<_> = all.iter().copied().filter(|(name, ..)| *name != removed).collect();
        let never = new_store(folder.path(), &format!("{at}.db")).await;
        ingest(&never, &others).await;
        let decision = store.remove_document(at, String::new(), "试".into()).await.expect("it is removed");
        assert_eq!(dump(&store).await, dump(&never).await, "without {removed}");
        for other in (1..=3).filter(|other| *other != at) {
            let beside = store.editions(other).await.expect("the editions are read");
            assert!(beside.iter().all(|one| one.row.id != at), "{removed} stands beside {other}");
        }
        let undo = Act::Undo { decision };
        let (before, after, why) = (String::new(), String::new(), String::new());
        let new = NewDecision { who: String::new(), act: undo, before, after, why };
        store.decide(new).await.expect("it comes back");
        assert_eq!(dump(&store).await, whole, "with {removed} again");
    }
}

#[tokio::test]
async fn texts_that_only_look_alike_all_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let given = |day: &str, url: Option<&str>| Given {
        date: day.parse().ok(),
        scope: Some("云州市".into()),
        url: url.map(String::from),
        ..Given::default()
    };
    let weekly = "云州市热线周报\n\n本周受理群众诉求1200件。\n";
    let other = "云州市热线周报\n\n本周受理群众诉求1350件。\n";
    let documents = [
        ("1.txt", weekly.to_owned().into_bytes(), given("2024-03-04", None)),
        // Word for word, but of another week.
        ("2.txt", format!("{weekly}\n").into_bytes(), given("2024-03-11", None)),
        // The same address every week.
        ("3.txt", other.to_owned().into_bytes(), given("2024-03-18", Some("http://yz.example/weekly.html"))),
        (
            "4.txt",
            weekly.replace("1200", "1410").into_bytes(),
            given("2024-03-25", Some("http://yz.example/weekly.html")),
        ),
    ];
    ingest(&store, &documents.iter().collect::<Vec<_>>()).await;
    let totals = store.totals().await.expect("the totals are read");
    assert_eq!((totals.documents, totals.aside), (4, 0));
}

/// What a browser sends for a form with these files.
fn form(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--XyZ\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XyZ--\r\n");
    body
}

/// Asks the dashboard over `store` with these headers beside those of every request.
async fn ask(store: &Store, method: &str, headers: &[(&str, &str)], body: Vec<u8>) -> (StatusCode, String) {
    answer(store, method, "/upload", headers, body).await
}

/// A page of the dashboard.
async fn page_at(store: &Store, address: &str) -> String {
    let (status, page) = answer(store, "GET", address, &[], Vec::new()).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

async fn answer(
    store: &Store,
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> (StatusCode, String) {
    let state = AppState {
        store: store.clone(),
        notice: None,
        language: Language::Chinese,
        typeface: Typeface::default(),
    };
    let mut request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XyZ");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body)).expect("a request");
    let response = web::router(state).oneshot(request).await.expect("an answer");
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

const SAME_SITE: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

#[tokio::test]
async fn an_upload_stores_what_it_can_and_says_of_each_file_why_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let report = format!("云州市新闻发布会\n2024年1月20日\n\n{}\n", BODY.join("\n"));
    let files: [(&str, &[u8]); 4] = [
        ("报告.txt", report.as_bytes()),
        ("空.txt", b""),
        ("C:\\fakepath\\图.png", b"\x89PNG\r\n\x1a\n"),
        ("<b>再次</b>.txt", report.as_bytes()),
    ];
    let (status, page) = ask(&store, "POST", &SAME_SITE, form(&files)).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    for words in ["已存 2 份，失败 2 份", ">报告.txt</a>", ">空.txt<", ">图.png<", "已有", "新增"]
    {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(!page.contains("<b>再次"), "{page}");
    assert_eq!(store.document(1).await.expect("it is stored").row.source, "报告.txt");
    assert_eq!(store.totals().await.expect("the totals are read").documents, 1);
}

#[tokio::test]
async fn an_upload_says_what_it_adds_to_a_document_that_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let table = |columns: &str, cells: &str| format!("text,{columns}\n今年新增就业3万人。,{cells}\n");
    let upload = async |columns: &str, cells: &str| {
        ask(&store, "POST", &SAME_SITE, form(&[("a.csv", table(columns, cells).as_bytes())])).await.1
    };
    upload("scope", "云州市").await;
    let page = upload("scope,date,title", "青石县,2031-06-03,就业").await;
    for said in ["补上日期、标题，已重新提取", "范围与已存的不同，保留已存的"] {
        assert!(page.contains(said), "no {said} in {page}");
    }
}

#[rstest::rstest]
#[case::another_site(&[("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN)]
#[case::another_name_of_this_site(&[("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN)]
#[case::an_old_browser_elsewhere(&[("origin", "http://evil.example")], StatusCode::FORBIDDEN)]
#[case::an_old_browser_here(&[("origin", "http://127.0.0.1:8080")], StatusCode::OK)]
#[case::no_browser(&[], StatusCode::OK)]
#[tokio::test]
async fn other_sites_cannot_write(#[case] headers: &[(&str, &str)], #[case] expected: StatusCode) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let text = "云州市今年受理群众诉求740万件。".as_bytes();
    let (status, page) = ask(&store, "POST", headers, form(&[("a.txt", text)])).await;
    assert_eq!(status, expected, "{page}");
    let stored = store.totals().await.expect("the totals are read").documents;
    assert_eq!(stored == 1, expected == StatusCode::OK);
}

#[tokio::test]
async fn a_broken_upload_stores_nothing_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let mut body = form(&[("a.txt", "云州市今年受理群众诉求740万件。".as_bytes())]);
    body.truncate(body.len() - 12);
    let (status, page) = ask(&store, "POST", &SAME_SITE, body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(page.contains("上传没有完成"), "{page}");
    assert_eq!(store.totals().await.expect("the totals are read").documents, 0);
}

#[tokio::test]
async fn where_nothing_can_be_written_no_upload_is_offered() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let (status, page) = ask(&store, "GET", &[], Vec::new()).await;
    assert!(status == StatusCode::OK && page.contains("type=\"file\"") && page.contains("href=\"/upload\""));
    store.close().await;
    let store = Store::open_read_only(&folder.path().join("t.db")).await.expect("it is there");
    let (status, page) = ask(&store, "GET", &[], Vec::new()).await;
    assert!(status == StatusCode::FORBIDDEN && !page.contains("href=\"/upload\""), "{page}");
    let (status, _) = ask(&store, "POST", &SAME_SITE, form(&[("a.txt", b"1")])).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_programs_that_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (new_store(folder.path(), "t.db").await, new_store(folder.path(), "t.db").await);
    let text =
        |number: usize| format!("云州市第{number}次新闻发布会\n\n{number}年受理群众诉求{number}00件。\n");
    let given = Given::default();
    let input = |number: usize| Input::Bytes(format!("{number}.txt"), text(number).into_bytes().into());
    let read = pipeline::ingest(&other, (2001..2031).map(input).collect(), &given, |_, _| {});
    let files: Vec<(String, String)> =
        (2031..2061).map(|number| (format!("{number}.txt"), text(number))).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (read, (status, page)) = tokio::join!(read, ask(&one, "POST", &SAME_SITE, form(&files)));
    read.expect("the other program is told of no failure");
    assert!(status == StatusCode::OK && page.contains("已存 30 份，失败 0 份"), "{page}");
    assert_eq!(one.totals().await.expect("the totals are read").documents, 60);
    assert_eq!(one.check().await.expect("it is checked"), Vec::<String>::new());
}

/// The program in `folder` with these arguments: its exit code, standard output and standard error.
fn program(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    ran(Command::new(BINARY).args(arguments).current_dir(folder))
}

fn ran(command: &mut Command) -> (Option<i32>, String, String) {
    let output =
        command.env_remove("RUST_LOG").env("LC_ALL", "zh_CN.UTF-8").output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Fails with one line on standard error that holds these words.
#[track_caller]
fn fails_with(run: (Option<i32>, String, String), words: &[&str]) {
    let (code, _, err) = run;
    assert_eq!(code, Some(1), "{err}");
    let last = err.lines().last().unwrap_or_default();
    assert!(words.iter().all(|word| last.contains(word)), "no {words:?} in {err}");
}

/// A folder with a database of one document, in one file.
async fn stored() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let store = new_store(folder.path(), "t.db").await;
    let all = editions();
    ingest(&store, &[&all[0]]).await;
    store.close().await;
    std::fs::write(folder.path().join("new.txt"), "云州市2024年受理群众诉求740万件，同比增长5.2%。\n")
        .expect("written");
    folder
}

const INGEST: [&str; 4] = ["--db", "t.db", "ingest", "new.txt"];
const DOCTOR: [&str; 3] = ["--db", "t.db", "doctor"];

#[tokio::test]
async fn a_file_that_is_not_ours_is_named_so_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.db");
    let picture = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![7; 20_000]].concat();
    std::fs::write(folder.path().join("new.txt"), "云州市2024年受理群众诉求740万件。").expect("written");
    std::fs::write(&path, &picture).expect("written");
    for arguments in [&INGEST[..], &DOCTOR, &["--db", "t.db", "serve", "--bind", "127.0.0.1:0"]] {
        fails_with(program(folder.path(), arguments), &["不是 policy-metrics 的数据库", "--db"]);
    }
    assert_eq!(std::fs::read(&path).expect("it is there"), picture);
}

#[tokio::test]
async fn a_damaged_page_is_called_damage_and_says_how_to_get_out() {
    let folder = stored().await;
    let path = folder.path().join("t.db");
    let sound = std::fs::read(&path).expect("it is there");
    let pages = sound.len() / 4096;
    let mut told = 0;
    for page in (1..pages).step_by(3) {
        let mut bytes = sound.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xaa);
        std::fs::write(&path, &bytes).expect("written");
        let (code, out, err) = program(folder.path(), &DOCTOR);
        // A page that nothing uses may be anything.
        if code == Some(0) {
            assert!(out.contains("检查通过"), "{out}");
            continue;
        }
        told += 1;
        let last = err.lines().last().unwrap_or_default();
        assert!(last.contains("恢复备份") && !last.contains("请重试"), "page {page}: {err}");
        assert!(!last.contains("不是 policy-metrics"), "page {page}: {err}");
    }
    assert!(told > 5, "{told} of {pages}");
}

#[tokio::test]
async fn a_log_without_its_database_is_not_wiped_out() {
    let folder = stored().await;
    let path = folder.path().join("t.db");
    std::fs::rename(&path, folder.path().join("elsewhere.db")).expect("moved");
    std::fs::write(folder.path().join("t.db-wal"), [1; 5_000]).expect("written");
    for arguments in [&INGEST[..], &DOCTOR] {
        fails_with(program(folder.path(), arguments), &["t.db-wal", "不要删除"]);
    }
    assert!(!path.exists());
    assert_eq!(std::fs::read(folder.path().join("t.db-wal")).expect("it stays").len(), 5_000);
}

/// Linux hands the limit on to the program, and what is beyond it fails as a full disk does.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn where_no_more_can_be_written_nothing_is_lost() {
    let folder = stored().await;
    let before = program(folder.path(), &["--db", "t.db", "export", "claims"]).1;
    let limited = format!("trap '' XFSZ; ulimit -f 8; exec {BINARY} --db t.db ingest new.txt");
    let run = ran(Command::new("sh").args(["-c", &limited]).current_dir(folder.path()));
    fails_with(run, &["磁盘", "重试"]);
    let (code, out, err) = program(folder.path(), &DOCTOR);
    assert!(code == Some(0) && out.contains("检查通过"), "{out} {err}");
    assert_eq!(program(folder.path(), &["--db", "t.db", "export", "claims"]).1, before);
    assert_eq!(program(folder.path(), &INGEST).0, Some(0));
}

/// Mounting needs root, and a system that lets it.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_called_so_and_nothing_is_lost() {
    let folder = stored().await;
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = ran(Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "none"]).arg(&disk));
    if mounted.0 != Some(0) {
        eprintln!("skipped: no small disk can be mounted here: {}", mounted.2.trim());
        return;
    }
    std::fs::copy(folder.path().join("t.db"), disk.join("t.db")).expect("it fits");
    std::fs::copy(folder.path().join("new.txt"), disk.join("new.txt")).expect("it fits");
    let before = program(&disk, &["--db", "t.db", "export", "claims"]).1;
    // The rest of the disk is taken by something else.
    let _ = std::fs::write(disk.join("other"), vec![0; 1 << 20]);
    let full = program(&disk, &INGEST);
    std::fs::remove_file(disk.join("other")).expect("it goes");
    let (checked, after) = (program(&disk, &DOCTOR), program(&disk, &["--db", "t.db", "export", "claims"]).1);
    let again = program(&disk, &INGEST);
    let _ = ran(Command::new("umount").arg(&disk));
    fails_with(full, &["磁盘", "重试"]);
    assert!(checked.0 == Some(0) && checked.1.contains("检查通过"), "{checked:?}");
    assert_eq!(after, before);
    assert_eq!(again.0, Some(0), "{again:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_watched_folder_is_read_as_files_come_and_ends_with_a_summary() {
    use std::io::{BufRead, BufReader, Read};
    let folder = tempfile::tempdir().expect("a folder");
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).expect("a folder");
    let put = |name: &str, figure: &str| {
        let text = format!("云州市2024年受理群众诉求{figure}万件。\n");
        std::fs::write(inbox.join(name), text).expect("written");
    };
    put("first.txt", "740");
    let mut child = Command::new(BINARY)
        .args(["--db", "t.db", "ingest", "--watch", "inbox"])
        .env("LC_ALL", "zh_CN.UTF-8")
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    // A line comes, or the program has ended and there is none.
    let mut told = |words: &str| lines.by_ref().map_while(Result::ok).any(|line| line.contains(words));
    assert!(told("新增：inbox/first.txt"));
    put("~$second.txt", "1");
    put("second.txt.part", "2");
    put("second.txt", "750");
    assert!(told("新增：inbox/second.txt"));
    let asked = ran(Command::new("kill").args(["-TERM", &child.id().to_string()]));
    assert_eq!(asked.0, Some(0), "{asked:?}");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let mut out = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("UTF-8");
    assert!(out.contains("新增 2，已有 0，跳过 0，失败 0"), "{out}");
}
