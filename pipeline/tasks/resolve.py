"""Fold new mentions into events, with the log of what changed and the alerts that this raises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from pipeline.alerts import Notice
from pipeline.articles.fingerprints import group_copies
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import ActorPhrase, Report
from pipeline.domain.vocabulary import ActorKind
from pipeline.errors import RefusedError
from pipeline.gazetteer.facts import ActorFact
from pipeline.gazetteer.linking import link
from pipeline.gazetteer.offices import canonical_office
from pipeline.gazetteer.registry import Registry, load_seeds
from pipeline.resolution import assign_ids, block_keys, cluster, history, in_context, neighbourhood
from pipeline.store import Connection, Database, savepoint
from pipeline.store.database import as_json
from pipeline.store.records import (
    actor_rows,
    claim_rows,
    development_row,
    event_row,
    event_state,
    mention_of,
    phrase_of,
    place_row,
)
from pipeline.tasks.raise_alerts import Standing, StoredWatch, stored_watches, sync_alerts
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


@dataclass(frozen=True, slots=True)
class _Known:
    """A mention as it stands in the tables, ready to be resolved."""

    mention_id: int
    event_id: int | None
    keys: tuple[str, ...]
    signature: bytes | None
    report: Report


def resolve_batch(database: Database, now: datetime, *, batch_size: int = BATCH_SIZE) -> Resolved:
    """Place up to `batch_size` new mentions in one transaction and return counts (mentions 0: none waits).

    One resolver decides at a time, under an advisory lock that ends with the transaction; a killed one leaves no trace.
    """
    queries = database.queries
    with database.transaction() as connection:
        queries.lock_resolver(connection)
        _apply_facts(connection, queries)
        dropped = _drop_empty(connection, queries, now)
        new = [row["mention_id"] for row in queries.new_mention_ids(connection, batch_size=batch_size)]
        if not new:
            return Resolved(events=dropped)
        # An article is read as a whole: what it speaks of most is the context of each of its mentions.
        ids = [row["mention_id"] for row in queries.mentions_beside(connection, mention_ids=new)]
        registry = _registry(connection, queries)
        known = _neighbourhood(connection, queries, ids, registry)
        return Resolved(mentions=len(new)) + _fold(connection, queries, known, frozenset(ids), now)


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


def _neighbourhood(connection: Connection, queries: Any, ids: Sequence[int], registry: Registry) -> dict[int, _Known]:
    """The new mentions and all whose grouping may change with them, whole events at a time."""
    loaded = _load(connection, queries, ids, registry, relink=True)

    def under(keys: frozenset[str]) -> list[Report]:
        near = [row["mention_id"] for row in queries.neighbours_of(connection, block_keys=sorted(keys))]
        loaded.update(_load(connection, queries, sorted(set(near) - loaded.keys()), registry, relink=False))
        return [loaded[mention_id].report for mention_id in near]

    wanted = set(ids)
    while True:
        reports = neighbourhood([loaded[mention_id].report for mention_id in sorted(wanted)], under)
        by_key = {each.report.key: each for each in loaded.values()}
        near = {by_key[report.key].mention_id for report in reports}
        events = sorted({event for mention_id in near if (event := loaded[mention_id].event_id) is not None})
        whole = near | {row["mention_id"] for row in queries.mentions_of_events(connection, event_ids=events)}
        if whole == near:
            return _with_copies({mention_id: loaded[mention_id] for mention_id in sorted(near)})
        loaded.update(_load(connection, queries, sorted(whole - loaded.keys()), registry, relink=False))
        wanted = whole


def _with_copies(known: Mapping[int, _Known]) -> dict[int, _Known]:
    """The same, near-copies of one wire text marked as such: they count as one report."""
    signed = {
        each.report.article_url: each.signature
        for each in sorted(known.values(), key=lambda each: each.report.order)
        if each.signature
    }
    copies = group_copies(list(signed.items()))
    return {
        mention_id: replace(
            each, report=replace(each.report, copy_group=copies.get(each.report.article_url, each.report.article_url))
        )
        for mention_id, each in known.items()
    }


def _load(
    connection: Connection, queries: Any, ids: Sequence[int], registry: Registry, *, relink: bool
) -> dict[int, _Known]:
    """These mentions and all others of their articles; `relink` writes whom their actors are and what they are found by."""
    if not ids:
        return {}
    whole = [row["mention_id"] for row in queries.mentions_beside(connection, mention_ids=list(ids))]
    rows = list(queries.mentions_by_id(connection, mention_ids=whole))
    phrases: dict[int, list[tuple[int, ActorPhrase]]] = defaultdict(list)
    for row in queries.actors_of_mentions(connection, mention_ids=whole):
        phrases[row["mention_id"]].append((row["ordinal"], phrase_of(row)))
    articles: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        mention = mention_of(row, [phrase for _, phrase in phrases[row["mention_id"]]])
        articles[row["url"]].append(
            Report(
                key=row["mention_key"],
                mention=mention,
                actors=tuple(link(phrase, registry, row["published_at"]) for phrase in mention.actors),
                article_url=row["url"],
                outlet=row["outlet"],
                published_at=row["published_at"],
                copy_group=row["url"],
                title=row["title"],
                place=mention.place,
            )
        )
    reports = {report.key: report for told in articles.values() for report in in_context(told)}
    known = {}
    for row in rows:
        report = reports[row["mention_key"]]
        keys = tuple(sorted(block_keys(report))) if relink else tuple(row["block_keys"])
        signature = bytes(row["signature"]) if row["signature"] else None
        known[row["mention_id"]] = _Known(row["mention_id"], row["event_id"], keys, signature, report)
    if relink:
        _write_links(connection, queries, known, phrases)
    return known


def _write_links(
    connection: Connection,
    queries: Any,
    known: Mapping[int, _Known],
    phrases: Mapping[int, Sequence[tuple[int, ActorPhrase]]],
) -> None:
    actors = {actor.key: actor for each in known.values() for actor in each.report.actors}
    if actors:
        queries.put_actors(
            connection,
            [
                {"actor_key": key, "name": actor.name, "kind": actor.kind.value, "country": actor.country}
                for key, actor in sorted(actors.items())
            ],
        )
    links = [
        {
            "mention_id": mention_id,
            "ordinal": ordinal,
            "actor_key": actor.key,
            "actor_name": actor.name,
            "actor_kind": actor.kind.value,
            "actor_country": actor.country,
            "stands_for": actor.stands_for,
        }
        for mention_id, each in known.items()
        for (ordinal, _), actor in zip(phrases[mention_id], each.report.actors, strict=True)
    ]
    if links:
        queries.link_mention_actors(connection, links)
    queries.put_block_keys(
        connection, [{"mention_id": mention_id, "block_keys": list(each.keys)} for mention_id, each in known.items()]
    )


def _fold(
    connection: Connection, queries: Any, known: Mapping[int, _Known], fresh: frozenset[int], now: datetime
) -> Resolved:
    by_key = {each.report.key: each for each in known.values()}
    old: dict[int, set[str]] = defaultdict(set)
    for each in known.values():
        if each.event_id is not None:
            old[each.event_id].add(each.report.key)
    clusters = cluster([each.report for each in known.values()])
    assigned = assign_ids(
        {str(event_id): frozenset(old[event_id]) for event_id in sorted(old)},
        [frozenset(report.key for report in reports) for reports in clusters],
    )
    watches = stored_watches(connection, queries)
    stories = [row["story_id"] for row in queries.stories_of_events(connection, event_ids=sorted(old))]
    merged = sorted((int(gone), int(kept)) for gone, kept in assigned.merged.items() if kept is not None)
    for gone, kept in merged:  # before the events are written: what was told of either is not told again
        _move_alerts(connection, queries, gone, kept)
    written = []
    total = Resolved()
    for name, reports in zip(assigned.ids, clusters, strict=True):
        carried = int(name) if name is not None else None
        members = [by_key[report.key] for report in reports]
        unchanged = (
            carried is not None
            and {each.report.key for each in members} == old[carried]
            and not any(each.mention_id in fresh for each in members)
        )
        if unchanged:
            continue
        event_id = carried if carried is not None else queries.new_event_id(connection)
        try:
            with savepoint(connection):
                total += _write_event(connection, queries, event_id, reports, watches, now)
        except (
            RefusedError
        ) as error:  # one row that breaks the schema's rules stops no other: its reports wait unplaced
            structlog.get_logger("wirewatch").warning("event refused", title=reports[0].title, error=str(error))
            total += Resolved(refused=1)
            queries.place_mentions(
                connection, [{"event_id": each.event_id, "mention_id": each.mention_id} for each in members]
            )
            continue
        queries.place_mentions(connection, [{"event_id": event_id, "mention_id": each.mention_id} for each in members])
        written.append(event_id)
    for gone, kept in merged:  # one of which nothing is left is dropped with its last mention
        _merge(connection, queries, gone, kept, now)
    place_events(connection, queries, written, now, left=stories)
    return total


def _write_event(
    connection: Connection,
    queries: Any,
    event_id: int,
    reports: Sequence[Report],
    watches: Sequence[StoredWatch],
    now: datetime,
) -> Resolved:
    states, developments = history(reports)
    event = states[-1][1]
    if event.place:
        queries.put_places(connection, [place_row(event.place)])
    queries.put_event(connection, **event_row(event_id, event, now))
    queries.drop_event_actors(connection, event_id=event_id)
    if event.actors:
        queries.put_event_actors(connection, actor_rows(event_id, event))
    queries.drop_claims(connection, event_id=event_id)
    if event.claims:
        queries.put_claims(connection, claim_rows(event_id, event.claims))
    _write_versions(connection, queries, event_id, states, now)
    written = _write_developments(connection, queries, event_id, developments, reports, now)
    standing = _standing(connection, queries, event_id, _notices(states, developments, reports))
    raised = sync_alerts(connection, queries, event_id, standing, watches, now)
    return Resolved(events=1, developments=written, alerts=raised)


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
        queries.put_development(connection, **row)
    return len(wanted)


def notices_of_events(connection: Connection, queries: Any, event_ids: Iterable[int]) -> dict[int, list[Notice]]:
    """By event, its live developments, each with the event as it stood right after it, oldest first."""
    registry = _registry(connection, queries)
    found = {}
    for event_id in event_ids:
        ids = [row["mention_id"] for row in queries.mentions_of_events(connection, event_ids=[event_id])]
        loaded = _load(connection, queries, ids, registry, relink=False)
        known = _with_copies({mention_id: loaded[mention_id] for mention_id in ids})
        reports = [each.report for each in known.values()]
        states, developments = history(reports) if reports else ([], [])
        found[event_id] = _notices(states, developments, reports)
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


def _move_alerts(connection: Connection, queries: Any, gone: int, kept: int) -> None:
    """What was told of an event that is merged counts as told of the one that takes its reports."""
    for event_id in (gone, kept):
        list(queries.lock_alerts_of_event(connection, event_id=event_id))
    queries.drop_untold_twins(connection, event_id=gone, merged_into=kept)
    queries.move_alerts(connection, event_id=gone, merged_into=kept)
    queries.move_corrections(connection, event_id=gone, merged_into=kept)
    queries.leave_alerts(connection, event_id=gone)
    queries.leave_deliveries(connection, event_id=gone)


def _merge(connection: Connection, queries: Any, gone: int, kept: int, now: datetime) -> None:
    _end_events(connection, queries, [gone], now)
    queries.put_redirect(
        connection, event_id=gone, merged_into=kept, now=now, reason="its reports turned out to be of one event"
    )


def _end_events(connection: Connection, queries: Any, ids: Sequence[int], now: datetime) -> None:
    """Take events that no longer stand out of the table; their log and states stay, marked as superseded."""
    queries.supersede_all_developments(connection, event_ids=ids, now=now)
    queries.end_all_versions(connection, event_ids=ids, now=now)
    queries.drop_events(connection, event_ids=ids)


def _drop_empty(connection: Connection, queries: Any, now: datetime) -> int:
    """Events all of whose reports were edited away or withdrawn do not stand; their alerts are withdrawn."""
    ids = [row["event_id"] for row in queries.events_without_mentions(connection)]
    if not ids:
        return 0
    watches = stored_watches(connection, queries)
    stories = [row["story_id"] for row in queries.stories_of_events(connection, event_ids=ids)]
    for event_id in ids:
        sync_alerts(connection, queries, event_id, [], watches, now)
    _end_events(connection, queries, ids, now)
    place_events(connection, queries, [], now, left=stories)
    return len(ids)
