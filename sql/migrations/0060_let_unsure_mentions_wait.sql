-- What nobody is sure enough of makes no event: its mentions wait together until another bears them out.
-- depends: 0052_name_what_programs_read

alter table mentions add column waits_with bigint;
comment on column mentions.waits_with is
'The first of the mentions with which it waits: together they are too unsure for an event of their own.';
create index mentions_waiting on mentions (waits_with) where waits_with is not null;

-- All mentions are placed anew.
update mentions
set state = 'new'
where state = 'resolved';
