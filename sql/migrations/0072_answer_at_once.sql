-- Lists, searches and counts of the pages answer at once with a million events in the table.
-- depends: 0071_keep_what_falls_short

-- Parts of names and titles; a server without this extension does without, and looks through the table.
do $$
begin
    if exists (select from pg_available_extensions where name = 'pg_trgm') then
        create extension if not exists pg_trgm;
        create index events_by_part_of_title on events using gin (title gin_trgm_ops);
        create index event_actors_by_part_of_name on event_actors using gin (name gin_trgm_ops);
        create index actors_by_part_of_name on actors using gin (name gin_trgm_ops);
    end if;
end
$$;

-- What was put off or called off, what is planned for no day, stories and alerts, the latest first.
create index events_off on events (last_reported_at desc nulls last) where status in ('postponed', 'cancelled');
create index events_undated on events (last_reported_at desc nulls last)
where status = 'planned' and coalesce(ends_on, starts_on, latest_on) is null;
create index stories_by_update on stories (updated_at desc, story_id desc);
create index events_by_place on events (place_id, event_id desc);
create index event_actors_by_country on event_actors (country, event_id desc);
create index alerts_by_state on alerts (state, alert_id desc);
create index alerts_by_time on alerts (created_at desc);

create function names_pattern(names text[]) returns text language sql immutable parallel safe as $$
    select string_agg(regexp_replace(wanted.name, '([][\\.^$*+?(){}|])', '\\\1', 'g'), '|')
    from unnest(names) as wanted (name)
    where wanted.name not like '%:%'
$$;
comment on function names_pattern(text[]) is
'The regular expression of texts that hold one of these names just as it stands; keys (state:RUS) are left out. Null where none is left.';

drop function events_where(
    text[], text[], text[], text[], text[], text, text[], date, date, bigint[], double precision, integer, timestamptz, boolean
);
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
    ahead boolean default false,
    among bigint[] default null
) returns setof events language sql stable as $$
    select events.*
    from events
    where
        (events_where.among is null or events.event_id = any(events_where.among))
        and (events_where.types = '{}' or events.type = any(events_where.types))
        and (events_where.modes = '{}' or events.mode = any(events_where.modes))
        and (events_where.statuses = '{}' or events.status = any(events_where.statuses))
        and (
            events_where.countries = '{}'
            or events.place_id in (
                select places.place_id from places
                where places.country = any(events_where.countries)
            )
            or events_where.countries && array(
                select event_actors.country::text from event_actors
                where event_actors.event_id = events.event_id
            )
        )
        and (
            events_where.actors = '{}'
            or exists (
                select 1 from event_actors
                left join actors on event_actors.actor_id = actors.actor_id
                where
                    event_actors.event_id = events.event_id
                    and (event_actors.name ~* names_pattern(events_where.actors) or actors.actor_key = any(events_where.actors))
                offset 0  -- looked up event by event: where few have them, `among` says which
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
    text[], text[], text[], text[], text[], text, text[], date, date, bigint[], double precision, integer, timestamptz, boolean, bigint[]
) is
'Events that pass the filters of every list: name those that you need, the others ask nothing. Actors are parts of names, or keys (state:RUS).';
