//! Any bytes as a document: read or refused, never a panic, and its blocks lie within its text, in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use policy_metrics::source::{self, Given};
use policy_metrics::text::Transcript;

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = source::read("-", bytes.to_vec(), &Given::default()) else {
        return;
    };
    let transcript = Transcript::read(&document);
    assert_eq!(transcript.text, document.text);
    let length = document.text.chars().count();
    let mut from = 0;
    for block in &transcript.blocks {
        assert!(from <= block.span.start && block.span.start < block.span.end && block.span.end <= length);
        from = block.span.end;
    }
});
