//! Everything that is tested from outside, in one binary.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail on the spot, as the test itself may")]

mod api;
mod attacks;
mod brief;
mod browser;
mod check;
mod cli;
mod corpus_source;
mod describe;
mod durability;
mod export;
mod formats;
mod frames;
mod heads;
mod house;
mod mcp;
mod series;
mod negative;
mod places;
mod properties;
mod tables;
mod web;
