//! What a reader relies on from the reading of a search.

use super::*;
use rstest::rstest;

/// The terms in short: `数 7400000件`, `日 2024-11-20`, `地 济南市`, `人 李红`, `变 up`, `词 就业`.
fn understood(text: &str) -> String {
    let places = ["云州市", "澄江市", "市属企业"].map(str::to_owned);
    let speakers = ["张明", "李红"].map(str::to_owned);
    let query = read(text, &Vocabulary { places: &places, speakers: &speakers });
    let told = query.terms.iter().map(|term| match &term.means {
        Meaning::Words { .. } => format!("词 {}", term.text),
        Meaning::Exact => format!("原 {}", term.text),
        Meaning::Number(Number { value, high, unit }) => {
            let high = high.map(|high| format!("–{}", high.normalize())).unwrap_or_default();
            format!("数 {}{high}{unit}", value.normalize())
        }
        Meaning::Time(time) => {
            let or = time.number.map(|number| format!("或 {number}")).unwrap_or_default();
            let days = if time.from == time.to { String::new() } else { format!("…{}", time.to) };
            format!("日 {}{days}{or}", time.from)
        }
        Meaning::Place(name) => format!("地 {name}"),
        Meaning::Speaker(name) => format!("人 {name}"),
        Meaning::Change(direction) => format!("变 {direction}"),
    });
    told.collect::<Vec<_>>().join(" · ")
}

#[rstest]
#[case::chinese_scale("740万", "数 7400000")]
#[case::digits("7400000", "数 7400000")]
#[case::groups("7,400,000", "数 7400000")]
#[case::wide("７，４００，０００", "数 7400000")]
#[case::words("七百四十万", "数 7400000")]
#[case::unit("21.59万人", "数 215900人")]
#[case::unit_in_digits("215900人", "数 215900人")]
#[case::hedge("近7万件", "数 70000件")]
#[case::more("超过633万件", "数 6330000件")]
#[case::percent("5.2%", "数 5.2%")]
#[case::percent_in_words("百分之五点二", "数 5.2%")]
#[case::points("0.3个百分点", "数 0.3个百分点")]
#[case::range("5%—6%", "数 5–6%")]
#[case::money("1.5亿元", "数 150000000元")]
#[case::a_hotline("12345", "数 12345")]
fn a_number_is_the_same_in_every_notation(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(understood(text), expected);
}

#[rstest]
#[case("2024年11月20日", "日 2024-11-20")]
#[case("2024-11-20", "日 2024-11-20")]
#[case("20241120", "日 2024-11-20或 20241120")]
#[case("Nov 20, 2024", "日 2024-11-20")]
#[case("2024年 11月 20日", "日 2024-11-20")]
#[case("2024.11", "日 2024-11-01…2024-11-30或 2024.11")]
#[case("2024", "日 2024-01-01…2024-12-31或 2024")]
#[case("2024年", "日 2024-01-01…2024-12-31")]
#[case("就业 Sep 2024", "词 就业 · 日 2024-09-01…2024-09-30")]
fn a_day_is_the_same_in_every_notation(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(understood(text), expected);
}

#[rstest]
#[case::words("就业 热线", "词 就业 · 词 热线")]
#[case::wide_blank("就业　热线", "词 就业 · 词 热线")]
#[case::commas("就业，热线、济南", "词 就业 · 词 热线 · 地 济南市")]
#[case::place("就业 济南", "词 就业 · 地 济南市")]
#[case::place_first("济南就业", "地 济南市 · 词 就业")]
#[case::place_last("就业济南市", "词 就业 · 地 济南市")]
#[case::place_of_the_record("云州 就业", "地 云州市 · 词 就业")]
#[case::body_of_the_record("市属企业 利润", "地 市属企业 · 词 利润")]
#[case::year_first("2024年就业", "日 2024-01-01…2024-12-31 · 词 就业")]
#[case::year_last("就业2024年", "词 就业 · 日 2024-01-01…2024-12-31")]
#[case::all_in_one("济南2024年就业", "地 济南市 · 日 2024-01-01…2024-12-31 · 词 就业")]
#[case::number_and_place("云州市 7400000", "地 云州市 · 数 7400000")]
#[case::speaker("李红", "人 李红")]
#[case::speaker_and_word("李红 热线", "人 李红 · 词 热线")]
#[case::change("生产总值 增长", "词 生产总值 · 变 up")]
#[case::signs_and_letters("R&D PM2.5 5G", "词 R&D · 词 PM2.5 · 词 5G")]
#[case::a_name_with_a_number("12345热线", "词 12345热线")]
#[case::chinese_numerals_of_names(
    "一网通办 三农 十四五规划 千亿",
    "词 一网通办 · 词 三农 · 词 十四五规划 · 词 千亿"
)]
#[case::one_character("万", "词 万")]
#[case::a_quote_sign("\"", "词 \"")]
#[case::only_signs("，。", "原 ，。")]
#[case::as_it_is("“济南就业”", "原 济南就业")]
#[case::relative_time("今年就业", "词 今年就业")]
#[case::empty("  ", "")]
fn several_words_are_told_apart(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(understood(text), expected);
}

#[rstest]
#[case("城镇新增就业21.59万人", "词 城镇新增就业 · 数 215900人")]
#[case("全年新增城镇就业21.59万人。", "词 新增城镇就业 · 数 215900人")]
#[case("济南市城镇新增就业21.59万人", "地 济南市 · 词 城镇新增就业 · 数 215900人")]
#[case::place_of_the_record("云州市城镇新增就业21.59万人", "地 云州市 · 词 城镇新增就业 · 数 215900人")]
#[case("2024年地区生产总值增长5.2%。", "日 2024-01-01…2024-12-31 · 词 地区生产总值 · 变 up · 数 5.2%")]
fn a_sentence_with_one_figure_asks_for_it(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(understood(text), expected);
}

#[test]
fn a_pasted_sentence_is_cut_into_its_figures() {
    let stated =
        sentence("2024年，济南市城镇新增就业21.59万人，地区生产总值增长5.2%。", &Vocabulary::default());
    let told: Vec<(&str, String)> =
        stated.iter().map(|one| (one.claim.quote.as_str(), one.query.text())).collect();
    assert_eq!(
        told,
        [
            ("21.59万人", "济南市 2024年 城镇新增就业 21.59万人".to_owned()),
            ("5.2%", "济南市 2024年 地区生产总值 增长 5.2%".to_owned()),
        ]
    );
    assert!(sentence("说了些没有数字的话。", &Vocabulary::default()).is_empty());
}

#[test]
fn a_term_taken_by_itself_means_the_same() {
    for text in ["济南 2024年 就业 增长 5.2%", "2024年城镇新增就业21.59万人。", "李红 2024-11-20 740万件"]
    {
        let places = ["云州市".to_owned()];
        let speakers = ["李红".to_owned()];
        let known = Vocabulary { places: &places, speakers: &speakers };
        let query = read(text, &known);
        assert_eq!(read(&query.text(), &known), query, "{text}");
        for at in 0..query.terms.len() {
            let rest = query.without(at);
            assert_eq!(read(&rest.text(), &known), rest, "{text}");
        }
    }
}

#[test]
fn names_come_with_all_that_they_are_called() {
    let others = |text: &str| match &read(text, &Vocabulary::default()).terms[0].means {
        Meaning::Words { others } => others.clone(),
        other => panic!("{other:?}"),
    };
    assert!(others("新增城镇就业").contains(&"城镇新增就业".to_owned()));
    assert!(others("城镇新增就业").contains(&"新增城镇就业".to_owned()));
    assert_eq!(others("规上工业"), ["规模以上工业"]);
    let names = others("城镇新增就业");
    let held = |name: &String| names.iter().any(|other| other != name && name.contains(other.as_str()));
    assert!(!names.iter().any(held), "a longer name is found with the shorter: {names:?}");
    assert_eq!(read("“新增城镇就业”", &Vocabulary::default()), Query::literal("新增城镇就业"));
}

#[rstest]
#[case::whole_numbers("共41740万户，740万件。", "740万", Some("740万"))]
#[case::another_notation("受理7400000件。", "740万", Some("7400000"))]
#[case::no_part("共41740万户。", "740万", None)]
#[case::a_synonym("全年新增城镇\n就业5万人", "城镇新增就业", Some("新增城镇\n就业"))]
#[case::either_case("R&D投入", "r&d", Some("R&D"))]
#[case::a_day("2024年11月20日，发布会", "2024-11-20", Some("2024年11月20日"))]
#[case::a_place("云州市和济南市", "济南", Some("济南市"))]
fn what_is_asked_for_is_found_in_a_text(
    #[case] text: &str,
    #[case] query: &str,
    #[case] expected: Option<&str>,
) {
    let span = place_in(text, &read(query, &Vocabulary::default()));
    let found = span.map(|span| text.chars().skip(span.start).take(span.len()).collect::<String>());
    assert_eq!(found.as_deref(), expected);
}

#[test]
fn numbers_of_a_text_are_whole_numbers() {
    let found = numbers("12345热线受理740万件，增长5.2%，一是办结率百分之九十五，共41,740户。");
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["5.2", "95", "12345", "41740", "7400000"]);
}
