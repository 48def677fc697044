"""The real application on the real database, served by uvicorn on loopback."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import uvicorn
from psycopg import sql

from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.web.app import create_app
from tests.integration.test_detection import lines_of
from tests.web.rows import fill


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a request."""

    status: int
    headers: dict[str, str]
    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Site:
    """A running site."""

    base: str
    ids: Mapping[str, int] = field(default_factory=dict)
    database_url: str = ""

    def get(self, path: str, *, method: str = "GET", body: str | None = None, **headers: str) -> Reply:
        """Ask for a path; redirects are not followed. Header names are written with underscores."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        try:
            connection.request(
                method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            reply = connection.getresponse()
            body = reply.read()
            named = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, named, body.decode(), len(body))
        finally:
            connection.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Start the application with settings of the test's."""
    home = tmp_path_factory.mktemp("pages")
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(**settings: Any) -> Site:
        app = create_app(Settings(**{"home": home, "database_url": "", **settings}))
        server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=2)
        )
        thread = threading.Thread(target=server.run, daemon=True)
        servers.append((server, thread))
        thread.start()
        end = time.monotonic() + 30
        while not server.started:
            assert time.monotonic() < end, "the site did not start"
            assert thread.is_alive(), "the site stopped while starting"
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        return Site(f"http://127.0.0.1:{port}")

    yield start
    for server, thread in servers:
        server.should_exit = True
        thread.join(timeout=15)


def _copy_of(template_url: str, name: str) -> str:
    """A database that tests only read from, copied from the migrated one."""
    base, template = template_url.rsplit("/", 1)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        copy = sql.SQL("create database {} template {} strategy file_copy")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
    return f"{base}/{name}"


@pytest.fixture(scope="session")
def empty_site(serve: Callable[..., Site], template_url: str) -> Site:
    """The site on an empty database that no test may fill."""
    return serve(database_url=_copy_of(template_url, "pages_empty"))


@pytest.fixture(scope="session")
def filled(serve: Callable[..., Site], template_url: str) -> Site:
    """The site on the small wire, which no test may change; `ids` has what tests ask for."""
    url = _copy_of(template_url, "pages_filled")
    with Database(url) as opened:
        ids = fill(opened)
    site = serve(database_url=url)
    return Site(site.base, ids)


@pytest.fixture
def own(serve: Callable[..., Site], database: Database) -> Site:
    """The site on a database of the test's own, filled with the small wire, for tests that change it."""
    ids = fill(database)
    return Site(serve(database_url=database.url).base, ids)


@pytest.fixture(scope="session")
def read_wire(serve: Callable[..., Site], template_url: str) -> Site:
    """The site on a few articles that were really read; a test leaves the events as it found them."""
    url = _copy_of(template_url, "pages_read")
    with Database(url) as opened:
        for _ in backfill(opened, lines_of("iran-nuclear-2015")[:4], clock.now()):
            pass
        detect(opened)
        first, second, *_ = (row["event_id"] for row in opened.run("select event_id from events order by event_id"))
    return Site(serve(database_url=url).base, {"first": first, "second": second}, url)
