-- name: search_events
-- Events whose title has the words, or one of whose sentences has, the latest reported first.
with
asked as (
    select websearch_to_tsquery('english', :words) as query
),

told as (
    select mentions.event_id
    from asked
    inner join article_words on article_words.words @@ asked.query
    inner join mentions on article_words.article_id = mentions.article_id
    where mentions.event_id is not null and to_tsvector('english', mentions.quote) @@ asked.query
    order by mentions.mention_id desc
    limit :most
),

called as (
    select events.event_id
    from asked
    inner join events on to_tsvector('english', events.title) @@ asked.query
    order by events.last_reported_at desc nulls last
    limit :most
)

select events_current.*
from events_current
where
    events_current.event_id in (
        select called.event_id from called
        union
        select told.event_id from told
    )
order by events_current.last_reported_at desc nulls last, events_current.event_id desc
limit :page_size;

-- name: search_quotes
-- Sentences that report an event and have the words, the latest first.
select
    mentions.mention_id,
    mentions.event_id,
    mentions.quote,
    articles.article_id,
    articles.url,
    articles.published_at,
    outlets.name as outlet
from (select websearch_to_tsquery('english', :words) as query) as asked
inner join article_words on article_words.words @@ asked.query
inner join articles on article_words.article_id = articles.article_id
inner join mentions on articles.article_id = mentions.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
where mentions.event_id is not null and to_tsvector('english', mentions.quote) @@ asked.query
order by articles.published_at desc nulls last, mentions.mention_id desc
limit :page_size;

-- name: search_articles
-- Articles that have the words, the closest first of the latest, each with where it has them (between U+2402 and U+2403).
with
asked as (
    select websearch_to_tsquery('english', :words) as query
),

found as (
    select
        articles.article_id,
        articles.url,
        articles.title,
        articles.text,
        articles.published_at,
        outlets.name as outlet,
        asked.query,
        ts_rank(article_words.words, asked.query) as closeness
    from asked
    inner join article_words on article_words.words @@ asked.query
    inner join articles on article_words.article_id = articles.article_id
    inner join outlets on articles.outlet_id = outlets.outlet_id
    order by articles.published_at desc nulls last, articles.article_id desc
    limit :most
),

best as (
    select * from found
    order by closeness desc, published_at desc nulls last, article_id desc
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
        'english', left(best.text, 20000), best.query, 'StartSel=␂, StopSel=␃, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'
    ) as excerpt
from best
order by best.closeness desc, best.published_at desc nulls last, best.article_id desc;
