//! Reading what the view of indicators × conferences shows.

use super::error::StoreError;
use super::tally::Match;
use super::{DocumentRow, IndicatorRow, Page, Store, words_of};
use crate::document::DocumentKind;

/// See [`Store::scope_of_most_conferences`].
pub(super) const SCOPE_OF_MOST_CONFERENCES: &str = "with spoken as materialized (
         select document, min(speaker) < max(speaker) as by_several
         from blocks where speaker is not null group by document
     )
     select scope from documents left join spoken on spoken.document = documents.id
     where scope is not null and date is not null
     group by scope having count(*) > 1
     order by coalesce(sum(by_several), 0) desc, count(by_several) desc, count(*) desc, scope
     limit 1";

/// See [`Store::repeated_indicators`].
pub(super) const REPEATED_INDICATORS: &str = "with given as materialized (
         select links.indicator, count(distinct claims.document) as shown
         from json_each($5) as wanted
         cross join claims on claims.document = wanted.value and claims.scope = $1
         cross join links on links.claim = claims.id
         group by links.indicator
     ),
     found as materialized (
         select indicators.id, shown, conferences
         from given
         join reach on reach.indicator = given.indicator and reach.scope = $1
         join indicators on indicators.id = given.indicator
         where conferences > 1
             and not exists (
                 select 1 from json_each($2) as word
                 where instr(lower(indicators.name), word.value) = 0
             )
     )
     select
         (select count(*) from found),
         (select json_group_array(id) from
             (select id from found order by shown desc, conferences desc, id limit $3 offset $4))";

impl Store {
    /// The scopes with at least two dated documents, that with most documents first.
    pub async fn scopes_of_conferences(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "select scope from documents
             where scope is not null and date is not null
                 and id not in (select document from editions where counted_as is not null)
             group by scope having count(*) > 1 order by count(*) desc, scope",
        )
        .fetch_all(&self.readers)
        .await?)
    }

    /// The scope to begin with: that of most conferences, where more than one person speaks, else that of
    /// most texts in which anyone speaks (a report), else that of most documents. News is none of these.
    pub async fn scope_of_most_conferences(&self) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar(SCOPE_OF_MOST_CONFERENCES).fetch_optional(&self.readers).await?)
    }

    /// The newest dated documents of a scope, newest first; of these kinds, or of any where none is named.
    /// With `spoken` those in which anyone speaks count too, whatever their title says.
    pub async fn documents_of_scope(
        &self,
        scope: &str,
        kinds: &[DocumentKind],
        spoken: bool,
        offset: i64,
        limit: i64,
    ) -> Result<Page<DocumentRow>, StoreError> {
        let (total, ids): (i64, String) = sqlx::query_as(
            "with found as materialized (
                 select id, date from documents where scope = $1 and date is not null
                     and id not in (select document from editions where counted_as is not null)
                     and ($4 is null
                         or id in (select rowid from document_words where document_words match $4)
                         or $5 and exists (
                             select 1 from blocks where document = documents.id and speaker is not null
                         ))
             )
             select
                 (select count(*) from found),
                 (select json_group_array(id) from
                     (select id from found order by date desc, id desc limit $2 offset $3))",
        )
        .bind(scope)
        .bind(limit)
        .bind(offset)
        .bind(Match::default().any_of("kind", kinds.iter().copied().map(Into::into)).query())
        .bind(spoken)
        .fetch_one(&self.readers)
        .await?;
        Ok(Page { rows: self.document_rows(&ids).await?, total })
    }

    /// Indicators of a scope that at least two dated documents report and that at least one of `documents` gives a
    /// value of, those of most of these first; their names hold every word of `topic`.
    pub async fn repeated_indicators(
        &self,
        scope: &str,
        documents: &[i64],
        topic: &str,
        offset: i64,
        limit: i64,
    ) -> Result<Page<IndicatorRow>, StoreError> {
        let (total, ids): (i64, String) = sqlx::query_as(REPEATED_INDICATORS)
            .bind(scope)
            .bind(words_of(topic))
            .bind(limit)
            .bind(offset)
            .bind(serde_json::json!(documents).to_string())
            .fetch_one(&self.readers)
            .await?;
        Ok(Page { rows: self.indicator_rows(&ids).await?, total })
    }
}
