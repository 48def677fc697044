-- name: put_fetches!
-- Log polls that changed something or failed.
insert into fetches (feed_id, fetched_at, outcome, http_status, size_bytes, new_entries, elapsed_s, note)
select
    fetched.feed_id,
    fetched.fetched_at,
    fetched.outcome,
    fetched.http_status,
    fetched.size_bytes,
    fetched.new_entries,
    fetched.elapsed_s,
    fetched.note
from jsonb_to_recordset(:fetches) as fetched (
    feed_id bigint, fetched_at timestamptz, outcome text, http_status integer, size_bytes bigint, new_entries integer,
    elapsed_s real, note text
);
