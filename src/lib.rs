//! `policy-metrics` reads transcripts of Chinese officials' press conferences and reports,
//! extracts every quantitative claim with its context, recognises the same indicator across
//! documents, and charts it over time. Every number shown leads back to its exact words.
//!
//! # The house
//!
//! Data flows one way, and no `use` runs back up (`tests/house.rs` checks it):
//!
//! ```text
//! source → document → facts → text → quantity → claim → series → store → web / cli
//!                             (numeral, period, place, lexicon beside them)
//!                                                query ↗  check ↗
//!                   words → chart → office → brief → store → export → report → web / cli
//! ```
//!
//! Modules stand below in reading order.
//!
//! # Invariants
//!
//! 1. Extraction is pure and total: no I/O, no clock, no panic, no `Err`. It returns claims *and*
//!    rejects (a numeral that is no claim, with the reason).
//! 2. Every claim keeps its span, its original words, and the name of the rule that made it.
//! 3. Numbers are exact decimals up to the moment a pixel is drawn.
//! 4. Same text, same version, same claims, byte for byte; the extractor's version is stored with
//!    each document.
//! 5. Nothing a person decided is ever overwritten by a re-extraction.
//! 6. Words and units are data (`assets/lexicon/*.toml`), grammar is Rust.
//!
//! # One walkthrough: 740万件
//!
//! `ingest` hands the bytes of a page to [`source`], which decodes them, has [`facts`] read title, day, place and
//! publisher, each with where it stands, and returns a [`document::Document`]. [`text`] finds that the sentence “…今年受理群众诉求740万件。”
//! belongs to a turn of 王茂祯. [`quantity`] reads `740万件` as 7400000 件 through [`numeral`];
//! [`claim`] sees a verb and a noun before it and names the indicator 受理群众诉求; [`period`] resolves
//! 今年 against the day of the conference to 2024-01-01…2024-11-20, year to date. [`series`] gives the
//! claim its indicator; [`store`] writes document, blocks, claims and links in one transaction.
//! [`web`] asks [`store`] for the indicator's points, [`chart`] draws them, and the link under the
//! point leads to `/documents/1#c57`, where the words are highlighted.

pub mod language;
pub mod config;
pub mod document;
pub mod lexicon;
pub mod place;
pub mod numeral;
pub mod text;
pub mod quantity;
pub mod period;
pub mod claim;
pub mod series;
pub mod check;
pub mod words;
pub mod chart;
pub mod office;
pub mod brief;
pub mod facts;
pub mod source;
pub mod query;
pub mod store;
pub mod export;
pub mod pipeline;
pub mod report;
pub mod web;
pub mod cli;

/// The extractor's version, stored with each document: the same text and version give the same claims. It is that of
/// the package and a hash of all that can change a claim, rules, word lists, readers of files and dependencies
/// (`src/build.rs`): 0.1.0+1f3a09c2d417.
pub const EXTRACTOR_VERSION: &str = env!("EXTRACTOR_VERSION");
