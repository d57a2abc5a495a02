//! Settings: the defaults of `config.toml`, overridden by a file and by the environment.

use crate::language::Language;
use figment::error::Kind;
use figment::providers::{Env, Format, Toml};
use figment::{Figment, Source};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The defaults, which are the `config.toml` at the top of the repository, word for word.
const DEFAULTS: &str = include_str!("../config.toml");

/// The file that is read from the working directory where none is named.
const FILE: &str = "config.toml";

/// What the names of environment variables begin with: `POLICY_METRICS__DATABASE__PATH`.
const PREFIX: &str = "POLICY_METRICS__";

/// Every setting with what it expects, for messages.
const SETTINGS: [(&str, &str, &str); 7] = [
    ("database.path", "加引号的文件路径", "a file path in quotes"),
    ("server.bind", "加引号的地址，如 \"127.0.0.1:8080\"", "an address in quotes such as \"127.0.0.1:8080\""),
    ("interface.language", "\"zh\" 或 \"en\"", "\"zh\" or \"en\""),
    ("chart.font", "加引号的字体文件路径", "the path of a font file in quotes"),
    ("fetch.seconds", "整数秒，如 10", "a whole number of seconds such as 10"),
    ("fetch.private_hosts", "主机名的列表，如 [\"oa.local\"]", "a list of hosts such as [\"oa.local\"]"),
    ("log.filter", "加引号的日志级别，如 \"warn\"", "a log level in quotes such as \"warn\""),
];

/// All settings. Command-line flags are laid over it by `cli`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the data is.
    pub database: Database,
    /// The dashboard.
    pub server: Server,
    /// What people read.
    pub interface: Interface,
    /// Drawings.
    pub chart: Chart,
    /// Pages that are read from the web.
    pub fetch: Fetch,
    /// What is logged.
    pub log: Log,
}

/// The section `database`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// The SQLite file; relative paths start at the working directory.
    pub path: PathBuf,
}

/// The section `server`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Host and port to listen on; it must be a loopback address.
    pub bind: String,
}

/// The section `interface`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// The language of pages and explanations where nobody chooses another.
    pub language: Language,
}

/// The section `chart`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// A font file that holds Chinese, for PNG; empty for one of the system's.
    pub font: PathBuf,
}

/// The section `fetch`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// How long one page may take with all its redirects, in seconds.
    pub seconds: u64,
    /// Hosts in the private network whose pages may be read, as they stand in the URL.
    pub private_hosts: Vec<String>,
}

/// The section `log`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A filter in the syntax of `RUST_LOG`.
    pub filter: String,
}

/// Why the settings cannot be used: which one, where it stands, and what it should be.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was asked for is not there.
    #[error("没有配置文件 {}，请检查 --config 的路径 / there is no settings file {}; check the path given to --config", .0.display(), .0.display())]
    Missing(PathBuf),
    /// A setting that does not exist.
    #[error(
        "{place}：没有“{key}”这项设置，最接近的是“{nearest}” / {place}: there is no setting \"{key}\"; the nearest is \"{nearest}\""
    )]
    Unknown {
        /// The file or the environment variable.
        place: String,
        /// The key as written, with its section.
        key: String,
        /// The existing key that looks most like it.
        nearest: &'static str,
    },
    /// A value of the wrong type.
    #[error(
        "{place}：“{key}”不能是 {found}，应为{expected_zh} / {place}: \"{key}\" cannot be {found}; it takes {expected_en}"
    )]
    Value {
        /// The file or the environment variable.
        place: String,
        /// The key, with its section.
        key: String,
        /// The value as written.
        found: String,
        /// What it should be, in Chinese.
        expected_zh: &'static str,
        /// What it should be, in English.
        expected_en: &'static str,
    },
    /// The file is no TOML, or cannot be read.
    #[error(
        "{place}：读不懂这个配置文件（{reason}） / {place}: this settings file cannot be read ({reason})"
    )]
    Syntax {
        /// The file.
        place: String,
        /// What the parser says.
        reason: String,
    },
}

/// Loads the settings: the defaults, then `file` (or `config.toml` in the working directory, which
/// may be missing), then the environment.
pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    if let Some(file) = file
        && !file.exists()
    {
        return Err(ConfigError::Missing(file.to_path_buf()));
    }
    let file = file.unwrap_or(Path::new(FILE));
    let mut figment = Figment::from(Toml::string(DEFAULTS));
    if file.exists() {
        figment = figment.merge(Toml::file_exact(file));
    }
    let figment = figment.merge(Env::prefixed(PREFIX).split("__"));
    figment.extract().map_err(|error| explain(&error, &figment, file))
}

/// Says in our own words what figment found wrong.
fn explain(error: &figment::Error, figment: &Figment, file: &Path) -> ConfigError {
    let key = error.path.join(".");
    let place = match error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref()) {
        Some(Source::File(path)) => path.display().to_string(),
        _ if key.is_empty() => file.display().to_string(),
        _ => format!("{PREFIX}{}", error.path.join("__").to_uppercase()),
    };
    if let Kind::UnknownField(..) = error.kind {
        let nearest = nearest(&key);
        return ConfigError::Unknown { place, key, nearest };
    }
    let in_words = |found: String, expected_zh, expected_en| ConfigError::Value {
        place: place.clone(),
        key: key.clone(),
        found,
        expected_zh,
        expected_en,
    };
    let found = figment
        .find_value(&key)
        .ok()
        .and_then(|value| serde_json::to_string(&value).ok())
        .unwrap_or_default();
    match SETTINGS.iter().find(|(name, ..)| *name == key) {
        Some((_, zh, en)) => in_words(found, zh, en),
        None if !key.is_empty() => in_words(found, "一节设置，如 [database]", "a section such as [database]"),
        None => ConfigError::Syntax { place, reason: one_line(&error.kind.to_string()) },
    }
}

/// The setting whose name looks most like `key`.
fn nearest(key: &str) -> &'static str {
    let last = key.rsplit('.').next().unwrap_or(key);
    let likeness = |name: &str| {
        let own = name.rsplit('.').next().unwrap_or(name);
        strsim::jaro_winkler(name, key).max(strsim::jaro_winkler(own, last))
    };
    SETTINGS
        .iter()
        .map(|(name, ..)| *name)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .unwrap_or_default()
}

/// A parser's message without the drawing of the line at fault.
fn one_line(message: &str) -> String {
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [first, .., last] => format!("{first}: {last}"),
        lines => lines.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Language, load};
    use rstest::rstest;

    fn with_file(text: &str) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my.toml");
        std::fs::write(&path, text).unwrap();
        load(Some(&path)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_file_overrides_only_what_it_names() {
        let config = with_file("[interface]\nlanguage = \"en\"\n").unwrap();
        assert_eq!(config.interface.language, Language::English);
        assert_eq!(config.server.bind, "127.0.0.1:8080");
    }

    #[rstest]
    #[case("[database]\npth = \"a.db\"\n", &["my.toml", "\"database.pth\"", "nearest is \"database.path\""])]
    #[case("[server]\nlanguage = \"en\"\n", &["\"server.language\"", "nearest is \"interface.language\""])]
    #[case("[logs]\nfilter = \"warn\"\n", &["\"logs\"", "\"log.filter\""])]
    #[case("[server]\nbind = 8080\n", &["my.toml", "\"server.bind\" cannot be 8080", "127.0.0.1:8080"])]
    #[case("[interface]\nlanguage = \"fr\"\n", &["\"interface.language\" cannot be \"fr\"", "\"zh\" or \"en\""])]
    #[case("database = 3\n", &["\"database\" cannot be 3", "[database]"])]
    #[case("[database\n", &["my.toml", "line 1"])]
    fn a_wrong_setting_is_named_with_its_place_and_the_way_out(#[case] text: &str, #[case] said: &[&str]) {
        let message = with_file(text).unwrap_err();
        assert!(!message.contains('\n'), "{message}");
        for words in said {
            assert!(message.contains(words), "{message} lacks {words}");
        }
    }

    #[test]
    fn a_file_that_was_asked_for_must_exist() {
        let error = load(Some(std::path::Path::new("no-such-folder/x.toml"))).unwrap_err();
        assert!(error.to_string().contains("no-such-folder/x.toml"));
    }
}
