"""Reading a reply as a feed: RSS, Atom, RDF and CDF by feedparser, JSON Feed and news sitemaps by readers of our own.

Bounded on purpose: entity declarations that swell are refused before the parser sees them, entries beyond the limit
are counted and left out, and each text has its length.
"""

from __future__ import annotations

import html
import io
import re
import warnings
import zlib
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from pipeline.domain.tags import MOST_ATTRIBUTES, long_tags, may_be_overfull
from pipeline.domain.vocabulary import ErrorCode
from pipeline.feeds.bounded import bound_feedparser
from pipeline.feeds.discovery import feed_links, looks_like_html
from pipeline.feeds.encoding import as_utf8
from pipeline.feeds.entries import Entry, ParsedFeed, one_line, printable, whole_characters
from pipeline.feeds.jsonfeed import looks_like_json, parse_json_feed
from pipeline.feeds.sitemap import looks_like_sitemap, parse_sitemap

MAX_ENTRIES = 2_000
CONTENT_LENGTH = 500_000
_GZIP = b"\x1f\x8b"
_MOST_UNPACKED_BYTES = 10 * 1024 * 1024
_MAX_ENTITIES = 300
# A hundred for each entry: more is no feed, and what the parser costs grows with them.
_MOST_TAGS = 200_000
_MOST_NAMESPACES = 200  # feedparser looks through them at each tag
_NAMESPACE = re.compile(rb"xmlns:([^\s=]{1,100})")
_MOST_REFERENCES = 1_000_000
_MOST_ATTRIBUTES = 100_000  # looked for in large documents only: a small one cannot hold many
_LARGE_BYTES = 16 * 1024
_MAX_ENTITY_BYTES = 2_000
# Linear on any input: a value is one quoted string, an outer identifier is not looked into.
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?([^\s>\"']{1,200})\s+(?:\"([^\"]*)\"|'([^']*)')?", re.IGNORECASE)
_ELEMENT = re.compile(rb"<\w")
_OPML = re.compile(rb"(?:<!--.{0,1000}?-->\s*)?<opml[\s>]", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(rb"\s{2,}")
_DOCTYPE = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_MAX_DOCTYPE_BYTES = 64 * 1024  # feedparser takes the square of it
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# One that joining with another would leave as it is.
_WHOLE_ADDRESS = re.compile(r"https?://[\w.:-]{1,200}/[\w/.%~+@,=:-]{0,1500}(?:\?[\w/.%~+@,=&:-]{1,290})?", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# feedparser keeps the last hour and day only.
_SKIP = re.compile(rb"<skip(hours|days)\s*>(.{0,2000}?)</skip", re.IGNORECASE | re.DOTALL)
_SKIPPED = re.compile(rb"<(?:hour|day)\s*>\s*(\w{1,10})\s*<", re.IGNORECASE)
# RFC 6721, which feedparser leaves out.
_TOMBSTONES = b"http://purl.org/atompub/tombstones/1.0"
_DELETED = re.compile(rb"<(?:\w{1,40}:)?deleted-entry\s[^<>]{0,2000}?\bref\s*=\s*[\"']([^\"'<>]{1,2000})[\"']")
_WEEKDAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")
bound_feedparser()
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def parse_feed(body: bytes, headers: Mapping[str, str], url: str, *, max_entries: int = MAX_ENTRIES) -> ParsedFeed:
    """Return the feed that a reply holds, or the reason why it holds none. Never raises for what the bytes are."""
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return ParsedFeed(error=ErrorCode.EMPTY, note="the server sent an empty page")
    if body.startswith(_GZIP) and (unpacked := _unpacked(body)) is not None:
        body = unpacked  # a file that was packed, such as sitemap.xml.gz: no server says so
    charset = _CHARSET.search(headers.get("content-type", "")[:1_000])
    body = as_utf8(body, charset[1] if charset else None)
    if looks_like_json(body):
        return parse_json_feed(body, url, max_entries)
    body = _with_short_prologue(body)
    if (complaint := _entities_refused(body)) is not None:
        return ParsedFeed(error=ErrorCode.FORBIDDEN_MARKUP, note=complaint)
    body, cut = _without_surplus(body, max_entries)
    if (tags := body.count(b"<")) > _MOST_TAGS or body.count(b"&") > _MOST_REFERENCES:
        return ParsedFeed(error=ErrorCode.TOO_LARGE, note=f"the feed is too much markup to read ({tags} tags)")
    if body.count(b"xmlns:") > _MOST_NAMESPACES and len(set(_NAMESPACE.findall(body))) > _MOST_NAMESPACES:
        return ParsedFeed(error=ErrorCode.TOO_LARGE, note="the feed is too much markup to read (namespaces)")
    if len(body) > _LARGE_BYTES and _too_many_attributes(body):
        return ParsedFeed(error=ErrorCode.TOO_LARGE, note="the feed is too much markup to read (attributes)")
    body = whole_characters(body)
    try:
        if looks_like_sitemap(body):
            return parse_sitemap(body, max_entries)
        return _parse_xml(body, headers, url, cut, max_entries)
    except Exception as error:  # noqa: BLE001  # parsers meet every input there is; whatever they raise is this feed's error
        return ParsedFeed(error=ErrorCode.MALFORMED, note=f"the feed cannot be read ({type(error).__name__})")


def _unpacked(body: bytes) -> bytes | None:
    """Return what a gzip file holds; None where it is none, or holds too much."""
    inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = inner.decompress(body, _MOST_UNPACKED_BYTES)
    except zlib.error:
        return None
    return unpacked if inner.eof else None


def _too_many_attributes(body: bytes) -> bool:
    """Whether the longer tags hold more attributes than a feed needs: each is hundreds of times its size in memory."""
    if len(body) < 2 * _MOST_ATTRIBUTES and not may_be_overfull(body):
        return False
    found = 0
    for _, attributes in long_tags(body):
        found += attributes
        if attributes > MOST_ATTRIBUTES or found > _MOST_ATTRIBUTES:
            return True
    return False


def _parse_xml(body: bytes, headers: Mapping[str, str], url: str, cut: int, max_entries: int) -> ParsedFeed:
    """Read RSS, Atom, RDF or CDF, `cut` of whose entries were left out already."""
    found = _run_feedparser(body, headers)
    base = _joined(url, headers.get("content-location")) or url
    entries = tuple(_entry(item, base) for item in found.entries[:max_entries])
    if not entries and (problem := _problem(found, body, url)) is not None:
        return problem
    skip_hours, skip_days = _skipped(body)
    left_out = cut + max(0, len(found.entries) - max_entries)
    return ParsedFeed(
        title=one_line(_text(found.feed, "title"), 200),
        home=_joined(base, found.feed.get("link")),
        version=str(found.get("version") or ""),
        entries=entries,
        left_out=left_out,
        wait_s=_wait_s(found.feed),
        skip_hours=skip_hours,
        skip_days=skip_days,
        deleted=_deleted(body, entries) if _TOMBSTONES in body else (),
        note=_note(found, len(entries), left_out),
    )


def _run_feedparser(body: bytes, headers: Mapping[str, str]) -> Any:  # an untyped library
    # No base address: relative links are resolved below, and guids that look relative must stay what they are.
    seen = {"content-type": "application/xml; charset=utf-8"}
    if language := headers.get("content-language"):
        seen["content-language"] = language
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The comment: feedparser looks at a first line that begins with "<?" by a pattern that takes the cube of its length.
        # A stream, not bytes: feedparser would open bytes that happen to be the name of a file.
        # Text is cleaned by our own rules later, so its cleaning of markup is not needed.
        return feedparser.parse(
            io.BytesIO(b"<!-- -->" + body), response_headers=seen, sanitize_html=False, resolve_relative_uris=False
        )


def _without_surplus(body: bytes, limit: int) -> tuple[bytes, int]:
    """Return a document without its entries beyond the limit, and how many these were.

    They are cut out before the parser would build them all: what they cost is not bounded by their size.
    """
    ends = [match.end() for match in _ITEM_END.finditer(body)]
    if len(ends) <= limit:
        return body, 0
    return body[: ends[limit - 1]] + body[ends[-1] :], len(ends) - limit


def _with_short_prologue(body: bytes) -> bytes:
    """Return a document without the blank lines before its first element: feedparser takes the square of their number."""
    end = _prologue_bytes(body)
    return _BLANKS.sub(b"\n", body[:end]) + body[end:]


def _prologue_bytes(body: bytes) -> int:
    first = _ELEMENT.search(body)
    return first.start() if first else 0


def _entities_refused(body: bytes) -> str | None:
    """Return why the entity declarations of a document are refused, None where they are harmless.

    What is refused could grow when it is put in: values that hold other entities, long values, very many of them.
    """
    prologue = _prologue_bytes(body)
    if prologue > _MAX_DOCTYPE_BYTES and _DOCTYPE.search(body, 0, prologue):
        return f"a document type of {prologue} bytes"
    # The whole document: what stands in a comment before the DOCTYPE could pass for its end.
    if (count := body.lower().count(b"<!entity")) == 0:
        return None
    if count > _MAX_ENTITIES:
        return f"{count} entity declarations"
    declared = [(name, single or double) for name, single, double in _ENTITY.findall(body)]
    inside = (
        re.compile(rb"[&%](?:" + rb"|".join(re.escape(name) for name, _ in declared) + rb");") if declared else None
    )
    for name, value in declared:
        label = name[:40].decode("ascii", "replace")
        if len(value) > _MAX_ENTITY_BYTES:
            return f"the entity {label} is {len(value)} bytes long"
        if inside is not None and inside.search(value):
            return f"the entity {label} is made of other entities"
    return None


def _problem(found: Any, body: bytes, url: str) -> ParsedFeed | None:
    """Return what is wrong with a reply that gave no entries; None for a feed that is simply empty."""
    if _OPML.match(body.lstrip()):
        note = "the address gives OPML, a list of feeds: save it and import it (wirewatch feeds import FILE)"
        return ParsedFeed(error=ErrorCode.NOT_A_FEED, note=note)
    if looks_like_html(body):
        links = feed_links(body, url)
        hint = f"; the page names the feed {links[0].url}" if links else ""
        return ParsedFeed(
            error=ErrorCode.NOT_A_FEED,
            note=f"the address gives an HTML page, not a feed{hint}",
            feed_links=tuple(link.url for link in links),
        )
    if not found.get("version") and not found.feed:
        return ParsedFeed(
            error=ErrorCode.NOT_A_FEED, note="the address gives neither RSS, Atom, RDF, JSON Feed nor a news sitemap"
        )
    if found.get("bozo") and _ITEM.search(body):
        reason = one_line(str(found.get("bozo_exception", "")), 160)
        return ParsedFeed(error=ErrorCode.MALFORMED, note=f"no entry could be read: {reason}")
    return None


def _note(found: Any, read: int, left_out: int) -> str:
    notes = []
    if left_out:
        notes.append(f"the first {read} of {read + left_out} entries were read")
    if found.get("bozo") and isinstance(found.get("bozo_exception"), Exception):
        notes.append(f"read in spite of: {one_line(str(found['bozo_exception']), 160)}")
    return "; ".join(notes)


def _entry(item: Any, base: str) -> Entry:
    fields = dict(item)  # plain: feedparser's own looks each name up among those of all formats
    guid = printable(str(fields["id"])).strip() if fields.get("id") else None
    updated_at = _instant(fields, "updated")
    return Entry(
        guid=guid or None,
        link=_entry_link(fields, guid, base),
        title=one_line(_text(fields, "title")),
        content=_content(fields),
        published_at=_instant(fields, "published") or _instant(fields, "created") or updated_at,
        updated_at=updated_at,
        author=one_line(_text(fields, "author"), 200) or None,
        section=_section(fields),
    )


def _section(fields: Mapping[str, Any]) -> str | None:
    """Return the first category of an entry."""
    names = (one_line(str(tag.get("label") or tag.get("term") or ""), 100) for tag in fields.get("tags", ())[:3])
    return next((name for name in names if name and "://" not in name), None)


def _entry_link(fields: Mapping[str, Any], guid: str | None, base: str) -> str | None:
    """Return where the entry's article is: its alternate link, else a guid that is an address."""
    # feedparser gives a guid as link where there is none; one that is no full address leads nowhere.
    for candidate in _links(fields):
        if candidate and candidate != guid and (address := _joined(base, candidate)):
            return address
    return _joined("", guid)


def _links(fields: Mapping[str, Any]) -> Iterator[Any]:
    yield fields.get("feedburner_origlink")
    yield fields.get("link")
    for link in fields.get("links", ()):
        if link.get("rel", "alternate") == "alternate":
            yield link.get("href")
    for part in fields.get("content", ()):  # Atom content that is elsewhere
        yield part.get("src")


def _joined(base: str, candidate: object) -> str | None:
    text = printable(str(candidate)).strip() if candidate else ""
    if not text or _WHOLE_ADDRESS.fullmatch(text):
        return text or None
    try:
        address = urljoin(base, text)
    except ValueError:
        return None
    return address if address.lower().startswith(("http://", "https://")) and len(address) <= 2_000 else None


def _content(fields: Mapping[str, Any]) -> str:
    texts: Sequence[str] = [str(part.get("value") or "") for part in fields.get("content", ())]
    fullest = max(*texts, _text(fields, "summary"), _text(fields, "media_description"), key=len)
    return printable(fullest[:CONTENT_LENGTH])


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _instant(fields: Mapping[str, Any], name: str) -> datetime | None:
    """Return one of an entry's times ("published", "updated", "created"), UTC; None where it cannot be read."""
    value = fields.get(f"{name}_parsed")
    if value is None or not _is_day(_text(fields, name)):
        return None
    try:
        return datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def _is_day(text: str) -> bool:
    """Whether an ISO date is one that the calendar has: feedparser makes 2 March of 30 February."""
    found = _ISO_DAY.match(text.strip())
    if not found:
        return True
    try:
        date.fromisoformat(found[0])
    except ValueError:
        return False
    return True


def _wait_s(channel: Any) -> float | None:
    """Return the longest wait that the feed asks for between two polls, in seconds."""
    waits = []
    if (ttl := str(channel.get("ttl") or "").strip()).isascii() and ttl.isdigit():
        waits.append(float(ttl[:7]) * 60)
    period = _PERIODS_S.get(str(channel.get("sy_updateperiod") or "").strip().lower())
    if period is not None:
        frequency = str(channel.get("sy_updatefrequency") or "1").strip()
        waits.append(period / max(1, int(frequency[:6]) if frequency.isascii() and frequency.isdigit() else 1))
    return max(waits, default=None)


def _skipped(body: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the hours (UTC) and the weekdays (0 Monday) in which an RSS feed asks not to be polled."""
    hours: set[int] = set()
    days: set[int] = set()
    for kind, inner in _SKIP.findall(body):
        for name in _SKIPPED.findall(inner):
            if kind.lower() == b"hours" and name.isdigit():
                hours.add(int(name) % 24)  # some write 24 for midnight
            elif name.lower() in _WEEKDAYS:
                days.add(_WEEKDAYS.index(name.lower()))
    return frozenset(hours), frozenset(days)


def _deleted(body: bytes, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the guids of entries that an Atom feed says were deleted, and does not show all the same."""
    shown = {entry.guid for entry in entries}
    named = (html.unescape(printable(ref.decode("utf-8", "replace"))).strip() for ref in _DELETED.findall(body))
    return tuple(dict.fromkeys(guid for guid in named if guid and guid not in shown))
