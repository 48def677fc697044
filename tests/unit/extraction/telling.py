"""Texts read as articles of one Tuesday, for the tests of extraction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction
from pipeline.extraction import extract, extract_many

TUESDAY = datetime(2024, 3, 12, 9, 0, tzinfo=UTC)


def article(text: str) -> Article:
    return Article("https://outlet.example/a", "Headline", text, TUESDAY, "Outlet")


def read(text: str) -> Extraction:
    return extract(article(text))


def told(text: str) -> set[tuple[str, str]]:
    """Type and realis of each mention."""
    return {(str(m.type), str(m.realis)) for m in read(text).mentions}


def read_all(articles: Iterable[Article]) -> dict[str, Extraction]:
    """What is read of many articles in one batch, by their texts."""
    every = list(articles)
    return {each.text: extraction for each, extraction in zip(every, extract_many(every), strict=True)}
