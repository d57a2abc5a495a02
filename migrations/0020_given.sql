-- What the caller said of a document when it came, as JSON, so that what the text says of itself can be read again
-- beneath it. Null for documents that came before this was kept: of those, what is known stays as it is.
alter table all_documents add column given text check (given is null or json_type(given) = 'object');
