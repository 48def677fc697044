-- Whether a fact says anything new is told by the one before it, of its name and of its office.
-- depends: 0012_find_stories_by_key

create index actor_facts_of_name on actor_facts (lower(name), stated_on);
create index actor_facts_of_office on actor_facts (country, office, stated_on);
drop index actor_facts_by_name;
