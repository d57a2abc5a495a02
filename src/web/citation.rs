//! How to cite a document: GB/T 7714—2025 and, for those who still need it, GB/T 7714—2015.

use crate::store::DocumentRow;
use chrono::FixedOffset;

/// The standard, and the entry of a list of references as it wants it. What is not known stays a visible
/// blank in 〔〕, for whoever cites to fill in.
///
/// Both standards put an online resource as author, title, type, date of publication, date of access,
/// address; that of 2025 writes full-width brackets round the date in a Chinese entry.
pub(super) fn of(row: &DocumentRow) -> [(&'static str, String); 2] {
    let metadata = &row.metadata;
    let known = |text: Option<&String>, blank: &str| {
        let words = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        words.filter(|words| !words.is_empty()).unwrap_or_else(|| blank.to_owned())
    };
    let author = known(metadata.publisher.as_ref(), "〔责任者未知〕");
    let title = known(metadata.title.as_ref(), "〔题名未知〕");
    // A file without an address may come from anywhere: “other” and not “electronic bulletin”.
    let kind = if metadata.url.is_some() { "EB/OL" } else { "Z/OL" };
    let url = known(metadata.url.as_ref(), "〔网址未知〕");
    let published = metadata
        .published_at
        .map_or_else(|| "〔发布日期未知〕".to_owned(), |at| at.format("%Y-%m-%d").to_string());
    // Only what was read from the web was looked at there on the day it was stored.
    let accessed = is_web_address(&row.source).then(|| {
        let beijing = FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset");
        row.ingested_at.with_timezone(&beijing).format("%Y-%m-%d").to_string()
    });
    let accessed = accessed.unwrap_or_else(|| "〔访问日期待填〕".to_owned());
    let entry = |open: char, close: char| {
        format!("{author}. {title}[{kind}]. {open}{published}{close}[{accessed}]. {url}.")
    };
    [("GB/T 7714—2025", entry('（', '）')), ("GB/T 7714—2015", entry('(', ')'))]
}

/// Whether a browser may follow it.
pub(super) fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    fn row(metadata: Metadata, source: &str) -> DocumentRow {
        let ingested_at = "2024-12-01T20:00:00Z".parse().expect("a time");
        DocumentRow { id: 1, metadata, source: source.to_owned(), claims: 0, ingested_at, counted_as: None }
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
        let [new, old] = of(&row(metadata, url));
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

    #[test]
    fn nothing_is_invented_for_a_file() {
        // The day of the event is not that of publication, and a path is no title.
        let metadata = Metadata { event_date: "2024-11-20".parse().ok(), ..Metadata::default() };
        let [new, _] = of(&row(metadata, "folder/2024.txt"));
        assert_eq!(
            new.1,
            "〔责任者未知〕. 〔题名未知〕[Z/OL]. （〔发布日期未知〕）[〔访问日期待填〕]. 〔网址未知〕."
        );
    }
}
