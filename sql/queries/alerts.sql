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
    created_at,
    coalesce(exists (
        select 1 from silences
        where silences.watch_id = watches.watch_id and now() >= silences.starts_at and now() < silences.ends_at
    ), false) as silenced
from watches
order by name;

-- name: put_watch!
-- Write a watch; one of that name is replaced.
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
        min_outlets = excluded.min_outlets, channels = excluded.channels, updated_at = now();

-- name: disable_watches_except!
-- Watches that the file no longer holds raise no more alerts; what they raised stays on record.
update watches
set enabled = false, updated_at = now()
where managed_by = 'file' and enabled and not (name = any(:names::text[]));

-- name: put_alert$
-- Raise an alert once for this watch and subject; null where it was raised before.
insert into alerts (watch_id, subject_kind, subject_key, development_id, event_id, state, reason, message, created_at)
values (:watch_id, :subject_kind, :subject_key, :development_id, :event_id, :state, :reason, :message, :now)
on conflict (watch_id, subject_kind, subject_key) do nothing
returning alert_id;

-- name: put_deliveries*!
-- Ask for an alert to be sent on a channel.
insert into deliveries (alert_id, channel, next_attempt_at)
values (:alert_id, :channel, :now)
on conflict (alert_id, channel) do nothing;

-- name: alerts_of_event
-- Alerts about developments of an event.
select
    alert_id,
    watch_id,
    subject_key,
    state,
    development_id,
    message,
    sent_at
from alerts
where subject_kind = 'development' and event_id = :event_id;

-- name: move_alerts!
-- The event was merged: what was told of it stays told, as told of the event that took its reports.
update alerts
set
    event_id = :merged_into,
    subject_key = :merged_into || substring(subject_key from position(':' in subject_key))
where
    subject_kind = 'development'
    and event_id = :event_id
    and not exists (
        select 1 from alerts as other
        where
            other.watch_id = alerts.watch_id
            and other.subject_kind = alerts.subject_kind
            and other.subject_key = :merged_into || substring(alerts.subject_key from position(':' in alerts.subject_key))
    );

-- name: leave_alerts!
-- What is left at an event that was merged had been told of both; it is withdrawn without a word.
update alerts
set state = 'withdrawn', reason = 'merged'
where subject_kind = 'development' and event_id = :event_id and state <> 'withdrawn';

-- name: withdraw_alert!
-- The development no longer stands.
update alerts
set state = 'withdrawn', reason = :reason
where alert_id = :alert_id;

-- name: renew_alert!
-- The development stands (again), perhaps by better evidence; what was sent stays sent, what was silenced silent.
update alerts
set
    state = case
        when state <> 'withdrawn' then state
        when sent_at is not null then 'sent'
        when
            exists (
                select 1 from deliveries
                where deliveries.alert_id = alerts.alert_id
            )
            then 'pending'
        else 'suppressed'
    end,
    development_id = :development_id,
    message = case when sent_at is null then :message else message end,
    reason = 'matched'
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

-- name: claim_delivery^
-- The next delivery that is due, locked until the transaction ends.
select
    deliveries.delivery_id,
    deliveries.channel,
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
where
    deliveries.state = 'pending'
    and deliveries.next_attempt_at <= :now
    and not (deliveries.channel = any(:skipped_channels::text[]))
order by deliveries.next_attempt_at, deliveries.alert_id
limit 1
for update of deliveries skip locked;

-- name: delivery_sent!
-- The channel took it.
update deliveries
set state = 'sent', attempts = attempts + 1, sent_at = :now, error = null
where delivery_id = :delivery_id;

-- name: delivery_failed!
-- The channel did not take it: again later, or parked once the tries are used up.
update deliveries
set
    state = case when :parked::boolean then 'parked' else 'pending' end,
    attempts = attempts + 1,
    next_attempt_at = :next_attempt_at,
    error = :error
where delivery_id = :delivery_id;

-- name: settle_alert!
-- The state of an alert follows its deliveries: sent with the first, parked when all are.
update alerts
set
    state = case
        when exists (
            select 1 from deliveries
            where deliveries.alert_id = alerts.alert_id and deliveries.state = 'sent'
        ) then 'sent'
        when exists (
            select 1 from deliveries
            where deliveries.alert_id = alerts.alert_id and deliveries.state = 'pending'
        ) then 'pending'
        else 'parked'
    end,
    sent_at = (
        select min(deliveries.sent_at) from deliveries
        where deliveries.alert_id = alerts.alert_id
    )
where alert_id = :alert_id and state <> 'withdrawn';

-- name: retry_parked!
-- Parked deliveries are tried again now.
update deliveries
set state = 'pending', attempts = 0, next_attempt_at = :now
where state = 'parked';

-- name: reopen_parked_alerts!
-- Their alerts wait again.
update alerts
set state = 'pending'
where state = 'parked';

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
