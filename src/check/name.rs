//! Which indicators of a place a name may mean: those called so, else one that it is a part of, else those alike.

use crate::series::{differ_in_qualifier, likeness, normalise};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How well the name of an indicator fits what a text calls it; the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// A reader said that it is meant.
    Chosen,
    /// It is the name, as names are compared.
    Same,
    /// Claims call it so.
    Alias,
    /// The text's words are a part of its name, and of no other's that is measured so at the place.
    Only,
    /// The text's words are a part of its name, as they are of others'.
    Part,
    /// It looks like it.
    Alike,
    /// Only a long number is the same, at the place and in the unit of the text.
    Number,
}

impl Fit {
    /// Whether a value under this name can contradict the text.
    pub(super) fn is_firm(self) -> bool {
        self <= Self::Only
    }
}

/// An indicator of a place that may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Its number.
    pub indicator: i64,
    /// How well its name fits.
    pub fit: Fit,
}

/// The names of the indicators of one place, by the pairs of characters in them.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<(i64, String)>,
    by_pair: HashMap<(char, char), Vec<usize>>,
}

/// In per cent of the pairs of characters; what shares less is not alike.
const ALIKE: usize = 50;

/// So many that are alike are looked at.
const MOST: usize = 8;

/// Shorter words are a part of too many names.
const SHORTEST: usize = 3;

impl Names {
    /// Of indicators by number and key.
    pub fn of(indicators: impl IntoIterator<Item = (i64, String)>) -> Self {
        let mut names = Self::default();
        for (id, key) in indicators {
            let at = names.names.len();
            for pair in pairs(&key) {
                let holders = names.by_pair.entry(pair).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
            names.names.push((id, key));
        }
        names
    }

    /// Those whose name holds `key`, else those whose name is like it, the likest first.
    pub fn like(&self, key: &str) -> Vec<Named> {
        let wanted: Vec<(char, char)> = pairs(key).collect();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for at in wanted.iter().filter_map(|pair| self.by_pair.get(pair)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        // What shares a third of the pairs or less is not alike, and need not be compared.
        let mut near: Vec<usize> =
            shared.into_iter().filter(|(_, many)| many * 3 > wanted.len()).map(|(at, _)| at).collect();
        near.sort_unstable();
        let long = key.chars().count() >= SHORTEST;
        let held: Vec<&(i64, String)> = near
            .iter()
            .map(|at| &self.names[*at])
            .filter(|(_, name)| long && name.contains(key) && !differ_in_qualifier(key, name))
            .collect();
        let mut found: Vec<Named> = held
            .iter()
            .map(|(id, _)| Named { indicator: *id, fit: if held.len() == 1 { Fit::Only } else { Fit::Part } })
            .collect();
        let mut alike: Vec<(usize, i64)> = near
            .iter()
            .map(|at| &self.names[*at])
            .filter(|(id, _)| !found.iter().any(|named| named.indicator == *id))
            .map(|(id, name)| (likeness(key, name), *id))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        alike.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.extend(alike.into_iter().map(|(_, indicator)| Named { indicator, fit: Fit::Alike }));
        found.truncate(MOST.max(held.len().min(3 * MOST)));
        found
    }
}

fn pairs(name: &str) -> impl Iterator<Item = (char, char)> {
    let name = normalise(name);
    let chars: Vec<char> = name.chars().collect();
    (1..chars.len()).map(move |at| (chars[at - 1], chars[at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn names() -> Names {
        let all = ["行政复议决定履行率", "群众满意率", "建议满意率", "城镇新增就业", "受理群众诉求"];
        Names::of((1..).zip(all.map(str::to_owned)))
    }

    #[rstest]
    #[case::of_one("履行率", Some((1, Fit::Only)))]
    #[case::of_two("满意率", Some((2, Fit::Part)))]
    #[case::of_another_thing("就业", None)]
    #[case::alike("受理诉求", Some((5, Fit::Alike)))]
    #[case::of_none("游客人数", None)]
    fn a_name_is_completed_where_one_indicator_can(
        #[case] asked: &str,
        #[case] expected: Option<(i64, Fit)>,
    ) {
        assert_eq!(names().like(asked).first().map(|one| (one.indicator, one.fit)), expected);
    }
}
