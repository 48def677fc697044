-- The functions by which people correct events, by hand in SQL or through the command and the pages: the same rules for all.
-- depends: 0020_keep_corrections

create function record_correction(kind text, events bigint[], field text, value text, reason text, made_by text)
returns bigint language plpgsql as $$
declare
    standing bigint[];
    made bigint;
begin
    perform pg_advisory_xact_lock(hashtext('wirewatch.resolve'));  -- events hold still while it is written
    if exists (select 1 from unnest(events) as asked (event_id) where current_event(asked.event_id) is null) or events = '{}' then
        raise exception 'there is no event %', (
            select string_agg(asked.event_id::text, ', ') from unnest(events) as asked (event_id)
            where current_event(asked.event_id) is null
        );
    end if;
    select array_agg(distinct current_event(asked.event_id)) into standing from unnest(events) as asked (event_id);
    insert into corrections (kind, field, value, about, reason, made_by, applied)
    select
        record_correction.kind, record_correction.field, record_correction.value,
        (
            select string_agg(named.title, ' + ' order by named.event_id)
            from events as named
            where named.event_id = any(standing)
        ),
        coalesce(record_correction.reason, ''), record_correction.made_by, record_correction.kind in ('note', 'tag')
    returning correction_id into made;
    insert into correction_sentences
    (correction_id, part, ordinal, event_id, article_url, start_offset, end_offset, type, quote, mention_key)
    select
        made, asked.part, row_number() over (
            partition by asked.part
            order by articles.published_at nulls last, articles.url, mentions.start_offset, mentions.type, mentions.mention_key
        ),
        mentions.event_id, articles.url, mentions.start_offset, mentions.end_offset, mentions.type, mentions.quote,
        mentions.mention_key
    from (
        select current_event(each.event_id) as event_id, min(each.part) as part
        from unnest(record_correction.events) with ordinality as each (event_id, part)
        group by current_event(each.event_id)
    ) as asked
    inner join mentions on asked.event_id = mentions.event_id
    inner join articles on mentions.article_id = articles.article_id;
    insert into event_corrections (event_id, correction_id)
    select named.event_id, made from unnest(standing) as named (event_id)
    where record_correction.kind in ('note', 'tag');
    return made;
end
$$;
comment on function record_correction(text, bigint[], text, text, text, text) is
'Write a correction of events with the sentences that they rest on; the functions correct_... call it.';

create function correct_merge(events bigint[], reason text default '', made_by text default session_user)
returns bigint language plpgsql as $$
begin
    if (select count(distinct coalesce(current_event(each), -each)) from unnest(events) as each) < 2 then
        raise exception 'a merge takes two events or more';
    end if;
    return record_correction('merge', events, null, null, reason, made_by);
end
$$;
comment on function correct_merge(bigint[], text, text) is
'These are one event: its row keeps the first id, the others lead to it. Gives the key of the correction.';

create function correct_split(event bigint, mentions bigint[], reason text default '', made_by text default session_user)
returns bigint language plpgsql as $$
declare
    made bigint;
begin
    made := record_correction('split', array[event], null, null, reason, made_by);
    update correction_sentences set part = 2
    where correction_id = made and mention_key in (
        select named.mention_key from mentions as named
        where named.mention_id = any(correct_split.mentions)
    );
    if (select count(distinct part) from correction_sentences where correction_id = made) < 2 then
        raise exception 'a split takes some of the sentences of event %, and leaves some', event;
    end if;
    return made;
end
$$;
comment on function correct_split(bigint, bigint[], text, text) is
'These mentions of the event are another event: they get a row of their own. Gives the key of the correction.';

create function correct_fix(event bigint, field text, value text, reason text default '', made_by text default session_user)
returns bigint language plpgsql as $$
begin
    if field = 'type' and value not in (
        'AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN',
        'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'
    ) or field = 'status' and value not in ('planned', 'ongoing', 'occurred', 'cancelled', 'postponed', 'denied')
        or field = 'starts_on' and value !~ '^(none|\d{4}(-\d{2}(-\d{2})?|-Q[1-4]|-W\d{2})?)$'
        or field = 'ends_on' and value !~ '^(none|\d{4}-\d{2}-\d{2})$'
        or coalesce(trim(value), '') = ''
    then
        raise exception '% is no %', coalesce(quote_literal(value), 'null'), field;
    end if;
    return record_correction('fix', array[event], field, trim(value), reason, made_by);
end
$$;
comment on function correct_fix(bigint, text, text, text, text) is
'A field of the event (type, mode, status, title, starts_on, ends_on, place, venue, actors) has this value, whatever is reported.';

create function correct_dismiss(event bigint, reason text default '', made_by text default session_user)
returns bigint language sql as $$
    select record_correction('dismiss', array[event], null, null, reason, made_by)
$$;
comment on function correct_dismiss(bigint, text, text) is
'This is no event: its row goes, its alerts are withdrawn, and reports of the same make none.';

create function correct_add(
    told text, type text, status text, starts_on text default null, ends_on text default null, place text default null,
    venue text default null, actors text default null, mode text default null,
    reason text default '', made_by text default session_user
) returns bigint language plpgsql as $$
declare
    made bigint;
begin
    if coalesce(trim(told), '') = '' then
        raise exception 'an event that is added by hand needs a sentence that tells it';
    end if;
    if type not in (
        'AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN',
        'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'
    ) or status not in ('planned', 'ongoing', 'occurred', 'cancelled', 'postponed', 'denied')
        or starts_on !~ '^\d{4}(-\d{2}(-\d{2})?|-Q[1-4]|-W\d{2})?$' or ends_on !~ '^\d{4}-\d{2}-\d{2}$'
    then
        raise exception 'the type, the status or a day cannot be read: %, %, %, %', type, status, starts_on, ends_on;
    end if;
    insert into corrections (kind, value, about, reason, made_by)
    select
        'add',
        jsonb_strip_nulls(jsonb_build_object(
            'told', trim(told), 'type', type, 'mode', mode, 'status', status, 'starts_on', starts_on, 'ends_on', ends_on,
            'place', place, 'venue', venue, 'actors', actors
        ))::text,
        trim(told), coalesce(correct_add.reason, ''), correct_add.made_by
    returning correction_id into made;
    return made;
end
$$;
comment on function correct_add(text, text, text, text, text, text, text, text, text, text, text) is
'An event that no article tells: `told` is kept as an article of the person''s own, and the event rests on it.';

create function correct_note(event bigint, note text, reason text default '', made_by text default session_user)
returns bigint language plpgsql as $$
begin
    if coalesce(trim(note), '') = '' then
        raise exception 'a note has words';
    end if;
    return record_correction('note', array[event], null, trim(note), reason, made_by);
end
$$;
comment on function correct_note(bigint, text, text, text) is 'Leave a note with the event.';

create function correct_tag(event bigint, tag text, reason text default '', made_by text default session_user)
returns bigint language plpgsql as $$
begin
    if coalesce(trim(tag), '') = '' then
        raise exception 'a tag has a name';
    end if;
    return record_correction('tag', array[event], null, trim(tag), reason, made_by);
end
$$;
comment on function correct_tag(bigint, text, text, text) is 'Tag the event.';

create function correct_undo(correction bigint, undone_by text default session_user)
returns bigint language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('wirewatch.resolve'));
    update corrections
    set undone_at = now(), undone_by = correct_undo.undone_by, applied = kind in ('note', 'tag')
    where correction_id = correction and undone_at is null;
    if not found then
        raise exception 'there is no correction % that stands', correction;
    end if;
    delete from event_corrections
    where correction_id = correction;
    return correction;
end
$$;
comment on function correct_undo(bigint, text) is 'Undo a correction: the events are again what they are without it.';

create or replace view events_current as
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
    ) is true as overdue,
    (
        select coalesce(array_agg(distinct corrections.value order by corrections.value), '{}')
        from event_corrections
        inner join corrections on event_corrections.correction_id = corrections.correction_id
        where event_corrections.event_id = events.event_id and corrections.kind = 'tag'
    ) as tags,
    (
        select coalesce(array_agg(distinct coalesce(corrections.field, corrections.kind)), '{}')
        from event_corrections
        inner join corrections on event_corrections.correction_id = corrections.correction_id
        where event_corrections.event_id = events.event_id and corrections.kind in ('merge', 'split', 'fix', 'add')
    ) as corrected
from events
left join places on events.place_id = places.place_id;
comment on view events_current is
'Every event as it is known now, with place and actors; overdue: planned, its day has passed, nobody has reported it; tags;
corrected: fields that a person has fixed, and merge, split or add.';
