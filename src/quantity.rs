//! Numeral + scale + unit + hedge + range, wherever it stands; and numerals that count nothing.

use crate::document::Span;
use crate::lexicon::{Bound, Lexicon};
use crate::numeral::{self, Form, Numeral};
use crate::text::shadow::starts_with;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::Serialize;

/// What kind of quantity it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, strum::Display, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Shape {
    /// A numeral without a unit.
    Number,
    /// A numeral with a counting word, a measure or a currency.
    Amount,
    /// 5.2%, 百分之五, 三成.
    Percent,
    /// 0.3个百分点.
    Points,
    /// 1.5倍.
    Multiple,
    /// 翻一番, 翻两番: the value is the multiple it comes to.
    Doubling,
    /// 三分之一, 1/5, 一半.
    Fraction,
    /// One part of 1.8:30.3:67.9.
    Ratio,
    /// 第2位, 首位, 第六.
    Ordinal,
    /// 连续6年, 二十连丰.
    Streak,
}

/// A quantity as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// First code point, hedge included.
    pub start: usize,
    /// The code point after the last one, unit and hedge included.
    pub end: usize,
    /// The words.
    pub text: String,
    /// In the base unit, scale words multiplied out; the lower end of a range.
    pub value: Decimal,
    /// The upper end of a range.
    pub value_high: Option<Decimal>,
    /// The unit without its scale; empty where there is none.
    pub unit: String,
    /// How exactly it is meant.
    pub bound: Bound,
    /// What kind of quantity it is.
    #[serde(rename = "type")]
    pub shape: Shape,
    /// How the numeral is written.
    #[serde(skip)]
    pub form: Form,
    /// True where a wrong separator was read in the only way that makes sense.
    #[serde(skip)]
    pub repaired: bool,
    /// Where the numeral itself begins, after any hedge.
    #[serde(skip)]
    pub numeral: usize,
}

impl Quantity {
    /// Its stretch of the text.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// True where the numeral is 一 or 1 with a mere counting word: 一项, 一批 say nothing of how many.
    pub fn is_indefinite(&self) -> bool {
        self.value == Decimal::ONE
            && self.form == Form::Digits
            && matches!(self.shape, Shape::Amount | Shape::Number)
    }
}

/// Finds every quantity in `within`, from left to right, leaving out the spans in `skip` (times, sorted by start).
pub fn scan(chars: &[char], within: Span, skip: &[Span], lexicon: &Lexicon) -> Vec<Quantity> {
    let reader = Reader { chars: &chars[..within.end], lexicon };
    let mut found = Vec::new();
    let mut at = within.start;
    let mut skip = skip.iter().peekable();
    while at < within.end {
        while skip.peek().is_some_and(|s| s.end <= at) {
            skip.next();
        }
        if let Some(next) = skip.peek()
            && next.start <= at
        {
            at = next.end;
            continue;
        }
        // What runs into a time is none: 连续五年来.
        let limit = skip.peek().map_or(within.end, |s| s.start);
        match reader.quantities(at, within.start).filter(|list| list.iter().all(|q| q.end <= limit)) {
            Some(list) => {
                at = list.last().map_or(at + 1, |q| q.end.max(at + 1));
                found.extend(list);
            }
            None => at += reader.stride(at),
        }
    }
    found
}

struct Reader<'a> {
    chars: &'a [char],
    lexicon: &'a Lexicon,
}

/// A numeral or fraction with its unit, before hedges are looked at.
struct Core {
    len: usize,
    value: Decimal,
    high: Option<Decimal>,
    unit: String,
    shape: Shape,
    form: Form,
    more: bool,
    repaired: bool,
}

impl Reader<'_> {
    fn starts(&self, at: usize, word: &str) -> bool {
        self.chars.get(at..).is_some_and(|rest| starts_with(rest, &[word]))
    }

    /// How far to go on where no quantity begins: past a whole word of letters and digits, so that PM2.5 holds none.
    fn stride(&self, at: usize) -> usize {
        let c = self.chars[at];
        if !c.is_ascii_alphabetic() {
            return 1;
        }
        let word = self.chars[at..]
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
            .count();
        // GDP4.13%: a value right after an abbreviation is a value.
        let letters = self.chars[at..].iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let valued = letters >= 3
            && self.chars.get(at + letters..).and_then(numeral::read).is_some_and(|n| {
                n.form == Form::Mixed || matches!(self.chars.get(at + letters + n.len), Some('%' | '‰'))
            });
        if valued { letters } else { word.max(1) }
    }

    fn quantities(&self, at: usize, floor: usize) -> Option<Vec<Quantity>> {
        let c = self.chars[at];
        if !(numeral::can_start(c)
            || matches!(c, '连' | '第' | '首' | '翻' | '过' | '半' | '前' | '榜' | '负' | '-' | '全' | '倒'))
            && self.hedge_before(at).is_none()
        {
            return None;
        }
        // A hedge before: 超过24万辆. The hedge counts only where a numeral follows it at once.
        if let Some((len, bound)) = self.hedge_before(at) {
            let skip = at + len + usize::from(self.chars.get(at + len) == Some(&' '));
            let inner = match self.hedge_before(skip) {
                Some((more, _)) if self.core(skip).is_none() => skip + more,
                _ => skip,
            };
            let core = self.core(inner)?;
            if matches!(core.shape, Shape::Ordinal) {
                return None;
            }
            return Some(vec![self.finish(at, inner, core, Some(bound))]);
        }
        if let Some(ratio) = self.ratio(at) {
            return Some(ratio);
        }
        if self.is_inside_word(at, floor) {
            return None;
        }
        let core = self.core(at)?;
        // 前十 is the tenth place at most.
        let within = (c == '前' && core.shape == Shape::Ordinal).then_some(Bound::AtMost);
        Some(vec![self.finish(at, at, core, within)])
    }

    /// A digit that belongs to a code (C919) or to a longer number is no beginning, nor is what is left of a number
    /// that is torn: by a character nobody could read, or by the number of a note, as in 3[2]万.
    fn is_inside_word(&self, at: usize, floor: usize) -> bool {
        if at == floor {
            return false;
        }
        let before = self.chars[at - 1];
        let is_scale = matches!(self.chars[at], '万' | '亿' | '千' | '百' | '十');
        // 人数百, 指数十: 数 ends a word.
        if self.chars[at] == '数'
            && "人总户件次指多少系参基分倍点计篇册例天月个岁代名量字票函级奇偶复页辆套台张头匹吨"
                .contains(before)
        {
            return true;
        }
        if before == char::REPLACEMENT_CHARACTER
            || is_scale && (before.is_ascii_digit() || matches!(before, ']' | '²' | '³'))
        {
            return true;
        }
        self.chars[at].is_ascii_digit()
            && (before.is_ascii_digit()
                || before == '.' && at >= floor + 2 && self.chars[at - 2].is_ascii_digit())
    }

    /// 负 and - are signs only where no word ends before them: 减负, 2019-2020.
    fn is_minus(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|b| self.chars[b]);
        match self.chars[at] {
            '负' => {
                before.is_none_or(|c| !c.is_alphabetic() || matches!(c, '为' | '至' | '到' | '是' | '达'))
            }
            '-' => before.is_none_or(|c| {
                !c.is_ascii_alphanumeric() && !matches!(c, '-' | ')' | '%' | '年' | '月' | '日')
            }),
            _ => false,
        }
    }

    fn hedge_before(&self, at: usize) -> Option<(usize, Bound)> {
        if self.starts(at, "好几") || self.is_upward(at) {
            return Some((1, if self.chars[at] == '上' { Bound::AtLeast } else { Bound::MoreThan }));
        }
        // 签约255万人, 节约10%, 附近300米: the end of a word, not a hedge.
        let last = at.checked_sub(1).map(|before| self.chars[before]);
        let ends_word = match self.chars.get(at) {
            Some('约') => matches!(
                last,
                Some('签' | '节' | '条' | '公' | '预' | '合' | '履' | '解' | '契' | '集' | '违')
            ),
            Some('近') => matches!(last, Some('附' | '临' | '邻' | '靠')),
            _ => false,
        };
        if ends_word {
            return None;
        }
        self.lexicon.hedges_before.longest(self.chars.get(at..)?).map(|(len, bound)| (len, *bound))
    }

    /// 上百, 上万: a hundred or more. In 以上百, 网上千 and the like 上 ends a word, 成千上万 counts nothing.
    fn is_upward(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.chars[before]);
        let ends_word = before.is_some_and(|c| {
            "以迈跃跨登踏升站冲攀走赶网线路身马早晚海岸向之及县乡会船车场书报史世桌台班手地市千百".contains(c)
        });
        let rest = &self.chars[at.min(self.chars.len())..];
        let scale = rest.get(1).is_some_and(|c| matches!(c, '百' | '千' | '万' | '亿'));
        rest.first() == Some(&'上')
            && scale
            && !ends_word
            && numeral::read(&rest[1..]).is_some_and(|n| n.form == Form::Scale || n.more)
    }

    fn hedge_after(&self, at: usize) -> Option<(usize, Bound)> {
        self.lexicon.hedges_after.longest(self.chars.get(at..)?).map(|(len, bound)| (len, *bound))
    }

    fn finish(&self, start: usize, numeral: usize, core: Core, before: Option<Bound>) -> Quantity {
        let mut end = numeral + core.len;
        let mut bound = before.unwrap_or(Bound::Exact);
        if core.more {
            bound = Bound::MoreThan;
        }
        if core.high.is_some() {
            bound = Bound::Range;
        }
        let mut after = self.hedge_after(end);
        // 2小时内: 内 alone bounds only a stretch of time.
        if after.is_none()
            && self
                .lexicon
                .units
                .exact(&core.unit.chars().collect::<Vec<_>>())
                .is_some_and(|u| u.dimension == "time")
            && self.chars.get(end) == Some(&'内')
            && !self.starts(end, "内容")
        {
            after = Some((1, Bound::AtMost));
        }
        if let Some((len, word)) = after {
            // 多 and 余 also begin words: 多种, 余额.
            let single = matches!(self.chars[end], '余' | '多');
            let times = matches!(core.shape, Shape::Multiple | Shape::Doubling);
            if !single || times || !self.is_followed_by_word(end) {
                end += len;
                if core.high.is_none() {
                    // 约30%以上: the later word is the firmer one.
                    bound = word;
                }
            }
        }
        if core.high.is_none()
            && before.is_some_and(|b| b != Bound::About)
            && after.is_none_or(|(_, word)| word == Bound::MoreThan)
        {
            bound = before.unwrap_or(bound);
        }
        Quantity {
            start,
            end,
            text: self.chars[start..end].iter().collect(),
            value: core.value,
            value_high: core.high,
            unit: core.unit,
            bound,
            shape: core.shape,
            form: core.form,
            repaired: core.repaired,
            numeral,
        }
    }

    /// 多 and 余 also begin words (多种, 余额): then they are no hedge.
    fn is_followed_by_word(&self, at: usize) -> bool {
        [
            "多种",
            "多项",
            "多个",
            "多元",
            "多样",
            "多次",
            "多方",
            "多年",
            "多地",
            "余额",
            "余热",
            "多式",
            "多层",
            "多功能",
        ]
        .iter()
        .any(|w| self.starts(at, w))
    }

    fn core(&self, at: usize) -> Option<Core> {
        if at >= self.chars.len() {
            return None;
        }
        self.streak(at)
            .or_else(|| self.ordinal(at))
            .or_else(|| self.doubling(at))
            .or_else(|| self.half(at))
            .or_else(|| self.fraction(at))
            .or_else(|| self.amount(at))
    }

    /// 连续6年, 连续三年, 20年连续, 二十连丰.
    fn streak(&self, at: usize) -> Option<Core> {
        let core = |len: usize, n: &Numeral, unit: &str| Core {
            len,
            value: n.value,
            high: None,
            unit: unit.to_owned(),
            shape: Shape::Streak,
            form: n.form,
            more: n.more,
            repaired: false,
        };
        let lead =
            ["连续", "已连续", "接连"].iter().find(|w| self.starts(at, w)).map_or(0, |w| w.chars().count());
        if lead > 0 {
            // 连续第3次 is the third in a row.
            let lead = lead + usize::from(self.chars.get(at + lead) == Some(&'第'));
            let n = numeral::read(self.chars.get(at + lead..)?)?;
            let after = at + lead + n.len;
            for (word, unit) in [
                ("个季度", "个季度"),
                ("季度", "个季度"),
                ("个月", "个月"),
                ("年度", "年"),
                ("年", "年"),
                ("次", "次"),
                ("届", "届"),
                ("天", "天"),
                ("日", "天"),
                ("个工作日", "工作日"),
                ("期", "期"),
                ("批", "批"),
                ("周", "周"),
            ] {
                if self.starts(after, word) {
                    return Some(core(lead + n.len + word.chars().count(), &n, unit));
                }
            }
            return None;
        }
        let n = numeral::read(&self.chars[at..])?;
        let after = at + n.len;
        if self.chars.get(after) == Some(&'连')
            && self.chars.get(after + 1).is_some_and(|c| "丰增涨升降减冠胜红优跌".contains(*c))
        {
            // 双拥模范城“七连冠”: an honour that is given every few years.
            let unit = if self.chars[after + 1] == '冠' { "届" } else { "年" };
            return Some(core(n.len + 2, &n, unit));
        }
        if self.starts(after, "年连续") || self.starts(after, "年蝉联") {
            return Some(core(n.len + 1, &n, "年"));
        }
        None
    }

    /// 第2位, 第六, 首位, 榜首, 前三位.
    fn ordinal(&self, at: usize) -> Option<Core> {
        let core = |len: usize, value: Decimal, form: Form, more: bool| Core {
            len,
            value,
            high: None,
            unit: "位".into(),
            shape: Shape::Ordinal,
            form,
            more,
            repaired: false,
        };
        // 倒数第二 counts from the end, and is no second place.
        if self.starts(at, "倒数第") {
            let from_start = self.ordinal(at + 2)?;
            return Some(Core { len: from_start.len + 2, value: -from_start.value, ..from_start });
        }
        for word in ["首位", "榜首", "首席", "首名"] {
            if self.starts(at, word) {
                return (word != "首席").then(|| core(2, Decimal::ONE, Form::Chinese, false));
            }
        }
        if self.chars[at] == '前' {
            let n = numeral::read(self.chars.get(at + 1..)?)?;
            let after = at + 1 + n.len;
            let unit = ["位", "名", "列", "强"]
                .iter()
                .find(|w| self.starts(after, w))
                .map_or(0, |w| w.chars().count());
            let open = self.chars.get(after).is_none_or(|c| matches!(c, ',' | '。' | ';' | '、' | '”'));
            return (unit > 0 || open && n.form != Form::Arabic)
                .then(|| core(1 + n.len + unit, n.value, n.form, false))
                .filter(|_| n.value <= Decimal::ONE_HUNDRED);
        }
        if self.chars[at] != '第' {
            return None;
        }
        let n = numeral::read(self.chars.get(at + 1..)?)?;
        let after = at + 1 + n.len;
        let unit = ["位", "名", "大"].iter().find(|w| self.starts(after, w)).map_or(0, |w| w.chars().count());
        Some(core(1 + n.len + unit, n.value, n.form, false))
    }

    /// 翻一番, 翻了两番, 翻番, 翻1.47番: the multiple that it comes to, of a fraction to two decimals.
    fn doubling(&self, at: usize) -> Option<Core> {
        if self.chars[at] != '翻' {
            return None;
        }
        let core = |len: usize, times: Decimal, more: bool| {
            let whole = times.fract().is_zero().then(|| times.to_u32()).flatten();
            let value = match whole {
                Some(times) => Decimal::from(1u64 << times),
                None => Decimal::from_f64(times.to_f64()?.exp2())?.round_dp(2),
            };
            let (unit, shape, form) = ("倍".into(), Shape::Doubling, Form::Chinese);
            Some(Core { len, value, high: None, unit, shape, form, more, repaired: false })
        };
        if self.starts(at, "翻番") {
            return core(2, Decimal::ONE, false);
        }
        let lead = 1 + usize::from(self.chars.get(at + 1) == Some(&'了'));
        let n = numeral::read(self.chars.get(at + lead..)?)?;
        let after = at + lead + n.len;
        if self.chars.get(after) != Some(&'番') || n.value > Decimal::TEN || n.value.is_sign_negative() {
            return None;
        }
        let more = matches!(self.chars.get(after + 1), Some('多'));
        core(lead + n.len + 1 + usize::from(more), n.value, more)
    }

    /// 一半, 过半, 半小时.
    fn half(&self, at: usize) -> Option<Core> {
        let half = Decimal::new(5, 1);
        let core = |len: usize, value: Decimal, unit: &str, shape: Shape, more: bool| Core {
            len,
            value,
            high: None,
            unit: unit.to_owned(),
            shape,
            form: Form::Chinese,
            more,
            repaired: false,
        };
        for (word, more) in [("过半数", true), ("过半", true), ("半数", false), ("一半", false)] {
            if self.starts(at, word) {
                return Some(core(word.chars().count(), half, "", Shape::Fraction, more));
            }
        }
        if self.chars[at] != '半' {
            return None;
        }
        if self.starts(at, "半成") && !self.starts(at, "半成品") {
            return Some(core(2, Decimal::from(5), "%", Shape::Percent, false));
        }
        for (word, unit) in [("个小时", "小时"), ("小时", "小时"), ("个月", "月"), ("天", "天")]
        {
            if self.starts(at + 1, word) {
                return Some(core(1 + word.chars().count(), half, unit, Shape::Amount, false));
            }
        }
        None
    }

    /// 百分之五, 千分之七, 三分之一, 1/5.
    fn fraction(&self, at: usize) -> Option<Core> {
        let negative = self.is_minus(at);
        let lead = if self.starts(at, "负的") { 2 } else { usize::from(negative) };
        let from = at + lead;
        let sign = |value: Decimal| if negative { -value } else { value };
        let core = |len: usize, value: Decimal, unit: &str, shape: Shape, n: &Numeral| Core {
            len: lead + len,
            value: sign(value).normalize(),
            high: None,
            unit: unit.to_owned(),
            shape,
            form: n.form,
            more: n.more,
            repaired: n.repaired,
        };
        if self.starts(from, "百分百") {
            return Some(Core {
                len: lead + 3,
                value: sign(Decimal::ONE_HUNDRED),
                high: None,
                unit: "%".into(),
                shape: Shape::Percent,
                form: Form::Chinese,
                more: false,
                repaired: false,
            });
        }
        for (word, unit, shape) in [
            ("百分之", "%", Shape::Percent),
            ("百分", "%", Shape::Percent),
            ("千分之", "‰", Shape::Percent),
            ("万分之", "‱", Shape::Percent),
        ] {
            if !self.starts(from, word) {
                continue;
            }
            let mut len = word.chars().count();
            let minus = usize::from(self.chars.get(from + len) == Some(&'负'));
            len += minus;
            // 百分之几十 names no number; 百分之百 is 100.
            let rest = self.chars.get(from + len..)?;
            let mut n = numeral::read(rest)?;
            // 百分之五万分之三: the scale before 分之 belongs to the next fraction.
            if n.len > 1 && rest[n.len..].starts_with(&['分', '之']) {
                n = numeral::read(&rest[..n.len - 1])?;
            }
            // 百分之七八 is a guess, 百分之三五 a row of digits.
            if let (Some(high), 2) = (n.high, n.len)
                && high - n.value > Decimal::ONE
            {
                n.value = n.value * Decimal::TEN + high;
                n.high = None;
            }
            let mut value = if minus == 1 { -n.value } else { n.value };
            let mut high = n.high.filter(|_| minus == 0 && !negative);
            let mut total = len + n.len;
            // 百分之五到百分之六, 百分之五至六
            if let Some((gap, again)) = self.range_gap(from + total).and_then(|gap| {
                let next = from + total + gap;
                let skip = if self.starts(next, word) { word.chars().count() } else { 0 };
                numeral::read(self.chars.get(next + skip..)?).map(|m| (gap + skip + m.len, m.value))
            }) && again > value
            {
                high = Some(again);
                total += gap;
            }
            value = sign(value);
            return Some(Core {
                len: lead + total,
                value: value.normalize(),
                high,
                unit: unit.to_owned(),
                shape,
                form: n.form,
                more: n.more,
                repaired: n.repaired,
            });
        }
        let below = numeral::read(self.chars.get(from..)?)?;
        let after = from + below.len;
        if self.starts(after, "分之") {
            let over = numeral::read(self.chars.get(after + 2..)?)?;
            let value = over.value.checked_div(below.value)?;
            return Some(core(below.len + 2 + over.len, value, "", Shape::Fraction, &over));
        }
        if self.chars.get(after) == Some(&'/') {
            let over = numeral::read(self.chars.get(after + 1..)?)?;
            let small = below.value < over.value && over.value <= Decimal::ONE_HUNDRED * Decimal::TEN;
            let ends = !self
                .chars
                .get(after + 1 + over.len)
                .is_some_and(|c| matches!(c, '/' | '年') || c.is_ascii_alphanumeric());
            if small && ends && at.checked_sub(1).is_none_or(|b| !matches!(self.chars[b], '/')) {
                return Some(core(
                    below.len + 1 + over.len,
                    below.value.checked_div(over.value)?,
                    "",
                    Shape::Fraction,
                    &below,
                ));
            }
        }
        None
    }

    /// 半 where it adds one half: 七成半, 一个半, and not 半导体 or 半年.
    fn half_after(&self, at: usize) -> bool {
        const WORDS: [&str; 12] =
            ["半导", "半年", "半数", "半程", "半岛", "半自", "半成", "半径", "半山", "半封", "半个", "半截"];
        self.chars.get(at) == Some(&'半') && !WORDS.iter().any(|word| self.starts(at, word))
    }

    /// The numeral at a position. In 10,20,300 the commas part one value from the next.
    fn numeral(&self, at: usize) -> Option<Numeral> {
        let rest = self.chars.get(at..)?;
        let listed = at >= 2 && self.chars[at - 1] == ',' && self.chars[at - 2].is_ascii_digit();
        let reach = rest.iter().position(|c| *c == ',').filter(|_| listed).unwrap_or(rest.len());
        numeral::read(&rest[..reach])
    }

    fn range_gap(&self, at: usize) -> Option<usize> {
        let len = self
            .chars
            .get(at..)?
            .iter()
            .take_while(|c| matches!(c, '-' | '—' | '–' | '~' | '―' | '至' | '到'))
            .count();
        (1..=2).contains(&len).then_some(len)
    }

    /// A numeral with its unit, a range, or money in several coins.
    #[expect(clippy::too_many_lines, reason = "one reading after the other: sign, scale, range, coins")]
    fn amount(&self, at: usize) -> Option<Core> {
        let below_zero = self.is_below_zero(at);
        let negative = self.is_minus(at) || below_zero;
        let from = at + usize::from(negative) + usize::from(below_zero);
        let n = self.numeral(from)?;
        let mut len = from - at + n.len;
        let mut value = n.value;
        let mut guess = n.high;
        let mut repaired = n.repaired;
        let mut more = n.more;
        // 177.1 亿元: a blank before the scale.
        if n.form == Form::Arabic
            && self.chars.get(at + len) == Some(&' ')
            && self.chars.get(at + len + 1).is_some_and(|c| numeral::scale(*c).is_some())
            && let Some(factor) = numeral::read(&self.chars[at + len + 1..]).filter(|f| f.form == Form::Scale)
        {
            value = value.checked_mul(factor.value)?;
            len += 1 + factor.len;
        }
        // 两个亿: the classifier before the scale says nothing. 2个万亩以上公园 counts parks, of a size.
        let sized = || {
            let unit = self.lexicon.units.longest(self.chars.get(at + len + 2..).unwrap_or_default());
            // 47个亿元以上项目
            unit.is_some_and(|(unit_len, unit)| {
                unit.dimension != "money" || self.starts(at + len + 2 + unit_len, "以上")
            })
        };
        if self.chars.get(at + len) == Some(&'个')
            && let Some(factor) = self.chars.get(at + len + 1).copied().and_then(numeral::scale)
            && !sized()
        {
            value = value.checked_mul(Decimal::from(factor))?;
            guess = guess.and_then(|high| high.checked_mul(Decimal::from(factor)));
            len += 2;
        }
        if n.form == Form::Arabic
            && matches!(self.chars.get(at + len), Some('k' | 'w' | 'K' | 'W'))
            && !self.chars.get(at + len + 1).is_some_and(char::is_ascii_alphanumeric)
            && !self.starts(at + len, "kW")
        {
            let factor = if matches!(self.chars[at + len], 'k' | 'K') { 1_000 } else { 10_000 };
            value = value.checked_mul(Decimal::from(factor))?;
            len += 1;
        }
        let mut unit = self.unit(at + len);
        // Of 三四线 and “十四五” nothing is counted.
        if guess.is_some() && unit.is_none() {
            return None;
        }
        let mut high = guess;
        // 4.5%—5%, 5至7天, 6.5—7万
        let unit_len = unit.as_ref().map_or(0, |u| u.0);
        if let Some(gap) = self.range_gap(at + len + unit_len) {
            let next = at + len + unit_len + gap;
            if let Some(m) = self.chars.get(next..).and_then(numeral::read) {
                let other = self.unit(next + m.len);
                let same = unit.is_none() || other.as_ref().map(|u| &u.1) == unit.as_ref().map(|u| &u.1);
                // 3-5万, 两到三万, 一百二十到一百五十万: the scale at the end holds for both, unless the first part were
                // the larger one then (800到1万) or has a scale of its own.
                let own = scale_of(&self.chars[from..at + len], false);
                let shared = scale_of(&self.chars[next..next + m.len], n.len == 1);
                let scaled = value.checked_mul(shared).filter(|low| own == Decimal::ONE && *low < m.value);
                let low = scaled.unwrap_or(value);
                if same && (other.is_some() || unit.is_none()) && m.value > low {
                    high = Some(m.value);
                    value = low;
                    len = next + m.len - at;
                    repaired |= m.repaired;
                    unit = other;
                }
            }
        }
        let unit = unit.filter(|(_, word)| self.is_meant(word, at + len, &n));
        let (mut unit_len, mut word) = unit.unwrap_or((0, String::new()));
        if unit_len == 1 && self.chars[at + len] == '度' {
            self.degrees(at).clone_into(&mut word);
        }
        // 队伍, 洞: a banker's or radio digit alone is a word.
        if word.is_empty() && n.len == 1 && "壹幺貳贰叁參肆伍陆陸柒拐捌玖洞拾佰仟".contains(self.chars[from])
        {
            return None;
        }
        let mut shape = match word.as_str() {
            "" => Shape::Number,
            "%" | "‰" | "‱" => Shape::Percent,
            "个百分点" => Shape::Points,
            "倍" => Shape::Multiple,
            _ => Shape::Amount,
        };
        let mut unit = word;
        match unit.as_str() {
            "成" => {
                // 三成, 六成五, 七成半
                value = value.checked_mul(Decimal::TEN)?;
                high = high.and_then(|h| h.checked_mul(Decimal::TEN));
                unit = "%".into();
                shape = Shape::Percent;
                let fine = self
                    .chars
                    .get(at + len + 1)
                    .copied()
                    .and_then(numeral::digit)
                    .filter(|_| {
                        // 由三成二升至三成五: the verb is no measure of volume.
                        let after = at + len + 2;
                        self.unit(after).is_none()
                            || ["升至", "升到", "升为"].iter().any(|w| self.starts(after, w))
                    })
                    .or_else(|| self.half_after(at + len + 1).then_some(5));
                if let Some(fine) = fine {
                    value += Decimal::from(fine);
                    unit_len += 1;
                }
            }
            // 块 is money only with 钱 or smaller coins after it; else it counts pieces.
            "块" if !self.starts(at + len + unit_len, "钱") && self.coins(at + len + unit_len).1 == 0 => {}
            "元" | "块" => {
                let (coins, more_len) = self.coins(at + len + unit_len);
                value = value.checked_add(coins)?;
                unit_len += more_len;
                unit = "元".into();
                // 伍拾叁元整
                let end = at + len + unit_len;
                let closes = |c: &char| !c.is_alphanumeric();
                if self.chars.get(end) == Some(&'整') && self.chars.get(end + 1).is_none_or(closes) {
                    unit_len += 1;
                }
            }
            "角" | "毛" => {
                let fine = numeral::read(self.chars.get(at + len + 1..).unwrap_or(&[]));
                value = value.checked_mul(Decimal::new(1, 1))?;
                if let Some(fine) = fine.filter(|f| f.value < Decimal::TEN) {
                    value += fine.value * Decimal::new(1, 2);
                    unit_len += fine.len;
                    unit_len += usize::from(self.chars.get(at + len + unit_len) == Some(&'分'));
                }
                unit = "元".into();
            }
            "毛钱" => {
                value = value.checked_mul(Decimal::new(1, 1))?;
                unit = "元".into();
            }
            "分钱" => {
                value = value.checked_mul(Decimal::new(1, 2))?;
                unit = "元".into();
            }
            _ => {}
        }
        // 一个半, 两个半小时, 一倍半
        if matches!(unit.as_str(), "个" | "倍" | "小时") && self.half_after(at + len + unit_len) {
            value = value.checked_add(Decimal::new(5, 1))?;
            unit_len += 1;
            if let Some((inner, word)) = self.unit(at + len + unit_len).filter(|_| unit == "个") {
                unit = word;
                unit_len += inner;
            }
        }
        // 一个多月 and 1倍多 keep their 多 for the hedge; 3个多小时 has it inside.
        if !more
            && unit == "个"
            && self.chars.get(at + len + unit_len) == Some(&'多')
            && let Some((inner, word)) = self.unit(at + len + unit_len + 1)
        {
            unit = word;
            unit_len += 1 + inner;
            more = true;
        }
        if negative {
            value = -value;
        }
        Some(Core {
            len: len + unit_len,
            value: value.normalize(),
            high,
            unit,
            shape,
            form: n.form,
            more,
            repaired,
        })
    }

    /// 方 counts cubic metres where there are many (三百万方), not three parties; 两 weighs where no word goes on from it.
    fn is_meant(&self, unit: &str, at: usize, n: &Numeral) -> bool {
        let next = self.chars.get(at + 1);
        match self.chars.get(at) {
            Some('方') if unit == "立方米" => n.value >= Decimal::ONE_HUNDRED,
            Some('两') if unit == "两" => next.is_none_or(|c| {
                !c.is_alphabetic() || matches!(c, '余' | '多' | '以' | '的' | '黄' | '白' | '银')
            }),
            _ => true,
        }
    }

    /// What 度 measures: heat where a temperature is spoken of, else electricity.
    fn degrees(&self, at: usize) -> &'static str {
        let clause = self.chars[..at].iter().rev().take_while(|c| !matches!(c, '。' | ';')).take(30);
        if clause.into_iter().any(|c| matches!(c, '温' | '热' | '寒' | '冷')) || self.is_below_zero(at) {
            "摄氏度"
        } else {
            "千瓦时"
        }
    }

    fn is_below_zero(&self, at: usize) -> bool {
        self.starts(at, "零下")
    }

    /// 九角九分, 九毛九 after 元.
    fn coins(&self, at: usize) -> (Decimal, usize) {
        let mut value = Decimal::ZERO;
        let mut len = 0;
        for (words, factor) in [(["角", "毛"], Decimal::new(1, 1)), (["分", "分"], Decimal::new(1, 2))] {
            let Some(n) =
                self.chars.get(at + len..).and_then(numeral::read).filter(|n| n.value < Decimal::TEN)
            else {
                continue;
            };
            let named = words.iter().any(|w| self.starts(at + len + n.len, w));
            // 九块九, 九毛九: the last coin goes without its name.
            let last = (at + len).checked_sub(1).map(|b| self.chars[b]);
            let unnamed = last == Some(if factor == Decimal::new(1, 1) { '块' } else { '毛' });
            if named || unnamed {
                value += n.value * factor;
                len += n.len + usize::from(named);
            }
        }
        (value, len)
    }

    /// The unit at a position: its length and its name without variants of spelling.
    fn unit(&self, at: usize) -> Option<(usize, String)> {
        let blank = usize::from(
            self.chars.get(at) == Some(&' ') && self.chars.get(at + 1).is_some_and(|c| !c.is_ascii_digit()),
        );
        let at = at + blank;
        let (len, unit) = self.lexicon.units.longest(self.chars.get(at..)?)?;
        if let Some((noun, ())) = self.lexicon.nouns.longest(&self.chars[at..])
            && noun > len
        {
            return None;
        }
        let next = self.chars.get(at + len).copied();
        // km in a longer word is no unit.
        if self.chars[at].is_ascii_alphabetic() && next.is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        if blank == 1 && unit.dimension == "count" {
            return None;
        }
        let mut name = match (&unit.base, unit.factor) {
            (Some(base), Some(factor)) if factor == Decimal::ONE && unit.dimension != "count" => base.clone(),
            _ => unit.word.clone(),
        };
        let mut total = blank + len;
        // 元/吨, 吨标准煤/万元
        if next == Some('/') && !name.contains('/') {
            let scale_len = self
                .chars
                .get(at + len + 1..)?
                .iter()
                .take_while(|c| matches!(c, '万' | '亿' | '千' | '百'))
                .count();
            if let Some((more, below)) =
                self.lexicon.units.longest(self.chars.get(at + len + 1 + scale_len..)?)
            {
                let scale: String = self.chars[at + len + 1..at + len + 1 + scale_len].iter().collect();
                name = format!("{name}/{scale}{}", below.word);
                total += 1 + scale_len + more;
            }
        }
        Some((total, name))
    }

    /// 1.8:30.3:67.9 — each part is a quantity of its own.
    fn ratio(&self, at: usize) -> Option<Vec<Quantity>> {
        if !self.chars[at].is_ascii_digit()
            || at > 0
                && (self.chars[at - 1].is_ascii_alphanumeric()
                    || matches!(self.chars[at - 1], ':' | '.' | '∶'))
        {
            return None;
        }
        let mut parts = Vec::new();
        let mut from = at;
        loop {
            let n = numeral::read(self.chars.get(from..)?).filter(|n| n.form == Form::Arabic)?;
            parts.push((from, n.len, n.value));
            from += n.len;
            if !matches!(self.chars.get(from), Some(':' | '∶'))
                || !self.chars.get(from + 1).is_some_and(char::is_ascii_digit)
            {
                break;
            }
            from += 1;
        }
        let exact_sign = self.chars[at..from].contains(&'∶');
        let decimal = self.chars[at..from].contains(&'.');
        // 19:26 and 10:30:00 are clock times.
        if parts.len() < 2
            || !(exact_sign
                || decimal
                || parts.len() == 3 && parts.iter().map(|p| p.2).sum::<Decimal>() == Decimal::ONE_HUNDRED)
        {
            return None;
        }
        // 收入比2.6∶1 is one value: so much to one.
        if let [(start, _, one), (_, _, other)] = parts[..]
            && (one == Decimal::ONE || other == Decimal::ONE)
        {
            parts = vec![(start, from - start, if one == Decimal::ONE { other } else { one })];
        }
        Some(
            parts
                .into_iter()
                .map(|(start, len, value)| Quantity {
                    start,
                    end: start + len,
                    text: self.chars[start..start + len].iter().collect(),
                    value,
                    value_high: None,
                    unit: String::new(),
                    bound: Bound::Exact,
                    shape: Shape::Ratio,
                    form: Form::Arabic,
                    repaired: false,
                    numeral: start,
                })
                .collect(),
        )
    }
}

/// What the scale words at the end of a numeral multiply by: 万 in 5万; with `places` 百 and 千 as well.
fn scale_of(chars: &[char], places: bool) -> Decimal {
    let place = |c: &char| match c {
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    };
    chars
        .iter()
        .rev()
        .map_while(|c| numeral::scale(*c).or_else(|| place(c).filter(|_| places)))
        .fold(Decimal::ONE, |factor, s| factor.saturating_mul(Decimal::from(s)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;
    use rstest::rstest;

    fn read(text: &str) -> String {
        let chars: Vec<char> = text.chars().map(crate::text::shadow::fold).collect();
        let found = scan(&chars, Span::new(0, chars.len()), &[], lexicon());
        let list: Vec<String> = found
            .iter()
            .map(|q| {
                format!(
                    "{}={}{}{} {}",
                    q.text,
                    q.value,
                    q.value_high.map_or(String::new(), |h| format!("~{h}")),
                    q.unit,
                    q.bound
                )
            })
            .collect();
        list.join("; ")
    }

    #[rstest]
    #[case("受理740万件", "740万件=7400000件 exact")]
    #[case::torn_by_a_note("就业3[2]万人", "3=3 exact; 2=2 exact")]
    #[case::torn_by_a_symbol("就业3\u{FFFD}5万人", "3=3 exact")]
    #[case("面积4万米²", "4万米²=40000米² exact")]
    #[case("突破24万辆", "突破24万辆=240000辆 more_than")]
    #[case("不低于1800元", "不低于1800元=1800元 at_least")]
    #[case("4500余条", "4500余条=4500条 more_than")]
    #[case("4万多亿元", "4万多亿元=4000000000000元 more_than")]
    #[case("90%以上", "90%以上=90% at_least")]
    #[case("4.5%—5%", "4.5%—5%=4.5~5% range")]
    #[case("5至7天", "5至7天=5~7天 range")]
    #[case("约3成", "约3成=30% about")]
    #[case("百分之七八", "百分之七八=7~8% range")]
    #[case("百分之三五", "百分之三五=35% exact")]
    #[case("百分之五万分之三", "百分之五=5% exact; 万分之三=3‱ exact")]
    #[case("七成半", "七成半=75% exact")]
    #[case("三成半导体", "三成=30% exact")]
    #[case("不到半成", "不到半成=5% less_than")]
    #[case("半成品库存", "")]
    #[case("两个半小时", "两个半小时=2.5小时 exact")]
    #[case("3个半成品库", "3个=3个 exact")]
    #[case("几十个", "几十个=10个 more_than")]
    #[case("好几百名", "好几百名=100名 more_than")]
    #[case("上万人", "上万人=10000人 at_least")]
    #[case("线上百货", "百=100 exact")]
    #[case("经费投入迈上万亿大关", "万亿=1000000000000 exact")]
    #[case("数百万元", "数百万元=1000000元 more_than")]
    #[case("参会人数十余人", "十余人=10人 more_than")]
    #[case("两三个", "两三个=2~3个 range")]
    #[case("七八成", "七八成=70~80% range")]
    #[case("一千五六百件", "一千五六百件=1500~1600件 range")]
    #[case("两三个亿元", "两三个亿元=200000000~300000000元 range")]
    #[case("三四线城市", "四=4 exact")]
    #[case("三五成群", "五=5 exact")]
    #[case("两到三万元", "两到三万元=20000~30000元 range")]
    #[case("两到三千元", "两到三千元=2000~3000元 range")]
    #[case("一百二十到一百五十万元", "一百二十到一百五十万元=1200000~1500000元 range")]
    #[case("800到1万元", "800到1万元=800~10000元 range")]
    #[case("3-5万人", "3-5万人=30000~50000人 range")]
    #[case("3万-5万人", "3万-5万人=30000~50000人 range")]
    #[case("最高气温38.5度", "38.5度=38.5摄氏度 exact")]
    #[case("夜间零下五度", "零下五度=-5摄氏度 exact")]
    #[case("零下30℃", "零下30℃=-30摄氏度 exact")]
    #[case("供电3.2亿度", "3.2亿度=320000000千瓦时 exact")]
    #[case("土方三百万方", "三百万方=3000000立方米 exact")]
    #[case("三方协议", "三=3 exact")]
    #[case("白银两万两。", "两万两=20000两 exact")]
    #[case("2个万亩以上公园", "2个=2个 exact; 万亩以上=10000亩 at_least")]
    #[case("投资两个亿。", "两个亿=200000000 exact")]
    #[case("壹拾万零叁仟肆佰伍拾叁元整。", "壹拾万零叁仟肆佰伍拾叁元整=103453元 exact")]
    #[case("300元整改款", "300元=300元 exact")]
    #[case("分别为10,20,300元", "10=10 exact; 20=20 exact; 300元=300元 exact")]
    #[case("拨付1,234,500元", "1,234,500元=1234500元 exact")]
    #[case("六成五", "六成五=65% exact")]
    #[case("百分之五", "百分之五=5% exact")]
    #[case("10.48‰", "10.48‰=10.48‰ exact")]
    #[case("0.3个百分点", "0.3个百分点=0.3个百分点 exact")]
    #[case("5个工作日", "5个工作日=5工作日 exact")]
    #[case("翻了一番多", "翻了一番多=2倍 more_than")]
    #[case("连续6年", "连续6年=6年 exact")]
    #[case("第2位", "第2位=2位 exact")]
    #[case("跃居前十。", "前十=10位 at_most")]
    #[case("10.5万元/人年", "10.5万元/人年=105000元/人年 exact")]
    #[case("1.42:33.56:65.02", "1.42=1.42 exact; 33.56=33.56 exact; 65.02=65.02 exact")]
    #[case("２０％", "20%=20% exact")]
    #[case("九十九元九角九分", "九十九元九角九分=99.99元 exact")]
    #[case("2小时内", "2小时内=2小时 at_most")]
    #[case("1.07万亿千瓦时", "1.07万亿千瓦时=1070000000000千瓦时 exact")]
    fn reads(#[case] text: &str, #[case] want: &str) {
        assert_eq!(read(text), want, "{text}");
    }

    #[rstest]
    #[case("PM2.5浓度")]
    #[case("C919客机")]
    fn codes_hold_no_quantity(#[case] text: &str) {
        assert_eq!(read(text), "");
    }
}
