-- transactional: false
-- The members of a group of near-copies.
-- depends: 0125_group_near_copies
create index concurrently if not exists articles_by_copy_of on articles (copy_of) where copy_of is not null;
