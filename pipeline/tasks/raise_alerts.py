"""Raise, renew and withdraw the alerts of one event, in the transaction that changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.alerts import Notice, Watch, matches
from pipeline.alerts.messages import message_of
from pipeline.domain.vocabulary import AlertState, SubjectKind
from pipeline.store import Connection
from pipeline.store.database import as_json


@dataclass(frozen=True, slots=True)
class Standing:
    """A live development of an event, as written, with the event as it stood right after it.

    `first_told_at` is when this development was first written, in whatever words.
    """

    development_id: int
    notice: Notice
    first_told_at: datetime


@dataclass(frozen=True, slots=True)
class StoredWatch:
    """A watch with its key and age: it is told of what is learnt from its making on."""

    watch_id: int
    watch: Watch
    created_at: datetime


def stored_watches(connection: Connection, queries: Any) -> list[StoredWatch]:
    """All watches that raise alerts."""
    return [
        StoredWatch(row["watch_id"], _watch(row), row["created_at"])
        for row in queries.list_watches(connection)
        if row["enabled"]
    ]


def _watch(row: dict[str, Any]) -> Watch:
    values: dict[str, Any] = {
        name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in Watch.__dataclass_fields__
    }
    return Watch(**values)


def sync_alerts(
    connection: Connection,
    queries: Any,
    event_id: int,
    standing: Sequence[Standing],
    watches: Sequence[StoredWatch],
    now: datetime,
) -> int:
    """Make the alerts of an event be just those that its live developments call for; return how many were raised."""
    wanted = {
        (stored.watch_id, _subject_key(event_id, each)): (stored.watch, each)
        for each in standing
        for stored in watches
        if each.first_told_at >= stored.created_at and matches(stored.watch, each.notice)
    }
    watching = {stored.watch_id: stored.watch for stored in watches}
    raised = 0
    for row in list(queries.alerts_of_event(connection, event_id=event_id)):
        key = (row["watch_id"], row["subject_key"])
        if row["watch_id"] not in watching:
            continue
        if key in wanted:
            watch, each = wanted.pop(key)
            _renew(connection, queries, row, watch, event_id, each, now)
        elif row["state"] != AlertState.WITHDRAWN:
            _withdraw(connection, queries, row, watching[row["watch_id"]], event_id, now)
    for (watch_id, subject_key), (watch, each) in wanted.items():
        raised += _raise(
            connection,
            queries,
            watch_id=watch_id,
            watch=watch,
            subject_kind=SubjectKind.DEVELOPMENT,
            subject_key=subject_key,
            development_id=each.development_id,
            event_id=event_id,
            message=message_of(event_id, each.notice),
            now=now,
        )
    return raised


def _subject_key(event_id: int, standing: Standing) -> str:
    development = standing.notice.development
    return f"{event_id}:{development.kind.value}:{development.ordinal}"


def _renew(
    connection: Connection,
    queries: Any,
    row: dict[str, Any],
    watch: Watch,
    event_id: int,
    standing: Standing,
    now: datetime,
) -> None:
    message = message_of(event_id, standing.notice)
    told_otherwise = row["sent_at"] is not None and any(
        row["message"].get(f) != message[f] for f in ("before", "after")
    )
    if row["development_id"] == standing.development_id and row["state"] != AlertState.WITHDRAWN:
        return
    queries.renew_alert(
        connection, alert_id=row["alert_id"], development_id=standing.development_id, message=as_json(message)
    )
    queries.renew_deliveries(connection, alert_id=row["alert_id"], now=now)
    if told_otherwise:
        _correct(connection, queries, row, watch, event_id, message, f"{row['subject_key']}:{message['after']}", now)


def _withdraw(
    connection: Connection, queries: Any, row: dict[str, Any], watch: Watch, event_id: int, now: datetime
) -> None:
    queries.withdraw_alert(connection, alert_id=row["alert_id"], reason="no_longer_stands")
    queries.withdraw_deliveries(connection, alert_id=row["alert_id"])
    if row["sent_at"] is not None:
        message = {**row["message"], "withdrawn": True}
        _correct(connection, queries, row, watch, event_id, message, row["subject_key"], now)


def _correct(
    connection: Connection,
    queries: Any,
    row: dict[str, Any],
    watch: Watch,
    event_id: int,
    message: dict[str, Any],
    subject_key: str,
    now: datetime,
) -> None:
    _raise(
        connection,
        queries,
        watch_id=row["watch_id"],
        watch=watch,
        subject_kind=SubjectKind.CORRECTION,
        subject_key=subject_key,
        development_id=None,
        event_id=event_id,
        message={**message, "corrects": row["message"]},
        now=now,
    )


def _raise(
    connection: Connection,
    queries: Any,
    *,
    watch_id: int,
    watch: Watch,
    subject_kind: SubjectKind,
    subject_key: str,
    development_id: int | None,
    event_id: int,
    message: dict[str, Any],
    now: datetime,
) -> int:
    alert_id = queries.put_alert(
        connection,
        watch_id=watch_id,
        subject_kind=subject_kind.value,
        subject_key=subject_key,
        development_id=development_id,
        event_id=event_id,
        reason="matched",
        message=as_json(message),
        now=now,
    )
    if alert_id is None:
        return 0
    channels = dict.fromkeys(("log", *watch.channels))
    queries.put_deliveries(connection, [{"alert_id": alert_id, "channel": name, "now": now} for name in channels])
    return 1
