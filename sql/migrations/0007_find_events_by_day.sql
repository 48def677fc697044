-- Lists by day and what lies ahead answer at once, however many events there are.
-- depends: 0006_claim_by_session_locks

create index events_listed on events (coalesce(starts_on, earliest_on) desc nulls last, event_id);

create index events_unfinished on events (coalesce(ends_on, starts_on, latest_on)) where status <> 'occurred';
