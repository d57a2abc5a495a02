-- What people make of findings, and checks that are kept as they were.

-- What the decisions in force say of a finding, and which one says it: kept in step by store/finding.rs.
alter table findings add column state text not null default 'open' check (state in ('open', 'explained', 'dismissed'));
alter table findings add column decision integer;

create index findings_judged on findings (decision) where decision is not null;
drop index findings_by_kind;
create index findings_by_kind on findings (kind, state, day desc, id);
