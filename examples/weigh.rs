//! Estimates from a database what each finding on two names of one place weighs: how often it is made of two wordings
//! that are known to mean one indicator, and how often of others that end alike. The figures go to
//! `assets/lexicon/links.toml`.
//!
//!     cargo run --release --example weigh -- --db FILE [--without 湖北省,广东省]

use clap::Parser;
use policy_metrics::series::{Evidence, Line, Point, head, tidy, weigh};
use policy_metrics::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

#[derive(Parser)]
struct Options {
    /// The database.
    #[arg(long)]
    db: PathBuf,
    /// Places that are left out, to be measured on.
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
}

/// How many pairs are known to be one, and of how many that is not known.
type Counts = [usize; 2];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let store = Store::open(&options.db).await?;
    let known = store.known_indicators().await?;
    let measured: Vec<i64> = known.iter().filter(|one| head(&one.key).is_some()).map(|one| one.id).collect();
    let points = store.points(&measured).await?;
    let mut places: BTreeMap<&str, BTreeMap<String, Vec<&Point>>> = BTreeMap::new();
    for point in &points {
        if let Some(scope) =
            point.claim.scope.as_deref().filter(|scope| !options.without.iter().any(|one| one == scope))
        {
            places.entry(scope).or_default().entry(tidy(&point.claim.indicator)).or_default().push(point);
        }
    }
    let (mut pairs, mut found): (Counts, BTreeMap<String, Counts>) = ([0, 0], BTreeMap::new());
    for names in places.values() {
        let documents: BTreeSet<i64> = names.values().flatten().map(|point| point.document.id).collect();
        let lines: Vec<Line<'_>> =
            names.iter().map(|(name, points)| Line::of(name, points.iter().copied())).collect();
        let indicator = |name: &str| names[name].iter().map(|point| point.indicator).collect::<BTreeSet<_>>();
        for pair in weigh(&lines, documents.len()) {
            let (one, other) = (indicator(&pair.keys.0), indicator(&pair.keys.1));
            let which = usize::from(one.is_disjoint(&other));
            pairs[which] += 1;
            let kinds: BTreeSet<String> = pair.evidence.iter().map(kind).collect();
            for kind in kinds {
                found.entry(kind).or_default()[which] += 1;
            }
        }
    }
    println!("pairs known to be one: {}, others: {}", pairs[0], pairs[1]);
    for (kind, [one, others]) in found {
        let share = |count: usize, all: usize| (count as f64 + 0.5) / (all as f64 + 1.0);
        let bits = (share(one, pairs[0]) / share(others, pairs[1])).log2();
        println!("{kind:28} {one:6} {others:6} {bits:6.1}");
    }
    Ok(())
}

/// What a finding is counted as.
fn kind(evidence: &Evidence) -> String {
    let name = match evidence {
        Evidence::Word { word } => return format!("word {word}"),
        Evidence::Same { .. } => "same",
        Evidence::Different { together: false, .. } => "different",
        Evidence::Different { .. } => "different_together",
        Evidence::SameGrowth { .. } => "same_growth",
        Evidence::DifferentGrowth { together: false, .. } => "different_growth",
        Evidence::DifferentGrowth { .. } => "different_growth_together",
        Evidence::Continues { .. } => "continues",
        Evidence::Breaks { .. } => "breaks",
        Evidence::Fits => "fits",
        Evidence::Jumps => "jumps",
        Evidence::Alternate { one, other } => return format!("alternate {}", one.min(other).min(&4)),
        Evidence::Together { .. } => "together",
    };
    name.to_owned()
}
