-- Briefings, their words in versions, and what readers put aside for one.

create table briefings (
    id integer primary key autoincrement,
    -- Topic, indicators and places, by which the last one on the same is found.
    subject text not null check (json_type(subject) = 'array'),
    made_at text not null,
    -- See brief::Contents; it is written once.
    contents text not null check (json_type(contents) = 'object'),
    -- A briefing that is frozen is never written to again; the hash is of its last words and its contents.
    frozen_at text,
    hash text,
    check ((frozen_at is null) = (hash is null))
) strict;

create index briefings_by_subject on briefings (subject, id);

create table briefing_versions (
    briefing integer not null references briefings (id),
    -- From 1; the highest holds.
    number integer not null,
    at text not null,
    title text not null,
    text text not null,
    -- Saved while somebody was typing: what is typed next replaces it.
    running integer not null check (running in (0, 1)),
    primary key (briefing, number)
) strict, without rowid;

create table baskets (
    id integer primary key autoincrement,
    -- A key that the browser was given.
    browser text not null,
    -- See brief::Entry.
    entry text not null check (json_type(entry) = 'object'),
    unique (browser, entry)
) strict;
