-- Lists are filtered, sorted and searched without reading claims, documents are searched too, and
-- the overview knows where to look. All of it is worked out anew when the file is opened: see store/tally.rs.

drop table tallies;
drop table reach;
drop table measures;
drop table claim_words;
drop view claim_places;

-- Documents whose words, and whose claims' words, are to be put down anew.
create table unread (
    document integer primary key
) strict;

create trigger documents_added after insert on documents begin
    insert into unread (document) values (new.id) on conflict do nothing;
end;

create trigger documents_described
after update of title, publisher, reposted_from, scope, event_date, published_at, text on documents begin
    insert into unread (document) values (new.id) on conflict do nothing;
end;

-- One row for each indicator with a claim.
create table tallies (
    indicator integer primary key references indicators (id),
    points integer not null,
    documents integer not null,
    -- How many documents or periods, whichever is less, its longest series has.
    longest integer not null,
    -- A JSON array of names, sorted.
    scopes text not null,
    first_year integer,
    last_year integer,
    -- How many of its claims are targets.
    targets integer not null,
    -- The day of the newest document that gives another value than an earlier one for the same period.
    restated text,
    -- The last day of the newest year that has both a target and a result that is another value.
    aimed text
) strict;

create index tallies_by_use on tallies (documents desc, points desc, indicator);
create index tallies_by_length on tallies (longest desc, indicator);
create index tallies_by_restatement on tallies (restated desc, indicator) where restated is not null;
create index tallies_by_aim on tallies (aimed desc, indicator) where aimed is not null;

-- How many claims an indicator has for a scope, in how many dated documents of that same scope, and in
-- how many different years, and in which last, such a document gives a result.
create table reach (
    scope text not null,
    indicator integer not null references indicators (id),
    points integer not null,
    conferences integer not null,
    years integer not null,
    last_year integer,
    primary key (scope, indicator)
) strict, without rowid;

create index reach_by_indicator on reach (indicator);
create index reach_by_habit on reach (last_year desc, years desc, scope, indicator) where years > 2;

-- The claims of an indicator that share scope, measure, unit and status, and how many of them have a
-- known end of their period.
create table measures (
    indicator integer not null references indicators (id),
    scope text,
    kind text not null,
    basis text,
    unit text not null,
    status text not null,
    points integer not null,
    dated integer not null,
    -- A JSON array of their numbers.
    claims text not null
) strict;

create index measures_by_indicator on measures (indicator, scope, status);
create index measures_by_unit on measures (unit, indicator);
create index measures_by_kind on measures (status, kind, scope, points);

-- Every two characters that stand together in the names and the quote of a claim, so that two of Chinese
-- are found as fast as a word; and what it is, to filter by: `scope:澄江市;`. The number of a row puts the
-- newest document first: see `claim_places`. All printable ASCII characters are part of a word, and its
-- letters are folded.
create virtual table claim_words using fts5(
    names,
    quote,
    facets,
    content = '',
    contentless_delete = 1,
    prefix = '1',
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

-- The same for documents, whose number is that of the row.
create virtual table document_words using fts5(
    title,
    text,
    publisher,
    facets,
    content = '',
    contentless_delete = 1,
    prefix = '1',
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

-- Where a claim stands among all: by day, document and place, in 22 + 22 + 18 bits. In descending order
-- the newest document comes first, and within it the first claim.
create view claim_places as
select
    claims.id,
    claims.document,
    (coalesce(cast(julianday(documents.date) - 1721059.5 as integer), 0) << 40)
        | (documents.id << 18)
        | (262143 - claims.position) as place
from claims join documents on documents.id = claims.document;

-- The place tells the day, so that claims of another day are found in another place.
create trigger documents_moved before update of event_date, published_at on documents begin
    delete from claim_words where rowid in (select place from claim_places where document = old.id);
end;

insert into stale (indicator, renamed) select distinct indicator, 0 from links where true on conflict do nothing;
insert into unread (document) select id from documents where true on conflict do nothing;
