//! Lines that a page puts around an article: the paper's name, day and sheet, the way to it, who sent it from where.

use super::day::{self, Found};
use regex::Regex;
use std::sync::LazyLock;

/// How the names of papers, agencies, sites and channels end.
const PRESS: &str = r"\p{Han}{0,8}(?:日报|晚报|时报|早报|晨报|商报|都市报|导报|新报|周报|青年报|农村报|法治报|新闻网|新闻社|通讯社|电视台|广播网|客户端|在线|大河网|人民网|央广网|央视网|光明网|中新网|新华网|新华社|中新社|新华报业|南方网|新闻频道|浙江新闻)";

/// 宁波日报; 羊城晚报 > A03 版 2016年12月30日 星期五; 人民网>>财经 2023年01月13日11:25, once the day is taken out.
static MASTHEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?P<paper>{PRESS})?(?:客户端|网络版|数字报|电子版)?{SIGNS}*(?:{SHEET})?{SIGNS}*(?:(?:星期|周)[一二三四五六日天])?{SIGNS}*(?:{SHEET})?$"
    ))
});

/// What stands between the parts of such a line.
const SIGNS: &str = r"[\s>|·・:,\-—/]";

/// 第A02版:要闻; A03 版; 财经, the name of a section behind a sign.
const SHEET: &str = r"第?\s*[A-Z]?\d{1,3}\s*版(?:[:\s]*\p{Han}{2,6})?|>\s*\p{Han}{2,6}";

/// 当前位置：首页 > 新闻; 首页 河南 社会 财经.
static WAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[你您]?(?:现在|所在|当前)?的?位置|\p{Han}{0,6}首页)(?:\s|[:>|»/]|$)|^\p{Han}+(?:\s*[>»]+\s*\p{Han}+){2,}$",
    )
});

/// 新华社上海1月9日电（记者 江夏）; 河北日报讯; 浙江在线2018年10月21日讯.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(?P<paper>{PRESS})|本报|本网|\p{{Han}}{{1,2}}报)[\s\p{{Han}}]{{0,10}}?(?P<day>(?:\d{{4}}年)?\s*\d{{1,2}}月\d{{1,2}}日)?\s*(?:[电讯](?:[\s((]|$)|记者)"
    ))
});

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// A line that names the paper, its day or its sheet, and nothing else.
pub(super) struct Masthead<'a> {
    pub(super) paper: Option<&'a str>,
    pub(super) day: Option<Found>,
}

/// Reads a folded line as a masthead.
pub(super) fn masthead(folded: &str) -> Option<Masthead<'_>> {
    let day = day::whole(folded).next();
    let found = match &day {
        // The day stands behind the name, or before it.
        Some(day) => {
            let (before, after) = (folded[..day.range.start].trim(), folded[day.range.end..].trim());
            let before = MASTHEAD.captures(before)?;
            let after = MASTHEAD.captures(after)?;
            before.name("paper").or(after.name("paper"))
        }
        None => MASTHEAD.captures(folded)?.name("paper"),
    };
    (day.is_some() || !folded.is_empty()).then(|| Masthead { paper: found.map(|paper| paper.as_str()), day })
}

/// True for a line that leads the reader through the site.
pub(super) fn leads_through_site(folded: &str) -> bool {
    let words: Vec<&str> = folded.split_whitespace().collect();
    let menu = words.len() >= 5 && words.iter().all(|word| (2..=5).contains(&word.chars().count()));
    WAY.is_match(folded) || menu
}

/// The beginning of an article that says who reports: 新华社上海1月9日电.
pub(super) struct Dateline<'a> {
    /// `None` for the paper itself, 本报讯.
    pub(super) paper: Option<&'a str>,
}

/// Reads how an article begins.
pub(super) fn dateline(folded: &str) -> Option<Dateline<'_>> {
    DATELINE.captures(folded).map(|found| Dateline { paper: found.name("paper").map(|paper| paper.as_str()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("云州日报", Some("云州日报"))]
    #[case("云州晚报 > A03 版 2031年12月30日 星期五", Some("云州晚报"))]
    #[case("2031年7月31日 星期一 第A02版:要闻", Some(""))]
    #[case("云州日报 2031年10 月22 日", Some("云州日报"))]
    #[case("2031-03-09 云州在线", Some("云州在线"))]
    #[case("人民网>>财经 2031年01月13日11:25", Some("人民网"))]
    #[case("第06版:地方", Some(""))]
    #[case("2031年云州市新增就业3万人", None)]
    #[case("云州日报社新增就业3万人", None)]
    #[case("云州市政府工作报告", None)]
    fn a_masthead_names_paper_day_and_sheet(#[case] line: &str, #[case] paper: Option<&str>) {
        assert_eq!(masthead(line).map(|found| found.paper.unwrap_or_default()), paper);
    }

    #[rstest]
    #[case("当前位置:首页 > 政务公开 > 工作报告", true)]
    #[case("首页 > 新闻中心 > 经济新闻", true)]
    #[case("云州网首页 云州 社会 财经 图片 视频", true)]
    #[case("首页改版的通知", false)]
    #[case("云州市 政府 工作 报告", false)]
    #[case("城乡居民收入 增长 8%", false)]
    fn a_way_through_the_site_is_no_title(#[case] line: &str, #[case] leads: bool) {
        assert_eq!(leads_through_site(line), leads);
    }

    #[rstest]
    #[case("新华社云州1月9日电 (记者江夏)今年新增就业3万人。", Some("新华社"))]
    #[case("云州日报讯(记者江夏)11月5日,地铁开通。", Some("云州日报"))]
    #[case("云州在线 2031年10月21日讯 今天上午,市政府召开新闻发布会。", Some("云州在线"))]
    #[case("本报讯(记者江夏)记者昨日获悉,新增就业3万人。", Some(""))]
    #[case("云报讯(记者 江夏)昨天,新增就业3万人。", Some(""))]
    #[case("云州日报发行3万份。", None)]
    #[case("电力供应3万千瓦时。", None)]
    fn an_article_may_begin_with_who_reports(#[case] line: &str, #[case] paper: Option<&str>) {
        assert_eq!(dateline(line).map(|found| found.paper.unwrap_or_default()), paper);
    }
}
