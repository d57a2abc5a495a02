//! The program as a user runs it: what it prints, what it refuses, and how it ends.

use rstest::rstest;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_policy-metrics");
const SENTENCE: &str = "云州市2024年受理群众诉求740万件，同比增长5.2%。\n";

/// A folder of its own for each test, in which the program runs.
pub(super) struct Desk(TempDir);

impl Desk {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null()).env_remove("RUST_LOG");
        command.env("LC_ALL", "en_US.UTF-8");
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().into()
    }
}

/// How a run ended.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// The output of a run that did what it was asked for.
    #[track_caller]
    fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// The one line in which a run says that it could not do what it was asked for.
    #[track_caller]
    fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self.err
    }
}

#[rstest]
#[case::empty("empty.txt", &[], "empty")]
#[case::blank("blank.txt", b" \n\n", "empty")]
#[case::binary("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02\xff\xfe\x00", "image")]
#[case::noise("noise.txt", b"\x00\x01\x02\x03\xff\xfe\x80\x81\x00\x00\x07\x08", "text")]
#[case::no_figure("words.txt", "大家好，谢谢大家。\n".as_bytes(), "no figure")]
fn a_bad_file_is_refused_in_one_line_and_nothing_is_stored(
    #[case] name: &str,
    #[case] content: &[u8],
    #[case] said: &str,
) {
    let desk = Desk::new();
    desk.write(name, content);
    for command in ["extract", "quantities", "explain"] {
        let ran = desk.run(&[command, name]);
        assert_eq!(ran.out, "", "{command}");
        let message = ran.refused();
        assert!(message.contains(name) && message.contains(said), "{command}: {message}");
    }
    let message = desk.run(&["ingest", name]).refused();
    assert!(message.contains(name) && message.contains(said), "{message}");
    assert!(desk.run(&["doctor"]).done().contains("documents: 0"));
}

#[test]
fn a_text_is_checked_against_the_record() {
    let desk = Desk::new();
    desk.write("a.txt", "云州市发布会\n\n2024年11月20日\n\n今年以来，受理群众诉求740万件，同比增长5.2%。\n");
    assert_eq!(desk.run(&["ingest", "--scope", "云州市", "a.txt"]).code, Some(0));
    let text = "今年受理群众诉求超740万件，同比增长6.2%。";
    let arguments = ["check", "--lang", "zh", "--scope", "云州市", "--date", "2024-11-21", "-"];
    let ran = desk.run_with_input(&arguments, text);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for words in ["【数值一致、限定词不同】", "【740万件】", "/documents/1?c=1#c1"] {
        assert!(ran.out.contains(words), "{words}: {ran:?}");
    }
    let json = desk.run_with_input(&[&arguments[..], &["--format", "json"]].concat(), text);
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let first = &report["sentences"][0]["claims"][0];
    assert_eq!((first["verdict"].as_str(), report["scope"].as_str()), (Some("other_hedge"), Some("云州市")));
    assert_eq!(first["records"][0]["claim"]["quote"], "740万件");
    let saved = desk.run_with_input(&[&arguments[..], &["--save", "--format", "csv"]].concat(), text);
    assert!(saved.err.contains("/checks/1") && saved.out.contains("740万件,other_hedge,"), "{saved:?}");
    let none = desk.run_with_input(&arguments, "没有数字。");
    assert!(none.code == Some(1) && none.err.contains("文中没有任何数字"), "{none:?}");
}

#[test]
fn a_bad_file_does_not_keep_the_good_ones_out() {
    let desk = Desk::new();
    desk.write("in/a.txt", SENTENCE);
    desk.write("in/b.txt", "");
    let ran = desk.run(&["ingest", "in"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("1 new, 0 known, 0 skipped, 1 failed"), "{}", ran.out);
    assert!(ran.err.contains("in/b.txt"), "{}", ran.err);
}

#[rstest]
#[case(&["extract", "absent.txt"], "no such file")]
#[case(&["explain", "absent.txt"], "no such file")]
#[case(&["ingest", "absent.txt"], "no such file")]
#[case(&["extract", "."], "folder")]
#[case(&["extract", "--encoding", "klingon", "good.txt"], "klingon")]
#[case(&["ingest", "--encoding", "klingon", "good.txt"], "klingon")]
#[case(&["extract", "huge.txt"], "limit")]
#[case(&["ingest", "huge.txt"], "limit")]
#[case(&["ingest", "table.xlsx"], ".xlsx")]
#[case(&["ingest", "nothing"], "no file that can be read")]
#[case(&["series", "就业"], "run policy-metrics ingest first")]
#[case(&["reextract"], "run policy-metrics ingest first")]
#[case(&["indicator", "rename", "就业", "新增就业"], "run policy-metrics ingest first")]
#[case(&["ingest", "--db", ".", "good.txt"], "a folder, not a database")]
#[case(&["doctor", "--db", "."], "a folder, not a database")]
#[case(&["restore", "absent.db"], "no backup absent.db")]
#[case(&["restore", "."], "not a backup")]
#[case(&["restore", "good.txt"], "not a backup")]
#[case(&["ingest", "www.yunzhou.example"], "write a URL in full: https://www.yunzhou.example")]
#[case(&["ingest", "yunzhou.gov.cn/a/1.html"], "write a URL in full: https://yunzhou.gov.cn/a/1.html")]
#[case(&["ingest", "absent.xlsx"], "no such file")]
#[case(&["extract", "https://example.org/a.html"], "policy-metrics ingest https://example.org/a.html")]
#[case(&["quantities", "www.yunzhou.example"], "policy-metrics ingest https://www.yunzhou.example")]
#[case(&["explain", "https://example.org/a.html"], "policy-metrics ingest https://example.org/a.html")]
#[case(&["explain", "absent.docx"], "no such file")]
#[case(&["doctor", "--db", "good.txt"], "not a policy-metrics database")]
#[case(&["ingest", "--db", "no/such/folder/a.db", "good.txt"], "no/such/folder/a.db")]
#[case(&["serve", "--bind", "0.0.0.0:0"], "this machine only")]
#[case(&["serve", "--bind", "banana"], "HOST:PORT")]
#[case(&["document", "remove", "7", "--why", "错"], "does not exist or is empty")]
#[case(&["doctor", "--config", "absent.toml"], "absent.toml")]
fn what_cannot_be_done_is_said_in_one_line(#[case] arguments: &[&str], #[case] said: &str) {
    let desk = Desk::new();
    desk.write("good.txt", SENTENCE);
    desk.write("table.xlsx", "PK");
    fs::create_dir(desk.path("nothing")).unwrap();
    // It has no blocks on disk: the size alone must do.
    fs::File::create(desk.path("huge.txt")).unwrap().set_len(65 << 20).unwrap();
    let message = desk.run(arguments).refused();
    assert!(message.contains(said), "{message}");
}

#[test]
fn a_folder_is_read_with_all_below_it_and_a_second_time_adds_nothing() {
    let desk = Desk::new();
    desk.write("in/a.txt", SENTENCE);
    desk.write("in/deep/er/b.MD", SENTENCE.replace("740", "917.6"));
    desk.write("in/table.tsv", "1\t2\n");
    let first = desk.run(&["ingest", "in"]);
    assert!(first.err.contains("in/table.tsv"), "{}", first.err);
    assert!(first.done().contains("2 new, 0 known, 1 skipped, 0 failed"));
    assert!(desk.run(&["ingest", "in"]).done().contains("0 new, 2 known, 1 skipped, 0 failed"));
    assert!(desk.run(&["doctor"]).done().contains("documents: 2"));
}

#[test]
fn what_is_said_of_a_known_file_fills_what_was_not_known_and_the_rest_is_told() {
    let desk = Desk::new();
    desk.write("a.txt", "云州市今年受理群众诉求740万件，同比增长5%。\n");
    desk.run(&["ingest", "a.txt"]).done();
    assert!(!desk.run(&["export", "claims"]).done().contains("2031-01-01"));
    let filled = desk.run(&["ingest", "--date", "2031-11-20", "--scope", "云州市", "a.txt"]);
    assert!(filled.err.contains("date") && filled.err.contains("filled in"), "{}", filled.err);
    assert!(desk.run(&["export", "claims"]).done().contains("2031-01-01"));
    let left = desk.run(&["ingest", "--date", "2032-11-20", "a.txt"]);
    assert!(left.err.contains("date differ"), "{}", left.err);
    assert!(desk.run(&["export", "claims"]).done().contains("2031-01-01"));
    assert!(!desk.run(&["ingest", "a.txt"]).err.contains("differ"));
}

#[test]
fn a_file_that_was_changed_where_it_stands_counts_once() {
    let desk = Desk::new();
    let text =
        "云州市热线工作通报\n2031年11月20日\n今年受理群众诉求740万件。\n办结诉求700万件。\n回访诉求9万件。\n";
    desk.write("a.txt", text);
    desk.run(&["ingest", "a.txt"]).done();
    desk.write("a.txt", text.replace("740", "750"));
    let again = desk.run(&["ingest", "a.txt"]);
    assert!(again.err.contains("in the place of #1"), "{}", again.err);
    let claims = desk.run(&["export", "claims"]).done();
    assert!(claims.contains("750万件") && claims.lines().count() == 3, "{claims}");
}

#[test]
fn a_removed_document_stays_out_until_its_removal_is_undone() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.write("b.txt", "云州市2023年受理群众诉求700万件。\n");
    desk.run(&["ingest", "a.txt", "b.txt"]).done();
    let export = || desk.run(&["export", "claims"]).done();
    let before = export();
    let told = desk.run(&["document", "remove", "1", "--who", "周宁", "--why", "下载错了页面"]);
    assert!(told.err.contains("document undo 1"), "{told:?}");
    told.done();
    let without = export();
    assert!(!without.contains("a.txt") && without.contains("b.txt"), "{without}");

    // The same file again does not come back silently, nor does a new reading bring it back.
    let again = desk.run(&["ingest", "a.txt", "--date", "2024-12-31"]);
    assert!(again.err.contains("removed before") && again.err.contains("document undo 1"), "{again:?}");
    assert!(again.done().contains("1 more were removed"));
    assert!(desk.run(&["reextract", "--summary"]).done().contains("1 documents"));
    assert_eq!(export(), without);
    let doctor = desk.run(&["doctor"]).done();
    assert!(doctor.contains("documents: 1") && doctor.contains("removed: 1"), "{doctor}");
    for arguments in
        [&["reextract", "1"][..], &["document", "remove", "1", "--why", "又"], &["indicator", "unlink", "1"]]
    {
        let message = desk.run(arguments).refused();
        assert!(message.contains("document undo 1"), "{arguments:?}: {message}");
    }
    let message = desk.run(&["document", "remove", "9", "--why", "错"]).refused();
    assert!(message.contains("no document 9"), "{message}");
    for (language, told) in [("zh", "已移除"), ("en", "removed")] {
        let log = desk.run(&["--lang", language, "indicator", "log"]).done();
        assert!(["周宁", "下载错了页面", told].iter().all(|word| log.contains(word)), "{log}");
        assert_eq!(log.contains("移除"), language == "zh", "{log}");
    }

    // Whatever command takes it back, the hints are about documents.
    let undone = desk.run(&["indicator", "undo", "1"]);
    assert!(undone.err.contains("document undo 2"), "{undone:?}");
    undone.done();
    assert_eq!(export(), before);
    let message = desk.run(&["document", "undo", "1"]).refused();
    assert!(message.contains("document undo 2"), "{message}");
    assert!(desk.run(&["ingest", "a.txt"]).done().contains("0 new, 1 known"));
}

#[test]
fn what_documents_do_not_state_is_filled_in_by_folder_and_corrected_by_number() {
    let desk = Desk::new();
    for (name, count) in [("in/2024/a.txt", 740), ("in/2024/b.txt", 917), ("in/c.txt", 80)] {
        desk.write(name, format!("热线工作通报\n\n今年全市受理群众诉求{count}万件。\n"));
    }
    desk.run(&["ingest", "in"]).done();
    let export = || desk.run(&["export", "claims"]).done();
    let before = export();
    let told =
        desk.run(&["describe", "2024/", "--scope", "云州市", "--date", "2031-11-20", "--why", "封面写明"]);
    for words in
        ["2 documents: place unknown (2), day unknown (2) →", "2 got a place, 2 a period", "document undo 1"]
    {
        assert!(told.err.contains(words), "no {words} in {}", told.err);
    }
    let filled = export();
    assert_eq!(filled.matches("2031-01-01").count(), 2, "{filled}");

    // A folder only fills what is not known; a number corrects.
    let left = desk.run(&["describe", "./in", "--scope", "海州市"]);
    assert!(left.err.contains("left: 2 ") && left.err.contains("云州市"), "{}", left.err);
    assert_eq!(export().matches("海州市").count(), 1);
    desk.run(&["describe", "1", "--scope", "海州市"]).done();
    assert_eq!(export().matches("海州市").count(), 2);
    assert!(desk.run(&["describe", "1", "--scope", "海州市"]).err.contains("nothing to change"));
    desk.run(&["reextract", "--summary"]).done();
    assert_eq!(export().matches("海州市").count(), 2);

    for decision in ["1", "2", "3"] {
        desk.run(&["document", "undo", decision]).done();
    }
    assert_eq!(export(), before);
    let message = desk.run(&["describe", "nowhere", "--scope", "海州市"]).refused();
    assert!(message.contains("nowhere"), "{message}");
    assert!(desk.run(&["describe", "1", "9", "--scope", "海州市"]).refused().contains("no document 9"));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_does_not_hold_up_the_rest_and_clutter_is_passed_over() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("in/.git")).unwrap();
    desk.write("in/a.txt", SENTENCE);
    for clutter in ["in/~$a.docx", "in/._a.txt", "in/.git/b.txt"] {
        desk.write(clutter, "3万人");
    }
    assert!(Command::new("mkfifo").arg(desk.path("in/b.txt")).status().unwrap().success());
    let ran = desk.run(&["ingest", "in"]);
    assert!(ran.err.contains("b.txt") && ran.err.contains("no regular file"), "{}", ran.err);
    assert!(ran.out.contains("1 new, 0 known, 0 skipped, 1 failed"), "{}", ran.out);
}

#[test]
fn what_is_said_of_files_that_are_not_there_is_told() {
    let desk = Desk::new();
    desk.write("in/a.txt", SENTENCE);
    desk.write("meta.csv", "path,date\nin\\a.txt,2031-11-20\nin/b.txt,2031-11-21\n");
    let ran = desk.run(&["ingest", "--meta", "meta.csv", "in"]);
    assert!(ran.err.contains("in/b.txt of the --meta table") && !ran.err.contains("a.txt of"), "{}", ran.err);
    assert!(desk.run(&["export", "claims"]).done().contains("2031-11-20"));
}

#[test]
fn one_address_is_not_given_to_many_documents() {
    let desk = Desk::new();
    desk.write("in/a.txt", SENTENCE);
    desk.write("a.csv", format!("text\n{SENTENCE}"));
    for path in ["in", "a.csv", "a.zip"] {
        let ran = desk.run(&["ingest", "--url", "https://example.org/a", path]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("--url is of one document"), "{ran:?}");
    }
    let table = format!("title,text\n甲,{SENTENCE}");
    let ran = desk.run_with_input(&["ingest", "--url", "https://example.org/a", "-"], &table);
    assert!(ran.code == Some(1) && ran.err.contains("--url is of one document"), "{ran:?}");
}

#[rstest]
#[case("0000-01-01")]
#[case("3024-11-20")]
#[case("2024-13-01")]
fn a_date_that_nobody_means_is_refused(#[case] day: &str) {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    let ran = desk.run(&["ingest", "--date", day, "a.txt"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("1900 至 2099"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_told_apart_and_do_a_terminal_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let desk = Desk::new();
    desk.write("in/a.md", "");
    for (place, value) in [("济南", 3), ("济宁", 4)] {
        let (name, ..) = encoding_rs::GBK.encode(place);
        let path = desk.path("in").join(OsStr::from_bytes(&[&*name, b".txt"].concat()));
        fs::write(path, format!("云州新闻\n2031-06-0{value}\n今年新增就业{value}万人，同比增长{value}%，全市就业形势总体稳定。\n")).unwrap();
    }
    fs::write(desk.path("in").join(OsStr::from_bytes(b"\xff\xfe.txt")), "今年新增就业9万人。").unwrap();
    desk.write("in/红\u{1b}[31m\n字.txt", "今年新增就业8万人。");
    std::os::unix::fs::symlink(".", desk.path("in/circle")).unwrap();
    let ran = desk.run(&["ingest", "in"]);
    assert!(ran.out.contains("4 new, 0 known, 1 skipped, 1 failed"), "{ran:?}");
    for said in [
        "in/济南.txt",
        "in/济宁.txt",
        "\\xff\\xfe.txt",
        "红\u{FFFD}[31m\u{FFFD}字.txt",
        "a link to another folder",
    ] {
        assert!(ran.err.contains(said), "{said}: {ran:?}");
    }
}

#[test]
fn a_summary_for_scripts_counts_the_same() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    let out = desk.run(&["ingest", "--json", "a.txt"]).done();
    let summary: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&summary["new"], &summary["known"]), (&1.into(), &0.into()));
    assert_eq!(summary["failed"], serde_json::json!([]));
}

#[test]
fn standard_input_is_read_like_a_file() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    let from_file = desk.run(&["extract", "a.txt"]).done();
    let from_input = desk.run_with_input(&["extract", "-"], SENTENCE).done();
    assert_eq!(from_file, from_input);
    assert!(from_file.lines().any(|line| {
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        claim["quote"] == "740万件" && claim["value"] == "7400000" && claim["unit"] == "件"
    }));
    assert!(desk.run_with_input(&["ingest", "-"], SENTENCE).done().contains("1 new"));
}

#[test]
fn claims_are_drawn_with_their_sentences_and_a_seed_draws_the_same_again() {
    let desk = Desk::new();
    let sentences: Vec<String> = (1..=40).map(|n| format!("云州市{n}月受理群众诉求{n}00件。")).collect();
    desk.write("a.txt", format!("云州市热线工作通报\n2031年11月20日\n{}", sentences.join("\n")));
    desk.run(&["ingest", "a.txt"]).done();
    let draw = |count: &str, seed: &str| desk.run(&["sample", count, "--seed", seed]).done();
    let few = draw("5", "3");
    assert_eq!(few.matches('【').count(), 5, "{few}");
    assert!(few.contains("受理群众诉求【"), "{few}");
    assert_eq!(few, draw("5", "3"));
    assert_ne!(few, draw("5", "4"));
    assert!(draw("9", "3").starts_with(&few));
    let sure = desk.run(&["sample", "5", "--confidence", "1"]).done();
    assert_eq!(sure, "");
}

#[test]
fn a_missed_target_is_listed_with_both_of_its_sentences() {
    let desk = Desk::new();
    desk.write("a.txt", "云州市政府工作报告\n2031年1月10日\n今年，城镇新增就业要达到20万人以上。");
    desk.write("b.txt", "云州市政府工作报告\n2032年1月12日\n2031年，城镇新增就业18.2万人。");
    desk.run(&["ingest", "a.txt", "b.txt"]).done();
    let missed = desk
        .run(&["--lang", "zh", "findings", "--kind", "missed", "--scope", "云州市", "--year", "2031"])
        .done();
    for told in ["未达目标", "城镇新增就业", "20万人以上", "18.2万人", "共 1 条线索"] {
        assert!(missed.contains(told), "no {told} in {missed}");
    }
    let table = desk.run(&["findings", "--format", "csv"]).done();
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("missed,medium,城镇新增就业,云州市,2031-12-31,"), "{table}");
    assert_eq!(desk.run(&["findings", "--year", "2030"]).done().trim(), "findings: 0");
    let number = table.lines().nth(1).and_then(|line| line.split(',').next()).unwrap();
    assert_eq!(desk.run(&["findings", "dismiss", number]).code, Some(2), "a reason is asked for");
    let dismissed = desk.run(&["findings", "dismiss", number, "--why", "口径不同"]);
    assert!(dismissed.err.contains("policy-metrics findings undo 1"), "{}", dismissed.err);
    assert_eq!(desk.run(&["findings"]).done().trim(), "findings: 0");
    let told = desk.run(&["--lang", "zh", "findings", "--state", "dismissed"]).done();
    assert!(told.contains("已排除：口径不同"), "{told}");
    desk.run(&["findings", "undo", "1"]).done();
    assert_eq!(desk.run(&["findings", "--state", "open", "--format", "csv"]).done().lines().count(), 2);
    assert_eq!(desk.run(&["findings", "explain", "999", "--why", "x"]).code, Some(1));
    assert_eq!(desk.run(&["findings", "--kind", "odd"]).code, Some(2));
}

#[test]
fn every_quantity_is_listed_with_its_place() {
    let desk = Desk::new();
    let out = desk.run_with_input(&["quantities", "-"], SENTENCE).done();
    let found: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let million = found.iter().find(|quantity| quantity["text"] == "740万件").expect("740万件 is a quantity");
    let characters: Vec<char> = SENTENCE.chars().collect();
    let (start, end) =
        (million["start"].as_u64().unwrap() as usize, million["end"].as_u64().unwrap() as usize);
    assert_eq!(characters[start..end].iter().collect::<String>(), "740万件");
    assert_eq!((&million["value"], &million["unit"]), (&"7400000".into(), &"件".into()));
}

#[test]
fn a_sentence_is_explained_in_either_language() {
    let desk = Desk::new();
    let chinese =
        desk.run(&["explain", "--lang", "zh", "--date", "2024-11-20", "今年受理群众诉求740万件。"]).done();
    for words in
        ["“740万件”", "7400000 件", "受理群众诉求", "2024-01-01…2024-11-20（年初至今）", "本句写明“今年”"]
    {
        assert!(chinese.contains(words), "{words} is missing in:\n{chinese}");
    }
    let english = desk.run(&["explain", "--lang", "en", "2024年受理群众诉求740万件。"]).done();
    assert!(english.contains("reported as fact (nothing says that it is a plan)"), "{english}");
    let sentence = "拨打12345热线，建成“1+8+1”体系，受理740万件。";
    let rejects = desk.run(&["explain", "--lang", "zh", sentence]).done();
    let (claims, rejects) = rejects.split_once("不构成数据的").expect("two parts");
    assert!(claims.contains("740万件") && rejects.contains("“12345”："), "{claims}{rejects}");
}

#[test]
fn an_explanation_says_where_time_plan_and_place_come_from() {
    let desk = Desk::new();
    let text = "2023年，我们狠抓落实。受理群众诉求近7万件。明年，力争建成20个示范园区。";
    let asked = ["explain", "--lang", "zh", "--date", "2024-11-20", "--scope", "云州市", text];
    let explained = desk.run(&asked).done();
    for words in [
        "“7万”就是 70000；“近”：接近但不到这个数",
        "本句没写，依据上文“2023年”：2023年，我们狠抓落实。",
        "目标或计划（本句有“力争”）",
        "云州市（本句没写，依据整份文件）",
    ] {
        assert!(explained.contains(words), "{words} is missing in:\n{explained}");
    }
    let json = desk.run(&[&asked[..], &["--json"]].concat()).done();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["claims"][1]["why"]["status"], "目标或计划（本句有“力争”）");
    assert!(json["rejects"][0]["why"].as_str().unwrap().starts_with("日期或时间"), "{json}");
}

#[test]
fn a_series_holds_words_and_source_of_each_value() {
    let desk = Desk::new();
    desk.write("in/2024.txt", SENTENCE);
    desk.run(&["ingest", "in", "--scope", "云州市"]).done();
    let out = desk
        .run(&[
            "series",
            "群众诉求",
            "--scope",
            "云州市",
            "--kind",
            "level",
            "--status",
            "actual",
            "--format",
            "csv",
        ])
        .done();
    let mut lines = csv::Reader::from_reader(out.as_bytes());
    let header = lines.headers().unwrap().iter().collect::<Vec<_>>().join(",");
    assert_eq!(
        header,
        "indicator_id,indicator,scope,kind,basis,unit,status,period_start,period_end,period_type,value,value_high,bound,direction,provisional,document,document_date,quote,start,end,review,source,note,claim_id,document_id"
    );
    let row = lines.records().next().expect("one value").unwrap();
    for cell in ["受理群众诉求", "740万件", "7400000", "2024-12-31", "in/2024.txt"] {
        assert!(row.iter().any(|found| found == cell), "{cell} is missing in {row:?}");
    }
    let message = desk.run(&["series", "受理群众诉讼"]).refused();
    assert!(message.contains("受理群众诉求"), "{message}");
}

#[rstest]
#[case(&[])]
#[case(&["fly"])]
#[case(&["extract"])]
#[case(&["ingest", "--date", "tomorrow", "a.txt"])]
#[case(&["series", "x", "--kind", "mood"])]
#[case(&["describe", "1"])]
#[case(&["describe", "1", "--title", " "])]
#[case(&["describe", "1", "--date", "soon"])]
#[case(&["document", "remove", "1"])]
#[case(&["document", "remove", "1", "--why", " "])]
fn wrong_usage_ends_with_two(#[case] arguments: &[&str]) {
    assert_eq!(Desk::new().run(arguments).code, Some(2));
}

#[rstest]
fn help_shows_examples(
    #[values(
        "demo",
        "ingest",
        "extract",
        "quantities",
        "explain",
        "series",
        "serve",
        "doctor",
        "export",
        "backup",
        "restore",
        "document",
        "describe"
    )]
    command: &str,
) {
    let help = Desk::new().run(&[command, "--help"]).done();
    assert!(help.contains(&format!("policy-metrics {command}")) && help.contains("Example"), "{help}");
}

#[test]
fn a_misspelt_setting_is_named_with_its_place_and_the_right_one() {
    let desk = Desk::new();
    let message: Ran =
        desk.command(&["doctor"]).env("POLICY_METRICS__DATABASE__PTH", "a.db").output().unwrap().into();
    let message = message.refused();
    assert!(
        message.contains("POLICY_METRICS__DATABASE__PTH")
            && message.contains("POLICY_METRICS__DATABASE__PATH"),
        "{message}"
    );
    let message: Ran =
        desk.command(&["doctor"]).env("POLICY_METRICS_DATABASE_PATH", "a.db").output().unwrap().into();
    assert!(message.refused().contains("nearest is POLICY_METRICS__DATABASE__PATH"));
    desk.write("config.toml", "[interface]\nlangage = \"en\"\n");
    let message = desk.run(&["doctor"]).refused();
    assert!(message.contains("config.toml") && message.contains("\"interface.language\""), "{message}");
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let desk = Desk::new();
    desk.write("config.toml", "[database]\npath = \"file.db\"\n");
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    assert!(desk.path("file.db").exists());
    let variable = ("POLICY_METRICS__DATABASE__PATH", "environment.db");
    let ran: Ran = desk.command(&["ingest", "a.txt"]).env(variable.0, variable.1).output().unwrap().into();
    ran.done();
    assert!(desk.path("environment.db").exists());
    let ran: Ran = desk
        .command(&["ingest", "a.txt", "--db", "flag.db"])
        .env(variable.0, variable.1)
        .output()
        .unwrap()
        .into();
    ran.done();
    assert!(desk.path("flag.db").exists());
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE.repeat(5000));
    let mut child =
        desk.command(&["quantities", "a.txt"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    let address = format!("sqlite:{}", desk.path("policy-metrics.db").display());
    let database = sqlx::SqlitePool::connect(&address).await.unwrap();
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (99999, 'from the future', true, x'00', 0)",
    )
    .execute(&database)
    .await
    .unwrap();
    database.close().await;
    for command in
        [&["ingest", "a.txt"][..], &["serve", "--bind", "127.0.0.1:0"], &["series", "诉求"], &["doctor"]]
    {
        let message = desk.run(command).refused();
        assert!(message.contains("newer policy-metrics") && message.contains("99999"), "{message}");
    }
}

#[rstest]
#[case("serve")]
#[case("demo")]
fn a_port_in_use_is_said_with_another_to_take(#[case] command: &str) {
    let desk = Desk::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let message = desk.run(&[command, "--bind", &address.to_string()]).refused();
    let next = format!("--bind 127.0.0.1:{}", address.port().checked_add(1).unwrap_or(8081));
    assert!(message.contains(&address.to_string()) && message.contains(&next), "{message}");
}

/// A dashboard that runs until it is told to stop.
#[cfg(unix)]
struct Dashboard {
    child: std::process::Child,
    address: String,
}

#[cfg(unix)]
impl Dashboard {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        Self { address: address.expect("an address").to_owned(), child }
    }

    fn page(&self) -> String {
        let address = &self.address;
        let mut page = String::new();
        let mut connection = TcpStream::connect(address).unwrap();
        write!(connection, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        connection.read_to_string(&mut page).unwrap();
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        page
    }

    /// Ends as it should after a signal.
    fn end(mut self, signal: &str) {
        send(signal, &self.child);
        assert!(self.child.wait().unwrap().success());
    }
}

#[cfg(unix)]
fn send(signal: &str, child: &std::process::Child) {
    let told = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(told.success());
}

#[cfg(unix)]
#[rstest]
fn the_demo_serves_until_it_is_told_to_stop_and_leaves_nothing_behind(
    #[values("-INT", "-TERM", "-HUP")] signal: &str,
) {
    let desk = Desk::new();
    fs::create_dir(desk.path("temporary")).unwrap();
    let mut command = desk.command(&["demo", "--bind", "127.0.0.1:0"]);
    let demo = Dashboard::start(command.env("TMPDIR", desk.path("temporary")));
    let page = demo.page();
    assert!(page.contains("虚构"), "the samples are not marked as invented:\n{page}");
    demo.end(signal);
    assert_eq!(fs::read_dir(desk.path("temporary")).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_first_start_makes_an_empty_database_and_says_what_to_do() {
    let desk = Desk::new();
    let dashboard = Dashboard::start(&mut desk.command(&["serve", "--bind", "127.0.0.1:0"]));
    let page = dashboard.page();
    assert!(page.contains("href=\"/upload\"") && page.contains("policy-metrics ingest 文件夹"), "{page}");
    dashboard.end("-TERM");
    assert!(desk.run(&["doctor"]).done().contains("documents: 0"));
}

#[cfg(unix)]
#[test]
fn nothing_stays_beside_the_database_after_a_clean_end() {
    let desk = Desk::new();
    desk.write("in/a.txt", SENTENCE);
    let alone = |after: &str| {
        let names = fs::read_dir(desk.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
        let names: Vec<_> = names.filter(|name| name != "in").collect();
        assert_eq!(names, ["policy-metrics.db"], "after {after}");
    };
    for command in [
        &["ingest", "in"][..],
        &["doctor"],
        &["series", "群众诉求"],
        &["export", "claims"],
        &["series", "没有的指标"],
        &["indicator", "log"],
        &["indicator", "undo", "9"],
        &["reextract"],
        &["reextract", "9"],
    ] {
        desk.run(command);
        alone(&command.join(" "));
    }
    for signal in ["-INT", "-TERM", "-HUP"] {
        let dashboard = Dashboard::start(&mut desk.command(&["serve", "--bind", "127.0.0.1:0"]));
        dashboard.page();
        dashboard.end(signal);
        alone(signal);
    }
}

/// A page that never comes holds the run up at a known place.
#[cfg(unix)]
#[rstest]
fn an_ingest_that_is_stopped_says_what_was_done_and_what_was_not(
    #[values("-INT", "-TERM", "-HUP")] signal: &str,
) {
    let desk = Desk::new();
    // As many as are read ahead, and one more, which is stored before the page is asked for.
    let files = std::thread::available_parallelism().unwrap().get() + 2;
    for number in 0..files {
        desk.write(&format!("in/{number:03}.txt"), format!("云州市2024年受理群众诉求7{number}万件。\n"));
    }
    let site = TcpListener::bind("127.0.0.1:0").unwrap();
    let page = format!("http://{}/a.html", site.local_addr().unwrap());
    let mut command = desk.command(&["ingest", "--json", "in", &page]);
    command.env("POLICY_METRICS__FETCH__PRIVATE_HOSTS", "[\"127.0.0.1\"]");
    command.env("POLICY_METRICS__FETCH__SECONDS", "600");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _connection = site.accept().unwrap();
    send(signal, &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let summary: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let (new, left) = (summary["new"].as_u64().unwrap(), summary["left"].as_u64().unwrap());
    assert!(new >= 1 && left >= 1, "{summary}");
    assert_eq!(new + left, files as u64 + 1, "{summary}");
    assert!(desk.run(&["doctor"]).done().contains(&format!("documents: {new}\n")));
    // The same again goes on where that one ended.
    let again = desk.run(&["ingest", "in"]).done();
    assert!(again.contains(&format!("{} new, {new} known", files as u64 - new)), "{again}");
}

#[cfg(unix)]
mod without_permission {
    //! Folders that may not be read or written, also where the tests run as root, who may everything.

    use super::{BINARY, Desk, Ran, SENTENCE};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::{Command, Stdio};

    /// Nobody's number on every common system.
    const NOBODY: u32 = 65534;

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    /// Runs the program as one who is not root.
    fn run(desk: &Desk, arguments: &[&str]) -> Ran {
        let is_root = fs::metadata(desk.0.path()).unwrap().uid() == 0;
        let mut command = if is_root {
            allow(desk.0.path(), 0o755);
            // The folder that the binary was built in may be closed to others.
            let copy = desk.path("program");
            if !copy.exists() {
                // By a process of its own: a program that this one holds open to write cannot be run, and whatever
                // another test starts meanwhile would hold it open too.
                let copied = Command::new("cp").arg(BINARY).arg(&copy).status().unwrap();
                assert!(copied.success());
                allow(&copy, 0o755);
            }
            let mut command = Command::new(copy);
            command.uid(NOBODY).gid(NOBODY);
            command
        } else {
            Command::new(BINARY)
        };
        command.args(arguments).current_dir(desk.0.path()).stdin(Stdio::null()).env_remove("RUST_LOG");
        command.env("LC_ALL", "en_US.UTF-8");
        command.output().unwrap().into()
    }

    #[test]
    fn a_folder_or_file_that_may_not_be_read_is_named() {
        let desk = Desk::new();
        let locked = desk.write("locked/a.txt", SENTENCE);
        let file = desk.write("file.txt", SENTENCE);
        allow(&file, 0o000);
        allow(locked.parent().unwrap(), 0o000);
        let folder = run(&desk, &["ingest", "locked"]);
        let single = run(&desk, &["extract", "file.txt"]);
        allow(locked.parent().unwrap(), 0o755);
        for (ran, name) in [(folder, "locked"), (single, "file.txt")] {
            let message = ran.refused();
            assert!(message.contains(name) && message.contains("permissions"), "{message}");
        }
    }

    #[test]
    fn a_folder_that_may_not_be_written_can_still_be_read() {
        let desk = Desk::new();
        desk.write("a.txt", SENTENCE);
        fs::create_dir(desk.path("shut")).unwrap();
        desk.run(&["ingest", "a.txt", "--db", "shut/old.db"]).done();
        allow(&desk.path("shut/old.db"), 0o444);
        allow(&desk.path("shut"), 0o555);
        let new = run(&desk, &["ingest", "a.txt", "--db", "shut/new.db"]);
        let old = run(&desk, &["ingest", "a.txt", "--db", "shut/old.db"]);
        let read = run(&desk, &["series", "诉求", "--db", "shut/old.db"]);
        let left = fs::read_dir(desk.path("shut")).unwrap().count();
        allow(&desk.path("shut"), 0o755);
        assert!(new.refused().contains("shut/new.db"));
        assert!(old.refused().contains("shut/old.db"));
        assert!(read.done().contains("740万件"));
        assert_eq!(left, 1, "only the database is there");
    }
}

#[test]
fn the_settings_file_lists_the_defaults() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.toml");
    let defaults = policy_metrics::config::load(Some(&file)).unwrap();
    assert_eq!(defaults.server.bind, "127.0.0.1:8080");
}

#[test]
fn an_export_is_the_same_whatever_the_order_of_ingest() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.write("b.txt", "云州市2023年受理群众诉求700万件。\n");
    for (database, files) in [("x.db", ["a.txt", "b.txt"]), ("y.db", ["b.txt", "a.txt"])] {
        for file in files {
            desk.run(&["--db", database, "ingest", file]).done();
        }
    }
    for (format, lines) in [("jsonl", 3), ("csv", 4)] {
        let export = ["export", "claims", "--format", format, "--db"];
        let first = desk.run(&[&export[..], &["x.db"]].concat()).done();
        assert_eq!(first.lines().count(), lines, "{first}");
        desk.run(&[&export[..], &["y.db", "--out", "y"]].concat()).done();
        assert_eq!(first, fs::read_to_string(desk.path("y")).unwrap());
    }
}

/// Excel takes a file without the mark for the system's own encoding.
#[test]
fn csv_is_marked_for_excel_where_that_is_asked_for() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    for command in [&["extract", "a.txt"][..], &["series", "受理群众诉求"], &["export", "claims"]] {
        let csv = [command, &["--format", "csv"]].concat();
        let plain = desk.run(&csv).done();
        let marked = desk.run(&[&csv[..], &["--bom"]].concat()).done();
        assert_eq!(marked, format!("\u{feff}{plain}"), "{command:?}");
        let refused = desk.run(&[command, &["--bom"]].concat());
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("--format csv"), "{refused:?}");
    }
}

#[test]
fn a_restored_backup_is_what_was_backed_up_and_what_it_replaces_is_kept() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.write("b.txt", "云州市2023年受理群众诉求700万件。\n");
    desk.run(&["ingest", "a.txt"]).done();
    let before = desk.run(&["export", "claims"]).done();
    desk.run(&["backup", "copy.db"]).done();
    desk.run(&["ingest", "b.txt"]).done();
    let after = desk.run(&["export", "claims"]).done();
    assert_ne!(before, after);
    desk.run(&["restore", "copy.db"]).done();
    assert_eq!(desk.run(&["export", "claims"]).done(), before);
    let names = fs::read_dir(desk.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    let kept: Vec<String> = names
        .map(|name| name.into_string().unwrap())
        .filter(|name| name.contains(".db.replaced-") && !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(desk.run(&["--db", &kept[0], "export", "claims"]).done(), after);
    assert!(desk.run(&["doctor"]).done().contains(&kept[0]));
}

#[test]
fn where_a_restore_was_cut_off_no_empty_database_hides_what_was_kept() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    let kept = "policy-metrics.db.replaced-20311120-100000.000";
    fs::rename(desk.path("policy-metrics.db"), desk.path(kept)).unwrap();
    for command in [&["ingest", "a.txt"][..], &["doctor"], &["export", "claims"]] {
        let message = desk.run(command).refused();
        assert!(message.contains(kept) && !message.contains("delete"), "{message}");
    }
    assert!(!desk.path("policy-metrics.db").exists());
    desk.run(&["restore", kept]).done();
    assert!(desk.run(&["export", "claims"]).done().contains("740万件"));
}

#[rstest]
#[case(&["backup", "copy.db"], "add --force")]
#[case(&["backup", "--force", "policy-metrics.db"], "the database in use")]
#[case(&["backup", "--force", "policy-metrics.db-wal"], "the database in use")]
#[case(&["backup", "--force", "link.db"], "the database in use")]
#[case(&["backup", "--force", "second-name.db"], "the database in use")]
#[case(&["backup", "--force", "foreign.db"], "is a database")]
#[case(&["export", "claims", "--out", "policy-metrics.db"], "the database in use")]
#[case(&["export", "claims", "--out", "./policy-metrics.db-shm"], "the database in use")]
#[case(&["export", "claims", "--out", "link.db"], "the database in use")]
#[case(&["export", "claims", "--out", "second-name.db"], "the database in use")]
#[case(&["export", "claims", "--out", "copy.db"], "is a database")]
#[case(&["export", "claims", "--out", "copy.db-wal"], "is a database")]
#[case(&["export", "claims", "--out", "."], "not a file")]
#[case(&["backup", "."], "not a file")]
#[case(&["restore", "policy-metrics.db"], "the database in use")]
#[case(&["restore", "a.txt"], "not a backup")]
#[case(&["restore", "link.db"], "the database in use")]
#[case(&["restore", "torn.db"], "torn.db")]
#[case(&["restore", "absent.db"], "absent.db")]
#[case(&["--db", ".", "restore", "copy.db"], "is a folder")]
#[cfg(unix)]
fn what_would_lose_something_is_refused_and_nothing_changes(#[case] arguments: &[&str], #[case] said: &str) {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    let before = desk.run(&["export", "claims"]).done();
    desk.run(&["backup", "copy.db"]).done();
    let copy = fs::read(desk.path("copy.db")).unwrap();
    desk.write("torn.db", &copy[..copy.len() / 2]);
    // Where a database says which program it is of.
    let foreign = [&copy[..68], b"bkmk", &copy[72..]].concat();
    desk.write("foreign.db", &foreign);
    std::os::unix::fs::symlink("policy-metrics.db", desk.path("link.db")).unwrap();
    fs::hard_link(desk.path("policy-metrics.db"), desk.path("second-name.db")).unwrap();
    let message = desk.run(arguments).refused();
    assert!(message.contains(said), "{message}");
    assert_eq!(desk.run(&["export", "claims"]).done(), before);
    assert_eq!(fs::read(desk.path("copy.db")).unwrap(), copy);
    assert_eq!(fs::read(desk.path("foreign.db")).unwrap(), foreign);
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_links_are_written_through_and_stay() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    let claims = desk.run(&["export", "claims"]).done();
    let kind = |name: &str| fs::symlink_metadata(desk.path(name)).unwrap().file_type();

    for standard in ["-", "/dev/stdout"] {
        assert_eq!(desk.run(&["export", "claims", "--out", standard]).done(), claims);
    }
    desk.run(&["export", "claims", "--out", "/dev/null"]).done();
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());

    desk.write("old/file.jsonl", "what was there");
    for (link, aim) in [("link", "old/file.jsonl"), ("ahead", "old/to-come.jsonl")] {
        symlink(aim, desk.path(link)).unwrap();
        desk.run(&["export", "claims", "--out", link]).done();
        assert!(kind(link).is_symlink());
        assert_eq!(fs::read_to_string(desk.path(aim)).unwrap(), claims);
    }

    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    for (arguments, head) in [
        (&["export", "claims", "--out", "pipe"][..], claims.as_bytes()),
        (&["backup", "pipe"], b"SQLite format 3\0"),
    ] {
        let child = desk.command(arguments).spawn().unwrap();
        let sent = fs::read(desk.path("pipe")).unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
        assert!(sent.starts_with(head) && kind("pipe").is_fifo());
    }
    let copy = desk.command(&["backup", "-"]).output().unwrap();
    fs::write(desk.path("copy.db"), &copy.stdout).unwrap();
    assert_eq!(desk.run(&["--db", "copy.db", "export", "claims"]).done(), claims);
}

#[cfg(unix)]
#[test]
fn a_database_behind_a_link_is_restored_where_it_stands() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    fs::create_dir(desk.path("data")).unwrap();
    std::os::unix::fs::symlink("data/real.db", desk.path("policy-metrics.db")).unwrap();
    desk.run(&["ingest", "a.txt"]).done();
    let claims = desk.run(&["export", "claims"]).done();
    desk.run(&["backup", "copy.db"]).done();
    desk.run(&["restore", "copy.db"]).done();
    assert!(fs::symlink_metadata(desk.path("policy-metrics.db")).unwrap().file_type().is_symlink());
    assert_eq!(desk.run(&["export", "claims"]).done(), claims);
    assert_eq!(desk.run(&["--db", "data/real.db", "export", "claims"]).done(), claims);
}

#[tokio::test]
async fn an_older_backup_is_overwritten_only_where_nobody_has_it_open() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    desk.run(&["backup", "copy.db"]).done();
    let open = policy_metrics::store::Store::open(&desk.path("copy.db")).await.unwrap();
    let message = desk.run(&["backup", "--force", "copy.db"]).refused();
    assert!(message.contains("another program is using"), "{message}");
    open.close().await;
    desk.write("b.txt", SENTENCE.replace("740", "750"));
    desk.run(&["ingest", "b.txt"]).done();
    desk.run(&["backup", "--force", "copy.db"]).done();
    let claims = desk.run(&["export", "claims"]).done();
    assert_eq!(desk.run(&["--db", "copy.db", "export", "claims"]).done(), claims);
}

#[test]
fn a_name_in_which_nothing_can_be_read_is_refused() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    for blank in ["", "  ", "\u{3000}", "“”"] {
        for arguments in [
            &["rename", "受理群众诉求", blank][..],
            &["alias", "受理群众诉求", blank],
            &["split", "受理群众诉求", blank],
            &["split", "受理群众诉求", "群众诉求", "--name", blank],
            &["break", "受理群众诉求", "2024-01-01", blank],
            &["break", "受理群众诉求", "2024-01-01", "口径", "--scope", blank],
        ] {
            let message = desk.run(&[&["indicator"], arguments].concat()).refused();
            assert!(message.contains("empty"), "{arguments:?}: {message}");
        }
    }
    let message = desk.run(&["indicator", "rename", " ", "热线"]).refused();
    assert!(message.contains("empty"), "{message}");
    assert_eq!(desk.run(&["indicator", "log", "--format", "json"]).done().trim(), "[]");
}

#[test]
fn a_decision_is_taken_back_once_and_taking_that_back_says_so() {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    let decided = |arguments: &[&str]| {
        let ran = desk.run(&[&["indicator"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran.err
    };
    decided(&["rename", "受理群众诉求", "热线受理量"]);
    assert!(decided(&["undo", "1"]).contains("decision 1 is no longer in force"));
    let again = desk.run(&["indicator", "undo", "1"]).refused();
    assert!(
        again.contains("taken back by decision 2 already") && again.contains("indicator undo 2"),
        "{again}"
    );
    let anew = decided(&["undo", "2"]);
    assert!(anew.contains("takes an undoing back: decision 1 is in force again"), "{anew}");
    assert!(desk.run(&["series", "热线受理量"]).done().contains("740万件"));
    assert!(desk.run(&["indicator", "undo", "2"]).refused().contains("taken back by decision 3"));
    assert!(desk.run(&["indicator", "undo", "9"]).refused().contains("no decision 9"));
}

#[rstest]
#[case(&["reextract", "999"], "no document 999")]
#[case(&["reextract", "1", "999"], "no document 999")]
#[case(&["indicator", "unlink", "999"], "no claim 999")]
#[case(&["indicator", "rename", "999", "热线"], "no indicator 999")]
fn a_number_that_stands_for_nothing_is_named_with_where_to_find_one(
    #[case] arguments: &[&str],
    #[case] said: &str,
) {
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.run(&["ingest", "a.txt"]).done();
    let ran = desk.run(arguments);
    assert_eq!(ran.out, "");
    let message = ran.refused();
    assert!(message.contains(said), "{message}");
}

#[rstest]
#[case(&["ingest", "a.txt", "empty.txt", "absent.txt"])]
#[case(&["ingest", "--json", "a.txt", "empty.txt"])]
#[case(&["ingest", "--meta", "meta.csv", "a.txt"])]
#[case(&["extract", "empty.txt"])]
#[case(&["restore", "absent.db"])]
#[case(&["reextract", "999"])]
#[case(&["serve", "--bind", "banana"])]
#[case(&["doctor"])]
#[case(&["doctor", "--db", "absent.db"])]
#[case(&["indicator", "log"])]
#[case(&["indicator", "undo", "7"])]
#[case(&["document", "remove", "7", "--why", "wrong page"])]
#[case(&["document", "undo", "7"])]
#[case(&["describe", "absent/", "--publisher", "y"])]
#[case(&["backup", "copy.db"])]
#[case(&["--config", "absent.toml", "doctor"])]
fn messages_are_in_the_one_language_that_was_chosen(#[case] arguments: &[&str]) {
    let chinese = |c: char| ('\u{4E00}'..'\u{A000}').contains(&c);
    let desk = Desk::new();
    desk.write("a.txt", SENTENCE);
    desk.write("empty.txt", "");
    desk.write("meta.csv", "path,date\nb.txt,2031-13-01\n");
    desk.run(&["--db", "t.db", "ingest", "a.txt"]).done();
    for (flags, variable, is_chinese) in [
        (&["--lang", "en"][..], "zh_CN.UTF-8", false),
        (&["--lang", "zh"], "en_US.UTF-8", true),
        (&[], "zh_CN.UTF-8", true),
        (&[], "en_US.UTF-8", false),
        (&[], "C.UTF-8", true),
    ] {
        let _ = fs::remove_file(desk.path("copy.db"));
        let arguments = [&["--db", "t.db"], flags, arguments].concat();
        let arguments = if arguments.contains(&"absent.db") { arguments[2..].to_vec() } else { arguments };
        let ran: Ran = desk.command(&arguments).env("LC_ALL", variable).output().unwrap().into();
        let said = ran.out + &ran.err;
        assert!(!said.contains(" / ") && !said.is_empty(), "{arguments:?}: {said}");
        assert_eq!(said.contains(chinese), is_chinese, "{arguments:?}: {said}");
    }
}

#[test]
fn a_setting_chooses_the_language_and_a_flag_another() {
    let desk = Desk::new();
    desk.write("config.toml", "[interface]\nlanguage = \"zh\"\n");
    assert!(desk.run(&["extract", "absent.txt"]).refused().contains("没有这个文件"));
    assert!(desk.run(&["--lang", "en", "extract", "absent.txt"]).refused().contains("no such file"));
}

#[test]
fn every_number_of_a_text_is_explained() {
    let desk = Desk::new();
    let text = "云州市2031年就业公报\n2032-02-20 09:30:00 - 云州市政府网站\n\n经过30多年发展，全市新增就业3万人。\n![图](./W0202002/W020200228.png)\n表1 2031年就业情况\n| 指标 | 单位 | 2031年 | 比上年增长(%) |\n| --- | --- | --- | --- |\n| 16-59岁就业[3] | 万人 | 30.5 | 2.1 |\n| 其中:65岁以上 | 万人 | 4 | -0.5 |\n| 对不上的一行 | 7 |\n";
    desk.write("a.md", text);
    let told = desk.run(&["explain", "--json", "a.md"]).done();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let all = |list: &str| told[list].as_array().unwrap().clone();
    let said = [all("claims"), all("rejects")].concat();
    let at = |one: &serde_json::Value, end: &str| one[end].as_u64().unwrap() as usize;
    for (place, c) in text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
        assert!(said.iter().any(|one| at(one, "start") <= place && place < at(one, "end")), "{c} at {place}");
    }
    let why = |quote: &str| {
        let found = all("rejects").into_iter().find(|one| one["quote"] == quote);
        found.map(|one| one["why"].as_str().unwrap().to_owned()).unwrap_or_default()
    };
    assert!(why("30多年").contains("duration"), "{said:?}");
    assert!(why("7").contains("under no heading"), "{said:?}");
    assert!(all("rejects").iter().any(|one| one["reason"] == "metadata"), "{said:?}");
    assert!(all("rejects").iter().any(|one| one["reason"] == "label"), "{said:?}");
}

#[test]
fn a_shell_is_told_how_to_complete_and_man_has_a_page_for_each_command() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let told = desk.run(&["completions", shell]);
        assert_eq!(told.code, Some(0), "{}", told.err);
        assert!(
            told.out.contains("policy-metrics") && told.out.contains("reextract"),
            "{shell}: {}",
            told.out
        );
    }
    assert_eq!(desk.run(&["completions", "cmd"]).code, Some(2));
    assert_eq!(desk.run(&["man", "pages/man1"]).code, Some(0));
    for page in ["policy-metrics.1", "policy-metrics-series.1", "policy-metrics-indicator-log.1"] {
        let page = fs::read_to_string(desk.path("pages/man1").join(page)).unwrap();
        assert!(page.contains("policy") && page.contains(".SH"), "{page}");
    }
    assert!(!desk.path("pages/man1/policy-metrics-read-pdf.1").exists());
    desk.write("taken", "");
    let refused = desk.run(&["man", "taken"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("taken cannot be written"), "{}", refused.err);
}
