-- What people make of findings, and checks that are kept as they were.

-- What the decisions in force say of a finding, and which one says it: kept in step by store/finding.rs.
alter table findings add column state text not null default 'open' check (state in ('open', 'explained', 'dismissed'));
alter table findings add column decision integer;

-- A kind of finding has come.
insert into unfound (scope, indicator) select scope, indicator from reach where true on conflict do nothing;

create index findings_judged on findings (decision) where decision is not null;
drop index findings_by_kind;
create index findings_by_kind on findings (kind, state, day desc, id);

-- Checks of texts that were kept; see report::Report. Their numbers are never used again.
create table checks (
    id integer primary key autoincrement,
    at text not null,
    title text not null,
    scope text,
    claims integer not null,
    -- How many of them differ, were revised, or are of another period or measure.
    objections integer not null,
    content text not null check (json_type(content) = 'object'),
    -- Of the content.
    sha256 text not null
) strict;

create trigger checks_stay_as_they_are before update on checks begin
    select raise(abort, 'a check is kept as it was');
end;
