-- Silences: a watch is not told of anything for a while.
-- depends: 0009_let_articles_follow

create table silences (
    silence_id bigint generated always as identity primary key,
    watch_id bigint not null references watches on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text not null check (reason <> ''),
    created_at timestamptz not null default now(),
    check (ends_at > starts_at)
);
create index silences_of_watch on silences (watch_id, ends_at);
comment on table silences is 'Spans in which a watch is told nothing; whether one holds follows from its times.';
comment on column silences.silence_id is 'Key.';
comment on column silences.watch_id is 'The watch that is silenced.';
comment on column silences.starts_at is 'From when.';
comment on column silences.ends_at is 'Until when.';
comment on column silences.reason is 'Why, for whoever wonders.';
comment on column silences.created_at is 'When it was made.';
