"""The processes of the one-machine setup, each in a process group of its own, so that none leaves an orphan."""

from __future__ import annotations

import os
import subprocess  # the parts are programs of their own
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

MARK = "WIREWATCH_SUPERVISED"  # in the environment of every part and of all that it starts
STOP_TIMEOUT_S = 10.0
LONGEST_REST_S = 30.0
STEADY_S = 60.0


@dataclass(slots=True)
class Part:
    """One process: started, watched, and started again where it dies, with growing rests."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    start_after: float = 0.0

    def start(self) -> None:
        """Start it, its output into logs/<name>.log."""
        logs = self.folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self.environment, MARK: str(self.folder)},
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    def died(self) -> bool:
        """Whether it was started and is no longer there."""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> float:
        """After a death: end what is left of its group, and return the seconds to rest before it is started again."""
        if self.process is not None:
            _end(_group(self.process.pid))
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
    leaders = [part.process.pid for part in parts if part.process is not None]
    _end([process for leader in leaders for process in {*_group(leader), *_descendants(leader)}])
    for part in parts:
        if part.process is not None:
            part.process.wait()
            part.process = None


def end_left_overs(folder: Path) -> int:
    """End what a supervisor that was killed left behind; return how many processes there were."""
    found = [process for process in _own(psutil.process_iter()) if _mark(process) == str(folder)]
    groups = {_group_of(process) for process in found} - {None}
    members = [process for process in _own(psutil.process_iter()) if _group_of(process) in groups]
    _end(list({*found, *members}))
    return len({*found, *members})


def _own(processes: object) -> list[psutil.Process]:
    me = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [process for process in processes if process.pid not in me]  # type: ignore[attr-defined]


def _mark(process: psutil.Process) -> str | None:
    try:
        return str(process.environ().get(MARK, "")) or None
    except (psutil.Error, OSError):
        return None


def _group_of(process: psutil.Process) -> int | None:
    try:
        return os.getpgid(process.pid)
    except (ProcessLookupError, PermissionError):
        return None


def _group(leader: int) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _group_of(process) == leader]


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []
    return children


def _end(processes: Sequence[psutil.Process]) -> None:
    for process in processes:
        _signal(process, kill=False)
    _, alive = psutil.wait_procs(processes, timeout=STOP_TIMEOUT_S)
    for process in alive:
        _signal(process, kill=True)


def _signal(process: psutil.Process, *, kill: bool) -> None:
    try:
        if kill:
            process.kill()
        else:
            process.terminate()
    except psutil.Error:
        return
