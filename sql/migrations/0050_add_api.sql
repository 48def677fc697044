-- What programs read: events as exports and the API show them, and the tokens by which they may from elsewhere.
-- depends: 0010_add_silences

create view event_objects as
select
    events.event_id,
    events.type,
    events.mode,
    events.status,
    events.starts_on,
    events.ends_on,
    events.earliest_on,
    events.latest_on,
    events.date_precision,
    places.name as place_name,
    places.country as place_country,
    places.lat,
    places.lon,
    events.title,
    events.confidence,
    events.outlets,
    events.first_reported_at,
    events.last_reported_at,
    events.story_id,
    coalesce((
        select
            jsonb_agg(
                jsonb_build_object(
                    'name', event_actors.name, 'role', event_actors.role, 'country', event_actors.country, 'kind', event_actors.kind
                )
                order by event_actors.ordinal
            )
        from event_actors
        where event_actors.event_id = events.event_id
    ), '[]') as actors,
    coalesce((
        select
            jsonb_agg(
                jsonb_build_object(
                    'url', articles.url, 'quote', mentions.quote, 'start', mentions.start_offset, 'end', mentions.end_offset
                )
                order by articles.published_at nulls last, articles.url, mentions.start_offset
            )
        from mentions
        inner join articles on mentions.article_id = articles.article_id
        where mentions.event_id = events.event_id
    ), '[]') as mentions
from events
left join places on events.place_id = places.place_id;
comment on view event_objects is 'Every event as exports and the API give it: with its place, actors and quotes in one row.';

create table api_tokens (
    api_token_id bigint generated always as identity primary key,
    name text not null unique check (name <> ''),
    token_hash bytea not null unique,
    scopes text[] not null default '{read}' check (scopes <@ '{read,write}'::text[] and scopes <> '{}'),
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);
comment on table api_tokens is 'Who may use the API from elsewhere than this machine.';
comment on column api_tokens.api_token_id is 'Key.';
comment on column api_tokens.name is 'Whom it was given to, unique.';
comment on column api_tokens.token_hash is 'SHA-256 of the token; the token itself is shown once and kept nowhere.';
comment on column api_tokens.scopes is 'What it may do: read, write.';
comment on column api_tokens.created_at is 'When it was made.';
comment on column api_tokens.revoked_at is 'Since when it no longer counts.';
