"""What changed since a time, by weight, and the brief that is made of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.alerts.importance import importance
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType, Mode
from pipeline.exports.brief import BEGUN, MOST, MOVED, OVER, Brief, brief
from pipeline.store import Connection

MOST_WEIGHED = 5000  # developments that are looked at, the latest


def changes_since(
    connection: Connection, queries: Any, since: datetime, *, for_brief: bool = False
) -> list[dict[str, Any]]:
    """Live developments reported since a time, each with its importance and the reason for it, the weightiest first.

    All of them, or those only that a brief has room for.
    """
    kinds, new_as = (sorted(MOVED | BEGUN), sorted(OVER)) if for_brief else ([], [])
    rows = list(queries.list_changes(connection, since=since, kinds=kinds, new_as=new_as, page_size=MOST_WEIGHED))
    for row in rows:
        weight = importance(
            DevelopmentKind(row["kind"]),
            EventType(row["type"]),
            Mode(row["mode"]) if row["mode"] else None,
            row["outlets"],
            [(each["name"], ActorKind(each["kind"])) for each in row.pop("acting")],
        )
        row |= {"importance": weight.score, "reason": weight.reason}
    return sorted(rows, key=lambda row: -row["importance"])  # of equal ones the latest first, as they come


def morning_brief(connection: Connection, queries: Any, since: datetime, until: datetime, days: int) -> Brief:
    """The brief of what was reported between two times, and of what lies ahead within some days."""
    today = until.astimezone(UTC).date()
    ahead = queries.list_ahead(connection, today=today, until=today + timedelta(days=days), page_size=MOST)
    return brief(changes_since(connection, queries, since, for_brief=True), list(ahead), since, until)
