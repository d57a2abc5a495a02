//! What people decided about indicators, documents and findings, and what it makes of a link.
//!
//! A decision is a row that is never edited: taking one back is another decision. Every link is worked
//! out anew from what the claim says and the decisions in force, in the order in which they were made, so
//! they hold for documents that come later and for texts that are read again.

use super::facts::{Fact, Facts, Said};
use super::finding::{FindingKind, FindingState};
use super::name;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where a claim stands, in words that outlive its number: the document's bytes and the quote's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Place {
    /// SHA-256 of the document's bytes.
    pub sha256: String,
    /// First code point of the quote.
    pub start: usize,
    /// The code point after the quote.
    pub end: usize,
}

/// What a finding rests on. It is known by this, and not by its number, which goes with those of its claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    /// What was found.
    pub kind: FindingKind,
    /// What the earlier claim calls the indicator, as one quote may carry several claims.
    pub wording: String,
    /// Where the earlier claim stands.
    pub earlier: Place,
    /// Where the later claim stands, if there is one.
    pub later: Option<Place>,
}

/// What was decided. Indicators are named by their keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// All claims of one indicator measure another.
    Merge {
        /// The one that ends.
        from: String,
        /// The one that goes on.
        into: String,
    },
    /// The claims with this wording measure something else.
    Split {
        /// What they were taken for.
        from: String,
        /// Their wording, tidied.
        wording: String,
        /// The name of what they measure.
        into: String,
    },
    /// It is shown under another name.
    Rename {
        /// Which one.
        indicator: String,
        /// The name.
        name: String,
    },
    /// A wording, also one that comes later, names this indicator.
    Alias {
        /// Which one.
        indicator: String,
        /// The wording.
        alias: String,
    },
    /// One claim measures something else.
    Unlink {
        /// Where it stands.
        claim: Place,
        /// What it was taken for.
        from: String,
        /// The key of what it measures.
        into: String,
    },
    /// The definition changed: no line joins what lies before and after.
    Break {
        /// Of which indicator.
        indicator: String,
        /// In which scope; `None` for every one.
        scope: Option<String>,
        /// The first day of the new definition.
        day: NaiveDate,
        /// What changed.
        note: String,
    },
    /// Two indicators that look alike are not one.
    Dismiss {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// A document is taken out with its claims.
    Remove {
        /// SHA-256 of its bytes.
        document: String,
    },
    /// What documents do not state of themselves, or not rightly.
    Describe {
        /// What is said, of which.
        said: Vec<Said>,
    },
    /// What is to be made of a finding. Why is said with the decision.
    Judge {
        /// Which finding.
        sides: Sides,
        /// What is made of it.
        state: FindingState,
    },
    /// A verdict of a kept check is right, as whoever confirms it found in the words.
    Confirm {
        /// The check's number.
        check: i64,
        /// SHA-256 of what was kept.
        sha256: String,
        /// The number of the claim in it.
        claim: usize,
    },
    /// An earlier decision no longer holds.
    Undo {
        /// Its number.
        decision: i64,
    },
}

/// A decision, as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// What.
    pub act: Act,
    /// How things stood, in words of both languages: see [`in_both`](crate::language::in_both).
    pub before: String,
    /// How they stand since, in words.
    pub after: String,
    /// Why; empty where nobody said.
    pub why: String,
}

/// A break that a person marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MarkedBreak {
    /// The number of the indicator.
    pub indicator: i64,
    /// In which scope; `None` for every one.
    pub scope: Option<String>,
    /// The first day of the new definition.
    pub day: NaiveDate,
    /// What changed.
    pub note: String,
}

/// Where a claim ends up by decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The key of its indicator.
    pub key: String,
    /// Which decision did that, in words; `None` where none did.
    pub reason: Option<String>,
}

/// The decisions in force, in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions(Vec<Decision>);

impl Decisions {
    /// Those of `all` that hold: undone ones do not, unless the undoing was itself undone.
    pub fn in_force(mut all: Vec<Decision>) -> Self {
        all.sort_by_key(|decision| decision.id);
        let undone = undone(&all);
        all.retain(|decision| !undone.contains(&decision.id) && !matches!(decision.act, Act::Undo { .. }));
        Self(all)
    }

    /// True where nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True where this decision holds.
    pub fn holds(&self, id: i64) -> bool {
        self.0.iter().any(|decision| decision.id == id)
    }

    /// Which indicator a claim with this wording, linked to `key`, measures in the end.
    pub fn settle(&self, place: &Place, wording: &str, key: &str) -> Settled {
        let wording = name::tidy(wording);
        let mut settled = Settled { key: key.to_owned(), reason: None };
        for decision in &self.0 {
            let moved = match &decision.act {
                Act::Unlink { claim, from, into } if *from == settled.key && overlap(claim, place) => {
                    Some((into.clone(), "拆出"))
                }
                Act::Split { from, wording: split, into } if *from == settled.key && *split == wording => {
                    Some((into.clone(), "拆分"))
                }
                act => moved(act, &settled.key),
            };
            if let Some((key, deed)) = moved {
                settled = Settled { key, reason: Some(format!("人工{deed}（决定 {}）", decision.id)) };
            }
        }
        settled
    }

    /// The decision that took out the document with these bytes.
    pub fn removal_of(&self, sha256: &str) -> Option<i64> {
        self.0.iter().rev().find_map(|decision| match &decision.act {
            Act::Remove { document } if document == sha256 => Some(decision.id),
            _ => None,
        })
    }

    /// What people say of the document with these bytes; of one thing what was said last.
    pub fn facts_of(&self, sha256: &str) -> Facts {
        let said = self.0.iter().filter_map(|decision| said_of(&decision.act, sha256));
        said.fold(Facts::default(), |before, facts| facts.clone().or(before))
    }

    /// The decision by which something is said of the document with these bytes.
    pub fn said_by(&self, sha256: &str, fact: Fact) -> Option<&Decision> {
        let says = |decision: &&Decision| {
            said_of(&decision.act, sha256).is_some_and(|facts| facts.get(fact).is_some())
        };
        self.0.iter().rev().find(says)
    }

    /// Where a key leads in the end.
    pub fn lead(&self, key: &str) -> String {
        self.0
            .iter()
            .fold(key.to_owned(), |key, decision| moved(&decision.act, &key).map_or(key, |(into, _)| into))
    }

    /// The name that a person gave an indicator.
    pub fn name_of(&self, key: &str) -> Option<&str> {
        self.0.iter().rev().find_map(|decision| match &decision.act {
            Act::Rename { indicator, name } if indicator == key => Some(name.as_str()),
            _ => None,
        })
    }

    /// The wordings that people gave to indicators: key and wording.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|decision| match &decision.act {
            Act::Alias { indicator, alias } => Some((indicator.as_str(), alias.as_str())),
            _ => None,
        })
    }

    /// The breaks that a person marked on the indicator with this key and number, those of indicators
    /// merged into it included.
    pub fn breaks_of(&self, key: &str, number: i64) -> Vec<MarkedBreak> {
        let marked = self.0.iter().filter_map(|decision| match &decision.act {
            Act::Break { indicator, scope, day, note } if self.lead(indicator) == key => {
                Some(MarkedBreak { indicator: number, scope: scope.clone(), day: *day, note: note.clone() })
            }
            _ => None,
        });
        marked.collect()
    }

    /// The keys of indicators of which people said what belongs to them: evidence brings these into no other.
    pub fn settled_keys(&self) -> BTreeSet<String> {
        let says = |act: &&Act| {
            matches!(act, Act::Merge { .. } | Act::Split { .. } | Act::Alias { .. } | Act::Unlink { .. })
        };
        self.0.iter().map(|decision| &decision.act).filter(says).flat_map(keys_of).collect()
    }

    /// What people make of findings: the number of each decision, the finding, and its state. Of one finding the last holds.
    pub fn judgements(&self) -> impl Iterator<Item = (i64, &Sides, FindingState)> {
        self.0.iter().filter_map(|decision| match &decision.act {
            Act::Judge { sides, state } => Some((decision.id, sides, *state)),
            _ => None,
        })
    }

    /// Who confirmed which verdict of a kept check: the number of the claim, and the last decision that does.
    pub fn confirmed(&self, check: i64, sha256: &str) -> BTreeMap<usize, &Decision> {
        let of_check = self.0.iter().filter_map(|decision| match &decision.act {
            Act::Confirm { check: known, sha256: hash, claim } if *known == check && hash == sha256 => {
                Some((*claim, decision))
            }
            _ => None,
        });
        of_check.collect()
    }

    /// Whether a person said that two indicators are not one.
    pub fn dismissed(&self, a: &str, b: &str) -> bool {
        self.0.iter().any(|decision| match &decision.act {
            Act::Dismiss { one, other } => one == a && other == b || one == b && other == a,
            _ => false,
        })
    }
}

/// Why a decision cannot be made, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A name, a wording or a note in which nothing can be read.
    #[error(
        "名称或说明是空的，没有改动；请写出来 / a name or note is empty, and nothing was changed; write it out"
    )]
    Blank,
    /// It would take back what was never decided.
    #[error(
        "没有编号为 {0} 的决定，没有改动；请用 indicator log 查看 / there is no decision {0}, and nothing was changed; see indicator log"
    )]
    NoDecision(i64),
    /// It would take back what holds no more.
    #[error(
        "决定 {decision} 已被决定 {by} 撤销，没有改动；要让它重新生效，请撤销决定 {by}：{undo} / decision {decision} was taken back by decision {by} already, and nothing was changed; to have it in force again take that back: {undo}"
    )]
    Undone {
        /// The number of the one.
        decision: i64,
        /// The number of the one that took it back.
        by: i64,
        /// The command that takes that back: see [`undo_command`].
        undo: String,
    },
}

/// Refuses what means nothing, after all that was decided before.
pub fn check(act: &Act, all: &[Decision]) -> Result<(), Unfit> {
    // Marks and blanks alone name nothing.
    let blank = |words: &str| !words.chars().any(char::is_alphanumeric);
    let is_blank = match act {
        Act::Rename { name, .. } => blank(name),
        Act::Alias { alias, .. } => blank(alias),
        Act::Split { wording, into, .. } => blank(wording) || blank(into),
        Act::Break { scope, note, .. } => blank(note) || scope.as_deref().is_some_and(blank),
        Act::Describe { said } => said.iter().any(|one| {
            let facts = &one.facts;
            [&facts.scope, &facts.title, &facts.publisher].into_iter().flatten().any(|words| blank(words))
        }),
        Act::Merge { .. }
        | Act::Unlink { .. }
        | Act::Dismiss { .. }
        | Act::Remove { .. }
        | Act::Judge { .. }
        | Act::Confirm { .. }
        | Act::Undo { .. } => false,
    };
    if is_blank {
        return Err(Unfit::Blank);
    }
    let Act::Undo { decision } = *act else { return Ok(()) };
    if !all.iter().any(|known| known.id == decision) {
        return Err(Unfit::NoDecision(decision));
    }
    let void = undone(all);
    let takes_back = |known: &&Decision| known.act == *act && !void.contains(&known.id);
    match all.iter().rev().find(takes_back) {
        Some(by) => {
            let undo = undo_command(by.id, subject_of(act, all));
            Err(Unfit::Undone { decision, by: by.id, undo })
        }
        None => Ok(()),
    }
}

/// What a decision is about in the end: itself, or what stands at the end of a chain of undoings; and whether the
/// decision has that hold.
pub fn root(all: &[Decision], decision: i64) -> Option<(&Decision, bool)> {
    let mut holds = true;
    let mut decision = all.iter().find(|known| known.id == decision)?;
    while let Act::Undo { decision: target } = decision.act {
        decision = all.iter().find(|known| known.id == target)?;
        holds = !holds;
    }
    Some((decision, holds))
}

/// The numbers of the decisions that hold no more.
fn undone(all: &[Decision]) -> BTreeSet<i64> {
    let mut undone = BTreeSet::new();
    let mut newest_first: Vec<&Decision> = all.iter().collect();
    newest_first.sort_by_key(|decision| std::cmp::Reverse(decision.id));
    for decision in newest_first {
        if let Act::Undo { decision: target } = decision.act
            && !undone.contains(&decision.id)
        {
            undone.insert(target);
        }
    }
    undone
}

/// Where a decision that holds for every claim takes a key.
fn moved(act: &Act, key: &str) -> Option<(String, &'static str)> {
    match act {
        Act::Merge { from, into } if from == key => Some((into.clone(), "合并")),
        Act::Alias { indicator, alias } if name::normalise(alias) == key && indicator != key => {
            Some((indicator.clone(), "别名"))
        }
        _ => None,
    }
}

/// A quote that was read again may begin or end elsewhere.
fn overlap(a: &Place, b: &Place) -> bool {
    a.sha256 == b.sha256 && a.start < b.end && b.start < a.end
}

/// The keys that a decision is about.
pub fn keys_of(act: &Act) -> Vec<String> {
    match act {
        Act::Merge { from, into } | Act::Split { from, into, .. } | Act::Unlink { from, into, .. } => {
            vec![from.clone(), into.clone()]
        }
        Act::Alias { indicator, alias } => vec![indicator.clone(), name::normalise(alias)],
        Act::Rename { indicator, .. } | Act::Break { indicator, .. } => vec![indicator.clone()],
        Act::Dismiss { .. }
        | Act::Remove { .. }
        | Act::Describe { .. }
        | Act::Judge { .. }
        | Act::Confirm { .. }
        | Act::Undo { .. } => Vec::new(),
    }
}

/// The documents that a decision is about as a whole, each by the SHA-256 of its bytes.
pub fn documents_of(act: &Act) -> Vec<String> {
    match act {
        Act::Remove { document } => vec![document.clone()],
        Act::Describe { said } => said.iter().flat_map(|one| one.documents.clone()).collect(),
        _ => Vec::new(),
    }
}

fn said_of<'a>(act: &'a Act, sha256: &str) -> Option<&'a Facts> {
    let Act::Describe { said } = act else { return None };
    said.iter().find(|one| one.documents.iter().any(|document| document == sha256)).map(|one| &one.facts)
}

/// What a decision is about in the end: of undoing, and of undoing that, what the first of them undoes.
pub fn subject_of<'a>(act: &'a Act, all: &'a [Decision]) -> &'a Act {
    let mut act = act;
    while let Act::Undo { decision } = act
        && let Some(undone) = all.iter().find(|known| known.id == *decision)
    {
        act = &undone.act;
    }
    act
}

/// The command that takes back the decision `id`, which is about `subject` in the end.
pub fn undo_command(id: i64, subject: &Act) -> String {
    let what = match subject {
        Act::Remove { .. } | Act::Describe { .. } => "document",
        Act::Judge { .. } => "findings",
        Act::Merge { .. }
        | Act::Split { .. }
        | Act::Rename { .. }
        | Act::Alias { .. }
        | Act::Unlink { .. }
        | Act::Break { .. }
        | Act::Dismiss { .. }
        | Act::Confirm { .. }
        | Act::Undo { .. } => "indicator",
    };
    format!("policy-metrics {what} undo {id}")
}

/// The keys whose claims may be moved when what is decided about `keys` changes: all that any
/// decision, in force or not, connects with them.
pub fn kin(all: &[Decision], keys: Vec<String>) -> BTreeSet<String> {
    let mut kin: BTreeSet<String> = keys.into_iter().collect();
    loop {
        let before = kin.len();
        for decision in all {
            let keys = keys_of(&decision.act);
            if keys.iter().any(|key| kin.contains(key)) {
                kin.extend(keys);
            }
        }
        if kin.len() == before {
            return kin;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(id: i64, act: Act) -> Decision {
        let at = DateTime::UNIX_EPOCH;
        Decision {
            id,
            at,
            who: "甲".into(),
            act,
            before: String::new(),
            after: String::new(),
            why: String::new(),
        }
    }

    fn merge(from: &str, into: &str) -> Act {
        Act::Merge { from: from.into(), into: into.into() }
    }

    fn place(start: usize) -> Place {
        Place { sha256: "f".into(), start, end: start + 5 }
    }

    fn settled(decisions: &Decisions, key: &str) -> String {
        decisions.settle(&place(0), key, key).key
    }

    #[test]
    fn merges_follow_one_another() {
        let decisions =
            Decisions::in_force(vec![decision(1, merge("甲", "乙")), decision(2, merge("乙", "丙"))]);
        assert_eq!(settled(&decisions, "甲"), "丙");
        assert_eq!(decisions.lead("甲"), "丙");
        assert_eq!(settled(&decisions, "丁"), "丁");
    }

    #[test]
    fn what_was_undone_holds_no_more_until_that_is_undone() {
        let undo = |id, target| decision(id, Act::Undo { decision: target });
        let mut all = vec![decision(1, merge("甲", "乙")), undo(2, 1)];
        assert_eq!(settled(&Decisions::in_force(all.clone()), "甲"), "甲");
        all.push(undo(3, 2));
        assert_eq!(settled(&Decisions::in_force(all), "甲"), "乙");
    }

    #[test]
    fn one_wording_is_split_off_and_one_claim_is_unlinked() {
        let split = Act::Split { from: "甲".into(), wording: "乙项".into(), into: "乙".into() };
        let unlink = Act::Unlink { claim: place(100), from: "甲".into(), into: "丙".into() };
        let decisions = Decisions::in_force(vec![decision(1, split), decision(2, unlink)]);
        assert_eq!(decisions.settle(&place(0), "“乙项”", "甲").key, "乙");
        assert_eq!(decisions.settle(&place(101), "甲", "甲").key, "丙");
        assert_eq!(decisions.settle(&place(0), "甲", "甲"), Settled { key: "甲".into(), reason: None });
    }

    #[test]
    fn an_alias_holds_for_documents_to_come() {
        let alias = Act::Alias { indicator: "受理诉求".into(), alias: "全市接单量".into() };
        let decisions = Decisions::in_force(vec![decision(1, alias)]);
        assert_eq!(settled(&decisions, "接单量"), "受理诉求");
        assert_eq!(decisions.aliases().collect::<Vec<_>>(), [("受理诉求", "全市接单量")]);
    }

    #[test]
    fn kin_are_all_that_decisions_connect() {
        let all =
            [decision(1, merge("甲", "乙")), decision(2, merge("乙", "丙")), decision(3, merge("丁", "戊"))];
        let kin = kin(&all, vec!["丙".into()]);
        assert_eq!(kin.into_iter().collect::<Vec<_>>(), ["丙", "乙", "甲"]);
    }
}
