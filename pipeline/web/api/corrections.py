"""Corrections through the API: read, made, undone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request, Response

from pipeline.domain.tokens import Scope
from pipeline.errors import RefusedError
from pipeline.exports import shapes
from pipeline.store import Connection
from pipeline.tasks.detect.correct import Corrected, Desk
from pipeline.web.api.access import Key, needs, snapshot
from pipeline.web.api.filters import CorrectionFilters, plain
from pipeline.web.api.given import (
    Addition,
    Dismissal,
    FixedField,
    GivenCorrection,
    Merger,
    NoteLeft,
    Splitting,
    TagGiven,
)
from pipeline.web.api.objects import CorrectionObject, Page
from pipeline.web.api.paging import before_id, page_of
from pipeline.web.api.problems import RESPONSES

router = APIRouter(tags=["corrections"], responses=RESPONSES)
reads, writes = needs(Scope.READ), needs(Scope.WRITE)
RequestKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[!-~]*$",
        description="A name of your own for this request, a UUID for one: sent again under it, it makes no second correction.",
    ),
]


@router.get("/corrections", response_model=Page[CorrectionObject], dependencies=[Depends(reads)])
def corrections(request: Request, asked: Annotated[CorrectionFilters, Query()]) -> Any:
    """What people have set right, the newest first."""
    with snapshot(request) as (queries, connection):
        rows = queries.api_corrections(
            connection,
            before_id=before_id(asked.cursor),
            correction_id=None,
            kinds=plain(asked.kind),
            undone=asked.undone,
            event_id=asked.event,
            page_size=asked.limit + 1,
        )
        return page_of(rows, "correction_id", asked.limit, shapes.correction)


@router.get("/corrections/{correction_id}", response_model=CorrectionObject, dependencies=[Depends(reads)])
def correction(request: Request, correction_id: Key) -> Any:
    """One correction."""
    with snapshot(request) as (queries, connection):
        return _correction(queries, connection, correction_id)


@router.post("/corrections", response_model=CorrectionObject, status_code=201)
def correct(
    request: Request,
    response: Response,
    given: GivenCorrection,
    asker: Annotated[str, Depends(writes)],
    request_key: RequestKey = "",
) -> Any:
    """Set an event right; the events show it at once, and every later run respects it (docs/corrections.md)."""
    desk = request.app.state.reading.desk(f"{given.by}, through {asker}" if given.by else asker, request_key)
    made = _made(desk, given).correction_id
    response.headers["Location"] = f"{request.scope['root_path']}/corrections/{made}"
    with snapshot(request) as (queries, connection):
        return _correction(queries, connection, made)


@router.post("/corrections/{correction_id}/undo", response_model=CorrectionObject)
def undo(request: Request, correction_id: Key, asker: Annotated[str, Depends(writes)]) -> Any:
    """Undo a correction: the rows are again as they are without it. One that was undone before stays so."""
    with snapshot(request) as (queries, connection):
        before = _correction(queries, connection, correction_id)
    refusal: RefusedError | None = None
    if not before["undone_at"]:
        try:
            request.app.state.reading.desk(asker).undo(correction_id)
        except RefusedError as error:
            refusal = error
    with snapshot(request) as (queries, connection):
        now = _correction(queries, connection, correction_id)
    if refusal and not now["undone_at"]:
        raise refusal
    return now


def _made(desk: Desk, given: GivenCorrection) -> Corrected:
    match given:
        case Merger():
            return desk.merge(given.events, given.reason)
        case Splitting():
            return desk.split(given.event, given.sentences, given.reason)
        case FixedField():
            return desk.fix(given.event, given.field, given.value, given.reason)
        case Dismissal():
            return desk.dismiss(given.event, given.reason)
        case NoteLeft():
            return desk.note(given.event, given.value, given.reason)
        case TagGiven():
            return desk.tag(given.event, given.value, given.reason)
        case Addition():
            return desk.add(given.told_of(), given.reason)


def _correction(queries: Any, connection: Connection, correction_id: int) -> dict[str, Any]:
    rows = queries.api_corrections(
        connection, correction_id=correction_id, before_id=None, kinds=[], undone=True, event_id=None, page_size=1
    )
    for row in rows:
        return shapes.correction(row)
    raise HTTPException(404, f"There is no correction {correction_id}.")
