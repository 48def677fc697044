-- Alerts that only a watch's bounds on confidence and outlets kept from being told are on record with that reason.
-- depends: 0070_ask_by_filter

alter table alerts drop constraint alerts_reason_check;
alter table alerts add constraint alerts_reason_check check (reason in (
    'matched', 'grouped', 'digest', 'flood', 'quiet_hours', 'silenced', 'inhibited', 'duplicate', 'no_longer_stands',
    'switched_off', 'below_confidence', 'too_few_outlets'
));
