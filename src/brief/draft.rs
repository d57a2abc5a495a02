//! From series to a first text: headlines with what they can be compared with, targets, charts, a table, and what was
//! left out and why.

use super::text::{mark, mark_of_change, mark_of_chart, mark_of_left_out, mark_of_table};
use super::{Asked, Briefing, Change, Contents, Figure, Table, plot};
use crate::claim::{Basis, Bound, Kind, Status};
use crate::document::{Day, Precision};
use crate::language::Language;
use crate::period::Period;
use crate::series::{self, FindingKind, Place, Point, Series, Verdict, What};
use crate::words::{self, number};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// So many indicators are told in sentences; the table holds the others, ...
const TOLD: usize = 8;

/// ... up to so many rows.
const ROWS: usize = 40;

/// So many values that were left out are named.
const NAMED: usize = 16;

/// So many places are named below the title.
const PLACES: usize = 8;

/// Values that are less sure to be read rightly are left out: see [`crate::claim::Claim::confidence`].
const SURE: f64 = 0.8;

/// So many years up to the newest document are told of a topic, where no first day is asked for.
const YEARS: i32 = 2;

/// So many characters of a sentence stand in a footnote on each side of a figure.
const AROUND: usize = 60;

/// A longer name says more than what is measured.
const LONGEST_NAME: usize = 30;

/// All that a briefing is drafted from.
#[derive(Debug, Clone)]
pub struct Material {
    /// What is asked for.
    pub asked: Asked,
    /// The day on which it is drafted.
    pub day: NaiveDate,
    /// In which language.
    pub language: Language,
    /// The indicators at places, what matters most first.
    pub subjects: Vec<Subject>,
    /// The documents, by their numbers.
    pub sources: HashMap<i64, Source>,
    /// The sentences that hold the values, by the numbers of the claims; each side at least as long as it is shown.
    pub sentences: HashMap<i64, Quoted>,
    /// The last briefing of the same topic and places.
    pub before: Option<Briefing>,
}

/// An indicator at a place.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The place or body.
    pub scope: Option<String>,
    /// Its series at that place.
    pub series: Vec<Series>,
    /// Its values whose words name no place, in documents about it.
    pub placeless: Vec<Point>,
    /// The claim that is to stand in the briefing; else the one that would stand over its page.
    pub picked: Option<i64>,
}

/// A document that is cited.
#[derive(Debug, Clone)]
pub struct Source {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The entry of a list of references.
    pub citation: String,
}

/// Words in their sentence.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// The sentence up to them.
    pub before: String,
    /// The words.
    pub quote: String,
    /// The sentence after them.
    pub after: String,
}

/// What is told of one subject.
struct Told<'a> {
    subject: &'a Subject,
    name: String,
    headline: &'a Point,
    /// It is of the period and the measure that most places share; ...
    shared: bool,
    /// ... or of others, where they share one.
    apart: bool,
    /// The value before it on the same line.
    previous: Option<&'a Point>,
    /// The change that may be computed between the two.
    change: Option<String>,
    /// The change over the year before, where the record states it.
    stated: Option<&'a Point>,
    /// Targets with results and verdicts.
    targets: Vec<(&'a Point, Option<&'a Point>, Verdict)>,
}

/// The draft while it is written.
struct Writing<'a> {
    material: &'a Material,
    language: Language,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    figures: Vec<Figure>,
    /// The positions of figures, by the numbers of their claims.
    known: HashMap<i64, usize>,
    changes: Vec<Change>,
    charts: Vec<super::Chart>,
}

/// Drafts a briefing. The same material gives the same draft.
pub fn draft(material: &Material) -> Briefing {
    let newest = material.sources_newest();
    let topical = material.asked.indicators.is_empty() && !material.asked.topic.is_empty();
    let recent = newest.and_then(|day| NaiveDate::from_ymd_opt(day.year() - YEARS, 1, 1));
    let mut writing = Writing {
        material,
        language: material.language,
        from: material.asked.from.or(recent.filter(|_| topical)),
        to: material.asked.to,
        figures: Vec::new(),
        known: HashMap::new(),
        changes: Vec::new(),
        charts: Vec::new(),
    };
    writing.write(newest)
}

impl Material {
    /// The day of the newest document that says something of the subjects.
    fn sources_newest(&self) -> Option<NaiveDate> {
        let series = self.subjects.iter().flat_map(|subject| &subject.series);
        series.flat_map(|one| &one.points).filter_map(|point| point.document.date).max()
    }
}

impl<'a> Writing<'a> {
    fn write(&mut self, newest: Option<NaiveDate>) -> Briefing {
        let language = self.language;
        let material = self.material;
        let mut told = self.all_told();
        if told.is_empty() && material.asked.from.is_none() {
            // Old values are better than none: each stands with its year.
            self.from = None;
            told = self.all_told();
        }
        let mut groups: Vec<Vec<&Told>> = Vec::new();
        for one in &told {
            match groups.iter_mut().find(|group| group[0].subject.key == one.subject.key) {
                Some(group) => group.push(one),
                None => groups.push(vec![one]),
            }
        }
        for group in &mut groups {
            // Places stand in the order in which they were asked for.
            let place = |one: &&Told| {
                material.asked.scopes.iter().position(|scope| Some(scope) == one.subject.scope.as_ref())
            };
            group.sort_by_key(place);
        }
        let several = told.iter().any(|one| one.subject.scope != told[0].subject.scope);
        let main: String = groups
            .iter()
            .take(TOLD)
            .enumerate()
            .map(|(at, group)| self.section(at, group, several))
            .collect();
        let table = self.table(&told, several);
        let left_out = self.left_out(&told, several);
        let mut parts = Vec::new();
        parts.extend(self.new_since(&told));
        let none = language.pick("所选范围内没有可列入的数据。", "No value fits what was asked for.");
        let main = if main.is_empty() { format!("{none}\n") } else { main };
        parts.push((language.pick("主要数据", "Headline figures"), main));
        if !table.rows.is_empty() {
            parts.push((language.pick("数据表", "Table"), format!("{}\n", mark_of_table(language))));
        }
        parts.push((
            language.pick("未列入的数据及原因", "Left out, and why"),
            format!("{}\n", mark_of_left_out(language)),
        ));
        let mut text = String::new();
        for (at, (heading, body)) in parts.into_iter().enumerate() {
            let number = language.pick(format!("{}、", counted(at + 1)), format!("{}. ", at + 1));
            let _ = write!(text, "# {number}{heading}\n\n{body}\n");
        }
        Briefing {
            title: self.title(&told),
            text: text.trim_end().to_owned() + "\n",
            contents: Contents {
                language,
                asked: material.asked.clone(),
                day: material.day,
                subtitles: self.subtitles(&told, newest),
                figures: std::mem::take(&mut self.figures),
                changes: std::mem::take(&mut self.changes),
                charts: std::mem::take(&mut self.charts),
                table,
                left_out,
            },
        }
    }

    /// The name of an indicator, in English with a gloss where it has one.
    fn named(&self, name: &str) -> String {
        let short = words::shortened(name, LONGEST_NAME);
        words::indicator(&short, &series::normalise(name), self.language)
    }

    /// Whether a value may stand in the briefing for its own sake.
    fn holds(&self, point: &Point) -> bool {
        self.is_asked(point) && point.claim.confidence >= SURE
    }

    /// Whether a value is of the time that is asked for.
    fn is_asked(&self, point: &Point) -> bool {
        point
            .day()
            .is_some_and(|day| self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to))
    }

    /// What is told of all subjects of which there is something to tell.
    fn all_told(&self) -> Vec<Told<'a>> {
        let shared = self.shared();
        let all = self.material.subjects.iter().filter_map(|subject| self.told(subject, &shared));
        let mut told: Vec<Told<'a>> = all.collect();
        // What a topic finds: first what can be compared, and what is newest. What was named keeps its order.
        if !self.material.asked.topic.is_empty() {
            told.sort_by_key(|one| {
                let alone = one.previous.is_none() && one.targets.is_empty();
                (alone, one.headline.day().map(|day| std::cmp::Reverse(day.year())))
            });
        }
        told
    }

    /// For indicators that several places tell: the values of the measure and the period that most of them share, levels
    /// before changes and the newest of equals, by the keys of the indicators.
    fn shared(&self) -> HashMap<&'a str, BTreeSet<i64>> {
        let mut groups: HashMap<&str, BTreeMap<_, BTreeMap<&Option<String>, i64>>> = HashMap::new();
        for subject in self.material.subjects.iter().filter(|subject| subject.picked.is_none()) {
            let group = groups.entry(subject.key.as_str()).or_default();
            for series in subject.series.iter().filter(|one| one.status == Status::Actual) {
                for (at, point) in series.points.iter().enumerate() {
                    let period = point.claim.period.as_ref();
                    let Some((kind, end)) = period.and_then(|period| Some((period.kind, period.end?))) else {
                        continue;
                    };
                    if !series.is_ghost(at) && self.holds(point) {
                        let kind: &'static str = kind.into();
                        let measure = (series.kind, series.basis, &series.unit, &series.among, kind, end);
                        group.entry(measure).or_default().insert(&subject.scope, point.id);
                    }
                }
            }
        }
        let weight = |(measure, places): &(_, BTreeMap<&Option<String>, i64>)| {
            let (kind, .., end): &(Kind, _, _, _, _, NaiveDate) = measure;
            (places.len() + usize::from(*kind == Kind::Level), *end)
        };
        groups
            .into_iter()
            .filter_map(|(key, group)| {
                let (_, places) = group.into_iter().max_by_key(weight)?;
                (places.len() > 1).then(|| (key, places.into_values().collect()))
            })
            .collect()
    }

    fn told(&self, subject: &'a Subject, shared: &HashMap<&str, BTreeSet<i64>>) -> Option<Told<'a>> {
        let all = &subject.series;
        let shared = shared.get(subject.key.as_str());
        let chosen = |point: &&Point| match subject.picked {
            Some(claim) => point.id == claim,
            None => shared.is_some_and(|shared| shared.contains(&point.id)),
        };
        let picked = points(all).find(chosen);
        let headline = picked.or_else(|| series::headline_of(all, |point| self.holds(point)))?;
        let here = all.iter().find(|one| one.points.iter().any(|point| point.id == headline.id))?;
        let at = here.points.iter().position(|point| point.id == headline.id)?;
        let run = here.runs.iter().find(|run| run.contains(&at));
        let before = run.and_then(|run| run[..run.iter().position(|one| *one == at)?].last());
        let previous = before.map(|before| &here.points[*before]);
        // Of 超过17万 and 15万 nobody knows by how much the one is more.
        let plain =
            [Some(headline), previous].iter().flatten().all(|point| point.claim.bound == Bound::Exact);
        let derived = series::derived(here).into_iter().find(|one| one.to == headline.id && plain);
        let change = derived
            .filter(|one| previous.is_some_and(|previous| previous.id == one.from))
            .map(|one| change_words(one.change, one.unit, self.language));
        let stated = all
            .iter()
            .flat_map(|changes| series::gaps(here, changes))
            .find(|gap| gap.derived.to == headline.id)
            .and_then(|gap| points(all).find(|point| point.id == gap.said))
            .or_else(|| stated_with(headline, all));
        Some(Told {
            shared: picked.is_some() && subject.picked.is_none(),
            apart: picked.is_none() && shared.is_some(),
            subject,
            name: self.named(&series::called(&subject.name, points(all))),
            headline,
            previous,
            change,
            stated: stated.filter(|point| point.claim.confidence >= SURE),
            targets: {
                let own = self.targets(subject, headline, headline.claim.kind);
                // Of many levels only the growth is planned.
                let planned = own.is_empty() && headline.claim.kind == Kind::Level;
                if planned { self.targets(subject, headline, Kind::Change) } else { own }
            },
        })
    }

    /// The two newest targets of a kind, in order of time, with what became of them.
    fn targets(
        &self,
        subject: &'a Subject,
        headline: &Point,
        kind: Kind,
    ) -> Vec<(&'a Point, Option<&'a Point>, Verdict)> {
        let all = &subject.series;
        let mut found = Vec::new();
        for targets in all.iter().filter(|one| one.status == Status::Target) {
            let alike = targets.kind == kind && targets.among == headline.among;
            let outcomes: Vec<_> =
                all.iter().flat_map(|results| series::outcomes(targets, results)).collect();
            for (at, target) in targets.points.iter().enumerate().filter(|_| alike) {
                if targets.is_ghost(at) || !self.holds(target) || target.id == headline.id {
                    continue;
                }
                let outcome = outcomes.iter().find(|one| one.target == target.id && one.result.is_some());
                let result = outcome.and_then(|one| points(all).find(|point| Some(point.id) == one.result));
                let is_to_come = target.day() > headline.day();
                if result.is_some() || is_to_come {
                    found.push((target, result, outcome.map_or(Verdict::Unknown, |one| one.verdict)));
                }
            }
        }
        found.sort_by_key(|(target, ..)| std::cmp::Reverse((target.day(), target.id)));
        found.truncate(2);
        found.reverse();
        found
    }

    /// The position of a point's figure; it is put down where it is new.
    fn figure(&mut self, point: &Point, subject: &Subject) -> usize {
        if let Some(at) = self.known.get(&point.id) {
            return *at;
        }
        let language = self.language;
        let claim = point.claim.clone();
        let source = self.material.sources.get(&point.document.id);
        let place = Place {
            sha256: source.map(|source| source.sha256.clone()).unwrap_or_default(),
            start: claim.start,
            end: claim.end,
        };
        self.figures.push(Figure {
            place,
            key: subject.key.clone(),
            name: subject.name.clone(),
            words: number::among(number::as_said(&claim, language), point, language),
            period: words::period(claim.period.as_ref(), language),
            document: point.document.name(),
            note: self.note(point),
            claim,
        });
        self.known.insert(point.id, self.figures.len() - 1);
        self.figures.len() - 1
    }

    fn mark(&mut self, point: &Point, subject: &Subject) -> String {
        mark(self.figure(point, subject))
    }

    /// Quote, speaker, day, and the entry of a list of references.
    fn note(&self, point: &Point) -> String {
        let language = self.language;
        let quote =
            self.material.sentences.get(&point.id).map_or_else(|| point.claim.quote.clone(), in_short);
        let speaker = point.claim.speaker.as_ref();
        let speaker =
            speaker.map(|name| language.pick(format!("发言人：{name}。"), format!("Speaker: {name}. ")));
        let cited = self.material.sources.get(&point.document.id);
        let cited = cited.map_or_else(|| point.document.name(), |source| source.citation.clone());
        // The entry holds the day of publication, which need not be that of the event.
        let day = point.document.day().filter(|day| !cited.contains(&day.to_string()));
        let day = day.map(|day| words::document::date(day, language));
        let day = day.map(|day| language.pick(format!("{day}。"), format!("{day}. ")));
        format!(
            "{}{}{}{cited}",
            language.pick(format!("“{quote}”"), format!("“{quote}” ")),
            speaker.unwrap_or_default(),
            day.unwrap_or_default(),
        )
    }

    /// A heading and what is told of an indicator at one place or several.
    fn section(&mut self, at: usize, group: &[&Told<'a>], several: bool) -> String {
        let language = self.language;
        let first = group[0];
        let of_place = match &first.subject.scope {
            Some(scope) if several && group.len() == 1 => words::in_brackets(&first.name, scope, language),
            _ => first.name.clone(),
        };
        let number = language.pick(format!("（{}）", counted(at + 1)), String::new());
        let mut text = format!("## {number}{of_place}\n\n");
        if group.iter().filter(|one| one.shared).count() > 1 {
            text.push_str(language.pick(
                "取多数地区都有的期间和口径相比：\n\n",
                "Compared in the period and the measure that most of the places tell:\n\n",
            ));
        }
        for one in group {
            let sentences = self.sentences(one);
            let place = one.subject.scope.as_deref().unwrap_or(language.pick("地区不明", "place unknown"));
            let place = language.pick(format!("{place}："), format!("{place}: "));
            let line =
                if group.len() > 1 { format!("- {place}{sentences}\n") } else { format!("{sentences}\n\n") };
            text.push_str(&line);
        }
        if group.len() > 1 {
            text.push('\n');
        }
        let drawn = group.iter().find(|one| !one.apart).unwrap_or(&group[0]);
        let mut places: Vec<&Subject> = Vec::new();
        for one in group {
            if !places.iter().any(|known| known.scope == one.subject.scope) {
                places.push(one.subject);
            }
        }
        let series: Vec<&[Series]> = places.iter().map(|place| place.series.as_slice()).collect();
        let span = (self.from, self.to);
        for chart in plot::charts(&first.name, drawn.headline, &series, span, language) {
            self.charts.push(chart);
            let _ = write!(text, "{}\n\n", mark_of_chart(self.charts.len() - 1, language));
        }
        text
    }

    fn sentences(&mut self, told: &Told<'a>) -> String {
        let language = self.language;
        let headline = told.headline;
        let figure = self.figure(headline, told.subject);
        let mut text = self.said(headline, &mark(figure));
        if let Some(previous) = told.previous {
            let before = self.figure(previous, told.subject);
            let (when, value) = (when(previous, language), mark(before));
            text.push_str(&match headline.claim.status {
                Status::Actual => language.pick(
                    format!("；上一可比数值为{value}（{when}）"),
                    format!("; the comparable value before it is {value} ({when})"),
                ),
                Status::Target => language.pick(
                    format!("；上一目标为{value}（{when}）"),
                    format!("; the target before it is {value} ({when})"),
                ),
            });
            if let Some(change) = &told.change {
                self.changes.push(Change { to: figure, from: before, words: change.clone() });
                let change = mark_of_change(figure, before);
                text.push_str(
                    &language.pick(format!("，按两者计算{change}"), format!("; by these two it is {change}")),
                );
            }
        } else {
            text.push_str(language.pick("；没有上一可比数值", "; nothing before it is comparable"));
        }
        if let Some(stated) = told.stated {
            let stated = self.mark(stated, told.subject);
            text.push_str(&language.pick(
                format!("；原文所述同比为{stated}"),
                format!("; the stated change over the year before is {stated}"),
            ));
        }
        if told.apart {
            text.push_str(language.pick(
                "（期间或口径与其他地区不同，不能相比）",
                " (another period or measure than that of the other places, and not to be compared)",
            ));
        }
        text.push_str(language.pick("。", "."));
        for (target, result, verdict) in &told.targets {
            let (when, aim) = (when(target, language), self.mark(target, told.subject));
            let line = match result {
                Some(result) => {
                    let result = self.mark(result, told.subject);
                    let verdict = verdict_words(*verdict, language);
                    language.pick(
                        format!("{when}目标{aim}，结果{result}，{verdict}。"),
                        format!(" Target for {when}: {aim}; result: {result}; {verdict}."),
                    )
                }
                None => language.pick(
                    format!("{when}目标{aim}，记录中没有可比的结果。"),
                    format!(" Target for {when}: {aim}; the record has no comparable result."),
                ),
            };
            text.push_str(&line);
        }
        text
    }

    /// A value with its period: 2025年为{{1}}.
    fn said(&self, point: &Point, value: &str) -> String {
        let language = self.language;
        let when = when(point, language);
        let aim = point.claim.status == Status::Target;
        let measure = match point.claim.kind {
            Kind::Change => point
                .claim
                .basis
                .filter(|basis| *basis != Basis::Other)
                .map(|basis| words::basis(basis, language)),
            _ => None,
        };
        match (language, measure) {
            (Language::Chinese, Some(basis)) => {
                format!("{when}{}{basis}{value}", if aim { "目标为" } else { "" })
            }
            (Language::Chinese, None) => format!("{when}{}为{value}", if aim { "目标" } else { "" }),
            (Language::English, measure) => {
                let measure = measure.map(|basis| format!(" ({basis})")).unwrap_or_default();
                format!("{when}{}: {value}{measure}", if aim { ", target" } else { "" })
            }
        }
    }

    fn table(&mut self, told: &[Told<'a>], several: bool) -> Table {
        let language = self.language;
        let one_indicator = told.iter().all(|one| one.subject.key == told[0].subject.key) && several;
        let mut header = if one_indicator { Vec::new() } else { vec![language.pick("指标", "Indicator")] };
        if several {
            header.push(language.pick("地区", "Place"));
        }
        header.extend(language.pick(
            ["期间", "数值", "上一可比数值", "变化", "同期目标"],
            ["Period", "Value", "Comparable value before", "Change", "Target of the period"],
        ));
        let mut rows = Vec::new();
        for one in told.iter().take(ROWS) {
            let mut row = if one_indicator { Vec::new() } else { vec![one.name.clone()] };
            if several {
                row.push(one.subject.scope.clone().unwrap_or_default());
            }
            let to = self.figure(one.headline, one.subject);
            let before = one.previous.map(|point| (point, self.figure(point, one.subject)));
            let change = match (&one.change, before) {
                (Some(words), Some((_, from))) => {
                    if !self.changes.iter().any(|known| (known.to, known.from) == (to, from)) {
                        self.changes.push(Change { to, from, words: words.clone() });
                    }
                    mark_of_change(to, from)
                }
                _ => "—".to_owned(),
            };
            let target = one.targets.iter().find(|(target, ..)| target.day() == one.headline.day());
            let before =
                before.map(|(point, at)| words::in_brackets(&mark(at), &when(point, language), language));
            row.extend([
                when(one.headline, language),
                mark(to),
                before.unwrap_or_else(|| "—".to_owned()),
                change,
                target.map_or_else(|| "—".to_owned(), |(target, ..)| self.mark(target, one.subject)),
            ]);
            rows.push(row);
        }
        let caption = language
            .pick("表1　所列指标及可比数值", "Table 1. The figures and what they can be compared with");
        Table { caption: caption.to_owned(), header: header.into_iter().map(str::to_owned).collect(), rows }
    }

    /// What was not in the last briefing; `None` where there was none.
    fn new_since(&mut self, told: &[Told<'a>]) -> Option<(&'static str, String)> {
        let language = self.language;
        let before = self.material.before.as_ref()?;
        let day = words::period::day(before.contents.day, language);
        let was = |place: &Place| {
            before.contents.figures.iter().any(|old| {
                old.place.sha256 == place.sha256 && old.place.start < place.end && place.start < old.place.end
            })
        };
        let mut lines = String::new();
        for one in told.iter().take(TOLD) {
            let at = self.figure(one.headline, one.subject);
            if was(&self.figures[at].place) {
                continue;
            }
            let scope = one.subject.scope.as_deref().unwrap_or_default();
            let old = before.contents.figures.iter().rfind(|old| {
                old.key == one.subject.key && old.claim.scope.as_deref().unwrap_or_default() == scope
            });
            let old = old.map(|old| {
                language.pick(format!("（上次用到{}）", old.period), format!(" (last time: {})", old.period))
            });
            let said = self.said(one.headline, &mark(at));
            let name = language.pick(format!("{}：", one.name), format!("{}: ", one.name));
            let _ = writeln!(lines, "- {name}{said}{}", old.unwrap_or_default());
        }
        let told = if lines.is_empty() {
            language.pick(
                format!("自{day}的简报以来，没有新的数据。\n"),
                format!("Nothing is new since the briefing of {day}.\n"),
            )
        } else {
            language.pick(
                format!("自{day}的简报以来新增或改变的数据：\n{lines}"),
                format!("New or changed since the briefing of {day}:\n{lines}"),
            )
        };
        Some((language.pick("本次新增", "New since the last briefing"), told))
    }

    /// What belongs to the subjects and was left out, and why.
    fn left_out(&mut self, told: &[Told<'a>], several: bool) -> Vec<String> {
        let language = self.language;
        let mut found: Vec<(&Subject, &Point, String)> = Vec::new();
        for one in told {
            for series in &one.subject.series {
                for (at, point) in series.points.iter().enumerate() {
                    if let Some(why) =
                        self.why_out(one, series, at).filter(|_| !self.known.contains_key(&point.id))
                    {
                        found.push((one.subject, point, why));
                    }
                }
            }
            let why = language.pick("原文没有写明地区", "its words name no place");
            let placeless = one.subject.placeless.iter().filter(|point| self.is_asked(point));
            found.extend(placeless.map(|point| (one.subject, point, why.to_owned())));
        }
        let more = found.len().saturating_sub(NAMED);
        let mut lines = Vec::new();
        for (subject, point, why) in found.into_iter().take(NAMED) {
            let value = self.mark(point, subject);
            let when = when(point, language);
            let name = self.named(&subject.name);
            let name = match &subject.scope {
                Some(scope) if several => words::in_brackets(&name, scope, language),
                _ => name,
            };
            lines.push(language.pick(
                format!("{name}：{value}（{when}）——{why}。"),
                format!("{name}: {value} ({when}) — {why}."),
            ));
        }
        if more > 0 {
            lines.push(language.pick(
                format!("另有 {more} 个数值因同样的原因未列入。"),
                format!("{more} more values were left out for such reasons."),
            ));
        }
        let groups: BTreeSet<&str> = told.iter().map(|one| one.subject.key.as_str()).collect();
        let rest = told.len().saturating_sub(ROWS);
        if groups.len() > TOLD {
            lines.push(language.pick(
                format!("正文只写前 {TOLD} 个指标，其余见表。"),
                format!("The text tells of the first {TOLD} indicators, the table of the others."),
            ));
        }
        if rest > 0 {
            lines.push(language.pick(
                format!("篇幅所限，另有 {rest} 个指标没有列入。"),
                format!("For want of room {rest} more indicators were left out."),
            ));
        }
        let told: BTreeSet<_> = told.iter().map(|one| (&one.subject.key, &one.subject.scope)).collect();
        let silent: Vec<&str> = self
            .material
            .subjects
            .iter()
            .filter(|subject| !told.contains(&(&subject.key, &subject.scope)))
            .map(|subject| subject.name.as_str())
            .collect();
        if !silent.is_empty() {
            let names: Vec<String> = silent.iter().take(5).map(|name| self.named(name)).collect();
            let (count, names) = (silent.len(), names.join(language.pick("、", ", ")));
            lines.push(language.pick(
                format!(
                    "{count} 个指标在所选期间没有数值，或读取的把握较低：{names}{}。",
                    if count > 5 { "等" } else { "" }
                ),
                format!(
                    "{count} indicators have no value in this time, or none that is sure enough: {names}{}.",
                    if count > 5 { " and others" } else { "" }
                ),
            ));
        }
        lines
    }

    /// Why a value of the time that is asked for does not stand beside its headline; `None` where it may, or is an
    /// earlier value of the same line.
    fn why_out(&self, told: &Told<'a>, series: &Series, at: usize) -> Option<String> {
        let language = self.language;
        let point = &series.points[at];
        let headline = told.headline;
        let kind = |point: &Point| point.claim.period.as_ref().map(|period| period.kind);
        let alike = series.kind == headline.claim.kind && series.status == headline.claim.status;
        if !alike {
            return None;
        }
        if point.claim.period.as_ref().and_then(|period| period.end).is_none() {
            let near = point.document.date.is_some_and(|day| self.from.is_none_or(|from| day >= from));
            return near.then(|| language.pick("原文没有说明期间", "its words name no period").to_owned());
        }
        if !self.is_asked(point) {
            return None;
        }
        let doubtful = series.notes.iter().any(|note| note.at == at && matches!(note.what, What::Doubtful));
        if doubtful {
            return Some(
                language.pick("与前后年份相差悬殊，存疑", "it is far off the years around it").to_owned(),
            );
        }
        if point.claim.confidence < SURE {
            return Some(language.pick("读取的把握较低，需核对原文", "it may be misread").to_owned());
        }
        if series.is_ghost(at) {
            return Some(language.pick("同一期间另有更新的数值", "its period has a newer value").to_owned());
        }
        if kind(point) != kind(headline) {
            let [own, other] = [point, headline]
                .map(|point| kind(point).map_or("", |kind| words::period_type(kind, language)));
            return Some(language.pick(
                format!("期间不同（{own}），不与{other}数值相比"),
                format!("another kind of period ({own}, not {other})"),
            ));
        }
        if series.unit != headline.claim.unit
            && series::unit_of(&point.claim) != series::unit_of(&headline.claim)
        {
            return Some(language.pick("单位不同，不能相比", "another unit").to_owned());
        }
        None
    }

    fn title(&self, told: &[Told<'a>]) -> String {
        let language = self.language;
        let asked = &self.material.asked;
        let joint = language.pick("、", ", ");
        let names: Vec<&str> = if asked.topic.is_empty() {
            let mut names: Vec<&str> = Vec::new();
            for one in told {
                if !names.contains(&one.name.as_str()) {
                    names.push(&one.name);
                }
            }
            names
        } else {
            vec![asked.topic.as_str()]
        };
        let several = language.pick("等", " and others");
        let what = match names[..] {
            [] => asked.indicators.join(joint),
            [one] => one.to_owned(),
            [one, other] => format!("{one}{joint}{other}"),
            [one, ..] => format!("{one}{several}"),
        };
        let places = self.places(told);
        match (&places[..], language) {
            ([], Language::Chinese) => format!("{what}数据简报"),
            ([], Language::English) => format!("Briefing: {what}"),
            (places, Language::Chinese) if places.len() > 2 => {
                format!("{}等{}地{what}数据简报", places[0], places.len())
            }
            (places, Language::Chinese) => format!("{}{what}数据简报", places.join(joint)),
            (places, Language::English) if places.len() > 2 => {
                format!("Briefing: {what}, {} and others", places[0])
            }
            (places, Language::English) => format!("Briefing: {what}, {}", places.join(joint)),
        }
    }

    fn places(&self, told: &[Told<'a>]) -> Vec<String> {
        let mut places = self.material.asked.scopes.clone();
        if places.is_empty() {
            for scope in told.iter().filter_map(|one| one.subject.scope.clone()) {
                if !places.contains(&scope) {
                    places.push(scope);
                }
            }
        }
        places
    }

    fn subtitles(&self, told: &[Told<'a>], newest: Option<NaiveDate>) -> Vec<String> {
        let language = self.language;
        let day = |day: NaiveDate| words::period::day(day, language);
        let span = match (self.from, self.to) {
            (None, None) => language.pick("全部", "all").to_owned(),
            (Some(from), None) => {
                language.pick(format!("{}以来", first(from)), format!("since {}", day(from)))
            }
            (None, Some(to)) => language.pick(format!("截至{}", day(to)), format!("up to {}", day(to))),
            (Some(from), Some(to)) => format!("{}—{}", day(from), day(to)),
        };
        let places = self.places(told);
        let named = places.iter().take(PLACES).cloned().collect::<Vec<_>>().join(language.pick("、", ", "));
        let places = match places.len() {
            count if count > PLACES => {
                language.pick(format!("{named}等{count}地"), format!("{named} and others ({count})"))
            }
            _ => named,
        };
        let newest = newest.map_or_else(String::new, |newest| {
            let newest = words::document::date(Day { date: newest, precision: Precision::Day }, language);
            language.pick(format!("所涉文件截至{newest}　"), format!("Documents up to {newest} · "))
        });
        let drafted = day(self.material.day);
        vec![
            language
                .pick(format!("地区：{places}　期间：{span}"), format!("Place: {places} · Period: {span}")),
            language.pick(format!("{newest}起草于{drafted}"), format!("{newest}Drafted {drafted}")),
        ]
    }
}

/// The day from which something counts: a year where it is its first day.
fn first(day: NaiveDate) -> String {
    if day.ordinal() == 1 { format!("{}年", day.year()) } else { words::period::day(day, Language::Chinese) }
}

fn points(all: &[Series]) -> impl Iterator<Item = &Point> {
    all.iter().flat_map(|series| &series.points)
}

/// The period of a point in words.
fn when(point: &Point, language: Language) -> String {
    words::period(point.claim.period.as_ref(), language)
}

/// The change over the year before that is stated of the same period.
fn stated_with<'a>(headline: &Point, all: &'a [Series]) -> Option<&'a Point> {
    let span = |period: &Option<Period>| period.as_ref().map(|period| (period.kind, period.end));
    if headline.claim.kind != Kind::Level || headline.claim.status != Status::Actual {
        return None;
    }
    let changes = all.iter().filter(|one| {
        one.kind == Kind::Change
            && one.status == Status::Actual
            && one.basis == Some(Basis::Yoy)
            && matches!(one.unit.as_str(), "%" | "个百分点")
    });
    let mut fitting = changes.flat_map(|one| {
        one.points.iter().enumerate().filter(|(at, point)| {
            !one.is_ghost(*at)
                && span(&point.claim.period) == span(&headline.claim.period)
                && point.document.id == headline.document.id
        })
    });
    let found = fitting.next();
    found.filter(|_| fitting.next().is_none()).map(|(_, point)| point)
}

fn change_words(change: Decimal, unit: &str, language: Language) -> String {
    if change.is_zero() {
        return language.pick("持平", "unchanged").to_owned();
    }
    let size = number::with_unit(&number::scaled(change.abs(), language), unit, language);
    let up = change > Decimal::ZERO;
    language.pick(
        format!("{}{size}", if up { "上升" } else { "下降" }),
        format!("{} {size}", if up { "up" } else { "down" }),
    )
}

fn verdict_words(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Met => words::finding::kind(FindingKind::Met, language),
        Verdict::Missed => words::finding::kind(FindingKind::Missed, language),
        Verdict::Open | Verdict::Unknown => words::finding::kind(FindingKind::Open, language),
    }
}

/// A figure's words in as much of their sentence as a footnote holds.
fn in_short(Quoted { before, quote, after }: &Quoted) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (line(before), line(after));
    let extra = before.chars().count().saturating_sub(AROUND);
    let start: String = before.chars().skip(extra).collect();
    let end: String = after.chars().take(AROUND).collect();
    let dots = |is_cut: bool| if is_cut { "……" } else { "" };
    format!("{}{start}{}{end}{}", dots(extra > 0), line(quote), dots(after.chars().count() > AROUND))
}

/// 一, 二 … for headings.
fn counted(number: usize) -> String {
    const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match number {
        1..=10 => DIGITS[number - 1].to_owned(),
        11..=19 => format!("十{}", DIGITS[number - 11]),
        _ => number.to_string(),
    }
}
