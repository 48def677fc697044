"""The page "Now": the latest developments, and the events table as it fills."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from pipeline import clock
from pipeline.web.rendering import render
from pipeline.web.words import empty_words, past_now

router = APIRouter()
LATEST = 30
NEWEST = 40


@router.get("/")
def now(request: Request) -> Response:
    """The page."""
    return render(request, "now.html", page="now", **_read(request))


@router.get("/now/part")
def part(request: Request, stamp: str = "") -> Response:
    """What changes of the page, where it has changed since `stamp`; 204 where it has not."""
    with request.app.state.reading.snapshot() as (queries, connection):
        same = queries.page_stamp(connection) == stamp
    if same:
        return Response(status_code=204, headers={"cache-control": "no-store"})
    return render(request, "now_part.html", page="now", **_read(request))


def _read(request: Request) -> dict[str, Any]:
    with request.app.state.reading.snapshot() as (queries, connection):
        stamp = queries.page_stamp(connection)
        counts = queries.table_counts(connection)
        standing = queries.page_standing(connection)
        latest = list(queries.page_latest(connection, page_size=LATEST))
        newest = list(queries.page_newest_events(connection, page_size=NEWEST))
        reader_now = queries.reader_now(connection) or clock.now()
    return {
        "stamp": stamp,
        "counts": counts,
        "standing": standing,
        "latest": latest,
        "newest": newest,
        "why_empty": empty_words(counts),
        "reader_now": reader_now if past_now(reader_now, clock.now()) else None,
    }
