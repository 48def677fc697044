"""The page "Brief": what happened, what moved, what is ahead, on a sheet that can be printed."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from pipeline import clock
from pipeline.tasks.ask.briefing import morning_brief
from pipeline.web.pages.events import moment
from pipeline.web.rendering import render

router = APIRouter()
AHEAD_DAYS = 7


@router.get("/brief")
def brief(request: Request, since: str = "") -> Response:
    """The page; since the day before, or since a day or time that is asked for."""
    asked = moment(since)
    with request.app.state.reading.snapshot() as (queries, connection):
        until = queries.reader_now(connection) or clock.now()
        made = morning_brief(connection, queries, asked or until - timedelta(days=1), until, AHEAD_DAYS)
    return render(
        request,
        "brief.html",
        page="now",
        brief=made,
        since=since,
        since_wrong=bool(since) and asked is None,
        days=AHEAD_DAYS,
    )
