//! What a reader relies on from the dashboard, asked without a socket.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::NaiveDate;
use http_body_util::BodyExt;
use policy_metrics::chart::Typeface;
use policy_metrics::claim::{Basis, Bound, Claim, Direction, Kind, Status};
use policy_metrics::document::{Document, Metadata, Span};
use policy_metrics::language::Language;
use policy_metrics::period::{Period, PeriodType};
use policy_metrics::series::{self, Act, Facts, Link};
use policy_metrics::source::{self, Given};
use policy_metrics::store::{Added, NewDecision, NewDocument, ReadAgain, Store};
use policy_metrics::text::{Block, Role, Speaker, Transcript};
use policy_metrics::web::{self, AppState, Notice};
use rstest::rstest;
use tempfile::TempDir;
use tower::ServiceExt;

const HOSTILE: &str = "</title><script>alert(1)</script>\"><img src=x onerror=alert(2)>\u{202e}";

/// The dashboard over a database that lives as long as this does.
pub(super) struct Dashboard {
    router: Router,
    store: Store,
    _folder: TempDir,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    fn assert_holds(&self, words: &str) {
        assert!(self.body.contains(words), "no “{words}” in:\n{}", self.body);
    }

    fn assert_lacks(&self, words: &str) {
        assert!(!self.body.contains(words), "“{words}” in:\n{}", self.body);
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).expect("the header").to_str().expect("text")
    }
}

impl Dashboard {
    async fn of(documents: &[Sample], notice: Option<Notice>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let store = Store::open(&folder.path().join("t.db")).await.expect("a database");
        for sample in documents {
            let added = store.add(sample.as_new()).await;
            assert!(matches!(added, Ok(Added::New(_))), "{added:?}");
        }
        Self {
            router: web::router(AppState {
                store: store.clone(),
                notice,
                language: Language::Chinese,
                typeface: Typeface::default(),
            }),
            store,
            _folder: folder,
        }
    }

    pub(super) async fn conference() -> Self {
        Self::of(&[Sample::of_2024(), Sample::of_2023(), Sample::hostile()], None).await
    }

    pub(super) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The file at an address that must be there.
    pub(super) async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = Request::get(path).header(header::HOST, "127.0.0.1:8080");
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec()
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask(
            Request::get(path).header(header::HOST, "127.0.0.1:8080").body(Body::empty()).expect("a request"),
        )
        .await
    }

    /// What comes from an address, text or picture.
    pub(super) async fn get_any(&self, path: &str) -> Vec<u8> {
        let request = Request::get(path).header(header::HOST, "127.0.0.1:8080").body(Body::empty());
        let answer = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        to_bytes(answer.into_body(), usize::MAX).await.expect("a body").to_vec()
    }

    /// The answer to a form that a page of this site sends.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let sent = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(sent)).expect("a request")).await
    }

    /// A page that must be there.
    pub(super) async fn page(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }
}

/// A document with its claims, written by hand: the pages do not depend on extraction.
struct Sample {
    document: Document,
    blocks: Vec<Block>,
    claims: Vec<Claim>,
    links: Vec<Link>,
}

impl Sample {
    /// One block a line; the first is the title, the others are speech of `speaker`.
    fn new(number: u32, date: &str, lines: &[&str], speaker: &Speaker) -> Self {
        let text = lines.join("\n");
        let mut start = 0;
        let mut blocks = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let span = Span::new(start, start + line.chars().count());
            start = span.end + 1;
            let heading = line.starts_with("一、");
            let role = match index {
                0 => Role::Title,
                _ if heading => Role::Heading,
                _ => Role::Speech,
            };
            let speaker = (index > 0).then(|| speaker.clone());
            blocks.push(Block { span, role, level: heading.then_some(1), speaker });
        }
        let metadata = Metadata {
            title: Some(lines[0].to_owned()),
            publisher: Some("澄江市政府网站".to_owned()),
            event_date: date.parse().ok(),
            scope: Some("澄江市".to_owned()),
            url: Some("https://example.org/a?b=1&c=2".to_owned()),
            ..Metadata::default()
        };
        let document = Document {
            source: format!("samples/{number}.txt"),
            raw: text.clone().into_bytes(),
            text,
            encoding: "GB18030".to_owned(),
            sha256: format!("{number:064x}"),
            metadata,
        };
        Self { document, blocks, claims: Vec::new(), links: Vec::new() }
    }

    /// A text as it is read, without its claims.
    fn read(name: &str, text: &str) -> Self {
        let document = source::read(name, text.as_bytes().to_vec(), &Given::default()).expect("a text");
        let blocks = Transcript::read(&document).blocks;
        Self { document, blocks, claims: Vec::new(), links: Vec::new() }
    }

    /// Adds the claim that `quote` supports, its position found in the text.
    fn with(mut self, indicator: &str, quote: &str, change: impl FnOnce(&mut Claim)) -> Self {
        let at = self.document.text.find(quote).expect("the quote stands in the text");
        let start = self.document.text[..at].chars().count();
        let end = start + quote.chars().count();
        let block =
            self.blocks.iter().find(|block| block.span.contains(Span::new(start, end))).expect("a block");
        let mut claim = Claim {
            start,
            end,
            quote: quote.to_owned(),
            value: "7400000".parse().expect("a decimal"),
            value_high: None,
            unit: "件".to_owned(),
            kind: Kind::Level,
            direction: None,
            basis: None,
            role: None,
            bound: Bound::Exact,
            status: Status::Actual,
            indicator: indicator.to_owned(),
            subject: None,
            scope: Some("澄江市".to_owned()),
            period: None,
            speaker: block.speaker.as_ref().map(|speaker| speaker.name.clone()),
            sentence: block.span,
            rule: "verb-noun-quantity".to_owned(),
            confidence: 0.9,
            warnings: Vec::new(),
            provisional: false,
        };
        change(&mut claim);
        self.claims.push(claim);
        self.claims.sort_by_key(|claim| (claim.start, claim.end));
        self.links = self.claims.iter().map(|claim| series::link(claim, "")).collect();
        self
    }

    fn of_2024() -> Self {
        let speaker =
            Speaker { name: "李红".to_owned(), post: Some("副市长".to_owned()), organisation: None };
        let lines = [
            "澄江市接诉即办新闻发布会",
            "一、以实干解民忧",
            "李红：今年以来，热线受理群众诉求740万件，同比增长5.2%。",
            "出庭应诉率、决定履行率均保持100%，明年力争受理800万件。",
        ];
        Self::new(1, "2024-11-20", &lines, &speaker)
            .with("受理群众诉求", "740万件", |claim| {
                claim.period = Some(period("2024-01-01", "2024-11-20", PeriodType::Ytd, "今年以来", false));
            })
            .with("受理群众诉求", "5.2%", |claim| {
                claim.value = "5.2".parse().expect("a decimal");
                "%".clone_into(&mut claim.unit);
                (claim.kind, claim.direction, claim.basis) =
                    (Kind::Change, Some(Direction::Up), Some(Basis::Yoy));
                claim.period = Some(period("2024-01-01", "2024-11-20", PeriodType::Ytd, "今年以来", true));
            })
            .with("出庭应诉率", "100%", percent)
            .with("决定履行率", "100%", percent)
            .with("受理群众诉求", "800万件", |claim| {
                claim.value = "8000000".parse().expect("a decimal");
                claim.status = Status::Target;
                claim.period = Some(period("2025-01-01", "2025-12-31", PeriodType::Year, "明年", false));
            })
    }

    fn of_2023() -> Self {
        let speaker = Speaker { name: "张明".to_owned(), post: None, organisation: None };
        Self::new(
            2,
            "2023-11-18",
            &["澄江市法治建设新闻发布会", "今年以来，受理群众诉求超过633万件。"],
            &speaker,
        )
        .with("受理群众诉求", "超过633万件", |claim| {
            claim.value = "6330000".parse().expect("a decimal");
            claim.bound = Bound::MoreThan;
            claim.period = Some(period("2023-01-01", "2023-11-18", PeriodType::Ytd, "今年以来", false));
        })
    }

    /// Everything that comes from the text tries to leave it.
    fn hostile() -> Self {
        let speaker =
            Speaker { name: HOSTILE.to_owned(), post: Some(HOSTILE.to_owned()), organisation: None };
        let mut sample =
            Self::new(3, "2022-01-01", &[HOSTILE, HOSTILE], &speaker).with(HOSTILE, HOSTILE, |claim| {
                HOSTILE.clone_into(&mut claim.unit);
                claim.scope = Some(HOSTILE.to_owned());
                claim.subject = Some(HOSTILE.to_owned());
                HOSTILE.clone_into(&mut claim.rule);
                claim.warnings = vec![HOSTILE.to_owned()];
                claim.period = Some(period("2022-01-01", "2022-12-31", PeriodType::Year, HOSTILE, true));
            });
        HOSTILE.clone_into(&mut sample.document.source);
        sample.document.metadata.publisher = Some(HOSTILE.to_owned());
        sample.document.metadata.scope = Some(HOSTILE.to_owned());
        sample.document.metadata.url = Some("javascript:alert(3)".to_owned());
        sample
    }

    fn as_new(&self) -> NewDocument<'_> {
        NewDocument {
            document: &self.document,
            blocks: &self.blocks,
            claims: &self.claims,
            links: &self.links,
            given: None,
        }
    }
}

fn percent(claim: &mut Claim) {
    claim.value = "100".parse().expect("a decimal");
    "%".clone_into(&mut claim.unit);
}

fn period(start: &str, end: &str, kind: PeriodType, text: &str, inherited: bool) -> Period {
    let day = |text: &str| -> Option<NaiveDate> { text.parse().ok() };
    Period { start: day(start), end: day(end), kind, text: text.to_owned(), inherited }
}

/// Where a link whose text is `words` leads.
fn address_of(page: &Answer, words: &str) -> String {
    let before = page.body.split(&format!(">{words}</a>")).next().expect("a page");
    assert!(before.len() < page.body.len(), "no link “{words}” in:\n{}", page.body);
    let (_, address) = before.rsplit_once("href=\"").expect("an address");
    address.split('"').next().unwrap_or_default().replace("&#38;", "&")
}

#[rstest]
#[case("/", "值得关注的指标", "Indicators worth a look")]
#[case("/indicators", "共 4 个指标", "4 indicators")]
#[case("/documents", "共 3 份文件", "3 documents")]
#[case("/claims", "共 7 条", "7 claims")]
#[case("/search?q=%E8%AF%89%E6%B1%82", "全部 2 份文件", "All documents found: 2")]
#[case("/help", "哪些绝不连在一起", "What is never joined")]
#[case("/documents/unknown", "待补信息", "Facts to fill in")]
#[case("/documents/describe?id=1&id=2&id=2", "2 份文件", "Documents (2)")]
#[case("/decisions", "共 0 个决定", "0 decisions")]
#[case("/findings", "核查线索", "Findings")]
#[case("/check", "要核对的文字", "The text to check")]
#[case("/api", "AI 助手", "AI assistants")]
#[case("/briefings", "还没有简报", "There are no briefings yet")]
#[case("/briefings/new", "按主题起草", "By topic")]
#[tokio::test]
async fn each_page_speaks_both_languages(#[case] path: &str, #[case] chinese: &str, #[case] english: &str) {
    let dashboard = Dashboard::conference().await;
    let page = dashboard.page(path).await;
    page.assert_holds("<html lang=\"zh-CN\">");
    page.assert_holds(chinese);
    let joint = if path.contains('?') { '&' } else { '?' };
    let page = dashboard.page(&format!("{path}{joint}lang=en")).await;
    page.assert_holds("<html lang=\"en\">");
    page.assert_holds(english);
    page.assert_holds("href=\"/indicators?lang=en\"");
}

#[tokio::test]
async fn an_empty_database_says_how_to_fill_it() {
    let dashboard = Dashboard::of(&[], None).await;
    for path in ["/", "/indicators", "/claims", "/documents"] {
        let page = dashboard.page(path).await;
        page.assert_holds("还没有文件，请先<a href=\"/upload\">上传文件</a>");
        page.assert_holds("policy-metrics ingest 文件夹");
    }
    dashboard.page("/?lang=en").await.assert_holds("or run <kbd>policy-metrics ingest FOLDER</kbd>");
}

#[tokio::test]
async fn invented_samples_say_so_on_every_page() {
    let dashboard = Dashboard::of(&[Sample::of_2024()], Some(Notice::Samples)).await;
    for path in
        ["/", "/indicators", "/indicators/1", "/documents", "/documents/1", "/claims/1", "/help", "/none"]
    {
        dashboard.get(path).await.assert_holds("演示数据，均为虚构");
    }
    dashboard.page("/?lang=en").await.assert_holds("Sample data, invented");
}

#[tokio::test]
async fn a_reader_gets_from_one_character_to_the_exact_words() {
    let dashboard = Dashboard::conference().await;
    let list = dashboard.page("/indicators?q=%E8%AF%89").await;
    list.assert_holds("受理群众诉求");
    let indicator = dashboard.page(&address_of(&list, "受理群众诉求")).await;
    indicator.assert_holds("740万件");
    indicator.assert_holds("title=\"7,400,000件\"");
    indicator.assert_holds("2024年1月1日—11月20日（年初至今）");
    indicator.assert_holds("李红");
    let evidence = address_of(&indicator, "看原文");
    let (path, fragment) = evidence.split_once('#').expect("a fragment");
    let document = dashboard.page(path).await;
    document.assert_holds(&format!("<mark id=\"{fragment}\""));
    document.assert_holds("澄江市接诉即办新闻发布会");
}

#[tokio::test]
async fn a_mark_holds_exactly_the_quote_and_keeps_the_text_whole() {
    let document = Dashboard::conference().await.page("/documents/1").await;
    let article = document.body.split_once("<article").and_then(|(_, rest)| rest.split_once("</article>"));
    let article = article.expect("an article").0;
    let (_, from_mark) = article.split_once("<mark id=\"c1\"").expect("a mark");
    let (_, inside) = from_mark.split_once('>').expect("the end of the tag");
    assert_eq!(without_tags(inside.split("</mark>").next().unwrap_or_default()), "740万件");
    assert!(
        without_tags(article).contains("热线受理群众诉求740万件，同比增长5.2%。"),
        "{}",
        without_tags(article)
    );
    // Two claims on the same words: both have an anchor.
    assert!(article.contains("id=\"c3\"") && article.contains("id=\"c4\""));
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

#[tokio::test]
async fn a_document_tells_its_provenance_and_who_speaks() {
    let document = Dashboard::conference().await.page("/documents/1").await;
    for words in [
        "澄江市政府网站",
        "GB18030",
        &format!("{:064x}", 1),
        "李红",
        "副市长",
        "https://example.org/a?b=1&#38;c=2",
    ] {
        document.assert_holds(words);
    }
    document.assert_holds(policy_metrics::EXTRACTOR_VERSION);
}

#[tokio::test]
async fn a_document_tells_where_its_facts_were_found_and_which_part_plans() {
    let text = "云州市2024年政府工作报告\n——2024年1月12日在云州市第十七届人民代表大会第三次会议上\n\
        一、2023年工作回顾\n新增城镇就业5.2万人。\n二、2024年工作安排\n新增城镇就业5.5万人以上。\n";
    let dashboard = Dashboard::of(&[Sample::read("2024.txt", text)], None).await;
    let document = dashboard.page("/documents/1").await;
    for words in ["政府工作报告", "据会议", "2024年1月12日", "回顾2023年", "部署2024年"] {
        document.assert_holds(words);
    }
    let plans = "二、2024年工作安排</a> <span class=\"tag target\"";
    assert!(document.body.contains(plans), "the part that plans is marked as targets are");
    dashboard.page("/documents/1?lang=en").await.assert_holds("looks back on 2023");
}

#[tokio::test]
async fn a_claim_page_tells_how_it_was_read() {
    let dashboard = Dashboard::conference().await;
    let own = dashboard.page("/claims/1").await;
    for words in
        ["740万件", "动词+事项+数量", "本句原词“今年以来”", "以实干解民忧", "年初至今", "7,400,000件"]
    {
        own.assert_holds(words);
    }
    own.assert_holds("/documents/1#c1");
    let inherited = dashboard.page("/claims/2").await;
    inherited.assert_holds("本句没有说明期间");
    inherited.assert_holds("同比");
    dashboard.page("/claims/3?lang=en").await.assert_holds("The text does not say");
}

#[tokio::test]
async fn a_claim_stands_among_its_series_and_can_be_cited() {
    let mut later = Sample::of_2024();
    later.document.metadata.published_at = "2024-11-21T09:00:00".parse().ok();
    let dashboard = Dashboard::of(&[later, Sample::of_2023()], None).await;
    let claim = dashboard.page("/claims/1").await;
    claim.assert_holds("澄江市政府网站. 澄江市接诉即办新闻发布会[EB/OL]. （2024-11-21）[〔访问日期待填〕]. https://example.org/a?b=1&#38;c=2.");
    claim.assert_holds(
        "澄江市政府网站. 澄江市接诉即办新闻发布会[EB/OL]. (2024-11-21)[〔访问日期待填〕]. https://",
    );
    // The value of the year before is one click away, and so are its words.
    claim.assert_holds("633万件");
    claim.assert_holds("/documents/2#c6");
    claim.assert_holds("kind=level&#38;basis=none#table");
    let alone = dashboard.page("/claims/3").await;
    alone.assert_holds("库中没有这个序列的其他数值");
    let english = dashboard.page("/claims/1?lang=en").await;
    english.assert_holds("same name");
    english.assert_holds("items (件)");
}

#[rstest]
#[case("/claims", "热线受理群众诉求<a href=\"/claims/1\"><mark>740万件</mark></a>，同比增长5.2%。")]
#[case(
    "/search?q=740%E4%B8%87",
    "热线受理群众诉求<a href=\"/claims/1\"><mark>740万件</mark></a>，同比增长5.2%。"
)]
#[case("/indicators/1", "热线受理群众诉求<a href=\"/claims/1\"><mark>740万件</mark></a>，同比增长5.2%。")]
#[case("/conferences", "热线受理群众诉求<mark>740万件</mark>，同比增长5.2%。")]
#[case("/compare?i=1", "热线受理群众诉求<mark>740万件</mark>，同比增长5.2%。")]
#[case("/claims/6", "热线受理群众诉求<mark>740万件</mark>，同比增长5.2%。")]
#[case("/documents/1", "热线受理群众诉求<mark>740万件</mark>，同比增长5.2%。")]
#[tokio::test]
async fn a_number_in_a_list_stands_marked_in_its_sentence(#[case] path: &str, #[case] words: &str) {
    let page = Dashboard::conference().await.page(path).await;
    let body = without_blanks(&page.body);
    assert!(body.contains(&without_blanks(words)), "no “{words}” in:\n{}", page.body);
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test]
async fn no_page_and_no_file_tells_where_on_the_machine_a_document_was() {
    let mut sample = Sample::of_2024();
    sample.document.source = "/home/someone/inbox/2024.txt".to_owned();
    let mut untitled = Sample::of_2023();
    untitled.document.source = "/home/someone/inbox/2023.txt".to_owned();
    untitled.document.metadata.title = None;
    let dashboard = Dashboard::of(&[sample, untitled], None).await;
    for path in [
        "/",
        "/search?q=740",
        "/search.json?q=740",
        "/indicators/1",
        "/indicators.json",
        "/indicators/1.json",
        "/indicators/1.csv",
        "/indicators/1.svg",
        "/documents",
        "/documents.json",
        "/documents.csv",
        "/documents/2",
        "/documents/2.json",
        "/documents/2.csv",
        "/claims",
        "/claims.json",
        "/claims.csv",
        "/claims/6",
        "/claims/6.json",
        "/conferences",
        "/conferences.json",
        "/conferences.csv",
        "/compare?i=1",
        "/compare.json?i=1",
        "/compare.csv?i=1",
    ] {
        dashboard.page(path).await.assert_lacks("someone");
    }
    dashboard.page("/documents/2").await.assert_holds("2023.txt");
}

#[tokio::test]
async fn documents_of_one_title_are_told_apart_wherever_they_are_named() {
    let dashboard =
        Dashboard::of(&[years(1, 2022, "180000", &["张明"]), years(2, 2023, "190000", &["张明"])], None)
            .await;
    for path in [
        "/",
        "/documents",
        "/claims",
        "/search?q=%E5%B0%B1%E4%B8%9A",
        "/indicators/1",
        "/claims/1",
        "/conferences",
        "/compare?i=1",
    ] {
        let page = dashboard.page(path).await;
        page.assert_holds("澄江市工作报告（2023年1月10日）");
        page.assert_holds("澄江市工作报告（2024年1月10日）");
    }
    let document = dashboard.page("/documents/1").await;
    document.assert_holds("<title>澄江市工作报告（2023年1月10日） · ");
    document.assert_holds("<h1>工作报告</h1>");
}

#[tokio::test]
async fn english_pages_gloss_indicators_and_name_units_in_english() {
    let dashboard =
        Dashboard::of(&[years(1, 2022, "180000", &["张明"]), years(2, 2023, "190000", &["张明"])], None)
            .await;
    for path in [
        "/",
        "/indicators",
        "/claims",
        "/search?q=%E5%B0%B1%E4%B8%9A",
        "/indicators/1",
        "/claims/1",
        "/conferences",
        "/compare?i=1",
        "/documents/1",
    ] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let page = dashboard.page(&format!("{path}{joint}lang=en")).await;
        page.assert_holds("城镇新增就业 (new urban jobs)");
        page.assert_holds("000 people");
        dashboard.page(path).await.assert_lacks("new urban jobs");
    }
}

/// A document with one value and one change of 城镇新增就业 each year, and a sum of several.
fn years(number: u32, year: i32, value: &str, speakers: &[&str]) -> Sample {
    let speaker = Speaker { name: speakers[0].to_owned(), post: None, organisation: None };
    let (quote, sum) = (format!("{value}人"), format!("五年{value}00人"));
    let line = format!("城镇新增就业{quote}，{sum}。");
    let mut sample =
        Sample::new(number, &format!("{}-01-10", year + 1), &["工作报告", &line, "谢谢。"], &speaker);
    let speaker = Speaker { name: speakers[speakers.len() - 1].to_owned(), post: None, organisation: None };
    sample.blocks[2].speaker = Some(speaker);
    let full = |year: i32| [format!("{year}-01-01"), format!("{year}-12-31")];
    let people = |claim: &mut Claim, value: String| {
        "人".clone_into(&mut claim.unit);
        claim.value = value.parse().expect("a decimal");
    };
    sample
        .with("城镇新增就业", &quote, |claim| {
            people(claim, value.to_owned());
            let [start, end] = full(year);
            claim.period = Some(period(&start, &end, PeriodType::Year, "去年", false));
        })
        .with("城镇新增就业", &sum, |claim| {
            people(claim, format!("{value}00"));
            let ([start, _], [_, end]) = (full(year - 4), full(year));
            claim.period = Some(period(&start, &end, PeriodType::MultiYear, "五年", false));
        })
}

#[tokio::test]
async fn a_row_of_the_conferences_keeps_to_one_measure_and_compares_like_with_like() {
    let mut silent = Sample::new(
        4,
        "2025-06-01",
        &["澄江市会议"],
        &Speaker { name: "王安".to_owned(), post: None, organisation: None },
    );
    silent.blocks.iter_mut().for_each(|block| block.speaker = None);
    let samples = [years(1, 2022, "180000", &["张明"]), years(2, 2023, "190000", &["张明"]), silent];
    let dashboard = Dashboard::of(&samples, None).await;
    let matrix = dashboard.page("/conferences?kind=all").await;
    matrix.assert_holds("数值 · 人");
    matrix.assert_holds("18万人");
    matrix.assert_holds("19万人");
    // The sum of five years is said, but not in a row of single years.
    matrix.assert_lacks(">1900万人<");
    matrix.assert_holds("这份文件还有其他说法\">另1个</a>");
    matrix.assert_holds("比上一可比数值（2022年 18万人）上升");
    matrix.assert_lacks(">▼<");
    matrix.assert_holds("aria-label=\"没有这类数值\"");
    // Beside reports, the silence of news says nothing.
    let official = dashboard.page("/conferences").await;
    official.assert_lacks("澄江市会议");
    official.assert_holds("2 份文件");
    // A row of gaps says nothing.
    dashboard.page("/conferences?kind=other").await.assert_holds("0 个指标，1 份文件");
    assert_eq!(dashboard.get("/conferences?kind=novel").await.status, StatusCode::BAD_REQUEST);
    let file = dashboard.page("/conferences.csv?kind=all").await;
    file.assert_holds(",190000,,exact,,false,up,2,");
    assert!(
        file.body.lines().any(|line| line.contains("澄江市会议") && line.ends_with(",0,,")),
        "{}",
        file.body
    );
    let wrong = dashboard.get("/conferences?scope=%E4%BA%91%E5%B7%9E%E5%B8%82").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.assert_holds("参数 scope");
    wrong.assert_holds("scope 可用的值：澄江市");
}

/// A document that tells of one year by how much complaints fell, which place the city took, and what it aims at.
fn falls(number: u32, year: i32, fall: &str, place: &str, next: &str) -> Sample {
    let speaker = Speaker { name: "张明".to_owned(), post: None, organisation: None };
    let (quote, rank, goal) = (format!("{fall}%"), format!("第{place}位"), format!("{next}%以上"));
    let line = format!("投诉下降{quote}，居全国{rank}；明年下降{goal}。");
    let of_year = |year: i32| {
        Some(period(&format!("{year}-01-01"), &format!("{year}-12-31"), PeriodType::Year, "去年", false))
    };
    let change = |claim: &mut Claim, value: &str| {
        claim.value = value.parse().expect("a decimal");
        "%".clone_into(&mut claim.unit);
        (claim.kind, claim.direction, claim.basis) = (Kind::Change, Some(Direction::Down), Some(Basis::Yoy));
    };
    Sample::new(number, &format!("{}-01-10", year + 1), &["工作报告", &line], &speaker)
        .with("投诉", &quote, |claim| {
            change(claim, fall);
            claim.period = of_year(year);
        })
        .with("满意度", &rank, |claim| {
            claim.value = place.parse().expect("a decimal");
            "位".clone_into(&mut claim.unit);
            claim.kind = Kind::Rank;
            claim.period = of_year(year);
        })
        .with("投诉", &goal, |claim| {
            change(claim, next);
            claim.bound = Bound::AtLeast;
            claim.status = Status::Target;
            claim.period = of_year(year + 1);
        })
}

#[tokio::test]
async fn results_and_targets_have_rows_of_their_own_and_no_arrow_contradicts_its_words() {
    let samples = [falls(1, 2022, "25", "3", "20"), falls(2, 2023, "21.2", "2", "22")];
    let dashboard = Dashboard::of(&samples, None).await;
    let matrix = dashboard.page("/conferences?kind=all").await;
    let row = |words: &str| {
        let mut rows = matrix.body.split("<tr><th scope=\"row\">").skip(1).filter(|row| row.contains(words));
        let found =
            rows.next().unwrap_or_else(|| panic!("no row with {words} in:\n{}", matrix.body)).to_owned();
        (found, rows.next().is_some())
    };
    let (results, _) = row("下降 21.2%");
    assert!(
        results.contains("下降 25%") && !results.contains("◇") && !results.contains("tag target"),
        "{results}"
    );
    // A change says its own way: 21.2 is above −25, yet nothing rose.
    assert!(!results.contains('▲') && !results.contains('▼'), "{results}");
    let (targets, again) = row("下降至少 22%");
    assert!(targets.contains("下降至少 20%") && targets.contains("tag target") && !again, "{targets}");
    // From the third place to the second is a rise.
    let (places, _) = row("<span class=\"number\">全国第2位");
    assert!(places.contains('▲') && !places.contains('▼'), "{places}");
    let file = dashboard.page("/conferences.json?kind=all").await;
    file.assert_holds("\"status\":\"target\"");
    file.assert_holds("\"status\":\"actual\"");
}

#[tokio::test]
async fn a_hedge_stands_wherever_its_value_stands() {
    let samples = [falls(5, 2022, "25", "3", "20"), falls(6, 2023, "21.2", "2", "22"), Sample::of_2023()];
    let dashboard = Dashboard::of(&samples, None).await;
    let complaints = address_of(&dashboard.page("/indicators?q=%E6%8A%95%E8%AF%89").await, "投诉");
    let (appeals, more) = ("/indicators?q=%E8%AF%89%E6%B1%82", "超过 633万件");
    for (path, words) in [
        (complaints.as_str(), "下降至少 20%"),
        ("/documents/1", "下降至少 20%"),
        ("/documents/3", more),
        ("/claims/3", "下降至少 20%"),
        ("/claims", "下降至少 20%"),
        ("/claims", more),
        (appeals, more),
        ("/search?q=%E8%AF%89%E6%B1%82", more),
        ("/compare?i=1", "下降至少 20%"),
    ] {
        dashboard.page(path).await.assert_holds(words);
    }
    // A fall by 21.2% against one of at least 20% is met, by percentage points.
    let page = dashboard.page(&complaints).await;
    page.assert_holds("达到");
    page.assert_holds("−1.2个百分点");
    let joint = if complaints.contains('?') { '&' } else { '?' };
    let english = dashboard.page(&format!("{complaints}{joint}lang=en")).await;
    english.assert_holds("−1.2 percentage points");
    english.assert_holds("down at least 20%");
}

#[tokio::test]
async fn the_conferences_begin_where_several_people_speak() {
    let mut news: Vec<Sample> = (10..14)
        .map(|number| years(number, 2000 + i32::try_from(number).expect("a year"), "1000", &["张明"]))
        .collect();
    for one in &mut news {
        one.document.metadata.scope = Some("全国".to_owned());
        one.blocks.iter_mut().for_each(|block| block.speaker = None);
    }
    let spoken = [years(1, 2022, "180000", &["张明"]), years(2, 2023, "190000", &["张明", "李红"])];
    let samples: Vec<Sample> = news.into_iter().chain(spoken).collect();
    let matrix = Dashboard::of(&samples, None).await.page("/conferences").await;
    matrix.assert_holds("<option selected>澄江市");
    matrix.assert_holds("<option>全国");
}

#[tokio::test]
async fn indicators_are_compared_by_name_and_unlike_values_apart() {
    let dashboard = Dashboard::of(
        &[years(5, 2022, "180000", &["张明"]), years(6, 2023, "190000", &["张明"]), Sample::of_2023()],
        None,
    )
    .await;
    let search = dashboard.page("/compare?q=%E5%B0%B1%E4%B8%9A").await;
    search.assert_holds("＋ 城镇新增就业");
    let none = dashboard.page("/compare?q=%E6%97%A0%E6%AD%A4").await;
    none.assert_holds("不表示没有这回事");
    let both = dashboard.page("/compare?i=1&i=2").await;
    for caption in [
        "城镇新增就业 · 澄江市 · 数值 · 单位：人</h2>",
        "城镇新增就业 · 澄江市 · 数值 · 单位：人 · 多年或累计</h2>",
        "受理群众诉求 · 澄江市 · 数值 · 单位：件</h2>",
    ] {
        both.assert_holds(caption);
    }
    assert_eq!(both.body.matches("<figure class=\"chart\">").count(), 3);
    let csv = dashboard.page("/compare.csv?i=1&i=2").await;
    assert_eq!(csv.body.lines().count(), 6, "{}", csv.body);
    let svg = dashboard.page("/compare.svg?i=1&panel=2").await;
    svg.assert_holds("多年或累计");
    let missing = dashboard.get("/compare.svg?i=1&panel=9").await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    missing.assert_holds("参数 panel");
    assert_eq!(dashboard.get("/compare?i=1&scope=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_chart_that_leaves_its_page_takes_title_scope_and_source_along() {
    let dashboard = Dashboard::conference().await;
    // Only documents whose values are drawn are its source.
    let later = dashboard.page("/indicators/1.svg?lang=en&from=2024").await;
    later.assert_holds("From the words of 1 documents");
    let svg = dashboard.page("/indicators/1.svg?lang=en").await;
    for words in
        [">受理群众诉求</text>", "澄江市 · level · Unit: items (件)", "From the words of 2 documents"]
    {
        svg.assert_holds(words);
    }
}

#[tokio::test]
async fn scope_and_measure_are_switched_by_links() {
    let dashboard = Dashboard::conference().await;
    let level = dashboard.page("/indicators/1").await;
    level.assert_holds("超过");
    level.assert_holds("class=\"point");
    let change = dashboard.page("/indicators/1?kind=change").await;
    change.assert_holds("上升 5.2%");
    change.assert_lacks(">740万件<");
    let english = dashboard.page("/indicators/1?lang=en").await;
    english.assert_holds("7.4 million items");
    english.assert_holds("kind=change&#38;basis=yoy");
    english.assert_holds("/documents/1?lang=en#c1");
}

#[tokio::test]
async fn an_indicator_comes_as_csv_json_and_svg() {
    let dashboard = Dashboard::conference().await;
    let csv = dashboard.page("/indicators/1.csv").await;
    assert_eq!(csv.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    let mut lines = csv.body.lines();
    assert!(
        lines
            .next()
            .is_some_and(|header| header.starts_with("indicator_id,indicator,scope,kind,basis,unit,status"))
    );
    assert_eq!(lines.count(), 4);
    csv.assert_holds("1,受理群众诉求,澄江市,level,,件,actual,2024-01-01,2024-11-20,ytd,7400000,,exact,,");
    let marked = dashboard.page("/indicators/1.csv?bom=1&kind=change").await;
    assert!(marked.body.starts_with('\u{feff}'));
    assert_eq!(marked.body.lines().count(), 2);

    let json: serde_json::Value =
        serde_json::from_str(&dashboard.page("/indicators/1.json").await.body).expect("JSON");
    assert_eq!(json["indicator"]["name"], "受理群众诉求");
    let values = json["series"].to_string();
    assert!(values.contains("\"value\":\"7400000\""), "decimals are strings: {values}");

    let svg = dashboard.page("/indicators/1.svg").await;
    assert_eq!(svg.header(header::CONTENT_TYPE), "image/svg+xml");
    svg.assert_holds("<title>");
    for path in ["/claims/1.json", "/documents/1.json"] {
        let answer = dashboard.page(path).await;
        assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_ok(), "{path}");
    }
}

/// Ten thousand characters that run from right to left, with a tag in the middle.
#[tokio::test]
async fn words_without_end_stay_text_on_every_page() {
    let half = "\u{202e}\u{200f}标".repeat(1_666);
    let endless = format!("{half}{HOSTILE}{half}");
    let speaker = Speaker { name: endless.clone(), post: Some(endless.clone()), organisation: None };
    let quote = "7件";
    let mut sample = Sample::new(1, "2024-11-20", &[&endless, &format!("{endless}{quote}。")], &speaker);
    sample = sample.with(&endless, quote, |claim| {
        claim.scope = Some(endless.clone());
        claim.period = Some(period("2024-01-01", "2024-12-31", PeriodType::Year, &endless, false));
    });
    sample.document.metadata.scope = Some(endless.clone());
    let dashboard = Dashboard::of(&[sample, Sample::of_2023()], None).await;
    for path in [
        "/",
        "/indicators",
        "/indicators/1",
        "/indicators/1.svg",
        "/documents",
        "/documents/1",
        "/claims",
        "/claims/1",
        "/conferences",
        "/compare?i=1&i=2",
        "/compare.svg?i=1",
        "/compare?q=%E6%A0%87",
        "/claims?q=%E6%A0%87",
    ] {
        for language in ["zh", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = dashboard.page(&format!("{path}{joint}lang={language}")).await;
            for tag in ["<script>", "<img", "style="] {
                assert!(!page.body.contains(tag), "{tag} on {path}");
            }
            let whole = page.body.trim_end();
            assert!(whole.ends_with("</html>") || whole.ends_with("</svg>"), "{path} is not whole");
        }
    }
    for path in ["/indicators/1.json", "/documents/1.json", "/claims/1.json"] {
        let json = dashboard.page(path).await;
        assert!(serde_json::from_str::<serde_json::Value>(&json.body).is_ok(), "{path}");
    }
}

#[tokio::test]
async fn a_chart_comes_as_png_or_says_which_font_it_needs() {
    let dashboard = Dashboard::conference().await;
    let ask = |path: &str| Request::get(path).header(header::HOST, "localhost").body(Body::empty());
    let answer = dashboard.router.clone().oneshot(ask("/indicators/1.png").expect("a request")).await;
    let answer = answer.expect("an answer");
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    if parts.status == StatusCode::OK {
        assert_eq!(parts.headers[header::CONTENT_TYPE], "image/png");
        assert!(bytes.starts_with(b"\x89PNG"));
    } else {
        assert_eq!(parts.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    let without = AppState {
        store: dashboard.store.clone(),
        notice: None,
        language: Language::Chinese,
        typeface: Typeface::new(Some("no-such-folder/font.ttf".into())),
    };
    let dashboard = Dashboard { router: web::router(without), ..dashboard };
    let answer = dashboard.get("/indicators/1.png").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    answer.assert_holds("apt install fonts-wqy-microhei");
    answer.assert_holds("config.toml");
}

#[tokio::test]
async fn a_value_of_long_ago_does_not_stand_over_one_in_a_newer_unit() {
    let speaker = Speaker { name: "李红".to_owned(), post: None, organisation: None };
    let of_year = |number: u32, year: i32, quote: &str, value: &str, unit: &str| {
        let day = format!("{}-01-10", year + 1);
        let line = format!("全年进出口{quote}。");
        Sample::new(number, &day, &["工作报告", &line], &speaker).with("进出口总额", quote, |claim| {
            claim.value = value.parse().expect("a decimal");
            unit.clone_into(&mut claim.unit);
            let [start, end] = [format!("{year}-01-01"), format!("{year}-12-31")];
            claim.period = Some(period(&start, &end, PeriodType::Year, "全年", false));
        })
    };
    let site = Dashboard::of(
        &[
            of_year(1, 2010, "20亿美元", "2000000000", "美元"),
            of_year(2, 2011, "31亿美元", "3100000000", "美元"),
            of_year(3, 2024, "290亿元", "29000000000", "元"),
        ],
        None,
    )
    .await;
    let list = site.page("/indicators").await;
    list.assert_holds("290亿元");
    list.assert_lacks("31亿美元");
    let page = site.page("/indicators/1").await;
    assert!(page.body.find("290亿元") < page.body.find("31亿美元"), "the newest stands first");
}

#[tokio::test]
async fn a_list_says_of_which_place_its_latest_value_is() {
    let list = Dashboard::conference().await.page("/indicators").await;
    list.assert_holds("2024年1月1日—11月20日（年初至今） · 澄江市");
}

#[tokio::test]
async fn a_chart_is_put_into_another_page_by_its_whole_address() {
    let dashboard = Dashboard::conference().await;
    let page = dashboard.page("/indicators/1").await;
    page.assert_holds("&#60;img src=&#34;http://127.0.0.1:8080/indicators/1.svg?scope=");
    page.assert_holds("href=\"http://127.0.0.1:8080/indicators/1?scope=");
    // What is kept for one name of this computer is not given to those who came under another.
    let request = Request::get("/indicators/1").header(header::HOST, "localhost");
    let other = dashboard.ask(request.body(Body::empty()).expect("a request")).await;
    other.assert_holds("http://localhost/indicators/1.svg");
    let policy = |answer: &Answer| answer.headers["cross-origin-resource-policy"].clone();
    assert_eq!(policy(&dashboard.page("/indicators/1.svg").await), "cross-origin");
    assert_eq!(policy(&page), "same-origin");
}

#[tokio::test]
async fn a_chart_without_dated_values_says_so() {
    let dashboard = Dashboard::of(
        &[Sample::new(
            1,
            "2024-11-20",
            &["云州市发布会", "建成站点30个。"],
            &Speaker { name: "张明".to_owned(), post: None, organisation: None },
        )
        .with("站点", "30个", |_| {})],
        None,
    )
    .await;
    let page = dashboard.page("/indicators/1").await;
    page.assert_holds("这组数据没有能确定的期间");
    page.assert_lacks("都有这个指标的数据");
    dashboard.page("/indicators/1.svg").await.assert_holds("没有期间明确的数值可画");
}

#[tokio::test]
async fn places_of_unlike_size_share_no_axis() {
    let mut country = years(7, 2022, "12000000", &["张明"]);
    country.claims.iter_mut().for_each(|claim| claim.scope = Some("全国".to_owned()));
    let dashboard = Dashboard::of(&[years(8, 2023, "190000", &["张明"]), country], None).await;
    let compared = dashboard.page("/compare?i=1").await;
    compared.assert_holds("城镇新增就业 · 全国 · 数值 · 单位：人</h2>");
    compared.assert_holds("城镇新增就业 · 澄江市 · 数值 · 单位：人</h2>");
    compared.assert_holds("数值相差二十倍以上的序列分图画出");
    let near = dashboard.page("/compare?i=1&scope=%E6%BE%84%E6%B1%9F%E5%B8%82&lang=en").await;
    near.assert_lacks("more than twenty times");
    near.assert_lacks("：");
}

#[tokio::test]
async fn more_places_than_colours_take_another_chart_and_none_is_left_out() {
    let places = ["澄江市", "云州市", "临川县", "青山区", "望海镇", "石桥乡"];
    let samples: Vec<Sample> = places
        .iter()
        .zip(1..)
        .map(|(place, number)| {
            let mut sample = years(number, 2015 + number as i32, &format!("19000{number}"), &["张明"]);
            sample.claims.truncate(1);
            sample.links.truncate(1);
            sample.claims[0].scope = Some((*place).to_owned());
            sample
        })
        .collect();
    let compared = Dashboard::of(&samples, None).await.page("/compare?i=1").await;
    assert_eq!(compared.body.matches("<h2 id=\"panel").count(), 2, "{}", compared.body);
    for place in places {
        compared.assert_holds(&format!("城镇新增就业 · {place}</th>"));
    }
}

#[tokio::test]
async fn one_document_and_one_claim_are_tables_too() {
    let dashboard = Dashboard::conference().await;
    let file = dashboard.page("/documents/1.csv").await;
    assert_eq!(file.body.lines().count(), 6, "{}", file.body);
    let one = dashboard.page("/claims/1.csv").await;
    assert_eq!(one.body.lines().next(), file.body.lines().next());
    assert_eq!(one.body.lines().nth(1), file.body.lines().nth(1));
}

#[rstest]
#[tokio::test]
async fn no_searched_character_breaks_a_search(
    #[values("%00", "%22", "*", "%28", "NEAR(", "%7Btitle%7D:x", "a%20AND%20b", "%F0%9F%98%80", "-", "%5C")]
    words: &str,
) {
    let dashboard = Dashboard::conference().await;
    for list in [
        "/search?q=",
        "/indicators?q=",
        "/claims?q=",
        "/documents?q=",
        "/documents?publisher=",
        "/compare?q=",
    ] {
        dashboard.page(&format!("{list}{words}")).await;
    }
}

#[tokio::test]
async fn hostile_words_stay_text_everywhere() {
    let dashboard = Dashboard::conference().await;
    let paths = [
        "/",
        "/indicators",
        "/documents",
        "/documents/3",
        "/claims",
        "/claims/7",
        "/indicators/4",
        "/indicators/4.svg",
        "/compare?i=4&i=1",
        "/compare.svg?i=4",
        "/compare?q=%3Cscript%3E%22%3E%3Cimg%20onerror",
        "/compare?i=4&scope=%3Cscript%3E%22%3E%3Cimg",
        "/compare?i=%3Cscript%3E",
        "/conferences?scope=%3Cscript%3E%22%3E%3Cimg",
        "/conferences?topic=%3C/title%3E%3Cscript%3E",
        "/indicators?q=%3Cscript%3E%22%3E%3Cimg%20onerror",
        "/claims?q=%3C/title%3E%3Cscript%3E",
        "/indicators/1?scope=%22%3E%3Cimg",
        "/indicators?page=%3Cscript%3E",
        "/documents/unknown",
        "/documents/unknown?lacks=%3Cscript%3E",
        "/documents/describe?id=3&title=%3Cscript%3E%22%3E%3Cimg",
        "/decisions",
        "/findings?q=%3Cscript%3E%22%3E%3Cimg",
        "/findings?kind=%3Cscript%3E",
        "/briefings?page=%3Cscript%3E",
        "/briefings/new?topic=%22%3E%3Cscript%3E&scopes=%3Cimg",
        "/%3Cscript%3E",
    ];
    for path in paths {
        let answer = dashboard.get(path).await;
        for tag in ["<script>", "<img", "href=\"javascript:", "style="] {
            assert!(!answer.body.contains(tag), "{tag} on {path}:\n{}", answer.body);
        }
    }
    dashboard.page("/documents/3").await.assert_holds("&#60;script&#62;alert(1)");
}

#[rstest]
#[case("/indicators/999", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case("/documents/999", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case("/claims/999", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case("/decisions/999", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case("/decisions/abc", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case(
    "/documents/describe?id=999",
    StatusCode::NOT_FOUND,
    "库中没有这个编号的记录",
    "holds nothing under this number"
)]
#[case("/documents/describe", StatusCode::BAD_REQUEST, "参数 id", "The parameter id")]
#[case("/documents/unknown?lacks=x", StatusCode::BAD_REQUEST, "参数 lacks", "The parameter lacks")]
#[case("/indicators/abc", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case("/indicators/1.exe", StatusCode::NOT_FOUND, "没有找到", "Not found")]
#[case("/nowhere", StatusCode::NOT_FOUND, "没有这个页面", "There is no such page")]
#[case("/static/nothing.css", StatusCode::NOT_FOUND, "没有这个页面", "There is no such page")]
#[case("/indicators?page=0", StatusCode::BAD_REQUEST, "参数 page", "The parameter page")]
#[case("/documents?page=x", StatusCode::BAD_REQUEST, "参数 page", "The parameter page")]
#[case("/indicators/1?kind=big", StatusCode::BAD_REQUEST, "参数 kind", "The parameter kind")]
#[case("/indicators/1?basis=big", StatusCode::BAD_REQUEST, "参数 basis", "The parameter basis")]
#[case("/indicators/1.svg?panel=7", StatusCode::BAD_REQUEST, "参数 panel", "The parameter panel")]
#[case("/compare?i=999", StatusCode::NOT_FOUND, "库中没有这个编号的记录", "holds nothing under this number")]
#[case(
    "/claims/999.json",
    StatusCode::NOT_FOUND,
    "\"message\":\"库中没有这个编号的记录",
    "\"error\":\"Not found\""
)]
#[tokio::test]
async fn a_wrong_address_is_explained(
    #[case] path: &str,
    #[case] status: StatusCode,
    #[case] chinese: &str,
    #[case] english: &str,
) {
    let dashboard = Dashboard::conference().await;
    let answer = dashboard.get(path).await;
    assert_eq!(answer.status, status, "{path}");
    answer.assert_holds(chinese);
    let joint = if path.contains('?') { '&' } else { '?' };
    dashboard.get(&format!("{path}{joint}lang=en")).await.assert_holds(english);
}

/// Each address × form: what it answers, and what a form that it has not is told.
#[rstest]
#[case("/indicators", "json csv xlsx jsonl")]
#[case("/indicators/1", "json csv xlsx jsonl svg")]
#[case("/documents", "json csv xlsx jsonl")]
#[case("/documents/1", "json csv xlsx jsonl txt")]
#[case("/claims", "json csv xlsx jsonl")]
#[case("/claims/1", "json csv xlsx jsonl")]
#[case("/conferences", "json csv xlsx jsonl")]
#[case("/compare?i=1", "json csv xlsx jsonl svg")]
#[case("/search?q=%E5%8F%97%E7%90%86", "json")]
#[case("/help", "")]
#[tokio::test]
async fn each_address_comes_in_its_forms_and_names_them(#[case] address: &str, #[case] forms: &str) {
    let dashboard = Dashboard::conference().await;
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    assert_eq!(dashboard.page(address).await.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
    for (form, kind) in
        [("json", "application/json"), ("csv", "text/csv"), ("svg", "image/svg+xml"), ("txt", "text/plain")]
    {
        let answer = dashboard.get(&format!("{path}.{form}?{query}")).await;
        if forms.contains(form) {
            assert_eq!(answer.status, StatusCode::OK, "{path}.{form}");
            assert!(answer.header(header::CONTENT_TYPE).starts_with(kind), "{path}.{form}");
        } else {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}.{form}");
            answer.assert_holds("这个地址没有这种格式");
            for known in forms.split_whitespace() {
                answer.assert_holds(&format!("{path}.{known}"));
            }
        }
    }
    let unknown = dashboard.get(&format!("{path}.exe")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    unknown.assert_holds(path);
}

#[rstest]
#[case("/indicators.json?limit=501", "limit")]
#[case("/indicators/1.json?basis=big", "basis")]
#[case("/documents.json?year=x", "year")]
#[case("/claims.json?next=5", "next")]
#[case("/conferences.json?back=-1", "back")]
#[case("/conferences.json?kind=novel", "kind")]
#[case("/compare.json?i=x", "i")]
#[case("/search.json", "q")]
#[tokio::test]
async fn a_program_is_told_which_parameter_is_wrong(#[case] address: &str, #[case] name: &str) {
    let answer = Dashboard::conference().await.get(address).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let told: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(told["parameter"], name, "{told}");
    assert!(told["advice"].as_str().is_some_and(|advice| advice.contains(name)), "{told}");
}

#[tokio::test]
async fn a_program_gets_a_search_and_the_conferences_as_the_pages_show_them() {
    let dashboard = Dashboard::conference().await;
    let json = async |address: &str| -> serde_json::Value {
        serde_json::from_str(&dashboard.page(address).await.body).expect("JSON")
    };
    let found = json("/search.json?q=%E5%8F%97%E7%90%86").await;
    assert_eq!(found["indicators"]["rows"][0]["name"], "受理群众诉求");
    assert!(found["claims"]["rows"][0]["claim"]["quote"].is_string(), "{found}");
    let all = found["claims"]["all"].as_str().expect("an address").to_owned();
    assert_eq!(json(&all).await["total"], found["claims"]["total"]);
    let samples = [years(1, 2022, "180000", &["张明"]), years(2, 2023, "190000", &["张明"])];
    let dashboard = Dashboard::of(&samples, None).await;
    let matrix = dashboard.page("/conferences.json?kind=all").await;
    let matrix: serde_json::Value = serde_json::from_str(&matrix.body).expect("JSON");
    let (documents, rows) = (&matrix["documents"], &matrix["rows"]);
    assert_eq!(matrix["total"].as_u64(), rows.as_array().map(|rows| rows.len() as u64));
    assert_eq!(rows[0]["cells"].as_array().map(Vec::len), documents.as_array().map(Vec::len));
    let changed = rows[0]["cells"].as_array().expect("cells").iter().find(|cell| cell["change"] == "up");
    assert!(changed.is_some_and(|cell| cell["point"]["claim"]["value"].is_string()), "{matrix}");
}

#[rstest]
#[case("/indicators?scope=%E6%97%A0%E6%AD%A4%E5%B8%82", "scope", "澄江市")]
#[case("/indicators?sort=size", "sort", "latest")]
#[case("/indicators?unit=mile", "unit", "件")]
#[case("/claims?kind=big", "kind", "streak")]
#[case("/claims?status=maybe", "status", "target")]
#[case("/documents?kind=book", "kind", "bulletin")]
#[case("/documents?sort=size", "sort", "oldest")]
#[case("/indicators/1?scope=%E6%97%A0%E6%AD%A4%E5%B8%82", "scope", "澄江市")]
#[tokio::test]
async fn a_value_that_a_filter_cannot_have_is_refused_with_those_it_can(
    #[case] path: &str,
    #[case] name: &str,
    #[case] allowed: &str,
) {
    let dashboard = Dashboard::conference().await;
    let page = dashboard.get(path).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_holds(&format!("{name} 可用的值"));
    page.assert_holds(allowed);
    let (list, query) = path.split_once('?').expect("a query");
    let json = dashboard.get(&format!("{list}.json?{query}")).await;
    assert_eq!(json.status, StatusCode::BAD_REQUEST);
    let body: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
    assert_eq!(body["parameter"], name);
    assert!(body["allowed"].to_string().contains(allowed), "{body}");
}

#[rstest]
#[case("/indicators", 4)]
#[case("/claims", 7)]
#[case("/documents", 3)]
#[case("/claims.json?indicator=%E8%AF%89%E6%B1%82", 4)]
#[case("/indicators.json?scope=%E6%BE%84%E6%B1%9F%E5%B8%82", 3)]
#[tokio::test]
async fn a_list_comes_in_parts_that_together_are_the_whole(#[case] list: &str, #[case] total: usize) {
    let dashboard = Dashboard::conference().await;
    let list = if list.contains('?') { format!("{list}&") } else { format!("{list}.json?") };
    let whole: serde_json::Value = serde_json::from_str(&dashboard.page(&list).await.body).expect("JSON");
    assert_eq!((&whole["total"], &whole["cut"]), (&total.into(), &false.into()));
    let mut rows = Vec::new();
    let mut next = String::new();
    loop {
        let page = dashboard.page(&format!("{list}limit=2{next}")).await;
        let part: serde_json::Value = serde_json::from_str(&page.body).expect("JSON");
        assert_eq!(part["total"], total);
        rows.extend(part["rows"].as_array().expect("rows").clone());
        assert_eq!(part["cut"], page.headers.contains_key(header::LINK));
        let Some(cursor) = part["next"].as_str() else { break };
        next = format!("&next={cursor}");
    }
    assert_eq!(whole["rows"], serde_json::Value::Array(rows));
    assert_eq!(dashboard.get(&format!("{list}next=5")).await.status, StatusCode::BAD_REQUEST);
}

/// One document with a claim in each of its numbered lines.
fn numbered(lines: u32, filler: &str) -> Sample {
    let speaker = Speaker { name: "李红".to_owned(), post: None, organisation: None };
    let lines: Vec<String> =
        (1..=lines).map(|number| format!("{filler}第{number}项办结{number}件。")).collect();
    let texts: Vec<&str> = ["澄江市通报"].into_iter().chain(lines.iter().map(String::as_str)).collect();
    let mut sample = Sample::new(1, "2024-11-20", &texts, &speaker);
    for (block, number) in sample.blocks[1..].iter().zip(1_u32..) {
        let quote = format!("{number}件");
        let end = block.span.end - 1;
        let start = end - quote.chars().count();
        let claim = Claim { start, end, quote, value: number.into(), ..plain_claim(block.span) };
        sample.links.push(series::link(&claim, ""));
        sample.claims.push(claim);
    }
    sample
}

/// A thousand and more claims of one document.
async fn long_list() -> Dashboard {
    Dashboard::of(&[numbered(1_234, "")], None).await
}

/// A count of 办结 in a sentence.
fn plain_claim(sentence: Span) -> Claim {
    let claim = Sample::of_2023().claims[0].clone();
    Claim { sentence, indicator: "办结".to_owned(), bound: Bound::Exact, ..claim }
}

#[tokio::test]
async fn a_table_holds_the_whole_list_and_is_sent_while_it_is_read() {
    let dashboard = long_list().await;
    let request = Request::get("/claims.csv?bom=1").header(header::HOST, "localhost");
    let response = dashboard
        .router
        .clone()
        .oneshot(request.body(Body::empty()).expect("a request"))
        .await
        .expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!response.headers().contains_key(header::LINK));
    let mut body = response.into_body();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    while let Some(frame) = body.frame().await {
        parts.push(frame.expect("a part").into_data().expect("data").to_vec());
    }
    assert_eq!(parts.len(), 3, "no more than 500 rows are in memory at once");
    let whole = String::from_utf8(parts.concat()).expect("UTF-8");
    assert!(whole.starts_with('\u{feff}'));
    assert_eq!(whole.lines().count(), 1_235);
    // The reader goes after the first part: nothing more is read, and the next one is answered.
    let request = Request::get("/claims.csv").header(header::HOST, "localhost");
    let response = dashboard
        .router
        .clone()
        .oneshot(request.body(Body::empty()).expect("a request"))
        .await
        .expect("an answer");
    let mut body = response.into_body();
    assert!(body.frame().await.is_some());
    drop(body);
    assert_eq!(dashboard.page("/claims").await.status, StatusCode::OK);
}

/// The numbers of all claims that come when a list is followed from one part to the next, and the largest part.
async fn followed(dashboard: &Dashboard, list: &str, rows: &str) -> (Vec<i64>, usize) {
    let (mut numbers, mut largest, mut next) = (Vec::new(), 0, String::new());
    loop {
        let part = dashboard.page(&format!("{list}{next}")).await;
        largest = largest.max(part.body.len());
        let told: serde_json::Value = serde_json::from_str(&part.body).expect("JSON");
        let mut points = Vec::new();
        for row in told[rows].as_array().expect("rows") {
            points.extend(row["points"].as_array().cloned().unwrap_or_else(|| vec![row.clone()]));
        }
        numbers.extend(points.iter().map(|point| point["id"].as_i64().expect("a number")));
        assert_eq!(told["cut"], told["next"].is_string());
        let Some(cursor) = told["next"].as_str() else { return (numbers, largest) };
        next = format!("{}next={cursor}", if list.contains('?') { '&' } else { '?' });
    }
}

#[rstest]
#[case::claims("/claims.json", "rows")]
#[case::of_a_document("/documents/1.json", "claims")]
#[tokio::test]
async fn json_comes_in_parts_that_can_be_followed_to_the_end(#[case] list: &str, #[case] rows: &str) {
    let dashboard = long_list().await;
    let (mut numbers, _) = followed(&dashboard, list, rows).await;
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=1_234).collect::<Vec<_>>());
}

/// A report of each of so many fictional towns and years on one and the same indicator.
async fn many_places(towns: usize, from: i32) -> Dashboard {
    let samples: Vec<Sample> = (0..towns)
        .map(|town| {
            let mut sample = years(town as u32 + 1, from, &format!("{}", 10_000 + town), &["张明"]);
            for claim in &mut sample.claims {
                claim.scope = Some(format!("泽{town}镇"));
            }
            // A report of each town of its own, not versions of one page.
            let metadata = &mut sample.document.metadata;
            (metadata.scope, metadata.url) = (Some(format!("泽{town}镇")), None);
            sample
        })
        .collect();
    Dashboard::of(&samples, None).await
}

#[tokio::test]
async fn an_indicator_in_many_places_leads_with_a_choice_and_what_can_be_compared() {
    let dashboard = many_places(60, 2022).await;
    let page = dashboard.page("/indicators/1").await;
    page.assert_holds("60 个地方");
    page.assert_holds("选一个地方");
    // The highest value comes first, and leads to its words; what does not fit is one click away.
    let ranking = page.body.split("id=\"ranking\"").nth(1).expect("a ranking");
    let first = ranking.find("泽59镇").expect("the highest");
    assert!(first < ranking.find("泽58镇").expect("the next"), "{ranking}");
    assert!(!ranking.contains("<th scope=\"row\"><a href=\"/indicators/1?scope=%E6%B3%BD0%E9%95%87\">"));
    assert!(ranking.contains("/documents/60#c"), "{ranking}");
    let rest = dashboard.page(&address_of(&page, "下一页 →")).await;
    rest.assert_holds("泽0镇");
    let found = dashboard.page("/indicators/1?place=%E6%B3%BD7%E9%95%87").await;
    let offered = found.body.split("id=\"ranking\"").next().expect("a choice");
    assert_eq!(offered.matches("/indicators/1?scope=").count(), 1, "{offered}");
    // The page of one place names it, and leads back to all.
    let one = dashboard.page("/indicators/1?scope=%E6%B3%BD7%E9%95%87").await;
    one.assert_holds("泽7镇");
    one.assert_holds("全部 60 个地方");
    one.assert_lacks("泽8镇");
    let (numbers, largest) = followed(&dashboard, "/indicators/1.json", "series").await;
    let distinct: std::collections::BTreeSet<_> = numbers.iter().collect();
    assert_eq!((numbers.len(), distinct.len()), (120, 120));
    assert!(largest < 1_000_000);
}

#[tokio::test]
async fn no_page_grows_with_the_record() {
    let dashboard = many_places(80, 2022).await;
    for path in ["/indicators/1", "/compare?i=1", "/conferences", "/indicators", "/claims", "/"] {
        let page = dashboard.page(path).await;
        assert!(page.body.len() < 300_000, "{path}: {}", page.body.len());
    }
}

#[tokio::test]
async fn a_long_text_comes_in_parts_and_a_claim_is_found_in_its_own() {
    let dashboard = Dashboard::of(&[numbered(400, &"这一段没有数字。".repeat(300))], None).await;
    let first = dashboard.page("/documents/1").await;
    assert!(first.body.len() < 300_000, "{}", first.body.len());
    first.assert_holds("id=\"c1\"");
    first.assert_lacks("id=\"c400\"");
    first.assert_holds("正文第 1 部分");
    let claim = dashboard.page("/claims/400").await;
    let own = dashboard.page("/documents/1?c=400").await;
    own.assert_holds("id=\"c400\"");
    claim.assert_holds("/documents/1?c=400#c400");
    // From part to part, each claim stands once.
    let (mut marks, mut part) = (0, 1);
    loop {
        let page = dashboard.page(&format!("/documents/1?page={part}")).await;
        marks += page.body.matches("<mark id=\"c").count();
        if !page.body.contains("rel=\"next\"") {
            break;
        }
        part += 1;
    }
    assert_eq!(marks, 400);
}

#[tokio::test]
async fn a_list_page_offers_the_whole_list() {
    let dashboard = long_list().await;
    let page = dashboard.page("/claims?q=%E5%8A%9E%E7%BB%93&page=2").await;
    page.assert_holds("下载全部 1234 行");
    let csv = dashboard.page(&address_of(&page, "CSV")).await;
    assert_eq!(csv.body.lines().count(), 1_235);
    assert_eq!(csv.header(header::CONTENT_DISPOSITION), "attachment; filename=\"claims.csv\"");
    // A program that asks for parts goes on by the header.
    let part = dashboard.page("/claims.csv?limit=500").await;
    assert_eq!(part.body.lines().count(), 501);
    assert!(part.header(header::LINK).ends_with("; rel=\"next\""), "{:?}", part.headers);
}

#[tokio::test]
async fn the_name_of_a_csv_file_says_which_rows_it_holds() {
    let dashboard = Dashboard::conference().await;
    let named = async |path: &str| {
        let answer = dashboard.page(path).await;
        (answer.header(header::CONTENT_DISPOSITION).to_owned(), answer.body.lines().count())
    };
    assert_eq!(
        named("/claims.csv?limit=2").await,
        ("attachment; filename=\"claims-1-2-of-7.csv\"".to_owned(), 3)
    );
    assert_eq!(named("/indicators.csv").await, ("attachment; filename=\"indicators.csv\"".to_owned(), 5));
    assert_eq!(named("/documents.csv?year=2024").await.1, 2);
    let csv = dashboard.page("/claims.csv?status=target").await;
    csv.assert_holds(
        "受理群众诉求,澄江市,level,,件,target,2025-01-01,2025-12-31,year,8000000,,exact,,false,李红,1,",
    );
    let csv = dashboard.page("/indicators.csv?q=%E5%8F%97%E7%90%86").await;
    csv.assert_holds(
        "1,受理群众诉求,4,2,1,澄江市,2023,2025,7400000,,exact,件,澄江市,2024-01-01,2024-11-20,ytd,1,1",
    );
}

#[tokio::test]
async fn document_and_source_mean_the_same_in_every_table() {
    let dashboard = Dashboard::conference().await;
    let title = "澄江市接诉即办新闻发布会（2024年11月20日）";
    for table in ["/claims.csv", "/indicators/1.csv", "/compare.csv?i=1"] {
        let page = dashboard.page(table).await;
        let mut lines = csv::Reader::from_reader(page.body.as_bytes());
        let header = lines.headers().expect("a header").clone();
        let cell = |row: &csv::StringRecord, column: &str| {
            let at =
                header.iter().position(|name| name == column).unwrap_or_else(|| panic!("{table}: {column}"));
            row[at].to_owned()
        };
        let rows = lines.records().map(|row| row.expect("a row"));
        let row = rows.into_iter().find(|row| cell(row, "quote") == "740万件").expect("the value");
        let (document, source) = (cell(&row, "document"), cell(&row, "source"));
        assert_eq!((document.as_str(), source.as_str()), (title, "samples/1.txt"), "{table}");
    }
}

#[tokio::test]
async fn a_list_says_what_it_is_narrowed_by_and_how_to_widen_it() {
    let dashboard = Dashboard::conference().await;
    let some = dashboard.page("/claims?kind=change&q=%E5%8F%97%E7%90%86&page=1").await;
    some.assert_holds("共 1 条");
    some.assert_holds("<option value=\"change\" selected>变化</option>");
    some.assert_holds("href=\"/claims?kind=change\"");
    let none = dashboard.page("/claims?kind=rank&year=2024").await;
    none.assert_holds("不表示没有这回事");
    none.assert_holds("可以去掉一个条件再看");
    none.assert_holds("href=\"/claims?kind=rank\"");
    none.assert_holds("href=\"/claims?year=2024\"");
    dashboard.page("/documents?year=1999&lang=en").await.assert_holds("Drop a condition");
    dashboard.page("/indicators?target=1").await.assert_holds("共 1 个指标");
    dashboard.page("/indicators?topic=%E5%BA%94%E8%AF%89").await.assert_holds("出庭应诉率");
}

#[tokio::test]
async fn one_search_finds_indicators_claims_and_documents() {
    let dashboard = Dashboard::conference().await;
    let found = dashboard.page("/search?q=%E8%AF%89%E6%B1%82").await;
    found.assert_holds("<b>1</b> 指标");
    found.assert_holds("<b>4</b> 数据原话");
    found.assert_holds("<b>2</b> 文件");
    // The words in the text, and the way to them.
    found.assert_holds("/documents/1#:~:text=%E8%AF%89%E6%B1%82");
    found.assert_holds("/documents?q=%E8%AF%89%E6%B1%82");
    // Words that no claim holds are found in the text.
    let only_text = dashboard.page("/search?q=%E5%8A%9B%E4%BA%89").await;
    only_text.assert_holds("<b>0</b> 数据原话");
    only_text.assert_holds("<b>1</b> 文件");
    dashboard.page("/search?q=%E6%97%A0%E6%AD%A4%E4%BA%8B").await.assert_holds("不表示没有这回事");
    dashboard.page("/search").await.assert_holds("一两个字也可以");
}

#[rstest]
#[case::number("7400000", "数值</span> <b>7,400,000</b>", "740万件")]
#[case::with_unit("740万件", "数值</span> <b>7,400,000件</b>", "740万件")]
#[case::day("2024年11月20日", "时间</span> <b>2024年11月20日</b>", "740万件")]
#[case::day_in_digits("20241120", "2024年11月20日，或数值 20,241,120", "740万件")]
#[case::place_and_word("受理 澄江", "地区</span> <b>澄江市</b>", "740万件")]
#[case::speaker("张明", "发布人</span> <b>张明</b>", "633万件")]
#[case::sentence("今年以来，受理群众诉求740万件。", "数值</span> <b>7,400,000件</b>", "740万件")]
#[tokio::test]
async fn a_search_says_how_it_was_understood(#[case] query: &str, #[case] told: &str, #[case] found: &str) {
    let dashboard = Dashboard::conference().await;
    let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let page = dashboard.page(&format!("/search?q={encoded}")).await;
    page.assert_holds("理解为");
    page.assert_holds(told);
    page.assert_holds(&format!("<mark>{}{found}</mark>", if found == "633万件" { "超过" } else { "" }));
    let list = dashboard.page(&format!("/claims?q={encoded}")).await;
    list.assert_holds(told);
    list.assert_holds(found);
}

#[tokio::test]
async fn who_asks_for_a_place_sees_its_values() {
    let mut country = Sample::of_2023();
    country.claims[0].scope = Some("全国".to_owned());
    country.document.metadata.scope = Some("全国".to_owned());
    let mut place = Sample::of_2024();
    place.claims.truncate(1);
    place.links.truncate(1);
    let dashboard = Dashboard::of(&[country, place], None).await;
    let place = "/indicators/1?scope=%E6%BE%84%E6%B1%9F%E5%B8%82";
    for list in ["/search", "/indicators"] {
        for (query, value) in [("诉求 澄江", "740万件"), ("诉求 全国", "633万件")] {
            let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
            let page = dashboard.page(&format!("{list}?q={encoded}")).await;
            let row = page.body.split("<caption").nth(1).expect("a table of indicators");
            assert!(row.contains(value), "{list} {query}: {row}");
            assert_eq!(row.contains(place), value == "740万件", "{list} {query}: {row}");
        }
    }
}

#[tokio::test]
async fn where_nothing_fits_a_search_offers_the_nearest() {
    let dashboard = Dashboard::conference().await;
    let search = async |query: &str| {
        let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        dashboard.page(&format!("/search?q={encoded}")).await
    };
    let number = search("受理 741万件").await;
    number.assert_holds("不表示没有这回事");
    number.assert_holds("数值最接近的数据");
    number.assert_holds("740万件");
    number.assert_holds("去掉“数值 7,410,000件”");
    // Documents alone hold both words; more is known of one of them.
    let words = search("力争 受理").await;
    words.assert_holds("<b>1</b> 文件");
    words.assert_holds("去掉“词 力争”");
    words.assert_lacks("不表示没有这回事");
    let name = search("受理群众诉求量").await;
    name.assert_holds("名称相近的指标");
    name.assert_holds(">受理群众诉求 · ");
    let day = search("2024年11月19日").await;
    day.assert_holds("日期最接近的文件");
    day.assert_holds("澄江市接诉即办新闻发布会");
    // What is known by part of a number is not known.
    search("40万件").await.assert_holds("<b>0</b> 数据原话");
}

#[tokio::test]
async fn each_figure_of_a_pasted_sentence_is_looked_up() {
    let dashboard = Dashboard::conference().await;
    let sentence = "今年以来，受理群众诉求740万件，同比增长5.3%。";
    let encoded: String = form_urlencoded::byte_serialize(sentence.as_bytes()).collect();
    let page = dashboard.page(&format!("/search?q={encoded}")).await;
    page.assert_holds("这句话里有 2 个数据");
    page.assert_holds("记录中有 1 条相符");
    // No verdict: what comes near is shown as that.
    page.assert_holds("记录中没有相符的；最接近的是");
    page.assert_holds("<mark>5.2%</mark>");
    let json = dashboard.page(&format!("/search.json?q={encoded}")).await;
    let told: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
    assert_eq!(told["figures"][0]["claims"]["total"], 1, "{told}");
    assert_eq!(told["figures"][1]["nearest"][0]["claim"]["quote"], "5.2%", "{told}");
}

/// An indicator with a value for each of these places.
async fn places(names: &[&str]) -> Dashboard {
    let samples: Vec<Sample> = names
        .iter()
        .zip(1..)
        .map(|(name, number)| {
            let mut sample = years(number, 2020, &format!("19{number:03}"), &["张明"]);
            sample.claims.truncate(1);
            sample.links.truncate(1);
            sample.claims[0].scope = Some((*name).to_owned());
            sample.document.metadata.title = Some(format!("{name}工作报告"));
            sample.document.metadata.url = None;
            sample
        })
        .collect();
    Dashboard::of(&samples, None).await
}

#[tokio::test]
async fn scopes_to_compare_are_found_by_name_and_what_is_chosen_stays() {
    let many: Vec<String> = (0..90).map(|number| format!("云州{number}市")).collect();
    let known = ["全国", "山东省", "济南市", "青岛市", "江苏省", "南京市"];
    let names: Vec<&str> = known.into_iter().chain(many.iter().map(String::as_str)).collect();
    let dashboard = places(&names).await;
    let chosen = |page: &Answer| page.body.matches(" checked>").count();
    // From the page of a place one comes with it chosen.
    let here = dashboard.page("/indicators/1?scope=%E6%B5%8E%E5%8D%97%E5%B8%82").await;
    here.assert_holds("/compare?i=1&#38;scope=%E6%B5%8E%E5%8D%97%E5%B8%82");
    let compared = dashboard.page("/compare?i=1&scope=%E6%B5%8E%E5%8D%97%E5%B8%82").await;
    assert_eq!(chosen(&compared), 1);
    for words in [
        "<legend>全国</legend>",
        "<legend>省、自治区、直辖市</legend>",
        "<legend>山东省</legend>",
        "value=\"青岛市\"",
        "另有 91 个范围没有列出",
    ] {
        compared.assert_holds(words);
    }
    compared.assert_lacks("value=\"南京市\"");
    assert_eq!(compared.body.matches("<figure class=\"chart\">").count(), 1);
    // Looked for by its province; what was chosen before stays chosen.
    let found =
        dashboard.page("/compare?i=1&scope=%E6%B5%8E%E5%8D%97%E5%B8%82&place=%E6%B1%9F%E8%8B%8F").await;
    found.assert_holds("value=\"南京市\"");
    found.assert_lacks("value=\"青岛市\"");
    assert_eq!(chosen(&found), 1);
    let none = dashboard.page("/compare?i=1&place=%E6%97%A0%E6%AD%A4").await;
    none.assert_holds("没有名称含“无此”的范围");
    // Never more than can be looked through, and never all of them drawn.
    let searched = dashboard.page("/compare?i=1&place=%E4%BA%91%E5%B7%9E").await;
    assert_eq!(searched.body.matches("type=\"checkbox\"").count(), 60);
    searched.assert_holds("另有 36 个范围没有列出");
    searched.assert_holds("只画出数据最多的 8 个，共 96 个");
    let file = dashboard.page("/compare.csv?i=1").await;
    assert_eq!(file.body.lines().count(), 97);
}

/// A work report of `year` + 1 that gives these values of the year: name, figure, whether a target.
fn report(number: u32, year: i32, lines: &[(&str, &str, i32, Status)]) -> Sample {
    let speaker = Speaker { name: "李红".to_owned(), post: None, organisation: None };
    let title = format!("{}年政府工作报告", year + 1);
    let said: Vec<String> =
        lines.iter().map(|(name, value, of, _)| format!("{of}年{name}{value}件。")).collect();
    let texts: Vec<&str> = [title.as_str()].into_iter().chain(said.iter().map(String::as_str)).collect();
    let mut sample = Sample::new(number, &format!("{}-01-10", year + 1), &texts, &speaker);
    for (name, value, of, status) in lines {
        sample = sample.with(name, &format!("{value}件"), |claim| {
            claim.value = value.parse().expect("a decimal");
            claim.status = *status;
            let (start, end) = (format!("{of}-01-01"), format!("{of}-12-31"));
            claim.period = Some(period(&start, &end, PeriodType::Year, "全年", false));
        });
    }
    sample
}

/// One value is revised, one target missed, and one indicator given three times and then no more.
fn five_reports() -> [Sample; 5] {
    let (actual, target) = (Status::Actual, Status::Target);
    [
        report(1, 2020, &[("热线受理量", "310", 2020, actual), ("复议办结数", "71", 2020, actual)]),
        report(
            2,
            2021,
            &[
                ("热线受理量", "320", 2021, actual),
                ("复议办结数", "72", 2021, actual),
                ("老旧小区改造数", "500", 2022, target),
            ],
        ),
        report(
            3,
            2022,
            &[
                ("热线受理量", "330", 2022, actual),
                ("复议办结数", "73", 2022, actual),
                ("老旧小区改造数", "480", 2022, actual),
            ],
        ),
        report(4, 2023, &[("热线受理量", "340", 2023, actual), ("普惠托位数", "61", 2022, actual)]),
        report(5, 2024, &[("热线受理量", "350", 2024, actual), ("普惠托位数", "64", 2022, actual)]),
    ]
}

#[tokio::test]
async fn what_does_not_fit_is_listed_with_both_sides_and_has_an_address() {
    let dashboard = Dashboard::of(&five_reports(), None).await;
    let all = dashboard.page("/findings").await;
    all.assert_holds("共 3 条线索");
    let missed = dashboard.page("/findings?kind=missed&year=2022").await;
    missed.assert_holds("共 1 条线索");
    missed.assert_holds("老旧小区改造数");
    missed.assert_holds("500件");
    missed.assert_holds("480件");
    missed.assert_holds("相差 −20件");
    missed.assert_lacks("普惠托位数");
    dashboard.page("/findings?kind=missed&year=2021").await.assert_holds("共 0 条线索");
    let address =
        missed.body.split_once("class=\"tag medium\" href=\"").and_then(|(_, rest)| rest.split_once('"'));
    let one = dashboard.page(address.expect("a finding has an address").0).await;
    one.assert_holds("未达目标：老旧小区改造数");
    one.assert_holds("同一年份");
    let english = dashboard.page("/findings?kind=vanished&lang=en").await;
    english.assert_holds("no longer mentioned");
    english.assert_holds("复议办结数");
    let table = dashboard.page("/findings.csv?kind=missed").await;
    let lines: Vec<&str> = table.body.lines().collect();
    assert_eq!(lines.len(), 2, "{}", table.body);
    assert!(
        lines[1].contains(",missed,medium,") && lines[1].contains(",2022-12-31,-20,件,"),
        "{}",
        table.body
    );
    let list: serde_json::Value = serde_json::from_str(&dashboard.page("/findings.json").await.body).unwrap();
    assert_eq!((&list["total"], list["rows"].as_array().map(Vec::len)), (&3.into(), Some(3)));
    assert_eq!(dashboard.get("/findings?kind=odd").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(dashboard.get("/findings/999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_auditor_explains_and_dismisses_findings_and_takes_that_back() {
    let dashboard = Dashboard::of(&five_reports(), None).await;
    let of_kind = async |kind: &str| {
        let list = dashboard.page(&format!("/findings.json?kind={kind}")).await.body;
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        list["rows"][0]["id"].as_i64().expect("a finding")
    };
    let (missed, vanished) = (of_kind("missed").await, of_kind("vanished").await);
    let page = dashboard.page(&format!("/findings/{missed}")).await;
    page.assert_holds(&format!("action=\"/findings/{missed}/judge\""));
    page.assert_lacks("value=\"open\"");
    for fields in [&[("state", "explained")][..], &[("state", "explained"), ("why", " ")], &[("why", "x")]] {
        let refused = dashboard.send(&format!("/findings/{missed}/judge"), fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
    let elsewhere = dashboard.send("/findings/999/judge", &[("state", "explained"), ("why", "x")]).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);

    let explained = [("state", "explained"), ("why", "年中调整了<b>计划"), ("who", "周宁")];
    let done = dashboard.send(&format!("/findings/{missed}/judge"), &explained).await;
    assert_eq!(done.header(header::LOCATION), format!("/findings/{missed}"));
    let dismissed = [("state", "dismissed"), ("why", "另有专报")];
    dashboard.send(&format!("/findings/{vanished}/judge"), &dismissed).await;
    let page = dashboard.page(&format!("/findings/{missed}")).await;
    for words in ["已说明", "年中调整了&#60;b&#62;计划", "周宁", "/decisions/1", "value=\"open\""]
    {
        page.assert_holds(words);
    }

    // The list leaves out what was dismissed, the overview what was explained too.
    dashboard.page("/findings").await.assert_holds("共 2 条线索");
    dashboard.page("/findings?state=all").await.assert_holds("共 3 条线索");
    dashboard.page("/findings?state=dismissed").await.assert_holds("另有专报");
    dashboard.page("/findings?state=open&lang=en").await.assert_holds("Findings: 1");
    let table = dashboard.page("/findings.csv?state=explained").await;
    assert!(
        table.body.lines().nth(1).is_some_and(|line| line.contains(",explained,年中调整了<b>计划,周宁,"))
    );
    let overview = dashboard.page("/").await;
    overview.assert_lacks("id=\"missed\"");
    overview.assert_lacks("id=\"vanished\"");
    overview.assert_holds("id=\"restated\"");
    assert_eq!(dashboard.get("/findings?state=odd").await.status, StatusCode::BAD_REQUEST);

    let decision = dashboard.page("/decisions/1").await;
    for words in ["说明线索", "老旧小区改造数", "待核", "已说明", &format!("/findings/{missed}")]
    {
        decision.assert_holds(words);
    }
    dashboard.page("/decisions/1?lang=en").await.assert_holds("finding explained");
    dashboard.send("/decisions/1/undo", &[]).await;
    dashboard.page("/").await.assert_holds("id=\"missed\"");
    // What it was about is gone with a document, and the decision says so.
    dashboard.send("/documents/4/remove", &[("sure", "1"), ("why", "重复")]).await;
    dashboard.send("/documents/5/remove", &[("sure", "1"), ("why", "重复")]).await;
    dashboard.page("/decisions/2").await.assert_holds("已不构成线索");
    dashboard.send("/documents/3/remove", &[("sure", "1"), ("why", "重复")]).await;
    dashboard.page("/decisions/2").await.assert_holds("不会套用到别的线索上");
}

#[tokio::test]
async fn the_overview_says_why_an_indicator_is_worth_a_look() {
    let dashboard = Dashboard::of(&five_reports(), None).await;
    let page = dashboard.page("/").await;
    let group = |id: &str| {
        let from = page.body.split_once(&format!("id=\"{id}\"")).map(|(_, rest)| rest);
        from.and_then(|rest| rest.split_once("<h3"))
            .map_or(from, |(group, _)| Some(group))
            .unwrap_or_default()
    };
    let restated = group("restated");
    assert!(
        restated.contains("普惠托位数") && restated.contains("61件") && restated.contains("64件"),
        "{restated}"
    );
    assert!(restated.contains("/documents/4#c") && restated.contains("需核实"), "{restated}");
    let missed = group("missed");
    assert!(
        missed.contains("老旧小区改造数") && missed.contains("500件") && missed.contains("480件"),
        "{missed}"
    );
    let vanished = group("vanished");
    assert!(vanished.contains("复议办结数") && vanished.contains("连续 3 年"), "{vanished}");
    assert!(vanished.contains("2 份同类文件中没有找到") && vanished.contains("/documents/5"), "{vanished}");
    assert!(!vanished.contains("热线受理量"), "{vanished}");
    assert!(group("reported").contains("热线受理量"));
    dashboard.page("/?lang=en").await.assert_holds("to be checked");
}

#[tokio::test]
async fn a_document_is_removed_and_brought_back_on_its_page() {
    let dashboard = Dashboard::conference().await;
    let claim = dashboard.store.document(1).await.expect("it is there").claims[0].id;
    let claim = format!("/claims/{claim}");
    let places =
        ["/documents", "/claims", "/", "/search?q=%E6%BE%84%E6%B1%9F", "/conferences", "/indicators"];
    let mut before = Vec::new();
    for path in places {
        before.push(dashboard.page(path).await.body);
    }
    let form = dashboard.page("/documents/1").await;
    form.assert_holds("action=\"/documents/1/remove\"");

    // Neither without a reason, nor unsure, nor from another site.
    for fields in [&[("sure", "1")][..], &[("sure", "1"), ("why", " ")], &[("why", "下载错了")]] {
        let refused = dashboard.send("/documents/1/remove", fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
    let elsewhere = Request::post("/documents/1/remove")
        .header(header::HOST, "127.0.0.1:8080")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("sure=1&why=x"))
        .expect("a request");
    assert_eq!(dashboard.ask(elsewhere).await.status, StatusCode::FORBIDDEN);
    dashboard.page("/documents/1").await;

    let fields = [("sure", "1"), ("why", "下载错了<b>页面"), ("who", "周宁")];
    let removed = dashboard.send("/documents/1/remove?lang=en", &fields).await;
    assert_eq!(
        (removed.status, removed.header(header::LOCATION)),
        (StatusCode::SEE_OTHER, "/documents/1?lang=en")
    );
    for path in ["/documents/1", &claim] {
        let gone = dashboard.get(path).await;
        assert_eq!(gone.status, StatusCode::GONE, "{path}");
        for words in ["已被移除", "下载错了&#60;b&#62;页面", "周宁", "action=\"/decisions/1/undo\""]
        {
            gone.assert_holds(words);
        }
    }
    let gone = dashboard.get("/documents/1.json").await;
    assert_eq!(gone.status, StatusCode::GONE);
    gone.assert_holds("\"decision\"");
    for path in places {
        let page = dashboard.page(path).await;
        page.assert_lacks("/documents/1\"");
        page.assert_lacks("/documents/1#");
        page.assert_lacks("740万件");
    }
    let decisions = dashboard.page("/decisions").await;
    decisions.assert_holds("移除文件");
    dashboard.page("/decisions/1").await.assert_holds("action=\"/decisions/1/undo\"");

    let undone = dashboard.send("/decisions/1/undo", &[]).await;
    assert_eq!((undone.status, undone.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/documents/1"));
    for (path, before) in places.into_iter().zip(before) {
        assert_eq!(dashboard.page(path).await.body, before, "{path}");
    }
    let decisions = dashboard.page("/decisions").await;
    decisions.assert_holds("撤销决定 1");
    decisions.assert_holds("已撤销");
    dashboard.page("/decisions/1").await.assert_lacks("action=\"/decisions/1/undo\"");
    // Sent again, it is only shown what became of it.
    dashboard.send("/decisions/1/undo", &[]).await;
    assert_eq!(dashboard.store.decisions().await.expect("they are read").len(), 2);
}

#[tokio::test]
async fn no_page_is_older_than_the_last_write() {
    let dashboard = Dashboard::conference().await;
    let paths = [
        "/",
        "/indicators",
        "/claims?q=%E5%8F%97%E7%90%86",
        "/search?q=%E5%8F%97%E7%90%86",
        "/indicators/1.json",
    ];
    for path in paths {
        dashboard.page(path).await.assert_holds("受理群众诉求");
    }
    let decide = async |act| {
        let (before, after, why) = (String::new(), String::new(), String::new());
        let new = NewDecision { who: "审".into(), act, before, after, why };
        dashboard.store.decide(new).await.expect("a decision")
    };
    let renamed = decide(Act::Rename { indicator: "受理群众诉求".into(), name: "改名之后".into() }).await;
    for path in paths {
        dashboard.page(path).await.assert_holds("改名之后");
    }
    decide(Act::Undo { decision: renamed }).await;
    for path in paths {
        dashboard.page(path).await.assert_lacks("改名之后");
    }
    // Read again, a text no longer gives its claims.
    let sample = Sample::of_2023();
    let stored = dashboard.store.document(2).await.expect("it is there");
    let (stated, nothing) =
        (stored.row.metadata.clone(), (sample.blocks.as_slice(), [].as_slice(), [].as_slice()));
    let (read, _) = ReadAgain::of(&stored, stated, &Facts::default(), nothing).expect("no claim, no link");
    dashboard.store.put_again(read).await.expect("a replacement");
    dashboard.page("/claims").await.assert_holds("共 6 条");
    dashboard.page("/claims?q=%E5%8F%97%E7%90%86").await.assert_lacks("633万");
}

#[tokio::test]
async fn no_answer_lets_a_page_run_what_is_not_its_own() {
    let dashboard = Dashboard::conference().await;
    for path in [
        "/",
        "/indicators/1",
        "/indicators/1.svg",
        "/indicators/1.csv",
        "/static/app.css",
        "/nowhere",
        "/claims?page=x",
    ] {
        let answer = dashboard.get(path).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn another_host_is_refused_and_nothing_can_be_written() {
    let dashboard = Dashboard::conference().await;
    let foreign =
        Request::get("/").header(header::HOST, "evil.example").body(Body::empty()).expect("a request");
    let answer = dashboard.ask(foreign).await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    answer.assert_holds("127.0.0.1");
    answer.assert_lacks("740万");
    let write =
        Request::post("/documents").header(header::HOST, "localhost").body(Body::empty()).expect("a request");
    assert_eq!(dashboard.ask(write).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn files_of_the_page_are_not_sent_twice() {
    let dashboard = Dashboard::conference().await;
    for name in ["app.css", "app.js", "favicon.svg"] {
        let path = format!("/static/{name}");
        let first = dashboard.page(&path).await;
        let known = first.header(header::ETAG);
        let again =
            Request::get(&path).header(header::HOST, "localhost").header(header::IF_NONE_MATCH, known);
        let again = dashboard.ask(again.body(Body::empty()).expect("a request")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{name}");
    }
}

#[rstest]
#[case::page("/indicators/1")]
#[case::list("/claims?q=%E4%BB%B6")]
#[case::json("/indicators/1.json")]
#[case::csv("/indicators/1.csv")]
#[case::svg("/indicators/1.svg")]
#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again(#[case] path: &str) {
    let dashboard = Dashboard::of(&[Sample::of_2024()], None).await;
    let first = dashboard.page(path).await;
    let known = first.header(header::ETAG).to_owned();
    let ask = |known: &str| {
        let request =
            Request::get(path).header(header::HOST, "127.0.0.1:8080").header(header::IF_NONE_MATCH, known);
        dashboard.ask(request.body(Body::empty()).expect("a request"))
    };
    for known in [known.clone(), format!("\"old\", {known}"), "*".to_owned()] {
        let again = ask(&known).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
        assert_eq!(again.header(header::ETAG), first.header(header::ETAG));
        assert!(again.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    }
    assert_eq!(ask("\"old\"").await.status, StatusCode::OK);
    // What is new must reach the reader.
    dashboard.store.add(Sample::of_2023().as_new()).await.expect("a second document");
    let news = ask(&known).await;
    assert_eq!(news.status, StatusCode::OK);
    assert_ne!(news.header(header::ETAG), known);
}

#[tokio::test]
async fn a_missing_page_is_not_kept() {
    let answer = Dashboard::of(&[], None).await.get("/indicators/1").await;
    assert_eq!((answer.status, answer.headers.get(header::ETAG)), (StatusCode::NOT_FOUND, None));
}

#[tokio::test]
async fn searches_of_one_and_two_characters_find_claims() {
    let dashboard = Dashboard::conference().await;
    dashboard.page("/claims?q=%E4%BB%B6").await.assert_holds("740万件");
    dashboard.page("/claims?q=%E5%B1%A5%E8%A1%8C").await.assert_holds("决定履行率");
    dashboard.page("/claims?q=%E6%97%A0%E6%AD%A4").await.assert_holds("不表示没有这回事");
}

#[tokio::test]
async fn a_database_that_fails_is_told_without_its_inner_workings() {
    let dashboard = Dashboard::conference().await;
    dashboard.store.close().await;
    let answer = dashboard.get("/indicators").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    answer.assert_holds("policy-metrics doctor");
    answer.assert_lacks("pool");
}

#[tokio::test]
async fn pages_go_out_compressed_to_those_who_can_read_it() {
    let dashboard = Dashboard::conference().await;
    let request =
        Request::get("/help").header(header::HOST, "localhost").header(header::ACCEPT_ENCODING, "gzip");
    let response = dashboard
        .router
        .clone()
        .oneshot(request.body(Body::empty()).expect("a request"))
        .await
        .expect("an answer");
    assert_eq!(
        response.headers().get(header::CONTENT_ENCODING).map(axum::http::HeaderValue::as_bytes),
        Some(&b"gzip"[..])
    );
}

#[tokio::test]
async fn an_address_that_others_can_reach_is_refused() {
    let dashboard = Dashboard::of(&[], None).await;
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.expect("a port");
    let state = AppState {
        store: dashboard.store.clone(),
        notice: None,
        language: Language::Chinese,
        typeface: Typeface::default(),
    };
    let refused = web::serve(listener, state, std::future::pending()).await.expect_err("a refusal");
    assert!(refused.to_string().contains("127.0.0.1"), "{refused}");
}

#[tokio::test]
async fn serving_ends_when_it_is_told_to() {
    let dashboard = Dashboard::of(&[], None).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let state = AppState {
        store: dashboard.store.clone(),
        notice: None,
        language: Language::Chinese,
        typeface: Typeface::default(),
    };
    web::serve(listener, state, std::future::ready(())).await.expect("a clean end");
}
