-- Documents that are one: the same words published again, and versions of a page. All are kept, and of
-- each only one counts (series/edition.rs).

create table editions (
    document integer primary key references documents (id),
    -- See series::Edition.
    wording text,
    page text,
    -- The document that counts in its place; null where it counts itself.
    counted_as integer references documents (id)
) strict;

create index editions_by_wording on editions (wording) where wording is not null;
create index editions_by_page on editions (page) where page is not null;
create index editions_aside on editions (counted_as) where counted_as is not null;

-- `links` is what counts, for whoever reads; all are written to `all_links`.
alter table links rename to all_links;
alter table all_links add column counts integer not null default 1 check (counts in (0, 1));
drop index links_by_indicator;
create index links_by_indicator on all_links (indicator) where counts = 1;

create view links as
select claim, indicator, origin, score, reason, decided, comparable from all_links where counts = 1;

create trigger links_counted after update of counts on all_links when old.counts <> new.counts begin
    insert into stale (indicator, renamed) values (new.indicator, 0) on conflict do nothing;
end;
