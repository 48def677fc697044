-- One filter for every list of events, and each event as an entry of a calendar.
-- depends: 0052_name_what_programs_read

create function part_pattern(words text) returns text language sql immutable parallel safe as $$
    select '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%'
$$;
comment on function part_pattern(text) is 'The pattern of LIKE for texts that hold these words just as they stand.';

create function events_where(
    types text[] default '{}',
    modes text[] default '{}',
    statuses text[] default '{}',
    countries text[] default '{}',
    actors text[] default '{}',
    words text default null,
    tags text[] default '{}',
    starts_from date default null,
    starts_to date default null,
    stories bigint[] default '{}',
    min_confidence double precision default null,
    min_outlets integer default null,
    updated_since timestamptz default null,
    ahead boolean default false
) returns setof events language sql stable as $$
    select events.*
    from events
    where
        (events_where.types = '{}' or events.type = any(events_where.types))
        and (events_where.modes = '{}' or events.mode = any(events_where.modes))
        and (events_where.statuses = '{}' or events.status = any(events_where.statuses))
        and (
            events_where.countries = '{}'
            or events.place_id in (
                select places.place_id from places
                where places.country = any(events_where.countries)
            )
            or exists (
                select 1 from event_actors
                where event_actors.event_id = events.event_id and event_actors.country = any(events_where.countries)
            )
        )
        and (
            events_where.actors = '{}'
            or events.event_id in (
                select event_actors.event_id
                from unnest(events_where.actors) as wanted (actor)
                inner join event_actors on event_actors.name ilike part_pattern(wanted.actor)
                where wanted.actor not like '%:%'
                union all
                select event_actors.event_id
                from actors as named
                inner join event_actors on named.actor_id = event_actors.actor_id
                where named.actor_key = any(events_where.actors)
            )
        )
        and (events_where.words is null or events.title ilike part_pattern(events_where.words))
        and (
            events_where.tags = '{}'
            or events.event_id in (
                select event_corrections.event_id
                from event_corrections
                inner join corrections on event_corrections.correction_id = corrections.correction_id
                where corrections.kind = 'tag' and corrections.undone_at is null and corrections.value = any(events_where.tags)
            )
        )
        and (events_where.starts_from is null or coalesce(events.starts_on, events.earliest_on) >= events_where.starts_from)
        and (events_where.starts_to is null or coalesce(events.starts_on, events.earliest_on) <= events_where.starts_to)
        and (events_where.stories = '{}' or events.story_id = any(events_where.stories))
        and (events_where.min_confidence is null or events.confidence >= events_where.min_confidence)
        and (events_where.min_outlets is null or events.outlets >= events_where.min_outlets)
        and (events_where.updated_since is null or events.updated_at >= events_where.updated_since)
        and (
            not events_where.ahead
            or (
                events.status in ('planned', 'ongoing')
                and coalesce(events.ends_on, events.starts_on, events.latest_on) >= ((select reader_now()) at time zone 'UTC')::date
            )
        )
$$;
comment on function events_where(
    text[], text[], text[], text[], text[], text, text[], date, date, bigint[], double precision, integer, timestamptz, boolean
) is
'Events that pass the filters of every list: name those that you need, the others ask nothing. Actors are parts of names, or keys (state:RUS).';

create index event_versions_of_event on event_versions (event_id, event_version_id);

create view event_calendar as
select
    events.event_id,
    events.status,
    events.type,
    events.mode,
    events.title,
    events.starts_on,
    events.ends_on,
    events.earliest_on,
    events.latest_on,
    events.date_precision,
    events.starts_at,
    places.name as place,
    places.country,
    places.lat,
    places.lon,
    events.venue,
    events.confidence,
    events.outlets,
    events.story_id,
    events.created_at,
    events.updated_at,
    events.last_reported_at,
    (
        select count(*)
        from (
            select
                versions.told,
                lag(versions.told) over (order by versions.event_version_id) as told_before
            from (
                select
                    event_versions.event_version_id,
                    jsonb_build_array(
                        event_versions.state -> 'status', event_versions.state -> 'starts_on', event_versions.state -> 'ends_on',
                        event_versions.state -> 'earliest_on', event_versions.state -> 'latest_on', event_versions.state -> 'place',
                        event_versions.state -> 'venue'
                    ) as told
                from event_versions
                where event_versions.event_id = events.event_id
            ) as versions
        ) as changes
        where changes.told <> changes.told_before
    ) as moves,
    latest.kind,
    latest.before_value,
    latest.after_value,
    latest.quote,
    latest.article_url,
    latest.outlet
from events
left join places on events.place_id = places.place_id
left join lateral (
    select
        developments.kind,
        developments.before_value,
        developments.after_value,
        developments.quote,
        developments.article_url,
        outlets.name as outlet
    from developments
    left join articles on developments.article_url = articles.url
    left join outlets on articles.outlet_id = outlets.outlet_id
    where developments.event_id = events.event_id and developments.superseded_at is null
    order by developments.reported_at desc nulls last, developments.development_id desc
    limit 1
) as latest on true
where coalesce(events.starts_on, events.earliest_on, events.latest_on) is not null;
comment on view event_calendar is
'Every event with a day, as an entry of a calendar: its latest development, and how often its day, place or status was told otherwise (moves, which
never falls).';
