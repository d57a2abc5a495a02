//! The two languages of everything that people read, and the choice between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema, Deserialize, clap::ValueEnum)]
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

/// What stands between the halves of a message.
const STROKE: &str = " / ";

/// A message as it is kept in both languages until somebody reads it: see [`Language::half`].
pub fn in_both(message: impl Fn(Language) -> String) -> String {
    format!("{}{STROKE}{}", message(Language::Chinese), message(Language::English))
}

impl Language {
    /// The one of two wordings that is in this language.
    pub fn pick<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// The half of a message that is kept in both languages, `中文 / English`, until somebody reads it. Both halves
    /// name the same things, so the stroke between them is the middle one, whatever those things hold.
    pub fn half(self, message: &str) -> &str {
        let middle = message.matches(STROKE).count() / 2;
        match message.match_indices(STROKE).nth(middle) {
            Some((at, _)) => self.pick(&message[..at], &message[at + STROKE.len()..]),
            None => message,
        }
    }

    /// The one that the user told the system: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides, and
    /// `None` stands for any other language.
    pub fn of_system() -> Option<Self> {
        let mut said =
            ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
        Self::of_locale(&said.find(|said| !said.is_empty())?)
    }

    /// That of `zh_CN.UTF-8` or `en_GB`.
    fn of_locale(locale: &str) -> Option<Self> {
        match locale.split(['_', '.', '-', '@']).next() {
            Some("zh") => Some(Self::Chinese),
            Some("en") => Some(Self::English),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_in_both_languages_is_shown_in_one() {
        let halves = |message| [Language::Chinese, Language::English].map(|language| language.half(message));
        assert_eq!(halves("文件是空的 / the file is empty"), ["文件是空的", "the file is empty"]);
        assert_eq!(
            halves("没有 a / b.txt / there is no a / b.txt"),
            ["没有 a / b.txt", "there is no a / b.txt"]
        );
        assert_eq!(halves("only this"), ["only this"; 2]);
    }

    #[test]
    fn a_system_in_neither_language_chooses_none() {
        let chosen = ["zh_CN.UTF-8", "en_GB", "C.UTF-8", "de_DE.UTF-8"].map(Language::of_locale);
        assert_eq!(chosen, [Some(Language::Chinese), Some(Language::English), None, None]);
    }
}
