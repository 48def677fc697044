"""Resolving 1,000 mentions into a table that holds 10,000 events, and into one that holds a hundred times as many.

    python -m benchmarks.resolution [--events 10000 1000000]

The same articles (benchmarks/news.py) are read and resolved into each table, which has a database of its own. The tables are
filled in bulk, by SQL, with events as dense in time as news is: each with its article, mention, actors, keys, log and state,
under keys like those that the resolver writes, in windows of six weeks, of which the articles lie in the last; the others go
back through the years. What the articles teach of actors is taken as known: that a new fact has all older mentions of the same
surname linked again, however many there are, is no part of this. What is compared is CPU time of client and server together,
and what the server reads (buffers) a mention.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil
import psycopg

from benchmarks.figures import Curve
from benchmarks.news import unrelated
from pipeline import clock
from pipeline.resolution import numbered
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.detect.extract import extract_batch
from pipeline.tasks.detect.reports import Library
from pipeline.tasks.detect.resolve import resolve_all, resolve_batch
from pipeline.tasks.ingest.backfill import backfill

WEEKS = (date(2023, 3, 1), date(2023, 3, 31))
ARTICLES, PATTERN = 160, 400  # articles that are resolved; articles whose mentions the filling repeats


@dataclass(frozen=True, slots=True)
class Cost:
    """What resolving came to."""

    mentions: int
    cpu_s: float
    buffers: int

    def __str__(self) -> str:
        each = self.cpu_s / self.mentions * 1000
        return f"{self.mentions} mentions, each {each:.2f} ms of CPU and {self.buffers / self.mentions:.0f} buffers"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--home", type=Path, help="keep the server's files here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = arguments.home or Path(folder)
        url = embedded.start(home)
        try:
            make_pattern(url)
            costs = {count: measure(url, count, lambda: cpu_s(home)) for count in arguments.events}
        finally:
            embedded.stop(home)
    for count, cost in costs.items():
        print(f"{count:>9,} events: {cost}")
    each = list(costs.values())
    Curve(
        name="resolution",
        title="Resolving into a fuller and fuller table",
        sizes=arguments.events,
        size="events in the table",
        unit="a mention",
        lines={
            "ms of CPU": [cost.cpu_s / cost.mentions * 1000 for cost in each],
            "hundreds of buffers": [cost.buffers / cost.mentions / 100 for cost in each],
        },
    ).tell()
    first, last = costs[arguments.events[0]], costs[arguments.events[-1]]
    cpu, read = last.cpu_s / last.mentions, last.buffers / last.mentions
    print(
        f"ratio {cpu / (first.cpu_s / first.mentions):.2f} of CPU, {read / (first.buffers / first.mentions):.2f} of buffers"
    )


def make_pattern(url: str) -> None:
    """A database with what real articles come to: the filling repeats it, each event with one of its mentions."""
    with Database(fresh(url, "pattern")) as database:
        migrate(database.url)
        read_all(database, PATTERN, seed=1)
        for _ in resolve_all(database, clock.now):
            pass


def measure(url: str, events: int, cpu: Callable[[], float]) -> Cost:
    """Fill a database of its own, and resolve 1,000 new mentions into it."""
    with Database(fresh(url, f"events_{events}", "pattern")) as database:
        started = time.monotonic()
        fill(database, events)
        print(f"{events:,} events filled in {time.monotonic() - started:.0f} s", flush=True)
        read_all(database, ARTICLES, seed=2)
        # What the articles teach is taken as known: the older mentions that a new fact puts up again are no part of this.
        database.run("update actor_facts set applied = true")
        library = Library()
        resolve_batch(database, clock.now, batch_size=1, library=library)  # what is loaded once
        before, spent, done = buffers(database), cpu(), 0
        while (batch := resolve_batch(database, clock.now, library=library)).mentions:
            done += batch.mentions
        return Cost(done, cpu() - spent, buffers(database) - before)


def fresh(url: str, name: str, template: str = "template1") -> str:
    """A new database, in the place of any of that name; its address."""
    with psycopg.connect(f"{url.rsplit('/', 1)[0]}/postgres", autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(f'create database "{name}" template "{template}"')
    return f"{url.rsplit('/', 1)[0]}/{name}"


def read_all(database: Database, count: int, seed: int) -> None:
    """Load and read articles of our own."""
    for _ in backfill(database, (json.dumps(article) for article in unrelated(count, seed, [WEEKS])), clock.now()):
        pass
    while extract_batch(database, clock.now()).articles:
        pass


def fill(database: Database, events: int) -> None:
    """Repeat the events of the table in earlier windows of six weeks each, until there are as many as asked for."""
    (known,) = database.run("select count(*) as n, max(event_id) as last from events")
    told = database.run("""
        select distinct on (event_id) article_id, block_keys from mentions where event_id is not null order by event_id, mention_id
    """)
    found = {(number, row["article_id"]) for row in told for number in numbered(row["block_keys"])}
    with database.session() as connection:
        connection.execute("set session_replication_role = replica")  # what is copied breaks no rule
        connection.execute("set maintenance_work_mem = '512MB'")
        indexes = connection.execute("""
            select indexdef, indexname from pg_indexes
            where schemaname = 'public' and tablename = any(%s)
              and not exists (select 1 from pg_constraint where conname = indexname)
        """, [TABLES]).fetchall()  # fmt: skip
        for index in indexes:
            connection.execute(f'drop index "{index["indexname"]}"')
        for table in KEYS:
            connection.execute(f"alter table {table} drop constraint {table}_pkey")
        connection.execute("create temporary table found (block_key bigint, article_id bigint)")
        with connection.cursor().copy("copy found from stdin") as rows:
            for row in found:
                rows.write_row(row)
        values = {"turns": max(0, round(events / known["n"]) - 1), "step": 10 ** len(str(known["last"] * 100))}
        for statement in FILL.split(";"):
            connection.execute(statement.format(**values))
        for table, key in KEYS.items():
            connection.execute(f"alter table {table} add primary key ({key})")
        for index in indexes:
            connection.execute(index["indexdef"])
        for table, column in SERIAL.items():
            connection.execute(
                "select setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, values["step"] * 10**6]
            )
        connection.execute("vacuum analyze")


SERIAL = {
    "articles": "article_id", "events": "event_id", "mentions": "mention_id", "developments": "development_id",
    "event_versions": "event_version_id",
}  # fmt: skip
KEYS = {"article_blocks": "block_key, published_at, article_id", "article_bands": "band, article_id"}
TABLES = [*SERIAL, *KEYS, "mention_actors", "event_actors"]

# In the window that lies n times six weeks back, an id is n steps higher. An event has its first mention alone.
FILL = """
create temporary table turns as
select n, n * {step}::bigint as up, n * 42 as days, make_interval(days => n * 42) as back from generate_series(1, {turns}) as n;
create temporary table told as
select distinct on (event_id) * from mentions where event_id is not null order by event_id, mention_id;
insert into articles (article_id, url, outlet_id, title, text, text_from, published_at, published_from, language, state, grouped, compared,
                      extractor_version, extracted_at)
overriding system value
select article_id + up, url || '/' || n, outlet_id, title, '', text_from, published_at - back, published_from, language, 'extracted',
       true, true, extractor_version, extracted_at
from articles cross join turns where article_id in (select article_id from told);
insert into events (event_id, type, mode, status, title, starts_on, ends_on, earliest_on, latest_on, date_precision, place_id,
                    confidence, outlets, first_reported_at, last_reported_at)
overriding system value
select event_id + up, type, mode, status, title, starts_on - days, ends_on - days, earliest_on - days, latest_on - days, date_precision,
       place_id, confidence, outlets, first_reported_at - back, last_reported_at - back
from events cross join turns;
insert into mentions (mention_id, mention_key, article_id, revision, event_id, type, mode, realis, quote, start_offset, end_offset,
                      starts_on, earliest_on, latest_on, date_precision, place_id, confidence, trigger, rule, wording, block_keys,
                      state, extractor_version)
overriding system value
select mention_id + up, mention_key || '/' || n, article_id + up, 1, event_id + up, type, mode, realis, quote, start_offset, end_offset,
       starts_on - days, earliest_on - days, latest_on - days, date_precision, place_id, confidence, trigger, rule, wording, block_keys,
       'resolved', extractor_version
from told cross join turns;
insert into mention_actors (mention_id, ordinal, role, phrase, name, kind, office, country, actor_id, stands_for)
select mention_id + up, ordinal, role, phrase, name, kind, office, country, actor_id, stands_for
from mention_actors cross join turns where mention_id in (select mention_id from told);
insert into event_actors (event_id, actor_id, role, ordinal, name, kind, country, office)
select event_id + up, actor_id, role, ordinal, name, kind, country, office from event_actors cross join turns;
insert into developments (development_id, event_id, kind, ordinal, mention_id, article_url, quote, reported_at)
overriding system value
select development_id + up, event_id + up, kind, ordinal, mention_id + up, article_url || '/' || n, quote, reported_at - back
from developments cross join turns where kind = 'created' and superseded_at is null;
insert into event_versions (event_version_id, event_id, reported_from, known_from, state)
overriding system value
select event_version_id + up, event_id + up, reported_from - back, known_from, state
from event_versions cross join turns where known_to is null and reported_to is null;
insert into article_blocks (block_key, published_at, article_id)
-- Each key names a week, a month, a quarter or a day: of other weeks there are other keys, some shared by neighbours.
select distinct found.block_key # ((n + (found.block_key & 1)) / 2 << 20), published_at - back, article_id + up
from found inner join articles using (article_id) cross join turns;
insert into article_bands (band, article_id)
-- Other texts have other bands.
select band # (n << 8)::integer, article_id + up
from article_bands cross join turns where article_id in (select article_id from told)
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
