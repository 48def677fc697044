"""The embedded PostgreSQL: shared by many starters, back after a kill, and for root and ordinary users alike."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from pipeline.errors import DatabaseUnavailableError
from pipeline.store import embedded
from tests.conftest import ROOT, as_user


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home with a space in its name, whose server is stopped at the end."""
    folder = tmp_path / "a home"
    yield folder
    embedded.stop(folder)


def test_starters_at_once_share_one_server_that_only_the_owner_can_enter(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        urls = set(pool.map(lambda _: embedded.start(home), range(4)))
    assert len(urls) == 1
    url = urls.pop()
    assert url.split("@")[1].startswith("127.0.0.1:")
    assert stat.S_IMODE((home / "postgres" / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select current_setting('max_connections'), current_setting('server_version_num')::int"
        ).fetchone()
    assert row is not None
    assert row[0] == "200"
    assert row[1] >= 150_000
    wrong = url.replace(url.split(":")[2].split("@")[0], "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_data_are_whole_after_a_kill_and_a_stop(home: Path) -> None:
    url = embedded.start(home)
    with psycopg.connect(url) as connection:
        connection.execute("create table kept (n integer)")
        connection.execute("insert into kept values (7)")
    pid = embedded.postmaster_pid(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert embedded.start(home) == url
    with psycopg.connect(url) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)
    assert embedded.lives(home)
    assert embedded.stop(home)
    assert not embedded.stop(home)
    assert not embedded.lives(home)
    assert embedded.start(home) == url


def test_a_starter_waits_for_a_server_that_recovers_and_keeps_its_port(home: Path) -> None:
    url = embedded.start(home)
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("select pg_backend_pid()").fetchone()
        assert row is not None
        os.kill(int(row[0]), signal.SIGKILL)  # the server drops everybody and recovers, its main process stays
    assert embedded.start(home) == url


def test_a_number_that_another_program_got_is_no_server(home: Path) -> None:
    url = embedded.start(home)
    embedded.stop(home)
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        (home / "postgres/data/postmaster.pid").write_text(
            f"{sleeper.pid}\n{home / 'postgres/data'}\n0\n1\n\n\n0\nready\n"
        )
        assert not embedded.lives(home)
        assert embedded.start(home) == url
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_second_database_is_made_once(home: Path) -> None:
    url = embedded.start(home)
    second = embedded.create_database(url, "second")
    assert embedded.create_database(url, "second") == second
    with psycopg.connect(second) as connection:
        assert connection.execute("select current_database()").fetchone() == ("second",)
    assert embedded.create_database(f"{url}?sslmode=prefer", "second").endswith("/second?sslmode=prefer")


def test_without_a_build_the_message_names_the_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(DatabaseUnavailableError, match="WIREWATCH_DATABASE_URL"):
        embedded.start(home)


def test_files_of_another_version_fail_at_once_with_the_server_s_own_words(home: Path) -> None:
    embedded.start(home)
    embedded.stop(home)
    (home / "postgres/data/PG_VERSION").write_text("9\n")
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailableError, match=r"incompatible.*WIREWATCH_DATABASE_URL"):
        embedded.start(home)
    assert time.monotonic() - started < 15


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="wirewatch-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


START_AND_STOP = """
import os, sys
from pathlib import Path
import psycopg
from pipeline.errors import WirewatchError
from pipeline.store import embedded

assert os.geteuid() != 0
home = Path(sys.argv[1])
try:
    url = embedded.start(home)
except WirewatchError as error:
    sys.exit(str(error))
print(psycopg.connect(url).execute("select 41 + 1").fetchone()[0], embedded.stop(home))
"""


@pytest.mark.parametrize("uid", [54_321, 65_534], ids=["without a name", "nobody"])
def test_an_ordinary_user_can_start_it_and_is_told_whose_home_it_is(open_folder: Path, uid: int) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    prefix = as_user(uid, home) if os.geteuid() == 0 else []
    command = [*prefix, sys.executable, "-c", START_AND_STOP, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.split() == ["42", "True"], done.stderr
    if prefix[:1] == ["setpriv"]:
        os.chown(home, 0, 0)
        refused = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert "set WIREWATCH_HOME to a folder of yours" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs user namespaces")
def test_where_namespaces_are_refused_root_is_told_what_to_do(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = tmp_path / "bin"
    refusing.mkdir()
    (refusing / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (refusing / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", f"{refusing}:{os.environ['PATH']}")
    with pytest.raises(DatabaseUnavailableError, match=r"ordinary user.*WIREWATCH_DATABASE_URL"):
        embedded.start(home)
