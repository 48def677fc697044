"""Mentions as they stand in the tables, read as reports, whole articles at a time."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from pipeline.domain.correction import Correction
from pipeline.domain.mention import ActorPhrase, Report
from pipeline.gazetteer.facts import ActorFact
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
MOST_USED = 4000  # that are remembered where the last batch used more: 80 MB
Home = tuple[Literal["event", "waiting"], int]
Placed = tuple[int | None, int | None]  # an event, or the first of the mentions that wait together for one
Stamp = tuple[int, datetime | None, int, int, int]
NEVER = datetime.max.replace(tzinfo=UTC)  # stands for the time of an article without one


@dataclass(frozen=True, slots=True)
class Known:
    """A mention as it stands in the tables, read as a report."""

    mention_id: int
    article_id: int
    keys: tuple[str, ...]  # as stored
    report: Report


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was read out of the tables; good while its stamp is the same: revision, when it was read, which
    mentions it has, and which group of near-copies it is of."""

    url: str
    stamp: Stamp
    mentions: Mapping[str, Known]  # by key
    reports: tuple[Report, ...]  # in order


@dataclass(slots=True)
class Library:
    """What one process has read of articles in earlier transactions, and found out of it: good while these stand as they stood."""

    registry: Registry | None = None
    version: int | None = None  # of what articles have taught
    memory: Memory = field(default_factory=Memory)
    known: dict[int, Reading] = field(default_factory=dict)  # by article, the last used last
    _used: set[int] = field(default_factory=set)  # articles, since it was last tidied

    def open(self, version: int, registry: Callable[[], Registry]) -> Registry:
        """The registry of a version; where it is another than before, all else is forgotten."""
        if self.registry is None or version != self.version:
            self.registry, self.version = registry(), version
            self.memory = Memory()
            self.known.clear()
        return self.registry

    def learn(self, version: int, facts: Sequence[ActorFact]) -> None:
        """Take up what articles have taught since a version: that is the next one. What an article says otherwise than
        before has the registry read anew."""
        if self.registry is not None and version == self.version and not any(map(self.registry.restates, facts)):
            self.registry, self.version = self.registry.with_facts(facts), version + 1

    def close(self) -> None:
        """Forget all."""
        self.registry = None

    def keep(self, article_id: int, reading: Reading) -> None:
        """Keep an article as it was just read."""
        self.forget([article_id])
        self.known[article_id] = reading
        self._used.add(article_id)

    def use(self, article_id: int, stamp: Stamp) -> Reading | None:
        """An article that was read before, where it stands as it stood."""
        known = self.known.get(article_id)
        if known is None or known.stamp != stamp:
            return None
        self.known[article_id] = self.known.pop(article_id)
        self._used.add(article_id)
        return known

    def forget(self, article_ids: Iterable[int]) -> None:
        """Forget articles."""
        for article_id in article_ids:
            if (reading := self.known.pop(article_id, None)) is not None:
                self.memory.forget(reading.url)

    def tidy(self) -> None:
        """Forget what was used longest ago, of very much; and what was only looked at, until somebody has placed it.

        What the last batch used stays, up to a bound: the next one mostly needs the same.
        """
        most = max(MOST_REMEMBERED, min(MOST_USED, len(self._used & self.known.keys())))
        self.forget(list(self.known)[: max(0, len(self.known) - most)])
        self._used.clear()
        if len(self.memory) > 2 * most:
            self.memory.keep({reading.url for reading in self.known.values()})
        self.memory.tidy()


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
    _places: dict[str, Placed] = field(default_factory=dict)
    _articles: set[int] = field(default_factory=set)
    _asked: set[tuple[str, datetime]] = field(default_factory=set)  # keys and times that were looked around for
    _members: dict[Home, set[str]] = field(default_factory=dict)  # whole groups, by the keys of their reports
    _corrected: bool | None = None  # whether anybody has corrected anything

    def read(self, article_ids: Iterable[int], *, anew: bool = False) -> list[tuple[Report, ...]]:
        """The reports of articles that have not been read yet.

        `anew`: what the library remembers of them counts for nothing.
        """
        missing = sorted(set(article_ids) - self._articles)
        if not missing:
            return []
        self._articles.update(missing)
        found = {} if anew else self._remembered(missing)
        found |= self._look_up([article_id for article_id in missing if article_id not in found], anew=anew)
        for reading in found.values():
            self.by_key |= reading.mentions
        self._hear(key for reading in found.values() for key in reading.mentions)
        return [reading.reports for reading in found.values()]

    def _remembered(self, article_ids: Sequence[int]) -> dict[int, Reading]:
        """Those of the articles that stand as they stood when they were last read."""
        asked = [article_id for article_id in article_ids if article_id in self.library.known]
        found = {}
        for row in self.queries.readings_of_articles(self.connection, article_ids=asked) if asked else ():
            if (known := self.library.use(row["article_id"], _stamp(row))) is not None:
                found[row["article_id"]] = known
        return found

    def _look_up(self, article_ids: Sequence[int], *, anew: bool) -> dict[int, Reading]:
        """Articles as the tables have them, those that have any mentions."""
        rows = list(self.queries.mentions_of_articles(self.connection, article_ids=article_ids)) if article_ids else []
        ids = [row["mention_id"] for row in rows]
        for row in self.queries.actors_of_mentions(self.connection, mention_ids=ids) if ids else ():
            self.phrases[row["mention_id"]].append((row["ordinal"], phrase_of(row)))
        of_article: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            of_article[row["article_id"]].append(row)
            self._places[row["mention_key"]] = (row["event_id"], row["waits_with"])
        found = {}
        for article_id, own in of_article.items():
            found[article_id] = reading = self._reading(own)
            if anew or all(row["state"] != "new" for row in own):  # else whoever places it may link it otherwise
                self.library.keep(article_id, reading)
        return found

    def near(self, told: Iterable[tuple[datetime | None, Iterable[str]]]) -> list[tuple[Report, ...]]:
        """Articles that share a key with some text, of those the nearest to it in time."""
        asked = {(key, at or NEVER) for at, keys in told for key in keys} - self._asked
        if not asked:
            return []
        self._asked |= asked
        written = {at: at.isoformat() for at in {at for _, at in asked}}
        found = self.queries.articles_near(
            self.connection,
            # As text: psycopg takes longer to write a long array than the server to read one.
            block_keys=",".join(map(str, numbered(key for key, _ in asked))),
            published_ats=",".join(written[at] for _, at in asked),
            most=",".join(str(MOST_COMMON if is_common(key) else MOST_NEAR) for key, _ in asked),
        )
        return self.read(row["article_id"] for row in found)

    def whole(self, keys: Collection[str]) -> tuple[list[tuple[Report, ...]], set[str]]:
        """The keys of all reports of the events that these are of and of what people say of any of them, to the last; and
        what had not been read yet of their articles."""
        read: list[tuple[Report, ...]] = []
        found = set(keys)
        while True:
            self._look_for(found)
            homes = {home for key in found if (home := self._home(key)) is not None}
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

    def homes(self, keys: Collection[str]) -> dict[str, Home]:
        """Where mentions stand, those that stand anywhere."""
        self._look_for(keys)
        return {key: home for key in keys if (home := self._home(key)) is not None}

    def place(self, key: str) -> Placed:
        """Which event a mention is of as the tables have it; or the first of those with which it waits for one."""
        return self._places[key]

    def _look_for(self, keys: Iterable[str]) -> None:
        """Look up where mentions are placed, as far as that is not known yet."""
        missing = {self.by_key[key].mention_id: key for key in keys if key not in self._places}
        for row in self.queries.places_of_mentions(self.connection, mention_ids=list(missing)) if missing else ():
            self._places[missing[row["mention_id"]]] = (row["event_id"], row["waits_with"])

    def _home(self, key: str) -> Home | None:
        """Where a mention stands: the event that it reports, or the mentions that it waits with."""
        event_id, waits_with = self._places[key]
        if event_id is not None:
            return ("event", event_id)
        return ("waiting", waits_with) if waits_with is not None else None

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
        home = self._home(next(iter(keys)))
        return home is not None and self.fresh.isdisjoint(keys) and self._members.get(home, set()) == keys

    def _reading(self, rows: Sequence[Mapping[str, Any]]) -> Reading:
        """An article out of the rows of its mentions."""
        told = []
        for row in rows:
            mention = mention_of(row, [phrase for _, phrase in self.phrases[row["mention_id"]]])
            told.append(
                Report(
                    key=row["mention_key"],
                    mention=mention,
                    actors=tuple(link(phrase, self.registry, row["published_at"]) for phrase in mention.actors),
                    article_url=row["url"],
                    outlet=row["outlet"],
                    published_at=row["published_at"],
                    copy_group=str(row["copy_group"]),
                    title=row["title"],
                    place=mention.place,
                )
            )
        reports = {report.key: report for report in in_context(told)}
        mentions = {
            row["mention_key"]: Known(
                row["mention_id"],
                row["article_id"],
                tuple(map(sys.intern, row["block_keys"])),  # keys of many: one string will do for all
                reports[row["mention_key"]],
            )
            for row in rows
        }
        first = rows[0]
        ids = [row["mention_id"] for row in rows]
        return Reading(
            url=first["url"],
            stamp=(first["revision"], first["extracted_at"], len(ids), sum(ids), first["copy_group"]),
            mentions=mentions,
            reports=tuple(reports.values()),
        )


def _stamp(row: Mapping[str, Any]) -> Stamp:
    return (row["revision"], row["extracted_at"], row["mentions"], int(row["ids"]), row["copy_group"])


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
        written = {at: at.isoformat() for at in set(published)}
        queries.put_article_blocks(
            connection,
            block_keys=",".join(map(str, numbers)),
            published_ats=",".join(map(written.__getitem__, published)),
            article_ids=",".join(map(str, articles)),
        )
