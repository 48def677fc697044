-- transactional: false
-- events_by_last_report orders as this one did, and by id besides.
drop index concurrently if exists events_by_report;
