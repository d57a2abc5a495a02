-- A search understands numbers, days, speakers and names, and offers the nearest where nothing fits. The words of all
-- documents, claims and indicators are put down anew with these: see store/tally.rs.

-- Every two characters that stand together in any name of an indicator, whose number is that of the row.
create virtual table name_words using fts5(
    names,
    content = '',
    contentless_delete = 1,
    prefix = '1',
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

-- Indicators whose names are to be put down anew.
create table unnamed (
    indicator integer primary key
) strict;

create trigger aliases_added after insert on aliases begin
    insert into unnamed (indicator) values (new.indicator) on conflict do nothing;
end;

create trigger aliases_removed after delete on aliases begin
    insert into unnamed (indicator) values (old.indicator) on conflict do nothing;
end;

create trigger indicators_called after update of name on indicators when old.name <> new.name begin
    insert into unnamed (indicator) values (new.id) on conflict do nothing;
end;

-- The indicator that a whole name means.
create index aliases_by_name on aliases (name);

-- Who speaks.
create index claims_by_speaker on claims (speaker) where speaker is not null;

-- The values next to a number. Only their order: a float may not tell neighbours apart.
create index claims_by_size on claims (cast(value as real), unit);

insert into unread (document) select id from documents where true on conflict do nothing;
insert into unnamed (indicator) select id from indicators where true on conflict do nothing;
