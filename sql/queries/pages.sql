-- name: begin_page!
-- A page reads one snapshot.
set local transaction_isolation = 'repeatable read';

-- name: read_page!
-- A page can write nothing.
set local transaction_read_only = on;

-- name: bound_page!
-- A page gives up rather than hold the database for long; its queries are planned for what they ask, and are too short to compile.
select
    set_config('statement_timeout', '10s', true) as statement_timeout,
    set_config('plan_cache_mode', 'force_custom_plan', true) as plan_cache_mode,
    set_config('jit', 'off', true) as jit;

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

-- name: page_counts^
-- How full the tables are; large ones as the planner last knew them.
with large as (
    select
        min(pg_class.reltuples) filter (where pg_class.oid = 'articles'::regclass) as articles,
        min(pg_class.reltuples) filter (where pg_class.oid = 'mentions'::regclass) as mentions,
        min(pg_class.reltuples) filter (where pg_class.oid = 'events'::regclass) as events,
        min(pg_class.reltuples) filter (where pg_class.oid = 'developments'::regclass) as developments,
        min(pg_class.reltuples) filter (where pg_class.oid = 'alerts'::regclass) as alerts
    from pg_class
    where
        pg_class.oid in ('articles'::regclass, 'mentions'::regclass, 'events'::regclass, 'developments'::regclass, 'alerts'::regclass)
        and pg_class.reltuples > 100000
)

select
    (select count(*) from feeds) as feeds,
    coalesce(large.articles::bigint, (select count(*) from articles)) as articles,
    coalesce(large.mentions::bigint, (select count(*) from mentions)) as mentions,
    coalesce(large.events::bigint, (select count(*) from events)) as events,
    coalesce(
        large.developments::bigint,
        (
            select count(*) from developments
            where developments.superseded_at is null
        )
    ) as developments,
    coalesce(large.alerts::bigint, (select count(*) from alerts)) as alerts,
    (
        select count(*) from articles
        where articles.state = 'pending'
    ) + (
        select count(*) from articles
        where articles.state = 'ready'
    ) as articles_waiting
from large;

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
where
    developments.superseded_at is null
    and (not :changes_only::boolean or developments.kind not in ('created', 'corroborated'))
    and developments.development_id > :after_id
order by developments.reported_at desc nulls last, developments.development_id desc
limit :page_size;

-- name: page_unseen$
-- How many live developments came in behind a line of the log, counted as far as :most.
select count(*)
from (
    select developments.development_id
    from developments
    where developments.superseded_at is null and developments.development_id > :after_id
    order by developments.development_id desc
    limit :most
) as latest;

-- name: page_newest_events
-- The rows that came into the events table last.
select events_current.*
from events_current
order by events_current.event_id desc
limit :page_size;

-- name: page_overdue
-- Planned, their day has passed, and nobody has reported them: the latest day first.
select events_current.*
from events_current
where
    events_current.status = 'planned'
    and coalesce(events_current.ends_on, events_current.starts_on, events_current.latest_on) < :today::date
order by coalesce(events_current.ends_on, events_current.starts_on, events_current.latest_on) desc, events_current.event_id asc
limit :page_size;

-- name: page_under_way
-- Under way by the latest word of it, which is fresh, though the days told of it have passed; those reported last.
with latest as (
    select events.event_id
    from events
    where
        events.status = 'ongoing'
        and events.last_reported_at >= :today::date - 7
        and coalesce(events.ends_on, events.starts_on, events.latest_on, :today::date - 1) < :today::date
    order by events.last_reported_at desc nulls last
    limit :page_size
)

select events_current.*
from latest
inner join events_current on latest.event_id = events_current.event_id
order by events_current.last_reported_at desc, events_current.event_id asc;

-- name: page_put_off
-- Postponed with no new day, or called off, where the day lies ahead or the word is fresh; those reported last.
with latest as (
    select events.event_id
    from events
    where
        events.status in ('postponed', 'cancelled')
        and (
            events.last_reported_at >= :today::date - 14
            or coalesce(events.ends_on, events.starts_on, events.latest_on) >= :today::date
        )
    order by events.last_reported_at desc nulls last
    limit :page_size
)

select
    events_current.*,
    told.development_id,
    told.kind,
    told.before_value,
    told.after_value,
    told.reported_at
from latest
inner join events_current on latest.event_id = events_current.event_id
inner join lateral (
    select
        developments.development_id,
        developments.kind,
        developments.before_value,
        developments.after_value,
        developments.reported_at
    from developments
    where
        developments.event_id = latest.event_id
        and developments.superseded_at is null
        and developments.kind in ('postponed', 'cancelled')
    order by developments.reported_at desc nulls last, developments.development_id desc
    limit 1
) as told on true
order by told.reported_at desc nulls last, events_current.event_id asc;

-- name: page_open_plans
-- Planned for no day that anybody has told, where the word is fresh.
with latest as (
    select events.event_id
    from events
    where
        events.status = 'planned'
        and coalesce(events.ends_on, events.starts_on, events.latest_on) is null
        and events.last_reported_at >= :today::date - 30
    order by events.last_reported_at desc nulls last
    limit :page_size
)

select events_current.*
from latest
inner join events_current on latest.event_id = events_current.event_id
order by events_current.last_reported_at desc, events_current.event_id asc;

-- name: page_redirect^
-- Why an id leads on to another event.
select
    merged_into,
    merged_at,
    reason
from event_redirects
where event_id = :event_id;

-- name: page_event_actors
-- Who acts in an event.
select
    actor_id,
    name,
    kind,
    country,
    role,
    office
from event_actors
where event_id = :event_id
order by ordinal;

-- name: page_event_row^
-- What the events table holds beside events_current.
select
    starts_at,
    quantities,
    created_at,
    updated_at
from events
where event_id = :event_id;

-- name: page_event_developments
-- The live log of one event, each line with the article's words around its quote where they are still kept.
select
    developments.development_id,
    developments.kind,
    developments.ordinal,
    developments.before_value,
    developments.after_value,
    developments.quote,
    developments.article_url,
    developments.reported_at,
    outlets.name as outlet,
    articles.article_id,
    articles.title as article_title,
    mentions.mention_id,
    mentions.start_offset,
    substring(
        worded.text from greatest(mentions.start_offset - :around, 0) + 1
        for mentions.start_offset - greatest(mentions.start_offset - :around, 0)
    ) as text_before,
    substring(worded.text from mentions.start_offset + 1 for mentions.end_offset - mentions.start_offset) as text_quoted,
    substring(worded.text from mentions.end_offset + 1 for :around) as text_after,
    mentions.start_offset > :around as cut_before,
    mentions.end_offset + :around < char_length(worded.text) as cut_after
from developments
left join articles on developments.article_url = articles.url
left join outlets on articles.outlet_id = outlets.outlet_id
left join mentions on developments.mention_id = mentions.mention_id
left join lateral (
    select articles.text
    where articles.article_id = mentions.article_id and articles.revision = mentions.revision
    union all
    select revisions.text from revisions
    where
        revisions.article_id = mentions.article_id
        and revisions.revision = mentions.revision
        and articles.revision <> mentions.revision
    limit 1
) as worded on true
where developments.event_id = :event_id and developments.superseded_at is null
order by developments.reported_at nulls last, developments.development_id;

-- name: page_event_mentions
-- The sentences of one event, oldest first, and why each was read as it was.
select
    mentions.mention_id,
    mentions.type,
    mentions.mode,
    mentions.realis,
    mentions.change,
    mentions.quote,
    mentions.start_offset,
    mentions.starts_on,
    mentions.ends_on,
    mentions.earliest_on,
    mentions.latest_on,
    mentions.date_precision,
    mentions.claimed_by,
    mentions.confidence,
    mentions.trigger,
    mentions.rule,
    mentions.notes,
    mentions.block_keys,
    mentions.extractor_version,
    articles.article_id,
    articles.url,
    articles.title as article_title,
    articles.published_at,
    articles.copy_of,
    outlets.name as outlet,
    (
        select array_agg(mention_actors.phrase order by mention_actors.ordinal)
        from mention_actors
        where mention_actors.mention_id = mentions.mention_id
    ) as phrases,
    (
        select array_agg(coalesce(mention_actors.actor_name, mention_actors.name) order by mention_actors.ordinal)
        from mention_actors
        where mention_actors.mention_id = mentions.mention_id
    ) as names
from mentions
inner join articles on mentions.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
where mentions.event_id = :event_id
order by articles.published_at nulls last, articles.url, mentions.start_offset
limit :page_size;

-- name: page_event_claims
-- Where sides differ on one event, with the words that say so.
select
    claims.field,
    claims.value,
    claims.claimed_by,
    claims.chosen,
    claims.reason,
    mentions.quote,
    articles.article_id,
    articles.url,
    outlets.name as outlet
from claims
left join mentions on claims.mention_id = mentions.mention_id
left join articles on mentions.article_id = articles.article_id
left join outlets on articles.outlet_id = outlets.outlet_id
where claims.event_id = :event_id
order by claims.field asc, claims.chosen desc, claims.value asc;

-- name: page_article^
-- An article as it is kept.
select
    articles.article_id,
    articles.url,
    articles.title,
    articles.text,
    articles.published_at,
    articles.published_from,
    articles.first_seen_at,
    articles.language,
    articles.author,
    articles.state,
    articles.mark,
    articles.error,
    articles.revision,
    articles.text_expired,
    articles.copy_of,
    outlets.name as outlet
from articles
inner join outlets on articles.outlet_id = outlets.outlet_id
where articles.article_id = :article_id;

-- name: page_article_mentions
-- What was read out of an article's current wording, in the order of the text.
select
    mentions.mention_id,
    mentions.event_id,
    mentions.type,
    mentions.mode,
    mentions.realis,
    mentions.quote,
    mentions.start_offset,
    mentions.end_offset,
    mentions.confidence,
    mentions.trigger,
    mentions.rule,
    events.title
from mentions
inner join articles on mentions.article_id = articles.article_id
left join events on mentions.event_id = events.event_id
where mentions.article_id = :article_id and mentions.revision = articles.revision
order by mentions.start_offset asc, mentions.end_offset desc, mentions.mention_id asc;

-- name: page_countries
-- The countries that events can be asked for.
select country from places
where country is not null and country <> ''
union
select country from actors
where country is not null and country <> ''
order by country;

-- name: page_tags
-- The tags that people have given, those of most events first.
select
    corrections.value as tag,
    count(*) as events
from event_corrections
inner join corrections on event_corrections.correction_id = corrections.correction_id
where corrections.kind = 'tag' and corrections.undone_at is null
group by corrections.value
order by count(*) desc, corrections.value asc
limit :page_size;

-- name: page_alert_states
-- How many alerts stand in each state, counted as far as :most.
select
    states.state,
    (
        select count(*)
        from (
            select alerts.alert_id from alerts
            where alerts.state = states.state
            order by alerts.alert_id desc
            limit :most
        ) as latest
    ) as alerts
from (values ('pending'), ('sent'), ('parked'), ('suppressed'), ('withdrawn')) as states (state)
order by states.state;

-- name: page_watch_counts
-- What each watch has raised since a time.
select
    watch_id,
    count(*) filter (where reason not in ('below_confidence', 'too_few_outlets')) as alerts,
    count(*) filter (where state = 'sent') as sent,
    count(*) filter (where state in ('pending', 'parked')) as unsent,
    count(*) filter (where reason in ('below_confidence', 'too_few_outlets')) as held,
    max(created_at) filter (where reason not in ('below_confidence', 'too_few_outlets')) as last_at
from alerts
where created_at >= :since
group by watch_id;

-- name: page_map
-- Events of some days whose place is known, those reported last first.
select events_current.*
from events_current
where
    events_current.lat is not null
    and coalesce(events_current.starts_on, events_current.earliest_on) between :first::date and :last::date
    and (:types::text[] = '{}' or events_current.type = any(:types::text[]))
    and (:statuses::text[] = '{}' or events_current.status = any(:statuses::text[]))
    and (:countries::text[] = '{}' or events_current.country = any(:countries::text[]))
order by events_current.last_reported_at desc nulls last, events_current.event_id asc
limit :page_size;

-- name: page_events_beside
-- The other events of the same story, those nearest in time first.
select
    other.event_id,
    other.title,
    other.status
from events as named
inner join events as other on named.story_id = other.story_id and named.event_id <> other.event_id
where named.event_id = :event_id
order by abs(coalesce(other.starts_on, other.earliest_on) - coalesce(named.starts_on, named.earliest_on)) asc, other.event_id asc
limit :page_size;

-- name: page_stories
-- Stories, those last in the news first, each with how much belongs to it.
select
    stories.story_id,
    stories.title,
    told.articles,
    told.outlets,
    told.first_at,
    told.last_at,
    (
        select count(*) from events
        where events.story_id = stories.story_id
    ) as events
from stories
inner join lateral (
    select
        count(*) as articles,
        count(distinct articles.outlet_id) as outlets,
        min(articles.published_at) as first_at,
        max(articles.published_at) as last_at
    from articles
    where articles.story_id = stories.story_id
) as told on told.articles > 0
order by coalesce(stories.latest_at, stories.updated_at) desc, stories.story_id desc
limit :page_size offset :skip;

-- name: page_story^
-- One story.
select
    story_id,
    title,
    updated_at
from stories
where story_id = :story_id;

-- name: page_story_events
-- The events of a story, in order of their days.
select events_current.*
from events_current
where events_current.story_id = :story_id
order by coalesce(events_current.starts_on, events_current.earliest_on, events_current.first_reported_at::date), events_current.event_id
limit :page_size;

-- name: page_story_articles
-- The articles of a story, the earliest first, with how many of its events each reports.
select
    articles.article_id,
    articles.url,
    articles.title,
    articles.published_at,
    articles.copy_of,
    outlets.name as outlet,
    (
        select count(distinct mentions.event_id) from mentions
        where mentions.article_id = articles.article_id
    ) as events
from articles
inner join outlets on articles.outlet_id = outlets.outlet_id
where articles.story_id = :story_id
order by articles.published_at asc nulls last, articles.url asc
limit :page_size;

-- name: page_actors
-- Actors whose name has these words, or all that have a name of their own, those in most of the events that came in last first.
with
lately as (
    select coalesce(max(events.event_id), 0) - :latest::bigint as after_id from events
),

named as (
    select actors.actor_id from actors
    where actors.name ilike '%%' || :name::text || '%%'
    order by length(actors.name), actors.actor_id
    limit :page_size
),

counted as (
    select
        event_actors.actor_id,
        count(*) as events
    from event_actors
    where :name::text is null and event_actors.event_id > (select lately.after_id from lately)
    group by event_actors.actor_id
    union all
    select
        named.actor_id,
        (
            select count(*) from event_actors
            where event_actors.actor_id = named.actor_id and event_actors.event_id > (select lately.after_id from lately)
        ) as events
    from named
)

select
    actors.actor_id,
    actors.name,
    actors.kind,
    actors.country,
    counted.events
from counted
inner join actors on counted.actor_id = actors.actor_id
where :name::text is not null or actors.kind <> 'group'
order by counted.events desc, actors.name asc
limit :page_size;

-- name: page_actor^
-- One actor.
select
    actor_id,
    actor_key,
    name,
    kind,
    country
from actors
where actor_id = :actor_id;

-- name: page_actor_deeds
-- The events of an actor that came in last; where another is named, those with both.
select
    latest.event_id,
    events.type,
    coalesce(events.starts_on, events.earliest_on, events.first_reported_at::date) as on_day
from (
    select distinct own.event_id
    from event_actors as own
    where
        own.actor_id = :actor_id
        and (
            :other_id::bigint is null
            or own.event_id in (
                select other.event_id from event_actors as other
                where other.actor_id = :other_id::bigint
            )
        )
    order by own.event_id desc
    limit :latest
) as latest
inner join events on latest.event_id = events.event_id
order by latest.event_id desc;

-- name: page_actor_partners
-- Who acts in some events, and how, by the index of their key; groups without a name of their own are left out.
select
    acting.event_id,
    acting.role,
    actors.actor_id,
    actors.name,
    actors.kind,
    actors.country
from event_actors as acting
inner join actors on acting.actor_id = actors.actor_id
where acting.event_id = any(:event_ids::bigint[]) and (actors.kind <> 'group' or actors.actor_id = :actor_id)
order by acting.event_id desc, acting.role asc, actors.actor_id asc;

-- name: page_some_events
-- Events by their ids, the latest day first.
select events_current.*
from events_current
where events_current.event_id = any(:event_ids::bigint[])
order by coalesce(events_current.starts_on, events_current.earliest_on) desc nulls last, events_current.event_id desc;
