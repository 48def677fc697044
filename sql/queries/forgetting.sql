-- name: forgotten_persons
-- What is kept of the names of persons who asked to be forgotten.
select
    words,
    name_digest
from forgotten_persons;

-- name: put_forgotten_person!
-- A person is to be forgotten from now on.
insert into forgotten_persons (words, name_digest, reason, made_by, made_at)
values (:words, :name_digest, :reason, :made_by, :now)
on conflict (name_digest) do nothing;

-- name: traces_of
-- Where a name stands, and in how many rows.
select
    place,
    times
from traces_of(:pattern)
order by place;

-- name: articles_naming
-- Articles that have a name in their words of now or before.
select
    article_id,
    url,
    title,
    text,
    author,
    text_expired
from articles
where
    title ~* :pattern or text ~* :pattern or author ~* :pattern
    or exists (
        select 1 from revisions
        where revisions.article_id = articles.article_id and (revisions.title ~* :pattern or revisions.text ~* :pattern)
    )
    or exists (
        select 1 from mentions
        where mentions.article_id = articles.article_id and mentions.quote ~* :pattern
    )
order by article_id;

-- name: rewrite_article!
-- Give an article other words, and have it read anew where it was read.
update articles
set
    title = :title,
    text = :text,
    author = :author,
    signature = coalesce(:signature, signature),
    state = case when state = 'extracted' and not text_expired then 'ready' else state end,
    grouped = false
where article_id = :article_id;

-- name: revisions_of
-- Earlier wordings of an article.
select
    revision,
    title,
    text
from revisions
where article_id = :article_id;

-- name: rewrite_revision!
-- Give an earlier wording other words.
update revisions
set title = :title, text = :text
where article_id = :article_id and revision = :revision;

-- name: sightings_of
-- What feeds said of an article.
select
    feed_id,
    entry_key,
    title,
    content
from sightings
where article_id = :article_id;

-- name: rewrite_sighting!
-- Give what a feed said other words.
update sightings
set title = :title, content = :content
where feed_id = :feed_id and entry_key = :entry_key;

-- name: quotes_of
-- Words of an article that are kept beside it: of mentions whose text is gone, of the log, of alerts, of corrections.
select
    'mentions' as place,
    mention_id as id,
    0 as part,
    0 as ordinal,
    quote
from mentions
where article_id = :article_id and text_expired
union all
select
    'developments' as place,
    development_id as id,
    0 as part,
    0 as ordinal,
    quote
from developments
where article_url = :url
union all
select
    'alerts' as place,
    alerts.alert_id as id,
    0 as part,
    0 as ordinal,
    alerts.message::text as quote
from alerts
inner join developments on alerts.development_id = developments.development_id
where developments.article_url = :url
union all
select
    'correction_sentences' as place,
    correction_id as id,
    part,
    ordinal,
    quote
from correction_sentences
where article_url = :url;

-- name: let_forget
-- Let the log be rewritten, until the end of this transaction.
select set_config('wirewatch.forgetting', 'on', true) as forgetting;

-- name: rewrite_quote_of_mention!
-- Give a mention whose text is gone other words, and have it placed anew.
update mentions
set
    quote = :quote,
    end_offset = start_offset + char_length(:quote),
    wording = array(
        select word from unnest(wording) as word
        where not (word = any(:words::text[]) or string_to_array(word, '-') && :words::text[])
    ),
    state = 'new'
where mention_id = :id;

-- name: rewrite_quote_of_development!
-- Give a line of the log other words.
update developments
set quote = :quote
where development_id = :id;

-- name: rewrite_message!
-- Give an alert other words.
update alerts
set message = :quote::text::jsonb
where alert_id = :id;

-- name: rewrite_quote_of_correction!
-- Give a sentence that a correction speaks of other words, so that it is found again.
update correction_sentences
set quote = :quote
where correction_id = :id and part = :part and ordinal = :ordinal;

-- name: forget_phrases!
-- Who acts in a mention whose text is gone is a person, no more.
update mention_actors
set phrase = :instead, name = :instead, office = null, actor_id = null, actor_name = null, stands_for = null
from mentions
where
    mention_actors.mention_id = mentions.mention_id
    and mentions.article_id = :article_id
    and mentions.text_expired
    and (mention_actors.name ~* :pattern or lower(mention_actors.name) = :surname);

-- name: forget_facts!
-- Withdraw what articles stated of a person: the resolver takes it back.
update actor_facts
set withdrawn = true
where name ~* :pattern or quote ~* :pattern;

-- name: forget_search_words!
-- Take a name out of the words of articles whose text is gone.
update article_words
set words = ts_delete(article_words.words, tsvector_to_array(to_tsvector('english', :name)))
from articles
where
    articles.article_id = article_words.article_id
    and articles.text_expired
    and article_words.words @@ phraseto_tsquery('english', :name);

-- name: forget_words$
-- Put other words in the place of a name wherever it is left; how many values were changed.
select forget_words(:pattern, :instead);

-- name: drop_actors_named!
-- Take a person off the directory, where nothing refers to the entry any more.
delete from actors
where
    kind = 'person'
    and name ~* :pattern
    and not exists (
        select 1 from mention_actors
        where mention_actors.actor_id = actors.actor_id
    )
    and not exists (
        select 1 from event_actors
        where event_actors.actor_id = actors.actor_id
    );
