-- The watches that there are ask for what came behind the lines that had been written when they began to ask.
-- depends: 0097_tell_by_the_log
-- small: watches

with moments as (
    select
        developments.created_at as at,
        developments.development_id,
        null::bigint as watch_id
    from developments
    union all
    select
        watches.asked_at as at,
        null as development_id,
        watches.watch_id
    from watches
    where watches.asked_after = 0
),

lines as (
    select
        moments.watch_id,
        max(moments.development_id) over (order by moments.at asc, moments.watch_id asc nulls last rows unbounded preceding) as last_before
    from moments
)

update watches
set asked_after = lines.last_before
from lines
where watches.watch_id = lines.watch_id and lines.last_before is not null;
