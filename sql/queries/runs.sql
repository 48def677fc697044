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
