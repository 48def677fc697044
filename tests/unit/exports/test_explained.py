"""How a text was read: every sentence has its line, and a text stays text."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction
from pipeline.exports.explained import Line, lines_of, page
from pipeline.extraction import extract
from pipeline.extraction.language import default
from pipeline.extraction.text.sentences import split

TEXT = """By Ann Smith

The foreign ministers of Norway and Chile met in Oslo on Monday. If the deal fails, we could impose sanctions on Chile.

Would they meet again? The hills are green. Arsenal attacked from the left. Read more: <img src=x onerror=alert(1)>
"""
AT = datetime(2025, 3, 18, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def article() -> Article:
    return Article("https://x.example/1", "<script>alert(1)</script>", TEXT, AT, "")


@pytest.fixture(scope="module")
def lines(article: Article) -> list[Line]:
    found = extract(article)
    return lines_of(article, found, [() for _ in found.mentions])


def test_every_sentence_has_a_line(article: Article, lines: list[Line]) -> None:
    spans = [(line.start, line.end) for line in lines]
    for sentence in split(article.text, default()).sentences:
        assert any(start < sentence.end and end > sentence.start for start, end in spans), sentence.text
    assert all(article.text[line.start : line.end] == line.quote for line in lines)
    assert spans == sorted(spans, key=lambda span: span[0])


def test_a_line_says_why(lines: list[Line]) -> None:
    outcomes = {line.quote.split()[0]: line for line in lines}
    told = outcomes["The"] if outcomes["The"].told else next(line for line in lines if line.told)
    facts = dict(told.facts)
    assert facts["trigger"] == "met"
    assert facts["when"] == '2025-03-17 (day): "on Monday", read as of 2025-03-18'
    assert facts["where"] == "Oslo, NOR"
    assert "day known" in facts["confidence"]
    assert outcomes["Would"].outcome == "hypothetical"
    assert dict(outcomes["Would"].facts)["why"] == "a question"
    assert outcomes["By"].outcome == "furniture"
    assert outcomes["Arsenal"].outcome == "no_deed"
    assert next(line for line in lines if line.quote == "The hills are green.").outcome == "no_word"


def test_the_page_runs_nothing_of_a_text(article: Article, lines: list[Line]) -> None:
    tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)

    text = page(article, lines).decode()
    Tags().feed(text)
    assert not {"script", "img", "link", "iframe"} & set(tags)
    assert "onerror=alert(1)" in text  # as words
    assert "default-src 'none'" in text


def test_nothing_to_read_is_a_page_too() -> None:
    assert b"0 of 0 lines" in page(
        Article("", "", "", None, ""), lines_of(Article("", "", "", None, ""), Extraction(), [])
    )
