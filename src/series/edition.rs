//! Which documents are one: the same words published again, and corrected versions of a page.
//!
//! Joining two that are not one would lose figures without a trace, while two that are not joined stay
//! visible as values stated twice. So the same means the same to the letter, and a version has to share
//! its address, its title and most of its words with what it corrects.

use crate::claim::Claim;
use crate::document::{Metadata, Span};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From so many characters of sentences with figures on, no two texts are the same by chance.
const TELLING: usize = 80;

/// What two documents share where they may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The same for two documents that state the same figures in the same sentences, whatever surrounds
    /// them; `None` where no figure is stated.
    pub wording: Option<String>,
    /// The same for two versions of a page: its address and title; `None` where it has no address.
    pub page: Option<String>,
}

impl Edition {
    /// That of a document with these claims.
    pub fn of(metadata: &Metadata, text: &str, claims: &[Claim]) -> Self {
        let words = sentences(text, claims).concat();
        let quotes: Vec<_> =
            claims.iter().map(|claim| (plain(&claim.indicator), plain(&claim.quote))).collect();
        let short = words.chars().count() < TELLING;
        // A short notice may be published word for word every month.
        let date = metadata.date();
        let beside = short.then(|| (date, &metadata.scope, date.is_none().then(|| plain(text))));
        let title = metadata.title.as_deref().map(|title| plain(without_remark(title)));
        Self {
            wording: (!words.is_empty()).then(|| hash(&(words, quotes, beside))),
            page: metadata.url.as_deref().map(|url| hash(&(address(url), title))),
        }
    }
}

fn hash(value: &impl Serialize) -> String {
    format!("{:x}", Sha256::digest(serde_json::to_vec(value).expect("plain data has a JSON form")))
}

/// The sentences that hold these claims, as they are compared: letters, digits and what makes a number.
pub fn sentences(text: &str, claims: &[Claim]) -> Vec<String> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let spans: BTreeSet<_> = claims.iter().map(|claim| claim.sentence).collect();
    let words = |span: Span| text.get(*starts.get(span.start)?..*starts.get(span.end)?);
    // A damaged row may name a place that is not there; `doctor` is who tells.
    spans.into_iter().filter_map(words).map(plain).collect()
}

/// Blanks, punctuation and width differ from site to site.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '%' | '‰' | '-' | '—'))
        .collect()
}

/// A title without what an editor put behind it: （更正）, (修订版).
fn without_remark(title: &str) -> &str {
    let title = title.trim();
    let open = title.ends_with([')', '）']).then(|| title.rfind(['(', '（'])).flatten();
    open.filter(|at| *at > 0).map_or(title, |at| &title[..at])
}

/// An address without what does not tell pages apart.
fn address(url: &str) -> &str {
    let url = url.trim().split('#').next().unwrap_or_default();
    url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/')
}

/// A document that shares something with others.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its number: the higher, the later it came.
    pub id: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// See [`Edition`].
    pub wording: Option<String>,
    /// See [`Edition`].
    pub page: Option<String>,
    /// The day of its event.
    pub event_date: Option<NaiveDate>,
    /// When it was published.
    pub published_at: Option<NaiveDateTime>,
    /// Whether it says that it was published elsewhere before.
    pub reposted: bool,
    /// Whether a person decided something about one of its claims.
    pub decided: bool,
    /// See [`sentences`]; only needed where a page has more than one wording.
    pub sentences: Vec<String>,
}

impl Member {
    fn date(&self) -> Option<NaiveDate> {
        self.event_date.or_else(|| self.published_at.map(|at| at.date()))
    }

    /// What is counted of documents with the same words: what a person worked on, then what tells its
    /// date, then the original, then what was published first. The order in which they came is nothing.
    fn precedence(&self) -> impl Ord {
        let published = (self.published_at.is_none(), self.published_at);
        (!self.decided, self.date().is_none(), self.reposted, published, self.sha256.clone())
    }

    /// Whether `newer`, a later document at the same address, is this one with corrections.
    ///
    /// With the day unchanged figures may be all that changed; otherwise it may be the next issue of a
    /// page that has the same words with other figures every month.
    fn is_corrected_by(&self, newer: &Self) -> bool {
        if self.event_date.is_some() && newer.event_date.is_some() && self.event_date != newer.event_date {
            return false;
        }
        let same_day = self.date().is_some() && self.date() == newer.date();
        let seen = |sentence: &String| {
            if same_day {
                sentence.replace(|c: char| c.is_ascii_digit() || c == '.', "")
            } else {
                sentence.clone()
            }
        };
        let there: BTreeSet<String> = newer.sentences.iter().map(seen).collect();
        let kept = self.sentences.iter().map(seen).filter(|sentence| there.contains(sentence)).count();
        kept * 2 >= self.sentences.len()
    }
}

/// Which document's claims are counted in the place of each of these, which are all that share a
/// wording or a page, directly or by way of others. Each of them appears; one that counts names itself.
pub fn standings(members: &[Member]) -> BTreeMap<i64, i64> {
    let mut groups: BTreeMap<(Option<&str>, i64), Vec<&Member>> = BTreeMap::new();
    for member in members {
        let alone = if member.wording.is_none() { member.id } else { 0 };
        groups.entry((member.wording.as_deref(), alone)).or_default().push(member);
    }
    let groups: Vec<Vec<&Member>> = groups.into_values().collect();
    let newer: Vec<Option<usize>> = (0..groups.len()).map(|at| newest_correction(&groups, at)).collect();
    let mut standings = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let mut path = vec![at];
        while let Some(next) = newer[path[path.len() - 1]] {
            if path.contains(&next) {
                break;
            }
            path.push(next);
        }
        let last = path[path.len() - 1];
        // Pages that correct each other in a circle: the latest of all counts, so that none is lost.
        let last = if newer[last].is_none() { last } else { latest(&groups, &path) };
        let counted = groups[last].iter().min_by_key(|member| member.precedence());
        standings.extend(group.iter().map(|member| (member.id, counted.map_or(member.id, |one| one.id))));
    }
    standings
}

/// The group that corrects this one by way of some page; of several the latest.
fn newest_correction(groups: &[Vec<&Member>], at: usize) -> Option<usize> {
    let corrects = |other: &usize| {
        let pages: BTreeSet<&str> = groups[at].iter().filter_map(|member| member.page.as_deref()).collect();
        *other != at && pages.into_iter().any(|page| corrects_on(page, &groups[at], &groups[*other]))
    };
    let found: Vec<usize> = (0..groups.len()).filter(corrects).collect();
    (!found.is_empty()).then(|| latest(groups, &found))
}

/// What stands at an address last is what holds, so a page that went back to its first words counts with those.
fn corrects_on(page: &str, old: &[&Member], new: &[&Member]) -> bool {
    let here = |group: &[&Member]| -> Vec<Member> {
        group.iter().filter(|member| member.page.as_deref() == Some(page)).map(|one| (*one).clone()).collect()
    };
    let (old, new) = (here(old), here(new));
    // Where one of them does not say when it was published, the order in which they came is all there is.
    let told = old.iter().chain(&new).all(|member| member.published_at.is_some());
    let time = |member: &&Member| (member.published_at.filter(|_| told), member.id);
    match (old.iter().max_by_key(time), new.iter().max_by_key(time)) {
        (Some(old), Some(new)) => time(&old) < time(&new) && old.is_corrected_by(new),
        _ => false,
    }
}

fn latest(groups: &[Vec<&Member>], among: &[usize]) -> usize {
    let time = |at: &usize| groups[*at].iter().map(|member| (member.published_at, member.id)).max();
    among.iter().copied().max_by_key(|at| (time(at), Reverse(*at))).unwrap_or_default()
}

/// What became of a figure from one version of a text to the next. Claims are given by their place in the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Only the newer version states it.
    Added(usize),
    /// Only the older version states it.
    Gone(usize),
    /// Both state it, but not the same: older, newer.
    Changed(usize, usize),
}

/// What differs between the claims of two versions, in the order of the newer text; what is gone comes last.
pub fn differences(old: &[Claim], new: &[Claim]) -> Vec<Difference> {
    type Fits = fn(&Claim, &Claim) -> bool;
    let stated: Fits = |a, b| {
        (a.value, a.value_high, &a.unit, a.bound, a.direction)
            == (b.value, b.value_high, &b.unit, b.bound, b.direction)
            && (&a.indicator, a.kind, a.status, a.role, &a.scope)
                == (&b.indicator, b.kind, b.status, b.role, &b.scope)
            && dates(a) == dates(b)
    };
    let measured: Fits = |a, b| {
        (&a.indicator, a.kind, a.basis, a.status, a.role, &a.scope)
            == (&b.indicator, b.kind, b.basis, b.status, b.role, &b.scope)
            && dates(a) == dates(b)
    };
    let named: Fits = |a, b| (&a.indicator, a.kind, a.role) == (&b.indicator, b.kind, b.role);
    let mut left: Vec<usize> = (0..old.len()).collect();
    let mut found: Vec<Option<(usize, bool)>> = vec![None; new.len()];
    for (fits, same) in [(stated, true), (measured, false), (named, false)] {
        for (claim, found) in new.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            if let Some(place) = left.iter().position(|at| fits(&old[*at], claim)) {
                *found = Some((left.remove(place), same));
            }
        }
    }
    let there = found.into_iter().enumerate().filter_map(|(at, found)| match found {
        None => Some(Difference::Added(at)),
        Some((before, false)) => Some(Difference::Changed(before, at)),
        Some((_, true)) => None,
    });
    there.chain(left.into_iter().map(Difference::Gone)).collect()
}

fn dates(claim: &Claim) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    claim.period.as_ref().map(|period| (period.start, period.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: i64, wording: &str, page: &str, day: u32) -> Member {
        Member {
            id,
            sha256: format!("{id:064x}"),
            wording: Some(wording.into()),
            page: (!page.is_empty()).then(|| page.into()),
            event_date: None,
            published_at: NaiveDate::from_ymd_opt(2024, 3, day).and_then(|day| day.and_hms_opt(9, 0, 0)),
            reposted: false,
            decided: false,
            sentences: vec!["全市新开工保障房3000套".into(), format!("竣工{wording}套")],
        }
    }

    fn stand(members: &[Member]) -> Vec<(i64, i64)> {
        standings(members).into_iter().collect()
    }

    #[test]
    fn of_the_same_words_the_first_published_counts_whenever_it_came() {
        assert_eq!(stand(&[member(1, "a", "", 5), member(2, "a", "", 4)]), [(1, 2), (2, 2)]);
        assert_eq!(stand(&[member(1, "a", "", 4), member(2, "a", "", 5)]), [(1, 1), (2, 1)]);
        let original = Member { reposted: true, ..member(1, "a", "", 4) };
        assert_eq!(stand(&[original, member(2, "a", "", 5)]), [(1, 2), (2, 2)]);
    }

    #[test]
    fn what_a_person_worked_on_counts() {
        let decided = Member { decided: true, ..member(2, "a", "", 5) };
        assert_eq!(stand(&[member(1, "a", "", 4), decided]), [(1, 2), (2, 2)]);
    }

    #[test]
    fn of_a_page_the_newest_version_counts_also_for_those_who_copied_an_older_one() {
        let members = [member(1, "a", "p", 4), member(2, "b", "p", 5), member(3, "a", "", 9)];
        assert_eq!(stand(&members), [(1, 2), (2, 2), (3, 2)]);
        let late = [member(1, "b", "p", 5), member(2, "a", "p", 4)];
        assert_eq!(stand(&late), [(1, 1), (2, 1)]);
    }

    #[test]
    fn a_page_that_went_back_counts_with_its_first_words() {
        let members = [member(1, "a", "p", 4), member(2, "b", "p", 5), member(3, "a", "p", 6)];
        assert_eq!(stand(&members), [(1, 1), (2, 1), (3, 1)]);
    }

    #[test]
    fn pages_that_correct_each_other_leave_one_that_counts() {
        let members =
            [member(1, "a", "p", 4), member(2, "b", "p", 5), member(3, "b", "q", 6), member(4, "a", "q", 7)];
        assert_eq!(stand(&members), [(1, 1), (2, 1), (3, 1), (4, 1)]);
    }

    #[test]
    fn another_text_at_the_same_address_is_no_version() {
        let other = Member { sentences: vec!["全市粮食产量50万吨".into()], ..member(1, "a", "p", 4) };
        assert_eq!(stand(&[other, member(2, "b", "p", 5)]), [(1, 1), (2, 2)]);
        let may = NaiveDate::from_ymd_opt(2024, 5, 1);
        let spring = Member { event_date: NaiveDate::from_ymd_opt(2024, 4, 1), ..member(1, "a", "p", 4) };
        assert_eq!(stand(&[spring, Member { event_date: may, ..member(2, "b", "p", 5) }]), [(1, 1), (2, 2)]);
    }

    #[test]
    fn the_next_issue_of_a_page_is_no_correction_but_another_figure_of_the_same_day_is() {
        let issue = |id, day, figure: &str| Member {
            sentences: vec![format!("本月新开工保障房{figure}套")],
            ..member(id, figure, "p", day)
        };
        assert_eq!(stand(&[issue(1, 4, "300"), issue(2, 5, "400")]), [(1, 1), (2, 2)]);
        assert_eq!(stand(&[issue(1, 4, "300"), issue(2, 4, "400")]), [(1, 2), (2, 2)]);
    }

    #[test]
    fn the_surroundings_of_an_address_and_of_a_title_do_not_tell_pages_apart() {
        assert_eq!(address("https://yz.example/a/1.html#top"), address(" http://yz.example/a/1.html/ "));
        assert_eq!(without_remark("云州市前三季度数据（更正）"), "云州市前三季度数据");
        assert_eq!(without_remark("（更正）"), "（更正）");
    }
}
