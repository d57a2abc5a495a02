//! Reading claims: one, those of a document, those of an indicator, and a list to search.

use super::error::{StoreError, corrupt};
use super::tally::Match;
use super::{ClaimFilter, DocumentRow, Measure, Page, Sentence, Store, StoredClaim, StoredDocument, numbers};
use crate::claim::{Claim, Kind, ToWords};
use crate::document::file_name;
use crate::period::PeriodType;
use crate::query::{Meaning, Number, Query};
use crate::series::{self, Count, Decisions, Point, PointDocument, Series};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use sqlx::FromRow;
use std::collections::HashMap;

/// Points as one JSON array, which is read several times faster than row by row.
macro_rules! points {
    ($from:expr) => {
        concat!(
            "select json_group_array(json_array(
                 stored_claims.id, stored_claims.document, stored_claims.indicator, stored_claims.comparable,
                 json(stored_claims.claim),
                 documents.title, documents.scope, documents.date,
                 iif(documents.event_date is null, 'day', documents.precision), documents.source
             )) from ",
            $from
        )
    };
}

pub(super) const POINTS: &str = points!(
    "json_each($1) as wanted
     cross join links on links.indicator = wanted.value
     cross join stored_claims on stored_claims.id = links.claim
     cross join documents on documents.id = stored_claims.document"
);

/// Those of claims by their numbers.
pub(super) const POINTS_NUMBERED: &str = points!(
    "json_each($1) as wanted
     cross join stored_claims on stored_claims.id = wanted.value
     cross join documents on documents.id = stored_claims.document"
);

/// Those of a scope, and of a status where one is given.
pub(super) const POINTS_WITHIN: &str = points!(
    "json_each($1) as wanted
     cross join measures on measures.indicator = wanted.value->>0
         and measures.scope is wanted.value->>1
     cross join json_each(measures.claims) as numbers
     cross join stored_claims on stored_claims.id = numbers.value
     cross join documents on documents.id = stored_claims.document"
);

/// The claims of results in one measure that are of a place.
macro_rules! of_measure {
    () => {
        "from measures
             cross join json_each(measures.claims) as numbers
             cross join claims on claims.id = numbers.value
         where measures.indicator = $1 and measures.status = 'actual' and measures.kind = $2
             and measures.basis is $3 and measures.unit = $4 and measures.scope is not null"
    };
}

/// Those of one stretch of time.
pub(super) const POINTS_AT: &str = points!(concat!(
    "(select claims.id as claim ",
    of_measure!(),
    " and claims.period_type = $5 and claims.period_end = $6) as wanted
     cross join stored_claims on stored_claims.id = wanted.claim
     cross join documents on documents.id = stored_claims.document"
));

pub(super) const TIMES: &str = concat!(
    "select claims.period_type, claims.period_end, count(distinct measures.scope) ",
    of_measure!(),
    " and claims.period_end is not null
     group by claims.period_type, claims.period_end
     order by claims.period_end desc, claims.period_type"
);

pub(super) const COUNTS: &str = "select json_group_array(json_object(
         'indicator', indicator, 'scope', scope, 'kind', kind, 'basis', basis, 'unit', unit, 'status', status,
         'points', points, 'dated', dated
     ))
     from measures
     where indicator in (select value from json_each($1)) and ($2 is null or scope = $2)";

pub(super) const CLAIMS_OF_DOCUMENT: &str =
    "select id, document, indicator, indicator_name, link_reason, link_score, claim
     from stored_claims where document = $1 order by start_char, position";

/// Those of the newest document first.
pub(super) const NEWEST_CLAIMS: &str = "select
         (select coalesce(sum(points), 0) from tallies),
         (select json_group_array(id) from (
             select claims.id from documents join claims on claims.document = documents.id
             where documents.id not in (select document from editions where counted_as is not null)
             order by documents.date desc, documents.id desc, claims.position limit $1 offset $2
         ))";

/// The numbers in `claim_words` tell document and position: see `claim_places`.
macro_rules! found_claims {
    ($order:literal) => {
        concat!(
            "with found as materialized (
                 select rowid as place from claim_words
                 where claim_words match $3 and rowid between $4 and $5
                 order by rowid ",
            $order,
            " limit $1 offset $2
             )
             select
                 coalesce($6, (
                     select count(*) from claim_words where claim_words match $3 and rowid between $4 and $5
                 )),
                 (select json_group_array(claims.id order by place ",
            $order,
            ") from found
                     join claims on claims.document = (place >> 18) & 4194303
                         and claims.position = 262143 - (place & 262143))"
        )
    };
}

/// How many claims there are of a scope, kind and status, without looking at each.
pub(super) const COUNT_OF_KIND: &str = "select coalesce(sum(points), 0) from measures
     where ($1 is null or scope = $1) and ($2 is null or kind = $2) and ($3 is null or status = $3)";

/// A sentence without an end would hold the whole text.
pub(super) const IN_SENTENCES: &str = "with places as materialized (
         select claims.id, document, start_char, end_char,
             max(min(sentence_start, start_char), start_char - $2) as first,
             min(max(sentence_end, end_char), end_char + $2) as last
         from json_each($1) as wanted cross join claims on claims.id = wanted.value
     )
     select places.id, start_char - first, end_char - first, substr(text, first + 1, last - first)
     from places cross join documents on documents.id = places.document";

pub(super) const FOUND_CLAIMS: &str = found_claims!("desc");
pub(super) const OLDEST_FOUND_CLAIMS: &str = found_claims!("asc");

pub(super) const SENTENCES: &str = "select
         claims.id, substr(documents.text, sentence_start + 1, sentence_end - sentence_start)
     from json_each($1) as wanted
     cross join claims on claims.id = wanted.value
     cross join documents on documents.id = claims.document";
/// The indicators of these names, a JSON array.
pub(super) const CALLED: &str = "select json_group_array(id) from (
         select indicators.id from json_each($1) as wanted cross join indicators on indicators.key = wanted.value
         union
         select aliases.indicator from json_each($1) as wanted cross join aliases on aliases.name = wanted.value
     )";

/// So many claims are looked through for the values nearest to a number.
const LOOKED_AT: i64 = 5_000;

/// The values next to a number on either side.
pub(super) const NEXT_IN_SIZE: &str = "with above as materialized (
         select claims.id, cast(value as real) - cast($2 as real) as far
         from claims indexed by claims_by_size join links on links.claim = claims.id
         where cast(value as real) >= cast($2 as real) and ($3 is null or unit = $3)
         order by cast(value as real) limit $1
     ), below as materialized (
         select claims.id, cast($2 as real) - cast(value as real) as far
         from claims indexed by claims_by_size join links on links.claim = claims.id
         where cast(value as real) < cast($2 as real) and ($3 is null or unit = $3)
         order by cast(value as real) desc limit $1
     )
     select json_group_array(id) from (
         select id from (select * from above union all select * from below) order by far, id limit $1
     )";

/// Of the newest claims found, those nearest to a number.
pub(super) const NEAREST_FOUND: &str = "with found as materialized (
         select rowid as place from claim_words where claim_words match $2 order by rowid desc limit $3
     )
     select json_group_array(id) from (
         select claims.id from found
         cross join claims on claims.document = (place >> 18) & 4194303
             and claims.position = 262143 - (place & 262143)
         where $5 is null or unit = $5
         order by abs(cast(value as real) - cast($4 as real)), place desc limit $1
     )";

/// The indicators that found claims measure.
pub(super) const MEASURED_BY_FOUND: &str = "with found as materialized (
         select rowid as place from claim_words where claim_words match $1
     )
     select json_group_array(distinct links.indicator) from found
     cross join claims on claims.document = (place >> 18) & 4194303 and claims.position = 262143 - (place & 262143)
     cross join links on links.claim = claims.id";

impl Store {
    /// One claim, with the document that holds it; of the document's claims this one alone is read.
    pub async fn claim(&self, id: i64) -> Result<(StoredClaim, StoredDocument), StoreError> {
        let row: ClaimRow = sqlx::query_as(
            "select id, document, indicator, indicator_name, link_reason, link_score, claim
             from stored_claims where id = $1",
        )
        .bind(id)
        .fetch_one(&self.readers)
        .await?;
        let mut document = self.document_alone(row.document).await?;
        let claim = row.read()?;
        document.claims.push(claim.clone());
        Ok((claim, document))
    }

    /// Claims that fit, each with its document; those of a document together, in order.
    pub async fn claims(&self, filter: &ClaimFilter) -> Result<Page<(StoredClaim, DocumentRow)>, StoreError> {
        let Page { rows, total } = self.claims_found(filter).await?;
        Ok(Page { rows: self.claims_numbered(&rows).await?, total })
    }

    /// What a search asks of the index, where it asks for anything.
    pub(super) async fn claims_wanted(&self, filter: &ClaimFilter) -> Result<Option<String>, StoreError> {
        let [asked, named] = [self.called(&filter.query).await?, self.called(&filter.indicator).await?];
        let wanted = Match::default()
            .claims("names quote", &filter.query, &asked)
            .claims("names", &filter.indicator, &named)
            .facet("scope", filter.scope.as_deref())
            .facet("kind", filter.kind.map(Into::into))
            .facet("status", filter.status.map(Into::into))
            .facet("year", filter.year.map(|year| format!("{year:04}")).as_deref());
        Ok(wanted.query())
    }

    /// For each term of a query the indicators that its words name, by any of their names.
    async fn called(&self, query: &Query) -> Result<Vec<Vec<i64>>, StoreError> {
        let mut called = Vec::with_capacity(query.terms.len());
        for term in &query.terms {
            let Meaning::Words { others } = &term.means else {
                called.push(Vec::new());
                continue;
            };
            let own = [term.text.clone(), term.text.to_uppercase()];
            let names: Vec<&String> = own.iter().chain(others).collect();
            let ids: String =
                sqlx::query_scalar(CALLED).bind(json!(names).to_string()).fetch_one(&self.readers).await?;
            called.push(numbers(&ids)?);
        }
        Ok(called)
    }

    /// The numbers of the claims that fit.
    pub async fn claims_found(&self, filter: &ClaimFilter) -> Result<Page<i64>, StoreError> {
        let wanted = self.claims_wanted(filter).await?;
        let (total, ids): (i64, String) = match (wanted, filter.document, filter.oldest_first) {
            (None, None, false) => sqlx::query_as(NEWEST_CLAIMS).bind(filter.limit).bind(filter.offset),
            (wanted, document, oldest) => {
                let (first, last) = self.places(document).await?;
                let query = if oldest { OLDEST_FOUND_CLAIMS } else { FOUND_CLAIMS };
                let query = sqlx::query_as(query).bind(filter.limit).bind(filter.offset);
                let known = self.count_of_kind(filter).await?;
                query.bind(wanted.unwrap_or_else(Match::everything)).bind(first).bind(last).bind(known)
            }
        }
        .fetch_one(&self.readers)
        .await?;
        Ok(Page { rows: numbers(&ids)?, total })
    }

    /// The claims with these numbers, each with its document, in this order. Those that are gone are left out.
    pub async fn claims_numbered(&self, ids: &[i64]) -> Result<Vec<(StoredClaim, DocumentRow)>, StoreError> {
        let rows: Vec<ClaimRow> = sqlx::query_as(
            "select stored_claims.id, document, indicator, indicator_name, link_reason, link_score, claim
             from json_each($1) as wanted join stored_claims on stored_claims.id = wanted.value
             order by wanted.key",
        )
        .bind(json!(ids).to_string())
        .fetch_all(&self.readers)
        .await?;
        let holders: Vec<i64> = rows.iter().map(|row| row.document).collect();
        let documents: HashMap<i64, DocumentRow> = self
            .document_rows(&json!(holders).to_string())
            .await?
            .into_iter()
            .map(|document| (document.id, document))
            .collect();
        rows.into_iter()
            .map(|row| {
                let document = documents.get(&row.document).cloned().ok_or(StoreError::NotFound)?;
                Ok((row.read()?, document))
            })
            .collect()
    }

    /// The claims that fit with the values nearest to a number, the nearest first; in a unit where one is given. Where
    /// nothing else is asked for, all claims are looked at, else the newest `LOOKED_AT`.
    pub async fn nearest_claims(
        &self,
        filter: &ClaimFilter,
        number: &Number,
    ) -> Result<Vec<(StoredClaim, DocumentRow)>, StoreError> {
        let ids: String = match self.claims_wanted(filter).await? {
            None => sqlx::query_scalar(NEXT_IN_SIZE).bind(filter.limit),
            Some(wanted) => sqlx::query_scalar(NEAREST_FOUND).bind(filter.limit).bind(wanted).bind(LOOKED_AT),
        }
        .bind(number.value.to_string())
        .bind((!number.unit.is_empty()).then_some(&number.unit))
        .fetch_one(&self.readers)
        .await?;
        self.claims_numbered(&numbers(&ids)?).await
    }

    /// Where all claims of this confidence or more stand: number, SHA-256 of the document's bytes, and code point. Of
    /// claims that share their words there is one for each.
    pub async fn claim_places(&self, confidence: f64) -> Result<Vec<(i64, String, i64)>, StoreError> {
        Ok(sqlx::query_as(
            "select claims.id, sha256, start_char from claims join documents on documents.id = claims.document
             where confidence >= $1",
        )
        .bind(confidence)
        .fetch_all(&self.readers)
        .await?)
    }

    /// The words of these claims in their sentences, up to `most` code points of it on each side.
    pub async fn in_sentences(
        &self,
        claims: &[i64],
        most: usize,
    ) -> Result<HashMap<i64, Sentence>, StoreError> {
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(IN_SENTENCES)
            .bind(json!(claims).to_string())
            .bind(most as i64)
            .fetch_all(&self.readers)
            .await?;
        let sentence = |(id, start, end, words): (i64, i64, i64, String)| {
            let words: Vec<char> = words.chars().collect();
            let part = |from: usize, to: usize| words.get(from..to).unwrap_or_default().iter().collect();
            let (start, end) = (start as usize, end as usize);
            (id, Sentence { before: part(0, start), quote: part(start, end), after: part(end, words.len()) })
        };
        Ok(rows.into_iter().map(sentence).collect())
    }

    /// How many claims fit, where the scope, the kind and the status are all that is asked for.
    async fn count_of_kind(&self, filter: &ClaimFilter) -> Result<Option<i64>, StoreError> {
        let ClaimFilter { query, indicator, scope, kind, status, year, document, .. } = filter;
        if !query.is_empty() || !indicator.is_empty() || year.is_some() || document.is_some() {
            return Ok(None);
        }
        let count = sqlx::query_scalar(COUNT_OF_KIND)
            .bind(scope)
            .bind(kind.map(<&'static str>::from))
            .bind(status.map(<&'static str>::from));
        Ok(Some(count.fetch_one(&self.readers).await?))
    }

    /// Between which places the claims of a document stand; of all documents where none is given.
    async fn places(&self, document: Option<i64>) -> Result<(i64, i64), StoreError> {
        let Some(document) = document else { return Ok((0, i64::MAX)) };
        let places: (Option<i64>, Option<i64>) =
            sqlx::query_as("select min(place), max(place) from claim_places where document = $1")
                .bind(document)
                .fetch_one(&self.readers)
                .await?;
        Ok((places.0.unwrap_or(0), places.1.unwrap_or(-1)))
    }

    /// All points of these indicators, those of an indicator together, oldest document first.
    pub async fn points(&self, indicators: &[i64]) -> Result<Vec<Point>, StoreError> {
        self.points_by(POINTS, &json!(indicators)).await
    }

    /// The points of an indicator and a scope, for each of these pairs; without a scope, those of claims that name none.
    pub async fn points_of_places(&self, places: &[(i64, Option<&str>)]) -> Result<Vec<Point>, StoreError> {
        self.points_by(POINTS_WITHIN, &json!(places)).await
    }

    async fn points_by(
        &self,
        query: &'static str,
        wanted: &serde_json::Value,
    ) -> Result<Vec<Point>, StoreError> {
        let rows: String =
            sqlx::query_scalar(query).bind(wanted.to_string()).fetch_one(&self.readers).await?;
        self.read_points(&rows).await
    }

    /// Points from the JSON of [`POINTS`].
    pub(super) async fn read_points(&self, rows: &str) -> Result<Vec<Point>, StoreError> {
        let mut points = points_of(rows)?;
        self.tell_among(&mut points).await?;
        points.sort_by_key(|point| {
            let Claim { start, end, .. } = point.claim;
            (point.indicator, point.document.date, point.document.id, start, end, point.id)
        });
        Ok(points)
    }

    /// Says of each rank among whom it is.
    async fn tell_among(&self, points: &mut [Point]) -> Result<(), StoreError> {
        let ranks: Vec<i64> =
            points.iter().filter(|point| point.claim.kind == Kind::Rank).map(|point| point.id).collect();
        if ranks.is_empty() {
            return Ok(());
        }
        let sentences = self.sentences(&ranks).await?;
        for point in points.iter_mut() {
            let Claim { start, sentence, .. } = &point.claim;
            let before = sentences
                .get(&point.id)
                .map(|words| words.chars().take(start.saturating_sub(sentence.start)));
            point.among = before.and_then(|before| series::among(&before.collect::<String>()));
        }
        Ok(())
    }

    /// The sentences that hold these claims, by the claims' numbers.
    pub async fn sentences(&self, claims: &[i64]) -> Result<HashMap<i64, String>, StoreError> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as(SENTENCES).bind(json!(claims).to_string()).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().collect())
    }

    /// The series of these indicators, broken where people marked a break.
    pub async fn series(&self, indicators: &[i64]) -> Result<Vec<Series>, StoreError> {
        self.assemble(indicators, self.points(indicators).await?).await
    }

    /// Those series of these indicators that are of this scope.
    pub async fn series_of_scope(&self, indicators: &[i64], scope: &str) -> Result<Vec<Series>, StoreError> {
        let wanted: Vec<_> = indicators.iter().map(|id| (*id, Some(scope))).collect();
        self.series_of_places(&wanted).await
    }

    /// The series of an indicator and a scope, for each of these pairs; without a scope, those of claims that name none.
    pub async fn series_of_places(&self, places: &[(i64, Option<&str>)]) -> Result<Vec<Series>, StoreError> {
        let indicators: Vec<i64> = places.iter().map(|(indicator, _)| *indicator).collect();
        self.assemble(&indicators, self.points_of_places(places).await?).await
    }

    /// How many claims these indicators have of each scope, measure, unit and status; of `scope` only where one is
    /// given. No claim is read for it.
    pub async fn counts(&self, indicators: &[i64], scope: Option<&str>) -> Result<Vec<Count>, StoreError> {
        let counts: String = sqlx::query_scalar(COUNTS)
            .bind(json!(indicators).to_string())
            .bind(scope)
            .fetch_one(&self.readers)
            .await?;
        serde_json::from_str(&counts).map_err(corrupt("claims", 0))
    }

    /// The main series of each of these indicators, and what shares its scope; of `scope`
    /// only where one is given. Reads a fraction of what [`Self::series`] reads.
    pub async fn main_series(
        &self,
        indicators: &[i64],
        scope: Option<&str>,
    ) -> Result<Vec<Series>, StoreError> {
        let places = series::places_of_main(self.counts(indicators, scope).await?);
        let places: Vec<_> = places.iter().map(|(id, scope)| (*id, scope.as_deref())).collect();
        let points = self.points_by(POINTS_WITHIN, &json!(places)).await?;
        self.assemble(indicators, points).await
    }

    /// The results of an indicator in one measure for one stretch of time, of every place that has any.
    pub async fn series_at(
        &self,
        indicator: i64,
        measure: &Measure,
        (period, end): (PeriodType, NaiveDate),
    ) -> Result<Vec<Series>, StoreError> {
        let points: String = sqlx::query_scalar(POINTS_AT)
            .bind(indicator)
            .bind(<&'static str>::from(measure.kind))
            .bind(measure.basis.map(<&'static str>::from))
            .bind(&measure.unit)
            .bind(<&'static str>::from(period))
            .bind(end)
            .fetch_one(&self.readers)
            .await?;
        self.assemble(&[indicator], self.read_points(&points).await?).await
    }

    /// For which stretches of time an indicator has results in one measure, the newest first, and of how many places.
    pub async fn times_of(
        &self,
        indicator: i64,
        measure: &Measure,
    ) -> Result<Vec<((PeriodType, NaiveDate), i64)>, StoreError> {
        let rows: Vec<(String, NaiveDate, i64)> = sqlx::query_as(TIMES)
            .bind(indicator)
            .bind(<&'static str>::from(measure.kind))
            .bind(measure.basis.map(<&'static str>::from))
            .bind(&measure.unit)
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(period, end, places)| {
                let period = period.parse().map_err(corrupt::<strum::ParseError>("claims", indicator))?;
                Ok(((period, end), places))
            })
            .collect()
    }

    async fn assemble(&self, indicators: &[i64], points: Vec<Point>) -> Result<Vec<Series>, StoreError> {
        let decisions = Decisions::in_force(self.decisions().await?);
        let mut marked = Vec::new();
        if !decisions.is_empty() {
            for &indicator in indicators {
                marked.extend(decisions.breaks_of(&self.key_of(indicator).await?, indicator));
            }
        }
        Ok(series::assemble(points, &marked))
    }

    /// The claims of a document in order of their start.
    pub(super) async fn claims_of(&self, document: i64) -> Result<Vec<StoredClaim>, StoreError> {
        let rows: Vec<ClaimRow> =
            sqlx::query_as(CLAIMS_OF_DOCUMENT).bind(document).fetch_all(&self.readers).await?;
        rows.into_iter().map(ClaimRow::read).collect()
    }
}

/// The points of [`POINTS`], as they are read from there.
pub(super) fn points_of(rows: &str) -> Result<Vec<Point>, StoreError> {
    let rows: Vec<PointRow<'_>> = serde_json::from_str(rows).map_err(corrupt("claims", 0))?;
    rows.into_iter().map(PointRow::read).collect()
}

/// A row of `stored_claims`.
#[derive(FromRow)]
struct ClaimRow {
    id: i64,
    document: i64,
    indicator: i64,
    indicator_name: String,
    link_reason: String,
    link_score: u8,
    /// The claim as JSON.
    claim: String,
}

impl ClaimRow {
    fn read(self) -> Result<StoredClaim, StoreError> {
        Ok(StoredClaim {
            id: self.id,
            indicator: self.indicator,
            indicator_name: self.indicator_name,
            link_reason: self.link_reason,
            link_score: self.link_score,
            claim: serde_json::from_str(&self.claim).map_err(corrupt("claims", self.id))?,
            link: ToWords { document: self.document, claim: self.id },
        })
    }
}

/// An element of [`POINTS`]: claim, document, indicator, whether it is comparable, the claim as JSON, and
/// the document's title, scope, date with its precision, and source.
#[derive(Deserialize)]
struct PointRow<'a>(
    i64,
    i64,
    i64,
    u8,
    #[serde(borrow)] &'a RawValue,
    Option<String>,
    Option<String>,
    Option<NaiveDate>,
    &'a str,
    String,
);

impl PointRow<'_> {
    fn read(self) -> Result<Point, StoreError> {
        let Self(id, document, indicator, comparable, claim, title, scope, date, precision, source) = self;
        let title = title.unwrap_or_else(|| file_name(&source).to_owned());
        let precision = precision.parse().map_err(corrupt::<strum::ParseError>("documents", document))?;
        Ok(Point {
            id,
            indicator,
            claim: serde_json::from_str(claim.get()).map_err(corrupt("claims", id))?,
            document: PointDocument { id: document, title, scope, date, precision, source },
            link: ToWords { document, claim: id },
            comparable: comparable != 0,
            among: None,
            scale: Decimal::ONE,
        })
    }
}
