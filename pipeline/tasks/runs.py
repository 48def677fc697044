"""What runs of a stage did, as rows of the table `runs`: the metrics are read from them, whoever ran the stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pipeline import clock
from pipeline.errors import DatabaseUnavailableError
from pipeline.store import Database
from pipeline.store.database import as_json


def recorded(database: Database, stage: str, step: Callable[[Database], dict[str, Any]]) -> dict[str, Any]:
    """Do a step and write what it did; a run that did nothing leaves no row. What it raises is recorded, and raised."""
    started_at = clock.now()
    try:
        counts = step(database)
    except DatabaseUnavailableError:
        raise  # there is nowhere to record it
    except Exception as error:
        note_run(database, stage, started_at, {}, error=f"{type(error).__name__}: {error}"[:1000])
        raise
    note_run(database, stage, started_at, counts)
    return counts


def note_run(
    database: Database, stage: str, started_at: datetime, counts: Mapping[str, Any], *, error: str | None = None
) -> None:
    """Write what a run did, or how it ended, if it did anything."""
    if not any(counts.values()) and error is None:
        return
    with database.transaction() as connection:
        database.queries.put_run(
            connection,
            stage=stage,
            started_at=started_at,
            finished_at=clock.now(),
            counts=as_json(dict(counts)),
            error=error,
        )
