-- How each feed fares against its own habit, and a log of its troubles that watches can ask for.
-- depends: 0032_follow_articles_after_reading

alter table feeds
add column moved_from text,
add column moved_at timestamptz;
comment on column feeds.moved_from is 'Address before it moved for good; null where it never did.';
comment on column feeds.moved_at is 'When the address changed.';

create view feed_health as
with
habits as (
    select
        feeds.*,
        case
            when feeds.observed_days > 0
                then (
                    select sum(counts.entries) from unnest(feeds.published_by_hour) as counts (entries)
                ) / feeds.observed_days
        end as usual_a_day
    from feeds
),

silences as (
    select
        habits.*,
        -- Twice its longest gap, and long enough for five entries; a weekend is in the gap.
        case
            when habits.usual_a_day * habits.observed_days >= 1 and habits.longest_gap_s > 0
                then
                    habits.newest_entry_at
                    + greatest(
                        interval '1 day', 2 * habits.longest_gap_s * interval '1 second', 5 / habits.usual_a_day * interval '1 day'
                    )
        end as silent_after
    from habits
)

select
    silences.feed_id,
    silences.url,
    silences.title,
    outlets.name as outlet,
    silences.state,
    case
        when silences.state in ('paused', 'gone') then silences.state
        when silences.state = 'failing' then 'failing'
        when silences.last_success_at is null then 'new'
        when silences.silent_after < now() then 'silent'
        when silences.moved_to is not null then 'moving'
        else 'well'
    end as health,
    silences.last_success_at,
    silences.newest_entry_at,
    (
        select coalesce(sum(fetches.new_entries), 0) from fetches
        where fetches.feed_id = silences.feed_id and fetches.fetched_at > now() - interval '1 day'
    ) as entries_last_day,
    round(silences.usual_a_day::numeric, 2) as entries_usual_a_day,
    silences.silent_after,
    silences.failures,
    silences.moved_to,
    silences.moved_from,
    silences.moved_at,
    silences.error_code,
    silences.error
from silences
left join outlets on silences.outlet_id = outlets.outlet_id;
comment on view feed_health is
'How each feed fares: well, new, moving, silent (longer than its habit explains), failing, paused, gone; entries of the last day beside its usual ones.';

create table feed_notices (
    feed_notice_id bigint generated always as identity primary key,
    feed_id bigint not null references feeds on delete cascade,
    kind text not null check (kind in ('feed_silent', 'feed_failing', 'feed_moved', 'feed_gone')),
    note text not null,
    noticed_at timestamptz not null,
    ended_at timestamptz,
    check (ended_at >= noticed_at)
);
create unique index feed_notices_open on feed_notices (feed_id, kind) where ended_at is null;
create index feed_notices_of_feed on feed_notices (feed_id, noticed_at desc);
comment on table feed_notices is 'Log of the troubles of feeds, as developments are of events: watches are told of them.';
comment on column feed_notices.feed_notice_id is 'Key.';
comment on column feed_notices.feed_id is 'The feed.';
comment on column feed_notices.kind is
'feed_silent: no entry for longer than its habit explains; feed_failing: three in a row, for an hour or more; feed_moved; feed_gone.';
comment on column feed_notices.note is 'What there is to know, in a sentence.';
comment on column feed_notices.noticed_at is 'When it was noticed.';
comment on column feed_notices.ended_at is 'When it was over; null while it lasts.';
