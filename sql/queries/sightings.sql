-- name: known_sightings
-- The sightings of a feed that entries with these keys or links may be.
select
    entry_key,
    link,
    title,
    entry_hash,
    article_id
from sightings
where feed_id = :feed_id and (entry_key = any(:keys::text[]) or link = any(:links::text[]));

-- name: put_sightings!
-- Record entries seen for the first time; articles are found by their address.
insert into sightings (
    feed_id, entry_key, article_id, link, title, entry_hash, content, first_seen_at, last_seen_at, error_code, error
)
select
    :feed_id,
    seen.entry_key,
    articles.article_id,
    seen.link,
    seen.title,
    seen.entry_hash,
    seen.content,
    :now as first_seen_at,
    :now as last_seen_at,
    seen.error_code,
    seen.error
from
    jsonb_to_recordset(:sightings)
        as seen (
            entry_key text, url text, link text, title text, entry_hash text, content text, error_code text, error text
        )
left join articles on seen.url = articles.url
on conflict (feed_id, entry_key) do nothing;

-- name: change_sightings
-- Record entries whose words have changed; returns their articles.
update sightings
set
    link = seen.link, title = seen.title, entry_hash = seen.entry_hash, content = seen.content, last_seen_at = :now
from jsonb_to_recordset(:sightings) as seen (entry_key text, link text, title text, entry_hash text, content text)
where sightings.feed_id = :feed_id and sightings.entry_key = seen.entry_key
returning sightings.article_id;
