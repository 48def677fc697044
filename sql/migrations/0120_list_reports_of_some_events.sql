-- transactional: false
-- The latest reports of some few events are found among theirs alone, however long they lie back.
create index concurrently if not exists events_by_last_report on events (last_reported_at desc nulls last, event_id desc);
