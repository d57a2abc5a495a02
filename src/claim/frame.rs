//! Frames: what is measured by each quantity of a sentence.

mod head;
mod list;
mod tail;

use super::clause::{Item, Sentence};
use super::name::{self, Trimmed, Whereabouts};
use super::rule::{Reason, Rule};
use super::{Basis, Direction, End, Kind};
use crate::document::Span;
use crate::lexicon::{Bound, NameRole, VerbRole, lexicon};
use crate::period::Expression;
use crate::quantity::{Quantity, Shape};
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token};
use head::strip_deed;
use tail::{Said, Tail};

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
    /// Whose share it is, where it is one.
    part: Option<String>,
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
        let count = self.list_length(at);
        let bare = tail.verb.is_some_and(|v| v.role == VerbRole::Change) && count > 1 && {
            let heads = name::trim_front(self.s, tail.rest).words;
            // 收入利润增长5.1%和7.6%: as many heads as values go without 分别.
            heads.is_empty() || name::heads(self.s, &heads, count).is_some()
        };
        if (tail.said.respectively || bare)
            && let Some(count) = self.distribute(at, &tail)
        {
            return count;
        }
        self.single(at, &tail);
        1
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
        self.head = Some(Head { name, kind: Some(Kind::Level), place: named.place, ..Head::default() });
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
            && predicate.chars().count() <= 4
            && let Some(head) = self.head_before(item.before.start)
        {
            name.insert_str(0, &head);
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
            self.head = Some(Head { name: spoken_of, ..Head::default() });
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

    #[expect(clippy::too_many_lines, reason = "the frames of one quantity, one after the other")]
    fn single(&mut self, at: usize, tail: &Tail<'_>) {
        let item = self.items[at];
        let q = &self.quantities[item.quantity];
        let after_span = item.after;
        let after_words = self.own_words_after(at);
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
                    // 占总人数的23.6%,增长12%: what grew is the part, not its share.
                    let part = self.head.as_ref().and_then(|h| h.part.clone());
                    let part = part.filter(|p| q.shape == Shape::Percent && !p.is_empty());
                    name = part.unwrap_or_else(|| self.head_name(item));
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
        let multiplied = before_words.is_empty() && q.shape == Shape::Multiple;
        let carried = multiplied && self.head.as_ref().is_some_and(|h| h.deed)
            || item.listed && self.drafts.last().is_some_and(|d| d.deed && d.kind == Kind::Level);
        let summed = tail.rest.iter().any(|t| self.s.is(*t, &["累计", "总计", "共计"]));
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

    /// The words after a quantity. Where they lead on to the next one, its predicate is not theirs:
    /// 270个重点项目 in 270个重点项目完成投资3350亿元.
    fn own_words_after(&self, at: usize) -> Vec<Token> {
        let words = self.s.words_in(self.items[at].after);
        let leads_on = self.items.get(at + 1).is_some_and(|next| next.lead.is_some());
        let predicate = words.iter().skip(1).position(|t| {
            t.tag == Tag::Verb || lexicon().names.exact(self.word(*t)) == Some(&NameRole::Dependent)
        });
        let end = predicate.filter(|_| leads_on).map_or(words.len(), |p| p + 1);
        words[..end].to_vec()
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
            if let Some(change) = self.against_time(item, &words[..from + than], *lifted, &other) {
                return Some(change);
            }
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

    /// 比去年预算高0.2个百分点: higher than itself at another time is a change.
    fn against_time(&self, item: Item, words: &[Token], lifted: Token, other: &str) -> Option<Draft> {
        if !matches!(other, "" | "预算" | "同期" | "水平" | "实际") {
            return None;
        }
        let q = &self.quantities[item.quantity];
        let base = self.times.iter().rev().find(|t| t.base && t.span.end <= q.start)?;
        if base.span.start < item.before.start {
            return None;
        }
        let own = name::trim_front(self.s, words);
        let name = self.named(&own.words);
        let name = if name.is_empty() { self.head_name(item) } else { name };
        let mut draft = Self::plain(item, name, Kind::Change, Rule::NounChangeQuantity, own.place);
        let up = self.s.is(lifted, &["高", "快"]);
        draft.direction = Some(if up { Direction::Up } else { Direction::Down });
        let said = &self.s.chars[base.span.start..base.span.end];
        let yearly = starts_with(said, &["上年", "去年"]);
        draft.basis = Some(if yearly { Basis::Yoy } else { Basis::Other });
        draft.compared = true;
        Some(draft)
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
        draft.lead = subject;
        Some(draft)
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
