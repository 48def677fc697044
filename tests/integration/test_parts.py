"""The parts of the one-machine setup: ended with all they forked, seen when they die, on ports that stay."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from pipeline.errors import ConfigurationError
from pipeline.orchestration.parts import Part, end_left_overs, stop_all
from pipeline.orchestration.ports import choose_ports
from pipeline.settings import Settings
from tests.conftest import free_port

# Forks a worker that leaves the process group, as Airflow's tasks do, and that does not listen to TERM.
FORKS = """
import os, signal, sys, time
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    open(sys.argv[1], "w").write(str(os.getpid()))
time.sleep(60)
"""


def _started(folder: Path, worker_title: str = "") -> tuple[Part, psutil.Process]:
    told = folder / "worker"
    part = Part("forks", [sys.executable, "-c", FORKS, str(told)], dict(os.environ), folder, worker_title)
    part.start()
    while not told.exists() or not told.read_text():
        time.sleep(0.02)
    return part, psutil.Process(int(told.read_text()))


def _gone(process: psutil.Process) -> bool:
    """Whether it is dead, buried or not."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_killed_part_is_buried_with_what_it_forked(tmp_path: Path) -> None:
    part, worker = _started(tmp_path)
    assert part.died() is None
    assert part.process
    part.process.kill()
    part.process.wait()
    assert part.died() == "was killed by signal 9"
    rest = part.bury()
    assert _gone(worker)
    assert rest == 0.5
    assert not part.rested()
    time.sleep(rest)
    assert part.rested()


def test_a_part_that_lost_a_worker_is_no_longer_whole(tmp_path: Path) -> None:
    part, worker = _started(tmp_path, worker_title=sys.executable)
    assert part.died() is None
    worker.kill()
    deadline = time.monotonic() + 5
    while (how := part.died()) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert how == "lost a worker"
    stop_all([part])


def test_left_overs_are_ended_and_numbers_used_again_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.orchestration.parts.STOP_TIMEOUT_S", 0.5)
    part, worker = _started(tmp_path)
    record = tmp_path / "run" / "forks.json"
    other = f'{{"pid": {os.getpid()}, "created": 1.0}}'
    (tmp_path / "run" / "another.json").write_text(other)
    assert part.process
    os.kill(part.process.pid, signal.SIGKILL)  # only its worker is left
    part.process.wait()
    assert end_left_overs(tmp_path) == ["forks"]
    assert _gone(worker)
    assert not record.exists()
    assert end_left_overs(tmp_path) == []


def test_ports_are_replaced_where_taken_and_then_kept(tmp_path: Path) -> None:
    said: list[str] = []
    settings = Settings().model_copy(
        update={"port": free_port(), "airflow_port": free_port(), "wire_port": free_port()}
    )
    settings.model_fields_set.clear()
    with socket.socket() as other:
        other.bind(("127.0.0.1", settings.port))
        first = choose_ports(tmp_path, settings, said.append)
    assert first.pages != settings.port
    assert "WIREWATCH_PORT" in said[0]
    assert choose_ports(tmp_path, settings, said.append) == first
    assert len(said) == 1
    assert first.wire is not None
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.wire))
        assert choose_ports(tmp_path, settings, said.append).wire is None
    assert choose_ports(tmp_path, settings, said.append) == first


def test_a_port_that_was_set_is_never_replaced(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        with pytest.raises(ConfigurationError, match="WIREWATCH_AIRFLOW_PORT"):
            choose_ports(tmp_path, Settings(airflow_port=port), lambda _: None)
