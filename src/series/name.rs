//! Names of indicators → the key that two wordings of one name share, and what was done to get there.

use super::Point;
use crate::claim::{Claim, Kind};
use crate::lexicon::{Synonym, Unit, lexicon};
use crate::text::shadow::fold;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Words for the speaker's own place, which say where and not what.
const PLACES: [&str; 15] = [
    "全国", "我国", "全省", "我省", "本省", "全市", "我市", "本市", "全区", "我区", "本区", "全县", "我县",
    "本县", "全域",
];

/// Words that begin like one of [`PLACES`] but are about a market or an area as a thing.
const NO_PLACES: [&str; 4] = ["全市场", "全区域", "全区块", "全域旅游"];

/// Words that look like one of [`NO_PLACES`] and still begin with a place: 全市场馆 are a city's venues.
const PLACES_AFTER_ALL: [&str; 3] = ["全市场馆", "全市场所", "全市场地"];

/// Bodies of each level, told apart by the character before them: 市人大, 省人大.
const BODIES: [&str; 2] = ["人大", "政协"];

/// What part of a whole something is.
const SHARE: &str = "比重";

/// A name read down to its key, with every step that was more than tidying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// What two claims of one indicator share.
    pub(super) key: String,
    /// What was taken for what.
    pub(super) steps: Vec<Step>,
}

/// What was done to a name on the way to its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A leading place was taken off.
    Place,
    /// Words that say nothing of what is measured were taken out: 全年, 完成, 增速.
    Wording(String),
    /// A word was put where it is usual: 人均农民纯收入 → 农民人均纯收入.
    Order(String),
    /// A stretch was written in full: 规上 → 规模以上.
    Part(String, String),
    /// The name is another's synonym.
    Synonym { from: String, note: String },
}

/// The key of an indicator's name, where nothing else is known: leading places and words that say
/// nothing of what is measured go, short forms are written in full, synonyms become one name.
///
/// The same name always gives the same key, and a key is its own key. A name that is not empty never
/// has an empty key.
pub fn normalise(name: &str) -> String {
    read(name, None, None).key
}

/// What else a name, or a part of one, is called: its key where that is another, and the synonyms that share it.
pub fn other_names(name: &str) -> Vec<String> {
    let key = normalise(name);
    let mut others: Vec<String> = lexicon().synonyms.same.meaning(|synonym| synonym.name == key).collect();
    others.sort();
    others.insert(0, key);
    let own = tidy(name);
    others.retain(|other| *other != own);
    others
}

/// What a name for several things names one by one: the incomes of 城镇居民 and of 农村居民 for those of 城乡居民. Empty
/// where it names one thing, as 进出口 does.
pub fn one_by_one(name: &str) -> Vec<String> {
    let name = tidy(name);
    let several = lexicon().compounds.iter().find(|compound| !compound.sum && name.contains(&compound.word));
    several.map_or_else(Vec::new, |compound| {
        compound.parts.iter().map(|part| name.replacen(&compound.word, part, 1)).collect()
    })
}

/// Reads a name down to its key.
///
/// Full-width letters, digits and signs become half-width, ASCII letters lowercase; blanks,
/// punctuation, quotes, footnote marks and 的 go. Then leading places go (全国, 我省, 全市, and `scope`),
/// words that say nothing of what is measured (全年, 可比), and the level of the scope's own bodies
/// (市人大 in a city); short forms are written in full, words whose order means nothing stand in one order, and
/// synonyms become one name.
///
/// `kind` says what the value is: what is only a synonym of a growth counts for a change alone.
pub(super) fn read(name: &str, scope: Option<&str>, kind: Option<Kind>) -> Reading {
    let bare = tidy(name);
    if bare.is_empty() {
        return Reading { key: name.to_owned(), steps: Vec::new() };
    }
    let scope = scope.map(tidy).filter(|scope| !scope.is_empty());
    let mut reading = Reading { key: bare, steps: Vec::new() };
    // Each round may uncover what the next can read; a handful is enough for any name.
    for _ in 0..6 {
        let before = reading.key.clone();
        reading.without_places(scope.as_deref());
        reading.without_wording(kind);
        reading.of_own_body(scope.as_deref());
        reading.of_own_whole(scope.as_deref());
        reading.in_full();
        reading.in_order();
        reading.by_synonym(kind);
        if reading.key == before {
            break;
        }
    }
    reading
}

/// What the documents of one scope call an indicator: of the names that are its own written in full, as 地区生产总值
/// is for 国内生产总值, the one that most of them use, of equals the newest. A name that a person gave stays.
pub fn called<'a>(name: &str, points: impl IntoIterator<Item = &'a Point>) -> String {
    let own = tidy(name);
    if normalise(name) != own {
        return name.to_owned();
    }
    let mut uses: BTreeMap<(String, Kind), (BTreeSet<i64>, Option<NaiveDate>)> = BTreeMap::new();
    for point in points {
        let (documents, newest) = uses.entry((tidy(&point.claim.indicator), point.claim.kind)).or_default();
        documents.insert(point.document.id);
        *newest = (*newest).max(point.document.date);
    }
    let in_full = |wording: &str, kind: Kind| {
        let Reading { key, steps } = read(wording, None, Some(kind));
        key == own
            && wording.chars().count() >= own.chars().count()
            && steps.iter().all(|step| matches!(step, Step::Part(..)))
    };
    let most = uses
        .into_iter()
        .filter(|((wording, kind), _)| in_full(wording, *kind))
        .max_by_key(|(_, (documents, newest))| (documents.len(), *newest));
    match most {
        Some(((wording, _), _)) if wording != own => wording.to_ascii_uppercase(),
        _ => name.to_owned(),
    }
}

impl Reading {
    fn without_places(&mut self, scope: Option<&str>) {
        while let Some(after) = after_place(&self.key, scope) {
            self.key = after.to_owned();
            self.note(Step::Place);
        }
    }

    fn without_wording(&mut self, kind: Option<Kind>) {
        let words = &lexicon().synonyms;
        if is_known(&self.key) {
            return;
        }
        // 年进出口总额 is that of a year, as any.
        if let Some(rest) = self.key.strip_prefix('年').filter(|rest| is_known(rest)) {
            let rest = rest.to_owned();
            return self.take("年", rest);
        }
        if let Some((word, rest)) = strip(&words.front, &self.key, End::Front, |_| true) {
            self.take(word, rest);
        }
        let complete = |rest: &str| is_known(rest) || expected_dimension(rest).is_some();
        if let Some((word, rest)) = strip(&words.back, &self.key, End::Back, complete) {
            self.take(word, rest);
        }
        if kind == Some(Kind::Change)
            && let Some((word, rest)) = strip(&words.back_of_change, &self.key, End::Back, |_| true)
        {
            self.take(word, rest);
        }
        // 民间投资额 is 民间投资; 成交额 is no 成交.
        let sums_up = |rest: &str| words.amounts.of.iter().any(|word| rest.ends_with(word.as_str()));
        if let Some((word, rest)) = strip(&words.amounts.words, &self.key, End::Back, sums_up) {
            self.take(word, rest);
        }
        // 完成一般公共预算收入 is that revenue; 完成投资 is not 投资.
        let long = |rest: &str| complete(rest) && rest.chars().count() >= 4;
        if let Some((word, rest)) = strip(&words.light, &self.key, End::Front, long) {
            self.take(word, rest);
        }
        self.without_light_verb();
    }

    /// 第三产业实现增加值 is its value added; what a project 完成投资 is not all that it will cost.
    fn without_light_verb(&mut self) {
        let adds_nothing = |verb: &str| {
            let at = self.key.find(verb).filter(|at| *at > 0)?;
            let (owner, rest) = (&self.key[..at], &self.key[at + verb.len()..]);
            let long = owner.chars().count() >= 2 && rest.chars().count() >= 2;
            let whole = lexicon().synonyms.endings.exact(&chars(rest)).is_some();
            (long && whole && !rest.starts_with("投资")).then(|| format!("{owner}{rest}"))
        };
        let light = &lexicon().synonyms.light;
        if let Some((verb, rest)) = light.iter().find_map(|verb| Some((verb, adds_nothing(verb)?))) {
            self.take(verb, rest);
        }
    }

    /// 人均 stands before what is shared, wherever else it may stand.
    fn in_order(&mut self) {
        for floating in &lexicon().synonyms.floating {
            let word = floating.word.as_str();
            let Some(head) = floating.before.iter().find(|head| self.key.ends_with(head.as_str())) else {
                continue;
            };
            let led = &self.key[..self.key.len() - head.len()];
            if led.matches(word).count() == 1 && !led.ends_with(word) {
                self.key = format!("{}{word}{head}", led.replacen(word, "", 1));
                self.note(Step::Order(word.to_owned()));
            }
        }
        let done = &lexicon().synonyms.done;
        if let Some((verb, what)) = strip(done, &self.key, End::Back, |what| what.chars().count() > 2) {
            self.key = format!("{verb}{what}");
            self.note(Step::Order(verb.to_owned()));
        }
    }

    fn take(&mut self, word: &str, rest: String) {
        self.key = rest;
        self.note(Step::Wording(word.to_owned()));
    }

    /// A share of 全市国内生产总值, told of a city, is one of its own.
    fn of_own_whole(&mut self, scope: Option<&str>) {
        let Some(level) = scope.and_then(|scope| scope.chars().last()) else { return };
        let own = format!("占全{level}");
        if let Some(at) = self.key.find(&own).filter(|at| *at > 0 && self.key.len() > at + own.len() + 5) {
            let rest = format!("{}占{}", &self.key[..at], &self.key[at + own.len()..]);
            self.take(&own[3..], rest);
        }
    }

    /// A part of a whole told in per cent is a 比重 by any word: 占财政支出80%, 占财政支出的比例.
    pub(super) fn of_share(&mut self, claim: &Claim) {
        let parts = self.key.split_once('占').filter(|(part, whole)| !part.is_empty() && !whole.is_empty());
        if parts.is_none() || claim.kind != Kind::Level || !matches!(claim.unit.as_str(), "%" | "‰") {
            return;
        }
        if expected_dimension(&self.key) != Some("ratio") {
            self.key.push_str(SHARE);
        } else if let Some((word, rest)) =
            ["比例", "比率", "份额"].iter().find_map(|word| Some((word, self.key.strip_suffix(word)?)))
        {
            let key = format!("{rest}{SHARE}");
            self.note(Step::Part((*word).to_owned(), SHARE.to_owned()));
            self.key = key;
        }
    }

    /// 市人大代表建议, said of a city, are the suggestions to its own congress.
    fn of_own_body(&mut self, scope: Option<&str>) {
        for level in ['市', '省', '区', '县'] {
            if scope.is_some_and(|scope| !scope.ends_with(level)) {
                continue;
            }
            for body in BODIES {
                let own = format!("{level}{body}");
                if self.key.find(&own).is_some_and(|at| self.key[..at].chars().count() <= 2) {
                    let rest = self.key.replacen(&own, body, 1);
                    self.take(&level.to_string(), rest);
                }
            }
        }
    }

    fn in_full(&mut self) {
        let parts = &lexicon().synonyms.parts;
        let chars = chars(&self.key);
        let mut full = String::with_capacity(self.key.len());
        let mut at = 0;
        while at < chars.len() {
            let Some((len, means)) = parts.longest(&chars[at..]) else {
                full.push(chars[at]);
                at += 1;
                continue;
            };
            let word: String = chars[at..at + len].iter().collect();
            // 三年人均道路面积 is of three years, and no 人均 of a year.
            if word.starts_with('年') && at > 0 && is_number(chars[at - 1]) {
                full.push_str(&word);
                at += len;
                continue;
            }
            full.push_str(means);
            at += len;
            if word != *means {
                self.note(Step::Part(word, means.clone()));
            }
        }
        self.key = full;
    }

    fn by_synonym(&mut self, kind: Option<Kind>) {
        let chars = chars(&self.key);
        let synonyms = &lexicon().synonyms;
        let growth = || (kind == Some(Kind::Change)).then(|| synonyms.growth.exact(&chars)).flatten();
        if let Some(Synonym { name, note, .. }) = synonyms.same.exact(&chars).or_else(growth) {
            let from = std::mem::replace(&mut self.key, name.clone());
            self.note(Step::Synonym { from, note: note.clone() });
        }
    }

    fn note(&mut self, step: Step) {
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
    }
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十两几".contains(c)
}

/// On which side of a name a word stands.
#[derive(Clone, Copy)]
enum End {
    Front,
    Back,
}

/// The first of `words` that can be taken off so that two characters or more are left which `suit`,
/// and what is left.
fn strip<'w>(
    words: &'w [String],
    name: &str,
    end: End,
    suit: impl Fn(&str) -> bool,
) -> Option<(&'w str, String)> {
    words.iter().find_map(|word| {
        let rest = match end {
            End::Front => name.strip_prefix(word.as_str()),
            End::Back => name.strip_suffix(word.as_str()),
        }?;
        (rest.chars().count() >= 2 && suit(rest)).then(|| (word.as_str(), rest.to_owned()))
    })
}

/// 一般预算收入 of 一般预算收入跨越, where what is left is a known name.
pub(super) fn without_verb_behind(name: &str) -> &str {
    let words = lexicon().synonyms.back.iter();
    words.filter_map(|word| name.strip_suffix(word.as_str())).find(|rest| is_known(rest)).unwrap_or(name)
}

/// Whether this is one of the names that synonyms lead to.
pub fn is_known(name: &str) -> bool {
    let words = &lexicon().synonyms;
    words.names.contains(name) || words.same.exact(&chars(name)).is_some()
}

/// All that the indicator of this name is called: the name itself, what it leads to, and what else leads there.
pub(super) fn written(name: &str) -> Vec<String> {
    let key = normalise(name);
    let same = lexicon().synonyms.same.iter().filter(|(_, synonym)| synonym.name == key);
    let mut names: Vec<String> = same.map(|(word, _)| word).chain([tidy(name)]).collect();
    names.push(key);
    names
}

/// The dimension that a name is measured in, where its ending says so: 率 is a ratio, 收入 is money.
pub(super) fn expected_dimension(key: &str) -> Option<&'static str> {
    lexicon().synonyms.endings.longest_suffix(&chars(key)).map(|(_, dimension)| dimension.as_str())
}

/// What is measured, by the last words of a key: 收入 of 财政收入. `None` where it ends otherwise.
pub fn head(key: &str) -> Option<&'static str> {
    lexicon().weights.heads.iter().find(|head| key.ends_with(head.as_str())).map(String::as_str)
}

/// The unit as the lexicon knows it.
pub(super) fn unit(word: &str) -> Option<&'static Unit> {
    lexicon().units.exact(&chars(word))
}

/// What sets a level apart from the indicator of this name, where its unit does not suit the name:
/// 收入是2010年的2.3倍 is no income.
pub(super) fn odd_measure(key: &str, unit_word: &str) -> Option<String> {
    let dimension = unit(unit_word).map_or("", |unit| unit.dimension.as_str());
    let odd = match (expected_dimension(key), dimension) {
        // By how many times or points it is more is no value of it, whatever it is.
        (_, "ratio") if unit_word != "%" && unit_word != "‰" => true,
        // Compound units (微克/立方米, 元/吨) and unknown ones are what the name says they are.
        (Some(_), "") if !unit_word.is_empty() => false,
        // 6434万 of a count of people needs no word for them.
        (Some(expected), dimension) => expected != dimension && (expected, dimension) != ("count", ""),
        (None, _) => false,
    };
    odd.then(|| if unit_word.is_empty() { "无单位".to_owned() } else { unit_word.to_owned() })
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Whether a name says of what but not what of it: 铁路, 制造业企业数, 钢材数量 in a table.
pub(super) fn names_part(key: &str) -> bool {
    let measured = key.ends_with('量') && !key.ends_with("数量")
        || ["面积", "资金", "里程"].iter().any(|word| key.ends_with(word));
    !is_known(key) && expected_dimension(key).is_none() && !measured
}

/// Whether a clause begins with the speaker's own place: 全市, 全国.
pub(super) fn names_place(clause: &str) -> bool {
    PLACES.iter().any(|place| clause.starts_with(place) && *place != "我国")
}

/// What follows a leading place, where something does.
fn after_place<'a>(name: &'a str, scope: Option<&str>) -> Option<&'a str> {
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    if starts(&NO_PLACES) && !starts(&PLACES_AFTER_ALL) {
        return None;
    }
    let places = scope.into_iter().chain(PLACES);
    places.filter_map(|place| name.strip_prefix(place)).find(|rest| !rest.is_empty())
}

/// A name in half-width lower-case letters without blanks, punctuation, footnote marks and 的.
pub fn tidy(name: &str) -> String {
    without_footnotes(name)
        .chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric() && *c != '的' || is_sign(*c))
        .collect()
}

/// A name without [28] and without what is left of it where a bracket was lost: 招生[45.
fn without_footnotes(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(open) = rest.find('[') {
        kept.push_str(&rest[..open]);
        let inside = rest[open + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
        rest = inside.strip_prefix(']').unwrap_or(inside);
    }
    kept.push_str(rest);
    kept
}

/// Signs that change what is measured: PM2.5, 每万人/床, 1+8+1, 占比% are not the same without them.
fn is_sign(c: char) -> bool {
    matches!(c, '.' | '/' | '+' | '%' | '‰' | '℃')
}

/// One character for one, as on the shadow that quantities are read from.
fn half_width(c: char) -> char {
    fold(c).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::place("全市群众满意度", "群众满意度")]
    #[case::two_places("我国 全省的群众满意度", "群众满意度")]
    #[case::own_words("受理群众的诉求", "受理群众诉求")]
    #[case::quotes("“一网通办”事项", "一网通办事项")]
    #[case::width("ＰＭ２．５浓度", "pm2.5浓度")]
    #[case::footnote("贫困地区[28]农村居民收入", "贫困地区农村居民收入")]
    #[case::broken_footnote("技工学校招生[45", "技工学校招生")]
    #[case::order("新增城镇就业", "城镇新增就业")]
    #[case::renamed("地方财政一般预算收入", "一般公共预算收入")]
    #[case::renamed_twice("全市地方公共财政收入", "一般公共预算收入")]
    #[case::light_verb("完成一般公共预算收入", "一般公共预算收入")]
    #[case::a_verb_that_counts("完成投资", "完成投资")]
    #[case::in_full("规上工业增加值", "规模以上工业增加值")]
    #[case::part("服务业占生产总值比重", "服务业占国内生产总值比重")]
    #[case::another_product("国民生产总值", "国民生产总值")]
    #[case::own_congress("办结市人大代表建议", "办理人大代表建议")]
    #[case::comparable("一般公共预算收入可比", "一般公共预算收入")]
    #[case::time("年末全省总人口", "人口")]
    #[case::of_a_year("农民年人均纯收入", "农村居民人均纯收入")]
    #[case::of_a_year_behind("农民人均年纯收入", "农村居民人均纯收入")]
    #[case::order_of_words("人均农民纯收入", "农村居民人均纯收入")]
    #[case::order_of_what_is_not_listed("新增牧区劳动力转移就业", "牧区劳动力新增转移就业")]
    #[case::what_was_done("人大代表建议办结", "办理人大代表建议")]
    #[case::what_was_done_with_others("信访事项办结", "办结信访事项")]
    #[case::budget("地方一般公共财政预算收入", "一般公共预算收入")]
    #[case::milestone("地方一般预算收入先后跨越", "一般公共预算收入")]
    #[case::verb_within("第三产业实现增加值", "服务业增加值")]
    #[case::amount("民间投资额", "民间投资")]
    #[case::families("城镇居民家庭人均可支配收入", "城镇居民人均可支配收入")]
    #[case::spent_of_what_it_will_cost("重点项目完成投资", "重点项目完成投资")]
    #[case::all_three("一二三产业", "一二三产业")]
    #[case::young("青年人均收入", "青年人均收入")]
    #[case::of_several_years("三年人均道路面积", "三年人均道路面积")]
    #[case::a_price("技术合同成交额", "技术合同成交额")]
    #[case::a_noun_that_ends_like_a_verb("查处违法行为", "查处违法行为")]
    #[case::proofs("承诺即办证明事项", "承诺即办证明事项")]
    #[case::services("承诺即办服务事项", "承诺即办服务事项")]
    #[case::bars("《政府公报》、发行量", "政府公报发行量")]
    #[case::market("全市场主体", "全市场主体")]
    #[case::venues("全市场馆数量", "场馆数量")]
    #[case::only_a_place("全国", "全国")]
    #[case::only_de("的", "的")]
    #[case::only_signs("“”", "“”")]
    #[case::empty("", "")]
    fn names_that_mean_the_same_share_a_key(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(normalise(name), expected);
        assert_eq!(normalise(&normalise(name)), expected, "a key is its own key");
    }

    #[test]
    fn the_claims_own_place_goes_and_another_stays() {
        let key = |name: &str| read(name, Some("海州市"), None).key;
        assert_eq!(key("海州市的城镇新增就业"), "城镇新增就业");
        assert_eq!(key("海州市"), "海州市");
        assert_eq!(key("东港市城镇新增就业"), "东港市城镇新增就业");
    }

    #[rstest]
    #[case("城乡居民人均消费支出", &["城镇居民人均消费支出", "农村居民人均消费支出"])]
    #[case("城镇居民人均消费支出", &[])]
    #[case("进出口总额", &[])]
    fn a_name_for_two_things_names_each(#[case] name: &str, #[case] each: &[&str]) {
        assert_eq!(one_by_one(name), each);
    }

    #[test]
    fn a_share_of_the_own_whole_needs_no_place() {
        let key = |name: &str| read(name, Some("海州市"), None).key;
        assert_eq!(key("服务业增加值占全市生产总值比重"), "服务业增加值占国内生产总值比重");
        assert_eq!(key("服务业增加值占全省生产总值比重"), "服务业增加值占全省国内生产总值比重");
    }

    #[rstest]
    #[case("规模以上工业增加值", "工业增加值")]
    #[case("农村居民人均可支配收入", "城镇居民人均可支配收入")]
    #[case("新增就业", "就业")]
    #[case("财政总收入", "财政收入")]
    #[case("地方财政收入", "财政收入")]
    #[case("规模以上固定资产投资", "固定资产投资")]
    #[case("常住人口", "总人口")]
    #[case("城市居民人均可支配收入", "城镇居民人均可支配收入")]
    #[case("第三产业就业人员", "就业人员")]
    #[case("城镇登记失业率", "城镇调查失业率")]
    #[case("常住人口城镇化率", "户籍人口城镇化率")]
    #[case("办理提案", "受理提案")]
    #[case("粮食产量", "粮食播种面积")]
    fn a_qualifier_that_changes_the_meaning_keeps_names_apart(#[case] one: &str, #[case] other: &str) {
        assert_ne!(normalise(one), normalise(other));
    }

    #[test]
    fn growth_is_named_by_what_grows() {
        let key = |name: &str| read(name, None, Some(Kind::Change)).key;
        assert_eq!(key("经济增长速度"), "国内生产总值");
        assert_eq!(key("居民消费价格涨幅"), "居民消费价格");
        assert_eq!(normalise("经济"), "经济");
    }

    #[test]
    fn the_provinces_congress_is_not_the_citys() {
        let key = |name: &str| read(name, Some("海州市"), None).key;
        assert_eq!(key("办理省人大代表建议"), "办理省人大代表建议");
        assert_eq!(key("办理市人大代表建议"), "办理人大代表建议");
    }

    #[rstest]
    #[case("一般公共预算收入", "元", None)]
    #[case("一般公共预算收入", "倍", Some("倍"))]
    #[case("一般公共预算收入", "", Some("无单位"))]
    #[case("森林覆盖率", "%", None)]
    #[case("森林覆盖率", "个百分点", Some("个百分点"))]
    #[case("受理群众诉求", "件次", None)]
    #[case("pm2.5浓度", "微克/立方米", None)]
    fn a_value_of_another_dimension_is_told(
        #[case] key: &str,
        #[case] unit: &str,
        #[case] odd: Option<&str>,
    ) {
        assert_eq!(odd_measure(key, unit).as_deref(), odd);
    }
}
