"""`wirewatch up` as a process that a test starts, looks into, stops and kills."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from pipeline.store import Database, embedded
from tests.conftest import ROOT, free_port

COMMAND = [sys.executable, "-m", "pipeline.cli.main"]
START_TIMEOUT_S = 300


class Up:
    """A running `wirewatch up` under a home of its own, on ports of its own."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        ports = {f"WIREWATCH_{name}PORT": str(free_port()) for name in ("", "AIRFLOW_", "WIRE_")}
        self.environment = {**os.environ, **ports, "WIREWATCH_HOME": str(home), **settings}
        self.environment.pop("WIREWATCH_DATABASE_URL", None)
        self.prefix: list[str] = []
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def begin(self) -> threading.Event:
        """Start it; return what is set once it says that it is up, or ends."""
        self.process = subprocess.Popen(
            [*self.prefix, *COMMAND, "up"],
            env=self.environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        ready = threading.Event()
        process = self.process

        def read() -> None:
            assert process.stderr
            with process.stderr as lines:
                for line in lines:
                    self.lines.append(line)
                    if "Ctrl-C stops" in line:
                        ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        return ready

    def start(self) -> float:
        """Start it; return the seconds until it says that it is up."""
        began = time.monotonic()
        ready = self.begin()
        assert ready.wait(START_TIMEOUT_S), self.said
        assert self.process
        assert self.process.poll() is None, self.said
        return time.monotonic() - began

    def stop(self, number: int = signal.SIGINT) -> None:
        """Ask it to stop, and wait until it has."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait(120)

    def down(self) -> None:
        """Stop whatever is left of it."""
        subprocess.run(
            [*self.prefix, *COMMAND, "down"], env=self.environment, capture_output=True, cwd=ROOT, check=False
        )
        if self.process:
            self.process.wait(120)

    @property
    def said(self) -> str:
        """All that it printed."""
        return "".join(self.lines)

    @property
    def pages(self) -> str:
        """Address of the pages."""
        return next(found[1] for line in reversed(self.lines) if (found := re.search(r"events +(http\S+)", line)))

    def processes(self) -> list[psutil.Process]:
        """All that lives of it: the supervisor, the parts and what they forked, the server and its backends."""
        leaders = set()
        for part in self.parts():
            leaders.add(part.pid)
        if self.process and self.process.poll() is None:
            leaders.add(self.process.pid)
        found = []
        for process in psutil.process_iter():
            try:
                if os.getsid(process.pid) in leaders and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except (OSError, psutil.Error):
                continue
        return found + self.postgres()

    def parts(self) -> list[psutil.Process]:
        """The first process of each part."""
        if self.process is None:
            return []
        try:
            children = psutil.Process(self.process.pid).children()
        except psutil.Error:
            return []
        return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]

    def postgres(self) -> list[psutil.Process]:
        """The server's first process and its backends."""
        pid = embedded.postmaster_pid(self.home)
        try:
            server = psutil.Process(pid) if pid else None
            return [server, *server.children()] if server and server.name() == "postgres" else []
        except psutil.Error:
            return []

    def database(self) -> Database:
        """Its database, not opened yet; the server is started where it is down."""
        return Database(embedded.start(self.home))


def until(condition: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    raise TimeoutError(what())
