-- The large tables are vacuumed and analysed after a fiftieth of their rows has changed, not after a fifth or a tenth: with ten
-- million mentions that is 200,000 dead rows at most instead of 2,000,000.
-- depends: 0075_let_stages_work

-- Each row of these is written again as its article is read, resolved and folded, so dead rows come as fast as new ones.
alter table articles set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table mentions set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table mention_actors set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table events set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table event_actors set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- Candidates are read out of these by index; the planner must know soon which keys and times a backfill has brought.
alter table article_blocks set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table developments set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table event_versions set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
