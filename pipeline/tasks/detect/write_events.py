"""Write events that were folded: rows, actors, claims, states and log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from pipeline.alerts import Notice
from pipeline.domain.correction import Correction
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Report
from pipeline.errors import RefusedError
from pipeline.resolution import fixes_of, history
from pipeline.store import Connection, savepoint
from pipeline.store.database import as_json
from pipeline.store.records import (
    actor_rows,
    claim_rows,
    development_row,
    directory_rows,
    event_row,
    event_state,
    place_row,
)
from pipeline.tasks.alert.raise_alerts import Standing

_COMPARED = ("article_url", "quote", "before_value", "after_value", "reported_at")


@dataclass(frozen=True, slots=True)
class Folded:
    """An event as its reports and the corrections that hold for it have it: its states after each publication, and its log."""

    event_id: int
    reports: Sequence[Report]
    corrections: Sequence[Correction]
    states: Sequence[tuple[datetime | None, Event]]
    developments: Sequence[Development]

    @property
    def event(self) -> Event:
        """The event as it stands."""
        return self.states[-1][1]


def folded(event_id: int, reports: Sequence[Report], corrections: Sequence[Correction]) -> Folded:
    """Fold an event. Raises ValueError if there are no reports."""
    states, developments = history(reports, fixes_of(corrections))
    return Folded(event_id, reports, corrections, states, developments)


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of the events that were written, and how many lines of their logs are new."""

    event_ids: frozenset[int] = frozenset()
    developments: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.event_ids | other.event_ids, self.developments + other.developments)


def write_events(connection: Connection, queries: Any, events: Sequence[Folded], now: datetime) -> Written:
    """Write events, all at once; one that breaks the schema's rules is left out and stops no other."""
    if not events:
        return Written()
    try:
        with savepoint(connection):
            return _write(connection, queries, events, now)
    except RefusedError as error:
        if len(events) > 1:
            half = len(events) // 2
            return write_events(connection, queries, events[:half], now) + write_events(
                connection, queries, events[half:], now
            )
        structlog.get_logger("wirewatch").warning(
            "event refused", event_id=events[0].event_id, title=events[0].event.title, error=str(error)
        )
        return Written()


def _write(connection: Connection, queries: Any, events: Sequence[Folded], now: datetime) -> Written:
    ids = [each.event_id for each in events]
    places = {row["place_key"]: row for each in events if each.event.place for row in [place_row(each.event.place)]}
    if places:
        queries.put_places(connection, [places[key] for key in sorted(places)])
    rows = [event_row(each.event_id, each.event) for each in events]
    queries.put_events(connection, events=as_json(rows), now=now)
    queries.drop_redirects(connection, event_ids=ids)
    queries.drop_event_actors(connection, event_ids=ids)
    if named := [row for each in events if each.corrections for row in directory_rows(each.event.actors)]:
        queries.put_actors(connection, actors=as_json(named))
    if actors := [row for each in events for row in actor_rows(each.event_id, each.event)]:
        queries.put_event_actors(connection, acting=as_json(actors))
    queries.drop_claims(connection, event_ids=ids)
    if claims := [row for each in events for row in claim_rows(each.event_id, each.event.claims)]:
        queries.put_claims(connection, claims)
    queries.drop_event_corrections(connection, event_ids=ids)
    if holding := [
        {"event_id": each.event_id, "correction_id": correction.number}
        for each in events
        for correction in each.corrections
    ]:
        queries.put_event_corrections(connection, holding)
    _write_versions(connection, queries, events, now)
    return Written(frozenset(ids), _write_developments(connection, queries, events, now))


def _write_versions(connection: Connection, queries: Any, events: Sequence[Folded], now: datetime) -> None:
    wanted = {each.event_id: _spans(each.states) for each in events}
    stale = []
    for row in queries.current_versions(connection, event_ids=list(wanted)):
        version = (row["reported_from"], row["reported_to"], row["state"])
        if version in wanted[row["event_id"]]:
            wanted[row["event_id"]].remove(version)
        else:
            stale.append(row["event_version_id"])
    if stale:
        queries.end_versions(connection, event_version_ids=stale, now=now)
    rows = [
        {"event_id": event_id, "reported_from": start, "reported_to": end, "state": state}
        for event_id, spans in wanted.items()
        for start, end, state in spans
    ]
    if rows:
        queries.put_versions(connection, versions=as_json(rows), now=now)


def _spans(states: Sequence[tuple[datetime | None, Event]]) -> list[tuple[datetime | None, datetime | None, Any]]:
    """The states that differ from the one before, each with the publications that it holds between."""
    starts: list[tuple[datetime | None, Any]] = []
    for at, event in states:
        state = event_state(event)
        if not starts or starts[-1][1] != state:
            starts.append((at, state))
    ends = [at for at, _ in starts[1:]]
    return [(start, end, state) for (start, state), end in zip(starts, [*ends, None], strict=True)]


def _write_developments(connection: Connection, queries: Any, events: Sequence[Folded], now: datetime) -> int:
    """Bring the logs up to date: what stands unchanged is left alone, the rest is superseded and written anew."""
    wanted: dict[tuple[int, str, int], dict[str, Any]] = {}
    for each in events:
        quotes = {report.key: report.mention.quote for report in each.reports}
        for line in each.developments:
            row = development_row(each.event_id, line, quotes[line.report_key])
            wanted[each.event_id, *_identity(line)] = row
    stale = []
    for row in queries.live_developments(connection, event_ids=[each.event_id for each in events]):
        identity = (row["event_id"], row["kind"], row["ordinal"])
        new = wanted.get(identity)
        if new is not None and all(row[name] == new[name] for name in _COMPARED):
            del wanted[identity]
        else:
            stale.append(row["development_id"])
    if stale:
        queries.supersede_developments(connection, development_ids=stale, now=now)
    again = {}
    for row in queries.superseded_developments(connection, event_ids=[each.event_id for each in events]):
        identity = (row["event_id"], row["kind"], row["ordinal"])
        if identity in wanted and all(row[name] == wanted[identity][name] for name in _COMPARED):
            again[identity] = row["development_id"]  # the last of several
    if again:
        queries.revive_developments(connection, development_ids=list(again.values()))
    if fresh := [row for identity, row in wanted.items() if identity not in again]:
        queries.put_developments(connection, lines=as_json(fresh), now=now)
    return len(wanted)


def standing_of(connection: Connection, queries: Any, events: Sequence[Folded]) -> dict[int, list[Standing]]:
    """The live developments of events that were written."""
    told = {(each.event_id, *_identity(notice.development)): notice for each in events for notice in notices(each)}
    found: dict[int, list[Standing]] = {each.event_id: [] for each in events}
    for row in queries.live_developments(connection, event_ids=list(found)):
        notice = told[row["event_id"], row["kind"], row["ordinal"]]
        found[row["event_id"]].append(Standing(row["development_id"], notice, row["first_id"]))
    return found


def notices(event: Folded) -> list[Notice]:
    """The developments of an event, each with the event as it stood right after it, oldest first."""
    after = dict(event.states)
    said = {report.key: (report.mention.quote, report.outlet) for report in event.reports}
    return [
        Notice(after[each.reported_at], each, quote, outlet=outlet)
        for each in event.developments
        for quote, outlet in (said[each.report_key],)
    ]


def _identity(development: Development) -> tuple[str, int]:
    return (development.kind.value, development.ordinal)


def end_events(connection: Connection, queries: Any, event_ids: Iterable[int], now: datetime) -> None:
    """Take events that no longer stand out of the table; their log and states stay, marked as superseded."""
    ids = list(event_ids)
    queries.supersede_all_developments(connection, event_ids=ids, now=now)
    queries.end_all_versions(connection, event_ids=ids, now=now)
    queries.drop_events(connection, event_ids=ids)
