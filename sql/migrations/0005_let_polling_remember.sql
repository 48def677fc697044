-- What polling must remember from one run to the next.
-- depends: 0004_create_views

alter table feeds add column body_hash text;
comment on column feeds.body_hash is 'Hash of the last body that was read: the same bytes again are not parsed again.';

alter table sightings add column content text;
comment on column sightings.content is 'Text that the feed carries for the entry, kept until its article has been read.';

create index sightings_by_link on sightings (feed_id, link);
