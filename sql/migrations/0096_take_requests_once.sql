-- The API takes corrections and watches: one correction for each request, however often it is sent.
-- depends: 0080_vacuum_large_tables_often

alter table corrections add column request_key text check (request_key <> '');
create unique index corrections_request_key on corrections (made_by, request_key) where request_key is not null;
comment on column corrections.request_key is 'The Idempotency-Key of the request to the API that made it: sent again by the same asker, it makes no other.';

alter table watches drop constraint watches_managed_by_check;
alter table watches add constraint watches_managed_by_check check (managed_by in ('file', 'cli', 'page', 'api'));
comment on column watches.managed_by is 'Where it is kept: watches.toml, the command line, a page, or a program that uses the API.';
