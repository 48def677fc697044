"""Finding the feeds that a page names."""

from __future__ import annotations

import pytest

from pipeline.feeds.discovery import feed_links, looks_like_html

PAGE = b"""<!doctype html><html><head><base href="https://news.example/world/"><title>News</title>
<link rel="stylesheet alternate" type="text/css" href="x.css">
<link rel="alternate" type="application/rss+xml" title="All news" href="../rss.xml">
<link REL="Alternate" type="application/atom+xml" href="https://other.example/atom">
<link rel=alternate type=application/rss+xml href="javascript:alert(1)">
</head><body><a href="/feed/">RSS</a><a href="../rss.xml">again</a><a href="/about">About</a></body></html>"""


def test_declared_links_come_first_and_each_once() -> None:
    links = feed_links(PAGE, "https://news.example/")
    assert [(link.url, link.declared) for link in links] == [
        ("https://news.example/rss.xml", True),
        ("https://other.example/atom", True),
        ("https://news.example/feed/", False),
    ]
    assert links[0].title == "All news"


@pytest.mark.parametrize("body", [b"", b"\0", b"<", b"<html>" * 5_000, b"<a href='http://['>x</a>"])
def test_odd_pages_name_none(body: bytes) -> None:
    assert feed_links(body, "https://news.example/") == []


def test_a_feed_is_not_taken_for_a_page() -> None:
    assert looks_like_html(PAGE)
    assert not looks_like_html(b"<?xml version='1.0'?><rss><channel><description>&lt;html&gt;<body></description>")
