"""Polling feeds: ask, read the reply, and write what it came to."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

import stamina
import structlog

from pipeline.articles.forgetting import Forgotten
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FeedState, FetchOutcome
from pipeline.errors import ConflictError, RefusedError
from pipeline.feeds.dates import believable
from pipeline.feeds.entries import ParsedFeed, bounded_key, digest
from pipeline.feeds.habit import learnt
from pipeline.feeds.identity import Known, judge, lookups, match
from pipeline.feeds.parsing import parse_feed
from pipeline.feeds.policy import FeedStanding, after_failure, after_redirect, after_success
from pipeline.feeds.schedule import Bounds
from pipeline.http import AllowedHosts, Limits, Request
from pipeline.settings import Settings
from pipeline.store import Connection, Database
from pipeline.store.database import as_json, savepoint
from pipeline.tasks.ingest.feed_rows import (
    Row,
    asked_of,
    bounds_of,
    fetch_row,
    habit_of,
    identity_of,
    learnt_row,
    own_host,
    poll_row,
    sighting_row,
    standing_of,
)
from pipeline.tasks.ingest.logins import login_headers
from pipeline.tasks.ingest.reading import withdraw

ACCEPT_FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8,"
    " text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
# A transaction for about so many polls, or entries; a long feed counts as several.
_MOST_POLLS = 200
_MOST_ENTRIES = 1_000
_BYTES_AN_ENTRY = 20_000
_ARTICLE_COLUMNS = ("url", "outlet_id", "title", "published_at", "modified_at", "author", "section", "seen_at")
_SIGHTING_COLUMNS = (
    "feed_id", "entry_key", "url", "link", "title", "entry_hash", "content", "seen_at", "error_code", "error",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Polled:
    """What polls came to."""

    feeds: int = 0
    changed: int = 0
    failed: int = 0
    entries: int = 0
    articles: int = 0

    def __add__(self, other: Polled) -> Polled:
        return Polled(
            self.feeds + other.feeds,
            self.changed + other.changed,
            self.failed + other.failed,
            self.entries + other.entries,
            self.articles + other.articles,
        )


def request_of(feed: Row, allowed: AllowedHosts, limits: Limits) -> Request:
    """Return a feed's conditional request. Raises ConfigurationError where its login is not at hand."""
    login = (feed["settings"] or {}).get("login")
    return Request(
        feed["url"],
        accept=ACCEPT_FEEDS,
        etag=feed["etag"],
        last_modified=feed["last_modified"],
        own_host=own_host(feed["url"], allow_private=feed["allow_private"], allowed=allowed),
        limits=limits,
        headers=login_headers(login) if login else {},
    )


def without_blind_304(reply: Reply) -> Reply:
    """Return the reply to an unconditional request: 304 is then a failure, for such a server would keep us blind."""
    if reply.outcome is not FetchOutcome.NOT_MODIFIED:
        return reply
    note = "the server says 304, not modified, although it has never sent the feed"
    return Reply(reply.url, FetchOutcome.FAILED, reply.status, error=ErrorCode.BAD_REPLY, note=note)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A poll that brought another document than the last one; what is new in it is told when it is written."""

    feed: Row
    standing: FeedStanding
    reply: Reply
    parsed: ParsedFeed
    body_hash: str
    size_bytes: int
    polled_at: datetime


@dataclass(frozen=True, slots=True)
class _Plain:
    """A poll that brought nothing to read, as rows: the same as before, or a failure."""

    poll: dict[str, Any]
    fetches: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a poll that brought another document comes to, as rows."""

    changed: _Changed
    new: list[dict[str, Any]]
    edited: list[dict[str, Any]]
    poll: dict[str, Any]
    fetches: list[dict[str, Any]]


Outcome = _Plain | _Changed


@dataclass(slots=True)
class Batch:
    """Polls that were taken and are to be written together."""

    plain: list[_Plain] = field(default_factory=list)
    changed: list[_Changed] = field(default_factory=list)
    weight: int = 0

    @property
    def full(self) -> bool:
        """Whether it is worth a transaction, or weighs on the memory."""
        return len(self.plain) >= _MOST_POLLS or self.weight >= _MOST_ENTRIES

    @property
    def feed_ids(self) -> list[int]:
        """The keys of its feeds."""
        return [*(each.poll["feed_id"] for each in self.plain), *(each.feed["feed_id"] for each in self.changed)]


class PollWriter:
    """Turns replies into rows. Any thread may `read` a reply or `write` a batch; one and the same must `take` and `hand_over`."""

    def __init__(self, database: Database, settings: Settings, rng: random.Random) -> None:
        self.stretch = 1.0
        self.persons = Forgotten()
        self._database = database
        self._settings = settings
        self._allowed = AllowedHosts.parse(settings.allow_hosts)
        self._rng = rng
        self._batch = Batch()

    def read(self, feed: Row, reply: Reply, now: datetime) -> Outcome:
        """Return what a reply comes to: quickly, unless it has a body."""
        standing = after_redirect(standing_of(feed), reply.moved_to if reply.error is None else None, now)
        if not (feed["etag"] or feed["last_modified"]):
            reply = without_blind_304(reply)
        if reply.error is not None:
            return self._failed(feed, standing, reply, reply.error, reply.note, now)
        is_same = reply.outcome is FetchOutcome.NOT_MODIFIED
        body_hash = feed["body_hash"] if is_same else digest(reply.body.decode("latin-1"))
        if is_same or body_hash == feed["body_hash"]:
            asked = asked_of(feed, reply, None)
            after = after_success(standing, now, self._bounds(feed), self._rng, habit=habit_of(feed), asked=asked)
            return _Plain(poll_row(feed, after, reply, now, body_hash=body_hash))
        parsed = parse_feed(reply.body, reply.headers, reply.url)
        if parsed.error is not None:
            return self._failed(feed, standing, reply, parsed.error, parsed.note, now)
        # What it says is in the entries; its bytes need not be held until these are written.
        return _Changed(feed, standing, replace(reply, body=b""), parsed, body_hash, len(reply.body), now)

    def take(self, outcome: Outcome) -> bool:
        """Add to the batch what a reply comes to; returns whether there is now enough to be handed over."""
        if isinstance(outcome, _Plain):
            self._batch.plain.append(outcome)
        else:
            self._batch.changed.append(outcome)
            self._batch.weight += len(outcome.parsed.entries) + outcome.size_bytes // _BYTES_AN_ENTRY
        return self._batch.full

    def hand_over(self) -> Batch:
        """Return what was taken since the last time."""
        batch, self._batch = self._batch, Batch()
        return batch

    def write(self, batch: Batch) -> Polled:
        """Write polls, many feeds in one transaction; returns what they came to."""
        told = self._tell(batch.changed)
        try:
            made = self._write(told, batch.plain)
        except RefusedError:
            self._write_plainly(batch.plain)
            told, made = self._write_singly(told)
        failed = sum(each.poll["failures"] > 0 for each in batch.plain) + len(batch.changed) - len(told)
        return Polled(len(batch.feed_ids), len(told), failed, sum(len(each.new) for each in told), made)

    def _write_plainly(self, plain: list[_Plain]) -> None:
        """Write polls that brought nothing to read; where the database refuses what a server said, that is left out."""
        with suppress(RefusedError):
            self._write([], plain)
            return
        for each in plain:
            try:
                self._write([], [each])
            except RefusedError as error:
                said = dict.fromkeys(("etag", "last_modified", "moved_to", "moved_first_at"))
                note = f"what the server said cannot be stored: {error}"
                kept = {**each.poll, **said, "url": each.poll["old_url"], "moved_seen": 0, "error": note}
                self._write([], [_Plain(kept)])

    def _write_singly(self, told: list[_Told]) -> tuple[list[_Told], int]:
        """Write feeds in a transaction each, because the database refuses something in one of them: that one has failed."""
        written: list[_Told] = []
        refused: list[_Plain] = []
        made = 0
        for each in told:
            try:
                made += self._write([each], [])
                written.append(each)
            except RefusedError as error:
                one, note = each.changed, f"the database refused it: {error}"
                refused.append(
                    self._failed(one.feed, one.standing, one.reply, ErrorCode.MALFORMED, note, one.polled_at)
                )
        self._write([], refused)
        return written, made

    def _tell(self, changed: list[_Changed]) -> list[_Told]:
        """Tell what is new in feeds; this worker alone writes their sightings, so it may do so before it writes."""
        wanted = [
            (each.feed["feed_id"], key, link)
            for each in changed
            if each.feed["entries"]
            for key, link in _lookups(each)
        ]
        known: dict[int, list[Known]] = {}
        if wanted:
            feed_ids, keys, links = (list(column) for column in zip(*wanted, strict=True))
            with self._database.transaction() as connection:
                rows = self._database.queries.known_sightings(connection, feed_ids=feed_ids, keys=keys, links=links)
                for row in rows:
                    sighting = Known(row["entry_key"], row["link"], row["title"], row["entry_hash"])
                    known.setdefault(row["feed_id"], []).append(sighting)
        return [self._tell_one(each, known.get(each.feed["feed_id"], [])) for each in changed]

    def _tell_one(self, changed: _Changed, known: list[Known]) -> _Told:
        feed, reply, parsed, now = changed.feed, changed.reply, changed.parsed, changed.polled_at
        identity = judge(parsed.entries, known, identity_of(feed))
        seen = match(parsed.entries, known, identity.rule)
        new = [sighting_row(feed, item, now, self.persons) for item in seen if item.is_new]
        edited = [sighting_row(feed, item, now, self.persons) for item in seen if item.changed]
        habit = habit_of(feed)
        if new:
            habit = learnt(habit, [believable(item.entry.published_at, now) for item in seen if item.is_new], now)
        asked = asked_of(feed, reply, parsed)
        after = after_success(changed.standing, now, self._bounds(feed), self._rng, habit=habit, asked=asked)
        poll = poll_row(feed, after, reply, now, body_hash=changed.body_hash, new_entries=len(new))
        fetches = []
        if new or edited or feed["state"] != FeedState.ACTIVE or parsed.note:
            size, note = changed.size_bytes, parsed.note
            fetches.append(
                fetch_row(feed, reply, now, outcome="changed", note=note, new_entries=len(new), size_bytes=size)
            )
        return _Told(changed, new, edited, poll | learnt_row(habit, identity, parsed), fetches)

    @stamina.retry(on=ConflictError, attempts=5, wait_initial=0.05, wait_max=1)
    def _write(self, told: list[_Told], plain: list[_Plain]) -> int:
        """Write polls in one transaction; returns how many articles were made. Raises RefusedError, nothing written."""
        queries = self._database.queries
        with self._database.transaction() as connection, savepoint(connection):
            made = _write_entries(connection, queries, told) if told else 0
            all_of_them: list[_Told | _Plain] = [*told, *plain]
            polls = sorted((each.poll for each in all_of_them), key=itemgetter("feed_id"))
            _finish(connection, queries, polls, [row for each in all_of_them for row in each.fetches])
        return made

    def _failed(
        self, feed: Row, standing: FeedStanding, reply: Reply, code: ErrorCode, note: str, now: datetime
    ) -> _Plain:
        after = after_failure(
            standing, now, self._bounds(feed), self._rng, code=code, note=note, retry_after_s=reply.retry_after_s
        )
        if feed["state"] == FeedState.ACTIVE:
            structlog.get_logger("wirewatch").warning(
                "feed fails", feed_id=feed["feed_id"], url=feed["url"], code=code.value, error=note
            )
        poll = poll_row(feed, after, reply, now, body_hash=feed["body_hash"], keep_validators=True)
        return _Plain(poll, [fetch_row(feed, reply, now, outcome=code.value, note=note, size_bytes=len(reply.body))])

    def _bounds(self, feed: Row) -> Bounds:
        return bounds_of(feed, self._settings, self._allowed, self.stretch)


def _lookups(changed: _Changed) -> list[tuple[str | None, str | None]]:
    """The keys and the links under which a feed's entries may be on record, in pairs of which one is empty."""
    entries = changed.parsed.entries
    rule = judge(entries, [], identity_of(changed.feed)).rule
    keys: list[tuple[str | None, str | None]] = [(key, None) for key in lookups(entries, rule)]
    return [*keys, *((None, link) for link in sorted({entry.link for entry in entries if entry.link}))]


def _write_entries(connection: Connection, queries: Any, told: list[_Told]) -> int:
    """Write what is new in feeds; returns how many articles were made."""
    _name_outlets(connection, queries, told)
    new = [row for each in told for row in each.new]
    made = 0
    if new:
        # In one order for all workers, so that two that meet the same articles do not wait for each other.
        articles = {row["url"]: row for row in new if row["url"]}
        rows = [_only(articles[url], _ARTICLE_COLUMNS) for url in sorted(articles)]
        made = queries.put_sighted_articles(connection, articles=as_json(rows))
        queries.put_sightings(connection, sightings=as_json([_only(row, _SIGHTING_COLUMNS) for row in new]))
    edited = [_only(row, _SIGHTING_COLUMNS) for each in told for row in each.edited]
    for each in told:
        if each.changed.parsed.deleted:
            _take_back(connection, queries, each.changed)
    if edited:
        changed = queries.change_sightings(connection, sightings=as_json(edited))
        article_ids = sorted({row["article_id"] for row in changed if row["article_id"] is not None})
        queries.reread_articles(connection, article_ids=article_ids, now=told[0].changed.polled_at)
    return int(made)


def _take_back(connection: Connection, queries: Any, changed: _Changed) -> None:
    """Withdraw the articles of entries that their outlet's feed says were deleted."""
    keys = [bounded_key(guid) for guid in changed.parsed.deleted]
    for row in list(queries.delete_entries(connection, feed_id=changed.feed["feed_id"], keys=keys)):
        withdraw(connection, queries, row["article_id"], "the outlet's feed says that the entry was deleted")


def _only(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _name_outlets(connection: Connection, queries: Any, told: list[_Told]) -> None:
    """Give feeds without an outlet one: by the channel's title, else its address."""
    names: dict[int, str] = {}
    for each in told:
        feed, parsed = each.changed.feed, each.changed.parsed
        if feed["outlet_id"] is None:
            names[feed["feed_id"]] = parsed.title or feed["title"] or feed["url"]
    made = {name: queries.put_outlet(connection, name=name) for name in sorted(set(names.values()))}
    for each in told:
        feed = each.changed.feed
        outlet_id = feed["outlet_id"] or made[names[feed["feed_id"]]]
        each.poll["outlet_id"] = outlet_id
        for row in each.new:
            row["outlet_id"] = outlet_id


def _finish(connection: Connection, queries: Any, polls: list[dict[str, Any]], fetches: list[dict[str, Any]]) -> None:
    taken: set[str] = set()
    for poll in polls:
        if poll["url"] == poll["old_url"]:
            continue
        if poll["url"] in taken or queries.feed_by_url(connection, url=poll["url"]) is not None:
            poll.update(
                url=poll["old_url"],
                state=FeedState.GONE.value,
                error_code=ErrorCode.GONE.value,
                error=f"moved for good to {poll['url']}, which is polled as a feed of its own",
            )
        taken.add(poll["url"])
    if polls:
        queries.finish_polls(connection, polls=as_json(polls))
    if fetches:
        queries.put_fetches(connection, fetches=as_json(fetches))
