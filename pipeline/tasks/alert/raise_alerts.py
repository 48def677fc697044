"""Raise, renew, withdraw and correct the alerts of one event, in the transaction that changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.alerts import Notice, Watch, matches
from pipeline.alerts.corrections import Correction, amends
from pipeline.alerts.matching import countries_of
from pipeline.alerts.messages import message_of
from pipeline.alerts.moves import Raised, moves, subject_key
from pipeline.alerts.prefilter import keys
from pipeline.alerts.timing import first_due
from pipeline.domain.vocabulary import AlertReason, AlertState, DevelopmentKind, SubjectKind
from pipeline.store import Connection
from pipeline.store.database import as_json

# All that a watch asks fits, but for its bounds: such an alert is kept as suppressed, so that people see what they miss.
HELD = frozenset({AlertReason.BELOW_CONFIDENCE, AlertReason.TOO_FEW_OUTLETS})


@dataclass(frozen=True, slots=True)
class Standing:
    """A live development of an event, as written, with the event as it stood right after it.

    `first_id` is the line of the log by which this development was first told, in whatever words.
    """

    development_id: int
    notice: Notice
    first_id: int


@dataclass(frozen=True, slots=True)
class StoredWatch:
    """A watch as the table has it. It is told of what came behind the line `asked_after` of the log: since then it asks what it asks.

    Lines are numbered as they come, whatever a clock that was put back says.
    """

    watch_id: int
    watch: Watch
    asked_after: int
    silenced: bool


def stored_watches(connection: Connection, queries: Any, name: str | None = None) -> list[StoredWatch]:
    """All watches, those that are off too; the one of a name where one is given."""
    return [_stored(row) for row in queries.list_watches(connection, name=name)]


def _stored(row: Mapping[str, Any]) -> StoredWatch:
    values: dict[str, Any] = {
        name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in Watch.__dataclass_fields__
    }
    return StoredWatch(row["watch_id"], Watch(**values), row["asked_after"], row["silenced"])


def asked(
    connection: Connection,
    queries: Any,
    standing: Mapping[int, Sequence[Standing]],
    alerts: Mapping[int, Iterable[Mapping[str, Any]]],
) -> dict[int, dict[int, StoredWatch]]:
    """By event, the watches that may ask for what stands of it, found by index, and those of the alerts that there are."""
    told = [_asking(event_id, [each.notice for each in lines]) for event_id, lines in standing.items() if lines]
    found = {event_id: {row["watch_id"] for row in rows} for event_id, rows in alerts.items()}
    for row in queries.watches_asked(connection, told=as_json(told)) if told else ():
        found.setdefault(row["event_id"], set()).add(row["watch_id"])
    watch_ids = sorted(set().union(*found.values()))
    rows = queries.watches_by_id(connection, watch_ids=watch_ids) if watch_ids else ()
    stored = {row["watch_id"]: _stored(row) for row in rows}
    return {event_id: {watch_id: stored[watch_id] for watch_id in sorted(own)} for event_id, own in found.items()}


def _asking(event_id: int, notices: Sequence[Notice]) -> dict[str, Any]:
    """By what the watches are found that may ask for any of these."""
    events = [notice.event for notice in notices]
    return {
        "event_id": event_id,
        "keys": sorted(set().union(*map(keys, notices))),
        "types": sorted({event.type.value for event in events}),
        "countries": sorted(set().union(*map(countries_of, events))),
        "kinds": sorted({notice.development.kind.value for notice in notices}),
        "statuses": sorted({event.status.value for event in events}),
    }


def sync_alerts(connection: Connection, queries: Any, standing: Mapping[int, Sequence[Standing]], now: datetime) -> int:
    """Make the alerts of each event be just those that its live developments call for; return how many were raised.

    What there is of all of them is looked up together: an archive brings thousands of events.
    """
    event_ids = sorted(standing)
    if not event_ids:
        return 0
    alerts = _alerts(connection, queries, event_ids)
    stories = {row["event_id"]: row["story_id"] for row in queries.stories_of_events(connection, event_ids=event_ids)}
    standing = {
        event_id: [replace(each, notice=replace(each.notice, story_id=stories.get(event_id))) for each in lines]
        for event_id, lines in standing.items()
    }
    told = {
        event_id: [row for row in own if row["subject_kind"] == SubjectKind.DEVELOPMENT]
        for event_id, own in alerts.items()
    }
    watches = asked(connection, queries, standing, told)
    queries.withdraw_stale_reminders(connection, event_ids=event_ids)
    queries.withdraw_deliveries_of_events(connection, event_ids=event_ids)
    return sum(
        _Desk(connection, queries, event_id, now, told.get(event_id, ()), _corrections(alerts.get(event_id, ()))).sync(
            lines, watches.get(event_id, {})
        )
        for event_id, lines in standing.items()
    )


def _alerts(connection: Connection, queries: Any, event_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The alerts of some events about their developments and the corrections of these, kept from being sent meanwhile."""
    list(queries.lock_alerts_of_events(connection, event_ids=event_ids))
    found = defaultdict(list)
    for row in queries.alerts_of_events(connection, event_ids=event_ids):
        found[row["event_id"]].append(row)
    return found


def _corrections(alerts: Iterable[Mapping[str, Any]]) -> Mapping[int, list[Correction]]:
    """The corrections among some alerts, by the alert that they correct."""
    found = defaultdict(list)
    for row in alerts:
        if row["subject_kind"] != SubjectKind.DEVELOPMENT and row["corrects"] is not None:
            withdrawn = row["state"] == AlertState.WITHDRAWN
            found[row["corrects"]].append(Correction(row["alert_id"], row["message"], row["told"], withdrawn))
    return found


def hand_over(
    connection: Connection,
    queries: Any,
    standing: Mapping[int, Sequence[Standing]],
    takers: Mapping[int, Sequence[int]],
    merged: Iterable[int],
) -> None:
    """Before the alerts of events that were written are brought up to date: what was told moves where its news now is.

    `takers` are, for each event as it was, those that have its reports now. What is left at events that were `merged` had
    been told of both; it is withdrawn without a word.
    """
    gone = sorted(merged)
    moving = sorted({event_id for event_id, taken in takers.items() if {*taken, event_id} != {event_id}} | set(gone))
    concerned = sorted({*moving, *(taker for event_id in moving for taker in takers.get(event_id, ()))})
    if not concerned:
        return
    raised = [
        Raised(
            alert_id=row["alert_id"],
            watch_id=row["watch_id"],
            event_id=row["event_id"],
            subject_key=row["subject_key"],
            message=row["message"],
            told=row["told"],
            stands=row["state"] != AlertState.WITHDRAWN,
        )
        for own in _alerts(connection, queries, concerned).values()
        for row in own
        if row["subject_kind"] == SubjectKind.DEVELOPMENT
    ]
    logs = {event_id: [each.notice.development for each in lines] for event_id, lines in standing.items()}
    found = moves(raised, logs, takers)
    if found.drop:
        queries.drop_alerts(connection, alert_ids=list(found.drop))
    for alert_id, event_id, key in found.move:
        queries.move_alert(connection, alert_id=alert_id, event_id=event_id, subject_key=key)
        queries.move_corrections(connection, alert_id=alert_id, event_id=event_id, subject_key=key)
    for event_id in gone:
        queries.leave_alerts(connection, event_id=event_id)
        queries.leave_deliveries(connection, event_id=event_id)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the alerts of one event are kept."""

    connection: Connection
    queries: Any
    event_id: int
    now: datetime
    alerts: Sequence[Mapping[str, Any]]
    corrections: Mapping[int, Sequence[Correction]]

    def sync(self, standing: Sequence[Standing], watches: Mapping[int, StoredWatch]) -> int:
        by_key = {subject_key(self.event_id, each.notice.development): each for each in standing}
        raised = {(row["watch_id"], row["subject_key"]) for row in self.alerts}
        for row in self.alerts:
            if self._keep(row, by_key.get(row["subject_key"]), watches[row["watch_id"]]):
                continue
            self.queries.drop_alerts(self.connection, alert_ids=[row["alert_id"]])
            raised.discard((row["watch_id"], row["subject_key"]))
        return sum(
            self._raise(stored, key, each)
            for key, each in by_key.items()
            for stored in watches.values()
            if (stored.watch_id, key) not in raised and each.first_id > stored.asked_after
        )

    def _keep(self, row: Mapping[str, Any], standing: Standing | None, stored: StoredWatch) -> bool:
        """Bring an alert up to date; False where it held back what is no longer held back for that reason."""
        held = row["reason"] in HELD
        if standing is None:
            if not held:
                self._withdraw(row, stored)
            return not held
        # What was told by another question of the watch's stands as long as the development does.
        asked_otherwise = standing.first_id <= stored.asked_after
        verdict = matches(stored.watch, standing.notice)
        if held and not asked_otherwise and verdict.reason != row["reason"]:
            return False
        if held or asked_otherwise or verdict.matched:
            self._renew(row, standing, stored)
        else:
            self._withdraw(row, stored)
        return True

    def _renew(self, row: Mapping[str, Any], standing: Standing, stored: StoredWatch) -> None:
        withdrawn = row["state"] == AlertState.WITHDRAWN
        if row["development_id"] == standing.development_id and not withdrawn:
            return
        message = message_of(self.event_id, standing.notice)
        self.queries.renew_alert(
            self.connection,
            alert_id=row["alert_id"],
            development_id=standing.development_id,
            message=as_json(message),
            told=row["told"],
        )
        if withdrawn:
            self.queries.renew_deliveries(self.connection, alert_id=row["alert_id"], now=self.now)
            self.queries.settle_alerts(self.connection, alert_ids=[row["alert_id"]])
        if row["told"]:
            self._amend(row, stored, message)

    def _withdraw(self, row: Mapping[str, Any], stored: StoredWatch) -> None:
        if row["state"] == AlertState.WITHDRAWN:
            return
        self._take_back(row["alert_id"])
        if row["told"]:
            self._amend(row, stored, {**row["message"], "withdrawn": True})

    def _take_back(self, alert_id: int) -> None:
        self.queries.withdraw_alert(self.connection, alert_id=alert_id)
        self.queries.withdraw_deliveries(self.connection, alert_id=alert_id)

    def _amend(self, row: Mapping[str, Any], stored: StoredWatch, wanted: Mapping[str, Any]) -> None:
        """Correct what was told, on the channels where it was told."""
        corrections = self.corrections.get(row["alert_id"], ())
        found = amends(row["message"], corrections, wanted)
        for alert_id in found.drop:
            self._take_back(alert_id)
        if found.say is None or not stored.watch.enabled:
            return
        channels = [each["channel"] for each in self.queries.channels_told(self.connection, alert_id=row["alert_id"])]
        self._put(
            stored,
            SubjectKind.CORRECTION,
            f"{row['subject_key']}#{len(corrections) + 1}",
            found.say,
            channels,
            corrects=row["alert_id"],
        )

    def _raise(self, stored: StoredWatch, key: str, standing: Standing) -> int:
        """Raise an alert where the watch is told; 1 where it was. What only falls short of its bounds is kept, with the reason."""
        verdict = matches(stored.watch, standing.notice)
        if not verdict.matched and verdict.reason not in HELD:
            return 0
        put = self._put(
            stored,
            SubjectKind.DEVELOPMENT,
            key,
            message_of(self.event_id, standing.notice),
            ("log", *stored.watch.channels),
            held=None if verdict.matched else AlertReason(verdict.reason),
            development_id=standing.development_id,
        )
        return put if verdict.matched else 0

    def _put(
        self,
        stored: StoredWatch,
        subject_kind: SubjectKind,
        subject_key: str,
        message: Mapping[str, Any],
        channels: Iterable[str],
        *,
        held: AlertReason | None = None,
        development_id: int | None = None,
        corrects: int | None = None,
    ) -> int:
        values = {"event_id": self.event_id, "development_id": development_id, "corrects": corrects}
        subject = (subject_kind, subject_key)
        return put_alert(
            self.connection, self.queries, stored, subject, message, channels, self.now, held=held, **values
        )


def put_alert(
    connection: Connection,
    queries: Any,
    stored: StoredWatch,
    subject: tuple[SubjectKind, str],
    message: Mapping[str, Any],
    channels: Iterable[str],
    now: datetime,
    *,
    held: AlertReason | None = None,
    **about: int | None,
) -> int:
    """Write an alert, once for this watch and subject, and ask for its sending unless the watch is silenced or it is held back.

    Return 1 where it is new, else 0.
    """
    due_at, reason = first_due(stored.watch, now, urgent=message.get("kind") == DevelopmentKind.CANCELLED)
    why_not = held or (AlertReason.SILENCED if stored.silenced else None)
    alert_id = queries.put_alert(
        connection,
        watch_id=stored.watch_id,
        subject_kind=subject[0].value,
        subject_key=subject[1],
        state=(AlertState.SUPPRESSED if why_not else AlertState.PENDING).value,
        reason=(why_not or reason).value,
        message=as_json(message),
        now=now,
        **{"development_id": None, "corrects": None, **about},
    )
    if alert_id is None:
        return 0
    if why_not is None:
        rows = [
            {"alert_id": alert_id, "channel": name, "due_at": now if name == "log" else due_at}
            for name in dict.fromkeys(channels)
        ]
        queries.put_deliveries(connection, rows)
    return 1
