"""Bringing a database to this version's schema: numbered SQL files, forward only, under a lock."""

from __future__ import annotations

from yoyo import get_backend, read_migrations

from pipeline.errors import SchemaError
from pipeline.resources import resource


def _yoyo_url(url: str) -> str:
    scheme, rest = url.split("://", 1)
    if scheme not in {"postgresql", "postgres"}:
        raise SchemaError(f"WIREWATCH_DATABASE_URL must begin with postgresql:// (it begins with {scheme}://)")
    return f"postgresql+psycopg://{rest}"


def migrate(url: str) -> list[str]:
    """Apply the migrations that the database lacks, and return their names.

    Raises SchemaError where one fails; what was applied before it stays.
    """
    backend = get_backend(_yoyo_url(url))
    try:
        migrations = read_migrations(str(resource("sql/migrations")))
        with backend.lock():
            missing = backend.to_apply(migrations)
            names = [migration.id for migration in missing]
            try:
                backend.apply_migrations(missing)
            except Exception as error:  # yoyo passes on whatever the driver raises
                raise SchemaError(f"a migration failed: {error}") from error
        return names
    finally:
        backend.connection.close()


def pending(url: str) -> list[str]:
    """Return the names of the migrations that the database lacks."""
    backend = get_backend(_yoyo_url(url))
    try:
        return [migration.id for migration in backend.to_apply(read_migrations(str(resource("sql/migrations"))))]
    finally:
        backend.connection.close()
