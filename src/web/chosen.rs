//! Which series of an indicator an address asks for, and how they are to be drawn.

use super::error::WebError;
use super::params::Visit;
use super::summary::main_series;
use super::templates::Page;
use crate::chart::By;
use crate::claim::{Basis, Claim, Kind};
use crate::period::PeriodType;
use crate::series::{self, Count, Point, Series, What, counted};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::str::FromStr;

/// A link of a switch.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) chosen: bool,
}

impl Choice {
    /// One that is not chosen.
    pub(super) fn link(name: String, address: String) -> Self {
        Self { name, address, chosen: false }
    }
}

/// How an address writes the scope of claims that name none.
pub(super) const NO_SCOPE: &str = "-";

/// Which series the address names; what it leaves out fits all.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    scope: AskedScope,
    kind: Option<Kind>,
    basis: Option<Against>,
    view: View,
}

/// How the chart is drawn, and of which time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct View {
    pub(super) by: By,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) period: Option<PeriodType>,
}

impl View {
    /// Whether a point lies in the time that is asked for; those without a day always do.
    pub(super) fn holds(self, point: &Point) -> bool {
        let kind = point.claim.period.as_ref().map(|period| period.kind);
        if self.period.is_some_and(|wanted| kind != Some(wanted)) {
            return false;
        }
        let day = match self.by {
            By::Period => point.day(),
            By::Conference => point.document.date,
        };
        day.is_none_or(|day| self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to))
    }
}

/// Which scope the address names.
#[derive(Debug, Clone, Default)]
pub(super) enum AskedScope {
    #[default]
    Any,
    /// That of claims which name none.
    Unnamed,
    Named(String),
}

/// A basis as an address writes it; `none` is the absence of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Against(Option<Basis>);

impl FromStr for Against {
    type Err = strum::ParseError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "none" { Ok(Self(None)) } else { word.parse().map(|basis| Self(Some(basis))) }
    }
}

impl Asked {
    pub(super) fn of(visit: &Visit) -> Result<Self, WebError> {
        let scope = match visit.text("scope")? {
            None => AskedScope::Any,
            Some(NO_SCOPE) => AskedScope::Unnamed,
            Some(name) => AskedScope::Named(name.to_owned()),
        };
        let view = View {
            by: visit.one_of("by")?.unwrap_or_default(),
            from: visit.day("from", false)?,
            to: visit.day("to", true)?,
            period: visit.one_of("period")?,
        };
        Ok(Self { scope, kind: visit.one_of("kind")?, basis: visit.one_of("basis")?, view })
    }

    /// Refuses a scope of which the indicator has no value.
    pub(super) fn known(&self, counts: &[Count]) -> Result<(), WebError> {
        let AskedScope::Named(name) = &self.scope else { return Ok(()) };
        let scopes: BTreeSet<&str> = counts.iter().filter_map(|one| one.scope.as_deref()).collect();
        if scopes.is_empty() || scopes.contains(name.as_str()) {
            return Ok(());
        }
        Err(WebError::unknown_scope(name, scopes.into_iter().map(str::to_owned).collect()))
    }

    /// Whether the address leaves open of which place.
    pub(super) fn any_scope(&self) -> bool {
        matches!(self.scope, AskedScope::Any)
    }

    /// The scope that is asked for, else that of the series which says most. Without a scope, claims that name none.
    pub(super) fn place(&self, counts: &[Count]) -> Option<String> {
        match &self.scope {
            AskedScope::Named(name) => Some(name.clone()),
            AskedScope::Unnamed => None,
            AskedScope::Any => {
                let fitting =
                    counts.iter().filter(|one| self.is_of(one.scope.as_deref(), one.kind, one.basis));
                series::places_of_main(fitting.cloned().collect()).into_values().next().flatten()
            }
        }
    }

    /// The scopes of which something is asked for, in order.
    pub(super) fn places<'c>(&self, counts: &'c [Count]) -> BTreeSet<Option<&'c str>> {
        let fitting = counts.iter().filter(|one| self.is_of(one.scope.as_deref(), one.kind, one.basis));
        fitting.map(|one| one.scope.as_deref()).collect()
    }

    pub(super) fn fits(&self, series: &Series) -> bool {
        self.is_of(series.scope.as_deref(), series.kind, series.basis)
    }

    fn is_of(&self, of: Option<&str>, kind: Kind, basis: Option<Basis>) -> bool {
        let scope = match &self.scope {
            AskedScope::Any => true,
            AskedScope::Unnamed => of.is_none(),
            AskedScope::Named(name) => of == Some(name),
        };
        scope
            && self.kind.is_none_or(|asked| asked == kind)
            && self.basis.is_none_or(|Against(asked)| asked == basis)
    }
}

/// The series of one scope and one measure, which a page shows; units and status may differ.
pub(super) struct Chosen<'a> {
    pub(super) scope: Option<String>,
    pub(super) kind: Kind,
    pub(super) basis: Option<Basis>,
    pub(super) series: Vec<&'a Series>,
    pub(super) view: View,
}

impl<'a> Chosen<'a> {
    /// What is asked for, filled up from the series that says most.
    pub(super) fn of(asked: &Asked, all: &'a [Series]) -> Self {
        let main = main_series(all.iter().filter(|series| asked.fits(series)));
        let scope = match (main, &asked.scope) {
            (Some(main), _) => main.scope.clone(),
            (None, AskedScope::Named(name)) => Some(name.clone()),
            (None, AskedScope::Any | AskedScope::Unnamed) => None,
        };
        let kind = main.map_or_else(|| asked.kind.unwrap_or(Kind::Level), |main| main.kind);
        let basis = main.map_or_else(|| asked.basis.and_then(|Against(basis)| basis), |main| main.basis);
        let series =
            all.iter().filter(|one| one.scope == scope && one.kind == kind && one.basis == basis).collect();
        Self { scope, kind, basis, series, view: asked.view }
    }

    /// The units of each chart. Different units never share one, but for units of counting where the
    /// values went on in another: there the reader must see the break.
    pub(super) fn panels(&self) -> Vec<Vec<&'a str>> {
        let units = self.units();
        let turned: BTreeSet<&str> = self
            .series
            .iter()
            .flat_map(|series| &series.notes)
            .filter_map(|note| match &note.what {
                What::Unit { from, to } => Some([from.as_str(), to.as_str()]),
                _ => None,
            })
            .flatten()
            .filter(|unit| counted(unit))
            .collect();
        let largest = |unit: &str| {
            let of_unit = self.series.iter().filter(|series| series.unit == unit);
            of_unit.flat_map(|series| &series.points).map(|point| point.signed().abs()).max()
        };
        // A count that is a hundredth of another would lie on the axis.
        let (mut joined, mut apart) = (Vec::new(), Vec::new());
        let first = units.iter().find(|unit| turned.contains(**unit)).and_then(|unit| largest(unit));
        for unit in units {
            let close = first
                .zip(largest(unit))
                .is_some_and(|(one, other)| one.min(other) * Decimal::ONE_HUNDRED > one.max(other));
            if turned.contains(unit) && close { joined.push(unit) } else { apart.push(vec![unit]) }
        }
        let mut panels = apart;
        if !joined.is_empty() {
            panels.insert(0, joined);
        }
        panels
    }

    pub(super) fn points(&self) -> impl Iterator<Item = &'a Point> {
        self.series.iter().flat_map(|series| &series.points)
    }

    /// The units, that with most points first.
    pub(super) fn units(&self) -> Vec<&'a str> {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for series in &self.series {
            match counted.iter_mut().find(|(unit, _)| *unit == series.unit) {
                Some((_, count)) => *count += series.points.len(),
                None => counted.push((&series.unit, series.points.len())),
            }
        }
        counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        counted.into_iter().map(|(unit, _)| unit).collect()
    }
}

/// The parameters that name one scope and one measure.
pub(super) fn selection(
    scope: Option<&str>,
    kind: Kind,
    basis: Option<Basis>,
) -> [(&'static str, Option<&str>); 3] {
    let basis: &'static str = basis.map_or("none", Into::into);
    let kind: &'static str = kind.into();
    [("scope", Some(scope.unwrap_or(NO_SCOPE))), ("kind", Some(kind)), ("basis", Some(basis))]
}

/// The series of a claim on the page of its indicator.
pub(super) fn address_of(indicator: i64, claim: &Claim, page: &Page) -> String {
    let this = selection(claim.scope.as_deref(), claim.kind, claim.basis);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(this.into_iter().filter_map(|(name, value)| Some((name, value?))))
        .finish();
    page.href(&format!("/indicators/{indicator}?{query}#table"))
}
