-- Which articles are near-copies of each other is told by the tables, not by what a resolver happens to remember.
-- depends: 0124_find_what_is_under_way

create table article_bands (
    band integer not null,
    article_id bigint not null,
    primary key (band, article_id)
);
comment on table article_bands is 'Under which bands of their signatures articles that report anything are found by their near-copies.';
comment on column article_bands.band is 'Hash of some values of the signature; near-copies share one at least.';
comment on column article_bands.article_id is 'The article; one whose text is another by now is passed over by who compares.';
alter table article_bands set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

alter table articles add column compared boolean not null default false;
comment on column articles.compared is
'Whether its text, as it was last read, has been compared with others for near-copies: done for those that report anything.';
comment on column articles.copy_of is
'The earliest article of its group of near-copies, which count as one report; null where that is this one, or it has none.';

create or replace function written_by(stage text) returns text[] language sql immutable as $$
    select case stage
        when 'ingest' then array[
            'feeds', 'fetches', 'sightings', 'robots', 'feed_notices', 'request_counts', 'outlets', 'articles', 'revisions', 'article_words',
            'article_story_keys', 'mentions', 'actor_facts', 'shaken_events', 'alerts', 'deliveries', 'runs'
        ]
        when 'resolve' then array[
            'articles', 'revisions', 'article_words', 'article_story_keys', 'article_blocks', 'article_bands', 'outlets', 'places',
            'actors', 'actor_facts', 'registry_versions', 'mentions', 'mention_actors', 'shaken_events', 'events', 'event_actors', 'event_versions', 'event_redirects',
            'claims', 'developments', 'stories', 'alerts', 'deliveries', 'corrections', 'correction_sentences', 'event_corrections', 'runs'
        ]
        when 'pages' then array['watches', 'silences', 'request_counts', 'feeds', 'feed_notices', 'alerts', 'deliveries']
    end
$$;
