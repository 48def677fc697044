"""From the commit of a development to its arrival at a webhook on loopback, the sender waiting on NOTIFY.

    python benchmarks/alert_latency.py [--alerts 200]

`wirewatch deliver --follow` runs as a process of its own. Each development is written in a transaction with its alert, as the
resolver does; the time runs from just before that transaction commits.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pipeline.settings import Settings
from pipeline.store import Database, open_database
from pipeline.store.embedded import stop
from pipeline.store.migrations import migrate
from pipeline.tasks.watch.watches import apply_watches

WRITE = """
with written as (
    insert into developments (event_id, kind, ordinal, article_url, quote, reported_at)
    values (1, 'participant_added', %(n)s, 'https://desk.example/1', 'joined', now())
    returning development_id
),
raised as (
    insert into alerts (watch_id, subject_kind, subject_key, development_id, event_id, message)
    select watch_id, 'development', %(key)s, development_id, 1, '{"kind": "participant_added", "title": "Talks"}' from watches, written
    returning alert_id
)
insert into deliveries (alert_id, channel) select alert_id, channel from raised, unnest(array['log', 'desk']) as channel
"""


class Hook:
    """A webhook that notes when each subject arrived."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                message: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.arrived[message["subject_id"]] = time.time()
                self.send_response(204)
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def measure(database: Database, hook: Hook, count: int) -> list[float]:
    """Seconds from commit to arrival, of each."""
    began: dict[str, float] = {}
    hook.arrived.clear()
    before = database.run("select count(*) as n from developments")[0]["n"]
    for n in range(before + 1, before + count + 1):
        key = f"1:participant_added:{n}"
        began[key] = time.time()
        database.run(WRITE, {"n": n, "key": key})
        time.sleep(random.uniform(0.05, 0.4))
    deadline = time.time() + 60
    while len(hook.arrived) < count and time.time() < deadline:
        time.sleep(0.05)
    return sorted(hook.arrived[key] - at for key, at in began.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alerts", type=int, default=200)
    count = parser.parse_args().alerts
    hook = Hook()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Settings(home=Path(folder), database_url=""))
        try:
            migrate(database.url)
            apply_watches(database, '[[watch]]\nname = "w"\nchannels = ["desk"]\n', "watches.toml")
            environment = {
                **os.environ,
                "WIREWATCH_DATABASE_URL": database.url,
                "WIREWATCH_CHANNELS": json.dumps({"desk": {"url_env": "DESK_URL"}}),
                "DESK_URL": hook.url,
            }
            command = [sys.executable, "-m", "pipeline.cli.main", "deliver", "--follow"]
            with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as sender:
                measure(database, hook, 1)  # it has started once the first has arrived
                waits = measure(database, hook, count)
                sender.terminate()
        finally:
            database.close()
            stop(Path(folder))
    p95 = waits[min(len(waits) - 1, int(0.95 * len(waits)))]
    print(f"{len(waits)} alerts: p50 {statistics.median(waits):.2f} s, p95 {p95:.2f} s, worst {waits[-1]:.2f} s")


if __name__ == "__main__":
    main()
