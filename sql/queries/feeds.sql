-- name: list_due_feeds
-- Feeds to be polled, longest overdue first, and those due `soon` where any is due now; all that may be polled now where
-- `all_feeds`, a server's Retry-After apart.
select
    feed_id,
    url,
    allow_private
from feeds
where
    state in ('active', 'failing')
    and (
        (
            next_poll_at <= :soon
            and exists (
                select 1 from feeds as due
                where due.state in ('active', 'failing') and due.next_poll_at <= :now
            )
        )
        or (:all_feeds and not (state = 'failing' and error_code in ('rate_limited', 'unavailable')))
    )
order by next_poll_at, feed_id
limit :at_most;

-- name: lock_feeds$
-- Take those of some feeds that are due, for as long as the session lasts; those that another worker has are left to it.
select coalesce(array_agg(candidates.feed_id), '{}')
from (
    select feeds.feed_id
    from feeds
    where feeds.feed_id = any(:feed_ids::bigint[]) and (:all_feeds or feeds.next_poll_at <= :now)
    order by feeds.feed_id
    offset 0
) as candidates
where pg_try_advisory_lock(7301, candidates.feed_id::integer);

-- name: unlock_feeds$
-- Give feeds back.
select count(pg_advisory_unlock(7301, wanted.feed_id::integer))
from unnest(:feed_ids::bigint[]) as wanted (feed_id);

-- name: feeds_to_poll
-- Those of the locked feeds that are still to be polled: another worker may have done so before the lock.
select
    feeds.feed_id,
    feeds.url,
    feeds.title,
    feeds.state,
    feeds.outlet_id,
    feeds.allow_private,
    feeds.etag,
    feeds.last_modified,
    feeds.body_hash,
    feeds.interval_s,
    feeds.next_poll_at,
    feeds.failures,
    feeds.error_code,
    feeds.error,
    feeds.moved_to,
    feeds.moved_seen,
    feeds.moved_first_at,
    feeds.last_success_at,
    feeds.entries,
    feeds.published_by_hour,
    feeds.observed_days,
    feeds.habit_at,
    feeds.newest_entry_at,
    feeds.longest_gap_s,
    feeds.asked_wait_s,
    feeds.skip_hours,
    feeds.skip_days,
    feeds.identity_rule,
    feeds.identity_because,
    feeds.due_because,
    nullif(feeds.settings, '{}') as settings
from feeds
where
    feeds.feed_id = any(:feed_ids::bigint[])
    and feeds.state in ('active', 'failing')
    and (feeds.next_poll_at <= :now or (:all_feeds and (feeds.last_polled_at is null or feeds.last_polled_at < :started_at)))
order by feeds.feed_id;

-- name: finish_polls!
-- Write what polls came to, one row a feed; what is learnt from entries only where they were read.
update feeds
set
    url = polled.url,
    moved_from = case when polled.url <> feeds.url then feeds.url else feeds.moved_from end,
    moved_at = case when polled.url <> feeds.url then polled.last_polled_at else feeds.moved_at end,
    state = polled.state,
    etag = polled.etag,
    last_modified = polled.last_modified,
    body_hash = polled.body_hash,
    interval_s = polled.interval_s,
    next_poll_at = polled.next_poll_at,
    due_because = polled.due_because,
    last_polled_at = polled.last_polled_at,
    last_success_at = polled.last_success_at,
    failures = polled.failures,
    moved_to = polled.moved_to,
    moved_seen = polled.moved_seen,
    moved_first_at = polled.moved_first_at,
    error_code = polled.error_code,
    error = polled.error,
    entries = feeds.entries + polled.new_entries,
    title = case when feeds.title = '' and polled.was_read then polled.title else feeds.title end,
    home = coalesce(feeds.home, polled.home),
    outlet_id = coalesce(feeds.outlet_id, polled.outlet_id),
    published_by_hour = coalesce(polled.published_by_hour, feeds.published_by_hour),
    observed_days = coalesce(polled.observed_days, feeds.observed_days),
    habit_at = coalesce(polled.habit_at, feeds.habit_at),
    newest_entry_at = coalesce(polled.newest_entry_at, feeds.newest_entry_at),
    longest_gap_s = coalesce(polled.longest_gap_s, feeds.longest_gap_s),
    asked_wait_s = case when polled.was_read then polled.asked_wait_s else feeds.asked_wait_s end,
    skip_hours = coalesce(polled.skip_hours, feeds.skip_hours),
    skip_days = coalesce(polled.skip_days, feeds.skip_days),
    identity_rule = coalesce(polled.identity_rule, feeds.identity_rule),
    identity_because = coalesce(polled.identity_because, feeds.identity_because)
from
    jsonb_to_recordset(:polls)
        as polled (
            feed_id bigint, url text, state text, etag text, last_modified text, body_hash text, interval_s integer,
            next_poll_at timestamptz, due_because text, last_polled_at timestamptz, last_success_at timestamptz, failures integer, moved_to text,
            moved_seen integer, moved_first_at timestamptz, error_code text, error text, new_entries bigint,
            was_read boolean, title text, home text, outlet_id bigint, published_by_hour real[], observed_days real,
            habit_at timestamptz, newest_entry_at timestamptz, longest_gap_s real, asked_wait_s integer, skip_hours smallint[],
            skip_days smallint[], identity_rule text, identity_because text
        )
where feeds.feed_id = polled.feed_id and feeds.state in ('active', 'failing');

-- name: feed_by_url^
-- A feed as it stands.
select
    feeds.feed_id,
    feeds.url,
    feeds.title,
    feeds.state,
    feeds.managed_by,
    feeds.folder,
    feeds.settings
from feeds
where feeds.url = :url;

-- name: put_feed^
-- Add a feed, or bring its listing up to date; what polling knows of it stays. `is_new` tells which.
insert into feeds (url, title, home, folder, outlet_id, managed_by, allow_private, interval_s, settings, state, next_poll_at)
values (:url, :title, :home, :folder, :outlet_id, :managed_by, :allow_private, :interval_s, :settings, :state, :now)
on conflict (url) do update
    set
        title = case when excluded.title = '' then feeds.title else excluded.title end,
        home = coalesce(excluded.home, feeds.home),
        folder = excluded.folder,
        outlet_id = coalesce(excluded.outlet_id, feeds.outlet_id),
        managed_by = excluded.managed_by,
        allow_private = excluded.allow_private,
        interval_s = case when :is_fixed or feeds.habit_at is null then excluded.interval_s else feeds.interval_s end,
        settings = excluded.settings,
        state = case when excluded.state = 'paused' and feeds.state in ('active', 'failing') then 'paused' else feeds.state end
returning feed_id, (xmax = 0) as is_new;

-- name: set_feed_state!
-- Pause a feed, take it up again, or retire it.
update feeds
set
    state = :state,
    next_poll_at = case when :state = 'active' then :now else next_poll_at end,
    failures = case when :state = 'active' then 0 else failures end,
    error_code = case when :state = 'active' then null else error_code end,
    error = case when :state = 'active' then null else error end
where url = :url;

-- name: list_feeds
-- All feeds with their standing, by folder and outlet.
select
    feeds.feed_id,
    feeds.url,
    feeds.title,
    feeds.home,
    feeds.folder,
    outlets.name as outlet,
    feeds.state,
    feeds.managed_by,
    feeds.interval_s,
    feeds.next_poll_at,
    feeds.last_polled_at,
    feeds.last_success_at,
    feeds.failures,
    feeds.moved_to,
    feeds.error_code,
    feeds.error,
    feeds.entries,
    feeds.published_by_hour,
    feeds.observed_days,
    feeds.habit_at,
    feeds.newest_entry_at,
    feeds.longest_gap_s,
    feeds.asked_wait_s,
    feeds.skip_hours,
    feeds.skip_days,
    feeds.identity_rule,
    feeds.identity_because,
    feeds.due_because,
    feeds.settings,
    feed_health.health,
    feed_health.entries_last_day,
    feed_health.entries_usual_a_day,
    feed_health.silent_after
from feeds
inner join feed_health on feeds.feed_id = feed_health.feed_id
left join outlets on feeds.outlet_id = outlets.outlet_id
order by feeds.folder, outlets.name nulls last, feeds.url;

-- name: polls_wanted$
-- How many polls an hour the intervals of all feeds come to.
select coalesce(sum(3600.0 / interval_s), 0)::double precision as polls
from feeds
where state in ('active', 'failing');

-- name: polls_sent$
-- How many polls were sent since a time, where they are counted.
select coalesce(sum(polls), 0) from request_counts
where minute >= :since;

-- name: count_polls!
-- Count polls in their minute.
insert into request_counts (minute, polls)
values (date_trunc('minute', :now::timestamptz), :polls)
on conflict (minute) do update set polls = request_counts.polls + excluded.polls;

-- name: drop_old_request_counts!
-- Forget counts from before a time.
delete from request_counts
where minute < :before;

-- name: set_outlet_zone!
-- The zone in which an outlet's days are meant.
update outlets
set zone = :zone
where outlet_id = :outlet_id;

-- name: list_feed_health
-- How all feeds fare, those in trouble first.
select
    health,
    outlet,
    title,
    url,
    state,
    last_success_at,
    newest_entry_at,
    entries_last_day,
    entries_usual_a_day,
    silent_after,
    failures,
    moved_to,
    moved_from,
    moved_at,
    error_code,
    error
from feed_health
order by array_position(array['gone', 'failing', 'silent', 'moving', 'new', 'well', 'paused'], health), outlet, url;

-- name: open_feed_notices
-- Note the troubles that feeds are in and that were not noted yet; returns those noted.
with
troubles as (
    select
        feed_health.*,
        case
            when
                feed_health.state = 'failing' and feed_health.failures >= 3
                and coalesce(feed_health.last_success_at, feeds.created_at) < :now::timestamptz - interval '1 hour'
                then 'feed_failing'
            when feed_health.state = 'gone' and feed_health.error_code is not null then 'feed_gone'
            when feed_health.state = 'active' and feed_health.silent_after < :now::timestamptz then 'feed_silent'
        end as kind
    from feed_health
    inner join feeds on feed_health.feed_id = feeds.feed_id
    where feed_health.state in ('active', 'failing', 'gone')
),

noticed as (
    insert into feed_notices (feed_id, kind, note, noticed_at, ended_at)
    select
        troubles.feed_id,
        troubles.kind,
        case troubles.kind
            when 'feed_silent'
                then
                    format(
                        'no entry since %%s UTC; it usually has %%s a day',
                        to_char(troubles.newest_entry_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), troubles.entries_usual_a_day
                    )
            when 'feed_failing' then format('%%s polls in a row have failed: %%s', troubles.failures, troubles.error)
            else coalesce(troubles.error, 'the publisher has retired it')
        end as note,
        :now as noticed_at,
        null as ended_at
    from troubles
    where troubles.kind is not null
    union all
    select
        feeds.feed_id,
        'feed_moved' as kind,
        format('it moved for good from %%s', feeds.moved_from) as note,
        :now as noticed_at,
        :now as ended_at
    from feeds
    where
        feeds.moved_at is not null
        and not exists (
            select 1 from feed_notices as before
            where before.feed_id = feeds.feed_id and before.kind = 'feed_moved' and before.noticed_at >= feeds.moved_at
        )
    on conflict (feed_id, kind) where ended_at is null do nothing
    returning feed_notice_id, feed_id, kind, note, noticed_at
)

select
    noticed.feed_notice_id,
    noticed.kind,
    noticed.note,
    noticed.noticed_at,
    feeds.url,
    feeds.title,
    coalesce(outlets.name, '') as outlet
from noticed
inner join feeds on noticed.feed_id = feeds.feed_id
left join outlets on feeds.outlet_id = outlets.outlet_id
order by noticed.feed_notice_id;

-- name: end_feed_notices!
-- Troubles that are over.
update feed_notices
set ended_at = greatest(:now, feed_notices.noticed_at)
from feed_health
where
    feed_notices.feed_id = feed_health.feed_id
    and feed_notices.ended_at is null
    and case feed_notices.kind
        when 'feed_silent' then feed_health.silent_after is null or feed_health.silent_after >= :now
        when 'feed_failing' then feed_health.state <> 'failing'
        else feed_health.state <> 'gone'
    end;

-- name: list_feed_notices
-- The log of feeds' troubles, latest first.
select
    feed_notices.feed_notice_id,
    feed_notices.kind,
    feed_notices.note,
    feed_notices.noticed_at,
    feed_notices.ended_at,
    feeds.url,
    feeds.title,
    outlets.name as outlet
from feed_notices
inner join feeds on feed_notices.feed_id = feeds.feed_id
left join outlets on feeds.outlet_id = outlets.outlet_id
order by feed_notices.noticed_at desc, feed_notices.feed_notice_id desc
limit :at_most;
