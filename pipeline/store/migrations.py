"""Bringing a database to this version's schema: numbered SQL files, forward only, one process at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import stamina
from psycopg import errors, sql
from psycopg.rows import dict_row

from pipeline.errors import DatabaseUnavailableError, SchemaError
from pipeline.resources import resource
from pipeline.store.database import Connection
from pipeline.store.queries import load_queries

_ALONE = "-- transactional: false"  # first line of a file whose one statement cannot run in a transaction
_MIGRATIONS = "sql/migrations"
_PATIENCE_S = 600


def migrate(url: str, folder: Path | None = None) -> list[str]:
    """Apply the migrations of a folder (ours, unless told) that the database lacks, and return their names.

    A migration and the note that it was applied are one transaction, and the lock is the session's: a process that is killed
    in the middle leaves neither half a migration nor a lock. A migration that has to wait for a table lets those who write
    go first, again and again. Raises SchemaError where one fails; what was applied before it stays. Raises
    DatabaseUnavailableError.
    """
    folder = folder or resource(_MIGRATIONS)
    with _session(url) as session:
        if not _missing(session, folder):
            return []
        queries = load_queries()
        # Who waits for a lock inside the server has a snapshot, and an index built concurrently waits for all of these.
        while not queries.lock_migrations(session):
            time.sleep(0.2)
        queries.make_migrations_table(session)
        missing = _missing(session, folder)  # another process may have been faster
        for path in missing:
            try:
                _apply(session, path)
            except errors.LockNotAvailable as error:
                raise SchemaError(
                    f"the migration {path.stem} waited {_PATIENCE_S // 60} minutes for a table that somebody works on without "
                    "end; find who in pg_stat_activity (its xact_start is the oldest), end that, and migrate again"
                ) from error
            except psycopg.Error as error:
                raise SchemaError(f"the migration {path.stem} failed: {error}") from error
        return [path.stem for path in missing]


def pending(url: str) -> list[str]:
    """Return the names of the migrations that the database lacks. Raises DatabaseUnavailableError."""
    with _session(url) as session:
        return [path.stem for path in _missing(session, resource(_MIGRATIONS))]


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


def _missing(session: Connection, folder: Path) -> list[Path]:
    queries = load_queries()
    noted = queries.has_migrations_table(session)
    done = {row["name"] for row in queries.applied_migrations(session)} if noted else set()
    return [path for path in sorted(folder.glob("*.sql")) if path.stem not in done]


def _apply(session: Connection, path: Path) -> None:
    in_the_way = (errors.LockNotAvailable, errors.DeadlockDetected)
    for attempt in stamina.retry_context(
        on=in_the_way, attempts=None, timeout=_PATIENCE_S, wait_initial=0.5, wait_max=5
    ):
        with attempt:
            _try(session, path)


def _try(session: Connection, path: Path) -> None:
    queries, statements = load_queries(), path.read_text("utf-8")
    if statements.startswith(_ALONE):
        for row in list(queries.half_built_indexes(session)):
            session.execute(sql.SQL("drop index concurrently {}").format(sql.Identifier(row["name"])))
        session.execute(statements.encode())
        queries.note_migration(session, name=path.stem)
        return
    with session.transaction():
        queries.bound_waits_for_locks(session)
        session.execute(statements.encode())
        queries.note_migration(session, name=path.stem)
