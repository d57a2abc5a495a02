//! The rules that make claims, and the reasons that numerals are none: named values with their words.

use serde::Serialize;

/// A frame that makes a claim of a quantity.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Rule {
    /// 受理群众诉求740万件
    VerbNounQuantity,
    /// 推出28项具体措施
    VerbQuantityNoun,
    /// 出庭应诉率保持100%
    NounReachQuantity,
    /// 310项证明事项承诺即办
    QuantityNoun,
    /// 国内生产总值增长5.2%
    NounChangeQuantity,
    /// 居民消费价格涨幅3%
    NominalChange,
    /// 从16%提升到52%
    FromTo,
    /// 分别增长5.1%和7.6%
    Distributed,
    /// 应诉率、履行率保持100%
    SharedValue,
    /// 占地区生产总值比重19%
    Share,
    /// 高于全省5.5个百分点
    Gap,
    /// 位列全国第六
    Rank,
    /// 连续6年获评
    Streak,
    /// 三次产业比重为12.9:44.6:42.5
    Ratio,
    /// 首期规模50亿元的基金
    Attributive,
    /// A cell of a table.
    TableCell,
}

impl Rule {
    /// How the rule reads the words, for a reader who is no programmer: Chinese, English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::VerbNounQuantity => {
                ("动词+事项+数量：数量说的是前面所做的事", "verb + noun + quantity: it counts what was done")
            }
            Self::VerbQuantityNoun => (
                "动词+数量+事项：数量修饰后面的事项",
                "verb + quantity + noun: it counts the noun that follows",
            ),
            Self::NounReachQuantity => (
                "指标+达到/为/保持+数量：数量是指标的水平",
                "indicator + reached/is/kept + quantity: it is the indicator's level",
            ),
            Self::QuantityNoun => {
                ("数量+事项：数量修饰后面的事项", "quantity + noun: it counts the noun that follows")
            }
            Self::NounChangeQuantity => (
                "指标+增长/下降+数量：数量是变化的幅度",
                "indicator + rose/fell + quantity: it is the size of the change",
            ),
            Self::NominalChange => (
                "指标+涨幅/增速/降幅+数量：数量是变化的幅度",
                "indicator + rate of change + quantity: it is the size of the change",
            ),
            Self::FromTo => ("从…到…：两个数量是变化的起点和终点", "from … to …: the two ends of a change"),
            Self::Distributed => (
                "分别：数量按顺序对应前面的各个指标",
                "respectively: the values go to the indicators in order",
            ),
            Self::SharedValue => ("并列的指标共用一个数量", "several indicators share one value"),
            Self::Share => ("占…的比重：数量是份额", "share of a whole"),
            Self::Gap => ("高于/低于…：数量是差距", "above/below something: it is the gap"),
            Self::Rank => ("位次：数量是排名", "a place in an order"),
            Self::Streak => ("连续：数量是持续的时间或次数", "how long in a row"),
            Self::Ratio => ("比例：数量是各部分之比中的一项", "one part of a ratio"),
            Self::Attributive => {
                ("数量作定语：前面是量名，后面是所属的事物", "the quantity describes the noun after 的")
            }
            Self::TableCell => (
                "表格中的数值：含义、单位和时间取自表头、行名和表题",
                "a table cell: what it is, its unit and time come from headings, row and caption",
            ),
        }
    }
}

/// Why a numeral is no claim.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// 2024年, 前三季度
    Time,
    /// 19:26:35, 上午10时
    Clock,
    /// 一是, （二）, 第三，
    ListMarker,
    /// 国办发〔2023〕1号
    DocumentNumber,
    /// 12345热线
    Hotline,
    /// C919, 5G, PM2.5
    Code,
    /// “1+8+1”, “3441”
    QuotedName,
    /// 《“十四五”规划》
    Title,
    /// 二十届三中全会, 第一产业
    OrdinalName,
    /// 一系列, 千方百计
    Idiom,
    /// 一个, 一批
    Indefinite,
    /// 65岁以上
    Age,
    /// 年收入20万元以上的村
    Threshold,
    /// 万元GDP能耗, 每千人
    UnitInName,
    /// 用三年时间
    Duration,
    /// A footnote mark, 图2
    Footnote,
    /// 500强
    Honorary,
    /// 2.0版
    Version,
    /// 甲、乙、丙分别增长3.5%、9.6%: not as many values as names.
    Unaligned,
    /// 高于全国0.2个百分点, where nothing says what is higher.
    Unnamed,
    /// 以2015年为100: what an index is counted from.
    Base,
    /// A numeral without a unit that nothing governs.
    Bare,
    /// A line that repeats captions or navigation.
    Boilerplate,
    /// 2024-11-20 16:42:10 - 云州市人民政府网站: a line about the document.
    Metadata,
    /// A numeral in the heading of a table, the name of its row or a note in it: 16-59岁, 2024年.
    Label,
    /// A cell of which no heading tells what it is.
    Unplaced,
    /// A cell of which nothing tells the unit, or in which of several it is.
    Unmeasured,
}

impl Reason {
    /// The reason in words: Chinese, English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Time => ("日期或时间，只说明何时", "a date or time, it only says when"),
            Self::Clock => ("钟点", "a time of day"),
            Self::ListMarker => ("序号", "a list marker"),
            Self::DocumentNumber => ("文号或编号", "a document or serial number"),
            Self::Hotline => ("热线或电话号码", "a hotline or telephone number"),
            Self::Code => ("型号、代码中的数字", "part of a model name or code"),
            Self::QuotedName => ("引号中的名称或口号", "a name or slogan in quotation marks"),
            Self::Title => ("书名号中的标题", "part of a title"),
            Self::OrdinalName => ("名称中的次序，如届次、产业", "an ordinal within a name"),
            Self::Idiom => ("固定词语，不表示数量", "a fixed phrase that counts nothing"),
            Self::Indefinite => ("泛指，不是确切的数量", "indefinite, no exact amount"),
            Self::Age => ("年龄界限，属于指标的定义", "an age limit, part of a definition"),
            Self::Threshold => ("指标定义中的门槛", "a threshold within an indicator's definition"),
            Self::UnitInName => ("指标名称中的计量单位", "a unit within an indicator's name"),
            Self::Duration => ("时间长度，只说明期限", "a duration, it only places something in time"),
            Self::Footnote => ("脚注或图表编号", "a footnote or figure number"),
            Self::Honorary => ("榜单名称中的数字", "part of the name of a list"),
            Self::Version => ("版本或年号", "a version"),
            Self::Unaligned => (
                "“分别”前后的个数不符，无法对应",
                "“respectively” with another number of names than of values",
            ),
            Self::Unnamed => ("文中没有说明是什么指标", "nothing says what it measures"),
            Self::Base => ("指数的基数", "what an index is counted from"),
            Self::Bare => ("没有单位，也没有说明对象", "no unit, and nothing says what it measures"),
            Self::Boilerplate => ("重复的图片说明或网页导航", "a repeated caption or navigation"),
            Self::Metadata => {
                ("文件信息，如发布时间、会议名称", "about the document itself, such as when it was published")
            }
            Self::Label => (
                "表头、行名或备注中的数字",
                "part of a table's heading, of a row's name or of a note in the table",
            ),
            Self::Unplaced => (
                "表格中的单元格，与表头对不上，不能确定说的是什么",
                "a table cell that fits under no heading, so that nothing tells what it is",
            ),
            Self::Unmeasured => (
                "表格中的单元格，不能确定用的是哪个单位",
                "a table cell of which nothing tells the unit, or which of several it is in",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn every_rule_and_reason_has_words_of_its_own() {
        let mut words: Vec<_> = Rule::VARIANTS
            .iter()
            .map(|r| r.words())
            .chain(Reason::VARIANTS.iter().map(|r| r.words()))
            .collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
