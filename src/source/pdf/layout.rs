//! Pieces of text where they stand on pages → lines → paragraphs.

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
    for fragment in fragments.filter(|fragment| !fragment.text.is_empty()) {
        let right = fragment.x + fragment.width;
        match lines.last_mut().filter(|line| line.holds(&fragment)) {
            // Drawn twice with a hair between, for boldness.
            Some(line) if (line.left - fragment.x).abs() < 1.0 && line.text == fragment.text => {}
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

/// The text of all pages, one paragraph a line, without the numbers of pages.
pub(super) fn paragraphs(pages: Vec<Vec<Line>>) -> String {
    let right = margin(&pages);
    let pitch = usual_distance(&pages);
    let mut text = String::new();
    let mut last: Option<Line> = None;
    for page in pages {
        let count = page.len();
        for (place, line) in page.into_iter().enumerate() {
            if (place == 0 || place + 1 == count) && line.is_page_number() {
                continue;
            }
            if let Some(last) = &last {
                let goes_on = last.is_full(&line, right) && follows(last, &line, pitch);
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

/// How far right the lines of the text reach: one in twenty lines may reach further.
fn margin(pages: &[Vec<Line>]) -> f64 {
    let mut ends: Vec<f64> = pages.iter().flatten().map(|line| line.right).collect();
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
