//! `/briefings`: what readers draft of the record: the list, a new one, and each with its words to edit and its files.

use super::documents::{beijing, day_in_beijing};
use super::error::WebError;
use super::feed;
use super::params::{Sent, Visit, numbered};
use super::state::AppState;
use super::templates::{Nav, PAGE_SIZE, Page, Pager, html};
use super::text::{fill, fill_one};
use super::word;
use crate::brief::{Asked, Briefing, Entry, Stale};
use crate::office::{html as as_html, markdown};
use crate::pipeline::{self, BriefError};
use crate::store::{Menus, Saved, Store, StoredBriefing};
use crate::words;
use crate::words::number;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{NaiveDate, Utc};
use std::sync::Arc;

/// Bytes of the words of a briefing.
const MOST_BYTES: usize = 1 << 20;

/// So many differences of a briefing are told in the list.
const TOLD: usize = 3;

/// Stands outside the layer that ends a request after seconds: a draft reads many series, and a Word file draws charts.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/briefings", get(list))
        .route("/briefings.atom", get(outdated))
        .route("/briefings.jsonfeed", get(outdated))
        .route("/briefings/new", get(form).post(make))
        .route("/briefings/{id}", get(view).post(save).layer(DefaultBodyLimit::max(MOST_BYTES)))
        .route("/briefings/{id}/freeze", post(freeze))
}

#[derive(Template)]
#[template(path = "briefings.html", config = "assets/askama.toml")]
struct BriefingsPage {
    page: Page,
    found: String,
    lines: Vec<Line>,
    pager: Option<Pager>,
}

/// A briefing in the list.
#[derive(Debug)]
struct Line {
    id: i64,
    title: String,
    day: String,
    frozen: Option<String>,
    stale: Vec<Stale>,
    more: usize,
}

#[derive(Template)]
#[template(path = "briefing_new.html", config = "assets/askama.toml")]
struct NewPage {
    page: Page,
    menus: Arc<Menus>,
    /// What was put aside: number, words, address.
    aside: Vec<(i64, String, String)>,
    asked: Fields,
    /// Why there is no draft.
    trouble: Option<String>,
}

/// What the form holds.
#[derive(Debug, Default)]
struct Fields {
    topic: String,
    indicators: String,
    scopes: String,
    from: String,
    to: String,
}

#[derive(Template)]
#[template(path = "briefing.html", config = "assets/askama.toml")]
struct BriefingPage {
    page: Page,
    stored: StoredBriefing,
    /// The newest version, from which what is saved goes on.
    base: i64,
    made: String,
    saved: String,
    /// Since when it is frozen, and its hash.
    frozen: Option<String>,
    stale: Vec<Stale>,
    /// What cannot stand in a briefing as it is.
    warnings: Vec<String>,
    chips: Vec<Chip>,
    /// The number of each version, its address, and when it was saved under which title.
    versions: Vec<(i64, String, String)>,
    /// Where the form is sent that freezes it.
    freeze: String,
    /// The whole as readers will see it; made of escaped words alone.
    preview: String,
    /// The language of that, as HTML names it.
    language: &'static str,
    files: [(&'static str, String); 3],
    /// The form for the same once more.
    again: String,
}

/// A figure, a change, a chart or a list that words are written around.
#[derive(Debug)]
struct Chip {
    mark: String,
    words: String,
    /// Of what and when.
    of: String,
}

/// The feed of those that are out of date.
async fn outdated(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    feed::briefings(&state.store, &Page::new(visit, Nav::Briefings)).await
}

async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let number = visit.page()?;
    let found = state.store.briefings((number - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let page = Page::new(visit, Nav::Briefings).fed(&[]);
    let language = page.visit.language;
    let mut lines = Vec::new();
    for kept in found.rows {
        let mut outdated = pipeline::stale(&state.store, &kept.briefing, language).await?;
        let more = outdated.len().saturating_sub(TOLD);
        outdated.truncate(TOLD);
        lines.push(Line {
            id: kept.id,
            day: beijing(kept.saved_at),
            frozen: kept.frozen.map(|(at, _)| beijing(at)),
            title: kept.briefing.title,
            stale: outdated,
            more,
        });
    }
    html(&BriefingsPage {
        found: fill_one(page.w.found_briefings, page.count(found.total)),
        pager: Pager::of(&page, number, found.total),
        lines,
        page: page.clone().titled(page.w.briefings),
    })
}

async fn form(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let asked = Fields::of(&visit);
    show_form(&state, visit, asked, None).await
}

impl Fields {
    fn of(visit: &Visit) -> Self {
        let field = |name: &str| visit.field(name).trim().chars().take(500).collect();
        Self {
            topic: field("topic"),
            indicators: field("indicators"),
            scopes: field("scopes"),
            from: field("from"),
            to: field("to"),
        }
    }

    /// The form for what a briefing was asked to be.
    fn again(asked: &Asked) -> String {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        form_urlencoded::Serializer::new(String::from("/briefings/new?"))
            .append_pair("topic", &asked.topic)
            .append_pair("indicators", &asked.indicators.join("、"))
            .append_pair("scopes", &asked.scopes.join("、"))
            .append_pair("from", &day(asked.from))
            .append_pair("to", &day(asked.to))
            .finish()
    }
}

/// Names between commas of either kind.
fn names(text: &str) -> Vec<String> {
    let names = text.split(['、', '，', ',', ';', '；']).map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

async fn show_form(
    state: &AppState,
    visit: Visit,
    asked: Fields,
    trouble: Option<String>,
) -> Result<Response, WebError> {
    let page = Page::new(visit, Nav::Briefings);
    let mut aside = Vec::new();
    if let Some(browser) = &page.visit.browser {
        for (id, entry) in state.store.put_aside_by(browser).await? {
            let (words, address) = told(&state.store, &entry, &page).await?;
            aside.push((id, words, address));
        }
    }
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = html(&NewPage {
        menus: state.store.menus().await?,
        aside,
        asked,
        trouble,
        page: page.clone().titled(page.w.new_briefing),
    })?;
    Ok((status, shown).into_response())
}

/// What was put aside in words, and where it is seen.
async fn told(store: &Store, entry: &Entry, page: &Page) -> Result<(String, String), WebError> {
    let language = page.visit.language;
    let gone = || (page.w.gone_from_record.to_owned(), page.href("/briefings/new"));
    match entry {
        Entry::Figure { place, key } => {
            let Some(stored) = pipeline::figure_at(store, place, key).await? else { return Ok(gone()) };
            let claim = &stored.claim;
            let place = claim.scope.as_deref().unwrap_or(page.w.no_scope);
            let (value, when) =
                (number::of_claim(claim, language), words::period(claim.period.as_ref(), language));
            let words = format!("{} {value} · {place} · {when}", page.named(&stored.indicator_name));
            Ok((words, page.to("claims", stored.id)))
        }
        Entry::Indicator { key, scope } => {
            let Some(id) = store.find_indicator(key).await? else { return Ok(gone()) };
            let name = page.named(&store.indicator(id).await?.name);
            let place = scope.as_deref().unwrap_or_default();
            let dot = if place.is_empty() { "" } else { " · " };
            Ok((format!("{name}{dot}{place}"), page.indicator_in(id, place)))
        }
    }
}

/// Drafts a briefing, and goes to where it is edited.
async fn make(State(state): State<AppState>, Sent(visit): Sent) -> Result<Response, WebError> {
    let fields = Fields::of(&visit);
    let days = (visit.day("from", false)?, visit.day("to", true)?);
    let entries: Vec<Entry> = match &visit.browser {
        Some(browser) if !visit.field("basket").is_empty() => {
            state.store.put_aside_by(browser).await?.into_iter().map(|(_, entry)| entry).collect()
        }
        _ => Vec::new(),
    };
    let page = Page::new(visit.clone(), Nav::Briefings);
    if entries.is_empty() && fields.topic.is_empty() && names(&fields.indicators).is_empty() {
        let told = page.w.briefing_of_nothing.to_owned();
        return show_form(&state, visit, fields, Some(told)).await;
    }
    let asked = if entries.is_empty() {
        Asked {
            topic: fields.topic.clone(),
            indicators: names(&fields.indicators),
            scopes: names(&fields.scopes),
            from: days.0,
            to: days.1,
        }
    } else {
        Asked { from: days.0, to: days.1, ..Asked::default() }
    };
    let today = day_in_beijing(Utc::now());
    let drafted = pipeline::briefing(&state.store, asked, &entries, today, visit.language).await;
    let briefing = match drafted {
        Ok(briefing) if briefing.contents.figures.is_empty() => {
            let told = page.w.briefing_empty.to_owned();
            return show_form(&state, visit, fields, Some(told)).await;
        }
        Ok(briefing) => briefing,
        Err(BriefError::NoIndicator(name, near)) => {
            let near: Vec<&str> = near.iter().take(3).map(|one| one.name.as_str()).collect();
            let told = fill(page.w.no_such_indicator, &[&name, &near.join(page.w.comma)]);
            return show_form(&state, visit, fields, Some(told)).await;
        }
        Err(BriefError::Store(error)) => return Err(error.into()),
    };
    let id = state.store.add_briefing(&briefing).await?;
    if let Some(browser) = visit.browser.as_ref().filter(|_| !entries.is_empty()) {
        state.store.take_out(browser, None).await?;
    }
    Ok(Redirect::to(&visit.href(&format!("/briefings/{id}"))).into_response())
}

async fn view(
    State(state): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, format) = numbered(&id)?;
    let newest = state.store.briefing(id).await?;
    let base = newest.version;
    let stored = match visit.whole("version", 1..=i64::MAX)? {
        Some(version) => state.store.briefing_as_of(id, version).await?,
        None => newest,
    };
    match format {
        None => {
            let page = Page::new(visit, Nav::Briefings);
            show(&state, stored, base, page).await
        }
        Some(format @ ("docx" | "md" | "html")) => file(&state, stored, format).await,
        Some(_) => Err(WebError::NotFound),
    }
}

async fn show(state: &AppState, kept: StoredBriefing, base: i64, page: Page) -> Result<Response, WebError> {
    let w = page.w;
    let briefing = &kept.briefing;
    let outdated = pipeline::stale(&state.store, briefing, page.visit.language).await?;
    let versions = state.store.briefing_versions(kept.id).await?;
    let frozen = kept.frozen.as_ref();
    let mut warnings = Vec::new();
    if frozen.is_none() {
        let unknown = briefing.unknown_marks();
        if !unknown.is_empty() {
            warnings.push(fill_one(w.unknown_marks, unknown.join(w.comma)));
        }
        let unbound = briefing.unbound();
        if !unbound.is_empty() {
            warnings.push(fill_one(w.unbound_figures, unbound.join(w.comma)));
        }
    }
    let path = format!("/briefings/{}", kept.id);
    let version = (kept.version != base).then(|| format!("?version={}", kept.version));
    let version = version.unwrap_or_default();
    let link = |suffix: &str| page.href(&format!("{path}.{suffix}{version}"));
    html(&BriefingPage {
        base,
        made: beijing(kept.made_at),
        saved: beijing(kept.saved_at),
        frozen: frozen.map(|(at, hash)| fill(w.frozen_since, &[&beijing(*at), hash])),
        stale: outdated,
        warnings,
        chips: chips(briefing, &page),
        versions: versions
            .into_iter()
            .map(|one| {
                let address = page.href(&format!("{path}?version={}", one.number));
                (one.number, address, format!("{} · {}", beijing(one.at), one.title))
            })
            .collect(),
        freeze: page.href(&format!("{path}/freeze")),
        preview: as_html::body(&briefing.document(None)),
        language: briefing.contents.language.pick("zh-CN", "en"),
        files: [("Word", link("docx")), ("Markdown", link("md")), ("HTML", link("html"))],
        again: page.href(&Fields::again(&briefing.contents.asked)),
        page: page.clone().titled(briefing.title.clone()),
        stored: kept,
    })
}

fn chips(briefing: &Briefing, page: &Page) -> Vec<Chip> {
    let contents = &briefing.contents;
    let marks = contents.marks();
    let figure = |at: usize| &contents.figures[at];
    let figures = (0..contents.figures.len()).map(|at| Chip {
        mark: marks.figure(at),
        words: figure(at).words.clone(),
        of: format!("{} · {}", figure(at).name, figure(at).period),
    });
    let changes = contents.changes.iter().map(|change| Chip {
        mark: marks.change(change),
        words: change.words.clone(),
        of: format!(
            "{} · {} → {}",
            figure(change.to).name,
            figure(change.from).period,
            figure(change.to).period
        ),
    });
    let charts = contents.charts.iter().enumerate().map(|(at, chart)| Chip {
        mark: marks.chart(at),
        words: fill_one(page.w.figure_number, at + 1),
        of: chart.caption.clone(),
    });
    let lists = [(marks.table(), contents.table.caption.as_str()), (marks.left_out(), page.w.left_out)];
    let lists = lists.map(|(mark, words)| Chip { mark, words: words.to_owned(), of: String::new() });
    figures.chain(changes).chain(charts).chain(lists).collect()
}

/// The words as they were sent: as a version, or, while somebody types, as the one that goes on.
async fn save(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Sent(visit): Sent,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    let base = visit.whole("base", 1..=i64::MAX)?.unwrap_or(1);
    let title: String = visit.field("title").split_whitespace().collect::<Vec<_>>().join(" ");
    let title = if title.is_empty() { state.store.briefing(id).await?.briefing.title } else { title };
    let text = visit.field("text").replace("\r\n", "\n");
    let running = !visit.field("running").is_empty();
    match state.store.save_briefing(id, base, (&title, &text), running).await? {
        Saved::As(_) => Ok(Redirect::to(&visit.href(&format!("/briefings/{id}"))).into_response()),
        Saved::Frozen => Err(WebError::Frozen),
    }
}

async fn freeze(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Sent(visit): Sent,
) -> Result<Response, WebError> {
    let (id, None) = numbered(&id)? else { return Err(WebError::NotFound) };
    state.store.freeze_briefing(id).await?;
    Ok(Redirect::to(&visit.href(&format!("/briefings/{id}"))).into_response())
}

/// A briefing as a file, under its title.
async fn file(state: &AppState, stored: StoredBriefing, format: &str) -> Result<Response, WebError> {
    let language = stored.briefing.contents.language;
    let state_of_it = match &stored.frozen {
        Some((at, hash)) => {
            let at = beijing(*at);
            language.pick(
                format!("{at} 定稿　校验码 {}", &hash[..16]),
                format!("Frozen {at} · hash {}", &hash[..16]),
            )
        }
        None => language.pick("草稿，未定稿", "Draft").to_owned(),
    };
    let document = stored.briefing.document(Some(&state_of_it));
    let (kind, bytes) = match format {
        "docx" => (word::TYPE, word::bytes(document, &state.typeface).await?),
        "md" => ("text/markdown; charset=utf-8", markdown::write(&document).into_bytes()),
        _ => ("text/html; charset=utf-8", as_html::write(&document).into_bytes()),
    };
    let name: String = form_urlencoded::byte_serialize(stored.briefing.title.as_bytes()).collect();
    let name = name.replace('+', "%20");
    let disposition =
        format!("attachment; filename=\"briefing-{}.{format}\"; filename*=UTF-8''{name}.{format}", stored.id);
    let disposition = HeaderValue::from_str(&disposition).map_err(|_| WebError::Internal)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}
