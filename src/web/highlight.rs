//! A block of text with its claims marked in place: nested, equal and crossing spans included.

use crate::claim::{Claim, Status};
use crate::document::Span;
use crate::store::StoredClaim;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What stands in a marked-up line, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A mark begins. Only a claim's `first` piece carries its anchor.
    Open { claim: i64, first: bool, class: String },
    /// Words, and the innermost claim that they belong to.
    Words { text: String, claim: Option<i64> },
    /// The innermost mark ends.
    Close,
    /// A link to a claim none of whose words could carry one, since another claim's mark covers them.
    Also { claim: i64 },
}

struct Opened<'a> {
    claim: &'a StoredClaim,
    end: usize,
    has_words: bool,
}

/// Marks `claims` in the stretch `span` of a text given as code points.
///
/// Where two spans cross, the later one is cut in two at the end of the earlier, since marks can only nest.
pub(super) fn pieces(text: &[char], span: Span, claims: &[&StoredClaim]) -> Vec<Piece> {
    let span = Span::new(span.start.min(text.len()), span.end.min(text.len()));
    // Outer marks first: by start, then the longer, then the claim's own order.
    let mut waiting: BTreeSet<(usize, Reverse<usize>, usize)> = claims
        .iter()
        .enumerate()
        .map(|(index, stored)| {
            (stored.claim.start.max(span.start), Reverse(stored.claim.end.min(span.end)), index)
        })
        .filter(|(start, Reverse(end), _)| start < end)
        .collect();
    let mut line = Line { text, at: span.start, open: Vec::new(), also: Vec::new(), pieces: Vec::new() };
    while let Some((start, Reverse(end), index)) = waiting.pop_first() {
        line.close_until(start);
        line.words_until(start);
        let limit = line.open.last().map_or(end, |outer| outer.end.min(end));
        if limit < end {
            waiting.insert((limit, Reverse(end), index));
        }
        let claim = claims[index];
        line.pieces.push(Piece::Open {
            claim: claim.id,
            first: claim.claim.start == start,
            class: class(&claim.claim),
        });
        line.open.push(Opened { claim, end: limit, has_words: false });
    }
    line.close_until(span.end);
    line.words_until(span.end);
    line.pieces
}

/// The class of a claim's mark: its kind, and whether it is a target.
pub(super) fn class(claim: &Claim) -> String {
    let kind: &str = claim.kind.into();
    if claim.status == Status::Target { format!("{kind} target") } else { kind.to_owned() }
}

struct Line<'a> {
    text: &'a [char],
    at: usize,
    open: Vec<Opened<'a>>,
    also: Vec<i64>,
    pieces: Vec<Piece>,
}

impl Line<'_> {
    fn words_until(&mut self, end: usize) {
        if end <= self.at {
            return;
        }
        let claim = self.open.last_mut().map(|innermost| {
            innermost.has_words = true;
            innermost.claim.id
        });
        self.pieces.push(Piece::Words { text: self.text[self.at..end].iter().collect(), claim });
        self.at = end;
    }

    /// Ends the marks that end at or before `position`.
    fn close_until(&mut self, position: usize) {
        while let Some(innermost) = self.open.pop_if(|mark| mark.end <= position) {
            let end = innermost.end;
            self.open.push(innermost);
            self.words_until(end);
            if let Some(closed) = self.open.pop() {
                self.pieces.push(Piece::Close);
                if !closed.has_words {
                    self.also.push(closed.claim.id);
                }
            }
            // Inside another mark the links would become part of its words.
            if self.open.is_empty() {
                let also = std::mem::take(&mut self.also);
                self.pieces.extend(also.into_iter().map(|claim| Piece::Also { claim }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Bound, Kind, ToWords};
    use rstest::rstest;
    use rust_decimal::Decimal;
    use std::fmt::Write as _;

    fn stored(id: i64, start: usize, end: usize) -> StoredClaim {
        let claim = Claim {
            start,
            end,
            quote: String::new(),
            value: Decimal::ONE,
            value_high: None,
            unit: String::new(),
            kind: Kind::Level,
            direction: None,
            basis: None,
            role: None,
            bound: Bound::Exact,
            status: Status::Actual,
            indicator: String::new(),
            subject: None,
            scope: None,
            period: None,
            speaker: None,
            sentence: Span::new(0, 10),
            rule: String::new(),
            confidence: 1.0,
            warnings: Vec::new(),
            provisional: false,
        };
        StoredClaim {
            id,
            indicator: 1,
            indicator_name: String::new(),
            link_reason: String::new(),
            link_score: 100,
            claim,
            link: ToWords { document: 1, claim: id },
        }
    }

    /// Writes pieces as `[1:ab]` for marks, `[1~:ab]` for the rest of a cut one, `+1` for an added link.
    fn written(pieces: &[Piece]) -> String {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Open { claim, first, .. } => write!(out, "[{claim}{}:", if *first { "" } else { "~" }),
                Piece::Words { text, .. } => write!(out, "{text}"),
                Piece::Close => write!(out, "]"),
                Piece::Also { claim } => write!(out, "+{claim}"),
            }
            .expect("writing to a string cannot fail");
        }
        out
    }

    #[rstest]
    #[case(&[], "零一二三四五六七八九")]
    #[case(&[(2, 4)], "零一[1:二三]四五六七八九")]
    #[case(&[(0, 10)], "[1:零一二三四五六七八九]")]
    #[case(&[(2, 4), (4, 6)], "零一[1:二三][2:四五]六七八九")]
    #[case(&[(2, 8), (4, 6)], "零一[1:二三[2:四五]六七]八九")]
    #[case(&[(2, 4), (2, 4), (2, 4)], "零一[1:[2:[3:二三]]]+2+1四五六七八九")]
    #[case(&[(2, 6), (4, 8)], "零一[1:二三[2:四五]][2~:六七]八九")]
    #[case(&[(2, 6), (2, 8)], "零一[2:[1:二三四五]六七]八九")]
    #[case(&[(8, 14)], "零一二三四五六七[1:八九]")]
    fn marks_nest_and_never_lose_a_word(#[case] spans: &[(usize, usize)], #[case] expected: &str) {
        let text: Vec<char> = "零一二三四五六七八九".chars().collect();
        let stored: Vec<_> =
            spans.iter().zip(1..).map(|(&(start, end), id)| stored(id, start, end)).collect();
        let claims: Vec<_> = stored.iter().collect();
        assert_eq!(written(&pieces(&text, Span::new(0, 10), &claims)), expected);
    }

    #[test]
    fn a_claim_that_began_in_the_line_before_has_no_second_anchor() {
        let text: Vec<char> = "零一二三四五六七八九".chars().collect();
        let stored = stored(1, 2, 6);
        assert_eq!(written(&pieces(&text, Span::new(4, 10), &[&stored])), "[1~:四五]六七八九");
    }
}
