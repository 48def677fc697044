"""The addresses of the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.domain.tokens import Scope
from pipeline.exports import shapes
from pipeline.store import Connection
from pipeline.tasks.ask.asking import parameters
from pipeline.web.api.access import Key, needs, snapshot
from pipeline.web.api.filters import (
    ActorFilters,
    AlertFilters,
    DevelopmentFilters,
    EventFilters,
    FeedFilters,
    Moment,
    Pages,
    aware,
    plain,
)
from pipeline.web.api.objects import (
    ActorObject,
    AlertObject,
    ClaimObject,
    DevelopmentObject,
    EventObject,
    FeedObject,
    Page,
    SourceObject,
    StandingObject,
    StoryObject,
)
from pipeline.web.api.paging import before_id, page_of
from pipeline.web.api.problems import RESPONSES
from pipeline.web.asking import literal

router = APIRouter(dependencies=[Depends(needs(Scope.READ))], responses=RESPONSES)


@router.get("/events", response_model=Page[EventObject], tags=["events"])
def events(request: Request, asked: Annotated[EventFilters, Query()]) -> Any:
    """Events that pass the filters, the newest row first."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_events(
            connection,
            before_id=before_id(asked.cursor),
            **parameters(connection, queries, asked.filter()),
            page_size=asked.limit + 1,
        )
        return page_of(rows, "event_id", asked.limit, shapes.event)


@router.get("/events/as-of", response_model=list[StandingObject], tags=["events"])
def events_as_of(request: Request, asked: Annotated[Moment, Query()]) -> Any:
    """The table as it stood at a time, by id."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_events_as_of(
            connection,
            at=aware(asked.at),
            by_ingestion=asked.by_ingestion,
            after_id=asked.after,
            page_size=asked.limit,
        )
        return [{"event_id": row["event_id"], "state": row["state"]} for row in rows]


@router.get(
    "/events/{event_id}",
    response_model=EventObject,
    tags=["events"],
    responses={307: {"description": "The event was merged into another, which is there."}},
)
def event(request: Request, event_id: Key) -> Any:
    """One event; the id of one that was merged leads on to what took its reports."""
    with snapshot(request) as (queries, connection):
        standing = _standing(queries, connection, event_id)
        if standing != event_id:
            return RedirectResponse(f"{request.scope['root_path']}/events/{standing}", status_code=307)
        return shapes.event(queries.api_event(connection, event_id=standing))


def _standing(queries: Any, connection: Connection, event_id: int) -> int:
    standing: int | None = queries.find_event(connection, event_id=event_id)
    if standing is None:
        raise HTTPException(404, f"There is no event {event_id}: it was never made, or its reports were taken back.")
    return standing


@router.get("/events/{event_id}/timeline", response_model=list[DevelopmentObject], tags=["events"])
def timeline(request: Request, event_id: Key) -> Any:
    """How an event developed, oldest first."""
    with snapshot(request) as (queries, connection):
        standing = _standing(queries, connection, event_id)
        return [development_object(row) for row in queries.event_developments(connection, event_id=standing)]


@router.get("/events/{event_id}/sources", response_model=list[SourceObject], tags=["events"])
def sources(request: Request, event_id: Key) -> Any:
    """The sentences that an event rests on, with their outlets, oldest first."""
    with snapshot(request) as (queries, connection):
        standing = _standing(queries, connection, event_id)
        return [
            {
                "id": row["mention_id"],
                "outlet": row["outlet"],
                "url": row["url"],
                "published_at": shapes.instant(row["published_at"]),
                "realis": row["realis"],
                "quote": row["quote"],
                "start": row["start_offset"],
                "end": row["end_offset"],
                "confidence": round(row["confidence"], 4),
            }
            for row in queries.event_mentions(connection, event_id=standing)
        ]


@router.get("/events/{event_id}/claims", response_model=list[ClaimObject], tags=["events"])
def claims(request: Request, event_id: Key) -> Any:
    """Where sides differ on an event: who says what, which value was chosen, and why."""
    with snapshot(request) as (queries, connection):
        return list(queries.event_claims(connection, event_id=_standing(queries, connection, event_id)))


@router.get("/developments", response_model=Page[DevelopmentObject], tags=["developments"])
def developments(request: Request, asked: Annotated[DevelopmentFilters, Query()]) -> Any:
    """Live developments, the newest line of the log first."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_developments(
            connection,
            before_id=before_id(asked.cursor),
            event_id=asked.event,
            kinds=plain(asked.kind),
            types=plain(asked.type),
            reported_since=aware(asked.reported_since),
            page_size=asked.limit + 1,
        )
        return page_of(rows, "development_id", asked.limit, development_object)


def development_object(row: Any) -> dict[str, Any]:
    """A development as the API gives it: that of the exports, with its words and its event's title."""
    return {**shapes.development(row), "quote": row["quote"], "title": row["title"]}


@router.get("/stories", response_model=Page[StoryObject], tags=["stories"])
def stories(request: Request, asked: Annotated[Pages, Query()]) -> Any:
    """Stories with their articles and events, the newest first."""
    with snapshot(request) as (queries, connection):
        before = before_id(asked.cursor)
        rows = queries.api_stories(connection, before_id=before, story_id=None, page_size=asked.limit + 1)
        return page_of(rows, "story_id", asked.limit, shapes.story)


@router.get("/stories/{story_id}", response_model=StoryObject, tags=["stories"])
def story(request: Request, story_id: Key) -> Any:
    """One story."""
    with snapshot(request) as (queries, connection):
        for row in queries.api_stories(connection, before_id=None, story_id=story_id, page_size=1):
            return shapes.story(row)
    raise HTTPException(404, f"There is no story {story_id}.")


@router.get("/actors", response_model=Page[ActorObject], tags=["actors"])
def actors(request: Request, asked: Annotated[ActorFilters, Query()]) -> Any:
    """Actors that have been read about, the newest first."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_actors(
            connection,
            before_id=before_id(asked.cursor),
            actor_id=None,
            words=literal(asked.words) if asked.words else None,
            kinds=plain(asked.kind),
            countries=[each.upper() for each in asked.country],
            page_size=asked.limit + 1,
        )
        return page_of(rows, "actor_id", asked.limit, _actor)


@router.get("/actors/{actor_id}", response_model=ActorObject, tags=["actors"])
def actor(request: Request, actor_id: Key) -> Any:
    """One actor; its events are at /events?actor=KEY."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_actors(
            connection, before_id=None, actor_id=actor_id, words=None, kinds=[], countries=[], page_size=1
        )
        for row in rows:
            return _actor(row)
    raise HTTPException(404, f"There is no actor {actor_id}.")


def _actor(row: Any) -> dict[str, Any]:
    return {
        "id": row["actor_id"],
        "key": row["actor_key"],
        "name": row["name"],
        "kind": row["kind"],
        "country": row["country"],
    }


@router.get("/feeds", response_model=Page[FeedObject], tags=["feeds"])
def feeds(request: Request, asked: Annotated[FeedFilters, Query()]) -> Any:
    """Feeds with their health, the newest first."""
    with snapshot(request) as (queries, connection):
        before = before_id(asked.cursor)
        rows = queries.api_feeds(connection, before_id=before, states=plain(asked.state), page_size=asked.limit + 1)
        return page_of(rows, "feed_id", asked.limit, shapes.feed)


@router.get("/alerts", response_model=Page[AlertObject], tags=["alerts"])
def alerts(request: Request, asked: Annotated[AlertFilters, Query()]) -> Any:
    """Alerts, the newest first."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_alerts(
            connection,
            before_id=before_id(asked.cursor),
            states=plain(asked.state),
            watch=asked.watch,
            page_size=asked.limit + 1,
        )
        return page_of(rows, "alert_id", asked.limit, shapes.alert)


@router.get("/health", tags=["health"], response_model=dict[str, str])
def health(request: Request, response: Response) -> Any:
    """Whether the database can be read."""
    well = request.app.state.reading.answers()
    response.status_code = 200 if well else 503
    return {"database": "answers" if well else "does not answer"}
