"""The pages "Stories" and "Story": articles and events that belong together."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from pipeline.web.asking import MOST_ID
from pipeline.web.rendering import render

router = APIRouter()
PAGE_SIZE = 50
MOST = 300


@router.get("/stories")
def stories(request: Request, number: int = Query(1, alias="page", ge=1, le=2000)) -> Response:
    """The stories, the one with the latest article first."""
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(queries.page_stories(connection, page_size=PAGE_SIZE + 1, skip=PAGE_SIZE * (number - 1)))
    return render(
        request,
        "stories.html",
        page="stories",
        stories=rows[:PAGE_SIZE],
        has_more=len(rows) > PAGE_SIZE,
        number=number,
    )


@router.get("/stories/{story_id}")
def story(request: Request, story_id: int = Path(ge=1, le=MOST_ID)) -> Response:
    """One story: its events by day, and its articles as they came."""
    with request.app.state.reading.snapshot() as (queries, connection):
        row = queries.page_story(connection, story_id=story_id)
        if row is None:
            raise HTTPException(404, f"There is no story {story_id}: its articles belong to another now.")
        events = list(queries.page_story_events(connection, story_id=story_id, page_size=MOST))
        articles = list(queries.page_story_articles(connection, story_id=story_id, page_size=MOST))
    return render(request, "story.html", page="stories", story=row, events=events, articles=articles)
