"""Keeping the list of feeds: adding, importing, exporting, pausing, and saying what is wrong with one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FeedState
from pipeline.errors import BadInputError
from pipeline.feeds.dates import believable
from pipeline.feeds.discovery import feed_links, looks_like_html
from pipeline.feeds.entries import ParsedFeed
from pipeline.feeds.habit import entries_a_day
from pipeline.feeds.identity import judge, keys_of
from pipeline.feeds.opml import FeedListing, read_opml, write_opml
from pipeline.feeds.parsing import parse_feed
from pipeline.feeds.policy import max_age_s
from pipeline.feeds.schedule import why
from pipeline.http import AllowedHosts, Client, Limits, Request, host_port, userinfo_in
from pipeline.settings import Settings
from pipeline.store import Connection, Database
from pipeline.store.database import as_json
from pipeline.tasks.feed_rows import fixed_interval_s, habit_of
from pipeline.tasks.ingest import client_of
from pipeline.tasks.polling import ACCEPT_FEEDS

_CHECK_LIMITS = Limits(total_s=20)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to. `refused` has the address and the reason of each feed left out."""

    added: int = 0
    known: int = 0
    refused: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.added} feeds added, {self.known} brought up to date"]
        lines += [f"left out {url}: {reason}" for url, reason in self.refused]
        return "\n".join(lines)


def import_opml(
    database: Database, settings: Settings, text: bytes, now: datetime, *, managed_by: str = "opml"
) -> Imported:
    """Add the feeds of an OPML file; those that are there already get its name and folder.

    Raises BadInputError where the file is no OPML.
    """
    return put_feeds(database, settings, read_opml(text), now=now, managed_by=managed_by)


def put_feeds(
    database: Database, settings: Settings, listings: Iterable[FeedListing], *, now: datetime, managed_by: str
) -> Imported:
    """Add feeds to the table, all in one transaction."""
    allowed = AllowedHosts.parse(settings.allow_hosts)
    added, known, refused = 0, 0, []
    with database.transaction() as connection:
        for listing in listings:
            problem = _unfit(listing.url)
            if problem is not None:
                refused.append((listing.url, problem))
                continue
            is_new = _put(connection, database.queries, settings, allowed, listing, now, managed_by)
            added += is_new
            known += not is_new
    return Imported(added, known, tuple(refused))


def _put(
    connection: Connection,
    queries: Any,
    settings: Settings,
    allowed: AllowedHosts,
    listing: FeedListing,
    now: datetime,
    managed_by: str,
) -> bool:
    own = allowed.permits(listing.url)
    fixed_s = fixed_interval_s(listing.settings.get("interval_s", ""), settings, own=own)
    outlet_id = queries.put_outlet(connection, name=listing.name) if listing.name else None
    if outlet_id is not None and (zone := listing.settings.get("zone")):
        queries.set_outlet_zone(connection, outlet_id=outlet_id, zone=zone)
    row = queries.put_feed(
        connection,
        url=listing.url,
        title=listing.title or listing.name,
        folder=listing.folder,
        outlet_id=outlet_id,
        managed_by=managed_by,
        allow_private=own,
        interval_s=fixed_s or settings.poll_interval_s,
        is_fixed=fixed_s is not None,
        home=listing.home or None,
        settings=as_json({name: value for name, value in listing.settings.items() if name != "paused"}),
        state=(FeedState.PAUSED if listing.settings.get("paused") == "true" else FeedState.ACTIVE).value,
        now=now,
    )
    return bool(row["is_new"])


def _unfit(url: str) -> str | None:
    if host_port(url) is None or len(url) > 2_000:
        return "not an http or https address"
    if userinfo_in(url):
        return "an address with a user name or password is not stored; give them by an environment variable"
    return None


def export_opml(database: Database) -> bytes:
    """Return all feeds but the retired ones as OPML."""
    with database.transaction() as connection:
        rows = list(database.queries.list_feeds(connection))
    return write_opml(
        FeedListing(
            url=row["url"],
            name=row["outlet"] or row["title"],
            folder=row["folder"],
            home=row["home"] or "",
            title=row["title"],
            settings=dict(row["settings"] or {}) | ({"paused": "true"} if row["state"] == FeedState.PAUSED else {}),
        )
        for row in rows
        if row["state"] != FeedState.GONE
    )


def list_feeds(database: Database, now: datetime) -> list[dict[str, Any]]:
    """Return all feeds with their standing: `why` says why each is due when, `entries_a_day` what its habit is."""
    with database.transaction() as connection:
        rows = list(database.queries.list_feeds(connection))
    for row in rows:
        habit = habit_of(row)
        row["entries_a_day"] = round(entries_a_day(habit, now), 2) if habit.learnt_at else None
        row["why"] = why(row, habit, now) if row["state"] in {FeedState.ACTIVE, FeedState.FAILING} else None
    return rows


def set_state(database: Database, url: str, state: FeedState, now: datetime) -> None:
    """Pause a feed, take it up again (polled at once), or retire it. Raises BadInputError where there is no such feed."""
    with database.transaction() as connection:
        if not database.queries.set_feed_state(connection, url=url, state=state.value, now=now):
            raise BadInputError(f"no feed has the address {url}; see: wirewatch feeds list")


@dataclass(frozen=True, slots=True)
class Added:
    """A feed that was added: its address may differ from the one given, where that was a home page."""

    url: str
    title: str
    entries: int
    is_new: bool


def add_feed(
    database: Database, settings: Settings, url: str, *, now: datetime, outlet: str | None = None, folder: str = ""
) -> Added:
    """Add a feed by its address, or by the address of a page that names it; `outlet` names its publisher.

    It is asked for once first. Raises BadInputError where no feed can be read there, and says why.
    """
    found = asyncio.run(_find(settings, _with_scheme(url)))
    if found.parsed is None or found.parsed.error is not None:
        raise BadInputError(f"no feed was added: {found.problem}")
    # The outlet is named by the user, else by the channel; the address stays what was asked for, not where it led.
    listing = FeedListing(found.url, outlet or found.parsed.title, folder)
    problem = _unfit(listing.url)
    if problem is not None:
        raise BadInputError(f"no feed was added: {problem}")
    allowed = AllowedHosts.parse(settings.allow_hosts)
    with database.transaction() as connection:
        is_new = _put(connection, database.queries, settings, allowed, listing, now, "cli")
    return Added(listing.url, listing.name, len(found.parsed.entries), is_new)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is at an address: `trail` has the addresses that were asked, from the one given to the feed."""

    url: str
    reply: Reply
    parsed: ParsedFeed | None
    trail: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """Why there is no feed, in a sentence."""
        if self.reply.error is not None:
            return f"{self.url}: {self.reply.note} ({self.reply.error.value})"
        if self.parsed is not None and self.parsed.error is not None:
            return f"{self.url}: {self.parsed.note} ({self.parsed.error.value})"
        return f"{self.url}: no feed"


def _with_scheme(url: str) -> str:
    return url.strip() if "://" in url else f"https://{url.strip()}"


async def _find(settings: Settings, url: str) -> _Found:
    """Ask an address; where it is a page, ask the feeds that it names, the first that can be read winning."""
    allowed = AllowedHosts.parse(settings.allow_hosts)
    async with client_of(settings) as client:
        first = await _ask(client, allowed, url)
        if first.reply.error is not None or not looks_like_html(first.reply.body):
            return first
        for link in feed_links(first.reply.body, first.reply.url)[:5]:
            # A page does not open the private network: only its own host, where that is allowed.
            if allowed.permits(link.url) and host_port(link.url) != host_port(url):
                continue
            found = await _ask(client, allowed, link.url)
            if found.parsed is not None and found.parsed.error is None:
                return _Found(found.url, found.reply, found.parsed, (url, link.url))
    return first


async def _ask(client: Client, allowed: AllowedHosts, url: str) -> _Found:
    own = host_port(url) if allowed.permits(url) else None
    reply = await client.fetch(Request(url, accept=ACCEPT_FEEDS, own_host=own, limits=_CHECK_LIMITS))
    parsed = parse_feed(reply.body, reply.headers, reply.url) if reply.error is None else None
    return _Found(url, reply, parsed, (url,))


def check_feed(settings: Settings, url: str, *, now: datetime) -> str:
    """Return a diagnosis of an address, line by line: what a subscriber should know of this feed. Stores nothing."""
    return "\n".join(_diagnosis(asyncio.run(_find(settings, _with_scheme(url))), now))


def _diagnosis(found: _Found, now: datetime) -> list[str]:
    lines = [f"asked: {' -> '.join(found.trail)}"] if found.trail else []
    reply, parsed = found.reply, found.parsed
    if reply.url != found.url:
        lines.append(f"redirected to: {reply.url}" + (" (for good)" if reply.moved_to else ""))
    lines.append(f"status: {reply.status or 'none'} in {reply.elapsed_s:.2f} s, {len(reply.body)} bytes")
    if parsed is None or parsed.error is not None:
        return [*lines, f"problem: {found.problem}", *_advice(found)]
    return [*lines, *_describe(reply, parsed, now)]


def _describe(reply: Reply, parsed: ParsedFeed, now: datetime) -> list[str]:
    entries = parsed.entries
    dated = [moment for entry in entries if (moment := believable(entry.published_at, now)) is not None]
    texts = sorted(len(entry.content) for entry in entries)
    lines = [
        f"format: {parsed.version or 'unknown'}",
        f"title: {parsed.title or '(none)'}",
        f"entries: {len(entries)}" + (f", {parsed.left_out} more left out" if parsed.left_out else ""),
        f"validators: {_validators(reply)}",
        f"asks to wait: {_waits(reply, parsed)}",
        f"dates: {len(dated)} of {len(entries)} can be believed"
        + (f", newest {max(dated):%Y-%m-%d %H:%M} UTC" if dated else ""),
        f"identity: {_identity(parsed)}",
        f"text carried: {texts[len(texts) // 2]} characters an entry (median)" if texts else "text carried: none",
    ]
    if parsed.note:
        lines.append(f"note: {parsed.note}")
    return lines


def _validators(reply: Reply) -> str:
    names = [name for name, header in (("ETag", "etag"), ("Last-Modified", "last-modified")) if header in reply.headers]
    return " and ".join(names) or "none: each poll costs the whole feed"


def _waits(reply: Reply, parsed: ParsedFeed) -> str:
    waits = [wait for wait in (max_age_s(reply.headers.get("cache-control")), parsed.wait_s) if wait]
    return f"{max(waits):.0f} s" if waits else "no"


def _identity(parsed: ParsedFeed) -> str:
    entries = parsed.entries
    with_guid = sum(1 for entry in entries if entry.guid)
    with_link = sum(1 for entry in entries if entry.link)
    found = judge(entries, [])
    twice = len(entries) - len(set(keys_of(entries, found.rule)))
    counts = f"{with_guid} with guid, {with_link} with link" + (f", {twice} entries twice" if twice else "")
    return f"{counts}; told apart by {found.rule.replace('_', ' ')}" + (f": {found.because}" if found.because else "")


def _advice(found: _Found) -> Sequence[str]:
    code = found.reply.error or (found.parsed.error if found.parsed else None)
    advice: Mapping[ErrorCode, str] = {
        ErrorCode.BLOCKED_ADDRESS: "if this address is yours, name it in WIREWATCH_ALLOW_HOSTS and add the feed again",
        ErrorCode.NOT_A_FEED: "look on the site for a link that says RSS or Atom, and give its address",
        ErrorCode.UNAUTHORIZED: "the publisher asks for a login, or refuses monitors",
        ErrorCode.GONE: "the publisher has retired this feed; look for its successor on the site",
        ErrorCode.UNKNOWN_HOST: f"see that the name is right: {urlsplit(found.url).hostname}",
        ErrorCode.ROBOTS: "the site asks monitors to stay out",
    }
    return [f"advice: {advice[code]}"] if code is not None and code in advice else []
