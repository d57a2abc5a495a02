//! Fits the weights of `assets/confidence.toml` to annotated texts, and shows how well they do on texts left out:
//! `cargo run --release --example fit -- ../shared/gold ../shared/gold-new tests/judged.txt > assets/confidence.toml`.
//!
//! A folder holds texts and, beside each, its claims as JSON. A file holds random claims that were judged by reading,
//! one a line: 1 for right or 0 for wrong, and what was seen of the claim. It is made of what `sample` drew:
//! `cargo run --release --example fit -- judge DATABASE VERDICTS >> tests/judged.txt`, where each line of VERDICTS is
//! `#NUMBER 1` or `#NUMBER 0`. Logistic regression with a penalty chosen by leaving texts out; the same input gives the
//! same bytes.

use policy_metrics::claim::{self, Claim};
use policy_metrics::source::{self, Given};
use policy_metrics::store::Store;
use policy_metrics::text::Transcript;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

/// A claim that was judged: what is seen of it, whether it is right, and of which text it is.
struct Judged {
    signs: Vec<usize>,
    right: bool,
    text: usize,
}

#[derive(Deserialize)]
struct Annotated {
    document: String,
    date: chrono::NaiveDate,
    claims: Vec<Truth>,
}

#[derive(Deserialize)]
struct Truth {
    start: usize,
    end: usize,
    value: String,
    kind: claim::Kind,
    status: claim::Status,
    indicator: Vec<String>,
    #[serde(default)]
    optional: bool,
}

impl Truth {
    fn fits(&self, claim: &Claim) -> bool {
        let value = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
        let (a, b) = (value(&claim.value.to_string()), value(&self.value));
        (a - b).abs() <= 1e-4 * b.abs().max(1.0)
            && claim.kind == self.kind
            && claim.status == self.status
            && self.indicator.iter().any(|name| alike(&claim.indicator, name))
    }
}

/// Names of which at least three quarters are the same characters in the same order.
fn alike(a: &str, b: &str) -> bool {
    let kept =
        |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_alphanumeric() && *c != '的').collect() };
    let (a, b) = (kept(a), kept(b));
    let mut row = vec![0; b.len() + 1];
    for x in &a {
        let mut before = 0;
        for (at, y) in b.iter().enumerate() {
            let here = row[at + 1];
            row[at + 1] = if x == y { before + 1 } else { row[at + 1].max(row[at]) };
            before = here;
        }
    }
    8 * row[b.len()] >= 3 * (a.len() + b.len())
}

#[derive(Default)]
struct Collected {
    names: BTreeMap<String, usize>,
    claims: Vec<(Vec<String>, bool, usize)>,
    texts: usize,
}

impl Collected {
    fn folder(&mut self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        files.sort_by_key(fs::DirEntry::file_name);
        for file in files.iter().filter(|file| file.path().extension().is_some_and(|end| end == "json")) {
            let annotated: Annotated = serde_json::from_str(&fs::read_to_string(file.path())?)?;
            let bytes = fs::read(folder.join(&annotated.document))?;
            let given = Given { date: Some(annotated.date), ..Given::default() };
            let document = source::read(&annotated.document, bytes, &given)?;
            let found = claim::extract(&Transcript::read(&document));
            for claim in &found.claims {
                let beside =
                    || annotated.claims.iter().filter(|t| t.start < claim.end && claim.start < t.end);
                if beside().all(|truth| truth.optional) && beside().next().is_some() {
                    continue;
                }
                let right = beside().any(|truth| truth.fits(claim));
                let signs = claim::confidence::signs(claim).into_iter().map(str::to_owned).collect();
                self.claims.push((signs, right, self.texts));
            }
            self.texts += 1;
        }
        Ok(())
    }

    fn judged(&mut self, file: &Path) -> Result<(), Box<dyn Error>> {
        for line in fs::read_to_string(file)?.lines() {
            let (right, signs) = line.split_once(' ').ok_or("a line is 1 or 0 and signs")?;
            self.claims.push((signs.split(' ').map(str::to_owned).collect(), right == "1", self.texts));
            self.texts += 1;
        }
        Ok(())
    }

    /// The claims with their signs as numbers: the base is sign 0.
    fn numbered(&mut self) -> Vec<Judged> {
        let seen: BTreeSet<&String> = self.claims.iter().flat_map(|(signs, ..)| signs).collect();
        self.names = seen.into_iter().enumerate().map(|(at, name)| (name.clone(), at + 1)).collect();
        let number =
            |signs: &[String]| std::iter::once(0).chain(signs.iter().map(|sign| self.names[sign])).collect();
        self.claims
            .iter()
            .map(|(signs, right, text)| Judged { signs: number(signs), right: *right, text: *text })
            .collect()
    }
}

fn probability(weights: &[f64], signs: &[usize]) -> f64 {
    1.0 / (1.0 + (-signs.iter().map(|sign| weights[*sign]).sum::<f64>()).exp())
}

/// Weights that fit best, with a penalty on all but the base: gradient descent on the whole, in fixed steps.
fn fit(claims: &[&Judged], count: usize, penalty: f64) -> Vec<f64> {
    let mut weights = vec![0.0; count + 1];
    let total = claims.len() as f64;
    for _ in 0..3_000 {
        let mut gradient = vec![0.0; count + 1];
        for judged in claims {
            let off = f64::from(u8::from(judged.right)) - probability(&weights, &judged.signs);
            for sign in &judged.signs {
                gradient[*sign] += off;
            }
        }
        for (at, weight) in weights.iter_mut().enumerate() {
            let shrink = if at == 0 { 0.0 } else { penalty * *weight };
            *weight += (gradient[at] - shrink) / total;
        }
    }
    weights
}

/// What each claim is given by weights that were fitted without its text, texts being left out by tenths.
fn left_out(claims: &[Judged], texts: usize, count: usize, penalty: f64) -> Vec<f64> {
    let folds = texts.min(30);
    let mut given = vec![0.0; claims.len()];
    for fold in 0..folds {
        let others: Vec<&Judged> = claims.iter().filter(|judged| judged.text % folds != fold).collect();
        let weights = fit(&others, count, penalty);
        for (judged, given) in claims.iter().zip(&mut given) {
            if judged.text % folds == fold {
                *given = probability(&weights, &judged.signs);
            }
        }
    }
    given
}

fn log_loss(claims: &[Judged], given: &[f64]) -> f64 {
    let loss = |(judged, p): (&Judged, &f64)| -(if judged.right { *p } else { 1.0 - p }).max(1e-9).ln();
    claims.iter().zip(given).map(loss).sum::<f64>() / claims.len() as f64
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, database, verdicts] = &arguments[..]
        && command == "judge"
    {
        return judge(database, verdicts).await;
    }
    let mut collected = Collected::default();
    for path in arguments.iter().map(Path::new) {
        if path.is_dir() { collected.folder(path)? } else { collected.judged(path)? }
    }
    let claims = collected.numbered();
    let count = collected.names.len();
    let tried = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0].map(|penalty| {
        let given = left_out(&claims, collected.texts, count, penalty);
        (log_loss(&claims, &given), penalty, given)
    });
    for (loss, penalty, _) in &tried {
        eprintln!("penalty {penalty}: log loss on texts left out {loss:.4}");
    }
    let (_, penalty, given) = tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).ok_or("no claims")?;
    calibration(&claims, &given);
    let weights = fit(&claims.iter().collect::<Vec<_>>(), count, penalty);
    println!(
        "# Log odds that a claim is read rightly, by what is seen of it. Written by `cargo run --release --example fit`."
    );
    println!("base = {:.2}\n\n[weight]", weights[0]);
    for (name, at) in &collected.names {
        println!("{name} = {:.2}", weights[*at]);
    }
    Ok(())
}

/// Prints verdicts on claims of a database with what is seen of each claim.
async fn judge(database: &str, verdicts: &str) -> Result<(), Box<dyn Error>> {
    let store = Store::open_read_only(Path::new(database)).await?;
    for line in fs::read_to_string(verdicts)?.lines() {
        let (number, right) =
            line.trim_start_matches('#').split_once(' ').ok_or("a line is #NUMBER 1 or #NUMBER 0")?;
        let (stored, _) = store.claim(number.parse()?).await?;
        println!("{right} {}", claim::confidence::signs(&stored.claim).join(" "));
    }
    Ok(())
}

/// Ten bins of what texts left out were given, and how many claims of each are right.
fn calibration(claims: &[Judged], given: &[f64]) {
    eprintln!("bin        claims  given  right");
    let mut error = 0.0;
    for bin in 0..10 {
        let within = |p: f64| (p * 10.0).floor().min(9.0) as usize == bin;
        let of_bin: Vec<(&Judged, f64)> =
            claims.iter().zip(given.iter().copied()).filter(|(_, p)| within(*p)).collect();
        if of_bin.is_empty() {
            continue;
        }
        let size = of_bin.len() as f64;
        let mean = of_bin.iter().map(|(_, p)| p).sum::<f64>() / size;
        let right = of_bin.iter().filter(|(judged, _)| judged.right).count() as f64 / size;
        error += (mean - right).abs() * size / claims.len() as f64;
        eprintln!(
            "0.{bin}–{:.1}   {:6}  {mean:.3}  {right:.3}",
            f64::from(bin as u8 + 1) / 10.0,
            of_bin.len()
        );
    }
    eprintln!("expected calibration error on texts left out: {error:.3} ({} claims)", claims.len());
}
