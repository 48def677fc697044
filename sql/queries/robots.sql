-- name: robots_of$
-- What an origin said in robots.txt, if that is still valid.
select rules from robots
where origin = :origin and valid_until > :now;

-- name: put_robots!
-- Keep what an origin says.
insert into robots (origin, rules, valid_until)
values (:origin, :rules, :valid_until)
on conflict (origin) do update set rules = excluded.rules, valid_until = excluded.valid_until;
