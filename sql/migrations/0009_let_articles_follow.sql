-- Stories grow: each article names the one before it that it takes up.
-- depends: 0008_remember_robots

alter table articles add column follows bigint references articles on delete set null;
alter table articles add column likeness double precision check (likeness >= 0);
alter table articles add column story_keys bigint[] not null default '{}';
alter table articles add column grouped boolean not null default false;
create index articles_by_story_keys on articles using gin (story_keys);
create index articles_following on articles (follows);
create index articles_ungrouped on articles (article_id) where state = 'extracted' and not grouped;
create index articles_left on articles (article_id) where state in ('withdrawn', 'quarantined', 'unsupported_language') and story_id is not null;
create index articles_undated on articles (article_id) where state = 'extracted' and published_at is null;
comment on column articles.follows is 'The earlier article of the same story that it is most like; null where it begins one.';
comment on column articles.likeness is 'How much alike the two are, 0 to 1.';
comment on column articles.story_keys is 'Keys under which later articles of the story find it.';
comment on column articles.grouped is 'Whether its current text has been given its story.';
