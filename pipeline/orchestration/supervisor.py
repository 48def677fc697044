"""Everything on one machine: PostgreSQL, Airflow, the sample wire and the pages, started, watched and stopped."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess  # Airflow is a program of its own
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from pipeline import clock
from pipeline.errors import ConfigurationError, DatabaseUnavailableError
from pipeline.orchestration.airflow_settings import airflow_environment
from pipeline.orchestration.parts import Part, end_left_overs, stop_all
from pipeline.resources import resource
from pipeline.settings import Settings
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate

LOOK_EVERY_S = 0.5
HEALTH_TIMEOUT_S = 120.0
AIRFLOW_PARTS = (
    ("api-server", ("api-server",)),
    ("scheduler", ("scheduler", "--skip-serve-logs")),
    ("dag-processor", ("dag-processor",)),
    ("triggerer", ("triggerer", "--skip-serve-logs")),
)


class _StopRequestedError(Exception):
    """Somebody asked for the end: Ctrl-C, TERM, or `wirewatch down`."""


def up(settings: Settings) -> None:
    """Start everything and stay until it is asked to stop; parts that die are started again.

    Raises ConfigurationError where another `up` runs already, or Airflow is not installed; DatabaseUnavailableError.
    """
    home = settings.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home), _stoppable():
        parts: list[Part] = []
        try:
            _start(settings, home, parts)
            while True:
                _look_after(settings, parts)
                time.sleep(LOOK_EVERY_S)
        except _StopRequestedError:
            _say("stopping")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            stop_all(parts)
            if not settings.database_url:
                embedded.stop(home)
            _say("stopped; wirewatch up (or make run) goes on where it left off")


def down(settings: Settings) -> None:
    """Stop what `up` started here, whether its supervisor still lives or not."""
    home = settings.home.resolve()
    pid = _supervisor_pid(home)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 60
        while _supervisor_pid(home) is not None and time.monotonic() < deadline:
            time.sleep(0.2)
    left = end_left_overs(home)
    stopped = embedded.stop(home) if not settings.database_url else False
    _say("stopped" if pid or left or stopped else "nothing was running")


def _start(settings: Settings, home: Path, parts: list[Part]) -> None:
    airflow = _airflow()
    if left := end_left_overs(home):
        _say(f"ended {left} processes that an earlier run had left behind")
    with _timed("PostgreSQL"):
        url = settings.database_url or embedded.start(home)
    with _timed("schema"):
        migrate(url)
    ports = {
        "pages": _port(home, "pages", settings.port),
        "airflow": _port(home, "airflow", settings.airflow_port),
        "wire": _port(home, "wire", settings.wire_port),
    }
    environment = _environment(settings, home, url, ports)
    parts.append(_python(home, environment, "wire", "-m", "pipeline.web.wire", "--port", str(ports["wire"])))
    parts.append(_pages(home, environment, ports["pages"]))
    for part in parts:
        part.start()
    with _timed("feeds"):
        _add_seeds(settings, url, ports["wire"])
    with _timed("Airflow's own tables"):
        _migrate_airflow(airflow, home, environment)
    for name, arguments in AIRFLOW_PARTS:
        part = Part(name, [airflow, *arguments], environment, home)
        parts.append(part)
        part.start()
    with _timed("pages"):
        _wait_for(f"http://127.0.0.1:{ports['pages']}/healthz", parts)
    _say(f"\n  events    http://127.0.0.1:{ports['pages']}/")
    with _timed("Airflow"):
        _wait_for(f"http://127.0.0.1:{ports['airflow']}/api/v2/monitor/health", parts)
    _say(f"  airflow   http://127.0.0.1:{ports['airflow']}/")
    _say(f"  database  WIREWATCH_HOME={home} wirewatch events list; logs in {home / 'logs'}")
    _say("\nCtrl-C stops everything.")


def _look_after(settings: Settings, parts: list[Part]) -> None:
    if not settings.database_url and not _postgres_lives(settings.home.resolve()):
        _say("PostgreSQL is gone; starting it again")
        try:
            embedded.start(settings.home.resolve())
        except DatabaseUnavailableError as error:
            _say(str(error))
    for part in parts:
        if part.died():
            code = part.process.returncode if part.process else None
            _say(f"{part.name} ended (exit {code}); starting it again in {part.bury():.1f} s")
        elif part.rested():
            part.start()


def _postgres_lives(home: Path) -> bool:
    pid = embedded.postmaster_pid(home)
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _airflow() -> str:
    found = shutil.which("airflow", path=str(Path(sys.executable).parent)) or shutil.which("airflow")
    if found is None:
        raise ConfigurationError("Airflow is not installed here: run make setup, or pip install 'wirewatch[airflow]'")
    return found


def _environment(settings: Settings, home: Path, url: str, ports: dict[str, int]) -> dict[str, str]:
    metadata_url = embedded.create_database(url, "airflow")
    hosts = {*settings.allowed_hosts, f"127.0.0.1:{ports['wire']}"}
    return {
        **os.environ,
        **airflow_environment(home, metadata_url=metadata_url, port=ports["airflow"]),
        "WIREWATCH_HOME": str(home),
        "WIREWATCH_DATABASE_URL": url,
        "WIREWATCH_ALLOW_HOSTS": ",".join(sorted(hosts)),
        "WIREWATCH_PUBLIC_URL": settings.public_url or f"http://127.0.0.1:{ports['pages']}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _python(home: Path, environment: dict[str, str], name: str, *arguments: str) -> Part:
    return Part(name, [sys.executable, *arguments], environment, home)


def _pages(home: Path, environment: dict[str, str], port: int) -> Part:
    factory = ("pipeline.web.app:create_app", "--factory")
    return _python(
        home,
        environment,
        "pages",
        "-m",
        "uvicorn",
        *factory,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
    )


def _migrate_airflow(airflow: str, home: Path, environment: dict[str, str]) -> None:
    """Bring Airflow's tables up to date, once for each of its versions and databases: it takes seconds."""
    done = home / "airflow" / "migrated"
    wanted = f"{version('apache-airflow')} {environment['AIRFLOW__DATABASE__SQL_ALCHEMY_CONN'].rsplit('@', 1)[-1].split(':')[0]}"
    if done.exists() and done.read_text() == wanted:
        return
    done.parent.mkdir(parents=True, exist_ok=True)
    logs = home / "logs"
    logs.mkdir(exist_ok=True)
    with (logs / "airflow-migrate.log").open("ab") as log:
        done_run = subprocess.run([airflow, "db", "migrate"], env=environment, stdout=log, stderr=log, check=False)  # noqa: S603
    code = done_run.returncode
    if code != 0:
        raise ConfigurationError(f"Airflow could not make its tables; see {logs / 'airflow-migrate.log'}")
    done.write_text(wanted)


def _add_seeds(settings: Settings, url: str, wire_port: int) -> None:
    """The sample wire's feeds and watches, where the tables are empty: later changes of the user's stay."""
    from pipeline.tasks.feeds import import_opml
    from pipeline.tasks.watches import apply_watches

    document = resource("seeds/feeds.opml").read_bytes().replace(b"127.0.0.1:8942", f"127.0.0.1:{wire_port}".encode())
    own = settings.model_copy(update={"allow_hosts": f"{settings.allow_hosts},127.0.0.1:{wire_port}"})
    with Database(url, max_connections=2) as database:
        with database.transaction() as connection:
            counts = database.queries.table_counts(connection)
        if not counts["feeds"]:
            import_opml(database, own, document, now=clock.now())
        if not counts["watches"]:
            apply_watches(database, resource("seeds/watches.toml").read_text(encoding="utf-8"), "seeds/watches.toml")


def _port(home: Path, name: str, wanted: int) -> int:
    """The port of last time, else the one that is set, else a free one; kept, so that addresses stay the same."""
    folder = home / "ports"
    folder.mkdir(exist_ok=True)
    kept = folder / name
    for port in (int(kept.read_text()) if kept.exists() else wanted, wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found = int(probe.getsockname()[1])
        if found != wanted:
            _say(f"port {wanted} is taken; the {name} use {found}")
        kept.write_text(str(found))
        return found
    raise ConfigurationError("no port is free on 127.0.0.1")


def _wait_for(address: str, parts: list[Part]) -> None:
    deadline = time.monotonic() + HEALTH_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        for part in parts:
            if part.died():
                _say(f"{part.name} ended (see its log); starting it again in {part.bury():.1f} s")
            elif part.rested():
                part.start()
    raise ConfigurationError(
        f"{address} does not answer after {HEALTH_TIMEOUT_S:.0f} s; see the logs in the home folder"
    )


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    _say(f"{what:22} {time.monotonic() - started:5.1f} s")


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the supervisor's place; a second `up` is told so."""
    pid = _supervisor_pid(home)
    if pid is not None:
        raise ConfigurationError(f"wirewatch is up already (process {pid}): stop it with wirewatch down")
    path = home / "supervisor.pid"
    path.write_text(str(os.getpid()))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _supervisor_pid(home: Path) -> int | None:
    try:
        pid = int((home / "supervisor.pid").read_text())
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid if pid != os.getpid() else None


@contextmanager
def _stoppable() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _StopRequestedError

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
