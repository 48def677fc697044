"""Detection from end to end without Airflow: extract all that waits, resolve all that is new, group all by story."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, fields
from datetime import datetime
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import SynchronizedArray

from pipeline.clock import now as clock_now
from pipeline.store import Database
from pipeline.tasks.detect.extract import Extracted, extract_batch
from pipeline.tasks.detect.reports import Library
from pipeline.tasks.detect.resolve import BATCH_SIZE, Resolved, resolve_all, resolve_batch
from pipeline.tasks.detect.stories import group_all

# With fewer than so many, a further process costs more than it does: it loads its own language model.
ARTICLES_EACH = 100
_LOOK_EVERY_S = 0.2

Progress = Callable[[Extracted, Resolved], None]


@dataclass(frozen=True, slots=True)
class Helpers:
    """Further processes that extract, and the counts to which each of them adds what it has done."""

    processes: list[SpawnProcess] = field(default_factory=list)
    counts: SynchronizedArray[int] | None = None

    def done(self) -> Extracted:
        """What they have read so far."""
        return Extracted(*self.counts[:]) if self.counts is not None else Extracted()

    def busy(self) -> bool:
        """Whether any of them is still at work, after a short wait."""
        for process in self.processes:
            process.join(_LOOK_EVERY_S)
        return any(process.is_alive() for process in self.processes)


def detect(
    database: Database, *, workers: int = 1, now: Callable[[], datetime] = clock_now, progress: Progress | None = None
) -> tuple[Extracted, Resolved]:
    """Extract, resolve and group until nothing waits; return what it came to. Extraction runs in `workers` processes.

    One process resolves at a time. Where others extract, this one resolves whenever a batch of mentions has come together, so
    that no processor waits for the end of the reading.
    """
    own, resolved = Extracted(), Resolved()
    library = Library()

    def tell() -> None:
        if progress:
            progress(own + helpers.done(), resolved)

    with _helpers(database, workers - 1) as helpers:
        # Once nothing waits to be read, the others may still be at the last of it.
        while (batch := extract_batch(database, now())).articles or helpers.busy():
            own += batch
            if helpers.processes and _waiting(database) >= BATCH_SIZE:
                resolved += resolve_batch(database, now, library=library)
            tell()
        for batch_resolved in resolve_all(database, now, library=library):
            resolved += batch_resolved
            tell()
        extracted = own + helpers.done()
    group_all(database, now())
    return extracted, resolved


def _waiting(database: Database) -> int:
    with database.transaction() as connection:
        return int(database.queries.count_new_mentions(connection))


@contextmanager
def _helpers(database: Database, most: int) -> Iterator[Helpers]:
    helpers = _start_helpers(database.url, min(most, _ready(database) // ARTICLES_EACH)) if most else Helpers()
    try:
        yield helpers
    finally:
        for process in helpers.processes:
            process.join()


def _ready(database: Database) -> int:
    with database.transaction() as connection:
        return int(database.queries.count_ready_articles(connection))


def _start_helpers(url: str, count: int) -> Helpers:
    context = multiprocessing.get_context("spawn")  # a fork would share the pool's sockets
    counts = context.Array("q", len(fields(Extracted)))
    processes = [context.Process(target=_extract_all, args=(url, counts), daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    return Helpers(processes, counts)


def _extract_all(url: str, counts: SynchronizedArray[int]) -> None:
    with Database(url, max_connections=2) as database:
        while (batch := extract_batch(database, clock_now())).articles:
            with counts.get_lock():
                for i, count in enumerate(astuple(batch)):
                    counts[i] += count
