//! One quantity by itself: what changed by it, came to it, was done so often.

use super::head::strip_deed;
use super::tail::Tail;
use super::{Dated, Draft, Reader};
use crate::claim::clause::{Item, Sentence};
use crate::claim::name::{self, Trimmed, Whereabouts};
use crate::claim::rule::{Reason, Rule};
use crate::claim::{Direction, Kind};
use crate::document::Span;
use crate::lexicon::{Bound, NameRole, Verb, VerbRole, lexicon};
use crate::numeral;
use crate::quantity::Shape;
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token};

impl Reader<'_, '_> {
    /// The frames of one quantity, the surest first.
    pub(super) fn single(&mut self, at: usize, tail: &Tail<'_>) {
        let one = self.one(at, tail);
        let found = match tail.verb.filter(|v| v.role == VerbRole::Change) {
            Some(verb) => self.changed(&one, verb),
            None => self.level(&one),
        };
        let beside = self.beside(one.item);
        for mut draft in found {
            if let Some((dated, place)) = &beside {
                draft.dated = draft.dated.or(*dated);
                draft.place = place.clone().or(draft.place);
            }
            // A limit within a definition is no head for what follows.
            if draft.reject.is_some() { self.drafts.push(draft) } else { self.push(draft) }
        }
    }

    /// 较一季度(6.1%), 高于全国(5.0%): a value right behind the time or place that it is of.
    fn beside(&self, item: Item) -> Option<(Option<Dated>, Option<Whereabouts>)> {
        let start = self.quantities[item.quantity].start;
        let open = start.checked_sub(1).filter(|at| self.s.chars[*at] == '(')?;
        let dated = self.times.iter().position(|e| e.base && e.span.end == open).map(Dated::At);
        let words = self.s.words_in(Span::new(self.s.span.start, open));
        let held = words.len().checked_sub(2).is_some_and(|at| {
            self.s.is(words[at], &["于", "比", "较", "高于", "低于", "快于", "慢于", "好于", "优于", "超过"])
        });
        let place = || name::place_at(self.s, &words[words.len() - 1..]).map(|(_, place)| place);
        let place = if held { place() } else { None };
        (dated.is_some() || place.is_some()).then_some((dated, place))
    }

    fn one<'t>(&self, at: usize, tail: &'t Tail<'t>) -> One<'t> {
        let item = self.items[at];
        let attributive = self.s.chars.get(item.after.start) == Some(&'的') && !item.after.is_empty();
        let before = name::trim_front(self.s, tail.rest);
        let after = name::trim_front(self.s, &self.own_words_after(at));
        let after_name = self.after_name(&after.words);
        One { at, item, tail, before, after, after_name, attributive }
    }

    /// 国内生产总值增长5.2%: the verb right before says that the value changed.
    fn changed(&self, one: &One<'_>, verb: Verb) -> Vec<Draft> {
        let q = &self.quantities[one.item.quantity];
        // 改善10万农民的饮用水条件, 提高1200万教师待遇: for whom.
        let people = matches!(q.unit.as_str(), "" | "人" | "名" | "户")
            && matches!(q.shape, Shape::Amount | Shape::Number)
            && self
                .s
                .words_in(one.item.before)
                .last()
                .is_some_and(|t| self.s.is(*t, &["改善", "提高", "提升"]));
        let counts = q.shape == Shape::Amount && !one.attributive || people;
        if counts && !one.after_name.is_empty() {
            return vec![self.counted(one, verb)];
        }
        if let Some(gap) = self.gap(one.item, one.tail).or_else(|| self.contribution(one)) {
            return vec![gap];
        }
        let (names, headless) = self.changed_names(one);
        let rule = if names.len() > 1 {
            Rule::SharedValue
        } else if one.tail.nominal {
            Rule::NominalChange
        } else {
            Rule::NounChangeQuantity
        };
        let better = self.s.words_in(one.item.before).last().is_some_and(|t| self.s.is(*t, &["改善"]));
        let draft = |name: String| {
            // A concentration that is better is lower.
            let lower = better && ["浓度", "能耗", "排放"].iter().any(|w| name.contains(w));
            let up = verb.direction.or(Some(Direction::Up));
            let plain = Self::plain(one.item, name, Kind::Change, rule, one.before.place.clone());
            Draft {
                direction: if lower { Some(Direction::Down) } else { up },
                basis: one.tail.said.basis,
                compared: one.tail.compared,
                headless: plain.headless | headless,
                ..plain
            }
        };
        names.into_iter().map(draft).collect()
    }

    /// 增加床位200张 is a change of the beds; 提升改造小区38个 counts things done.
    fn counted(&self, one: &One<'_>, verb: Verb) -> Draft {
        let place = one.before.place.clone().or_else(|| one.after.place.clone());
        let before = name::join(self.s, &one.before.words);
        let said = verb_text(self.s, self.s.words_in(one.item.before), one.tail.rest.len());
        let after = &one.after_name;
        if !matches!(said.as_str(), "增加" | "减少" | "净增加") {
            let name = format!("{before}{said}{after}");
            let draft = Self::plain(one.item, name, Kind::Level, Rule::VerbQuantityNoun, place);
            return Draft { deed: true, ..draft };
        }
        let name = format!("{before}{after}");
        let mut draft = Self::plain(one.item, name, Kind::Change, Rule::NounChangeQuantity, place);
        draft.direction = verb.direction;
        draft.basis = one.tail.said.basis;
        draft.compared = one.tail.compared;
        draft
    }

    /// 消费拉动经济增长1.3个百分点, 影响CPI上涨0.28个百分点: how much of a change is due to what; a level of its own.
    fn contribution(&self, one: &One<'_>) -> Option<Draft> {
        let words = &one.before.words;
        let points = self.quantities[one.item.quantity].shape == Shape::Points;
        let due = ["拉动", "带动", "影响", "推动", "推高", "拉低", "下拉", "拉升"];
        let at = words.iter().position(|t| self.s.is(*t, &due)).filter(|_| points && !one.tail.compared)?;
        let said = verb_text(self.s, self.s.words_in(one.item.before), one.tail.rest.len());
        // 贡献率为60%,拉动增长3.2个百分点: by what, and of what, is said before.
        let own = name::join(self.s, &words[..at]);
        let rate =
            self.head.as_ref().and_then(|h| h.name.split_once('对').filter(|(_, of)| of.contains("贡献率")));
        let by = match rate {
            _ if !own.is_empty() => own,
            Some((by, _)) => by.to_owned(),
            None => self.head_name(one.item),
        };
        if by.is_empty() {
            return None;
        }
        let of = name::join(self.s, &words[at..]);
        let grown = rate.and_then(|(_, of)| of.split_once("增长")).map(|(what, _)| what);
        let of = if words.len() == at + 1 { format!("{of}{}", grown.unwrap_or_default()) } else { of };
        let name = format!("{by}{of}{said}");
        Some(Self::plain(one.item, name, Kind::Level, Rule::Share, one.before.place.clone()))
    }

    /// What changed, and whether the sentence fails to say it.
    fn changed_names(&self, one: &One<'_>) -> (Vec<String>, bool) {
        let each = one.tail.said.each;
        // 为纳税人压减50%的办税资料: what is less stands behind.
        let whom = one.tail.rest.iter().any(|t| self.s.is(*t, &["为", "帮助"]));
        if whom && one.attributive && !one.after_name.is_empty() {
            return (vec![one.after_name.clone()], false);
        }
        if let Some(names) = self.several(&one.before.words, each).filter(|names| !names.is_empty()) {
            return (names, false);
        }
        let name = self.named(&one.before.words);
        if !name.is_empty() {
            return (vec![name], false);
        }
        let headless = self.head.is_none();
        let names = if each { self.last_names(2) } else { Vec::new() };
        if !names.is_empty() {
            return (names, headless);
        }
        // 占总人数的23.6%,增长12%: what grew is the part, not its share.
        let percent = self.quantities[one.item.quantity].shape == Shape::Percent;
        let part = self.head.as_ref().and_then(|h| h.part.clone()).filter(|p| percent && !p.is_empty());
        let name = part.unwrap_or_else(|| self.head_name(one.item));
        // 新能源车1540万辆,占比24%,同比增长33%
        let part = name.strip_suffix("占比");
        let name = part.filter(|p| percent && p.chars().count() > 2).map_or(name.clone(), str::to_owned);
        (vec![name], headless)
    }

    /// The quantity is a value of the indicator itself.
    fn level(&self, one: &One<'_>) -> Vec<Draft> {
        if let Some(gap) = self.gap(one.item, one.tail) {
            return vec![gap];
        }
        if let Some(draft) = self.share(one.item, one.tail, &one.before) {
            return vec![self.about(one, draft)];
        }
        if let Some(draft) = self.sized(one) {
            return vec![draft];
        }
        if let Some(names) = self.sharing(one) {
            let plain =
                |name| Self::plain(one.item, name, Kind::Level, Rule::SharedValue, one.before.place.clone());
            return names.into_iter().map(plain).collect();
        }
        let phrase = self.phrase(one);
        let draft = self
            .governed(one, &phrase)
            .or_else(|| {
                let closes = phrase.after.is_empty();
                self.relief(one.item, &phrase.words, closes, phrase.place.clone())
            })
            .or_else(|| self.attribute(one, &phrase))
            .or_else(|| self.repeated_change(one, &phrase))
            .or_else(|| self.change_named_before(one, &phrase));
        vec![draft.unwrap_or_else(|| self.plain_level(one, &phrase))]
    }

    /// 总投资8000亿元的29个重大项目: the size of what the next quantity counts.
    fn sized(&self, one: &One<'_>) -> Option<Draft> {
        self.size_of_next(one.at)?;
        let next = self.items.get(one.at + 1)?.quantity;
        // 总投资8000亿元的重大项目29个: what it describes stands right after it.
        if self.quantities[next].start > one.item.after.start + 1 {
            return None;
        }
        let size = one.before.words.iter().rposition(|t| !is_size(self.word(*t)));
        let size = name::join(self.s, &one.before.words[size.map_or(0, |at| at + 1)..]);
        let after = name::trim_front(self.s, &self.own_words_after(one.at + 1)).words;
        let end = after.iter().skip(1).position(|t| t.tag == Tag::Verb).map_or(after.len(), |at| at + 1);
        let last = after[..end].iter().rposition(|t| t.tag == Tag::Noun)?;
        let counted = name::join(self.s, &after[..=last]);
        let place = one.before.place.clone();
        Some(Self::plain(one.item, format!("{counted}{size}"), Kind::Level, Rule::Attributive, place))
    }

    /// 总投资 in 总投资8000亿元的29个重大项目 and in 总投资8000亿元的重大项目29个.
    pub(super) fn size_of_next(&self, at: usize) -> Option<Token> {
        let (item, next) = self.items.get(at).zip(self.items.get(at + 1))?;
        let (own, other) = (&self.quantities[item.quantity], &self.quantities[next.quantity]);
        let of = self.s.chars.get(own.end) == Some(&'的') || own.end == other.start;
        let both = item.clause == next.clause && own.shape == Shape::Amount && other.shape == Shape::Amount;
        let size = self.s.words_in(item.before).last().filter(|t| is_size(self.word(**t)));
        size.copied().filter(|_| of && both)
    }

    /// 行政机关负责人出庭应诉率、行政复议决定履行率保持100%
    fn sharing(&self, one: &One<'_>) -> Option<Vec<String>> {
        let each = one.tail.said.each;
        if !(one.after_name.is_empty() || one.attributive) {
            return None;
        }
        self.several(&one.before.words, each).filter(|_| one.tail.verb.is_some() || each)
    }

    /// 约 before the verb holds for the quantity.
    fn about(&self, one: &One<'_>, mut draft: Draft) -> Draft {
        if one.tail.said.about && self.quantities[one.item.quantity].bound == Bound::Exact {
            draft.bound = Some(Bound::About);
        }
        draft
    }

    /// The words around a quantity, down to what names something.
    fn phrase(&self, one: &One<'_>) -> Phrase {
        let q = &self.quantities[one.item.quantity];
        let trimmed = &one.before.words;
        let last = one.tail.rest.last();
        let kept = match last {
            Some(t) if self.s.is(*t, &["等"]) => trimmed,
            _ => name::trim_back(self.s, trimmed),
        };
        // 电网改造使90万农户受益: what they were made to do is what is counted.
        let made = kept.iter().rposition(|t| self.s.is(*t, &["使", "让", "令"])).map_or(0, |at| at + 1);
        // 为了把人口控制在12亿以内: what is taken hold of.
        let taken = kept.iter().rposition(|t| self.s.is(*t, &["把"])).filter(|at| at + 1 < kept.len());
        let made = taken.filter(|_| one.tail.verb.is_some()).map_or(made, |at| made.max(at + 1));
        let words = name::without_examples(self.s, &kept[made..]);
        let mut words = name::without_beneficiary(&words).to_vec();
        // 年初确定的44项实事: when it was set, and by whom, is not what there are.
        let set = !one.after_name.is_empty()
            && words.last().is_some_and(|t| {
                self.s.chars.get(t.span.end) == Some(&'的')
                    && self
                        .s
                        .is(*t, &["确定", "确立", "提出", "承诺", "部署", "下达", "明确", "规划", "安排"])
            });
        if set {
            words.clear();
        }
        // 降低费率为企业减负4.3亿元: what was done for whom is by itself.
        if words.last().is_some_and(|t| self.s.is(*t, &["减负", "降本"]))
            && let Some(at) = words.iter().rposition(|t| self.s.is(*t, &["为", "帮助"]))
        {
            words.drain(..at);
        }
        // 穿江隧道和两座大桥开工: what stands before 和 is another thing; its verb governs both.
        // 编制《总体规划》、38个新农村规划; but not 增加两、三倍.
        let listed = self.s.words_in(one.item.before).last().is_some_and(|t| {
            let number = numeral::can_start(self.s.chars[t.span.start.saturating_sub(1)]);
            self.s.is(*t, &["、"]) && (!number || words.len() == 1)
        });
        if last.is_some_and(|t| t.tag == Tag::Conjunction) || listed && !one.attributive {
            words.truncate(name::leading_verbs(&words));
        }
        let before = self.named(&words);
        let reached = one.tail.verb.is_some_and(|v| v.role == VerbRole::Reach);
        let closes = name::ends_with_noun(self.s, &words);
        let after: Vec<char> = one.after_name.chars().collect();
        let hollow = lexicon().names.exact(&after) == Some(&NameRole::Hollow);
        // 经济总量超过60万亿元的高基数: a hedge makes a statement of it, not an attribute.
        let stated = hollow || q.numeral > q.start && !before.is_empty() || reached && closes;
        Phrase {
            words,
            before,
            after: if one.attributive && stated || hollow { String::new() } else { one.after_name.clone() },
            place: one.before.place.clone().or_else(|| one.after.place.clone()),
            deed: name::is_deed(self.s, trimmed),
            reached,
            closes,
            percentage: matches!(q.shape, Shape::Percent | Shape::Fraction),
        }
    }

    /// 压减材料53%、环节47%: the verb governs the whole enumeration.
    fn governed(&self, one: &One<'_>, phrase: &Phrase) -> Option<Draft> {
        let last = self.drafts.last()?;
        let lists = one.item.listed && last.rule == Rule::NounChangeQuantity && !last.lead.is_empty();
        if !lists || one.tail.verb.is_some() || phrase.before.is_empty() || !phrase.after.is_empty() {
            return None;
        }
        let name = phrase.before.clone();
        let draft = Self::plain(one.item, name, Kind::Change, Rule::NounChangeQuantity, phrase.place.clone());
        Some(Draft { direction: last.direction, lead: last.lead.clone(), ..draft })
    }

    /// 设立首期规模50亿元的基金, 注册资本1000万元以上的公司: the quantity describes the noun after 的.
    fn attribute(&self, one: &One<'_>, phrase: &Phrase) -> Option<Draft> {
        if !one.attributive || phrase.after.is_empty() {
            return None;
        }
        let Phrase { before, after, closes, .. } = phrase;
        let plain = |name| Self::plain(one.item, name, Kind::Level, Rule::Attributive, phrase.place.clone());
        let done = phrase.words.first().is_some_and(|t| t.tag == Tag::Verb);
        let bound = self.quantities[one.item.quantity].bound;
        // A limit belongs to a definition.
        let unit = self.quantities[one.item.quantity].unit.as_str();
        // 5万平方米以上的大型展会
        let sized = phrase.words.is_empty()
            && matches!(unit, "元" | "平方米" | "平方公里" | "公里" | "米" | "吨" | "千瓦" | "亩" | "立方米");
        if matches!(bound, Bound::AtLeast | Bound::AtMost) && (sized || *closes && !done && !phrase.reached) {
            return Some(Draft { reject: Some(Reason::Threshold), ..plain(after.clone()) });
        }
        Some(plain(if before.is_empty() {
            after.clone()
        } else if name::is_dependent(before) || *closes && (!phrase.deed || name::is_measure(before)) {
            format!("{after}{}", strip_deed(before))
        } else {
            format!("{before}{after}")
        }))
    }

    /// (可比口径12.9%) repeats the kind of what it explains.
    fn repeated_change(&self, one: &One<'_>, phrase: &Phrase) -> Option<Draft> {
        let bare = phrase.before.is_empty() && phrase.after.is_empty();
        // 增长12%,力争13%: more of the same.
        let aims = self.s.words_in(one.item.before).iter().any(|t| self.s.is(*t, &["力争", "争取", "确保"]));
        let aims = aims && one.tail.verb.is_none();
        if !bare || !phrase.percentage || !(aims || self.in_brackets(one.item)) {
            return None;
        }
        let last = self.drafts.last().filter(|d| d.kind == Kind::Change)?;
        let name = last.name.clone();
        let draft = Self::plain(one.item, name, Kind::Change, Rule::NounChangeQuantity, phrase.place.clone());
        Some(Draft { direction: last.direction, basis: last.basis, ..draft })
    }

    /// 药品降幅最大,达到68.4%: the clause before says that it is a change.
    fn change_named_before(&self, one: &One<'_>, phrase: &Phrase) -> Option<Draft> {
        let bare = phrase.before.is_empty() && phrase.after.is_empty();
        let relative = self.quantities[one.item.quantity].shape == Shape::Percent;
        let (_, subject) = self.subject_before(one.item.before.start).filter(|_| bare && relative)?;
        if self.head_name(one.item) != subject {
            return None;
        }
        let down = ["降幅", "减幅", "跌幅"].iter().find_map(|noun| subject.strip_suffix(noun));
        let up = ["涨幅", "增幅", "升幅"].iter().find_map(|noun| subject.strip_suffix(noun));
        let name = down.or(up).filter(|name| !name.is_empty())?.to_owned();
        let place = phrase.place.clone();
        let draft = Self::plain(one.item, name, Kind::Change, Rule::NominalChange, place);
        let direction = if down.is_some() { Direction::Down } else { Direction::Up };
        Some(Draft { direction: Some(direction), ..draft })
    }

    fn in_brackets(&self, item: Item) -> bool {
        self.s.clauses.get(item.clause).is_some_and(|c| {
            let opens = item.clause > 0 && c.start > 0 && self.s.chars[c.start - 1] == '(';
            opens || self.s.chars.get(c.end) == Some(&')')
        })
    }

    /// Names the quantity by the words before it, by those after it, or by both.
    fn plain_level(&self, one: &One<'_>, phrase: &Phrase) -> Draft {
        let named = match (phrase.before.is_empty(), phrase.after.is_empty()) {
            (true, true) => match self.shared_noun(one).or_else(|| self.done_for(one)) {
                Some(noun) => Named::by(noun, Rule::QuantityNoun),
                None => self.named_by_head(one),
            },
            (true, false) => self.named_after(one, phrase),
            (false, true) => self.named_before(one, phrase),
            (false, false) => self.named_around(one, phrase),
        };
        let name = name::without_light_verb(named.name);
        let mut draft = Self::plain(one.item, name, Kind::Level, named.rule, phrase.place.clone());
        draft.headless |= named.headless;
        draft.deed = self.adds_up(one, phrase, named.rule);
        draft.lead = named.lead;
        self.about(one, draft)
    }

    /// 有1.9万户、6.5万名群众受益: both count what the last of the enumeration names.
    fn shared_noun(&self, one: &One<'_>) -> Option<String> {
        let last = one.at + self.list_length(one.at) - 1;
        let q = &self.quantities[one.item.quantity];
        let counted = last > one.at && q.shape == Shape::Amount;
        let noun = self.after_name(&name::trim_front(self.s, &self.own_words_after(last)).words);
        let hollow = lexicon().names.exact(&noun.chars().collect::<Vec<_>>()) == Some(&NameRole::Hollow);
        (counted && !noun.is_empty() && !hollow).then_some(noun)
    }

    /// 为17.9万人次减轻医疗负担4.7亿元: what was done for so many.
    fn done_for(&self, one: &One<'_>) -> Option<String> {
        let whom = self.s.words_in(one.item.before).last().is_some_and(|t| self.s.is(*t, &["为", "帮助"]));
        let next = self.items.get(one.at + 1).filter(|next| whom && next.clause == one.item.clause)?;
        let words = self.s.words_in(Span::new(self.quantities[one.item.quantity].end, next.before.end));
        let done = name::join(self.s, name::trim_back(self.s, words));
        (2..=12).contains(&done.chars().count()).then_some(done)
    }

    fn named_by_head(&self, one: &One<'_>) -> Named {
        let name = self.head_name(one.item);
        let total = one.tail.said.total;
        // 新认定高新技术企业500家,总数3571家
        let added = ["新增", "净增", "新认定", "新登记"];
        // 新增企业5家、达14家: what there are in all.
        let q = &self.quantities[one.item.quantity];
        let last = self.drafts.last().map(|d| &self.quantities[d.quantity]);
        let more = last.is_some_and(|last| last.unit == q.unit && last.value < q.value);
        let bare = one.item.listed && q.bound != Bound::Exact && one.tail.rest.is_empty();
        let reaches = more && (bare || one.tail.verb.is_some_and(|v| v.role == VerbRole::Reach));
        let of_all = |of: &&str| name.strip_prefix(*of).or_else(|| name.strip_suffix(*of));
        let all = added.iter().find_map(of_all).filter(|_| total || reaches);
        let name = all.map_or(name.clone(), str::to_owned);
        Named { name, rule: Rule::NounReachQuantity, headless: self.head.is_none(), lead: String::new() }
    }

    fn named_after(&self, one: &One<'_>, phrase: &Phrase) -> Named {
        let after = &self.of_grade(one, &phrase.after).unwrap_or_else(|| phrase.after.clone());
        let lead = self.drafts.last().filter(|_| one.item.listed).map(|d| d.lead.clone());
        if let Some(lead) = lead.filter(|lead| !lead.is_empty()) {
            let name = format!("{lead}{after}");
            return Named { name, rule: Rule::VerbQuantityNoun, headless: false, lead };
        }
        // 举行植树活动100场,5万人参与: in what.
        if name::is_dependent(after)
            && let Some(head) = self.head_before(one.item.before.start).filter(|_| !self.spoke_of_money())
        {
            return Named::by(format!("{}{after}", strip_deed(&name::base_of(&head))), Rule::QuantityNoun);
        }
        // 100万人口脱贫、30个县摘帽、3500个村退出: each did something else.
        let own = one.after.words.iter().skip(1).any(|t| t.tag == Tag::Verb);
        let shared = if own { String::new() } else { self.shared_predicate(one.at) };
        Named::by(format!("{after}{shared}"), Rule::QuantityNoun)
    }

    fn named_before(&self, one: &One<'_>, phrase: &Phrase) -> Named {
        let mut name = phrase.before.clone();
        if self.lacks_object(phrase) {
            // 梳理政策483件,清理3件: the verb's object is that of the clause before, counted alike. 批捕 has none.
            let head = self.head.as_ref().filter(|_| self.counted_alike(one));
            let object = head.map(|h| (strip_deed(&h.name), h)).filter(|(object, h)| {
                !h.deed || *object != h.name || DONE.iter().any(|done| object.ends_with(done))
            });
            let object = object.map(|(object, _)| object).unwrap_or_default();
            let begun = ["新开工", "新建", "新增"].iter().find_map(|of| object.strip_prefix(of));
            let object = begun.unwrap_or(&object);
            // 新能源开工1600万千瓦、投产1000万千瓦: both did it themselves.
            let did = DONE.iter().find_map(|done| object.strip_suffix(done)).filter(|of| !of.is_empty());
            match did {
                Some(of) => name.insert_str(0, of),
                None => name.push_str(object),
            }
        } else if let Some(alike) =
            self.drafts.last().filter(|_| one.item.listed).and_then(|last| built_alike(&last.name, &name))
        {
            name = alike;
        } else if let Some(verb) =
            self.verb_of_whole(one).filter(|_| !phrase.deed && !name::is_measure(&name))
        {
            name.insert_str(0, &verb);
        } else if one.item.listed
            && (!phrase.deed || is_body(&name))
            // 新增企业400家、零售总额突破2500亿元: a measure counted otherwise was not added.
            && let Some(verb) = self
                .listed_verb()
                .filter(|v| !name::is_measure(&name) || v == "新增" && self.counted_as_last(one))
        {
            name.insert_str(0, &verb);
        }
        let short = name.chars().count() <= 4 && !name::is_measure(&name);
        if short && !self.drafts.is_empty() && self.in_brackets(one.item) {
            name.push_str(&self.outer_name(one.item));
        }
        // 人均生产总值91236元(按年平均汇率折合12947美元): the same in another currency.
        if ["折合", "约合"].iter().any(|same| name.ends_with(same)) && self.in_brackets(one.item) {
            name = self.outer_name(one.item);
        }
        let done = phrase.deed && !phrase.reached;
        Named::by(name, if done { Rule::VerbNounQuantity } else { Rule::NounReachQuantity })
    }

    /// 新增公路64万公里,其中高速公路3万公里: the part was added as its whole was.
    fn verb_of_whole(&self, one: &One<'_>) -> Option<String> {
        let clause = self.s.clauses.get(one.item.clause)?;
        let last = self.drafts.last().filter(|last| {
            last.deed && self.quantities[last.quantity].unit == self.quantities[one.item.quantity].unit
        })?;
        let added = ["新增", "新建", "净增", "新开工", "建成", "新改建"];
        let verb = added.iter().find(|verb| last.name.starts_with(**verb))?;
        starts_with(&self.s.chars[clause.start..], &["其中"]).then(|| (*verb).to_owned())
    }

    /// 清理3件: a bare verb, after a clause that said what was dealt with.
    fn lacks_object(&self, phrase: &Phrase) -> bool {
        let name = &phrase.before;
        let negation = phrase.words.iter().take_while(|t| name::negates(self.word(**t))).count();
        // 改造提升41万亩: two verbs.
        let bare = match phrase.words[negation..] {
            [first] if negation > 0 => first.span.len() <= 2,
            [_] => name.chars().count() <= 2,
            [_, second] => {
                self.s.is(second, &["提升", "改造", "更新", "修复", "整治", "扩建", "改建", "加固", "维修"])
            }
            _ => false,
        };
        bare && matches!(phrase.words[negation].tag, Tag::Verb | Tag::VerbNoun | Tag::Adjective)
            && self.head.as_ref().is_some_and(|h| {
                let done = matches!(name.as_str(), "建成" | "竣工" | "完工" | "投产");
                h.deed || is_increase(name) || done && !name::is_measure(&h.name)
            })
            && !name::is_dependent(name)
    }

    /// True where the value right before it has its unit.
    fn counted_as_last(&self, one: &One<'_>) -> bool {
        let unit = &self.quantities[one.item.quantity].unit;
        self.drafts.last().is_some_and(|last| self.quantities[last.quantity].unit == *unit)
    }

    /// True where what was counted last is counted in the same way: things by things, money by money.
    fn counted_alike(&self, one: &One<'_>) -> bool {
        let kind = |unit: &str| {
            let unit = lexicon().units.exact(&unit.chars().collect::<Vec<_>>());
            unit.map(|unit| unit.dimension.as_str())
        };
        let last = self.drafts.iter().rev().find(|d| self.head.as_ref().is_some_and(|h| h.name == d.name));
        let own = &self.quantities[one.item.quantity].unit;
        last.is_none_or(|d| kind(&self.quantities[d.quantity].unit) == kind(own))
    }

    /// 2个国家级、7个省级示范区 → 国家级示范区: what the first shares with the second.
    fn of_grade(&self, one: &One<'_>, after: &str) -> Option<String> {
        let next = self.items.get(one.at + 1).filter(|next| next.listed && next.clause == one.item.clause)?;
        let noun = self.after_name(&name::trim_front(self.s, &self.own_words_after(one.at + 1)).words);
        let (_, shared) = noun.split_once('级').filter(|_| next.before.is_empty())?;
        (after.ends_with('级') && !shared.is_empty()).then(|| format!("{after}{shared}"))
    }

    fn named_around(&self, one: &One<'_>, phrase: &Phrase) -> Named {
        let q = &self.quantities[one.item.quantity];
        let next = one.after.words.first();
        // 总值突破40万亿元创新高: the verb after it tells something else.
        let goes_on = q.numeral > q.start && next.is_some_and(|t| t.tag == Tag::Verb);
        let noun = next.is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Place));
        let Phrase { before, after, .. } = phrase;
        let after = &self.of_grade(one, after).unwrap_or_else(|| after.clone());
        if phrase.percentage && phrase.closes && !noun || goes_on {
            return Named::by(before.clone(), Rule::NounReachQuantity);
        }
        Named {
            name: format!("{before}{after}"),
            rule: Rule::VerbQuantityNoun,
            headless: false,
            lead: before.clone(),
        }
    }

    /// True where the value tells of something done, which adds up over a stretch of time.
    fn adds_up(&self, one: &One<'_>, phrase: &Phrase, rule: Rule) -> bool {
        let q = &self.quantities[one.item.quantity];
        let multiplied = phrase.words.is_empty() && q.shape == Shape::Multiple;
        let carried = multiplied && self.head.as_ref().is_some_and(|h| h.deed)
            || one.item.listed && self.drafts.last().is_some_and(|d| d.deed && d.kind == Kind::Level);
        let total =
            one.tail.said.total || one.tail.rest.iter().any(|t| self.s.is(*t, &["累计", "总计", "共计"]));
        matches!(rule, Rule::VerbQuantityNoun | Rule::QuantityNoun)
            || !phrase.percentage && (carried || total || phrase.deed && !phrase.reached)
    }

    /// 降低利息负担约2000亿元, 减少贫困人口1442万人: the verb at the front says that the noun changed by so much.
    fn relief(&self, item: Item, words: &[Token], closes: bool, place: Option<Whereabouts>) -> Option<Draft> {
        let q = &self.quantities[item.quantity];
        // 平均压减材料53%
        let words = if words.first().is_some_and(|t| self.s.is(*t, &["平均", "累计", "可"])) {
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
        // 精简率25%, 降价幅度20% is a rate by its own name.
        let rate = words.len() == 2 && (words[1].span.len() == 1 || self.s.is(words[1], &["幅度"]));
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
    pub(super) fn own_words_after(&self, at: usize) -> Vec<Token> {
        let after = self.items[at].after;
        let chars = &self.s.chars[after.start..after.end];
        // 8处(由市园林局负责), 1.4万台(套): a remark in brackets names nothing.
        let remark = chars.first().filter(|c| **c == '(').and_then(|_| chars.iter().position(|c| *c == ')'));
        let words = self.s.words_in(Span::new(after.start + remark.map_or(0, |close| close + 1), after.end));
        let leads_on = self.items.get(at + 1).is_some_and(|next| next.lead.is_some());
        let predicate = words.iter().skip(1).position(|t| {
            t.tag == Tag::Verb || lexicon().names.exact(self.word(*t)) == Some(&NameRole::Dependent)
        });
        let end = predicate.filter(|_| leads_on).map_or(words.len(), |p| p + 1);
        // 拟按3.2%安排、比去年有所下调: what follows the mark compares.
        let compares = words[..end]
            .windows(2)
            .position(|pair| self.s.is(pair[0], &["、"]) && self.s.is(pair[1], &["比", "较"]));
        words[..compares.unwrap_or(end)].to_vec()
    }

    /// What follows a quantity, cut where it goes on to something else.
    pub(super) fn after_name(&self, words: &[Token]) -> String {
        // 实事全部完成: that it was all of them is the value's to say.
        let words = name::trim_back(self.s, words);
        let does = |at: usize| {
            words.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Verb | Tag::VerbNoun))
                && self.s.is(words[at], &["全部", "全面", "均", "已", "已经"])
        };
        let kept = (0..words.len()).filter(|at| !does(*at)).map(|at| words[at]);
        let words: Vec<Token> = kept.collect();
        // 7家医院为贫困患者提供治疗, 3个县分别被评为: what is told of them afterwards names nothing.
        let told = |at: usize| {
            let noun = words[at - 1].tag == Tag::Noun;
            noun && self.s.is(words[at], &["被", "分别"])
                || self.s.is(words[at], &["为", "向", "对", "给"])
                    && is_body(&name::join(self.s, &words[..at]))
        };
        let told = (1..words.len()).find(|at| told(*at)).unwrap_or(words.len());
        // 13个地下通道及一批天桥: what else there is was not counted. 7%的增长速度并不容易: what is said of it.
        let other = |at: &usize| {
            self.s.is(words[*at], &["以及", "并不", "并未"])
                || self.s.is(words[*at], &["及", "和", "与", "、"])
                    && words.get(at + 1).is_some_and(|next| {
                        self.s.is(
                            *next,
                            &["一批", "部分", "一些", "若干", "其他", "其它", "大批", "各类", "所有", "全部"],
                        )
                    })
        };
        let told = (1..told).find(other).unwrap_or(told);
        // 为1700家托育机构统一购买保险: how it was done for them.
        let manner = told > 1 && self.s.is(words[told - 1], &["统一", "集中", "免费"]);
        let words = &words[..told - usize::from(manner)];
        let full = name::join(self.s, words);
        if full.chars().count() <= 18 {
            return full;
        }
        // A long predicate: the noun phrase up to its first verb says what is counted.
        // 工亡职工, 渗漏带: a verb of one character is mostly part of a noun.
        let verb = |t: &Token| t.tag == Tag::Verb && (t.span.len() > 1 || self.s.is(*t, &["起", "到", "有"]));
        let cut = words.iter().skip(1).position(verb).map_or(words.len(), |p| p + 1);
        // 49家三级公立综合医院在监测中获评A级, 14万关闭破产企业退休人员的医保: whom it is about.
        let who = words[..words.len().min(8)].iter().position(|t| {
            is_body(&name::join(self.s, &[*t])) || lexicon().people.longest_suffix(self.word(*t)).is_some()
        });
        let cut = who.map_or(cut, |at| cut.max(at + 1));
        let short = name::join(self.s, &words[..cut]);
        if short.chars().count() >= 2 { short } else { full }
    }
}

/// One quantity with the words around it.
struct One<'t> {
    /// Which item of the sentence.
    at: usize,
    item: Item,
    tail: &'t Tail<'t>,
    before: Trimmed,
    after: Trimmed,
    after_name: String,
    /// True where 的 follows: the quantity describes a noun.
    attributive: bool,
}

/// What the words around a quantity name, and how they stand to it.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that the words show or not")]
struct Phrase {
    /// The words before it that name something.
    words: Vec<Token>,
    before: String,
    after: String,
    place: Option<Whereabouts>,
    /// The words before it tell of something done.
    deed: bool,
    /// 达到, 为 stands before it.
    reached: bool,
    /// The words before it end with a noun.
    closes: bool,
    percentage: bool,
}

/// A name and the rule that found it.
struct Named {
    name: String,
    rule: Rule,
    headless: bool,
    /// What an enumeration passes on to its next member.
    lead: String,
}

impl Named {
    fn by(name: String, rule: Rule) -> Self {
        Self { name, rule, headless: false, lead: String::new() }
    }
}

/// 打造“美丽乡村”示范带13条、示范镇30个: what stands before the first belongs to the second, which is built like it.
fn built_alike(first: &str, second: &str) -> Option<String> {
    let length = second.chars().count();
    let at = first.chars().count().checked_sub(length).filter(|_| (3..=4).contains(&length))?;
    let (lead, last): (String, String) = (first.chars().take(at).collect(), first.chars().skip(at).collect());
    let shared = last.chars().zip(second.chars()).take_while(|(a, b)| a == b).count();
    (shared >= 2 && shared < length && at >= 2).then(|| format!("{lead}{second}"))
}

/// True for a name that ends with a body, which a verb within it only describes: 专业合作社.
fn is_body(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    lexicon().bodies.longest_suffix(&chars).is_some()
}

/// Words for how large something is that is counted beside it.
fn is_size(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    matches!(
        word.as_str(),
        "总投资" | "投资" | "计划总投资" | "总投资额" | "投资额" | "总额" | "总规模" | "总金额" | "总面积"
    )
}

/// What becomes of a work, said behind its name.
const DONE: [&str; 8] = ["新开工", "开工", "复工", "投产", "投用", "建成", "竣工", "完工"];

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
