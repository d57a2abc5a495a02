//! Heads: what a clause leans on where its own words name nothing.

use super::compare::GAPS;
use super::{Draft, Head, Reader};
use crate::claim::Kind;
use crate::claim::clause::{Item, holds_quantity};
use crate::claim::name;
use crate::claim::rule::Rule;
use crate::document::Span;
use crate::lexicon::{NameRole, lexicon};
use crate::numeral;
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token, tokens};

impl Reader<'_, '_> {
    pub(super) fn named_words(&self, words: &[Token]) -> String {
        let words = name::without_examples(self.s, name::trim_back(self.s, words));
        // 奖励扶助标准每人每年: for whom and how often, at the end.
        let each = words
            .iter()
            .rev()
            .take_while(|t| self.word(**t).first() == Some(&'每') && t.span.len() <= 3)
            .count();
        let words = if each < words.len() { &words[..words.len() - each] } else { &words[..] };
        // 在2000年的基础上: against what, with its time cut out.
        let based = words.windows(3).position(|three| {
            self.s.is(three[0], &["在"])
                && self.s.is(three[1], &["的"])
                && self.s.is(three[2], &["基础", "基础上"])
        });
        let words = &words[..based.unwrap_or(words.len())];
        // 口岸共查验: 共 within a name says nothing.
        // 亩均 may be cut in two.
        let of_each = |at: usize| {
            at > 0 && self.s.is(words[at - 1], &["亩", "户", "地", "村", "县", "车", "件", "单", "生", "台"])
        };
        let says_nothing = |at: usize| {
            let word = words[at];
            self.s.is(word, &["共", "共计", "已", "还", "也", "了"])
                || self.s.is(word, &["均"]) && !of_each(at)
        };
        let words: Vec<Token> =
            (0..words.len()).filter(|at| !says_nothing(*at)).map(|at| words[at]).collect();
        let name = name::join(self.s, &name::without_anniversary(self.s, words));
        // 五年内引进企业100家: by when, not what.
        let name = match name.split_once("年内") {
            Some((count, what)) if count.chars().all(numeral::can_start) => what.to_owned(),
            _ => name,
        };
        // 可比口径, 同口径 qualify the value and name nothing.
        let filler = lexicon()
            .names
            .exact(&name.chars().collect::<Vec<_>>())
            .is_some_and(|role| matches!(role, NameRole::Filler | NameRole::Plan));
        // 每生每年由3000元提高到9000元: for whom, of what was spoken of.
        let each = ["每人", "每户", "每生", "每亩", "每斤", "每家", "每村", "每吨", "每位"];
        let filler = filler || each.contains(&name.as_str());
        // 实现三年翻番
        let filler = filler || name.strip_suffix('年').is_some_and(|n| n.chars().all(numeral::can_start));
        // 3月份当月同比增长5.9% says when, not what.
        let when = matches!(name.as_str(), "当月" | "单月" | "当季" | "单季");
        if filler || when { String::new() } else { name }
    }

    /// The name that words give by themselves, leaning on the head where they must.
    pub(super) fn named(&self, words: &[Token]) -> String {
        let name = self.named_words(words);
        // 新登记市场主体110万户,日均新增3027户
        if matches!(name.as_str(), "日均新增" | "月均新增" | "日均净增")
            && let Some(head) = self.head_of_clause(words)
        {
            return format!(
                "{name}{}",
                strip_deed(head.trim_start_matches("新增").trim_start_matches("净增"))
            );
        }
        // 受理诉求152万人次,日均4800人次: an average is of what was spoken of, and another indicator than it.
        if matches!(name.as_str(), "日均" | "月均" | "周均" | "人均" | "户均" | "亩均")
            && let Some(head) = self.head_of_clause(words)
        {
            return format!("{name}{head}");
        }
        // 落实低保标准,农村年人均由240元提高到360元: whose average, of what was spoken of.
        let average = ["人均", "户均", "亩均"].iter().find(|average| name.ends_with(**average));
        if let Some(average) = average.filter(|_| name.chars().count() <= 6)
            && let Some(head) = self.head_of_clause(words)
        {
            let of = head.rsplit_once(average).map_or(head.as_str(), |(_, of)| of);
            return format!("{name}{}", strip_deed(of));
        }
        // 一般公共预算收入678亿元,支出1441亿元: of the same budget.
        if name == "支出"
            && let Some(head) = self.head_of_clause(words)
            && let Some(budget) = head.strip_suffix("收入").filter(|budget| !budget.is_empty())
        {
            return format!("{budget}支出");
        }
        // 第三产业占比…,对经济增长的贡献率50.3%: whose it is.
        if name.ends_with("贡献率")
            && self.after_preposition(words)
            && let Some(head) = self.head_of_clause(words)
        {
            return format!("{}对{name}", name::base_of(&head));
        }
        // 落实资金5亿元,惠及居民3万人: money is not what people take part in.
        let people = ["参", "惠及", "受益"].iter().any(|lead| name.starts_with(lead));
        if !name.is_empty()
            && name::is_dependent(&name)
            && !(people && self.spoke_of_money())
            && let Some(head) = self.head_of_clause(words)
        {
            let base = strip_deed(&name::base_of(&head));
            // 工业完成投入260亿元,实现销售收入1500亿元: both are of 工业.
            let brief = |at: &usize| *at > 0 && base[*at..].chars().count() <= 4;
            let whose = ["全部完成", "完成", "实现"].iter().filter_map(|verb| base.find(verb)).find(brief);
            let base = &base[..whose.unwrap_or(base.len())];
            // 通车里程2500公里,总里程1.15万公里
            let base = name.strip_prefix("总里程").and_then(|_| base.strip_suffix("里程")).unwrap_or(base);
            // A head that has leaned on others before is no name any more.
            if base.chars().count() > 24 {
                return name;
            }
            // 新增耕地流转面积529万亩,流转率41%: what both share is said once.
            let shared = (2..name.chars().count()).rev().find_map(|len| {
                let (end, _) = name.char_indices().nth(len)?;
                base.strip_suffix(&name[..end])
            });
            return format!("{}{name}", shared.unwrap_or(base));
        }
        // 新增就业138万人,完成年度目标的125%: what was to come to it is what was spoken of.
        let goal = name.strip_prefix("完成").unwrap_or(&name);
        if name::is_goal(goal)
            && goal.chars().count() <= 6
            && let Some(head) = self.head_of_clause(words)
        {
            return format!("{head}完成{goal}");
        }
        name::without_light_verb(name)
    }

    /// True where the last value is of money.
    pub(super) fn spoke_of_money(&self) -> bool {
        let last = self.drafts.last().map(|d| &self.quantities[d.quantity].unit);
        last.is_some_and(|unit| unit.ends_with('元'))
    }

    /// True where 对 stands right before the words.
    fn after_preposition(&self, words: &[Token]) -> bool {
        let first = words.first().map_or(self.s.span.end, |t| t.span.start);
        first.checked_sub(1).is_some_and(|at| self.s.chars[at] == '对')
    }

    /// The head that words lean on: the last one of the sentence, else the subject of a clause before.
    pub(super) fn head_of_clause(&self, words: &[Token]) -> Option<String> {
        self.head_before(words.first().map_or(self.s.span.end, |t| t.span.start))
    }

    /// The head that what begins at `start` leans on.
    pub(super) fn head_before(&self, start: usize) -> Option<String> {
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
    pub(super) fn subject_before(&self, at: usize) -> Option<(usize, String)> {
        let clauses = &self.s.clauses[..self.s.clauses.partition_point(|c| c.end <= at)];
        let mut near = clauses.iter().rev().take(6).filter(|c| !holds_quantity(self.quantities, **c));
        // 农民人均纯收入,扣除价格因素,增长4.3%; 3月份当月看,增长5.9%: how it was reckoned names nothing.
        let reckons = |clause: &&Span| {
            let words = self.s.words_in(**clause);
            let looks = words.last().is_some_and(|t| self.s.is(*t, &["看", "来看", "月看"]));
            // 高于全国: held against something else, of what was spoken of before.
            let held = words.first().is_some_and(|t| self.s.is(*t, &GAPS));
            looks
                || held
                || words
                    .first()
                    .is_none_or(|t| self.s.is(*t, &["按", "按照", "扣除", "据", "根据", "剔除", "考虑"]))
        };
        let clause = near.find(|c| !reckons(c))?;
        // 非公有制经济发展较快,活力增强,占…: four characters tell how what was named before does.
        let told = clause.len() == 4
            && !name::is_measure(&self.s.chars[clause.start..clause.start + 2].iter().collect::<String>());
        let further = near.find(|c| told && !reckons(c) && c.len() > 4 && c.len() < 24);
        let clause = further.unwrap_or(clause);
        let words = self.s.words_in(*clause);
        let trimmed = name::trim_front(self.s, words);
        let end = trimmed.words.iter().enumerate().skip(1).position(|(at, t)| match t.tag {
            Tag::Adverb | Tag::Adjective => true,
            _ if self.s.is(*t, &["为", "是", "全部", "全面", "有所", "正在", "加紧", "继续"]) => {
                true
            }
            // 粮食产量再创新高
            _ if starts_with(self.word(*t), &["再创", "再上", "创历史", "历史新高"]) => true,
            // 研发经费投入强度: a verb within a noun phrase.
            Tag::Verb => {
                self.s.is(*t, &["创"]) || trimmed.words.get(at + 1).is_none_or(|n| n.tag != Tag::Noun)
            }
            // 工业投资保持扩张: 投资 is the indicator itself.
            Tag::VerbNoun => {
                trimmed.words.get(at + 1).is_none_or(|n| n.tag != Tag::Noun)
                    && !self.measured_deed(&trimmed.words[at + 1..])
                    && lexicon().names.exact(self.word(*t)) != Some(&NameRole::Measure)
            }
            _ => false,
        });
        let end = end.map_or(trimmed.words.len(), |e| e + 1);
        let name = name::join(self.s, name::trim_back(self.s, &trimmed.words[..end]));
        (name.chars().count() >= 2).then_some((clause.start, name))
    }

    /// 培训投入强度: what is done, and how it is measured, are one noun phrase.
    fn measured_deed(&self, after: &[Token]) -> bool {
        matches!(after, [deed, noun, ..] if matches!(deed.tag, Tag::Verb | Tag::VerbNoun)
            && lexicon().names.exact(self.word(*noun)) == Some(&NameRole::Measure))
    }

    /// The head for a quantity whose own words name nothing.
    pub(super) fn head_name(&self, item: Item) -> String {
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
    pub(super) fn fallback(&self, item: Item) -> String {
        if let Some(head) = &self.head {
            return head.name.clone();
        }
        self.subject_before(item.before.start).map_or_else(|| self.carried.name.clone(), |(_, name)| name)
    }

    /// 保有量2.6亿辆(包括低速货车762万辆),增加2122万辆: a part told in a bracket is no head for what follows it.
    pub(super) fn enter_or_leave_bracket(&mut self, item: Item) {
        let said = &self.s.chars[self.s.span.start..self.quantities[item.quantity].start];
        let within = said.iter().rev().find(|c| matches!(c, '(' | ')')) == Some(&'(');
        if !within && self.outside.is_some() {
            self.head = self.outside.take();
        } else if within && self.outside.is_none() {
            let before = self.head_before(item.before.start);
            self.outside = self.head.clone().filter(|h| before.as_ref() == Some(&h.name));
            self.outside = self.outside.take().or(before.map(|name| Head { name, ..Head::default() }));
        }
    }

    /// In a bracket: the name of what stands before the bracket.
    pub(super) fn outer_name(&self, item: Item) -> String {
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
    pub(super) fn listed_verb(&self) -> Option<String> {
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

    /// 对沿线国家进出口9万亿元。其中,出口5万亿元: whose trade the exports are part of.
    fn owner_of_whole(&self, draft: &Draft) -> Option<String> {
        let last = self.head.as_ref().unwrap_or(&self.carried);
        let whose = name::owner_of_sum(&last.name, &draft.name)?;
        let said = &self.s.chars[self.s.span.start..self.quantities[draft.quantity].start];
        if !said.windows(2).any(|pair| pair == ['其', '中']) {
            return None;
        }
        let all = ["", "货物", "货物贸易", "外贸", "对外贸易", "实现", "完成"];
        (!all.contains(&whose)).then(|| whose.to_owned())
    }

    pub(super) fn push(&mut self, mut draft: Draft) {
        if draft.name.is_empty() {
            draft.name.clone_from(&self.carried.name);
            draft.headless = true;
        }
        if let Some(whose) = self.owner_of_whole(&draft) {
            draft.name.insert_str(0, &whose);
        }
        // 跨上1万亿元、2万亿元两个大台阶,增长13%: the steps are no head for what follows.
        let step =
            ["台阶", "大关", "关口"].iter().any(|step| draft.name.ends_with(step)) && self.head.is_some();
        let keeps = matches!(draft.rule, Rule::Gap)
            || step
            || self.head.is_some() && name::is_goal(&draft.name)
            || draft.kind == Kind::Rank && self.head.is_some();
        if draft.place.is_none() {
            draft.place = self.head.as_ref().and_then(|h| h.place.clone());
        }
        if !keeps {
            // 累计完成投资2762亿元,年均增长20%,是上个五年的2倍: what it came to in all stays so.
            let goes_on = self.head.as_ref().is_some_and(|h| h.deed && h.name == draft.name);
            self.head = Some(Head {
                name: draft.name.clone(),
                kind: Some(draft.kind),
                deed: draft.deed || goes_on,
                place: draft.place.clone(),
                part: (draft.rule == Rule::Share).then(|| draft.lead.clone()),
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
pub(super) fn strip_deed(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let words = tokens(&chars, Span::new(0, chars.len()));
    // 应到代表: a verb may be cut in two.
    let halves = words.iter().take_while(|t| t.tag == Tag::Verb && t.span.len() == 1).count();
    // 未办结信访, 新转移劳动力
    let qualifies = |word: &[char]| name::negates(word) || *word == ['新'];
    // 全面落实低保标准: how it was done goes with what was done.
    let manner = words.iter().take_while(|t| {
        matches!(t.tag, Tag::Adverb | Tag::Adjective) && !name::negates(&chars[t.span.start..t.span.end])
    });
    let manner = manner.count();
    let negation = words[manner..].iter().take_while(|t| qualifies(&chars[t.span.start..t.span.end])).count();
    let negation = manner + negation;
    match words.get(negation) {
        Some(first) if matches!(first.tag, Tag::Verb | Tag::VerbNoun) && words.len() > negation + 1 => {
            let verb = if halves == 2 && words.len() > 2 { words[1] } else { *first };
            chars[verb.span.end..].iter().collect()
        }
        _ => name.to_owned(),
    }
}
