-- name: described_columns
-- Every column of our tables and views with its comment, for docs/data-model.md.
select
    classes.relname as relation,
    case classes.relkind when 'v' then 'view' else 'table' end as relation_kind,
    coalesce(obj_description(classes.oid, 'pg_class'), '') as relation_comment,
    attributes.attname as column_name,
    format_type(attributes.atttypid, attributes.atttypmod) as column_type,
    attributes.attnotnull as required,
    coalesce(col_description(classes.oid, attributes.attnum), '') as column_comment
from pg_class as classes
inner join pg_attribute as attributes on classes.oid = attributes.attrelid
where
    classes.relnamespace = 'public'::regnamespace
    and classes.relkind in ('r', 'v')
    and classes.relname not like '%%yoyo%%'
    and attributes.attnum > 0
    and not attributes.attisdropped
order by classes.relkind, classes.oid, attributes.attnum;

-- name: described_functions
-- Our functions with their comments.
select
    procedures.proname as name,
    pg_get_function_arguments(procedures.oid) as arguments,
    pg_get_function_result(procedures.oid) as result,
    coalesce(obj_description(procedures.oid, 'pg_proc'), '') as comment
from pg_proc as procedures
where
    procedures.pronamespace = 'public'::regnamespace
    and procedures.prorettype <> 'trigger'::regtype
order by procedures.proname;

-- name: lock_migrations$
-- Be the one that migrates, unless another process is; the lock ends with the session, whatever ends that.
select pg_try_advisory_lock(hashtext('wirewatch migrations')) as locked;

-- name: bound_waits_for_locks#
-- Whoever writes queues behind a step that waits for a table: for the rest of this transaction it waits only so long.
set local lock_timeout = '2s';

-- name: has_migrations_table$
-- Whether anything was ever applied here.
select to_regclass('migrations') is not null as found;

-- name: make_migrations_table#
-- The record of what was applied; yoyo kept it in tables of its own before.
do $$
begin
    if to_regclass('migrations') is null then
        create table migrations (
            name text primary key,
            applied_at timestamptz not null default now()
        );
        comment on table migrations is 'Steps of the schema that were applied: the files of sql/migrations.';
        comment on column migrations.name is 'File, without its ending.';
        comment on column migrations.applied_at is 'When.';
        if to_regclass('_yoyo_migration') is not null then
            insert into migrations (name, applied_at)
            select migration_id, applied_at_utc at time zone 'UTC' from _yoyo_migration;
        end if;
    end if;
end
$$;

-- name: applied_migrations
-- What was applied.
select name from migrations;

-- name: note_migration!
-- A step was applied.
insert into migrations (name) values (:name);

-- name: half_built_indexes
-- Indexes whose concurrent building was cut off.
select classes.relname as name
from pg_index as indexes
inner join pg_class as classes on indexes.indexrelid = classes.oid
where not indexes.indisvalid and classes.relnamespace = 'public'::regnamespace;
