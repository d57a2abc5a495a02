//! Plans: the words that say that a value is meant to be, not reported.

use super::clause::Sentence;
use super::frame::Draft;
use super::walk::Walk;
use super::{End, Status};
use crate::document::Span;
use crate::lexicon::lexicon;
use crate::period::Expression;
use crate::quantity::Quantity;
use crate::text::Genre;
use crate::text::shadow::{ends_with, starts_with};
use crate::text::token::{Tag, Token};
use chrono::Datelike;

impl Walk<'_> {
    /// Which of the drafts are plans: by the section, and by 力争, 将, 预期目标 before them in the sentence.
    pub(super) fn plans(
        &self,
        sentence: &Sentence<'_>,
        quantities: &[Quantity],
        drafts: &[Draft],
        expressions: &[Expression],
    ) -> Vec<bool> {
        if self.context.status() == Status::Target {
            return drafts.iter().map(|d| d.role != Some(End::From)).collect();
        }
        let said = &self.shadow.chars[sentence.span.start..sentence.span.end];
        let report = self.transcript.genre == Genre::WorkReport;
        // 今年城镇新增就业目标是15万人
        let aim = || (0..said.len()).find(|at| starts_with(&said[*at..], &["目标是", "目标为"]));
        let goals = goals_said(said).or_else(|| aim().filter(|_| !report));
        let goals = goals.map(|at| sentence.span.start + at);
        let mut last = false;
        drafts
            .iter()
            .map(|draft| {
                let start = quantities[draft.quantity].start;
                let own =
                    sentence.clauses.get(sentence.clause_at(start)).map_or(sentence.span.start, |c| c.start);
                // 预期目标是:… holds for the whole sentence; 将 for its clause and what it lists.
                // 其中公共泊位6000个 shares the lot of its whole.
                let part = starts_with(&self.shadow.chars[own..start], &["其中"]);
                let clause = &self.shadow.chars[own..start];
                // 我们还将新增岗位3万个,开发公益岗位5000个: it goes on, until something is told of by now.
                let goes_on = !report
                    && !expressions
                        .iter()
                        .any(|e| e.places() && !e.base && e.span.start >= own && e.span.end <= start)
                    && !clause.iter().any(|c| matches!(c, '已' | '了'))
                    && !clause.windows(2).any(|pair| pair == ['一', '直']);
                // 目标是5万人,目前已完成4.2万人
                let told = ["目前", "现已", "已经"].iter().any(|word| {
                    let word: Vec<char> = word.chars().collect();
                    clause.windows(2).any(|pair| pair == word)
                });
                last = goals.is_some_and(|at| at < start) && !told
                    || (part || goes_on) && last
                    || self.foretells_year(clause)
                    || own_time(expressions, sentence.span.start, start).is_some_and(Expression::looks_ahead)
                    || self.foretells_plan(clause, expressions)
                    || self.context.plans() && draft.role.is_none()
                    || is_planned(sentence, Span::new(own, start), &quantities[draft.quantity], report);
                last
            })
            .collect()
    }

    /// “十四五”期间,…预计达到10.5万亿元: said before the five years are over, that is how they will end.
    fn foretells_plan(&self, clause: &[char], expressions: &[Expression]) -> bool {
        let report = self.transcript.genre == Genre::WorkReport;
        let foretold = clause.windows(2).any(|pair| pair == ['预', '计']);
        let runs = |e: &Expression| {
            let period = self.context.resolve_as(e, &self.shadow.chars, false);
            e.is_plan() && !e.base && period.is_some_and(|p| p.end == self.transcript.date)
        };
        !report && foretold && expressions.iter().any(runs)
    }

    /// 预计全年可减轻负担18亿元: said from spring on, that is the year that runs.
    fn foretells_year(&self, clause: &[char]) -> bool {
        let runs = self.transcript.date.is_some_and(|date| date.month() > 2);
        let year = |chars: &[char]| starts_with(chars, &["全年", "今年"]);
        let foretells = |at: usize| {
            let word = lexicon().provisional.longest(&clause[at..]).map(|(len, ())| at + len);
            word.is_some_and(|end| year(&clause[end..]) || at >= 2 && year(&clause[at - 2..]))
        };
        runs && self.transcript.genre != Genre::WorkReport && (0..clause.len()).any(foretells)
    }
}

/// 主要预期目标是:…: where what follows is a plan.
pub(super) fn goals_said(chars: &[char]) -> Option<usize> {
    if starts_with(chars, &["下一步", "接下来", "今后", "明年", "下一阶段"]) {
        return Some(0);
    }
    let goal = |at: usize| {
        starts_with(
            &chars[at..],
            &[
                "目标是",
                "目标为",
                "目标:",
                "目标如下",
                "目标建议为",
                "目标建议是",
                "目标安排为",
                "目标拟定为",
                "目标确定为",
                "目标设定为",
                "指标是",
                "指标为",
                "指标:",
                "指标安排为",
                "目标初步确定为",
            ],
        )
    };
    let led = |at: usize| {
        ends_with(&chars[..at], &["预期", "主要", "奋斗", "发展", "总体", "工作", "调控", "预期性"])
    };
    (0..chars.len()).find(|at| matches!(chars[*at], '目' | '指') && goal(*at) && led(*at))
}

/// True for what follows 新建 in 要新建高标准农田: its object and no other verb, as in 将工作重心下移.
fn does(after: &[Token]) -> bool {
    let object = |token: &Token| matches!(token.tag, Tag::Noun | Tag::Adjective | Tag::Other);
    after.first().is_some_and(object) && !after.iter().any(|t| matches!(t.tag, Tag::Verb | Tag::VerbNoun))
}

/// True where the words of its clause say that a quantity is planned: 力争, 将达到, 增长预期目标. `reviews` is true within
/// a part of a report that looks back.
pub(super) fn is_planned(s: &Sentence<'_>, before: Span, q: &Quantity, reviews: bool) -> bool {
    let words = s.words_in(before);
    words.iter().enumerate().any(|(at, token)| {
        let next = words.get(at + 1);
        let last = at.checked_sub(1).map(|b| words[b]);
        // 争取上级资金2亿元, in a review: what was obtained.
        let obtained = s.is(*token, &["争取"])
            && reviews
            && words[at + 1..].iter().any(|t| s.is(*t, &["资金", "债券", "贷款", "补助", "专项", "项目"]))
            && !words[at + 1..].iter().any(|t| t.tag == Tag::Verb);
        if s.is(*token, &["力争", "争取", "确保", "拟", "努力实现", "奋斗目标", "力求", "有望"])
        {
            return !obtained;
        }
        if s.is(*token, &["计划", "规划", "安排"]) {
            // “孔雀计划”, 年度计划的115%, 规划面积: a noun, not an intention.
            let quoted = matches!(s.chars.get(token.span.end), Some('”' | '》' | '的'));
            let verb = next.map_or(q.start == token.span.end, |n| {
                matches!(n.tag, Tag::Verb | Tag::VerbNoun | Tag::Adverb)
            });
            // 今年计划经济增长8%
            let timed = token.span.start.checked_sub(1).is_some_and(|at| s.chars[at] == '年');
            // 学生营养改善计划惠及3200万孩子
            // 疫苗接种计划已接种82万剂
            let told = ["惠及", "覆盖", "已", "已经", "现已", "累计", "共"];
            let quoted = quoted || next.is_some_and(|n| s.is(*n, &told));
            return !quoted
                && (verb || timed && at == 0)
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
                // 要新改建
                Some(next) if s.is(*next, &["新"]) => {
                    words.get(at + 2).is_some_and(|n| matches!(n.tag, Tag::Verb | Tag::VerbNoun))
                }
                Some(next) => {
                    matches!(next.tag, Tag::Verb | Tag::Adverb) && !s.is(*next, &["执法"])
                        || next.tag == Tag::VerbNoun && (next.span.end == q.start || does(&words[at + 2..]))
                        || lexicon().verbs.exact(s.word(*next)).is_some()
                }
            };
        }
        false
    })
}

/// The time nearest before a position that places what stands there.
fn own_time(expressions: &[Expression], from: usize, to: usize) -> Option<&Expression> {
    expressions.iter().rfind(|e| e.places() && !e.base && e.span.start >= from && e.span.end <= to)
}
