//! Among whom a rank is told: 全国第17位 and 全省第2位 never share a line.

use crate::lexicon::lexicon;

/// So many characters of a body may stand after the area: 全国主要产煤省区.
const LONGEST_BODY: usize = 8;

/// Among whom a place is ranked, by its sentence up to the rank: the area named last in the clause, with the kind of
/// bodies that it names. `None` where the clause does not say.
pub fn among(before: &str) -> Option<String> {
    let clause = before.rsplit(['，', '；', '。', '：', ',', ';', ':']).next()?;
    let named = lexicon().synonyms.ranked.areas.iter().flat_map(|area| {
        area.words.iter().filter_map(move |word| Some((clause.rfind(word.as_str())?, word.len(), area)))
    });
    // 全国省会城市: the area that adjoins the last one on the left holds it.
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|&(at, length, _)| (at, length));
    let &(mut at, length, area) = named.last()?;
    let mut name = area.name.clone();
    let end = at + length;
    while let Some((wider, _, area)) = named.iter().find(|(wider, length, _)| wider + length == at) {
        name.insert_str(0, &area.name);
        at = *wider;
    }
    let rest: Vec<char> = clause[end..].chars().take(LONGEST_BODY).collect();
    let body = (1..=rest.len()).rev().map(|length| rest[..length].iter().collect::<String>());
    let bodies = &lexicon().synonyms.ranked.bodies;
    let body = body.into_iter().find(|body| bodies.iter().any(|word| body.ends_with(word.as_str())));
    Some(name + &body.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("全市经济总量居全国", Some("全国"))]
    #[case("经济总量居全国第17位、全省", Some("全省"))]
    #[case("人均收入在全国副省级城市中排名", Some("全国副省级城市"))]
    #[case("产量居全国主要产煤省区", Some("全国主要产煤省区"))]
    #[case("增速列全省各设区市", Some("全省各设区市"))]
    #[case("吞吐量居世界", Some("全球"))]
    #[case("由全国第八位上升到", Some("全国"))]
    #[case("全省考核排名", Some("全省"))]
    #[case("全国市场占有率居", Some("全国"))]
    #[case("旅客增速居省会城市机场", Some("省会"))]
    #[case("全省发展很快，经济总量排名", None)]
    #[case("经济总量排名", None)]
    fn a_rank_tells_among_whom(#[case] before: &str, #[case] expected: Option<&str>) {
        assert_eq!(among(before).as_deref(), expected);
    }
}
