-- name: add_reader!
-- A role that may only read.
select add_reader(:name, :password);

-- name: drop_reader!
-- A reader's role is taken away.
select drop_reader(:name);

-- name: let_read!
-- A reader may read what an upgrade has added.
select let_read(:name);
