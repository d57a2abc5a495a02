-- Documents that a person took out with their claims. They stay as they are, for the decision may be taken back.

create table removals (
    document integer primary key references documents (id),
    -- Which decision took it out.
    decision integer not null references decisions (id)
) strict;

-- `documents` is what is there, for whoever reads; all are written to `all_documents`.
alter table documents rename to all_documents;

create view documents as
select * from all_documents where id not in (select document from removals);
