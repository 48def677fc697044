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
    and classes.relname not like '\_yoyo%%'
    and classes.relname <> 'yoyo_lock'
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
