//! The house of `src/lib.rs`: which module may use which, read from the source itself.

use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with those it may use, in the order in which data flows: a module may name only
/// modules that stand above it, so that no two can use each other.
///
/// What travels inside an allowed module's types comes along: whoever shows a claim names its period,
/// whoever stores a document names its blocks.
const ALLOWED: [(&str, &[&str]); 25] = [
    ("language", &[]),
    ("config", &["language"]),
    ("document", &[]),
    ("lexicon", &[]),
    ("place", &["document", "lexicon"]),
    ("numeral", &[]),
    ("text", &["document", "lexicon"]),
    ("facts", &["document", "lexicon", "place", "text"]),
    ("source", &["language", "document", "lexicon", "facts"]),
    ("quantity", &["document", "lexicon", "numeral", "text"]),
    ("period", &["document", "lexicon", "numeral", "text"]),
    ("claim", &["document", "lexicon", "place", "numeral", "text", "quantity", "period"]),
    // Names are compared as a text is read, whatever its writing.
    ("series", &["document", "lexicon", "text", "period", "claim"]),
    // Whether a text fits the record is judged by what is handed in.
    ("check", &["period", "claim", "series"]),
    ("words", &["language", "document", "lexicon", "facts", "period", "claim", "series", "check"]),
    ("chart", &["language", "period", "claim", "series", "words"]),
    // Blocks and how they are written; what they say is for others.
    ("office", &["language", "chart"]),
    ("brief", &["language", "document", "text", "period", "claim", "series", "words", "chart", "office"]),
    // A search is read as a text is, so that its numbers and names mean the same.
    ("query", &["document", "lexicon", "place", "numeral", "text", "quantity", "period", "claim", "series"]),
    ("store", &["document", "text", "period", "claim", "series", "brief", "query"]),
    // The columns of every table, and the forms that programs read them in.
    ("export", &["language", "document", "period", "claim", "series", "words", "store"]),
    (
        "pipeline",
        &[
            "language", "document", "source", "text", "quantity", "period", "claim", "series", "check",
            "words", "brief", "query", "store",
        ],
    ),
    // What a check says is put into words once, for pages, files and what is kept.
    ("report", &["language", "document", "claim", "check", "words", "store", "pipeline"]),
    // An upload is read as `ingest` reads a file.
    (
        "web",
        &[
            "language", "document", "facts", "source", "text", "period", "claim", "series", "check", "words",
            "chart", "office", "brief", "query", "store", "export", "pipeline", "report",
        ],
    ),
    // `cli` is the top: anything below.
    (
        "cli",
        &[
            "language", "config", "document", "lexicon", "numeral", "facts", "source", "text", "quantity",
            "period", "claim", "series", "check", "words", "chart", "office", "brief", "query", "store",
            "export", "pipeline", "report", "web",
        ],
    ),
];

/// Crates that only one module may name.
const OWNED: [(&str, &str); 3] = [("sqlx", "store"), ("plotters", "chart"), ("rust_xlsxwriter", "export")];

#[test]
fn a_module_may_only_use_what_stands_above_it() {
    for (place, (module, allowed)) in ALLOWED.iter().enumerate() {
        for used in *allowed {
            let stands_above = ALLOWED[..place].iter().any(|(above, _)| above == used);
            assert!(stands_above, "the table lets {module} use {used}, which does not stand above it");
        }
    }
}

#[test]
fn no_arrow_runs_back_up() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some((_, allowed)) = ALLOWED.iter().find(|(module, _)| *module == file.module) else {
            continue;
        };
        for (line, used) in arrows(&file.code) {
            let known = ALLOWED.iter().any(|(module, _)| *module == used);
            if known && used != file.module && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{}:{line}: {} may not use {used}", file.path.display(), file.module));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_table() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")))
        .map(|rest| rest.trim_end_matches(';'))
        .collect();
    assert!(declared.contains(&"store"), "the modules were not found in lib.rs: {declared:?}");
    for module in declared {
        assert!(ALLOWED.iter().any(|(known, _)| *known == module), "{module} is missing in the table");
    }
}

#[test]
fn the_binary_uses_only_the_command_line() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    let used = Regex::new(r"policy_metrics::(\w+)").unwrap();
    let used: Vec<&str> = used
        .captures_iter(&main)
        .map(|found| found.get(1).unwrap().as_str())
        .filter(|name| *name != "cli")
        .collect();
    assert!(used.is_empty(), "src/main.rs uses {used:?}");
}

#[test]
fn one_module_names_the_database_and_one_the_drawing() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (name, owner) in OWNED {
            let named = Regex::new(&format!(r"\b{name}::")).unwrap();
            for (line, code) in file.code.lines().enumerate() {
                if file.module != owner && named.is_match(code) {
                    wrong.push(format!("{}:{}: only {owner} may name {name}", file.path.display(), line + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn arrows_are_seen_in_groups_paths_and_over_several_lines() {
    let code = "use crate::claim::{Claim, Kind};\nuse crate::{\n    document::Span,\n    store::{Added, Store},\n};\nlet x = crate::web::serve;\n";
    let seen: Vec<(usize, String)> = arrows(code);
    let expected = [(1, "claim"), (2, "document"), (2, "store"), (6, "web")];
    assert_eq!(seen, expected.map(|(line, module)| (line, module.to_owned())));
}

/// A file of the library or the binary, without comments and without its tests.
struct Source {
    /// Its path from the top of the repository.
    path: PathBuf,
    /// The top module it belongs to: `store` for `src/store/open.rs`.
    module: String,
    /// Its lines, comments blanked so that line numbers stay.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    assert!(files.len() > ALLOWED.len(), "the source was not found");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Path, files: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_path_buf();
            let module = path.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
            files.push(Source { code: code_of(&text), path, module });
        }
    }
}

/// Tests may reach anywhere: they stand at the end of a file, behind `#[cfg(test)]`.
fn code_of(text: &str) -> String {
    text.lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Each top module that is named through `crate::`, with the line on which the path begins.
fn arrows(code: &str) -> Vec<(usize, String)> {
    let path = Regex::new(r"\bcrate::(?:(\w+)|\{)").unwrap();
    let mut found = Vec::new();
    for start in path.captures_iter(code) {
        let whole = start.get(0).unwrap();
        let line = code[..whole.start()].matches('\n').count() + 1;
        match start.get(1) {
            Some(module) => found.push((line, module.as_str().to_owned())),
            None => found.extend(first_names(&code[whole.end()..]).into_iter().map(|module| (line, module))),
        }
    }
    found
}

/// The names that begin the members of a group `a::b, c::{d, e}}`, up to the brace that closes it.
fn first_names(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = String::new();
    let mut depth = 0;
    let mut in_first = true;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                in_first = true;
            }
            ':' if depth == 0 => in_first = false,
            c if depth == 0 && in_first && (c.is_alphanumeric() || c == '_') => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}
