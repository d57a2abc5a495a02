//! Names of indicators → the key that two wordings of one name share.

/// Words for the speaker's own place, which say where and not what.
const PLACES: [&str; 15] = [
    "全国", "我国", "全省", "我省", "本省", "全市", "我市", "本市", "全区", "我区", "本区", "全县", "我县",
    "本县", "全域",
];

/// Words that begin like one of [`PLACES`] but are about a market or an area as a thing.
const NO_PLACES: [&str; 4] = ["全市场", "全区域", "全区块", "全域旅游"];

/// Words that look like one of [`NO_PLACES`] and still begin with a place: 全市场馆 are a city's venues.
const PLACES_AFTER_ALL: [&str; 3] = ["全市场馆", "全市场所", "全市场地"];

/// The key of an indicator's name: full-width letters, digits and signs become half-width, ASCII
/// letters lowercase; blanks, punctuation, quotes and 的 go; then the leading words for
/// a place go (全国, 我省, 全市 …).
///
/// The same name always gives the same key. Where nothing would be left, the step that would
/// empty the key is left out, so that a name that is not empty never has an empty key.
pub fn normalise(name: &str) -> String {
    key(name, None)
}

/// [`normalise`], with `scope` too (济南市) taken for a leading place.
pub(super) fn key(name: &str, scope: Option<&str>) -> String {
    let bare = bare(name);
    if bare.is_empty() {
        return name.to_owned();
    }
    let scope = scope.map(self::bare).filter(|scope| !scope.is_empty());
    let mut rest = bare.as_str();
    while let Some(after) = after_place(rest, scope.as_deref()) {
        rest = after;
    }
    rest.to_owned()
}

/// What follows a leading place, where something does.
fn after_place<'a>(name: &'a str, scope: Option<&str>) -> Option<&'a str> {
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    if starts(&NO_PLACES) && !starts(&PLACES_AFTER_ALL) {
        return None;
    }
    let places = scope.into_iter().chain(PLACES);
    places.filter_map(|place| name.strip_prefix(place)).find(|rest| !rest.is_empty())
}

fn bare(name: &str) -> String {
    name.chars().map(half_width).filter(|c| c.is_alphanumeric() && *c != '的' || is_sign(*c)).collect()
}

/// Signs that change what is measured: PM2.5, 每万人/床, 1+8+1, 占比% are not the same without them.
fn is_sign(c: char) -> bool {
    matches!(c, '.' | '/' | '+' | '%' | '‰' | '℃')
}

/// One character for one, as on the shadow that quantities are read from.
fn half_width(c: char) -> char {
    let narrow = match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::place("全市城镇新增就业", "城镇新增就业")]
    #[case::two_places("我国 全省的城镇新增就业", "城镇新增就业")]
    #[case::own_words("受理群众的诉求", "受理群众诉求")]
    #[case::quotes("“一网通办”事项", "一网通办事项")]
    #[case::width("ＰＭ２．５浓度", "pm2.5浓度")]
    #[case::bars("《政府公报》、发行量", "政府公报发行量")]
    #[case::market("全市场主体", "全市场主体")]
    #[case::venues("全市场馆数量", "场馆数量")]
    #[case::only_a_place("全国", "全国")]
    #[case::only_de("的", "的")]
    #[case::only_signs("“”", "“”")]
    #[case::empty("", "")]
    fn names_that_mean_the_same_share_a_key(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(normalise(name), expected);
        assert_eq!(normalise(&normalise(name)), expected, "a key is its own key");
    }

    #[test]
    fn the_claims_own_place_goes_and_another_stays() {
        assert_eq!(key("海州市的城镇新增就业", Some("海州市")), "城镇新增就业");
        assert_eq!(key("海州市", Some("海州市")), "海州市");
        assert_eq!(key("东港市城镇新增就业", Some("海州市")), "东港市城镇新增就业");
    }
}
