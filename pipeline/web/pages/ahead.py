"""The page "Ahead": what the news says will happen, day by day, and what became of plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

from fastapi import APIRouter, Request, Response

from pipeline import clock
from pipeline.web.rendering import render
from pipeline.web.words import day_words, days_words, distance_words, empty_words, past_now

router = APIRouter()
MOST = 200
FEW = 50


@dataclass(slots=True)
class Group:
    """Events that fall on one day, or in one vaguer span of days."""

    heading: str
    distance: str
    days_told: bool  # whether the heading tells the days of each
    events: list[Mapping[str, Any]] = field(default_factory=list)


@router.get("/ahead")
def ahead(request: Request) -> Response:
    """The page."""
    with request.app.state.reading.snapshot() as (queries, connection):
        at = queries.reader_now(connection) or clock.now()
        today = at.astimezone(UTC).date()
        upcoming = list(queries.list_ahead(connection, today=today, until=None, page_size=MOST + 1))
        under_way = list(queries.page_under_way(connection, today=today, page_size=FEW))
        overdue = list(queries.page_overdue(connection, today=today, page_size=FEW))
        put_off = list(queries.page_put_off(connection, today=today, page_size=FEW))
        undated = list(queries.page_open_plans(connection, today=today, page_size=FEW))
        counts = None if upcoming or under_way or overdue or put_off or undated else queries.page_counts(connection)
    return render(
        request,
        "ahead.html",
        page="ahead",
        groups=by_day([*under_way, *upcoming[:MOST]], today),
        has_more=len(upcoming) > MOST,
        most=MOST,
        overdue=overdue,
        put_off=put_off,
        undated=undated,
        today=today,
        counts=counts,
        why_empty=empty_words(counts) if counts else (),
        reader_now=at if past_now(at, clock.now()) else None,
    )


def by_day(events: Iterable[Mapping[str, Any]], today: date) -> list[Group]:
    """Events in groups: under way first, then each day, a vaguer span where it may begin."""
    groups: dict[tuple[date, bool, str], Group] = {}
    for event in events:
        first = event["starts_on"] or event["earliest_on"] or event["latest_on"]  # none: it is under way
        if event["status"] == "ongoing" or first < today:
            key, heading, distance = (date.min, False, ""), "Under way or due by now", ""
        elif event["starts_on"]:
            key, heading, distance = (first, False, ""), day_words(first), distance_words(first, today)
        else:
            told = days_words(event)
            key, heading, distance = (first, True, told), told[0].upper() + told[1:], "no day named yet"
        groups.setdefault(key, Group(heading, distance, days_told=key[0] != date.min)).events.append(event)
    return [groups[key] for key in sorted(groups)]
