-- In which documents anyone speaks, and whether several do: where the table of conferences begins.
create index blocks_by_speaker on blocks (document, speaker) where speaker is not null;
