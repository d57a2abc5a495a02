//! Text → claims: each asserted value of an indicator, and each numeral that is none, with the reason.

mod clause;
mod code;
pub mod confidence;
mod context;
mod footnote;
mod frame;
mod list_mark;
mod name;
mod part;
mod plan;
mod reject;
mod rule;
mod table;
mod time;
mod walk;
mod whose;

pub use crate::lexicon::{Bound, Direction};
pub use part::{Outlook, Part, Sign, parts};
pub use rule::{Reason, Rule};
pub use walk::extract;

use crate::document::Span;
use crate::period::Period;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// What kind of value is asserted.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// A value of the indicator itself: a count, an amount, a rate, a share.
    Level,
    /// By how much it rose or fell.
    Change,
    /// A place in an order: 全国第六.
    Rank,
    /// How long in a row: 连续6年.
    Streak,
}

/// What a change is measured against.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Basis {
    /// The same period of the year before (同比, 比上年).
    Yoy,
    /// The period before (环比, 比上月).
    Mom,
    /// Another year, or 年均, 累计.
    Other,
}

/// Which end of a from–to the value is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum End {
    /// 从16%
    From,
    /// 提升到52%
    To,
}

/// Whether the value is reported or planned.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// Reported as fact.
    Actual,
    /// A plan, an expected goal, a requirement.
    Target,
}

/// One asserted value of one indicator.
///
/// Its JSON is the claim contract: one object a line, decimals as strings, offsets in code points.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
pub struct Claim {
    /// First code point of the quote in the canonical text.
    pub start: usize,
    /// The code point after the quote.
    pub end: usize,
    /// The verbatim quantity with its hedge: 近7万件.
    pub quote: String,
    /// In the base unit, scale words multiplied out; the lower end of a range.
    pub value: Decimal,
    /// The upper end of a range.
    pub value_high: Option<Decimal>,
    /// The unit after the scale is taken out: 件, 元, %, 个百分点; empty where the text has none.
    pub unit: String,
    /// What kind of value it is.
    pub kind: Kind,
    /// For a change: up or down.
    pub direction: Option<Direction>,
    /// For a change: against what.
    pub basis: Option<Basis>,
    /// Where the text gives both ends (从16%提升到52%): which one this is.
    pub role: Option<End>,
    /// How exactly it is meant.
    pub bound: Bound,
    /// Reported or planned.
    pub status: Status,
    /// Reported as fact, but not as the last word: 预计, 初步核算.
    #[serde(default)]
    pub provisional: bool,
    /// What is measured: 受理群众诉求.
    pub indicator: String,
    /// The body or thing it is measured of, where that is no place: 12345热线.
    pub subject: Option<String>,
    /// The place or body that it is about: 济南市.
    pub scope: Option<String>,
    /// The time that the value refers to; `None` where a careful reader cannot know.
    pub period: Option<Period>,
    /// Who said it.
    pub speaker: Option<String>,
    /// The sentence that holds it.
    pub sentence: Span,
    /// The rule that made it.
    pub rule: String,
    /// The probability that name, value, kind and status are right: see [`confidence`].
    pub confidence: f64,
    /// What makes the reading doubtful: a repaired separator, a missing head.
    pub warnings: Vec<String>,
}

/// Where the words of a claim stand on the dashboard, written as the path there: `/documents/1?c=57#c57`. It names the
/// claim twice, for a long document comes in parts, and no server sees a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToWords {
    /// The document's number.
    pub document: i64,
    /// The claim's number.
    pub claim: i64,
}

impl fmt::Display for ToWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document, claim } = self;
        write!(f, "/documents/{document}?c={claim}#c{claim}")
    }
}

impl Serialize for ToWords {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A numeral that is no claim, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// First code point.
    pub start: usize,
    /// The code point after the last one.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// Why it is no claim.
    pub reason: Reason,
}

/// All that extraction finds in one text, in order of start.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Extraction {
    /// What is asserted.
    pub claims: Vec<Claim>,
    /// What is not.
    pub rejects: Vec<Reject>,
}
