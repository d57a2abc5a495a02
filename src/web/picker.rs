//! The scopes of an indicator to choose from, in the order of an atlas.

use super::error::WebError;
use super::templates::Page;
use super::text::fill_one;
use crate::query::place::{self, Group};
use std::collections::{BTreeMap, BTreeSet};

/// How many scopes are offered at a time.
const OFFERED: usize = 60;

/// The scopes to choose from.
#[derive(Debug, Default)]
pub(super) struct Picker {
    /// The name that was looked for.
    pub(super) looked_for: String,
    /// How many there are in all, where there are several.
    pub(super) total: Option<String>,
    pub(super) groups: Vec<Scopes>,
    /// That nothing is called as was looked for.
    pub(super) none: Option<String>,
    /// How many are not offered, and how to find them.
    pub(super) rest: Option<String>,
}

/// Scopes that stand together: the provinces, the places of one of them.
#[derive(Debug)]
pub(super) struct Scopes {
    pub(super) name: String,
    pub(super) scopes: Vec<Offered>,
}

#[derive(Debug)]
pub(super) struct Offered {
    pub(super) name: String,
    /// How many values there are for it.
    pub(super) values: usize,
    pub(super) chosen: bool,
}

impl Picker {
    /// The country first, then the provinces, then the places of each, with so many `values`. Without a name to look for
    /// these are the country, the provinces, and the neighbours of what is chosen; with one all that are called so or
    /// lie within.
    pub(super) fn of(
        values: &BTreeMap<Option<&str>, usize>,
        chosen: &[String],
        page: &Page,
    ) -> Result<Self, WebError> {
        let looked_for = page.visit.text("place")?.unwrap_or_default().to_owned();
        let all: Vec<Offered> = values
            .iter()
            .filter_map(|(scope, values)| {
                let name = (*scope)?.to_owned();
                let chosen = chosen.contains(&name);
                Some(Offered { name, values: *values, chosen })
            })
            .collect();
        if all.len() < 2 {
            return Ok(Self::default());
        }
        let total = all.len();
        let near: BTreeSet<Group> =
            all.iter().filter(|one| one.chosen).map(|one| place::group(&one.name)).collect();
        let mut groups: BTreeMap<Group, Vec<Offered>> = BTreeMap::new();
        for one in all {
            groups.entry(place::group(&one.name)).or_default().push(one);
        }
        let few = total <= OFFERED;
        let wanted = |group: &Group, one: &Offered| {
            let within = matches!(group, Group::Within(province) if province.contains(&looked_for));
            if looked_for.is_empty() {
                few || near.contains(group) || matches!(group, Group::Country | Group::Provinces)
            } else {
                one.name.contains(&looked_for) || within
            }
        };
        let mut room = OFFERED;
        let mut offered = Vec::new();
        let (mut shown, mut found) = (0, false);
        for (group, mut scopes) in groups {
            found |= scopes.iter().any(|one| wanted(&group, one));
            scopes.retain(|one| one.chosen || wanted(&group, one));
            scopes.sort_by(|one, other| {
                (other.chosen, other.values, &one.name).cmp(&(one.chosen, one.values, &other.name))
            });
            let taken = scopes.iter().filter(|one| one.chosen).count().max(scopes.len().min(room));
            scopes.truncate(taken);
            room = room.saturating_sub(taken);
            shown += taken;
            let name = match group {
                Group::Country => page.w.whole_country.to_owned(),
                Group::Provinces => page.w.provinces.to_owned(),
                Group::Within(province) => province,
                Group::Others => page.w.other_scopes.to_owned(),
            };
            offered.extend((!scopes.is_empty()).then_some(Scopes { name, scopes }));
        }
        Ok(Self {
            none: (!found).then(|| fill_one(page.w.no_such_scope, &looked_for)),
            looked_for,
            total: Some(fill_one(page.w.choose_scopes, total)),
            groups: offered,
            rest: (shown < total).then(|| fill_one(page.w.more_scopes, total - shown)),
        })
    }
}
