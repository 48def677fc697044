"""Developments as they come in: server-sent events, which any browser and most HTTP clients follow by themselves."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from pipeline.domain.tokens import Scope
from pipeline.domain.vocabulary import DevelopmentKind, EventType
from pipeline.web.api.access import needs
from pipeline.web.api.bell import Bell
from pipeline.web.api.filters import Id, plain
from pipeline.web.api.problems import RESPONSES
from pipeline.web.api.routes import development_object

router = APIRouter(dependencies=[Depends(needs(Scope.READ))], responses=RESPONSES)
SIGN_OF_LIFE_S = 15.0
PAGE = 200


class StreamFilters(BaseModel):
    """Which developments, and from which on."""

    model_config = ConfigDict(extra="forbid")

    kind: list[DevelopmentKind] = []
    type: list[EventType] = []
    after: Id | None = None


@router.get("/developments/stream", response_class=StreamingResponse, tags=["developments"])
async def developments_stream(
    request: Request,
    asked: Annotated[StreamFilters, Query()],
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """Live developments as server-sent events: `id` its number, `event` its kind, `data` the object of /developments.

    It begins with what comes in from now on, or behind `after`, or behind the Last-Event-ID that a client sends when it
    connects again.
    """
    known = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else asked.after
    after = await run_in_threadpool(_newest, request) if known is None else known
    return StreamingResponse(
        _lines(request, asked, after), media_type="text/event-stream", headers={"cache-control": "no-store"}
    )


async def _lines(request: Request, asked: StreamFilters, after: int) -> AsyncIterator[bytes]:
    """Each line behind `after`, as it is committed; they are committed in the order of their ids, so none is missed."""
    yield b"retry: 2000\n\n"
    bell: Bell = request.app.state.bell
    rung = 0
    while not await request.is_disconnected():
        rows, after = await run_in_threadpool(_since, request, asked, after)
        for row in rows:
            yield event_text(row)
        if len(rows) == PAGE:
            continue
        before, rung = rung, await bell.wait(rung, SIGN_OF_LIFE_S)
        if rung == before:
            yield b": still here\n\n"


def event_text(row: Mapping[str, Any]) -> bytes:
    """One development as a server-sent event; JSON has no line breaks, so that nothing in it can end the event."""
    data = json.dumps(development_object(row), ensure_ascii=False)
    return f"id: {row['development_id']}\nevent: {row['kind']}\ndata: {data}\n\n".encode()


def _newest(request: Request) -> int:
    with request.app.state.reading.snapshot() as (queries, connection):
        return int(queries.api_newest_development(connection))


def _since(request: Request, asked: StreamFilters, after: int) -> tuple[list[Mapping[str, Any]], int]:
    """What is asked for behind a line of the log, no more than a page of it, and the line up to which that is."""
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(
            queries.api_developments_since(
                connection, after_id=after, kinds=plain(asked.kind), types=plain(asked.type), page_size=PAGE
            )
        )
        if len(rows) == PAGE:
            return rows, rows[-1]["development_id"]
        return rows, max(after, int(queries.api_newest_development(connection)))
