-- name: search_events
-- Events whose title has the words, or one of whose sentences in the latest articles that have them has, the latest reported first.
with
found as (
    select article_words.article_id
    from article_words
    where article_words.words @@ websearch_to_tsquery('english', :words)
    order by article_words.article_id desc
    limit :most
),

told as (
    select mentions.event_id
    from found
    inner join mentions on found.article_id = mentions.article_id
    where mentions.event_id is not null and to_tsvector('english', mentions.quote) @@ websearch_to_tsquery('english', :words)
),

called as (
    select events.event_id
    from events
    where to_tsvector('english', events.title) @@ websearch_to_tsquery('english', :words)
    order by events.last_reported_at desc nulls last
    limit :page_size
),

latest as (
    select events.event_id
    from events
    where
        events.event_id in (
            select called.event_id from called
            union
            select told.event_id from told
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
with found as (
    select article_words.article_id
    from article_words
    where article_words.words @@ websearch_to_tsquery('english', :words)
    order by article_words.article_id desc
    limit :most
)

select
    mentions.mention_id,
    mentions.event_id,
    mentions.quote,
    articles.article_id,
    articles.url,
    articles.published_at,
    outlets.name as outlet
from found
inner join articles on found.article_id = articles.article_id
inner join mentions on articles.article_id = mentions.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
where mentions.event_id is not null and to_tsvector('english', mentions.quote) @@ websearch_to_tsquery('english', :words)
order by articles.published_at desc nulls last, mentions.mention_id desc
limit :page_size;

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
        articles.article_id,
        articles.url,
        articles.title,
        articles.text,
        articles.published_at,
        outlets.name as outlet,
        found.closeness
    from found
    inner join articles on found.article_id = articles.article_id
    inner join outlets on articles.outlet_id = outlets.outlet_id
    order by found.closeness desc, articles.published_at desc nulls last, articles.article_id desc
    limit :page_size
)

select
    best.article_id,
    best.url,
    best.title,
    best.published_at,
    best.outlet,
    best.closeness,
    ts_headline(
        'english', left(best.text, 20000), websearch_to_tsquery('english', :words),
        'StartSel=␂, StopSel=␃, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'
    ) as excerpt
from best
order by best.closeness desc, best.published_at desc nulls last, best.article_id desc;
