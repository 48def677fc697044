"""What the tests share: a real embedded PostgreSQL with a fresh database for each test, and the development data."""

from __future__ import annotations

import io
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from hypothesis import HealthCheck, settings
from psycopg import sql

from pipeline.cli.main import main
from pipeline.store import Database, embedded
from pipeline.store.embedded import create_database, start, stop
from pipeline.store.migrations import migrate
from tests.results import keep, seconds

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WIREWATCH_SHARED") or ROOT.parent / "shared")
# A busy machine is no fault: no property fails for being slow.
settings.register_profile("wirewatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wirewatch")
MEMORY, MEMORY_BYTES = Path("/dev/shm"), 4 << 30  # of a container it is often 64 MB
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let CI run a seeded tenth of the long tests, and let a run keep what it found of them."""
    parser.addoption(
        "--long-tenth", type=int, default=None, metavar="SEED", help="run a seeded tenth of the long tests"
    )
    parser.addoption(
        "--keep-results", type=Path, default=None, metavar="PAGE", help="write what became of long tests into this page"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep a tenth of the long tests, at least one, chosen by the seed, but none of those that test endurance; in CI leave
    out what nobody could have there. The longest come first, so that none is waited for at the end.
    """
    dropped = set()
    if IN_CI and not (SHARED / "data").is_dir():
        dropped |= {item for item in items if "shared" in getattr(item, "fixturenames", ())}
    if (seed := config.getoption("--long-tenth")) is not None:
        long = [item for item in items if item.get_closest_marker("long") and item not in dropped]
        long = [item for item in long if not item.get_closest_marker("endurance")]
        long.sort(key=lambda item: item.nodeid)
        kept = set(random.Random(seed).sample(long, max(1, len(long) // 10))) if long else set()
        dropped |= set(items) - kept
    if dropped:
        config.hook.pytest_deselected(items=[item for item in items if item in dropped])
        items[:] = [item for item in items if item not in dropped]
    took = seconds(ROOT / "docs" / "long-tests.md")
    items.sort(key=lambda item: -took.get(item.nodeid.partition("[")[0], 0.0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Keep what was found of the long tests, where that was asked for."""
    if page := config.getoption("--keep-results"):
        found = [each for listed in terminalreporter.stats.values() for each in listed]
        keep(page, [each for each in found if isinstance(each, pytest.TestReport)], ROOT)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what this run leaves out, and by which seed it chose."""
    lines = []
    if not (SHARED / "data").is_dir():
        lines.append(f"tests on the shared development data are left out: there is no {SHARED / 'data'}")
    if (seed := config.getoption("--long-tenth")) is not None:
        lines.append(f"a tenth of the long tests, seed {seed}")
    return lines


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, where everything is installed, a test that skips has failed."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped, and CI allows no skip: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared development material; a test that needs it skips where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared development data are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A running embedded server for this test process, whose data need not outlive a power failure.

    Its data lie in memory where there is room: to copy and drop a database is to make and remove three hundred files.
    """
    embedded.OPTIONS["fsync"] = "off"
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    with tempfile.TemporaryDirectory(prefix="wirewatch-", dir=MEMORY if roomy else None) as folder:
        yield start(Path(folder))
        stop(Path(folder))


@pytest.fixture(scope="session")
def template_url(server_url: str) -> str:
    """A migrated database from which each test's own is copied."""
    url = create_database(server_url, "template_wirewatch")
    migrate(url)
    return url


@contextmanager
def copied(template: str) -> Iterator[str]:
    """The URL of a database copied from the template, dropped at the end. Its files are copied: a third of the time, as nothing is synced."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    base, source = template.rsplit("/", 1)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        copy = sql.SQL("create database {} template {} strategy file_copy")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(source)))
        yield f"{base}/{name}"
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def database_url(template_url: str) -> Iterator[str]:
    """The URL of a fresh, migrated database."""
    with copied(template_url) as url:
        yield url


@pytest.fixture
def fresh_database(template_url: str) -> Callable[[], AbstractContextManager[Database]]:
    """Further fresh databases, as many as a test asks for."""

    @contextmanager
    def make() -> Iterator[Database]:
        with copied(template_url) as url, Database(url) as opened:
            yield opened

    return make


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database, opened."""
    with Database(database_url) as opened:
        yield opened


Command = Callable[..., subprocess.CompletedProcess[str]]


def _in_a_process(words: list[str], stdin: str | None, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli.main", *words],
        capture_output=True,
        text=True,
        input=stdin,
        env={**os.environ, **environment},
        cwd=ROOT,
        timeout=1200,
        check=False,
    )


def _here(words: list[str], stdin: str | None, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The same `main`, with arguments, variables, input and output as a process would have them."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(text), "utf-8") for text in ((stdin or "").encode(), b"", b""))
    code: Any = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["wirewatch", *words])
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        finally:
            structlog.reset_defaults()  # it wrote to what is closed now
    printed = []
    for stream in (out, err):
        stream.flush()
        printed.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(words, code, *printed)


def _commands(run: Callable[..., subprocess.CompletedProcess[str]], url: str, home: Path) -> Command:
    environment = {"WIREWATCH_DATABASE_URL": url, "WIREWATCH_HOME": str(home)}

    def command(*words: str, code: int = 0, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        done = run(list(words), stdin, environment)
        assert done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done

    return command


@pytest.fixture
def wirewatch_on(tmp_path: Path) -> Callable[[str], Command]:
    """The real command in this process, on a database; fails the test where the command fails."""
    return lambda url: _commands(_here, url, tmp_path / "home")


@pytest.fixture
def wirewatch(database_url: str, wirewatch_on: Callable[[str], Command]) -> Command:
    """The real command in this process, on this test's database: without the seconds that a process of its own takes to start."""
    return wirewatch_on(database_url)


@pytest.fixture
def wirewatch_process(database_url: str, tmp_path: Path) -> Command:
    """The real command as a process of its own, on this test's database."""
    return _commands(_in_a_process, database_url, tmp_path / "home")


def as_user(uid: int, home: Path) -> list[str]:
    """The words that make root's command run as a user who is not root, and is given `home`.

    Where that user cannot run this environment (it lies below a closed folder): a namespace in which root is one.
    """
    prefix = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    # setpriv itself may still start what its user may not; a child of that tells.
    reads = f"open({str(ROOT / 'pyproject.toml')!r})"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {reads!r}], check=True)"
    if subprocess.run([*prefix, sys.executable, "-c", child], capture_output=True, check=False).returncode == 0:
        os.chown(home, uid, uid)
        return prefix
    return ["unshare", "--user", f"--map-user={uid}", f"--map-group={uid}"]


def free_port() -> int:
    """A port that is free on loopback just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def stream_server(shared: Path) -> Iterator[Callable[[str], str]]:
    """Start the shared stream server by hand-advanced steps for a stream of that name; gives its base URL."""
    running: list[subprocess.Popen[bytes]] = []

    def serve(name: str) -> str:
        port = free_port()
        command = [sys.executable, str(shared / "tools/stream_server.py"), str(shared / "data/streams" / name)]
        running.append(subprocess.Popen([*command, "--port", str(port), "--manual"], stdout=subprocess.DEVNULL))
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"{base}/__state", timeout=2):
                    return base
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the stream server did not start")

    yield serve
    for process in running:
        process.kill()
        process.wait()
