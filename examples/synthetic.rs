//! Fills a database with invented claims, as many as a load test needs:
//! `cargo run --release --example synthetic -- --db load.db --claims 1000000 --indicators 5000 --documents 20000`.
//!
//! Or writes texts to be ingested, each a real one with other figures and another day:
//! `cargo run --release --example synthetic -- --texts load/ --like ../corpus --documents 10000`.

use chrono::{Datelike, Days, NaiveDate};
use clap::Parser;
use policy_metrics::claim::{Basis, Bound, Claim, Direction, Kind, Status};
use policy_metrics::document::{Document, Metadata, Span};
use policy_metrics::period::{Period, PeriodType};
use policy_metrics::series;
use policy_metrics::store::{NewDocument, Store};
use policy_metrics::text::{Block, Role, Speaker};
use regex::Regex;
use std::error::Error;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Documents that go into one transaction.
const AT_ONCE: usize = 2_000;

const SUBJECTS: [&str; 25] = [
    "热线",
    "市民诉求",
    "垃圾分类",
    "轨道交通",
    "空气质量",
    "养老机构",
    "普惠托育",
    "老旧小区",
    "行政复议",
    "人工智能",
    "新能源汽车",
    "高新技术企业",
    "外贸进出口",
    "职业培训",
    "义务教育",
    "家庭医生",
    "公共图书馆",
    "河湖水质",
    "高标准农田",
    "保障性住房",
    "消费维权",
    "数据要素",
    "跨境电商",
    "冰雪旅游",
    "社区服务",
];
const THINGS: [&str; 25] = [
    "受理", "办结", "新增", "改造", "建设", "投资", "服务", "覆盖", "签约", "培训", "检查", "整改", "运营",
    "注册", "开放", "补贴", "调解", "接待", "回访", "登记", "发放", "认定", "更新", "监测", "评估",
];
const MEASURES: [(&str, &str); 8] = [
    ("数量", "件"),
    ("总额", "亿元"),
    ("人数", "人"),
    ("面积", "平方米"),
    ("次数", "次"),
    ("里程", "公里"),
    ("户数", "户"),
    ("满意率", "%"),
];
const PLACES: [&str; 12] = [
    "云州市",
    "澄江市",
    "青浦山区",
    "临溪县",
    "安澜市",
    "望海区",
    "北岭市",
    "桐川县",
    "白石区",
    "长汀河市",
    "南屏市",
    "金沙县",
];

/// 生成虚构数据。Fills a database with invented claims.
#[derive(Debug, Parser)]
struct Options {
    /// The database, which must not exist yet.
    #[arg(long, required_unless_present = "texts")]
    db: Option<PathBuf>,
    /// A folder for texts, instead of a database.
    #[arg(long, requires = "like")]
    texts: Option<PathBuf>,
    /// A folder with the texts that those are to be like.
    #[arg(long)]
    like: Option<PathBuf>,
    /// How many claims.
    #[arg(long, default_value_t = 1_000_000)]
    claims: usize,
    /// How many indicators, 5,000 at most.
    #[arg(long, default_value_t = 5_000)]
    indicators: usize,
    /// How many documents.
    #[arg(long, default_value_t = 20_000)]
    documents: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    if let (Some(texts), Some(like)) = (&options.texts, &options.like) {
        return write_texts(texts, like, options.documents);
    }
    let db = options.db.as_deref().ok_or("--db names the database")?;
    let most = SUBJECTS.len() * THINGS.len() * MEASURES.len();
    if !(1..=most).contains(&options.indicators) {
        return Err(format!("--indicators takes 1 to {most}").into());
    }
    if options.documents == 0 {
        return Err("--documents takes 1 or more".into());
    }
    if db.exists() {
        return Err(format!("{} exists already: name another file", db.display()).into());
    }
    let store = Store::open(db).await?;
    let numbers: Vec<usize> = (0..options.documents).collect();
    for numbers in numbers.chunks(AT_ONCE) {
        let texts: Vec<Text> = numbers.iter().map(|&number| Text::new(number, &options)).collect();
        let new: Vec<NewDocument<'_>> = texts.iter().map(Text::as_new).collect();
        store.add_all(&new).await?;
    }
    println!("{}", serde_json::to_string(&store.totals().await?)?);
    store.close().await;
    Ok(())
}

/// Texts of up to this many bytes are what press conferences and articles are like.
const LONGEST: u64 = 12_000;

/// Writes `count` texts, each like one in the folder `like` but with other figures.
fn write_texts(texts: &Path, like: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let files: Vec<PathBuf> = WalkDir::new(like)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "txt"))
        .filter(|file| file.metadata().is_ok_and(|file| file.len() <= LONGEST))
        .map(walkdir::DirEntry::into_path)
        .collect();
    if files.is_empty() {
        return Err(format!("{} holds no text of up to {LONGEST} bytes", like.display()).into());
    }
    let models = files.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    std::fs::create_dir_all(texts)?;
    for number in 0..count {
        let text = with_other_figures(&models[number % models.len()], number);
        std::fs::write(texts.join(format!("{number:06}.txt")), text)?;
    }
    Ok(())
}

/// The same words; all digits but those of years are turned on by a step that the number gives.
fn with_other_figures(text: &str, number: usize) -> String {
    let figure = Regex::new(r"\d+").expect("a fixed expression");
    let other = figure.replace_all(text, |found: &regex::Captures<'_>| {
        let digits = &found[0];
        if digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) || digits.len() < 3 {
            return digits.to_owned();
        }
        // A number that no other text has, so that none is a repost of another.
        let mut step = number * 7_919 + 1;
        let turned = digits.bytes().map(|digit| {
            step = step / 9 + number;
            char::from(b'1' + ((digit - b'0') as usize + step) as u8 % 9)
        });
        turned.collect()
    });
    format!("{other}\n全市本期受理来信{number}件。\n")
}

/// A document with its claims.
struct Text {
    document: Document,
    blocks: Vec<Block>,
    claims: Vec<Claim>,
    links: Vec<series::Link>,
}

impl Text {
    fn new(number: usize, options: &Options) -> Self {
        let place = PLACES[number % PLACES.len()];
        let date =
            NaiveDate::from_ymd_opt(2005, 1, 10).expect("a date") + Days::new((number * 7919 % 7500) as u64);
        let title = format!("{place}第{}次新闻发布会实录", number + 1);
        let mut text = title.clone();
        let mut length = title.chars().count();
        let mut blocks =
            vec![Block { span: Span::new(0, length), role: Role::Title, level: None, speaker: None }];
        let share = |before: usize| before * options.claims / options.documents;
        let speaker = Speaker {
            name: format!("发言人{}", number % 90),
            post: Some("局长".to_owned()),
            organisation: None,
        };
        let mut claims = Vec::new();
        for claim in share(number)..share(number + 1) {
            // A stride that shares no factor with the number of indicators spreads documents over all of them.
            let indicator = claim * 7919 % options.indicators;
            let (name, unit) = name_of(indicator);
            let amount = 100 + claim * 31 % 900_000;
            let change = claim % 5 == 4;
            let quote =
                if change { format!("{}.{}%", amount % 40, claim % 10) } else { format!("{amount}{unit}") };
            let before = format!("\n今年以来，{name}{}", if change { "同比增长" } else { "达到" });
            let begin = length + 1;
            let start = length + before.chars().count();
            let end = start + quote.chars().count();
            text.push_str(&before);
            text.push_str(&quote);
            text.push('。');
            length = end + 1;
            let sentence = Span::new(begin, length);
            blocks.push(Block {
                span: sentence,
                role: Role::Speech,
                level: None,
                speaker: Some(speaker.clone()),
            });
            claims.push(Claim {
                start,
                end,
                value: quote.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().expect("a decimal"),
                value_high: None,
                unit: if change { "%".to_owned() } else { unit.to_owned() },
                quote,
                kind: if change { Kind::Change } else { Kind::Level },
                direction: change.then_some(Direction::Up),
                basis: change.then_some(Basis::Yoy),
                role: None,
                bound: Bound::Exact,
                status: if claim % 23 == 7 { Status::Target } else { Status::Actual },
                indicator: name,
                subject: None,
                scope: Some(place.to_owned()),
                period: Some(Period {
                    start: date.with_ordinal(1),
                    end: Some(date),
                    kind: PeriodType::Ytd,
                    text: "今年以来".to_owned(),
                    inherited: false,
                }),
                speaker: Some(speaker.name.clone()),
                sentence,
                rule: "verb-noun-quantity".to_owned(),
                confidence: 0.9,
                warnings: Vec::new(),
                provisional: false,
            });
        }
        let links = claims.iter().map(|claim| series::link(claim, "")).collect();
        let metadata = Metadata {
            title: Some(title),
            publisher: Some(format!("{place}人民政府网站")),
            event_date: Some(date),
            scope: Some(place.to_owned()),
            ..Metadata::default()
        };
        let document = Document {
            source: format!("synthetic/{number}.txt"),
            raw: text.clone().into_bytes(),
            text,
            encoding: "UTF-8".to_owned(),
            sha256: format!("{number:064x}"),
            metadata,
        };
        Self { document, blocks, claims, links }
    }

    fn as_new(&self) -> NewDocument<'_> {
        NewDocument {
            document: &self.document,
            blocks: &self.blocks,
            claims: &self.claims,
            links: &self.links,
            given: None,
        }
    }
}

/// The name and the unit of an indicator.
fn name_of(indicator: usize) -> (String, &'static str) {
    let (measure, unit) = MEASURES[indicator / (SUBJECTS.len() * THINGS.len())];
    let subject = SUBJECTS[indicator % SUBJECTS.len()];
    let thing = THINGS[indicator / SUBJECTS.len() % THINGS.len()];
    (format!("{subject}{thing}{measure}"), unit)
}
