"""Watches between file, command and table; replaying and explaining them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from pipeline.alerts import Watch, matches, read_watches
from pipeline.alerts.matching import concerns
from pipeline.alerts.messages import message_of
from pipeline.alerts.prefilter import anchors
from pipeline.alerts.rates import SPAN, Rate, rate
from pipeline.domain.asking import EventFilter
from pipeline.domain.vocabulary import Status
from pipeline.errors import BadInputError
from pipeline.store import Connection, Database
from pipeline.tasks.alert.raise_alerts import stored_watches
from pipeline.tasks.ask.asking import parameters
from pipeline.tasks.detect.resolve import notices_of_events

MOST_ASKED = 300  # events that the rule is asked about for a calendar, those reported last
# Fields that say how to tell, not what to ask.
_TELLING = frozenset(
    "channels group_by group_wait_s group_interval_s digest quiet zone flood_limit inhibit remind".split()  # noqa: SIM905
)


def put_watch(database: Database, watch: Watch, managed_by: str, watch_id: int | None = None) -> int:
    """Write a watch and return its key; one of that name, or of that key, is replaced.

    Raises BadInputError where that one is kept in a file, or another has the name.
    """
    queries = database.queries
    with database.transaction() as connection:
        named = {row["watch_id"]: row for row in queries.list_watches(connection, name=watch.name)}
        held = named
        if watch_id is not None:
            row = watch_row(connection, queries, watch_id)
            if row is None:
                raise BadInputError("this watch is gone; make it anew")
            held = {watch_id: row}
        if any(row["managed_by"] == "file" for row in held.values()):
            raise BadInputError(f"watch {watch.name!r} is kept in a file: change it there, and import the file")
        if watch_id is not None and named.keys() - held.keys():
            raise BadInputError(f"another watch is named {watch.name!r}; give each its own name")
        if watch_id is not None and watch_id not in named:
            queries.rename_watch(connection, watch_id=watch_id, name=watch.name)
        return _put(connection, queries, watch, managed_by)


def watch_row(connection: Connection, queries: Any, watch_id: int) -> dict[str, Any] | None:
    """The row of a watch by its key, or None where there is none."""
    return next((dict(row) for row in queries.list_watches(connection, name=None) if row["watch_id"] == watch_id), None)


def _put(connection: Connection, queries: Any, watch: Watch, managed_by: str) -> int:
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(watch).items()}
    before = [asdict(stored.watch) for stored in stored_watches(connection, queries, watch.name)]
    now = asdict(watch)
    asks_otherwise = any(old[name] != now[name] for old in before for name in now if name not in _TELLING)
    return int(
        queries.put_watch(
            connection, **values, managed_by=managed_by, anchors=anchors(watch), asks_otherwise=asks_otherwise
        )
    )


def _unknown(name: str) -> BadInputError:
    return BadInputError(f"there is no watch {name!r}: wirewatch watch list shows them")


def remove_watch(database: Database, name: str) -> None:
    """Take a watch away, and all alerts that it raised with it.

    Raises BadInputError where there is none of that name, or it is kept in a file.
    """
    with database.transaction() as connection:
        found = list(database.queries.list_watches(connection, name=name))
        if not found:
            raise _unknown(name)
        if found[0]["managed_by"] == "file":
            raise BadInputError(f"watch {name!r} is kept in a file: take it out there, and import the file")
        database.queries.drop_watch(connection, watch_id=found[0]["watch_id"])


def apply_watches(database: Database, text: str, file_name: str) -> int:
    """Make the table's file-managed watches be those of the file; return how many it has.

    Raises BadInputError naming file, line and field; then nothing is changed.
    """
    watches = read_watches(text, file_name)
    with database.transaction() as connection:
        for watch in watches:
            _put(connection, database.queries, watch, "file")
        database.queries.disable_watches_except(connection, names=[watch.name for watch in watches])
    return len(watches)


def silence(database: Database, name: str, starts_at: datetime, ends_at: datetime, reason: str) -> None:
    """Tell a watch nothing between two times; what it would have been told is kept as suppressed. Raises BadInputError."""
    if ends_at <= starts_at:
        raise BadInputError("a silence must end after it begins")
    if not reason.strip():
        raise BadInputError("a silence has a reason, for whoever wonders")
    with database.transaction() as connection:
        made = database.queries.put_silence(connection, name=name, starts_at=starts_at, ends_at=ends_at, reason=reason)
    if made is None:
        raise _unknown(name)


def end_silences(database: Database, name: str, now: datetime) -> None:
    """Let a watch be told again from now on."""
    with database.transaction() as connection:
        database.queries.end_silences(connection, name=name, now=now)


def _watch(database: Database, connection: Connection, name: str) -> Watch:
    for stored in stored_watches(connection, database.queries, name):
        if stored.watch.enabled:
            return stored.watch
    raise BadInputError(f"there is no watch {name!r} that is on: wirewatch watch list shows them")


def replay_watch(database: Database, name: str, since: datetime) -> list[dict[str, Any]]:
    """What a watch would have been told of what was reported since a time, oldest first. Raises BadInputError."""
    with database.transaction() as connection:
        watch = _watch(database, connection, name)
        return replay(connection, database.queries, watch, since)[0]


def replay(
    connection: Connection, queries: Any, watch: Watch, since: datetime, most_events: int | None = None
) -> tuple[list[dict[str, Any]], int]:
    """What a watch would have been told of what was reported since a time, oldest first; and of how many events it was asked.

    Of more than `most_events` those reported last are asked about.
    """
    rows = queries.events_reported_since(connection, since=since, page_size=most_events)
    found = []
    standing = notices_of_events(connection, queries, [row["event_id"] for row in rows])
    for event_id, notices in standing.items():
        for notice in notices:
            at = notice.development.reported_at
            if at is not None and at >= since and matches(watch, notice):
                found.append(message_of(event_id, notice))
    return sorted(found, key=lambda each: str(each["reported_at"])), len(standing)


def explain(database: Database, name: str, event_id: int) -> list[dict[str, Any]]:
    """For each live development of an event, whether a watch is told of it and why. Raises BadInputError."""
    with database.transaction() as connection:
        return verdicts(connection, database.queries, _watch(database, connection, name), event_id)


def verdicts(connection: Connection, queries: Any, watch: Watch, event_id: int) -> list[dict[str, Any]]:
    """What a watch says to each live development of an event, and why. Raises BadInputError."""
    standing = queries.find_event(connection, event_id=event_id)
    if standing is None:
        raise BadInputError(f"there is no event {event_id}")
    notices = notices_of_events(connection, queries, [standing])[standing]
    return [
        {
            "kind": notice.development.kind.value,
            "reported_at": notice.development.reported_at,
            "matched": verdict.matched,
            "reason": verdict.reason,
        }
        for notice in notices
        for verdict in (matches(watch, notice),)
    ]


def events_of_watch(connection: Connection, queries: Any, name: str, *, ends_from: date, most: int) -> list[int]:
    """The events that a watch was told of, and those not over by a day that it asks for as they stand.

    What was planned and is off now stays, though the watch asks for plans only. Raises BadInputError.
    """
    found = list(stored_watches(connection, queries, name))
    if not found:
        raise _unknown(name)
    watch, off = found[0].watch, (Status.CANCELLED.value, Status.POSTPONED.value)
    wider = replace(watch, enabled=True, statuses=(*watch.statuses, *off) if watch.statuses else ())
    asked = EventFilter(
        types=watch.types,
        modes=watch.modes,
        statuses=wider.statuses,
        countries=watch.countries,
        stories=watch.stories,
        min_confidence=watch.min_confidence or None,
        min_outlets=watch.min_outlets,
    )
    rows = queries.list_calendar(
        connection, **parameters(connection, queries, asked), ends_from=ends_from, page_size=MOST_ASKED
    )
    standing = notices_of_events(connection, queries, [row["event_id"] for row in rows])
    asked_for = {event_id for event_id, notices in standing.items() if notices and concerns(wider, notices[-1])}
    told = {row["event_id"] for row in queries.events_told(connection, watch_id=found[0].watch_id, page_size=most)}
    return sorted(asked_for | told)


def watch_rates(connection: Connection, queries: Any, now: datetime, watch_id: int | None = None) -> dict[int, Rate]:
    """By watch, how many alerts a day it made lately, and what would halve them; of all watches, or of one."""
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in queries.told_lately(connection, since=now - SPAN, watch_id=watch_id):
        told[row["watch_id"]].append(row)
    return {
        row["watch_id"]: rate(told[row["watch_id"]], max(row["created_at"], now - SPAN), now)
        for row in queries.list_watches(connection, name=None)
        if watch_id in {None, row["watch_id"]}
    }
