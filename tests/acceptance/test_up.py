"""`wirewatch up` as a person uses it: started, filled, stopped, started again, killed in parts. Slow: all of it is real."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipeline.store import Database, embedded
from tests.conftest import ROOT, free_port

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("up")]


class Up:
    """A running `wirewatch up` under a home of its own."""

    def __init__(self, home: Path, ports: dict[str, str]) -> None:
        self.home = home
        self.environment = {**os.environ, **ports, "WIREWATCH_HOME": str(home)}
        self.environment.pop("WIREWATCH_DATABASE_URL", None)
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> float:
        """Start it; return the seconds until it says that it is up."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli.main", "up"],
            env=self.environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        ready = threading.Event()

        def read() -> None:
            assert self.process
            assert self.process.stderr
            for line in self.process.stderr:
                self.lines.append(line)
                if "Ctrl-C stops" in line:
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        assert ready.wait(240), "".join(self.lines)
        assert self.process.poll() is None, "".join(self.lines)
        return time.monotonic() - began

    def stop(self, number: int = signal.SIGINT) -> None:
        """Ask it to stop, and wait until it has."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait(60)

    @property
    def pages(self) -> str:
        """Address of the pages."""
        return next(found[1] for line in reversed(self.lines) if (found := re.search(r"events +(http\S+)", line)))

    def parts(self) -> list[psutil.Process]:
        """All processes that belong to it, the server too."""
        assert self.process
        try:
            found = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            found = []
        pid = embedded.postmaster_pid(self.home)
        return found + ([psutil.Process(pid)] if pid and psutil.pid_exists(pid) else [])

    def database(self) -> Database:
        """Its database."""
        return Database(embedded.start(self.home))

    def command(self, *arguments: str) -> str:
        """What the command prints on its database."""
        command = [sys.executable, "-m", "pipeline.cli.main", *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, cwd=ROOT, timeout=120, check=True
        )
        return done.stdout


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    ports = {f"WIREWATCH_{name}PORT": str(free_port()) for name in ("", "AIRFLOW_", "WIRE_")}
    made = Up(tmp_path / "home", ports)
    yield made
    if made.process and made.process.poll() is None:
        made.process.terminate()
        made.process.wait(60)
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli.main", "down"],
        env=made.environment,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.5)
    raise TimeoutError(what)


def articles_in_the_wire() -> int:
    return sum(len(path.read_text().splitlines()) for path in (ROOT / "seeds/wire").glob("*/articles.jsonl"))


def settled(up: Up) -> bool:
    """Whether the whole wire has been read and resolved."""
    with up.database() as database:
        row = database.run(
            "select (select count(*) from articles where state = 'extracted') as extracted, "
            "(select count(*) from mentions where state = 'new') as new"
        )[0]
    return bool(row["extracted"] == articles_in_the_wire() and row["new"] == 0)


def exports(up: Up) -> dict[str, list[Any]]:
    """Events and developments, ids and clock columns aside."""
    events = [json.loads(line) for line in up.command("export", "events").splitlines()]
    developments = [json.loads(line) for line in up.command("export", "developments").splitlines()]
    kept = {event["id"]: {k: v for k, v in event.items() if k not in {"id", "story_id"}} for event in events}
    log = sorted(
        json.dumps([kept[d["event_id"]]["title"], d["kind"], d["article_url"], d["from"], d["to"], d["reported_at"]])
        for d in developments
    )
    return {"events": sorted(json.dumps(event) for event in kept.values()), "developments": log}


def listening_beyond_loopback(up: Up) -> list[str]:
    """Addresses of its listening sockets that are not loopback."""
    own = {process.pid for process in up.parts()}
    return [
        f"{c.laddr.ip}:{c.laddr.port}"
        for c in psutil.net_connections("tcp")
        if c.status == psutil.CONN_LISTEN and c.pid in own and not c.laddr.ip.startswith(("127.", "::1"))
    ]


def test_it_fills_stops_without_a_trace_and_goes_on(up: Up) -> None:
    up.start()
    until(lambda: settled(up), 180, "the wire was not read")
    assert listening_beyond_loopback(up) == []
    with urllib.request.urlopen(up.pages, timeout=10) as reply:
        page = reply.read().decode()
    assert "London" in page or "Moscow" in page
    before = exports(up)
    assert len(before["events"]) > 20
    parts = up.parts()
    up.stop()
    gone, alive = psutil.wait_procs(parts, timeout=5)
    assert alive == []
    assert gone
    assert up.start() < 60
    with urllib.request.urlopen(up.pages, timeout=10) as reply:
        assert reply.status == 200
    assert exports(up) == before
    up.stop(signal.SIGTERM)


def test_pulling_any_plug_loses_nothing(up: Up, tmp_path: Path) -> None:
    """Ten SIGKILLs at random moments: of any process, of PostgreSQL, and of the whole lot; the seed is printed."""
    seed = int(os.environ.get("WIREWATCH_PLUG_SEED", random.SystemRandom().randrange(10_000)))
    print(f"seed {seed}: WIREWATCH_PLUG_SEED={seed}")
    chance = random.Random(seed)
    undisturbed = Up(tmp_path / "undisturbed", {k: v for k, v in up.environment.items() if k.endswith("PORT")})
    undisturbed.start()
    until(lambda: settled(undisturbed), 180, "the undisturbed run did not end")
    expected = exports(undisturbed)
    undisturbed.stop()

    up.start()
    for n in range(10):
        time.sleep(chance.uniform(1, 6))
        if n % 5 == 4:
            assert up.process
            victims = [*up.parts(), psutil.Process(up.process.pid)]
        else:
            victims = [chance.choice(up.parts())]
        for victim in victims:
            if victim.is_running():
                victim.kill()
        assert up.process
        if len(victims) > 1:
            up.process.wait()
            up.start()
    until(lambda: settled(up), 240, "after ten plugs the wire was not read to its end")
    assert exports(up) == expected
    up.stop()
