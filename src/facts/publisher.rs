//! Who published a text, when, and from whom it was taken, where a line or the page says so.

use super::day::{self, folded};
use super::head::{Head, Line};
use super::{Candidate, Origin, Shown, page};
use chrono::NaiveDateTime;
use regex::Regex;
use std::sync::LazyLock;

/// What is known of the publishing.
#[derive(Default)]
pub(super) struct Publishing {
    pub(super) at: Vec<Candidate<NaiveDateTime>>,
    pub(super) publisher: Vec<Candidate<String>>,
    pub(super) reposted_from: Option<String>,
}

/// 发布时间：2024-11-20 19:26
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:发布时间|发布日期|发布于|发稿时间|成文日期|发文日期|印发日期|时间|日期)\s*(?:[:：]\s*\|?|\|)\s*",
    )
});

/// The same where nothing else can be meant, such as the day on which the page is looked at.
static SURELY_PUBLISHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:发布时间|发布日期|发布于|发稿时间)\s*(?:[:：]\s*\|?|\|)\s*"));

/// 来源：济南日报
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s|])(?:信息|文章|稿件)?(?:来源|稿源|发布机构|发布单位|发布者)\s*[:：]\s*(?P<name>[^\s|，,；;]{2,30})",
    )
});

/// 星期三 behind a day.
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[(]?(?:星期|周)[一二三四五六日天][)]?"));

/// 转自:济南发布
static REPOSTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:转自|转载自|转载于|转载|原文来源|原载)\s*[:：]\s*(?P<name>[^\s|，,；;）)]{2,30})")
});

/// A line that is an organisation and nothing else.
static ORGANISATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\p{Han}{2,20}(?:局|部|委|厅|办|院|署|会|府|室|社|报|网|台|队|中心|公司|网站|频道)(?:\s+\p{Han}{2,20}(?:局|委|厅|办|署|队))*$",
    )
});

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// Reads the lines of page and head.
pub(super) fn read(head: &Head, shown: Option<&Shown>) -> Publishing {
    let mut found = Publishing::default();
    if let Some(page) = shown {
        // What the page shows its readers is looked after; what its head says may be the day it was generated.
        let shown = page.lines.iter().find_map(|line| labelled(&SURELY_PUBLISHED, &folded(line)));
        let declared = || day::first(&folded(page.published.as_deref()?)).filter(|day| day.range.start == 0);
        let at = shown.map(|(at, _)| at).or_else(|| declared().map(|day| day.moment()));
        found.at.extend(at.map(|at| Candidate::new(at, Origin::Page, None)));
        let publisher = page.publisher.clone();
        found.publisher.extend(publisher.map(|name| Candidate::new(name, Origin::Page, None)));
        for line in &page.lines {
            sources(line, &folded(line), None, &mut found);
        }
    }
    mastheads(&head.lines, &mut found);
    dated_lines(&head.lines, &mut found);
    for line in head.lines.iter().chain(&head.foot) {
        sources(line.text, &line.folded, Some(line), &mut found);
    }
    if found.publisher.is_empty() {
        let office = head.lines.iter().skip(1).take(3).find(|line| ORGANISATION.is_match(line.text));
        let office = office.map(|line| {
            let name = line.text.split_whitespace().next().unwrap_or(line.text);
            Candidate::new(name.to_owned(), Origin::Head, line.span)
        });
        found.publisher.extend(office);
    }
    if found.publisher.is_empty() {
        let sent = head.all().find_map(|line| Some((page::dateline(&line.folded)?.paper?, line)));
        let sender = sent.map(|(name, line)| Candidate::new(name.to_owned(), Origin::Opening, line.span));
        found.publisher.extend(sender);
    }
    found
}

/// The lines above an article that name the paper and its day.
fn mastheads(head: &[Line], found: &mut Publishing) {
    for line in head {
        let Some(masthead) = page::masthead(&line.folded) else { continue };
        if found.publisher.is_empty() {
            let paper = masthead.paper.map(|name| Candidate::new(name.to_owned(), Origin::Head, line.span));
            found.publisher.extend(paper);
        }
        if found.at.is_empty() {
            let day = masthead.day.map(|day| Candidate::new(day.moment(), Origin::Head, line.at(&day.range)));
            found.at.extend(day);
        }
    }
}

/// The moment that a label gives, and where it ends.
fn labelled(label: &Regex, line: &str) -> Option<(NaiveDateTime, std::ops::Range<usize>)> {
    let end = label.find(line)?.end();
    let found = day::whole(&line[end..]).next().filter(|found| found.range.start == 0)?;
    Some((found.moment(), end + found.range.start..end + found.range.end))
}

/// 来源, 转自 and 发布时间, wherever they stand in a line. What is known already stays.
fn sources(text: &str, folded: &str, line: Option<&Line>, found: &mut Publishing) {
    let name = |pattern: &Regex| {
        let name = pattern.captures(text)?.name("name")?.as_str().trim_matches(['"', '”', '“']).to_owned();
        Some(name)
    };
    let origin = if line.is_some() { Origin::Label } else { Origin::Page };
    let at = labelled(&PUBLISHED, folded);
    found.at.extend(at.map(|(at, range)| Candidate::new(at, origin, line.map(|line| line.at(&range)))));
    if found.reposted_from.is_none() {
        found.reposted_from = name(&REPOSTED);
    }
    let source = name(&SOURCE);
    // 来源：云州日报 2031-02-10, below an article.
    if let (Some(line), true, true) = (line, source.is_some(), found.at.is_empty()) {
        let day = line.day().filter(|day| day.range.end == folded.len());
        found.at.extend(day.map(|day| Candidate::new(day.moment(), origin, line.at(&day.range))));
    }
    match found.publisher.first() {
        None => {
            let span = line.map(|line| line.span);
            found.publisher.extend(source.map(|name| Candidate::new(name, origin, span)));
        }
        // A page that names its own site and a 来源 has it from there.
        Some(publisher) if found.reposted_from.is_none() && source.as_ref() != Some(&publisher.value) => {
            found.reposted_from = source;
        }
        Some(_) => {}
    }
}

/// Lines that begin with a date: when it was published, and by whom where that follows.
fn dated_lines(head: &[Line], found: &mut Publishing) {
    for (index, line) in head.iter().enumerate() {
        let Some(day) = day::whole(&line.folded).next() else { continue };
        let before = line.folded[..day.range.start].trim();
        let begins = before.chars().all(|c| matches!(c, '(' | '[' | '【' | '>' | ' '));
        // 云州市统计局 2031年4月2日
        let publisher = index > 0 && day.range.end == line.folded.len() && ORGANISATION.is_match(before);
        if publisher && found.publisher.is_empty() {
            found.at.push(Candidate::new(day.moment(), Origin::Head, line.at(&day.range)));
            found.publisher.push(Candidate::new(before.to_owned(), Origin::Head, line.span));
            return;
        }
        let rest = line.folded[day.range.end..].trim_start_matches([')', ']', '】']);
        let rest = rest.trim_start_matches([' ', '-', '—', '–', '|', '·', ',']).trim();
        let rest = WEEKDAY.replace(rest, "");
        let rest = rest.trim();
        // The day of a session is told apart from that of publishing.
        if !begins || rest.starts_with(['在', '至', '和', '上', '下', '、']) && rest.contains('会') {
            continue;
        }
        let is_prose = rest.contains(['。', ',', ':']) || rest.chars().count() > 40;
        if is_prose && !SOURCE.is_match(rest) {
            continue;
        }
        found.at.push(Candidate::new(day.moment(), Origin::Head, line.at(&day.range)));
        if !found.publisher.is_empty() {
            return;
        }
        // The name stands after the date, or on a line of its own beside it: 国家统计局.
        let neighbours = [index.checked_sub(1).filter(|&before| before > 0), Some(index + 1)];
        let beside = || {
            let beside = neighbours.into_iter().flatten().filter_map(|beside| head.get(beside));
            beside.into_iter().find(|line| ORGANISATION.is_match(line.text))
        };
        // （2004年2月10日 张民）: who spoke.
        let bracketed = line.folded.starts_with('(');
        let publisher = if ["印发", "发布", "公布", "刊"].contains(&rest) {
            None
        } else if rest.is_empty() {
            beside().map(|line| Candidate::new(line.text.to_owned(), Origin::Head, line.span))
        } else if bracketed || is_prose || !rest.contains(char::is_alphabetic) {
            None
        } else {
            Some(Candidate::new(rest.to_owned(), Origin::Head, line.span))
        };
        found.publisher.extend(publisher);
        return;
    }
}
