-- name: correct_merge$
-- These events are one.
select correct_merge(:event_ids::bigint[], :reason, :made_by);

-- name: correct_split$
-- These mentions of an event are another event.
select correct_split(:event_id, :mention_ids::bigint[], :reason, :made_by);

-- name: correct_fix$
-- A field of an event has this value.
select correct_fix(:event_id, :field, :value, :reason, :made_by);

-- name: correct_dismiss$
-- This is no event.
select correct_dismiss(:event_id, :reason, :made_by);

-- name: correct_add$
-- An event that no article tells.
select correct_add(
    :told, :type, :status, :starts_on, :ends_on, :place, :venue, :actors, :mode, :reason, :made_by
);

-- name: correct_note$
-- A note on an event.
select correct_note(:event_id, :value, :reason, :made_by);

-- name: correct_tag$
-- A tag of an event.
select correct_tag(:event_id, :value, :reason, :made_by);

-- name: correct_undo$
-- A correction no longer stands.
select correct_undo(:correction_id, :made_by);

-- name: made_by_request$
-- The correction that a request has made already; null where it has made none.
select correction_id from corrections
where made_by = :made_by and request_key = :request_key;

-- name: name_request!
-- A correction was made by this request.
update corrections
set request_key = :request_key
where correction_id = :correction_id;

-- name: any_corrections$
-- Whether anybody has corrected anything that the fold must respect.
select exists(
    select 1 from corrections
    where undone_at is null
);

-- name: count_waiting_corrections$
-- How many corrections the resolver has not taken up yet.
select count(*) from corrections
where not applied;

-- name: waiting_corrections
-- Corrections made or undone since the resolver last ran, with their sentences, in order.
select
    corrections.correction_id,
    corrections.kind,
    corrections.value,
    corrections.made_by,
    corrections.as_of,
    corrections.undone_at is not null as undone,
    correction_sentences.part,
    correction_sentences.event_id,
    current_event(correction_sentences.event_id) as stands_as,
    correction_sentences.mention_key,
    mentions.mention_id
from corrections
left join correction_sentences on corrections.correction_id = correction_sentences.correction_id
left join mentions on correction_sentences.mention_key = mentions.mention_key
where not corrections.applied
order by coalesce(corrections.undone_at, corrections.made_at), corrections.correction_id, correction_sentences.part, correction_sentences.ordinal;

-- name: finish_corrections!
-- The events show these corrections.
update corrections
set applied = true
where correction_id = any(:correction_ids::bigint[]);

-- name: corrections_of_mentions
-- Standing corrections that speak of these mentions, and of what those speak of, with all their sentences.
with recursive concerned (correction_id) as (
    select correction_sentences.correction_id
    from correction_sentences
    inner join corrections on correction_sentences.correction_id = corrections.correction_id
    where correction_sentences.mention_key = any(:mention_keys::text[]) and corrections.undone_at is null
    union
    select beside.correction_id
    from concerned
    inner join correction_sentences as own on concerned.correction_id = own.correction_id
    inner join correction_sentences as beside on own.mention_key = beside.mention_key
    inner join corrections on beside.correction_id = corrections.correction_id
    where corrections.undone_at is null
)

select
    corrections.correction_id,
    corrections.kind,
    corrections.field,
    corrections.value,
    corrections.reason,
    corrections.made_by,
    corrections.as_of,
    correction_sentences.part,
    correction_sentences.mention_key,
    mentions.article_id
from concerned
inner join corrections on concerned.correction_id = corrections.correction_id
inner join correction_sentences on corrections.correction_id = correction_sentences.correction_id
inner join mentions on correction_sentences.mention_key = mentions.mention_key
order by corrections.correction_id, correction_sentences.part, correction_sentences.ordinal;

-- name: drop_event_corrections!
-- Clear which corrections hold for these events before it is written anew.
delete from event_corrections
where event_id = any(:event_ids::bigint[]);

-- name: put_event_corrections*!
-- Write that a correction holds for an event.
insert into event_corrections (event_id, correction_id)
values (:event_id, :correction_id)
on conflict do nothing;

-- name: corrections_holding
-- The corrections that hold for an event now.
select correction_id from event_corrections
where event_id = :event_id;

-- name: events_of_correction
-- The events that a correction holds for, and those that an undone one was made for.
select event_corrections.event_id from event_corrections
where event_corrections.correction_id = :correction_id
union
select events.event_id
from correction_sentences
inner join corrections on correction_sentences.correction_id = corrections.correction_id
inner join mentions on correction_sentences.mention_key = mentions.mention_key
inner join events on mentions.event_id = events.event_id
where correction_sentences.correction_id = :correction_id and corrections.undone_at is not null
order by event_id;

-- name: rebind_sentences!
-- An article was read anew: what corrections say of its sentences now belongs to the mentions that have the same words.
update correction_sentences
set
    mention_key = (
        select mentions.mention_key
        from mentions
        where
            mentions.article_id = :article_id
            and (
                mentions.quote = correction_sentences.quote
                or (
                    mentions.type = correction_sentences.type
                    and mentions.start_offset < correction_sentences.end_offset
                    and mentions.end_offset > correction_sentences.start_offset
                )
            )
        order by
            (mentions.quote = correction_sentences.quote) desc,
            (mentions.type = correction_sentences.type) desc,
            abs(mentions.start_offset - correction_sentences.start_offset),
            mentions.mention_key
        limit 1
    )
where article_url = :url;

-- name: put_hand_article$
-- What a person added, as an article of the person's own words.
insert into articles (
    url, outlet_id, title, text, text_from, published_at, published_from, language, state, priority, signature, extracted_at, first_seen_at
)
values (:url, :outlet_id, :title, :text, 'hand', :published_at, 'hand', :language, 'extracted', 0, :signature, :now, :now)
on conflict (url) do update set state = 'extracted'
returning article_id;

-- name: put_correction_sentence!
-- The sentence that an addition rests on.
insert into correction_sentences
(correction_id, part, ordinal, article_url, start_offset, end_offset, type, quote, mention_key)
select
    :correction_id,
    1 as part,
    1 as ordinal,
    articles.url,
    mentions.start_offset,
    mentions.end_offset,
    mentions.type,
    mentions.quote,
    mentions.mention_key
from mentions
inner join articles on mentions.article_id = articles.article_id
where mentions.mention_key = :mention_key
on conflict do nothing;

-- name: mentions_of_article
-- All mentions of an article.
select mention_id from mentions
where article_id = :article_id;

-- name: withdraw_hand_article$
-- What a person added is taken back.
update articles
set state = 'withdrawn'
where url = :url
returning article_id;

-- name: dismiss_mentions!
-- Mentions that report no event, as a person has said.
update mentions
set event_id = null, waits_with = null, state = 'dismissed'
where mention_id = any(:mention_ids::bigint[]);

-- name: list_corrections
-- Corrections, latest first, each with whether it took hold, and the events that it was made for.
select
    correction_objects.*,
    corrections.applied,
    (
        select coalesce(array_agg(distinct correction_sentences.event_id), '{}')
        from correction_sentences
        where correction_sentences.correction_id = corrections.correction_id and correction_sentences.event_id is not null
    ) as made_for
from corrections
inner join correction_objects on corrections.correction_id = correction_objects.correction_id
where
    (:undone::boolean or corrections.undone_at is null)
    and (
        :event_id::bigint is null
        or exists (
            select 1 from event_corrections
            where event_corrections.correction_id = corrections.correction_id and event_corrections.event_id = :event_id
        )
        or exists (
            select 1 from correction_sentences
            where correction_sentences.correction_id = corrections.correction_id and correction_sentences.event_id = :event_id
        )
    )
order by corrections.correction_id desc
limit :page_size;

-- name: event_corrections
-- The corrections that hold for an event, in order.
select
    corrections.correction_id,
    corrections.kind,
    corrections.field,
    corrections.value,
    corrections.reason,
    corrections.made_by,
    corrections.made_at
from event_corrections
inner join corrections on event_corrections.correction_id = corrections.correction_id
where event_corrections.event_id = :event_id
order by corrections.correction_id;

-- name: dismissal_of^
-- Who said of an id that it is no event, and why.
select
    corrections.correction_id,
    corrections.about,
    corrections.reason,
    corrections.made_by,
    corrections.made_at
from corrections
inner join correction_sentences on corrections.correction_id = correction_sentences.correction_id
where correction_sentences.event_id = :event_id and corrections.kind = 'dismiss' and corrections.undone_at is null
order by corrections.correction_id
limit 1;

-- name: export_corrections
-- Corrections, by id.
select correction_objects.*
from correction_objects
where correction_objects.correction_id > :after_id
order by correction_objects.correction_id
limit :page_size;
