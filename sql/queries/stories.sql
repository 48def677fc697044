-- name: ungrouped_articles
-- Articles that have no story yet or were read anew, and those that have one and are no longer read. Of long ones no more than come
-- to so many bytes, one at least: those beyond wait for the next batch.
with waiting as (
    select
        article_id,
        octet_length(text) as size
    from articles
    where state = 'extracted' and not grouped
    order by article_id
    limit :batch_size
),

counted as (
    select
        article_id,
        sum(size) over (order by article_id) - size as before
    from waiting
)

(
    select article_id from counted
    where before < :most_text
)
union all
(
    select article_id from articles
    where state in ('withdrawn', 'quarantined', 'unsupported_language') and story_id is not null
    order by article_id
    limit :batch_size
);

-- name: count_ungrouped_articles$
-- How many of the articles that were read wait for a story, as far as that is less than a batch.
select count(*) from (
    select 1 from articles
    where state = 'extracted' and not grouped
    order by article_id
    limit :batch_size
) as waiting;

-- name: articles_to_group
-- Texts and signatures of articles, with where they stand among stories.
select
    article_id,
    url,
    title,
    text,
    published_at,
    state = 'extracted' as readable,
    follows,
    likeness,
    story_id
from articles
where article_id = any(:article_ids::bigint[])
order by article_id;

-- name: articles_that_follow
-- Articles that take up one of these.
select article_id from articles
where follows = any(:article_ids::bigint[]);

-- name: articles_before
-- For each of these articles, the nearest before it under each of its keys: those that share most keys, the latest of equal ones.
select
    asked.article_id,
    near.article_id as before_id
from articles as asked
cross join
    lateral (
        select found.article_id
        from unnest(asked.story_keys) as own (story_key)
        cross join
            lateral (
                select
                    article_story_keys.article_id,
                    article_story_keys.published_at
                from article_story_keys
                where
                    article_story_keys.story_key = own.story_key
                    and article_story_keys.published_at <= asked.published_at
                    and article_story_keys.published_at >= asked.published_at - make_interval(days => :days)
                    and article_story_keys.article_id <> asked.article_id
                order by article_story_keys.published_at desc, article_story_keys.article_id desc
                limit :near
            ) as found
        group by found.article_id
        order by count(*) desc, max(found.published_at) desc, found.article_id desc
        limit :most
    ) as near
where asked.article_id = any(:article_ids::bigint[]);

-- name: articles_after
-- Articles that look at one of these when they look back: those nearest after it under one of its keys.
select distinct found.article_id
from articles as asked
cross join lateral unnest(asked.story_keys) as own (story_key)
cross join
    lateral (
        select article_story_keys.article_id
        from article_story_keys
        where
            article_story_keys.story_key = own.story_key
            and article_story_keys.published_at >= asked.published_at
            and article_story_keys.published_at <= asked.published_at + make_interval(days => :days)
            and article_story_keys.article_id <> asked.article_id
        order by article_story_keys.published_at asc, article_story_keys.article_id asc
        limit :near
    ) as found
where asked.article_id = any(:article_ids::bigint[]);

-- name: drop_story_keys!
-- Take articles out of the table of keys.
delete from article_story_keys
using articles
where
    articles.article_id = any(:article_ids::bigint[])
    and article_story_keys.story_key = any(articles.story_keys)
    and article_story_keys.published_at = articles.published_at
    and article_story_keys.article_id = articles.article_id;

-- name: enter_story_keys!
-- Write the keys of articles into the table in which others find them.
insert into article_story_keys (story_key, published_at, article_id)
select
    unnest(story_keys) as story_key,
    published_at,
    article_id
from articles
where article_id = any(:article_ids::bigint[]) and published_at is not null
on conflict do nothing;

-- name: undated_articles
-- Articles without a date, the latest seen first.
select article_id from articles
where state = 'extracted' and published_at is null
order by article_id desc
limit :most;

-- name: put_story_keys!
-- Write the keys of articles (a JSON array of both).
update articles
set story_keys = given.story_keys
from jsonb_to_recordset(:keys) as given (article_id bigint, story_keys bigint[])
where articles.article_id = given.article_id;

-- name: put_follows!
-- Write which articles others take up (a JSON array of both, with how much alike they are).
update articles
set follows = given.follows, likeness = given.likeness
from jsonb_to_recordset(:following) as given (article_id bigint, follows bigint, likeness double precision)
where articles.article_id = given.article_id;

-- name: articles_that_hang_on
-- All that follows these articles, through any number, each under the nearest of them.
with recursive hanging (root_id, article_id, story_id) as (
    select
        articles.article_id as root_id,
        articles.article_id,
        articles.story_id
    from articles
    where articles.article_id = any(:article_ids::bigint[])
    union all
    select
        hanging.root_id,
        articles.article_id,
        articles.story_id
    from hanging
    inner join articles on hanging.article_id = articles.follows
    where not articles.article_id = any(:article_ids::bigint[])
)

select
    root_id,
    article_id,
    story_id
from hanging;

-- name: new_story_id$
-- Begin a story.
insert into stories (created_at, updated_at)
values (:now, :now)
returning story_id;

-- name: put_article_stories!
-- Write the stories of articles (a JSON array of both).
update articles
set story_id = given.story_id
from jsonb_to_recordset(:placed) as given (article_id bigint, story_id bigint)
where articles.article_id = given.article_id;

-- name: finish_grouping!
-- The articles have their stories.
update articles
set grouped = true
where article_id = any(:article_ids::bigint[]);

-- name: events_in_articles
-- Events that these articles report.
select distinct event_id from mentions
where article_id = any(:article_ids::bigint[]) and event_id is not null;

-- name: stories_of_events
-- The stories that these events belong to, of those that belong to one.
select
    event_id,
    story_id
from events
where event_id = any(:event_ids::bigint[]) and story_id is not null;

-- name: put_event_stories!
-- Events belong to the story of most articles that report them, of equal ones to the one that told of them first.
update events
set story_id = chosen.story_id
from (
    select distinct on (mentions.event_id)
        mentions.event_id,
        articles.story_id
    from mentions
    inner join articles on mentions.article_id = articles.article_id
    where mentions.event_id = any(:event_ids::bigint[])
    group by mentions.event_id, articles.story_id
    order by
        mentions.event_id asc,
        (articles.story_id is null) asc,
        count(distinct articles.article_id) desc,
        min(articles.published_at) asc nulls last,
        min(articles.url) asc
) as chosen
where events.event_id = chosen.event_id and events.story_id is distinct from chosen.story_id;

-- name: title_stories!
-- A story is called after its event that most outlets report, else after its first article.
update stories
set title = called.title, updated_at = :now
from (
    select
        named.story_id,
        coalesce(
            (
                select events.title from events
                where events.story_id = named.story_id
                order by events.outlets desc, events.first_reported_at asc nulls last, events.title asc
                limit 1
            ),
            (
                select articles.title from articles
                where articles.story_id = named.story_id
                order by articles.published_at asc nulls last, articles.url asc
                limit 1
            ),
            ''
        ) as title
    from unnest(:story_ids::bigint[]) as named (story_id)
) as called
where stories.story_id = called.story_id and stories.title is distinct from called.title;

-- name: touch_stories!
-- These stories have grown or shrunk.
update stories
set
    updated_at = :now,
    latest_at = (
        select max(articles.published_at) from articles
        where articles.story_id = stories.story_id
    )
where stories.story_id = any(:story_ids::bigint[]);

-- name: drop_bare_stories!
-- Stories that have no article left end; what events they had go to no story.
with bare as (
    select stories.story_id from stories
    where
        stories.story_id = any(:story_ids::bigint[])
        and not exists (
            select 1 from articles
            where articles.story_id = stories.story_id
        )
),

freed as (
    update events set story_id = null
    where events.story_id in (select bare.story_id from bare)
)

delete from stories
where stories.story_id in (select bare.story_id from bare);
