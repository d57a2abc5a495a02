//! Finds time expressions in a text, before they are read against a date.

use super::{Expression, Near, Part, When, Year};
use crate::document::Span;
use crate::numeral;
use crate::text::shadow::{ends_with, starts_with};
use rust_decimal::prelude::ToPrimitive;

/// Finds every time expression in `within`, from left to right.
pub fn scan(chars: &[char], within: Span) -> Vec<Expression> {
    let blank = |at: usize| at > within.start && at + 1 < within.end && parts_time(&chars[at - 1..=at + 1]);
    if !(within.start..within.end).any(blank) {
        return scan_dense(chars, within);
    }
    // 10 月22 日, 2019 年前三季度: read without the blanks.
    let kept: Vec<usize> = (within.start..within.end).filter(|at| !blank(*at)).collect();
    let dense: Vec<char> = kept.iter().map(|at| chars[*at]).collect();
    let found = scan_dense(&dense, Span::new(0, dense.len())).into_iter();
    found
        .map(|time| Expression {
            span: Span::new(kept[time.span.start], kept[time.span.end - 1] + 1),
            ..time
        })
        .collect()
}

/// True for three characters of which the middle one is a blank within a time: 10 月, 年 3, 月 22, 22 日.
fn parts_time(three: &[char]) -> bool {
    let [before, ' ', after] = three else { return false };
    let counts = |c: &char| c.is_ascii_digit() || numeral::digit(*c).is_some();
    counts(before) && matches!(after, '年' | '月' | '日' | '季')
        || matches!(before, '年' | '月')
            && (counts(after) || matches!(after, '前' | '上' | '下' | '全' | '一'))
}

/// The same in a text without blanks inside its times.
fn scan_dense(chars: &[char], within: Span) -> Vec<Expression> {
    let mut found: Vec<Expression> = Vec::new();
    let mut at = within.start;
    let text = &chars[..within.end];
    while at < within.end {
        if !can_start(text[at]) {
            at += 1;
            continue;
        }
        // 表现在, 体现在: no 现在.
        if text[at] == '现'
            && at > within.start
            && matches!(text[at - 1], '表' | '体' | '呈' | '实' | '发' | '出' | '兑')
        {
            at += 1;
            continue;
        }
        // 提前一年, 目前: the 前 belongs to the word before.
        if text[at] == '前'
            && at > within.start
            && matches!(text[at - 1], '提' | '以' | '之' | '日' | '目' | '当' | '眼' | '面' | '超')
        {
            at += 1;
            continue;
        }
        // A digit in the middle of a number begins no time.
        if text[at].is_ascii_digit()
            && at > within.start
            && (text[at - 1].is_ascii_digit() || text[at - 1] == '.')
        {
            at += 1;
            continue;
        }
        match expression(text, at, within.start) {
            Some(expression) => {
                at = expression.span.end.max(at + 1);
                found.push(expression);
            }
            None => at += 1,
        }
    }
    join_days(chars, found)
}

/// 从1月10日启动到2月18日结束 is one stretch of days.
fn join_days(chars: &[char], found: Vec<Expression>) -> Vec<Expression> {
    let mut joined: Vec<Expression> = Vec::with_capacity(found.len());
    for expression in found {
        if let (Some(last), When::Within { part: Part::Days(_, to), .. }) =
            (joined.last_mut(), expression.when)
        {
            let close = expression.span.start - last.span.end <= 6
                && !chars[last.span.end..expression.span.start].contains(&',');
            if let (true, true, When::Within { year, part: Part::Days(from, _) }) =
                (close && last.base, expression.up_to, last.when)
            {
                last.when = When::Within { year, part: Part::Days(from, to) };
                last.span.end = expression.span.end;
                last.base = false;
                continue;
            }
        }
        joined.push(expression);
    }
    joined
}

/// The characters that a time expression can begin with, besides digits.
const STARTERS: &str = "凌中晚早国春端清截到至今去前明上本当同年全下第过近最这“\"‘目日昨期头未多历长十一二三四五六七八九两几岁后现此迄月每以首元Qq用民";

fn can_start(c: char) -> bool {
    c.is_ascii_digit() || STARTERS.contains(c)
}

fn expression(chars: &[char], start: usize, floor: usize) -> Option<Expression> {
    let mut at = start;
    let up_to = ["截至", "截止到", "截止至", "截止", "到", "至"]
        .iter()
        .find(|w| starts(&chars[at..], w))
        .map(|w| w.chars().count());
    if let Some(len) = up_to {
        // 到 and 至 also end a verb (提高到2018年): then it is an ordinary 到, still up to that time.
        at += len;
    }
    let opens = chars[floor..start].last().is_none_or(|c| matches!(c, ',' | '。' | ';' | ':'));
    let (when, len) = when(&chars[at..]).or_else(|| opens.then(|| years_spent(&chars[at..])).flatten())?;
    // 截至昨天
    let when = match when {
        When::Speaking if up_to.is_some() && starts_with(&chars[at..], &["昨天", "昨日"]) => {
            When::Yesterday
        }
        when => when,
    };
    if up_to.is_some() && matches!(when, When::Loose | When::Speaking | When::Since) {
        return None;
    }
    at += len;
    // 2021至2023年三年累计, 2021—2023年的三年间: so many they are.
    if let When::Years(from, to) = when {
        let of = usize::from(matches!(chars.get(at), Some('的' | '这' | ',')));
        let counted = small_number(&chars[at + of..]).filter(|(count, len)| {
            i64::from(to - from + 1) == i64::from(*count) && chars.get(at + of + len) == Some(&'年')
        });
        at += counted.map_or(0, |(_, len)| of + len + 1);
    }
    // 提升到2023年的98.5%: the 到 belongs to the verb.
    let value = chars.get(at + 1).is_some_and(|c| numeral::can_start(*c) || matches!(c, '近' | '超' | '约'));
    let of_verb = starts_with(&chars[start..], &["到", "至"]) && chars.get(at) == Some(&'的') && value;
    let (start, up_to) = if of_verb { (start + 1, None) } else { (start, up_to) };
    // “十四五”末
    let when = match when {
        When::Plan(first) if starts_with(&chars[at..], &["末", "期末", "规划末", "时期末"]) => {
            at += chars[at..].iter().take(4).position(|c| *c == '末').map_or(0, |p| p + 1);
            When::PlanEnd(first)
        }
        other => other,
    };
    // 恢复至去年同期的七成: what it is compared with.
    let same_period = up_to.is_some() && starts(&chars[at..], "同期");
    // “十四五”规划重大项目, “十四五”开局之年, “五五”普法: part of a name. A plan places something in time
    // where a word for its years follows.
    let years = [
        "期间",
        "时期",
        "以来",
        "规划期",
        "计划期",
        "规划末",
        "规划以来",
        "末",
        "期末",
        "五年",
        "时段",
        "头",
        "前",
    ];
    if matches!(when, When::Plan(_)) && !starts_with(&chars[at..], &years) {
        return Some(Expression {
            span: Span::new(start, at),
            when: When::Loose,
            up_to: false,
            since: false,
            base: true,
        });
    }
    let mut since = false;
    for word in ["以来", "来", "至今", "以后"] {
        if starts(&chars[at..], word) && !arrives(&chars[at..]) {
            since = !matches!(when, When::LastYears(_));
            at += word.chars().count();
            break;
        }
    }
    if !since && matches!(when, When::Plan(_)) {
        for word in ["规划期间", "规划期", "期间", "时期", "规划", "末", "期末", "以来", "计划"]
        {
            if starts(&chars[at..], word) {
                at += word.chars().count();
                break;
            }
        }
    }
    let before = &chars[floor..start];
    // 实施两年新增4万亿元的计划: how long something lasts, not when.
    let lasts = ends_with(before, &["实施", "用", "经", "历时", "为期", "经过"])
        && matches!(when, When::LastYears(_));
    // 2300元(2010年不变价): the prices that something is counted in, not when.
    let prices = starts_with(&chars[at..], &["不变价", "可比价", "价格计算", "价格为基期"]);
    let when = match when {
        When::Lasting(_) if !is_meant(before) => When::Loose,
        _ if lasts || prices => When::Loose,
        when => when,
    };
    // 2004年以来最好位次: since when nothing was better, not when it was so.
    let unsurpassed =
        since && starts_with(&chars[at..], &["最", "的最", "的较", "首", "新高", "新低", "的新高", "的新低"]);
    // 从1979年到1982年的四年间: both ends are said, and nothing is compared.
    let spans = matches!(when, When::Years(..)) && ends_with(before, &["从", "自", "由"]);
    let base =
        same_period || unsurpassed || up_to.is_none() && !since && !spans && is_base(before, &chars[at..]);
    // 年初用较短时间…: when it began, not the day that a value is of.
    let begins = when == When::Within { year: Year::Unstated, part: Part::Start } && !base && up_to.is_none();
    let when = if begins { When::Loose } else { when };
    let by = matches!(when, When::Within { .. }) && !since && !base && by_then(&chars[at..]);
    at += usize::from(by);
    Some(Expression { span: Span::new(start, at), when, up_to: by || up_to.is_some(), since, base })
}

/// 前 in 2030年前建成, 6月底前完成: by then; but 2030年前三季度, 2030年前后.
fn by_then(after: &[char]) -> bool {
    let other = |c: &char| numeral::can_start(*c) || matches!(c, '后' | '夕' | '期' | '列' | '几');
    after.first() == Some(&'前') && !after.get(1).is_some_and(other)
}

/// 争取用三年时间: the years that a plan takes, from this one on, where the clause says that it is one.
fn is_meant(before: &[char]) -> bool {
    let clause = before.rsplit(|c| matches!(c, ',' | '。' | ';')).next().unwrap_or(before);
    let clause: String = clause.iter().collect();
    ["争取", "力争", "计划", "确保", "拟", "要", "将", "再"].iter().any(|word| clause.contains(word))
}

/// 比2007年, 较上年, 与去年相比, 由2002年的.
fn is_base(before: &[char], after: &[char]) -> bool {
    let last = before.last().copied();
    // 是2002年的2.37倍: the year is what is compared with.
    let multiple = matches!(last, Some('是' | '为' | '达'))
        && after.first() == Some(&'的')
        && after.get(1).is_some_and(|c| c.is_ascii_digit() || numeral::digit(*c).is_some());
    // 恢复到2019年的98%
    let recovers = ends_with(before, &["恢复到", "恢复至"]) && after.first() == Some(&'的');
    let compared = multiple
        || recovers
        || matches!(last, Some('比' | '较' | '与' | '同' | '由' | '从' | '自' | '为' | '超' | '按'));
    let compared_with = ["相比", "同期", "基础上", "的基础上", "相当于"];
    let more = before.len() >= 2 && ends(before, "高于")
        || ends(before, "低于")
        || ends(before, "超过")
        || ends(before, "相当于")
        || ends(before, "快于")
        || ends(before, "多于")
        || ends(before, "少于");
    compared && !starts(after, "开始") || more || compared_with.iter().any(|w| starts(after, w))
}

fn when(chars: &[char]) -> Option<(When, usize)> {
    if let Some(len) = clock(chars) {
        return Some((When::Clock, len));
    }
    if let Some(found) = numeric_date(chars) {
        return Some(found);
    }
    if let Some(found) = long_stretch(chars) {
        return Some(found);
    }
    if let Some((year, len)) = listed_year(chars) {
        return Some((When::Within { year: Year::Absolute(year), part: Part::Whole }, len));
    }
    if let Some(len) = split_year(chars).or_else(|| school_year(chars)) {
        return Some((When::MovingHoliday, len));
    }
    if let Some((from, to, len)) = year_range(chars) {
        return Some((When::Years(from, to), len));
    }
    if let Some((year, len)) = year(chars) {
        let mut at = len;
        let of = usize::from(chars.get(at) == Some(&'的'));
        if let Some((part, more)) = part(&chars[at + of..], true) {
            at += of + more;
            return Some((When::Within { year, part }, at));
        }
        // 五年前 and the like are durations, handled below; 2023年 alone is the year.
        return Some((When::Within { year, part: Part::Whole }, at));
    }
    if let Some((start, len)) = plan(chars) {
        return Some((When::Plan(start), len));
    }
    // 完成全年目标的32.4%: the goal is the year's, not what came of it.
    if starts_with(chars, &["全年目标", "全年任务", "全年计划", "全年预算"]) {
        return Some((When::Loose, 2));
    }
    // 年初确定的目标 dates the goal, not what came of it.
    if starts(chars, "年初")
        && starts_with(
            &chars[2..],
            &["确定", "预定", "提出", "制定", "安排", "既定", "预算", "预期", "目标", "计划", "部署"],
        )
    {
        return Some((When::Loose, 2));
    }
    if let Some((count, len)) = lasting(chars) {
        return Some((When::Lasting(count), len));
    }
    if let Some(found) = near(chars) {
        return Some(found);
    }
    if let Some((part, len)) = part(chars, false) {
        return Some((When::Within { year: Year::Unstated, part }, len));
    }
    if let Some(found) = last_years(chars) {
        return Some(found);
    }
    if let Some(found) = holiday(chars) {
        return Some(found);
    }
    for word in ["截至目前", "目前", "到目前为止", "现在", "迄今", "至今", "此前"] {
        if starts(chars, word) {
            return Some((When::Now, word.chars().count()));
        }
    }
    for word in ["今天", "今日", "日前", "昨天", "昨日", "近日", "今早", "明天", "前不久", "当前"]
    {
        if starts(chars, word) {
            let mut len = word.chars().count();
            // 今天(1月9日): the day in brackets belongs to it.
            if chars.get(len) == Some(&'(')
                && let Some(close) = chars.iter().take(len + 10).position(|c| *c == ')')
            {
                len = close + 1;
            }
            return Some((When::Speaking, len));
        }
    }
    // 实施以来, 成立以来: since a beginning that the words do not date.
    if starts(chars, "以来") {
        // 有统计以来增长最快 compares, it places nothing.
        let clause = chars[2..].iter().take(12).take_while(|c| c.is_alphabetic());
        let best = clause.clone().any(|c| *c == '最');
        return Some((if best { When::Loose } else { When::Since }, 2));
    }
    for word in [
        "近年来",
        "近年",
        "多年来",
        "多年",
        "历年",
        "长期以来",
        "同期",
        "期间",
        "当期",
        "月末",
        "几年来",
        "每年",
        "去冬今春",
    ] {
        if starts(chars, word) {
            return Some((When::Loose, word.chars().count()));
        }
    }
    None
}

/// 用三年时间, 用3年左右的时间.
fn lasting(chars: &[char]) -> Option<(u32, usize)> {
    let (count, len) = small_number(chars.strip_prefix(&['用'])?)?;
    let rest = &chars[1 + len..];
    let word = ["年左右的时间", "年左右时间", "年的时间", "年时间"].iter().find(|word| starts(rest, word))?;
    (1..=20).contains(&count).then_some((count, 1 + len + word.chars().count()))
}

/// 本月, 上月底, 上一季度, 本周: the month, quarter or week of the document, or the one before it.
fn near(chars: &[char]) -> Option<(When, usize)> {
    let (offset, len) = [("上一个", -1), ("上一", -1), ("上个", -1), ("上", -1), ("本", 0)]
        .into_iter()
        .find(|(word, _)| starts(chars, word))
        .map(|(word, offset)| (offset, word.chars().count()))?;
    let rest = &chars[len..];
    let unit = [
        ("季度", Near::Quarter),
        ("季", Near::Quarter),
        ("月份", Near::Month),
        ("月", Near::Month),
        ("星期", Near::Week),
        ("周", Near::Week),
    ];
    let (word, unit) = unit.into_iter().find(|(word, _)| starts(rest, word))?;
    let mut at = len + word.chars().count();
    // 本季节, 本周年, 上周期: other words. 本月27日 is a day.
    if unit == Near::Quarter
        && word == "季"
        && matches!(chars.get(at), Some('节' | '候' | '风' | '刊' | '赛'))
    {
        return None;
    }
    if unit == Near::Week && matches!(chars.get(at), Some('年' | '期' | '转' | '岁' | '边')) {
        return None;
    }
    if unit == Near::Month
        && let Some((day, len)) = small_number(&chars[at..])
        && matches!(chars.get(at + len), Some('日' | '号'))
    {
        return Some((When::Near { unit: Near::Day(day), offset, end: false }, at + len + 1));
    }
    let end = matches!(chars.get(at), Some('末' | '底')) && !starts(&chars[at..], "末位");
    at += usize::from(end);
    Some((When::Near { unit, offset, end }, at))
}

/// 国庆假期, “五一”期间, 春节假期.
fn holiday(chars: &[char]) -> Option<(When, usize)> {
    let quoted = usize::from(matches!(chars.first(), Some('“' | '"')));
    let names: [(&str, When); 9] = [
        ("国庆中秋", When::MovingHoliday),
        ("中秋国庆", When::MovingHoliday),
        ("国庆", When::Holiday { from: (10, 1), to: (10, 7) }),
        ("十一", When::Holiday { from: (10, 1), to: (10, 7) }),
        ("五一", When::Holiday { from: (5, 1), to: (5, 5) }),
        ("春节", When::MovingHoliday),
        ("端午", When::MovingHoliday),
        ("清明", When::MovingHoliday),
        ("中秋", When::MovingHoliday),
    ];
    let (name, when) = names.into_iter().find(|(name, _)| starts(&chars[quoted..], name))?;
    let mut at = quoted + name.chars().count();
    at += chars[at..].iter().take(1).filter(|c| matches!(c, '”' | '"')).count();
    let word = ["小长假", "假期期间", "假期", "长假", "期间", "黄金周", "节日期间", "节期间", "节假期"]
        .iter()
        .find(|w| starts(&chars[at..], w))?;
    Some((when, at + word.chars().count()))
}

/// How many digits `chars` begins with, and their value.
fn digits(chars: &[char]) -> (usize, u32) {
    let len = chars.iter().take(5).take_while(|c| c.is_ascii_digit()).count();
    (len, chars[..len].iter().filter_map(|c| c.to_digit(10)).fold(0, |n, d| n * 10 + d))
}

/// 19:26:35, 9时30分, 上午9点, 0—24时.
fn clock(chars: &[char]) -> Option<usize> {
    let lead = ["凌晨", "上午", "中午", "下午", "晚上", "每晚", "今晚", "早上", "晚间"]
        .iter()
        .find(|w| starts(chars, w));
    let from = lead.map_or(0, |w| w.chars().count());
    let (mut len, hour) = digits(&chars[from..]);
    if !(1..=2).contains(&len) || hour > 24 {
        return None;
    }
    len += from;
    if let Some(gap) = dash(&chars[len..]) {
        let (more, to) = digits(&chars[len + gap..]);
        if (1..=2).contains(&more) && to <= 24 && chars.get(len + gap + more) == Some(&'时') {
            return Some(len + gap + more + 1);
        }
    }
    if chars.get(len) == Some(&':') {
        let mut end = len;
        let mut pairs = 0;
        while chars.get(end) == Some(&':')
            && digits(&chars[end + 1..]).0 == 2
            && digits(&chars[end + 1..]).1 < 60
        {
            end += 3;
            pairs += 1;
        }
        let goes_on = matches!(chars.get(end), Some('.' | ':' | '%'));
        return ((1..=2).contains(&pairs) && !goes_on).then_some(end);
    }
    let mark = *chars.get(len)?;
    let (more, minute) = digits(&chars[len + 1..]);
    let minutes = more > 0 && minute < 60 && chars.get(len + 1 + more) == Some(&'分');
    if matches!(mark, '时' | '点') && minutes {
        return Some(len + 2 + more);
    }
    let whole = matches!(chars.get(len + 1), Some('整' | '半'));
    match mark {
        '时' if !starts_with(&chars[len..], &["时限", "时间", "时代", "时效", "时长"]) => {
            Some(len + 1 + usize::from(whole))
        }
        '点' if lead.is_some() || whole => Some(len + 1 + usize::from(whole)),
        _ => None,
    }
}

/// 2024-12-05, 2024/12/5.
fn numeric_date(chars: &[char]) -> Option<(When, usize)> {
    let (year, len) = year_number(chars)?;
    let mark = *chars.get(len).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (m, month) = digits(&chars[len + 1..]);
    let next = len + 1 + m;
    if !(1..=2).contains(&m) || chars.get(next) != Some(&mark) || !(1..=12).contains(&month) {
        return None;
    }
    let (d, day) = digits(&chars[next + 1..]);
    let part = Part::Days((month, day), (month, day));
    ((1..=2).contains(&d) && (1..=31).contains(&day))
        .then_some((When::Within { year: Year::Absolute(year), part }, next + 1 + d))
}

/// 到本世纪末, 上世纪九十年代, 十年前.
fn long_stretch(chars: &[char]) -> Option<(When, usize)> {
    if starts_with(chars, &["本世纪末"]) {
        return Some((When::CenturyEnd, 4));
    }
    decade(chars).or_else(|| long_ago(chars)).map(|len| (When::Loose, len))
}

/// 是十年前的3倍, 比五年前增长: long ago, which is only compared with.
fn long_ago(chars: &[char]) -> Option<usize> {
    let (count, len) = small_number(chars)?;
    let ago = (2..=50).contains(&count) && starts(&chars[len..], "年前");
    let end = len + 2;
    (ago && matches!(chars.get(end), Some('的' | '增' | '提' | '上' | '下' | '翻'))).then_some(end)
}

/// 上世纪90年代, 二十世纪八十年代, 90年代.
fn decade(chars: &[char]) -> Option<usize> {
    let mut at = 0;
    if starts_with(chars, &["上世纪", "本世纪"]) {
        at = 3;
    } else if let Some((_, len)) = small_number(chars).filter(|(_, len)| starts(&chars[*len..], "世纪")) {
        at = len + 2;
    }
    let rest = &chars[at..];
    match small_number(rest).filter(|(n, len)| n % 10 == 0 && starts(&rest[*len..], "年代")) {
        Some((_, len)) => {
            let end = &rest[len + 2..];
            let part =
                ["中后期", "初期", "中期", "后期", "末期", "初", "末"].iter().find(|word| starts(end, word));
            let part = part.map_or(0, |word| word.chars().count());
            // 九十年代中期以来增长最快: since when nothing was better.
            let since = usize::from(starts(&end[part..], "以来")) * 2;
            Some(at + len + 2 + part + since)
        }
        None => (at > 0).then_some(at),
    }
}

fn year(chars: &[char]) -> Option<(Year, usize)> {
    for (word, offset) in [
        ("今年", 0),
        ("本年度", 0),
        ("本年", 0),
        ("去年", -1),
        ("上年度", -1),
        ("上一年", -1),
        ("上年", -1),
        ("前年", -2),
        ("明年", 1),
        ("后年", 2),
    ] {
        if starts(chars, word) {
            return Some((Year::Relative(offset), word.chars().count()));
        }
    }
    if starts(chars, "当年") || starts(chars, "同年") {
        return Some((Year::Unstated, 2));
    }
    if let Some((year, len)) = republican(chars) {
        return Some((Year::Absolute(year), len));
    }
    let len = year_number(chars)?.1;
    if chars.get(len) != Some(&'年') {
        return None;
    }
    let year = year_number(chars)?.0;
    let mut end = len + 1;
    if chars.get(end) == Some(&'度') {
        end += 1;
    }
    Some((Year::Absolute(year), end))
}

/// 民国113年, and 113年7月: years since 1911.
fn republican(chars: &[char]) -> Option<(i32, usize)> {
    let named = starts(chars, "民国");
    let lead = if named { 2 } else { 0 };
    let (len, number) = digits(&chars[lead..]);
    let end = lead + len;
    if chars.get(end) != Some(&'年') || !(named && number > 0 || (90..=150).contains(&number)) {
        return None;
    }
    let rest = &chars[end + 1..];
    let month = digits(rest).0;
    let dated = (1..=2).contains(&month) && rest.get(month) == Some(&'月');
    let parted =
        starts_with(rest, &["全年", "上半年", "下半年", "第1季", "第2季", "第3季", "第4季", "度", "底"]);
    (named || dated || parted).then_some((1911 + number.cast_signed(), end + 1))
}

/// Four digits that make a year, Arabic or Chinese.
fn year_number(chars: &[char]) -> Option<(i32, usize)> {
    let four = chars.get(..4)?;
    // 二○三一, 二O三一: signs that are put for the zero of a year in Chinese digits.
    let chinese = numeral::digit(four[0]).is_some();
    // Most of what is asked about is no number at all.
    if !chinese && !four[0].is_ascii_digit() {
        return None;
    }
    let zero = |c: char| (chinese && "○◯OoΟοОо".contains(c)).then_some(0);
    let mut year = 0;
    for c in four {
        let digit = c
            .to_digit(10)
            .or_else(|| zero(*c))
            .or_else(|| numeral::digit(*c).filter(|_| !matches!(c, '两' | '幺' | '拐' | '洞')))?;
        year = year * 10 + i32::try_from(digit).ok()?;
    }
    let goes_on = chars.get(4).is_some_and(char::is_ascii_digit);
    ((1900..=2100).contains(&year) && !goes_on).then_some((year, 4))
}

fn dash(chars: &[char]) -> Option<usize> {
    let len = chars
        .iter()
        .take_while(|c| matches!(c, '-' | '—' | '–' | '~' | '－' | '―' | '至' | '到' | '、'))
        .count();
    (1..=2).contains(&len).then_some(len)
}

/// 2021 in 2021、2022、2023年, or in 2021、2022年分别: each year of a list is a time of its own.
fn listed_year(chars: &[char]) -> Option<(i32, usize)> {
    let (year, len) = year_number(chars)?;
    let mut end = len;
    let mut others = 0;
    while let Some('、' | '和' | '及') = chars.get(end)
        && let Some((_, more)) = year_number(&chars[end + 1..])
    {
        end += 1 + more;
        others += 1;
    }
    let told_apart = || chars[end + 1..].iter().take(24).collect::<String>().contains("分别");
    let list = chars.get(end) == Some(&'年') && (others > 1 || others == 1 && told_apart());
    list.then_some((year, len))
}

/// 来 that begins a word of its own: 1至10月来华旅客.
fn arrives(chars: &[char]) -> bool {
    let words = [
        "来自", "来华", "来台", "来港", "来澳", "来访", "来电", "来信", "来稿", "来函", "来往", "来源",
        "来料",
    ];
    starts_with(chars, &words)
}

/// 2023学年, 112学年度: it begins within the year.
fn school_year(chars: &[char]) -> Option<usize> {
    let (len, number) = digits(chars);
    let year = year_number(chars).is_some() || (90..=150).contains(&number) && len > 1;
    let word = ["学年度", "学年"].iter().find(|word| starts(&chars[len..], word))?;
    year.then(|| len + word.chars().count())
}

/// 2023至24年度, 2023/24学年: a year that begins within one and ends within the next, on days that are not said.
fn split_year(chars: &[char]) -> Option<usize> {
    let (from, len) = year_number(chars)?;
    let gap = dash(&chars[len..]).or_else(|| (chars.get(len) == Some(&'/')).then_some(1))?;
    let at = len + gap;
    let (more, next) = digits(&chars[at..]);
    let follows = match more {
        2 => next == (from + 1).unsigned_abs() % 100,
        4 => next == (from + 1).unsigned_abs(),
        _ => false,
    };
    let word = ["财政年度", "年度", "学年度", "学年", "年供暖季", "榨季", "年榨季"]
        .iter()
        .find(|word| starts(&chars[at + more..], word))?;
    follows.then(|| at + more + word.chars().count())
}

fn year_range(chars: &[char]) -> Option<(i32, i32, usize)> {
    let (from, mut at) = year_number(chars)?;
    if chars.get(at) == Some(&'年') {
        at += 1;
    }
    at += dash(&chars[at..])?;
    let (to, len) = year_number(&chars[at..])?;
    at += len;
    (chars.get(at) == Some(&'年') && to > from && to - from < 60).then_some((from, to, at + 1))
}

/// The first year of the plan that a line names, whether or not a word for its years follows: 创造“十一五”新的辉煌.
pub fn plan_named(line: &[char]) -> Option<i32> {
    (0..line.len()).find_map(|at| plan(&line[at..])).map(|(start, _)| start)
}

/// “十四五”: the first year of the plan.
fn plan(chars: &[char]) -> Option<(i32, usize)> {
    let quoted = matches!(chars.first(), Some('“' | '"' | '‘'));
    let at = usize::from(quoted);
    let plans = [
        ("十五五", 2026),
        ("十四五", 2021),
        ("十三五", 2016),
        ("十二五", 2011),
        ("十一五", 2006),
        ("十五", 2001),
        ("九五", 1996),
        ("八五", 1991),
        ("七五", 1986),
        ("六五", 1981),
        ("五五", 1976),
    ];
    for (word, start) in plans {
        if starts(&chars[at..], word) {
            let mut end = at + word.chars().count();
            if quoted {
                if !matches!(chars.get(end), Some('”' | '"' | '’')) {
                    return None;
                }
                end += 1;
            } else if !["期间", "时期", "规划", "以来", "计划"].iter().any(|w| starts(&chars[end..], w))
            {
                return None;
            }
            return Some((start, end));
        }
    }
    None
}

fn small_number(chars: &[char]) -> Option<(u32, usize)> {
    let numeral = numeral::read(&chars[..chars.len().min(4)])?;
    if numeral.more || numeral.repaired || numeral.high.is_some() {
        return None;
    }
    let value = u32::try_from(numeral.value.to_i64().filter(|_| numeral.value.is_integer())?).ok()?;
    Some((value, numeral.len))
}

#[expect(clippy::too_many_lines, reason = "one form of writing after the other")]
fn part(chars: &[char], after_year: bool) -> Option<(Part, usize)> {
    for (word, part) in [
        ("上半年", Part::Half(1)),
        ("下半年", Part::Half(2)),
        ("全年", Part::Whole),
        ("年末", Part::End),
        ("年底", Part::End),
        ("年初", Part::Start),
        ("岁末", Part::End),
    ] {
        if starts(chars, word) {
            return Some((part, word.chars().count()));
        }
    }
    if after_year {
        for (word, part) in [("底", Part::End), ("末", Part::End), ("初", Part::Start)] {
            if starts(chars, word) && !starts(chars, "初步") && !starts(chars, "末位") {
                return Some((part, 1));
            }
        }
    }
    // 首季, 首季度
    if starts(chars, "首季") {
        return Some((Part::Quarter(1), 2 + usize::from(chars.get(2) == Some(&'度'))));
    }
    // Q3
    if let (Some('Q' | 'q'), Some(digit)) = (chars.first(), chars.get(1)) {
        let quarter = digit.to_digit(10).filter(|quarter| (1..=4).contains(quarter));
        let alone = chars.get(2).is_none_or(|c| !c.is_ascii_alphanumeric());
        return quarter.filter(|_| alone).map(|quarter| (Part::Quarter(quarter), 2));
    }
    // 前三季度, 前10个月, 头5个月, 首九个月, 前三季
    if matches!(chars.first(), Some('前' | '头' | '首')) {
        let (n, len) = small_number(&chars[1..])?;
        let rest = &chars[1 + len..];
        if chars[0] == '前' && ends_quarter(rest) {
            return (1..=4).contains(&n).then_some((Part::Months(1, n * 3), 2 + len));
        }
        if starts(rest, "季度") || starts(rest, "个季度") {
            let word = if starts(rest, "季度") { 2 } else { 3 };
            return (1..=4).contains(&n).then_some((Part::Months(1, n * 3), 1 + len + word));
        }
        if starts(rest, "个月") || starts(rest, "月") {
            let word = if starts(rest, "月") { 1 } else { 2 };
            return (1..=12).contains(&n).then_some((Part::Months(1, n), 1 + len + word));
        }
        return None;
    }
    let ordinal = usize::from(chars.first() == Some(&'第'));
    // 元月, 元至5月
    let first = chars.first() == Some(&'元') && (chars.get(1) == Some(&'月') || dash(&chars[1..]).is_some());
    let (n, len) = if first { (1, 1) } else { small_number(&chars[ordinal..])? };
    let mut at = ordinal + len;
    if starts(&chars[at..], "季度") {
        let end = matches!(chars.get(at + 2), Some('末' | '底')) && !starts(&chars[at + 2..], "末位");
        let part = if end { Part::MonthEnd(n * 3) } else { Part::Quarter(n) };
        return (1..=4).contains(&n).then_some((part, at + 2 + usize::from(end)));
    }
    if (ordinal == 1 || after_year) && ends_quarter(&chars[at..]) {
        return (1..=4).contains(&n).then_some((Part::Quarter(n), at + 1));
    }
    if ordinal == 1 {
        return None;
    }
    // 1—10月, 1至10月
    if let Some(gap) = dash(&chars[at..])
        && chars.get(at) != Some(&'、')
        && let Some((to, more)) = small_number(&chars[at + gap..])
    {
        let end = at + gap + more;
        if chars.get(end) == Some(&'月') && (1..=12).contains(&n) && (n..=12).contains(&to) {
            return Some((Part::Months(n, to), end + 1 + usize::from(chars.get(end + 1) == Some(&'份'))));
        }
    }
    if chars.get(at) == Some(&'日') && after_year {
        return None;
    }
    if chars.get(at) != Some(&'月') || !(1..=12).contains(&n) {
        return None;
    }
    at += 1;
    if chars.get(at) == Some(&'份') {
        return Some((Part::Month(n), at + 1));
    }
    // 9月末
    if matches!(chars.get(at), Some('末' | '底')) && !starts(&chars[at..], "末位") {
        return Some((Part::MonthEnd(n), at + 1));
    }
    // 8月中旬
    if let Some(third) = ["上旬", "中旬", "下旬"].iter().position(|word| starts(&chars[at..], word)) {
        let part = Part::Third(n, u32::try_from(third).ok()?);
        return Some((part, at + 2));
    }
    // 3月5日, 5月1日—5日, 1月10日至2月18日
    if let Some((day, len)) = small_number(&chars[at..])
        && matches!(chars.get(at + len), Some('日' | '号'))
        && (1..=31).contains(&day)
    {
        at += len + 1;
        let mut last = (n, day);
        if let Some(gap) = dash(&chars[at..])
            && let Some((a, more)) = small_number(&chars[at + gap..])
        {
            let end = at + gap + more;
            if matches!(chars.get(end), Some('日' | '号')) && (1..=31).contains(&a) {
                last = (n, a);
                at = end + 1;
            } else if chars.get(end) == Some(&'月')
                && (1..=12).contains(&a)
                && let Some((b, more)) = small_number(&chars[end + 1..])
                && chars.get(end + 1 + more) == Some(&'日')
                && (1..=31).contains(&b)
            {
                last = (a, b);
                at = end + 2 + more;
            }
        }
        return Some((Part::Days((n, day), last), at));
    }
    // 1月至9月
    if let Some(gap) = dash(&chars[at..])
        && let Some((to, more)) = small_number(&chars[at + gap..])
    {
        let end = at + gap + more;
        if chars.get(end) == Some(&'月') && (n..=12).contains(&to) && chars.get(at) != Some(&'、') {
            return Some((Part::Months(n, to), end + 1 + usize::from(chars.get(end + 1) == Some(&'份'))));
        }
    }
    Some((Part::Month(n), at))
}

/// 季 at the end of 第三季, and not of 季节 or 季风.
fn ends_quarter(rest: &[char]) -> bool {
    rest.first() == Some(&'季')
        && !matches!(rest.get(1), Some('度' | '节' | '风' | '军' | '候' | '冠' | '亚'))
}

/// 过去五年, 五年来, 近三年, 四年累计.
fn last_years(chars: &[char]) -> Option<(When, usize)> {
    let lead = ["过去的", "过去", "最近", "近", "这", "前", "未来", "今后"]
        .iter()
        .find(|w| starts(chars, w))
        .map_or(0, |w| w.chars().count());
    let (count, len) = small_number(&chars[lead..])?;
    let mut at = lead + len;
    let rest = &chars[at..];
    let unit = ["个年头", "年"].iter().find(|w| starts(rest, w))?;
    at += unit.chars().count();
    let rest = &chars[at..];
    if starts_with(chars, &["未来", "今后"]) {
        return Some((if count > 1 { When::NextYears(count) } else { When::Loose }, at));
    }
    if !(1..=50).contains(&count) {
        return None;
    }
    // 24年来新高 compares, it places nothing.
    let superlative =
        ["来新高", "来新低", "来最", "来首次", "来同期", "来少有", "来罕见", "以来最", "以来新"]
            .iter()
            .any(|w| starts(rest, w));
    if superlative {
        return Some((When::Loose, at + 1));
    }
    if starts(rest, "来") && !arrives(rest) {
        return Some((When::LastYears(count), at + 1));
    }
    if starts(rest, "以来") {
        return Some((When::LastYears(count), at + 2));
    }
    if starts(rest, "间") || starts(rest, "期间") {
        return Some((When::LastYears(count), at));
    }
    if lead > 0 {
        return Some((When::LastYears(count), at));
    }
    // 五年累计完成, 四年新增, 五年平均增长: the duration opens what is counted.
    let opens = ["累计", "平均", "年均", "共", "新增", "城镇", "市级", "专业", "投入", "净增", "总计"]
        .iter()
        .any(|w| starts(rest, w));
    (opens && count > 1).then_some((When::LastYears(count), at))
}

/// 五年各级财政投入: at the head of a clause, years that are named before who acted.
fn years_spent(chars: &[char]) -> Option<(When, usize)> {
    let (count, len) = small_number(chars)?;
    let who = [
        "全社会",
        "各级",
        "财政",
        "中央",
        "地方",
        "省级",
        "市级",
        "全国",
        "全省",
        "全市",
        "全区",
        "我省",
        "我市",
        "我们",
    ];
    let done =
        ["完成", "实现", "引进", "投资", "安排", "解决", "减少", "转移", "培训", "建成", "新建", "实际"];
    let rest = chars.get(len + 1..)?;
    let spoken = chars.get(len) == Some(&'年') && (starts_with(rest, &who) || starts_with(rest, &done));
    (spoken && (2..=10).contains(&count)).then_some((When::LastYears(count), len + 1))
}

fn starts(chars: &[char], word: &str) -> bool {
    starts_with(chars, &[word])
}

fn ends(chars: &[char], word: &str) -> bool {
    ends_with(chars, &[word])
}
