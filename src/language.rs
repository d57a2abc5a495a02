//! The two languages of everything that people read.

use serde::Deserialize;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
pub enum Language {
    /// 简体中文
    #[default]
    #[serde(rename = "zh")]
    #[value(name = "zh")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    #[value(name = "en")]
    English,
}

impl Language {
    /// The one of two wordings that is in this language.
    pub fn pick<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}
