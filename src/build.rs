//! Tells cargo to build again when a migration is added, which `sqlx::migrate!` does not see by itself, and
//! gives the extractor a version of its own that changes with all that can change a claim.

use sha2::{Digest, Sha256};
use std::path::Path;
use std::{fs, io};

/// What decides which claims a text gives, and what they are linked to: files and folders.
const RULES: [&str; 18] = [
    "Cargo.lock",
    "assets/lexicon",
    "src/claim",
    "src/claim.rs",
    "src/document.rs",
    "src/facts",
    "src/facts.rs",
    "src/lexicon.rs",
    "src/numeral.rs",
    "src/period",
    "src/period.rs",
    "src/place.rs",
    "src/quantity.rs",
    "src/series/link.rs",
    "src/source",
    "src/source.rs",
    "src/text",
    "src/text.rs",
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    let mut hasher = Sha256::new();
    for path in RULES {
        println!("cargo::rerun-if-changed={path}");
        hash(Path::new(path), &mut hasher)?;
    }
    let (version, rules) = (env!("CARGO_PKG_VERSION"), hasher.finalize());
    let rules = format!("{rules:x}");
    println!("cargo::rustc-env=EXTRACTOR_VERSION={version}+{}", &rules[..12]);
    Ok(())
}

fn hash(path: &Path, hasher: &mut Sha256) -> io::Result<()> {
    if !path.is_dir() {
        let content = fs::read(path)?;
        hasher.update(content.len().to_le_bytes());
        hasher.update(content);
        return Ok(());
    }
    let mut entries: Vec<_> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash(entry, hasher))
}
