"""Resolving 1,000 mentions into a table that holds 10,000 events, and into one that holds a hundred times as many.

    python -m benchmarks.resolution [--events 10000 1000000]

The same articles (benchmarks/news.py) are read and resolved into each table. The tables are filled in bulk, by SQL, with
events as dense in time as news is: each has its article, mention, actors, keys, log and state, under keys like those that
the resolver writes, and lies in the same weeks as the articles for as many as the smaller table has; the others lie in years
before. What is compared is CPU time of client and server together, and what the server reads (buffers) a mention.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import psutil
import psycopg

from benchmarks.news import unrelated
from pipeline import clock
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.backfill import backfill
from pipeline.tasks.extract import extract_batch
from pipeline.tasks.resolve import resolve_batch

WEEKS = (date(2023, 3, 1), date(2023, 3, 31))
ARTICLES, PATTERN = 160, 400  # articles that are resolved; articles whose mentions the filling repeats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--home", type=Path, help="keep the server's files here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = arguments.home or Path(folder)
        url = embedded.start(home)
        try:
            pattern = embedded.create_database(url, "pattern")
            migrate(pattern)
            costs = [measure(url, pattern, count, home) for count in arguments.events]
        finally:
            embedded.stop(home)
    for count, (cpu, buffers) in zip(arguments.events, costs, strict=True):
        print(f"{count:>9,} events: {cpu * 1000:.2f} ms of CPU and {buffers:.0f} buffers a mention")
    print(f"ratio {costs[-1][0] / costs[0][0]:.2f} of CPU, {costs[-1][1] / costs[0][1]:.2f} of buffers")


def measure(url: str, pattern: str, events: int, home: Path) -> tuple[float, float]:
    """Seconds of CPU and buffers a mention."""
    learn(pattern)
    own = embedded.create_database(url, f"events_{events}")
    copy(url, pattern, own)
    with Database(own) as database:
        started = time.monotonic()
        fill(database, events)
        database.run("analyze")
        print(f"{events:,} events filled in {time.monotonic() - started:.0f} s", flush=True)
        for _ in backfill(database, lines(ARTICLES, seed=2), clock.now()):
            pass
        while extract_batch(database, clock.now()).articles:
            pass
        resolve_batch(database, clock.now(), batch_size=1)  # what is loaded once
        waiting = database.run("select count(*) as n from mentions where state = 'new'")[0]["n"]
        before, cpu = buffers(database), cpu_s(home)
        done = 0
        while (batch := resolve_batch(database, clock.now(), batch_size=100)).mentions:
            done += batch.mentions
        spent = cpu_s(home) - cpu
        print(f"{done} mentions of {waiting} resolved", flush=True)
        return spent / done, (buffers(database) - before) / done


def lines(count: int, seed: int) -> list[str]:
    return [json.dumps(article) for article in unrelated(count, seed, [WEEKS])]


def learn(pattern: str) -> None:
    """What real articles come to: the filling repeats it under other actors and days."""
    with Database(pattern) as database:
        if database.run("select 1 from events limit 1"):
            return
        for _ in backfill(database, lines(PATTERN, seed=1), clock.now()):
            pass
        while extract_batch(database, clock.now()).articles:
            pass
        while resolve_batch(database, clock.now()).mentions:
            pass


def copy(url: str, source: str, own: str) -> None:
    names = [each.rsplit("/", 1)[1] for each in (source, own)]
    with psycopg.connect(f"{url.rsplit('/', 1)[0]}/postgres", autocommit=True) as connection:
        connection.execute(f'drop database "{names[1]}" with (force)')
        connection.execute(f'create database "{names[1]}" template "{names[0]}"')


def fill(database: Database, events: int) -> None:
    """Repeat the events of the pattern, each time six weeks further back, until there are as many as asked for."""
    (known,) = database.run("select count(*) as n from events where venue is distinct from 'copy'")
    for turn in range(1, -(-events // known["n"])):
        database.run(FILL, {"turn": turn, "most": events - turn * known["n"]})


FILL = """
with
events_of as (
    select e.*, row_number() over (order by e.event_id) as n
    from events as e
    where e.venue is distinct from 'copy'
    order by e.event_id
    limit %(most)s
),
articles_of as (
    insert into articles (url, outlet_id, title, text, text_from, published_at, published_from, language, state, grouped,
                          signature, extractor_version, extracted_at)
    select a.url || '?turn=' || %(turn)s, a.outlet_id, a.title, '', a.text_from,
           a.published_at - make_interval(days => 42 * %(turn)s), a.published_from, a.language, 'extracted', true,
           null, a.extractor_version, a.extracted_at
    from articles as a
    where a.url not like '%%?turn=%%'
    returning article_id, url, published_at
),
placed as (
    insert into events (type, mode, status, title, starts_on, ends_on, earliest_on, latest_on, date_precision, place_id, venue,
                        confidence, outlets, first_reported_at, last_reported_at)
    select type, mode, status, title, starts_on - 42 * %(turn)s, ends_on - 42 * %(turn)s, earliest_on - 42 * %(turn)s,
           latest_on - 42 * %(turn)s, date_precision, place_id, 'copy', confidence, outlets,
           first_reported_at - make_interval(days => 42 * %(turn)s), last_reported_at - make_interval(days => 42 * %(turn)s)
    from events_of order by n
    returning event_id
),
pairs as (
    select old.event_id as old_id, new.event_id as new_id
    from events_of as old
    join (select event_id, row_number() over (order by event_id) as n from placed) as new using (n)
),
told as (
    insert into mentions (mention_key, article_id, revision, event_id, type, mode, realis, quote, start_offset, end_offset,
                          starts_on, earliest_on, latest_on, date_precision, place_id, confidence, trigger, rule, wording,
                          block_keys, state, extractor_version)
    select m.mention_key || '?turn=' || %(turn)s, t.article_id, 1, p.new_id, m.type, m.mode, m.realis, m.quote, m.start_offset,
           m.end_offset, m.starts_on - 42 * %(turn)s, m.earliest_on - 42 * %(turn)s, m.latest_on - 42 * %(turn)s,
           m.date_precision, m.place_id, m.confidence, m.trigger, m.rule, m.wording, m.block_keys, 'resolved', m.extractor_version
    from mentions as m
    join pairs as p on p.old_id = m.event_id
    join articles as a on a.article_id = m.article_id
    join articles_of as t on t.url = a.url || '?turn=' || %(turn)s
    returning mention_id, mention_key, article_id, event_id
),
named as (
    insert into mention_actors (mention_id, ordinal, role, phrase, name, kind, office, country, actor_id, actor_name, actor_kind,
                                actor_country, stands_for)
    select t.mention_id, o.ordinal, o.role, o.phrase, o.name, o.kind, o.office, o.country, o.actor_id, o.actor_name, o.actor_kind,
           o.actor_country, o.stands_for
    from told as t
    join mentions as m on m.mention_key || '?turn=' || %(turn)s = t.mention_key
    join mention_actors as o on o.mention_id = m.mention_id
),
acted as (
    insert into event_actors (event_id, actor_id, role, ordinal, name, kind, country, office)
    select p.new_id, o.actor_id, o.role, o.ordinal, o.name, o.kind, o.country, o.office
    from pairs as p join event_actors as o on o.event_id = p.old_id
),
logged as (
    insert into developments (event_id, kind, ordinal, article_url, quote, reported_at)
    select p.new_id, d.kind, d.ordinal, d.article_url, d.quote, d.reported_at - make_interval(days => 42 * %(turn)s)
    from pairs as p join developments as d on d.event_id = p.old_id where d.superseded_at is null
),
stood as (
    insert into event_versions (event_id, reported_from, reported_to, known_from, state)
    select p.new_id, v.reported_from - make_interval(days => 42 * %(turn)s),
           v.reported_to - make_interval(days => 42 * %(turn)s), v.known_from, v.state
    from pairs as p join event_versions as v on v.event_id = p.old_id where v.known_to is null
)
insert into article_blocks (block_key, published_at, article_id)
-- Each key names a week, a month, a quarter or a day: of other weeks there are other keys, some shared by neighbours.
select b.block_key # ((%(turn)s + (b.block_key & 1)) / 2 << 20), t.published_at, t.article_id
from articles_of as t
join articles as a on t.url = a.url || '?turn=' || %(turn)s
join article_blocks as b on b.article_id = a.article_id
"""


def cpu_s(home: Path) -> float:
    """Seconds of CPU that this process and the server have used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    server = psutil.Process(embedded.postmaster_pid(home))
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return usage.ru_utime + usage.ru_stime + sum(each.user + each.system for each in times)


def buffers(database: Database) -> int:
    """Buffers that the server has looked at so far, in this database."""
    time.sleep(1.2)  # its counters are a second late
    (row,) = database.run("select blks_hit + blks_read as n from pg_stat_database where datname = current_database()")
    return int(row["n"])


if __name__ == "__main__":
    main()
