//! How to cite a document: GB/T 7714—2025 and, for those who still need it, GB/T 7714—2015.

use crate::document::{DocumentKind, Metadata, is_web_address};
use chrono::{DateTime, FixedOffset, Utc};

/// The standard, and the entry of a list of references as it wants it, made of what is known: whose document it is,
/// its title, its day, and where it stands on the web. What is not known is left out, as both standards allow where
/// entries are numbered; only a title and the day of access, which no entry may lack, stay a visible blank in 〔〕.
///
/// Both standards put an online resource as author, title, type, date of publication, date of access,
/// address; that of 2025 writes full-width brackets round the date in a Chinese entry.
///
/// `source` is the path or URL from which the document was read, and `stored` when that was.
pub fn citations(metadata: &Metadata, source: &str, stored: DateTime<Utc>) -> [(&'static str, String); 2] {
    let author = one_line(metadata.publisher.as_ref()).or_else(|| government(metadata));
    let author = author.map(|author| format!("{author}. ")).unwrap_or_default();
    let title = one_line(metadata.title.as_ref()).unwrap_or_else(|| "〔题名未知〕".to_owned());
    let day = metadata.published_at.map(|at| at.date()).or(metadata.event_date).map(|day| day.to_string());
    let url = metadata.url.as_ref().filter(|url| is_web_address(url));
    let carrier = if url.is_some() { "/OL" } else { "" };
    let kind = match metadata.kind() {
        DocumentKind::Report | DocumentKind::Court | DocumentKind::Budget | DocumentKind::Bulletin => "R",
        // A file without an address may come from anywhere: “other” and not “electronic bulletin”.
        DocumentKind::Conference | DocumentKind::News | DocumentKind::Other => url.map_or("Z", |_| "EB"),
    };
    let entry = |open: &str, close: &str| {
        let start = format!("{author}{title}[{kind}{carrier}].");
        match (url, &day) {
            (Some(url), day) => {
                let day = day.as_ref().map(|day| format!("{open}{day}{close}")).unwrap_or_default();
                format!("{start} {day}[{}]. {url}.", accessed(source, stored))
            }
            (None, Some(day)) => format!("{start} {day}."),
            (None, None) => start,
        }
    };
    [("GB/T 7714—2025", entry("（", "）")), ("GB/T 7714—2015", entry("(", ")"))]
}

fn one_line(text: Option<&String>) -> Option<String> {
    let words = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    words.filter(|words| !words.is_empty())
}

/// Whose a work report of a government is, though nobody is named: that of its place.
fn government(metadata: &Metadata) -> Option<String> {
    let place = metadata.scope.as_ref().filter(|_| {
        let title = metadata.title.as_deref().unwrap_or_default();
        title.contains("政府工作报告")
    })?;
    match place.as_str() {
        "全国" => Some("国务院".to_owned()),
        place if place.ends_with(['省', '市', '区', '县', '州', '盟', '旗']) => {
            Some(format!("{place}人民政府"))
        }
        _ => None,
    }
}

/// The day on which it was looked at: that of storing for what was read from the web, and unknown for a file.
fn accessed(source: &str, stored: DateTime<Utc>) -> String {
    if !is_web_address(source) {
        return "〔访问日期待填〕".to_owned();
    }
    in_china(stored).format("%Y-%m-%d").to_string()
}

/// A moment in China's time, the same as the times in the texts.
pub(crate) fn in_china(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset");
    at.with_timezone(&zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn of(metadata: &Metadata, source: &str) -> [(&'static str, String); 2] {
        citations(metadata, source, "2024-12-01T20:00:00Z".parse().expect("a time"))
    }

    #[test]
    fn a_page_of_the_web_is_cited_whole() {
        let url = "https://yunzhou.example/1.html";
        let metadata = Metadata {
            title: Some("云州市热线\n新闻发布会".to_owned()),
            publisher: Some("云州市人民政府".to_owned()),
            published_at: "2024-11-20T09:00:00".parse().ok(),
            url: Some(url.to_owned()),
            ..Metadata::default()
        };
        let [new, old] = of(&metadata, url);
        assert_eq!(
            new,
            (
                "GB/T 7714—2025",
                format!("云州市人民政府. 云州市热线 新闻发布会[EB/OL]. （2024-11-20）[2024-12-02]. {url}.")
            )
        );
        assert_eq!(
            old.1,
            format!("云州市人民政府. 云州市热线 新闻发布会[EB/OL]. (2024-11-20)[2024-12-02]. {url}.")
        );
    }

    #[rstest]
    #[case::report("政府工作报告", Some("云州市"), "云州市人民政府. 政府工作报告[R]. 2025-01-13.")]
    #[case::country("政府工作报告", Some("全国"), "国务院. 政府工作报告[R]. 2025-01-13.")]
    #[case::court("法院工作报告", Some("云州市"), "法院工作报告[R]. 2025-01-13.")]
    #[case::conference("热线新闻发布会", Some("云州市"), "热线新闻发布会[Z]. 2025-01-13.")]
    #[case::no_place("政府工作报告", None, "政府工作报告[R]. 2025-01-13.")]
    fn a_file_is_cited_by_what_is_known_of_it(
        #[case] title: &str,
        #[case] scope: Option<&str>,
        #[case] expected: &str,
    ) {
        let metadata = Metadata {
            title: Some(title.to_owned()),
            scope: scope.map(str::to_owned),
            event_date: "2025-01-13".parse().ok(),
            ..Metadata::default()
        };
        let [new, old] = of(&metadata, "folder/2025.txt");
        assert_eq!((new.1.as_str(), old.1.as_str()), (expected, expected));
    }

    #[test]
    fn the_day_of_access_is_never_guessed() {
        let url = "https://yunzhou.example/1.html";
        let metadata = Metadata {
            title: Some("政府工作报告".to_owned()),
            scope: Some("云州市".to_owned()),
            url: Some(url.to_owned()),
            ..Metadata::default()
        };
        let [new, _] = of(&metadata, "2025.html");
        assert_eq!(new.1, format!("云州市人民政府. 政府工作报告[R/OL]. [〔访问日期待填〕]. {url}."));
    }

    #[test]
    fn a_path_is_no_title() {
        let [new, _] = of(&Metadata::default(), "folder/2024.txt");
        assert_eq!(new.1, "〔题名未知〕[Z].");
    }
}
