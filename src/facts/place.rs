//! The place or body that a document is about: from session, office, title and publisher, else from how often the
//! text names it.

use super::head::{Head, shortened};
use super::{Candidate, Origin};
use crate::document::DocumentKind;
use crate::place::{self, Found, Level, Place};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What follows a short name where it names no place: 北京时间, 上海合作组织.
const NOT_PLACES: [&str; 9] = ["时间", "合作组织", "大学", "银行", "证券", "交易所", "路", "精神", "茶"];

/// A place's full name at the start of what is left: up to the first of its endings.
static FULL_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\p{Han}{1,8}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|省|市|州|盟|县|区|旗)")
});

/// What may stand after a full name of a place whose own name is on no list.
static OF_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:人民政府|政府|人大|人民代表大会|人民法院|人民检察院|第[一二三四五六七八九十百\d]+届|委|政协|发展|教育|公安|司法|财政|民政|统计|卫生|商务|国民经济|\d{4}年|召开|举行|举办|新闻|市长|代|省长|区长|县长|主席|$)",
    )
});

/// Words that look like the full name of a place.
static COMMON_NOUN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[全我本该各两外]|城|超|股|楼|都|上|夜|门|省|地|县|直辖|集)市$|[小社园地灾山城特景校库片辖郊牧战时各全我市专禁林矿湖街省本该]区$|(?:验|发|税|范|新|开|作|易|航|心|业|居|能|服务)区$|[各全我本该区市]县$|^自治[区州县旗]$|[全我本该各两外]省$|[各全五九神]州$|[联同]盟$|[红国旗]旗$",
    )
});

/// National bodies, and words for the whole country.
static NATIONAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"中华人民共和国|我国|中国|全国|国务院|国新办|中共中央|党中央|中央企业|央企|国资央企|国民经济|中宣部|中央宣传部|国家\p{Han}{2,8}?(?:委员会|委|总局|局|署|办)|最高人民法院|最高人民检察院|商务部|财政部|教育部|科技部|科学技术部|工业和信息化部|工信部|公安部|民政部|司法部|人社部|人力资源(?:和)?社会保障部|自然资源部|生态环境部|住房(?:和)?城乡建设部|住建部|交通运输部|水利部|农业农村部|文化和旅游部|应急管理部|退役军人事务部|外交部|国防部|审计署|海关总署|税务总局|市场监管总局|林草局|人民银行|证监会|金融监管总局|央视|中央电视台|中央广播电视总台|新华社|新华网|人民日报|人民网|中新社|中国新闻网|外汇|宏观经济",
    )
});

/// 在济南市第十八届人民代表大会第三次会议上: the place before the ordinal, or 全国 after it.
static CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:在|(?:^|[日午—―─–\-\s(（])\s*在?)(?P<place>[\p{Han}\s]{0,20}?)第?\s*[一二三四五六七八九十百零〇\d\s]+届(?:委员会)?\s*(?P<nation>全国)?\s*(?:人\s*民\s*代\s*表|人大)",
    )
});

/// 向济南市第十八届人民代表大会第三次会议报告工作
static REPORTED_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"向(?P<place>\p{Han}{2,12}?)第[一二三四五六七八九十百\d]+届(?:人民代表大会|人大)")
});

/// 济南市市长 于海田; 国务院总理　李强; 四川省人民政府省长
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[—―─–\-\s(（]*(?P<body>\p{Han}{0,20}?)\s*(?:人民政府|政府)?\s*(?:代理|代|副)?(?:市长|总理|省长|主席|区长|县长|州长|盟长|旗长|专员|主任|院长|检察长|行政长官|财政司司长)(?:[\s:：(（]*\p{Han}(?:\s*\p{Han}){0,4}(?:[·•]\s*\p{Han}{1,8})*)?[)）]?$",
    )
});

/// 我代表济南市人民政府; 受济南市人民政府委托
static ON_BEHALF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:代表|受)(?:本届)?(?P<place>\p{Han}{2,12}?)(?:人民政府|高级人民法院|中级人民法院|人民法院|人民检察院|政府)",
    )
});

/// 《济南市国民经济和社会发展第十四个五年规划纲要（草案）》
static PLAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"《(?P<place>\p{Han}{2,12}?)(?:国民经济|\d{4}年|20|19)"));

/// 云州市人民政府新闻办公室举行新闻发布会
static HOLDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<host>\p{Han}{2,16}?(?:政府|新闻办|指挥部|委|局|厅)\p{Han}{0,6})(?:召开|举行|举办).{0,30}?(?:发布会|吹风会|通气会)",
    )
});

/// Words of a place for itself, and how the full names of its level end.
const LEVELS: [(&[&str], &[&str]); 6] = [
    (&["全省", "我省", "省委", "省政府"], &["省"]),
    (&["全区", "我区", "自治区党委"], &["自治区"]),
    (&["全市", "我市", "市委", "市政府"], &["市"]),
    (&["全州", "我州", "州委", "州政府"], &["自治州"]),
    (&["全县", "我县", "县委", "县政府"], &["县", "旗"]),
    (&["全盟", "我盟", "盟委", "全地区", "地委", "行署"], &["盟", "地区"]),
];

/// The whole country.
pub(super) const NATION: &str = "全国";

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// What head, title and first words say of the place, the surest first.
pub(super) fn candidates(head: &Head, title: &[Candidate<String>]) -> Vec<Candidate<String>> {
    let mut found = Vec::new();
    let lines = head.lines.iter().enumerate();
    // The line of the session may be broken in two.
    let session = lines.clone().find_map(|(at, line)| {
        let next = head.lines.get(at + 1).map_or("", |line| line.text);
        let whole = format!("{}{next}", line.text);
        let congress = CONGRESS.captures(&whole)?;
        let place =
            if congress.name("nation").is_some() { NATION.to_owned() } else { named(&congress["place"])? };
        Some(Candidate::new(place, Origin::Session, line.span))
    });
    found.extend(session);
    let reported_to = head.all().filter_map(|line| {
        let to = REPORTED_TO.captures(shortened(line.text, 200))?;
        Some(Candidate::new(named(&to["place"])?, Origin::Session, line.span))
    });
    found.extend(reported_to.take(1));
    let offices = head
        .lines
        .iter()
        .filter_map(|line| Some(Candidate::new(named(office(line.text)?)?, Origin::Office, line.span)));
    found.extend(offices);
    let behalf = head.all().filter_map(|line| {
        let said = ON_BEHALF.captures(shortened(line.text, 200))?;
        let place = if &said["place"] == "国务院" { NATION.to_owned() } else { named(&said["place"])? };
        Some(Candidate::new(place, Origin::Behalf, line.span))
    });
    found.extend(behalf.take(1));
    if head.all().any(|line| shortened(line.text, 200).contains("代表国务院")) {
        found.push(Candidate::new(NATION.to_owned(), Origin::Behalf, None));
    }
    // What stands in 【】 is the name of a series, not what this document is about.
    let titled = title.iter().filter_map(|title| {
        let words = title.value.split_once('】').map_or(title.value.as_str(), |(_, rest)| rest);
        Some(Candidate::new(find(words)?, Origin::Title, title.span))
    });
    found.extend(titled);
    let planned = head.all().find_map(|line| {
        let plan = PLAN.captures(shortened(line.text, 300))?;
        Some(Candidate::new(named(&plan["place"])?, Origin::Plan, line.span))
    });
    found.extend(planned);
    found
}

/// The body of the office that a line names: 四川省 in 四川省人民政府省长 张三.
pub(super) fn office(line: &str) -> Option<&str> {
    OFFICE.captures(line).and_then(|found| found.name("body")).map(|body| body.as_str())
}

/// The place that words are the name of, or that they name; a bare 市 or 自治区 is none.
fn named(words: &str) -> Option<String> {
    let words: String = words.split_whitespace().collect();
    let words = ["日", "在", "关于制定", "关于", "制定", "本届", "中共"]
        .iter()
        .fold(words.as_str(), |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let whole = || {
        let full = FULL_NAME.find(words)?;
        let known = full.end() == words.len() && words.chars().count() >= 3;
        known.then(|| words.to_owned())
    };
    // 第九届省: what stands before a 省 of no name.
    let listed = place::named(words).map(|place| place.scope.clone());
    listed
        .or_else(|| find(words))
        .or_else(whole)
        .filter(|name| !COMMON_NOUN.is_match(name) && !name.starts_with('第'))
}

/// 今天上午，云州市人民政府召开新闻发布会: whose conference an article tells of.
pub(super) fn by_host(head: &Head) -> Option<Candidate<String>> {
    head.all().find_map(|line| {
        let host = HOLDS.captures(shortened(line.text, 120))?;
        Some(Candidate::new(find(&host["host"])?, Origin::Opening, line.span))
    })
}

/// The place that the first words of an article are about, where it is the nation.
pub(super) fn by_opening(head: &Head, kind: DocumentKind) -> Option<Candidate<String>> {
    if matches!(kind, DocumentKind::Report | DocumentKind::Court | DocumentKind::Budget) {
        return None;
    }
    let first = head.all().find(|line| line.text.chars().count() > 40)?;
    let place = find(shortened(first.text, 120)).filter(|place| place == NATION)?;
    Some(Candidate::new(place, Origin::Opening, first.span))
}

/// The place of a report that names none in its head: the one that the text names most often, more so the more often
/// the text speaks of itself at its level (全省, 我市).
pub(super) fn by_frequency(text: &str, kind: DocumentKind) -> Option<Candidate<String>> {
    if kind != DocumentKind::Report {
        return None;
    }
    let levels = LEVELS.map(|(words, endings)| {
        let said: usize = words.iter().map(|word| text.matches(word).count()).sum();
        (said, endings)
    });
    let chars: Vec<char> = text.chars().collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for place in place::all(&chars, None).filter_map(|found| found.place()) {
        let level = levels.iter().find(|(_, endings)| endings.iter().any(|e| place.name.ends_with(e)));
        *times.entry(&place.scope).or_default() += level.map_or(0, |(said, _)| *said);
    }
    let mut ranked: Vec<(&str, usize)> = times.into_iter().collect();
    ranked.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let (name, count) = *ranked.first()?;
    let second = ranked.get(1).map_or(0, |(_, count)| *count);
    let alone = ranked.len() == 1;
    (alone || count >= 8 && count * 2 > second * 3)
        .then(|| Candidate::new(name.to_owned(), Origin::Frequency, None))
}

/// The place that a file or the folders it lies in are named after: 贵州省/2020.txt.
pub(super) fn by_path(path: &str) -> Option<Candidate<String>> {
    let mut names = path.rsplit(['/', '\\']).take(3);
    let place = names.find_map(|name| named(name.split('.').next()?))?;
    Some(Candidate::new(place, Origin::Path, None))
}

/// The first place or national body that `text` names; of a chain (山东省济南市) its last member.
pub(super) fn find(text: &str) -> Option<String> {
    let national = NATIONAL.find(text).map(|found| text[..found.start()].chars().count());
    let chars: Vec<char> = text.chars().collect();
    let reach = national.unwrap_or(chars.len()).min(80);
    let mut open = false;
    let mut start = 0;
    while start < reach {
        let Some(found) = place::at(&chars, start, None) else {
            if let Some(name) = unlisted_at(&chars, start) {
                return Some(name);
            }
            start += 1;
            continue;
        };
        if let Some(name) = scope_of(&chars, &found) {
            return Some(name);
        }
        open |= found.place().is_none();
        start = found.span.end;
    }
    // 鼓楼区…国民经济: one of several places, and not the nation.
    national.filter(|_| !open).map(|_| NATION.to_owned())
}

/// The place that a name stands for, or the part of it whose name on no list comes next.
fn scope_of(chars: &[char], found: &Found) -> Option<String> {
    let after = text_of(&chars[found.span.end..]);
    let place = found.place().or_else(|| told_by_others(chars, found))?;
    // 山东半岛城市群 and 海南自由贸易港 are what a province speaks of.
    let named = text_of(&chars[found.span.start..found.span.end]);
    let own = |place: &'static Place| match place.level {
        Level::Province | Level::City | Level::County => Some(place),
        Level::Area => Some(place).filter(|_| FULL_NAME.is_match(&named)),
        Level::Country | Level::Region => None,
    };
    let place = own(place).or_else(|| place::parents(place).find_map(own))?;
    let short = !FULL_NAME.is_match(&named);
    if short && NOT_PLACES.iter().any(|word| after.starts_with(word)) {
        return None;
    }
    Some(part_of(&after).unwrap_or_else(|| place.scope.clone()))
}

/// Which of several places of one name it is, where the text names what one of them belongs to.
fn told_by_others(chars: &[char], found: &Found) -> Option<&'static Place> {
    let others: Vec<&Place> = place::all(chars, None).filter_map(|other| other.place()).collect();
    let mut fitting =
        found.places.iter().filter(|place| others.iter().any(|other| place::within(place, other)));
    fitting.next().copied().filter(|_| fitting.next().is_none())
}

/// A name that is on no list: it is only believed at the start, or where it ends the words before it.
fn unlisted_at(chars: &[char], start: usize) -> Option<String> {
    let before = start.checked_sub(1).map(|at| chars[at]);
    if before.is_some_and(|c| !matches!(c, '】' | '《' | '“' | '在' | '表' | ' ' | '（' | '(' | '—' | '─'))
    {
        return None;
    }
    let rest = text_of(&chars[start..]);
    let name = FULL_NAME.find(&rest)?.as_str();
    let after = &rest[name.len()..];
    // 关于贵阳市: a known name with other words before it is looked for where it begins.
    let inside = start + 1..start + name.chars().count();
    let holds_known = inside.into_iter().any(|at| place::at(chars, at, None).is_some());
    let believed =
        !holds_known && name.chars().count() >= 3 && !COMMON_NOUN.is_match(name) && OF_PLACE.is_match(after);
    believed.then(|| part_of(after).unwrap_or_else(|| name.to_owned()))
}

/// The place within a place, where its full name comes next: 青屏区, after 云泽市.
fn part_of(after: &str) -> Option<String> {
    let name = FULL_NAME.find(after)?.as_str();
    let believed = (3..=6).contains(&name.chars().count())
        && !COMMON_NOUN.is_match(name)
        && OF_PLACE.is_match(&after[name.len()..]);
    believed.then(|| name.to_owned())
}

/// As much of a text as any name, with what follows it, takes.
fn text_of(chars: &[char]) -> String {
    chars.iter().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::find;
    use rstest::rstest;

    #[rstest]
    #[case("云州市深化改革新闻发布会图文实录", Some("云州市"))]
    #[case("济南市法治政府建设主题新闻发布会图文实录", Some("济南市"))]
    #[case("济南市历下区2023年政府工作报告", Some("历下区"))]
    #[case("山东省济南市第十八届", Some("济南市"))]
    #[case("【系列主题新闻发布会】天津：奋力谱写新篇章", Some("天津市"))]
    #[case("黑龙江：开创新局面", Some("黑龙江省"))]
    #[case("云泽市人民政府工作报告", Some("云泽市"))]
    #[case("青石县第十七届", Some("青石县"))]
    #[case("章丘区人民政府关于印发行动方案的通知", Some("章丘区"))]
    #[case("徐州市鼓楼区2023年政府工作报告", Some("徐州市鼓楼区"))]
    #[case("鼓楼区2023年政府工作报告", None)]
    #[case("鼓楼区2023年政府工作报告（来源：福州市人民政府网站）", Some("福州市鼓楼区"))]
    #[case("宁夏回族自治区2010年政府工作报告", Some("宁夏回族自治区"))]
    #[case("西双版纳：旅游收入增长", Some("西双版纳傣族自治州"))]
    #[case("襄樊市2005年政府工作报告", Some("襄阳市"))]
    #[case("莱芜市2015年政府工作报告", Some("莱芜市"))]
    #[case("山东半岛城市群建设发布会", Some("山东省"))]
    #[case("海南自由贸易港建设发布会", Some("海南省"))]
    #[case("雄安新区建设发布会", Some("雄安新区"))]
    #[case("长三角一体化发布会", None)]
    #[case("普洱茶产业发布会", None)]
    #[case("西部地区开发会议", None)]
    #[case("国务院新闻办举行春运新闻发布会", Some("全国"))]
    #[case("中华人民共和国2019年国民经济和社会发展统计公报", Some("全国"))]
    #[case("我国与上海合作组织成员国贸易增长", Some("全国"))]
    #[case("上海合作组织会议", None)]
    #[case("北京时间20日", None)]
    #[case("多措并举打造城市更新新样板", None)]
    #[case("消费市场持续回暖", None)]
    #[case("市卫健委今早通报", None)]
    #[case("全市新闻发布会", None)]
    #[case("小区改造新闻发布会", None)]
    #[case("", None)]
    fn the_place_is_the_one_that_a_reader_sees(#[case] text: &str, #[case] place: Option<&str>) {
        assert_eq!(find(text).as_deref(), place);
    }
}
