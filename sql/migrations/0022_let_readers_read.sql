-- Readers: roles that may read what the tables tell, and nothing else.
-- depends: 0021_make_corrections_in_sql

create function let_read(reader text) returns void language plpgsql as $$
declare
    relation text;
begin
    execute format('grant connect on database %I to %I', current_database(), reader);
    execute format('grant usage on schema public to %I', reader);
    for relation in
        select classes.relname from pg_class as classes
        where
            classes.relnamespace = 'public'::regnamespace and classes.relkind in ('r', 'v')
            and classes.relname not in ('api_tokens', 'request_counts') and classes.relname not like '\_yoyo%' and classes.relname <> 'yoyo_lock'
    loop
        execute format('grant select on %I to %I', relation, reader);
    end loop;
end
$$;
comment on function let_read(text) is 'Let a role read every table and view but those that hold secrets; again after an upgrade, for what is new.';

create function add_reader(name text, password text) returns void language plpgsql as $$
begin
    if exists (
        select 1 from pg_roles
        where rolname = name
    ) then
        raise exception 'there is a role % already', name;
    end if;
    execute format('create role %I login password %L connection limit 20', name, password);
    execute format('alter role %I set default_transaction_read_only = on', name);
    execute format('alter role %I set statement_timeout = ''60s''', name);
    perform let_read(name);
end
$$;
comment on function add_reader(text, text) is 'Make a role that may log in and read, in read-only transactions of a minute at most.';

create function drop_reader(name text) returns void language plpgsql as $$
begin
    if not exists (
        select 1 from pg_roles
        where rolname = name and rolcanlogin and not rolsuper and not rolcreaterole and 'default_transaction_read_only=on' = any(rolconfig)
    ) then
        raise exception 'there is no reader %', name;
    end if;
    execute format('drop owned by %I', name);
    execute format('drop role %I', name);
end
$$;
comment on function drop_reader(text) is 'Take a reader''s role away.';
