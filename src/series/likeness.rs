//! How well names answer a query, and which indicators may be one.

use super::name;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// An indicator with all that it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its number.
    pub id: i64,
    /// Its key.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// How claims word it.
    pub aliases: Vec<String>,
    /// In how many documents it stands.
    pub documents: i64,
    /// The units of its levels.
    pub units: Vec<String>,
}

/// An indicator that may be the one that is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// From 0 to 100.
    pub score: u8,
    /// Why.
    pub reason: String,
}

/// Two indicators that may be one: for a person to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The one that stands in more documents.
    pub into: Candidate,
    /// The other one.
    pub from: Candidate,
    /// From [`PROPOSED`] to 89: what is surer is linked at once.
    pub score: u8,
    /// Why.
    pub reason: String,
}

/// Below this, two indicators are taken for different without asking.
pub const PROPOSED: u8 = 60;

/// Words that make another indicator of a name that is else the same. Each line holds words of which a
/// name has one at most.
const QUALIFIERS: [&[&str]; 14] = [
    &["农村", "城镇", "城市", "城乡", "农民", "市区"],
    &["新增", "净增", "累计", "减少", "存量", "新建", "改造", "改建", "新设"],
    &["第一产业", "第二产业", "第三产业", "服务业", "工业", "农业", "建筑业", "制造业", "高技术"],
    &["规模以上", "限额以上"],
    &["进口", "出口", "进出口"],
    &["登记", "调查"],
    &["户籍", "常住"],
    &["中央", "地方", "国家", "国有", "民营"],
    &["收入", "支出", "赤字"],
    &["受理", "办理", "办结", "审结"],
    &["可支配", "纯收入", "消费"],
    &["一般公共", "政府性基金", "国有资本"],
    &["存款", "贷款"],
    &["人均", "单位", "户均", "亩均", "占"],
];

/// The indicators that answer a query, best first: those called so, then those whose name holds it, then
/// those that look like it. `keys` are what the query may mean, the likeliest first.
pub fn rank(keys: &[String], known: &[Known]) -> Vec<Candidate> {
    let mut found: Vec<(Candidate, i64)> = known
        .iter()
        .filter_map(|one| {
            let (score, reason) = answer(keys, one)?;
            Some((Candidate { id: one.id, name: one.name.clone(), score, reason }, one.documents))
        })
        .collect();
    found.sort_by(|(a, many), (b, more)| {
        b.score.cmp(&a.score).then(more.cmp(many)).then_with(|| a.name.cmp(&b.name))
    });
    found.into_iter().map(|(candidate, _)| candidate).collect()
}

fn answer(keys: &[String], one: &Known) -> Option<(u8, String)> {
    if let Some(at) = keys.iter().position(|key| *key == one.key) {
        return Some((100 - at.min(5) as u8, "同名".into()));
    }
    let key = keys.first()?;
    // 园区财政收入 is worded 财政收入 where a sentence says whose it is, and still is not what that asks for.
    let part = one.key.ends_with(key.as_str());
    if let Some(alias) = one.aliases.iter().find(|alias| !part && name::tidy(alias) == *key) {
        return Some((92, format!("别名: {alias}")));
    }
    let names = || std::iter::once(&one.key).chain(&one.aliases);
    if let Some(longer) = names().find(|name| name::tidy(name).contains(key.as_str())) {
        let share = 30 * key.chars().count() / longer.chars().count().max(1);
        let often = one.documents.clamp(0, 9) as usize;
        // 税收 asks for the taxes rather than for their share.
        let rate = |name: &str| name::expected_dimension(name) == Some("ratio");
        let other = if rate(longer) && !rate(key) { 8 } else { 0 };
        return Some(((50 + share.min(30) + often - other) as u8, format!("含有: {longer}")));
    }
    let likeness = dice(key, &one.key) * 50 / 100;
    (likeness >= 25).then(|| (likeness as u8, "名称近似".into()))
}

/// Pairs that look alike and differ in no word that is known to matter, surest first. Symmetric: it
/// depends on the set of indicators, not on their order.
pub fn proposals(known: &[Known]) -> Vec<Proposal> {
    // Names that end alike are compared; a pair that ends otherwise is not the same noun.
    let mut by_ending: BTreeMap<Vec<char>, Vec<&Known>> = BTreeMap::new();
    for one in known {
        let chars: Vec<char> = one.key.chars().collect();
        by_ending.entry(chars[chars.len().saturating_sub(2)..].to_vec()).or_default().push(one);
    }
    let mut found = Vec::new();
    for alike in by_ending.values() {
        for (at, one) in alike.iter().enumerate() {
            found.extend(alike[at + 1..].iter().filter_map(|other| propose(one, other)));
        }
    }
    found.sort_by(|a, b| {
        b.score.cmp(&a.score).then_with(|| (&a.into.name, &a.from.name).cmp(&(&b.into.name, &b.from.name)))
    });
    found
}

fn propose(a: &Known, b: &Known) -> Option<Proposal> {
    let likeness = dice(&a.key, &b.key);
    if likeness < 70 || differ_in_qualifier(&a.key, &b.key) || counts_differ(&a.key, &b.key) {
        return None;
    }
    let shared =
        a.units.is_empty() || b.units.is_empty() || a.units.iter().any(|unit| b.units.contains(unit));
    if !shared {
        return None;
    }
    let score = (PROPOSED as usize + (likeness - 70)).min(89) as u8;
    let (into, from) = if (a.documents, &b.key) >= (b.documents, &a.key) { (a, b) } else { (b, a) };
    let candidate =
        |one: &Known| Candidate { id: one.id, name: one.name.clone(), score, reason: String::new() };
    let reason = format!("名称相似{likeness}%，单位相符");
    Some(Proposal { into: candidate(into), from: candidate(from), score, reason })
}

/// Whether one name has a word that makes another indicator of it, and the other lacks that word: 登记 and 调查, 新增.
pub fn differ_in_qualifier(a: &str, b: &str) -> bool {
    QUALIFIERS.iter().any(|line| line.iter().any(|word| a.contains(word) != b.contains(word)))
}

/// Numbers in names tell things apart: 5G, 12345, 65岁.
fn counts_differ(a: &str, b: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(a) != digits(b)
}

/// How much two names are alike, in per cent of the pairs of characters that they share.
pub fn likeness(one: &str, other: &str) -> usize {
    dice(&name::tidy(one), &name::tidy(other))
}

/// How many of the pairs of characters two names share, in per cent (Dice's coefficient).
fn dice(a: &str, b: &str) -> usize {
    let pairs = |name: &str| {
        let chars: Vec<char> = name.chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<HashSet<_>>()
    };
    let (a, b) = (pairs(a), pairs(b));
    let both = a.intersection(&b).count();
    if a.is_empty() || b.is_empty() { 0 } else { 200 * both / (a.len() + b.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn known(id: i64, key: &str, documents: i64) -> Known {
        let units = vec!["件".to_owned()];
        Known { id, key: key.into(), name: key.into(), aliases: vec![key.to_owned()], documents, units }
    }

    #[test]
    fn the_name_itself_comes_before_what_holds_it_and_what_looks_like_it() {
        let all = [known(1, "受理诉求办结率", 9), known(2, "受理诉求", 1), known(3, "受理群众诉求", 5)];
        let found = rank(&["受理诉求".into()], &all);
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [2, 1, 3]);
        assert_eq!((found[0].score, found[0].reason.as_str()), (100, "同名"));
    }

    #[test]
    fn a_part_of_a_place_does_not_answer_for_the_whole() {
        let mut park = known(1, "园区财政收入", 1);
        park.aliases = vec!["财政收入".to_owned()];
        let mut revenue = known(2, "一般公共预算收入", 9);
        revenue.aliases = vec!["公共财政收入".to_owned()];
        assert_eq!(rank(&["财政收入".into()], &[park, revenue])[0].id, 2);
    }

    #[test]
    fn taxes_are_asked_for_rather_than_their_share() {
        let all = [known(1, "税收占比", 4), known(2, "税收收入", 2)];
        assert_eq!(rank(&["税收".into()], &all)[0].id, 2);
    }

    #[test]
    fn of_names_that_hold_the_query_the_most_reported_comes_first() {
        let all = [known(1, "12345热线满意率", 1), known(2, "12345热线受理诉求", 6)];
        assert_eq!(rank(&["12345".into()], &all)[0].id, 2);
    }

    #[rstest]
    #[case("建成城市公园绿地面积", "建成口袋公园绿地面积", false)]
    #[case("开展行政执法监督检查", "开展行政执法专项监督检查", true)]
    #[case("新增城市绿道里程", "累计城市绿道里程", false)]
    #[case("农村居民人均消费支出", "城镇居民人均消费支出", false)]
    #[case("证明事项", "服务事项", false)]
    fn only_what_may_be_one_is_proposed(#[case] one: &str, #[case] other: &str, #[case] proposed: bool) {
        let all = [known(1, one, 2), known(2, other, 1)];
        let there: Vec<Known> = all.iter().rev().cloned().collect();
        let found = proposals(&all);
        assert_eq!(!found.is_empty(), proposed, "{found:?}");
        assert_eq!(found, proposals(&there), "the order does not matter");
    }
}
