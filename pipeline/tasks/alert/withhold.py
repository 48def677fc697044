"""Leave out what need not be told after all, before anybody is told of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pipeline.alerts.inhibition import Gathering, inhibited_by
from pipeline.domain.vocabulary import AlertReason, EventType, Status
from pipeline.store import Connection, Database


def withhold(database: Database) -> int:
    """Suppress what waits for watches that are off, and what is inhibited for those that ask for this; return how many."""
    with database.transaction() as connection:
        return withhold_of(connection, database.queries, None)


def withhold_of(connection: Connection, queries: Any, alert_ids: list[int] | None) -> int:
    """The same of some alerts only, those about to be sent, or of all where none are given."""
    off = [row["alert_id"] for row in queries.alerts_switched_off(connection, alert_ids=alert_ids)]
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in queries.inhibitable_alerts(connection, alert_ids=alert_ids):
        rows[row["alert_id"]].append(row)
    inhibited = [alert_id for alert_id, found in rows.items() if _inhibited(found)]
    return _suppress(connection, queries, off, AlertReason.SWITCHED_OFF) + _suppress(
        connection, queries, inhibited, AlertReason.INHIBITED
    )


def _suppress(connection: Connection, queries: Any, alert_ids: list[int], reason: AlertReason) -> int:
    if not alert_ids:
        return 0
    free = [row["alert_id"] for row in queries.lock_free_alerts(connection, alert_ids=alert_ids)]
    queries.drop_deliveries(connection, alert_ids=free)
    return int(queries.suppress_alerts(connection, alert_ids=free, reason=reason.value))


def _inhibited(rows: list[dict[str, Any]]) -> bool:
    gatherings = [
        Gathering(
            row["event_id"],
            EventType(row["type"]),
            Status(row["status"]),
            row["last_on"],
            frozenset(row["countries"]),
        )
        for row in rows
    ]
    own = next((each for each, row in zip(gatherings, rows, strict=True) if row["own"]), None)
    return own is not None and inhibited_by(own, f"{rows[0]['title']}\n{rows[0]['quote']}", gatherings) is not None
