-- What a watch is told of depends on the order of the log, not on a clock that may be put back.
-- depends: 0096_take_requests_once

create function last_line_of_log() returns bigint language sql stable as $$
    select coalesce(max(developments.development_id), 0) from developments
$$;
comment on function last_line_of_log() is 'The line of the log (development_id) that came last; 0 where there is none.';

alter table watches add column asked_after bigint not null default 0;
alter table watches alter column asked_after set default last_line_of_log();
comment on column watches.asked_after is 'The last line of the log (development_id) when it began to ask what it asks: it is told of what came behind it.';
comment on column watches.asked_at is 'When it began to ask what it asks.';
