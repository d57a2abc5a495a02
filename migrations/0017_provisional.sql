-- A result that is not the last word on it, 预计 or 初步核算, is kept as one. Of documents read before, `reextract` tells.
alter table claims add column provisional integer not null default 0 check (provisional in (0, 1));

drop view stored_claims;

create view stored_claims as
select
    claims.id,
    claims.document,
    claims.position,
    claims.start_char,
    all_links.indicator,
    indicators.name as indicator_name,
    coalesce(all_links.decided, all_links.reason) as link_reason,
    all_links.score as link_score,
    all_links.comparable,
    json_object(
        'start', claims.start_char,
        'end', claims.end_char,
        'quote', claims.quote,
        'value', claims.value,
        'value_high', claims.value_high,
        'unit', claims.unit,
        'kind', claims.kind,
        'direction', claims.direction,
        'basis', claims.basis,
        'role', claims.role,
        'bound', claims.bound,
        'status', claims.status,
        'provisional', json(iif(claims.provisional, 'true', 'false')),
        'indicator', claims.indicator,
        'subject', claims.subject,
        'scope', claims.scope,
        'period', json(case when claims.period_type is not null then json_object(
            'start', claims.period_start,
            'end', claims.period_end,
            'type', claims.period_type,
            'text', claims.period_text,
            'inherited', json(iif(claims.period_inherited, 'true', 'false'))
        ) end),
        'speaker', claims.speaker,
        'sentence', json_object('start', claims.sentence_start, 'end', claims.sentence_end),
        'rule', claims.rule,
        'confidence', claims.confidence,
        'warnings', json(claims.warnings)
    ) as claim
from claims
join all_links on all_links.claim = claims.id
join indicators on indicators.id = all_links.indicator;
