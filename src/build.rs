//! Tells cargo to build again when a migration is added, which `sqlx::migrate!` does not see by itself, and
//! gives the extractor a version of its own that changes with every rule and word list.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{fs, io};

/// What decides which claims a text gives: files and folders.
const RULES: [&str; 12] = [
    "assets/lexicon",
    "src/claim",
    "src/claim.rs",
    "src/document.rs",
    "src/lexicon.rs",
    "src/numeral.rs",
    "src/period",
    "src/period.rs",
    "src/place.rs",
    "src/quantity.rs",
    "src/text",
    "src/text.rs",
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    let mut hasher = DefaultHasher::new();
    for path in RULES {
        println!("cargo::rerun-if-changed={path}");
        hash(Path::new(path), &mut hasher)?;
    }
    let (version, rules) = (env!("CARGO_PKG_VERSION"), hasher.finish() >> 32);
    println!("cargo::rustc-env=EXTRACTOR_VERSION={version}+{rules:08x}");
    Ok(())
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries: Vec<_> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash(entry, hasher))
}
