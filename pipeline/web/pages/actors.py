"""The pages "Actors" and "Actor": who does what with whom, over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from pipeline.domain.plover import QUAD_OF, Quad
from pipeline.domain.vocabulary import EventType
from pipeline.web.asking import MOST_ID, literal
from pipeline.web.rendering import render

router = APIRouter()
Row = Mapping[str, Any]
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


@dataclass(slots=True)
class Partner:
    """Another actor: how many deeds one does to it, how many it does, and how many they do together."""

    actor_id: int
    name: str
    kind: str
    country: str | None
    did: int = 0
    had_done: int = 0
    together: int = 0

    @property
    def events(self) -> int:
        """In how many deeds both are."""
        return self.did + self.had_done + self.together

    def add(self, own: str, other: str) -> None:
        """Count a deed by the roles of the two in it."""
        if (own, other) == ("source", "target"):
            self.did += 1
        elif (own, other) == ("target", "source"):
            self.had_done += 1
        else:
            self.together += 1


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
    return render(
        request,
        "actor.html",
        page="actors",
        actor=row,
        other=other,
        months=by_month(deeds),
        quads=list(QUADS.values()),
        partners=partners(actor_id, acting)[:MOST_PARTNERS],
        events=events,
        most=MOST_EVENTS,
        latest=LATEST,
        counted=len(ids),
    )


def by_month(deeds: Iterable[Row]) -> list[tuple[date, list[int]]]:
    """How many deeds of each of the four classes there were in each month, the latest first."""
    counted: dict[date, Counter[Quad]] = {}
    for deed in deeds:
        if deed["on_day"]:
            counted.setdefault(deed["on_day"].replace(day=1), Counter())[QUAD_OF[EventType(deed["type"])]] += 1
    return [(month, [counted[month][quad] for quad in QUADS]) for month in sorted(counted, reverse=True)]


def latest_days(deeds: Iterable[Row]) -> list[int]:
    """The events of deeds, the latest day first, those without a day last."""
    days = {deed["event_id"]: deed["on_day"] or date.min for deed in deeds}
    return sorted(days, key=lambda event_id: (days[event_id], event_id), reverse=True)


def partners(actor_id: int, acting: Collection[Row]) -> list[Partner]:
    """With whom an actor acts, those with whom most first."""
    own: dict[int, list[str]] = {}
    for each in acting:
        if each["actor_id"] == actor_id:
            own.setdefault(each["event_id"], []).append(each["role"])
    found: dict[int, Partner] = {}
    for each in acting:
        other = each["actor_id"]
        if other == actor_id:
            continue
        partner = found.setdefault(other, Partner(other, each["name"], each["kind"], each["country"]))
        for role in own[each["event_id"]]:
            partner.add(role, each["role"])
    return sorted(found.values(), key=lambda each: (-each.events, each.name))
