//! Time expressions and their inheritance → dates.

use crate::document::Span;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What kind of stretch of time a value refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PeriodType {
    /// A calendar year.
    Year,
    /// Half a year.
    Half,
    /// A quarter.
    Quarter,
    /// A calendar month.
    Month,
    /// A day or a few days in a row.
    Day,
    /// From the first of January to a date within the year.
    Ytd,
    /// A stock at a date: 年末, 截至9月末. The start is unknown.
    AsOf,
    /// Several years: 五年来, “十四五”期间.
    MultiYear,
    /// A total since some beginning: 实施以来, 累计.
    CumulativeSince,
    /// Some other stretch: 春运, 1—2月 of a quarter not begun.
    Span,
}

/// The time that a value refers to. An unknown end is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive.
    pub end: Option<NaiveDate>,
    /// What kind of period.
    #[serde(rename = "type")]
    pub kind: PeriodType,
    /// The words that say it: 今年, 2023年工作回顾.
    pub text: String,
    /// True where the claim's own sentence does not say it.
    pub inherited: bool,
}

/// A time expression where it stands, resolved against the document's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// What it refers to.
    pub period: Period,
}
