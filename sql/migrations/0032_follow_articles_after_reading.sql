-- What becomes of an article after it was read: edits that its feed does not tell, and its withdrawal.
-- depends: 0031_learn_how_feeds_publish

alter table articles
add column section text,
add column modified_at timestamptz,
add column page_etag text,
add column page_last_modified text,
add column checks smallint not null default 0,
add column check_at timestamptz;
create index articles_to_check on articles (check_at) where check_at is not null;
comment on column articles.section is 'Section or first category, as the feed or the page names it.';
comment on column articles.modified_at is 'Last change of the text, as the page or the feed tells it; null where neither does.';
comment on column articles.page_etag is 'Validator of the page as it was read, sent back when it is looked at again.';
comment on column articles.page_last_modified is 'The same by date.';
comment on column articles.checks is 'How often the page was looked at again since it was read.';
comment on column articles.check_at is 'When it is looked at again for an edit or its withdrawal; null: no more.';
comment on column articles.state is
'pending: its text is still to be read; ready: to be extracted; extracted; unsupported_language; quarantined: see error; withdrawn: by its outlet, see error.';
