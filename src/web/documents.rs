//! `/documents`: the list, and each text with its claims marked in place.

use super::caching::Streamed;
use super::claims;
use super::error::WebError;
use super::feed;
use super::highlight::{self, Piece};
use super::listing::{Field, File, Form, Format, Part, Record, with_feeds, with_files};
use super::params::{Visit, numbered};
use super::reading::{self, Known, Line};
use super::snippet::{self, Snippet};
use super::state::AppState;
use super::templates::{Nav, Page, Pager, html};
use super::text::{self, fill};
use super::understood::{self, Understood};
use crate::document::{DocumentKind, Metadata, Span, is_web_address};
use crate::export::annotation::Annotations;
use crate::export::row;
use crate::query::Query;
use crate::series::{self, Decision, Decisions, Difference, Fact};
use crate::store::{
    DocumentFilter, DocumentRow, Menus, Other, Related, Store, StoredClaim, StoredDocument, UnknownFilter,
};
use crate::text::{Role, Speaker};
use crate::words;
use crate::words::number;
use crate::words::period::{self, day};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A heading line longer than this, in code points, holds the paragraph as well.
const LONGEST_HEADING: usize = 60;

/// About so many bytes of a text with its marks stand on one page, and a stretch without a break is cut at so many code
/// points.
const PART: usize = 180_000;
const STRETCH: usize = 20_000;

/// About so many bytes one claim's mark takes, and one paragraph.
const MARK: usize = 90;
const FRAME: usize = 50;

/// So many claims are listed beside a text, and so many changes before it.
const LISTED: usize = 200;

/// So many annotations are written at a time.
const ANNOTATED: usize = 200;

pub(super) fn router() -> Router<AppState> {
    let list = get(list);
    with_feeds(with_files(Router::new(), "/documents", &list), "/documents", &list)
        .route("/documents/{id}", get(view))
}

/// A document in a list.
#[derive(Debug)]
pub(super) struct DocumentLine {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) date: String,
    pub(super) publisher: String,
    pub(super) scope: String,
    pub(super) claims: i64,
    /// Another document counts in its place.
    pub(super) aside: bool,
    /// Where in the text the searched words stand.
    pub(super) snippet: Option<Snippet>,
}

#[derive(Template)]
#[template(path = "documents.html", config = "assets/askama.toml")]
struct DocumentsPage {
    page: Page,
    form: Form,
    query: String,
    /// How the search was understood.
    understood: Option<Understood>,
    found: String,
    /// That there is something to fill in, in words.
    unknown: Option<String>,
    lines: Vec<DocumentLine>,
    pager: Option<Pager>,
}

#[derive(Template)]
#[template(path = "document.html", config = "assets/askama.toml")]
struct DocumentPage {
    page: Page,
    title: String,
    /// What tells it from others of its title.
    about: String,
    /// What people filled in, by decision: in words, and its number.
    filled: Vec<(String, i64)>,
    paragraphs: Vec<Paragraph>,
    /// Where in a long text this is.
    pager: Option<Pager>,
    claims: Vec<ClaimLine>,
    /// How many claims there are in what is shown, where not all are listed; and where all are.
    claims_cut: Option<String>,
    all_claims: String,
    provenance: Vec<Known>,
    outline: Vec<Line>,
    /// Only where it may be followed: `http` or `https`.
    url: Option<String>,
    /// The other documents that are one with it: what each is to it, its number and title.
    others: Vec<(&'static str, i64, String)>,
    /// Another document counts in its place.
    aside: bool,
    changes: Option<Changes>,
    /// Where facts are filled in.
    describing: String,
    /// Where the form that takes it out is sent.
    removal: String,
    remove_explained: String,
}

/// What changed from one version of a text to another.
#[derive(Debug)]
struct Changes {
    heading: String,
    lines: Vec<ChangeLine>,
    /// That these are not all.
    cut: Option<String>,
}

/// A figure that was added, changed or taken out.
#[derive(Debug)]
struct ChangeLine {
    what: &'static str,
    indicator: String,
    old: Option<Stated>,
    new: Option<Stated>,
}

/// A figure in one version.
#[derive(Debug)]
struct Stated {
    document: i64,
    claim: i64,
    value: String,
    quote: String,
    /// Whether the claim is a target, and its period.
    beside: String,
}

/// A block as it is shown.
#[derive(Debug)]
struct Paragraph {
    /// Its place among the blocks, for links from the outline; none where it goes on with a block.
    number: Option<usize>,
    role: Role,
    level: u8,
    /// Set where somebody else begins to speak.
    turn: Option<Speaker>,
    /// The line that only names the speaker.
    names_speaker: bool,
    pieces: Vec<Piece>,
    /// A heading that runs on into its paragraph on the same line.
    runs_on: bool,
}

impl Paragraph {
    fn class(&self) -> &'static str {
        match self.role {
            Role::Boilerplate => "boilerplate",
            Role::Metadata | Role::Title => "metadata",
            Role::Question => "question",
            Role::Heading => "lead-in",
            Role::Speech if self.names_speaker => "names",
            Role::Speech => "speech",
        }
    }
}

#[derive(Debug)]
struct ClaimLine {
    id: i64,
    value: String,
    exact: String,
    /// The quote in its sentence.
    words: Snippet,
    indicator: String,
    kind: &'static str,
    target: bool,
}

/// A document as a list gives it to programs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedDocument")]
pub(super) struct Listed {
    #[serde(flatten)]
    pub(super) row: DocumentRow,
    kind: DocumentKind,
    date: Option<NaiveDate>,
}

pub(super) async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let part = Part::of(&visit)?;
    let menus = state.store.menus().await?;
    let filter = DocumentFilter {
        query: understood::read(visit.text("q")?, &menus),
        publisher: visit.text("publisher")?.unwrap_or_default().to_owned(),
        scope: visit.among("scope", &menus.document_scopes)?,
        kind: visit.choice("kind", &KINDS.map(Into::into))?,
        year: visit.whole("year", 1..=9999)?.map(|year| year as i32),
        oldest_first: visit.choice::<String>("sort", &["newest", "oldest"])?.as_deref() == Some("oldest"),
        offset: part.offset,
        limit: part.limit,
    };
    if part.format == Format::Feed {
        let found = state.store.documents_found(&filter).await?;
        return feed::documents(&state.store, &found.rows, &Page::new(visit, Nav::Documents)).await;
    }
    if part.format != Format::Html {
        let file = File::new("documents", &row::DOCUMENT, &state.store);
        let found = state.store.documents_found(&filter).await?;
        let listed = move |numbers: Vec<i64>| {
            let store = state.store.clone();
            async move { Ok(store.documents_numbered(&numbers).await?.into_iter().map(Listed::of).collect()) }
        };
        return part.file(&visit, file, found, listed).await;
    }
    let found = state.store.documents(&filter).await?;
    let page = Page::new(visit, Nav::Documents).fed(&[]);
    let lines = with_snippets(&state, lines(found.rows, &page), &filter.query).await?;
    let unknown = state.store.unknown(&UnknownFilter::default()).await?.total;
    html(&DocumentsPage {
        pager: Pager::of(&page, part.page, found.total),
        found: fill(page.w.found_documents, &[&page.count(found.total)]),
        unknown: (unknown > 0).then(|| text::fill_one(page.w.unknown_facts_of, page.count(unknown))),
        form: Form::new(&page, form_fields(&filter, &menus, &page), found.total),
        understood: Understood::of(&filter.query, &page),
        query: page.given("q"),
        page: page.clone().titled(page.w.documents),
        lines,
    })
}

const KINDS: [DocumentKind; 7] = [
    DocumentKind::Report,
    DocumentKind::Court,
    DocumentKind::Budget,
    DocumentKind::Bulletin,
    DocumentKind::Conference,
    DocumentKind::News,
    DocumentKind::Other,
];

fn form_fields(filter: &DocumentFilter, menus: &Menus, page: &Page) -> Vec<Field> {
    let w = page.w;
    let scopes = menus.document_scopes.iter().map(|scope| (scope.clone(), scope.clone()));
    let kinds = KINDS.map(|kind| {
        let value: &'static str = kind.into();
        (value.to_owned(), crate::words::document::document_kind(kind, page.visit.language).to_owned())
    });
    let kind: &'static str = filter.kind.map_or("", Into::into);
    vec![
        Field::text("q", w.title_or_text, page.given("q")).hint(w.search_placeholder),
        Field::choice("kind", w.document_kind, kind, w.any, kinds),
        Field::choice("scope", w.scope, filter.scope.clone().unwrap_or_default(), w.any_scope, scopes),
        Field::text("year", w.year, filter.year.map(|year| year.to_string()).unwrap_or_default())
            .hint("2024"),
        Field::text("publisher", w.publisher, filter.publisher.clone()),
        Field::order(filter.oldest_first, page),
    ]
}

impl Listed {
    pub(super) fn of(row: DocumentRow) -> Self {
        Self { kind: row.metadata.kind(), date: row.metadata.date(), row }
    }
}

impl Record for Listed {
    fn records(&self) -> Vec<Vec<String>> {
        vec![row::document(&self.row)]
    }
}

/// The lines, each with the place where its text holds what is asked for.
pub(super) async fn with_snippets(
    state: &AppState,
    mut lines: Vec<DocumentLine>,
    query: &Query,
) -> Result<Vec<DocumentLine>, WebError> {
    if !query.is_empty() {
        for line in &mut lines {
            line.snippet = snippet::of(&state.store.text_of(line.id).await?, query);
        }
    }
    Ok(lines)
}

pub(super) async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, format) = numbered(&id)?;
    let document = state.store.document(id).await?;
    let others = state.store.editions(id).await?;
    let filled = filled_in(&state.store, &document).await?;
    match format {
        None => {
            let version = match version_beside(&document, &others) {
                Some(other) => Some(state.store.document(other).await?),
                None => None,
            };
            html(&page_of(&document, &others, version.as_ref(), &filled, visit)?)
        }
        Some("json") => {
            let part = Part::of(&visit)?;
            let beside = serde_json::json!({
                "document": document.row,
                "sha256": document.sha256,
                "bytes": document.bytes,
                "encoding": document.encoding,
                "extractor": document.extractor,
                "filled_in": filled,
                "editions": others,
            });
            let file = File { rows: "claims", beside, ..File::new("document", &[], &state.store) };
            let found = part.of_all(document.claims.len());
            let claims = move |places: Vec<i64>| {
                let claims = places.iter().filter_map(|at| document.claims.get(*at as usize).cloned());
                std::future::ready(Ok(claims.map(OfDocument).collect()))
            };
            part.file(&visit, file, found, claims).await
        }
        // What the offsets of claims count in.
        Some("txt") => Ok(document.text.into_response()),
        Some("csv" | "xlsx" | "jsonl") => {
            let name = format!("document-{id}");
            claims::file(&name, document.claims, document.row, (&state.store, &visit)).await
        }
        Some("jsonld") => Ok(annotated(document, &visit)),
        Some(_) => Err(WebError::NotFound),
    }
}

/// The claims of a document as annotations of its text, sent while they are written.
fn annotated(document: StoredDocument, visit: &Visit) -> Response {
    let annotations = Annotations::of(document, Some(&visit.absolute("")), visit.language);
    let (head, tail) = annotations.frame();
    let places = (0..annotations.len()).step_by(ANNOTATED);
    let some = places.map(move |from| {
        let to = (from + ANNOTATED).min(annotations.len());
        let written = (from..to).filter_map(|at| Some((at, annotations.at(at)?.to_string())));
        written.map(|(at, one)| if at == 0 { one } else { format!(",{one}") }).collect::<String>()
    });
    let parts = std::iter::once(head).chain(some).chain([tail.to_owned()]).map(Ok::<_, std::io::Error>);
    let kind = "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"";
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    (Extension(Streamed), kind, Body::from_stream(stream::iter(parts))).into_response()
}

/// A claim as its document gives it to programs.
#[derive(Serialize)]
#[serde(transparent)]
struct OfDocument(StoredClaim);

impl Record for OfDocument {
    fn records(&self) -> Vec<Vec<String>> {
        // Tables of a document's claims have the columns of the list of claims.
        Vec::new()
    }
}

/// Something that a person says of a document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FilledIn {
    fact: Fact,
    value: Option<String>,
    /// What the document says itself.
    stated: Option<String>,
    decision: i64,
    who: String,
    at: DateTime<Utc>,
    why: String,
}

async fn filled_in(store: &Store, document: &StoredDocument) -> Result<Vec<FilledIn>, WebError> {
    let decisions = Decisions::in_force(store.decisions().await?);
    let facts = decisions.facts_of(&document.sha256);
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let (_, stated) = store.stated(&document.sha256, &facts).await?.ok_or(WebError::NotFound)?;
    let said = |fact: Fact| {
        let Decision { id, who, at, why, .. } = decisions.said_by(&document.sha256, fact)?;
        Some(FilledIn {
            fact,
            value: facts.get(fact),
            stated: fact.of(&stated),
            decision: *id,
            who: who.clone(),
            at: *at,
            why: why.clone(),
        })
    };
    Ok(Fact::ALL.into_iter().filter_map(said).collect())
}

fn filled_lines(filled: &[FilledIn], page: &Page) -> Vec<(String, i64)> {
    let w = page.w;
    let mut lines: BTreeMap<i64, (&FilledIn, Vec<String>)> = BTreeMap::new();
    for one in filled {
        let value = one.value.as_deref().unwrap_or_default();
        let stated = one.stated.as_deref().unwrap_or(w.unknown);
        let name = text::fact(one.fact, page.visit.language);
        let said = fill(w.filled_in_fact, &[name, value, stated]);
        lines.entry(one.decision).or_insert((one, Vec::new())).1.push(said);
    }
    let line = |(id, (one, said)): (i64, (&FilledIn, Vec<String>))| {
        let who = if one.who.is_empty() { w.someone } else { &one.who };
        let on = day(one.at.date_naive(), page.visit.language);
        (fill(w.filled_in_by, &[who, &on, &said.join(w.joint)]), id)
    };
    lines.into_iter().map(line).collect()
}

/// The version to compare a text with: the one that counts in its place, or else the one before it.
fn version_beside(document: &StoredDocument, others: &[Other]) -> Option<i64> {
    let is = |related| move |other: &&Other| other.related == related;
    let beside = match document.row.counted_as {
        Some(_) => others.iter().filter(is(Related::Newer)).find(|other| other.row.counted_as.is_none()),
        None => others.iter().rfind(is(Related::Older)),
    };
    beside.map(|other| other.row.id)
}

fn page_of(
    document: &StoredDocument,
    others: &[Other],
    version: Option<&StoredDocument>,
    filled: &[FilledIn],
    visit: Visit,
) -> Result<DocumentPage, WebError> {
    let language = visit.language;
    let page = Page::new(visit, Nav::Documents);
    let text: Vec<char> = document.text.chars().collect();
    let parts = parts(document);
    let number = part_asked(document, &parts, &page)?;
    let part = parts.get(number as usize - 1).map_or(&[][..], Vec::as_slice);
    let here: Vec<&StoredClaim> =
        part.iter().flat_map(|(_, span)| claims_beginning_in(document, *span)).collect();
    let mut outline = reading::outline(document, &text, language);
    outline.retain(|line| part.iter().any(|(block, _)| *block == line.block));
    let claims = here.iter().take(LISTED).map(|stored| ClaimLine {
        words: Snippet::of_claim(&text, &stored.claim),
        id: stored.id,
        value: number::of_claim(&stored.claim, language),
        exact: number::exactly(&stored.claim, language),
        indicator: stored.indicator_name.clone(),
        kind: stored.claim.kind.into(),
        target: stored.claim.status == crate::claim::Status::Target,
    });
    Ok(DocumentPage {
        claims: claims.collect(),
        claims_cut: (here.len() > LISTED)
            .then(|| fill(page.w.claims_listed, &[&LISTED.to_string(), &page.count(here.len() as i64)])),
        all_claims: format!("{}&sort=oldest", page.claims_of(document.row.id)),
        paragraphs: paragraphs(document, &text, part),
        pager: Pager::over(&page, page.w.part_of_text, number, parts.len() as i64),
        provenance: reading::provenance(document, &page),
        outline,
        url: document.row.metadata.url.clone().filter(|url| is_web_address(url)),
        others: others
            .iter()
            .map(|other| (relation(other.related, page.w), other.row.id, other.row.name()))
            .collect(),
        aside: document.row.counted_as.is_some(),
        changes: version.map(|version| changes(document, version, &page)),
        about: about(&document.row.metadata, &page),
        filled: filled_lines(filled, &page),
        describing: format!("/documents/describe?id={}", document.row.id),
        removal: format!("/documents/{}/remove", document.row.id),
        remove_explained: text::fill_one(page.w.remove_explained, document.row.claims),
        title: document.row.title().to_owned(),
        page: page.titled(document.row.name()),
    })
}

/// The parts of a text that each fill a page, as stretches of its blocks. Most texts have one.
fn parts(document: &StoredDocument) -> Vec<Vec<(usize, Span)>> {
    let cut = |(block, span): (usize, Span)| {
        let starts = (span.start..span.end.max(span.start + 1)).step_by(STRETCH);
        starts.map(move |start| (block, Span::new(start, span.end.min(start + STRETCH))))
    };
    let mut parts: Vec<Vec<(usize, Span)>> = Vec::new();
    let mut size = 0;
    for (block, span) in document.blocks.iter().map(|block| block.span).enumerate().flat_map(cut) {
        // A Chinese character takes three bytes.
        let own = (span.end - span.start) * 3 + claims_beginning_in(document, span).len() * MARK + FRAME;
        match parts.last_mut() {
            Some(part) if size + own <= PART => part.push((block, span)),
            _ => {
                parts.push(vec![(block, span)]);
                size = 0;
            }
        }
        size += own;
    }
    parts
}

/// Claims stand in order of their start.
fn claims_beginning_in(document: &StoredDocument, span: Span) -> &[StoredClaim] {
    let before = |end: usize| document.claims.partition_point(|stored| stored.claim.start < end);
    &document.claims[before(span.start)..before(span.end)]
}

/// The part that is asked for, else that in which the claim stands that is asked for.
fn part_asked(document: &StoredDocument, parts: &[Vec<(usize, Span)>], page: &Page) -> Result<i64, WebError> {
    let claim = page.visit.whole("c", 1..=i64::MAX)?;
    let wanted = claim.and_then(|id| document.claims.iter().find(|stored| stored.id == id));
    let place = wanted.and_then(|stored| {
        let holds = |(_, span): &(usize, Span)| (span.start..span.end).contains(&stored.claim.start);
        parts.iter().position(|part| part.iter().any(holds))
    });
    Ok(match place.filter(|_| page.given("page").is_empty()) {
        Some(place) => place as i64 + 1,
        None => page.visit.page()?.min(parts.len().max(1) as i64),
    })
}

/// The address of a claim's words in its document; names the claim where the text has several parts, for no server
/// sees a fragment.
pub(super) fn address_of(document: &StoredDocument, claim: i64, page: &Page) -> String {
    let size = document.text.len() + document.row.claims as usize * MARK + document.blocks.len() * FRAME;
    if size <= PART {
        return page.to_words(document.row.id, claim);
    }
    page.href(&format!("/documents/{}?c={claim}#c{claim}", document.row.id))
}

/// Place, day and publisher: many reports are called the same.
fn about(metadata: &Metadata, page: &Page) -> String {
    let known = [metadata.scope.clone(), Some(page.date(metadata)), metadata.publisher.clone()];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn relation(related: Related, w: &'static text::Words) -> &'static str {
    match related {
        Related::Same => w.same_words,
        Related::Newer => w.newer_version,
        Related::Older => w.older_version,
    }
}

fn changes(document: &StoredDocument, version: &StoredDocument, page: &Page) -> Changes {
    let (w, language) = (page.w, page.visit.language);
    let (old, new) =
        if document.row.counted_as.is_some() { (document, version) } else { (version, document) };
    let claims =
        |of: &StoredDocument| of.claims.iter().map(|stored| stored.claim.clone()).collect::<Vec<_>>();
    let stated = |of: &StoredDocument, at: usize| {
        let StoredClaim { id, claim, .. } = &of.claims[at];
        let period = claim.period.is_some().then(|| period::period(claim.period.as_ref(), language));
        let target = (claim.status == crate::claim::Status::Target).then(|| w.target_mark.to_owned());
        Stated {
            document: of.row.id,
            claim: *id,
            value: number::exactly(claim, language),
            quote: claim.quote.clone(),
            beside: [period, target].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        }
    };
    let mut lines: Vec<ChangeLine> = series::differences(&claims(old), &claims(new))
        .into_iter()
        .map(|difference| {
            let (what, before, after) = match difference {
                Difference::Added(at) => (w.added, None, Some(at)),
                Difference::Gone(at) => (w.gone, Some(at), None),
                Difference::Changed(before, after) => (w.changed, Some(before), Some(after)),
            };
            let name = after.map(|at| &new.claims[at]).or(before.map(|at| &old.claims[at]));
            ChangeLine {
                what,
                indicator: name.map(|stored| stored.indicator_name.clone()).unwrap_or_default(),
                old: before.map(|at| stated(old, at)),
                new: after.map(|at| stated(new, at)),
            }
        })
        .collect();
    let numbers = [old.row.id, new.row.id, lines.len() as i64].map(|number| number.to_string());
    let heading = fill(w.version_changes, &[&numbers[0], &numbers[1], &numbers[2]]);
    let cut = (lines.len() > LISTED).then(|| text::fill_one(w.changes_listed, LISTED));
    lines.truncate(LISTED);
    Changes { heading, lines, cut }
}

/// Rows as a list shows them.
pub(super) fn lines(rows: Vec<DocumentRow>, page: &Page) -> Vec<DocumentLine> {
    let lines = rows.into_iter().map(|row| DocumentLine {
        id: row.id,
        title: row.name(),
        date: page.date(&row.metadata),
        publisher: row.metadata.publisher.unwrap_or_default(),
        scope: row.metadata.scope.unwrap_or_default(),
        claims: row.claims,
        aside: row.counted_as.is_some(),
        snippet: None,
    });
    lines.collect()
}

/// Chinese local time, the same as the times in the texts.
pub(super) fn beijing(at: DateTime<Utc>) -> String {
    words::in_china(at).format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// The day in China.
pub(super) fn day_in_beijing(at: DateTime<Utc>) -> NaiveDate {
    words::in_china(at).date_naive()
}

fn paragraphs(document: &StoredDocument, text: &[char], part: &[(usize, Span)]) -> Vec<Paragraph> {
    let mut speaking: Option<&Speaker> = None;
    // Claims stand in order of their start, so those of a block are found without looking at all.
    let mut from = 0;
    let mut shown = Vec::with_capacity(part.len());
    for &(number, span) in part {
        let block = &document.blocks[number];
        from += document.claims[from..].iter().take_while(|stored| stored.claim.end <= span.start).count();
        let claims = claims_in(&document.claims[from..], span);
        let words: String = text.get(span.start..span.end).unwrap_or_default().iter().collect();
        let turn = block.speaker.as_ref().filter(|speaker| speaking != Some(*speaker)).cloned();
        if block.role != Role::Boilerplate {
            speaking = block.speaker.as_ref();
        }
        shown.push(Paragraph {
            number: (span.start == block.span.start).then_some(number),
            role: block.role,
            level: block.level.unwrap_or(1).clamp(1, 4),
            turn,
            names_speaker: block
                .speaker
                .as_ref()
                .is_some_and(|speaker| words.trim_end_matches([':', '：', ' ']) == speaker.name),
            runs_on: words.chars().count() > LONGEST_HEADING,
            pieces: highlight::pieces(text, span, &claims),
        });
    }
    shown
}

fn claims_in(claims: &[StoredClaim], span: Span) -> Vec<&StoredClaim> {
    let before_end = claims.iter().take_while(|stored| stored.claim.start < span.end);
    before_end.filter(|stored| span.overlaps(Span::new(stored.claim.start, stored.claim.end))).collect()
}

/// The four kinds for the legend.
fn legend(page: &Page) -> [(&'static str, &'static str); 4] {
    use crate::claim::Kind::{Change, Level, Rank, Streak};
    [Level, Change, Rank, Streak].map(|kind| (kind.into(), words::kind(kind, page.visit.language)))
}
