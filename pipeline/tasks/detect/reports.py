"""Mentions as they stand in the tables, read as reports, whole articles at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from pipeline.articles.fingerprints import Copies
from pipeline.domain.correction import Correction
from pipeline.domain.mention import ActorPhrase, Report
from pipeline.gazetteer.linking import link
from pipeline.gazetteer.registry import Registry
from pipeline.resolution import Memory, block_keys, in_context, is_common, numbered
from pipeline.store import Connection
from pipeline.store.database import as_json
from pipeline.store.records import directory_rows, mention_of, phrase_of
from pipeline.tasks.detect.corrections import standing_corrections

MOST_NEAR = 50  # articles before, and as many after, that are looked at under one key
MOST_COMMON = 15  # under one that the news is full of
MOST_REMEMBERED = 1000  # articles, from one batch to the next
Home = tuple[Literal["event", "waiting"], int]
NEVER = datetime.max.replace(tzinfo=UTC)  # stands for the time of an article without one


@dataclass(frozen=True, slots=True)
class Known:
    """A mention as it stands in the tables, read as a report."""

    mention_id: int
    article_id: int
    event_id: int | None
    waits_with: int | None  # the first mention of those that are too unsure for an event, together with which it waits
    keys: tuple[str, ...]  # as stored
    signature: bytes | None
    report: Report

    @property
    def home(self) -> Home | None:
        """Where it stands: the event that it reports, or the mentions that it waits with."""
        if self.event_id is not None:
            return ("event", self.event_id)
        return ("waiting", self.waits_with) if self.waits_with is not None else None


@dataclass(slots=True)
class Library:
    """What one process has read of articles in earlier transactions, and found out of it: good while these stand as they stood."""

    registry: Registry | None = None
    version: int | None = None  # of what articles have taught
    memory: Memory = field(default_factory=Memory)
    known: dict[int, list[Known]] = field(default_factory=dict)
    stamps: dict[int, tuple[int, datetime | None]] = field(default_factory=dict)
    marked: dict[tuple[str, str], Report] = field(default_factory=dict)  # reports as those of a group of near-copies

    def open(self, version: int, registry: Callable[[], Registry]) -> Registry:
        """The registry of a version; where it is another than before, or too much is remembered, all else is forgotten."""
        if self.registry is None or version != self.version or len(self.known) > MOST_REMEMBERED:
            self.registry = self.registry if self.registry and version == self.version else registry()
            self.version, self.memory = version, Memory()
            for remembered in (self.known, self.stamps, self.marked):
                remembered.clear()
        return self.registry


@dataclass(slots=True)
class Shelf:
    """What has been read in one transaction: a `resolution.Record` of the tables."""

    connection: Connection
    queries: Any
    registry: Registry
    library: Library = field(default_factory=Library)
    fresh: set[str] = field(default_factory=set)  # keys of the reports that are to be placed anew
    corrections: dict[int, Correction] = field(default_factory=dict)  # those that speak of what was read, by number
    spoken_of: dict[str, int] = field(default_factory=dict)  # articles of the mentions that they speak of
    by_key: dict[str, Known] = field(default_factory=dict)
    phrases: dict[int, list[tuple[int, ActorPhrase]]] = field(default_factory=lambda: defaultdict(list))
    _articles: set[int] = field(default_factory=set)
    _asked: set[tuple[str, datetime]] = field(default_factory=set)  # keys and times that were looked around for
    _copies: Copies = field(default_factory=Copies)
    _members: dict[Home, set[str]] = field(default_factory=dict)  # whole groups, by the keys of their reports
    _corrected: bool | None = None  # whether anybody has corrected anything

    def read(self, article_ids: Iterable[int], *, anew: bool = False) -> list[Report]:
        """The reports of articles that have not been read yet, and of those that this shows to be near-copies.

        `anew`: what the library remembers of them counts for nothing.
        """
        missing = sorted(set(article_ids) - self._articles)
        if not missing:
            return []
        self._articles.update(missing)
        found = [] if anew else self._remembered(missing)
        found += self._look_up(sorted(set(missing) - {each.article_id for each in found}))
        self.by_key |= {each.report.key: each for each in found}
        told = {each.report.key: each.report for each in found}
        told |= {report.key: report for report in self._mark_copies(told)}
        self._hear(told)
        return list(told.values())

    def _remembered(self, article_ids: Sequence[int]) -> list[Known]:
        """The mentions of those articles that stand as they stood when they were last read."""
        library = self.library
        asked = [article_id for article_id in article_ids if article_id in library.known]
        places: dict[int, dict[int, tuple[int | None, int | None]]] = defaultdict(dict)
        stamps: dict[int, tuple[int, datetime | None]] = {}
        for row in self.queries.places_of_mentions(self.connection, article_ids=asked) if asked else ():
            places[row["article_id"]][row["mention_id"]] = (row["event_id"], row["waits_with"])
            stamps[row["article_id"]] = (row["revision"], row["extracted_at"])
        found: list[Known] = []
        for article_id, placed in places.items():
            known = library.known[article_id]
            if stamps[article_id] == library.stamps[article_id] and placed.keys() == {m.mention_id for m in known}:
                for m in known:
                    event_id, waits_with = placed[m.mention_id]
                    moved = (event_id, waits_with) != (m.event_id, m.waits_with)
                    found.append(replace(m, event_id=event_id, waits_with=waits_with) if moved else m)
        return found

    def _look_up(self, article_ids: Sequence[int]) -> list[Known]:
        """The mentions of articles as the tables have them."""
        rows = list(self.queries.mentions_of_articles(self.connection, article_ids=article_ids)) if article_ids else []
        ids = [row["mention_id"] for row in rows]
        for row in self.queries.actors_of_mentions(self.connection, mention_ids=ids) if ids else ():
            self.phrases[row["mention_id"]].append((row["ordinal"], phrase_of(row)))
        found = [_known(row, report) for row, report in self._reports(rows)]
        for row in rows:
            self.library.stamps[row["article_id"]] = (row["revision"], row["extracted_at"])
            self.library.known[row["article_id"]] = []
        for each in found:
            self.library.known[each.article_id].append(each)
        return found

    def near(self, told: Iterable[tuple[datetime | None, frozenset[str]]]) -> list[Report]:
        """All reports of articles that share a key with some text, of those the nearest to it in time."""
        asked = {(key, at or NEVER) for at, keys in told for key in keys} - self._asked
        if not asked:
            return []
        self._asked |= asked
        numbers = numbered(key for key, _ in asked)
        found = self.queries.articles_near(
            self.connection,
            # As text: psycopg takes longer to write a long array than the server to read one.
            block_keys=",".join(map(str, numbers)),
            published_ats=",".join(at.isoformat() for _, at in asked),
            most=",".join(str(MOST_COMMON if is_common(key) else MOST_NEAR) for key, _ in asked),
        )
        return self.read(row["article_id"] for row in found)

    def whole(self, keys: Collection[str]) -> tuple[list[Report], set[str]]:
        """The keys of all reports of the events that these are of and of what people say of any of them, to the last; and
        what had not been read yet of their articles."""
        read: list[Report] = []
        found = set(keys)
        while True:
            homes = {home for key in found if (home := self.by_key[key].home) is not None}
            articles = self._read_members(homes)
            wider = found.union(*(self._members[home] for home in homes))
            for correction in self.corrections.values():
                if not wider.isdisjoint(correction.keys):
                    wider.update(correction.keys)
                    articles.update(self.spoken_of[key] for key in correction.keys)
            read += self.read(articles)
            if wider == found:
                return read, found
            found = wider

    def _read_members(self, homes: Iterable[Home]) -> set[int]:
        """Look up the members of groups that have not been looked up yet; their articles."""
        missing = sorted(set(homes) - self._members.keys())
        self._members |= {home: set() for home in missing}
        events, waiting = ([number for what, number in missing if what == kind] for kind in ("event", "waiting"))
        articles = set()
        if events:
            for row in self.queries.members_of_events(self.connection, event_ids=events):
                self._members["event", row["event_id"]].add(row["mention_key"])
                articles.add(row["article_id"])
        if waiting:
            for row in self.queries.mentions_waiting_with(self.connection, mention_ids=waiting):
                self._members["waiting", row["waits_with"]].add(row["mention_key"])
                articles.add(row["article_id"])
        return articles

    def _hear(self, keys: Iterable[str]) -> None:
        """Look up what people say of mentions."""
        if self._corrected is None:
            self._corrected = bool(self.queries.any_corrections(self.connection))
        if self._corrected:
            said, articles = standing_corrections(self.connection, self.queries, keys)
            self.corrections |= {each.number: each for each in said}
            self.spoken_of |= articles

    def is_event(self, keys: frozenset[str]) -> bool:
        """Whether just these reports are one event on record or wait for one, and none of them is to be placed anew."""
        home = self.by_key[next(iter(keys))].home
        return home is not None and self.fresh.isdisjoint(keys) and self._members.get(home, set()) == keys

    def _reports(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Report]]:
        articles: dict[str, list[Report]] = defaultdict(list)
        for row in rows:
            mention = mention_of(row, [phrase for _, phrase in self.phrases[row["mention_id"]]])
            articles[row["url"]].append(
                Report(
                    key=row["mention_key"],
                    mention=mention,
                    actors=tuple(link(phrase, self.registry, row["published_at"]) for phrase in mention.actors),
                    article_url=row["url"],
                    outlet=row["outlet"],
                    published_at=row["published_at"],
                    copy_group=row["url"],
                    title=row["title"],
                    place=mention.place,
                )
            )
        reports = {report.key: report for told in articles.values() for report in in_context(told)}
        return [(row, reports[row["mention_key"]]) for row in rows]

    def _mark_copies(self, fresh: Iterable[str]) -> list[Report]:
        """Mark near-copies of one wire text as such, now that some mentions came in: they count as one report."""
        for each in map(self.by_key.__getitem__, fresh):
            if each.signature:
                self._copies.add(each.report.article_url, each.signature, each.report.published_at)
        marked = []
        for key, each in self.by_key.items():
            group = self._copies.group(each.report.article_url)
            if group != each.report.copy_group:
                report = self.library.marked.get((key, group)) or replace(each.report, copy_group=group)
                self.library.marked[key, group] = report
                self.by_key[key] = replace(each, report=report)
                marked.append(report)
        return marked


def _known(row: Mapping[str, Any], report: Report) -> Known:
    return Known(
        mention_id=row["mention_id"],
        article_id=row["article_id"],
        event_id=row["event_id"],
        waits_with=row["waits_with"],
        keys=tuple(row["block_keys"]),
        signature=bytes(row["signature"]) if row["signature"] else None,
        report=report,
    )


def links_otherwise(row: Mapping[str, Any], registry: Registry) -> bool:
    """Whether an actor of a mention is somebody else by this registry than it was linked to."""
    actor = link(phrase_of(row), registry, row["published_at"])
    linked = (row["actor_key"], row["actor_name"], row["actor_kind"], row["actor_country"], row["stands_for"])
    return linked != (actor.key, actor.name, actor.kind.value, actor.country, actor.stands_for)


def write_links(shelf: Shelf) -> None:
    """Write whom the actors of the fresh mentions are, and the keys under which their articles are found."""
    connection, queries = shelf.connection, shelf.queries
    fresh = [shelf.by_key[key] for key in sorted(shelf.fresh)]
    actors = {actor.key: actor for each in fresh for actor in each.report.actors}
    if actors:
        queries.put_actors(connection, actors=as_json(directory_rows(actors[key] for key in sorted(actors))))
    links = [
        {
            "mention_id": each.mention_id,
            "ordinal": ordinal,
            "actor_key": actor.key,
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country,
            "stands_for": actor.stands_for,
        }
        for each in fresh
        for (ordinal, _), actor in zip(shelf.phrases[each.mention_id], each.report.actors, strict=True)
    ]
    if links:
        queries.link_mention_actors(connection, links=as_json(links))
    found_by = {each.mention_id: (each, tuple(sorted(block_keys(each.report)))) for each in fresh}
    changed = [(each, own) for each, own in found_by.values() if own != each.keys]
    if changed:
        found = [{"mention_id": each.mention_id, "block_keys": own} for each, own in changed]
        queries.put_block_keys(connection, found_by=as_json(found))
        entries = {
            (number, each.report.published_at or NEVER, each.article_id)
            for each, own in changed
            for number in numbered(set(own) - set(each.keys))
        }
        numbers, published, articles = zip(*sorted(entries), strict=True) if entries else ((), (), ())
        queries.put_article_blocks(
            connection,
            block_keys=",".join(map(str, numbers)),
            published_ats=",".join(at.isoformat() for at in published),
            article_ids=",".join(map(str, articles)),
        )
