"""The processes of the one-machine setup, each in a session of its own, so that none leaves an orphan.

Airflow's parts fork workers, and these put each task into a process group of its own and hide its environment; but all of
them stay in the session of the part that began it. So a part is ended by its session, also after its first process died.
"""

from __future__ import annotations

import json
import os
import subprocess  # the parts are programs of their own
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

STOP_TIMEOUT_S = 10.0
LONGEST_REST_S = 30.0
STEADY_S = 60.0
_LOG_BYTES = 20_000_000


@dataclass(slots=True)
class Part:
    """One process: started, watched, and started again where it dies, with growing rests.

    `worker_title` begins the titles of its forked workers. One that is killed may take a lock of the others with it, so
    the part is started again as a whole.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    worker_title: str = ""
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    start_after: float = 0.0
    _workers: frozenset[int] = field(default=frozenset())

    def start(self) -> None:
        """Start it, its output into logs/<name>.log; what ended it before is forgotten."""
        with _log(self.folder, self.name).open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                start_new_session=True,  # in this folder, where the user's wirewatch.toml is
            )
        self.started_at = time.monotonic()
        self._workers = frozenset()
        _write_down(self.folder, self.name, self.process.pid)

    def died(self) -> str | None:
        """How it ended, in words, where it was started and is no longer whole; None while all is well."""
        if self.process is None:
            return None
        code = self.process.poll()
        if code is not None:
            return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        if self.worker_title:
            living = _titled(self.process.pid, self.worker_title)
            lost = self._workers - living
            self._workers = living
            if lost:
                return "lost a worker"
        return None

    def bury(self) -> float:
        """After a death: end what is left of it, and return the seconds to rest before it is started again."""
        if self.process is not None:
            _end([self.process.pid], timeout_s=3.0)
            self.process.wait()
        self.process = None
        self.deaths = 1 if time.monotonic() - self.started_at > STEADY_S else self.deaths + 1
        rest = min(LONGEST_REST_S, 0.5 * 2.0 ** (self.deaths - 1))
        self.start_after = time.monotonic() + rest
        return rest

    def rested(self) -> bool:
        """Whether it is down and due to be started again."""
        return self.process is None and time.monotonic() >= self.start_after


def stop_all(parts: Sequence[Part]) -> None:
    """End all parts and all that they started: TERM, ten seconds, then KILL."""
    running = [part.process for part in parts if part.process is not None]
    _end([process.pid for process in running], timeout_s=STOP_TIMEOUT_S)
    for part in parts:
        if part.process is not None:
            part.process.wait()
            part.process = None
        _record(part.folder, part.name).unlink(missing_ok=True)


def end_left_overs(folder: Path) -> list[str]:
    """End what a supervisor that was killed left behind; return the names of these parts."""
    sessions = {}
    for record in sorted((folder / "run").glob("*.json")):
        try:
            written = json.loads(record.read_text())
            session, created = int(written["pid"]), float(written["created"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if _is_still(session, created) and _members([session]):
            sessions[record.stem] = session
    _end(list(sessions.values()), timeout_s=STOP_TIMEOUT_S)
    for record in (folder / "run").glob("*.json"):
        record.unlink(missing_ok=True)
    return list(sessions)


def _log(folder: Path, name: str) -> Path:
    """The part's log; one that has grown long is put aside, and the one before it dropped."""
    path = folder / "logs" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


def _record(folder: Path, name: str) -> Path:
    return folder / "run" / f"{name}.json"


def _write_down(folder: Path, name: str, pid: int) -> None:
    record = _record(folder, name)
    record.parent.mkdir(parents=True, exist_ok=True)
    try:
        created = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:  # dead already: the number can no longer be told from a later one
        record.unlink(missing_ok=True)
        return
    fresh = record.with_suffix(".new")
    fresh.write_text(json.dumps({"pid": pid, "created": created}))
    fresh.replace(record)


def _is_still(session: int, created: float) -> bool:
    """Whether a number still means the session it meant; a system gives none out again while a member lives."""
    try:
        return abs(float(psutil.Process(session).create_time()) - created) < 1.0
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


def _members(sessions: Collection[int]) -> list[psutil.Process]:
    """The living processes of these sessions."""
    found = []
    for pid in psutil.pids():
        try:
            if os.getsid(pid) in sessions and (process := psutil.Process(pid)).status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (OSError, psutil.Error):
            continue
    return found


def _titled(parent: int, title: str) -> frozenset[int]:
    """Living children whose command line begins with a title."""
    found = set()
    try:
        children = psutil.Process(parent).children()
    except psutil.Error:
        return frozenset()
    for child in children:
        try:
            if child.status() != psutil.STATUS_ZOMBIE and " ".join(child.cmdline()).startswith(title):
                found.add(child.pid)
        except psutil.Error:
            continue
    return frozenset(found)


def _end(sessions: Collection[int], *, timeout_s: float) -> None:
    if not sessions:
        return
    for process in _members(sessions):
        _signal(process, kill=False)
    deadline = time.monotonic() + timeout_s
    while (left := _members(sessions)) and time.monotonic() < deadline:
        time.sleep(0.1)
    while left:
        for process in left:
            _signal(process, kill=True)
        time.sleep(0.05)
        left = _members(sessions)


def _signal(process: psutil.Process, *, kill: bool) -> None:
    try:
        if kill:
            process.kill()
        else:
            process.terminate()
    except psutil.Error:
        return
