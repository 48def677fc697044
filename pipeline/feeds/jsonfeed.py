"""Reading JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from pipeline.domain.vocabulary import ErrorCode
from pipeline.feeds.entries import Entry, ParsedFeed, one_line, printable

_CONTENT_LENGTH = 500_000
_MOST_PARTS = 200_000  # objects and lists; each is many times as large in memory as its two bytes


def looks_like_json(body: bytes) -> bool:
    """Return whether a body begins as a JSON object does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def parse_json_feed(body: bytes, url: str, max_entries: int) -> ParsedFeed:
    """Return the feed in a JSON body, or why there is none."""
    if (parts := body.count(b"{") + body.count(b"[")) > _MOST_PARTS:
        return ParsedFeed(error=ErrorCode.TOO_LARGE, note=f"the JSON is too much to read ({parts} objects and lists)")
    try:
        document = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ParsedFeed(error=ErrorCode.MALFORMED, note="the JSON cannot be read")
    if not isinstance(document, dict):
        return ParsedFeed(error=ErrorCode.NOT_A_FEED, note="the JSON is no JSON Feed")
    version, items = document.get("version"), document.get("items")
    if not (isinstance(version, str) and "jsonfeed.org" in version) and not isinstance(items, list):
        return ParsedFeed(error=ErrorCode.NOT_A_FEED, note="the JSON is no JSON Feed")
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return ParsedFeed(
        title=one_line(_text(document, "title"), 200),
        home=_address(document, "home_page_url", url),
        version="json",
        entries=tuple(_entry(item, url) for item in rows[:max_entries]),
        left_out=max(0, len(rows) - max_entries),
        note=f"the first {max_entries} of {len(rows)} entries were read" if len(rows) > max_entries else "",
    )


def _entry(item: dict[str, Any], url: str) -> Entry:
    guid = item.get("id")
    content = max(_text(item, "content_html"), _text(item, "content_text"), _text(item, "summary"), key=len)
    return Entry(
        guid=printable(str(guid)).strip() or None if isinstance(guid, str | int | float) else None,
        link=_address(item, "url", url) or _address(item, "external_url", url),
        title=one_line(_text(item, "title")),
        content=printable(content[:_CONTENT_LENGTH]),
        published_at=_instant(item, "date_published") or _instant(item, "date_modified"),
        updated_at=_instant(item, "date_modified"),
        author=one_line(_author(item), 200) or None,
        section=_section(item),
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _author(item: dict[str, Any]) -> str:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return _text(first, "name") if isinstance(first, dict) else ""


def _section(item: dict[str, Any]) -> str | None:
    tags = item.get("tags")
    first = tags[0] if isinstance(tags, list) and tags else None
    return one_line(first, 100) or None if isinstance(first, str) else None


def _address(item: dict[str, Any], name: str, base: str) -> str | None:
    value = printable(_text(item, name)).strip()
    if not value:
        return None
    try:
        joined = urljoin(base, value)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) and len(joined) <= 2_000 else None


def _instant(item: dict[str, Any], name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(item, name))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
