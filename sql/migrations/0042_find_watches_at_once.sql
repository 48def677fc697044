-- The index of watches is read far more often than written: no list of pending entries that each look-up must walk.
-- depends: 0041_ask_more_of_watches

drop index watches_by_anchor;
create index watches_by_anchor on watches using gin (anchors) with (fastupdate = off) where enabled;
