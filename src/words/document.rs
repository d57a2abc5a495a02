//! What is read of a whole document, in words: its facts with their evidence, and its parts.

use super::period::{day, period};
use crate::claim::{Outlook, Part, Sign};
use crate::document::{Day, DocumentKind, Precision};
use crate::facts::{Candidate, Facts, Origin};
use crate::language::Language;
use chrono::{Datelike, NaiveDateTime};

/// What kind of document it is.
pub fn document_kind(kind: DocumentKind, language: Language) -> &'static str {
    match kind {
        DocumentKind::Report => language.pick("政府工作报告", "government work report"),
        DocumentKind::Court => language.pick("法院、检察院工作报告", "report of a court or procuratorate"),
        DocumentKind::Budget => language.pick("预算、计划报告", "budget report"),
        DocumentKind::Bulletin => language.pick("统计公报", "statistical bulletin"),
        DocumentKind::Conference => language.pick("发布会", "press conference"),
        DocumentKind::News => language.pick("新闻", "news"),
        DocumentKind::Other => language.pick("其他", "other"),
    }
}

/// A date, as exactly as it is known: 2024年11月20日, 2024年11月, 2024年.
pub fn date(known: Day, language: Language) -> String {
    let Day { date, precision } = known;
    match precision {
        Precision::Day => day(date, language),
        Precision::Month => {
            language.pick(format!("{}年{}月", date.year(), date.month()), date.format("%b %Y").to_string())
        }
        Precision::Year => language.pick(format!("{}年", date.year()), date.year().to_string()),
    }
}

/// Where a fact was found.
pub fn origin(origin: Origin, language: Language) -> &'static str {
    match origin {
        Origin::Session => language.pick("据会议", "from the session"),
        Origin::Opening => language.pick("据开头", "from the opening words"),
        Origin::Office => language.pick("据职务", "from the office"),
        Origin::Behalf => language.pick("据“我代表……”", "from “on behalf of …”"),
        Origin::Title => language.pick("据标题", "from the title"),
        Origin::Head => language.pick("据文首", "from the head of the text"),
        Origin::Label => language.pick("据标注", "from the line that says it"),
        Origin::Page => language.pick("据网页", "from the page around the text"),
        Origin::Publisher => language.pick("据发布者", "from the publisher"),
        Origin::Plan => language.pick("据提请审议的规划", "from the plan put before the session"),
        Origin::Signature => language.pick("据落款", "from the signature"),
        Origin::Headings => language.pick("据各级标题", "from the headings"),
        Origin::Frequency => language.pick("据全文提及的次数", "from what the text names most"),
        Origin::Derived => language.pick("据内容拟定", "put together from the other facts"),
        Origin::Path => language.pick("据文件名", "from the file's name"),
    }
}

/// A fact that has candidates: what it is called, the value that is taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// 地区, 日期.
    pub name: &'static str,
    /// The best candidate.
    pub value: String,
    /// Where it was found, and what else it might be.
    pub remark: String,
}

/// The facts of a document that are known, in the order in which a reader asks.
pub fn facts(facts: &Facts, language: Language) -> Vec<Told> {
    let plain = |value: &String| value.clone();
    let told = [
        told(language.pick("标题", "title"), &facts.title, plain, language),
        told(language.pick("日期", "date"), &facts.day, |day| date(*day, language), language),
        told(language.pick("发布时间", "published"), &facts.published, time, language),
        told(language.pick("地区", "place"), &facts.place, plain, language),
        told(language.pick("发布者", "publisher"), &facts.publisher, plain, language),
    ];
    told.into_iter().flatten().collect()
}

fn told<T: PartialEq>(
    name: &'static str,
    candidates: &[Candidate<T>],
    show: impl Fn(&T) -> String,
    language: Language,
) -> Option<Told> {
    let taken = &candidates.first()?.value;
    Some(Told { name, value: show(taken), remark: evidence(candidates, taken, show, language)? })
}

/// When something was published: 2024-11-20 09:30:00, or the day alone.
pub fn time(at: &NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string().trim_end_matches(" 00:00:00").to_owned()
}

/// Where a value was found, and what else the text might mean; `None` where the text does not say it.
pub fn evidence<T: PartialEq>(
    candidates: &[Candidate<T>],
    taken: &T,
    show: impl Fn(&T) -> String,
    language: Language,
) -> Option<String> {
    let found = origin(candidates.iter().find(|candidate| candidate.value == *taken)?.origin, language);
    let value = show(taken);
    let mut others: Vec<String> = Vec::new();
    for other in candidates.iter().map(|candidate| show(&candidate.value)) {
        if other != value && !others.contains(&other) {
            others.push(other);
        }
    }
    let joined = others.join(language.pick("、", ", "));
    if others.is_empty() {
        return Some(found.to_owned());
    }
    Some(language.pick(format!("{found}；另有：{joined}"), format!("{found}; also found: {joined}")))
}

/// What a part is about: 回顾2024年, 部署2025年.
pub fn outlook(part: &Part, language: Language) -> String {
    let time = match &part.period {
        Some(known) => period(Some(known), language),
        None => String::new(),
    };
    let (zh, en) = match part.outlook {
        Outlook::Past => ("回顾", "looks back on"),
        Outlook::Plan => ("部署", "plans for"),
        Outlook::Neither => ("不回顾也不部署", "neither looks back nor plans"),
    };
    match (part.outlook, time.is_empty()) {
        (Outlook::Neither, _) => language.pick(zh, en).to_owned(),
        (Outlook::Past, true) => language.pick("说明情况", "reports").to_owned(),
        (Outlook::Plan, true) => language.pick("部署工作", "plans").to_owned(),
        (_, false) => language.pick(format!("{zh}{time}"), format!("{en} {time}")),
    }
}

/// What tells the outlook of a part.
pub fn sign(sign: Sign, language: Language) -> &'static str {
    match sign {
        Sign::Kind => language.pick("这类文件这样开头", "so documents of this kind begin"),
        Sign::Heading => language.pick("据标题用词", "from the words of the heading"),
        Sign::Within => language.pick("随上级标题", "as the heading above it"),
        Sign::Words => language.pick("据正文用词", "from the words of the text"),
        Sign::Opening => language.pick("据段首一句", "from the sentence that opens it"),
    }
}
