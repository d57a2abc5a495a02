//! Pieces of text where they stand on pages → lines → paragraphs.

use std::collections::HashMap;

/// Characters drawn in one go.
pub(super) struct Fragment {
    pub(super) text: String,
    /// The left end, in points.
    pub(super) x: f64,
    /// The height of the baseline above the foot of the page, in points.
    pub(super) y: f64,
    /// In points.
    pub(super) width: f64,
    /// The height of the letters, in points.
    pub(super) size: f64,
    /// The number of the part of the page that it belongs to, such as a cell, in files that tell.
    pub(super) mark: Option<u32>,
}

/// Characters on one baseline.
pub(super) struct Line {
    text: String,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
    mark: Option<u32>,
}

/// From this gap on, in letters, two words of a line stand in two cells: between Chinese and Latin there is
/// a quarter, and justified lines add less.
const CELL: f64 = 0.4;

/// The same where the file tells that they belong to two parts of the page.
const MARKED_CELL: f64 = 0.16;

/// From this gap on, in letters, there is a blank between two Latin words.
const BLANK: f64 = 0.2;

/// How many letters a line may end before the margin and still be full: punctuation never begins a line.
const RAGGED: f64 = 2.2;

/// How many times the usual distance of lines parts two paragraphs.
const APART: f64 = 1.35;

/// The lines of a page, in the order in which they were drawn, which keeps columns together.
pub(super) fn lines(fragments: impl Iterator<Item = Fragment>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let fragments = once(fragments.filter(|fragment| !fragment.text.is_empty()));
    for fragment in column_by_column(fragments) {
        let right = fragment.x + fragment.width;
        match lines.last_mut().filter(|line| line.holds(&fragment)) {
            Some(line) => {
                let gap = (fragment.x - line.right) / line.size.max(1.0);
                let cell = if line.mark == fragment.mark { CELL } else { MARKED_CELL };
                line.text.push_str(between(&line.text, &fragment.text, gap, cell));
                line.text.push_str(&fragment.text);
                line.right = line.right.max(right);
                line.mark = fragment.mark;
            }
            None => lines.push(Line {
                text: fragment.text,
                left: fragment.x,
                right,
                y: fragment.y,
                size: fragment.size,
                mark: fragment.mark,
            }),
        }
    }
    for line in &mut lines {
        line.text = line.text.trim().to_owned();
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// Without what is drawn a second time with a hair between, for boldness.
fn once(fragments: impl Iterator<Item = Fragment>) -> Vec<Fragment> {
    let mut drawn: HashMap<(String, i64), Vec<f64>> = HashMap::new();
    let mut is_new = |fragment: &Fragment| {
        let places = drawn.entry((fragment.text.clone(), fragment.y.round() as i64)).or_default();
        let again = places.iter().any(|x| (x - fragment.x).abs() < 1.0);
        places.push(fragment.x);
        !again
    };
    fragments.filter(|fragment| is_new(fragment)).collect()
}

/// So many lines in two columns are no chance.
const COLUMN_LINES: usize = 8;

/// Two columns of prose that are drawn line by line across the page, one after the other.
fn column_by_column(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let Some(gutter) = gutter(&fragments) else { return fragments };
    // A heading across both columns parts what stands above it from what stands below.
    let mut part = 0;
    let mut placed: Vec<((usize, bool), Fragment)> = Vec::with_capacity(fragments.len());
    for fragment in fragments {
        let across = fragment.x < gutter && fragment.x + fragment.width > gutter;
        part += usize::from(across);
        placed.push(((part, fragment.x >= gutter), fragment));
        part += usize::from(across);
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, fragment)| fragment).collect()
}

/// Where the blank between two columns of prose is, that the order of drawing crosses again and again.
fn gutter(fragments: &[Fragment]) -> Option<f64> {
    // Pieces that follow one another on one baseline with a wide blank between.
    let blanks: Vec<(f64, f64)> = fragments
        .windows(2)
        .filter(|pair| (pair[0].y - pair[1].y).abs() < pair[0].size * 0.5)
        .map(|pair| (pair[0].x + pair[0].width, pair[1].x))
        .filter(|(left, right)| right - left > fragments[0].size)
        .collect();
    let middle = median(blanks.iter().map(|(left, right)| f64::midpoint(*left, *right)).collect());
    let through = blanks.iter().filter(|(left, right)| (*left..*right).contains(&middle)).count();
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for fragment in fragments {
        if fragment.x >= middle {
            rights.push(fragment);
        } else if fragment.x + fragment.width <= middle {
            lefts.push(fragment);
        }
    }
    // Cells of a table are short, or numbers.
    let prose = |side: &[&Fragment]| {
        let letters: Vec<char> = side.iter().flat_map(|fragment| fragment.text.chars()).collect();
        let words = letters.iter().filter(|c| !c.is_ascii()).count();
        words * 10 > letters.len() * 6 && words > through * 8
    };
    let parts = through >= COLUMN_LINES && through * 10 >= blanks.len() * 7;
    (parts && prose(&lefts) && prose(&rights)).then_some(middle)
}

/// The one in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// What stands between two pieces of a line.
fn between(before: &str, after: &str, gap: f64, cell: f64) -> &'static str {
    if before.ends_with(' ') || after.starts_with(' ') {
        ""
    } else if gap > cell {
        " | "
    } else if gap > BLANK && is_latin(before.chars().next_back()) && is_latin(after.chars().next()) {
        " "
    } else {
        ""
    }
}

fn is_latin(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

impl Line {
    /// True where the piece stands on this baseline, further right.
    fn holds(&self, fragment: &Fragment) -> bool {
        (self.y - fragment.y).abs() < self.size * 0.5 && fragment.x >= self.left
    }

    fn ends_sentence(&self) -> bool {
        self.text.ends_with(['。', '！', '？', '；', '：', '!', '?', ';', ':'])
    }

    /// True where the line opens with 一、 or （一） or 1.
    fn begins_item(&self) -> bool {
        let label = self.text.trim_start_matches(['（', '(']);
        let rest =
            label.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        rest.len() < label.len() && rest.starts_with(['、', '.', '．', '）', ')'])
    }

    /// True for the number of a page, alone or as — 3 —, 第3页, 3/12.
    fn is_page_number(&self) -> bool {
        let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-—–－·第页共/".contains(c);
        self.text.chars().all(plain) && self.text.chars().any(|c| c.is_ascii_digit()) && self.text.len() < 40
    }
}

/// The text of all pages, one paragraph a line, without the numbers of pages and what stands above and below all.
pub(super) fn paragraphs(mut pages: Vec<Vec<Line>>) -> String {
    for end in [End::Top, End::Foot] {
        trim(&mut pages, end);
    }
    let mut margins = Margins::of(&pages);
    let pitch = usual_distance(&pages);
    let mut text = String::new();
    let mut last: Option<Line> = None;
    for page in pages {
        for line in page {
            if let Some(last) = &last {
                let full =
                    last.is_full(&line, margins.right_of(last)) || breaks_number(&last.text, &line.text);
                let goes_on = full && follows(last, &line, pitch);
                text.push_str(match goes_on {
                    false => "\n",
                    true if is_letter(last.text.chars().next_back())
                        && is_letter(line.text.chars().next()) =>
                    {
                        " "
                    }
                    true => "",
                });
            }
            text.push_str(&line.text);
            last = Some(line);
        }
    }
    text
}

#[derive(Clone, Copy)]
enum End {
    Top,
    Foot,
}

impl End {
    /// The outermost line of a page and the one within.
    fn lines(self, page: &[Line]) -> (Option<&Line>, Option<&Line>) {
        match self {
            Self::Top => (page.first(), page.get(1)),
            Self::Foot => (page.last(), page.iter().nth_back(1)),
        }
    }

    fn remove(self, page: &mut Vec<Line>) {
        match self {
            Self::Top => drop(page.remove(0)),
            Self::Foot => drop(page.pop()),
        }
    }
}

/// How many lines may run above, or below, the text of every page.
const RUNNING: usize = 2;

/// Takes away the numbers of pages, and lines that stand at the same height of several pages with the same words.
fn trim(pages: &mut [Vec<Line>], end: End) {
    let drop_number = |page: &mut Vec<Line>| {
        if end.lines(page).0.is_some_and(Line::is_page_number) {
            end.remove(page);
        }
    };
    pages.iter_mut().for_each(drop_number);
    for _ in 0..RUNNING {
        let heads: Vec<_> = pages.iter().map(|page| running(page, end)).collect();
        let mut counts: HashMap<_, usize> = HashMap::new();
        for head in heads.iter().flatten() {
            *counts.entry(head).or_default() += 1;
        }
        let all = pages.len();
        let runs = |count: usize| count >= 3 || count == 2 && all < 4;
        for (page, head) in pages.iter_mut().zip(&heads) {
            if head.as_ref().is_some_and(|head| runs(counts[head])) {
                end.remove(page);
                drop_number(page);
            }
        }
    }
}

/// The words without figures, and the height, of a page's outermost line, where that may run through all pages. No
/// sentence does, and the head of a table that goes on belongs to its rows.
fn running(page: &[Line], end: End) -> Option<(String, i64)> {
    let (line, within) = end.lines(page);
    let line = line?;
    let is_row = |line: &Line| line.text.contains(" | ");
    let heads_table = is_row(line) && within.is_some_and(is_row);
    let is_prose = line.text.contains(['。', '，', '；', '：']) || line.text.chars().nth(40).is_some();
    let words: String = line.text.chars().filter(|c| !c.is_ascii_digit()).collect();
    (!heads_table && !is_prose && !words.trim().is_empty()).then(|| (words, line.y.round() as i64))
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic())
}

impl Line {
    /// True where the first word of `next` had no room on this line.
    fn is_full(&self, next: &Line, right: f64) -> bool {
        // Longer ones are broken anywhere.
        let word = next.text.chars().take(20).take_while(char::is_ascii_graphic).count() as f64 * 0.6;
        right - self.right < (RAGGED + word) * self.size
    }
}

/// True for 1,23 and 4万元, 12. and 5%, 300 and 万元: a number, or its unit, that the end of the line cuts.
fn breaks_number(last: &str, next: &str) -> bool {
    let run = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let number = last.trim_start_matches(|c| !run(c)).rsplit(|c: char| !run(c)).next().unwrap_or_default();
    let begins = next.chars().next().unwrap_or(' ');
    let cut = number.rsplit_once(',').is_some_and(|(before, after)| !before.is_empty() && after.len() < 3)
        || number.len() > 1 && number.ends_with('.');
    let ends = last.ends_with(|c: char| c.is_ascii_digit());
    cut && begins.is_ascii_digit() || ends && matches!(begins, '万' | '亿' | '%' | '％' | '‰')
}

/// True where nothing but the end of the line parts the two.
fn follows(last: &Line, next: &Line, pitch: f64) -> bool {
    let is_row = |line: &Line| line.text.contains(" | ");
    let same_letters = (last.size - next.size).abs() < last.size * 0.1;
    // A first line is indented against the one before it; a second line stands further left.
    let indented = next.left > last.left + next.size * 0.8;
    let distance = (last.y - next.y) / next.size;
    let near = if distance > 0.0 {
        distance < pitch * APART
    } else {
        // On the next page a full line that ends a sentence may or may not end its paragraph.
        !last.ends_sentence()
    };
    let is_item = last.ends_sentence() && next.begins_item();
    same_letters && near && !indented && !is_item && !is_row(last) && !is_row(next)
}

/// How far right the lines of the text reach, in each of its columns.
struct Margins {
    /// Left and right end of each line.
    lines: Vec<(f64, f64)>,
    whole: f64,
    /// By the left end of a line, in points.
    columns: HashMap<i64, f64>,
}

impl Margins {
    fn of(pages: &[Vec<Line>]) -> Self {
        let lines: Vec<_> = pages.iter().flatten().map(|line| (line.left, line.right)).collect();
        let whole = margin(lines.iter().map(|line| line.1).collect());
        Self { lines, whole, columns: HashMap::new() }
    }

    /// That of the column in which a line stands. There is one only where most lines fill it: a list of
    /// short items has ends of all lengths.
    fn right_of(&mut self, line: &Line) -> f64 {
        let left = line.left.round();
        let (lines, whole) = (&self.lines, self.whole);
        *self.columns.entry(left as i64).or_insert_with(|| {
            let near = |(other, _): &&(f64, f64)| (other - left).abs() < 2.5 * line.size;
            let ends: Vec<f64> = lines.iter().filter(near).map(|line| line.1).collect();
            let right = margin(ends.clone());
            let full = ends.iter().filter(|end| right - **end < RAGGED * line.size).count();
            if ends.len() >= 4 && full * 2 > ends.len() { right } else { whole }
        })
    }
}

/// One in twenty lines may reach further.
fn margin(mut ends: Vec<f64>) -> f64 {
    ends.sort_by(f64::total_cmp);
    ends.get(ends.len() * 19 / 20).copied().unwrap_or_default()
}

/// The distance of most lines from the line before, in letters.
fn usual_distance(pages: &[Vec<Line>]) -> f64 {
    let mut distances: Vec<f64> = pages
        .iter()
        .flat_map(|page| page.windows(2))
        .map(|pair| (pair[0].y - pair[1].y) / pair[1].size.max(1.0))
        .filter(|distance| *distance > 0.0)
        .collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(2.0)
}

#[cfg(test)]
mod tests {
    use super::{Fragment, lines, paragraphs};

    /// A page of lines, each with its left end and its height.
    fn page(texts: &[(&str, f64, f64)]) -> Vec<super::Line> {
        lines(texts.iter().map(|&(text, x, y)| Fragment {
            text: text.to_owned(),
            x,
            y,
            width: text.chars().count() as f64 * 10.0,
            size: 10.0,
            mark: None,
        }))
    }

    #[test]
    fn what_runs_above_and_below_every_page_does_not_cut_a_sentence() {
        let of = |number: &str, text: &'static str| {
            page(&[
                (&format!("云泽市统计公报 第{number}期"), 0.0, 800.0),
                (text, 0.0, 700.0),
                (&format!("— 内部资料 {number} —"), 0.0, 30.0),
            ])
        };
        let pages =
            vec![of("1", "今年全市城镇新增就业达到"), of("2", "3万人，比上年同期又增长了"), of("3", "5%。")];
        assert_eq!(paragraphs(pages), "今年全市城镇新增就业达到3万人，比上年同期又增长了5%。");
    }

    #[test]
    fn sentences_and_heads_of_tables_that_return_on_every_page_stay() {
        let pages = || {
            (1..4).map(|number| page(&[(&format!("第{number}区新增就业{number}万人，增长。"), 0.0, 800.0)]))
        };
        assert_eq!(paragraphs(pages().collect()).lines().count(), 3);
    }

    #[test]
    fn a_number_that_the_end_of_a_line_cuts_is_one() {
        let cut = |first: &'static str, second: &'static str| {
            paragraphs(vec![page(&[
                ("全市经济运行总体平稳、稳中向好，质量效益持续提升，各项", 0.0, 800.0),
                (first, 0.0, 785.0),
                (second, 0.0, 770.0),
            ])])
        };
        assert!(cut("今年补贴1,23", "4万元。").ends_with("今年补贴1,234万元。"));
        assert!(cut("同比增长12.", "5%。").ends_with("同比增长12.5%。"));
        assert!(cut("今年补贴300", "万元。").ends_with("今年补贴300万元。"));
        assert!(cut("表一 2022", "2023年").ends_with("2022\n2023年"), "two lines of a list");
    }

    #[test]
    fn what_is_drawn_twice_is_read_once() {
        let glyphs = |x: f64| [("增", x), ("长", x + 10.0), ("5", x + 20.0), ("%", x + 25.0)];
        let twice: Vec<_> = glyphs(0.0).into_iter().zip(glyphs(0.3)).flat_map(|(a, b)| [a, b]).collect();
        let after: Vec<_> = glyphs(0.0).into_iter().chain(glyphs(0.3)).collect();
        for drawn in [twice, after] {
            let drawn: Vec<_> = drawn.into_iter().map(|(text, x)| (text, x, 700.0)).collect();
            assert_eq!(paragraphs(vec![page(&drawn)]), "增长5%");
        }
        // 55 is drawn as two digits side by side.
        let two = page(&[("增", 0.0, 700.0), ("5", 10.0, 700.0), ("5", 15.0, 700.0)]);
        assert_eq!(paragraphs(vec![two]), "增55");
    }

    #[test]
    fn columns_that_are_drawn_line_by_line_are_read_one_after_the_other() {
        let left = ["今年全市城镇新增就业", "达到了预期的3万人，", "同比增长了百分之五，"];
        let right = ["发放各类补贴资金共计", "3.4亿元，惠及企业共", "超过六千七百家以上，"];
        let rows = (0..9).flat_map(|row| {
            let y = 700.0 - 15.0 * f64::from(row);
            [(left[row as usize % 3], 0.0, y), (right[row as usize % 3], 140.0, y)]
        });
        let heading = ("关于就业和补贴情况的通报以及下一步工作的说明", 0.0, 800.0);
        let read = paragraphs(vec![page(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())]);
        assert!(!read.contains('|'), "{read}");
        let (jobs, aid) = (read.rfind("城镇新增就业").unwrap(), read.find("补贴资金").unwrap());
        assert!(jobs < aid, "the left column comes first: {read}");
        // Rows of a table stay rows.
        let cells = (0..9).flat_map(|row| {
            let y = 700.0 - 15.0 * f64::from(row);
            [("城镇新增就业人数", 0.0, y), ("3.42", 140.0, y)]
        });
        assert!(paragraphs(vec![page(&cells.collect::<Vec<_>>())]).contains("城镇新增就业人数 | 3.42"));
    }

    #[test]
    fn a_sentence_goes_on_within_its_column() {
        let left = ["今年全市城镇新增就业", "达到了预期的3万人，", "同比增长了百分之五，", "完成。"];
        let right = ["发放各类补贴资金共计", "3.4亿元，惠及企业", "超过六千七百家以上，", "完成。"];
        let column = |texts: [&'static str; 4], x: f64| {
            texts.into_iter().enumerate().map(move |(row, text)| (text, x, 800.0 - 15.0 * row as f64))
        };
        let all: Vec<_> = column(left, 0.0).chain(column(right, 300.0)).collect();
        assert_eq!(
            paragraphs(vec![page(&all)]),
            "今年全市城镇新增就业达到了预期的3万人，同比增长了百分之五，完成。\n发放各类补贴资金共计3.4亿元，惠及企业超过六千七百家以上，完成。"
        );
    }
}
