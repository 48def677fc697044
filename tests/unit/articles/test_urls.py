"""The one address of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.articles.urls import believed_canonical, believed_landing, canonical_url, registered_host


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("https://northwire.example/2025/03/17/slug", "https://northwire.example/2025/03/17/slug"),
        ("HTTPS://News.Example:443/A?utm_source=x&id=3#top", "https://news.example/A?id=3"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://127.0.0.1:8950/northwire/a01", "http://127.0.0.1:8950/northwire/a01"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://news.example/a?fbclid=1&b=2&gclid=3", "https://news.example/a?b=2"),
        ("https://news.example/a?b=%20x&c", "https://news.example/a?b=%20x&c"),
        ("https://m.news.example/a", "https://www.news.example/a"),
        ("https://amp.news.example/a/amp/", "https://www.news.example/a"),
        ("https://news.example/a.amp.html", "https://news.example/a.html"),
        ("https://news.example/a?outputType=amp", "https://news.example/a"),
        ("https://m.example/a", "https://m.example/a"),
        ("https://news.example/camp/", "https://news.example/camp/"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/caf\u00e9", "https://news.example/caf%C3%A9"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
    ],
)
def test_canonical(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "news.example/a",
        "ftp://a/b",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://a:x/",
        "https://a/b c",
    ],
)
def test_what_is_no_address(bad: str) -> None:
    assert canonical_url(bad) is None


@given(st.text(max_size=80), st.text(max_size=40))
def test_canonical_is_idempotent(path: str, query: str) -> None:
    once = canonical_url(f"https://news.example/{path}?{query}")
    assert once is None or canonical_url(once) == once


@pytest.mark.parametrize(
    ("claimed", "believed"),
    [
        ("https://www.news.example/story", "https://www.news.example/story"),
        ("https://news.example/story#x", "https://news.example/story"),
        ("https://other.example/story", None),
        ("https://news.example/", None),
        ("/story", "https://news.example/story"),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_a_page_speaks_for_its_own_host_only(claimed: str | None, believed: str | None) -> None:
    assert believed_canonical("https://news.example/story?id=1", claimed) == believed


@pytest.mark.parametrize(
    ("landed", "headline", "believed"),
    [
        ("https://news.example/world/talks-in-oslo?utm_source=rss", "Ministers meet for talks in Oslo", "https://news.example/world/talks-in-oslo"),
        ("https://news.example/a/1", "Oslo: ministers meet, talks to go on", "https://news.example/a/1"),
        ("https://go.example/r/1#x", "Ministers meet in Oslo", None),
        ("https://news.example/", "Ministers meet in Oslo", None),
        ("https://news.example/login?next=/a/1", "Sign in", None),
        ("https://news.example/login?next=/a/1", "In", None),
        ("https://news.example/world", "World news", None),
    ],
)  # fmt: skip
def test_where_a_link_led_is_believed_if_it_bears_the_entrys_title(
    landed: str, headline: str, believed: str | None
) -> None:
    assert believed_landing("https://go.example/r/1", landed, "Ministers meet in Oslo", headline) == believed


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.bbc.co.uk/x", "bbc.co.uk"),
        ("http://127.0.0.1:8950/x", "127.0.0.1:8950"),
        ("https://a.github.io/", "a.github.io"),
        ("https://www.a.example/", "a.example"),
    ],
)
def test_registered_host(url: str, host: str) -> None:
    assert registered_host(url) == host
