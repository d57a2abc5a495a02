//! The names of a table's rows: what each is of, where, when, and as a part of what.

use super::column::{Band, Column};
use super::grid::{Grid, Kind, Line};
use super::heading::{Heading, Role};
use super::time::{self, When};
use super::words;
use crate::lexicon::{Says, lexicon};
use crate::place::{self, Level, Place};
use crate::text::shadow::ends_with;
use std::collections::HashMap;

/// Where the value of a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::claim) enum Where {
    /// The document's own place: 全市, 合计.
    Own,
    /// 全省, in a city's document.
    Province,
    /// A place by its name, as the gazetteer or else the table has it.
    Named(String),
}

/// What the names of a row say.
#[derive(Debug, Clone, Default)]
pub(super) struct Name {
    /// What it is of; blank where only place or time tell the rows apart.
    pub(super) text: String,
    pub(super) heading: Heading,
    pub(super) place: Option<Where>,
    pub(super) whens: Vec<When>,
    /// What sorts the rows, which needs no telling where each has a name of its own.
    class: String,
    /// It is of all rows together.
    pub(super) total: bool,
    /// Nothing names the row.
    pub(super) missing: bool,
}

/// The name of every row of the table, for the columns of one band.
pub(super) fn names(
    chars: &[char],
    grid: &Grid,
    columns: &[Column],
    band: &Band,
    own: Option<&'static Place>,
) -> Vec<Name> {
    let places: Vec<bool> = band.names.iter().map(|at| are_places(chars, grid, columns, *at, own)).collect();
    let mut above: Vec<Vec<char>> = vec![Vec::new(); band.names.len()];
    let mut named: Vec<Name> = Vec::with_capacity(grid.body.len());
    for line in &grid.body {
        if line.kind != Kind::Data {
            above.iter_mut().for_each(Vec::clear);
            named.push(Name::default());
            continue;
        }
        named.push(name(chars, line, columns, band, &places, &mut above, own));
    }
    tell_apart(chars, grid, &mut named);
    named
}

fn name(
    chars: &[char],
    line: &Line,
    columns: &[Column],
    band: &Band,
    places: &[bool],
    above: &mut [Vec<char>],
    own: Option<&'static Place>,
) -> Name {
    let mut found = Name { missing: !band.names.is_empty(), ..Name::default() };
    let last = band.names.len().saturating_sub(1);
    for (at, column) in band.names.iter().enumerate() {
        let cell = line.cells[*column];
        let mut text = words::plain(&chars[cell.start..cell.end]);
        // A name that is merged with those below it stands in the first row only.
        if text.is_empty() && at < last {
            text.clone_from(&above[at]);
        }
        if at < last {
            above[at].clone_from(&text);
        }
        if text.is_empty() {
            continue;
        }
        found.missing = false;
        if columns[*column].role == Role::Time && time::is_time(&text) {
            found.whens.extend(time::take(&mut text).whens);
            continue;
        }
        let (bare, _) = words::name(&text);
        if places[at] {
            found.place = Some(whereabouts(bare, own));
            continue;
        }
        let heading = Heading::of_row(bare);
        let sorts = columns[*column].heading.class && at < last;
        if sorts {
            found.class.push_str(&heading.words);
            continue;
        }
        found.whens.extend(heading.times.whens.clone());
        found.total |= heading.total && band.names.len() == 1;
        if !heading.total {
            found.text.push_str(if heading.role == Role::Level { &heading.words } else { &heading.title });
        }
        if heading.planned.is_some() && heading.title.is_empty() {
            found.text.clear();
        }
        found.heading = heading;
    }
    // 合计 stands in the column of numbers where it is merged with the next.
    let before = &line.cells[..band.names.first().copied().unwrap_or(0)];
    if found.missing && before.iter().any(|cell| is_total(&words::plain(&chars[cell.start..cell.end]))) {
        (found.missing, found.total) = (false, true);
    }
    found
}

fn is_total(words: &[char]) -> bool {
    lexicon().tables.whole.exact(words) == Some(&Says::Total)
}

/// True for a column that says where: by its heading, or by what stands in it.
fn are_places(
    chars: &[char],
    grid: &Grid,
    columns: &[Column],
    at: usize,
    own: Option<&'static Place>,
) -> bool {
    if !matches!(columns[at].role, Role::Place | Role::Label) {
        return false;
    }
    let cells = grid.body.iter().filter(|line| line.kind == Kind::Data).filter_map(|line| line.cells.get(at));
    let names: Vec<Vec<char>> = cells
        .map(|cell| words::plain(&chars[cell.start..cell.end]))
        .filter(|name| !name.is_empty())
        .collect();
    // 美国, 东盟, 中国香港: whom a country trades with. Its imports from there are not theirs.
    if names.iter().any(|name| is_abroad(name)) {
        return false;
    }
    if columns[at].role == Role::Place {
        return true;
    }
    let places = names.iter().filter(|name| is_place(name, own)).count();
    places > 1 && places * 10 >= names.len() * 6
}

/// True for another country.
fn is_abroad(name: &[char]) -> bool {
    let country = place::at(name, 0, None).and_then(|found| found.place());
    country.is_some_and(|place| place.level == Level::Country && place.scope != "全国")
}

/// True for the name of a place, known or not: 历下区, 青石县, 全市.
pub(super) fn is_place(name: &[char], own: Option<&'static Place>) -> bool {
    let whole = |found: place::Found| found.span.end == name.len();
    let known = lexicon().own_place.exact(name).is_some()
        || matches!(name, ['全', '省' | '国'])
        || place::at(name, 0, own).is_some_and(whole);
    let ends = ["县", "区", "市", "自治州", "旗", "镇", "乡", "街道", "新区", "开发区", "高新区"];
    let things = [
        "园区",
        "社区",
        "景区",
        "灌区",
        "库区",
        "地区",
        "小区",
        "农村地区",
        "超市",
        "城市",
        "股市",
        "楼市",
        "牧区",
        "林区",
        "校区",
        "专区",
    ];
    known || (2..=9).contains(&name.len()) && ends_with(name, &ends) && !ends_with(name, &things)
}

pub(super) fn whereabouts(name: &[char], own: Option<&'static Place>) -> Where {
    if lexicon().own_place.exact(name).is_some() || is_total(name) {
        return Where::Own;
    }
    if matches!(name, ['全', '省']) {
        return Where::Province;
    }
    let found = place::at(name, 0, own).filter(|found| found.span.end == name.len());
    let known = found.and_then(|found| found.place()).map(|place| place.scope.clone());
    Where::Named(known.unwrap_or_else(|| name.iter().collect()))
}

/// Rows of one name are told apart by the row that they are a part of: 住宅 below 房屋施工面积 and below 竣工面积,
/// 学校数 below 小学 and below 初中.
fn tell_apart(chars: &[char], grid: &Grid, names: &mut [Name]) {
    let mut times: HashMap<String, usize> = HashMap::new();
    let key = |name: &Name| format!("{}{:?}{:?}", name.text, name.place, name.whens);
    for name in names.iter().filter(|name| !name.text.is_empty()) {
        *times.entry(key(name)).or_default() += 1;
    }
    let mut section = String::new();
    let mut whole = String::new();
    let mut heads_unnumbered = false;
    for (at, line) in grid.body.iter().enumerate() {
        if line.kind == Kind::Section {
            section = section_name(chars, line);
            whole.clear();
            // 45 主要污染物减排, with its parts below it: only the whole is numbered.
            heads_unnumbered = line.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
            continue;
        }
        if line.kind != Kind::Data || names[at].text.is_empty() {
            continue;
        }
        heads_unnumbered &= line.cells[0].is_empty();
        if times[&key(&names[at])] > 1 || heads_unnumbered {
            let class = std::mem::take(&mut names[at].class);
            let parent = [&class, &section, &whole].into_iter().find(|parent| !parent.is_empty());
            let parent = parent.map_or("", String::as_str);
            names[at].text = super::cell::part_of(parent, &names[at].text);
        } else {
            whole.clone_from(&names[at].text);
        }
    }
}

/// The name that heads the rows below it, without its number.
fn section_name(chars: &[char], line: &Line) -> String {
    let words: Vec<Vec<char>> = line
        .cells
        .iter()
        .map(|cell| words::plain(&chars[cell.start..cell.end]))
        .filter(|words| words.iter().any(|c| c.is_alphabetic()))
        .collect();
    let Some(first) = words.first() else { return String::new() };
    let (name, _) = words::name(first);
    Heading::of_row(name).words
}
