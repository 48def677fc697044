-- What an OPML file says of a feed and what the channel says itself, so that it can be given back.
-- depends: 0010_add_silences

alter table feeds add column home text;
comment on column feeds.home is 'Home page, as the OPML file or the channel gives it.';
