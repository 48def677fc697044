"""A database: its address, a pool of connections, transactions, and the named queries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import methodcaller
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool, PoolTimeout

from pipeline.errors import ConflictError, DatabaseUnavailableError, RefusedError
from pipeline.settings import Settings
from pipeline.store.queries import load_queries

Connection = psycopg.Connection[DictRow]
# SQLSTATE classes that tell nothing of what was asked: out of disk or memory, shutting down, input and output failed.
_SERVERS_TROUBLE = ("53", "57P", "58")


class Database:
    """One PostgreSQL database. Use as a context manager, or call close()."""

    def __init__(self, url: str, *, max_connections: int = 8, connect_timeout_s: float = 10) -> None:
        self.url = url
        self.queries: Any = load_queries()
        self._connect_timeout_s = connect_timeout_s
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            min_size=0,
            max_size=max_connections,
            timeout=connect_timeout_s,
            open=False,
            check=ConnectionPool.check_connection,
            kwargs={"row_factory": dict_row, "application_name": "wirewatch"},
        )

    def __enter__(self) -> Database:
        self._pool.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self._pool.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Yield a connection; commit on leaving, roll back where an exception leaves.

        Raises DatabaseUnavailableError where no connection can be had or it breaks, ConflictError where the transaction and
        another's wait for each other.
        """
        try:
            connection = self._pool.getconn(self._connect_timeout_s)
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise DatabaseUnavailableError(
                f"PostgreSQL does not answer ({error}); see that it runs and that WIREWATCH_DATABASE_URL is right"
            ) from error
        try:
            with in_our_words(connection), connection.transaction():
                yield connection
        finally:
            self._pool.putconn(connection)

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Yield a connection in autocommit mode, for what cannot run in a transaction (LISTEN, VACUUM) or outlives one (locks).

        Raises DatabaseUnavailableError where none can be had, or it breaks.
        """
        try:
            connection = psycopg.connect(self.url, row_factory=dict_row, autocommit=True)
        except psycopg.OperationalError as error:
            raise DatabaseUnavailableError(f"PostgreSQL does not answer ({_first_line(error)})") from error
        with connection, in_our_words(connection):
            yield connection
            if (
                not connection.closed
            ):  # a closed connection's locks go only when its backend has noticed: the next session may come first
                connection.execute("select pg_advisory_unlock_all()")

    @contextmanager
    def listening(self, channel: str) -> Iterator[Callable[[float], bool]]:
        """Yield a function that waits so many seconds for a NOTIFY on a channel, and says whether one came.

        What is notified between two calls is not lost. It raises DatabaseUnavailableError where the connection breaks.
        """
        with self.session() as connection:
            connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))

            def wait(timeout_s: float) -> bool:
                with in_our_words(connection):
                    return any(True for _ in connection.notifies(timeout=timeout_s, stop_after=1))

            yield wait

    def run(self, text: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a statement given as text: for tests and for people who query by hand."""
        with self.transaction() as connection:
            cursor = connection.execute(text.encode(), parameters)
            return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def in_our_words(connection: Connection) -> Iterator[None]:
    """Raise DatabaseUnavailableError where the connection breaks or its server cannot go on, ConflictError at a deadlock."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise (_trouble(connection, error) or error) from error


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what was written inside, and nothing else, where the database refuses it.

    Raises RefusedError where a value breaks the schema's rules or those of a function there. ConflictError and
    DatabaseUnavailableError concern the whole transaction, which must end with them.
    """
    try:
        with in_our_words(connection), connection.transaction():
            yield
    except (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.RaiseException) as error:
        raise RefusedError(_first_line(error)) from error
    except UnicodeEncodeError as error:  # half a surrogate pair
        raise RefusedError(f"not a text: {error.reason}") from error


def _trouble(
    connection: Connection, error: psycopg.OperationalError
) -> ConflictError | DatabaseUnavailableError | None:
    """What an error means to a caller; None where it says enough itself."""
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return ConflictError(f"two workers were in each other's way ({_first_line(error)}); try again")
    if connection.closed:
        return DatabaseUnavailableError(f"the connection to PostgreSQL broke ({_first_line(error)})")
    if (error.sqlstate or "").startswith(_SERVERS_TROUBLE):
        return DatabaseUnavailableError(f"PostgreSQL cannot go on ({_first_line(error)}); see its disk, memory and log")
    return None


def _first_line(error: psycopg.Error) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def as_json(value: Any) -> Jsonb:  # anything that JSON can hold, and days and times
    """Wrap a value for a jsonb parameter."""
    return Jsonb(value, dumps=_dumps)


def _dumps(value: Any) -> str:
    return json.dumps(value, default=methodcaller("isoformat"))


def open_database(settings: Settings, *, max_connections: int = 8, connect_timeout_s: float = 10) -> Database:
    """Return the database that the settings name, opened; the embedded server is started where none is named.

    Raises DatabaseUnavailableError where neither can be had.
    """
    url = settings.database_url
    if not url:
        from pipeline.store.embedded import start

        url = start(settings.home)
    return Database(url, max_connections=max_connections, connect_timeout_s=connect_timeout_s).__enter__()
