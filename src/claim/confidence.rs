//! How likely a claim is read rightly: what is seen of it, each sign with a weight that was fitted to annotated texts.
//!
//! The weights are data (assets/confidence.toml), written by `cargo run --release --example fit`; the signs are found
//! in the finished claim alone, so that a stored claim can be explained as the new one was.

use super::{Claim, Kind};
use crate::lexicon::{NameRole, lexicon};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Weights by the names of signs, in log odds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    /// The log odds of a claim of which nothing is seen.
    base: f64,
    weight: BTreeMap<String, f64>,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let text = include_str!("../../assets/confidence.toml");
    toml::from_str(text).unwrap_or_else(|error| panic!("assets/confidence.toml: {error}"))
});

impl Claim {
    /// The claim with its confidence, which is the last thing that is made of it.
    pub(super) fn weighed(mut self) -> Self {
        let odds = WEIGHTS.base + signs(&self).into_iter().map(weight).sum::<f64>();
        self.confidence = (100.0 / (1.0 + (-odds).exp())).round() / 100.0;
        self
    }
}

/// How much a sign, by its name in assets/confidence.toml, speaks for the reading, or against it, in log odds.
pub fn weight(sign: &str) -> f64 {
    WEIGHTS.weight.get(sign).copied().unwrap_or(0.0)
}

/// A sign in words, Chinese and English; `None` for a rule, which has words of its own.
pub fn words(sign: &str) -> Option<(&'static str, &'static str)> {
    SIGNS.iter().find(|(name, ..)| *name == sign).map(|(_, zh, en)| (*zh, *en))
}

const SIGNS: [(&str, &str, &str); 15] = [
    ("doubted", "读法存疑", "the reading is doubted"),
    ("short-name", "名称很短", "the name is very short"),
    ("long-name", "名称较长", "the name is long"),
    ("very-long-name", "名称很长", "the name is very long"),
    ("digit-in-name", "名称里有数字", "the name holds a digit"),
    ("mark-in-name", "名称里有标点", "the name holds a mark"),
    ("particle-in-name", "名称里有虚词", "the name holds a particle"),
    ("measure", "名称以量名结尾", "the name ends with a measure"),
    ("measure-alone", "名称只有量名", "the name is a measure alone"),
    ("verb-at-end", "名称以动词结尾", "the name ends with a verb"),
    ("percentage-of-no-rate", "百分数，名称却不是比率", "a percentage of what is no rate"),
    ("rate-in-no-percentage", "名称是比率，数值却不是百分数", "a rate that is no percentage"),
    ("no-unit", "没有单位", "there is no unit"),
    ("no-period", "不知何时", "of no known time"),
    ("attested", "名称为十个以上地区所用", "ten places or more use the name"),
];

/// What is seen of a claim: its rule, and what its name is like, by the names in assets/confidence.toml.
pub fn signs(claim: &Claim) -> Vec<&str> {
    let name: Vec<char> = claim.indicator.chars().collect();
    let mut signs = vec![claim.rule.as_str()];
    let mut sign = |name, seen| {
        if seen {
            signs.push(name);
        }
    };
    sign("doubted", !claim.warnings.is_empty());
    sign("short-name", name.len() <= 3);
    sign("long-name", name.len() > 12);
    sign("very-long-name", name.len() > 18);
    sign("digit-in-name", name.iter().any(char::is_ascii_digit));
    sign("mark-in-name", name.iter().any(|c| matches!(c, '、' | ',' | '(' | '[')));
    sign(
        "particle-in-name",
        name.iter().any(|c| matches!(c, '的' | '为' | '在' | '被' | '由' | '使' | '让' | '将' | '其')),
    );
    let role = (0..name.len()).find_map(|at| lexicon().names.exact(&name[at..]));
    let is_measure = matches!(role, Some(NameRole::Measure | NameRole::Dependent));
    sign("measure", is_measure);
    sign("measure-alone", is_measure && lexicon().names.exact(&name).is_some());
    sign("verb-at-end", lexicon().verbs.longest_suffix(&name).is_some() && !is_measure);
    let rate = ["率", "比重", "占比", "比例", "度", "份额", "面", "占", "指数", "速", "幅"];
    let percentage = claim.unit == "%" && claim.kind == Kind::Level;
    let shares = claim.rule == "share" || claim.indicator.contains('占');
    sign(
        "percentage-of-no-rate",
        percentage && !shares && !rate.iter().any(|end| claim.indicator.ends_with(end)),
    );
    sign(
        "rate-in-no-percentage",
        !percentage && claim.kind == Kind::Level && claim.indicator.ends_with('率'),
    );
    sign("no-unit", claim.unit.is_empty());
    sign("no-period", claim.period.is_none());
    sign("attested", lexicon().attested.contains(&claim.indicator));
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Rule, extract};
    use crate::text::Transcript;
    use strum::VariantArray;

    fn first(text: &str) -> Claim {
        extract(&Transcript::from_text(text, None, None)).claims.swap_remove(0)
    }

    #[test]
    fn every_weight_is_of_a_sign_or_rule_that_there_is() {
        for sign in WEIGHTS.weight.keys() {
            let rule = Rule::VARIANTS.iter().any(|rule| rule.to_string() == *sign);
            assert!(rule || words(sign).is_some(), "{sign}");
        }
    }

    #[test]
    fn a_name_that_many_use_is_surer_than_one_glued_together() {
        let known = first("城镇登记失业率为3.1%。");
        assert!(signs(&known).contains(&"attested"), "{:?}", signs(&known));
        let mut glued = known.clone();
        glued.indicator = "泉水、南山的企业在为被".to_owned();
        assert!(known.confidence > glued.clone().weighed().confidence);
        assert!((0.0..=1.0).contains(&known.confidence));
    }
}
