"""The page "Feeds": what is polled and how it fares."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from pipeline import clock
from pipeline.feeds.schedule import why
from pipeline.tasks.ingest.feed_rows import habit_of
from pipeline.web.rendering import render

router = APIRouter()
MOST = 200  # feeds that are shown, those in trouble first
_ORDER = {"failing": 0, "gone": 1, "silent": 2, "moving": 3, "new": 4, "well": 5, "paused": 6}


@router.get("/feeds")
def feeds(request: Request) -> Response:
    """The page; feeds in trouble stand first."""
    now = clock.now()
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(queries.list_feeds(connection))
        notices = list(queries.list_feed_notices(connection, at_most=20))
    rows.sort(key=lambda row: _ORDER.get(row["health"], 9))
    for row in rows[:MOST]:
        row["why"] = why(row, habit_of(row), now)
    counts = {health: sum(row["health"] == health for row in rows) for health in _ORDER}
    return render(
        request,
        "feeds.html",
        page="feeds",
        feeds=rows[:MOST],
        more=len(rows) - MOST,
        counts=counts,
        notices=notices,
        now=now,
    )
