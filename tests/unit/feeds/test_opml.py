"""OPML in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInputError
from pipeline.feeds.opml import FeedListing, read_opml, write_opml

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp"), exclude_characters="/"),
    min_size=1,
    max_size=12,
)
feeds = st.lists(
    st.builds(
        FeedListing,
        url=words.map(lambda word: f"https://news.example/{word}"),
        name=words,
        folder=st.lists(words, max_size=3).map("/".join),
        home=st.just("") | st.just("https://news.example/"),
        title=st.just("") | st.just("The front page"),
        settings=st.just({}) | st.just({"zone": "Europe/Kyiv", "interval_s": "60"}),
    ),
    unique_by=lambda feed: feed.url,
    max_size=8,
)


@given(feeds)
def test_what_is_written_is_read_back(listed: list[FeedListing]) -> None:
    read = read_opml(write_opml(listed))
    assert {feed.url: feed for feed in read} == {feed.url: feed for feed in listed}


def test_folders_nest_and_outlets_are_named_by_text() -> None:
    text = b"""<opml version="1.0"><body><outline text="World"><outline title="Asia">
    <outline text="Example News" title="other" xmlUrl="https://a/f" htmlUrl="https://a/"/></outline>
    <outline title="Only a title" xmlURL="https://b/f"/></outline><outline text="again" xmlUrl="https://a/f"/></body></opml>"""
    assert read_opml(text) == [
        FeedListing("https://a/f", "Example News", "World/Asia", "https://a/", "other"),
        FeedListing("https://b/f", "Only a title", "World"),
    ]


@pytest.mark.parametrize("text", [b"", b"hello", b"<rss/>", b"<html><body/></html>", b"\x00\x01"])
def test_what_is_no_opml_says_so(text: bytes) -> None:
    with pytest.raises(BadInputError):
        read_opml(text)


def test_entities_of_a_hostile_file_are_not_expanded() -> None:
    bomb = b"""<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
    <opml><body><outline text="&b;&f;" xmlUrl="https://a/f"/></body></opml>"""
    with pytest.raises(BadInputError, match="entities"):
        read_opml(bomb)


def test_characters_written_in_halves_are_left_out() -> None:
    text = b"<opml><body><outline text='A&#xD800;' xmlUrl='https://a.example/f'/></body></opml>"
    assert [feed.name for feed in read_opml(text)] == ["A"]
