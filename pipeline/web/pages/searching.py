"""The page "Search": words in events, in the sentences that report them, and in articles."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request, Response

from pipeline.tasks.ask.searching import Found, search
from pipeline.web.rendering import render

router = APIRouter()
MOST = 25


@router.get("/search")
def searching(request: Request, words: str = Query("", max_length=300)) -> Response:
    """The page; without words, just the form."""
    found = Found()
    if words.strip():
        with request.app.state.reading.snapshot() as (queries, connection):
            found = search(connection, queries, words, limit=MOST)
    return render(request, "search.html", page="search", words=words, found=found, most=MOST)
