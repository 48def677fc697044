-- name: list_watches
-- All watches, by name.
select
    watch_id,
    name,
    managed_by,
    enabled,
    types,
    modes,
    actors,
    countries,
    places,
    statuses,
    kinds,
    words,
    min_confidence,
    min_outlets,
    channels,
    asked_at,
    coalesce(exists (
        select 1 from silences
        where silences.watch_id = watches.watch_id and now() >= silences.starts_at and now() < silences.ends_at
    ), false) as silenced
from watches
order by name;

-- name: put_watch!
-- Write a watch; one of that name is replaced, and where it now asks something else it is told of what is learnt from now on.
insert into watches (
    name, managed_by, enabled, types, modes, actors, countries, places, statuses, kinds, words, min_confidence, min_outlets, channels
)
values (
    :name, :managed_by, :enabled, :types, :modes, :actors, :countries, :places, :statuses, :kinds, :words, :min_confidence,
    :min_outlets, :channels
)
on conflict (name) do update
    set
        managed_by = excluded.managed_by, enabled = excluded.enabled, types = excluded.types, modes = excluded.modes,
        actors = excluded.actors, countries = excluded.countries, places = excluded.places, statuses = excluded.statuses,
        kinds = excluded.kinds, words = excluded.words, min_confidence = excluded.min_confidence,
        min_outlets = excluded.min_outlets, channels = excluded.channels, updated_at = now(),
        asked_at = case
            when
                row(
                    watches.enabled, watches.types, watches.modes, watches.actors, watches.countries, watches.places, watches.statuses,
                    watches.kinds, watches.words, watches.min_confidence, watches.min_outlets
                )
                = row(
                    excluded.enabled, excluded.types, excluded.modes, excluded.actors, excluded.countries, excluded.places,
                    excluded.statuses, excluded.kinds, excluded.words, excluded.min_confidence, excluded.min_outlets
                )
                then watches.asked_at
            else now()
        end;

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
values (:alert_id, :channel, :now)
on conflict (alert_id, channel) do nothing;

-- name: lock_alerts_of_event
-- Keep senders from beginning what may have to be withdrawn; comes before any change of the event's alerts.
select alert_id
from alerts
where event_id = :event_id and subject_kind in ('development', 'correction')
order by alert_id
for update;

-- name: alerts_of_event
-- Alerts about developments of an event and the corrections of these; told: somebody has it, or may have it.
select
    alerts.alert_id,
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
where alerts.event_id = :event_id and alerts.subject_kind in ('development', 'correction')
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
where subject_kind in ('development', 'correction') and event_id = :event_id and state <> 'withdrawn';

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

-- name: hold_channel$
-- Whether this session now holds a channel; it lets go when it ends, whatever ends it.
select pg_try_advisory_lock(7303, hashtext(:channel));

-- name: release_channel!
-- Let go of a channel.
select pg_advisory_unlock(7303, hashtext(:channel));

-- name: due_channels
-- The channels on which something is due.
select deliveries.channel
from deliveries
where deliveries.state = 'pending' and deliveries.next_attempt_at <= :now
group by deliveries.channel
order by deliveries.channel;

-- name: waiting_deliveries
-- What waits on a channel, in order, with what says how and when it may go.
select
    deliveries.delivery_id,
    deliveries.alert_id,
    deliveries.attempts,
    deliveries.next_attempt_at <= :now as due,
    alerts.watch_id,
    alerts.event_id
from deliveries
inner join alerts on deliveries.alert_id = alerts.alert_id
where deliveries.channel = :channel and deliveries.state = 'pending'
order by deliveries.alert_id
limit :page_size;

-- name: lock_free_alerts
-- Those of some alerts that nobody else looks at just now; a sender waits for none, so that no two can wait for each other.
select alert_id
from alerts
where alert_id = any(:alert_ids::bigint[])
order by alert_id
for update skip locked;

-- name: begin_deliveries
-- About to be sent: from here on the receiver may have it, whatever becomes of the sender.
update deliveries
set uncertain = true, attempts = attempts + 1
where
    delivery_id = any(:delivery_ids::uuid[])
    and alert_id = any(:alert_ids::bigint[])
    and state = 'pending'
returning delivery_id;

-- name: begun_deliveries
-- What is about to be sent, as it stands.
select
    deliveries.delivery_id,
    deliveries.attempts,
    alerts.alert_id,
    alerts.subject_kind,
    alerts.subject_key,
    alerts.event_id,
    alerts.message,
    watches.name as watch
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
where alerts.alert_id = told.alert_id;

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
-- Alerts, latest first.
select
    alerts.alert_id,
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
where :states::text[] = '{}' or alerts.state = any(:states::text[])
order by alerts.alert_id desc
limit :page_size;

-- name: live_notices_since
-- Live developments written or reported since a time, for replaying a watch.
select
    developments.development_id,
    developments.event_id
from developments
where developments.superseded_at is null and developments.reported_at >= :since
order by developments.reported_at, developments.development_id;

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
