-- transactional: false
-- Stories by what was in the news last; where that is not known, by when they grew.
-- depends: 0122_tell_when_a_story_was_in_the_news
create index concurrently if not exists stories_by_latest on stories (coalesce(latest_at, updated_at) desc, story_id desc);
