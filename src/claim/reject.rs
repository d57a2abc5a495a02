//! Which numerals count nothing, and why.

use super::rule::Reason;
use crate::document::Span;
use crate::lexicon::{Bound, VerbRole, lexicon};
use crate::numeral::{self, Form};
use crate::quantity::{Quantity, Shape};
use crate::text::shadow::{ends_with, starts_with};
use rust_decimal::Decimal;

/// The surroundings of a sentence that decide whether a numeral counts anything.
pub(super) struct Surroundings<'a> {
    pub(super) chars: &'a [char],
    pub(super) sentence: Span,
    /// What stands between quotation marks, without them.
    pub(super) quoted: &'a [Span],
    /// What stands between 《 and 》.
    pub(super) titles: &'a [Span],
}

impl Surroundings<'_> {
    /// The words before a position, without blanks beside it.
    fn before(&self, at: usize) -> &[char] {
        let words = &self.chars[self.sentence.start..at];
        let blanks = words.iter().rev().take_while(|c| **c == ' ').count();
        &words[..words.len() - blanks]
    }

    fn after(&self, at: usize) -> &[char] {
        &self.chars[at..self.sentence.end]
    }

    /// Why `q` is no claim, or `None` where it may be one.
    #[expect(clippy::too_many_lines, reason = "one question after the other, in order of certainty")]
    pub(super) fn reason(&self, q: &Quantity) -> Option<Reason> {
        let before = self.before(q.start);
        let after = self.after(q.end);
        let last = before.last().copied();
        let next = after.first().copied();
        let span = q.span();
        if self.titles.iter().any(|t| t.contains(span)) {
            return Some(Reason::Title);
        }
        if last == Some('[') && next == Some(']')
            || last == Some('图')
            || last == Some('表') && q.unit.is_empty()
        {
            return Some(Reason::Footnote);
        }
        // (注:M2为M右下角加2)
        let note = before.iter().rposition(|c| *c == '(').filter(|at| !before[*at..].contains(&')'));
        if note.is_some_and(|at| starts_with(&before[at + 1..], &["注:"])) {
            return Some(Reason::Footnote);
        }
        if q.unit.is_empty() && self.is_address(q) {
            return Some(Reason::Hotline);
        }
        if self.is_url_or_code(q) {
            return Some(Reason::Code);
        }
        if let Some(quote) = self.quoted.iter().find(|s| s.contains(span)) {
            // A short quotation is a name; a long one is speech. Streaks and titles of campaigns still count.
            if quote.len() <= 14 && !(q.shape == Shape::Streak && quote.len() <= 4) {
                return Some(Reason::QuotedName);
            }
        }
        if q.unit.ends_with('级')
            && q.unit.chars().next().is_some_and(|c| c.is_ascii_uppercase() || c == '星')
        {
            return Some(Reason::OrdinalName);
        }
        // 七里山路, 八里峪: a place, not a distance; Ⅱ类水质: a grade.
        if q.unit == "里" && q.form != Form::Arabic && next.is_some_and(char::is_alphabetic)
            || matches!(self.chars[q.numeral], '\u{2160}'..='\u{216B}')
        {
            return Some(Reason::OrdinalName);
        }
        // 30万吨级航道, 220千伏级线路: the grade of what is named.
        if q.unit.ends_with('级') && q.unit.chars().count() > 1 && next.is_some_and(char::is_alphabetic) {
            return Some(Reason::UnitInName);
        }
        if self.is_capacity(q) {
            return Some(Reason::UnitInName);
        }
        if self.is_slogan(q) {
            return Some(Reason::QuotedName);
        }
        // 抓了以下十项工作, 包括甲和乙两个方面: how what is told is divided.
        let divides = ends_with(before, &["以下", "如下", "下列"]);
        let aspects = q.unit == "方面" || q.unit == "个" && starts_with(after, &["方面"]);
        if divides && q.shape == Shape::Amount || aspects && q.form != Form::Arabic {
            return Some(Reason::Indefinite);
        }
        // [12]六个一体化:…, 20.七个更加:指…: what an entry of a glossary explains.
        let entry = before.iter().position(|c| matches!(c, ']' | '.'));
        let numbered = entry.is_some_and(|mark| {
            mark + 1 == before.len() && before[..mark].iter().all(|c| c.is_ascii_digit() || *c == '[')
        });
        if numbered && q.form != Form::Arabic && after.iter().take(16).any(|c| *c == ':') {
            return Some(Reason::Title);
        }
        // 这两项改革, 按照三项责任书: what was spoken of before, or stands in a document.
        let chinese = q.form != Form::Arabic && q.shape == Shape::Amount;
        if chinese && ends_with(before, &["这", "上述", "以上", "按照", "根据", "依据"]) {
            return Some(Reason::Indefinite);
        }
        // 突出抓好五个重点
        if chinese
            && q.unit == "个"
            && starts_with(after, &["重点。", "重点,", "重点:", "关键。", "关键,", "关键:"])
        {
            return Some(Reason::Indefinite);
        }
        // 750千伏输电线路
        if matches!(q.unit.as_str(), "千伏" | "伏") && next.is_some_and(char::is_alphabetic) {
            return Some(Reason::UnitInName);
        }
        // 国道209线
        if q.unit == "线" && ends_with(before, &["国道", "省道", "县道", "乡道", "高速", "铁路"])
        {
            return Some(Reason::Code);
        }
        if self.is_among(q) {
            return Some(Reason::OrdinalName);
        }
        // 回归八个多月以来
        if q.unit == "个" && starts_with(after, &["月以来", "月来", "多月来", "多月以来"]) {
            return Some(Reason::Duration);
        }
        // 1. 5万名职工, at the beginning of a line: its number, not a decimal fraction.
        if q.repaired && before.is_empty() && q.text.contains(". ") {
            return Some(Reason::ListMarker);
        }
        // 七座及七座以下客车
        let bare = q.text.trim_end_matches("以下").trim_end_matches("以上");
        if after.strip_prefix(&['及']).is_some_and(|rest| starts_with(rest, &[bare]))
            || before.strip_suffix(&['及']).is_some_and(|rest| ends_with(rest, &[bare]))
        {
            return Some(Reason::Threshold);
        }
        if self.is_phrase(q) {
            return Some(Reason::Idiom);
        }
        if matches!(last, Some('〔'))
            || matches!(next, Some('〕' | '号')) && !matches!(q.shape, Shape::Percent)
        {
            return Some(Reason::DocumentNumber);
        }
        if last == Some('+') || next == Some('+') || last == Some('·') || next == Some('·') {
            return Some(Reason::QuotedName);
        }
        if self.is_list_marker(q) {
            return Some(Reason::ListMarker);
        }
        if q.unit.is_empty() && starts_with(after, &["时代", "版本"])
            || matches!(next, Some('版'))
            || matches!(last, Some('V' | 'v'))
            || ends_with(before, &["工业", "版本"]) && q.unit.is_empty() && q.value.fract().is_zero()
        {
            return Some(Reason::Version);
        }
        if starts_with(
            after,
            &["热线", "平台", "专线", "投诉", "举报", "服务热线", "市民", "政务服务便民热线"],
        ) && q.unit.is_empty()
            && q.form == Form::Arabic
            && q.value >= Decimal::ONE_HUNDRED
        {
            return Some(Reason::Hotline);
        }
        if q.unit.is_empty()
            && ends_with(before, &["编号为", "尾号为", "代码为", "序号为", "编号", "尾号", "案号", "字"])
        {
            return Some(Reason::DocumentNumber);
        }
        if q.unit.is_empty() && ends_with(before, &["附件", "附表", "附录", "注"]) {
            return Some(Reason::Footnote);
        }
        if starts_with(after, &["强", "佳", "后"])
            && (q.unit.is_empty() || q.text.ends_with('强'))
            && q.bound != Bound::MoreThan
            && !starts_with(after, &["强化"])
        {
            return Some(Reason::Honorary);
        }
        if q.text.ends_with('强') {
            return Some(Reason::Honorary);
        }
        // “人民”二字
        if q.unit == "字" && matches!(last, Some('”' | '》')) {
            return Some(Reason::Indefinite);
        }
        // 104.8(以女性为100): what an index is counted from.
        let clause = before.rsplit(|c| matches!(c, ',' | ';' | '(' | '。')).next().unwrap_or(before);
        if q.unit.is_empty()
            && q.value == Decimal::ONE_HUNDRED
            && clause.contains(&'以')
            && last == Some('为')
        {
            return Some(Reason::Base);
        }
        if q.unit == "号" {
            return Some(Reason::DocumentNumber);
        }
        // 零就业, 零转移: none of something, said in a word.
        if q.value.is_zero() && !self.chars[q.numeral].is_ascii_digit() {
            return Some(Reason::Idiom);
        }
        if q.unit == "届" && q.shape != Shape::Streak
            || matches!(next, Some('届'))
            || starts_with(after, &["中全会", "次会议", "次全会", "次全体", "次代表大会"])
        {
            return Some(Reason::OrdinalName);
        }
        if q.shape == Shape::Doubling && before.len() >= 3 && before[before.len() - 3] == '第' {
            return Some(Reason::OrdinalName);
        }
        if q.shape == Shape::Ordinal && q.value.is_sign_negative() {
            return Some(Reason::OrdinalName);
        }
        // 省会首位度, 十一届十二次全会
        if q.text == "首位" && next == Some('度')
            || q.unit == "次"
                && (starts_with(after, &["全会", "全体会议"])
                    || starts_with(after, &["会议", "代表大会"]) && before.last() == Some(&'届'))
        {
            return Some(Reason::OrdinalName);
        }
        let foremost = q.text == "首位" || q.text == "第一位";
        if foremost && ends_with(before, &["放在", "摆在", "置于", "列为", "作为"]) {
            return Some(Reason::Idiom);
        }
        if q.unit == "路" && q.form != Form::Arabic && q.form != Form::Mixed {
            return Some(Reason::OrdinalName);
        }
        if q.shape == Shape::Ordinal {
            return self.ordinal(q);
        }
        if matches!(q.unit.as_str(), "时" | "点")
            || q.shape != Shape::Ratio
                && q.unit.is_empty()
                && matches!(next, Some(':' | '时'))
                && q.form == Form::Arabic
                && q.value < Decimal::from(60)
                && !starts_with(after, &["时限"])
        {
            return Some(Reason::Clock);
        }
        if matches!(q.unit.as_str(), "岁" | "周岁")
            && !ends_with(before, &["达到", "达", "为", "提高到", "寿命", "提高", "至", "增加", "延长", "岁"])
        {
            return Some(Reason::Age);
        }
        if q.unit.is_empty() && starts_with(after, &["岁", "周岁"])
            || matches!(next, Some('-' | '—' | '至')) && starts_with(&after[after.len().min(1)..], &["岁"])
        {
            return Some(Reason::Age);
        }
        let of_age =
            matches!(q.unit.as_str(), "岁" | "周岁") && matches!(q.bound, Bound::AtLeast | Bound::AtMost);
        if of_age && !after.is_empty() && !matches!(next, Some(',' | '。' | ';')) {
            return Some(Reason::Age);
        }
        if q.form == Form::Scale && self.is_unit_in_name(q) {
            return Some(Reason::UnitInName);
        }
        if last == Some('每') && q.form != Form::Arabic {
            return Some(Reason::UnitInName);
        }
        if matches!(q.unit.as_str(), "年" | "周年" | "个年头" | "学年") && q.shape == Shape::Amount {
            return Some(Reason::Duration);
        }
        if matches!(
            q.unit.as_str(),
            "个月" | "天" | "日" | "小时" | "分钟" | "周" | "月" | "秒" | "个星期" | "季度"
        ) && !(q.shape == Shape::Streak && matches!(q.unit.as_str(), "个月" | "个季度"))
            && self.is_duration(q)
        {
            return Some(Reason::Duration);
        }
        if last == Some('每') && !q.unit.is_empty() {
            return Some(Reason::UnitInName);
        }
        if self.divides_a_talk(q) || self.sums_up(q) || q.is_indefinite() && !self.is_counted_one(q) {
            return Some(Reason::Indefinite);
        }
        if matches!(q.shape, Shape::Amount | Shape::Percent) && self.is_threshold(q) {
            return Some(Reason::Threshold);
        }
        if q.unit == "级" || q.unit == "代" || q.unit == "度" && q.form != Form::Arabic {
            return Some(Reason::OrdinalName);
        }
        if starts_with(after, &["级"]) && q.shape == Shape::Amount {
            return Some(Reason::UnitInName);
        }
        if q.shape == Shape::Number && !self.is_governed(q) {
            return Some(Reason::Bare);
        }
        if q.shape == Shape::Amount && q.form == Form::Digits && q.bound == Bound::Exact && !counts(&q.unit) {
            return Some(Reason::Idiom);
        }
        None
    }

    /// 云山40亿立方米煤制气项目: how large what is built is, which tells it from others.
    fn is_capacity(&self, q: &Quantity) -> bool {
        let sized = matches!(
            q.unit.as_str(),
            "吨" | "立方米"
                | "千瓦"
                | "千瓦时"
                | "吉瓦"
                | "吉瓦时"
                | "兆瓦"
                | "兆瓦时"
                | "平方米"
                | "千伏安"
                | "升"
        );
        let phrase = phrase_of(self.after(q.end));
        let reach = &phrase[..phrase.len().min(18)];
        let built =
            ["项目", "工程", "装置", "生产线", "机组", "平台", "火电", "锅炉", "矿井", "煤矿", "电站"];
        let names = (0..reach.len()).find(|at| starts_with(&reach[*at..], &built));
        let plain = |words: &[char]| words.iter().all(|c| c.is_alphabetic() && *c != '的');
        sized
            && !matches!(q.bound, Bound::About | Bound::Nearly)
            && names.is_some_and(|at| plain(&reach[..at]))
    }

    /// 三单一网, 一核两翼: counts of a slogan, one after the other.
    fn is_slogan(&self, q: &Quantity) -> bool {
        let digit = |at: usize| self.chars.get(at).is_some_and(|c| numeral::digit(*c).is_some());
        let noun =
            |at: usize| self.chars.get(at).is_some_and(|c| c.is_alphabetic() && !numeral::can_start(*c));
        let pair = |at: usize| digit(at) && noun(at + 1);
        let at = q.numeral;
        let follows = pair(at) && pair(at + 2) && !noun(at + 4);
        let precedes = pair(at) && at >= 2 && pair(at - 2) && !noun(at + 2);
        let chinese = !self.chars[at].is_ascii_digit() && q.end == at + 2;
        chinese && (follows || precedes)
    }

    /// 增幅居15个副省级城市之首, 居全国37个重点城市前列: among how many it stands.
    fn is_among(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let led = ["居", "位列", "名列"];
        if !matches!(q.unit.as_str(), "个" | "座" | "家") {
            return false;
        }
        let within = ["全国", "全省", "全球", "世界", "国内", "全区", "省内"];
        let place = within.iter().find(|place| ends_with(before, &[place])).map_or(0, |p| p.chars().count());
        let verb = &before[..before.len() - place];
        let clause = self.after(q.end).split(|c| matches!(c, ',' | ';' | '。')).next().unwrap_or_default();
        let first = ends_with(
            clause,
            &["前列", "前茅", "之首", "首位", "榜首", "行列", "之列", "第一", "第二", "第三"],
        );
        // 在全国53个高新区中排第10位
        let clause_text: String = clause.iter().collect();
        let within = ends_with(verb, &["在"])
            && ["中排", "中的位次", "中位", "中居", "中列", "中进至", "中升至", "中跃居", "中名列"]
                .iter()
                .any(|w| clause_text.contains(w));
        // 以六个区为枢纽
        let taken = ends_with(verb, &["以"]) && clause_text.contains('为');
        place == 0 && ends_with(verb, &led)
            || within
            || taken
            || first && ends_with(verb, &["居", "列", "跻身", "进入", "走在", "迈入", "步入"])
    }

    /// 从四个方面介绍, 围绕五个方面: how a talk is divided.
    fn divides_a_talk(&self, q: &Quantity) -> bool {
        let aspects = ["方面", "维度", "层面", "角度"];
        let counts = aspects.iter().any(|w| q.unit.ends_with(w))
            || q.unit == "个" && starts_with(self.after(q.end), &aspects);
        let led = ["从", "围绕", "就", "分", "在", "以下", "如下", "从以下", "主要从", "聚焦", "这"];
        counts && self.chars[q.numeral] != '1' && ends_with(self.before(q.start), &led)
    }

    /// 科技、产业、制度、环境四个创新: as many as are listed right before it, which says nothing new.
    fn sums_up(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let clause = before.rsplit(|c| matches!(c, ',' | ';' | ':')).next().unwrap_or(before);
        let listed = clause.iter().filter(|c| **c == '、').count();
        let joined = clause.last().is_some_and(|c| c.is_alphabetic())
            && clause.rsplit(|c| *c == '、').next().is_some_and(|last| (2..=12).contains(&last.len()));
        // 青石、白山、云口3个县(市、区): places that are named one by one.
        let places =
            starts_with(self.after(q.end), &["县", "市", "区", "乡", "镇", "街道", "村", "省", "国家"]);
        // 云河、平山两个大景区
        let pair = listed == 1 && q.value == Decimal::TWO && matches!(q.unit.as_str(), "个" | "大");
        (listed > 1 || pair)
            && joined
            && (places || !self.chars[q.numeral].is_ascii_digit())
            && matches!(q.unit.as_str(), "个" | "大" | "项" | "类" | "方面" | "种")
            && q.value == Decimal::from(listed + 1)
    }

    fn is_url_or_code(&self, q: &Quantity) -> bool {
        let last = self.before(q.start).last().copied();
        let next = self.after(q.end).first().copied();
        let letter = |c: Option<char>| {
            c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '_' | '=' | '&' | '#' | '@'))
        };
        let start = if q.text.starts_with('-') { q.start + 1 } else { q.numeral };
        if !self.chars[start].is_ascii_digit() {
            return false;
        }
        // 运-20, 2024-018: a hyphen joins it to a name, unless it is the sign of a rate.
        let joined = start >= self.sentence.start + 2 && self.chars[start - 1] == '-';
        let hyphen = joined && self.chars[start - 2].is_alphanumeric() && q.shape == Shape::Number;
        // 部署APP超1200个: with a hedge between it is no part of the word.
        letter(last) && q.start == q.numeral && !matches!(q.shape, Shape::Percent) && q.form != Form::Mixed
            || hyphen
            || q.unit.is_empty() && letter(next) && next != Some('/')
    }

    /// A telephone number or postcode: 电话:0531-66601234, 拨打110或96110.
    fn is_address(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let reach = &before[before.len().saturating_sub(14)..];
        let lead: String =
            reach.iter().filter(|c| !c.is_ascii_punctuation() && !c.is_ascii_digit()).collect();
        let lead = lead.trim_end_matches(['为', '是', ' ', '码', '号', '或', '和']);
        ["电话", "热线", "邮编", "邮政编", "手机", "传真", "拨打"].iter().any(|w| lead.ends_with(w))
            || self.chars[q.numeral].is_ascii_digit()
                && (3..=6).contains(&(q.end - q.numeral))
                && q.form == Form::Arabic
                && {
                    let after = self.after(q.end);
                    let near = after[..after.len().min(9)].iter().collect::<String>();
                    near.contains("热线") && !near.contains('件')
                }
    }

    fn is_phrase(&self, q: &Quantity) -> bool {
        // The phrase may begin before the numeral (进一步) or with it (一系列).
        let from = q.numeral.saturating_sub(4).max(self.sentence.start);
        (from..=q.numeral).any(|at| {
            lexicon().phrases.longest(self.after(at)).is_some_and(|(len, _)| {
                at + len > q.numeral && (at + len >= q.end || at < q.numeral) && !Self::overrules_phrase(q)
            })
        })
    }

    /// A hedge or an exact measure makes a quantity even of words that look like a phrase: 突破百万.
    fn overrules_phrase(q: &Quantity) -> bool {
        q.bound != Bound::Exact && q.numeral > q.start
            || matches!(
                q.shape,
                Shape::Percent | Shape::Points | Shape::Doubling | Shape::Streak | Shape::Fraction
            )
    }

    fn is_list_marker(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let after = self.after(q.end);
        let opens =
            before.is_empty() || matches!(before.last(), Some(',' | ';' | ':' | '。' | '(' | ' ' | '、'));
        if !opens {
            return false;
        }
        let small = q.value <= Decimal::from(40) && q.value_high.is_none();
        let plain = q.unit.is_empty() && small
            || q.shape == Shape::Ordinal && q.text.chars().count() <= 3 && !q.text.ends_with(['位', '名']);
        let bracketed = matches!(before.last(), Some('(')) && matches!(after.first(), Some(')')) && small;
        // (6.1%) is a value.
        if bracketed && q.unit.is_empty() {
            return true;
        }
        // 5.1 审批流程
        let numbered = before.is_empty()
            && q.unit.is_empty()
            && after.first() == Some(&' ')
            && q.value < Decimal::from(40);
        numbered
            || plain
                && (starts_with(after, &["是", "要", "、", ",", ".", "来", "则", "方面", "看", "就"])
                    && !matches!(before.last(), Some('、')))
    }

    fn ordinal(&self, q: &Quantity) -> Option<Reason> {
        let before = self.before(q.start);
        let after = self.after(q.end);
        // 进入前三位: one of the first three, whichever it is.
        if q.text.starts_with('前') && q.text.ends_with(['位', '名']) {
            return Some(Reason::OrdinalName);
        }
        let ranked = q.text.ends_with(['位', '名']) && !starts_with(after, &["书记", "副", "成员"])
            || q.text == "首位"
            || q.text == "榜首";
        let placed = ends_with(
            before,
            &[
                "全国", "全省", "省内", "全区", "全市", "世界", "全球", "列", "居", "位列", "位居", "排名",
                "名列", "城市", "保持", "为", "跃居", "升至", "省份", "国家", "前列", "均", "我国", "国内",
                "国际", "亚洲", "同类", "排", "获", "获得", "名次", "到",
            ],
        );
        // 居中部第一, 位列副省级城市第三: any region or group may stand between.
        let clause = before.rsplit(|c| matches!(c, ',' | ';' | ':' | '、')).next().unwrap_or(before);
        let near = &clause[clause.len().saturating_sub(9)..];
        let placed = placed || near.iter().any(|c| matches!(c, '居' | '列')) && !near.contains(&'民');
        let great = q.text.ends_with('大');
        // 东盟成为中国第一大贸易伙伴
        let near = &clause[clause.len().saturating_sub(6)..];
        let becomes =
            (0..near.len()).any(|at| starts_with(&near[at..], &["成为", "是", "保持", "跃升", "稳居"]));
        let partner = great && becomes && after.first().is_some_and(|c| c.is_alphabetic());
        let closes = matches!(after.first(), None | Some(',' | ';' | '。' | '、' | ')' | '”' | '!'));
        if ranked || partner || placed && (great || closes) {
            return None;
        }
        Some(Reason::OrdinalName)
    }

    /// 万元GDP能耗, 每万人, 百公里能耗: a scale word alone, with what it is a scale of.
    fn is_unit_in_name(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let after = self.after(q.end);
        let ends = after.is_empty() || matches!(after.first(), Some(',' | '。' | ';' | '、' | ')'));
        // 就业(万人):6, 单位:万人: the unit of figures elsewhere.
        let bracketed = ends_with(before, &["("]) && starts_with(after, &[")"]);
        let named = bracketed || ends_with(before, &["每", "单位", "单位:"]);
        q.numeral == q.start && (named || q.unit == "元" || !ends)
    }

    fn is_duration(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let after = self.after(q.end);
        // 今天夜间到20日: a day of the month.
        if q.unit == "日" && ends_with(before, &["间到", "天到", "午到", "晨到", "日到", "间至", "天至"])
        {
            return true;
        }
        if q.bound == Bound::AtMost
            || matches!(q.unit.as_str(), "天" | "日") && ends_with(before, &["天数", "由", "从", "到", "达"])
        {
            return false;
        }
        // 已在轨工作51天: how long something has gone on by now.
        let clause = before.rsplit(|c| matches!(c, ',' | ';' | ':')).next().unwrap_or(before);
        let ends = matches!(after.first(), None | Some(',' | '。' | ';'));
        let lasts = q.unit == "天" && ends && (clause.contains(&'已') || clause.contains(&'累'));
        if lasts && !clause.ends_with(&['前']) {
            return false;
        }
        if ends_with(
            before,
            &[
                "快了",
                "慢了",
                "到",
                "至",
                "为",
                "达",
                "达到",
                "压缩",
                "缩短",
                "时限",
                "减少",
                "平均",
                "用时",
                "时间",
                "提前",
                "由",
                "从",
                "增加",
                "共",
                "在",
                "天数",
                "时长",
                "超过",
                "延长",
                "仅需",
                "控制在",
            ],
        ) && !starts_with(after, &["来", "前", "后", "里"])
        {
            return false;
        }
        true
    }

    /// 新增1个国家级平台 counts one; 一个国家 and 1次 do not.
    fn is_counted_one(&self, q: &Quantity) -> bool {
        self.chars[q.numeral] == '1' && !matches!(q.unit.as_str(), "次" | "类" | "期" | "代" | "号" | "级")
    }

    /// 年收入20万元以上的村, 过百亿元企业, 销售收入超100亿元的企业集团.
    fn is_threshold(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let after = self.after(q.end);
        // 营业收入过百亿元企业, 、过十亿元企业; but 走访过320户 is what was done.
        let opens =
            before.len() < 2 || before.len() >= 2 && matches!(before[before.len() - 2], '、' | ',' | '和');
        let measured = ends_with(
            before,
            &["收入过", "投资过", "产值过", "资产过", "税收过", "规模过", "额过", "利润过", "值过", "上"],
        );
        if before.last() == Some(&'过') && (opens || measured) {
            return true;
        }
        // 空置率50%以上村庄: which ones.
        let share = ["率", "占比", "比重", "比例"].iter().any(|word| ends_with(before, &[word]));
        let limit = matches!(q.bound, Bound::AtLeast | Bound::AtMost) && q.unit == "%";
        if share && limit && after.first().is_some_and(|c| c.is_alphabetic() && *c != '的') {
            return true;
        }
        // 35蒸吨及以下燃煤锅炉: how large.
        let and_less = ends_with(&self.chars[q.start..q.end], &["及以下", "及以上"]);
        if and_less && after.first().is_some_and(|c| c.is_alphabetic() && *c != '的') {
            return true;
        }
        // 323台35蒸吨及以下燃煤锅炉: it qualifies what the quantity before it counts.
        let near = &before[before.len().saturating_sub(4)..];
        let touching =
            near.iter().any(char::is_ascii_digit) && near.last().is_some_and(|c| c.is_alphabetic());
        if touching
            && matches!(q.bound, Bound::AtLeast | Bound::AtMost)
            && after.first().is_some_and(|c| c.is_alphabetic())
        {
            return true;
        }
        // 超10亿元企业从8户增加到12户: which companies.
        let begins = before.last().is_none_or(|c| matches!(c, '、' | ',' | '和'));
        if begins
            && self.chars[q.start..q.numeral].contains(&'超')
            && lexicon().sized.longest(after).is_some()
        {
            return true;
        }
        let measure = lexicon().sized_by.longest_suffix(before).is_some();
        // 新增产值超50亿元农产品加工园区3个: which of what is counted right after it.
        let clause = phrase_of(after);
        let moves = lexicon().verbs.longest(clause).is_some()
            || clause.first().is_some_and(|c| matches!(c, '占' | '比' | '较' | '同' | '环'));
        let counted = !moves
            && clause.first().is_some_and(|c| c.is_alphabetic() && *c != '的')
            && clause.iter().position(char::is_ascii_digit).is_some_and(|at| (2..=14).contains(&at));
        let exceeds = matches!(q.bound, Bound::MoreThan | Bound::AtLeast) && q.unit == "元";
        // 交易额超百亿元的电商企业, 产值在10亿元以上的绿色企业, 50户以上不搬迁的自然村
        let described = clause.contains(&'的') && lexicon().sized.longest_suffix(clause).is_some();
        let size = before
            .strip_suffix(&['在'])
            .is_some_and(|said| lexicon().sized_by.longest_suffix(said).is_some());
        let households = q.unit == "户" && q.bound == Bound::AtLeast && !measure;
        if exceeds && (measure || size) && (counted || described) || households && described {
            return true;
        }
        // 培育年产值超10亿元特色产业集群: of what size.
        let named = !moves
            && clause.first().is_some_and(|c| c.is_alphabetic() && *c != '的')
            && clause.len() <= 14
            && lexicon().sized.longest_suffix(clause).is_some();
        // 10家企业年销售收入超过10亿元: each of those that are counted.
        let alone = after.first().is_none_or(|c| !c.is_alphabetic());
        if exceeds && measure && (named || alone && of_each(before)) {
            return true;
        }
        // 500万元以上固定资产投资2001亿元, 发放5万元以上贷款3000笔: which of what is told right after it.
        let follows = q.bound == Bound::AtLeast && self.chars.get(q.end - 1) == Some(&'上');
        if exceeds && follows && counted {
            return true;
        }
        let of = usize::from(after.first() == Some(&'的'));
        let body = after.get(of..).is_some_and(|after| lexicon().sized.longest(after).is_some());
        let open = matches!(
            q.bound,
            Bound::AtLeast | Bound::MoreThan | Bound::AtMost | Bound::LessThan | Bound::Range
        );
        let money = matches!(
            q.unit.as_str(),
            "元" | "美元" | "平方米" | "吨" | "千瓦" | "公里" | "平方公里" | "亩" | "立方米" | "米"
        );
        money && open && body && (measure || q.bound == Bound::AtLeast || q.bound == Bound::AtMost)
    }

    /// A numeral without a unit counts where a scale, a hedge or a verb makes a value of it.
    fn is_governed(&self, q: &Quantity) -> bool {
        let before = self.before(q.start);
        let after = self.after(q.end);
        let scaled = matches!(q.form, Form::Mixed) && q.value >= Decimal::ONE_THOUSAND
            || q.form == Form::Chinese && q.value >= Decimal::from(10_000);
        if scaled {
            return true;
        }
        if q.form == Form::Scale {
            return q.numeral > q.start;
        }
        let arabic = self.chars[q.numeral].is_ascii_digit();
        // 2.7、2.8和5.3倍: the unit at the end of the list holds for all.
        let listed =
            matches!(after.first(), Some('、' | '和')) && after.get(1).is_some_and(char::is_ascii_digit);
        let ends = matches!(after.first(), None | Some(',' | '。' | ';' | '、' | '(' | ')' | '和'))
            || starts_with(after, &["以上", "左右"]);
        let verbs = [
            "为",
            "达到",
            "达",
            "指数",
            "至",
            "到",
            "提高",
            "系数",
            "保持在",
            "和",
            "增长",
            "上升",
            "下降",
            "回落",
            "缩小",
            "降低",
            "比例",
        ];
        // 6.5、10、13.5和4.8个百分点; but not 7、8、9号线
        let near = self.chars[q.start.saturating_sub(5)..q.end + after.len().min(5)].contains(&'.');
        let row = before.last() == Some(&'、') && before.iter().nth_back(1).is_some_and(char::is_ascii_digit);
        let within = listed && row && near;
        // 由2.05缩小到1.98, 由上年的2.45缩小到2.39
        let near = &before[before.len().saturating_sub(8)..];
        let of_year = before.last() == Some(&'的')
            && near.iter().any(|c| matches!(c, '由' | '从'))
            && near.contains(&'年');
        let from = (of_year || ends_with(before, &["由", "从"]))
            && lexicon().verbs.longest(after).is_some_and(|(_, v)| v.role != VerbRole::Place);
        arabic && (from || within || listed && q.value.scale() > 0 || ends && ends_with(before, &verbs))
    }
}

/// The words up to the next mark of any kind.
fn phrase_of(after: &[char]) -> &[char] {
    after.split(|c| matches!(c, ',' | ';' | '。' | '、' | ':' | '(')).next().unwrap_or_default()
}

/// Counting words with which even a single Chinese numeral counts: 十件民生实事, 三家企业.
fn counts(unit: &str) -> bool {
    const HARDLY: &str = "门面手头方心路线点分步季体网社校会日城章票角层代等流道级片车场队班度身口站期批种类号次地色下世界重馆厂";
    let mut chars = unit.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => !HARDLY.contains(only),
        (Some(_), Some(_)) => unit != "成员",
        (None, _) => false,
    }
}

/// True where a clause counts several of something and goes on to what each of them has: 有10家企业年收入. A sum over
/// them all says so: 21个项目总投资.
fn of_each(before: &[char]) -> bool {
    let clause = before.rsplit(|c| matches!(c, ',' | ';' | ':' | '、')).next().unwrap_or(before);
    let digit = |c: &char| c.is_ascii_digit() || numeral::digit(*c).is_some();
    let Some(count) = clause.iter().rposition(digit) else { return false };
    let several =
        clause[count] != '1' && clause[count] != '一' || count > 0 && clause[count - 1].is_ascii_digit();
    let counted = matches!(clause.get(count + 1), Some('家' | '户' | '个' | '只' | '名' | '座'));
    let rest: String = clause[count + 1..].iter().collect();
    let summed =
        ["完成", "实现", "累计", "共", "合计", "贡献", "新增", "带动", "总投资", "总产", "总收", "总额"];
    several && counted && rest.chars().count() <= 14 && !summed.iter().any(|word| rest.contains(word))
}
