"""Keeping the list of feeds: adding, importing, exporting, pausing, listing."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.domain.vocabulary import FeedState
from pipeline.errors import BadInputError
from pipeline.feeds.habit import entries_a_day
from pipeline.feeds.opml import FeedListing, read_opml, write_opml
from pipeline.feeds.schedule import why
from pipeline.http import AllowedHosts, host_port, userinfo_in, without_userinfo
from pipeline.settings import Settings
from pipeline.store import Connection, Database
from pipeline.store.database import as_json
from pipeline.tasks.ingest.feed_check import find_feed
from pipeline.tasks.ingest.feed_rows import fixed_interval_s, habit_of
from pipeline.tasks.ingest.logins import HOW_A_LOGIN_IS_WRITTEN, NO_SECRETS_IN_ADDRESSES, is_login


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
            problem = _unfit(listing)
            if problem is not None:
                refused.append((without_userinfo(listing.url), problem))
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


def _unfit(listing: FeedListing) -> str | None:
    """Why a feed cannot be kept as it is listed; never holds what may be a secret."""
    if host_port(listing.url) is None or len(listing.url) > 2_000:
        return "not an http or https address"
    if userinfo_in(listing.url):
        return NO_SECRETS_IN_ADDRESSES
    if (every := listing.settings.get("interval_s", "")) and not (every.isascii() and every.isdigit()):
        return f"its interval is not a number of seconds: {every[:40]}"
    if (zone := listing.settings.get("zone", "")) and not _is_zone(zone):
        return f"its zone is none of the IANA zones, such as Europe/London: {zone[:40]}"
    if (login := listing.settings.get("login", "")) and not is_login(login):
        return HOW_A_LOGIN_IS_WRITTEN
    return None


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


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
    """A feed that was added: its address may differ from the one given, where that was a home page.

    `others` are further feeds that the page names.
    """

    url: str
    title: str
    entries: int
    is_new: bool
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.url} is polled from now on" if self.is_new else f"{self.url} was there already, and is polled"]
        lines += [f"also named there: {url}" for url in self.others]
        return "\n".join(lines)


def add_feed(
    database: Database,
    settings: Settings,
    url: str,
    *,
    now: datetime,
    outlet: str | None = None,
    folder: str = "",
    own_settings: Mapping[str, str] | None = None,
) -> Added:
    """Add a feed by its address, or by the address of a page that names it; `outlet` names its publisher.

    It is asked for once first. `own_settings` are those of an OPML outline: interval_s, zone, login. One that is there
    already keeps what is not given here, and is taken up again if it was paused or retired. Raises BadInputError where
    no feed can be read there, and says why.
    """
    own = {name: value for name, value in (own_settings or {}).items() if value}
    _refuse(FeedListing("https://feed.example/", settings=own))
    found = find_feed(settings, url, login=own.get("login", ""))
    if found.parsed is None or found.parsed.error is not None:
        raise BadInputError(f"no feed was added: {found.problem}")
    # The outlet is named by the user, else by the channel; the address stays what was asked for, not where it led.
    title = found.parsed.title
    listing = FeedListing(found.url, outlet or title, folder, found.parsed.home or "", title, own)
    _refuse(listing)
    allowed = AllowedHosts.parse(settings.allow_hosts)
    with database.transaction() as connection:
        queries = database.queries
        before = queries.feed_by_url(connection, url=listing.url)
        if before is not None:
            known = {**(before["settings"] or {}), **own}
            listing = replace(listing, name=outlet or "", folder=folder or before["folder"], title="", settings=known)
        is_new = _put(connection, queries, settings, allowed, listing, now, "cli")
        if before is not None and before["state"] in {FeedState.PAUSED, FeedState.GONE}:
            queries.set_feed_state(connection, url=listing.url, state=FeedState.ACTIVE.value, now=now)
    return Added(listing.url, outlet or title, len(found.parsed.entries), is_new, found.others)


def _refuse(listing: FeedListing) -> None:
    if (problem := _unfit(listing)) is not None:
        raise BadInputError(f"no feed was added: {problem}")
