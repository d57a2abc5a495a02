//! Lines → blocks with roles, headings, speakers, boilerplate; and the genre of the whole.

use super::speaker::{ends_with_title, is_name, joined, medium, official, split_post};
use super::{Block, Genre, Role, Speaker};
use crate::document::{Metadata, Span};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What reading a text's lines gives.
pub(super) struct Outline {
    /// One block for each line that is not blank, in order.
    pub(super) blocks: Vec<Block>,
    /// What kind of document it is.
    pub(super) genre: Genre,
}

/// A line that is not blank, without the blanks around it.
struct Line<'a> {
    span: Span,
    text: &'a str,
    /// Its length in characters.
    length: usize,
}

/// The beginning of a turn: 赵民: or 中新社记者：请问…
struct Label {
    /// `None` for a bare 答.
    speaker: Option<Speaker>,
    question: bool,
    /// True where the words follow on the same line.
    has_words: bool,
    /// The line that gives the post, where one stands before.
    caption: Option<usize>,
}

/// A line longer than this, in characters, is running text whatever it begins with.
const SHORT: usize = 60;

/// How many lines may stand before the text itself.
const HEADER_LINES: usize = 10;

/// 一、 or 第一部分 opens level 1, （一） level 2, 一是, 第一， or 1. level 3.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<one>[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}(?:部分|章|篇|编))|(?P<two>[（(][一二三四五六七八九十]{1,3}[）)])|(?P<three>[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,、]|\d{1,2}(?:[、．]|\.[^\d])|[（(]\d{1,2}[）)]))",
    )
});

/// Lines that say when, where and by whom, at the top of a text.
static HEADER_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[（(\[【—―─–\-－\s]*(?:[12]\d{3}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月)|(?:信息|文章|稿件)?(?:来源|稿源|转自|转载自|转载|发布时间|发布日期|发布机构|时间|日期|作者|编辑|责任编辑|记者|索引号|文号|浏览次数|字体|字号)\s*[:：])",
    )
});

/// 央视网消息（新闻联播）：
static DATELINE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^，。：:]{2,16}(?:消息|讯|电)(?:（[^）]{1,12}）)?\s*[:：]?$"));

/// Links, pictures, rules of tables, names of attached files, captions, page chrome.
static CHROME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\*?\[原文\]\(.*|!\[[^\]]*\]\(.*|[|:\-\s]+|[-*•]?\s*[^。]{1,60}\.(?:docx?|pdf|xlsx?|wps|zip|ofd)|[图表]\s*\d{1,3}[\s　:：][^。；]{0,60}|[【\[]?(?:今日热搜|相关阅读|相关链接|相关报道|相关新闻|热门推荐|推荐阅读|延伸阅读|上一[篇页条]|下一[篇页条]|分享到|打印本页|关闭窗口|返回顶部|当前位置|扫一扫|责任编辑|网站地图|联系我们|版权所有|主办单位|免责声明|您当前|首页\s*[>＞»])[^。]{0,60})$",
    )
});

/// After one of these lines only short links follow.
const TAIL: [&str; 7] = ["今日热搜", "相关阅读", "相关链接", "相关报道", "相关新闻", "热门推荐", "推荐阅读"];

/// The venue of a report: its session of a people's congress.
static CONGRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"人民代表.{0,40}?会议|人民代表$"));

/// A report, by its title.
static REPORT_TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"政府工作报告(?:$|[（(—\s])"));

/// A transcript, by its title.
static TRANSCRIPT_TITLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:发布会|吹风会|通气会|见面会).{0,12}(?:实录|答问|图文|文字)|答记者问"));

/// Where the mayor's words end and lists, glossaries and files begin.
static ANNEX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:附[件：:注]|注释|《?政府工作报告》?(?:附件|名词解释|词语注释)|名词解释)"));

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// Reads the lines of `text`, in time linear in its length.
pub(super) fn read(text: &str, metadata: &Metadata) -> Outline {
    let lines = lines(text);
    let labels = labels(&lines);
    let genre = genre(&lines, &labels, metadata);
    let header = header(&lines, &labels, metadata, genre);
    let blocks = blocks(&lines, &labels, &header, metadata, genre);
    Outline { blocks, genre }
}

/// The lines that are not blank. Zero-width marks count as blanks.
fn lines(text: &str) -> Vec<Line<'_>> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}');
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let content = line.trim_start_matches(blank);
        let indent = line[..line.len() - content.len()].chars().count();
        let whole = content.chars().count();
        let text = content.trim_end_matches(blank);
        let length = whole - content[text.len()..].chars().count();
        if length > 0 {
            lines.push(Line { span: Span::new(start + indent, start + indent + length), text, length });
        }
        start += indent + whole + 1;
    }
    lines
}

/// The words before the first colon of a line, those after it, if the former could name a speaker.
fn split_label<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    // [记者]请问…, 【网友】…: in brackets, a colon is not needed.
    let bracketed = line.text.strip_prefix(['[', '【']).and_then(|rest| rest.split_once([']', '】']));
    if let Some((head, rest)) =
        bracketed.filter(|(head, _)| is_asker(head) || medium(head).is_some() || name_of(head).is_some())
    {
        return Some((head.trim(), rest.trim_start_matches([':', '：', ' ']).trim()));
    }
    let (at, colon) = line.text.char_indices().take(42).find(|(_, c)| matches!(c, ':' | '：'))?;
    let head = line.text[..at].trim().trim_matches(['【', '】', '*', '[', ']']);
    let rest = line.text[at + colon.len_utf8()..].trim_start_matches('*').trim();
    // What a quotation mark follows is quoted, not spoken here: 张三强调：“…”.
    let is_quoted = rest.starts_with(['“', '"', '「']);
    // 《云山日报》记者: the name of a medium stands in such marks, and that of one who writes under another name.
    let marks = ['“', '”', '《', '》'];
    let is_plain = !is_quoted
        && !head.contains(['。', '！', '？', '；', '|', '#'])
        && (!head.contains(marks) || is_asker(head));
    (is_plain && !head.is_empty()).then_some((head, rest))
}

/// Whom a label names, before it is known whether it is one: the name, and the post in the label.
fn name_of(head: &str) -> Option<(String, Option<String>)> {
    if is_name(head) {
        return Some((head.to_owned(), None));
    }
    // 王茂祯（市公安局局长）
    if let Some((name, post)) = head.strip_suffix(['）', ')']).and_then(|head| head.split_once(['（', '(']))
    {
        return is_name(name.trim()).then(|| (name.trim().to_owned(), Some(post.trim().to_owned())));
    }
    if let Some((post, name)) = split_post(head) {
        return Some((joined(name), Some(post.to_owned())));
    }
    let spaced = joined(head);
    (spaced != head && spaced.chars().count() <= 3 && is_name(&spaced)).then_some((spaced, None))
}

/// For each line, the turn that begins there.
///
/// A word before a colon is only taken for a speaker on some evidence: a line before gives the
/// post, the list of those present names the speaker, the name comes back, or it stands alone on
/// its line in a text where reporters ask.
fn labels(lines: &[Line]) -> Vec<Option<Label>> {
    let repeated = repeated(lines);
    let mut labels: Vec<Option<Label>> = Vec::with_capacity(lines.len());
    let mut candidates = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        labels.push(None);
        let Some((head, rest)) = split_label(line) else {
            continue;
        };
        let has_words = !rest.is_empty();
        if let Some(speaker) = medium(&head.replace(['《', '》'], "")) {
            labels[index] = Some(Label { speaker: Some(speaker), question: true, has_words, caption: None });
        } else if is_asker(head) {
            let speaker = Some(Speaker { name: head.to_owned(), post: None, organisation: None });
            labels[index] = Some(Label { speaker, question: true, has_words, caption: None });
        } else if matches!(head, "问" | "提问" | "答" | "回答") {
            labels[index] =
                Some(Label { speaker: None, question: head.ends_with('问'), has_words, caption: None });
        } else if let Some(host) = host(head) {
            labels[index] = Some(Label { speaker: Some(host), question: false, has_words, caption: None });
        } else {
            let caption = if has_words { None } else { caption(lines, index, head, &repeated) };
            if let Some((name, post)) = name_of(head) {
                candidates.push((index, name, post, has_words, caption));
            } else if caption.is_some() {
                candidates.push((index, head.to_owned(), None, has_words, caption));
            }
        }
    }
    let asked = labels.iter().flatten().any(|label| label.question);
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (_, name, ..) in &candidates {
        *times.entry(name).or_default() += 1;
    }
    let talks = labels.iter().any(Option::is_some);
    let listed = posts_of_those_present(lines, &times.keys().copied().collect());
    let mut posts: HashMap<String, String> = HashMap::new();
    for (index, name, post, has_words, caption) in &candidates {
        let captioned = caption.map(|at| post_in_caption(lines[at].text, name));
        let introduced = captioned.or_else(|| listed.get(name).cloned());
        let comes_back = times.get(name.as_str()).is_some_and(|&times| times > 1);
        // 市财政局局长赵敏:… names who speaks by itself, where others do as well.
        let known = introduced.is_some() || comes_back || (asked && !has_words) || (talks && post.is_some());
        if let Some(post) = introduced.or_else(|| post.clone()).filter(|_| known) {
            posts.entry(name.clone()).or_insert(post);
        }
        if known {
            let speaker = Some(official(name, None));
            labels[*index] =
                Some(Label { speaker, question: false, has_words: *has_words, caption: *caption });
        } else if talks {
            // Who that is nobody can know, but the turn before it is over.
            labels[*index] =
                Some(Label { speaker: None, question: false, has_words: *has_words, caption: None });
        }
    }
    // A post may be given at any of the speaker's turns; it holds for all of them.
    for label in labels.iter_mut().flatten().filter(|label| !label.question) {
        if let Some(speaker) = &mut label.speaker
            && let Some(post) = posts.get(&speaker.name)
        {
            *speaker = official(&speaker.name, Some(post.clone()));
        }
    }
    labels
}

/// 网友, 网友“小李”, 市民王女士, 《云山日报》记者: somebody who asks and holds no office.
fn is_asker(head: &str) -> bool {
    let begins = ["网友", "网民", "市民", "群众", "观众", "听众"].iter().any(|word| head.starts_with(word));
    let plain = !head.contains(['，', ',', '、', '：', ':']) && head.chars().count() <= 16;
    plain
        && (begins && !head.ends_with(['说', '称', '问', '是'])
            || head.ends_with("记者") && head.starts_with('《'))
}

/// 主持人, 新闻发言人: named by what they do.
fn host(head: &str) -> Option<Speaker> {
    let is_host = matches!(head, "主持人" | "发言人" | "新闻发言人" | "发布人" | "大会发言人");
    is_host.then(|| Speaker { name: head.to_owned(), post: None, organisation: None })
}

/// Lines that come three times or more and are neither salutations nor labels nor rows of tables:
/// captions of photos, page chrome.
fn repeated<'a>(lines: &[Line<'a>]) -> HashSet<&'a str> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.length <= SHORT * 2) {
        *times.entry(line.text).or_default() += 1;
    }
    let ends_sentence = ['。', '！', '!', '？', '?', '；', '：', ':', '，', '|'];
    times.retain(|line, times| *times >= 3 && !line.ends_with(ends_sentence));
    times.into_keys().collect()
}

/// The line before a label that ends with the same name and gives the post, photo captions skipped.
fn caption(lines: &[Line], label: usize, name: &str, repeated: &HashSet<&str>) -> Option<usize> {
    let name = joined(name);
    if !(2..=16).contains(&name.chars().count()) {
        return None;
    }
    let before = (label.saturating_sub(4)..label).rev().find(|&at| !repeated.contains(lines[at].text))?;
    let line = &lines[before];
    if line.length > SHORT * 2 {
        return None;
    }
    let post = line.text.strip_suffix(name.as_str())?.trim_end_matches([' ', '\u{3000}', '\t', ':', '：']);
    ends_with_title(post).then_some(before)
}

/// The post in a caption that ends with `name`.
fn post_in_caption(caption: &str, name: &str) -> String {
    caption.strip_suffix(name).unwrap_or(caption).trim().trim_end_matches([':', '：']).to_owned()
}

/// Reads 出席今天发布会的有:市司法局局长李强;…: the words between two known names are the post of
/// the second.
fn posts_of_those_present(lines: &[Line], names: &HashSet<&str>) -> HashMap<String, String> {
    let mut posts = HashMap::new();
    let introduces = |line: &&Line| {
        line.length <= 2000 && ["出席", "参加", "邀请", "嘉宾"].iter().any(|word| line.text.contains(word))
    };
    // Few lines introduce anybody, and few names are at stake: the bounds keep the time linear.
    for line in lines.iter().filter(introduces).take(20) {
        let mut found: Vec<(usize, &str)> =
            names.iter().take(200).filter_map(|name| Some((line.text.find(name)?, *name))).collect();
        found.sort_unstable();
        let mut from = 0;
        for (at, name) in found {
            if at < from {
                continue;
            }
            let before = line.text[from..at].rsplit(['。', '；', ';', ':', '：']).next().unwrap_or_default();
            let post = before
                .trim_start_matches(|c: char| c.is_whitespace() || "，,、和及分别是有为到了".contains(c))
                .trim_start_matches("先生")
                .trim_start_matches("女士")
                .trim_start_matches("同志")
                .trim_start_matches(|c: char| c.is_whitespace() || "，,、和及".contains(c))
                .trim();
            if ends_with_title(post) {
                posts.entry(name.to_owned()).or_insert_with(|| post.to_owned());
            }
            from = at + name.len();
        }
    }
    posts
}

/// Report, press conference or article.
fn genre(lines: &[Line], labels: &[Option<Label>], metadata: &Metadata) -> Genre {
    let title = metadata.title.as_deref().unwrap_or_default();
    let head = &lines[..lines.len().min(HEADER_LINES + 2)];
    let salutes = head.iter().any(|line| line.text.starts_with("各位代表"));
    let session = head
        .iter()
        .any(|line| line.length <= SHORT && HEADER_LINE.is_match(line.text) && CONGRESS.is_match(line.text));
    let reports = head.iter().any(|line| line.length <= 300 && line.text.contains("向大会"));
    if REPORT_TITLE.is_match(title) || session || (salutes && reports) {
        return Genre::WorkReport;
    }
    let speakers: HashSet<&str> =
        labels.iter().flatten().filter_map(|label| Some(label.speaker.as_ref()?.name.as_str())).collect();
    let anonymous = labels.iter().flatten().any(|label| label.speaker.is_none() && label.question);
    if speakers.len() >= 2 || (speakers.len() == 1 && anonymous) || TRANSCRIPT_TITLE.is_match(title) {
        return Genre::PressConference;
    }
    Genre::Article
}

/// The roles of the first lines, and the speaker whom they name for the whole text.
struct Header {
    roles: Vec<Role>,
    speaker: Option<Speaker>,
}

fn header(lines: &[Line], labels: &[Option<Label>], metadata: &Metadata, genre: Genre) -> Header {
    let mut header = Header { roles: Vec::new(), speaker: None };
    let is_title = |line: &Line| {
        metadata.title.as_deref().is_some_and(|title| line.text.trim_start_matches(['#', ' ']) == title)
    };
    let names = [&metadata.publisher, &metadata.reposted_from];
    let mut certain = 0;
    for (index, line) in lines.iter().enumerate().take(HEADER_LINES) {
        if line.length > SHORT * 2 || labels[index].is_some() || line.text.starts_with("各位") {
            break;
        }
        let is_source = names.iter().any(|name| name.as_deref() == Some(line.text))
            || (HEADER_LINE.is_match(line.text) && !line.text.ends_with('。'))
            || (header.roles.last() == Some(&Role::Metadata) && is_broken_venue(lines, index));
        let role = if is_title(line) && !header.roles.contains(&Role::Title) {
            Role::Title
        } else if is_source {
            Role::Metadata
        } else if let Some(speaker) = reporter(line, &header.roles, genre) {
            header.speaker = header.speaker.or(Some(speaker));
            Role::Metadata
        } else if line.text.ends_with(['。', '：', ':', '；', '，'])
            || NUMBERED.is_match(line.text)
            || line.text.starts_with('#')
        {
            break;
        } else if is_title(line) {
            Role::Boilerplate
        } else {
            // A second line of the title, if the header goes on after it.
            header.roles.push(Role::Title);
            continue;
        };
        header.roles.push(role);
        certain = header.roles.len();
    }
    header.roles.truncate(certain);
    header
}

/// True for the second half of ——2024年1月10日在济南市第十八届人民代表 / 大会第三次会议上.
fn is_broken_venue(lines: &[Line], index: usize) -> bool {
    let before = lines[index - 1].text;
    !before.contains("会议") && lines[index].text.contains("会议") && lines[index].length <= 30
}

/// The speaker whom a header line of a report names: 济南市市长 于海田. A line with the post alone
/// names the speaker by it; a name alone counts after the venue.
fn reporter(line: &Line, roles: &[Role], genre: Genre) -> Option<Speaker> {
    if genre != Genre::WorkReport || line.length > 40 {
        return None;
    }
    if let Some((post, name)) = split_post(line.text) {
        return Some(official(name, Some(post.to_owned())));
    }
    if ends_with_title(line.text) {
        return Some(official(line.text, Some(line.text.to_owned())));
    }
    let name = joined(line.text);
    (roles.last() == Some(&Role::Metadata) && is_name(&name)).then(|| official(&name, None))
}

/// One block a line.
fn blocks(
    lines: &[Line],
    labels: &[Option<Label>],
    header: &Header,
    metadata: &Metadata,
    genre: Genre,
) -> Vec<Block> {
    let repeated = repeated(lines);
    let captions: HashSet<usize> = labels.iter().flatten().filter_map(|label| label.caption).collect();
    let mut speaker = header.speaker.clone();
    let mut question = false;
    let mut tail = false;
    let mut numbered = false;
    let mut in_annex = false;
    let mut after_heading = false;
    let mut blocks = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let mut push = |role, level, speaker| {
            blocks.push(Block { span: line.span, role, level, speaker });
        };
        if let Some(label) = &labels[index] {
            speaker.clone_from(&label.speaker);
            question = label.question;
            tail = false;
            let role = match (label.has_words, question) {
                (false, _) => Role::Metadata,
                (true, true) => Role::Question,
                (true, false) => Role::Speech,
            };
            push(role, None, speaker.clone());
            continue;
        }
        if captions.contains(&index) {
            push(Role::Metadata, None, None);
            continue;
        }
        if let Some(&role) = header.roles.get(index) {
            push(role, None, None);
            continue;
        }
        tail &= line.length <= 40 && !line.text.ends_with('。');
        let repeats_title = metadata.title.as_deref() == Some(line.text);
        if tail || repeats_title || repeated.contains(line.text) || is_chrome(line) {
            tail |= TAIL.iter().any(|word| line.text.contains(word)) && line.length <= 12;
            push(Role::Boilerplate, None, None);
            continue;
        }
        if line.length <= SHORT && DATELINE.is_match(line.text) {
            push(Role::Metadata, None, None);
            continue;
        }
        let annex = genre == Genre::WorkReport && line.length <= 30 && ANNEX.is_match(line.text);
        if annex {
            speaker = None;
        }
        if question {
            push(Role::Question, None, speaker.clone());
            continue;
        }
        let bare_level = if numbered && !in_annex { 3 } else { 1 };
        let level = numbered_level(line)
            .or_else(|| annex.then_some(1))
            .or_else(|| is_bare_heading(lines, index, after_heading).then_some(bare_level));
        in_annex |= annex;
        after_heading = level.is_some();
        numbered |= level.is_some() && (NUMBERED.is_match(line.text) || line.text.starts_with('#'));
        match level {
            Some(_) => push(Role::Heading, level, speaker.clone()),
            None => push(Role::Speech, None, speaker.clone()),
        }
    }
    blocks
}

/// Links, pictures, captions and what frames a page.
fn is_chrome(line: &Line) -> bool {
    let is_picture = line.text.starts_with("![") || line.text.starts_with("*[原文](");
    is_picture || (line.length <= SHORT * 2 && CHROME.is_match(line.text))
}

/// The level of a heading that `#` or a number opens. A long line that begins with a number, or one
/// that is a whole sentence with figures, is speech.
fn numbered_level(line: &Line) -> Option<u8> {
    let content = line.text.trim_start_matches(['#', ' ']);
    let hashes = line.text.chars().take_while(|&c| c == '#').count();
    if hashes > 0 && !content.is_empty() && line.length <= SHORT * 2 {
        return Some((hashes.max(2) - 1).min(3) as u8);
    }
    if line.length > SHORT {
        return None;
    }
    let found = NUMBERED.captures(line.text)?;
    let sentence = line.text.trim_end_matches('。');
    let is_sentence = sentence.len() < line.text.len() && line.text.chars().any(|c| c.is_ascii_digit());
    if is_sentence
        || sentence.contains(['。', '；', '！', '？'])
        || sentence.ends_with(['：', ':', '，', ';'])
    {
        return None;
    }
    if found.name("one").is_some() {
        return Some(1);
    }
    if found.name("two").is_some() {
        return Some(2);
    }
    let is_short = line.length <= 30 && sentence.len() == line.text.len() && !sentence.contains(['：', ':']);
    is_short.then_some(3)
}

/// True for a short line without an end of sentence that stands between full paragraphs, or between
/// a heading and one: a title within the text.
fn is_bare_heading(lines: &[Line], index: usize, after_heading: bool) -> bool {
    let line = &lines[index];
    let ends = ['。', '！', '!', '？', '?', '；', ';', '：', ':', '，', ',', '、', '|', '”', '）'];
    let begins = ['-', '*', '|', '—', '─', '•', '[', '（', '('];
    if line.length > 36 || line.length < 4 || line.text.ends_with(ends) || line.text.starts_with(begins) {
        return false;
    }
    if line.text.contains(['。', '；', '！', '？', '|']) || line.text.contains("，") && line.length > 24
    {
        return false;
    }
    let is_paragraph = |line: &Line| line.length > 40 && line.text.ends_with(['。', '！', '；', '”', '：']);
    let before = after_heading
        || index.checked_sub(1).is_some_and(|before| {
            let before = &lines[before];
            is_paragraph(before) || before.text.ends_with(['。', '：', ':'])
        });
    before && lines.get(index + 1).is_some_and(is_paragraph)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::document::Metadata;
    use crate::text::{Block, Genre, Role, Transcript};
    use rstest::rstest;

    const CONFERENCE: &str = "云泽市就业工作新闻发布会实录
2031-06-03 10:00:00 - 云泽市政府网站

云泽市就业工作新闻发布会实录

云泽市政府新闻办主任、新闻发言人张民

张民:

各位记者朋友:

出席今天发布会的有:市政府副市长,市教育局局长王小云;市人社局党组书记、局长刘强;市财政局二级巡视员周远。

云泽市就业工作新闻发布会实录

市政府副市长,市教育局局长 王小云

王小云:

一、坚持就业优先

今年新增就业3万人。王小云同志强调：“继续努力。”

云泽日报记者：

云泽市就业工作新闻发布会实录

请问今年培训了多少人?

刘强：培训了2万人。

周远：支出了3亿元。

今日热搜

某地天气";

    fn outline(text: &str, title: Option<&str>) -> (Vec<(String, Block)>, Genre) {
        let metadata = Metadata { title: title.map(str::to_owned), ..Metadata::default() };
        let outline = read(text, &metadata);
        let chars: Vec<char> = text.chars().collect();
        let with_text = |block: Block| (chars[block.span.start..block.span.end].iter().collect(), block);
        (outline.blocks.into_iter().map(with_text).collect(), outline.genre)
    }

    #[test]
    fn a_conference_is_read_into_turns_with_posts() {
        let (blocks, genre) = outline(CONFERENCE, Some("云泽市就业工作新闻发布会实录"));
        assert_eq!(genre, Genre::PressConference);
        let mut speakers = Vec::new();
        for speaker in blocks.iter().filter_map(|(_, block)| block.speaker.clone()) {
            let row =
                (speaker.name, speaker.post.unwrap_or_default(), speaker.organisation.unwrap_or_default());
            if !speakers.contains(&row) {
                speakers.push(row);
            }
        }
        let row = |name: &str, post: &str, body: &str| (name.to_owned(), post.to_owned(), body.to_owned());
        let expected = [
            row("张民", "云泽市政府新闻办主任、新闻发言人", "云泽市政府新闻办"),
            row("王小云", "市政府副市长,市教育局局长", "市教育局"),
            row("云泽日报", "", "云泽日报"),
            row("刘强", "市人社局党组书记、局长", "市人社局"),
            row("周远", "市财政局二级巡视员", "市财政局"),
        ];
        assert_eq!(speakers, expected);
    }

    #[rstest]
    #[case("云泽市就业工作新闻发布会实录", Role::Title)]
    #[case("2031-06-03 10:00:00 - 云泽市政府网站", Role::Metadata)]
    #[case("云泽市政府新闻办主任、新闻发言人张民", Role::Metadata)]
    #[case("张民:", Role::Metadata)]
    #[case("各位记者朋友:", Role::Speech)]
    #[case("市政府副市长,市教育局局长 王小云", Role::Metadata)]
    #[case("一、坚持就业优先", Role::Heading)]
    #[case("今年新增就业3万人。王小云同志强调：“继续努力。”", Role::Speech)]
    #[case("请问今年培训了多少人?", Role::Question)]
    #[case("刘强：培训了2万人。", Role::Speech)]
    #[case("今日热搜", Role::Boilerplate)]
    #[case("某地天气", Role::Boilerplate)]
    fn each_line_of_a_conference_has_its_role(#[case] line: &str, #[case] role: Role) {
        let (blocks, _) = outline(CONFERENCE, Some("云泽市就业工作新闻发布会实录"));
        let found = blocks.iter().find(|(text, _)| text == line).map(|(_, block)| block.role);
        assert_eq!(found, Some(role));
    }

    #[rstest]
    #[case::a_medium_in_marks("《云泽日报》记者：今年新增就业5万人吗?", Some("云泽日报"), Role::Question)]
    #[case::in_brackets("[记者]今年新增就业5万人吗?", Some("记者"), Role::Question)]
    #[case::somebody_online("网友“小河”：我们村今年通了5公里路。", Some("网友“小河”"), Role::Question)]
    #[case::post_and_name("市财政局局长赵敏：今年支出5亿元。", Some("赵敏"), Role::Speech)]
    #[case::a_name_alone("赵敏：今年支出5亿元。", None, Role::Speech)]
    #[case::no_label("主要做法：培训5万人。", Some("王小云"), Role::Speech)]
    fn every_label_ends_the_turn_before_it(
        #[case] line: &str,
        #[case] speaker: Option<&str>,
        #[case] role: Role,
    ) {
        let text = format!(
            "云泽市就业工作新闻发布会实录\n王小云：\n今年新增就业3万人。\n云泽广播电台记者：\n请问培训情况?\n王小云：\n培训了2万人。\n{line}"
        );
        let (blocks, _) = outline(&text, Some("云泽市就业工作新闻发布会实录"));
        let (_, last) = blocks.last().expect("the line is a block");
        assert_eq!(last.speaker.as_ref().map(|speaker| speaker.name.as_str()), speaker);
        assert_eq!(last.role, role);
    }

    #[test]
    fn a_title_that_comes_back_is_boilerplate() {
        let (blocks, _) = outline(CONFERENCE, Some("云泽市就业工作新闻发布会实录"));
        let roles: Vec<Role> = blocks
            .iter()
            .filter(|(text, _)| text == "云泽市就业工作新闻发布会实录")
            .map(|(_, block)| block.role)
            .collect();
        assert_eq!(roles, [Role::Title, Role::Boilerplate, Role::Boilerplate, Role::Boilerplate]);
    }

    #[rstest]
    #[case("一、过去一年工作回顾", Some(1))]
    #[case("## 一、过去一年工作回顾", Some(1))]
    #[case("### 工业", Some(2))]
    #[case("（二）加快改革", Some(2))]
    #[case("(三)加快改革。", Some(2))]
    #[case("一是加快改革", Some(3))]
    #[case("第一，加快改革", Some(3))]
    #[case("一是加快改革。今年完成投资3亿元。", None)]
    #[case("（二）加快改革。今年完成投资3亿元，增长5%。", None)]
    #[case("一、新增就业3万人。", None)]
    #[case("五年来的主要工作：", None)]
    fn headings_are_told_from_speech(#[case] line: &str, #[case] level: Option<u8>) {
        let text = format!("前一段话到此结束。\n{line}\n后一段话到此结束。");
        let (blocks, _) = outline(&text, None);
        assert_eq!(blocks[1].1.level, level);
        assert_eq!(blocks[1].1.role == Role::Heading, level.is_some());
    }

    #[rstest]
    #[case("云泽市市长 张民", "张民", Some("云泽市市长"))]
    #[case("国务院总理\u{3000}张 民", "张民", Some("国务院总理"))]
    #[case("云泽市代市长张民", "张民", Some("云泽市代市长"))]
    #[case("云泽市市长", "云泽市市长", Some("云泽市市长"))]
    #[case("张民", "张民", None)]
    fn the_header_of_a_report_names_its_speaker(
        #[case] line: &str,
        #[case] name: &str,
        #[case] post: Option<&str>,
    ) {
        let text = format!(
            "政府工作报告\n——2031年1月10日在云泽市第三届人民代表\n大会第二次会议上\n{line}\n各位代表：\n今年增长5%。\n附件：\n- 说明.docx"
        );
        let (blocks, genre) = outline(&text, Some("政府工作报告"));
        assert_eq!(genre, Genre::WorkReport);
        assert_eq!(blocks[1].1.role, Role::Metadata);
        assert_eq!(blocks[2].1.role, Role::Metadata);
        let speaker = blocks[5].1.speaker.clone().expect("the report has a speaker");
        assert_eq!((speaker.name.as_str(), speaker.post.as_deref()), (name, post));
        assert_eq!(blocks[6].1.speaker, None);
        assert_eq!(blocks[7].1.role, Role::Boilerplate);
    }

    #[test]
    fn words_before_a_colon_in_an_article_are_no_speakers() {
        let text =
            "云泽新闻\n时间：三月\n方法：培训\n任务：3万人\n国家统计局局长张民指出：“增长5%。”\n方法：贷款";
        let (blocks, genre) = outline(text, Some("云泽新闻"));
        assert!(blocks.iter().all(|(_, block)| block.speaker.is_none()));
        assert_eq!(genre, Genre::Article);
    }

    #[rstest]
    #[case("")]
    #[case("\n\n  \u{3000}\n")]
    #[case("：")]
    #[case(":\n：\n问：\n答：")]
    #[case("\u{FEFF}#\n|\n—\n（）\n:::")]
    #[case("a:b:c\n赵民：\n赵民：")]
    fn any_text_is_read(#[case] text: &str) {
        let blocks = Transcript::from_text(text, None, None).blocks;
        let length = text.chars().count();
        assert!(blocks.iter().all(|block| !block.span.is_empty() && block.span.end <= length));
        assert!(blocks.windows(2).all(|pair| pair[0].span.end < pair[1].span.start));
    }
}
