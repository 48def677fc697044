"""A news stream with its gold, as a folder holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.domain.article import Article
from pipeline.errors import WirewatchError

QUOTE_CHARS = range(10, 801)  # a shorter quote is found anywhere, a longer one holds everything


class StreamError(WirewatchError):
    """The folder is no news stream."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch [start, end) of an article's text with its runs of white space made one space."""

    article: str
    start: int
    end: int

    def shared(self, other: Span) -> int:
        """Characters in both, where these are at least half of the shorter span, else 0."""
        if self.article != other.article:
            return 0
        common = min(self.end, other.end) - max(self.start, other.start)
        shorter = min(self.end - self.start, other.end - other.start)
        return common if common > 0 and 2 * common >= shorter else 0


@dataclass(frozen=True, slots=True)
class GoldDevelopment:
    """A change of a gold event and the id of the article that brought it."""

    kind: str
    article: str


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A gold quote; `span` is None where the quote cannot be found in its article."""

    quote: str
    article: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event as the gold has it; `type` reads RETREAT as CONCEDE, `record` is its line in the file."""

    id: str
    type: str
    status: str
    starts_on: str | None
    country: str | None
    mentions: tuple[GoldMention, ...]
    developments: tuple[GoldDevelopment, ...]
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NonEvent:
    """A sentence of which no row may be made, and why."""

    mention: GoldMention
    why: str


@dataclass(frozen=True, slots=True)
class Stream:
    """Articles in order of publication, with the gold; `texts` are flattened and keyed by article id."""

    name: str
    articles: tuple[Article, ...]
    ids: Mapping[str, str]  # address -> article id
    texts: Mapping[str, str]
    events: tuple[GoldEvent, ...]
    non_events: tuple[NonEvent, ...]

    def find(self, article: str | None, quote: str | None) -> Span | None:
        """Where a quote first stands in an article, white space aside; None where it does not or has a wrong length."""
        return _find(self.texts, article, quote)


def plain_type(name: str | None) -> str:
    """The type as scored: RETREAT and CONCEDE are one."""
    upper = (name or "").upper()
    return "CONCEDE" if upper == "RETREAT" else upper


def is_stream(folder: Path) -> bool:
    """Whether a folder holds articles and gold events."""
    return (folder / "articles.jsonl").is_file() and (folder / "events.jsonl").is_file()


def streams_under(folder: Path) -> list[Path]:
    """The folder itself where it is a stream, else every stream below it, by name."""
    if is_stream(folder):
        return [folder]
    return sorted(path.parent for path in folder.rglob("events.jsonl") if is_stream(path.parent))


def read_stream(folder: Path, urls: Mapping[str, str] | None = None) -> Stream:
    """Read a folder of articles.jsonl, events.jsonl and, where there are any, non_events.jsonl.

    `urls` gives, by article id, the address at which it was read where that is not its own. Raises StreamError.
    """
    try:
        rows = _read(folder / "articles.jsonl")
        articles = tuple(_article(row, urls or {}) for row in rows)
        texts = {row["id"]: " ".join(row["text"].split()) for row in rows}
        traps = folder / "non_events.jsonl"
        return Stream(
            name=folder.resolve().name,
            articles=articles,
            ids={article.url: row["id"] for article, row in zip(articles, rows, strict=True)},
            texts=texts,
            events=tuple(_event(row, texts) for row in _read(folder / "events.jsonl")),
            non_events=tuple(
                NonEvent(_mention(row, texts), row.get("why", "")) for row in (_read(traps) if traps.is_file() else ())
            ),
        )
    except (OSError, ValueError, KeyError) as error:
        raise StreamError(f"{folder} is no news stream: {error}") from error


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def _article(row: Mapping[str, Any], urls: Mapping[str, str]) -> Article:
    published = row.get("published")
    return Article(
        url=urls.get(row["id"], row["url"]),
        title=row.get("title") or "",
        text=row["text"],
        published_at=datetime.fromisoformat(published) if published else None,
        outlet=row.get("outlet") or "",
    )


def _find(texts: Mapping[str, str], article: str | None, quote: str | None) -> Span | None:
    flat = " ".join((quote or "").split())
    start = texts.get(article or "", "").find(flat)
    return None if start < 0 or len(flat) not in QUOTE_CHARS else Span(article or "", start, start + len(flat))


def _mention(row: Mapping[str, Any], texts: Mapping[str, str]) -> GoldMention:
    return GoldMention(row["quote"], row["article"], _find(texts, row["article"], row["quote"]))


def _event(row: Mapping[str, Any], texts: Mapping[str, str]) -> GoldEvent:
    developments: Iterable[Mapping[str, Any]] = row["developments"]
    return GoldEvent(
        id=row["event_id"],
        type=plain_type(row["type"]),
        status=row["status"],
        starts_on=row["starts_on"],
        country=row.get("country"),
        mentions=tuple(_mention(mention, texts) for mention in row["mentions"]),
        developments=tuple(GoldDevelopment(d["kind"], d["article"]) for d in developments),
        record=row,
    )
