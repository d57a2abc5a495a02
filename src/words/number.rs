//! Exact decimals → 740万件, 42.07万亿元, 3个百分点; and the one wording of a claim's value, its hedge with it.

use crate::claim::{Bound, Claim, Kind};
use crate::language::Language;
use crate::lexicon::lexicon;
use crate::series::Point;
use rust_decimal::Decimal;

/// More decimals than this read worse than the plain digits.
const MOST_DECIMALS: u32 = 4;

/// More characters than this are too many for a narrow cell.
const MOST_OF_CELL: usize = 12;

/// So many characters make a difference long.
const MOST_OF_DIFFERENCE: usize = 9;

/// A scale word.
#[derive(Debug)]
pub struct Scale {
    /// What one of it is.
    pub one: i64,
    /// The word as it stands after a number: `万`, ` million`.
    pub word: &'static str,
}

/// The scale words of a language, the largest first. English has none below a million: 250,000 reads best in digits.
pub fn scales(language: Language) -> &'static [Scale] {
    const CHINESE: [Scale; 3] = [
        Scale { one: 1_000_000_000_000, word: "万亿" },
        Scale { one: 100_000_000, word: "亿" },
        Scale { one: 10_000, word: "万" },
    ];
    const ENGLISH: [Scale; 3] = [
        Scale { one: 1_000_000_000_000, word: " trillion" },
        Scale { one: 1_000_000_000, word: " billion" },
        Scale { one: 1_000_000, word: " million" },
    ];
    language.pick(&CHINESE, &ENGLISH)
}

/// A number with its scale word, exact: `740万`, `7.4 million`, `37,511`.
pub fn scaled(value: Decimal, language: Language) -> String {
    let size = value.abs();
    let most = if size < Decimal::from(100_000) { 2 } else { MOST_DECIMALS };
    let tried = if size >= Decimal::from(1_000_000_000_000_i64) { 2 } else { 1 };
    let mut fitting = scales(language).iter().filter(|scale| size >= Decimal::from(scale.one)).take(tried);
    // 1.14322万亿 has too many decimals, 11,432.2亿 has not.
    let exact = fitting.find_map(|Scale { one, word }| {
        let quotient = value.checked_div(Decimal::from(*one))?.normalize();
        let exact = quotient.checked_mul(Decimal::from(*one)).is_some_and(|product| product == value);
        let short = exact && quotient.scale() <= most && quotient.abs() < Decimal::from(100_000);
        short.then(|| format!("{}{word}", plain(quotient, language)))
    });
    exact.unwrap_or_else(|| plain(value, language))
}

/// A number with its scale word and two decimals, with `≈` before it where that dropped digits: `≈272.03亿`. `None`
/// where it has no scale word.
fn rounded(value: Decimal, language: Language) -> Option<String> {
    let scale = scales(language).iter().find(|scale| value.abs() >= Decimal::from(scale.one))?;
    let step = Decimal::from(scale.one / 100);
    let near = value.checked_div(step)?.round().checked_mul(step)?;
    let mark = if near == value { "" } else { "≈" };
    Some(format!("{mark}{}", scaled(near, language)))
}

/// How many there are of something: `9999`, `11,762`.
pub fn count(number: i64, language: Language) -> String {
    plain(Decimal::from(number), language)
}

/// Digits as the language writes them.
fn plain(value: Decimal, language: Language) -> String {
    digits(&value.normalize().to_string(), language)
}

/// All digits, in groups of three: `7,400,000`, `1,234.5`.
pub fn grouped(value: Decimal) -> String {
    digits(&value.normalize().to_string(), Language::English)
}

/// Digits as the language writes them, in groups of three: Chinese groups them from 10,000 on only.
pub fn digits(text: &str, language: Language) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("−", text));
    let (whole, fraction) = text.find('.').map_or((text, ""), |at| text.split_at(at));
    let together = language == Language::Chinese && whole.len() < 5;
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 && !together {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// The value of a claim as a reader says it, its hedge with it: `740万件`, `上升至少 5.2%`, `第2位`, `5%–6%`. This and the
/// three below are the only ways to word a claim's value, so that none is shown without how exactly it is meant.
pub fn of_claim(claim: &Claim, language: Language) -> String {
    worded(claim, language, |value| scaled(value, language))
}

/// As [`of_claim`] for a narrow cell: a number with more digits than one holds is rounded to two decimals,
/// and says so: `≈272.03亿元`.
pub fn brief(claim: &Claim, language: Language) -> String {
    let full = of_claim(claim, language);
    if full.chars().count() <= MOST_OF_CELL || claim.value.abs() < Decimal::from(1_000_000) {
        return full;
    }
    let short =
        worded(claim, language, |value| rounded(value, language).unwrap_or_else(|| scaled(value, language)));
    if short.chars().count() < full.chars().count() { short } else { full }
}

/// As [`of_claim`] with every digit, for the title of a shortened number.
pub fn exactly(claim: &Claim, language: Language) -> String {
    worded(claim, language, grouped)
}

/// The value of a claim in the words of its source, where these say all that [`of_claim`] does, direction and hedge
/// included; else as that. What is handed on is then what a reader finds in the source: `18万人以上`, `21.59万人`.
pub fn as_said(claim: &Claim, language: Language) -> String {
    said(claim).filter(|_| language == Language::Chinese).unwrap_or_else(|| of_claim(claim, language))
}

fn said(claim: &Claim) -> Option<String> {
    let quote: String =
        claim.quote.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace('％', "%");
    // 第七 and 前十 say all that a rank says; a unit need not follow.
    if claim.kind == Kind::Rank && quote.starts_with(['第', '前']) && !claim.provisional {
        return Some(quote);
    }
    let digits = |c: char| c.is_ascii_digit() || "０１２３４５６７８９.,．，万亿千百".contains(c);
    let amount = quote.find(digits)?;
    // A quote may leave its unit to the head of a column.
    let unit = quote[amount..].trim_start_matches(digits);
    let has_unit = !claim.unit.is_empty() && unit.contains(claim.unit.as_str());
    let rest = format!("{}{}", &quote[..amount], unit.replacen(claim.unit.as_str(), "", 1));
    // 6%以上 and 近7万件 say how they are meant; where nothing stands around a number, its hedge stands elsewhere.
    let plain = matches!(claim.bound, Bound::Exact | Bound::Range);
    let is_whole = if plain { !rest.contains(['-', '−', '负']) } else { !rest.is_empty() };
    if !has_unit || !is_whole {
        return None;
    }
    let quote = match claim.direction {
        Some(direction)
            if claim.kind == Kind::Change && !rest.contains(['增', '升', '涨', '降', '减', '跌']) =>
        {
            format!("{}{quote}", super::direction(direction, Language::Chinese))
        }
        _ => quote,
    };
    Some(if claim.provisional { super::in_brackets(&quote, "初步", Language::Chinese) } else { quote })
}

/// The value of a point in words; a rank says among whom: 全国第17位.
pub fn of_point(point: &Point, language: Language) -> String {
    among(of_claim(&point.claim, language), point, language)
}

/// The words of a point's value, with among whom it is a rank.
pub fn among(value: String, point: &Point, language: Language) -> String {
    match &point.among {
        Some(among) => language.pick(format!("{among}{value}"), format!("{value} ({among})")),
        None => value,
    }
}

/// Direction, hedge, amount and unit of a claim's value; `write` writes a number.
fn worded(claim: &Claim, language: Language, write: impl Fn(Decimal) -> String) -> String {
    let low = write(claim.value);
    let amount = match claim.value_high {
        Some(high) => between(&low, &write(high), &claim.unit, language),
        None => with_unit(&low, &claim.unit, language),
    };
    // 前10位 is the tenth place at most.
    let within = claim.kind == Kind::Rank && claim.bound == Bound::AtMost;
    let hedge = super::hedge(claim.bound, language).filter(|_| !within);
    let direction = match (claim.kind, language) {
        (Kind::Change, _) => claim.direction.map(|direction| super::direction(direction, language)),
        (Kind::Streak, Language::Chinese) => Some("连续"),
        _ => None,
    };
    let amount = match (claim.kind, language) {
        (Kind::Level | Kind::Change, _) | (Kind::Streak, Language::Chinese) => amount,
        (Kind::Rank, Language::Chinese) => format!("{}{amount}", if within { "前" } else { "第" }),
        (Kind::Rank, Language::English) => format!("{} {low}", if within { "top" } else { "No." }),
        (Kind::Streak, Language::English) => format!("{amount} in a row"),
    };
    let before: Vec<&str> = [direction, hedge].into_iter().flatten().collect();
    let joint = if claim.kind == Kind::Streak && hedge.is_none() { "" } else { " " };
    let value = match before[..] {
        [] => amount,
        _ => format!("{}{joint}{amount}", before.join(language.pick("", " "))),
    };
    if claim.provisional {
        super::in_brackets(&value, language.pick("初步", "provisional"), language)
    } else {
        value
    }
}

fn between(low: &str, high: &str, unit: &str, language: Language) -> String {
    if matches!(unit, "%" | "‰") {
        return format!("{low}{unit}–{high}{unit}");
    }
    with_unit(&format!("{low}–{high}"), unit, language)
}

/// By how much something differs, with its sign: `+2.05个百分点`, `−140万件`. What is long in full is rounded, and says so:
/// `≈+272.03亿元`.
pub fn signed(value: Decimal, unit: &str, language: Language) -> String {
    let sign = match value {
        value if value > Decimal::ZERO => "+",
        value if value < Decimal::ZERO => "−",
        _ => "",
    };
    let exact = scaled(value.abs(), language);
    let long = exact.chars().count() > MOST_OF_DIFFERENCE;
    let size = rounded(value.abs(), language).filter(|_| long).unwrap_or(exact);
    let (mark, size) = size.strip_prefix('≈').map_or(("", size.as_str()), |size| ("≈", size));
    format!("{mark}{sign}{}", with_unit(size, unit, language))
}

/// A number and its unit, with a blank between where the language wants one: `740万件`, `7.4 million items`.
pub fn with_unit(number: &str, unit: &str, language: Language) -> String {
    match (unit, language) {
        ("", _) => number.to_owned(),
        ("%" | "‰" | "℃", _) | (_, Language::Chinese) => format!("{number}{unit}"),
        (_, Language::English) => format!("{number} {}", english_unit(unit, number == "1")),
    }
}

/// The unit in the reader's language, of several: `件`, `items`.
pub fn unit_name(unit: &str, language: Language) -> String {
    if language == Language::English { english_unit(unit, false) } else { unit.to_owned() }
}

/// The unit where it stands alone, under a title or beside an axis. English has few words for what Chinese counts
/// with many, so that theirs stands beside it: `items (件)`.
pub fn unit_alone(unit: &str, language: Language) -> String {
    let name = unit_name(unit, language);
    let chars: Vec<char> = unit.chars().collect();
    let counts = lexicon().units.exact(&chars).is_some_and(|unit| unit.dimension == "count");
    if counts && name != unit { format!("{name} ({unit})") } else { name }
}

/// `tonnes`, `yuan per person`; what the word list does not hold stays as it is.
fn english_unit(unit: &str, one: bool) -> String {
    let named = |word: &str, one: bool| -> Option<String> {
        let chars: Vec<char> = word.chars().collect();
        let known = lexicon().english.units.exact(&chars);
        let known = known.map(|unit| if one { unit.one.clone() } else { unit.many.clone() });
        known.or_else(|| word.is_ascii().then(|| word.to_owned()))
    };
    let compound = || {
        let (first, rest) = unit.split_once('/')?;
        let per = rest.split(['/', '·']).map(|word| named(word, true));
        let words: Option<Vec<String>> = std::iter::once(named(first, one)).chain(per).collect();
        Some(words?.join(" per ").trim_start().to_owned())
    };
    named(unit, one).or_else(compound).unwrap_or_else(|| unit.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Direction, Status};
    use crate::document::Span;
    use rstest::rstest;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[rstest]
    #[case("1", "1", "1")]
    #[case("10", "10", "10")]
    #[case("100", "100", "100")]
    #[case("1000", "1000", "1,000")]
    #[case("9999", "9999", "9,999")]
    #[case("10000", "1万", "10,000")]
    #[case("24600", "2.46万", "24,600")]
    #[case("37511", "37,511", "37,511")]
    #[case("100000", "10万", "100,000")]
    #[case("250000", "25万", "250,000")]
    #[case("1000000", "100万", "1 million")]
    #[case("2500000", "250万", "2.5 million")]
    #[case("7400000", "740万", "7.4 million")]
    #[case("9176000", "917.6万", "9.176 million")]
    #[case("10000000", "1000万", "10 million")]
    #[case("100000000", "1亿", "100 million")]
    #[case("210000000", "2.1亿", "210 million")]
    #[case("1000000000", "10亿", "1 billion")]
    #[case("1500000000", "15亿", "1.5 billion")]
    #[case("2499813000", "2,499,813,000", "2,499,813,000")]
    #[case("10000000000", "100亿", "10 billion")]
    #[case("27203319000", "27,203,319,000", "27,203,319,000")]
    #[case("100000000000", "1000亿", "100 billion")]
    #[case("396240000000", "3962.4亿", "396.24 billion")]
    #[case("1000000000000", "1万亿", "1 trillion")]
    #[case("1143220000000", "11,432.2亿", "1,143.22 billion")]
    #[case("1500000000000", "1.5万亿", "1.5 trillion")]
    #[case("10000000000000", "10万亿", "10 trillion")]
    #[case("42070000000000", "42.07万亿", "42.07 trillion")]
    #[case("126000000000000", "126万亿", "126 trillion")]
    #[case("100.00", "100", "100")]
    #[case("0.3", "0.3", "0.3")]
    #[case("33.3333", "33.3333", "33.3333")]
    #[case("2145", "2145", "2,145")]
    #[case("-20000", "−2万", "−20,000")]
    #[case("-2500000", "−250万", "−2.5 million")]
    #[case("-0.5", "−0.5", "−0.5")]
    fn numbers_are_short_where_that_is_exact(
        #[case] value: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(scaled(number(value), Language::Chinese), chinese);
        assert_eq!(scaled(number(value), Language::English), english);
    }

    /// Reads a number in words again.
    fn read(words: &str, language: Language) -> Decimal {
        let scale = scales(language).iter().find(|scale| words.ends_with(scale.word));
        let (digits, one) = scale.map_or((words, 1), |scale| (words.trim_end_matches(scale.word), scale.one));
        number(&digits.replace(',', "").replace('−', "-")) * Decimal::from(one)
    }

    #[test]
    fn every_number_word_stands_for_its_number() {
        for power in 0..=13 {
            for factor in ["1", "1.5", "2.5", "4.207", "9.99", "-1", "-7.25"] {
                let value = number(factor) * Decimal::from(10_i64.pow(power));
                for language in [Language::Chinese, Language::English] {
                    let words = scaled(value, language);
                    assert_eq!(read(&words, language), value, "{words}");
                }
            }
        }
    }

    #[rstest]
    #[case("7400000", "件", "740万件", "7.4 million items")]
    #[case("1", "件", "1件", "1 item")]
    #[case("100", "%", "100%", "100%")]
    #[case("35", "微克/立方米", "35微克/立方米", "35 µg per m³")]
    #[case("610", "元/人·月", "610元/人·月", "610 yuan per person per month")]
    #[case("8", "例/10万", "8例/10万", "8 cases per 100,000")]
    #[case("20", "Mbps", "20Mbps", "20 Mbps")]
    #[case("5", "生僻单位", "5生僻单位", "5 生僻单位")]
    #[case("3", "个百分点", "3个百分点", "3 percentage points")]
    #[case("12", "", "12", "12")]
    fn units_stand_as_the_language_wants(
        #[case] value: &str,
        #[case] unit: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(with_unit(&scaled(number(value), Language::Chinese), unit, Language::Chinese), chinese);
        assert_eq!(with_unit(&scaled(number(value), Language::English), unit, Language::English), english);
    }

    fn claim(kind: Kind, value: &str, unit: &str, bound: Bound) -> Claim {
        Claim {
            start: 0,
            end: 1,
            quote: String::new(),
            value: number(value),
            value_high: None,
            unit: unit.into(),
            kind,
            direction: None,
            basis: None,
            role: None,
            bound,
            status: Status::Actual,
            indicator: String::new(),
            subject: None,
            scope: None,
            period: None,
            speaker: None,
            sentence: Span::new(0, 1),
            rule: String::new(),
            confidence: 1.0,
            warnings: Vec::new(),
            provisional: false,
        }
    }

    #[rstest]
    #[case::plain(Kind::Level, "21.59万人", "人", Bound::Exact, "21.59万人")]
    #[case::apart(Kind::Level, "10 万人", "人", Bound::Exact, "10万人")]
    #[case::hedge_after(Kind::Level, "15万人以上", "人", Bound::AtLeast, "15万人以上")]
    #[case::hedge_before(Kind::Level, "近80万人", "人", Bound::Nearly, "近80万人")]
    #[case::hedge_within(Kind::Level, "20余项", "项", Bound::MoreThan, "20余项")]
    #[case::full_width(Kind::Level, "90％左右", "%", Bound::About, "90%左右")]
    #[case::change(Kind::Change, "5.2%", "%", Bound::Exact, "上升5.2%")]
    #[case::change_in_words(Kind::Change, "增长9%左右", "%", Bound::About, "增长9%左右")]
    #[case::hedged_change(Kind::Change, "3%以上", "%", Bound::AtLeast, "上升3%以上")]
    #[case::rank(Kind::Rank, "第七", "位", Bound::Exact, "第七")]
    #[case::rank_within(Kind::Rank, "前十", "位", Bound::AtMost, "前十")]
    #[case::hedge_elsewhere(Kind::Level, "15万人", "人", Bound::AtLeast, "至少 1万人")]
    #[case::unit_elsewhere(Kind::Level, "3916", "元", Bound::Exact, "1万元")]
    #[case::sign(Kind::Change, "-11.7%", "%", Bound::Exact, "上升 1万%")]
    #[case::in_words(Kind::Level, "过半", "%", Bound::MoreThan, "超过 1万%")]
    fn a_value_is_told_as_its_source_does_where_that_says_all(
        #[case] kind: Kind,
        #[case] quote: &str,
        #[case] unit: &str,
        #[case] bound: Bound,
        #[case] told: &str,
    ) {
        let up = (kind == Kind::Change).then_some(Direction::Up);
        let claim = Claim { quote: quote.into(), direction: up, ..claim(kind, "10000", unit, bound) };
        assert_eq!(as_said(&claim, Language::Chinese), told);
        assert_eq!(as_said(&claim, Language::English), of_claim(&claim, Language::English));
        let provisional = Claim { provisional: true, ..claim };
        assert!(as_said(&provisional, Language::Chinese).contains("初步"));
    }

    #[rstest]
    #[case::plain(Kind::Level, "7400000", "件", Bound::Exact, "740万件", "7.4 million items")]
    #[case::hedged(Kind::Level, "7", "%", Bound::AtLeast, "至少 7%", "at least 7%")]
    #[case::rank(Kind::Rank, "2", "位", Bound::Exact, "第2位", "No. 2")]
    #[case::rank_within(Kind::Rank, "10", "位", Bound::AtMost, "前10位", "top 10")]
    #[case::streak(Kind::Streak, "6", "年", Bound::Exact, "连续6年", "6 years in a row")]
    #[case::long_streak(
        Kind::Streak,
        "6",
        "年",
        Bound::MoreThan,
        "连续超过 6年",
        "more than 6 years in a row"
    )]
    fn a_value_is_never_worded_without_its_hedge(
        #[case] kind: Kind,
        #[case] value: &str,
        #[case] unit: &str,
        #[case] bound: Bound,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        let claim = claim(kind, value, unit, bound);
        assert_eq!(of_claim(&claim, Language::Chinese), chinese);
        assert_eq!(of_claim(&claim, Language::English), english);
    }

    #[test]
    fn a_change_goes_its_way_before_its_hedge() {
        let mut fall = claim(Kind::Change, "21.2", "%", Bound::MoreThan);
        fall.direction = Some(Direction::Down);
        assert_eq!(of_claim(&fall, Language::Chinese), "下降超过 21.2%");
        assert_eq!(of_claim(&fall, Language::English), "down more than 21.2%");
    }

    #[test]
    fn a_range_keeps_both_ends() {
        let range = |low, high, unit| {
            let low = claim(Kind::Level, low, unit, Bound::Range);
            of_claim(&Claim { value_high: Some(number(high)), ..low }, Language::Chinese)
        };
        assert_eq!(range("5", "6", "%"), "5%–6%");
        assert_eq!(range("50000", "70000", "人"), "5万–7万人");
    }

    #[test]
    fn a_narrow_cell_keeps_the_hedge_and_says_that_it_rounds() {
        let claim = claim(Kind::Level, "27203319000", "元", Bound::Nearly);
        assert_eq!(brief(&claim, Language::Chinese), "接近 ≈272.03亿元");
        assert_eq!(exactly(&claim, Language::Chinese), "接近 27,203,319,000元");
    }

    #[rstest]
    #[case("2.05", "个百分点", "+2.05个百分点", "+2.05 percentage points")]
    #[case("-1400000", "件", "−140万件", "−1.4 million items")]
    #[case("0", "件", "0件", "0 items")]
    #[case("91762345", "元", "≈+9176.23万元", "≈+91.76 million yuan")]
    #[case("-27203319000", "元", "≈−272.03亿元", "≈−27.2 billion yuan")]
    #[case("1234567890123", "元", "≈+1.23万亿元", "≈+1.23 trillion yuan")]
    #[case("37511", "户", "+37,511户", "+37,511 households")]
    fn a_long_difference_is_told_in_scale_words(
        #[case] value: &str,
        #[case] unit: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(signed(number(value), unit, Language::Chinese), chinese);
        assert_eq!(signed(number(value), unit, Language::English), english);
    }

    #[rstest]
    #[case("件", "件", "items (件)")]
    #[case("吨", "吨", "tonnes")]
    #[case("元/吨", "元/吨", "yuan per tonne")]
    #[case("生僻单位", "生僻单位", "生僻单位")]
    fn a_unit_alone_tells_what_english_has_no_word_for(
        #[case] unit: &str,
        #[case] chinese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(unit_alone(unit, Language::Chinese), chinese);
        assert_eq!(unit_alone(unit, Language::English), english);
    }
}
