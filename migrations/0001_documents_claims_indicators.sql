-- Documents, what was read from them, and the indicators that their claims measure.
--
-- Dates are ISO 8601 text, decimals are text (never floats), offsets are code points into
-- documents.text, end exclusive. Numbers in addresses (documents, claims, indicators) are
-- autoincrement, so that a number once shown never comes to mean something else.

-- "PMTR": tells this file from a database of another program.
pragma application_id = 1347245138;

create table documents (
    id integer primary key autoincrement,
    source text not null,
    sha256 text not null unique check (length(sha256) = 64),
    size integer not null check (size >= 0),
    encoding text not null,
    title text,
    publisher text,
    reposted_from text,
    published_at text,
    event_date text,
    -- What 今年 and 去年 are read against: Metadata::date.
    date text generated always as (coalesce(event_date, substr(published_at, 1, 10))) stored,
    scope text,
    url text,
    extractor text not null,
    ingested_at text not null,
    -- The large columns stand last, so that a list does not read through them.
    text text not null,
    -- The bytes as received, compressed with zlib.
    raw blob not null
) strict;

create index documents_by_date on documents (date, id);

create table blocks (
    document integer not null references documents (id),
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    role text not null check (role in ('title', 'metadata', 'heading', 'speech', 'question', 'boilerplate')),
    level integer check (level between 1 and 255),
    speaker text,
    speaker_post text,
    speaker_organisation text,
    primary key (document, start_char),
    check (end_char >= start_char)
) strict, without rowid;

create table claims (
    id integer primary key autoincrement,
    document integer not null references documents (id),
    -- Its place among the claims of its document, from 0.
    position integer not null check (position >= 0),
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    quote text not null,
    value text not null,
    value_high text,
    unit text not null,
    kind text not null check (kind in ('level', 'change', 'rank', 'streak')),
    direction text check (direction in ('up', 'down')),
    basis text check (basis in ('yoy', 'mom', 'other')),
    role text check (role in ('from', 'to')),
    bound text not null check (bound in ('exact', 'nearly', 'more_than', 'at_least', 'about', 'less_than', 'at_most', 'range')),
    status text not null check (status in ('actual', 'target')),
    -- As this document words it; links say which indicator that is.
    indicator text not null,
    subject text,
    scope text,
    period_start text,
    period_end text,
    period_type text check (period_type in ('year', 'half', 'quarter', 'month', 'day', 'ytd', 'as-of', 'multi-year', 'cumulative-since', 'span')),
    period_text text,
    period_inherited integer check (period_inherited in (0, 1)),
    speaker text,
    sentence_start integer not null check (sentence_start >= 0),
    sentence_end integer not null,
    rule text not null,
    confidence real not null,
    -- A JSON array of strings.
    warnings text not null check (json_type(warnings) = 'array'),
    unique (document, position),
    check (end_char >= start_char),
    check (sentence_end >= sentence_start),
    -- A period is there with its type and words, or not at all.
    check ((period_type is null) = (period_text is null)),
    check ((period_type is null) = (period_inherited is null)),
    check (period_type is not null or (period_start is null and period_end is null))
) strict;

create index claims_by_scope on claims (scope);

create table indicators (
    id integer primary key autoincrement,
    -- What two claims of one indicator share: the normalised name.
    key text not null unique,
    -- The name to show: the one that a person gave it, else the one that its claims give it.
    name text not null,
    -- The shortest name that its claims give it; of equally short ones the first in the order of code points.
    own_name text not null
) strict;

-- Every name under which an indicator was seen, its own included.
create table aliases (
    indicator integer not null references indicators (id),
    name text not null,
    primary key (indicator, name)
) strict, without rowid;

-- Which indicator a claim measures, and why.
create table links (
    claim integer primary key references claims (id),
    -- Where it ends up, by what was found and by what people decided.
    indicator integer not null references indicators (id),
    -- What was found: a function of the claim alone.
    origin integer not null references indicators (id),
    score integer not null check (score between 0 and 100),
    reason text not null,
    -- Which decision moved it from `origin`; null where none did.
    decided text,
    -- Said to be counted as the base was: 可比口径, 同口径.
    comparable integer not null check (comparable in (0, 1))
) strict;

create index links_by_origin on links (origin);

-- What people decided. Rows are added and never changed; a decision is taken back by another one.
create table decisions (
    id integer primary key autoincrement,
    at text not null,
    who text not null,
    -- The act as JSON: see series::Act.
    act text not null check (json_type(act) = 'object'),
    before text not null,
    after text not null,
    why text not null
) strict;

create index links_by_indicator on links (indicator);

-- A claim with its numbers, and its fields as the JSON of the claim contract.
create view stored_claims as
select
    claims.id,
    claims.document,
    claims.position,
    claims.start_char,
    links.indicator,
    indicators.name as indicator_name,
    coalesce(links.decided, links.reason) as link_reason,
    links.score as link_score,
    links.comparable,
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
join links on links.claim = claims.id
join indicators on indicators.id = links.indicator;
