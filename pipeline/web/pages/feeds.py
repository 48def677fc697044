"""The page "Feeds": what is polled and how it fares."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from pipeline import clock
from pipeline.web.rendering import render

router = APIRouter()
_ORDER = {"failing": 0, "gone": 1, "active": 2, "paused": 3}


@router.get("/feeds")
def feeds(request: Request) -> Response:
    """The page; feeds in trouble stand first."""
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(queries.list_feeds(connection))
    rows.sort(key=lambda row: _ORDER.get(row["state"], 9))
    states = {state: sum(row["state"] == state for row in rows) for state in _ORDER}
    return render(request, "feeds.html", page="feeds", feeds=rows, states=states, now=clock.now())
