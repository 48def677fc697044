-- name: add_reader!
-- A role that may only read.
select add_reader(:name, :password);

-- name: drop_reader!
-- A reader's role is taken away.
select drop_reader(:name);

-- name: let_read!
-- A reader may read what an upgrade has added.
select let_read(:name);

-- name: add_worker$
-- Make a role that may do the work of some stages.
select add_worker(:name, :password, :stages::text[]) is null as made;

-- name: add_owner$
-- Make a role that owns another database of the server.
select add_owner(:database, :name, :password) is null as made;
