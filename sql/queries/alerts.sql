-- name: count_watches$
-- How many watches there are; where there is none, there are no alerts.
select count(*) from watches;

-- name: list_watches
-- All watches, by name; only that one where a name is given.
select
    watches.watch_id,
    watches.name,
    watches.managed_by,
    watches.enabled,
    watches.types,
    watches.modes,
    watches.actors,
    watches.roles,
    watches.countries,
    watches.places,
    watches.near,
    watches.statuses,
    watches.kinds,
    watches.words,
    watches.stories,
    watches.quantities,
    watches.starts_within_days,
    watches.min_confidence,
    watches.min_outlets,
    watches.channels,
    watches.group_by,
    watches.group_wait_s,
    watches.group_interval_s,
    watches.digest,
    watches.quiet,
    watches.zone,
    watches.flood_limit,
    watches.inhibit,
    watches.remind,
    watches.created_at,
    watches.asked_at,
    watches.asked_after,
    exists(
        select 1 from silences
        where silences.watch_id = watches.watch_id and now() >= silences.starts_at and now() < silences.ends_at
    ) as silenced
from watches
where :name::text is null or watches.name = :name::text
order by watches.name;

-- name: any_watch$
-- Whether anything is asked for at all.
select exists(
    select 1 from watches
    where watches.enabled
);

-- name: watches_asked
-- Which watches may ask for what is told of some events, found by index; domain rules decide the rest.
select
    told.event_id,
    watches.watch_id
from
    jsonb_to_recordset(:told)
        as told (
            event_id bigint, keys text[], types text[], countries text[], kinds text[], statuses text[]
        )
inner join watches
    on
        watches.enabled
        and watches.anchors && told.keys
        and (watches.types = '{}' or watches.types && told.types)
        and (watches.countries = '{}' or watches.countries && told.countries)
        and (watches.kinds = '{}' or watches.kinds && told.kinds)
        and (watches.statuses = '{}' or watches.statuses && told.statuses);

-- name: watches_by_id
-- Some watches.
select
    watches.watch_id,
    watches.name,
    watches.managed_by,
    watches.enabled,
    watches.types,
    watches.modes,
    watches.actors,
    watches.roles,
    watches.countries,
    watches.places,
    watches.near,
    watches.statuses,
    watches.kinds,
    watches.words,
    watches.stories,
    watches.quantities,
    watches.starts_within_days,
    watches.min_confidence,
    watches.min_outlets,
    watches.channels,
    watches.group_by,
    watches.group_wait_s,
    watches.group_interval_s,
    watches.digest,
    watches.quiet,
    watches.zone,
    watches.flood_limit,
    watches.inhibit,
    watches.remind,
    watches.created_at,
    watches.asked_at,
    watches.asked_after,
    exists(
        select 1 from silences
        where silences.watch_id = watches.watch_id and now() >= silences.starts_at and now() < silences.ends_at
    ) as silenced
from watches
where watches.watch_id = any(:watch_ids::bigint[])
order by watches.watch_id;

-- name: put_watch$
-- Write a watch and give its key; one of that name is replaced, and where it now asks something else it is told of what is learnt from now on.
insert into watches (
    managed_by, name, enabled, types, modes, actors, roles, countries, places, near, statuses, kinds, words, stories,
    quantities, starts_within_days, min_confidence, min_outlets, channels, group_by, group_wait_s, group_interval_s,
    digest, quiet, zone, flood_limit, inhibit, remind, anchors
)
values (
    :managed_by, :name, :enabled, :types, :modes, :actors, :roles, :countries, :places, :near, :statuses, :kinds,
    :words, :stories, :quantities, :starts_within_days, :min_confidence, :min_outlets, :channels, :group_by,
    :group_wait_s, :group_interval_s, :digest, :quiet, :zone, :flood_limit, :inhibit, :remind, :anchors
)
on conflict (name) do update
    set
        managed_by = excluded.managed_by, enabled = excluded.enabled, types = excluded.types, modes = excluded.modes,
        actors = excluded.actors, roles = excluded.roles, countries = excluded.countries, places = excluded.places,
        near = excluded.near, statuses = excluded.statuses, kinds = excluded.kinds, words = excluded.words,
        stories = excluded.stories, quantities = excluded.quantities, starts_within_days = excluded.starts_within_days,
        min_confidence = excluded.min_confidence, min_outlets = excluded.min_outlets, channels = excluded.channels,
        group_by = excluded.group_by, group_wait_s = excluded.group_wait_s,
        group_interval_s = excluded.group_interval_s, digest = excluded.digest, quiet = excluded.quiet,
        zone = excluded.zone, flood_limit = excluded.flood_limit, inhibit = excluded.inhibit, remind = excluded.remind,
        anchors = excluded.anchors, updated_at = now(),
        asked_at = case when :asks_otherwise::boolean then now() else watches.asked_at end,
        asked_after = case when :asks_otherwise::boolean then excluded.asked_after else watches.asked_after end
returning watch_id;

-- name: rename_watch!
-- A watch goes by another name.
update watches
set name = :name, updated_at = now()
where watch_id = :watch_id;

-- name: drop_watch!
-- A watch goes, and all that it raised.
delete from watches
where watch_id = :watch_id;

-- name: end_silences!
-- A watch is told again.
update silences
set ends_at = :now
from watches
where silences.watch_id = watches.watch_id and watches.name = :name and silences.starts_at < :now and silences.ends_at > :now;

-- name: silences_of_watch
-- The silences of a watch that hold or are still to come, the first to end first.
select
    silences.starts_at,
    silences.ends_at,
    silences.reason
from silences
where silences.watch_id = :watch_id and silences.ends_at > :now
order by silences.ends_at, silences.silence_id;

-- name: disable_watches_except!
-- Watches that the file no longer holds raise no more alerts; what they raised stays on record.
update watches
set enabled = false, updated_at = now()
where managed_by = 'file' and enabled and not (name = any(:names::text[]));

-- name: put_alert$
-- Raise an alert once for this watch and subject; null where it was raised before.
insert into alerts (watch_id, subject_kind, subject_key, development_id, event_id, state, reason, message, corrects, created_at)
values (
    :watch_id, :subject_kind, :subject_key, :development_id, :event_id, :state, :reason, :message, :corrects, :now
)
on conflict (watch_id, subject_kind, subject_key) do nothing
returning alert_id;

-- name: put_deliveries*!
-- Ask for an alert to be sent on a channel.
insert into deliveries (alert_id, channel, next_attempt_at)
values (:alert_id, :channel, :due_at)
on conflict (alert_id, channel) do nothing;

-- name: lock_alerts_of_events
-- Keep senders from beginning what may have to be withdrawn; comes before any change of the events' alerts.
select alert_id
from alerts
where event_id = any(:event_ids::bigint[]) and subject_kind in ('development', 'correction', 'reminder')
order by alert_id
for update;

-- name: alerts_of_events
-- Alerts about developments of some events and the corrections of these; told: somebody has it, or may have it.
select
    alerts.alert_id,
    alerts.event_id,
    alerts.watch_id,
    alerts.subject_kind,
    alerts.subject_key,
    alerts.state,
    alerts.reason,
    alerts.development_id,
    alerts.message,
    alerts.corrects,
    alerts.sent_at,
    alerts.created_at,
    exists(
        select 1 from deliveries
        where deliveries.alert_id = alerts.alert_id and (deliveries.uncertain or deliveries.sent_at is not null)
    ) as told
from alerts
where alerts.event_id = any(:event_ids::bigint[]) and alerts.subject_kind in ('development', 'correction')
order by alerts.alert_id;

-- name: drop_alerts!
-- Of two alerts about what is now the same development, the one that was told stays.
delete from alerts
where alert_id = any(:alert_ids::bigint[]);

-- name: move_alert!
-- What was told of one event is now the news of another.
update alerts
set event_id = :event_id, subject_key = :subject_key
where alert_id = :alert_id;

-- name: move_corrections!
-- The corrections of what was moved move along.
update alerts
set event_id = :event_id, subject_key = :subject_key || substring(subject_key from '#[0-9]+$')
where corrects = :alert_id and subject_kind = 'correction';

-- name: leave_alerts!
-- What is left at an event that was merged had been told of both; it is withdrawn without a word.
update alerts
set state = 'withdrawn', reason = 'duplicate'
where subject_kind in ('development', 'correction', 'reminder') and event_id = :event_id and state <> 'withdrawn';

-- name: leave_deliveries!
-- Nothing more is sent of what is left at an event that was merged.
update deliveries
set state = 'withdrawn'
from alerts
where
    deliveries.alert_id = alerts.alert_id
    and alerts.event_id = :event_id
    and alerts.state = 'withdrawn'
    and deliveries.state in ('pending', 'parked');

-- name: withdraw_alert!
-- What it says no longer stands.
update alerts
set state = 'withdrawn', reason = 'no_longer_stands'
where alert_id = :alert_id;

-- name: renew_alert!
-- The development stands (again), perhaps by better evidence; what was told stays as it was told, what was silenced silent.
update alerts
set
    development_id = :development_id,
    message = case when :told::boolean then message else :message::jsonb end,
    state = case
        when state <> 'withdrawn' then state
        when
            exists (
                select 1 from deliveries
                where deliveries.alert_id = alerts.alert_id
            )
            then 'pending'
        else 'suppressed'
    end,
    reason = case
        when state <> 'withdrawn' then reason
        when
            exists (
                select 1 from deliveries
                where deliveries.alert_id = alerts.alert_id
            )
            then 'matched'
        else 'silenced'
    end
where alert_id = :alert_id;

-- name: renew_deliveries!
-- An alert that stands again is sent where it had not been.
update deliveries
set state = 'pending', next_attempt_at = :now
where alert_id = :alert_id and state = 'withdrawn';

-- name: withdraw_deliveries!
-- Nothing more is sent of an alert that was withdrawn.
update deliveries
set state = 'withdrawn'
where alert_id = :alert_id and state in ('pending', 'parked');

-- name: next_due_at$
-- When the next delivery is due; null where none waits.
select min(next_attempt_at) from deliveries
where state = 'pending';

-- name: hold_channel$
-- Whether this session now holds a channel; it lets go when it ends, whatever ends it.
select pg_try_advisory_lock(7303, hashtext(:channel));

-- name: let_channel_go$
-- Another may serve the channel from now on: the server takes its time to see that a session has ended.
select pg_advisory_unlock(7303, hashtext(:channel));

-- name: due_channels
-- The channels on which something is due.
select deliveries.channel
from deliveries
where deliveries.state = 'pending' and deliveries.next_attempt_at <= :now
group by deliveries.channel
order by deliveries.channel;

-- name: waiting_deliveries
-- What waits on a channel, oldest first, with what says how and when it may go.
select
    deliveries.delivery_id::text as delivery,
    deliveries.alert_id,
    alerts.watch_id,
    alerts.event_id,
    events.story_id,
    alerts.reason,
    deliveries.next_attempt_at <= :now as due,
    coalesce(alerts.message ->> 'kind' = 'cancelled', false) as urgent,
    deliveries.attempts,
    deliveries.parcel_id::text as parcel,
    case when deliveries.channel = 'log' then '' else watches.group_by end as group_by,
    watches.group_interval_s,
    case when deliveries.channel = 'log' then 0 else watches.flood_limit end as flood_limit
from deliveries
inner join alerts on deliveries.alert_id = alerts.alert_id
inner join watches on alerts.watch_id = watches.watch_id
left join events on alerts.event_id = events.event_id
where deliveries.channel = :channel and deliveries.state = 'pending'
order by deliveries.alert_id
limit :page_size;

-- name: sent_lately
-- What a channel has taken since a time, for watches that group or limit what they are sent.
select
    coalesce(deliveries.parcel_id, deliveries.delivery_id)::text as message,
    alerts.watch_id,
    alerts.event_id,
    events.story_id,
    deliveries.sent_at as at
from deliveries
inner join alerts on deliveries.alert_id = alerts.alert_id
left join events on alerts.event_id = events.event_id
where
    deliveries.channel = :channel
    and deliveries.state = 'sent'
    and deliveries.sent_at > :since
    and alerts.watch_id = any(:watch_ids::bigint[]);

-- name: lock_free_alerts
-- Those of some alerts that nobody else looks at just now; a sender waits for none, so that no two can wait for each other.
select alert_id
from alerts
where alert_id = any(:alert_ids::bigint[])
order by alert_id
for update skip locked;

-- name: begin_deliveries
-- About to be sent, together where a parcel is named: from here on the receiver may have it, whatever becomes of the sender.
update deliveries
set uncertain = true, attempts = attempts + 1, parcel_id = :parcel_id::uuid
where
    delivery_id = any(:delivery_ids::uuid[])
    and alert_id = any(:alert_ids::bigint[])
    and state = 'pending'
returning delivery_id, alert_id;

-- name: give_reason!
-- Why alerts go out as they do.
update alerts
set reason = :reason
where alert_id = any(:alert_ids::bigint[]);

-- name: begun_deliveries
-- What is about to be sent, as it stands; told_before: this channel had something about the event for this watch before.
select
    deliveries.delivery_id,
    deliveries.attempts,
    alerts.alert_id,
    alerts.subject_kind,
    alerts.subject_key,
    alerts.event_id,
    alerts.message,
    watches.name as watch,
    exists(
        select 1
        from alerts as earlier
        inner join deliveries as had on earlier.alert_id = had.alert_id
        where
            earlier.event_id = alerts.event_id
            and earlier.watch_id = alerts.watch_id
            and earlier.alert_id < alerts.alert_id
            and had.channel = deliveries.channel
            and had.sent_at is not null
    ) as told_before
from deliveries
inner join alerts on deliveries.alert_id = alerts.alert_id
inner join watches on alerts.watch_id = watches.watch_id
where deliveries.delivery_id = any(:delivery_ids::uuid[])
order by deliveries.alert_id;

-- name: deliveries_sent
-- The channel took them; what was withdrawn while it was on its way stays withdrawn.
update deliveries
set state = case when state = 'pending' then 'sent' else state end, sent_at = :now, error = null, uncertain = false
where delivery_id = any(:delivery_ids::uuid[]) and alert_id = any(:alert_ids::bigint[])
returning delivery_id;

-- name: deliveries_failed
-- The channel did not take them: again later, or parked once the tries are used up. Uncertain: it may have them all the same.
update deliveries
set
    state = case when state <> 'pending' then state when :parked::boolean then 'parked' else 'pending' end,
    uncertain = uncertain and :uncertain::boolean,
    next_attempt_at = :next_attempt_at,
    error = :error
where delivery_id = any(:delivery_ids::uuid[]) and alert_id = any(:alert_ids::bigint[])
returning delivery_id;

-- name: settle_alerts!
-- The state of an alert follows its deliveries: parked while one is, else sent with the first; the log counts where it is alone.
update alerts
set
    state = case
        when alerts.state = 'withdrawn' then alerts.state
        when told.parked > 0 then 'parked'
        when told.sent_at is not null then 'sent'
        else 'pending'
    end,
    sent_at = told.sent_at
from (
    select
        deliveries.alert_id,
        count(*) filter (where deliveries.state = 'parked') as parked,
        case
            when count(*) = count(*) filter (where deliveries.channel = 'log') then min(deliveries.sent_at)
            else min(deliveries.sent_at) filter (where deliveries.channel <> 'log')
        end as sent_at
    from deliveries
    where deliveries.alert_id = any(:alert_ids::bigint[])
    group by deliveries.alert_id
) as told
where alerts.alert_id = told.alert_id and alerts.state <> 'suppressed';

-- name: channels_told
-- The channels of an alert whose receivers have it, may have it, or are still to get it.
select deliveries.channel
from deliveries
where
    deliveries.alert_id = :alert_id
    and (deliveries.state <> 'withdrawn' or deliveries.uncertain or deliveries.sent_at is not null)
order by deliveries.channel;

-- name: retry_parked!
-- Parked deliveries are tried again now.
update deliveries
set state = 'pending', attempts = 0, next_attempt_at = :now
where state = 'parked';

-- name: parked_alerts
-- The alerts of parked deliveries, locked.
select alerts.alert_id
from alerts
where
    exists (
        select 1 from deliveries
        where deliveries.alert_id = alerts.alert_id and deliveries.state = 'parked'
    )
order by alerts.alert_id
for update;

-- name: list_alerts
-- Alerts, latest first, of one watch or all, in some states; else in all, but without those held back because the event fell short of
-- the watch's bounds.
select
    alerts.alert_id,
    alerts.watch_id,
    watches.name as watch,
    alerts.subject_kind,
    alerts.state,
    alerts.reason,
    alerts.message,
    alerts.created_at,
    alerts.sent_at,
    (
        select string_agg(deliveries.channel || ': ' || deliveries.state || coalesce(' (' || deliveries.error || ')', ''), '; ')
        from deliveries
        where deliveries.alert_id = alerts.alert_id
    ) as deliveries
from alerts
inner join watches on alerts.watch_id = watches.watch_id
where
    (:watch_id::bigint is null or alerts.watch_id = :watch_id::bigint)
    and (
        alerts.state = any(:states::text[])
        or (:states::text[] = '{}' and alerts.reason not in ('below_confidence', 'too_few_outlets'))
    )
order by alerts.alert_id desc
limit :page_size;

-- name: events_reported_since
-- Events with a live development reported since a time, for replaying a watch: those reported last where there are more.
select developments.event_id
from developments
where developments.superseded_at is null and developments.reported_at >= :since
group by developments.event_id
order by max(developments.reported_at) desc, developments.event_id desc
limit :page_size;

-- name: count_due_deliveries$
-- How many deliveries are due.
select count(*) from deliveries
where state = 'pending' and next_attempt_at <= :now;

-- name: put_silence$
-- Silence a watch for a while; null where there is no such watch.
insert into silences (watch_id, starts_at, ends_at, reason)
select
    watches.watch_id,
    :starts_at,
    :ends_at,
    :reason
from watches
where watches.name = :name
returning silence_id;

-- name: inhibitable_alerts
-- Of some alerts, or all, what waits for watches that leave out what prepares something called off, with the gatherings of its
-- story. The log has had it at once; that tells nobody where the watch has another channel.
select
    alerts.alert_id,
    alerts.message ->> 'title' as title,
    alerts.message ->> 'quote' as quote,
    others.event_id = alerts.event_id as own,
    others.event_id,
    others.type,
    others.status,
    coalesce(others.ends_on, others.starts_on, others.latest_on) as last_on,
    array(
        select distinct event_actors.country::text from event_actors
        where event_actors.event_id = others.event_id and event_actors.country is not null
    ) as countries
from alerts
inner join watches on alerts.watch_id = watches.watch_id
inner join events on alerts.event_id = events.event_id
inner join events as others on events.story_id = others.story_id
where
    alerts.state = 'pending'
    and alerts.subject_kind = 'development'
    and watches.inhibit
    and events.type = 'CONSULT'
    and events.status = 'planned'
    and (others.event_id = events.event_id or (others.type = 'CONSULT' and others.status in ('cancelled', 'postponed')))
    and (:alert_ids::bigint[] is null or alerts.alert_id = any(:alert_ids::bigint[]))
    and not exists (
        select 1 from deliveries
        where deliveries.alert_id = alerts.alert_id and deliveries.attempts > 0 and deliveries.channel <> 'log'
    )
    and exists (
        select 1 from deliveries
        where deliveries.alert_id = alerts.alert_id and deliveries.attempts = 0
    )
order by alerts.alert_id, others.event_id;

-- name: alerts_switched_off
-- Of some alerts, or all, what waits for watches that are off; the log may have had it.
select alerts.alert_id
from alerts
inner join watches on alerts.watch_id = watches.watch_id
where
    alerts.state = 'pending'
    and not watches.enabled
    and (:alert_ids::bigint[] is null or alerts.alert_id = any(:alert_ids::bigint[]))
    and not exists (
        select 1 from deliveries
        where deliveries.alert_id = alerts.alert_id and deliveries.attempts > 0 and deliveries.channel <> 'log'
    )
    and exists (
        select 1 from deliveries
        where deliveries.alert_id = alerts.alert_id and deliveries.attempts = 0
    )
order by alerts.alert_id;

-- name: suppress_alerts!
-- What is not to be told, and why.
update alerts
set state = 'suppressed', reason = :reason
where alert_id = any(:alert_ids::bigint[]) and state = 'pending';

-- name: drop_deliveries!
-- Nobody was told of these, and nobody is to be.
delete from deliveries
where alert_id = any(:alert_ids::bigint[]) and attempts = 0;

-- name: watches_to_remind
-- The watches that ask for reminders, with the day of which they were last reminded.
select
    watches.watch_id,
    watches.name,
    watches.zone,
    watches.remind,
    watches.reminded_on
from watches
where watches.enabled and watches.remind <> '{}'
order by watches.watch_id;

-- name: begin_reminding!
-- Take it on to remind a watch of a day; none where another has.
update watches
set reminded_on = :today
where watch_id = :watch_id and reminded_on is distinct from :today::date;

-- name: events_to_remind
-- Planned events that begin tomorrow, and those whose last day has passed since the last reminders.
select
    event_id,
    case when starts_on = :tomorrow::date then 'tomorrow' else 'overdue' end as kind,
    case when starts_on = :tomorrow::date then starts_on else coalesce(ends_on, starts_on, latest_on) end as day
from events
where
    status = 'planned'
    and (
        starts_on = :tomorrow::date
        or (
            coalesce(ends_on, starts_on, latest_on) >= :since::date
            and coalesce(ends_on, starts_on, latest_on) < :today::date
        )
    )
order by event_id;

-- name: withdraw_stale_reminders!
-- What reminders that still wait say of some events no longer holds.
update alerts
set state = 'withdrawn', reason = 'no_longer_stands'
where
    subject_kind = 'reminder'
    and event_id = any(:event_ids::bigint[])
    and state = 'pending'
    and not exists (
        select 1 from events
        where
            events.event_id = alerts.event_id
            and events.status = 'planned'
            and events.starts_on is not distinct from (alerts.message ->> 'starts_on')::date
    );

-- name: withdraw_deliveries_of_events!
-- Nothing more is sent of what was withdrawn.
update deliveries
set state = 'withdrawn'
from alerts
where
    deliveries.alert_id = alerts.alert_id
    and alerts.event_id = any(:event_ids::bigint[])
    and alerts.subject_kind = 'reminder'
    and alerts.state = 'withdrawn'
    and deliveries.state in ('pending', 'parked');

-- name: told_lately
-- What watches, or one of them, were told, or are to be, since a time: what says what would have been left out otherwise.
select
    alerts.watch_id,
    alerts.event_id,
    alerts.message ->> 'kind' as kind,
    (alerts.message ->> 'outlets')::integer as outlets,
    (alerts.message ->> 'confidence')::real as confidence
from alerts
where
    alerts.subject_kind = 'development'
    and alerts.state in ('pending', 'sent', 'parked')
    and alerts.created_at >= :since
    and (:watch_id::bigint is null or alerts.watch_id = :watch_id::bigint);

-- name: alerts_of_watch
-- The latest alerts of a watch that were told or are to be, latest first.
select
    alerts.alert_id,
    alerts.event_id,
    alerts.message,
    alerts.created_at
from alerts
where alerts.watch_id = :watch_id and alerts.state in ('pending', 'sent', 'parked')
order by alerts.alert_id desc
limit :page_size;

-- name: events_told
-- The events that a watch was told of, or is to be, the latest first.
select alerts.event_id
from alerts
inner join events on alerts.event_id = events.event_id
where alerts.watch_id = :watch_id and alerts.state in ('pending', 'sent', 'parked')
group by alerts.event_id
order by max(alerts.alert_id) desc
limit :page_size;
