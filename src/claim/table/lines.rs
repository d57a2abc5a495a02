//! Which lines of a text are rows of tables, and their cells: between bars, between tabs, or with blanks alone.

use super::time;
use super::value::{self, Content};
use super::words::{self, trim};
use crate::document::Span;

/// A line that is a row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) line: Span,
    pub(super) cells: Vec<Span>,
    /// |---|---|: it parts a heading from its rows.
    pub(super) rule: bool,
}

/// How many lines a heading in tabs or blanks may have.
const HEADS: usize = 3;

/// How many rows with one bar are looked at for a number.
const SEARCHED: usize = 6;

/// No cell of a table that is set with tabs or blanks has more letters.
const LONGEST: usize = 40;

/// The rows of the tables that begin with the first of `lines` and go on without a break; none where it begins none.
pub(super) fn run(chars: &[char], lines: &[Span]) -> Vec<Row> {
    let rows = barred(chars, lines);
    if rows.is_empty() { loose(chars, lines) } else { rows }
}

fn barred(chars: &[char], lines: &[Span]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut wide = false;
    let mut counts = false;
    for line in lines {
        let Some(row) = bars(chars, *line) else { break };
        wide |= row.cells.len() > 2 || chars[line.start] == '|';
        // 来源 | 作者: one bar may part anything; of rows some have numbers.
        counts |= row.cells.iter().skip(1).any(|cell| is_value(chars, *cell));
        rows.push(row);
        if !wide && !counts && rows.len() == SEARCHED {
            break;
        }
    }
    if wide || counts && rows.len() > 1 { rows } else { Vec::new() }
}

/// The cells of a line between bars. A bar at the front and one at the end stand around them.
fn bars(chars: &[char], line: Span) -> Option<Row> {
    let is_bar = |at: &usize| chars[*at] == '|' && (*at == line.start || chars[*at - 1] != '\\');
    let bars: Vec<usize> = (line.start..line.end).filter(is_bar).collect();
    let enclosed = *bars.first()? == line.start;
    let mut cells = Vec::with_capacity(bars.len() + 1);
    let mut start = line.start + usize::from(enclosed);
    for bar in &bars[usize::from(enclosed)..] {
        cells.push(trim(chars, Span::new(start, *bar)));
        start = bar + 1;
    }
    if start < line.end || !enclosed {
        cells.push(trim(chars, Span::new(start, line.end)));
    }
    let rule = chars[line.start..line.end].iter().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    Some(Row { line, cells, rule })
}

/// The rows of a table that is set with tabs or blanks: a heading, then rows with a name and as many numbers.
fn loose(chars: &[char], lines: &[Span]) -> Vec<Row> {
    let heads: Vec<Row> = lines.iter().take(HEADS).map_while(|line| heading(chars, *line)).collect();
    let body = &lines[heads.len()..];
    let Some(first) = body.first().and_then(|line| Loose::read(chars, *line)) else { return Vec::new() };
    if heads.is_empty() {
        return headless(chars, body);
    }
    // 40712 万吨: the unit is a cell of its own where the heading has as many.
    let columns = |heads: &[Row]| heads.iter().map(|head| head.cells.len()).sum::<usize>();
    let fits = |count: usize, columns: usize| count == columns || count == columns + 1;
    let of = |joined: bool| if joined { first.joined.len() } else { first.apart.len() };
    // A heading may go on in the next line; what stands above one that fits by itself are groups.
    let ways = (1..=heads.len()).flat_map(|lines| [(lines, false), (lines, true)]);
    let fitting = |(lines, joined): &(usize, bool)| fits(of(*joined), columns(&heads[heads.len() - lines..]));
    let Some((taken, joined)) = ways.into_iter().find(fitting) else { return Vec::new() };
    let count = of(joined);
    let (above, own) = heads.split_at(heads.len() - taken);
    if count < 3 && columns(own) < 2 {
        return Vec::new();
    }
    let mut head: Vec<Span> = own.iter().flat_map(|row| row.cells.iter().copied()).collect();
    let unnamed = count == head.len() + 1;
    if unnamed {
        head.insert(0, Span::new(own[0].line.start, own[0].line.start));
    }
    let mut rows: Vec<Row> = Vec::new();
    match above {
        [] => {}
        [group] => match grouped(group, count, unnamed) {
            Some(cells) => rows.push(Row { cells, ..group.clone() }),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    }
    rows.push(Row { cells: head, ..own[0].clone() });
    // The further lines of the heading stand for themselves in the text, and hold nothing more.
    rows.extend(own[1..].iter().map(|row| Row { cells: Vec::new(), ..row.clone() }));
    for (at, line) in body.iter().enumerate() {
        if let Some(row) = Loose::read(chars, *line) {
            let mut cells = if joined { row.joined } else { row.apart };
            // Tabs at the end of a line, for cells that are blank, are not kept.
            if chars[line.start..line.end].contains(&'\t') && cells.len() < count {
                cells.resize(count, Span::new(line.end, line.end));
            }
            rows.push(Row { line: *line, cells, rule: false });
            continue;
        }
        // 二、工业: the heading of some rows.
        let goes_on = body.get(at + 1).and_then(|next| Loose::read(chars, *next));
        let same =
            goes_on.is_some_and(|next| count == if joined { next.joined.len() } else { next.apart.len() });
        if !same || !heads_rows(chars, *line) {
            break;
        }
        rows.push(Row { line: *line, cells: vec![trim(chars, *line)], rule: false });
    }
    rows
}

/// Rows of bare numbers under no heading: what they are nobody can tell, but they are no sentences.
fn headless(chars: &[char], lines: &[Span]) -> Vec<Row> {
    let bare = |cell: &&Span| {
        matches!(value::read(chars, **cell), Content::Number(number)
            if number.unit.is_none() && number.direction.is_none() && !number.rank)
    };
    let rows: Vec<Row> = lines
        .iter()
        .map_while(|line| {
            Loose::read(chars, *line).map(|row| Row { line: *line, cells: row.apart, rule: false })
        })
        .take_while(|row| row.cells.iter().skip(1).filter(bare).count() >= 2)
        .collect();
    let alike = rows.windows(2).all(|pair| pair[0].cells.len() == pair[1].cells.len());
    if rows.len() > 2 && alike { rows } else { Vec::new() }
}

/// The cells of a line of groups above `count` columns, each as many as the others.
fn grouped(group: &Row, count: usize, unnamed: bool) -> Option<Vec<Span>> {
    let blank = |at: usize| Span::new(at, at);
    if group.cells.len() == count {
        return Some(group.cells.clone());
    }
    for named in [true, false] {
        let groups = group.cells.len() - usize::from(named);
        // A group of one column is none.
        if groups < 2 || !(count - 1).is_multiple_of(groups) || groups + 1 == count || named && unnamed {
            continue;
        }
        let mut cells = if named { vec![group.cells[0]] } else { vec![blank(group.line.start)] };
        for cell in &group.cells[usize::from(named)..] {
            cells.push(*cell);
            cells.resize(cells.len() + (count - 1) / groups - 1, blank(cell.end));
        }
        return Some(cells);
    }
    None
}

/// True for a short line without numbers that may stand above rows as their heading.
fn heads_rows(chars: &[char], line: Span) -> bool {
    let words = &chars[line.start..line.end];
    words.len() <= 16
        && !words.iter().any(|c| c.is_ascii_digit() || "。;!?,:|".contains(*c))
        && words.iter().any(|c| c.is_alphabetic())
}

/// A line of two words or more and no numbers but years.
fn heading(chars: &[char], line: Span) -> Option<Row> {
    let cells = cells(chars, line)?;
    let words = cells.iter().filter(|cell| !cell.is_empty()).count();
    let numbers = cells.iter().any(|cell| is_value(chars, *cell));
    (words > 1 && !numbers).then_some(Row { line, cells, rule: false })
}

/// A row with a name and numbers, whose unit may be a cell of its own or belong to the number before it.
struct Loose {
    apart: Vec<Span>,
    joined: Vec<Span>,
}

impl Loose {
    fn read(chars: &[char], line: Span) -> Option<Self> {
        let found = cells(chars, line)?;
        let numbers = |cells: &[Span]| cells.iter().skip(1).any(|cell| is_value(chars, *cell));
        if chars[line_start(chars, line)..line.end].contains(&'\t') {
            return numbers(&found).then(|| Self { joined: found.clone(), apart: found });
        }
        let counts = |cell: &Span| matches!(value::read(chars, *cell), Content::Number(_) | Content::Missing);
        let is_word = |cell: &Span| !counts(cell) && !is_unit(chars, *cell);
        let mut apart: Vec<Span> = Vec::with_capacity(found.len());
        // 1 青石县 第一医院 12: the words of a name are one cell.
        let named = found.iter().position(is_word).filter(|at| *at < 2);
        for (at, cell) in found.iter().enumerate() {
            let goes_on =
                named.is_some_and(|name| at > name) && apart.len() == named.map_or(0, |name| name + 1);
            match apart.last_mut() {
                Some(last) if goes_on && is_word(cell) => last.end = cell.end,
                _ => apart.push(*cell),
            }
        }
        let mut joined: Vec<Span> = Vec::with_capacity(apart.len());
        for cell in &apart {
            match joined.last_mut() {
                Some(last) if is_unit(chars, *cell) && is_value(chars, *last) => last.end = cell.end,
                _ => joined.push(*cell),
            }
        }
        numbers(&apart).then_some(Self { apart, joined })
    }
}

fn is_unit(chars: &[char], cell: Span) -> bool {
    super::unit::is_unit(&chars[cell.start..cell.end].iter().collect::<String>())
}

/// Where a line begins, with the tabs before its first word: they stand for blank cells.
fn line_start(chars: &[char], line: Span) -> usize {
    let blank = chars[..line.start].iter().rev().take_while(|c| matches!(c, ' ' | '\t')).count();
    line.start - blank
}

/// The cells of a line between tabs or blanks; `None` for a sentence.
fn cells(chars: &[char], line: Span) -> Option<Vec<Span>> {
    if line.len() > 300 || chars[line.start..line.end].contains(&'|') {
        return None;
    }
    let start = line_start(chars, line);
    let tabs = chars[start..line.end].contains(&'\t');
    let mut cells = Vec::new();
    if tabs {
        let mut from = start;
        for at in start..=line.end {
            if at == line.end || chars[at] == '\t' {
                cells.push(trim(chars, Span::new(from, at)));
                from = at + 1;
            }
        }
    } else {
        let mut from = line.start;
        for at in line.start..=line.end {
            if at == line.end || chars.get(at).is_some_and(|c| c.is_whitespace()) {
                if from < at {
                    cells.push(Span::new(from, at));
                }
                from = at + 1;
            }
        }
        // - 居民消费价格: the mark of a list.
        if cells
            .first()
            .is_some_and(|first| matches!(&chars[first.start..first.end], ['-' | '*' | '•' | '·']))
        {
            cells.remove(0);
        }
        cells = spaced_words_joined(chars, &cells);
    }
    let sentence = |cell: &Span| {
        cell.len() > LONGEST
            || chars[cell.start..cell.end].iter().any(|c| matches!(c, '。' | ';' | '!' | '?'))
    };
    (cells.len() > 1 && !cells.iter().any(sentence)).then_some(cells)
}

/// 粮 食 → one cell: characters with blanks between them are one word.
fn spaced_words_joined(chars: &[char], cells: &[Span]) -> Vec<Span> {
    let single = |cell: Span| {
        let c = chars[cell.start];
        cell.len() == 1 && c.is_alphabetic() && !c.is_ascii() && !is_unit(chars, cell)
    };
    let mut joined: Vec<Span> = Vec::with_capacity(cells.len());
    let mut last_single = false;
    for (at, cell) in cells.iter().enumerate() {
        // 其 中:食品
        let opens =
            chars.get(cell.start + 1) == Some(&':') && joined.last().is_some_and(|last| last.len() == 1);
        let is_single = single(*cell) || opens && last_single;
        match joined.last_mut() {
            Some(last) if at > 0 && last_single && is_single => last.end = cell.end,
            _ => joined.push(*cell),
        }
        last_single = is_single;
    }
    joined
}

/// True for a cell that is a number and no time.
pub(super) fn is_value(chars: &[char], cell: Span) -> bool {
    matches!(value::read(chars, cell), Content::Number(_))
        && !time::is_time(&words::plain(&chars[cell.start..cell.end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn rows(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let blank = line.len() - line.trim_start().len();
            let length = line.chars().count();
            lines.push(Span::new(start + blank, start + length));
            start += length + 1;
        }
        let cell = |cell: &Span| chars[cell.start..cell.end].iter().collect::<String>();
        run(&chars, &lines)
            .iter()
            .map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[rstest]
    #[case::enclosed("| 指标 | 数 |\n|---|---|\n| a | 1 |", &["指标|数", "---|---", "a|1"])]
    #[case::blank_cells("| | 数 | |\na | 1 | ", &["|数|", "a|1|"])]
    #[case::one_bar("指标 | 数\na | 1", &["指标|数", "a|1"])]
    #[case::tabs("指标\t数\na\t1", &["指标|数", "a|1"])]
    #[case::tabs_ahead("\t2022年\t2023年\na\t1\t2", &["|2022年|2023年", "a|1|2"])]
    #[case::blanks("指 标 产量 增长%\n粮 食 40712 5.1", &["指 标|产量|增长%", "粮 食|40712|5.1"])]
    #[case::units_apart("指标 产量 单位 增长%\n粮 食 40712 万吨 5.1", &["指标|产量|单位|增长%", "粮 食|40712|万吨|5.1"])]
    #[case::units_joined("1984年 比1983年增长%\n粮 食 40712 万吨 5.1", &["|1984年|比1983年增长%", "粮 食|40712 万吨|5.1"])]
    #[case::unnamed("全国 城市 农村\n- 居民消费价格 5.4 5.3 5.8", &["|全国|城市|农村", "居民消费价格|5.4|5.3|5.8"])]
    #[case::names_of_words("医院  床位\n云州市 第一医院  12", &["医院|床位", "云州市 第一医院|12"])]
    #[case::groups("指标 城镇 农村\n指标 总量 增长 总量 增长\na 1 2 3 4", &["指标|城镇||农村|", "指标|总量|增长|总量|增长", "a|1|2|3|4"])]
    #[case::broken_heading("- 指标 全国\n- 城市 农村\n- 居 住[14] 1.4 1.3 1.5", &["指标|全国|城市|农村", "", "居 住[14]|1.4|1.3|1.5"])]
    #[case::headless("甲 1 2\n乙 3 4\n丙 5 6", &["甲|1|2", "乙|3|4", "丙|5|6"])]
    fn rows_are_told_by_their_cells(#[case] text: &str, #[case] want: &[&str]) {
        assert_eq!(rows(text), want);
    }

    #[rstest]
    #[case::sentence("今年新增就业3万人,增长5%。")]
    #[case::spaced_sentence("2003 年,全市生产总值 238.18 亿元,增长 13.6% 。")]
    #[case::bar_in_a_line("来源 | 云州日报\n作者 | 记者")]
    #[case::name_and_post("云州市市长 张民\n各位代表:")]
    #[case::two_lines_of_figures("生产总值 3120亿元 增长5.7%\n财政收入 201亿元 增长3%")]
    #[case::day("发布时间 2024年11月20日\n字号 大 中 小")]
    fn other_lines_are_none(#[case] text: &str) {
        assert_eq!(rows(text), [""; 0]);
    }
}
