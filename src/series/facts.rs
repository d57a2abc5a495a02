//! What a person says of documents, and what holds then.

use crate::document::{Metadata, Precision};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What can be said of a document.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    JsonSchema,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Fact {
    /// The place or body.
    Scope,
    /// The day of the event.
    Date,
    /// The title.
    Title,
    /// Who published it.
    Publisher,
}

impl Fact {
    /// Those without which figures have no place and no time come first.
    pub const ALL: [Self; 4] = [Self::Scope, Self::Date, Self::Title, Self::Publisher];

    /// What is known of it, in the form in which it is written down; of a day that is known less exactly, only that:
    /// `2031-03` or `2031`.
    pub fn of(self, metadata: &Metadata) -> Option<String> {
        match self {
            Self::Scope => metadata.scope.clone(),
            Self::Date => metadata.day().map(|day| day.to_string()),
            Self::Title => metadata.title.clone(),
            Self::Publisher => metadata.publisher.clone(),
        }
    }
}

/// What a person says of a document; what is `None` stays as the document says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The place or body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The day of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
}

/// The same, said of several documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What.
    #[serde(flatten)]
    pub facts: Facts,
    /// SHA-256 of the bytes of each.
    pub documents: Vec<String>,
}

impl Facts {
    /// True where nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is said of one thing, in the form in which it is written down.
    pub fn get(&self, fact: Fact) -> Option<String> {
        match fact {
            Fact::Scope => self.scope.clone(),
            Fact::Date => self.date.map(|day| day.to_string()),
            Fact::Title => self.title.clone(),
            Fact::Publisher => self.publisher.clone(),
        }
    }

    /// The same without what is said of one thing.
    #[must_use]
    pub fn without(mut self, fact: Fact) -> Self {
        match fact {
            Fact::Scope => self.scope = None,
            Fact::Date => self.date = None,
            Fact::Title => self.title = None,
            Fact::Publisher => self.publisher = None,
        }
        self
    }

    /// What is said here, and else what was said `before`.
    #[must_use]
    pub fn or(self, before: Self) -> Self {
        Self {
            scope: self.scope.or(before.scope),
            date: self.date.or(before.date),
            title: self.title.or(before.title),
            publisher: self.publisher.or(before.publisher),
        }
    }

    /// What holds of a document that states this of itself.
    #[must_use]
    pub fn over(&self, stated: Metadata) -> Metadata {
        Metadata {
            scope: self.scope.clone().or(stated.scope),
            event_date: self.date.or(stated.event_date),
            // A person names a day.
            precision: if self.date.is_some() { Precision::Day } else { stated.precision },
            title: self.title.clone().or(stated.title),
            publisher: self.publisher.clone().or(stated.publisher),
            ..stated
        }
    }

    /// What the document itself states, of which `held` holds now: what was put aside where this is said, else the same.
    #[must_use]
    pub fn beneath(&self, held: Metadata, aside: Metadata) -> Metadata {
        Metadata {
            scope: if self.scope.is_some() { aside.scope } else { held.scope },
            event_date: if self.date.is_some() { aside.event_date } else { held.event_date },
            precision: if self.date.is_some() { aside.precision } else { held.precision },
            title: if self.title.is_some() { aside.title } else { held.title },
            publisher: if self.publisher.is_some() { aside.publisher } else { held.publisher },
            ..held
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_says_lies_over_what_the_document_states_and_comes_off_again() {
        let stated = Metadata {
            scope: Some("全国".into()),
            event_date: NaiveDate::from_ymd_opt(2031, 1, 1),
            precision: Precision::Year,
            published_at: NaiveDate::from_ymd_opt(2031, 3, 4).and_then(|day| day.and_hms_opt(9, 0, 0)),
            url: Some("http://yz.example/1".into()),
            ..Metadata::default()
        };
        let said = Facts {
            scope: Some("云州市".into()),
            date: NaiveDate::from_ymd_opt(2031, 2, 1),
            ..Facts::default()
        };
        let held = said.over(stated.clone());
        assert_eq!((held.scope.as_deref(), held.date()), (Some("云州市"), said.date));
        assert_eq!([&stated, &held].map(|known| Fact::Date.of(known).unwrap()), ["2031", "2031-02-01"]);
        assert_eq!(said.beneath(held, stated.clone()), stated);
    }

    #[test]
    fn what_is_said_later_goes_before() {
        let of = |scope: Option<&str>, title: Option<&str>| Facts {
            scope: scope.map(String::from),
            title: title.map(String::from),
            ..Facts::default()
        };
        assert_eq!(
            of(Some("青石县"), None).or(of(Some("云州市"), Some("通报"))),
            of(Some("青石县"), Some("通报"))
        );
    }
}
