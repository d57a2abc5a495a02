//! Indicators' names: the words before and after a quantity, without time, place and filler.

use super::clause::Sentence;
use super::footnote;
use crate::lexicon::{NameRole, lexicon};
use crate::numeral;
use crate::place::{self, Level, Place};
use crate::text::shadow::{ends_with, starts_with};
use crate::text::token::{Tag, Token};

/// Where a claim's own words say that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// 我市, 全市: the document's own place.
    Own,
    /// 全省, said in a city's document: the province.
    Province,
    /// A place by its name.
    Named(&'static Place),
    /// One of several places of that name.
    Unclear,
}

/// Words trimmed to what names an indicator.
#[derive(Debug, Clone)]
pub(super) struct Trimmed {
    pub(super) words: Vec<Token>,
    pub(super) place: Option<Whereabouts>,
}

/// Drops time, place and filler from the front of `words`.
pub(super) fn trim_front(s: &Sentence<'_>, words: &[Token]) -> Trimmed {
    let mut words = &words[reporting(s, words).max(intending(s, words))..];
    let mut place = None;
    while let Some(first) = words.first().copied() {
        let text = s.word(first);
        // “中国星谷”: within quotation marks a place is part of a name.
        let quoted = first.span.start.checked_sub(1).is_some_and(|at| s.chars[at] == '“');
        if let Some((at, found)) = place_at(s, words).filter(|_| !quoted) {
            // 济南市委 is a body, not the place; a place right before a verb or noun is where it holds.
            // 香港、澳门和台湾同胞: several places are what is counted, not where.
            let joined = words.get(at).is_some_and(|t| s.is(*t, &["、", "和", "与", "及", "至"]));
            // 青石县等3个县, 青石县东山街道等14个乡镇: an example of what is counted.
            let mut things = words[at..].iter().take_while(|t| t.tag != Tag::Verb);
            let example = things.any(|t| s.is(*t, &["等", "等等"]));
            // 澳门居民, by itself: whose they are is what is counted.
            let people = matches!(found, Whereabouts::Named(_) | Whereabouts::Unclear)
                && words.len() == at + 1
                && s.is(words[at], &["居民", "旅客", "游客", "同胞", "企业"]);
            if !joined && !example && !people {
                // 我市历下区: where it holds is said the more closely by the name.
                let closer = matches!(found, Whereabouts::Named(_) | Whereabouts::Unclear)
                    && matches!(place, Some(Whereabouts::Own | Whereabouts::Province));
                let unclear = found == Whereabouts::Unclear;
                place = if closer { Some(found) } else { place.or(Some(found)) };
                if !unclear {
                    words = &words[at..];
                    continue;
                }
            }
            break;
        }
        // 三是, 一、: the mark of a list.
        let numbered = text.len() <= 2 && text.iter().all(|c| numeral::can_start(*c));
        if numbered && words.len() > 2 && s.is(words[1], &["是", "、"]) && !s.is(words[2], &["二", "三"])
        {
            words = &words[2..];
            continue;
        }
        // 六是完成改造, where the count that follows was taken for the end of its name.
        if numbered && s.chars.get(first.span.end) == Some(&'是') {
            words = &words[1..];
            continue;
        }
        // 目标是新增就业
        if s.is(first, &["目标", "预期目标", "主要目标"]) && words.len() > 2 && s.is(words[1], &["是", "为"])
        {
            words = &words[2..];
            continue;
        }
        // 年度斩获金奖72项: how long it took; 年度投资 is a thing.
        let yearly = s.is(first, &["年度"]) && words.get(1).is_some_and(|t| t.tag == Tag::Verb);
        let drops = match first.tag {
            _ if yearly => true,
            Tag::Mark | Tag::Conjunction | Tag::Particle => true,
            // 不起诉, 未办结 and 最多 say something else than what is left without them.
            Tag::Adverb => {
                let kept = starts_with(text, &["直接", "合计", "平均", "实际", "自然", "更新"])
                    || matches!(text, ['最'] | ['最', '多' | '少' | '高' | '低' | '大' | '长' | '短'])
                    || negates(text);
                !(kept && words.len() > 1)
            }
            _ => false,
        };
        let filler = lexicon()
            .names
            .exact(text)
            .is_some_and(|role| *role == NameRole::Filler || *role == NameRole::Plan && words.len() > 1);
        // “高效办成一件事”
        let filler = filler && !quoted;
        if !(drops || filler && words.len() > 1 || filler && text.len() <= 2) || half_of_verb(s, words) {
            break;
        }
        words = &words[1..];
    }
    Trimmed { words: words.to_vec(), place }
}

/// True for the words that make a name say the opposite: 不起诉, 未办结.
pub(super) fn negates(word: &[char]) -> bool {
    const WORDS: [&str; 10] = ["不", "未", "没", "没有", "未能", "未予", "不予", "并未", "尚未", "不再"];
    WORDS.iter().any(|negation| word.iter().copied().eq(negation.chars()))
}

/// 互认, 到岗: a verb that is cut in two, of which neither half names anything.
fn half_of_verb(s: &Sentence<'_>, words: &[Token]) -> bool {
    let [first, second] = words else { return false };
    let whole = first.span.len() == 1 && second.span.len() == 1 && first.span.end == second.span.start;
    let adverb = first.tag == Tag::Adverb && lexicon().names.exact(s.word(*first)).is_none();
    whole && (adverb && second.tag == Tag::Verb || s.is(*first, &["到"]) && second.tag == Tag::Noun)
}

/// How many words at the front say who means to do it: 2 in 房屋局计划兴建住宅, 3 in 政府计划将碳排放减少一半.
fn intending(s: &Sentence<'_>, words: &[Token]) -> usize {
    let body = |word: &Token| {
        let ends = |c: &char| "会署局部府院厅委司处团社校".contains(*c);
        matches!(word.tag, Tag::Noun | Tag::Other) && s.word(*word).last().is_some_and(ends)
    };
    let intends = |at: &usize| {
        let [before, verb, after] = [&words[at - 1], &words[*at], &words[at + 1]];
        let acts = matches!(after.tag, Tag::Verb | Tag::VerbNoun) || s.is(*after, &["将", "把"]);
        body(before) && s.is(*verb, &["预计", "预估", "估计", "预测", "计划", "打算"]) && acts
    };
    let Some(at) = (1..words.len().saturating_sub(1).min(5)).find(intends) else { return 0 };
    at + if s.is(words[at + 1], &["将", "把"]) { 2 } else { 1 }
}

/// How many words at the front say who reported it: 2 in 海关总署公布前三季度进出口总值.
fn reporting(s: &Sentence<'_>, words: &[Token]) -> usize {
    let reports = |pair: &[Token]| {
        // A time stands between them.
        pair[0].span.end < pair[1].span.start
            && s.is(pair[0], &["公布", "发布", "通报", "披露", "显示", "表示", "指出", "介绍"])
    };
    words.windows(2).take(5).position(reports).map_or(0, |at| at + 1)
}

/// A place at the front: how many words it takes.
pub(super) fn place_at(s: &Sentence<'_>, words: &[Token]) -> Option<(usize, Whereabouts)> {
    let first = words.first()?;
    let reach = words.last()?.span.end;
    let chars = &s.chars[first.span.start..reach];
    let lexicon = lexicon();
    let (len, found) = match lexicon.own_place.longest(chars) {
        Some((len, ())) => (len, Whereabouts::Own),
        None if starts_with(chars, &["全省", "我省", "省内"]) => (2, Whereabouts::Province),
        None => {
            let found = place::at(&s.chars[..reach], first.span.start, s.own)?;
            (found.span.len(), found.place().map_or(Whereabouts::Unclear, Whereabouts::Named))
        }
    };
    let end = first.span.start + len;
    let count = words.iter().take_while(|t| t.span.end <= end).count();
    let whole = count > 0 && words[count - 1].span.end == end;
    // 商河新增就业 is said of 商河县, 商河国际机场 is a thing with a name of its own.
    let county = matches!(&found, Whereabouts::Named(place) if place.level == Level::County);
    let short = county && !ends_with(&chars[..len], &["县", "区", "市", "旗"]);
    if short && words.get(count).is_none_or(|next| !matches!(next.tag, Tag::Verb | Tag::Adverb)) {
        return None;
    }
    // 济南市委, 上海标准: the place is part of a longer name.
    let body = lexicon.titled.longest(&chars[len.min(chars.len())..]).is_some();
    (whole && !body).then_some((count, found))
}

/// Joins words into a name, without quotation marks, blanks, long brackets and marks of footnotes. 0—14岁 keeps its
/// dash.
pub(super) fn join(s: &Sentence<'_>, words: &[Token]) -> String {
    let chars: Vec<char> = words.iter().flat_map(|token| s.word(*token)).copied().collect();
    let mut name = String::new();
    let mut depth = 0usize;
    let mut held = String::new();
    let mut at = 0;
    while at < chars.len() {
        let mark = footnote::mark(&chars[at..]);
        // What is left of a mark where the name ends within it: 人口[5.
        let torn =
            chars[at] == '[' && chars[at + 1..].iter().all(|c| c.is_ascii_digit() || matches!(c, ',' | '、'));
        if mark > 0 || torn {
            at += mark.max(1) + if torn { chars.len() - at - 1 } else { 0 };
            continue;
        }
        let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        match chars[at] {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                // 县(市、区) is one word.
                if depth == 0 && held.chars().count() <= 3 {
                    name.extend(held.chars().filter(|c| *c != '、'));
                }
                held.clear();
            }
            c @ ('—' | '-' | '–') if depth == 0 && digit(at.checked_sub(1)) && digit(Some(at + 1)) => {
                name.push(c);
            }
            '“' | '”' | '‘' | '’' | '"' | '《' | '》' | '【' | '】' | ' ' | '<' | '>' | '|' | '*' | '#'
            | '—' | '-'
                if depth == 0 => {}
            c if depth > 0 => held.push(c),
            c => name.push(c),
        }
        at += 1;
    }
    name.trim_matches(|c: char| matches!(c, '、' | '·' | '的' | ',' | ':')).to_owned()
}

/// Drops what ends a phrase without naming anything: 的, 了, 等, 达到, 共.
pub(super) fn trim_back<'t>(s: &Sentence<'_>, words: &'t [Token]) -> &'t [Token] {
    let mut words = words;
    while let Some(last) = words.last().copied() {
        let text = s.word(last);
        let drops = matches!(last.tag, Tag::Particle | Tag::Conjunction)
            || last.tag == Tag::Mark && !matches!(text.first(), Some(')'));
        // 年运量由, 增速在: what leads on to the quantity.
        let leads = text.len() == 1
            && starts_with(text, &["由", "从", "在", "是", "为", "将", "把", "达", "向", "至", "上"]);
        let filler = leads
            || starts_with(text, &["等"]) && text.len() <= 2
            || last.tag == Tag::Adverb && text.len() <= 2 && !starts_with(text, &["合计", "成功"]);
        if !(drops || filler) {
            break;
        }
        words = &words[..words.len() - 1];
    }
    words
}

/// 发放置业、家居、汽车等消费券 → 发放消费券: examples before 等 name nothing.
pub(super) fn without_examples(s: &Sentence<'_>, words: &[Token]) -> Vec<Token> {
    let Some(etc) = words.iter().rposition(|t| s.is(*t, &["等", "等等"])) else { return words.to_vec() };
    if etc == 0 {
        return words[1..].to_vec();
    }
    // 用于教育、文化等支出: for what it was is the whole of its name.
    if s.is(words[0], &["用于"]) {
        return words.to_vec();
    }
    // 用于教育、文化等支出: the first example may look like a verb, or like an adjective of one character.
    let example =
        words[..etc].iter().position(|t| s.is(*t, &["、"])).map_or(etc, |mark| mark.saturating_sub(1));
    let short = |t: &Token| t.span.len() == 1 && !s.is(*t, &["新", "建", "修", "办"]);
    let example = words[..example].iter().position(short).unwrap_or(example);
    let verb = leading_verbs(&words[..example]);
    words[..verb].iter().chain(&words[etc + 1..]).copied().collect()
}

/// 合作区揭牌运作三周年出入境 → 合作区出入境: how long something has been there names nothing.
pub(super) fn without_anniversary(s: &Sentence<'_>, mut words: Vec<Token>) -> Vec<Token> {
    let lasts = |t: &Token| {
        let word = s.word(*t);
        word.first().is_some_and(|c| numeral::can_start(*c)) && ends_with(word, &["年", "周年", "个月"])
    };
    if let Some(at) = words.iter().position(lasts) {
        let deeds =
            words[..at].iter().rev().take_while(|t| matches!(t.tag, Tag::Verb | Tag::VerbNoun)).count();
        let within = words.get(at + 1).is_none_or(|t| s.is(*t, &["内", "中", "间", "里"]));
        if deeds > 0 && !within {
            words.drain(at - deeds..=at);
        }
    }
    words
}

/// How many words at the front are the verb of what follows: 2 in 推动出台法规.
pub(super) fn leading_verbs(words: &[Token]) -> usize {
    let mut at = 0;
    if words.first().is_some_and(|t| t.tag == Tag::Preposition) {
        at = words.iter().position(|t| t.tag == Tag::Verb).unwrap_or(0);
    }
    let verb = |t: &Token| {
        matches!(t.tag, Tag::Verb | Tag::VerbNoun | Tag::Adverb)
            || t.tag == Tag::Adjective && t.span.len() == 1
    };
    // 开工建设怀山治理工程: one character behind a whole verb begins a name.
    let begins = |at: usize| at > 0 && words[at].span.len() == 1 && words[at - 1].span.len() > 1;
    let verbs = (at..words.len()).take_while(|at| verb(&words[*at]) && !begins(*at)).count();
    if verbs == 0 { 0 } else { at + verbs }
}

/// 为重大项目提供法律服务 → 提供法律服务: whom it was done for names nothing, where a verb with its object follows.
pub(super) fn without_beneficiary(words: &[Token]) -> &[Token] {
    if words.first().is_none_or(|t| t.tag != Tag::Preposition) {
        return words;
    }
    let Some(last) = words.iter().rposition(|t| t.tag == Tag::Verb) else { return words };
    // 向人大提请审议法规: the whole of the verb.
    let verb = last + 1 - words[..=last].iter().rev().take_while(|t| t.tag == Tag::Verb).count();
    let object = words[verb + 1..].iter().any(|t| matches!(t.tag, Tag::Noun | Tag::VerbNoun));
    if verb > 1 && object { &words[verb..] } else { words }
}

/// True where the phrase begins with a verb: it tells of something done, which adds up over time.
pub(super) fn is_deed(s: &Sentence<'_>, words: &[Token]) -> bool {
    let words = &words[words.iter().take_while(|t| negates(s.word(**t))).count()..];
    words.first().is_some_and(|t| {
        let text = s.word(*t);
        (t.tag == Tag::Verb && !starts_with(text, &["占", "达到", "保有", "收入", "支出"]))
            || t.tag == Tag::VerbNoun
                && words.len() > 1
                && text.len() == 2
                && !matches!(words[1].tag, Tag::Particle | Tag::Mark | Tag::Adverb)
            || starts_with(text, &["新增", "新建", "净增", "累计", "投产", "建成", "完成", "引进"])
            || starts_with(text, &["新"]) && text.len() == 1 && words.len() > 1
    }) || words.windows(2).any(|pair| {
        // 主城区铺设改性沥青路面: a verb with its object, whoever did it.
        pair[0].tag == Tag::Verb
            && matches!(pair[1].tag, Tag::Noun | Tag::Adjective | Tag::VerbNoun)
            && !s.is(
                pair[0],
                &[
                    "实现", "达到", "占", "有", "为", "超过", "拥有", "保有", "高于", "低于", "利用", "使用",
                    "就业", "登记",
                ],
            )
    })
}

/// True where the name says nothing without the head of an earlier clause: 总量, 增加值.
pub(super) fn is_dependent(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let exact = lexicon().names.exact(&chars) == Some(&NameRole::Dependent);
    let shares = lexicon()
        .names
        .longest(&chars)
        .is_some_and(|(len, role)| *role == NameRole::Dependent && chars.get(len) == Some(&'占'));
    exact || shares || chars.first() == Some(&'占')
}

/// The head that a dependent noun leans on: 数字经济核心产业规模 → 数字经济核心产业.
pub(super) fn base_of(head: &str) -> String {
    let chars: Vec<char> = head.chars().collect();
    let mut end = chars.len();
    if let Some((len, NameRole::Dependent)) = lexicon().names.longest_suffix(&chars)
        && len < chars.len()
    {
        end -= len;
    }
    let base: String = chars[..end].iter().collect();
    let base = base.trim_end_matches('的');
    // 工业销售产值…,实现利润: whose both are.
    let whose = ["主营业务", "销售", "营业"].iter().find_map(|of| base.strip_suffix(of));
    whose.filter(|whose| end < chars.len() && !whose.is_empty()).unwrap_or(base).to_owned()
}

/// True where a name ends with a goal or plan that was set before: 年度目标, 全年预算, 工作任务.
pub(super) fn is_goal(name: &str) -> bool {
    let set = [
        "年度", "全年", "年初", "工作", "任务", "目标", "考核", "规划", "既定", "原定", "预定", "完成",
        "调整", "变动", "汇总",
    ];
    let goals = ["目标", "任务", "计划", "预算"];
    if matches!(name, "预算" | "调整预算" | "预算数" | "汇总预算" | "变动预算" | "预算安排")
    {
        return true;
    }
    goals
        .iter()
        .filter_map(|goal| name.strip_suffix(goal))
        .any(|of| set.iter().any(|word| of.ends_with(word)))
}

/// Ends in a word that makes a complete indicator: 率, 额, 比重.
pub(super) fn is_measure(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    matches!(lexicon().names.longest_suffix(&chars), Some((len, NameRole::Measure | NameRole::Dependent)) if len < chars.len())
}

/// 完成一般公共预算收入 and 实现利润: the verb names nothing where the noun is an indicator by itself.
pub(super) fn without_light_verb(name: String) -> String {
    for verb in ["完成", "实现", "达到", "预计"] {
        if let Some(rest) = name.strip_prefix(verb) {
            let long = rest.chars().count() >= 4;
            if long && is_measure(rest) && !rest.starts_with("投资") {
                return rest.to_owned();
            }
        }
    }
    name
}

/// Splits 存款、贷款和余额 at its joints; one part where there is none.
pub(super) fn parts<'t>(s: &Sentence<'_>, words: &'t [Token]) -> Vec<&'t [Token]> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut depth = 0i32;
    for (at, token) in words.iter().enumerate() {
        for c in s.word(*token) {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
        }
        if depth == 0
            && (s.is(*token, &["、"])
                || token.tag == Tag::Conjunction && s.is(*token, &["和", "及", "以及", "与"]))
        {
            parts.push(&words[from..at]);
            from = at + 1;
        }
    }
    parts.push(&words[from..]);
    parts.retain(|p| !p.is_empty());
    parts
}

/// The heads of a 分别 list, one for each of `count` values, or `None` where they cannot be told apart.
pub(super) fn heads(s: &Sentence<'_>, words: &[Token], count: usize) -> Option<Vec<String>> {
    let mut parts = parts(s, words);
    if parts.len() != count {
        let split_at = |marks: &[&str]| -> Vec<&[Token]> {
            let joins = |t: &Token| s.is(*t, marks) && (t.tag == Tag::Conjunction || s.is(*t, &["、"]));
            words.split(joins).filter(|part| !part.is_empty()).collect()
        };
        // 开发区、园区数量和规划面积: the marks join within a head; 运输和仓储业、租赁和商务服务业: 和 does.
        let coarse = [&["和", "及", "以及", "与"][..], &["、"]].map(split_at);
        if let Some(fitting) = coarse.into_iter().find(|coarse| coarse.len() == count) {
            parts = fitting;
        }
    }
    if parts.len() == count && count > 1 {
        let last = parts.last()?;
        if let Some(names) = sectors(s, &parts) {
            return Some(names);
        }
        let suffix = shared_suffix(s, &parts);
        let lead = parts[0];
        return Some(
            parts
                .iter()
                .enumerate()
                .map(|(at, part)| {
                    let mut own = join(s, part);
                    // 工业营业收入、利润: the second leans on the first.
                    let first = join(s, parts[0]);
                    let base = base_of(&first);
                    if at > 0 && is_dependent(&own) && base != first {
                        own.insert_str(0, &base);
                    }
                    // 对东盟、欧盟: the preposition of the first holds for all.
                    let lead = if at > 0 && lead[0].tag == Tag::Preposition && part[0].tag != Tag::Preposition
                    {
                        join(s, &lead[..1])
                    } else {
                        String::new()
                    };
                    let tail = if std::ptr::eq(*part, *last) || own.ends_with(&suffix) {
                        String::new()
                    } else {
                        suffix.clone()
                    };
                    format!("{lead}{own}{tail}")
                })
                .collect(),
        );
    }
    let name = join(s, words);
    let compound = lexicon().compounds.iter().find(|c| c.parts.len() == count && name.contains(&c.word))?;
    Some(compound.parts.iter().map(|own| name.replacen(&compound.word, own, 1)).collect())
}

/// 第一、二、三产业增加值, 一、二产占比: each has the last one's words behind its own ordinal.
fn sectors(s: &Sentence<'_>, parts: &[&[Token]]) -> Option<Vec<String>> {
    let texts: Vec<String> = parts.iter().map(|part| join(s, part)).collect();
    let (last, earlier) = texts.split_last()?;
    let ordinal = |text: &str| -> Option<(char, String)> {
        let mut rest = text.trim_start_matches('第').chars();
        rest.next().filter(|c| matches!(c, '一' | '二' | '三' | '四')).map(|c| (c, rest.collect()))
    };
    let (own, shared) =
        ordinal(last).filter(|(_, shared)| shared.starts_with(['产', '级', '类', '期', '号']))?;
    let earlier: Option<Vec<char>> = earlier
        .iter()
        .map(|text| ordinal(text).filter(|(_, rest)| rest.is_empty()).map(|(c, _)| c))
        .collect();
    let mark = if texts[0].starts_with('第') { "第" } else { "" };
    Some(earlier?.into_iter().chain([own]).map(|c| format!("{mark}{c}{shared}")).collect())
}

/// True where a name begins with what several heads add up to: 进出口 has values of its own.
pub(super) fn is_sum(name: &str) -> bool {
    lexicon().compounds.iter().any(|compound| compound.sum && name.starts_with(&compound.word))
}

/// True for 进出口, 进口 and the like: what a sum adds up, or the sum.
pub(super) fn is_sum_or_part(name: &str) -> bool {
    let sums = lexicon().compounds.iter().filter(|compound| compound.sum);
    sums.flat_map(|sum| std::iter::once(&sum.word).chain(&sum.parts)).any(|word| word == name)
}

/// Whose figures a name gives, where it ends with a sum or one of its parts: 对沿线国家 in 对沿线国家进出口.
pub(super) fn owner_of_sum<'n>(name: &'n str, part: &str) -> Option<&'n str> {
    let compounds = lexicon().compounds.iter();
    let sum =
        compounds.filter(|c| c.sum).find(|c| c.parts.iter().any(|own| part.starts_with(own.as_str())))?;
    let mut words = std::iter::once(&sum.word).chain(&sum.parts);
    words.find_map(|word| name.split_once(word.as_str())).map(|(owner, _)| owner)
}

/// What the last of several heads lends to the others: 日均销售额 in 家电、服装日均销售额.
fn shared_suffix(s: &Sentence<'_>, parts: &[&[Token]]) -> String {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return String::new() };
    // 最终消费支出、净出口对经济增长的贡献率: what they are measured against is said once.
    let against =
        last.iter().skip(1).position(|t| s.is(*t, &["对", "占"])).map(|at| join(s, &last[at + 1..]));
    // 生产总值、固定资产投资在全省占比: a share of the same whole.
    let share = last.last().is_some_and(|t| s.is(*t, &["占比", "比重", "份额"]));
    let within = last.iter().skip(1).position(|t| s.is(*t, &["在"])).filter(|_| share);
    let against = against.or_else(|| within.map(|at| join(s, &last[at + 1..])));
    // A head that is complete by itself borrows nothing else.
    if is_measure(&join(s, first)) {
        return against.unwrap_or_default();
    }
    // 养老、失业、工伤保险人数: the word is said once, though jieba keeps it in one with the last of them.
    let whole = join(s, last);
    if let Some(at) = whole.find("保险")
        && !parts[..parts.len() - 1].iter().any(|p| join(s, p).contains("保险"))
    {
        return whole[at..].to_owned();
    }
    if within.is_some() {
        return against.unwrap_or_default();
    }
    // 专利密集型产业、版权产业增加值: the two run parallel up to 产业.
    if let Some(end) = first.last() {
        let kind = s.word(*end).last().copied();
        if let Some(at) = last.iter().position(|t| s.word(*t).last().copied() == kind && t.tag != Tag::Mark) {
            return join(s, &last[at + 1..]);
        }
    }
    if let Some(against) = against {
        return against;
    }
    if let Some(of) = last.iter().position(|t| s.is(*t, &["的"])) {
        return join(s, &last[of..]).trim_start_matches('的').to_owned();
    }
    // 申请材料、办理时限: built alike, each is complete.
    if parts[..parts.len() - 1].iter().any(|p| p.len() == last.len()) {
        return String::new();
    }
    let same = parts[..parts.len() - 1].iter().map(|p| p.len()).min().unwrap_or(first.len());
    if last.len() > same {
        let suffix = join(s, &last[same..]);
        // 刑事、治安警情: where jieba cuts the last word, the heads are as long as each other.
        let cut = suffix.chars().count() == 1
            && lexicon().names.exact(&suffix.chars().collect::<Vec<_>>()).is_none();
        let width = join(s, first).chars().count();
        return if cut { whole.chars().skip(width).collect() } else { suffix };
    }
    last.last()
        .map(|t| join(s, &[*t]))
        .filter(|n| lexicon().names.exact(&n.chars().collect::<Vec<_>>()).is_some())
        .unwrap_or_default()
}

/// True where the words before a quantity end with a noun, so that the quantity closes the phrase.
pub(super) fn ends_with_noun(s: &Sentence<'_>, words: &[Token]) -> bool {
    words.last().is_some_and(|t| {
        matches!(t.tag, Tag::Noun | Tag::Place | Tag::Other | Tag::Adjective)
            && !ends_with(s.word(*t), &["等", "以上"])
            || t.tag == Tag::VerbNoun && words.len() > 1
    })
}
