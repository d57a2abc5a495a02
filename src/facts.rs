//! What a document says of itself, read before its sentences are: title, day, place, publisher and kind, each as
//! candidates with where they stand and why, the best first; never invented.

mod day;
mod head;
mod page;
pub(crate) mod place;
mod publisher;
mod years;

use crate::document::{Day, DocumentKind, Metadata, Precision, Span};
use chrono::NaiveDateTime;
use head::Head;
use serde::Serialize;

/// Where a fact was found, which says how far it is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Origin {
    /// The session: 在四川省第十二届人民代表大会第三次会议上.
    Session,
    /// The opening words that say who held a conference, and when.
    Opening,
    /// Whose office it is: 四川省人民政府省长.
    Office,
    /// 我代表济南市人民政府.
    Behalf,
    /// The title.
    Title,
    /// A line at the top.
    Head,
    /// 发布时间, 来源: a line that says it.
    Label,
    /// What the page around the text says.
    Page,
    /// Who published it.
    Publisher,
    /// The plan that is put before the session: 《济南市国民经济和社会发展…规划纲要》.
    Plan,
    /// The day below the text.
    Signature,
    /// What headings call past and to come: 2019年工作回顾, 2020年工作安排.
    Headings,
    /// How often the text names it.
    Frequency,
    /// Put together from the other facts: a title where the text has none.
    Derived,
    /// The name of the file or of its folder: the last resort.
    Path,
}

/// A value that a fact may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate<T> {
    /// The value.
    pub value: T,
    /// Where it was found.
    pub origin: Origin,
    /// The words, in code points of the text, where they stand in it.
    pub span: Option<Span>,
}

impl<T> Candidate<T> {
    fn new(value: T, origin: Origin, span: impl Into<Option<Span>>) -> Self {
        Self { value, origin, span: span.into() }
    }
}

/// What the page around a text shows, where it came from a page.
#[derive(Debug, Default)]
pub struct Shown {
    /// The title.
    pub title: Option<String>,
    /// When it was published, as the page's head says it.
    pub published: Option<String>,
    /// Who published it, as the page's head says it.
    pub publisher: Option<String>,
    /// Short lines of the whole page that say time or source and stand outside the main text.
    pub lines: Vec<String>,
}

/// What a document says of itself. The first candidate of each fact is taken, the others are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// The title.
    pub title: Vec<Candidate<String>>,
    /// The day of the session or conference.
    pub day: Vec<Candidate<Day>>,
    /// When it was published; midnight where only the day is known.
    pub published: Vec<Candidate<NaiveDateTime>>,
    /// The place or body that it is about.
    pub place: Vec<Candidate<String>>,
    /// Who published it.
    pub publisher: Vec<Candidate<String>>,
    /// Whom the publisher has it from.
    pub reposted_from: Option<String>,
}

/// Reads what the text, the page it came from and, last, its path say of the document.
pub fn read(text: &str, page: Option<&Shown>, path: &str) -> Facts {
    let head = Head::of(text);
    let mut title = head::titles(&head, page);
    let kind = head::kind(&head, title.first().map(|found| found.value.as_str()));
    let publishing = publisher::read(&head, page);
    let (day, published) = years::days(text, &head, kind, &title, publishing.at, path);
    let mut place = place::candidates(&head, &title);
    place.extend(place::by_host(&head));
    let publishers = [publishing.publisher.first().map(|p| &p.value), publishing.reposted_from.as_ref()];
    let named = publishers.into_iter().flatten().filter_map(|name| place::find(name));
    place.extend(named.map(|name| Candidate::new(name, Origin::Publisher, None)));
    place.extend(place::by_opening(&head, kind));
    if place.is_empty() {
        place.extend(place::by_frequency(text, kind).or_else(|| place::by_path(path)));
    }
    if title.is_empty() {
        title.extend(head::derived(kind, place.first()));
    }
    let reported = head.all().any(|line| page::dateline(&line.folded).is_some());
    let mut facts = Facts {
        kind,
        title,
        day,
        published,
        place,
        publisher: publishing.publisher,
        reposted_from: publishing.reposted_from,
    };
    if kind == DocumentKind::Other {
        facts.kind = if reported { DocumentKind::News } else { facts.metadata().kind() };
    }
    facts
}

/// True where a full date stands anywhere in the text.
pub fn names_a_day(text: &str) -> bool {
    day::whole(&day::folded(text)).next().is_some()
}

impl Facts {
    /// The best of each fact.
    pub fn metadata(&self) -> Metadata {
        Metadata {
            title: self.title.first().map(|title| title.value.clone()),
            publisher: self.publisher.first().map(|publisher| publisher.value.clone()),
            reposted_from: self.reposted_from.clone(),
            published_at: self.published.first().map(|published| published.value),
            event_date: self.day.first().map(|day| day.value.date),
            precision: self.day.first().map_or(Precision::Day, |day| day.value.precision),
            scope: self.place.first().map(|place| place.value.clone()),
            url: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Metadata;
    use chrono::NaiveDate;
    use rstest::rstest;

    fn read(text: &str, page: Option<&super::Shown>) -> Metadata {
        super::read(text, page, "").metadata()
    }

    #[rstest]
    #[case(
        "——2031年1月10日在云泽市第三届人民代表大会第二次会议上\n云泽市市长 张三\n各位代表：",
        "2031-01-10",
        "云泽市"
    )]
    #[case(
        "政府工作报告\n——2031年1月10日在云泽市第三届人民代表\n大会第二次会议上\n各位代表：",
        "2031-01-10",
        "云泽市"
    )]
    #[case(
        "政府工作报告\n（2031年3月5日在第二十届全国人民代表大会第一次会议上）\n各位代表：",
        "2031-03-05",
        "全国"
    )]
    #[case(
        "1991年报告\n——1991年11月30日和12月1日在第七届全国人民代表大会第四次会议上\n各位代表：",
        "1991-11-30",
        "全国"
    )]
    #[case(
        "政府工作报告\n二〇〇八年一月二十一日在青石县第一届人民代表大会第一次会议上\n各位代表：",
        "2008-01-21",
        "青石县"
    )]
    fn the_venue_gives_date_and_scope(#[case] text: &str, #[case] date: &str, #[case] scope: &str) {
        let metadata = read(text, None);
        assert_eq!(metadata.event_date.map(|date| date.to_string()).as_deref(), Some(date));
        assert_eq!(metadata.scope.as_deref(), Some(scope));
    }

    #[rstest]
    #[case("2031年11月20日", Some("2031-11-20"))]
    #[case("云泽市统计局 2031年11月20日", Some("2031-11-20"))]
    #[case("（二〇三一年十一月二十日印发）", Some("2031-11-20"))]
    #[case("2031年11月20日\n抄送：市委办公室。\n云泽市统计局办公室", Some("2031-11-20"))]
    #[case("截至2031年11月20日，任务完成。", None)]
    fn a_text_without_a_date_above_is_of_the_day_it_was_signed(#[case] end: &str, #[case] day: Option<&str>) {
        let body = "今年新增就业3万人，同比增长5%。\n".repeat(12);
        let metadata = read(&format!("关于就业工作的通报\n{body}{end}\n"), None);
        assert_eq!(metadata.date().map(|day| day.to_string()).as_deref(), day);
        let dated = format!("关于就业工作的通报\n2031-10-01\n{body}{end}\n");
        assert_eq!(read(&dated, None).date(), NaiveDate::from_ymd_opt(2031, 10, 1));
    }

    #[test]
    fn a_report_without_a_title_line_is_called_what_it_is() {
        let text = "2031年1月4日在云泽市第三届人民代表大会第一次会议上\n云泽市市长 张三\n各位代表：";
        assert_eq!(read(text, None).title.as_deref(), Some("云泽市政府工作报告"));
        assert_eq!(super::read(text, None, "").title[0].origin, super::Origin::Derived);
    }

    #[rstest]
    #[case(
        "云泽市新闻发布会\n2031-11-20 19:26:35 - 云泽市政府网站\n转自:云泽发布\n正文。",
        "云泽市政府网站",
        Some("云泽发布"),
        "2031-11-20 19:26:35"
    )]
    #[case("外贸增长\n2031-01-14 央视《新闻联播》\n正文。", "央视《新闻联播》", None, "2031-01-14 00:00:00")]
    #[case("统计公报\n国家统计局\n2031年2月28日\n正文。", "国家统计局", None, "2031-02-28 00:00:00")]
    #[case(
        "云泽新闻\n发布时间：2031-02-28 09:30  来源：云泽日报\n正文。",
        "云泽日报",
        None,
        "2031-02-28 09:30:00"
    )]
    #[case(
        "云泽新闻\n2031年2月28日 来源：云泽日报 作者：李四\n正文。",
        "云泽日报",
        None,
        "2031-02-28 00:00:00"
    )]
    #[case(
        "云泽新闻\n成文日期 | 2031-02-28 | 来源：云泽日报\n正文。",
        "云泽日报",
        None,
        "2031-02-28 00:00:00"
    )]
    fn publisher_and_time_are_read_where_they_stand(
        #[case] text: &str,
        #[case] publisher: &str,
        #[case] reposted_from: Option<&str>,
        #[case] at: &str,
    ) {
        let metadata = read(text, None);
        assert_eq!(metadata.publisher.as_deref(), Some(publisher));
        assert_eq!(metadata.reposted_from.as_deref(), reposted_from);
        assert_eq!(metadata.published_at.map(|at| at.to_string()).as_deref(), Some(at));
    }

    #[test]
    fn nothing_is_invented() {
        let metadata = read("我市今年新增就业3万人，同比增长5%。\n全市工作稳步推进。", None);
        assert_eq!(metadata, crate::document::Metadata::default());
    }

    #[test]
    fn an_impossible_date_is_no_date() {
        let metadata = read("云泽新闻\n2031-02-30 云泽日报\n正文。", None);
        assert_eq!(metadata.published_at, None);
    }

    #[test]
    fn a_conference_is_dated_by_its_opening_words() {
        let text =
            "云泽市就业新闻发布会实录\n2031年6月3日上午，云泽市政府新闻办召开新闻发布会，介绍有关情况。";
        assert_eq!(read(text, None).event_date, NaiveDate::from_ymd_opt(2031, 6, 3));
    }
}
