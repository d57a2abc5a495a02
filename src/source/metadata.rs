//! Title, publisher, dates and scope, read from the first lines where they stand; never invented.

use super::html::Page;
use super::place;
use crate::document::Metadata;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A date: 2024-11-20, 2024年11月20日, 2024/1/2, 二〇〇八年一月四日.
const DATE: &str = r"(?:(?P<y>[12]\d{3})\s*[-年/.]\s*(?P<m>\d{1,2})\s*[-月/.]\s*(?P<d>\d{1,2})\s*日?|(?P<cy>[一二][〇○零Ｏ一二三四五六七八九]{3})年(?P<cm>[一二三四五六七八九十]{1,2})月(?P<cd>[一二三四五六七八九十]{1,3})日)";

/// A time of day after a date.
const TIME: &str = r"(?:[\sT]*(?P<h>\d{1,2})[:：](?P<min>\d{2})(?:[:：](?P<s>\d{2}))?)?";

/// 2024-11-20 19:26:35 - 济南市政府研究室网站; 2024-11-08 央视《新闻联播》
static DATED_LINE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^[（(\[【]?{DATE}{TIME}[）)\]】]?[\s\-—–|·,，]*(?P<rest>.*)$")));

/// 发布时间：2024-11-20 19:26
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:发布时间|发布日期|发布于|发稿时间|成文日期|发文日期|印发日期|时间|日期)\s*(?:[:：]\s*\|?|\|)\s*{DATE}{TIME}"
    ))
});

/// The same where nothing else can be meant, such as the day on which the page is looked at.
static SURELY_PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?:发布时间|发布日期|发布于|发稿时间)\s*(?:[:：]\s*\|?|\|)\s*{DATE}{TIME}"))
});

/// 会议时间：2024年11月20日
static HELD: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:会议|发布会|召开|举行)(?:时间|日期)\s*[:：]\s*{DATE}")));

/// 来源：济南日报
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s|])(?:信息|文章|稿件)?(?:来源|稿源|发布机构|发布单位|发布者)\s*[:：]\s*(?P<name>[^\s|，,；;]{2,30})",
    )
});

/// 转自:济南发布
static REPOSTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:转自|转载自|转载于|转载|原文来源|原载)\s*[:：]\s*(?P<name>[^\s|，,；;）)]{2,30})")
});

/// ——2024年1月10日在济南市第十八届人民代表大会第三次会议上
static VENUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^[—―─–\-－（(\s]*{DATE}(?:(?:和|至|—|-|、)(?:\d{{1,2}}月)?\d{{1,2}}日)?(?:上午|下午)?\s*在(?P<where>.{{2,60}})"
    ))
});

/// 济南市第十八届人民代表大会第三次会议: the place before the ordinal, or 全国 after it.
static CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<place>.{0,20}?)第[一二三四五六七八九十百零\d]+届(?P<nation>全国)?人民代表大会")
});

/// 济南市市长 于海田; 国务院总理　李强; 济南市市长
static REPORTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<body>\p{Han}{0,20}?)(?:人民政府)?(?:代理|代|副)?(?:市长|总理|省长|主席|区长|县长|州长|盟长|主任)(?:\s*\p{Han}\s?\p{Han}{1,3})?$",
    )
});

/// 我代表济南市人民政府
static ON_BEHALF: LazyLock<Regex> = LazyLock::new(|| pattern(r"代表(?P<place>\p{Han}{2,12}?)人民政府"));

/// A line that is an organisation and nothing else.
static ORGANISATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\p{Han}{2,20}(?:局|部|委|厅|办|院|署|会|府|室|社|报|网|台|中心|公司|网站|频道)$")
});

/// 2024年11月20日上午，市政府新闻办召开新闻发布会
static HELD_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^{DATE}.{{0,60}}?(?:召开|举行|举办).{{0,60}}?(?:发布会|吹风会|会议)"))
});

/// 2024年11月20日; （2024年11月20日印发）; 云州市统计局 2024年11月20日
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^[（(]?(?:\p{{Han}}{{3,24}}\s+)?{DATE}(?:印发|发布|公布|发)?[）)]?$"))
});

/// A day, wherever it stands.
static ANY_DATE: LazyLock<Regex> = LazyLock::new(|| pattern(DATE));

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// How many lines that are not blank may hold what a text says of itself.
const HEADER_LINES: usize = 10;

/// Among so many lines at the end that are not blank stands the day on which a text was signed.
const SIGNATURE_LINES: usize = 6;

/// A line longer than this, in characters, is running text.
const HEADER_WIDTH: usize = 100;

/// Reads what the text, and the page it came from, say of themselves.
pub(super) fn read(text: &str, page: Option<&Page>) -> Metadata {
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEADER_LINES + 2).collect();
    let header: Vec<&str> =
        lines.iter().copied().take(HEADER_LINES).take_while(|line| is_header(line)).collect();
    let title = page
        .and_then(|page| page.title.clone())
        .or_else(|| header.first().filter(|_| lines.len() > 1).and_then(|line| title_in(line)));
    let mut metadata = Metadata { title, ..Metadata::default() };
    if let Some(page) = page {
        // What the page shows its readers is looked after; what its head says may be the day it was generated.
        let shown = page.lines.iter().find_map(|line| moment(&SURELY_PUBLISHED.captures(line)?));
        let declared = || page.published.as_deref().and_then(|text| moment(&DATED_LINE.captures(text)?));
        metadata.published_at = shown.or_else(declared);
        metadata.publisher.clone_from(&page.publisher);
        let outside: Vec<&str> = page.lines.iter().map(String::as_str).collect();
        read_sources(&outside, &mut metadata);
    }
    read_dated_lines(&header, &mut metadata);
    read_sources(&header, &mut metadata);
    let venue = venue(&header);
    if let Some((date, _)) = &venue {
        metadata.event_date = Some(*date);
    }
    if metadata.event_date.is_none() {
        let head = &lines[..lines.len().min(HEADER_LINES)];
        metadata.event_date = head.iter().find_map(|line| {
            let start = shortened(line, 400);
            HELD.captures(start).or_else(|| HELD_ON.captures(start)).and_then(|found| date(&found))
        });
    }
    if metadata.date().is_none() {
        metadata.published_at = signed(text).map(|day| day.and_time(NaiveTime::MIN));
    }
    metadata.scope = scope(&metadata, venue.as_ref().map(|(_, place)| place.as_str()), &header, &lines);
    metadata
}

/// The day below a text, on a line of its own.
fn signed(text: &str) -> Option<NaiveDate> {
    let end = text.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(SIGNATURE_LINES);
    end.filter(|line| is_header(line)).find_map(|line| date(&SIGNED.captures(line)?))
}

/// True where a full date stands anywhere in the text.
pub(super) fn names_a_day(text: &str) -> bool {
    ANY_DATE.captures_iter(text).any(|found| date(&found).is_some())
}

/// The first `width` characters at most.
fn shortened(line: &str, width: usize) -> &str {
    line.char_indices().nth(width).map_or(line, |(end, _)| &line[..end])
}

/// True for a line short enough to be of the header, and no salutation, which ends it.
fn is_header(line: &str) -> bool {
    let salutes = ["各位", "同志们", "朋友们", "女士们", "名位"].iter().any(|word| line.starts_with(word));
    !salutes && line.chars().nth(HEADER_WIDTH).is_none()
}

/// The first line, where it is a title and not yet something else.
fn title_in(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['#', ' ']);
    let is_other = DATED_LINE.is_match(line)
        || VENUE.is_match(line)
        || REPORTER.is_match(line)
        || SOURCE.is_match(line)
        || REPOSTED.is_match(line)
        || line.starts_with("![")
        || line.starts_with('|');
    let is_sentence = line.ends_with(['。', '；', '，', '：', ':', ';', ',', '、']);
    let numbered = line.chars().next().and_then(digit).is_some() && line.chars().nth(1) == Some('是');
    let outline = numbered || line.chars().nth(1) == Some('、') || line.starts_with(['（', '(']);
    (!line.is_empty() && !is_other && !is_sentence && !outline).then(|| line.to_owned())
}

/// 来源, 转自 and 发布时间, wherever they stand in these lines. What is known already stays.
fn read_sources(lines: &[&str], metadata: &mut Metadata) {
    for line in lines {
        let name = |found: Captures| found["name"].trim_matches(['"', '”', '“']).to_owned();
        if metadata.published_at.is_none() {
            metadata.published_at = PUBLISHED.captures(line).and_then(|found| moment(&found));
        }
        if metadata.reposted_from.is_none() {
            metadata.reposted_from = REPOSTED.captures(line).map(name);
        }
        let source = SOURCE.captures(line).map(name);
        if metadata.publisher.is_none() {
            metadata.publisher = source;
        } else if metadata.reposted_from.is_none() && source != metadata.publisher {
            // A page that names its own site and a 来源 has it from there.
            metadata.reposted_from = source;
        }
    }
}

/// Lines that begin with a date: when it was published, and by whom where that follows.
fn read_dated_lines(header: &[&str], metadata: &mut Metadata) {
    for (index, line) in header.iter().enumerate() {
        if VENUE.is_match(line) {
            continue;
        }
        let Some(found) = DATED_LINE.captures(line) else {
            continue;
        };
        let rest = found["rest"].trim();
        let is_prose = rest.contains(['。', '，', '：', ':']) || rest.chars().count() > 40;
        if is_prose && !SOURCE.is_match(rest) {
            continue;
        }
        metadata.published_at = metadata.published_at.or_else(|| moment(&found));
        if metadata.publisher.is_some() {
            return;
        }
        // The name stands after the date, or on a line of its own beside it: 国家统计局.
        let neighbours = [index.checked_sub(1).filter(|&before| before > 0), Some(index + 1)];
        metadata.publisher = if rest.is_empty() {
            let beside = neighbours.into_iter().flatten().filter_map(|beside| header.get(beside));
            beside.copied().find(|line| ORGANISATION.is_match(line)).map(str::to_owned)
        } else if is_prose {
            None
        } else {
            Some(rest.to_owned())
        };
        return;
    }
}

/// The day and the place of the session, from a line that may be broken in two.
fn venue(header: &[&str]) -> Option<(NaiveDate, String)> {
    header.iter().enumerate().find_map(|(index, line)| {
        let dash = line.find("——").filter(|&dash| !VENUE.is_match(line) && dash > 0);
        let line = dash.map_or(*line, |dash| &line[dash..]);
        let next = header.get(index + 1).copied().unwrap_or_default();
        let whole = if line.contains("会议") { line.to_owned() } else { format!("{line}{next}") };
        let found = VENUE.captures(&whole)?;
        let date = date(&found)?;
        let place = found["where"].to_owned();
        (place.contains('会') || place.contains('上')).then_some((date, place))
    })
}

/// The place or body that the document is about: from the session, the speaker's line, the title,
/// the opening words, the publisher, in this order.
fn scope(metadata: &Metadata, venue: Option<&str>, header: &[&str], lines: &[&str]) -> Option<String> {
    if let Some(found) = venue.and_then(|venue| CONGRESS.captures(venue)) {
        if found.name("nation").is_some() {
            return Some(place::NATION.to_owned());
        }
        let place = found["place"].trim();
        return Some(place::find(place).unwrap_or_else(|| place.to_owned()))
            .filter(|place| !place.is_empty());
    }
    let reporter = header.iter().filter(|line| REPORTER.is_match(line)).find_map(|line| place::find(line));
    let behalf =
        || lines.iter().find_map(|line| place::find(&ON_BEHALF.captures(shortened(line, 200))?["place"]));
    // What stands in 【】 is the name of a series, not what this document is about.
    let title = metadata.title.as_deref().map(|title| title.split_once('】').map_or(title, |(_, rest)| rest));
    let opening = || {
        let first = lines.iter().find(|line| line.chars().count() > 40)?;
        place::find(shortened(first, 120)).filter(|place| place == place::NATION)
    };
    reporter
        .or_else(|| venue.and_then(place::find))
        .or_else(behalf)
        .or_else(|| title.and_then(place::find))
        .or_else(|| metadata.publisher.as_deref().and_then(place::find))
        .or_else(|| metadata.reposted_from.as_deref().and_then(place::find))
        .or_else(opening)
}

/// The date in a match of [`DATE`].
fn date(found: &Captures) -> Option<NaiveDate> {
    if let (Some(year), Some(month), Some(day)) = (found.name("y"), found.name("m"), found.name("d")) {
        let number = |text: &str| text.parse::<u32>().ok();
        return NaiveDate::from_ymd_opt(
            year.as_str().parse().ok()?,
            number(month.as_str())?,
            number(day.as_str())?,
        );
    }
    let year =
        found.name("cy")?.as_str().chars().try_fold(0, |year, c| Some(year * 10 + digit(c)? as i32))?;
    NaiveDate::from_ymd_opt(
        year,
        below_hundred(found.name("cm")?.as_str())?,
        below_hundred(found.name("cd")?.as_str())?,
    )
}

/// The date and time in a match; midnight where only the day is known.
fn moment(found: &Captures) -> Option<NaiveDateTime> {
    let part = |name| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
    let time = match (part("h"), part("min")) {
        (Some(hour), Some(minute)) => NaiveTime::from_hms_opt(hour, minute, part("s").unwrap_or(0)),
        _ => None,
    };
    Some(date(found)?.and_time(time.unwrap_or_default()))
}

/// The value of a Chinese digit.
fn digit(c: char) -> Option<u32> {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let c = if matches!(c, '○' | '零' | 'Ｏ') { '〇' } else { c };
    digits.iter().position(|&digit| digit == c).map(|value| value as u32)
}

/// 四 → 4, 十 → 10, 二十一 → 21: what months and days need.
fn below_hundred(text: &str) -> Option<u32> {
    let Some((tens, ones)) = text.split_once('十') else {
        return digit(text.chars().next()?);
    };
    let value = |part: &str, missing| part.chars().next().map_or(Some(missing), digit);
    Some(value(tens, 1)? * 10 + value(ones, 0)?)
}

#[cfg(test)]
mod tests {
    use super::read;
    use chrono::NaiveDate;
    use rstest::rstest;

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
    fn a_report_without_a_title_line_gets_none() {
        let text = "2031年1月4日在云泽市第三届人民代表大会第一次会议上\n云泽市市长 张三\n各位代表：";
        assert_eq!(read(text, None).title, None);
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
