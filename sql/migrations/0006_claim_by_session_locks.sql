-- Workers hold feeds and articles by session locks: these end with the worker, whatever ends it, and write no row.
-- depends: 0005_let_polling_remember

alter table feeds drop column claimed_until;
alter table articles drop column claimed_until;
