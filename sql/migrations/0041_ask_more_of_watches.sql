-- Watches: more to ask for, by what they are found, and how their alerts are to be told.
-- depends: 0040_tell_exactly

alter table watches
add column roles text[] not null default '{}',
add column near text[] not null default '{}',
add column stories bigint[] not null default '{}',
add column quantities text[] not null default '{}',
add column starts_within_days integer check (starts_within_days >= 0),
add column group_by text not null default '' check (group_by in ('', 'event', 'story', 'watch')),
add column group_wait_s integer not null default 30 check (group_wait_s >= 0),
add column group_interval_s integer not null default 300 check (group_interval_s >= 0),
add column digest text not null default '',
add column quiet text not null default '',
add column zone text not null default 'UTC',
add column flood_limit integer not null default 0 check (flood_limit >= 0),
add column inhibit boolean not null default false,
add column remind text[] not null default '{}',
add column anchors text[] not null default '{any}';
create index watches_by_anchor on watches using gin (anchors) where enabled;
comment on column watches.roles is 'Roles that one of the actors must have: source, target, participant.';
comment on column watches.near is 'Surroundings of the place: "London, 50 km".';
comment on column watches.stories is 'Stories that the event belongs to.';
comment on column watches.quantities is 'Bounds on numbers: "killed >= 10".';
comment on column watches.starts_within_days is 'Most days from the report to the event''s beginning; null asks nothing.';
comment on column watches.group_by is 'What goes out together: alerts of one event, one story, the whole watch; empty: each alone.';
comment on column watches.group_wait_s is 'Seconds that the first alert of a group waits for others.';
comment on column watches.group_interval_s is 'Least seconds between two messages of one group.';
comment on column watches.digest is 'hourly, or daily HH:MM in the watch''s zone; empty: no digest.';
comment on column watches.quiet is 'Hours in the watch''s zone in which nothing is sent, HH:MM-HH:MM; empty: none.';
comment on column watches.zone is 'Time zone of its digests, quiet hours and days.';
comment on column watches.flood_limit is 'Most messages a minute on each channel; what is more goes out as one digest. 0: no limit.';
comment on column watches.inhibit is 'Whether meetings that prepare what was called off are left out.';
comment on column watches.remind is 'Reminders that it asks for: tomorrow, overdue.';
comment on column watches.anchors is 'By what it is found: a development that it matches has one of these among its keys.';

alter table watches add column reminded_on date;
comment on column watches.reminded_on is 'The day, in its zone, of which it was last reminded.';
