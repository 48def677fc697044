"""The page "Map": where the events of some days are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from math import sqrt
from typing import Any

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from pipeline import clock
from pipeline.domain.vocabulary import EventType, Status
from pipeline.gazetteer.countries import countries_of_continents
from pipeline.web.drawing import draw, framed, land
from pipeline.web.framing import WORLD, Frame, frame_of
from pipeline.web.rendering import render
from pipeline.web.words import as_day, empty_words, past_now

router = APIRouter()
MOST = 300
BACK, AHEAD = timedelta(days=14), timedelta(days=30)
_DOT, _GROWTH, _LARGEST = 3.5, 1.6, 14.0
# What a reader looks for first, where a place has events of several states.
_FIRST = (Status.ONGOING, Status.PLANNED, Status.OCCURRED, Status.POSTPONED, Status.CANCELLED, Status.DENIED)


@dataclass(slots=True)
class Spot:
    """A place on the map with its events."""

    name: str
    country: str | None
    lon: float
    lat: float
    events: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def radius(self) -> float:
        """The dot's size: its area grows with the number of events."""
        return min(_DOT + _GROWTH * sqrt(len(self.events)), _LARGEST)

    @property
    def status(self) -> str:
        """The status that the dot shows."""
        here = {event["status"] for event in self.events}
        return next(status for status in _FIRST if status in here)


@router.get("/map")
def page_of_map(
    request: Request,
    types: list[str] = Query([], alias="type"),
    statuses: list[str] = Query([], alias="status"),
    since: str = Query("", alias="from"),
    until: str = Query("", alias="to"),
    part: str = "",
    whole: str = "",
) -> Response:
    """The page; without days asked for, two weeks back and a month ahead; of the world, the part that has the events."""
    types = [each for each in (each.upper() for each in types) if each in set(EventType)]
    statuses = [each for each in statuses if each in set(Status)]
    continents = countries_of_continents()
    part = part if part in continents else ""
    problems = [f"{text} is no day; write it as 2025-03-20." for text in (since, until) if text and not as_day(text)]
    with request.app.state.reading.snapshot() as (queries, connection):
        at = queries.reader_now(connection) or clock.now()
        first, last = span(as_day(since), as_day(until), at.astimezone(UTC).date())
        rows = list(
            queries.page_map(
                connection,
                first=first,
                last=last,
                types=types,
                statuses=statuses,
                countries=list(continents.get(part, ())),
                page_size=MOST + 1,
            )
        )
        counts = None if rows else queries.page_counts(connection)
    found = spots(rows[:MOST])
    narrowed = frame_of([(spot.lon, spot.lat) for spot in found])
    frame = WORLD if whole else narrowed
    return render(
        request,
        "map.html",
        page="map",
        spots=found,
        count=len(rows[:MOST]),
        has_more=len(rows) > MOST,
        first=first,
        last=last,
        asked={"type": types, "status": statuses, "from": since, "to": until, "part": part},
        parts_of_world=list(continents),
        types=[each.value for each in EventType],
        statuses=[each.value for each in Status],
        problems=problems,
        land=land(frame) if found else "",
        places=drawn(found, frame) if found else "",
        shows_world=frame == WORLD,
        narrowed=narrowed != WORLD,
        why_empty=empty_words(counts) if counts else (),
        any_event=bool(counts and counts["events"]),
        reader_now=at if past_now(at, clock.now()) else None,
    )


def drawn(found: Sequence[Spot], frame: Frame) -> Markup:
    """The dots and names of a map."""
    places = [
        {
            "rank": rank,
            "name": spot.name,
            "lon": spot.lon,
            "lat": spot.lat,
            "r": spot.radius,
            "events": len(spot.events),
            "status": spot.status,
        }
        for rank, spot in enumerate(found)
    ]
    return draw("places", {"places": places}, framed(frame))


def span(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days that are shown, the earlier first; what was not asked for lies around today."""
    first = since or (min(today, until) if until else today) - BACK
    last = until or max(today, first) + AHEAD
    return min(first, last), max(first, last)


def spots(events: Iterable[Mapping[str, Any]]) -> list[Spot]:
    """The places of events, those with most events first."""
    found: dict[tuple[float, float], Spot] = {}
    for event in events:
        at = (event["lon"], event["lat"])
        if at not in found:
            found[at] = Spot(event["place"], event["country"], *at)
        found[at].events.append(event)
    return sorted(found.values(), key=lambda spot: (-len(spot.events), spot.name))
