-- Full-text search over what events are called and what articles say; words stay findable when a text is dropped.
-- depends: 0022_let_readers_read

create table article_words (
    article_id bigint primary key references articles on delete cascade,
    words tsvector not null
);
create index article_words_found on article_words using gin (words);
comment on table article_words is 'The words of each article''s title and text, for search; they stay when retention drops the text.';
comment on column article_words.article_id is 'The article.';
comment on column article_words.words is 'Its words, in the form that PostgreSQL''s English search compares.';

create function words_of(title text, body text) returns tsvector language sql immutable parallel safe as $$
    select to_tsvector('english', left(title || ' ' || body, 200000))
$$;
comment on function words_of(text, text) is 'The words of a title and a text in the form that search compares; of very long ones the beginning.';

create function articles_keep_words() returns trigger language plpgsql as $$
begin
    insert into article_words (article_id, words)
    values (new.article_id, words_of(new.title, new.text))
    on conflict (article_id) do update set words = excluded.words;
    return null;
end
$$;
create trigger articles_keep_new_words after insert on articles
for each row when (new.text <> '') execute function articles_keep_words();
create trigger articles_keep_words after update of title, text on articles
for each row when (new.text <> '' and (new.title, new.text) is distinct from (old.title, old.text)) execute function articles_keep_words();

insert into article_words (article_id, words)
select
    article_id,
    words_of(title, text) as words
from articles
where text <> '';

create index events_by_words on events using gin (to_tsvector('english', title));
