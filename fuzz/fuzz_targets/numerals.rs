//! Numerals and quantities of any text: no panic, and every one quotes the text it points at.

#![no_main]

use libfuzzer_sys::fuzz_target;
use policy_metrics::lexicon::lexicon;
use policy_metrics::numeral;
use policy_metrics::quantity;
use policy_metrics::text::shadow::Shadow;

fuzz_target!(|text: &str| {
    let shadow = Shadow::new(text);
    for at in 0..shadow.chars.len() {
        if let Some(read) = numeral::read(&shadow.chars[at..]) {
            assert!(0 < read.len && read.len <= shadow.chars.len() - at);
        }
    }
    let mut from = 0;
    for quantity in quantity::scan(&shadow.chars, shadow.whole(), &[], lexicon()) {
        assert!(from <= quantity.start && quantity.start < quantity.end);
        assert_eq!(shadow.folded(quantity.span()), quantity.text);
        from = quantity.end;
    }
});
