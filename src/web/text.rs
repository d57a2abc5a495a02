//! Every word of the interface, in Chinese and English side by side.

use crate::language::Language;
use crate::series::{Act, Again, Fact, FindingState, Verdict};
use std::fmt::Display;

/// Declares a struct of words and its two values, so that a word missing in one language does not compile.
macro_rules! words {
    ($($name:ident: $chinese:literal, $english:literal;)+) => {
        /// The words of one language.
        #[derive(Debug)]
        pub(super) struct Words {
            $(pub(super) $name: &'static str,)+
        }

        const CHINESE: Words = Words { $($name: $chinese,)+ };
        const ENGLISH: Words = Words { $($name: $english,)+ };
    };
}

words! {
    tag: "zh-CN", "en";
    site: "政策指标看板", "Policy metrics";
    other_language: "English", "中文";
    other_tag: "en", "zh-CN";
    skip: "跳到正文", "Skip to the content";
    menu: "主菜单", "Main menu";
    samples: "演示数据，均为虚构：以下文件、人物和数字都是编写的样例。", "Sample data, invented: every document, person and figure here was made up.";
    footer: "每个数字都可追溯到原文。", "Every figure leads back to its exact words.";

    overview: "总览", "Overview";
    indicators: "指标", "Indicators";
    documents: "文件", "Documents";
    claims: "数据原话", "Claims";
    findings: "核查线索", "Findings";
    findings_in_menu: "线索", "Findings";
    help: "说明", "Help";

    briefings: "简报", "Briefings";
    briefings_lead: "从记录起草，改文字，定稿，交出 Word。每个数字连着原话；原话更正后，简报标为已过时。", "Drafted from the record, edited in words, frozen, handed on as Word. Every figure stays bound to its words; where these are corrected, the briefing is marked as out of date.";
    new_briefing: "新建简报", "New briefing";
    basket: "简报篮", "Put aside";
    basket_empty: "篮中没有数据。浏览指标和数据原话时，点“＋简报”放入；用键盘时，焦点在数据上按 b。", "Nothing is put aside. While browsing indicators and claims choose “+ briefing”, or press b while a figure has the focus.";
    found_briefings: "共 {} 份", "{} briefings";
    no_briefings: "还没有简报。按主题、地区起草一份，或在浏览时把数据放入简报篮。", "There are no briefings yet. Draft one by topic and place, or put figures aside while browsing.";
    draft: "草稿", "draft";
    frozen: "已定稿", "frozen";
    stale: "已过时", "out of date";
    stale_explained: "起草之后，以下数据在记录中有了变化：", "Since it was drafted, the record has changed for these figures:";
    draft_again: "按现有记录重新起草", "Draft it again from the record as it is";
    saved: "保存于", "saved";
    made: "起草于", "Drafted";
    version: "版本", "Version";
    versions: "历次版本", "Versions";
    by_topic: "按主题起草", "By topic";
    briefing_topic: "主题（指标名称中的词，几个主题用顿号隔开）", "Topic: words of the names of indicators; several are separated by commas";
    topic_hint: "就业、营商环境", "就业, 营商环境";
    indicators_named: "指定的指标", "Indicators by name";
    indicators_hint: "一般公共预算收入、城镇新增就业", "一般公共预算收入, 城镇新增就业";
    places_named: "地区或机构", "Places or bodies";
    places_hint: "济南市、青岛市", "济南市, 青岛市";
    make_draft: "起草", "Draft";
    make_of_basket: "用篮中的数据起草", "Draft from what is put aside";
    take_out: "移出", "Take out";
    put_aside: "放入简报篮", "Put aside for a briefing";
    put_aside_short: "＋简报", "+ briefing";
    is_aside: "已放入", "put aside";
    gone_from_record: "（记录中已没有）", "(no longer in the record)";
    briefing_of_nothing: "请写明主题或指标，或先把数据放入简报篮。", "Name a topic or indicators, or put figures aside first.";
    briefing_empty: "所选范围内没有可列入的数据。请换一个主题，或放宽地区和期间。", "No value fits. Try another topic, or widen place and period.";
    no_such_indicator: "没有名称近似“{}”的指标。最接近的是：{}。", "No indicator is called “{}”. The nearest: {}.";
    frozen_since: "定稿于 {}，校验码 SHA-256 {}", "Frozen {}, SHA-256 {}";
    freeze: "定稿", "Freeze";
    freeze_explained: "定稿后不能再改，记下时间和校验码", "A frozen briefing is never changed; its time and hash are kept";
    edit_words: "文字", "Words";
    words: "正文", "Text";
    edit_explained: "改数字周围的文字：# 开头为标题，- 开头为列项。数字和限定词连着原话，不能改写，只能移动或删去。", "Edit the words around the figures: # begins a heading, - an item. Figures and their hedges are bound to their claims: they can be moved or removed, and not typed over.";
    briefing_save: "保存", "Save";
    saved_by_itself: "已自动保存", "Saved";
    not_saved: "未能保存，请点“保存”", "Not saved; choose “Save”";
    briefing_bound: "可用的数据、图和表", "Figures, charts and table to use";
    briefing_preview: "预览", "Preview";
    left_out: "未列入的数据", "What was left out";
    figure_number: "图{}", "Figure {}";
    unknown_marks: "这些标记没有对应的数据，会照原样印出：{}", "These marks stand for nothing and are printed as they are: {}";
    unbound_figures: "这些数字是手写的，没有出处：{}", "These figures were typed and have no source: {}";
    frozen_briefing: "简报已定稿", "The briefing is frozen";
    frozen_briefing_explained: "定稿后的简报不能再改，刚才的文字没有保存。", "A frozen briefing cannot be changed; the words were not saved.";
    frozen_briefing_advice: "请按现有记录另起草一份。", "Draft another one from the record.";

    search: "查找", "Search";
    search_label: "查名称、数字、日期、地区、发布人，或粘贴一句话", "Search names, figures, days, places and speakers, or paste a sentence";
    search_placeholder: "如：就业 济南、740万、2024年11月20日", "e.g. 就业 济南, 740万, Nov 20, 2024";
    tagline: "发布会和报告里说过的数字，一处查看：输入指标、地区或词语查找，点数字回到原话。", "The figures of press conferences and reports in one place: search a measure, a place or a word, and follow a figure to its words.";
    worth_a_look: "值得关注的指标", "Indicators worth a look";
    newest_documents: "最新文件", "Newest documents";
    all_documents: "全部文件", "All documents";
    nothing_yet: "这里查看发布会和报告里说过的数字，点数字回到原话。现在还没有文件，请先", "Here the figures of press conferences and reports are followed to their words. There are no documents yet; first ";
    nothing_yet_upload: "上传文件", "upload some";
    nothing_yet_or: "，或运行 ", ", or run ";
    nothing_yet_run: "运行 ", "run ";
    nothing_yet_command: "policy-metrics ingest 文件夹", "policy-metrics ingest FOLDER";
    nothing_yet_end: "。", ".";
    totals: "总数", "Totals";

    scope: "范围", "Scope";
    any_scope: "全部范围", "Any scope";
    any: "不限", "Any";
    results_for: "查找“{}”", "Search for “{}”";
    search_all: "查指标、原话和文件", "Search indicators, claims and documents";
    search_empty: "输入一个或几个词，一两个字也可以；几个词用空格隔开，须同时符合。数字、日期写法不限（740万 即 7,400,000）；加引号则按原样查找；也可以粘贴一句话，其中的数字逐一查找。", "Enter one or several words; one or two characters will do. Several words, separated by blanks, must all fit. Numbers and days come in any notation (740万 is 7,400,000); words in quotation marks are taken as they are; of a pasted sentence each figure is looked up.";
    understood: "理解为", "Understood as";
    term_words: "词", "words";
    term_exact: "原样", "exactly";
    term_time: "时间", "time";
    term_place: "地区", "place";
    also_called: "{}（也作{}）", "{} (also {})";
    or_number: "{}，或数值 {}", "{}, or the number {}";
    as_it_is: "按原样查找", "Search for the exact words";
    nearest_names: "名称相近的指标", "Indicators that are called alike";
    nearest_values: "数值最接近的数据", "Claims with the nearest values";
    nearest_days: "日期最接近的文件", "Documents of the nearest days";
    without_term: "去掉“{} {}”：{} 条数据、{} 份文件", "without “{} {}”: {} claims, {} documents";
    figures_found: "这句话里有 {} 个数据，逐一查找了 {} 个。只列出记录中的相同或最接近的说法，不作判断；没有找到只表示库中没有记录。", "The sentence states {} figures, of which {} were looked up. The record's equal or nearest statements are listed, without a verdict; what was not found is only not in the record.";
    figure_found: "记录中有 {} 条相符", "{} claims of the record fit";
    figure_near: "记录中没有相符的；最接近的是：", "Nothing in the record fits; what comes nearest:";
    figure_unknown: "记录中没有找到", "Not found in the record";
    look_up_alone: "单独查找", "Look it up alone";
    all_of_them: "全部 {} 个指标", "All indicators found: {}";
    all_claims_found: "全部 {} 条数据", "All claims found: {}";
    all_documents_found: "全部 {} 份文件", "All documents found: {}";
    none_in_group: "没有找到。", "None found.";
    condition: "{}：{}", "{}: {}";
    conditions: "当前条件", "Conditions in force";
    drop_condition: "去掉这个条件", "drop this condition";
    widen: "可以去掉一个条件再看：", "Drop a condition to widen the search:";
    name_or_topic: "名称或主题中的字词", "Name or topic";
    name_or_quote: "名称或原话中的字词", "Name or quote";
    title_or_text: "标题或正文中的字词", "Title or text";
    from_year: "起始年份", "From year";
    to_year: "截止年份", "To year";
    least_points: "至少几条", "Claims from";
    with_target: "有目标值", "Has one";
    sort: "排序", "Order";
    in_documents: "见于 {} 份文件", "in {} documents";
    by_documents: "文件最多", "Documents";
    by_name: "按名称", "Name";
    by_points: "数据最多", "Claims";
    by_latest: "最近年份", "Latest year";
    newest_first: "最新在前", "Newest first";
    oldest_first: "最早在前", "Oldest first";
    document_kind: "文件种类", "Kind of document";
    year: "年份", "Year";
    year_meant: "所指年份", "Year meant";
    document_number: "文件编号", "Document";
    download_all: "下载全部 {} 行", "Download all {} rows";
    joint: "、", ", ";
    and_more: "{} 等 {} 个", "{} … ({} in all)";
    expected_among: "{} 可用的值：{}。", "{} can be: {}.";
    expected_year: "year 应为年份，如 2024。", "year is a year, such as 2024.";
    expected_number: "应为整数。", "It is a whole number.";
    unknown_parameter: "这里没有参数 {}。", "There is no parameter {} here.";
    known_parameters: "可用的参数：{}。", "Parameters: {}.";
    expected_text_sent: "请在请求正文中发送 UTF-8 文字。", "Send the text, in UTF-8, as the body of the request.";
    expected_row: "document、beside、version、c 应为编号，即 1 或更大的整数。", "document, beside, version and c are numbers of the record, from 1 up.";
    expected_limit: "limit 应为 1 到 500 的整数；不写则为整个列表。", "limit is a whole number from 1 to 500; without it the whole list comes.";
    expected_next: "next 只能照抄上一次回答给出的值。", "next is copied from the answer before.";
    worth_intro: "以下由程序按规则找出，只说明记录中的情形，未必有误；引用前需核实原文。", "Found by rule from the record alone. Nothing here need be wrong; check the words before quoting.";
    findings_intro: "未达目标、前后说法不同、不再提及、数值不合：由程序按规则从记录中找出。每条都列出两边的原话，只是线索，未必有误；引用前需核实。人工排除的默认不列出。", "Missed targets, different statements, silence, figures that do not fit: found by rule from the record. Each stands with the words of both sides. It is a lead, not an error found; check the words before quoting.";
    found_findings: "共 {} 条线索", "Findings: {}";
    finding_kind: "种类", "Kind";
finding_state: "状态", "State";
    not_dismissed: "未排除的", "Not dismissed";
    every_state: "全部，含已排除的", "All, dismissed ones too";
    judge: "怎样处理", "What to make of it";
    judge_explained: "记录你的判断和理由：保存为人工决定，两边的原话还在，重新提取后仍然有效，可以撤销。已说明或已排除的不再出现在总览；已排除的也不再出现在线索列表，除非按状态筛选。", "Say what you make of it, and why. It is kept as a decision that holds after texts are read again, as long as the words of both sides are there, and can be undone. What is explained or dismissed is no longer on the overview; what is dismissed is in the list of findings only where its state is asked for.";
    state_open: "待核：还要再看", "Open: to be looked at again";
    state_explained: "已说明：确有其事，原因如下", "Explained: it is so, for this reason";
    state_dismissed: "已排除：不成立（识别有误或口径不可比）", "Dismissed: it is none (misread, or not comparable)";
    to_decision: "决定 {}", "decision {}";
    to_finding: "所指的线索", "The finding";
    finding_here: "线索 #{}", "Finding #{}";
    finding_no_more: "两边的原话都在，但已不构成线索。", "The words of both sides are there, and show it no longer.";
    finding_lost: "有一边的原话已不在记录中；这个决定不会套用到别的线索上。", "The words of one side are no longer in the record; the decision is not applied to anything else.";
    expected_state: "state 应为 open、explained 或 dismissed。", "state is open, explained or dismissed.";
    least_severity: "要紧程度", "Severity from";
    by_severity: "先看的在前", "Most severe first";
    stated_growth: "原文增速", "Stated growth";
    end_of_change: "变化的终点", "End of the change";
    stated_change: "原文增减", "Stated change";
    neighbour: "相邻年份", "A year beside it";
    all_findings: "全部线索", "All findings";
    all_of_these: "查看全部", "See all";
    worth_restated: "前后说法不同", "Stated differently later";
    worth_missed: "结果与目标有差距", "Short of the target";
    worth_vanished: "近来不再提及", "No longer mentioned";
    worth_reported: "持续报告最多", "Most steadily reported";
    reported_reason: "各地合计见于 {} 份文件；此地可比的一组有 {} 个数据。", "In {} documents of all places; the comparable series of this one has {} values.";
    last_said: "最近一次", "Last stated";
    newest_silent: "最新的同类文件，文中没有这个指标的名称", "Newest document of the kind, which does not name it";
    no_scope: "未注明范围", "scope not stated";
    apply: "筛选", "Apply";
    clear: "清除条件", "Clear";
    found_indicators: "共 {} 个指标", "{} indicators";
    found_documents: "共 {} 份文件", "{} documents";
    file: "文件", "File";
    check: "核对", "Check";
    check_lead: "粘贴一句话或一篇文章，其中每个数字都与已读入的文件核对：是否一致、为什么、原话在哪里。", "Paste a sentence or an article, and each of its figures is held against the documents: whether it fits, why, and where the words stand.";
    check_text: "要核对的文字", "The text to check";
    check_placeholder: "如：2024年全年，全市受理群众诉求740万件，行政复议决定履行率99%。", "e.g. 2024年全年，全市受理群众诉求740万件，行政复议决定履行率99%。";
    check_scope: "文中所讲的地区", "The place it is about";
    check_date: "文字的日期（“今年”的依据）", "Its day (what 今年 refers to)";
    check_file: "或选一个文件", "Or choose a file";
    check_send: "核对", "Check";
    check_not_stored: "地区和日期不填，就从文中读出。文字只作核对，保存才留存。", "Place and day are read from the text where they are left empty. Nothing of it is kept unless it is saved.";
    check_nothing_sent: "请先粘贴要核对的文字，或选一个文件。", "Paste the text to check first, or choose a file.";
    check_summary: "核对数据 {} 条；另有 {} 个数字不构成数据（日期、名称等）", "{} figures checked; {} other numerals state no value (dates, names and the like)";
    check_read_as: "地区：{}；日期：{}。读错时请在上面填写后再核对。", "Place: {}; day: {}. Where that is wrong, fill them in above and check again.";
    check_cut: "文字较长，只列出前 {} 句；其余请用 policy-metrics check。", "The text is long, so only the first {} sentences are listed; for the others use policy-metrics check.";
    check_others: "其他可能的数据（{} 条）", "Others that may be meant ({})";
    check_save: "核对并保存", "Check and save";
    check_file_read: "已读入文件", "Read from the file";
    check_choose: "文中指的是这个", "the text means this one";
    check_unchoose: "不按这个，重新判断", "take that back";
    check_kept_as: "地区：{}；日期：{}。", "Place: {}; day: {}.";
    checks: "已保存的核对", "Saved checks";
    checks_intro: "保存时的文字、结论和记录的原话原样留存，记录以后变了也不随之改变。", "Text, verdicts and the record's words as they stood when each was saved; they stay so when the record changes.";
    found_checks: "共 {} 次核对", "{} saved checks";
    check_of: "所核对的文字", "Text";
    check_figures: "数据", "Figures";
    check_objections: "需再看的", "To look at again";
    check_kept_at: "保存时间", "Saved";
    check_kept_explained: "保存的核对，内容不再改变；记录现在的说法见各条链接。", "A saved check, which does not change any more; the links lead to the record as it is now.";
    check_not_intact: "内容与保存时的 SHA-256 不符，可能已被改动，请勿引用。", "What is stored does not have the SHA-256 with which it was saved; it may have been changed and should not be quoted.";
    check_record: "当时的记录", "The record then";
    check_record_held: "{} 份文件、{} 条数据，最新的文件为 {}", "{} documents, {} claims; the newest document is of {}";
    check_program: "程序版本", "Program";
    check_hash: "JSON 的 SHA-256", "SHA-256 of the JSON";
    check_confirmed: "经人确认的结论", "Verdicts that a person confirmed";
    check_confirm: "确认一条结论", "Confirm a verdict";
    check_confirm_explained: "亲自核实原文之后，可以署名确认一条结论；确认过的可以作为 schema.org ClaimReview 发布。确认是人工决定，可以撤销。", "Whoever has looked at the words can confirm a verdict by name; one that was confirmed can be published as a schema.org ClaimReview. It is a decision and can be undone.";
    check_number: "数据的编号", "Number of the figure";
    check_confirmable: "claim 应为这次核对中数据的编号。", "claim is the number of a figure of this check.";
    expected_who: "who 是确认人的姓名，不能为空。", "who is the name of the one who confirms and cannot be empty.";
    to_check: "所指的核对", "The check";
    check_here: "核对 #{} 第 {} 条", "Check #{}, figure {}";
    check_explained: "“记录中未找到”只说明已读入的文件里没有，不等于不实。“不一致”只在同一地区、同一指标和口径、同一时间之间得出。", "“Not found” means that no document here has it, which does not make it false. “Differs” is said of one place, measure and time alone.";
    upload: "上传", "Upload";
    upload_choose: "选择一个或多个文件（{}）", "Choose one or more files ({})";
    upload_send: "上传并读入", "Upload and read";
    upload_progress: "上传进度", "Progress of the upload";
    upload_limits: "每个文件不超过 {} MB，一次共不超过 {} MB、{} 个文件；更多请用 policy-metrics ingest。", "Up to {} MB a file, {} MB and {} files at a time; for more use policy-metrics ingest.";
    upload_same: "已有的文件不重复存；同文转载只计一次。", "What is stored already is not stored twice; the same words on another site count once.";
    upload_summary: "已存 {} 份，失败 {} 份", "{} stored, {} failed";
    upload_result: "结果", "Result";
    upload_remark: "说明", "Remark";
    upload_new: "新增", "new";
    upload_known: "已有", "known";
    upload_failed: "失败", "failed";
    upload_claims: "{} 条数据", "{} figures";
    upload_aside: "与 #{} 同文或为其旧版，不重复计数", "the same as #{} or an older version of it; counted once";
    upload_instead: "取代 #{}", "in the place of #{}";
    upload_filled: "补上{}，已重新提取", "{} filled in, and figures read again";
    upload_left: "{}与已存的不同，保留已存的", "{} differs from what is stored, which was left as it is";
    upload_ended: "其余文件没有读入：", "The other files were not read:";
    read_only: "不能写入", "Nothing can be written";
    read_only_explained: "数据库以只读方式打开。", "The database is open for reading only.";
    read_only_advice: "请确认数据库文件和文件夹可写，再重新运行 policy-metrics serve。", "Check that the database and its folder can be written to, then run policy-metrics serve again.";
    too_large: "超出上传限制", "The upload is too large";
    too_large_explained: "一次上传的文件太多或太大，没有读入任何文件。", "There are too many files, or they are too large; none of them was read.";
    too_large_advice: "请分几次上传，或用 policy-metrics ingest 读入。", "Upload them in parts, or read them with policy-metrics ingest.";
    broken_upload: "上传没有完成", "The upload is not complete";
    broken_upload_explained: "上传中断或格式不对，没有读入任何文件。", "The upload broke off or is malformed; no file was read.";
    broken_upload_advice: "请重新选择文件上传。", "Choose the files and upload them again.";
    no_room: "上传无法暂存", "The upload cannot be kept";
    no_room_explained: "临时文件夹写不进去，没有读入任何文件。", "The temporary folder cannot be written to; no file was read.";
    no_room_advice: "请腾出磁盘空间，或用环境变量 TMPDIR 另指一处后重新运行 serve。", "Free some space, or name another folder in TMPDIR and run serve again.";
    cross_site: "已拒绝", "Refused";
    cross_site_explained: "这个请求来自别的网站。", "This request came from another site.";
    cross_site_advice: "请在看板自己的页面上操作。", "Do it on the dashboard's own page.";
    unknown_facts: "待补信息", "Facts to fill in";
    unknown_facts_of: "待补信息（{} 份文件）", "Facts to fill in ({} documents)";
    unknown_intro: "这些文件的范围、日期、标题或发布机构没有读出来。没有日期，“今年”“去年”就定不下来，数据没有期间；没有范围，数据不归入任何地方。", "The place, day, title or publisher of these documents was not found. Without a day 今年 and 去年 mean no year, so figures have no period; without a place they belong to none.";
    unknown_label: "未知", "Unknown";
    unknown_of: "{}未知", "no {}";
    choice_of: "{} {}", "{} {}";
    folder: "文件夹", "Folder";
    by_folder: "按文件夹", "By folder";
    no_folder: "（没有文件夹）", "(no folder)";
    more_folders: "另有 {} 个文件夹没有列出。", "{} more folders are not listed.";
    nothing_unknown: "没有待补信息的文件。", "Nothing is unknown of any document here.";
    no_title: "无标题", "no title";
    fill_in: "填写", "Fill in";
    fill_in_many: "只填知道的，其余留空；已知的不会改动。先预览，再保存。", "Fill in what you know and leave the rest empty; what is known already is not changed. A preview comes first.";
    fill_in_one: "改动不对的，补上缺的；留空的保持原样。先预览，再保存。", "Correct what is wrong and add what is missing; what is left empty stays as it is. A preview comes first.";
    fill_in_again: "修改后再预览", "Change it and look again";
    replace_known: "已知而不同的也改", "Also change what is known otherwise";
    scope_hint: "如：济南市", "e.g. 济南市";
    preview_all: "预览：列表中全部 {} 份", "Preview all {} of the list";
    preview_chosen: "只预览勾选的", "Preview those ticked";
    preview: "预览", "Preview";
    preview_fills: "{}：{} 份未知，补为“{}”", "{}: unknown of {}, becomes “{}”";
    preview_replaces: "{}：{} 份已知而不同，改为“{}”：", "{}: known otherwise of {}, becomes “{}”:";
    preview_leaves: "{}：{} 份已知而不同，不改：", "{}: known otherwise of {}, left as it is:";
    preview_effect: "{} 份文件将重新提取，得 {} 条数据：{} 条新得到范围，{} 条新得到期间，{} 条另有变化。", "{} documents are read again and give {} claims: {} get a place, {} a period, {} change otherwise.";
    examples: "例如", "For example";
    nothing_to_change: "没有要改的：没有填写，或这些都已知道。", "Nothing would change: nothing was filled in, or it is known already.";
    save: "保存", "Save";
    save_explained: "保存为人工决定：重新提取、再次读入都不会改掉，可以撤销。", "It is kept as a decision: no new reading changes it, and it can be undone.";
    describe: "补充或更正信息", "Fill in or correct facts";
    describe_documents: "{} 份文件", "Documents ({})";
    more_documents: "另 {} 份", "and {} more";
    filled_in_by: "由{}于{}补充：{}", "Filled in by {} on {}: {}";
    filled_in_fact: "{}“{}”（原文：{}）", "{} “{}” (the text says: {})";
    someone: "人工", "someone";
    expected_ids: "请先勾选文件，一次最多 1000 份。", "Tick some documents first, at most 1,000 at a time.";
    expected_date: "date 应为日期，如 2024-11-20。", "date is a day, such as 2024-11-20.";
    remove_document: "移除这份文件", "Remove this document";
    remove_explained: "移除后，这份文件和它的 {} 条数据不再出现在列表、图表、总数、检索和导出中；同文的其他文件会接替它计数。原件仍保存着，随时可以恢复。", "Once removed, the document and its {} figures are in no list, chart, count, search or export any more; another document with the same words counts in its place. It is still kept and can be brought back at any time.";
    remove_sure: "确认移除", "Yes, remove it";
    removed: "已移除", "Removed";
    removed_explained: "文件 #{} 已被移除，它的数据不再出现在列表、图表、总数、检索和导出中。", "Document #{} was removed; its figures are in no list, chart, count, search or export any more.";
    removed_at: "移除时间", "Removed on";
    bring_back: "恢复这份文件", "Bring it back";
    bring_back_explained: "恢复后，文件和数据同移除前一样，编号不变。", "It will be as it was before, with its figures and all numbers.";
    decision: "决定", "Decision";
    decisions: "人工决定", "Decisions";
    decisions_intro: "人工作出的每个决定都单独记录，不会被重新提取改掉；撤销也是一个决定。", "What people decided is kept apart and outlives a new reading of the texts; taking one back is a decision too.";
    found_decisions: "共 {} 个决定", "{} decisions";
    decided_at: "时间", "On";
    decided_by: "决定人", "By";
    who_and_when: "决定人与时间", "By whom and when";
    reason: "理由", "Why";
    before_that: "之前", "Before";
    since_then: "之后", "Since";
    undo: "撤销", "Undo";
    undo_explained: "撤销后，同没有作过这个决定一样；撤销本身也记录下来。", "It will be as if this had never been decided. The undoing is recorded too.";
    undone: "已撤销", "undone";
    may_stay_empty: "（可不填）", " (optional)";
    expected_why: "why 是理由，不能为空。", "why is the reason and cannot be empty.";
    expected_sure: "请勾选确认。", "Tick the box to confirm.";
    upload_removed: "曾被移除，未读入", "removed before, not read";
    upload_removed_by: "按决定 {} 移除；可在它的页面恢复。", "removed by decision {}; its page can bring it back.";
    aside_mark: "不另计数", "counted elsewhere";
    aside_explained: "本文的数据不另计数，图表、列表和总数以下列文件为准；原文和数据仍可在此查看。", "The figures of this text are not counted again: charts, lists and totals use the document below. The text and its figures stay here to be read.";
    editions: "同一文件", "Editions of this document";
    same_words: "数据原话全部相同（转载或另一格式）", "the same figures in the same words (reposted, or in another format)";
    newer_version: "更新的版本", "a later version";
    older_version: "旧版本", "an earlier version";
    version_changes: "#{} 与 #{} 的数据差别：{} 处", "From #{} to #{} the figures differ in {} places";
    change: "变化", "Change";
    older_value: "旧版", "Earlier version";
    newer_value: "新版", "Later version";
    added: "新增", "added";
    gone: "删去", "gone";
    changed: "改变", "changed";
    found_claims: "共 {} 条", "{} claims";
    none_found: "没有找到符合条件的内容。这只表示库中没有记录，不表示没有这回事。", "Nothing matches. That means only that the record does not hold it, not that it is untrue.";
    none_found_advice: "可以试试更短的词（一两个字也行）、换一种说法，或放宽条件。", "Try a shorter word (one or two characters will do), another wording, or fewer conditions.";
    indicator: "指标", "Indicator";
    latest: "最新数值", "Latest value";
    trend: "走势", "Trend";
    points: "数据", "Claims";
    years: "年份", "Years";
    previous: "上一页", "Previous";
    next: "下一页", "Next";
    pages: "分页", "Pages";
    page_of: "第 {} 页，共 {} 页", "Page {} of {}";

    chart: "图", "Chart";
    chart_of: "{}的走势图", "Chart of {}";
    no_chart: "这组数据没有能确定的期间，无法作图，请看下表。", "None of these values has a known period, so nothing can be drawn; see the table.";
    description: "{}，{}，{} 个数据，最新：{}。", "{}, {}, {} values, latest: {}.";
    measure: "口径", "Measure";
    unit: "单位", "Unit";
    unit_of: "单位：{}", "Unit: {}";
    no_unit: "无单位", "no unit";
    other_units: "不同单位、不同长短的期间分图列出，不放在一条轴上。", "Different units, and periods of different length, are drawn apart, never on one axis.";
    marks_note: "空心菱形为目标值。全年、年初至今、时点等不同期间的数值不连线。点任一标记可看原话。", "Hollow diamonds are targets. Full-year, year-to-date and as-of values are never joined. Each mark leads to its words.";
    silent: "在此期间（{}—{}），该范围另有 {} 份文件没有读到这个指标的数据。", "Between {} and {}, no value of the indicator was read in {} more documents of this scope.";
    silent_none: "在此期间（{}—{}），该范围的文件都有这个指标的数据。", "Between {} and {}, every document of this scope gives a value of the indicator.";
    table: "数据表", "Table";
    table_of: "{}：每行一个数据", "{}: one row per value";
    period: "期间", "Period";
    value: "数值", "Value";
    bound: "限定", "Precision";
    status: "性质", "Status";
    speaker: "发布人", "Said by";
    conference: "发布日期", "Stated on";
    quote: "原话", "Words";
    source: "出处", "Source";
    evidence: "看原文", "In the text";
    unknown: "未知", "unknown";
    not_stated: "未说明", "not stated";
    restated: "另有说法", "stated otherwise";
    newer: "更新的说法：", "Said more recently: ";
    notes: "口径与名称的变化", "Breaks and new names";
    names_intro: "这里没有口径变化，图上的线不断开；需核实的数值只以浅色标出，不连线。", "No definition changed here, so the line on the chart goes on; values to be checked are drawn pale and off the line.";
    notes_intro: "圆圈数字与图上的虚线对应。虚线两侧的数值不可直接比较，也不计算增减。", "The numbers are those of the dashed lines on the chart. Values on the two sides are not compared, and no change is computed across.";
    kinships: "名称的关联", "Names that go together";
    kinships_intro: "名称不同、在本地区的文件中被判断为同一指标（或可能是）的，列出依据：＋为支持，−为反对。", "Other names that documents of this place use for this indicator, or may use, with what speaks for it (+) and against it (−).";
    targets: "目标与结果", "Targets and results";
    target: "目标", "Target";
    result: "结果", "Result";
    verdict: "是否达到", "Outcome";
    gap: "差", "Difference";
    targets_intro: "只与同一年份、同一口径的结果相比，限定词和四舍五入都算在内；差为结果减目标，只在结果是确数时给出。", "Compared only with the result of the same year and measure, as far as hedges and rounding allow; the difference is result less target, given where the result is stated as it is.";
    changes: "增减：计算值与原文", "Changes: computed and quoted";
    changes_intro: "计算值由同一条线上相邻两年的数值得出；原文为文件中说的同比。超出四舍五入所能解释的差别需核实，可能是按不变价格或可比口径计算。", "Computed from two neighbouring values on one line, beside the change that a document states. A difference that rounding cannot explain should be checked: it may be at constant prices or by a comparable definition.";
    before: "前值", "From";
    after: "后值", "To";
    computed: "计算", "Computed";
    quoted: "原文", "Quoted";
    beyond_rounding: "超出舍入，需核实", "beyond rounding, check";
    within_rounding: "相符", "agrees";
    restatements: "同一期间的再次表述", "Stated again";
    restatements_intro: "图上以最新说法为准，旧值为浅色标记。", "The newest is drawn; earlier ones are faint marks.";
    earlier: "先前", "Earlier";
    later: "后来", "Later";
    what: "关系", "Relation";
    any_period: "全部期间", "All";
    long_periods: "多年或累计", "several years or cumulative";
    expected_period: "period 应为 year、half、quarter、month、day、ytd、as-of、multi-year、cumulative-since 或 span。", "period is year, half, quarter, month, day, ytd, as-of, multi-year, cumulative-since or span.";
    conferences: "发布会", "Conferences";
    matrix_intro: "同一范围的发布会和报告按日期排列，每格是该文件的说法，点数值看原话。每行只有一种口径、一个单位，实际与目标（◇）分行；▲▼ 只与上一可比期间的数值相比，— 为没有这类数值，≈ 为缩写。只列该范围至少两份文件提到、其中至少一份在下表中的指标。", "Conferences and reports of one scope by date; each cell is what the document says, with a link to its words. A row keeps to one measure and unit, and targets (◇) have rows of their own; ▲▼ compare with the last comparable period only, — means no such value, ≈ is rounded to fit. Only indicators that at least two documents of the scope mention, one of them in the table.";
    matrix_found: "{} 个指标，{} 份文件", "{} indicators, {} documents";
    topic: "指标名称中的字词", "Words in the indicator's name";
    older: "更早的文件", "Older documents";
    newer_conferences: "更新的文件", "Newer documents";
    no_such_value: "没有这类数值", "no such value";
    more_values: "这份文件还有其他说法", "the document gives more values";
    more_here: "另{}个", "{} more";
    otherwise_here: "其他口径{}个", "{} of another measure";
    official: "发布会、报告和公报", "Conferences, reports, bulletins";
    all_kinds: "全部文件", "All documents";
    apart_by_size: "数值相差二十倍以上的序列分图画出，各图纵轴刻度不同。", "Series more than twenty times apart in size are drawn apart; the axes differ.";
    rose: "比上一可比数值（{} {}）上升", "above the last comparable value ({} {})";
    fell: "比上一可比数值（{} {}）下降", "below the last comparable value ({} {})";
    same: "与上一可比数值（{} {}）相同", "same as the last comparable value ({} {})";
    otherwise: "这份文件另有 {} 个数值，口径、单位或期间长短与本行不同", "the document gives {} values of another measure, unit or length of period";
    compare_intro: "按名称选指标，可选几个范围。不同单位、不同口径、不同长短的期间分图列出，绝不共用一条轴。", "Choose indicators by name, and scopes. Values of different units, measures or lengths of period are drawn apart, never on one axis.";
    compared: "正在比较的指标", "Indicators compared";
    remove: "移除", "Remove";
    choose_to_add: "选一个加入比较", "Choose one to add";
    choose_scopes: "选择范围（共 {} 个）", "Choose scopes ({} in all)";
    find_scope: "按名称或所在省查找范围", "Find a scope by its name or province";
    find: "查找", "Find";
    compare_chosen: "比较所选", "Compare those chosen";
    whole_country: "全国", "The whole country";
    provinces: "省、自治区、直辖市", "Provinces";
    other_scopes: "其他地区和机构", "Other places and bodies";
    more_scopes: "另有 {} 个范围没有列出，请按名称或所在省查找。", "{} more scopes are not listed here: find them by name or province.";
    no_such_scope: "没有名称含“{}”的范围。", "No scope is called “{}”.";
    first_scopes: "没有选择范围，只画出数据最多的 {} 个，共 {} 个；下载的文件含全部。", "No scope is chosen: the {} with most values are drawn, of {}. The files hold them all.";
    add_indicator: "按名称查找要加入的指标", "Find an indicator to add by its name";
    expected_back: "back 应为 0 或更大的整数。", "back is a whole number from 0 up.";
    expected_i: "i 应为指标编号，最多 8 个。", "i is an indicator's number, at most 8 of them.";
    time_axis: "横轴", "Axis";
    listed_as: "指标列表中称“{}”", "listed as “{}”";
    by_period: "按所指期间", "By period";
    by_conference: "按发布日期", "By conference date";
    from: "起", "From";
    to: "止", "To";
    year_or_day: "如 2019 或 2019-06-30", "e.g. 2019 or 2019-06-30";
    share: "引用本页", "Share";
    permalink: "固定链接", "Permalink";
    embed: "嵌入图片（SVG）", "Embed the chart (SVG)";
    embed_help: "把这段代码放进网页。看板只回答本机，别人的电脑上看不到这幅图；要发布，请下载 SVG 文件，与网页放在一起。", "Paste into a page. The dashboard answers this computer only, so nobody else will see the picture: to publish it, download the SVG and put it beside the page.";
    compare: "比较", "Compare";
    claims_listed: "这里列出前 {} 条，共 {} 条；文中都有标注。", "The first {} of {} are listed here; all are marked in the text.";
    all_of_document: "这份文件的全部数据", "All claims of this document";
    changes_listed: "这里列出前 {} 处。", "The first {} are listed here.";
    part_of_text: "正文第 {} 部分，共 {} 部分", "Part {} of {} of the text";
    all_places: "全部 {} 个地方", "All {} places";
    in_places: "{} 个地方，{} 个数值", "{} places, {} values";
    choose_place: "选一个地方", "Choose a place";
    cities: "市、州", "Cities and prefectures";
    counties: "县、区", "Counties and districts";
    level: "级别", "Level";
    ranking: "各地最新可比数值", "The latest values that can be compared";
    ranking_intro: "只列同一时期、同一口径和单位的实际数值，各地取最新说法；统计口径仍可能不同，点数值看原话。", "Only results for one period in one measure and unit, of each place the newest; what they count may still differ: follow a value to its words.";
    rank: "位次", "Rank";
    places_without: "另有 {} 个地方没有这一时期的这种数值。", "{} more places have no such value for this period.";
    small_charts: "几个地方的走势", "The course of a few places";
    small_charts_intro: "各图纵轴刻度不同，只看走势，不比高低。", "The axes differ: compare the courses, not the heights.";
    charts_of: "第 {} 组图，共 {} 组", "Charts, part {} of {}";
    compare_scopes: "各范围放在一起比较", "Compare the scopes";
    colon: "：", ": ";
    comma: "，", ", ";
    expected_panel: "panel 应为图的序号，从 1 起。", "panel is the number of a chart, from 1 up.";
    expected_by: "by 应为 period 或 conference。", "by is period or conference.";
    expected_day: "from、to 应为年份或日期，如 2019 或 2019-06-30，from 不晚于 to。", "from and to are a year or a day, such as 2019 or 2019-06-30, and from is not after to.";
    downloads: "下载", "Download";
    follow: "订阅新内容", "Follow what is new";
    feed_documents: "新存入的文件", "New documents";
    feed_document: "日期：{}；数据 {} 条", "Date: {}; claims: {}";
    feed_points: "{}：新的数值", "{}: new values";
    feed_briefings: "已过时的简报", "Briefings out of date";
    drawn_from: "数据出自 {} 份文件的原话 · {}", "From the words of {} documents · {}";
    chart_number: "图 {}", "chart {}";
    this_series: "当前口径", "This measure";
    every_series: "全部口径", "Every measure";
    view_options: "范围与口径", "Scope and measure";

    title: "标题", "Title";
    date: "日期", "Date";
    publisher: "发布机构", "Publisher";
    whole_text: "全文", "Full text";
    outline: "提纲", "Outline";
    claims_here: "文中数据", "Claims in this text";
    provenance: "来源信息", "Provenance";
    reposted_from: "转自", "Reposted from";
    published_at: "发布时间", "Published";
    event_date: "会议日期", "Date of the event";
    not_in_text: "据网页或所附说明", "from the web page or what was given with the file";
    address: "网址", "Address";
    read_from: "读自", "Read from";
    sha256: "SHA-256", "SHA-256";
    encoding: "编码", "Encoding";
    size: "大小", "Size";
    bytes: "字节", "bytes";
    ingested_at: "入库时间", "Stored";
    extractor: "提取程序版本", "Extractor version";
    legend: "标记", "Marks";
    also: "同一句原话还支持另一条数据", "The same words carry another claim";
    no_claims: "没有从这份文件中提取到数据。", "No claims were found in this document.";
    question: "提问", "Question";
    target_mark: "目标", "target";

    claim: "数据", "Claim";
    in_context: "上下文", "In context";
    under_heading: "所在标题", "Under the heading";
    fields: "各项", "Fields";
    kind: "类别", "Kind";
    direction: "方向", "Direction";
    basis: "对比基准", "Compared with";
    role: "变动两端", "End of a change";
    subject: "对象", "Subject";
    exact_value: "精确数值", "Exact value";
    derivation: "如何得出", "How it was read";
    rule: "提取规则", "Rule";
    period_origin: "期间来源", "Where the period comes from";
    period_own: "本句原词“{}”", "The sentence's own word “{}”";
    period_inherited: "沿用上文或标题中的“{}”，本句没有说明期间", "Taken over from “{}” before it; the sentence itself does not say";
    period_none: "原文没有说明，无法确定", "The text does not say, so it is left open";
    link_reason: "归入指标的理由", "Why it belongs to the indicator";
    warnings: "存疑之处", "Doubts";
    no_warnings: "无", "none";
    position: "原文位置", "Place in the text";
    position_of: "第 {}—{} 字", "characters {}–{}";
    same_series: "同一序列的其他数值", "The same series, earlier and later";
    same_series_intro: "同一指标、同一范围、同一口径，按所指期间先后排列。期间长短不同的数值不可直接比较。", "The same indicator, scope and measure, in order of period. Values of periods of different length are not comparable.";
    only_value: "库中没有这个序列的其他数值。", "The record holds no other value of this series.";
    this_claim: "本条", "this claim";
    whole_series: "看整个序列的图和表", "See the chart and table of the series";
    cite: "引用格式", "Cite the source";
    cite_intro: "〔〕内为库中没有的信息，引用前请补全。只有从网上直接读取的文件才有访问日期。", "What stands in 〔〕 is not in the record and must be filled in. Only documents read from the web have a date of access.";
    copy: "复制", "Copy";
    copied: "已复制", "Copied";
    to_indicator: "查看指标“{}”", "See the indicator “{}”";
    to_document: "到原文中查看", "See it in the document";

    not_found: "没有找到", "Not found";
    no_such_page: "没有这个页面。", "There is no such page.";
    no_such_page_advice: "请从总览开始，或在上方菜单中选择。", "Start from the overview, or choose from the menu above.";
    no_such_row: "库中没有这个编号的记录。", "The record holds nothing under this number.";
    no_such_row_advice: "编号从不重复使用；它可能属于另一个数据库。请在列表中查找。", "Numbers are never reused; it may belong to another database. Look for it in the list.";
    no_such_form: "这个地址没有这种格式。", "This address does not come in this form.";
    no_such_form_advice: "可以用：{}", "It comes as: {}";
    bad_parameter: "参数有误", "Bad parameter";
    bad_parameter_named: "参数 {} 的值“{}”无法理解。", "The parameter {} has a value that means nothing: “{}”.";
    ask_again: "改好再查", "Ask again";
    expected_page: "page 应为 1 或更大的整数。", "page is a whole number from 1 up.";
    expected_kind: "kind 应为 level、change、rank 或 streak。", "kind is level, change, rank or streak.";
    expected_basis: "basis 应为 yoy、mom、other 或 none。", "basis is yoy, mom, other or none.";
    expected_scope: "scope 应为库中有的范围，如“全国”；- 表示未注明。", "scope is a place in the record, such as 全国; - stands for none.";
    expected_query: "q 是要查的词，1 到 500 个字。", "q holds the words to look for, 1 to 500 characters.";
    expected_text: "最多 500 个字。", "At most 500 characters.";
    only_get: "只能查看", "Read only";
    api: "接口", "For programs";
    api_lead: "页面上的每一份清单和每一个数字，程序都能照样取得：只读，JSON，UTF-8。筛选与页面相同；不认识的参数和没有意义的值一律拒绝，并说明可以写什么。", "Every list and every figure of the pages, for programs: read only, JSON, UTF-8. The filters are those of the pages; a parameter that an address does not know, and a value that means nothing, is refused with what can be given.";
    api_lists: "清单一次最多 500 行；还有下一段时，回答里有 next，原样放进参数 next 再取。", "A list comes in parts of at most 500 rows; where there are more, its answer holds `next`, which goes into the parameter next as it is.";
    api_problems: "出错时回答 application/problem+json（RFC 9457），语言由 lang 决定。", "What goes wrong is told as application/problem+json (RFC 9457), in the language of lang.";
    api_links: "数值是字符串形式的精确小数，连同限定词（bound）、原话（quote）和出处；link 指向原文。回答带 ETag，未变的不再发送。", "Values are exact decimals written as text, with their hedge (bound), their words (quote) and their source; link leads to the words. Answers carry an ETag, and what has not changed is not sent again.";
    api_document: "完整的字段说明见 OpenAPI 文档：", "All fields are described in the OpenAPI document:";
    api_assistants: "AI 助手", "AI assistants";
    api_assistants_lead: "助手通过 Model Context Protocol 查询（search、series、claim、check、findings，只读）。看板开着时的地址：", "Assistants ask by the Model Context Protocol (search, series, claim, check, findings; read only). While the dashboard runs:";
    api_fields: "回答：", "Answer:";
    api_look: "看一看", "look at it";
    only_post: "要发送文字", "A text is to be sent";
    only_post_explained: "这个地址核对随请求发来的文字，不能只是查看。", "This address checks a text that is sent to it; there is nothing to read.";
    only_post_advice: "请用 POST，把 UTF-8 文字放在请求正文里。", "Send the text, in UTF-8, as the body of a POST.";
    only_get_explained: "这个地址只提供查看，不接受写入。", "This address can be read, not written to.";
    busy: "服务器忙", "Busy";
    busy_explained: "两秒内没有完成，已停止处理。", "It was not done within two seconds and was stopped.";
    busy_advice: "请稍后再试，或缩小查找范围。", "Try again in a moment, or ask for less.";
    no_font: "没有中文字体", "No Chinese font";
    no_font_explained: "画 PNG 图要用中文字体，这台计算机上没有找到。", "A chart as PNG needs a font with Chinese, and none was found on this computer.";
    no_font_advice: "请安装一种（Debian：apt install fonts-wqy-microhei），或在 config.toml 的 [chart] 一节用 font 指定字体文件，然后重新启动；SVG 图不受影响。", "Install one (Debian: apt install fonts-wqy-microhei) or name a font file as font in the section [chart] of config.toml, then start again; the chart as SVG needs none.";
    internal: "出错了", "Something went wrong";
    internal_explained: "服务器没能完成这个请求，原因已写入日志。", "The server could not answer; the reason is in its log.";
    internal_advice: "请重试；如仍不行，请运行 policy-metrics doctor 检查数据库。", "Try again; if it stays, run policy-metrics doctor to check the database.";
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

/// Puts `values` in place of the `{}` of a sentence, in order. Values are never read as sentences.
pub(super) fn fill(sentence: &str, values: &[&str]) -> String {
    let mut parts = sentence.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        filled.push_str(values.get(index).copied().unwrap_or_default());
        filled.push_str(part);
    }
    filled
}

/// A sentence with one value put in.
pub(super) fn fill_one(sentence: &str, value: impl Display) -> String {
    fill(sentence, &[&value.to_string()])
}

/// What can be said of a document.
pub(super) fn fact(fact: Fact, language: Language) -> &'static str {
    let w = words(language);
    match fact {
        Fact::Scope => w.scope,
        Fact::Date => w.date,
        Fact::Title => w.title,
        Fact::Publisher => w.publisher,
    }
}

/// What was decided, in short.
pub(super) fn act(act: &Act, language: Language) -> String {
    let short = match act {
        Act::Merge { .. } => language.pick("合并指标", "indicators merged"),
        Act::Split { .. } => language.pick("拆分指标", "indicator split"),
        Act::Rename { .. } => language.pick("指标改名", "indicator renamed"),
        Act::Alias { .. } => language.pick("增加别名", "alias added"),
        Act::Unlink { .. } => language.pick("移出数据", "claim unlinked"),
        Act::Break { .. } => language.pick("标明断开", "break marked"),
        Act::Dismiss { .. } => language.pick("认定不是同一指标", "told apart"),
        Act::Remove { .. } => language.pick("移除文件", "document removed"),
        Act::Describe { .. } => language.pick("补充文件信息", "documents described"),
        Act::Judge { state: FindingState::Explained, .. } => language.pick("说明线索", "finding explained"),
        Act::Judge { state: FindingState::Dismissed, .. } => language.pick("排除线索", "finding dismissed"),
        Act::Confirm { .. } => language.pick("确认核对结论", "verdict confirmed"),
        Act::Judge { state: FindingState::Open, .. } => language.pick("重新核查线索", "finding opened again"),
        Act::Undo { decision } => {
            return fill_one(language.pick("撤销决定 {}", "decision {} undone"), decision);
        }
    };
    short.to_owned()
}

/// What became of a target.
pub(super) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Met => language.pick("达到", "met"),
        Verdict::Missed => language.pick("未达到", "missed"),
        Verdict::Open => language.pick("说法不足以判断", "cannot be told from the words"),
        Verdict::Unknown => language.pick("库中没有结果", "no result in the record"),
    }
}

/// What a later statement of one period is to an earlier one.
pub(super) fn again(again: Again, language: Language) -> &'static str {
    match again {
        Again::Repeat => language.pick("重申", "repeated"),
        Again::Revision => language.pick("修订", "revised"),
        Again::Conflict => language.pick("不一致，需核实", "conflict, check"),
        Again::Shrunk => language.pick("全年少于年中，需核实", "whole year below a part of it, check"),
    }
}

/// A doubt about a claim, which is kept in Chinese.
pub(super) fn doubt(doubt: &str, language: Language) -> &str {
    match (language, doubt) {
        (Language::English, "数字中的分隔符有误,按唯一合理的读法更正") => {
            "the number has a wrong separator and was read in the only way that makes sense"
        }
        (Language::English, "本句没有写明指标,取自上文") => {
            "the sentence does not name what is measured; it was taken from the words before"
        }
        _ => doubt,
    }
}

/// Why a claim belongs to its indicator; the reasons are kept in Chinese.
pub(super) fn link_reason(reasons: &str, language: Language) -> String {
    const ENGLISH: [(&str, &str); 6] = [
        ("同名", "same name"),
        ("省略: ", "wording left out: "),
        ("简称: ", "short form: "),
        ("同义词: ", "another name: "),
        ("主体相同: ", "same body: "),
        ("计量不同: ", "apart, for its unit differs: "),
    ];
    if language == Language::Chinese {
        return reasons.to_owned();
    }
    let told = reasons.split('；').map(|reason| {
        let known =
            ENGLISH.iter().find_map(|(chinese, english)| Some((english, reason.strip_prefix(chinese)?)));
        known.map_or_else(|| reason.to_owned(), |(english, rest)| format!("{english}{rest}"))
    });
    told.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_order_and_never_read_as_sentences() {
        assert_eq!(fill("{}—{} 年", &["{}", "2024"]), "{}—2024 年");
        assert_eq!(fill("没有空位", &["x"]), "没有空位");
    }
}
