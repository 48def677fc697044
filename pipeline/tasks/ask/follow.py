"""Follow the log of developments as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.store import Database
from pipeline.tasks.alert.deliver import DEVELOPMENTS

PAGE = 500
WAIT_S = 5.0


def follow_developments(database: Database, after_id: int | None) -> Iterator[dict[str, Any] | None]:
    """Yield each line of the log that is written after one of them (from now on where none is given); None now and then.

    A line's id is where to go on from. Lines are committed in the order of their ids, so none is missed.
    """
    queries = database.queries
    with database.listening(DEVELOPMENTS) as wait:
        with database.transaction() as connection:
            last = int(queries.last_development_id(connection)) if after_id is None else after_id
        while True:
            with database.transaction() as connection:
                rows = list(queries.developments_after(connection, after_id=last, page_size=PAGE))
            for row in rows:
                last = row["development_id"]
                yield row
            if not rows:
                wait(WAIT_S)
                yield None
