"""Reading news sitemaps: what publishers without a feed give to search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from pipeline.domain.vocabulary import ErrorCode
from pipeline.feeds.entries import Entry, ParsedFeed, one_line, printable

_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]", re.IGNORECASE)
_MOST_LINKS = 20


def looks_like_sitemap(body: bytes) -> bool:
    """Return whether a body is a sitemap or an index of sitemaps."""
    return _ROOT.search(body[:4_000].replace(b"\0", b"")) is not None


def parse_sitemap(body: bytes, max_entries: int) -> ParsedFeed:
    """Return the articles of a news sitemap, or why there are none; an index of sitemaps names those it leads to.

    The caller has refused entity declarations that swell.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return ParsedFeed(error=ErrorCode.MALFORMED, note="the sitemap cannot be read")
    if _name(root) == "sitemapindex":
        return _index(root)
    urls = [url for url in _children(root, "url") if next(_children(url, "news"), None) is not None]
    if not urls:
        return ParsedFeed(error=ErrorCode.NOT_A_FEED, note="a sitemap without news: it gives no titles")
    publication = next(
        (_text(found, "name") for url in urls for found in url.iter() if _name(found) == "publication"), ""
    )
    left_out = max(0, len(urls) - max_entries)
    return ParsedFeed(
        title=one_line(publication, 200),
        version="news sitemap",
        entries=tuple(_entry(url) for url in urls[:max_entries]),
        left_out=left_out,
        note=f"the first {max_entries} of {len(urls)} entries were read" if left_out else "",
    )


def _index(root: etree._Element) -> ParsedFeed:
    links = [link for child in _children(root, "sitemap") if (link := _address(_text(child, "loc")))]
    links.sort(key=lambda link: "news" not in link.split("/", 3)[-1].lower())  # in its path, not its host
    hint = f", of which {links[0]} may hold news" if links else ""
    return ParsedFeed(
        error=ErrorCode.NOT_A_FEED,
        note=f"an index of {len(links)} sitemaps{hint}",
        feed_links=tuple(links[:_MOST_LINKS]),
    )


def _entry(url: etree._Element) -> Entry:
    news = next(_children(url, "news"))
    return Entry(
        guid=None,
        link=_address(_text(url, "loc")),
        title=one_line(_text(news, "title")),
        published_at=_instant(_text(news, "publication_date")),
        updated_at=_instant(_text(url, "lastmod")),
    )


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) == name)


def _name(element: etree._Element) -> str:
    """The tag without its namespace: publishers declare several, or none."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _text(element: etree._Element, name: str) -> str:
    child = next(_children(element, name), None)
    return (child.text or "").strip() if child is not None else ""


def _address(text: str) -> str | None:
    link = printable(text)
    return link if link.startswith(("http://", "https://")) and len(link) <= 2_000 else None


def _instant(text: str) -> datetime | None:
    """A time that is told to the hour and with its zone; a day alone anchors no "yesterday"."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
