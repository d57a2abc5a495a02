//! Names, posts and organisations of those who speak.

use super::Speaker;
use regex::Regex;
use std::sync::LazyLock;

/// The first characters of most Chinese names.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由";

/// Words that a colon may follow and that begin like a name.
const NOT_NAMES: &str = " 时间 任务 方式 方法 方向 方案 成果 成效 成绩 成员 金额 单位 地点 地区 温馨提示 高度 高效 全国 全市 全省 全区 全县 \
    安全 安徽 江苏 江西 云南 海南 河南 湖南 济南 国家 公司 公告 于是 何时 何地 包括 包含 和谐 平均 平台 水利 水平 石油 万元 文化 文件 \
    文旅 章节 施工 程序 关于 相关 海关 明确 明年 计划 计算 信息 利用 原因 原文 国务院 国新办 商务部 公安部 司法部 全文 宣传 都是 连续 \
    项目 管理 安排 应用 应急 支持 支出 展望 强调 经济 农业 农村 阳光 华东 居民 房地产 金融 路线 车辆 古代 简介 简称 解读 游客 成立 \
    祝贺 向前 易错 尤其 ";

/// What a sentence that quotes somebody has before its colon.
const REPORTING: [&str; 9] = ["指出", "强调", "表示", "介绍", "要求", "认为", "提出", "宣布", "回答"];

/// What a post ends with.
const TITLES: &str = "局长|主任|书记|部长|厅长|市长|省长|区长|县长|州长|盟长|镇长|乡长|院长|处长|科长|司长|署长|行长|社长|台长|会长|秘书长|\
    检察长|主席|常委|委员|成员|巡视员|调研员|发言人|总工程师|工程师|总经济师|经济师|总会计师|会计师|总统计师|统计师|总规划师|规划师|\
    总农艺师|总兽医师|总经理|经理|董事长|董事|负责人|支队长|总队长|大队长|队长|所长|馆长|站长|总监|总理|理事长|研究员|专家|教授|\
    主任医师|医师|总裁|总编辑|编辑|校长|参赞|秘书|干部|专员|首席执行官|组长|关长|政委|参谋长|司令员|校务委员|顾问|主持人|\
    代表|站长|主管|总设计师|检查员|督学|督察|监察专员|稽查专员|飞行师|院士";

/// A post: a body, then 副, 代, 党委 …, then a title.
static POST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?P<body>\p{{Han}}*?)(?:常务|代理|代|副|党委|党组|党工委|分党组|机关党委|[一二三四]级|新闻|首席|执行|专职|第一|原|总|特约|资深)*(?:{TITLES})$"
    ))
});

/// A medium's reporter: 中新社记者, 新华社记者 王五.
static REPORTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<medium>[^，,。！？；“”‘’]{0,24}?)(?:首席|见习|特约|本报)?记者(?:\s*\p{Han}{2,4}|\s*提?问)?$",
    )
});

/// A pattern that is a constant.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// Words by which somebody addresses reporters, and does not name one: 各位记者朋友.
const ADDRESSES: [&str; 9] = ["各位", "朋友", "大家", "同志", "们", "谢", "这位", "回答", "问题"];

/// The medium of the reporter whom a label names, or 记者 where it names none.
pub(super) fn medium(label: &str) -> Option<Speaker> {
    if label.ends_with("答记者问") || ADDRESSES.iter().any(|word| label.contains(word)) {
        return None;
    }
    let medium = REPORTER.captures(label)?["medium"].trim().to_owned();
    if medium.is_empty() {
        return Some(Speaker { name: "记者".to_owned(), post: None, organisation: None });
    }
    Some(Speaker { name: medium.clone(), post: None, organisation: Some(medium) })
}

/// True for two to four characters (more with a dot between) that begin like a name.
pub(super) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    let is_chinese = text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '·'));
    let fits = (2..=4).contains(&length) || (text.contains('·') && length <= 16);
    let reports =
        REPORTING.iter().any(|verb| text.contains(verb)) || text.ends_with(['说', '道', '称', '问', '答']);
    let begins = text.chars().next().is_some_and(|c| SURNAMES.contains(c)) || text.contains('·');
    is_chinese && fits && begins && !reports && !NOT_NAMES.split([' ', '\n']).any(|word| word == text)
}

/// A name without the blank that fills it up: 龚 正 → 龚正.
pub(super) fn joined(name: &str) -> String {
    name.split_whitespace().collect()
}

/// An official with the post as the text puts it.
pub(super) fn official(name: &str, post: Option<String>) -> Speaker {
    Speaker { name: joined(name), organisation: post.as_deref().and_then(organisation), post }
}

/// Splits 市司法局党委书记、局长 李强 into the post and the name: at a blank, or where the last
/// title ends. The name must look like one.
pub(super) fn split_post(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if let Some((post, name)) = line.rsplit_once(char::is_whitespace) {
        let post = post.trim_end();
        if is_name(name) && ends_with_title(post) {
            return Some((post, name));
        }
        // 上海市市长 龚 正: the blank stands within the name.
        if let Some((post, first)) = post.rsplit_once(char::is_whitespace) {
            let is_split = first.chars().count() == 1 && name.chars().count() == 1;
            if is_split && ends_with_title(post.trim_end()) {
                return Some((post.trim_end(), &line[post.len()..]));
            }
        }
        return None;
    }
    [3, 2, 4].into_iter().find_map(|length| {
        let (start, _) = line.char_indices().rev().nth(length - 1)?;
        let (post, name) = line.split_at(start);
        (is_name(name) && ends_with_title(post)).then_some((post, name))
    })
}

/// True where the last part of a post is one.
pub(super) fn ends_with_title(post: &str) -> bool {
    let tail_start =
        post.rfind(PARTS).map_or(0, |at| at + post[at..].chars().next().map_or(0, char::len_utf8));
    POST.is_match(post[tail_start..].trim())
}

/// What parts of a post are divided by: 市政府副市长,市公安局局长; 国务委员兼国家计划委员会主任.
const PARTS: [char; 7] = ['、', ',', '，', '；', ';', '兼', ' '];

/// The body that a post belongs to; of several posts that of the last one that names a body, for
/// that is the office the speaker runs: 市政府副市长,市公安局局长 → 市公安局.
fn organisation(post: &str) -> Option<String> {
    post.split(PARTS).rev().find_map(|part| {
        let body = POST.captures(part.trim())?["body"].to_owned();
        (!body.is_empty()).then_some(body)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_name, medium, organisation, split_post};
    use rstest::rstest;

    #[rstest]
    #[case("市政府副市长,市公安局局长", Some("市公安局"))]
    #[case("市司法局党委书记、局长", Some("市司法局"))]
    #[case("市市场监督管理局二级巡视员", Some("市市场监督管理局"))]
    #[case("市发展改革委党组成员", Some("市发展改革委"))]
    #[case("市委宣传部副部长、市政府新闻办主任", Some("市政府新闻办"))]
    #[case("国务委员兼国家计划委员会主任", Some("国家计划委员会"))]
    #[case("国务院总理", Some("国务院"))]
    #[case("市委常委、常务副市长", Some("市委"))]
    #[case("局长", None)]
    fn the_organisation_is_that_of_the_last_post_with_a_body(#[case] post: &str, #[case] body: Option<&str>) {
        assert_eq!(organisation(post).as_deref(), body);
    }

    #[rstest]
    #[case("市司法局党委书记、局长 李强", Some(("市司法局党委书记、局长", "李强")))]
    #[case("市政府新闻发言人赵民", Some(("市政府新闻发言人", "赵民")))]
    #[case("云泽市市长　龚 正", Some(("云泽市市长", " 龚 正")))]
    #[case("济南市市长", None)]
    #[case("各项工作取得新成效", None)]
    fn a_line_of_post_and_name_is_split(#[case] line: &str, #[case] parts: Option<(&str, &str)>) {
        let trimmed = |(post, name): (&str, &str)| (post.to_owned(), name.trim().to_owned());
        assert_eq!(split_post(line).map(trimmed), parts.map(trimmed));
    }

    #[rstest]
    #[case("中新社记者", Some("中新社"))]
    #[case("云泽日报记者 王五", Some("云泽日报"))]
    #[case("记者", Some("记者"))]
    #[case("记者问", Some("记者"))]
    #[case("答记者问", None)]
    #[case("各位记者朋友", None)]
    #[case("感谢这位记者", None)]
    #[case("赵民", None)]
    fn a_reporter_stands_for_the_medium(#[case] label: &str, #[case] name: Option<&str>) {
        assert_eq!(medium(label).map(|speaker| speaker.name).as_deref(), name);
    }

    #[rstest]
    #[case("赵民", true)]
    #[case("孙邦勇", true)]
    #[case("阿布都·热西提", true)]
    #[case("时间", false)]
    #[case("强调指出", false)]
    #[case("张三说", false)]
    #[case("其中", false)]
    #[case("新闻媒体朋友们", false)]
    fn names_are_told_from_other_words(#[case] word: &str, #[case] expected: bool) {
        assert_eq!(is_name(word), expected);
    }
}
