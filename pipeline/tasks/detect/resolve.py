"""Fold new mentions into events, with the log of what changed and the alerts that this raises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, compress
from typing import Any

from pipeline.alerts import Notice
from pipeline.domain.correction import Correction
from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import ActorKind, CorrectionKind
from pipeline.gazetteer.facts import ActorFact
from pipeline.gazetteer.offices import canonical_office
from pipeline.gazetteer.registry import Registry, load_seeds
from pipeline.resolution import assign_ids, carried, held, is_filed, regroup
from pipeline.store import Connection, Database
from pipeline.store.database import as_json
from pipeline.tasks.alert.raise_alerts import hand_over, sync_alerts
from pipeline.tasks.detect.copies import group_copies
from pipeline.tasks.detect.corrections import take_up
from pipeline.tasks.detect.garbage import uncollected
from pipeline.tasks.detect.reports import Known, Library, Shelf, links_otherwise, write_links
from pipeline.tasks.detect.stories import place_events
from pipeline.tasks.detect.write_events import end_events, folded, notices, standing_of, write_events

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


def resolve_all(
    database: Database, now: Callable[[], datetime], *, batch_size: int = BATCH_SIZE, library: Library | None = None
) -> Iterator[Resolved]:
    """Place new mentions until none waits; yield the counts of each batch."""
    library = Library() if library is None else library
    while (batch := resolve_batch(database, now, batch_size=batch_size, library=library)).mentions:
        yield batch


def resolve_batch(
    database: Database, now: Callable[[], datetime], *, batch_size: int = BATCH_SIZE, library: Library | None = None
) -> Resolved:
    """Place up to `batch_size` new mentions in one transaction and return counts (mentions 0: none waits).

    One resolver decides at a time, under an advisory lock that ends with the transaction; a killed one leaves no trace.
    The time that it writes is asked for under that lock: later than what another has written.
    What the process has read before need not be read again where it gives its `library`.
    """
    library = Library() if library is None else library
    queries = database.queries
    with uncollected(), _for_good(library), database.transaction() as connection:
        queries.lock_resolver(connection)
        at = now()
        _apply_facts(connection, queries, library)
        corrected = apply_corrections(connection, queries, at, library)
        if corrected.mentions:
            return corrected
        new = [row["mention_id"] for row in queries.new_mention_ids(connection, batch_size=batch_size)]
        return corrected + _resolve(connection, queries, new, {}, at, library) if new else corrected


@contextmanager
def _for_good(library: Library) -> Iterator[None]:
    """Forget what was read in a transaction that comes to nothing."""
    try:
        yield
    except BaseException:
        library.close()
        raise


def apply_corrections(connection: Connection, queries: Any, now: datetime, library: Library | None = None) -> Resolved:
    """Make the events show what people have corrected or undone since; the resolver's lock must be held."""
    waiting = take_up(connection, queries, now)
    dropped = Resolved(events=_drop_empty(connection, queries, now))
    touched = sorted(set(waiting.mention_ids))
    if not touched:
        return dropped
    return dropped + _resolve(connection, queries, touched, waiting.homes, now, library or Library())


def _resolve(
    connection: Connection,
    queries: Any,
    new: Sequence[int],
    homes: Mapping[str, int | None],
    now: datetime,
    library: Library,
) -> Resolved:
    library.tidy()
    registry = library.open(queries.registry_version(connection), lambda: _registry(connection, queries))
    # An article is read as a whole: what it speaks of most is the context of each of its mentions.
    articles = [row["article_id"] for row in queries.articles_of_mentions(connection, mention_ids=list(new))]
    group_copies(connection, queries, articles)
    said: dict[int, Correction] = {}
    spoken_of: dict[str, int] = {}
    while True:
        shelf = Shelf(connection, queries, registry, library, corrections=dict(said), spoken_of=dict(spoken_of))
        fresh = [report for told in shelf.read(articles, anew=True) for report in told]
        shelf.fresh.update(report.key for report in fresh)
        write_links(shelf)
        clusters = regroup(fresh, shelf, held(said.values()), library.memory)
        if shelf.corrections == said:
            return Resolved(mentions=len(new)) + _fold(shelf, clusters, homes, now)
        said, spoken_of = shelf.corrections, shelf.spoken_of  # there is more to be held to than was known at the start


def _apply_facts(connection: Connection, queries: Any, library: Library) -> None:
    """Put up for resolution again the mentions that new or withdrawn facts link otherwise than before.

    So what articles teach links alike, in whatever order they are read. A fact can touch only those who bear the surname, or
    hold the office in the country; of these, most stay who they were.
    """
    facts = list(queries.fresh_actor_facts(connection))
    touched: list[dict[str, Any]] = []
    if facts:
        taught = {canonical_office(fact["office"]) for fact in facts if fact["office"]}
        offices = [row["office"] for row in queries.offices_mentioned(connection)] if taught else []
        touched = list(
            queries.links_that_facts_may_change(
                connection,
                surnames=sorted({fact["name"].lower().split()[-1] for fact in facts if fact["name"].strip()}),
                offices=[office for office in offices if canonical_office(office) in taught],
                countries=sorted({fact["country"] for fact in facts if fact["country"]}),
            )
        )
    version = queries.registry_version(connection)
    learnt = list(map(_fact, queries.new_actor_facts(connection)))
    dropped = queries.drop_withdrawn_facts(connection)
    if queries.apply_actor_facts(connection) + dropped:
        queries.next_registry_version(connection)
        if not dropped:
            library.learn(version, learnt)
    if touched:
        registry = library.open(queries.registry_version(connection), lambda: _registry(connection, queries))
        changed = [row for row in touched if links_otherwise(row, registry)]
        library.forget({row["article_id"] for row in changed})
        if changed:
            queries.renew_mentions(connection, mention_ids=sorted({row["mention_id"] for row in changed}))


def _registry(connection: Connection, queries: Any) -> Registry:
    return load_seeds().with_facts(map(_fact, queries.list_actor_facts(connection)))


def _fact(row: Mapping[str, Any]) -> ActorFact:
    return ActorFact(
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


def _fold(
    shelf: Shelf, clusters: Sequence[Sequence[Report]], homes: Mapping[str, int | None], now: datetime
) -> Resolved:
    connection, queries = shelf.connection, shelf.queries
    corrections = list(shelf.corrections.values())
    says, spoken_of = held(corrections), frozenset(key for each in corrections for key in each.keys)
    keys = [frozenset(report.key for report in reports) for reports in clusters]
    changed = [n for n, own in enumerate(keys) if not own.isdisjoint(spoken_of) or not shelf.is_event(own)]
    placed = {key: shelf.place(key)[0] for n in changed for key in keys[n]}
    had, old = _by_event(placed), _by_event({key: homes.get(key, event_id) for key, event_id in placed.items()})
    dismissed = [shelf.by_key[key] for n in changed if says.is_dismissed(clusters[n]) for key in keys[n]]
    clusters = [clusters[n] for n in changed if not says.is_dismissed(clusters[n])]
    # What people speak of makes a row, however unsure it is.
    sure = [not spoken_of.isdisjoint(r.key for r in reports) or is_filed(reports) for reports in clusters]
    waiting = [
        [shelf.by_key[r.key] for r in reports] for reports, filed in zip(clusters, sure, strict=True) if not filed
    ]
    clusters = list(compress(clusters, sure))
    keys = [frozenset(report.key for report in reports) for reports in clusters]
    assigned = assign_ids(old, keys, had)
    stories = [row["story_id"] for row in queries.stories_of_events(connection, event_ids=sorted(map(int, had)))]
    new_ids = (row["event_id"] for row in queries.new_event_ids(connection, count=assigned.ids.count(None)))
    names = [int(name) if name is not None else next(new_ids) for name in assigned.ids]
    events = [folded(*each) for each in zip(names, clusters, carried(corrections, keys), strict=True)]
    written = write_events(connection, queries, events, now)
    # The reports of one that was refused wait where they were.
    event_of = dict.fromkeys(shelf.fresh) | {
        key: name if name in written.event_ids else placed[key]
        for name, own in zip(names, keys, strict=True)
        for key in own
    }
    _place(shelf, event_of, waiting, dismissed)
    stuck = {placed[key] for name, own in zip(names, keys, strict=True) if name not in written.event_ids for key in own}
    heirs = {
        int(gone): int(kept) for gone, kept in assigned.merged.items() if kept is not None and int(gone) not in stuck
    }
    rowless = chain(dismissed, *waiting)
    left = (
        {event_id for each in rowless if (event_id := placed[each.report.key]) is not None}
        - written.event_ids
        - heirs.keys()
    )
    raised = 0
    if queries.count_watches(connection):  # else there are no alerts
        standing = standing_of(connection, queries, [each for each in events if each.event_id in written.event_ids])
        takers = {
            int(event): [name for name, own in zip(names, keys, strict=True) if not own.isdisjoint(told)]
            for event, told in had.items()
        }
        hand_over(connection, queries, standing, takers, merged=heirs)
        raised = sync_alerts(connection, queries, {**standing, **dict.fromkeys(sorted(left), ())}, now)
    end_events(connection, queries, sorted({*heirs, *left}), now)
    bare = {int(gone) for gone, kept in assigned.merged.items() if kept is None} - left
    queries.shake_events(connection, event_ids=sorted(bare))
    for gone, kept in sorted(heirs.items()):
        queries.put_redirect(
            connection, event_id=gone, merged_into=kept, now=now, reason=_why(had[str(gone)], corrections)
        )
    place_events(connection, queries, sorted(written.event_ids), now, left=stories)
    return Resolved(
        events=len(written.event_ids),
        developments=written.developments,
        alerts=raised,
        refused=len(events) - len(written.event_ids),
    )


def _place(
    shelf: Shelf,
    event_of: Mapping[str, int | None],
    waiting: Iterable[Sequence[Known]],
    dismissed: Iterable[Known],
) -> None:
    """Write which events mentions report and which wait together for one, where that is new; a dismissed one does neither."""
    connection, queries = shelf.connection, shelf.queries
    no_longer = {each.mention_id for each in dismissed}
    waits_with = {each.report.key: min(m.mention_id for m in group) for group in waiting for each in group}
    homes = [(shelf.by_key[key], event_of.get(key), waits_with.get(key)) for key in {**event_of, **waits_with}]
    rows = [
        {"mention_id": each.mention_id, "event_id": event_id, "waits_with": first}
        for each, event_id, first in sorted(homes, key=lambda home: home[0].mention_id)
        if each.mention_id not in no_longer
        and (each.report.key in shelf.fresh or shelf.place(each.report.key) != (event_id, first))
    ]
    if rows:
        queries.place_mentions(connection, placed=as_json(rows))
    if no_longer:
        queries.dismiss_mentions(connection, mention_ids=sorted(no_longer))


def _by_event(places: Mapping[str, int | None]) -> dict[str, frozenset[str]]:
    """Keys of mentions by the event they are placed in, the oldest event first."""
    found: dict[int, set[str]] = defaultdict(set)
    for key, event_id in places.items():
        if event_id is not None:
            found[event_id].add(key)
    return {str(event_id): frozenset(found[event_id]) for event_id in sorted(found)}


def notices_of_events(connection: Connection, queries: Any, event_ids: Iterable[int]) -> dict[int, list[Notice]]:
    """By event, its live developments, each with the event as it stood right after it, oldest first."""
    shelf = Shelf(connection, queries, _registry(connection, queries))
    wanted = list(event_ids)
    stories = {row["event_id"]: row["story_id"] for row in queries.stories_of_events(connection, event_ids=wanted)}
    found = {}
    for event_id in wanted:
        members = list(queries.members_of_events(connection, event_ids=[event_id]))
        shelf.read(row["article_id"] for row in members)
        reports = [shelf.by_key[row["mention_key"]].report for row in members]
        holding = {row["correction_id"] for row in queries.corrections_holding(connection, event_id=event_id)}
        said = [each for each in shelf.corrections.values() if each.number in holding]
        told = notices(folded(event_id, reports, said)) if reports else []
        found[event_id] = [replace(notice, story_id=stories.get(event_id)) for notice in told]
    return found


def _why(keys: frozenset[str], corrections: Iterable[Correction]) -> str:
    """Why the event with these reports is another one."""
    merges = [each for each in corrections if each.kind is CorrectionKind.MERGE and not keys.isdisjoint(each.keys)]
    if merges:
        last = merges[-1]
        return f"{last.made_by} merged them{f': {last.reason}' if last.reason else ''}"
    return "its reports turned out to be of one event"


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
    sync_alerts(connection, queries, dict.fromkeys(ids, ()), now)
    end_events(connection, queries, ids, now)
    place_events(connection, queries, [], now, left=stories)
    return len(ids)
