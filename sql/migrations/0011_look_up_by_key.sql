-- Candidates are looked up by key in a table of their own, the nearest in time first: at a cost that does not grow.
-- depends: 0010_add_silences

create table article_blocks (
    block_key bigint not null,
    published_at timestamptz not null,
    article_id bigint not null,
    primary key (block_key, published_at, article_id)
);
comment on table article_blocks is
'Under which keys (mentions.block_keys, each as a number) the mentions of articles are found as candidates for the same event.';
comment on column article_blocks.block_key is 'Hash of the key.';
comment on column article_blocks.published_at is 'Publication of the article; the end of the year 9999 where unknown.';
comment on column article_blocks.article_id is 'The article; one that no longer has the key is passed over by who looks.';

drop index mentions_by_block;
update mentions
set state = 'new', block_keys = '{}'
where block_keys <> '{}';

-- Events that lost a mention, in no order and perhaps more than once, until the resolver has looked at them.
create table shaken_events (
    event_id bigint not null
);
comment on table shaken_events is 'Events that lost a mention since the resolver last ran: they are folded again, or end.';
comment on column shaken_events.event_id is 'The event.';
insert into shaken_events (event_id)
select events.event_id
from events
where not exists (
    select 1 from mentions
    where mentions.event_id = events.event_id
);
