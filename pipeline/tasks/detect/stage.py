"""Detection from end to end without Airflow: extract all that waits, resolve all that is new, group all by story."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import SynchronizedArray

from pipeline.clock import now as clock_now
from pipeline.store import Database
from pipeline.tasks.detect.extract import Extracted, extract_batch
from pipeline.tasks.detect.reports import Library
from pipeline.tasks.detect.resolve import BATCH_SIZE, Resolved, resolve_all, resolve_batch
from pipeline.tasks.detect.stories import group_all

ARTICLES_EACH = (
    100  # with fewer than so many, a further process costs more than it does: it loads its own language model
)
_LOOK_EVERY_S = 0.2

Progress = Callable[[Extracted, Resolved], None]


@dataclass(frozen=True, slots=True)
class Helpers:
    """Further processes that extract, and the counts to which each of them adds what it has done."""

    processes: list[SpawnProcess]
    counts: SynchronizedArray[int]

    def done(self) -> Extracted:
        """What they have read so far."""
        with self.counts.get_lock():
            return Extracted(*self.counts[:])

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

    def tell(helpers: Helpers) -> None:
        if progress:
            progress(own + helpers.done(), resolved)

    with _helpers(database, workers - 1) as helpers:
        while (batch := extract_batch(database, now())).articles:
            own += batch
            if helpers.processes and _waiting(database) >= BATCH_SIZE:
                resolved += resolve_batch(database, now(), library=library)
            tell(helpers)
        while helpers.busy():
            if _waiting(database) >= BATCH_SIZE:
                resolved += resolve_batch(database, now(), library=library)
            tell(helpers)
        for batch_resolved in resolve_all(database, now, library=library):
            resolved += batch_resolved
            tell(helpers)
        extracted = own + helpers.done()
    group_all(database, now())
    return extracted, resolved


def _waiting(database: Database) -> int:
    with database.transaction() as connection:
        return int(database.queries.count_new_mentions(connection))


@contextmanager
def _helpers(database: Database, most: int) -> Iterator[Helpers]:
    with database.transaction() as connection:
        ready = int(database.queries.count_ready_articles(connection))
    context = multiprocessing.get_context("spawn")  # a fork would share the pool's sockets
    counts = context.Array("q", len(fields(Extracted)))
    helpers = Helpers(
        [
            context.Process(target=_extract_all, args=(database.url, counts), daemon=True)
            for _ in range(min(most, ready // ARTICLES_EACH))
        ],
        counts,
    )
    for process in helpers.processes:
        process.start()
    try:
        yield helpers
    finally:
        for process in helpers.processes:
            process.join()


def _extract_all(url: str, counts: SynchronizedArray[int]) -> None:
    with Database(url, max_connections=2) as database:
        while (batch := extract_batch(database, clock_now())).articles:
            with counts.get_lock():
                for i, count in enumerate(astuple(batch)):
                    counts[i] += count
