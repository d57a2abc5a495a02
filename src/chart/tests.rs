//! What a reader, a screen reader and a browser rely on.

use super::*;
use crate::claim::{Basis, Bound, Claim, Direction, Kind, Status};
use crate::document::Span;
use crate::period::{Period, PeriodType};
use crate::series::{Point, PointDocument, assemble};
use chrono::NaiveDate;
use dom_query::Document;
use rstest::rstest;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn period(kind: PeriodType, start: &str, end: &str) -> Option<Period> {
    let start = (!start.is_empty()).then(|| day(start));
    Some(Period { start, end: Some(day(end)), kind, text: String::new(), inherited: false })
}

fn year(year: i32) -> Option<Period> {
    period(PeriodType::Year, &format!("{year}-01-01"), &format!("{year}-12-31"))
}

fn point(id: i64, value: &str, quote: &str, unit: &str, period: Option<Period>) -> Point {
    let said = period.as_ref().and_then(|period| period.end).unwrap_or(day("2024-01-01")) + chrono::Days::new(20);
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
    };
    let document = PointDocument { id: 100 + id, title: "海州市政府新闻发布会".into(), date: Some(said), source: "a.txt".into() };
    Point { id, indicator: 1, claim, document }
}

fn draw_points(points: Vec<Point>, options: &ChartOptions) -> String {
    let series = assemble(points);
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

#[test]
#[ignore = "writes pictures for a person to look at: cargo test chart::tests::gallery -- --ignored"]
fn gallery() {
    let folder = std::env::temp_dir().join("policy-metrics-charts");
    std::fs::create_dir_all(&folder).expect("a folder");
    let charts: [(&str, Vec<Point>); 12] = [
        ("hotline", hotline()),
        ("rates", rates(4, 7)),
        ("many", rates(40, 100)),
        ("range", target_range()),
        ("months", months()),
        ("one", one("10150000", "件")),
        ("zero", one("0", "件")),
        ("huge", vec![point(1, "126000000000000", "126万亿元", "元", year(2023)), point(2, "134900000000000", "134.9万亿元", "元", year(2024))]),
        ("share", vec![point(1, "98.5", "98.5%", "%", year(2023)), point(2, "100", "100%", "%", year(2024))]),
        ("ranks", ranks()),
        ("cut", vec![point(1, "9100", "9100所", "所", year(2022)), point(2, "9350", "9350所", "所", year(2023))]),
        ("empty", Vec::new()),
    ];
    for (name, points) in charts {
        for (width, height, language) in [(720, 360, Language::Chinese), (360, 260, Language::Chinese), (720, 360, Language::English)] {
            let options = ChartOptions { title: name.into(), width, height, language, ..ChartOptions::default() };
            let path = folder.join(format!("{name}-{width}-{language:?}.svg"));
            std::fs::write(path, draw_points(points.clone(), &options)).expect("a file");
        }
        if let Some(series) = assemble(points).first() {
            std::fs::write(folder.join(format!("{name}-spark.svg")), sparkline(series, 120, 28)).expect("a file");
        }
    }
}
