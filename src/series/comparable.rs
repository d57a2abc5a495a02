//! Whether two statements can be held against each other: one place, one measure, one meaning.

use super::{Point, normalise};
use crate::claim::{Basis, Claim, End, Kind};
use crate::period::PeriodType;
use chrono::Datelike;
use rust_decimal::Decimal;

/// Whether what one says can contradict what the other says, or be its result. Better a difference that is not told
/// than one that is none: both must name the same place, in a document of that place, and the same body; they must
/// be of one kind, against one basis and by one definition; neither is the base that another figure starts from
/// (从2015年的16%提高到52%), which is often rounded and told by the definition of the other end; and neither is a
/// multiple, of which nobody knows of what.
///
/// Units and periods are for the caller.
pub fn comparable(a: &Point, b: &Point) -> bool {
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
        && [a, b].iter().all(|point| point.claim.role != Some(End::From) && !is_multiple(&point.claim))
}

/// Whether a period was over when the figure was said; before that it is a forecast.
pub(super) fn is_over(point: &Point) -> bool {
    point.document.date.zip(point.day()).is_some_and(|(said, end)| end <= said)
}

/// Whether it is sure enough of what time a figure is told. That must have been over. What the sentence itself does not
/// say is taken over from words before it; then it must be of what documents speak of without saying so: of the last
/// year, which late in a year is the running one, and of no span of years. A change of long ago is most often one
/// since then (是2005年的2.5倍，增长23.8%).
pub fn is_placed(point: &Point) -> bool {
    let (Some(period), Some(said), Some(end)) = (&point.claim.period, point.document.date, point.day())
    else {
        return false;
    };
    let usual = end.year() == said.year() || said.month() < 11 && end.year() == said.year() - 1;
    let spans = matches!(period.kind, PeriodType::MultiYear | PeriodType::CumulativeSince | PeriodType::Span);
    let sure = if period.inherited { usual && !spans } else { usual || point.claim.kind != Kind::Change };
    is_over(point) && sure
}

/// Whether two values lie near enough to be one figure and its revision: those that lie farther apart are of two
/// definitions more often.
pub(super) fn is_close(earlier: &Point, later: &Point) -> bool {
    let apart = (earlier.signed() - later.signed()).abs();
    apart.checked_mul(Decimal::TEN).is_some_and(|apart| apart <= later.signed().abs())
}

/// Whether it is the name of a place or body: 自治区 alone is one of five.
fn is_named(scope: &str) -> bool {
    let levels = ["自治区", "省", "市", "区", "县", "州", "盟", "旗"];
    let stem = levels.iter().find_map(|level| scope.strip_suffix(level)).unwrap_or(scope);
    stem.chars().count() > 1
}

fn is_multiple(claim: &Claim) -> bool {
    matches!(claim.unit.as_str(), "倍" | "番")
}

fn body(claim: &Claim) -> Option<String> {
    claim.subject.as_deref().map(normalise)
}

/// What a yearly change is measured against where nothing is said.
fn basis(claim: &Claim) -> Basis {
    claim.basis.unwrap_or(Basis::Yoy)
}
