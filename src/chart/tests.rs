//! What a reader, a screen reader and a browser rely on.

use super::*;
use crate::claim::{Basis, Bound, Claim, Direction, Kind, Status, ToWords};
use crate::document::{Precision, Span};
use crate::language::Language;
use crate::period::{Period, PeriodType};
use crate::series::{Point, PointDocument, assemble};
use chrono::NaiveDate;
use dom_query::Document;
use rstest::rstest;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn period(kind: PeriodType, start: &str, end: &str) -> Period {
    let start = (!start.is_empty()).then(|| day(start));
    Period { start, end: Some(day(end)), kind, text: String::new(), inherited: false }
}

fn year(year: i32) -> Period {
    period(PeriodType::Year, &format!("{year}-01-01"), &format!("{year}-12-31"))
}

fn point(id: i64, value: &str, quote: &str, unit: &str, period: impl Into<Option<Period>>) -> Point {
    let period = period.into();
    let said =
        period.as_ref().and_then(|period| period.end).unwrap_or(day("2024-01-01")) + chrono::Days::new(20);
    let claim = Claim {
        start: 0,
        end: 4,
        quote: quote.into(),
        value: value.parse().expect("a decimal"),
        value_high: None,
        unit: unit.into(),
        kind: Kind::Level,
        direction: None,
        basis: None,
        role: None,
        bound: Bound::Exact,
        status: Status::Actual,
        indicator: "受理群众诉求".into(),
        subject: None,
        scope: Some("海州市".into()),
        period,
        speaker: None,
        sentence: Span::new(0, 4),
        rule: "test".into(),
        confidence: 1.0,
        warnings: Vec::new(),
        provisional: false,
    };
    let document = PointDocument {
        id: 100 + id,
        title: "海州市政府新闻发布会".into(),
        scope: None,
        date: Some(said),
        precision: Precision::Day,
        source: "a.txt".into(),
    };
    Point {
        id,
        indicator: 1,
        claim,
        link: ToWords { document: 100 + id, claim: id },
        document,
        comparable: false,
        among: None,
        scale: rust_decimal::Decimal::ONE,
    }
}

fn draw_points(points: Vec<Point>, options: &ChartOptions) -> String {
    let series = assemble(points, &[]);
    svg(&series.iter().collect::<Vec<_>>(), options)
}

/// Requests to a hotline over the years: full years, years to date, a target, a restated year.
fn hotline() -> Vec<Point> {
    let mut points = vec![
        point(1, "6330000", "633万件", "件", year(2019)),
        point(2, "7200000", "720万余件", "件", year(2020)),
        point(3, "8010000", "近801万件", "件", year(2021)),
        point(4, "10150000", "1015万件", "件", year(2023)),
        point(5, "7400000", "740万件", "件", period(PeriodType::Ytd, "2024-01-01", "2024-11-20")),
        point(6, "9176000", "917.6万件", "件", year(2024)),
        point(7, "8500000", "约850万件", "件", year(2021)),
        point(8, "9000000", "900万件", "件", year(2025)),
        point(9, "60000000", "6000万件", "件", None),
        point(10, "6900000", "690万件", "件", period(PeriodType::Ytd, "2023-01-01", "2023-11-20")),
    ];
    points[1].claim.bound = Bound::MoreThan;
    points[2].claim.bound = Bound::Nearly;
    points[6].claim.bound = Bound::About;
    points[6].document.date = Some(day("2022-06-01"));
    points[7].claim.status = Status::Target;
    points
}

/// Growth rates of some places.
fn rates(places: usize, years: i32) -> Vec<Point> {
    let mut points = Vec::new();
    for place in 0..places {
        for at in 0..years {
            let id = points.len() as i64 + 1;
            let value = format!("{}", (i64::from(at) * 7 + place as i64 * 5) % 13);
            let mut point = point(id, &value, &format!("{value}%"), "%", year(2024 - years + 1 + at));
            point.claim.kind = Kind::Change;
            point.claim.basis = Some(Basis::Yoy);
            point.claim.scope = Some(format!("第{place}区"));
            point.claim.direction = (at % 4 == 1).then_some(Direction::Down);
            points.push(point);
        }
    }
    points
}

/// One line of many months, and a target for each that it misses.
fn long_line(months: u32) -> Vec<Point> {
    let month = |at: u32| {
        let start = day("1900-01-01") + chrono::Months::new(at);
        let end = start + chrono::Months::new(1) - chrono::Days::new(1);
        period(PeriodType::Month, &start.to_string(), &end.to_string())
    };
    let mut points = Vec::new();
    for at in 0..months {
        let (id, value) = (i64::from(at) * 2 + 1, (1000 + at).to_string());
        points.push(point(id, &value, &value, "家", month(at)));
        let mut target = point(id + 1, "9000", "9000家", "家", month(at));
        target.claim.status = Status::Target;
        points.push(target);
    }
    points
}

fn target_range() -> Vec<Point> {
    let mut points = vec![
        point(1, "5.2", "5.2%", "%", year(2022)),
        point(2, "5.8", "5.8%", "%", year(2023)),
        point(3, "5", "5%—6%", "%", year(2024)),
    ];
    for point in &mut points {
        point.claim.kind = Kind::Change;
        point.claim.basis = Some(Basis::Yoy);
    }
    points[2].claim.value_high = Some("6".parse().expect("a decimal"));
    points[2].claim.bound = Bound::Range;
    points[2].claim.status = Status::Target;
    points
}

fn months() -> Vec<Point> {
    let month = |id: i64, month: u32, value: &str| {
        let start = NaiveDate::from_ymd_opt(2024, month, 1).expect("a date");
        let end = start + chrono::Months::new(1) - chrono::Days::new(1);
        point(id, value, value, "家", period(PeriodType::Month, &start.to_string(), &end.to_string()))
    };
    vec![month(1, 3, "120"), month(2, 4, "131"), month(3, 5, "90"), month(4, 7, "140")]
}

fn one(value: &str, unit: &str) -> Vec<Point> {
    vec![point(1, value, value, unit, year(2023))]
}

fn ranks() -> Vec<Point> {
    let mut points = vec![
        point(1, "6", "第六", "位", year(2021)),
        point(2, "3", "第三", "位", year(2022)),
        point(3, "1", "第一", "位", year(2023)),
    ];
    for point in &mut points {
        point.claim.kind = Kind::Rank;
    }
    points
}

fn links(svg: &str) -> Vec<String> {
    let page = Document::from(svg);
    page.select("a.point").iter().map(|link| link.attr("href").expect("an address").to_string()).collect()
}

/// Fails unless the text is one XML element with balanced tags, quoted attributes and known entities.
fn assert_well_formed(svg: &str) {
    let tag =
        regex::Regex::new(r#"<(/?)([a-z]+)((?: [a-zA-Z][a-zA-Z0-9-]*="[^"<]*")*)(/?)>"#).expect("a pattern");
    let mut open: Vec<String> = Vec::new();
    for found in tag.captures_iter(svg) {
        match (&found[1], &found[4]) {
            ("/", _) => assert_eq!(open.pop().as_deref(), Some(&found[2])),
            (_, "/") => assert!(!open.is_empty()),
            _ => {
                assert!(found.get(0).expect("the whole").start() == 0 || !open.is_empty(), "one root");
                open.push(found[2].to_owned());
            }
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    let text = tag.replace_all(svg, "");
    assert!(!text.contains(['<', '>']), "{text}");
    let entity = regex::Regex::new("&(amp|lt|gt|quot|apos|#[0-9]+);").expect("a pattern");
    assert!(!entity.replace_all(svg, "").contains('&'));
}

#[rstest]
#[case::hotline(hotline(), 9)]
#[case::many_lines(rates(40, 100), 4000)]
#[case::a_long_line(long_line(2000), 4000)]
#[case::range(target_range(), 3)]
#[case::months(months(), 4)]
#[case::one(one("10150000", "件"), 1)]
#[case::zero(one("0", "件"), 1)]
#[case::negative(one("-3.5", "亿元"), 1)]
#[case::largest(one("79228162514264337593543950335", ""), 1)]
#[case::smallest(one("0.0000000000000000000000000001", "%"), 1)]
#[case::equal(vec![point(1, "100", "100%", "%", year(2022)), point(2, "100", "100%", "%", year(2023))], 2)]
#[case::ranks(ranks(), 3)]
#[case::empty(Vec::new(), 0)]
#[case::undated(vec![point(1, "5", "5件", "件", None)], 0)]
fn every_chart_is_well_formed_and_links_each_dated_point_once(
    #[case] points: Vec<Point>,
    #[case] dated: usize,
    #[values((720, 360), (360, 260), (0, 0))] (width, height): (u32, u32),
    #[values(Language::Chinese, Language::English)] language: Language,
) {
    let options = ChartOptions { width, height, language, ..ChartOptions::default() };
    let svg = draw_points(points, &options);
    assert_well_formed(&svg);
    assert!(!svg.contains("style"), "the content security policy forbids inline styles");
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    let mut links = links(&svg);
    assert_eq!(links.len(), dated);
    links.sort();
    links.dedup();
    assert_eq!(links.len(), dated);
}

#[test]
fn a_point_leads_to_its_words_and_says_what_it_is() {
    let options = ChartOptions { link_query: "?lang=en&x=1".into(), ..ChartOptions::default() };
    let svg = draw_points(one("10150000", "件"), &options);
    assert_eq!(links(&svg), ["/documents/101?lang=en&x=1#c1"]);
    let page = Document::from(svg.as_str());
    let point = page.select("a.point");
    let tip = point.select("title").text().to_string();
    assert_eq!(tip, "2023年：1015万件\n“10150000”\n2024-01-20 海州市政府新闻发布会");
    assert_eq!(point.select("title").text().to_string(), tip);
}

#[test]
fn a_tip_gives_hedge_period_and_sentence() {
    let mut points = one("7400000", "件");
    points[0].claim.quote = "近740万件".into();
    points[0].claim.bound = Bound::Nearly;
    points[0].claim.status = Status::Target;
    (points[0].claim.start, points[0].claim.end) = (110, 116);
    points[0].claim.sentence = Span::new(100, 260);
    let sentence = format!("力争全年受理群众诉求近740万件，{}。", "继续".repeat(60));
    let options = ChartOptions { sentences: [(1, sentence)].into(), ..ChartOptions::default() };
    let svg = draw_points(points, &options);
    let page = Document::from(svg.as_str());
    let tip = page.select("a.point title").text().to_string();
    let lines: Vec<&str> = tip.lines().collect();
    assert_eq!(lines[0], "2023年：接近 740万件（目标）");
    assert!(lines[1].starts_with("“力争全年受理群众诉求近740万件，继续"), "{tip}");
    assert!(lines[1].ends_with("…”"), "{tip}");
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</title><script>alert(1)</script>\u{0}\"'&amp; onload=x";
    let mut points = one("5", "件");
    points[0].document.title = hostile.into();
    points[0].claim.quote = hostile.into();
    points[0].claim.unit = hostile.into();
    points[0].claim.scope = Some(hostile.into());
    points.push(point(2, "7", "7件", hostile, year(2023)));
    let options = ChartOptions {
        title: hostile.into(),
        description: hostile.into(),
        link_query: hostile.into(),
        ..ChartOptions::default()
    };
    let svg = draw_points(points, &options);
    assert_well_formed(&svg);
    assert!(!svg.contains("<script"));
    let page = Document::from(svg.as_str());
    assert_eq!(page.select("svg > title").text().to_string(), hostile.replace('\0', " "));
}

#[test]
fn lines_join_runs_of_results_only() {
    let svg = draw_points(hotline(), &ChartOptions::default());
    let page = Document::from(svg.as_str());
    let lengths: Vec<usize> = page
        .select("polyline.run")
        .iter()
        .map(|line| line.attr("points").expect("corners").split(' ').count())
        .collect();
    // 2019–2021, then the gap of 2022, then 2023–2024; and the two parts of a year among themselves.
    assert_eq!(lengths, [3, 2, 2]);
}

/// The words beside the ends of lines, with their places.
fn names_of(page: &Document) -> Vec<(String, i32, i32)> {
    let place = |name: &dom_query::Selection, axis: &str| {
        name.attr(axis).expect("a place").parse().expect("a number")
    };
    let names = page.select("text.name");
    names.iter().map(|name| (name.text().to_string(), place(&name, "x"), place(&name, "y"))).collect()
}

#[test]
fn several_lines_are_named_at_their_ends() {
    let svg = draw_points(rates(3, 5), &ChartOptions::default());
    let page = Document::from(svg.as_str());
    let names = names_of(&page);
    let mut words: Vec<&str> = names.iter().map(|(words, ..)| words.as_str()).collect();
    words.sort_unstable();
    assert_eq!(words, ["第0区", "第1区", "第2区"]);
    assert!(names.windows(2).all(|pair| pair[1].2 - pair[0].2 >= 15), "they lie on each other: {names:?}");
    assert!(names.iter().all(|(_, x, _)| x + 40 <= 720), "they leave the drawing: {names:?}");
    assert!(!page.select("g.legend").text().contains("第0区"), "once is enough");
    // A single line needs no name, and long names stand in the legend.
    let one_line = draw_points(rates(1, 5), &ChartOptions::default());
    assert!(names_of(&Document::from(one_line.as_str())).is_empty());
    let mut long = rates(3, 5);
    for point in &mut long {
        point.claim.scope = point.claim.scope.take().map(|scope| format!("滨海高新技术产业开发区{scope}"));
    }
    let svg = draw_points(long, &ChartOptions { width: 360, ..ChartOptions::default() });
    let page = Document::from(svg.as_str());
    assert!(names_of(&page).is_empty() && page.select("g.legend").text().contains("开发区第0区"), "{svg}");
}

#[rstest]
#[case::hotline(hotline())]
#[case::rates(rates(2, 5))]
#[case::whole(vec![point(1, "100", "100%", "%", year(2022)), point(2, "100", "100%", "%", year(2023))])]
#[case::ranks(ranks())]
#[case::falls(one("-3.5", "亿元"))]
fn the_highest_mark_keeps_away_from_the_edge(#[case] points: Vec<Point>) {
    let svg = draw_points(points, &ChartOptions::default());
    let page = Document::from(svg.as_str());
    let axis = page.select("g.axes").html();
    let heights = regex::Regex::new(r#"points="[0-9]+,([0-9]+) "#).expect("a pattern");
    let top = heights.captures_iter(&axis).map(|found| found[1].parse::<i32>().expect("a number")).min();
    let marks = page.select("circle.target");
    let highest =
        marks.iter().map(|mark| mark.attr("cy").expect("a place").parse::<i32>().expect("a number")).min();
    assert!(highest.expect("marks") - top.expect("an axis") >= 18, "{highest:?} {top:?}");
}

#[test]
fn ranks_among_unlike_places_are_two_lines_on_whole_places() {
    let mut points = ranks();
    for (id, value) in [(4, "28"), (5, "25"), (6, "17")] {
        let mut rank = point(id, value, value, "位", year(2017 + i32::try_from(id).expect("small")));
        rank.claim.kind = Kind::Rank;
        rank.among = Some("全国".into());
        points.push(rank);
    }
    for rank in &mut points[..3] {
        rank.among = Some("全省".into());
    }
    let svg = draw_points(points, &ChartOptions::default());
    let page = Document::from(svg.as_str());
    assert_eq!(page.select("polyline.run").length(), 2);
    let words: Vec<String> = names_of(&page).into_iter().map(|(words, ..)| words).collect();
    assert_eq!(words, ["全省", "全国"], "the better place stands higher");
    let ticks: Vec<String> =
        page.select("g.axes text").iter().map(|tick| tick.text().trim().to_owned()).collect();
    for place in ["1", "5", "10", "25"] {
        assert!(ticks.iter().any(|tick| tick == place), "{ticks:?}");
    }
    assert!(ticks.iter().all(|tick| !tick.contains('.')), "{ticks:?}");
}

#[test]
fn a_result_equal_to_its_target_is_explained() {
    let mut points = vec![point(1, "7", "7%", "%", year(2023)), point(2, "7", "7%", "%", year(2023))];
    points[1].claim.status = Status::Target;
    let svg = draw_points(points.clone(), &ChartOptions::default());
    assert!(svg.contains("结果等于目标"));
    points[0].claim.value = "6.8".parse().expect("a decimal");
    assert!(!draw_points(points, &ChartOptions::default()).contains("结果等于目标"));
}

#[test]
fn a_break_stands_on_its_day() {
    let mut points = vec![
        point(1, "100", "100件", "件", year(2021)),
        point(2, "50", "50件", "件", period(PeriodType::Ytd, "2023-01-01", "2023-11-20")),
        point(3, "126", "126件", "件", year(2023)),
    ];
    points[1].claim.scope = Some("海州市".into());
    let rule = |day_of: Option<&str>| Rule {
        claim: 3,
        day: day_of.map(day),
        label: "①".into(),
        words: "并入莱县".into(),
    };
    let place = |rule: Rule| {
        let svg = draw_points(points.clone(), &ChartOptions { rules: vec![rule], ..ChartOptions::default() });
        let page = Document::from(svg.as_str());
        let x =
            |mark: &dom_query::Selection| mark.attr("cx").expect("a place").parse::<i32>().expect("a number");
        let mut marks: Vec<i32> = page.select("circle.target").iter().map(|mark| x(&mark)).collect();
        marks.sort_unstable();
        let line = page.select("g.rule path").attr("d").expect("a line").to_string();
        let at: i32 = line[1..].split(' ').next().expect("a place").parse().expect("a number");
        (marks, at)
    };
    let (marks, at) = place(rule(Some("2022-12-31")));
    let half_way = marks[0].midpoint(marks[2]);
    assert!((at - half_way).abs() <= 2, "{marks:?} {at}");
    let (marks, at) = place(rule(None));
    assert!(at > marks[1] && at < marks[2], "{marks:?} {at}");
}

#[test]
fn hedges_are_whiskers_and_restated_figures_are_faint() {
    let svg = draw_points(hotline(), &ChartOptions::default());
    let page = Document::from(svg.as_str());
    assert_eq!(page.select("path.whisker").length(), 4, "one for 余, one for 近, two for 约");
    let ghosts = page.select("a.ghost");
    assert_eq!(ghosts.length(), 1);
    assert_eq!(ghosts.attr("href").as_deref(), Some("/documents/103#c3"));
}

#[rstest]
#[case::chinese(Language::Chinese, "1000万")]
#[case::english(Language::English, "10 million")]
fn axes_speak_the_readers_scale(#[case] language: Language, #[case] label: &str) {
    let svg = draw_points(hotline(), &ChartOptions { language, ..ChartOptions::default() });
    let page = Document::from(svg.as_str());
    let labels: Vec<String> =
        page.select("g.axes text").iter().map(|text| text.text().trim().to_owned()).collect();
    assert!(labels.iter().any(|text| text == label), "{labels:?}");
    assert!(labels.iter().any(|text| text == "0"), "{labels:?}");
}

#[rstest]
#[case::cut(vec![point(1, "9100", "9100所", "所", year(2022)), point(2, "9350", "9350所", "所", year(2023))], true)]
#[case::from_zero(hotline(), false)]
#[case::rates_are_free(rates(2, 5), false)]
fn a_cut_axis_is_said(#[case] points: Vec<Point>, #[case] cut: bool) {
    assert_eq!(draw_points(points, &ChartOptions::default()).contains("纵轴不从0开始"), cut);
}

#[test]
fn a_sparkline_is_hidden_from_screen_readers_and_ends_in_a_dot() {
    let series = assemble(hotline(), &[]);
    let svg = sparkline(&series[0], PeriodType::Year, 120, 28);
    assert_well_formed(&svg);
    let page = Document::from(svg.as_str());
    // The years on both sides of a break, and not the year to date between them.
    assert_eq!(page.select("svg[aria-hidden=true] polyline").length(), 2);
    assert_eq!(page.select("circle").length(), 1);
}
