"""The real application on the real database, served by uvicorn on loopback."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.web.app import create_app
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

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Reply:
        """Ask for a path; redirects are not followed. Header names are written with underscores."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            reply = connection.getresponse()
            body = reply.read()
            named = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, named, body.decode(), len(body))
        finally:
            connection.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Start the application with settings of the test's."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(**settings: str) -> Site:
        app = create_app(Settings(home=tmp_path, **settings))
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
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


@pytest.fixture
def site(serve: Callable[..., Site], database_url: str) -> Site:
    """The site on a fresh, empty database."""
    return serve(database_url=database_url)


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    """The small wire, written into the fresh database; ids of what tests ask for."""
    return fill(database)
