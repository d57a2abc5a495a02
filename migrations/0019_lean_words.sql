-- An index of single first characters took a third of the room of the words, and half of the time to put them down; a
-- single character is found without it in some milliseconds more. All words are put down anew: see store/tally.rs.

drop table claim_words;
drop table document_words;
drop table name_words;

create virtual table claim_words using fts5(
    names,
    quote,
    facets,
    content = '',
    contentless_delete = 1,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

create virtual table document_words using fts5(
    title,
    text,
    publisher,
    facets,
    content = '',
    contentless_delete = 1,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

create virtual table name_words using fts5(
    names,
    content = '',
    contentless_delete = 1,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);

insert into unread (document) select id from documents where true on conflict do nothing;
insert into unnamed (indicator) select id from indicators where true on conflict do nothing;
