//! Whether two names mean one indicator at one place: what speaks for it and against it, weighed.
//!
//! Names alone say little. What decides is what documents of the place say under them: the same values for the same
//! years, values that go on from one to the other, or both names side by side with values of their own. Each finding has
//! a weight, the logarithm of how much likelier it is of one indicator than of two (`assets/lexicon/links.toml`).

use super::comparable::is_placed;
use super::rounding::Interval;
use super::{Point, name, unit};
use crate::claim::{Basis, Bound, End, Kind, Status};
use crate::lexicon::{Weights, lexicon};
use crate::period::PeriodType;
use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::{discriminant, take};

/// A value in the words of its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The claim's number.
    pub claim: i64,
    /// Its name there.
    pub name: String,
    /// Its words.
    pub quote: String,
}

impl Cited {
    fn of(point: &Point) -> Self {
        let Point { id, claim, .. } = point;
        Self { claim: *id, name: claim.indicator.clone(), quote: claim.quote.clone() }
    }
}

/// One finding on two names. Years are those of the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Evidence {
    /// One of them has a word that the other lacks.
    Word {
        /// The word.
        word: String,
    },
    /// Both give the same value for a year.
    Same {
        /// The year.
        year: i32,
        /// What is said of it under either name.
        said: (Cited, Cited),
    },
    /// They give different values for a year.
    Different {
        /// The year.
        year: i32,
        /// What is said of it under either name.
        said: (Cited, Cited),
        /// Both stand in one document.
        together: bool,
    },
    /// Both give the same growth for a year.
    SameGrowth {
        /// The year.
        year: i32,
        /// What is said of it under either name.
        said: (Cited, Cited),
    },
    /// They give different growth for a year.
    DifferentGrowth {
        /// The year.
        year: i32,
        /// What is said of it under either name.
        said: (Cited, Cited),
        /// Both stand in one document.
        together: bool,
    },
    /// The value of the one and the growth stated for the next year give the value of the other in that year.
    Continues {
        /// The later year.
        year: i32,
        /// The earlier value and the later one.
        said: (Cited, Cited),
    },
    /// They do not.
    Breaks {
        /// The later year.
        year: i32,
        /// The earlier value and the later one.
        said: (Cited, Cited),
    },
    /// Values of neighbouring years lie as far apart as those of one indicator may.
    Fits,
    /// They lie further apart.
    Jumps,
    /// Documents of the place use the one or the other, and never both.
    Alternate {
        /// How many use the one.
        one: usize,
        /// How many use the other.
        other: usize,
    },
    /// So many documents use both.
    Together {
        /// How many.
        documents: usize,
    },
}

/// What is concluded of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// They mean different things.
    Apart,
    /// They may mean one: for a person to decide.
    Candidate,
    /// They mean one.
    Linked,
}

/// Two names of one place, and what was found on them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The names' keys, in order.
    pub keys: (String, String),
    /// What was found.
    pub evidence: Vec<Evidence>,
    /// How much it weighs together, in bits.
    pub weight: f64,
    /// What follows.
    pub conclusion: Conclusion,
}

/// What documents of one place say under one name.
#[derive(Debug)]
pub struct Line<'a> {
    key: &'a str,
    documents: BTreeSet<i64>,
    levels: BTreeMap<(String, i32), Vec<&'a Point>>,
    /// Earlier values that later ones are held against: 由2015年的16亿元增加到….
    bases: BTreeMap<(String, i32), Vec<&'a Point>>,
    growth: BTreeMap<i32, Vec<&'a Point>>,
    /// What is planned: it says nothing of results, but two plans side by side are of two things.
    plans: BTreeMap<(Kind, String, i32), Vec<&'a Point>>,
}

impl Evidence {
    /// Whether it speaks for one indicator.
    pub fn speaks_for(&self) -> bool {
        matches!(
            self,
            Self::Same { .. }
                | Self::SameGrowth { .. }
                | Self::Continues { .. }
                | Self::Fits
                | Self::Alternate { .. }
        )
    }

    /// What it weighs; nothing where that depends on more than its kind.
    fn weight(&self, weights: &Weights) -> f64 {
        match self {
            Self::Same { .. } => weights.same,
            Self::Different { together: false, .. } => weights.different,
            Self::Different { together: true, .. } => weights.different_together,
            Self::SameGrowth { .. } => weights.same_growth,
            Self::DifferentGrowth { together: false, .. } => weights.different_growth,
            Self::DifferentGrowth { together: true, .. } => weights.different_growth_together,
            Self::Continues { .. } => weights.continues,
            Self::Breaks { .. } => weights.breaks,
            Self::Fits => weights.fits,
            Self::Jumps => weights.jumps,
            Self::Word { .. } | Self::Alternate { .. } | Self::Together { .. } => 0.0,
        }
    }

    /// In Chinese.
    pub fn zh(&self) -> String {
        let said = |(one, other): &(Cited, Cited)| {
            format!("{}{}，{}{}", one.name, one.quote, other.name, other.quote)
        };
        let place = |together: &bool| if *together { "同一文件中" } else { "" };
        match self {
            Self::Word { word } => format!("只有一个名称含“{word}”"),
            Self::Same { year, said: both } => format!("{year}年数值相同：{}", said(both)),
            Self::Different { year, said: both, together } => {
                format!("{}{year}年数值不同：{}", place(together), said(both))
            }
            Self::SameGrowth { year, said: both } => format!("{year}年增速相同：{}", said(both)),
            Self::DifferentGrowth { year, said: both, together } => {
                format!("{}{year}年增速不同：{}", place(together), said(both))
            }
            Self::Continues { year, said: both } => {
                format!("{year}年的数值正好是上年数值加上所述增速：{}", said(both))
            }
            Self::Breaks { year, said: both } => {
                format!("{year}年的数值与上年数值、所述增速对不上：{}", said(both))
            }
            Self::Fits => "相邻年份的数值大小相当".to_owned(),
            Self::Jumps => "相邻年份的数值相差悬殊".to_owned(),
            Self::Alternate { one, other } => {
                format!("从不在同一文件中出现（一个见于{one}份文件，另一个见于{other}份）")
            }
            Self::Together { documents } => format!("{documents}份文件同时使用两个名称"),
        }
    }

    /// In English.
    pub fn en(&self) -> String {
        let said = |(one, other): &(Cited, Cited)| {
            format!("{} {}, {} {}", one.name, one.quote, other.name, other.quote)
        };
        let place = |together: &bool| if *together { " in one document" } else { "" };
        match self {
            Self::Word { word } => format!("only one of the names has the word {word}"),
            Self::Same { year, said: both } => format!("the same value for {year}: {}", said(both)),
            Self::Different { year, said: both, together } => {
                format!("different values for {year}{}: {}", place(together), said(both))
            }
            Self::SameGrowth { year, said: both } => format!("the same growth in {year}: {}", said(both)),
            Self::DifferentGrowth { year, said: both, together } => {
                format!("different growth in {year}{}: {}", place(together), said(both))
            }
            Self::Continues { year, said: both } => {
                format!(
                    "the value of {year} is that of the year before with the growth stated: {}",
                    said(both)
                )
            }
            Self::Breaks { year, said: both } => {
                format!(
                    "the value of {year} is not that of the year before with the growth stated: {}",
                    said(both)
                )
            }
            Self::Fits => "values of neighbouring years are of one size".to_owned(),
            Self::Jumps => "values of neighbouring years lie far apart".to_owned(),
            Self::Alternate { one, other } => {
                format!("never in one document ({one} use the one, {other} the other)")
            }
            Self::Together { documents } => format!("{documents} documents use both names"),
        }
    }
}

impl<'a> Line<'a> {
    /// Of the points of this name at the place, those that can be held against others: told by documents of the place of
    /// a year that was over, and of the whole of it.
    pub fn of(key: &'a str, points: impl IntoIterator<Item = &'a Point>) -> Self {
        let mut line = Self {
            key,
            documents: BTreeSet::new(),
            levels: BTreeMap::new(),
            bases: BTreeMap::new(),
            growth: BTreeMap::new(),
            plans: BTreeMap::new(),
        };
        for point in points {
            let claim = &point.claim;
            let own = claim.scope.is_some() && claim.scope == point.document.scope;
            if own && claim.status == Status::Target {
                line.plan(point);
            }
            if !own || claim.status != Status::Actual {
                continue;
            }
            line.documents.insert(point.document.id);
            let Some(year) = year_of(point).filter(|_| is_placed(point)) else { continue };
            match claim.kind {
                Kind::Level => {
                    let base = claim.role == Some(End::From);
                    let values = if base { &mut line.bases } else { &mut line.levels };
                    let unit = unit::base(unit::of(claim)).to_owned();
                    values.entry((unit, year)).or_default().push(point);
                }
                Kind::Change if claim.unit == "%" && matches!(claim.basis, None | Some(Basis::Yoy)) => {
                    line.growth.entry(year).or_default().push(point);
                }
                Kind::Change | Kind::Rank | Kind::Streak => {}
            }
        }
        line
    }

    fn plan(&mut self, point: &'a Point) {
        let claim = &point.claim;
        let held = match claim.kind {
            Kind::Level => claim.role != Some(End::From),
            Kind::Change => claim.unit == "%" && matches!(claim.basis, None | Some(Basis::Yoy)),
            Kind::Rank | Kind::Streak => false,
        };
        if let Some(year) = year_of(point).filter(|_| held) {
            let unit = unit::base(unit::of(claim)).to_owned();
            self.plans.entry((claim.kind, unit, year)).or_default().push(point);
        }
    }

    fn is_empty(&self) -> bool {
        self.levels.is_empty() && self.growth.is_empty()
    }
}

/// The year that a point is a value of, or of whose end.
fn year_of(point: &Point) -> Option<i32> {
    let period = point.claim.period.as_ref()?;
    let end = period.end?;
    let whole = period.kind == PeriodType::Year
        || period.kind == PeriodType::AsOf && (end.month(), end.day()) == (12, 31);
    whole.then(|| end.year())
}

/// What the name of an indicator is made of, as far as linking asks.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'k> {
    /// What is measured: 收入.
    head: &'static str,
    /// Words that tell indicators of one head apart: for each line of such words the one that the name has.
    words: Vec<Option<&'static str>>,
    /// All other words.
    rest: String,
    key: &'k str,
}

impl<'k> Parts<'k> {
    /// `None` where the name ends in nothing that is known to be measured, or is one in an odd unit.
    fn of(key: &'k str) -> Option<Self> {
        let head = name::head(key)?;
        let mut rest = key.strip_suffix(head)?.to_owned();
        let words = lexicon().weights.words.iter().map(|line| {
            let word = line.words.iter().find(|word| key.contains(word.as_str()))?;
            rest = rest.replacen(word.as_str(), "", 1);
            Some(word.as_str())
        });
        let words = words.collect();
        Some(Self { head, words, rest, key })
    }

    /// What the names themselves say; `None` where they cannot mean one.
    fn compare(&self, other: &Self) -> Option<(Vec<Evidence>, f64)> {
        let weights = &lexicon().weights;
        if self.head != other.head || self.key == other.key {
            return None;
        }
        let mut found = Vec::new();
        let mut sum = weights.prior;
        for (line, (one, other)) in weights.words.iter().zip(self.words.iter().zip(&other.words)) {
            match (one, other) {
                (Some(one), Some(other)) if one != other && line.apart => return None,
                (Some(word), None) | (None, Some(word)) => {
                    sum += line.alone?;
                    found.push(Evidence::Word { word: (*word).to_owned() });
                }
                _ => {}
            }
        }
        if self.rest != other.rest {
            let (one, other) = (self.rest.as_str(), other.rest.as_str());
            let more = one.is_empty() || other.is_empty();
            if !more {
                return None;
            }
            sum += weights.rest;
            found.push(Evidence::Word { word: if one.is_empty() { other } else { one }.to_owned() });
        }
        Some((found, sum))
    }
}

/// Every two names of one place that may mean one indicator, with what follows. `documents` are those of the place.
/// It depends on the set of lines and not on their order.
pub fn weigh(lines: &[Line<'_>], documents: usize) -> Vec<Pair> {
    let mut named: Vec<(Parts<'_>, &Line<'_>)> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .filter_map(|line| Some((Parts::of(line.key)?, line)))
        .collect();
    named.sort_by_key(|(parts, _)| (parts.head, parts.key));
    let mut pairs = Vec::new();
    for (at, (one, a)) in named.iter().enumerate() {
        let alike = named[at + 1..].iter().take_while(|(other, _)| other.head == one.head);
        pairs.extend(alike.filter_map(|(other, b)| {
            let (evidence, sum) = one.compare(other)?;
            judge(evidence, sum, a, b, documents)
        }));
    }
    pairs
}

/// Which name each of these names goes under at its place: those that evidence links go under one of them, the rest under
/// themselves. The surest links come first, and nothing is drawn into a group of which it is apart from a member.
///
/// `fixed` are names on which people decided: these lead, and no two of them are brought together here. `first` tells
/// which of several names leads.
pub fn gather<'k, R: Ord>(
    keys: impl IntoIterator<Item = &'k str>,
    pairs: &[Pair],
    fixed: &BTreeSet<String>,
    first: impl Fn(&str) -> R,
) -> BTreeMap<String, String> {
    let mut groups: Vec<BTreeSet<&str>> = Vec::new();
    let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys.into_iter().collect::<BTreeSet<_>>() {
        group_of.insert(key, groups.len());
        groups.push(BTreeSet::from([key]));
    }
    let judged: BTreeMap<(&str, &str), Conclusion> =
        pairs.iter().map(|pair| ((pair.keys.0.as_str(), pair.keys.1.as_str()), pair.conclusion)).collect();
    let apart = |one: &str, other: &str| {
        let (a, b) = if one < other { (one, other) } else { (other, one) };
        let named = || Parts::of(a).zip(Parts::of(b)).and_then(|(a, b)| a.compare(&b)).is_none();
        judged.get(&(a, b)).map_or_else(named, |conclusion| *conclusion == Conclusion::Apart)
            || fixed.contains(one) && fixed.contains(other)
    };
    let mut linked: Vec<&Pair> = pairs.iter().filter(|pair| pair.conclusion == Conclusion::Linked).collect();
    linked.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.keys.cmp(&b.keys)));
    for pair in linked {
        let of = |key: &str| group_of.get(key).copied();
        let (Some(one), Some(other)) = (of(&pair.keys.0), of(&pair.keys.1)) else { continue };
        if one == other || groups[one].iter().any(|a| groups[other].iter().any(|b| apart(a, b))) {
            continue;
        }
        for key in take(&mut groups[other]) {
            group_of.insert(key, one);
            groups[one].insert(key);
        }
    }
    let mut leads = BTreeMap::new();
    for group in groups {
        let lead = group.iter().min_by_key(|key| (!fixed.contains(**key), first(key), **key)).copied();
        leads.extend(
            lead.into_iter().flat_map(|lead| group.iter().map(|key| ((*key).to_owned(), lead.to_owned()))),
        );
    }
    leads
}

fn judge(names: Vec<Evidence>, sum: f64, a: &Line<'_>, b: &Line<'_>, documents: usize) -> Option<Pair> {
    let weights = &lexicon().weights;
    let mut evidence = names;
    let told = evidence.len();
    evidence.extend(of_values(a, b));
    evidence.extend(of_growth(a, b));
    evidence.extend(of_plans(a, b));
    evidence.extend(continuing(a, b));
    evidence.extend(continuing(b, a));
    evidence.extend(of_size(a, b));
    if evidence.len() == told {
        return None;
    }
    let (turns, bits) = alternating(a, b, documents);
    evidence.extend(turns);
    let weight = sum + bits.min(weights.alternate) + of_findings(&evidence[told..], weights);
    let against = evidence.iter().any(|found| matches!(found, Evidence::Different { together: true, .. }));
    let by_value = evidence.iter().any(|found| {
        matches!(found, Evidence::Same { .. } | Evidence::SameGrowth { .. } | Evidence::Continues { .. })
    });
    let conclusion = if weight >= weights.linked && by_value && !against {
        Conclusion::Linked
    } else if weight >= weights.candidate {
        Conclusion::Candidate
    } else {
        Conclusion::Apart
    };
    Some(Pair { keys: (a.key.to_owned(), b.key.to_owned()), evidence, weight, conclusion })
}

/// Findings of one kind are not independent: the second counts half, and the third tells nothing new.
fn of_findings(found: &[Evidence], weights: &Weights) -> f64 {
    let mut counted: Vec<(&Evidence, usize)> = Vec::new();
    for one in found {
        let alike = |other: &Evidence| {
            discriminant(one) == discriminant(other)
                && one.weight(weights).total_cmp(&other.weight(weights)).is_eq()
        };
        match counted.iter_mut().find(|(known, _)| alike(known)) {
            Some((_, times)) => *times += 1,
            None => counted.push((one, 1)),
        }
    }
    let worth = |(one, times): (&Evidence, usize)| one.weight(weights) * if times > 1 { 1.5 } else { 1.0 };
    counted.into_iter().map(worth).sum()
}

/// A value that says which it is: 4210.3 does, 4000 or 超过4000 may be many.
fn is_telling(point: &Point) -> bool {
    let value = point.claim.value.normalize();
    let digits = value.mantissa().to_string();
    point.claim.bound == Bound::Exact && digits.trim_end_matches('0').len() >= 3
}

fn of_values(a: &Line<'_>, b: &Line<'_>) -> Vec<Evidence> {
    let both = a.levels.iter().filter_map(|(measure, ones)| Some((measure.1, ones, b.levels.get(measure)?)));
    let own = both.filter_map(|(year, ones, others)| match met(ones, others)? {
        (said, true, _) => Some(Evidence::Same { year, said }),
        (said, false, together) => Some(Evidence::Different { year, said, together }),
    });
    // A base is often told by the definition of what it is held against: that it differs says little.
    let again = [(&a.bases, &b.levels), (&a.levels, &b.bases)].into_iter().flat_map(|(ones, others)| {
        ones.iter().filter_map(move |(measure, one)| match met(one, others.get(measure)?)? {
            (said, true, _) => Some(Evidence::Same { year: measure.1, said }),
            _ => None,
        })
    });
    own.chain(again).collect()
}

fn of_growth(a: &Line<'_>, b: &Line<'_>) -> Vec<Evidence> {
    let both = a.growth.iter().filter_map(|(year, ones)| Some((*year, ones, b.growth.get(year)?)));
    both.filter_map(|(year, ones, others)| match met(ones, others)? {
        (said, true, _) => Some(Evidence::SameGrowth { year, said }),
        (said, false, together) => Some(Evidence::DifferentGrowth { year, said, together }),
    })
    .collect()
}

/// Where one document plans different values for a year under either name.
fn of_plans(a: &Line<'_>, b: &Line<'_>) -> Vec<Evidence> {
    let both = a.plans.iter().filter_map(|(measure, ones)| Some((measure, ones, b.plans.get(measure)?)));
    both.filter_map(|((kind, _, year), ones, others)| {
        let mut beside = ones.iter().flat_map(|one| {
            // 850亿元以上 beside 710亿元以上 are two; 850亿元 beside 800亿元以上 may be one.
            others
                .iter()
                .filter(|other| one.document.id == other.document.id && one.claim.bound == other.claim.bound)
                .map(|other| (*one, *other))
        });
        let is_one = |(one, other): (&Point, &Point)| {
            value(one) == value(other) && one.claim.direction == other.claim.direction
        };
        let first = beside.next()?;
        if is_one(first) || beside.any(is_one) {
            return None;
        }
        let (year, said) = (*year, (Cited::of(first.0), Cited::of(first.1)));
        Some(match kind {
            Kind::Level => Evidence::Different { year, said, together: true },
            _ => Evidence::DifferentGrowth { year, said, together: true },
        })
    })
    .collect()
}

/// Two values of one time that say whether they are the same; whether they are, and whether they stand in one document.
/// `None` where hedges leave it open.
fn met(ones: &[&Point], others: &[&Point]) -> Option<((Cited, Cited), bool, bool)> {
    let pairs = || ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
    let sign = |point: &Point| point.claim.direction;
    let factor = |one: &Point, other: &Point| {
        unit::factor(unit::of(&one.claim), unit::of(&other.claim)).unwrap_or(Decimal::ONE)
    };
    let meet = |one: &Point, other: &Point| {
        Interval::of(one).times(factor(one, other)).meets(Interval::of(other)) && sign(one) == sign(other)
    };
    let exact = |point: &Point| point.claim.bound == Bound::Exact;
    let growth = |point: &Point| point.claim.kind == Kind::Change;
    let same = pairs().find(|(one, other)| {
        let telling = is_telling(one) && is_telling(other) || growth(one) && exact(one) && exact(other);
        telling && meet(one, other)
    });
    if let Some((one, other)) = same {
        return Some(((Cited::of(one), Cited::of(other)), true, one.document.id == other.document.id));
    }
    let mut different: Vec<(&Point, &Point)> =
        pairs().filter(|(one, other)| exact(one) && exact(other) && !meet(one, other)).collect();
    // Two names side by side say most.
    different.sort_by_key(|(one, other)| (one.document.id != other.document.id, one.id, other.id));
    let &(one, other) = different.first()?;
    Some(((Cited::of(one), Cited::of(other)), false, one.document.id == other.document.id))
}

/// Where the value of `a`, and the growth that either is said to have in the next year, should give that of `b`.
fn continuing(a: &Line<'_>, b: &Line<'_>) -> Vec<Evidence> {
    let mut found = Vec::new();
    for ((unit, year), before) in &a.levels {
        let Some(after) = b.levels.get(&(unit.clone(), year + 1)) else { continue };
        // Where the earlier name goes on itself, this says nothing new.
        let growth = b.growth.get(&(year + 1)).into_iter().flatten();
        let exact = |point: &&&Point| point.claim.bound == Bound::Exact;
        let triple =
            before.iter().find(exact).zip(after.iter().find(exact)).zip(growth.into_iter().find(exact));
        let Some(((before, after), growth)) = triple else { continue };
        let (Some(from), Some(to), Some(by)) = (value(before), value(after), growth.signed().to_f64()) else {
            continue;
        };
        let expected = from * (1.0 + by / 100.0);
        let apart = (expected - to).abs() / to.abs().max(f64::MIN_POSITIVE);
        let (year, said) = (year + 1, (Cited::of(before), Cited::of(after)));
        let weights = &lexicon().weights;
        if apart <= weights.continues_within {
            found.push(Evidence::Continues { year, said });
        } else if apart >= weights.breaks_from {
            found.push(Evidence::Breaks { year, said });
        }
    }
    found
}

/// In the unit that its unit converts to.
fn value(point: &Point) -> Option<f64> {
    let unit = unit::of(&point.claim);
    (point.claim.value * unit::factor(unit, unit::base(unit)).unwrap_or(Decimal::ONE)).to_f64()
}

/// Whether the values of neighbouring years are of one size.
fn of_size(a: &Line<'_>, b: &Line<'_>) -> Option<Evidence> {
    let weights = &lexicon().weights;
    let (mut fits, mut all) = (0, 0);
    for ((unit, year), ones) in &a.levels {
        for gap in 1..=3_i32 {
            for (near, steps) in [(year + gap, gap), (year - gap, -gap)] {
                let Some(others) = b.levels.get(&(unit.clone(), near)) else { continue };
                let (Some(one), Some(other)) = (ones.first(), others.first()) else { continue };
                let (Some(from), Some(to)) = (value(one), value(other)) else { continue };
                let rate = (to / from).powf(1.0 / f64::from(steps));
                all += 1;
                if rate >= weights.rate.0 && rate <= weights.rate.1 {
                    fits += 1;
                }
            }
        }
    }
    // A value or two may be misread.
    match (fits, all) {
        (_, 0) => None,
        _ if fits * 5 >= all * 4 => Some(Evidence::Fits),
        _ if fits * 2 <= all => Some(Evidence::Jumps),
        _ => None,
    }
}

/// How unlikely it is, in bits, that two names which have nothing to do with each other never stand in one document.
fn alternating(a: &Line<'_>, b: &Line<'_>, documents: usize) -> (Option<Evidence>, f64) {
    let both = a.documents.intersection(&b.documents).count();
    let (one, other) = (a.documents.len(), b.documents.len());
    if both > 0 {
        return (
            Some(Evidence::Together { documents: both }),
            lexicon().weights.together * both.min(3) as f64,
        );
    }
    let mut chance = 0.0;
    for at in 0..other {
        let left = documents.saturating_sub(one + at).max(1) as f64;
        chance += (left / (documents - at.min(documents - 1)) as f64).log2();
    }
    (Some(Evidence::Alternate { one, other }), -chance)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{point, year};
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// What reports of one place said under a name: year, value in 亿元, growth in per cent, and which report.
    type Told = (i32, i64, Option<i64>, i64);

    fn said(name: &str, told: &[Told]) -> Vec<Point> {
        let mut points = Vec::new();
        for &(of, value, growth, document) in told {
            let mut say = |value: i64, unit: &str, kind| {
                let id = document * 10 + points.len() as i64;
                let mut one = point(id, &format!("{}-01-20", of + 1), value, unit, year(of));
                one.document.id = document;
                (one.claim.kind, one.claim.indicator) = (kind, name.to_owned());
                points.push(one);
            };
            say(value, "亿元", Kind::Level);
            if let Some(growth) = growth {
                say(growth, "%", Kind::Change);
            }
        }
        points
    }

    fn judged(one: (&str, &[Told]), other: (&str, &[Told])) -> Option<Conclusion> {
        let (a, b) = (said(one.0, one.1), said(other.0, other.1));
        let lines = [Line::of(one.0, &a), Line::of(other.0, &b)];
        let there = weigh(&lines, REPORTS);
        let [x, y] = lines;
        assert_eq!(weigh(&[y, x], REPORTS), there, "the order does not matter");
        there.first().map(|pair| pair.conclusion)
    }

    /// How many documents the place has.
    const REPORTS: usize = 10;

    const BEFORE: &[Told] = &[
        (2008, 1210, None, 1),
        (2009, 1331, Some(10), 2),
        (2010, 1498, None, 3),
        (2011, 1677, Some(12), 4),
        (2012, 1845, Some(10), 5),
    ];
    const AFTER: &[Told] = &[(2013, 2030, Some(10), 6), (2014, 2233, Some(10), 7), (2015, 2412, Some(8), 8)];

    #[test]
    fn a_name_that_goes_on_where_another_ended_is_the_same_indicator() {
        let found = judged(("地方财政收入", BEFORE), ("一般公共预算收入", AFTER));
        assert_eq!(found, Some(Conclusion::Linked));
    }

    #[rstest]
    #[case::of_the_country_and_of_towns("农村居民人均纯收入", "城镇居民人均可支配收入")]
    #[case::two_definitions("农村居民人均纯收入", "农村居民人均可支配收入")]
    #[case::town_and_city("城镇居民人均可支配收入", "城市居民人均可支配收入")]
    #[case::of_one_person("财政收入", "人均财政收入")]
    #[case::of_industry("增加值", "工业增加值")]
    #[case::another_noun("地方财政收入", "一般公共预算支出")]
    fn names_that_differ_in_meaning_are_apart_whatever_their_values(#[case] one: &str, #[case] other: &str) {
        assert_eq!(judged((one, BEFORE), (other, AFTER)), None);
    }

    #[test]
    fn two_values_side_by_side_in_one_document_keep_names_apart() {
        let total: Vec<Told> = AFTER.iter().chain(&[(2012, 4110, None, 5)]).copied().collect();
        let found = judged(("地方财政收入", BEFORE), ("财政总收入", &total));
        assert!(matches!(found, Some(Conclusion::Apart)), "{found:?}");
    }

    #[rstest]
    #[case::two(850, 710, Bound::AtLeast, true)]
    #[case::one_twice(850, 850, Bound::AtLeast, false)]
    #[case::with_and_without_a_hedge(850, 710, Bound::Exact, false)]
    fn two_plans_side_by_side_keep_names_apart(
        #[case] one: i64,
        #[case] other: i64,
        #[case] bound: Bound,
        #[case] apart: bool,
    ) {
        let plan = |name: &str, value: i64, bound: Bound| {
            let mut plan = said(name, &[(2013, value, None, 5)]).remove(0);
            plan.claim.status = Status::Target;
            plan.claim.bound = bound;
            plan
        };
        let mut before = said("地方财政收入", BEFORE);
        before.push(plan("地方财政收入", one, Bound::AtLeast));
        let mut after = said("一般公共预算收入", AFTER);
        after.push(plan("一般公共预算收入", other, bound));
        let found =
            weigh(&[Line::of("地方财政收入", &before), Line::of("一般公共预算收入", &after)], REPORTS);
        assert_eq!(found[0].conclusion != Conclusion::Linked, apart, "{found:?}");
    }

    #[test]
    fn to_stand_in_other_years_alone_is_not_enough() {
        let after = [(2013, 2530, Some(3), 6), (2014, 2633, None, 7), (2015, 2712, None, 8)];
        let found = judged(("财政收入", BEFORE), ("财政总收入", &after));
        assert_ne!(found, Some(Conclusion::Linked));
    }

    #[test]
    fn a_base_that_repeats_the_other_names_value_speaks_for_one() {
        let mut later = said("公共财政收入", &[(2013, 2031, None, 6), (2009, 1331, None, 6)]);
        later[1].claim.role = Some(End::From);
        let before = said("地方财政收入", BEFORE);
        let found = weigh(&[Line::of("地方财政收入", &before), Line::of("公共财政收入", &later)], REPORTS);
        assert!(found[0].evidence.iter().any(|one| matches!(one, Evidence::Same { year: 2009, .. })));
    }

    fn pair(one: &str, other: &str, conclusion: Conclusion, weight: f64) -> Pair {
        Pair { keys: (one.into(), other.into()), evidence: Vec::new(), weight, conclusion }
    }

    #[test]
    fn nothing_joins_two_names_that_are_apart_by_way_of_a_third() {
        let keys = ["一般公共预算收入", "地方财政收入", "财政总收入"];
        let pairs = [
            pair(keys[0], keys[1], Conclusion::Linked, 9.0),
            pair(keys[1], keys[2], Conclusion::Linked, 5.0),
            pair(keys[0], keys[2], Conclusion::Apart, -9.0),
        ];
        let leads = gather(keys, &pairs, &BTreeSet::new(), |_| 0);
        assert_eq!(keys.map(|key| leads[key].as_str()), [keys[0], keys[0], keys[2]]);
    }

    #[test]
    fn a_name_on_which_a_person_decided_leads_and_is_never_led() {
        let keys = ["一般公共预算收入", "地方财政收入"];
        let linked = [pair(keys[0], keys[1], Conclusion::Linked, 9.0)];
        let fixed = BTreeSet::from([keys[1].to_owned()]);
        let leads = gather(keys, &linked, &fixed, |_| 0);
        assert_eq!(leads[keys[0]], keys[1]);
        let both = keys.map(String::from).into();
        assert_eq!(gather(keys, &linked, &both, |_| 0)[keys[1]], keys[1]);
    }

    #[test]
    fn evidence_is_told_in_both_languages() {
        let points = said("地方财政收入", BEFORE);
        let other = said("一般公共预算收入", AFTER);
        let found =
            weigh(&[Line::of("地方财政收入", &points), Line::of("一般公共预算收入", &other)], REPORTS);
        let told: Vec<String> = found[0].evidence.iter().map(Evidence::zh).collect();
        assert!(
            told.contains(&"从不在同一文件中出现（一个见于3份文件，另一个见于5份）".to_owned()),
            "{told:?}"
        );
        assert!(found[0].evidence.iter().all(|one| !one.en().is_empty()));
    }

    proptest! {
        #[test]
        fn every_name_is_led_to_one_that_leads_itself(links in prop::collection::vec((0..6usize, 0..6usize, 0..3u8), 0..12)) {
            let keys = ["甲收入", "乙收入", "丙收入", "丁收入", "戊收入", "己收入"];
            let conclusion = |n| [Conclusion::Apart, Conclusion::Candidate, Conclusion::Linked][usize::from(n)];
            let pairs: Vec<Pair> = links.iter().filter(|(a, b, _)| a < b)
                .map(|&(a, b, n)| pair(keys[a].min(keys[b]), keys[a].max(keys[b]), conclusion(n), 1.0)).collect();
            let leads = gather(keys, &pairs, &BTreeSet::new(), |_| 0);
            for key in keys {
                prop_assert_eq!(&leads[&leads[key]], &leads[key]);
            }
            let reversed: Vec<Pair> = pairs.iter().rev().cloned().collect();
            let last_wins = pairs.iter().map(|pair| &pair.keys).collect::<BTreeSet<_>>().len() == pairs.len();
            if last_wins {
                prop_assert_eq!(gather(keys, &reversed, &BTreeSet::new(), |_| 0), leads);
            }
        }
    }
}
