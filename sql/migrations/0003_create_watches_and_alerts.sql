-- Watches, the alerts they raise, and their sending; the log of runs.
-- depends: 0002_create_actors_and_events

create table watches (
    watch_id bigint generated always as identity primary key,
    name text not null unique check (name <> ''),
    managed_by text not null check (managed_by in ('file', 'cli', 'page')),
    enabled boolean not null default true,
    types text[] not null default '{}',
    modes text[] not null default '{}',
    actors text[] not null default '{}',
    countries text[] not null default '{}',
    places text[] not null default '{}',
    statuses text[] not null default '{}',
    kinds text[] not null default '{}',
    words text[] not null default '{}',
    min_confidence real not null default 0 check (min_confidence between 0 and 1),
    min_outlets integer not null default 1 check (min_outlets >= 1),
    channels text[] not null default '{log}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table watches is 'Saved questions to be told about. An empty list asks nothing; within a list any may match, all lists must.';
comment on column watches.watch_id is 'Key.';
comment on column watches.name is 'Name, unique.';
comment on column watches.managed_by is 'Where it is kept: watches.toml, the command line, or a page.';
comment on column watches.enabled is 'Whether it raises alerts.';
comment on column watches.types is 'PLOVER types.';
comment on column watches.modes is 'Modes.';
comment on column watches.actors is 'Names or registry keys of actors, in any role.';
comment on column watches.countries is 'Alpha-3 codes: of the place or of an actor.';
comment on column watches.places is 'Names of places or venues.';
comment on column watches.statuses is 'States of the event after the development.';
comment on column watches.kinds is 'Kinds of development.';
comment on column watches.words is 'Words in title or quote.';
comment on column watches.min_confidence is 'Least confidence of the event.';
comment on column watches.min_outlets is 'Least number of independent outlets.';
comment on column watches.channels is 'Named channels to send on; log is always there.';
comment on column watches.created_at is 'When it was made.';
comment on column watches.updated_at is 'When it last changed.';

create table alerts (
    alert_id bigint generated always as identity primary key,
    watch_id bigint not null references watches on delete cascade,
    subject_kind text not null check (subject_kind in ('development', 'reminder', 'feed', 'correction')),
    subject_key text not null,
    development_id bigint references developments,
    event_id bigint,
    state text not null default 'pending' check (state in ('pending', 'sent', 'parked', 'suppressed', 'withdrawn')),
    reason text not null default 'matched',
    message jsonb not null default '{}',
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    unique (watch_id, subject_kind, subject_key)
);
create index alerts_pending on alerts (alert_id) where state = 'pending';
comment on table alerts is 'One notice to one watch about one subject; unique, so nobody is told twice.';
comment on column alerts.alert_id is 'Key.';
comment on column alerts.watch_id is 'The watch.';
comment on column alerts.subject_kind is 'What it is about: a development, a reminder, a feed''s trouble, a correction.';
comment on column alerts.subject_key is 'Identity of the subject; of a development: event, kind and ordinal.';
comment on column alerts.development_id is 'The development, where it is about one.';
comment on column alerts.event_id is 'The event, where it is about one.';
comment on column alerts.state is 'pending, sent, parked (tries used up), suppressed (see reason), withdrawn (no longer stands).';
comment on column alerts.reason is 'Named reason why it was or was not sent.';
comment on column alerts.message is 'What it says: title, old and new value, quote, link, outlet.';
comment on column alerts.created_at is 'When it was raised, in the transaction of its development.';
comment on column alerts.sent_at is 'When the first channel had it.';

create table deliveries (
    delivery_id uuid primary key default gen_random_uuid(),
    alert_id bigint not null references alerts on delete cascade,
    channel text not null,
    state text not null default 'pending' check (state in ('pending', 'sent', 'parked', 'withdrawn')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    claimed_until timestamptz,
    sent_at timestamptz,
    error text,
    unique (alert_id, channel)
);
create index deliveries_due on deliveries (next_attempt_at) where state = 'pending';
comment on table deliveries is 'The sending of an alert on one channel.';
comment on column deliveries.delivery_id is 'Key, sent along so that a receiver can drop a repeat.';
comment on column deliveries.alert_id is 'The alert.';
comment on column deliveries.channel is 'Named channel.';
comment on column deliveries.state is 'pending, sent, parked (tries used up), withdrawn.';
comment on column deliveries.attempts is 'Tries so far.';
comment on column deliveries.next_attempt_at is 'When it is tried next.';
comment on column deliveries.claimed_until is 'A sender has it until then.';
comment on column deliveries.sent_at is 'When the channel took it.';
comment on column deliveries.error is 'What the last try met.';

create table runs (
    run_id bigint generated always as identity primary key,
    stage text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    counts jsonb not null default '{}',
    error text
);
create index runs_by_time on runs (started_at desc);
comment on table runs is 'What each stage did, one row a run that did something.';
comment on column runs.run_id is 'Key.';
comment on column runs.stage is 'ingest, extract, resolve, deliver, backfill, housekeeping.';
comment on column runs.started_at is 'When it began.';
comment on column runs.finished_at is 'When it ended; null where it was cut off.';
comment on column runs.counts is 'What it counted.';
comment on column runs.error is 'Why it failed, where it did.';
