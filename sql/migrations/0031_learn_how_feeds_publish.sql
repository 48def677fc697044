-- How each feed publishes and names its entries, learnt from them: by that it is polled, and its entries are told apart.
-- depends: 0030_keep_what_opml_says

alter table feeds
add column due_because text not null default 'new'
check (
    due_because in (
        'new', 'habit', 'shortest', 'longest', 'fixed', 'publisher', 'skipped_time', 'budget', 'back_off', 'retry_after'
    )
),
add column published_by_hour real[],
add column observed_days real,
add column habit_at timestamptz,
add column newest_entry_at timestamptz,
add column longest_gap_s real,
add column asked_wait_s integer check (asked_wait_s >= 0),
add column skip_hours smallint[] not null default '{}',
add column skip_days smallint[] not null default '{}',
add column identity_rule text not null default 'guid'
check (identity_rule in ('guid', 'guid_and_link', 'link', 'link_and_title', 'title_and_date')),
add column identity_because text;
comment on column feeds.interval_s is 'Seconds between two polls while all goes well, as its habit makes them; a fixed one where the user says so.';
comment on column feeds.due_because is
'What made it due then: its habit, a bound of the user''s, the publisher''s wish, a failure; wirewatch feeds list says it in words.';
comment on column feeds.published_by_hour is 'Entries published in each hour of the day, UTC; half of each count fades in a week.';
comment on column feeds.observed_days is 'Days over which these were counted, faded alike.';
comment on column feeds.habit_at is 'When its habit was last learnt from; null until it has shown entries.';
comment on column feeds.newest_entry_at is 'Publication of its newest entry, else when that was first seen.';
comment on column feeds.longest_gap_s is 'Longest time between two entries in a row, in seconds; half of it fades in four weeks.';
comment on column feeds.asked_wait_s is 'Seconds that the feed itself asks to wait between polls (ttl, sy:updatePeriod).';
comment on column feeds.skip_hours is 'Hours of the day, UTC, in which the feed asks not to be polled (skipHours).';
comment on column feeds.skip_days is 'Days on which it asks not to be polled (skipDays); 0 is Monday.';
comment on column feeds.identity_rule is 'By what its entries are told apart, chosen by what it does with guids and links.';
comment on column feeds.identity_because is 'The evidence for that rule, in words.';

create table request_counts (
    minute timestamptz primary key,
    polls integer not null check (polls >= 0)
);
comment on table request_counts is 'Polls sent in each minute, kept only where WIREWATCH_POLLS_PER_HOUR sets a limit.';
comment on column request_counts.minute is 'The minute, UTC.';
comment on column request_counts.polls is 'Polls in it.';
