"""Watches through the API: read, tried, made, changed, silenced, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from pipeline import clock
from pipeline.alerts import Watch
from pipeline.alerts.watches import problems_of, watch_of
from pipeline.domain.tokens import Scope
from pipeline.errors import BadInputError
from pipeline.exports import shapes
from pipeline.store import Connection
from pipeline.tasks.watch.watches import end_silences, put_watch, remove_watch, replay, silence, verdicts, watch_row
from pipeline.web.api.access import Key, needs, snapshot
from pipeline.web.api.filters import Replay
from pipeline.web.api.given import GivenSilence, GivenWatch
from pipeline.web.api.objects import SilenceObject, ToldObject, VerdictObject, WatchObject
from pipeline.web.api.problems import RESPONSES
from pipeline.web.asking import MOST_ID

router = APIRouter(tags=["watches"], responses=RESPONSES)
reads, writes = Depends(needs(Scope.READ)), Depends(needs(Scope.WRITE))
MOST_EVENTS = 300  # that a watch is tried over
Row = Mapping[str, Any]


@router.get("/watches", response_model=list[WatchObject], dependencies=[reads])
def watches(request: Request) -> Any:
    """All watches, by name."""
    with snapshot(request) as (queries, connection):
        return [shapes.watch(row) for row in queries.list_watches(connection, name=None)]


@router.post(
    "/watches",
    response_model=WatchObject,
    status_code=201,
    dependencies=[writes],
    responses={200: {"model": WatchObject, "description": "There is just this watch already"}},
)
def make(request: Request, response: Response, given: GivenWatch) -> Any:
    """Make a watch. It is told of what is learnt from now on. One of that name that asks otherwise is not touched (409)."""
    asked = _asked(request, given)
    with snapshot(request) as (queries, connection):
        for row in queries.list_watches(connection, name=asked.name):
            if _watch(row) != asked:
                told = f"There is a watch {asked.name!r} that is another: PUT /watches/{row['watch_id']} changes it."
                raise HTTPException(409, told)
            response.status_code = 200
            return shapes.watch(row)
    made = put_watch(request.app.state.reading.open(), asked, "api")
    response.headers["Location"] = f"{request.scope['root_path']}/watches/{made}"
    return _shown(request, made)


@router.get("/watches/{watch_id}", response_model=WatchObject, dependencies=[reads])
def watch(request: Request, watch_id: Key) -> Any:
    """One watch."""
    return _shown(request, watch_id)


@router.put("/watches/{watch_id}", response_model=WatchObject, dependencies=[writes])
def change(request: Request, watch_id: Key, given: GivenWatch) -> Any:
    """Let a watch ask just this; what is left out asks nothing."""
    asked = _asked(request, given)
    _own(request, watch_id)
    try:
        put_watch(request.app.state.reading.open(), asked, "api", watch_id)
    except BadInputError as error:
        raise HTTPException(409, str(error)) from error
    return _shown(request, watch_id)


@router.delete("/watches/{watch_id}", status_code=204, dependencies=[writes])
def remove(request: Request, watch_id: Key) -> None:
    """Remove a watch, with all alerts that it raised."""
    remove_watch(request.app.state.reading.open(), _own(request, watch_id))


@router.get("/watches/{watch_id}/silences", response_model=list[SilenceObject], dependencies=[reads])
def silences(request: Request, watch_id: Key) -> Any:
    """The silences of a watch that hold or are still to come, the first to end first."""
    with snapshot(request) as (queries, connection):
        _row(queries, connection, watch_id)
        return _silences(queries, connection, watch_id)


@router.post("/watches/{watch_id}/silences", response_model=list[SilenceObject], dependencies=[writes])
def be_silent(request: Request, watch_id: Key, given: GivenSilence) -> Any:
    """Tell a watch nothing until a time; what it would have been told is kept as suppressed. Gives all its silences."""
    with snapshot(request) as (queries, connection):
        name = _row(queries, connection, watch_id)["name"]
        standing = _silences(queries, connection, watch_id)
    asked = (shapes.instant(given.until), given.reason.strip())
    if asked not in {(each["ends_at"], each["reason"]) for each in standing}:
        silence(request.app.state.reading.open(), name, clock.now(), given.until, asked[1])
    return silences(request, watch_id)


@router.delete("/watches/{watch_id}/silences", status_code=204, dependencies=[writes])
def be_heard(request: Request, watch_id: Key) -> None:
    """Let a watch be told again from now on."""
    with snapshot(request) as (queries, connection):
        name = _row(queries, connection, watch_id)["name"]
    end_silences(request.app.state.reading.open(), name, clock.now())


@router.get("/watches/{watch_id}/replay", response_model=list[ToldObject], dependencies=[reads])
def tried(request: Request, watch_id: Key, asked: Annotated[Replay, Query()]) -> Any:
    """What a watch would have been told lately, oldest first: of the 300 events that were reported last at most."""
    with snapshot(request) as (queries, connection):
        kept = _watch({**_row(queries, connection, watch_id), "enabled": True})
        since = (queries.reader_now(connection) or clock.now()) - timedelta(days=asked.days)
        return replay(connection, queries, kept, since, MOST_EVENTS)[0]


@router.get("/watches/{watch_id}/verdicts", response_model=list[VerdictObject], dependencies=[reads])
def explained(request: Request, watch_id: Key, event: Annotated[int, Query(ge=1, le=MOST_ID)]) -> Any:
    """Whether a watch is told of each development of an event, and why."""
    with snapshot(request) as (queries, connection):
        said = verdicts(connection, queries, _watch(_row(queries, connection, watch_id)), event)
        return [{**each, "reported_at": shapes.instant(each["reported_at"])} for each in said]


def _asked(request: Request, given: GivenWatch) -> Watch:
    values = given.model_dump(mode="json")
    values["channels"] = values["channels"] or ["log"]
    problems = problems_of(values, request.app.state.channels)
    if problems:
        raise HTTPException(422, "; ".join(f"{name}: {told}" for name, told in problems.items()))
    return watch_of(values)


def _own(request: Request, watch_id: int) -> str:
    """The name of a watch that may be changed here."""
    with snapshot(request) as (queries, connection):
        row = _row(queries, connection, watch_id)
    if row["managed_by"] == "file":
        raise HTTPException(409, f"Watch {row['name']!r} is kept in a file: change it there, and import the file.")
    return str(row["name"])


def _row(queries: Any, connection: Connection, watch_id: int) -> dict[str, Any]:
    row = watch_row(connection, queries, watch_id)
    if row is None:
        raise HTTPException(404, f"There is no watch {watch_id}.")
    return row


def _watch(row: Row) -> Watch:
    return watch_of({each.name: row[each.name] for each in fields(Watch)})


def _shown(request: Request, watch_id: int) -> Any:
    with snapshot(request) as (queries, connection):
        return shapes.watch(_row(queries, connection, watch_id))


def _silences(queries: Any, connection: Connection, watch_id: int) -> list[dict[str, Any]]:
    return [
        {
            "starts_at": shapes.instant(row["starts_at"]),
            "ends_at": shapes.instant(row["ends_at"]),
            "reason": row["reason"],
        }
        for row in queries.silences_of_watch(connection, watch_id=watch_id, now=clock.now())
    ]
