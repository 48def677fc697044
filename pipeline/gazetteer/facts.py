"""Dated facts of actors that articles state in passing, with their provenance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction
from pipeline.domain.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class ActorFact:
    """What an article of `stated_on` says of an actor ("Estonia's foreign minister, Margus Tsahkna"), and where.

    `quote` stands in the text of the article at [start, end). `country` is alpha-3.
    """

    name: str
    kind: ActorKind
    office: str | None
    country: str | None
    stated_on: date | None
    article_url: str
    quote: str
    start: int
    end: int

    @property
    def order(self) -> tuple[bool, date, str, int, str]:
        """By day, undated last, then by article and place in it."""
        return (self.stated_on is None, self.stated_on or date.min, self.article_url, self.start, self.name)


def facts_of(article: Article, extraction: Extraction) -> list[ActorFact]:
    """The facts that an article teaches, dated by its publication."""
    stated_on = article.published_at.date() if article.published_at else None
    return [
        ActorFact(t.name, t.kind, t.office, t.country, stated_on, article.url, t.quote, t.start, t.end)
        for t in extraction.taught
    ]
