"""Rows of the tables `feeds`, `fetches` and `sightings`, from what polling decides, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.articles import canonical_url
from pipeline.articles.forgetting import Forgotten
from pipeline.articles.markup import text_of_markup
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import DueBecause, ErrorCode, FeedState, FetchOutcome, IdentityRule
from pipeline.feeds.dates import believable
from pipeline.feeds.entries import Entry, ParsedFeed, digest
from pipeline.feeds.habit import Habit
from pipeline.feeds.identity import Identity, Seen
from pipeline.feeds.policy import FeedStanding, max_age_s
from pipeline.feeds.schedule import Asked, Bounds
from pipeline.http import AllowedHosts, HostPort, host_port
from pipeline.settings import Settings

Row = Mapping[str, Any]
SHORTEST_S, LONGEST_S = 5, 604_800
_LONGEST_ASKED_S = 31_536_000
_LONGEST_URL = 2_000  # what the index on article addresses can hold
_KEPT_CONTENT = 200_000


def own_host(url: str, *, allow_private: bool, allowed: AllowedHosts) -> HostPort | None:
    """Return the private host and port that requests for a feed may go to: its own, if the user still allows it."""
    return host_port(url) if allow_private and allowed.permits(url) else None


def bounds_of(feed: Row, settings: Settings, allowed: AllowedHosts, stretch: float = 1.0) -> Bounds:
    """Return what the user allows for a feed: an interval of its own, that of his own network, or the general bounds.

    `stretch` lengthens all intervals, so that the total of polls stays within what is allowed.
    """
    fixed_s = fixed_interval_s(
        str((feed["settings"] or {}).get("interval_s", "")),
        settings,
        own=own_host(feed["url"], allow_private=feed["allow_private"], allowed=allowed) is not None,
    )
    if fixed_s is not None:
        return Bounds(shortest_s=fixed_s, longest_s=fixed_s, stretch=stretch)
    shortest_s = min(settings.poll_shortest_s, settings.poll_longest_s)
    return Bounds(shortest_s, max(settings.poll_longest_s, shortest_s + 1), settings.poll_interval_s, stretch=stretch)


def fixed_interval_s(asked: str, settings: Settings, *, own: bool) -> int | None:
    """Return the seconds between polls that the user has set for a feed, None where its habit is to decide."""
    if asked.isascii() and asked.isdigit():
        return min(max(int(asked[:7]), SHORTEST_S), LONGEST_S)
    if own and settings.own_network_interval_s:
        return max(min(settings.own_network_interval_s, settings.poll_interval_s), SHORTEST_S)
    return None


def standing_of(feed: Row) -> FeedStanding:
    """Return the part of a feed's row that polling changes."""
    return FeedStanding(
        url=feed["url"],
        state=FeedState(feed["state"]),
        interval_s=feed["interval_s"],
        next_poll_at=feed["next_poll_at"],
        due_because=DueBecause(feed["due_because"]),
        failures=feed["failures"],
        error_code=ErrorCode(feed["error_code"]) if feed["error_code"] else None,
        error=feed["error"],
        moved_to=feed["moved_to"],
        moved_seen=feed["moved_seen"],
        moved_first_at=feed["moved_first_at"],
        last_success_at=feed["last_success_at"],
    )


def habit_of(feed: Row) -> Habit:
    """Return what is known of a feed's publishing."""
    if feed["habit_at"] is None:
        return Habit()
    return Habit(
        by_hour=tuple(feed["published_by_hour"]),
        days=feed["observed_days"],
        learnt_at=feed["habit_at"],
        newest_at=feed["newest_entry_at"],
        longest_gap_s=feed["longest_gap_s"],
    )


def identity_of(feed: Row) -> Identity | None:
    """Return by what a feed's entries are told apart; None before any were seen."""
    because = feed["identity_because"]
    return Identity(IdentityRule(feed["identity_rule"]), because) if because else None


def asked_of(feed: Row, reply: Reply, parsed: ParsedFeed | None) -> Asked:
    """Return what the publisher asks for: by the reply's headers, and by the feed as it was last read."""
    wait_s = parsed.wait_s if parsed else feed["asked_wait_s"]
    waits = [wait for wait in (max_age_s(reply.headers.get("cache-control")), wait_s) if wait is not None]
    return Asked(
        max(waits, default=None),
        frozenset(parsed.skip_hours if parsed else feed["skip_hours"]),
        frozenset(parsed.skip_days if parsed else feed["skip_days"]),
    )


def poll_row(
    feed: Row,
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
        "due_because": standing.due_because.value,
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


def learnt_row(habit: Habit, identity: Identity, parsed: ParsedFeed) -> dict[str, Any]:
    """Return what finish_polls writes beside where a feed was read: what is learnt of it, and what it asks for."""
    return {
        "was_read": True,
        "title": parsed.title,
        "home": parsed.home,
        "published_by_hour": habit.by_hour if habit.learnt_at else None,
        "observed_days": habit.days,
        "habit_at": habit.learnt_at.isoformat() if habit.learnt_at else None,
        "newest_entry_at": habit.newest_at.isoformat() if habit.newest_at else None,
        "longest_gap_s": habit.longest_gap_s,
        "asked_wait_s": min(round(parsed.wait_s), _LONGEST_ASKED_S) if parsed.wait_s is not None else None,
        "skip_hours": sorted(parsed.skip_hours),
        "skip_days": sorted(parsed.skip_days),
        "identity_rule": identity.rule.value,
        "identity_because": identity.because or None,
    }


def fetch_row(
    feed: Row, reply: Reply, now: datetime, *, outcome: str, note: str, new_entries: int = 0, size_bytes: int = 0
) -> dict[str, Any]:
    """Return a row for put_fetches."""
    return {
        "feed_id": feed["feed_id"],
        "fetched_at": now.isoformat(),
        "outcome": outcome,
        "http_status": reply.status,
        "size_bytes": size_bytes or None,
        "new_entries": new_entries,
        "elapsed_s": reply.elapsed_s,
        "note": note or None,
    }


def sighting_row(feed: Row, item: Seen, now: datetime, persons: Forgotten) -> dict[str, Any]:
    """Return a row for put_sightings and change_sightings, with what its article is made of, but the names of the forgotten."""
    entry = item.entry
    content = persons.without(text_of_markup(entry.content)[:_KEPT_CONTENT])
    url, code, error = _article_address(feed, item, content)
    published_at = believable(entry.published_at, now)
    return {
        "feed_id": feed["feed_id"],
        "entry_key": item.key,
        "url": url,
        "link": entry.link,
        "title": persons.without(entry.title),
        "entry_hash": entry.content_hash,
        "content": content,
        "error_code": code,
        "error": error,
        "seen_at": now.isoformat(),
        "published_at": published_at.isoformat() if published_at else None,
        "modified_at": _modified(entry, published_at, now),
        "author": persons.without(entry.author) if entry.author else entry.author,
        "section": entry.section,
    }


def _modified(entry: Entry, published_at: datetime | None, now: datetime) -> str | None:
    """When an entry says it was changed, where that is later than its publication."""
    updated_at = believable(entry.updated_at, now)
    if updated_at is None or (published_at is not None and updated_at <= published_at):
        return None
    return updated_at.isoformat()


def _article_address(feed: Row, item: Seen, content: str) -> tuple[str | None, str | None, str | None]:
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
