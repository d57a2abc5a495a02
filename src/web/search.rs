//! `/search`: what a text means, and the indicators, claims and documents that fit it, each in a group of its own; what
//! comes nearest where nothing fits; and the figures of a pasted sentence one by one. As page and JSON.

use super::chosen::Choice;
use super::claims;
use super::documents::{self, DocumentLine};
use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::summary::{self, Summaries, Summary};
use super::templates::{Nav, Page, html, with_parameter};
use super::text::{fill, fill_one};
use super::understood::{self, Part, Understood};
use crate::claim::Claim;
use crate::query::{self, Meaning, Number, Query, Stated, Term};
use crate::store::{
    ClaimFilter, DocumentFilter, DocumentRow, IndicatorFilter, IndicatorRow, Page as Rows, Store, StoredClaim,
};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use schemars::JsonSchema;
use serde::Serialize;

/// Rows of each group.
const SHOWN: i64 = 8;

/// Rows that come nearest, and rows of each figure of a sentence.
const FEW: i64 = 4;

/// Figures of a sentence that are looked up.
const MOST_FIGURES: usize = 10;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/search", get(search)).route("/search.json", get(json))
}

#[derive(Template)]
#[template(path = "search.html", config = "assets/askama.toml")]
struct SearchPage {
    page: Page,
    query: String,
    understood: Option<Understood>,
    /// The place that is asked for, whose values the indicators show; empty where it is none or several.
    scope: String,
    indicators: Vec<Summary>,
    claims: Vec<claims::Line>,
    documents: Vec<DocumentLine>,
    /// How many there are of each.
    totals: [i64; 3],
    /// The same in words.
    counts: [String; 3],
    nearest: Nearest,
    /// The figures of a pasted sentence; all else is empty then.
    figures: Vec<Figure>,
    /// What is said of them.
    told: String,
}

/// What comes nearest where nothing fits.
#[derive(Default)]
struct Nearest {
    /// Indicators that are called alike.
    indicators: Vec<Choice>,
    /// Claims with the nearest values.
    claims: Vec<claims::Line>,
    /// Documents of the nearest days.
    documents: Vec<DocumentLine>,
    /// The search without one of its terms, where that finds something.
    wider: Vec<Choice>,
}

/// A figure of a pasted sentence, and what the record holds of it.
struct Figure {
    quote: String,
    parts: Vec<Part>,
    /// The search for it alone.
    address: String,
    found: String,
    /// The claims that fit it, else those that come nearest.
    lines: Vec<claims::Line>,
    /// The lines only come near.
    near: bool,
}

/// What fits a query: the first of each group, and how many there are.
struct Found {
    indicators: Rows<IndicatorRow>,
    claims: Rows<(StoredClaim, DocumentRow)>,
    documents: Rows<DocumentRow>,
}

impl Found {
    async fn of(store: &Store, query: &Query) -> Result<Self, WebError> {
        let query = query.clone();
        let indicators = IndicatorFilter { query: query.clone(), limit: SHOWN, ..IndicatorFilter::default() };
        let claims = ClaimFilter { query: query.clone(), limit: SHOWN, ..ClaimFilter::default() };
        let documents = DocumentFilter { query, limit: SHOWN, ..DocumentFilter::default() };
        Ok(Self {
            indicators: store.indicators(&indicators).await?,
            claims: store.claims(&claims).await?,
            documents: store.documents(&documents).await?,
        })
    }

    fn totals(&self) -> [i64; 3] {
        [self.indicators.total, self.claims.total, self.documents.total]
    }
}

/// What comes nearest to a query, as it is stored.
#[derive(Default)]
struct Near {
    indicators: Vec<IndicatorRow>,
    claims: Vec<(StoredClaim, DocumentRow)>,
    documents: Vec<DocumentRow>,
    /// The place of a term without which there are more, and how many claims and documents.
    wider: Vec<(usize, i64, i64)>,
}

impl Near {
    /// Only groups in which nothing fits have something that comes near.
    async fn of(store: &Store, query: &Query, totals: [i64; 3]) -> Result<Self, WebError> {
        let mut near = Self::default();
        let longest = query.terms.iter().filter(|term| term.is_words());
        if totals[0] == 0
            && let Some(term) = longest.max_by_key(|term| term.text.chars().count())
        {
            near.indicators = store.indicators_like(&term.text, FEW as usize).await?;
        }
        if totals[1] == 0 {
            near.claims = nearest_values(store, query).await?;
        }
        let day = query.terms.iter().find_map(|term| match &term.means {
            Meaning::Time(time) if time.from == time.to => Some(time.from),
            _ => None,
        });
        if totals[2] == 0
            && let Some(day) = day
        {
            near.documents = store.documents_near(day, FEW / 2).await?;
        }
        if totals[1] == 0 && query.terms.len() > 1 {
            for at in 0..query.terms.len() {
                let query = query.without(at);
                let claims = ClaimFilter { query: query.clone(), ..ClaimFilter::default() };
                let claims = store.claims_found(&claims).await?.total;
                let documents = DocumentFilter { query, ..DocumentFilter::default() };
                let documents = store.documents_found(&documents).await?.total;
                let more = claims > 0 || documents > totals[2];
                near.wider.extend(more.then_some((at, claims, documents)));
            }
        }
        Ok(near)
    }
}

/// The claims whose values come nearest to the number of a query: those that fit all else, or at least its words.
async fn nearest_values(store: &Store, query: &Query) -> Result<Vec<(StoredClaim, DocumentRow)>, WebError> {
    let Some((asked, number)) = query.terms.iter().enumerate().find_map(|(at, term)| match &term.means {
        Meaning::Number(number) => Some((at, number)),
        _ => None,
    }) else {
        return Ok(Vec::new());
    };
    let rest = query.without(asked);
    let words = Query { terms: rest.terms.iter().filter(|term| term.is_words()).cloned().collect() };
    for query in [&rest, &words] {
        if query.is_empty() && !rest.is_empty() {
            break;
        }
        let filter = ClaimFilter { query: query.clone(), limit: FEW, ..ClaimFilter::default() };
        // Where nothing is near in the unit, it may have been told in another.
        let bare = Number { unit: String::new(), ..number.clone() };
        for number in [number, &bare] {
            let found = store.nearest_claims(&filter, number).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }
    Ok(Vec::new())
}

async fn search(
    State(state): State<AppState>,
    Extension(known): Extension<Summaries>,
    visit: Visit,
) -> Result<Response, WebError> {
    let text = visit.text("q")?.unwrap_or_default().to_owned();
    let page = Page::new(visit, Nav::None);
    let titled = if text.is_empty() { page.w.search.to_owned() } else { fill_one(page.w.results_for, &text) };
    let mut shown = SearchPage {
        page: page.clone().titled(titled),
        query: text.clone(),
        understood: None,
        scope: String::new(),
        indicators: Vec::new(),
        claims: Vec::new(),
        documents: Vec::new(),
        totals: [0; 3],
        counts: [const { String::new() }; 3],
        nearest: Nearest::default(),
        figures: Vec::new(),
        told: String::new(),
    };
    if text.is_empty() {
        return html(&shown);
    }
    let menus = state.store.menus().await?;
    let stated = query::sentence(&text, &understood::known(&menus));
    if stated.len() > 1 {
        let looked_up = stated.len().min(MOST_FIGURES);
        shown.told = fill(page.w.figures_found, &[&stated.len().to_string(), &looked_up.to_string()]);
        for one in stated.into_iter().take(MOST_FIGURES) {
            shown.figures.push(figure(&state.store, one, &page).await?);
        }
        return html(&shown);
    }
    let query = understood::read(Some(&text), &menus);
    let found = Found::of(&state.store, &query).await?;
    shown.understood = Understood::of(&query, &page);
    shown.totals = found.totals();
    shown.counts = shown.totals.map(|total| page.count(total));
    let near = Near::of(&state.store, &query, shown.totals).await?;
    shown.nearest = nearest(&state.store, near, &query, &page).await?;
    let Found { indicators, claims, documents } = found;
    shown.indicators =
        summary::of_rows(&state.store, &known, indicators.rows, query.place(), page.visit.language).await?;
    shown.scope = query.place().unwrap_or_default().to_owned();
    shown.claims = claims::lines(&state.store, claims.rows, &page).await?;
    shown.documents =
        documents::with_snippets(&state, documents::lines(documents.rows, &page), &query).await?;
    html(&shown)
}

async fn nearest(store: &Store, near: Near, query: &Query, page: &Page) -> Result<Nearest, WebError> {
    let indicator = |row: IndicatorRow| {
        let documents = fill(page.w.in_documents, &[&row.documents.to_string()]);
        Choice::link(format!("{} · {documents}", row.name), page.to("indicators", row.id))
    };
    let wider = near.wider.iter().map(|&(at, claims, documents)| {
        let Part { label, words, .. } = understood::in_words(&query.terms[at], page);
        let [claims, documents] = [claims, documents].map(|total| page.count(total));
        let name = fill(page.w.without_term, &[label, &words, &claims, &documents]);
        Choice::link(name, page.search("/search", &query.without(at).text()))
    });
    Ok(Nearest {
        indicators: near.indicators.into_iter().map(indicator).collect(),
        wider: wider.collect(),
        claims: claims::lines(store, near.claims, page).await?,
        documents: documents::lines(near.documents, page),
    })
}

async fn figure(store: &Store, stated: Stated, page: &Page) -> Result<Figure, WebError> {
    let Stated { claim, query } = stated;
    let filter = ClaimFilter { query: query.clone(), limit: FEW, ..ClaimFilter::default() };
    let found = store.claims(&filter).await?;
    let near = found.total == 0;
    let rows = if near { nearest_values(store, &query).await? } else { found.rows };
    Ok(Figure {
        quote: claim.quote,
        parts: query.terms.iter().map(|term: &Term| understood::in_words(term, page)).collect(),
        address: page.search("/search", &query.text()),
        found: match (near, rows.is_empty()) {
            (false, _) => fill_one(page.w.figure_found, page.count(found.total)),
            (true, false) => page.w.figure_near.to_owned(),
            (true, true) => page.w.figure_unknown.to_owned(),
        },
        lines: claims::lines(store, rows, page).await?,
        near,
    })
}

/// What a search found, for programs.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "SearchAnswer")]
pub(super) enum Answer {
    /// The text states several figures: what the record holds of each.
    Figures {
        /// The text.
        query: String,
        figures: Vec<FigureFound>,
    },
    /// What fits the words, in groups.
    Fitting(Box<Fitting>),
}

/// A figure of a text, and what the record holds of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct FigureFound {
    /// As it was read.
    pub(super) claim: Claim,
    /// What is looked up.
    understood: Query,
    /// Claims that fit.
    pub(super) claims: Rows<claims::Listed>,
    /// Where none fits, those that come nearest.
    pub(super) nearest: Vec<claims::Listed>,
}

/// What fits the words of a search.
#[derive(Serialize, JsonSchema)]
pub(super) struct Fitting {
    /// The words.
    query: String,
    /// What they were taken to mean.
    understood: Query,
    pub(super) indicators: Group<IndicatorRow>,
    pub(super) claims: Group<claims::Listed>,
    pub(super) documents: Group<documents::Listed>,
    /// Where nothing fits, what comes nearest.
    pub(super) nearest: Nearby,
}

/// The first rows of what fits.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GroupOf{T}")]
pub(super) struct Group<T> {
    /// How many there are.
    pub(super) total: i64,
    /// The address of them all.
    all: String,
    pub(super) rows: Vec<T>,
}

/// What comes nearest.
#[derive(Serialize, JsonSchema)]
pub(super) struct Nearby {
    /// Indicators that are called alike.
    pub(super) indicators: Vec<IndicatorRow>,
    /// Claims with the nearest values.
    pub(super) claims: Vec<claims::Listed>,
    /// Documents of the nearest days.
    pub(super) documents: Vec<documents::Listed>,
}

pub(super) async fn json(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    Ok(Json(answer(&state.store, &visit).await?).into_response())
}

/// The search that an address asks for; each group says where all of it is.
pub(super) async fn answer(store: &Store, visit: &Visit) -> Result<Answer, WebError> {
    let text = visit.text("q")?.ok_or(WebError::BadParameter { name: "q", value: String::new() })?;
    let menus = store.menus().await?;
    let stated = query::sentence(text, &understood::known(&menus));
    if stated.len() > 1 {
        let mut figures = Vec::new();
        for Stated { claim, query } in stated.into_iter().take(MOST_FIGURES) {
            let filter = ClaimFilter { query: query.clone(), limit: FEW, ..ClaimFilter::default() };
            let found = store.claims(&filter).await?;
            let near = if found.total == 0 { nearest_values(store, &query).await? } else { Vec::new() };
            let claims = Rows { total: found.total, rows: listed(found.rows) };
            figures.push(FigureFound { claim, understood: query, claims, nearest: listed(near) });
        }
        return Ok(Answer::Figures { query: text.to_owned(), figures });
    }
    let query = understood::read(Some(text), &menus);
    let found = Found::of(store, &query).await?;
    let near = Near::of(store, &query, found.totals()).await?;
    let Found { indicators, claims, documents } = found;
    let all = |list: &str| with_parameter(&format!("/{list}.json"), "q", text);
    let of_documents =
        |rows: Vec<DocumentRow>| rows.into_iter().map(documents::Listed::of).collect::<Vec<_>>();
    Ok(Answer::Fitting(Box::new(Fitting {
        query: text.to_owned(),
        understood: query,
        indicators: Group { total: indicators.total, all: all("indicators"), rows: indicators.rows },
        claims: Group { total: claims.total, all: all("claims"), rows: listed(claims.rows) },
        documents: Group {
            total: documents.total,
            all: all("documents"),
            rows: of_documents(documents.rows),
        },
        nearest: Nearby {
            indicators: near.indicators,
            claims: listed(near.claims),
            documents: of_documents(near.documents),
        },
    })))
}

fn listed(rows: Vec<(StoredClaim, DocumentRow)>) -> Vec<claims::Listed> {
    rows.into_iter().map(|(stored, document)| claims::Listed::new(stored, &document)).collect()
}
