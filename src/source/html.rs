//! A transcript's page in HTML → its main text, one paragraph a line, and what its head says.

use super::SourceError;
use crate::facts::Shown;
use dom_query::{Document, NodeId, NodeRef};
use std::collections::HashMap;

/// What a page gives.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The title, then the main text: one paragraph a line, table rows with ` | ` between cells. What a cell that is
    /// merged with others goes on over are blank cells.
    pub(super) text: String,
    /// What it shows and declares around the text.
    pub(super) shown: Shown,
}

/// Where the main text of a page stands: the systems of government sites first.
const MAIN: [&str; 20] = [
    "#UCAP-CONTENT",
    ".TRS_UEDITOR",
    ".TRS_Editor",
    ".trs_editor_view",
    "#zoom",
    "#Zoom",
    "#artibody",
    "#text_area",
    "#content_area",
    ".pages_content",
    ".article-content",
    ".article_con",
    ".art_con",
    ".bt-content",
    ".view.TRS_UEDITOR",
    "article",
    ".article",
    "#content",
    ".content",
    "main",
];

/// Parts of a page that are never its text.
const CHROME: &str = "script, style, noscript, template, iframe, svg, nav, header, footer, aside, form, button, select, \
    .nav, .header, .footer, .breadcrumb, .share, .sidebar, .copyright";

/// What a browser does not show, shows as struck out, or offers to be filled in, and how words are pronounced.
const UNREAD: &str = "script, style, noscript, template, iframe, svg, [hidden], del, s, strike, textarea, select, \
    option, rt, rp";

/// Elements that begin and end a line.
const LINES: &str = " address article aside blockquote body center dd details dialog div dl dt fieldset figcaption \
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody \
    tfoot thead tr ul caption option title ";

/// Tags open at once beyond which a page is refused: parsing takes time with the square of it.
const MAX_DEPTH: usize = 3000;

/// The same for tags that need not be closed.
const MAX_LOOSE_DEPTH: usize = 20_000;

/// Attributes of one tag beyond which a page is refused, for the same reason.
const MAX_ATTRIBUTES: usize = 1000;

/// The largest page that is parsed, in bytes: a page is read several times slower than a text.
const MAX_HTML: usize = 8 * 1024 * 1024;

/// Fewer letters than this are no main text, but a frame around it.
const MIN_MAIN: usize = 60;

/// A cell with more letters holds an article, and its row is there for the looks.
const ARTICLE: usize = 300;

/// Columns of a table beyond which nothing is merged: no table that anybody reads has so many.
const MAX_COLUMNS: usize = 500;

/// True where the name, the server or the first words say that this is HTML.
pub(super) fn is_html(source: &str, content_type: Option<&str>, text: &str) -> bool {
    let extension = super::ending(source);
    let served = content_type.is_some_and(|served| served.contains("html"));
    let head: String = text.trim_start().chars().take(1024).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return true;
    }
    if head.starts_with('<') && ["<html", "<head", "<body", "<meta "].iter().any(|tag| head.contains(tag)) {
        return true;
    }
    (served || matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml")) && text.contains('<')
}

/// Takes the main text and the head's fields from a page.
pub(super) fn read(html: &str) -> Result<Page, SourceError> {
    if html.len() > MAX_HTML {
        return Err(SourceError::TooLarge { limit: MAX_HTML });
    }
    if is_too_deep(html) {
        return Err(SourceError::TooDeep);
    }
    let document = Document::from(html);
    let meta = meta_fields(&document);
    let field = |names: &[&str]| names.iter().find_map(|name| meta.get(*name).cloned());
    let title = title(&document, field(&["articletitle", "og:title"]));
    document.select(UNREAD).remove();
    document
        .select("[style]")
        .nodes()
        .iter()
        .filter(|node| is_invisible(node))
        .for_each(NodeRef::remove_from_parent);
    let weights = weigh(&document);
    let whole = document.body().map(|body| lines(body, &weights)).unwrap_or_default();
    remove_lists(&document, &weights);
    let main = main_lines(&document, &weights);
    let mut text = Vec::new();
    text.extend(title.clone().filter(|title| main.first() != Some(title)));
    let outside = whole.into_iter().filter(|line| line.chars().count() <= 120 && says_source(line)).collect();
    text.extend(main);
    let declared = ["pubdate", "publishdate", "article:published_time", "publish-date", "date", "makedate"];
    let shown = Shown {
        title,
        published: field(&declared),
        publisher: field(&["contentsource", "source", "sitename", "og:site_name", "author"]),
        lines: outside,
    };
    Ok(Page { text: text.join("\n"), shown })
}

fn is_invisible(node: &NodeRef) -> bool {
    let style = node.attr("style").unwrap_or_default().replace(char::is_whitespace, "").to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// True where a short line tells when or by whom the page was published.
fn says_source(line: &str) -> bool {
    ["来源", "发布时间", "发布日期", "成文日期", "发文日期", "转自", "时间：", "日期："]
        .iter()
        .any(|word| line.contains(word))
}

/// The head's `meta` fields, names in lower case; blank ones are left out.
fn meta_fields(document: &Document) -> HashMap<String, String> {
    let mut fields = HashMap::new();
    for node in document.select("meta").nodes() {
        let name = node.attr("name").or_else(|| node.attr("property"));
        let content = node.attr("content").map(|content| squeeze(&content));
        let (Some(name), Some(content)) = (name, content) else {
            continue;
        };
        if !content.is_empty() {
            fields.entry(name.to_ascii_lowercase()).or_insert(content);
        }
    }
    fields
}

/// The page's title: what the head declares, the heading that the window's title repeats, or the
/// window's title without the site's name.
fn title(document: &Document, declared: Option<String>) -> Option<String> {
    if declared.is_some() {
        return declared;
    }
    let window = squeeze(&document.select_single("title").text());
    let headings = document.select("h1");
    let heading = headings
        .iter()
        .map(|node| squeeze(&node.text()))
        .find(|text| !text.is_empty() && (window.is_empty() || window.contains(text.as_str())));
    if heading.is_some() {
        return heading;
    }
    let mut short = window.as_str();
    while let Some((before, after)) = short.rsplit_once(['_', '|', '-', '—']) {
        let site = ["网", "政府", "门户", "频道", "新闻", "委员会", "办公室", "厅", "局"];
        if !site.iter().any(|word| after.contains(word)) {
            break;
        }
        short = before.trim_end_matches(['-', '—', '_', '|', ' ']);
    }
    (!short.is_empty()).then(|| short.to_owned())
}

/// How much text an element holds, what is removed from it left out. Digits and punctuation do not count: beside
/// each link of a list may stand its day.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// Letters of all its text.
    letters: usize,
    /// Those of them that stand in links.
    linked: usize,
    links: usize,
    /// The longest piece outside links.
    longest: usize,
    has_table: bool,
    /// It is a list of links, and holds nothing for those around it.
    is_list: bool,
}

impl Weight {
    fn own(&self) -> usize {
        self.letters - self.linked
    }

    fn add(&mut self, part: &Self) {
        self.letters += part.letters;
        self.linked += part.linked;
        self.links += part.links;
        self.longest = self.longest.max(part.longest);
        self.has_table |= part.has_table;
    }
}

/// From so many links on a block may be a list of them.
const LIST: usize = 3;

/// No piece of a list outside its links has so many letters; the sentences of a text have more.
const SENTENCE: usize = 15;

type Weights = HashMap<NodeId, Weight>;

/// Weighs every element of the body, each once, for pages may be nested deeply.
fn weigh(document: &Document) -> Weights {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        Leave(NodeRef<'a>, String, bool),
    }
    let (mut weights, mut open) = (Weights::new(), vec![Weight::default()]);
    let mut links = 0_usize;
    let mut steps: Vec<_> = document.body().into_iter().map(Step::Enter).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if node.is_text() => {
                let letters = node.text().chars().filter(|c| c.is_alphabetic()).count();
                let (linked, longest) = if links > 0 { (letters, 0) } else { (0, letters) };
                let piece = Weight { letters, linked, longest, ..Weight::default() };
                open.iter_mut().last().into_iter().for_each(|weight| weight.add(&piece));
            }
            Step::Enter(node) => {
                let Some(name) = node.node_name() else { continue };
                let is_link = &*name == "a" && node.attr("href").is_some();
                links += usize::from(is_link);
                open.push(Weight { has_table: &*name == "table", ..Weight::default() });
                steps.push(Step::Leave(node, name.to_string(), is_link));
                steps.extend(node.children_it(true).map(Step::Enter));
            }
            Step::Leave(node, name, is_link) => {
                let Some(mut weight) = open.pop() else { continue };
                links -= usize::from(is_link);
                weight.links += usize::from(is_link);
                let mostly_linked = weight.linked * 4 >= weight.letters * 3;
                weight.is_list =
                    weight.links >= LIST && weight.longest < SENTENCE && mostly_linked && is_block(&name);
                weights.insert(node.id, weight);
                if !weight.is_list {
                    open.iter_mut().last().into_iter().for_each(|around| around.add(&weight));
                }
            }
        }
    }
    weights
}

/// Takes lists of links away: menus, related pages, what else is new. Their titles hold figures of other documents.
/// A page that is nothing else keeps them.
fn remove_lists(document: &Document, weights: &Weights) {
    let Some(body) = document.body() else { return };
    if weights.get(&body.id).is_none_or(|body| body.is_list || body.letters == 0) {
        return;
    }
    let lists: Vec<_> =
        body.descendants_it().filter(|node| weights.get(&node.id).is_some_and(|it| it.is_list)).collect();
    lists.iter().for_each(NodeRef::remove_from_parent);
}

/// The lines of the first place known for main texts that holds enough, else of the body without
/// its frame. What stands in links does not count.
fn main_lines(document: &Document, weights: &Weights) -> Vec<String> {
    let Some(body) = document.body() else { return Vec::new() };
    let own = |node: &NodeRef| weights.get(&node.id).map_or(0, Weight::own);
    let enough = MIN_MAIN.min(own(&body) / 2).max(1);
    for selector in MAIN {
        let found = document.select(selector);
        // Of two that hold the same, one within the other, this is the inner one.
        let longest = found.nodes().iter().max_by_key(|node| own(node));
        if let Some(longest) = longest.filter(|node| own(node) >= enough) {
            return lines(*longest, weights);
        }
    }
    document.select(CHROME).remove();
    lines(body, weights)
}

/// The text below a node, one paragraph a line. Walks with a stack of its own, for pages may be
/// nested deeper than the program's stack is.
fn lines(root: NodeRef, weights: &Weights) -> Vec<String> {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        Leave(String),
        /// Of a cell, how many columns and rows it takes.
        LeaveCell(usize, usize),
    }
    let mut page = LineWriter::default();
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Leave(name) => {
                page.leave(&name);
                continue;
            }
            Step::LeaveCell(across, down) => {
                page.end_cell(across, down);
                continue;
            }
            Step::Enter(node) => node,
        };
        if node.is_text() {
            page.push(&node.text());
            continue;
        }
        let Some(name) = node.node_name() else {
            continue;
        };
        match &*name {
            "sup" => {
                page.push(&super::raised(&page.line, &node.text()));
                continue;
            }
            "td" | "th" if page.rows > 0 => {
                page.begin_cell();
                steps.push(Step::LeaveCell(merged(&node, "colspan"), merged(&node, "rowspan")));
            }
            _ => {
                let layout = &*name == "tr" && is_layout(&node, weights, &page);
                let name = if layout { "div".to_owned() } else { name.to_string() };
                page.enter(&name);
                steps.push(Step::Leave(name));
            }
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    page.end_line();
    page.lines
}

/// How many columns or rows a cell takes.
fn merged(cell: &NodeRef, direction: &str) -> usize {
    let count = cell.attr(direction).and_then(|count| count.trim().parse().ok());
    count.unwrap_or(1).clamp(1, MAX_COLUMNS)
}

/// True for a row that is there for the looks: what stands in its only cell, or around another table, or as long as
/// an article is, is text. The heading of some rows of a table, or a cell beside one that goes on, is a row.
fn is_layout(row: &NodeRef, weights: &Weights, page: &LineWriter) -> bool {
    let is_cell = |node: &NodeRef| node.node_name().is_some_and(|name| matches!(&*name, "td" | "th"));
    let weight = |node: &NodeRef| weights.get(&node.id).copied().unwrap_or_default();
    let cells: Vec<NodeRef> = row.children_it(false).filter(is_cell).collect();
    match cells[..] {
        _ if weight(row).has_table => true,
        [] => true,
        [only] => {
            let heads = merged(&only, "colspan") > 1 && super::heads_rows(&squeeze(&only.text()));
            !(page.is_merged_down() || heads && page.has_columns())
        }
        _ => cells.iter().any(|cell| weight(cell).letters > ARTICLE),
    }
}

/// True for elements that begin and end a line.
fn is_block(name: &str) -> bool {
    LINES.split(' ').any(|line| line == name)
}

/// Collects words into lines.
#[derive(Default)]
struct LineWriter {
    lines: Vec<String>,
    line: String,
    /// How many rows are open.
    rows: usize,
    /// The cells of the row that is being read.
    cells: Vec<String>,
    /// Of each open table, into how many more rows the last cell of each column goes on.
    tables: Vec<Vec<usize>>,
}

impl LineWriter {
    fn enter(&mut self, name: &str) {
        match name {
            "br" if self.rows > 0 => self.line.push('\n'),
            "br" | "td" | "th" => self.end_line(),
            "tr" => {
                self.end_line();
                self.rows += 1;
            }
            _ => {
                if name == "table" {
                    self.tables.push(Vec::new());
                }
                self.part(name);
            }
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "tr" => {
                self.rows = self.rows.saturating_sub(1);
                self.end_row();
            }
            "td" | "th" => self.end_line(),
            _ => {
                if name == "table" {
                    self.tables.pop();
                }
                self.part(name);
            }
        }
    }

    /// What begins and ends a line does so, but a paragraph in a table's cell does not end the row's line.
    fn part(&mut self, name: &str) {
        if !is_block(name) {
            return;
        }
        if self.rows == 0 {
            self.end_line();
        } else {
            self.line.push(' ');
        }
    }

    fn begin_cell(&mut self) {
        self.go_on_from_above();
        self.line.clear();
    }

    fn end_cell(&mut self, across: usize, down: usize) {
        let text = squeeze(&self.line);
        self.line.clear();
        let first = self.cells.len();
        let across = across.min(MAX_COLUMNS.saturating_sub(first)).max(1);
        self.cells.push(text);
        self.cells.resize(first + across, String::new());
        if let Some(columns) = self.tables.last_mut() {
            columns.resize(columns.len().max(first + across), 0);
            columns[first..first + across].fill(down - 1);
        }
    }

    /// A cell of a row above that goes on into this one is blank here.
    fn go_on_from_above(&mut self) {
        let Some(columns) = self.tables.last_mut() else { return };
        while let Some(more @ 1..) = columns.get_mut(self.cells.len()) {
            *more -= 1;
            self.cells.push(String::new());
        }
    }

    /// True where cells of the rows above go on into the next one.
    fn is_merged_down(&self) -> bool {
        self.tables.last().is_some_and(|columns| columns.iter().any(|more| *more > 0))
    }

    /// True where the table that is being read has had a row of several cells.
    fn has_columns(&self) -> bool {
        self.tables.last().is_some_and(|columns| columns.len() > 1)
    }

    fn end_row(&mut self) {
        self.go_on_from_above();
        self.line.clear();
        let row = super::row(&std::mem::take(&mut self.cells));
        self.lines.extend((!row.is_empty()).then_some(row));
    }

    fn push(&mut self, text: &str) {
        self.line.push_str(text);
    }

    fn end_line(&mut self) {
        let line = squeeze(&self.line);
        if !line.is_empty() {
            self.lines.push(line);
        }
        self.line.clear();
    }
}

/// Blanks and newlines in a row become one blank, none at the ends; a newline between two Chinese
/// characters is an artefact of the page's source and vanishes.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut gap: Option<bool> = None;
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}') {
            gap = Some(gap.unwrap_or(false) || c == '\n');
            continue;
        }
        if let Some(newline) = gap.take() {
            let before = squeezed.chars().next_back();
            let chinese = |c: char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
            let artefact = newline && before.is_some_and(chinese) && chinese(c);
            if before.is_some() && !artefact {
                squeezed.push(' ');
            }
        }
        squeezed.push(c);
    }
    squeezed
}

/// True where tags are nested, or hold attributes, beyond what the parser's time allows. Counted
/// roughly: tags that may stay open, such as `li`, have a higher limit of their own.
fn is_too_deep(html: &str) -> bool {
    const VOID: &str = " br img hr meta link input area base col embed source track wbr param ";
    const OPTIONAL: &str = " p li td th tr dt dd option tbody thead tfoot colgroup rt rp optgroup ";
    let (mut strict, mut loose) = (0_usize, 0_usize);
    for after in html.split('<').skip(1) {
        let closes = after.starts_with('/');
        let name: String = after
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        let is_one_of = |names: &str| names.split(' ').any(|one| one == name);
        if name.is_empty() {
            continue;
        }
        let tag = after.split('>').next().unwrap_or_default();
        if tag.split_ascii_whitespace().nth(MAX_ATTRIBUTES).is_some() {
            return true;
        }
        if is_one_of(VOID) {
            continue;
        }
        let is_strict = usize::from(!is_one_of(OPTIONAL));
        if closes {
            strict = strict.saturating_sub(is_strict);
            loose = loose.saturating_sub(1);
        } else {
            strict += is_strict;
            loose += 1;
        }
        if strict > MAX_DEPTH || loose > MAX_LOOSE_DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::SourceError;
    use rstest::rstest;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><title>云泽市就业工作新闻发布会_云泽市人民政府</title>
        <meta name="PubDate" content="2031-06-03 10:00"><meta name="ContentSource" content="云泽发布"></head>
        <body><nav>首页 > 新闻</nav><h1>云泽市就业工作新闻发布会</h1><div id="zoom"><p>张三：大家好。
        今年新增就业3万人。</p><p>李四：<b>谢谢</b>。<br>第二行。</p>
        <table><tr><th>指标</th><th><p>数值</p></th></tr><tr><td>新增就业</td><td>3万人</td></tr></table>
        <script>var a = "不是正文";</script></div><footer>版权所有</footer></body></html>"#;

    #[test]
    fn a_page_becomes_its_title_and_one_paragraph_a_line() {
        let page = read(PAGE).expect("the page is sound");
        let expected = "云泽市就业工作新闻发布会\n张三：大家好。今年新增就业3万人。\n李四：谢谢。\n第二行。\n\
            指标 | 数值\n新增就业 | 3万人";
        assert_eq!(page.text, expected);
        assert_eq!(page.shown.published.as_deref(), Some("2031-06-03 10:00"));
        assert_eq!(page.shown.publisher.as_deref(), Some("云泽发布"));
    }

    /// Titles of other documents, each with its day.
    fn others() -> String {
        let item = |n: u32| {
            format!(
                "<li><a href=\"/{n}.html\">云泽市受理群众诉求{n}万件，同比增长{n}%</a><span>2030年{n}月3日</span></li>"
            )
        };
        format!("<h3>相关链接</h3><ul>{}</ul>", (1..13).map(item).collect::<String>())
    }

    #[rstest]
    #[case::beside("<div class='left'>{article}</div><div class='right'>{others}</div>")]
    #[case::below("<div id='zoom'>{article}<div>{others}</div></div>")]
    #[case::longer("<div class='content'>{others}</div><div class='content'>{article}</div>")]
    #[case::in_a_table(
        "<table><tr><td>{others}</td><td>{article}<table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>"
    )]
    #[case::in_the_main_part("<main><section>{article}</section><section>{others}</section></main>")]
    fn figures_in_titles_of_other_documents_are_not_of_this_one(#[case] body: &str) {
        let article =
            "<p>云泽市今年新增就业3万人，<a href='/a'>同比增长5%</a>。</p><p>全年目标已经完成。</p>";
        let body = body.replace("{article}", article).replace("{others}", &others());
        let text = read(&format!("<html><body>{body}</body></html>")).expect("the page is sound").text;
        assert!(text.contains("云泽市今年新增就业3万人，同比增长5%。\n全年目标已经完成。"), "{text}");
        assert!(!text.contains("群众诉求"), "{text}");
    }

    #[test]
    fn a_page_of_links_alone_is_read() {
        let page = read(&format!("<html><body>{}</body></html>", others().replace("<h3>相关链接</h3>", "")));
        assert_eq!(page.expect("the page is sound").text.lines().count(), 12);
    }

    #[rstest]
    #[case::hidden(
        "甲<p hidden>9人</p><p style='Display : none'>8人</p><i style=\"visibility:hidden\">7</i>乙",
        "甲乙"
    )]
    #[case::struck("减税<s>9</s><strike>7</strike>8亿元<del>或6亿元</del>。", "减税8亿元。")]
    #[case::forms("甲<textarea>9人</textarea><select><option>2021年</option></select>乙", "甲乙")]
    #[case::notes("30<sup>1</sup>个，5<sup>[2]</sup>家，4万m<sup>2</sup>", "30[1]个，5[2]家，4万m²")]
    #[case::pronounced("<ruby>3<rt>san</rt></ruby>万人", "3万人")]
    #[case::layout("<table><tr><td><p>一、总体</p><p>就业3万人</p></td></tr></table>", "一、总体\n就业3万人")]
    #[case::row("<table><tr><td><p>就业</p></td><td><p>3万</p><p>人</p></td></tr></table>", "就业 | 3万 人")]
    #[case::merged(
        "<table><tr><td rowspan=2>指标</td><td colspan=2>本月</td></tr><tr><td>总量</td><td>增长<br>（%）</td></tr><tr><td>就业</td><td></td><td>3</td></tr></table>",
        "| 指标 | 本月 | |\n| | 总量 | 增长（%） |\n就业 | | 3"
    )]
    #[case::merged_to_the_end(
        "<table><tr><td>小学</td><td rowspan=2>12</td></tr><tr><td>初中</td></tr></table>",
        "小学 | 12\n| 初中 | |"
    )]
    #[case::heading_of_rows(
        "<table><tr><td colspan=2>学校情况</td></tr><tr><td>指标</td><td>数量</td></tr><tr><td colspan=2>小学</td></tr><tr><td>校数</td><td>3</td></tr><tr><td colspan=2>注：不含分校。</td></tr></table>",
        "学校情况\n指标 | 数量\n| 小学 | |\n校数 | 3\n注：不含分校。"
    )]
    fn a_page_reads_as_it_looks(#[case] body: &str, #[case] text: &str) {
        let page = read(&format!("<html><body>{body}</body></html>"));
        assert_eq!(page.expect("the page is sound").text, text);
    }

    #[test]
    fn a_page_of_no_known_system_loses_its_frame() {
        let page = read(
            "<html><body><header>云泽网</header><p>正文一。</p><p>正文二。</p><footer>备案</footer></body></html>",
        );
        assert_eq!(page.expect("the page is sound").text, "正文一。\n正文二。");
    }

    #[test]
    fn the_day_that_a_page_shows_stands_above_the_one_that_its_head_was_generated_with() {
        let page = read(
            "<html><head><meta name=date content=2032-01-01></head><body><p>发布时间：2031-11-20</p>\
             <div id=zoom><p>今年新增就业3万人。</p></div></body></html>",
        );
        let page = page.expect("the page is sound");
        let metadata = crate::facts::read(&page.text, Some(&page.shown), "").metadata();
        assert_eq!(metadata.date().map(|day| day.to_string()).as_deref(), Some("2031-11-20"));
    }

    #[test]
    fn a_page_nested_without_end_is_refused() {
        let hostile = format!("<html><body>{}", "<div>".repeat(100_000));
        assert_eq!(read(&hostile).err(), Some(SourceError::TooDeep));
    }

    #[test]
    fn deep_nesting_below_the_limit_is_read() {
        let deep = format!("<html><body>{}正文{}", "<div>".repeat(2_000), "</div>".repeat(2_000));
        assert_eq!(read(&deep).expect("the page is sound").text, "正文");
    }
}
