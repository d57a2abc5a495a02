//! What the heading of a column, or the name of a row, says: what is measured, in which unit, when, and how.

use super::time::{self, Times};
use super::unit;
use super::words;
use crate::lexicon::{Direction, Says, lexicon};
use crate::text::shadow::{ends_with, starts_with};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Role {
    /// Values of what the rows name.
    #[default]
    Level,
    /// By how much that rose or fell.
    Change,
    /// Which part of a whole it is.
    Share,
    /// How much of a plan it is, or of what was before.
    Ratio,
    /// Where it stands in an order.
    Rank,
    /// The names of the rows.
    Label,
    /// Where they hold.
    Place,
    /// When they hold.
    Time,
    /// In which unit they are.
    Unit,
    /// Numbers that count rows or name files and accounts.
    Serial,
    Code,
    /// Words besides.
    Note,
    /// Nothing tells.
    Unknown,
}

/// What a heading says.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word that was there or not")]
pub(super) struct Heading {
    /// All its words without unit and time.
    pub(super) words: String,
    /// What is measured: its words without those that only say how; blank for 绝对数.
    pub(super) title: String,
    /// The units that it names.
    pub(super) units: Vec<String>,
    pub(super) times: Times,
    pub(super) role: Role,
    /// Whether it is of plans or of results, where it says so.
    pub(super) planned: Option<bool>,
    /// A change that is given as how much less it became: 下降%.
    pub(super) down: bool,
    /// 增速排名, 占比变化: it is of a change or a share of the value, not of the value.
    pub(super) of_change: bool,
    /// 环比, 比年初, 比2019年: against what a change is, where that is not the year before.
    pub(super) against: Against,
    /// It is of all together: 合计.
    pub(super) total: bool,
    /// 金额 below a group that says of what.
    pub(super) grouped: bool,
    /// 类别: it sorts what stands beside it, which has names of its own.
    pub(super) class: bool,
    /// 得分: its unit is not that of the rows; blank for plain numbers.
    pub(super) own_unit: Option<String>,
    /// 增减: whether it is a difference or a rate, only the unit tells.
    pub(super) open: bool,
}

/// Against what a change is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Against {
    #[default]
    Unsaid,
    YearBefore,
    PeriodBefore,
    Other,
}

/// A word of headings where it stands.
struct Part {
    start: usize,
    end: usize,
    says: Says,
    direction: Option<Direction>,
}

impl Heading {
    /// Reads the words of one cell of a heading.
    pub(super) fn read(cell: &[char]) -> Self {
        let mut heading = Self::default();
        if let Some(says) = whole(cell) {
            heading.words = cell.iter().collect();
            heading.say(says);
            return heading;
        }
        let cell = words::name(cell).0;
        // 件 | 人 below 批准逮捕
        let text: String = cell.iter().collect();
        if unit::is_unit(&text) && parts(cell).is_empty() {
            heading.units = vec![text];
            return heading;
        }
        let (mut rest, inside) = words::brackets(cell);
        let mut remarks = Vec::new();
        for inner in inside {
            let text: String = inner.iter().collect();
            let units = unit::list(&text);
            if !units.is_empty() {
                heading.units = units;
            } else if time::is_time(&inner) {
                let mut inner = inner;
                heading.times = time::take(&mut inner);
            } else {
                remarks.extend(inner);
            }
        }
        heading.without_trailing_unit(&mut rest);
        let times = time::take(&mut rest);
        heading.times.whens.extend(times.whens);
        heading.times.stock |= times.stock;
        heading.times.base = times.base;
        strip_marks(&mut rest);
        heading.words = rest.iter().collect();
        if let Some(says) = whole(&rest) {
            heading.say(says);
            return heading;
        }
        heading.sort(&rest, &remarks);
        // 环比(上月=100): an index, of which nothing but the base is said.
        if remarks.ends_with(&['=', '1', '0', '0']) && heading.role == Role::Change {
            heading.role = Role::Unknown;
        }
        heading.own_unit = lexicon().tables.own.longest_suffix(&rest).map(|(_, unit)| unit.clone());
        heading
    }

    /// Reads the name of a row. Only words that are the whole of it, or a growth at its end, say how its cells are meant.
    pub(super) fn of_row(name: &[char]) -> Self {
        let (mut rest, inside) = words::brackets(name);
        let mut heading = Self::default();
        for inner in inside {
            let units = unit::list(&inner.iter().collect::<String>());
            if !units.is_empty() {
                heading.units = units;
            }
        }
        heading.without_trailing_unit(&mut rest);
        let whole_time = time::is_time(&rest);
        let mut timeless = rest.clone();
        let times = time::take(&mut timeless);
        // 本年收入合计 and 年末常住人口 are those of the table's time; 上年结转收入 is a name.
        let own = times.whens.iter().all(time::When::stays) && (times.stock || !times.whens.is_empty());
        let dated = times.whens.iter().any(time::When::is_absolute) && starts_with_digit(&rest);
        if whole_time || own || dated {
            heading.times = times;
            rest = timeless;
        }
        strip_marks(&mut rest);
        heading.words = rest.iter().collect();
        heading.title.clone_from(&heading.words);
        if whole(&rest) == Some(Says::Total) {
            heading.total = true;
            return heading;
        }
        let column = Self::read(name);
        let bare = column.title.is_empty() && whole(&rest).is_none();
        let grows = column.role == Role::Change && !column.open && ends_with_growth(&rest);
        if bare || grows {
            heading.role = column.role;
            heading.title = column.title;
            heading.planned = column.planned;
            (heading.down, heading.against, heading.open) = (column.down, column.against, column.open);
        }
        heading
    }

    fn say(&mut self, says: Says) {
        self.role = match says {
            Says::Label | Says::Class => Role::Label,
            Says::Place => Role::Place,
            Says::Time => Role::Time,
            Says::Unit => Role::Unit,
            Says::Serial => Role::Serial,
            Says::Code => Role::Code,
            Says::Note => Role::Note,
            _ => Role::Level,
        };
        self.total = says == Says::Total;
        self.class = says == Says::Class;
        if says == Says::Grouped {
            self.title.clone_from(&self.words);
            self.grouped = true;
        }
    }

    /// 产值/亿元, 增长%, 增减百分点: a unit without brackets.
    fn without_trailing_unit(&mut self, rest: &mut Vec<char>) {
        let marks: Vec<usize> = (1..rest.len()).filter(|at| matches!(rest[*at], '/' | ':' | ',')).collect();
        for mark in marks {
            let units = unit::list(&rest[mark + 1..].iter().collect::<String>());
            // 元/吨 is a unit as a whole.
            if !units.is_empty() && !unit::is_unit(&rest.iter().collect::<String>()) {
                self.units = units;
                rest.truncate(mark);
                return;
            }
        }
        for (word, unit) in [
            ("±%", "%"),
            ("的%", "%"),
            ("%", "%"),
            ("‰", "‰"),
            ("个百分点", "个百分点"),
            ("百分点", "个百分点"),
        ] {
            if ends_with(rest, &[word]) && rest.len() > word.chars().count() {
                self.units = vec![unit.to_owned()];
                let mark = usize::from(word == "±%");
                rest.truncate(rest.len() - word.chars().count() + mark);
                return;
            }
        }
    }

    /// Sorts the words of a heading: what is measured, and how.
    fn sort(&mut self, rest: &[char], remarks: &[char]) {
        let parts = parts(rest);
        let has = |says: Says| parts.iter().any(|part| part.says == says);
        let status = parts.iter().find(|part| matches!(part.says, Says::Target | Says::Actual));
        self.planned = status.map(|part| part.says == Says::Target);
        // 预算执行数, 计划完成情况: what became of it.
        if has(Says::Target) && has(Says::Actual) {
            self.planned = Some(false);
        }
        // 2025年(目标)
        if self.planned.is_none() && parts_say(remarks, Says::Target) {
            self.planned = Some(true);
        }
        let changes: Vec<&Part> = parts.iter().filter(|part| part.says == Says::Change).collect();
        // 减少支出 is what was done; 同比减少, 支出减少 and 比上年 are changes.
        let last = changes.last().is_some_and(|part| part.end == rest.len());
        let compares = changes.iter().any(|part| part.direction.is_none());
        let changes_value = !changes.is_empty() && (last || compares) || self.times.base.is_some();
        let ratios = self.units.is_empty() || self.units.iter().all(|unit| unit::is_ratio(unit));
        let ratio = parts.iter().find(|part| part.says == Says::Ratio).filter(|_| ratios);
        let without = |says: &[Says]| without(rest, &parts, says);
        let share = has(Says::Share) || rest.first() == Some(&'占') && ratios;
        if let Some(ratio) = ratio {
            self.role = Role::Ratio;
            // 预算数为上年执行数的%: of the plan; 预算完成率: of the result.
            let of_plan = starts_with(&rest[ratio.start..], &["为上年", "为去年", "占上年", "占去年"]);
            self.planned =
                (of_plan && parts.first().is_some_and(|part| part.says == Says::Target)).then_some(true);
            let from = if parts.first().is_some_and(|part| part.says == Says::Target && part.start == 0) {
                ratio.start
            } else {
                0
            };
            self.title = rest[from..].iter().collect();
        } else if has(Says::Rank)
            && changes_value
            && parts.iter().rposition(|p| p.says == Says::Rank)
                < parts.iter().rposition(|p| p.says == Says::Change)
        {
            // 位次变化: up or down the list, nobody can tell from a sign.
            self.role = Role::Unknown;
        } else if has(Says::Rank) {
            self.role = Role::Rank;
            self.of_change = !changes.is_empty();
            self.title = without_region(&without(&[Says::Rank, Says::Change]));
        } else if changes_value {
            self.role = Role::Change;
            self.title = without(&[Says::Change, Says::Target, Says::Actual]);
            self.read_change(rest, &changes);
        } else if share {
            self.role = Role::Share;
            self.title = rest.iter().collect();
        } else if matches!(rest, ['完', '成']) && self.units == ["%"] {
            self.role = Role::Ratio;
            "完成率".clone_into(&mut self.title);
        } else {
            self.title = level_title(rest, &parts);
        }
        if whole(&self.title.chars().collect::<Vec<_>>()) == Some(Says::Plain) {
            self.title.clear();
        }
    }

    fn read_change(&mut self, rest: &[char], changes: &[&Part]) {
        let word = |part: &Part| rest[part.start..part.end].iter().collect::<String>();
        let either = ["增减", "升降", "涨跌", "变动", "变化"];
        let words: Vec<String> = changes.iter().map(|part| word(part)).collect();
        let holds = |marks: &[&str]| words.iter().any(|word| marks.iter().any(|mark| word.contains(mark)));
        let down = changes.iter().any(|part| part.direction == Some(Direction::Down));
        let up = changes.iter().any(|part| part.direction == Some(Direction::Up));
        self.down = down && !up && !holds(&either);
        let said: String = rest.iter().collect();
        self.against = if said.contains("环比") || said.contains("上月") || said.contains("上季") {
            Against::PeriodBefore
        } else if said.contains("年均") || said.contains("平均") || said.contains("年初") {
            Against::Other
        } else if ["同比", "上年", "去年", "同期"].iter().any(|word| said.contains(word)) {
            Against::YearBefore
        } else if said.contains('比') && said.contains('年') {
            Against::Other
        } else {
            Against::Unsaid
        };
        // 增速, 同比 and 涨幅 are rates by themselves; 增减, 增加 and 比上年 may be either.
        let rate = ["增长", "增速", "幅", "率", "同比", "环比", "涨跌"];
        self.open = !holds(&rate) || words.iter().any(|word| word.ends_with(['额', '数', '量']));
    }
}

/// What the whole of some words says.
fn whole(words: &[char]) -> Option<Says> {
    let lower: Vec<char> = words.iter().map(char::to_ascii_lowercase).collect();
    lexicon().tables.whole.exact(&lower).copied()
}

/// The words of headings within other words, from left to right, the longest at each place.
fn parts(words: &[char]) -> Vec<Part> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match lexicon().tables.parts.longest(&words[at..]) {
            Some((length, (says, direction))) => {
                found.push(Part { start: at, end: at + length, says: *says, direction: *direction });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn parts_say(words: &[char], says: Says) -> bool {
    parts(words).iter().any(|part| part.says == says)
}

/// Words without those that say `says`.
fn without(words: &[char], parts: &[Part], says: &[Says]) -> String {
    let drops = |at: usize| {
        parts.iter().any(|part| says.contains(&part.says) && (part.start..part.end).contains(&at))
    };
    let mut kept: Vec<char> = (0..words.len()).filter(|at| !drops(*at)).map(|at| words[at]).collect();
    strip_marks(&mut kept);
    kept.iter().collect()
}

/// 2024年目标 → blank; 计划投资 → 投资; 实际使用外资 stays.
fn level_title(rest: &[char], parts: &[Part]) -> String {
    let status = |part: &&Part| matches!(part.says, Says::Target | Says::Actual);
    let (mut from, mut to) = (0, rest.len());
    for part in parts.iter().filter(status) {
        if part.start == from && (part.says == Says::Target || part.end == rest.len()) {
            from = part.end;
        }
    }
    for part in parts.iter().rev().filter(status) {
        if part.end == to && part.start >= from {
            to = part.start;
        }
    }
    let mut kept = rest[from..to.max(from)].to_vec();
    strip_marks(&mut kept);
    kept.iter().collect()
}

/// 全省排名 → blank: among whom names nothing.
fn without_region(title: &str) -> String {
    let regions =
        ["在全国", "在全省", "在全市", "全国", "全省", "全市", "全区", "全县", "省内", "市内", "同类城市"];
    let title = regions.iter().find_map(|region| title.strip_prefix(region)).unwrap_or(title);
    title.trim_matches(['的', '中']).to_owned()
}

fn strip_marks(words: &mut Vec<char>) {
    let mark = |c: &char| matches!(c, ':' | ',' | '、' | '的' | '/' | '-' | '—' | '·' | '.');
    while words.last().is_some_and(mark) {
        words.pop();
    }
    let opens = words.iter().take_while(|c| mark(c)).count();
    words.drain(..opens);
}

fn starts_with_digit(words: &[char]) -> bool {
    words.first().is_some_and(char::is_ascii_digit)
}

/// 旅游总收入增长, 工业增加值增速: the row is of a growth.
fn ends_with_growth(words: &[char]) -> bool {
    ends_with(
        words,
        &[
            "增长",
            "增速",
            "增长率",
            "增长速度",
            "增幅",
            "涨幅",
            "降幅",
            "下降率",
            "降低率",
            "增长幅度",
            "下降幅度",
            "同比增长",
            "下降",
        ],
    ) && !ends_with(words, &["自然增长率"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn said(heading: &Heading) -> String {
        let plan = match heading.planned {
            Some(true) => " target",
            Some(false) => " actual",
            None => "",
        };
        let down = if heading.down { " down" } else { "" };
        format!("{:?} {} {}{plan}{down}", heading.role, heading.title, heading.units.join("+"))
    }

    #[rstest]
    #[case("年末数(万人)", "Level  万人")]
    #[case("比重(%)", "Share 比重 %")]
    #[case("比上年增长(%)", "Change  %")]
    #[case("同比±%", "Change  %")]
    #[case("增速", "Change  ")]
    #[case("产值/亿元", "Level 产值 亿元")]
    #[case("产值比上年增长%", "Change 产值 %")]
    #[case("2024年目标", "Level   target")]
    #[case("2023年完成", "Level   actual")]
    #[case("年初预算数", "Level   target")]
    #[case("预算执行数", "Level   actual")]
    #[case("完成预算%", "Ratio 完成预算 %")]
    #[case("完成率", "Ratio 完成率 ")]
    #[case("预算数为上年执行数的%", "Ratio 为上年执行数 % target")]
    #[case("全省排名", "Rank  ")]
    #[case("增速位次", "Rank  ")]
    #[case("位次变化", "Unknown  ")]
    #[case("增减百分点", "Change  个百分点")]
    #[case("下降(%)", "Change  % down")]
    #[case("降幅%", "Change  % down")]
    #[case("升降%", "Change  %")]
    #[case("占全部出口比重(%)", "Share 占全部出口比重 %")]
    #[case("占GDP%", "Share 占GDP %")]
    #[case("增加值(亿元)", "Level 增加值 亿元")]
    #[case("自然增长率(‰)", "Level 自然增长率 ‰")]
    #[case("新增(人)", "Level 新增 人")]
    #[case("实际使用外资(万美元)", "Level 实际使用外资 万美元 actual")]
    #[case("单位", "Unit  ")]
    #[case("序号", "Serial  ")]
    #[case("备注", "Note  ")]
    #[case("县(市、区)", "Place  ")]
    #[case("数量", "Level  ")]
    #[case("金额(亿元)", "Level 金额 亿元")]
    #[case("出口额(含市外)", "Level 出口额 ")]
    fn headings_say_what_and_how(#[case] heading: &str, #[case] want: &str) {
        assert_eq!(said(&Heading::read(&heading.chars().collect::<Vec<_>>())), want);
    }

    #[rstest]
    #[case("城镇新增就业(万人)", "Level 城镇新增就业 万人")]
    #[case("规模以上工业增加值增速(%)", "Change 规模以上工业增加值 %")]
    #[case("人口自然增长率(‰)", "Level 人口自然增长率 ‰")]
    #[case("完成率(%)", "Level 完成率 %")]
    #[case("完成投资", "Level 完成投资 ")]
    #[case("比上年增长(%)", "Change  %")]
    #[case("目标", "Level   target")]
    #[case("上年结转收入", "Level 上年结转收入 ")]
    #[case("本年收入合计", "Level 收入合计 ")]
    #[case("新增减税降费", "Level 新增减税降费 ")]
    #[case("占地区生产总值比重", "Level 占地区生产总值比重 ")]
    fn names_of_rows_say_how_only_where_that_is_sure(#[case] name: &str, #[case] want: &str) {
        assert_eq!(said(&Heading::of_row(&name.chars().collect::<Vec<_>>())), want);
    }
}
