//! What programs rely on, and that nobody is answered as if nonsense meant something.

use super::web::{Answer, Dashboard};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every address that is read with parameters, page or file.
const ADDRESSES: [&str; 26] = [
    "/",
    "/indicators",
    "/indicators.json",
    "/indicators.csv",
    "/indicators/1",
    "/indicators/1.json",
    "/indicators/1.svg",
    "/documents",
    "/documents.json",
    "/documents/1",
    "/documents/1.json",
    "/documents/unknown",
    "/claims",
    "/claims.json",
    "/claims.csv",
    "/claims/1",
    "/conferences",
    "/compare",
    "/compare.json",
    "/findings",
    "/findings.json",
    "/search",
    "/decisions",
    "/briefings",
    "/help",
    "/api",
];

const NONSENSE: [(&str, &str); 22] = [
    ("limit", "-1"),
    ("limit", "0"),
    ("limit", "501"),
    ("limit", "99999999999999999999"),
    ("next", "xyz"),
    ("next", "r7fffffffffffffff"),
    ("page", "0"),
    ("page", "x"),
    ("from", "9999999"),
    ("from", "2024-02-30"),
    ("to", "soon"),
    ("panel", "abc"),
    ("panel", "0"),
    ("year", "x"),
    ("year", "0"),
    ("points", "-1"),
    ("back", "-1"),
    ("document", "0"),
    ("c", "x"),
    ("lang", "xx"),
    ("bom", "yes"),
    ("target", "2"),
];

#[tokio::test]
async fn what_makes_no_sense_is_refused_wherever_it_is_asked() {
    let dashboard = Dashboard::conference().await;
    for address in ADDRESSES {
        for (name, value) in NONSENSE {
            let asked = format!("{address}?{name}={value}");
            let answer = dashboard.get(&asked).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{asked}");
            for told in [name, value] {
                assert!(answer.body.contains(told), "{asked} does not tell {told}: {}", answer.body);
            }
        }
        let turned = dashboard.get(&format!("{address}?from=2024&to=2023")).await;
        assert_eq!(turned.status, StatusCode::BAD_REQUEST, "{address}");
    }
}

#[tokio::test]
async fn what_makes_sense_and_what_is_left_empty_is_taken() {
    let dashboard = Dashboard::conference().await;
    for asked in [
        "/claims?page=1&year=2024&document=",
        "/claims.json?limit=1&next=r1",
        "/indicators?from=2024&to=2024&points=0",
        "/indicators/1?from=2023-01-01&to=2024-12-31&lang=en",
        "/documents.csv?bom=1&lang=zh",
        "/briefings/new?from=soon",
    ] {
        dashboard.page(asked).await;
    }
}

#[tokio::test]
async fn what_was_typed_can_be_mended_where_it_is_refused() {
    let dashboard = Dashboard::conference().await;
    let refused = dashboard.get("/claims?q=%E5%8F%97%E7%90%86&year=soon&lang=en").await;
    for held in
        ["action=\"/claims\"", "name=\"q\" value=\"受理\"", "value=\"soon\" aria-invalid", "year is a year"]
    {
        assert!(refused.body.contains(held), "no {held} in {}", refused.body);
    }
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

#[tokio::test]
async fn every_figure_comes_with_its_words_its_exact_value_its_hedge_and_its_source() {
    let dashboard = Dashboard::conference().await;
    let list = json(&dashboard.page("/api/v1/claims?q=%E5%8F%97%E7%90%86").await);
    let row = &list["rows"][0];
    for at in
        ["/claim/quote", "/claim/value", "/claim/unit", "/claim/bound", "/document/title", "/document/date"]
    {
        assert!(row.pointer(at).is_some_and(Value::is_string), "no {at} in {row}");
    }
    let link = format!("/documents/{0}?c={1}#c{1}", row["document"]["id"], row["id"]);
    assert_eq!(row["link"], link.as_str());
    let one = json(&dashboard.page(&format!("/api/v1/claims/{}", row["id"])).await);
    assert_eq!(one["claim"]["claim"], row["claim"]);
    assert_eq!(one["claim"]["link"], row["link"]);
    let series = json(&dashboard.page(&format!("/api/v1/indicators/{}", row["indicator"])).await);
    assert!(series["series"][0]["points"][0]["link"].is_string(), "{series}");
}

#[tokio::test]
async fn a_list_is_read_to_its_end_by_its_cursors_and_says_what_the_page_says() {
    let dashboard = Dashboard::conference().await;
    for list in ["claims", "documents", "indicators", "findings", "briefings"] {
        let whole = json(&dashboard.page(&format!("/api/v1/{list}")).await);
        let (mut rows, mut next) = (Vec::new(), String::new());
        loop {
            let part = json(&dashboard.page(&format!("/api/v1/{list}?limit=1{next}")).await);
            rows.extend(part["rows"].as_array().expect("rows").clone());
            let Some(cursor) = part["next"].as_str() else { break };
            next = format!("&next={cursor}");
        }
        assert_eq!(Value::Array(rows), whole["rows"], "{list}");
    }
    let (page, api) = ("/claims.json?status=target", "/api/v1/claims?status=target");
    assert_eq!(json(&dashboard.page(page).await)["total"], json(&dashboard.page(api).await)["total"]);
}

#[tokio::test]
async fn what_cannot_be_answered_is_told_as_a_problem_in_the_language_asked_for() {
    let dashboard = Dashboard::conference().await;
    for (asked, status, detail) in [
        ("claims?limit=-1&lang=en", 400, "whole number from 1 to 500"),
        ("claims?limit=-1", 400, "1 到 500 的整数"),
        ("claims?place=x&lang=en", 400, "no parameter place"),
        ("claims/1?q=x", 400, "没有参数 q"),
        ("documents?scope=%E4%B9%8C%E6%9C%89&lang=en", 400, "scope can be"),
        ("series?lang=en", 400, "number"),
        ("search?lang=en", 400, "words to look for"),
        ("claims/999999", 404, ""),
        ("claims/x", 404, ""),
        ("claims/1.csv", 404, ""),
        ("findings/999999", 404, ""),
        ("briefings/999999", 404, ""),
        ("nothing", 404, ""),
        ("check", 405, "POST"),
    ] {
        let answer = dashboard.get(&format!("/api/v1/{asked}")).await;
        assert_eq!(answer.status.as_u16(), status, "{asked}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{asked}");
        let problem = json(&answer);
        assert_eq!(problem["status"], status, "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|told| told.contains(detail)), "{asked}: {problem}");
        assert!(problem["type"].is_string() && problem["title"].is_string(), "{problem}");
    }
}

#[tokio::test]
async fn who_has_an_answer_already_is_not_sent_it_again() {
    let dashboard = Dashboard::conference().await;
    let first = dashboard.page("/api/v1/claims").await;
    let again = Request::get("/api/v1/claims")
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::IF_NONE_MATCH, &first.headers[header::ETAG])
        .body(Body::empty())
        .expect("a request");
    let again = dashboard.ask(again).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[tokio::test]
async fn a_text_is_checked_and_one_that_is_none_is_refused() {
    let dashboard = Dashboard::conference().await;
    let post = |query: &str, text: &'static [u8]| {
        Request::post(format!("/api/v1/check{query}"))
            .header(header::HOST, "127.0.0.1:8080")
            .body(Body::from(text))
            .expect("a request")
    };
    let text = "2023年澄江市受理群众诉求1万件。".as_bytes();
    let told = dashboard.ask(post("?scope=%E6%BE%84%E6%B1%9F%E5%B8%82&date=2024-11-20", text)).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    let claim = &json(&told)["sentences"][0]["claims"][0];
    assert!(claim["verdict"].is_string() && claim["reason"]["zh"].is_string(), "{}", told.body);
    for refused in [post("", b""), post("", b"\xff\xfe"), post("?date=soon", text), post("?page=1", text)] {
        let answer = dashboard.ask(refused).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    }
}

#[tokio::test]
async fn every_address_that_the_openapi_document_names_is_answered() {
    let dashboard = Dashboard::conference().await;
    let told = json(&dashboard.page("/api/v1/openapi.json?lang=en").await);
    assert_eq!(told["openapi"], "3.1.0");
    for (path, operations) in told["paths"].as_object().expect("paths") {
        let parameters = operations["get"]["parameters"].as_array().into_iter().flatten();
        for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
            let name = parameter["name"].as_str().expect("a name");
            let answer = dashboard.get(&format!("{}?{name}=", path.replace("{id}", "1"))).await;
            assert!(!answer.body.contains("unknown-parameter"), "{path} does not read {name}");
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn what_only_takes_a_text_says_how_it_is_sent() {
    let dashboard = Dashboard::conference().await;
    let answer = dashboard.get("/api/v1/check").await;
    assert_eq!(
        (answer.status, &answer.headers[header::ALLOW]),
        (StatusCode::METHOD_NOT_ALLOWED, &"POST".parse().unwrap())
    );
    let written = Request::delete("/api/v1/claims").header(header::HOST, "127.0.0.1").body(Body::empty());
    let written = dashboard.ask(written.unwrap()).await;
    assert_eq!(written.headers[header::ALLOW], "GET, HEAD", "{}", written.body);
}

#[tokio::test]
async fn a_parameter_that_an_address_does_not_know_is_refused_with_those_that_it_does() {
    let dashboard = Dashboard::conference().await;
    for address in ADDRESSES {
        for (name, language) in [("foo", "en"), ("scpoe", "zh")] {
            let asked = format!("{address}?{name}=1&lang={language}");
            let answer = dashboard.get(&asked).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{asked}");
            assert!(answer.body.contains(name) && answer.body.contains("lang"), "{asked}: {}", answer.body);
        }
    }
    let told = dashboard.get("/claims.json?scpoe=x&lang=en").await;
    let told = json(&told);
    assert_eq!(told["parameter"], "scpoe");
    assert!(told["allowed"].as_array().is_some_and(|allowed| allowed.contains(&"scope".into())), "{told}");
}

/// The addresses of this dashboard that a page leads to, without their fragments.
fn addresses_in(page: &str) -> Vec<String> {
    let after = ["href=\"/", "src=\"/", "action=\"/"].into_iter().flat_map(|mark| page.split(mark).skip(1));
    let address = |rest: &str| {
        let address = rest.split(['"', '#']).next().unwrap_or_default();
        // `&#38;` holds the mark of a fragment.
        let whole = rest.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        let whole = whole.split('#').next().unwrap_or(address).to_owned();
        format!("/{whole}")
    };
    after.map(address).collect()
}

#[tokio::test]
async fn no_address_that_the_program_makes_itself_is_refused() {
    let dashboard = Dashboard::conference().await;
    let starts = [
        "/",
        "/?lang=en",
        "/claims?q=%E5%8F%97%E7%90%86&year=2024",
        "/search?q=%E5%8F%97%E7%90%86+2024",
        "/indicators?q=%E5%8F%97%E7%90%86&sort=name",
        "/indicators/1?from=2023&to=2024&by=conference",
        "/compare?i=1&i=2",
        "/findings?state=all",
        "/documents/unknown",
        "/documents/1?c=1",
        "/conferences?kind=level",
        "/briefings/new?topic=%E8%AF%89%E6%B1%82",
        "/api",
    ];
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut left: Vec<String> = starts.map(str::to_owned).to_vec();
    // Enough to reach every kind of page by the links of the first ones.
    while let Some(address) = left.pop().filter(|_| known.len() < 400) {
        if !known.insert(address.clone()) || address.contains(".png") {
            continue;
        }
        let answer = dashboard.get_any(&address).await;
        let told = String::from_utf8_lossy(&answer);
        assert!(
            !told.contains("There is no parameter") && !told.contains("这里没有参数"),
            "{address} is refused: {told}"
        );
        left.extend(addresses_in(&told).into_iter().filter(|address| !known.contains(address)));
    }
    assert!(known.len() > 100, "{known:?}");
}

#[tokio::test]
async fn what_the_openapi_document_says_of_an_answer_is_so() {
    let dashboard = Dashboard::conference().await;
    let told = json(&dashboard.page("/api/v1/openapi.json").await);
    let named = |schema: &Value| {
        let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()).expect("a name");
        told["components"]["schemas"][name].clone()
    };
    for path in ["claims", "claims/1", "documents", "documents/1", "indicators", "indicators/1", "briefings"]
    {
        let answer = json(&dashboard.page(&format!("/api/v1/{path}")).await);
        let operation = path.replace('1', "{id}");
        let of_answer = &told["paths"][format!("/api/v1/{operation}")]["get"]["responses"]["200"];
        let schema = named(&of_answer["content"]["application/json"]["schema"]);
        assert_same_fields(&schema, &answer, path);
        let first = &answer["rows"][0];
        if first.is_object() {
            assert_same_fields(&named(&schema["properties"]["rows"]["items"]), first, path);
        }
    }
}

/// An answer has the fields that its schema names, and no other.
fn assert_same_fields(schema: &Value, answer: &Value, path: &str) {
    let described: BTreeSet<&String> = schema["properties"].as_object().expect("fields").keys().collect();
    let given: BTreeSet<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(described, given, "{path}");
}
