-- Roles that may do the work of some stages, and nothing else: what the parts of docker-compose.yml log in as.
-- depends: 0074_forget_persons

create function put_login(name text, password text) returns void language plpgsql as $$
begin
    if exists (
        select 1 from pg_roles
        where rolname = name
    ) then
        execute format('alter role %I login password %L', name, password);
    else
        execute format('create role %I login password %L', name, password);
    end if;
end
$$;
comment on function put_login(text, text) is 'Make a role that may log in, or give it another password.';

create function written_by(stage text) returns text[] language sql immutable as $$
    select case stage
        when 'ingest' then array[
            'feeds', 'fetches', 'sightings', 'robots', 'feed_notices', 'request_counts', 'outlets', 'articles', 'revisions', 'article_words',
            'article_story_keys', 'mentions', 'actor_facts', 'shaken_events', 'alerts', 'deliveries', 'runs'
        ]
        when 'resolve' then array[
            'articles', 'revisions', 'article_words', 'article_story_keys', 'article_blocks', 'outlets', 'places', 'actors', 'actor_facts',
            'registry_versions', 'mentions', 'mention_actors', 'shaken_events', 'events', 'event_actors', 'event_versions', 'event_redirects',
            'claims', 'developments', 'stories', 'alerts', 'deliveries', 'corrections', 'correction_sentences', 'event_corrections', 'runs'
        ]
        when 'pages' then array['watches', 'silences', 'request_counts', 'feeds', 'feed_notices', 'alerts', 'deliveries']
    end
$$;
comment on function written_by(text) is 'The tables that a stage writes: ingest, resolve (from reading to sending), pages.';

create function add_worker(name text, password text, stages text[]) returns void language plpgsql as $$
declare
    stage text;
    relation text;
begin
    perform put_login(name, password);
    perform let_read(name);
    execute format('grant usage on all sequences in schema public to %I', name);
    foreach stage in array stages loop
        if written_by(stage) is null then
            raise exception 'there is no stage %: ingest, resolve or pages', stage;
        end if;
        for relation in
            select classes.relname from pg_class as classes
            where classes.relnamespace = 'public'::regnamespace and classes.relname = any(written_by(stage))
        loop
            execute format('grant select, insert, update, delete on %I to %I', relation, name);
        end loop;
        if stage = 'pages' then
            execute format('grant select on api_tokens to %I', name);
        end if;
    end loop;
end
$$;
comment on function add_worker(text, text, text[]) is
'Make a role that may read all and write what these stages write; called again, it gives another password, and what is new.';

create function add_owner(database text, name text, password text) returns void language plpgsql as $$
begin
    perform put_login(name, password);
    execute format('alter database %I owner to %I', database, name);
end
$$;
comment on function add_owner(text, text, text) is 'Make a role that owns another database of this server, and nothing here.';
