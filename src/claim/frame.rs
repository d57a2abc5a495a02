//! Frames: what is measured by each quantity of a sentence.

use super::clause::{Item, Sentence};
use super::name::{self, Trimmed, Whereabouts};
use super::reject::{ends_with, starts_with};
use super::rule::Rule;
use super::{Basis, Direction, End, Kind};
use crate::document::Span;
use crate::lexicon::{Bound, Verb, VerbRole, lexicon};
use crate::period::Expression;
use crate::quantity::{Quantity, Shape};
use crate::text::token::{Tag, Token};

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
pub(super) fn drafts(s: &Sentence<'_>, quantities: &[Quantity], times: &[Expression], carried: &mut Head) -> Vec<Draft> {
    let items = s.items(quantities);
    let mut reader = Reader { s, quantities, items: &items, times, head: None, drafts: Vec::new(), carried: carried.clone() };
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
    respectively: bool,
    each: bool,
    basis: Option<Basis>,
    about: bool,
    total: bool,
    share: bool,
}

impl<'b> Reader<'_, 'b> {
    fn word(&self, token: Token) -> &'b [char] {
        self.s.word(token)
    }

    /// Reads the item and those that it governs; says how many.
    fn read(&mut self, at: usize) -> usize {
        let item = self.items[at];
        let q = &self.quantities[item.quantity];
        let words = self.s.words_in(item.before).to_vec();
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
        if let Some(count) = self.from_to(at, &words) {
            return count;
        }
        let tail = self.tail(&words, q);
        if tail.respectively {
            if let Some(count) = self.distribute(at, &tail) {
                return count;
            }
        }
        self.single(at, &tail);
        1
    }

    /// Looks at the words right before the quantity: the verb that governs it, 分别, 均, 同比.
    fn tail<'t>(&self, words: &'t [Token], q: &Quantity) -> Tail<'t> {
        let mut tail =
            Tail { rest: words, verb: None, respectively: false, each: false, basis: None, about: false, total: false, share: false };
        let mut looked = 0;
        loop {
            tail.rest = self.strip(tail.rest, &mut tail.respectively, &mut tail.each, &mut tail.basis, &mut tail.about, &mut tail.total);
            looked += 1;
            if looked > 3 {
                break;
            }
            let Some((count, verb)) = self.verb_at_end(tail.rest) else { break };
            let is_change = verb.role == VerbRole::Change;
            // 提升改造100公里, 改善38个小区: with things that are counted it is no change of a value.
            match tail.verb {
                None => tail.verb = Some(verb),
                Some(_) if is_change => break,
                Some(_) => {}
            }
            tail.rest = &tail.rest[..tail.rest.len() - count];
            if is_change {
                tail.rest = self.strip(tail.rest, &mut tail.respectively, &mut tail.each, &mut tail.basis, &mut tail.about, &mut tail.total);
                tail.rest = self.compared(tail.rest, &mut tail.basis);
                tail.rest = self.strip(tail.rest, &mut tail.respectively, &mut tail.each, &mut tail.basis, &mut tail.about, &mut tail.total);
                break;
            }
        }
        if tail.verb.is_none() && q.shape == Shape::Doubling {
            tail.verb = Some(Verb { role: VerbRole::Change, direction: Some(Direction::Up) });
            tail.rest = self.compared(tail.rest, &mut tail.basis);
        }
        // 涨幅, 增速: a noun that says change.
        if let Some(last) = tail.rest.last() {
            let nominal = match self.word(*last).iter().collect::<String>().as_str() {
                "涨幅" | "增幅" | "增速" | "升幅" => Some(Direction::Up),
                "降幅" | "减幅" | "跌幅" => Some(Direction::Down),
                _ => None,
            };
            if let Some(direction) = nominal {
                if tail.verb.is_none_or(|v| v.role == VerbRole::Reach) && matches!(q.shape, Shape::Percent | Shape::Number) {
                    tail.verb = Some(Verb { role: VerbRole::Change, direction: Some(direction) });
                    tail.rest = &tail.rest[..tail.rest.len() - 1];
                    tail.rest = self.strip(tail.rest, &mut tail.respectively, &mut tail.each, &mut tail.basis, &mut tail.about, &mut tail.total);
                    tail.share = true;
                }
            }
        }
        tail
    }

    /// Drops adverbs and particles from the end and notes what they say.
    fn strip<'t>(&self, words: &'t [Token], respectively: &mut bool, each: &mut bool, basis: &mut Option<Basis>, about: &mut bool, total: &mut bool) -> &'t [Token] {
        let mut words = words;
        while let Some(last) = words.last().copied() {
            let text: String = self.word(last).iter().collect();
            match text.as_str() {
                "分别" => *respectively = true,
                "均" | "都" | "双双" | "各" => *each = true,
                "同比" => *basis = Some(Basis::Yoy),
                "环比" => *basis = Some(Basis::Mom),
                "年均" | "平均每年" => *basis = Some(Basis::Other),
                "约" | "大约" => *about = true,
                "累计" | "总计" | "总数" => *total = true,
                "平均" | "实际" | "名义" | "预计" | "已" | "已经" | "将" | "共" | "共计" | "合计" | "仅" | "只" | "也" | "又" | "再" | "还" | "就" | "则" | "了" | "过" | "着"
                | "可" | "能" | "要" | "并" | "且" | "全年" | "一举" | "首次" | "逐步" | "稳步" | "历史性" | "持续" | "继续" | "已有" | "总共" | "高标准" | "预期目标" => {}
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

    /// Drops 比上年, 较去年同期, 比清明假期 from the end and reads the basis from it.
    fn compared<'t>(&self, words: &'t [Token], basis: &mut Option<Basis>) -> &'t [Token] {
        let from = words.len().saturating_sub(7);
        let Some(at) = words[from..].iter().rposition(|t| self.s.is(*t, &["比", "较", "与", "同", "按", "扣除", "比前"])).map(|p| p + from) else {
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
    fn from_to(&mut self, at: usize, words: &[Token]) -> Option<usize> {
        let item = self.items[at];
        let next = *self.items.get(at + 1)?;
        if next.clause != item.clause || next.listed {
            return None;
        }
        let to_words = self.s.words_in(next.before).to_vec();
        let to_tail = self.tail(&to_words, &self.quantities[next.quantity]);
        let verb = to_tail.verb?;
        let reaches = verb.role == VerbRole::Reach || self.s.chars[next.before.start..next.before.end].contains(&'到');
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
            name_words.extend(words[marker + 1..].iter().filter(|t| self.s.is(**t, &["人均", "户均", "亩均", "每人"])));
        }
        if takes && name_words.is_empty() {
            return None;
        }
        let name = self.named(&name_words, named.place.as_ref());
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
            });
        }
        Some(2)
    }

    /// 三次产业比重为12.9:44.6:42.5.
    fn ratio(&mut self, at: usize, words: &[Token]) -> usize {
        let mut count = 1;
        while self.items.get(at + count).is_some_and(|next| {
            let (last, q) = (&self.quantities[self.items[at + count - 1].quantity], &self.quantities[next.quantity]);
            q.shape == Shape::Ratio && q.start == last.end + 1
        }) {
            count += 1;
        }
        let tail = self.tail(words, &self.quantities[self.items[at].quantity]);
        let marker = tail.rest.iter().rposition(|t| self.s.is(*t, &["从", "由"]));
        let named = name::trim_front(self.s, &tail.rest[..marker.unwrap_or(tail.rest.len())]);
        let mut name = self.named(&named.words, named.place.as_ref());
        let second_end = marker.is_none() && name.is_empty() && self.drafts.last().is_some_and(|d| d.role == Some(End::From));
        if name.is_empty() {
            name = self.head.as_ref().map(|h| h.name.clone()).unwrap_or_default();
        }
        let role = if marker.is_some() { Some(End::From) } else if second_end { Some(End::To) } else { None };
        let industries = count == 3 && (name.contains("三次产业") || name.contains("三产") || name.contains("产业结构") || name.contains("一二三产"));
        for (part, item) in self.items[at..at + count].iter().enumerate() {
            let own = if industries { format!("第{}产业比重", ["一", "二", "三"][part]) } else { name.clone() };
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
        let mut name = format!("{subject}{predicate}");
        // 粮食生产实现“二十连丰”
        if predicate.is_empty() && q.text.contains('连') && !q.text.starts_with("连续") {
            name = name.trim_end_matches("实现").to_owned();
        }
        if name.is_empty() {
            name = self.fallback(item);
        }
        let place = before.place.or(after.place);
        self.drafts.push(Draft {
            quantity: item.quantity,
            headless: name.is_empty(),
            name,
            kind: Kind::Streak,
            direction: None,
            basis: None,
            role: None,
            bound: None,
            unit: None,
            rule: Rule::Streak,
            place,
            deed: false,
            before: item.before,
        });
        if !subject.is_empty() {
            self.head = Some(Head { name: subject, kind: None, deed: false, place: None });
        }
    }

    fn rank(&mut self, item: Item, words: &[Token]) {
        let q = &self.quantities[item.quantity];
        let great = q.text.ends_with('大');
        let from = words.len().saturating_sub(8);
        let verb = words[from..].iter().rposition(|t| {
            lexicon().verbs.exact(self.word(*t)).is_some_and(|v| v.role == VerbRole::Place)
                || self.s.is(*t, &["保持", "为", "成为", "均", "达到", "升至", "上升", "被评为"])
        });
        let end = match verb {
            Some(at) => at + from,
            None => {
                let places = words.iter().rev().take_while(|t| t.tag == Tag::Place || lexicon().places.exact(self.word(**t)).is_some() || lexicon().own_place.exact(self.word(**t)).is_some()).count();
                words.len() - places
            }
        };
        let mut rest = &words[..end];
        let (mut a, mut each, mut b, mut c, mut d) = (false, false, None, false, false);
        rest = self.strip(rest, &mut a, &mut each, &mut b, &mut c, &mut d);
        let trimmed = name::trim_front(self.s, rest);
        if great {
            let after = name::trim_front(self.s, self.s.words_in(item.after));
            let name = name::join(self.s, name::trim_back(self.s, &after.words));
            self.push(self.plain(item, name, Kind::Rank, Rule::Rank, trimmed.place));
            return;
        }
        let mut names = Vec::new();
        if let Some(several) = self.several(&trimmed.words, each) {
            names = several;
        } else {
            let name = self.named(&trimmed.words, trimmed.place.as_ref());
            if name.is_empty() && each {
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
            self.push(self.plain(item, name, Kind::Rank, rule, trimmed.place.clone()));
        }
        if head.is_some() && trimmed.words.is_empty() {
            self.head = head;
        }
    }

    fn plain(&self, item: Item, name: String, kind: Kind, rule: Rule, place: Option<Whereabouts>) -> Draft {
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
        }
    }

    /// 分别 with its list of values: how many it takes.
    fn distribute(&mut self, at: usize, tail: &Tail<'_>) -> Option<usize> {
        let mut count = 1;
        while let Some(next) = self.items.get(at + count) {
            let words = self.s.words_in(next.before);
            let joined = next.clause == self.items[at].clause && next.listed && name::trim_back(self.s, words).is_empty();
            if !joined {
                break;
            }
            count += 1;
        }
        let trimmed = name::trim_front(self.s, tail.rest);
        let names = if trimmed.words.is_empty() || trimmed.words.iter().all(|t| matches!(t.tag, Tag::Adverb | Tag::Mark)) {
            self.last_names(count)
        } else {
            match name::heads(self.s, &trimmed.words, count) {
                Some(names) => names.into_iter().map(name::without_light_verb).collect(),
                None if trimmed.words.len() <= 3 && count > 1 => {
                    // 增速分别达到7.3%、8.3%: a noun that leans on the heads before it.
                    let own = self.named(&trimmed.words, None);
                    let last = self.last_names(count);
                    if name::is_dependent(&own) { last.into_iter().map(|n| format!("{}{own}", name::base_of(&n))).collect() } else { last }
                }
                None => Vec::new(),
            }
        };
        if names.len() != count {
            return None;
        }
        // 对东盟、欧盟分别进出口6.52万亿元: a noun after 分别 belongs to each head.
        let unit = self.quantities[self.items[at + count - 1].quantity].unit.clone();
        let change = tail.verb.filter(|v| v.role == VerbRole::Change);
        let deed = name::is_deed(self.s, &trimmed.words);
        for (name, item) in names.into_iter().zip(&self.items[at..at + count]) {
            let q = &self.quantities[item.quantity];
            let borrows = q.unit.is_empty() || q.unit == "个" && unit == "个百分点";
            self.push(Draft {
                quantity: item.quantity,
                headless: name.is_empty(),
                name,
                kind: if change.is_some() { Kind::Change } else { Kind::Level },
                direction: change.and_then(|v| v.direction),
                basis: tail.basis,
                role: None,
                bound: None,
                unit: borrows.then(|| unit.clone()),
                rule: Rule::Distributed,
                place: trimmed.place.clone(),
                deed,
                before: self.items[at].before,
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
        let names: Vec<String> = parts.iter().map(|p| name::join(self.s, p)).collect();
        let all = names.iter().all(|n| name::is_measure(n) && n.chars().count() >= 3);
        all.then_some(names)
    }

    #[expect(clippy::too_many_lines, reason = "the frames of one quantity, one after the other")]
    fn single(&mut self, at: usize, tail: &Tail<'_>) {
        let item = self.items[at];
        let q = &self.quantities[item.quantity];
        let after_span = item.after;
        let after_words = self.s.words_in(after_span).to_vec();
        let attributive = self.s.chars.get(after_span.start) == Some(&'的') && after_span.end > after_span.start;
        let change = tail.verb.filter(|v| v.role == VerbRole::Change);
        let trimmed = name::trim_front(self.s, tail.rest);
        let after = name::trim_front(self.s, &after_words);
        let after_name = self.after_name(&after.words);

        if let Some(verb) = change {
            let counted = q.shape == Shape::Amount && !after_name.is_empty() && !attributive;
            // 提升改造小区38个: things counted, not a value that rose.
            let plain_change = matches!(q.shape, Shape::Percent | Shape::Points | Shape::Multiple | Shape::Doubling | Shape::Fraction);
            if counted && !plain_change {
                let name = format!("{}{after_name}", name::join(self.s, &trimmed.words));
                let mut draft = self.plain(item, name, Kind::Change, Rule::NounChangeQuantity, trimmed.place.or(after.place));
                draft.direction = verb.direction;
                draft.basis = tail.basis;
                self.push(draft);
                return;
            }
            if let Some(gap) = self.gap(item, tail) {
                self.push(gap);
                return;
            }
            let mut names = self.several(&trimmed.words, tail.each).unwrap_or_default();
            let mut headless = false;
            if names.is_empty() {
                let mut name = self.named(&trimmed.words, trimmed.place.as_ref());
                if name.is_empty() {
                    if tail.each {
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
            for name in names {
                let mut draft = self.plain(item, name, Kind::Change, if shared { Rule::SharedValue } else if tail.share { Rule::NominalChange } else { Rule::NounChangeQuantity }, trimmed.place.clone());
                draft.direction = direction;
                draft.basis = tail.basis;
                draft.headless |= headless;
                draft.deed = false;
                self.push(draft);
            }
            return;
        }
        if let Some(gap) = self.gap(item, tail) {
            self.push(gap);
            return;
        }
        if let Some(mut draft) = self.share(item, tail, &trimmed) {
            draft.bound = (tail.about && q.bound == Bound::Exact).then_some(Bound::About);
            self.push(draft);
            return;
        }
        // 行政机关负责人出庭应诉率、行政复议决定履行率保持100%
        if after_name.is_empty() || attributive {
            if let Some(names) = self.several(&trimmed.words, tail.each).filter(|_| tail.verb.is_some() || tail.each) {
                for name in names {
                    let draft = self.plain(item, name, Kind::Level, Rule::SharedValue, trimmed.place.clone());
                    self.push(draft);
                }
                return;
            }
        }
        let deed = name::is_deed(self.s, &trimmed.words);
        let mut before_words = name::without_examples(self.s, name::trim_back(self.s, &trimmed.words));
        if tail.rest.last().is_some_and(|t| self.s.is(*t, &["等"])) {
            before_words = name::without_examples(self.s, &trimmed.words);
        }
        let before_words = name::without_beneficiary(&before_words).to_vec();
        let mut before_name = self.named(&before_words, trimmed.place.as_ref());
        let place = trimmed.place.clone().or(after.place.clone());
        let reached = tail.verb.is_some_and(|v| v.role == VerbRole::Reach);
        let closes = name::ends_with_noun(self.s, &before_words);
        let percentage = matches!(q.shape, Shape::Percent | Shape::Fraction);

        if attributive && !after_name.is_empty() {
            let name = if before_name.is_empty() {
                after_name
            } else if name::is_dependent(&before_name) || closes && !deed {
                format!("{after_name}{before_name}")
            } else {
                format!("{before_name}{after_name}")
            };
            let draft = self.plain(item, name, Kind::Level, Rule::Attributive, place);
            self.push(draft);
            return;
        }
        let in_brackets = item.clause > 0 && self.s.clauses.get(item.clause).is_some_and(|c| c.start > 0 && self.s.chars[c.start - 1] == '(')
            || self.s.clauses.get(item.clause).is_some_and(|c| self.s.chars.get(c.end) == Some(&')'));
        let (name, rule, headless) = match (before_name.is_empty(), after_name.is_empty()) {
            (true, true) => {
                // (可比口径12.9%) repeats the kind of what it explains.
                if in_brackets {
                    if let Some(last) = self.drafts.last().cloned().filter(|d| d.kind == Kind::Change && percentage) {
                        let mut draft = self.plain(item, last.name, Kind::Change, Rule::NounChangeQuantity, place);
                        draft.direction = last.direction;
                        draft.basis = last.basis;
                        self.push(draft);
                        return;
                    }
                }
                let own_head = self.head.is_some();
                let name = self.head_name(item);
                let name = if tail.total { name.trim_start_matches("新增").to_owned() } else { name };
                (name, Rule::NounReachQuantity, !own_head)
            }
            (true, false) => {
                let verb = if item.listed { self.listed_verb() } else { None };
                match verb {
                    Some(verb) => (format!("{verb}{after_name}"), Rule::VerbQuantityNoun, false),
                    None => (after_name, Rule::QuantityNoun, false),
                }
            }
            (false, true) => {
                if before_words.len() == 1 && matches!(before_words[0].tag, Tag::Verb | Tag::VerbNoun | Tag::Adjective) && self.head.is_some() && before_name.chars().count() <= 2 && !name::is_dependent(&before_name) {
                    // 梳理政策483件,清理3件: the verb's object is that of the clause before.
                    let object = self.head.as_ref().map(|h| strip_deed(&h.name)).unwrap_or_default();
                    before_name.push_str(&object);
                } else if item.listed && !deed {
                    if let Some(verb) = self.listed_verb().filter(|v| !name::is_measure(&before_name) || v == "新增") {
                        before_name = format!("{verb}{before_name}");
                    }
                }
                if in_brackets {
                    if let Some(head) = self.drafts.last().filter(|_| before_name.chars().count() <= 4 && !name::is_measure(&before_name)).map(|_| self.outer_name(item)) {
                        before_name.push_str(&head);
                    }
                }
                let rule = if deed && !reached { Rule::VerbNounQuantity } else { Rule::NounReachQuantity };
                (before_name, rule, false)
            }
            (false, false) => {
                if percentage && closes && !self.starts_with_noun(&after.words) {
                    (before_name, Rule::NounReachQuantity, false)
                } else {
                    (format!("{before_name}{after_name}"), Rule::VerbQuantityNoun, false)
                }
            }
        };
        let name = name::without_light_verb(name);
        let mut draft = self.plain(item, name, Kind::Level, rule, place);
        draft.headless |= headless;
        draft.deed = deed && !reached || rule == Rule::VerbQuantityNoun || rule == Rule::QuantityNoun;
        if tail.about && q.bound == Bound::Exact {
            draft.bound = Some(Bound::About);
        }
        self.push(draft);
    }

    fn starts_with_noun(&self, words: &[Token]) -> bool {
        words.first().is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Place))
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
        let at = words[from..].iter().rposition(|t| self.s.is(*t, &["高于", "低于", "快于", "高出", "好于", "优于", "慢于", "领先", "高", "低"])).map(|p| p + from)?;
        let after = name::join(self.s, &words[at..]);
        if after.chars().count() <= 2 && !self.times.iter().any(|t| t.span.start >= words[at].span.end && t.span.end <= q.start) {
            return None;
        }
        let trimmed = name::trim_front(self.s, &words[..at]);
        let mut head = self.named(&trimmed.words, trimmed.place.as_ref());
        if head.is_empty() {
            head = self.head_name(item);
            if self.head.as_ref().is_some_and(|h| h.kind == Some(Kind::Change)) && !head.ends_with("增速") {
                head.push_str("增速");
            }
        }
        Some(self.plain(item, format!("{head}{after}"), Kind::Level, Rule::Gap, trimmed.place))
    }

    /// 占地区生产总值比重19%.
    fn share(&self, item: Item, tail: &Tail<'_>, trimmed: &Trimmed) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        if !matches!(q.shape, Shape::Percent | Shape::Fraction | Shape::Number) {
            return None;
        }
        let words = name::trim_back(self.s, tail.rest);
        let at = words.iter().rposition(|t| starts_with(self.word(*t), &["占", "约占"]) && t.tag != Tag::Noun)?;
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
        let mut draft = self.plain(item, format!("{subject}{whole}"), Kind::Level, Rule::Share, trimmed.place.clone());
        if starts_with(self.word(words[at]), &["约占"]) {
            draft.bound = Some(Bound::About);
        }
        Some(draft)
    }

    fn named_words(&self, words: &[Token]) -> String {
        let words = name::without_examples(self.s, name::trim_back(self.s, words));
        name::join(self.s, &words)
    }

    /// The name that words give by themselves, leaning on the head where they must.
    fn named(&self, words: &[Token], _place: Option<&Whereabouts>) -> String {
        let name = self.named_words(words);
        if !name.is_empty() && name::is_dependent(&name) {
            if let Some(head) = self.head_of_clause(words) {
                let base = name::base_of(&head);
                let base = if name == "总量" || name == "总数" { base.trim_start_matches("新增").to_owned() } else { base };
                return format!("{base}{name}");
            }
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
        let clause = self.s.clauses.iter().rev().find(|c| c.end <= at && !self.quantities.iter().any(|q| c.contains(q.span())))?;
        let words = self.s.words_in(*clause);
        let trimmed = name::trim_front(self.s, words);
        let end = trimmed.words.iter().position(|t| matches!(t.tag, Tag::Verb | Tag::VerbNoun | Tag::Adverb | Tag::Adjective)).unwrap_or(trimmed.words.len());
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
        self.drafts.iter().rev().find(|d| self.quantities[d.quantity].end <= open).map(|d| d.name.clone()).unwrap_or_default()
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
            draft.name = self.carried.name.clone();
            draft.headless = true;
        }
        let keeps = matches!(draft.rule, Rule::Gap) || draft.kind == Kind::Rank && self.head.is_some();
        if draft.place.is_none() {
            draft.place = self.head.as_ref().and_then(|h| h.place.clone());
        }
        if !keeps {
            self.head = Some(Head { name: draft.name.clone(), kind: Some(draft.kind), deed: draft.deed, place: draft.place.clone() });
        }
        self.drafts.push(draft);
    }
}

/// Verbs that an enumeration passes on from its first member.
const LIST_VERBS: [&str; 24] = [
    "新增", "新建", "新引进", "新培育", "新组建", "新认定", "新设", "新开工", "办理", "发放", "推出", "完成", "建成", "引进", "获批", "评定", "出台", "审查", "入驻", "新设立", "组建", "培育", "取消", "受理",
];

/// 梳理涉企政策 → 涉企政策.
fn strip_deed(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let words = crate::text::token::tokens(&chars, Span::new(0, chars.len()));
    match words.first() {
        Some(first) if matches!(first.tag, Tag::Verb | Tag::VerbNoun) && words.len() > 1 => chars[first.span.end..].iter().collect(),
        _ => name.to_owned(),
    }
}

/// True where the words before a position say that what follows is planned.
pub(super) fn is_planned(s: &Sentence<'_>, before: Span) -> bool {
    let words = s.words_in(before);
    let plan_words = ["力争", "争取", "预期", "预期目标", "确保", "计划", "拟", "努力实现", "奋斗目标", "规划"];
    words.iter().enumerate().any(|(at, token)| {
        if s.is(*token, &plan_words) {
            // 完成年度计划的115%, 规划面积: a noun, not an intention.
            let noun = words.get(at + 1).is_some_and(|n| s.is(*n, &["的", "面积", "总投资"])) || at > 0 && s.is(words[at - 1], &["年度", "完成", "十五", "行动", "预定", "原"]);
            return !noun;
        }
        if s.is(*token, &["将", "将要", "要"]) {
            return words.get(at + 1).is_none_or(|next| {
                matches!(next.tag, Tag::Verb | Tag::Adverb) && !s.is(*next, &["执法", "近"]) || lexicon().verbs.exact(s.word(*next)).is_some()
            }) && !ends_with(s.word(*token), &["主要"]);
        }
        false
    }) || s.chars[before.start..before.end].windows(2).any(|w| w == ['目', '标']) && s.chars[before.start..before.end].contains(&':')
        || ends_with(&s.chars[before.start..before.end], &["预期目标", "目标是"])
}
