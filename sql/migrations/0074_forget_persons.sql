-- Persons who asked to be forgotten: what is kept of their names, and how the log's own past is cleared of them.
-- depends: 0052_name_what_programs_read

create table forgotten_persons (
    forgotten_person_id bigint generated always as identity primary key,
    words integer not null check (words >= 2),
    name_digest text not null unique,
    reason text not null default '',
    made_by text not null check (made_by <> ''),
    made_at timestamptz not null default now()
);
comment on table forgotten_persons is 'Persons whose names are taken out of all that is read; made by wirewatch forget-person. The names are not kept.';
comment on column forgotten_persons.forgotten_person_id is 'Key.';
comment on column forgotten_persons.words is 'How many words the name has.';
comment on column forgotten_persons.name_digest is 'SHA-256 of the name, in lower case, a space between words.';
comment on column forgotten_persons.reason is 'Why, e.g. the number of the request; never the name.';
comment on column forgotten_persons.made_by is 'Who forgot it.';
comment on column forgotten_persons.made_at is 'When.';

create or replace function developments_keep_content() returns trigger language plpgsql as $$
begin
    if current_setting('wirewatch.forgetting', true) = 'on' then
        return new;
    end if;
    if (new.event_id, new.kind, new.ordinal, new.article_url, new.quote, new.before_value, new.after_value, new.reported_at, new.created_at)
       is distinct from
       (old.event_id, old.kind, old.ordinal, old.article_url, old.quote, old.before_value, old.after_value, old.reported_at, old.created_at)
    then
        raise exception 'a development''s content never changes; supersede it and write another';
    end if;
    return new;
end
$$;

create or replace function corrections_keep_content() returns trigger language plpgsql as $$
begin
    if current_setting('wirewatch.forgetting', true) = 'on' then
        return new;
    end if;
    if (new.kind, new.field, new.value, new.about, new.reason, new.made_by, new.made_at, new.as_of)
       is distinct from (old.kind, old.field, old.value, old.about, old.reason, old.made_by, old.made_at, old.as_of)
       or (old.undone_at is not null and (new.undone_at, new.undone_by) is distinct from (old.undone_at, old.undone_by))
    then
        raise exception 'a correction''s content never changes; undo it and make another';
    end if;
    return new;
end
$$;

-- Whatever holds words, but addresses, and the lists that the user keeps: feeds, outlets, watches.
create view columns_with_words as
select
    columns.table_name::text as table_name,
    columns.column_name::text as column_name,
    columns.udt_name::text as type
from information_schema.columns
inner join information_schema.tables on columns.table_schema = tables.table_schema and columns.table_name = tables.table_name
where
    columns.table_schema = 'public'
    and tables.table_type = 'BASE TABLE'
    and columns.udt_name in ('text', 'jsonb', '_text')
    and columns.column_name not in ('url', 'link', 'article_url', 'story_keys', 'block_keys')
    and columns.table_name not in ('feeds', 'outlets', 'watches', 'forgotten_persons', 'api_tokens', 'migrations')
    and columns.table_name not like '%yoyo%';
comment on view columns_with_words is 'Columns in which the name of a person may stand: those that wirewatch forget-person looks through.';

create function traces_of(pattern text) returns table (place text, times bigint) language plpgsql stable as $$
declare
    spot record;
begin
    for spot in select table_name, column_name from columns_with_words loop
        place := spot.table_name || '.' || spot.column_name;
        execute format('select count(*) from %I where %I::text ~* $1', spot.table_name, spot.column_name) into times using pattern;
        if times > 0 then
            return next;
        end if;
    end loop;
end
$$;
comment on function traces_of(text) is 'Where, and in how many rows, something stands that a regular expression matches, in lower or upper case.';

create function forget_words(pattern text, instead text) returns bigint language plpgsql as $$
declare
    spot record;
    changed bigint;
    total bigint := 0;
begin
    perform set_config('wirewatch.forgetting', 'on', true);
    -- A quote is as long as its offsets say.
    update mentions set
        quote = regexp_replace(quote, pattern, instead, 'gi'),
        end_offset = start_offset + char_length(regexp_replace(quote, pattern, instead, 'gi'))
    where quote ~* pattern;
    for spot in select table_name, column_name, type from columns_with_words loop
        execute format(
            'update %1$I set %2$I = regexp_replace(%2$I::text, $1, $2, ''gi'')::%3$s where %2$I::text ~* $1',
            spot.table_name, spot.column_name, case spot.type when '_text' then 'text[]' else spot.type end
        ) using pattern, instead;
        get diagnostics changed = row_count;
        total := total + changed;
    end loop;
    perform set_config('wirewatch.forgetting', 'off', true);
    return total;
end
$$;
comment on function forget_words(text, text) is
'Put other words in the place of what a regular expression matches, wherever it stands, the log included; the number of values changed.';
