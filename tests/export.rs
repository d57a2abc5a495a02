//! What is handed out for other programs: workbooks, lines of JSON, data packages, annotations and feeds.

use super::web::Dashboard;
use axum::http::{StatusCode, header};
use regex::Regex;
use rstest::rstest;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;
use tempfile::TempDir;
use zip::ZipArchive;

const BINARY: &str = env!("CARGO_BIN_EXE_policy-metrics");

/// A part of an archive.
fn part(archive: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut text).unwrap();
    text
}

/// The cells of the first sheet of a workbook, row by row: column, type, content. Empty ones are left out.
fn cells(workbook: &[u8]) -> Vec<Vec<(String, String, String)>> {
    let sheet = part(workbook, "xl/worksheets/sheet1.xml");
    let row = Regex::new(r"(?s)<row [^>]*>(.*?)</row>").unwrap();
    let cell = Regex::new(
        r#"(?s)<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?>(?:<is><t[^>]*>|<v>)(.*?)(?:</t></is>|</v>)</c>"#,
    )
    .unwrap();
    let cells = |row: &str| -> Vec<_> {
        cell.captures_iter(row)
            .map(|found| {
                let group = |at| found.get(at).map_or("", |group| group.as_str()).to_owned();
                (group(1), group(2), group(3))
            })
            .collect()
    };
    row.captures_iter(&sheet).map(|found| cells(&found[1])).collect()
}

#[rstest]
#[case("/claims", 7)]
#[case("/claims?kind=level", 6)]
#[case("/documents", 3)]
#[case("/indicators", 4)]
#[case("/findings?state=all", 0)]
#[case("/documents/1", 5)]
#[case("/claims/1", 1)]
#[case("/indicators/1", 4)]
#[case("/compare?i=1", 3)]
#[tokio::test]
async fn a_list_has_the_same_rows_and_columns_in_every_form(#[case] address: &str, #[case] rows: usize) {
    let dashboard = Dashboard::conference().await;
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let csv = dashboard.page(&format!("{path}.csv?{query}")).await.body;
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let columns: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(table.records().count(), rows, "{csv}");

    let lines = dashboard.page(&format!("{path}.jsonl?{query}")).await;
    assert_eq!(lines.headers[header::CONTENT_TYPE], "application/x-ndjson");
    assert_eq!(lines.body.lines().count(), rows, "{}", lines.body);
    for line in lines.body.lines() {
        let object: Value = serde_json::from_str(line).unwrap();
        let names: BTreeSet<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, columns.iter().map(String::as_str).collect());
    }

    let workbook = dashboard.bytes(&format!("{path}.xlsx?{query}")).await;
    let cells = cells(&workbook);
    assert_eq!(cells.len(), rows + 1);
    let header: Vec<&str> = cells[0].iter().map(|(_, _, name)| name.as_str()).collect();
    assert_eq!(header, columns);
}

#[tokio::test]
async fn cells_of_a_workbook_have_their_types() {
    let workbook = Dashboard::conference().await.bytes("/claims.xlsx?status=target").await;
    let cells = cells(&workbook);
    let cell = |name: &str| {
        let (column, _, _) = cells[0].iter().find(|(_, _, of)| of == name).unwrap();
        let found = cells[1].iter().find(|(of, _, _)| of == column);
        found.map(|(_, kind, content)| (kind.clone(), content.clone()))
    };
    let is = |kind: &str, content: &str| Some((kind.to_owned(), content.to_owned()));
    assert_eq!(cell("value"), is("", "8000000"));
    assert_eq!(cell("provisional"), is("b", "0"));
    assert_eq!(cell("quote"), is("inlineStr", "800万件"));
    // The last day of 2025, as Excel counts days.
    assert_eq!(cell("period_end"), is("", "46022"));
    assert_eq!(cell("value_high"), None);
    let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter ref=\"A1:"), "{sheet}");
    let strings = part(&workbook, "xl/sharedStrings.xml");
    assert!(
        strings.contains("澄江市政府网站") && strings.contains("https://example.org/a?b=1&amp;c=2"),
        "{strings}"
    );
    assert!(part(&workbook, "xl/workbook.xml").contains("name=\"来源\""));
}

#[tokio::test]
async fn a_series_has_a_chart_that_joins_what_may_be_joined() {
    let dashboard = Dashboard::conference().await;
    let workbook = dashboard.bytes("/indicators/1.xlsx?kind=level&lang=en").await;
    let chart = part(&workbook, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:scatterChart>") && chart.contains("澄江市 受理群众诉求"), "{chart}");
    // Two results with other cut-offs and a target: three marks, and no line between them.
    assert_eq!(chart.matches("<c:ser>").count(), 3, "{chart}");
    // Drawn or not, a hedge is not lost.
    assert!(chart.contains("超过633万件") && !chart.contains("740万件"), "{chart}");
    let book = part(&workbook, "xl/workbook.xml");
    assert!(book.contains("name=\"Chart\"") && book.contains("name=\"Sources\""), "{book}");
}

#[tokio::test]
async fn annotations_find_their_words_again() {
    let dashboard = Dashboard::conference().await;
    let answer = dashboard.page("/documents/1.jsonld").await;
    let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert!(kind.starts_with("application/ld+json"), "{kind}");
    let collection: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!((&collection["type"], &collection["total"]), (&"AnnotationCollection".into(), &5.into()));
    let text: Vec<char> = dashboard.page("/documents/1.txt").await.body.chars().collect();
    let items = collection["first"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    let mut ids = BTreeSet::new();
    for item in items {
        assert_eq!(item["type"], "Annotation");
        ids.insert(item["id"].as_str().unwrap());
        assert_eq!(item["target"]["source"], "http://127.0.0.1:8080/documents/1.txt");
        let [quote, place] = item["target"]["selector"].as_array().unwrap().as_slice() else {
            panic!("{item}")
        };
        assert_eq!(
            (&quote["type"], &place["type"]),
            (&"TextQuoteSelector".into(), &"TextPositionSelector".into())
        );
        let [start, end] = ["start", "end"].map(|name| place[name].as_u64().unwrap() as usize);
        let words = |from: usize, to: usize| text[from..to.min(text.len())].iter().collect::<String>();
        assert_eq!(quote["exact"], words(start, end));
        assert_eq!(quote["prefix"], words(start.saturating_sub(32), start));
        assert_eq!(quote["suffix"], words(end, end + 32));
    }
    assert_eq!(ids.len(), 5);
}

/// The entries of a feed in both forms: what they are called for good, and where they lead.
async fn entries(dashboard: &Dashboard, path: &str, query: &str) -> Vec<(String, String)> {
    let atom = dashboard.page(&format!("{path}.atom?{query}")).await;
    assert!(atom.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/atom+xml"));
    let again = axum::http::Request::get(format!("{path}.atom?{query}"))
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::IF_NONE_MATCH, &atom.headers[header::ETAG]);
    let again = dashboard.ask(again.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let entry = Regex::new(r#"(?s)<entry>\s*<id>(.*?)</id>.*?<link [^>]*href="(.*?)"/>.*?</entry>"#).unwrap();
    let of_atom: Vec<(String, String)> = entry
        .captures_iter(&atom.body)
        .map(|found| (found[1].to_owned(), found[2].replace("&#38;", "&")))
        .collect();
    let feed = dashboard.page(&format!("{path}.jsonfeed?{query}")).await;
    assert_eq!(feed.headers[header::CONTENT_TYPE], "application/feed+json");
    let feed: Value = serde_json::from_str(&feed.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let items = feed["items"].as_array().unwrap();
    let of_json: Vec<_> = items.iter().map(|item| (text(item, "id"), text(item, "url"))).collect();
    assert_eq!(of_atom, of_json);
    for item in items {
        let at = text(item, "date_published");
        assert!(at.parse::<chrono::DateTime<chrono::Utc>>().is_ok(), "{at}");
        assert!(!text(item, "title").is_empty() && !text(item, "content_text").is_empty(), "{item}");
    }
    of_json
}

#[tokio::test]
async fn feeds_have_what_is_new_under_names_that_last() {
    let dashboard = Dashboard::conference().await;
    let documents = entries(&dashboard, "/documents", "").await;
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0].1, "http://127.0.0.1:8080/documents/3");
    assert_eq!(entries(&dashboard, "/documents", "year=2024").await.len(), 1);
    let points = entries(&dashboard, "/indicators/1", "scope=%E6%BE%84%E6%B1%9F%E5%B8%82").await;
    assert_eq!(points.len(), 4);
    assert!(points.iter().all(|(_, link)| link.contains("/documents/") && link.contains("#c")), "{points:?}");
    assert_eq!(entries(&dashboard, "/findings", "").await, []);
    assert_eq!(entries(&dashboard, "/briefings", "").await, []);

    // Another language and another database of the same documents change no name.
    let names = |entries: Vec<(String, String)>| -> BTreeSet<String> {
        entries.into_iter().map(|(id, _)| id).collect()
    };
    let english = entries(&dashboard, "/indicators/1", "lang=en").await;
    assert_eq!(names(english), names(points));
    let other = Dashboard::conference().await;
    assert_eq!(names(entries(&other, "/documents", "").await), names(documents));

    let page = dashboard.page("/documents?year=2024&page=1").await.body;
    assert!(page.contains("<link rel=\"alternate\" type=\"application/atom+xml\""), "{page}");
    assert!(page.contains("href=\"/documents.atom?year=2024\""), "{page}");
    assert_eq!(dashboard.get("/claims.atom").await.status, StatusCode::NOT_FOUND);
}

/// Runs the program over a database of one text.
fn desk() -> (TempDir, impl Fn(&[&str]) -> Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    let text = "云州市2024年政府工作报告\n2024年1月12日\n\n=1+1 2023年，云州市城镇新增就业12.5万人，同比增长5.2%。2024年城镇新增就业目标13万人。\n";
    fs::write(place.join("a.txt"), text).unwrap();
    let run = move |arguments: &[&str]| {
        let ran = Command::new(BINARY).args(arguments).current_dir(&place).output().unwrap();
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        ran.stdout
    };
    run(&["ingest", "a.txt"]);
    (folder, run)
}

#[test]
fn a_data_package_describes_every_column_and_its_keys_lead_somewhere() {
    let (folder, run) = desk();
    run(&["export", "datapackage", "--license", "CC-BY-4.0", "--out", "a.zip"]);
    let archive = fs::read(folder.path().join("a.zip")).unwrap();
    let package: Value = serde_json::from_str(&part(&archive, "datapackage.json")).unwrap();
    assert_eq!(package["profile"], "tabular-data-package");
    assert_eq!(package["licenses"][0]["name"], "CC-BY-4.0");
    assert!(package["sources"][0]["title"].as_str().unwrap().contains("云州市"), "{package}");
    let column = |table: &str, name: &str| -> Vec<String> {
        let csv = part(&archive, &format!("{table}.csv"));
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let at = reader.headers().unwrap().iter().position(|column| column == name).unwrap();
        reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
    };
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 4);
    for resource in resources {
        let (name, schema) = (resource["name"].as_str().unwrap(), &resource["schema"]);
        let csv = part(&archive, resource["path"].as_str().unwrap());
        let fields = schema["fields"].as_array().unwrap();
        let heads: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(csv.lines().next().unwrap(), heads.join(","));
        assert!(fields.iter().all(|field| !field["description"].as_str().unwrap().is_empty()), "{fields:?}");
        let keys = column(name, schema["primaryKey"].as_str().unwrap());
        assert!(
            !keys.is_empty() && keys.iter().collect::<BTreeSet<_>>().len() == keys.len(),
            "{name}: {keys:?}"
        );
        for foreign in schema["foreignKeys"].as_array().unwrap() {
            let (to, reference) = (foreign["reference"]["resource"].as_str().unwrap(), &foreign["reference"]);
            let known = column(if to.is_empty() { name } else { to }, reference["fields"].as_str().unwrap());
            let named = column(name, foreign["fields"].as_str().unwrap());
            assert!(named.iter().all(|key| key.is_empty() || known.contains(key)), "{foreign}: {named:?}");
        }
    }
}

#[test]
fn commands_write_workbooks_lines_and_annotations() {
    let (folder, run) = desk();
    run(&["export", "claims", "--format", "xlsx", "--out", "a.xlsx"]);
    let claims = cells(&fs::read(folder.path().join("a.xlsx")).unwrap());
    let lines = String::from_utf8(run(&["export", "claims"])).unwrap();
    assert_eq!(claims.len(), lines.lines().count() + 1);
    let series = ["series", "城镇新增就业", "--format"];
    let workbook = run(&[&series[..], &["xlsx"]].concat());
    let rows = String::from_utf8(run(&[&series[..], &["jsonl"]].concat())).unwrap();
    assert_eq!(cells(&workbook).len(), rows.lines().count() + 1);
    assert!(part(&workbook, "xl/charts/chart1.xml").contains("<c:scatterChart>"));
    let annotations: Value = serde_json::from_slice(&run(&["export", "annotations", "1"])).unwrap();
    assert_eq!(annotations["total"], lines.lines().count());
    // No host is made up: the text is named by its hash.
    assert!(!annotations.to_string().contains("127.0.0.1"), "{annotations}");
    assert!(annotations["id"].as_str().unwrap().starts_with("nih:sha-256;"));
}
