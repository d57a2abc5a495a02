//! `/documents/unknown`: documents whose place, day, title or publisher is not known, with a form to fill it in.

use super::error::WebError;
use super::params::Visit;
use super::state::AppState;
use super::templates::{Nav, PAGE_SIZE, Page, Pager, html};
use super::text::{self, fill, fill_one};
use crate::document::file_name;
use crate::pipeline::MOST_DESCRIBED;
use crate::series::Fact;
use crate::store::{DocumentRow, Folder, Menus, UnknownFilter};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use std::cmp::Reverse;
use std::sync::Arc;

/// So many folders are listed.
const FOLDERS: usize = 20;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/documents/unknown", get(list))
}

#[derive(Template)]
#[template(path = "unknown.html", config = "assets/askama.toml")]
struct UnknownPage {
    page: Page,
    /// Which of them to see: name, how many, address, whether it is this one.
    choices: Vec<(String, String, bool)>,
    /// The folder that was chosen, and the list of all.
    folder: Option<(String, String)>,
    folders: Vec<FolderLine>,
    /// How many folders are not listed.
    more_folders: Option<String>,
    lines: Vec<Line>,
    pager: Option<Pager>,
    /// What the form carries on: the filters.
    carried: Vec<(&'static str, String)>,
    /// All of the list at once, in words; `None` where they are too many.
    all: Option<String>,
    menus: Arc<Menus>,
}

/// A folder with what is not known of its documents.
#[derive(Debug)]
struct FolderLine {
    name: String,
    address: String,
    documents: String,
    /// Of how many each thing is not known, as far as any folder of the list lacks it.
    lacks: Vec<(&'static str, String)>,
}

/// A document of which something is not known.
#[derive(Debug)]
struct Line {
    id: i64,
    name: String,
    no_title: bool,
    /// Each thing: its name, and what is known of it.
    facts: Vec<(&'static str, Option<String>)>,
    claims: i64,
}

async fn list(State(state): State<AppState>, visit: Visit) -> Result<Response, WebError> {
    let number = visit.page()?;
    let filter = UnknownFilter { offset: (number - 1) * PAGE_SIZE, limit: PAGE_SIZE, ..filter(&visit)? };
    let found = state.store.unknown(&filter).await?;
    let folders = state.store.unknown_folders().await?;
    let chosen = match filter.beside {
        Some(id) => Some(state.store.folder_of(id).await?),
        None => None,
    };
    let page = Page::new(visit, Nav::Documents);
    let shown: Vec<&Folder> =
        folders.iter().filter(|one| chosen.as_ref().is_none_or(|path| *path == one.path)).collect();
    let mut listed: Vec<&Folder> = if chosen.is_none() { shown.clone() } else { Vec::new() };
    if let Some(fact) = filter.lacks {
        listed.retain(|folder| folder.lacks(fact) > 0);
        listed.sort_by_key(|folder| Reverse(folder.lacks(fact)));
    }
    if listed.len() == 1 {
        listed.clear();
    }
    let more = listed.len().saturating_sub(FOLDERS);
    let lacked: Vec<Fact> =
        Fact::ALL.into_iter().filter(|fact| listed.iter().any(|folder| folder.lacks(*fact) > 0)).collect();
    html(&UnknownPage {
        choices: choices(&shown, filter.lacks, &page),
        folder: chosen
            .map(|path| (folder_name(&path, &page), page.visit.with(&[("beside", None), ("page", None)]))),
        folders: listed.iter().take(FOLDERS).map(|folder| folder_line(folder, &lacked, &page)).collect(),
        more_folders: (more > 0).then(|| fill_one(page.w.more_folders, more)),
        lines: found.rows.iter().map(|row| line(row, &page)).collect(),
        pager: Pager::of(&page, number, found.total),
        carried: carried(&filter),
        all: (1..=MOST_DESCRIBED as i64)
            .contains(&found.total)
            .then(|| fill_one(page.w.preview_all, page.count(found.total))),
        menus: state.store.menus().await?,
        page: page.clone().titled(page.w.unknown_facts),
    })
}

/// Which of them are asked for.
pub(super) fn filter(visit: &Visit) -> Result<UnknownFilter, WebError> {
    let names = Fact::ALL.map(Into::into);
    Ok(UnknownFilter {
        lacks: visit.choice("lacks", &names)?,
        beside: visit.whole("beside", 1..=i64::MAX)?,
        ..UnknownFilter::default()
    })
}

fn carried(filter: &UnknownFilter) -> Vec<(&'static str, String)> {
    let lacks = filter.lacks.map(|fact| ("lacks", <&str>::from(fact).to_owned()));
    lacks.into_iter().chain(filter.beside.map(|id| ("beside", id.to_string()))).collect()
}

fn choices(folders: &[&Folder], chosen: Option<Fact>, page: &Page) -> Vec<(String, String, bool)> {
    let all = folders.iter().map(|folder| folder.documents).sum();
    let every = (page.w.any, None, all);
    let each = Fact::ALL.map(|fact| {
        (text::fact(fact, page.visit.language), Some(fact), folders.iter().map(|one| one.lacks(fact)).sum())
    });
    let choices = std::iter::once(every).chain(each).map(|(name, fact, count): (_, _, i64)| {
        let words = fill(page.w.choice_of, &[name, &page.count(count)]);
        let address = page.visit.with(&[("lacks", fact.map(Into::into)), ("page", None)]);
        (words, address, fact == chosen)
    });
    choices.collect()
}

fn folder_line(folder: &Folder, lacked: &[Fact], page: &Page) -> FolderLine {
    let beside = folder.beside.to_string();
    let lacks = lacked.iter().map(|&fact| {
        let count = folder.lacks(fact);
        let shown = if count == 0 { String::new() } else { page.count(count) };
        (text::fact(fact, page.visit.language), shown)
    });
    FolderLine {
        name: folder_name(&folder.path, page),
        address: page.visit.with(&[("beside", Some(&beside)), ("page", None)]),
        documents: page.count(folder.documents),
        lacks: lacks.collect(),
    }
}

fn folder_name(path: &str, page: &Page) -> String {
    if path.is_empty() { page.w.no_folder.to_owned() } else { file_name(path).to_owned() }
}

fn line(row: &DocumentRow, page: &Page) -> Line {
    let facts = [Fact::Scope, Fact::Date, Fact::Publisher].map(|fact| {
        let known = match fact {
            Fact::Date => row.metadata.date().map(|_| page.date(&row.metadata)),
            fact => fact.of(&row.metadata),
        };
        (text::fact(fact, page.visit.language), known)
    });
    let no_title = row.metadata.title.is_none();
    Line { id: row.id, name: row.name(), no_title, facts: facts.to_vec(), claims: row.claims }
}
