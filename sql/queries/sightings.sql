-- name: known_sightings
-- The sightings that entries of some feeds may be: by key, or by link.
select
    sightings.feed_id,
    sightings.entry_key,
    sightings.link,
    sightings.title,
    sightings.entry_hash
from unnest(:feed_ids::bigint[], :keys::text[]) as wanted (feed_id, entry_key)
inner join sightings on wanted.feed_id = sightings.feed_id and wanted.entry_key = sightings.entry_key
union
select
    sightings.feed_id,
    sightings.entry_key,
    sightings.link,
    sightings.title,
    sightings.entry_hash
from unnest(:feed_ids::bigint[], :links::text[]) as wanted (feed_id, link)
inner join sightings on wanted.feed_id = sightings.feed_id and wanted.link = sightings.link;

-- name: put_sightings!
-- Record entries seen for the first time; articles are found by their address.
insert into sightings (
    feed_id, entry_key, article_id, link, title, entry_hash, content, first_seen_at, last_seen_at, error_code, error
)
select
    seen.feed_id,
    seen.entry_key,
    articles.article_id,
    seen.link,
    seen.title,
    seen.entry_hash,
    seen.content,
    seen.seen_at as first_seen_at,
    seen.seen_at as last_seen_at,
    seen.error_code,
    seen.error
from
    jsonb_to_recordset(:sightings)
        as seen (
            feed_id bigint, entry_key text, url text, link text, title text, entry_hash text, content text,
            seen_at timestamptz, error_code text, error text
        )
left join articles on seen.url = articles.url
on conflict (feed_id, entry_key) do nothing;

-- name: change_sightings
-- Record entries whose words have changed; returns their articles.
update sightings
set
    link = seen.link, title = seen.title, entry_hash = seen.entry_hash, content = seen.content, last_seen_at = seen.seen_at
from
    jsonb_to_recordset(:sightings)
        as seen (feed_id bigint, entry_key text, link text, title text, entry_hash text, content text, seen_at timestamptz)
where sightings.feed_id = seen.feed_id and sightings.entry_key = seen.entry_key
returning sightings.article_id;

-- name: delete_entries
-- Articles of entries that a feed of their own outlet says were deleted; an entry that comes back counts as changed.
update sightings
set entry_hash = ''
from articles, feeds
where
    sightings.feed_id = :feed_id
    and (sightings.entry_key = any(:keys::text[]) or split_part(sightings.entry_key, ' ', 1) = any(:keys::text[]))
    and articles.article_id = sightings.article_id
    and articles.state <> 'withdrawn'
    and feeds.feed_id = sightings.feed_id
    and feeds.outlet_id = articles.outlet_id
returning articles.article_id;
