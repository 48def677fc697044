-- A process that has read what articles taught need not read it again until it changes.
-- depends: 0060_let_unsure_mentions_wait

create table registry_versions (
    version bigint primary key
);
comment on table registry_versions is 'One row: the version of what articles have taught of actors (actor_facts).';
comment on column registry_versions.version is 'Grows whenever the resolver takes up facts that are new or withdrawn.';
insert into registry_versions (version) values (1);
