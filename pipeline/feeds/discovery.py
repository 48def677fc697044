"""Finding the feeds that an HTML page names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html

from pipeline.feeds.entries import one_line

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json"}
)
_LOOKS_LIKE_FEED = re.compile(
    r"(?:/(?:feed|rss|atom)/?$|\.(?:rss|atom|rdf)$|/(?:feed|rss|atom|index)\.xml$)", re.IGNORECASE
)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_LOOKED_AT_BYTES = 2_000_000
_MAX_LINKS = 20


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names; `declared` by a link element, else only an anchor that looks like one."""

    url: str
    title: str
    declared: bool


def looks_like_html(body: bytes) -> bool:
    """Return whether a body is an HTML page rather than a feed."""
    head = body[:4_000].replace(b"\0", b"")
    return _HTML.search(head) is not None and _FEED_ROOT.search(head) is None


def feed_links(body: bytes, url: str) -> list[FeedLink]:
    """Return the feeds that a page names, declared ones first, in the order of the page."""
    try:
        tree = html.document_fromstring(body[:_LOOKED_AT_BYTES], base_url=url)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = _base(tree, url)
    found: dict[str, FeedLink] = {}
    for element in tree.iter("link"):
        rels = (element.get("rel") or "").lower().split()
        if "alternate" in rels and (element.get("type") or "").strip().lower() in _TYPES:
            _add(found, base, element.get("href"), element.get("title") or "", declared=True)
    for element in tree.iter("a"):
        href = element.get("href") or ""
        if _LOOKS_LIKE_FEED.search(href.partition("?")[0]):
            _add(found, base, href, element.text_content()[:200], declared=False)
    return sorted(found.values(), key=lambda link: not link.declared)[:_MAX_LINKS]


def _base(tree: html.HtmlElement, url: str) -> str:
    element = next(tree.iter("base"), None)
    href = element.get("href") if element is not None else None
    try:
        return urljoin(url, href) if href else url
    except ValueError:
        return url


def _add(found: dict[str, FeedLink], base: str, href: str | None, title: str, *, declared: bool) -> None:
    try:
        address = urljoin(base, (href or "").strip())
    except ValueError:
        return
    if href and address.startswith(("http://", "https://")) and address not in found:
        found[address] = FeedLink(address, one_line(title, 200), declared)
