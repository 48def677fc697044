"""Steps of the schema hold nobody up: what they may do to tables that are there, and that writers go on beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from pipeline.errors import SchemaError
from pipeline.store.migrations import migrate
from tests.acceptance.running import until
from tests.conftest import ROOT, copied

FIRST_CHECKED = 97  # the steps before it were made for tables that nobody had filled yet
STEPS = sorted((ROOT / "sql/migrations").glob("*.sql"))
ALONE = re.compile(
    r"-- transactional: false\n(--.*\n|\n)*(create (unique )?index concurrently if not exists|drop index concurrently if exists)\b[^;]*;\s*"
)
SMALL = re.compile(r"^-- small: (.+)$", re.MULTILINE)  # tables that a step may go through, as they have few rows
# Modes that whoever writes must wait for.
HOLDS_WRITERS_UP = {"ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"}
TABLES = "select oid, relname as name, relfilenode as file from pg_class where relkind in ('r', 'm', 'p') and relnamespace = 'public'::regnamespace"
LOCKS = "select relation as oid, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'"
SCANS = "select relid as oid, seq_scan + coalesce(idx_scan, 0) as scans from pg_stat_xact_user_tables"


def faults(connection: psycopg.Connection[tuple[object, ...]], step: str) -> list[str]:
    """What a step, which is run here, does that takes the longer the more rows there are while writers wait for it.

    An empty table shows it as well as a full one: a table written anew has another file, an index is built under a lock of
    its own, and each time a table is gone through is counted.
    """
    before = {oid: (name, file) for oid, name, file in connection.execute(TABLES.encode()).fetchall()}
    small = {name.strip() for found in SMALL.findall(step) for name in found.split(",")}
    scans = {*connection.execute(SCANS.encode()).fetchall()}  # counts of transactions before may still be among them
    connection.execute(step.encode())
    after = {oid: file for oid, _, file in connection.execute(TABLES.encode()).fetchall()}
    locks = {(oid, mode) for oid, mode in connection.execute(LOCKS.encode()).fetchall() if oid in before}
    scanned = {oid for oid, count in {*connection.execute(SCANS.encode()).fetchall()} - scans if count}
    held = any(mode in HOLDS_WRITERS_UP for _, mode in locks)
    found = []
    for oid, (name, file) in before.items():
        if name in small or oid not in after:
            continue
        if after[oid] != file:
            found.append(f"{name} is written anew")
        elif (oid, "ShareLock") in locks:
            found.append(f"an index of {name} is built, not concurrently")
        elif oid in scanned and (held or (oid, "RowExclusiveLock") in locks):
            found.append(f"{name} is gone through while writers wait")
    return found


@pytest.fixture(scope="module")
def connection(template_url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to a migrated database, in a transaction that each test rolls back."""
    with copied(template_url) as url, psycopg.connect(url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("create index on mentions (quote)", "an index of mentions is built, not concurrently"),
        ("do $$ begin create index on mentions (quote); end $$", "an index of mentions is built, not concurrently"),
        ("alter table article_blocks alter column block_key type numeric", "article_blocks is written anew"),
        ("alter table mentions add column seen double precision default random()", "mentions is written anew"),
        ("alter table mentions add column number bigserial", "mentions is written anew"),
        ("alter table articles alter column published_at set not null", "articles is gone through while writers wait"),
        ("alter table mentions add check (quote <> '')", "mentions is gone through while writers wait"),
        (
            "alter table mentions add constraint told check (quote <> '') not valid; alter table mentions validate constraint told",
            "mentions is gone through while writers wait",
        ),
        ("update articles set title = title", "articles is gone through while writers wait"),
        ("delete from mentions where quote = ''", "mentions is gone through while writers wait"),
        (
            "create table heads (title text); alter table feeds add column a int; insert into heads select title from articles",
            "articles is gone through while writers wait",
        ),
    ],
)
def test_what_would_hold_writers_up_is_found(
    connection: psycopg.Connection[tuple[object, ...]], step: str, fault: str
) -> None:
    found = faults(connection, step)
    connection.rollback()
    assert fault in found


@pytest.mark.parametrize(
    "step",
    [
        "alter table mentions add column seen boolean not null default false",
        "alter table mentions add constraint told check (quote <> '') not valid",
        "create table heads (article_id bigint primary key references articles, head text); create index on heads (head)",
        "create view heads as select title from articles; create function one() returns int language sql return 1",
        "alter table mentions drop column rule",
        "-- small: watches\nupdate watches set name = name",
    ],
)
def test_what_holds_nobody_up_may_be_done(connection: psycopg.Connection[tuple[object, ...]], step: str) -> None:
    found = faults(connection, step)
    connection.rollback()
    assert found == []


def test_no_step_holds_writers_up(server_url: str, tmp_path: Path) -> None:
    checked = [step for step in STEPS if int(step.name[:4]) >= FIRST_CHECKED]
    assert STEPS
    if not checked:
        return
    for step in STEPS[: -len(checked)]:
        (tmp_path / step.name).symlink_to(step)
    with copied(server_url.rsplit("/", 1)[0] + "/template1") as url:
        migrate(url, tmp_path)
        with psycopg.connect(url) as connection:
            for step in checked:
                text = step.read_text()
                if text.startswith("-- transactional: false"):
                    assert ALONE.fullmatch(text), f"{step.name}: one statement, concurrently, that may be given again"
                    connection.commit()
                    connection.autocommit = True
                    connection.execute(text.encode())
                    connection.autocommit = False
                else:
                    assert faults(connection, text) == [], step.name
                    connection.commit()


@contextmanager
def in_the_middle(url: str, statement: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody who has begun a transaction with a statement, and takes his time."""
    with psycopg.connect(url) as slow:
        slow.execute(statement.encode())
        yield slow
        slow.commit()


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def write(url: str) -> None:
    """Write a row as a poll does, which nobody may hold up for long."""
    with psycopg.connect(url, options="-c statement_timeout=120000") as writer:
        writer.execute("insert into robots (origin, rules, valid_until) values (gen_random_uuid()::text, '', now())")


def waits(url: str, what: str) -> Callable[[], bool]:
    """Whether a statement of these words waits for a lock."""
    query = (
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like %s and pid <> pg_backend_pid()"
    )

    def look() -> bool:
        with psycopg.connect(url) as looker:
            return looker.execute(query, (f"%{what}%",)).fetchone() is not None

    return look


def step_of(folder: Path, text: str) -> Path:
    """A folder with one step."""
    (folder / "9999_step.sql").write_text(text)
    return folder


def test_a_step_that_waits_for_a_table_lets_those_who_write_go_first(
    database_url: str, tmp_path: Path, beside: ThreadPoolExecutor
) -> None:
    folder = step_of(tmp_path, "alter table robots add column seen boolean not null default false")
    with in_the_middle(database_url, "select 1 from robots"):
        done = beside.submit(migrate, database_url, folder)
        until(waits(database_url, "alter table robots"), 120, lambda: f"no step waited: {done}")
        write(database_url)  # queues behind the step, which waits for him who never ends
        assert not done.done()
    assert done.result(120) == ["9999_step"]


def test_an_index_is_built_beside_those_who_write_and_those_who_would_migrate_too(
    database_url: str, tmp_path: Path, beside: ThreadPoolExecutor
) -> None:
    text = "-- transactional: false\ncreate index concurrently if not exists robots_by_age on robots (valid_until)"
    folder = step_of(tmp_path, text)
    building = waits(database_url, "index concurrently")  # or its half is dropped, which waits for the same
    valid = "select indisvalid from pg_index where indexrelid = 'robots_by_age'::regclass"

    with in_the_middle(database_url, "delete from robots"), psycopg.connect(database_url, autocommit=True) as other:
        cut_off = beside.submit(migrate, database_url, folder)
        until(building, 120, lambda: f"nothing is built: {cut_off}")
        write(database_url)
        query = "select pg_terminate_backend(pid) from pg_stat_activity where query like %s and pid <> pg_backend_pid()"
        other.execute(query, ("%create index concurrently%",))
        with pytest.raises(SchemaError):
            cut_off.result(120)
        assert other.execute(valid.encode()).fetchone() == (False,)

    with in_the_middle(database_url, "delete from robots"):
        both: list[Future[list[str]]] = [beside.submit(migrate, database_url, folder) for _ in range(2)]
        until(building, 120, lambda: f"nothing is built: {both}")
        write(database_url)
    assert sorted(each.result(120) for each in both) == [[], ["9999_step"]]
    with psycopg.connect(database_url) as other:
        assert other.execute(valid.encode()).fetchone() == (True,)
