"""The database as the pages use it: opened when first asked, opened again after it went away; read, and written by
corrections only."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pipeline import clock
from pipeline.errors import DatabaseUnavailableError, WirewatchError
from pipeline.settings import Settings
from pipeline.store import Connection, Database, open_database
from pipeline.store.embedded import running
from pipeline.store.migrations import migrate
from pipeline.tasks.detect.correct import Desk

CONNECTIONS = 8
CONNECT_TIMEOUT_S = 3.0  # a reader waits no longer than this to be told that the database is down
ASK_AGAIN_S = 1.0  # readers who waited behind one that was refused are refused with it, not after it


class Reading:
    """Gives each page one read-only snapshot of the database that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._database: Database | None = None
        self._opened_before = False
        self._refusal: tuple[float, WirewatchError] | None = None

    def open(self) -> Database:
        """The database, opened and its schema up to date; kept from then on.

        Raises DatabaseUnavailableError where it does not answer. An embedded server is started the first time only:
        whoever has stopped it since meant it.
        """
        with self._lock:
            if self._database is not None:
                return self._database
            if self._refusal and time.monotonic() - self._refusal[0] < ASK_AGAIN_S:
                raise self._refusal[1]
            try:
                self._database = self._open()
            except WirewatchError as error:
                self._refusal = (time.monotonic(), error)
                raise
            self._opened_before, self._refusal = True, None
            return self._database

    def _open(self) -> Database:
        if self._opened_before and not self._settings.database_url and not running(self._settings.home):
            raise DatabaseUnavailableError("the embedded PostgreSQL has stopped: start it again with wirewatch up")
        opened = open_database(self._settings, max_connections=CONNECTIONS, connect_timeout_s=CONNECT_TIMEOUT_S)
        try:
            with opened.transaction():  # says in our own words when nobody answers
                pass
            migrate(opened.url)
        except WirewatchError:
            opened.close()
            raise
        return opened

    def close(self) -> None:
        """Give back all connections."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    @contextmanager
    def snapshot(self) -> Iterator[tuple[Any, Connection]]:
        """Yield the named queries and a connection that sees one state of the tables.

        Raises DatabaseUnavailableError.
        """
        database = self.open()
        try:
            with database.transaction() as connection:
                database.queries.begin_page(connection)
                database.queries.read_page(connection)
                database.queries.bound_page(connection)
                yield database.queries, connection
        except DatabaseUnavailableError:
            self._drop(database)
            raise

    def desk(self, made_by: str, request_key: str = "") -> Desk:
        """Where a person corrects events. Raises DatabaseUnavailableError."""
        return Desk(self.open(), made_by, clock.now, request_key)

    def answers(self) -> bool:
        """Whether the database can be read now."""
        with suppress(WirewatchError), self.snapshot():
            return True
        return False

    def _drop(self, gone: Database) -> None:
        """Forget a database that no longer answers: the next page opens it anew, at its new port perhaps."""
        with self._lock:
            if self._database is gone:
                self._database = None
        gone.close()
