//! Frames: what is measured by each quantity of a sentence.

use super::clause::{Item, Sentence, holds_quantity};
use super::name::{self, Trimmed, Whereabouts};
use super::rule::{Reason, Rule};
use super::{Basis, Direction, End, Kind};
use crate::document::Span;
use crate::lexicon::{Bound, NameRole, Verb, VerbRole, lexicon};
use crate::period::Expression;
use crate::quantity::{Quantity, Shape};
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token, tokens};

/// A claim before its time and status are known.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) quantity: usize,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) direction: Option<Direction>,
    pub(super) basis: Option<Basis>,
    pub(super) role: Option<End>,
    pub(super) bound: Option<Bound>,
    pub(super) unit: Option<String>,
    pub(super) rule: Rule,
    pub(super) place: Option<Whereabouts>,
    /// True where the name tells of something done, which adds up over a stretch of time.
    pub(super) deed: bool,
    /// True where no head was found in the sentence.
    pub(super) headless: bool,
    /// The words before the quantity that are its own.
    pub(super) before: Span,
    /// What an enumeration passes on to its next member: 推出 in 推出28项措施、59个事项.
    pub(super) lead: String,
    /// True where the change is against a named time: 比2007年.
    pub(super) compared: bool,
    /// Why it is no claim after all: 注册资本1000万元以上的公司.
    pub(super) reject: Option<Reason>,
}

/// What was last measured, for clauses that leave it out.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    name: String,
    kind: Option<Kind>,
    deed: bool,
    place: Option<Whereabouts>,
}

/// Reads all quantities of a sentence. `carried` is the head of the sentence before, for 其中.
pub(super) fn drafts(
    s: &Sentence<'_>,
    quantities: &[Quantity],
    times: &[Expression],
    carried: &mut Head,
) -> Vec<Draft> {
    let items = s.items(quantities);
    let mut reader = Reader {
        s,
        quantities,
        items: &items,
        times,
        head: None,
        drafts: Vec::new(),
        carried: carried.clone(),
    };
    let mut at = 0;
    while at < items.len() {
        at += reader.read(at).max(1);
    }
    if let Some(head) = reader.head.take() {
        *carried = head;
    }
    reader.drafts
}

struct Reader<'a, 'b> {
    s: &'a Sentence<'b>,
    quantities: &'a [Quantity],
    items: &'a [Item],
    times: &'a [Expression],
    /// The head within this sentence.
    head: Option<Head>,
    carried: Head,
    drafts: Vec<Draft>,
}

/// What stands at the end of the words before a quantity.
struct Tail<'t> {
    /// The words that are left: what is measured.
    rest: &'t [Token],
    verb: Option<Verb>,
    said: Said,
    /// 涨幅, 增速: a noun says the change.
    nominal: bool,
    /// What stands between 分别 and the values: 进出口 in 对东盟、欧盟分别进出口.
    suffix: &'t [Token],
    /// 比2007年
    compared: bool,
}

/// What the adverbs right before a quantity say.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word that was there or not")]
struct Said {
    /// 分别
    respectively: bool,
    /// 均, 都
    each: bool,
    /// 约
    about: bool,
    /// 累计, 总计
    total: bool,
    /// 同比, 环比, 年均
    basis: Option<Basis>,
}

impl<'b> Reader<'_, 'b> {
    fn word(&self, token: Token) -> &'b [char] {
        self.s.word(token)
    }

    /// Reads the item and those that it governs; says how many.
    fn read(&mut self, at: usize) -> usize {
        let item = self.items[at];
        let q = &self.quantities[item.quantity];
        let mut words = item.lead.map_or_else(Vec::new, |lead| self.s.words_in(lead).to_vec());
        words.extend_from_slice(self.s.words_in(item.before));
        if q.shape == Shape::Ratio {
            return self.ratio(at, &words);
        }
        if q.shape == Shape::Streak {
            self.streak(item, &words);
            return 1;
        }
        if q.shape == Shape::Ordinal {
            self.rank(item, &words);
            return 1;
        }
        if let Some(count) = self.both_ends(at, &words) {
            return count;
        }
        let tail = self.tail(&words, q);
        let bare = tail.verb.is_some_and(|v| v.role == VerbRole::Change)
            && name::trim_front(self.s, tail.rest).words.is_empty()
            && self.list_length(at) > 1;
        if (tail.said.respectively || bare)
            && let Some(count) = self.distribute(at, &tail)
        {
            return count;
        }
        self.single(at, &tail);
        1
    }

    /// Looks at the words right before the quantity: the verb that governs it, 分别, 均, 同比.
    fn tail<'t>(&self, words: &'t [Token], q: &Quantity) -> Tail<'t> {
        let mut tail = Tail {
            rest: words,
            verb: None,
            said: Said::default(),
            nominal: false,
            suffix: &[],
            compared: false,
        };
        let mut looked = 0;
        loop {
            tail.rest = self.strip(tail.rest, &mut tail.said);
            looked += 1;
            if looked > 3 {
                break;
            }
            let Some((count, verb)) = self.verb_at_end(tail.rest).or_else(|| self.net_increase(tail.rest))
            else {
                break;
            };
            // 改造提升15万亩: the verb is half of what was done.
            let half = tail.rest.len() > count && {
                let last = tail.rest[tail.rest.len() - count - 1];
                self.s.is(last, &["改造", "巩固", "优化", "更新", "整治", "升级", "治理"])
            };
            if half && q.shape == Shape::Amount && verb.role == VerbRole::Change {
                break;
            }
            let is_change = verb.role == VerbRole::Change;
            // 提升改造100公里, 改善38个小区: with things that are counted it is no change of a value.
            match tail.verb {
                None => tail.verb = Some(verb),
                // 经济增长为7%, 增长预期为7%: the noun says that it is a change.
                Some(reach)
                    if is_change
                        && reach.role == VerbRole::Reach
                        && q.shape == Shape::Percent
                        && tail.rest.last().is_some_and(|t| self.s.is(*t, &["增长", "下降"])) =>
                {
                    tail.verb = Some(verb);
                    tail.nominal = true;
                }
                Some(_) if is_change => break,
                Some(_) => {}
            }
            tail.rest = &tail.rest[..tail.rest.len() - count];
            if is_change {
                tail.rest = self.strip(tail.rest, &mut tail.said);
                let shorter = self.compared(tail.rest, &mut tail.said.basis);
                tail.compared |= shorter.len() < tail.rest.len();
                tail.rest = shorter;
                tail.rest = self.strip(tail.rest, &mut tail.said);
                break;
            }
        }
        if q.shape == Shape::Doubling && tail.verb.is_none_or(|v| v.role != VerbRole::Change) {
            tail.verb = Some(Verb { role: VerbRole::Change, direction: Some(Direction::Up) });
            tail.rest = self.compared(tail.rest, &mut tail.said.basis);
        }
        // 对东盟、欧盟、美国分别进出口: 分别 stands before the noun that all share.
        if !tail.said.respectively && tail.verb.is_none() {
            let from = tail.rest.len().saturating_sub(4);
            if let Some(at) =
                tail.rest[from..].iter().position(|t| self.s.is(*t, &["分别"])).map(|p| p + from)
            {
                tail.said.respectively = true;
                tail.suffix = &tail.rest[at + 1..];
                tail.rest = &tail.rest[..at];
            }
        }
        // 涨幅, 增速: a noun that says change.
        if let Some(last) = tail.rest.last() {
            let nominal = match self.word(*last).iter().collect::<String>().as_str() {
                "涨幅" | "增幅" | "增速" | "升幅" | "增长速度" | "增长幅度" => {
                    Some(Direction::Up)
                }
                "降幅" | "减幅" | "跌幅" => Some(Direction::Down),
                _ => None,
            };
            if let Some(direction) = nominal
                && tail.verb.is_none_or(|v| v.role == VerbRole::Reach)
                && matches!(q.shape, Shape::Percent | Shape::Number)
            {
                tail.verb = Some(Verb { role: VerbRole::Change, direction: Some(direction) });
                tail.rest = &tail.rest[..tail.rest.len() - 1];
                tail.rest = self.strip(tail.rest, &mut tail.said);
                tail.nominal = true;
            }
        }
        tail
    }

    /// Drops adverbs and particles from the end and notes what they say.
    fn strip<'t>(&self, words: &'t [Token], said: &mut Said) -> &'t [Token] {
        let mut words = words;
        while let Some(last) = words.last().copied() {
            let text: String = self.word(last).iter().collect();
            match text.as_str() {
                "分别" => said.respectively = true,
                "均" | "都" | "双双" | "各" => said.each = true,
                "同比" => said.basis = Some(Basis::Yoy),
                "环比" => said.basis = Some(Basis::Mom),
                "年均" | "平均每年" => said.basis = Some(Basis::Other),
                "约" | "大约" => said.about = true,
                "累计" | "总计" | "总数" => said.total = true,
                "平均" | "实际" | "名义" | "预计" | "已" | "已经" | "将" | "共" | "共计" | "合计" | "仅"
                | "只" | "也" | "又" | "再" | "还" | "就" | "则" | "了" | "过" | "着" | "可" | "能"
                | "要" | "并" | "且" | "全年" | "一举" | "首次" | "逐步" | "稳步" | "历史性" | "持续"
                | "继续" | "已有" | "总共" | "高标准" | "预期" | "目标" | "的" | "可比" | "同口径" =>
                    {}
                "每人" | "每户" | "每亩" | "每月" | "每天" | "每年" if words.len() > 2 => {}
                _ if last.tag == Tag::Mark && !matches!(text.as_str(), ")" | "）" | "”") => {}
                _ => break,
            }
            words = &words[..words.len() - 1];
        }
        words
    }

    /// The governing verb that the words end with: how many words it takes.
    fn verb_at_end(&self, words: &[Token]) -> Option<(usize, Verb)> {
        let last = words.last()?;
        for count in (1..=words.len().min(4)).rev() {
            let from = words[words.len() - count].span.start;
            // The words must be one piece of text.
            let pieces: usize = words[words.len() - count..].iter().map(|t| t.span.len()).sum();
            if last.span.end - from != pieces {
                continue;
            }
            if let Some(verb) = lexicon().verbs.exact(&self.s.chars[from..last.span.end]) {
                return Some((count, *verb));
            }
        }
        None
    }

    /// 比上年末净增108.6万名: with a comparison it is a change.
    fn net_increase(&self, words: &[Token]) -> Option<(usize, Verb)> {
        let last = words.last()?;
        let near = &words[words.len().saturating_sub(4)..];
        let compared = near.iter().any(|t| self.s.is(*t, &["比", "较"]));
        (self.s.is(*last, &["净增", "多增"]) && compared)
            .then_some((1, Verb { role: VerbRole::Change, direction: Some(Direction::Up) }))
    }

    /// Drops 比上年, 较去年同期, 比清明假期 from the end and reads the basis from it.
    fn compared<'t>(&self, words: &'t [Token], basis: &mut Option<Basis>) -> &'t [Token] {
        let from = words.len().saturating_sub(7);
        let Some(at) = words[from..]
            .iter()
            .rposition(|t| self.s.is(*t, &["比", "较", "与", "同", "按", "扣除", "比前"]))
            .map(|p| p + from)
        else {
            return words;
        };
        if words[at..].iter().any(|t| t.tag == Tag::Mark) {
            return words;
        }
        let start = words[at].span.start;
        let end = words.last().map_or(start, |t| t.span.end);
        let reach = self.s.chars.get(start..(end + 12).min(self.s.span.end)).unwrap_or(&[]);
        let text: String = reach.iter().collect();
        if self.s.is(words[at], &["与", "同"]) && !text.contains("相比") {
            return words;
        }
        if self.s.is(words[at], &["按", "扣除"]) {
            return &words[..at];
        }
        let basis_of = |text: &str| {
            if ["上年", "去年", "同期"].iter().any(|w| text.contains(w)) {
                Basis::Yoy
            } else if ["上月", "上季", "上周", "上旬"].iter().any(|w| text.contains(w)) {
                Basis::Mom
            } else {
                Basis::Other
            }
        };
        basis.get_or_insert(basis_of(&text));
        &words[..at]
    }

    /// 从16%提升到52%, 由26.6万亿元增加到51.9万亿元, 将65户整合成32户.
    fn both_ends(&mut self, at: usize, words: &[Token]) -> Option<usize> {
        let item = self.items[at];
        let next = *self.items.get(at + 1)?;
        if next.clause != item.clause || next.listed {
            return None;
        }
        let to_words = self.s.words_in(next.before).to_vec();
        let to_tail = self.tail(&to_words, &self.quantities[next.quantity]);
        let verb = to_tail.verb?;
        let reaches =
            verb.role == VerbRole::Reach || self.s.chars[next.before.start..next.before.end].contains(&'到');
        if !reaches {
            return None;
        }
        let marker = words.iter().rposition(|t| self.s.is(*t, &["从", "由", "将", "把", "自"]))?;
        let takes = self.s.is(words[marker], &["将", "把"]);
        let gap = words.len() - marker - 1;
        let far = words[marker + 1..].iter().map(|t| t.span.len()).sum::<usize>();
        if gap > 4 || far > 6 {
            return None;
        }
        let mut between = to_tail.rest.to_vec();
        let named = name::trim_front(self.s, &words[..marker]);
        let mut name_words = named.words;
        if takes {
            name_words = std::mem::take(&mut between);
        } else {
            // 由人均4006元: what stands between belongs to the name.
            name_words = name::trim_back(self.s, &name_words).to_vec();
            name_words.extend(
                words[marker + 1..].iter().filter(|t| self.s.is(**t, &["人均", "户均", "亩均", "每人"])),
            );
        }
        if takes && name_words.is_empty() {
            return None;
        }
        let name = self.named(&name_words);
        let headless = name.is_empty();
        let name = if headless { self.fallback(item) } else { name };
        for (index, role) in [(item, End::From), (next, End::To)] {
            self.push(Draft {
                quantity: index.quantity,
                name: name.clone(),
                kind: Kind::Level,
                direction: None,
                basis: None,
                role: Some(role),
                bound: None,
                unit: None,
                rule: Rule::FromTo,
                place: named.place.clone(),
                deed: false,
                headless,
                before: index.before,
                lead: String::new(),
                compared: false,
                reject: None,
            });
        }
        Some(2)
    }

    /// 三次产业比重为12.9:44.6:42.5.
    fn ratio(&mut self, at: usize, words: &[Token]) -> usize {
        let mut count = 1;
        while self.items.get(at + count).is_some_and(|next| {
            let (last, q) =
                (&self.quantities[self.items[at + count - 1].quantity], &self.quantities[next.quantity]);
            q.shape == Shape::Ratio && q.start == last.end + 1
        }) {
            count += 1;
        }
        let tail = self.tail(words, &self.quantities[self.items[at].quantity]);
        let marker = tail.rest.iter().rposition(|t| self.s.is(*t, &["从", "由"]));
        let named = name::trim_front(self.s, &tail.rest[..marker.unwrap_or(tail.rest.len())]);
        let mut name = self.named(&named.words);
        let second_end = marker.is_none()
            && name.is_empty()
            && self.drafts.last().is_some_and(|d| d.role == Some(End::From));
        if name.is_empty() {
            name = self.head.as_ref().map(|h| h.name.clone()).unwrap_or_default();
        }
        let role = if marker.is_some() {
            Some(End::From)
        } else if second_end {
            Some(End::To)
        } else {
            None
        };
        let industries = count == 3
            && (name.contains("三次产业")
                || name.contains("三产")
                || name.contains("产业结构")
                || name.contains("一二三产"));
        for (part, item) in self.items[at..at + count].iter().enumerate() {
            let own = if industries {
                format!("第{}产业比重", ["一", "二", "三"][part])
            } else {
                name.clone()
            };
            let draft = Draft {
                quantity: item.quantity,
                name: own,
                kind: Kind::Level,
                direction: None,
                basis: None,
                role,
                bound: None,
                unit: Some(String::new()),
                rule: Rule::Ratio,
                place: named.place.clone(),
                deed: false,
                headless: name.is_empty(),
                before: self.items[at].before,
                lead: String::new(),
                compared: false,
                reject: None,
            };
            self.drafts.push(draft);
        }
        self.head = Some(Head { name, kind: Some(Kind::Level), deed: false, place: named.place });
        count
    }

    fn streak(&mut self, item: Item, words: &[Token]) {
        let q = &self.quantities[item.quantity];
        let before = name::trim_front(self.s, name::trim_back(self.s, words));
        let after_words = self.s.words_in(item.after);
        let after = name::trim_front(self.s, after_words);
        let subject = name::join(self.s, &before.words);
        let predicate = name::join(self.s, name::trim_back(self.s, &after.words));
        // 播种面积和总产量连续5年增长: each of them.
        let subjects = self.several(&before.words, false);
        let mut name = format!("{subject}{predicate}");
        // 粮食生产实现“二十连丰”
        if predicate.is_empty() && q.text.contains('连') && !q.text.starts_with("连续") {
            name.truncate(name.trim_end_matches("实现").len());
        }
        // 粮食产量达到54641万吨,连续7年增产: who did so stands in the clause before.
        if subject.is_empty()
            && predicate.chars().count() <= 3
            && let Some(head) = &self.head
        {
            name.insert_str(0, &head.name);
        }
        if name.is_empty() {
            name = self.fallback(item);
        }
        let place = before.place.or(after.place);
        let names = subjects
            .map_or_else(|| vec![name], |all| all.iter().map(|s| format!("{s}{predicate}")).collect());
        for name in names {
            self.drafts.push(Self::plain(item, name, Kind::Streak, Rule::Streak, place.clone()));
        }
        // 连续第3次提高养老金水平,平均提高3.8%: what was done so is what the next clause speaks of.
        let spoken_of =
            if subject.is_empty() && self.head.is_none() { strip_deed(&predicate) } else { subject };
        if !spoken_of.is_empty() {
            self.head = Some(Head { name: spoken_of, kind: None, deed: false, place: None });
        }
    }

    fn rank(&mut self, item: Item, words: &[Token]) {
        let q = &self.quantities[item.quantity];
        let great = q.text.ends_with('大');
        let from = words.len().saturating_sub(8);
        let verb = words[from..].iter().rposition(|t| {
            lexicon().verbs.exact(self.word(*t)).is_some_and(|v| v.role == VerbRole::Place)
                || self.s.is(
                    *t,
                    &[
                        "保持",
                        "为",
                        "成为",
                        "均",
                        "达到",
                        "升至",
                        "上升",
                        "被评为",
                        "跃居",
                        "跃升",
                        "提升",
                        "升",
                    ],
                )
        });
        let end = if let Some(at) = verb {
            at + from
        } else {
            let places = words
                .iter()
                .rev()
                .take_while(|t| {
                    t.tag == Tag::Place
                        || self.s.is(**t, &["全球", "世界", "国内", "国际", "全国"])
                        || lexicon().places.exact(self.word(**t)).is_some()
                        || lexicon().own_place.exact(self.word(**t)).is_some()
                })
                .count();
            words.len() - places
        };
        let mut rest = &words[..end];
        let mut said = Said::default();
        rest = self.strip(rest, &mut said);
        let trimmed = name::trim_front(self.s, rest);
        if great {
            let after = name::trim_front(self.s, self.s.words_in(item.after));
            let name = name::join(self.s, name::trim_back(self.s, &after.words));
            self.push(Self::plain(item, name, Kind::Rank, Rule::Rank, trimmed.place));
            let subject = name::join(self.s, &trimmed.words);
            if !subject.is_empty() {
                self.head = Some(Head { name: subject, ..Head::default() });
            }
            return;
        }
        let mut names = Vec::new();
        if let Some(several) = self.several(&trimmed.words, said.each) {
            names = several;
        } else {
            let name = self.named(&trimmed.words);
            if name.is_empty() && said.each {
                names = self.last_names(2);
            }
            if names.is_empty() {
                names.push(if name.is_empty() { self.head_name(item) } else { name });
            }
        }
        let shared = names.len() > 1;
        // A rank leaves the head to what comes after it.
        let head = self.head.clone();
        for name in names {
            let rule = if shared { Rule::SharedValue } else { Rule::Rank };
            self.push(Self::plain(item, name, Kind::Rank, rule, trimmed.place.clone()));
        }
        if head.is_some() && trimmed.words.is_empty() {
            self.head = head;
        }
    }

    fn plain(item: Item, name: String, kind: Kind, rule: Rule, place: Option<Whereabouts>) -> Draft {
        Draft {
            quantity: item.quantity,
            headless: name.is_empty(),
            name,
            kind,
            direction: None,
            basis: None,
            role: None,
            bound: None,
            unit: None,
            rule,
            place,
            deed: false,
            before: item.before,
            lead: String::new(),
            compared: false,
            reject: None,
        }
    }

    /// How many values stand in a row from here, with nothing between but 、 and 和.
    fn list_length(&self, at: usize) -> usize {
        let mut count = 1;
        while let Some(next) = self.items.get(at + count) {
            let words = self.s.words_in(next.before);
            let last = self.items[at + count - 1];
            let joined = next.clause == last.clause
                && next.listed
                && name::trim_back(self.s, words).is_empty()
                && last.after.is_empty();
            if !joined {
                break;
            }
            count += 1;
        }
        count
    }

    /// 分别 with its list of values: how many it takes.
    fn distribute(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let count = self.list_length(at);
        if count < 2 {
            return None;
        }
        let trimmed = name::trim_front(self.s, tail.rest);
        let names = if trimmed.words.is_empty()
            || trimmed.words.iter().all(|t| matches!(t.tag, Tag::Adverb | Tag::Mark))
        {
            self.last_names(count)
        } else {
            match name::heads(self.s, &trimmed.words, count) {
                Some(names) => names.into_iter().map(name::without_light_verb).collect(),
                None if trimmed.words.len() <= 3 && count > 1 => {
                    // 增速分别达到7.3%、8.3%: a noun that leans on the heads before it.
                    let own = self.named(&trimmed.words);
                    let last = self.last_names(count);
                    if name::is_dependent(&own) {
                        last.into_iter().map(|n| format!("{}{own}", name::base_of(&n))).collect()
                    } else {
                        last
                    }
                }
                None => Vec::new(),
            }
        };
        if names.len() != count {
            return None;
        }
        // 对东盟、欧盟分别进出口6.52万亿元: a noun after 分别 belongs to each head.
        let suffix = name::join(self.s, tail.suffix);
        let unit = self.quantities[self.items[at + count - 1].quantity].unit.clone();
        let change = tail.verb.filter(|v| v.role == VerbRole::Change);
        let percentage = self.quantities[self.items[at + count - 1].quantity].shape == Shape::Percent;
        let deed = !percentage && name::is_deed(self.s, &trimmed.words);
        for (name, item) in names.into_iter().zip(&self.items[at..at + count]) {
            let q = &self.quantities[item.quantity];
            let borrows = q.unit.is_empty() || q.unit == "个" && unit == "个百分点";
            let name = format!("{name}{suffix}");
            self.push(Draft {
                quantity: item.quantity,
                headless: name.is_empty(),
                name,
                kind: if change.is_some() { Kind::Change } else { Kind::Level },
                direction: change.and_then(|v| v.direction),
                basis: tail.said.basis,
                role: None,
                bound: None,
                unit: borrows.then(|| unit.clone()),
                rule: Rule::Distributed,
                place: trimmed.place.clone(),
                deed,
                before: self.items[at].before,
                lead: String::new(),
                compared: tail.compared,
                reject: None,
            });
        }
        Some(count)
    }

    /// The last `count` different names of this sentence, in order.
    fn last_names(&self, count: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for draft in self.drafts.iter().rev() {
            if draft.kind == Kind::Streak {
                continue;
            }
            if !names.contains(&draft.name) {
                names.push(draft.name.clone());
            }
            if names.len() == count {
                break;
            }
        }
        names.reverse();
        names
    }

    /// A名率、B率 sharing one value: each head by itself.
    fn several(&self, words: &[Token], each: bool) -> Option<Vec<String>> {
        let parts = name::parts(self.s, words);
        if parts.len() < 2 {
            return None;
        }
        if each {
            return name::heads(self.s, words, parts.len());
        }
        let mut names: Vec<String> = parts.iter().map(|p| name::join(self.s, p)).collect();
        // 企业融资额、总市值: the second leans on the first.
        let base = name::base_of(&names[0]);
        for name in names.iter_mut().skip(1) {
            if name::is_dependent(name) && base != *name {
                name.insert_str(0, &base);
            }
        }
        let all = names.iter().all(|n| name::is_measure(n) && n.chars().count() >= 3);
        all.then_some(names)
    }

    #[expect(clippy::too_many_lines, reason = "the frames of one quantity, one after the other")]
    fn single(&mut self, at: usize, tail: &Tail<'_>) {
        let item = self.items[at];
        let q = &self.quantities[item.quantity];
        let after_span = item.after;
        let after_words = self.s.words_in(after_span).to_vec();
        let attributive =
            self.s.chars.get(after_span.start) == Some(&'的') && after_span.end > after_span.start;
        let change = tail.verb.filter(|v| v.role == VerbRole::Change);
        let trimmed = name::trim_front(self.s, tail.rest);
        let after = name::trim_front(self.s, &after_words);
        let after_name = self.after_name(&after.words);

        if let Some(verb) = change {
            let counted = q.shape == Shape::Amount && !after_name.is_empty() && !attributive;
            // 提升改造小区38个: things counted, not a value that rose.
            let plain_change = matches!(
                q.shape,
                Shape::Percent | Shape::Points | Shape::Multiple | Shape::Doubling | Shape::Fraction
            );
            let verb_word = verb_text(self.s, self.s.words_in(item.before), tail.rest.len());
            if counted && !plain_change && !matches!(verb_word.as_str(), "增加" | "减少" | "净增加") {
                let before = name::join(self.s, &trimmed.words);
                let draft = Self::plain(
                    item,
                    format!("{before}{verb_word}{after_name}"),
                    Kind::Level,
                    Rule::VerbQuantityNoun,
                    trimmed.place.or(after.place),
                );
                self.push(Draft { deed: true, ..draft });
                return;
            }
            if counted && !plain_change {
                let name = format!("{}{after_name}", name::join(self.s, &trimmed.words));
                let mut draft = Self::plain(
                    item,
                    name,
                    Kind::Change,
                    Rule::NounChangeQuantity,
                    trimmed.place.or(after.place),
                );
                draft.direction = verb.direction;
                draft.basis = tail.said.basis;
                draft.compared = tail.compared;
                self.push(draft);
                return;
            }
            if let Some(gap) = self.gap(item, tail) {
                self.push(gap);
                return;
            }
            let mut names = self.several(&trimmed.words, tail.said.each).unwrap_or_default();
            let mut headless = false;
            if names.is_empty() {
                let mut name = self.named(&trimmed.words);
                if name.is_empty() {
                    if tail.said.each {
                        names = self.last_names(2);
                    }
                    name = self.head_name(item);
                    headless = self.head.is_none();
                }
                if names.is_empty() {
                    names.push(name);
                }
            }
            let shared = names.len() > 1;
            let direction = verb.direction.or(Some(Direction::Up));
            let better = self.s.words_in(item.before).last().is_some_and(|t| self.s.is(*t, &["改善"]));
            for name in names {
                let mut draft = Self::plain(
                    item,
                    name,
                    Kind::Change,
                    if shared {
                        Rule::SharedValue
                    } else if tail.nominal {
                        Rule::NominalChange
                    } else {
                        Rule::NounChangeQuantity
                    },
                    trimmed.place.clone(),
                );
                // A concentration that is better is lower.
                let lower = better && ["浓度", "能耗", "排放"].iter().any(|w| draft.name.contains(w));
                draft.direction = if lower { Some(Direction::Down) } else { direction };
                draft.basis = tail.said.basis;
                draft.compared = tail.compared;
                draft.headless |= headless;
                self.push(draft);
            }
            return;
        }
        if let Some(gap) = self.gap(item, tail) {
            self.push(gap);
            return;
        }
        if let Some(mut draft) = self.share(item, tail, &trimmed) {
            if tail.said.about && q.bound == Bound::Exact {
                draft.bound = Some(Bound::About);
            }
            self.push(draft);
            return;
        }
        // 行政机关负责人出庭应诉率、行政复议决定履行率保持100%
        if (after_name.is_empty() || attributive)
            && let Some(names) =
                self.several(&trimmed.words, tail.said.each).filter(|_| tail.verb.is_some() || tail.said.each)
        {
            for name in names {
                let draft = Self::plain(item, name, Kind::Level, Rule::SharedValue, trimmed.place.clone());
                self.push(draft);
            }
            return;
        }
        let deed = name::is_deed(self.s, &trimmed.words);
        let mut before_words = name::without_examples(self.s, name::trim_back(self.s, &trimmed.words));
        if tail.rest.last().is_some_and(|t| self.s.is(*t, &["等"])) {
            before_words = name::without_examples(self.s, &trimmed.words);
        }
        let mut before_words = name::without_beneficiary(&before_words).to_vec();
        // 穿江隧道和两座大桥开工: what stands before 和 is another thing; its verb governs both.
        if tail.rest.last().is_some_and(|t| t.tag == Tag::Conjunction) {
            before_words.truncate(name::leading_verbs(&before_words));
        }
        let mut before_name = self.named(&before_words);
        let place = trimmed.place.clone().or(after.place.clone());
        let reached = tail.verb.is_some_and(|v| v.role == VerbRole::Reach);
        let closes = name::ends_with_noun(self.s, &before_words);
        let percentage = matches!(q.shape, Shape::Percent | Shape::Fraction);

        let hollow = lexicon()
            .names
            .exact(&after_name.chars().collect::<Vec<_>>())
            .is_some_and(|r| *r == NameRole::Hollow);
        // 经济总量超过60万亿元的高基数: a hedge makes a statement of it, not an attribute.
        let stated = hollow || q.numeral > q.start && !before_name.is_empty() || reached && closes;
        let after_name = if attributive && stated || hollow { String::new() } else { after_name };
        // 压减材料53%、环节47%: the verb governs the whole enumeration.
        let governed = self.drafts.last().filter(|d| {
            item.listed && d.rule == Rule::NounChangeQuantity && !d.lead.is_empty() && tail.verb.is_none()
        });
        if let Some(last) = governed.cloned().filter(|_| !before_name.is_empty() && after_name.is_empty()) {
            let mut draft = Self::plain(item, before_name, Kind::Change, Rule::NounChangeQuantity, place);
            draft.direction = last.direction;
            draft.lead = last.lead;
            self.push(draft);
            return;
        }
        if let Some(draft) = self.relief(item, &before_words, after_name.is_empty(), place.clone()) {
            self.push(draft);
            return;
        }
        // 注册资本1000万元以上的公司: a limit that belongs to a definition.
        let done = before_words.first().is_some_and(|t| t.tag == Tag::Verb);
        let limit = matches!(q.bound, Bound::AtLeast | Bound::AtMost) && closes && !done && !reached;
        if attributive && !after_name.is_empty() && limit {
            let mut draft = Self::plain(item, after_name, Kind::Level, Rule::Attributive, place);
            draft.reject = Some(Reason::Threshold);
            self.drafts.push(draft);
            return;
        }
        if attributive && !after_name.is_empty() {
            let name = if before_name.is_empty() {
                after_name
            } else if name::is_dependent(&before_name) || closes && (!deed || name::is_measure(&before_name))
            {
                // 设立首期规模50亿元的基金
                format!("{after_name}{}", strip_deed(&before_name))
            } else {
                format!("{before_name}{after_name}")
            };
            let draft = Self::plain(item, name, Kind::Level, Rule::Attributive, place);
            self.push(draft);
            return;
        }
        let in_brackets = item.clause > 0
            && self
                .s
                .clauses
                .get(item.clause)
                .is_some_and(|c| c.start > 0 && self.s.chars[c.start - 1] == '(')
            || self.s.clauses.get(item.clause).is_some_and(|c| self.s.chars.get(c.end) == Some(&')'));
        let mut lead = before_name.clone();
        let (name, rule, headless) = match (before_name.is_empty(), after_name.is_empty()) {
            (true, true) => {
                // (可比口径12.9%) repeats the kind of what it explains.
                if in_brackets
                    && let Some(last) =
                        self.drafts.last().cloned().filter(|d| d.kind == Kind::Change && percentage)
                {
                    let mut draft =
                        Self::plain(item, last.name, Kind::Change, Rule::NounChangeQuantity, place);
                    draft.direction = last.direction;
                    draft.basis = last.basis;
                    self.push(draft);
                    return;
                }
                let own_head = self.head.is_some();
                let name = self.head_name(item);
                let name = if tail.said.total { name.trim_start_matches("新增").to_owned() } else { name };
                (name, Rule::NounReachQuantity, !own_head)
            }
            (true, false) => {
                if item.listed {
                    lead = self.drafts.last().map(|d| d.lead.clone()).unwrap_or_default();
                }
                match lead.as_str() {
                    lead if !lead.is_empty() => {
                        (format!("{lead}{after_name}"), Rule::VerbQuantityNoun, false)
                    }
                    _ => (format!("{after_name}{}", self.shared_predicate(at)), Rule::QuantityNoun, false),
                }
            }
            (false, true) => {
                if before_words.len() == 1
                    && matches!(before_words[0].tag, Tag::Verb | Tag::VerbNoun | Tag::Adjective)
                    && self.head.as_ref().is_some_and(|h| h.deed || is_increase(&before_name))
                    && before_name.chars().count() <= 2
                    && !name::is_dependent(&before_name)
                {
                    // 梳理政策483件,清理3件: the verb's object is that of the clause before.
                    let object = self.head.as_ref().map(|h| strip_deed(&h.name)).unwrap_or_default();
                    before_name.push_str(&object);
                } else if item.listed
                    && !deed
                    && let Some(verb) =
                        self.listed_verb().filter(|v| !name::is_measure(&before_name) || v == "新增")
                {
                    before_name = format!("{verb}{before_name}");
                }
                if in_brackets
                    && let Some(head) = self
                        .drafts
                        .last()
                        .filter(|_| before_name.chars().count() <= 4 && !name::is_measure(&before_name))
                        .map(|_| self.outer_name(item))
                {
                    before_name.push_str(&head);
                }
                let rule = if deed && !reached { Rule::VerbNounQuantity } else { Rule::NounReachQuantity };
                (before_name, rule, false)
            }
            (false, false) => {
                let goes_on = q.numeral > q.start && after.words.first().is_some_and(|t| t.tag == Tag::Verb);
                if percentage && closes && !starts_with_noun(&after.words) || goes_on {
                    // 总值突破40万亿元创新高: the verb after it tells something else.
                    (before_name, Rule::NounReachQuantity, false)
                } else if percentage && closes && !starts_with_noun(&after.words) {
                    (before_name, Rule::NounReachQuantity, false)
                } else {
                    (format!("{before_name}{after_name}"), Rule::VerbQuantityNoun, false)
                }
            }
        };
        let name = name::without_light_verb(name);
        let mut draft = Self::plain(item, name, Kind::Level, rule, place);
        if rule == Rule::VerbQuantityNoun {
            draft.lead = lead;
        }
        draft.headless |= headless;
        let carried = item.listed && self.drafts.last().is_some_and(|d| d.deed && d.kind == Kind::Level);
        let summed = trimmed.words.iter().any(|t| self.s.is(*t, &["累计", "总计", "共计"]));
        draft.deed = !percentage && (carried || summed || deed && !reached || tail.said.total)
            || rule == Rule::VerbQuantityNoun
            || rule == Rule::QuantityNoun;
        if tail.said.about && q.bound == Bound::Exact {
            draft.bound = Some(Bound::About);
        }
        self.push(draft);
    }

    /// 降低利息负担约2000亿元, 减少贫困人口1442万人: the verb at the front says that the noun changed by so much.
    fn relief(&self, item: Item, words: &[Token], closes: bool, place: Option<Whereabouts>) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        // 平均压减材料53%
        let words = if words.first().is_some_and(|t| self.s.is(*t, &["平均", "累计"])) {
            &words[1..]
        } else {
            words
        };
        let first = words.first()?;
        let verb = lexicon().verbs.exact(self.word(*first)).filter(|v| v.role == VerbRole::Change)?;
        // 压减材料53%; but 提升改造38个 tells of things done.
        let relative = matches!(q.shape, Shape::Percent | Shape::Points | Shape::Multiple | Shape::Fraction);
        let counted =
            q.shape == Shape::Amount && self.s.is(*first, &["降低", "减轻", "减少", "增加", "净增加"]);
        // 精简率25% is a rate by its own name.
        let rate = words.len() == 2 && words[1].span.len() == 1;
        if !closes || words.len() < 2 || rate || !(relative || counted) {
            return None;
        }
        let direction = verb.direction;
        let mut draft =
            Self::plain(item, name::join(self.s, &words[1..]), Kind::Change, Rule::NounChangeQuantity, place);
        draft.direction = direction;
        draft.lead = self.word(*first).iter().collect();
        Some(draft)
    }

    /// 5个区县、8家企业入选试点: what the last of the enumeration did, the others did too.
    fn shared_predicate(&self, at: usize) -> String {
        let mut last = at;
        while self.items.get(last + 1).is_some_and(|next| {
            next.clause == self.items[at].clause && next.listed && self.s.words_in(next.before).is_empty()
        }) {
            last += 1;
        }
        if last == at {
            return String::new();
        }
        let words = self.s.words_in(self.items[last].after);
        let verb = words.iter().skip(1).position(|t| matches!(t.tag, Tag::Verb | Tag::Preposition));
        let predicate =
            verb.map(|v| name::join(self.s, name::trim_back(self.s, &words[v + 1..]))).unwrap_or_default();
        if predicate.chars().count() <= 14 { predicate } else { String::new() }
    }

    /// What follows a quantity, cut where it goes on to something else.
    fn after_name(&self, words: &[Token]) -> String {
        let words = name::trim_back(self.s, words);
        let full = name::join(self.s, words);
        if full.chars().count() <= 18 {
            return full;
        }
        // A long predicate: the noun phrase up to its first verb says what is counted.
        let cut = words.iter().skip(1).position(|t| t.tag == Tag::Verb).map_or(words.len(), |p| p + 1);
        let short = name::join(self.s, &words[..cut]);
        if short.chars().count() >= 2 { short } else { full }
    }

    /// 高于全省5.5个百分点: the gap to something else.
    fn gap(&self, item: Item, tail: &Tail<'_>) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        if !matches!(q.shape, Shape::Points | Shape::Percent | Shape::Amount) {
            return None;
        }
        let words = tail.rest;
        let from = words.len().saturating_sub(8);
        // 比各项贷款增速高20.2个百分点: 高于各项贷款增速.
        let lifted = words.last().filter(|t| self.s.is(**t, &["高", "低", "快", "慢"]));
        if let Some(lifted) = lifted
            && let Some(than) = words[from..].iter().rposition(|t| self.s.is(*t, &["比", "较"]))
        {
            let other = name::join(self.s, &words[from + than + 1..words.len() - 1]);
            let own = name::trim_front(self.s, &words[..from + than]);
            let head = self.named(&own.words);
            let head = if head.is_empty() { format!("{}增速", self.head_name(item)) } else { head };
            let more = self.word(*lifted)[0];
            return (!other.is_empty()).then(|| {
                Self::plain(item, format!("{head}{more}于{other}"), Kind::Level, Rule::Gap, own.place)
            });
        }
        let at = words[from..]
            .iter()
            .rposition(|t| self.s.is(*t, &["高于", "低于", "快于", "高出", "好于", "优于", "慢于", "领先"]))
            .map(|p| p + from)?;
        let after = name::join(self.s, &words[at..]);
        if after.chars().count() <= 2
            && !self.times.iter().any(|t| t.span.start >= words[at].span.end && t.span.end <= q.start)
        {
            return None;
        }
        let trimmed = name::trim_front(self.s, &words[..at]);
        let mut head = self.named(&trimmed.words);
        if head.is_empty() {
            head = self.head_name(item);
            if self.head.as_ref().is_some_and(|h| h.kind == Some(Kind::Change)) && !head.ends_with("增速") {
                head.push_str("增速");
            }
        }
        Some(Self::plain(item, format!("{head}{after}"), Kind::Level, Rule::Gap, trimmed.place))
    }

    /// 占地区生产总值比重19%.
    fn share(&self, item: Item, tail: &Tail<'_>, trimmed: &Trimmed) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        if !matches!(q.shape, Shape::Percent | Shape::Fraction | Shape::Number) {
            return None;
        }
        let words = name::trim_back(self.s, tail.rest);
        let at =
            words.iter().rposition(|t| starts_with(self.word(*t), &["占", "约占"]) && t.tag != Tag::Noun)?;
        let whole = name::join(self.s, &words[at..]).trim_start_matches('约').to_owned();
        if whole.chars().count() < 2 {
            return None;
        }
        let front = name::trim_front(self.s, &words[..at]);
        let mut subject = self.named_words(&front.words);
        if subject.is_empty() || name::is_dependent(&subject) {
            let head = self.head_name(item);
            subject = format!("{}{subject}", if subject.is_empty() { head } else { name::base_of(&head) });
        }
        let mut draft =
            Self::plain(item, format!("{subject}{whole}"), Kind::Level, Rule::Share, trimmed.place.clone());
        let about = at > 0 && self.s.is(words[at - 1], &["约", "大约"]);
        if starts_with(self.word(words[at]), &["约占"]) || about {
            draft.bound = Some(Bound::About);
        }
        Some(draft)
    }

    fn named_words(&self, words: &[Token]) -> String {
        let words = name::without_examples(self.s, name::trim_back(self.s, words));
        // 口岸共查验: 共 within a name says nothing.
        let words: Vec<Token> = words
            .into_iter()
            .filter(|t| !self.s.is(*t, &["共", "共计", "已", "均", "还", "也", "了"]))
            .collect();
        let name = name::join(self.s, &words);
        // 可比口径, 同口径 qualify the value and name nothing.
        let filler = lexicon()
            .names
            .exact(&name.chars().collect::<Vec<_>>())
            .is_some_and(|role| *role == NameRole::Filler);
        if filler { String::new() } else { name }
    }

    /// The name that words give by themselves, leaning on the head where they must.
    fn named(&self, words: &[Token]) -> String {
        let name = self.named_words(words);
        if !name.is_empty()
            && name::is_dependent(&name)
            && let Some(head) = self.head_of_clause(words)
        {
            let base = strip_deed(&name::base_of(&head));
            // A head that has leaned on others before is no name any more.
            if base.chars().count() > 24 {
                return name;
            }
            return format!("{base}{name}");
        }
        name::without_light_verb(name)
    }

    /// The head that words lean on: the last one of the sentence, else the subject of a clause before.
    fn head_of_clause(&self, words: &[Token]) -> Option<String> {
        let start = words.first().map_or(self.s.span.end, |t| t.span.start);
        let subject = self.subject_before(start);
        match (&self.head, subject) {
            (Some(head), Some((at, subject))) => {
                let last = self.drafts.last().map_or(0, |d| self.quantities[d.quantity].end);
                Some(if at > last { subject } else { head.name.clone() })
            }
            (Some(head), None) => Some(head.name.clone()),
            (None, Some((_, subject))) => Some(subject),
            (None, None) => None,
        }
    }

    /// The noun phrase that opens the nearest clause before `at` which holds no quantity.
    fn subject_before(&self, at: usize) -> Option<(usize, String)> {
        let clause = self
            .s
            .clauses
            .iter()
            .take(self.s.clauses.partition_point(|c| c.end <= at))
            .rev()
            .take(6)
            .find(|c| !holds_quantity(self.quantities, **c))?;
        let words = self.s.words_in(*clause);
        if words.first().is_some_and(|t| self.s.is(*t, &["按", "按照", "扣除", "据", "根据", "剔除"]))
        {
            return None;
        }
        let trimmed = name::trim_front(self.s, words);
        let end = trimmed.words.iter().enumerate().skip(1).position(|(at, t)| match t.tag {
            Tag::Adverb | Tag::Adjective => true,
            // 研发经费投入强度: a verb within a noun phrase.
            Tag::Verb => {
                self.s.is(*t, &["创"]) || trimmed.words.get(at + 1).is_none_or(|n| n.tag != Tag::Noun)
            }
            // 工业投资保持扩张: 投资 is the indicator itself.
            Tag::VerbNoun => {
                trimmed.words.get(at + 1).is_none_or(|n| n.tag != Tag::Noun)
                    && lexicon().names.exact(self.word(*t)) != Some(&NameRole::Measure)
            }
            _ => false,
        });
        let end = end.map_or(trimmed.words.len(), |e| e + 1);
        let name = name::join(self.s, name::trim_back(self.s, &trimmed.words[..end]));
        (name.chars().count() >= 2).then_some((clause.start, name))
    }

    /// The head for a quantity whose own words name nothing.
    fn head_name(&self, item: Item) -> String {
        if let Some(head) = &self.head {
            let subject = self.subject_before(item.before.start);
            let last = self.drafts.last().map_or(0, |d| self.quantities[d.quantity].end);
            if let Some((at, subject)) = subject {
                // 增长5%,…,占比提高到3%: a clause in between changes the subject.
                if at > last && name::is_measure(&subject) {
                    return subject;
                }
            }
            return head.name.clone();
        }
        self.fallback(item)
    }

    /// Where the sentence gives no head: the subject of a clause before, else the head of the sentence before.
    fn fallback(&self, item: Item) -> String {
        if let Some(head) = &self.head {
            return head.name.clone();
        }
        self.subject_before(item.before.start).map_or_else(|| self.carried.name.clone(), |(_, name)| name)
    }

    /// In a bracket: the name of what stands before the bracket.
    fn outer_name(&self, item: Item) -> String {
        let start = self.s.clauses.get(item.clause).map_or(0, |c| c.start);
        let open = self.s.chars[..start].iter().rposition(|c| *c == '(').unwrap_or(start);
        self.drafts
            .iter()
            .rev()
            .find(|d| self.quantities[d.quantity].end <= open)
            .map(|d| d.name.clone())
            .unwrap_or_default()
    }

    /// The verb of the enumeration that an item goes on with: 新增 in 新增学位2万个、床位1000张.
    fn listed_verb(&self) -> Option<String> {
        let draft = self.drafts.last()?;
        if !draft.deed {
            return None;
        }
        let words = self.s.words_in(draft.before);
        let trimmed = name::trim_front(self.s, words);
        let first = trimmed.words.first()?;
        if !name::is_deed(self.s, &trimmed.words) {
            // The verb stands further back: carry on what the last one took over.
            return LIST_VERBS.iter().find(|v| draft.name.starts_with(**v)).map(|v| (*v).to_owned());
        }
        let text: String = self.word(*first).iter().collect();
        if text == "新" {
            return trimmed.words.get(1).map(|t| format!("新{}", self.word(*t).iter().collect::<String>()));
        }
        Some(text)
    }

    fn push(&mut self, mut draft: Draft) {
        if draft.name.is_empty() {
            draft.name.clone_from(&self.carried.name);
            draft.headless = true;
        }
        let keeps = matches!(draft.rule, Rule::Gap) || draft.kind == Kind::Rank && self.head.is_some();
        if draft.place.is_none() {
            draft.place = self.head.as_ref().and_then(|h| h.place.clone());
        }
        if !keeps {
            self.head = Some(Head {
                name: draft.name.clone(),
                kind: Some(draft.kind),
                deed: draft.deed,
                place: draft.place.clone(),
            });
        }
        self.drafts.push(draft);
    }
}

/// Verbs that an enumeration passes on from its first member.
const LIST_VERBS: [&str; 24] = [
    "新增",
    "新建",
    "新引进",
    "新培育",
    "新组建",
    "新认定",
    "新设",
    "新开工",
    "办理",
    "发放",
    "推出",
    "完成",
    "建成",
    "引进",
    "获批",
    "评定",
    "出台",
    "审查",
    "入驻",
    "新设立",
    "组建",
    "培育",
    "取消",
    "受理",
];

/// 梳理涉企政策 → 涉企政策, 行政机关新收案件 → 案件: what was done something with.
fn strip_deed(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let words = tokens(&chars, Span::new(0, chars.len()));
    match words.first() {
        Some(first) if matches!(first.tag, Tag::Verb | Tag::VerbNoun) && words.len() > 1 => {
            chars[first.span.end..].iter().collect()
        }
        _ => name.to_owned(),
    }
}

fn starts_with_noun(words: &[Token]) -> bool {
    words.first().is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Place))
}

/// 新增 by itself leans on whatever was spoken of last.
fn is_increase(name: &str) -> bool {
    matches!(name, "新增" | "净增")
}

/// The words of a change verb that stood before the quantity.
fn verb_text(s: &Sentence<'_>, words: &[Token], rest: usize) -> String {
    words
        .get(rest..)
        .unwrap_or(&[])
        .iter()
        .filter(|t| matches!(t.tag, Tag::Verb | Tag::VerbNoun))
        .map(|t| s.word(*t).iter().collect::<String>())
        .collect()
}

/// True where the words of its clause say that a quantity is planned: 力争, 将达到, 增长预期目标.
pub(super) fn is_planned(s: &Sentence<'_>, before: Span, q: &Quantity) -> bool {
    let words = s.words_in(before);
    words.iter().enumerate().any(|(at, token)| {
        let next = words.get(at + 1);
        let last = at.checked_sub(1).map(|b| words[b]);
        if s.is(*token, &["力争", "争取", "确保", "拟", "努力实现", "奋斗目标", "力求"]) {
            return true;
        }
        if s.is(*token, &["计划", "规划", "安排"]) {
            // “孔雀计划”, 年度计划的115%, 规划面积: a noun, not an intention.
            let quoted = matches!(s.chars.get(token.span.end), Some('”' | '》' | '的'));
            let verb = next.map_or(q.start == token.span.end, |n| {
                matches!(n.tag, Tag::Verb | Tag::VerbNoun | Tag::Adverb)
            });
            return !quoted
                && verb
                && s.is(*token, &["计划", "规划"])
                && !last.is_some_and(|l| s.is(l, &["完成", "制定", "实施", "编制", "超额"]));
        }
        if s.is(*token, &["目标"]) {
            let kept = ["低于", "高于", "超过", "完成", "快于", "高出", "好于", "达到", "实现"];
            return !words[..at].iter().any(|w| s.is(*w, &kept))
                && last.is_some_and(|l| s.is(l, &["预期", "增长", "控制"]));
        }
        if s.is(*token, &["将", "将要", "要"]) {
            // 将达到, 将超过18% is a plan; 将90%的力量下沉 only moves the object forward.
            return match next {
                None => q.numeral > q.start,
                Some(next) => {
                    matches!(next.tag, Tag::Verb | Tag::Adverb) && !s.is(*next, &["执法"])
                        || lexicon().verbs.exact(s.word(*next)).is_some()
                }
            };
        }
        false
    })
}
