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
def now(request: Request, show: str = "") -> Response:
    """The page; with `show=changes` without what is merely new or told once more."""
    return render(request, "now.html", page="now", **_read(request, show))


@router.get("/now/part")
def part(request: Request, stamp: str = "", show: str = "") -> Response:
    """What changes of the page, where it has changed since `stamp`; 204 where it has not."""
    with request.app.state.reading.snapshot() as (queries, connection):
        same = queries.page_stamp(connection) == stamp
    if same:
        return Response(status_code=204, headers={"cache-control": "no-store"})
    return render(request, "now_part.html", page="now", **_read(request, show))


def _read(request: Request, show: str) -> dict[str, Any]:
    changes = show == "changes"
    with request.app.state.reading.snapshot() as (queries, connection):
        stamp = queries.page_stamp(connection)
        counts = queries.page_counts(connection)
        standing = queries.page_standing(connection)
        latest = list(queries.page_latest(connection, changes_only=changes, page_size=LATEST))
        newest = list(queries.page_newest_events(connection, page_size=NEWEST))
        reader_now = queries.reader_now(connection) or clock.now()
    return {
        "show": "changes" if changes else "",
        "stamp": stamp,
        "counts": counts,
        "standing": standing,
        "latest": latest,
        "newest": newest,
        "why_empty": empty_words(counts),
        "reader_now": reader_now if past_now(reader_now, clock.now()) else None,
    }
