-- name: put_sighted_articles!
-- Make the articles that feeds show and that are not on record yet; returns how many.
insert into articles (
    url, outlet_id, title, published_at, published_from, modified_at, author, section, state, next_attempt_at, first_seen_at
)
select
    seen.url,
    seen.outlet_id,
    seen.title,
    seen.published_at,
    case when seen.published_at is null then null else 'feed' end as published_from,
    seen.modified_at,
    seen.author,
    seen.section,
    'pending' as state,
    seen.seen_at as next_attempt_at,
    seen.seen_at as first_seen_at
from
    jsonb_to_recordset(:articles)
        as seen (
            url text, outlet_id bigint, title text, published_at timestamptz, modified_at timestamptz, author text,
            section text, seen_at timestamptz
        )
order by seen.url
on conflict (url) do nothing;

-- name: reread_articles!
-- Articles whose entries have changed are to be read again.
update articles
set state = 'pending', next_attempt_at = :now, attempts = 0
where
    article_id = any(:article_ids::bigint[])
    and state in ('ready', 'extracted', 'unsupported_language', 'quarantined', 'withdrawn') and not text_expired;

-- name: lock_articles_to_read
-- Take articles whose text is still to be read, longest waiting first, then such as are to be looked at again, for as long as the
-- session lasts. Those that another worker has are left to it, and no more are locked than are taken; `held_ids` are those that
-- this session has already, whose locks it would get again. The pages of one host are left to one worker, who keeps its pace;
-- `own_hosts`, with or without a port, have none.
select candidates.article_id
from (
    (
        select
            articles.article_id,
            coalesce(substring(articles.url from '^https?://([^/?#]+)'), '') as host,
            1 as place,
            articles.next_attempt_at as due_at
        from articles
        where articles.state = 'pending' and articles.next_attempt_at <= :now and articles.article_id <> all(:held_ids::bigint[])
        order by articles.next_attempt_at, articles.article_id
        limit 1000
    )
    union all
    (
        select
            articles.article_id,
            coalesce(substring(articles.url from '^https?://([^/?#]+)'), '') as host,
            2 as place,
            articles.check_at as due_at
        from articles
        where
            articles.check_at <= :now
            and articles.state in ('ready', 'extracted')
            and not articles.text_expired
            and articles.article_id <> all(:held_ids::bigint[])
        order by articles.check_at, articles.article_id
        limit 1000
    )
    order by place, due_at, article_id  -- noqa: RF03
) as candidates
where
    case -- in this order: an article must not be locked whose host another worker has
        when
            candidates.host = any(:own_hosts::text[])
            or regexp_replace(candidates.host, ':[0-9]+$', '') = any(:own_hosts::text[])
            or pg_try_advisory_lock(7304, hashtext(candidates.host))
            then pg_try_advisory_lock(7302, candidates.article_id::integer)
    end
limit :batch_size; -- noqa: AM09

-- name: unlock_articles$
-- Give articles back.
select count(pg_advisory_unlock(7302, wanted.article_id::integer))
from unnest(:article_ids::bigint[]) as wanted (article_id);

-- name: articles_to_read
-- Those of the locked articles that are still to be read: another worker may have done so before the lock.
select
    articles.article_id,
    articles.url,
    articles.title,
    articles.text,
    articles.text_from,
    articles.published_at,
    articles.published_from,
    articles.author,
    articles.attempts,
    articles.revision,
    articles.extracted_at,
    articles.state,
    articles.section,
    articles.modified_at,
    articles.page_etag,
    articles.page_last_modified,
    articles.checks,
    articles.first_seen_at
from articles
where
    articles.article_id = any(:article_ids::bigint[])
    and (
        (articles.state = 'pending' and articles.next_attempt_at <= :now)
        or (articles.state in ('ready', 'extracted') and articles.check_at <= :now)
    );

-- name: latest_sightings
-- The sighting of each article that changed last: where it can be read, and what the feed itself carries.
select distinct on (sightings.article_id)
    sightings.article_id,
    sightings.link,
    sightings.title as entry_title,
    sightings.content,
    feeds.url as feed_url,
    feeds.allow_private,
    feeds.settings
from sightings
inner join feeds on sightings.feed_id = feeds.feed_id
where sightings.article_id = any(:article_ids::bigint[])
order by sightings.article_id asc, sightings.last_seen_at desc, sightings.feed_id asc;

-- name: articles_wait$
-- Whether an article could be read or looked at again now.
select exists (
    select 1 from articles
    where state = 'pending' and next_attempt_at <= :now
) or exists (
    select 1 from articles
    where check_at <= :now and state in ('ready', 'extracted') and not text_expired
);

-- name: finish_reading!
-- An article's text has been read.
update articles
set
    title = :title,
    text = :text,
    text_from = :text_from,
    published_at = :published_at,
    published_from = :published_from,
    language = :language,
    modified_at = :modified_at,
    author = :author,
    section = :section,
    mark = :mark,
    signature = :signature,
    state = :state,
    revision = :revision,
    page_etag = :page_etag,
    page_last_modified = :page_last_modified,
    checks = :checks,
    check_at = :check_at,
    next_attempt_at = null,
    attempts = 0,
    error_code = null,
    error = null
where article_id = :article_id and state = :was_state;

-- name: withdraw_article!
-- The outlet has taken the article back: nothing that it said counts any more.
update articles
set
    state = 'withdrawn', error_code = 'withdrawn', error = :note, next_attempt_at = null, attempts = 0, check_at = null,
    extracted_at = null, grouped = false
where article_id = :article_id;

-- name: put_check_off!
-- The page was looked at again, and nothing is to be changed.
update articles
set checks = :checks, check_at = :check_at
where article_id = :article_id;

-- name: keep_reading!
-- An article that was read again says what it said: it keeps its state.
update articles
set
    state = :state, next_attempt_at = null, attempts = 0, error_code = null, error = null
where article_id = :article_id and state = 'pending';

-- name: fail_reading!
-- An article could not be read: it is tried again, or set aside.
update articles
set
    state = :state,
    attempts = :attempts,
    next_attempt_at = :next_attempt_at,
    error_code = :error_code,
    error = :error
where article_id = :article_id and state = 'pending';

-- name: drop_read_content!
-- The feed's own words are not needed once the article has been read.
update sightings
set content = null
where article_id = :article_id and content is not null;

-- name: retry_quarantined_articles!
-- Articles that were set aside before they had a text are read again; those that have one are extracted again.
update articles
set
    state = case when text = '' then 'pending' else 'ready' end,
    attempts = 0,
    next_attempt_at = :now
where state = 'quarantined' and (:url::text is null or url = :url);

-- name: merge_article!
-- What showed an article under another address now shows the one that its page names as the right one.
update sightings
set article_id = :into_id
where article_id = :article_id;

-- name: drop_merged_article!
-- An article that turned out to be another one, and of which nothing was derived.
delete from articles
where article_id = :article_id and extracted_at is null;

-- name: rename_article!
-- The page names another address as the right one, and no article has that yet.
update articles
set url = :url
where article_id = :article_id;

-- name: article_text_by_url^
-- The article at an address, with its text.
select
    article_id,
    text
from articles
where url = :url;
