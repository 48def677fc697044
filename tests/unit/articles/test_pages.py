"""Articles out of pages."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.pages import decode_page, read_page, text_from_html

TITLE = "Ministers agree on a truce in “Port Town”"
PARAGRAPHS = [
    "PORT TOWN (Wire) - Ministers of two countries agreed on Monday to stop firing, an official said.",
    "“It’s a start,” he said — no more, no less. Talks go on at 7:30 a.m. in the Ministry & Co. building.",
    "Short one.",
    "The two sides have been at odds since 2019, and observers doubt that the truce will last beyond the summer.",
    "Further talks are planned for next week, when the foreign ministers travel to the capital for two days.",
]
URL = "https://news.example/truce"


def page(paragraphs: list[str], *, title: str = TITLE, head: str = "", after: str = "") -> bytes:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)} | Example</title>{head}</head><body>'
        '<div class="cookie-banner"><p>Accept all cookies to continue reading this site.</p></div>'
        f'<nav><a href="/">Home</a> <a href="/world">World</a></nav><main><article><h1>{escape(title)}</h1>{body}{after}'
        "</article></main><aside><h2>Most read</h2><ul><li>Ten gadgets under fifty</li></ul></aside>"
        "<footer>About us. All rights reserved.</footer></body></html>"
    ).encode()


def test_the_text_is_the_paragraphs_and_nothing_else() -> None:
    read = read_page(page(PARAGRAPHS), URL, title=TITLE)
    assert read.title == TITLE
    assert read.text.split("\n\n") == PARAGRAPHS


def test_advertisements_within_the_article_are_left_out() -> None:
    body = page(
        PARAGRAPHS, after="<div class='ad newsletter'><p>Subscribe to our newsletter for more such stories.</p></div>"
    )
    assert "newsletter" not in read_page(body, URL).text


def test_the_headline_is_left_out_though_the_feed_words_it_otherwise() -> None:
    assert read_page(page(PARAGRAPHS), URL, title="Truce agreed").text.startswith("PORT TOWN")


def test_particulars_come_from_structured_data_first() -> None:
    head = (
        '<meta property="article:published_time" content="2025-03-17T09:00:00Z"><link rel="canonical" href="https://www.news.example/t">'
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "headline": "H",'
        ' "datePublished": "2025-03-17T08:30:00+0100", "author": [{"name": "A. Writer"}], "isAccessibleForFree": "False"}]}</script>'
    )
    read = read_page(page(PARAGRAPHS, head=head), URL)
    assert read.published_at == datetime(2025, 3, 17, 7, 30, tzinfo=UTC)
    assert (read.author, read.free, read.canonical) == ("A. Writer", False, "https://www.news.example/t")


@pytest.mark.parametrize("stamp", ["2025-03-17", "17 March 2025", "2025-03-17T09:00:00", "soon", ""])
def test_a_time_without_hour_or_zone_is_not_believed(stamp: str) -> None:
    head = f'<meta property="article:published_time" content="{stamp}">'
    assert read_page(page(PARAGRAPHS, head=head), URL).published_at is None


@pytest.mark.parametrize("data", ["{", "[1, 2]", '{"@type": 3, "author": 5}', '{"@graph": 7}', '"x"', "[" * 5_000])
def test_broken_structured_data_is_passed_over(data: str) -> None:
    body = page(PARAGRAPHS, head=f'<script type="application/ld+json">{data}</script>')
    assert read_page(body, URL).text.split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("é".encode(), "text/html; charset=utf-8"),
        ("é".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("<meta charset=iso-8859-1>é".encode("latin-1"), "text/html"),
        ("é".encode("latin-1"), "text/html"),
        ("é".encode("utf-16"), "text/html"),
        ("é".encode(), "text/html; charset=no-such-thing"),
    ],
)
def test_characters_are_read_right(body: bytes, content_type: str) -> None:
    assert decode_page(body, content_type).endswith("é")


@pytest.mark.parametrize(
    "markup", ["", " ", "<", "<html></html>", "\0\0", "<?xml version='1.0' encoding='x'?><p>", "<p>" * 3_000]
)
def test_pages_without_an_article_give_no_text(markup: str) -> None:
    assert text_from_html(markup, URL) == ""


prose = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), max_size=60)


@settings(max_examples=60)
@given(st.lists(prose, max_size=4), prose)
def test_stored_text_has_no_stray_characters(paragraphs: list[str], title: str) -> None:
    read = read_page(page([*PARAGRAPHS, *paragraphs], title=title), URL, title=title)
    assert "\0" not in read.text + read.title
    assert all(paragraph == " ".join(paragraph.split()) for paragraph in read.text.split("\n\n"))


@pytest.mark.parametrize(
    "piece",
    ["<p>word word word</p>", "x<br>", "<span>word </span>", "<h2>word</h2>", "<div>", '<a href="/">link text</a>'],
)
def test_a_page_of_nothing_but_tags_costs_little(piece: str) -> None:
    markup = "<html><body><article>" + piece * (3_000_000 // len(piece))
    start = time.process_time()
    read_page(markup.encode(), URL)
    assert time.process_time() - start < 8


@pytest.mark.parametrize("attribute", ["a{}=''", "a{}", 'a{}="<"'])
def test_a_page_ends_at_a_tag_of_very_many_attributes(attribute: str) -> None:
    attributes = " ".join(attribute.format(n) for n in range(100_000))
    before = "".join(f"<p>{sentence}</p>" for sentence in ["The ministers met in Oslo and spoke of the cables."] * 5)
    start = time.process_time()
    page = read_page(f"<html><body>{before}<p {attributes}>x</p></body></html>".encode(), "https://news.example/a")
    assert page.text.startswith("The ministers met in Oslo")
    assert time.process_time() - start < 5  # minutes, if they were parsed
