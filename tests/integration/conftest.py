"""What the tests of feeds share: the development feed server, and settings that let its address be read."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import ChannelSettings, Settings
from tests.integration.alerting import WEBHOOK_SECRET, Receiver, receiver

__all__ = ["receiver"]  # a fixture


@dataclass(frozen=True)
class FeedServer:
    """A running development feed server."""

    base: str

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.base + path, timeout=10) as reply:
            content: bytes = reply.read()
            return content

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))


@pytest.fixture
def feed_server(shared: Path) -> Iterator[Callable[..., FeedServer]]:
    """Start the development feed server with some options, `through` a program that runs it; feeds grow by /__tick only."""
    running: list[subprocess.Popen[bytes]] = []

    def serve(*options: str, through: Sequence[str] = ()) -> FeedServer:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        tool = str(shared / "tools/feed_server.py")
        command = [sys.executable, *through, tool, "--port", str(port), "--manual", *options]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        server = FeedServer(f"http://127.0.0.1:{port}")
        for _ in range(200):
            try:
                server.get("/robots.txt")
            except OSError:
                time.sleep(0.05)
            else:
                return server
        raise TimeoutError("the feed server did not start")

    yield serve
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def own_network(tmp_path: Path) -> Settings:
    """Settings that let feeds be added on loopback."""
    return Settings(home=tmp_path / "home", allow_hosts="127.0.0.1")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections as long as the test runs: nobody else can be given it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


@pytest.fixture
def settings(receiver: Receiver, monkeypatch: pytest.MonkeyPatch, closed_port: int) -> Settings:
    monkeypatch.setenv("TEST_HOOK", receiver.url)
    monkeypatch.setenv("TEST_WEBHOOK_SECRET", WEBHOOK_SECRET)
    monkeypatch.setenv("TEST_DEAD", f"http://127.0.0.1:{closed_port}/nobody")
    return Settings(
        public_url="https://watch.example",
        channels={
            "desk": ChannelSettings(url_env="TEST_HOOK", secret_env="TEST_WEBHOOK_SECRET"),
            "dead": ChannelSettings(url_env="TEST_DEAD"),
            "unset": ChannelSettings(url_env="TEST_NO_SUCH_VARIABLE"),
        },
    )
