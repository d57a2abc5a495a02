//! Whether two statements can be held against each other: one place, one measure, one meaning.

use super::{Point, normalise};
use crate::claim::{Basis, Claim, End};
use chrono::Datelike;

/// Whether what one says can contradict what the other says, or be its result. Better a difference that is not told
/// than one that is none: both must name the same place, in a document of that place, and the same body; they must
/// be of one kind, against one basis and by one definition; and neither is the base that another figure starts from
/// (从2015年的16%提高到52%), which is often rounded and told by the definition of the other end.
///
/// Units and periods are for the caller.
pub(super) fn comparable(a: &Point, b: &Point) -> bool {
    let scope = |point: &Point| {
        let scope = point.claim.scope.clone().filter(|_| point.claim.scope == point.document.scope)?;
        is_named(&scope).then_some(scope)
    };
    scope(a).is_some()
        && scope(a) == scope(b)
        && body(&a.claim) == body(&b.claim)
        && a.claim.kind == b.claim.kind
        && basis(&a.claim) == basis(&b.claim)
        && a.comparable == b.comparable
        && [a, b].iter().all(|point| point.claim.role != Some(End::From))
}

/// Whether a period was over when the figure was said; before that it is a forecast.
pub(super) fn is_over(point: &Point) -> bool {
    point.document.date.zip(point.day()).is_some_and(|(said, end)| end <= said)
}

/// Whether it is sure enough of what time a figure is told: of one that was over, and of the year before or of the
/// same year, of which documents speak unless they say otherwise; of any other only where its own sentence says so.
pub(super) fn is_placed(point: &Point) -> bool {
    let Some(period) = &point.claim.period else { return false };
    let years = point.document.date.zip(period.end).map(|(said, end)| said.year() - end.year());
    is_over(point) && (!period.inherited || years.is_some_and(|years| years < 2))
}

/// Whether it is the name of a place or body: 自治区 alone is one of five.
fn is_named(scope: &str) -> bool {
    let levels = ["自治区", "省", "市", "区", "县", "州", "盟", "旗"];
    let stem = levels.iter().find_map(|level| scope.strip_suffix(level)).unwrap_or(scope);
    stem.chars().count() > 1
}

fn body(claim: &Claim) -> Option<String> {
    claim.subject.as_deref().map(normalise)
}

/// What a yearly change is measured against where nothing is said.
fn basis(claim: &Claim) -> Basis {
    claim.basis.unwrap_or(Basis::Yoy)
}
