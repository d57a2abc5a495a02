//! What an assistant relies on: every figure comes with its hedge, its words and the way to them, and nothing writes.

use super::cli::Desk;
use super::web::{Answer, Dashboard};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use rstest::rstest;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const TOOLS: [&str; 5] = ["check", "claim", "findings", "search", "series"];

fn asked(method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
}

fn hello() -> Value {
    let client = json!({ "name": "test", "version": "1" });
    asked("initialize", &json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client }))
}

fn called(tool: &str, arguments: &Value) -> Value {
    asked("tools/call", &json!({ "name": tool, "arguments": arguments }))
}

fn request(body: String) -> Request<Body> {
    Request::post("/mcp")
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json, text/event-stream")
        .body(Body::from(body))
        .unwrap()
}

async fn post(dashboard: &Dashboard, message: &Value) -> Answer {
    dashboard.ask(request(message.to_string())).await
}

/// What a tool answers: its text and its structured content.
async fn told(dashboard: &Dashboard, tool: &str, arguments: Value) -> (String, Value) {
    let answer = post(dashboard, &called(tool, &arguments)).await;
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    let result = &answer["result"];
    assert_eq!(result["isError"], false, "{tool} {arguments}: {answer}");
    (result["content"][0]["text"].as_str().unwrap().to_owned(), result["structuredContent"].clone())
}

/// Why a call is refused, whichever way it is told.
async fn refused(dashboard: &Dashboard, tool: &str, arguments: Value) -> String {
    let answer = post(dashboard, &called(tool, &arguments)).await;
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    if let Some(message) = answer["error"]["message"].as_str() {
        return message.to_owned();
    }
    assert_eq!(answer["result"]["isError"], true, "{tool} {arguments}: {answer}");
    answer["result"]["content"][0]["text"].as_str().unwrap().to_owned()
}

fn assert_offers_the_tools(list: &Value) {
    let tools = list["result"]["tools"].as_array().unwrap();
    assert_eq!(tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect::<Vec<_>>(), TOOLS);
    for tool in tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{tool}");
        assert_eq!(tool["outputSchema"]["type"], "object", "{tool}");
        for (name, argument) in tool["inputSchema"]["properties"].as_object().unwrap() {
            assert!(argument["description"].is_string(), "{name} of {tool} is not described");
        }
    }
}

#[tokio::test]
async fn an_assistant_is_told_what_there_is_and_how_to_cite_it() {
    let dashboard = Dashboard::conference().await;
    let answer: Value = serde_json::from_str(&post(&dashboard, &hello()).await.body).unwrap();
    assert_eq!(answer["result"]["serverInfo"]["name"], "policy-metrics");
    let instructions = answer["result"]["instructions"].as_str().unwrap();
    assert!(instructions.contains("限定词") && instructions.contains("never drop the hedge"));
    let list = post(&dashboard, &asked("tools/list", &json!({}))).await;
    assert_offers_the_tools(&serde_json::from_str(&list.body).unwrap());
}

/// Every claim within an answer, wherever it stands.
fn claims(told: &Value) -> Vec<&Value> {
    let within = match told {
        Value::Array(all) => all.iter().flat_map(claims).collect(),
        Value::Object(fields) => fields.values().flat_map(claims).collect(),
        _ => Vec::new(),
    };
    let own = told["quote"].is_string() && told["claim"].is_number();
    own.then_some(told).into_iter().chain(within).collect()
}

#[rstest]
#[case::search("search", json!({ "q": "受理群众诉求 2023" }))]
#[case::series("series", json!({ "indicator": 1 }))]
#[case::claim("claim", json!({ "claim": 6 }))]
#[case::check("check", json!({ "text": "2023年截至11月18日，澄江市受理群众诉求633万件。", "scope": "澄江市", "date": "2023-11-18" }))]
#[tokio::test]
async fn no_figure_is_told_without_its_hedge_its_words_and_the_way_to_them(
    #[case] tool: &str,
    #[case] arguments: Value,
) {
    let dashboard = Dashboard::conference().await;
    let (text, content) = told(&dashboard, tool, arguments).await;
    let all = claims(&content);
    let hedged = all.iter().find(|claim| claim["quote"] == "超过633万件");
    let claim = hedged.unwrap_or_else(|| panic!("{tool} does not tell it: {content}"));
    assert_eq!((&claim["value"], &claim["hedge"]), (&json!("超过633万件"), &json!("超过")));
    assert_eq!(claim["exact_value"], "超过 6,330,000件");
    assert_eq!((&claim["status"], &claim["place"]), (&json!("实际"), &json!("澄江市")));
    assert_eq!(claim["document"]["title"], "澄江市法治建设新闻发布会");
    assert_eq!(claim["document"]["day"], "2023-11-18");
    let link = claim["link"].as_str().unwrap();
    assert!(link.starts_with("http://127.0.0.1:8080/documents/2?c="), "{link}");
    let page =
        dashboard.page(link.trim_start_matches("http://127.0.0.1:8080").split('#').next().unwrap()).await;
    assert!(page.body.contains("超过633万件"));
    for held in ["超过633万件", "澄江市法治建设新闻发布会", "2023-11-18", link] {
        assert!(text.contains(held), "the text of {tool} lacks {held}: {text}");
    }
    for claim in all {
        let bare = |name: &str| claim[name].is_number() && !["claim", "indicator", "stretch"].contains(&name);
        assert!(!claim.as_object().unwrap().keys().any(|name| bare(name)), "a bare number in {claim}");
    }
}

#[tokio::test]
async fn a_target_is_told_as_one_and_what_only_comes_near_as_that() {
    let dashboard = Dashboard::conference().await;
    let (text, content) = told(&dashboard, "search", json!({ "q": "受理群众诉求 800万件" })).await;
    assert_eq!(content["claims"][0]["status"], "目标");
    assert!(text.contains("800万件") && text.contains("目标"), "{text}");
    let (text, content) = told(&dashboard, "search", json!({ "q": "受理群众诉求 801万件" })).await;
    assert_eq!(content["claims"], json!([]));
    assert_eq!(content["near_claims"][0]["value"], "800万件");
    assert!(text.contains("不是所问的"), "{text}");
    let (text, content) = told(&dashboard, "search", json!({ "q": "没有这样的词" })).await;
    assert_eq!((&content["claims"], &content["near_claims"]), (&json!([]), &json!([])));
    assert!(text.contains("没有一条数据"), "{text}");
}

#[tokio::test]
async fn findings_come_with_what_makes_them_comparable() {
    let dashboard = Dashboard::conference().await;
    let listed: Value = serde_json::from_str(&dashboard.page("/api/v1/findings").await.body).unwrap();
    let (text, content) = told(&dashboard, "findings", json!({})).await;
    assert_eq!(content["total"], listed["total"]);
    assert!(text.contains("未必有误"), "{text}");
    for lead in content["findings"].as_array().unwrap() {
        assert!(lead["comparable"].is_string() && lead["earlier"]["quote"].is_string(), "{lead}");
    }
}

#[rstest]
#[case("nothing", json!({}), "not found")]
#[case("search", json!({}), "`q`")]
#[case("search", json!({ "q": "" }), "1 到 500")]
#[case("search", json!({ "q": "诉求", "limit": 5 }), "expected `q`")]
#[case("series", json!({ "indicator": "x" }), "i64")]
#[case("series", json!({ "indicator": 999_999 }), "编号")]
#[case("series", json!({ "indicator": 1, "scope": "乌有市" }), "澄江市")]
#[case("series", json!({ "indicator": 1, "kind": "wrong" }), "`level`, `change`, `rank`, `streak`")]
#[case("claim", json!({ "claim": 999_999 }), "编号")]
#[case("check", json!({ "text": " " }), "UTF-8")]
#[case("check", json!({ "text": "受理1万件。", "date": "soon" }), "date")]
#[case("findings", json!({ "kind": "wrong" }), "`missed`")]
#[case("findings", json!({ "limit": 0 }), "1 到 500")]
#[case("findings", json!({ "scope": "乌有市" }), "澄江市")]
#[tokio::test]
async fn a_wrong_call_is_told_what_is_allowed(
    #[case] tool: &str,
    #[case] arguments: Value,
    #[case] allowed: &str,
) {
    let dashboard = Dashboard::conference().await;
    let told = refused(&dashboard, tool, arguments).await;
    assert!(told.contains(allowed), "{told}");
}

#[tokio::test]
async fn the_guard_of_the_pages_stands_before_assistants_too() {
    let dashboard = Dashboard::conference().await;
    let list = || asked("tools/list", &json!({})).to_string();
    let mut foreign = request(list());
    foreign.headers_mut().insert(header::HOST, "evil.example".parse().unwrap());
    assert_eq!(dashboard.ask(foreign).await.status, StatusCode::MISDIRECTED_REQUEST);
    let mut cross = request(list());
    cross.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(dashboard.ask(cross).await.status, StatusCode::FORBIDDEN);
    assert!(dashboard.ask(request("no JSON".to_owned())).await.status.is_client_error());
    assert_eq!(dashboard.get("/mcp").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn an_assistant_is_answered_over_standard_input_and_output() {
    let desk = Desk::new();
    desk.write("a.txt", "云州市政府工作报告\n2024年1月10日\n2023年，全市新增城镇就业近7万人。");
    assert_eq!(desk.run(&["ingest", "a.txt"]).code, Some(0));
    let mut child = desk.command(&["mcp"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut lines = BufReader::new(output).lines();
    let mut ask = |message: Value| -> Value {
        writeln!(input, "{message}").unwrap();
        serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap()
    };
    assert_eq!(ask(hello())["result"]["serverInfo"]["name"], "policy-metrics");
    writeln!(input, "{}", json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).unwrap();
    let mut ask = |message: Value| -> Value {
        writeln!(input, "{message}").unwrap();
        serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap()
    };
    assert_offers_the_tools(&ask(asked("tools/list", &json!({}))));
    let found = ask(called("search", &json!({ "q": "新增城镇就业" })));
    let claim = &found["result"]["structuredContent"]["claims"][0];
    assert_eq!((&claim["quote"], &claim["value"]), (&json!("近7万人"), &json!("近7万人")), "{found}");
    // Nobody knows there under which name a dashboard is reached.
    assert!(claim["link"].as_str().unwrap().starts_with("/documents/1?c="), "{claim}");
    assert_eq!(ask(called("claim", &json!({ "claim": 0 })))["result"]["isError"], true);
    drop(input);
    assert!(child.wait().unwrap().success());
}
