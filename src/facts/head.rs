//! The lines at the top and the end of a text, its title, and what kind of document it is.

use super::day::{self, Found, folded};
use super::{Candidate, Origin, Shown, page, place};
use crate::document::{DocumentKind, Span};
use regex::Regex;
use std::sync::LazyLock;

/// How many lines that are not blank may hold what a text says of itself.
const HEADER_LINES: usize = 10;

/// Among so many lines at the end that are not blank stands the day on which a text was signed.
const SIGNATURE_LINES: usize = 6;

/// A line longer than this, in characters, is running text.
const HEADER_WIDTH: usize = 100;

/// A line that is not blank.
pub(super) struct Line<'a> {
    /// The words, without the blanks around them.
    pub(super) text: &'a str,
    /// The same, one for one, with signs of full width made plain.
    pub(super) folded: String,
    /// Where it stands.
    pub(super) span: Span,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        Self { text, folded: folded(text), span: Span::new(start, start + text.chars().count()) }
    }

    /// Where a stretch of bytes of the folded line stands in the text.
    pub(super) fn at(&self, range: &std::ops::Range<usize>) -> Span {
        let chars = |to: usize| self.folded[..to].chars().count();
        Span::new(self.span.start + chars(range.start), self.span.start + chars(range.end))
    }

    /// The first day, or month with its year, that it names.
    pub(super) fn day(&self) -> Option<Found> {
        day::first(&self.folded)
    }
}

/// The lines of a text that speak of the text itself.
pub(super) struct Head<'a> {
    /// The first lines, up to the first one that is running text or salutes the audience.
    pub(super) lines: Vec<Line<'a>>,
    /// The lines after those, as many as make up twelve: the first words of the text.
    pub(super) opening: Vec<Line<'a>>,
    /// The last lines.
    pub(super) foot: Vec<Line<'a>>,
    /// All lines are of the head: there is no text below.
    pub(super) whole: bool,
    /// Somewhere in the text deputies are addressed: 各位代表.
    pub(super) addresses_deputies: bool,
}

impl<'a> Head<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut start = 0;
        let mut first = Vec::new();
        for line in text.split('\n') {
            let trimmed = line.trim_start();
            let indent = line[..line.len() - trimmed.len()].chars().count();
            if !trimmed.is_empty() {
                first.push(Line::new(trimmed.trim_end(), start + indent));
            }
            if first.len() == HEADER_LINES + 2 {
                break;
            }
            start += line.chars().count() + 1;
        }
        let whole = first.len() < 2;
        let reach = first.iter().take(HEADER_LINES).take_while(|line| is_header(line.text)).count();
        let opening = first.split_off(reach);
        let mut end = text.chars().count();
        let mut foot = Vec::new();
        for line in text.rsplit('\n') {
            let start = end - line.chars().count();
            let trimmed = line.trim_start();
            let indent = line[..line.len() - trimmed.len()].chars().count();
            if !trimmed.is_empty() {
                foot.push(Line::new(trimmed.trim_end(), start + indent));
            }
            if foot.len() == SIGNATURE_LINES || start == 0 {
                break;
            }
            end = start - 1;
        }
        foot.retain(|line| is_header(line.text));
        Self { lines: first, opening, foot, whole, addresses_deputies: text.contains("各位代表") }
    }

    /// The lines of the head and the first words of the text.
    pub(super) fn all(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().chain(&self.opening)
    }
}

/// True for a line short enough to be of the header, and no salutation, which ends it.
fn is_header(line: &str) -> bool {
    let salutes = ["各位", "同志们", "朋友们", "女士们", "名位"].iter().any(|word| line.starts_with(word));
    !salutes && line.chars().nth(HEADER_WIDTH).is_none()
}

/// The first `width` characters at most.
pub(super) fn shortened(line: &str, width: usize) -> &str {
    line.char_indices().nth(width).map_or(line, |(end, _)| &line[..end])
}

/// ——2024年1月10日在济南市第十八届人民代表大会第三次会议上, also without the day.
pub(super) static SESSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:在|[日—―─–-]).{0,40}?(?:届|人大|人民代表|大会|会议)"));

/// 向大会报告工作, 向市第十四届人民代表大会第一次会议报告过去五年的工作, 作政府工作报告
static REPORTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"向.{0,30}?(?:大会|会议).{0,60}?报告|作.{0,60}报告|报告.{0,6}工作"));

/// 一、2030年工作回顾, 过去五年，…: how a report begins that has lost its head.
static REVIEWS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^.{0,20}工作.{0,6}回顾$|^(?:刚刚)?过去(?:的)?(?:一年|五年|\d{4}年)"));

/// 一、2030年政府工作回顾, 1994年政府工作的回顾: the first heading of a report that has lost its head.
static GOVERNMENT_WORK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^.{0,12}政府工作.{0,3}回顾$"));

/// （2006年1月14日 张民）
static NAMES_SPEAKER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\(\s*[12]\d{3}年\d{1,2}月\d{1,2}日\s*\p{Han}[\p{Han}\s·]{1,8}\)$"));

/// 我代表省高级人民法院，向大会报告工作
static OF_COURT: LazyLock<Regex> = LazyLock::new(|| pattern(r"代表.{0,16}(?:法院|检察院)"));

/// 受市人民政府委托，现将…预算执行情况…
static OF_BUDGET: LazyLock<Regex> = LazyLock::new(|| pattern(r"受.{0,16}委托.*?(?:预算|计划执行)"));

/// 来源：济南日报; 发布时间：…; 作者：…
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\[【(]?(?:信息|文章|稿件)?(?:来源|稿源|发布机构|发布单位|发布者|转自|转载自|转载于|转载|原文来源|原载|发布时间|发布日期|发布于|发稿时间|成文日期|发文日期|印发日期|时间|日期|作者|编辑|责任编辑|记者|摄影|索引号|文号|发文字号|主题分类|信息分类|公开类别|发文机关|主题词|栏目|浏览次数|点击数|阅读|字体|字号|分享)\s*[:：|]",
    )
});

/// Words that only a title of a document has.
static NAMES_DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:报告|公报|实录|发布会|吹风会|答记者问|通报|通知|情况|纪要|讲话|方案|规划|意见)(?:[(（].*[)）])?$",
    )
});

/// 政 府 工 作 报 告
static SPACED_OUT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\S(?:\s+\S)+$"));

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// The titles that page and text offer, the page's first.
pub(super) fn titles(head: &Head, page: Option<&Shown>) -> Vec<Candidate<String>> {
    let shown =
        page.and_then(|page| page.title.clone()).map(|title| Candidate::new(title, Origin::Page, None));
    let mut titles: Vec<_> = shown.into_iter().collect();
    if head.whole {
        return titles;
    }
    let title = |line: &Line| Some(Candidate::new(title_in(line.text)?, Origin::Head, line.span));
    // What names a document is its title, also below a day or above the session; else the first line may be one.
    let names = head.lines.iter().filter(|line| NAMES_DOCUMENT.is_match(line.text)).find_map(title);
    // 关于云泽市国民经济和社会发展 / 第十一个五年规划纲要的报告: one title on two lines.
    let broken = head
        .lines
        .first()
        .filter(|line| line.text.starts_with("关于") && !NAMES_DOCUMENT.is_match(line.text));
    let rest = head.lines.get(1).filter(|line| NAMES_DOCUMENT.is_match(line.text));
    if let Some((first, second)) = broken.zip(rest) {
        let whole = format!("{}{}", first.text, second.text);
        titles.push(Candidate::new(whole, Origin::Head, Span::new(first.span.start, second.span.end)));
        return titles;
    }
    let around = |line: &&Line| {
        page::masthead(&line.folded).is_some()
            || page::leads_through_site(&line.folded)
            || LABEL.is_match(&line.folded)
    };
    titles.extend(head.lines.iter().find(|line| !around(line)).and_then(title));
    titles.extend(names.filter(|named| titles.first() != Some(named)));
    if page.is_none() && titles.len() == 2 && is_file_mark(&titles[0].value) {
        titles.reverse();
    }
    titles
}

/// True for 市十二届人大四次会议文件（一）: which paper of the session it is, not what it is called.
fn is_file_mark(line: &str) -> bool {
    line.contains("会议文件") || line.contains("会议材料")
}

/// The title that a line is, unless it is something else.
fn title_in(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['#', '*', '-', '•', ' ']).trim_end_matches(['*', '#', ' ']);
    let folded = folded(line);
    let begins_with_day = day::first(&folded).is_some_and(|found| {
        let (before, after) = (&folded[..found.range.start], &folded[found.range.end..]);
        let named = after.chars().filter(|c| c.is_alphabetic()).count() > 3 && !SESSION.is_match(after);
        before.chars().all(|c| !c.is_alphanumeric()) && !(named && NAMES_DOCUMENT.is_match(after))
    });
    let is_other = begins_with_day
        || SESSION.is_match(&folded) && !NAMES_DOCUMENT.is_match(line)
        || place::office(line).is_some()
        || LABEL.is_match(&folded)
        || page::masthead(&folded).is_some()
        || page::leads_through_site(&folded)
        || line.starts_with(['!', '|', '>', '—', '─'])
        || line.matches(" | ").count() > 1;
    let is_sentence = line.ends_with(['。', '；', '，', '：', ':', ';', ',', '、']);
    let numbered = matches!(line.chars().nth(1), Some('是' | '、'))
        && line.chars().next().is_some_and(|c| "一二三四五六七八九十".contains(c));
    if line.is_empty() || is_other || is_sentence || numbered || line.starts_with(['（', '(']) {
        return None;
    }
    // 政府工作报告（2010年1月19日在…会议上）: the session is told apart from the title.
    let cut = line.find(['（', '(']).filter(|at| SESSION.is_match(&line[*at..]) && *at > 0);
    let line = cut.map_or(line, |at| line[..at].trim_end());
    let joined = || line.split_whitespace().collect();
    Some(if SPACED_OUT.is_match(line) { joined() } else { line.to_owned() })
}

/// What kind of document it is: by its title, else by what is said to the session.
pub(super) fn kind(head: &Head, title: Option<&str>) -> DocumentKind {
    let of_title = DocumentKind::of(title);
    if of_title != DocumentKind::Other {
        return of_title;
    }
    let says = |pattern: &Regex| head.all().any(|line| pattern.is_match(shortened(&line.folded, 300)));
    let session = head.lines.iter().any(|line| {
        SESSION.is_match(&line.folded) && ["人民代表", "人大"].iter().any(|word| line.text.contains(word))
    });
    let salutes = head.all().any(|line| line.text.starts_with("各位代表"));
    // A report without its head begins with its first part, or with what is over.
    let reviews = head.all().take(3).any(|line| REVIEWS.is_match(&line.folded));
    let named = head.lines.first().is_some_and(|line| NAMES_SPEAKER.is_match(&line.folded));
    let of_government = head.all().take(3).any(|line| GOVERNMENT_WORK.is_match(&line.folded));
    let deputies = salutes || reviews && head.addresses_deputies;
    if !(session || deputies && (says(&REPORTS) || reviews) || reviews && (named || of_government)) {
        return DocumentKind::Other;
    }
    if says(&OF_COURT) {
        DocumentKind::Court
    } else if says(&OF_BUDGET) {
        DocumentKind::Budget
    } else {
        DocumentKind::Report
    }
}

/// A title for a text that has none, where kind and place say what it is.
pub(super) fn derived(kind: DocumentKind, place: Option<&Candidate<String>>) -> Option<Candidate<String>> {
    let what = match kind {
        DocumentKind::Report => "政府工作报告",
        _ => return None,
    };
    let place = place.map_or("", |place| place.value.as_str()).trim_start_matches(place::NATION);
    Some(Candidate::new(format!("{place}{what}"), Origin::Derived, None))
}
