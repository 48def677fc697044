-- name: begin_page!
-- A page reads one snapshot and can write nothing.
set transaction isolation level repeatable read read only;

-- name: bound_page!
-- A page gives up rather than hold the database for long.
set local statement_timeout = '10s';

-- name: page_stamp$
-- Changes whenever the page "Now" would show something else.
select
    concat_ws(
        '-',
        (select coalesce(max(developments.development_id), 0) from developments),
        (select coalesce(max(events.event_id), 0) from events),
        (select coalesce(max(articles.article_id), 0) from articles),
        (
            select count(*) from articles
            where articles.state = 'pending'
        ),
        (
            select count(*) from articles
            where articles.state = 'ready'
        ),
        (select coalesce(extract(epoch from max(feeds.last_polled_at))::bigint, 0) from feeds),
        (select count(*) from feeds)
    );

-- name: page_standing^
-- What a reader is told of the machinery: feeds that are polled or in trouble, and what waits.
select
    (
        select count(*) from feeds
        where feeds.state in ('active', 'failing')
    ) as feeds_polled,
    (
        select count(*) from feeds
        where feeds.state = 'failing'
    ) as feeds_failing,
    (select max(feeds.last_polled_at) from feeds) as last_polled_at,
    (
        select count(*) from articles
        where articles.state = 'pending'
    ) as articles_pending,
    (
        select count(*) from articles
        where articles.state = 'ready'
    ) as articles_ready,
    (
        select count(*) from mentions
        where mentions.state = 'new'
    ) as mentions_new,
    (
        select count(*) from alerts
        where alerts.state = 'pending'
    ) as alerts_pending;

-- name: page_latest
-- The live developments, latest report first, each with its event, its words, and who wrote them.
select
    developments.development_id,
    developments.event_id,
    events.title,
    events.type,
    events.mode,
    events.status,
    developments.kind,
    developments.before_value,
    developments.after_value,
    developments.quote,
    developments.article_url,
    developments.reported_at,
    outlets.name as outlet,
    articles.article_id
from developments
inner join events on developments.event_id = events.event_id
left join articles on developments.article_url = articles.url
left join outlets on articles.outlet_id = outlets.outlet_id
where developments.superseded_at is null
order by developments.reported_at desc nulls last, developments.development_id desc
limit :page_size;

-- name: page_newest_events
-- The rows that came into the events table last.
select events_current.*
from events_current
order by events_current.event_id desc
limit :page_size;
