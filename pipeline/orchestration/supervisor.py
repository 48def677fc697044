"""Everything on one machine: PostgreSQL, Airflow, the sample wire and the pages, started, watched and stopped."""

from __future__ import annotations

import fcntl
import http.client
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from pipeline import clock
from pipeline.errors import ConfigurationError, DatabaseUnavailableError
from pipeline.orchestration import airflow_history
from pipeline.orchestration.airflow_settings import airflow_environment
from pipeline.orchestration.parts import Part, end_left_overs, stop_all
from pipeline.orchestration.ports import HOST, Ports, choose_ports
from pipeline.resources import resource
from pipeline.settings import Settings
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate

LOOK_EVERY_S = 0.5
POSTGRES_LOOK_EVERY_S = 2.0
TRIM_LOOK_EVERY_S = 60.0
HEALTH_TIMEOUT_S = 180.0
DOWN_TIMEOUT_S = 60.0
SCHEDULERS_WORKER = "airflow worker -- LocalExecutor"


class _StopRequestedError(Exception):
    """Somebody asked for the end: Ctrl-C, TERM, or `wirewatch down`."""


@dataclass(slots=True)
class _Running:
    """What `up` holds while it runs."""

    settings: Settings
    home: Path
    stop: threading.Event
    parts: list[Part] = field(default_factory=list)
    url: str = ""
    postgres_seen_at: float = 0.0
    airflow: str = ""
    trimming: Part | None = None  # at work on Airflow's history
    trim_asked_at: float = 0.0

    def go_on(self) -> None:
        """Raises _StopRequestedError where somebody asked for the end."""
        if self.stop.is_set():
            raise _StopRequestedError


def up(settings: Settings) -> None:
    """Start everything and stay until it is asked to stop; parts that die are started again.

    Raises ConfigurationError where another `up` runs already, a port that was set is taken, or Airflow is not installed;
    DatabaseUnavailableError.
    """
    home = settings.home.resolve()
    with _alone(home), _stoppable() as stop:
        running = _Running(settings, home, stop)
        try:
            _start(running)
            while not stop.wait(LOOK_EVERY_S):
                _look_after(running)
            _say("\nstopping")
        except _StopRequestedError:
            _say("\nstopping")
        finally:
            stop_all([*running.parts, *([running.trimming] if running.trimming else [])])
            if not settings.database_url:
                embedded.stop(home)
        _say("stopped; wirewatch up (or make run) goes on where it left off")


def down(settings: Settings) -> None:
    """Stop what `up` started here, whether its supervisor still lives or not."""
    home = settings.home.resolve()
    pid = _supervisor_pid(home)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + DOWN_TIMEOUT_S
        while _supervisor_pid(home) is not None:
            if time.monotonic() > deadline:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                break
            time.sleep(0.2)
    left = end_left_overs(home)
    stopped = not settings.database_url and embedded.stop(home)
    _say("stopped" if pid or left or stopped else "nothing was running")


def _start(running: _Running) -> None:
    settings, home = running.settings, running.home
    airflow = running.airflow = _airflow()
    if left := end_left_overs(home):
        _say(f"ended what an earlier run had left behind: {', '.join(left)}")
    ports = choose_ports(home, settings, _say)
    with _timed("PostgreSQL"):
        running.url = settings.database_url or embedded.start(home)
        running.postgres_seen_at = time.monotonic()
    running.go_on()
    with _timed("tables"):
        environment = _environment(settings, home, running.url, ports)
        migrate(running.url)
    running.go_on()
    if ports.wire is not None:
        _begin(
            running, "wire", [sys.executable, "-P", "-m", "pipeline.web.wire", "--port", str(ports.wire)], environment
        )
    _begin(running, "pages", _pages(ports.pages), environment)
    with _timed("feeds"):
        _add_seeds(settings, running.url, ports.wire)
    running.go_on()
    with _timed("Airflow's own tables"):
        _migrate_airflow(running, airflow, environment)
    sender = [sys.executable, "-P", "-m", "pipeline.cli.main", "deliver", "--follow"]
    _begin(running, "sender", sender, environment)
    # The log servers would listen on every address; the logs are on this machine anyway.
    scheduler = [sys.executable, "-P", "-m", "pipeline.orchestration.warm", "scheduler", "--skip-serve-logs"]
    _begin(running, "scheduler", scheduler, environment, SCHEDULERS_WORKER)
    _begin(running, "api-server", [airflow, "api-server"], environment)
    _begin(running, "dag-processor", [airflow, "dag-processor"], environment)
    _begin(running, "triggerer", [airflow, "triggerer", "--skip-serve-logs"], environment)
    with _timed("pages"):
        _wait_for(ports.pages, "/healthz", running)
    _say(f"\n  events    http://127.0.0.1:{ports.pages}/\n")
    with _timed("Airflow"):
        _wait_for(ports.airflow, "/api/v2/monitor/health", running)
    _say(f"\n  airflow   http://127.0.0.1:{ports.airflow}/")
    _say(f"  home      {home} (logs in {home / 'logs'})")
    _say("\nCtrl-C stops everything.")


def _begin(
    running: _Running, name: str, command: list[str], environment: dict[str, str], worker_title: str = ""
) -> None:
    part = Part(name, command, environment, running.home, worker_title)
    running.parts.append(part)
    part.start()


def _look_after(running: _Running) -> None:
    """Start again what has died. A PostgreSQL that came back at another address takes all others along."""
    if not running.settings.database_url and time.monotonic() - running.postgres_seen_at > POSTGRES_LOOK_EVERY_S:
        _look_after_postgres(running)
    for part in running.parts:
        if (how := part.died()) is not None:
            _say(f"{part.name} {how}; starting it again in {part.bury():.1f} s (its log: logs/{part.name}.log)")
        elif part.rested():
            part.start()
    _trim_history(running)


def _trim_history(running: _Running) -> None:
    """Once a day, at work beside the parts: Airflow drops what is old of its history."""
    part = running.trimming
    if part is not None and part.process is not None:
        if (code := part.process.poll()) is not None:
            if code != 0:
                _say(f"Airflow could not trim its history (see logs/{part.name}.log); again in a day")
            stop_all([part])
            running.trimming = None
        return
    if time.monotonic() - running.trim_asked_at < TRIM_LOOK_EVERY_S:
        return
    running.trim_asked_at = time.monotonic()
    scheduler = next((each for each in running.parts if each.name == "scheduler"), None)
    if scheduler is not None and airflow_history.is_due(running.home, clock.now()):
        days = running.settings.airflow_history_kept_days
        running.trimming = airflow_history.trim(running.airflow, days, clock.now(), scheduler.environment, running.home)
        running.trimming.start()


def _look_after_postgres(running: _Running) -> None:
    if not embedded.lives(running.home):
        _say("PostgreSQL is gone; starting it again")
        try:
            url = embedded.start(running.home)
        except DatabaseUnavailableError as error:
            _say(str(error))
            return
        if url != running.url:
            _say("PostgreSQL has another port now; starting all others again")
            stop_all(running.parts)
            for part in running.parts:
                part.environment = {
                    name: value.replace(_address(running.url), _address(url))
                    for name, value in part.environment.items()
                }
            running.url = url
    running.postgres_seen_at = time.monotonic()


def _address(url: str) -> str:
    """The host and port in a URL of the embedded server, as they stand in the settings made from it."""
    return url.rsplit("@", 1)[-1].split("/", 1)[0]


def _airflow() -> str:
    found = shutil.which("airflow", path=str(Path(sys.executable).parent)) or shutil.which("airflow")
    if found is None:
        raise ConfigurationError("Airflow is not installed here: run make setup, or pip install 'wirewatch[airflow]'")
    return found


def _environment(settings: Settings, home: Path, url: str, ports: Ports) -> dict[str, str]:
    name = urlsplit(url).path.strip("/") or "wirewatch"
    metadata_url = embedded.create_database(url, f"{name}_airflow")
    hosts = set(settings.allowed_hosts) | ({f"127.0.0.1:{ports.wire}"} if ports.wire else set())
    return {
        **os.environ,
        **airflow_environment(home, metadata_url=metadata_url, port=ports.airflow),
        "WIREWATCH_HOME": str(home),
        "WIREWATCH_DATABASE_URL": url,
        "WIREWATCH_ALLOW_HOSTS": ",".join(sorted(hosts)),
        "WIREWATCH_PUBLIC_URL": settings.public_url or f"http://127.0.0.1:{ports.pages}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _pages(port: int) -> list[str]:
    command = [sys.executable, "-P", "-m", "uvicorn", "pipeline.web.app:create_app", "--factory"]
    return [
        *command,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--timeout-graceful-shutdown",
        "2",
    ]


def _migrate_airflow(running: _Running, airflow: str, environment: dict[str, str]) -> None:
    """Bring Airflow's tables up to date, once for each of its versions: it takes seconds."""
    done = running.home / "airflow" / "migrated"
    done.parent.mkdir(parents=True, exist_ok=True)
    wanted = version("apache-airflow")
    metadata_url = environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].replace("postgresql+psycopg2:", "postgresql:", 1)
    with Database(metadata_url, max_connections=1) as database:
        has_tables = database.run("select to_regclass('alembic_version') is not null as there")[0]["there"]
    if has_tables and done.exists() and done.read_text() == wanted:
        return
    part = Part("airflow-migrate", [airflow, "db", "migrate"], environment, running.home)
    part.start()
    running.parts.append(part)
    while part.process is not None and (code := part.process.poll()) is None:
        running.go_on()
        time.sleep(0.05)
    running.parts.remove(part)
    stop_all([part])
    if code != 0:
        raise ConfigurationError(
            f"Airflow could not make its tables; see {running.home / 'logs' / 'airflow-migrate.log'}"
        )
    done.write_text(wanted)


def _add_seeds(settings: Settings, url: str, wire_port: int | None) -> None:
    """The sample wire's feeds and watches, where the tables are empty: later changes of the user's stay."""
    from pipeline.tasks.ingest.feeds import import_opml
    from pipeline.tasks.watch.watches import apply_watches

    with Database(url, max_connections=2) as database:
        with database.transaction() as connection:
            counts = database.queries.table_counts(connection)
        if not counts["feeds"] and wire_port is not None:
            document = resource("seeds/feeds.opml").read_bytes()
            document = document.replace(b"127.0.0.1:8942", f"127.0.0.1:{wire_port}".encode())
            own = settings.model_copy(update={"allow_hosts": f"{settings.allow_hosts},127.0.0.1:{wire_port}"})
            import_opml(database, own, document, now=clock.now())
        if not counts["watches"]:
            apply_watches(database, resource("seeds/watches.toml").read_text(encoding="utf-8"), "seeds/watches.toml")


def _wait_for(port: int, path: str, running: _Running) -> None:
    deadline = time.monotonic() + HEALTH_TIMEOUT_S
    while not _answers(port, path):
        if time.monotonic() > deadline:
            raise ConfigurationError(
                f"nothing answers at http://{HOST}:{port}{path} after {HEALTH_TIMEOUT_S:.0f} s;"
                f" see the logs in {running.home / 'logs'}"
            )
        running.stop.wait(0.3)
        running.go_on()
        _look_after(running)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    sys.stderr.write(f"{what:22}")
    sys.stderr.flush()
    try:
        yield
    except BaseException:
        _say("")
        raise
    _say(f"{time.monotonic() - started:5.1f} s")


def _say(words: str) -> None:
    with suppress(OSError):  # the terminal is gone; there is still work to stop cleanly
        sys.stderr.write(words + "\n")
        sys.stderr.flush()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the supervisor's place, which ends with the process whatever ends it; a second `up` is told so."""
    try:
        (home / "run").mkdir(parents=True, exist_ok=True, mode=0o700)
        place = (home / "run" / "supervisor").open("a+")
    except OSError as error:
        raise ConfigurationError(
            f"cannot write in {home} ({error.strerror}): set WIREWATCH_HOME to a folder of yours"
        ) from error
    with place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pid = _supervisor_pid(home)
            raise ConfigurationError(f"wirewatch is up already (process {pid}): stop it with wirewatch down") from None
        place.truncate(0)
        place.write(str(os.getpid()))
        place.flush()
        yield


def _supervisor_pid(home: Path) -> int | None:
    """The process that holds the supervisor's place; None where nobody does."""
    try:
        with (home / "run" / "supervisor").open() as place:
            try:
                fcntl.flock(place, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(place.read())
    except (OSError, ValueError):
        return None
    return None


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Turn Ctrl-C, TERM and a closed terminal into an event; a second one changes nothing."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
