-- name: new_event_ids
-- Reserve ids for new events.
select nextval(pg_get_serial_sequence('events', 'event_id')) as event_id
from generate_series(1, :count);

-- name: put_events!
-- Write the states of events (a JSON array of them); a row that would not change is left alone.
insert into events (
    event_id, type, mode, status, title, starts_on, ends_on, earliest_on, latest_on, date_precision, starts_at, place_id, venue,
    quantities, confidence, outlets, first_reported_at, last_reported_at, created_at, updated_at
)
overriding system value
select
    given.event_id,
    given.type,
    given.mode,
    given.status,
    given.title,
    given.starts_on,
    given.ends_on,
    given.earliest_on,
    given.latest_on,
    given.date_precision,
    given.starts_at,
    (
        select places.place_id from places
        where places.place_key = given.place_key
    ) as place_id,
    given.venue,
    given.quantities,
    given.confidence,
    given.outlets,
    given.first_reported_at,
    given.last_reported_at,
    :now as created_at,
    :now as updated_at
from
    jsonb_to_recordset(:events) as given (
        event_id bigint, type text, mode text, status text, title text, starts_on date, ends_on date, earliest_on date,
        latest_on date, date_precision text, starts_at timestamptz, place_key text, venue text, quantities jsonb,
        confidence double precision, outlets integer, first_reported_at timestamptz, last_reported_at timestamptz
    )
on conflict (event_id) do update
    set
        type = excluded.type, mode = excluded.mode, status = excluded.status, title = excluded.title,
        starts_on = excluded.starts_on, ends_on = excluded.ends_on, earliest_on = excluded.earliest_on,
        latest_on = excluded.latest_on, date_precision = excluded.date_precision, starts_at = excluded.starts_at,
        place_id = excluded.place_id, venue = excluded.venue, quantities = excluded.quantities,
        confidence = excluded.confidence, outlets = excluded.outlets, first_reported_at = excluded.first_reported_at,
        last_reported_at = excluded.last_reported_at, updated_at = excluded.updated_at
    where (
        events.type, events.mode, events.status, events.title, events.starts_on, events.ends_on, events.earliest_on,
        events.latest_on, events.date_precision, events.starts_at, events.place_id, events.venue, events.quantities,
        events.confidence, events.outlets, events.first_reported_at, events.last_reported_at
    ) is distinct from (
        excluded.type, excluded.mode, excluded.status, excluded.title, excluded.starts_on, excluded.ends_on, excluded.earliest_on,
        excluded.latest_on, excluded.date_precision, excluded.starts_at, excluded.place_id, excluded.venue, excluded.quantities,
        excluded.confidence, excluded.outlets, excluded.first_reported_at, excluded.last_reported_at
    );

-- name: drop_event_actors!
-- Clear the actors of events before they are written anew.
delete from event_actors
where event_id = any(:event_ids::bigint[]);

-- name: put_event_actors!
-- Write the actors of events (a JSON array of them).
insert into event_actors (event_id, actor_id, role, ordinal, name, kind, country, office)
select
    given.event_id,
    actors.actor_id,
    given.role,
    given.ordinal,
    given.name,
    given.kind,
    given.country,
    given.office
from
    jsonb_to_recordset(:acting) as given (
        event_id bigint, actor_key text, role text, ordinal integer, name text, kind text, country text, office text
    )
inner join actors on given.actor_key = actors.actor_key
order by given.event_id, given.ordinal
on conflict do nothing;

-- name: drop_claims!
-- Clear the claims of events before they are written anew.
delete from claims
where event_id = any(:event_ids::bigint[]);

-- name: put_claims*!
-- Write what sides claim.
insert into claims (event_id, field, value, claimed_by, mention_id, chosen, reason)
values (
    :event_id, :field, :value, :claimed_by,
    (
        select mentions.mention_id from mentions
        where mentions.mention_key = :mention_key
    ), :chosen, :reason
)
on conflict do nothing;

-- name: current_versions
-- The states of events that stand, in order of publication.
select
    event_id,
    event_version_id,
    reported_from,
    reported_to,
    state
from event_versions
where event_id = any(:event_ids::bigint[]) and known_to is null
order by event_id, reported_from nulls last, event_version_id;

-- name: end_versions!
-- States that later evidence has replaced; no earlier than they began, even where the clock was set back.
update event_versions
set known_to = greatest(:now, known_from)
where event_version_id = any(:event_version_ids::bigint[]);

-- name: put_versions!
-- Write states of events (a JSON array of them), each with the publications it holds between.
insert into event_versions (event_id, reported_from, reported_to, known_from, state)
select
    given.event_id,
    given.reported_from,
    given.reported_to,
    :now,
    given.state
from
    jsonb_to_recordset(:versions) as given (event_id bigint, reported_from timestamptz, reported_to timestamptz, state jsonb);

-- name: developments_after
-- Lines of the log as they were written, after one of them.
select
    developments.development_id,
    developments.event_id,
    developments.kind,
    developments.article_url,
    developments.before_value,
    developments.after_value,
    developments.reported_at,
    events.title
from developments
left join events on developments.event_id = events.event_id
where developments.development_id > :after_id and developments.superseded_at is null
order by developments.development_id
limit :page_size;

-- name: last_development_id$
-- The latest line of the log.
select coalesce(max(development_id), 0) from developments;

-- name: live_developments
-- The developments of events that stand; first_id: the line by which this development was first told, in whatever words.
select
    live.event_id,
    live.development_id,
    live.kind,
    live.ordinal,
    live.article_url,
    live.quote,
    live.before_value,
    live.after_value,
    live.reported_at,
    (
        select min(told.development_id) from developments as told
        where told.event_id = live.event_id and told.kind = live.kind and told.ordinal = live.ordinal
    ) as first_id
from developments as live
where live.event_id = any(:event_ids::bigint[]) and live.superseded_at is null
order by live.event_id, live.reported_at nulls last, live.development_id;

-- name: supersede_developments!
-- Developments that better evidence has replaced or taken away.
update developments
set superseded_at = :now
where development_id = any(:development_ids::bigint[]);

-- name: superseded_developments
-- Lines of the logs of events that no longer stand, the latest written last.
select
    event_id,
    development_id,
    kind,
    ordinal,
    article_url,
    quote,
    before_value,
    after_value,
    reported_at
from developments
where event_id = any(:event_ids::bigint[]) and superseded_at is not null
order by development_id;

-- name: revive_developments!
-- Lines of the log that stand again, just as they were.
update developments
set superseded_at = null
where development_id = any(:development_ids::bigint[]);

-- name: put_developments!
-- Write lines of the log (a JSON array of them), in their order.
insert into developments (event_id, kind, ordinal, mention_id, article_url, quote, before_value, after_value, reported_at, created_at)
select
    given.event_id,
    given.kind,
    given.ordinal,
    (
        select mentions.mention_id from mentions
        where mentions.mention_key = given.mention_key
    ) as mention_id,
    given.article_url,
    given.quote,
    given.before_value,
    given.after_value,
    given.reported_at,
    :now
from
    jsonb_to_recordset(:lines) as given (
        event_id bigint, kind text, ordinal integer, mention_key text, article_url text, quote text, before_value text,
        after_value text, reported_at timestamptz
    );

-- name: supersede_all_developments!
-- The event no longer stands, nor does its log.
update developments
set superseded_at = :now
where event_id = any(:event_ids::bigint[]) and superseded_at is null;

-- name: end_all_versions!
-- The event no longer stands.
update event_versions
set known_to = greatest(:now, known_from)
where event_id = any(:event_ids::bigint[]) and known_to is null;

-- name: drop_events!
-- Events none of whose reports are left.
delete from events
where event_id = any(:event_ids::bigint[]);

-- name: put_redirect!
-- An old id keeps answering.
insert into event_redirects (event_id, merged_into, merged_at, reason)
values (:event_id, :merged_into, :now, :reason)
on conflict (event_id) do update
    set merged_into = excluded.merged_into, merged_at = excluded.merged_at, reason = excluded.reason;

-- name: drop_redirects!
-- Ids that stand (again) lead nowhere else.
delete from event_redirects
where event_id = any(:event_ids::bigint[]);

-- name: find_event$
-- The event that an id stands for today, itself or what it was merged into; null where there is none.
select current_event(:event_id);

-- name: export_events
-- Events in the form that exports use, by id.
select event_objects.*
from event_objects
where event_objects.event_id > :after_id
order by event_objects.event_id
limit :page_size;

-- name: export_mentions
-- Mentions in the form that exports use, by id.
select
    mentions.mention_id,
    mentions.event_id,
    articles.url,
    mentions.quote,
    mentions.start_offset,
    mentions.end_offset,
    mentions.type,
    mentions.mode,
    mentions.realis,
    mentions.starts_on,
    mentions.earliest_on,
    mentions.latest_on,
    mentions.date_precision,
    places.name as place_name,
    places.country as place_country,
    places.lat,
    places.lon,
    mentions.confidence,
    coalesce((
        select
            jsonb_agg(
                jsonb_build_object(
                    'name', coalesce(mention_actors.actor_name, mention_actors.name), 'role', mention_actors.role,
                    'country', coalesce(mention_actors.actor_country, mention_actors.country),
                    'kind', coalesce(mention_actors.actor_kind, mention_actors.kind)
                )
                order by mention_actors.ordinal
            )
        from mention_actors
        where mention_actors.mention_id = mentions.mention_id
    ), '[]') as actors
from mentions
inner join articles on mentions.article_id = articles.article_id
left join places on mentions.place_id = places.place_id
where mentions.mention_id > :after_id
order by mentions.mention_id
limit :page_size;

-- name: export_developments
-- The live developments, by id.
select
    development_id,
    event_id,
    kind,
    article_url,
    before_value,
    after_value,
    reported_at
from developments
where superseded_at is null and development_id > :after_id
order by development_id
limit :page_size;

-- name: export_stories
-- Stories with their articles and events, by id.
select story_objects.*
from story_objects
where story_objects.story_id > :after_id
order by story_objects.story_id
limit :page_size;

-- name: export_feeds
-- Feeds with their health, by id.
select feed_objects.*
from feed_objects
where feed_objects.feed_id > :after_id
order by feed_objects.feed_id
limit :page_size;

-- name: export_alerts
-- Alerts, by id.
select alert_objects.*
from alert_objects
where alert_objects.alert_id > :after_id
order by alert_objects.alert_id
limit :page_size;

-- name: list_events
-- Events that pass the filters, as events_current shows them; an empty filter asks nothing.
select events_current.*
from events_current
where
    events_current.event_id in (
        select asked.event_id
        from events_where(
            :types::text[], :modes::text[], :statuses::text[], :countries::text[], :actors::text[], :words::text, :tags::text[],
            :starts_from::date, :starts_to::date, :stories::bigint[], :min_confidence::double precision, :min_outlets::integer,
            :updated_since::timestamptz, :ahead::boolean, :among::bigint[]
        ) as asked
    )
order by coalesce(events_current.starts_on, events_current.earliest_on) desc nulls last, events_current.event_id
limit :page_size offset :skip;

-- name: list_calendar
-- Events that pass the filters and have a day, as entries of a calendar, those reported last first.
with latest as (
    select passing.event_id
    from
        events_where(
            :types::text[], :modes::text[], :statuses::text[], :countries::text[], :actors::text[], :words::text, :tags::text[],
            :starts_from::date, :starts_to::date, :stories::bigint[], :min_confidence::double precision, :min_outlets::integer,
            :updated_since::timestamptz, :ahead::boolean, :among::bigint[]
        ) as passing
    where coalesce(passing.ends_on, passing.latest_on, passing.starts_on, passing.earliest_on) >= :ends_from::date
    order by passing.last_reported_at desc nulls last, passing.event_id desc
    limit :page_size
)

select event_calendar.*
from latest
inner join event_calendar on latest.event_id = event_calendar.event_id
order by event_calendar.last_reported_at desc nulls last, event_calendar.event_id desc;

-- name: export_calendar
-- Events that have a day, as entries of a calendar, by id.
select event_calendar.*
from event_calendar
where event_calendar.event_id > :after_id
order by event_calendar.event_id
limit :page_size;

-- name: calendar_of_events
-- Some events as entries of a calendar.
select event_calendar.*
from event_calendar
where event_calendar.event_id = any(:event_ids::bigint[])
order by event_calendar.event_id;

-- name: list_latest
-- The live developments of the events that pass the filters and were reported last, the latest report first.
with asked as (
    select passing.event_id
    from
        events_where(
            :types::text[], :modes::text[], :statuses::text[], :countries::text[], :actors::text[], :words::text, :tags::text[],
            :starts_from::date, :starts_to::date, :stories::bigint[], :min_confidence::double precision, :min_outlets::integer,
            :updated_since::timestamptz, :ahead::boolean, :among::bigint[]
        ) as passing
    order by passing.last_reported_at desc nulls last, passing.event_id desc
    limit :page_size
)

select
    developments.development_id,
    developments.event_id,
    developments.kind,
    developments.before_value,
    developments.after_value,
    developments.quote,
    developments.article_url,
    developments.reported_at,
    developments.created_at,
    outlets.name as outlet,
    events_current.title,
    events_current.status,
    events_current.starts_on,
    events_current.place,
    events_current.country,
    events_current.actors,
    events_current.outlets
from asked
inner join developments on asked.event_id = developments.event_id and developments.superseded_at is null
inner join events_current on asked.event_id = events_current.event_id
left join articles on developments.article_url = articles.url
left join outlets on articles.outlet_id = outlets.outlet_id
order by developments.reported_at desc nulls last, developments.development_id desc
limit :page_size;

-- name: events_of_actors$
-- Events with actors of these names or keys, at most :most.
select array(
    select event_actors.event_id
    from event_actors
    where event_actors.name ~* names_pattern(:actors::text[])
    union all
    select event_actors.event_id
    from actors
    inner join event_actors on actors.actor_id = event_actors.actor_id
    where actors.actor_key = any(:actors::text[])
    limit :most  -- noqa: AM09
);

-- name: events_of_words$
-- Events with these words in their titles, at most :most.
select array(
    select events.event_id
    from events
    where events.title ilike part_pattern(:words)
    limit :most  -- noqa: AM09
);

-- name: events_of_countries$
-- Events of these countries, of their places or their actors, at most :most.
select array(
    select event_actors.event_id
    from event_actors
    where event_actors.country = any(:countries::text[])
    union all
    select events.event_id
    from places
    inner join events on places.place_id = events.place_id
    where places.country = any(:countries::text[])
    limit :most  -- noqa: AM09
);

-- name: events_of_tags$
-- Events with these tags, at most :most.
select array(
    select event_corrections.event_id
    from event_corrections
    inner join corrections on event_corrections.correction_id = corrections.correction_id
    where corrections.kind = 'tag' and corrections.undone_at is null and corrections.value = any(:tags::text[])
    limit :most  -- noqa: AM09
);

-- name: show_event^
-- One event as events_current shows it.
select events_current.*
from events_current
where events_current.event_id = :event_id;

-- name: event_developments
-- The live log of one event.
select event_timeline.*
from event_timeline
where event_timeline.event_id = :event_id
order by event_timeline.reported_at nulls last, event_timeline.development_id;

-- name: event_mentions
-- The sentences of one event.
select event_quotes.*
from event_quotes
where event_quotes.event_id = :event_id
order by event_quotes.published_at nulls last, event_quotes.url, event_quotes.start_offset;

-- name: event_claims
-- Where sides differ on one event.
select
    field,
    value,
    claimed_by,
    chosen,
    reason
from claims
where event_id = :event_id
order by field asc, chosen desc, value asc;

-- name: list_events_as_of
-- The table as it stood.
select
    standing.event_id,
    standing.state
from events_as_of(:at, :by_ingestion) as standing
order by standing.event_id;

-- name: list_changes
-- Live developments reported since a time, latest first, with what their weight depends on; where kinds are given those of
-- them, and what is new and stands in one of some states.
with latest as materialized (  -- in the order of the index by report, so that no more than these are looked at
    select
        developments.event_id,
        events.title,
        developments.reported_at,
        developments.kind,
        developments.before_value,
        developments.after_value,
        developments.quote,
        developments.article_url,
        developments.development_id,
        events.type,
        events.mode,
        events.status,
        events.outlets
    from developments
    inner join events on developments.event_id = events.event_id
    where
        developments.superseded_at is null
        and developments.reported_at >= :since
        and (
            :kinds::text[] = '{}'
            or developments.kind = any(:kinds::text[])
            or (developments.kind = 'created' and events.status = any(:new_as::text[]))
        )
    order by developments.reported_at desc nulls last, developments.development_id asc
    limit :page_size
)

select
    latest.*,
    outlets.name as outlet,
    coalesce((
        select jsonb_agg(jsonb_build_object('name', event_actors.name, 'kind', event_actors.kind) order by event_actors.ordinal)
        from event_actors
        where event_actors.event_id = latest.event_id
    ), '[]') as acting
from latest
left join articles on latest.article_url = articles.url
left join outlets on articles.outlet_id = outlets.outlet_id
order by latest.reported_at desc, latest.development_id desc;

-- name: list_ahead
-- What lies ahead, until a day or all, soonest first, with the last change of day or place and how often there was one.
with
due as materialized (  -- found by their last day, of which there are few ahead
    select
        events.event_id,
        coalesce(events.starts_on, events.earliest_on) as first_on
    from events
    where
        events.status in ('planned', 'ongoing')
        and coalesce(events.ends_on, events.starts_on, events.latest_on) >= :today::date
),

soonest as (
    select due.event_id
    from due
    where :until::date is null or due.first_on <= :until::date
    order by due.first_on, due.event_id
    limit :page_size
)

select
    events_current.*,
    moved.development_id as moved_id,
    moved.kind as moved_kind,
    moved.before_value as moved_from,
    moved.after_value as moved_to,
    moved.reported_at as moved_at,
    (
        select count(*) from developments
        where
            developments.event_id = events_current.event_id
            and developments.superseded_at is null
            and developments.kind in ('rescheduled', 'postponed', 'relocated', 'reinstated')
    ) as moves
from soonest
inner join events_current on soonest.event_id = events_current.event_id
left join lateral (
    select
        developments.development_id,
        developments.kind,
        developments.before_value,
        developments.after_value,
        developments.reported_at
    from developments
    where
        developments.event_id = events_current.event_id
        and developments.superseded_at is null
        and developments.kind in ('rescheduled', 'postponed', 'relocated', 'reinstated')
    order by developments.reported_at desc nulls last, developments.development_id desc
    limit 1
) as moved on true
order by coalesce(events_current.starts_on, events_current.earliest_on), events_current.event_id;

-- name: reader_now$
-- The time as of which the table is read.
select reader_now();

-- name: table_counts^
-- How full the tables are.
select
    (select count(*) from feeds) as feeds,
    (select count(*) from articles) as articles,
    (
        select count(*) from articles
        where articles.state in ('pending', 'ready')
    ) as articles_waiting,
    (
        select count(*) from articles
        where articles.state = 'quarantined'
    ) as articles_quarantined,
    (
        select count(*) from articles
        where articles.state = 'unsupported_language'
    ) as articles_unsupported,
    (select count(*) from mentions) as mentions,
    (
        select count(*) from mentions
        where mentions.state = 'resolved' and mentions.event_id is null and mentions.waits_with is null
    ) as mentions_unplaced,
    (select count(*) from events) as events,
    (
        select count(*) from developments
        where developments.superseded_at is null
    ) as developments,
    (select count(*) from watches) as watches,
    (select count(*) from alerts) as alerts;

-- name: statistics
-- How much there is of what, and of which kinds.
select
    'feeds' as what,
    feeds.state as which,
    count(*) as count,
    max(feeds.last_success_at) as last_at
from feeds
group by feeds.state
union all
select
    'articles' as what,
    articles.state as which,
    count(*) as count,
    max(articles.published_at) as last_at
from articles
group by articles.state
union all
select
    'mentions' as what,
    case when mentions.event_id is null then mentions.state else 'in events' end as which,
    count(*) as count,
    max(mentions.created_at) as last_at
from mentions
group by case when mentions.event_id is null then mentions.state else 'in events' end
union all
select
    'events' as what,
    events.status as which,
    count(*) as count,
    max(events.last_reported_at) as last_at
from events
group by events.status
union all
select
    'types of events' as what,
    events.type as which,
    count(*) as count,
    max(events.last_reported_at) as last_at
from events
group by events.type
union all
select
    'developments' as what,
    developments.kind as which,
    count(*) as count,
    max(developments.reported_at) as last_at
from developments
where developments.superseded_at is null
group by developments.kind
union all
select
    'stories' as what,
    'all' as which,
    count(*) as count,
    max(stories.updated_at) as last_at
from stories
union all
select
    'corrections' as what,
    corrections.kind as which,
    count(*) as count,
    max(corrections.made_at) as last_at
from corrections
where corrections.undone_at is null
group by corrections.kind
union all
select
    'watches' as what,
    case when watches.enabled then 'on' else 'off' end as which,
    count(*) as count,
    max(watches.updated_at) as last_at
from watches
group by watches.enabled
union all
select
    'alerts' as what,
    alerts.state as which,
    count(*) as count,
    max(alerts.created_at) as last_at
from alerts
group by alerts.state;
