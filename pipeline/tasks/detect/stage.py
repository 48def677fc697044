"""Detection from end to end without Airflow: extract all that waits, resolve all that is new, group all by story."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import datetime

from pipeline.clock import now as clock_now
from pipeline.store import Database
from pipeline.tasks.detect.extract import Extracted, extract_batch
from pipeline.tasks.detect.resolve import Resolved, resolve_all
from pipeline.tasks.detect.stories import group_all

Progress = Callable[[Extracted, Resolved], None]


def detect(
    database: Database, *, workers: int = 1, now: Callable[[], datetime] = clock_now, progress: Progress | None = None
) -> tuple[Extracted, Resolved]:
    """Extract, resolve and group until nothing waits; return what it came to. Extraction runs in `workers` processes."""
    extracted, resolved = Extracted(), Resolved()
    helpers = _start_helpers(database.url, workers - 1)
    try:
        while (batch := extract_batch(database, now())).articles:
            extracted += batch
            if progress:
                progress(extracted, resolved)
    finally:
        for helper in helpers:
            helper.join()
    for batch_resolved in resolve_all(database, now):
        resolved += batch_resolved
        if progress:
            progress(extracted, resolved)
    group_all(database, now())
    return extracted, resolved


def _start_helpers(url: str, count: int) -> list[multiprocessing.context.SpawnProcess]:
    context = multiprocessing.get_context("spawn")  # a fork would share the pool's sockets
    helpers = [context.Process(target=_extract_all, args=(url,), daemon=True) for _ in range(count)]
    for helper in helpers:
        helper.start()
    return helpers


def _extract_all(url: str) -> None:
    with Database(url, max_connections=2) as database:
        while extract_batch(database, clock_now()).articles:
            pass
