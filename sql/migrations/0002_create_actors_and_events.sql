-- Actors, places, mentions, and the events that are folded from them.
-- depends: 0001_create_feeds_and_articles

create table actors (
    actor_id bigint generated always as identity primary key,
    actor_key text not null unique,
    name text not null,
    kind text not null check (kind in ('person', 'state', 'organisation', 'armed_group', 'group')),
    country char(3),
    created_at timestamptz not null default now()
);
create index actors_by_name on actors (lower(name));
comment on table actors is 'Persons, states, organisations and groups that act in events.';
comment on column actors.actor_id is 'Key.';
comment on column actors.actor_key is 'Identity in the registry, e.g. state:USA, person:donald-trump.';
comment on column actors.name is 'Name as shown to people.';
comment on column actors.kind is 'person, state, organisation, armed_group, or group (people without a name of their own).';
comment on column actors.country is 'ISO 3166-1 alpha-3 (and XKX) of the state it is or belongs to.';
comment on column actors.created_at is 'When it was first met.';

create table actor_facts (
    actor_fact_id bigint generated always as identity primary key,
    name text not null,
    kind text not null check (kind in ('person', 'state', 'organisation', 'armed_group', 'group')),
    office text,
    country char(3),
    stated_on date,
    article_id bigint not null references articles on delete cascade,
    quote text not null,
    start_offset integer not null,
    end_offset integer not null,
    applied boolean not null default false,
    withdrawn boolean not null default false,
    created_at timestamptz not null default now(),
    unique (article_id, start_offset, name),
    check (end_offset > start_offset)
);
create index actor_facts_new on actor_facts (actor_fact_id) where not applied or withdrawn;
create index actor_facts_by_name on actor_facts (lower(name));
comment on table actor_facts is 'What articles state of actors in passing ("Estonia''s foreign minister, Margus Tsahkna"), dated, with the quote.';
comment on column actor_facts.actor_fact_id is 'Key.';
comment on column actor_facts.name is 'Name of the actor as stated.';
comment on column actor_facts.kind is 'What the actor is.';
comment on column actor_facts.office is 'Office that the article gives it.';
comment on column actor_facts.country is 'Country that the article gives it, alpha-3.';
comment on column actor_facts.stated_on is 'Day of publication; null where unknown.';
comment on column actor_facts.article_id is 'The article that states it.';
comment on column actor_facts.quote is 'Where it says so.';
comment on column actor_facts.start_offset is 'First character of the quote in the article''s text.';
comment on column actor_facts.end_offset is 'One past its last character.';
comment on column actor_facts.applied is 'Whether mentions read before have been linked again with it.';
comment on column actor_facts.withdrawn is 'Whether its article no longer says so; it goes once the mentions it touched have been linked again.';
comment on column actor_facts.created_at is 'When it was learnt.';

create table places (
    place_id bigint generated always as identity primary key,
    place_key text not null unique,
    name text not null,
    country char(3),
    lat double precision check (lat between -90 and 90),
    lon double precision check (lon between -180 and 180),
    check ((lat is null) = (lon is null))
);
comment on table places is 'Places where events happen.';
comment on column places.place_id is 'Key.';
comment on column places.place_key is 'Identity in the gazetteer.';
comment on column places.name is 'Name as shown to people.';
comment on column places.country is 'ISO 3166-1 alpha-3 (and XKX).';
comment on column places.lat is 'Degrees north, WGS 84.';
comment on column places.lon is 'Degrees east, WGS 84.';

create table events (
    event_id bigint generated always as identity primary key,
    type text not null check (type in (
        'AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN',
        'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'
    )),
    mode text,
    status text not null check (status in ('planned', 'ongoing', 'occurred', 'cancelled', 'postponed', 'denied')),
    title text not null,
    starts_on date,
    ends_on date,
    earliest_on date,
    latest_on date,
    date_precision text not null default 'open'
    check (date_precision in ('hour', 'day', 'week', 'month', 'quarter', 'year', 'open')),
    starts_at timestamptz,
    place_id bigint references places,
    venue text,
    quantities jsonb not null default '[]',
    confidence real not null check (confidence between 0 and 1),
    outlets integer not null check (outlets >= 1),
    first_reported_at timestamptz,
    last_reported_at timestamptz,
    story_id bigint references stories,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (ends_on is null or starts_on is null or ends_on >= starts_on),
    check (latest_on is null or earliest_on is null or latest_on >= earliest_on),
    check ((starts_on is not null) = (date_precision in ('hour', 'day'))),
    check (last_reported_at is null or first_reported_at is null or last_reported_at >= first_reported_at)
);
create index events_by_day on events (coalesce(starts_on, earliest_on), status);
create index events_by_type on events (type, status);
create index events_by_report on events (last_reported_at desc nulls last);
create index events_of_story on events (story_id);
comment on table events is 'One row per real-world event: what is known of it now.';
comment on column events.event_id is 'Key; stays while the event stands (see event_redirects for merged ones).';
comment on column events.type is 'PLOVER type of the deed, planned or done.';
comment on column events.mode is 'How: for CONSULT visit, meet, phone, multilateral, third-party; for others see docs/data-model.md.';
comment on column events.status is 'planned, ongoing, occurred, cancelled, postponed or denied.';
comment on column events.title is 'One line for people, made from type, actors, place and day.';
comment on column events.starts_on is 'First day, only where known to the day; in the zone of the place as told.';
comment on column events.ends_on is 'Last day, inclusive, of what lasts.';
comment on column events.earliest_on is 'First day on which it may fall, where told vaguely ("next week").';
comment on column events.latest_on is 'Last day on which it may fall.';
comment on column events.date_precision is 'How finely the time is known.';
comment on column events.starts_at is 'Instant, where the hour is known.';
comment on column events.place_id is 'Where.';
comment on column events.venue is 'Building or site as the text names it.';
comment on column events.quantities is 'Numbers: [{"kind", "value", "unit", "at_least"}].';
comment on column events.confidence is 'How likely the row is right, 0 to 1.';
comment on column events.outlets is 'Independent outlets that report it; near-copies of one text count once.';
comment on column events.first_reported_at is 'Publication of the first report.';
comment on column events.last_reported_at is 'Publication of the latest report.';
comment on column events.story_id is 'Story it belongs to.';
comment on column events.created_at is 'When the row was made.';
comment on column events.updated_at is 'When the row last changed.';

create table event_redirects (
    event_id bigint primary key,
    merged_into bigint not null references events on delete cascade,
    merged_at timestamptz not null default now(),
    reason text not null,
    check (event_id <> merged_into)
);
comment on table event_redirects is 'Events that turned out to be another one: old ids keep answering.';
comment on column event_redirects.event_id is 'Id that no longer stands.';
comment on column event_redirects.merged_into is 'Event that took its reports.';
comment on column event_redirects.merged_at is 'When.';
comment on column event_redirects.reason is 'Why.';

create table event_actors (
    event_id bigint not null references events on delete cascade,
    actor_id bigint not null references actors,
    role text not null check (role in ('source', 'target', 'participant')),
    ordinal integer not null,
    name text not null,
    kind text not null check (kind in ('person', 'state', 'organisation', 'armed_group', 'group')),
    country char(3),
    office text,
    primary key (event_id, actor_id, role)
);
create index event_actors_by_actor on event_actors (actor_id, event_id);
comment on table event_actors is 'Who acts in an event, and in what role.';
comment on column event_actors.event_id is 'The event.';
comment on column event_actors.actor_id is 'The actor.';
comment on column event_actors.role is 'source acts, target is acted on, participants of a meeting have no direction.';
comment on column event_actors.ordinal is 'Order in which they are shown, from 1.';
comment on column event_actors.name is 'Name, as the reports of this event have it where the registry has none.';
comment on column event_actors.kind is 'What the actor is.';
comment on column event_actors.country is 'ISO 3166-1 alpha-3 of the state it is or belongs to.';
comment on column event_actors.office is 'Office in which a person acts.';

create table event_versions (
    event_version_id bigint generated always as identity primary key,
    event_id bigint not null,
    reported_from timestamptz,
    reported_to timestamptz,
    known_from timestamptz not null,
    known_to timestamptz,
    state jsonb not null,
    check (known_to is null or known_to >= known_from)
);
create index event_versions_current on event_versions (event_id, reported_from) where known_to is null;
create index event_versions_known on event_versions (known_from, known_to);
comment on table event_versions is 'Each state of each event, with the span of publication it held for and the span it was known here.';
comment on column event_versions.event_version_id is 'Key.';
comment on column event_versions.event_id is 'The event (it may since have been merged into another).';
comment on column event_versions.reported_from is 'Publication of the report that brought this state; null where unknown.';
comment on column event_versions.reported_to is 'Publication of the report that ended it; null while it holds.';
comment on column event_versions.known_from is 'When it was written here.';
comment on column event_versions.known_to is 'When later evidence replaced it; null while it stands.';
comment on column event_versions.state is 'The row as exported, without id, mentions and report counts'' ids.';

create table mentions (
    mention_id bigint generated always as identity primary key,
    mention_key text not null unique,
    article_id bigint not null references articles on delete cascade,
    revision integer not null,
    event_id bigint references events on delete set null,
    type text not null check (type in (
        'AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN',
        'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'
    )),
    mode text,
    realis text not null check (realis in ('planned', 'ongoing', 'occurred', 'cancelled', 'postponed', 'denied')),
    change text check (change in ('rescheduled', 'reinstated', 'relocated')),
    quote text not null,
    start_offset integer not null check (start_offset >= 0),
    end_offset integer not null,
    starts_on date,
    ends_on date,
    earliest_on date,
    latest_on date,
    date_precision text not null default 'open'
    check (date_precision in ('hour', 'day', 'week', 'month', 'quarter', 'year', 'open')),
    starts_at timestamptz,
    moved_from date,
    place_id bigint references places,
    venue text,
    quantities jsonb not null default '[]',
    claimed_by text,
    confidence real not null check (confidence between 0 and 1),
    trigger text not null default '',
    rule text not null default '',
    notes text[] not null default '{}',
    wording text[] not null default '{}',
    block_keys text[] not null default '{}',
    state text not null default 'new' check (state in ('new', 'resolved')),
    extractor_version text not null,
    text_expired boolean not null default false,
    created_at timestamptz not null default now(),
    check (end_offset - start_offset = char_length(quote))
);
create index mentions_of_article on mentions (article_id);
create index mentions_of_event on mentions (event_id);
create index mentions_new on mentions (mention_id) where state = 'new';
create index mentions_by_block on mentions using gin (block_keys);
comment on table mentions is 'Sentences of articles that report events.';
comment on column mentions.mention_id is 'Key.';
comment on column mentions.mention_key is 'Identity across runs: article address, place in the text, type.';
comment on column mentions.article_id is 'The article.';
comment on column mentions.revision is 'Its revision, to which the offsets belong.';
comment on column mentions.event_id is 'The event that it reports; null until resolved.';
comment on column mentions.type is 'PLOVER type of the deed.';
comment on column mentions.mode is 'How the deed is done.';
comment on column mentions.realis is 'How the sentence presents the deed.';
comment on column mentions.change is 'What the sentence itself says to have changed.';
comment on column mentions.quote is 'The words, exactly as in the article''s text at [start_offset, end_offset).';
comment on column mentions.start_offset is 'First character.';
comment on column mentions.end_offset is 'One past the last character.';
comment on column mentions.starts_on is 'First day, only where told to the day.';
comment on column mentions.ends_on is 'Last day, inclusive.';
comment on column mentions.earliest_on is 'First day on which it may fall.';
comment on column mentions.latest_on is 'Last day on which it may fall.';
comment on column mentions.date_precision is 'How finely the time is told.';
comment on column mentions.starts_at is 'Instant, where the hour is told.';
comment on column mentions.moved_from is 'Old day, where the text gives it.';
comment on column mentions.place_id is 'Where.';
comment on column mentions.venue is 'Building or site as the text names it.';
comment on column mentions.quantities is 'Numbers: [{"kind", "value", "unit", "at_least"}].';
comment on column mentions.claimed_by is 'Whom the text cites for it; null where the outlet tells it in its own voice.';
comment on column mentions.confidence is 'How likely the reading is right, 0 to 1.';
comment on column mentions.trigger is 'The words that told the deed.';
comment on column mentions.rule is 'The lexicon entry or rule that fired.';
comment on column mentions.notes is 'Further reasons, for people who ask.';
comment on column mentions.wording is 'Content lemmas of the sentence.';
comment on column mentions.block_keys is 'Keys under which candidates for the same event are looked up.';
comment on column mentions.state is 'new until the resolver has placed it.';
comment on column mentions.extractor_version is 'Version of the extractor that made it.';
comment on column mentions.text_expired is 'Whether the article''s text has been dropped by retention since.';
comment on column mentions.created_at is 'When it was read.';

create table mention_actors (
    mention_id bigint not null references mentions on delete cascade,
    ordinal integer not null,
    role text not null check (role in ('source', 'target', 'participant')),
    phrase text not null,
    name text not null,
    kind text check (kind in ('person', 'state', 'organisation', 'armed_group', 'group')),
    office text,
    country char(3),
    actor_id bigint references actors,
    actor_name text,
    actor_kind text check (actor_kind in ('person', 'state', 'organisation', 'armed_group', 'group')),
    actor_country char(3),
    stands_for text,
    primary key (mention_id, ordinal)
);
create index mention_actors_by_actor on mention_actors (actor_id);
create index mention_actors_by_surname on mention_actors (substring(lower(name) from '[^[:space:]]+$'));
create index mention_actors_by_office on mention_actors (office, country) where office is not null;
comment on table mention_actors is 'Actors of a mention: as the text has them, and whom they were linked to.';
comment on column mention_actors.mention_id is 'The mention.';
comment on column mention_actors.ordinal is 'Order in the mention, from 1.';
comment on column mention_actors.role is 'source, target or participant.';
comment on column mention_actors.phrase is 'Words in the quote.';
comment on column mention_actors.name is 'Fullest form within the article.';
comment on column mention_actors.kind is 'What the text says it is.';
comment on column mention_actors.office is 'Office that the text gives.';
comment on column mention_actors.country is 'Country that the text gives, alpha-3.';
comment on column mention_actors.actor_id is 'Actor it was linked to.';
comment on column mention_actors.actor_name is 'Its name: the registry''s, else as this text has it.';
comment on column mention_actors.actor_kind is 'What it is.';
comment on column mention_actors.actor_country is 'ISO 3166-1 alpha-3 of the state it is or belongs to.';
comment on column mention_actors.stands_for is 'Registry key of the state or body that a person speaks for.';

create table developments (
    development_id bigint generated always as identity primary key,
    event_id bigint not null,
    kind text not null check (kind in (
        'created', 'corroborated', 'rescheduled', 'postponed', 'cancelled', 'reinstated', 'started', 'occurred', 'relocated',
        'participant_added', 'quantity_changed', 'denied'
    )),
    ordinal integer not null check (ordinal >= 1),
    mention_id bigint references mentions on delete set null,
    article_url text not null,
    quote text not null,
    before_value text,
    after_value text,
    reported_at timestamptz,
    created_at timestamptz not null default now(),
    superseded_at timestamptz
);
create unique index developments_live on developments (event_id, kind, ordinal) where superseded_at is null;
create index developments_of_event on developments (event_id);
create index developments_by_report on developments (reported_at desc nulls last, development_id);
comment on table developments is 'The log: each change in what is known of an event. Its content never changes; it may be superseded.';
comment on column developments.development_id is 'Key.';
comment on column developments.event_id is 'The event (it may since have been merged into another: see event_redirects).';
comment on column developments.kind is 'What changed.';
comment on column developments.ordinal is 'Counts this kind within the event, from 1: (event, kind, ordinal) names the development.';
comment on column developments.mention_id is 'The mention that brought it; null where that has since been withdrawn.';
comment on column developments.article_url is 'Address of the article that brought it.';
comment on column developments.quote is 'The words that brought it.';
comment on column developments.before_value is 'Value before, where it has one.';
comment on column developments.after_value is 'Value after, where it has one.';
comment on column developments.reported_at is 'Publication of the article that brought it.';
comment on column developments.created_at is 'When it was written here.';
comment on column developments.superseded_at is 'When better evidence replaced it or took it away; null while it stands.';

create function developments_keep_content() returns trigger language plpgsql as $$
begin
    if (new.event_id, new.kind, new.ordinal, new.article_url, new.quote, new.before_value, new.after_value, new.reported_at, new.created_at)
       is distinct from
       (old.event_id, old.kind, old.ordinal, old.article_url, old.quote, old.before_value, old.after_value, old.reported_at, old.created_at)
    then
        raise exception 'a development''s content never changes; supersede it and write another';
    end if;
    return new;
end
$$;
create trigger developments_keep_content before update on developments
for each row execute function developments_keep_content();

create function developments_notify() returns trigger language plpgsql as $$
begin
    perform pg_notify('wirewatch_developments', (select max(development_id)::text from added));
    return null;
end
$$;
create trigger developments_notify after insert on developments
referencing new table as added
for each statement execute function developments_notify();

create table claims (
    event_id bigint not null references events on delete cascade,
    field text not null,
    value text not null,
    claimed_by text not null default '',
    mention_id bigint references mentions on delete cascade,
    chosen boolean not null,
    reason text not null,
    primary key (event_id, field, value, claimed_by)
);
comment on table claims is 'What each side says of an event where sides differ; the chosen value stands in events.';
comment on column claims.event_id is 'The event.';
comment on column claims.field is 'Column of events that they differ on.';
comment on column claims.value is 'What is claimed.';
comment on column claims.claimed_by is 'Who claims it; empty where the outlets tell it in their own voice.';
comment on column claims.mention_id is 'A mention that says so.';
comment on column claims.chosen is 'Whether events shows this value.';
comment on column claims.reason is 'Why it was chosen or not.';
