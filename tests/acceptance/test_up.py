"""`wirewatch up` as a person uses it: started, filled, stopped, started again. Slow: all of it is real."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from pipeline.store import embedded
from tests.acceptance.running import COMMAND, Up, until
from tests.conftest import ROOT, as_user

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("up")]
FIRST_EVENT_S = 240
SECOND_START_S = 60


@pytest.fixture
def up() -> Iterator[Up]:
    """In a folder that any user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="wirewatch-test-", dir="/tmp"))
    folder.chmod(0o755)
    made = Up(folder / "home")
    made.home.mkdir(mode=0o700)
    yield made
    made.down()
    shutil.rmtree(folder, ignore_errors=True)


def articles_in_the_wire() -> int:
    return sum(len(path.read_text().splitlines()) for path in (ROOT / "seeds/wire").glob("*/articles.jsonl"))


def events_on_the_page(up: Up) -> int:
    assert up.process
    assert up.process.poll() is None, up.said
    try:
        with urllib.request.urlopen(up.pages, timeout=10) as reply:
            return reply.read().decode().count('href="/events/')
    except (OSError, StopIteration):
        return 0


def exports(up: Up) -> dict[str, list[str]]:
    """All events and developments as the command exports them."""
    lines = {}
    for what in ("events", "developments"):
        command = [*up.prefix, *COMMAND, "export", what]
        done = subprocess.run(command, env=up.environment, capture_output=True, text=True, cwd=ROOT, check=True)
        lines[what] = sorted(done.stdout.splitlines())
    return lines


def all_read(up: Up) -> bool:
    command = [*up.prefix, *COMMAND, "export", "feeds"]
    done = subprocess.run(command, env=up.environment, capture_output=True, text=True, cwd=ROOT, check=False)
    entries = sum(json.loads(line)["entries"] for line in done.stdout.splitlines())
    return entries == articles_in_the_wire() and _waiting(up) == 0


def _waiting(up: Up) -> int:
    """Articles and mentions that wait, as the table tells them."""
    code = (
        "from pipeline.settings import Settings; from pipeline.store import open_database\n"
        "with open_database(Settings()) as d:\n"
        "    print(d.run(\"select (select count(*) from articles where state <> 'extracted') + "
        "(select count(*) from mentions where state = 'new') as n\")[0]['n'])"
    )
    command = [*up.prefix, sys.executable, "-c", code]
    done = subprocess.run(command, env=up.environment, capture_output=True, text=True, cwd=ROOT, check=False)
    return int(done.stdout or -1)


def listening_beyond_loopback(up: Up) -> list[str]:
    """Addresses of its listening sockets that are not loopback."""
    own = {process.pid for process in up.processes()}
    return [
        f"{c.laddr.ip}:{c.laddr.port}"
        for c in psutil.net_connections("tcp")
        if c.status == psutil.CONN_LISTEN and c.pid in own and not c.laddr.ip.startswith(("127.", "::1"))
    ]


@pytest.mark.parametrize("user", ["this user", "nobody"])
def test_it_fills_stops_without_a_trace_and_goes_on(up: Up, user: str) -> None:
    if user == "nobody":
        up.prefix = as_user(65_534, up.home) if os.geteuid() == 0 else []
    up.begin()
    until(lambda: events_on_the_page(up) > 0, FIRST_EVENT_S, lambda: f"no event came\n{up.said}")
    until(lambda: all_read(up), 240, lambda: f"the wire was not read\n{up.said}")
    assert listening_beyond_loopback(up) == []
    before = exports(up)
    assert len(before["events"]) > 20
    processes = up.processes()
    assert len(processes) > 10
    up.stop()
    _, alive = psutil.wait_procs(processes, timeout=5)
    assert alive == []
    assert not embedded.lives(up.home)
    up.begin()
    until(lambda: events_on_the_page(up) > 0, SECOND_START_S, lambda: f"no event was there again\n{up.said}")
    assert exports(up) == before
    up.stop(signal.SIGTERM)


def test_a_second_one_is_refused_and_a_killed_one_leaves_nothing_for_long(up: Up) -> None:
    up.start()
    second = subprocess.run([*COMMAND, "up"], env=up.environment, capture_output=True, text=True, cwd=ROOT, check=False)
    assert second.returncode == 1
    assert "is up already" in second.stderr
    assert up.process
    left = up.processes()
    up.process.kill()
    up.process.wait()
    assert any(process.is_running() for process in left)
    subprocess.run([*COMMAND, "down"], env=up.environment, capture_output=True, cwd=ROOT, check=True)
    _, alive = psutil.wait_procs(left, timeout=5)
    assert alive == []


def test_a_port_that_was_set_and_is_taken_is_an_error_that_names_the_setting(up: Up) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(up.environment["WIREWATCH_PORT"])))
        done = subprocess.run(
            [*COMMAND, "up"], env=up.environment, capture_output=True, text=True, cwd=ROOT, check=False
        )
    assert done.returncode == 1
    assert "WIREWATCH_PORT" in done.stderr
