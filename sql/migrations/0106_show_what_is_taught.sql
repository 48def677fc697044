-- What articles teach is told in one place: the registry asks for all of it, a run of the resolver for what is new.
-- depends: 0105_find_events_by_their_last_day

create view actor_facts_taught as
select
    actor_facts.name,
    actor_facts.kind,
    actor_facts.office,
    actor_facts.country,
    actor_facts.stated_on,
    articles.url as article_url,
    actor_facts.quote,
    actor_facts.start_offset,
    actor_facts.end_offset,
    actor_facts.applied
from actor_facts
inner join articles on actor_facts.article_id = articles.article_id
where not actor_facts.withdrawn;
comment on view actor_facts_taught is
'What articles teach of offices and who holds them, each with its quote; `applied` once mentions were linked by it.';
