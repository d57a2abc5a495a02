//! Claims → the indicator that each measures, with a score and its reasons.

use super::name::{self, Reading, Step};
use crate::claim::{Basis, Claim, Kind};
use crate::lexicon::{Subject, lexicon};
use crate::period::PeriodType;

/// Which indicator a claim measures, and why we think so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What two claims of one indicator share: the normalised name.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// How sure we are, from 0 to 100.
    pub score: u8,
    /// Why: 同名; 同义词: …; 主体相同: 12345热线.
    pub reason: String,
    /// The body that it is about, where that is no place: 12345热线.
    pub subject: Option<String>,
    /// Said to be counted in another way than before, or as the base was: 可比口径, 同口径.
    pub comparable: bool,
}

/// Which indicator `claim` measures. `before` is its sentence up to the quote.
///
/// Pure: the same claim in the same sentence is linked in the same way, whatever else is known, so the
/// order in which documents come does not matter.
pub fn link(claim: &Claim, before: &str) -> Link {
    // By how many points a growth changed is about the growth, not about what grows.
    let kind = (claim.kind != Kind::Change || claim.unit != "个百分点").then_some(claim.kind);
    let naming = upto_name(before, &claim.indicator);
    let wording = known_wording(naming, &claim.indicator).unwrap_or(&claim.indicator);
    let mut reading = name::read(wording, claim.scope.as_deref(), kind);
    let about = about_subject(&mut reading, before);
    let owner = match &claim.subject {
        Some(table) => Some(name::tidy(table)).filter(|_| about.is_none() && name::names_part(&reading.key)),
        None if about.is_none() => owner(&reading.key, naming),
        None => None,
    };
    if let Some(owner) = &owner {
        reading.key.insert_str(0, owner);
    }
    let subject = about.map(|subject| subject.name.clone()).or(owner);
    reading.of_share(claim);
    let odd = match claim.kind {
        Kind::Level => name::odd_measure(&reading.key, &claim.unit),
        // By how many places it rose is about its rank.
        Kind::Change if claim.unit == "位" => Some(claim.unit.clone()),
        Kind::Change | Kind::Rank | Kind::Streak => None,
    };
    let mut score = 100;
    let mut reasons = Vec::new();
    for step in &reading.steps {
        let (worth, reason) = told(step);
        score = score.min(worth);
        reasons.extend(reason);
    }
    if let Some(subject) = &subject {
        score = score.min(90);
        reasons.push(format!("主体相同: {subject}"));
    }
    if let Some(unit) = &odd {
        reasons.push(format!("计量不同: {unit}"));
    }
    if reasons.is_empty() {
        reasons.push("同名".to_owned());
    }
    // The wording as it stands, unless it is another's: so the name shown depends on no other claim.
    let own = name::tidy(&claim.indicator) == reading.key;
    let called = if own { claim.indicator.clone() } else { shown(&reading.key) };
    Link {
        name: odd.as_ref().map_or_else(|| called.clone(), |unit| format!("{called}（{unit}）")),
        key: odd.map_or_else(|| reading.key.clone(), |unit| format!("{}/{unit}", reading.key)),
        score,
        reason: reasons.join("；"),
        subject,
        comparable: last_clause(before).is_some_and(|clause| says(clause, &lexicon().synonyms.comparable)),
    }
}

/// The keys that `query` may mean, the likeliest first.
pub fn keys_of_query(query: &str, scope: Option<&str>, kind: Option<Kind>) -> Vec<String> {
    let kinds = kind.map_or(vec![None, Some(Kind::Change)], |kind| vec![Some(kind), None]);
    // A wording that a person split off is its own key.
    let mut keys = vec![name::tidy(query)];
    let asked = query.split_whitespace().next().unwrap_or(query);
    for text in [query, asked] {
        for kind in &kinds {
            let mut reading = name::read(text, scope, *kind);
            about_subject(&mut reading, "");
            if !keys.contains(&reading.key) {
                keys.push(reading.key);
            }
        }
    }
    keys
}

/// The name to show for a key where no claim gives one.
pub fn shown(key: &str) -> String {
    let name = match key.split_once('/') {
        Some((name, place)) if place.contains('@') => format!("{name}（单列 {place}）"),
        _ => key.to_owned(),
    };
    name.to_ascii_uppercase()
}

/// Fills in what only the view over documents needs: the subject, and that some values are those of no
/// single year, so that they never land on the annual line: what is compared with another year than the
/// one before, what holds for each of several years, and what was added up over them (五年来新增…).
pub fn complete(claim: &mut Claim, link: &Link, before: &str) {
    if claim.subject.is_none() {
        claim.subject.clone_from(&link.subject);
    }
    let words = &lexicon().synonyms;
    let clause = last_clause(before).unwrap_or_default();
    let sums = says(&claim.indicator, &words.sums);
    // 2023年年均浓度 is a value of that year, as is the mean of any one year.
    // 从2003年到2006年年均 names two years before its own.
    let several = |text: &str| {
        says(text, &words.years) || says(clause, &words.years) || clause.matches('年').count() > 2
    };
    let each = |text: &str| {
        says(clause, &words.each_year)
            || says(clause, &words.mean) && (claim.kind != Kind::Level || sums || several(text))
    };
    let added_up = claim.kind == Kind::Level && sums;
    // 增长215倍 leaves open since when, and is not what one year brought.
    let times = claim.kind == Kind::Change
        && matches!(claim.unit.as_str(), "倍" | "番")
        && !says(clause, &words.last_year);
    let spans = |text: &str| {
        times
            || claim.kind == Kind::Change && claim.basis == Some(Basis::Other)
            || each(text)
            || added_up && says(text, &words.years) && !text.contains("一年来")
    };
    if let Some(period) = claim.period.as_mut()
        && period.kind == PeriodType::Year
        && spans(&period.text)
    {
        period.kind = PeriodType::MultiYear;
        if claim.kind == Kind::Level {
            period.start = None;
        }
    }
}

/// What a step is worth, and what to say of it.
fn told(step: &Step) -> (u8, Option<String>) {
    match step {
        Step::Place => (100, None),
        Step::Wording(word) => (98, Some(format!("省略: {word}"))),
        Step::Order(word) => (98, Some(format!("语序: {word}"))),
        Step::Part(from, to) => (97, Some(format!("简称: {from} → {to}"))),
        Step::Synonym { from, note } => (95, Some(format!("同义词: {from}（{note}）"))),
    }
}

/// Finds the body that a name is about, in the name itself or earlier in the sentence, and makes it part
/// of the key.
fn about_subject(reading: &mut Reading, before: &str) -> Option<&'static Subject> {
    lexicon().synonyms.subjects.iter().find(|subject| {
        let named = subject.words.iter().find(|word| reading.key.contains(word.as_str()));
        let rest = match named {
            Some(word) => reading.key.replacen(word.as_str(), "", 1),
            None if subject.words.iter().any(|word| before.contains(word.as_str())) => reading.key.clone(),
            None => return false,
        };
        let handled = subject.handled.contains(&rest) || rest.is_empty();
        if named.is_none() && !handled && !subject.rates.contains(&rest) {
            return false;
        }
        let what = if handled { &subject.measure } else { &rest };
        reading.key = format!("{}{what}", subject.name);
        true
    })
}

/// Whose figures a sentence gives, where they are not those of the whole place: 综合保税区实现争先进位，进出口额…;
/// 力争10个园区生产总值、财政收入…; 电子信息领域，…产业规模….
fn owner(key: &str, before: &str) -> Option<String> {
    let owners = &lexicon().synonyms.owners;
    let topic = before.rsplit(['；', ';', '。']).next()?;
    let clauses: Vec<&str> = topic.split(['，', ',']).collect();
    let (own, earlier) = clauses.split_last()?;
    // 产业规模 says nothing of whose it is.
    let field = earlier.first().filter(|clause| clause.ends_with("领域") && clause.chars().count() <= 14);
    if let Some(field) = field.filter(|clause| key.chars().count() <= 6 && !says(clause, &owners.aims)) {
        return Some(name::tidy(field));
    }
    let of_people = owners.people.iter().any(|word| key.starts_with(word.as_str()));
    if !name::is_known(key) || name::names_place(own) || of_people {
        return None;
    }
    let body = |clause: &str| {
        let named = owners.words.iter().filter_map(|word| Some((clause.find(word)?, word)));
        let (at, word) = named.min_by_key(|(at, _)| *at)?;
        let (led, after) = (&clause[..at], &clause[at + word.len()..]);
        let light = led.chars().count() <= 10 && !led.contains(['（', '(']);
        // 新批外资企业82户，实际利用外资…: a place has companies, and what it has by them is its own.
        let company = word.ends_with("企业") || word.ends_with("央企");
        let theirs = led.is_empty() && !owners.of_places.iter().any(|what| key.ends_with(what.as_str()));
        (light && !says(led, &owners.not_after) && (!company || theirs))
            .then_some((word.clone(), after.to_owned()))
    };
    if let Some((word, after)) = body(own) {
        return after.contains('、').then_some(word);
    }
    let (word, after) = body(earlier.last()?)?;
    let other = owners.not_before.iter().any(|word| after.starts_with(word));
    (!other && !owners.many.contains(&word)).then_some(word)
}

/// `before` up to the end of the clause that names the indicator: what a growth told after it leans on.
fn upto_name<'b>(before: &'b str, name: &str) -> &'b str {
    let Some(at) = before.rfind(name).map(|at| at + name.len()) else { return before };
    let end = before[at..].find(['，', ',', '；', ';', '。']).map_or(before.len(), |end| at + end);
    &before[..end]
}

/// 实际利用外资 where the claim is called 利用外资: a known name that the last clause has and whose first word the
/// claim's name has lost.
fn known_wording<'b>(naming: &'b str, name: &str) -> Option<&'b str> {
    let clause = last_clause(naming)?;
    let end = clause.rfind(name)?;
    let with = clause[..end].char_indices().rev().take(4);
    with.map(|(start, _)| &clause[start..end + name.len()])
        .find(|wording| name::is_known(&name::tidy(wording)))
}

/// The words since the last comma.
fn last_clause(before: &str) -> Option<&str> {
    before.rsplit(['，', '；', '。', '：', ',', ';', ':']).next()
}

fn says(clause: &str, words: &[String]) -> bool {
    words.iter().any(|word| clause.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::claim;
    use super::*;
    use crate::period::Period;
    use rstest::rstest;

    fn key(name: &str, unit: &str, before: &str) -> String {
        let mut claim = claim(name, unit);
        claim.scope = Some("海州市".into());
        link(&claim, before).key
    }

    #[rstest]
    #[case::to_the_people("12345市民服务热线为群众服务", "人次", "12345市民服务热线为群众服务")]
    #[case::subject_before("为民服务", "件次", "12345市民热线越办越好，全年共为民服务")]
    #[case::appeals("受理群众诉求", "件", "健全12345热线机制，今年受理群众诉求")]
    #[case::full("12345政务服务便民热线受理群众诉求", "件", "12345政务服务便民热线受理群众诉求")]
    fn a_hotline_has_one_indicator_of_what_it_handled(
        #[case] name: &str,
        #[case] unit: &str,
        #[case] before: &str,
    ) {
        assert_eq!(key(name, unit, before), "12345热线受理群众诉求");
    }

    #[rstest]
    #[case::another_body("受理信访举报", "件次", "12345热线作用发挥，受理信访举报", "受理信访举报")]
    #[case::nobody("受理群众诉求", "件", "今年受理群众诉求", "受理群众诉求")]
    #[case::rate("12345热线接通率", "%", "12345热线接通率", "12345热线接通率")]
    #[case::rate_after("满意率", "%", "12345热线接通率达到95%、满意率", "12345热线满意率")]
    fn what_a_hotline_did_not_handle_stays_apart(
        #[case] name: &str,
        #[case] unit: &str,
        #[case] before: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(key(name, unit, before), expected);
    }

    #[test]
    fn the_reasons_are_told() {
        let mut revenue = claim("地方财政一般预算收入", "元");
        revenue.scope = None;
        let link = link(&revenue, "");
        assert_eq!((link.key.as_str(), link.score), ("一般公共预算收入", 95));
        assert!(link.reason.contains("同义词: 地方一般预算收入"), "{}", link.reason);
    }

    #[test]
    fn level_and_growth_are_one_indicator() {
        let mut growth = claim("经济增长", "%");
        growth.kind = Kind::Change;
        assert_eq!(link(&growth, "").key, link(&claim("地区生产总值", "元"), "").key);
    }

    #[rstest]
    #[case::without_a_word_for_it("民生支出占财政支出", "%", "民生支出占财政支出比重")]
    #[case::by_another_word("民生支出占财政支出比例", "%", "民生支出占财政支出比重")]
    #[case::no_share("占地面积", "亩", "占地面积")]
    fn a_share_is_one_by_any_word(#[case] name: &str, #[case] unit: &str, #[case] expected: &str) {
        assert_eq!(key(name, unit, ""), expected);
    }

    #[test]
    fn by_how_many_places_it_rose_is_about_its_rank() {
        let mut rise = claim("地区生产总值", "位");
        rise.kind = Kind::Change;
        assert_eq!(link(&rise, "").key, "国内生产总值/位");
    }

    #[rstest]
    #[case::since_nobody_knows_when("地区生产总值增长", PeriodType::MultiYear)]
    #[case::since_last_year("地区生产总值比上年增长", PeriodType::Year)]
    fn many_times_more_is_no_growth_of_one_year(#[case] before: &str, #[case] expected: PeriodType) {
        let mut growth = claim("地区生产总值", "倍");
        growth.kind = Kind::Change;
        growth.period = Some(super::super::tests::year(2022));
        let found = link(&growth, before);
        complete(&mut growth, &found, before);
        assert_eq!(growth.period.map(|period| period.kind), Some(expected));
    }

    #[rstest]
    #[case::what_they_bring("实际利用外资", "新批外资企业82户，实际利用外资", "实际使用外资")]
    #[case::what_is_done_for_them("出口额", "帮助民营企业开拓市场，出口额", "出口总额")]
    #[case::how_many_there_are("新增经营主体", "民营企业活力增强，新增经营主体", "新增经营主体")]
    #[case::their_own("出口额", "民营企业快速成长，出口额", "民营企业出口总额")]
    fn a_place_owns_what_companies_bring_it(
        #[case] name: &str,
        #[case] before: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(key(name, "元", before).split('/').next(), Some(expected));
    }

    #[test]
    fn the_unemployed_are_not_those_of_an_enterprise() {
        let before = "全市国有企业下岗职工安置率达到69%，城镇登记失业率为";
        assert_eq!(key("城镇登记失业率", "%", before), "城镇登记失业率");
    }

    #[test]
    fn a_multiple_of_money_is_no_money() {
        assert_ne!(key("财政收入", "倍", ""), key("财政收入", "元", ""));
    }

    #[rstest]
    #[case::average("城镇新增就业", "五年来，城镇新增就业年均", "五年来", PeriodType::MultiYear)]
    #[case::each_year("粮食产量", "粮食产量连年稳定在", "五年来", PeriodType::MultiYear)]
    #[case::in_their_course(
        "国内生产总值",
        "国内生产总值连续跨越8000亿元、",
        "五年来",
        PeriodType::MultiYear
    )]
    #[case::sum("城镇新增就业", "城镇新增就业", "过去五年", PeriodType::MultiYear)]
    #[case::last_of_them("国内生产总值", "国内生产总值达到", "过去五年", PeriodType::Year)]
    #[case::mean_of_a_year("pm2.5年均浓度", "2022年，全市PM2.5年均浓度", "2022年", PeriodType::Year)]
    #[case::mean_of_years("pm2.5年均浓度", "五年来，全市PM2.5年均浓度", "五年来", PeriodType::MultiYear)]
    #[case::mean_of_a_plan("投资", "投资比“十一五”年均完成量高出", "2011年", PeriodType::MultiYear)]
    #[case::mean_from_year_to_year("结余", "从2003年到2006年年均", "今年", PeriodType::MultiYear)]
    #[case::sum_of_some_year("城镇新增就业", "城镇新增就业年均", "2022年", PeriodType::MultiYear)]
    #[case::another_clause("城镇新增就业", "五年来年均增长，今年城镇新增就业", "今年", PeriodType::Year)]
    #[case::one_year("城镇新增就业", "城镇新增就业", "2022年", PeriodType::Year)]
    fn what_spans_years_is_no_value_of_a_year(
        #[case] name: &str,
        #[case] before: &str,
        #[case] time: &str,
        #[case] expected: PeriodType,
    ) {
        let mut jobs = claim(name, "人");
        jobs.period = Some(Period { text: time.into(), ..super::super::tests::year(2022) });
        let found = link(&jobs, before);
        complete(&mut jobs, &found, before);
        assert_eq!(jobs.period.map(|period| period.kind), Some(expected));
    }
}
