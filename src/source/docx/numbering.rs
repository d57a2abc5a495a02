//! The numbers that Word itself writes before paragraphs: 一、 （一） 1. They stand in no text of the file,
//! and without them its outline is lost.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Levels of a list that Word knows.
const LEVELS: usize = 9;

/// The lists of a file, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// Each list by its number: its form, and the levels that it counts anew.
    lists: HashMap<String, (String, Vec<usize>)>,
    /// The levels of each form.
    forms: HashMap<String, [Level; LEVELS]>,
    styles: HashMap<String, Style>,
    /// What each level of a form has come to; 0 before its first paragraph.
    counts: HashMap<String, [u32; LEVELS]>,
    begun: Vec<String>,
}

#[derive(Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// 第%1章, %1.%2
    text: String,
    /// The style whose paragraphs stand on this level.
    style: String,
}

#[derive(Default)]
struct Style {
    parent: String,
    place: Place,
}

/// Where a paragraph stands among numbered ones, as far as it says.
#[derive(Default, Clone)]
pub(super) struct Place {
    style: String,
    list: Option<String>,
    level: Option<usize>,
}

impl Place {
    /// Takes what an element within a paragraph's properties says.
    pub(super) fn read(&mut self, name: &str, tag: &BytesStart) {
        match name {
            "pStyle" => self.style = value(tag, "val"),
            "numId" => self.list = Some(value(tag, "val")),
            "ilvl" => self.level = value(tag, "val").parse().ok().filter(|&level| level < LEVELS),
            _ => {}
        }
    }
}

/// An attribute; empty where it is missing. Not checked for doubles, which takes the square of their number.
pub(super) fn value(tag: &BytesStart, name: &str) -> String {
    let found =
        tag.attributes().with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name);
    found.map(|found| found.value.into_owned()).unwrap_or_default()
}

impl Numbering {
    /// Reads `word/numbering.xml` and `word/styles.xml`; what cannot be read counts nothing.
    pub(super) fn read(lists: &str, styles: &str) -> Self {
        let mut numbering = Self::default();
        let (mut form, mut list, mut level) = (String::new(), String::new(), 0);
        each(lists, |name, tag| match name {
            "abstractNum" => {
                form = value(tag, "abstractNumId");
                list.clear();
            }
            "num" => list = value(tag, "numId"),
            "abstractNumId" => {
                numbering.lists.insert(list.clone(), (value(tag, "val"), Vec::new()));
            }
            "lvl" | "lvlOverride" => level = value(tag, "ilvl").parse().unwrap_or(0).min(LEVELS - 1),
            "startOverride" => {
                if let Some((_, anew)) = numbering.lists.get_mut(&list) {
                    anew.push(level);
                }
            }
            "start" | "numFmt" | "lvlText" | "pStyle" if list.is_empty() => {
                let level = &mut numbering.forms.entry(form.clone()).or_default()[level];
                match name {
                    "start" => level.start = value(tag, "val").parse().ok(),
                    "numFmt" => level.format = value(tag, "val"),
                    "lvlText" => level.text = value(tag, "val"),
                    _ => level.style = value(tag, "val"),
                }
            }
            _ => {}
        });
        let mut id = String::new();
        each(styles, |name, tag| match name {
            "style" => {
                id = value(tag, "styleId");
                numbering.styles.insert(id.clone(), Style::default());
            }
            "basedOn" => {
                if let Some(style) = numbering.styles.get_mut(&id) {
                    style.parent = value(tag, "val");
                }
            }
            _ => {
                if let Some(style) = numbering.styles.get_mut(&id) {
                    style.place.read(name, tag);
                }
            }
        });
        numbering
    }

    /// What Word writes before the next paragraph, which stands at `place`.
    pub(super) fn label(&mut self, place: &Place) -> Option<String> {
        let place = self.inherited(place);
        let list = place.list.filter(|list| list != "0")?;
        let (form, anew) = self.lists.get(&list)?;
        let levels = self.forms.get(form)?;
        let by_style =
            || levels.iter().position(|level| !level.style.is_empty() && level.style == place.style);
        let at = place.level.or_else(by_style).unwrap_or(0);
        let counts = self.counts.entry(form.clone()).or_default();
        if !self.begun.contains(&list) {
            for &level in anew {
                counts[level] = 0;
            }
            self.begun.push(list);
        }
        let first = |level: usize| levels[level].start.unwrap_or(1);
        counts[at] = if counts[at] == 0 { first(at) } else { counts[at].saturating_add(1) };
        counts[at + 1..].fill(0);
        let mut label = levels[at].text.clone();
        for level in 0..=at {
            let mark = format!("%{}", level + 1);
            if label.contains(&mark) {
                let count = if counts[level] == 0 { first(level) } else { counts[level] };
                label = label.replace(&mark, &written(count, &levels[level].format)?);
            }
        }
        // A bullet is no number.
        let ends_latin = label.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        (levels[at].text.contains('%')).then(|| if ends_latin { label + " " } else { label })
    }

    /// What the paragraph says of its place, else its style, else the style that this is based on.
    fn inherited(&self, place: &Place) -> Place {
        let mut place = place.clone();
        let mut next = place.style.clone();
        for _ in 0..20 {
            let Some(style) = self.styles.get(&next).filter(|_| place.list.is_none()) else {
                break;
            };
            place.list.clone_from(&style.place.list);
            place.level = place.level.or(style.place.level);
            place.style.clone_from(&next);
            next.clone_from(&style.parent);
        }
        place
    }
}

/// Calls `take` for every element of an XML text up to the first mistake in it.
fn each(xml: &str, mut take: impl FnMut(&str, &BytesStart)) {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof | Event::DocType(_) => break,
            Event::Start(tag) | Event::Empty(tag) => take(tag.local_name().as_ref(), &tag),
            _ => {}
        }
    }
}

/// A number in one of Word's formats; `None` for those that are rare in Chinese texts.
fn written(count: u32, format: &str) -> Option<String> {
    let letter = |first: u8| {
        u8::try_from(count).ok().filter(|count| (1..=26).contains(count)).map(|n| char::from(first + n - 1))
    };
    match format {
        "decimal" => Some(count.to_string()),
        "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand" => {
            chinese(count)
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&count) => {
            char::from_u32(0x245F + count).map(String::from)
        }
        "lowerLetter" => letter(b'a').map(String::from),
        "upperLetter" => letter(b'A').map(String::from),
        _ => None,
    }
}

/// 一 … 九十九.
fn chinese(count: u32) -> Option<String> {
    let digit = |digit: u32| "一二三四五六七八九".chars().nth(digit.checked_sub(1)? as usize);
    if !(1..100).contains(&count) {
        return None;
    }
    let tens = digit(count / 10).filter(|_| count >= 20);
    let ten = (count >= 10).then_some('十');
    Some(tens.into_iter().chain(ten).chain(digit(count % 10)).collect())
}

#[cfg(test)]
mod tests {
    use super::{chinese, written};

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let all: Vec<String> = [1, 9, 10, 11, 20, 21, 99].into_iter().filter_map(chinese).collect();
        assert_eq!(all, ["一", "九", "十", "十一", "二十", "二十一", "九十九"]);
        assert_eq!(written(3, "decimalEnclosedCircle").as_deref(), Some("③"));
        assert_eq!(written(2, "upperLetter").as_deref(), Some("B"));
        assert_eq!(written(1, "bullet"), None);
    }
}
