"""The page "Try": what would be read out of a text, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import anyio
from anyio import CapacityLimiter, WouldBlock, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pipeline import clock
from pipeline.articles.language import language_of
from pipeline.domain.article import Article
from pipeline.domain.mention import Actor, Extraction, Mention, Skipped, Unread
from pipeline.errors import BadInputError
from pipeline.web.forms import keep, one, sent, token_of
from pipeline.web.pages.events import moment
from pipeline.web.rendering import query_string, render

router = APIRouter()
MOST_CHARACTERS = 8_000
MOST_WAITING = 4
WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Read:
    """A mention with its actors looked up."""

    mention: Mention
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a text gave."""

    mentions: Sequence[Read]
    skipped: Sequence[Skipped]
    unread: Sequence[Unread]


class Desk:
    """Reads one text at a time, for a few people who wait: reading is heavy."""

    def __init__(self) -> None:
        self._limiter: CapacityLimiter | None = None
        self._waiting = 0

    async def read(self, article: Article) -> Outcome | None:
        """What the text gives; None where too many wait already, or the wait is too long."""
        if self._waiting >= MOST_WAITING:
            return None
        if self._limiter is None:
            self._limiter = CapacityLimiter(1)
        self._waiting += 1
        try:
            with anyio.move_on_after(WAIT_S):
                async with self._limiter:
                    return await to_thread.run_sync(_read, article)
            return None
        finally:
            self._waiting -= 1


_desk = Desk()
_fetches = anyio.Semaphore(MOST_WAITING)


@router.get("/try")
async def trying(request: Request, text: str = "", published: str = "") -> Response:
    """The page; the text stands in the address, so that a reading can be passed on as a link."""
    return await _page(request, text, published)


@router.post("/try")
async def fetching(request: Request) -> Response:
    """Ask for the page at an address, and lead on to the reading of its text."""
    from pipeline.tasks.ingest.one_page import page_at

    address = one(await sent(request), "address")
    try:
        _fetches.acquire_nowait()
    except WouldBlock:
        return await _page(request, "", "", address=address, busy=True)
    try:
        page = await page_at(request.app.state.settings, address)
    except BadInputError as error:
        return await _page(request, "", "", address=address, problem=str(error))
    finally:
        _fetches.release()
    published = f"{page.published_at:%Y-%m-%d}" if page.published_at else ""
    query = query_string({"text": page.text[:MOST_CHARACTERS], "published": published})
    return RedirectResponse(f"/try{query}", status_code=303)


async def _page(
    request: Request, text: str, published: str, *, address: str = "", problem: str = "", busy: bool = False
) -> Response:
    token = token_of(request)
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    at = moment(published) if len(published) != len("2025-03-20") else _noon(published)
    values: dict[str, Any] = {
        "text": text,
        "published": published,
        "published_wrong": bool(published) and at is None,
        "most": MOST_CHARACTERS,
        "too_long": len(text) > MOST_CHARACTERS,
        "busy": busy,
        "outcome": None,
        "address": address,
        "problem": problem,
        "token": token,
    }
    status = 503 if busy else 422 if problem else 200
    if values["too_long"]:
        status = 413
    elif text:
        values["outcome"] = await _desk.read(
            Article(url="", title="", text=text, published_at=at, outlet="", language=language_of(text))
        )
        values["busy"] = values["outcome"] is None
        status = 503 if values["busy"] else 200
    response = await to_thread.run_sync(lambda: render(request, "try.html", page="try", status=status, **values))
    keep(response, token)
    return response


def _noon(text: str) -> datetime | None:
    """Noon of a day: "on Thursday" then means the same in most zones."""
    try:
        return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)
    except ValueError:
        return None


def _read(article: Article) -> Outcome:
    from pipeline.extraction import extract
    from pipeline.gazetteer.linking import facts_of, link

    found: Extraction = extract(article)
    registry = _registry().with_facts(facts_of(article, found))
    at = article.published_at or clock.now()
    return Outcome(
        mentions=[Read(each, tuple(link(phrase, registry, at) for phrase in each.actors)) for each in found.mentions],
        skipped=found.skipped,
        unread=found.unread,
    )


@cache
def _registry() -> Any:  # the gazetteer is loaded with the first text, not with the pages
    from pipeline.gazetteer.registry import load_seeds

    return load_seeds()
