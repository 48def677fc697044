-- Articles of a story find one another in a table of their own, the nearest before first: at a cost that does not grow.
-- depends: 0011_look_up_by_key

create table article_story_keys (
    story_key bigint not null,
    published_at timestamptz not null,
    article_id bigint not null,
    primary key (story_key, published_at, article_id)
);
comment on table article_story_keys is 'Under which keys (two of its weightiest words) an article is found by others of its story.';
comment on column article_story_keys.story_key is 'Hash of the two words.';
comment on column article_story_keys.published_at is 'Publication of the article.';
comment on column article_story_keys.article_id is 'The article.';

drop index articles_by_story_keys;
comment on column articles.story_keys is 'Its keys in article_story_keys.';
update articles
set story_keys = '{}', grouped = false
where story_keys <> '{}' or grouped;

drop index articles_of_story;
create index articles_of_story on articles (story_id, published_at, url);
drop index events_of_story;
create index events_of_story on events (story_id, outlets desc, first_reported_at);
