-- What hosts say in robots.txt, so that each is asked a few times a day and not by each worker.
-- depends: 0007_find_events_by_day

create table robots (
    origin text primary key check (origin <> ''),
    rules text not null,
    valid_until timestamptz not null
);
comment on table robots is 'What the hosts of article pages allow: their robots.txt, kept for some hours.';
comment on column robots.origin is 'Scheme, host and port.';
comment on column robots.rules is 'The file as read; empty where the host has none, all forbidden where it could not answer.';
comment on column robots.valid_until is 'When it is asked again.';
