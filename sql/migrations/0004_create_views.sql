-- What people read first: the current table, what is ahead, the log, the quotes, and the table as it stood.
-- depends: 0003_create_watches_and_alerts

create function reader_now() returns timestamptz language sql stable as $$
    select case
        when latest.published_at < now() - interval '7 days' then latest.published_at
        else now()
    end
    from (select max(articles.published_at) as published_at from articles) as latest
$$;
comment on function reader_now() is
'The time as of which the table is read: now, or the latest publication where nothing newer than a week has come in.';

create view events_current as
select
    events.event_id,
    events.type,
    events.mode,
    events.status,
    events.title,
    events.starts_on,
    events.ends_on,
    events.earliest_on,
    events.latest_on,
    events.date_precision,
    places.name as place,
    places.country,
    places.lat,
    places.lon,
    events.venue,
    (
        select array_agg(event_actors.name order by event_actors.ordinal)
        from event_actors
        where event_actors.event_id = events.event_id
    ) as actors,
    events.confidence,
    events.outlets,
    events.first_reported_at,
    events.last_reported_at,
    events.story_id,
    (
        events.status = 'planned'
        and coalesce(events.ends_on, events.starts_on, events.latest_on) < ((select reader_now()) at time zone 'UTC')::date
    ) is true as overdue
from events
left join places on events.place_id = places.place_id;
comment on view events_current is 'Every event as it is known now, with place and actors; overdue: planned, its day has passed, nobody has reported it.';

create view upcoming_events as
select
    event_id,
    type,
    mode,
    status,
    title,
    starts_on,
    ends_on,
    earliest_on,
    latest_on,
    date_precision,
    place,
    country,
    lat,
    lon,
    venue,
    actors,
    confidence,
    outlets,
    first_reported_at,
    last_reported_at,
    story_id
from events_current
where
    status in ('planned', 'ongoing')
    and coalesce(ends_on, starts_on, latest_on) >= ((select reader_now()) at time zone 'UTC')::date
order by coalesce(starts_on, earliest_on), event_id;
comment on view upcoming_events is 'What lies ahead, soonest first.';

create view event_timeline as
select
    developments.event_id,
    events.title,
    developments.reported_at,
    developments.kind,
    developments.before_value,
    developments.after_value,
    outlets.name as outlet,
    developments.quote,
    developments.article_url,
    developments.development_id
from developments
inner join events on developments.event_id = events.event_id
left join articles on developments.article_url = articles.url
left join outlets on articles.outlet_id = outlets.outlet_id
where developments.superseded_at is null
order by developments.event_id, developments.reported_at nulls last, developments.development_id;
comment on view event_timeline is 'How each event developed: the live developments in order.';

create view event_quotes as
select
    mentions.event_id,
    events.title,
    articles.published_at,
    outlets.name as outlet,
    mentions.realis,
    mentions.quote,
    articles.url,
    mentions.start_offset,
    mentions.end_offset,
    mentions.confidence,
    mentions.mention_id
from mentions
inner join events on mentions.event_id = events.event_id
inner join articles on mentions.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
order by mentions.event_id, articles.published_at nulls last, mentions.start_offset;
comment on view event_quotes is 'The sentences that each event rests on, oldest first.';

create function events_as_of(at timestamptz, by_ingestion boolean default false)
returns table (event_id bigint, state jsonb) language sql stable as $$
    select distinct on (event_versions.event_id) event_versions.event_id, event_versions.state
    from event_versions
    where
        case
            when by_ingestion
                then event_versions.known_from <= at and (event_versions.known_to is null or event_versions.known_to > at)
            else
                event_versions.known_to is null
                and event_versions.reported_from <= at
                and (event_versions.reported_to is null or event_versions.reported_to > at)
        end
    order by event_versions.event_id, event_versions.reported_from desc nulls last
$$;
comment on function events_as_of(timestamptz, boolean) is
'The table as it stood at a time: by publication of the reports, or by when they were read here.';
