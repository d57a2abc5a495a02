//! What people say of documents: what it would change, and reading them again by it.

use super::{Analysis, analyse};
use crate::claim::Claim;
use crate::document::{Document, Metadata};
use crate::language::{Language, in_both};
use crate::series::{self, Act, Decision, Decisions, Fact, Facts, Said};
use crate::source::{self, Given};
use crate::store::{Changed, DocumentRow, NewDecision, ReadAgain, Store, StoreError, StoredDocument};
use chrono::Utc;
use std::collections::BTreeMap;
use std::thread::available_parallelism;
use tokio::task::spawn_blocking;

/// The most documents of which something is said at once: they are written in one transaction.
pub const MOST_DESCRIBED: usize = 1_000;

/// So many examples of claims are shown, and so many of one document.
const EXAMPLES: usize = 8;
const EXAMPLES_OF_ONE: usize = 2;

/// What is to be said of documents, of each as far as it is new.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// What, of which.
    pub said: Vec<Said>,
    /// The documents of which something new is said: number and name.
    pub documents: Vec<(i64, String)>,
    /// Of how many each thing was not known.
    pub filled: BTreeMap<Fact, usize>,
    /// What was known otherwise and is replaced.
    pub replaced: Vec<Known>,
    /// What is known otherwise and stays as it is.
    pub left: Vec<Known>,
}

impl Description {
    /// Adds what is to be said of other documents.
    pub fn extend(&mut self, other: Self) {
        self.said.extend(other.said);
        self.documents.extend(other.documents);
        for (fact, count) in other.filled {
            *self.filled.entry(fact).or_default() += count;
        }
        self.replaced.extend(other.replaced);
        self.left.extend(other.left);
    }
}

/// Something that is known of a document otherwise than it is said.
#[derive(Debug, Clone)]
pub struct Known {
    /// The document's number.
    pub document: i64,
    /// What it is called.
    pub name: String,
    /// What is known.
    pub fact: Fact,
    /// As what it is known.
    pub value: String,
}

/// What a decision does to the claims of the documents that are read again by it.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// How many documents are read again.
    pub documents: usize,
    /// How many claims they hold then.
    pub claims: usize,
    /// How many claims get a place that had none.
    pub placed: usize,
    /// How many claims get a period with dates that had none.
    pub dated: usize,
    /// How many are read in another way, come or go otherwise.
    pub otherwise: usize,
    /// Some of those whose place or period is another then.
    pub examples: Vec<Example>,
}

/// A claim before and after.
#[derive(Debug, Clone)]
pub struct Example {
    /// The document's number.
    pub document: i64,
    /// What it is called.
    pub name: String,
    /// As it is read now.
    pub before: Claim,
    /// As it is read then.
    pub after: Claim,
}

impl Effect {
    fn note(&mut self, document: &DocumentRow, claims: usize, changes: Vec<Changed>) {
        self.documents += 1;
        self.claims += claims;
        let mut shown = 0;
        for change in changes {
            let Changed::Read(both) = change else {
                self.otherwise += 1;
                continue;
            };
            let (before, after) = *both;
            let placed = before.scope.is_none() && after.scope.is_some();
            let dated = !has_dates(&before) && has_dates(&after);
            self.placed += usize::from(placed);
            self.dated += usize::from(dated);
            self.otherwise += usize::from(!placed && !dated);
            let tells = (&before.scope, &before.period) != (&after.scope, &after.period);
            if tells && shown < EXAMPLES_OF_ONE && self.examples.len() < EXAMPLES {
                shown += 1;
                let name = document.name();
                self.examples.push(Example { document: document.id, name, before, after });
            }
        }
    }
}

fn has_dates(claim: &Claim) -> bool {
    claim.period.as_ref().is_some_and(|period| period.start.is_some() || period.end.is_some())
}

/// What is to be said of documents with these numbers: all that is not known of them, and with `replace` also what is
/// known otherwise.
pub async fn description(
    store: &Store,
    documents: &[i64],
    facts: &Facts,
    replace: bool,
) -> Result<Description, StoreError> {
    let mut description = Description::default();
    let mut groups: BTreeMap<Facts, Vec<String>> = BTreeMap::new();
    for (row, sha256) in store.known(documents).await? {
        let mut new = facts.clone();
        for fact in Fact::ALL {
            let (said, known) = (facts.get(fact), fact.of(&row.metadata));
            match (said, known) {
                (Some(_), None) => *description.filled.entry(fact).or_default() += 1,
                (Some(said), Some(known)) if said == known => new = new.without(fact),
                (Some(_), Some(value)) => {
                    let known = Known { document: row.id, name: row.name(), fact, value };
                    if replace {
                        description.replaced.push(known);
                    } else {
                        new = new.without(fact);
                        description.left.push(known);
                    }
                }
                (None, _) => {}
            }
        }
        if !new.is_empty() {
            description.documents.push((row.id, row.name()));
            groups.entry(new).or_default().push(sha256);
        }
    }
    description.said = groups.into_iter().map(|(facts, documents)| Said { facts, documents }).collect();
    Ok(description)
}

/// What saying this would do; nothing is written.
pub async fn preview(store: &Store, said: &[Said]) -> Result<Effect, StoreError> {
    let act = Act::Describe { said: said.to_vec() };
    read_again(store, store.decisions().await?, &act, |_| {}).await
}

/// Writes a decision down and does all that it says: of documents that it is about as a whole, the texts are read again
/// by what is known of them then. Gives its number and what it did to their claims.
pub async fn decide(store: &Store, new: NewDecision) -> Result<(i64, Effect), StoreError> {
    loop {
        let all = store.decisions().await?;
        let known = all.len();
        let mut read = Vec::new();
        let effect = read_again(store, all, &new.act, |one| read.push(one)).await?;
        // Where someone else decided meanwhile, the texts are read once more.
        if let Some(id) = store.decide_and_read(new.clone(), known, read).await? {
            return Ok((id, effect));
        }
    }
}

/// Reads every document again of which people say something else when `act` follows on all decisions, a few at a time.
async fn read_again(
    store: &Store,
    all: Vec<Decision>,
    act: &Act,
    mut take: impl FnMut(ReadAgain),
) -> Result<Effect, StoreError> {
    let subject = series::subject_of(act, &all).clone();
    let before = Decisions::in_force(all.clone());
    let after = Decisions::in_force(followed_by(all, act.clone()));
    let mut effect = Effect::default();
    let documents = series::documents_of(&subject);
    let ahead = available_parallelism().map_or(1, std::num::NonZero::get);
    for some in documents.chunks(ahead) {
        let mut running = Vec::with_capacity(ahead);
        for sha256 in some {
            let (said, facts) = (before.facts_of(sha256), after.facts_of(sha256));
            if said == facts {
                continue;
            }
            if let Some((stored, stated)) = store.stated(sha256, &said).await? {
                running.push(spawn_blocking(move || read_one(&stored, stated, &facts)));
            }
        }
        for one in running {
            let (row, claims, read, changes) =
                one.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))?;
            effect.note(&row, claims, changes);
            take(read);
        }
    }
    Ok(effect)
}

fn followed_by(mut all: Vec<Decision>, act: Act) -> Vec<Decision> {
    let id = all.iter().map(|decision| decision.id).max().unwrap_or_default() + 1;
    let [who, before, after, why] = [const { String::new() }; 4];
    all.push(Decision { id, at: Utc::now(), who, act, before, after, why });
    all
}

fn read_one(
    stored: &StoredDocument,
    stated: Metadata,
    facts: &Facts,
) -> Result<(DocumentRow, usize, ReadAgain, Vec<Changed>), StoreError> {
    let document = Document {
        source: stored.row.source.clone(),
        // The bytes were read when the text was taken from them; the text is what is read again.
        raw: Vec::new(),
        text: stored.text.clone(),
        encoding: stored.encoding.clone(),
        sha256: stored.sha256.clone(),
        metadata: facts.over(stated.clone()),
    };
    let Analysis { blocks, extraction, links, .. } = analyse(document);
    let claims = &extraction.claims;
    let (read, changes) = ReadAgain::of(stored, stated, facts, (&blocks, claims, &links))?;
    Ok((stored.row.clone(), claims.len(), read, changes))
}

/// Reads a stored document again with this version: what it says of itself, where it is known what the caller said of
/// it, and its claims. What people decided stays. Gives where it was read from and what changed.
pub async fn reread(store: &Store, id: i64) -> Result<(String, Vec<Changed>), StoreError> {
    let (stored, stated, facts) = stored_with_facts(store, id).await?;
    let source = stored.row.source.clone();
    let received = match store.given(id).await? {
        Some(given) => Some((store.raw(id).await?, given)),
        None => None,
    };
    let (read, changed) = in_background(move || {
        // Bytes that this version refuses leave what is known as it is.
        let read = received.and_then(|(raw, given)| source::read(&stored.row.source, raw, &given).ok());
        let (_, _, read, changed) =
            read_one(&stored, read.map_or(stated, |document| document.metadata), &facts)?;
        Ok::<_, StoreError>((read, changed))
    })
    .await?;
    store.put_again(read).await?;
    Ok((source, changed))
}

/// Reads a stored document again of which the caller says now what was not known.
pub(super) async fn fill(store: &Store, id: i64, said: Given) -> Result<(), StoreError> {
    let (stored, stated, facts) = stored_with_facts(store, id).await?;
    let given = store.given(id).await?.map(|before| said.clone().or(&before));
    let read = in_background(move || read_one(&stored, said.over(stated), &facts)).await?.2;
    store.put_again(read.with(given)).await
}

/// A document that counts, what it states of itself, and what people say of it.
async fn stored_with_facts(store: &Store, id: i64) -> Result<(StoredDocument, Metadata, Facts), StoreError> {
    let sha256 = store.document(id).await?.sha256;
    let facts = Decisions::in_force(store.decisions().await?).facts_of(&sha256);
    let (stored, stated) = store.stated(&sha256, &facts).await?.ok_or(StoreError::NotFound)?;
    Ok((stored, stated, facts))
}

/// Away from the threads that answer requests; a defect goes on to the caller.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    spawn_blocking(work).await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
}

/// How things stand and are to stand, in words that are written down with the decision, in both languages.
pub fn in_words(description: &Description, facts: &Facts) -> (String, String) {
    let which = |language: Language| match description.documents.as_slice() {
        [(id, name)] => language.pick(format!("文件 #{id}“{name}”："), format!("document #{id} “{name}”: ")),
        all => language.pick(format!("文件 {} 份：", all.len()), format!("{} documents: ", all.len())),
    };
    let of_one = description.documents.len() == 1;
    let count = |count: usize, language: Language| {
        let many = language.pick(format!(" {count} 份"), format!(" ({count})"));
        if of_one { String::new() } else { many }
    };
    let before = |language: Language| {
        let mut parts: Vec<String> = Vec::new();
        for fact in Fact::ALL {
            let name = called(fact, language);
            parts.extend(description.filled.get(&fact).map(|many| {
                let many = count(*many, language);
                language.pick(format!("{name}未知{many}"), format!("{name} unknown{many}"))
            }));
            let mut known: BTreeMap<&str, usize> = BTreeMap::new();
            for one in description.replaced.iter().filter(|one| one.fact == fact) {
                *known.entry(&one.value).or_default() += 1;
            }
            parts.extend(
                known.iter().map(|(value, many)| format!("{name} {value}{}", count(*many, language))),
            );
        }
        which(language) + &parts.join(language.pick("，", ", "))
    };
    let after = |language: Language| {
        let said = |fact: Fact| facts.get(fact).map(|value| format!("{} {value}", called(fact, language)));
        let parts: Vec<String> = Fact::ALL.into_iter().filter_map(said).collect();
        which(language) + &parts.join(language.pick("，", ", "))
    };
    (in_both(before), in_both(after))
}

fn called(fact: Fact, language: Language) -> &'static str {
    match fact {
        Fact::Scope => language.pick("范围", "place"),
        Fact::Date => language.pick("日期", "day"),
        Fact::Title => language.pick("标题", "title"),
        Fact::Publisher => language.pick("发布机构", "publisher"),
    }
}
