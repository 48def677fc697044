"""From a feed's change to the event row, and from an alert's commit to its webhook, under Airflow's schedule alone.

    python -m benchmarks.latency [--changes 50] [--seed 1]

Starts everything, stops the sender that waits on NOTIFY, so that only the DAG sends, changes a loopback feed and watches the
table. Prints p50, p95 and the worst in seconds. Each change adds one article, told in one sentence, to one of five feeds at a
random moment; it counts as seen once its mention belongs to an event. The time of an alert runs from the last look at the table
that did not show it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil

from benchmarks.alert_latency import Hook
from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database, embedded
from pipeline.tasks.ingest.feeds import import_opml
from pipeline.tasks.watch.watches import apply_watches

COUNTRIES = [
    "Norway", "Chile", "Kenya", "Japan", "Peru", "Ghana", "Poland", "Vietnam", "Morocco", "Canada", "Turkey", "Brazil", "Jordan",
    "Finland", "Nepal", "Cuba",
]  # fmt: skip
CITIES = [
    "Oslo",
    "Santiago",
    "Nairobi",
    "Tokyo",
    "Lima",
    "Accra",
    "Warsaw",
    "Hanoi",
    "Rabat",
    "Ottawa",
    "Ankara",
    "Amman",
]
FEEDS = 5


class Wire:
    """Five feeds that grow by one article at a time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.articles: list[tuple[int, str, str, datetime]] = []
        self.changed_at: dict[str, float] = {}
        self.base = ""

    def change(self) -> None:
        """Publish one article."""
        n = len(self.articles)
        a, b = self.random.sample(COUNTRIES, 2)
        day = datetime.now(UTC) + timedelta(days=self.random.randrange(2, 60))
        sentence = (
            f"The foreign ministers of {a} and {b} will meet in {self.random.choice(CITIES)} on {day.day} {day:%B %Y}, "
            "the host government said in a statement. They last spoke by video link."
        )
        path = f"/article/{n}"
        self.articles.append((n % FEEDS, path, sentence, datetime.now(UTC)))
        self.changed_at[f"{self.base}{path}"] = time.time()

    def serve(self) -> ThreadingHTTPServer:
        """Serve feeds and pages on a free loopback port."""
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                body, kind = wire.page(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def page(self, path: str) -> tuple[bytes, str]:
        """The reply to a path."""
        if path.startswith("/feed/"):
            items = "".join(
                f"<item><title>Ministers to meet ({p})</title><link>{self.base}{p}</link><pubDate>{format_datetime(at)}</pubDate></item>"
                for feed, p, _, at in reversed(self.articles)
                if path == f"/feed/{feed}.xml"
            )
            return (
                f"<rss version='2.0'><channel><title>Desk</title>{items}</channel></rss>".encode(),
                "application/rss+xml",
            )
        for _, p, sentence, _ in self.articles:
            if path == p:
                text = f"<html lang='en'><body><article><h1>Ministers to meet</h1><p>{escape(sentence)}</p></article></body></html>"
                return text.encode(), "text/html; charset=utf-8"
        return b"", "text/plain"

    def opml(self) -> bytes:
        """The five feeds."""
        feeds = "".join(
            f'<outline type="rss" text="Desk {n}" xmlUrl="{self.base}/feed/{n}.xml"/>' for n in range(FEEDS)
        )
        return f'<opml version="2.0"><head/><body>{feeds}</body></opml>'.encode()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    wire = Wire(args.seed)
    wire.serve()
    hook = Hook()
    with tempfile.TemporaryDirectory(prefix="wirewatch-latency-") as folder:
        home = Path(folder)
        host = wire.base.removeprefix("http://")
        environment = {
            **os.environ,
            "WIREWATCH_HOME": folder,
            "WIREWATCH_ALLOW_HOSTS": host,
            "WIREWATCH_CHANNELS": json.dumps({"desk": {"url_env": "DESK_URL"}}),
            "DESK_URL": hook.url,
        }
        command = [sys.executable, "-m", "pipeline.cli.main", "up"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as supervisor:
            try:
                assert supervisor.stderr
                for line in supervisor.stderr:
                    print(line, end="", flush=True)
                    if "Ctrl-C stops" in line:
                        break
                threading.Thread(target=supervisor.stderr.read, daemon=True).start()
                rest_sender(supervisor.pid)
                with Database(embedded.start(home)) as database:
                    settings = Settings(home=home, allow_hosts=host)
                    print(import_opml(database, settings, wire.opml(), now=clock.now()))
                    apply_watches(database, '[[watch]]\nname = "all"\nchannels = ["desk"]\n', "watches.toml")
                    waits, told = measure(database, wire, hook, args.changes)
            finally:
                supervisor.send_signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    supervisor.wait(60)
    show("changes, to the event's row", waits)
    show("alerts, to the webhook", told)


def show(what: str, waits: list[float]) -> None:
    """Print the figures of some waits."""
    waits.sort()
    p95 = waits[min(len(waits) - 1, int(0.95 * len(waits)))]
    print(f"{len(waits)} {what}: p50 {statistics.median(waits):.1f} s, p95 {p95:.1f} s, worst {waits[-1]:.1f} s")


def rest_sender(supervisor: int) -> None:
    """Stop the sender where it stands: it lives on, so that it is not started again, and sends nothing."""
    for part in psutil.Process(supervisor).children():
        if "--follow" in part.cmdline():
            part.suspend()
            return
    raise RuntimeError("there is no sender to stop")


def measure(database: Database, wire: Wire, hook: Hook, changes: int) -> tuple[list[float], list[float]]:
    """Seconds from each change to its event's row, and from each alert to its arrival."""
    time.sleep(20)  # the first run of each DAG warms caches
    waits: dict[str, float] = {}
    raised: dict[str, float] = {}
    next_at = looked_at = time.time()
    while len(waits) < changes or raised.keys() - hook.arrived.keys():
        if len(wire.articles) < changes and time.time() >= next_at:
            wire.change()
            next_at = time.time() + wire.random.uniform(2, 9)
        before, looked_at = looked_at, time.time()
        for row in database.run("select subject_key from alerts where state <> 'withdrawn'"):
            raised.setdefault(row["subject_key"], before)
        rows = database.run(
            "select articles.url from mentions join articles using (article_id) where mentions.event_id is not null "
            "and articles.url like %(base)s",
            {"base": f"{wire.base}/%"},
        )
        for row in rows:
            if row["url"] not in waits:
                waits[row["url"]] = time.time() - wire.changed_at[row["url"]]
                print(f"{len(waits):3} {waits[row['url']]:6.1f} s", flush=True)
        late = [url for url, at in wire.changed_at.items() if url not in waits and time.time() - at > 300]
        late += [key for key, at in raised.items() if key not in hook.arrived and time.time() - at > 300]
        if late:
            raise TimeoutError(f"nothing came of these in 300 s: {late}")
        time.sleep(0.2)
    return list(waits.values()), [hook.arrived[key] - at for key, at in raised.items()]


if __name__ == "__main__":
    main()
