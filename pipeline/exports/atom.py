"""An Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `text` is plain, `links` lead to what it is about, the first before the others."""

    id: str
    title: str
    text: str
    updated_at: datetime
    links: tuple[str, ...] = ()


def atom_feed(feed_id: str, title: str, address: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """The feed as XML. The time of its latest entry is the feed's own; `now` where it has none."""
    listed = list(entries)
    feed = Element("feed", {"xmlns": ATOM})
    SubElement(feed, "id").text = feed_id
    SubElement(feed, "title").text = title
    SubElement(feed, "updated").text = _instant(max((each.updated_at for each in listed), default=now))
    SubElement(SubElement(feed, "author"), "name").text = "Wirewatch"
    if address:
        SubElement(feed, "link", {"rel": "self", "href": address})
    for each in listed:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = each.id
        SubElement(entry, "title").text = each.title
        SubElement(entry, "updated").text = _instant(each.updated_at)
        for n, link in enumerate(each.links):
            SubElement(entry, "link", {"rel": "related" if n else "alternate", "href": link})
        SubElement(entry, "content", {"type": "text"}).text = each.text
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
