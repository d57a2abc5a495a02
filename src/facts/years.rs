//! The day of a document: of its session, of its publishing, below it, or as its headings call years past and to come.

use super::day::{self, Found, folded};
use super::head::{Head, Line, SESSION, shortened};
use super::{Candidate, Origin};
use crate::document::Day;
use crate::document::{DocumentKind, Span};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// 会议时间：2024年11月20日
static HELD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:会议|发布会|召开|举行)(?:时间|日期)\s*:\s*$"));

/// 上午，市政府新闻办召开新闻发布会, after the day.
static HOLDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^.{0,60}?(?:召开|举行|举办).{0,60}?(?:发布会|吹风会|通气会|会议)"));

/// 云州日报1月2日讯, 本报讯（记者江夏）: before the day on which it was.
static BYLINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^.{0,20}[讯电]\s*(?:[(].{0,12}[)])?\s*$"));

/// The day below a text, with who signed it, and nothing else.
static SIGNS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[(]?(?:\p{Han}{2,24}\s*)?$"));

/// What may follow a signature's day.
static ISSUES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:印发|发布|公布|发)?[)。]?$"));

/// Words of a heading about what is over.
const OVER: [&str; 7] = ["回顾", "总结", "工作情况", "完成情况", "执行情况", "取得", "成就"];

/// Words of a heading about what is to come.
const AHEAD: [&str; 16] = [
    "任务", "安排", "目标", "重点", "打算", "部署", "思路", "要求", "建议", "计划", "预期", "展望", "措施",
    "实事", "做好", "形势",
];

/// Words of a heading about a year's work, whether it is done or to be done.
const WORK: [&str; 2] = ["工作", "经济社会发展"];

/// “十一五”: a plan of five years.
static PLAN: LazyLock<Regex> =
    LazyLock::new(|| pattern("[“\"‘](?P<plan>[一二三四五六七八九]|十[一二三四五六七八九]?)五[”\"’]"));

/// A heading is at most so long, in characters.
const HEADING: usize = 45;

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// The candidates for the day of the event and for that of publishing.
pub(super) fn days(
    text: &str,
    head: &Head,
    kind: DocumentKind,
    title: &[Candidate<String>],
    published: Vec<Candidate<NaiveDateTime>>,
    path: &str,
) -> (Vec<Candidate<Day>>, Vec<Candidate<NaiveDateTime>>) {
    let reports = matches!(kind, DocumentKind::Report | DocumentKind::Court | DocumentKind::Budget);
    let titled =
        title.iter().find_map(|title| day::years(&folded(&title.value)).next()).map(|(year, _)| year);
    let mut days = session(head, titled);
    let put_up = published.first().map(|at| at.value.date());
    days.extend(opening(head, put_up));
    let undated = reports && days.is_empty();
    let spoken_of = || Some(Candidate::new(told_by_text(text)?, Origin::Frequency, None));
    let told = if undated { told_by_headings(text).or_else(spoken_of) } else { None };
    let fits = |date: NaiveDate| {
        told.as_ref().is_none_or(|told| given_in(date, told.value))
            && titled.is_none_or(|y| given_in(date, y))
    };
    if undated {
        days.extend(head_days(head, titled).filter(|day| fits(day.value.date)));
    }
    // A report was published when its headings say; the day on which a page was put up again may be years later.
    let (mut published, elsewhere): (Vec<_>, Vec<_>) =
        published.into_iter().partition(|at| !reports || fits(at.value.date()));
    if published.is_empty() && days.is_empty() {
        let signature = signed(head).filter(|day| !reports || fits(day.value.date));
        published.extend(signature.map(|day| Candidate {
            value: day.value.date.and_time(chrono::NaiveTime::MIN),
            origin: day.origin,
            span: day.span,
        }));
    }
    let dated = !days.is_empty() || !published.is_empty();
    if reports && !dated {
        let year =
            |year: i32, origin, span: Option<Span>| Some(Candidate::new(Day::of_year(year)?, origin, span));
        days.extend(titled.and_then(|named| year(named, Origin::Title, None)));
        days.extend(told.and_then(|told| year(told.value, told.origin, told.span)));
    }
    if !reports && !dated {
        days.extend(month_and_day(text, head));
    }
    if days.is_empty() && published.is_empty() && elsewhere.is_empty() {
        days.extend(by_path(path));
    }
    published.extend(elsewhere);
    (days, published)
}

/// True where a report given for a year may be of this day: within the year, or in the last weeks before it.
fn given_in(date: NaiveDate, year: i32) -> bool {
    date.year() == year || date.year() == year - 1 && date.month() >= 11
}

fn candidate(line: &Line, found: &Found, origin: Origin) -> Candidate<Day> {
    Candidate::new(found.day, origin, line.at(&found.range))
}

/// The day of the session: before or behind it, on its line or on one beside it.
fn session(head: &Head, titled: Option<i32>) -> Vec<Candidate<Day>> {
    let lines = &head.lines;
    let Some(at) = lines.iter().position(|line| SESSION.is_match(&line.folded)) else { return Vec::new() };
    let near = [Some(at), at.checked_sub(1), Some(at + 1), at.checked_sub(2)];
    let near = || near.into_iter().flatten().filter_map(|at| lines.get(at));
    let whole = near().find_map(|line| Some(candidate(line, &line.day()?, Origin::Session)));
    let completed = || {
        let year = titled?;
        near().find_map(|line| Some(candidate(line, &day::in_year(&line.folded, year)?, Origin::Session)))
    };
    whole.or_else(completed).into_iter().collect()
}

/// 2024年11月20日上午，市政府新闻办召开新闻发布会; 会议时间：2024年11月20日; 市政府新闻办于2024年11月20日举行发布会.
/// A day without its year was the last one of this name before the page was put up.
fn opening(top: &Head, put_up: Option<NaiveDate>) -> Option<Candidate<Day>> {
    top.all().find_map(|line| {
        let start = shortened(&line.folded, 400);
        let without_year = || {
            let put_up = put_up?;
            let of = |year| day::in_year(start, year);
            of(put_up.year()).filter(|found| found.day.date <= put_up).or_else(|| of(put_up.year() - 1))
        };
        let opens = |found: &Found| {
            let (before, after) = (&start[..found.range.start], &start[found.range.end..]);
            HELD.is_match(before)
                || (before.chars().count() < 2 || before.ends_with('于') || BYLINE.is_match(before))
                    && HOLDS.is_match(after)
        };
        let whole = day::whole(start).find(|found| opens(found));
        let found = whole.or_else(|| without_year().filter(|found| opens(found)))?;
        Some(candidate(line, &found, Origin::Opening))
    })
}

/// A day at the top of a report that no session stands beside: （2020年5月14日）.
fn head_days(head: &Head, titled: Option<i32>) -> Option<Candidate<Day>> {
    let of = |line: &Line| {
        let bracketed = line.folded.starts_with(['(', '—', '―', '-', '─']) || line.text.chars().count() <= 24;
        let found = line.day().or_else(|| day::in_year(&line.folded, titled?)).filter(|_| bracketed)?;
        Some(candidate(line, &found, Origin::Head))
    };
    head.lines.iter().find_map(of)
}

/// The day below a text, on a line of its own.
fn signed(head: &Head) -> Option<Candidate<Day>> {
    head.foot.iter().find_map(|line| {
        let found = day::whole(&line.folded).next()?;
        let (before, after) = (&line.folded[..found.range.start], &line.folded[found.range.end..]);
        let alone = SIGNS.is_match(before) && ISSUES.is_match(after.trim());
        alone.then(|| candidate(line, &found, Origin::Signature))
    })
}

/// The year of a report as its headings tell it: that of the plan, or the one after that of the review.
fn told_by_headings(text: &str) -> Option<Candidate<i32>> {
    let mut votes: BTreeMap<i32, (usize, Span)> = BTreeMap::new();
    let mut start = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        if length <= HEADING && !line.trim_end().ends_with('。') {
            let folded = folded(line);
            let says = |part: &str, words: &[&str]| words.iter().any(|word| part.contains(word));
            for (year, range) in day::years(&folded) {
                let after = shortened(&folded[range.end..], 24);
                // 2019年及本届政府工作回顾 looks back; 回顾和2005年的政府工作 does so, too.
                let (given, weight) = if says(after, &OVER) {
                    (year + 1, 2)
                } else if says(after, &AHEAD) || folded[..range.start].ends_with("做好") {
                    (year, 2)
                } else if says(after, &WORK) {
                    (if says(&folded, &OVER) { year + 1 } else { year }, 1)
                } else {
                    continue;
                };
                votes.entry(given).or_insert((0, Span::new(start, start + length))).0 += weight;
            }
            // “十五”时期的回顾 is given when those years are over.
            if let Some(found) = PLAN.captures(&folded).filter(|_| says(&folded, &OVER)) {
                let number = day::below_hundred(&found["plan"]).unwrap_or_default().cast_signed();
                votes.entry(1956 + 5 * number).or_insert((0, Span::new(start, start + length))).0 += 1;
            }
        }
        start += length + 1;
    }
    let most = votes.iter().max_by_key(|(year, (weight, _))| (*weight, **year))?;
    Some(Candidate::new(*most.0, Origin::Headings, most.1.1))
}

/// The year of a report without headings that tell it: the later of two years in a row, the one that is over and the
/// one that has begun, of which it speaks most. Years to be reached and years compared with do not count.
fn told_by_text(text: &str) -> Option<i32> {
    let folded = folded(text);
    let mut named: BTreeMap<i32, usize> = BTreeMap::new();
    for (year, range) in day::years(&folded) {
        let before = &folded[..range.start];
        if before.ends_with("过去的") || before.ends_with("刚过去的") {
            return Some(year + 1);
        }
        if !before.ends_with(['到', '至', '前', '比', '较', '从', '由', '自', '—', '-']) {
            *named.entry(year).or_default() += 1;
        }
    }
    let both = |(year, count): (&i32, &usize)| Some((*year, *named.get(&(year - 1))?.min(count)));
    let mut pairs: Vec<(i32, usize)> = named.iter().filter_map(both).collect();
    pairs.sort_by_key(|(year, count)| std::cmp::Reverse((*count, *year)));
    // Where another pair is named as often, none is told.
    match pairs.as_slice() {
        [(year, most), others @ ..] if others.iter().all(|(_, count)| count < most) => Some(*year),
        _ => None,
    }
}

/// 7月31日 in the head of an article that names no day with its year: in the last year that its text speaks of.
fn month_and_day(text: &str, head: &Head) -> Option<Candidate<Day>> {
    let without_year = |line: &&Line| {
        let start = shortened(&line.folded, 60);
        day::whole(start).next().is_none() && day::in_year(start, 2000).is_some()
    };
    let line = head.all().find(without_year)?;
    let folded = folded(text);
    let year = day::years(&folded)
        .filter(|(_, range)| !folded[..range.start].ends_with(['到', '至']))
        .map(|(year, _)| year)
        .max()?;
    let found = day::in_year(&line.folded, year)?;
    Some(candidate(line, &found, Origin::Frequency))
}

/// The year in the name of a file: 2020.txt, 云州市2020年政府工作报告.docx.
fn by_path(path: &str) -> Option<Candidate<Day>> {
    let name = path.rsplit(['/', '\\']).next()?;
    let stem = name.split('.').next()?;
    let whole = day::whole(stem).next().map(|found| found.day);
    let year = || {
        let digits = stem.char_indices().find_map(|(at, _)| {
            let rest = &stem[at..];
            let four = rest.get(..4).filter(|four| four.chars().all(|c| c.is_ascii_digit()))?;
            let alone = !rest[4..].starts_with(|c: char| c.is_ascii_digit())
                && !stem[..at].ends_with(|c: char| c.is_ascii_digit());
            alone.then(|| four.parse().ok()).flatten()
        });
        digits.filter(|year| (1949..2100).contains(year)).and_then(Day::of_year)
    };
    Some(Candidate::new(whole.or_else(year)?, Origin::Path, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("一、2030年工作回顾\n二、2031年主要任务", Some(2031))]
    #[case("一、二○三○年工作回顾", Some(2031))]
    #[case("2030年及本届政府工作回顾", Some(2031))]
    #[case("2031年市政府十件实事", Some(2031))]
    #[case("过去五年的工作", None)]
    fn headings_tell_the_year(#[case] text: &str, #[case] year: Option<i32>) {
        assert_eq!(told_by_headings(text).map(|told| told.value), year);
    }

    #[rstest]
    #[case("reports/云州市/2031.txt", Some("2031-01-01"))]
    #[case("云州市2031年政府工作报告.docx", Some("2031-01-01"))]
    #[case("news/2031-04-03-110.txt", Some("2031-04-03"))]
    #[case("00231.txt", None)]
    #[case("第3110号.txt", None)]
    fn a_path_tells_the_year_where_it_holds_one(#[case] path: &str, #[case] date: Option<&str>) {
        assert_eq!(by_path(path).map(|day| day.value.date.to_string()).as_deref(), date);
    }
}
