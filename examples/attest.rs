//! Lists the names that many places use, from a database of their documents:
//! `cargo run --release --example attest -- reports.db > assets/lexicon/attested.csv`.
//!
//! Of each name: in how many places and documents it was said, and its commonest units. Nothing but names and counts.

use policy_metrics::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

/// So many places must use a name.
const PLACES: usize = 10;

/// So many units are listed.
const UNITS: usize = 3;

#[derive(Default)]
struct Uses {
    places: BTreeSet<String>,
    documents: BTreeSet<String>,
    units: BTreeMap<String, usize>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a database")?;
    let store = Store::open_read_only(Path::new(&path)).await?;
    let mut names: BTreeMap<String, Uses> = BTreeMap::new();
    store
        .each_claim(|exported| {
            let Some(place) = exported.claim.scope else { return Ok::<_, StoreError>(()) };
            let uses = names.entry(exported.claim.indicator).or_default();
            uses.places.insert(place);
            uses.documents.insert(exported.sha256);
            *uses.units.entry(exported.claim.unit).or_default() += 1;
            Ok(())
        })
        .await?;
    println!("name,places,documents,units");
    for (name, uses) in names {
        // A word of two characters is as often a piece of a name as one.
        if uses.places.len() < PLACES || name.chars().count() < 3 || name.contains([',', '"']) {
            continue;
        }
        let mut units: Vec<(String, usize)> = uses.units.into_iter().collect();
        units.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let units: Vec<String> = units.into_iter().take(UNITS).map(|(unit, _)| unit).collect();
        println!("{name},{},{},{}", uses.places.len(), uses.documents.len(), units.join(" "));
    }
    Ok(())
}
