"""Fold new mentions into events, with the log of what changed and the alerts that this raises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from pipeline.alerts import Notice
from pipeline.domain.correction import Correction
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import ActorKind, CorrectionKind
from pipeline.errors import RefusedError
from pipeline.gazetteer.facts import ActorFact
from pipeline.gazetteer.offices import canonical_office
from pipeline.gazetteer.registry import Registry, load_seeds
from pipeline.resolution import assign_ids, carried, fixes_of, held, history, regroup
from pipeline.store import Connection, Database, savepoint
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
from pipeline.tasks.corrections import take_up
from pipeline.tasks.raise_alerts import Standing, hand_over, sync_alerts
from pipeline.tasks.reports import Shelf, write_links
from pipeline.tasks.stories import place_events

BATCH_SIZE = 400


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a batch came to; `mentions` counts the new ones taken up, `events` those written, `refused` those not."""

    mentions: int = 0
    events: int = 0
    developments: int = 0
    alerts: int = 0
    refused: int = 0

    def __add__(self, other: Resolved) -> Resolved:
        return Resolved(
            self.mentions + other.mentions,
            self.events + other.events,
            self.developments + other.developments,
            self.alerts + other.alerts,
            self.refused + other.refused,
        )


def resolve_batch(database: Database, now: datetime, *, batch_size: int = BATCH_SIZE) -> Resolved:
    """Place up to `batch_size` new mentions in one transaction and return counts (mentions 0: none waits).

    One resolver decides at a time, under an advisory lock that ends with the transaction; a killed one leaves no trace.
    """
    queries = database.queries
    with database.transaction() as connection:
        queries.lock_resolver(connection)
        _apply_facts(connection, queries)
        corrected = apply_corrections(connection, queries, now)
        if corrected.mentions:
            return corrected
        new = [row["mention_id"] for row in queries.new_mention_ids(connection, batch_size=batch_size)]
        return corrected + _resolve(connection, queries, new, {}, now) if new else corrected


def apply_corrections(connection: Connection, queries: Any, now: datetime) -> Resolved:
    """Make the events show what people have corrected or undone since; the resolver's lock must be held."""
    waiting = take_up(connection, queries, now)
    dropped = Resolved(events=_drop_empty(connection, queries, now))
    touched = sorted(set(waiting.mention_ids))
    return dropped + _resolve(connection, queries, touched, waiting.homes, now) if touched else dropped


def _resolve(
    connection: Connection, queries: Any, new: Sequence[int], homes: Mapping[str, int | None], now: datetime
) -> Resolved:
    registry = _registry(connection, queries)
    # An article is read as a whole: what it speaks of most is the context of each of its mentions.
    articles = [row["article_id"] for row in queries.articles_of_mentions(connection, mention_ids=list(new))]
    said: dict[int, Correction] = {}
    spoken_of: dict[str, int] = {}
    while True:
        shelf = Shelf(connection, queries, registry, corrections=dict(said), spoken_of=dict(spoken_of))
        fresh = shelf.read(articles)
        shelf.fresh.update(report.key for report in fresh)
        write_links(shelf)
        clusters = regroup(fresh, shelf, held(said.values()))
        if shelf.corrections == said:
            return Resolved(mentions=len(new)) + _fold(shelf, clusters, homes, now)
        said, spoken_of = shelf.corrections, shelf.spoken_of  # there is more to be held to than was known at the start


def _apply_facts(connection: Connection, queries: Any) -> None:
    """Put up for resolution again all mentions that new or withdrawn facts touch: by surname, or by office and country.

    So what articles teach links alike, in whatever order they are read.
    """
    facts = list(queries.fresh_actor_facts(connection))
    if not facts:
        return
    taught = {canonical_office(fact["office"]) for fact in facts if fact["office"]}
    offices = [row["office"] for row in queries.offices_mentioned(connection)] if taught else []
    queries.renew_mentions_of(
        connection,
        surnames=sorted({fact["name"].lower().split()[-1] for fact in facts if fact["name"].strip()}),
        offices=[office for office in offices if canonical_office(office) in taught],
        countries=sorted({fact["country"] for fact in facts if fact["country"]}),
    )
    queries.apply_actor_facts(connection)
    queries.drop_withdrawn_facts(connection)


def _registry(connection: Connection, queries: Any) -> Registry:
    facts = [
        ActorFact(
            name=row["name"],
            kind=ActorKind(row["kind"]),
            office=row["office"],
            country=row["country"],
            stated_on=row["stated_on"],
            article_url=row["article_url"],
            quote=row["quote"],
            start=row["start_offset"],
            end=row["end_offset"],
        )
        for row in queries.list_actor_facts(connection)
    ]
    return load_seeds().with_facts(facts)


def _fold(
    shelf: Shelf, clusters: Sequence[Sequence[Report]], homes: Mapping[str, int | None], now: datetime
) -> Resolved:
    connection, queries = shelf.connection, shelf.queries
    corrections = list(shelf.corrections.values())
    says, spoken_of = held(corrections), frozenset(key for each in corrections for key in each.keys)
    keys = [frozenset(report.key for report in reports) for reports in clusters]
    changed = [n for n, own in enumerate(keys) if not own.isdisjoint(spoken_of) or not shelf.is_event(own)]
    placed = {key: shelf.by_key[key].event_id for n in changed for key in keys[n]}
    had, old = _by_event(placed), _by_event({key: homes.get(key, event_id) for key, event_id in placed.items()})
    dismissed = [shelf.by_key[key] for n in changed if says.is_dismissed(clusters[n]) for key in keys[n]]
    clusters = [clusters[n] for n in changed if not says.is_dismissed(clusters[n])]
    keys = [frozenset(report.key for report in reports) for reports in clusters]
    assigned = assign_ids(old, keys, had)
    stories = [row["story_id"] for row in queries.stories_of_events(connection, event_ids=sorted(map(int, had)))]
    names = list(assigned.ids)
    standing: dict[int, list[Standing]] = {}
    stuck: set[int] = set()
    total = Resolved()
    for n, (name, reports, holding) in enumerate(zip(assigned.ids, clusters, carried(corrections, keys), strict=True)):
        members = [shelf.by_key[report.key] for report in reports]
        event_id = int(name) if name is not None else queries.new_event_id(connection)
        names[n] = str(event_id)
        try:
            with savepoint(connection):
                standing[event_id], written = _write_event(connection, queries, event_id, reports, holding, now)
        except (
            RefusedError
        ) as error:  # one row that breaks the schema's rules stops no other: its reports wait unplaced
            structlog.get_logger("wirewatch").warning("event refused", title=reports[0].title, error=str(error))
            total += Resolved(refused=1)
            stuck |= {each.event_id for each in members if each.event_id is not None}
            queries.place_mentions(
                connection, [{"event_id": each.event_id, "mention_id": each.mention_id} for each in members]
            )
            continue
        queries.place_mentions(connection, [{"event_id": event_id, "mention_id": each.mention_id} for each in members])
        total += Resolved(events=1, developments=written)
    if dismissed:
        queries.dismiss_mentions(connection, mention_ids=[each.mention_id for each in dismissed])
    heirs = {
        int(gone): int(kept) for gone, kept in assigned.merged.items() if kept is not None and int(gone) not in stuck
    }
    left = {each.event_id for each in dismissed if each.event_id is not None} - standing.keys() - heirs.keys()
    takers = {
        int(event): [int(name) for name, own in zip(names, keys, strict=True) if name and not own.isdisjoint(told)]
        for event, told in had.items()
    }
    hand_over(connection, queries, standing, takers, merged=heirs)
    for event_id, lines in [*standing.items(), *((event_id, []) for event_id in sorted(left))]:
        total += Resolved(alerts=sync_alerts(connection, queries, event_id, lines, now))
    _end_events(connection, queries, sorted({*heirs, *left}), now)
    bare = {int(gone) for gone, kept in assigned.merged.items() if kept is None} - left
    queries.shake_events(connection, event_ids=sorted(bare))
    for gone, kept in sorted(heirs.items()):
        queries.put_redirect(
            connection, event_id=gone, merged_into=kept, now=now, reason=_why(had[str(gone)], corrections)
        )
    place_events(connection, queries, sorted(standing), now, left=stories)
    return total


def _by_event(places: Mapping[str, int | None]) -> dict[str, frozenset[str]]:
    """Keys of mentions by the event they are placed in, the oldest event first."""
    found: dict[int, set[str]] = defaultdict(set)
    for key, event_id in places.items():
        if event_id is not None:
            found[event_id].add(key)
    return {str(event_id): frozenset(found[event_id]) for event_id in sorted(found)}


def _write_event(
    connection: Connection,
    queries: Any,
    event_id: int,
    reports: Sequence[Report],
    corrections: Sequence[Correction],
    now: datetime,
) -> tuple[list[Standing], int]:
    """Write an event that has these reports; its live developments, and how many lines of its log are new."""
    fixes = fixes_of(corrections)
    states, developments = history(reports, fixes)
    event = states[-1][1]
    if event.place:
        queries.put_places(connection, [place_row(event.place)])
    queries.put_event(connection, **event_row(event_id, event, now))
    queries.drop_redirect(connection, event_id=event_id)
    queries.drop_event_actors(connection, event_id=event_id)
    if event.actors:
        if fixes:
            queries.put_actors(connection, directory_rows(event.actors))
        queries.put_event_actors(connection, actor_rows(event_id, event))
    queries.drop_claims(connection, event_id=event_id)
    if event.claims:
        queries.put_claims(connection, claim_rows(event_id, event.claims))
    queries.drop_event_corrections(connection, event_ids=[event_id])
    if corrections:
        queries.put_event_corrections(
            connection, [{"event_id": event_id, "correction_id": each.number} for each in corrections]
        )
    _write_versions(connection, queries, event_id, states, now)
    written = _write_developments(connection, queries, event_id, developments, reports, now)
    return _standing(connection, queries, event_id, _notices(states, developments, reports)), written


def _write_versions(
    connection: Connection,
    queries: Any,
    event_id: int,
    states: Sequence[tuple[datetime | None, Event]],
    now: datetime,
) -> None:
    spans: list[dict[str, Any]] = []
    for at, event in states:
        state = event_state(event)
        if spans and spans[-1]["state"] == state:
            continue
        if spans:
            spans[-1]["reported_to"] = at
        spans.append({"reported_from": at, "reported_to": None, "state": state})
    wanted = [(span["reported_from"], span["reported_to"], span["state"]) for span in spans]
    stale = []
    for row in queries.current_versions(connection, event_id=event_id):
        version = (row["reported_from"], row["reported_to"], row["state"])
        if version in wanted:
            wanted.remove(version)
        else:
            stale.append(row["event_version_id"])
    if stale:
        queries.end_versions(connection, event_version_ids=stale, now=now)
    if wanted:
        queries.put_versions(
            connection,
            [
                {"event_id": event_id, "reported_from": start, "reported_to": end, "state": as_json(state), "now": now}
                for start, end, state in wanted
            ],
        )


def _identity(development: Development) -> tuple[str, int]:
    return (development.kind.value, development.ordinal)


def _write_developments(
    connection: Connection,
    queries: Any,
    event_id: int,
    developments: Sequence[Development],
    reports: Iterable[Report],
    now: datetime,
) -> int:
    """Bring the log up to date: what stands unchanged is left alone, the rest is superseded and written anew."""
    quotes = {report.key: report.mention.quote for report in reports}
    wanted = {_identity(each): development_row(event_id, each, quotes[each.report_key], now) for each in developments}
    stale = []
    compared = ("article_url", "quote", "before_value", "after_value", "reported_at")
    for row in queries.live_developments(connection, event_id=event_id):
        new = wanted.get((row["kind"], row["ordinal"]))
        if new is not None and all(row[name] == new[name] for name in compared):
            del wanted[row["kind"], row["ordinal"]]
        else:
            stale.append(row["development_id"])
    if stale:
        queries.supersede_developments(connection, development_ids=stale, now=now)
    for row in wanted.values():
        if queries.revive_development(connection, **row) is None:
            queries.put_development(connection, **row)
    return len(wanted)


def notices_of_events(connection: Connection, queries: Any, event_ids: Iterable[int]) -> dict[int, list[Notice]]:
    """By event, its live developments, each with the event as it stood right after it, oldest first."""
    shelf = Shelf(connection, queries, _registry(connection, queries))
    found = {}
    for event_id in event_ids:
        members = list(queries.members_of_events(connection, event_ids=[event_id]))
        shelf.read(row["article_id"] for row in members)
        reports = [shelf.by_key[row["mention_key"]].report for row in members]
        holding = {row["correction_id"] for row in queries.corrections_holding(connection, event_id=event_id)}
        fixes = fixes_of(each for each in shelf.corrections.values() if each.number in holding)
        states, developments = history(reports, fixes) if reports else ([], [])
        story_id = queries.story_of_event(connection, event_id=event_id)
        notices = _notices(states, developments, reports)
        found[event_id] = [replace(notice, story_id=story_id) for notice in notices]
    return found


def _notices(
    states: Sequence[tuple[datetime | None, Event]], developments: Iterable[Development], reports: Iterable[Report]
) -> list[Notice]:
    after = dict(states)
    quotes = {report.key: report.mention.quote for report in reports}
    return [Notice(after[each.reported_at], each, quotes[each.report_key]) for each in developments]


def _standing(connection: Connection, queries: Any, event_id: int, notices: Iterable[Notice]) -> list[Standing]:
    by_identity = {_identity(notice.development): notice for notice in notices}
    return [
        Standing(row["development_id"], by_identity[row["kind"], row["ordinal"]], row["first_created_at"])
        for row in queries.live_developments(connection, event_id=event_id)
    ]


def _why(keys: frozenset[str], corrections: Iterable[Correction]) -> str:
    """Why the event with these reports is another one."""
    merges = [each for each in corrections if each.kind is CorrectionKind.MERGE and not keys.isdisjoint(each.keys)]
    if merges:
        last = merges[-1]
        return f"{last.made_by} merged them{f': {last.reason}' if last.reason else ''}"
    return "its reports turned out to be of one event"


def _end_events(connection: Connection, queries: Any, ids: Sequence[int], now: datetime) -> None:
    """Take events that no longer stand out of the table; their log and states stay, marked as superseded."""
    queries.supersede_all_developments(connection, event_ids=ids, now=now)
    queries.end_all_versions(connection, event_ids=ids, now=now)
    queries.drop_events(connection, event_ids=ids)


def _drop_empty(connection: Connection, queries: Any, now: datetime) -> int:
    """Events all of whose reports were edited away or withdrawn do not stand; their alerts are withdrawn."""
    shaken = sorted({row["event_id"] for row in queries.take_shaken_events(connection)})
    if not shaken:
        return 0
    queries.refold_events(connection, event_ids=shaken)
    ids = [row["event_id"] for row in queries.events_without_mentions(connection, event_ids=shaken)]
    if not ids:
        return 0
    stories = [row["story_id"] for row in queries.stories_of_events(connection, event_ids=ids)]
    for event_id in ids:
        sync_alerts(connection, queries, event_id, [], now)
    _end_events(connection, queries, ids, now)
    place_events(connection, queries, [], now, left=stories)
    return len(ids)
