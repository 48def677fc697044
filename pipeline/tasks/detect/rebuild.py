"""Derive everything again from the articles, and tell what changed by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.store import Connection, Database

_TOLD = ("title", "type", "mode", "status", "starts_on", "ends_on", "earliest_on", "latest_on", "place", "outlets")


@dataclass(frozen=True, slots=True)
class Changed:
    """An event that a rebuild changed, and why: what its reports now say, or what became of it."""

    event_id: int
    title: str
    why: str


def begin_rebuild(database: Database) -> int:
    """Have all articles that have their text read again, and all mentions placed again; return how many articles."""
    with database.transaction() as connection:
        count = int(database.queries.rebuild_articles(connection))
        database.queries.renew_all_mentions(connection)
    return count


def readers(database: Database) -> dict[str, int]:
    """How many mentions each version of the extractor made."""
    with database.transaction() as connection:
        rows = list(database.queries.mentions_by_extractor(connection))
    return {row["extractor_version"]: row["mentions"] for row in rows}


def changes_since(database: Database, since: datetime) -> list[Changed]:
    """The events that were written otherwise, came, were merged or ended since a time, by id."""
    with database.transaction() as connection:
        return _changes(connection, database.queries, since)


def _changes(connection: Connection, queries: Any, since: datetime) -> list[Changed]:
    found = []
    for row in queries.events_since(connection, since=since):
        before, after = row["before_state"], row["after_state"]
        if after is None:
            merged = row["merged_into"]
            why = f"merged into {merged}: {row['reason']}" if merged else "no article reports it any more"
        elif before is None:
            why = "new: sentences that made no event before, or were of another"
        else:
            why = _differences(before, after)
        if why:
            found.append(Changed(row["event_id"], (after or before)["title"], why))
    return found


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What its reports say otherwise, e.g. "status planned → occurred"."""
    told = [
        f"{name} {_word(before.get(name))} → {_word(after.get(name))}"
        for name in _TOLD
        if before.get(name) != after.get(name)
    ]
    actors = [{actor["name"] for actor in state.get("actors", ())} for state in (before, after)]
    told += [f"without {name}" for name in sorted(actors[0] - actors[1])]
    told += [f"with {name}" for name in sorted(actors[1] - actors[0])]
    return "; ".join(told)


def _word(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("name")
    return "none" if value is None else str(value)
