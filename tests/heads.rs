//! What the head of a document tells (`heads.txt`), and which role each part of a text has (`outlines.txt`).

use chrono::NaiveDate;
use policy_metrics::claim::{Claim, Status, extract};
use policy_metrics::document::Metadata;
use policy_metrics::place;
use policy_metrics::source::{self, Given};
use policy_metrics::text::Transcript;
use std::fmt::Write;

/// So many heads are read to the last field. Raise it as reading gets better.
const HEADS_RIGHT: usize = 164;

/// In so many lines with figures status and period are those of their part. Raise it as reading gets better.
const LINES_RIGHT: usize = 95;

const KINDS: [&str; 7] = ["report", "court", "budget", "bulletin", "conference", "news", "other"];

/// A document with what its head tells.
struct Head {
    line: usize,
    text: String,
    /// Field and value, in the order of the line above the document.
    wanted: Vec<(String, String)>,
}

/// A document in parts.
struct Outline {
    line: usize,
    place: String,
    date: NaiveDate,
    /// The role of the part that each line stands in, and the line.
    lines: Vec<(Role, String)>,
}

/// What a part of a text looks back on or plans for, with its first and last year and month.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    Past(Months),
    Plan(Months),
    Neither,
}

type Months = ((i32, u32), (i32, u32));

fn heads() -> Vec<Head> {
    blocks(include_str!("heads.txt"))
        .into_iter()
        .map(|(line, said, lines)| Head { line, wanted: fields(said), text: lines.join("\n") })
        .collect()
}

fn outlines() -> Vec<Outline> {
    let outline = |(line, said, lines): (usize, &str, Vec<&str>)| {
        let said = fields(said);
        let field = |name| &said.iter().find(|(field, _)| field == name).expect("place and date").1;
        let mut role = Role::Neither;
        let lines = lines.into_iter().map(|text| {
            let (said, text) =
                text.split_once('|').unwrap_or_else(|| panic!("{text}: a bar before the line"));
            if !said.trim().is_empty() {
                role = role_of(said.trim());
            }
            (role.clone(), text.trim().to_owned())
        });
        let lines = lines.collect();
        Outline { line, place: field("place").clone(), date: field("date").parse().expect("a day"), lines }
    };
    blocks(include_str!("outlines.txt")).into_iter().map(outline).collect()
}

/// The documents of a file: the number and words of the line that begins with ==, and the lines up to the next one.
fn blocks(file: &str) -> Vec<(usize, &str, Vec<&str>)> {
    let mut blocks: Vec<(usize, &str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for (at, line) in file.lines().enumerate() {
        if let Some(said) = line.strip_prefix("== ") {
            blocks.push((at + 1, said, Vec::new()));
            inside = true;
        } else if line.starts_with("=== ") {
            inside = false;
        } else if let Some((_, _, lines)) = blocks.last_mut().filter(|_| inside) {
            lines.push(line);
        }
    }
    for (_, _, lines) in &mut blocks {
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
    }
    blocks
}

/// place=云州市 ; date=2019-01-15
fn fields(said: &str) -> Vec<(String, String)> {
    let field = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or_else(|| panic!("{part}: field=value"));
        (name.trim().to_owned(), value.trim().to_owned())
    };
    said.split(" ; ").map(field).collect()
}

/// past 2019–2023, plan 2025, past 2023-01–2023-09, neither
fn role_of(text: &str) -> Role {
    let Some((role, time)) = text.split_once(' ') else {
        assert_eq!(text, "neither");
        return Role::Neither;
    };
    let (first, last) = time.split_once('–').unwrap_or((time, time));
    let month = |text: &str, whole: u32| match text.split_once('-') {
        Some((year, month)) => (year.parse().expect("a year"), month.parse().expect("a month")),
        None => (text.parse().expect("a year"), whole),
    };
    let months = (month(first, 1), month(last, 12));
    match role {
        "past" => Role::Past(months),
        "plan" => Role::Plan(months),
        _ => panic!("{text}: past, plan or neither"),
    }
}

/// What a document tells of itself, by the names of the fields.
fn told(text: &str) -> Vec<(&'static str, Option<String>)> {
    let document = source::read("1.txt", text.as_bytes().to_vec(), &Given::default()).expect("it is a text");
    let Metadata { title, publisher, scope, .. } = &document.metadata;
    let kind: &str = document.metadata.kind().into();
    vec![
        ("place", scope.clone()),
        ("date", document.metadata.day().map(|day| day.to_string())),
        ("title", title.clone()),
        ("publisher", publisher.clone()),
        ("kind", Some(kind.to_owned())),
    ]
}

fn fits(told: Option<&str>, wanted: &str) -> bool {
    let (wanted, may_miss) = wanted.strip_suffix('?').map_or((wanted, false), |wanted| (wanted, true));
    let Some(told) = told else { return wanted == "-" || may_miss };
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    match wanted.strip_prefix('~') {
        Some(part) => plain(told).contains(part),
        None => wanted.split('/').any(|wanted| plain(told) == wanted),
    }
}

#[test]
fn heads_tell_place_day_title_publisher_and_kind() {
    let heads = heads();
    let mut right = 0;
    let mut wrong = String::new();
    for head in &heads {
        let told = told(&head.text);
        let before = wrong.len();
        for (field, wanted) in &head.wanted {
            let told = told.iter().find(|(name, _)| name == field).and_then(|(_, told)| told.as_deref());
            if !fits(told, wanted) {
                let told = told.unwrap_or("-");
                writeln!(wrong, "heads.txt:{}: {field} is {told}, not {wanted}", head.line).unwrap();
            }
        }
        right += usize::from(wrong.len() == before);
    }
    println!("{wrong}{right} of {} heads are right", heads.len());
    assert!(right >= HEADS_RIGHT, "{wrong}only {right} of {} heads are right", heads.len());
}

#[test]
fn figures_take_status_and_period_from_their_part() {
    let (mut right, mut all) = (0, 0);
    let mut wrong = String::new();
    for outline in outlines() {
        let text = outline.lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        let given = Given { date: Some(outline.date), scope: Some(outline.place), ..Given::default() };
        let document = source::read("1.txt", text.into_bytes(), &given).expect("it is a text");
        let found = extract(&Transcript::read(&document));
        let mut start = 0;
        for (at, (role, line)) in outline.lines.iter().enumerate() {
            let end = start + line.chars().count();
            let claims: Vec<&Claim> =
                found.claims.iter().filter(|claim| (start..=end).contains(&claim.start)).collect();
            start = end + 1;
            all += usize::from(!claims.is_empty());
            if let Some(unlike) = claims.iter().find(|claim| !is_of(claim, role)) {
                let period = unlike.period.as_ref().map(|period| (period.start, period.end));
                let at = outline.line + 1 + at;
                writeln!(wrong, "outlines.txt:{at}: {line} is {} {period:?}, not {role:?}", unlike.status)
                    .unwrap();
            } else {
                right += usize::from(!claims.is_empty());
            }
        }
    }
    println!("{wrong}{right} of {all} lines are right");
    assert!(right >= LINES_RIGHT, "{wrong}only {right} of {all} lines are right");
}

/// Whether status and period of a claim that says neither itself are those of its part.
fn is_of(claim: &Claim, role: &Role) -> bool {
    use chrono::Datelike;
    let period = claim.period.as_ref();
    let month = |day: Option<NaiveDate>| day.map(|day| (day.year(), day.month()));
    let (status, (first, last)) = match role {
        Role::Past(months) => (Status::Actual, *months),
        Role::Plan(months) => (Status::Target, *months),
        Role::Neither => return period.is_none_or(|period| !period.inherited),
    };
    // What stands at a day has no beginning.
    let begins = month(period.and_then(|period| period.start));
    let ends = month(period.and_then(|period| period.end));
    claim.status == status && begins.is_none_or(|begins| begins == first) && ends == Some(last)
}

#[test]
fn the_tables_are_sound() {
    let heads = heads();
    assert!(heads.len() >= 160, "{} heads", heads.len());
    for Head { line, wanted, text } in &heads {
        let names: Vec<&str> = wanted.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["place", "date", "title", "publisher", "kind"], "heads.txt:{line}");
        assert!(!text.trim().is_empty(), "heads.txt:{line}");
        for (name, value) in wanted {
            let value = value.trim_end_matches('?').trim_start_matches('~');
            let sound = value == "-"
                || match name.as_str() {
                    "place" => place::named(value).is_some_and(|place| place.scope == value),
                    "date" => {
                        let day = format!("{value}{}", &"-01-01"[..(10 - value.len().min(10))]);
                        day.parse::<NaiveDate>().is_ok()
                    }
                    "kind" => value.split('/').all(|kind| KINDS.contains(&kind)),
                    _ => !value.is_empty() && !value.contains(char::is_whitespace),
                };
            assert!(sound, "heads.txt:{line}: {name}={value}");
        }
    }
    let outlines = outlines();
    assert!(outlines.len() >= 40, "{} outlines", outlines.len());
    for Outline { line, place, lines, .. } in &outlines {
        assert!(place::named(place).is_some(), "outlines.txt:{line}: {place}");
        let roles = lines.iter().filter(|(role, _)| *role != Role::Neither).count();
        assert!(roles >= 2, "outlines.txt:{line}: it has no parts");
    }
}
