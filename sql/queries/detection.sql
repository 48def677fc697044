-- name: claim_ready_articles
-- Articles that wait for extraction, locked until the transaction ends; live ones first, oldest first. Of long ones no more than
-- come to so many characters, one at least: those beyond wait for the next to ask.
with claimed as (
    select
        articles.article_id,
        articles.url,
        articles.title,
        articles.text,
        articles.published_at,
        articles.language,
        articles.revision,
        articles.priority,
        coalesce(articles.zone, outlets.zone) as zone,
        outlets.name as outlet
    from articles
    inner join outlets on articles.outlet_id = outlets.outlet_id
    where articles.state = 'ready'
    order by articles.priority desc, articles.published_at asc, articles.article_id asc
    limit :batch_size
    for update of articles skip locked
),

counted as (
    select
        *,
        sum(length(text)) over (order by priority desc, published_at asc, article_id asc) - length(text) as before
    from claimed
)

select
    article_id,
    url,
    title,
    text,
    published_at,
    language,
    revision,
    zone,
    outlet
from counted
where before < :most_text
order by priority desc, published_at asc, article_id asc;

-- name: count_ready_articles$
-- How many articles wait for extraction.
select count(*) from articles
where state = 'ready';

-- name: finish_article!
-- The article has been read.
update articles
set
    state = 'extracted', extractor_version = :extractor_version, extracted_at = :now, error_code = null, error = null,
    grouped = false, compared = false
where article_id = :article_id;

-- name: leave_article_unread!
-- The article is in a language that cannot be read.
update articles
set
    state = 'unsupported_language', extractor_version = :extractor_version, extracted_at = null, error_code = null, error = null
where article_id = :article_id;

-- name: quarantine_article!
-- The article cannot be read; it waits for a person, or for the next version.
update articles
set
    state = 'quarantined', error_code = :error_code, error = :error, attempts = attempts + 1
where article_id = :article_id;

-- name: drop_mentions_except
-- Take away the mentions of an article that its new reading no longer has; the resolver looks at what they belonged to.
with
gone as (
    delete from mentions
    where mentions.article_id = :article_id and not (mentions.mention_key = any(:kept_keys::text[]))
    returning mentions.event_id, mentions.start_offset, mentions.end_offset
),

shaken as (
    insert into shaken_events (event_id)
    select distinct gone.event_id from gone
    where gone.event_id is not null
)

select
    gone.event_id,
    gone.start_offset,
    gone.end_offset
from gone;

-- name: inherit_events*!
-- A sentence that is read otherwise is still of the event that it was of, until it is placed: so events keep their ids.
update mentions
set event_id = :event_id
where mention_key = :mention_key and event_id is null;

-- name: put_mentions!
-- Write mentions (a JSON array of them), in their order; one that was there under the same key is read anew.
insert into mentions (
    mention_key, article_id, revision, type, mode, realis, change, quote, start_offset, end_offset, starts_on, ends_on,
    earliest_on, latest_on, date_precision, starts_at, moved_from, place_id, venue, quantities, claimed_by, confidence,
    trigger, rule, notes, wording, extractor_version
)
select
    given.mention_key,
    given.article_id,
    given.revision,
    given.type,
    given.mode,
    given.realis,
    given.change,
    given.quote,
    given.start_offset,
    given.end_offset,
    given.starts_on,
    given.ends_on,
    given.earliest_on,
    given.latest_on,
    given.date_precision,
    given.starts_at,
    given.moved_from,
    (
        select places.place_id from places
        where places.place_key = given.place_key
    ) as place_id,
    given.venue,
    given.quantities,
    given.claimed_by,
    given.confidence,
    given.trigger,
    given.rule,
    given.notes,
    given.wording,
    given.extractor_version
from
    jsonb_to_recordset(:mentions) as given (
        mention_key text, article_id bigint, revision integer, type text, mode text, realis text, change text, quote text,
        start_offset integer, end_offset integer, starts_on date, ends_on date, earliest_on date, latest_on date,
        date_precision text, starts_at timestamptz, moved_from date, place_key text, venue text, quantities jsonb,
        claimed_by text, confidence real, trigger text, rule text, notes text[], wording text[],
        extractor_version text
    )
on conflict (mention_key) do update
    set
        revision = excluded.revision, mode = excluded.mode, realis = excluded.realis, change = excluded.change,
        quote = excluded.quote, end_offset = excluded.end_offset, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
        earliest_on = excluded.earliest_on, latest_on = excluded.latest_on, date_precision = excluded.date_precision,
        starts_at = excluded.starts_at, moved_from = excluded.moved_from, place_id = excluded.place_id, venue = excluded.venue,
        quantities = excluded.quantities, claimed_by = excluded.claimed_by, confidence = excluded.confidence,
        trigger = excluded.trigger, rule = excluded.rule, notes = excluded.notes, wording = excluded.wording,
        extractor_version = excluded.extractor_version, state = 'new';

-- name: drop_mention_actors!
-- Clear the actors of an article's mentions before they are written anew.
delete from mention_actors
where mention_id in (
    select mentions.mention_id from mentions
    where mentions.article_id = :article_id
);

-- name: put_mention_actors!
-- Write the actors of mentions (a JSON array of them) as the text has them; the resolver links them.
insert into mention_actors (mention_id, ordinal, role, phrase, name, kind, office, country)
select
    mentions.mention_id,
    given.ordinal,
    given.role,
    given.phrase,
    given.name,
    given.kind,
    given.office,
    given.country
from
    jsonb_to_recordset(:phrases) as given (
        mention_key text, ordinal integer, role text, phrase text, name text, kind text, office text, country text
    )
inner join mentions on given.mention_key = mentions.mention_key;

-- name: put_places*!
-- Write places that are not there yet.
insert into places (place_key, name, country, lat, lon)
values (:place_key, :name, :country, :lat, :lon)
on conflict (place_key) do nothing;

-- name: withdraw_actor_facts!
-- What an article taught stands only where its new reading teaches it again.
update actor_facts
set withdrawn = true
where article_id = :article_id;

-- name: put_actor_facts*!
-- Write what an article states of actors.
insert into actor_facts (name, kind, office, country, stated_on, article_id, quote, start_offset, end_offset)
values (:name, :kind, :office, :country, :stated_on, :article_id, :quote, :start_offset, :end_offset)
on conflict (article_id, start_offset, name) do update
    set
        kind = excluded.kind, office = excluded.office, country = excluded.country, stated_on = excluded.stated_on,
        quote = excluded.quote, end_offset = excluded.end_offset, withdrawn = false,
        applied = actor_facts.applied
        and (actor_facts.kind, actor_facts.office, actor_facts.country, actor_facts.stated_on)
        is not distinct from (excluded.kind, excluded.office, excluded.country, excluded.stated_on);

-- name: lock_resolver!
-- Only one resolver decides at a time; the lock ends with the transaction.
select pg_advisory_xact_lock(hashtext('wirewatch.resolve'));

-- name: list_actor_facts
-- All that articles teach, in a fixed order.
select actor_facts_taught.*
from actor_facts_taught
order by actor_facts_taught.stated_on nulls last, actor_facts_taught.article_url, actor_facts_taught.start_offset;

-- name: new_actor_facts
-- What articles have taught since mentions were last linked.
select actor_facts_taught.*
from actor_facts_taught
where not actor_facts_taught.applied;

-- name: registry_version$
-- Changes with what articles have taught.
select version from registry_versions;

-- name: next_registry_version!
-- Articles have taught something, or no longer teach it.
update registry_versions
set version = version + 1;

-- name: fresh_actor_facts
-- What was learnt or withdrawn since mentions were last linked and may link some otherwise. A fact that only says again what
-- was said last of its name, and of its office, links all as before.
select
    fresh.name,
    fresh.office,
    fresh.country
from actor_facts as fresh
left join lateral (
    select
        said.kind,
        said.office,
        said.country
    from actor_facts as said
    where said.applied and not said.withdrawn and lower(said.name) = lower(fresh.name) and said.stated_on <= fresh.stated_on
    order by said.stated_on desc
    limit 1
) as before on true
left join lateral (
    select said.name
    from actor_facts as said
    where
        said.applied and not said.withdrawn and said.country = fresh.country and said.office = fresh.office
        and said.stated_on <= fresh.stated_on
    order by said.stated_on desc
    limit 1
) as holder on fresh.office is not null and fresh.country is not null
where
    fresh.withdrawn
    or (
        not fresh.applied
        and (
            before.kind is null
            or (before.kind, before.office, before.country) is distinct from (fresh.kind, fresh.office, fresh.country)
            or (fresh.office is not null and fresh.country is not null and lower(holder.name) is distinct from lower(fresh.name))
        )
    );

-- name: offices_mentioned
-- Every office that mentions name, as their texts name it: each looked up after the one before, past all its mentions.
with recursive named (office) as (
    (
        select mention_actors.office from mention_actors
        where mention_actors.office is not null
        order by mention_actors.office
        limit 1
    )
    union all
    select following.office
    from named
    cross join lateral (
        select mention_actors.office from mention_actors
        where mention_actors.office > named.office
        order by mention_actors.office
        limit 1
    ) as following
)

select office from named;

-- name: links_that_facts_may_change
-- Actors of these surnames, or of these offices of these countries, as the texts have them and as they were last linked.
select
    mention_actors.mention_id,
    mentions.article_id,
    mention_actors.role,
    mention_actors.phrase,
    mention_actors.name,
    mention_actors.kind,
    mention_actors.office,
    mention_actors.country,
    articles.published_at,
    actors.actor_key,
    mention_actors.actor_name,
    mention_actors.actor_kind,
    mention_actors.actor_country,
    mention_actors.stands_for
from mention_actors
inner join mentions on mention_actors.mention_id = mentions.mention_id
inner join articles on mentions.article_id = articles.article_id
left join actors on mention_actors.actor_id = actors.actor_id
where
    mentions.state <> 'new'
    and (
        substring(lower(mention_actors.name) from '[^[:space:]]+$') = any(:surnames::text[])
        or (
            mention_actors.office = any(:offices::text[])
            and (mention_actors.country is null or mention_actors.country = any(:countries::text[]))
        )
    );

-- name: renew_mentions!
-- These mentions are to be linked and resolved again.
update mentions
set state = 'new'
where state <> 'new' and mention_id = any(:mention_ids::bigint[]);

-- name: apply_actor_facts!
-- The mentions that they touch have been told.
update actor_facts
set applied = true
where not applied;

-- name: drop_withdrawn_facts!
-- What no article says any more is forgotten.
delete from actor_facts
where withdrawn;

-- name: new_mention_ids
-- Mentions that wait for the resolver, the first read first: that is about the order of publication.
select mention_id
from mentions
where state = 'new'
order by mention_id
limit :batch_size;

-- name: count_new_mentions$
-- How many mentions wait for the resolver, as far as that is less than a batch.
select count(*) from (
    select 1 from mentions
    where state = 'new'
    order by mention_id
    limit :batch_size
) as waiting;

-- name: mentions_of_articles
-- The mentions of these articles, with what resolution needs to know of both.
select
    mentions.mention_id,
    mentions.mention_key,
    mentions.event_id,
    mentions.waits_with,
    mentions.type,
    mentions.mode,
    mentions.realis,
    mentions.change,
    mentions.quote,
    mentions.start_offset,
    mentions.end_offset,
    mentions.starts_on,
    mentions.ends_on,
    mentions.earliest_on,
    mentions.latest_on,
    mentions.date_precision,
    mentions.starts_at,
    mentions.moved_from,
    mentions.venue,
    mentions.quantities,
    mentions.claimed_by,
    mentions.confidence,
    mentions.trigger,
    mentions.rule,
    mentions.notes,
    mentions.wording,
    mentions.block_keys,
    mentions.state,
    places.place_key,
    places.name as place_name,
    places.country as place_country,
    places.lat,
    places.lon,
    articles.article_id,
    articles.url,
    articles.title,
    articles.published_at,
    articles.revision,
    articles.extracted_at,
    coalesce(articles.copy_of, articles.article_id) as copy_group,
    outlets.name as outlet
from mentions
inner join articles on mentions.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
left join places on mentions.place_id = places.place_id
where mentions.article_id = any(:article_ids::bigint[])
order by mentions.mention_id;

-- name: readings_of_articles
-- Of these articles, which reading it is that their mentions are from, how many these are, and of which group of near-copies they
-- are; none where any mention waits.
select
    articles.article_id,
    articles.revision,
    articles.extracted_at,
    coalesce(articles.copy_of, articles.article_id) as copy_group,
    count(*) as mentions,
    sum(mentions.mention_id) as ids
from articles
inner join mentions on articles.article_id = mentions.article_id
where articles.article_id = any(:article_ids::bigint[])
group by articles.article_id
having bool_and(mentions.state <> 'new');

-- name: places_of_mentions
-- Which events these mentions are of, or with which they wait.
select
    mention_id,
    event_id,
    waits_with
from mentions
where mention_id = any(:mention_ids::bigint[]);

-- name: actors_of_mentions
-- Actors of mentions, as the texts have them.
select
    mention_id,
    ordinal,
    role,
    phrase,
    name,
    kind,
    office,
    country
from mention_actors
where mention_id = any(:mention_ids::bigint[])
order by mention_id, ordinal;

-- name: put_actors!
-- Write actors (a JSON array of them); one that texts call by several names is listed here under the longest.
insert into actors (actor_key, name, kind, country)
select
    given.actor_key,
    (array_agg(given.name order by char_length(given.name) desc, given.name desc))[1] as name,
    min(given.kind) as kind,
    min(given.country) as country
from jsonb_to_recordset(:actors) as given (actor_key text, name text, kind text, country text)
group by given.actor_key
order by given.actor_key
on conflict (actor_key) do update
    set
        name = case
            when (char_length(excluded.name), excluded.name) > (char_length(actors.name), actors.name) then excluded.name
            else actors.name
        end,
        kind = least(actors.kind, excluded.kind),
        country = least(actors.country, excluded.country)
    where (actors.name, actors.kind, actors.country) is distinct from (excluded.name, excluded.kind, excluded.country);

-- name: link_mention_actors!
-- Write whom the actors of mentions were linked to (a JSON array of both).
update mention_actors
set
    actor_id = actors.actor_id,
    actor_name = given.name,
    actor_kind = given.kind,
    actor_country = given.country,
    stands_for = given.stands_for
from
    jsonb_to_recordset(:links) as given (
        mention_id bigint, ordinal integer, actor_key text, name text, kind text, country text, stands_for text
    )
inner join actors on given.actor_key = actors.actor_key
where mention_actors.mention_id = given.mention_id and mention_actors.ordinal = given.ordinal;

-- name: put_block_keys!
-- Write the keys under which candidates are looked up (a JSON array of mentions and keys).
update mentions
set block_keys = given.block_keys
from jsonb_to_recordset(:found_by) as given (mention_id bigint, block_keys text[])
where mentions.mention_id = given.mention_id;

-- name: put_article_blocks!
-- Write the keys under which articles are looked up.
insert into article_blocks (block_key, published_at, article_id)
select
    entry.block_key,
    entry.published_at,
    entry.article_id
from
    unnest(
        string_to_array(:block_keys, ',')::bigint[],
        string_to_array(:published_ats, ',')::timestamptz[],
        string_to_array(:article_ids, ',')::bigint[]
    ) as entry (block_key, published_at, article_id)
on conflict do nothing;

-- name: articles_near
-- Articles under each of these keys, as many before a time and after it as asked for, the nearest.
select distinct found.article_id -- noqa: ST05
from
    unnest(
        string_to_array(:block_keys, ',')::bigint[],
        string_to_array(:published_ats, ',')::timestamptz[],
        string_to_array(:most, ',')::integer[]
    ) as asked (block_key, published_at, most)
cross join lateral ( -- noqa: ST05
    (
        select article_blocks.article_id from article_blocks
        where article_blocks.block_key = asked.block_key and article_blocks.published_at >= asked.published_at
        order by article_blocks.published_at asc, article_blocks.article_id asc
        limit asked.most
    )
    union all
    (
        select article_blocks.article_id from article_blocks
        where article_blocks.block_key = asked.block_key and article_blocks.published_at < asked.published_at
        order by article_blocks.published_at desc, article_blocks.article_id desc
        limit asked.most
    )
) as found;

-- name: articles_of_mentions
-- The articles that these mentions stand in.
select distinct article_id
from mentions
where mention_id = any(:mention_ids::bigint[]);

-- name: articles_to_compare
-- Of these articles those whose text has not been compared with others yet, and all in groups of near-copies of which one has
-- changed since, or stands no more. Those that wait to be read anew are compared after that.
with named as (
    select distinct coalesce(copy_of, article_id) as copy_group from articles
    where article_id = any(:article_ids::bigint[])
),

members as (
    select
        named.copy_group,
        named.copy_group as article_id
    from named
    union all
    select
        named.copy_group,
        articles.article_id
    from named
    inner join articles on named.copy_group = articles.copy_of
),

standing as (
    select
        members.copy_group,
        articles.article_id,
        articles.url,
        articles.published_at,
        articles.signature,
        articles.state = 'extracted' as readable,
        articles.compared,
        bool_or(articles.state <> 'extracted' or not articles.compared) over (partition by members.copy_group) as changed
    from members
    inner join articles on members.article_id = articles.article_id
    where articles.state <> 'ready'
)

select
    standing.article_id,
    standing.url,
    standing.published_at,
    case
        when standing.readable and exists (
            select 1 from mentions
            where mentions.article_id = standing.article_id
        ) then standing.signature
    end as signature,
    standing.compared,
    standing.copy_group
from standing
where standing.changed
order by standing.article_id;

-- name: articles_alike
-- Of articles that are not to be compared now, the last that came in under each of these bands, with the first of the group of
-- near-copies that each is of.
with found as (
    select distinct near.article_id
    from unnest(string_to_array(:bands, ',')::integer[]) as asked (band)
    cross join
        lateral ( -- noqa: ST05
            select article_bands.article_id from article_bands
            where article_bands.band = asked.band
            order by article_bands.article_id desc
            limit :most
        ) as near
    where not near.article_id = any(:article_ids::bigint[])
)

select
    articles.article_id,
    articles.signature,
    articles.url,
    articles.published_at,
    first.article_id as copy_group,
    first.url as first_url,
    first.published_at as first_at
from found
inner join articles on found.article_id = articles.article_id
inner join articles as first on coalesce(articles.copy_of, articles.article_id) = first.article_id
where articles.state in ('extracted', 'ready') and articles.signature is not null
order by articles.article_id;

-- name: put_article_bands!
-- Write the bands under which articles are found by their near-copies.
insert into article_bands (band, article_id)
select
    entry.band,
    entry.article_id
from
    unnest(string_to_array(:bands, ',')::integer[], string_to_array(:article_ids, ',')::bigint[]) as entry (band, article_id)
on conflict do nothing;

-- name: put_copies!
-- Articles have been compared with others: write of which they are near-copies (a JSON array of both).
update articles
set copy_of = given.copy_of, compared = true
from jsonb_to_recordset(:copies) as given (article_id bigint, copy_of bigint)
where articles.article_id = given.article_id;

-- name: join_copies
-- Let all of these groups of near-copies be of other ones (a JSON array of both); their articles.
update articles
set copy_of = given.joins
from jsonb_to_recordset(:joined) as given (copy_group bigint, joins bigint)
where (articles.article_id = given.copy_group or articles.copy_of = given.copy_group) and articles.state <> 'ready'
returning articles.article_id, given.copy_group;

-- name: renew_articles!
-- All mentions of these articles are to be placed again.
update mentions
set state = 'new'
where state <> 'new' and article_id = any(:article_ids::bigint[]);

-- name: mentions_of_events
-- All mentions of these events.
select mention_id
from mentions
where event_id = any(:event_ids::bigint[]);

-- name: members_of_events
-- The mentions of these events, with their articles.
select
    event_id,
    mention_key,
    article_id
from mentions
where event_id = any(:event_ids::bigint[]);

-- name: mentions_waiting_with
-- The mentions that wait together for an event, by the first of each such group, with their articles.
select
    waits_with,
    mention_key,
    article_id
from mentions
where waits_with = any(:mention_ids::bigint[]);

-- name: place_mentions!
-- Write which event each mention reports, or with which it waits (a JSON array of these).
update mentions
set event_id = given.event_id, waits_with = given.waits_with, state = 'resolved'
from jsonb_to_recordset(:placed) as given (mention_id bigint, event_id bigint, waits_with bigint)
where mentions.mention_id = given.mention_id;

-- name: shake_events!
-- Events that lost a mention; the resolver looks at them.
insert into shaken_events (event_id)
select unnest(:event_ids::bigint[]);

-- name: take_shaken_events
-- Take up the events that lost a mention.
delete from shaken_events
returning event_id;

-- name: refold_events!
-- The mentions that these events have left are placed anew.
update mentions
set state = 'new'
where event_id = any(:event_ids::bigint[]);

-- name: events_without_mentions
-- Of these events, those that none of the mentions report any more.
select events.event_id
from events
where
    events.event_id = any(:event_ids::bigint[])
    and not exists (
        select 1 from mentions
        where mentions.event_id = events.event_id
    );
