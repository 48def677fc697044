"""The form of one watch: make it, change it, try it over the past, silence it, take it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from pipeline import clock
from pipeline.alerts.watches import GROUPINGS, REMINDERS, Watch, problems_of, values_of, watch_of
from pipeline.domain.vocabulary import DevelopmentKind, EventType, FeedTrouble, Mode, Role, Status
from pipeline.errors import BadInputError
from pipeline.store import Connection, Database
from pipeline.tasks.watch.watches import (
    end_silences,
    put_watch,
    remove_watch,
    replay,
    silence,
    verdicts,
    watch_rates,
    watch_row,
)
from pipeline.web.asking import EventsAsked, events_asked, number_of
from pipeline.web.forms import Fields, keep, one, sent, token_of
from pipeline.web.rendering import render

router = APIRouter()
DAYS, MOST_DAYS, MOST_HOURS = 7, 90, 24 * 365
MOST_EVENTS = 300  # events that a page replays a watch over
MOST_SHOWN = 100
CHOICES = {
    "kinds": [*DevelopmentKind, *FeedTrouble],
    "types": list(EventType),
    "statuses": list(Status),
    "modes": list(Mode),
    "roles": list(Role),
    "remind": list(REMINDERS),
    "group_by": list(GROUPINGS),
}
_DONE = {
    "saved": "The watch is kept. It is told of what is learnt from now on.",
    "silenced": "The watch is silent for a while; what it would have been told is kept as suppressed.",
    "heard": "The watch is told again.",
}


@router.get("/watches/new")
def new(request: Request, asked: EventsAsked = Depends(events_asked)) -> Response:
    """An empty form; with the filters of a list of events, one that asks for these."""
    wanted = asked.filter
    return _form(
        request,
        None,
        {
            **_values(Watch(name="")),
            "types": wanted.types,
            "modes": wanted.modes,
            "statuses": wanted.statuses,
            "countries": wanted.countries,
            "actors": wanted.actors,
            "words": [wanted.words] if wanted.words else [],
            "stories": wanted.stories,
            "min_outlets": wanted.min_outlets or 1,
            "min_confidence": wanted.min_confidence or 0.0,
        },
    )


@router.get("/watches/{watch_id}")
def watch(request: Request, watch_id: int, days: str = "", event: str = "", done: str = "") -> Response:
    """The form of a watch; with `days`, what it would have been told in so many; with `event`, why it is told of one or not."""
    return _form(request, watch_id, None, days=number_of(days), about=event.strip(), done=_DONE.get(done, ""))


@router.post("/watches")
async def change(request: Request) -> Response:
    """Keep, test, silence or remove a watch."""
    sent_fields = await sent(request)
    return await run_in_threadpool(_do, request, sent_fields)


def _do(request: Request, sent_fields: Fields) -> Response:
    act, watch_id = one(sent_fields, "act"), number_of(one(sent_fields, "watch"))
    if act in {"save", "test"}:
        return _save_or_test(request, watch_id, sent_fields, test=act == "test")
    if watch_id is None or act not in _ACTS:
        raise HTTPException(422, "This form asks for nothing that can be done.")
    try:
        where = _ACTS[act](request.app.state.reading.open(), _name_of(request, watch_id), sent_fields)
    except BadInputError as error:
        return _form(request, watch_id, None, problem=str(error))
    return RedirectResponse(where.format(watch_id), status_code=303)


def _silence(database: Database, name: str, sent_fields: Fields) -> str:
    hours, now = number_of(one(sent_fields, "hours")) or 0, clock.now()
    if not 1 <= hours <= MOST_HOURS:
        raise BadInputError(f"field hours: a silence lasts from 1 to {MOST_HOURS} hours")
    silence(database, name, now, now + timedelta(hours=hours), one(sent_fields, "reason"))
    return "/watches/{}?done=silenced"


def _hear(database: Database, name: str, _: Fields) -> str:
    end_silences(database, name, clock.now())
    return "/watches/{}?done=heard"


def _remove(database: Database, name: str, sent_fields: Fields) -> str:
    if not one(sent_fields, "sure"):
        raise BadInputError("field sure: tick it to remove the watch with all its alerts")
    remove_watch(database, name)
    return "/watches"


_ACTS: dict[str, Callable[[Database, str, Fields], str]] = {"silence": _silence, "hear": _hear, "remove": _remove}


def _save_or_test(request: Request, watch_id: int | None, sent_fields: Fields, *, test: bool) -> Response:
    values = values_of(sent_fields)
    problems = problems_of(values, request.app.state.channels)
    if test:
        problems.pop("name", None)  # it is named when it is kept
    days = number_of(one(sent_fields, "days")) or DAYS
    if problems:
        return _form(request, watch_id, values, problems=problems, days=None)
    values["channels"] = values["channels"] or ["log"]
    if test:
        return _form(request, watch_id, values, days=days)
    try:
        kept = put_watch(request.app.state.reading.open(), watch_of(values), "page", watch_id)
    except BadInputError as error:
        return _form(request, watch_id, values, problems={"name": str(error)})
    return RedirectResponse(f"/watches/{kept}?done=saved", status_code=303)


def _name_of(request: Request, watch_id: int) -> str:
    with request.app.state.reading.snapshot() as (queries, connection):
        return str(row_of(queries, connection, watch_id)["name"])


def row_of(queries: Any, connection: Connection, watch_id: int) -> dict[str, Any]:
    """The row of a watch; 404 where there is none."""
    row = watch_row(connection, queries, watch_id)
    if row is None:
        raise HTTPException(404, "There is no such watch.")
    return row


def _values(row: Any) -> dict[str, Any]:
    """The fields of a watch as plain values."""
    read = row.get if isinstance(row, Mapping) else lambda name: getattr(row, name)
    return {each.name: read(each.name) for each in fields_of(Watch)}


def _form(
    request: Request,
    watch_id: int | None,
    values: Mapping[str, Any] | None,
    *,
    problems: Mapping[str, str] | None = None,
    problem: str = "",
    days: int | None = None,
    about: str = "",
    done: str = "",
) -> Response:
    """The form with some values, those of the table where none are given.

    With `days`, what the watch would have been told; with `about`, the number of an event, why it is told of it or not.
    """
    now, token = clock.now(), token_of(request)
    row: Mapping[str, Any] | None = None
    replayed: dict[str, Any] | None = None
    silences: list[Mapping[str, Any]] = []
    rate = None
    explained: list[dict[str, Any]] = []
    not_about = ""
    with request.app.state.reading.snapshot() as (queries, connection):
        if watch_id is not None:
            row = row_of(queries, connection, watch_id)
            silences = list(queries.silences_of_watch(connection, watch_id=watch_id, now=now))
            rate = watch_rates(connection, queries, now, watch_id).get(watch_id)
        shown = values if values is not None else _values(row)
        if days:
            replayed = _replayed(queries, connection, shown, min(days, MOST_DAYS))
        if about:
            try:
                explained = verdicts(connection, queries, watch_of(shown), _event_of(about))
            except BadInputError as error:
                not_about = str(error)
    response = render(
        request,
        "watch.html",
        page="watches",
        status=422 if problems or problem else 200,
        token=token,
        watch_id=watch_id,
        name=row["name"] if row else "",
        kept_in=row["managed_by"] if row else "page",
        values=shown,
        problems=problems or {},
        problem=problem,
        done=done,
        silences=silences,
        rate=rate,
        replayed=replayed,
        about=about,
        verdicts=explained,
        not_about=not_about,
        days=days or DAYS,
        choices=CHOICES,
        channels=sorted({*request.app.state.channels, *shown["channels"]}),
        named=request.app.state.channels,
        most_shown=MOST_SHOWN,
        most_days=MOST_DAYS,
    )
    keep(response, token)
    return response


def _event_of(text: str) -> int:
    event_id = number_of(text)
    if event_id is None:
        raise BadInputError(f"{text!r} is no event's number")
    return event_id


def _replayed(queries: Any, connection: Connection, values: Mapping[str, Any], days: int) -> dict[str, Any]:
    until: datetime = queries.reader_now(connection) or clock.now()
    since = until - timedelta(days=days)
    asked = watch_of({**values, "name": values["name"] or "a watch", "enabled": True})
    told, events = replay(connection, queries, asked, since, MOST_EVENTS)
    for each in told:
        each["reported_at"] = datetime.fromisoformat(each["reported_at"]) if each["reported_at"] else None
    return {"told": told[::-1], "days": days, "since": since, "events": events, "all": events < MOST_EVENTS}
