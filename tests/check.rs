//! What a reader of a check relies on: `check.txt` holds texts, documents of the record, and the verdict on each text.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use policy_metrics::chart::Typeface;
use policy_metrics::check::Verdict;
use policy_metrics::document::{Document, Metadata};
use policy_metrics::language::Language;
use policy_metrics::pipeline::{self, Checked};
use policy_metrics::report::Report;
use policy_metrics::source::{self, Given};
use policy_metrics::store::Store;
use policy_metrics::web::{AppState, router};
use policy_metrics::words;
use rstest::rstest;
use sha2::Digest;
use std::collections::BTreeMap;
use strum::IntoEnumIterator;
use tower::ServiceExt;

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
        store.add(analysis.as_new(None)).await.expect("the document is stored");
    }
    store.count().await.expect("the claims are counted");
    store
}

async fn judged(store: &Store, case: &Case) -> Option<Checked> {
    let text = document("-", case.place.as_deref(), &case.day, &case.text);
    let checking = pipeline::check(store, text, &[]).await.expect("the text is checked");
    let mut said = checking.sentences.into_iter().flat_map(|said| said.claims);
    said.rfind(|checked| case.quote.as_ref().is_none_or(|quote| checked.claim.quote == *quote))
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

/// Sends the form of the page 核对 with these fields and a file.
async fn send(store: &Store, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> (StatusCode, String) {
    send_to(store, "/check", fields, file).await
}

async fn send_to(
    store: &Store,
    address: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &[u8])>,
) -> (StatusCode, String) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let field = format!("--XyZ\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(field.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let head =
            format!("--XyZ\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XyZ--\r\n");
    ask(store, "POST", address, body, &[]).await
}

async fn page(store: &Store, address: &str) -> String {
    let (status, page) = ask(store, "GET", address, Vec::new(), &[]).await;
    assert_eq!(status, StatusCode::OK, "{address}: {page}");
    page
}

async fn ask(
    store: &Store,
    method: &str,
    address: &str,
    body: Vec<u8>,
    headers: &[(&str, &str)],
) -> (StatusCode, String) {
    let (status, content) = bytes(store, method, address, body, headers).await;
    (status, String::from_utf8_lossy(&content).into_owned())
}

async fn bytes(
    store: &Store,
    method: &str,
    address: &str,
    body: Vec<u8>,
    headers: &[(&str, &str)],
) -> (StatusCode, Vec<u8>) {
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
    let answer = router(state).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = answer.status();
    (status, answer.into_body().collect().await.unwrap().to_bytes().into())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_checks_a_text_and_leads_to_the_words_of_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let (status, form) = ask(&store, "GET", "/check", Vec::new(), &[]).await;
    assert!(status == StatusCode::OK && form.contains("<textarea name=\"text\""), "{form}");
    let text = "<b>2024年</b>全年，12345热线受理群众诉求352.4万件，城镇新增就业12.1万人。";
    let fields = [("text", text), ("scope", "云州市"), ("date", "2025年2月1日")];
    let (status, page) = send(&store, &fields, None).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    for words in ["期间不符", "不一致", "2024年1—10月", "<mark>352.4万件</mark>", "#c", "value=\"云州市\""]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<b>2024年</b>"), "{page}");
    let (_, english) = ask(&store, "GET", "/check?lang=en", Vec::new(), &[]).await;
    assert!(english.contains("The text to check"), "{english}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_checked_as_ingest_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let (bytes, _, _) =
        encoding_rs::GB18030.encode("海州市统计公报\n\n2025年2月1日\n\n2024年，水产品产量98.3万吨。\n");
    let (status, page) = send(&store, &[("text", ""), ("scope", "海州市")], Some(("公报.txt", &bytes))).await;
    assert!(status == StatusCode::OK && page.contains("公报.txt"), "{page}");
    assert!(page.contains("记录为98.3万吨，两者相同"), "{page}");
}

#[rstest]
#[case::nothing(&[("text", " ")], None, "请先粘贴要核对的文字")]
#[case::no_figures(&[("text", "没有数字的话。")], None, "文中没有任何数字")]
#[case::no_day(&[("text", "受理5件。"), ("date", "昨天")], None, "昨天")]
#[case::no_text(&[("text", "")], Some(("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice())), "")]
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_checked_is_told_above_the_form(
    #[case] fields: &[(&str, &str)],
    #[case] file: Option<(&str, &[u8])>,
    #[case] told: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let store = record(&folder, Vec::new()).await;
    let (status, page) = send(&store, fields, file).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("role=\"alert\"") && page.contains(told) && page.contains("<textarea"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_have_a_text_checked() {
    let folder = tempfile::tempdir().unwrap();
    let store = record(&folder, Vec::new()).await;
    let headers = [("sec-fetch-site", "cross-site")];
    let (status, _) = ask(&store, "POST", "/check", b"--XyZ--\r\n".to_vec(), &headers).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

/// What stands between two words of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split_once(before).unwrap_or_else(|| panic!("no {before}: {page}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after}: {page}")).0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_says_what_is_meant_and_the_verdict_follows_until_that_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let fields = [("text", "2024年，全市地方财力508.9亿元。"), ("scope", "云州市"), ("date", "2025-02-01")];
    let (_, before) = send(&store, &fields, None).await;
    assert!(before.contains("记录中未找到") && before.contains("一般公共预算收入"), "{before}");
    let choice = between(&before, "name=\"choose\" value=\"", "\"").to_owned();
    let with = [&fields[..], &[("choose", choice.as_str())]].concat();
    let (_, chosen) = send(&store, &with, None).await;
    for words in
        [">一致<", "按您选定的指标“一般公共预算收入”核对", "2024年，全市地方财力508.9亿元。</textarea>"]
    {
        assert!(chosen.contains(words), "{words}: {chosen}");
    }
    // The form keeps it, and takes it back.
    assert!(
        chosen
            .contains(&format!("<input type=\"hidden\" form=\"check\" name=\"choose\" value=\"{choice}\">"))
    );
    let back = between(&chosen, "name=\"unchoose\" value=\"", "\"").to_owned();
    let (_, undone) = send(&store, &[&with[..], &[("unchoose", back.as_str())]].concat(), None).await;
    assert!(undone.contains("记录中未找到") && !undone.contains("按您选定的指标"), "{undone}");
    // Another value under the indicator that was chosen differs.
    let fields =
        [("text", "2024年，全市地方财力608.9亿元。"), fields[1], fields[2], ("choose", choice.as_str())];
    let (_, other) = send(&store, &fields, None).await;
    assert!(other.contains(">不一致<"), "{other}");
    // Of a text that has changed, a choice that fits nothing is passed over, and so is one that means nothing.
    for odd in ["1 7 别的", "x", "", "1 99999999999999999999 x"] {
        let fields = [("text", "2024年，粮食产量近240万吨。"), fields[1], fields[2], ("choose", odd)];
        assert!(send(&store, &fields, None).await.1.contains(">一致<"), "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_checked_while_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let fields = [("text", "2024年，粮食产量近240万吨。"), ("scope", "云州市"), ("live", "1")];
    let (_, part) = send(&store, &fields, None).await;
    assert!(part.contains(">一致<") && !part.contains("<form") && !part.contains("<html"), "{part}");
    let (_, trouble) = send(&store, &[("text", "没有数字"), ("live", "1")], None).await;
    assert!(trouble.contains("role=\"alert\"") && !trouble.contains("<form"), "{trouble}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_check_stays_as_it_was_and_comes_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    assert!(page(&store, "/checks").await.contains("共 0 次核对"));
    let text = "<i>快讯</i>\n\n2024年，12345热线受理群众诉求352.4万件，城镇新增就业12.1万人。";
    let fields = [("text", text), ("scope", "云州市"), ("date", "2025-02-01")];
    let (status, _) = send_to(&store, "/check/save", &fields, None).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, trouble) = send_to(&store, "/check/save", &[("text", "没有数字。")], None).await;
    assert!(trouble.contains("role=\"alert\""), "{trouble}");

    let kept = page(&store, "/checks/1").await;
    let told = ["期间不符", "不一致", "<mark>352.4万件</mark>", "云州市", "2025-02-01", "12 份文件"];
    for words in told {
        assert!(kept.contains(words), "{words}: {kept}");
    }
    assert!(!kept.contains("<i>") && !kept.contains("name=\"choose\""), "{kept}");
    let content = page(&store, "/checks/1.json").await;
    let hash = format!("{:x}", sha2::Sha256::digest(&content));
    assert!(kept.contains(&hash), "{hash}: {kept}");
    let read: Report = serde_json::from_str(&content).unwrap();
    assert_eq!((read.text.as_str(), read.claims().count()), (text, 2));

    // The record changes, and what was saved does not.
    for document in [4, 5] {
        store.remove_document(document, "审".into(), "下载错了".into()).await.unwrap();
    }
    assert_eq!(page(&store, "/checks/1").await, kept);
    assert_eq!(page(&store, "/checks/1.json").await, content);
    let list = page(&store, "/checks").await;
    assert!(list.contains("共 1 次核对") && list.contains("/checks/1"), "{list}");

    let table = page(&store, "/checks/1.csv").await;
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines.len() == 3 && lines[0].starts_with("number,sentence,indicator,quote,verdict,"), "{table}");
    assert!(lines[1].contains(",352.4万件,other_period,期间不符,"), "{table}");
    let (status, _) = ask(&store, "GET", "/checks/2", Vec::new(), &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// What Word opens is a package whose words and styles the reader of documents of this program finds again.
#[tokio::test(flavor = "multi_thread")]
async fn a_saved_check_is_a_document_for_word() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let text = "快讯 <&>\n\n2024年，12345热线受理群众诉求352.4万件，城镇新增就业12.1万人。";
    let fields = [("text", text), ("scope", "云州市"), ("date", "2025-02-01")];
    send_to(&store, "/check/save", &fields, None).await;
    let (_, bytes) = bytes(&store, "GET", "/checks/1.docx", Vec::new(), &[]).await;
    let read = source::read("check.docx", bytes.clone(), &Given::default()).expect("a document");
    for words in ["快讯 <&>", "期间不符", "不一致", "今年1—10月", "12345热线受理群众诉求", "SHA-256"]
    {
        assert!(read.text.contains(words), "{words}: {}", read.text);
    }
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut package.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let (document, notes) = (part("word/document.xml"), part("word/footnotes.xml"));
    for style in ["Title", "Heading1", "Heading2"] {
        assert!(document.contains(&format!("<w:pStyle w:val=\"{style}\"/>")), "{style}: {document}");
    }
    assert!(document.contains("<w:footnoteReference") && notes.contains(".txt"), "{notes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_can_be_published_once_somebody_has_confirmed_it() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, _) = corpus();
    let store = record(&folder, documents).await;
    let text = "2024年，全市城镇新增就业12.1万人，粮食产量近240万吨。";
    let fields = [("text", text), ("scope", "云州市"), ("date", "2025-02-01")];
    send_to(&store, "/check/save", &fields, None).await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let confirm = async |sent: &str| ask(&store, "POST", "/checks/1/confirm", sent.into(), &form).await.0;
    let review =
        async |number: u8| ask(&store, "GET", &format!("/checks/1/{number}.jsonld"), Vec::new(), &[]).await;
    assert_eq!(review(1).await.0, StatusCode::NOT_FOUND);
    for refused in ["claim=1", "who=x", "claim=9&who=x", "claim=x&who=x"] {
        assert_eq!(confirm(refused).await, StatusCode::BAD_REQUEST, "{refused}");
    }
    assert_eq!(confirm("claim=1&who=%E5%91%A8%E5%AE%81").await, StatusCode::SEE_OTHER);
    let kept = page(&store, "/checks/1").await;
    assert!(kept.contains("经人确认的结论") && kept.contains("/checks/1/1.jsonld"), "{kept}");
    let (status, published) = review(1).await;
    let published: serde_json::Value = serde_json::from_str(&published).unwrap();
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&published["@type"], &published["claimReviewed"], &published["author"]["name"]),
        (&"ClaimReview".into(), &text.into(), &"周宁".into())
    );
    assert_eq!(published["reviewRating"]["alternateName"], "不一致");
    assert_eq!(review(2).await.0, StatusCode::NOT_FOUND, "only what was confirmed");
    assert!(page(&store, "/decisions/1").await.contains("/checks/1#v1"));
    ask(&store, "POST", "/decisions/1/undo", Vec::new(), &form).await;
    assert_eq!(review(1).await.0, StatusCode::NOT_FOUND);
}
