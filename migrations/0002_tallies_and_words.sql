-- What lists and searches would otherwise count and read through at every request.
--
-- Nothing here is a source: all of it follows from claims, links and names, and the program works it
-- out anew for whatever stands in `stale` before a transaction ends (store/tally.rs).

-- Indicators whose tallies no longer hold.
create table stale (
    indicator integer primary key,
    -- Its claims are to be found under other words than before.
    renamed integer not null check (renamed in (0, 1))
) strict;

create trigger links_added after insert on links begin
    insert into stale (indicator, renamed) values (new.indicator, 0) on conflict do nothing;
end;

create trigger links_moved after update of indicator on links when old.indicator <> new.indicator begin
    insert into stale (indicator, renamed) values (old.indicator, 0) on conflict do nothing;
    insert into stale (indicator, renamed) values (new.indicator, 1) on conflict do update set renamed = 1;
end;

create trigger links_removed after delete on links begin
    insert into stale (indicator, renamed) values (old.indicator, 0) on conflict do nothing;
end;

create trigger indicators_renamed after update of name on indicators when old.name <> new.name begin
    insert into stale (indicator, renamed) values (new.id, 1) on conflict do update set renamed = 1;
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
    last_year integer
) strict;

create index tallies_by_use on tallies (documents desc, points desc, indicator);
create index tallies_by_length on tallies (longest desc, indicator);

-- How many claims an indicator has for a scope, and in how many dated documents of that same scope.
create table reach (
    scope text not null,
    indicator integer not null references indicators (id),
    points integer not null,
    conferences integer not null,
    primary key (scope, indicator)
) strict, without rowid;

create index reach_by_indicator on reach (indicator);

-- How many claims of an indicator share scope, measure, unit and status, and how many of them have a
-- known end of their period.
create table measures (
    indicator integer not null references indicators (id),
    scope text,
    kind text not null,
    basis text,
    unit text not null,
    status text not null,
    points integer not null,
    dated integer not null
) strict;

create index measures_by_indicator on measures (indicator);

-- Every two characters that stand together in the name, the wording and the quote of a claim, so that
-- two of Chinese are found as fast as a word. The number of a row puts the newest document first: see
-- `claim_places`. All printable ASCII characters are part of a word, and its letters are folded.
create virtual table claim_words using fts5(
    words,
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
    claims.indicator as wording,
    claims.quote,
    (coalesce(cast(julianday(documents.date) - 1721059.5 as integer), 0) << 40)
        | (documents.id << 18)
        | (262143 - claims.position) as place
from claims join documents on documents.id = claims.document;

-- The conferences of a scope in their order.
create index documents_by_scope on documents (scope, date);

-- `reach` answers what this one was for.
drop index claims_by_scope;

insert into stale (indicator, renamed) select distinct indicator, 1 from links;
