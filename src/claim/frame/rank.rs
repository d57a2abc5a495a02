//! Places in an order and streaks: 位列全国第六, 连续6年.

use super::head::strip_deed;
use super::tail::Said;
use super::{Draft, Head, Reader};
use crate::claim::clause::Item;
use crate::claim::name;
use crate::claim::rule::Rule;
use crate::claim::{End, Kind};
use crate::lexicon::{VerbRole, lexicon};
use crate::quantity::Shape;
use crate::text::token::{Tag, Token};

impl Reader<'_, '_> {
    pub(super) fn streak(&mut self, item: Item, words: &[Token]) {
        let q = &self.quantities[item.quantity];
        let before = name::trim_front(self.s, name::trim_back(self.s, words));
        let after_words = self.s.words_in(item.after);
        let after = name::trim_front(self.s, after_words);
        let mut subject = name::join(self.s, &before.words);
        // 生产总值13万亿元,总量连续35年居首位
        if name::is_dependent(&subject) {
            subject = self.named(&before.words);
        }
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
            && let Some(head) = self.ranked().or_else(|| self.head_before(item.before.start))
        {
            name.insert_str(0, &head);
        }
        if name.is_empty() {
            name = self.ranked().unwrap_or_else(|| self.fallback(item));
        }
        // 连续8年全国第一: among whom, not where.
        let ranked = ["第", "首", "榜", "前"].iter().any(|word| predicate.contains(word))
            || self.items.iter().any(|next| {
                next.clause == item.clause && self.quantities[next.quantity].shape == Shape::Ordinal
            });
        let place = before.place.or(after.place.filter(|_| !ranked));
        let names = subjects
            .map_or_else(|| vec![name], |all| all.iter().map(|s| format!("{s}{predicate}")).collect());
        for name in names {
            let unit = rhythm(&name).filter(|_| q.text.contains('连') && !q.text.starts_with("连续"));
            let plain = Self::plain(item, name, Kind::Streak, Rule::Streak, place.clone());
            self.drafts.push(Draft { unit: unit.map(str::to_owned), ..plain });
        }
        // 连续第3次提高养老金水平,平均提高3.8%: what was done so is what the next clause speaks of.
        let spoken_of =
            if subject.is_empty() && self.head.is_none() { strip_deed(&predicate) } else { subject };
        if !spoken_of.is_empty() {
            self.head = Some(Head { name: spoken_of, ..Head::default() });
        }
    }

    /// 普及率居全省第三,连续两年上升: what was ranked last goes on, though a rank leaves the head to others.
    fn ranked(&self) -> Option<String> {
        self.drafts.last().filter(|d| d.kind == Kind::Rank).map(|d| d.name.clone())
    }

    /// 由第十位上升到第五位: which end it is.
    fn rank_role(&self, item: Item) -> Option<End> {
        let next = self.items.iter().find(|next| next.quantity == item.quantity + 1);
        let leaves = self.s.words_in(item.before).iter().any(|t| self.s.is(*t, &["由", "从"]));
        let goes_on = next.is_some_and(|next| {
            next.clause == item.clause && self.quantities[next.quantity].shape == Shape::Ordinal
        });
        if leaves && goes_on {
            return Some(End::From);
        }
        let last = self.drafts.last().filter(|d| d.kind == Kind::Rank && d.role == Some(End::From));
        last.filter(|d| d.quantity + 1 == item.quantity).map(|_| End::To)
    }

    pub(super) fn rank(&mut self, item: Item, words: &[Token]) {
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
                        "跃至",
                        "跃升",
                        "提升",
                        "升",
                    ],
                )
        });
        let end = if let Some(at) = verb {
            // 综合排名由第五位提升: the noun, not the verb.
            let noun = self.s.is(words[at + from], &["排名", "位次", "排位"])
                && words.get(at + from + 1).is_some_and(|t| self.s.is(*t, &["由", "从"]));
            at + from + usize::from(noun)
        } else {
            let places = words
                .iter()
                .rev()
                .take_while(|t| {
                    t.tag == Tag::Place
                        || self.s.is(**t, &["全球", "世界", "国内", "国际", "全国", "全省", "省内", "市内"])
                        || lexicon().place_names.exact(self.word(**t)).is_some()
                        || lexicon().own_place.exact(self.word(**t)).is_some()
                })
                .count();
            words.len() - places
        };
        // 由第四位上升为第三位: the whole of the verb.
        let rises = words[..end]
            .iter()
            .rev()
            .take_while(|t| self.s.is(**t, &["上升", "提升", "跃升", "前移", "下降"]));
        let end = end - rises.count();
        let mut rest = &words[..end];
        let mut said = Said::default();
        rest = self.strip(rest, &mut said);
        // 均居全国首位
        said.each |= verb.is_some_and(|at| self.word(words[at + from])[0] == '均');
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
            // 发展速度在全国53个高新区中排第10位: among whom it stands.
            let among = trimmed.words.iter().rposition(|t| self.s.is(*t, &["在"]));
            let among = among.filter(|at| trimmed.words[*at..].iter().any(|t| self.s.is(*t, &["中", "排"])));
            let name = self.named(&trimmed.words[..among.unwrap_or(trimmed.words.len())]);
            // 连续14年、15年位居第一: another length of time.
            let name = if name.chars().all(|c| c.is_ascii_digit()) { String::new() } else { name };
            if name.is_empty() && said.each {
                names = self.last_names(2);
                // 园林绿地121公顷;完成投资45亿元、增长39%,均居第一: another sentence, but for its mark.
                let mark = self.s.chars[..item.before.start].iter().rposition(|c| *c == ';').unwrap_or(0);
                let of = |name: &String| {
                    self.drafts.iter().rfind(|d| d.name == *name).map(|d| self.quantities[d.quantity].start)
                };
                names.retain(|name| of(name).is_some_and(|start| start > mark));
            }
            if names.is_empty() {
                names.push(if name.is_empty() { self.head_name(item) } else { name });
            }
        }
        let shared = names.len() > 1;
        // A rank leaves the head to what comes after it.
        let head = self.head.clone();
        let end = self.rank_role(item);
        for name in names {
            let rule = if shared { Rule::SharedValue } else { Rule::Rank };
            let draft = Self::plain(item, name, Kind::Rank, rule, trimmed.place.clone());
            self.push(Draft { role: end, ..draft });
        }
        if head.is_some() && trimmed.words.is_empty() {
            self.head = head;
        }
    }
}

/// What 15连降 counts where it is no years: days of what is told each day, months of what is told each month.
fn rhythm(name: &str) -> Option<&'static str> {
    let told = [
        ("天", ["每日", "单日", "日均", "每天", "逐日"]),
        ("周", ["每周", "周均", "单周", "逐周", "按周"]),
        ("个月", ["每月", "月度", "逐月", "环比", "单月"]),
        ("个季度", ["每季", "季度", "单季", "逐季", "按季"]),
    ];
    told.into_iter().find(|(_, words)| words.iter().any(|word| name.contains(word))).map(|(unit, _)| unit)
}
