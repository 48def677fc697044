"""Remind watches of what begins tomorrow, and of what was due and nobody has reported: once a day, in the morning of their zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pipeline.alerts.hours import zone_of
from pipeline.alerts.matching import concerns
from pipeline.alerts.messages import message_of
from pipeline.domain.vocabulary import SubjectKind
from pipeline.store import Connection, Database
from pipeline.tasks.alert.raise_alerts import put_alert, stored_watches

MORNING_HOUR = 7


def remind(database: Database, now: datetime) -> int:
    """Raise the reminders that are due; return how many."""
    with database.transaction() as connection:
        rows = list(database.queries.watches_to_remind(connection))
    raised = 0
    for row in rows:
        local = now.astimezone(zone_of(row["zone"]))
        if local.hour >= MORNING_HOUR and row["reminded_on"] != local.date():
            with database.transaction() as connection:
                raised += _remind(connection, database.queries, row, local.date(), now)
    return raised


def _remind(connection: Connection, queries: Any, row: dict[str, Any], today: date, now: datetime) -> int:
    from pipeline.tasks.detect.resolve import notices_of_events  # heavy, and most days nothing is due

    if not queries.begin_reminding(connection, watch_id=row["watch_id"], today=today):
        return 0
    since = (row["reminded_on"] or today) - timedelta(days=1)
    due = queries.events_to_remind(connection, tomorrow=today + timedelta(days=1), today=today, since=since)
    wanted = {each["event_id"]: each for each in due if each["kind"] in row["remind"]}
    if not wanted:
        return 0
    (stored,) = stored_watches(connection, queries, row["name"])
    raised = 0
    for event_id, notices in notices_of_events(connection, queries, wanted).items():
        if not notices or not concerns(stored.watch, notices[-1]):
            continue
        kind, day = wanted[event_id]["kind"], wanted[event_id]["day"]
        message = {**message_of(event_id, notices[-1]), "kind": kind, "before": None, "after": None, "due_on": str(day)}
        subject = (SubjectKind.REMINDER, f"{event_id}:{kind}:{day}")
        channels = ("log", *stored.watch.channels)
        raised += put_alert(connection, queries, stored, subject, message, channels, now, event_id=event_id)
    return raised
