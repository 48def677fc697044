"""What the DAGs call: each function opens the database, does its step, leaves a line in `runs`, returns counts."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database, open_database
from pipeline.tasks.runs import recorded

FEEDS_A_WORKER = 100
ARTICLES_A_WORKER = 250  # a task costs Airflow as much as reading fifty
CONNECT_S = 5.0  # how long a task waits for the database; Airflow tries again


@contextmanager
def _opened() -> Iterator[Database]:
    database = open_database(Settings(), max_connections=4, connect_timeout_s=CONNECT_S)
    try:
        yield database
    finally:
        database.close()


def _recorded(stage: str, step: Callable[[Database], dict[str, Any]]) -> dict[str, Any]:
    """Do a step on the database, and leave a row in `runs` and a line in the log."""
    started_at = clock.now()
    with _opened() as database:
        counts = recorded(database, stage, step)
    structlog.get_logger("wirewatch").info(
        stage, seconds=round((clock.now() - started_at).total_seconds(), 2), **counts
    )
    return counts


def plan_polls() -> list[list[int]]:
    """Keys of the feeds that are due, in batches for workers to take on; empty where nothing is due. Feeds in trouble are noted."""
    from pipeline.tasks.ingest.feed_health import note_feed_troubles
    from pipeline.tasks.ingest.stage import due_batches

    with _opened() as database:
        note_feed_troubles(database, clock.now())
        return due_batches(database, Settings(), clock.now(), size=FEEDS_A_WORKER)


def poll(feed_ids: list[int]) -> dict[str, Any]:
    """Poll these feeds and read what they show."""
    from pipeline.tasks.ingest.stage import run_batch

    return _recorded("ingest", lambda database: run_batch(database, Settings(), feed_ids, now=clock.now).counts)


def detection_waits() -> bool:
    """Whether anything waits to be read or resolved, or a person has corrected anything."""
    with _opened() as database, database.transaction() as connection:
        queries = database.queries
        return bool(
            queries.count_ready_articles(connection)
            or queries.count_new_mentions(connection, batch_size=1)
            or queries.count_waiting_corrections(connection)
        )


def plan_extraction() -> list[int]:
    """Numbers of the workers that the waiting articles call for; empty where none waits.

    More of them than there are processors would take more time for the same articles: each turns the others' memory out of the
    processors' caches.
    """
    most = Settings().extraction_workers or os.cpu_count() or 1
    with _opened() as database, database.transaction() as connection:
        waiting = database.queries.count_ready_articles(connection)
    return list(range(min(most, math.ceil(int(waiting or 0) / ARTICLES_A_WORKER))))


def extract(worker: int) -> dict[str, Any]:
    """Read waiting articles until none is left, as one of several workers that share them."""
    from pipeline.tasks.detect.extract import Extracted, extract_batch

    def step(database: Database) -> dict[str, Any]:
        total = Extracted()
        while (batch := extract_batch(database, clock.now())).articles:
            total += batch
        return asdict(total)

    return {"worker": worker, **_recorded("extract", step)}


def resolve() -> dict[str, Any]:
    """Fold new mentions into events until none is left, and give new articles their stories."""
    from pipeline.tasks.detect.resolve import Resolved, resolve_all
    from pipeline.tasks.detect.stories import group_all

    def step(database: Database) -> dict[str, Any]:
        total = sum(resolve_all(database, clock.now), Resolved())
        grouped = group_all(database, clock.now())
        return {**asdict(total), "stories": grouped.stories}

    return _recorded("resolve", step)


def delivery_waits() -> bool:
    """Whether a delivery is due."""
    with _opened() as database, database.transaction() as connection:
        return bool(database.queries.count_due_deliveries(connection, now=clock.now()))


def deliver() -> dict[str, Any]:
    """Send the alerts that are due."""
    from pipeline.tasks.alert.deliver import deliver as send

    return _recorded("deliver", lambda database: asdict(send(database, Settings(), clock.now)))


def housekeep() -> dict[str, Any]:
    """Forget logs and texts that are older than the settings keep them; events and quotes stay."""

    def step(database: Database) -> dict[str, Any]:
        settings, now = Settings(), clock.now()
        before = now - timedelta(days=settings.logs_kept_days)
        with database.transaction() as connection:
            counts = {
                "runs": database.queries.drop_old_runs(connection, before=before),
                "fetches": database.queries.drop_old_fetches(connection, before=before),
                "request_counts": database.queries.drop_old_request_counts(connection, before=now - timedelta(hours=2)),
            }
            if settings.texts_kept_days:
                dropped = now - timedelta(days=settings.texts_kept_days)
                counts["mentions_without_text"] = database.queries.expire_texts(connection, before=dropped)
        return counts

    return _recorded("housekeeping", step)


def load_archive(path: str) -> dict[str, Any]:
    """Load an archive of articles. Raises BadInputError where there is no such file."""
    from pipeline.errors import BadInputError
    from pipeline.tasks.ingest.backfill import Backfilled, backfill

    archive = Path(path)
    if not archive.is_file():
        raise BadInputError(
            f"there is no file {path}; give the DAG's parameter `archive` a path that its workers can read"
        )

    def step(database: Database) -> dict[str, Any]:
        done = Backfilled()
        with archive.open(encoding="utf-8", errors="replace") as lines:
            for done in backfill(database, lines, clock.now()):
                structlog.get_logger("wirewatch").info("backfill", lines=done.lines)
        for bad in done.bad:
            structlog.get_logger("wirewatch").warning("line skipped", number=bad.number, problem=bad.problem)
        return {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "bad": len(done.bad)}

    return _recorded("backfill", step)
