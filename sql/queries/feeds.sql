-- name: list_due_feeds
-- Feeds to be polled, longest overdue first; all that may be polled now where `all_feeds`, a server's Retry-After apart.
select
    feed_id,
    url,
    allow_private
from feeds
where
    state in ('active', 'failing')
    and (
        next_poll_at <= :now
        or (:all_feeds and not (state = 'failing' and error_code in ('rate_limited', 'unavailable')))
    )
order by next_poll_at, feed_id
limit :at_most;

-- name: lock_feeds
-- Take feeds for polling, for as long as the session lasts; those that another worker has are left to it.
select wanted.feed_id
from unnest(:feed_ids::bigint[]) as wanted (feed_id)
where pg_try_advisory_lock(7301, wanted.feed_id::integer);

-- name: unlock_feeds
-- Give feeds back.
select pg_advisory_unlock(7301, wanted.feed_id::integer)
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
    feeds.settings
from feeds
where
    feeds.feed_id = any(:feed_ids::bigint[])
    and feeds.state in ('active', 'failing')
    and (feeds.next_poll_at <= :now or (:all_feeds and (feeds.last_polled_at is null or feeds.last_polled_at < :started_at)))
order by feeds.feed_id;

-- name: finish_polls!
-- Write what polls came to, one row a feed.
update feeds
set
    url = polled.url,
    state = polled.state,
    etag = polled.etag,
    last_modified = polled.last_modified,
    body_hash = polled.body_hash,
    interval_s = polled.interval_s,
    next_poll_at = polled.next_poll_at,
    last_polled_at = polled.last_polled_at,
    last_success_at = polled.last_success_at,
    failures = polled.failures,
    moved_to = polled.moved_to,
    moved_seen = polled.moved_seen,
    moved_first_at = polled.moved_first_at,
    error_code = polled.error_code,
    error = polled.error,
    entries = feeds.entries + polled.new_entries
from
    jsonb_to_recordset(:polls)
        as polled (
            feed_id bigint, url text, state text, etag text, last_modified text, body_hash text, interval_s integer,
            next_poll_at timestamptz, last_polled_at timestamptz, last_success_at timestamptz, failures integer, moved_to text,
            moved_seen integer, moved_first_at timestamptz, error_code text, error text, new_entries bigint
        )
where feeds.feed_id = polled.feed_id and feeds.state in ('active', 'failing');

-- name: name_feed!
-- Give a feed the title of its channel and its outlet, where it has none.
update feeds
set
    title = case when title = '' then :title else title end,
    home = coalesce(home, :home),
    outlet_id = coalesce(outlet_id, :outlet_id)
where feed_id = :feed_id;

-- name: feed_by_url^
-- A feed as it stands.
select
    feeds.feed_id,
    feeds.url,
    feeds.title,
    feeds.state,
    feeds.managed_by,
    feeds.folder
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
        interval_s = excluded.interval_s,
        settings = excluded.settings
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
    feeds.settings
from feeds
left join outlets on feeds.outlet_id = outlets.outlet_id
order by feeds.folder, outlets.name nulls last, feeds.url;

-- name: set_outlet_zone!
-- The zone in which an outlet's days are meant.
update outlets
set zone = :zone
where outlet_id = :outlet_id;
