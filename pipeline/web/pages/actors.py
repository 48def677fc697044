"""The pages "Actors" and "Actor": who does what with whom, over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from pipeline.domain.plover import QUAD_OF, Quad
from pipeline.domain.vocabulary import EventType
from pipeline.web.asking import MOST_ID, literal
from pipeline.web.rendering import render

router = APIRouter()
MOST_ACTORS = 100
LATEST = 1000  # events of an actor that its page counts
LATEST_OF_ALL = 20_000  # events that came in last, by which actors are listed
MOST_PARTNERS = 25
MOST_EVENTS = 100
QUADS = {  # cooperation, then conflict
    Quad.VERBAL_COOPERATION: "words",
    Quad.MATERIAL_COOPERATION: "deeds",
    Quad.VERBAL_CONFLICT: "words",
    Quad.MATERIAL_CONFLICT: "deeds",
}


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
        asked = {"actor_id": actor_id, "other_id": other_id, "latest": LATEST}
        months = by_month(queries.page_actor_months(connection, **asked))
        partners = (
            []
            if other
            else list(
                queries.page_actor_partners(connection, actor_id=actor_id, latest=LATEST, page_size=MOST_PARTNERS)
            )
        )
        events = list(queries.page_actor_events(connection, **asked, page_size=MOST_EVENTS))
    return render(
        request,
        "actor.html",
        page="actors",
        actor=row,
        other=other,
        months=months,
        quads=list(QUADS.values()),
        partners=partners,
        events=events,
        most=MOST_EVENTS,
        latest=LATEST,
        counted=sum(sum(counts) for _, counts in months),
    )


def by_month(rows: Iterable[Mapping[str, Any]]) -> list[tuple[date, list[int]]]:
    """How many deeds of each of the four classes there were in each month, the latest first."""
    counted: dict[date, Counter[Quad]] = {}
    for row in rows:
        counted.setdefault(row["month"], Counter())[QUAD_OF[EventType(row["type"])]] += row["events"]
    return [(month, [counted[month][quad] for quad in QUADS]) for month in sorted(counted, reverse=True)]
