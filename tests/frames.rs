//! Sentences in every form in which officials state a value, and what each asserts, to the last field.

use chrono::NaiveDate;
use policy_metrics::claim::{Claim, extract};
use policy_metrics::text::Transcript;
use rust_decimal::Decimal;

/// A sentence with what it asserts.
struct Case {
    line: usize,
    text: String,
    claims: Vec<Wanted>,
}

/// One line below a sentence.
struct Wanted {
    line: usize,
    quote: String,
    value: String,
    unit: String,
    /// Kind, direction, basis, role, bound and status, where they are not the usual ones.
    words: Vec<String>,
    names: Vec<String>,
    period: Option<String>,
}

fn corpus() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (at, line) in include_str!("frames.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line_number = at + 1;
        match (line.strip_prefix("    "), cases.last_mut()) {
            (Some(wanted), Some(case)) => case.claims.push(wanted_of(wanted, line_number)),
            _ => cases.push(Case { line: line_number, text: line.replace("\\n", "\n"), claims: Vec::new() }),
        }
    }
    cases
}

fn wanted_of(text: &str, line: usize) -> Wanted {
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    assert!((3..=4).contains(&parts.len()), "frames.txt:{line}: quote = value unit ; words ; names ; period");
    let (quote, measure) = parts[0].split_once(" = ").expect("quote = value unit");
    let (value, unit) = measure.split_once(' ').unwrap_or((measure, ""));
    Wanted {
        line,
        quote: quote.into(),
        value: value.into(),
        unit: unit.into(),
        words: parts[1].split_whitespace().map(str::to_owned).collect(),
        names: parts[2].split('/').map(|name| name.trim().to_owned()).collect(),
        period: parts.get(3).map(|&period| period.to_owned()),
    }
}

/// The first that a claim has of some words, among those that the corpus names.
fn word<'a>(wanted: &'a Wanted, among: &[&str], usual: &'a str) -> &'a str {
    wanted.words.iter().find(|word| among.contains(&word.as_str())).map_or(usual, String::as_str)
}

/// What of `claim` is not as wanted.
fn differences(claim: &Claim, wanted: &Wanted) -> Vec<String> {
    let mut unlike = Vec::new();
    let mut compare = |field: &str, is: String, wanted: &str| {
        if is != wanted {
            unlike.push(format!("{field} is {is}, not {wanted}"));
        }
    };
    let shown = |value: Option<&'static str>| value.unwrap_or("none").to_owned();
    let decimal = |value: Decimal| value.normalize().to_string();
    compare("quote", claim.quote.clone(), &wanted.quote);
    let range = claim.value_high.map(|high| format!("..{}", decimal(high))).unwrap_or_default();
    compare("value", format!("{}{range}", decimal(claim.value)), &wanted.value);
    compare("unit", claim.unit.clone(), &wanted.unit);
    compare("kind", claim.kind.to_string(), word(wanted, &["change", "rank", "streak"], "level"));
    compare("direction", shown(claim.direction.map(Into::into)), word(wanted, &["up", "down"], "none"));
    let basis = word(wanted, &["yoy", "mom", "other"], "");
    if !basis.is_empty() {
        compare("basis", shown(claim.basis.map(Into::into)), basis);
    }
    compare("role", shown(claim.role.map(Into::into)), word(wanted, &["from", "to"], "none"));
    let bounds = ["nearly", "more_than", "at_least", "about", "less_than", "at_most", "range"];
    compare("bound", claim.bound.to_string(), word(wanted, &bounds, "exact"));
    compare("status", claim.status.to_string(), word(wanted, &["target"], "actual"));
    if let Some(wanted) = &wanted.period {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let period = claim.period.as_ref();
        compare(
            "period",
            period.map_or("none".into(), |period| format!("{}..{}", day(period.start), day(period.end))),
            wanted,
        );
    }
    if !wanted.names.iter().any(|name| likeness(name, &claim.indicator) >= 0.75) {
        unlike.push(format!("the name is {}, not {}", claim.indicator, wanted.names.join(" / ")));
    }
    unlike
}

/// Twice the longest common subsequence over both lengths: 1 for the same name, as the scorer of the
/// annotated texts measures it.
fn likeness(a: &str, b: &str) -> f64 {
    let letters =
        |name: &str| -> Vec<char> { name.chars().filter(|c| c.is_alphanumeric() && *c != '的').collect() };
    let (a, b) = (letters(a), letters(b));
    let mut row = vec![0; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    2.0 * f64::from(row[b.len()]) / (a.len() + b.len()) as f64
}

#[test]
fn each_sentence_asserts_what_a_careful_reader_finds_in_it() {
    let date = NaiveDate::from_ymd_opt(2024, 11, 20);
    let mut findings = Vec::new();
    for case in corpus() {
        let claims = extract(&Transcript::from_text(&case.text, date, Some("云州市".into()))).claims;
        let found: Vec<&str> = claims.iter().map(|claim| claim.quote.as_str()).collect();
        let wanted: Vec<&str> = case.claims.iter().map(|wanted| wanted.quote.as_str()).collect();
        if found != wanted {
            findings.push(format!("frames.txt:{} finds {found:?}, not {wanted:?}\t{}", case.line, case.text));
            continue;
        }
        for (claim, wanted) in claims.iter().zip(&case.claims) {
            for unlike in differences(claim, wanted) {
                findings
                    .push(format!("frames.txt:{} “{}”: {unlike}\t{}", wanted.line, wanted.quote, case.text));
            }
        }
    }
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn the_corpus_of_frames_is_as_wide_as_it_claims() {
    let cases = corpus();
    assert!(cases.len() >= 100, "{} sentences", cases.len());
    assert!(cases.iter().all(|case| !case.claims.is_empty()));
}

#[test]
fn marks_of_footnotes_are_no_part_of_a_name_and_ranges_of_age_are() {
    let name = |text: &str| {
        let claims = extract(&Transcript::from_text(text, NaiveDate::from_ymd_opt(2024, 2, 28), None)).claims;
        claims.iter().map(|claim| claim.indicator.clone()).collect::<Vec<_>>().join("+")
    };
    let cases = [
        ("年末常住人口[5]512万人。", "常住人口"),
        ("年末常住人口[5,6]512万人。", "常住人口"),
        ("年末常住人口①512万人。", "常住人口"),
        ("年末常住人口*512万人。", "常住人口"),
        ("粮食[3]产量40万吨。", "粮食产量"),
        ("粮食（注3）产量增长31.4%。", "粮食产量"),
        ("其中0—14岁人口87万人，占17%。", "0—14岁人口+0—14岁人口占"),
        ("16-59岁劳动年龄人口330万人。", "16-59岁劳动年龄人口"),
        ("规模以上工业——装备制造业增加值35亿元。", "规模以上工业装备制造业增加值"),
    ];
    for (text, expected) in cases {
        assert_eq!(name(text), expected, "{text}");
    }
}
