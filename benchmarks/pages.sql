-- A table as news fills it in three years, a thousand events a day: :events of them, with their articles, sentences, actors,
-- logs, states, stories and alerts. Set by set; the texts are shuffled words, the numbers come from the row's own.
set session_replication_role = replica;
select setseed(0.5);

insert into outlets (name) select 'Outlet ' || n from generate_series(1, 60) as n;

insert into feeds (url, title, outlet_id, state, last_polled_at, last_success_at)
select 'https://outlet' || n || '.example/feed', 'Outlet ' || n, 1 + n % 60, 'active', now(), now()
from generate_series(1, 500) as n;

insert into places (place_key, name, country, lat, lon)
select
    'place:' || n, 'Place' || chr(97 + n % 26) || chr(97 + n / 26 % 26) || n,
    (array['GBR', 'USA', 'RUS', 'UKR', 'FRA', 'DEU', 'CHN', 'IND', 'BRA', 'TUR', 'EGY', 'ISR', 'IRN', 'JPN', 'ZAF', 'NGA'])[1 + n % 16],
    (n * 37) % 120 - 55, (n * 91) % 350 - 175
from generate_series(1, 800) as n;

insert into actors (actor_key, name, kind, country)
select
    case when n <= 200 then 'state:' || chr(65 + n % 26) || chr(65 + n / 26 % 26) || chr(65 + n / 7 % 26) || n else 'person:p' || n end,
    initcap(chr(97 + n % 26) || chr(97 + n * 7 % 26) || 'o' || chr(97 + n * 11 % 26) || 'an') || case when n <= 200 then 'land' else ' No' || n end,
    case when n <= 200 then 'state' else 'person' end,
    (array['GBR', 'USA', 'RUS', 'UKR', 'FRA', 'DEU', 'CHN', 'IND', 'BRA', 'TUR', 'EGY', 'ISR', 'IRN', 'JPN', 'ZAF', 'NGA'])[1 + n % 16]
from generate_series(1, 20000) as n;

insert into stories (title, updated_at)
select 'Story ' || n, now() - (:events / 12 - n) * interval '17 minutes'
from generate_series(1, :events / 12) as n;

create temporary table told as
select
    n,
    now() - (:events - n) * interval '86 seconds' as reported_at,
    (now() - (:events - n) * interval '86 seconds')::date as reported_on,
    (array['CONSULT', 'CONSULT', 'CONSULT', 'AGREE', 'ASSAULT', 'SANCTION', 'ACCUSE', 'THREATEN', 'AID', 'PROTEST', 'COERCE', 'SUPPORT', 'REJECT',
        'REQUEST', 'MOBILIZE', 'RETREAT'])[1 + n * 7 % 16] as type,
    case
        when n % 100 < 70 then 'occurred' when n % 100 < 88 then 'planned' when n % 100 < 91 then 'cancelled' when n % 100 < 94 then 'postponed'
        when n % 100 < 98 then 'ongoing' else 'denied'
    end as status,
    1 + floor(power(random(), 3) * 20000)::integer as first_actor,
    1 + floor(power(random(), 3) * 20000)::integer as second_actor,
    case when n % 3 > 0 then 1 + floor(power(random(), 2) * 800)::integer end as place_id
from generate_series(1, :events) as n;

insert into events (
    type, mode, status, title, starts_on, earliest_on, latest_on, date_precision, place_id, confidence, outlets, first_reported_at,
    last_reported_at, story_id, created_at, updated_at
)
select
    told.type, case when told.type = 'CONSULT' then (array['meet', 'visit', 'phone'])[1 + told.n % 3] end, told.status,
    one.name || case when told.status = 'planned' then ' to ' else ' ' end || lower(told.type) || ' ' || other.name
    || coalesce(' in ' || places.name, '') || ' on ' || to_char(days.first_on, 'DD Month YYYY'),
    case when told.n % 10 < 8 then days.first_on end,
    case when told.n % 10 = 8 then days.first_on end,
    case when told.n % 10 = 8 then days.first_on + 20 end,
    case when told.n % 10 < 8 then 'day' when told.n % 10 = 8 then 'month' else 'open' end,
    told.place_id, 0.4 + (told.n % 60) / 100.0, 1 + told.n % 7 / 4 + told.n % 31 / 28,
    told.reported_at - interval '1 hour', told.reported_at, 1 + (told.n - 1) / 12, told.reported_at, told.reported_at
from told
inner join actors as one on told.first_actor = one.actor_id
inner join actors as other on told.second_actor = other.actor_id
left join places on told.place_id = places.place_id
cross join lateral (
    select told.reported_on + (case when told.status in ('planned', 'postponed', 'cancelled') then 1 + told.n % 40 else -(told.n % 3) end)::integer as first_on
) as days
order by told.n;

insert into event_actors (event_id, actor_id, role, ordinal, name, kind, country)
select told.n, actors.actor_id, acting.role, acting.ordinal, actors.name, actors.kind, actors.country
from told
cross join lateral (values (told.first_actor, 'source', 1), (told.second_actor, 'target', 2)) as acting (actor_id, role, ordinal)
inner join actors on acting.actor_id = actors.actor_id;

insert into articles (url, outlet_id, title, text, text_from, published_at, published_from, language, state, grouped, story_id, extractor_version)
select
    'https://outlet' || told.n % 60 + 1 || '.example/' || told.n, 1 + told.n % 60, events.title,
    events.title || '. The ministers said so. ' || repeat(' The ' || md5(told.n::text) || ' of the ' || md5((told.n % 977)::text) || ' was told', 8),
    'given', told.reported_at, 'given', 'en', 'extracted', true, events.story_id, '1'
from told
inner join events on told.n = events.event_id
order by told.n;

insert into article_words (article_id, words)
select article_id, words_of(title, text) from articles;

insert into mentions (
    mention_key, article_id, revision, event_id, type, mode, realis, quote, start_offset, end_offset, starts_on, date_precision, confidence,
    trigger, rule, block_keys, state, extractor_version
)
select
    'm' || n.at || ':' || events.event_id, articles.article_id, 1, events.event_id, events.type, events.mode, events.status,
    events.title, 0, char_length(events.title), events.starts_on, case when events.starts_on is null then 'open' else 'day' end,
    events.confidence, 'said', 'said', array['k' || events.event_id], 'resolved', '1'
from events
inner join articles on events.event_id = articles.article_id
cross join lateral generate_series(1, events.outlets) as n (at);

insert into developments (event_id, kind, ordinal, mention_id, article_url, quote, before_value, after_value, reported_at, created_at)
select
    events.event_id, log.kind, 1, null, articles.url, events.title, log.before_value, log.after_value, events.last_reported_at, events.last_reported_at
from events
inner join articles on events.event_id = articles.article_id
cross join lateral (
    values
    ('created', null, null, true),
    ('corroborated', null, null, events.outlets > 1),
    ('rescheduled', (events.starts_on - 3)::text, events.starts_on::text, events.event_id % 15 = 0 and events.starts_on is not null),
    ('cancelled', 'planned', 'cancelled', events.status = 'cancelled'),
    ('postponed', 'planned', 'postponed', events.status = 'postponed')
) as log (kind, before_value, after_value, stands)
where log.stands
order by events.event_id;

insert into event_versions (event_id, reported_from, known_from, state)
select
    events.event_id, events.first_reported_at, events.first_reported_at,
    jsonb_build_object(
        'type', events.type, 'mode', events.mode, 'status', events.status, 'title', events.title, 'starts_on', events.starts_on, 'ends_on', null,
        'earliest_on', events.earliest_on, 'latest_on', events.latest_on, 'date_precision', events.date_precision, 'place', null, 'venue', null,
        'actors', '[]'::jsonb, 'confidence', events.confidence, 'outlets', events.outlets
    )
from events;

insert into watches (name, managed_by, types)
select 'Watch ' || n, 'cli', array[(array['CONSULT', 'AGREE', 'ASSAULT', 'SANCTION'])[1 + n % 4]] from generate_series(1, 20) as n;

insert into alerts (watch_id, subject_kind, subject_key, development_id, event_id, state, message, created_at, sent_at)
select
    1 + developments.development_id % 20, 'development', developments.development_id::text, developments.development_id, developments.event_id,
    'sent', jsonb_build_object('event_id', developments.event_id, 'kind', developments.kind, 'title', developments.quote, 'quote', developments.quote, 'outlets', 2, 'confidence', 0.7), developments.reported_at,
    developments.reported_at
from developments
where developments.development_id % 5 = 0;

insert into deliveries (alert_id, channel, state, sent_at)
select alert_id, 'log', 'sent', sent_at from alerts;

drop table told;
set session_replication_role = origin;
