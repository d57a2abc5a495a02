//! How fast claims are found: a press conference, a report of 60 KB, and 20 MB of reports.
//!
//! It reads the corpus beside the project where there is one, else the samples, repeated.

use divan::counter::CharsCount;
use divan::{Bencher, black_box};
use policy_metrics::claim;
use policy_metrics::text::Transcript;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn main() {
    divan::main();
}

/// Every text, in order of path, so that each run measures the same.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("../shared/corpus"), &mut paths);
    if paths.is_empty() {
        collect(&root.join("assets/samples"), &mut paths);
    }
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    assert!(!texts.is_empty(), "there is no text to measure with");
    texts
});

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "txt") {
            paths.push(path);
        }
    }
}

/// Texts one after the other, as often as it takes, up to `bytes`.
fn text_of(bytes: usize) -> String {
    let mut whole = String::with_capacity(bytes + 4);
    for line in TEXTS.iter().cycle().flat_map(|text| text.lines()) {
        whole.push_str(line);
        whole.push('\n');
        if whole.len() >= bytes {
            break;
        }
    }
    whole
}

/// Bytes of a press conference, of a long report, and of a hundred times that and more.
#[divan::bench(args = [20_000, 60_000, 6_000_000, 20_000_000], max_time = 20)]
fn extract(bencher: Bencher, bytes: usize) {
    let transcript = read(&text_of(bytes));
    // Lexicon and dictionary are loaded once per process, not once per text.
    black_box(claim::extract(&read("今年受理群众诉求740万件。")));
    bencher
        .counter(CharsCount::of_str(&transcript.text))
        .bench_local(|| claim::extract(black_box(&transcript)));
}

/// The same with blocks, speakers and genre.
#[divan::bench(args = [20_000, 60_000, 6_000_000], max_time = 10)]
fn read_and_extract(bencher: Bencher, bytes: usize) {
    let text = text_of(bytes);
    black_box(claim::extract(&read("今年受理群众诉求740万件。")));
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| claim::extract(&read(black_box(&text))));
}

fn read(text: &str) -> Transcript {
    Transcript::from_text(text, chrono::NaiveDate::from_ymd_opt(2024, 1, 10), Some("云州市".into()))
}
