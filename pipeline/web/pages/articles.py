"""The page of one article: its text with every sentence marked that reports an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from pipeline.web.rendering import render

router = APIRouter()
MOST_CHARACTERS = 60_000  # a page stays below half a megabyte
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text; `mentions` are those that say it, none where it is only context."""

    text: str
    mentions: tuple[Row, ...] = ()


@router.get("/articles/{name}")
def article(request: Request, name: str) -> Response:
    """The page."""
    if not (name.isascii() and name.isdigit() and int(name) < 2**63):
        raise HTTPException(404, "Articles are asked for by their number.")
    with request.app.state.reading.snapshot() as (queries, connection):
        kept = queries.page_article(connection, article_id=int(name))
        if kept is None:
            raise HTTPException(404, f"There is no article {int(name)}.")
        mentions = list(queries.page_article_mentions(connection, article_id=int(name)))
    text = kept["text"][:MOST_CHARACTERS]
    return render(
        request,
        "article.html",
        page="",
        article=kept,
        mentions=mentions,
        paragraphs=paragraphs(text, mentions),
        cut=len(kept["text"]) > MOST_CHARACTERS,
    )


def pieces(text: str, mentions: Iterable[Row]) -> list[Piece]:
    """The text cut where a mention begins or ends; together the pieces give the text again."""
    inside = [each for each in mentions if 0 <= each["start_offset"] < each["end_offset"] <= len(text)]
    cuts = sorted({0, len(text), *(each[edge] for each in inside for edge in ("start_offset", "end_offset"))})
    return [
        Piece(
            text[start:end],
            tuple(each for each in inside if each["start_offset"] <= start and end <= each["end_offset"]),
        )
        for start, end in pairwise(cuts)
    ]


def paragraphs(text: str, mentions: Iterable[Row]) -> list[list[Piece]]:
    """The pieces of each paragraph; paragraphs are parted by blank lines."""
    found: list[list[Piece]] = [[]]
    for piece in pieces(text, mentions):
        for number, part in enumerate(piece.text.split("\n\n")):
            if number:
                found.append([])
            if part:
                found[-1].append(Piece(part, piece.mentions))
    return [each for each in found if each]
