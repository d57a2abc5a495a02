//! The columns of a table: what the cells of each are, and which belong together.

use super::grid::{Grid, Kind, Line};
use super::heading::{Against, Heading, Role};
use super::time;
use super::unit;
use super::value::{self, Content};
use super::words;
use crate::lexicon::{NameRole, lexicon};
use rust_decimal::Decimal;

/// A column.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that its cells tell or not")]
pub(super) struct Column {
    pub(super) heading: Heading,
    pub(super) role: Role,
    /// The headings above its own.
    pub(super) group: String,
    /// True where its title has a unit of its own, so that it is what is measured: 产量(万吨).
    pub(super) measured: bool,
    /// No value in it is more than one: 0.25 may be a share as it is.
    pub(super) fractions: bool,
    /// Its values lie about a hundred, as those of an index do.
    pub(super) indices: bool,
    /// The column whose values it is a change of, or a place in an order.
    pub(super) of: Option<usize>,
    /// More than one column may be meant by that.
    pub(super) doubtful: bool,
}

/// Columns that belong together: names of rows, and values up to the next names.
#[derive(Debug, Clone, Default)]
pub(super) struct Band {
    pub(super) names: Vec<usize>,
    pub(super) unit: Option<usize>,
    pub(super) values: Vec<usize>,
}

/// What stands in a column below its heading.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    values: usize,
    words: usize,
    times: usize,
    units: usize,
    over_one: usize,
    near_hundred: usize,
}

/// Reads the columns of a table.
pub(super) fn columns(chars: &[char], grid: &Grid) -> Vec<Column> {
    let width = grid.width();
    let mut columns: Vec<Column> = (0..width).map(|at| column(chars, grid, at)).collect();
    let data: Vec<&Line> = grid.body.iter().filter(|line| line.kind == Kind::Data).collect();
    let counts: Vec<Count> = (0..width).map(|at| count(chars, &data, at)).collect();
    let first = counts.iter().position(|count| count.values > 0).unwrap_or(width);
    let last = counts.iter().rposition(|count| count.values > 0).unwrap_or(0);
    for (at, count) in counts.iter().enumerate() {
        let unheaded = grid.headings(chars, at).is_empty();
        let column = &mut columns[at];
        column.fractions = count.values > 0 && count.over_one == 0;
        column.indices = count.values > 0 && count.near_hundred == count.values;
        let only_words = count.values == 0 && count.words + count.times > 0;
        column.role = match column.heading.role {
            // 单位 may also be those that the rows are of.
            Role::Unit if count.words > count.units * 2 => Role::Label,
            // 城市 | 农村 above numbers are groups of what the rows measure.
            Role::Label | Role::Place | Role::Time if count.values > count.words + count.times => {
                column.heading.title.clone_from(&column.heading.words);
                Role::Level
            }
            Role::Unit | Role::Serial | Role::Code | Role::Note | Role::Label | Role::Place | Role::Time => {
                column.heading.role
            }
            _ if only_words && count.words > 0 && count.units == count.words && at > 0 => Role::Unit,
            _ if only_words && at < first => {
                if count.words == 0 {
                    Role::Time
                } else {
                    Role::Label
                }
            }
            _ if only_words && at < last => Role::Label,
            _ if only_words => Role::Note,
            _ if unheaded && at == 0 && count.values > 0 && count.words == 0 => Role::Serial,
            _ if unheaded && count.values > 0 => Role::Unknown,
            role => role,
        };
    }
    refer(&mut columns);
    columns
}

fn column(chars: &[char], grid: &Grid, at: usize) -> Column {
    let levels: Vec<Heading> = grid.headings(chars, at).iter().map(|words| Heading::read(words)).collect();
    let group = levels.iter().rev().skip(1).rev().map(|level| level.words.as_str()).collect();
    let mut measured = false;
    let mut heading = Heading::default();
    for level in levels {
        let own = !level.units.is_empty() || level.own_unit.is_some();
        measured =
            !level.title.is_empty() && own && level.role == Role::Level || measured && level.title.is_empty();
        heading = below(heading, level);
    }
    Column { heading, group, measured, ..Column::default() }
}

/// A heading below that of its group.
fn below(group: Heading, own: Heading) -> Heading {
    let plain = own.grouped && !group.title.is_empty();
    let title = match () {
        () if own.title.is_empty() || plain => group.title.clone(),
        () if own.title.starts_with(&group.title) => own.title.clone(),
        () => format!("{}{}", group.title, own.title),
    };
    let meant = if own.role == Role::Level { &group } else { &own };
    Heading {
        title,
        role: meant.role,
        down: meant.down,
        of_change: meant.of_change,
        against: if own.against == Against::Unsaid { group.against } else { own.against },
        open: meant.open,
        words: format!("{}{}", group.words, own.words),
        units: if own.units.is_empty() { group.units } else { own.units },
        times: time::Times {
            whens: group.times.whens.into_iter().chain(own.times.whens).collect(),
            stock: group.times.stock || own.times.stock,
            base: own.times.base.or(group.times.base),
        },
        planned: own.planned.or(group.planned),
        total: own.total,
        grouped: own.grouped,
        class: own.class,
        own_unit: own.own_unit.or(group.own_unit),
    }
}

fn count(chars: &[char], data: &[&Line], at: usize) -> Count {
    let mut count = Count::default();
    for cell in data.iter().filter_map(|line| line.cells.get(at)) {
        let text: Vec<char> = words::plain(&chars[cell.start..cell.end]);
        match value::read(chars, *cell) {
            _ if time::is_time(&text) => count.times += 1,
            Content::Number(number) => {
                count.values += 1;
                count.over_one += usize::from(number.value.abs() > Decimal::ONE);
                let distance = (number.value - Decimal::ONE_HUNDRED).abs();
                count.near_hundred += usize::from(distance <= Decimal::from(30));
            }
            // What cannot be read is no word either.
            Content::Unclear => count.values += 1,
            Content::Words => {
                count.words += 1;
                count.units += usize::from(unit::is_unit(&text.iter().collect::<String>()));
            }
            Content::Blank | Content::Missing => {}
        }
    }
    count
}

/// The columns in the groups that belong together.
pub(super) fn bands(columns: &[Column]) -> Vec<Band> {
    let mut bands: Vec<Band> = vec![Band::default()];
    for (at, column) in columns.iter().enumerate() {
        // 排名 | 县区 | 指数: places in an order may stand before the names.
        let ranked = |at: &usize| columns[*at].role == Role::Rank;
        let full = bands.last().is_some_and(|band| !band.values.iter().all(ranked));
        match column.role {
            Role::Label | Role::Place | Role::Time => {
                if full {
                    bands.push(Band::default());
                }
                bands.iter_mut().last().into_iter().for_each(|band| band.names.push(at));
            }
            Role::Unit => bands.iter_mut().last().into_iter().for_each(|band| band.unit = Some(at)),
            Role::Level | Role::Change | Role::Share | Role::Ratio | Role::Rank | Role::Unknown => {
                bands.iter_mut().last().into_iter().for_each(|band| band.values.push(at));
            }
            Role::Serial | Role::Code | Role::Note => {}
        }
    }
    bands
}

/// Finds of which column each change is, and each rank.
fn refer(columns: &mut [Column]) {
    for band in bands(columns) {
        for (place, at) in band.values.iter().enumerate() {
            let column = &columns[*at];
            let before = &band.values[..place];
            let (of, doubtful) = match column.role {
                Role::Change => (changed(columns, &band, place), false),
                Role::Rank if before.iter().all(|at| columns[*at].role == Role::Rank) => {
                    let after = &band.values[place + 1..];
                    let mut levels = after.iter().copied().filter(|at| columns[*at].role != Role::Rank);
                    (levels.next(), levels.next().is_some())
                }
                Role::Rank => ranked(columns, before, *at),
                _ => (None, false),
            };
            (columns[*at].of, columns[*at].doubtful) = (of, doubtful);
        }
    }
}

/// The level that a change is of: the newest of those since the change before it, in its own group where that has any.
fn changed(columns: &[Column], band: &Band, place: usize) -> Option<usize> {
    let own = &columns[band.values[place]];
    let levels = |places: &[usize]| -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for at in places.iter().rev() {
            match columns[*at].role {
                Role::Level => found.push(*at),
                Role::Change if !found.is_empty() => break,
                _ => {}
            }
        }
        found.reverse();
        found
    };
    let grouped = |at: &usize| columns[*at].group == own.group;
    let before = levels(&band.values[..place]);
    let after: Vec<usize> =
        band.values[place + 1..].iter().copied().take_while(|at| columns[*at].role == Role::Level).collect();
    let mut candidates = before;
    if !own.group.is_empty() {
        candidates.retain(grouped);
        if candidates.is_empty() {
            candidates = after.into_iter().filter(grouped).collect();
        }
    } else if candidates.is_empty() {
        candidates = after.into_iter().take(1).collect();
    }
    // 产值 | 税收 | 产值增长: the one of its own name.
    let title = &own.heading.title;
    if !title.is_empty() {
        let named = |at: &usize| columns[*at].heading.title == *title;
        let all = band.values.iter().copied().filter(|at| columns[*at].role == Role::Level).filter(named);
        return all.min_by_key(|at| at.abs_diff(band.values[place]));
    }
    newest(columns, &candidates)
}

/// Of several levels the one that a change is of: not those of a year before, nor a plan beside a result.
fn newest(columns: &[Column], candidates: &[usize]) -> Option<usize> {
    let before = |at: &usize| columns[*at].heading.times.whens.iter().any(time::When::is_before);
    let current: Vec<usize> = candidates.iter().copied().filter(|at| !before(at)).collect();
    let candidates = if current.is_empty() { candidates } else { &current };
    let year = |at: usize| columns[at].heading.times.whens.iter().filter_map(time::When::year).max();
    let latest = candidates.iter().filter_map(|at| year(*at)).max();
    let of_latest: Vec<usize> =
        candidates.iter().copied().filter(|at| latest.is_none() || year(*at) == latest).collect();
    let result = of_latest.iter().rev().find(|at| columns[**at].heading.planned != Some(true));
    result.or(of_latest.last()).copied()
}

/// The column whose order a rank is of: the one before it, shares left aside. In doubt where that is a change beside
/// a level which has no rank of its own.
fn ranked(columns: &[Column], before: &[usize], own: usize) -> (Option<usize>, bool) {
    let near: Vec<usize> = before
        .iter()
        .rev()
        .copied()
        .take_while(|at| columns[*at].role != Role::Rank && columns[*at].group == columns[own].group)
        .filter(|at| columns[*at].role != Role::Share)
        .collect();
    let heading = &columns[own].heading;
    if heading.of_change {
        return (near.iter().copied().find(|at| columns[*at].role == Role::Change), false);
    }
    let named = near
        .iter()
        .copied()
        .find(|at| !heading.title.is_empty() && columns[*at].heading.title == heading.title);
    // 用电量 | 增长 | 占比 | 排名: what stands apart from it is not what it ranks.
    let adjacent = near.first().copied().filter(|at| *at + 1 == own);
    let level = near.iter().copied().find(|at| columns[*at].role == Role::Level);
    let of = named.or(adjacent).or(level).or(near.first().copied());
    (of, named.is_none() && near.len() > 1)
}

/// True where the columns are groups of what the rows measure (城市 | 农村), not measures of what the rows name.
pub(super) fn are_groups(columns: &[Column], band: &Band, names: &[String], changes: bool) -> bool {
    let titled = || {
        band.values
            .iter()
            .map(|at| &columns[*at])
            .filter(|c| c.role == Role::Level && !c.heading.title.is_empty())
    };
    let measure = |column: &Column| column.measured || is_measure(&column.heading.title);
    let rows = band.unit.is_some() || changes || names.iter().any(|name| is_measure(name));
    titled().nth(1).is_some() && !titled().any(measure) && rows
}

/// True for words that name something measured, with or without that of which it is: 产量, 人均可支配收入.
pub(super) fn is_measure(words: &str) -> bool {
    let chars: Vec<char> = words.chars().collect();
    let role = lexicon().names.longest_suffix(&chars).map(|(_, role)| *role);
    matches!(role, Some(NameRole::Measure | NameRole::Dependent))
}
