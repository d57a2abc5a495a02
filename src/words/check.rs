//! Verdicts on a text, and why, each in one plain sentence.

use super::{basis, hedge, in_brackets, number, period, status};
use crate::check::{Aspect, Candidate, Difference, Fit, Judgement, Time, Verdict};
use crate::claim::{Basis, Claim, Kind, Status};
use crate::language::Language;
use crate::series::{differ_in_qualifier, of_difference};
use rust_decimal::Decimal;

/// What the record says to a claim.
pub fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Agrees => language.pick("一致", "agrees"),
        Verdict::OtherHedge => language.pick("数值一致、限定词不同", "same number, other hedge"),
        Verdict::Allowed => language.pick("不矛盾", "not contradicted"),
        Verdict::OtherPeriod => language.pick("期间不符", "another period"),
        Verdict::OtherMeasure => language.pick("口径不同", "another measure"),
        Verdict::Differs => language.pick("不一致", "differs"),
        Verdict::Revised => language.pick("已被更新", "revised since"),
        Verdict::NotFound => language.pick("记录中未找到", "not found in the record"),
    }
}

/// Why, in one sentence.
pub fn reason(asked: &Claim, judged: &Judgement, candidates: &[Candidate], language: Language) -> String {
    let held = |at: Option<usize>| at.and_then(|at| candidates.get(at));
    let Some(record) = held(judged.record) else {
        return language
            .pick(
                "记录中没有这个指标；未找到不等于不实。",
                "The record has no such measure; that does not make it false.",
            )
            .to_owned();
    };
    let own = number::of_claim(asked, language);
    let claim = &record.point.claim;
    let value = number::of_claim(claim, language);
    let when = period(claim.period.as_ref(), language);
    let main = match judged.verdict {
        Verdict::Agrees if own == number::of_claim(&Claim { provisional: asked.provisional, ..claim.clone() }, language) => {
            language.pick(format!("记录为{value}，两者相同"), format!("the record has {value}, which is the same"))
        }
        Verdict::Agrees => language.pick(
            format!("记录为{value}，按各自的舍入两者相同"),
            format!("the record has {value}, the same within the rounding of both"),
        ),
        Verdict::OtherHedge => hedged(asked, claim, language),
        Verdict::Allowed => language.pick(
            format!("记录为{value}，容得下文中的{own}"),
            format!("the record has {value}, which leaves room for {own}"),
        ),
        Verdict::OtherPeriod => {
            let told = told(asked, language);
            let like = like(held(judged.like), language);
            language.pick(
                format!("{value}是{when}的数值，文中说的是{told}{like}"),
                format!("{value} is the value of {when}, and the text speaks of {told}{like}"),
            )
        }
        Verdict::OtherMeasure => {
            let told: Vec<String> =
                judged.aspects.iter().map(|aspect| differing(*aspect, asked, claim, language)).collect();
            let base = held(judged.earlier).map(|base| risen(&base.point.claim, claim, language));
            let like = like(held(judged.like), language);
            format!("{}{}{like}", told.join(language.pick("；", "; ")), base.unwrap_or_default())
        }
        Verdict::Differs => differs(asked, claim, judged.difference.as_ref(), language),
        Verdict::Revised => revised(record, held(judged.earlier), language),
        Verdict::NotFound => language.pick(
            format!("记录中没有可直接比较的数据（未找到不等于不实），最接近的是：{}{}", record.name, in_brackets(&value, &when, language)),
            format!(
                "the record holds nothing to compare it with, which does not make it false; the nearest is {} {}",
                record.name,
                in_brackets(&value, &when, language)
            ),
        ),
    };
    sentence(&main, &remarks(asked, judged, record, language), language)
}

/// What had to be taken for granted.
fn remarks(asked: &Claim, judged: &Judgement, record: &Candidate, language: Language) -> Vec<String> {
    if judged.verdict == Verdict::NotFound {
        return Vec::new();
    }
    let claim = &record.point.claim;
    let mut told = Vec::new();
    if judged.place_taken
        && let Some(place) = &claim.scope
    {
        told.push(language.pick(
            format!("文中未说地区，按{place}核对"),
            format!("the text names no place, so that of the record was taken: {place}"),
        ));
    }
    let unlike = matches!(judged.verdict, Verdict::Differs | Verdict::OtherPeriod);
    if let Some(own) = asked.period.as_ref().filter(|own| unlike && own.inherited) {
        let own = period(Some(own), language);
        told.push(language.pick(
            format!("文中的时间（{own}）是从上文推出的"),
            format!("the time of the text, {own}, was taken from words before the sentence"),
        ));
    }
    let when = period(claim.period.as_ref(), language);
    match judged.time {
        Some(Time::Unstated) if claim.period.is_some() => told.push(language.pick(
            format!("文中未说时间，记录的是{when}"),
            format!("the text names no time, and the record is of {when}"),
        )),
        Some(Time::Unknown) => told.push(
            language
                .pick(
                    "记录未说明时间，不能断定是同一时间",
                    "the record names no time, so that it may be another",
                )
                .to_owned(),
        ),
        Some(Time::Near) => {
            told.push(language.pick(format!("记录的时间是{when}"), format!("the record is of {when}")));
        }
        _ => {}
    }
    if record.fit == Fit::Chosen {
        told.push(language.pick(
            format!("按您选定的指标“{}”核对", record.name),
            format!("checked against the measure that you chose: “{}”", record.name),
        ));
    }
    if record.fit > Fit::Alias && asked.indicator != record.name {
        let (zh, en) = if record.fit == Fit::Alike || differ_in_qualifier(&asked.indicator, &record.name) {
            ("名称只是近似", "is only alike")
        } else {
            ("名称不尽相同", "is worded in another way")
        };
        told.push(language.pick(
            format!("{zh}，记录中为“{}”", record.name),
            format!("the name {en}: “{}” in the record", record.name),
        ));
    }
    told
}

fn sentence(main: &str, remarks: &[String], language: Language) -> String {
    let all = [&[main.to_owned()], remarks].concat();
    let mut text = all.join(language.pick("；", "; "));
    text.push_str(language.pick("。", "."));
    match (language, text.chars().next()) {
        (Language::English, Some(first)) if first.is_ascii_lowercase() => {
            format!("{}{}", first.to_ascii_uppercase(), &text[1..])
        }
        _ => text,
    }
}

fn hedged(asked: &Claim, claim: &Claim, language: Language) -> String {
    let word = |claim: &Claim| {
        hedge(claim.bound, language).map_or_else(
            || language.pick("确数", "an exact figure").to_owned(),
            |word| language.pick(format!("“{word}”"), format!("“{word}”")),
        )
    };
    language.pick(
        format!("数字相同，文中为{}，记录为{}（原文“{}”）", word(asked), word(claim), claim.quote),
        format!(
            "the number is the same; the text gives {}, the record {} (“{}”)",
            word(asked),
            word(claim),
            claim.quote
        ),
    )
}

/// The time that the text speaks of, in its own words where it has some.
fn told(asked: &Claim, language: Language) -> String {
    match &asked.period {
        Some(own) if !own.inherited && !own.text.is_empty() => format!("“{}”", own.text),
        own => period(own.as_ref(), language),
    }
}

/// From where to where it rose, and by how much: which is what a change is.
fn risen(from: &Claim, to: &Claim, language: Language) -> String {
    let ends = [from, to].map(|claim| number::of_claim(claim, language));
    let by = number::signed(to.value - from.value, of_difference(&to.unit), language);
    let [from, to] = ends;
    language.pick(format!("：从{from}到{to}，变化是{by}"), format!(": from {from} to {to}, a change of {by}"))
}

fn like(record: Option<&Candidate>, language: Language) -> String {
    record.map_or_else(String::new, |record| {
        let claim = &record.point.claim;
        let value = number::of_claim(claim, language);
        let when = period(claim.period.as_ref(), language);
        language.pick(format!("；{when}记录为{value}"), format!("; for {when} the record has {value}"))
    })
}

fn differing(aspect: Aspect, asked: &Claim, claim: &Claim, language: Language) -> String {
    let value = number::of_claim(claim, language);
    let none = || language.pick("未说明", "unstated").to_owned();
    let (zh, en) = match aspect {
        Aspect::Place => (
            format!("{value}是{}的数值", claim.scope.clone().unwrap_or_else(none)),
            format!("{value} is the value of {}", claim.scope.clone().unwrap_or_else(none)),
        ),
        Aspect::Body => (
            format!("{value}说的是{}", claim.subject.clone().unwrap_or_else(none)),
            format!("{value} is told of {}", claim.subject.clone().unwrap_or_else(none)),
        ),
        Aspect::Kind if asked.kind == Kind::Change => (
            format!("记录中{value}是数值本身，文中把它说成了变化"),
            format!("in the record {value} is the value itself, and the text makes a change of it"),
        ),
        Aspect::Kind => (
            format!("记录中是{value}，说的是变化，文中把它说成了数值"),
            format!("the record has {value}, a change, and the text makes a value of it"),
        ),
        Aspect::Unit => {
            let unit = |unit: &str| {
                if unit.is_empty() { none() } else { number::unit_alone(unit, language) }
            };
            (
                format!("数字相同而单位不同：文中为{}，记录为{}", unit(&asked.unit), unit(&claim.unit)),
                format!(
                    "the number is the same and the unit is not: {} in the text, {} in the record",
                    unit(&asked.unit),
                    unit(&claim.unit)
                ),
            )
        }
        Aspect::Basis => {
            let word = |claim: &Claim| basis(claim.basis.unwrap_or(Basis::Yoy), language);
            (
                format!("数字相同而比较的基准不同：文中为{}，记录为{}", word(asked), word(claim)),
                format!(
                    "the number is the same and what it is compared with is not: {} in the text, {} in the record",
                    word(asked),
                    word(claim)
                ),
            )
        }
        Aspect::Status => {
            let word = |of: Status| status(of, language);
            (
                format!("记录中{value}是{}，文中说成了{}", word(claim.status), word(asked.status)),
                format!(
                    "in the record {value} is a {}, and the text tells it as a {}",
                    word(claim.status),
                    word(asked.status)
                ),
            )
        }
        Aspect::Among => (
            format!("名次相同而比较的范围不同：记录原文“{}”", claim.quote),
            format!("the rank is the same and those ranked are not: “{}” in the record", claim.quote),
        ),
    };
    language.pick(zh, en)
}

fn differs(asked: &Claim, claim: &Claim, difference: Option<&Difference>, language: Language) -> String {
    let value = number::of_claim(claim, language);
    let base = language.pick(format!("记录为{value}"), format!("the record has {value}"));
    let Some(Difference { by, unit, per_cent, power, turned }) = difference else { return base };
    if let Some(power) = power {
        return format!("{base}{}", times(*power, asked, claim, language));
    }
    if *turned {
        return format!("{base}{}", language.pick("，方向相反", ", the other way"));
    }
    let amount = number::signed(*by, unit, language);
    let share = per_cent.map(|share| {
        let little = share.is_zero().then(|| language.pick("不到0.1%", "under 0.1%").to_owned());
        little.unwrap_or_else(|| number::signed(share, "%", language))
    });
    let apart = share.map_or_else(|| amount.clone(), |share| in_brackets(&amount, &share, language));
    format!(
        "{base}{}",
        language.pick(format!("，文中与它相差{apart}"), format!(", from which the text is {apart} away"))
    )
}

/// How many times as much, and where 万 and 亿 were mixed up, that they were.
fn times(power: i32, asked: &Claim, claim: &Claim, language: Language) -> String {
    let factor = number::scaled(Decimal::from(10_i64.pow(power.unsigned_abs())), language);
    let word = |quote: &str| ["万亿", "亿", "万"].into_iter().find(|word| quote.contains(word));
    let slip = match (word(&asked.quote), word(&claim.quote)) {
        (asked, held) if asked == held => String::new(),
        (asked, held) => {
            let none = language.pick("无", "nothing");
            let (asked, held) = (asked.unwrap_or(none), held.unwrap_or(none));
            language.pick(
                format!("：量级的字文中为“{asked}”，记录为“{held}”"),
                format!(": the word for the scale is “{asked}” in the text and “{held}” in the record"),
            )
        }
    };
    if power > 0 {
        language.pick(
            format!("，文中是它的{factor}倍{slip}"),
            format!(", of which the text is {factor} times as much{slip}"),
        )
    } else {
        language.pick(
            format!("，文中是它的{factor}分之一{slip}"),
            format!(", which is {factor} times what the text has{slip}"),
        )
    }
}

fn revised(record: &Candidate, earlier: Option<&Candidate>, language: Language) -> String {
    let said = |candidate: &Candidate| {
        candidate.point.document.day().map_or_else(String::new, |day| super::document::date(day, language))
    };
    let now = number::of_claim(&record.point.claim, language);
    let then = earlier.map(|earlier| number::of_claim(&earlier.point.claim, language)).unwrap_or_default();
    let when = period(record.point.claim.period.as_ref(), language);
    let (before, after) = (earlier.map(said).unwrap_or_default(), said(record));
    language.pick(
        format!("{before}的文件中{when}为{then}，{after}的文件改为{now}"),
        format!("a document of {before} had {then} for {when}, and one of {after} has {now}"),
    )
}
