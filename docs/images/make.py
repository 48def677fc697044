"""Make the pictures of the pages: the real product reads the sample wire, and Chromium looks at its pages.

    .venv/bin/python docs/images/make.py

Needs /usr/bin/chromium. Everything runs on loopback in a folder of its own, which is removed afterwards.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHROMIUM = "/usr/bin/chromium"
DESK = {"width": 1180, "height": 740}
PHONE = {"width": 390, "height": 740}
QUALITY = 62  # of JPEG: legible, and small enough to keep beside the text
TEXT = (
    "Military chiefs will meet in London on Thursday to plan for a peace force, Downing Street said. "
    "Donald Trump said he would speak to Vladimir Putin on Tuesday. "
    "If Moscow were to break a ceasefire, European troops might be sent in."
)


def main() -> None:
    """Run it all."""
    with tempfile.TemporaryDirectory() as home, wire() as feeds_file:
        host = feeds_file.split("/")[2]
        environment = {**os.environ, "WIREWATCH_HOME": home, "WIREWATCH_ALLOW_HOSTS": host, "TZ": "UTC"}
        environment.pop("WIREWATCH_DATABASE_URL", None)
        try:
            read_the_wire(environment, feeds_file)
            with pages(environment) as base:
                look(base, telling_event(environment))
        finally:
            run(environment, "down")


def read_the_wire(environment: dict[str, str], feeds_file: str) -> None:
    """Feeds in, events out, as a user would have it on the command line."""
    opml = Path(environment["WIREWATCH_HOME"]) / "feeds.opml"
    with urllib.request.urlopen(feeds_file) as reply:  # noqa: S310 - on loopback
        opml.write_bytes(reply.read())
    run(environment, "feeds", "import", str(opml))
    run(environment, "watch", "import", str(ROOT / "seeds/watches.toml"))
    run(environment, "ingest", "--all")
    run(environment, "detect")
    run(environment, "deliver")


def run(environment: dict[str, str], *arguments: str) -> str:
    """What the command prints."""
    print("wirewatch", *arguments)
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli.main", *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


@contextmanager
def serving(command: list[str], environment: dict[str, str], address: str) -> Iterator[None]:
    """A server of ours, up and answering."""
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment, cwd=ROOT)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - on loopback
                    break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def wire() -> Iterator[str]:
    """The sample wire; yields the address of its OPML."""
    port = free_port(8942)
    address = f"http://127.0.0.1:{port}/feeds.opml"
    with serving(["pipeline.web.wire", "--port", str(port)], dict(os.environ), address):
        yield address


@contextmanager
def pages(environment: dict[str, str]) -> Iterator[str]:
    """The pages; yields their address."""
    port = free_port(8940)
    base = f"http://127.0.0.1:{port}"
    with serving(["pipeline.cli.main", "serve", "--port", str(port)], environment, f"{base}/healthz"):
        yield base


def free_port(wanted: int) -> int:
    """The wanted port, else any that is free."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")


def telling_event(environment: dict[str, str]) -> int:
    """The event whose log has the most kinds of development."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for line in run(environment, "export", "developments", "--format", "jsonl").splitlines():
        row = json.loads(line)
        kinds[row["event_id"]].add(row["kind"])
    return max(kinds, key=lambda event_id: (len(kinds[event_id]), -event_id))


def look(base: str, event_id: int) -> None:
    """Take the pictures: every page by day and by night, and one on a phone."""
    event = asked(base, f"events/{event_id}")
    actor = asked(base, "actors?words=Russia")["items"][-1]["id"]
    watch = asked(base, "watches")[0]["id"]
    paths = {
        "now": "/?show=changes",
        "brief": "/brief?since=2025-03-15",
        "ahead": "/ahead",
        "events": "/events?status=planned",
        "event": f"/events/{event_id}",
        "map": "/map",
        "article": "/articles/3",
        "stories": "/stories",
        "story": f"/stories/{event['story_id']}",
        "actors": "/actors",
        "actor": f"/actors/{actor}",
        "search": "/search?words=ceasefire",
        "feeds": "/feeds",
        "watches": "/watches",
        "watch": f"/watches/{watch}?days=30",
        "alerts": "/alerts",
        "review": f"/review?event={event_id}",
        "try": f"/try?published=2025-03-17&text={urllib.request.quote(TEXT)}",
    }
    pictures = {name: (path, DESK, "light") for name, path in paths.items()}
    pictures |= {f"{name}-dark": (path, DESK, "dark") for name, path in paths.items()}
    pictures["phone"] = ("/ahead", PHONE, "light")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (path, size, scheme) in pictures.items():
            context = browser.new_context(
                viewport=size, color_scheme=scheme, timezone_id="Europe/London", locale="en-GB"
            )
            page = context.new_page()
            page.goto(base + path)
            page.wait_for_timeout(300)
            page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=QUALITY)
            print(f"{name}.jpg {(HERE / f'{name}.jpg').stat().st_size // 1000} kB")
            context.close()
        browser.close()


def asked(base: str, path: str) -> Any:
    """What the API gives."""
    with urllib.request.urlopen(f"{base}/api/v1/{path}") as reply:  # noqa: S310 - on loopback
        return json.loads(reply.read())


if __name__ == "__main__":
    main()
