"""Detection with two workers against one, what resolving comes to, and where the CPU time of a backfill goes.

    python -m benchmarks.workers [--articles 1000 ...]

Articles of our own (benchmarks/news.py), dense with events and no two alike, are loaded and detected with one worker, then with
two in another database. Told: articles and mentions a second of each, and memory as the work goes on; then, in a third, each stage
by itself: mentions resolved a second, and CPU time by stage (of this process and the server).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import psutil

from benchmarks.figures import Curve
from benchmarks.news import unrelated
from benchmarks.resolution import fresh
from pipeline import clock
from pipeline.domain.article import Article
from pipeline.extraction import extract
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.detect.extract import Extracted, extract_batch
from pipeline.tasks.detect.resolve import Resolved, resolve_all
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.detect.stories import group_all
from pipeline.tasks.ingest.backfill import backfill

WEEKS = 52


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    extract(Article("https://a.example/", "", "France met Germany.", None, "A"))  # what is loaded once
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = embedded.start(home)
        try:
            stages = [compare(url, home, count, arguments.workers) for count in arguments.articles]
        finally:
            embedded.stop(home)
    if stages:
        Curve(
            name="stages",
            title="CPU of an article by stage, client and server, within one year",
            sizes=arguments.articles,
            size="articles of the archive",
            unit="ms an article",
            lines={stage: [each[stage] for each in stages] for stage in stages[0]},
            stacked=True,
        ).tell()


def compare(url: str, home: Path, count: int, workers: list[int]) -> dict[str, float]:
    """Measure each number of workers, then each stage; return the CPU of each stage, in ms an article."""
    rates = [measure(url, home, count, each) for each in workers]
    print(f"{workers[-1]} workers do {rates[-1] / rates[0]:.2f} times what one does")
    return by_stage(url, home, count)


def by_stage(url: str, home: Path, count: int) -> dict[str, float]:
    """The CPU of each stage, in ms an article, where each follows the one before."""
    with Database(fresh(url, "stages")) as database:
        migrate(database.url)
        marks = [cpu_s(home)]
        for _ in backfill(database, (json.dumps(row) for row in unrelated(count, 1)), clock.now()):
            pass
        marks.append(cpu_s(home))
        while extract_batch(database, clock.now()).articles:
            pass
        marks.append(cpu_s(home))
        began = time.monotonic()
        mentions = sum(batch.mentions for batch in resolve_all(database, clock.now))
        print(f"  {mentions / (time.monotonic() - began):.0f} mentions a second resolved")
        marks.append(cpu_s(home))
        group_all(database, clock.now())
        marks.append(cpu_s(home))
    spent = [after - before for before, after in pairwise(marks)]
    parts = dict(zip(("load", "extract", "resolve", "group"), spent, strict=True))
    print("  CPU: " + ", ".join(f"{name} {part:.1f} s ({part / sum(spent):.0%})" for name, part in parts.items()))
    return {name: part / count * 1000 for name, part in parts.items()}


def measure(url: str, home: Path, count: int, workers: int) -> float:
    """Articles a second."""
    with Database(fresh(url, f"workers_{workers}")) as database:
        migrate(database.url)
        started = time.monotonic()
        for _ in backfill(database, (json.dumps(row) for row in unrelated(count, 1)), clock.now()):
            pass
        memory: list[float] = []

        def watch(extracted: Extracted, resolved: Resolved) -> None:
            print(
                f"{workers} worker(s), {time.monotonic() - began:.0f} s: {extracted}, {resolved}",
                file=sys.stderr,
                flush=True,
            )
            memory.append(psutil.Process().memory_info().rss / 1e6)

        began = time.monotonic()
        _, resolved = detect(database, workers=workers, progress=watch)
        done = time.monotonic()
        print(f"{workers} worker(s): {count} articles, {resolved.mentions} mentions, {done - started:.0f} s in all")
        print(
            f"  {count / (done - began):.1f} articles and {resolved.mentions / (done - began):.0f} mentions a second detected"
        )
        print(f"  memory: {memory[0]:.0f} MB at first, {max(memory):.0f} at most, {memory[-1]:.0f} at last")
        return count / (done - began)


def cpu_s(home: Path) -> float:
    """Seconds of CPU that this process, its workers and the server have used, with those that have ended."""
    own, server = psutil.Process(os.getpid()), psutil.Process(embedded.postmaster_pid(home))
    spent = 0.0
    for process in (own, server, *own.children(recursive=True), *server.children(recursive=True)):
        times = process.cpu_times()
        spent += times.user + times.system
    ended = [process.cpu_times() for process in (own, server)]
    return spent + sum(times.children_user + times.children_system for times in ended)


if __name__ == "__main__":
    main()
