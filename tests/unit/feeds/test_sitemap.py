"""News sitemaps read as feeds."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.domain.vocabulary import ErrorCode
from pipeline.feeds.parsing import parse_feed

URL = "https://news.example/sitemap.xml"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a</loc><lastmod>2025-03-17T09:00:00Z</lastmod><n:news>
<n:publication><n:name>Example News</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2025-03-17T08:30:00+01:00</n:publication_date><n:title>Talks in Oslo &amp; Bergen</n:title></n:news></url>
<url><loc>https://news.example/b</loc><n:news><n:publication_date>2025-03-17</n:publication_date><n:title>B</n:title></n:news></url>
<url><loc>https://news.example/about</loc></url></urlset>"""


def test_the_news_of_a_sitemap_are_entries() -> None:
    feed = parse_feed(SITEMAP.encode(), {"content-type": "application/xml"}, URL)
    assert (feed.error, feed.title, feed.version) == (None, "Example News", "news sitemap")
    first, second = feed.entries
    assert (first.link, first.title) == ("https://news.example/a", "Talks in Oslo & Bergen")
    assert first.published_at == datetime(2025, 3, 17, 7, 30, tzinfo=UTC)
    assert first.updated_at == datetime(2025, 3, 17, 9, tzinfo=UTC)
    assert second.published_at is None  # a day alone is too vague


def test_more_than_the_limit_are_counted() -> None:
    feed = parse_feed(SITEMAP.encode(), {}, URL, max_entries=1)
    assert (len(feed.entries), feed.left_out) == (1, 1)


def test_a_sitemap_without_news_is_no_feed() -> None:
    body = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://news.example/a</loc></url></urlset>'
    assert parse_feed(body, {}, URL).error is ErrorCode.NOT_A_FEED


def test_an_index_names_its_sitemaps_those_with_news_first() -> None:
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://news.example/pages.xml</loc>
    </sitemap><sitemap><loc>https://news.example/news.xml</loc></sitemap><sitemap><loc>ftp://x/y</loc></sitemap></sitemapindex>"""
    feed = parse_feed(body, {}, URL)
    assert feed.error is ErrorCode.NOT_A_FEED
    assert feed.feed_links == ("https://news.example/news.xml", "https://news.example/pages.xml")


def test_a_broken_or_hostile_sitemap_gives_an_error_or_entries() -> None:
    broken = SITEMAP.replace("</n:title>", "", 1).encode()
    assert parse_feed(broken, {}, URL).error in {None, ErrorCode.NOT_A_FEED}
    bomb = SITEMAP.replace("?>", "?><!DOCTYPE u [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>", 1).encode()
    assert parse_feed(bomb, {}, URL).error is ErrorCode.FORBIDDEN_MARKUP
