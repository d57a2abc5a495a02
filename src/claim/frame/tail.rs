//! The words right before a quantity: the verb that governs it, 分别, 均, 同比, 比上年.

use super::Reader;
use crate::claim::clause::holds_quantity;
use crate::claim::name;
use crate::claim::{Basis, Direction};
use crate::lexicon::{Verb, VerbRole, lexicon};
use crate::quantity::{Quantity, Shape};
use crate::text::shadow::starts_with;
use crate::text::token::{Tag, Token};

/// What stands at the end of the words before a quantity.
pub(super) struct Tail<'t> {
    /// The words that are left: what is measured.
    pub(super) rest: &'t [Token],
    pub(super) verb: Option<Verb>,
    pub(super) said: Said,
    /// 涨幅, 增速: a noun says the change.
    pub(super) nominal: bool,
    /// What stands between 分别 and the values: 进出口 in 对东盟、欧盟分别进出口.
    pub(super) suffix: &'t [Token],
    /// 比2007年
    pub(super) compared: bool,
}

/// What the adverbs right before a quantity say.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word that was there or not")]
pub(super) struct Said {
    /// 分别
    pub(super) respectively: bool,
    /// 均, 都
    pub(super) each: bool,
    /// 约
    pub(super) about: bool,
    /// 累计, 总计
    pub(super) total: bool,
    /// 同比, 环比, 年均
    pub(super) basis: Option<Basis>,
}

impl Reader<'_, '_> {
    /// Looks at the words right before the quantity: the verb that governs it, 分别, 均, 同比.
    pub(super) fn tail<'t>(&self, words: &'t [Token], q: &Quantity) -> Tail<'t> {
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
            // 未完成2所 is what was not done.
            if tail.rest[..tail.rest.len() - count].last().is_some_and(|t| name::negates(self.word(*t))) {
                break;
            }
            tail.said.about |= self.word(tail.rest[tail.rest.len() - count])[0] == '约';
            // 改造提升15万亩: the verb is half of what was done.
            let half = tail.rest.len() > count && {
                let last = tail.rest[tail.rest.len() - count - 1];
                self.s.is(last, &["改造", "巩固", "优化", "更新", "整治", "升级", "治理"])
            };
            if half && q.shape == Shape::Amount && verb.role == VerbRole::Change {
                break;
            }
            // 带动农民增收16.8亿元: what was done for them.
            let brings = tail.rest.last().is_some_and(|t| self.s.is(*t, &["增收"]))
                && tail.rest.iter().any(|t| self.s.is(*t, &["带动", "促进", "帮助", "助力", "带领"]));
            if brings && tail.verb.is_none() {
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
            let shorter = self.compared(tail.rest, &mut tail.said.basis);
            tail.compared |= shorter.len() < tail.rest.len();
            tail.rest = shorter;
        }
        // 对东盟、欧盟、美国分别进出口: 分别 stands before the noun that all share.
        if !tail.said.respectively && tail.verb.is_none() {
            let found = tail.rest.iter().rposition(|t| self.s.is(*t, &["分别"]));
            // 分别快于全部规模以上工业, 分别占全部进出口: what they are held against may be long.
            let near = |at: &usize| {
                let after = &tail.rest[*at + 1..];
                after.len() < 4 || after.len() < 8 && after.iter().any(|t| self.s.is(*t, &["于", "比", "占"]))
            };
            if let Some(at) = found.filter(near) {
                tail.said.respectively = true;
                tail.suffix = &tail.rest[at + 1..];
                tail.rest = &tail.rest[..at];
            }
        }
        // 涨幅, 增速: a noun that says change; 增速分别快于全国: a level of the gap.
        if let Some(last) = tail.rest.last().filter(|_| tail.suffix.is_empty()) {
            let nominal = match self.word(*last).iter().collect::<String>().as_str() {
                "涨幅" | "增幅" | "增速" | "升幅" | "增长速度" | "增长幅度" | "上涨幅度" | "上升幅度" => {
                    Some(Direction::Up)
                }
                "降幅" | "减幅" | "跌幅" | "下降幅度" => Some(Direction::Down),
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
    pub(super) fn strip<'t>(&self, words: &'t [Token], said: &mut Said) -> &'t [Token] {
        let mut words = words;
        while let Some(last) = words.last().copied() {
            let text: String = self.word(last).iter().collect();
            match text.as_str() {
                // 完成年度目标的125.7%, 高于考核目标1.3个百分点: what it is held against.
                "目标" if name::is_goal(&name::join(self.s, words)) => break,
                "分别" => said.respectively = true,
                "均" | "都" | "双双" | "各" | "均达" | "均为" | "均在" => said.each = true,
                "同比" | "按年" | "年" => said.basis = Some(Basis::Yoy),
                "环比" | "按月" | "按季" | "月" => said.basis = Some(Basis::Mom),
                "年均" | "平均每年" => said.basis = Some(Basis::Other),
                // 每年 is a time, and no word any more.
                "平均" if starts_with(&self.s.chars[last.span.end..], &["每年"]) => {
                    said.basis = Some(Basis::Other);
                }
                "约" | "大约" => said.about = true,
                "累计" | "总计" | "总数" => said.total = true,
                "平均" | "实际" | "实质" | "名义" | "预计" | "已" | "已经" | "将" | "共" | "共计"
                | "合计" | "仅" | "只" | "也" | "又" | "再" | "还" | "就" | "则" | "了" | "过" | "着"
                | "可" | "能" | "要" | "并" | "且" | "全年" | "一举" | "首次" | "逐步" | "稳步"
                | "历史性" | "持续" | "继续" | "已有" | "总共" | "高标准" | "预期" | "目标" | "的"
                | "可比" | "同口径" | "拟" | "按" | "保证" | "力争" | "确保" | "争取" | "拟定" | "设定"
                | "转为" | "先后" | "相继" | "统一" => {}
                "每年" if words.len() > 1 && self.s.is(words[words.len() - 2], &["平均"]) => {
                    said.basis = Some(Basis::Other);
                }
                "每人" | "每户" | "每亩" | "每月" | "每天" | "每年"
                    if words.len() > 2 || self.repeats_each(words) => {}
                // 下降到每立方米37微克: per what, after the verb.
                _ if self.per_unit(words) => {
                    let each = words.iter().rposition(|t| self.word(*t).first() == Some(&'每'));
                    words = &words[..each.map_or(words.len(), |at| at + 1)];
                }
                _ if last.tag == Tag::Mark && !matches!(text.as_str(), ")" | "）" | "”") => {}
                _ => break,
            }
            words = &words[..words.len() - 1];
        }
        words
    }

    /// True where the words end with 每 and a unit, after a verb: 下降到每立方米, 达到每万人.
    fn per_unit(&self, words: &[Token]) -> bool {
        let near = &words[words.len().saturating_sub(3)..];
        let Some(each) = near.iter().position(|t| self.word(*t).first() == Some(&'每')) else {
            return false;
        };
        let Some(verb) = (words.len() - near.len() + each).checked_sub(1).map(|at| words[at]) else {
            return false;
        };
        let end = words.last().map_or(verb.span.end, |t| t.span.end);
        let unit = &self.s.chars[near[each].span.start + 1..end];
        let unit = unit.strip_prefix(&['万']).unwrap_or(unit);
        lexicon().units.exact(unit).is_some()
            && matches!(verb.tag, Tag::Verb | Tag::VerbNoun | Tag::Preposition)
    }

    /// 补助标准提高30元,达到每人每年700元: both only say for whom and how often, of the value before.
    fn repeats_each(&self, words: &[Token]) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let each = |c: Option<&char>| c == Some(&'每');
        let twice =
            each(self.s.chars.get(last.span.end)) || words.len() == 2 && each(self.word(*first).first());
        let before = self.s.clause_at(first.span.end).checked_sub(1).and_then(|at| self.s.clauses.get(at));
        twice && before.is_some_and(|clause| holds_quantity(self.quantities, *clause))
    }

    /// The governing verb that the words end with: how many words it takes.
    pub(super) fn verb_at_end(&self, words: &[Token]) -> Option<(usize, Verb)> {
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
    pub(super) fn net_increase(&self, words: &[Token]) -> Option<(usize, Verb)> {
        let last = words.last()?;
        let near = &words[words.len().saturating_sub(4)..];
        let compared = near.iter().any(|t| self.s.is(*t, &["比", "较"]));
        let direction = if self.s.is(*last, &["净增", "多增", "多"]) {
            Direction::Up
        } else if self.s.is(*last, &["少"]) {
            Direction::Down
        } else {
            return None;
        };
        // 企业4862家,同比净增398家; but 同比多 stands before other words.
        let compared = compared
            || self.s.is(*last, &["净增", "多增", "少增"])
                && near.iter().any(|t| self.s.is(*t, &["同比", "环比"]));
        compared.then_some((1, Verb { role: VerbRole::Change, direction: Some(direction) }))
    }

    /// Drops 比上年, 较去年同期, 比清明假期 from the end and reads the basis from it.
    pub(super) fn compared<'t>(&self, words: &'t [Token], basis: &mut Option<Basis>) -> &'t [Token] {
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
}
