-- name: search_events
-- Events whose title has the words, and some that are known to be told with them, the latest reported first.
with
called as (
    select events.event_id
    from events
    where to_tsvector('english', events.title) @@ websearch_to_tsquery('english', :words)
    order by events.last_reported_at desc nulls last, events.event_id desc
    limit :page_size
),

latest as (
    select events.event_id
    from events
    where
        events.event_id in (
            select called.event_id from called
            union
            select told.event_id from unnest(:told::bigint[]) as told (event_id)
        )
    order by events.last_reported_at desc nulls last, events.event_id desc
    limit :page_size
)

select events_current.*
from latest
inner join events_current on latest.event_id = events_current.event_id
order by events_current.last_reported_at desc nulls last, events_current.event_id desc;

-- name: search_quotes
-- Sentences that report an event and have the words, in the latest articles that have them, the latest first.
with
found as (
    select article_words.article_id
    from article_words
    where article_words.words @@ websearch_to_tsquery('english', :words)
    order by article_words.article_id desc
    limit :most
),

told as (  -- article by article, and no further than is shown
    select sentences.*
    from found
    inner join lateral (
        select
            mentions.mention_id,
            mentions.event_id,
            mentions.quote,
            mentions.article_id
        from mentions
        where
            mentions.article_id = found.article_id
            and mentions.event_id is not null
            and to_tsvector('english', mentions.quote) @@ websearch_to_tsquery('english', :words)
        order by mentions.mention_id
    ) as sentences on true
    limit :page_size  -- noqa: AM09
)

select
    told.mention_id,
    told.event_id,
    told.quote,
    articles.article_id,
    articles.url,
    articles.published_at,
    outlets.name as outlet
from told
inner join articles on told.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
order by articles.published_at desc nulls last, told.mention_id desc;

-- name: search_articles
-- The latest articles that have the words, the closest first, each with where it has them (between U+2402 and U+2403).
with
found as (
    select
        article_words.article_id,
        ts_rank(article_words.words, websearch_to_tsquery('english', :words)) as closeness
    from article_words
    where article_words.words @@ websearch_to_tsquery('english', :words)
    order by article_words.article_id desc
    limit :most
),

best as (
    select
        found.article_id,
        found.closeness
    from found
    order by found.closeness desc, found.article_id desc
    limit :page_size
)

select
    articles.article_id,
    articles.url,
    articles.title,
    articles.published_at,
    outlets.name as outlet,
    best.closeness,
    ts_headline(
        'english', left(articles.text, 20000), websearch_to_tsquery('english', :words),
        'StartSel=␂, StopSel=␃, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'
    ) as excerpt
from best
inner join articles on best.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
order by best.closeness desc, articles.published_at desc nulls last, articles.article_id desc;
