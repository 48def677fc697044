-- name: put_run!
-- Write what a run of a stage did.
insert into runs (stage, started_at, finished_at, counts, error)
values (:stage, :started_at, :finished_at, :counts, :error);

-- name: drop_old_runs!
-- Forget runs from before a day.
delete from runs
where started_at < :before;

-- name: drop_old_fetches!
-- Forget fetches from before a day.
delete from fetches
where fetched_at < :before;

-- name: expire_texts!
-- Drop the texts of articles that were read and first seen before a day; events and quotes stay.
with
expired as (
    update articles
    set text = '', text_expired = true
    where state in ('extracted', 'unsupported_language', 'withdrawn') and not text_expired and first_seen_at < :before
    returning articles.article_id
),

revised as (
    delete from revisions
    where revisions.article_id in (select expired.article_id from expired)
)

update mentions
set text_expired = true
where mentions.article_id in (select expired.article_id from expired);
