"""A database as one file, and back: PostgreSQL's own dump, which later major versions read too."""

from __future__ import annotations

import os
import shutil
import subprocess  # pg_dump and pg_restore are programs of their own
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from pipeline.errors import BadInputError, ConfigurationError, DatabaseUnavailableError
from pipeline.store import embedded
from pipeline.store.migrations import migrate


def backup(url: str, path: Path) -> int:
    """Write a dump, whole or not at all; return its size in bytes. Writers are not held up.

    Raises ConfigurationError where no pg_dump is at hand, DatabaseUnavailableError with PostgreSQL's own words.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        _run("pg_dump", url, "--format", "custom", "--no-owner", "--file", str(partial))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path.stat().st_size


def restore(url: str, path: Path, *, replace: bool) -> None:
    """Put a dump in the place of what the database holds, in one transaction; then bring its schema up to date.

    Raises BadInputError where the file is no dump, or the database holds articles and `replace` does not allow to lose
    them; ConfigurationError where no pg_restore is at hand; DatabaseUnavailableError.
    """
    if not _is_dump(path):
        raise BadInputError(f"{path} is no dump: wirewatch backup FILE makes one")
    migrate(url)  # makes the roles that the dump grants to
    if not replace and _holds_articles(url):
        raise BadInputError("this database holds articles, which would be lost: say --replace if that is meant")
    _run(
        "pg_restore", url, "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction", str(path)
    )
    migrate(url)


def _is_dump(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(5) == b"PGDMP"


def _holds_articles(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute("select exists (select 1 from articles)").fetchone()
        return bool(found and found[0])


def _run(program: str, url: str, *arguments: str) -> None:
    binary = embedded.binary(program) or shutil.which(program)
    if binary is None:
        raise ConfigurationError(f"{program} is not at hand: install PostgreSQL's client programs")
    parts = urlsplit(url)
    # The password goes by the environment: a command line is seen by everybody on the machine.
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGCONNECT_TIMEOUT": "10",
        "LC_ALL": "C",
    }
    plain = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@") if parts.password else parts.netloc)
    done = subprocess.run(  # noqa: S603
        [binary, "--dbname", plain.geturl(), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DatabaseUnavailableError(
            f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr else 'failed'}"
        )
