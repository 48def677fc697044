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
    silenced: bool


def stored_watches(connection: Connection, queries: Any) -> list[StoredWatch]:
    """All watches that raise alerts."""
    return [
        StoredWatch(row["watch_id"], _watch(row), row["created_at"], row["silenced"])
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
    return _Desk(connection, queries, event_id, now).sync(standing, watches)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the alerts of one event are kept."""

    connection: Connection
    queries: Any
    event_id: int
    now: datetime

    def sync(self, standing: Sequence[Standing], watches: Sequence[StoredWatch]) -> int:
        wanted = {
            (stored.watch_id, self._key(each)): (stored, each)
            for each in standing
            for stored in watches
            if each.first_told_at >= stored.created_at and matches(stored.watch, each.notice)
        }
        watching = {stored.watch_id: stored for stored in watches}
        for row in list(self.queries.alerts_of_event(self.connection, event_id=self.event_id)):
            stored = watching.get(row["watch_id"])
            if stored is None:
                continue
            found = wanted.pop((row["watch_id"], row["subject_key"]), None)
            if found is not None:
                self._renew(row, *found)
            elif row["state"] != AlertState.WITHDRAWN:
                self._withdraw(row, stored)
        return sum(
            self._raise(
                stored, SubjectKind.DEVELOPMENT, key, each.development_id, message_of(self.event_id, each.notice)
            )
            for (_, key), (stored, each) in wanted.items()
        )

    def _key(self, standing: Standing) -> str:
        development = standing.notice.development
        return f"{self.event_id}:{development.kind.value}:{development.ordinal}"

    def _renew(self, row: dict[str, Any], stored: StoredWatch, standing: Standing) -> None:
        if row["development_id"] == standing.development_id and row["state"] != AlertState.WITHDRAWN:
            return
        message = message_of(self.event_id, standing.notice)
        self.queries.renew_alert(
            self.connection, alert_id=row["alert_id"], development_id=standing.development_id, message=as_json(message)
        )
        self.queries.renew_deliveries(self.connection, alert_id=row["alert_id"], now=self.now)
        told_otherwise = any(row["message"].get(name) != message[name] for name in ("before", "after"))
        if row["sent_at"] is not None and told_otherwise:
            self._correct(row, stored, f"{row['subject_key']}:{message['after']}", message)

    def _withdraw(self, row: dict[str, Any], stored: StoredWatch) -> None:
        self.queries.withdraw_alert(self.connection, alert_id=row["alert_id"], reason="no_longer_stands")
        self.queries.withdraw_deliveries(self.connection, alert_id=row["alert_id"])
        if row["sent_at"] is not None:
            self._correct(row, stored, row["subject_key"], {**row["message"], "withdrawn": True})

    def _correct(self, row: dict[str, Any], stored: StoredWatch, key: str, message: dict[str, Any]) -> None:
        self._raise(stored, SubjectKind.CORRECTION, key, None, {**message, "corrects": row["message"]})

    def _raise(
        self,
        stored: StoredWatch,
        subject_kind: SubjectKind,
        subject_key: str,
        development_id: int | None,
        message: dict[str, Any],
    ) -> int:
        """Write an alert, once for this watch and subject, and ask for its sending unless the watch is silenced."""
        alert_id = self.queries.put_alert(
            self.connection,
            watch_id=stored.watch_id,
            subject_kind=subject_kind.value,
            subject_key=subject_key,
            development_id=development_id,
            event_id=self.event_id,
            state=(AlertState.SUPPRESSED if stored.silenced else AlertState.PENDING).value,
            reason="silenced" if stored.silenced else "matched",
            message=as_json(message),
            now=self.now,
        )
        if alert_id is None:
            return 0
        if not stored.silenced:
            channels = dict.fromkeys(("log", *stored.watch.channels))
            rows = [{"alert_id": alert_id, "channel": name, "now": self.now} for name in channels]
            self.queries.put_deliveries(self.connection, rows)
        return 1
