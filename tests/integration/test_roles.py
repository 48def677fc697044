"""Least privilege: each stage does its work as a role that may do that and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest

from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.store.embedded import create_database
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.detect.correct import Desk
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.ingest.stage import ingest_once
from pipeline.tasks.scheduled import housekeep
from pipeline.tasks.watch.watches import apply_watches
from pipeline.web.wire import WireServer, listings
from tests.acceptance.undisturbed import serve_story, story

REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def as_role(database: Database) -> Iterator[Callable[..., Database]]:
    """The test's database, entered by a role for some stages."""
    made: list[str] = []
    opened: list[Database] = []

    def enter(*stages: str) -> Database:
        name = f"worker_{'_'.join(stages)}"
        with database.transaction() as connection:
            database.queries.add_worker(connection, name=name, password="a password", stages=list(stages))
        made.append(name)
        parts = urlsplit(database.url)
        url = parts._replace(netloc=f"{name}:a%20password@{parts.hostname}:{parts.port}").geturl()
        opened.append(Database(url).__enter__())
        return opened[-1]

    yield enter
    for each in opened:
        each.close()
    for name in set(made):
        database.run(f"drop owned by {name}")
        database.run(f"drop role {name}")


@contextmanager
def served() -> Iterator[WireServer]:
    server = serve_story()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def test_each_stage_works_as_its_role_and_may_do_no_more(
    database: Database, as_role: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(allow_hosts="localhost")
    apply_watches(database, '[[watch]]\nname = "all"\n', "all.toml")
    with served() as server:
        put_feeds(database, settings, listings(story()[:4], server.base), now=clock.now(), managed_by="opml")
        ingest = as_role("ingest")
        assert ingest_once(ingest, settings, all_feeds=True).read.ready > 3
    resolve = as_role("resolve")
    assert detect(resolve)[1].events > 3
    assert deliver(resolve, settings, clock.now).sent > 3
    for stage, statement in [
        (ingest, "update events set title = 'x'"),
        (ingest, "delete from developments"),
        (ingest, "update watches set name = 'x'"),
        (resolve, "update feeds set url = 'x'"),
        (resolve, "select token_hash from api_tokens"),
        (resolve, "update watches set channels = '{x}'"),
        (resolve, "drop table claims"),
        (resolve, "create role other"),
        (resolve, "truncate events"),
    ]:
        with pytest.raises(REFUSED):
            stage.run(statement)
    pages = as_role("resolve", "pages")
    event = database.run("select min(event_id) as id from events")[0]["id"]
    assert Desk(pages, "clerk", clock.now).fix(event, "title", "Another title").events == (event,)
    apply_watches(pages, '[[watch]]\nname = "all"\nmin_outlets = 2\n', "all.toml")
    with pytest.raises(REFUSED):
        pages.run("delete from sightings")
    worker = as_role("ingest", "resolve")
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", worker.url)
    monkeypatch.setenv("WIREWATCH_TEXTS_KEPT_DAYS", "1")
    database.run("update articles set first_seen_at = now() - interval '9 days'")
    assert housekeep()["mentions_without_text"] > 3


def test_the_owner_of_another_database_has_nothing_here(database: Database, server_url: str) -> None:
    create_database(server_url, "others_database")
    with database.transaction() as connection:
        database.queries.add_owner(connection, database="others_database", name="others", password="pw")
    parts = urlsplit(database.url)
    base = parts._replace(netloc=f"others:pw@{parts.hostname}:{parts.port}")
    with psycopg.connect(base._replace(path="/others_database").geturl()) as own:
        own.execute("create table mine (n integer)")
    with psycopg.connect(base.geturl()) as other, pytest.raises(REFUSED):
        other.execute("select * from articles")
    with Database(server_url) as server, server.session() as session:
        session.execute("drop database others_database")
        session.execute("drop role others")


def test_an_unknown_stage_is_refused(database: Database) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="no stage"):
        database.run("select add_worker('w', 'pw', '{cook}')")
