//! What does not fit in the record: kept in step within each transaction, and read again.

use super::claim::{POINTS_NUMBERED, POINTS_WITHIN, points_of};
use super::decision::decisions_of;
use super::error::{StoreError, corrupt};
use super::{FindingFilter, Judged, NewDecision, Page, Store, StoredFinding, numbers, tally};
use crate::document::{Day, file_name};
use crate::series::{
    self, Act, Decisions, Finding, FindingKind, FindingState, MarkedBreak, Mention, Names, Place, Point,
    Sides, Spoken, Vanished,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Every condition that is not given holds. Kinds are an array; what matters most comes first.
pub(super) const FINDINGS: &str = "with found as materialized (
         select id, severity, day from findings
         where ($1 = '[]' or kind in (select value from json_each($1)))
             and ($2 is null or scope = $2)
             and ($3 is null or indicator = $3)
             and ($4 is null or indicator in (select rowid from name_words where name_words match $4))
             and ($5 is null or day between $5 || '-01-01' and $5 || '-12-31')
             and severity >= $6
             and ($7 = '[]' or state in (select value from json_each($7)))
     )
     select
         (select count(*) from found),
         (select json_group_array(id) from (
             select id from found order by iif($8, 0, severity) desc, day desc, id limit $9 offset $10
         ))";

/// The newest of one kind that are open.
pub(super) const NEWEST_FINDINGS: &str = "select json_group_array(id) from (
         select id from findings where kind = $1 and state = 'open' order by day desc, id limit $2
     )";

const NUMBERED: &str =
    "select findings.id, findings.indicator, indicators.name, findings.scope, finding, state,
         decision, decisions.who, decisions.at, decisions.why
     from json_each($1) as wanted
     join findings on findings.id = wanted.value
     join indicators on indicators.id = findings.indicator
     left join decisions on decisions.id = findings.decision
     order by wanted.key";

/// The findings that decisions are about, by both of their sides. A quote that was read again may begin or end elsewhere;
/// one under another name is the same only where the words carry no other claim.
const JUDGED: &str = "select judged.value->>'$.decision', findings.id
     from json_each($1) as judged
     cross join all_documents as first on first.sha256 = judged.value->>'$.earlier.sha256'
     cross join claims as earlier on earlier.document = first.id
         and earlier.start_char < judged.value->>'$.earlier.end' and earlier.end_char > judged.value->>'$.earlier.start'
     cross join findings on findings.kind = judged.value->>'$.kind' and findings.earlier = earlier.id
     left join claims as later on later.id = findings.later
     left join all_documents as second on second.id = later.document
     where iif(judged.value->'$.later' = 'null', findings.later = 0,
             second.sha256 = judged.value->>'$.later.sha256'
             and later.start_char < judged.value->>'$.later.end' and later.end_char > judged.value->>'$.later.start')
         and (earlier.indicator = judged.value->>'$.wording' or 1 = (
             select count(*) from claims as others where others.document = first.id
             and others.start_char < judged.value->>'$.earlier.end' and others.end_char > judged.value->>'$.earlier.start'
         ))
     order by 1, 2";

/// So many indicators at places are looked at together.
const AT_ONCE: usize = 500;

impl Store {
    /// What was found that fits, what matters most first.
    pub async fn findings(&self, filter: &FindingFilter) -> Result<Page<StoredFinding>, StoreError> {
        let Page { rows, total } = self.findings_found(filter).await?;
        Ok(Page { rows: self.findings_numbered(&rows).await?, total })
    }

    /// The numbers of the findings that fit.
    pub async fn findings_found(&self, filter: &FindingFilter) -> Result<Page<i64>, StoreError> {
        let kinds: Vec<&'static str> = filter.kinds.iter().map(Into::into).collect();
        let (total, ids): (i64, String) = sqlx::query_as(FINDINGS)
            .bind(json!(kinds).to_string())
            .bind(&filter.scope)
            .bind(filter.indicator)
            .bind(tally::named(&filter.query))
            .bind(filter.year.map(|year| format!("{year:04}")))
            .bind(filter.severity.map_or(1, |least| least as i64 + 1))
            .bind(json!(filter.states).to_string())
            .bind(filter.newest_first)
            .bind(filter.limit)
            .bind(filter.offset)
            .fetch_one(&self.readers)
            .await?;
        Ok(Page { rows: numbers(&ids)?, total })
    }

    /// For how long an indicator had been said of a place, and how long it has not been, where that is a finding.
    pub async fn silence(&self, indicator: i64, scope: &str) -> Result<Option<Vanished>, StoreError> {
        let filter = FindingFilter {
            kinds: vec![FindingKind::Vanished],
            scope: Some(scope.to_owned()),
            indicator: Some(indicator),
            states: vec![FindingState::Open, FindingState::Explained],
            limit: 1,
            ..FindingFilter::default()
        };
        Ok(self.findings(&filter).await?.rows.into_iter().find_map(|one| one.finding.silence))
    }

    /// The newest findings of one kind of which nobody has said what to make.
    pub async fn newest_findings(
        &self,
        kind: FindingKind,
        limit: i64,
    ) -> Result<Vec<StoredFinding>, StoreError> {
        let ids: String = sqlx::query_scalar(NEWEST_FINDINGS)
            .bind(<&'static str>::from(kind))
            .bind(limit)
            .fetch_one(&self.readers)
            .await?;
        self.findings_numbered(&numbers(&ids)?).await
    }

    /// The findings with these numbers, in this order. Those that are gone are left out.
    pub async fn findings_numbered(&self, ids: &[i64]) -> Result<Vec<StoredFinding>, StoreError> {
        let rows: Vec<Row> =
            sqlx::query_as(NUMBERED).bind(json!(ids).to_string()).fetch_all(&self.readers).await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// How many findings there are of each kind, most of all first.
    pub async fn findings_by_kind(&self) -> Result<Vec<(FindingKind, i64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("select kind, count(*) from findings group by kind order by count(*) desc, kind")
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter()
            .map(|(kind, count)| {
                Ok((kind.parse().map_err(corrupt::<strum::ParseError>("findings", 0))?, count))
            })
            .collect()
    }

    /// Writes down what a person makes of a finding, and why. `told` says in both languages how a finding of an indicator
    /// at a place stands. Gives the number of the decision, by which it is taken back.
    pub async fn judge_finding(
        &self,
        id: i64,
        state: FindingState,
        (who, why): (String, String),
        told: impl Fn(&StoredFinding, FindingState) -> String,
    ) -> Result<i64, StoreError> {
        let found = self.findings_numbered(&[id]).await?.pop().ok_or(StoreError::NoFinding(id))?;
        let (earlier, wording) = self.place_of(found.finding.earlier).await?;
        let later = match found.finding.later {
            Some(later) => Some(self.place_of(later).await?.0),
            None => None,
        };
        let act = Act::Judge { sides: Sides { kind: found.finding.kind, wording, earlier, later }, state };
        let (before, after) = (told(&found, found.state), told(&found, state));
        self.decide(NewDecision { who, act, before, after, why }).await
    }

    /// Where a claim stands, and what it calls its indicator.
    async fn place_of(&self, claim: i64) -> Result<(Place, String), StoreError> {
        let (sha256, start, end, wording): (String, i64, i64, String) = sqlx::query_as(
            "select sha256, start_char, end_char, indicator
             from claims join documents on documents.id = claims.document
             where claims.id = $1",
        )
        .bind(claim)
        .fetch_optional(&self.readers)
        .await?
        .ok_or(StoreError::NotFound)?;
        Ok((Place { sha256, start: start as usize, end: end as usize }, wording))
    }

    /// What a decision about a finding holds on to: the finding as it stands now, or why there is none.
    pub async fn found_by(&self, sides: &Sides) -> Result<Found, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let found = judged(&mut connection, [(0, sides)].into_iter()).await?;
        if let Some((_, finding)) = found.first() {
            return Ok(Found::Here(*finding));
        }
        for place in [Some(&sides.earlier), sides.later.as_ref()].into_iter().flatten() {
            let stands: bool = sqlx::query_scalar(
                "select exists (
                     select 1 from documents join claims on claims.document = documents.id
                     where sha256 = $1 and start_char < $3 and end_char > $2
                 )",
            )
            .bind(&place.sha256)
            .bind(place.start as i64)
            .bind(place.end as i64)
            .fetch_one(&mut *connection)
            .await?;
            if !stands {
                return Ok(Found::WordsLost);
            }
        }
        Ok(Found::NoMore)
    }

    /// Claims as points, each in its own unit and outside of any series.
    pub async fn points_numbered(&self, claims: &[i64]) -> Result<HashMap<i64, Point>, StoreError> {
        let points: String = sqlx::query_scalar(POINTS_NUMBERED)
            .bind(json!(claims).to_string())
            .fetch_one(&self.readers)
            .await?;
        Ok(self.read_points(&points).await?.into_iter().map(|point| (point.id, point)).collect())
    }
}

/// What became of a finding on which a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It has this number.
    Here(i64),
    /// Both of its sides are still there, and no longer show it.
    NoMore,
    /// The words of one side are there no more.
    WordsLost,
}

/// A row of [`NUMBERED`].
#[derive(FromRow)]
struct Row {
    id: i64,
    indicator: i64,
    name: String,
    scope: String,
    finding: String,
    state: String,
    decision: Option<i64>,
    who: Option<String>,
    at: Option<DateTime<Utc>>,
    why: Option<String>,
}

impl Row {
    fn read(self) -> Result<StoredFinding, StoreError> {
        let Self { id, indicator, name, scope, finding, state, decision, who, at, why } = self;
        let finding = serde_json::from_str(&finding).map_err(corrupt("findings", id))?;
        let state = state.parse().map_err(corrupt::<strum::ParseError>("findings", id))?;
        let judged = decision.zip(at).map(|(decision, at)| Judged {
            decision,
            who: who.unwrap_or_default(),
            at,
            why: why.unwrap_or_default(),
        });
        Ok(StoredFinding { id, indicator, name, scope, finding, state, judged })
    }
}

/// A row to write of `findings`.
#[derive(Serialize)]
struct NewRow<'a> {
    kind: FindingKind,
    indicator: i64,
    scope: &'a str,
    day: Option<NaiveDate>,
    severity: i64,
    earlier: i64,
    later: i64,
    finding: &'a Finding,
}

impl<'a> NewRow<'a> {
    fn of(indicator: i64, scope: &'a str, finding: &'a Finding) -> Self {
        Self {
            kind: finding.kind,
            indicator,
            scope,
            day: finding.day,
            severity: finding.severity as i64 + 1,
            earlier: finding.earlier,
            later: finding.later.unwrap_or(0),
            finding,
        }
    }
}

/// Looks again where something came, went or was decided. What is counted must be in step.
pub(super) async fn refresh(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let changed: Vec<(i64, String)> =
        sqlx::query_as("delete from unfound returning indicator, scope").fetch_all(&mut *connection).await?;
    let places: Vec<String> =
        sqlx::query_scalar("delete from unheard returning scope").fetch_all(&mut *connection).await?;
    if changed.is_empty() && places.is_empty() {
        return Ok(());
    }
    let all = decisions_of(&mut *connection).await.map_err(undecodable)?;
    let decisions = Decisions::in_force(all);
    for some in changed.chunks(AT_ONCE) {
        compare(connection, some, &decisions).await?;
    }
    for place in places {
        listen(connection, &place).await?;
    }
    settle(connection, &decisions).await
}

/// Gives each finding the state that the decisions in force say.
pub(super) async fn settle(
    connection: &mut SqliteConnection,
    decisions: &Decisions,
) -> Result<(), sqlx::Error> {
    let said: HashMap<i64, FindingState> =
        decisions.judgements().map(|(decision, _, state)| (decision, state)).collect();
    let judged =
        judged(connection, decisions.judgements().map(|(decision, sides, _)| (decision, sides))).await?;
    // Of one finding the last decision holds.
    let by_finding: BTreeMap<i64, i64> =
        judged.into_iter().map(|(decision, finding)| (finding, decision)).collect();
    let rows: Vec<_> =
        by_finding.iter().map(|(finding, decision)| (finding, decision, said.get(decision))).collect();
    let rows = json!(rows).to_string();
    sqlx::query(
        "update findings set state = 'open', decision = null
         where decision is not null and id not in (select value->>0 from json_each($1))",
    )
    .bind(&rows)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "update findings set decision = said.value->>1, state = said.value->>2
         from json_each($1) as said where findings.id = said.value->>0",
    )
    .bind(&rows)
    .execute(connection)
    .await?;
    Ok(())
}

/// Decisions with the findings that they are about, in the order in which they were made.
async fn judged(
    connection: &mut SqliteConnection,
    judgements: impl Iterator<Item = (i64, &Sides)>,
) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    let wanted: Vec<NewJudgement<'_>> =
        judgements.map(|(decision, sides)| NewJudgement { decision, sides }).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query_as(JUDGED).bind(json!(wanted).to_string()).fetch_all(connection).await
}

/// A decision about a finding, as [`JUDGED`] looks for it.
#[derive(Serialize)]
struct NewJudgement<'a> {
    decision: i64,
    #[serde(flatten)]
    sides: &'a Sides,
}

/// Has the indicators with these keys looked at again at every place, as something was decided about them.
pub(super) async fn mark(
    connection: &mut SqliteConnection,
    keys: &BTreeSet<String>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into unfound (scope, indicator)
         select reach.scope, reach.indicator
         from json_each($1) as wanted
         join indicators on indicators.key = wanted.value
         join reach on reach.indicator = indicators.id
         where true
         on conflict do nothing",
    )
    .bind(json!(keys).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

fn undecodable(error: StoreError) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

/// Holds the claims of indicators at places against each other.
async fn compare(
    connection: &mut SqliteConnection,
    changed: &[(i64, String)],
    decisions: &Decisions,
) -> Result<(), sqlx::Error> {
    let wanted = json!(changed).to_string();
    let points: String = sqlx::query_scalar(POINTS_WITHIN).bind(&wanted).fetch_one(&mut *connection).await?;
    let mut by_place: BTreeMap<(i64, Option<String>), Vec<Point>> = BTreeMap::new();
    for point in points_of(&points).map_err(undecodable)? {
        by_place.entry((point.indicator, point.claim.scope.clone())).or_default().push(point);
    }
    let mut marked: Vec<MarkedBreak> = Vec::new();
    if !decisions.is_empty() {
        let keys: Vec<(i64, String)> = sqlx::query_as(
            "select distinct indicators.id, indicators.key from json_each($1) as wanted
             join indicators on indicators.id = wanted.value->>0",
        )
        .bind(&wanted)
        .fetch_all(&mut *connection)
        .await?;
        marked.extend(keys.iter().flat_map(|(id, key)| decisions.breaks_of(key, *id)));
    }
    let found: Vec<(i64, String, Finding)> = by_place
        .into_iter()
        .filter_map(|((indicator, scope), points)| Some((indicator, scope?, points)))
        .flat_map(|(indicator, scope, points)| {
            let found = series::findings(&series::assemble(points, &marked));
            found.into_iter().map(move |finding| (indicator, scope.clone(), finding))
        })
        .collect();
    let rows: Vec<NewRow<'_>> = found.iter().map(|(id, scope, one)| NewRow::of(*id, scope, one)).collect();
    let rows = json!(rows).to_string();
    sqlx::query(
        "delete from findings
         where (scope, indicator) in (select value->>1, value->>0 from json_each($1)) and kind <> 'vanished'
             and (kind, earlier, later) not in (
                 select value->>'$.kind', value->>'$.earlier', value->>'$.later' from json_each($2)
             )",
    )
    .bind(&wanted)
    .bind(&rows)
    .execute(&mut *connection)
    .await?;
    write(connection, rows).await
}

async fn write(connection: &mut SqliteConnection, rows: String) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into findings (kind, indicator, scope, day, severity, earlier, later, finding)
         select value->>'$.kind', value->>'$.indicator', value->>'$.scope', value->>'$.day', value->>'$.severity',
             value->>'$.earlier', value->>'$.later', value->'$.finding'
         from json_each($1)
         where true
         on conflict (kind, earlier, later) do update set indicator = excluded.indicator, scope = excluded.scope,
             day = excluded.day, severity = excluded.severity, finding = excluded.finding",
    )
    .bind(rows)
    .execute(connection)
    .await?;
    Ok(())
}

/// The dated documents of a place that count, the oldest first.
const DOCUMENTS_OF_PLACE: &str = "select documents.id as document, title, source, date,
         iif(event_date is null, 'day', precision) as precision,
         (select count(*) from claims where document = documents.id) as claims
     from documents
     where scope = $1 and date is not null
         and documents.id not in (select document from editions where counted_as is not null)
     order by date, documents.id";

/// A document of a place, as it is held against what the place says no more.
#[derive(Clone, FromRow)]
struct MentionRow {
    document: i64,
    title: Option<String>,
    source: String,
    date: NaiveDate,
    precision: String,
    claims: i64,
}

impl MentionRow {
    /// With whether it gives a result, and the claim by which it speaks of the indicator.
    fn read(self, said: Option<(bool, i64)>) -> Result<Mention, StoreError> {
        let Self { document, title, source, date, precision, claims } = self;
        let title = title.unwrap_or_else(|| file_name(&source).to_owned());
        let precision = precision.parse().map_err(corrupt::<strum::ParseError>("documents", document))?;
        let (result, claim) = said.map_or((false, None), |(result, claim)| (result, Some(claim)));
        Ok(Mention { document, title, day: Day { date, precision }, claim, result, named: false, claims })
    }
}

/// Which documents give an indicator, of those that were given in several years and not in the newest.
const HABITS: &str = "with silent as materialized (
         select indicator from reach
         where scope = $1 and years > 2 and last_year < (
             select cast(substr(max(date), 1, 4) as integer) from documents where scope = $1
         )
     )
     select measures.indicator, claims.document, max(measures.status = 'actual'),
         coalesce(min(claims.id) filter (where measures.status = 'actual'), min(claims.id))
     from silent
     cross join measures on measures.indicator = silent.indicator and measures.scope = $1
     cross join json_each(measures.claims) as number
     cross join claims on claims.id = number.value
     group by measures.indicator, claims.document";

/// All that each of these indicators is called.
async fn called(
    connection: &mut SqliteConnection,
    indicators: impl Iterator<Item = &i64>,
) -> Result<HashMap<i64, Vec<String>>, sqlx::Error> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select indicator, name from json_each($1) as wanted join aliases on aliases.indicator = wanted.value",
    )
    .bind(json!(indicators.collect::<Vec<_>>()).to_string())
    .fetch_all(connection)
    .await?;
    let mut called: HashMap<i64, Vec<String>> = HashMap::new();
    for (indicator, name) in rows {
        called.entry(indicator).or_default().push(name);
    }
    Ok(called)
}

async fn spoken(connection: &mut SqliteConnection, document: i64) -> Result<Spoken, sqlx::Error> {
    let text: String = sqlx::query_scalar("select text from documents where id = $1")
        .bind(document)
        .fetch_one(connection)
        .await?;
    Ok(Spoken::of(&text))
}

/// Finds what the documents of a place gave for years and say no more. Only texts after the last that gives a value are
/// searched for a name, from the newest back to one that holds it.
async fn listen(connection: &mut SqliteConnection, place: &str) -> Result<(), sqlx::Error> {
    let habits: Vec<(i64, i64, bool, i64)> =
        sqlx::query_as(HABITS).bind(place).fetch_all(&mut *connection).await?;
    let mut given: BTreeMap<i64, HashMap<i64, (bool, i64)>> = BTreeMap::new();
    for (indicator, document, result, claim) in habits {
        given.entry(indicator).or_default().insert(document, (result, claim));
    }
    let mut found: Vec<(i64, Finding)> = Vec::new();
    if !given.is_empty() {
        let documents: Vec<MentionRow> =
            sqlx::query_as(DOCUMENTS_OF_PLACE).bind(place).fetch_all(&mut *connection).await?;
        let called = called(connection, given.keys()).await?;
        let mut texts: HashMap<i64, Spoken> = HashMap::new();
        for (indicator, given) in &given {
            let mut mentions = Vec::with_capacity(documents.len());
            for row in &documents {
                let said = given.get(&row.document).copied();
                mentions.push(row.clone().read(said).map_err(undecodable)?);
            }
            let silent = mentions.iter().rposition(|one| one.claim.is_some()).map_or(0, |last| last + 1);
            // What its claims alone do not show, no text can.
            if series::vanished(&mentions).is_none() {
                continue;
            }
            let names = Names::of(called.get(indicator).map(Vec::as_slice).unwrap_or_default());
            for one in mentions[silent..].iter_mut().rev() {
                let text = match texts.entry(one.document) {
                    Entry::Occupied(text) => text.into_mut(),
                    Entry::Vacant(unread) => unread.insert(spoken(connection, one.document).await?),
                };
                one.named = names.stand_in(text);
                if one.named {
                    break;
                }
            }
            let gone = series::vanished(&mentions).map(Finding::of_silence);
            found.extend(gone.map(|gone| (*indicator, gone)));
        }
    }
    let rows: Vec<NewRow<'_>> = found.iter().map(|(id, one)| NewRow::of(*id, place, one)).collect();
    let rows = json!(rows).to_string();
    sqlx::query(
        "delete from findings where scope = $1 and kind = 'vanished'
             and earlier not in (select value->>'$.earlier' from json_each($2))",
    )
    .bind(place)
    .bind(&rows)
    .execute(&mut *connection)
    .await?;
    write(connection, rows).await
}
