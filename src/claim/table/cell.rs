//! What the cells of a table assert: column, row and caption put together.

pub(in crate::claim) use super::row::Where;

use super::caption::Caption;
use super::column::{self, Band, Column, is_measure};
use super::grid::{Grid, Kind, Line};
use super::heading::{Against, Role};
use super::row::{self, Name};
use super::time::{self, When};
use super::value::{self, Content, Number};
use super::{Around, Found, unit, words};
use crate::claim::name::is_sum_or_part;
use crate::claim::rule::Reason;
use crate::claim::{Basis, Kind as ClaimKind};
use crate::document::Span;
use crate::lexicon::{Bound, Direction, NameRole, lexicon};
use crate::period::{Period, PeriodType};
use chrono::Datelike;
use rust_decimal::Decimal;

/// A number in a table, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::claim) struct Cell {
    /// Where the number stands.
    pub(in crate::claim) span: Span,
    /// The row that holds it.
    pub(in crate::claim) line: Span,
    pub(in crate::claim) value: Decimal,
    pub(in crate::claim) high: Option<Decimal>,
    pub(in crate::claim) unit: String,
    pub(in crate::claim) name: String,
    pub(in crate::claim) kind: ClaimKind,
    pub(in crate::claim) direction: Option<Direction>,
    pub(in crate::claim) basis: Option<Basis>,
    pub(in crate::claim) bound: Bound,
    pub(in crate::claim) target: bool,
    /// Where it holds; `None` where the table does not say.
    pub(in crate::claim) place: Option<Where>,
    pub(in crate::claim) period: Option<Period>,
    /// What the caption says that the table is of.
    pub(in crate::claim) subject: Option<String>,
    /// A wrong separator was read in the only way that makes sense.
    pub(in crate::claim) repaired: bool,
    /// Which column a rank is of is not sure.
    pub(in crate::claim) doubtful: bool,
}

/// A table that is read.
pub(super) struct Table<'a> {
    around: &'a Around<'a>,
    grid: &'a Grid,
    caption: Caption,
    columns: Vec<Column>,
}

/// A row, for the columns of one band.
struct Row<'a> {
    line: &'a Line,
    name: &'a Name,
    band: &'a Band,
    /// The unit in the row's column of units.
    unit: Option<String>,
    /// The columns are groups of what the rows measure.
    groups: bool,
}

impl<'a> Table<'a> {
    pub(super) fn new(around: &'a Around<'a>, grid: &'a Grid, mut caption: Caption) -> Self {
        let columns = column::columns(around.chars, grid);
        // 单位:万元 above the names of the rows
        let heads =
            columns.iter().filter(|column| column.role == Role::Label && !column.heading.units.is_empty());
        if caption.units.is_empty()
            && let Some(head) = heads.clone().next()
        {
            caption.units.clone_from(&head.heading.units);
        }
        Self { around, grid, caption, columns }
    }

    /// Reads all cells; every number is a cell that says something or has its reason.
    pub(super) fn read(&self, found: &mut Found) {
        let chars = self.around.chars;
        let bands = column::bands(&self.columns);
        for band in &bands {
            let names = row::names(chars, self.grid, &self.columns, band, self.around.own);
            let texts: Vec<String> = names.iter().map(|name| name.text.clone()).collect();
            let groups = column::are_groups(&self.columns, band, &texts, self.caption.changes);
            let single = self.grid.body.iter().filter(|line| line.kind == Kind::Data).count() == 1;
            for (line, name) in self.grid.body.iter().zip(&names).filter(|(line, _)| line.kind == Kind::Data)
            {
                let unit = band.unit.map(|at| words::plain(&chars[line.cells[at].start..line.cells[at].end]));
                let unit = unit.map(|unit| unit.iter().collect::<String>()).filter(|unit| is_unit_word(unit));
                // A table of one row needs no name for it.
                let unnamed = name.missing || band.names.is_empty() && !single;
                let row = Row { line, name, band, unit, groups };
                self.row(&row, unnamed, found);
            }
        }
        for line in &self.grid.body {
            self.account_for(line, &bands, found);
        }
    }

    fn row(&self, row: &Row<'_>, unnamed: bool, found: &mut Found) {
        let mut cells: Vec<(usize, Cell)> = Vec::new();
        for at in &row.band.values {
            let span = row.line.cells[*at];
            let number = match value::read(self.around.chars, span) {
                Content::Number(number) => number,
                Content::Unclear => {
                    found.rejects.push((span, Reason::Unplaced));
                    continue;
                }
                Content::Blank | Content::Missing | Content::Words => continue,
            };
            let quote = number.span;
            let read = if unnamed { Err(Reason::Unplaced) } else { self.cell(row, *at, &number) };
            match read {
                Ok(cell) => cells.push((*at, cell)),
                Err(reason) => found.rejects.push((quote, reason)),
            }
        }
        self.tell_columns_apart(&mut cells, found);
        found.cells.extend(cells.into_iter().map(|(_, cell)| cell));
    }

    /// Two cells of a row that would say two values of the same are named by their whole headings, or say nothing.
    fn tell_columns_apart(&self, cells: &mut Vec<(usize, Cell)>, found: &mut Found) {
        let same = |a: &Cell, b: &Cell| {
            (a.name == b.name && a.kind == b.kind && a.basis == b.basis && a.target == b.target)
                && (a.unit == b.unit && a.period == b.period && a.place == b.place)
        };
        let clash = |cells: &[(usize, Cell)], at: usize| {
            cells.iter().enumerate().any(|(other, (_, cell))| other != at && same(cell, &cells[at].1))
        };
        let clashing: Vec<usize> = (0..cells.len()).filter(|at| clash(cells, *at)).collect();
        for at in clashing {
            let (column, cell) = &mut cells[at];
            let words = &self.columns[*column].heading.words;
            if !cell.name.ends_with(words.as_str()) && cell.kind != ClaimKind::Change {
                cell.name.push_str(words);
            }
        }
        let clashing: Vec<bool> = (0..cells.len()).map(|at| clash(cells, at)).collect();
        let mut clashing = clashing.into_iter();
        cells.retain(|(_, cell)| {
            let unclear = clashing.next().unwrap_or(false);
            if unclear {
                found.rejects.push((cell.span, Reason::Unplaced));
            }
            !unclear
        });
    }

    /// Gives a reason for the numbers that stand in no column of values, or in a row that fits under no heading.
    fn account_for(&self, line: &Line, bands: &[Band], found: &mut Found) {
        for (at, cell) in line.cells.iter().enumerate() {
            let role = self.columns.get(at).map(|column| column.role);
            let Content::Number(number) = value::read(self.around.chars, *cell) else { continue };
            let read = line.kind == Kind::Data && bands.iter().any(|band| band.values.contains(&at));
            let reason = match role {
                _ if read => continue,
                Some(Role::Serial) => Reason::ListMarker,
                Some(Role::Code) => Reason::DocumentNumber,
                Some(Role::Note | Role::Label | Role::Place | Role::Time | Role::Unit)
                    if line.kind == Kind::Data =>
                {
                    Reason::Label
                }
                _ if line.kind == Kind::Note || line.kind == Kind::Section => Reason::Label,
                _ => Reason::Unplaced,
            };
            found.rejects.push((number.span, reason));
        }
    }

    fn cell(&self, row: &Row<'_>, at: usize, number: &Number) -> Result<Cell, Reason> {
        let column = &self.columns[at];
        if column.role == Role::Unknown {
            return Err(Reason::Unplaced);
        }
        let role = self.role(row, column, number);
        let name = self.name(row, at, role);
        // 环比 99.4 of a price index: no price changed by 99.4%.
        let index = role == Role::Change
            && column.indices
            && (name.ends_with("指数") || self.caption.title.ends_with("指数"));
        if name.is_empty() || index {
            return Err(Reason::Unplaced);
        }
        let target = self.is_planned(row, at, role);
        let (factor, unit) = match &number.unit {
            Some(unit) => (Decimal::ONE, unit.clone()),
            None => self.unit(row, at, role, &name, number.value)?,
        };
        let scaled =
            |value: Decimal| value.checked_mul(factor).map(|value| value.normalize()).ok_or(Reason::Unplaced);
        let (value, high) = (scaled(number.value)?, number.high.map(scaled).transpose()?);
        let mut cell = Cell {
            span: number.span,
            line: row.line.span,
            value,
            high,
            unit,
            name,
            kind: ClaimKind::Level,
            direction: None,
            basis: None,
            bound: number.bound,
            target,
            place: self.place(row, at),
            period: self.period(row, at, role, target),
            subject: self.caption.subject.clone(),
            repaired: number.repaired,
            doubtful: column.doubtful && role == Role::Rank,
        };
        match role {
            Role::Rank => {
                // No place in an order has a fraction.
                if !cell.value.is_integer() || cell.value < Decimal::ONE {
                    return Err(Reason::Unplaced);
                }
                (cell.kind, cell.unit) = (ClaimKind::Rank, "位".to_owned());
            }
            Role::Change => {
                let fell = cell.value.is_sign_negative() && !cell.value.is_zero();
                let down = column.heading.down || row.name.heading.down;
                // -3.1 below 下降%: whether it fell or rose nobody can tell.
                if down && fell {
                    return Err(Reason::Unplaced);
                }
                let said = if down || fell { Direction::Down } else { Direction::Up };
                cell.direction = Some(number.direction.unwrap_or(said));
                cell.kind = ClaimKind::Change;
                cell.value = cell.value.abs();
                cell.basis = Some(Self::basis(row, column, cell.period.as_ref()));
            }
            _ => {}
        }
        Ok(cell)
    }

    /// What a cell is: by its own words, its column, its row, the caption.
    fn role(&self, row: &Row<'_>, column: &Column, number: &Number) -> Role {
        if number.rank {
            return Role::Rank;
        }
        if column.role != Role::Level {
            return column.role;
        }
        match row.name.heading.role {
            Role::Level if number.direction.is_some() => Role::Change,
            Role::Level if self.caption.changes && self.is_rate(row, column, number) => Role::Change,
            role @ (Role::Level | Role::Change | Role::Share | Role::Ratio | Role::Rank) => role,
            _ => Role::Level,
        }
    }

    /// True where nothing says that the values of a column are in another unit than per cent.
    fn is_rate(&self, row: &Row<'_>, column: &Column, number: &Number) -> bool {
        let named =
            number.unit.iter().chain(&column.heading.units).chain(&row.unit).chain(&row.name.heading.units);
        named.chain(&self.caption.units).all(|unit| unit::is_ratio(unit))
    }

    fn basis(row: &Row<'_>, column: &Column, period: Option<&Period>) -> Basis {
        // 比2019年增长, said of 2020 or of another year.
        if let Some(base) = column.heading.times.base {
            let year = period.and_then(|p| p.end).map(|end| end.year());
            return if year == Some(base + 1) { Basis::Yoy } else { Basis::Other };
        }
        if period.is_some_and(|p| p.kind == PeriodType::MultiYear) {
            return Basis::Other;
        }
        let against = match column.heading.against {
            Against::Unsaid => row.name.heading.against,
            said => said,
        };
        match against {
            Against::Unsaid | Against::YearBefore => Basis::Yoy,
            Against::PeriodBefore => Basis::Mom,
            Against::Other => Basis::Other,
        }
    }

    /// The name of what a cell measures.
    fn name(&self, row: &Row<'_>, at: usize, role: Role) -> String {
        let column = &self.columns[at];
        match (role, column.role, column.of) {
            (Role::Change, Role::Change, Some(of)) => return self.growing(row, of),
            (Role::Rank, Role::Rank, Some(of)) => {
                let name = self.growing(row, of);
                let growth = self.columns[of].role == Role::Change && !name.ends_with("增速");
                return if growth { name + "增速" } else { name };
            }
            _ => {}
        }
        let name = self.own_name(row, column);
        let name = match role {
            // 目标 | 到位资金, in rows that only places tell apart: it is that of the column beside it.
            Role::Level | Role::Ratio | Role::Rank | Role::Change | Role::Share
                if Self::is_bare(row, column) =>
            {
                let caption = if role == Role::Share { "" } else { &self.caption.title };
                let beside = self.named_beside(row, at).unwrap_or_else(|| caption.to_owned());
                match role {
                    Role::Ratio | Role::Share => compose(&beside, &name, false, true),
                    _ if !beside.is_empty() => beside,
                    _ => name,
                }
            }
            _ => name,
        };
        let of_growth = role == Role::Rank && column.heading.of_change && column.of.is_none();
        if of_growth && !name.is_empty() { name + "增速" } else { name }
    }

    /// The name of what a change is of: the level's, and 增速 of it where the row itself is of a growth.
    fn growing(&self, row: &Row<'_>, of: usize) -> String {
        let column = &self.columns[of];
        let name = match column.of.filter(|_| column.role == Role::Change) {
            Some(of) => self.growing(row, of),
            None => self.name(row, of, Role::Level),
        };
        let grows = row.name.heading.role == Role::Change && column.role == Role::Level;
        if grows && !name.is_empty() { name + "增速" } else { name }
    }

    /// Row and column, neither of which says what is measured.
    fn is_bare(row: &Row<'_>, column: &Column) -> bool {
        row.name.text.is_empty()
            && (column.heading.title.is_empty() || matches!(column.role, Role::Ratio | Role::Share))
    }

    /// The name of the nearest column of levels that has one, in the same group; of a share, in any.
    fn named_beside(&self, row: &Row<'_>, at: usize) -> Option<String> {
        let named = |other: &usize| {
            let column = &self.columns[*other];
            *other != at
                && column.role == Role::Level
                && !column.heading.title.is_empty()
                && (column.group == self.columns[at].group || self.columns[at].role == Role::Share)
        };
        let left = row.band.values.iter().rev().copied().filter(|other| *other < at).find(named);
        let nearest = left.or_else(|| row.band.values.iter().copied().find(named))?;
        Some(self.own_name(row, &self.columns[nearest]))
    }

    /// What row and column say together.
    fn own_name(&self, row: &Row<'_>, column: &Column) -> String {
        let title = &column.heading.title;
        let name = &row.name;
        if name.total {
            let of_all = self.caption.subject.as_ref().unwrap_or(&self.caption.title);
            let plain = title.is_empty() || column.heading.grouped && !of_all.is_empty();
            let whole = if plain { of_all } else { title };
            return if whole.is_empty() { "合计".to_owned() } else { whole.clone() };
        }
        // 全市 | 城市: the first is where, not what.
        let place: Vec<char> = title.chars().collect();
        if row.groups && column.role == Role::Level && row::is_place(&place, self.around.own) {
            return name.text.clone();
        }
        let own_unit =
            !name.heading.units.is_empty() || row.unit.is_some() && column.heading.units.is_empty();
        if row.groups && column.role == Role::Level && !title.is_empty() && !name.text.is_empty() {
            return format!("{title}{}", name.text);
        }
        let measured = column.measured || matches!(column.role, Role::Share | Role::Ratio);
        // 粮食 | 产量, of 主要农产品产量: that the caption says it, too, adds nothing; 进口数量、金额 does.
        let said = |core: &str| {
            self.caption.subject.as_deref().is_some_and(|subject| subject.ends_with(title.as_str()))
                && !is_sum_or_part(core)
        };
        let generic =
            column.role == Role::Level && is_dependent(title) || title.is_empty() && self.caption.changes;
        let composed = compose(&name.text, title, own_unit, measured);
        // 采矿业 | 金额, in a table of 对外直接投资: what neither row nor column says.
        let core = self.caption.core().filter(|core| generic && !said(core) && !alike(core, &composed));
        match core.filter(|_| !name.text.is_empty()) {
            Some(core) => compose(&format!("{}{core}", name.text), title, false, measured),
            None => composed,
        }
    }

    fn place(&self, row: &Row<'_>, at: usize) -> Option<Where> {
        let title: Vec<char> = self.columns[at].heading.title.chars().collect();
        if row.groups && row::is_place(&title, self.around.own) {
            return Some(row::whereabouts(&title, self.around.own));
        }
        row.name.place.clone()
    }

    /// Whether a cell is of a plan.
    fn is_planned(&self, row: &Row<'_>, at: usize, role: Role) -> bool {
        let column = &self.columns[at];
        if let Some(of) = column.of.filter(|_| matches!(role, Role::Change | Role::Rank)) {
            return column.heading.planned.unwrap_or_else(|| self.is_planned(row, of, Role::Level));
        }
        let said = column.heading.planned.or(row.name.heading.planned);
        let timeless = column.heading.times.whens.is_empty() && row.name.whens.is_empty();
        said.unwrap_or(self.caption.planned && timeless && matches!(role, Role::Level | Role::Share))
    }

    /// The unit of a cell that does not name one, with its scale.
    fn unit(
        &self,
        row: &Row<'_>,
        at: usize,
        role: Role,
        name: &str,
        value: Decimal,
    ) -> Result<(Decimal, String), Reason> {
        let column = &self.columns[at];
        let own = &column.heading.units;
        let of_row: Vec<String> = row.unit.iter().flat_map(|unit| listed(unit)).collect();
        let of_name = &row.name.heading.units;
        let per_cent = || (Decimal::ONE, "%".to_owned());
        match role {
            Role::Rank => Ok((Decimal::ONE, "位".to_owned())),
            Role::Change => {
                let by_row = [&of_row, of_name]
                    .into_iter()
                    .find(|units| !units.is_empty())
                    .filter(|_| column.role != Role::Change);
                let said = if own.is_empty() { by_row } else { Some(own) };
                if let Some(units) = said {
                    let ratio = units.iter().find(|unit| unit::is_ratio(unit)).filter(|_| units.len() > 1);
                    return Ok(unit::scaled(ratio.unwrap_or(&units[0])));
                }
                let open =
                    if column.role == Role::Change { column.heading.open } else { row.name.heading.open };
                if !open || !self.caption.units.is_empty() && self.caption.units.iter().all(|u| u == "%") {
                    return Ok(per_cent());
                }
                self.by_difference(row, at, value)
            }
            Role::Share | Role::Ratio => {
                match own.first().or(of_name.first().filter(|_| column.role == Role::Level)) {
                    Some(unit) => Ok(unit::scaled(unit)),
                    None if column.fractions => Ok((Decimal::ONE, String::new())),
                    None => Ok(per_cent()),
                }
            }
            _ => {
                let said = [own, &of_row, of_name].into_iter().find(|units| !units.is_empty());
                if let Some(unit) = column.heading.own_unit.as_ref().filter(|_| own.is_empty()) {
                    return Ok((Decimal::ONE, unit.clone()));
                }
                if let Some([unit]) = said.map(Vec::as_slice) {
                    return Ok(unit::scaled(unit));
                }
                // 报考 | 人数: its last word says in what it is counted.
                let counted = if column.heading.grouped { &column.heading.words } else { name };
                chosen(said.unwrap_or(&self.caption.units), counted)
            }
        }
    }

    /// The unit of a change that may be a difference or a rate: whichever comes to it from the two levels beside it.
    fn by_difference(&self, row: &Row<'_>, at: usize, value: Decimal) -> Result<(Decimal, String), Reason> {
        let level = |at: usize| match value::read(self.around.chars, row.line.cells[at]) {
            Content::Number(number) => Some(number.value),
            _ => None,
        };
        let of = self.columns[at].of.ok_or(Reason::Unmeasured)?;
        let (factor, unit) = {
            let name = self.name(row, of, Role::Level);
            self.unit(row, of, Role::Level, &name, Decimal::ZERO)?
        };
        let words = &self.columns[at].heading.words;
        let difference = words.ends_with(['额', '数', '量']);
        let now = level(of);
        let levels =
            row.band.values.iter().filter(|other| **other != of && self.columns[**other].role == Role::Level);
        for before in levels.filter_map(|other| level(*other)) {
            let Some(now) = now else { break };
            let gap = now - before;
            let close = |a: Decimal, b: Decimal| (a.abs() - b.abs()).abs() <= Decimal::new(6, 2);
            if gap.abs() == value.abs() || close(gap, value) && !gap.is_zero() {
                let points = if unit == "%" { "个百分点".to_owned() } else { unit };
                return Ok((factor, points));
            }
            let rate = (gap * Decimal::ONE_HUNDRED).checked_div(before);
            if rate.is_some_and(|rate| close(rate, value)) {
                return Ok((Decimal::ONE, "%".to_owned()));
            }
        }
        if difference && !unit.is_empty() { Ok((factor, unit)) } else { Err(Reason::Unmeasured) }
    }

    /// The time of a cell.
    fn period(&self, row: &Row<'_>, at: usize, role: Role, target: bool) -> Option<Period> {
        let column = &self.columns[at];
        let base = self.base(row, target);
        let own = self.column_period(row, at, base.as_ref(), target);
        let time = match (column.of, role) {
            (Some(of), Role::Change | Role::Rank) if column.heading.times.whens.is_empty() => {
                self.column_period(row, of, base.as_ref(), target)
            }
            _ => own,
        };
        let time = time?;
        let timeless = column.heading.times.whens.is_empty() && row.name.whens.is_empty();
        let stock =
            column.heading.times.stock || row.name.heading.times.stock || self.caption.stock && timeless;
        Some(match time.kind {
            PeriodType::AsOf if role == Role::Change => time::year_of(&time).unwrap_or(time),
            _ if stock && role != Role::Change => time::at_end(&time),
            _ => time,
        })
    }

    /// The time of a row: its own within that of the caption, or the one that governs the text.
    fn base(&self, row: &Row<'_>, target: bool) -> Option<Period> {
        let said = |e: &crate::period::Expression, words: &[char]| (self.around.said)(e, words, target);
        let mut base = self
            .caption
            .whens
            .iter()
            .fold(None, |base: Option<Period>, when| when.within(base.as_ref(), &said));
        if base.is_none() {
            base = (self.around.inherited)(target);
        }
        let base = base.map(|p| Period { inherited: true, ..p });
        row.name.whens.iter().fold(base, |base, when| {
            when.within(base.as_ref(), &said).map(|p| Period { inherited: false, ..p })
        })
    }

    fn column_period(&self, row: &Row<'_>, at: usize, base: Option<&Period>, target: bool) -> Option<Period> {
        let said = |e: &crate::period::Expression, words: &[char]| (self.around.said)(e, words, target);
        let column = &self.columns[at];
        let whens = &column.heading.times.whens;
        if whens.is_empty() {
            // A goal without a time of its own is that of the year.
            let goal = column.heading.planned == Some(true) && row.name.whens.is_empty();
            return if goal { base.and_then(whole_year) } else { base.cloned() };
        }
        // 2024年1—9月 | 上年同期: a year before the column on its left.
        let relative = whens.iter().any(When::is_before);
        let left = row.band.values.iter().rev().copied().find(|other| {
            *other < at
                && self.columns[*other].role == Role::Level
                && !self.columns[*other].heading.times.whens.is_empty()
                && !self.columns[*other].heading.times.whens.iter().any(When::is_before)
        });
        let beside = left.filter(|_| relative).and_then(|left| self.column_period(row, left, base, target));
        let from = beside.or_else(|| base.cloned());
        let found = whens.iter().fold(from, |base, when| when.within(base.as_ref(), &said))?;
        Some(Period { inherited: false, ..found })
    }
}

fn whole_year(period: &Period) -> Option<Period> {
    match period.kind {
        PeriodType::Year | PeriodType::MultiYear => Some(period.clone()),
        _ => time::year_of(period),
    }
}

/// True for what may stand in a column of units.
fn is_unit_word(word: &str) -> bool {
    !word.is_empty() && word.chars().any(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '℃'))
}

/// The units in a cell of units: 万元, or 万元、%; a word that is not known is one, too.
fn listed(text: &str) -> Vec<String> {
    let units = unit::list(text);
    if units.is_empty() { vec![text.to_owned()] } else { units }
}

/// Which of the units of a caption a name is in: rates are in %, counts of people not in 万元.
fn chosen(units: &[String], name: &str) -> Result<(Decimal, String), Reason> {
    let chars: Vec<char> = name.chars().collect();
    let none = || Ok((Decimal::ONE, String::new()));
    let expected = lexicon().synonyms.endings.longest_suffix(&chars).map(|(_, dimension)| dimension.as_str());
    let ratios: Vec<&String> = units.iter().filter(|unit| unit::is_ratio(unit)).collect();
    let others: Vec<&String> = units.iter().filter(|unit| !unit::is_ratio(unit)).collect();
    if name.ends_with('比') && ratios.is_empty() {
        return none();
    }
    if expected == Some("ratio") || others.is_empty() && !ratios.is_empty() {
        let births = ["出生率", "死亡率", "自然增长率"].iter().any(|rate| name.ends_with(rate));
        let unit = if births { ratios.iter().find(|unit| unit.as_str() == "‰") } else { ratios.first() };
        return match unit {
            Some(unit) => Ok(unit::scaled(unit)),
            None if births && units.iter().all(|unit| unit != "%") || units.is_empty() => none(),
            None => Ok((Decimal::ONE, "%".to_owned())),
        };
    }
    // 户数 and 人数 say in what they are counted.
    let counted = chars
        .strip_suffix(&['数'])
        .and_then(<[char]>::last)
        .map(char::to_string)
        .filter(|unit| unit::is_unit(unit) && unit::dimension(unit) == "count");
    let fits = |unit: &&&String| match (&counted, expected) {
        (Some(counted), _) => unit::dimension(unit) == "count" && unit.ends_with(counted.as_str()),
        (None, Some(expected)) => unit::dimension(unit) == expected,
        (None, None) => true,
    };
    match (&others[..], &counted) {
        ([], None) => none(),
        ([], Some(counted)) => Ok((Decimal::ONE, counted.clone())),
        ([only], Some(counted)) if unit::dimension(only) != "count" => Ok((Decimal::ONE, counted.clone())),
        ([only], _) => Ok(unit::scaled(only)),
        _ => {
            let mut fitting = others.iter().filter(fits);
            match (fitting.next(), fitting.next()) {
                (Some(unit), None) => Ok(unit::scaled(unit)),
                _ => Err(Reason::Unmeasured),
            }
        }
    }
}

/// The name of a part with that of the whole: 住宅 of 房屋施工面积 → 住宅房屋施工面积, 学校数 of 小学 → 小学学校数.
pub(super) fn part_of(whole: &str, part: &str) -> String {
    let rate = |words: &str| ["率", "比重", "占比", "比例"].iter().any(|end| words.ends_with(end));
    let before = is_measure(whole) && (!is_measure(part) || rate(whole) && !rate(part));
    if whole.is_empty() || part.contains(whole) {
        part.to_owned()
    } else if before {
        compose(part, whole, false, true)
    } else {
        format!("{whole}{part}")
    }
}

/// The name of a row with what is measured of it: 小学 and 在校生 → 小学在校生, 人均可支配收入 and 城镇居民 →
/// 城镇居民人均可支配收入. True for what has a unit of its own.
pub(super) fn compose(of: &str, what: &str, of_measured: bool, what_measured: bool) -> String {
    if what.is_empty() || of.ends_with(what) {
        return of.to_owned();
    }
    if of.is_empty() || what.starts_with(of) {
        return what.to_owned();
    }
    // 发电量 in a column 产量 is one already.
    if is_dependent(what) && of.chars().next_back() == what.chars().next_back() {
        return of.to_owned();
    }
    // 境内发明专利 in a column 专利数: what both say is said once.
    let [first, second]: [Vec<char>; 2] = [of, what].map(|words| words.chars().collect());
    let shared = (2..second.len()).rev().find(|length| first.ends_with(&second[..*length]));
    if let Some(shared) = shared {
        return of.chars().chain(second[shared..].iter().copied()).collect();
    }
    let turned = (of_measured || is_measure(of)) && !(what_measured || is_measure(what));
    if turned { format!("{what}{of}") } else { format!("{of}{what}") }
}

/// True for 金额, 数量: as what something is counted.
fn is_dependent(name: &str) -> bool {
    lexicon().names.exact(&name.chars().collect::<Vec<_>>()) == Some(&NameRole::Dependent)
}

/// True where two names share a word: 货物出口额 says already that it is of 货物进出口.
fn alike(core: &str, name: &str) -> bool {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let own = pairs(name);
    pairs(core).iter().any(|pair| own.contains(pair))
}
