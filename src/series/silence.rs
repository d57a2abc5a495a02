//! Indicators that were reported for years and then no more.

use super::name::{self, tidy};
use crate::document::{Day, DocumentKind};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A document of a place, and whether it speaks of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The document's number.
    pub document: i64,
    /// Its title, else its file's name.
    pub title: String,
    /// Its day, as exactly as it is known.
    pub day: Day,
    /// A claim in it of the indicator for that place; a result where it gives one.
    pub claim: Option<i64>,
    /// Whether that claim is a result.
    pub result: bool,
    /// Its text names the indicator, though nothing was read there: see [`Names`].
    pub named: bool,
    /// How many claims it holds.
    pub claims: i64,
}

impl Mention {
    fn speaks(&self) -> bool {
        self.claim.is_some() || self.named
    }
}

/// An indicator that documents of one kind gave year after year and then no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[schemars(rename = "Silence")]
pub struct Vanished {
    /// The last year in which it was reported.
    pub last: i32,
    /// For how many years with documents in a row it had been.
    pub years: usize,
    /// How many documents of the kind came after that year.
    pub silent: usize,
    /// The claim of the last document that gave it.
    pub claim: i64,
    /// The newest document of the kind.
    pub newest: i64,
}

/// So many years in a row make a habit.
const HABIT: usize = 3;

/// Whether an indicator was reported in at least three years in a row and then no more. `mentions` are all documents
/// of the place, in the order of their days; years without documents count for nothing.
///
/// Only documents that can be compared count: reports with reports, and else those of the same title but for its
/// figures; none that holds less than a third of the claims of the last one that gave it. Where any document has
/// spoken of the indicator since, be it a target or a passing word, it is not gone.
pub fn vanished(mentions: &[Mention]) -> Option<Vanished> {
    let last_year = mentions.iter().rfind(|one| one.speaks())?.day.date.year();
    let mut families: BTreeMap<String, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        families.entry(family(&mention.title)).or_default().push(mention);
    }
    let found = families.values().filter_map(|held| {
        let last = held.iter().rfind(|one| one.result)?;
        let whole = |one: &&&Mention| one.claims * 3 >= last.claims;
        let since: Vec<&&Mention> =
            held.iter().filter(|one| one.day.date.year() > last.day.date.year()).filter(whole).collect();
        let years = |of: &dyn Fn(&Mention) -> bool| -> BTreeSet<i32> {
            held.iter().filter(|one| of(one)).map(|one| one.day.date.year()).collect()
        };
        let (reported, all) = (years(&|one| one.result), years(&|_| true));
        let habit =
            all.range(..=last.day.date.year()).rev().take_while(|year| reported.contains(year)).count();
        (last.day.date.year() == last_year && habit >= HABIT).then_some(Vanished {
            last: last_year,
            years: habit,
            silent: since.len(),
            claim: last.claim?,
            newest: since.last()?.document,
        })
    });
    found.max_by_key(|gone| gone.years)
}

/// What documents have in common that can be compared.
fn family(title: &str) -> String {
    match DocumentKind::of(Some(title)) {
        kind @ (DocumentKind::Report
        | DocumentKind::Court
        | DocumentKind::Budget
        | DocumentKind::Bulletin) => <&'static str>::from(kind).to_owned(),
        _ => title.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect(),
    }
}

/// All that an indicator is called, ready to be looked for; nothing where it has no name that could be.
#[derive(Debug)]
pub struct Names(Vec<Name>);

/// So many characters tell one indicator from others; 办复率 alone may be that of anything.
const SHORTEST: usize = 4;

#[derive(Debug)]
struct Name {
    /// Its last four characters, which say of what kind it is: 上市公司.
    end: String,
    pairs: HashSet<Pair>,
}

/// Two characters that stand together.
type Pair = (char, char);

impl Names {
    /// These wordings, and whatever else leads to the same indicator.
    pub fn of(wordings: &[String]) -> Self {
        if wordings.iter().all(|wording| wording.chars().count() < SHORTEST) {
            return Self(Vec::new());
        }
        let all: BTreeSet<String> = wordings.iter().flat_map(|wording| name::written(wording)).collect();
        let long = all.iter().filter(|wording| wording.chars().count() > 1);
        let names = long.map(|wording| {
            let before = wording.chars().count().saturating_sub(SHORTEST);
            Name { end: wording.chars().skip(before).collect(), pairs: pairs(wording) }
        });
        Self(names.collect())
    }

    /// Whether a sentence names the indicator, or comes near: it holds the end of a name, or more than half
    /// of its pairs of characters (空气质量连续五年达到国家二级标准 for 空气质量保持国家二级标准). It errs on the side of naming it.
    pub fn stand_in(&self, spoken: &Spoken) -> bool {
        self.0.is_empty()
            || spoken.0.iter().any(|(sentence, held)| {
                let holds = |name: &Name| name.pairs.intersection(held).count() * 2 > name.pairs.len();
                self.0.iter().any(|name| sentence.contains(&name.end) || holds(name))
            })
    }
}

/// The sentences of a text, ready to be asked for many names.
#[derive(Debug)]
pub struct Spoken(Vec<(String, HashSet<Pair>)>);

impl Spoken {
    /// Those of this text.
    pub fn of(text: &str) -> Self {
        let sentences = text.split(['。', '；', ';', '\n']).map(tidy).filter(|sentence| !sentence.is_empty());
        let held = sentences.map(|sentence| {
            let pairs = pairs(&sentence);
            (sentence, pairs)
        });
        Self(held.collect())
    }
}

fn pairs(words: &str) -> HashSet<Pair> {
    words.chars().zip(words.chars().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Documents of these years: r a report that gives a result, t one that sets a target, n one that names it, R one
    /// that does not, S one that does not and is short; c and C a conference on something else each year.
    fn mentions(years: &[(i32, char)]) -> Vec<Mention> {
        let of = |(at, &(year, kind)): (usize, &(i32, char))| Mention {
            document: at as i64 + 1,
            title: if kind.eq_ignore_ascii_case(&'c') {
                format!("云州市第{at}场发布会：{}", ["养老", "供水", "托育"][at % 3])
            } else {
                format!("{year}年政府工作报告")
            },
            day: Day::of_year(year).expect("a year"),
            claim: matches!(kind, 'r' | 'c' | 't').then_some(at as i64 + 1),
            result: matches!(kind, 'r' | 'c'),
            named: kind == 'n',
            claims: if kind == 'S' { 10 } else { 100 },
        };
        years.iter().enumerate().map(of).collect()
    }

    #[rstest]
    #[case::three_reports_and_silence(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'R'), (2024, 'R')], Some((3, 2022, 2)))]
    #[case::still_there(&[(2020, 'r'), (2021, 'r'), (2022, 'r')], None)]
    #[case::as_a_target(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 't')], None)]
    #[case::in_passing(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'R'), (2024, 'n')], None)]
    #[case::only_a_part_of_a_report_came_since(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'S')], None)]
    #[case::only_another_kind_came_since(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'C')], None)]
    #[case::another_kind_spoke_of_it(&[(2020, 'r'), (2021, 'r'), (2022, 'r'), (2023, 'R'), (2023, 'c')], None)]
    #[case::a_lost_document(&[(2018, 'r'), (2020, 'r'), (2021, 'r'), (2022, 'R')], Some((3, 2021, 1)))]
    #[case::no_habit(&[(2020, 'r'), (2021, 'R'), (2022, 'r'), (2023, 'R')], None)]
    #[case::never(&[(2020, 'R')], None)]
    fn gone_is_what_comparable_documents_gave_and_then_did_not(
        #[case] years: &[(i32, char)],
        #[case] expected: Option<(usize, i32, usize)>,
    ) {
        let mentions = mentions(years);
        assert_eq!(vanished(&mentions).map(|gone| (gone.years, gone.last, gone.silent)), expected);
    }

    #[rstest]
    #[case::as_it_stands("全年城镇新增就业18万人", "城镇新增就业", true)]
    #[case::over_blanks("城镇 新增 就业的人数", "城镇新增就业", true)]
    #[case::under_another_of_its_names("新增城镇就业人数18万", "城镇新增就业", true)]
    #[case::most_of_it("登记失业率控制在4%", "城镇登记失业率", true)]
    #[case::without_whose("上市公司总量达到284家", "境内外上市公司", true)]
    #[case::another_rate("调查失业率控制在5%", "城镇登记失业率", false)]
    #[case::in_other_words("空气质量连续五年达到国家二级标准", "空气质量保持国家二级标准", true)]
    #[case::in_two_sentences("城镇建设提速；就业稳定", "城镇新增就业", false)]
    #[case::of_something_else("粮食丰收", "粮食产量", false)]
    #[case::by_a_name_that_says_too_little("粮食丰收", "办复率", true)]
    fn a_text_may_name_what_was_not_read_in_it(
        #[case] text: &str,
        #[case] name: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(Names::of(&[name.to_owned()]).stand_in(&Spoken::of(text)), expected);
    }
}
