//! A document: one transcript, report or article, as received and as read.

mod given;

pub use given::Given;
pub(crate) use given::plain_path;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::fmt;

/// A stretch of a canonical text in Unicode scalar values (code points), end exclusive.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema, serde::Deserialize,
)]
pub struct Span {
    /// The first code point.
    pub start: usize,
    /// The code point after the last one.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to `end`, exclusive.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Number of code points.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True where it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True where `other` lies within.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True where the two share a code point.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What a document is called where it is one of many: its title, with the place before it and the day behind it
/// that tell it from others of this title, 云州市政府工作报告（2025年1月13日）.
///
/// The place is put before the title of a report or bulletin that names none; that of the whole country needs none.
pub fn full_name(title: &str, scope: Option<&str>, day: Option<Day>) -> String {
    let yearly = matches!(DocumentKind::of(Some(title)), DocumentKind::Report | DocumentKind::Bulletin);
    // Titles shorten places: 广西 for 广西壮族自治区.
    let is_named = |scope: &str| title.contains(&scope.chars().take(2).collect::<String>());
    let place = scope.filter(|scope| yearly && *scope != "全国" && !is_named(scope)).unwrap_or_default();
    let day = day.map(|Day { date, precision }| match precision {
        Precision::Day => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Precision::Month => format!("{}年{}月", date.year(), date.month()),
        Precision::Year => format!("{}年", date.year()),
    });
    let day = day.filter(|day| !title.contains(day.as_str()));
    day.map_or_else(|| format!("{place}{title}"), |day| format!("{place}{title}（{day}）"))
}

/// What stands for the title of a document that has none: the last part of its path, and the folder before it where
/// a number such as `2018.txt` alone says nothing and the folder's name may.
pub fn file_name(source: &str) -> &str {
    let separator = ['/', '\\'];
    let path = source.trim_end_matches(separator);
    let last = path.rfind(separator).map_or(0, |at| at + 1);
    let stem = path[last..].split('.').next().unwrap_or_default();
    if last == 0 || stem.chars().any(char::is_alphabetic) {
        return if path.is_empty() { source } else { &path[last..] };
    }
    let folder = path[..last - 1].rfind(separator).map_or(0, |at| at + 1);
    // `in` and `tmp` say nothing of what is in them, 云州市 does, and so does a site.
    let tells = is_web_address(source) || !path[folder..last].is_ascii();
    path[if tells { folder } else { last }..].trim_start_matches(separator)
}

/// Where a document was read from, as others may see it: an address or a relative path as it is, and of a path from
/// the root of the machine only what [`file_name`] keeps.
pub fn shown_source(source: &str) -> &str {
    let drive = source.as_bytes().get(1) == Some(&b':');
    if source.starts_with(['/', '\\']) || drive { file_name(source) } else { source }
}

/// Writes a source as [`shown_source`].
pub(crate) fn serialize_source<S: Serializer>(source: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(shown_source(source))
}

/// Whether a browser may follow it.
pub fn is_web_address(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// One document as it came in, and the text taken from it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it was read from: a path as given, a URL, or `-`.
    pub source: String,
    /// The bytes as received.
    pub raw: Vec<u8>,
    /// The canonical text: Unicode, newlines as `\n`, no BOM or NUL, otherwise untouched.
    pub text: String,
    /// The encoding that was detected: `UTF-8`, `UTF-8 BOM`, `UTF-16LE`, `UTF-16BE`, `GB18030`.
    pub encoding: String,
    /// SHA-256 of `raw`, in lowercase hexadecimal.
    pub sha256: String,
    /// What the document says of itself, and what the caller said of it.
    pub metadata: Metadata,
}

/// How exactly the date of a document is known.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    JsonSchema,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Precision {
    /// The day.
    #[default]
    Day,
    /// The month; the date is its first day.
    Month,
    /// The year; the date is its first day.
    Year,
}

/// A date, as exactly as the text says it; written `2024-11-20`, `2024-11` or `2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Day {
    /// The day, or the first one of the month or year.
    pub date: NaiveDate,
    /// What of it is known.
    pub precision: Precision,
}

impl Day {
    /// A year of which no more is known.
    pub fn of_year(year: i32) -> Option<Self> {
        Some(Self { date: NaiveDate::from_ymd_opt(year, 1, 1)?, precision: Precision::Year })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
        };
        self.date.format(format).fmt(f)
    }
}

/// What is known of a document besides its text. Unknown stays `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Metadata {
    /// The title, as it stands in the text.
    pub title: Option<String>,
    /// Who published it: 济南市政府研究室网站.
    pub publisher: Option<String>,
    /// Whom the publisher reposted it from: 济南发布.
    pub reposted_from: Option<String>,
    /// When it was published (Chinese local time; midnight where only the day is known).
    pub published_at: Option<NaiveDateTime>,
    /// The day of the conference or session, where the text says it.
    pub event_date: Option<NaiveDate>,
    /// How exactly `event_date` is known.
    pub precision: Precision,
    /// The place or body that the document is about: 济南市, 全国.
    pub scope: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
}

impl Metadata {
    /// The date that the document's 今年, 去年 and 截至目前 are read against:
    /// the event's, else that of publication.
    pub fn date(&self) -> Option<NaiveDate> {
        self.event_date.or_else(|| self.published_at.map(|at| at.date()))
    }

    /// What kind of document it is: by its title; a headline that somebody published is news.
    pub fn kind(&self) -> DocumentKind {
        let title = self.title.as_deref();
        let headline = |title: &str| {
            let end = title.find(['（', '(']).filter(|at| *at > 0).unwrap_or(title.len());
            !NAMES_DOCUMENT.iter().any(|word| title[..end].ends_with(word))
        };
        match DocumentKind::of(title) {
            DocumentKind::Other if self.publisher.is_some() && title.is_some_and(headline) => {
                DocumentKind::News
            }
            kind => kind,
        }
    }

    /// [`Self::date`], as exactly as it is known.
    pub fn day(&self) -> Option<Day> {
        let precision = if self.event_date.is_some() { self.precision } else { Precision::Day };
        Some(Day { date: self.date()?, precision })
    }
}

/// Words at the end of a title that is no headline.
const NAMES_DOCUMENT: [&str; 16] = [
    "报告", "公报", "通报", "通知", "公告", "通告", "纪要", "讲话", "方案", "规划", "纲要", "意见", "办法",
    "条例", "批复", "实录",
];

/// What kind of document it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, strum::EnumString, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DocumentKind {
    /// The yearly report of a government: 政府工作报告.
    Report,
    /// The yearly report of a court or of a procuratorate: 法院工作报告.
    Court,
    /// The report on the budget, or on the plan of the economy: 预算执行情况的报告.
    Budget,
    /// The yearly figures of a statistical office: 统计公报.
    Bulletin,
    /// A press conference or what was answered to journalists: 新闻发布会, 答记者问.
    Conference,
    /// What a paper, a site or an office tells of the day.
    News,
    /// All else.
    Other,
}

impl DocumentKind {
    /// The kind of a document with this title.
    pub fn of(title: Option<&str>) -> Self {
        let kinds: [(&[&str], Self); 6] = [
            (&["法院工作报告", "检察院工作报告"], Self::Court),
            (
                &[
                    "预算执行情况",
                    "预算草案的报告",
                    "财政预算案",
                    "財政預算案",
                    "财政决算",
                    "社会发展计划执行情况",
                ],
                Self::Budget,
            ),
            (&["审计工作报告", "委员会工作报告", "常委会工作报告"], Self::Other),
            (&["工作报告", "施政报告", "施政总结", "施政報告", "施政總結"], Self::Report),
            (&["统计公报", "普查公报", "调查公报", "状况公报", "资源公报"], Self::Bulletin),
            (&["发布会", "吹风会", "通气会", "见面会", "答记者问"], Self::Conference),
        ];
        let title = title.unwrap_or_default();
        let found = kinds.into_iter().find(|(words, _)| words.iter().any(|word| title.contains(word)));
        found.map_or(Self::Other, |(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("texts/云州市工作报告/2018.txt", "云州市工作报告/2018.txt")]
    #[case("2018.txt", "2018.txt")]
    #[case("/2018.txt", "2018.txt")]
    #[case("texts/报告.txt", "报告.txt")]
    #[case(r"C:\报告\2018-01.docx", r"报告\2018-01.docx")]
    #[case("https://example.org/news/t20240229_1.html", "t20240229_1.html")]
    #[case("https://example.org/2024/", "example.org/2024")]
    #[case("/", "/")]
    #[case("/tmp/in/00001.txt", "00001.txt")]
    #[case("-", "-")]
    fn a_number_is_named_with_its_folder(#[case] source: &str, #[case] expected: &str) {
        assert_eq!(file_name(source), expected);
    }

    #[rstest]
    #[case::place_and_day(
        "政府工作报告",
        Some("云州市"),
        "2025-01-13",
        "云州市政府工作报告（2025年1月13日）"
    )]
    #[case::year(
        "2025年政府工作报告",
        Some("云州市"),
        "2025-01-13",
        "云州市2025年政府工作报告（2025年1月13日）"
    )]
    #[case::named("云州市政府工作报告", Some("云州市"), "2025-01-13", "云州市政府工作报告（2025年1月13日）")]
    #[case::short("云州2024年统计公报", Some("云州市"), "", "云州2024年统计公报")]
    #[case::country("政府工作报告", Some("全国"), "2025-03-05", "政府工作报告（2025年3月5日）")]
    #[case::news("热线受理量创新高", Some("云州市"), "2025-03-05", "热线受理量创新高（2025年3月5日）")]
    #[case::said("在2025年3月5日的发布会上", None, "2025-03-05", "在2025年3月5日的发布会上")]
    #[case::nothing("政府工作报告", None, "", "政府工作报告")]
    fn documents_of_one_title_are_told_apart(
        #[case] title: &str,
        #[case] scope: Option<&str>,
        #[case] day: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(
            full_name(title, scope, day.parse().ok().map(|date| Day { date, precision: Precision::Day })),
            expected
        );
    }

    #[rstest]
    #[case("/home/someone/inbox/报告.pdf", "报告.pdf")]
    #[case("/srv/云州市/2018.txt", "云州市/2018.txt")]
    #[case(r"C:\Users\someone\report.docx", "report.docx")]
    #[case("/srv/talks.jsonl#12", "talks.jsonl#12")]
    #[case("inbox/报告.pdf", "inbox/报告.pdf")]
    #[case("https://example.org/a/1.html", "https://example.org/a/1.html")]
    fn nobody_sees_the_folders_of_the_machine(#[case] source: &str, #[case] expected: &str) {
        assert_eq!(shown_source(source), expected);
    }
}
