"""Bringing a database to this version's schema: numbered SQL files, forward only, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from pipeline.errors import DatabaseUnavailableError, SchemaError
from pipeline.resources import resource
from pipeline.store.database import Connection
from pipeline.store.queries import load_queries

_ALONE = "-- transactional: false"  # first line of a file whose one statement cannot run in a transaction


def migrate(url: str) -> list[str]:
    """Apply the migrations that the database lacks, and return their names.

    A migration and the note that it was applied are one transaction, and the lock is the session's: a process that is killed
    in the middle leaves neither half a migration nor a lock. Raises SchemaError where one fails; what was applied before it
    stays. Raises DatabaseUnavailableError.
    """
    with _session(url) as session:
        if not _missing(session):
            return []
        queries = load_queries()
        queries.lock_migrations(session)
        queries.make_migrations_table(session)
        missing = _missing(session)  # another process may have been faster
        for path in missing:
            try:
                _apply(session, path)
            except psycopg.Error as error:
                raise SchemaError(f"the migration {path.stem} failed: {error}") from error
        return [path.stem for path in missing]


def pending(url: str) -> list[str]:
    """Return the names of the migrations that the database lacks. Raises DatabaseUnavailableError."""
    with _session(url) as session:
        return [path.stem for path in _missing(session)]


@contextmanager
def _session(url: str) -> Iterator[Connection]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise SchemaError(
            f"WIREWATCH_DATABASE_URL must begin with postgresql:// (it begins with {url.partition(':')[0]}:)"
        )
    try:
        session = psycopg.connect(url, row_factory=dict_row, autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailableError(
            f"PostgreSQL does not answer ({error}); see that it runs and that WIREWATCH_DATABASE_URL is right"
        ) from error
    with session:
        yield session


def _missing(session: Connection) -> list[Path]:
    queries = load_queries()
    noted = queries.has_migrations_table(session)
    done = {row["name"] for row in queries.applied_migrations(session)} if noted else set()
    return [path for path in sorted(resource("sql/migrations").glob("*.sql")) if path.stem not in done]


def _apply(session: Connection, path: Path) -> None:
    queries, statements = load_queries(), path.read_text("utf-8")
    if statements.startswith(_ALONE):
        for row in list(queries.half_built_indexes(session)):
            session.execute(sql.SQL("drop index {}").format(sql.Identifier(row["name"])))
        session.execute(statements.encode())
        queries.note_migration(session, name=path.stem)
        return
    with session.transaction():
        session.execute(statements.encode())
        queries.note_migration(session, name=path.stem)
