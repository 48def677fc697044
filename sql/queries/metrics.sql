-- name: metric_feeds
-- Feeds by state.
select
    state,
    count(*) as feeds
from feeds
group by state;

-- name: metric_waiting^
-- What waits at each stage, and what was set aside; each has an index of its own.
select
    (
        select count(*) from articles
        where articles.state = 'pending'
    ) as articles_unread,
    (
        select count(*) from articles
        where articles.state = 'ready'
    ) as articles_unextracted,
    (
        select count(*) from articles
        where articles.state = 'quarantined'
    ) as articles_quarantined,
    (
        select count(*) from mentions
        where mentions.state = 'new'
    ) as mentions_unresolved,
    (
        select count(*) from deliveries
        where deliveries.state = 'pending'
    ) as deliveries_unsent,
    (
        select count(*) from deliveries
        where deliveries.state = 'parked'
    ) as deliveries_parked,
    (
        select count(*) from feeds
        where feeds.state in ('active', 'failing') and feeds.next_poll_at < now()
    ) as feeds_due;

-- name: troubles^
-- What somebody should look at: feeds in trouble, deliveries that were given up.
select
    (
        select count(*) from feed_health
        where feed_health.health = 'failing'
    ) as feeds_failing,
    (
        select count(*) from feed_health
        where feed_health.health = 'silent'
    ) as feeds_silent,
    (
        select count(*) from deliveries
        where deliveries.state = 'parked'
    ) as deliveries_parked;

-- name: metric_rows
-- How large the large tables are, as the planner last knew them.
select
    relname as name,
    greatest(reltuples, 0)::bigint as rows
from pg_class
where oid in ('articles'::regclass, 'mentions'::regclass, 'events'::regclass, 'developments'::regclass, 'alerts'::regclass);

-- name: metric_runs
-- The last finished run of each stage, with what it counted.
select distinct on (stage)
    stage,
    extract(epoch from finished_at)::double precision as finished_at,
    extract(epoch from finished_at - started_at)::double precision as seconds,
    error is not null as failed,
    error,
    counts
from runs
where finished_at is not null and started_at > now() - interval '2 days'
order by stage asc, started_at desc;

-- name: metric_lag
-- How long after publication the latest developments were known here, by the feed that showed their article first.
select
    coalesce(first_shown.url, '') as feed,
    outlets.name as outlet,
    percentile_cont(0.5) within group (order by latest.lag_s) as median,
    percentile_cont(0.95) within group (order by latest.lag_s) as high
from (
    select
        developments.article_url,
        extract(epoch from developments.created_at - developments.reported_at)::double precision as lag_s
    from developments
    where developments.reported_at is not null
    order by developments.development_id desc
    limit 1000
) as latest
inner join articles on latest.article_url = articles.url
inner join outlets on articles.outlet_id = outlets.outlet_id
left join
    lateral (
        select feeds.url
        from sightings
        inner join feeds on sightings.feed_id = feeds.feed_id
        where sightings.article_id = articles.article_id
        order by sightings.first_seen_at asc, sightings.feed_id asc
        limit 1
    ) as first_shown
    on true
group by first_shown.url, outlets.name;
