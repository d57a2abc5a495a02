-- What is worth a look is so for a place: a target of one is not held against a result of another.

drop index tallies_by_restatement;
drop index tallies_by_aim;
alter table tallies drop column restated;
alter table tallies drop column aimed;

-- The day of the newest document of the place that gives another value than an earlier one for the same period.
alter table reach add column restated text;
-- The last day of the newest year that has both a target and a result that is another value, in documents of the place.
alter table reach add column aimed text;

create index reach_by_restatement on reach (restated desc, scope, indicator) where restated is not null;
create index reach_by_aim on reach (aimed desc, scope, indicator) where aimed is not null;

insert into stale (indicator, renamed) select distinct indicator, 0 from links where true on conflict do nothing;
