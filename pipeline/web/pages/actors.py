"""The pages "Actors" and "Actor": who does what with whom, over time."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from pipeline.web.asking import MOST_ID, literal
from pipeline.web.deeds import CLASSES, by_month, latest_days, partners, plot
from pipeline.web.rendering import render

router = APIRouter()
MOST_ACTORS = 100
LATEST = 600  # events of an actor that its page counts
LATEST_OF_ALL = 20_000  # events that came in last, by which actors are listed
MOST_PARTNERS = 25
MOST_EVENTS = 100


@router.get("/actors")
def actors(request: Request, name: str = Query("", max_length=200)) -> Response:
    """The actors with most events, or those of a name."""
    asked = literal(name.strip())
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(queries.page_actors(connection, name=asked or None, latest=LATEST_OF_ALL, page_size=MOST_ACTORS))
    return render(request, "actors.html", page="actors", actors=rows, name=name, most=MOST_ACTORS, latest=LATEST_OF_ALL)


@router.get("/actors/{actor_id}")
def actor(
    request: Request,
    actor_id: int = Path(ge=1, le=MOST_ID),
    other_id: int | None = Query(None, alias="with", ge=1, le=MOST_ID),
) -> Response:
    """One actor: its months, its partners and its events; with another, what passed between the two."""
    with request.app.state.reading.snapshot() as (queries, connection):
        row = queries.page_actor(connection, actor_id=actor_id)
        if row is None:
            raise HTTPException(404, f"There is no actor {actor_id}.")
        other = queries.page_actor(connection, actor_id=other_id) if other_id else None
        if other_id and other is None:
            raise HTTPException(404, f"There is no actor {other_id}.")
        deeds = list(queries.page_actor_deeds(connection, actor_id=actor_id, other_id=other_id, latest=LATEST))
        ids = [deed["event_id"] for deed in deeds]
        acting = [] if other else list(queries.page_actor_partners(connection, event_ids=ids, actor_id=actor_id))
        events = list(queries.page_some_events(connection, event_ids=latest_days(deeds)[:MOST_EVENTS]))
    found = partners(actor_id, acting)
    return render(
        request,
        "actor.html",
        page="actors",
        actor=row,
        other=other,
        plot=plot(deeds, found, acting),
        months=by_month(deeds),
        classes=list(CLASSES.values()),
        partners=found[:MOST_PARTNERS],
        events=events,
        most=MOST_EVENTS,
        latest=LATEST,
        counted=len(ids),
    )
