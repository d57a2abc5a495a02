-- What was concluded of two names at one place, by what documents of that place say under them.

create table kinships (
    scope text not null,
    -- The keys of the two, in order.
    one text not null,
    other text not null,
    conclusion text not null check (conclusion in ('candidate', 'linked')),
    -- In bits.
    weight real not null,
    -- A JSON array: see series::Evidence.
    evidence text not null check (json_type(evidence) = 'array'),
    primary key (scope, one, other)
) strict, without rowid;

create index kinships_by_one on kinships (one);
create index kinships_by_other on kinships (other);

-- Places and names of which something came, went, or was decided since they were last held against each other.
create table unweighed (
    scope text not null,
    origin integer not null,
    primary key (scope, origin)
) strict, without rowid;

create trigger links_to_weigh after insert on all_links begin
    insert into unweighed (scope, origin)
    select scope, new.origin from claims where id = new.claim and scope is not null
    on conflict do nothing;
end;

create trigger links_to_weigh_no_more after delete on all_links begin
    insert into unweighed (scope, origin)
    select scope, old.origin from claims where id = old.claim and scope is not null
    on conflict do nothing;
end;

create trigger links_to_weigh_again after update of counts on all_links when old.counts <> new.counts begin
    insert into unweighed (scope, origin)
    select scope, new.origin from claims where id = new.claim and scope is not null
    on conflict do nothing;
end;

insert into unweighed (scope, origin)
select distinct claims.scope, links.origin
from all_links as links join claims on claims.id = links.claim
where claims.scope is not null;
