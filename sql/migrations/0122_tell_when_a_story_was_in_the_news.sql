-- An archive that is read in any order leaves the stories in the order of the news.
-- depends: 0121_drop_reports_without_ids

alter table stories add column latest_at timestamptz;
comment on column stories.latest_at is
'When the latest of its articles was published; null where none has a date, or none has come since this is kept.';
