"""Real documents with anything done to them: a feed or a page is read, or refused with a reason, and never raises."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.markup import text_of_markup
from pipeline.articles.pages import read_page
from pipeline.feeds.identity import judge, keys_of
from pipeline.feeds.parsing import MAX_ENTRIES, parse_feed
from pipeline.web.wire import WireArticle, feed_path, render

ARTICLES = [
    WireArticle("A “Wire”", f"/a/{n}", f"Talks & <b>terms</b> {n}", f"Ministers met in Oslo {n}. " * 9 + "\n\nMore.", datetime(2025, 3, n + 1, tzinfo=UTC))
    for n in range(3)
]  # fmt: skip
SERVED = render(ARTICLES, "https://wire.example")
RSS = SERVED[feed_path("A “Wire”")].body
PAGE = SERVED["/a/1"].body
ATOM = (
    b"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
    b"<title>t</title><at:deleted-entry ref='urn:3' when='2025-03-01T00:00:00Z'/><entry><id>urn:1</id><title type='html'>a &lt;i&gt;b</title>"
    b"<link rel='alternate' href='/x'/><published>2025-03-01T10:00:00Z</published><content type='xhtml'><div>c</div></content></entry></feed>"
)
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "t",
        "items": [{"id": 1, "url": "https://a.example/1", "title": "x", "content_html": "<p>y</p>", "date_published": "2025-03-01"}],
    }
).encode()  # fmt: skip
SITEMAP = (
    b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
    b"<loc>https://a.example/1</loc><news:news><news:publication_date>2025-03-01</news:publication_date><news:title>x</news:title></news:news>"
    b"</url></urlset>"
)
PIECES = st.sampled_from(
    [b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"\0", b"\xff\xfe", b"</item>", b"<item>", b"<entry>", b"<guid/>", b"&#0;", b"&#xD800;",
     b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<pubDate>", b"9" * 40, b"{", b"[", b"null", b"\\u0000", b" xmlns=''", "\u202e".encode(), b"<script>", b"<p>", b"<html>", b"&lt;html>"]
) | st.binary(max_size=12)  # fmt: skip
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES, st.integers(1, 3)), max_size=8)
TYPES = st.sampled_from(
    ["", "text/xml", "application/rss+xml; charset=utf-16", "text/html; charset=x", "application/json"]
)
URL = "https://wire.example/feed.xml"


def mutated(body: bytes, edits: list[tuple[float, int, bytes, int]]) -> bytes:
    """A document where, at some places, so many bytes were replaced by a piece, some times over."""
    for where, length, piece, times in edits:
        at = int(where * len(body))
        body = body[:at] + piece * times + body[at + length :]
    return body


def feeds_hold(body: bytes, content_type: str) -> None:
    found = parse_feed(body, {"content-type": content_type}, URL)
    assert found.error is None or found.note
    assert len(found.entries) <= MAX_ENTRIES
    for entry in found.entries:
        assert "\0" not in f"{entry.title}{text_of_markup(entry.content)}{entry.guid}{entry.link}"
        assert "\n" not in entry.title
        assert entry.link is None or entry.link.startswith(("http://", "https://"))
    assert len(keys_of(found.entries, judge(found.entries, [], None).rule)) == len(found.entries)


def page_holds(body: bytes, content_type: str) -> None:
    found = read_page(body, URL, content_type=content_type or "text/html", title="Talks")
    assert "\0" not in found.text + found.title
    assert len(found.title) <= 1_000


DOCUMENTS = st.sampled_from([RSS, ATOM, JSON, SITEMAP])


@settings(max_examples=60)
@given(DOCUMENTS, EDITS, TYPES)
def test_any_feed_with_anything_done_to_it_is_read_or_refused(
    body: bytes, edits: list[tuple[float, int, bytes, int]], kind: str
) -> None:
    feeds_hold(mutated(body, edits), kind)


@pytest.mark.long
@settings(max_examples=1_500)
@given(DOCUMENTS, EDITS, TYPES)
def test_thousands_of_feeds_with_anything_done_to_them(
    body: bytes, edits: list[tuple[float, int, bytes, int]], kind: str
) -> None:
    feeds_hold(mutated(body, edits), kind)


@pytest.mark.long
@settings(max_examples=500)
@given(EDITS, TYPES)
def test_hundreds_of_pages_with_anything_done_to_them(edits: list[tuple[float, int, bytes, int]], kind: str) -> None:
    page_holds(mutated(PAGE, edits), kind)
