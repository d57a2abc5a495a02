//! Which indicators a name may mean.

use crate::claim::Kind;
use crate::series::{Candidate, Decisions, keys_of_query, rank};
use crate::store::{Store, StoreError};

/// What scores less only looks like the name, and is no answer to it.
pub const ANSWER: u8 = 50;

/// The indicators that a name may mean, best first; with `all` also those that only look like it.
pub async fn named(
    store: &Store,
    name: &str,
    scope: Option<&str>,
    kind: Option<Kind>,
    all: bool,
) -> Result<Vec<Candidate>, StoreError> {
    let decisions = Decisions::in_force(store.decisions().await?);
    let keys = keys_of_query(name, scope, kind);
    let keys: Vec<String> = keys.iter().map(|key| decisions.lead(key)).collect();
    if !all {
        // What is called otherwise cannot be the answer, and need not be read.
        let found = rank(&keys, &store.indicators_called(&keys).await?);
        if found.first().is_some_and(|best| best.score >= ANSWER) {
            return Ok(found);
        }
    }
    Ok(rank(&keys, &store.known_indicators().await?))
}
