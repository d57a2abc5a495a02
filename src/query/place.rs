//! Places as people name them, and in the order of an atlas.

use crate::place;

pub use crate::place::Level;

/// What a place's own name may be followed by in its full name.
const ENDINGS: [&str; 14] =
    ["市", "省", "县", "区", "州", "盟", "旗", "镇", "乡", "新区", "地区", "自治区", "自治州", "自治县"];

/// The place that `word` names: one of `known` by its full name or without its ending, or one of the word list, which
/// knows short names too.
pub fn read(word: &str, known: &[String]) -> Option<String> {
    if known.iter().any(|place| place == word) {
        return Some(word.to_owned());
    }
    let chars: Vec<char> = word.chars().collect();
    if let Some(place) = place::named(word) {
        return Some(place.scope.clone());
    }
    let mut longer = known.iter().filter(|place| {
        chars.len() > 1 && place.strip_prefix(word).is_some_and(|ending| ENDINGS.contains(&ending))
    });
    // 云州 is no name where there are both 云州市 and 云州县.
    longer.next().filter(|_| longer.next().is_none()).cloned()
}

/// The place that `chars` begin with: how many of them name it, and its full name.
pub(super) fn at_start(chars: &[char], known: &[String]) -> Option<(usize, String)> {
    (2..chars.len()).rev().find_map(|len| Some((len, named(&chars[..len], known)?)))
}

/// The place that `chars` end with: how many of them stand before it, and its full name.
pub(super) fn at_end(chars: &[char], known: &[String]) -> Option<(usize, String)> {
    (1..chars.len().saturating_sub(1)).find_map(|at| Some((at, named(&chars[at..], known)?)))
}

fn named(chars: &[char], known: &[String]) -> Option<String> {
    read(&chars.iter().collect::<String>(), known)
}

/// Where a place stands among all: the country, provinces, then the places of each province, then all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The whole country.
    Country,
    /// Provinces and what has their rank.
    Provinces,
    /// The places of this province.
    Within(String),
    /// Regions, bodies, and places of which nobody knows where they lie.
    Others,
}

/// The level of a place that the word list knows.
pub fn level(name: &str) -> Option<Level> {
    place::named(name).map(|place| place.level)
}

/// The group of a place.
pub fn group(name: &str) -> Group {
    let Some(found) = place::named(name) else {
        let province = ["省", "自治区"].iter().any(|ending| name.ends_with(ending));
        return if province { Group::Provinces } else { Group::Others };
    };
    match found.level {
        Level::Country => Group::Country,
        Level::Province => Group::Provinces,
        Level::Region => Group::Others,
        Level::City | Level::County | Level::Area => {
            place::province(found).map_or(Group::Others, |province| Group::Within(province.scope.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::short("济南", Some("济南市"))]
    #[case::full("济南市", Some("济南市"))]
    #[case::a_synonym("我国", Some("全国"))]
    #[case::of_the_record("云州市", Some("云州市"))]
    #[case::of_the_record_short("云州", Some("云州市"))]
    #[case::two_are_called_so("泽川", None)]
    #[case::too_short("云", None)]
    #[case::not_recorded("桐川", None)]
    fn a_place_is_known_by_its_names(#[case] word: &str, #[case] place: Option<&str>) {
        let known = ["云州市", "泽川县", "泽川市"].map(str::to_owned);
        assert_eq!(read(word, &known).as_deref(), place);
    }

    #[rstest]
    #[case("全国", Group::Country)]
    #[case("山东省", Group::Provinces)]
    #[case("北京市", Group::Provinces)]
    #[case("济南市", Group::Within("山东省".into()))]
    #[case("历下区", Group::Within("山东省".into()))]
    #[case("云州市", Group::Others)]
    #[case("云岭自治区", Group::Provinces)]
    fn a_place_stands_in_its_province(#[case] name: &str, #[case] expected: Group) {
        assert_eq!(group(name), expected);
    }
}
