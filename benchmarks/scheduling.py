"""What Airflow costs besides the work it schedules: a backfill under it, against the same stages called one after the other.

    python -m benchmarks.scheduling [--articles 1000]

An archive of our own (benchmarks/news.py) is loaded, read and resolved by the DAG `backfill` in a whole `wirewatch up`, and by the
plain functions in one process, each with a PostgreSQL of its own. Compared is the CPU time of all processes, PostgreSQL included,
from the trigger to the end of the run. The functions are called before and after, since a machine is not always as fast; an empty
archive goes before, in which Airflow loads what its tasks ask for. What it uses while it has nothing to do is told apart: it is
paid by the clock, so the longer a run waits for a busy machine, the more of it falls into the run. Asked: at most 15 % more than
the work.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.news import unrelated
from benchmarks.workers import cpu_s
from pipeline import clock
from pipeline.domain.article import Article
from pipeline.extraction import extract
from pipeline.resources import resource
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.watch.watches import apply_watches
from tests.acceptance.running import Up

MOST = 0.15
WATCHES = "seeds/watches.toml"
REST_S = 30
REAPED_S = 5  # after a run its last task may still be a process that has ended and is counted nowhere
# Each part by words of the command that leads its session.
PARTS = {
    "orchestration.warm": "scheduler and tasks", "airflow scheduler": "scheduler and tasks",
    "api_server": "api-server", "api-server": "api-server",
    "dag-processor": "dag-processor", "triggerer": "triggerer", "deliver": "sender", "pipeline.web": "pages and wire",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    arguments = parser.parse_args()
    lines = [json.dumps(row) for row in unrelated(arguments.articles, 1)]
    with tempfile.TemporaryDirectory(prefix="wirewatch-airflow-") as folder:
        archives = [Path(folder) / name for name in ("empty.jsonl", "archive.jsonl")]
        for archive, text in zip(archives, ("", "\n".join(lines) + "\n"), strict=True):
            archive.write_text(text)
        before, mentions = called(Path(folder) / "before", lines)
        print(f"called: {before:.1f} s of CPU for {arguments.articles} articles, {mentions} mentions", flush=True)
        spent = scheduled(Path(folder) / "home", archives, mentions)
        after, _ = called(Path(folder) / "after", lines)
        print(f"called again: {after:.1f} s of CPU")
    plain = (before + after) / 2
    overhead = spent.whole / plain - 1
    print(
        f"overhead {overhead:.1%} of the work, {overhead - spent.at_rest / plain:.1%} without what is used at rest (asked: {MOST:.0%})"
    )
    sys.exit(overhead > MOST)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of CPU of a run under Airflow, and how many of them it would have used in that time at rest."""

    whole: float
    at_rest: float


def called(home: Path, lines: list[str]) -> tuple[float, int]:
    """Seconds of CPU that the stages take when nothing schedules them, and the mentions they find."""
    extract(
        Article("https://a.example/", "", "France met Germany.", None, "A")
    )  # loaded before, as Airflow's workers have it
    with Database(embedded.start(home)) as database:
        migrate(database.url)
        # Those that `up` begins with: to ask them of each event is work, whoever schedules it.
        apply_watches(database, resource(WATCHES).read_text("utf-8"), WATCHES)
        before = cpu_s(home)
        for _ in backfill(database, lines, clock.now()):
            pass
        detect(database)
        spent = cpu_s(home) - before
        (found,) = database.run("select count(*)::int as n from mentions")
    embedded.stop(home)
    return spent, found["n"]


def scheduled(home: Path, archives: Sequence[Path], mentions: int) -> Spent:
    """The same under Airflow: what the last of some archives costs."""
    up = Up(home)
    migrate(url := embedded.start(home))
    with Database(url) as database:  # a feed that is never due: else the sample wire's would be read beside
        database.run("insert into outlets (name) values ('None')")
        database.run(
            "insert into feeds (url, outlet_id, state) select 'https://a.example/', outlet_id, 'paused' from outlets"
        )
    try:
        up.start()
        api = Api(up.environment["WIREWATCH_AIRFLOW_PORT"])
        for dag in ("ingest_feeds", "detect_events", "send_alerts", "housekeeping"):
            api.ask("PATCH", f"dags/{dag}", {"is_paused": True})
        time.sleep(REST_S / 2)
        at_rest, began = spent_by(up), time.monotonic()
        time.sleep(REST_S)
        rate = (spent_by(up).total() - at_rest.total()) / (time.monotonic() - began)
        for archive in archives:
            before, began = spent_by(up), time.monotonic()
            run(api, archive)
            took = time.monotonic() - began
            time.sleep(REAPED_S)
            spent = spent_by(up) - before
            print(
                f"scheduled, {archive.stem}: {spent.total():.1f} s of CPU in {took:.0f} s: "
                + ", ".join(f"{part} {s:.1f}" for part, s in spent.most_common())
            )
        with up.database() as database:
            (found,) = database.run("select count(*)::int as n from mentions")
            (waiting,) = database.run("select count(*)::int as n from mentions where state = 'new'")
        assert (found["n"], waiting["n"]) == (mentions, 0), (found, waiting)
    finally:
        up.stop()
        up.down()
    print(f"at rest everything uses {rate:.3f} s of CPU a second: {rate * took:.1f} s of those")
    return Spent(spent.total(), rate * took)


def run(api: Api, archive: Path) -> None:
    """Have the DAG `backfill` read an archive, and wait for its end."""
    begun = api.ask("POST", "dags/backfill/dagRuns", {"logical_date": None, "conf": {"archive": str(archive)}})
    address = f"dags/backfill/dagRuns/{begun['dag_run_id']}"
    while (state := api.ask("GET", address)["state"]) in {"queued", "running"}:
        time.sleep(5)  # seldom asked: that too is paid for
    assert state == "success", state


def spent_by(up: Up) -> Counter[str]:
    """Seconds of CPU that the processes of a running `up` have used so far, with those that have ended, by part."""
    spent: Counter[str] = Counter()
    for process in up.processes():
        try:
            times, part = process.cpu_times(), part_of(process)
        except (OSError, psutil.Error):
            continue
        spent[part] += times.user + times.system + times.children_user + times.children_system
    return spent


def part_of(process: psutil.Process) -> str:
    """The part of `up` that a process belongs to: each is a session of its own."""
    if process.name() == "postgres":
        return "postgres"
    words = " ".join(psutil.Process(os.getsid(process.pid)).cmdline())
    return next((part for word, part in PARTS.items() if word in words), "supervisor")


class Api:
    """Airflow's own API, as `up` serves it on loopback."""

    def __init__(self, port: str) -> None:
        self.base, self.token = f"http://127.0.0.1:{port}", ""
        self.token = self._send("GET", "/auth/token", None)["access_token"]

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The reply to a request below /api/v2."""
        return self._send(method, f"/api/v2/{path}", body)

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        headers = {
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        }
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(
            urllib.request.Request(self.base + path, data, headers, method=method), timeout=30
        ) as reply:
            found: dict[str, Any] = json.load(reply)
        return found


if __name__ == "__main__":
    main()
