//! Every column of every table: what it is called, holds and means.

/// What the cells of a column hold; they may also be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// The number of a document, among the sources of what is shown.
    Document,
    /// A decimal number, exact.
    Number,
    /// A day: 2024-11-20.
    Day,
    /// A day as far as it is known: 2024-11-20, 2024-11, 2024.
    Roughly,
    /// A moment after RFC 3339.
    Moment,
    /// `true` or `false`.
    Flag,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name, the same in every table and language.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: Holds,
    /// What it means, in Chinese and English.
    pub means: [&'static str; 2],
}

const fn of(name: &'static str, holds: Holds, zh: &'static str, en: &'static str) -> Column {
    Column { name, holds, means: [zh, en] }
}

/// The column of a name; words where nothing more is known of it.
pub fn named(name: &str) -> &'static Column {
    static WORDS: Column = of("", Holds::Text, "", "");
    COLUMNS.iter().find(|column| column.name == name).unwrap_or(&WORDS)
}

use Holds::{Day, Document, Flag, Moment, Number, Roughly, Text, Whole};

/// Columns with one name mean the same wherever they stand.
static COLUMNS: [Column; 88] = [
    of("document_id", Document, "文件编号", "the document's number"),
    of("title", Text, "文件标题", "the document's title"),
    of(
        "kind",
        Text,
        "种类：数据为 level（数值）、change（变化）、rank（名次）、streak（连续），文件为其体裁，线索为其类型",
        "of a claim level, change, rank or streak; of a document its genre; of a finding its type",
    ),
    of("date", Day, "文件日期：会议之日，否则发布之日", "the day of the event, else of publication"),
    of("publisher", Text, "发布者", "who published it"),
    of("reposted_from", Text, "转载自", "where it was reposted from"),
    of("scope", Text, "地区或机构，原文未说明则空", "the place or body; empty where the text names none"),
    of("url", Text, "网址", "its address on the web"),
    of("source", Text, "读入时的路径或网址", "the path or address as it was read in"),
    of("claims", Whole, "数据条数", "how many claims"),
    of("ingested_at", Moment, "存入时间（UTC）", "when it was stored (UTC)"),
    of(
        "counted_as",
        Document,
        "由哪份文件代替计入（转载或旧版），空则计入本身",
        "the document that counts in its place (a repost or older version); empty where it counts itself",
    ),
    of("claim_id", Whole, "数据编号", "the claim's number"),
    of("indicator_id", Whole, "指标编号", "the indicator's number"),
    of(
        "indicator",
        Text,
        "指标名称；export claims 中为原文用名",
        "the indicator's name; in `export claims` as the text has it",
    ),
    of("basis", Text, "变化所比：yoy、mom 等", "for a change, against what: yoy, mom and others"),
    of("unit", Text, "单位，照原文", "the unit, as the text has it"),
    of("status", Text, "actual（实际）或 target（目标）", "actual or target"),
    of("period_start", Day, "所指期间的第一天", "first day of the time meant"),
    of("period_end", Day, "所指期间的最后一天", "last day of the time meant"),
    of(
        "period_type",
        Text,
        "期间类型：year、ytd、as_of 等",
        "the type of period: year, ytd, as_of and others",
    ),
    of("value", Number, "数值，精确的十进制数，以 unit 计", "the value, an exact decimal number in `unit`"),
    of("value_high", Number, "区间的另一端", "the other end of a range"),
    of("bound", Text, "限定：exact、about、at_least 等", "the hedge: exact, about, at_least and others"),
    of("direction", Text, "变化方向：up 或 down", "for a change: up or down"),
    of("provisional", Flag, "是否初步数、预计数", "whether it is preliminary or estimated"),
    of("speaker", Text, "讲话人", "who said it"),
    of("document", Text, "文件名称", "what the document is called"),
    of(
        "document_date",
        Roughly,
        "文件日期，按所知精确程度",
        "the document's date, as exactly as it is known",
    ),
    of("quote", Text, "原话", "the exact words"),
    of(
        "start",
        Whole,
        "原话在文件正文中的起点，以码点计，从 0 起",
        "where the words begin in the text, in code points from 0",
    ),
    of("end", Whole, "原话的终点（不含），以码点计", "where they end (exclusive), in code points"),
    of("review", Text, "人工核定", "what a person decided"),
    of("note", Text, "比较前须知", "what to know before comparing"),
    of("finding_id", Whole, "线索编号", "the finding's number"),
    of("severity", Text, "要紧程度：low、medium、high", "low, medium or high"),
    of("difference", Number, "相差多少", "by how much the sides differ"),
    of("difference_unit", Text, "相差的单位", "the unit of the difference"),
    of("earlier_claim_id", Whole, "前一条数据的编号", "the earlier claim's number"),
    of("earlier_document_id", Document, "前一份文件的编号", "the earlier document's number"),
    of("earlier_document", Text, "前一份文件", "the earlier document"),
    of("earlier_document_date", Roughly, "前一份文件的日期", "the earlier document's date"),
    of("earlier_quote", Text, "前一条原话", "the earlier words"),
    of("later_claim_id", Whole, "后一条数据的编号", "the later claim's number"),
    of("later_document_id", Document, "后一份文件的编号", "the later document's number"),
    of("later_document", Text, "后一份文件", "the later document"),
    of("later_document_date", Roughly, "后一份文件的日期", "the later document's date"),
    of("later_quote", Text, "后一条原话", "the later words"),
    of(
        "state",
        Text,
        "open（待核）、explained（已说明）、dismissed（已排除）",
        "open, explained or dismissed",
    ),
    of("state_reason", Text, "如此处理的理由", "why it is in that state"),
    of("decided_by", Text, "由谁决定", "who decided so"),
    of("decided_at", Moment, "何时决定（UTC）", "when that was decided (UTC)"),
    of("documents", Whole, "涉及的文件数", "in how many documents"),
    of("targets", Whole, "目标的条数", "how many of the claims are targets"),
    of("scopes", Text, "有数据的地区，以空格隔开", "the places with a value, with blanks between them"),
    of("first_year", Whole, "数据最早所指年份", "the first year with a value"),
    of("last_year", Whole, "数据最晚所指年份", "the last year with a value"),
    of("latest_value", Number, "最新数值", "the latest value"),
    of("latest_value_high", Number, "最新区间的另一端", "the other end of the latest range"),
    of("latest_bound", Text, "最新数值的限定", "the hedge of the latest value"),
    of("latest_unit", Text, "最新数值的单位", "the unit of the latest value"),
    of("latest_scope", Text, "最新数值的地区", "the place of the latest value"),
    of("latest_period_start", Day, "最新数值期间的第一天", "first day of the latest value's time"),
    of("latest_period_end", Day, "最新数值期间的最后一天", "last day of the latest value's time"),
    of("latest_period_type", Text, "最新数值的期间类型", "the latest value's type of period"),
    of("latest_document_id", Document, "最新数值所在文件", "the document of the latest value"),
    of("latest_claim_id", Whole, "最新数值的数据编号", "the claim of the latest value"),
    of(
        "change",
        Text,
        "与上一个可比数值相比：up、down、same",
        "against the comparable value before: up, down or same",
    ),
    of("values_in_document", Whole, "该文件中此项数值的个数", "how many such values the document gives"),
    of("sha256", Text, "文件字节的 SHA-256", "SHA-256 of the document's bytes"),
    of("indicator_key", Text, "同一指标的数据共有的键", "what all claims of the indicator share"),
    of("indicator_name", Text, "指标的统一名称", "the indicator's name"),
    of("link_reason", Text, "归入该指标的理由", "why the claim was linked to it"),
    of("link_score", Whole, "归入的把握，0 到 100", "how sure that is, from 0 to 100"),
    of("role", Text, "变化的起点或终点", "the end of a change that it is"),
    of("subject", Text, "主体", "whose it is"),
    of("period_text", Text, "说明期间的原话", "the words that say the period"),
    of("period_inherited", Flag, "期间是否从别处承接", "whether the period stands outside the sentence"),
    of("rule", Text, "得出此条的规则", "the rule that made the claim"),
    of("confidence", Number, "把握，0 到 1", "how sure the claim is, from 0 to 1"),
    of("warnings", Text, "可疑之处", "what is doubtful"),
    of(
        "series_id",
        Whole,
        "序列编号，只在本数据包内有效",
        "the number of the series, within this package only",
    ),
    of("position", Whole, "在序列中的先后，从 0 起", "the place in the series, from 0"),
    of(
        "run",
        Whole,
        "同一 run 的点可以连线，空则单独或不画",
        "points of one run may be joined by a line; empty for those that are drawn faintly or not at all",
    ),
    of(
        "restated",
        Flag,
        "同期间另有数值代替它，或它可疑",
        "whether another point of its time is drawn in its place, or it is doubtful",
    ),
    of("among", Text, "名次所在的范围", "for a rank, among whom"),
    of("series_unit", Text, "序列的单位", "the unit of the series"),
    of(
        "series_value",
        Number,
        "换算为 series_unit 的数值，下降为负",
        "the value in `series_unit`, negative for a change downwards",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_name_means_two_things() {
        let names: BTreeSet<&str> = COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), COLUMNS.len());
        assert!(COLUMNS.iter().all(|column| column.means.iter().all(|words| !words.is_empty())));
    }
}
