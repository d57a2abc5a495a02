//! Names of places in a text: which place a name stands for, and what that belongs to.
//!
//! Districts share names (鼓楼区 is in four cities), and some names are words as well (城区, 和县). So a name is read
//! with what stands before it (徐州市鼓楼区) and with the place that the document is about; what both leave open
//! stays open.

pub use crate::lexicon::{Level, Place};

use crate::document::Span;
use crate::lexicon::{PlaceName, Reach, lexicon};
use std::iter;

/// A name of a place where it stands, with the names right before it of what the place belongs to:
/// 山东省济南市历下区.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub span: Span,
    /// What it may stand for: at least one place, several where nothing tells which.
    pub places: Vec<&'static Place>,
}

impl Found {
    /// The place, where it is certain.
    pub fn place(&self) -> Option<&'static Place> {
        match self.places[..] {
            [place] => Some(place),
            _ => None,
        }
    }
}

/// The longest name of a place that begins at `start`, in a text that is about `own`.
pub fn at(chars: &[char], start: usize, own: Option<&'static Place>) -> Option<Found> {
    lexicon().place_names.starts(chars.get(start..)?).find_map(|(len, name)| {
        let end = start + len;
        if runs_on(chars, end) || is_tail_of_word(chars, start, end) {
            return None;
        }
        let bearers = bearers(name);
        let (end, places) = match parts(chars, end, &bearers) {
            Some((end, inner)) => (end, inner),
            None => (end, counted(name, bearers, own)),
        };
        let places = chosen(places, own);
        (!places.is_empty()).then_some(Found { span: Span::new(start, end), places })
    })
}

/// All names of places in a text that is about `own`, from left to right.
pub fn all(chars: &[char], own: Option<&'static Place>) -> impl Iterator<Item = Found> {
    let mut next = 0;
    iter::from_fn(move || {
        let found = (next..chars.len()).find_map(|start| at(chars, start, own))?;
        next = found.span.end;
        Some(found)
    })
}

/// The place that a name by itself stands for, where that is one: 济南市, 历下, 济南市市中区.
pub fn named(name: &str) -> Option<&'static Place> {
    let chars: Vec<char> = name.chars().collect();
    if let Some(name) = lexicon().place_names.exact(&chars)
        && let [place] = bearers(name)[..]
    {
        return Some(place);
    }
    at(&chars, 0, None).filter(|found| found.span.end == chars.len())?.place()
}

/// What a place belongs to, and what that belongs to: for 历下区 济南市, 山东省 and 全国.
pub fn parents(place: &Place) -> impl Iterator<Item = &'static Place> {
    let parent = |place: &Place| place.within.map(|within| &lexicon().places[within]);
    iter::successors(parent(place), move |place| parent(place))
}

/// The province that a place belongs to, or is.
pub fn province(place: &'static Place) -> Option<&'static Place> {
    iter::once(place).chain(parents(place)).find(|place| place.level == Level::Province)
}

/// Whether `inner` is `outer` or belongs to it.
pub fn within(inner: &'static Place, outer: &'static Place) -> bool {
    iter::once(inner).chain(parents(inner)).any(|place| std::ptr::eq(place, outer))
}

fn bearers(name: &PlaceName) -> Vec<&'static Place> {
    name.bearers.iter().map(|place| &lexicon().places[*place]).collect()
}

/// The bearers of a name that counts where nothing stands before it.
fn counted(
    name: &PlaceName,
    mut bearers: Vec<&'static Place>,
    own: Option<&'static Place>,
) -> Vec<&'static Place> {
    let around = own.and_then(|own| surroundings(own).last());
    bearers.retain(|place| match name.reach {
        Reach::Anywhere => true,
        Reach::Near => around.is_some_and(|around| within(place, around)),
        Reach::After => false,
    });
    bearers
}

/// A place and what it belongs to, up to its province.
fn surroundings(place: &'static Place) -> impl Iterator<Item = &'static Place> {
    iter::once(place).chain(parents(place)).filter(|place| place.level != Level::Country)
}

/// Of several places those that are nearest to `own`: 市中区 in a text about 济南市 is the one there.
fn chosen(places: Vec<&'static Place>, own: Option<&'static Place>) -> Vec<&'static Place> {
    let near = own.into_iter().flat_map(surroundings).find_map(|around| {
        let inner: Vec<_> = places.iter().copied().filter(|place| within(place, around)).collect();
        (!inner.is_empty()).then_some(inner)
    });
    near.unwrap_or(places)
}

/// Where the names of parts of `wholes` end that begin at `start`, and what they stand for: 济南市历下区.
fn parts(chars: &[char], start: usize, wholes: &[&'static Place]) -> Option<(usize, Vec<&'static Place>)> {
    lexicon().place_names.starts(chars.get(start..)?).find_map(|(len, name)| {
        let end = start + len;
        let fits = |part: &'static Place, whole: &'static Place| {
            let specific = match name.reach {
                Reach::Anywhere => true,
                Reach::Near => whole.level != Level::Country,
                // 广东省城区 are its towns, 安徽省和县 is a county.
                Reach::After => parents(part).next().is_some_and(|parent| {
                    std::ptr::eq(parent, whole) || part.name.ends_with('县') && whole.level == Level::Province
                }),
            };
            specific && !std::ptr::eq(part, whole) && within(part, whole)
        };
        let mut inner = bearers(name);
        inner.retain(|part| wholes.iter().any(|whole| fits(part, whole)));
        if inner.is_empty() || runs_on(chars, end) {
            return None;
        }
        Some(parts(chars, end, &inner).unwrap_or((end, inner)))
    })
}

/// True where a name's last character begins another word: 历下区域, 大同市场, 商河县域.
fn runs_on(chars: &[char], end: usize) -> bool {
    let Some(next) = chars.get(end) else { return false };
    match chars[end - 1] {
        '区' => matches!(next, '域' | '间' | '块'),
        '市' => *next == '场',
        '县' => *next == '域',
        _ => false,
    }
}

/// True where a name begins within a word: 西南山区, 城市中区, 相应县.
fn is_tail_of_word(chars: &[char], start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(1).map(|at| chars[at]) else { return false };
    let direction = |c| matches!(c, '东' | '南' | '西' | '北' | '中');
    let county = end - start == 2 && matches!(chars[end - 1], '县' | '区' | '市');
    direction(before) && direction(chars[start])
        || matches!(before, '城' | '都') && chars[start] == '市'
        // 雄县: a name so short only counts where a word begins for certain.
        || county && before.is_alphabetic() && !matches!(before, '在' | '和' | '与' | '及' | '对' | '向' | '原')
}

#[cfg(test)]
mod tests {
    use super::{Found, Level, Place, all, at, named, parents, province, within};
    use crate::lexicon::lexicon;
    use rstest::rstest;

    /// The names in a text with what they stand for: 历下区=济南市历下区, 鼓楼区=? where it is open.
    fn read(text: &str, own: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let shown = |found: Found| {
            let name: String = chars[found.span.start..found.span.end].iter().collect();
            let scope = found.place().map_or("?", |place| place.scope.as_str());
            if name == scope { name } else { format!("{name}={scope}") }
        };
        all(&chars, named(own)).map(shown).collect::<Vec<_>>().join(" ")
    }

    #[rstest]
    // Heads
    #[case("历下区2023年政府工作报告", "", "历下区")]
    #[case("济南市历下区2023年政府工作报告", "", "济南市历下区=历下区")]
    #[case("山东省济南市历下区人民政府", "", "山东省济南市历下区=历下区")]
    #[case("山东历下区人民政府", "", "山东历下区=历下区")]
    #[case("市中区政府工作报告", "", "")]
    #[case("济南市市中区政府工作报告", "", "济南市市中区")]
    #[case("四川省乐山市市中区", "", "四川省乐山市市中区=乐山市市中区")]
    #[case("徐州市鼓楼区人民法院工作报告", "", "徐州市鼓楼区")]
    #[case("鼓楼区人民法院工作报告", "", "鼓楼区=?")]
    #[case("江苏省鼓楼区", "", "江苏省鼓楼区=?")]
    #[case("北京市朝阳区第十七届人民代表大会", "", "北京市朝阳区")]
    #[case("辽宁省朝阳市第十二届人民代表大会", "", "辽宁省朝阳市=朝阳市")]
    #[case("朝阳县人民政府", "", "朝阳县")]
    #[case("广西壮族自治区主席", "", "广西壮族自治区")]
    #[case("恩施土家族苗族自治州恩施市", "", "恩施土家族苗族自治州恩施市=恩施市")]
    #[case("围场满族蒙古族自治县人民政府", "", "围场满族蒙古族自治县")]
    #[case("围场县2008年统计公报", "", "围场县=围场满族蒙古族自治县")]
    #[case("内蒙古自治区锡林郭勒盟多伦县", "", "内蒙古自治区锡林郭勒盟多伦县=多伦县")]
    #[case("鄂温克旗政府", "", "鄂温克旗=鄂温克族自治旗")]
    #[case("新疆生产建设兵团2019年公报", "", "新疆生产建设兵团")]
    #[case("香港特别行政区政府", "", "香港特别行政区")]
    #[case("雄安新区新闻发布会", "", "雄安新区")]
    #[case("湖北省仙桃市、潜江市、天门市", "", "湖北省仙桃市=仙桃市 潜江市 天门市")]
    #[case("神农架林区人大", "", "神农架林区")]
    #[case("阳泉市城区第九届", "", "阳泉市城区")]
    #[case("安徽省和县人民政府", "", "安徽省和县=和县")]
    // Earlier names, and places that are no more
    #[case("襄樊市2005年政府工作报告", "", "襄樊市=襄阳市")]
    #[case("思茅地区行政公署", "", "思茅地区=普洱市")]
    #[case("伊克昭盟", "", "伊克昭盟=鄂尔多斯市")]
    #[case("滁县地区", "", "滁县地区=滁州市")]
    #[case("章丘市政府工作报告", "", "章丘市=章丘区")]
    #[case("历城县", "", "历城县=历城区")]
    #[case("四川省重庆市", "", "四川省 重庆市")]
    #[case("莱芜市2015年政府工作报告", "", "莱芜市")]
    #[case("北京市宣武区", "", "北京市宣武区=宣武区")]
    #[case("崇文区", "", "崇文区")]
    #[case("上海市卢湾区与黄浦区", "", "上海市卢湾区=卢湾区 黄浦区")]
    #[case("中甸县", "", "中甸县=香格里拉市")]
    #[case("重庆市渝北区", "", "重庆市渝北区=渝北区")]
    #[case("济宁市市中区2010年统计公报", "", "济宁市市中区")]
    // In sentences of documents of a place
    #[case("历下区生产总值增长5%", "济南市", "历下区")]
    #[case("历下、槐荫、天桥三区", "济南市", "历下=历下区 槐荫=槐荫区")]
    #[case("商河新增就业300人", "济南市", "商河=商河县")]
    #[case("商河新增就业300人", "山东省", "商河=商河县")]
    #[case("商河新增就业300人", "历下区", "商河=商河县")]
    #[case("商河新增就业300人", "江西省", "")]
    #[case("商河新增就业300人", "全国", "")]
    #[case("商河县新增就业300人", "江西省", "商河县")]
    #[case("市中区完成投资3亿元", "济南市", "市中区=济南市市中区")]
    #[case("市中区完成投资3亿元", "历下区", "市中区=济南市市中区")]
    #[case("市中区完成投资3亿元", "山东省", "市中区=?")]
    #[case("市中区完成投资3亿元", "全国", "")]
    #[case("鼓楼区完成投资3亿元", "福州市", "鼓楼区=福州市鼓楼区")]
    #[case("鼓楼区完成投资3亿元", "福建省", "鼓楼区=福州市鼓楼区")]
    #[case("鼓楼区完成投资3亿元", "江苏省", "鼓楼区=?")]
    #[case("鼓楼区完成投资3亿元", "全国", "鼓楼区=?")]
    #[case("莱芜区、钢城区分别增长", "济南市", "莱芜区 钢城区")]
    #[case("起步区完成投资3亿元", "济南市", "起步区")]
    #[case("起步区完成投资3亿元", "河北省", "")]
    #[case("对口支援新疆疏勒县", "山东省", "新疆疏勒县=疏勒县")]
    #[case("我国香港出口增长", "全国", "我国香港=香港特别行政区")]
    #[case("湖南省会同县脱贫", "", "湖南省会同县=会同县")]
    #[case("湖南会同县脱贫", "", "湖南会同县=会同县")]
    #[case("雄县容东片区", "河北省", "雄县")]
    #[case("其中,易县增长8%", "保定市", "易县")]
    // What looks like a place and is none
    #[case("历下区域经济增长", "济南市", "历下=历下区")]
    #[case("大同市场主体增加3万户", "山西省", "")]
    #[case("济南市场主体增加3万户", "济南市", "济南=济南市")]
    #[case("商河县域经济", "济南市", "商河=商河县")]
    #[case("城区绿化覆盖率40%", "阳泉市", "")]
    #[case("老城区改造30万平方米", "洛阳市", "")]
    #[case("新城区建设", "西安市", "")]
    #[case("和平发展", "沈阳市", "")]
    #[case("长安汽车产量", "西安市", "")]
    #[case("新建高速公路300公里", "南昌市", "")]
    #[case("东风汽车销量", "鹤岗市", "")]
    #[case("南部地区降雨", "四川省", "")]
    #[case("公安机关破案3万起", "湖北省", "")]
    #[case("合作医疗参合率99%", "甘肃省", "")]
    #[case("资源税收入", "广西壮族自治区", "")]
    #[case("平安建设", "青海省", "")]
    #[case("西南山区修路300公里", "广东省", "")]
    #[case("相应县级财政补助", "山西省", "")]
    #[case("市和县级财力", "马鞍山市", "")]
    #[case("时任县长", "邢台市", "")]
    #[case("强省富县", "陕西省", "")]
    #[case("兴县富民", "山西省", "")]
    #[case("城市中区", "济南市", "")]
    #[case("全国城区人口", "全国", "全国")]
    #[case("广东省城区面积", "广东省", "广东省")]
    #[case("小区、园区、景区", "济南市", "")]
    #[case("消费市场、门市", "济南市", "")]
    #[case("开发区、工业园区、保税区", "济南市", "")]
    #[case("云泽市人民政府", "", "")]
    #[case("", "济南市", "")]
    fn a_name_is_read_with_its_surroundings(#[case] text: &str, #[case] own: &str, #[case] expected: &str) {
        assert_eq!(read(text, own), expected);
    }

    #[rstest]
    #[case("历下区", &["济南市", "山东省", "全国"])]
    #[case("北京市朝阳区", &["北京市", "全国"])]
    #[case("仙桃市", &["湖北省", "全国"])]
    #[case("莱芜市", &["山东省", "全国"])]
    #[case("全国", &[])]
    fn a_place_belongs_to_others(#[case] name: &str, #[case] expected: &[&str]) {
        let place = named(name).expect("a place of that name");
        assert_eq!(parents(place).map(|place| place.scope.as_str()).collect::<Vec<_>>(), expected);
        for other in parents(place) {
            assert!(within(place, other) && !within(other, place));
        }
        assert!(within(place, place));
    }

    #[test]
    fn every_place_is_found_by_what_it_is_called_alone() {
        let lost: Vec<&str> = lexicon()
            .places
            .iter()
            .filter(|place| named(&place.scope).is_none_or(|found| !std::ptr::eq(found, *place)))
            .map(|place| place.scope.as_str())
            .collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn the_list_is_whole() {
        let places = &lexicon().places;
        let count = |level| {
            let now = |place: &&Place| place.level == level && place.into.is_empty();
            places.iter().filter(now).filter(|place| place.within.is_some()).count()
        };
        // With 新疆生产建设兵团, which ranks as a province; 云州市 of the samples belongs to none.
        assert_eq!(count(Level::Province), 35);
        assert_eq!(count(Level::City), 333);
        // With the three of 云州市.
        assert_eq!(count(Level::County), 2847 + 3);
    }

    #[test]
    fn what_is_no_more_went_to_places_of_its_province() {
        for place in lexicon().places.iter().filter(|place| !place.into.is_empty()) {
            let own = province(place);
            for name in &place.into {
                let chars: Vec<char> = name.chars().collect();
                let found = at(&chars, 0, Some(place)).and_then(|found| found.place());
                // Of 四川省 a part became 重庆市.
                let fits = |found| province(found).is_some_and(|p| Some(p) == own || p.name == "重庆市");
                assert!(found.is_some_and(fits), "{} went to {name}", place.scope);
            }
        }
    }
}
