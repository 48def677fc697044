-- name: put_outlet$
-- The key of an outlet, made where there is none of that name.
insert into outlets (name)
values (:name)
on conflict (name) do update set name = excluded.name
returning outlet_id;

-- name: put_outlets*!
-- Outlets by their names, where there are none of them.
insert into outlets (name)
values (:name)
on conflict (name) do nothing;

-- name: articles_by_url
-- Articles as they stand, locked until the transaction ends.
select
    article_id,
    url,
    title,
    text,
    published_at
from articles
where url = any(:urls::text[])
order by article_id
for update;

-- name: put_given_articles*!
-- Articles given whole, of outlets on record; one whose address came in meanwhile is left alone.
insert into articles (
    url, outlet_id, title, text, text_from, published_at, published_from, language, state, priority, signature, first_seen_at
)
values (
    :url,
    (
        select outlets.outlet_id
        from outlets
        where outlets.name = :outlet
    ),
    :title, :text, 'given',
    :published_at, case when :published_at::timestamptz is null then null else 'given' end,
    :language, :state, -1, :signature, :now
)
on conflict (url) do nothing;

-- name: keep_revision!
-- The wording that is about to be replaced.
insert into revisions (article_id, revision, title, text, seen_at, replaced_at)
select
    articles.article_id,
    articles.revision,
    articles.title,
    articles.text,
    articles.first_seen_at,
    :now
from articles
where articles.article_id = :article_id
on conflict do nothing;

-- name: replace_text!
-- A later wording: the article is read again.
update articles
set
    title = :title,
    text = :text,
    text_from = 'given',
    published_at = :published_at,
    published_from = case when :published_at::timestamptz is null then null else 'given' end,
    language = :language,
    state = :state,
    signature = :signature,
    revision = revision + 1
where article_id = :article_id;

-- name: rebuild_articles!
-- All articles that have their text are to be read again.
update articles
set state = 'ready'
where state in ('extracted', 'quarantined', 'unsupported_language') and not text_expired and text <> '' and text_from is distinct from 'hand';

-- name: renew_all_mentions!
-- All mentions are to be placed again.
update mentions
set state = 'new'
where state <> 'new';

-- name: mentions_by_extractor
-- How many mentions each version of the extractor made.
select
    extractor_version,
    count(*) as mentions
from mentions
group by extractor_version
order by extractor_version;

-- name: events_since
-- Events whose states began or ended since a time: the last that was known before it, and the last that is known now.
with
touched as (
    select event_id from event_versions
    where known_from >= :since
    union
    select event_id from event_versions
    where known_to >= :since
)

select
    touched.event_id,
    before.state as before_state,
    after.state as after_state,
    event_redirects.merged_into,
    event_redirects.reason
from touched
left join lateral (
    select event_versions.state from event_versions
    where
        event_versions.event_id = touched.event_id
        and event_versions.known_from < :since and (event_versions.known_to is null or event_versions.known_to >= :since)
        and event_versions.reported_to is null
    order by event_versions.reported_from desc nulls last
    limit 1
) as before on true
left join lateral (
    select event_versions.state from event_versions
    where
        event_versions.event_id = touched.event_id
        and event_versions.known_to is null and event_versions.reported_to is null
    order by event_versions.reported_from desc nulls last
    limit 1
) as after on true
left join event_redirects on touched.event_id = event_redirects.event_id
order by touched.event_id;
