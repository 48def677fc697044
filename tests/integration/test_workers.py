"""Workers side by side: no deadlock loses an article, and a broken connection says so."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from pipeline import clock
from pipeline.errors import ConflictError, DatabaseUnavailableError
from pipeline.store import Connection, Database
from pipeline.tasks.detect.extract import extract_batch
from pipeline.tasks.ingest.backfill import backfill

CITIES = [
    "London",
    "Paris",
    "Berlin",
    "Rome",
    "Madrid",
    "Warsaw",
    "Prague",
    "Vienna",
    "Oslo",
    "Athens",
    "Lisbon",
    "Dublin",
]


def _archive(count: int) -> list[str]:
    lines = []
    for n in range(count):
        order = CITIES[n % len(CITIES) :] + CITIES[: n % len(CITIES)]
        text = " ".join(
            f"The foreign ministers of Norway and Chile will meet in {city} on Friday." for city in order[:: (-1) ** n]
        )
        row = {"url": f"https://desk.example/{n}", "title": "Ministers to meet", "text": text, "outlet": "Desk"}
        lines.append(json.dumps({**row, "published": "2024-05-13T08:00:00Z"}))
    return lines


def test_workers_that_share_places_read_every_article(database: Database) -> None:
    for _ in backfill(database, _archive(24), clock.now()):
        pass

    def work(_: int) -> None:
        with Database(database.url) as own:
            while extract_batch(own, clock.now(), batch_size=4).articles:
                pass

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    states = database.run("select state, error, count(*)::int as n from articles group by state, error")
    assert states == [{"state": "extracted", "error": None, "n": 24}]
    assert database.run("select count(*)::int as n from places")[0]["n"] == len(CITIES)


def test_a_deadlock_is_a_conflict_that_can_be_tried_again(database: Database) -> None:
    database.run("insert into outlets (name) values ('A'), ('B')")
    both_hold_one = threading.Barrier(2)

    def cross(first: str, second: str) -> str:
        try:
            with database.transaction() as connection:
                connection.execute("update outlets set zone = 'UTC' where name = %s", (first,))
                both_hold_one.wait(10)
                connection.execute("update outlets set zone = 'UTC' where name = %s", (second,))
        except ConflictError:
            return "conflict"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        ends = pool.map(cross, "AB", "BA")
    assert sorted(ends) == ["conflict", "done"]


def test_a_connection_that_breaks_is_named_and_the_next_one_works(database: Database) -> None:
    def break_it(connection: Connection) -> None:
        row = connection.execute("select pg_backend_pid() as pid").fetchone()
        assert row
        with psycopg.connect(database.url, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s)", (row["pid"],))
        connection.execute("select 1")

    with pytest.raises(DatabaseUnavailableError, match="broke"), database.transaction() as connection:
        break_it(connection)
    assert database.run("select 1 as one") == [{"one": 1}]
