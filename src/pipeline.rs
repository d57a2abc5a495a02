//! Document → blocks → claims → links → store, for one document and for many.

use crate::claim::Extraction;
use crate::document::Document;
use crate::series::Link;
use crate::text::Block;

/// A document with all that was read from it, ready to be stored in one transaction.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The document itself.
    pub document: Document,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its claims and rejects.
    pub extraction: Extraction,
    /// One link a claim, in the same order.
    pub links: Vec<Link>,
}
