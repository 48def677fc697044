"""The pages "Events" (the table with filters) and "Event" (one row: its log, its words, and as it once stood)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from pipeline import clock
from pipeline.domain.vocabulary import EventType, Mode, Status
from pipeline.tasks.ask.asking import parameters
from pipeline.web.asking import MOST_ID, EventsAsked, events_asked, number_of
from pipeline.web.keys import shared_words
from pipeline.web.rendering import render
from pipeline.web.words import days_words, empty_words, past_now

router = APIRouter()
PAGE_SIZE = 50
MOST_PAGES = 2000
MOST_TAGS = 200
MOST_SENTENCES = 200
AROUND = 240  # characters of the article shown on either side of a quote
Row = Mapping[str, Any]


@router.get("/events")
def events(
    request: Request, asked: EventsAsked = Depends(events_asked), number: str = Query("1", alias="page")
) -> Response:
    """The table, with the filters of `wirewatch events list`."""
    at_page = min(max(number_of(number) or 1, 1), MOST_PAGES)
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(
            queries.list_events(
                connection,
                **parameters(connection, queries, asked.filter),
                page_size=PAGE_SIZE + 1,
                skip=PAGE_SIZE * (at_page - 1),
            )
        )
        counts = None if rows else queries.page_counts(connection)
        countries = [row["country"] for row in queries.page_countries(connection)]
        tags = [row["tag"] for row in queries.page_tags(connection, page_size=MOST_TAGS)]
        at = queries.reader_now(connection) or clock.now()
    return render(
        request,
        "events.html",
        page="events",
        rows=rows[:PAGE_SIZE],
        has_more=len(rows) > PAGE_SIZE,
        number=at_page,
        asked=asked.address,
        filtered=any(asked.address.values()),
        problems=asked.problems,
        types=[each.value for each in EventType],
        modes=[each.value for each in Mode],
        statuses=[each.value for each in Status],
        countries=countries,
        tags=tags,
        why_empty=empty_words(counts) if counts else (),
        reader_now=at if past_now(at, clock.now()) else None,
    )


@router.get("/events/{name}")
def event(request: Request, name: str, as_of: str = "", was: str = "") -> Response:
    """One event; the id of one that was merged leads on to what took its reports."""
    event_id = _id_of(name)
    with request.app.state.reading.snapshot() as (queries, connection):
        standing = queries.find_event(connection, event_id=event_id)
        if standing is None:
            raise HTTPException(404, _why_missing(event_id, queries.dismissal_of(connection, event_id=event_id)))
        if standing != event_id:
            onward = urlencode({"was": event_id, **({"as_of": as_of} if as_of else {})})
            return RedirectResponse(f"/events/{standing}?{onward}", status_code=307)
        values = {
            "event": queries.show_event(connection, event_id=standing),
            "more": queries.page_event_row(connection, event_id=standing),
            "actors": list(queries.page_event_actors(connection, event_id=standing)),
            "developments": list(queries.page_event_developments(connection, event_id=standing, around=AROUND)),
            "mentions": list(queries.page_event_mentions(connection, event_id=standing, page_size=MOST_SENTENCES)),
            "claims": list(queries.page_event_claims(connection, event_id=standing)),
            "corrections": list(queries.event_corrections(connection, event_id=standing)),
            "versions": told_versions(queries.current_versions(connection, event_ids=[standing])),
            "merged": queries.page_redirect(connection, event_id=_id_of(was)) if was.isdigit() else None,
        }
        now = queries.reader_now(connection) or clock.now()
    at = moment(as_of)
    if at is not None:
        values = as_it_stood(values, at)
    return render(
        request,
        "event.html",
        page="events",
        at_moment=at,
        as_of=as_of,
        as_of_wrong=bool(as_of) and at is None,
        was=was if values["merged"] else "",
        shared=shared_words([each["block_keys"] for each in values["mentions"]]),
        copies=sum(1 for each in values["mentions"] if each["copy_of"]),
        reader_now=now if past_now(now, clock.now()) else None,
        **values,
    )


def _why_missing(event_id: int, dismissal: Row | None) -> str:
    if dismissal is None:
        return f"There is no event {event_id}: it was never made, or its reports were taken back."
    why = f" ({dismissal['reason']})" if dismissal["reason"] else ""
    told = f"Event {event_id}, “{dismissal['about']}”, was dismissed by {dismissal['made_by']}{why}."
    return f"{told} The page Review can undo that: it is correction {dismissal['correction_id']}."


def _id_of(name: str) -> int:
    if not (name.isascii() and name.isdigit() and int(name) <= MOST_ID):
        raise HTTPException(404, "Events are asked for by their number.")
    return int(name)


def moment(text: str) -> datetime | None:
    """The instant that a day (its end) or a time in ISO 8601 names, UTC where no zone is told; None where it is neither."""
    try:
        if len(text) == len("2025-03-20"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), datetime.min.time(), UTC)
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def as_it_stood(values: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What was known of an event from what had been published by then; `state` is None where nothing was."""
    state = version_at(values["versions"], at)
    shown = {**values["event"], **state, "overdue": False} if state else None
    if shown is not None and state is not None:
        place = state["place"] or {}
        shown |= {"place": place.get("name"), "country": place.get("country")}
    return {
        **values,
        "event": shown or values["event"],
        "unknown_then": shown is None,
        "actors": [{"office": None, **each} for each in state["actors"]] if state else [],
        "developments": [each for each in values["developments"] if _by(each["reported_at"], at)],
        "mentions": [each for each in values["mentions"] if _by(each["published_at"], at)],
        "claims": [],
    }


def _by(reported_at: datetime | None, at: datetime) -> bool:
    return reported_at is not None and reported_at <= at


def version_at(versions: Iterable[Row], at: datetime) -> dict[str, Any] | None:
    """The state that held at an instant, by publication; None before the first report."""
    for each in versions:
        begun = each["reported_from"] is not None and each["reported_from"] <= at
        if begun and (each["reported_to"] is None or each["reported_to"] > at):
            return dict(each["state"])
    return None


def told_versions(versions: Iterable[Row]) -> list[dict[str, Any]]:
    """The states of an event, each with the words for what it brought that the one before did not have."""
    found: list[dict[str, Any]] = []
    before: Row = {}
    for each in versions:
        words = state_words(before, each["state"])
        found.append({**each, "told": words})
        before = each["state"]
    return found


def state_words(before: Row, state: Row) -> list[str]:
    """What a state has that the one before it had otherwise; all of it where there was none before."""
    days, place = days_words(state), (state["place"] or {}).get("name")
    words = [state["status"]] if state["status"] != before.get("status") else []
    if not before or days != days_words(before):
        words.append(days)
    if place and place != ((before.get("place") or {}).get("name") if before else None):
        words.append(place)
    known = {actor["name"] for actor in before.get("actors", ())}
    joined = [actor["name"] for actor in state["actors"] if actor["name"] not in known]
    if joined:
        words.append(f"{'with' if before else 'of'} {', '.join(joined[:3])}{' and others' if len(joined) > 3 else ''}")
    if before and state["outlets"] != before.get("outlets"):
        words.append(f"{state['outlets']} outlets")
    return words or ["surer" if state["confidence"] > before.get("confidence", 0) else "told otherwise"]
