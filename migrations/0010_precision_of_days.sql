-- How exactly event_date is known: a report may tell its year alone, and the date is then the first day of it.
alter table documents add column precision text not null default 'day' check (precision in ('day', 'month', 'year'));
