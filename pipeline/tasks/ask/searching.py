"""Full-text search over events, quotes and articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.store import Connection

MOST_LOOKED_AT = 500  # articles that have the words, the latest
_MARKED = re.compile("\N{SYMBOL FOR START OF TEXT}(.*?)\N{SYMBOL FOR END OF TEXT}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """What has the words: events, the sentences that report them, and articles."""

    events: tuple[dict[str, Any], ...] = ()
    quotes: tuple[dict[str, Any], ...] = ()
    articles: tuple[dict[str, Any], ...] = ()


def search(connection: Connection, queries: Any, words: str, *, limit: int = 20) -> Found:
    """Find words: all of them, "a phrase" in quotation marks, `or` between choices, - before what must not be there.

    Each article comes with an `excerpt`: its text where it has the words, as pairs of (text, whether it is one of them).
    """
    asked = words.replace("\0", " ").strip()
    if not asked:
        return Found()
    articles = queries.search_articles(connection, words=asked, most=MOST_LOOKED_AT, page_size=limit)
    quotes = tuple(queries.search_quotes(connection, words=asked, most=MOST_LOOKED_AT, page_size=limit))
    told = sorted({quote["event_id"] for quote in quotes})
    return Found(
        tuple(queries.search_events(connection, words=asked, told=told, page_size=limit)),
        quotes,
        tuple({**row, "excerpt": marked(row["excerpt"] or "")} for row in articles),
    )


def marked(excerpt: str) -> list[tuple[str, bool]]:
    """An excerpt as PostgreSQL marks it, in parts: text, and whether it is one of the words."""
    parts = [(part, bool(n % 2)) for n, part in enumerate(_MARKED.split(excerpt))]
    return [part for part in parts if part[0]]
