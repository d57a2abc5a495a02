//! What every handler can reach.

use crate::chart::Typeface;
use crate::language::Language;
use crate::store::Store;

/// The open database, and what to say above every page.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Where all data comes from.
    pub store: Store,
    /// A banner for all pages.
    pub notice: Option<Notice>,
    /// The language of pages whose address names none.
    pub language: Language,
    /// The font of charts as PNG.
    pub typeface: Typeface,
}

/// What a reader must know before believing a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The documents are invented samples.
    Samples,
}
