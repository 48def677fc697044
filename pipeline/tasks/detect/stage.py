"""Detection from end to end without Airflow: extract all that waits, resolve all that is new, group all by story."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, fields
from datetime import datetime
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import SynchronizedArray

from pipeline.clock import now as clock_now
from pipeline.store import Database
from pipeline.tasks.detect import extract, resolve, stories
from pipeline.tasks.detect.extract import Extracted, extract_batch
from pipeline.tasks.detect.reports import Library
from pipeline.tasks.detect.resolve import Resolved, resolve_all, resolve_batch
from pipeline.tasks.detect.stories import group_all, group_batch

ARTICLES_EACH = 100  # with fewer than so many, a further process costs more than it does
_LOOK_EVERY_S = 0.1

Progress = Callable[[Extracted, Resolved], None]


@dataclass(frozen=True, slots=True)
class Helpers:
    """Further processes that extract, and the counts to which each of them adds what it has done."""

    processes: list[BaseProcess] = field(default_factory=list)
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

    One process resolves and groups at a time: this one, whenever a batch has come together, and with what there is once nothing
    is left to read. So no processor waits for the end of the reading, and where articles come in faster than they are read,
    those that are read become events all the same.
    """
    own, resolved = Extracted(), Resolved()
    library = Library()

    def tell() -> None:
        if progress:
            progress(own + helpers.done(), resolved)

    with _helpers(database, workers - 1) as helpers:
        while True:
            own += (read := extract_batch(database, now()))
            waiting = _waiting(database)
            if waiting.mentions >= (resolve.BATCH_SIZE if read.articles else 1):
                resolved += resolve_batch(database, now, library=library)
            elif waiting.articles >= stories.BATCH_SIZE:
                group_batch(database, now())
            elif not read.articles and not helpers.busy():
                break
            tell()
        for batch_resolved in resolve_all(database, now, library=library):
            resolved += batch_resolved
            tell()
        extracted = own + helpers.done()
    group_all(database, now())
    return extracted, resolved


@dataclass(frozen=True, slots=True)
class _Waiting:
    """How much waits for the process that resolves, up to a batch: mentions for their events, articles for their stories."""

    mentions: int
    articles: int


def _waiting(database: Database) -> _Waiting:
    with database.transaction() as connection:
        queries = database.queries
        return _Waiting(
            int(queries.count_new_mentions(connection, batch_size=resolve.BATCH_SIZE)),
            int(queries.count_ungrouped_articles(connection, batch_size=stories.BATCH_SIZE)),
        )


@contextmanager
def _helpers(database: Database, most: int) -> Iterator[Helpers]:
    helpers = start_helpers(database.url, min(most, _ready(database) // ARTICLES_EACH)) if most else Helpers()
    try:
        yield helpers
    finally:
        for process in helpers.processes:
            process.join()


def _ready(database: Database) -> int:
    with database.transaction() as connection:
        return int(database.queries.count_ready_articles(connection))


def start_helpers(url: str, count: int) -> Helpers:
    """Start processes that extract. They are forks, which have the language model at once; each opens its own connections, and
    leaves those of this process alone. Elsewhere than on Linux libraries don't bear it: there each loads its own model."""
    forks = sys.platform == "linux"
    context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    if count:
        extract.load()
    counts = context.Array("q", len(fields(Extracted)))
    processes = [context.Process(target=_extract_all, args=(url, counts), daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    return Helpers(list(processes), counts)


def _extract_all(url: str, counts: SynchronizedArray[int]) -> None:
    sys.stderr = sys.__stderr__  # not through the bar of progress of the process that this is a fork of
    with Database(url, max_connections=2) as database:
        while (batch := extract_batch(database, clock_now())).articles:
            with counts.get_lock():
                for i, count in enumerate(astuple(batch)):
                    counts[i] += count
