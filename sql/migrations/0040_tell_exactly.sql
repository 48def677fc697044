-- Alerts: since when a watch asks what it asks, what corrects what, what a receiver may have, and why nothing was sent.
-- depends: 0010_add_silences

alter table watches add column asked_at timestamptz not null default now();
update watches set asked_at = created_at;
comment on column watches.asked_at is 'Since when it asks what it asks: it is told of what is learnt from then on.';

update alerts set reason = 'duplicate'
where reason = 'merged';
alter table alerts
add column corrects bigint references alerts on delete cascade,
add constraint alerts_reason_check check (reason in (
    'matched', 'grouped', 'digest', 'flood', 'quiet_hours', 'silenced', 'inhibited', 'duplicate', 'no_longer_stands',
    'switched_off'
));
create index alerts_of_event on alerts (event_id);
create index alerts_that_correct on alerts (corrects) where corrects is not null;
comment on column alerts.corrects is 'The alert that it corrects, where it is a correction.';
comment on column alerts.reason is
'Why it was sent as it was (matched, grouped, digest, flood, quiet_hours) or was not (silenced, inhibited, duplicate,
no_longer_stands, switched_off).';

alter table deliveries
add column uncertain boolean not null default false,
add column parcel_id uuid,
drop column claimed_until;
drop index deliveries_due;
create index deliveries_due on deliveries (channel, next_attempt_at) where state = 'pending';
create index deliveries_sent on deliveries (channel, sent_at) where state = 'sent';
create index deliveries_of_parcel on deliveries (parcel_id) where parcel_id is not null;
comment on column deliveries.uncertain is 'Whether the receiver may have it although nothing says so: the sender died, or no reply came.';
comment on column deliveries.parcel_id is 'The message that it goes out in together with others, sent along as the key; null where it goes alone.';
