//! The record for assistants, by the Model Context Protocol: over standard input and output, and under `/mcp`. It only
//! reads, and every figure that it tells comes with its hedge, its words and the way to them.

use super::chosen::Asked;
use super::cited::{Cited, Source};
use super::error::WebError;
use super::error_page;
use super::listing::Part;
use super::params::Visit;
use super::search::{Answer, Fitting};
use super::state::AppState;
use super::{api, claims, findings, search};
use crate::check::Verdict;
use crate::series::{FindingKind, FindingState, Note, Series, Severity};
use crate::store::IndicatorRow;
use crate::words;
use axum::Router;
use axum::http::request::Parts;
use rmcp::handler::server::tool::schema_for_output;
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::{
    CallToolResult, ContentBlock, ErrorData, Implementation, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler, ServiceExt, tool, tool_handler, tool_router};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Claims of a series that are told at once; the newest.
const MOST_POINTS: usize = 100;

/// Findings that are told where the call gives no number.
const USUAL: i64 = 20;

/// What an assistant must know before it repeats anything.
const INSTRUCTIONS: &str = "\
记录中国官方文件（新闻发布会实录、政府工作报告等）里说出的数字，每一个都连着原话。引用时照抄 value（含“近”“超过”“约”等限定词），\
不要四舍五入、不要去掉限定词，并注明 quote、文件标题、发布者、日期和 link。目标（status）不是结果；时期、地区、口径不同的数不能相减相比。\
记录里没有的，就说没有找到。
The figures that Chinese official documents state, each with its exact words. Repeat `value` as it is, with its hedge \
(近 nearly, 超 more than, 约 about): never round it, never drop the hedge; and cite quote, title, publisher, day and link. A target is no \
result. Values of different periods, places or measures are not compared or subtracted. What the record does not hold was not found: say so.";

/// Answers assistants from one database.
#[derive(Debug, Clone)]
struct Assistant {
    state: AppState,
}

/// Answers under `/mcp`. Each request stands for itself, so no session is kept.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    let assistant = Assistant { state: state.clone() };
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_sse_keep_alive(None);
    let service = StreamableHttpService::new(
        move || Ok(assistant.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    );
    Router::new().route_service("/mcp", service)
}

/// Answers one assistant over standard input and output until it has gone.
pub async fn assist(state: AppState) -> io::Result<()> {
    let service = Assistant { state }.serve(rmcp::transport::stdio()).await.map_err(io::Error::other)?;
    service.waiting().await.map(drop).map_err(io::Error::other)
}

/// What to look for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SearchFor {
    /// 要查的词：指标、地区、年份、数字、发言人，可以并写（“济南 2024 新增就业”）；也可以是一整句话，其中每个数字逐一查找。
    /// Words to look for: an indicator, a place, a year, a number, a speaker, or several of them; or a whole sentence, of which
    /// each figure is looked up.
    #[schemars(length(min = 1, max = 500))]
    q: String,
}

/// Which series to read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SeriesOf {
    /// 指标编号，见 search 的回答。The indicator's number, as `search` tells it.
    #[schemars(range(min = 1))]
    indicator: i64,
    /// 地区或单位的全名；不写则为数据最多的一处。A place or body by its full name; without it that with most values.
    scope: Option<String>,
    /// level 数值、change 变化、rank 排名、streak 连续；不写则全部。The kind of value; all of them without it.
    kind: Option<crate::claim::Kind>,
}

/// Which claim to read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClaimOf {
    /// 数据编号。The claim's number.
    #[schemars(range(min = 1))]
    claim: i64,
}

/// What to check.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CheckOf {
    /// 要核对的文字。The text to check.
    #[schemars(length(min = 1))]
    text: String,
    /// 文字所讲的地区或单位，如 济南市；文字自己写明的可以不写。The place or body that it is about, where it does not say so.
    scope: Option<String>,
    /// 文字的日期，如 2024-11-20，“今年”“去年”据此理解。The day of the text, by which 今年 and 去年 are read.
    date: Option<String>,
}

/// Which findings to list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FindingsOf {
    /// 地区或单位的全名。A place or body by its full name.
    scope: Option<String>,
    /// 指标编号。An indicator's number.
    #[schemars(range(min = 1))]
    indicator: Option<i64>,
    /// 指标名称里的词。Words of the indicator's name.
    q: Option<String>,
    /// 种类。The kind.
    kind: Option<FindingKind>,
    /// 至少这样要紧。At least so severe.
    severity: Option<Severity>,
    /// 人工处理的状态；不写则不含已排除的。What people make of it; without it all but what was dismissed.
    state: Option<FindingState>,
    /// 所指的年份。The year that it is about.
    #[schemars(range(min = 1, max = 9999))]
    year: Option<i32>,
    /// 最多几条，1 到 500，默认 20。How many at most, from 1 to 500; 20 without it.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
}

/// What a search found.
#[derive(Serialize, JsonSchema)]
struct Found {
    /// Indicators that fit; where none does, those that are called alike.
    indicators: Vec<Indicator>,
    /// Claims that fit, of each figure of a sentence or of the words.
    claims: Vec<Cited>,
    /// How many claims fit in all.
    total_claims: i64,
    /// Claims that do not fit and only come near in value. They are no answer to what was asked.
    near_claims: Vec<Cited>,
    /// Documents that fit.
    documents: Vec<Source>,
}

/// An indicator of the record.
#[derive(Serialize, JsonSchema)]
struct Indicator {
    /// Its number, for `series`.
    number: i64,
    name: String,
    /// How many claims measure it.
    claims: i64,
    /// The first and last year with a value.
    years: Option<(i32, i32)>,
    /// Its page on the dashboard.
    link: String,
}

/// The values of an indicator at one place.
#[derive(Serialize, JsonSchema)]
struct Course {
    indicator: Indicator,
    place: Option<String>,
    /// Other places with values, of which one can be named as `scope`.
    other_places: Vec<String>,
    series: Vec<Line>,
    /// How many older values were left out.
    left_out: usize,
}

/// Values of one measure and status, in order of time.
#[derive(Serialize, JsonSchema)]
struct Line {
    /// The unit that it is drawn in.
    unit: String,
    values: Vec<Value>,
    /// What to know of single values: changes of unit, definition and name. `at` is the position among all of them.
    notes: Vec<Note>,
}

/// A value of a series.
#[derive(Serialize, JsonSchema)]
struct Value {
    #[serde(flatten)]
    cited: Cited,
    /// Values with one number are counted alike and may be compared; those with different numbers may not. `null` where
    /// none may be.
    stretch: Option<usize>,
    /// A newer document states the same period anew, or the value is doubtful.
    superseded: bool,
}

/// A claim, and how to cite its document.
#[derive(Serialize, JsonSchema)]
struct Said {
    #[serde(flatten)]
    cited: Cited,
    /// The document as GB/T 7714—2025 has it.
    citation: String,
}

/// What the record says to a text.
#[derive(Serialize, JsonSchema)]
struct Checked {
    /// The place that the text was read as being about.
    place: Option<String>,
    /// The day as of which it was read.
    day: Option<String>,
    figures: Vec<Judged>,
}

/// A figure of a text, and the verdict.
#[derive(Serialize, JsonSchema)]
struct Judged {
    /// Its words in the text.
    quote: String,
    verdict: Verdict,
    /// The verdict in words. Not found does not mean wrong.
    verdict_name: &'static str,
    reason: String,
    /// The claims of the record that the verdict rests on; of what is not found, the nearest.
    records: Vec<Cited>,
}

/// Findings with both sides.
#[derive(Serialize, JsonSchema)]
struct Leads {
    /// How many fit in all.
    total: i64,
    findings: Vec<Lead>,
}

/// Something to look at; a question to the record, and no error found.
#[derive(Serialize, JsonSchema)]
struct Lead {
    finding: i64,
    kind: FindingKind,
    kind_name: &'static str,
    severity: Severity,
    name: String,
    place: String,
    /// What the two sides show.
    reason: String,
    /// Why they can be held against each other.
    comparable: &'static str,
    state: FindingState,
    /// Why a person gave it that state.
    explanation: Option<String>,
    /// What was said first.
    earlier: Option<Cited>,
    /// What stands beside it.
    later: Option<Cited>,
    /// Its page on the dashboard.
    link: String,
}

/// A tool's answer as text and as structured content, or what was wrong.
type Told = Result<CallToolResult, ErrorData>;

#[tool_router]
impl Assistant {
    /// 在记录里检索：指标、说过的数字（连原话）、文件。Searches the record: indicators, figures with their words, documents.
    #[tool(output_schema = schema_for_output::<Found>(), annotations(title = "检索 / Search", read_only_hint = true, open_world_hint = false))]
    async fn search(
        &self,
        Parameters(SearchFor { q }): Parameters<SearchFor>,
        context: RequestContext<RoleServer>,
    ) -> Told {
        let visit = self.visit("/search.json", &context).with_given("q", Some(&q));
        answer(self.found(&visit).await, &visit)
    }

    /// 一个指标在一个地区的历年数据，逐条附原话。The values of an indicator at a place over time, each with its words.
    #[tool(output_schema = schema_for_output::<Course>(), annotations(title = "序列 / Series", read_only_hint = true, open_world_hint = false))]
    async fn series(
        &self,
        Parameters(SeriesOf { indicator, scope, kind }): Parameters<SeriesOf>,
        context: RequestContext<RoleServer>,
    ) -> Told {
        let visit = self
            .visit(&format!("/indicators/{indicator}.json"), &context)
            .with_given("scope", scope.as_ref())
            .with_given("kind", kind.as_ref());
        answer(self.course(indicator, &visit).await, &visit)
    }

    /// 一条数据：数值连限定词、原话、文件和引用格式。One claim: its value with its hedge, its words, its document and how to cite it.
    #[tool(output_schema = schema_for_output::<Said>(), annotations(title = "一条数据 / Claim", read_only_hint = true, open_world_hint = false))]
    async fn claim(
        &self,
        Parameters(ClaimOf { claim }): Parameters<ClaimOf>,
        context: RequestContext<RoleServer>,
    ) -> Told {
        let visit = self.visit(&format!("/claims/{claim}.json"), &context);
        answer(self.said(claim, &visit).await, &visit)
    }

    /// 把一段文字里的每个数字与记录核对，不存入。Checks each figure of a text against the record; nothing is kept.
    #[tool(output_schema = schema_for_output::<Checked>(), annotations(title = "核对 / Check", read_only_hint = true, open_world_hint = false))]
    async fn check(
        &self,
        Parameters(CheckOf { text, scope, date }): Parameters<CheckOf>,
        context: RequestContext<RoleServer>,
    ) -> Told {
        let visit = self
            .visit("/check", &context)
            .with_given("scope", scope.as_ref())
            .with_given("date", date.as_ref());
        answer(self.checked(&text, &visit).await, &visit)
    }

    /// 核查线索：未达目标、前后不一、不再提及等，附两边原话；只是线索，未必有误。
    /// Leads to look at: missed targets, different statements, silence; each with the words of both sides. Nothing of it need be wrong.
    #[tool(output_schema = schema_for_output::<Leads>(), annotations(title = "线索 / Findings", read_only_hint = true, open_world_hint = false))]
    async fn findings(
        &self,
        Parameters(asked): Parameters<FindingsOf>,
        context: RequestContext<RoleServer>,
    ) -> Told {
        let FindingsOf { scope, indicator, q, kind, severity, state, year, limit } = asked;
        let word = |word: Option<&'static str>| word;
        let visit = self
            .visit("/findings.json", &context)
            .with_given("scope", scope.as_ref())
            .with_given("indicator", indicator.as_ref())
            .with_given("q", q.as_ref())
            .with_given("kind", word(kind.map(Into::into)))
            .with_given("severity", word(severity.map(Into::into)))
            .with_given("state", word(state.map(Into::into)))
            .with_given("year", year.as_ref())
            .with_given("limit", Some(limit.unwrap_or(USUAL)));
        answer(self.leads(&visit).await, &visit)
    }
}

#[tool_handler]
impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("policy-metrics", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }
}

/// What a tool answers.
trait Tell: Serialize {
    /// The same in words.
    fn text(&self, visit: &Visit) -> String;
}

/// What is told, as text and as structured content; else what is wrong.
fn answer(told: Result<impl Tell, WebError>, visit: &Visit) -> Told {
    match told {
        Ok(told) => {
            let content = serde_json::to_value(&told)
                .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
            let mut answer = CallToolResult::structured(content);
            answer.content = vec![ContentBlock::text(told.text(visit))];
            Ok(answer)
        }
        // Whoever called can mend it, so it is no failure of the protocol.
        Err(error) => {
            let wrong = error_page::in_one_line(&error, visit.clone());
            Ok(CallToolResult::error(vec![ContentBlock::text(wrong)]))
        }
    }
}

impl Assistant {
    /// A visit to the page that shows what a call asks for: what that refuses is refused here. Over HTTP it knows under
    /// which name the dashboard is reached.
    fn visit(&self, path: &str, context: &RequestContext<RoleServer>) -> Visit {
        let headers = context.extensions.get::<Parts>().map(|parts| parts.headers.clone());
        Visit::asking(path, Vec::new(), &headers.unwrap_or_default(), &self.state)
    }

    async fn found(&self, visit: &Visit) -> Result<Found, WebError> {
        visit.clone().sound()?;
        let store = &self.state.store;
        let numbers = |rows: &[claims::Listed]| rows.iter().map(|row| row.stored.id).collect::<Vec<_>>();
        let mut found = Found {
            indicators: Vec::new(),
            claims: Vec::new(),
            total_claims: 0,
            near_claims: Vec::new(),
            documents: Vec::new(),
        };
        match search::answer(store, visit).await? {
            Answer::Figures { figures, .. } => {
                for figure in figures {
                    found.total_claims += figure.claims.total;
                    found.claims.extend(self.cited(&numbers(&figure.claims.rows), visit).await?);
                    found.near_claims.extend(self.cited(&numbers(&figure.nearest), visit).await?);
                }
            }
            Answer::Fitting(fitting) => {
                let Fitting { indicators, claims, documents, nearest, .. } = *fitting;
                let indicators = indicators.rows.into_iter().chain(nearest.indicators);
                let documents = documents.rows.into_iter().chain(nearest.documents);
                found.indicators = indicators.map(|row| Indicator::of(row, visit)).collect();
                found.documents = documents.map(|listed| Source::of(&listed.row, visit)).collect();
                found.total_claims = claims.total;
                found.claims = self.cited(&numbers(&claims.rows), visit).await?;
                found.near_claims = self.cited(&numbers(&nearest.claims), visit).await?;
            }
        }
        Ok(found)
    }

    async fn cited(&self, claims: &[i64], visit: &Visit) -> Result<Vec<Cited>, WebError> {
        let cited = Cited::all(&self.state.store, claims, visit).await?;
        Ok(claims.iter().filter_map(|id| cited.get(id).cloned()).collect())
    }

    async fn course(&self, indicator: i64, visit: &Visit) -> Result<Course, WebError> {
        visit.clone().sound()?;
        let store = &self.state.store;
        let asked = Asked::of(visit)?;
        let row = store.indicator(indicator).await?;
        let counts = store.counts(&[indicator], None).await?;
        asked.known(&counts)?;
        let place = asked.place(&counts);
        let mut all = store.series_of_places(&[(indicator, place.as_deref())]).await?;
        all.retain(|series| series.scope == place && asked.fits(series));
        let points = all.iter().flat_map(|series| &series.points);
        // A later claim has the higher number in a document, and newer documents are told first.
        let mut newest: Vec<_> = points.map(|point| (point.day(), point.document.date, point.id)).collect();
        newest.sort_unstable_by(|one, other| other.cmp(one));
        let left_out = newest.len().saturating_sub(MOST_POINTS);
        let told: Vec<i64> = newest.into_iter().take(MOST_POINTS).map(|(.., id)| id).collect();
        let mut cited = Cited::all(store, &told, visit).await?;
        let other_places =
            asked.places(&counts).into_iter().flatten().filter(|name| place.as_deref() != Some(name));
        Ok(Course {
            indicator: Indicator::of(row, visit),
            other_places: other_places.map(str::to_owned).collect(),
            series: all.iter().map(|series| Line::of(series, &mut cited)).collect(),
            place,
            left_out,
        })
    }

    async fn said(&self, claim: i64, visit: &Visit) -> Result<Said, WebError> {
        let (_, document) = self.state.store.claim(claim).await?;
        let cited = self.cited(&[claim], visit).await?.pop().ok_or(WebError::NotFound)?;
        let row = &document.row;
        let [(_, citation), _] = words::citations(&row.metadata, &row.source, row.ingested_at);
        Ok(Said { cited, citation })
    }

    async fn checked(&self, text: &str, visit: &Visit) -> Result<Checked, WebError> {
        let report = api::checked(&self.state.store, visit, text).await?;
        let held: Vec<i64> =
            report.claims().flat_map(|told| &told.records).map(|record| record.claim_id).collect();
        let cited = Cited::all(&self.state.store, &held, visit).await?;
        let figures = report.claims().map(|told| Judged {
            quote: told.claim.quote.clone(),
            verdict: told.verdict,
            verdict_name: words::check::verdict(told.verdict, visit.language),
            reason: told.reason.of(visit.language).to_owned(),
            records: told.records.iter().filter_map(|record| cited.get(&record.claim_id).cloned()).collect(),
        });
        Ok(Checked { figures: figures.collect(), place: report.scope.clone(), day: report.date.clone() })
    }

    async fn leads(&self, visit: &Visit) -> Result<Leads, WebError> {
        visit.clone().sound()?;
        let store = &self.state.store;
        let filter = findings::asked(visit, &*store.menus().await?, Part::of(visit)?)?;
        let found = store.findings_found(&filter).await?;
        let listed = findings::listed(store, &found.rows).await?;
        let sides: Vec<i64> = listed
            .iter()
            .flat_map(|one| [Some(one.found.finding.earlier), one.found.finding.later])
            .flatten()
            .collect();
        let cited = Cited::all(store, &sides, visit).await?;
        let language = visit.language;
        let lead = |one: findings::Listed| {
            let finding = &one.found.finding;
            let sides =
                [&one.earlier_claim, &one.later_claim].map(|side| side.as_ref().map(|point| &point.claim));
            Lead {
                finding: one.found.id,
                kind: finding.kind,
                kind_name: words::finding::kind(finding.kind, language),
                severity: finding.severity,
                name: one.found.name.clone(),
                place: one.found.scope.clone(),
                reason: words::finding::reason(finding, sides[0], sides[1], language),
                comparable: words::finding::comparable(finding.kind, language),
                state: one.found.state,
                explanation: one.found.judged.as_ref().map(|judged| judged.why.clone()),
                earlier: cited.get(&finding.earlier).cloned(),
                later: finding.later.and_then(|later| cited.get(&later).cloned()),
                link: visit.absolute(&format!("/findings/{}", one.found.id)),
            }
        };
        Ok(Leads { total: found.total, findings: listed.into_iter().map(lead).collect() })
    }
}

impl Indicator {
    fn of(row: IndicatorRow, visit: &Visit) -> Self {
        Self {
            link: visit.absolute(&format!("/indicators/{}", row.id)),
            number: row.id,
            name: row.name,
            claims: row.points,
            years: row.years,
        }
    }
}

impl Line {
    fn of(series: &Series, cited: &mut HashMap<i64, Cited>) -> Self {
        let stretch = |at: usize| series.runs.iter().position(|run| run.contains(&at)).map(|run| run + 1);
        let value = |(at, id): (usize, i64)| {
            let (stretch, superseded) = (stretch(at), series.is_ghost(at));
            Some(Value { cited: cited.remove(&id)?, stretch, superseded })
        };
        let values = series.points.iter().map(|point| point.id).enumerate().filter_map(value).collect();
        Self { unit: series.unit.clone(), values, notes: series.notes.clone() }
    }
}

impl Tell for Found {
    fn text(&self, visit: &Visit) -> String {
        let language = visit.language;
        let Self { indicators, claims, total_claims, near_claims, documents } = self;
        let part = |title: &str, lines: Vec<String>| {
            (!lines.is_empty()).then(|| format!("## {title}\n{}", lines.join("\n")))
        };
        let entries = |claims: &[Cited]| claims.iter().map(|one| one.entry(language)).collect();
        let named = |one: &Indicator| format!("{}（indicator {}）\n  {}", one.name, one.number, one.link);
        let fitting = language.pick(
            format!("数据（共 {total_claims} 条，这里 {} 条）", claims.len()),
            format!("Claims ({total_claims} in all, {} here)", claims.len()),
        );
        let none = language.pick("没有一条数据完全符合。", "No claim fits all of it.");
        let near = language.pick("只是数值相近，不是所问的", "Near in value only, not what was asked for");
        let parts = [
            part(&fitting, entries(claims)).or_else(|| Some(none.to_owned())),
            part(near, entries(near_claims)),
            part(language.pick("指标", "Indicators"), indicators.iter().map(named).collect()),
            part(language.pick("文件", "Documents"), documents.iter().map(Source::entry).collect()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }
}

impl Tell for Course {
    fn text(&self, visit: &Visit) -> String {
        let language = visit.language;
        let Self { indicator, place, other_places, series, left_out } = self;
        let place = place.as_deref().unwrap_or(language.pick("地区未注明", "place not stated"));
        let mut lines = vec![format!("# {} · {place}\n{}", indicator.name, indicator.link)];
        for value in series.iter().flat_map(|line| &line.values) {
            let superseded =
                language.pick("  （后来另有说法，或存疑）", "  (stated anew later, or doubtful)");
            let superseded = if value.superseded { superseded } else { "" };
            lines.push(format!("{}{superseded}", value.cited.entry(language)));
        }
        if *left_out > 0 {
            lines.push(language.pick(
                format!("另有 {left_out} 条较早的未列出。"),
                format!("{left_out} older ones are left out."),
            ));
        }
        if !other_places.is_empty() {
            let places = other_places.join("、");
            lines.push(language.pick(format!("其他地区：{places}"), format!("Other places: {places}")));
        }
        lines.join("\n")
    }
}

impl Tell for Said {
    fn text(&self, visit: &Visit) -> String {
        format!("{}\n  {}", self.cited.entry(visit.language), self.citation)
    }
}

impl Tell for Checked {
    fn text(&self, visit: &Visit) -> String {
        let language = visit.language;
        if self.figures.is_empty() {
            return language.pick("文字里没有读出数据。", "The text states no figure.").to_owned();
        }
        let figure = |one: &Judged| {
            let records = one.records.iter().map(|record| format!("\n{}", record.entry(language)));
            format!("“{}”：{}。{}{}", one.quote, one.verdict_name, one.reason, records.collect::<String>())
        };
        self.figures.iter().map(figure).collect::<Vec<_>>().join("\n\n")
    }
}

impl Tell for Leads {
    fn text(&self, visit: &Visit) -> String {
        let language = visit.language;
        let Self { total, findings } = self;
        let shown = findings.len();
        let lead = |one: &Lead| {
            let sides = [&one.earlier, &one.later].into_iter().flatten();
            let sides: Vec<String> = sides.map(|side| format!("\n{}", side.entry(language))).collect();
            let sides = sides.concat();
            let Lead { finding, kind_name, name, place, reason, link, .. } = one;
            format!("{kind_name} · {place} · {name}（finding {finding}）\n{reason}\n{link}{sides}")
        };
        let count = language.pick(
            format!("共 {total} 条，这里 {shown} 条。只是线索，未必有误。"),
            format!("{total} in all, {shown} here. Nothing of it need be wrong."),
        );
        std::iter::once(count).chain(findings.iter().map(lead)).collect::<Vec<_>>().join("\n\n")
    }
}
