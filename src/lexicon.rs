//! Words and units as data: loads and checks `assets/lexicon/*.toml`.
//!
//! Grammar is Rust, words are data: to teach the program a unit, a verb or a place, add a line to one
//! of the files. They are compiled in, loaded once, and checked: an error names file and line.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter;
use std::sync::LazyLock;
use toml::Spanned;

/// How exactly a value is meant.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Bound {
    /// As it stands.
    Exact,
    /// 近, 将近, 接近
    Nearly,
    /// 余, 多, 超, 超过, 突破
    MoreThan,
    /// 以上, 不低于, 至少
    AtLeast,
    /// 约, 左右, 上下
    About,
    /// 不足, 不到, 低于
    LessThan,
    /// 以内, 以下, 不超过
    AtMost,
    /// 5%—6%
    Range,
}

/// Which way a change goes.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    JsonSchema,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Direction {
    /// It rose.
    Up,
    /// It fell.
    Down,
}

/// On which side of the numeral a hedge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// 超过24万辆
    Before,
    /// 20个以上
    After,
}

/// A word that says how exactly a value is meant.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Hedge {
    /// Where it stands.
    pub side: Side,
    /// What it says.
    pub bound: Bound,
}

/// A counting word, a measure or a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The unit itself.
    pub word: String,
    /// What it measures: count, money, length, area …
    pub dimension: String,
    /// The unit of the same dimension that it converts to, where it does.
    pub base: Option<String>,
    /// How many of `base` one of it is.
    pub factor: Option<Decimal>,
}

/// What a verb before a quantity makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerbRole {
    /// The quantity is by how much it changed: 增长5%.
    Change,
    /// The quantity is what it came to: 提高到52%, 达300人.
    Reach,
    /// The quantity is a place in an order: 位列全国第六.
    Place,
}

/// A verb that governs a quantity.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    /// What it makes of the quantity.
    pub role: VerbRole,
    /// For a change: which way.
    pub direction: Option<Direction>,
}

/// What a noun or filler does in an indicator's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameRole {
    /// Says nothing without the head of an earlier clause: 总量, 增加值, 占比.
    Dependent,
    /// Ends a complete indicator: 率, 额, 收入, 比重.
    Measure,
    /// Goes from the front of a name: 已, 共, 累计, 成功.
    Filler,
    /// Goes from the end of a name: 达到, 为, 共.
    Tail,
    /// Says where a value stands, not what is measured: 大关, 新台阶.
    Hollow,
    /// Begins a plan: 力争, 确保, 计划.
    Plan,
    /// Says that something was done, not what: 支持, 提出.
    Empty,
}

/// What a word in the heading of a table says of the cells below it, or in the name of a row of those beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Says {
    /// They name the rows.
    Label,
    /// They sort what the rows name: 类别 beside 指标.
    Class,
    /// They say where the rows hold.
    Place,
    /// They say when the rows hold.
    Time,
    /// They say in which unit the rows are.
    Unit,
    /// They count the rows.
    Serial,
    /// They are numbers that name something: of a file, of an account, of a telephone.
    Code,
    /// They tell something besides.
    Note,
    /// They are of all together.
    Total,
    /// They are values of what the rows name.
    Plain,
    /// The same, below a heading that says of what: 金额 below 出口.
    Grouped,
    /// They are places in an order.
    Rank,
    /// They are shares of a whole.
    Share,
    /// They are results in per cent of a plan, or of what was before.
    Ratio,
    /// They are by how much something rose or fell.
    Change,
    /// They are values, though another word looks as if they were not: 增加值.
    Level,
    /// They are planned.
    Target,
    /// They are results.
    Actual,
}

/// Words of the headings and row names of tables.
#[derive(Debug)]
pub struct Tables {
    /// The whole heading.
    pub whole: Words<Says>,
    /// A word within it, for a change with the direction that it names.
    pub parts: Words<(Says, Option<Direction>)>,
    /// Ends of headings whose values have a unit of their own, whatever unit the rows are in.
    pub own: Words<String>,
    /// Words of a caption that is of results, whatever plan it names.
    pub results: Vec<String>,
}

/// How high a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The whole country.
    Country,
    /// A province, an autonomous region, a municipality or a special administrative region.
    Province,
    /// Any division right below a province: a city, an autonomous prefecture, a league.
    City,
    /// Any division below a city: a district, a county, a banner; also those right below a province.
    County,
    /// A functional area with its own administration: 雄安新区.
    Area,
    /// Several provinces, or parts of them: 长三角.
    Region,
}

/// A province, a city, a county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its full name: 市中区.
    pub name: String,
    /// What it is called where it stands alone: its name, and before it that of what it belongs to where others
    /// bear the name too: 济南市市中区.
    pub scope: String,
    /// How high it stands.
    pub level: Level,
    /// What it belongs to, as its place in [`Lexicon::places`].
    pub within: Option<usize>,
    /// For one that is no more: the names of what its area went to.
    pub into: Vec<String>,
}

/// What a name of places stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceName {
    /// Those that bear it, as their places in [`Lexicon::places`].
    pub bearers: Vec<usize>,
    /// Where it counts.
    pub reach: Reach,
}

/// Where a name counts as a place's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Anywhere: 历下区.
    Anywhere,
    /// In what is said of the place itself, of its province or of another part of it: 历下, 市北区.
    Near,
    /// Right after the name of what the place belongs to: 阳泉市城区.
    After,
}

/// Words by their first character, the longest first, each with what it means.
#[derive(Debug)]
pub struct Words<T> {
    by_first: HashMap<char, Vec<(Vec<char>, T)>>,
}

impl<T> Words<T> {
    fn new(entries: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut by_first: HashMap<char, Vec<(Vec<char>, T)>> = HashMap::new();
        for (word, meaning) in entries {
            let chars: Vec<char> = word.chars().collect();
            if let Some(first) = chars.first() {
                by_first.entry(*first).or_default().push((chars, meaning));
            }
        }
        for words in by_first.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self { by_first }
    }

    /// The longest word that `chars` begins with: its length and meaning.
    pub fn longest(&self, chars: &[char]) -> Option<(usize, &T)> {
        self.starts(chars).next()
    }

    /// All words that `chars` begins with, the longest first: their lengths and meanings.
    pub fn starts<'a, 'c>(
        &'a self,
        chars: &'c [char],
    ) -> impl Iterator<Item = (usize, &'a T)> + use<'a, 'c, T> {
        let words = chars.first().and_then(|first| self.by_first.get(first));
        let starts = words.into_iter().flatten().filter(move |(word, _)| chars.starts_with(word));
        starts.map(|(word, meaning)| (word.len(), meaning))
    }

    /// The longest word that `chars` ends with: its length and meaning.
    pub fn longest_suffix(&self, chars: &[char]) -> Option<(usize, &T)> {
        let reach = chars.len().min(12);
        (1..=reach).rev().find_map(|len| {
            let tail = &chars[chars.len() - len..];
            self.exact(tail).map(|meaning| (len, meaning))
        })
    }

    /// Every word with its meaning, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (String, &T)> {
        self.by_first.values().flatten().map(|(word, meaning)| (word.iter().collect(), meaning))
    }

    /// Every word that has this meaning, in no order.
    pub fn meaning(&self, fits: impl Fn(&T) -> bool) -> impl Iterator<Item = String> {
        let words = self.by_first.values().flatten();
        words.filter(move |(_, meaning)| fits(meaning)).map(|(word, _)| word.iter().collect())
    }

    /// The meaning of exactly this word.
    pub fn exact(&self, word: &[char]) -> Option<&T> {
        let words = self.by_first.get(word.first()?)?;
        words.iter().find(|(known, _)| known == word).map(|(_, meaning)| meaning)
    }
}

/// All words.
#[derive(Debug)]
pub struct Lexicon {
    /// Units, by every spelling.
    pub units: Words<Unit>,
    /// Nouns that begin like a unit: 部门 is no 部.
    pub nouns: Words<()>,
    /// Hedges that stand before the numeral.
    pub hedges_before: Words<Bound>,
    /// Hedges that stand after it.
    pub hedges_after: Words<Bound>,
    /// Words before a result that is not the last word on it: 预计.
    pub provisional: Words<()>,
    /// Verbs that govern a quantity.
    pub verbs: Words<Verb>,
    /// Nouns and fillers of names.
    pub names: Words<NameRole>,
    /// Words that stand for several heads of a list.
    pub compounds: Vec<Compound>,
    /// Places.
    pub places: Vec<Place>,
    /// What each name and alias of places stands for.
    pub place_names: Words<PlaceName>,
    /// Words for the place that the document is about: 我市, 全市.
    pub own_place: Words<()>,
    /// Fixed phrases that hold a numeral which counts nothing, each with the reason.
    pub phrases: Words<String>,
    /// Words that jieba should keep whole.
    pub terms: Vec<String>,
    /// What size is said of, at the end of words before a quantity: 投资 in 投资50亿元以上项目.
    pub sized_by: Words<()>,
    /// What has such a size: 项目.
    pub sized: Words<()>,
    /// Bodies, at the end of a name: 医院, 合作社.
    pub bodies: Words<()>,
    /// People, at the end of a word: 退休人员, 职工.
    pub people: Words<()>,
    /// What makes one name with a place before it: 政府, 文明城市.
    pub titled: Words<()>,
    /// Names that ten places or more use.
    pub attested: HashSet<String>,
    /// Words of the headings and row names of tables.
    pub tables: Tables,
    /// Which wordings name the same indicator.
    pub synonyms: Synonyms,
    /// What findings on two names weigh.
    pub weights: Weights,
    /// What units and indicators are called in English.
    pub english: English,
}

/// What units and indicators are called in English.
#[derive(Debug)]
pub struct English {
    /// Units, by every spelling, and what stands behind the sign of a compound one.
    pub units: Words<EnglishUnit>,
    /// Indicators, by their keys.
    pub indicators: Words<String>,
}

/// A unit in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnglishUnit {
    /// Of one: tonne.
    pub one: String,
    /// Of several: tonnes.
    pub many: String,
}

/// One word for several heads of a list: 存贷款.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compound {
    /// The word.
    pub word: String,
    /// The heads, in the order in which their values follow.
    pub parts: Vec<String>,
    /// The word is also what the heads add up to, as 进出口 is.
    #[serde(default)]
    pub sum: bool,
}

/// The name that several wordings share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// The name.
    pub name: String,
    /// Where that comes from.
    pub note: String,
    /// The wordings follow one another: a change is worth a note.
    pub renamed: bool,
}

/// A body that is often named apart from what it does: a hotline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its short name.
    pub name: String,
    /// How it is called, the longest first.
    pub words: Vec<String>,
    /// What it does, in the words that all of `handled` stand for.
    pub measure: String,
    /// Ways to say that it dealt with somebody's concern.
    pub handled: Vec<String>,
    /// What else is said of it without its name.
    pub rates: Vec<String>,
}

/// What findings on two names of one place weigh, in bits, and the words that tell names apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// What is measured, by the last words of a name, the longest first.
    pub heads: Vec<String>,
    /// Of two names of one head, before anything else is known.
    pub prior: f64,
    /// From here on two names are taken for one.
    pub linked: f64,
    /// From here on a person is asked.
    pub candidate: f64,
    /// One value for a year.
    pub same: f64,
    /// Two values for a year, in two documents.
    pub different: f64,
    /// Two values for a year, in one document.
    pub different_together: f64,
    /// One growth in a year.
    pub same_growth: f64,
    /// Two growths in a year, in two documents.
    pub different_growth: f64,
    /// Two growths in a year, in one document.
    pub different_growth_together: f64,
    /// A value that is the other's of the year before with the growth stated.
    pub continues: f64,
    /// How far off it may be, as a share of it.
    pub continues_within: f64,
    /// A value that is not.
    pub breaks: f64,
    /// How far off that must be, as a share of it.
    pub breaks_from: f64,
    /// Values of neighbouring years of one size.
    pub fits: f64,
    /// Values of neighbouring years far apart.
    pub jumps: f64,
    /// The multiples between which one year's value is of the last one's.
    pub rate: (f64, f64),
    /// The most that names weigh which never stand in one document.
    pub alternate: f64,
    /// A document that uses both names.
    pub together: f64,
    /// One name has words that are in no line of `words`.
    pub rest: f64,
    /// Words that tell names apart, of each line the longest first.
    pub words: Vec<Distinction>,
}

/// Words of which a name has one at most.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distinction {
    /// The words.
    pub words: Vec<String>,
    /// Two different ones are never of one indicator.
    pub apart: bool,
    /// What it weighs where one name alone has such a word; `None` where that keeps them apart.
    pub alone: Option<f64>,
}

/// Words at the end that say nothing after some others: 民间投资额.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    /// The words, the longest first.
    pub words: Vec<String>,
    /// What they say nothing after.
    pub of: Vec<String>,
}

/// A word that means the same wherever it stands in a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floating {
    /// The word.
    pub word: String,
    /// The ends of names that it stands before, the longest first.
    pub before: Vec<String>,
}

/// Bodies and parts of a place whose figures are not those of the whole place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owners {
    /// How they are called, the longest first.
    pub words: Vec<String>,
    /// Those of which a place has many: named in one clause, they do not own the figures of the next.
    pub many: Vec<String>,
    /// Words right after one that make something else of it.
    pub not_before: Vec<String>,
    /// Verbs and prepositions before one that make it an object.
    pub not_after: Vec<String>,
    /// What begins the name of a figure of all who live at a place.
    pub people: Vec<String>,
    /// How names end of what a place has by its companies, and they have not.
    pub of_places: Vec<String>,
    /// What begins a clause that says where work is to be done.
    pub aims: Vec<String>,
}

/// Among whom a place is ranked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranked {
    /// The places and groups.
    pub areas: Vec<Area>,
    /// What may stand between one of them and the rank.
    pub bodies: Vec<String>,
}

/// A place or group within which others are ranked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// What all of `words` mean.
    pub name: String,
    /// How it is called.
    pub words: Vec<String>,
}

/// Which wordings name the same indicator, and which words of a name say nothing of what is measured.
#[derive(Debug)]
pub struct Synonyms {
    /// The names that the others stand for.
    pub names: HashSet<String>,
    /// The whole name.
    pub same: Words<Synonym>,
    /// The whole name, where the value is a change of it.
    pub growth: Words<Synonym>,
    /// A stretch within a name.
    pub parts: Words<String>,
    /// Words at the front, the longest first.
    pub front: Vec<String>,
    /// Words at the end, the longest first.
    pub back: Vec<String>,
    /// Words at the end where the value is by how many per cent it changed, the longest first.
    pub back_of_change: Vec<String>,
    /// Verbs that add nothing before an indicator, the longest first.
    pub light: Vec<String>,
    /// Words for the sum of what is counted in money anyway.
    pub amounts: Amounts,
    /// Words that mean the same wherever they stand in a name.
    pub floating: Vec<Floating>,
    /// Verbs of what was done with something, which stand before it or behind.
    pub done: Vec<String>,
    /// The dimension that a name with this ending is measured in.
    pub endings: Words<String>,
    /// Words of what had better be low.
    pub lower: Vec<String>,
    /// What grows at constant prices, though its levels are told at current ones.
    pub constant_prices: Vec<String>,
    /// Ends of names of parts of a whole, of which more than 100 % cannot be.
    pub shares: Vec<String>,
    /// Words of what adds up over the years.
    pub sums: Vec<String>,
    /// Whose figures are not those of the whole place.
    pub owners: Owners,
    /// Among whom a place is ranked.
    pub ranked: Ranked,
    /// Words of a value that is compared by the same definition, not as it was reported.
    pub comparable: Vec<String>,
    /// Words of what holds for each of several years, or came about in the course of them.
    pub each_year: Vec<String>,
    /// Words of a mean over each of several years, or over the days of one.
    pub mean: Vec<String>,
    /// Words for a time of several years.
    pub years: Vec<String>,
    /// Words for the year before.
    pub last_year: Vec<String>,
    /// Bodies that are named apart from what they do.
    pub subjects: Vec<Subject>,
}

/// A mistake in one of the word lists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("assets/lexicon/{file}:{line}: {message}")]
pub struct LexiconError {
    /// The file.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// The lexicon, loaded at first use.
///
/// # Panics
/// When a word list is wrong, which the tests rule out for the lists that are compiled in.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| match load() {
        Ok(lexicon) => lexicon,
        Err(error) => panic!("{error}"),
    });
    &LEXICON
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    unit: Vec<Spanned<UnitEntry>>,
    #[serde(default)]
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    word: String,
    dimension: String,
    base: Option<String>,
    factor: Option<Decimal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacesFile {
    own: Vec<String>,
    everyday: Vec<String>,
    local: Vec<String>,
    place: Vec<Spanned<PlaceEntry>>,
}

/// By what they belong to: 历城区 with its other names, 莱芜市 → 济南市.
type CountiesFile = BTreeMap<String, Vec<Spanned<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEntry {
    word: String,
    kind: Level,
    within: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    into: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgesFile {
    hedge: Vec<Spanned<HedgeEntry>>,
    provisional: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgeEntry {
    word: String,
    side: Side,
    bound: Bound,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbsFile {
    verb: Vec<Spanned<VerbEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbEntry {
    words: Vec<String>,
    role: VerbRole,
    direction: Option<Direction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    name: Vec<Spanned<NameEntry>>,
    terms: Vec<String>,
    sized_by: Vec<String>,
    sized: Vec<String>,
    bodies: Vec<String>,
    people: Vec<String>,
    titled: Vec<String>,
    compound: Vec<Compound>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameEntry {
    role: NameRole,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TablesFile {
    whole: Vec<Spanned<HeadingEntry>>,
    part: Vec<Spanned<HeadingEntry>>,
    own: Vec<Spanned<OwnUnitEntry>>,
    results: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnUnitEntry {
    unit: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingEntry {
    says: Says,
    direction: Option<Direction>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhrasesFile {
    phrase: Vec<Spanned<PhraseEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    reason: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymsFile {
    same: Vec<Spanned<SynonymEntry>>,
    growth: Vec<Spanned<SynonymEntry>>,
    part: Vec<Spanned<PartEntry>>,
    front: Vec<String>,
    back: Vec<String>,
    back_of_change: Vec<String>,
    light: Vec<String>,
    amount: Amounts,
    floating: Vec<Floating>,
    done: Vec<String>,
    ending: Vec<Spanned<EndingEntry>>,
    lower: Vec<String>,
    constant_prices: Vec<String>,
    shares: Vec<String>,
    sums: Vec<String>,
    owner: Owners,
    ranked: Ranked,
    comparable: Vec<String>,
    each_year: Vec<String>,
    mean: Vec<String>,
    years: Vec<String>,
    last_year: Vec<String>,
    subject: Vec<Subject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymEntry {
    name: String,
    words: Vec<String>,
    note: String,
    #[serde(default)]
    renamed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartEntry {
    word: String,
    means: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndingEntry {
    dimension: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnglishFile {
    unit: Vec<Spanned<EnglishUnitEntry>>,
    indicator: Vec<Spanned<EnglishNameEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnglishUnitEntry {
    words: Vec<String>,
    one: String,
    many: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnglishNameEntry {
    name: String,
    english: String,
}

fn english(known: &[(String, Unit)]) -> Result<English, LexiconError> {
    let file = File { name: "english.toml", text: include_str!("../assets/lexicon/english.toml") };
    let list: EnglishFile = file.parse()?;
    let known: HashSet<&str> = known.iter().flat_map(|(word, _)| word.split(['/', '·'])).collect();
    for entry in &list.unit {
        if let Some(word) = entry.get_ref().words.iter().find(|word| !known.contains(word.as_str())) {
            let message = format!("{word} is no unit of units.toml, nor a part of one");
            return Err(LexiconError { file: file.name, line: file.line(entry.span().start), message });
        }
    }
    let units = file.pairs(list.unit, |e| {
        let unit = EnglishUnit { many: e.many.unwrap_or_else(|| e.one.clone()), one: e.one };
        e.words.into_iter().map(|word| (word, unit.clone())).collect()
    })?;
    let indicators = file.pairs(list.indicator, |e| vec![(e.name, e.english)])?;
    Ok(English { units: Words::new(units), indicators: Words::new(indicators) })
}

fn tables() -> Result<Tables, LexiconError> {
    let file = File { name: "tables.toml", text: include_str!("../assets/lexicon/tables.toml") };
    let list: TablesFile = file.parse()?;
    let whole = file.pairs(list.whole, |e| e.words.into_iter().map(|word| (word, e.says)).collect())?;
    let parts = file.pairs(list.part, |e| {
        let says = (e.says, e.direction);
        e.words.into_iter().map(|word| (word, says)).collect()
    })?;
    let own = file.pairs(list.own, |e| e.words.into_iter().map(|word| (word, e.unit.clone())).collect())?;
    Ok(Tables {
        whole: Words::new(whole),
        parts: Words::new(parts),
        own: Words::new(own),
        results: list.results,
    })
}

/// The longest first, so that the first that fits is the longest.
fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

fn synonyms() -> Result<Synonyms, LexiconError> {
    let file = File { name: "synonyms.toml", text: include_str!("../assets/lexicon/synonyms.toml") };
    let list: SynonymsFile = file.parse()?;
    let names = |entries: Vec<Spanned<SynonymEntry>>| {
        file.pairs(entries, |e| {
            let synonym = Synonym { name: e.name, note: e.note, renamed: e.renamed };
            e.words.into_iter().map(|word| (word, synonym.clone())).collect()
        })
    };
    Ok(Synonyms {
        names: list.same.iter().chain(&list.growth).map(|e| e.get_ref().name.clone()).collect(),
        same: Words::new(names(list.same)?),
        growth: Words::new(names(list.growth)?),
        parts: Words::new(file.pairs(list.part, |e| vec![(e.word, e.means)])?),
        front: longest_first(list.front),
        back: longest_first(list.back),
        back_of_change: longest_first(list.back_of_change),
        light: longest_first(list.light),
        amounts: Amounts { words: longest_first(list.amount.words), of: list.amount.of },
        floating: list
            .floating
            .into_iter()
            .map(|entry| Floating { before: longest_first(entry.before), ..entry })
            .collect(),
        done: list.done,
        endings: Words::new(
            file.pairs(list.ending, |e| e.words.into_iter().map(|w| (w, e.dimension.clone())).collect())?,
        ),
        lower: list.lower,
        constant_prices: list.constant_prices,
        shares: list.shares,
        sums: list.sums,
        owners: Owners { words: longest_first(list.owner.words), ..list.owner },
        ranked: list.ranked,
        comparable: list.comparable,
        each_year: list.each_year,
        mean: list.mean,
        years: list.years,
        last_year: list.last_year,
        subjects: list
            .subject
            .into_iter()
            .map(|subject| Subject { words: longest_first(subject.words), ..subject })
            .collect(),
    })
}

fn weights() -> Result<Weights, LexiconError> {
    let list: Weights =
        File { name: "links.toml", text: include_str!("../assets/lexicon/links.toml") }.parse()?;
    let words = list.words.into_iter().map(|line| Distinction { words: longest_first(line.words), ..line });
    Ok(Weights { heads: longest_first(list.heads), words: words.collect(), ..list })
}

/// What the lists of places hold.
struct Places {
    all: Vec<Place>,
    names: Words<PlaceName>,
    own: Words<()>,
}

fn places() -> Result<Places, LexiconError> {
    let places = File { name: "places.toml", text: include_str!("../assets/lexicon/places.toml") };
    let counties = File { name: "counties.toml", text: include_str!("../assets/lexicon/counties.toml") };
    let list: PlacesFile = places.parse()?;
    let mut known = Gazetteer::default();
    for entry in list.place {
        let start = entry.span().start;
        known.add(&places, start, entry.into_inner())?;
    }
    for (within, lines) in counties.parse::<CountiesFile>()? {
        for line in lines {
            let (start, text) = (line.span().start, line.into_inner());
            let (names, into) = text.split_once(" → ").unwrap_or((&text, ""));
            let mut names = names.split(' ').map(str::to_owned);
            let entry = PlaceEntry {
                word: names.next().unwrap_or_default(),
                kind: Level::County,
                within: Some(within.clone()),
                aliases: names.collect(),
                into: into.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            };
            known.add(&counties, start, entry)?;
        }
    }
    let (all, names) = known.finish(&list.everyday, &list.local);
    Ok(Places { all, names, own: Words::new(list.own.into_iter().map(|word| (word, ()))) })
}

/// Places as they are read, each after what it belongs to.
#[derive(Default)]
struct Gazetteer {
    all: Vec<Place>,
    bearers: HashMap<String, Vec<usize>>,
}

impl Gazetteer {
    fn add(&mut self, file: &File, start: usize, entry: PlaceEntry) -> Result<(), LexiconError> {
        let wrong = |message: String| LexiconError { file: file.name, line: file.line(start), message };
        let PlaceEntry { word, kind, within, aliases, into } = entry;
        let place = self.all.len();
        let within = match within {
            None => None,
            Some(name) => {
                let whole = self.bearers.get(&name).and_then(|bearers| bearers.first());
                Some(*whole.ok_or_else(|| wrong(format!("{name} is no place that stands above")))?)
            }
        };
        for name in iter::once(&word).chain(&aliases) {
            if name.is_empty() {
                return Err(wrong("a word is empty".into()));
            }
            let bearers = self.bearers.entry(name.clone()).or_default();
            // Two that belong to one city could never be told apart.
            if bearers.iter().any(|other| *other == place || self.all[*other].within == within) {
                return Err(wrong(format!("{name} stands above already")));
            }
            bearers.push(place);
        }
        self.all.push(Place { scope: word.clone(), name: word, level: kind, within, into });
        Ok(())
    }

    fn finish(mut self, everyday: &[String], local: &[String]) -> (Vec<Place>, Words<PlaceName>) {
        for place in 0..self.all.len() {
            let Place { name, within, .. } = &self.all[place];
            if let Some(within) = within.filter(|_| self.bearers[name].len() > 1) {
                self.all[place].scope = format!("{}{name}", self.all[within].name);
            }
        }
        let all = self.all;
        let reach = |name: &String, bearers: &[usize]| {
            let counties = bearers.iter().all(|place| all[*place].level == Level::County);
            // 历下 for 历下区, or 雄县: both may be parts of other words.
            let short = !name.ends_with(['县', '区', '市', '旗']) || name.chars().count() == 2;
            if everyday.contains(name) {
                Reach::After
            } else if counties && short || local.contains(name) {
                Reach::Near
            } else {
                Reach::Anywhere
            }
        };
        let names = self.bearers.into_iter().map(|(name, bearers)| {
            let reach = reach(&name, &bearers);
            (name, PlaceName { bearers, reach })
        });
        let names = Words::new(names);
        (all, names)
    }
}

/// One of the files, as compiled in.
struct File {
    name: &'static str,
    text: &'static str,
}

impl File {
    fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, LexiconError> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            LexiconError { file: self.name, line: self.line(at), message: error.message().to_owned() }
        })
    }

    fn line(&self, byte: usize) -> usize {
        self.text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
    }

    /// Flattens entries of several words into pairs, and refuses a word that stands twice.
    fn pairs<E, T>(
        &self,
        entries: Vec<Spanned<E>>,
        words: impl Fn(E) -> Vec<(String, T)>,
    ) -> Result<Vec<(String, T)>, LexiconError> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut pairs = Vec::new();
        for entry in entries {
            let line = self.line(entry.span().start);
            for (word, meaning) in words(entry.into_inner()) {
                if word.is_empty() {
                    return Err(LexiconError { file: self.name, line, message: "a word is empty".into() });
                }
                if let Some(first) = seen.insert(word.clone(), line) {
                    let message = format!("{word} stands in line {first} already");
                    return Err(LexiconError { file: self.name, line, message });
                }
                pairs.push((word, meaning));
            }
        }
        Ok(pairs)
    }
}

/// Loads and checks all word lists.
pub fn load() -> Result<Lexicon, LexiconError> {
    let units = File { name: "units.toml", text: include_str!("../assets/lexicon/units.toml") };
    let hedges = File { name: "hedges.toml", text: include_str!("../assets/lexicon/hedges.toml") };
    let verbs = File { name: "verbs.toml", text: include_str!("../assets/lexicon/verbs.toml") };
    let names = File { name: "names.toml", text: include_str!("../assets/lexicon/names.toml") };
    let phrases = File { name: "phrases.toml", text: include_str!("../assets/lexicon/phrases.toml") };

    let unit_list: UnitsFile = units.parse()?;
    let places = places()?;
    let hedge_list: HedgesFile = hedges.parse()?;
    let name_list: NamesFile = names.parse()?;
    let (before, after): (Vec<_>, Vec<_>) = hedges
        .pairs(hedge_list.hedge, |e| vec![(format!("{:?}{}", e.side, e.word), (e.word, e.side, e.bound))])?
        .into_iter()
        .map(|(_, hedge)| hedge)
        .partition(|(_, side, _)| *side == Side::Before);
    let bounds =
        |list: Vec<(String, Side, Bound)>| Words::new(list.into_iter().map(|(word, _, bound)| (word, bound)));

    let known_units = units.pairs(unit_list.unit, |e| {
        vec![(e.word.clone(), Unit { word: e.word, dimension: e.dimension, base: e.base, factor: e.factor })]
    })?;

    Ok(Lexicon {
        english: english(&known_units)?,
        units: Words::new(known_units),
        nouns: Words::new(unit_list.nouns.into_iter().map(|word| (word, ()))),
        hedges_before: bounds(before),
        hedges_after: bounds(after),
        provisional: Words::new(hedge_list.provisional.into_iter().map(|word| (word, ()))),
        verbs: Words::new(verbs.pairs(verbs.parse::<VerbsFile>()?.verb, |e| {
            let verb = Verb { role: e.role, direction: e.direction };
            e.words.into_iter().map(|word| (word, verb)).collect()
        })?),
        names: Words::new(
            names.pairs(name_list.name, |e| e.words.into_iter().map(|word| (word, e.role)).collect())?,
        ),
        compounds: name_list.compound,
        places: places.all,
        place_names: places.names,
        own_place: places.own,
        phrases: Words::new(phrases.pairs(phrases.parse::<PhrasesFile>()?.phrase, |e| {
            e.words.into_iter().map(|word| (word, e.reason.clone())).collect()
        })?),
        terms: name_list.terms,
        sized_by: Words::new(name_list.sized_by.into_iter().map(|word| (word, ()))),
        sized: Words::new(name_list.sized.into_iter().map(|word| (word, ()))),
        bodies: Words::new(name_list.bodies.into_iter().map(|word| (word, ()))),
        people: Words::new(name_list.people.into_iter().map(|word| (word, ()))),
        titled: Words::new(name_list.titled.into_iter().map(|word| (word, ()))),
        attested: include_str!("../assets/lexicon/attested.csv")
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').next().map(str::to_owned))
            .collect(),
        tables: tables()?,
        synonyms: synonyms()?,
        weights: weights()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_that_are_compiled_in_are_sound() {
        if let Err(error) = load() {
            panic!("{error}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_file_and_line() {
        let file = File {
            name: "units.toml",
            text: "unit = [\n  { word = \"件\", dimension = \"count\" },\n  { word = \"件\", dimension = \"count\" },\n]",
        };
        let entries = file.parse::<UnitsFile>().expect("it parses").unit;
        let error = file.pairs(entries, |e| vec![(e.word, ())]).expect_err("件 stands twice");
        assert_eq!(error.to_string(), "assets/lexicon/units.toml:3: 件 stands in line 2 already");
    }

    #[test]
    fn the_longest_word_wins() {
        let words = Words::new([("人".to_owned(), 1), ("人次".to_owned(), 2)]);
        let chars: Vec<char> = "人次以上".chars().collect();
        assert_eq!(words.longest(&chars), Some((2, &2)));
        assert_eq!(words.longest_suffix(&chars[..2]), Some((2, &2)));
    }
}
