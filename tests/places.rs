//! Whose each claim is: the place that its sentence names, else that of the document.

use chrono::NaiveDate;
use policy_metrics::claim::extract;
use policy_metrics::text::Transcript;
use rstest::rstest;

#[rstest]
// Places by name, in full and short, with what they belong to.
#[case("济南市", "历下区实现地区生产总值2100亿元。", "历下区")]
#[case("济南市", "济南市历下区实现地区生产总值2100亿元。", "历下区")]
#[case("济南市", "山东省济南市历下区新增就业3.2万人。", "历下区")]
#[case("济南市", "全市新增就业20万人，其中历下区新增就业3.2万人。", "济南市 历下区")]
#[case("济南市", "我市历下区新增就业3.2万人。", "历下区")]
#[case("济南市", "商河新增就业3200人。", "商河县")]
#[case("山东省", "商河县新增就业3200人。", "商河县")]
#[case("山东省", "济南新增就业20万人。", "济南市")]
#[case("全国", "上海市浦东新区新增就业12万人。", "浦东新区")]
// A name that many share
#[case("济南市", "市中区新增就业3.1万人。", "济南市市中区")]
#[case("历下区", "市中区新增就业3.1万人。", "济南市市中区")]
#[case("福建省", "鼓楼区新增就业3.1万人。", "福州市鼓楼区")]
#[case("全国", "徐州市鼓楼区新增就业3.1万人。", "徐州市鼓楼区")]
#[case("全国", "鼓楼区新增就业3.1万人。", "-")]
#[case("江苏省", "鼓楼区新增就业3.1万人。", "-")]
// Earlier names, and places that are no more
#[case("山东省", "章丘市新增就业1.1万人。", "章丘区")]
#[case("湖北省", "襄樊市新增就业5.1万人。", "襄阳市")]
#[case("山东省", "莱芜市新增就业1.8万人。", "莱芜市")]
#[case("北京市", "宣武区新增就业1.8万人。", "宣武区")]
// The document's own
#[case("历下区", "全区新增就业3.2万人。", "历下区")]
#[case("市中区", "全区新增就业3.2万人。", "市中区")]
#[case("历下区", "全省新增就业120万人。", "山东省")]
#[case("济南市市中区", "全省新增就业120万人。", "山东省")]
// Names that are no places here
#[case("济南市", "城区绿化覆盖率达到41%。", "济南市")]
#[case("洛阳市", "老城区改造完成投资30亿元。", "洛阳市")]
#[case("西安市", "长安汽车产量达到40万辆。", "西安市")]
#[case("南昌市", "新建高速公路300公里。", "南昌市")]
#[case("陕西省", "强县富县工程完成投资30亿元。", "陕西省")]
#[case("济南市", "历下区域经济增长5%。", "济南市")]
#[case("烟台市", "蓬莱国际机场旅客吞吐量达到843万人次。", "烟台市")]
#[case("成都市", "锦江公园建成步道6公里。", "成都市")]
#[case("昆明市", "官渡古镇接待游客80万人次。", "昆明市")]
// An example, or one of several
#[case("济南市", "平阴县等3个县通过验收。", "济南市")]
#[case("济南市", "历下区东山街道等14个街道通过验收。", "济南市")]
#[case("济南市", "历下区、市中区新增就业6.3万人。", "济南市")]
#[case("呼和浩特市", "武川至清水河公路完成投资3亿元。", "呼和浩特市")]
fn a_claim_is_of_the_place_that_its_words_name(
    #[case] own: &str,
    #[case] text: &str,
    #[case] expected: &str,
) {
    let date = NaiveDate::from_ymd_opt(2024, 11, 20);
    let found = extract(&Transcript::from_text(text, date, Some(own.to_owned())));
    let scopes: Vec<&str> = found.claims.iter().map(|claim| claim.scope.as_deref().unwrap_or("-")).collect();
    assert_eq!(scopes.join(" "), expected, "{:?}", found.claims);
}

#[test]
fn a_place_that_stays_open_stays_in_the_name() {
    let text = "鼓楼区新增就业3.1万人。";
    let found = extract(&Transcript::from_text(text, None, Some("全国".to_owned())));
    let [claim] = &found.claims[..] else { panic!("one claim, not {:?}", found.claims) };
    assert_eq!((claim.scope.as_deref(), claim.indicator.as_str()), (None, "鼓楼区新增就业"));
}
