//! What holds of every text, found by trying many: no panic, faithful spans, the same answer each time.

use chrono::NaiveDate;
use policy_metrics::claim::{Extraction, extract};
use policy_metrics::document::Span;
use policy_metrics::lexicon::lexicon;
use policy_metrics::numeral;
use policy_metrics::quantity::{self, Quantity};
use policy_metrics::text::Transcript;
use policy_metrics::text::shadow::Shadow;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// What official prose is made of, so that random texts come near to it: numerals, scales, units, hedges,
/// times, verbs, marks and the odd stranger.
const PIECES: &str = "一 二 三 两 〇 零 十 百 千 万 亿 几 半 0 1 2 5 9 12 2024 7.2 3.14 1,234 ５ 12，345 0531- \
    % ％ ‰ 个百分点 倍 成 分之 分 翻番 翻一番 元 万元 亿元 美元 件 个 人 人次 名 家 项 位 吨 公里 平方公里 千瓦时 岁 年 \
    元/吨 /万元 万吨标准煤 号 届 级 强 版 : ： ∶ 、 ， 。 ； ！ ？ （ ） 〔 〕 [ ] “ ” ‘ ’ 《 》 — - ～ ~ 至 到 从 由 \
    近 约 超 超过 突破 余 多 以上 以下 以内 左右 不低于 不超过 不足 达 达到 为 占 比 每 均 分别 其中 共 累计 连续 第 首 \
    今年 去年 2023年 前三季度 1—10月 截至 9月末 上半年 五年来 以来 同比 环比 增长 下降 提高 压减 高于 低于 位居 全国第六 \
    受理 群众诉求 国内生产总值 增加值 应诉率 比重 城镇新增就业 涨幅 规模以上 第三产业 PM2.5 C919 12345热线 一是 \
    力争 确保 将 预期目标 全市 济南市 我市 \n \n\n 王强： 中新社记者：请问 ## 一、 （一） 的 了 和 、 | --- 😀 é \u{200B} \u{3000}";

/// Texts of such pieces.
fn prose() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> =
        PIECES.split(' ').filter(|piece| !piece.is_empty()).chain([" ", "\t", "\r\n"]).collect();
    vec(select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

/// What the cells of tables are made of.
const CELLS: &str = "指标 项目 单位 地区 序号 年份 合计 其中：城镇 粮　食 青石县 城镇新增就业（万人） 结案率 万元 亿元 人 % 万台（套） 2023年 \
    2024 1—9月 本月 累计 上年同期 五年累计 年末数（万人） 比上年增长（%） 同比±% 增减 增速 比2019年 占比 排名 位次变化 完成预算% \
    目标 预算数 执行数 备注 得分 环比（上月=100） 一、综合 注：不含分校。 12 3.4 -5.6 1,234 2024年 12.5% 3.2万元 第3位 5以上 增长6%左右 ▲3 \
    12/15 — …… [5] 31.4（*） 0—14岁 99999999999999999999999999999 × 1.2个百分点";

/// Rows of such cells between bars, tabs or blanks, with a caption or none.
fn table() -> impl Strategy<Value = String> {
    let cells: Vec<&str> = CELLS.split(' ').filter(|cell| !cell.is_empty()).chain(["", "", "---"]).collect();
    let row = vec(select(cells), 1..6);
    let captions =
        vec!["", "表1 2023年主要指标\n", "单位：万元、%\n", "## 2024年预算草案\n", "今年新增就业3万人。\n"];
    (select(captions), vec(row, 1..7), select(vec!["|", "\t", " ", "  "])).prop_map(|(caption, rows, gap)| {
        let line = |cells: Vec<&str>| {
            if gap == "|" { format!("| {} |", cells.join(" | ")) } else { cells.join(gap) }
        };
        caption.to_owned() + &rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

/// Any text at all, or one of such pieces, or both mixed, or a table.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => ".{0,80}",
        6 => prose(),
        3 => table(),
        1 => (prose(), any::<String>(), prose()).prop_map(|(a, b, c)| a + &b + &c),
    ]
}

fn read(text: &str) -> Extraction {
    extract(&Transcript::from_text(text, NaiveDate::from_ymd_opt(2024, 11, 20), Some("济南市".into())))
}

fn quantities(text: &str) -> Vec<Quantity> {
    let shadow = Shadow::new(text);
    quantity::scan(&shadow.chars, shadow.whole(), &[], lexicon())
}

fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, rng_seed: RngSeed::Fixed(20_241_120), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_claim_and_reject_quotes_the_text_it_points_at(text in text()) {
        let length = text.chars().count();
        let Extraction { claims, rejects } = read(&text);
        for claim in &claims {
            prop_assert!(claim.start < claim.end && claim.end <= length, "{claim:?}");
            prop_assert_eq!(&slice(&text, claim.start, claim.end), &claim.quote);
            prop_assert!(claim.sentence.end <= length, "{claim:?}");
            prop_assert!(claim.sentence.contains(Span::new(claim.start, claim.end)), "{claim:?}");
            prop_assert!(claim.value_high.is_none_or(|high| high > claim.value), "{claim:?}");
        }
        for reject in &rejects {
            prop_assert!(reject.start < reject.end && reject.end <= length, "{reject:?}");
            prop_assert_eq!(&slice(&text, reject.start, reject.end), &reject.quote);
        }
        prop_assert!(claims.is_sorted_by_key(|claim| claim.start));
        prop_assert!(rejects.is_sorted_by_key(|reject| reject.start));
    }

    #[test]
    fn every_digit_is_accounted_for(text in text()) {
        let Extraction { claims, rejects } = read(&text);
        let claimed = claims.iter().map(|claim| Span::new(claim.start, claim.end));
        let said: Vec<Span> =
            claimed.chain(rejects.iter().map(|reject| Span::new(reject.start, reject.end))).collect();
        for (at, c) in text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
            prop_assert!(said.iter().any(|span| span.contains(Span::new(at, at + 1))), "{c} at {at} of {text:?}");
        }
    }

    #[test]
    fn nothing_is_both_a_claim_and_a_reject(text in text()) {
        let Extraction { claims, rejects } = read(&text);
        for claim in &claims {
            for reject in &rejects {
                let both = Span::new(claim.start, claim.end).overlaps(Span::new(reject.start, reject.end));
                prop_assert!(!both, "{claim:?} {reject:?}");
            }
        }
    }

    #[test]
    fn every_claim_has_a_name_and_a_unit_of_one_line(text in text()) {
        for claim in read(&text).claims {
            prop_assert!(!claim.indicator.trim().is_empty(), "{claim:?}");
            prop_assert!(!claim.indicator.contains('\n') && !claim.unit.contains('\n'), "{claim:?}");
        }
    }

    #[test]
    fn the_same_text_gives_the_same_claims(text in text()) {
        prop_assert_eq!(read(&text), read(&text));
    }

    #[test]
    fn a_paragraph_before_the_text_only_moves_the_spans(text in prose()) {
        // The text opens with a title's or turn's line as little as the prefix does.
        let text = format!("各位来宾，大家好。\n{text}");
        let prefix = "前言如下所述。\n";
        let by = prefix.chars().count();
        let mut moved = read(&text);
        for claim in &mut moved.claims {
            claim.start += by;
            claim.end += by;
            claim.sentence = Span::new(claim.sentence.start + by, claim.sentence.end + by);
        }
        for reject in &mut moved.rejects {
            reject.start += by;
            reject.end += by;
        }
        prop_assert_eq!(read(&format!("{prefix}{text}")), moved);
    }

    #[test]
    fn every_quantity_quotes_the_text_it_points_at(text in text()) {
        let found = quantities(&text);
        let length = text.chars().count();
        for quantity in &found {
            prop_assert!(quantity.start < quantity.end && quantity.end <= length, "{quantity:?}");
            // The words are those of the width-folded shadow, in which every character keeps its place.
            let folded = Shadow::new(&text).folded(quantity.span());
            prop_assert_eq!(&folded, &quantity.text);
            prop_assert!(
                (quantity.start..quantity.end).contains(&quantity.numeral),
                "{quantity:?}"
            );
        }
        prop_assert!(found.is_sorted_by_key(|quantity| quantity.start));
        for pair in found.windows(2) {
            prop_assert!(!pair[0].span().overlaps(pair[1].span()), "{pair:?}");
        }
        prop_assert_eq!(quantities(&text), found);
    }

    #[test]
    fn words_before_a_quantity_only_move_it(text in prose()) {
        let prefix = "前言。\n";
        let by = prefix.chars().count();
        let mut moved = quantities(&text);
        for quantity in &mut moved {
            quantity.start += by;
            quantity.end += by;
            quantity.numeral += by;
        }
        prop_assert_eq!(quantities(&format!("{prefix}{text}")), moved);
    }

    #[test]
    fn no_number_is_too_long_to_be_read(
        digits in "[0-9]{1,60}",
        fraction in "(\\.[0-9]{1,60})?",
        scales in "[十百千万亿]{0,12}",
        chinese in "[一二三四五六七八九零〇十百千万亿点两几]{1,60}",
        unit in select(vec!["", "件", "亿元", "%", "倍", "个百分点", "成", "角", "分钱", "番", "分之一", "元九角"]),
    ) {
        for text in [
            format!("{digits}{fraction}{scales}{unit}"),
            format!("{chinese}{unit}"),
            format!("翻{chinese}番"),
            format!("{chinese}分之{digits}"),
            format!("{digits}/{digits}{fraction}"),
            format!("{digits}—{digits}{scales}{unit}"),
            format!("从{digits}{unit}增长到{chinese}{unit}，增长{digits}{fraction}{unit}。"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            prop_assert!(numeral::read(&chars).is_none_or(|read| read.len <= chars.len()));
            quantities(&text);
            read(&text);
        }
    }
}
