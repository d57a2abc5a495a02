//! What a user relies on when the same document comes again, or when disks, files and other programs fail:
//! nothing is lost, nothing counts twice, and one clear line says what to do.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use policy_metrics::chart::{Language, Typeface};
use policy_metrics::pipeline::{self, Input};
use policy_metrics::series::{Difference, differences, normalise};
use policy_metrics::source::Given;
use policy_metrics::store::{Related, Store};
use policy_metrics::web::{self, AppState};
use std::path::Path;
use tower::ServiceExt;

const BODY: [&str; 4] = [
    "云州市人力资源和社会保障局局长周宁介绍，2023年，全市城镇新增就业3.1万人，同比增长4.2%。",
    "全年开展职业技能培训12.5万人次，发放创业担保贷款8.6亿元，带动就业2.4万人。",
    "全市养老机构新增床位1800张，普惠性养老床位占比达到76%，社区食堂建成215处。",
    "2024年，计划新增城镇就业3万人以上。",
];

/// A page of a site: its own chrome around the text.
fn page(site: &str, url: &str, day: &str, title: &str, body: &[String]) -> Vec<u8> {
    let paragraphs: String = body.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    format!(
        "<html><head><meta charset=\"utf-8\"><title>{title}_{site}</title>\
         <meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" content=\"{day}\">\
         <meta name=\"ContentSource\" content=\"{site}\"><link rel=\"canonical\" href=\"{url}\"></head>\
         <body><nav><a href=\"/\">{site}首页</a><a href=\"/zw\">政务公开</a></nav>\
         <div class=\"article\"><h1>{title}</h1>{paragraphs}</div>\
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
    let state = AppState {
        store: store.clone(),
        notice: None,
        language: Language::Chinese,
        typeface: Typeface::default(),
    };
    let mut request = Request::builder()
        .method(method)
        .uri("/upload")
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
