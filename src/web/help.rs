//! `/help`: what a claim, an indicator and each mark mean, and what is never joined.

use super::error::WebError;
use super::forms;
use super::params::Visit;
use super::state::AppState;
use super::templates::{Nav, Page, html};
use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/help", get(help))
}

#[derive(Template)]
#[template(path = "help.html", config = "assets/askama.toml")]
struct HelpPage {
    page: Page,
    /// Each address and its forms.
    files: Vec<(String, String)>,
}

async fn help(visit: Visit) -> Result<Response, WebError> {
    let page = Page::new(visit, Nav::Help);
    html(&HelpPage { files: forms::all(), page: page.clone().titled(page.w.help) })
}
