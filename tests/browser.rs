//! The dashboard in a real browser: what only a browser can tell. Needs Debian's `chromium` and
//! `chromium-driver`; without them these tests say so and pass, except where `CI` is set.

use crate::brief::Desk;
use fantoccini::key::Key;
use fantoccini::wd::PrintConfiguration;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rstest::rstest;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

/// How long a browser may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Says what keeps a page from readers who cannot see it or use no mouse.
const BARRIERS: &str = include_str!("barriers.js");

/// The rows of the table beside a chart.
const TABLE: &str = "[aria-labelledby=table] table.data tbody";

/// A process that ends with the test.
struct Running(Child);

impl Running {
    /// Starts a program and reads its output up to the line from which `found` takes what it needs.
    fn start(command: &mut Command, found: impl Fn(&str) -> Option<String>) -> (Self, String) {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let said = lines.find_map(|line| found(&line.expect("text"))).expect("it says where it listens");
        // Whoever nobody listens to would stop at its next word.
        std::thread::spawn(move || lines.for_each(drop));
        (Self(child), said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Asked and not forced, so that it clears its temporary files away.
        let asked = Command::new("kill").arg(self.0.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}

/// Someone in front of a browser.
#[derive(Clone)]
struct Reader {
    client: Client,
    site: String,
}

impl Reader {
    async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    /// The first element that fits, as soon as it is there.
    async fn find(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("no {css}: {error}"))
    }

    /// Its words as they are shown; a part that was just written anew is looked up again.
    async fn text(&self, css: &str) -> String {
        loop {
            match self.find(css).await.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                text => return text.unwrap(),
            }
        }
    }

    /// Follows a link and waits for the page behind it.
    async fn follow(&self, css: &str) {
        let link = self.find(css).await;
        let address = link.prop("href").await.unwrap().unwrap_or_else(|| panic!("{css} leads nowhere"));
        link.click().await.unwrap();
        self.until(&format!("location.href === {}", json!(address))).await;
    }

    async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Waits until an expression holds on a page that is complete.
    async fn until(&self, expression: &str) {
        let script = format!("return document.readyState === 'complete' && !!({expression})");
        let held = tokio::time::timeout(PATIENCE, async {
            let mut pause = tokio::time::interval(Duration::from_millis(20));
            while self.ask(&script).await != json!(true) {
                pause.tick().await;
            }
        });
        assert!(held.await.is_ok(), "never came true: {expression}");
    }

    async fn press(&self, key: Key) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(&String::from(char::from(key))).await.unwrap();
    }

    /// The words of the page as it is printed, without blanks; `None` where nothing reads them.
    async fn paper(&self) -> Option<String> {
        let pdf = self.client.print(PrintConfiguration::default()).await.unwrap();
        assert!(pdf.starts_with(b"%PDF"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.pdf");
        std::fs::write(&file, pdf).unwrap();
        let Ok(text) = Command::new("pdftotext").arg(&file).arg("-").output() else {
            eprintln!("the words on paper were not read: pdftotext is missing");
            return None;
        };
        Some(without_blanks(&String::from_utf8_lossy(&text.stdout)))
    }

    async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }
}

/// What the site answers, head and body, to those who are no browser: pages may not fetch anything.
fn get(site: &str, path: &str) -> String {
    let host = site.trim_start_matches("http://");
    let mut connection = TcpStream::connect(host).expect("the site listens");
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("it reads");
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Runs `visit` with a browser on the demo's pages; `options` go to Chromium.
async fn visit<F, Fut>(options: Value, visit: F)
where
    F: FnOnce(Reader) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().unwrap();
    visit_site(&folder, &["demo"], options, visit).await;
}

/// The same on the pages that the program serves by this command in this folder.
async fn visit_site<F, Fut>(folder: &TempDir, serve: &[&str], options: Value, visit: F)
where
    F: FnOnce(Reader) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let driver = Command::new("chromedriver").arg("--version").output();
    let browser = Command::new("chromium").arg("--version").output();
    if driver.is_err() || browser.is_err() {
        assert!(std::env::var_os("CI").is_none(), "chromium and chromedriver must be installed for CI");
        eprintln!("skipped: install chromium and chromium-driver to run the browser tests");
        return;
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_policy-metrics"));
    program.args(serve).args(["--bind", "127.0.0.1:0"]).current_dir(folder.path());
    let (_program, site) = Running::start(&mut program, |line| {
        let address = line.split_once("http://")?.1;
        Some(format!("http://{}", address.split('/').next()?))
    });
    let (_driver, port) = Running::start(Command::new("chromedriver").arg("--port=0"), |line| {
        Some(line.split_once("started successfully on port ")?.1.trim_end_matches('.').to_owned())
    });
    let profile = folder.path().join("profile");
    let mut chrome = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=1440,1000",
            format!("--user-data-dir={}", profile.display()),
        ],
    });
    for (name, value) in options.as_object().expect("options by name") {
        match (chrome.get_mut(name).and_then(Value::as_array_mut), value) {
            (Some(usual), Value::Array(more)) => usual.extend(more.iter().cloned()),
            _ => chrome[name] = value.clone(),
        }
    }
    let mut capabilities = serde_json::Map::new();
    capabilities.insert("goog:chromeOptions".to_owned(), chrome);
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("a browser");
    // In a task of its own, so that the browser is closed whatever becomes of it.
    let ended = tokio::spawn(visit(Reader { client: client.clone(), site })).await;
    client.close().await.unwrap();
    if let Err(stopped) = ended {
        std::panic::resume_unwind(stopped.into_panic());
    }
}

#[tokio::test]
async fn a_reporter_gets_from_a_word_to_the_exact_words() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/").await;
        let search = reader.find("input[name=q]").await;
        search.send_keys("热线").await.unwrap();
        reader.press(Key::Enter).await;
        reader.until("location.pathname === '/search' && location.search.includes('q=')").await;
        assert!(reader.text("tbody th a").await.contains("热线"));
        reader.follow("tbody th a").await;
        let name = reader.text("h1").await;
        assert!(name.contains("热线"), "{name}");

        // Points are reached by keyboard, and arrows lead from one to the next in time.
        reader.ask("document.querySelector('.wide svg.chart a.point').focus()").await;
        reader.press(Key::Home).await;
        let first = reader.text(".tip:not([hidden])").await;
        reader.press(Key::Right).await;
        reader.until(&format!("document.querySelector('.tip:not([hidden])').textContent !== {}", json!(first))).await;
        let second = reader.text(".tip:not([hidden])").await;
        reader.press(Key::Left).await;
        reader.until(&format!("document.querySelector('.tip:not([hidden])').textContent === {}", json!(first))).await;
        assert!(!first.is_empty() && first != second, "{first} / {second}");
        reader.press(Key::Escape).await;
        reader.until("document.querySelector('.tip:not([hidden])') === null").await;

        // Another measure is another address, and the page says which it shows.
        let before = reader.text(".headline .sub").await;
        reader.follow(".choices li a:not([aria-current])").await;
        assert_ne!(reader.text(".headline .sub").await, before);
        reader.client.back().await.unwrap();
        reader.until("document.querySelectorAll('table.data tbody tr').length > 1").await;

        // The table's first quote stands in the text, marked and in view.
        let quote = reader.text(&format!("{TABLE} mark")).await;
        let csv = reader.find("#downloads ~ ul a[href*='.csv']").await.attr("href").await.unwrap().unwrap();
        let answer = get(&reader.site, &csv);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(&quote), "{quote} in {answer}");
        reader.follow(&format!("{TABLE} td:last-child a")).await;
        let mark = "document.getElementById(location.hash.slice(1))";
        reader.until(&format!("{mark}.matches('mark')")).await;
        assert_eq!(reader.ask(&format!("return {mark}.textContent")).await, json!(quote));
        reader
            .until(&format!(
                "(() => {{ const at = {mark}.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight }})()"
            ))
            .await;
    })
    .await;
}

#[tokio::test]
async fn english_stays_english_from_page_to_page() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/?lang=en").await;
        reader.find("input[name=q]").await.send_keys("热线").await.unwrap();
        reader.press(Key::Enter).await;
        reader.until("location.pathname === '/search'").await;
        let evidence = format!("{TABLE} td:last-child a");
        for step in ["tbody th a", ".choices li a:not([aria-current])", &evidence] {
            assert_eq!(reader.ask("return document.documentElement.lang").await, json!("en"));
            reader.follow(step).await;
        }
        assert_eq!(reader.ask("return document.documentElement.lang").await, json!("en"));
        // The point of a chart is a link as any other.
        reader.client.back().await.unwrap();
        let point = reader.find(".wide svg.chart a.point").await.attr("href").await.unwrap().unwrap();
        assert!(point.contains("lang=en"), "{point}");
        // The switch stays on the page.
        let path = reader.ask("return location.pathname").await;
        reader.follow("a.switch").await;
        assert_eq!(reader.ask("return document.documentElement.lang").await, json!("zh-CN"));
        assert_eq!(reader.ask("return location.pathname").await, path);
    })
    .await;
}

#[tokio::test]
async fn everything_works_without_script() {
    let off = json!({ "prefs": { "profile.managed_default_content_settings.javascript": 2 } });
    visit(off, async |reader: Reader| {
        reader.open("/").await;
        reader.find("input[name=q]").await.send_keys("热线").await.unwrap();
        reader.find("form.search button").await.click().await.unwrap();
        reader.find("tbody th a").await.click().await.unwrap();
        reader.find(".wide svg.chart a.point").await;
        // No script of the page has run: it would have made the tooltip.
        assert!(reader.client.find_all(Locator::Css(".tip")).await.unwrap().is_empty());
        let quote = reader.text(&format!("{TABLE} mark")).await;
        reader.find(&format!("{TABLE} td:last-child a")).await.click().await.unwrap();
        reader.find("article mark").await;
        let address = reader.address().await;
        let claim = address.split_once('#').expect("a fragment").1;
        assert_eq!(reader.text(&format!("mark[id={claim}]")).await, quote);
    })
    .await;
}

/// Whoever knows the day of forty documents says it once, sees what it changes, and can take it back; all without script.
#[tokio::test]
async fn forty_documents_of_a_folder_get_their_day_and_place_at_once_and_lose_them_again() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: String, text: String| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for number in 1..=40 {
        write(
            format!("in/通报/{number}.txt"),
            format!("热线工作通报第{number}号\n\n今年全市受理群众诉求{number}00件。\n"),
        );
    }
    write("in/别处/1.txt".into(), "养老服务通报\n\n今年新增养老床位120张。\n".into());
    let mut ingest = Command::new(env!("CARGO_BIN_EXE_policy-metrics"));
    let done = ingest.args(["ingest", "in"]).current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let off = json!({ "prefs": { "profile.managed_default_content_settings.javascript": 2 } });
    visit_site(&folder, &["serve"], off, async |reader: Reader| {
        let click = async |css: &str| reader.find(css).await.click().await.unwrap();
        let shown = async |words: &str| {
            let xpath = format!("//main//*[contains(., '{words}')]");
            let found = reader.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&xpath)).await;
            found.unwrap_or_else(|error| panic!("no “{words}”: {error}"));
        };
        reader.open("/claims?year=2031").await;
        shown("共 0 条").await;
        reader.open("/documents").await;
        click("a[href='/documents/unknown']").await;
        click("th a[href*='beside=']").await;
        reader.find("ul.conditions").await;
        reader.find("input[name=date]").await.send_keys("2031年11月20日").await.unwrap();
        reader.find("input[name=scope]").await.send_keys("云州市").await.unwrap();
        click("button[value=all]").await;
        shown("40 份文件将重新提取，得 40 条数据：40 条新得到范围，40 条新得到期间").await;
        reader
            .find("section[aria-labelledby=preview] input[name=why]")
            .await
            .send_keys("封面写明")
            .await
            .unwrap();
        click("section[aria-labelledby=preview] button").await;
        shown("文件 40 份：范围 云州市，日期 2031-11-20").await;
        reader.open("/claims?year=2031").await;
        shown("共 40 条").await;
        reader.open("/documents/unknown?lacks=date").await;
        assert_eq!(reader.client.find_all(Locator::Css("input[name=id]")).await.unwrap().len(), 1);

        reader.open("/decisions/1").await;
        click("section[aria-labelledby=undo] button").await;
        shown("撤销决定 1").await;
        reader.open("/claims?year=2031").await;
        shown("共 0 条").await;
        reader.open("/documents/unknown?lacks=date").await;
        assert_eq!(reader.client.find_all(Locator::Css("input[name=id]")).await.unwrap().len(), 41);
    })
    .await;
}

#[tokio::test]
async fn an_auditor_gets_from_the_conferences_to_the_evidence_and_compares() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/conferences").await;
        let value = reader.text(".matrix td a.quiet .number").await;
        // Every sign says with what it compares.
        let sign = reader.find(".matrix .sign").await.attr("aria-label").await.unwrap().unwrap();
        assert!(sign.contains('（') && sign.contains("可比数值"), "{sign}");
        reader.follow(".matrix td a.quiet").await;
        reader.until("document.querySelector('mark:target') !== null").await;
        let words = reader.ask("return document.querySelector('mark:target').textContent").await;
        // The words of the text and the value in the table begin with the same digits.
        let digits = |text: &str| text.chars().find(char::is_ascii_digit);
        assert_eq!(words.as_str().and_then(digits), digits(&value), "{words} / {value}");

        reader.open("/compare").await;
        reader.find("input[name=q]").await.send_keys("热线").await.unwrap();
        reader.press(Key::Enter).await;
        reader.until("location.search.includes('q=')").await;
        reader.follow(".offered a").await;
        reader.find(".wide svg.chart a.point").await;
        reader.find("input[name=q]").await.send_keys("率").await.unwrap();
        reader.press(Key::Enter).await;
        reader.until("location.search.includes('q=') && location.search.includes('i=')").await;
        reader.follow(".offered a").await;
        reader.until("document.querySelectorAll('.chosen li').length === 2").await;
        // What is compared can be taken away as a table.
        let csv = reader.find("#downloads ~ ul a[href*='.csv']").await.attr("href").await.unwrap().unwrap();
        assert!(get(&reader.site, &csv).starts_with("HTTP/1.1 200"), "{csv}");
        reader.follow(".chosen li a.small").await;
        reader.until("document.querySelectorAll('.chosen li').length === 1").await;
    })
    .await;
}

#[tokio::test]
async fn staff_take_a_chart_and_a_citation_into_their_own_text() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/").await;
        reader.follow(".cards h4 a").await;
        for (format, kind) in [("svg", "image/svg+xml"), ("json", "application/json")] {
            let link = reader.find(&format!("#downloads ~ ul a[href*='.{format}']")).await;
            let answer = get(&reader.site, &link.attr("href").await.unwrap().unwrap());
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(kind), "{format}: {answer}");
        }
        // The address of the page is the view itself.
        let shown = reader.text(".headline .sub").await;
        reader.follow("[aria-labelledby=share] a").await;
        assert_eq!(reader.text(".headline .sub").await, shown);
        reader.follow(&format!("{TABLE} td.num a")).await;
        let cited = reader.text(".cite .copy").await;
        let kinds = ["[R]", "[R/OL]", "[Z]", "[Z/OL]", "[EB/OL]"];
        assert!(kinds.iter().any(|kind| cited.contains(kind)) && !cited.contains("未知"), "{cited}");
        reader.find(".cite .tools button").await.click().await.unwrap();
        reader.until("document.querySelector('.cite .tools [role=status]').textContent === '已复制'").await;
    })
    .await;
}

/// A reporter pastes a text, which is checked at once, opens the evidence, saves, finds it again, and prints it.
#[tokio::test]
async fn a_reporter_checks_a_text_saves_it_and_prints_it() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/check").await;
        reader.find("textarea[name=text]").await.send_keys(CHECKED).await.unwrap();
        // Nobody has pressed the button.
        reader.until("document.querySelectorAll('#outcome .finding').length === 2").await;
        reader.find("input[name=scope]").await.send_keys("云州市").await.unwrap();
        reader.find("input[name=date]").await.send_keys("2025-02-01").await.unwrap();
        reader.until("document.querySelector('#v1 .verdict')?.textContent === '期间不符'").await;
        let words = reader.text("#v1 blockquote mark").await;
        reader.follow("#v1 blockquote a").await;
        reader.until("document.querySelector('mark:target') !== null").await;
        assert_eq!(
            reader.ask("return document.querySelector('mark:target').textContent").await,
            json!(words)
        );

        reader.open("/check").await;
        reader.find("textarea[name=text]").await.send_keys(CHECKED).await.unwrap();
        reader.find("input[name=scope]").await.send_keys("云州市").await.unwrap();
        reader.find("button[formaction]").await.click().await.unwrap();
        reader.until("location.pathname === '/checks/1'").await;
        let kept = reader.text("main").await;
        assert!(kept.contains("期间不符") && kept.contains(&words), "{kept}");
        reader.open("/checks").await;
        reader.follow("tbody th a").await;
        assert_eq!(reader.text("main").await, kept);
        let answer = get(&reader.site, "/checks/1.docx");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("wordprocessingml"), "{answer}");
        let Some(paper) = reader.paper().await else { return };
        assert!(paper.contains("期间不符") && paper.contains(&without_blanks(&words)), "{paper}");
        assert!(!paper.contains("确认一条结论"), "a form on paper: {paper}");
    })
    .await;
}

const CHECKED: &str = "2024年全年，12345热线受理群众诉求352.4万件，行政复议决定履行率99%。";

/// A browser at a desk without script, or of a phone.
fn desk_or_phone(phone: Option<u32>) -> Value {
    match phone {
        None => json!({ "prefs": { "profile.managed_default_content_settings.javascript": 2 } }),
        Some(width) => json!({ "mobileEmulation": {
            "deviceMetrics": { "width": width, "height": 844, "pixelRatio": 2.0, "mobile": true }
        } }),
    }
}

/// The same by the buttons alone, at a desk where no script runs.
#[rstest]
#[case::desk(None)]
#[case::phone(Some(390))]
#[tokio::test]
async fn a_text_is_checked_and_saved_by_the_buttons(#[case] phone: Option<u32>) {
    visit(desk_or_phone(phone), async |reader: Reader| {
        let click = async |css: &str| reader.find(css).await.click().await.unwrap();
        reader.open("/check").await;
        reader.find("textarea[name=text]").await.send_keys(CHECKED).await.unwrap();
        reader.find("input[name=scope]").await.send_keys("云州市").await.unwrap();
        click("form.check button:not([formaction])").await;
        assert_eq!(reader.text("#v1 .verdict").await, "期间不符");
        // The text is still in the form.
        assert_eq!(reader.find("textarea").await.prop("value").await.unwrap().as_deref(), Some(CHECKED));
        click("button[formaction]").await;
        reader.find(".headline").await;
        assert!(reader.address().await.contains("/checks/"));
        assert_eq!(reader.text("#v1 .verdict").await, "期间不符");
    })
    .await;
}

/// An auditor looks at both sides of what was missed, explains one, dismisses another, and takes the rest along.
#[rstest]
#[case::desk(None)]
#[case::phone(Some(390))]
#[tokio::test]
async fn an_auditor_explains_one_finding_and_dismisses_another(#[case] phone: Option<u32>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "a.txt",
        "云州市政府工作报告\n2031年1月10日\n今年，城镇新增就业要达到20万人以上，居民医保参保率要达到96%，养老床位数要达到9000张。",
    );
    write(
        "b.txt",
        "云州市政府工作报告\n2032年1月12日\n2031年，城镇新增就业18.2万人，居民医保参保率95.1%，养老床位数8600张。",
    );
    let mut ingest = Command::new(env!("CARGO_BIN_EXE_policy-metrics"));
    let done = ingest.args(["ingest", "a.txt", "b.txt"]).current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    visit_site(&folder, &["serve"], desk_or_phone(phone), async |reader: Reader| {
        let click = async |css: &str| reader.find(css).await.click().await.unwrap();
        reader.open("/findings").await;
        click("select[name=kind] option[value=missed]").await;
        reader.find("input[name=year]").await.send_keys("2031").await.unwrap();
        click("form.filters button").await;
        reader.find("ul.conditions").await;
        let count = async || reader.client.find_all(Locator::Css(".card")).await.unwrap().len();
        assert_eq!(count().await, 3);
        let list = reader.address().await;
        // Both sides lead to their words.
        for side in ["1", "2"] {
            let value = reader.text(&format!(".card .proofs li:nth-child({side}) mark")).await;
            click(&format!(".card .proofs li:nth-child({side}) a")).await;
            reader.find("article mark").await;
            let claim = reader.address().await.split_once('#').expect("a fragment").1.to_owned();
            assert_eq!(reader.text(&format!("mark[id={claim}]")).await, value);
            reader.client.goto(&list).await.unwrap();
        }
        for (state, why) in [("explained", "年中调整了计划"), ("dismissed", "两年口径不同")] {
            reader.client.goto(&list).await.unwrap();
            click(".card:not(:has(.judged)) .tag").await;
            click(&format!("input[value={state}]")).await;
            reader.find("input[name=why]").await.send_keys(why).await.unwrap();
            click(".act button").await;
            assert!(reader.text(".judged").await.contains(why));
        }
        reader.client.goto(&list).await.unwrap();
        assert_eq!(count().await, 2, "what was dismissed is left out");
        let csv = reader.find(".files a[href*='.csv']").await.attr("href").await.unwrap().unwrap();
        let table = get(&reader.site, &csv);
        assert!(table.contains("explained,年中调整了计划") && !table.contains("两年口径不同"), "{table}");
        reader.open("/findings?state=dismissed").await;
        assert!(reader.text(".judged").await.contains("两年口径不同"));
        click(".judged a").await;
        click("section[aria-labelledby=undo] button").await;
        reader.find("table.fields").await;
        reader.client.goto(&list).await.unwrap();
        assert_eq!(count().await, 3);
    })
    .await;
}

#[tokio::test]
async fn comparing_works_without_script() {
    let off = json!({ "prefs": { "profile.managed_default_content_settings.javascript": 2 } });
    visit(off, async |reader: Reader| {
        reader.open("/compare").await;
        reader.find("input[name=q]").await.send_keys("热线").await.unwrap();
        reader.find("form.search button").await.click().await.unwrap();
        reader.find(".offered a").await.click().await.unwrap();
        reader.find(".chosen li").await;
        reader.find(".wide svg.chart a.point").await;
        reader.find("details.panel summary").await.click().await.unwrap();
        assert!(!reader.text("table.pivot tbody .number").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn paper_shows_the_words_and_no_menu() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/claims/1").await;
        let quote = reader.text("blockquote mark").await;
        let Some(text) = reader.paper().await else { return };
        assert!(text.contains(&without_blanks(&quote)), "{quote} in {text}");
        assert!(!text.contains("数据原话"), "a menu on paper: {text}");
    })
    .await;
}

#[tokio::test]
async fn paper_shows_tables_whole() {
    visit(json!({}), async |reader: Reader| {
        reader.open("/conferences").await;
        let last =
            reader.ask("return [...document.querySelectorAll('.matrix tbody th a')].pop().textContent").await;
        let Some(text) = reader.paper().await else { return };
        assert!(text.contains(&without_blanks(last.as_str().unwrap())), "{last} in {text}");
        // What is folded on the screen cannot be unfolded on paper.
        reader.open("/compare?i=1").await;
        let first = reader.ask("return document.querySelector('table.pivot tbody th').textContent").await;
        let Some(text) = reader.paper().await else { return };
        assert!(text.contains(&without_blanks(first.as_str().unwrap())), "{first} in {text}");
    })
    .await;
}

#[tokio::test]
async fn staff_get_from_browsing_to_a_briefing_that_tells_when_it_is_out_of_date() {
    let desk = Desk::new();
    let folder = desk.0.path().to_owned();
    visit_site(&desk.0, &["serve", "--db", "t.db", "--lang", "zh"], json!({}), async move |reader: Reader| {
        // What is filtered is put aside, by keyboard and by button, and the page stays.
        reader.open("/claims").await;
        reader.find("input[name=q]").await.send_keys("就业").await.unwrap();
        reader.press(Key::Enter).await;
        reader.until("location.search.includes('q=')").await;
        let first = reader.find("tbody th a").await.attr("href").await.unwrap().unwrap();
        let number = first.rsplit('/').next().unwrap().to_owned();
        reader.ask("document.querySelector('tbody th a').focus()").await;
        reader.client.active_element().await.unwrap().send_keys("b").await.unwrap();
        reader.until("document.querySelector('.to-briefings b').dataset.count === '1'").await;
        reader.find("tbody tr:nth-child(2) form.aside button").await.click().await.unwrap();
        reader.until("document.querySelector('.to-briefings b').dataset.count === '2'").await;

        reader.follow(".to-briefings").await;
        reader.follow("a.button[href*='#aside']").await;
        reader.find("form.inline button").await.click().await.unwrap();
        reader.until("/^.briefings.[0-9]+$/.test(location.pathname)").await;

        // Words are typed between figures, which nobody types over, and are saved by themselves.
        let chips = "return [...document.querySelectorAll('.editor .chip')].map(one => one.textContent + one.isContentEditable)";
        let before = reader.ask(chips).await;
        assert!(before.as_array().is_some_and(|all| !all.is_empty()), "{before}");
        assert!(!before.to_string().contains("true"), "{before}");
        reader.ask("const editor = document.querySelector('.editor'); editor.focus(); getSelection().collapse(editor, 0)").await;
        reader.client.active_element().await.unwrap().send_keys("本市就业稳定。").await.unwrap();
        reader.until("document.querySelector('form.briefing [role=status]').textContent === '已自动保存'").await;
        reader.until("document.querySelector('.sheet').textContent.includes('本市就业稳定。')").await;
        assert_eq!(reader.ask(chips).await, before);

        reader.find("form[action$='/freeze'] button").await.click().await.unwrap();
        reader.until("document.querySelector('.editor') === null && document.querySelector('.hash') !== null").await;
        assert!(reader.text(".sheet").await.contains("本市就业稳定。"));
        let file = reader.find("a.button[href$='.docx']").await.attr("href").await.unwrap().unwrap();
        let file = get(&reader.site, &file);
        assert!(file.starts_with("HTTP/1.1 200") && file.contains("word/document.xml"));

        // A correction on the command line.
        let arguments = ["indicator", "unlink", &number, "--why", "口径不同", "--db", "t.db"];
        let corrected = Command::new(env!("CARGO_BIN_EXE_policy-metrics")).args(arguments).current_dir(&folder).output();
        assert!(corrected.is_ok_and(|ran| ran.status.success()));
        reader.open("/briefings").await;
        assert!(reader.text(".briefings").await.contains("已过时"));
        let told = reader.text(".differences").await;
        assert!(told.contains("城镇新增就业") && told.contains("变为"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn on_a_phone_the_menu_is_one_line_and_values_stand_beside_their_names() {
    let phone = json!({ "mobileEmulation": {
        "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0, "mobile": true }
    } });
    visit(phone, async |reader: Reader| {
        reader.open("/claims").await;
        let lines = reader.ask("return new Set([...document.querySelectorAll('.top li')].map(one => one.offsetTop)).size");
        assert_eq!(lines.await, json!(1));
        // A long title that goes on in a second line goes on below itself, not below its label.
        let under = "return [...document.querySelectorAll('table.list td:has(> a[href*=documents])')]
            .flatMap(cell => [...cell.querySelector('a').getClientRects()].map(line => line.left - cell.getBoundingClientRect().left))
            .filter(left => left < 60)";
        assert_eq!(reader.ask(under).await, json!([]));
    })
    .await;
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Every kind of page; the indicator is one with many values.
async fn pages(reader: &Reader) -> Vec<String> {
    reader.open("/indicators?q=%E7%83%AD%E7%BA%BF").await;
    let busiest = reader.find("tbody th a").await.attr("href").await.unwrap().unwrap();
    let number = busiest.rsplit('/').next().unwrap_or_default().to_owned();
    let fixed = ["/", "/indicators", "/documents", "/documents/1", "/claims", "/claims/1", "/conferences"];
    let filling =
        ["/documents/unknown", "/documents/describe?id=1", "/documents/describe?id=1&id=2", "/decisions"];
    let more = [
        "/compare",
        "/compare?q=%E7%83%AD",
        "/findings",
        "/findings?kind=missed",
        "/findings/1",
        "/check",
        "/checks",
        "/help",
        "/nowhere",
    ];
    reader.open("/briefings/new").await;
    reader.find("input[name=topic]").await.send_keys("诉求").await.unwrap();
    reader.find("form.fill button").await.click().await.unwrap();
    reader.until("/^.briefings.[0-9]+$/.test(location.pathname)").await;
    let briefing = reader.ask("return location.pathname").await.as_str().unwrap().to_owned();
    let briefings = ["/briefings".to_owned(), "/briefings/new".to_owned(), briefing];
    let chosen = [busiest, format!("/compare?i={number}&i=1&i=2")].into_iter().chain(briefings);
    fixed.into_iter().chain(filling).chain(more).map(str::to_owned).chain(chosen).collect()
}

fn in_language(path: &str, language: &str) -> String {
    format!("{path}{}lang={language}", if path.contains('?') { '&' } else { '?' })
}

#[rstest]
#[case::desk(None)]
#[case::phone(Some(390))]
#[tokio::test]
async fn no_page_shuts_anybody_out(#[case] phone: Option<u32>) {
    let options = match phone {
        Some(width) => json!({ "mobileEmulation": {
            "deviceMetrics": { "width": width, "height": 844, "pixelRatio": 2.0, "mobile": true }
        } }),
        None => json!({}),
    };
    visit(options, async move |reader: Reader| {
        let mut found = Vec::new();
        for page in pages(&reader).await {
            for language in ["zh", "en"] {
                let path = in_language(&page, language);
                reader.open(&path).await;
                let barriers = reader.ask(BARRIERS).await;
                let room = reader.ask("return [document.documentElement.scrollWidth, innerWidth]").await;
                let fits =
                    room[0].as_u64() <= room[1].as_u64() && phone.is_none_or(|width| room[1] == json!(width));
                if barriers != json!([]) || !fits {
                    found.push(format!("{path}: {barriers}, content and window are {room} wide"));
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    })
    .await;
}

/// Runs axe-core over every page: what it finds breaks a rule of WCAG 2.2 AA.
#[rstest]
#[case::light("1")]
#[case::dark("0")]
#[tokio::test]
async fn axe_finds_nothing(#[case] scheme: &'static str) {
    let Some(axe) = axe() else { return };
    let options = json!({ "args": [format!("--blink-settings=preferredColorScheme={scheme}")] });
    visit(options, async move |reader: Reader| {
        let mut broken = Vec::new();
        for page in pages(&reader).await {
            for language in ["zh", "en"] {
                let path = in_language(&page, language);
                reader.open(&path).await;
                let dark = reader.ask("return matchMedia('(prefers-color-scheme: dark)').matches").await;
                assert_eq!(dark, json!(scheme == "0"));
                reader.ask(axe).await;
                let found = reader.client.execute_async(RUN_AXE, Vec::new()).await.unwrap();
                if found != json!([]) {
                    broken.push(format!("{path}: {found}"));
                }
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    })
    .await;
}

const RUN_AXE: &str = r#"
    const done = arguments[arguments.length - 1];
    const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] };
    axe.run(document, rules).then(
        (results) => done(results.violations.map((one) =>
            [one.id, one.help, one.nodes.length, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary])),
        (error) => done(String(error)));
"#;

/// The script of axe-core, fetched once in CI; its licence keeps it out of the repository.
fn axe() -> Option<&'static str> {
    static AXE: LazyLock<Option<String>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().ok()?;
        let fetched = Command::new("npm")
            .args(["pack", "axe-core@4.14.1", "--fetch-timeout=20000", "--fetch-retries=1"])
            .current_dir(&folder)
            .output()
            .ok()?;
        let unpacked = Command::new("tar")
            .args(["xzf", "axe-core-4.14.1.tgz", "package/axe.min.js"])
            .current_dir(&folder)
            .output()
            .ok()?;
        (fetched.status.success() && unpacked.status.success())
            .then(|| std::fs::read_to_string(folder.path().join("package/axe.min.js")).ok())?
    });
    if std::env::var_os("CI").is_none() {
        eprintln!("skipped: axe-core is fetched with npm where CI is set");
        return None;
    }
    if AXE.is_none() {
        eprintln!("skipped: npm is missing or could not fetch axe-core");
    }
    AXE.as_deref()
}

/// The ratio that WCAG 2.2 asks of words is 4.5; of marks on a chart, 3 where shape and dashes do
/// not tell them apart as well.
#[rstest]
#[case::words_on_paper(&["ink", "faint", "accent", "s0", "s1", "s2", "s3"], &["paper", "card"], 4.5)]
#[case::notice(&["notice-ink"], &["notice"], 4.5)]
#[case::words_in_a_box(&["ink", "accent"], &["wash"], 4.5)]
#[case::words_of_a_target(&["ink", "accent", "s3"], &["target"], 4.5)]
#[case::marks_of_a_chart(&["chart0", "chart2"], &["paper", "card"], 3.0)]
fn colours_can_be_told_apart(#[case] above: &[&str], #[case] below: &[&str], #[case] least: f64) {
    let style = include_str!("../assets/static/app.css");
    let (light, dark) = style.split_once("prefers-color-scheme: dark").expect("a dark scheme");
    for (scheme, style) in [("light", light), ("dark", dark)] {
        for (one, other) in above.iter().flat_map(|one| below.iter().map(move |other| (one, other))) {
            let mut both = [luminance(style, one), luminance(style, other)];
            both.sort_by(f64::total_cmp);
            let ratio = (both[1] + 0.05) / (both[0] + 0.05);
            assert!(ratio >= least, "{scheme}: {one} on {other} has {ratio:.2}, not {least}");
        }
    }
}

/// Relative luminance of a variable of the style sheet, after WCAG 2.2.
fn luminance(style: &str, variable: &str) -> f64 {
    let (_, value) = style.split_once(&format!("--{variable}: #")).expect("the variable");
    let channel = |at: usize| {
        let share = f64::from(u8::from_str_radix(&value[at..at + 2], 16).expect("six digits")) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}
