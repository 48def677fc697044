"""The page "Map": where the events of some days are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from math import sqrt
from typing import Any

from fastapi import APIRouter, Query, Request, Response

from pipeline import clock
from pipeline.domain.vocabulary import EventType, Status
from pipeline.gazetteer.countries import countries_of_continents
from pipeline.web.rendering import render
from pipeline.web.words import as_day, empty_words, past_now
from pipeline.web.world import View, land, project, view_of

router = APIRouter()
MOST = 400
BACK, AHEAD = timedelta(days=14), timedelta(days=30)
_DOT, _GROWTH, _LARGEST = 3.5, 1.6, 14.0
_LETTER, _LINE = 5.8, 12.0  # about the size of a letter of a name beside a dot, and of its line
MOST_NAMES = 40
_Box = tuple[float, float, float, float]  # left, top, right, bottom
# What a reader looks for first, where a place has events of several states.
_FIRST = (Status.ONGOING, Status.PLANNED, Status.OCCURRED, Status.POSTPONED, Status.CANCELLED, Status.DENIED)


@dataclass(slots=True)
class Spot:
    """A place on the map with its events."""

    name: str
    country: str | None
    x: float
    y: float
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
    narrowed = view_of((spot.x, spot.y) for spot in found)
    view = View() if whole else narrowed
    return render(
        request,
        "map.html",
        page="map",
        spots=found,
        named=named(found, view),
        count=len(rows[:MOST]),
        has_more=len(rows) > MOST,
        first=first,
        last=last,
        asked={"type": types, "status": statuses, "from": since, "to": until, "part": part},
        parts_of_world=list(continents),
        types=[each.value for each in EventType],
        statuses=[each.value for each in Status],
        problems=problems,
        land=land(view),
        view=view,
        narrowed=narrowed,
        why_empty=empty_words(counts) if counts else (),
        any_event=bool(counts and counts["events"]),
        reader_now=at if past_now(at, clock.now()) else None,
    )


def named(found: Sequence[Spot], view: View) -> list[Spot]:
    """The places whose names a view has room for beside their dots, those with most events first."""
    dots = [_around(spot, spot.radius * view.scale) for spot in found]
    names: list[_Box] = []
    chosen: list[Spot] = []
    for spot, dot in zip(found, dots, strict=True):
        start, half = dot[2] + view.scale, _LINE / 2 * view.scale
        name = (start, spot.y - half, start + _LETTER * len(spot.name) * view.scale, spot.y + half)
        if name[2] > view.x + view.width or any(_meet(name, other) for other in (*dots, *names)):
            continue
        chosen.append(spot)
        names.append(name)
    return chosen[:MOST_NAMES]


def _around(spot: Spot, reach: float) -> _Box:
    return (spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach)


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


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
            found[at] = Spot(event["place"], event["country"], *project(*at))
        found[at].events.append(event)
    return sorted(found.values(), key=lambda spot: (-len(spot.events), spot.name))
