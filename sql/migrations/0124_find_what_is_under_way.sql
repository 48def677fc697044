-- transactional: false
-- What is under way, the latest report first.
-- depends: 0123_find_stories_by_their_latest_article
create index concurrently if not exists events_under_way on events (last_reported_at desc nulls last) where status = 'ongoing';
