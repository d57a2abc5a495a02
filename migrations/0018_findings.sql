-- What does not fit in the record, and what became of targets: kept in step by store/finding.rs within each transaction.

create table findings (
    id integer primary key autoincrement,
    kind text not null,
    indicator integer not null,
    scope text not null,
    -- The last day of the period that it is about.
    day text,
    severity integer not null check (severity between 1 and 3),
    -- The claims that show it; 0 where there is one alone.
    earlier integer not null,
    later integer not null,
    -- See series::Finding.
    finding text not null check (json_type(finding) = 'object'),
    -- The number of a finding stays, as long as its claims show it.
    unique (kind, earlier, later)
) strict;

create index findings_by_place on findings (scope, indicator);
create index findings_by_weight on findings (severity desc, day desc, id);
create index findings_by_kind on findings (kind, day desc, id);

-- Indicators at places of which something came, went or was decided since it was last looked for what does not fit.
create table unfound (
    scope text not null,
    indicator integer not null,
    primary key (scope, indicator)
) strict, without rowid;

-- Places of which documents came, went or were described otherwise since it was last looked for what they say no more.
create table unheard (
    scope text primary key
) strict, without rowid;

create trigger links_to_find after insert on all_links begin
    insert into unfound (scope, indicator)
    select scope, new.indicator from claims where id = new.claim and scope is not null
    on conflict do nothing;
end;

create trigger links_to_find_no_more after delete on all_links begin
    insert into unfound (scope, indicator)
    select scope, old.indicator from claims where id = old.claim and scope is not null
    on conflict do nothing;
end;

create trigger links_to_find_again after update of indicator, counts on all_links
when old.counts <> new.counts or old.indicator <> new.indicator begin
    insert into unfound (scope, indicator)
    select claims.scope, moved.value from claims, json_each(json_array(old.indicator, new.indicator)) as moved
    where claims.id = new.claim and claims.scope is not null
    on conflict do nothing;
    insert into unheard (scope) select scope from claims where id = new.claim and scope is not null
    on conflict do nothing;
end;

create trigger documents_to_hear after insert on all_documents when new.scope is not null begin
    insert into unheard (scope) values (new.scope) on conflict do nothing;
end;

create trigger documents_to_hear_again
after update of title, scope, event_date, published_at, text on all_documents begin
    insert into unheard (scope)
    select value from json_each(json_array(old.scope, new.scope)) where value is not null
    on conflict do nothing;
end;

create trigger removals_to_hear after insert on removals begin
    insert into unheard (scope) select scope from all_documents where id = new.document and scope is not null
    on conflict do nothing;
end;

create trigger removals_to_hear_again after delete on removals begin
    insert into unheard (scope) select scope from all_documents where id = old.document and scope is not null
    on conflict do nothing;
end;

-- Findings tell what these only guessed at.
drop index reach_by_restatement;
drop index reach_by_aim;
alter table reach drop column restated;
alter table reach drop column aimed;

insert into unfound (scope, indicator)
select distinct claims.scope, links.indicator
from links join claims on claims.id = links.claim
where claims.scope is not null;

insert into unheard (scope) select distinct scope from documents where scope is not null;
