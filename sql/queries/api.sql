-- name: api_events
-- Events that pass the filters, the newest row first, those before an id.
select event_objects.*
from event_objects
where
    (:before_id::bigint is null or event_objects.event_id < :before_id::bigint)
    and event_objects.event_id in (
        select asked.event_id
        from events_where(
            :types::text[], :modes::text[], :statuses::text[], :countries::text[], :actors::text[], :words::text, :tags::text[],
            :starts_from::date, :starts_to::date, :stories::bigint[], :min_confidence::double precision, :min_outlets::integer,
            :updated_since::timestamptz, :ahead::boolean, :among::bigint[]
        ) as asked
    )
order by event_objects.event_id desc
limit :page_size;

-- name: api_event^
-- One event.
select event_objects.*
from event_objects
where event_objects.event_id = :event_id;

-- name: api_developments
-- Live developments that pass the filters, the newest line of the log first, those before an id.
select development_objects.*
from development_objects
where
    (:before_id::bigint is null or development_objects.development_id < :before_id::bigint)
    and (:event_id::bigint is null or development_objects.event_id = :event_id::bigint)
    and (:kinds::text[] = '{}' or development_objects.kind = any(:kinds::text[]))
    and (:types::text[] = '{}' or development_objects.type = any(:types::text[]))
    and (:reported_since::timestamptz is null or development_objects.reported_at >= :reported_since::timestamptz)
order by development_objects.development_id desc
limit :page_size;

-- name: api_stories
-- Stories, the newest first, those before an id.
select story_objects.*
from story_objects
where
    (:before_id::bigint is null or story_objects.story_id < :before_id::bigint)
    and (:story_id::bigint is null or story_objects.story_id = :story_id::bigint)
order by story_objects.story_id desc
limit :page_size;

-- name: api_actors
-- Actors whose name holds some words, the newest first, those before an id.
select
    actor_id,
    actor_key,
    name,
    kind,
    country
from actors
where
    (:before_id::bigint is null or actor_id < :before_id::bigint)
    and (:actor_id::bigint is null or actor_id = :actor_id::bigint)
    and (:words::text is null or name ilike '%%' || :words::text || '%%' or actor_key = :words::text)
    and (:kinds::text[] = '{}' or kind = any(:kinds::text[]))
    and (:countries::text[] = '{}' or country = any(:countries::text[]))
order by actor_id desc
limit :page_size;

-- name: api_feeds
-- Feeds with their health, the newest first, those before an id.
select feed_objects.*
from feed_objects
where
    (:before_id::bigint is null or feed_objects.feed_id < :before_id::bigint)
    and (:states::text[] = '{}' or feed_objects.state = any(:states::text[]))
order by feed_objects.feed_id desc
limit :page_size;

-- name: api_alerts
-- Alerts, the newest first, those before an id.
select alert_objects.*
from alert_objects
where
    (:before_id::bigint is null or alert_objects.alert_id < :before_id::bigint)
    and (:states::text[] = '{}' or alert_objects.state = any(:states::text[]))
    and (:watch::text is null or alert_objects.watch = :watch::text)
order by alert_objects.alert_id desc
limit :page_size;

-- name: api_corrections
-- Corrections, the newest first, those before an id, or the one that is asked for.
select correction_objects.*
from correction_objects
where
    (:correction_id::bigint is null or correction_objects.correction_id = :correction_id::bigint)
    and (:before_id::bigint is null or correction_objects.correction_id < :before_id::bigint)
    and (:kinds::text[] = '{}' or correction_objects.kind = any(:kinds::text[]))
    and (:undone::boolean or correction_objects.undone_at is null)
    and (:event_id::bigint is null or :event_id::bigint = any(correction_objects.events))
order by correction_objects.correction_id desc
limit :page_size;

-- name: find_token^
-- A token that counts.
select
    name,
    scopes
from api_tokens
where token_hash = :token_hash and revoked_at is null;

-- name: put_token$
-- Write a token under a name that has none; null where it has one that counts. One that was revoked makes room.
insert into api_tokens (name, token_hash, scopes, created_at)
values (:name, :token_hash, :scopes, :now)
on conflict (name) do update
    set token_hash = excluded.token_hash, scopes = excluded.scopes, created_at = excluded.created_at, revoked_at = null
    where api_tokens.revoked_at is not null
returning api_token_id;

-- name: revoke_token$
-- A token no longer counts; null where there is none.
update api_tokens
set revoked_at = :now
where name = :name and revoked_at is null
returning api_token_id;

-- name: list_tokens
-- Who may use the API.
select
    name,
    scopes,
    created_at,
    revoked_at
from api_tokens
order by name;

-- name: api_events_as_of
-- The table as it stood, by id, from an id on.
select
    standing.event_id,
    standing.state
from events_as_of(:at, :by_ingestion) as standing
where standing.event_id > :after_id
order by standing.event_id
limit :page_size;

-- name: api_newest_development$
-- The line of the log that came in last; 0 where there is none.
select coalesce(max(development_id), 0) from developments;

-- name: api_developments_since
-- Live developments that came in behind a line of the log, oldest first.
select development_objects.*
from development_objects
where
    development_objects.development_id > :after_id
    and (:kinds::text[] = '{}' or development_objects.kind = any(:kinds::text[]))
    and (:types::text[] = '{}' or development_objects.type = any(:types::text[]))
order by development_objects.development_id
limit :page_size;
