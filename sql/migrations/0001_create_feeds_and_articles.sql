-- Feeds, the articles they show, and the record of polling them.
-- depends:

create table outlets (
    outlet_id bigint generated always as identity primary key,
    name text not null unique check (name <> ''),
    zone text not null default 'UTC',
    created_at timestamptz not null default now()
);
comment on table outlets is 'Publishers: named by the OPML text, else by the channel title; never by the host.';
comment on column outlets.outlet_id is 'Key.';
comment on column outlets.name is 'Name of the publisher, as shown to people.';
comment on column outlets.zone is 'IANA time zone in which its articles mean "Thursday" where they have no dateline.';
comment on column outlets.created_at is 'When the outlet was first seen.';

create table feeds (
    feed_id bigint generated always as identity primary key,
    url text not null unique,
    title text not null default '',
    folder text not null default '',
    outlet_id bigint references outlets,
    state text not null default 'active' check (state in ('active', 'failing', 'paused', 'gone')),
    managed_by text not null default 'cli' check (managed_by in ('opml', 'cli', 'page', 'sample')),
    allow_private boolean not null default false,
    etag text,
    last_modified text,
    interval_s integer not null default 900 check (interval_s between 5 and 604800),
    next_poll_at timestamptz not null default now(),
    claimed_until timestamptz,
    last_polled_at timestamptz,
    last_success_at timestamptz,
    failures integer not null default 0 check (failures >= 0),
    moved_to text,
    moved_seen integer not null default 0,
    moved_first_at timestamptz,
    error_code text,
    error text,
    entries bigint not null default 0,
    settings jsonb not null default '{}',
    created_at timestamptz not null default now(),
    check (state <> 'failing' or error_code is not null)
);
create index feeds_due on feeds (next_poll_at) where state in ('active', 'failing');
comment on table feeds is 'Feeds that are polled, with what the last poll found.';
comment on column feeds.feed_id is 'Key.';
comment on column feeds.url is 'Address that is polled.';
comment on column feeds.title is 'Title as the OPML file or the channel gives it.';
comment on column feeds.folder is 'Folder in the OPML file, levels joined by "/".';
comment on column feeds.outlet_id is 'Publisher behind the feed; null until named.';
comment on column feeds.state is 'active: polled; failing: polled, last poll failed; paused: by the user; gone: the server said 410.';
comment on column feeds.managed_by is 'Where the feed is kept: an OPML file, the command line, a page, or the sample wire.';
comment on column feeds.allow_private is 'Whether it was added at a private address that WIREWATCH_ALLOW_HOSTS permits.';
comment on column feeds.etag is 'Validator of the last full reply, sent back as If-None-Match.';
comment on column feeds.last_modified is 'Validator of the last full reply, sent back as If-Modified-Since.';
comment on column feeds.interval_s is 'Seconds between two polls while all goes well.';
comment on column feeds.next_poll_at is 'When the feed is due.';
comment on column feeds.claimed_until is 'A worker polls it and has until then; after that another may.';
comment on column feeds.last_polled_at is 'Last poll, whatever came of it.';
comment on column feeds.last_success_at is 'Last poll that was answered properly (304 included).';
comment on column feeds.failures is 'Failures in a row.';
comment on column feeds.moved_to is 'Address that permanent redirects point to.';
comment on column feeds.moved_seen is 'How many polls in a row were redirected there.';
comment on column feeds.moved_first_at is 'First of those polls.';
comment on column feeds.error_code is 'Closed code of the last failure; null after a success.';
comment on column feeds.error is 'What went wrong, in a sentence.';
comment on column feeds.entries is 'Entries seen so far.';
comment on column feeds.settings is 'Per-feed settings that differ from the defaults.';
comment on column feeds.created_at is 'When the feed was added.';

create table fetches (
    fetch_id bigint generated always as identity primary key,
    feed_id bigint not null references feeds on delete cascade,
    fetched_at timestamptz not null,
    outcome text not null,
    http_status integer,
    size_bytes bigint,
    new_entries integer not null default 0,
    elapsed_s real,
    note text
);
create index fetches_of_feed on fetches (feed_id, fetched_at desc);
comment on table fetches is 'Log of polls that changed something or failed; a poll where nothing changed leaves no row.';
comment on column fetches.fetch_id is 'Key.';
comment on column fetches.feed_id is 'The feed that was polled.';
comment on column fetches.fetched_at is 'When.';
comment on column fetches.outcome is 'Closed code of what came of it.';
comment on column fetches.http_status is 'Status of the reply; null where there was none.';
comment on column fetches.size_bytes is 'Bytes of the decoded body.';
comment on column fetches.new_entries is 'Entries not seen before.';
comment on column fetches.elapsed_s is 'Seconds from request to end of body.';
comment on column fetches.note is 'What went wrong, in a sentence.';

create table stories (
    story_id bigint generated always as identity primary key,
    title text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table stories is 'Articles and events that belong together.';
comment on column stories.story_id is 'Key.';
comment on column stories.title is 'Title made from its events, else from its first article.';
comment on column stories.created_at is 'When the story was first made.';
comment on column stories.updated_at is 'When it last grew.';

create table articles (
    article_id bigint generated always as identity primary key,
    url text not null unique,
    outlet_id bigint not null references outlets,
    title text not null default '',
    text text not null default '',
    text_from text check (text_from in ('page', 'feed', 'given')),
    published_at timestamptz,
    published_from text check (published_from in ('feed', 'page', 'given')),
    language text,
    zone text,
    author text,
    state text not null default 'pending'
    check (state in ('pending', 'ready', 'extracted', 'unsupported_language', 'quarantined', 'withdrawn')),
    mark text check (mark in ('paywall', 'consent', 'stub')),
    error_code text,
    error text,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    claimed_until timestamptz,
    priority smallint not null default 0,
    revision integer not null default 1 check (revision >= 1),
    signature bytea,
    copy_of bigint references articles,
    story_id bigint references stories,
    extractor_version text,
    extracted_at timestamptz,
    text_expired boolean not null default false,
    first_seen_at timestamptz not null default now(),
    check (state <> 'quarantined' or error_code is not null),
    check ((published_at is null) = (published_from is null))
);
create index articles_pending on articles (next_attempt_at) where state = 'pending';
create index articles_ready on articles (priority desc, published_at, article_id) where state = 'ready';
create index articles_published on articles (published_at desc);
create index articles_of_story on articles (story_id);
comment on table articles is 'Texts, once for all feeds that show them; the record from which everything else is derived.';
comment on column articles.article_id is 'Key.';
comment on column articles.url is 'Canonical address.';
comment on column articles.outlet_id is 'Publisher.';
comment on column articles.title is 'Headline.';
comment on column articles.text is 'Cleaned text of the current revision, paragraphs parted by blank lines; offsets count its characters.';
comment on column articles.text_from is 'Where the text comes from: the page, the feed''s own content, or given (backfill).';
comment on column articles.published_at is 'Publication time; null where nobody says or where it cannot be true.';
comment on column articles.published_from is 'Who says when it was published: the feed, the page, or whoever gave the article.';
comment on column articles.language is 'ISO 639-1 code, as recognised.';
comment on column articles.zone is 'IANA zone of the dateline, where the text has one.';
comment on column articles.author is 'Byline, where given.';
comment on column articles.state is
'pending: its text is still to be read; ready: to be extracted; extracted; unsupported_language; quarantined: see error; withdrawn: by its outlet.';
comment on column articles.mark is 'Set where the page gave no whole article: a paywall stub, a consent page, a stub.';
comment on column articles.error_code is 'Closed code of the last failure.';
comment on column articles.error is 'What went wrong, in a sentence.';
comment on column articles.attempts is 'Failed attempts so far.';
comment on column articles.next_attempt_at is 'When a pending article is tried again.';
comment on column articles.claimed_until is 'A worker has it until then; after that another may.';
comment on column articles.priority is 'Higher goes first: live 0, backfill -1.';
comment on column articles.revision is 'Number of the current revision, from 1.';
comment on column articles.signature is 'MinHash of the text''s shingles, for telling near-copies.';
comment on column articles.copy_of is 'The earliest article of which this is a near-copy; such copies count as one report.';
comment on column articles.story_id is 'Story it belongs to.';
comment on column articles.extractor_version is 'Version of the extractor that read it last.';
comment on column articles.extracted_at is 'When it was read last.';
comment on column articles.text_expired is 'Whether retention has dropped the text; its mentions stay.';
comment on column articles.first_seen_at is 'When it was first seen here.';

create table revisions (
    article_id bigint not null references articles on delete cascade,
    revision integer not null check (revision >= 1),
    title text not null,
    text text not null,
    seen_at timestamptz not null,
    replaced_at timestamptz not null,
    primary key (article_id, revision)
);
comment on table revisions is 'Earlier wordings of articles that were edited; the current one stands in articles.';
comment on column revisions.article_id is 'The article.';
comment on column revisions.revision is 'Number of this wording, from 1.';
comment on column revisions.title is 'Headline then.';
comment on column revisions.text is 'Text then.';
comment on column revisions.seen_at is 'When this wording was first read.';
comment on column revisions.replaced_at is 'When the next wording was read.';

create table sightings (
    feed_id bigint not null references feeds on delete cascade,
    entry_key text not null,
    article_id bigint references articles on delete cascade,
    link text,
    title text not null default '',
    entry_hash text not null default '',
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    error_code text,
    error text,
    primary key (feed_id, entry_key),
    check (last_seen_at >= first_seen_at)
);
create index sightings_of_article on sightings (article_id);
comment on table sightings is 'Records that a feed showed an article.';
comment on column sightings.feed_id is 'The feed.';
comment on column sightings.entry_key is 'What tells this entry from the feed''s others: its guid, else its link, else a hash.';
comment on column sightings.article_id is 'The article; null where the entry led to none (see error).';
comment on column sightings.link is 'Address as the entry gives it.';
comment on column sightings.title is 'Title as the entry gives it.';
comment on column sightings.entry_hash is 'Hash of the entry''s content, to notice an edit.';
comment on column sightings.first_seen_at is 'First poll that showed it.';
comment on column sightings.last_seen_at is 'Last poll that showed it and changed something.';
comment on column sightings.error_code is 'Closed code where the entry could not become an article.';
comment on column sightings.error is 'What went wrong, in a sentence.';
