//! What the lines above a table say of all of it: its time, its unit, what it is of.

use super::time::{self, When};
use super::unit;
use super::words;
use crate::document::Span;
use crate::lexicon::{NameRole, Says, lexicon};
use crate::place;
use crate::text::shadow::{ends_with, starts_with};

/// What stands above a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Caption {
    /// 单位:万元、%
    pub(super) units: Vec<String>,
    pub(super) whens: Vec<When>,
    /// 2024年11月末: its cells are counted then.
    pub(super) stock: bool,
    /// 表6 分行业固定资产投资增长速度: what the table is of.
    pub(super) subject: Option<String>,
    /// The same of any caption, for cells of which neither heading nor row says what they are.
    pub(super) title: String,
    /// 增长速度, 涨跌幅度: its cells are changes where their headings say nothing else.
    pub(super) changes: bool,
    /// 预算表: its cells are plans where their headings say nothing else.
    pub(super) planned: bool,
}

/// A caption is no longer than this.
const LONGEST: usize = 60;

impl Caption {
    /// Reads the lines above a table, the nearest last.
    pub(super) fn read(chars: &[char], lines: &[Span]) -> Self {
        let mut caption = Self::default();
        // A paragraph ends what belongs to the table.
        let own = lines.iter().rev().take_while(|line| is_caption(&chars[line.start..line.end]));
        let mut whens: Vec<Vec<When>> = Vec::new();
        let mut dated = false;
        for line in own {
            let (line, numbered) = without_number(&chars[line.start..line.end]);
            let words = words::plain(line);
            let units = units(&words);
            let only_unit =
                !units.is_empty() && starts_with(&words, &["单位", "(单位", "计量单位", "金额单位"]);
            if caption.units.is_empty() {
                caption.units = units;
            }
            // The day on which a text was published is not that of its tables.
            let is_day = time::is_time(&words) && words.contains(&'日');
            if only_unit || is_day {
                continue;
            }
            let mut rest: Vec<char> = words.iter().copied().filter(|c| !matches!(c, '(' | ')')).collect();
            let found = time::take(&mut rest);
            if !dated && !found.whens.is_empty() {
                dated = found.whens.iter().any(When::is_absolute);
                caption.stock |= found.stock;
                whens.push(found.whens);
            }
            if caption.title.is_empty() {
                caption.name(&words, numbered);
            }
        }
        caption.whens = whens.into_iter().rev().flatten().collect();
        caption
    }

    /// What the cells of a table measure where their rows and columns only say of whom, and as what: 对外直接投资 of
    /// 对外直接投资额, 进口 of 主要商品进口数量、金额.
    pub(super) fn core(&self) -> Option<&str> {
        let names = &lexicon().names;
        let mut core = self.subject.as_deref()?;
        for front in ["主要商品", "主要产品", "分行业", "分地区", "主要", "全部"] {
            core = core.strip_prefix(front).unwrap_or(core);
        }
        loop {
            let chars: Vec<char> = core.chars().collect();
            let Some((len, _)) =
                names.longest_suffix(&chars).filter(|(len, role)| *len == 2 && **role == NameRole::Dependent)
            else {
                break;
            };
            let end: usize = chars[..chars.len() - len].iter().map(|c| c.len_utf8()).sum();
            core = core[..end].trim_end_matches(['、', '和', '及']);
        }
        let loose = core.starts_with('各') || ["指标", "能力", "情况"].iter().any(|end| core.ends_with(end));
        (core.chars().count() >= 2 && !loose).then_some(core)
    }

    fn name(&mut self, words: &[char], numbered: bool) {
        let (mut rest, _) = words::brackets(words);
        time::take(&mut rest);
        let text: String = rest.iter().collect();
        let end = ["及其", "情况", "增长速度", "比上年"].iter().filter_map(|word| text.find(word)).min();
        let subject = text[..end.unwrap_or(text.len())].trim_start_matches('年').trim_end_matches('、');
        self.subject = (numbered && !subject.is_empty()).then(|| subject.to_owned());
        let tables = &lexicon().tables;
        let says = |says: Says| {
            (0..rest.len())
                .any(|at| tables.parts.longest(&rest[at..]).is_some_and(|(_, found)| found.0 == says))
        };
        let beside = ["及其", "和增", "与增", "、增"].iter().any(|word| text.contains(word));
        let speeds =
            ["增长速度", "增速", "涨跌幅", "涨幅", "增幅", "增长率", "增长情况", "增长幅度", "涨跌情况"];
        self.changes = !beside && speeds.iter().any(|word| text.contains(word));
        self.planned = says(Says::Target) && !tables.results.iter().any(|word| text.contains(word.as_str()));
        self.title = bare(subject);
    }
}

/// A line that may be a caption: short, and no sentence.
fn is_caption(line: &[char]) -> bool {
    let sentence = line.iter().any(|c| matches!(c, '。' | ';' | '!' | '?')) || ends_with(line, &[",", ":"]);
    line.len() <= LONGEST && !sentence
}

/// The units that a line names: 单位:万元、%, 表3 主要指标(亿元).
fn units(words: &[char]) -> Vec<String> {
    let text: String = words.iter().collect();
    if let Some((_, rest)) = text.split_once("单位:") {
        let said: String = rest.trim_start().chars().take_while(|c| !matches!(c, ')' | '。' | ';')).collect();
        return unit::list(&said);
    }
    let (_, inside) = words::brackets(words);
    inside.last().map(|inner| unit::list(&inner.iter().collect::<String>())).unwrap_or_default()
}

/// A line without what opens it: the marks of a heading, its number, 表6. True where it is numbered as a table.
fn without_number(line: &[char]) -> (&[char], bool) {
    let marks = line.iter().take_while(|c| matches!(c, '#' | '*' | ' ')).count();
    let line = &line[marks..];
    for (word, table) in [("附表", true), ("附件", false), ("表", true), ("图", false), ("专栏", false)]
    {
        let Some(rest) = line.strip_prefix(&word.chars().collect::<Vec<_>>()[..]) else { continue };
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        // 表12023年: the number of the table, and a year.
        let digits = if digits > 4 { digits - 4 } else { digits };
        let parts = rest[digits..].iter().take_while(|c| matches!(c, '-' | '—')).count();
        let more = rest[digits + parts..].iter().take_while(|c| c.is_ascii_digit()).count();
        let (parts, more) =
            if digits > 0 && parts > 0 && (1..3).contains(&more) { (parts, more) } else { (0, 0) };
        let end = digits + parts + more;
        let colon = matches!(rest.get(end), Some(':' | '、'));
        if digits < 4 && (digits > 0 || colon) {
            return (&rest[end + usize::from(colon)..], table && digits > 0);
        }
    }
    (words::name(line).0, false)
}

/// 各县区主要经济指标完成情况表 → blank, 各县区生产总值 → 生产总值: what a caption names as measured.
fn bare(subject: &str) -> String {
    let mut name = subject.trim_matches([':', '的', '、', ' ']);
    let chars: Vec<char> = name.chars().collect();
    if let Some(place) = place::at(&chars, 0, None) {
        let length: usize = chars[..place.span.end].iter().map(|c| c.len_utf8()).sum();
        name = &name[length..];
    }
    let front = [
        "全国",
        "全省",
        "全市",
        "全县",
        "全区",
        "各县区",
        "各区县",
        "各县市区",
        "各县市",
        "各地区",
        "各市",
        "分地区",
        "分县区",
        "分行业",
        "各",
        "分",
        "年",
    ];
    while let Some(rest) = front.iter().find_map(|word| name.strip_prefix(word)) {
        name = rest;
    }
    let back = [
        "草案",
        "预算",
        "决算",
        "收支",
        "执行",
        "统计表",
        "一览表",
        "汇总表",
        "情况表",
        "执行表",
        "排名表",
        "表",
        "情况",
        "统计",
        "排名",
        "数据",
        "任务",
        "完成",
        "目标",
        "主要指标",
        "主要经济指标",
        "指标",
        "工作",
    ];
    while let Some(rest) = back.iter().find_map(|word| name.strip_suffix(word)) {
        name = rest;
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(lines: &str) -> Caption {
        let chars: Vec<char> = lines.chars().collect();
        let mut spans = Vec::new();
        let mut start = 0;
        for line in lines.split('\n') {
            let length = line.chars().count();
            spans.push(Span::new(start, start + length));
            start += length + 1;
        }
        Caption::read(&chars, &spans)
    }

    #[rstest]
    #[case(
        "表6 2023年分行业固定资产投资(不含农户)增长速度",
        Some("分行业固定资产投资"),
        "固定资产投资",
        true
    )]
    #[case("2024年1—9月招商引资任务完成情况", None, "招商引资", false)]
    #[case("图1 2019—2023年全市生产总值及其增长速度", None, "生产总值", false)]
    #[case("表1 2023年年末人口数及其构成\n单位:万人", Some("人口数"), "人口数", false)]
    fn a_caption_says_what_its_table_is_of(
        #[case] lines: &str,
        #[case] subject: Option<&str>,
        #[case] title: &str,
        #[case] changes: bool,
    ) {
        let caption = read(lines);
        assert_eq!(caption.subject.as_deref(), subject);
        assert_eq!(caption.title, title);
        assert_eq!(caption.changes, changes);
    }

    #[rstest]
    #[case("表14 2023年对外非金融类直接投资额及其增长速度", Some("对外非金融类直接投资额"))]
    #[case("表11 2023年主要商品进口数量、金额及其增长速度", Some("进口"))]
    #[case("表6 2023年分行业固定资产投资增长速度", Some("固定资产投资"))]
    #[case("表9 2023年各级各类教育招生、在校生、毕业生情况", None)]
    #[case("表8 2023年房地产开发和销售主要指标", None)]
    fn a_caption_says_what_its_cells_measure(#[case] line: &str, #[case] core: Option<&str>) {
        assert_eq!(read(line).core(), core);
    }

    #[rstest]
    #[case("单位:万元、%", &["万元", "%"])]
    #[case("(计量单位:亿元)", &["亿元"])]
    #[case("2023年收入(单位:万元)", &["万元"])]
    #[case("2023年主要指标(亿元)", &["亿元"])]
    #[case("2023年人口(含外来)", &[])]
    #[case("完成投资3亿元。单位:个", &[])]
    fn a_caption_says_the_units(#[case] line: &str, #[case] units: &[&str]) {
        assert_eq!(read(line).units, units);
    }

    #[rstest]
    #[case("2024年部门支出预算表", true)]
    #[case("2024年收支预算草案", true)]
    #[case("2023年预算执行情况表", false)]
    #[case("2023年收入决算表", false)]
    #[case("2024年目标任务完成进度", false)]
    fn a_caption_says_whether_its_table_is_of_plans(#[case] line: &str, #[case] planned: bool) {
        assert_eq!(read(line).planned, planned);
    }
}
