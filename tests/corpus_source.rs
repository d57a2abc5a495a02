//! What a careful reader sees at the top of real texts: title, dates, publisher, scope, speakers.

use policy_metrics::document::Document;
use policy_metrics::source::{self, Given};
use policy_metrics::text::{Genre, Role, Transcript};
use rstest::rstest;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of real texts, where it is there.
fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

fn document(name: &str) -> Option<Document> {
    let path = corpus()?.join(name);
    let bytes = std::fs::read(&path).expect("the corpus holds the file");
    Some(source::read(name, bytes, &Given::default()).expect("the file is a text"))
}

#[rstest]
#[case(
    "jinan-2024-11-20-rule-of-law.txt",
    Some("济南市法治政府建设主题新闻发布会图文实录"),
    "2024-11-20",
    "济南市",
    Genre::PressConference
)]
#[case("jinan-work-reports/2003.txt", Some("济南市政府工作报告"), "2003-02-20", "济南市", Genre::WorkReport)]
#[case("jinan-work-reports/2008.txt", Some("济南市政府工作报告"), "2008-01-04", "济南市", Genre::WorkReport)]
#[case("jinan-work-reports/2023.txt", Some("政府工作报告"), "2022-12-26", "济南市", Genre::WorkReport)]
#[case("jinan-work-reports/2024.txt", Some("政府工作报告"), "2024-01-10", "济南市", Genre::WorkReport)]
#[case("jinan-work-reports/2025.txt", Some("政府工作报告"), "2025-01-13", "济南市", Genre::WorkReport)]
#[case(
    "state-council-work-reports/1978.txt",
    Some("1978年政府工作报告"),
    "1978-02-26",
    "全国",
    Genre::WorkReport
)]
#[case(
    "state-council-work-reports/1981.txt",
    Some("1981年政府工作报告"),
    "1981-11-30",
    "全国",
    Genre::WorkReport
)]
#[case("state-council-work-reports/2016.txt", Some("政府工作报告"), "2016-03-05", "全国", Genre::WorkReport)]
#[case(
    "nbs-communiques/2019.txt",
    Some("中华人民共和国2019年国民经济和社会发展统计公报[1]"),
    "2020-02-28",
    "全国",
    Genre::Article
)]
#[case(
    "news/2024-04-03-110.txt",
    Some("【推动高质量发展系列主题新闻发布会】天津：奋力谱写中国式现代化新篇章"),
    "2024-04-03",
    "天津市",
    Genre::Article
)]
#[case(
    "news/2024-04-27-116.txt",
    Some("【推动高质量发展系列主题新闻发布会】黑龙江：奋力开创高质量发展振兴新局面"),
    "2024-04-27",
    "黑龙江省",
    Genre::Article
)]
#[case(
    "news/2024-11-08-140.txt",
    Some("增加地方政府债务限额6万亿元置换存量隐性债务"),
    "2024-11-08",
    "全国",
    Genre::Article
)]
fn the_head_of_a_text_is_read(
    #[case] name: &str,
    #[case] title: Option<&str>,
    #[case] date: &str,
    #[case] scope: &str,
    #[case] genre: Genre,
) {
    let Some(document) = document(name) else {
        return;
    };
    let metadata = &document.metadata;
    assert_eq!(metadata.title.as_deref(), title);
    assert_eq!(metadata.date().map(|date| date.to_string()).as_deref(), Some(date));
    assert_eq!(metadata.scope.as_deref(), Some(scope));
    assert_eq!(Transcript::read(&document).genre, genre);
}

#[test]
fn the_seed_names_its_officials_and_the_media_that_ask() {
    let Some(document) = document("jinan-2024-11-20-rule-of-law.txt") else {
        return;
    };
    let metadata = &document.metadata;
    assert_eq!(metadata.publisher.as_deref(), Some("济南市政府研究室网站"));
    assert_eq!(metadata.reposted_from.as_deref(), Some("济南发布"));
    let at = metadata.published_at.map(|at| at.to_string());
    assert_eq!(at.as_deref(), Some("2024-11-20 19:26:35"));

    let blocks = Transcript::read(&document).blocks;
    let speakers = |role: Role| {
        blocks.iter().filter(move |block| block.role == role).filter_map(|block| block.speaker.clone())
    };
    let officials: BTreeSet<(String, Option<String>)> =
        speakers(Role::Speech).map(|speaker| (speaker.name, speaker.organisation)).collect();
    let expected = [
        ("赵民", "市政府"),
        ("王茂祯", "市公安局"),
        ("刘霞", "市行政审批服务局"),
        ("李强", "市司法局"),
        ("孙邦勇", "市市场监督管理局"),
        ("郭永桂", "市发展改革委"),
    ];
    let expected = expected.map(|(name, body)| (name.to_owned(), Some(body.to_owned())));
    assert_eq!(officials, BTreeSet::from(expected));
    let media: Vec<String> = speakers(Role::Question).map(|speaker| speaker.name).collect();
    assert_eq!(media, ["中新社", "济南新闻广播", "人民网", "山东商报"]);
}

#[test]
fn every_text_has_a_date_and_a_scope_and_blocks_for_all_its_lines() {
    let Some(corpus) = corpus() else { return };
    let mut folders = vec![corpus];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is readable") {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "txt") {
                continue;
            }
            let bytes = std::fs::read(&path).expect("the file is readable");
            let document = source::read("a.txt", bytes.clone(), &Given::default()).expect("it is a text");
            assert_eq!(document.text.as_bytes(), bytes, "{}", path.display());
            assert!(document.metadata.date().is_some(), "{}", path.display());
            assert!(document.metadata.scope.is_some(), "{}", path.display());
            let lines = document.text.lines().filter(|line| !line.trim().is_empty()).count();
            assert_eq!(Transcript::read(&document).blocks.len(), lines, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 100, "only {read} texts were there");
}
