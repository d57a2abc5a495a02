//! Briefings: what whoever hands one on relies on, from the command line to the Word file, and in the dashboard.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use policy_metrics::chart::Typeface;
use policy_metrics::language::Language;
use policy_metrics::source::{self, Given};
use policy_metrics::store::Store;
use policy_metrics::web::{self, AppState};
use regex::Regex;
use rstest::rstest;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;
use tower::ServiceExt;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A work report of an invented city: what was, and what is planned.
fn report(city: &str, year: i32, jobs: &str, aim: &str) -> String {
    format!(
        "{city}政府工作报告\n——{year}年1月12日在{city}第九届人民代表大会第{}次会议上\n{city}市长　林远\n\n\
         一、{}年工作回顾\n\n过去一年，城镇新增就业{jobs}。\n\n二、{year}年主要预期目标\n\n城镇新增就业{aim}。\n",
        (year - 2020),
        year - 1
    )
}

/// A folder with a database of reports of two cities.
pub(crate) struct Desk(pub(crate) TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (year, jobs, aim) in [
            (2023, "15万人", "14万人以上"),
            (2024, "16.2万人", "15万人以上"),
            (2025, "17.01万人", "18万人以上"),
        ] {
            fs::write(desk.path(&format!("yunzhou-{year}.txt")), report("云州市", year, jobs, aim)).unwrap();
        }
        for (year, jobs, aim) in [(2023, "8万人", "7万人"), (2024, "近9万人", "8万人")] {
            fs::write(desk.path(&format!("linjiang-{year}.txt")), report("临江市", year, jobs, aim)).unwrap();
        }
        let files: Vec<String> = fs::read_dir(desk.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let names: Vec<&str> = std::iter::once("ingest").chain(files.iter().map(String::as_str)).collect();
        assert!(desk.run(&names).status.success());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_policy-metrics"));
        command.args(arguments).args(["--db", "t.db", "--lang", "zh"]).current_dir(self.0.path());
        command.env_remove("RUST_LOG").output().unwrap()
    }

    /// What a run prints that does what it is asked for.
    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    }

    async fn store(&self) -> Store {
        Store::open(&self.path("t.db")).await.unwrap()
    }
}

#[test]
fn a_briefing_holds_what_can_be_compared_and_a_footnote_for_every_figure() {
    let desk = Desk::new();
    let text = desk.done(&["brief", "--topic", "就业", "--scope", "云州", "--from", "2022", "--out", "-"]);
    for told in [
        "# 云州市就业数据简报",
        "2024年为**17.01万人**[^1]；上一可比数值为**16.2万人**[^2]（2023年），按两者计算**上升5%**。",
        "2024年目标**15万人以上**[^3]，结果**17.01万人**[^1]，达到目标。",
        "2025年目标**18万人以上**[^4]，记录中没有可比的结果。",
        "| 城镇新增就业 | 2024年 | **17.01万人**[^1] | **16.2万人**[^2]（2023年） | **上升5%** | **15万人以上**[^3] |",
        "## 三、未列入的数据及原因",
        "[^1]: “过去一年，城镇新增就业17.01万人。”",
        "云州市人民政府. 云州市政府工作报告\\[R\\]. 2025-01-12.",
    ] {
        assert!(text.contains(told), "no {told} in:\n{text}");
    }
}

#[test]
fn a_hedge_stays_and_nothing_is_computed_from_it() {
    let desk = Desk::new();
    let text = desk.done(&["brief", "--indicator", "城镇新增就业", "--scope", "临江市", "--out", "-"]);
    assert!(text.contains("2023年为**近9万人**[^1]；上一可比数值为**8万人**[^2]（2022年）。"), "{text}");
    assert!(!text.contains("按两者计算"), "{text}");
}

#[test]
fn places_are_compared_in_a_time_that_they_share() {
    let desk = Desk::new();
    let places = ["--scope", "云州市", "--scope", "临江市"];
    let text = desk.done(&[&["brief", "--indicator", "城镇新增就业", "--out", "-"], &places[..]].concat());
    assert!(text.contains("- 云州市：2023年为**16.2万人**"), "{text}");
    assert!(text.contains("- 临江市：2023年为**近9万人**"), "{text}");
}

#[rstest]
#[case::ending(&["--topic", "就业", "--out", "a.pdf"], 2)]
#[case::no_topic(&["--out", "a.md"], 2)]
#[case::template_of_text(&["--topic", "就业", "--out", "a.md", "--template", "t.docx"], 2)]
#[case::nothing(&["--topic", "生僻词", "--out", "a.md"], 1)]
#[case::no_indicator(&["--indicator", "生僻词", "--out", "a.md"], 1)]
#[case::no_such_time(&["--topic", "就业", "--from", "2090", "--out", "a.md"], 1)]
#[case::no_template(&["--topic", "就业", "--out", "a.docx", "--template", "yunzhou-2023.txt"], 1)]
#[case::over_a_database(&["--topic", "就业", "--out", "t.db"], 2)]
fn what_makes_no_briefing_writes_no_file(#[case] arguments: &[&str], #[case] code: i32) {
    let desk = Desk::new();
    let before = fs::read(desk.path("t.db")).unwrap();
    let ran = desk.run(&[&["brief"], arguments].concat());
    assert_eq!(ran.status.code(), Some(code), "{ran:?}");
    assert!(ran.stdout.is_empty());
    assert!(!desk.path("a.md").exists() && !desk.path("a.docx").exists() && !desk.path("a.pdf").exists());
    assert_eq!(fs::read(desk.path("t.db")).unwrap(), before);
}

/// The parts of a Word file.
struct Word(ZipArchive<Cursor<Vec<u8>>>);

impl Word {
    fn of(bytes: Vec<u8>) -> Self {
        Self(ZipArchive::new(Cursor::new(bytes)).unwrap())
    }

    fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.0.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_string(&mut text).unwrap();
        text
    }

    /// Each figure that has a footnote of its own, with that.
    fn figures(&mut self) -> Vec<(String, String)> {
        let (body, notes) = (self.part("word/document.xml"), self.part("word/footnotes.xml"));
        let note =
            Regex::new(r#"<w:footnote w:id="(\d+)">.*?<w:t xml:space="preserve"> (.*?)</w:t>"#).unwrap();
        let notes: Vec<(&str, &str)> = note.captures_iter(&notes).map(|one| one.extract().1.into()).collect();
        let mark = r#"<w:t xml:space="preserve">([^<]*)</w:t></w:r><w:bookmarkStart [^>]*/><w:r><w:rPr>.{0,120}?</w:rPr><w:footnoteReference w:id="(\d+)"/>"#;
        let told = Regex::new(mark).unwrap();
        let figures = told.captures_iter(&body).map(|one| {
            let number = &one[2];
            let (_, note) = notes.iter().find(|(id, _)| *id == number).expect("a footnote");
            (one[1].to_owned(), (*note).to_owned())
        });
        figures.collect()
    }
}

#[test]
fn a_word_file_is_one_of_word_and_holds_each_figure_as_its_source_says_it() {
    let desk = Desk::new();
    let make = |name: &str| {
        desk.done(&["brief", "--topic", "就业", "--scope", "云州市", "--from", "2022", "--out", name]);
        fs::read(desk.path(name)).unwrap()
    };
    let bytes = make("a.docx");
    assert_eq!(bytes, make("b.docx"), "the same briefing is another file");
    let read = source::read("a.docx", bytes.clone(), &Given::default()).unwrap();
    let lines: Vec<&str> = read.text.lines().collect();
    assert_eq!(lines[0], "云州市就业数据简报");
    assert!(read.text.contains("2024年为17.01万人；上一可比数值为16.2万人（2023年）"), "{}", read.text);
    assert!(read.text.contains("指标 | 期间 | 数值 | 上一可比数值 | 变化 | 同期目标"), "{}", read.text);

    let mut word = Word::of(bytes);
    let figures = word.figures();
    let values: Vec<&str> = figures.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(values, ["17.01万人", "16.2万人", "15万人以上", "18万人以上"]);
    for (value, note) in &figures {
        assert!(note.contains(value.as_str()), "{value} is not in {note}");
    }
    let body = word.part("word/document.xml");
    let styles = word.part("word/styles.xml");
    for name in ["Title", "heading 1", "heading 2", "caption", "footnote text", "footnote reference"] {
        assert!(styles.contains(&format!(r#"<w:name w:val="{name}"/>"#)), "{name}");
    }
    for piece in [
        r#"<w:pStyle w:val="Title"/>"#,
        "<w:tblHeader/>",
        // What is named again goes by the number that it has.
        "NOTEREF _Note1",
        // A4, its margins, and 28 lines on it.
        r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588""#,
        r#"w:linePitch="455""#,
    ] {
        assert!(body.contains(piece), "no {piece}");
    }
    if body.contains("<w:drawing>") {
        assert!(body.contains(r#"descr="城镇新增就业的走势图：云州市"#), "{body}");
        assert!(word.0.by_name("word/media/brief1.png").is_ok());
    }
}

/// A letterhead as offices have them: its own names of styles, a head, a page.
fn letterhead() -> Vec<u8> {
    const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let document = format!(
        r#"<?xml version="1.0"?><w:document {W} xmlns:r="{R}"><w:body><w:p><w:r><w:t>旧文</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>"#
    );
    let parts = [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"/></Types>"#.to_owned()),
        ("_rels/.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>"#)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/><Relationship Id="rId7" Type="{R}/header" Target="header1.xml"/></Relationships>"#)),
        ("word/styles.xml", format!(r#"<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:rPr><w:rFonts w:eastAsia="宋体"/></w:rPr></w:style></w:styles>"#)),
        ("word/header1.xml", format!(r"<w:hdr {W}><w:p><w:r><w:t>云州市政府研究室</w:t></w:r></w:p></w:hdr>")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_template_lends_its_head_its_page_and_its_styles() {
    let desk = Desk::new();
    fs::write(desk.path("head.docx"), letterhead()).unwrap();
    desk.done(&[
        "brief",
        "--topic",
        "就业",
        "--scope",
        "云州市",
        "--template",
        "head.docx",
        "--out",
        "a.docx",
    ]);
    let bytes = fs::read(desk.path("a.docx")).unwrap();
    let read = source::read("a.docx", bytes.clone(), &Given::default()).unwrap();
    assert!(read.text.starts_with("云州市就业数据简报"), "{}", read.text);
    assert!(!read.text.contains("旧文"), "the text of a template is no part of a briefing");
    let mut word = Word::of(bytes);
    assert!(word.part("word/header1.xml").contains("云州市政府研究室"));
    let body = word.part("word/document.xml");
    assert!(body.contains(r#"<w:headerReference w:type="default" r:id="rId7"/>"#));
    // Its own style where it has one, and one that is added where it has none.
    assert!(body.contains(r#"<w:pStyle w:val="1"/>"#) && body.contains(r#"<w:pStyle w:val="BriefTitle"/>"#));
    let styles = word.part("word/styles.xml");
    assert!(
        styles.contains(r#"w:styleId="BriefTitle"><w:name w:val="Title"/><w:basedOn w:val="a"/>"#),
        "{styles}"
    );
    assert_eq!(styles.matches(r#"<w:name w:val="heading 1"/>"#).count(), 1);
    let types = word.part("[Content_Types].xml");
    assert!(types.contains("document.main+xml") && types.contains("/word/footnotes.xml"), "{types}");
    assert!(!word.figures().is_empty());
}

/// The dashboard over a database, and the cookie of its reader.
struct Dashboard {
    router: Router,
    cookie: Option<String>,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }
}

impl Dashboard {
    fn over(store: &Store) -> Self {
        let state = AppState {
            store: store.clone(),
            notice: None,
            language: Language::Chinese,
            typeface: Typeface::default(),
        };
        Self { router: web::router(state), cookie: None }
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let mut request = request.header(header::HOST, "127.0.0.1:8080");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path), Body::empty()).await
    }

    async fn page(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.text()
    }

    async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let sent = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, Body::from(sent)).await
    }

    /// Drafts a briefing by topic. Gives its address.
    async fn draft(&mut self, topic: &str) -> String {
        let fields = [("topic", topic), ("scopes", "云州市"), ("from", "2022")];
        self.send("/briefings/new", &fields).await.leads_to()
    }
}

/// The number of the document of a figure of a briefing.
async fn document_of(store: &Store, briefing: &str, figure: usize) -> String {
    let id = briefing.rsplit('/').next().unwrap().parse().unwrap();
    let stored = store.briefing(id).await.unwrap();
    let hash = &stored.briefing.contents.figures[figure].place.sha256;
    store.find_by_sha256(hash).await.unwrap().unwrap().to_string()
}

/// The number of the claim with these words.
async fn claim(store: &Store, quote: &str) -> i64 {
    let all = policy_metrics::store::ClaimFilter { limit: 100, ..Default::default() };
    let rows = store.claims(&all).await.unwrap().rows;
    rows.into_iter().find(|(stored, _)| stored.claim.quote == quote).expect("the claim").0.id
}

#[tokio::test]
async fn figures_are_put_aside_while_browsing_and_make_a_draft() {
    let desk = Desk::new();
    let store = desk.store().await;
    let mut reader = Dashboard::over(&store);
    assert!(reader.page("/claims").await.contains("＋简报"));
    let number = claim(&store, "16.2万人").await.to_string();
    let back = reader.send("/basket", &[("claim", &number), ("back", "/claims?q=%E5%B0%B1%E4%B8%9A")]).await;
    assert_eq!(back.leads_to(), "/claims?q=%E5%B0%B1%E4%B8%9A");
    let again = reader.send("/basket", &[("claim", &number), ("back", "/claims")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    // Every page tells how much it is, and another browser's page does not.
    assert!(reader.page("/indicators").await.contains("data-count=\"1\""));
    let mut other = Dashboard { router: reader.router.clone(), cookie: None };
    assert!(other.page("/indicators").await.contains("data-count=\"0\""));
    let form = reader.page("/briefings/new").await;
    assert!(form.contains("城镇新增就业 16.2万人 · 云州市 · 2023年"), "{form}");

    let made = reader.send("/briefings/new", &[("basket", "1")]).await.leads_to();
    let page = reader.page(&made).await;
    assert!(page.contains("2023年为<b>16.2万人</b>"), "{page}");
    assert!(reader.page("/").await.contains("data-count=\"0\""), "what was used is still put aside");
    assert_eq!(reader.send("/basket", &[("claim", "999999")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn words_are_edited_around_figures_that_stay_what_they_are() {
    let desk = Desk::new();
    let store = desk.store().await;
    let mut reader = Dashboard::over(&store);
    let made = reader.draft("就业").await;
    let text =
        "# 要点\n\n去年城镇新增就业{{1}}，比上年{{1-2}}；有人说是99万人。{{40}}\n\n<script>alert(1)</script>";
    let fields = [("base", "1"), ("title", "就业要点"), ("text", text)];
    assert_eq!(reader.send(&made, &fields).await.leads_to(), made);
    let page = reader.page(&made).await;
    assert!(page.contains("<p>去年城镇新增就业<b>17.01万人</b><sup"), "{page}");
    assert!(page.contains("比上年<b>上升5%</b>"), "{page}");
    // What was typed by hand is named, and so is what stands for nothing.
    assert!(page.contains("这些数字是手写的，没有出处：99万人"), "{page}");
    assert!(page.contains("这些标记没有对应的数据，会照原样印出：{{40}}"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(page.contains("?version=1"), "the words before are gone");
    assert!(reader.page(&format!("{made}?version=1")).await.contains("按两者计算"));
    // While somebody types, one version goes on.
    for words in ["甲{{1}}", "甲乙{{1}}", "甲乙丙{{1}}"] {
        let base = if words == "甲{{1}}" { "2" } else { "3" };
        let fields = [("base", base), ("title", "就业要点"), ("text", words), ("running", "1")];
        reader.send(&made, &fields).await.leads_to();
    }
    let id: i64 = made.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(store.briefing_versions(id).await.unwrap().len(), 3);
    // What somebody else saved meanwhile stays.
    reader.send(&made, &[("base", "2"), ("title", "就业要点"), ("text", "丁{{1}}")]).await.leads_to();
    assert_eq!(store.briefing_as_of(id, 3).await.unwrap().briefing.text, "甲乙丙{{1}}");
    assert_eq!(store.briefing(id).await.unwrap().briefing.text, "丁{{1}}");
}

#[tokio::test]
async fn a_frozen_briefing_stays_as_it_is_and_says_so() {
    let desk = Desk::new();
    let store = desk.store().await;
    let mut reader = Dashboard::over(&store);
    let made = reader.draft("就业").await;
    assert_eq!(reader.send(&format!("{made}/freeze"), &[]).await.leads_to(), made);
    let page = reader.page(&made).await;
    let id: i64 = made.rsplit('/').next().unwrap().parse().unwrap();
    let (_, hash) = store.briefing(id).await.unwrap().frozen.expect("a hash");
    assert_eq!(hash, store.briefing(id).await.unwrap().briefing.hash());
    assert!(page.contains(&hash) && !page.contains("<textarea"), "{page}");
    let changed = reader.send(&made, &[("base", "1"), ("title", "改"), ("text", "改")]).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert!(changed.text().contains("定稿后的简报不能再改"));
    assert_eq!(store.briefing(id).await.unwrap().version, 1);
    for (form, holds) in [("md", "[^1]: "), ("html", "<!doctype html>")] {
        let file = reader.get(&format!("{made}.{form}")).await;
        assert!(file.text().contains(holds) && file.text().contains(&hash[..16]), "{}", file.text());
        assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    }
    let file = reader.get(&format!("{made}.docx")).await;
    assert!(source::read("a.docx", file.bytes, &Given::default()).unwrap().text.contains("17.01万人"));
    assert_eq!(reader.get(&format!("{made}.pdf")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_briefing_is_out_of_date_once_the_record_says_otherwise() {
    let desk = Desk::new();
    let store = desk.store().await;
    let mut reader = Dashboard::over(&store);
    let made = reader.draft("就业").await;
    reader.send(&format!("{made}/freeze"), &[]).await.leads_to();
    assert!(!reader.page("/briefings").await.contains(">已过时<"));

    // A figure is taken for another indicator.
    let number = claim(&store, "17.01万人").await.to_string();
    let said = desk.run(&["indicator", "unlink", &number, "--why", "口径不同"]);
    assert!(said.status.success(), "{said:?}");
    let list = reader.page("/briefings").await;
    assert!(list.contains(">已过时<") && list.contains("城镇新增就业 17.01万人（2024年）"), "{list}");
    assert!(desk.run(&["indicator", "undo", "1"]).status.success());
    assert!(!reader.page("/briefings").await.contains(">已过时<"), "what was taken back still counts");

    // Its period has a newer value.
    let revised = "云州市2024年国民经济和社会发展统计公报\n云州市统计局\n2025年5月20日\n\n2024年，全市城镇新增就业16.8万人。\n";
    fs::write(desk.path("bulletin.txt"), revised).unwrap();
    desk.done(&["ingest", "bulletin.txt"]);
    let list = reader.page("/briefings").await;
    assert!(list.contains("同一期间已有更新的数值：17.01万人 → 16.8万人"), "{list}");
    let feed = reader.page("/briefings.atom").await;
    assert!(feed.contains("（已过时）</title>") && feed.contains("17.01万人 → 16.8万人"), "{feed}");
    assert!(feed.contains(&format!("http://127.0.0.1:8080{made}\"")), "{feed}");
    desk.done(&["document", "remove", "6", "--why", "试读"]);

    // A document is of another place, and one that is taken out bears nothing out.
    let number = document_of(&store, &made, 1).await;
    desk.done(&["describe", &number, "--scope", "江北市", "--why", "地区有误"]);
    let page = reader.page(&made).await;
    assert!(page.contains("地区由“云州市”变为“江北市”"), "{page}");
    let number = document_of(&store, &made, 0).await;
    desk.done(&["document", "remove", &number, "--why", "撤回"]);
    assert!(reader.page(&made).await.contains("所在文件已被移除"));
}

#[tokio::test]
async fn the_next_briefing_tells_what_is_new_since_the_last() {
    let desk = Desk::new();
    let store = desk.store().await;
    let mut reader = Dashboard::over(&store);
    reader.draft("就业").await;
    let same = reader.draft("就业").await;
    assert!(reader.page(&same).await.contains("的简报以来，没有新的数据。"));
    fs::write(desk.path("yunzhou-2026.txt"), report("云州市", 2026, "18.2万人", "15万人以上")).unwrap();
    desk.done(&["ingest", "yunzhou-2026.txt"]);
    let next = reader.draft("就业").await;
    let page = reader.page(&next).await;
    assert!(page.contains("城镇新增就业：2025年为<b>18.2万人</b>"), "{page}");
    assert!(page.contains("（上次用到2025年）") || page.contains("（上次用到2024年）"), "{page}");
    // Another topic has no last one.
    let other = reader.send("/briefings/new", &[("indicators", "城镇新增就业"), ("scopes", "云州市")]).await;
    assert!(!reader.page(&other.leads_to()).await.contains("本次新增"));
}
