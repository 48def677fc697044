"""Polling feeds: ask, read the reply, and write what it came to."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.articles import canonical_url
from pipeline.articles.markup import text_of_markup
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FeedState, FetchOutcome
from pipeline.errors import RefusedError
from pipeline.feeds.dates import believable
from pipeline.feeds.entries import Entry, ParsedFeed, digest
from pipeline.feeds.identity import Known, Seen, keys_of, match
from pipeline.feeds.parsing import parse_feed
from pipeline.feeds.policy import Bounds, FeedStanding, after_failure, after_redirect, after_success, max_age_s
from pipeline.http import AllowedHosts, HostPort, Limits, Request, host_port
from pipeline.store import Connection, Database
from pipeline.store.database import as_json, savepoint
from pipeline.tasks.logins import login_headers

ACCEPT_FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8,"
    " text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
_LONGEST_URL = 2_000  # what the index on article addresses can hold
_KEPT_CONTENT = 200_000


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


def own_host(url: str, *, allow_private: bool, allowed: AllowedHosts) -> HostPort | None:
    """Return the private host and port that requests for a feed may go to: its own, if the user still allows it."""
    return host_port(url) if allow_private and allowed.permits(url) else None


def request_of(feed: Mapping[str, Any], allowed: AllowedHosts, limits: Limits) -> Request:
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


@dataclass(slots=True)
class PollWriter:
    """Turns replies into rows. Polls that changed nothing are kept back and written together by `flush`."""

    database: Database
    bounds: Bounds
    rng: random.Random
    _waiting: list[dict[str, Any]]
    _fetches: list[dict[str, Any]]
    _done: list[int]

    @classmethod
    def of(cls, database: Database, bounds: Bounds, rng: random.Random) -> PollWriter:
        """Return a writer with nothing kept back."""
        return cls(database, bounds, rng, [], [], [])

    def take(self, feed: Mapping[str, Any], reply: Reply, now: datetime) -> Polled:
        """Decide what a reply means; what it changed is committed before this returns."""
        standing = after_redirect(_standing(feed), reply.moved_to if reply.error is None else None, now)
        asked_s = max_age_s(reply.headers.get("cache-control"))
        if reply.outcome is FetchOutcome.NOT_MODIFIED and not (feed["etag"] or feed["last_modified"]):
            reply = Reply(reply.url, FetchOutcome.FAILED, reply.status, error=ErrorCode.BAD_REPLY,
                          note="the server says 304, not modified, although it has never sent the feed")  # fmt: skip
        if reply.error is not None:
            return self._failed(feed, standing, reply, reply.error, reply.note, now)
        if reply.outcome is FetchOutcome.NOT_MODIFIED:
            return self._unchanged(
                feed, after_success(standing, now, self.bounds, self.rng, asked_wait_s=asked_s), reply, now
            )
        body_hash = digest(reply.body.decode("latin-1"))
        if body_hash == feed["body_hash"]:
            return self._unchanged(
                feed, after_success(standing, now, self.bounds, self.rng, asked_wait_s=asked_s), reply, now
            )
        parsed = parse_feed(reply.body, reply.headers, reply.url)
        if parsed.error is not None:
            return self._failed(feed, standing, reply, parsed.error, parsed.note, now)
        waits = [wait for wait in (asked_s, parsed.wait_s) if wait is not None]
        standing = after_success(standing, now, self.bounds, self.rng, asked_wait_s=max(waits, default=None))
        try:
            return self._changed(feed, standing, reply, parsed, body_hash, now)
        except RefusedError as error:
            return self._failed(feed, standing, reply, ErrorCode.MALFORMED, f"the database refused it: {error}", now)

    def flush(self) -> list[int]:
        """Write the polls kept back; returns the keys of all feeds that were done since the last time."""
        if self._waiting:
            polls = sorted(self._waiting, key=lambda row: row["feed_id"])
            with self.database.transaction() as connection:
                _finish(connection, self.database.queries, polls, self._fetches)
        done = [*self._done, *(row["feed_id"] for row in self._waiting)]
        self._waiting, self._fetches, self._done = [], [], []
        return done

    @property
    def kept_back(self) -> int:
        """How many polls wait to be written."""
        return len(self._waiting)

    def _unchanged(self, feed: Mapping[str, Any], standing: FeedStanding, reply: Reply, now: datetime) -> Polled:
        self._waiting.append(_poll_row(feed, standing, reply, now, body_hash=feed["body_hash"]))
        return Polled(feeds=1)

    def _failed(
        self, feed: Mapping[str, Any], standing: FeedStanding, reply: Reply, code: ErrorCode, note: str, now: datetime
    ) -> Polled:
        after = after_failure(
            standing, now, self.bounds, self.rng, code=code, note=note, retry_after_s=reply.retry_after_s
        )
        self._waiting.append(_poll_row(feed, after, reply, now, body_hash=feed["body_hash"], keep_validators=True))
        self._fetches.append(_fetch_row(feed, reply, now, outcome=code.value, note=note))
        return Polled(feeds=1, failed=1)

    def _changed(
        self,
        feed: Mapping[str, Any],
        standing: FeedStanding,
        reply: Reply,
        parsed: ParsedFeed,
        body_hash: str,
        now: datetime,
    ) -> Polled:
        queries = self.database.queries
        with self.database.transaction() as connection, savepoint(connection):
            outlet_id = self._name(connection, feed, parsed)
            new, made, edited = _write_entries(connection, queries, feed, outlet_id, parsed.entries, now)
            poll = _poll_row(feed, standing, reply, now, body_hash=body_hash, new_entries=new)
            fetches = []
            if new or edited or feed["state"] != FeedState.ACTIVE or parsed.note:
                fetches.append(_fetch_row(feed, reply, now, outcome="changed", note=parsed.note, new_entries=new))
            _finish(connection, queries, [poll], fetches)
        self._done.append(feed["feed_id"])
        return Polled(feeds=1, changed=1, entries=new, articles=made)

    def _name(self, connection: Connection, feed: Mapping[str, Any], parsed: ParsedFeed) -> int:
        """Return the feed's outlet; one without a name takes the channel's title, else its address."""
        if feed["outlet_id"] is not None and feed["title"]:
            return int(feed["outlet_id"])
        queries = self.database.queries
        name = parsed.title or feed["title"] or feed["url"]
        outlet_id = feed["outlet_id"] or queries.put_outlet(connection, name=name)
        queries.name_feed(
            connection, feed_id=feed["feed_id"], title=parsed.title, home=parsed.home, outlet_id=outlet_id
        )
        return int(outlet_id)


def _write_entries(
    connection: Connection,
    queries: Any,
    feed: Mapping[str, Any],
    outlet_id: int,
    entries: tuple[Entry, ...],
    now: datetime,
) -> tuple[int, int, int]:
    """Write what is new in a feed; returns new entries, articles made, entries edited."""
    links = [entry.link for entry in entries if entry.link]
    rows = queries.known_sightings(connection, feed_id=feed["feed_id"], keys=keys_of(entries), links=links)
    known = [Known(row["entry_key"], row["link"], row["title"], row["entry_hash"]) for row in rows]
    seen = match(entries, known)
    sightings = [_sighting_row(feed, item) for item in seen if item.is_new]
    made = 0
    if sightings:
        articles = {row["url"]: _article_row(row, now) for row in sightings if row["url"]}
        made = len(
            list(queries.put_sighted_articles(
                connection, outlet_id=outlet_id, articles=as_json(list(articles.values())), now=now
            ))
        )  # fmt: skip
        plain = [
            {name: value for name, value in row.items() if name not in {"published_at", "author"}} for row in sightings
        ]
        queries.put_sightings(connection, feed_id=feed["feed_id"], sightings=as_json(plain), now=now)
    edited = [item for item in seen if item.changed]
    if edited:
        changes = [_sighting_row(feed, item) for item in edited]
        rows = queries.change_sightings(
            connection, feed_id=feed["feed_id"], now=now,
            sightings=as_json([{name: row[name] for name in ("entry_key", "link", "title", "entry_hash", "content")}
                               for row in changes]),
        )  # fmt: skip
        article_ids = sorted({row["article_id"] for row in rows if row["article_id"] is not None})
        queries.reread_articles(connection, article_ids=article_ids, now=now)
    return len(sightings), made, len(edited)


def _sighting_row(feed: Mapping[str, Any], item: Seen) -> dict[str, Any]:
    entry = item.entry
    content = text_of_markup(entry.content)[:_KEPT_CONTENT]
    url, code, error = _article_address(feed, item, content)
    return {
        "entry_key": item.key,
        "url": url,
        "link": entry.link,
        "title": entry.title,
        "entry_hash": entry.content_hash,
        "content": content,
        "error_code": code,
        "error": error,
        "published_at": entry.published_at,
        "author": entry.author,
    }


def _article_address(feed: Mapping[str, Any], item: Seen, content: str) -> tuple[str | None, str | None, str | None]:
    """Return the address of an entry's article, or why it has none.

    An entry that has no link but a text is its own article, at the feed's address with the entry's key as fragment.
    """
    if item.entry.link:
        url = canonical_url(item.entry.link)
        if url is None or len(url) > _LONGEST_URL:
            return None, ErrorCode.BAD_URL.value, "the entry's link is no address that can be asked for"
        return url, None, None
    if not content:
        return None, ErrorCode.NO_LINK.value, "the entry has neither a link nor a text"
    return f"{feed['url'][: _LONGEST_URL - 40]}#{digest(item.key)}", None, None


def _article_row(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    published_at = believable(row["published_at"], now)
    return {
        "url": row["url"],
        "title": row["title"],
        "published_at": published_at.isoformat() if published_at else None,
        "author": row["author"],
    }


def _standing(feed: Mapping[str, Any]) -> FeedStanding:
    return FeedStanding(
        url=feed["url"],
        state=FeedState(feed["state"]),
        interval_s=feed["interval_s"],
        next_poll_at=feed["next_poll_at"],
        failures=feed["failures"],
        error_code=ErrorCode(feed["error_code"]) if feed["error_code"] else None,
        error=feed["error"],
        moved_to=feed["moved_to"],
        moved_seen=feed["moved_seen"],
        moved_first_at=feed["moved_first_at"],
        last_success_at=feed["last_success_at"],
    )


def _poll_row(
    feed: Mapping[str, Any],
    standing: FeedStanding,
    reply: Reply,
    now: datetime,
    *,
    body_hash: str | None,
    keep_validators: bool = False,
    new_entries: int = 0,
) -> dict[str, Any]:
    """Return a row for finish_polls. A failure and a 304 leave the validators that were sent as they are."""
    etag, last_modified = reply.headers.get("etag"), reply.headers.get("last-modified")
    if keep_validators or reply.outcome is FetchOutcome.NOT_MODIFIED:
        etag, last_modified = feed["etag"], feed["last_modified"]
    return {
        "feed_id": feed["feed_id"],
        "old_url": feed["url"],
        "url": standing.url,
        "state": standing.state.value,
        "etag": etag,
        "last_modified": last_modified,
        "body_hash": body_hash,
        "interval_s": standing.interval_s,
        "next_poll_at": standing.next_poll_at.isoformat(),
        "last_polled_at": now.isoformat(),
        "last_success_at": standing.last_success_at.isoformat() if standing.last_success_at else None,
        "failures": standing.failures,
        "moved_to": standing.moved_to,
        "moved_seen": standing.moved_seen,
        "moved_first_at": standing.moved_first_at.isoformat() if standing.moved_first_at else None,
        "error_code": standing.error_code.value if standing.error_code else None,
        "error": standing.error,
        "new_entries": new_entries,
    }


def _fetch_row(
    feed: Mapping[str, Any], reply: Reply, now: datetime, *, outcome: str, note: str, new_entries: int = 0
) -> dict[str, Any]:
    return {
        "feed_id": feed["feed_id"],
        "fetched_at": now.isoformat(),
        "outcome": outcome,
        "http_status": reply.status,
        "size_bytes": len(reply.body) if reply.body else None,
        "new_entries": new_entries,
        "elapsed_s": reply.elapsed_s,
        "note": note or None,
    }


def _finish(connection: Connection, queries: Any, polls: list[dict[str, Any]], fetches: list[dict[str, Any]]) -> None:
    for poll in polls:
        if poll["url"] != poll["old_url"] and queries.feed_by_url(connection, url=poll["url"]) is not None:
            poll.update(
                url=poll["old_url"],
                state=FeedState.GONE.value,
                error_code=ErrorCode.GONE.value,
                error=f"moved for good to {poll['url']}, which is polled as a feed of its own",
            )
    queries.finish_polls(connection, polls=as_json(polls))
    if fetches:
        queries.put_fetches(connection, fetches=as_json(fetches))
