//! Puts claims of a database, drawn at random, as sentences of their own and checks them against it:
//! `cargo run --release --example round_trip -- metrics.db [COUNT] [SEED]`.
//!
//! Each is put three times: as it is (wanted: agrees), with its value changed by a tenth (differs), and for the year
//! before (never agrees, unless the record has that value for that year too). The share of each verdict is printed, and
//! below it what was not judged as wanted.

use chrono::Datelike;
use policy_metrics::check::{Time, Verdict};
use policy_metrics::claim::{Basis, Bound, Claim, Direction, End, Kind, Status};
use policy_metrics::language::Language;
use policy_metrics::period::{Period, PeriodType};
use policy_metrics::pipeline::{self, Checked};
use policy_metrics::series::normalise;
use policy_metrics::source::{self, Given};
use policy_metrics::store::{Store, StoredClaim};
use policy_metrics::words::{self, number};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a database")?;
    let count: usize = arguments.next().map_or(Ok(300), |count| count.parse())?;
    let seed = arguments.next().unwrap_or_else(|| "1".to_owned());
    let store = Store::open_read_only(Path::new(&path)).await?;
    let mut trips = [Trip::new("as it is"), Trip::new("a tenth more"), Trip::new("the year before")];
    let mut asked = 0;
    for id in drawn(&store, &seed).await? {
        if asked == count {
            break;
        }
        let (stored, document) = store.claims_numbered(&[id]).await?.remove(0);
        let (claim, date) = (&stored.claim, document.metadata.date());
        let Some(date) = date.filter(|_| can_be_put(claim)) else { continue };
        asked += 1;
        let Some(period) = &claim.period else { continue };
        let before = before(period);
        let changed = changed(claim);
        let puts = [
            Some((claim.quote.clone(), period)),
            changed.map(|quote| (quote, period)),
            before.as_ref().map(|before| (claim.quote.clone(), before)),
        ];
        for (trip, put) in trips.iter_mut().zip(puts) {
            let Some((quote, period)) = put else { continue };
            let text = sentence(claim, &quote, period);
            let given = Given { date: Some(date), scope: claim.scope.clone(), ..Given::default() };
            let read = source::read("-", text.clone().into_bytes(), &given)?;
            let began = Instant::now();
            let checking = pipeline::check(&store, read, &[]).await?;
            trip.times.push(began.elapsed());
            let said = checking.sentences.into_iter().flat_map(|said| said.claims);
            trip.add(&stored, &text, said.last().as_ref());
        }
    }
    println!("{asked} claims");
    let wanted: [fn(Verdict) -> bool; 3] = [
        |verdict| verdict == Verdict::Agrees,
        |verdict| verdict == Verdict::Differs,
        |verdict| verdict != Verdict::Agrees,
    ];
    for (trip, wanted) in trips.iter_mut().zip(wanted) {
        trip.tell(wanted);
    }
    store.close().await;
    Ok(())
}

/// All claims, in an order that the seed gives.
async fn drawn(store: &Store, seed: &str) -> Result<Vec<i64>, Box<dyn Error>> {
    let places = store.claim_places(0.0).await?;
    let mut drawn: Vec<([u8; 32], i64)> = places
        .into_iter()
        .map(|(id, document, start)| (Sha256::digest(format!("{seed} {document} {start}")).into(), id))
        .collect();
    drawn.sort_unstable();
    Ok(drawn.into_iter().map(|(_, id)| id).collect())
}

/// Whether a sentence of this program's own can say it: a result of a place, of a stretch of time with a name.
fn can_be_put(claim: &Claim) -> bool {
    use PeriodType::{AsOf, Half, Month, Quarter, Year, Ytd};
    let named = claim.period.as_ref().is_some_and(|period| {
        matches!(period.kind, Year | Half | Quarter | Month | Ytd | AsOf) && period.end.is_some()
    });
    let plain = match claim.kind {
        Kind::Level => claim.subject.is_none(),
        Kind::Change => {
            claim.basis != Some(Basis::Other) && claim.direction.is_some() && claim.subject.is_none()
        }
        Kind::Rank | Kind::Streak => false,
    };
    named && plain && claim.scope.is_some() && claim.status == Status::Actual && claim.role != Some(End::From)
}

fn sentence(claim: &Claim, quote: &str, period: &Period) -> String {
    let when = words::period(Some(period), Language::Chinese);
    let when = when.trim_end_matches("（年初至今）").to_owned();
    let place = claim.scope.as_deref().unwrap_or_default();
    let verb = match (claim.kind, claim.direction, claim.basis) {
        (Kind::Change, Some(Direction::Down), Some(Basis::Mom)) => "环比下降",
        (Kind::Change, Some(Direction::Down), _) => "同比下降",
        (Kind::Change, _, Some(Basis::Mom)) => "环比增长",
        (Kind::Change, ..) => "同比增长",
        _ => "",
    };
    format!("{when}，{place}{}{verb}{quote}。", claim.indicator)
}

/// The value and a tenth of it, in the digits in which it was said; `None` for what is only bounded.
fn changed(claim: &Claim) -> Option<String> {
    if claim.bound != Bound::Exact || claim.value.is_zero() {
        return None;
    }
    let scale = if claim.quote.contains('亿') {
        100_000_000
    } else if claim.quote.contains('万') {
        10_000
    } else {
        1
    };
    let scale = Decimal::from(scale);
    let said = (claim.value / scale).normalize();
    let step = Decimal::new(1, said.scale());
    let more = (said * Decimal::new(11, 1)).round_dp(said.scale()).max(said + step);
    let number = number::scaled(more * scale, Language::Chinese).replace(',', "");
    Some(number::with_unit(&number, &claim.unit, Language::Chinese))
}

fn before(period: &Period) -> Option<Period> {
    let earlier = |day: chrono::NaiveDate| day.with_year(day.year() - 1);
    Some(Period {
        start: match period.start {
            Some(start) => Some(earlier(start)?),
            None => None,
        },
        end: Some(earlier(period.end?)?),
        ..period.clone()
    })
}

/// One way of putting claims.
struct Trip {
    name: &'static str,
    verdicts: BTreeMap<&'static str, usize>,
    judged: Vec<(Verdict, String)>,
    /// The sentence was not read as a claim.
    unread: usize,
    /// The sentence was read as a claim of another name.
    otherwise: usize,
    /// The record has this value for that time too.
    again: usize,
    times: Vec<Duration>,
}

impl Trip {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            verdicts: BTreeMap::new(),
            judged: Vec::new(),
            unread: 0,
            otherwise: 0,
            again: 0,
            times: Vec::new(),
        }
    }

    fn add(&mut self, put: &StoredClaim, text: &str, checked: Option<&Checked>) {
        let Some(checked) = checked else {
            self.unread += 1;
            return;
        };
        let Checked { claim, judgement, candidates } = checked;
        let verdict = judgement.verdict;
        let id = put.id;
        if normalise(&claim.indicator) != normalise(&put.claim.indicator) {
            self.otherwise += 1;
        }
        *self.verdicts.entry(verdict.into()).or_default() += 1;
        let same = judgement.time == Some(Time::Same);
        self.again += usize::from(verdict == Verdict::Agrees && same);
        let reason = words::check::reason(claim, judgement, candidates, Language::Chinese);
        let same = if same { " (same time)" } else { "" };
        self.judged.push((verdict, format!("#{id} {text} {verdict}{same}: [{}] {reason}", claim.indicator)));
    }

    fn tell(&mut self, wanted: fn(Verdict) -> bool) {
        let all = self.judged.len();
        let right = self.judged.iter().filter(|(verdict, _)| wanted(*verdict)).count();
        println!("\n## {}: {right} of {all}", self.name);
        println!("not read as a claim {}, read by another name {}", self.unread, self.otherwise);
        println!("{:?}; agrees for that very time: {}", self.verdicts, self.again);
        self.times.sort_unstable();
        let at = |share: usize| self.times.get(self.times.len() * share / 100).copied().unwrap_or_default();
        println!("times: median {:?}, 95 % {:?}", at(50), at(95));
        for (_, told) in self.judged.iter().filter(|(verdict, _)| !wanted(*verdict)) {
            println!("{told}");
        }
    }
}
