//! Settings: the defaults of `config.toml`, overridden by a file and by the environment.

use crate::language::Language;
use serde::Deserialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The defaults, which are the `config.toml` at the top of the repository, word for word.
const DEFAULTS: &str = include_str!("../config.toml");

/// The file that is read from the working directory where none is named.
const FILE: &str = "config.toml";

/// What the names of environment variables begin with: `POLICY_METRICS__DATABASE__PATH`.
const PREFIX: &str = "POLICY_METRICS__";

/// Whatever begins so was meant for us, with however many strokes.
const OURS: &str = "POLICY_METRICS_";

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
    /// The language of pages and messages, where one was chosen.
    pub language: Option<Language>,
}

impl Interface {
    /// The language of pages where the reader chooses no other. Whoever started the dashboard need not be its reader,
    /// so what the system speaks does not matter.
    pub fn pages(&self) -> Language {
        self.language.unwrap_or_default()
    }

    /// The language of messages at a terminal.
    pub fn messages(&self) -> Language {
        self.language.or_else(Language::of_system).unwrap_or_default()
    }
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
        /// The file.
        place: String,
        /// The key as written, with its section.
        key: String,
        /// The existing key that looks most like it.
        nearest: &'static str,
    },
    /// An environment variable that is no setting.
    #[error(
        "环境变量 {name} 不是任何一项设置，最接近的是 {nearest} / the environment variable {name} is no setting; the nearest is {nearest}"
    )]
    UnknownVariable {
        /// As it is called.
        name: String,
        /// The existing one that looks most like it.
        nearest: String,
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
///
/// # Panics
///
/// Never: the defaults are a constant of the program, and a test reads them.
pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    if let Some(file) = file
        && !file.exists()
    {
        return Err(ConfigError::Missing(file.to_path_buf()));
    }
    let mut settings = Settings(DEFAULTS.parse().expect("the defaults are well-formed"));
    let file = file.unwrap_or(Path::new(FILE));
    if file.exists() {
        settings.read(file)?;
    }
    let ours = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value));
    for (name, value) in std::env::vars_os().filter_map(ours).filter(|(name, _)| name.starts_with(OURS)) {
        settings.hear(&name, &value.to_string_lossy())?;
    }
    Ok(settings.0.try_into().expect("each setting was tried when it was laid over the others"))
}

/// The settings so far, of which every one is known and has a value that it takes.
struct Settings(Table);

impl Settings {
    /// Lays what a file says over them.
    fn read(&mut self, file: &Path) -> Result<(), ConfigError> {
        let place = file.display().to_string();
        let syntax = |reason: &str| ConfigError::Syntax { place: place.clone(), reason: one_line(reason) };
        let text = std::fs::read_to_string(file).map_err(|error| syntax(&error.to_string()))?;
        let said: Table = text.parse().map_err(|error: toml::de::Error| syntax(&error.to_string()))?;
        for (section, content) in said {
            match content {
                _ if !self.0.contains_key(&section) => {
                    return Err(ConfigError::Unknown { nearest: nearest(&section), key: section, place });
                }
                Value::Table(content) => {
                    for (key, value) in content {
                        self.set(&place, &section, &key, &[value])?;
                    }
                }
                other => {
                    let expected = ("一节设置，如 [database]", "a section such as [database]");
                    return Err(wrong(&place, section, &other, expected));
                }
            }
        }
        Ok(())
    }

    /// Lays what an environment variable says over them.
    fn hear(&mut self, name: &str, value: &str) -> Result<(), ConfigError> {
        let path = name.strip_prefix(PREFIX).unwrap_or_default().to_lowercase();
        let (section, key) = path.split_once("__").unwrap_or_default();
        // A number or a list stands there as in a file, and words without quotes.
        let read = format!("value = {value}").parse::<Table>().ok().and_then(|mut read| read.remove("value"));
        let readings: Vec<Value> = [Some(value.into()), read].into_iter().flatten().collect();
        self.set(name, section, key, &readings).map_err(|error| match error {
            ConfigError::Unknown { .. } => ConfigError::UnknownVariable {
                name: name.to_owned(),
                nearest: variable(nearest(&name[OURS.len()..].to_lowercase().replace("__", "."))),
            },
            other => other,
        })
    }

    /// Sets one of them to the first of `readings` that it takes.
    fn set(&mut self, place: &str, section: &str, key: &str, readings: &[Value]) -> Result<(), ConfigError> {
        let name = format!("{section}.{key}");
        let Some(&(_, zh, en)) = SETTINGS.iter().find(|(known, ..)| *known == name) else {
            return Err(ConfigError::Unknown { place: place.to_owned(), nearest: nearest(&name), key: name });
        };
        for reading in readings {
            let mut tried = self.0.clone();
            if let Some(Value::Table(settings)) = tried.get_mut(section) {
                settings.insert(key.to_owned(), reading.clone());
            }
            if tried.clone().try_into::<Config>().is_ok() {
                self.0 = tried;
                return Ok(());
            }
        }
        Err(wrong(place, name, &readings[0], (zh, en)))
    }
}

fn wrong(place: &str, key: String, found: &Value, expected: (&'static str, &'static str)) -> ConfigError {
    let (expected_zh, expected_en) = expected;
    ConfigError::Value { place: place.to_owned(), key, found: found.to_string(), expected_zh, expected_en }
}

/// `database.path` as an environment variable.
fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.to_uppercase().replace('.', "__"))
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
    use super::{Config, DEFAULTS, Language, PREFIX, Settings, load};
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
        assert_eq!(config.interface.language, Some(Language::English));
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

    #[rstest]
    #[case("DATABASE__PATH", "2024", Ok(()))]
    #[case("FETCH__SECONDS", "20", Ok(()))]
    #[case("FETCH__PRIVATE_HOSTS", "[\"oa.local\"]", Ok(()))]
    #[case("FETCH__SECONDS", "soon", Err("\"fetch.seconds\" cannot be \"soon\""))]
    #[case("DATABASE__PTH", "a.db", Err("the nearest is POLICY_METRICS__DATABASE__PATH"))]
    #[case("PATH", "a.db", Err("the nearest is POLICY_METRICS__DATABASE__PATH"))]
    fn a_variable_is_read_as_what_the_setting_takes(
        #[case] name: &str,
        #[case] value: &str,
        #[case] outcome: Result<(), &str>,
    ) {
        let mut settings = Settings(DEFAULTS.parse().unwrap());
        let heard = settings.hear(&format!("{PREFIX}{name}"), value).map_err(|error| error.to_string());
        match (heard, outcome) {
            (Err(message), Err(said)) => assert!(message.contains(said), "{message}"),
            (heard, outcome) => assert_eq!(heard, outcome.map_err(str::to_owned)),
        }
    }

    #[rstest]
    #[case("POLICY_METRICS_DATABASE_PATH", "POLICY_METRICS__DATABASE__PATH")]
    #[case("POLICY_METRICS_DB", "POLICY_METRICS__DATABASE__PATH")]
    #[case("POLICY_METRICS__SERVER_BIND", "POLICY_METRICS__SERVER__BIND")]
    #[case("POLICY_METRICS_LANG", "POLICY_METRICS__INTERFACE__LANGUAGE")]
    fn a_variable_that_was_meant_for_us_is_never_ignored(#[case] name: &str, #[case] nearest: &str) {
        let error = Settings(DEFAULTS.parse().unwrap()).hear(name, "x").unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(&format!("the nearest is {nearest}")), "{error}");
    }

    #[test]
    fn a_file_that_was_asked_for_must_exist() {
        let error = load(Some(std::path::Path::new("no-such-folder/x.toml"))).unwrap_err();
        assert!(error.to_string().contains("no-such-folder/x.toml"));
    }
}
