-- transactional: false
-- A calendar has what ends from some day on: few of the events of any type or country.
create index concurrently if not exists events_by_last_day on events (coalesce(ends_on, latest_on, starts_on, earliest_on));
