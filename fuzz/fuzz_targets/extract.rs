//! Claims of any text: no panic, faithful spans, in order, the same each time.

#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use policy_metrics::claim;
use policy_metrics::document::Span;
use policy_metrics::text::Transcript;

fuzz_target!(|text: &str| {
    let date = NaiveDate::from_ymd_opt(2024, 11, 20);
    let transcript = Transcript::from_text(text, date, Some("济南市".into()));
    let found = claim::extract(&transcript);
    assert_eq!(found, claim::extract(&transcript));
    let chars: Vec<char> = text.chars().collect();
    let quoted = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    for claim in &found.claims {
        assert_eq!(quoted(claim.start, claim.end), claim.quote);
        assert!(claim.sentence.contains(Span::new(claim.start, claim.end)));
    }
    for reject in &found.rejects {
        assert_eq!(quoted(reject.start, reject.end), reject.quote);
    }
    assert!(found.claims.is_sorted_by_key(|claim| claim.start));
});
