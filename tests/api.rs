//! What programs rely on, and that nobody is answered as if nonsense meant something.

use super::web::Dashboard;
use axum::http::StatusCode;

/// Every address that is read with parameters, page or file.
const ADDRESSES: [&str; 25] = [
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
        "/claims?limit=500&page=1&year=2024&document=",
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
