-- What documents say of themselves where a person says otherwise. What holds stands in `all_documents`.

create table stated (
    document integer primary key references all_documents (id),
    -- Only those that a person says otherwise mean anything.
    title text,
    publisher text,
    event_date text,
    precision text not null default 'day' check (precision in ('day', 'month', 'year')),
    scope text
) strict;

-- Of which documents something is unknown, folder by folder.
create index documents_unknown on all_documents (source, id)
    where title is null or publisher is null or date is null or scope is null;
