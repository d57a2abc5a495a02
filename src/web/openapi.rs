//! The addresses of the API in one table: what each reads and answers. The `OpenAPI` document, the page that shows it, and
//! what is refused are made from it.

use super::api::{Briefed, Kept};
use super::known;
use super::params::{MOST_ROWS, Visit};
use super::search;
use super::{claims, documents, findings, indicators};
use crate::claim::{Kind, Status};
use crate::document::DocumentKind;
use crate::period::PeriodType;
use crate::report::Report;
use crate::series::{FindingKind, Series, Severity};
use crate::store::{DocumentRow, IndicatorRow, Other, StoredClaim};
use axum::Json;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// In both languages.
type Both = (&'static str, &'static str);

/// An address of the API.
pub(super) struct Route {
    pub(super) path: &'static str,
    pub(super) method: &'static str,
    pub(super) summary: Both,
    /// The parameters that it reads.
    pub(super) parameters: &'static [&'static str],
    /// The schema of what it answers.
    answer: fn(&mut SchemaGenerator) -> Schema,
}

const fn read<T: JsonSchema>(
    path: &'static str,
    summary: Both,
    parameters: &'static [&'static str],
) -> Route {
    Route { path, method: "get", summary, parameters, answer: SchemaGenerator::subschema_for::<T> }
}

pub(super) const ROUTES: [Route; 14] = [
    read::<List<documents::Listed>>(
        "/api/v1/documents",
        ("文件列表", "Documents"),
        &["q", "kind", "scope", "year", "publisher", "sort", "limit", "next"],
    ),
    read::<DocumentAnswer>(
        "/api/v1/documents/{id}",
        ("一份文件和它的数据", "A document and its claims"),
        &["limit", "next"],
    ),
    read::<List<claims::Listed>>(
        "/api/v1/claims",
        ("数据列表", "Claims"),
        &["q", "indicator", "scope", "kind", "status", "year", "document", "sort", "limit", "next"],
    ),
    read::<claims::Whole>("/api/v1/claims/{id}", ("一条数据和它的出处", "A claim and where it is said"), &[]),
    read::<List<indicators::Listed>>(
        "/api/v1/indicators",
        ("指标列表", "Indicators"),
        &["q", "topic", "scope", "unit", "from", "to", "points", "target", "sort", "limit", "next"],
    ),
    read::<IndicatorAnswer>(
        "/api/v1/indicators/{id}",
        ("一个指标的各个序列", "An indicator with its series"),
        &["scope", "kind", "basis", "limit", "next"],
    ),
    read::<SeriesAnswer>(
        "/api/v1/series",
        ("几个指标在各地的序列", "The series of several indicators at several places"),
        &["i", "scope", "kind", "limit", "next"],
    ),
    read::<List<findings::Listed>>(
        "/api/v1/findings",
        ("线索列表", "Findings"),
        &["kind", "q", "scope", "indicator", "year", "severity", "state", "sort", "limit", "next"],
    ),
    read::<findings::Listed>(
        "/api/v1/findings/{id}",
        ("一条线索和它两边的原话", "A finding with the words of both sides"),
        &[],
    ),
    read::<search::Answer>("/api/v1/search", ("检索", "Search"), &["q"]),
    read::<List<Kept>>("/api/v1/briefings", ("简报列表", "Briefings"), &["limit", "next"]),
    read::<Briefed>("/api/v1/briefings/{id}", ("一份简报", "A briefing"), &["version"]),
    Route {
        path: "/api/v1/check",
        method: "post",
        summary: (
            "核对请求正文里的一段文字（UTF-8），不存入",
            "Checks the text in the body (UTF-8) against the record; nothing is kept",
        ),
        parameters: &["scope", "date"],
        answer: SchemaGenerator::subschema_for::<Report>,
    },
    Route {
        path: "/api/v1/openapi.json",
        method: "get",
        summary: ("本接口的 OpenAPI 文档", "The OpenAPI document of this interface"),
        parameters: &[],
        answer: |_| schemars::json_schema!({ "type": "object" }),
    },
];

/// The part of a list that an answer holds.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "says what `listing` writes")]
struct Listing {
    /// How many there are in all.
    total: i64,
    /// The place of the first one here, from 1.
    from: i64,
    /// How many are here.
    shown: usize,
    /// Whether there are more.
    cut: bool,
    /// The parameter `next` that brings those.
    next: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename = "ListOf{T}")]
#[expect(dead_code, reason = "says what `listing` writes")]
struct List<T> {
    #[serde(flatten)]
    part: Listing,
    rows: Vec<T>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "says what `documents` writes")]
struct DocumentAnswer {
    document: DocumentRow,
    /// Of its bytes as received.
    sha256: String,
    /// How many these are.
    bytes: i64,
    /// The encoding that was detected.
    encoding: String,
    /// The version of the program that read it.
    extractor: String,
    /// What people say of it.
    filled_in: Vec<documents::FilledIn>,
    /// Documents that are one with it.
    editions: Vec<Other>,
    #[serde(flatten)]
    part: Listing,
    claims: Vec<StoredClaim>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "says what `indicator` writes")]
struct IndicatorAnswer {
    indicator: IndicatorRow,
    /// Counts places.
    #[serde(flatten)]
    part: Listing,
    series: Vec<Series>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "says what `compare` writes")]
struct SeriesAnswer {
    indicators: Vec<IndicatorRow>,
    /// Counts pairs of an indicator and a place.
    #[serde(flatten)]
    part: Listing,
    series: Vec<Series>,
}

/// What is wrong, as RFC 9457 has it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "says what `api::problem` writes")]
struct Problem {
    r#type: String,
    title: String,
    status: u16,
    /// What is wrong, and what to do about it.
    detail: String,
    /// The parameter that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// What can be given instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    allowed: Vec<String>,
}

/// The address of the table at a path.
pub(super) fn route(path: &str) -> Option<&'static Route> {
    const { &ROUTES }.iter().find(|route| known::fits(route.path, path))
}

impl Route {
    /// What a parameter means here.
    pub(super) fn meaning(&self, name: &str) -> Both {
        let of_documents = self.path.starts_with("/api/v1/documents");
        let of_findings = self.path.starts_with("/api/v1/findings");
        match name {
            "q" if of_findings => ("指标名称里的词", "words of the indicator's name"),
            "q" => ("要查的词，读法与页面的检索相同", "words to look for, read as on the pages"),
            "topic" => ("主题，与 q 一并要求", "a topic, asked for together with q"),
            "kind" if of_documents => ("文件种类", "the kind of document"),
            "kind" if of_findings => ("线索种类", "the kind of finding"),
            "kind" => ("数值、变化、排名或连续", "level, change, rank or streak"),
            "status" => ("实际或目标", "result or target"),
            "state" => (
                "人工处理的状态；不写则不含已排除的",
                "what people make of it; without it all but what was dismissed",
            ),
            "severity" => ("至少这样要紧", "at least so severe"),
            "scope" if self.path.ends_with("/series") => (
                "地区或单位，须是记录中有的；可写多个",
                "a place or body of the record; may stand several times",
            ),
            "scope" if self.method == "post" => {
                ("文字所讲的地区或单位", "the place or body that the text is about")
            }
            "scope" => ("地区或单位，须是记录中有的", "a place or body of the record"),
            "year" if of_documents => ("文件的年份", "the year of the document"),
            "year" => ("数值所指的年份", "the year that the value refers to"),
            "document" => ("文件编号", "a document's number"),
            "indicator" if of_findings => ("指标编号", "an indicator's number"),
            "indicator" => ("指标名称里的词", "words of the indicator's name"),
            "publisher" => ("发布者名称里的词", "words of the publisher's name"),
            "unit" => ("单位，须是记录中有的", "a unit of the record"),
            "basis" => ("变化的比较基准；none 为没有", "what a change is against; none for without"),
            "from" => ("不早于此年或此日", "not before this year or day"),
            "to" => ("不晚于此年或此日", "not after this year or day"),
            "points" => ("至少有这么多条数据", "at least so many claims"),
            "target" => ("1：只要有目标的", "1: only those with a target"),
            "sort" => ("排列顺序", "what comes first"),
            "i" => ("指标编号；可写多个", "an indicator's number; may stand several times"),
            "version" => ("第几版", "which version"),
            "date" => ("文字的日期，如 2024-11-20", "the day of the text, such as 2024-11-20"),
            "limit" => ("最多几行，1 到 500", "rows at most, 1 to 500"),
            "next" => ("上一次回答的 next，原样照抄", "the `next` of the answer before, copied as it is"),
            _ => ("语言", "the language"),
        }
    }

    /// What a parameter can be here.
    pub(super) fn takes(&self, name: &str, schemas: &mut SchemaGenerator) -> Schema {
        let number = |from: i64, to: i64| schemars::json_schema!({ "type": "integer", "minimum": from, "maximum": to });
        let one_of = |words: &[&str]| schemars::json_schema!({ "type": "string", "enum": words });
        let of = |list: &str| self.path.starts_with(list);
        match name {
            "kind" if of("/api/v1/documents") => schemas.subschema_for::<DocumentKind>(),
            "kind" if of("/api/v1/findings") => schemas.subschema_for::<FindingKind>(),
            "kind" => schemas.subschema_for::<Kind>(),
            "status" => schemas.subschema_for::<Status>(),
            "severity" => schemas.subschema_for::<Severity>(),
            "period" => schemas.subschema_for::<PeriodType>(),
            "state" => one_of(&["open", "explained", "dismissed", "all"]),
            "basis" => one_of(&["yoy", "mom", "other", "none"]),
            "sort" if of("/api/v1/indicators") => one_of(&["documents", "name", "points", "latest"]),
            "sort" if of("/api/v1/findings") => one_of(&["severity", "newest"]),
            "sort" => one_of(&["newest", "oldest"]),
            "target" => one_of(&["1"]),
            "lang" => one_of(&["zh", "en"]),
            "limit" => number(1, MOST_ROWS),
            "year" => number(1, 9999),
            "points" => number(0, 1_000_000),
            "document" | "version" => number(1, i64::MAX),
            "indicator" if of("/api/v1/findings") => number(1, i64::MAX),
            "i" => {
                schemars::json_schema!({ "type": "array", "items": number(1, i64::MAX), "minItems": 1, "maxItems": 8 })
            }
            "scope" if of("/api/v1/series") => {
                schemars::json_schema!({ "type": "array", "items": { "type": "string" } })
            }
            "next" => schemars::json_schema!({ "type": "string", "pattern": "^r[0-9a-f]{1,10}$" }),
            "date" => schemars::json_schema!({ "type": "string", "format": "date" }),
            "from" | "to" => schemars::json_schema!({
                "anyOf": [number(1, 9999), { "type": "string", "format": "date" }],
            }),
            "q" if self.needs(name) => {
                schemars::json_schema!({ "type": "string", "pattern": "\\S", "maxLength": 500 })
            }
            _ => schemars::json_schema!({ "type": "string", "maxLength": 500 }),
        }
    }

    /// What it answers.
    pub(super) fn answer(&self, schemas: &mut SchemaGenerator) -> Schema {
        (self.answer)(schemas)
    }

    /// Whether a request must give this parameter.
    fn needs(&self, name: &str) -> bool {
        matches!((self.path, name), ("/api/v1/search", "q") | ("/api/v1/series", "i"))
    }

    fn operation(&self, visit: &Visit, schemas: &mut SchemaGenerator) -> Value {
        let said = |(zh, en): Both| visit.language.pick(zh, en);
        let mut parameters: Vec<Value> = Vec::new();
        for name in self.parameters.iter().chain(&["lang"]) {
            parameters.push(json!({
                "name": name,
                "in": "query",
                "required": self.needs(name),
                // Forms send every field, and an empty one asks for nothing.
                "allowEmptyValue": !self.needs(name),
                "description": said(self.meaning(name)),
                "schema": self.takes(name, schemas),
            }));
        }
        if self.path.contains("{id}") {
            let id = json!({ "type": "integer", "minimum": 1, "maximum": i64::MAX });
            parameters.push(json!({ "name": "id", "in": "path", "required": true, "schema": id }));
        }
        let answer = (self.answer)(schemas);
        let problem = schemas.subschema_for::<Problem>();
        let mut operation = json!({
            "summary": said(self.summary),
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": said(self.summary),
                    "content": { "application/json": { "schema": answer } },
                },
                "default": {
                    "description": said(("出错说明（RFC 9457）", "What is wrong (RFC 9457)")),
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
        });
        if self.method == "post" {
            let text = json!({ "text/plain": { "schema": { "type": "string", "pattern": "\\S" } } });
            operation["requestBody"] = json!({ "required": true, "content": text });
        }
        operation
    }
}

/// Gathers schemas. `OpenAPI` 3.1 takes JSON Schema as it is, and keeps what is named in a place of its own.
pub(super) fn schemas() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    settings.for_serialize().into_generator()
}

/// The `OpenAPI` document of the interface.
pub(super) async fn document(visit: Visit) -> Json<Value> {
    let mut schemas = schemas();
    let mut paths = serde_json::Map::new();
    for route in &ROUTES {
        paths.insert(route.path.to_owned(), json!({ route.method: route.operation(&visit, &mut schemas) }));
    }
    Json(json!({
        "openapi": "3.1.0",
        "info": { "title": "policy-metrics", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": { "schemas": schemas.take_definitions(true) },
    }))
}
